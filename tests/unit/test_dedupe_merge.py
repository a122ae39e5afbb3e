"""Of references that are one work: which values the one has, and what is said of the others."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import given

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from dedupe_works import ANTS, LEE, a_work, like_ants
from strategies import references

from bibkit import Batch, Date, Name, Reference
from bibkit.enrichment.dedupe import dedupe
from bibkit.enrichment.union import richness, united
from bibkit.model import Value


def test_the_richer_record_wins_under_the_key_and_in_the_place_of_the_first() -> None:
    poor = ANTS.replace(author=(Name("Lee", "B."), Name("Wu", "C.")), DOI="10.1000/x", page="181")
    rich = like_ants("b", ISSN="1234-5679", PMID="7", issued=Date(2017, 3), note="his")
    between = a_work("m", title="A handbook of the bees of Norway")
    result = dedupe(Batch((poor.replace(note="mine"), between, rich)))
    assert [one.id for one in result.batch] == ["a", "m"]
    assert result.batch[0].fields == {**rich.fields, "DOI": "10.1000/x"}
    (merge,) = result.merged
    assert (merge.kept, merge.dropped, merge.source) == ("a", ("b",), "b")
    assert merge.filled == {"DOI": "a"}
    assert [str(one) for one in merge.differing] == ["note: “his” kept, not “mine”"]
    assert result.renamed == {"b": "a"}
    assert merge.as_json() == {
        "kept": "a",
        "dropped": ["b"],
        "reason": "title, author, year, journal, volume and page",
        "source": "b",
        "filled": {"DOI": "a"},
        "differing": [{"field": "note", "kept": "his", "ref": "a", "value": "mine"}],
    }


def test_whose_values_count_does_not_depend_on_the_order() -> None:
    some = [
        ANTS,
        like_ants("b", page="181", DOI="10.1000/x"),
        like_ants("c", author=(Name("Lee", "B."),), note="n"),
        like_ants("d", container_title="J. Soil", abstract="Ants."),
    ]
    found = set()
    for seed in range(12):
        random.Random(seed).shuffle(some)
        result = dedupe(Batch(tuple(some)))
        assert len(result.batch) == 1
        assert result.batch[0].id == some[0].id
        found.add(frozenset(result.batch[0].fields.items()))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("variable", "mine", "theirs", "after"),
    [
        ("page", "181-4", "181-184", "181-184"),
        ("container-title", "J. Soil", "Journal of Soil", "Journal of Soil"),
        ("issued", Date(2017), Date(2017, 3), Date(2017, 3)),
        ("author", (Name("Lee", "B."), Name("Wu", "C.")), LEE, LEE),
        ("keyword", "ants, soil", "Soil; winter", "ants, soil, winter"),
        ("abstract", "Ants are", "Ants are red.", "Ants are red."),
        ("title", "RED ANTS AND THEIR WAYS", "Red ants and their ways", "Red ants and their ways"),
    ],
)
def test_values_are_completed(variable: str, mine: Value, theirs: Value, after: Value) -> None:
    base = Reference("a", "article-journal", {"DOI": "10.1000/x", "volume": "1", variable: mine})
    other = Reference("b", "article-journal", {variable: theirs})
    one, filled, differing = united([base, other])
    assert one.fields[variable] == after
    assert filled == {variable: "b"}
    assert differing == ()


@pytest.mark.parametrize(
    ("variable", "mine", "theirs"),
    [
        ("page", "181-184", "181"),
        ("page", "181-184", "181–4"),
        ("container-title", "Journal of Soil", "J Soil"),
        ("issued", Date(2017, 3), Date(2017)),
        ("author", LEE, (Name("Lee", "B."), Name("Wu", "C."))),
        ("title", "Red ants", "Red Ants."),
        ("DOI", "10.1000/x", "https://doi.org/10.1000/X"),
        ("PMCID", "PMC7", "7"),
        ("ISSN", "1234-5679, 0098-7484", "00987484"),
        ("URL", "https://www.example.org/a/", "http://example.org/a"),
        ("edition", "2nd", "2"),
        ("language", "en-GB", "eng"),
        ("volume", "12", 12),
    ],
)
def test_forms_of_one_value_are_no_difference(variable: str, mine: Value, theirs: Value) -> None:
    one, filled, differing = united(
        [Reference("a", "book", {variable: mine}), Reference("b", "book", {variable: theirs})]
    )
    assert (one.fields[variable], filled, differing) == (mine, {}, ())


@pytest.mark.parametrize(
    ("variable", "mine", "theirs", "said"),
    [
        ("page", "181-184", "181-190", "page: “181-184” kept, not “181-190”"),
        ("issued", Date(2017, 3), Date(2017, 4), "issued: “2017-03” kept, not “2017-04”"),
        ("author", LEE, LEE[:1], "author: “Lee, Ben …” kept, not “Lee, Ben”"),
        ("author", LEE, (*LEE, *LEE), "author: “Lee, Ben … (2)” kept, not “Lee, Ben … (4)”"),
        ("title", "Red ants", "Red bees", "title: “Red ants” kept, not “Red bees”"),
        ("note", "x" * 99, "b", f"note: “{'x' * 57}…” kept, not “b”"),
    ],
)
def test_what_differs_is_said(variable: str, mine: Value, theirs: Value, said: str) -> None:
    base, other = (
        Reference("a", "book", {variable: mine}),
        Reference("b", "book", {variable: theirs}),
    )
    one, filled, differing = united([base, other])
    assert (one.fields, filled, [str(each) for each in differing]) == (base.fields, {}, [said])


def test_an_address_that_is_only_the_identifier_again_is_no_difference() -> None:
    base = a_work(DOI="10.1000/x", URL="https://example.org/1")
    assert united([base, a_work("b", URL="https://doi.org/10.1000/X")])[2] == ()
    assert len(united([base, a_work("b", URL="https://example.org/2")])[2]) == 1


def test_no_place_is_made_of_two_halves() -> None:
    base = a_work(volume="12", container_title="Journal of Soil")
    other = a_work(
        "b", volume="21", page="5", issue="2", container_title="Lancet", ISSN="0140-6736"
    )
    one, filled, differing = united([base, other])
    assert (one, filled) == (base, {})
    assert {each.variable for each in differing} == {"volume", "page", "issue", "container-title", "ISSN"}  # fmt: skip


def test_a_list_that_goes_on_is_completed() -> None:
    cut = a_work(author=(Name("Lee", "B."),)).with_custom(author_et_al=True)
    one, filled, differing = united([cut, a_work("b", author=LEE)])
    assert (one.names("author"), one.truncated(), filled, differing) == (LEE, False, {"author": "b"}, ())  # fmt: skip
    back = united([a_work("b", author=LEE), cut])
    assert (back[0].names("author"), back[0].truncated(), back[2]) == (LEE, False, ())
    assert united([a_work(title="x"), cut])[0].truncated()


def test_what_csl_has_no_variable_for_is_kept_too() -> None:
    def kept(id: str, **fields: str) -> Reference:
        return Reference(id, "book", {}, {"custom": {"bibtex": fields, "links": [id], "mine": id}})

    one, filled, differing = united(
        [
            kept("a", file="a.pdf", timestamp="1", ids="x"),
            kept("b", file="b.pdf", timestamp="2", groups="g", ids="y"),
        ]
    )
    assert one.custom == {
        "bibtex": {"file": "a.pdf", "timestamp": "1", "groups": "g", "ids": "x, y"},
        "links": ["a", "b"],
        "mine": "a",
    }
    assert filled == {"groups": "b"}
    assert [each.variable for each in differing] == ["file", "mine"]


def test_a_known_type_is_richer_than_none() -> None:
    vague = Reference("a", "document", {"title": "Soil", "volume": "1", "DOI": "10.1000/x"})
    known = a_work("b", DOI="10.1000/x")
    assert richness(vague) < richness(known)
    assert dedupe(Batch((vague, known))).batch[0].type == "article-journal"
    other = Reference("c", "chapter", {"DOI": "10.1000/x"})
    ((merge,), batch) = (r := dedupe(Batch((known.replace(volume="1"), other)))).merged, r.batch
    assert batch[0].type == "article-journal"
    assert [str(one) for one in merge.differing] == ["type: “article-journal” kept, not “chapter”"]


@given(references(), references())
def test_nothing_is_lost_in_silence(mine: Reference, theirs: Reference) -> None:
    one, filled, differing = united([mine, theirs])
    refused = {each.variable for each in differing}
    assert mine.fields.keys() <= one.fields.keys()
    for variable, value in theirs.fields.items():
        if variable in refused or variable == "citation-key":
            continue
        now = one.fields[variable]
        changed = variable in filled
        assert changed == (now != mine.fields.get(variable))
        if variable not in mine.fields:
            assert now == value
