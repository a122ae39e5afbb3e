"""What enrichment proposes for items of a Zotero library, and above all what it leaves alone."""

from __future__ import annotations

import copy
import dataclasses
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "contract"))

from asking import CHEST, MATHIS, services
from twin import Twin, works_for

from bibkit.enrichment.ledger import Entry, Ledger
from bibkit.enrichment.merge import merge
from bibkit.errors import InputError, SettingsError
from bibkit.formats.zotero.fields import item_named
from bibkit.formats.zotero.schema import ITEM_TYPES
from bibkit.model import Batch, Candidate, Date, Name, Problem, Reference
from bibkit.online import Enriched
from bibkit.services import Services, Settings
from bibkit.zotero import changes
from bibkit.zotero.changes import Change, Proposal, Proposals, check_items, patch_of, propose

Item = dict[str, Any]
#: Every type that a library may hold.
TYPES = sorted(ITEM_TYPES)
VIEW = "Current view and perspectives in amyotrophic lateral sclerosis"
FALLEN = (
    "Inspiratory muscle training delays ventilation in motor neuron disease: a randomised trial"
)


def item(key: str = "ABCD2345", kind: str = "journalArticle", **fields: Any) -> Item:
    """An item as the API has it: what is not given is not there."""
    data = {"itemType": kind, "creators": [], "tags": [], "collections": [], **fields}
    return {"key": key, "version": 7, "data": {"key": key, "version": 7, **data}}


def full(key: str = "ABCD2345", kind: str = "journalArticle", **fields: Any) -> Item:
    """The same with all fields of its type, empty where they are not given."""
    table = item_named(kind)
    empty = {table.own.get(name, name): "" for name in table.fields.values()}
    return item(key, kind, **(empty | {"extra": ""} | fields))


def person(last: str, first: str, kind: str = "author") -> dict[str, str]:
    return {"creatorType": kind, "firstName": first, "lastName": last}


@pytest.fixture(scope="module")
def running() -> Iterator[Twin]:
    with Twin() as twin:
        yield twin


@pytest.fixture
def twin(running: Twin) -> Iterator[Twin]:
    running.reset()
    yield running
    running.reset()


def proposed(twin: Twin, *items: Item, **given: Any) -> Proposals:
    with services(twin.environ) as open:
        return propose(items, open, **given)


def only(twin: Twin, one: Item, **given: Any) -> Proposal:
    (result,) = proposed(twin, one, **given).results
    return result


def of(proposal: Proposal) -> dict[str, tuple[Any, Any, str]]:
    return {one.field: (one.old, one.new, one.kind) for one in proposal.changes}


# --- services that know what a test says


Knows = Callable[[Reference], Reference | None]


def known(
    monkeypatch: pytest.MonkeyPatch, knows: Knows, service: str = "crossref", *codes: str
) -> None:
    """Enrichment that finds for each reference the record that `knows` makes of it."""

    def enrich(batch: Batch, _: Services, *, overwrite: Any = ()) -> Enriched:
        after, entries = [], {}
        for one in batch:
            record = knows(one)
            found = [] if record is None else [Candidate(record, service)]
            merged = merge(one, found, overwrite)
            after.append(merged.reference)
            entries[one.id] = Entry.of(one, merged, "found" if found else "absent", 0.0)
        problems = [Problem(code, f"{code}.", ref=one.id) for code in codes for one in batch]
        return Enriched(Batch(tuple(after), tuple(problems)), Ledger(entries), Counter())

    monkeypatch.setattr(changes, "enrich", enrich)


def by_record(one: Item, **given: Any) -> Proposal:
    """What is proposed, nobody being asked: see `known`."""
    with Services(Settings(offline=True)) as nobody:
        (result,) = propose([one], nobody, **given).results
    return result


def record(**fields: Any) -> Knows:
    return lambda one: Reference("10.1000/x", one.type, fields)


# --- nothing of the way through a reference is a change


