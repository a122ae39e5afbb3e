"""A Zotero made of nothing but its interfaces: connector, local API and Web API on one loopback port.

It answers as a real Zotero 10 was seen to, and makes the checks that a real one makes: the Host header,
browsers cut off, sessions used once, versions, write tokens, 50 items a request, leave to write. What is
saved is kept in `items`, as the API shows it; a field that its item type does not have becomes a line of
`extra`, which is what Zotero makes of it, so that a test can look for `stray` lines.

    with StubZotero() as zotero:
        zotero.version = "7.0.11"           # or any other knob below, at any time
        zotero.fail("/connector/saveItems", Fault(cut="after"))
        run(["zotero", "push", …], env=zotero.environment)
        zotero.items, zotero.requests

Addresses: `url` (BIBKIT_ZOTERO), `url + "/api"` (local API), `web` (BIBKIT_ZOTERO_API).
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from stub_api import KEY, SERVER_ID, ApiSide, Reply, Seen
from stub_items import USER, Collection, Library, stray

from bibkit.formats.zotero.schema import ITEM_TYPES

__all__ = ["KEY", "USER", "Collection", "Fault", "Library", "Seen", "StubZotero", "stray"]

# --- knobs --------------------------------------------------------------------------------------------


@dataclass
class Fault:
    """What goes wrong with the next request to a path.

    Args:
        status: answered instead of the right answer.
        body, headers: with it.
        cut: the connection is closed without an answer, before or after the work is done.
        keep: of a save only so many items are kept; then it is cut.
        slow: seconds before the answer.
        method: it is for a request of this method only.
    """

    status: int = 0
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cut: Literal["", "before", "after"] = ""
    keep: int = -1
    slow: float = 0.0
    method: str = ""


class StubZotero(ApiSide):
    """The server; what it is like can be changed at any time.

    Attributes:
        version: of Zotero; before 10 the local API reads only, before 7 there is none.
        local_api: switched on in the settings.
        allow: what the user answers to the question for leave: `always`, `once`, `deny`.
        libraries, selected: the tree, and what is selected in it (`L1`, `C12`).
        headers: sent with each answer of the APIs (`Backoff`).
        web_writes: whether the key may write.
        items: saved items in order, of all libraries, as the API shows them (`key`, `version`, `data`),
            with `library` (`users/0`, `groups/5`); child notes are items with `parentItem`.
        requests: all that came in.
    """

    def __init__(self, **knobs: Any) -> None:
        super().__init__()
        self.version = "10.0.1"
        self.local_api = True
        self.allow: Literal["always", "once", "deny"] = "always"
        self.selected = "L1"
        self.headers: dict[str, str] = {}
        self.web_writes = True
        self.requests: list[Seen] = []
        self.sessions: dict[str, dict[str, str]] = {}  # of each: connector's id to item's key
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        for name, value in knobs.items():
            setattr(self, name, value)
        stub = self

        class Handler(_Handler):
            zotero = stub

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def __enter__(self) -> StubZotero:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening, as when Zotero is closed; a second time does nothing."""
        if not self._thread.is_alive():
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # --- for tests ---

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def web(self) -> str:
        return f"{self.url}/web"

    @property
    def environment(self) -> dict[str, str]:
        """What makes bibkit talk to this Zotero, and to nobody else."""
        return {"BIBKIT_ZOTERO": self.url, "BIBKIT_ZOTERO_API": self.web}

    def fail(self, path: str, *faults: Fault) -> None:
        """Have the next requests to paths that end in `path` go wrong, in this order."""
        self._faults[path] += faults

    def fault(self, seen: Seen) -> Fault:
        """What is to go wrong with a request."""
        for end, queue in self._faults.items():
            if queue and seen.path.endswith(end) and queue[0].method in ("", seen.method):
                return queue.pop(0)
        return Fault()

    def add(self, library: str = "users/0", **data: Any) -> dict[str, Any]:
        """Put an item into a library: fields of its `data`, or a whole one."""
        return self._store({"itemType": "journalArticle", **data}, self._library(library))

    def edit(self, item: dict[str, Any], **data: Any) -> None:
        """Change an item by hand: it has a new version then."""
        self._fill(item, data)

    def tops(self, library: str = "users/0") -> list[dict[str, Any]]:
        """The items that belong to no other."""
        return [i for i in self.items if i["library"] == library and "parentItem" not in i["data"]]

    def notes(self, key: str) -> list[str]:
        """The texts of an item's child notes."""
        return [i["data"]["note"] for i in self.items if i["data"].get("parentItem") == key]

    @property
    def written(self) -> list[Seen]:
        """The requests that change something."""
        return [one for one in self.requests if one.writes]

    # --- the connector ---

    def connector(self, seen: Seen, keep: int) -> tuple[int, Any]:
        """Status and JSON (None: an empty body) of a request to the connector."""
        name = seen.path.removeprefix("/connector/")
        if name == "ping":
            return 200, {"prefs": {}} if seen.method == "POST" else "<html>Zotero is running</html>"
        if seen.method != "POST":
            return 400, "Endpoint does not support method\n"
        if name == "getSelectedCollection":
            return 200, self._selected()
        if name == "saveItems":
            return self._save(seen, keep)
        if name == "updateSession":
            return self._update(seen.json)
        if name == "hasAttachmentResolvers":
            held = self.sessions.get(seen.json["sessionID"])
            if held is None:
                return 400, {"error": "SESSION_NOT_FOUND"}
            return (200, False) if seen.json["itemID"] in held else (500, None)
        return 404, "No endpoint found\n"

    def _selected(self) -> dict[str, Any]:
        library, collection = self._target(self.selected)
        answer = {
            "libraryID": library.id,
            "libraryName": library.name,
            "libraryEditable": library.editable,
            "filesEditable": library.editable,
            "editable": library.editable,
            "id": collection.id if collection else None,
            "name": collection.name if collection else library.name,
        }
        if self.number >= (5,):
            answer["targets"] = [
                row for one in self.libraries if one.editable for row in _rows(one)
            ]
            answer["tags"] = {}
        return answer

    def _save(self, seen: Seen, keep: int) -> tuple[int, Any]:
        if int(seen.headers.get("x-zotero-connector-api-version", "3")) < 3:
            return 400, {"error": "CONNECTOR_VERSION_OUTDATED"}
        if seen.json["sessionID"] in self.sessions:
            return 409, {"error": "SESSION_EXISTS"}
        library, collection = self._target(self.selected)
        if not library.editable:
            library, collection = self.libraries[0], None  # Zotero goes to My Library by itself
        if not library.editable:
            return 500, {"libraryEditable": False}
        self.sessions[seen.json["sessionID"]] = held = {}
        if any(one["itemType"] not in ITEM_TYPES for one in seen.json["items"]):
            return 500, None  # nothing is saved then: it is one transaction
        for one in seen.json["items"][: keep if keep >= 0 else None]:
            data = {name: value for name, value in one.items() if name not in ("id", "notes")}
            data.pop("attachments", None)
            data["creators"] = [_creator(creator) for creator in one.get("creators", [])]
            data["tags"] = [{"tag": tag, "type": 1} for tag in one.get("tags", [])]
            data["collections"] = [collection.key] if collection else []
            item = self._store(data, library)
            held[str(one["id"])] = item["key"]
            for note in one.get("notes", []):
                text = {"itemType": "note", "note": note["note"], "parentItem": item["key"]}
                self._store(text, library)
        return 201, None

    def _update(self, said: dict[str, Any]) -> tuple[int, Any]:
        held = self.sessions.get(said.get("sessionID", ""))
        if held is None:
            return 400, {"error": "SESSION_NOT_FOUND"}
        try:
            library, collection = self._target(said["target"])
        except KeyError:
            return 400, {"error": "COLLECTION_NOT_FOUND"}
        tags = said.get("tags") or ""
        if isinstance(tags, str):
            tags = [tag.strip() for tag in tags.split(",")]
        elif self.number < (7, 0, 20):
            return 500, None  # older ones know a text only
        self.selected = said["target"]
        for item in self.items:
            if item["key"] in held.values():
                item["library"] = library.place
                data = item["data"]
                data["collections"] = [collection.key] if collection else []
                data["tags"] = [t for t in data["tags"] if t.get("type") == 1]
                data["tags"] += [{"tag": tag} for tag in tags if tag]
        return 200, {}


