"""What is kept of the services, and what becomes of it."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import CHEST, EVERY_WAY, MATHIS, Done, csl, enriched, made_item, services
from running import environment
from twin import LIMITS, Twin, works_for

from bibkit.services.cache import Cache, Row

CLEAN = 15  # requests that EVERY_WAY takes


def stored(folder: Path) -> dict[str, str]:
    with sqlite3.connect(folder / "records.sqlite") as database:
        rows = database.execute("SELECT key, body FROM records").fetchall()
    database.close()
    return dict(rows)


def test_a_second_run_asks_nobody_and_gives_the_same(twin: Twin, tmp_path: Path) -> None:
    first = enriched(twin.environ, EVERY_WAY, tmp_path)
    assert twin.count() == CLEAN
    second = enriched(twin.environ, EVERY_WAY, tmp_path)
    assert (csl(second), twin.count()) == (csl(first), CLEAN)
    assert second.batch.problems == first.batch.problems


def test_one_more_reference_is_all_that_is_asked_for(twin: Twin, tmp_path: Path) -> None:
    enriched(twin.environ, EVERY_WAY, tmp_path)
    twin.requests.clear()
    more = {"id": "new", "type": "document", "PMID": "99000101"}
    enriched(twin.environ, [*EVERY_WAY, more], tmp_path)
    assert [one.endpoint for one in twin.requests] == ["ncbi.efetch", "crossref.doi"]


def test_two_processes_share_one_cache(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pool in ("polite-array", "polite-single", "ncbi-key"):
        monkeypatch.setitem(LIMITS, pool, (50, 3))
    made = works_for(120)
    for work, xml in made:
        twin.add_work(work)
        twin.add_article(xml)
    twin.latency = 0.05
    own = {"BIBKIT_OFFLINE": "", "BIBKIT_MAILTO": "a@b.org", "NCBI_API_KEY": "0123456789abcdef"}
    env = environment(**twin.environ, **own, BIBKIT_CACHE_DIR=str(tmp_path / "cache"))
    running = []
    for name, part in (("a", made[:80]), ("b", made[40:])):
        items = [made_item(number, work, "DOI") for number, (work, _) in enumerate(part)]
        (tmp_path / f"{name}.json").write_text(json.dumps(items))
        command = [sys.executable, "-m", "bibkit", "enrich", f"{name}.json", "-o", f"{name}.bib"]
        running.append(subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE))
    for process in running:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert b"cache" not in said
    rows = stored(tmp_path / "cache")
    assert sum(key.startswith("crossref:") for key in rows) == 120
    assert sum(key.startswith("pubmed:") for key in rows) == 120
    assert [*(tmp_path / "cache").glob("*aside*")] == []


# --- files that are none of bibkit's


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE photos (id, place)")
        database.execute("INSERT INTO photos VALUES (1, 'home')")
    database.close()


def newer(path: Path) -> None:
    Cache(path.parent).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version=99")
    database.close()


def torn(path: Path) -> None:
    """A cache of which half was lost: it opens, and is found to be damaged when it is read."""
    cache = Cache(path.parent)
    cache.put({f"crossref:10.5555/{number}": Row("x" * 500, 1.0) for number in range(400)})
    cache.close()
    data = path.read_bytes()
    path.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda path: path.write_bytes(b"This is no database. " * 99), "is damaged"),
        (foreign, "is not bibkit's"),
        (newer, "another version"),
        (torn, "is damaged"),
    ],
    ids=["text", "foreign", "newer", "torn"],
)
def test_a_file_that_is_no_cache_is_set_aside_with_a_word(
    twin: Twin, run: Callable[..., Done], damage: Callable[[Path], object], word: str
) -> None:
    path = Path("cache/records.sqlite")
    path.parent.mkdir()
    damage(path)
    size = path.stat().st_size
    done = run("fetch", MATHIS, CHEST, "-t", "csl-json")
    assert (done.code, len(json.loads(done.out))) == (0, 2)
    assert done.err.count("set aside") == 1
    assert word in done.err
    (aside,) = path.parent.glob("*.aside-*[0-9]")
    assert aside.stat().st_size == size
    assert aside.name in done.err
    assert run("fetch", MATHIS, CHEST, "-t", "csl-json").out == done.out
    assert twin.count() == 3  # the works, their PMIDs, their articles: once


def test_the_database_of_another_program_is_set_aside_unchanged(tmp_path: Path) -> None:
    foreign(tmp_path / "records.sqlite")
    before = (tmp_path / "records.sqlite").read_bytes()
    Cache(tmp_path).close()
    (aside,) = tmp_path.glob("*.aside-*[0-9]")
    assert aside.read_bytes() == before


def test_an_empty_file_becomes_the_cache(twin: Twin, run: Callable[..., Done]) -> None:
    Path("cache").mkdir()
    Path("cache/records.sqlite").touch()
    assert "aside" not in run("fetch", MATHIS).err
    assert stored(Path("cache"))


@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("pubmed:99000102", "no XML"),
        ("pubmed:99000102", "<other/>"),
        (f"crossref:{MATHIS}", "{"),
        (f"crossref:{MATHIS}", "[]"),
    ],
)
def test_a_kept_record_that_cannot_be_read_is_asked_for_again(
    twin: Twin, tmp_path: Path, key: str, body: str
) -> None:
    clean = enriched(twin.environ, EVERY_WAY, tmp_path)
    cache = Cache(tmp_path)
    (row,) = cache.get([key]).values()
    cache.put({key: Row(body, row.fetched)})
    cache.close()
    assert csl(enriched(twin.environ, EVERY_WAY, tmp_path)) == csl(clean)


def test_a_locked_cache_is_gone_on_without(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Cache(tmp_path).close()
    connect = sqlite3.connect
    patient = lambda path, timeout=0, **how: connect(path, timeout=min(timeout, 0.05), **how)  # noqa: E731
    said: list[str] = []
    with connect(tmp_path / "records.sqlite") as other:
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(sqlite3, "connect", patient)
        result = enriched(twin.environ, EVERY_WAY, tmp_path, warn=said.append)
        other.rollback()
    other.close()
    assert result.statuses["found"] == 10
    assert len(said) == 1
    assert "locked" in said[0]


@pytest.mark.parametrize(
    "where", ["file.txt/cache", pytest.param("closed", marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere"))]
)  # fmt: skip
def test_where_no_cache_can_be_all_goes_on_without(
    twin: Twin, run: Callable[..., Done], where: str
) -> None:
    Path("file.txt").touch()
    Path("closed").mkdir(mode=0o500)
    for times in (1, 2):
        done = run("fetch", MATHIS, "--cache-dir", where)
        assert done.code == 0
        assert done.err.count("cannot be used") == 1
        assert twin.count("efetch") == times


# --- the command


def test_cache_says_where_it_is_what_is_in_it_and_forgets_it(
    twin: Twin, run: Callable[..., Done]
) -> None:
    path = Path("cache/records.sqlite").resolve()
    assert run("cache", "path").out == f"{path}\n"
    run("fetch", MATHIS, CHEST)
    info = run("cache", "info").out.splitlines()
    assert info[0].startswith(f"{path}  ")
    kinds = dict(line.split("\t") for line in info[1:-1])
    assert (kinds["crossref"], kinds["pubmed"]) == ("2", "2")
    assert info[-1].startswith("from 20")
    assert run("cache", "clear").out == f"{sum(map(int, kinds.values()))} records forgotten\n"
    assert run("cache", "info").out.splitlines()[1:] == []
    before = twin.count()
    run("fetch", MATHIS, CHEST)
    assert twin.count() == 2 * before
    assert run("cache", "path", "--cache-dir", "elsewhere").out == "elsewhere/records.sqlite\n"


def test_refresh_asks_again_and_keeps_what_is_new(twin: Twin, run: Callable[..., Done]) -> None:
    run("fetch", MATHIS)
    twin.records.works[MATHIS] |= {"volume": "99"}
    assert "volume = {12}" in run("fetch", MATHIS).out
    assert "volume = {99}" in run("fetch", MATHIS, "--refresh").out
    assert "volume = {99}" in run("fetch", MATHIS).out


def test_a_refresh_while_a_service_is_down_loses_nothing(twin: Twin, tmp_path: Path) -> None:
    clean = enriched(twin.environ, EVERY_WAY, tmp_path)
    twin.fault(".", "503", times=10**6)
    assert enriched(twin.environ, EVERY_WAY, tmp_path, refresh=True).failures
    assert csl(enriched(twin.environ, EVERY_WAY, tmp_path, offline=True)) == csl(clean)


def test_what_one_reads_is_nobody_else_s_business(twin: Twin, tmp_path: Path) -> None:
    enriched(twin.environ, EVERY_WAY[:1], tmp_path)
    assert stat.S_IMODE((tmp_path / "records.sqlite").stat().st_mode) == 0o600


def test_kept_articles_are_small(twin: Twin, tmp_path: Path) -> None:
    with services(twin.environ, tmp_path) as open:
        open.ncbi.articles(["99000101"])
        open.crossref.works(["10.1155/2019/3675627"])
    rows = stored(tmp_path)
    assert "<Reference>" in twin.records.articles["99000101"]
    assert "<Reference>" not in rows["pubmed:99000101"]
    assert '"reference"' not in rows["crossref:10.1155/2019/3675627"]


def test_nothing_is_kept_of_a_batch_that_was_read(twin: Twin, tmp_path: Path) -> None:
    """The cache holds what the services said, not what is in the user's files."""
    secret = {
        "id": "a",
        "type": "article-journal",
        "title": "A confidential manuscript of ours in press",
    }
    enriched(twin.environ, [secret], tmp_path)
    assert b"confidential" not in (tmp_path / "records.sqlite").read_bytes()
