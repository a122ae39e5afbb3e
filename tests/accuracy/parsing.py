"""How right the parser is, on gold data: printed as tables, held by a ratchet.

Usage: python tests/accuracy/parsing.py [FILE.jsonl.gz] [--record]

Without FILE it is the gold data's `reference-lists.jsonl.gz` under BIBKIT_SHARED, and only the
journals that are kept apart are scored: the grammar was written by looking at the others. Any
other FILE of that shape is scored whole. A record is right when authors, title, container, year,
volume, issue, pages and DOI are all right; the scorer is the gold data's own.

The figures of the journals kept apart are committed in figures.json and may only improve: a lower
one fails, and so does a better one that is not recorded (--record).
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import bibkit
from bibkit.reflist import parse_reference

FIGURES = Path(__file__).with_name("figures.json")
Record = dict[str, Any]


def kept_apart(journal: str) -> bool:
    """Whether a journal is one of the half that nothing was tuned on."""
    return hashlib.sha256(journal.encode()).digest()[0] % 2 == 1


def load(path: Path) -> list[Record]:
    """The records of a gold file that are scored."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return [record for record in records if record.get("scored", True)]


def scorer(folder: Path) -> ModuleType:
    """The gold data's scorer."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predict(records: list[Record]) -> dict[str, Any]:
    """Each record's printed form, with its link tail, as the CSL-JSON that bibkit makes of it."""
    predicted = {}
    for record in records:
        reference, _ = parse_reference(record["text"] + (record.get("links") or ""))
        item = json.loads(bibkit.write([reference], "csl-json"))[0] if reference else {}
        predicted[str(record["id"])] = item
    return predicted


def tables(score: ModuleType, records: list[Record]) -> dict[str, dict[str, float]]:
    """Print the tables; give back the share of right records and fields by kind, in percent."""
    begun = time.perf_counter()
    for record in records:
        parse_reference(record["text"] + (record.get("links") or ""))
    rate = len(records) / (time.perf_counter() - begun)
    predicted = predict(records)
    columns = [*score.CORE, "full", "initials", "type"]
    print(f"{'':34s} {'n':>6s} " + " ".join(f"{name[:6]:>6s}" for name in columns))
    figures: dict[str, dict[str, float]] = {}
    for heading, key in (("kind", _kind), ("type", _type), ("tag", _tags)):
        groups: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            for name in key(record):
                groups[name].append(record)
        for name, group in sorted(groups.items(), key=lambda item: -len(item[1])):
            count, report, _ = score.score(group, predicted)
            print(score.line(f"{heading} {name or '(none)'}", count, report))
            if heading == "kind":
                figures[name] = {c: round(100 * report[c]["acc"], 2) for c in columns}
                figures[name]["n"] = count
    count, report, _ = score.score(records, predicted)
    print(score.line("all", count, report))
    print(f"{rate:,.0f} references a second")
    return figures


def _kind(record: Record) -> list[str]:
    return [record.get("kind", "")]


def _type(record: Record) -> list[str]:
    return [record["gold"].get("type", "")]


def _tags(record: Record) -> list[str]:
    return list(record.get("tags", []))


def compare(figures: dict[str, dict[str, float]], committed: dict[str, Any]) -> list[str]:
    """What differs from the committed figures, in words."""
    said = []
    for kind, row in figures.items():
        for name, value in row.items():
            before = committed.get(kind, {}).get(name)
            if before != value:
                worse = before is not None and value < before
                said.append(f"{kind} {name}: {before} {'fell' if worse else 'rose'} to {value}")
    return said


def main(arguments: list[str]) -> int:
    files = [argument for argument in arguments if not argument.startswith("-")]
    shared = os.environ.get("BIBKIT_SHARED")
    if not shared:
        print("BIBKIT_SHARED does not name a folder with gold data: nothing to measure.")
        return 0
    gold = Path(shared) / "gold"
    score = scorer(gold)
    if files:
        tables(score, load(Path(files[0])))
        return 0
    records = [r for r in load(gold / "reference-lists.jsonl.gz") if kept_apart(r["journal"])]
    print("Journals kept apart:")
    figures = tables(score, records)
    if "--record" in arguments:
        FIGURES.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", "utf-8")
        return 0
    said = compare(figures, json.loads(FIGURES.read_text("utf-8")))
    for line in said:
        print(line)
    if any(" fell to " in line for line in said):
        print("A figure fell.")
    elif said:
        print("Figures rose: record them with --record.")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
