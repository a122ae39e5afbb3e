"""`bibkit zotero push`: what goes wrong on the way, and what is said of what did not arrive."""

from __future__ import annotations

from typing import Any

import pytest
from pushing import Listed, Push, works
from stub_zotero import Fault, StubZotero


def test_a_lost_answer_is_no_double(zotero: StubZotero, push: Push, listed: Listed) -> None:
    zotero.fail("/saveItems", Fault(cut="after"))
    done = push(listed(works(3)), "--collection", "ALS")
    assert done.code == 0
    assert len(zotero.tops()) == 3
    assert all(one["data"]["collections"] for one in zotero.tops())


def test_what_arrived_of_a_part_is_found_and_the_rest_told(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.fail("/saveItems", Fault(keep=2))
    done = push(listed(works(4)), "--collection", "ALS")
    assert done.code == 4
    assert "2 added, 2 failed" in done.err
    assert "work2, work3: did not arrive" in done.err
    assert "Zotero closed the connection." in done.err
    again = push(listed(works(4)))
    assert again.code == 0
    assert len(zotero.tops()) == 4


def test_what_cannot_be_looked_for_is_uncertain(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.local_api = False
    zotero.fail("/saveItems", Fault(keep=1))
    done = push(listed(works(60)))
    assert done.code == 4
    assert "not known whether these arrived; look in Zotero: work0, work1" in done.err
    assert "and 40 more" in done.err
    assert "Not sent: work50" in done.err
    assert "0 added, 50 uncertain, 10 not sent" in done.err


def test_when_all_arrived_after_all_it_goes_on(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.fail("/saveItems", Fault(cut="after"))
    zotero.fail("/hasAttachmentResolvers", *[Fault(500)] * 99)
    done = push(listed(works(60)), "--tag", "mine")
    assert done.code == 0, done.err
    assert len(zotero.tops()) == 60
    assert all({"tag": "mine"} in one["data"]["tags"] for one in zotero.tops())


def test_one_item_that_zotero_cannot_take_does_not_bring_down_the_others(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    save = zotero._save

    def picky(seen: Any, keep: int) -> Any:
        if any(one["title"].startswith("Work number 5 ") for one in seen.json["items"]):
            zotero.sessions[seen.json["sessionID"]] = {}  # it has had it all the same
            return 500, None
        return save(seen, keep)

    zotero._save = picky  # type: ignore[method-assign]
    done = push(listed(works(12)))
    assert done.code == 4
    assert "11 added, 1 failed" in done.err
    assert "work5: Zotero answered 500" in done.err
    assert len(zotero.tops()) == 11


def test_a_zotero_that_takes_nothing_is_soon_left_alone(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.fail("/saveItems", *[Fault(500)] * 999)
    done = push(listed(works(120)))
    assert done.code == 4
    assert "0 added" in done.err
    assert "not sent" in done.err
    assert sum(one.path.endswith("saveItems") for one in zotero.requests) < 30


def test_a_connector_that_zotero_finds_outdated_is_told(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.fail("/saveItems", Fault(400, '{"error": "CONNECTOR_VERSION_OUTDATED"}'))
    done = push(listed(works(3)))
    assert done.code == 4
    assert "newer bibkit" in done.err
    assert "Not sent: work0, work1, work2" in done.err
    assert sum(one.path.endswith("saveItems") for one in zotero.requests) == 1


def test_a_collection_that_is_gone_meanwhile_is_told(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.fail("/updateSession", Fault(400, '{"error": "COLLECTION_NOT_FOUND"}'))
    done = push(listed(works(2)), "--collection", "ALS")
    assert done.code == 4
    assert "2 saved items could not be put into 'My Library/ALS'" in done.err
    assert "2 added" in done.err


def test_an_interruption_says_what_arrived(
    zotero: StubZotero, push: Push, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bibkit.zotero.connector import Connector

    save = Connector.save
    calls = []

    def interrupted(self: Connector, items: Any, session: str) -> None:
        calls.append(session)
        save(self, items, session)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Connector, "save", interrupted)
    done = push(listed(works(120)))
    assert done.code == 130
    assert "Interrupted." in done.err
    assert "100 added, 20 not sent" in done.err
    assert "Run again to go on" in done.err
    assert len(zotero.tops()) == 100
