"""Dates of RIS: `YYYY/MM/DD/other information`, and what is met in its place.

::

    date  = year ["/" [month] ["/" [day] ["/" other]]]     "2014/06/01/", "2014///Spring"
    other = season | month "-" month | any text             "2010/09//Sep-Oct"

Sources: the RIS specification (2001); zeros for parts that are not known, dates in words, ISO 8601
and a day and month alone (EndNote's date beside its year) stand in files of all programs.
"""

from __future__ import annotations

import re

from bibkit.dates import month_number, parse_date
from bibkit.errors import ModelError
from bibkit.model import Date

__all__ = ["date_and_year", "read_date", "words_of", "write_date"]

_SLASHED = re.compile(
    r"(?P<year>-?\d{4})(?:\s*[/-]\s*(?P<month>\d{0,2})(?:\s*[/-]\s*(?P<day>\d{0,2})"
    r"(?:[/\sT](?P<other>.*))?)?)?",
    re.A | re.S,
)
# "2013/02/15/received" is no day of publication.
_NO_ISSUE = re.compile(r"(?:received|accepted|revised|submitted|ahead of print)", re.I)
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)", re.A)
_CIRCA = re.compile(r"\b(?:ca?\.|circa\b)\s*(?=\[?\d)|(?<=\d{4})\?", re.I)
_COPYRIGHT = re.compile(r"\bc(?=\d{4}\b)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
_WORD = re.compile(r"[^\W\d_]+")
_BESIDE = frozenset("spring summer autumn fall winter st nd rd th of de epub print".split())
_LONGEST = 80

_DAY = r"\d{1,2}(?:st|nd|rd|th)?\.?"
_MONTH = r"[^\W\d_]{3,}\.?"
# "15-18 July 2019", "July 15-18, 2019"; "30 June - 2 July 2019", "June 30 - July 2, 2019"
_DAYS = re.compile(
    rf"(?:(?P<day>{_DAY})\s*[-–/]\s*(?P<last>{_DAY})\s+(?P<month>{_MONTH})"
    rf"|(?P<month2>{_MONTH})\s+(?P<day2>{_DAY})\s*[-–/]\s*(?P<last2>{_DAY})"
    rf"|(?P<first>{_DAY}\s+{_MONTH}|{_MONTH}\s+{_DAY})\s*[-–/]\s*(?P<second>{_DAY}\s+{_MONTH}|{_MONTH}\s+{_DAY}))"
    rf",?\s+(?P<year>\d{{4}})",
    re.A,
)  # fmt: skip


def read_date(text: str) -> Date | None:
    """A date; a text without a year is kept as a literal, and None stands for no date at all.

    >>> str(read_date("2014/06//")), read_date("2014///Spring").season, read_date("0000") is None
    ('2014-06', 1, True)
    >>> str(read_date("Sept 2010")), read_date("in press").literal
    ('2010-09', 'in press')
    """
    text = text.strip()
    match = _SLASHED.fullmatch(text)
    if match:
        return _slashed(match)
    if not any(character.isalnum() for character in text):
        return None
    if len(text) > _LONGEST:
        return Date(literal=text)
    circa = bool(_CIRCA.search(text))
    bare = _COPYRIGHT.sub("", _CIRCA.sub("", text).replace("/", " ").strip(" []()©"))
    years = set(_YEAR.findall(bare))
    date = _days(bare) or parse_date(bare)
    if date is None or not _is_plain(bare) or len(years) > 1 + (date.until is not None):
        return Date(literal=text)
    return Date(date.year, date.month, date.day, date.season, date.until, circa)


def _days(text: str) -> Date | None:
    """Several days of a meeting.

    >>> str(_days("15-18 July 2019")), str(_days("June 30 - July 2, 2019"))
    ('2019-07-15/2019-07-18', '2019-06-30/2019-07-02')
    """
    match = _DAYS.fullmatch(text)
    if match is None:
        return None
    if match["first"]:
        days = [match["first"], match["second"]]
    else:
        month = match["month"] or match["month2"]
        days = [
            f"{day} {month}"
            for day in (match["day"] or match["day2"], match["last"] or match["last2"])
        ]
    first, last = (parse_date(f"{day} {match['year']}") for day in days)
    if not (first and last and first.day and last.day):
        return None
    begins, ends = ((one.month or 0, one.day or 0) for one in (first, last))
    return Date(first.year, first.month, first.day, until=last) if begins < ends else None


def _is_plain(text: str) -> bool:
    """Whether a text has no words but months and seasons."""
    words = (word.lower() for word in _WORD.findall(text))
    return all(word in _BESIDE or month_number(word) for word in words)


def _slashed(match: re.Match[str]) -> Date | None:
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    other = (match["other"] or "").strip(" /")
    if not year or _NO_ISSUE.fullmatch(other):
        return None
    said = parse_date(f"2000 {other}") if other else None
    if said and said.season and not month:
        return Date(year, season=said.season)
    if said and said.month and said.month == (month or said.month):
        until = said.until
        last = Date(year, until.month, until.day) if until and until.year == 2000 else None
        return _date(year, said.month, day or said.day or 0, last)
    return _date(year, month, day)


def _date(year: int, month: int, day: int, until: Date | None = None) -> Date:
    try:
        return Date(year, month or None, (day or None) if month else None, until=until)
    except ModelError:  # "2014/13/45"
        return Date(year)


def date_and_year(text: str, year: int) -> Date | None:
    """A day and month or a season that stand in a field of their own, with their year.

    >>> str(date_and_year("Aug 12", 2009)), str(date_and_year("3 May", 2009))
    ('2009-08-12', '2009-05-03')
    """
    said = (parse_date(one) for one in (f"2000 {text}", f"{text} 2000"))
    date = next((one for one in said if one and (one.month or one.season)), None)
    if date is None or date.year != 2000:
        return None
    last = date.until
    until = Date(year, last.month, last.day) if last and last.year == 2000 else None
    return Date(year, date.month, date.day, date.season, until)


def write_date(date: Date) -> str:
    """A date as RIS has it. The end of a range is said for months of one year only.

    >>> write_date(Date(2014, 6)), write_date(Date(2014, season=1)), write_date(Date(1996))
    ('2014/06//', '2014///Spring', '1996///')
    >>> write_date(Date(2010, 9, until=Date(2010, 10)))
    '2010/09//Sep-Oct'
    """
    if date.year is None:
        return " ".join(date.literal.split())
    month = f"{date.month:02d}" if date.month else ""
    day = f"{date.day:02d}" if date.day else ""
    season = _SEASONS[date.season - 1] if date.season and not date.month else ""
    return f"{_year(date.year)}/{month}/{day}/{season or _months(date)}"


def year_of(date: Date) -> str:
    """The year alone, or what stands instead of a date."""
    return " ".join(date.literal.split()) if date.year is None else _year(date.year)


def _year(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def _months(date: Date) -> str:
    """Two months of one year, as printed."""
    until = date.until
    if until is None or until.year != date.year or until.day or date.day:
        return ""
    if not (date.month and until.month and until.month > date.month):
        return ""
    return f"{_MONTHS[date.month - 1]}-{_MONTHS[until.month - 1]}"


def words_of(date: Date) -> str:
    """Day and month or the season in words, as EndNote has them beside the year.

    >>> words_of(Date(2009, 8, 12)), words_of(Date(2009, season=4)), words_of(Date(2009))
    ('Aug 12', 'Winter', '')
    """
    if date.year is None:
        return ""
    if date.month:
        day = f" {date.day}" if date.day else ""
        return _months(date) or f"{_MONTHS[date.month - 1]}{day}"
    return _SEASONS[date.season - 1] if date.season else ""
