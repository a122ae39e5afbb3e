"""The two ways into a library: the connector of the Zotero that runs here, and the Web API."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bibkit.errors import BibkitError, ZoteroError
from bibkit.formats.zotero.dialects import api_json, connector_json, without_identifiers
from bibkit.formats.zotero.items import ZoteroItem
from bibkit.zotero.api import MOST, Api
from bibkit.zotero.connector import Connector, Ping, Target
from bibkit.zotero.library import Known
from bibkit.zotero.naming import collection_named
from bibkit.zotero.push import Saved
from bibkit.zotero.record import Record
from bibkit.zotero.shapes import Collection, Uncertain
from bibkit.zotero.wire import Addresses

__all__ = ["HereDoor", "WebDoor", "open_here", "open_web"]

_UNSEEN = "so only what was pushed from this machine before is known to be there"


@dataclass(slots=True)
class HereDoor:
    """The Zotero that runs on this machine, through its connector; read through its local API.

    Args:
        ping: which Zotero it is.
        target: where to save.
        tags: the user's own, given to each item.
        blind: why the library cannot be looked into.
        record: of what was pushed before.
    """

    connector: Connector
    ping: Ping
    target: Target
    tags: tuple[str, ...] = ()
    api: Api | None = None
    blind: str = ""
    sleep: Callable[[float], object] = time.sleep
    record: Record | None = None
    _looks: int = field(default=0, init=False)
    _last: tuple[str, int] = field(default=("", 0), init=False)

    @property
    def name(self) -> str:
        """Who it is, for a person."""
        return f"Zotero {self.ping.version}"

    @property
    def host(self) -> str:
        """Where the items go."""
        return self.connector.host

    @property
    def library(self) -> str:
        """The name of the library."""
        return self.target.library_name

    @property
    def collection(self) -> str:
        """The path of the collection; empty for none."""
        return self.target.collection

    def known(self) -> Known | None:
        if self.api is None:
            return None
        if self._looks:
            self.sleep(2.0)  # it may still be saving
        self._looks += 1
        return Known(self.api.items())

    def recorded(self) -> Known | None:
        return self.record.known() if self.record else None

    def remember(self, items: Sequence[ZoteroItem]) -> tuple[str, ...]:
        try:
            if self.record:
                self.record.add(items)
        except ZoteroError as error:
            return (str(error),)
        return ()

    def save(self, items: Sequence[tuple[str, ZoteroItem]]) -> Saved:
        session = uuid.uuid4().hex
        fit = (lambda one: one) if self.ping.has_identifiers else without_identifiers
        # Ids tell items of one request apart; a list may have one twice.
        sent = [connector_json(fit(one), f"{n}:{id}") for n, (id, one) in enumerate(items)]
        self._last = session, len(items)
        self.connector.save(sent, session)
        return Saved(frozenset(range(len(items))), {}, self._move())

    def settle(self, keys: Mapping[int, str]) -> tuple[str, ...]:
        return self._move()

    def _move(self) -> tuple[str, ...]:
        """Put what was saved last where it belongs; it was saved into what is selected in Zotero."""
        session, count = self._last
        try:
            self.connector.move(session, self.target.id, self.tags, count)
        except BibkitError as error:
            what = f"put into '{self.target.path}'" + (" and tagged" if self.tags else "")
            items = f"{count} saved item{'s' if count != 1 else ''}"
            return (f"{items} could not be {what}: {error}",)
        return ()


def open_here(
    places: Addresses, collection: str | None, tags: Sequence[str] = (), **more: Any
) -> HereDoor:
    """The Zotero that runs here, with the place to save to.

    Args:
        collection: its name; None for what is selected in Zotero.
        more: `transport` and `sleep`, for tests.

    Raises:
        ZoteroError: none runs, or it is too old.
        ZoteroUsage: there is no such collection, or it is read-only.
    """
    connector = Connector(places.connector, **more)
    ping = connector.ping()
    target = connector.targets().choose(collection)
    door = HereDoor(
        connector,
        ping,
        target,
        tuple(tags),
        sleep=more.get("sleep", time.sleep),
        record=Record(f"{target.library} {target.library_name}"),
    )
    try:
        door.api = Api.local(places.local, **more)
        place = _local_library(door.api, target)
    except ZoteroError as error:  # it is off, or fails: that does not hinder the saving
        door.api, door.blind = None, _with_reason(str(error))
    else:
        if place:
            door.api.library = place
        else:
            door.api = None
            door.blind = f"Zotero does not tell which group '{target.library_name}' is, {_UNSEEN}."
    return door


def _with_reason(said: str) -> str:
    first, _, rest = said.partition(". ")
    return f"{first.rstrip('.')}, {_UNSEEN}.{f' {rest}' if rest else ''}"


def _local_library(api: Api, target: Target) -> str:
    """The library of a target as the API calls it; empty where that is not known."""
    if target.library == "L1":  # Zotero's own number of My Library
        return "users/0"
    fits = [group for group in api.groups() if group.name == target.library_name]
    return f"groups/{fits[0].id}" if len(fits) == 1 else ""


@dataclass(slots=True)
class WebDoor:
    """A library at zotero.org, through the Web API."""

    api: Api
    target: Collection | None = None
    tags: tuple[str, ...] = ()
    blind: str = ""
    _last: tuple[tuple[str, ZoteroItem], ...] = field(default=(), init=False)

    @property
    def name(self) -> str:
        """Who it is, for a person."""
        return self.api.name

    @property
    def host(self) -> str:
        """Where the items go."""
        return self.api.host

    @property
    def library(self) -> str:
        """The library, as the API calls it."""
        return self.api.library

    @property
    def collection(self) -> str:
        """The path of the collection; empty for none."""
        return self.target.path if self.target else ""

    def known(self) -> Known | None:
        return Known(self.api.items())

    def recorded(self) -> Known | None:
        return None

    def remember(self, items: Sequence[ZoteroItem]) -> tuple[str, ...]:
        return ()

    def save(self, items: Sequence[tuple[str, ZoteroItem]]) -> Saved:
        self._last = tuple(items)
        created = self.api.create([self._data(one) for _, one in items])
        if created.arrived:
            raise Uncertain(f"An answer of {self.name} was lost")
        added = frozenset({*created.keys, *created.unchanged})
        return Saved(added, created.failed, self.settle(created.keys))

    def _data(self, item: ZoteroItem) -> dict[str, Any]:
        data = api_json(item)
        have = {one["tag"] for one in data["tags"]}
        data["tags"] += [{"tag": tag} for tag in self.tags if tag not in have]
        data["collections"] = [self.target.key] if self.target else []
        return data

    def settle(self, keys: Mapping[int, str]) -> tuple[str, ...]:
        """Save the notes of saved items, which are items of their own; say which were not."""
        notes = [
            (self._last[place][0], {"itemType": "note", "parentItem": key, "note": text})
            for place, key in keys.items()
            for text in self._last[place][1].notes
        ]
        said: list[str] = []
        for begin in range(0, len(notes), MOST):
            few = notes[begin : begin + MOST]
            try:
                made = self.api.create([data for _, data in few])
            except BibkitError as error:
                said.append(f"Notes of {', '.join(id for id, _ in few)} were not saved: {error}")
                continue
            said += [
                f"A note of {few[n][0]} was not saved: {why}." for n, why in made.failed.items()
            ]
        return tuple(said)


def open_web(
    places: Addresses,
    key: str,
    library: str | None,
    collection: str | None,
    tags: Sequence[str] = (),
    **more: Any,
) -> WebDoor:
    """A library at zotero.org.

    Args:
        key: of the Web API.
        library: `users/ID` or `groups/ID`; None for that of the key's owner.
        collection: its name; None for none.
        more: for `Api`.

    Raises:
        ZoteroUsage: no key, no such collection.
        ZoteroError: zotero.org cannot be asked.
    """
    api = Api.web(key, places.web, library, **more)
    target = collection_named(collection, api.library, api.collections()) if collection else None
    return WebDoor(api, target, tuple(tags))
