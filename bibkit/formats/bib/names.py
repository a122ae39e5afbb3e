"""Names in .bib values, by BibTeX's own rules, and back.

::

    names = name *("and" name) ["and" "others"]        "and" outside braces
    name  = {Literal} | First von Last | von Last, First | von Last, Jr, First

The von part is the words that begin with a lower-case letter; the last word is always of the
family name (Patashnik, "BibTeXing", section 4). A name wholly in braces is a body's.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from bibkit.formats.bib.latex import decode, encode
from bibkit.model import Name

__all__ = [
    "is_braced",
    "is_odd",
    "needs_braces",
    "read_list",
    "read_names",
    "write_list",
    "write_names",
]


def read_names(value: str) -> tuple[tuple[Name, ...], bool, list[str]]:
    """The names of a raw value, whether `others` ends it, and macros not understood.

    >>> [str(name) for name in read_names("Le Masson, G. and {WHO and Others} and others")[0]]
    ['Le Masson, G.', 'WHO and Others']
    """
    names: list[Name] = []
    unknown: list[str] = []
    truncated = False
    if "\\" in value:
        value = _SPECIAL.sub(_letter, _CONTROL_SPACE.sub("", value))
    plain = _is_plain(value)
    for raw in _PLAIN_AND.split(value) if plain else _split(value, _AND):
        quick = _QUICK.fullmatch(raw) if plain or _is_plain(raw) else None
        if quick is not None:
            given = quick[2]
            wrapped = "\n" in given or "  " in given or "\t" in given
            names.append(Name(quick[1], _RUN.sub(" ", given) if wrapped else given))
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


# Only the first blank of a run is tried: a run may be long.
_AND = re.compile(r"\\.|[{}]|(?P<cut>(?<!\s)\s++and(?=\s))", re.I | re.S)
_PLAIN_AND = re.compile(r"(?<!\s)\s++and(?=\s)", re.I)
_LATEX = re.compile(r"[\\{}~$=`]")
_FURTHER = re.compile(r"''|--|\bet\.?\s+al|\band\s*$", re.I)
# "Family, Given" as nearly all names are: no particle, no suffix, no "et al.".
_QUICK = re.compile(r"\s*([^\W\d_a-zß-öø-ÿ][\w'’.-]*),\s+([^\W\d_][^,;]*?)\s*")


# "Donald E.\ Knuth": to BibTeX a blank like any other.
_CONTROL_SPACE = re.compile(r"(?<!\\)\\(?=[ \t\r\n])")

# BibTeX's special characters, which are letters: {\'e}, {\o}, {\v{S}}.
_SPECIAL = re.compile(r"\{\\[^{}\s][^{}\\]{0,3}(?:\{[A-Za-z]\})?\}")


def _letter(match: re.Match[str]) -> str:
    return _letter_of(match[0])


@functools.lru_cache(1024)
def _letter_of(latex: str) -> str:
    """The letter that a special character is; what is none stays."""
    text, unknown = decode(latex)
    return text if len(text) == 1 and text.isalpha() and not unknown else latex


def _is_plain(text: str) -> bool:
    """Whether a text is just names as they are printed: no LaTeX, "et al.", or "and" too many."""
    if _LATEX.search(text):
        return False
    low = text.lower()  # the pattern is slow, and seldom needed
    further = " al" in low or "and" in low[-5:] or "--" in text or "''" in text
    return not (further and _FURTHER.search(text))


_RUN = re.compile(r"[ \t\r\n]+")
_TIE = re.compile(r"(?<!\\)~")  # "Knuth, D.~E.": for the eye, and no part of the name
_COMMA = re.compile(r"\\.|[{}]|(?P<cut>,)", re.S)
_BLANK = re.compile(r"\\.|[{}]|(?P<cut>[\s~]+)", re.S)


_DANGLING_AND = re.compile(r"(?:^|(?<!\s)\s++)and$", re.I)
_ET_AL = re.compile(r"(?:^|[\s,;])et\.?\s+al\.?$", re.I)
# BibLaTeX's extended format: "family=Smith, given=John, useprefix=false".
_PART = re.compile(r"([a-z]+(?:-i)?)\s*=\s*(.*)", re.S)


# "{Smith, John and Jones, Ann}": people in the braces of a body.
_SEVERAL = re.compile(r"[^\W\d_][\w'’.-]*, [^,]* and [^\W\d_][\w'’.-]*, [^,]*")
# What stands for a name only where a comma is missing, or one too many.
_SUFFIX = re.compile(r"(?:Jr|Sr|Ph\.?D)\.?")


def is_odd(name: Name) -> bool:
    """Whether a name looks like several: BibTeX wants " and " between people.

    >>> is_odd(Name("Smith", "J.", suffix="Jr")), is_odd(Name("Smith", "Jones M.", suffix="J."))
    (False, True)
    >>> is_odd(Name("Jones", "A. Smith & B.")), is_odd(Name("Jr.", "John Smith"))
    (True, True)
    """
    if name.literal:
        return bool(_SEVERAL.fullmatch(name.literal))
    if "&" in name.given or any(map(_SUFFIX.fullmatch, (name.family, name.given))):
        return True
    known = re.fullmatch(
        r"(?:Jr|Sr|[IVX]+|\d(?:st|nd|rd|th)|Filho|Neto|Júnior|PhD|MD)\.?", name.suffix
    )
    return (
        bool(name.suffix and not known) or ";" in f"{name.family}{name.given}" or "," in name.given
    )


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split at a separator outside braces.

    Args:
        separator: a pattern whose group `cut` is what parts; it also finds braces and what a
            backslash escapes.
    """
    if "{" not in text and "\\" not in text and "}" not in text:
        return [part for part in separator.split(text)[:: separator.groups + 1] if part is not None]
    parts: list[str] = []
    depth = start = 0
    for match in separator.finditer(text):
        mark = match[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        elif match["cut"] and depth <= 0:
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    return parts


# "\textsc{Smith}": how a bibliography prints a name is no part of it.
_SMALL_CAPS = re.compile(r'<span style="font-variant:\s*small-caps;?">(.*?)</span>')


def _name(text: str, unknown: list[str]) -> Name | None:
    def plain(raw: str) -> str:
        if not raw:
            return ""
        decoded, macros = decode(_TIE.sub(" ", raw))
        unknown.extend(macros)
        return _SMALL_CAPS.sub(r"\1", decoded) if "<" in decoded else decoded

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
    if word[:1].isalpha():
        return word[0].islower()
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
    written = encode(part).replace("~", "\u00a0")
    return f"{{{written}}}" if needs_braces(part, alone) else written


def needs_braces(part: str, alone: bool | None = None) -> bool:
    """Whether a part of a name has a comma, an "and" or a small word that would be misread.

    Args:
        alone: of a family name, whether it is all that there is: two words alone would be read as
            first and last name. None for any other part.

    >>> needs_braces("van der Berg", alone=False), needs_braces("Le Masson", alone=False)
    (True, False)
    """
    words = part.split()
    small = alone is not None and any(map(_is_von, words[:-1]))
    several = bool(alone) and len(words) > 1
    return small or several or bool(_NEEDS_BRACES.search(part))
