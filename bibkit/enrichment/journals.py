"""Whether two names are one journal's: full, abbreviated by ISO 4 or MEDLINE, or as an acronym."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bibkit.text import fold

__all__ = ["abbreviates", "expands", "same_journal"]

# Words that abbreviations leave out (ISO 4, 7.2: articles, conjunctions, prepositions).
_LEFT_OUT = frozenset(
    """
        a an and the of for in on to at by de del des du la le les el los las il y e i et della dei per
        do da dos das em der die den fur und voor van het
    """.split()
)
# Abbreviations that are no beginnings of their words (List of Title Word Abbreviations, MEDLINE).
_CONTRACTIONS = dict(
    pair.split("=")
    for pair in """
        natl=national intl=international dtsch=deutsch jpn=japan wkly=weekly qly=quarterly
        mthly=monthly dept=department govt=government ctry=country ctries=countries ctr=cent
        ztg=zeitung rdsch=rundschau monbl=monatsbl mschr=monatsschr monatsschr=monatschr
        wschr=wochenschr vjschr=vierteljahr zbl=zentralbl jb=jahrb qld=queensland yrbk=yearbook
        mgmt=management hlth=health assn=association engng=engineering
    """.split()
)
# Words of a name; what has more is none, and would take long to compare.
_MOST = 60
_PARTS = frozenset("part section series pt sect ser".split())
# Behind these a lone letter is a section, also where it would be a word elsewhere ("a", "e", "y").
_SECTIONED = _PARTS | frozenset(
    "rev review physica trans transactions acta phys physics crystallogr".split()
)
# In brackets these tell two journals apart; anything else there is where the journal appears.
_EDITIONS = frozenset("am american br british engl english eur european".split())


class _Word(NamedTuple):
    """A word of a name; `owner`: it without its `'s`; `ends`: 2 where a subtitle follows for sure, 1 where one may."""

    text: str
    owner: str
    is_joined: bool
    is_dotted: bool
    is_section: bool
    is_optional: bool
    ends: int


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ELIDED = re.compile(r"^[dl]['’]", re.I)
_PLACE = re.compile(r"\([^(),]*,[^()]*\)|\[[^\[\]]*\]")
_BRACKETS = re.compile(r"\(([^()]*)\)")
# What a subtitle begins with, unlike a part of a journal ("Nature: New biology").
_SUBTITLE = re.compile(
    r"\s*[:;.]\s+(?:(?:the|an?|official|international|journal|advancing)\b|(?-i:[A-Z]+$))",
    re.I,
)
_COUNTRY = re.compile(r"(?i)(?<=\S),? (?:U\.? ?S\.? ?A\.?|of the United States(?: of America)?)$")


def _bare(name: str, other: str) -> str:
    """A name without its place; of PNAS without its country, which is as often left out."""
    bare, other = _PLACE.sub(" ", name), _PLACE.sub(" ", other)
    inside = _BRACKETS.search(bare)
    if inside and "(" not in other:
        words = [fold(word) for word in _WORD.findall(inside[1])]
        if not any(word in _EDITIONS or len(word) == 1 for word in words[:1]):
            bare = bare.replace(inside[0], " ")
    return _COUNTRY.sub("", bare.replace("NY", "N Y").strip()) or name


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[_Word, ...]:
    found = [match for match in _WORD.finditer(name) if fold(match[0])]
    texts = [fold(_ELIDED.sub("", match[0])) for match in found]
    last = len(found) - 1
    has_one_stop = name.rstrip(" .").count(".") == 1
    words: list[_Word] = []
    for place, (match, text) in enumerate(zip(found, texts, strict=True)):
        gap = name[match.end() : found[place + 1].start() if place < last else len(name)]
        before = name[found[place - 1].end() : match.start()] if place else ":"
        is_section = len(text) == 1 and place > 0 and (
            place == last
            or texts[place - 1] in _SECTIONED
            or bool(re.match(r"\s*[,:.;]", gap))
            or (match[0] == "A" and not before.strip())
        )  # fmt: skip
        following = texts[place + 1] if place < last else ""
        is_part = text in _PARTS and (len(following) == 1 or following.isdigit())
        is_end = text in ("volume", "edition") and (place == last or ":" in gap)
        ends = 0
        if (
            re.match(r"\s+[:=/]\s", gap)
            or (is_section and re.match(r"\s*[,:.]\s", gap))
            or (_SUBTITLE.match(name, match.end()) and (gap[:1] != "." or has_one_stop))
        ):
            ends = 2
        elif re.match(r"\s*:\s", gap) or (has_one_stop and gap[:2] == ". " and len(text) > 4):
            ends = 1
        left_out = text in _LEFT_OUT and not is_section
        words.append(
            _Word(
                text,
                text[:-1] if match[0][-2:].lower() in ("'s", "’s") else text,
                gap == "-",
                gap[:1] == ".",
                is_section,
                left_out or is_part or is_end,
                ends,
            )
        )
    return tuple(words)


def _alignments(short: Sequence[_Word], full: Sequence[_Word]) -> frozenset[bool]:
    """Whether a word of the full name is longer than the short one's, for each way in which the
    words of the short name stand for those of the full one.
    """
    states = {(0, False)}
    for word in short:
        after = set(states) if word.is_optional else set()
        for start, is_longer in states:
            for place in range(start, len(full)):
                for end, text in _readings(full, place):
                    if _begins(word, text, len(short)):
                        after.add((end, is_longer or len(text) > len(word.text)))
                if not full[place].is_optional:
                    break
        states = after
    return frozenset(is_longer for place, is_longer in states if _may_end(full, place, len(short)))


def _readings(words: Sequence[_Word], place: int) -> Iterator[tuple[int, str]]:
    """A word, and what it makes with those that hyphens join to it ("Cardio-thoracic")."""
    text = ""
    for end, word in enumerate(words[place:], place + 1):
        text += word.text
        yield end, text
        if word.owner != word.text:
            yield end, text[:-1]  # both "Adv Alzheimer Dis" and "Langenbecks Arch Surg" are met
        if not word.is_joined:
            break


def _may_end(full: Sequence[_Word], place: int, said: int) -> bool:
    """Whether nothing follows but a subtitle, and none that makes it another journal ("Part B")."""
    if all(word.is_optional for word in full[place:]):
        return True
    mark = full[place - 1].ends if place else 0
    follows = full[place]
    is_part = follows.text in _PARTS or follows.is_section or follows.text.startswith("suppl")
    # "Nature: New biology" and "The Lancet. Neurology" are no Nature and no Lancet.
    return not is_part and (mark == 2 or (mark == 1 and said >= 4))


def _begins(short: _Word, word: str, said: int) -> bool:
    text = short.text
    if text == word:
        return True
    if said == 1 and not (short.is_dotted and len(text) > 4):
        return False  # a single word is not abbreviated: "Cell" is no Cellulose
    if text == "j":
        return word.startswith(("jour", "jorn", "jurn"))  # not JAMA
    if word.startswith(text):
        # ISO 4, 4.1: at least two letters are dropped, so that "Cell" is no Cells.
        return short.is_dotted or len(word) - len(text) > 1
    if text.endswith("kd"):
        return word == f"{text[:-2]}kunde"
    return text in _CONTRACTIONS and word.startswith(_CONTRACTIONS[text])


def _is_acronym(short: str, full: Sequence[_Word]) -> bool:
    letters = "".join(word.text[0] for word in full if not word.is_optional)
    return len(short) > 2 and short.isupper() and fold(short) == letters


@lru_cache(maxsize=4096)
def _compared(short: str, full: str) -> frozenset[bool]:
    mine, theirs = _bare(short, full), _bare(full, short)
    if fold(mine) and fold(mine) == fold(theirs):
        return frozenset({False})
    if _is_acronym(mine, _words(theirs)):
        return frozenset({True})
    words, others = _words(mine), _words(theirs)
    if all(word.is_optional for word in words) or max(len(words), len(others)) > _MOST:
        return frozenset()
    return _alignments(words, others)


def abbreviates(short: str, full: str) -> bool:
    """Whether a name is an abbreviation of another, or the same name.

    Each word of the short name is one of the full name, its beginning or a known contraction, in
    order; of the full name's only articles and the like are passed over, and a subtitle.

    >>> abbreviates("N. Engl. J. Med.", "The New England Journal of Medicine")
    True
    >>> abbreviates("Neural Regen Res", "Neural Regeneration Research"), abbreviates("Chest", "Brain")
    (True, False)
    >>> abbreviates("PNAS", "Proceedings of the National Academy of Sciences"), abbreviates("J Neurol", "Journal of Neuroscience")
    (True, False)
    """
    return bool(_compared(short, full))


def expands(full: str, short: str) -> bool:
    """Whether a name says in full what another abbreviates; a place or subtitle is no expansion.

    >>> expands("Cancer Research", "Cancer Res"), expands("Lancet (London, England)", "Lancet")
    (True, False)
    """
    return True in _compared(short, full)


def same_journal(mine: str, theirs: Iterable[str]) -> bool:
    """Whether a name means a journal that has all of `theirs` as its names.

    >>> same_journal("Lancet (London, England)", ["The Lancet", "Lancet"])
    True
    """
    return any(abbreviates(mine, name) or abbreviates(name, mine) for name in theirs)
