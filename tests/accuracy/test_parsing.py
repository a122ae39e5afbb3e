"""The ratchet: the committed figures are what is measured."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import parsing


def test_the_figures_are_those_committed(shared: Path) -> None:
    gold = shared / "gold"
    records = [
        record
        for record in parsing.load(gold / "reference-lists.jsonl.gz")
        if parsing.kept_apart(record["journal"])
    ]
    figures = parsing.tables(parsing.scorer(gold), records)
    assert parsing.compare(figures, json.loads(parsing.FIGURES.read_text("utf-8"))) == []


def test_real_citations_all_give_a_reference_with_something_in_it(shared: Path) -> None:
    import gzip

    from bibkit.reflist import parse_reference

    with gzip.open(shared / "gold" / "pubmed-citations.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    # The rest are footnotes ("Ibid.", "See also Bush; Towns.") and prose.
    read = [parse_reference(text)[0] for text in texts]
    assert sum(reference is not None and bool(reference.fields) for reference in read) > 0.96 * len(
        texts
    )
