"""How often the right work is found among candidates, and how often a wrong one: `make accuracy`.

    python tests/accuracy/matching.py FILE.jsonl.gz [--errors] [--record]

A line of the file is a reference as text, the DOI of its work (null where none of the candidates
is it), and candidates as Crossref gives works. The decision is bibkit's own (`enrichment.match`);
a match is wrong where another DOI is taken, or any where there is none.

Two more figures come from the same strings: of the works that a reference cites under its own DOI,
how many `bibkit check` would call another work or wrong in a detail (false alarms), and of the
other candidates how many it tells to be another.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import reporting

import bibkit
from bibkit.enrichment.checking import wrong_details
from bibkit.enrichment.match import contradiction, decide
from bibkit.formats.crossref import candidate
from bibkit.model import Candidate, Evidence, Reference
from bibkit.outcome import Found

FIGURES = Path(__file__).resolve().parent / "figures-matching.json"


@dataclass
class Counts:
    """What came out."""

    present: int = 0
    absent: int = 0
    right: int = 0
    wrong: int = 0
    wrong_on_absent: int = 0
    claims: int = 0
    called_other: int = 0
    called_wrong: int = 0
    others: int = 0
    others_told: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        taken = self.right + self.wrong + self.wrong_on_absent
        return reporting.share(self.right, taken)

    @property
    def recall(self) -> float:
        return reporting.share(self.right, self.present)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file, packed or not."""
    open_ = gzip.open if path.suffix == ".gz" else open
    with open_(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read(text: str) -> Reference:
    """The reference of a string; one that cannot be read is its text alone."""
    line = " ".join(text.split())
    batch = bibkit.read(line.encode(), "lines")
    if batch.references and batch[0].evidence is not None:
        return batch[0]
    return Reference("", "document", {}, evidence=Evidence(line, confidence=0.0))


def name(one: Candidate, work: dict[str, Any]) -> str:
    """A candidate's DOI as the file writes it."""
    return one.id or str(work["DOI"]).lower()


def measure(path: Path) -> Counts:
    """Decide every line of a file."""
    counts = Counts()
    for row in rows(path):
        reference = read(row["reference"])
        doi = (row["doi"] or "").lower()
        found = [(candidate(work), work) for work in row["candidates"]]
        outcome = decide(reference, [one for one, _ in found])
        counts.present += bool(doi)
        counts.absent += not doi
        if isinstance(outcome, Found):
            taken = next(name(one, work) for one, work in found if one is outcome.candidate)
            counts.right += taken == doi
            counts.wrong += bool(doi) and taken != doi
            counts.wrong_on_absent += not doi
            if taken != doi:
                counts.errors.append(f"{taken} for {doi or 'none'}: {row['reference'][:300]}")
        elif doi:
            counts.errors.append(f"{type(outcome).__name__} for {doi}: {row['reference'][:300]}")
        for one, work in found:
            other = contradiction(reference, one)
            if doi and name(one, work) == doi:
                counts.claims += 1
                counts.called_other += bool(other)
                details = [] if other else wrong_details(reference, [one])
                # The years of this gold are the last number of the string that could be one.
                details = [detail for detail in details if detail[0] != "issued"]
                counts.called_wrong += bool(details)
                if other or details:
                    said = other or str(details)
                    counts.errors.append(f"alarm ({said}) on {doi}: {row['reference'][:300]}")
            elif not name(one, work).startswith("10.99999/"):  # look-alikes share all details
                counts.others += 1
                counts.others_told += bool(other)
    return counts


def figures(counts: Counts) -> dict[str, float]:
    """What is committed and may only improve."""
    return {
        "strings": counts.present + counts.absent,
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "wrong": counts.wrong,
        "wrong on absent": counts.wrong_on_absent,
        "false alarms": counts.called_other + counts.called_wrong,
        "others told": counts.others_told,
    }


def shared() -> Path | None:
    """The match gold, where there is any."""
    folder = os.environ.get("BIBKIT_SHARED")
    return Path(folder) / "gold" / "matching.jsonl.gz" if folder else None


def main(arguments: list[str]) -> int:
    paths = [Path(one) for one in arguments if not one.startswith("-")]
    path = paths[0] if paths else shared()
    if path is None or not path.exists():
        print("Give a file of the shape described above, or set BIBKIT_SHARED.", file=sys.stderr)
        return 2
    counts = measure(path)
    print(f"match decision on {counts.present + counts.absent:,} strings ({path.name})")
    reporting.say("precision", counts.precision)
    reporting.say("recall", counts.recall, f"({counts.right} of {counts.present})")
    reporting.say("wrong matches", counts.wrong, "where the work is among the candidates")
    reporting.say("wrong matches", counts.wrong_on_absent, f"of {counts.absent} where it is not")
    if counts.claims:
        called = (
            f"{counts.called_other} called another work, {counts.called_wrong} wrong in a detail"
        )
        print(f"  false alarms       {called}, of {counts.claims} right identifiers")
        print(f"  other works told   {counts.others_told} of {counts.others}")
    return reporting.finish(arguments, FIGURES, figures(counts), counts.errors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
