"""Wrong matches where nothing can be right: `make accuracy`, where BIBKIT_SHARED has a twin.

References of the journals that are kept apart are searched among some 17,000 works that are not
theirs, half of them look-alikes; the five best hits of each are put to bibkit's decision. Nothing
of it was tuned on these strings. A match is right only under the DOI that the list itself gives.
"""

from __future__ import annotations

import importlib.util
import os
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import gold
import matching

from bibkit.enrichment.match import decide
from bibkit.formats.crossref import candidate
from bibkit.outcome import Found

DRAWN = 4000


def main() -> int:
    folder = Path(os.environ.get("BIBKIT_SHARED", ""))
    program = folder / "twin" / "twin.py"
    if not program.exists():
        print("matches of absent works: not measured (no BIBKIT_SHARED/twin)")
        return 0
    specification = importlib.util.spec_from_file_location("shared_twin", program)
    assert specification is not None
    assert specification.loader is not None
    twin = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(twin)
    corpus = twin.make_server(["--port", "0", "--traps", "1500"]).corpus
    records = [
        record
        for record in gold.load(folder / "gold" / "reference-lists.jsonl.gz")
        if gold.kept_apart(record["journal"])
    ]
    wrong = right = 0
    drawn = random.Random(3).sample(records, DRAWN)
    for record in drawn:
        _, hits = corpus.search(record["text"], 5)
        works = [candidate(corpus.works[doi]) for doi, _ in hits]
        outcome = decide(matching.read(record["text"]), works)
        if isinstance(outcome, Found):
            is_right = outcome.candidate.id == (record["gold"].get("doi") or "").lower()
            right += is_right
            wrong += not is_right
            if not is_right:
                print(f"  {outcome.candidate.id} taken for: {record['text'][:200]}")
    print(f"absent works: {wrong} wrong matches of {DRAWN - right:,} ({len(corpus.works):,} works)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
