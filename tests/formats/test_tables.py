from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

import bibkit
from bibkit import Date, Name, Reference


def _rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    file = io.StringIO(text.removeprefix("\ufeff"), newline="")
    return list(csv.DictReader(file, delimiter=delimiter, strict=True))


def _row(**fields: object) -> dict[str, str]:
    reference = Reference("a", "article-journal").replace(**fields)  # type: ignore[arg-type]
    return _rows(bibkit.write([reference], "csv"))[0]


@given(st.lists(references(), max_size=3), st.sampled_from([("csv", ","), ("tsv", "\t")]))
def test_a_row_is_a_reference_and_a_line(batch: list[Reference], form: tuple[str, str]) -> None:
    written = bibkit.write(batch, form[0])
    rows = _rows(written, form[1])
    assert len(rows) == len(batch) == written.count("\n") - 1
    assert all(None not in one for one in rows)
    for one in rows:
        assert not any(
            cell[:1] in "=+-@\t\r" and cell for cell in one.values() if not _number(cell)
        )


def _number(cell: str) -> bool:
    return cell[1:].replace(".", "", 1).replace(",", "", 1).isdecimal()


def test_excel_knows_the_encoding_and_others_are_not_troubled() -> None:
    assert bibkit.write([], "csv").startswith("\ufeffid,type,authors,year,")
    assert bibkit.write([], "csv").endswith("note\r\n")
    assert bibkit.write([], "tsv").startswith("id\ttype\tauthors\tyear\t")


def test_names_dates_and_pages() -> None:
    row = _row(
        author=(
            Name("Le Masson", "G."),
            Name(literal="WHO; Europe"),
            Name("Doe", "J", suffix="Jr"),
        ),
        issued=Date(2017, 3, until=Date(2017, 4)),
        accessed=Date(2018, season=2),
        page="3-5",
        volume="1-2",
    )
    assert row["authors"] == "Le Masson, G.; WHO, Europe; Doe, J, Jr"
    assert (row["year"], row["date"], row["accessed"]) == ("2017", "2017-03/2017-04", "2018 summer")
    assert (row["pages"], row["volume"]) == ("3–5", "1–2")


def test_dates_in_words_have_no_year() -> None:
    row = _row(issued=Date(literal="in press"))
    assert (row["year"], row["date"]) == ("", "in press")


def test_what_is_approximate_is_said_to_be() -> None:
    row = _row(issued=Date(1850, circa=True), accessed=Date(2018, season=2, circa=True))
    assert (row["year"], row["date"]) == ("1850", "ca. 1850")
    assert row["accessed"] == "ca. 2018 summer"


def test_a_list_that_goes_on_says_so() -> None:
    reference = Reference("a", "book", {"author": (Name("Doe"),)}).with_custom(author_et_al=True)
    assert _rows(bibkit.write([reference], "csv"))[0]["authors"] == "Doe; et al."


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1 (555) 1", "'+1 (555) 1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-5", "-5"),
        ("+5.5", "+5.5"),
        ("-5+cmd|' /C calc'!A0", "'-5+cmd|' /C calc'!A0"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("＝1", "'＝1"),
        ("<i>=1</i>", "'=1"),
        ('"Quoted", and\nmore', '"Quoted", and more'),
        ("H<sub>2</sub>O < 5", "H2O < 5"),
        ("a = b", "a = b"),
    ],
)
def test_cells_are_harmless_and_on_one_line(title: str, cell: str) -> None:
    assert _row(title=title)["title"] == cell
    reference = Reference("a", "book", {"title": title})
    assert _rows(bibkit.write([reference], "tsv"), "\t")[0]["title"] == cell
