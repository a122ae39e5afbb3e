"""How a request gets to Zotero: one call, one answer, nothing followed, nothing tried again.

What matters after a write is whether it may have arrived, so the two ways to fail are two errors:
`Unreachable` (nothing was sent) and `Lost` (it was sent, and no whole answer came back).
"""

from __future__ import annotations

import json
import os
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
        timeout: seconds that its answer may take.
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
    if not _is_http(connector) or not is_loopback(connector):
        raise SettingsError(
            "BIBKIT_ZOTERO names Zotero on this machine, such as http://127.0.0.1:23119."
        )
    if not (web.startswith("https://") or (_is_http(web) and is_loopback(web))):
        raise SettingsError(
            "BIBKIT_ZOTERO_API is an address that begins with https://: a key goes there."
        )
    return Addresses(connector, web)


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme == "http" and parts.port != 0
    except ValueError:
        return False


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
            parts, size = [], 0
            for part in response.iter_content(65536):
                parts.append(part)
                size += len(part)
                if size > _MOST_BYTES:
                    raise Lost(f"sent more than {_MOST_BYTES // 10**6} MB")
    except known.SSLError as error:
        raise Unreachable("has no valid certificate") from error
    except known.ProxyError as error:
        raise Unreachable("cannot be reached through the proxy") from error
    except known.ConnectTimeout as error:
        raise Unreachable("cannot be reached") from error
    except known.Timeout as error:
        raise Lost(f"did not answer in {call.timeout:.0f} s") from error
    except known.ConnectionError as error:
        inner = error.args[0] if error.args else None
        cause = getattr(inner, "reason", inner)
        if isinstance(cause, NewConnectionError | ConnectTimeoutError):
            raise Unreachable("cannot be reached") from error
        if isinstance(cause, ReadTimeoutError):
            raise Lost(f"did not answer in {call.timeout:.0f} s") from error
        raise Lost("closed the connection") from error
    except (known.ChunkedEncodingError, known.ContentDecodingError, HTTPError) as error:
        raise Lost("sent a damaged answer") from error
    except known.RequestException as error:
        # The exception's own text is not used: it holds the address and what went there.
        raise Unreachable("could not be asked") from error
    found = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, found, b"".join(parts))
