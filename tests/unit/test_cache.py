"""What the services said, kept: by several threads and programs, in files that may be anything."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bibkit.services.cache import Cache, Row

FILE = "records.sqlite"


@pytest.fixture
def said() -> list[str]:
    """What the user was told."""
    return []


@pytest.fixture
def opened(tmp_path: Path, said: list[str]) -> Iterator[Callable[[], Cache]]:
    """Opens the cache of the test's folder, as often as is wanted."""
    caches: list[Cache] = []

    def open() -> Cache:
        caches.append(Cache(tmp_path, said.append))
        return caches[-1]

    yield open
    for one in caches:
        one.close()


def _rows(number: int, kind: str = "crossref") -> dict[str, Row]:
    return {f"{kind}:{n}": Row(f"body {n}", float(n)) for n in range(number)}


def _asides(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if ".aside-" in one.name and one.suffix != ".x"
                  and not one.name.endswith(("-wal", "-shm")))  # fmt: skip


# --- rows ------------------------------------------------------------------------------------------------


def test_rows_are_got_as_they_were_put(opened: Callable[[], Cache], said: list[str]) -> None:
    cache = opened()
    rows = {
        "crossref:10.1000/a": Row('{"title": "Böden – 土壤 \U0001f331"}', 12.5),
        "pubmed:1": Row("", 13.0, "absent"),
        "match:title:'; DROP TABLE records; --": Row("a\nb\x00c", 14.0),
    }
    cache.put(rows)
    assert cache.get([*rows, "crossref:unknown"]) == rows
    assert cache.get([]) == {}
    assert cache.count() == {"crossref": 1, "pubmed": 1, "match": 1}
    assert cache.span() == (12.5, 14.0)
    assert said == []


def test_rows_outlive_the_program(opened: Callable[[], Cache]) -> None:
    first = opened()
    first.put(_rows(3))
    first.close()
    assert opened().get(["crossref:1"]) == {"crossref:1": Row("body 1", 1.0)}


def test_a_row_is_replaced_and_many_are_got(opened: Callable[[], Cache]) -> None:
    cache = opened()
    cache.put(_rows(1700))
    cache.put({"crossref:5": Row("", 99.0, "absent")})
    found = cache.get([f"crossref:{n}" for n in range(2000)])
    assert len(found) == 1700
    assert found["crossref:5"] == Row("", 99.0, "absent")
    assert cache.get(["crossref:1"] * 3) == {"crossref:1": Row("body 1", 1.0)}


def test_all_rows_are_forgotten(opened: Callable[[], Cache]) -> None:
    cache = opened()
    assert (cache.clear(), cache.span(), cache.count()) == (0, None, {})
    cache.put(_rows(3) | _rows(2, "pubmed"))
    assert cache.clear() == 5
    assert (cache.get(["crossref:1"]), cache.span(), cache.count()) == ({}, None, {})


def test_without_a_folder_rows_are_in_memory(said: list[str]) -> None:
    cache, other = Cache(None, said.append), Cache(None, said.append)
    cache.put(_rows(2))
    assert len(cache.get(_rows(2))) == 2
    assert other.get(_rows(2)) == {}
    assert (cache.path, said) == (None, [])
    cache.close()
    other.close()


def test_text_that_is_no_utf8_is_kept_or_passed_over(opened: Callable[[], Cache]) -> None:
    cache = opened()
    cache.put({"crossref:a": Row('{"title": "\ud800"}', 1.0)})
    cache.get(["crossref:\ud800"])


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights there")
def test_the_file_is_its_owners_alone(opened: Callable[[], Cache], tmp_path: Path) -> None:
    opened().put(_rows(1))
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


# --- several at once -----------------------------------------------------------------------------------------


