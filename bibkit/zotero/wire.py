"""How a request gets to Zotero: one call, one answer, nothing followed, nothing tried again.

What matters after a write is whether it may have arrived, so the two ways to fail are two errors:
`Unreachable` (nothing was sent) and `Lost` (it was sent, and no whole answer came back).
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from bibkit import __version__
from bibkit.errors import SettingsError

if TYPE_CHECKING:
    import requests

__all__ = [
    "Addresses",
    "Answer",
    "Call",
    "Lost",
    "Transport",
    "Unreachable",
    "addresses",
    "encoded",
    "is_loopback",
    "wire",
]

_CONNECTOR, _WEB = "http://127.0.0.1:23119", "https://api.zotero.org"
_CONNECT = 3.0  # seconds
_MOST_BYTES = 256_000_000
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked.

    Args:
        method: of HTTP.
        url: with its query.
        headers: the key is among them, so a call is never shown.
        body: JSON, as bytes.
        timeout: seconds that its answer may take to begin, and again to come whole.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON; None where it is none.

        >>> Answer(200, {}, b"[1]").json(), Answer(200, {}, b"<html>").json()
        ([1], None)
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def encoded(value: object) -> bytes:
    """A value as the body of a request.

    >>> encoded({"title": "Chiò"}).decode()
    '{"title": "Chiò"}'
    """
    # Half a character, as JSON and the names of files may hold, has no place in UTF-8.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


class Unreachable(Exception):
    """Nothing was sent. Its text goes after the service's name ("cannot be reached")."""


class Lost(Exception):
    """It was sent, or part of it, and no whole answer came: it may have arrived."""


Transport: TypeAlias = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where Zotero is: its connector and local API on this machine, and the Web API."""

    connector: str = _CONNECTOR
    web: str = _WEB

    @property
    def local(self) -> str:
        """The base of the local API."""
        return f"{self.connector}/api"


def addresses(environment: Mapping[str, str] | None = None) -> Addresses:
    """Where Zotero is; BIBKIT_ZOTERO and BIBKIT_ZOTERO_API name other places.

    Raises:
        SettingsError: BIBKIT_ZOTERO is not on this machine, or a key would be sent unencrypted.

    >>> addresses({"BIBKIT_ZOTERO": "http://localhost:23124/"}).local
    'http://localhost:23124/api'
    """
    named = os.environ if environment is None else environment
    connector = (named.get("BIBKIT_ZOTERO") or _CONNECTOR).rstrip("/")
    web = (named.get("BIBKIT_ZOTERO_API") or _WEB).rstrip("/")
    if not _is_plain(connector, "http") or not is_loopback(connector):
        raise SettingsError(
            "BIBKIT_ZOTERO names Zotero on this machine, such as http://127.0.0.1:23119."
        )
    if not (_is_plain(web, "https") or (_is_plain(web, "http") and is_loopback(web))):
        raise SettingsError(
            "BIBKIT_ZOTERO_API is an address that begins with https:// and holds no password: a key "
            "goes there."
        )
    return Addresses(connector, web)


_PLAIN = re.compile(r"[a-z]+://[^\s@\\]+")


def _is_plain(url: str, scheme: str) -> bool:
    """Whether an address has a scheme and a host that everybody reads alike.

    A password in it would be shown with the host; before a backslash some read another host.
    """
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme == scheme and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_whole and _PLAIN.fullmatch(url) is not None


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine.

    >>> is_loopback("http://127.0.0.1:23119/api"), is_loopback("http://127.0.0.1.example.org")
    (True, False)
    """
    try:
        return urlsplit(url).hostname in _LOOPBACK
    except ValueError:
        return False


def wire() -> Transport:
    """A transport that really sends.

    What is on this machine is never asked through a proxy. Redirections are not followed: a key
    goes nowhere but where it was sent.
    """
    sessions: dict[bool, requests.Session] = {}

    def send(call: Call) -> Answer:
        here = is_loopback(call.url)
        if here not in sessions:
            sessions[here] = _session(here)
        return _send(sessions[here], call)

    return send


def _session(here: bool) -> requests.Session:
    import requests

    session = requests.Session()
    session.headers["User-Agent"] = f"bibkit/{__version__} (bibliography toolkit)"
    session.headers["Accept"] = "*/*"
    if here:
        session.trust_env = False
        # Zotero closes after each answer; a connection that it closed would look like a lost answer.
        session.headers["Connection"] = "close"
    return session


def _send(session: requests.Session, call: Call) -> Answer:
    import requests
    from urllib3.exceptions import (
        ConnectTimeoutError,
        HTTPError,
        NewConnectionError,
        ReadTimeoutError,
    )

    headers = dict(call.headers)
    if call.body is not None:
        headers.setdefault("Content-Type", "application/json")
    known = requests.exceptions
    try:
        response = session.request(
            call.method, call.url, data=call.body, headers=headers,
            timeout=(_CONNECT, call.timeout), allow_redirects=False, stream=True,
        )  # fmt: skip
        with response:
            body = _body(response, call.timeout)
    except known.SSLError as error:
        raise Unreachable("has no valid certificate") from error
    except known.ProxyError as error:
        raise Unreachable("cannot be reached through the proxy") from error
    except known.ConnectTimeout as error:
        raise Unreachable("cannot be reached") from error
    except (known.Timeout, ReadTimeoutError) as error:
        raise _late(call.timeout) from error
    except known.ConnectionError as error:
        inner = error.args[0] if error.args else None
        cause = getattr(inner, "reason", inner)
        if isinstance(cause, NewConnectionError | ConnectTimeoutError):
            raise Unreachable("cannot be reached") from error
        if isinstance(cause, ReadTimeoutError):
            raise _late(call.timeout) from error
        raise Lost("closed the connection") from error
    except (known.ChunkedEncodingError, known.ContentDecodingError, HTTPError) as error:
        raise Lost("sent a damaged answer") from error
    except (known.RequestException, UnicodeError) as error:
        # The exception's own text is not used: it holds the address and what went there.
        raise Unreachable("could not be asked") from error
    found = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, found, body)


def _body(response: requests.Response, seconds: float) -> bytes:
    """The whole body, within bounds of size and time.

    The time limit of `requests` is for each read; what is there is taken as it comes, so that an
    answer that trickles does not hide how long it takes.
    """
    read = getattr(response.raw, "read1", None)  # urllib3 has it since 2.2
    pieces = (
        iter(lambda: read(65536, decode_content=True), b"")
        if read is not None
        else response.iter_content(65536)
    )
    until = time.monotonic() + seconds
    parts, size = [], 0
    for part in pieces:
        parts.append(part)
        size += len(part)
        if size > _MOST_BYTES:
            raise Lost(f"sent more than {_MOST_BYTES // 10**6} MB")
        if time.monotonic() > until:
            raise _late(seconds)
    return b"".join(parts)


def _late(seconds: float) -> Lost:
    return Lost(f"did not answer in {seconds:.0f} s")
