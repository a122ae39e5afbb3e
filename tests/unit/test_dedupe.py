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

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

import bibkit
from bibkit import Batch, Date, Name, Problem, Reference
from bibkit.enrichment.dedupe import Deduped, dedupe
from bibkit.enrichment.doubles import doubles
from bibkit.enrichment.samework import is_preprint, same_work
from bibkit.enrichment.union import richness, united
from bibkit.model import Value

LEE = (Name("Lee", "Ben"), Name("Wu", "Carl"))


def _work(id: str = "a", type: str = "article-journal", **fields: Value) -> Reference:
    return Reference(id, type).replace(**fields)


ANTS = _work(
    title="On the habits of red wood ants in winter", author=LEE, issued=Date(2017),
    container_title="Journal of Soil", volume="12", issue="2", page="181-184",
)  # fmt: skip


def _like(id: str, **changes: Value | None) -> Reference:
    return dataclasses.replace(ANTS.replace(**changes), id=id)


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
    assert _merged(ANTS, _like("b")) == [("a", ("b",), "title, author and year")]
    assert _merged(_work(DOI="10.1000/x"), _work("b", DOI="https://doi.org/10.1000/X")) == [
        ("a", ("b",), "DOI")
    ]


BOOK = _work(
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
    page = _work(type="webpage", title="Malaria: key facts for travellers and others", author=LEE, issued=Date(2020))  # fmt: skip
    other = dataclasses.replace(page, id="b").replace(note="x")
    here, there = "https://www.example.org/malaria/", "http://example.org/malaria#facts"
    assert _merged(page.replace(URL=here), other.replace(URL=there)) == [("a", ("b",), "URL")]
    assert _merged(page.replace(URL=here), other.replace(URL="https://example.org/2")) == []
    assert _merged(page, other) == []  # many a site has pages of one title
    again = other.replace(URL=there, issued=Date(2022))
    assert _merged(page.replace(URL=here), again) == []


def test_preprints() -> None:
    assert is_preprint(_work(type="article"))
    assert is_preprint(_work(DOI="10.1101/2020.03.01.971499"))
    assert not is_preprint(_work(DOI="10.1101/gr.8.3.175", container_title="Genome Research"))
    arxiv = _work(archive="arXiv", archive_location="2101.00001v2")
    assert _merged(arxiv, _work("b", DOI="10.48550/arXiv.2101.00001")) == [("a", ("b",), "arXiv")]


# --- what is left as it is --------------------------------------------------------------------------------


def test_another_work_under_the_same_identifier_stays_and_is_said() -> None:
    other = _work("b", title="A handbook of the bees of Norway", DOI="10.1000/x")
    assert _doubts(ANTS.replace(DOI="10.1000/X"), other) == [
        (
            "same-identifier", "b",
            "It has DOI 10.1000/x as a has, but the titles differ; left as they are.",
        )
    ]  # fmt: skip
    mine = ANTS.replace(PMID="7", DOI="10.1000/x")
    assert _doubts(mine, _like("b", PMID="7", DOI="10.1000/y"))[0][2] == (
        "It has PMID 7 as a has, but another DOI; left as they are."
    )


def test_one_work_under_two_identifiers_stays_and_is_said() -> None:
    assert _doubts(ANTS.replace(DOI="10.1000/x"), _like("b", DOI="10.1000/y", page="181")) == [
        (
            "other-identifier", "b",
            "It looks like a (title, author, year, journal, volume and page agree), "
            "but its DOI is 10.1000/y, not 10.1000/x; left as they are.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("is_first", [True, False])
def test_a_preprint_and_its_article_are_related(is_first: bool) -> None:
    preprint = _like("p", container_title="bioRxiv", volume=None, issue=None, page=None, issued=Date(2015))  # fmt: skip
    pair = (preprint, ANTS) if is_first else (ANTS, preprint)
    assert _doubts(*pair) == [
        ("preprint", "p", "It seems to be the preprint of a; left as they are.")
    ]


def test_what_could_be_either_of_two_is_neither() -> None:
    one, two = ANTS.replace(DOI="10.1000/x"), _like("b", DOI="10.1000/y")
    either = _like("c", page=None, volume=None, issue=None)
    for order in ((one, two, either), (either, two, one), (two, either, one)):
        result = dedupe(Batch(order))
        assert result.merged == ()
        assert sorted(one.code for one in result.doubts) == ["ambiguous", "other-identifier"]
    # Pages tell two apart, the third has none.
    parts = ANTS, _like("b", page="185-189"), _like("c", page=None)
    assert dedupe(Batch(parts)).merged == ()
    assert {one.code for one in dedupe(Batch(parts)).doubts} == {"ambiguous"}


def test_an_identifier_that_two_works_claim_joins_neither_to_a_third() -> None:
    one = ANTS.replace(PMID="7", DOI="10.1000/x")
    other = _work("b", title="A handbook of the bees of Norway", PMID="7", DOI="10.1000/y")
    third = _work("c", PMID="7")
    assert _merged(one, other, third) == []


def test_groups_are_made_over_several_steps() -> None:
    chain = (
        _work("a", DOI="10.1000/x", title="On the habits of red wood ants in winter"),
        _work("b", DOI="10.1000/x", PMID="7"),
        _work("c", PMID="7", PMCID="PMC3"),
        _work("d", PMCID="3", note="mine"),
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
        assert _merged(_work("a", **fields), _work("b", **fields)) == []


# --- what becomes of them -------------------------------------------------------------------------------


def test_the_richer_record_wins_under_the_key_and_in_the_place_of_the_first() -> None:
    poor = ANTS.replace(author=(Name("Lee", "B."), Name("Wu", "C.")), DOI="10.1000/x", page="181")
    rich = _like("b", ISSN="1234-5679", PMID="7", issued=Date(2017, 3), note="his")
    between = _work("m", title="A handbook of the bees of Norway")
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
        _like("b", page="181", DOI="10.1000/x"),
        _like("c", author=(Name("Lee", "B."),), note="n"),
        _like("d", container_title="J. Soil", abstract="Ants."),
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
    base = _work(DOI="10.1000/x", URL="https://example.org/1")
    assert united([base, _work("b", URL="https://doi.org/10.1000/X")])[2] == ()
    assert len(united([base, _work("b", URL="https://example.org/2")])[2]) == 1


def test_no_place_is_made_of_two_halves() -> None:
    base = _work(volume="12", container_title="Journal of Soil")
    other = _work("b", volume="21", page="5", issue="2", container_title="Lancet", ISSN="0140-6736")
    one, filled, differing = united([base, other])
    assert (one, filled) == (base, {})
    assert {each.variable for each in differing} == {"volume", "page", "issue", "container-title", "ISSN"}  # fmt: skip


def test_a_list_that_goes_on_is_completed() -> None:
    cut = _work(author=(Name("Lee", "B."),)).with_custom(author_et_al=True)
    one, filled, differing = united([cut, _work("b", author=LEE)])
    assert (one.names("author"), one.truncated(), filled, differing) == (LEE, False, {"author": "b"}, ())  # fmt: skip
    back = united([_work("b", author=LEE), cut])
    assert (back[0].names("author"), back[0].truncated(), back[2]) == (LEE, False, ())
    assert united([_work(title="x"), cut])[0].truncated()


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
    known = _work("b", DOI="10.1000/x")
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


# --- keys -------------------------------------------------------------------------------------------------


def _bib(text: str) -> Batch:
    return bibkit.read(text, "bibtex")


def test_one_key_twice_with_one_text_is_one_and_with_two_works_two() -> None:
    twice = "@book{k, title={Soil}}\n"
    result = dedupe(_bib(twice + twice))
    assert [one.id for one in result.batch] == ["k"]
    assert (result.batch.problems, result.renamed) == ((), {})
    other = dedupe(_bib(twice + "@book{k, title={Air}}"))
    assert [one.id for one in other.batch] == ["k", "air"]
    assert (other.merged, [p.code for p in other.batch.problems]) == ((), ["duplicate-key"])


def test_a_key_of_two_files_stays_with_the_first() -> None:
    mine, yours = (
        _bib(f"@book{{k, title={{{t}}}}} @book{{x, crossref={{k}}, title={{On {t}}}}}")
        for t in ("Soil", "Air")
    )
    result = dedupe(mine, yours)
    assert [one.id for one in result.batch] == ["k", "x", "air", "aira"]
    assert [p.code for p in result.doubts] == ["duplicate-key", "duplicate-key"]
    assert result.doubts[0].message == (
        "The key 'k' stands twice, for two works; the second is now 'air'."
    )
    assert result.batch[1].custom["bibtex"] == {"crossref": "k"}
    assert result.batch[3].custom["bibtex"] == {"crossref": "air"}


def test_fields_that_name_a_key_that_went_follow() -> None:
    text = (
        "@book{p, doi={10.1000/x}} @book{q, doi={10.1000/X}, title={Soil}}"
        "@incollection{c, crossref={Q}, related={x, q}, title={One}}"
    )
    result = dedupe(_bib(text))
    assert result.renamed == {"q": "p"}
    kept = result.batch[1].custom["bibtex"]
    assert (kept["crossref"], kept["related"]) == ("p", "x, p")


def test_keys_that_went_are_kept_as_aliases_where_that_is_asked_for() -> None:
    text = "@book{a, doi={10.1000/x}, ids={o}} @book{b, doi={10.1000/x}} @book{a, doi={10.1000/x}}"
    assert "ids" in dedupe(_bib(text)).batch[0].custom["bibtex"]
    (one,) = dedupe(_bib(text), aliases=True).batch
    assert one.custom["bibtex"]["ids"] == "o, b"


def test_problems_of_what_went_are_said_of_what_stays() -> None:
    odd = Problem("odd", "It is.", ref="b")
    batch = Batch((_work("a", DOI="10.1000/x"), _work("b", DOI="10.1000/x")), (odd,))
    assert [problem.ref for problem in dedupe(batch).batch.problems] == ["a"]


def test_the_citation_key_is_that_of_the_first() -> None:
    one = _work("1", DOI="10.1000/x", citation_key="lee")
    two = _work("2", DOI="10.1000/x", citation_key="lee2", title="Ants")
    assert dedupe(Batch((one, two))).batch[0].text("citation-key") == "lee"
    assert (
        "citation-key" not in dedupe(Batch((one.replace(citation_key=None), two))).batch[0].fields
    )


# --- size and odd input -----------------------------------------------------------------------------------


def test_empty_and_single() -> None:
    assert dedupe(Batch()) == Deduped(Batch())
    assert dedupe() == Deduped(Batch())
    assert dedupe(Batch((ANTS,))).batch == Batch((ANTS,))


def test_a_thousand_of_one() -> None:
    result = dedupe(Batch(tuple(_like(f"k{n}") for n in range(1000))))
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
        found.append(_work(f"k{number}", title=title, author=author, issued=Date(rng.randrange(1990, 2020)), container_title="J Soil", **place))  # fmt: skip
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
