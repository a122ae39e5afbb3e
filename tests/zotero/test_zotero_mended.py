"""What once went wrong between bibkit and Zotero: lies, halves of characters, answers lost."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from asking import MATHIS, services
from pushing import Listed, Push, titles, works
from stocking import VIEW
from stub_zotero import KEY, Fault, StubZotero
from twin import Twin
from zotero_time import Hours

from bibkit.errors import BibkitError, SettingsError, ZoteroError, ZoteroUsage
from bibkit.model import Reference
from bibkit.services import Services, Settings
from bibkit.zotero.api import Api
from bibkit.zotero.changes import check_items, propose
from bibkit.zotero.connector import Connector, Ping
from bibkit.zotero.doors import open_here
from bibkit.zotero.enrich import enrich_library
from bibkit.zotero.push import plan, push
from bibkit.zotero.shapes import Uncertain, created
from bibkit.zotero.wire import Addresses, Answer, Call, Lost, Transport, addresses, encoded, wire

# --- half a character ---------------------------------------------------------------------------------


def test_half_a_character_is_sent_as_a_question_mark() -> None:
    assert json.loads(encoded({"title": "half \ud83d"})) == {"title": "half ?"}


def test_a_list_with_halves_of_characters_is_pushed_once(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    halves = works(2, note="\ud83d of a face")
    assert push(listed(halves), "--tag", "\udcff").code == 0
    assert [one["data"]["extra"] for one in zotero.tops()] == ["? of a face"] * 2
    assert "0 added, 2 were there" in push(listed(halves)).err


# --- keys and addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["ключ", "½", "two words"])
def test_what_cannot_be_a_key_is_told(given: str, zotero: StubZotero) -> None:
    with pytest.raises(ZoteroUsage, match="holds no key"):
        Api.web(given, zotero.web)
    assert not zotero.requests


def test_a_line_end_behind_a_key_is_no_part_of_it(zotero: StubZotero) -> None:
    assert Api.web(f"{KEY}\n", zotero.web).library.startswith("users/")


@pytest.mark.parametrize(
    "environment",
    [
        {"BIBKIT_ZOTERO": "http://me:secret@127.0.0.1:23119"},
        # A part of the libraries that read addresses takes the host before the backslash.
        {"BIBKIT_ZOTERO": "http://example.org\\@127.0.0.1:23119"},
        {"BIBKIT_ZOTERO_API": "https://me:secret@api.example.org"},
        {"BIBKIT_ZOTERO_API": "https://"},
        {"BIBKIT_ZOTERO_API": "https://["},
        {"BIBKIT_ZOTERO_API": "https://two words"},
    ],
)
def test_addresses_that_may_be_misread_are_refused(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(environment))) as refused:
        addresses(environment)
    assert "secret" not in str(refused.value)


def test_a_library_has_a_number_of_ordinary_digits(push: Push, listed: Listed) -> None:
    assert push(listed(works(1)), "--web", "--library", "groups/٣").code == 2


def test_a_library_that_there_is_none_of_is_named(zotero: StubZotero) -> None:
    with pytest.raises(ZoteroUsage, match=r"has no library groups/99\."):
        list(Api.web(KEY, zotero.web, "groups/99").items())


# --- answers that are none ----------------------------------------------------------------------------


def liar(path: str, body: object, headers: Mapping[str, str] | None = None) -> Transport:
    """A wire by which one path answers something else."""
    send = wire()

    def lying(call: Call) -> Answer:
        answer = send(call)
        if not call.url.partition("?")[0].endswith(path):
            return answer
        return Answer(200, {**answer.headers, **(headers or {})}, json.dumps(body).encode())

    return lying


ITEM = {"key": "AAAA2222", "version": 1, "data": {"itemType": "book", "title": "Soil"}}


@pytest.mark.parametrize(
    "row", [7, {"key": "A"}, {"key": "A", "data": [1]}, {"key": "A", "data": 1}]
)
@pytest.mark.parametrize("path", ["/collections", "/items/top", "/groups"])
def test_a_list_with_something_else_in_it_is_told(
    path: str, row: object, zotero: StubZotero
) -> None:
    api = Api.local(f"{zotero.url}/api", transport=liar(path, [row]))
    read: dict[str, Callable[[], Any]] = {
        "/collections": api.collections,
        "/items/top": lambda: list(api.items()),
        "/groups": api.groups,
    }
    with pytest.raises(ZoteroError, match="cannot be read"):
        read[path]()


def test_a_list_without_end_is_told(zotero: StubZotero) -> None:
    rows = [{**ITEM, "key": f"KEY{n}"} for n in range(500)]
    api = Api.local(f"{zotero.url}/api", transport=liar("/items/top", rows, {"total-results": "x"}))
    with pytest.raises(ZoteroError, match="again and again"):
        list(api.items())


@pytest.mark.parametrize("total", ["9" * 5000, "²", "-1", ""])
def test_a_total_that_is_no_number_is_passed_over(total: str, zotero: StubZotero) -> None:
    wrong = liar("/items/top", [ITEM], {"total-results": total})
    assert list(Api.local(f"{zotero.url}/api", transport=wrong).items()) == [ITEM]


@pytest.mark.parametrize("body", [{"key": "A"}, {"version": 1}, {**ITEM, "version": "x"}, []])
def test_an_item_that_is_none_is_told(body: object, zotero: StubZotero) -> None:
    api = Api.local(f"{zotero.url}/api", transport=liar("/items/AAAA2222", body))
    with pytest.raises(ZoteroError, match="no item"):
        api.item("AAAA2222")


def test_what_a_write_came_to_counts_for_what_was_sent_only() -> None:
    said = {"success": {"0": "A", "7": "B", "-1": "C"}, "successful": {"0": True}, "failed": []}
    assert dict(created(said, 1, "Zotero").keys) == {0: "A"}


def test_a_version_without_end_is_one_all_the_same() -> None:
    assert Ping("9" * 6000).number > (10,)


@pytest.mark.parametrize("kind", [[], {}, None, 7])
def test_an_item_type_that_is_no_text_is_a_type_that_is_not_known(kind: object) -> None:
    odd = [{"key": "A", "version": 1, "data": {"itemType": kind, "title": "Soil"}}]
    with Services(Settings(offline=True)) as closed:
        assert [one.key for one in propose(odd, closed).results] == ["A"]
        assert check_items(odd, closed)["findings"] == []


# --- what a person has stays ----------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["<i>CURRENT</i>", '<span class="nocase">CURRENT</span>'])
def test_a_title_in_capitals_keeps_the_mark_up_that_the_record_lacks(
    first: str, twin: Twin
) -> None:
    shouted = VIEW.upper().replace("CURRENT", first)
    data = {"itemType": "journalArticle", "title": shouted, "DOI": MATHIS}
    with services(twin.environ) as open:
        (found,) = propose([{"key": "A", "version": 1, "data": data}], open).results
    assert found.changes
    assert "title" not in {one.field for one in found.changes}


# --- lost answers -------------------------------------------------------------------------------------


def losing(path: str, *then: int) -> Transport:
    """A wire by which the first answer to a path is lost, and the next ones have these statuses."""
    send = wire()
    times = itertools.count()

    def lose(call: Call) -> Answer:
        if call.method == "GET" or not call.url.endswith(path):
            return send(call)
        time = next(times)
        if time == 0:
            send(call)
            raise Lost("closed the connection")
        return Answer(then[time - 1], {}, b"no") if time <= len(then) else send(call)

    return lose


@pytest.mark.parametrize("status", [400, 403, 413, 500])
def test_a_save_that_is_refused_when_it_is_sent_again_is_uncertain(
    status: int, zotero: StubZotero, hours: Hours
) -> None:
    connector = Connector(zotero.url, losing("/saveItems", status), hours.sleep)
    with pytest.raises(Uncertain):
        connector.save([{"id": "1", "itemType": "book", "title": "Soil", "creators": []}], "one")
    assert titles(zotero) == ["Soil"]


def test_what_arrived_is_not_sent_again_in_halves(
    zotero: StubZotero, hours: Hours, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIBKIT_DATA_DIR", str(tmp_path))
    lose = losing("/saveItems", 500)
    places = Addresses(zotero.url, zotero.web)
    door = open_here(places, None, transport=lose, sleep=hours.sleep)
    books = [Reference(one, "book", {"title": f"The book of {one}"}) for one in ("soil", "rain")]
    done = push(plan(books, door), door)
    assert sorted(done.added) == [0, 1]
    assert len(zotero.items) == 2


def test_a_save_that_zotero_says_it_has_had_is_asked_after(
    zotero: StubZotero, hours: Hours
) -> None:
    send, times = wire(), itertools.count()

    def busy(call: Call) -> Answer:
        answer = send(call)
        return Answer(503) if call.url.endswith("/saveItems") and not next(times) else answer

    book = {"id": "1", "itemType": "book", "title": "Soil", "creators": []}
    Connector(zotero.url, busy, hours.sleep).save([book], "one")
    assert titles(zotero) == ["Soil"]


@pytest.mark.parametrize("status", [400, 403, 413])
def test_a_change_that_is_refused_when_it_is_sent_again_is_uncertain(
    status: int, zotero: StubZotero, hours: Hours
) -> None:
    item = zotero.add(title="Old")
    lose = losing(f"/items/{item['key']}", status)
    api = Api.web(KEY, zotero.web, transport=lose, sleep=hours.sleep, clock=hours.clock)
    with pytest.raises(Uncertain):
        api.change(item["key"], item["version"], {"title": "New"})
    assert item["data"]["title"] == "New"


def test_a_change_whose_second_leave_is_denied_is_uncertain(
    zotero: StubZotero, hours: Hours
) -> None:
    item = zotero.add(title="Old")
    zotero.allow = "once"
    zotero.fail(f"/items/{item['key']}", Fault(cut="after", method="PATCH"))
    zotero.fail("/local/authorize", Fault(), Fault(403, "Denied"))
    api = Api.local(f"{zotero.url}/api", sleep=hours.sleep, clock=hours.clock)
    with pytest.raises(Uncertain, match="not known whether it arrived"):
        api.change(item["key"], item["version"], {"title": "New"})
    assert item["data"]["title"] == "New"


class Library:
    """A library of two items, whose writes come to what is given."""

    library = "users/0"

    def __init__(self, *comes: BibkitError) -> None:
        self._comes = iter(comes)

    def collections(self) -> tuple[Any, ...]:
        return ()

    def items(self, collection: str | None = None) -> list[dict[str, Any]]:
        return [{**ITEM, "key": key} for key in ("AAAA2222", "BBBB2222")]

    def item(self, key: str) -> dict[str, Any]:
        return {**ITEM, "key": key}

    def change(self, key: str, version: int, patch: Mapping[str, Any]) -> None:
        raise next(self._comes)


def test_what_may_have_been_changed_is_told_though_all_else_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from bibkit.zotero import enrich

    monkeypatch.setattr(enrich, "patch_of", lambda one, chosen: {"title": "New"})
    library = Library(Uncertain("It was cut"), ZoteroUsage("The key may not do this."))
    with Services(Settings(offline=True)) as closed:
        outcome = enrich_library(
            library, closed, decide=lambda all: {one.key: ["title"] for one in all.results}
        )
    assert list(outcome.uncertain) == ["AAAA2222"]
    assert dict(outcome.failed) == {"BBBB2222": "The key may not do this."}


# --- ended by hand, or by nobody who listens ------------------------------------------------------------


def test_an_interruption_between_two_requests_tells_what_arrived(
    zotero: StubZotero, hours: Hours, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIBKIT_DATA_DIR", str(tmp_path))
    door = open_here(Addresses(zotero.url, zotero.web), None, sleep=hours.sleep)
    books = [Reference(str(n), "book", {"title": f"The {n}th book"}) for n in range(60)]

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    done = push(plan(books, door), door, stop)
    assert done.interrupted
    assert (len(done.added), len(done.unsent)) == (50, 10)
    assert len(zotero.items) == 50


def test_what_was_done_is_told_where_the_json_cannot_be_written(
    zotero: StubZotero, push: Push, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bibkit.cli.zotero import push as command

    def full(text: str, path: str | None) -> None:
        raise SettingsError("Standard output cannot be written: No space left on device.")

    monkeypatch.setattr(command, "write_output", full)
    told = push(listed(works(2)), "--json")
    assert (told.code, len(zotero.items)) == (2, 2)
    assert "2 added" in told.err