def _run(*jobs: Callable[[], None]) -> None:
    failed: list[BaseException] = []

    def guarded(job: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                job()
            except BaseException as error:
                failed.append(error)

        return run

    threads = [threading.Thread(target=guarded(job), daemon=True) for job in jobs]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
        assert not one.is_alive()
    assert failed == []


def test_threads_share_a_cache(opened: Callable[[], Cache], said: list[str]) -> None:
    cache = opened()

    def job(name: int) -> Callable[[], None]:
        def run() -> None:
            for n in range(25):
                cache.put({f"t{name}:{n}-{k}": Row("x", 1.0) for k in range(3)})
                assert len(cache.get([f"t{name}:{n}-{k}" for k in range(3)])) == 3

        return run

    _run(*map(job, range(6)))
    assert cache.count() == {f"t{name}": 75 for name in range(6)}
    assert said == []


def test_two_programs_share_a_file(opened: Callable[[], Cache], said: list[str]) -> None:
    caches = [opened() for _ in range(3)]

    def job(name: int) -> Callable[[], None]:
        def run() -> None:
            for n in range(15):
                caches[name].put({f"t{name}:{n}": Row("x", 1.0), "shared:1": Row(str(n), 1.0)})

        return run

    _run(*map(job, range(3)))
    assert all(one.count() == {"t0": 15, "t1": 15, "t2": 15, "shared": 1} for one in caches)
    assert caches[0].clear() == 46
    assert caches[1].get(["t1:1", "shared:1"]) == {}
    assert said == []


def test_many_open_one_new_file_at_once(tmp_path: Path, said: list[str]) -> None:
    caches: list[Cache] = []

    def job(name: int) -> Callable[[], None]:
        def run() -> None:
            cache = Cache(tmp_path, said.append)
            caches.append(cache)
            cache.put({f"t:{name}": Row("x", 1.0)})

        return run

    _run(*map(job, range(8)))
    found = caches[0].get([f"t:{name}" for name in range(8)])
    for one in caches:
        one.close()
    assert said == []
    assert len(found) == 8


@pytest.mark.parametrize("late", ["get", "put"])
def test_who_comes_after_the_end_takes_nothing_with_him(
    late: str, opened: Callable[[], Cache], tmp_path: Path, said: list[str]
) -> None:
    """As a thread does that is still at work when Ctrl-C closes the services."""
    cache = opened()
    cache.put(_rows(3))
    cache.close()
    if late == "put":
        cache.put({"crossref:late": Row("x", 1.0)})
    else:
        cache.get(["crossref:1"])
    assert _asides(tmp_path) == []
    assert len(opened().get(_rows(3))) == 3


# --- files that are something else ---------------------------------------------------------------------------


def _foreign(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE mine (a TEXT)")
    database.execute("INSERT INTO mine VALUES ('precious')")
    database.commit()
    database.close()


def _other_version(path: Path) -> None:
    _foreign(path)
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA application_id={0x62696B74}")
    database.execute("PRAGMA user_version=99")
    database.commit()
    database.close()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_foreign, "is not bibkit's"),
        (_other_version, "is of another version of bibkit"),
        (lambda path: path.write_bytes(b"no database at all" * 500), "is damaged"),
        (lambda path: path.write_bytes(b"SQLite format 3\x00"), "is damaged"),
        (lambda path: path.write_bytes(b"\x00" * 4096), "is damaged"),
    ],
)
def test_what_is_not_ours_is_set_aside_whole(
    make: Callable[[Path], object], why: str, tmp_path: Path, said: list[str], opened: Callable[[], Cache]
) -> None:  # fmt: skip
    path = tmp_path / FILE
    make(path)
    size = path.stat().st_size
    cache = opened()
    cache.put(_rows(2))
    assert len(cache.get(_rows(2))) == 2
    (aside,) = _asides(tmp_path)
    assert len(said) == 1
    assert why in said[0]
    assert aside.name in said[0]
    assert aside.stat().st_size == size
    if make in (_foreign, _other_version):
        database = sqlite3.connect(aside)
        assert database.execute("SELECT a FROM mine").fetchall() == [("precious",)]
        database.close()


