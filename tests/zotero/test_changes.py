"""What enrichment proposes for items of a Zotero library, and what it says of them."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from asking import CHEST, MATHIS
from proposing import by_record, full, item, known, of, only, person, proposed, record
from stocking import FALLEN, VIEW
from twin import Twin, works_for

from bibkit.errors import InputError
from bibkit.model import Name
from bibkit.services import Services, Settings
from bibkit.zotero.changes import propose
from bibkit.zotero.proposals import Change, Proposal, patch_of

# --- what is said of the work


def test_a_retracted_work_gets_the_tag_that_it_lacks(twin: Twin) -> None:
    one = full(title=FALLEN, DOI="10.5555/jcrm.2014.0417", tags=[{"tag": "ALS", "type": 1}])
    proposal = only(twin, one)
    assert proposal.tags == ("Retracted",)
    assert any("has been retracted" in message for message in proposal.messages)
    assert patch_of(proposal, ["tags"]) == {
        "tags": [{"tag": "ALS", "type": 1}, {"tag": "Retracted"}]
    }
    assert "tags" not in patch_of(proposal, ["volume"])
    for held in ("Retracted", "RETRACTED"):
        one["data"]["tags"] = [{"tag": held}]
        assert only(twin, one).tags == ()


def test_keywords_become_tags_where_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(keyword="ALS; Aged"), "pubmed")
    one = full(title=VIEW, tags=[{"tag": "als"}])
    assert by_record(one).tags == ()
    proposal = by_record(one, overwrite=["tags"])
    assert (proposal.tags, proposal.status) == (("Aged",), "found")


@pytest.mark.parametrize("wrong", [{"DOI": CHEST}, {"PMID": "99000105"}])
def test_an_identifier_of_another_work_changes_nothing(twin: Twin, wrong: dict[str, str]) -> None:
    one = full(
        title=VIEW, creators=[person("Mathis", "S.")], date="2017", pages="181-4", **wrong
    )  # fmt: skip
    proposal = only(twin, one)
    assert (proposal.status, proposal.changes, proposal.tags) == ("conflict", (), ())
    assert any("leads to" in message for message in proposal.messages)


def test_a_bare_title_that_is_not_the_record_s_is_a_conflict(twin: Twin) -> None:
    failure = "Respiratory failure in amyotrophic lateral sclerosis"
    for title in ("Respiratory failure in another disease", failure):
        proposal = only(twin, full(title=title, DOI=MATHIS))
        assert (proposal.status, proposal.changes) == ("conflict", ())
        assert proposal.messages


def test_what_nobody_has_is_unknown_and_what_nobody_answered_failed(twin: Twin) -> None:
    nothing = full(title="A study that nobody has ever made of anything", DOI="10.5555/nothing")
    proposal = only(twin, nothing)
    assert (proposal.status, proposal.changes) == ("unknown", ())
    assert proposal.messages
    twin.fault("crossref", "503", times=99)
    twin.fault("ncbi", "503", times=99)
    out = proposed(twin, full(title=VIEW, DOI=MATHIS))
    assert out.results[0].status == "failed"
    assert out.to_json()["failures"]


# --- types


def test_a_type_is_never_changed_by_itself(twin: Twin) -> None:
    one = full(kind="document", title=VIEW, extra=f"DOI: {MATHIS}")
    proposal = only(twin, one)
    assert "itemType" not in of(proposal)
    assert any("journal article" in message for message in proposal.messages)


def test_a_type_that_was_asked_for_is_changed_where_nothing_is_lost(twin: Twin) -> None:
    one = full(kind="document", title=VIEW, extra=f"DOI: {MATHIS}")
    found = of(only(twin, one, overwrite=["itemType"]))
    assert found["itemType"] == ("document", "journalArticle", "replace")
    assert set(found) <= {"itemType", "date", "creators", "extra"}
    for name, label in (("type", "Type"), ("seriesThing", "Series Thing")):
        held = {**one, "data": one["data"] | {name: "Mine"}}
        proposal = only(twin, held, overwrite=["type"])
        assert "itemType" not in of(proposal)
        assert any(label in message for message in proposal.messages)


def test_an_item_of_a_type_that_is_not_known_here_keeps_its_fields(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known(monkeypatch, record(publisher="P", PMID="1", author=(Name("Lee", "B."),)), "pubmed")
    assert of(by_record(item(kind="hologram", title=VIEW))) == {"extra": ("", "PMID: 1", "fill")}


# --- batches and shapes


def test_notes_attachments_and_the_bin_are_passed_over(twin: Twin) -> None:
    some = [
        item("A", "note", note="x"), item("B", "attachment", title=VIEW), item("C", "annotation"),
        full("D", title=VIEW, DOI=MATHIS, deleted=1), full("E", title=VIEW, DOI=MATHIS),
    ]  # fmt: skip
    assert [one.key for one in proposed(twin, *some).results] == ["E"]


@pytest.mark.parametrize("wrong", [{}, {"key": "A"}, {"key": 1, "data": {}}, {"key": "A", "data": []}, []])  # fmt: skip
def test_what_is_no_item_is_refused(wrong: Any) -> None:
    with Services(Settings(offline=True)) as nobody, pytest.raises(InputError, match="no key"):
        propose([wrong], nobody)


def test_all_items_are_asked_for_together(twin: Twin) -> None:
    some = [full(f"K{n}", title=VIEW, DOI=MATHIS) for n in range(20)]
    some.append(full("L", title="Respiratory failure in amyotrophic lateral sclerosis", DOI=CHEST))
    found = proposed(twin, *some)
    assert [one.key for one in found.results] == [one["key"] for one in some]
    assert twin.count("crossref") <= 2
    assert all(one.changes for one in found.results)


def test_the_answer_of_enrich_is_as_the_plugin_takes_it(twin: Twin) -> None:
    one = full(title=FALLEN, DOI="10.5555/jcrm.2014.0417")
    said = json.loads(json.dumps(proposed(twin, one).to_json()))
    assert set(said) == {"results", "sent", "failures"}
    (result,) = said["results"]
    assert set(result) == {"key", "version", "title", "status", "changes", "tags", "messages"}
    plain = [change for change in result["changes"] if change["field"] != "creators"]
    assert plain
    for change in plain:
        assert set(change) == {"field", "old", "new", "label", "source", "kind"}
    (people,) = (change for change in result["changes"] if change["field"] == "creators")
    assert set(people) == {*plain[0], "oldText", "newText"}
    assert people["new"][0] == person("Quayle", "Edwin R.")
    assert result["tags"] == ["Retracted"]
    assert (said["failures"], len(said["sent"])) == ([], 2)
    assert said["sent"][0].startswith("1 DOI to Crossref (")


def test_a_patch_has_what_is_chosen_and_nothing_else() -> None:
    some = (
        Change("DOI", "", "10.1/x", "DOI", "crossref", "fill"),
        Change("pages", "1-4", "1-14", "Pages", "crossref", "complete"),
    )
    proposal = Proposal("A", 1, "Soil", "found", some, ("Retracted",), data={})
    assert patch_of(proposal, ["pages", "title"]) == {"pages": "1-14"}
    assert patch_of(proposal, []) == {}
    assert set(patch_of(proposal)) == {"DOI", "pages", "tags"}


def test_the_way_of_an_item_takes_time_in_proportion() -> None:
    def taken(number: int) -> float:
        works = [work for work, _ in works_for(50)]
        some = [
            full(f"K{n}", title=works[n % 50]["title"][0], DOI=f"10.5555/{n}", extra="a: b\nc",
                 creators=[person(one["family"], one["given"]) for one in works[n % 50]["author"]])
            for n in range(number)
        ]  # fmt: skip
        with Services(Settings(offline=True)) as nobody:
            begun = time.perf_counter()
            assert len(propose(some, nobody).results) == number
            return time.perf_counter() - begun

    taken(10)
    few, many = taken(500), taken(2000)
    assert few < 2.0
    assert many < 12 * few  # 4 times as many; a square would be 16
