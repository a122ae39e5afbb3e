"""Zotero's API: its shapes, its versions and tokens, and what is done when it does not answer."""

from __future__ import annotations

import gzip
import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest
from raw_server import answering
from stub_zotero import KEY, USER, Collection, Fault, Library, StubZotero, stray
from zotero_time import Hours

from bibkit.errors import SettingsError, ZoteroError, ZoteroUsage
from bibkit.zotero.api import MOST, Api
from bibkit.zotero.shapes import ApiOff, Missing, Stale, Uncertain
from bibkit.zotero.wire import Answer, Call, Lost, Transport, Unreachable, addresses, wire

Opened = Callable[..., Api]


@pytest.fixture
def local(zotero: StubZotero, hours: Hours) -> Opened:
    def opened(**more: Any) -> Api:
        return Api.local(f"{zotero.url}/api", sleep=hours.sleep, clock=hours.clock, **more)

    return opened


@pytest.fixture
def web(zotero: StubZotero, hours: Hours) -> Opened:
    def opened(key: str = KEY, library: str | None = None, **more: Any) -> Api:
        return Api.web(key, zotero.web, library, sleep=hours.sleep, clock=hours.clock, **more)

    return opened


def book(**data: Any) -> dict[str, Any]:
    return {"itemType": "book", "title": "Soil", **data}


# --- reading ------------------------------------------------------------------------------------------


def test_collections_are_given_with_their_paths(zotero: StubZotero, local: Opened) -> None:
    zotero.libraries[0].collections.append(Collection(14, "Zoo", 99))  # its parent is in the bin
    found = local().collections()
    assert [one.path for one in found] == ["ALS", "ALS/Methods", "Zoo"]
    assert [one.parent for one in found] == ["", found[0].key, ""]


def test_all_items_are_read_page_by_page(zotero: StubZotero, web: Opened) -> None:
    for number in range(230):
        zotero.add(title=f"Number {number}")
    titles = [one["data"]["title"] for one in web().items()]
    assert titles == [f"Number {number}" for number in range(230)]
    pages = [one for one in zotero.requests if one.path.endswith("/items/top")]
    assert len(pages) == 3


def test_items_of_a_collection_come_without_what_belongs_to_another(
    zotero: StubZotero, local: Opened
) -> None:
    mine = zotero.add(title="In it", collections=["COLLAAB2"])
    zotero.add(title="Elsewhere")
    zotero.add(itemType="note", note="Of it", parentItem=mine["key"], collections=["COLLAAB2"])
    api = local()
    assert [one["key"] for one in api.items("COLLAAB2")] == [mine["key"]]
    assert api.item(mine["key"])["data"]["title"] == "In it"
    with pytest.raises(Missing, match="ZZZZ2222"):
        api.item("ZZZZ2222")


def test_groups_are_libraries_too(zotero: StubZotero, local: Opened) -> None:
    zotero.libraries.append(Library(2, "Lab", group=77))
    zotero.add("groups/77", title="Of the lab")
    assert [(one.id, one.name) for one in local().groups()] == [(77, "Lab")]
    assert [i["data"]["title"] for i in local(library="groups/77").items()] == ["Of the lab"]


def test_a_local_api_that_is_off_says_how_to_switch_it_on(
    zotero: StubZotero, local: Opened
) -> None:
    zotero.local_api = False
    with pytest.raises(ApiOff, match="Allow other applications"):
        local()


def test_a_zotero_before_7_has_no_local_api(zotero: StubZotero, local: Opened) -> None:
    zotero.version = "6.0.37"
    with pytest.raises(ApiOff, match="before Zotero 7"):
        local()


def test_a_zotero_that_does_not_run_is_told_at_once(hours: Hours) -> None:
    with StubZotero() as gone:
        pass
    with pytest.raises(ZoteroError, match="does not run"):
        Api.local(f"{gone.url}/api", sleep=hours.sleep)
    assert hours.waits == []


# --- writing ------------------------------------------------------------------------------------------


