"""References that are one work become one; what is not surely the same stays, and is said."""

from __future__ import annotations

import dataclasses
import random
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from dedupe_works import ANTS, LEE, a_work, like_ants
from strategies import references

from bibkit import Batch, Date, Name, Reference
from bibkit.enrichment.dedupe import Deduped, dedupe
from bibkit.enrichment.doubles import doubles
from bibkit.enrichment.samework import is_preprint, same_work


def _merged(*references: Reference) -> list[tuple[str, tuple[str, ...], str]]:
    result = dedupe(Batch(references))
    return [(one.kept, one.dropped, one.reason) for one in result.merged]


def _doubts(*references: Reference) -> list[tuple[str, str | None, str]]:
    result = dedupe(Batch(references))
    assert not result.merged
    assert result.batch.references == references
    assert result.batch.problems[len(result.batch.problems) - len(result.doubts) :] == result.doubts
    return [(one.code, one.ref, one.message) for one in result.doubts]


# --- what is one work -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        ANTS.replace(title="On the Habits of Red-Wood Ants in Winter."),
        ANTS.replace(title="On the habits of red wood ants in winter: a review"),
        ANTS.replace(page="181", issue=None),
        ANTS.replace(page="181–4"),
        ANTS.replace(container_title="J. Soil"),
        ANTS.replace(container_title="Zeitschrift für Boden"),  # all else agrees
        ANTS.replace(author=(Name("Lee", "B."), Name("Wu", "C."))),
        ANTS.replace(author=(Name("Lee", "B."),)),
        ANTS.replace(author=(Name("Lée", "B."), *LEE[1:])),
        ANTS.replace(issued=Date(2018)),
        ANTS.replace(issued=None),
        ANTS.replace(volume=None, issue=None),
        ANTS.replace(page=None),
        ANTS.replace(page=None, volume=None, issue=None),
        ANTS.replace(title="On the habbits of red wood ants in winter"),
    ],
)
def test_forms_of_one_work_are_one(other: Reference) -> None:
    assert same_work(ANTS, other)
    assert same_work(other, ANTS)
    assert _merged(ANTS, dataclasses.replace(other, id="b"))[0][:2] == ("a", ("b",))


@pytest.mark.parametrize(
    "other",
    [
        ANTS.replace(title="On the habits of red wood bees in winter"),
        ANTS.replace(title="On the habits of red wood ants in winter. Part II"),
        ANTS.replace(title="Correction: On the habits of red wood ants in winter"),
        ANTS.replace(title="Ants", page="181-184"),
        ANTS.replace(title=None),
        ANTS.replace(page="185-9"),
        ANTS.replace(volume="13"),
        ANTS.replace(issued=Date(2019)),
        ANTS.replace(issued=Date(2018), page=None),
        ANTS.replace(author=(Name("Kim", "C."),)),
        ANTS.replace(author=(Name("Lee", "B."),), page=None),  # one of two who wrote alike?
        ANTS.replace(page=None, issue="3"),
        ANTS.replace(page=None, volume=None, issue=None, container_title="Lancet"),
        ANTS.replace(page=None, volume=None, issue=None, container_title=None),
        ANTS.replace(version="2"),
        dataclasses.replace(ANTS.replace(volume=None, page=None), type="thesis"),
        dataclasses.replace(ANTS.replace(volume=None, page=None), type="article"),
    ],
)
def test_works_that_look_alike_are_two(other: Reference) -> None:
    ours = ANTS.replace(version="1") if other.text("version") else ANTS
    assert same_work(ours, other) == same_work(other, ours) == ""
    assert _merged(ours, dataclasses.replace(other, id="b")) == []


def test_what_agrees_is_said() -> None:
    assert same_work(ANTS, ANTS.replace(page="181", container_title="J Soil")) == (
        "title, author, year, journal, volume and page"
    )
    assert same_work(ANTS, ANTS.replace(page=None, volume=None)) == (
        "title, author, year and journal"
    )
    assert _merged(ANTS, like_ants("b")) == [("a", ("b",), "title, author and year")]
    assert _merged(a_work(DOI="10.1000/x"), a_work("b", DOI="https://doi.org/10.1000/X")) == [
        ("a", ("b",), "DOI")
    ]


BOOK = a_work(
    type="book", title="The soils of the north and what lives in them", author=LEE,
    issued=Date(1999), publisher="Worm",
)  # fmt: skip


