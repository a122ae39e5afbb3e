"""How far two titles are one, and whether they differ in a word that makes two works of them."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from bibkit.mending import plain
from bibkit.text import fold

__all__ = ["bare_title", "differ", "is_marked_retracted", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_GREEK = str.maketrans({
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "σ": "sigma", "τ": "tau", "ω": "omega", "µ": "mu",
})  # fmt: skip
_MARKED = re.compile(
    r"^\W*(?:retracted|withdrawn)(?: article| chapter| paper)?\s*(?:[\])][:.]?|[:\-–—.])\s*"
    r"|\s*[\[(](?:retracted|withdrawn)[\])]\s*\.?$",
    re.I,
)


def bare_title(title: str) -> str:
    """A title without mark-up and without what a publisher puts around that of a retracted work.

    >>> bare_title("RETRACTED: A view of <i>E. coli</i>"), bare_title("A view (Retracted)")
    ('A view of E. coli', 'A view')
    """
    return _MARKED.sub("", plain(title)) or plain(title)


def is_marked_retracted(title: str) -> bool:
    """Whether a title says of its work that it is retracted.

    >>> is_marked_retracted("RETRACTED: A view"), is_marked_retracted("Retracted liver tissue in mice")
    (True, False)
    """
    return _MARKED.search(plain(title)) is not None


# "Part II", "part two", "type 2": numbers in one form.
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_SAID = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_NUMBERED = {"part", "parts", "teil", "partie", "parte", "type", "phase", "stage", "class", "grade", "volume", "chapter", "section"}  # fmt: skip


def words_of(title: str) -> list[str]:
    """The words of a title for comparison: folded, Greek letters and part numbers in one form.

    >>> words_of("TNF-α in Type II diabetes, Part two")
    ['tnf', 'alpha', 'in', 'type', '2', 'diabetes', 'part', '2']
    """
    raw = _WORD.findall(unicodedata.normalize("NFKC", title))
    words: list[str] = []
    for place, word in enumerate(raw):
        small = fold(word.translate(_GREEK) if len(word) == 1 else word) or word
        behind = words[-1] if words else ""
        is_last_roman = place == len(raw) - 1 and word.isupper() and small in _ROMAN
        if behind in _NUMBERED or (is_last_roman and len(raw) > 2):
            small = _ROMAN.get(small, _SAID.get(small, small))
        words.append(small)
    return words


#: Beginnings that make opposites of one word.
_OPPOSITES = (
    ("hypo", "hyper"), ("intra", "inter"), ("intra", "extra"), ("micro", "macro"), ("homo", "hetero"),
    ("exo", "endo"), ("over", "under"), ("mono", "poly"), ("uni", "bi"), ("pre", "post"), ("ante", "post"),
    ("anterior", "posterior"), ("in", "de"), ("sys", "dias"), ("up", "down"), ("low", "high"),
    ("short", "long"), ("early", "late"), ("male", "female"), ("men", "women"), ("left", "right"),
)  # fmt: skip


def _are_spellings(mine: str, theirs: str) -> bool:
    """Whether two words, or runs of them, are one in two spellings (tumour, tumor; a slip)."""
    if mine == theirs:
        return True
    if any(c.isdecimal() for c in mine + theirs) or min(len(mine), len(theirs)) < 5:
        return False
    for one, other in _OPPOSITES:
        if (mine.startswith(one) and theirs.startswith(other)) or (
            mine.startswith(other) and theirs.startswith(one)
        ):
            return False
    likeness = fuzz.ratio(mine, theirs)
    return likeness >= 90 or (mine[0] == theirs[0] and likeness >= 75)


# Words that may be lost or added without making another title.
_SLIGHT = frozenset(
    "a an the of in on for and or to with by from at as its their der die das le la les el los".split()
)


def differ(mine: str, theirs: str) -> bool:
    """Whether two titles that look alike differ in a word or number that tells works apart.

    Spelling, articles and a subtitle that one of them lacks tell nothing.

    >>> differ("Mortality in men of Norway", "Mortality in women of Norway")
    True
    >>> differ("The tumour in type 2 diabetes", "Tumor in type II diabetes: a review")
    False
    >>> differ("Tumour statistics, 2016", "Tumour statistics, 2017")
    True
    """
    if fold(mine) == fold(theirs):
        return False
    pairs = [(mine, theirs)]
    pairs += [(main, theirs) for main in _main_titles(mine)]
    pairs += [(mine, main) for main in _main_titles(theirs)]
    return all(_words_differ(one, other) for one, other in pairs)


def _words_differ(mine: str, theirs: str) -> bool:
    a, b = ([w for w in words_of(title) if w not in _SLIGHT] for title in (mine, theirs))
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what != "equal" and not _are_spellings("".join(a[i:j]), "".join(b[k:m])):
            return True
    return False


_MARK = re.compile(r"\s*[:.?!;–—(\[]\s*|\s-\s")


def _main_titles(title: str) -> list[str]:
    """What a title is without its subtitle; a part's number is no subtitle.

    >>> _main_titles("Soil and air: a review"), _main_titles("Soil and air. Part II")
    (['Soil and air'], [])
    """
    found = []
    for mark in _MARK.finditer(title):
        main, rest = title[: mark.start()], words_of(title[mark.end() :])
        numbered = any(word in _NUMBERED or word.isdecimal() for word in rest[:2])
        if rest and not numbered and len(words_of(main)) >= 2:
            found.append(main)
    return found
