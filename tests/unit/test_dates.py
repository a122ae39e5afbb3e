from __future__ import annotations

import pytest

from bibkit import Date
from bibkit.dates import month_number, parse_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2017", Date(2017)),
        ("(2010a)", Date(2010)),
        ("2019 Jul 19", Date(2019, 7, 19)),
        ("2019 July", Date(2019, 7)),
        ("19 July 2019", Date(2019, 7, 19)),
        ("July 19th, 2019", Date(2019, 7, 19)),
        ("2017 Mar-Apr", Date(2017, 3, until=Date(2017, 4))),
        ("2017 Mar 1-4", Date(2017, 3, 1, until=Date(2017, 3, 4))),
        ("2018 Spring", Date(2018, season=1)),
        ("1998-99", Date(1998, until=Date(1999))),
        ("2010–2011", Date(2010, until=Date(2011))),
        ("2017-03-23", Date(2017, 3, 23)),
        ("2017-03", Date(2017, 3)),
        ("março 2003", Date(2003, 3)),
        ("12 de mayo de 2001", Date(2001, 5, 12)),
        ("März 1999", Date(1999, 3)),
        ("2019 Feb 31", Date(2019, 2, 31)),
        ("2019 Jul 45", Date(2019, 7)),
    ],
)
def test_dates_as_lists_print_them(text: str, date: Date) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize("text", ["", "in press", "1234", "page 99"])
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_months_by_name() -> None:
    assert month_number("SEPT.") == 9
    assert month_number("décembre") == 12
    assert month_number("Smarch") is None


def test_dates_print_as_iso() -> None:
    assert str(Date(2017, 3, until=Date(2017, 4))) == "2017-03/2017-04"
    assert str(Date(literal="in press")) == "in press"
