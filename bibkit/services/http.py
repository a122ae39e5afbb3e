"""The one way to a service: identity, pace, what counts as an answer, and when to ask again.

A request goes round `send → read → check` until it has an answer, at most six times. What a
connection needs to come about at all is left to urllib3's `Retry`; everything after that is
judged here, because a service says much of what is wrong inside a 200: a body cut off, a page of
HTML, an `<ERROR>`, nothing at all (measured: urllib3 sees none of these).
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)
from urllib3.util import Retry

from bibkit import __version__
from bibkit.errors import ServiceError
from bibkit.services.pace import Pace
from bibkit.services.settings import Settings

__all__ = ["Answer", "Http", "NoAnswer", "Refused", "Request"]

T = TypeVar("T")

_ATTEMPTS = 6
_BACKOFF = 0.5  # seconds, doubled each time: 15 s in all
_LONGEST_WAIT = 60.0  # of a Retry-After
_CONNECT, _READ, _WHOLE = 2.0, 30.0, 120.0  # seconds
_REACH = 2.4  # a service that cannot be connected to in this time cannot be reached;
# two hosts of one service, one after the other, are then known within 5 s
_MOST_BYTES = 128_000_000
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 524})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked.

    Args:
        service: who is asked, as people know it (`Crossref`).
        url: with its query.
        data: sent as a form by POST.
        statuses: those that are answers.
        follow: whether redirections within the host are followed.
        what: what is sent, for the account (`DOI`), and how many.
    """

    service: str
    url: str
    data: Mapping[str, str] | None = None
    statuses: tuple[int, ...] = (200,)
    follow: bool = True
    what: tuple[str, int] = ("", 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    status: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


class NoAnswer(Exception):
    """A body that is no answer; raised by checks, cured by asking again or given up on.

    Args:
        reason: in words, to follow the service's name ("sent a page instead of data").
        after: seconds that the service asked to wait.
        final: asking again would bring the same.
        outage: it is the service that fails, not this one answer.
    """

    def __init__(
        self,
        reason: str,
        after: float | None = None,
        *,
        final: bool = False,
        outage: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason, self.after, self.final, self.outage = reason, after, final, outage


class Refused(Exception):
    """The service understood and said no (400, 414): the same again would be refused again."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class _Adapter(HTTPAdapter):
    """Connections that are known not to come about within `_REACH` seconds.

    urllib3's connect timeout counts for each address of a host, and none counts for its name.
    """

    def __init__(self) -> None:
        # Its own heeding of Retry-After would end in an error here; `Http` heeds it.
        retry = Retry(
            total=1, connect=1, read=0, redirect=0, status=0, other=0, backoff_factor=0.2,
            respect_retry_after_header=False,
        )  # fmt: skip
        super().__init__(max_retries=retry)
        self._reached: set[tuple[str, int]] = set()

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        proxy = select_proxy(str(request.url), more.get("proxies") or {})
        parts = urlsplit(proxy if proxy and "//" in proxy else str(request.url))
        place = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        if place not in self._reached:
            if not _is_reachable(place):
                raise requests.exceptions.ConnectTimeout(request=request)
            self._reached.add(place)
        return super().send(request, *args, **more)


def _is_reachable(place: tuple[str, int]) -> bool:
    reached = threading.Event()
    ended = threading.Event()

    def connect() -> None:
        try:
            socket.create_connection(place, timeout=_CONNECT).close()
            reached.set()
        except OSError:
            pass
        finally:
            ended.set()

    threading.Thread(target=connect, daemon=True).start()
    ended.wait(_REACH)
    return reached.is_set()


@dataclass(slots=True)
class _Health:
    """A service's circuit breaker.

    It opens when a request is given up on while nobody else's has succeeded; after half a minute
    one may try again.
    """

    succeeded: float = -1.0
    opened: float | None = None
    reason: str = ""


class Http:
    """Asks services, each at its pace.

    Args:
        settings: who asks, and whether at all.
        session: what sends, for tests that script answers; its adapters are used as they are.
        clock, sleep: in seconds, for tests.
    """

    def __init__(
        self,
        settings: Settings,
        session: requests.Session | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self.settings = settings
        self._clock = clock
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._session = session or _session()
        contact = f"; mailto:{settings.mailto}" if settings.mailto else ""
        self._session.headers["User-Agent"] = (
            f"bibkit/{__version__} (bibliography toolkit{contact})"
        )
        self._paces: dict[str, Pace] = {}
        self._health: dict[str, _Health] = {}
        self._lock = threading.Lock()
        #: Service to how many requests left for it.
        self.requests: Counter[str] = Counter()
        #: (service, host, what) to how many of them were sent.
        self.sent: Counter[tuple[str, str, str]] = Counter()
        #: Called with a service and the seconds that it is waited for.
        self.waiting: Callable[[str, float], None] = lambda service, seconds: None

    def pace(self, pool: str, rate: float, at_once: int) -> Pace:
        """The pace of a pool, made when it is first asked for."""
        with self._lock:
            if pool not in self._paces:
                self._paces[pool] = Pace(rate, at_once, self._clock, self._sleep)
            return self._paces[pool]

    def close(self) -> None:
        """Let go of connections; whoever waits is let go too."""
        self._stopped.set()
        self._session.close()

    def ask(self, request: Request, pace: Pace, deal: Callable[[Answer], T]) -> T:
        """Ask until there is an answer.

        Args:
            deal: makes of an answer what is wanted, and keeps it; raises `NoAnswer` where the body
                is none. It runs within the turn, so that a request counts as under way until what
                it brought is kept.

        Raises:
            ServiceError: no answer could be had; the reason says why.
            Refused: the service will not answer this request.
        """
        if self.settings.offline:
            raise ServiceError(request.service, "was not asked (offline)")
        begun = self._clock()
        health = self._checked_health(request.service)
        failed = NoAnswer("was stopped", final=True)
        for attempt in range(_ATTEMPTS):
            if self._stopped.is_set():
                break
            try:
                with pace.turn():
                    if self._stopped.is_set():
                        raise NoAnswer("was stopped", final=True)
                    if health.opened is not None and health.succeeded < begun:
                        raise NoAnswer(health.reason, final=True, outage=True)
                    result = deal(self._send(request, pace, first=attempt == 0))
            except NoAnswer as failure:
                failed = failure
                if failure.final:
                    break
                self._wait(request.service, pace, attempt, failure.after)
            except Refused:
                health.succeeded = self._clock()
                raise
            else:
                health.succeeded, health.opened = self._clock(), None
                return result
        if failed.outage and health.succeeded < begun:
            health.opened, health.reason = self._clock(), failed.reason
        raise ServiceError(request.service, failed.reason)

    def _checked_health(self, service: str) -> _Health:
        with self._lock:
            health = self._health.setdefault(service, _Health())
        if health.opened is not None:
            if self._clock() - health.opened < 30:
                raise ServiceError(service, health.reason)
            health.opened = None
        return health

    def _wait(self, service: str, pace: Pace, attempt: int, asked: float | None) -> None:
        if attempt == _ATTEMPTS - 1:
            return
        seconds = _BACKOFF * 2**attempt
        if asked is not None:
            seconds = min(max(asked, seconds), _LONGEST_WAIT)
            pace.pause(seconds)  # the service asks everybody to wait
        self.waiting(service, seconds)
        self._sleep(seconds)

    # --- one attempt --------------------------------------------------------------------------------

    def _send(self, request: Request, pace: Pace, *, first: bool) -> Answer:
        url = request.url
        for _ in range(4):
            answer = self._once(request, url, first=first)
            pace.heed(answer.headers)
            if answer.status in request.statuses:
                if answer.status == 200 and _PAGE.match(answer.text):
                    raise NoAnswer("sent a web page instead of data", outage=True)
                return answer
            if answer.status in _REDIRECTS and request.follow:
                target = urljoin(url, answer.headers.get("location", ""))
                if urlsplit(target)[:2] != urlsplit(url)[:2]:
                    raise NoAnswer("sends to another host", final=True, outage=True)
                url = target
                continue
            break
        if answer.status in _RETRIED:
            after = _retry_after(answer.headers)
            if answer.status == 429 and after is None:
                after = 1.0
            raise NoAnswer(f"answered {answer.status}", after, outage=True)
        if answer.status in (400, 404, 413, 414):
            raise Refused(answer.status)
        raise NoAnswer(f"refused with {answer.status}", final=True, outage=True)

    def _once(self, request: Request, url: str, *, first: bool) -> Answer:
        method = "GET" if request.data is None else "POST"
        response = None
        try:
            response = self._session.request(
                method, url, data=request.data, timeout=(_CONNECT, _READ), allow_redirects=False, stream=True
            )  # fmt: skip
            self._count(request, url, first=first)
            try:
                text = self._body(response)
            finally:
                response.close()
        except requests.exceptions.SSLError as error:
            raise NoAnswer("has no valid certificate", final=True, outage=True) from error
        except requests.exceptions.RequestException as error:
            failure = _no_answer(error)
            if response is None and failure.reason not in _UNSENT:
                self._count(request, url, first=first)
            raise failure from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, text, headers)

    def _count(self, request: Request, url: str, *, first: bool) -> None:
        """Enter into the account what has left."""
        with self._lock:
            self.requests[request.service] += 1
            if first and request.what[1]:
                host = urlsplit(url).hostname or ""
                self.sent[request.service, host, request.what[0]] += request.what[1]

    def _body(self, response: requests.Response) -> str:
        """The whole body, within bounds of size and time."""
        until = self._clock() + _WHOLE
        parts, size = [], 0
        # What is there is taken as it comes: an answer that trickles must not hide how long it takes.
        for part in _pieces(response):
            parts.append(part)
            size += len(part)
            if size > _MOST_BYTES:
                raise NoAnswer(f"sent more than {_MOST_BYTES // 10**6} MB", final=True)
            if self._clock() > until:
                raise NoAnswer(f"took more than {_WHOLE:.0f} s to answer")
        return b"".join(parts).decode("utf-8", "replace")


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """The body as it arrives, decoded; errors are those of requests."""
    read = getattr(response.raw, "read1", None)
    if read is None:
        yield from response.iter_content(65536)
        return
    try:
        while piece := read(65536, decode_content=True):
            yield piece
    except (ProtocolError, DecodeError) as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error
    except ReadTimeoutError as error:
        raise requests.exceptions.Timeout(error) from error


def _session() -> requests.Session:
    session = requests.Session()
    adapter = _Adapter()
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


_UNSENT = ("cannot be reached", "cannot be reached through the proxy")


def _no_answer(error: requests.exceptions.RequestException) -> NoAnswer:
    """Why a request failed. The exception's text is not used: it holds the address asked."""
    known = requests.exceptions
    inner = error.args[0] if error.args else None
    cause = getattr(inner, "reason", inner)
    unconnected = isinstance(cause, NewConnectionError | ConnectTimeoutError)
    if isinstance(error, known.ProxyError):
        return NoAnswer("cannot be reached through the proxy", final=True, outage=True)
    if unconnected or isinstance(error, known.ConnectTimeout):
        return NoAnswer("cannot be reached", final=True, outage=True)
    if isinstance(error, known.Timeout):
        return NoAnswer(f"did not answer in {_READ:.0f} s", outage=True)
    if isinstance(error, known.ChunkedEncodingError | known.ContentDecodingError):
        return NoAnswer("sent a damaged answer")
    if isinstance(error, known.ConnectionError):
        return NoAnswer("closed the connection", outage=True)
    return NoAnswer("could not be asked", final=True)


_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.I)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    if value:
        from email.utils import parsedate_to_datetime

        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
        except (ValueError, TypeError, OverflowError):
            return None
    return None
