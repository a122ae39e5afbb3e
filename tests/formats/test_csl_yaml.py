from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import dates, references

import bibkit
from bibkit import Date, Name, Reference, Severity
from bibkit.errors import UnreadableInput
from bibkit.formats.edtf import read_edtf, write_edtf


def _read(text: str) -> bibkit.Batch:
    return bibkit.read(text, "csl-yaml")


# --- what is written is read back -----------------------------------------------------------------


@given(references())
def test_every_reference_comes_back(reference: Reference) -> None:
    assert _read(bibkit.write([reference], "csl-yaml")).references == (reference,)


@given(dates())
def test_dates_are_said_exactly_or_not_at_all(date: Date) -> None:
    text = write_edtf(date)
    assert text == "" if date.literal else read_edtf(text) == date


def test_the_real_records_come_back_as_they_were(shared: Path) -> None:
    text = (shared / "suites" / "roundtrip.csl.json").read_text("utf-8")
    batch = bibkit.read(text, "csl-json")
    assert _read(bibkit.write(batch, "csl-yaml")).references == batch.references


@pytest.mark.parametrize(
    "text",
    ["no", "Y", "null", "012", "1e3", "1.10", "1:30", "2017-03-04", "-", "- a", "a: b", "a #b", "a\nb", "<<", "\x85",
     "\u2028", "\ufeffa", "'", '"', "*a", "&a", "!a", "%a", "@a", "`a", "[a", "{a", "a ", " a", "?", "=", "~"],
)  # fmt: skip
def test_words_stay_words(text: str) -> None:
    reference = Reference("a", "book", {"title": text, "language": text, "volume": text})
    assert _read(bibkit.write([reference], "csl-yaml"))[0].fields == reference.fields


def test_a_number_is_not_a_text() -> None:
    reference = Reference("1", "book", {"volume": 12, "issue": "12"})
    written = bibkit.write([reference], "csl-yaml")
    assert "volume: 12\n" in written
    assert _read(written)[0] == reference


def test_half_a_character_is_written_as_the_replacement_character() -> None:
    written = bibkit.write([Reference("a", "book", {"title": "a\ud800"})], "csl-yaml")
    assert _read(written)[0].text("title") == "a\ufffd"


def test_it_looks_as_pandoc_writes_it() -> None:
    fields = {
        "author": (Name("Berg", "J. van"), Name(literal="WHO")),
        "issued": Date(2017, 3, until=Date(2017, 5)),
        "title": "Soil: a view",
    }
    written = bibkit.write([Reference("soil", "book", fields)], "csl-yaml")
    assert written == (
        "---\nreferences:\n- id: soil\n  type: book\n  author:\n  - family: Berg\n    given: J. van\n"
        '  - literal: WHO\n  issued: 2017-03/2017-05\n  title: "Soil: a view"\n...\n'
    )


def test_an_empty_list_is_a_list() -> None:
    written = bibkit.write([], "csl-yaml")
    assert written == "---\nreferences: []\n...\n"
    assert _read(written).references == ()


def test_what_csl_does_not_know_is_kept() -> None:
    item = {"id": "a", "type": "book", "custom": {"n": [1, 1.5, None, True, "1", {}], "y": ""}}
    batch = bibkit.read(json.dumps([item]), "csl-json")
    again = _read(bibkit.write(batch, "csl-yaml"))
    assert json.loads(bibkit.write(again, "csl-json")) == [item]


# --- shapes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "---\nreferences:\n- id: a\n  type: book\n- id: b\n  type: report\n...\n",
        "references:\n  - id: a\n    type: book\n\n  # the other\n  - type: report\n    id: b\n",
        "- id: a\n  type: book\n- id: b\n  type: report\n",
        "---\r\nreferences:\r\n- id: a\r\n  type: book\r\n- id: b\r\n  type: report\r\n---\r\n",
        "references:\r- id: a\r  type: book\r- id: b\r  type: report\r",
        "references: [{id: a, type: book}, {id: b, type: report}]\n",
        "\ufeffreferences:\n-\n  id: a\n  type: book\n-\n  id: b\n  type: report\n",
        "---\nnocite: '@*'\nreferences:\n- id: a\n  type: book\n- id: b\n  type: report\n---\n",
    ],
)
def test_the_shapes_that_are_met(text: str) -> None:
    batch = bibkit.read(text)
    assert [(one.id, one.type) for one in batch] == [("a", "book"), ("b", "report")]
    assert batch.problems == ()


def test_dashes_within_an_item_begin_no_other() -> None:
    text = "references:\n- id: a\n  type: book\n  author:\n  - family: Bo\n  note: |\n    x\n\n    - y\n"
    batch = _read(text)
    assert len(batch) == 1
    assert batch[0].names("author") == (Name("Bo"),)
    assert batch[0].text("note") == "x\n\n- y\n"


def test_what_stands_beside_the_list_is_said_not_to_be_kept() -> None:
    batch = _read("---\ntitle: My paper\nreferences:\n- id: a\n  type: book\n---\n\nHello.\n")
    assert [one.id for one in batch] == ["a"]
    assert [(p.code, p.raw) for p in batch.problems] == [
        ("around-items", "title: My paper\nHello.")
    ]


def test_anchors_hold_beyond_their_item() -> None:
    text = "references:\n- id: a\n  type: book\n  author: &bo [{family: Bo}]\n- id: b\n  type: book\n  author: *bo\n"
    assert [one.names("author") for one in _read(text)] == [(Name("Bo"),)] * 2


