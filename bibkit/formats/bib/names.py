"""Names in .bib values, by BibTeX's own rules, and back.

::

    names = name *("and" name) ["and" "others"]        "and" outside braces
    name  = {Literal} | First von Last | von Last, First | von Last, Jr, First

The von part is the words that begin with a lower-case letter; the last word is always of the
family name (Patashnik, "BibTeXing", section 4). A name wholly in braces is a body's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bibkit.formats.bib.latex import decode, encode
from bibkit.model import Name

__all__ = ["is_braced", "is_odd", "read_list", "read_names", "write_list", "write_names"]


def read_names(value: str) -> tuple[tuple[Name, ...], bool, list[str]]:
    """The names of a raw value, whether `others` ends it, and macros not understood.

    >>> [str(name) for name in read_names("Le Masson, G. and {WHO and Others} and others")[0]]
    ['Le Masson, G.', 'WHO and Others']
    """
    names: list[Name] = []
    unknown: list[str] = []
    truncated = False
    plain = not _LATEX.search(value)
    for raw in _AND.split(value) if plain else _split(value, _AND):
        quick = _QUICK.fullmatch(raw) if plain else None
        if quick is not None:
            names.append(Name(quick[1], " ".join(quick[2].split())))
            continue
        text = _DANGLING_AND.sub("", raw.strip())
        cut = _ET_AL.search(text)
        if cut or text.lower() == "others":
            truncated = True
            text = text[: cut.start()].rstrip(" ,;") if cut else ""
        if not text:
            continue
        name = _name(text, unknown)
        if name is not None:
            names.append(name)
    return tuple(names), truncated, unknown


_AND = re.compile(r"\s+and(?=\s)", re.I)
# What is not just names as they are printed: LaTeX, an "et al.", an "and" too many.
_LATEX = re.compile(r"[\\{}~$=`]|''|--|\bet\.?\s+al|\band\s*$", re.I)
# "Family, Given" as nearly all names are: no particle, no suffix, no "et al.".
_QUICK = re.compile(r"\s*([^\W\d_a-zß-öø-ÿ][\w'’.-]*),\s+([^\W\d_][^,;]*?)\s*")
_COMMA = re.compile(r",")
_BLANK = re.compile(r"[\s~]+")


_DANGLING_AND = re.compile(r"(?:^|\s+)and$", re.I)
_ET_AL = re.compile(r"(?:^|[\s,;])et\.?\s+al\.?$", re.I)
# BibLaTeX's extended format: "family=Smith, given=John, useprefix=false".
_PART = re.compile(r"([a-z]+(?:-i)?)\s*=\s*(.*)", re.S)


def is_odd(name: Name) -> bool:
    """Whether a name looks like several: BibTeX wants " and " between people.

    >>> is_odd(Name("Smith", "J.", suffix="Jr")), is_odd(Name("Smith", "Jones M.", suffix="J."))
    (False, True)
    """
    known = re.fullmatch(
        r"(?:Jr|Sr|[IVX]+|\d(?:st|nd|rd|th)|Filho|Neto|Júnior|PhD|MD)\.?", name.suffix
    )
    return (
        bool(name.suffix and not known) or ";" in f"{name.family}{name.given}" or "," in name.given
    )


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split at a separator outside braces."""
    parts: list[str] = []
    depth = start = 0
    index = 0
    while index < len(text):
        character = text[index]
        if character == "\\":
            index += 2
            continue
        if character in "{}":
            depth += 1 if character == "{" else -1
        elif depth <= 0:
            match = separator.match(text, index)
            if match:
                parts.append(text[start:index])
                index = start = match.end()
                continue
        index += 1
    parts.append(text[start:])
    return parts


