"""Dates of .bib files: BibLaTeX's ISO 8601-2, BibTeX's `year`, `month`, `day`, and dates in words.

Source: the BibLaTeX manual, section 2.3.8 (levels 0 and 1 of EDTF). What could be read in two ways
("01/02/2020") is no date but a text.
"""

from __future__ import annotations

import dataclasses
import re

from bibkit.dates import month_number, parse_date
from bibkit.errors import ModelError
from bibkit.formats.bib.latex import decode
from bibkit.formats.bib.mapping import MONTHS
from bibkit.model import Date
from bibkit.text import DASHES

__all__ = ["agreed", "date_field", "year_month_day"]

_MACROS = {name: number for number, name in enumerate(MONTHS, start=1)}


def year_month_day(left: dict[str, str]) -> Date | None:
    """`year`, `month` and `day` as one date; what is not understood stays in `left`.

    >>> left = {"year": "2017", "month": "10~mar"}
    >>> str(year_month_day(left)), left
    ('2017-03-10', {})
    >>> left = {"year": "2017", "month": "Dec./Jan."}
    >>> str(year_month_day(left)), left
    ('2017', {'month': 'Dec./Jan.'})
    """
    raw = left.pop("year", "")
    date = date_field(raw) if raw else None
    if date is None or date.year is None or date.month or date.season or date.until:
        return date
    if "month" not in left:
        return date
    number = _MACROS.get(left["month"])
    if number and "day" not in left:
        del left["month"]
        return Date(date.year, number, circa=date.circa)
    month, day = (decode(left.get(name, ""))[0].strip() for name in ("month", "day"))
    if _NUMBER_OF_MONTH.fullmatch(month):
        month = MONTHS[int(month) - 1]
    within = _within(date.year, f"{month} {day}")
    if within is not None:
        left.pop("day", None)
    else:
        within = _within(date.year, month)
    if within is None:
        return date
    del left["month"]
    return dataclasses.replace(within, circa=date.circa)


_NUMBER_OF_MONTH = re.compile(r"0?[1-9]|1[0-2]", re.ASCII)


_FROM_TO = re.compile(r"(-?\d{1,4})--(-?\d{1,4})", re.ASCII)


def agreed(date: Date, left: dict[str, str]) -> Date:
    """The date of `date` beside `year`, `month` and `day`, which say the same for BibTeX's styles,
    or more of it; a year or month that is another stays in `left`.

    >>> left = {"year": "2017", "month": "mar"}
    >>> str(agreed(Date(2017), left)), left
    ('2017-03', {})
    >>> left = {"year": "2018"}
    >>> str(agreed(Date(2017), left)), left
    ('2017', {'year': '2018'})
    """
    given = {name: left[name] for name in ("year", "month", "day") if left.get(name, "").strip()}
    if not given:
        for name in ("year", "month", "day"):
            left.pop(name, None)
        return date
    year = date_field(given["year"]) if "year" in given else date
    years = _FROM_TO.fullmatch(given.get("year", ""))
    if years and date.until and (int(years[1]), int(years[2])) == (date.year, date.until.year):
        year = Date(int(years[1]))  # of any length, and before our era
    if year is None or year.year != date.year or (date.year is None and year != date):
        for name in ("month", "day"):  # of the other year; beside this one they would be wrong
            left.pop(name, None)
        return date
    if year.year is None:  # the same words
        left.pop("year", None)
        return date
    exact = "year" in given and not years and (year.month or year.season)
    rest = {**given, "year": given["year"] if exact else f"{year.year:04d}"}
    again = year_month_day(rest) or date
    differs = any(
        None not in (one, other) and one != other
        for one, other in (
            (again.month, date.month),
            (again.season, date.season),
            (again.day, date.day),
        )
    )
    for name in ("year", "day") if differs else ("year", "month", "day"):
        if name not in rest:
            left.pop(name, None)
    plain = date.until is None and not date.literal and date.season is None
    if plain and not differs and (not date.month or (not date.day and again.day)):
        return dataclasses.replace(again, circa=date.circa)
    return date


