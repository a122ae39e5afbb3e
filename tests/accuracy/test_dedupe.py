"""The ratchet of the rule by which references are one work."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import dedupe


def test_the_figures_are_those_committed(shared: Path) -> None:
    counts = dedupe.measure(shared / "gold")
    assert dedupe.figures(counts) == json.loads(dedupe.FIGURES.read_text("utf-8"))
    assert counts.precision >= 0.999
    assert counts.recall >= 0.88
    assert (counts.wrong, counts.lookalikes_merged) == (0, 0)


def test_identifiers_that_say_both_say_nothing() -> None:
    assert dedupe.verdict(("10.1000/a", "1"), ("10.1000/a", "1")) is True
    assert dedupe.verdict(("10.1000/a", ""), ("10.1000/b", "1")) is False
    assert dedupe.verdict(("10.1000/a", "1"), ("10.1000/b", "1")) is None
    assert dedupe.verdict(("", "1"), ("10.1000/b", "")) is None


def test_any_lists_of_the_shape_are_measured(tmp_path: Path) -> None:
    def record(id: str, title: str, page: str, **identifiers: str) -> dict[str, object]:
        fields = {"title": title, "page": page, "year": "2017", "volume": "12", "container": "Soil"}
        people = [{"family": "Lee", "given": "B"}]
        return {"id": id, "text": title, "gold": {**fields, "author": people, **identifiers}}

    ants, bees = "On the habits of ants in winter", "On the habits of bees in winter"
    records = [
        record("a", ants, "1-4", doi="10.1000/a"),
        record("b", ants, "1", doi="10.1000/A"),
        record("c", bees, "5-9", doi="10.1000/c"),
        record("d", bees, "5-9", doi="10.1000/d"),
        record("e", "Ants", "50", doi="10.1000/a"),
    ]
    path = tmp_path / "lists.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(map(json.dumps, records)))
    counts = dedupe.Counts()
    dedupe.measure_lists(path, counts)
    assert (counts.same, counts.found, counts.wrong, counts.untold) == (3, 1, 1, 0)
    assert [error.split(":")[0] for error in counts.errors] == ["merged", "missed", "missed"]
