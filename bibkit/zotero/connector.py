"""Zotero's connector: how browsers save into a Zotero that runs, without a key or a setting.

A request saves all of its items or none (one transaction of Zotero's database), under a session that
its sender names. A session is taken once, so that a request whose answer was lost can be sent again;
what Zotero then says tells whether it had arrived. Sources: Zotero 10 as it was seen, and what its
`server_connector.js` and `saveSession.js` do since version 5.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bibkit.errors import ZoteroError, ZoteroUsage
from bibkit.zotero.naming import named
from bibkit.zotero.shapes import Uncertain, not_running, short, version_of
from bibkit.zotero.wire import Addresses, Answer, Call, Lost, Transport, Unreachable, encoded, wire

__all__ = ["Connector", "NotSaved", "Ping", "Target", "Targets"]

_OLDEST = (5,)
_QUICK = 10.0  # seconds for what takes Zotero no time
_AN_ITEM = 0.2  # seconds that Zotero takes for each, as measured
_TRIES = 3


class NotSaved(ZoteroError):
    """Zotero had the items and saved none of them.

    Args:
        of_items: it is the items that it does not take; without one of them it may.
    """

    def __init__(self, message: str, *, of_items: bool) -> None:
        super().__init__(message)
        self.of_items = of_items


@dataclass(frozen=True, slots=True)
class Ping:
    """The Zotero that runs.

    >>> Ping("8.0-beta.3+5d9f").number < (8, 1)
    True
    """

    version: str

    @property
    def number(self) -> tuple[int, ...]:
        """Its version, as it is compared."""
        match = re.match(r"\d{1,9}(?:\.\d{1,9})*", self.version)
        return tuple(int(part) for part in match[0].split(".")) if match else ()

    @property
    def has_identifiers(self) -> bool:
        """Whether it has fields for PMID, PMCID and the citation key: since 7.0.32."""
        return self.number >= (7, 0, 32)


@dataclass(frozen=True, slots=True)
class Target:
    """A library or collection that can be saved to.

    Args:
        id: `L1` or `C12`.
        name: its own.
        level: 0 for a library.
        path: the names down to it, its library's first, apart by `/`.
        library: the id of its library.
    """

    id: str
    name: str
    level: int
    path: str
    library: str

    @property
    def library_name(self) -> str:
        """The name of its library."""
        return self.path.split("/")[0] if self.level else self.name

    @property
    def collection(self) -> str:
        """Its path within the library; empty for the library itself."""
        return self.path[len(self.library_name) + 1 :] if self.level else ""


@dataclass(frozen=True, slots=True)
class Targets:
    """Where Zotero can save to.

    Args:
        selected: what is selected in Zotero's window.
        editable: whether that can be saved to.
        all: every library that can be, each followed by its collections.
    """

    selected: Target
    editable: bool
    all: tuple[Target, ...]

    def choose(self, name: str | None) -> Target:
        """The target of a name, or what is selected where none is given.

        Raises:
            ZoteroUsage: there is none, more than one, or it is read-only.
        """
        if name:
            return named(name, [(one.path, one) for one in self.all])
        if not self.editable:
            others = ", ".join(one.path for one in self.all[:10])
            more = f", or name it with --collection: {others}" if others else ""
            raise ZoteroUsage(
                f"'{self.selected.path}', which is selected in Zotero, is read-only. Select another "
                f"place there{more}."
            )
        return self.selected


class Connector:
    """The Zotero that runs on this machine.

    Args:
        base: its address.
        transport, sleep: for tests.
    """

    def __init__(
        self,
        base: str = Addresses().connector,
        transport: Transport | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.base = base.rstrip("/")
        self._send = transport or wire()
        self._sleep = sleep

    @property
    def host(self) -> str:
        """Where requests go, for the account of what was sent."""
        return urlsplit(self.base).netloc

    def ping(self) -> Ping:
        """Ask which Zotero runs.

        Raises:
            ZoteroError: none does, it is too old, or something else answers.
        """
        ping = Ping(version_of(self._ask("GET", "ping"), self.host))
        if ping.number < _OLDEST:
            raise ZoteroError(f"Zotero {ping.version} is too old: it takes version 5 or newer.")
        return ping

    def targets(self) -> Targets:
        """Ask what is selected, and what can be saved to.

        Raises:
            ZoteroError: Zotero does not say.
        """
        answer = self._ask("POST", "getSelectedCollection", {})
        found = answer.json()
        if answer.status != 200 or not isinstance(found, dict) or "targets" not in found:
            raise ZoteroError(
                f"Zotero does not say where it can save (it answered {answer.status}): it may be too "
                "old, or still starting."
            )
        all = tuple(_targets(found["targets"]))
        library = f"L{found.get('libraryID')}"
        id = f"C{found['id']}" if found.get("id") else library
        name, of = str(found.get("name")), str(found.get("libraryName"))
        alone = Target(
            id, name, int(id != library), name if id == library else f"{of}/{name}", library
        )
        selected = next((one for one in all if one.id == id), alone)
        editable = found.get("editable")  # not said before a window is open
        if editable is None:
            editable = found.get("libraryEditable")
        return Targets(selected, bool(editable), all)

    def save(self, items: Sequence[Mapping[str, Any]], session: str) -> None:
        """Save items into what is selected; when it returns, all of them are there.

        Args:
            items: as `bibkit.formats.zotero.dialects.connector_json` makes them, 50 at most.
            session: a name of its own; `move` is told it.

        Raises:
            NotSaved: Zotero had them, and saved none.
            Uncertain: no answer came, and Zotero does not say whether it had them.
            ZoteroUsage: what is selected is read-only.
            ZoteroError: Zotero cannot be asked: none is saved.
        """
        body = {"sessionID": session, "uri": "https://www.zotero.org/", "items": list(items)}
        patience = _QUICK + _AN_ITEM * len(items)
        lost: Lost | None = None
        for attempt in range(_TRIES):
            try:
                answer = self._once("POST", "saveItems", body, patience)
            except Unreachable as error:
                if lost is None:
                    raise not_running(self.host) from error
                break
            except Lost as error:
                lost = error
                self._sleep(0.5 * 2**attempt)
                continue
            if answer.status in (200, 201):
                return
            if answer.status == 503 and attempt < _TRIES - 1:
                self._sleep(1.0 * 2**attempt)
                continue
            if answer.status == 409 and attempt:
                if self._has(session, str(items[-1].get("id")), patience):
                    return
                lost = lost or Lost("has had them, and does not say that they are saved")
            if lost is not None:  # refused now, but the first time it may have saved them
                break
            raise _refusal(answer)
        raise Uncertain(f"Zotero {lost}")

    def _has(self, session: str, id: str, patience: float) -> bool:
        """Whether an item of a session is saved; Zotero knows those of a session when all are.

        Asked by what the connector asks before it looks for a PDF, which changes nothing. A Zotero
        that does not know the question takes a session only once all the same: it has the items.
        """
        until, waited = patience, 0.0
        while True:
            try:
                said = {"sessionID": session, "itemID": id}
                answer = self._once("POST", "hasAttachmentResolvers", said, _QUICK)
            except (Unreachable, Lost):
                return False
            if answer.status in (200, 404):
                return True
            if answer.status < 500 or waited >= until:
                return False
            self._sleep(2.0)  # it may still be saving
            waited += 2.0

    def move(self, session: str, target: str, tags: Sequence[str] = (), count: int = 1) -> None:
        """Put what a session saved into a library or collection, with tags of the user's own.

        Args:
            target: its id. Items go out of what they were saved into.
            count: how many items it has, for it takes time.

        Raises:
            ZoteroError: this was not done; the items are where they were saved.
        """
        # Older versions know tags as one text only, which newer ones understand too.
        forms: list[Any] = [] if any("," in tag for tag in tags) else [",".join(tags)]
        forms += [list(tags)] if tags else []
        said: dict[str, Any] = {"sessionID": session, "target": target}
        for attempt in range(_TRIES):
            if tags:
                said["tags"] = forms[0]
            try:
                answer = self._once("POST", "updateSession", said, _QUICK + _AN_ITEM * count)
            except Unreachable as error:
                raise not_running(self.host) from error
            except Lost as error:  # done twice, it comes to the same
                if attempt == _TRIES - 1:
                    raise ZoteroError(f"Zotero {error}.") from error
                self._sleep(0.5 * 2**attempt)
                continue
            if answer.status == 200:
                return
            if answer.status != 500 or len(forms) < 2:
                raise _refusal(answer)
            forms.pop(0)
        raise ZoteroError("Zotero did not take the change.")

    # --- asking -------------------------------------------------------------------------------------

    def _ask(self, method: str, name: str, body: Any = None) -> Answer:
        """Ask something that changes nothing, again where the answer is lost."""
        for attempt in range(_TRIES):
            try:
                return self._once(method, name, body, _QUICK)
            except Unreachable as error:
                raise not_running(self.host) from error
            except Lost as error:
                if attempt == _TRIES - 1:
                    raise ZoteroError(
                        f"Zotero {error} ({self.host}). It may be busy, or waiting for an answer in "
                        "one of its windows."
                    ) from error
                self._sleep(0.5 * 2**attempt)
        raise AssertionError("not reached")

    def _once(self, method: str, name: str, body: Any, timeout: float) -> Answer:
        headers = {"X-Zotero-Connector-API-Version": "3"}
        data = None if body is None else encoded(body)
        return self._send(Call(method, f"{self.base}/connector/{name}", headers, data, timeout))


def _targets(rows: Any) -> list[Target]:
    """The rows of the tree, which says of each how deep it lies, with their paths."""
    found: list[Target] = []
    above: list[str] = []
    library = ""
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict):
            continue
        id, name, level = str(row.get("id")), str(row.get("name")), row.get("level")
        level = level if isinstance(level, int) else 1
        if id.startswith("L"):
            library, level = id, 0
        above[level:] = [name]
        found.append(Target(id, name, level, "/".join(above), library))
    return found


_SAID = {
    "CONNECTOR_VERSION_OUTDATED": "This Zotero wants a newer bibkit",
    "SESSION_EXISTS": "Zotero has had a request of this name before",
    "SESSION_NOT_FOUND": "Zotero no longer knows what was just saved",
    "SESSION_CANCELLED": "The saving was cancelled in Zotero",
    "COLLECTION_NOT_FOUND": "The collection is no longer there",
}


def _refusal(answer: Answer) -> ZoteroError | ZoteroUsage:
    found = answer.json()
    said = found if isinstance(found, dict) else {}
    if said.get("libraryEditable") is False:
        return ZoteroUsage("The library that is selected in Zotero is read-only. Select another.")
    words = _SAID.get(str(said.get("error")))
    if words:
        return NotSaved(f"{words}.", of_items=False)
    more = short(answer.text)
    if answer.status >= 500:
        more = more or "Zotero says why under Help, Debug Output Logging"
    said_so = f"Zotero answered {answer.status}{f' ({more})' if more else ''}."
    return NotSaved(said_so, of_items=answer.status in (400, 500))
