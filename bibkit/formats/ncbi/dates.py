"""Dates in MEDLINE's words: "1996 Jul 9", "2010 Sep-Oct", "1998 Dec-1999 Jan", "2007 Spring".

::

    date    = point ["-" (point | rest)]
    point   = year [SP month [SP day]] | year SP season
    rest    = month [SP day] | season | day        ; of the year, or the month, before the dash

Source: NLM, MEDLINE/PubMed Data Element Descriptions, DP; the element MedlineDate says the same.
"""

from __future__ import annotations

import re

from bibkit.dates import month_number, parse_date
from bibkit.model import Date
from bibkit.text import collapse

__all__ = ["date_of", "date_text", "day_of", "day_text"]

#: The months as MEDLINE writes them.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: The seasons as MEDLINE writes them, spring to winter.
SEASONS = ("Spring", "Summer", "Fall", "Winter")
_SEASONS = {name.lower(): number for number, name in enumerate(SEASONS, start=1)} | {"autumn": 3}

_POINT = re.compile(
    r"(?:(?P<year>\d{4})(?!\d))?\s*(?:(?P<word>[^\W\d_]+)\.?)?\s*(?P<day>\d{1,2})?", re.A | re.I
)


def date_of(text: str) -> Date | None:
    """A date in MEDLINE's words, which may end in another day, month or year; None for no text.

    What is not in these words is looked through for a date; where there is none, it is the date's
    text.

    >>> str(date_of("1998 Dec-1999 Jan")), str(date_of("1999 Jul 31-Aug 6"))
    ('1998-12/1999-01', '1999-07-31/1999-08-06')
    >>> str(date_of("Apr 2019")), str(date_of("in press"))
    ('2019-04', 'in press')
    """
    bare = collapse(text)
    if not bare:
        return None
    first, dash, last = (part.strip() for part in re.sub("[–—/]", "-", bare).partition("-"))
    start = _point(first, None)
    if start is not None and not dash:
        return start
    end = _point(last, start) if start is not None else None
    if start is None or end is None:
        return parse_date(bare) or Date(literal=bare)
    if end == start:
        return start
    return Date(start.year, start.month, start.day, start.season, until=end)


def _point(text: str, before: Date | None) -> Date | None:
    """One end of a date; the second takes its year, and month, from the first."""
    match = _POINT.fullmatch(text)
    if match is None or not text:
        return None
    year = int(match["year"]) if match["year"] else before.year if before else None
    word = (match["word"] or "").lower()
    season, month = _SEASONS.get(word), month_number(word)
    day = int(match["day"]) if match["day"] else None
    if word and not season and not month:
        return None
    if not word and day and before is not None and before.day and not match["year"]:
        month = before.month
    if year is None or (day and not month) or (day is not None and not 1 <= day <= 31):
        return None
    return Date(year, month, day, season)


def date_text(date: Date) -> str:
    """A date in MEDLINE's words.

    >>> date_text(Date(2010, 9, until=Date(2010, 10))), date_text(Date(2007, season=1))
    ('2010 Sep-Oct', '2007 Spring')
    """
    if date.year is None:
        return date.literal
    first, until = _words(date), date.until
    if until is None or until.year is None:
        return first
    last = _words(until)
    if until.year == date.year and last != first:
        last = last.partition(" ")[2] or last
        if date.day and until.day and date.month == until.month:
            last = str(until.day)
    return f"{first}-{last}"


def _words(date: Date) -> str:
    season = SEASONS[date.season - 1] if date.season else ""
    month = MONTHS[date.month - 1] if date.month else season
    parts = (f"{date.year:04d}", month, str(date.day) if date.day else "")
    return " ".join(filter(None, parts))


_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)", re.A)


def day_of(text: str) -> Date | None:
    """A day as eight digits; None for anything else.

    >>> str(day_of("20211227")), day_of("2021")
    ('2021-12-27', None)
    """
    match = _DAY.fullmatch(text.strip())
    if match is None or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return None
    return Date(int(match[1]), int(match[2]), int(match[3]))


def day_text(date: Date | None) -> str:
    """A day as eight digits; empty for a date that is less precise, or a range."""
    if date is None or not date.day or date.until or not 0 <= (date.year or 0) <= 9999:
        return ""
    return f"{date.year:04d}{date.month:02d}{date.day:02d}"
