"""The ratchet of the match decision, and the bounds below which it may not fall."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import matching


def test_the_figures_are_those_committed(shared: Path) -> None:
    counts = matching.measure(shared / "gold" / "matching.jsonl.gz")
    assert matching.figures(counts) == json.loads(matching.FIGURES.read_text("utf-8"))
    assert counts.precision >= 0.998
    assert counts.recall >= 0.985
    assert counts.wrong_on_absent == 0


def test_any_file_of_the_shape_is_measured(tmp_path: Path) -> None:
    work = {
        "DOI": "10.1000/a",
        "type": "journal-article",
        "title": ["On the habits of red wood ants"],
        "author": [{"family": "Worm"}],
        "volume": "12",
        "page": "181-184",
        "issued": {"date-parts": [[2017]]},
    }
    text = "Worm A. On the habits of red wood ants. Chest. 2017;12(2):181-4."
    other = "Lee B. On the habits of bees in spring. Chest. 2015;10(2):1-4."
    rows = [
        {"reference": text, "doi": "10.1000/a", "candidates": [work]},
        {"reference": other, "doi": None, "candidates": [work]},
    ]
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    counts = matching.measure(file)
    assert (counts.right, counts.wrong, counts.wrong_on_absent, counts.absent) == (1, 0, 0, 1)