def odd(kind: str) -> Item:
    """An item of a type, all of whose fields are spelled as bibkit would not spell them."""
    table = item_named(kind)
    names = {table.own.get(name, name): variable for variable, name in table.fields.items()}
    spelled = {
        "title": "  The <i>E. coli</i> of “Bär” &amp; <span class='nocase'>pH</span> – a  view. ",
        "issued": "Mar 5th, 2017",
        "accessed": "2020-01-02 03:04:05",
        "page": " 181 – 184",
        "DOI": "https://doi.org/10.1000/ABC",
        "PMID": " 0012345 ",
        "PMCID": "pmc99",
        "language": "German ",
        "ISSN": "16735374, 1673-5374",
        "volume": "Vol. XII",
        "container-title": "J.  Of Things &lt;i&gt;",
        "citation-key": "a key",
    }
    fields = {name: spelled.get(variable, f" a {name}; b ") for name, variable in names.items()}
    kinds = [*table.creators.values(), "wordsBy"]
    people = [
        made
        for kind in reversed(kinds)
        for made in (
            person("VAN DER BERG ", " J.A., jr", kind),
            {"creatorType": kind, "name": "The  ARDS Network "},
            {"creatorType": kind, "lastName": "Solo", "firstName": ""},
            {"creatorType": kind, "firstName": "Only", "lastName": ""},
        )
    ]
    return item(
        kind=kind,
        **fields,
        creators=people,
        tags=[{"tag": "x; y", "type": 1}, {"tag": "z"}],
        extra="Citation Key: k\r\n pmid : 9 \r\n\r\nfoo: bar\r\nnote: x\r\nOriginal Date: 1900\r\n",
        seriesText="what bibkit has no name for",
        relations={"owl:sameAs": "x"},
    )


@pytest.mark.parametrize("kind", TYPES)
def test_what_nobody_knows_anything_of_is_left_as_it_is(kind: str) -> None:
    one = odd(kind)
    before = copy.deepcopy(one)
    proposal = by_record(one)
    assert (proposal.changes, proposal.tags, patch_of(proposal)) == ((), (), {})
    assert one == before


@pytest.mark.parametrize("kind", TYPES)
def test_a_record_that_says_the_same_changes_nothing(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, lambda one: dataclasses.replace(one, extra={}))
    proposal = by_record(odd(kind))
    assert of(proposal) == {}
    assert proposal.status == "unchanged"


@pytest.mark.parametrize("kind", TYPES)
def test_a_record_with_one_thing_more_changes_that_alone(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, lambda one: one.replace(PMID="31415926", DOI=None), "pubmed")
    one = odd(kind)
    one["data"].pop("PMID", None)
    one["data"]["extra"] = "  Signed: copy\r\n\r\nfoo "
    patch = patch_of(by_record(one))
    if kind == "journalArticle":
        assert patch == {"PMID": "31415926"}
    else:
        assert patch == {"extra": "  Signed: copy\r\n\r\nfoo \r\nPMID: 31415926"}


texts = st.text(max_size=30) | st.sampled_from(
    ["2017", "181-4", "10.1000/x", "PMID: 1", "<i>", "\n"]
)
creators = st.lists(
    st.fixed_dictionaries({"creatorType": st.sampled_from(["author", "editor", "odd"])})
    .flatmap(lambda one: st.fixed_dictionaries({"firstName": texts, "lastName": texts}).map(one.__or__))
    | st.builds(lambda name: {"creatorType": "author", "name": name}, texts),
    max_size=4,
)  # fmt: skip


@given(
    kind=st.sampled_from([*TYPES, "hologram", ""]),
    fields=st.dictionaries(
        st.sampled_from("title date pages DOI PMID extra publicationTitle volume url".split()), texts
    ),
    people=creators,
)  # fmt: skip
def test_whatever_an_item_holds_nobody_s_word_changes_it(
    kind: str, fields: dict[str, str], people: list[Item]
) -> None:
    proposal = by_record(item(kind=kind, **fields, creators=people))
    assert (proposal.changes, patch_of(proposal)) == ((), {})
    json.dumps(proposal.as_json())


