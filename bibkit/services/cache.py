"""What the services said, kept: records by identifier, in one SQLite file.

Records are kept, not requests: after one reference of a hundred has changed, ninety-nine need not
be asked for again. A row is one record; each batch is committed as it lands, so that an
interrupted run goes on where it was.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["DAY", "Cache", "Row"]

DAY = 86400.0
_APPLICATION = 0x62696B74  # "bikt", SQLite's application_id
_VERSION = 1
_FILE = "records.sqlite"


@dataclass(frozen=True, slots=True)
class Row:
    """A kept record.

    Args:
        body: as the service sent it, without what bibkit makes nothing of; empty where absent.
        fetched: when, in seconds of the Unix epoch.
        status: `found`, or `absent`: all that were asked answered and none had it.
    """

    body: str
    fetched: float
    status: str = "found"


class Cache:
    """Rows by key (`crossref:10.1/a`, `pubmed:28400789`, `match:…`).

    Args:
        folder: where the file lies; None keeps rows in memory only.
        warn: called with a sentence where the file cannot be used.
        now: seconds of the Unix epoch, for tests.
        offline: nothing newer can be had, so that a row of any age is fresh.
        refresh: no row is, unless offline.

    Several processes may use one file at once. A file that is damaged or not bibkit's is set
    aside, never trusted and never overwritten. Where no file can be kept, rows are in memory.
    """

    def __init__(
        self,
        folder: Path | None,
        warn: Callable[[str], None] = lambda message: None,
        now: Callable[[], float] = time.time,
        *,
        offline: bool = False,
        refresh: bool = False,
    ) -> None:
        self.offline, self.refresh = offline, refresh
        self.path = folder / _FILE if folder is not None else None
        self._warn, self.now = warn, now
        self._lock = threading.RLock()
        self._closed = False
        self._database = self._open()

    def get(self, keys: Iterable[str]) -> dict[str, Row]:
        """The rows that are there, of any age."""
        wanted = list(dict.fromkeys(map(_whole, keys)))
        found: dict[str, Row] = {}
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, body, fetched, status FROM records WHERE key IN ({marks})"  # noqa: S608
            for key, body, fetched, status in self._run(query, some):
                found[key] = Row(body, fetched, status)
        return found

    def fresh(self, keys: Iterable[str], found_for: float, absent_for: float) -> dict[str, Row]:
        """The rows that need not be asked for again.

        Args:
            found_for, absent_for: the seconds that a row of each status holds.
        """
        if self.refresh and not self.offline:
            return {}
        now = self.now()
        return {
            key: row
            for key, row in self.get(keys).items()
            if self.offline
            or now - row.fetched < (absent_for if row.status == "absent" else found_for)
        }

    def put(self, rows: Mapping[str, Row]) -> None:
        """Keep rows, all or none, in place of those with their keys."""
        # Half a character, as JSON may hold, has no place in a file.
        values = [
            (_whole(key), _whole(row.body), row.fetched, row.status) for key, row in rows.items()
        ]
        if values:
            self._run("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", values, many=True)

    def count(self) -> dict[str, int]:
        """How many rows there are of each kind (`crossref`, `pubmed`, `match` …)."""
        query = "SELECT substr(key, 1, instr(key, ':') - 1), count(*) FROM records GROUP BY 1"
        return {kind: number for kind, number in self._run(query, [])}  # noqa: C416

    def span(self) -> tuple[float, float] | None:
        """When the oldest and the newest row were fetched; None where there is none."""
        rows = self._run("SELECT min(fetched), max(fetched) FROM records", [])
        oldest, newest = rows[0] if rows else (None, None)
        return None if oldest is None or newest is None else (oldest, newest)

    def clear(self) -> int:
        """Forget all rows; how many there were."""
        with self._lock:
            total = sum(self.count().values())
            self._run("DELETE FROM records", [])
            with contextlib.suppress(sqlite3.Error):
                self._database.execute("VACUUM")
        return total

    def close(self) -> None:
        """Let go of the file."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._closed = True
            self._database.close()

    # --- the file -----------------------------------------------------------------------------------

    def _run(self, query: str, values: Sequence[Any], *, many: bool = False) -> list[Any]:
        with self._lock:
            for _ in range(2):
                if self._closed:
                    return []  # a thread that comes after the end
                try:
                    with self._database:
                        run = self._database.executemany if many else self._database.execute
                        return run(query, values).fetchall()
                except sqlite3.OperationalError as error:
                    # A full disk, a folder that went away, another process that holds the file.
                    self._warn(f"The cache {self.path} cannot be used ({error}); going on without.")
                    self._database = _in_memory()
                except sqlite3.DatabaseError:
                    self._set_aside("is damaged")
                    self._database = self._open()
        return []

    def _open(self) -> sqlite3.Connection:
        if self.path is not None:
            for _ in range(2):
                try:
                    return self._open_file(self.path)
                except _Foreign as error:
                    self._set_aside(str(error))
                except (sqlite3.OperationalError, OSError) as error:
                    self._warn(f"The cache {self.path} cannot be used ({error}); going on without.")
                    break
                except sqlite3.DatabaseError:
                    self._set_aside("is damaged")
        return _in_memory()

    def _open_file(self, path: Path) -> sqlite3.Connection:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        database = sqlite3.connect(path, timeout=15, check_same_thread=False)
        try:
            if is_new:
                # What one reads is nobody else's business.
                with contextlib.suppress(OSError):
                    os.chmod(path, 0o600)
            # Tables first: where there are any, the marks below were set before them.
            (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (application,) = database.execute("PRAGMA application_id").fetchone()
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if tables and application != _APPLICATION:
                raise _Foreign("is not bibkit's")
            if tables and version != _VERSION:
                raise _Foreign("is of another version of bibkit")
            with contextlib.suppress(sqlite3.OperationalError):  # another process is just at it
                database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=NORMAL")
            return _prepared(database)
        except BaseException:
            database.close()
            raise

    def _set_aside(self, why: str) -> None:
        """Move the file out of the way; what was in it is lost to bibkit, not to its owner."""
        path = self.path
        if path is None:
            return
        with contextlib.suppress(AttributeError, sqlite3.Error):
            self._database.close()
        stem = f"{path.name}.aside-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
        aside = path.with_name(stem)
        for number in range(1, 100):
            if not aside.exists():
                break
            aside = path.with_name(f"{stem}-{number}")
        try:
            os.replace(path, aside)
            for tail in ("-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    os.replace(f"{path}{tail}", f"{aside}{tail}")
            self._warn(
                f"The cache {path} {why}. It was set aside as {aside.name}; a new one is made."
            )
        except OSError as error:
            self._warn(f"The cache {path} {why} and cannot be moved ({error.strerror}).")


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


class _Foreign(Exception):
    pass


def _in_memory() -> sqlite3.Connection:
    return _prepared(sqlite3.connect(":memory:", check_same_thread=False))


def _prepared(database: sqlite3.Connection) -> sqlite3.Connection:
    # Marked before it is filled: another process that looks in between must not take it for foreign.
    database.execute(f"PRAGMA application_id={_APPLICATION}")
    database.execute(f"PRAGMA user_version={_VERSION}")
    database.execute(
        "CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, body TEXT NOT NULL, "
        "fetched REAL NOT NULL, status TEXT NOT NULL)"
    )
    return database
