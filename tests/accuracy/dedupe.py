"""How often references are rightly called one work, and how often wrongly: `make accuracy`.

    python tests/accuracy/dedupe.py [--errors] [--record]

Two measurements, both with the identifiers hidden, which say afterwards what is true.

1. All references of all reference lists as one list of 29,000: the same works stand in several of
   them, each time set otherwise, among thousands by the same authors and from the same journals.
   `enrichment.doubles` finds the groups; every pair within a group counts.
2. The strings of the match gold against their five candidates each, of which a third are
   look-alikes (a correction, a second part, a copy of another year), and the candidates among
   themselves: `enrichment.samework` decides each pair.

The rule was written with both in view; what it is to hold is that no look-alike is merged.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import gold
import matching
import reporting

from bibkit.enrichment.doubles import doubles
from bibkit.enrichment.samework import same_work
from bibkit.formats.crossref import candidate
from bibkit.identifiers import normalise_doi, normalise_pmid
from bibkit.model import Date, Name, Reference, Value

FIGURES = Path(__file__).resolve().parent / "figures-dedupe.json"

# Works that have two DOIs: JSTOR's own beside the publisher's, and one of a publisher's own making.
_SECOND_DOIS = ("10.2307/", "10.1006/abio.1976.9999")


@dataclass
class Counts:
    """What came out, in pairs."""

    references: int = 0
    same: int = 0
    found: int = 0
    wrong: int = 0
    untold: int = 0
    strings: int = 0
    strings_found: int = 0
    lookalikes: int = 0
    lookalikes_merged: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        right = self.found + self.strings_found
        merged = right + self.wrong + self.lookalikes_merged
        return reporting.share(right, merged)

    @property
    def recall(self) -> float:
        return reporting.share(self.found, self.same)


# --- 1: the reference lists -----------------------------------------------------------------------------


def reference(record: dict[str, Any]) -> Reference:
    """A record's tagged fields, without identifiers."""
    given = record["gold"]
    fields: dict[str, Value] = {}
    for variable in ("author", "editor"):
        if people := _names(given.get(variable)):
            fields[variable] = people
    for name, variable in (("container", "container-title"), *((n, n) for n in _TEXTS)):
        if given.get(name):
            fields[variable] = str(given[name])
    if str(given.get("year") or "").isdecimal():
        fields["issued"] = Date(int(given["year"]))
    extra = {"custom": {"author-et-al": True}} if given.get("etal") and "author" in fields else {}
    return Reference(record["id"], given.get("type") or "document", fields, extra)


_TEXTS = ("title", "volume", "issue", "page", "publisher", "edition")


def _names(people: list[dict[str, str]] | None) -> tuple[Name, ...]:
    return tuple(
        Name(one.get("family") or "", one.get("given") or "", suffix=one.get("suffix") or "")
        if one.get("family") or one.get("given")
        else Name(literal=one["literal"])
        for one in people or []
        if any(one.get(part) for part in ("family", "given", "literal"))
    )


def _identifiers(record: dict[str, Any]) -> tuple[str, str]:
    doi = (normalise_doi(record["gold"].get("doi") or "") or "").lower()
    return "" if doi.startswith(_SECOND_DOIS) else doi, normalise_pmid(record["gold"].get("pmid") or "") or ""  # fmt: skip


def verdict(one: tuple[str, str], other: tuple[str, str]) -> bool | None:
    """Whether identifiers say that two references are one work; None where they do not say, or
    say both.
    """
    said = {a == b for a, b in zip(one, other, strict=True) if a and b}
    return said.pop() if len(said) == 1 else None


def measure_lists(path: Path, counts: Counts) -> None:
    """Find the doubles among all references of all lists."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    known = [_identifiers(record) for record in records]
    counts.references = len(records)
    pairs: set[tuple[int, int]] = set()
    for kind in (0, 1):
        having = defaultdict(list)
        for place, identifiers in enumerate(known):
            if identifiers[kind]:
                having[identifiers[kind]].append(place)
        pairs.update(pair for places in having.values() for pair in combinations(places, 2))
    same = {(a, b) for a, b in pairs if verdict(known[a], known[b])}
    groups, _ = doubles([reference(record) for record in records])
    merged = {pair for group in groups for pair in combinations(group.places, 2)}
    counts.same, counts.found = len(same), len(same & merged)
    for a, b in merged - same:
        told = verdict(known[a], known[b])
        counts.wrong += told is False
        counts.untold += told is None
        if told is False:
            texts = " || ".join(records[place]["text"][:160] for place in (a, b))
            counts.errors.append(f"merged: {known[a]} {known[b]} {texts}")
    for a, b in sorted(same - merged):
        texts = " || ".join(records[place]["text"][:160] for place in (a, b))
        counts.errors.append(f"missed: {texts}")


# --- 2: the look-alikes ---------------------------------------------------------------------------------


def bare(reference: Reference) -> Reference:
    """A reference without its identifiers."""
    return reference.replace(DOI=None, PMID=None, PMCID=None, URL=None)


def measure_lookalikes(path: Path, counts: Counts) -> None:
    """Decide every string against its candidates, and these against each other."""
    for row in matching.rows(path):
        doi = (row["doi"] or "").lower()
        works = [candidate(work) for work in row["candidates"]]
        named = [(matching.name(w, d), bare(w.reference)) for w, d in zip(works, row["candidates"], strict=True)]  # fmt: skip
        string = bare(matching.read(row["reference"]))
        for name, work in named:
            agree = same_work(string, work)
            is_right = bool(doi) and name == doi
            counts.strings += is_right
            counts.strings_found += is_right and bool(agree)
            counts.lookalikes += not is_right
            if agree and not is_right:
                counts.lookalikes_merged += 1
                counts.errors.append(f"merged ({agree}): {name} with: {row['reference'][:200]}")
        for (one, a), (other, b) in combinations(named, 2):
            if one != other:
                counts.lookalikes += 1
                if agree := same_work(a, b):
                    counts.lookalikes_merged += 1
                    counts.errors.append(f"merged ({agree}): {one} with {other}")


# --- all ------------------------------------------------------------------------------------------------


def measure(folder: Path) -> Counts:
    """Both measurements on a folder of gold data."""
    counts = Counts()
    measure_lists(folder / "reference-lists.jsonl.gz", counts)
    measure_lookalikes(folder / "matching.jsonl.gz", counts)
    return counts


def figures(counts: Counts) -> dict[str, float]:
    """What is committed and may only improve."""
    return {
        "references": counts.references,
        "same": counts.same,
        "found": counts.found,
        "wrong": counts.wrong,
        "look-alikes": counts.lookalikes,
        "look-alikes merged": counts.lookalikes_merged,
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
    }


def main(arguments: list[str]) -> int:
    folder = gold.folder()
    if folder is None or not (folder / "matching.jsonl.gz").exists():
        print("doubles: not measured (no BIBKIT_SHARED)", file=sys.stderr)
        return 2
    counts = measure(folder)
    print(f"doubles among {counts.references:,} references, their identifiers hidden")
    reporting.say("precision", counts.precision, f"({counts.wrong} pairs merged wrongly)")
    reporting.say("recall", counts.recall, f"({counts.found:,} of {counts.same:,} pairs)")
    reporting.say("not told", counts.untold, "pairs merged of which one has no identifier")
    reporting.say("look-alikes merged", counts.lookalikes_merged, f"of {counts.lookalikes:,} pairs")
    reporting.say("strings recognised", counts.strings_found, f"of {counts.strings:,}")
    return reporting.finish(arguments, FIGURES, figures(counts), counts.errors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
