"""A Zotero library, or a collection of it, completed: read, look up, decide, write.

::

    items ──► proposals ──► decide ──► one PATCH an item, with its version ──► outcome
                                         412: read again, and only what is as it was

Nothing is written before all is known and decided; what was written is said, whatever happens then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bibkit.errors import ZoteroError, ZoteroUsage
from bibkit.formats.zotero.schema import NO_WORKS
from bibkit.services import Services
from bibkit.zotero import shapes
from bibkit.zotero.changes import propose
from bibkit.zotero.naming import collection_named, overwritten
from bibkit.zotero.proposals import Proposal, Proposals, patch_of, with_tags
from bibkit.zotero.shapes import Missing, Stale, Uncertain, holds

__all__ = ["Choice", "Library", "Outcome", "enrich_library", "read_items", "write"]

_TIMES = 3  # that an item is read again because it was changed meanwhile
_IN_A_ROW = 3  # failures, after which nothing more is tried
#: What makes an item that work: where one of these was changed meanwhile, it is another's proposal.
_IDENTITY = ("itemType", "title", "DOI", "PMID", "PMCID")


class Library(Protocol):
    """What is needed of `bibkit.zotero.api.Api`."""

    library: str

    def collections(self) -> tuple[shapes.Collection, ...]: ...

    def items(self, collection: str | None = None) -> Iterable[dict[str, Any]]: ...

    def item(self, key: str) -> dict[str, Any]: ...

    def change(self, key: str, version: int, patch: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a library.

    Args:
        proposals: all that was found.
        changed: the keys of the items that were changed, in order.
        left: key to why an item was left as it is: it was changed by somebody else meanwhile.
        failed: key to why an item could not be changed.
        uncertain: key to why it is not known whether an item was changed.
        untried: the keys that were not come to.
        stopped: why nothing more was tried; empty where all was.
        interrupted: it was ended by hand.
    """

    proposals: Proposals
    changed: tuple[str, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    uncertain: Mapping[str, str] = field(default_factory=dict)
    untried: tuple[str, ...] = ()
    stopped: str = ""
    interrupted: bool = False


#: What is to be written of proposals: item key to the fields that are chosen.
Choice = Mapping[str, Collection[str]]


def enrich_library(
    api: Library,
    services: Services,
    collection: str = "",
    *,
    overwrite: Collection[str] = (),
    decide: Callable[[Proposals], Choice] = lambda proposals: {},
    tell: Callable[[int], object] = lambda items: None,
    done: Callable[[int, int], object] = lambda number, of: None,
) -> Outcome:
    """Complete the items of a library from Crossref and PubMed.

    Args:
        api: the library, see `bibkit.zotero.api.Api`.
        services: whom to ask.
        collection: a collection, as `bibkit.zotero.naming` takes it; empty for the whole library.
        overwrite: fields that the services' values replace.
        decide: what to write of what was found; by itself nothing.
        tell: called with the number of items that were read.
        done: called with how many of how many items were written.

    Returns:
        What was found and done; a service that failed is among the proposals' failures.

    Raises:
        NoCollection: no such collection.
        ZoteroUsage: nothing may be written at all.
        ZoteroError: the library cannot be read.
        SettingsError: `overwrite` names what there is not.
    """
    asked = overwritten(overwrite)  # what cannot be asked for is told before a library is read
    items = read_items(api, collection)
    tell(len(items))
    proposals = propose(items, services, overwrite=asked)
    return write(api, proposals, decide(proposals), done)


def read_items(api: Library, collection: str = "") -> list[dict[str, Any]]:
    """The items that are references, of the library or of a collection by its name.

    Raises:
        NoCollection: no such collection.
        ZoteroError: they cannot be read.
    """
    key = None
    if collection:
        key = collection_named(collection, api.library, api.collections()).key
    items = api.items(key)
    return [one for one in items if str(one["data"].get("itemType")) not in NO_WORKS]


# --- writing --------------------------------------------------------------------------------------


def write(
    api: Library,
    proposals: Proposals,
    choice: Choice,
    done: Callable[[int, int], object] = lambda number, of: None,
) -> Outcome:
    """Write what was chosen of proposals, an item at a time, each with the version that was read.

    Returns:
        What was written, and whatever Zotero said to the rest.

    Raises:
        ZoteroUsage: nothing may be written at all.
    """
    wanted = [one for one in proposals.results if patch_of(one, choice.get(one.key, ()))]
    work = _Work()
    for number, proposal in enumerate(wanted, start=1):
        if work.stopped:
            work.untried.append(proposal.key)
            continue
        try:
            work.take(api, proposal, choice[proposal.key])
            done(number, len(wanted))
        except KeyboardInterrupt:
            work.interrupt(proposal.key)
    return Outcome(
        proposals,
        tuple(work.changed),
        work.left,
        work.failed,
        work.uncertain,
        tuple(work.untried),
        work.stopped,
        work.interrupted,
    )


@dataclass(slots=True)
class _Work:
    """What became of the items so far, as `Outcome` has it."""

    changed: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    uncertain: dict[str, str] = field(default_factory=dict)
    untried: list[str] = field(default_factory=list)
    stopped: str = ""
    interrupted: bool = False
    in_a_row: int = 0

    def take(self, api: Library, proposal: Proposal, chosen: Collection[str]) -> None:
        """Write one item; what Zotero says to it is kept."""
        key = proposal.key
        try:
            why = _written(api, proposal, chosen)
            if why:
                self.left[key] = why
            else:
                self.changed.append(key)
            self.in_a_row = 0
        except Missing:
            self.left[key] = "It is no longer there."
        except ZoteroUsage as error:
            if not (self.changed or self.uncertain):
                raise
            self.failed[key] = self.stopped = str(error)
        except Uncertain as error:
            self.uncertain[key] = str(error)
            self._count(str(error))
        except ZoteroError as error:
            self.failed[key] = str(error)
            self._count(str(error))

    def interrupt(self, key: str) -> None:
        """Whoever runs this wants it to end; the item may have been written."""
        if key not in {*self.changed, *self.left, *self.failed, *self.uncertain}:
            self.uncertain[key] = "It was being written."
        self.stopped, self.interrupted = "Interrupted.", True

    def _count(self, why: str) -> None:
        self.in_a_row += 1
        if self.in_a_row >= _IN_A_ROW:
            self.stopped = why


def _written(api: Library, proposal: Proposal, chosen: Collection[str]) -> str:
    """Write one item; why it was left, or nothing."""
    patch, version = patch_of(proposal, chosen), proposal.version
    for _ in range(_TIMES):
        try:
            api.change(proposal.key, version, patch)
            return ""
        except Stale:
            fresh = api.item(proposal.key)
            data = fresh["data"]
            if holds(fresh, patch):
                return ""  # it says so already
            if data.get("deleted"):
                return "It lies in the bin now."
            other = _differing(proposal.data, data, {*patch} - {"tags"})
            if other:
                return f"It was changed in Zotero meanwhile ({', '.join(other)})."
            if "tags" in patch:
                patch["tags"] = with_tags(data, proposal.tags)
            version = fresh["version"]
    return "It is being changed in Zotero."


def _differing(
    old: Mapping[str, Any], new: Mapping[str, Any], changing: Collection[str]
) -> list[str]:
    """The fields that make a proposal another one, whose values are not those that it was made from."""
    names = dict.fromkeys((*_IDENTITY, *sorted(changing)))
    return [name for name in names if (old.get(name) or "") != (new.get(name) or "")]