names = st.builds(Name, st.sampled_from(["Chiò", "Lee", "de Vries"]), st.sampled_from(["A.", "Adriano", "B"]))  # fmt: skip
records = st.fixed_dictionaries({}, optional={
    "title": st.sampled_from([VIEW, VIEW.upper(), VIEW.replace("view", "<i>view</i>")]),
    "issued": st.builds(Date, st.just(2017), st.integers(1, 12)),
    "page": st.sampled_from(["181-184", "e12", "181"]),
    "container-title": st.sampled_from(["Neural Regeneration Research", "Lancet"]),
    "container-title-short": st.just("Neural Regen Res"),
    "volume": st.sampled_from(["1", "12"]),
    "PMID": st.just("31415926"), "DOI": st.just("10.1000/x"), "ISSN": st.just("1673-5374"),
    "publisher": st.just("Worm"), "genre": st.just("Essay"), "language": st.just("de"),
    "author": st.lists(names, min_size=1, max_size=3).map(tuple),
    "editor": st.lists(names, min_size=1, max_size=2).map(tuple),
})  # fmt: skip
held = st.fixed_dictionaries({}, optional={
    "title": st.sampled_from([VIEW, VIEW.upper(), VIEW + "."]),
    "date": st.sampled_from(["2017", "Spring 2017", "2017-03", "c. 2017", "in press"]),
    "pages": st.sampled_from(["181", "181–4", "181-184", "e12"]),
    "publicationTitle": st.sampled_from(["Neural Regen Res", "Neural Regen. Res.", "Chest"]),
    "bookTitle": st.just("Lancet"), "volume": st.sampled_from(["12", "Vol. 12"]),
    "extra": st.sampled_from(["PMID: ", "mine\r\n", "Type: report", "DOI: 10.1000/y\n\nmine"]),
})  # fmt: skip
held_people = st.lists(
    st.builds(person, st.sampled_from(["Chio", "Lee", "de Vries", "LEE"]), st.sampled_from(["A", "B.", "A. M."]),
              st.sampled_from(["author", "editor", "translator", "programmer"]))
    | st.builds(lambda kind, name: {"creatorType": kind, "name": name}, st.sampled_from(["author", "editor"]),
                st.sampled_from(["WHO", "et al."])),
    max_size=4,
)  # fmt: skip


@settings(max_examples=300)
@given(
    kind=st.sampled_from(TYPES),
    knows=records,
    fields=held,
    people=held_people,
    service=st.sampled_from(["crossref", "pubmed"]),
    overwrite=st.sets(st.sampled_from(["title", "issued", "author", "type"])),
)
def test_whatever_is_written_loses_nothing_and_a_second_run_finds_nothing(
    kind: str,
    knows: dict[str, Any],
    fields: dict[str, str],
    people: list[Item],
    service: str,
    overwrite: set[str],
) -> None:
    table = item_named(kind)
    own = {table.own.get(name, name) for name in table.fields.values()} | {"extra"}
    one = full(kind=kind, **{n: v for n, v in fields.items() if n in own}, creators=people)
    with pytest.MonkeyPatch.context() as patching:
        known(patching, lambda read: Reference("1", read.type, knows), service)
        first = by_record(one, overwrite=overwrite)
        patch = patch_of(first)
        assert set(patch) <= {*one["data"], "creators"}
        for change in first.changes:
            assert change.old == (one["data"].get(change.field) or change.old)
            assert (change.kind == "fill") == (not change.before or change.field == "extra")
            assert change.kind != "replace" or overwrite
        lines = patch.get("extra", one["data"]["extra"]).splitlines()
        assert all(line in lines for line in one["data"]["extra"].splitlines() if line != "PMID: ")
        if "author" not in overwrite:
            after = patch.get("creators", people)
            rest = iter(after)
            kept = [p for p in people if p["creatorType"] not in ("author", "editor", "programmer")]
            assert all(p in rest for p in kept)
            # Nobody has gone but those whom an "et al." stood for.
            assert len(after) >= len([p for p in people if p.get("name") != "et al."])
        again = by_record({**one, "data": one["data"] | patch}, overwrite=overwrite)
        assert of(again) == {}


