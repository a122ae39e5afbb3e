"""What bibkit relies on, asked of three places: the twin here, the larger one, the services themselves.

The larger twin takes part where BIBKIT_SHARED names its folder, the services with `--live`.
"""

from __future__ import annotations

import importlib.util
import os
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from asking import CONTACT, Clock
from twin import Twin

import bibkit
from bibkit import Services, Settings
from bibkit.model import Candidate
from bibkit.outcome import Absent, Found
from bibkit.text import fold


@dataclass(frozen=True)
class Place:
    """Where to ask, and a work that is known there, with another that has a reference list."""

    settings: Settings
    waits: bool
    doi: str
    pmid: str
    pmcid: str
    title: str
    citation: str
    text: str
    list_of: str
    listed: int

    def services(self) -> Services:
        if self.waits:
            return Services(self.settings)
        clock = Clock()
        return Services(self.settings, clock=clock, sleep=clock.sleep)


_MATHIS = {
    "doi": "10.4103/1673-5374.200794",
    "pmid": "99000102",
    "pmcid": "PMC99000102",
    "title": "Current view and perspectives in amyotrophic lateral sclerosis",
    "citation": "Neural Regen Res|2017|12|181|Mathis S",
    "text": "Mathis S, Couratier P, Julian A, et al. Current view and perspectives in amyotrophic lateral "
    "sclerosis. Neural Regen Res. 2017;12(2):181-184.",
    "list_of": "10.1155/2019/3675627",
    "listed": 8,
}
_SAMTOOLS = {
    "doi": "10.1093/bioinformatics/btp352",
    "pmid": "19505943",
    "pmcid": "PMC2723002",
    "title": "The Sequence Alignment/Map format and SAMtools",
    "citation": "Bioinformatics|2009|25|2078|Li H",
    "text": "Li H, Handsaker B, Wysoker A, et al. The Sequence Alignment/Map format and SAMtools. "
    "Bioinformatics. 2009;25(16):2078-2079.",
    "list_of": "19505943",
    "listed": 4,
}


@pytest.fixture(scope="session")
def larger() -> Iterator[str]:
    """The address of the twin in BIBKIT_SHARED."""
    folder = Path(os.environ["BIBKIT_SHARED"]) / "twin"
    spec = importlib.util.spec_from_file_location("larger_twin", folder / "twin.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # files that it leaves to be closed
        made = module.make_server(["--port", "0", "--data", str(folder / "data"), "--no-limits"])
    with made as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def _at(url: str) -> Settings:
    return Settings(
        mailto=CONTACT,
        crossref_url=url,
        eutils_url=f"{url}/entrez/eutils",
        idconv_url=f"{url}/tools/idconv/api/v1/articles",
        doi_url=f"{url}/doi",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test in each place; a place that takes no part is skipped by the first test only."""
    if "place" not in metafunc.fixturenames:
        return
    reasons = {
        "small": "",
        "larger": "" if os.environ.get("BIBKIT_SHARED") else "BIBKIT_SHARED is not set",
        "live": "" if metafunc.config.getoption("--live") else "no --live",
    }
    is_first = metafunc.function is test_works_by_doi
    places = [
        pytest.param(name, marks=[pytest.mark.skip(reason)] if reason else [])
        for name, reason in reasons.items()
        if is_first or not reason
    ]
    metafunc.parametrize("place", places, indirect=True, scope="module")


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest) -> Place:
    if request.param == "live":
        settings = Settings(mailto=os.environ.get("BIBKIT_MAILTO", ""))
        return Place(settings, waits=True, **_SAMTOOLS)  # type: ignore[arg-type]
    if request.param == "larger":
        url = request.getfixturevalue("larger")
        return Place(_at(url), waits=False, **_SAMTOOLS)  # type: ignore[arg-type]
    twin: Twin = request.getfixturevalue("records_twin")
    twin.reset()
    return Place(_at(twin.url), waits=False, **_MATHIS)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def open(place: Place) -> Iterator[Services]:
    with place.services() as services:
        yield services


def found(outcome: object) -> Candidate:
    assert isinstance(outcome, Found), outcome
    return outcome.candidate


def is_the_work(place: Place, candidate: Candidate) -> bool:
    return fold(candidate.reference.text("title")) == fold(place.title)


def test_works_by_doi(place: Place, open: Services) -> None:
    works = open.crossref.works([place.doi, "10.5555/nobody.has.this"])
    assert is_the_work(place, found(works[place.doi]))
    assert found(works[place.doi]).id == place.doi
    assert isinstance(works["10.5555/nobody.has.this"], Absent)


def test_a_work_in_capitals_is_the_same(place: Place, open: Services) -> None:
    works = open.crossref.works([place.doi.upper()])
    assert is_the_work(place, found(works[place.doi]))


def test_articles_by_pmid(place: Place, open: Services) -> None:
    articles = open.ncbi.articles([place.pmid, "999999999"])
    record = found(articles[place.pmid]).reference
    assert is_the_work(place, found(articles[place.pmid]))
    assert (record.text("DOI").lower(), record.text("PMCID")) == (place.doi, place.pmcid)
    assert isinstance(articles["999999999"], Absent)


def test_articles_by_doi(place: Place, open: Services) -> None:
    articles = open.ncbi.articles_of_dois([place.doi, "10.5555/nobody.has.this"])
    assert found(articles[place.doi]).id == place.pmid
    assert isinstance(articles["10.5555/nobody.has.this"], Absent)


def test_articles_by_pmcid(place: Place, open: Services) -> None:
    articles = open.ncbi.articles_of_pmcids([place.pmcid, "PMC999999999"])
    assert found(articles[place.pmcid]).id == place.pmid
    assert isinstance(articles["PMC999999999"], Absent)


def test_articles_by_citation(place: Place, open: Services) -> None:
    other = "No Such Journal At All|2009|25|2078|Nobody N"
    matched = open.ncbi.citations([place.citation, other])
    (candidate,) = matched[place.citation]  # type: ignore[misc]
    assert candidate.id == place.pmid
    assert matched[other] == ()


def test_articles_by_title(place: Place, open: Services) -> None:
    matched = open.ncbi.titles({place.title: ""})
    assert place.pmid in [one.id for one in matched[place.title]]  # type: ignore[union-attr]


def test_a_search_finds_the_work(place: Place, open: Services) -> None:
    assert place.doi in [one.id for one in open.crossref.search(place.text)]


def test_doi_org_knows_what_is_registered(place: Place, open: Services) -> None:
    assert open.crossref.registered(place.doi) is True
    assert open.crossref.registered("10.5555/nobody.has.this") is False


def test_a_reference_without_identifier_is_completed(place: Place, open: Services) -> None:
    result = bibkit.enrich(bibkit.read(place.text), open)
    (reference,) = result.batch
    values = [reference.text(variable) for variable in ("DOI", "PMID", "PMCID")]
    assert [values[0].lower(), *values[1:]] == [place.doi, place.pmid, place.pmcid]
    assert not reference.truncated("author")
    assert len(reference.names("author")) >= 5


def test_the_reference_list_of_an_article(place: Place, open: Services) -> None:
    batch = bibkit.references(place.list_of, open)
    assert len(batch) >= place.listed
    assert all(one.text("title") or one.text("container-title") for one in batch)


def test_nothing_is_wrong_with_a_right_reference(place: Place, open: Services) -> None:
    fetched = bibkit.fetch([place.doi], open)
    assert {str(one.severity) for one in bibkit.check(fetched.batch, open)} <= {"info"}
