"""Zotero's API, version 3: the library of a running Zotero, or the one at zotero.org.

Both speak the same (https://www.zotero.org/support/dev/web_api/v3/basics, …/write_requests,
…/local_api). What differs: a running Zotero is asked without a key, has to be told by its user that
others may ask it, lets itself be changed from version 10 on, and asks its user first.

A write is sent with a token or with the item's version, so that it cannot be done twice; where its
answer was lost it is sent again, and what Zotero says to that tells whether it had arrived.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from bibkit.errors import BibkitError, ZoteroError, ZoteroUsage
from bibkit.zotero.shapes import (
    ApiOff,
    Collection,
    Course,
    Created,
    Group,
    Missing,
    Stale,
    Uncertain,
    created,
    holds,
    is_object,
    not_running,
    seconds,
    short,
    tree,
    version_of,
)
from bibkit.zotero.wire import Addresses, Answer, Call, Lost, Transport, Unreachable, encoded, wire

__all__ = ["MOST", "READ_ONLY", "Api"]

#: Items that one request may write.
MOST = 50
#: What is said of a Zotero that has the local API, and does not let it change anything.
READ_ONLY = "This Zotero can be read but not changed from outside: that takes Zotero 10 or newer."

_PAGES = {True: 500, False: 100}  # items a page, of this machine and of zotero.org (its limit)
_LONGEST = 120.0  # seconds that are waited because we are asked to
_RETRIED = frozenset({429, 500, 502, 503, 504})
_ASKING = 300.0  # seconds that a person has to answer Zotero's question
_KEYS = "https://www.zotero.org/settings/keys"
_ON = (
    "Switch it on in Zotero: Settings, Advanced, 'Allow other applications on this computer to "
    "communicate with Zotero'."
)


class Api:
    """A library, through the API.

    Args:
        base: the address before the library, `http://127.0.0.1:23119/api` or
            `https://api.zotero.org`.
        library: `users/ID` or `groups/ID`; `users/0` is that of whoever uses the Zotero here.
        is_local: it is a running Zotero on this machine.
        key: that of zotero.org; it is sent to `base` only, and never shown.
        transport, sleep, clock: for tests.
        tell: called with what a person should know while it is waited.
    """

    def __init__(
        self,
        base: str,
        library: str = "users/0",
        *,
        is_local: bool,
        key: str = "",
        transport: Transport | None = None,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[str], object] = lambda message: None,
    ) -> None:
        self.base, self.library, self.is_local = base.rstrip("/"), library, is_local
        self._key = key
        self._send = transport or wire()
        self._sleep, self._clock, self._tell = sleep, clock, tell
        self._not_before = 0.0
        self._server = ""

    @classmethod
    def local(cls, base: str = Addresses().local, library: str = "users/0", **more: Any) -> Api:
        """The library of the Zotero that runs here; see `Api` for what else may be given.

        Raises:
            ApiOff: it is switched off, or Zotero is older than 7.
            ZoteroError: Zotero does not run, or it is not Zotero that answers.
        """
        api = cls(base, library, is_local=True, **more)
        api._greet()
        return api

    @classmethod
    def web(
        cls, key: str, base: str = Addresses().web, library: str | None = None, **more: Any
    ) -> Api:
        """A library at zotero.org: that of the key's owner, or another that the key opens.

        Raises:
            ZoteroUsage: there is no key, or it opens nothing.
            ZoteroError: zotero.org cannot be asked.
        """
        key = key.strip()
        if not (key.isascii() and key.isalnum()):
            said = "ZOTERO_API_KEY is not set" if not key else "ZOTERO_API_KEY holds no key"
            raise ZoteroUsage(
                f"{said}. Make a key with write access at {_KEYS} and put it into the environment: "
                "export ZOTERO_API_KEY=…"
            )
        api = cls(base, library or "users/0", is_local=False, key=key, **more)
        if library is None:
            found = api._ask("GET", "/keys/current").json()
            user = found.get("userID") if isinstance(found, dict) else None
            if not user:
                raise ZoteroError("zotero.org does not say whose the key of ZOTERO_API_KEY is.")
            api.library = f"users/{user}"
        return api

    # --- what it is ---------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The service, as people know it."""
        return "Zotero" if self.is_local else "zotero.org"

    @property
    def host(self) -> str:
        """Where requests go, for the account of what was sent."""
        return urlsplit(self.base).netloc

    @property
    def is_writable(self) -> bool:
        """Whether items can be changed at all: a Zotero from 10 on says which one it is."""
        return not self.is_local or bool(self._server)

    # --- reading ------------------------------------------------------------------------------------

    def collections(self) -> tuple[Collection, ...]:
        """The library's collections, each after the one that it lies in.

        Raises:
            ZoteroError: they cannot be read. This is so for all that reads.
        """
        found: dict[str, tuple[str, str]] = {}
        for one in self._pages(f"/{self.library}/collections"):
            data = one["data"]
            found[str(one.get("key"))] = (
                str(data.get("name")),
                str(data.get("parentCollection") or ""),
            )
        return tuple(tree(found))

    def groups(self) -> tuple[Group, ...]:
        """The group libraries of the same user."""
        owner = self.library if self.library.startswith("users/") else "users/0"
        pages = self._pages(f"/{owner}/groups")
        return tuple(
            Group(one["id"], str(one["data"].get("name")))
            for one in pages
            if isinstance(one.get("id"), int)
        )

    def items(self, collection: str | None = None) -> Iterator[dict[str, Any]]:
        """The items of the library, or of the collection with a key; those in the bin are left out.

        Yields:
            each as Zotero has it: `key`, `version`, `data` and more. Notes and attachments that
            stand by themselves are among them, those that belong to another item are not.
        """
        place = f"/{self.library}" + (f"/collections/{collection}" if collection else "")
        # In the order of their coming, so that what is changed meanwhile moves nothing.
        wanted = {"sort": "dateAdded", "direction": "asc"}
        yield from self._pages(f"{place}/items/top", wanted)

    def item(self, key: str) -> dict[str, Any]:
        """One item: `key`, `version`, `data` and more.

        Raises:
            Missing: there is none with that key.
        """
        found = self._ask("GET", f"/{self.library}/items/{key}").json()
        if not is_object(found) or not isinstance(found.get("version"), int):
            raise ZoteroError(f"{self.name} sent something that is no item.")
        return cast("dict[str, Any]", found)

    # --- writing ------------------------------------------------------------------------------------

    def create(self, items: Sequence[Mapping[str, Any]]) -> Created:
        """Add items, 50 at most, in one request.

        Args:
            items: `data` of API items, without `key` and `version`.

        Raises:
            ZoteroUsage: the library cannot be written, or its user said no.
            ZoteroError: Zotero did not take them, or cannot be asked. Where an answer was lost and
                no other came, they may have arrived: `Uncertain`.
        """
        if not items:
            return Created()
        if len(items) > MOST:
            raise ValueError(f"at most {MOST} items a request, not {len(items)}")
        state = Course()
        headers = {"Zotero-Write-Token": uuid.uuid4().hex}
        try:
            answer = self._ask("POST", f"/{self.library}/items", list(items), headers, state)
        except Stale:
            if state.lost:
                return Created(arrived=True)
            raise
        return created(answer.json(), len(items), self.name)

    def change(self, key: str, version: int, patch: Mapping[str, Any]) -> None:
        """Change fields of one item; what is not named stays.

        Args:
            version: of the item when it was read.

        Raises:
            Stale: it was changed since.
            Missing: it is no longer there.
            and as `create`.
        """
        headers = {"If-Unmodified-Since-Version": str(version)}
        state = Course()
        try:
            self._ask("PATCH", f"/{self.library}/items/{key}", patch, headers, state)
        except Stale:
            if not state.lost:
                raise
            # It may be our own change that is found there.
            try:
                item = self.item(key)
            except BibkitError as error:
                raise Uncertain(str(error).rstrip(".")) from error
            if not holds(item, patch):
                raise

    # --- asking -------------------------------------------------------------------------------------

    def _greet(self) -> None:
        """Learn which Zotero this is; one before 10 does not say."""
        self._server = self._ask("GET", "/").headers.get("zotero-server-id", "")

    def _authorize(self) -> None:
        """Have Zotero ask its user; the key is kept as long as this object."""
        if not self._server:
            raise ZoteroUsage(READ_ONLY)
        self._tell(
            "Zotero asks whether bibkit may change its library: answer in Zotero's window. "
            "'Always Allow' spares you the question for each further request."
        )
        found = self._ask("POST", "/local/authorize", {"appName": "bibkit"}, state=Course()).json()
        key = found.get("key") if isinstance(found, dict) else None
        if not isinstance(key, str) or not key:
            raise ZoteroError("Zotero gave no leave to change its library.")
        self._key = key

    def _pages(
        self, path: str, wanted: Mapping[str, str] | None = None
    ) -> Iterator[dict[str, Any]]:
        limit, start = _PAGES[self.is_local], 0
        seen: set[str] = set()
        while True:
            query = {**(wanted or {}), "start": str(start), "limit": str(limit)}
            answer = self._ask("GET", f"{path}?{urlencode(query, safe=',')}")
            page = answer.json()
            if not isinstance(page, list):
                raise ZoteroError(f"{self.name} sent something that is no list.")
            held = len(seen)
            for one in page:
                if not is_object(one):
                    raise ZoteroError(f"{self.name} sent a list that cannot be read.")
                mark = str(one.get("key") or one.get("id"))
                if mark not in seen:
                    seen.add(mark)
                    yield one
            start += len(page)
            total = answer.headers.get("total-results", "")
            is_told = re.fullmatch(r"[0-9]{1,9}", total) is not None
            if not page or (int(total) <= start if is_told else len(page) < limit):
                return
            if len(seen) == held:  # it would go on so for ever
                raise ZoteroError(f"{self.name} sends the same part of a list again and again.")

    def _ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        state: Course | None = None,
    ) -> Answer:
        """Ask until there is an answer that is one; see `Course` for what is done only so often."""
        state = state or Course()
        try:
            return self._until_answered(method, path, body, headers or {}, state)
        except (Stale, Uncertain):
            raise
        except BibkitError as error:
            if not state.lost or not _writes(method, path):
                raise
            # Whatever is said to it when it is sent again: the first time it may have been done.
            raise Uncertain(str(error).rstrip(".")) from error

    def _until_answered(
        self, method: str, path: str, body: Any, headers: Mapping[str, str], state: Course
    ) -> Answer:
        while True:
            try:
                answer = self._once(method, path, body, headers)
            except Unreachable as error:
                if self.is_local or not state.again():
                    raise self._unreached(error) from error
                self._sleep(state.pause())
                continue
            except Lost as error:
                state.lost = True
                if path == "/local/authorize":
                    raise ZoteroError("Nobody answered Zotero's question. Run again.") from error
                if not state.again():
                    raise ZoteroError(f"{self.name} {error}.") from error
                self._sleep(state.pause())
                continue
            if self.is_local and path == "/":
                version_of(answer, self.host)
            if 200 <= answer.status < 300:
                return answer
            self._cure(method, path, answer, state)

    def _once(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Answer:
        writes = _writes(method, path)
        if writes and self.is_local and not self._key:
            self._authorize()
        wait = self._not_before - self._clock()
        if wait > 0:
            self._tell(f"{self.name} asks to be left alone for {wait:.0f} s.")
            self._sleep(wait)
        said = {"Zotero-API-Version": "3", **headers}
        if self._key and (writes or not self.is_local):
            said["Zotero-API-Key"] = self._key
        if self._server and method != "GET":
            said["Zotero-Server-ID"] = self._server
        count = len(body) if isinstance(body, list) else 1
        timeout = _ASKING if path == "/local/authorize" else 30 + 0.4 * count if writes else 60
        data = None if body is None else encoded(body)
        answer = self._send(Call(method, self.base + path, said, data, timeout))
        asked = max(seconds(answer.headers.get(name)) for name in ("backoff", "retry-after"))
        self._not_before = self._clock() + min(asked, _LONGEST) if asked else 0.0
        return answer

    def _cure(self, method: str, path: str, answer: Answer, state: Course) -> None:
        """Do what lets the same request be sent again, or raise what its answer says."""
        status, said, reads = answer.status, answer.text.strip(), method == "GET"
        if status in _RETRIED:
            asked = seconds(answer.headers.get("retry-after"))
            state.lost |= status >= 500  # it may have been done all the same
            if path == "/local/authorize" or asked > _LONGEST or not state.again():
                late = f" It asks to wait {asked:.0f} s." if asked else ""
                raise ZoteroError(f"{self.name} answered {status}.{late} Run again later.")
            if not asked:
                self._sleep(state.pause())
        elif status == 409 and state.again():
            self._sleep(state.pause(3.0))  # the library is locked while it is synchronised
        elif status == 401 and self.is_local and not reads and state.once("key"):
            self._key = ""  # one that was for one request only
        elif status in (412, 428) and "server-id" in said.lower() and state.once("server"):
            self._greet()
            self._key = ""
        else:
            raise self._refusal(path, status, said)

    def _refusal(self, path: str, status: int, said: str) -> Exception:
        if self.is_local and (
            (status == 403 and "not enabled" in said) or (status == 404 and "endpoint" in said)
        ):
            what = "is switched off" if status == 403 else "does not exist before Zotero 7"
            return ApiOff(f"Zotero's local API {what}. {_ON if status == 403 else ''}".strip())
        if path == "/local/authorize":
            if status == 403:
                return ZoteroUsage("Zotero's user did not allow the change: nothing was changed.")
            return ZoteroUsage(
                f"This Zotero cannot be changed from outside (it answered {status})."
            )
        if status in (401, 403):
            if self.is_local:
                return ZoteroUsage(
                    f"Zotero does not let {self.library} be changed ({short(said)})."
                )
            what = "opens nothing" if "nvalid key" in said else f"may not do this in {self.library}"
            return ZoteroUsage(f"The key of ZOTERO_API_KEY {what}. Look at {_KEYS}")
        if status == 412:
            return Stale("The item was changed in Zotero since it was read.")
        if status == 404:
            what = path.split("?")[0].removeprefix("/")
            if what.removeprefix(f"{self.library}/") in ("collections", "items", "items/top"):
                return ZoteroUsage(f"{self.name} has no library {self.library}.")
            return Missing(f"{self.name} has no {what}.")
        if status == 413:
            return ZoteroError(f"{self.name} says that this is too much at once ({short(said)}).")
        if 300 <= status < 400:
            return ZoteroError(f"{self.name} sends to another place, which is not followed.")
        return ZoteroError(f"{self.name} answered {status}: {short(said) or 'no reason given'}.")

    def _unreached(self, error: Unreachable) -> ZoteroError:
        if self.is_local:
            return not_running(self.host)
        return ZoteroError(f"{self.name} {error}.")


def _writes(method: str, path: str) -> bool:
    """Whether a request changes a library."""
    return method != "GET" and path != "/local/authorize"
