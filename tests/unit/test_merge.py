"""What a reference becomes with its records: filled, completed, never falsified, nothing lost."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

from bibkit import Date, Name, Reference
from bibkit.enrichment.merge import FILLED, ON_REQUEST, Merged, merge
from bibkit.model import Candidate, Value


def _work(type: str = "article-journal", **fields: Value) -> Reference:
    return Reference("a", type, {name.replace("_", "-"): value for name, value in fields.items()})


def _crossref(reference: Reference, id: str = "10.1000/a") -> Candidate:
    return Candidate(dataclasses.replace(reference, id=id), "crossref", fetched=5.0)


def _pubmed(reference: Reference, id: str = "1") -> Candidate:
    return Candidate(dataclasses.replace(reference, id=id), "pubmed", fetched=6.0)


def _rules(merged: Merged) -> dict[str, tuple[Value, str, str]]:
    return {name: (one.value, one.source, one.rule) for name, one in merged.changed.items()}


LEE, LEE_IN_FULL = (Name("Lee", "B."),), (Name("Lee", "Ben"),)


# --- filled and completed ----------------------------------------------------------------------------


def test_without_records_nothing_changes() -> None:
    mine = _work(title="SOIL AND AIR OF THE NORTH", page="181-4")
    merged = merge(mine, [], ["title", "type"])
    assert merged.reference == mine
    assert not merged.changed


def test_each_field_comes_from_who_is_good_at_it() -> None:
    crossref = _crossref(_work(title="Soil", container_title="Journal of Soil", container_title_short="J. Soil", DOI="10.1000/a", volume="12"))  # fmt: skip
    pubmed = _pubmed(_work(title="soil", container_title="J of soil (London)", container_title_short="J Soil", DOI="10.1000/A", volume="12", PMID="1"))  # fmt: skip
    merged = merge(_work(), [pubmed, crossref])
    assert _rules(merged) == {
        "title": ("Soil", "crossref", "filled"),
        "container-title": ("Journal of Soil", "crossref", "filled"),
        "container-title-short": ("J Soil", "pubmed", "filled"),
        "volume": ("12", "crossref", "filled"),
        "DOI": ("10.1000/a", "crossref", "filled"),
        "PMID": ("1", "pubmed", "filled"),
    }
    origin = merged.origins["title"]
    assert (origin.id, origin.fetched, origin.rejected) == ("10.1000/a", 5.0, (("pubmed", "soil"),))
    assert merged.origins["PMID"].id == "1"


def test_what_is_mine_stays_and_what_differs_is_noted() -> None:
    mine = _work(title="Soil", volume="12", page="181-4", author=LEE)
    theirs = _work(title="Air", volume="13", page="97-99", author=(Name("Wu", "C."),))
    merged = merge(mine, [_crossref(theirs)])
    assert merged.reference == mine
    assert not merged.changed
    assert merged.origins["volume"].rejected == (("crossref", "13"),)
    assert merged.origins["author"].rejected == (("crossref", (Name("Wu", "C."),)),)


def test_a_journal_in_full_leaves_its_abbreviation() -> None:
    merged = merge(
        _work(container_title="J Soil"), [_crossref(_work(container_title="Journal of Soil"))]
    )
    assert dict(merged.reference.fields) == {
        "container-title": "Journal of Soil",
        "container-title-short": "J Soil",
    }
    assert merged.origins["container-title"].rejected == (("input", "J Soil"),)


def test_a_journal_with_one_name_gets_no_short_one() -> None:
    theirs = _work(container_title="Chest", container_title_short="Chest.")
    assert "container-title-short" not in merge(_work(), [_crossref(theirs)]).reference.fields


def test_a_document_gets_its_type_any_other_keeps_it() -> None:
    record = _crossref(_work("chapter", title="Soil"))
    assert merge(_work("document"), [record]).reference.type == "chapter"
    assert merge(_work("book"), [record]).reference.type == "book"
    assert merge(_work("book"), [record], ["type"]).reference.type == "chapter"


def test_what_is_assumed_or_no_ones_business_is_not_filled() -> None:
    theirs = _work(language="en", publisher="Wiley", abstract="Long", keyword="soil", note="x")
    assert merge(_work(), [_pubmed(theirs)]).reference == _work()
    asked = merge(_work(), [_pubmed(theirs)], ["abstract", "keyword"]).reference
    assert dict(asked.fields) == {"abstract": "Long", "keyword": "soil"}
    assert merge(_work(), [_pubmed(_work(language="fr"))]).reference.text("language") == "fr"
    book = _work("book", publisher="Wiley")
    assert merge(_work("book"), [_crossref(book)]).reference.text("publisher") == "Wiley"


def test_where_a_journal_appears_is_not_filled_where_a_book_did_is() -> None:
    placed = {"publisher-place": "London, England"}
    assert merge(_work(), [_pubmed(_work(**placed))]).reference == _work()
    book = merge(_work("book"), [_pubmed(_work("book", **placed))]).reference
    assert book.text("publisher-place") == "London, England"


def test_stops_behind_initials_make_no_name_fuller() -> None:
    mine, theirs = (Name("Lee", "M.J."),), (Name("Lee", "M. J."),)
    merged = merge(_work(), [_crossref(_work(author=mine)), _pubmed(_work(author=theirs))])
    assert merged.reference.names("author") == mine
    kept = merge(_work(author=(Name("Lee", "Mark J"),)), [_pubmed(_work(author=(Name("Lee", "Mark J."),)))])  # fmt: skip
    assert kept.changed == {}
    assert kept.origins["author"].rejected == ()


def test_overwriting_is_for_what_is_named() -> None:
    mine = _work(title="Soil", volume="12", page="181-4")
    theirs = _work(title="Air", volume="13", page="181-185")
    merged = merge(mine, [_crossref(theirs)], ["volume", "issue"])
    assert dict(merged.reference.fields) == {"title": "Soil", "volume": "13", "page": "181-4"}
    assert merged.origins["volume"].rule == "overwritten"
    assert merged.origins["volume"].rejected == (("input", "12"),)


def test_capitals_and_entities_of_mine_are_mended_where_the_work_is_known() -> None:
    mine = _work(title="SOIL &amp; AIR OF THE NORTH", author=(Name("VAN DER BERG", "K."),))
    theirs = _work(title="Soil", author=(Name("Wu", "C."),))
    merged = merge(mine, [_crossref(theirs)])
    assert merged.reference.text("title") == "Soil & air of the north"
    assert merged.reference.names("author") == (Name("van der Berg", "K."),)
    assert merged.origins["title"].rejected[0] == ("input", "SOIL &amp; AIR OF THE NORTH")
    assert merge(mine, [_crossref(_work(volume="1"))]).reference.text("title") == mine.text("title")


# --- et al. --------------------------------------------------------------------------------------------


def test_et_al_goes_where_the_people_are_complete() -> None:
    mine = _work(author=LEE).with_custom(author_et_al=True, links=["DOI"])
    theirs = _work(author=(*LEE_IN_FULL, Name("Wu", "C.")))
    merged = merge(mine, [_crossref(theirs)]).reference
    assert not merged.truncated()
    assert merged.custom == {"links": ["DOI"]}
    other = merge(mine, [_crossref(_work(author=(Name("Wu", "C."),)))]).reference
    assert other == mine


@pytest.mark.parametrize(
    "mine", [_work(author=LEE).with_custom(author_et_al=True), _work(title="Soil")]
)
def test_et_al_stays_where_theirs_is_cut_too(mine: Reference) -> None:
    theirs = _work(author=(*LEE, Name("Wu", "C."))).with_custom(author_et_al=True)
    assert merge(mine, [_pubmed(theirs)]).reference.truncated()


def test_et_al_stays_where_theirs_names_no_more() -> None:
    mine = _work(author=LEE).with_custom(author_et_al=True)
    assert merge(mine, [_crossref(_work(author=LEE_IN_FULL))]).reference.truncated()


# --- one work, not two halves ----------------------------------------------------------------------------


def test_a_place_is_of_one_piece() -> None:
    mine = _work(title="Soil", container_title="Brain", volume="12")
    theirs = _work(title="Soil", container_title="Brain", volume="13", issue="4", page="7-9")
    assert not {"issue", "page"} & set(merge(mine, [_crossref(theirs)]).changed)


def test_a_journal_is_of_one_piece() -> None:
    mine = _work(title="Soil", container_title="Brain")
    theirs = _work(title="Soil", container_title="Lancet", container_title_short="Lancet", ISSN="1234-5679")  # fmt: skip
    assert not {"container-title-short", "ISSN"} & set(merge(mine, [_crossref(theirs)]).changed)


def test_a_place_is_of_one_service() -> None:
    crossref = _crossref(_work(title="Soil", volume="12"))
    pubmed = _pubmed(_work(title="Soil", volume="13", issue="3", page="5-9"))
    merged = merge(_work(title="Soil"), [crossref, pubmed]).reference
    assert (merged.text("volume"), merged.text("issue")) in [("12", ""), ("13", "3")]


def test_mark_up_of_mine_is_mine() -> None:
    title = 'The <span class="nocase">iPhone</span> of soil'
    merged = merge(_work(title=title), [_crossref(_work(title="The iPhone of soil"))])
    assert merged.reference.text("title") == title


def test_words_of_mine_are_mine() -> None:
    title = "When a < b and c > d in soils"
    merged = merge(_work(title=title), [_crossref(_work(title=title))])
    assert merged.reference.text("title") == title


def test_overwriting_by_the_same_is_no_change() -> None:
    merged = merge(_work(volume="12"), [_crossref(_work(volume="12"))], ["volume"])
    assert not merged.changed


def test_an_overwritten_short_name_is_listed() -> None:
    mine = _work(container_title="J. Soil", container_title_short="JS")
    theirs = _work(container_title="Journal of Soil", container_title_short="Journal of Soil")
    merged = merge(mine, [_crossref(theirs)], ["container-title-short"])
    kept = merged.reference.text("container-title-short")
    assert kept == "JS" or ("input", "JS") in merged.origins["container-title-short"].rejected


def test_what_is_filled_is_the_fullest() -> None:
    records = [_crossref(_work(issued=Date(2017), page="181")), _pubmed(_work(issued=Date(2017, 2), page="181-4"))]  # fmt: skip
    merged = merge(_work(), records).reference
    assert (merged.date("issued"), merged.text("page")) == (Date(2017, 2), "181-184")


def test_what_is_filled_is_mended() -> None:
    shouted = _work(title="SOIL AND AIR OF THE NORTH", author=(Name("VAN DER BERG", "K."),))
    merged = merge(_work(), [_pubmed(shouted)]).reference
    assert merged.text("title") == "Soil and air of the north"


# --- for any reference --------------------------------------------------------------------------------------

_JOURNALS = st.sampled_from(
    ["J Soil", "J. Soil", "Journal of Soil", "Brain", "Brain Research", "Chest"]
)
_PEOPLE = st.lists(
    st.sampled_from([
        Name("Chio", "A."), Name("Chiò", "Adriano"), Name("Lee", "B. C."), Name("Lee", "Ben"),
        Name(literal="The Group"), Name("Berg", "L.", non_dropping_particle="van den"),
        Name("Lee", "B.", suffix="Jr"),
    ]),
    min_size=1, max_size=3,
).map(tuple)  # fmt: skip
_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "author": _PEOPLE,
        "editor": _PEOPLE,
        "title": st.sampled_from(["Soil", "SOIL AND AIR OF THE NORTH", "On <i>E. coli</i>", "On E. coli", "a &amp; b"]),
        "container-title": _JOURNALS,
        "page": st.sampled_from(["1-4", "1-14", "181-4", "181", "181-184", "e12", "S1-9", "iv-x"]),
        "container-title-short": _JOURNALS,
        "volume": st.sampled_from(["1", "12", 12]),
        "issue": st.sampled_from(["1", "2", "Suppl 1", "S1"]),
        "issued": st.sampled_from([Date(2017), Date(2017, 2), Date(2018), Date(literal="soon")]),
        "DOI": st.sampled_from(["10.1000/a", "10.1000/A"]),
        "note": st.just("mine"),
        "abstract": st.just("Long"),
    },
)  # fmt: skip


def test_the_place_of_two_records_of_one_volume_is_one() -> None:
    crossref = _crossref(_work(volume="12", issue="3"))
    merged = merge(_work(), [crossref, _pubmed(_work(volume="12", page="5-9"))]).reference
    assert dict(merged.fields) == {"volume": "12", "issue": "3", "page": "5-9"}
    other = merge(_work(), [crossref, _pubmed(_work(volume="12", issue="4", page="5-9"))]).reference
    assert "page" not in other.fields


def test_the_medline_abbreviation_is_of_the_same_journal() -> None:
    record = _pubmed(_work(container_title="Lancet").with_custom(medline_abbreviation="Lancet"))
    assert merge(_work(container_title="Brain"), [record]).reference.custom == {}
    assert merge(_work(), [record]).reference.custom == {"medline-abbreviation": "Lancet"}


@st.composite
def _near(draw: st.DrawFn) -> Reference:
    """References that are likely to have something to do with each other."""
    fields = draw(_FIELDS)
    reference = Reference(
        "a", draw(st.sampled_from(["article-journal", "book", "document"])), fields
    )
    cut = "author" in fields and draw(st.booleans())
    return reference.with_custom(author_et_al=True) if cut else reference


_any = st.one_of(_near(), _near(), references())
_overwritten = st.sets(st.sampled_from(sorted({*FILLED, *ON_REQUEST, "type"})))


def _records(crossref: Reference | None, pubmed: Reference | None) -> list[Candidate]:
    held = [_crossref(crossref)] if crossref is not None else []
    return held + ([_pubmed(pubmed)] if pubmed is not None else [])


@settings(deadline=None)
@given(_any, st.one_of(st.none(), _any), st.one_of(st.none(), _any), _overwritten)
def test_nothing_of_mine_is_lost(
    mine: Reference, crossref: Reference | None, pubmed: Reference | None, overwrite: set[str]
) -> None:
    merged = merge(mine, _records(crossref, pubmed), overwrite)
    for name, value in mine.fields.items():
        kept = merged.reference.fields.get(name) == value
        assert kept or ("input", value) in merged.origins[name].rejected
    assert merged.reference.id == mine.id
    assert {*mine.fields} <= {*merged.reference.fields}
    others = {key: value for key, value in mine.custom.items() if key != "author-et-al"}
    assert others.items() <= merged.reference.custom.items()


@settings(deadline=None)
@given(_any, st.one_of(st.none(), _any), st.one_of(st.none(), _any), _overwritten)
def test_every_field_says_where_it_comes_from(
    mine: Reference, crossref: Reference | None, pubmed: Reference | None, overwrite: set[str]
) -> None:
    records = {one.service: one for one in _records(crossref, pubmed)}
    merged = merge(mine, list(records.values()), overwrite)
    assert set(merged.origins) == set(merged.reference.fields)
    for name, origin in merged.origins.items():
        assert origin.value == merged.reference.fields[name]
        assert origin.source == "input" or origin.id == records[origin.source].id
        if not overwrite and not mine.truncated(name):
            assert (origin.rule == "kept") == (mine.fields.get(name) == origin.value)
        assert origin.rule != "overwritten" or name in overwrite


@settings(deadline=None)
@given(_near(), st.one_of(st.none(), _near()), st.one_of(st.none(), _near()), _overwritten)
def test_what_was_enriched_once_is_enriched(
    mine: Reference, crossref: Reference | None, pubmed: Reference | None, overwrite: set[str]
) -> None:
    records = _records(crossref, pubmed)
    once = merge(mine, records, overwrite).reference
    again = merge(once, records, overwrite)
    assert again.reference == once
    assert not again.changed