def test_items_are_created_with_a_token_and_what_is_refused_is_named(
    zotero: StubZotero, web: Opened
) -> None:
    made = web().create([book(), {"title": "No type"}, book(titlex="bad")])
    assert list(made.keys) == [0]
    assert made.keys[0] == zotero.items[0]["key"]
    assert "itemType" in made.failed[1]
    assert "titlex" in made.failed[2]
    assert len(zotero.written[0].headers["zotero-write-token"]) == 32


def test_the_local_api_makes_rubbish_of_an_unknown_field(zotero: StubZotero, local: Opened) -> None:
    local().create([book(titlex="bad")])
    assert stray(zotero.items[0]) == ["Titlex: bad"]


def test_zotero_asks_its_user_once_before_the_first_change(
    zotero: StubZotero, local: Opened
) -> None:
    said: list[str] = []
    api = local(tell=said.append)
    item = zotero.add(title="Old")
    api.change(item["key"], item["version"], {"title": "New"})
    api.change(item["key"], item["version"], {"title": "Newer"})
    assert zotero.items[0]["data"]["title"] == "Newer"
    assert zotero.asked == 1
    assert len(said) == 1
    assert "Always Allow" in said[0]
    assert "secret" not in said[0]


def test_leave_for_one_request_is_asked_for_again(zotero: StubZotero, local: Opened) -> None:
    zotero.allow = "once"
    api = local()
    assert api.create([book()]).keys
    assert api.create([book(title="Air")]).keys
    assert zotero.asked == 2
    assert len(zotero.items) == 2


def test_a_denial_changes_nothing_and_is_told(zotero: StubZotero, local: Opened) -> None:
    zotero.allow = "deny"
    with pytest.raises(ZoteroUsage, match="did not allow"):
        local().create([book()])
    assert zotero.items == []


def test_a_question_that_nobody_answers_ends(zotero: StubZotero, local: Opened) -> None:
    api = local()
    zotero.fail("/local/authorize", Fault(cut="before"))
    with pytest.raises(ZoteroError, match="Nobody answered"):
        api.create([book()])


def test_too_many_questions_are_told_to_wait(zotero: StubZotero, local: Opened) -> None:
    api = local()
    zotero.fail("/local/authorize", Fault(429, headers={"Retry-After": "40"}))
    with pytest.raises(ZoteroError, match="wait 40 s"):
        api.create([book()])


def test_a_zotero_before_10_is_read_only(zotero: StubZotero, local: Opened) -> None:
    zotero.version = "9.0.6"
    api = local()
    assert not api.is_writable
    with pytest.raises(ZoteroUsage, match="Zotero 10"):
        api.create([book()])


def test_another_zotero_behind_the_same_port_is_noticed(zotero: StubZotero, local: Opened) -> None:
    api = local()
    api._server = "another"
    assert api.create([book()]).keys


def test_a_change_needs_the_version_that_was_read(zotero: StubZotero, web: Opened) -> None:
    item = zotero.add(title="Old")
    api = web()
    api.change(item["key"], item["version"], {"title": "New"})
    assert zotero.items[0]["data"]["title"] == "New"
    with pytest.raises(Stale, match="since it was read"):
        api.change(item["key"], 1, {"title": "Mine"})
    with pytest.raises(Missing):
        api.change("ZZZZ2222", 1, {"title": "Mine"})
    assert zotero.items[0]["data"]["title"] == "New"


def test_more_than_fifty_are_a_mistake_of_the_caller(web: Opened) -> None:
    with pytest.raises(ValueError, match="at most 50"):
        web().create([book()] * (MOST + 1))


def test_nothing_is_sent_for_nothing(zotero: StubZotero, web: Opened) -> None:
    assert web().create([]).keys == {}
    assert zotero.written == []


# --- what goes wrong ----------------------------------------------------------------------------------


def test_a_create_whose_answer_is_lost_is_not_done_twice(zotero: StubZotero, web: Opened) -> None:
    api = web()
    zotero.fail("/items", Fault(cut="after"))
    assert api.create([book()]).arrived
    assert len(zotero.items) == 1
    tokens = {one.headers["zotero-write-token"] for one in zotero.written}
    assert len(zotero.written) == 2
    assert len(tokens) == 1


