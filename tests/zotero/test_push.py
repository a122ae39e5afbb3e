"""`bibkit zotero push`: what Zotero holds after it, and what is said of what it does not hold."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stub_zotero import KEY, Collection, Fault, Library, StubZotero, stray
from zotero_time import Hours

Push = Callable[..., Any]


def works(number: int, **more: Any) -> list[dict[str, Any]]:
    """CSL items of as many works, the first of which has a number of its own."""
    return [
        {
            "id": f"work{n}",
            "type": "article-journal",
            "title": f"Work number {n} of the long list",
            "author": [{"family": "Ito", "given": f"{'ABCDEFGH'[n % 8]}."}],
            "container-title": "Journal of Soil",
            "issued": {"date-parts": [[2017, 3]]},
            "volume": str(n),
            "DOI": f"10.1000/soil.{n}",
            **more,
        }
        for n in range(number)
    ]


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., str]:
    """Write CSL items to a file in the folder, and give its name."""

    def write(items: list[dict[str, Any]], name: str = "refs.json") -> str:
        (tmp_path / name).write_text(json.dumps(items), encoding="utf-8")
        return name

    return write


Listed = Callable[..., str]


@pytest.fixture
def key(push: Push, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment has a key of the Web API, and is allowed to send."""
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    monkeypatch.delenv("BIBKIT_OFFLINE")


def titles(zotero: StubZotero, library: str = "users/0") -> list[str]:
    return [one["data"]["title"] for one in zotero.tops(library)]


# --- what arrives -------------------------------------------------------------------------------------


def test_a_copied_page_is_pushed_as_it_is(zotero: StubZotero, push: Push, example: Path) -> None:
    done = push(str(example))
    assert done.code == 0, done.err
    assert len(zotero.tops()) == 5
    first = zotero.items[0]["data"]
    assert first["DOI"] == "10.4103/1673-5374.200794"
    assert first["creators"][-1] == {
        "creatorType": "author",
        "firstName": "G.",
        "lastName": "Le Masson",
    }
    assert [line for item in zotero.items for line in stray(item)] == []
    assert f"Sent: 5 references to Zotero on this machine (127.0.0.1:{zotero.port})" in done.err
    assert done.out == ""


def test_a_second_push_adds_nothing(zotero: StubZotero, push: Push, listed: Listed) -> None:
    poor = {"id": "poor", "type": "webpage", "URL": "https://example.org/"}
    file = listed([*works(3), poor])
    assert push(file).code == 0
    again = push(file)
    assert again.code == 0
    assert len(zotero.tops()) == 4
    assert "0 added, 4 were there (DOI, the same record)" in again.err
    assert "Sent: no reference" in again.err
    assert sum(one.path.endswith("saveItems") for one in zotero.requests) == 1


def test_what_is_there_in_part_is_completed(zotero: StubZotero, push: Push, listed: Listed) -> None:
    zotero.add(title="Work number 1 of the long list", DOI="10.1000/SOIL.1")
    done = push(listed(works(3)))
    assert sorted(titles(zotero)) == [f"Work number {n} of the long list" for n in range(3)]
    assert "2 added, 1 was there (DOI)" in done.err


def test_sixty_are_two_requests(zotero: StubZotero, push: Push, listed: Listed) -> None:
    assert push(listed(works(60))).code == 0
    saves = [one.json for one in zotero.requests if one.path.endswith("saveItems")]
    assert [len(one["items"]) for one in saves] == [50, 10]
    assert saves[0]["sessionID"] != saves[1]["sessionID"]
    assert len(set(titles(zotero))) == 60


def test_collection_and_tags_are_set(zotero: StubZotero, push: Push, listed: Listed) -> None:
    file = listed(works(2, keyword="worms"))
    done = push(file, "--collection", "ALS/Methods", "--tag", "to-read", "--tag", " mine ")
    assert done.code == 0
    assert "library My Library, collection ALS/Methods: 2 added" in done.err
    for item in zotero.tops():
        assert item["data"]["collections"] == [zotero.libraries[0].collections[1].key]
        assert item["data"]["tags"] == [
            {"tag": "worms", "type": 1},
            {"tag": "to-read"},
            {"tag": "mine"},
        ]
    again = push(file, "--collection", "ALS")
    assert "What was there stays in the collections that it is in." in again.err


