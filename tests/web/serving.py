"""A server in a thread, and asking it as anything can that opens a socket."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bibkit.online import Services, Settings
from bibkit.web.app import application
from bibkit.web.guard import hosts_of
from bibkit.web.server import Server, listen, url_of

TOKEN = "the-token-of-the-tests-0123456789"
RIGHT = {"Authorization": f"Bearer {TOKEN}"}
JSON = {**RIGHT, "Content-Type": "application/json"}


@dataclass(frozen=True)
class Said:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Of an error; its message is a sentence."""
        (error,) = self.json.values()
        assert set(error) == {"code", "message"}
        assert error["message"].endswith(".")
        return str(error["code"])


class Running:
    """A server in a thread until the end of a `with`; what it says is in `lines`."""

    def __init__(self, settings: Settings | None = None, **functions: Any) -> None:
        self.listener = listen("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.url = url_of(self.listener)
        self.lines: list[str] = []
        app = application(
            settings or Settings(offline=True),
            TOKEN,
            hosts=hosts_of(self.port),
            access=self.lines.append,
            complain=self.lines.append,
            **functions,
        )
        self.server = Server(app)
        self.thread = threading.Thread(target=self.server.run, args=([self.listener],))

    def __enter__(self) -> Running:
        self.thread.start()
        until = time.monotonic() + 20
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.005)
        assert self.server.started
        return self

    def __exit__(self, *error: object) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        assert not self.thread.is_alive()

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | Sequence[tuple[str, str]] = JSON,
        body: bytes | Iterable[bytes] | None = None,
        *,
        chunked: bool = False,
    ) -> Said:
        """Send a request with these headers and no others than `Host` and the length."""
        rows = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
        names = {name.lower() for name, _ in rows}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(
                method, path, skip_host="host" in names, skip_accept_encoding=True
            )
            for name, value in rows:
                connection.putheader(name, value)
            if chunked:
                connection.putheader("Transfer-Encoding", "chunked")
            elif isinstance(body, bytes) and "content-length" not in names:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body, encode_chunked=chunked)
            answer = connection.getresponse()
            return Said(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def post(self, path: str, value: object, headers: Mapping[str, str] = JSON) -> Said:
        return self.ask("POST", path, headers, json.dumps(value).encode())


@dataclass(frozen=True)
class Proposed:
    """What stands for the proposals of the library."""

    body: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        return self.body


def item(key: str = "ABCD2345", **data: Any) -> dict[str, Any]:
    return {"key": key, "version": 12, "data": {"itemType": "journalArticle", **data}}


def nothing_sent(items: Sequence[Mapping[str, Any]], services: Services) -> dict[str, Any]:
    return {"findings": [], "sent": [], "failures": []}