def test_merged_keys_fill_what_is_missing() -> None:
    batch = _read("- &a {id: a, type: book, title: T}\n- {<<: *a, id: b}\n")
    assert [(one.id, one.text("title")) for one in batch] == [("a", "T"), ("b", "T")]


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2017", Date(2017)),
        ("2017-03", Date(2017, 3)),
        ("2017-03-04", Date(2017, 3, 4)),
        ("'2017-03-04T10:00:00Z'", Date(2017, 3, 4)),
        ("2017-03/2018", Date(2017, 3, until=Date(2018))),
        ("2017-21", Date(2017, season=1)),
        ("2017-21/2017-22", Date(2017, season=1, until=Date(2017, season=2))),
        ("2017~", Date(2017, circa=True)),
        ("2017?/2018?", Date(2017, until=Date(2018), circa=True)),
        ('"-0043"', Date(-44)),
        ("March 2017", Date(2017, 3)),
        ("in press", Date(literal="in press")),
        ("{date-parts: [[2017, 3]], circa: true}", Date(2017, 3, circa=True)),
        ("[{year: 2017, month: 3, day: 4}]", Date(2017, 3, 4)),
        ("[{year: 2017}, {year: '2018', month: 2}]", Date(2017, until=Date(2018, 2))),
        ("{year: 2017, season: 2, circa: true}", Date(2017, season=2, circa=True)),
        ("{literal: soon}", Date(literal="soon")),
    ],
)
def test_dates_in_all_their_forms(written: str, date: Date) -> None:
    batch = _read(f"- id: a\n  type: book\n  issued: {written}\n")
    assert batch[0].date("issued") == date
    again = _read(bibkit.write(batch, "csl-yaml"))
    assert again[0].date("issued") == date


def test_plain_words_are_what_they_look_like() -> None:
    text = (
        "- id: 7\n  type: book\n  language: no\n  volume: 012\n  edition: 1.10\n  number: true\n  issue: 3\n"
        "  page: 1:30\n  doi: 10.1000/x\n  pmid: 123\n  keyword: [soil, air]\n  title: Null\n  author: {family: 1984}\n"
    )
    one = _read(text)[0]
    assert one.id == "7"
    assert dict(one.fields) == {
        "language": "no", "volume": "012", "edition": "1.10", "number": "true", "issue": 3, "page": "1:30",
        "DOI": "10.1000/x", "PMID": 123, "keyword": "soil, air", "title": "Null", "author": (Name("1984"),),
    }  # fmt: skip


# --- bad input ------------------------------------------------------------------------------------


def test_a_fault_costs_only_its_item() -> None:
    text = (
        'references:\n- id: a\n  title: "open\n- id: b\n  title: x: y: z\n- 17\n- id: c\n  type: book\n'
        "- id: d\n  author: *nobody\n"
    )
    batch = _read(text)
    assert [one.id for one in batch] == ["c"]
    errors = [p for p in batch.problems if p.severity is Severity.ERROR]
    assert [(p.code, p.span.line if p.span else 0, p.raw) for p in errors] == [
        ("unreadable", 2, '- id: a\n  title: "open'),
        ("unreadable", 4, "- id: b\n  title: x: y: z"),
        ("not-an-item", 6, "- 17"),
        ("unreadable", 9, "- id: d\n  author: *nobody"),
    ]


def test_a_field_that_stands_twice_is_said() -> None:
    batch = _read("- id: a\n  type: book\n  title: A\n  title: B\n")
    assert batch[0].text("title") == "B"
    assert [(p.code, p.ref) for p in batch.problems] == [("double-field", "a")]


def test_no_object_is_built_from_a_tag(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    text = (
        f'- id: a\n  type: book\n  title: !!python/object/apply:os.mkdir ["{mark}"]\n  note: !x y\n'
    )
    batch = _read(text)
    assert not mark.exists()
    assert batch[0].text("note") == "y"


def _bomb() -> str:
    lines = ["- id: a", "  custom:", "    a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"    a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]" for n in range(9)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (_bomb(), "stand for more"),
        ("- id: " + "[" * 100_000, "nested too deeply"),
        ("- id: a\n  custom: &a [*a]", "does not define"),
        ("- ? [a]\n  : b", "no text"),
    ],
)
def test_what_no_bibliography_does_is_refused(text: str, says: str) -> None:
    batch = _read(text)
    assert batch.references == ()
    assert [p.code for p in batch.problems] == ["unreadable"]
    assert says in batch.problems[0].message


@pytest.mark.parametrize("text", ["just words", "title: x", "[" * 100_000, "a: [", "3"])
def test_what_holds_no_items_says_so(text: str) -> None:
    with pytest.raises(UnreadableInput, match="YAML"):
        _read(text)


@pytest.mark.parametrize(
    "text",
    [
        "References\n1. Smith A. A view. Chest. 2017;12:1-4.",
        "references:\n- Smith A. A view. Chest. 2017;12:1-4.",
        "- Smith A: a view. Chest. 2017;12:1-4.\n- title: Soil",
        "---\ntitle: My paper\n---\nSmith A. A view. Chest. 2017;12:1-4.",
        "note: a list\n",
    ],
)
def test_other_texts_are_not_taken_for_it(text: str) -> None:
    assert bibkit.sniff(text) == "text"
