"""The twin itself: what it answers, refuses, counts and breaks."""

from __future__ import annotations

import http.client
import json
import re
import sys
import threading
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from twin import Twin, works_for

MATHIS = "10.4103/1673-5374.200794"
REVIEW = "10.1155/2019/3675627"
SICI = "10.1002/(SICI)1097-0258(19981230)17:24<2815::AID-SIM110>3.0.CO;2-8"


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def items(self) -> list[str]:
        return [item["DOI"] for item in self.json["message"]["items"]]

    @property
    def pmids(self) -> list[str]:
        return self.json["esearchresult"]["idlist"]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)


def ask(
    address: str,
    data: dict[str, str] | None = None,
    agent: str = "test/1",
    timeout: float = 5,
    method: str | None = None,
    **params: str,
) -> Reply:
    if params:
        address += "?" + urlencode(params, safe=":,()")
    body = urlencode(data).encode() if data is not None else None
    request = urllib.request.Request(address, body, {"User-Agent": agent}, method=method)
    try:
        with _OPENER.open(request, timeout=timeout) as reply:
            return Reply(
                reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read()
            )
    except urllib.error.HTTPError as error:
        with error:
            headers = {k.lower(): v for k, v in error.headers.items()}
            return Reply(error.code, headers, error.read())


def work(twin: Twin, doi: str = MATHIS, **how: Any) -> Reply:
    return ask(f"{twin.url}/works/{quote(doi, safe='')}", **how)


def entrez(twin: Twin, program: str, **params: str) -> Reply:
    return ask(f"{twin.environ['BIBKIT_EUTILS_URL']}/{program}", db="pubmed", **params)


def search(twin: Twin, term: str, **params: str) -> Reply:
    return entrez(twin, "esearch.fcgi", retmode="json", term=term, **params)


# --- Crossref


@pytest.mark.parametrize("doi", [MATHIS, SICI, "10.5555/pmj.2008,14.221", "10.2147/DNND.S170771"])
def test_a_work_by_its_doi_in_any_letters(twin: Twin, doi: str) -> None:
    reply = work(twin, doi)
    assert (reply.status, reply.json["message-type"]) == (200, "work")
    assert reply.json["message"]["DOI"] == doi.lower()
    assert reply.headers["x-api-pool"] == "public-single"


def test_an_unknown_work_is_plain_text(twin: Twin) -> None:
    reply = work(twin, "10.5555/nothing")
    assert (reply.status, reply.body) == (404, b"Resource not found.")
    assert reply.headers["content-type"] == "text/plain"


def test_works_by_filter_leave_out_what_is_unknown(twin: Twin) -> None:
    dois = f"doi:{MATHIS},doi:10.5555/nothing,doi:{REVIEW}"
    reply = ask(f"{twin.url}/works", filter=dois, rows="1", select="DOI,title", mailto="a@b.org")
    assert reply.json["message"]["total-results"] == 2
    assert reply.json["message"]["items-per-page"] == 1
    assert [set(item) for item in reply.json["message"]["items"]] == [{"DOI", "title"}]
    assert reply.headers["x-rate-limit-limit"] == "3"
    assert set(ask(f"{twin.url}/works", filter=dois).items) == {MATHIS, REVIEW}


def test_notices_by_the_work_that_they_update(twin: Twin) -> None:
    def updates(doi: str) -> list[str]:
        return ask(f"{twin.url}/works", filter=f"updates:{doi}").items

    assert updates("10.5555/jcrm.2014.0417") == ["10.5555/jcrm.2016.0932"]
    assert updates("10.5555/aab.2015.77") == []  # its link has the wrong direction


@pytest.mark.parametrize(
    "params",
    [
        {"filter": f"doi:{MATHIS},doi:10.5555/pmj.2008,14.221"},
        {"filter": f"doi:{MATHIS},doi:11.5555/x"},
        {"filter": "colour:red"},
        {"filter": f"doi:{MATHIS}", "select": "DOI,pages"},
        {"filter": f"doi:{MATHIS}", "rows": "1001"},
        {"filter": f"doi:{MATHIS}", "row": "10"},
    ],
)
def test_one_bad_clause_spoils_a_list(twin: Twin, params: dict[str, str]) -> None:
    reply = ask(f"{twin.url}/works", **params)
    assert (reply.status, reply.json["message-type"]) == (400, "validation-failure")


