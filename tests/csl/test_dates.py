"""Dates (CSL 1.0.2, "Date")."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import citations, item, printed, style

from bibkit import Date
from bibkit.csl.run.dates import sort_text

_DAY = Date(2017, 3, 1)


def _date(date: Date, attributes: str = "", parts: str = "", **rest: Any) -> str:
    element = f'<date variable="issued" {attributes}>{parts}</date>'
    return printed(element, item(issued=date), **rest)


def _part(name: str, form: str = "", rest: str = "") -> str:
    return f'<date-part name="{name}"{f" form={chr(34)}{form}{chr(34)}" if form else ""} {rest}/>'


_ISO = (
    _part("year") + _part("month", "numeric-leading-zeros") + _part("day", "numeric-leading-zeros")
)
_ERAS = '<locale><terms><term name="bc"> v.</term><term name="ad"> n.</term></terms></locale>'
_LONG = _part("day") + _part("month") + _part("year")


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        (_part("day"), "1"),
        (_part("day", "numeric"), "1"),
        (_part("day", "numeric-leading-zeros"), "01"),
        (_part("day", "ordinal"), "1st"),
        (_part("month"), "March"),
        (_part("month", "short"), "Mar."),
        (_part("month", "short", 'strip-periods="true"'), "Mar"),
        (_part("month", "numeric"), "3"),
        (_part("month", "numeric-leading-zeros"), "03"),
        (_part("month", "long", 'text-case="uppercase"'), "MARCH"),
        (_part("year"), "2017"),
        (_part("year", "short"), "17"),
    ],
)
def test_a_part_of_a_date_has_its_form(part: str, wanted: str) -> None:
    assert _date(_DAY, parts=part) == wanted


def test_parts_stand_in_the_style_s_order_with_its_delimiter() -> None:
    assert _date(_DAY, 'delimiter="-"', _ISO) == "2017-03-01"
    assert _date(Date(2017, 3), 'delimiter="-"', _ISO) == "2017-03"
    assert _date(Date(2017), 'delimiter="-"', _ISO) == "2017"


@pytest.mark.parametrize(
    ("locale", "form", "wanted"),
    [
        ("en-US", "text", "March 1, 2017"),
        ("en-US", "numeric", "03/01/2017"),
        ("en-GB", "text", "1 March 2017"),
        ("de-DE", "text", "1. März 2017"),
        ("fr-FR", "text", "1 mars 2017"),
    ],
)
def test_a_localised_date_is_the_locale_s(locale: str, form: str, wanted: str) -> None:
    assert _date(_DAY, f'form="{form}"', default_locale=locale) == wanted


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [("year", "2017"), ("year-month", "March 2017"), ("year-month-day", "March 1, 2017")],
)
def test_a_localised_date_may_be_of_some_parts(shown: str, wanted: str) -> None:
    assert _date(_DAY, f'form="text" date-parts="{shown}"') == wanted


def test_parts_of_a_localised_date_may_be_changed_but_for_their_affixes() -> None:
    change = _part("month", "short", 'font-style="italic" prefix="X"')
    assert _date(_DAY, 'form="text"', change, to="html") == "<i>Mar.</i> 1, 2017"


def test_a_day_with_an_ordinal_may_be_the_first_alone() -> None:
    limit = '<locale><style-options limit-day-ordinals-to-day-1="true"/></locale>'
    ordinal = _part("day", "ordinal")
    assert _date(_DAY, parts=ordinal, before=limit) == "1st"
    assert _date(Date(2017, 3, 2), parts=ordinal, before=limit) == "2"
    assert _date(Date(2017, 3, 2), parts=ordinal) == "2nd"


@pytest.mark.parametrize(
    ("begin", "end", "wanted"),
    [
        (Date(2017, 3, 1), Date(2018, 4, 2), "1 March 2017–2 April 2018"),
        (Date(2017, 3, 1), Date(2017, 4, 2), "1 March–2 April 2017"),
        (Date(2017, 3, 1), Date(2017, 3, 2), "1–2 March 2017"),
        (Date(2017, 3), Date(2017, 4), "March–April 2017"),
        (Date(2017), Date(2018), "2017–2018"),
        (Date(2017), Date(2017), "2017"),
        (Date(2017, season=1), Date(2017, season=2), "Spring–Summer 2017"),
    ],
)
def test_a_range_says_once_what_both_dates_have(begin: Date, end: Date, wanted: str) -> None:
    date = Date(begin.year, begin.month, begin.day, begin.season, until=end)
    assert _date(date, 'delimiter=" "', _LONG) == wanted


def test_the_dash_of_a_range_is_that_of_the_largest_part_that_differs() -> None:
    parts = (
        _part("day", rest='range-delimiter="/"')
        + _part("month", rest='range-delimiter=" to "')
        + _part("year", rest='range-delimiter=" until "')
    )
    for end, wanted in (
        (Date(2017, 3, 2), "1/2 March 2017"),
        (Date(2017, 4, 2), "1 March to 2 April 2017"),
        (Date(2018, 4, 2), "1 March 2017 until 2 April 2018"),
    ):
        assert _date(Date(2017, 3, 1, until=end), 'delimiter=" "', parts) == wanted


def test_the_inner_edges_of_a_range_have_no_affixes() -> None:
    parts = _part("year", rest='prefix="(" suffix=")"')
    assert _date(Date(2017, until=Date(2018)), parts=parts) == "(2017–2018)"


def test_a_season_stands_for_the_month() -> None:
    assert _date(Date(2017, season=3), 'form="text"') == "Autumn 2017"
    assert _date(Date(2017, season=3), 'form="text"', default_locale="de-DE") == "Herbst 2017"
    numeric = _part("year") + _part("month", "numeric")
    assert _date(Date(2017, season=3), 'delimiter=" "', numeric) == "2017 Autumn"


@pytest.mark.parametrize(
    ("year", "wanted"),
    [(-100, "100 v."), (-1, "1 v."), (79, "79 n."), (999, "999 n."), (1000, "1000")],
)
def test_early_years_say_their_era(year: int, wanted: str) -> None:
    assert _date(Date(year), parts=_part("year"), before=_ERAS) == wanted


def test_a_range_may_begin_before_our_era() -> None:
    date = Date(-50, until=Date(50))
    assert _date(date, parts=_part("year"), before=_ERAS) == "50 v.–50 n."


@pytest.mark.parametrize(
    ("begin", "end", "wanted"),
    [
        (-50, -40, "50–40 v."),
        (79, 99, "79–99 n."),
        (79, 1999, "79 n.–1999"),
        (-5, 1999, "5 v.–1999"),
    ],
)
def test_two_years_of_one_era_say_it_once(begin: int, end: int, wanted: str) -> None:
    date = Date(begin, until=Date(end))
    assert _date(date, parts=_part("year"), before=_ERAS) == wanted


def test_a_date_that_is_text_is_printed_as_it_is() -> None:
    assert _date(Date(literal="in <i>press</i>"), parts=_LONG, to="html") == "in <i>press</i>"
    assert _date(Date(literal="n.d."), 'form="text" prefix="(" suffix=")"') == "(n.d.)"


def test_a_style_may_say_that_a_date_is_uncertain() -> None:
    element = (
        '<choose><if is-uncertain-date="issued"><text value="c. "/></if></choose>'
        f'<date variable="issued">{_part("year")}</date>'
    )
    assert printed(element, item(issued=Date(1600, circa=True))) == "c. 1600"
    assert printed(element, item(issued=Date(1600))) == "1600"


def test_a_date_whose_parts_are_not_asked_for_prints_nothing() -> None:
    layout = f'<date variable="issued" prefix="(" suffix=")">{_part("month")}</date>'
    assert printed(f'{layout}<text variable="title"/>', item(issued=2017)) == "a"


def test_a_missing_date_prints_nothing() -> None:
    assert (
        printed('<date variable="accessed" form="text" prefix="("/><text variable="title"/>') == "a"
    )


def test_text_case_and_formatting_are_for_the_whole_date() -> None:
    whole = 'form="text" text-case="uppercase" font-weight="bold" prefix="("  suffix=")"'
    assert _date(_DAY, whole, to="html") == "(<b>MARCH 1, 2017</b>)"


def test_a_date_without_a_form_and_parts_is_empty() -> None:
    assert (
        printed('<date variable="issued" prefix="x"/><text value="y"/>', item(issued=2017)) == "y"
    )


def test_the_year_of_issue_is_in_citations_too() -> None:
    year = style(citation=f'<date variable="issued" prefix="(" suffix=")">{_part("year")}</date>')
    assert citations(year, [item(issued=2017)], "a") == ["(2017)"]


def test_dates_as_text_sort_by_time() -> None:
    dates = [
        Date(-500), Date(-50), Date(1), Date(999), Date(1999, 12, 31), Date(2000), Date(2000, 1),
        Date(2000, 1, 1), Date(2000, season=1), Date(2000, 12),
    ]  # fmt: skip
    texts = [sort_text(date) for date in dates]
    assert texts == sorted(texts)
    assert len(set(texts)) == len(texts)
