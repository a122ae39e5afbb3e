from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

import bibkit
from bibkit import Reference, Severity


@given(st.lists(references(), max_size=3, unique_by=lambda one: one.id.lower()))
def test_references_come_back(batch: list[Reference]) -> None:
    written = bibkit.write(batch, "jsonl")
    assert written.count("\n") == len(batch)
    assert list(bibkit.read(written, "jsonl")) == batch


@pytest.mark.parametrize("title", ["a\u2028b", "a\x85b", "a\nb", "\ud800", "\U0001f600"])
def test_an_item_is_one_line_whoever_reads_it(title: str) -> None:
    written = bibkit.write([Reference("a", "book", {"title": title})], "jsonl")
    assert len(written.splitlines()) == 1
    assert bibkit.read(written.encode("utf-8"), "jsonl")[0].text("title") == title


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n \n"])
def test_lines_end_in_any_way(end: str) -> None:
    text = "\ufeff" + end.join(json.dumps({"id": name, "type": "book"}) for name in "ab") + end
    batch = bibkit.read(text)
    assert [one.id for one in batch] == ["a", "b"]
    assert batch.problems == ()


def test_a_bad_line_costs_only_itself() -> None:
    lines = [
        '{"id": "a", "type": "book"}',
        '{"id": "b",',
        "[1]",
        '{"x": NaN}',
        '{"x": 1e999}',
        "[" * 100_000,
    ]
    batch = bibkit.read("\n".join([*lines, '{"id": "c", "type": "x"}']), "jsonl")  # fmt: skip
    assert [one.id for one in batch] == ["a", "c"]
    errors = [p for p in batch.problems if p.severity is Severity.ERROR]
    assert [(p.span.line if p.span else 0, p.raw) for p in errors] == [
        (number + 1, lines[number]) for number in range(1, 6)
    ]
    assert [(p.code, p.ref) for p in batch.problems if p not in errors] == [("unknown-type", "c")]


def test_it_is_told_from_one_item_alone_and_from_an_array() -> None:
    item = json.dumps({"id": "a", "type": "book", "abstract": "long " * 5000})
    assert bibkit.sniff(f"{item}\n{item}\n") == "jsonl"
    assert bibkit.sniff(item) == "csl-json"
    assert bibkit.sniff(json.dumps([json.loads(item)] * 2, indent=1)) == "csl-json"
