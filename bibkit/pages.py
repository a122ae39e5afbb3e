"""Ranges of pages: the digits that a printed range leaves out, and what orders page numbers."""

from __future__ import annotations

import re

from bibkit.text import DASHES

__all__ = ["full_pages", "size"]

_DASH = re.compile(rf"\s*[{DASHES}]+\s*")


def full_pages(pages: str) -> str:
    """A range of pages with its last page in full; anything else as it is.

    >>> full_pages("181-4"), full_pages("S12–9"), full_pages("e123"), full_pages("1-4, 9")
    ('181-184', 'S12-S19', 'e123', '1-4, 9')
    """
    parts = _DASH.split(pages.strip())
    if len(parts) != 2 or "," in pages or ";" in pages:
        return pages
    first = re.fullmatch(r"([A-Za-z]*)(\d+)", parts[0])
    last = re.fullmatch(r"([A-Za-z]*)(\d+)", parts[1])
    if not first or not last or last[1].lower() not in ("", first[1].lower()):
        return pages
    digits = first[2][: max(len(first[2]) - len(last[2]), 0)] + last[2]
    if size(digits) < size(first[2]):
        return pages
    return f"{first[1]}{first[2]}-{first[1]}{digits}"


def size(digits: str) -> tuple[int, str]:
    """What orders digits as numbers, however many there are."""
    bare = digits.lstrip("0")
    return len(bare), bare