def test_a_request_line_can_be_too_long(twin: Twin) -> None:
    clause = "doi:10.5555/" + "x" * 40
    assert ask(f"{twin.url}/works", filter=",".join([clause] * 70)).status == 200
    reply = ask(f"{twin.url}/works", filter=",".join([clause] * 80))
    assert (reply.status, reply.headers["content-type"]) == (414, "text/html")


def test_a_query_ranks_by_shared_words(twin: Twin) -> None:
    text = "Niedermeyer S, Murn M. Respiratory failure in amyotrophic lateral sclerosis. Chest 2019"
    parameters = {"query.bibliographic": text, "rows": "3"}
    message = ask(f"{twin.url}/works", **parameters).json["message"]
    assert message["items"][0]["DOI"] == "10.1016/j.chest.2018.06.035"
    scores = [item["score"] for item in message["items"]]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert twin.count("crossref.query") == 1


# --- NCBI


def test_articles_by_their_dois(twin: Twin) -> None:
    reply = search(twin, f'"{MATHIS}"[aid] OR "{SICI}"[aid] OR "10.5555/nothing"[aid]')
    assert reply.pmids == ["99000125", "99000102"]
    assert reply.json["esearchresult"]["count"] == "2"


def test_articles_by_words_names_and_years(twin: Twin) -> None:
    mathis = "(current[ti] AND view[ti] AND mathis s[1au] AND 2017[dp])"
    kiernan = "(amyotrophic[ti] AND kiernan[1au] AND 2010:2012[dp])"
    assert search(twin, mathis).pmids == ["99000102"]
    assert search(twin, f"{mathis} OR {kiernan}").pmids == ["99000108", "99000102"]
    assert search(twin, f"{mathis} OR {kiernan}", retmax="1").pmids == ["99000108"]
    assert search(twin, "(sclerosis[ti] AND corcia p[1au])").pmids == []
    assert "ERROR" in search(twin, " ").json["esearchresult"]


def test_articles_by_post_leave_out_what_is_unknown(twin: Twin) -> None:
    data = {"db": "pubmed", "retmode": "xml", "id": "99000102,1,99000111"}
    reply = ask(f"{twin.environ['BIBKIT_EUTILS_URL']}/efetch.fcgi", data)
    assert reply.body.startswith(b'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet')
    found = ET.fromstring(reply.body)
    pmids = [e.text for e in found.iterfind("PubmedArticle/MedlineCitation/PMID")]
    assert pmids == ["99000102", "99000111"]
    assert twin.requests[-1].body.endswith("id=99000102%2C1%2C99000111")


def test_citations_are_matched_laxly(twin: Twin) -> None:
    twin.add_article(twin.records.articles["99000105"].replace("99000105", "99000199"))
    lines = {
        "Neural Regen Res|2016|12|181|nobody|a|": "99000102",
        "Neural Regen Res|2017|12|182|mathis s|b|": "NOT_FOUND",
        "No Such J|2017|12|181|mathis s|c|": "NOT_FOUND;INVALID_JOURNAL",
        "chest|2019|155|401|niedermeyer s|d|": "AMBIGUOUS 99000105,99000199",
        "lancet|2011|||kiernan mc|e|": "99000108",
    }
    reply = entrez(twin, "ecitmatch.cgi", retmode="xml", bdata="\r".join(lines))
    assert reply.body.decode().splitlines() == [k + v for k, v in lines.items()]


def test_identifiers_are_converted(twin: Twin) -> None:
    ids = f"PMC99000102,99000104,{REVIEW},99000103"
    reply = ask(twin.environ["BIBKIT_IDCONV_URL"], ids=ids, format="json")
    records = reply.json["records"]
    assert [record.get("pmid") for record in records] == [99000102, 99000104, 99000101, None]
    assert records[2]["pmcid"] == "PMC99000101"
    assert records[3]["status"] == "error"


# --- doi.org, and addresses that are none


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_resolver(twin: Twin, method: str) -> None:
    for doi, status in ((SICI, 302), ("10.5281/zenodo.9900001", 302), ("10.5555/nothing", 404)):
        reply = ask(f"{twin.environ['BIBKIT_DOI_URL']}/{quote(doi)}", method=method)
        assert reply.status == status
        assert ("location" in reply.headers) == (status == 302)
    assert ask(f"{twin.url}/elsewhere").status == 404
    assert twin.count(r"doi\.org") == 3


# --- limits


def statuses(twin: Twin, times: int, path: str, **how: Any) -> list[int]:
    twin.reset()
    twin.limits = True
    return [ask(f"{twin.url}{path}", **how).status for _ in range(times)]


