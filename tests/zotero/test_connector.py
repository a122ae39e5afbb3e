"""The connector: what is asked of it, and what its answers mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from stub_zotero import Collection, Fault, Library, StubZotero
from zotero_time import Hours

from bibkit.errors import ZoteroError, ZoteroUsage
from bibkit.zotero.connector import Connector, NotSaved, Ping
from bibkit.zotero.shapes import Uncertain


@pytest.fixture
def connector(zotero: StubZotero, hours: Hours) -> Connector:
    return Connector(zotero.url, sleep=hours.sleep)


def item(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"i{number}",
        "itemType": "book",
        "title": f"Soil {number}",
        "creators": [{"creatorType": "author", "lastName": "WHO", "fieldMode": 1}],
        "tags": ["worms"],
        "notes": [{"note": "<p>Mine</p>"}],
        "attachments": [],
        **fields,
    }


def test_it_says_which_zotero_runs(connector: Connector) -> None:
    assert connector.ping() == Ping("10.0.1")


@pytest.mark.parametrize(
    ("version", "has"),
    [("10.0.1", True), ("8.0", True), ("7.0.32", True), ("7.0.11", False), ("6.0.37", False)],
)
def test_fields_for_identifiers_came_with_7_0_32(version: str, has: bool) -> None:
    assert Ping(version).has_identifiers is has


def test_a_zotero_that_is_too_old_is_told(zotero: StubZotero, connector: Connector) -> None:
    zotero.version = "4.0.29"
    with pytest.raises(ZoteroError, match=r"4\.0\.29 is too old"):
        connector.ping()


def test_something_else_on_the_port_is_told(zotero: StubZotero, connector: Connector) -> None:
    zotero.version = "none"
    with pytest.raises(ZoteroError, match="not Zotero"):
        connector.ping()


def test_a_zotero_that_does_not_run_is_told_to_be_started(
    zotero: StubZotero, connector: Connector
) -> None:
    zotero.close()
    with pytest.raises(ZoteroError, match="does not run"):
        connector.ping()


def test_a_zotero_that_is_busy_is_asked_again(zotero: StubZotero, connector: Connector) -> None:
    zotero.fail("/ping", Fault(cut="before"))
    assert connector.ping().version == "10.0.1"
    zotero.fail("/ping", *[Fault(cut="before")] * 5)
    with pytest.raises(ZoteroError, match="may be busy"):
        connector.ping()


def test_targets_have_their_paths_and_libraries(zotero: StubZotero, connector: Connector) -> None:
    zotero.libraries.append(Library(4, "Lab", group=9, collections=[Collection(30, "ALS")]))
    zotero.libraries.append(Library(5, "Closed", group=10, editable=False))
    zotero.selected = "C13"
    targets = connector.targets()
    assert [one.path for one in targets.all] == [
        "My Library",
        "My Library/ALS",
        "My Library/ALS/Methods",
        "Lab",
        "Lab/ALS",
    ]
    assert [one.library for one in targets.all] == ["L1", "L1", "L1", "L4", "L4"]
    assert targets.selected.id == "C13"
    assert targets.selected.collection == "ALS/Methods"
    assert targets.choose(None).id == "C13"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Methods", "C13"),
        ("methods", "C13"),
        ("ALS/Methods", "C13"),
        ("My Library/ALS", "C12"),
        ("Lab/ALS", "C30"),
        ("Lab", "L4"),
        ("A/B", "C31"),
    ],
)
def test_a_collection_is_named_as_far_as_it_takes(
    zotero: StubZotero, connector: Connector, name: str, id: str
) -> None:
    mine = [Collection(30, "ALS"), Collection(31, "A/B")]
    zotero.libraries.append(Library(4, "Lab", group=9, collections=mine))
    assert connector.targets().choose(name).id == id


def test_a_name_that_two_have_is_told_with_both(zotero: StubZotero, connector: Connector) -> None:
    zotero.libraries.append(Library(4, "Lab", group=9, collections=[Collection(30, "ALS")]))
    with pytest.raises(ZoteroUsage, match="My Library/ALS, Lab/ALS"):
        connector.targets().choose("ALS")


def test_a_name_that_none_has_is_told_with_those_that_exist(
    zotero: StubZotero, connector: Connector
) -> None:
    with pytest.raises(ZoteroUsage, match="There are: ALS, ALS/Methods"):
        connector.targets().choose("ASL")
    zotero.libraries[0].collections += [Collection(100 + n, f"Number {n}") for n in range(40)]
    with pytest.raises(ZoteroUsage, match="nearest of 42: ALS/Methods, ALS, "):
        connector.targets().choose("ASL")
    zotero.libraries[0].collections.clear()
    with pytest.raises(ZoteroUsage, match="none at all"):
        connector.targets().choose("ALS")


def test_what_is_selected_must_be_editable(zotero: StubZotero, connector: Connector) -> None:
    zotero.libraries.append(Library(5, "Closed", group=10, editable=False))
    zotero.selected = "L5"
    with pytest.raises(ZoteroUsage, match=r"'Closed', which is selected .* My Library/ALS"):
        connector.targets().choose(None)
    assert connector.targets().choose("ALS").id == "C12"


def test_saved_items_are_what_was_sent(zotero: StubZotero, connector: Connector) -> None:
    connector.save([item(1), item(2)], "s1")
    first, note = zotero.items[:2]
    assert first["data"]["title"] == "Soil 1"
    assert first["data"]["creators"] == [{"creatorType": "author", "name": "WHO"}]
    assert first["data"]["tags"] == [{"tag": "worms", "type": 1}]
    assert note["data"]["note"] == "<p>Mine</p>"
    assert [one.headers["x-zotero-connector-api-version"] for one in zotero.requests] == ["3"]


def test_moving_sets_the_collection_and_tags_of_the_users_own(
    zotero: StubZotero, connector: Connector
) -> None:
    connector.save([item()], "s1")
    connector.move("s1", "C13", ["to-read", "als"])
    data = zotero.items[0]["data"]
    assert data["collections"] == [zotero.libraries[0].collections[1].key]
    assert data["tags"] == [{"tag": "worms", "type": 1}, {"tag": "to-read"}, {"tag": "als"}]


def test_tags_reach_older_versions_too(zotero: StubZotero, connector: Connector) -> None:
    zotero.version = "6.0.37"
    connector.save([item()], "s1")
    connector.move("s1", "L1", ["to-read", "als"])
    assert [tag["tag"] for tag in zotero.items[0]["data"]["tags"]] == ["worms", "to-read", "als"]


def test_a_version_that_takes_lists_of_tags_only_gets_one(
    zotero: StubZotero, connector: Connector
) -> None:
    connector.save([item()], "s1")
    zotero.fail("/updateSession", Fault(500))
    connector.move("s1", "L1", ["to-read", "als"])
    assert zotero.requests[-1].json["tags"] == ["to-read", "als"]
    zotero.fail("/updateSession", Fault(500), Fault(500))
    with pytest.raises(ZoteroError, match="answered 500"):
        connector.move("s1", "L1", ["to-read"])


def test_a_tag_with_a_comma_stays_one(zotero: StubZotero, connector: Connector) -> None:
    connector.save([item()], "s1")
    connector.move("s1", "L1", ["read, soon"])
    assert zotero.items[0]["data"]["tags"][-1] == {"tag": "read, soon"}


def test_a_session_whose_answer_was_lost_counts_as_saved(
    zotero: StubZotero, connector: Connector
) -> None:
    zotero.fail("/saveItems", Fault(cut="after"))
    connector.save([item(1), item(2)], "s1")
    assert len(zotero.tops()) == 2


def test_a_session_that_never_arrived_is_sent_again(
    zotero: StubZotero, connector: Connector
) -> None:
    zotero.fail("/saveItems", Fault(cut="before"), Fault(503))
    connector.save([item(1), item(2)], "s1")
    assert len(zotero.tops()) == 2


def test_a_session_that_is_still_saving_is_waited_for(
    zotero: StubZotero, connector: Connector, hours: Hours
) -> None:
    zotero.fail("/saveItems", Fault(cut="after"))
    zotero.fail("/hasAttachmentResolvers", Fault(500), Fault(500))
    connector.save([item()], "s1")
    assert sum(hours.waits) >= 4


def test_a_session_that_saved_a_part_is_uncertain(zotero: StubZotero, connector: Connector) -> None:
    zotero.fail("/saveItems", Fault(keep=1))
    with pytest.raises(Uncertain, match="closed the connection"):
        connector.save([item(1), item(2)], "s1")


def test_a_zotero_that_ends_while_it_saves_is_uncertain(
    zotero: StubZotero, hours: Hours, connector: Connector
) -> None:
    def gone(seconds: float) -> None:
        zotero.close()

    connector._sleep = gone
    zotero.fail("/saveItems", Fault(cut="after"))
    with pytest.raises(Uncertain):
        connector.save([item()], "s1")


def test_a_session_that_was_there_before_is_not_ours(
    zotero: StubZotero, connector: Connector
) -> None:
    connector.save([item(1)], "s1")
    with pytest.raises(NotSaved, match="before") as refused:
        connector.save([item(2)], "s1")
    assert not refused.value.of_items


@pytest.mark.parametrize(
    ("fault", "said", "of_items"),
    [
        (Fault(500), "answered 500", True),
        (Fault(400, '{"error": "CONNECTOR_VERSION_OUTDATED"}'), "newer bibkit", False),
        (Fault(409, '{"error": "SESSION_CANCELLED"}'), "cancelled", False),
        (Fault(404, "No endpoint found\n"), "No endpoint", False),
    ],
)
def test_a_refusal_says_whether_it_is_about_the_items(
    zotero: StubZotero, connector: Connector, fault: Fault, said: str, of_items: bool
) -> None:
    zotero.fail("/saveItems", fault)
    with pytest.raises(NotSaved, match=said) as refused:
        connector.save([item()], "s1")
    assert refused.value.of_items is of_items
    assert zotero.items == []


def test_a_library_that_is_read_only_is_told(zotero: StubZotero, connector: Connector) -> None:
    zotero.libraries[0].editable = False
    with pytest.raises(ZoteroUsage, match="read-only"):
        connector.save([item()], "s1")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.move("nothing", "L1"), "no longer knows"),
        (lambda c: c.move("s1", "C99"), "no longer there"),
    ],
)
def test_what_cannot_be_moved_is_told(
    connector: Connector, change: Callable[[Connector], None], said: str
) -> None:
    connector.save([item()], "s1")
    with pytest.raises(ZoteroError, match=said):
        change(connector)


def test_a_move_whose_answer_is_lost_is_done_again(
    zotero: StubZotero, connector: Connector
) -> None:
    connector.save([item()], "s1")
    zotero.fail("/updateSession", Fault(cut="after"), Fault(cut="before"))
    connector.move("s1", "C12")
    assert zotero.items[0]["data"]["collections"]


def test_the_time_to_answer_grows_with_the_items(hours: Hours) -> None:
    from bibkit.zotero.wire import Answer, Call

    calls: list[Call] = []

    def send(call: Call) -> Answer:
        calls.append(call)
        return Answer(201)

    slow = Connector(transport=send, sleep=hours.sleep)
    slow.save([item(n) for n in range(50)], "s1")
    assert calls[0].timeout == 20
