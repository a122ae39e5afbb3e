"""Work in threads, and what asks services: one job at a time, and none for someone who has gone.

Each job has `Services` of its own, so that its account of what was sent is its own; they share the
cache's file. Jobs wait for each other, so that together they ask no faster than a service allows.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

from starlette.types import Receive

from bibkit.services import Services
from bibkit.web.answers import STOPPING, Wrong

__all__ = ["Jobs", "in_thread"]

T = TypeVar("T")


async def in_thread(work: Callable[[], T]) -> T:
    """What a function gives that takes its time, or raises.

    Its thread is a daemon's, unlike those of Starlette's pool: a list of a hundred thousand
    references that is being read does not keep the server from ending.
    """
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    given: list[T] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            given.append(work())
        except Exception as failure:
            failed.append(failure)
        with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=run, name="bibkit-work", daemon=True).start()
    await ended.wait()
    if failed:
        raise failed[0]
    return given[0]


class _Job:
    """One job, which can be let go of before, while and after it runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._services: Services | None = None
        self._is_left = False

    def asks(self, services: Services) -> None:
        """The job begins, and asks these."""
        with self._lock:
            self._services = services
            if self._is_left:
                services.close()

    def leave(self) -> None:
        """Let go of the job: services that are closed answer at once that they are."""
        with self._lock:
            self._is_left = True
            if self._services is not None:
                self._services.close()


class Jobs:
    """Runs jobs.

    Args:
        open: opens the services that a job asks.
    """

    def __init__(self, open: Callable[[], Services]) -> None:
        self._open = open
        self._turn = asyncio.Lock()
        self._jobs: set[_Job] = set()
        self._is_stopped = False

    async def run(self, work: Callable[[Services], T], receive: Receive) -> T:
        """Run a job in a thread when it is its turn.

        Args:
            work: what to do; it ends early where its services are closed.
            receive: of the request, its body read; it tells when whoever asked has gone.

        Raises:
            Wrong: the server is being stopped, or whoever asked has gone.
            Exception: whatever the job raises.
        """
        job = _Job()
        self._jobs.add(job)
        working = asyncio.create_task(self._work(job, work))
        watching = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise Wrong(400, "cut-off", "Whoever asked did not wait for the answer.")
        finally:
            job.leave()
            working.cancel()
            watching.cancel()
            self._jobs.discard(job)

    def stop(self) -> None:
        """Let go of the job that runs, and begin no other."""
        self._is_stopped = True
        for job in self._jobs:
            job.leave()

    async def _work(self, job: _Job, work: Callable[[Services], T]) -> T:
        def ask() -> T:
            with self._open() as services:
                job.asks(services)
                return work(services)

        async with self._turn:
            if self._is_stopped:
                raise Wrong(*STOPPING)
            return await in_thread(ask)


async def _gone(receive: Receive) -> None:
    """Wait until whoever asked has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
