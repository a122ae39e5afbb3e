"""Journal titles abbreviated by rule, and the form of abbreviations.

Source: ISO 4 as the ISSN Manual (section 7) applies it; the abbreviations of words are those of
`bibkit.ltwa`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bibkit.ltwa import MARKS, best, folded, forms_of, is_available, ltwa, short_of

__all__ = [
    "abbreviate",
    "aligned",
    "core_words",
    "is_abbreviated",
    "is_available",
    "with_stops",
    "without_stops",
]

# --- titles ---------------------------------------------------------------------------------------

# Articles, prepositions and conjunctions by language. They are left out (7.1.7), the latter two not
# at the beginning; and they tell the language of a title.
_ARTICLES = {
    "eng": "a an the", "fre": "le la les un une", "ger": "der die das den dem des ein eine",
    "spa": "el la los las", "ita": "il lo la gli le", "por": "o os", "dut": "de het een",
}  # fmt: skip
_SMALL = {
    "eng": "of and for in on to at by from with as into through upon its",
    "fre": "de du des et pour en sur dans aux au à par",
    "ger": "und für fur fuer zur zum von vom im in aus auf an mit bei ihre u",
    "spa": "de del y e en para por con",
    "ita": "di del della delle dello dei degli e ed in per", "por": "de da do das dos e em para",
    "dut": "van voor en op in der tot met", "swe": "och för i av på den det de en", "dan": "og for i af på den det de en",
    "nor": "og for i av på den det de en", "pol": "i w z na do dla", "cze": "a v na pro", "rum": "de și în",
}  # fmt: skip
_OF_LANGUAGE = {
    language: frozenset(f"{_SMALL.get(language, '')} {_ARTICLES.get(language, '')}".split())
    for language in {**_SMALL, **_ARTICLES}
}
_ANY_ARTICLE = frozenset(" ".join(_ARTICLES.values()).split())
# Expressions that are not what they are without their preposition.
_EXPRESSIONS = frozenset("vivo vitro silico situ utero".split())
_GENERIC = frozenset("part section series serie sect ser série teil reihe".split())
_DESIGNATOR = re.compile(r"[A-Z]|\d+|[IVX]+")
_ELIDED = re.compile(r"^(?:[dl]|dell|nell|all)['’](?=\w)", re.I)

# Words that NLM's abbreviations have in another form than the list (NLM Catalog, "NLM Title
# Abbreviation").
_NLM = dict(
    pair.split("=")
    for pair in """
        bioinformatics=Bioinformatics biomarkers=Biomarkers craniofacial=Craniofac genomics=Genomics
        implants=Implants interventional=Intervent investigation=Invest investigations=Invest
        investigative=Invest management=Manage nanomedicine=Nanomedicine proteomics=Proteomics
        retroviruses=Retroviruses singapore=Singapore finance=Finance
    """.split()
)

_PARALLEL = re.compile(r"\s+[=/]\s+.*|\s*\[[^\]]*\]")
# A place, a year, an edition, an acronym; what tells journals of one name apart is a single word.
_QUALIFIER = re.compile(r"\s*\((?:[^()]*(?:[,:]|\d{4}|\bed\b)[^()]*|[A-Z]{2,})\)")
_SUBTITLE = re.compile(
    r"(?is)\s+:\s.*|;\s.*"
    r"|:\s+(?:(?:the|an?|official|organ|organe|offizielles|international|journal)\b.*|(?-i:[A-Z]+)$)"
)


@lru_cache(maxsize=8192)
def abbreviate(title: str, medline: bool = False) -> str:
    """A journal's title abbreviated by ISO 4, with stops and its words in capitals.

    Titles of one word are not abbreviated, and neither are words that the list does not have.
    Subtitles, translations, places and years in brackets are left out, and so is "part" or
    "section" before a letter or number.

    Args:
        medline: as NLM does it: without stops, and with the words that it abbreviates otherwise.

    Returns:
        Empty where there is no rule: for titles in other than Latin letters, and for all where the
        list is not installed.

    >>> abbreviate("Proceedings of the National Academy of Sciences of the United States of America")
    'Proc. Natl. Acad. Sci. U. S. A.'
    >>> abbreviate("American journal of public health"), abbreviate("Lancet (London, England)")
    ('Am. J. Public Health', 'Lancet')
    >>> abbreviate("Journal of Clinical Investigation", medline=True)
    'J Clin Invest'
    """
    if not title.strip() or not is_available() or not _is_latin(title):
        return ""
    words = core_words(title)
    languages = _languages(words)
    kept: list[tuple[str, bool]] = []  # a word, and whether it is as it should be
    place = 0
    while place < len(words):
        short, taken = _phrase(words[place:])
        if not kept and taken == len(words):
            taken = 0
        if taken:
            kept += ((one, True) for one in short.split())
        elif _is_generic(words, place):
            kept.append((words[place + 1].strip(",;:."), True))
            taken = 2
        elif not _is_left_out(words, place, languages):
            kept.append((words[place], False))
        place += taken or 1
    names = [word for word, _ in kept if word[0] != "("]
    if len(names) == 1 or (len(names) == 2 and names[0].lower() in _OF_LANGUAGE["eng"]):
        kept = [(_bare(word), True) for word, _ in kept]
    own = _NLM if medline else {}
    shown = [
        word if is_done else own.get(word.strip(",;:.").lower()) or _abbreviated(word, languages[0])
        for word, is_done in kept
    ]
    stays = bool(kept) and kept[0][0] == words[0] and title[:1].islower()  # npj, eLife
    short = " ".join(
        word if stays and not number else _capital(word) for number, word in enumerate(shown)
    )
    return without_stops(short) if medline else short


def core_words(title: str) -> list[str]:
    """The words of a title without subtitle, translation, and brackets that are no part of it."""
    core = _QUALIFIER.sub("", _PARALLEL.sub("", title)).strip()
    core = _SUBTITLE.sub("", core) or title
    if core.isupper() and len(core.split()) > 1:
        core = core.lower()
    return re.sub(r"\s[-–—]\s+(?:an? |the )?|--+|[–—]", " ", core, flags=re.I).split()


def _is_latin(title: str) -> bool:
    letters = (c for c in title if not c.isascii() and (c.isalpha() or c == "\ufffd"))
    return all(unicodedata.name(c, "").startswith("LATIN") for c in letters)


def _capital(word: str) -> str:
    return re.sub(r"(?:^|[-/])\w", lambda match: match[0].upper(), word)


def _bare(word: str) -> str:
    """A word without the marks around it, but for brackets and the stops of initials."""
    if re.fullmatch(r"(?:\w\.)+", word):
        return word
    return word.strip("\"'“”„‘’«»,;:.!?") or word


def _languages(words: Sequence[str]) -> list[str]:
    """The languages that the small words of a title may be of, the likeliest first; English where
    they do not tell.
    """
    lower = [word.lower() for word in words]
    counted = [
        (sum(word in small for word in lower), language) for language, small in _OF_LANGUAGE.items()
    ]
    found = [language for count, language in sorted(counted, key=lambda one: -one[0]) if count]
    return found or ["eng"]


def _phrase(words: Sequence[str]) -> tuple[str, int]:
    """The abbreviation of the first words in a row, and how many they are; 0 where there is none."""
    rows = ltwa()
    if rows is not None:
        for count in (4, 3, 2):
            match = best(rows.phrases.get(folded(" ".join(words[:count]))), "eng")
            if match and len(words) >= count:
                return match[1] or " ".join(words[:count]), count
    return "", 0


def _is_generic(words: Sequence[str], place: int) -> bool:
    """Whether "part" or the like stands before what tells the part."""
    return (
        words[place].strip(",;:.").lower() in _GENERIC
        and place + 1 < len(words)
        and _DESIGNATOR.fullmatch(words[place + 1].strip(",;:.")) is not None
    )


def _is_left_out(words: Sequence[str], place: int, languages: Sequence[str]) -> bool:
    word = words[place].strip(",;:.")
    lower = word.lower()
    following = words[place + 1].strip(",;:.") if place + 1 < len(words) else ""
    if word in ("&", "+", ""):
        return True
    if word.isupper() and (place or len(word) > 1):
        return False  # a section; an acronym
    if place == 0:
        return lower in _ANY_ARTICLE and len(words) > 1 and following != "&" and word == words[0]
    if following.lower() in _EXPRESSIONS:
        return False
    return any(lower in _OF_LANGUAGE[language] for language in (*languages, "eng"))


def _abbreviated(word: str, language: str) -> str:
    """A word of a title as it stands in the abbreviation."""
    if "/" in word:
        return "/".join(_abbreviated(part, language) for part in word.split("/"))
    word = _ELIDED.sub("", _bare(word))
    if "." in word or "(" in word or (word.isupper() and len(word) > 1):
        return word
    short = short_of(folded(word), language)
    if not short and "-" in word:
        return "-".join(_abbreviated(part, language) for part in word.split("-"))
    if not short and _is_only_short(word) and folded(word) not in _CLIPPED:
        return f"{word}."  # it is abbreviated already
    return _as_written(short, word) if short and folded(short).rstrip(".") != folded(word) else word


def _as_written(short: str, word: str) -> str:
    """An abbreviation with the capitals and diacritics of the word that it is of."""
    plain = MARKS.sub("", unicodedata.normalize("NFD", short))
    written = word.ljust(len(plain))
    return "".join(
        own if folded(own) == listed.lower() else listed
        for own, listed in zip(written, plain, strict=False)
    )


# --- abbreviations --------------------------------------------------------------------------------

# Words of full titles that are cut in speech.
_CLIPPED = frozenset(
    "lab math bio eco geo micro nano neuro info tech photo sport vet pro art".split()
)
# Abbreviations that stand before names, in full titles too.
_NAMES_OF = frozenset("dr mr mrs ms prof st".split())
_QUALIFIED = re.compile(r"\s*\([^()]*\)")


def is_abbreviated(title: str) -> bool:
    """Whether a title is an abbreviation, with or without stops.

    >>> is_abbreviated("J. Clin. Invest."), is_abbreviated("J Clin Invest"), is_abbreviated("Cell")
    (True, True, False)
    """
    words = core_words(_QUALIFIED.sub("", title))
    stopped = cut = whole = small = 0
    for word in words:
        bare = word.strip(",;:.()")
        plain = folded(bare)
        if word.endswith(".") and len(bare) > 1 and _may_be_cut(plain):
            stopped += 1
        elif word == "&" or (len(bare) > 1 and _may_be_left_out(bare)):
            small += 1
        elif plain in _NAMES_OF or (len(bare) == 1 and plain != "j"):
            continue  # a section, or a letter of a country's name
        elif len(words) > 1 and _is_only_short(bare) and plain not in _CLIPPED:
            cut += len(bare) == 1 or not title.isupper()
        elif short_of(plain, "eng") not in ("", f"{plain}."):
            whole += 1
    if stopped > 1 and stopped >= whole:
        return True
    # "Physiol Genomics": NLM does not cut all that the list does.
    cut += stopped
    return cut > whole + small - (not small) and 2 * cut >= len(words) - 1 and cut > 0


def _may_be_cut(plain: str) -> bool:
    """Whether a word before a stop is an abbreviation, and not the last of a part of the title."""
    rows = ltwa()
    if "." in plain or plain in _NAMES_OF:
        return False
    if rows is None or plain in rows.shorts or plain in rows.foreign:
        return True
    return len(plain) < 9 and not short_of(plain, "eng")


# Cut, although English has a word that is written so; and words, although the list has them with a
# stop too, for longer words that begin with them ("cell-").
_ALWAYS_CUT = frozenset("invest j".split())
_NEVER_CUT = frozenset(
    """
        ambient anticancer best cell child control cord deep drug fish free general green head heat
        high low mass mineral new ocean open oral pain process product remote rock shock skin sleep
        soil test threat total weather work
    """.split()
)


def _is_only_short(word: str) -> bool:
    """Whether what the list has of this form is an abbreviation, and no word of English."""
    rows, plain = ltwa(), folded(word)
    if rows is None or plain in _NEVER_CUT or any(letter.isupper() for letter in word[1:]):
        return False
    if plain in _ALWAYS_CUT:
        return True
    as_word = (best(rows.words.get(form), "eng") for form, _ in forms_of(plain))
    if (
        len(plain) < 2
        or _may_be_left_out(plain)
        or any(one is not None and one[0] < 2 for one in as_word)
    ):
        return False
    # What another language cuts to itself ("Kunst-") is a word there.
    return plain in rows.shorts or (plain in rows.foreign and plain not in rows.stems)


def aligned(short: str, full: str) -> list[bool] | None:
    """Of each word of an abbreviation, whether it is cut; None where it is not one of that title.

    >>> aligned("J Neurol", "Journal of Neurology"), aligned("J Chem", "Journal of Chemical Physics")
    ([True, True], None)
    """
    said = _QUALIFIED.sub("", short).split()
    words = core_words(full)
    for parts in (words, [part for word in words for part in re.split("[-/]", word) if part]):
        found = _align(said, [_ELIDED.sub("", _bare(word)).replace("-", "") for word in parts])
        if found is not None:
            return found
    return None


def _align(said: Sequence[str], words: Sequence[str]) -> list[bool] | None:
    cut: list[bool] = []
    place = 0
    for one in said:
        while place < len(words):
            match = _stands_for(one, words[place])
            if match is not None or not _may_be_left_out(words[place]):
                break
            place += 1
        else:
            return None
        if match is None:
            return None
        cut.append(match)
        place += 1
    return cut if all(map(_may_be_left_out, words[place:])) else None


def _stands_for(short: str, word: str) -> bool | None:
    """Whether a word is cut in an abbreviation; None where that is not the word's."""
    mine, theirs = (re.sub(r"[^\w]", "", folded(one)) for one in (short, word))
    if mine == theirs:
        return False
    if not mine or mine[0] != theirs[:1]:
        return None
    letters = iter(theirs)
    return True if all(letter in letters for letter in mine) else None


