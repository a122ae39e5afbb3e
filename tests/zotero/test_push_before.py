"""`bibkit zotero push`, before anything is sent: what is told, and what stops it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from pushing import Listed, Push, titles, works
from stub_zotero import Collection, Fault, Library, StubZotero

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
    assert (
        "no collection 'Nowhere'. Make it in Zotero first. There are: ALS, ALS/Methods." in done.err
    )
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