def test_what_is_not_ours_is_not_written_to(tmp_path: Path, opened: Callable[[], Cache]) -> None:
    path = tmp_path / FILE
    _foreign(path)
    before = path.read_bytes()
    opened()
    assert _asides(tmp_path)[0].read_bytes() == before


def test_nothing_that_was_set_aside_is_overwritten(
    tmp_path: Path, opened: Callable[[], Cache], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bibkit.services.cache.time.strftime", lambda form: "20200101-000000")
    for content in (b"one" * 500, b"two" * 500):
        (tmp_path / FILE).unlink(missing_ok=True)
        (tmp_path / FILE).write_bytes(content)
        opened().close()
    assert {one.read_bytes()[:3] for one in _asides(tmp_path)} == {b"one", b"two"}


def test_an_empty_file_is_a_new_cache(tmp_path: Path, said: list[str], opened: Callable[[], Cache]) -> None:  # fmt: skip
    (tmp_path / FILE).touch()
    opened().put(_rows(2))
    assert len(opened().get(_rows(2))) == 2
    assert said == []


def test_a_file_damaged_in_its_middle(tmp_path: Path, said: list[str], opened: Callable[[], Cache]) -> None:  # fmt: skip
    first = opened()
    first.put({f"crossref:{n}": Row("x" * 1000, 1.0) for n in range(200)})
    first.close()
    path = tmp_path / FILE
    whole = bytearray(path.read_bytes())
    whole[5000:90000] = random.Random(1).randbytes(85000)
    path.write_bytes(whole)
    cache = opened()
    assert cache.get([f"crossref:{n}" for n in range(200)]) == {}
    cache.put(_rows(2))
    assert len(cache.get(_rows(2))) == 2
    assert len(_asides(tmp_path)) == 1
    assert len(said) == 1


def test_a_folder_that_cannot_be_made(tmp_path: Path, said: list[str]) -> None:
    (tmp_path / "file").write_text("x")
    cache = Cache(tmp_path / "file", said.append)
    cache.put(_rows(2))
    assert len(cache.get(_rows(2))) == 2
    assert len(said) == 1
    assert "going on without" in said[0]
    assert (tmp_path / "file").read_text() == "x"
    cache.close()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user's rights")
def test_a_folder_that_cannot_be_written(tmp_path: Path, said: list[str]) -> None:
    tmp_path.chmod(0o500)
    cache = Cache(tmp_path, said.append)
    cache.put(_rows(2))
    assert len(cache.get(_rows(2))) == 2
    assert len(said) == 1
    cache.close()
    tmp_path.chmod(0o700)


def test_a_file_that_another_holds_is_done_without(
    tmp_path: Path, said: list[str], opened: Callable[[], Cache], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = opened()
    cache.put(_rows(1))
    cache._database.execute("PRAGMA busy_timeout=10")
    holder = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    cache.put(_rows(2))
    assert len(cache.get(_rows(2))) == 2
    assert len(said) == 1
    assert "locked" in said[0]
    holder.execute("ROLLBACK")
    holder.close()
    assert _asides(tmp_path) == []
    assert len(opened().get(_rows(2))) == 1


@pytest.mark.parametrize(
    ("offline", "refresh", "fresh"),
    [
        (False, False, {"t:new", "t:none"}),
        (False, True, set()),
        (True, False, {"t:new", "t:old", "t:none"}),
        (True, True, {"t:new", "t:old", "t:none"}),  # nothing newer can be had
    ],
)
def test_what_need_not_be_asked_for_again(
    tmp_path: Path, offline: bool, refresh: bool, fresh: set[str]
) -> None:
    cache = Cache(tmp_path, now=lambda: 100.0, offline=offline, refresh=refresh)
    cache.put({"t:new": Row("x", 95.0), "t:old": Row("x", 80.0), "t:none": Row("", 99.0, "absent")})
    assert set(cache.fresh(["t:new", "t:old", "t:none", "t:other"], 10, 2)) == fresh
    cache.close()
