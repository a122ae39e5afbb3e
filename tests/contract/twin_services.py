"""What the twin's services know and how they answer, without any HTTP.

`Records` holds works (as Crossref writes them) and articles (as PubMed does) and finds them by their
words and fields; below it is one function an endpoint, from a `Call` to an `Answer`. The order in
which `query.bibliographic` ranks is ours, not Crossref's; ecitmatch knows a journal only by its
title and its abbreviation; Entrez terms are words or "phrases" with a [tag], AND, OR, NOT, brackets.
"""

from __future__ import annotations

import json
import math
import operator
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

PARAMETERS = set("rows offset filter select mailto sort order query".split())
SELECTABLE = set(
    "DOI ISBN ISSN URL abstract accepted alternative-id approved archive article-number assertion "
    "author chair clinical-trial-number container-title content-created content-domain created "
    "degree deposited editor event funder group-title indexed is-referenced-by-count issn-type "
    "issue issued license link member original-title page posted prefix published "
    "published-online published-print publisher publisher-location reference references-count "
    "relation resource score short-container-title short-title standards-body subject subtitle "
    "title translator type update-policy update-to updated-by volume".split()
)
ELSEWHERE = {"10.5281/zenodo.9900001", "10.6084/m9.figshare.9900002.v1"}  # DataCite, not Crossref

_HEAD = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
 "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
