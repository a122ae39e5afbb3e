"""What follows a citation key: the locator, what it counts, and the suffix.

    rest      = [","] [space] ( delimited | integrated ) suffix
    delimited = "{" [term] anything with balanced braces "}"
    integrated = term word more* | word with a digit, more*
    more      = ["," | ";"] [space] word
    word      = letters, digits, "-", "–", ":", "." between them, and balanced brackets

After a term a word holds a digit or is a Roman numeral; without one it holds a digit, and counts
pages. Source: Pandoc's manual, "Citation syntax"; the terms are those of CSL 1.0.2 (appendix III)
as English writes them, and in a manuscript of another language that locale's too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bibkit.csl.syntax.locales import locale_for
from bibkit.errors import StyleError

__all__ = ["TERMS", "Located", "Terms", "locate", "terms_in"]

_WORDS = {
    "act": "act acts",
    "appendix": "appendix appendices app. apps.",
    "article-locator": "article articles art. arts.",
    "book": "book books bk. bks.",
    "canon": "canon canons can. cann.",
    "chapter": "chapter chapters chap. chaps. ch. chs.",
    "column": "column columns col. cols.",
    "elocation": "location locations loc. locs.",
    "equation": "equation equations eq. eqs.",
    "figure": "figure figures fig. figs.",
    "folio": "folio folios fol. fols.",
    "issue": "issue issues number numbers no. nos.",
    "line": "line lines l. ll.",
    "note": "note notes n. nn.",
    "opus": "opus opera op. opp.",
    "page": "page pages p. pp.",
    "paragraph": "paragraph paragraphs para. paras. ¶ ¶¶",
    "part": "part parts pt. pts.",
    "rule": "rule rules r. rr.",
    "scene": "scene scenes sc. scs.",
    "section": "section sections sec. secs. § §§ s. ss.",
    "sub verbo": "s.v. s.vv.",
    "supplement": "supplement supplements supp. supps. suppl. suppls.",
    "table": "table tables tbl. tbls. tab. tabs.",
    "timestamp": "timestamp timestamps",
    "verse": "verse verses v. vv.",
    "volume": "volume volumes vol. vols.",
}
#: Words before a locator to the CSL term; those of two words apart, since `_WORDS` is by blanks.
TERMS: dict[str, str] = {
    **{word: term for term, words in _WORDS.items() for word in words.split()},
    # "ch 3", "p 3", "s 123": the stop may be left out.
    **{
        word.removesuffix("."): term
        for term, words in _WORDS.items()
        for word in words.split()
        if word.endswith(".") and word not in ("s.v.", "can.", "no.", "op.", "loc.", "art.")
    },
    "sub verbo": "sub verbo",
    "sub verbis": "sub verbo",
}


class Terms:
    """Words before a locator, found at the begin of a text in any case; the longest counts."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._terms = {word.casefold(): term for word, term in terms.items()}
        words = sorted(self._terms, key=len, reverse=True)
        self._pattern = re.compile("|".join(re.escape(word) for word in words), re.I)

    def begin(self, text: str) -> tuple[str, int]:
        """The CSL term that a text begins with, and where its word ends: "p.3", but not "plan"."""
        match = self._pattern.match(text)
        if match is None:
            return "", 0
        end = match.end()
        if text[end - 1].isalpha() and text[end : end + 1].isalnum():
            return "", 0
        return self._terms.get(match[0].casefold(), ""), end


_ENGLISH = Terms(TERMS)


@functools.lru_cache(maxsize=16)
def terms_in(language: str) -> Terms:
    """The terms of a language and the English ones; these alone where it has no locale.

    >>> terms_in("de").begin("Kap. 3"), terms_in("de").begin("p. 3")
    (('chapter', 4), ('page', 2))
    """
    if not language or language.lower().startswith("en"):
        return _ENGLISH
    try:
        locale = locale_for(None, language)
    except StyleError:
        return _ENGLISH
    found = dict(TERMS)
    for term in dict.fromkeys(TERMS.values()):
        for form in ("symbol", "short", "long"):
            for plural in (False, True):
                word = locale.term(term, form, plural=plural).strip()
                if word:
                    found[word.casefold()] = term
    return Terms(found)


