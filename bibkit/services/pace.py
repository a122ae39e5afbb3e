"""How fast a service may be asked: so many a second, so many at once."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping

__all__ = ["Pace"]

# Requests that left evenly arrive less so; 1/3 s apart was measured to be too tight for 3 a second.
_MARGIN = 0.03


class Pace:
    """The pace of one pool of a service.

    Args:
        rate: requests a second to begin with; the service's headers change it.
        at_once: how many may be under way; headers may lower it.
        clock, sleep: in seconds; given by tests. A sleep that gives back something true was
            interrupted for good.
    """

    def __init__(
        self,
        rate: float,
        at_once: int,
        clock: Callable[[], float],
        sleep: Callable[[float], object],
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._apart = 1 / rate + _MARGIN
        self._most = self._at_once = at_once
        self._next = 0.0
        self._under_way = 0
        self._free = threading.Condition()
        self._order = threading.Lock()
        self._looking = threading.RLock()

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until a request may leave; the turn lasts until its answer is dealt with."""
        with self._free:
            while self._under_way >= self._at_once:
                self._free.wait()
            self._under_way += 1
        try:
            with self._order:  # one waits, the others queue behind it
                while (left := self._left()) > 0:
                    if self._sleep(left):
                        break  # woken, not rested: whoever waits is to stop
            yield
        finally:
            with self._free:
                self._under_way -= 1
                self._free.notify()

    def _left(self) -> float:
        """Seconds until a request may leave; where it may now, the next one's time is set."""
        with self._looking:
            now = self._clock()
            left = self._next - now
            if left <= 0:
                self._next = now + self._apart
            return left

    def pause(self, seconds: float) -> None:
        """Let nobody ask for a while: the service said so."""
        with self._looking:
            self._next = max(self._next, self._clock() + seconds)

    def heed(self, headers: Mapping[str, str]) -> None:
        """Take the limits that an answer names: Crossref's `x-rate-limit-*` and
        `x-concurrency-limit`, NCBI's `x-ratelimit-limit`; names in lower case.

        >>> import time
        >>> pace = Pace(3, 3, time.monotonic, time.sleep)
        >>> pace.heed({"x-rate-limit-limit": "1", "x-rate-limit-interval": "2s"}); pace.apart
        2.03
        """
        try:
            limit = int(headers.get("x-rate-limit-limit") or headers["x-ratelimit-limit"])
            interval = float(headers.get("x-rate-limit-interval", "1s").rstrip("s"))
        except (KeyError, ValueError, OverflowError):
            pass
        else:
            if 0 < limit < 1000 and 0 < interval <= 60:
                self._apart = interval / limit + _MARGIN
        with contextlib.suppress(KeyError, ValueError):
            self._at_once = max(1, min(self._most, int(headers["x-concurrency-limit"])))

    @property
    def apart(self) -> float:
        """Seconds between two requests."""
        return self._apart
