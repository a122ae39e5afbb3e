"""The API of the stub of Zotero, version 3: local, and as at zotero.org."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from stub_items import NO_FIELDS, USER, Collection, Library, Store, is_field

from bibkit.formats.zotero.schema import ITEM_TYPES

__all__ = ["KEY", "SERVER_ID", "ApiSide", "Reply", "Seen"]

#: The key of the Web API that opens everything.
KEY = "Kq7secretSecretSecret42x"
SERVER_ID = "srv0STUB"


@dataclass
class Seen:
    """A request that came in."""

    method: str
    path: str
    headers: dict[str, str]
    json: Any

    @property
    def writes(self) -> bool:
        """Whether it changes something in a library."""
        reads = ("ping", "getSelectedCollection", "hasAttachmentResolvers", "authorize")
        return self.method != "GET" and not self.path.endswith(reads)


@dataclass
class Reply:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class ApiSide(Store):
    """Answers requests to the API."""

    local_api: bool
    allow: Literal["always", "once", "deny"]
    web_writes: bool

    def __init__(self) -> None:
        super().__init__()
        self.tokens: set[str] = set()
        self.local_keys: dict[str, bool] = {}  # to whether it is for more than one request
        self.asked = 0

    def api(self, seen: Seen, path: str, query: dict[str, str], is_local: bool) -> Reply:
        """Answer a request to the API, whose path is given without what stands before it."""
        refused = self._refused(seen, path, is_local)
        if refused:
            return refused
        if path == "/":
            return Reply(200, "Nothing to see here.")
        if path == "/keys/current":
            return Reply(
                200, {"userID": USER, "username": "stub", "access": {"user": {"library": True}}}
            )
        if path == "/local/authorize":
            return self._authorize(seen)
        match = re.fullmatch(r"/((?:users|groups)/\d+)/(.+)", path)
        try:
            library = self._library(match[1]) if match else None
        except StopIteration:
            library = None
        if match is None or library is None:
            return Reply(404, "Not found")
        if seen.method == "GET":
            return self._read(match[2], library, query)
        if not library.editable or (not is_local and not self.web_writes):
            return Reply(403, "Write access denied")
        with self.lock:
            return self._write(seen, match[2], library, is_local)

    def _refused(self, seen: Seen, path: str, is_local: bool) -> Reply | None:
        if seen.headers.get("zotero-api-version", "3") != "3" and path != "/":
            return Reply(501, "API version not implemented")
        if not is_local:
            return None if seen.headers.get("zotero-api-key") == KEY else Reply(403, "Invalid key")
        if self.number < (7,):
            return Reply(404, "No endpoint found\n")
        if not self.local_api:
            return Reply(403, "Local API is not enabled")
        if seen.method == "GET":
            return None
        if self.number < (10,):
            return Reply(400, "Endpoint does not support method\n")
        server = seen.headers.get("zotero-server-id")
        if server is None:
            return Reply(428, "Zotero-Server-ID not provided")
        if server != SERVER_ID:
            return Reply(412, "Zotero-Server-ID does not match")
        if path == "/local/authorize":
            return None
        key = seen.headers.get("zotero-api-key", "")
        if key not in self.local_keys:
            return Reply(401, "API key required -- POST /api/local/authorize to obtain one")
        if not self.local_keys[key]:
            del self.local_keys[key]
        return None

    def _authorize(self, seen: Seen) -> Reply:
        if not (seen.json or {}).get("appName"):
            return Reply(400, "appName not provided")
        self.asked += 1
        if self.allow == "deny":
            return Reply(403, "Denied")
        key = f"local{self.asked:04d}secret"
        self.local_keys[key] = self.allow == "always"
        return Reply(200, {"key": key, "remember": self.allow == "always"})

    def _read(self, what: str, library: Library, query: dict[str, str]) -> Reply:
        if what == "collections":
            return self._page([_collection(c, library) for c in library.collections], query)
        if what == "groups":
            groups = [one for one in self.libraries if one.group]
            return self._page(
                [{"id": g.group, "data": {"id": g.group, "name": g.name}} for g in groups], query
            )
        held = [one for one in self.items if one["library"] == library.place]
        if match := re.fullmatch(r"items/(?!top$)(\w+)", what):
            one = next((item for item in held if item["key"] == match[1]), None)
            return Reply(200, _shown(one)) if one else Reply(404, "Not found")
        if match := re.fullmatch(r"(?:collections/(\w+)/)?items(/top)?", what):
            if match[1]:
                held = [i for i in held if match[1] in i["data"]["collections"]]
            if match[2]:
                held = [i for i in held if "parentItem" not in i["data"]]
            return self._page(held, query)
        return Reply(404, "No endpoint found\n")

    def _page(self, rows: list[dict[str, Any]], query: dict[str, str]) -> Reply:
        start, limit = int(query.get("start", 0)), int(query.get("limit", 25))
        headers = {
            "Total-Results": str(len(rows)),
            "Last-Modified-Version": str(self._library_version()),
        }
        return Reply(200, [_shown(row) for row in rows[start : start + limit]], headers)

    def _write(self, seen: Seen, what: str, library: Library, is_local: bool) -> Reply:
        if seen.method == "POST" and what == "items":
            token = seen.headers.get("zotero-write-token", "")
            if token and token in self.tokens:
                return Reply(412, "Write token already used")
            if not isinstance(seen.json, list):
                return Reply(400, "Uploaded data must be a JSON array")
            if len(seen.json) > 50:
                return Reply(413, "Cannot add more than 50 items at a time")
            if token:
                self.tokens.add(token)
            return self._post(seen.json, library, is_local)
        match = re.fullmatch(r"items/(\w+)", what)
        one = next((item for item in self.items if match and item["key"] == match[1]), None)
        if seen.method not in ("PATCH", "PUT") or one is None:
            return Reply(404, "Not found")
        version = seen.headers.get("if-unmodified-since-version")
        if version is None:
            return Reply(428, "If-Unmodified-Since-Version not provided")
        if int(version) < one["version"]:
            return Reply(412, "Item has been modified since specified version")
        self._fill(one, seen.json)
        return Reply(204, None, {"Last-Modified-Version": str(one["version"])})

    def _post(self, sent: list[dict[str, Any]], library: Library, is_local: bool) -> Reply:
        answer: dict[str, Any] = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
        for place, data in enumerate(sent):
            wrong = self._wrong(data, library, is_local)
            if wrong:
                answer["failed"][str(place)] = wrong
                continue
            one = self._store(data, library)
            answer["success"][str(place)] = one["key"]
            answer["successful"][str(place)] = _shown(one)
        return Reply(200, answer, {"Last-Modified-Version": str(self._library_version())})

    def _wrong(
        self, data: dict[str, Any], library: Library, is_local: bool
    ) -> dict[str, Any] | None:
        kind = data.get("itemType")
        if not kind:
            return {"code": 400, "message": "'itemType' property not provided"}
        if kind == "note":
            parent = data.get("parentItem")
            if parent and all(item["key"] != parent for item in self.items):
                return {"code": 409, "message": f"Parent item {parent} doesn't exist"}
            return None
        if kind not in ITEM_TYPES:
            return {"code": 400, "message": f"'{kind}' is not a valid itemType"}
        known = {c.key for c in library.collections}
        for name in set(data.get("collections", [])) - known:
            return {"code": 409, "message": f"Collection {name} doesn't exist"}
        if not is_local:
            for name in data:
                if name not in NO_FIELDS and not is_field(kind, name, (10,)):
                    said = f"'{name}' is not a valid field for type '{kind}'"
                    return {"code": 400, "message": said}
        return None


def _collection(one: Collection, library: Library) -> dict[str, Any]:
    parent = next((c.key for c in library.collections if c.id == one.parent), False)
    data = {"key": one.key, "version": 1, "name": one.name, "parentCollection": parent}
    return {"key": one.key, "version": 1, "data": data}


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name != "library"}