# --- fields


def test_empty_fields_are_filled_and_others_completed(twin: Twin) -> None:
    one = full(
        title=VIEW,
        DOI=MATHIS,
        publicationTitle="Neural Regen Res",
        date="2017",
        pages="181–4",
        volume="12",
    )
    proposal = only(twin, one)
    assert (proposal.key, proposal.version, proposal.status) == ("ABCD2345", 7, "found")
    assert proposal.title == VIEW
    found = of(proposal)
    assert found["PMID"] == ("", "99000102", "fill")
    assert found["issue"] == ("", "2", "fill")
    assert found["pages"] == ("181–4", "181-184", "complete")
    assert found["date"] == ("2017", "2017-02", "complete")
    assert found["publicationTitle"] == (
        "Neural Regen Res",
        "Neural Regeneration Research",
        "complete",
    )
    assert found["journalAbbreviation"] == ("", "Neural Regen Res", "fill")
    assert not {"volume", "DOI", "title", "abstractNote", "citationKey", "extra"} & set(found)
    sources = {change.field: change.source for change in proposal.changes}
    assert (sources["PMID"], sources["issue"]) == ("pubmed", "crossref")


def test_what_a_type_calls_a_field_is_what_is_filled(twin: Twin) -> None:
    found = of(
        only(
            twin,
            full(
                kind="bookSection",
                title="Sleep studies in neuromuscular disease",
                extra="DOI: 10.5555/9780990000013.ch4",
            ),
        )
    )
    assert found["bookTitle"] == ("", "Breathing and the Motor Neuron", "fill")
    assert "publicationTitle" not in found
    assert "extra" not in found


def test_a_second_time_there_is_nothing_to_do(twin: Twin) -> None:
    one = full(title=VIEW, DOI=MATHIS, pages="181-4", creators=[person("Mathis", "S.")])
    first = only(twin, one)
    done = {**one, "data": {**one["data"], **patch_of(first)}}
    second = only(twin, done)
    assert (second.changes, second.status) == ((), "unchanged")


def test_a_field_that_could_not_be_read_is_not_called_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known(monkeypatch, record(issued=Date(2017, 3)))
    assert of(by_record(full(title=VIEW, date=" "))) == {"date": (" ", "2017-03", "fill")}
    assert of(by_record(full(title=VIEW, date="no date"))) == {}
    asked = by_record(full(title=VIEW, date="no date"), overwrite=["date"])
    assert of(asked) == {"date": ("no date", "2017-03", "replace")}


def test_a_fuller_form_never_loses_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(issued=Date(2017, 3)))
    for typed in ("2017 [1899]", "ca. 2017", "2017, reprinted", "2017/2018"):
        assert of(by_record(full(title=VIEW, date=typed))) == {}, typed
    assert of(by_record(full(title=VIEW, date="2017"))) == {"date": ("2017", "2017-03", "complete")}


def test_what_stands_in_extra_is_not_said_again_in_its_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known(monkeypatch, record(page="181-184"))
    assert of(by_record(full(title=VIEW, extra="Page: 181-4"))) == {}


def test_what_is_asked_for_is_replaced_by_either_name(twin: Twin) -> None:
    one = full(title=VIEW, DOI=MATHIS, publicationTitle="My journal", abstractNote="Mine")
    assert "publicationTitle" not in of(only(twin, one))
    for name in ("publicationTitle", "container-title", "Container-Title"):
        found = of(only(twin, one, overwrite=[name]))
        assert found["publicationTitle"] == (
            "My journal",
            "Neural Regeneration Research",
            "replace",
        )
    with pytest.raises(SettingsError, match="no field 'colour'"):
        only(twin, one, overwrite=["colour"])