# --- one field ----------------------------------------------------------------------------------


def date_field(text: str) -> Date | None:
    """A date: `2017-03`, `2017-21`, `2017/2018`, `1850~`, `2004/..`, `May 2010`, `1990/91`; any
    other text as it is.

    >>> str(date_field("2017-03/2018")), date_field("in press").literal
    ('2017-03/2018', 'in press')
    >>> str(date_field("10--12 May 2010")), date_field("01/02/2020").literal
    ('2010-05-10/2010-05-12', '01/02/2020')
    """
    # Not LaTeX here: "~" is a mark of uncertainty.
    bare = text.strip(" {}\n\t")
    if bare.isdecimal() and len(bare) == 4 and bare.isascii():
        return Date(int(bare))
    found = _iso(bare)
    if found is not None:
        return found
    plain = decode(text)[0].replace("\u00a0", " ").strip()
    if not plain:
        return None
    return (_iso(plain) if plain != bare else None) or _in_words(plain) or Date(literal=plain)


def _iso(text: str) -> Date | None:
    first, slash, last = _SLASHED.sub(r"\1-\2-\3", text).partition("/")
    begin = _edtf(first) or (None if slash else _edtf_of_few(first))
    if begin is None or not slash:
        return begin
    if last in _OPEN:
        # CSL has no place for it but the text itself.
        return dataclasses.replace(begin, literal=f"{first}/{_OPEN[last]}")
    until = _edtf(last)
    return dataclasses.replace(begin, until=until) if until else None


#: The end of a range that has none, and what BibLaTeX has for it.
_OPEN = {"": "", "unknown": "", "..": "..", "open": ".."}
# "2010/05/07", "2010.05.07": with the year first there is but one order.
_SLASHED = re.compile(r"(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)", re.ASCII)
_TIME = r"(?:[T ]\d\d:[\d:Z.+-]*)?"
_EDTF = re.compile(
    rf"(-?\d{{4}})(?:-(\d\d|XX)(?:-(\d\d|XX))?|-(\d{{1,2}})-(\d{{1,2}}))?{_TIME}([~?%])?", re.ASCII
)
_FEW = re.compile(r"(-?\d{1,3})([~?%])?", re.ASCII)
_UNSPECIFIED = re.compile(r"(\d\d)(\dX|XX)", re.ASCII)


def _edtf(text: str) -> Date | None:
    match = _EDTF.fullmatch(text.strip())
    if match is None:
        return _unspecified(text.strip())
    year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    numbers = [int(part) if part and part.isdecimal() else 0 for part in (month, day)]
    circa = bool(match[6])
    try:
        if 21 <= numbers[0] <= 24 and not day:
            return Date(int(year), season=numbers[0] - 20, circa=circa)
        # "2010-05-00", "2010-XX": no more is known.
        return Date(int(year), numbers[0] or None, numbers[1] or None, circa=circa)
    except ModelError:  # "2001-13-45": kept as text
        return None


def _edtf_of_few(text: str) -> Date | None:
    """A year of few digits, which is one only where it stands alone."""
    match = _FEW.fullmatch(text.strip())
    return Date(int(match[1]), circa=bool(match[2])) if match else None


def _unspecified(text: str) -> Date | None:
    """`199X` and `19XX`: a decade, a century."""
    if not _UNSPECIFIED.fullmatch(text):
        return None
    return Date(int(text.replace("X", "0")), until=Date(int(text.replace("X", "9"))))


# --- words --------------------------------------------------------------------------------------

_DASH = rf"\s*(?:[{DASHES}/]|--+)\s*"
_YEARS = re.compile(rf"(\d{{4}}){_DASH}(\d{{4}}|\d\d)", re.ASCII)
_YEAR_LAST = re.compile(r"(.*\D)(\d{4})", re.ASCII | re.S)
_YEAR_FIRST = re.compile(r"(\d{4})(\D.*)", re.ASCII | re.S)


