"""Dates as CSL-YAML, EndNote and Zotero files hold them: the Extended Date/Time Format, level 1.

::

    date     = moment ["/" moment]
    moment   = ["-"] year ["-" (month | season) ["-" day]] ["?" | "~" | "%"]
    season   = "21" | "22" | "23" | "24"

Years count astronomically there: `0000` is 1 BC. Source: Library of Congress, EDTF (ISO 8601-2:2019).
"""

from __future__ import annotations

import dataclasses
import re

from bibkit.errors import ModelError
from bibkit.model import Date

__all__ = ["read_edtf", "write_edtf"]

_MOMENT = re.compile(r"(-?\d{1,4})(?:-(\d\d)(?:-(\d\d))?)?(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?([?~%])?", re.A)  # fmt: skip


def read_edtf(text: str) -> Date | None:
    """A date of this format; None for any other text.

    Doubt (`?`, `~`) of either end is that of the whole; a time of day is passed over.

    >>> str(read_edtf("2017-03/2018")), read_edtf("2017-21").season, read_edtf("2017~").circa
    ('2017-03/2018', 1, True)
    >>> read_edtf("-0043").year, read_edtf("spring")
    (-44, None)
    """
    first, slash, last = text.strip().partition("/")
    begin = _moment(first)
    if begin is None or not slash:
        return begin
    until = _moment(last)
    if until is None:
        return None
    circa = begin.circa or until.circa
    return dataclasses.replace(begin, until=dataclasses.replace(until, circa=False), circa=circa)


def _moment(text: str) -> Date | None:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    season = month - 20 if 21 <= month <= 24 and not day else None
    try:
        return Date(
            year if year > 0 else year - 1,
            None if season else month or None,
            day or None,
            season,
            circa=bool(match[4]),
        )
    except ModelError:
        return None


def write_edtf(date: Date) -> str:
    """A date in this format; empty where it cannot be said exactly: words, a year of five digits.

    >>> write_edtf(Date(2017, 3, until=Date(2018), circa=True)), write_edtf(Date(44, season=4))
    ('2017-03~/2018~', '0044-24')
    >>> write_edtf(Date(literal="in press"))
    ''
    """
    ends = [date, date.until] if date.until else [date]
    text = "/".join(_written(end) + "~" * date.circa for end in ends)
    return text if read_edtf(text) == date else ""


def _written(date: Date) -> str:
    if date.year is None:
        return ""
    year = date.year if date.year > 0 else date.year + 1
    parts = [f"{'-' * (year < 0)}{abs(year):04d}"]
    month = 20 + date.season if date.season and not date.month else date.month
    parts += [f"{part:02d}" for part in (month, date.day) if part is not None]
    return "-".join(parts)
