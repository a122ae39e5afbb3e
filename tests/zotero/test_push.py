"""`bibkit zotero push`: what Zotero holds after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pushing import Listed, Push, titles, works
from stub_zotero import Collection, Library, StubZotero, stray


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
    assert "0 added, 4 were there (DOI; the same record)" in again.err
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
    assert "What was there stays in the collections that it is in; drag it over" in again.err


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
