"""A small local stand-in for the Crossref REST API, NCBI's literature services and doi.org.

Contract tests start it in their own process, so that they run anywhere and without a network:

    with Twin(limits=True) as twin:
        os.environ.update(twin.environ)
        twin.fault("ncbi.efetch", "503", times=2)
        …
        assert twin.count("ncbi") == 3

It knows the works in `records/` and what a test adds (`add_work`, `add_article`, `works_for`), and
answers at crossref.doi, crossref.filter, crossref.query, ncbi.esearch, ncbi.efetch, ncbi.ecitmatch,
ncbi.idconv and doi.org; any other address is 404. `FAULTS` lists what can be made to go wrong,
`LIMITS` the rates; twin_services says how a right answer is found.

In `records/`, PMIDs of 99… and PMCIDs of PMC99… are made up, and so is every work under 10.5555 or
10.1101; the others are citations of works that exist (the review's references 6 to 8 are not its own).
"""

from __future__ import annotations

import json
import re
import socket
import struct
import sys
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from twin_batch import works_for
from twin_services import ANSWERS, Answer, Call, Records, answer, entrez_error, page

__all__ = ["FAULTS", "LIMITS", "Request", "Twin", "works_for"]

# pool -> requests a second, requests at once (0: any number)
LIMITS = {
    "public-single": (5, 1),
    "public-array": (1, 1),
    "polite-single": (10, 3),
    "polite-array": (3, 3),
    "ncbi": (3, 0),
    "ncbi-key": (10, 0),
}
SECOND = 0.95  # a client that keeps exactly to a rate must not fail by a late thread
LONGEST = {"crossref": 4096, "ncbi": 8000}  # bytes of the request line

FAULTS = {
    "429": "too many requests, with Retry-After if `retry_after` is given",
    **dict.fromkeys(("500", "502", "503", "504"), "that status, as an HTML page"),
    "timeout": "`delay` seconds of silence, then the connection is closed",
    "slow": "the right answer after `delay` seconds",
    "reset": "the connection is reset instead of an answer",
    "truncate": "the connection is closed after half of the body",
    "malformed": "half an answer and some rubbish, with the right length",
    "html": "a page about maintenance, with status 200",
    "empty": "status 200 and no body",
    "error200": "status 200 and an error in the service's own form",
    "drop": "the last record of the answer is missing",
    "redirect": "302 to the same address on another host (`localhost`: this twin again)",
    "huge": "the right answer, then blanks up to `size` bytes, and no Content-Length",
    "control": "terminal escapes at the start of every title (XML does not allow them)",
}

_ROUTES = (
    (r"/works/(.+)", "crossref.doi"),
    (r"/works/?()", "crossref.filter"),
    (r"/entrez/eutils/esearch\.fcgi()", "ncbi.esearch"),
    (r"/entrez/eutils/efetch\.fcgi()", "ncbi.efetch"),
    (r"/entrez/eutils/ecitmatch\.cgi()", "ncbi.ecitmatch"),
    (r"/tools/idconv/api/v1/articles/?()", "ncbi.idconv"),
    (r"/doi/(.+)", "doi.org"),
)


class Request(NamedTuple):
    """One request that came in, answered or not."""

    endpoint: str
    path: str
    body: str
    user_agent: str


@dataclass
class Fault:
    """Requests that are to go wrong: `times` of those that match, every `every`-th after `after`.

    `match` is a regular expression over the endpoint, a blank and the path; `kind` is in `FAULTS`.
    """

    match: str
    kind: str
    times: int = 1
    after: int = 0
    every: int = 1
    delay: float = 1.0
    retry_after: int | None = None
    size: int = 20_000_000
    seen: int = 0
    done: int = 0

    def due(self, request: str) -> bool:
        if not re.search(self.match, request):
            return False
        self.seen += 1
        turn = self.seen - self.after - 1
        if turn < 0 or turn % self.every or self.done >= self.times:
            return False
        self.done += 1
        return True


