"""Dates as reference lists print them, to `Date`."""

from __future__ import annotations

import re

from bibkit.model import Date
from bibkit.text import DASHES

__all__ = ["MONTH", "YEAR", "month_number", "parse_date"]

# English, then what Spanish, Portuguese, French, German and Italian lists print otherwise.
_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan january enero janeiro janvier januar gennaio ene gen",
            "feb february febrero fevereiro février fevrier februar febbraio fev fév",
            "mar march marzo março mars märz mär mrz",
            "apr april abril avril aprile abr avr",
            "may mayo maio mai maggio mag",
            "jun june junio junho juin juni giugno giu",
            "jul july julio julho juillet juli luglio lug juil",
            "aug august agosto août aout ago",
            "sep sept september septiembre setembro septembre settembre set",
            "oct october octubre outubro octobre oktober ottobre out okt ott",
            "nov november noviembre novembro novembre",
            "dec december diciembre dezembro décembre dezember dicembre dic dez déc",
        ),
        start=1,
    )
    for name in names.split()
}
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

_YEAR_TEXT = r"(?:1[5-9]|20)\d\d"
_MONTH_TEXT = "|".join(sorted((re.escape(name) for name in _MONTHS), key=len, reverse=True))
_SEASON_TEXT = "|".join(_SEASONS)
_DASH = f"[{DASHES}/]"

#: A year of print, 1500 to 2099, and a month or season name, as regular expression source.
YEAR = _YEAR_TEXT
MONTH = rf"(?i:{_MONTH_TEXT}|{_SEASON_TEXT})\b\.?"

# date = year [month ["-" month]] [day]   "2017 Mar-Apr", "2019 Jul 19", "2018 Spring"
#      | [day] month [day ","] year       "19 July 2019", "July 19, 2019"
_YEAR_FIRST = re.compile(
    rf"(?P<year>{_YEAR_TEXT})[a-z]?(?:\s*{_DASH}\s*(?P<year2>{_YEAR_TEXT}|\d\d)\b)?"
    rf"(?:[\s,;]+(?P<month>{MONTH})(?:\s*{_DASH}\s*(?P<month2>{MONTH}))?"
    rf"(?:\s+(?P<day>\d{{1,2}})\b(?:\s*{_DASH}\s*(?P<day2>\d{{1,2}})\b)?)?)?",
    re.I,
)
_DAY_FIRST = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+|de\s+)?)?(?P<month>{MONTH})"
    rf"(?:\s+(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?)?[\s,]+(?:de\s+)?(?P<year>{_YEAR_TEXT})\b",
    re.I,
)
_ISO = re.compile(rf"(?P<year>{_YEAR_TEXT})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?\b")


def month_number(name: str) -> int | None:
    """The number of a month by its name or abbreviation in six languages, any case.

    >>> month_number("Sept."), month_number("março"), month_number("Spring")
    (9, 3, None)
    """
    return _MONTHS.get(name.lower().rstrip("."))


def parse_date(text: str) -> Date | None:
    """A date in a text; None where no year between 1500 and 2099 stands.

    An ISO date counts before a day with its month, and that before a year alone.

    >>> str(parse_date("2019 Jul 19")), str(parse_date("2010a")), str(parse_date("1998-99"))
    ('2019-07-19', '2010', '1998/1999')
    >>> parse_date("2018 Spring").season
    1
    """
    match = _ISO.search(text) or _DAY_FIRST.search(text) or _YEAR_FIRST.search(text)
    if match is None:
        return None
    parts = match.groupdict()
    year = int(parts["year"])
    month = parts.get("month")
    day = _day(parts.get("day") or parts.get("day_us"))
    first = _date(year, month, day)
    until: Date | None = None
    if parts.get("year2"):
        last = (
            int(parts["year2"])
            if len(parts["year2"]) == 4
            else year // 100 * 100 + int(parts["year2"])
        )
        until = Date(last) if last > year else None
    elif parts.get("month2"):
        until = _date(year, parts["month2"], day)
        first = _date(year, month, None)
    elif parts.get("day2") and first.day:
        until = _date(year, month, _day(parts["day2"]))
    if until == first:
        until = None
    return Date(first.year, first.month, first.day, first.season, until)


def _day(text: str | None) -> int | None:
    number = int(text) if text else 0
    return number if 1 <= number <= 31 else None


def _date(year: int, month: str | None, day: int | None) -> Date:
    if month is None:
        return Date(year)
    name = month.lower().rstrip(".")
    if name in _SEASONS:
        return Date(year, season=_SEASONS[name])
    # Not every letter that matches regardless of case is in the table: "Aprıl".
    number = int(name) if name.isdecimal() else _MONTHS.get(name, 0)
    return Date(year, number, day) if 1 <= number <= 12 else Date(year)
