"""Cites of a cluster grouped and collapsed (CSL 1.0.2, "Cite Grouping", "Cite Collapsing")."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import DOE_2000, SHORT, YEAR, citations, item, people, style

from bibkit import Reference
from bibkit.csl.engine import Cite, Cluster
from bibkit.csl.library import Style

# --- numbers --------------------------------------------------------------------------------------

_NUMBERED = [item(str(number)) for number in range(1, 10)]


def _numbers(
    *cites: str | Cite, options: str = "", layout: str = "", delimiter: str = ",", to: str = "text"
) -> str:
    """One cluster of numbered works, of which nine are in the bibliography."""
    element = layout or '<text variable="citation-number"/>'
    numbered = style(
        citation=f'<citation collapse="citation-number" {options}><sort><key variable="citation-number"/></sort>'
        f'<layout prefix="[" suffix="]" delimiter="{delimiter}">{element}</layout></citation>'
    )
    row = tuple(cite if isinstance(cite, Cite) else Cite(cite) for cite in cites)
    every = Cluster(tuple(Cite(one.id) for one in _NUMBERED))
    return citations(numbered, _NUMBERED, every, Cluster(row), to=to)[1]


@pytest.mark.parametrize(
    ("ids", "wanted"),
    [
        ("1", "[1]"),
        ("1 2", "[1,2]"),
        ("1 2 3", "[1–3]"),
        ("3 1 2", "[1–3]"),
        ("1 3 5", "[1,3,5]"),
        ("1 2 3 5", "[1–3,5]"),
        ("1 3 4 5", "[1,3–5]"),
        ("1 2 3 5 6 7", "[1–3,5–7]"),
        ("1 2 4 5 6 8 9", "[1,2,4–6,8,9]"),
    ],
)
def test_three_numbers_in_a_row_are_a_range(ids: str, wanted: str) -> None:
    assert _numbers(*ids.split()) == wanted


def test_a_number_with_a_locator_is_no_part_of_a_range() -> None:
    layout = '<text variable="citation-number"/><text variable="locator" prefix=":"/>'
    assert _numbers("1", Cite("2", "9"), "3", "4", "5", layout=layout) == "[1,2:9,3–5]"


def test_a_number_with_a_prefix_or_suffix_is_no_part_of_a_range() -> None:
    assert _numbers("1", "2", Cite("3", prefix="see "), "4") == "[1,2,see 3,4]"
    assert _numbers("1", "2", Cite("3", suffix=" only"), "4") == "[1,2,3 only,4]"


def test_after_a_range_may_stand_a_delimiter_of_its_own() -> None:
    options = 'after-collapse-delimiter="; "'
    assert _numbers("1", "2", "3", "5", "7", options=options) == "[1–3; 5,7]"


def test_the_signs_around_each_number_stay() -> None:
    layout = '<text variable="citation-number" prefix="(" suffix=")"/>'
    assert _numbers("1", "2", "3", layout=layout) == "[(1)–(3)]"


def test_formatting_of_numbers_stays() -> None:
    layout = '<text variable="citation-number" vertical-align="sup"/>'
    assert _numbers("1", "2", "3", layout=layout, to="html") == "[<sup>1</sup>–<sup>3</sup>]"


def test_without_collapse_numbers_stand_alone() -> None:
    numbered = style(
        citation='<citation><layout delimiter=", "><text variable="citation-number"/></layout></citation>'
    )
    assert citations(numbered, _NUMBERED, "1 2 3") == ["1, 2, 3"]


# --- names and years ------------------------------------------------------------------------------

_DOE = people("Doe, Ann")
_WORKS = [
    item("d0", author=_DOE, issued=2000), item("r0", author=people("Roe"), issued=2000),
    item("d1", author=_DOE, issued=2001), item("d2", author=_DOE, issued=2002),
]  # fmt: skip
_SAME = [item(f"s{number}", author=_DOE, issued=2000) for number in range(5)]
_OTHER = item("r0", author=people("Roe"), issued=2000)


def _years(
    options: str, *, sort: bool = True, layout: str = DOE_2000, delimiter: str = "; "
) -> Style:
    keys = '<sort><key variable="author"/><key variable="issued"/></sort>' if sort else ""
    return style(
        citation=f'<citation {options}>{keys}<layout prefix="(" suffix=")" delimiter="{delimiter}">'
        f"{layout}</layout></citation>"
    )


def _cited(found: Style, references: list[Reference], *cites: str | Cite) -> str:
    row = tuple(cite if isinstance(cite, Cite) else Cite(cite) for cite in cites)
    return citations(found, references, Cluster(row))[0]


def test_cites_of_one_author_stand_together() -> None:
    grouped = _years('cite-group-delimiter=", "', sort=False)
    assert _cited(grouped, _WORKS, "d0", "d1", "r0") == "(Doe 2000, Doe 2001; Roe 2000)"


def test_a_sorted_style_brings_them_together() -> None:
    by_year = style(
        citation='<citation cite-group-delimiter=", "><sort><key variable="issued"/></sort>'
        f'<layout delimiter="; ">{DOE_2000}</layout></citation>'
    )
    assert _cited(by_year, _WORKS, "d0", "r0", "d1") == "Doe 2000, Doe 2001; Roe 2000"


def test_years_of_one_author_follow_the_name_once() -> None:
    collapsed = _years('collapse="year"')
    assert _cited(collapsed, _WORKS, "d0", "r0", "d1", "d2") == "(Doe 2000, 2001, 2002; Roe 2000)"
    assert _cited(collapsed, _WORKS, "r0", "d0") == "(Doe 2000; Roe 2000)"


def test_the_delimiter_of_years_is_the_style_s() -> None:
    collapsed = _years('collapse="year" cite-group-delimiter="/"')
    assert _cited(collapsed, _WORKS, "d0", "d1", "r0") == "(Doe 2000/2001; Roe 2000)"


@pytest.mark.parametrize(
    ("collapse", "wanted"),
    [
        ("year", "(Doe 2000 | Roe 2000)"),
        ("year-suffix", "(Doe 2000; Roe 2000)"),
        ("year-suffix-ranged", "(Doe 2000 | Roe 2000)"),
    ],
)
def test_behind_a_cite_alone_stands_the_delimiter_of_its_kind(collapse: str, wanted: str) -> None:
    # As citeproc-js has it.
    found = _years(f'collapse="{collapse}" after-collapse-delimiter=" | "')
    assert _cited(found, _WORKS, "d0", "r0") == wanted


def test_after_a_group_may_stand_a_delimiter_of_its_own() -> None:
    collapsed = _years('collapse="year" after-collapse-delimiter=" | "')
    assert _cited(collapsed, _WORKS, "d0", "d1", "r0") == "(Doe 2000; 2001 | Roe 2000)"


def test_what_an_author_adds_does_not_end_a_group() -> None:
    collapsed = _years('collapse="year" cite-group-delimiter=", "', sort=False)
    assert _cited(collapsed, _WORKS, "d0", Cite("d1", prefix="see "), "d2") == (
        "(Doe 2000, see 2001, 2002)"
    )
    assert _cited(collapsed, _WORKS, Cite("d0", suffix=" on this"), "d1") == (
        "(Doe 2000 on this, 2001)"
    )


def test_locators_stay_with_their_years() -> None:
    layout = f'{DOE_2000}<text variable="locator" prefix=": "/>'
    plain = _years('collapse="year" cite-group-delimiter=", "', layout=layout)
    assert _cited(plain, _WORKS, Cite("d0", "3"), "d1") == "(Doe 2000: 3, 2001)"
    after = 'collapse="year" cite-group-delimiter=", " after-collapse-delimiter="; "'
    found = _years(after, layout=layout)
    assert _cited(found, _WORKS, Cite("d0", "3"), "d1", "d2") == "(Doe 2000: 3; 2001, 2002)"


def _suffixed(collapse: str, options: str = "") -> Style:
    return _years(f'collapse="{collapse}" disambiguate-add-year-suffix="true" {options}')


@pytest.mark.parametrize(
    ("collapse", "wanted"),
    [
        ("year", "(Doe 2000a, 2000b, 2000c; Roe 2000)"),
        ("year-suffix", "(Doe 2000a,b,c; Roe 2000)"),
        ("year-suffix-ranged", "(Doe 2000a–c; Roe 2000)"),
    ],
)
def test_years_with_letters_collapse_as_the_style_says(collapse: str, wanted: str) -> None:
    found = _suffixed(collapse, 'year-suffix-delimiter="," cite-group-delimiter=", "')
    works = [*_SAME[:3], _OTHER]
    assert _cited(found, works, "s0", "s1", "s2", "r0") == wanted


def test_two_letters_are_no_range() -> None:
    found = _suffixed("year-suffix-ranged", 'year-suffix-delimiter=","')
    assert _cited(found, _SAME, "s0", "s1") == "(Doe 2000a,b)"


def test_a_gap_ends_a_range_of_letters() -> None:
    found = _suffixed("year-suffix-ranged", 'year-suffix-delimiter=", "')
    every = Cluster(tuple(Cite(one.id) for one in _SAME))
    some = Cluster(tuple(Cite(one) for one in ("s0", "s1", "s2", "s4")))
    assert citations(found, _SAME, every, some) == ["(Doe 2000a–e)", "(Doe 2000a–c, e)"]


def test_letters_without_a_delimiter_of_their_own_have_that_of_groups() -> None:
    found = _suffixed("year-suffix", 'cite-group-delimiter="/"')
    assert _cited(found, _SAME[:2], "s0", "s1") == "(Doe 2000a/b)"


def test_what_an_author_adds_to_a_letter_stays_beside_it() -> None:
    found = _suffixed("year-suffix", 'year-suffix-delimiter=","')
    assert _cited(found, _SAME[:3], "s0", Cite("s1", suffix=" only"), "s2") == (
        "(Doe 2000a, b only, c)"
    )
    assert _cited(found, _SAME[:3], "s0", Cite("s1", prefix="see "), "s2") == (
        "(Doe 2000a, see b,c)"
    )


def test_a_letter_with_a_locator_stands_apart() -> None:
    found = _suffixed("year-suffix", 'year-suffix-delimiter=","')
    assert _cited(found, _SAME[:2], "s0", Cite("s1", "3")) == "(Doe 2000a, b)"


def test_another_year_is_printed_in_full() -> None:
    found = _suffixed("year-suffix", 'year-suffix-delimiter="," cite-group-delimiter=", "')
    works = [*_SAME[:2], item("n", author=_DOE, issued=2001)]
    assert _cited(found, works, "s0", "s1", "n") == "(Doe 2000a,b, 2001)"


def test_works_that_have_no_author_are_grouped_by_what_stands_for_it() -> None:
    layout = (
        '<group delimiter=" "><names variable="author"><name form="short"/><substitute>'
        f'<text variable="title"/></substitute></names>{YEAR}</group>'
    )
    works = [
        item("x", title="T", issued=2000),
        item("y", title="T", issued=2001),
        item("z", title="U", issued=2000),
    ]
    collapsed = _years('collapse="year"', layout=layout, sort=False)
    assert _cited(collapsed, works, "x", "z") == "(T 2000; U 2000)"
    assert _cited(collapsed, works, "x", "y").count("2000") == 1


def test_works_without_names_are_grouped_by_what_stands_before_the_year() -> None:
    layout = f'<group delimiter=" "><text variable="title"/>{YEAR}</group>'
    works = [item("x", title="T", issued=2000), item("y", title="U", issued=2001)]
    collapsed = _years('cite-group-delimiter=", "', layout=layout, sort=False)
    assert _cited(collapsed, works, "x", "y") == "(T 2000; U 2001)"


def test_people_of_one_family_are_not_one_author() -> None:
    works = [
        item("a", author=people("Doe, Ann"), issued=2000), item("b", author=people("Doe, Bob"), issued=2000)
    ]  # fmt: skip
    collapsed = _years('collapse="year" disambiguate-add-givenname="true"')
    assert _cited(collapsed, works, "a", "b") == "(Ann Doe 2000; Bob Doe 2000)"


def test_the_same_work_twice_stays_twice() -> None:
    collapsed = _years('collapse="year"')
    layout = f'{SHORT} {YEAR}<text variable="locator" prefix=": "/>'
    with_pages = _years('collapse="year"', layout=layout)
    assert _cited(collapsed, _WORKS, "d0", "d0") == "(Doe 2000, 2000)"
    assert _cited(with_pages, _WORKS, Cite("d0", "3"), Cite("d0", "5")).count("Doe") == 1


def test_years_collapse_in_capitals_too() -> None:
    macro = f'<macro name="cite">{DOE_2000}</macro>'
    cites = '<citation collapse="year"><layout delimiter="; "><text macro="cite" text-case="uppercase"/></layout></citation>'
    works = [item(str(year), author=people("Doe"), issued=year) for year in (2000, 2001)]
    assert citations(style(citation=cites, before=macro), works, "2000 2001") == ["DOE 2000, 2001"]
