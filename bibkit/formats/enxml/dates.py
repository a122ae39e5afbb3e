"""EndNote's dates: a year in one field, day and month in words in another.

::

    year  = 4DIGIT | EDTF | any text ("in press")
    date  = month [day] | day month | season | month "-" month | a date with its own year

What the two fields cannot say in words (a range, "circa") is written as EDTF in the second.
"""

from __future__ import annotations

import dataclasses
import re

from bibkit.dates import month_number, parse_date
from bibkit.errors import ModelError
from bibkit.formats.edtf import read_edtf, write_edtf
from bibkit.model import Date

__all__ = ["date_text", "issued_of", "read_date", "year_and_words"]

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_SEASONS = "Spring Summer Autumn Winter".split()
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?", re.A)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.A)
_PRINTED_YEAR = re.compile(r"[\[(]?(?P<about>ca?\.\s?|circa\s)?[c©]?(?P<year>\d{4})[a-z]?(?P<doubt>\?)?[\])]?", re.A)  # fmt: skip
_TOKENS = re.compile(r"[^\W\d_]+|\d+|[^\w\s,./–-]")


def issued_of(year: str, words: str) -> tuple[Date | None, bool]:
    """The date of publication, and whether the words were understood.

    Args:
        year: the text of the field `year`; words: of the date beside it. Both may be empty.

    >>> str(issued_of("2017", "Mar 4")[0]), str(issued_of("2017", "Sep-Oct")[0])
    ('2017-03-04', '2017-09/2017-10')
    >>> issued_of("2017", "accepted"), issued_of("in press", "")[0].literal
    ((Date(year=2017, month=None, day=None, season=None, until=None, circa=False, literal=''), False), 'in press')
    """
    if not words:
        return (_year(year) if year else None), True
    if _YEAR.search(words):
        date = read_date(words)
        if date.year is not None or not year:
            return date, True
        return _year(year), False
    if not year:
        return Date(literal=words), True
    start = _year(year)
    if start.year is None or start != Date(start.year) or not _is_plain(words):
        return start, False
    said = parse_date(f"2000 {words}")  # any year that is one to `parse_date`
    if said is None or not (said.month or said.season):
        said = parse_date(f"{words} 2000")
    if said is None or not (said.month or said.season):
        return start, False
    until = said.until and dataclasses.replace(said.until, year=start.year)
    if until and (until.month or 12) < (said.month or 1):  # "Dec-Jan": of which year?
        return start, False
    return dataclasses.replace(said, year=start.year, until=until), True


def _year(text: str) -> Date:
    """A year as EndNote's users write it; what is none stays words."""
    date = read_edtf(text) if re.match(r"-?\d{4}", text) else None
    if date is not None:
        return date
    match = _PRINTED_YEAR.fullmatch(text)
    if match:
        return Date(int(match["year"]) or 1, circa=bool(match["about"] or match["doubt"]))
    date = parse_date(text) if _is_plain(text) else None
    years = set(_YEAR.findall(text))
    if date is None or len(years) > 1 + (date.until is not None):
        return Date(literal=text)
    return date


def read_date(text: str) -> Date:
    """A date with its year; what is none stays words.

    >>> str(read_date("2017/3/5")), str(read_date("March 5, 2017")), read_date("spring").literal
    ('2017-03-05', '2017-03-05', 'spring')
    """
    slashed = _SLASHED.fullmatch(text)
    try:
        if slashed and int(slashed[1]):
            day = int(slashed[3]) if slashed[3] else None
            return Date(int(slashed[1]), int(slashed[2]), day)
    except ModelError:
        return Date(literal=text)
    return _year(text)


def _is_plain(text: str) -> bool:
    """Whether there is nothing but numbers and names of months and seasons."""
    return all(
        token.isdecimal()
        or month_number(token) is not None
        or token.capitalize() in (*_SEASONS, "Fall", "St", "Nd", "Rd", "Th")
        for token in _TOKENS.findall(text)
    )


def year_and_words(date: Date) -> tuple[str, str]:
    """What is written into the fields `year` and `date`.

    >>> year_and_words(Date(2017, 3, 4)), year_and_words(Date(2017, until=Date(2018)))
    (('2017', 'Mar 4'), ('2017', '2017/2018'))
    """
    if date.year is None:
        return " ".join(date.literal.split()), ""
    year = write_edtf(Date(date.year)) or str(date.year)
    bare = dataclasses.replace(date, literal="")
    if bare == Date(date.year):
        return year, ""
    words = _words(bare)
    if issued_of(year, words) == (bare, True):
        return year, words
    text = write_edtf(bare)
    if text and issued_of(year, text) == (bare, True):
        return year, text
    return year, _words(dataclasses.replace(bare, until=None, circa=False))


def _words(date: Date) -> str:
    if date.month is None:
        return _SEASONS[date.season - 1] if date.season else ""
    month = _MONTHS[date.month - 1]
    until = date.until
    if until is None:
        return f"{month} {date.day}" if date.day else month
    return f"{month}-{_MONTHS[until.month - 1]}" if until.month and not date.day else ""


def date_text(date: Date) -> str:
    """A date in a field of its own.

    >>> date_text(Date(2017, 3)), date_text(Date(literal="last week"))
    ('2017-03', 'last week')
    """
    bare = dataclasses.replace(date, literal="") if date.year is not None else date
    start = dataclasses.replace(bare, until=None, circa=False)
    return write_edtf(bare) or write_edtf(start) or " ".join(date.literal.split()) or str(date.year)
