"""The services that bibkit asks, and the only network it uses: Crossref and NCBI.

`Services` holds both with what they share: one session, one cache, one account of what was sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

import requests

from bibkit.services.cache import Cache
from bibkit.services.crossref import Crossref
from bibkit.services.http import Http
from bibkit.services.ncbi import Ncbi
from bibkit.services.settings import Settings, load

__all__ = ["Services", "Settings", "load"]


class Services:
    """Crossref and NCBI, ready to be asked.

    Args:
        settings: who asks, what may be asked, where; `load()` where None.
        session: what sends requests; its adapters are used as they are. For tests.
        clock, sleep: seconds that only move forward, and waiting for them. For tests.
        now: seconds of the Unix epoch, for the age of records. For tests.
        warn: called with a sentence that the user should know.
        progress: called with a service and how many of how many records it has dealt with.
        waiting: called with a service and for how many seconds it is waited for.

    Close it, or use it in a `with`: then connections and the cache's file are let go.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        session: requests.Session | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        now: Callable[[], float] = time.time,
        warn: Callable[[str], None] = lambda message: None,
        progress: Callable[[str, int, int], None] = lambda service, done, of: None,
        waiting: Callable[[str, float], None] = lambda service, seconds: None,
    ) -> None:
        self.settings = settings if settings is not None else load()
        self.cache = Cache(
            self.settings.cache_dir, warn, now,
            offline=self.settings.offline, refresh=self.settings.refresh,
        )  # fmt: skip
        self.http = Http(self.settings, session, clock, sleep)
        self.http.waiting = waiting
        self.progress = progress
        self.crossref = Crossref(self.http, self.cache, progress)
        self.ncbi = Ncbi(self.http, self.cache, progress)

    def account(self) -> str:
        """What was sent where, as a sentence; empty where nothing was.

        >>> Services(Settings(offline=True)).account()
        ''
        """
        by_host: dict[tuple[str, str], list[str]] = {}
        for (service, host, what), number in sorted(self.http.sent.items()):
            by_host.setdefault((service, host), []).append(_counted(number, what))
        parts = []
        for (service, host), whats in by_host.items():
            count = _counted(self.http.requests[service], "request")
            parts.append(f"{', '.join(whats)} to {service} ({host}, {count})")
        return "; ".join(parts)

    def close(self) -> None:
        """Let go of connections and of the cache's file."""
        self.http.close()
        self.cache.close()

    def __enter__(self) -> Services:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _counted(number: int, what: str) -> str:
    """A number of things, the first word of which takes the plural."""
    word, _, rest = what.partition(" ")
    return f"{number:,} {word}{'s' if number != 1 else ''} {rest}".rstrip()
