"""Offline and outages: nothing is sent, nothing hangs, and no outage reads as an absence."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import CHEST, EVERY_WAY, MATHIS, REVIEW, Done, article, batch, csl, enriched, services
from running import bibkit as command
from running import environment
from twin import Twin

import bibkit
from bibkit.errors import ServiceError
from bibkit.outcome import Unknown

TITLE = "Current view and perspectives in amyotrophic lateral sclerosis"
LIST = f"1. Mathis S. {TITLE}. Neural Regen Res. 2017;12:181. doi: {MATHIS}.\n"


def at(url: str) -> dict[str, str]:
    """The environment in which every service is at one address."""
    return {f"BIBKIT_{name}_URL": url for name in ("CROSSREF", "EUTILS", "IDCONV", "DOI")}


# --- offline


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """The address of a server that answers nothing, and who has connected to it."""
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    connection, who = server.accept()
                except OSError:
                    return
                seen.append(who)
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", seen
        server.shutdown(socket.SHUT_RDWR)


def test_offline_nobody_is_asked(listener: tuple[str, list[object]]) -> None:
    url, seen = listener
    with services(at(url), offline=True) as open:
        result = bibkit.enrich(batch(EVERY_WAY), open)
        assert bibkit.fetch([MATHIS, "99000102", "PMC99000104"], open).batch.references == ()
        bibkit.check(batch(EVERY_WAY), open)
        with pytest.raises(ServiceError, match="offline"):
            bibkit.references(MATHIS, open)
        assert open.account() == ""
    assert csl(result) == csl(batch(EVERY_WAY))
    assert seen == []
    with services(at(url)) as open:
        bibkit.fetch([MATHIS], open)
    assert seen != []  # the listener listens


def test_offline_what_is_not_in_the_cache_is_unknown() -> None:
    with services(at("http://127.0.0.1:9"), offline=True) as open:
        result = bibkit.enrich(batch(EVERY_WAY), open)
        found = {one.code for one in bibkit.check(batch(EVERY_WAY), open)}
        by_doi = open.ncbi.articles_of_dois([MATHIS])
    assert result.statuses == {"unknown": 11}
    assert [one.code for one in result.batch.problems] == []
    assert found <= {"cannot-tell", "missing"}
    assert isinstance(by_doi[MATHIS], Unknown)


AUDITED = """
import json, os, sys

