"""The List of Title Word Abbreviations: how ISO 4 abbreviates the words of titles.

Source: the list (LTWA) of the ISSN International Centre of 2 July 2021, which pyiso4 ships. Of
pyiso4 only the list is used: its code prefers the beginning of a word (`heal-`) to the word itself
(`health`, which is not abbreviated), finds no endings, and cannot read some titles at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

__all__ = ["MARKS", "List", "best", "folded", "forms_of", "is_available", "ltwa", "short_of"]

# What a word becomes, empty where it stays, and the languages it is of, as in the list.
_Row = tuple[str, str]


class List(NamedTuple):
    """The list by what it has: folded words, stems, ends of words, and words in a row; and its
    abbreviations, those of English and of words of any language, and those of others.
    """

    words: dict[str, list[_Row]]
    stems: dict[str, list[_Row]]
    endings: dict[str, list[_Row]]
    phrases: dict[str, list[_Row]]
    shorts: set[str]
    foreign: set[str]


_LIGATURES = (
    ("æ", "ae"), ("œ", "oe"), ("ß", "ss"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i"), ("’", "'"),
)  # fmt: skip
MARKS = re.compile("[\u0300-\u036f]+")


def folded(text: str) -> str:
    """Lower case without diacritics and ligatures."""
    text = text.lower()
    if text.isascii():
        return text
    for letter, letters in _LIGATURES:
        text = text.replace(letter, letters)
    return MARKS.sub("", unicodedata.normalize("NFKD", text))


# Of every language, or Latin, as are many titles in any; unknown.
_ANY = frozenset("mul lat und ext".split())
# What the list of 2021 leaves whole ("politi-"), against the titles that ISSN centres register.
_MENDED = {"political": "polit.", "politics": "polit."}


def _languages(written: str) -> set[str]:
    return set(written.replace(",", " ").split())


def is_available() -> bool:
    """Whether the list of abbreviations is installed."""
    return ltwa() is not None


@cache
def ltwa() -> List | None:
    """The list; None where it is not installed."""
    try:
        files = resources.files("pyiso4").iterdir()
        file = next(file for file in files if file.name.startswith("LTWA_"))
        text = unicodedata.normalize("NFC", file.read_text("utf-8"))
    except (ImportError, OSError, StopIteration):
        return None
    found = List({}, {}, {}, {}, set(), set())
    for line, plain in zip(text.split("\n"), folded(text).split("\n"), strict=True):
        cells = line.split("\t")
        if len(cells) != 3:
            continue
        pattern = plain.partition("\t")[0].partition("(")[0].strip()
        is_none = cells[1][:1] == "n" and cells[1].replace(" ", "")[:3] == "n.a"
        row = ("" if is_none else cells[1].strip(), cells[2])
        if pattern[:1] == "-":
            found.endings.setdefault(pattern.strip("-"), []).append(row)
        elif " " in pattern:
            pattern = pattern.rstrip("-")
            found.phrases.setdefault(pattern, []).append(row)
            if pattern[-1] == "a" and "eng" in row[1]:
                found.phrases.setdefault(f"{pattern}n", []).append(row)  # North American
        elif pattern[-1:] == "-":
            found.stems.setdefault(pattern[:-1], []).append(row)
        else:
            found.words.setdefault(pattern, []).append(row)
        if row[0] and row[0][0] != "-":
            of_any = "eng" in row[1] or _languages(row[1]) & _ANY
            shorts = found.shorts if of_any else found.foreign
            shorts.update(plain.split("\t")[1].replace(".", " ").split())
    return found


def best(rows: Sequence[_Row] | None, language: str) -> tuple[int, str] | None:
    """The abbreviation that suits a language best: 0 its own or any, 1 English, 2 another's."""
    if not rows:
        return None
    ranked = []
    for short, written in rows:
        languages = _languages(written)
        rank = 0 if language in languages or languages & _ANY else 1 if "eng" in languages else 2
        ranked.append((rank, short))
    return min(ranked, key=lambda one: one[0])


@lru_cache(maxsize=8192)
def short_of(word: str, language: str) -> str:
    """The abbreviation of a folded word as the list has it; empty where it is not abbreviated."""
    rows = ltwa()
    if rows is None or word in _MENDED:
        return _MENDED.get(word, "") if rows else ""
    found = []  # (rank by language, 0 for the word itself, length, short)
    for form, is_other in forms_of(word):
        match = best(rows.words.get(form), language)
        if match:
            found.append((match[0], is_other, 0, match[1]))
    for end in range(len(word), 2, -1) if "-" not in word else ():
        match = best(rows.stems.get(word[:end]), language)
        if match:
            found.append((match[0], 2, -end, match[1]))
    if found:
        return min(found)[3]
    for start in range(3, len(word) - 2):
        match = best(rows.endings.get(word[start:]), language)
        if match and match[0] == 0 and match[1]:
            return word[:start] + match[1].lstrip("-")
    return ""


def forms_of(word: str) -> list[tuple[str, int]]:
    """A word, and what it may be the plural or genitive of."""
    endings = [end for end in ("'s", "s'", "es", "s", "e", "n", "en") if word.endswith(end)]
    forms = [(word[: -len(end)], 1) for end in endings if len(word) - len(end) > 3]
    if word.endswith("ies"):
        forms.append((f"{word[:-3]}y", 1))
    return [(word, 0), *forms]
