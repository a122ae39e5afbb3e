"""The ratchet: the committed figures are what is measured, and confidence means what it says."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import gold
import parsing

from bibkit.reflist import parse_reference


def test_the_figures_are_those_committed(shared: Path) -> None:
    figures = parsing.kept_apart_figures(shared / "gold")
    assert parsing.compare(figures, json.loads(parsing.FIGURES.read_text("utf-8"))) == []


def test_confidence_is_calibrated_on_journals_that_it_was_not_fitted_on(shared: Path) -> None:
    place = shared / "gold"
    score = gold.scorer(place)
    records = [
        r for r in gold.load(place / "reference-lists.jsonl.gz") if gold.kept_apart(r["journal"])
    ]
    made = parsing.read(records)
    predicted = {key: parsing.as_csl(reference) for key, reference in made.items()}
    rows = parsing.reliability(score, records, made, predicted)
    for low, _, count, meant, right in rows:
        if count >= 200:
            assert abs(meant - right) < 0.08, (low, count, meant, right)
    # The doubtful ones are worth looking at: among them are far more wrong ones than elsewhere.
    doubtful = [(count, right) for low, _, count, _, right in rows if low < 0.8]
    assert sum(c * (1 - r) for c, r in doubtful) > 0.3 * sum(c for c, _ in doubtful)


def test_real_citations_all_give_a_reference_with_something_in_it(shared: Path) -> None:
    with gzip.open(shared / "gold" / "pubmed-citations.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    # The rest are footnotes ("Ibid.", "See also Bush; Towns.") and prose.
    read = [parse_reference(text)[0] for text in texts]
    assert sum(reference is not None and bool(reference.fields) for reference in read) > 0.96 * len(
        texts
    )
