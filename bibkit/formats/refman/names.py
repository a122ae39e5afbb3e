"""Names as reference managers export them, one a line.

::

    name   = family "," [given ["," suffix]]        "van der Berg, Jan, Jr."
           | body ","                               EndNote's mark of a name that is never turned round
           | body ",," part                         EndNote's sign for a comma in a body's name
           | body | given family | family initials  without a comma: told by what it looks like

A particle stays in the family name: nothing in these formats says whether it may be dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibkit.model import Name
from bibkit.names import looks_like_body

__all__ = ["read_names", "write_name"]

_ET_AL = re.compile(r"(?:^|[\s,;])(?:et\.?\s+al\.?|and\s+others)[\s,.]*$", re.I)
_SEVERAL = re.compile(r"\s*,?\s+(?:and|&)\s+")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[-\s]*){1,4}")
_SUFFIX = re.compile(r"(?:Jr|Sr|Jnr|Snr|II|III|IV|Filho|Neto|Júnior|Esq|Ph\.?\s?D|M\.?D)\.?", re.I)
_INITIALS_LAST = re.compile(r"(\D+?)\s+((?:[A-Z][.-]?\s?){1,4})")
_INITIALS_FIRST = re.compile(r"((?:[A-Z][a-z]?\.\s?-?){1,4})\s*([^\W\d_].*)")
_WORDS = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,4}")


def read_names(texts: Iterable[str], turned: bool = False) -> tuple[list[Name], bool]:
    """Names, one a text, and whether an "et al." says that there are more.

    Args:
        turned: whether a name of several words without a comma is a person's, given name first
            ("Geoffrey Chaucer"), as EndNote takes it; otherwise it stays as it is.

    >>> names, truncated = read_names(["Baldwin,S.A.", "Max Planck Society", "et al."])
    >>> [str(name) for name in names], truncated
    (['Baldwin, S.A.', 'Max Planck Society'], True)
    """
    names: list[Name] = []
    truncated = False
    for text in texts:
        end = _ET_AL.search(text)
        if end:
            truncated = True
            text = text[: end.start()]
        names += (name for part in _each(text) if (name := _name(part, turned)) is not None)
    return names, truncated


def _each(text: str) -> list[str]:
    """The names of a line: one, but for lists of people that are clearly several.

    >>> _each("Ho A; Lee, B"), _each("Ho, A., Lee, B.-C., and Roe, D"), _each("Ho, A., Jr.")
    (['Ho A', 'Lee, B'], ['Ho, A.', 'Lee, B.-C.', 'Roe, D'], ['Ho, A., Jr.'])
    """
    if text.endswith(","):
        return [text]
    parts = [part for part in re.split(r"\s*;\s*", text) if part.strip(" ,")]
    if len(parts) > 1:
        return [name for part in parts for name in _each(part)]
    if text.count(",") < 2:
        return [text]
    parts = [part for part in _SEVERAL.split(text) if part]
    if len(parts) > 1 and all(_is_inverted(part) for part in parts):
        return [name for part in parts for name in _pairs(part)]
    return _pairs(text)


def _pairs(text: str) -> list[str]:
    """The people of "Ho, A., Lee, B.", where every other part is initials; else the text itself."""
    parts = [part.strip() for part in text.split(",")]
    given = parts[1::2]
    if len(parts) < 4 or len(parts) % 2 or not all(map(_INITIALS.fullmatch, given)):
        return [text]
    return [f"{family}, {initials}" for family, initials in zip(parts[::2], given, strict=True)]


def _is_inverted(text: str) -> bool:
    family, _, given = text.partition(",")
    return bool(family.strip() and given.strip(" ,"))


def _name(text: str, turned: bool) -> Name | None:
    bare = text.strip(" ;")
    if bare.endswith(","):
        literal = bare.strip(" ,")
        return Name(literal=literal) if literal else None
    family, comma, rest = (part.strip() for part in bare.partition(","))
    if comma:
        given, _, suffix = (part.strip() for part in rest.partition(","))
        if suffix and _SUFFIX.fullmatch(given) and not _SUFFIX.fullmatch(suffix):
            given, suffix = suffix, given
        if family and suffix and not given and not _SUFFIX.fullmatch(suffix):
            return Name(literal=f"{family}, {suffix}")
        if family or given:
            return Name(family, given, suffix=suffix)
        return Name(literal=suffix) if suffix else None
    return _without_comma(family, turned) if family else None


def _without_comma(text: str, turned: bool) -> Name:
    if looks_like_body(text):
        return Name(literal=text)
    if " " not in text and "." not in text:
        return Name(text)
    last = _INITIALS_LAST.fullmatch(text)
    if last:
        return Name(last[1].strip(), last[2].strip())
    first = _INITIALS_FIRST.fullmatch(text)
    if first:
        return Name(first[2], first[1].strip())
    if turned and text.isascii() | _is_latin(text) and _WORDS.fullmatch(text):
        words = text.split()
        small = [place for place, word in enumerate(words[:-1]) if place and word[0].islower()]
        cut = small[0] if small else len(words) - 1
        return Name(" ".join(words[cut:]), " ".join(words[:cut]))
    return Name(literal=text)


def _is_latin(text: str) -> bool:
    """Whether a name is in an alphabet whose people put the given name first."""
    return max(text) < "\u0530"


def write_name(name: Name) -> str:
    """A name on one line; empty where nothing is left of it.

    Whoever is not to be turned round ends with a comma: that is how EndNote knows a body. A comma
    inside a person's family or given name would be read as its end, and becomes a blank.

    >>> write_name(Name("Berg", "Jan", non_dropping_particle="van der", suffix="Jr."))
    'van der Berg, Jan, Jr.'
    >>> write_name(Name(literal="World Health Organization"))
    'World Health Organization,'
    """
    if name.literal:
        literal = " ".join(name.literal.split()).strip(" ,;")
        return f"{literal}," if literal else ""
    given, comma, last = (part.strip() for part in name.given.partition(","))
    if not (comma and not name.suffix and _SUFFIX.fullmatch(last)):
        given, last = name.given, name.suffix
    family, given, suffix = map(_part, (name.sort_family, given, last))
    if not name.family:
        given = ""
    if suffix:
        return f"{family}, {given}, {suffix}" if given else f"{family},, {suffix}"
    if given and family:
        return f"{family}, {given}"
    alone = family or given
    is_one_word = " " not in alone and "." not in alone and not looks_like_body(alone)
    return alone if is_one_word or not alone else f"{alone},"


def _part(text: str) -> str:
    return " ".join(text.replace(",", " ").split()).strip(" ;")