_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,4}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.I)
_PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Located:
    """What was found after a key.

    Args:
        locator: empty where there is none.
        label: a CSL locator term; empty where there is no locator.
        suffix: the rest, with the blank or stop that it begins with.
    """

    locator: str
    label: str
    suffix: str


def locate(rest: str, terms: Terms = _ENGLISH) -> Located:
    """Split what follows a key.

    Args:
        terms: the words that may stand before a locator.

    >>> locate(", pp. 33-35 and *passim*")
    Located(locator='33-35', label='page', suffix=' and *passim*')
    >>> locate("{ii, A, D-Z}, with a suffix")
    Located(locator='ii, A, D-Z', label='page', suffix=', with a suffix')
    >>> locate(" and elsewhere").suffix
    ' and elsewhere'
    """
    rest = re.sub(r"\\([\[\]])", r"\1", rest)
    start = re.match(r"\s*,?\s*", rest)
    after = rest[start.end() :] if start else rest
    return _delimited(after, terms) or _integrated(after, terms) or Located("", "", _spaced(rest))


def _spaced(suffix: str) -> str:
    """A suffix that would stick to what it follows is set off by a comma."""
    if not suffix.strip():
        return ""
    return suffix.rstrip() if not suffix[0].isalnum() else f", {suffix.rstrip()}"


def _delimited(text: str, terms: Terms) -> Located | None:
    end = _closing(text, 0) if text.startswith("{") else -1
    if end < 0:
        return None
    inner = text[1:end].strip()
    if not inner:
        return Located("", "", _spaced(text[end + 1 :]))
    suffix = _spaced(text[end + 1 :])
    term, begin = terms.begin(inner)
    if term and inner[begin:].strip():
        return Located(inner[begin:].strip(), term, suffix)
    return Located(inner, "page", suffix)


def _integrated(text: str, terms: Terms) -> Located | None:
    term, begin = terms.begin(text)
    if term:
        begin += len(text[begin:]) - len(text[begin:].lstrip())
        end = _words(text, begin, roman=True)
        if end > begin:
            return Located(text[begin:end], term, _spaced(text[end:]))
    end = _words(text, 0, roman=False)
    return Located(text[:end], "page", _spaced(text[end:])) if end else None


def _words(text: str, begin: int, *, roman: bool) -> int:
    """Where the words of a locator end; `begin` where the first is none."""
    end = begin
    position = begin
    while True:
        stop = _word(text, position)
        if stop == position or not _counts(text[position:stop], roman):
            return end
        end = stop
        gap = re.compile(r"[,;]?[ \t\n\u00a0]*").match(text, end)
        position = gap.end() if gap else end
        if position == end:
            return end


def _counts(word: str, roman: bool) -> bool:
    if any(character.isdigit() for character in word):
        return True
    return roman and any(_ROMAN.fullmatch(unit) for unit in re.findall(r"[^\W\d_]+", word))


def _word(text: str, position: int) -> int:
    """Where a word ends that begins at a position."""
    while position < len(text):
        character = text[position]
        if character in _PAIRS:
            closed = _closing(text, position)
            if closed < 0 or re.search(r"\s", text[position:closed]):
                return position
            position = closed + 1
        elif (
            character.isalnum()
            or character in "-–:"
            or (character == "." and text[position + 1 : position + 2].isalnum())
        ):
            position += 1
        else:
            return position
    return position


def _closing(text: str, position: int) -> int:
    """Where the bracket at a position is closed; -1 where it is not."""
    wanted = [_PAIRS[text[position]]]
    for index in range(position + 1, len(text)):
        character = text[index]
        if character == wanted[-1]:
            wanted.pop()
            if not wanted:
                return index
        elif (text[position] == "{" and character in "{[") or (
            text[position] != "{" and character in _PAIRS
        ):
            wanted.append(_PAIRS[character])
    return -1