def test_a_choice_made_in_zotero_meanwhile_moves_nothing(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.selected = "C12"
    save = zotero._save

    def elsewhere(*args: Any) -> Any:
        zotero.selected = "C13"
        return save(*args)

    zotero._save = elsewhere  # type: ignore[method-assign]
    push(listed(works(1)))
    assert zotero.items[0]["data"]["collections"] == [zotero.libraries[0].collections[0].key]


def test_a_group_is_looked_into_when_it_is_pushed_to(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    mine = [Collection(30, "Reading")]
    zotero.libraries.append(Library(4, "Lab", group=77, collections=mine))
    zotero.add("groups/77", title="Work number 0 of the long list", DOI="10.1000/soil.0")
    zotero.add("users/0", title="Work number 1 of the long list", DOI="10.1000/soil.1")
    done = push(listed(works(2)), "--collection", "Reading")
    assert "1 added, 1 was there (DOI)" in done.err
    assert sorted(titles(zotero, "groups/77")) == [
        "Work number 0 of the long list",
        "Work number 1 of the long list",
    ]


def test_what_a_list_has_twice_is_added_once(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    twice = [*works(2), {**works(1)[0], "id": "again", "volume": "0"}]
    done = push(listed(twice))
    assert len(zotero.tops()) == 2
    assert "again: as work0 (DOI)" in done.err
    assert "2 added, 1 in the list twice" in done.err


def test_several_files_are_one_list(zotero: StubZotero, push: Push, listed: Listed) -> None:
    listed(works(2), "a.json")
    listed([{**one, "volume": "9", "DOI": "10.1000/b"} for one in works(1)], "b.json")
    done = push("a.json", "b.json")
    assert done.code == 0
    assert len(zotero.tops()) == 3


def test_an_old_zotero_gets_identifiers_in_extra(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.version = "7.0.11"
    file = listed(works(1, PMID="28400789", PMCID="PMC5909703"))
    assert push(file).code == 0
    data = zotero.items[0]["data"]
    assert data["extra"].splitlines()[:2] == ["PMID: 28400789", "PMCID: PMC5909703"]
    assert stray(zotero.items[0]) == []
    assert push(file).code == 0
    assert len(zotero.tops()) == 1


def test_a_new_zotero_gets_them_in_their_fields(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    push(listed(works(1, PMID="28400789", PMCID="PMC5909703")))
    data = zotero.items[0]["data"]
    assert (data["PMID"], data["PMCID"], data["citationKey"]) == ("28400789", "PMC5909703", "work0")
    assert "extra" not in data


# --- before anything is sent --------------------------------------------------------------------------


def test_a_dry_run_writes_nothing(zotero: StubZotero, push: Push, listed: Listed) -> None:
    zotero.add(title="Work number 0 of the long list", DOI="10.1000/soil.0")
    done = push(listed(works(2)), "--dry-run", "--collection", "ALS", "--tag", "x")
    assert done.code == 0
    assert done.out.splitlines() == [
        "= work0: there (DOI)",
        "+ work1: Work number 1 of the long list",
    ]
    assert "1 would be added, 1 was there (DOI)" in done.err
    assert "Sent: no reference" in done.err
    assert zotero.written == []


def test_a_dry_run_as_json(push: Push, listed: Listed) -> None:
    said = json.loads(push(listed(works(2)), "--dry-run", "--json").out)
    assert said["new"] == ["work0", "work1"]
    assert said["zotero"] == "Zotero 10.0.1"
    assert said["checked"] is True


def test_an_unknown_collection_is_told_with_those_that_exist(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    done = push(listed(works(1)), "--collection", "Nowhere")
    assert done.code == 2
    assert "no collection 'Nowhere'. There are: ALS, ALS/Methods." in done.err
    assert zotero.written == []


def test_an_ambiguous_collection_is_told_with_all(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.libraries[0].collections.append(Collection(14, "Methods"))
    done = push(listed(works(1)), "--collection", "Methods")
    assert done.code == 2
    assert "My Library/ALS/Methods, My Library/Methods" in done.err
    assert zotero.written == []


def test_a_read_only_library_is_told(zotero: StubZotero, push: Push, listed: Listed) -> None:
    zotero.libraries.append(Library(5, "Closed", group=10, editable=False))
    zotero.selected = "L5"
    done = push(listed(works(1)))
    assert done.code == 2
    assert "read-only" in done.err
    assert zotero.written == []


def test_a_zotero_that_does_not_run_is_told(zotero: StubZotero, push: Push, listed: Listed) -> None:
    zotero.close()
    done = push(listed(works(1)))
    assert done.code == 4
    assert "Zotero does not run" in done.err


def test_a_zotero_that_is_too_old_is_told(zotero: StubZotero, push: Push, listed: Listed) -> None:
    zotero.version = "4.0.29.15"
    done = push(listed(works(1)))
    assert done.code == 4
    assert "too old" in done.err


def test_without_the_local_api_what_was_pushed_before_is_not_added_again(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.local_api = False
    done = push(listed(works(2)))
    assert done.code == 0
    assert "only what was pushed from this machine before is known" in done.err
    assert "Allow other applications" in done.err
    quiet = push(listed(works(3)), "-q", "--json")
    said = json.loads(quiet.out)
    assert (said["checked"], said["added"]) == (False, ["work2"])
    assert [one["id"] for one in said["present"]] == ["work0", "work1"]
    assert len(zotero.tops()) == 3
    assert "--again adds it once more" in push(listed(works(3))).err
    assert "3 added" in push(listed(works(3)), "--again").err
    assert len(zotero.tops()) == 6


def test_the_record_is_of_one_library_and_for_its_owner_only(
    zotero: StubZotero, push: Push, listed: Listed, tmp_path: Path
) -> None:
    zotero.local_api = False
    push(listed(works(1)))
    path = tmp_path / "data" / "zotero-pushed.jsonl"
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    line = json.loads(path.read_text("utf-8"))
    path.write_text("no JSON\n" + json.dumps({**line, "library": "Another"}) + "\n")
    assert "1 added" in push(listed(works(1))).err
    path.unlink()
    path.mkdir()
    done = push(listed(works(1)))
    assert (done.code, "cannot be used" in done.err) == (4, True)


def test_a_library_that_cannot_be_read_stops_before_sending(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.fail("/items/top", *[Fault(500)] * 9)
    done = push(listed(works(1)))
    assert done.code == 4
    assert zotero.written == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--library", "users/1"], "--library belongs to --web"),
        (["--web", "--library", "mine"], "no library"),
        (["--paste"], "not both"),
    ],
)
def test_what_does_not_go_together_is_told(
    push: Push, listed: Listed, arguments: list[str], said: str
) -> None:
    done = push(listed(works(1)), *arguments)
    assert done.code == 2
    assert said in done.err


def test_a_file_without_references_is_nothing_to_push(
    zotero: StubZotero, push: Push, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("\n")
    assert push("empty.txt").code == 3
    assert push("nowhere.bib").code in (2, 3)
    assert zotero.requests == []


# --- what goes wrong on the way -----------------------------------------------------------------------


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


# --- through zotero.org -------------------------------------------------------------------------------


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
    assert gone.code == 4
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


# --- what cannot be looked into -----------------------------------------------------------------------


def test_two_groups_of_one_name_are_not_looked_into(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    for id, group in ((4, 77), (5, 78)):
        zotero.libraries.append(Library(id, "Lab", group=group))
    zotero.selected = "L5"
    done = push(listed(works(1)))
    assert done.code == 0
    assert "Zotero does not tell which group 'Lab' is, so only what was pushed" in done.err
    assert len(titles(zotero, "groups/78")) == 1


def test_a_local_api_that_fails_does_not_hinder_the_push(
    zotero: StubZotero, push: Push, listed: Listed
) -> None:
    zotero.fail("/api/", Fault(501, "API version not implemented: 3"))
    done = push(listed(works(1)))
    assert done.code == 0
    assert "answered 501: API version not implemented: 3, so only what was pushed" in done.err


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