def test_books() -> None:
    other = dataclasses.replace(BOOK, id="b")
    assert _merged(BOOK, other.replace(publisher="Worm & Sons")) == [
        ("a", ("b",), "title, author and year")
    ]
    assert _merged(BOOK.replace(edition="1"), other.replace(edition="2nd")) == []
    assert _merged(BOOK.replace(edition="2"), other.replace(edition="2nd ed.")) != []
    assert _merged(BOOK.replace(volume="1"), other.replace(volume="2")) == []
    isbn = "978-0-12-409547-2"
    same = BOOK.replace(ISBN=isbn, issued=None, author=None)
    assert _merged(same, other.replace(ISBN="0-12-409547-X")) == [("a", ("b",), "ISBN")]
    assert _merged(same, other.replace(ISBN=isbn, volume="2")) != []
    assert _merged(same.replace(volume="1"), other.replace(ISBN=isbn, volume="2")) == []
    assert _merged(same, other.replace(ISBN=isbn, title="A book of quite another kind")) == []
    assert _merged(BOOK.replace(ISBN=isbn), other.replace(ISBN="0-306-40615-2")) == []


def test_what_stands_on_the_web() -> None:
    page = a_work(type="webpage", title="Malaria: key facts for travellers and others", author=LEE, issued=Date(2020))  # fmt: skip
    other = dataclasses.replace(page, id="b").replace(note="x")
    here, there = "https://www.example.org/malaria/", "http://example.org/malaria#facts"
    assert _merged(page.replace(URL=here), other.replace(URL=there)) == [("a", ("b",), "URL")]
    assert _merged(page.replace(URL=here), other.replace(URL="https://example.org/2")) == []
    assert _merged(page, other) == []  # many a site has pages of one title
    again = other.replace(URL=there, issued=Date(2022))
    assert _merged(page.replace(URL=here), again) == []


def test_preprints() -> None:
    assert is_preprint(a_work(type="article"))
    assert is_preprint(a_work(DOI="10.1101/2020.03.01.971499"))
    assert not is_preprint(a_work(DOI="10.1101/gr.8.3.175", container_title="Genome Research"))
    arxiv = a_work(archive="arXiv", archive_location="2101.00001v2")
    assert _merged(arxiv, a_work("b", DOI="10.48550/arXiv.2101.00001")) == [("a", ("b",), "arXiv")]


# --- what is left as it is --------------------------------------------------------------------------------


def test_another_work_under_the_same_identifier_stays_and_is_said() -> None:
    other = a_work("b", title="A handbook of the bees of Norway", DOI="10.1000/x")
    assert _doubts(ANTS.replace(DOI="10.1000/X"), other) == [
        (
            "same-identifier", "b",
            "It has DOI 10.1000/x as a has, but the titles differ; left as they are.",
        )
    ]  # fmt: skip
    mine = ANTS.replace(PMID="7", DOI="10.1000/x")
    assert _doubts(mine, like_ants("b", PMID="7", DOI="10.1000/y"))[0][2] == (
        "It has PMID 7 as a has, but another DOI; left as they are."
    )


