"""How often the services are asked, and with what: batches, and what does not fit into one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from asking import (
    CHEST,
    COMMA,
    EVERY_WAY,
    MATHIS,
    Item,
    article,
    batch,
    enriched,
    made_item,
    services,
)
from running import environment
from twin import LIMITS, Twin, works_for

import bibkit
from bibkit.outcome import Absent, Found

THOUSAND = works_for(1000)


@pytest.fixture
def full(twin: Twin) -> Twin:
    """The twin with a thousand more works, which PubMed has too."""
    for work, xml in THOUSAND:
        twin.add_work(work)
        twin.add_article(xml)
    return twin


def listed(*ids: str, without: tuple[str, ...] = ()) -> list[Item]:
    items = [made_item(number, work, *ids) for number, (work, _) in enumerate(THOUSAND)]
    return [{k: v for k, v in item.items() if k not in without} for item in items]


@pytest.mark.parametrize(("ids", "most"), [(("DOI", "PMID"), 16), (("DOI",), 26), ((), 26)])
def test_a_thousand_references_take_few_requests_and_none_again(
    full: Twin, tmp_path: Path, ids: tuple[str, ...], most: int
) -> None:
    items = listed(*ids)
    first = enriched(full.environ, items, tmp_path)
    assert first.statuses == {"found": 1000}
    assert all(one.text("DOI") and one.text("PMID") for one in first.batch)
    assert full.count() <= most
    full.requests.clear()
    second = enriched(full.environ, items, tmp_path)
    assert (full.count(), second.batch) == (0, first.batch)


def test_a_thousand_of_which_pubmed_lacks_every_fifth_take_few_requests_too(
    twin: Twin,
) -> None:
    for number, (work, xml) in enumerate(THOUSAND):
        twin.add_work(work)
        if number % 5:
            twin.add_article(xml)
    first = enriched(twin.environ, listed())
    assert first.statuses == {"found": 1000}
    assert twin.count("crossref.query") == 200
    assert twin.count() <= 250


def test_the_same_work_is_asked_for_once(twin: Twin) -> None:
    item = article("a", "Respiratory failure in amyotrophic lateral sclerosis", DOI=CHEST)
    items = [item | {"id": f"r{number}", "DOI": doi} for number, doi in enumerate([CHEST, CHEST.upper()] * 20)]  # fmt: skip
    result = enriched(twin.environ, items)
    assert len({one.text("PMID") for one in result.batch}) == 1
    assert twin.count() == 3  # the work, its PMID, its article


def test_a_title_of_common_words_does_not_fetch_all_that_has_them(full: Twin) -> None:
    for number in range(1200):
        xml = full.records.articles["99000108"].replace("99000108", str(99100000 + number))
        full.add_article(xml)
    items = [article("a", "Amyotrophic lateral sclerosis"), *listed(without=("volume",))[:30]]
    result = enriched(full.environ, items)
    assert result.statuses["found"] == 30
    asked = [parse_qs(one.body)["id"][0] for one in full.requests if "efetch" in one.endpoint]
    assert sum(len(ids.split(",")) for ids in asked) <= 300
    assert full.count("crossref.query") <= 1  # nor does it keep PubMed from finding the others


# --- batches


def test_a_refused_batch_is_halved_until_the_culprit_is_alone(twin: Twin) -> None:
    for work, _ in THOUSAND[:31]:
        twin.add_work(work)
    good = [work["DOI"] for work, _ in THOUSAND[:31]]
    bad = "10.5555.1/not.a.doi.of.crossref"  # which bibkit takes for a DOI
    with services(twin.environ) as open:
        found = open.crossref.works([*good[:9], bad, *good[9:]])
    assert isinstance(found.pop(bad), Absent)
    assert all(isinstance(one, Found) for one in found.values())
    assert twin.count() <= 2 * 5 + 4  # two halves at each of five steps, the culprit, the probe


def test_a_field_that_crossref_no_longer_selects_costs_one_request(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    import twin_services

    monkeypatch.setattr(twin_services, "SELECTABLE", twin_services.SELECTABLE - {"abstract"})
    with services(twin.environ) as open:
        found = open.crossref.works([MATHIS, CHEST])
    assert all(isinstance(one, Found) for one in found.values())
    assert twin.count() == 3  # refused, the probe refused too, whole works


@pytest.mark.parametrize("unit", ["ab", "é", "<b>(c)[d];e:"])
def test_no_request_line_is_longer_than_crossref_takes(twin: Twin, unit: str) -> None:
    dois = [f"10.5555/{number}.{unit * 99}"[:190] for number in range(300)]
    with services(twin.environ) as open:
        found = open.crossref.works(dois)
    assert all(isinstance(one, Absent) for one in found.values())
    lists = [one for one in twin.requests if one.endpoint == "crossref.filter"]
    assert all(len(f"GET {one.path} HTTP/1.1\r\n") < 4096 for one in twin.requests)
    assert len(lists) < 150


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Dyspnoea and ventilation in motor neuron disease. ", id="latin"),
        pytest.param(
            "Дыхательная недостаточность при боковом амиотрофическом склерозе. ",
            id="cyrillic",
        ),
        pytest.param(
            "肌萎缩侧索硬化症的呼吸衰竭与无创通气治疗的长期随访研究",
            id="chinese",
        ),
    ],
)
def test_no_search_is_longer_than_crossref_takes(twin: Twin, words: str) -> None:
    result = enriched(twin.environ, [article("long", words * 30, "Иванов И.", year=2015)])
    assert twin.count("crossref.query") == 1
    assert all(len(f"GET {one.path} HTTP/1.1\r\n") < 4096 for one in twin.requests)
    assert result.failures == ()


def test_a_doi_with_a_comma_or_of_the_sici_kind_is_asked_for_as_it_is(twin: Twin) -> None:
    sici = next(doi for doi in twin.records.works if "(sici)" in doi)
    with services(twin.environ) as open:
        found = open.crossref.works([COMMA, sici, MATHIS])
    assert all(isinstance(one, Found) for one in found.values())
    (filtered,) = (one for one in twin.requests if one.endpoint == "crossref.filter")
    asked = dict(parse_qsl(urlsplit(filtered.path).query))["filter"]
    assert asked.split(",") == [f"doi:{sici}", f"doi:{MATHIS}"]


# --- what is absent


def test_what_a_batch_lacks_is_asked_for_once_more_alone(twin: Twin) -> None:
    with services(twin.environ) as open:
        works = open.crossref.works([MATHIS, "10.5555/nothing", CHEST])
        articles = open.ncbi.articles(["99000102", "4", "99000105"])
    assert isinstance(works["10.5555/nothing"], Absent)
    assert isinstance(articles["4"], Absent)
    assert twin.count() == 4
    (alone,) = (one for one in twin.requests if one.endpoint == "crossref.doi")
    assert "10.5555%2Fnothing" in alone.path
    fetched = [parse_qs(one.body)["id"] for one in twin.requests if "efetch" in one.endpoint]
    assert fetched == [["99000102,4,99000105"], ["4"]]


def test_absence_is_remembered_for_a_week_and_presence_for_a_month(
    twin: Twin, tmp_path: Path
) -> None:
    day, now = 86400, time.time()
    counts = []
    for days in (0, 6, 8, 29, 31):
        twin.requests.clear()
        with services(twin.environ, tmp_path, now=lambda d=days: now + d * day) as open:
            open.crossref.works([MATHIS, "10.5555/nothing"])
            open.ncbi.articles(["99000102", "4"])
        counts.append(twin.count())
    # Two lists and two questions alone; nothing; the absent; the absent again; the found.
    assert (counts[0], counts[1], counts[4]) == (4, 0, 2)
    assert 2 <= counts[2] == counts[3] <= 4
    assert "200794" in twin.requests[0].path


def test_an_article_that_only_mentions_the_doi_is_not_taken(twin: Twin) -> None:
    xml = twin.records.articles["99000120"]
    other = xml.replace("99000120", "99000999").replace(
        "</ArticleIdList>", f'<ArticleId IdType="pii">{MATHIS}</ArticleId></ArticleIdList>'
    )
    twin.add_article(other)
    with services(twin.environ) as open:
        found = open.ncbi.articles_of_dois([MATHIS, CHEST, "10.5555/nothing"])
    assert [type(one) for one in found.values()] == [Found, Found, Absent]
    mathis = found[MATHIS]
    assert isinstance(mathis, Found)
    assert mathis.candidate.id == "99000102"


# --- limits


def test_the_limits_of_the_services_are_kept(twin: Twin) -> None:
    for work, xml in THOUSAND[:210]:
        twin.add_work(work)
        twin.add_article(xml)
    twin.limits = True
    items = [made_item(number, work, "DOI") for number, (work, _) in enumerate(THOUSAND[:210])]
    items.append(article("comma", "Advance care planning with people who cannot speak", DOI=COMMA))
    from asking import settings

    with bibkit.Services(settings(twin.environ)) as open:
        result = bibkit.enrich(batch(items), open)
        asked = sum(open.http.requests.values())
    assert result.statuses == {"found": 211}
    assert asked == 3 + 1 + 3 + 2  # nothing was refused and asked again


# --- killed


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The headers of both services allow much, so that a command in a process of its own is quick."""
    for pool in ("polite-array", "polite-single", "ncbi-key"):
        monkeypatch.setitem(LIMITS, pool, (50, 3))