def _in_words(text: str) -> Date | None:
    """A year, a range of years, or a year with its months and days; None for any other text."""
    text = text.rstrip(".,; ")
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return Date(int(text))
    years = _YEARS.fullmatch(text)
    if years:
        first, last = years.groups()
        # "1910-12" may be a month.
        if len(last) == 2 and int(last) > 12:
            last = first[:2] + last
        return Date(int(first), until=Date(int(last))) if len(last) == 4 and last > first else None
    if match := _YEAR_LAST.fullmatch(text):
        return _within(int(match[2]), match[1], alone=True)
    if match := _YEAR_FIRST.fullmatch(text):
        return _within(int(match[1]), match[2], alone=True)
    return None


# Months (M), seasons (S) and days (D) in their order to the places of month and day of the begin
# and of the end.
_Place = tuple[int, int | None]
_SHAPES: dict[str, tuple[_Place, _Place | None]] = {
    "M": ((0, None), None),
    "S": ((0, None), None),
    "MD": ((0, 1), None),
    "DM": ((1, 0), None),
    "M-M": ((0, None), (1, None)),
    "S-S": ((0, None), (1, None)),
    "MD-D": ((0, 1), (0, 2)),
    "D-DM": ((2, 0), (2, 1)),
    "MD-MD": ((0, 1), (2, 3)),
    "DM-DM": ((1, 0), (3, 2)),
}
_RANGE = re.compile(rf"\s*(?:[{DASHES}/&]+|\b(?:and|to|und|bis|et|y|e)\b)\s*", re.I)
_TOKEN = re.compile(r"(?P<number>\d+)(?:st|nd|rd|th)?(?![^\W_])|(?P<word>[^\W\d_]+)|-", re.I)
_LOOSE = re.compile(r"[\s.,]|\b(?:of|de)\b", re.I)


def _within(year: int, text: str, *, alone: bool = False) -> Date | None:
    """Months, seasons and days of a year; None where anything is left over, or the end comes first.

    Args:
        alone: whether no year may stand in the text.
    """
    shape = ""
    values: list[int] = []
    text = _RANGE.sub("-", text.strip())
    if _LOOSE.sub("", _TOKEN.sub("", text)):
        return None
    for token in _TOKEN.finditer(text):
        kind, number = _meaning(token)
        if not kind or (kind == "Y" and number == year and not alone):
            continue
        shape += kind
        if kind != "-":
            values.append(number)
    places = _SHAPES.get(shape)
    if places is None:
        return None
    begin, end = (_placed(year, one, values, shape[0] == "S") if one else None for one in places)
    if begin is None or (places[1] and end is None):
        return None
    if end is None:
        return begin
    return dataclasses.replace(begin, until=end) if _order(end) > _order(begin) else None


def _meaning(token: re.Match[str]) -> tuple[str, int]:
    """What a token is: a month, a season, a day, a year, a dash, nothing, or not understood."""
    if token["number"]:
        number = int(token["number"][:9])
        return ("D" if 1 <= number <= 31 else "Y" if len(token["number"]) == 4 else "?"), number
    if token["word"] is None:
        return "-", 0
    if token["word"].lower() in ("of", "de"):
        return "", 0
    month = month_number(token["word"])
    if month:
        return "M", month
    date = parse_date(f"2000 {token['word']}")
    return ("S", date.season) if date and date.season else ("?", 0)


def _placed(year: int, place: _Place, values: list[int], seasons: bool) -> Date | None:
    unit, day = values[place[0]], values[place[1]] if place[1] is not None else None
    try:
        return Date(year, season=unit) if seasons else Date(year, unit, day)
    except ModelError:
        return None


def _order(date: Date) -> tuple[int, int, int]:
    return date.season or 0, date.month or 0, date.day or 0
