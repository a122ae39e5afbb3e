"""Dates of .bib files: BibLaTeX's ISO 8601-2 and BibTeX's `year`, `month`, `day`.

Source: the BibLaTeX manual, section 2.3.8 (levels 0 and 1 of EDTF).
"""

from __future__ import annotations

import re

from bibkit.dates import month_number, parse_date
from bibkit.errors import ModelError
from bibkit.formats.bib.latex import decode
from bibkit.model import Date

__all__ = ["date_field", "year_month_day"]

# "2017--2018"; "10~mar" or mar # "~10": the day in the month's field.
_YEARS = re.compile(r"(\d{4})\s*[-–—/]+\s*(\d{4})")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)", re.ASCII)


def year_month_day(left: dict[str, str]) -> Date | None:
    """`year`, `month` and `day` as one date; what is not understood stays in `left`.

    >>> left = {"year": "2017", "month": "10~mar"}
    >>> str(year_month_day(left)), left
    ('2017-03-10', {})
    """
    raw = left.pop("year", "")
    if raw.isdecimal() and raw.isascii() and len(raw) == 4:
        date = Date(int(raw))
    else:
        year = decode(raw)[0].strip()
        if not year:
            return None
        years = _YEARS.fullmatch(year)
        if years and years[1] < years[2]:
            return Date(int(years[1]), until=Date(int(years[2])))
        date = _edtf(year) or Date(literal=year)
    if date.year is None or date.month or "month" not in left:
        return date
    month = decode(left["month"])[0].replace("\u00a0", " ").strip()
    words = [word for word in re.split(r"[\s.,/-]+", month) if word]
    numbers = [number for word in words if (number := month_number(word))]
    if len(words) == 1 and re.fullmatch(r"0?[1-9]|1[0-2]", month, re.ASCII):
        numbers = [int(month)]
    season = parse_date(f"2000 {month}") if not numbers else None
    if season and season.season:
        del left["month"]
        return Date(date.year, season=season.season)
    if not numbers:
        return date
    del left["month"]
    days = _DAY.search(left.get("day", "") or (month if len(words) > 1 else ""))
    day = int(days[0]) if days and 1 <= int(days[0]) <= 31 else None
    if day and "day" in left:
        del left["day"]
    until = Date(date.year, numbers[1]) if len(numbers) > 1 else None
    return Date(date.year, numbers[0], day, until=until, circa=date.circa)


_EDTF = re.compile(r"(-?\d{1,4})(?:-(\d\d)(?:-(\d\d))?)?(?:T[\d:Z.+-]*)?([~?%])?$", re.ASCII)


def _edtf(text: str) -> Date | None:
    match = _EDTF.match(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
    try:
        if month and 21 <= month <= 24:
            return Date(year, season=month - 20, circa=bool(match[4]))
        return Date(year, month, day, circa=bool(match[4]))
    except ModelError:  # "2001-13-45": kept as text
        return None


def date_field(text: str) -> Date | None:
    """A date: `2017-03`, `2017-21`, `2017/2018`, `1850~`, `2004/..`; any other text as it is.

    >>> str(date_field("2017-03/2018")), date_field("in press").literal
    ('2017-03/2018', 'in press')
    """
    # Not LaTeX here: "~" is a mark of uncertainty.
    bare = text.strip(" {}\n\t")
    if bare.isdecimal() and len(bare) == 4 and bare.isascii():
        return Date(int(bare))
    first, slash, last = bare.partition("/")
    begin, until = _edtf(first), _edtf(last) if slash else None
    if begin is None:
        literal = decode(text)[0].strip()
        return Date(literal=literal) if literal else None
    open_end = bare if slash and until is None else ""
    return Date(begin.year, begin.month, begin.day, begin.season, until, begin.circa, open_end)
