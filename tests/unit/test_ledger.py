"""Where each value comes from, written beside the output and read back."""

from __future__ import annotations

import dataclasses
import json
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

from bibkit import Batch, Date, Name, Reference
from bibkit.enrichment.ledger import Entry, Ledger, fingerprint, lock_path
from bibkit.enrichment.merge import merge
from bibkit.errors import InputError
from bibkit.model import Candidate

SOIL = Reference(
    "lee2017soil",
    "article-journal",
    {"title": "Soil", "author": (Name("Lee", "B."),), "issued": Date(2017), "volume": "12"},
)
RECORD = Candidate(
    SOIL.replace(author=(Name("Lee", "Ben"),), page="181-184", title="Air"),
    "crossref",
    fetched=60.0,
)


def _record(work: Reference, id: str) -> Candidate:
    return Candidate(dataclasses.replace(work, id=id), "crossref", fetched=60.0)


def _entry(reference: Reference, *records: Candidate, status: str = "found") -> Entry:
    return Entry.of(reference, merge(reference, records), status, 120.0)


def _read_back(ledger: Ledger) -> Ledger:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.lock.json"
        path.write_text(ledger.to_json(), "utf-8")
        return Ledger.read(path)


def test_its_place_is_beside_the_output() -> None:
    assert lock_path(Path("out/refs.bib")) == Path("out/refs.lock.json")
    assert lock_path(Path("refs")) == Path("refs.lock.json")
    assert lock_path(Path("my.refs.bib")) == Path("my.refs.lock.json")


def test_an_entry_says_where_each_value_comes_from() -> None:
    entry = _entry(SOIL, _record(RECORD.reference, "10.1000/a"))
    assert entry.fields["page"] == {
        "value": "181-184", "source": "crossref", "id": "10.1000/a",
        "time": "1970-01-01T00:01:00Z", "rule": "filled",
    }  # fmt: skip
    assert entry.fields["title"] == {
        "value": "Soil", "source": "input", "rule": "kept",
        "rejected": [{"source": "crossref", "value": "Air"}],
    }  # fmt: skip
    assert entry.fields["author"]["value"] == [{"family": "Lee", "given": "Ben"}]
    assert entry.time == "1970-01-01T00:02:00Z"


def test_a_field_is_a_line_of_the_file() -> None:
    text = Ledger({"a": _entry(SOIL), "b": _entry(SOIL)}).to_json()
    assert sum(line.lstrip().startswith('"volume": ') for line in text.splitlines()) == 2
    assert json.loads(text)["bibkit"] == 1
    assert json.loads(Ledger().to_json())["references"] == {}


@settings(deadline=None)
@given(references(), st.one_of(st.none(), references()))
def test_a_ledger_is_read_as_it_was_written(mine: Reference, theirs: Reference | None) -> None:
    records = [] if theirs is None else [_record(theirs, "10.1000/a")]
    merged = merge(mine, records)
    ledger = Ledger({merged.reference.id: Entry.of(mine, merged, "found", 120.0)})
    again = _read_back(ledger)
    assert dict(again.entries) == dict(ledger.entries)
    assert again.to_json() == ledger.to_json()
    assert again.unchanged(Batch((mine,))) == dict(enumerate(ledger.entries.values()))
    assert again.entries[mine.id].applied(mine) == merged.reference


@given(references(), references())
def test_a_fingerprint_is_of_what_is_said(one: Reference, other: Reference) -> None:
    assert fingerprint(one) == fingerprint(dataclasses.replace(one, id=other.id))
    same = (one.type, one.fields, one.extra) == (other.type, other.fields, other.extra)
    assert same or fingerprint(one) != fingerprint(other)


def test_what_has_no_place_in_the_ledger_stays_with_the_reference() -> None:
    mine = dataclasses.replace(SOIL, extra={"groups": "x", "custom": {"links": ["DOI"]}})
    entry = _entry(mine, _record(RECORD.reference, "10.1000/a"))
    applied = entry.with_key(dataclasses.replace(mine, id="new")).applied(mine)
    assert applied.id == "new"
    assert applied.extra == {"groups": "x", "custom": {"links": ["DOI"]}}
    assert applied.text("page") == "181-184"