def hook(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        os.write(2, f"SOCKET {event} {arguments}".encode())
        os._exit(99)

sys.addaudithook(hook)
from bibkit.cli import main
for arguments in json.loads(sys.argv[1]):
    try:
        main(arguments)
    except SystemExit as left:
        print(f"left with {left.code}", file=sys.stderr)
"""


def test_offline_the_command_opens_no_socket(cached: Path) -> None:
    (cached / "in.txt").write_text(LIST)
    (cached / "in.json").write_text(json.dumps(EVERY_WAY))
    commands = [
        ["in.txt", "--offline"],
        ["in.txt", "--offline", "--refresh"],
        ["enrich", "in.json", "--offline", "-t", "csl-json"],
        ["check", "in.json", "--offline", "--fail-on", "none"],
        ["fetch", MATHIS, "99000105", "PMC99000104", "--offline"],
        ["references", REVIEW, "--offline"],
        ["references", REVIEW, "--offline", "--as-listed"],
    ]
    env = environment(BIBKIT_OFFLINE="", BIBKIT_CACHE_DIR=str(cached))
    done = subprocess.run(
        [sys.executable, "-c", AUDITED, json.dumps(commands)], env=env, cwd=cached, capture_output=True, check=False
    )  # fmt: skip
    said = done.stderr.decode()
    assert "SOCKET" not in said
    assert said.count("left with 0") == said.count("Sent: nothing") == len(commands), said


@pytest.fixture
def cached(twin: Twin, tmp_path: Path) -> Path:
    """A folder with a cache of twenty years ago in which everything of EVERY_WAY is."""
    then = time.time() - 20 * 365 * 86400
    with services(twin.environ, tmp_path, now=lambda: then) as open:
        bibkit.enrich(batch(EVERY_WAY), open)
        bibkit.references(REVIEW, open)
        bibkit.check(batch(EVERY_WAY), open)
    return tmp_path


def test_offline_records_of_any_age_are_served(twin: Twin, cached: Path) -> None:
    online = csl(enriched(twin.environ, EVERY_WAY))
    offline = enriched(at("http://127.0.0.1:9"), EVERY_WAY, cached, offline=True)
    assert csl(offline) == online
    assert offline.failures == ()
    with services(at("http://127.0.0.1:9"), cached, offline=True) as open:
        assert len(bibkit.references(REVIEW, open)) == 8
        assert "cannot-tell" not in {one.code for one in bibkit.check(batch(EVERY_WAY), open)}
    # Online they would be asked for again.
    twin.requests.clear()
    enriched(twin.environ, EVERY_WAY, cached)
    assert twin.count() > 10


# --- nobody answers


@pytest.fixture
def black_hole() -> Iterator[str]:
    """An address that takes no connection and refuses none."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        place = server.getsockname()
        kept = []
        for _ in range(3):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(place)
            kept.append(one)
        with socket.socket() as probe:
            probe.settimeout(0.3)
            try:
                probe.connect(place)
                pytest.skip("here a full queue takes connections all the same")
            except TimeoutError:
                pass
        yield f"http://127.0.0.1:{place[1]}"
        for one in kept:
            one.close()


@pytest.mark.parametrize("nobody", ["http://127.0.0.1:9", "http://nonexistent.invalid", ""])
def test_a_service_that_cannot_be_reached_is_known_within_five_seconds(
    request: pytest.FixtureRequest, tmp_path: Path, nobody: str
) -> None:
    url = nobody or request.getfixturevalue("black_hole")
    (tmp_path / "in.txt").write_text(LIST)
    (tmp_path / "in.json").write_text(json.dumps(EVERY_WAY))
    begun = time.monotonic()
    for name in ("in.txt", "in.json") if url == nobody else ("in.txt",):
        done = command(
            name, "-o", "refs.json", cwd=tmp_path, **at(url), BIBKIT_OFFLINE="",
            BIBKIT_CACHE_DIR=str(tmp_path / "cache"),
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (4, b"")
        assert b"cannot be reached" in done.stderr
        assert b"no-such" not in done.stderr
        read = bibkit.read(tmp_path / name)
        assert bibkit.read(tmp_path / "refs.json").references == read.references
    assert time.monotonic() - begun < 5
    assert not (tmp_path / "refs.lock.json").exists()


def test_an_outage_is_unknown_and_never_an_absence(twin: Twin) -> None:
    for kind in ("503", "html", "reset", "empty"):
        twin.fault(".", kind, times=10**6)
        with services(twin.environ) as open:
            outcomes: list[Any] = [
                *open.crossref.works([MATHIS, CHEST]).values(),
                *open.ncbi.articles(["99000102"]).values(),
                *open.ncbi.articles_of_dois([MATHIS]).values(),
                *open.ncbi.articles_of_pmcids(["PMC99000104"]).values(),
                *open.ncbi.citations(["lancet|2011|377|942|kiernan mc"]).values(),
                *open.ncbi.titles({TITLE: "Mathis"}).values(),
            ]
            assert {type(one) for one in outcomes} == {Unknown}, kind
            assert open.crossref.registered("10.5281/zenodo.9900001") is not False
            assert open.cache.count().keys() <= {"doi.org"}
            with pytest.raises(ServiceError):
                open.crossref.search(TITLE)
            with pytest.raises(ServiceError):
                bibkit.references(REVIEW, open)
            result = bibkit.enrich(batch(EVERY_WAY), open)
        assert set(result.statuses) == {"unknown"}
        assert csl(result) == csl(batch(EVERY_WAY))
        twin.reset()


@pytest.mark.parametrize(
    ("down", "there", "lost"), [("crossref", "PMID", "publisher"), ("ncbi", "DOI", "PMID")]
)
def test_with_one_service_down_the_other_s_data_is_there(
    twin: Twin, run: Callable[..., Done], down: str, there: str, lost: str
) -> None:
    twin.fault(down, "503", times=10**6)
    Path("in.txt").write_text(LIST)
    done = run("in.txt", "-o", "refs.json")
    assert done.code == 4
    assert f"{'Crossref' if down == 'crossref' else 'PubMed'} answered 503" in done.err
    assert "Run again" in done.err
    (item,) = json.loads(Path("refs.json").read_text("utf-8"))
    assert there in item
    assert lost not in item
    assert item["container-title"].startswith("Neural ")


@pytest.mark.parametrize("down", ["crossref", "ncbi"])
def test_run_again_after_an_outage_completes_what_was_missing(
    twin: Twin, run: Callable[..., Done], down: str
) -> None:
    Path("in.txt").write_text(LIST)
    assert run("in.txt", "-o", "clean.json", "--cache-dir", "other").code == 0
    twin.fault(down, "503", times=10**6)
    assert run("in.txt", "-o", "refs.json").code == 4
    twin.reset()
    assert run("in.txt", "-o", "refs.json").code == 0
    assert Path("refs.json").read_text("utf-8") == Path("clean.json").read_text("utf-8")


def test_a_list_is_read_and_written_whatever_fails(twin: Twin, run: Callable[..., Done]) -> None:
    twin.fault(".", "html", times=10**6)
    Path("in.txt").write_text(LIST)
    done = run("in.txt", "-t", "csl-json")
    assert done.code == 4
    assert done.out == bibkit.write(bibkit.read(LIST), "csl-json")


def test_one_list_of_two_is_given_with_a_warning(twin: Twin, run: Callable[..., Done]) -> None:
    twin.fault("ncbi", "503", times=10**6)
    done = run("references", REVIEW, "--as-listed", "-t", "csl-json")
    assert (done.code, len(json.loads(done.out))) == (4, 8)
    assert "503" in done.err


def test_fetch_and_check_say_that_they_could_not_ask(twin: Twin, run: Callable[..., Done]) -> None:
    Path("in.txt").write_text(LIST)
    for name in (".", "crossref", "ncbi"):
        twin.fault(name, "503", times=10**6)
        fetched, checked = run("fetch", MATHIS), run("check", "in.txt")
        assert (fetched.code, checked.code) == (4, 4), name
        assert "503" in fetched.err
        assert "cannot be told" in checked.out
        assert "no-such-id" not in checked.out
        assert "not have it" not in fetched.err
        twin.reset()
        for stored in Path("cache").glob("records.sqlite*"):
            stored.unlink()


def test_a_resolver_that_is_down_makes_no_doi_wrong(twin: Twin, run: Callable[..., Done]) -> None:
    item = article("a", "Overnight recordings of nothing in particular", DOI="10.5281/zenodo.1")
    Path("in.json").write_text(json.dumps([item]))
    twin.fault(r"doi\.org", "503", times=10**6)
    done = run("check", "in.json")
    assert done.code == 4
    assert "no-such-id" not in done.out
    twin.reset()
    assert "no-such-id" in run("check", "in.json").out