def test_crossref_refuses_too_many_a_second(twin: Twin) -> None:
    one, many = f"/works/{MATHIS}", f"/works?filter=doi:{MATHIS}"
    assert statuses(twin, 6, one) == [200] * 5 + [429]
    assert statuses(twin, 11, one, agent="test (mailto:a@b.org)") == [200] * 10 + [429]
    assert statuses(twin, 2, many) == [200, 429]
    assert statuses(twin, 4, f"{many}&mailto=a@b.org") == [200] * 3 + [429]
    refused = ask(f"{twin.url}{many}&mailto=a@b.org")
    assert refused.headers["content-type"] == "text/html"
    assert "retry-after" not in refused.headers
    time.sleep(1)
    assert ask(f"{twin.url}{many}&mailto=a@b.org").status == 200


def test_crossref_refuses_too_many_at_once(twin: Twin) -> None:
    twin.limits, twin.latency = True, 0.3
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(work(twin).status)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, 429, 429]
    assert (twin.count(), twin.peak) == (3, 3)


def test_ncbi_refuses_too_many_a_second(twin: Twin) -> None:
    path = "/entrez/eutils/esearch.fcgi?db=pubmed&retmode=json&term=sclerosis[ti]"
    assert statuses(twin, 11, f"{path}&api_key=abc") == [200] * 10 + [429]
    assert statuses(twin, 4, path) == [200] * 3 + [429]
    refused = ask(f"{twin.url}{path}")
    assert (refused.json["error"], refused.headers["retry-after"]) == (
        "API rate limit exceeded",
        "2",
    )
    assert refused.headers["x-ratelimit-limit"] == "3"


# --- faults


@pytest.mark.parametrize("kind", ["429", "500", "502", "503", "504"])
def test_faults_with_a_status(twin: Twin, kind: str) -> None:
    twin.fault("crossref", kind)
    twin.fault("ncbi", kind, retry_after=7)
    reply = work(twin)
    assert (reply.status, reply.headers["content-type"]) == (int(kind), "text/html")
    assert "retry-after" not in reply.headers
    reply = search(twin, "sclerosis[ti]")
    assert (reply.status, reply.headers["retry-after"]) == (int(kind), "7")
    assert work(twin).status == 200


@pytest.mark.parametrize("kind", ["html", "empty", "malformed"])
def test_faults_with_a_body_that_is_none(twin: Twin, kind: str) -> None:
    twin.fault(".", kind, times=2)
    reply = work(twin)
    assert reply.status == 200
    with pytest.raises(ValueError, match=r"line 1|Expecting|Unterminated"):
        reply.json  # noqa: B018
    body = entrez(twin, "efetch.fcgi", id="99000102").body
    if kind == "html":  # which a parser of XML may accept
        assert ET.fromstring(body).tag == "html"
        return
    with pytest.raises(ET.ParseError):
        ET.fromstring(body)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("reset", ConnectionError),
        ("truncate", http.client.IncompleteRead),
        ("timeout", TimeoutError),
    ],
)
def test_faults_of_the_connection(twin: Twin, kind: str, error: type[Exception]) -> None:
    twin.fault("crossref.doi", kind, delay=5)
    with pytest.raises((error, urllib.error.URLError)) as caught:
        work(twin, timeout=0.2)
    assert isinstance(getattr(caught.value, "reason", caught.value), error)
    assert work(twin).status == 200


def test_a_timeout_ends_without_an_answer(twin: Twin) -> None:
    twin.fault("crossref.doi", "timeout", delay=0.1)
    with pytest.raises(http.client.RemoteDisconnected):
        work(twin)


def test_a_slow_answer_is_a_right_one(twin: Twin) -> None:
    twin.fault("crossref.doi", "slow", delay=0.2)
    start = time.monotonic()
    assert work(twin).json["message"]["DOI"] == MATHIS
    assert time.monotonic() - start >= 0.2


def test_an_error_can_come_with_status_200(twin: Twin) -> None:
    twin.fault(".", "error200", times=3)
    assert work(twin).json["status"] == "error"
    assert "ERROR" in search(twin, "sclerosis[ti]").json["esearchresult"]
    assert b"<ERROR>" in entrez(twin, "efetch.fcgi", id="99000102").body