"""

# A bracket or operator, or a "phrase" or words, each with its [tag].
TERM = re.compile(
    r'\s*(?:(\(|\)|(?:AND|OR|NOT)\b)|"([^"]*)"|'
    r'([^\s()\[\]"](?:(?!\s(?:AND|OR|NOT)\s)[^()\[\]"])*))(?:\s*\[([\w ]+)\])?'
)
TAGS = {"": "ti", "doi": "aid", "lid": "aid", "pmid": "uid", "pdat": "dp", "title": "ti"}
OPERATORS = {"AND": operator.and_, "OR": operator.or_, "NOT": operator.sub}
_NAMES = ("family", "given", "name")
_TITLES = ("title", "subtitle", "container-title", "short-container-title")


def words(text: str) -> list[str]:
    """The words of a text as the services compare them: small letters, no accents, no markup."""
    plain = unicodedata.normalize("NFKD", re.sub(r"<[^>]*>|&\w+;", " ", text))
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)).lower())


class Records:
    """What the services know, and the words by which it is found."""

    def __init__(self) -> None:
        self.works: dict[str, dict[str, Any]] = {}
        self.articles: dict[str, str] = {}
        self.ids: dict[str, dict[str, str]] = {}  # PMID, DOI or PMCID -> all three
        self._works_with: dict[str, set[str]] = defaultdict(set)
        self._length: dict[str, int] = {}
        self._articles_with: dict[tuple[str, str], set[str]] = defaultdict(set)

    def add_work(self, work: dict[str, Any]) -> None:
        doi = work["DOI"]
        made = {"URL": f"https://doi.org/{doi}", "prefix": doi.split("/")[0], "source": "Crossref"}
        made |= {"relation": {}, "references-count": len(work.get("reference", ())), "score": 1}
        self.works[doi.lower()] = made | work
        names = [v for name in work.get("author", ()) for k, v in name.items() if k in _NAMES]
        titles = [title for k in _TITLES for title in work.get(k) or ()]
        parts = [str(work.get(k, "")) for k in ("volume", "issue", "page", "article-number")]
        year = str(work.get("issued", {}).get("date-parts", [[""]])[0][0])
        found = set(words(" ".join([*names, *titles, *parts, year])))
        self._length[doi.lower()] = len(found)
        for word in found:
            self._works_with[word].add(doi.lower())

    def ranked(self, query: str) -> list[tuple[float, str]]:
        """The DOIs that share a word with a query; rare words count most, long records less."""
        scores: Counter[str] = Counter()
        for word in set(words(query)):
            hits = self._works_with.get(word, ())
            for doi in hits:
                scores[doi] += math.log(1 + len(self.works) / len(hits))
        rows = [(round(n / (1 + self._length[doi] / 100), 4), doi) for doi, n in scores.items()]
        return sorted(rows, key=lambda row: (-row[0], row[1]))

    def add_article(self, xml: str) -> str:
        root = ET.fromstring(xml)

        def said(path: str) -> list[str]:
            return [" ".join("".join(e.itertext()).split()) for e in root.iterfind(path)]

        cited = "MedlineCitation/Article/"
        (pmid,) = said("MedlineCitation/PMID")
        ids = {e.get("IdType"): e.text for e in root.iterfind("PubmedData/ArticleIdList/ArticleId")}
        row = {"pmid": pmid, "doi": ids.get("doi"), "pmcid": ids.get("pmc")}
        self.ids |= dict.fromkeys([v.lower() for v in row.values() if v], row)
        keys = [("uid", pmid), *(("aid", v.lower()) for k, v in row.items() if v and k != "pmid")]
        keys += [("ti", word) for word in words(said(cited + "ArticleTitle")[0])]
        for tag, path in (
            ("ta", cited + "Journal/Title"),
            ("ta", cited + "Journal/ISOAbbreviation"),
            ("ta", "MedlineCitation/MedlineJournalInfo/MedlineTA"),
            ("vi", cited + "Journal/JournalIssue/Volume"),
            ("ip", cited + "Journal/JournalIssue/Issue"),
            ("pg", cited + "Pagination/StartPage"),
        ):
            keys += [(tag, " ".join(words(value))) for value in said(path)]
        for date in said(cited + "Journal/JournalIssue/PubDate"):
            keys.append(("dp", date[:4]))
        for place, author in enumerate(root.iterfind(cited + "AuthorList/Author")):
            family = author.findtext("LastName") or author.findtext("CollectiveName") or ""
            initials = author.findtext("Initials") or ""
            for end in range(len(initials) + 1):
                name = " ".join(words(f"{family} {initials[:end]}"))
                keys += [(tag, name) for tag in ("au", "1au")[: 2 - bool(place)]]
        for key in keys:
            self._articles_with[key].add(pmid)
        self.articles[pmid] = xml.strip()
        return pmid

    def having(self, tag: str, value: str) -> set[str]:
        """The PMIDs of the articles that have this value under this tag."""
        tag = TAGS.get(tag.lower(), tag.lower())
        if tag == "ti":
            hits = [self._articles_with.get((tag, word), set()) for word in words(value)]
            return set.intersection(*hits) if hits else set()
        if tag == "dp" and ":" in value:
            first, last = (int(year) for year in value.split(":"))
            return set().union(*(self.having("dp", str(year)) for year in range(first, last + 1)))
        key = value.strip().lower() if tag in ("aid", "uid") else " ".join(words(value))
        return set(self._articles_with.get((tag, key), ()))

    def matching(self, tokens: Iterator[re.Match[str]]) -> set[str]:
        """The PMIDs that a term names: read from left to right, brackets first."""
        found, join = None, "AND"
        for token in tokens:
            sign, phrase, plain, tag = token.groups()
            if sign in OPERATORS:
                join = sign
                continue
            if sign == ")":
                break
            hits = self.matching(tokens) if sign else self.having(tag or "", phrase or plain or "")
            found = hits if found is None else OPERATORS[join](found, hits)
            join = "AND"
        return found or set()

    def cited(self, line: str) -> str:
        """What ecitmatch says of one line: journal, volume and page count, then year and author."""
        journal, year, volume, page, author, *_ = [*line.split("|"), *[""] * 5]
        found = self.having("ta", journal)
        if not found:
            return "NOT_FOUND;INVALID_JOURNAL" if journal else "NOT_FOUND"
        place = [("vi", volume), ("pg", page.split("-")[0])]
        person = [("dp", year), ("1au", author)]
        for tag, value in place if volume and page else place + person:
            found = found & self.having(tag, value) if value else found
        for tag, value in person:
            if len(found) > 1:
                found = (found & self.having(tag, value)) or found
        if len(found) > 1:
            return "AMBIGUOUS " + ",".join(sorted(found))
        return found.pop() if found else "NOT_FOUND"


@dataclass(eq=False)
class Answer(Exception):
    """What is sent back; a request that makes no sense raises it."""

    body: str
    type: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Call(NamedTuple):
    """A request as the answering functions see it."""

    records: Records
    name: str  # what follows /works/ or /doi/
    params: dict[str, str]
    drop: bool

    def kept(self, rows: list[Any]) -> list[Any]:
        return rows[:-1] if self.drop else rows

    def number(self, parameter: str, default: int, most: int) -> int:
        value = self.params.get(parameter, str(default))
        if not value.isdigit() or int(value) > most:
            message = f"{parameter} must be a whole number up to {most}"
            raise _invalid("integer-not-valid", value, message)
        return int(value)


def answer(value: Any, status: int = 200) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False), status=status)


def page(status: int, said: str) -> Answer:
    return Answer(f"<html><body><h1>{status} {said}</h1></body></html>\n", "text/html", status)


def _invalid(kind: str, value: str, message: str) -> Answer:
    fault = {"type": kind, "value": value, "message": message}
    said = {"status": "failed", "message-type": "validation-failure", "message": [fault]}
    return answer(said, 400)


def crossref_doi(call: Call) -> Answer:
    work = call.records.works.get(call.name.lower())
    if work is None:
        return Answer("Resource not found.", "text/plain", 404)
    return answer({"status": "ok", "message-type": "work", "message": work})


def crossref_list(call: Call) -> Answer:
    rows, start = call.number("rows", 20, 1000), call.number("offset", 0, 10000)
    query = " ".join(v for k, v in call.params.items() if k.startswith("query"))
    wanted = [name for name in call.params.get("select", "").split(",") if name]
    for name in call.params.keys() - PARAMETERS:
        if not name.startswith("query."):
            raise _invalid("unknown-parameter", name, f"there is no parameter {name}")
    for name in set(wanted) - SELECTABLE:
        raise _invalid("select-not-available", name, f"there is no field {name} to select")
    works = call.records.works
    ranked = call.records.ranked(query) if query else [(0.0, doi) for doi in works]
    for filter, values in _filters(call.params.get("filter", "")).items():
        if filter == "doi":
            ranked = [(score, doi) for score, doi in ranked if doi in values]
        else:
            ranked = [(n, doi) for n, doi in ranked if values & _updated_by(works[doi])]
    items = [{**works[doi], "score": score} for score, doi in ranked[start : start + rows]]
    if wanted:
        items = [{k: v for k, v in item.items() if k in wanted} for item in items]
    message = {"total-results": len(ranked), "items": call.kept(items), "items-per-page": rows}
    return answer({"status": "ok", "message-type": "work-list", "message": message})


def _filters(text: str) -> dict[str, set[str]]:
    """Every comma begins a clause, also one inside a DOI, and one bad clause spoils the request."""
    filters: dict[str, set[str]] = defaultdict(set)
    for clause in text.split(",") if text else ():
        name, _, value = clause.partition(":")
        if name not in ("doi", "updates"):
            raise _invalid("filter-not-available", name, f"there is no filter {name}")
        doi = re.fullmatch(r"(?:https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", value)
        if not doi:
            raise _invalid("doi-not-valid", value, f"{value} is no DOI")
        filters[name].add(doi[1].lower())
    return filters


def _updated_by(work: dict[str, Any]) -> set[str]:
    return {update["DOI"].lower() for update in work.get("update-to", ())}


def esearch(call: Call) -> Answer:
    term = call.params.get("term", "")
    if call.params.get("db") != "pubmed" or not term.strip():
        raise entrez_error("Invalid db name specified" if term.strip() else "Empty term", "json")
    found = sorted(call.records.matching(TERM.finditer(term)), key=int, reverse=True)
    start, most = call.number("retstart", 0, 9998), call.number("retmax", 20, 10000)
    ids = call.kept(found[start : start + most])
    result = {"count": str(len(found)), "retmax": str(len(ids)), "retstart": str(start)}
    return answer({"header": {"type": "esearch"}, "esearchresult": {**result, "idlist": ids}})


def efetch(call: Call) -> Answer:
    ids = [id for id in re.split(r"[,\s]+", call.params.get("id", "")) if id]
    if not ids or call.params.get("db") != "pubmed":
        raise entrez_error("Empty id list" if not ids else "Invalid db name specified", "xml", 400)
    articles = call.records.articles
    bodies = "\n".join(call.kept([articles[id] for id in ids if id in articles]))
    body = f"{_HEAD}<PubmedArticleSet>\n{bodies}\n</PubmedArticleSet>\n"
    return Answer(body, "text/xml; charset=UTF-8")


def entrez_error(said: str, format: str, status: int = 200) -> Answer:
    if format == "json":
        return answer({"header": {"type": "esearch"}, "esearchresult": {"ERROR": said}}, status)
    body = f'<?xml version="1.0" ?>\n<eFetchResult>\n<ERROR>{said}</ERROR>\n</eFetchResult>\n'
    return Answer(body, "text/xml; charset=UTF-8", status)


def ecitmatch(call: Call) -> Answer:
    lines = [line for line in re.split(r"[\r\n]+", call.params.get("bdata", "")) if line.strip()]
    rows = [line.removesuffix("|") + "|" + call.records.cited(line) for line in lines]
    return Answer("".join(f"{row}\n" for row in call.kept(rows)), "text/plain; charset=UTF-8")


def idconv(call: Call) -> Answer:
    ids = [id.strip() for id in call.params.get("ids", "").split(",") if id.strip()]
    if not 0 < len(ids) <= 200 or call.params.get("format") != "json":
        return answer({"status": "error", "message": "1 to 200 ids, format json"}, 400)
    records = []
    for id in ids:
        known = call.records.ids.get(id.lower(), {})
        record: dict[str, Any] = {k: v for k, v in known.items() if v}
        if known.get("pmcid"):
            record["pmid"] = int(known["pmid"])
        else:
            record = {"status": "error", "errmsg": "Identifier not found in PMC"}
        records.append({**record, "requested-id": id})
    return answer({"status": "ok", "records": call.kept(records)})


def doi_org(call: Call) -> Answer:
    doi = call.name.lower()
    if doi not in call.records.works and doi not in call.records.ids and doi not in ELSEWHERE:
        return page(404, "DOI Not Found")
    place = f"https://publisher.example/article/{quote(doi, safe='')}"
    return Answer("", "text/html", 302, {"Location": place})


ANSWERS = {
    "crossref.doi": crossref_doi,
    "crossref.filter": crossref_list,
    "crossref.query": crossref_list,
    "ncbi.esearch": esearch,
    "ncbi.efetch": efetch,
    "ncbi.ecitmatch": ecitmatch,
    "ncbi.idconv": idconv,
    "doi.org": doi_org,
}