def _rows(library: Library) -> list[dict[str, Any]]:
    """The targets of a library, in the order of the tree."""
    rows = [{"id": f"L{library.id}", "name": library.name, "filesEditable": True, "level": 0}]

    def below(parent: int, level: int) -> None:
        children = [one for one in library.collections if one.parent == parent]
        for one in sorted(children, key=lambda c: c.name.lower()):
            rows.append(
                {"id": f"C{one.id}", "name": one.name, "filesEditable": True, "level": level}
            )
            below(one.id, level + 1)

    below(0, 1)
    return rows


def _creator(one: dict[str, Any]) -> dict[str, Any]:
    """A creator of the connector's, as the API shows it."""
    if one.get("fieldMode") == 1:
        return {"creatorType": one["creatorType"], "name": one["lastName"]}
    return {name: one.get(name, "") for name in ("creatorType", "firstName", "lastName")}


class _Handler(BaseHTTPRequestHandler):
    """HTTP/1.0, as Zotero's own server: the connection is closed after each answer."""

    zotero: StubZotero

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _take(self) -> None:
        zotero = self.zotero
        headers = {name.lower(): value for name, value in self.headers.items()}
        raw = self.rfile.read(int(headers.get("content-length", 0)))
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        try:
            said = json.loads(raw) if raw else None
        except ValueError:
            return self._say(Reply(400, "Invalid JSON provided\n"))
        seen = Seen(self.command, parts.path, headers, said)
        zotero.requests.append(seen)
        is_browser = headers.get("user-agent", "").startswith("Mozilla/") or "origin" in headers
        allowed = {"x-zotero-connector-api-version", "zotero-allowed-request"} & set(headers)
        if is_browser and not allowed:
            return self._cut()
        if urlsplit(f"//{headers.get('host', '')}").hostname not in ("127.0.0.1", "localhost"):
            return self._say(Reply(400, "Bad Request"))
        fault = zotero.fault(seen)
        time.sleep(fault.slow)
        if fault.cut == "before":
            return self._cut()
        if fault.status:
            return self._say(Reply(fault.status, fault.body, fault.headers))
        reply = self._reply(seen, query, fault)
        if fault.cut == "after" or fault.keep >= 0:
            return self._cut()
        return self._say(reply)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _take  # noqa: N815

    def _reply(self, seen: Seen, query: dict[str, str], fault: Fault) -> Reply:
        zotero = self.zotero
        if seen.path.startswith("/connector/"):
            with zotero.lock:
                status, body = zotero.connector(seen, fault.keep)
            return Reply(status, body)
        for prefix in ("/api", "/web"):
            if seen.path.startswith(prefix):
                reply = zotero.api(seen, seen.path.removeprefix(prefix), query, prefix == "/api")
                reply.headers = {**reply.headers, **zotero.headers}
                if prefix == "/api" and zotero.number >= (10,):
                    reply.headers["Zotero-Server-ID"] = SERVER_ID
                return reply
        return Reply(404, "No endpoint found\n")

    def _say(self, reply: Reply) -> None:
        is_text = isinstance(reply.body, str)
        text = reply.body if is_text else json.dumps(reply.body)
        data = b"" if reply.body is None else text.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", "text/html" if is_text else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-Zotero-Version", self.zotero.version)
        self.send_header("X-Zotero-Connector-API-Version", "3")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):  # whoever asked may have gone
            self.wfile.write(data)

    def _cut(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