# --- what has not changed ----------------------------------------------------------------------------------


def test_only_what_was_found_and_reads_the_same_is_unchanged() -> None:
    ledger = Ledger({"a": _entry(SOIL), "b": _entry(SOIL.replace(volume="13"), status="unknown")})
    batch = Batch((SOIL.replace(volume="13"), SOIL.replace(volume="14"), SOIL))
    assert ledger.unchanged(batch) == {2: ledger.entries["a"]}
    assert Ledger().unchanged(batch) == {}


def test_the_same_reference_twice_has_two_entries() -> None:
    keys = ["one", "two"]
    entries = {key: _entry(dataclasses.replace(SOIL, id=key)) for key in keys}
    found = _read_back(Ledger(entries)).unchanged(Batch((SOIL, SOIL, SOIL)))
    assert [found[place].item["id"] for place in sorted(found)] == keys


def test_values_found_earlier_keep_their_origin() -> None:
    old = Ledger({"a": _entry(SOIL, _record(RECORD.reference, "10.1000/a"))})
    enriched = old.entries["a"].applied(SOIL)
    new = Ledger({"a": _entry(enriched, _record(RECORD.reference, "10.1000/a"))}).after(old)
    assert new.entries["a"].fields["page"] == old.entries["a"].fields["page"]
    assert new.entries["a"].fields["author"]["source"] == "crossref"
    changed = enriched.replace(page="7-9")
    again = Ledger({"a": _entry(changed), "b": _entry(changed)}).after(old)
    assert again.entries["a"].fields["page"] == {"value": "7-9", "source": "input", "rule": "kept"}
    assert again.entries["b"].fields["author"]["source"] == "input"


def test_another_work_under_an_old_key_has_its_own_origins() -> None:
    bare = SOIL.replace(volume=None)
    old = Ledger({"a": _entry(bare, _record(SOIL, "10.1000/a"))})
    other = Reference("a", "book", {"title": "Air", "volume": "12"})
    new = Ledger({"a": _entry(other)}).after(old)
    assert new.entries["a"].fields["volume"]["source"] == "input"


# --- files ---------------------------------------------------------------------------------------------------

_ROW = {"input": "x", "status": "found", "time": "t", "fields": {}, "reference": {"id": "a"}}


def _file(**row: object) -> str:
    return json.dumps({"bibkit": 1, "references": {"a": {**_ROW, **row}}})


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "5", "null", '"x"', "{}", '{"bibkit": 1}', '{"bibkit": 2, "references": {}}',
        '{"bibkit": 1, "references": []}', '{"bibkit": 1, "references": {"a": 5}}',
        '{"bibkit": 1, "references": {"a": {}}}', "[" * 100_000, "\ufeff{}", "@article{a, title={b}}",
        _file(fields=[]), _file(fields=None), _file(fields={"title": {}}), _file(reference=5),
        _file(reference=None), _file(fields={"title": {"value": 1, "source": "input"}}),
        _file(reference={}),
        _file(reference={"id": "a", "type": "book", "title": float("nan")}),
    ],
)  # fmt: skip
def test_what_is_no_ledger_is_said_to_be_none_and_left_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "refs.lock.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="no ledger"):
        Ledger.read(path)
    assert path.read_text("utf-8") == text


def test_no_file_is_an_empty_ledger_a_folder_is_none(tmp_path: Path) -> None:
    assert list(Ledger.read(tmp_path / "refs.lock.json")) == []
    with pytest.raises(InputError):
        Ledger.read(tmp_path)
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError):
        Ledger.read(tmp_path / "x")


@given(st.text(max_size=60), st.integers(0, 400), st.integers(0, 40))
def test_a_damaged_ledger_never_crashes(noise: str, start: int, length: int) -> None:
    text = Ledger({"a": _entry(SOIL, _record(RECORD.reference, "10.1000/a"))}).to_json()
    damaged = text[:start] + noise + text[start + length :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.lock.json"
        path.write_text(damaged, "utf-8", errors="replace")
        try:
            ledger = Ledger.read(path)
        except InputError:
            return
        ledger.unchanged(Batch((SOIL,)))
        ledger.to_json()