class Twin:
    """The services on a free port of 127.0.0.1, while the `with` block lasts."""

    def __init__(self, limits: bool = False, latency: float = 0.0) -> None:
        self._settings = (limits, latency)
        self._free = threading.Condition()
        self._active = 0
        self._wake = threading.Event()
        self.reset()

    def reset(self) -> None:
        """As at the start: the stored records, no faults, an empty log, the first settings."""
        self._wake.set()
        with self._free:
            self._free.wait_for(lambda: self._active == 0, timeout=5)
            self.limits, self.latency = self._settings
            self.requests: list[Request] = []
            self.peak = 0
            self.records = Records()
            self._faults: list[Fault] = []
            self._recent: dict[str, deque[float]] = defaultdict(deque)
            self._running: Counter[str] = Counter()
            self._wake = threading.Event()
        works, articles = _stored()
        for work in works:
            self.add_work(work)
        for article in articles:
            self.add_article(article)

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.twin = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._wake.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def environ(self) -> dict[str, str]:
        """The variables that make bibkit ask this twin."""
        return {
            "BIBKIT_CROSSREF_URL": self.url,
            "BIBKIT_EUTILS_URL": f"{self.url}/entrez/eutils",
            "BIBKIT_IDCONV_URL": f"{self.url}/tools/idconv/api/v1/articles",
            "BIBKIT_CTXP_URL": f"{self.url}/lit/ctxp/v1",
            "BIBKIT_DOI_URL": f"{self.url}/doi",
        }

    def add_work(self, work: dict[str, Any]) -> None:
        """Let Crossref know a work; what every work has (URL, prefix …) need not be given."""
        self.records.add_work(work)

    def add_article(self, xml: str) -> str:
        """Let PubMed know a `<PubmedArticle>`; returns its PMID."""
        return self.records.add_article(xml)

    def fault(self, match: str, kind: str, **how: Any) -> None:
        """Let requests go wrong, as `Fault` says; one that two faults match meets the first due."""
        assert kind in FAULTS, f"{kind} is none of {', '.join(FAULTS)}"
        with self._free:
            self._faults.append(Fault(match, kind, **how))

    def count(self, endpoint: str = ".") -> int:
        """How many requests came to the endpoints that this regular expression finds."""
        return sum(bool(re.search(endpoint, request.endpoint)) for request in self.requests)

    @contextmanager
    def _working_on(self, request: Request) -> Iterator[None]:
        with self._free:
            self.requests.append(request)
            self._active += 1
            self.peak = max(self.peak, self._active)
        try:
            yield
        finally:
            with self._free:
                self._active -= 1
                self._free.notify_all()

    @contextmanager
    def _place_in(self, pool: str) -> Iterator[bool]:
        """Whether the pool has room for one more request, and the room while it lasts."""
        rate, at_once = LIMITS.get(pool, (0, 0))
        with self._free:
            now, recent = time.monotonic(), self._recent[pool]
            while recent and now - recent[0] >= SECOND:
                recent.popleft()
            full = len(recent) >= rate or (at_once and self._running[pool] >= at_once)
            room = not (self.limits and rate and full)
            recent.extend([now] * room)
            self._running[pool] += room
        try:
            yield room
        finally:
            with self._free:
                self._running[pool] -= room

    def _fault_of(self, request: Request) -> Fault | None:
        with self._free:
            asked = f"{request.endpoint} {request.path}"
            return next((fault for fault in self._faults if fault.due(asked)), None)

    def _sleep(self, seconds: float) -> None:
        self._wake.wait(seconds)  # ends early at a reset