def _may_be_left_out(word: str) -> bool:
    lower = word.lower().strip(",;:.")
    return (
        not lower.strip("&+") or lower in _GENERIC or any(lower in s for s in _OF_LANGUAGE.values())
    )


def with_stops(short: str, full: str = "") -> str:
    """An abbreviation with its stops, as in ISO 4.

    Args:
        full: the title, where it is known; else a word is cut where the list has it as an
            abbreviation only.

    >>> with_stops("J Neurosci Psychol Econ"), with_stops("Brain Res Bull", "Brain Research Bulletin")
    ('J. Neurosci. Psychol. Econ.', 'Brain Res. Bull.')
    """
    rows = ltwa()
    cut = aligned(short, full) if full else None
    words = short.split()
    shown = []
    place = 0
    for number, word in enumerate(words):
        if word[0] in "([" or word[-1] in ")].":
            shown.append(word)
            continue
        if cut is not None:
            is_cut = cut[place]
        elif len(word) == 1 and word != "J":
            # A letter of a country's name; the last may be a section.
            is_last = number == len(words) - 1 and len(words[number - 1]) > 1
            is_cut = rows is not None and word.lower() in rows.shorts and not is_last
        else:
            is_cut = _is_only_short(word)
        place += 1
        shown.append(f"{word}." if is_cut else word)
    return " ".join(shown)


def without_stops(short: str) -> str:
    """An abbreviation as NLM writes its own: no stops, hyphens, apostrophes or diacritics.

    >>> without_stops("Proc. Natl. Acad. Sci. U.S.A."), without_stops("Women's Health")
    ('Proc Natl Acad Sci U S A', 'Womens Health')
    """
    plain = MARKS.sub("", unicodedata.normalize("NFD", short))
    outside, bracket, inside = re.sub("['’]", "", plain).partition("(")
    outside = " ".join(re.sub(r"[.,;:/&\-–—]", " ", outside).split())
    return outside if not bracket else f"{outside} ({inside.replace('.', '')}"
