"""Time that takes no time, for tests."""

from __future__ import annotations


class Hours:
    """A clock on which waiting takes no time; `waits` is what was waited for, in seconds."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.waits.append(seconds)