@cache
def _stored() -> tuple[list[dict[str, Any]], list[str]]:
    folder = Path(__file__).parent / "records"
    articles = (folder / "articles.xml").read_text("utf-8")
    return (
        json.loads((folder / "works.json").read_text("utf-8")),
        re.findall(r"<PubmedArticle>.*?</PubmedArticle>", articles, re.DOTALL),
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them
    request_queue_size = 128
    twin: Twin

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Close what clients keep open: each such connection has a thread that waits."""
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # gone already

    def handle_error(self, *request: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client may well go away
            super().handle_error(*request)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_HEAD(self) -> None:
        self._handle()

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        address = urlsplit(self.path)
        params = dict(parse_qsl(f"{address.query}&{body}", keep_blank_values=True))
        endpoint, name = "unknown", ""
        for pattern, route in _ROUTES:
            if found := re.fullmatch(pattern, address.path):
                endpoint, name = route, unquote(found[1])
        if endpoint == "crossref.filter" and any(key.startswith("query") for key in params):
            endpoint = "crossref.query"
        agent = self.headers.get("User-Agent", "")
        request = Request(endpoint, self.path, body, agent)
        pool = _pool(endpoint, params, agent)
        twin = self.server.twin
        with twin._working_on(request), twin._place_in(pool) as room:
            twin._sleep(twin.latency)
            fault = twin._fault_of(request) if room else None
            if fault and fault.kind in ("slow", "timeout"):
                twin._sleep(fault.delay)
            call = Call(twin.records, name, params, drop=bool(fault and fault.kind == "drop"))
            if len(self.requestline) > LONGEST.get(endpoint.split(".")[0], 65536):
                given = page(414, "Request-URI Too Long")
            elif not room:
                given = _too_many(endpoint, 2)
            else:
                given = (fault and _instead(fault, request, twin.url)) or _answered(endpoint, call)
        # Sent only now, so that a client's next request never meets its last one in the pool.
        self._send(given, _headers(pool), fault)

    def _send(self, given: Answer, pool: dict[str, str], fault: Fault | None) -> None:
        kind = fault.kind if fault else ""
        body = given.body
        if kind == "malformed":
            body = body[: len(body) // 2] + "<&{"
        if kind == "control":
            body = body.replace('"title": ["', '"title": ["\\u001b[2J')
            body = body.replace("<ArticleTitle>", "<ArticleTitle>\x1b[2J")
        data = body.encode()
        if kind in ("timeout", "reset", "truncate", "huge"):
            self.close_connection = True
        if kind == "timeout":
            return
        if kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        self.send_response(given.status)
        self.send_header("Content-Type", given.type)
        if kind != "huge":
            self.send_header("Content-Length", str(len(data)))
        for name, value in (pool | given.headers).items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(data[: len(data) // 2] if kind == "truncate" else data)
        if fault and kind == "huge":
            for _ in range(len(data), fault.size, 65536):
                self.wfile.write(b" " * 65536)


def _pool(endpoint: str, params: dict[str, str], agent: str) -> str:
    if endpoint.startswith("ncbi"):
        return "ncbi-key" if params.get("api_key") else "ncbi"
    if not endpoint.startswith("crossref"):
        return "unlimited"
    polite = params.get("mailto") or "mailto:" in agent
    single = endpoint == "crossref.doi"
    return f"{'polite' if polite else 'public'}-{'single' if single else 'array'}"


def _headers(pool: str) -> dict[str, str]:
    rate, at_once = map(str, LIMITS.get(pool, ("", "")))
    if pool.startswith("ncbi"):
        return {"X-RateLimit-Limit": rate}
    if pool == "unlimited":
        return {}
    said = {"x-rate-limit-limit": rate, "x-rate-limit-interval": "1s"}
    return {"x-api-pool": pool, "x-concurrency-limit": at_once, **said}


def _answered(endpoint: str, call: Call) -> Answer:
    if endpoint not in ANSWERS:
        return page(404, "Not Found")
    try:
        return ANSWERS[endpoint](call)
    except Answer as refusal:
        return refusal


def _too_many(endpoint: str, retry_after: int | None) -> Answer:
    """Crossref's refusal is a page that does not say how long to wait, NCBI's is JSON that does."""
    if not endpoint.startswith("ncbi"):
        return page(429, "Too Many Requests")
    given = answer({"error": "API rate limit exceeded", "count": "4", "limit": "3"}, 429)
    given.headers = {"X-RateLimit-Remaining": "0"}
    if retry_after is not None:
        given.headers["Retry-After"] = str(retry_after)
    return given


def _instead(fault: Fault, request: Request, url: str) -> Answer | None:
    """What is sent instead of an answer, if this fault is of that sort."""
    kind, given = fault.kind, None
    if kind == "429":
        given = _too_many(request.endpoint, None)
    elif kind.isdigit():
        given = page(int(kind), "Something Went Wrong")
    elif kind == "html":
        given = page(200, "Down for maintenance")
    elif kind == "empty":
        given = Answer("")
    elif kind == "redirect":
        place = url.replace("127.0.0.1", "localhost") + request.path
        given = Answer("", "text/html", 302, {"Location": place})
    elif kind == "error200" and request.endpoint.startswith("ncbi"):
        format = "json" if "retmode=json" in request.path + "&" + request.body else "xml"
        given = entrez_error("Search Backend failed", format)
    elif kind == "error200":
        given = answer({"status": "error", "message-type": "exception", "message": {}})
    if given and fault.retry_after is not None:
        given.headers["Retry-After"] = str(fault.retry_after)
    return given