def test_the_abstract_is_touched_only_where_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(abstract="We looked.\nWe saw."))
    assert of(by_record(full(title=VIEW))) == {}
    asked = by_record(full(title=VIEW), overwrite=["abstractNote"])
    assert of(asked) == {"abstractNote": ("", "We looked.\nWe saw.", "fill")}


def test_a_genre_is_no_programming_language(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(genre="software", edition="2"))
    assert of(by_record(full(kind="computerProgram", title=VIEW))) == {}


# --- Extra


@pytest.mark.parametrize(
    ("extra", "new"),
    [
        ("", "PMID: 1"),
        ("Signed copy", "Signed copy\nPMID: 1"),
        ("Signed copy\n", "Signed copy\nPMID: 1"),
        ("a: b\r\n\r\n c ", "a: b\r\n\r\n c \r\nPMID: 1"),
        ("a\nPMID:\nb", "a\nPMID: 1\nb"),
    ],
)
def test_a_chapter_s_pmid_is_a_line_of_its_own_in_extra(
    extra: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, record(PMID="1"), "pubmed")
    proposal = by_record(full(kind="bookSection", title=VIEW, extra=extra))
    (change,) = proposal.changes
    assert (change.field, change.old, change.new, change.kind) == ("extra", extra, new, "fill")
    assert change.as_json()["newText"] == "PMID: 1"


@pytest.mark.parametrize("line", ["PMID: 777", "pmid:777", "  PMID : see below"])
def test_a_line_of_extra_that_says_something_stays(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, record(PMID="1"), "pubmed")
    assert of(by_record(full(kind="bookSection", title=VIEW, extra=f"a\n{line}"))) == {}


def test_an_article_s_pmid_in_extra_is_not_given_twice(twin: Twin) -> None:
    proposal = only(twin, full(title=VIEW, DOI=MATHIS, extra="Mine\nPMID: 99000102"))
    assert not {"PMID", "extra"} & set(of(proposal))


def test_a_library_whose_schema_has_no_pmid_gets_it_in_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known(monkeypatch, record(PMID="1"), "pubmed")
    one = full(title=VIEW)
    assert of(by_record(one)) == {"PMID": ("", "1", "fill")}
    del one["data"]["PMID"]
    assert of(by_record(one)) == {"extra": ("", "PMID: 1", "fill")}


def test_a_doi_in_a_field_that_only_a_later_zotero_has_is_read_and_filled(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = full(kind="bookSection", title="Sleep studies in neuromuscular disease")
    one["data"]["DOI"] = "10.5555/9780990000013.ch4"
    assert of(only(twin, one))["bookTitle"][1] == "Breathing and the Motor Neuron"
    one["data"]["DOI"] = ""
    known(monkeypatch, record(DOI="10.5555/x"))
    assert of(by_record(one)) == {"DOI": ("", "10.5555/x", "fill")}


def test_nothing_else_is_put_into_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(ISSN="1673-5374", edition="2"))
    assert of(by_record(full(kind="document", title=VIEW))) == {}


# --- creators


def test_names_are_completed_in_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    full_names = (Name("Chiò", "Adriano"), Name("Lee", "Ben"), Name(literal="ALS Group"))
    known(monkeypatch, record(author=full_names))
    held = [
        person("Boss", "E.", "editor"),
        person("Chio", "A."),
        {"creatorType": "translator", "name": "T"},
        person("LEE ", "B."),
        {"creatorType": "author", "name": "ALS Group"},
        person("Late", "E.", "editor"),
    ]
    (change,) = by_record(full(kind="book", title=VIEW, creators=held)).changes
    assert change.old == held
    assert change.new == [
        held[0], person("Chiò", "Adriano"), held[2], person("LEE ", "Ben"), *held[4:]
    ]  # fmt: skip
    assert change.kind == "complete"
    assert change.as_json() | {"old": 0, "new": 0} == {
        "field": "creators", "old": 0, "new": 0, "label": "Creators", "source": "crossref", "kind": "complete",
        "oldText": "Chio, A.; LEE , B.; ALS Group", "newText": "Chiò, Adriano; LEE , Ben; ALS Group",
    }  # fmt: skip


