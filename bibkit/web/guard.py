"""Who may ask, and how much: before anything of a request is looked into.

Any page that a browser on this computer shows can send requests to loopback. Four things keep it
out: the `Host` must be this server's (a page whose name was turned to 127.0.0.1 keeps its own:
DNS rebinding), what comes from a page says so (`Origin`, `Sec-Fetch-Site`), there is a token that
no page knows, and no header of CORS is ever sent. Zotero's own requests have neither of the two
headers.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import time
import traceback
from collections.abc import Callable, Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bibkit.text import printable
from bibkit.web.answers import STOPPING, Wrong, error

__all__ = ["MAX_BODY", "OPEN", "Guard", "hosts_of"]

#: Bytes that a request may have.
MAX_BODY = 20_000_000
#: What needs no token: method and path.
OPEN = ("GET", "/v1/status")


def hosts_of(port: int, host: str = "127.0.0.1") -> frozenset[str]:
    """What the `Host` of a request to this server may be.

    >>> sorted(hosts_of(23121))
    ['127.0.0.1:23121', '[::1]:23121', 'localhost:23121']
    """
    named = f"[{host}]" if ":" in host else host
    return frozenset(f"{one}:{port}" for one in ("127.0.0.1", "[::1]", "localhost", named))


class Guard:
    """The server's outermost layer.

    Args:
        app: what answers; a request's body is whole when it gets there, and
            `request.state.token` says whether the token was right (None: there was none).
        token: that requests must have.
        hosts: see `hosts_of`.
        access: called with a line for each request (method, path, status, seconds).
        complain: called with a line for each error of bibkit's own.
    """

    def __init__(
        self,
        app: ASGIApp,
        token: str,
        hosts: Collection[str],
        access: Callable[[str], object],
        complain: Callable[[str], object],
    ) -> None:
        self._app, self._hosts = app, frozenset(hosts)
        self._token = token.encode("utf-8")
        self._access, self._complain = access, complain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        begun = time.monotonic()
        status = 0

        async def counted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._guarded(scope, receive, counted)
        except Wrong as wrong:
            await error(wrong)(scope, receive, counted)
        except asyncio.CancelledError:  # the server ends and waits no longer
            if not status:
                await error(Wrong(*STOPPING))(scope, receive, counted)
            raise
        except Exception as failure:
            self._complain(_own_error(failure))
            if not status:  # nothing has been said yet
                await error(Wrong(*_OWN))(scope, receive, counted)
        path = printable(scope["path"].replace("\n", "?"))[:100]
        seconds = time.monotonic() - begun
        self._access(f"{printable(scope['method'])} {path} {status} {seconds:.2f} s")

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.lower(), []).append(value)
        self._check_sender(headers)
        fits = self._bears(headers)
        if not fits and (scope["method"], scope["path"]) != OPEN:
            raise Wrong(*(_NO_TOKEN if fits is None else _WRONG_TOKEN))
        scope.setdefault("state", {})["token"] = fits
        if scope["method"] == "POST":
            kind = headers.get(b"content-type", [b""])[0].decode("latin-1")
            if not _is_json(kind):
                raise Wrong(*_NOT_JSON)
            receive = _replayed(await _body(headers, receive), receive)
        await self._app(scope, receive, send)

    def _check_sender(self, headers: dict[bytes, list[bytes]]) -> None:
        """Raise `Wrong` for what a web page sends, or what is sent to another name."""
        hosts = [one.decode("latin-1").lower() for one in headers.get(b"host", [])]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            raise Wrong(*_OTHER_HOST)
        if b"origin" in headers or _PAGES & set(headers.get(b"sec-fetch-site", [])):
            raise Wrong(*_WEB_PAGE)

    def _bears(self, headers: dict[bytes, list[bytes]]) -> bool | None:
        """Whether the token is right; None where there is none."""
        given = headers.get(b"authorization")
        if not given:
            return None
        scheme, _, token = given[0].partition(b" ")
        right = hmac.compare_digest(token.strip(), self._token)
        return right and scheme.lower() == b"bearer" and len(given) == 1


_PAGES = frozenset({b"cross-site", b"same-site"})
# Each `Wrong` is made when it is raised: one that is raised again would hold on to every request.
_OTHER_HOST = (
    403,
    "host",
    "bibkit serve answers only where it was called by its own address, 127.0.0.1.",
)
_WEB_PAGE = (403, "origin", "bibkit serve does not answer to web pages.")
_ADVICE = "'bibkit serve --token' prints it; put it into the plugin's preferences."
_NO_TOKEN = (401, "token", f"The token is missing. {_ADVICE}")
_WRONG_TOKEN = (401, "token", f"The token is not the server's. {_ADVICE}")
_NOT_JSON = (415, "content-type", "Send JSON in UTF-8, with Content-Type: application/json.")
_TOO_LARGE = (
    413,
    "too-large",
    f"The request is larger than {MAX_BODY // 10**6} MB. Send fewer items or a shorter text.",
)
_OWN = (
    500,
    "internal",
    "bibkit met an error of its own. Its window says which; please report it with the input.",
)


def _own_error(failure: Exception) -> str:
    """An error of bibkit's own for whoever runs the server; never for whoever asks."""
    if os.environ.get("BIBKIT_DEBUG"):
        return "".join(traceback.format_exception(failure))
    return (
        f"bibkit met an error of its own ({type(failure).__name__}: {str(failure)[:200]}). Please "
        "report it with the input; BIBKIT_DEBUG=1 shows where it happened."
    )


def _is_json(kind: str) -> bool:
    """Whether a content type is that of JSON in UTF-8.

    >>> _is_json("Application/JSON; charset=utf-8"), _is_json("text/plain")
    (True, False)
    """
    name, *parameters = (part.strip().lower() for part in kind.split(";"))
    charsets = {part.replace('"', "") for part in parameters if part.startswith("charset=")}
    return name == "application/json" and charsets <= {"charset=utf-8"}


async def _body(headers: dict[bytes, list[bytes]], receive: Receive) -> bytes:
    """A request's whole body, within bounds whatever it says of its length."""
    length = headers.get(b"content-length", [b"0"])[0]
    if not length.isdigit() or int(length[:20]) > MAX_BODY:
        raise Wrong(*_TOO_LARGE)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":  # whoever asked has gone
            raise Wrong(400, "cut-off", "The request was cut off.")
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise Wrong(*_TOO_LARGE)
        if not message.get("more_body"):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What gives a body that has been read once more, and then what comes after it."""
    parts = [body]

    async def replay() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        return await receive()

    return replay