def test_a_record_can_be_missing(twin: Twin) -> None:
    twin.fault(".", "drop", times=5)
    assert ask(f"{twin.url}/works", filter=f"doi:{REVIEW},doi:{MATHIS}").items == [REVIEW]
    assert entrez(twin, "efetch.fcgi", id="99000101,99000102").body.count(b"<PubmedArticle>") == 1
    assert search(twin, f'"{MATHIS}"[aid]').pmids == []
    bdata = "lancet|2011|377|942||a|\rchest|2019|155|401||b|"
    assert entrez(twin, "ecitmatch.cgi", bdata=bdata).body.count(b"\n") == 1
    reply = ask(twin.environ["BIBKIT_IDCONV_URL"], ids="99000101,99000102", format="json")
    assert len(reply.json["records"]) == 1


def test_a_redirect_leads_to_another_host(twin: Twin) -> None:
    twin.fault("crossref.doi", "redirect")
    reply = work(twin)
    place = urlsplit(reply.headers["location"])
    assert (reply.status, place.hostname) == (302, "localhost")
    assert ask(reply.headers["location"]).json["message"]["DOI"] == MATHIS


def test_an_answer_can_be_huge(twin: Twin) -> None:
    twin.fault("crossref.doi", "huge", size=1_000_000)
    reply = work(twin)
    assert len(reply.body) >= 1_000_000
    assert "content-length" not in reply.headers
    assert reply.json["message"]["DOI"] == MATHIS


def test_titles_can_hold_control_characters(twin: Twin) -> None:
    twin.fault(".", "control", times=2)
    assert work(twin).json["message"]["title"][0].startswith("\x1b[2JCurrent view")
    assert b"<ArticleTitle>\x1b" in entrez(twin, "efetch.fcgi", id="99000102").body


def test_faults_can_wait_and_come_again(twin: Twin) -> None:
    twin.fault(r"crossref\.doi .*200794", "503", times=2, after=1, every=2)
    assert [work(twin).status for _ in range(6)] == [200, 503, 200, 503, 200, 200]
    twin.fault("chest", "500")
    assert work(twin).status == 200
    with pytest.raises(AssertionError):
        twin.fault(".", "418")


# --- the log, the records, many records


def test_the_log(twin: Twin) -> None:
    work(twin, agent="bibkit/1")
    ask(f"{twin.environ['BIBKIT_EUTILS_URL']}/ecitmatch.cgi", {"bdata": "a|1|1|1|b|c|"})
    first, second = twin.requests
    assert first == ("crossref.doi", f"/works/{quote(MATHIS, safe='')}", "", "bibkit/1")
    assert (second.endpoint, second.body[:6]) == ("ncbi.ecitmatch", "bdata=")
    assert (twin.count(), twin.count("^ncbi"), twin.peak) == (2, 1, 1)
    twin.reset()
    assert (twin.requests, twin.count(), twin.peak) == ([], 0, 0)


def test_a_connection_can_be_kept(twin: Twin) -> None:
    connection = http.client.HTTPConnection(urlsplit(twin.url).netloc, timeout=5)
    for _ in range(2):
        connection.request("GET", f"/works/{MATHIS}")
        assert json.loads(connection.getresponse().read())["status"] == "ok"
        kept = connection.sock
    assert kept is connection.sock is not None
    connection.close()


def test_the_records_agree_with_each_other(records_twin: Twin) -> None:
    records = records_twin.records
    assert (len(records.works), len(records.articles)) == (35, 26)
    with_doi = {row["doi"].lower() for row in records.ids.values() if row["doi"]}
    assert with_doi <= set(records.works)
    for xml in records.articles.values():
        cited = re.findall(r'<PMID Version="1">(\d+)|"pubmed">(\d+)', xml)
        assert {a or b for a, b in cited} <= set(records.articles)
    for stored in records.works.values():
        links = [*stored.get("update-to", ()), *stored.get("updated-by", ())]
        assert {link["DOI"] for link in links} <= set(records.works)


def test_a_thousand_works_for_a_batch(twin: Twin) -> None:
    made = works_for(1000)
    for one, article in made:
        twin.add_work(one)
        twin.add_article(article)
    assert len({one["title"][0] for one, _ in made}) == 1000
    places = {(*one["container-title"], one["volume"], one["page"]) for one, _ in made}
    assert len(places) == 1000
    last = made[-1][0]
    pmid = search(twin, f'"{last["DOI"]}"[aid]').pmids
    assert pmid == ["98001000"]
    assert work(twin, last["DOI"]).json["message"]["title"] == last["title"]
    query = {"query.bibliographic": f"{last['author'][0]['family']}. {last['title'][0]}. "}
    assert ask(f"{twin.url}/works", **query).items[0] == last["DOI"]
    twin.reset()
    assert work(twin, last["DOI"]).status == 404
