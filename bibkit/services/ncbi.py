"""NCBI: PubMed's articles by PMID, DOI and PMCID, and by what a citation says.

Source: the E-utilities' documentation (NBK25499) and what their users found: errors come inside a
200; unknown PMIDs are left out without a word; ecitmatch looks at journal, volume and page only,
so that every hit must be verified; esearch gives the PMIDs of many DOIs, but not which is whose.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from urllib.parse import quote

from bibkit.errors import ServiceError, UnreadableInput
from bibkit.formats import by_name, pubmed
from bibkit.model import Batch, Candidate
from bibkit.outcome import Absent, Found, Outcome, Unknown
from bibkit.services.cache import Cache, Row
from bibkit.services.http import Answer, Http, NoAnswer, Refused, Request
from bibkit.services.lookup import ABSENT_FOR, FOUND_FOR, Holding, Progress

__all__ = ["Ncbi"]

T = TypeVar("T")

_ARTICLES = 200  # PMIDs of an efetch
_SEARCHED = 100  # DOIs of an esearch
_CITATIONS = 100  # lines of an ecitmatch
_TITLES = 40  # titles of an esearch
_MOST_FOUND = 1000  # PMIDs of an esearch
_PER_TITLE = 10  # articles that a title's words may be in; more say nothing
_CONVERTED = 200  # PMCIDs of the id converter


class Ncbi:
    """PubMed's articles.

    Args:
        http: the way to it; cache: where its articles are kept.

    One request at a time, three a second; ten with a key.
    """

    name = "PubMed"

    def __init__(self, http: Http, cache: Cache, progress: Progress) -> None:
        self._http, self._cache, self._progress = http, cache, progress
        settings = http.settings
        self._pace = http.pace("ncbi", 10 if settings.ncbi_api_key else 3, 1)
        self._eutils = settings.eutils_url
        self._holding = Holding(self.name, "pubmed", _cutter(_ARTICLES), self._ask, _read, 1)

    def articles(self, pmids: Iterable[str], max_age: float = FOUND_FOR) -> dict[str, Outcome]:
        """The articles of PMIDs, by PMID."""
        return self._holding.look_up(pmids, self._cache, max_age=max_age, progress=self._progress)

    def articles_of_dois(
        self, dois: Iterable[str], max_age: float = FOUND_FOR
    ) -> dict[str, Outcome]:
        """The articles of DOIs, by DOI in lower case; `Absent` is common, for PubMed is not all."""
        wanted = list(dict.fromkeys(doi.lower() for doi in dois))
        pmids, missing = self._mapped("pubmed-doi", wanted, max_age)
        outcomes: dict[str, Outcome] = {}
        found: list[str] = []
        failed: dict[str, str] = {}
        for batch in self._told(_cutter(_SEARCHED)([doi for doi in missing if '"' not in doi])):
            terms = " OR ".join(f'"{doi}"[aid]' for doi in batch)
            try:
                found += self._search(terms, ("DOI", len(batch)))
            except ServiceError as error:
                failed |= dict.fromkeys(batch, f"{error.service} {error.reason}")
        articles = self.articles([*filter(None, pmids.values()), *found], max_age)
        owner = {_doi(one): pmid for pmid in found if (one := articles.get(pmid)) and _doi(one)}
        unfetched = next((one for p in found if isinstance(one := articles[p], Unknown)), None)
        rows: dict[str, Row] = {}
        for doi in wanted:
            pmid = pmids.get(doi) or owner.get(doi, "")
            if doi in failed:
                outcomes[doi] = Unknown(failed[doi])
            elif pmid:
                outcomes[doi] = articles[pmid]
            elif self._http.settings.offline and doi not in pmids:
                outcomes[doi] = Unknown("not asked (offline)")
            else:
                outcomes[doi] = unfetched or Absent("PubMed does not have it")
            if doi in missing and not isinstance(outcomes[doi], Unknown):
                rows[f"pubmed-doi:{doi}"] = self._row(pmid)
        self._keep(rows)
        return outcomes

    def articles_of_pmcids(self, pmcids: Iterable[str]) -> dict[str, Outcome]:
        """The articles of PMCIDs (`PMC5909703`), by PMCID, through PMC's id converter."""
        wanted = list(dict.fromkeys(pmcids))
        pmids, missing = self._mapped("pubmed-pmcid", wanted, FOUND_FOR)
        failed: dict[str, str] = {}
        for batch in _cutter(_CONVERTED)(missing):
            try:
                converted = self._convert(batch)
                unmentioned = [one for one in batch if one not in converted]
                if unmentioned:  # left out: once more, then PMC does not have them
                    converted |= self._convert(unmentioned)
            except ServiceError as error:
                failed |= dict.fromkeys(batch, f"{error.service} {error.reason}")
            else:
                pmids |= converted
                self._keep({f"pubmed-pmcid:{p}": self._row(converted.get(p, "")) for p in batch})
        if self._http.settings.offline:
            failed = {one: "not asked (offline)" for one in wanted if one not in pmids}
        articles = self.articles(pmid for pmid in pmids.values() if pmid)
        outcomes: dict[str, Outcome] = {}
        for pmcid in wanted:
            if pmids.get(pmcid):
                outcomes[pmcid] = articles[pmids[pmcid]]
            elif pmcid in failed:
                outcomes[pmcid] = Unknown(failed[pmcid])
            else:
                outcomes[pmcid] = Absent("PMC does not have it")
        return outcomes

    def citations(self, lines: Sequence[str]) -> dict[str, Outcome | tuple[Candidate, ...]]:
        """What PubMed has under citations; each is to be verified, for it looks at three fields.

        Args:
            lines: `journal|year|volume|first page|author`.

        Returns:
            By line the articles that may be meant (none, one, or a few), or `Unknown`.
        """
        wanted = list(dict.fromkeys(lines))
        keys = {line: f"match:ecitmatch:{_digest(line)}" for line in wanted}
        pmids, missing = self._matched(keys)
        for batch in self._told(_cutter(_CITATIONS)(missing)):
            try:
                answered = self._match(batch)
                unanswered = [line for line in batch if line not in answered]
                if unanswered:  # lines are left out at times: once more, then they are not found
                    answered |= self._match(unanswered)
            except ServiceError as error:
                self._failed = f"{error.service} {error.reason}"
                continue
            pmids |= {line: answered.get(line, []) for line in batch}
            self._keep({keys[line]: self._row(",".join(pmids[line])) for line in batch})
        return self._candidates(wanted, pmids)

    def titles(self, titles: Mapping[str, str]) -> dict[str, Outcome | tuple[Candidate, ...]]:
        """What PubMed has under titles, forty a request.

        Args:
            titles: title to the first author's family name, which may be empty.

        Returns:
            By title the articles whose titles have its longest words, or `Unknown`.
        """
        wanted = {title: _words(title) for title in titles}
        searched = {title: words for title, words in wanted.items() if len(words) >= 3}
        keys = {title: f"match:title:{_digest(title + '|' + titles[title])}" for title in searched}
        pmids, missing = self._matched(keys)
        for batch in self._told(_cutter(_TITLES)(missing)):
            queries = [_query(searched[title], titles[title]) for title in batch]
            try:
                found = self._few_articles(queries)
            except ServiceError as error:
                self._failed = f"{error.service} {error.reason}"
                continue
            articles = self.articles(found)
            if any(isinstance(one, Unknown) for one in articles.values()):
                continue
            held = {
                pmid: set(_words(one.candidate.reference.text("title"), most=99))
                for pmid, one in articles.items()
                if isinstance(one, Found)
            }
            for title in batch:
                words = set(searched[title])
                pmids[title] = [pmid for pmid, theirs in held.items() if words <= theirs]
            self._keep({keys[title]: self._row(",".join(pmids[title])) for title in batch})
        return self._candidates(list(searched), pmids)

    def reference_list(self, pmid: str) -> Batch | None:
        """The reference list that PubMed has of an article; None for no such article.

        Raises:
            ServiceError: it could not be asked.
        """
        key = f"pubmed-list:{pmid}"
        row = self._cache.fresh([key], FOUND_FOR, FOUND_FOR).get(key)
        if row is None:

            def deal(answer: Answer) -> Row | None:
                body = _articles(answer, keep_list=True).get(pmid)
                if body is None:
                    return None
                row = Row(body, self._cache.now())
                self._cache.put({key: row})
                return row

            try:
                row = self._post("efetch.fcgi", {"id": pmid, "retmode": "xml"}, ("PMID", 1), deal)
            except Refused:
                return None
        if row is None:
            return None
        reader = by_name("pubmed").read_list
        return reader(row.body) if reader else None

    # --- asking -------------------------------------------------------------------------------------

    def _ask(
        self, pmids: list[str], keep: Callable[[Mapping[str, str]], None]
    ) -> Mapping[str, str]:
        wanted = set(pmids)

        def deal(answer: Answer) -> dict[str, str]:
            bodies = {p: body for p, body in _articles(answer).items() if p in wanted}
            keep(bodies)
            return bodies

        form = {"id": ",".join(pmids), "retmode": "xml"}
        return self._post("efetch.fcgi", form, ("PMID", len(pmids)), deal)

    def _search(self, terms: str, what: tuple[str, int]) -> list[str]:
        """The PMIDs that a search finds, a thousand at most; kept, so that no run repeats it."""
        key = f"match:esearch:{_digest(terms)}"
        kept = self._fresh({terms: key}, ABSENT_FOR).get(terms)
        if kept is not None:
            return kept.body.split(",") if kept.body else []

        def deal(answer: Answer) -> list[str]:
            result = _json(answer).get("esearchresult")
            ids = result.get("idlist") if isinstance(result, dict) else None
            if not isinstance(ids, list) or not isinstance(result, dict):
                raise NoAnswer("answered a search with an error")
            found = [one for one in ids if isinstance(one, str) and one.isdecimal()]
            count = str(result.get("count", ""))
            if count.isdecimal() and len(found) < min(int(count), _MOST_FOUND):
                raise NoAnswer("left out a part of what it found")
            self._keep({key: self._row(",".join(found))})
            return found

        form = {"term": terms, "retmode": "json", "retmax": str(_MOST_FOUND)}
        try:
            return self._post("esearch.fcgi", form, what, deal)
        except Refused as error:
            raise ServiceError(self.name, f"refused a search ({error.status})") from error

    def _few_articles(self, queries: Sequence[str]) -> list[str]:
        """The PMIDs of queries for titles; a query that half of PubMed answers to is left out."""
        found = self._search(" OR ".join(queries), ("title", len(queries)))
        if len(found) <= _PER_TITLE * len(queries):
            return found
        if len(queries) == 1:
            return []
        half = len(queries) // 2
        return self._few_articles(queries[:half]) + self._few_articles(queries[half:])

    def _match(self, lines: Sequence[str]) -> dict[str, list[str]]:
        """Line to PMIDs, for the lines that were answered."""

        def deal(answer: Answer) -> dict[str, list[str]]:
            found: dict[str, list[str]] = {}
            for row in answer.text.splitlines():
                *_, key, result = row.rsplit("|", 2) if row.count("|") > 5 else ("", "", "")
                if key.isdecimal() and int(key) < len(lines):
                    found[lines[int(key)]] = re.findall(r"\b\d{1,9}\b", _few(result))
            if lines and not found:
                raise NoAnswer("answered no citation")
            return found

        rows = [f"{line}|{number}|" for number, line in enumerate(lines)]
        form = {"bdata": "\r".join(rows), "retmode": "xml"}
        try:
            return self._post("ecitmatch.cgi", form, ("citation", len(lines)), deal)
        except Refused as error:
            raise ServiceError(self.name, f"refused a search ({error.status})") from error

    def _convert(self, pmcids: Sequence[str]) -> dict[str, str]:
        """PMCID to PMID, empty for those that PMC says it has not."""

        def deal(answer: Answer) -> dict[str, str]:
            records = _json(answer).get("records")
            if not isinstance(records, list):
                raise NoAnswer("sent an answer without a list")
            found = {}
            for record in records:
                asked = str(record.get("requested-id") or record.get("pmcid") or "").upper()
                pmid = str(record.get("pmid") or "")
                found[asked] = pmid if pmid.isdecimal() and "errmsg" not in record else ""
            return {one: found[one] for one in pmcids if one in found}

        settings = self._http.settings
        who = f"&tool=bibkit&email={quote(settings.mailto)}" if settings.mailto else "&tool=bibkit"
        url = f"{settings.idconv_url}/?ids={','.join(pmcids)}&format=json{who}"
        request = Request("PMC", url, what=("PMCID", len(pmcids)))
        try:
            return self._http.ask(request, self._pace, deal)
        except Refused as error:
            raise ServiceError("PMC", f"refused the identifiers ({error.status})") from error

    def _post(
        self,
        program: str,
        form: Mapping[str, str],
        what: tuple[str, int],
        deal: Callable[[Answer], T],
    ) -> T:
        """Everything by POST: long lists fit, and the key stands in no address."""
        settings = self._http.settings
        data = {"db": "pubmed", "tool": "bibkit", **form}
        if settings.mailto:
            data["email"] = settings.mailto
        if settings.ncbi_api_key:
            data["api_key"] = settings.ncbi_api_key
        request = Request(self.name, f"{self._eutils}/{program}", data, what=what)
        return self._http.ask(request, self._pace, deal)

    def _told(self, batches: Sequence[list[str]]) -> Iterator[list[str]]:
        """Batches, with a word of progress before and after each."""
        done, whole = 0, sum(map(len, batches))
        for batch in batches:
            self._progress("PubMed searches", done, whole)
            yield batch
            done += len(batch)
            self._progress("PubMed searches", done, whole)

    # --- keeping ------------------------------------------------------------------------------------

    _failed = ""

    def _mapped(
        self, prefix: str, wanted: Sequence[str], max_age: float
    ) -> tuple[dict[str, str], list[str]]:
        """What is kept of identifiers to PMIDs ("" where there is none), and what is not."""
        keys = {one: f"{prefix}:{one}" for one in wanted}
        kept = self._fresh(keys, max_age)
        found = {one: row.body for one, row in kept.items()}
        return found, [] if self._http.settings.offline else [o for o in wanted if o not in found]

    def _matched(self, keys: Mapping[str, str]) -> tuple[dict[str, list[str]], list[str]]:
        self._failed = "not asked (offline)" if self._http.settings.offline else ""
        kept = self._fresh(keys, FOUND_FOR)
        pmids = {one: row.body.split(",") if row.body else [] for one, row in kept.items()}
        missing = [] if self._http.settings.offline else [one for one in keys if one not in pmids]
        return pmids, missing

    def _fresh(self, keys: Mapping[str, str], max_age: float) -> dict[str, Row]:
        rows = self._cache.fresh(keys.values(), max_age, min(ABSENT_FOR, max_age))
        return {one: rows[key] for one, key in keys.items() if key in rows}

    def _candidates(
        self, wanted: Sequence[str], pmids: Mapping[str, list[str]]
    ) -> dict[str, Outcome | tuple[Candidate, ...]]:
        articles = self.articles(pmid for some in pmids.values() for pmid in some)
        found: dict[str, Outcome | tuple[Candidate, ...]] = {}
        for one in wanted:
            if one not in pmids:
                found[one] = Unknown(self._failed or "PubMed was not asked")
                continue
            outcomes = [articles[pmid] for pmid in pmids[one]]
            unknown = next((o for o in outcomes if isinstance(o, Unknown)), None)
            found[one] = unknown or tuple(o.candidate for o in outcomes if isinstance(o, Found))
        return found

    def _row(self, pmids: str) -> Row:
        return Row(pmids, self._cache.now(), "found" if pmids else "absent")

    def _keep(self, rows: Mapping[str, Row]) -> None:
        self._cache.put(rows)


