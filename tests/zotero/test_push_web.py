"""`bibkit zotero push --web`: through zotero.org, with a key."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pushing import Listed, Push, works
from stub_zotero import KEY, Fault, Library, StubZotero
from zotero_time import Hours


@pytest.fixture
def key(push: Push, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment has a key of the Web API, and is allowed to send."""
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    monkeypatch.delenv("BIBKIT_OFFLINE")


@pytest.mark.usefixtures("key")
def test_the_web_door_adds_items_with_their_notes(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    file = listed(works(60, annote="Mine", keyword="worms"))
    done = push(file, "--web", "--collection", "Methods", "--tag", "to-read")
    assert done.code == 0, done.err
    assert len(zotero.tops()) == 60
    first = zotero.tops()[0]
    assert first["data"]["collections"] == [zotero.libraries[0].collections[1].key]
    assert [one["tag"] for one in first["data"]["tags"]] == ["worms", "to-read"]
    assert zotero.notes(first["key"]) == ["<p>Mine</p>"]
    assert "zotero.org, library users/4711, collection ALS/Methods: 60 added" in done.err
    assert "Sent: 60 references to zotero.org" in done.err
    assert push(file, "--web").code == 0
    assert len(zotero.tops()) == 60
    assert KEY not in done.err


@pytest.mark.usefixtures("key")
def test_items_that_the_web_door_refuses_are_named(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    refused = {
        "success": {"0": "AAAA2222"},
        "failed": {"1": {"code": 400, "message": "'x' is bad"}},
    }
    zotero.fail("/items", Fault(200, json.dumps(refused)))
    done = push(listed(works(2)), "--web", "--json")
    assert done.code == 4
    said = json.loads(done.out)
    assert said["added"] == ["work0"]
    assert said["failed"] == [{"id": "work1", "message": "'x' is bad"}]


@pytest.mark.usefixtures("key")
def test_a_lost_answer_of_the_web_door_is_no_double(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.fail("/items", Fault(cut="after"))
    done = push(listed(works(3, annote="Mine")), "--web")
    assert done.code == 0, done.err
    assert len(zotero.tops()) == 3
    assert [zotero.notes(one["key"]) for one in zotero.tops()] == [["<p>Mine</p>"]] * 3


@pytest.mark.usefixtures("key")
def test_notes_that_are_refused_are_told(zotero: StubZotero, push: Push, listed: Listed) -> None:
    answer = {"success": {"0": "GONE2222"}}
    zotero.fail("/items", Fault(200, json.dumps(answer)))
    done = push(listed(works(1, annote="Mine")), "--web")
    assert done.code == 4
    assert "A note of work0 was not saved: Parent item GONE2222 doesn't exist." in done.err
    assert "1 added" in done.err


@pytest.mark.usefixtures("key")
def test_a_key_that_may_only_read_is_told(zotero: StubZotero, push: Push, listed: Listed) -> None:
    zotero.web_writes = False
    done = push(listed(works(1)), "--web")
    assert done.code == 4
    assert "may not do this in users/4711" in done.err
    assert "0 added, 1 not sent" in done.err
    assert KEY not in done.err


@pytest.mark.usefixtures("key")
def test_waiting_that_zotero_asks_for_is_done_and_told(
    zotero: StubZotero, push: Push, listed: Listed, hours: Hours
) -> None:
    zotero.headers = {"Backoff": "20"}
    done = push(listed(works(1)), "--web")
    assert done.code == 0
    assert 20 in hours.waits
    assert "zotero.org asks to be left alone for 20 s." in done.err


@pytest.mark.usefixtures("key")
def test_a_group_is_written_to_by_its_id(zotero: StubZotero, push: Push, listed: Listed) -> None:
    zotero.libraries.append(Library(4, "Lab", group=77))
    assert push(listed(works(1)), "--web", "--library", "groups/77").code == 0
    assert len(zotero.tops("groups/77")) == 1
    gone = push(listed(works(1)), "--web", "--library", "groups/78")
    assert gone.code == 2
    assert "groups/78" in gone.err


def test_without_a_key_the_web_door_says_how_to_make_one(
    zotero: StubZotero, push: Push, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BIBKIT_OFFLINE")
    done = push(listed(works(1)), "--web")
    assert done.code == 2
    assert "https://www.zotero.org/settings/keys" in done.err
    assert zotero.requests == []


def test_a_key_alone_sends_nothing_to_the_web(
    zotero: StubZotero, push: Push, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    assert push(listed(works(1))).code == 0
    assert all(not one.path.startswith("/web") for one in zotero.requests)
    assert all("zotero-api-key" not in one.headers for one in zotero.requests)


def test_offline_is_offline(
    zotero: StubZotero, push: Push, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    done = push(listed(works(1)), "--web")
    assert done.code == 4
    assert "offline" in done.err
    assert zotero.requests == []


@pytest.mark.usefixtures("key")
def test_notes_that_are_lost_are_told(
    zotero: StubZotero, push: Push, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = zotero._post

    def then_locked(sent: Any, *args: Any) -> Any:
        if any(one["itemType"] == "note" for one in sent):
            zotero.web_writes = False
            raise OSError
        return post(sent, *args)

    zotero._post = then_locked  # type: ignore[method-assign]
    monkeypatch.setattr(zotero._server, "handle_error", lambda *_: None)
    done = push(listed(works(1, annote="Mine")), "--web")
    assert done.code == 4
    assert "Notes of work0 were not saved" in done.err
    assert "1 added" in done.err