def killed_after(twin: Twin, folder: Path, cache: str, requests: int | None) -> int:
    """Run the command, and kill it when so many requests have come; how many came in all."""
    already = twin.count()
    own = {"BIBKIT_OFFLINE": "0", "BIBKIT_MAILTO": "a@b.org", "NCBI_API_KEY": "0123456789abcdef"}
    env = environment(**twin.environ, **own, BIBKIT_CACHE_DIR=str(folder / cache))
    command = [sys.executable, "-m", "bibkit", "enrich", "in.json", "-o", f"{cache}.bib", "-q"]
    with subprocess.Popen(command, cwd=folder, env=env) as process:
        while requests is not None and process.poll() is None:
            if twin.count() - already >= requests:
                process.kill()
                break
            time.sleep(0.002)
        process.wait(timeout=60)
    assert (process.returncode == 0) == (requests is None)
    time.sleep(0.1)  # what was under way arrives
    return twin.count() - already


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("ids", "number", "requests"),
    [
        (("DOI", "PMID"), 250, 3),
        (("DOI",), 120, 1),
        (("DOI",), 600, 11),
        ((), 250, 5),
    ],
)
def test_a_killed_run_goes_on_where_it_was(
    full: Twin, tmp_path: Path, ids: tuple[str, ...], number: int, requests: int
) -> None:
    items = listed(*ids)[:number]
    (tmp_path / "in.json").write_text(json.dumps(items))
    clean = enriched(full.environ, items)
    wanted = full.count()
    full.requests.clear()
    full.latency = 0.03
    asked = killed_after(full, tmp_path, "killed", requests)
    assert not (tmp_path / "killed.bib").exists()
    asked += killed_after(full, tmp_path, "killed", None)
    written = (tmp_path / "killed.bib").read_text("utf-8")
    assert written == bibkit.write(clean.batch, "bibtex")
    assert asked <= wanted + 4


def test_an_interruption_leaves_the_old_output(twin: Twin, tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(json.dumps(listed("DOI")[:3]))
    (tmp_path / "killed.bib").write_text("@misc{old}\n")
    twin.latency = 0.3
    killed_after(twin, tmp_path, "killed", 1)
    assert (tmp_path / "killed.bib").read_text() == "@misc{old}\n"
    assert not [*tmp_path.glob("*.lock.json")]


def test_ctrl_c_ends_it_at_once_and_says_so(twin: Twin, tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(json.dumps(EVERY_WAY))
    twin.latency = 3
    env = environment(**twin.environ, BIBKIT_OFFLINE="", BIBKIT_CACHE_DIR=str(tmp_path / "cache"))
    # Where the tests run in the background, SIGINT is ignored and so it would be in this process.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from bibkit.cli import main; main(['enrich', 'in.json', '-o', 'refs.bib'])"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE) as process:
        while twin.count() < 2:  # both services are waited for
            time.sleep(0.01)
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert time.monotonic() - begun < 1
    assert process.returncode == 130
    assert b"Interrupted; nothing was left half-written." in said
    assert {path.name for path in tmp_path.iterdir()} == {"in.json", "cache"}
