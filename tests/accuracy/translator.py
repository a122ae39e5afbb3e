"""How right Zotero's import translator reads, on gold data: `make accuracy`.

    python tests/accuracy/translator.py [--record]

It reads by the grammar alone (a test holds it to the same items as the Python that it is made from), and
tags what it may have read wrongly. Of the journals kept apart: how many records are whole, how many are
tagged, and how many of the others are whole.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import reporting
from gold import folder, kept_apart, load, scorer
from parsing import as_csl

from bibkit.reflist.deterministic import parse_by_rules
from bibkit.zotero.reading import TAG
from bibkit.zotero.translator.importing import items_of

FIGURES = Path(__file__).resolve().parent / "figures-translator.json"


def figures(gold: Path) -> dict[str, float]:
    """The shares, in percent."""
    score = scorer(gold)
    records = [r for r in load(gold / "reference-lists.jsonl.gz") if kept_apart(r["journal"])]
    whole = tagged = untagged_whole = 0
    for record in records:
        text = record["text"] + (record.get("links") or "")
        reference, _ = parse_by_rules(text)
        wanted, got = score.gold_fields(record), score.csl_fields(as_csl(reference))
        right = all(score.eq(name, wanted[name], got[name]) for name in score.CORE)
        is_tagged = any(TAG in item["tags"] for item in items_of(text))
        whole += right
        tagged += is_tagged
        untagged_whole += right and not is_tagged
    count = len(records)
    untagged = count - tagged
    return {
        "records": count,
        "whole": round(100 * reporting.share(whole, count), 1),
        "tagged": round(100 * reporting.share(tagged, count), 1),
        "whole of the others": round(100 * reporting.share(untagged_whole, untagged), 1),
    }


def main(arguments: list[str]) -> int:
    gold = folder()
    if gold is None:
        print("BIBKIT_SHARED does not name a folder with gold data: nothing to measure.")
        return 0
    measured = figures(gold)
    print("Zotero's translator, journals kept apart:")
    for name, value in measured.items():
        print(f"  {name:20} {value:8}")
    return reporting.finish(arguments, FIGURES, measured, [])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