# --- answers and questions ------------------------------------------------------------------------


def _read(row: Row) -> Candidate:
    return pubmed.candidates(row.body, row.fetched)[0]


def _articles(answer: Answer, *, keep_list: bool = False) -> dict[str, str]:
    try:
        return pubmed.split_set(answer.text, keep_list)
    except UnreadableInput as error:
        raise NoAnswer("sent what is no PubMed XML") from error


def _json(answer: Answer) -> dict[str, object]:
    try:
        data = json.loads(answer.text)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("sent what is no JSON") from error
    if not isinstance(data, dict):
        raise NoAnswer("sent an answer without content")
    return data


def _few(result: str) -> str:
    """The part of an ecitmatch result that names PMIDs: one, or up to five where it is unsure."""
    return "" if "NOT_FOUND" in result or "citations" in result else result


def _doi(outcome: Outcome | None) -> str:
    return outcome.candidate.reference.text("DOI").lower() if isinstance(outcome, Found) else ""


def _cutter(size: int) -> Callable[[Sequence[str]], list[list[str]]]:
    def cut(whole: Sequence[str]) -> list[list[str]]:
        return [list(whole[start : start + size]) for start in range(0, len(whole), size)]

    return cut


def _digest(text: str) -> str:
    whole = " ".join(text.lower().split())
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]


def _words(title: str, most: int = 5) -> list[str]:
    """The longest words of a title, as PubMed indexes them."""
    words = dict.fromkeys(word.lower() for word in re.findall(r"[A-Za-z]{4,}", title))
    return sorted(words, key=lambda word: (-len(word), word))[:most]


def _query(words: Sequence[str], author: str) -> str:
    parts = [f"{word}[ti]" for word in words]
    if re.fullmatch(r"[A-Za-z][A-Za-z' -]{2,}", author) and author.upper() not in ("AND", "NOT"):
        parts.append(f"{author}[au]")
    return f"({' AND '.join(parts)})"