def test_one_work_under_two_identifiers_stays_and_is_said() -> None:
    assert _doubts(ANTS.replace(DOI="10.1000/x"), like_ants("b", DOI="10.1000/y", page="181")) == [
        (
            "other-identifier", "b",
            "It looks like a (title, author, year, journal, volume and page agree), "
            "but its DOI is 10.1000/y, not 10.1000/x; left as they are.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("is_first", [True, False])
def test_a_preprint_and_its_article_are_related(is_first: bool) -> None:
    preprint = like_ants("p", container_title="bioRxiv", volume=None, issue=None, page=None, issued=Date(2015))  # fmt: skip
    pair = (preprint, ANTS) if is_first else (ANTS, preprint)
    assert _doubts(*pair) == [
        ("preprint", "p", "It seems to be the preprint of a; left as they are.")
    ]


def test_what_could_be_either_of_two_is_neither() -> None:
    one, two = ANTS.replace(DOI="10.1000/x"), like_ants("b", DOI="10.1000/y")
    either = like_ants("c", page=None, volume=None, issue=None)
    for order in ((one, two, either), (either, two, one), (two, either, one)):
        result = dedupe(Batch(order))
        assert result.merged == ()
        assert sorted(one.code for one in result.doubts) == ["ambiguous", "other-identifier"]
    # Pages tell two apart, the third has none.
    parts = ANTS, like_ants("b", page="185-189"), like_ants("c", page=None)
    assert dedupe(Batch(parts)).merged == ()
    assert {one.code for one in dedupe(Batch(parts)).doubts} == {"ambiguous"}


def test_an_identifier_that_two_works_claim_joins_neither_to_a_third() -> None:
    one = ANTS.replace(PMID="7", DOI="10.1000/x")
    other = a_work("b", title="A handbook of the bees of Norway", PMID="7", DOI="10.1000/y")
    third = a_work("c", PMID="7")
    assert _merged(one, other, third) == []


def test_groups_are_made_over_several_steps() -> None:
    chain = (
        a_work("a", DOI="10.1000/x", title="On the habits of red wood ants in winter"),
        a_work("b", DOI="10.1000/x", PMID="7"),
        a_work("c", PMID="7", PMCID="PMC3"),
        a_work("d", PMCID="3", note="mine"),
    )
    for order in (chain, chain[::-1]):
        (merge,) = dedupe(Batch(order)).merged
        assert {merge.kept, *merge.dropped} == set("abcd")
        assert merge.reason == "; ".join(
            dict.fromkeys(
                {"a": "DOI", "b": "DOI", "c": "PMID", "d": "PMCID"}[i] for i in merge.dropped
            )
        )


def test_little_to_tell_is_no_double() -> None:
    for fields in ({}, {"title": "Editorial"}, {"title": "Editorial", "author": LEE}):
        assert _merged(a_work("a", **fields), a_work("b", **fields)) == []


# --- size and odd input -----------------------------------------------------------------------------------


def test_empty_and_single() -> None:
    assert dedupe(Batch()) == Deduped(Batch())
    assert dedupe() == Deduped(Batch())
    assert dedupe(Batch((ANTS,))).batch == Batch((ANTS,))


def test_a_thousand_of_one() -> None:
    result = dedupe(Batch(tuple(like_ants(f"k{n}") for n in range(1000))))
    assert [one.id for one in result.batch] == ["k0"]
    assert len(result.merged[0].dropped) == 999
    assert result.batch[0].fields == ANTS.fields


def _library(size: int) -> Batch:
    """Works of few authors with titles of few words, a thirtieth of them twice."""
    rng = random.Random(size)
    words = "ants bees soil air winter habits wood north iron diet heat red view life of in".split()
    found: list[Reference] = []
    for number in range(size):
        if found and rng.random() < 0.03:
            found.append(dataclasses.replace(rng.choice(found).replace(issue="9"), id=f"k{number}"))
            continue
        title = " ".join(rng.choices(words, k=9))
        author = (Name(f"{rng.choice('LMNPRST')}ee{rng.randrange(40)}", "B."),)
        place = {"volume": str(rng.randrange(90)), "page": str(rng.randrange(1, 2000))}
        found.append(a_work(f"k{number}", title=title, author=author, issued=Date(rng.randrange(1990, 2020)), container_title="J Soil", **place))  # fmt: skip
    return Batch(tuple(found))


@pytest.mark.parametrize("kind", ["a library", "one title", "one author and year", "one DOI"])
def test_the_time_grows_with_the_list(kind: str) -> None:
    def batch(size: int) -> Batch:
        some = _library(size).references
        if kind == "one title":
            some = tuple(one.replace(title="Editorial") for one in some)
        elif kind == "one author and year":
            some = tuple(one.replace(author=LEE, issued=Date(2000)) for one in some)
        elif kind == "one DOI":
            some = tuple(one.replace(DOI="10.1000/x") for one in some)
        return Batch(some)

    taken = []
    for size in (500, 2000):
        list_ = batch(size)
        rounds = []
        for _ in range(2):
            begun = time.process_time()
            dedupe(list_)
            rounds.append(time.process_time() - begun)
        taken.append(min(rounds))
    assert taken[1] < 10 * taken[0] + 0.2  # four times the list; squared it would be sixteen


@settings(deadline=None)
@given(st.lists(references(), max_size=6), st.randoms(use_true_random=False))
def test_which_are_together_does_not_depend_on_the_order(
    batch: list[Reference], rng: random.Random
) -> None:
    some = [dataclasses.replace(one, id=f"k{n}") for n, one in enumerate([*batch, *batch])]

    def together(list_: list[Reference]) -> set[frozenset[str]]:
        return {frozenset(list_[p].id for p in group.places) for group in doubles(list_)[0]}

    before = together(some)
    rng.shuffle(some)
    assert together(some) == before
    result = dedupe(Batch(tuple(some)))
    gone = {id for merge in result.merged for id in merge.dropped}
    assert {one.id for one in result.batch} == {one.id for one in some} - gone
