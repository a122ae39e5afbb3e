"""The conversion suites: how much of what other tools' tests expect bibkit reads, and what survives
a round trip. `make suite` prints it; BIBKIT_SHARED names the folder with the suites.

A suite's expectation is another tool's. Where it is that tool's fault, the right value is kept and
the case is in `disagreements.json` with the reason; it is counted apart.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bibkit
from bibkit.errors import BibkitError
from bibkit.formats.csl_json import item_of

HERE = Path(__file__).parent
SUITES = (
    "zotero-bibtex", "pandoc-biblatex", "bbt-import", "zotero-ris", "zotero-nbib", "zotero-pubmedxml",
    "zotero-endnotexml", "zotero-csljson",
)  # fmt: skip
ROUND_TRIPS = ("biblatex", "bibtex", "ris", "nbib", "endnote", "enw", "csl-yaml")
SCHOLARLY = {
    "article", "article-journal", "book", "chapter", "paper-conference", "report", "thesis",
}  # fmt: skip

Item = dict[str, Any]


@dataclass
class Score:
    """How many of the expected fields were read as expected."""

    records: int = 0
    exact: int = 0
    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    apart: int = 0
    misses: list[tuple[str, str, object, object]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return sum(self.right.values()) / max(1, sum(self.total.values()))


def folder() -> Path:
    """Where the suites are."""
    return Path(os.environ["BIBKIT_SHARED"]) / "suites"


def scorer() -> Any:
    """The suites' own yardstick: what counts as the same value."""
    spec = importlib.util.spec_from_file_location("suites_score", folder() / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def disagreements() -> dict[tuple[str, str, str], str]:
    """(suite, case, field) to the reason why its expectation is not met on purpose."""
    rows = json.loads((HERE / "disagreements.json").read_text(encoding="utf-8"))
    return {(row["suite"], row["case"], row["field"]): row["reason"] for row in rows}


def read_items(text: str, format: str) -> list[Item]:
    """What bibkit reads, as CSL-JSON; nothing where it reads nothing."""
    try:
        return [item_of(reference) for reference in bibkit.read(text.encode(), format)]
    except BibkitError:
        return []


def score(name: str, *, as_given: bool = False, paired: bool = False) -> Score:
    """The score of one suite.

    Args:
        as_given: count the disagreements as misses, and pair records by their order alone.
        paired: count the disagreements as misses.
    """
    suite = json.loads((folder() / f"{name}.json").read_text(encoding="utf-8"))
    yardstick, apart = scorer(), disagreements()
    found = Score()
    for case in suite["cases"]:
        read = read_items(case["input"], suite["format"])
        pairs = yardstick.pair(case["expected"], read)
        for want, got in pairs if as_given else _by_key(case["expected"], read) or pairs:
            found.records += 1
            missed = False
            for key in yardstick.CORE:
                if want.get(key) in (None, "", []):
                    continue
                value = (got or {}).get(key)
                same = yardstick.level(key, want[key]) == yardstick.level(key, value)
                if not same and (name, case["id"], key) in apart and not (as_given or paired):
                    found.apart += 1
                    continue
                found.total[key] += 1
                found.right[key] += same
                if not same:
                    missed = True
                    found.misses.append((case["id"], key, want[key], value))
            found.exact += not missed
    return found


def met(name: str) -> set[tuple[str, str]]:
    """The disagreements (case, field) of a suite whose expectation is met, wherever it stands."""
    given = {(case, field) for case, field, _, _ in score(name, paired=True).misses}
    mine = {(case, field) for suite, case, field in disagreements() if suite == name}
    return mine - given


def _by_key(expected: list[Item], read: list[Item]) -> list[tuple[Item, Item]] | None:
    """Pairs by citation key, where expectations name theirs: some suites list them in another order."""
    found = {item["id"]: item for item in read}
    keys = [item.get("citation-key") for item in expected]
    if not all(key in found for key in keys) or len(set(keys)) < len(keys):
        return None
    return [(item, found[item["citation-key"]]) for item in expected]


@dataclass
class RoundTrip:
    """How many records come back with every field equal."""

    records: int = 0
    equal: int = 0
    scholarly: int = 0
    scholarly_equal: int = 0
    fields: int = 0
    fields_equal: int = 0
    misses: list[tuple[str, str, object, object]] = field(default_factory=list)


def round_trip(format: str) -> RoundTrip:
    """CSL-JSON through a format and back, strictly compared: every field as it was, none more."""
    items: list[Item] = json.loads((folder() / "roundtrip.csl.json").read_text(encoding="utf-8"))
    batch = bibkit.read(json.dumps(items), "csl-json")
    back = [item_of(one) for one in bibkit.read(bibkit.write(batch, format), format)]
    found = RoundTrip()
    by_id = {item["id"]: item for item in back}
    ordered = back if len(back) == len(items) else [by_id.get(item["id"], {}) for item in items]
    for item, other in zip(items, ordered, strict=True):
        keys = {*item, *other} - {"id"}
        wrong = [key for key in keys if item.get(key) != other.get(key)]
        found.records += 1
        found.equal += not wrong
        found.fields += len(keys)
        found.fields_equal += len(keys) - len(wrong)
        if item["type"] in SCHOLARLY:
            found.scholarly += 1
            found.scholarly_equal += not wrong
        found.misses += [(item["id"], key, item.get(key), other.get(key)) for key in wrong]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="suites, or formats of the round trip")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N misses of each")
    parser.add_argument("--field", help="… of this field")
    parser.add_argument("--record", action="store_true", help="write figures.json anew")
    args = parser.parse_args()
    if not os.environ.get("BIBKIT_SHARED"):
        sys.exit("BIBKIT_SHARED names no folder with the suites.")
    formats = {one.name for one in bibkit.list_formats()}
    figures: dict[str, float] = {}
    for name in [name for name in SUITES if name in (args.names or SUITES)]:
        if scorer_format(name) not in formats:
            continue
        one, given = score(name), score(name, as_given=True)
        figures[name] = round(one.rate, 4)
        print(
            f"{name:18} fields {one.rate:6.1%} of {sum(one.total.values()):4}  records {one.exact}/{one.records} exact"
            f"  (apart {one.apart}; as given {given.rate:.1%})"
        )
        show(one.misses, args)
    for name in [name for name in ROUND_TRIPS if name in (args.names or ROUND_TRIPS)]:
        if name not in formats:
            continue
        trip = round_trip(name)
        figures[f"round trip {name}"] = round(trip.scholarly_equal / trip.scholarly, 4)
        print(
            f"round trip {name:9} scholarly {trip.scholarly_equal / trip.scholarly:6.1%} of {trip.scholarly}"
            f"  all {trip.equal / trip.records:6.1%} of {trip.records}  fields {trip.fields_equal / trip.fields:.2%}"
        )
        if args.errors:
            print("   ", Counter(key for _, key, _, _ in trip.misses).most_common(12))
        show(trip.misses, args)
    if args.record:
        (HERE / "figures.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def scorer_format(name: str) -> str:
    """The format that a suite is in."""
    return str(json.loads((folder() / f"{name}.json").read_text(encoding="utf-8"))["format"])


def show(misses: list[tuple[str, str, object, object]], args: argparse.Namespace) -> None:
    shown = [miss for miss in misses if not args.field or miss[1] == args.field]
    for case, key, want, got in shown[: args.errors]:
        print(f"    {case}: {key}\n      want {str(want)[:300]}\n      got  {str(got)[:300]}")


if __name__ == "__main__":
    main()
