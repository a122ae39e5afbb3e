"""What would change in items of a Zotero library, and the body of the request that changes one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bibkit.formats.zotero.dialects import of_api
from bibkit.online import Enriched

__all__ = [
    "INCOMPLETE", "Change", "Proposal", "Proposals", "failed", "labelled", "lacking", "listed", "patch_of",
    "with_tags",
]  # fmt: skip

#: What is said of an item where `Proposal.is_incomplete`.
INCOMPLETE = "Not every service answered: there may be more to say of it."


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an item, before and after.

    Args:
        field: Zotero's name of it; `creators` and `itemType` are fields too.
        old: its value: text, or an array of creators as in the API.
        new: the value that it would get.
        label: its name for a person.
        source: `crossref` or `pubmed`; `input` for what the item itself says elsewhere.
        kind: `fill` (it was empty), `complete` (the same said in full), `replace`.
        old_text: what to show for `old`, where that is not its text; `new_text` likewise.
    """

    field: str
    old: Any
    new: Any
    label: str
    source: str
    kind: str
    old_text: str = ""
    new_text: str = ""

    @property
    def before(self) -> str:
        """The old value for a person."""
        return self.old_text or (
            self.old if isinstance(self.old, str) and not self.new_text else ""
        )

    @property
    def after(self) -> str:
        """The new value for a person."""
        return self.new_text or str(self.new)

    def as_json(self) -> dict[str, Any]:
        """The change as plain JSON values."""
        values: dict[str, Any] = {"field": self.field, "old": self.old, "new": self.new}
        values |= {"label": self.label, "source": self.source, "kind": self.kind}
        if self.new_text:
            values |= {"oldText": self.old_text, "newText": self.new_text}
        return values


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would change in one item.

    Args:
        key, version: of the item as it was read.
        title: of the item, without mark-up.
        status: `found`, where there is something to change; `unchanged`; `conflict`, an identifier
            leads to another work; `unknown`, no record was found or several would do; `failed`, a
            service did not answer.
        changes: field by field; empty for a conflict.
        tags: that it lacks.
        messages: what a person should know, as sentences.
        is_incomplete: not every service answered; what those that did have is proposed.
        data: the item's data as it was read.
    """

    key: str
    version: int
    title: str
    status: str
    changes: tuple[Change, ...] = ()
    tags: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    is_incomplete: bool = False
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The proposal as plain JSON values, without the item's data."""
        return {
            "key": self.key,
            "version": self.version,
            "title": self.title,
            "status": self.status,
            "changes": [change.as_json() for change in self.changes],
            "tags": list(self.tags),
            "messages": [*self.messages, *([INCOMPLETE] if self.is_incomplete else [])],
        }


@dataclass(frozen=True, slots=True)
class Proposals:
    """What would change in several items.

    Args:
        results: in the order of the items; those that are no references are left out.
        enriched: what enrichment said of them.
        offline: nobody was asked; what was in the cache is all that is known.
    """

    results: tuple[Proposal, ...]
    enriched: Enriched
    offline: bool = False

    def to_json(self) -> dict[str, Any]:
        """All of it as plain JSON values: `results`, `sent`, `failures`."""
        return {
            "results": [one.as_json() for one in self.results],
            "sent": listed(self.enriched.account),
            "failures": failed(self.enriched.failures, self.offline),
        }


def failed(reasons: Iterable[str], offline: bool = False) -> list[str]:
    """What failed, in sentences; offline there is one reason for all.

    >>> failed(["Crossref cannot be reached"]), failed([])
    (['Crossref cannot be reached.'], [])
    >>> failed(["not asked (offline)"], offline=True)
    ['Nobody was asked (offline): only what is in the cache is known.']
    """
    said = [f"{reason}." for reason in reasons]
    if said and offline:
        return ["Nobody was asked (offline): only what is in the cache is known."]
    return said


def listed(account: str) -> list[str]:
    """The parts of an account of what was sent.

    >>> listed("1 DOI to Crossref (api.crossref.org, 1 request); 2 PMIDs to NCBI (…)")[1]
    '2 PMIDs to NCBI (…)'
    """
    return account.split("; ") if account else []


_LABELS = {
    "abstractNote": "Abstract", "journalAbbreviation": "Journal Abbr", "publicationTitle": "Publication",
    "shortTitle": "Short Title", "url": "URL", "extra": "Extra",
}  # fmt: skip


def labelled(name: str) -> str:
    """Zotero's name of a field or type as its windows show it, in English.

    >>> labelled("publicationTitle"), labelled("bookTitle"), labelled("PMCID")
    ('Publication', 'Book Title', 'PMCID')
    """
    if name in _LABELS or name.isupper():
        return _LABELS.get(name, name)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return words[:1].upper() + words[1:]


# --- the request -------------------------------------------------------------------------------------


def patch_of(proposal: Proposal, chosen: Collection[str] | None = None) -> dict[str, Any]:
    """The body of a PATCH that makes changes: creators and tags whole, the old ones with them.

    Args:
        chosen: the fields to change, `tags` among them; None for all.

    >>> change = Change("DOI", "", "10.1/x", "DOI", "crossref", "fill")
    >>> patch_of(Proposal("A", 1, "Soil", "found", (change,), ("Retracted",), data={"tags": []}))
    {'DOI': '10.1/x', 'tags': [{'tag': 'Retracted'}]}
    """
    patch = {
        one.field: one.new for one in proposal.changes if chosen is None or one.field in chosen
    }
    if proposal.tags and (chosen is None or "tags" in chosen):
        patch["tags"] = with_tags(proposal.data, proposal.tags)
    return patch


def with_tags(data: Mapping[str, Any], tags: Iterable[str]) -> list[Any]:
    """An item's tags as they are, and those that it lacks."""
    raw = data.get("tags")
    return [*(raw if isinstance(raw, list) else []), *({"tag": tag} for tag in lacking(data, tags))]


def lacking(data: Mapping[str, Any], tags: Iterable[str]) -> list[str]:
    """Those of the tags that an item has not, in whatever case.

    >>> lacking({"tags": [{"tag": "retracted"}]}, ["Retracted", "ALS"])
    ['ALS']
    """
    held = {tag.casefold() for tag in of_api(data).tags}
    return [tag for tag in dict.fromkeys(tags) if tag.casefold() not in held]
