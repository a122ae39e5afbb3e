"""EndNote XML is written: that it is read back, and that EndNote understands it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from endnote_records import read_one, texts_of, write_one
from strategies import dates, references, words

import bibkit
from bibkit import Date, Name, Reference
from bibkit.formats.base import with_ids
from bibkit.formats.endnote import FORMAT
from bibkit.formats.enxml.dates import issued_of, year_and_words
from bibkit.formats.enxml.fields import ORDER, READ, WRITE
from bibkit.formats.enxml.runs import marked_up, runs_of_text
from bibkit.formats.enxml.types import NAMES, NUMBERS, code_of_reference, type_of
from bibkit.formats.losses import after
from bibkit.vocab import TYPES, VARIABLES

# --- what is written is read back -----------------------------------------------------------------


@settings(deadline=None)
@given(references())
def test_a_reference_comes_back_but_for_the_losses(reference: Reference) -> None:
    [reference] = with_ids([reference], FORMAT.is_key)
    again = _back([reference])
    assert again.problems == ()
    assert list(again) == [after(FORMAT.losses, reference)]
    assert _back(again) == again


def _back(references: Iterable[Reference]) -> bibkit.Batch:
    """What is read of what is written, without the door that takes odd characters out."""
    assert FORMAT.read is not None
    assert FORMAT.pieces is not None
    return FORMAT.read("".join(FORMAT.pieces(references)))


@given(dates())
def test_a_date_of_publication_comes_back(date: Date) -> None:
    year, said = year_and_words(date)
    back, understood = issued_of(year, said)
    assert understood
    if date.year is not None:
        assert back == date


@given(words)
def test_mark_up_comes_to_one_form(text: str) -> None:
    for tagged in (text, f"<i>{text}</i>", f"a <sub>{text}</sub><b>b <i>{text}</i></b>"):
        once = marked_up(runs_of_text(tagged))
        assert marked_up(runs_of_text(once)) == once
        assert once == tagged or "<" in text


def test_the_tables_agree() -> None:
    for code, row in READ.items():
        assert code in NAMES
        assert set(row.values()) <= set(VARIABLES)
        assert all(row[field] == variable for variable, field in WRITE[code].items())
    for csl in TYPES:
        code = code_of_reference(Reference("", csl))
        assert code in NUMBERS
        assert code_of_reference(Reference("", type_of(code, set()))) in (code, "JOUR", "EDBOOK")


@settings(deadline=None)
@given(references())
def test_fields_stand_in_the_order_of_the_dtd(reference: Reference) -> None:
    record = write_one(with_ids([reference], FORMAT.is_key)[0]).find(".//record")
    places = [ORDER.index(child.tag) for child in record[4:]]
    assert [child.tag for child in record[:4]] == [
        "database",
        "source-app",
        "rec-number",
        "ref-type",
    ]
    assert places == sorted(places)


# --- types ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "fields", "name", "first"),
    [
        ("book", {"editor": (Name("Bo", "A."),)}, "Edited Book", "authors"),
        ("book", {"author": (Name("Al", "A."),), "editor": (Name("Bo", "A."),)}, "Book", "authors"),
        ("motion_picture", {"director": (Name("Bo", "A."),)}, "Film or Broadcast", "authors"),
        ("motion_picture", {"author": (Name("Bo", "A."),)}, "Audiovisual Material", "authors"),
    ],
)  # fmt: skip
def test_the_type_is_that_whose_first_names_fit(
    type_: str, fields: dict[str, Any], name: str, first: str
) -> None:
    reference = Reference("a", type_, fields)
    root = write_one(reference)
    assert root.find(".//ref-type").get("name") == name
    assert texts_of(root, f"contributors/{first}/author")
    assert bibkit.read(etree.tostring(root), "endnote")[0] == reference


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (Name("Fisher", "JO"), "Fisher, J. O."),
        (Name("Fisher", "J.O."), "Fisher, J.O."),
        (Name("Fisher", "Jo"), "Fisher, Jo"),
        (Name("Li", "X"), "Li, X"),
        (Name("Berg", "Jan", non_dropping_particle="van der", suffix="Jr."), "van der Berg, Jan, Jr."),
        (Name(literal="UNICEF"), "UNICEF,"),
        (Name("Plato"), "Plato"),
        (Name("Smith, Jones", "A."), "Smith Jones, A."),
    ],
)  # fmt: skip
def test_a_name_is_one_line_that_endnote_understands(name: Name, line: str) -> None:
    assert texts_of(write_one(Reference("a", "book", {"author": (name,)})), "author") == [line]


# --- mark-up --------------------------------------------------------------------------------------


def test_mark_up_is_written_as_style_runs() -> None:
    root = write_one(
        Reference("a", "book", {"title": "On <i>E. <b>coli</b></i> &amp; <x> 1 < 2 </i>"})
    )
    runs = [(one.get("face"), one.text) for one in root.iterfind(".//title/style")]
    assert runs == [
        ("normal", "On "), ("italic", "E. "), ("italic bold", "coli"), ("normal", " &amp; <x> 1 < 2 </i>"),
    ]  # fmt: skip
    assert write_one(Reference("a", "book", {"title": "a < b"})).find(".//title/style") is None


def test_small_capitals_and_nocase_are_dropped() -> None:
    title = '<span class="nocase">iPhone</span> <span style="font-variant: small-caps;">bc</span>'
    assert texts_of(write_one(Reference("a", "book", {"title": title})), "title") == ["iPhone bc"]


# --- identifiers ----------------------------------------------------------------------------------


def test_fields_that_csl_does_not_know_come_back() -> None:
    one = read_one("<auth-address>Lyon&#xD;Paris</auth-address><custom6>NIHMS1</custom6><titles><translated-title>Sol"
                "</translated-title></titles><contributors><translated-authors><author>Bo, A.</author></translated-authors>"
                "</contributors><research-notes>Mine</research-notes>")  # fmt: skip
    assert one.custom["endnote"] == {
        "auth-address": ["Lyon", "Paris"], "custom6": ["NIHMS1"], "translated-title": ["Sol"],
        "translated-authors": ["Bo, A."],
    }  # fmt: skip
    assert bibkit.read(bibkit.write([one], "endnote"), "endnote")[0] == one


# --- files ----------------------------------------------------------------------------------------


def test_what_cannot_be_a_key_is_not_written_as_one() -> None:
    written = bibkit.write([Reference("my \x00key", "book", {"title": "Soil"})], "endnote")
    assert bibkit.read(written, "endnote")[0].id == "soil"
