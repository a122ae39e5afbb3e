"""Whatever goes wrong at a service once or twice, the references come out as without it."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import requests
import twin_services
from asking import (
    CHEST,
    EVERY_WAY,
    MATHIS,
    REVIEW,
    Clock,
    article,
    csl,
    enriched,
    services,
)
from requests.adapters import HTTPAdapter
from twin import FAULTS, Twin, works_for

from bibkit.outcome import Absent, Found, Unknown
from bibkit.services import http

ASKED = (
    "crossref.doi", "crossref.filter", "crossref.query",
    "ncbi.esearch", "ncbi.efetch", "ncbi.ecitmatch", "ncbi.idconv",
)  # fmt: skip
TWICE = sorted(FAULTS.keys() - {"drop", "redirect"})  # what is cured by asking again


@pytest.fixture(scope="module")
def clean(records_twin: Twin) -> str:
    """The references enriched without any fault."""
    records_twin.reset()
    result = enriched(records_twin.environ, EVERY_WAY)
    assert {request.endpoint for request in records_twin.requests} == set(ASKED)
    assert result.statuses == {"found": 10, "absent": 1}
    assert result.failures == ()
    return csl(result)


def broken(twin: Twin, endpoint: str, kind: str, **how: Any) -> None:
    twin.fault(re.escape(endpoint), kind, **{"delay": 0.02, "size": 300_000} | how)


@pytest.mark.parametrize("endpoint", ASKED)
@pytest.mark.parametrize("kind", TWICE)
def test_a_fault_that_comes_twice_changes_nothing(
    twin: Twin, clean: str, endpoint: str, kind: str
) -> None:
    broken(twin, endpoint, kind, times=2)
    result = enriched(twin.environ, EVERY_WAY)
    assert result.failures == ()
    # What an escape leaves of itself is a blemish in the title, but no escape any more.
    assert csl(result).replace("[2J", "") == clean
    assert "\x1b" not in csl(result)


@pytest.mark.parametrize("endpoint", ASKED)
def test_a_record_that_is_left_out_once_is_asked_for_again(
    twin: Twin, clean: str, endpoint: str
) -> None:
    broken(twin, endpoint, "drop")
    result = enriched(twin.environ, EVERY_WAY)
    assert (csl(result), result.failures) == (clean, ())


@pytest.mark.parametrize("endpoint", ASKED)
def test_what_a_redirect_leaves_undone_is_done_by_the_next_run(
    twin: Twin, clean: str, tmp_path: Path, endpoint: str
) -> None:
    broken(twin, endpoint, "redirect")
    first = enriched(twin.environ, EVERY_WAY, tmp_path)
    assert any("sends to another host" in failure for failure in first.failures)
    assert csl(enriched(twin.environ, EVERY_WAY, tmp_path)) == clean


def test_faults_of_every_kind_at_once_change_nothing(twin: Twin, clean: str) -> None:
    for number, kind in enumerate(TWICE):
        broken(twin, ".", kind, after=3 * number, times=1)
    result = enriched(twin.environ, EVERY_WAY)
    assert (csl(result).replace("[2J", ""), result.failures) == (clean, ())


def test_an_answer_that_does_not_come_is_asked_for_again(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "_READ", 0.1)
    broken(twin, "crossref.doi", "slow", delay=0.4)
    with services(twin.environ) as open:
        assert isinstance(open.crossref.works([MATHIS])[MATHIS], Found)
    assert twin.count("crossref.doi") == 2


# --- waiting


@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        (7, 7),
        (3600, 60),
        ("Wed, 21 Oct 2099 07:28:00 GMT", 60),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.5),
        ("soon", 0.5),
        ("-5", 0.5),
    ],
)
@pytest.mark.parametrize("service", ["crossref", "ncbi"])
def test_a_service_is_waited_for_as_it_asks_but_no_longer_than_a_minute(
    twin: Twin, service: str, after: Any, seconds: float
) -> None:
    clock = Clock()
    twin.fault(service, "503", retry_after=after)
    with services(twin.environ, clock=clock) as open:
        asked = open.crossref.works if service == "crossref" else open.ncbi.articles
        (outcome,) = asked([MATHIS if service == "crossref" else "99000102"]).values()
    assert isinstance(outcome, Found)
    assert max(clock.waits) == seconds


def test_a_429_that_names_no_time_is_waited_for_a_second(twin: Twin) -> None:
    clock = Clock()
    twin.fault("crossref", "429")
    with services(twin.environ, clock=clock) as open:
        assert isinstance(open.crossref.works([MATHIS])[MATHIS], Found)
    assert max(clock.waits) == 1


class Witness(HTTPAdapter):
    """Notes when each request leaves and with what status it comes back."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock, self.seen = clock, list[tuple[float, int]]()

    def send(self, request: Any, **how: Any) -> Any:  # type: ignore[override]
        left = self.clock()
        response = super().send(request, **how)
        self.seen.append((left, response.status_code))
        return response


