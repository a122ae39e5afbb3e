"""Items of a Zotero library as tests give them, and what is proposed for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from asking import services
from twin import Twin

from bibkit.enrichment.ledger import Entry, Ledger
from bibkit.enrichment.merge import merge
from bibkit.formats.zotero.fields import item_named
from bibkit.model import Batch, Candidate, Problem, Reference
from bibkit.online import Enriched
from bibkit.services import Services, Settings
from bibkit.zotero import changes
from bibkit.zotero.changes import propose
from bibkit.zotero.proposals import Proposal, Proposals

Item = dict[str, Any]


def item(key: str = "ABCD2345", kind: str = "journalArticle", **fields: Any) -> Item:
    """An item as the API has it: what is not given is not there."""
    data = {"itemType": kind, "creators": [], "tags": [], "collections": [], **fields}
    return {"key": key, "version": 7, "data": {"key": key, "version": 7, **data}}


def full(key: str = "ABCD2345", kind: str = "journalArticle", **fields: Any) -> Item:
    """The same with all fields of its type, empty where they are not given."""
    table = item_named(kind)
    empty = {table.own.get(name, name): "" for name in table.fields.values()}
    return item(key, kind, **(empty | {"extra": ""} | fields))


def person(last: str, first: str, kind: str = "author") -> dict[str, str]:
    return {"creatorType": kind, "firstName": first, "lastName": last}


def proposed(twin: Twin, *items: Item, **given: Any) -> Proposals:
    with services(twin.environ) as open:
        return propose(items, open, **given)


def only(twin: Twin, one: Item, **given: Any) -> Proposal:
    (result,) = proposed(twin, one, **given).results
    return result


def of(proposal: Proposal) -> dict[str, tuple[Any, Any, str]]:
    return {one.field: (one.old, one.new, one.kind) for one in proposal.changes}


# --- services that know what a test says


Knows = Callable[[Reference], Reference | None]


def known(
    monkeypatch: pytest.MonkeyPatch, knows: Knows, service: str = "crossref", *codes: str
) -> None:
    """Enrichment that finds for each reference the record that `knows` makes of it."""

    def enrich(batch: Batch, _: Services, *, overwrite: Any = ()) -> Enriched:
        after, entries = [], {}
        for one in batch:
            record = knows(one)
            found = [] if record is None else [Candidate(record, service)]
            merged = merge(one, found, overwrite)
            after.append(merged.reference)
            entries[one.id] = Entry.of(one, merged, "found" if found else "absent", 0.0)
        problems = [Problem(code, f"{code}.", ref=one.id) for code in codes for one in batch]
        return Enriched(Batch(tuple(after), tuple(problems)), Ledger(entries), Counter())

    monkeypatch.setattr(changes, "enrich", enrich)


def by_record(one: Item, **given: Any) -> Proposal:
    """What is proposed, nobody being asked: see `known`."""
    with Services(Settings(offline=True)) as nobody:
        (result,) = propose([one], nobody, **given).results
    return result


def record(**fields: Any) -> Knows:
    return lambda one: Reference("10.1000/x", one.type, fields)