def test_names_are_left_where_one_of_them_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(author=(Name("Chiò", "Adriano"), Name("Lee", "Ben"))))
    held = [person("Chio", "A."), person("", ""), person("Lee", "Ben")]
    assert of(by_record(full(title=VIEW, creators=held))) == {}


def test_authors_are_filled_before_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(author=(Name("Chiò", "A."),), editor=(Name("Boss", "E."),)))
    held = [{"creatorType": "translator", "name": "T"}]
    (change,) = by_record(full(kind="book", title=VIEW, creators=held)).changes
    assert change.new == [person("Chiò", "A."), *held, person("Boss", "E.", "editor")]
    assert change.kind == "fill"


def test_other_people_are_never_put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(author=(Name("Chiò", "A."), Name("Lee", "Ben"))))
    for held in ([person("Chio", "A.")], [person("Wu", "C."), person("Lee", "B.")]):
        assert of(by_record(full(title=VIEW, creators=held))) == {}
    asked = by_record(full(title=VIEW, creators=[person("Wu", "C.")]), overwrite=["creators"])
    assert asked.changes[0].new == [person("Chiò", "A."), person("Lee", "Ben")]
    assert asked.changes[0].kind == "replace"


@pytest.mark.parametrize("others", ["et al.", "Et al", "others"])
def test_an_et_al_makes_way_for_the_people(others: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(author=(Name("Chiò", "Adriano"), Name("Lee", "Ben"))))
    held = [
        person("Chio", "A."),
        {"creatorType": "author", "name": others},
        person("B", "E", "editor"),
    ]
    (change,) = by_record(full(kind="book", title=VIEW, creators=held)).changes
    assert change.new == [person("Chiò", "Adriano"), person("Lee", "Ben"), held[2]]


def test_an_et_al_of_which_nobody_knows_more_stays() -> None:
    held = [person("Chio", "A."), {"creatorType": "author", "name": "et al."}]
    assert of(by_record(full(title=VIEW, creators=held))) == {}


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


# --- checking


def test_a_check_names_the_retracted_and_the_tag(twin: Twin) -> None:
    some = [
        full("A", title=VIEW, DOI=MATHIS),
        full("B", title=FALLEN, DOI="10.5555/jcrm.2014.0417"),
        full("C", title=FALLEN, DOI="10.5555/jcrm.2014.0417", tags=[{"tag": "retracted"}]),
        item("D", "note", note=""),
    ]
    with services(twin.environ) as open:
        said = json.loads(json.dumps(check_items(some, open)))
    assert set(said) == {"findings", "sent", "failures"}
    assert [(one["key"], one["code"], one["tags"]) for one in said["findings"]] == [
        ("B", "retracted", ["Retracted"]),
        ("C", "retracted", []),
    ]
    first = said["findings"][0]
    assert set(first) == {"key", "code", "severity", "message", "tags"}
    assert first["severity"] == "error"
    assert "retracted" in first["message"]
    assert (said["failures"], bool(said["sent"])) == ([], True)


def test_a_check_that_nobody_answered_says_so(twin: Twin) -> None:
    twin.fault("crossref", "503", times=99)
    twin.fault("ncbi", "503", times=99)
    with services(twin.environ) as open:
        said = check_items([full("A", title=VIEW, DOI=MATHIS)], open)
    assert [one["code"] for one in said["findings"]] == ["cannot-tell"]
    assert said["failures"]


def test_a_check_can_be_asked_for_more(twin: Twin) -> None:
    one = full("A", title=VIEW, DOI=MATHIS, volume="99")
    with services(twin.environ) as open:
        assert check_items([one], open)["findings"] == []
        more = check_items([one], open, ["wrong-details", "missing"])["findings"]
    assert [found["code"] for found in more] == ["wrong-details", "missing"]
