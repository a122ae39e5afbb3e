"""Dates of .bib files: what is a date, what stays text, and what two fields say together."""

from __future__ import annotations

import pytest

import bibkit
from bibkit import Date, Reference
from bibkit.formats.bib.bibdates import date_field


def _one(fields: str) -> Reference:
    return bibkit.read(f"@book{{k, title = {{T}}, {fields}}}", "bibtex")[0]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2010/05/07", Date(2010, 5, 7)),
        ("2010-5-7", Date(2010, 5, 7)),
        ("2010-05-10 12:00", Date(2010, 5, 10)),
        ("2010-05-00", Date(2010, 5)),
        ("2010-XX", Date(2010)),
        ("199X", Date(1990, until=Date(1999))),
        ("1990/91", Date(1990, until=Date(1991))),
        ("1990-91", Date(1990, until=Date(1991))),
        ("May 10, 2010", Date(2010, 5, 10)),
        ("10--12 May 2010", Date(2010, 5, 10, until=Date(2010, 5, 12))),
        ("Spring/Summer 2010", Date(2010, season=1, until=Date(2010, season=2))),
        ("2010,", Date(2010)),
        ("-44", Date(-44)),
    ],
)
def test_a_date_in_another_form(text: str, date: Date) -> None:
    assert date_field(text) == date


@pytest.mark.parametrize(
    "text",
    ["01/02/2020", "05/2010", "2010/foo", "1910/12", "2001a", "2010-45-01", "20 10", "2010-9"],
)
def test_what_reads_in_two_ways_or_none_stays_text(text: str) -> None:
    assert date_field(text) == Date(literal=text)


def test_a_visit_s_date_with_slashes_is_no_year() -> None:
    assert _one("year = 2010, urldate = {01/02/2020}").date("accessed") == Date(
        literal="01/02/2020"
    )


@pytest.mark.parametrize(
    ("month", "date"),
    [
        ("{May--June}", Date(2010, 5, until=Date(2010, 6))),
        ('jul # "--" # aug', Date(2010, 7, until=Date(2010, 8))),
        ("{May 10--12}", Date(2010, 5, 10, until=Date(2010, 5, 12))),
        ("{June 30 -- July 2}", Date(2010, 6, 30, until=Date(2010, 7, 2))),
        ("{Spring/Summer}", Date(2010, season=1, until=Date(2010, season=2))),
        ("may, day = {1--3}", Date(2010, 5, 1, until=Date(2010, 5, 3))),
        ("{March 2010}", Date(2010, 3)),
    ],
)
def test_a_month_s_field_is_read_to_its_end(month: str, date: Date) -> None:
    assert _one(f"year = 2010, month = {month}").date("issued") == date


@pytest.mark.parametrize("month", ["Dec./Jan.", "March 2011", "Fall 2011", "1-2"])
def test_a_month_that_is_of_another_year_or_not_understood_stays(month: str) -> None:
    reference = _one(f"year = 2010, month = {{{month}}}")
    assert reference.date("issued") == Date(2010)
    assert reference.custom["bibtex"] == {"month": month}
    assert f"month = {{{month}}}" in bibkit.write([reference], "bibtex")


def test_year_month_and_day_complete_the_date() -> None:
    assert _one("date = {2010}, year = 2010, month = may, day = 3").date("issued") == Date(
        2010, 5, 3
    )
    assert _one("date = {2010~}, month = 5").date("issued") == Date(2010, 5, circa=True)


def test_years_that_do_not_agree_are_said() -> None:
    batch = bibkit.read("@book{k, title={T}, date={2010}, year={2011}, month={may}}", "bibtex")
    assert batch[0].date("issued") == Date(2010)
    assert batch[0].custom["bibtex"] == {"year": "2011"}
    assert [problem.code for problem in batch.problems] == ["two-dates"]
    assert bibkit.read(bibkit.write(batch, "bibtex"), "bibtex")[0].date("issued") == Date(2010)


def test_a_year_counts_before_words() -> None:
    assert _one("date = {whenever}, year = 2011").date("issued") == Date(2011)


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize(
    "text",
    ["2010/..", "2010-05/", "2010-12-30/2011-01-02", "-0044-03~", "0001/0002", "-0044/-0030"],
)
def test_a_date_comes_back_in_either_dialect(text: str, dialect: str) -> None:
    reference = _one(f"date = {{{text}}}")
    again = bibkit.read(bibkit.write([reference], dialect), dialect)
    assert again[0].fields == reference.fields
    assert again.problems == ()
