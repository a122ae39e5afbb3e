"""Crossref: works by DOI, a hundred at a time; a search for what has no identifier; deposited lists.

Source: the REST API's documentation, and what its users found (batches by repeated `doi:`
filters, 4,096 bytes of request line, a comma or an invalid DOI refusing the whole batch).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from bibkit.errors import ServiceError
from bibkit.formats import crossref as format
from bibkit.model import Batch, Candidate
from bibkit.outcome import Outcome, Unknown
from bibkit.services.cache import Cache, Row
from bibkit.services.http import Answer, Http, NoAnswer, Refused, Request
from bibkit.services.lookup import ABSENT_FOR, FOUND_FOR, Holding, Progress

__all__ = ["Crossref"]

_BATCH = 100
_LINE = 4096  # bytes of a request line that Crossref takes
_ROWS = 5  # candidates of a search; the right one was among the first five in 99.5 %
_QUERY = 700  # characters of a reference that are searched for,
_QUERY_BYTES = 3000  # and bytes of them in an address: Cyrillic takes six a letter

# What bibkit reads of a work; the rest (its reference list, licences) would be most of the bytes.
_SELECT = (
    "DOI,type,subtype,title,subtitle,original-title,author,editor,translator,container-title,"
    "short-container-title,volume,issue,page,article-number,issued,published,published-print,"
    "published-online,posted,ISSN,ISBN,publisher,publisher-location,edition-number,event,language,"
    "abstract,relation,update-to,updated-by"
)
_KEPT = (*_SELECT.split(","), "chair")
# Names that Crossref refuses in `select` although works have them.
_NOT_SELECTABLE = {"subtype", "language", "edition-number", "original-title", "chair"}


class Crossref:
    """Crossref's works.

    Args:
        http: the way to it; cache: where its works are kept.

    Without a contact address the public limits hold: one list a second instead of three.
    """

    name = "Crossref"

    def __init__(self, http: Http, cache: Cache, progress: Progress) -> None:
        self._http, self._cache, self._progress = http, cache, progress
        self._base = http.settings.crossref_url
        polite = bool(http.settings.mailto)
        self.at_once = 3 if polite else 1
        self._lists = http.pace("crossref lists", 3 if polite else 1, self.at_once)
        self._singles = http.pace("crossref works", 10 if polite else 5, self.at_once)
        self._selects, self._proven = True, False
        self._holding = Holding(
            self.name, "crossref", self._cut, self._ask, self._read, self.at_once
        )

    def works(self, dois: Iterable[str], max_age: float = FOUND_FOR) -> dict[str, Outcome]:
        """The works of DOIs, by DOI in lower case."""
        asked = (doi.lower() for doi in dois)
        return self._holding.look_up(asked, self._cache, max_age=max_age, progress=self._progress)

    def search(self, text: str) -> tuple[Candidate, ...]:
        """The works that a reference's text finds, best first by Crossref's own measure.

        Raises:
            ServiceError: it could not be asked.
        """
        query = re.sub(r"\s+", " ", text)[:_QUERY].encode("utf-8", "replace").decode()
        while len(quote(query)) > _QUERY_BYTES:
            query = query[: len(query) * 3 // 4]
        key = f"match:crossref:{hashlib.sha256(query.lower().encode()).hexdigest()[:32]}"
        row = self._cache.fresh([key], ABSENT_FOR, ABSENT_FOR).get(key)
        if row is None:
            url = self._url(
                f"query.bibliographic={quote(query, safe=':/,;()')}&rows={_ROWS}{self._select()}"
            )
            request = Request(self.name, url, what=("reference as text", 1))

            def deal(answer: Answer) -> Row:
                works = [_trimmed(work) for work in _items(answer)]
                row = Row(json.dumps(works, ensure_ascii=False), self._cache.now())
                self._cache.put({key: row})
                return row

            try:
                row = self._http.ask(request, self._lists, deal)
            except Refused as error:
                raise ServiceError(self.name, f"refused the search ({error.status})") from error
        return tuple(format.candidate(work, row.fetched) for work in json.loads(row.body))

    def deposited(self, doi: str) -> Batch | None:
        """The reference list that the publisher of a work deposited; None for no such work.

        Raises:
            ServiceError: it could not be asked.
        """
        key = f"crossref-list:{doi.lower()}"
        row = self._cache.fresh([key], FOUND_FOR, FOUND_FOR).get(key)
        if row is None:
            kept = (*_KEPT, "reference")

            def deal(answer: Answer) -> Row:
                work = {name: one for name, one in _work(answer).items() if name in kept}
                row = Row(json.dumps(work, ensure_ascii=False), self._cache.now())
                self._cache.put({key: row})
                return row

            try:
                row = self._http.ask(self._single(doi), self._singles, deal)
            except Refused:
                return None
        work = json.loads(row.body)
        listed = format.deposited(work)
        return Batch(listed.references, listed.problems, format.candidate(work).reference)

    def registered(self, doi: str) -> Outcome | bool:
        """Whether a DOI that Crossref lacks is registered at all, with whatever agency.

        Asks doi.org and does not follow where it leads.
        """
        key = f"doi.org:{doi.lower()}"
        row = self._cache.fresh([key], ABSENT_FOR, ABSENT_FOR).get(key)
        if row is not None:
            return row.status == "found"
        url = f"{self._http.settings.doi_url}/{quote(doi, safe='/:;()')}"
        statuses = (200, 301, 302, 303, 307, 308, 404)
        request = Request("doi.org", url, statuses=statuses, follow=False, what=("DOI", 1))
        try:
            pace = self._http.pace("doi.org", 3, 1)
            is_there = self._http.ask(request, pace, lambda answer: answer.status != 404)
        except ServiceError as error:
            return Unknown(f"{error.service} {error.reason}")
        except Refused:
            is_there = False
        status = "found" if is_there else "absent"
        self._cache.put({key: Row("", self._cache.now(), status)})
        return is_there

    # --- batches ------------------------------------------------------------------------------------

    def _cut(self, dois: Sequence[str]) -> list[list[str]]:
        """Batches that Crossref takes; a DOI with a comma would split the filter and goes alone."""
        batches: list[list[str]] = []
        current: list[str] = []
        alone = [doi for doi in dois if "," in doi]
        for doi in (doi for doi in dois if "," not in doi):
            if len(current) == _BATCH or self._line([*current, doi]) >= _LINE:
                batches.append(current)
                current = []
            current.append(doi)
        return [*batches, *([current] if current else []), *([doi] for doi in alone)]

    def _line(self, dois: Sequence[str]) -> int:
        parts = urlsplit(self._list_url(dois))
        return len(f"GET {parts.path}?{parts.query} HTTP/1.1\r\n")

    def _ask(self, dois: list[str], keep: Callable[[Mapping[str, str]], None]) -> Mapping[str, str]:
        if len(dois) == 1:
            return self._ask_one(dois[0], keep)
        wanted = set(dois)

        def deal(answer: Answer) -> dict[str, str]:
            works = {_doi(work): _body(work) for work in _items(answer)}
            bodies = {doi: body for doi, body in works.items() if doi in wanted}
            keep(bodies)
            return bodies

        request = Request(self.name, self._list_url(dois), what=("DOI", len(dois)))
        try:
            bodies = self._http.ask(request, self._lists, deal)
        except Refused as error:
            if error.status != 400 or not self._select() or self._is_select_taken():
                raise
            # A name in `select` is not known any more: works are then sent whole.
            self._selects = False
            return self._ask(dois, keep)
        self._proven = True
        return bodies

    def _is_select_taken(self) -> bool:
        """Whether it is the DOIs that were refused, not `select`: asked once, with a good DOI."""
        if not self._proven:
            url = self._url(f"filter=doi:10.1155/2019/3675627&rows=1{self._select()}")
            try:
                self._http.ask(Request(self.name, url), self._lists, lambda answer: None)
            except Refused:
                return False
            self._proven = True
        return True

    def _ask_one(self, doi: str, keep: Callable[[Mapping[str, str]], None]) -> Mapping[str, str]:
        def deal(answer: Answer) -> dict[str, str]:
            bodies = {doi: _body(_work(answer))}
            keep(bodies)
            return bodies

        return self._http.ask(self._single(doi), self._singles, deal)

    def _single(self, doi: str) -> Request:
        url = f"{self._base}/works/{quote(doi, safe='')}{self._mailto('?')}"
        return Request(self.name, url, what=("DOI", 1))

    def _list_url(self, dois: Sequence[str]) -> str:
        clauses = ",".join(f"doi:{quote(doi, safe=_SAFE)}" for doi in dois)
        return self._url(f"filter={clauses}&rows={len(dois)}{self._select()}")

    def _select(self) -> str:
        names = (name for name in _SELECT.split(",") if name not in _NOT_SELECTABLE)
        return f"&select={','.join(names)}" if self._selects else ""

    def _url(self, query: str) -> str:
        return f"{self._base}/works?{query}{self._mailto('&')}"

    def _mailto(self, joint: str) -> str:
        mailto = self._http.settings.mailto
        return f"{joint}mailto={quote(mailto, safe='@')}" if mailto else ""

    @staticmethod
    def _read(row: Row) -> Candidate:
        return format.candidate(json.loads(row.body), row.fetched)


_SAFE = "/:;()-._~"


def _doi(work: Mapping[str, Any]) -> str:
    return str(work.get("DOI") or "").lower()


def _body(work: Mapping[str, Any]) -> str:
    return json.dumps(_trimmed(work), ensure_ascii=False)


def _trimmed(work: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in work.items() if name in _KEPT and value}


def _message(answer: Answer) -> dict[str, Any]:
    try:
        data = json.loads(answer.text)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("sent what is no JSON") from error
    message = data.get("message") if isinstance(data, dict) else None
    if not isinstance(message, dict) or data.get("status") != "ok":
        raise NoAnswer("sent an answer without a message")
    return message


def _items(answer: Answer) -> list[dict[str, Any]]:
    items = _message(answer).get("items")
    if not isinstance(items, list):
        raise NoAnswer("sent an answer without a list")
    return [one for one in items if isinstance(one, dict)]


def _work(answer: Answer) -> dict[str, Any]:
    message = _message(answer)
    if not message.get("DOI"):
        raise NoAnswer("sent a work without its DOI")
    return message
