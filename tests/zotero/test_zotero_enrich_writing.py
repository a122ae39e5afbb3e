"""How a library's items are changed: what was changed meanwhile, and what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from asking import MATHIS, services
from stocking import VIEW, data
from stub_zotero import StubZotero
from twin import Twin

from bibkit.errors import ZoteroError, ZoteroUsage
from bibkit.zotero.api import Api
from bibkit.zotero.changes import propose
from bibkit.zotero.enrich import enrich_library, write
from bibkit.zotero.proposals import Proposals, patch_of
from bibkit.zotero.shapes import Collection, Missing, Stale, Uncertain

# --- changed meanwhile


def meanwhile(zotero: StubZotero, place: int, **fields: Any) -> Callable[[Proposals], Any]:
    """Decides for all that is proposed, just after somebody has changed an item in Zotero."""

    def decide(found: Proposals) -> Mapping[str, list[str]]:
        zotero.edit(zotero.items[place], **fields)
        return {one.key: list(patch_of(one)) for one in found.results}

    return decide


def test_an_item_that_was_changed_elsewhere_is_read_again_and_written(
    twin: Twin, stocked: StubZotero
) -> None:
    with services(twin.environ) as open:
        decide = meanwhile(
            stocked, 1, rights="mine", tags=[{"tag": "x", "type": 1}, {"tag": "new"}]
        )
        outcome = enrich_library(Api.local(f"{stocked.url}/api"), open, decide=decide)
    fallen = data(stocked, 1)
    assert stocked.items[1]["key"] in outcome.changed
    assert (outcome.left, outcome.failed) == ({}, {})
    assert (fallen["rights"], fallen["volume"]) == ("mine", "22")
    assert [one["tag"] for one in fallen["tags"]] == ["x", "new", "Retracted"]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"pages": "181-185"}, "pages"),
        ({"creators": []}, "creators"),
        ({"title": "Another"}, "title"),
        ({"DOI": "10.1/y"}, "DOI"),
    ],
)
def test_an_item_whose_fields_were_changed_meanwhile_is_left(
    fields: dict[str, Any], named: str, twin: Twin, stocked: StubZotero
) -> None:
    with services(twin.environ) as open:
        outcome = enrich_library(
            Api.local(f"{stocked.url}/api"), open, decide=meanwhile(stocked, 0, **fields)
        )
    key = stocked.items[0]["key"]
    assert list(outcome.left) == [key]
    assert named in outcome.left[key]
    assert len(outcome.changed) == 2
    assert "PMID" not in data(stocked)
    assert data(stocked) | fields == data(stocked)


# --- what goes wrong on the way, with a library that does as it is told


class Told:
    """A library that answers changes as a test says: nothing, or what is raised."""

    library = "users/0"

    def __init__(self, items: list[dict[str, Any]], *answers: BaseException | None) -> None:
        self.held = items
        self.answers = list(answers)
        self.changes: list[tuple[str, int, Mapping[str, Any]]] = []

    def collections(self) -> tuple[Collection, ...]:
        return ()

    def items(self, collection: str | None = None) -> Any:
        return iter(self.held)

    def item(self, key: str) -> dict[str, Any]:
        return next(one for one in self.held if one["key"] == key)

    def change(self, key: str, version: int, patch: Mapping[str, Any]) -> None:
        self.changes.append((key, version, patch))
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer


def many(number: int) -> list[dict[str, Any]]:
    return [
        {"key": f"K{n}", "version": n, "data": {"itemType": "journalArticle", "title": VIEW, "DOI": MATHIS}}
        for n in range(number)
    ]  # fmt: skip


def written(twin: Twin, library: Told) -> Any:
    with services(twin.environ) as open:
        found = propose(library.held, open)
    return write(library, found, {one.key: list(patch_of(one)) for one in found.results})


def test_one_item_that_cannot_be_changed_does_not_stop_the_others(twin: Twin) -> None:
    library = Told(many(4), ZoteroError("No."), Missing("Gone."), Uncertain("It was cut"), None)
    outcome = written(twin, library)
    assert outcome.changed == ("K3",)
    assert outcome.failed == {"K0": "No."}
    assert outcome.left == {"K1": "It is no longer there."}
    assert list(outcome.uncertain) == ["K2"]
    assert "not known whether" in outcome.uncertain["K2"]
    assert (outcome.untried, outcome.stopped) == ((), "")


def test_a_zotero_that_has_gone_is_not_asked_for_ever(twin: Twin) -> None:
    library = Told(many(9), None, *[ZoteroError("Zotero does not run.")] * 8)
    outcome = written(twin, library)
    assert outcome.changed == ("K0",)
    assert (list(outcome.failed), len(library.changes)) == (["K1", "K2", "K3"], 4)
    assert outcome.untried == ("K4", "K5", "K6", "K7", "K8")
    assert outcome.stopped == "Zotero does not run."


def test_a_few_failures_here_and_there_do_not_end_it(twin: Twin) -> None:
    no = ZoteroError("No.")
    outcome = written(twin, Told(many(7), no, no, None, no, no, None, no))
    assert (outcome.changed, len(outcome.failed), outcome.stopped) == (("K2", "K5"), 5, "")


def test_a_library_that_may_not_be_changed_is_asked_once(twin: Twin) -> None:
    library = Told(many(3), ZoteroUsage("Read-only."))
    with pytest.raises(ZoteroUsage, match="Read-only"):
        written(twin, library)
    assert len(library.changes) == 1
    outcome = written(twin, Told(many(3), None, ZoteroUsage("No more.")))
    assert (outcome.changed, outcome.failed) == (("K0",), {"K1": "No more."})
    assert (outcome.untried, outcome.stopped) == (("K2",), "No more.")


def test_an_interruption_says_what_was_done(twin: Twin) -> None:
    outcome = written(twin, Told(many(4), None, KeyboardInterrupt()))
    assert (outcome.changed, list(outcome.uncertain), outcome.untried) == (("K0",), ["K1"], ("K2", "K3"))  # fmt: skip
    assert (outcome.stopped, outcome.interrupted) == ("Interrupted.", True)


def test_an_item_that_never_stands_still_is_left(twin: Twin) -> None:
    library = Told(many(1), *[Stale("changed")] * 9)
    outcome = written(twin, library)
    assert (list(outcome.left), len(library.changes)) == (["K0"], 3)


def test_a_change_that_is_found_there_already_counts(twin: Twin) -> None:
    library = Told(many(1), Stale("changed"))
    with services(twin.environ) as open:
        (proposal,) = propose(library.held, open).results
    library.held[0]["data"] |= patch_of(proposal)
    with services(twin.environ) as open:
        again = propose(many(1), open)
    outcome = write(library, again, {"K0": list(patch_of(proposal))})
    assert (outcome.changed, len(library.changes)) == (("K0",), 1)


def test_an_item_that_went_to_the_bin_stays_there(twin: Twin) -> None:
    items = many(1)
    library = Told(items, Stale("changed"))
    with services(twin.environ) as open:
        found = propose(many(1), open)
    items[0]["data"]["deleted"] = 1
    outcome = write(library, found, {"K0": list(patch_of(found.results[0]))})
    assert "bin" in outcome.left["K0"]
