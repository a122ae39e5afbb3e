"""`cs:choose` and its tests (CSL 1.0.2, "Choose")."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import citations, document, item, notes, people, printed, style

from bibkit import Date, Reference
from bibkit.csl.engine import Cite


def _is(test: str, reference: Reference | None = None) -> bool:
    """Whether a test holds in a bibliography."""
    element = f'<choose><if {test}><text value="yes"/></if><else><text value="no"/></else></choose>'
    return printed(element, reference) == "yes"


def _holds(test: str, *cites: Cite) -> list[str]:
    """Y or N for each cite of its own footnote."""
    element = f'<choose><if {test}><text value="Y"/></if><else><text value="N"/></else></choose>'
    return citations(style(citation=element, note=True), [item(), item("b")], *notes(*cites))


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        ('type="article-journal"', True),
        ('type="book"', False),
        ('type="book article-journal" match="any"', True),
        ('type="book" match="none"', True),
        ('type="book article-journal" match="none"', False),
        ('variable="title"', True),
        ('variable="DOI"', False),
        ('variable="title DOI"', False),
        ('variable="title DOI" match="any"', True),
        ('variable="ISBN DOI" match="any"', False),
        ('variable="ISBN DOI" match="none"', True),
        ('variable="title DOI" match="none"', False),
        ('type="article-journal" variable="title"', True),
        ('type="book" variable="title"', False),
        ('type="book" variable="title" match="any"', True),
        ('type="book" variable="DOI" match="none"', True),
    ],
)
def test_tests_are_joined_as_match_says(test: str, holds: bool) -> None:
    assert _is(test) is holds


@pytest.mark.parametrize("match", ["", 'match="all"'])
def test_of_several_types_one_will_do(match: str) -> None:
    # An item has one type; citeproc-js and pandoc take the list so, and many styles rely on it.
    assert _is(f'type="book article-journal" {match}')
    assert _is(f'type="book article-journal" variable="title" {match}')
    assert not _is(f'type="book report" {match}')


def test_the_first_branch_that_holds_is_printed_alone() -> None:
    element = (
        '<choose><if variable="DOI"><text value="1"/></if><else-if variable="title"><text value="2"/>'
        '</else-if><else-if type="article-journal"><text value="3"/></else-if>'
        '<else><text value="4"/></else></choose>'
    )
    assert printed(element, item(DOI="10.1/x")) == "1"
    assert printed(element) == "2"
    assert printed(element, item(title="")) == "3"
    assert printed(element, item(type="book", title="")) == "4"


def test_without_a_branch_that_holds_nothing_is_printed() -> None:
    element = '<choose><if variable="DOI"><text value="1"/></if></choose><text variable="title"/>'
    assert printed(element) == "a"


@pytest.mark.parametrize(
    ("variable", "reference"),
    [
        ("author", item(author=people("Ash"))),
        ("issued", item(issued=2000)),
        ("volume", item(volume="3")),
        ("volume", item(volume=3)),
        ("page-first", item(page="3-5")),
        ("citation-number", item()),
    ],
)
def test_variables_of_all_kinds_may_be_asked_for(variable: str, reference: Reference) -> None:
    assert _is(f'variable="{variable}"', reference)


@pytest.mark.parametrize(
    "variable", ["author", "issued", "volume", "page-first", "locator", "year-suffix"]
)
def test_variables_that_are_not_set_are_not_there(variable: str) -> None:
    assert not _is(f'variable="{variable}"')


@pytest.mark.parametrize(
    ("edition", "holds"),
    [("2", True), ("2nd", True), ("2-3", True), ("second", False), ("2nd revised", False)],
)
def test_a_value_is_numeric_or_not(edition: str, holds: bool) -> None:
    assert _is('is-numeric="edition"', item(edition=edition)) is holds


def test_a_variable_that_is_not_set_is_not_numeric() -> None:
    assert not _is('is-numeric="edition"')


def test_a_date_is_uncertain_or_not() -> None:
    assert _is('is-uncertain-date="issued"', item(issued=Date(2000, circa=True)))
    assert not _is('is-uncertain-date="issued"', item(issued=2000))
    assert not _is('is-uncertain-date="issued"')


@pytest.mark.parametrize(
    ("label", "wanted"), [("page", "Y"), ("", "Y"), ("chapter", "N"), ("sub-verbo", "N")]
)
def test_a_locator_counts_something(label: str, wanted: str) -> None:
    assert _holds('locator="page"', Cite("a", "3", label)) == [wanted]
    assert _holds('locator="page"', Cite("a")) == ["N"]


def test_both_spellings_of_sub_verbo_are_one() -> None:
    for test in ("sub-verbo", "sub verbo"):
        for label in ("sub-verbo", "sub verbo"):
            element = f'locator="{test}"'
            if " " not in test:
                assert _holds(element, Cite("a", "3", label)) == ["Y"]


def test_a_locator_may_be_asked_for_as_a_variable() -> None:
    assert _holds('variable="locator"', Cite("a", "3"), Cite("a")) == ["Y", "N"]


@pytest.mark.parametrize(
    ("position", "wanted"),
    [
        ("first", "YNNN"),
        ("subsequent", "NYYY"),
        ("ibid", "NYYN"),
        ("ibid-with-locator", "NNYN"),
    ],
)
def test_a_position_is_one_of_four(position: str, wanted: str) -> None:
    cites = (Cite("a"), Cite("a"), Cite("a", "3"), Cite("a"))
    assert "".join(_holds(f'position="{position}"', *cites)) == wanted


@pytest.mark.parametrize("position", ["first", "subsequent", "ibid", "near-note"])
def test_in_a_bibliography_no_position_is_true(position: str) -> None:
    assert not _is(f'position="{position}"')


def test_where_nothing_is_ambiguous_disambiguate_is_false() -> None:
    assert _holds('disambiguate="true"', Cite("a")) == ["N"]


def test_what_a_branch_prints_is_joined_as_its_parent_s() -> None:
    branch = '<if type="article-journal"><text value="x"/><text value="y"/></if>'
    group = f'<group delimiter=", "><choose>{branch}</choose><text variable="title"/></group>'
    assert printed(group) == "x, y, a"


def test_tests_inside_others_are_told_apart() -> None:
    inner = (
        '<choose><if variable="DOI"><text value="1"/></if><else><text value="2"/></else></choose>'
    )
    outer = (
        f'<choose><if type="article-journal">{inner}</if><else><text value="3"/></else></choose>'
    )
    assert printed(outer, item(DOI="x")) == "1"
    assert printed(outer) == "2"
    assert printed(outer, item(type="book")) == "3"


def test_a_type_that_the_note_says_is_the_item_s() -> None:
    assert _is('type="thesis"', item(note="type: thesis"))


def test_a_position_that_the_cite_says_is_believed() -> None:
    element = (
        '<choose><if position="ibid"><text value="Y"/></if><else><text value="N"/></else></choose>'
    )
    told = Cite("a", position="ibid")
    assert citations(style(citation=element, note=True), [item()], *notes(told)) == ["Y"]
    assert not document(style(), [item()], told).problems
