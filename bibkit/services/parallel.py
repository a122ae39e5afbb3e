"""A few jobs at a time, in threads that die with the program."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["run"]

T = TypeVar("T")


def run(jobs: Sequence[Callable[[], T]], at_once: int) -> list[T]:
    """The results of jobs, in order.

    Threads of an executor are waited for when the program ends, which after Ctrl-C could be a
    minute; these are daemons.

    Raises:
        Exception: the first that a job raised; jobs not yet begun are dropped.

    >>> run([lambda: 1, lambda: 2], 2)
    [1, 2]
    """
    if len(jobs) <= 1 or at_once <= 1:
        return [job() for job in jobs]
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[int, T | None, BaseException | None]] = queue.SimpleQueue()
    stop = threading.Event()
    for number in range(len(jobs)):
        waiting.put(number)

    def work() -> None:
        while not stop.is_set():
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((number, jobs[number](), None))
            except BaseException as error:
                done.put((number, None, error))

    for _ in range(min(at_once, len(jobs))):
        threading.Thread(target=work, daemon=True).start()
    results: dict[int, T] = {}
    try:
        while len(results) < len(jobs):
            number, result, error = done.get()
            if error is not None:
                raise error
            results[number] = result  # type: ignore[assignment]
    finally:
        stop.set()
    return [results[number] for number in range(len(jobs))]