def test_after_a_429_nobody_asks_until_the_pause_is_over(twin: Twin) -> None:
    clock = Clock()
    witness, session = Witness(clock), requests.Session()
    session.mount("http://", witness)
    works = works_for(400)
    for work, _ in works:
        twin.add_work(work)
    twin.fault("crossref", "429", after=1, retry_after=30)
    with services(twin.environ, clock=clock, session=session, mailto="") as open:
        found = open.crossref.works(work["DOI"] for work, _ in works)
    assert all(isinstance(one, Found) for one in found.values())
    assert [status for _, status in witness.seen] == [200, 429, 200, 200, 200]
    (refused,) = (left for left, status in witness.seen if status == 429)
    assert all(left - refused >= 30 for left, _ in witness.seen[2:])


def test_requests_come_back_later_and_later_and_not_for_ever(twin: Twin) -> None:
    clock = Clock()
    twin.fault("crossref", "500", times=99)
    with services(twin.environ, clock=clock) as open:
        assert isinstance(open.crossref.works([MATHIS])[MATHIS], Unknown)
    waits = [seconds for seconds in clock.waits if seconds >= 0.5]
    assert waits == sorted(waits)
    assert (twin.count(), sum(waits)) == (6, 15.5)


def test_after_an_outage_further_requests_fail_at_once(twin: Twin) -> None:
    clock = Clock()
    twin.fault("crossref", "503", times=10**6)
    with services(twin.environ, clock=clock) as open:
        works = open.crossref.works(f"10.5555/x.{number}" for number in range(1000))
        assert {type(one) for one in works.values()} == {Unknown}
        assert twin.count() <= 3 * 6  # as many as may be under way, six times each
        before = twin.count()
        assert isinstance(open.crossref.works([MATHIS])[MATHIS], Unknown)
        assert twin.count() == before
        twin._faults.clear()
        clock.sleep(31)
        assert isinstance(open.crossref.works([MATHIS])[MATHIS], Found)


def test_an_outage_of_one_service_does_not_stop_the_other(twin: Twin) -> None:
    twin.fault("ncbi", "503", times=10**6)
    result = enriched(twin.environ, EVERY_WAY)
    assert result.failures == ("PMC answered 503", "PubMed answered 503")
    assert result.batch[0].text("container-title") == "Neural Regeneration Research"
    assert twin.count("ncbi") <= 2 * 6


# --- what must not be trusted


def test_a_redirect_to_another_host_is_not_followed(twin: Twin) -> None:
    twin.fault("crossref", "redirect", times=99)
    with services(twin.environ) as open:
        outcome = open.crossref.works([MATHIS])[MATHIS]
    assert outcome == Unknown("Crossref sends to another host")
    assert twin.count() == 1  # the other host is this twin again


