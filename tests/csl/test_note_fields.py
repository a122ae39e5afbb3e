from __future__ import annotations

import pytest

from bibkit.csl.note_fields import note_fields, note_value
from bibkit.model import Date, Name


@pytest.mark.parametrize(
    ("note", "fields", "left"),
    [
        ("genre: Essay", {"genre": "Essay"}, ""),
        ("PMID: 12\nPMCID: PMC3", {"PMID": "12", "PMCID": "PMC3"}, ""),
        ("Seen twice.\ngenre: Essay", {"genre": "Essay"}, "Seen twice."),
        ("genre: Essay\n\nmedium: CD\nRest.", {"genre": "Essay", "medium": "CD"}, "Rest."),
        ("genre: a\nRest.\nmedium: b", {"genre": "a"}, "Rest.\nmedium: b"),
        ("See {:genre: a} {:medium: b} there", {"genre": "a", "medium": "b"}, "See\nthere"),
        ("One.\nSee {:genre: a}", {}, "One.\nSee {:genre: a}"),
        ("See {:genre: a} but {:medium: b}", {"genre": "a"}, "See\nbut {:medium: b}"),
        ("foo: x\ngenre: a", {"genre": "a"}, "foo: x"),
        ("genre: a\ngenre: b", {"genre": "a"}, "genre: b"),
        ("type: book\ntype: no-such", {"type": "book"}, "type: no-such"),
        ("author: Hall || W.\nauthor: Lab", {"author": "Hall || W.\nLab"}, ""),
        ("Genre: Essay", {}, "Genre: Essay"),
        ("note: this", {}, "note: this"),
        ("genre:", {}, "genre:"),
        ("genre: a\r\nmedium: b\r\n", {"genre": "a", "medium": "b"}, ""),
        ("", {}, ""),
    ],
)
def test_variables_are_read_from_the_head_of_a_note(
    note: str, fields: dict[str, str], left: str
) -> None:
    assert note_fields(note) == (fields, left)


def test_what_the_reference_has_comes_first_but_for_dates_and_type() -> None:
    note = "genre: a\nissued: 2004\ntype: book"
    present = ("genre", "issued", "type")
    assert note_fields(note, present) == ({"issued": "2004", "type": "book"}, "genre: a")


@pytest.mark.parametrize(
    ("variable", "text", "value"),
    [
        ("author", "Hall || W. C.\nThe Lab", (Name("Hall", "W. C."), Name(literal="The Lab"))),
        ("author", "a || b || c", None),
        ("issued", "2004-10-05", Date(2004, 10, 5)),
        ("event-date", "2004-10/2005-01", Date(2004, 10, until=Date(2005, 1))),
        ("issued", "soon", None),
        ("volume", "12", "12"),
    ],
)
def test_text_becomes_a_value_of_its_kind(variable: str, text: str, value: object) -> None:
    assert note_value(variable, text) == value
