"""Given names as initials: `initialize-with`, `initialize`, `initialize-with-hyphen` of CSL 1.0.2.

The specification says that it happens; how (abbreviations, hyphens, particles, scripts without
capitals) follows the results of citeproc-js. One rule is bibkit's own: initials printed together, as
PubMed does ("AJ"), are initials of several names, none of which may be lost.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bibkit.csl.marks import PRIVATE

__all__ = ["initialize", "joined_initials"]

# The letters of scripts in which names are shortened, and those among them that an initial can be
# (both cases of Latin ones: whether it is a capital is asked apart).
_LETTERS = (
    "a-zA-Z\u00c0-\u017f\u0218-\u021b\u0370-\u03ff\u0400-\u052f\u0590-\u05d4\u05d6-\u05ff"
    "\u0600-\u06ff\u0e01-\u0e5b\u1f00-\u1fff\u200c-\u200e\u202a-\u202e"
)
_STARTS = re.compile(f"[{PRIVATE}]*[&{_LETTERS}]")
_HAS_LETTER = re.compile(f"[-0-9{_LETTERS}]")
_INITIAL = re.compile(
    "([A-Z\u00c0-\u017f\u0370\u0372\u0376\u0386\u0388-\u03ab\u03e2\u03e4\u03e6\u03e8\u03ea\u03ec"
    "\u03ee\u03f4\u03f7\u03fd-\u03ff\u0400-\u042f\u0590-\u05d4\u05d6-\u05ff\u0600-\u06ff\u0e01-\u0e5b])"
    "([a-zA-Z\u00c0-\u017f\u0370-\u03ff\u0400-\u052f\u0600-\u06ff\u0e01-\u0e5b\u1f00-\u1fff]*)(\\.?)"
)
_SEPARATOR = re.compile(rf"([-\s]*[{PRIVATE}]+[-\s{PRIVATE}]*|[-\s]+)")
_MARKS = re.compile(f"[{PRIVATE}]+")
_JOINED = re.compile(r"[^\W\d_]{2,4}(?:[-‐][^\W\d_]{1,3})*|[^\W\d_](?:[-‐][^\W\d_]{1,3})+")
_TITLES = frozenset({"Lord", "Lady"})


@lru_cache(maxsize=16384)
def initialize(
    given: str,
    mark: str | None,
    *,
    hyphen: bool = True,
    initialize: bool = True,
    joined: bool = True,
) -> str:
    """Given names as the style wants them.

    Args:
        given: given names, or a suffix whose full stops are to follow the style.
        mark: the value of `initialize-with`; `None` (no such attribute) leaves the names as they are.
        hyphen: the value of `initialize-with-hyphen`.
        initialize: the value of `initialize`; false keeps the names and only sets the mark after
            initials that are there already.
        joined: initials printed together are those of several names, where names are shortened.
            citeproc-js takes them for one name's: false does the same.

    >>> initialize("Jean-Paul Marie", ". "), initialize("Jean-Paul", ".", hyphen=False)
    ('J.-P. M.', 'J.P.')
    >>> initialize("James T", ". ", initialize=False), initialize("Philippe Ph. de", ".")
    ('James T.', 'P.Ph. de')
    >>> initialize("AJ", "."), initialize("明", ".")
    ('A.J.', '明')
    """
    if mark is None or not given or given in _TITLES or _STARTS.match(given) is None:
        return given
    if joined and initialize:
        given = joined_initials(given)
    words, separators = _split(given, hyphen)
    parts = _shortened(words, separators, mark) if initialize else _marked(words, separators, mark)
    # Blanks that do not break stay between initials, but no blank ends a name.
    text = "".join(parts).rstrip("\t\n\v\f\r \ufeff\xa0")
    return re.sub(r"[\t-\r ]+", " ", re.sub(r"\s*-\s*", "-", text)).replace(_KEPT_HYPHEN, "-")


def joined_initials(given: str) -> str:
    """Initials as PubMed prints them ("AJ") apart, or they are taken for one name's.

    >>> joined_initials("AJ"), joined_initials("J-KP"), joined_initials("Ann"), joined_initials("JOSE")
    ('A. J.', 'J.-K. P.', 'Ann', 'JOSE')
    """
    if not given.isupper() or not _JOINED.fullmatch(given):
        return given
    if len(given) > 3 and sum(letter in "AEIOU" for letter in given) > 1:
        return given
    dotted = ["".join(f" {letter}." for letter in part)[1:] for part in re.split("[-‐]", given)]
    return "-".join(dotted)


# A hyphen before a small letter parts no names (Ji-young); it takes this shape for a while.
_KEPT_HYPHEN = "\ufdd0"


def _split(given: str, hyphen: bool) -> tuple[list[str], list[str]]:
    """The names, and what stands between each and its next."""
    if not hyphen:
        given = given.replace("-", " ")
    given = re.sub(r"\s*-\s*", "-", given)
    given = re.sub(r"-(?=[a-z])", _KEPT_HYPHEN, re.sub(r"\s+", " ", given))
    given = re.sub(r"\.(?=[^ ])", ". ", given)
    pieces = _SEPARATOR.split(given)
    words, separators = pieces[::2], pieces[1::2]
    last = words[0].rpartition(".")[2]
    if not separators and len(last) == 1 and last != last.lower():
        words[0] += "."
    return words, separators


def _shortened(words: list[str], separators: list[str], mark: str) -> list[str]:
    parts: list[str] = []
    for word, separator in zip(words, [*separators, ""], strict=True):
        match = _INITIAL.match(word)
        if match is not None and match[1] == match[1].upper():
            parts.append(_initial(match))
            parts.append(_between(separator, mark))
            if "-" in separator:
                parts.append("-")
        else:
            # A particle, a word of another kind: it stays, apart from the initials.
            apart = _HAS_LETTER.search(word) and not (match is not None and match[3])
            parts += [" " if apart else "", word, separator]
    return parts


def _initial(match: re.Match[str]) -> str:
    """What is left of one name; an abbreviation (Ph.) stays, YVes is Yv."""
    letter, rest, stop = match.groups()
    if stop:
        return letter + rest
    capitals = 0
    while capitals < len(rest) and rest[capitals] == rest[capitals].upper():
        capitals += 1
    return letter + (rest[:capitals].lower() if capitals < len(rest) else "")


def _between(separator: str, mark: str) -> str:
    """The mark in place of what stood there; marks of structure stay, before its blank."""
    kept = "".join(_MARKS.findall(separator))
    if not kept:
        return mark
    bare = mark.rstrip()
    return bare + kept + mark[len(bare) :]


def _marked(words: list[str], separators: list[str], mark: str) -> list[str]:
    """The names in full, the initials among them with the style's mark."""
    short: list[bool] = []
    for index, word in enumerate(words):
        dotted = len(word) > 1 and word.endswith(".")
        short.append(dotted or (len(word) == 1 and word == word.upper()))
        if dotted:
            words[index] = word[:-1]
    parts: list[str] = []
    for index, word in enumerate(words):
        parts.append(word)
        last = index == len(words) - 1
        separator = "" if last else separators[index]
        if not short[index]:
            parts.append(separator)
        elif last:
            parts.append(mark)
        else:
            kept = "".join(_MARKS.findall(separator)) or separator
            if not short[index + 1]:
                kept += " "
            if len(words[index + 1]) > 1:
                parts += [mark.removesuffix("\ufeff"), kept]
            else:
                parts.append(_between(kept, mark))
    return parts
