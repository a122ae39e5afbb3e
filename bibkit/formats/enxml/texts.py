"""What a field of EndNote's XML says, brought to the one form that it is kept in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from bibkit import identifiers
from bibkit.formats.enxml.runs import Run, marked_up, runs_of_text
from bibkit.languages import language_tag
from bibkit.text import fold
from bibkit.vocab import VARIABLES, Kind

__all__ = [
    "BLOCKS",
    "RICH",
    "abbreviates",
    "keywords",
    "lines",
    "normal",
    "rich",
    "serials",
    "split_keywords",
    "words",
]

#: The variables whose lines are kept apart, and those that have mark-up.
BLOCKS = frozenset({"abstract", "annote", "note"})
RICH = BLOCKS | {"event-title"} | {name for name, kind in VARIABLES.items() if kind is Kind.TITLE}

_LINE_END = re.compile(r"\r\n?|\n")
# What XML 1.0 does not allow, and other control characters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def lines(text: str) -> list[str]:
    """The lines of a text that are not blank, white space made single blanks."""
    return [line for one in _LINE_END.split(text) if (line := words(one))]


def words(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def rich(runs: Iterable[Run], variable: str) -> str:
    """Runs as the text of a variable, with CSL's mark-up.

    >>> rich([(("italic",), "E. coli "), ((), "grows\\rand grows")], "title")
    '<i>E. coli </i>grows and grows'
    """
    text = marked_up(runs)
    if variable not in BLOCKS:
        return words(text)
    return "\n".join(one.strip() for one in _LINE_END.split(_CONTROLS.sub(" ", text))).strip("\n")


def _doi(text: str) -> str:
    return identifiers.normalise_doi(text) or text


def _language(text: str) -> str:
    return language_tag(text.strip(" .")) or text


def _keyword(text: str) -> str:
    return keywords(split_keywords(text))


_NORMAL: Mapping[str, Callable[[str], str]] = {
    "DOI": _doi,
    "keyword": _keyword,
    "language": _language,
    "PMID": lambda text: identifiers.normalise_pmid(text) or "",
    "PMCID": lambda text: identifiers.normalise_pmcid(text) or "",
}


def normal(text: str, variable: str) -> str:
    """A variable's text as it comes back from a file; empty where it cannot be said.

    >>> normal("doi:10.1000/x", "DOI"), normal("a;  b", "keyword"), normal("eng", "language")
    ('10.1000/x', 'a, b', 'en')
    """
    if variable in RICH:
        return rich(runs_of_text(_CONTROLS.sub(" ", text)), variable)
    text = words(text)
    return _NORMAL[variable](text) if variable in _NORMAL else text


# --- keywords -------------------------------------------------------------------------------------


def split_keywords(text: str) -> list[str]:
    """The keywords of a text, which are apart by semicolons or else by commas."""
    separator = r"\s*;\s*" if ";" in text else r",\s+"
    return [word for one in re.split(separator, text) if (word := one.strip())]


def keywords(found: Iterable[str]) -> str:
    """Several keywords as one text; apart by semicolons where one of them holds a comma."""
    found = list(found)
    return ("; " if any("," in word for word in found) else ", ").join(found)


# --- identifiers of the series ----------------------------------------------------------------------

_ISSN = re.compile(r"\b\d{4}-?\d{3}[\dXx]\b", re.A)
_ISBN = re.compile(r"\b(?:97[89][ -]?)?\d(?:[ -]?\d){8}[ -]?[\dXx]\b", re.A)


def serials(found: Iterable[str], variable: str) -> tuple[dict[str, str], list[str]]:
    """The ISSN and ISBN that lines hold, and the lines' further numbers.

    Args:
        variable: whose field it is; a text without any of the two is its value.

    >>> serials(["0028-3878 (Print)", "1526-632X (Electronic)"], "ISSN")
    ({'ISSN': '0028-3878'}, ['1526-632X (Electronic)'])
    """
    numbers: dict[str, str] = {}
    rest: list[str] = []
    for line in found:
        for name, value, text in _numbers(line):
            if numbers.setdefault(name, value) != value:
                rest.append(text)
        if not any(True for _ in _numbers(line)):
            rest.append(line)
    if not numbers and rest:
        numbers[variable], *rest = rest
    return numbers, rest


def _numbers(line: str) -> list[tuple[str, str, str]]:
    """Variable, value and, where it is alone on its line, the line."""
    found = [("ISBN", match[0]) for match in _ISBN.finditer(line) if identifiers.is_isbn(match[0])]
    bare = line
    for _, value in found:
        bare = bare.replace(value, " ")
    found += [
        ("ISSN", identifiers.normalise_issn(match[0]) or match[0])
        for match in _ISSN.finditer(bare)
        if identifiers.is_issn(match[0])
    ]
    return [(name, value, line if len(found) == 1 else value) for name, value in found]


# --- journals ---------------------------------------------------------------------------------------


def abbreviates(short: str, long: str) -> bool:
    """Whether a journal's name is the short form of another, word by word or as initials.

    >>> abbreviates("Nucleic Acids Res", "Nucleic acids research"), abbreviates("Chest", "Thorax")
    (True, False)
    >>> abbreviates("BMJ", "British medical journal"), abbreviates("JOSA A", "J. Opt., JOSAA")
    (True, False)
    """
    if len(short) >= len(long):
        return False
    of = iter(_words_of(long))
    if all(any(_shortens(word, other) for other in of) for word in _words_of(short)):
        return True
    initials = iter("".join(word[0] for word in _words_of(long)))
    return short.isupper() and short.isalpha() and all(letter in initials for letter in fold(short))


def _words_of(title: str) -> list[str]:
    return [word for one in re.split(r"[^\w'’]+", title) if (word := fold(one))]


def _shortens(word: str, other: str) -> bool:
    letters = iter(other[1:])
    return word[0] == other[0] and all(letter in letters for letter in word[1:])
