"""Nothing of an item is lost or changed on its way through a reference and back."""

from __future__ import annotations

import copy
import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proposing import Item, by_record, full, item, known, of, person
from stocking import VIEW

from bibkit.formats.zotero.fields import item_named
from bibkit.formats.zotero.schema import ITEM_TYPES
from bibkit.model import Date, Name, Reference
from bibkit.zotero.proposals import patch_of

#: Every type that a library may hold.
TYPES = sorted(ITEM_TYPES)


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