def test_a_create_that_never_arrived_is_sent_again(zotero: StubZotero, web: Opened) -> None:
    api = web()
    zotero.fail("/items", Fault(cut="before"), Fault(503))
    assert api.create([book()]).keys
    assert len(zotero.items) == 1


def test_a_change_whose_answer_is_lost_is_found_done(zotero: StubZotero, web: Opened) -> None:
    item = zotero.add(title="Old")
    api = web()
    zotero.fail(f"/items/{item['key']}", Fault(cut="after", method="PATCH"))
    api.change(item["key"], item["version"], {"title": "New"})
    assert zotero.items[0]["data"]["title"] == "New"


def test_a_change_lost_to_another_change_is_stale(zotero: StubZotero, web: Opened) -> None:
    item = zotero.add(title="Old")
    api, read = web(), item["version"]
    zotero.fail(f"/items/{item['key']}", Fault(cut="before", method="PATCH"))
    zotero.edit(item, title="By hand")
    with pytest.raises(Stale):
        api.change(item["key"], read, {"title": "New"})


def test_where_no_answer_comes_at_all_it_is_uncertain(zotero: StubZotero, web: Opened) -> None:
    api = web()
    zotero.fail("/items", *[Fault(cut="before")] * 9)
    with pytest.raises(Uncertain, match="not known whether it arrived"):
        api.create([book()])
    assert len(zotero.written) == 5


def test_reading_that_fails_is_not_uncertain_but_failed(zotero: StubZotero, web: Opened) -> None:
    api = web()
    zotero.fail("/items/top", *[Fault(cut="before")] * 9)
    with pytest.raises(ZoteroError, match="closed the connection") as failed:
        list(api.items())
    assert not isinstance(failed.value, Uncertain)


def test_backoff_is_heeded_on_a_good_answer(zotero: StubZotero, web: Opened, hours: Hours) -> None:
    said: list[str] = []
    api = web(tell=said.append)
    zotero.headers = {"Backoff": "30"}
    api.create([book()])
    assert hours.waits == []
    zotero.headers = {}
    api.create([book()])
    assert hours.waits == [30]
    assert "30 s" in said[0]


def test_retry_after_is_waited_for_and_bounded(
    zotero: StubZotero, web: Opened, hours: Hours
) -> None:
    api = web()
    zotero.fail("/items", Fault(429, headers={"Retry-After": "7"}))
    assert api.create([book()]).keys
    assert hours.waits == [7]
    zotero.fail("/items", Fault(429, headers={"Retry-After": "4000"}))
    with pytest.raises(ZoteroError, match="wait 4000 s"):
        api.create([book()])
    assert hours.waits == [7]


def test_errors_of_the_server_are_asked_again_a_few_times(
    zotero: StubZotero, web: Opened, hours: Hours
) -> None:
    api = web()
    zotero.fail("/collections", Fault(500), Fault(502))
    assert len(api.collections()) == 2
    zotero.fail("/collections", *[Fault(500)] * 9)
    with pytest.raises(ZoteroError, match="answered 500"):
        api.collections()
    assert sum(hours.waits) < 10


def test_a_library_that_is_locked_is_waited_for(
    zotero: StubZotero, web: Opened, hours: Hours
) -> None:
    api = web()
    zotero.fail("/items", Fault(409, "Library is locked"))
    assert api.create([book()]).keys
    assert hours.waits == [3]


@pytest.mark.parametrize("body", ["<html>hello</html>", "{}", "null", '"x"'])
def test_an_answer_that_is_none_is_told(zotero: StubZotero, web: Opened, body: str) -> None:
    api = web()
    zotero.fail("/collections", Fault(200, body))
    with pytest.raises(ZoteroError, match="no list"):
        api.collections()


# --- keys ---------------------------------------------------------------------------------------------


