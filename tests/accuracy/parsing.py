"""How right the parser is, on gold data: printed as tables, held by a ratchet.

Usage: python tests/accuracy/parsing.py [FILE.jsonl.gz] [--record]

Without FILE it is the gold data's `reference-lists.jsonl.gz` under BIBKIT_SHARED, and only the
journals that are kept apart are scored: nothing was learned from them. The hundred citations of
PubMed that were labelled by hand (`pubmed-labels.jsonl`) come to it. Any other FILE of that shape
is scored whole. A record is right when authors, title, container, year, volume, issue, pages and
DOI are all right; the scorer is the gold data's own.

The last table holds the confidence against what is right: of the references with 0.8, about 80 in
100 should be. The figures of the journals kept apart are committed in figures.json and may only
improve: a lower one fails, and so does a better one that is not recorded (--record).
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from gold import Record, folder, kept_apart, load, scorer

import bibkit
from bibkit import Reference
from bibkit.reflist import parse_reference
from bibkit.reflist.liststyle import checked_by_list

HERE = Path(__file__).parent
FIGURES = HERE / "figures.json"
DRAWN = 3_000
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)

Groups = tuple[tuple[str, Callable[[Record], list[str]]], ...]


def as_csl(reference: Reference | None) -> dict[str, Any]:
    """A reference as the CSL-JSON item that bibkit writes."""
    item: dict[str, Any] = json.loads(bibkit.write([reference], "csl-json"))[0] if reference else {}
    return item


def read(records: list[Record]) -> dict[str, Reference | None]:
    """What bibkit makes of each record's printed form with its link tail, list by list."""
    lists: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        lists[record.get("list") or str(record["id"])].append(record)
    made: dict[str, Reference | None] = {}
    for members in lists.values():
        references = []
        for record in members:
            reference, _ = parse_reference(record["text"] + (record.get("links") or ""))
            made[str(record["id"])] = reference
            if reference is not None:
                references.append((str(record["id"]), reference))
        checked = checked_by_list(reference for _, reference in references)
        made.update(zip((key for key, _ in references), checked, strict=True))
    return made


def labelled(gold: Path) -> list[Record]:
    """The citations of PubMed that were labelled by hand."""
    with gzip.open(gold / "pubmed-citations.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = {record["id"]: record for record in map(json.loads, file)}
    lines = (HERE / "pubmed-labels.jsonl").read_text("utf-8").splitlines()
    return [{**texts[one["id"]], "gold": one["gold"]} for one in map(json.loads, lines)]


def tables(score: ModuleType, records: list[Record]) -> dict[str, dict[str, float]]:
    """Print the tables; give back the share of right records and fields by kind, in percent."""
    begun = time.process_time()
    made = read(records)
    rate = len(records) / (time.process_time() - begun)
    predicted = {key: as_csl(reference) for key, reference in made.items()}
    columns = [*score.CORE, "full", "initials", "type"]
    print(f"{'':34s} {'n':>6s} " + " ".join(f"{name[:6]:>6s}" for name in columns))
    figures: dict[str, dict[str, float]] = {}

    def row(name: str, group: list[Record], *, recorded: str = "") -> None:
        count, report, _ = score.score(group, predicted)
        print(score.line(name, count, report))
        if recorded:
            figures[recorded] = {c: round(100 * report[c]["acc"], 2) for c in columns}
            figures[recorded]["n"] = count

    for heading, key in _GROUPS:
        groups: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            for name in key(record):
                groups[name].append(record)
        for name, group in sorted(groups.items(), key=lambda item: -len(item[1])):
            kept = heading == "kind" or (heading, name) == ("type", "chapter")
            row(f"{heading} {name or '(none)'}", group, recorded=name if kept else "")
    if len(records) > DRAWN:
        row(
            f"drawn across all, {DRAWN:,}",
            random.Random(1).sample(records, DRAWN),
            recorded="drawn",
        )
    row("all", records)
    _reliability(score, records, made, predicted)
    print(f"{rate:,.0f} references a second")
    return figures


_GROUPS: Groups = (
    ("kind", lambda record: [record.get("kind", "")]),
    ("type", lambda record: [record["gold"].get("type", "")]),
    ("tag", lambda record: list(record.get("tags", []))),
)


def _reliability(
    score: ModuleType,
    records: list[Record],
    made: dict[str, Reference | None],
    predicted: dict[str, Any],
) -> None:
    judged = reliability(score, records, made, predicted)
    print("\nconfidence        n   meant   right")
    for low, high, count, meant, right in judged:
        print(
            f"{low:4.2f} to {min(high, 1):4.2f} {count:6d} {100 * meant:6.1f}  {100 * right:6.1f}"
        )


def reliability(
    score: ModuleType,
    records: list[Record],
    made: dict[str, Reference | None],
    predicted: dict[str, Any],
) -> list[tuple[float, float, int, float, float]]:
    """For each range of confidence: its bounds, how many references, the mean, the share right."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for record in records:
        reference = made.get(str(record["id"]))
        if reference is None or reference.evidence is None:
            continue
        wanted = score.gold_fields(record)
        got = score.csl_fields(predicted[str(record["id"])])
        right = all(score.eq(name, wanted[name], got[name]) for name in score.CORE)
        sure = reference.evidence.confidence
        place = max(n for n, low in enumerate(_BINS) if sure >= low)
        bins[place].append((sure, right))
    return [
        (
            _BINS[place],
            _BINS[place + 1],
            len(group),
            sum(sure for sure, _ in group) / len(group),
            sum(right for _, right in group) / len(group),
        )
        for place, group in sorted(bins.items())
    ]


def kept_apart_figures(gold: Path) -> dict[str, dict[str, float]]:
    """The figures that are committed: of the journals kept apart, and of the hand-labelled."""
    score = scorer(gold)
    records = [r for r in load(gold / "reference-lists.jsonl.gz") if kept_apart(r["journal"])]
    print("Journals kept apart:")
    figures = tables(score, records)
    print("\nCitations as PubMed prints them, labelled by hand:")
    by_hand = labelled(gold)
    predicted = {key: as_csl(reference) for key, reference in read(by_hand).items()}
    count, report, _ = score.score(by_hand, predicted)
    print(score.line("pubmed-citation", count, report))
    columns = [*score.CORE, "full", "initials", "type"]
    figures["pubmed-citation"] = {c: round(100 * report[c]["acc"], 2) for c in columns}
    figures["pubmed-citation"]["n"] = count
    return figures


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
    gold = folder()
    if gold is None:
        print("BIBKIT_SHARED does not name a folder with gold data: nothing to measure.")
        return 0
    if files:
        tables(scorer(gold), load(Path(files[0])))
        return 0
    figures = kept_apart_figures(gold)
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
