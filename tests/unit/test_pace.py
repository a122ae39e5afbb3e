"""How fast a service is asked: never faster than it said, never more at once."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibkit.services.pace import Pace


class Clock:
    """Time that passes where somebody waits, and where a test says so."""

    def __init__(self) -> None:
        self.now = 100.0
        self._lock = threading.Lock()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds


def _pace(rate: float, at_once: int = 3) -> tuple[Pace, Clock]:
    clock = Clock()
    return Pace(rate, at_once, clock, clock.sleep), clock


def _leave(pace: Pace, clock: Clock, number: int, lasting: float = 0.0) -> list[float]:
    """When so many requests left, one after the other."""
    left = []
    for _ in range(number):
        with pace.turn():
            left.append(clock())
            clock.sleep(lasting)
    return left


def _most_in(left: list[float], seconds: float) -> int:
    return max(sum(start <= one <= start + seconds for one in left) for start in left)


@given(st.sampled_from([0.5, 1, 3, 5, 10, 50]), st.lists(st.floats(0, 2), max_size=30))
def test_never_more_than_the_rate_in_any_second(rate: float, pauses: list[float]) -> None:
    pace, clock = _pace(rate)
    left = []
    for pause in [*pauses, 0, 0, 0, 0]:
        clock.sleep(pause)
        left += _leave(pace, clock, 1)
    assert _most_in(left, 1) <= max(1, rate)


def test_the_first_need_not_wait_and_a_rest_is_not_saved_up() -> None:
    pace, clock = _pace(3)
    assert _leave(pace, clock, 1) == [100.0]
    clock.sleep(60)
    assert _most_in(_leave(pace, clock, 10), 1) <= 3


def test_requests_that_last_long_leave_at_once() -> None:
    pace, clock = _pace(3)
    left = _leave(pace, clock, 3, lasting=5)
    assert left == [100.0, 105.0, 110.0]


def test_a_turn_that_fails_is_over() -> None:
    pace, clock = _pace(3, at_once=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="no"), pace.turn():
            raise ValueError("no")
    assert len(_leave(pace, clock, 2)) == 2


def test_who_is_interrupted_while_waiting_takes_no_turn() -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    clock = Clock()
    pace = Pace(1, 1, clock, interrupt)
    with pace.turn():
        pass
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt), pace.turn():
            pass
    clock.now += 5
    with pace.turn():
        pass


def _at_once(pace: Pace, threads: int, turns: int, work: Callable[[], None]) -> int:
    """The most turns that were under way together."""
    most = under_way = 0
    lock = threading.Lock()

    def run() -> None:
        nonlocal most, under_way
        for _ in range(turns):
            with pace.turn():
                with lock:
                    under_way += 1
                    most = max(most, under_way)
                work()
                with lock:
                    under_way -= 1

    running = [threading.Thread(target=run, daemon=True) for _ in range(threads)]
    for one in running:
        one.start()
    for one in running:
        one.join(10)
        assert not one.is_alive()
    return most


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_never_more_at_once_than_may_be(at_once: int) -> None:
    pace, clock = _pace(1000, at_once)
    left: list[float] = []

    def work() -> None:
        left.append(clock())
        threading.Event().wait(0.002)

    assert _at_once(pace, 6, 5, work) == at_once
    assert len(left) == 30
    assert all(b - a >= pace.apart - 1e-9 for a, b in itertools.pairwise(sorted(left)))


def test_fewer_at_once_where_the_service_says_so() -> None:
    pace, _ = _pace(1000, 3)
    pace.heed({"x-concurrency-limit": "1"})
    assert _at_once(pace, 4, 4, lambda: None) == 1
    pace.heed({"x-concurrency-limit": "99"})
    assert _at_once(pace, 6, 6, lambda: threading.Event().wait(0.002) and None) <= 3


def test_a_pause_is_for_everybody() -> None:
    pace, clock = _pace(10)
    _leave(pace, clock, 1)
    pace.pause(30)
    pace.pause(5)  # the longer one holds
    assert _leave(pace, clock, 2)[0] == pytest.approx(130)
    pace.pause(-5)
    assert _leave(pace, clock, 1)[0] < 131


def test_a_pause_while_others_wait_holds_for_them() -> None:
    clock = Clock()

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock.now < 101:
            pace.pause(30)

    pace = Pace(3, 3, clock, sleep)
    left = []
    for _ in range(2):
        with pace.turn():
            left.append(clock())
    assert left[1] >= 130


def test_who_is_woken_for_good_waits_no_longer() -> None:
    clock = Clock()
    slept = []

    def sleep(seconds: float) -> bool:
        slept.append(seconds)
        return True

    pace = Pace(1, 1, clock, sleep)
    for _ in range(2):
        with pace.turn():
            pass
    assert slept == [pytest.approx(pace.apart)]


def test_a_pause_is_never_lost() -> None:
    clock = Clock()
    looks = 0

    def look() -> float:
        nonlocal looks
        looks += 1
        if looks == 2:  # another thread is told to wait, just now
            pace.pause(30)
        return clock()

    pace = Pace(3, 3, look, clock.sleep)
    with pace.turn():
        pass
    with pace.turn():
        assert clock() >= 130


# --- what services say -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "apart"),
    [
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "1s"}, 0.23),
        ({"x-rate-limit-limit": "5"}, 0.23),
        ({"x-rate-limit-limit": "1", "x-rate-limit-interval": "2s"}, 2.03),
        ({"x-ratelimit-limit": "10"}, 0.13),
        ({"x-ratelimit-limit": "10", "x-rate-limit-limit": "5"}, 0.23),
        ({"x-rate-limit-limit": "60", "x-rate-limit-interval": "60"}, 1.03),
        ({}, 1.03), ({"x-rate-limit-interval": "2s"}, 1.03), ({"x-rate-limit-limit": ""}, 1.03),
        ({"x-rate-limit-limit": "nan"}, 1.03), ({"x-rate-limit-limit": "0"}, 1.03),
        ({"x-rate-limit-limit": "-3"}, 1.03), ({"x-rate-limit-limit": "3.5"}, 1.03),
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "0s"}, 1.03),
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "-1s"}, 1.03),
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "nan"}, 1.03),
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "inf"}, 1.03),
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "1m"}, 1.03),
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "3600s"}, 1.03),
        ({"x-rate-limit-limit": "9" * 400}, 1.03),
    ],
)  # fmt: skip
def test_limits_that_services_name(headers: dict[str, str], apart: float) -> None:
    pace, _ = _pace(1)
    pace.heed(headers)
    assert pace.apart == pytest.approx(apart)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "x-rate-limit-limit",
                "x-rate-limit-interval",
                "x-ratelimit-limit",
                "x-concurrency-limit",
            ]
        ),
        st.one_of(st.text(max_size=6), st.integers(-9, 10**9).map(str), st.floats().map(str)),
    )
)
def test_no_header_stops_or_unleashes_it(headers: dict[str, str]) -> None:
    pace, clock = _pace(3, 3)
    pace.heed(headers)
    assert 0.03 <= pace.apart <= 61
    assert len(_leave(pace, clock, 3)) == 3