def test_a_huge_answer_is_not_read_to_its_end(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_MOST_BYTES", 1_000_000)
    twin.fault("crossref", "huge", times=99, size=50_000_000)
    with services(twin.environ) as open:
        outcome = open.crossref.works([MATHIS])[MATHIS]
    assert outcome == Unknown("Crossref sent more than 1 MB")
    assert twin.count() == 1


BOMB = "".join(
    f'<!ENTITY {name} "{inner * 10}">'
    for name, inner in zip("abcdefghi", ["lol", *(f"&{c};" for c in "abcdefgh")], strict=True)
)


@pytest.mark.parametrize("entity", ["c", "i", "file"])
def test_entities_in_an_answer_are_harmless(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entity: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    subset = f'<!DOCTYPE PubmedArticleSet [{BOMB}<!ENTITY file SYSTEM "{secret.as_uri()}">]>'
    monkeypatch.setattr("twin_services._HEAD", f'<?xml version="1.0" ?>\n{subset}\n')
    stored = twin.records.articles["99000106"]
    twin.records.articles["99000106"] = stored.replace("<Title>", f"<Title>&{entity};")
    begun = time.monotonic()
    with services(twin.environ, tmp_path / "cache") as open:
        outcomes = open.ncbi.articles(["99000102", "99000106"])
    assert time.monotonic() - begun < 2
    assert "SECRET" not in str(outcomes)
    assert "lollol" not in str(outcomes)
    assert not isinstance(outcomes["99000106"], Absent)
    # Whatever was kept of it can be read again.
    with services(twin.environ, tmp_path / "cache", offline=True) as open:
        assert "SECRET" not in str(open.ncbi.articles(["99000106"]))


def test_half_a_letter_harms_nothing(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = twin_services.answer
    escaped = lambda value, status=200: twin_services.Answer(json.dumps(value), status=status)  # noqa: E731
    monkeypatch.setattr(twin_services, "answer", escaped)
    title = twin.records.works[CHEST]["title"][0]
    twin.records.works[CHEST]["title"] = [title + " \ud83d"]
    items = [{"id": "a", "type": "document", "DOI": CHEST}, EVERY_WAY[0]]
    result = enriched(twin.environ, items, tmp_path)
    assert result.statuses == {"found": 2}
    assert result.batch[0].text("title").startswith(title)
    monkeypatch.setattr(twin_services, "answer", answer)


def test_half_a_letter_of_the_user_s_harms_nothing(twin: Twin) -> None:
    mine = article("a", "A title of mine \ud83d that is cut in the middle of a letter", "Nobody N.")
    assert enriched(twin.environ, [mine]).statuses == {"absent": 1}


def test_an_answer_that_trickles_is_given_up_on_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_WHOLE", 0.2)

    def serve(server: socket.socket) -> None:
        for place in range(9):
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                if not connection.recv(65536):
                    continue  # it was only tried whether somebody is there
                head = b"HTTP/1.1 %d X\r\nContent-Length: 30\r\n\r\n"
                if place > 1:
                    connection.sendall(head % 404 + b" " * 30)
                    continue
                connection.sendall(head % 200)
                for _ in range(30):
                    connection.sendall(b" ")
                    time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        places = dict.fromkeys(
            ("BIBKIT_CROSSREF_URL", "BIBKIT_EUTILS_URL", "BIBKIT_IDCONV_URL", "BIBKIT_DOI_URL"), url
        )
        begun = time.monotonic()
        with services(places) as open:
            outcome = open.crossref.works([MATHIS])[MATHIS]
        assert time.monotonic() - begun < 1
        assert isinstance(outcome, Absent)
        server.shutdown(socket.SHUT_RDWR)


def test_escapes_of_a_service_reach_no_terminal(twin: Twin, run: Any) -> None:
    for work in twin.records.works.values():
        for field in ("title", "container-title", "publisher"):
            if work.get(field):
                value = work[field]
                bad = "\x1b]0;owned\x07\x1b[2J\u202e\x9b31m"
                work[field] = [bad + value[0]] if isinstance(value, list) else bad + value
    lines = f"1. {REVIEW}\n2. Nobody A. A title of another work. Lancet. 2001;1:2. doi: {CHEST}.\n"
    Path("list.txt").write_text(lines)
    fetched = run("fetch", CHEST, REVIEW, "-v")
    entry = run("enrich", "list.txt", "--diff", "-v")
    checked = run("check", "list.txt")
    for done in (fetched, entry, checked):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.out + done.err)
    assert "owned" in fetched.out + entry.err + checked.out