def _name(text: str, unknown: list[str]) -> Name | None:
    def plain(raw: str) -> str:
        decoded, macros = decode(raw)
        unknown.extend(macros)
        return decoded.replace("\u00a0", " ").strip()

    if is_braced(text):
        literal = plain(text)
        return Name(literal=literal) if literal else None
    parts = [part.strip() for part in _split(text, _COMMA)]
    named = [match for part in parts if (match := _PART.fullmatch(part))] if "=" in text else []
    if named and len(named) == len(parts):
        said = {match[1]: plain(match[2].strip('"')) for match in named}
        if said.get("family") or said.get("given"):
            get = said.get
            prefix, drops = get("prefix", ""), get("useprefix", "").lower() == "false"
            particles = (prefix, "") if drops else ("", prefix)
            return Name(get("family", ""), get("given", ""), *particles, get("suffix", ""))
    if len(parts) == 1:
        words = [word for word in _split(parts[0], _BLANK) if word]
        first, von, last = _first_von_last(words)
        suffix = ""
    else:
        words = [word for word in _split(parts[0], _BLANK) if word]
        von_end = _von_end(words)
        von, last = words[:von_end], words[von_end:]
        suffix = parts[1] if len(parts) > 2 else ""
        first = [parts[2] if len(parts) > 2 else parts[1], *parts[3:]]
    family = plain(" ".join(last))
    given = plain(" ".join(first))
    if not family and not given:
        return None
    if not given and not von and not suffix and len(parts) == 1 and " " in family:
        return Name(literal=family)
    return Name(family, given, "", plain(" ".join(von)), plain(suffix))


def is_braced(text: str) -> bool:
    """Whether one pair of braces holds the whole text."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return index == len(text) - 1
    return False


def _is_von(word: str) -> bool:
    """Whether a word begins, outside braces or in an accent, with a lower-case letter."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letter = next((c for c in decode(word)[0] if c.isalpha()), "")
    return letter.islower()


def _first_von_last(words: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    vons = [index for index, word in enumerate(words[:-1]) if _is_von(word)]
    if not vons:
        return list(words[:-1]), [], list(words[-1:])
    return list(words[: vons[0]]), list(words[vons[0] : vons[-1] + 1]), list(words[vons[-1] + 1 :])


def _von_end(words: Sequence[str]) -> int:
    """Behind the last lower-case word that is not the very last word."""
    return max((index + 1 for index, word in enumerate(words[:-1]) if _is_von(word)), default=0)


def read_list(value: str) -> tuple[str, list[str]]:
    """A list of texts (publishers, places), of which CSL makes one text, and macros not understood.

    >>> read_list("Durham and {Barnes and Noble}")[0]
    'Durham; Barnes and Noble'
    """
    found: list[str] = []
    unknown: list[str] = []
    for item in _split(value, _AND):
        text, macros = decode(item)
        found.append(text)
        unknown += macros
    return "; ".join(filter(None, found)), unknown


def write_list(text: str) -> str:
    """A text as a list that `read_list` reads back as it is.

    >>> write_list("Durham; Barnes and Noble")
    'Durham and {Barnes and Noble}'
    """
    items = text.split("; ")
    if any(item != item.strip() or not item for item in items):
        items = [text]
    written = (encode(item) for item in items)
    return " and ".join(f"{{{one}}}" if _HAS_AND.search(one) else one for one in written)


_HAS_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.I)


def write_names(names: Sequence[Name], truncated: bool) -> str:
    """Names as a .bib value that `read_names` reads back as they are.

    >>> write_names([Name("al-Chalabi", "A."), Name(literal="WHO, Geneva")], True)
    'al-Chalabi, A. and {WHO, Geneva} and others'
    """
    return " and ".join([*_written(names), *(["others"] if truncated else [])])


def _written(names: Sequence[Name]) -> Iterator[str]:
    for name in names:
        if name.literal:
            yield f"{{{encode(name.literal)}}}"
            continue
        von = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle)))
        alone = not (von or name.suffix or (name.family and name.given))
        family = _safe(name.family or name.given, alone=alone)
        parts = [f"{encode(von)} {family}" if von else family]
        if name.suffix:
            parts.append(_safe(name.suffix))
        if name.family and name.given:
            parts.append(_safe(name.given))
        elif name.suffix:
            parts.append("")
        yield ", ".join(parts)


_NEEDS_BRACES = re.compile(r",|\band\b|^others$", re.I)


def _safe(part: str, alone: bool | None = None) -> str:
    """A part of a name, in braces where a comma, an "and" or a small word would misread.

    `alone` is given for a family name: whether it is all that there is. Two words alone would be
    read as first and last name.
    """
    written = encode(part)
    words = part.split()
    small = alone is not None and any(word[:1].islower() for word in words[:-1])
    several = bool(alone) and len(words) > 1
    return f"{{{written}}}" if small or several or _NEEDS_BRACES.search(part) else written