def test_the_library_is_that_of_the_keys_owner(web: Opened) -> None:
    assert web().library == f"users/{USER}"


@pytest.mark.parametrize("key", ["", "not a key\r\nX: y"])
def test_without_a_key_it_is_told_how_to_make_one(web: Opened, key: str) -> None:
    with pytest.raises(ZoteroUsage, match=r"https://www\.zotero\.org/settings/keys"):
        web(key)


def test_a_key_is_never_in_a_message(zotero: StubZotero, web: Opened) -> None:
    with pytest.raises(ZoteroUsage) as wrong:
        web("WrongButSecret")
    zotero.web_writes = False
    with pytest.raises(ZoteroUsage, match="may not do this") as barred:
        web().create([book()])
    for error in (wrong, barred):
        assert "ecret" not in f"{error.value!r} {error.value}"
    assert "ecret" not in repr(Call("GET", "https://x", {"Zotero-API-Key": KEY}))


def test_the_key_goes_nowhere_but_to_its_base(zotero: StubZotero, web: Opened) -> None:
    with StubZotero() as other:
        zotero.fail("/keys/current", Fault(302, headers={"Location": f"{other.web}/keys/current"}))
        with pytest.raises(ZoteroError, match="not followed"):
            web()
        assert other.requests == []


def test_the_local_api_is_read_without_any_key(zotero: StubZotero, local: Opened) -> None:
    api = local()
    api.create([book()])
    list(api.items())
    assert all("zotero-api-key" not in one.headers for one in zotero.requests if not one.writes)


@pytest.mark.parametrize(
    "environment",
    [
        {"BIBKIT_ZOTERO": "http://192.168.1.5:23119"},
        {"BIBKIT_ZOTERO": "http://127.0.0.1.example.org"},
        {"BIBKIT_ZOTERO": "nonsense"},
        {"BIBKIT_ZOTERO_API": "http://api.example.org"},
    ],
)
def test_addresses_that_would_send_things_elsewhere_are_refused(
    environment: dict[str, str],
) -> None:
    with pytest.raises(SettingsError, match=next(iter(environment))):
        addresses(environment)


# --- the wire -----------------------------------------------------------------------------------------


def test_what_was_not_sent_is_told_from_what_may_have_arrived(zotero: StubZotero) -> None:
    send: Transport = wire()
    zotero.fail("/ping", Fault(cut="after"), Fault(slow=0.4))
    with pytest.raises(Lost, match="closed the connection"):
        send(Call("GET", f"{zotero.url}/connector/ping"))
    with pytest.raises(Lost, match="did not answer"):
        send(Call("GET", f"{zotero.url}/connector/ping", timeout=0.1))
    zotero.close()
    with pytest.raises(Unreachable, match="cannot be reached"):
        send(Call("GET", f"{zotero.url}/connector/ping"))


@pytest.mark.parametrize(
    "head", [b"Content-Length: 99\r\n", b"Transfer-Encoding: chunked\r\n", b""]
)
def test_an_answer_that_trickles_is_not_waited_for_without_end(head: bytes) -> None:
    drops = itertools.repeat(b"1\r\nx\r\n" if b"chunked" in head else b"x", 50)
    with answering(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n", drops) as place:
        began = time.monotonic()
        with pytest.raises(Lost, match="did not answer in"):
            wire()(Call("GET", f"http://{place}/", timeout=0.4))
    assert time.monotonic() - began < 2


def test_an_answer_that_is_cut_is_lost() -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[1]"
    with answering(cut) as place, pytest.raises(Lost, match="damaged"):
        wire()(Call("GET", f"http://{place}/"))


def test_a_compressed_answer_is_read() -> None:
    body = gzip.compress(b"[1]")
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    with answering(head + body) as place:
        assert wire()(Call("GET", f"http://{place}/")).json() == [1]


def test_this_machine_is_never_asked_through_a_proxy(
    zotero: StubZotero, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    answer: Answer = wire()(Call("GET", f"{zotero.url}/connector/ping"))
    assert answer.status == 200
