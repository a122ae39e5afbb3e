"""Control characters, and others that are not seen but change what is: taken out of all input."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ODD", "Cleaned", "clean"]

#: C0 and C1 but tab and line ends; the byte-order mark and what is no character; the characters that
#: turn the direction of what follows (Unicode Technical Report 36, 3.3). The zero-width space, the
#: joiners (200B-200D, 2060) and the marks beside a word (200E, 200F, 061C) are spelling in Khmer,
#: Persian, Indic, Hebrew and Arabic texts and turn nothing around: they stay.
ODD = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
_ODD = re.compile(ODD)
# The same as a reader of XML or HTML would see it, which refuses some of them with the whole text.
_REFERENCE = re.compile(
    "&#(?:x0*(?P<hex>[0-8bcef]|1[0-9a-f]|7f|[89][0-9a-f]|202[a-e]|206[6-9]|feff|fff[ef])|"
    "0*(?P<decimal>[0-8]|1[124-9]|2[0-9]|3[01]|12[7-9]|1[345][0-9]|823[4-8]|829[4-7]|65279|6553[45]));",
    re.I,
)
# What parts words or fields parts them still. C1 controls are bytes of Windows-1252 that something
# took for Latin-1; they are read as in HTML (WHATWG, "numeric character reference end state").
_STANDS_FOR = {
    **dict.fromkeys("\x0b\x1c\x1d\x1e\x1f", " "),
    **{chr(byte): bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)},
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without control characters.

    Args:
        removed: each that was taken out or replaced, with how often.
        line: of the first of them, counted from 1; 0 where there was none.
    """

    text: str
    removed: Mapping[str, int] = field(default_factory=dict)
    line: int = 0


def clean(text: str, *, is_markup: bool | None = None) -> Cleaned:
    """A text without control characters and turns of direction.

    A form feed is a line end; a vertical tab and the separators of data are blanks; C1 controls
    are the characters that Windows-1252 has in their place. Byte-order marks at the beginning are
    no part of the text and not counted.

    Args:
        is_markup: whether it is XML or HTML, where `&#27;` is such a character too; None to tell it
            by its beginning.

    >>> clean("a\\x1b[1mb\\u202e").text, clean("don\\x92t").text, clean("a\\r\\n\\tb").line
    ('a[1mb', 'don’t', 0)
    """
    text = text.lstrip("\ufeff")
    if is_markup is None:
        is_markup = text[:256].lstrip().startswith("<")
    first = None if _is_plain(text) else _ODD.search(text)
    further = _REFERENCE.search(text) if is_markup else None
    starts = [match.start() for match in (first, further) if match]
    if not starts:
        return Cleaned(text)
    line = _line_at(text, min(starts))
    removed: Counter[str] = Counter()

    def put(match: re.Match[str]) -> str:
        removed[match[0]] += 1
        return _page_end(match) if match[0] == "\x0c" else _STANDS_FOR.get(match[0], "")

    def put_reference(match: re.Match[str]) -> str:
        code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
        removed[chr(code)] += 1
        return _STANDS_FOR.get(chr(code), "")

    if first:
        text = _ODD.sub(put, text)
    if further:
        text = _REFERENCE.sub(put_reference, text)
    return Cleaned(text, dict(removed), line)


_PLAIN = bytes(byte for byte in range(0x80) if not _ODD.match(chr(byte)))


def _is_plain(text: str) -> bool:
    """Whether a text is ASCII without controls; three times as fast as looking for them."""
    return text.isascii() and not text.encode("ascii").translate(None, _PLAIN)


def _page_end(match: re.Match[str]) -> str:
    """A line end for a form feed, where none stands beside it."""
    start, end = match.span()
    text = match.string
    at_line_end = start == 0 or end == len(text) or text[start - 1] in "\n\r" or text[end] in "\n\r"
    return "" if at_line_end else "\n"


def _line_at(text: str, offset: int) -> int:
    """The number of the line that holds an offset, counted from 1."""
    ends = text.count("\n", 0, offset)
    return 1 + (ends or text.count("\r", 0, offset))
