"""Cites that would read the same (CSL 1.0.2, "Disambiguation"), step by step."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import DOE_2000, YEAR, citations, document, entries, item, people, style

from bibkit import Date, Reference
from bibkit.csl.library import Style
from bibkit.csl.native import NativeEngine

_ALL = ("add-givenname", "add-names", "add-year-suffix")


def _style(*steps: str, layout: str = DOE_2000, options: str = "", bibliography: str = "") -> Style:
    """Cites "Doe 2000" with these steps of disambiguation."""
    own = " ".join(f'disambiguate-{step}="true"' for step in steps)
    return style(
        bibliography or DOE_2000,
        f'<citation {own} {options}><layout delimiter="; ">{layout}</layout></citation>',
    )


def _by(identifier: str, *names: str, year: int = 2000) -> Reference:
    return item(identifier, author=people(*names), issued=year)


def _cites(told: Style, *references: Reference) -> list[str]:
    """What each reference's cite reads."""
    return citations(told, references, *(reference.id for reference in references))


_CUT = 'et-al-min="2" et-al-use-first="1"'
#: Names in full where a given name must be shown, else family names.
_INITIALS = (
    '<group delimiter=" "><names variable="author"><name form="short" initialize-with="."/></names>'
    f"{YEAR}</group>"
)
_GIVEN = DOE_2000


def test_without_a_step_cites_stay_alike() -> None:
    assert _cites(_style(), _by("1", "Doe"), _by("2", "Doe")) == ["Doe 2000", "Doe 2000"]


def test_cites_that_differ_are_left_as_they_are() -> None:
    found = _cites(
        _style(*_ALL), _by("1", "Doe, Ann"), _by("2", "Doe, Ann", year=2001), _by("3", "Roe")
    )
    assert found == ["Doe 2000", "Doe 2001", "Roe 2000"]


# --- names ----------------------------------------------------------------------------------------


def test_names_are_added_until_cites_differ() -> None:
    told = _style("add-names", options=_CUT)
    one, other = _by("1", "Doe", "Elm", "Fir"), _by("2", "Doe", "Oak", "Fir")
    assert _cites(told, one, other) == ["Doe, Elm, et al. 2000", "Doe, Oak, et al. 2000"]


def test_no_more_names_are_added_than_tell_apart() -> None:
    told = _style("add-names", options=_CUT)
    found = _cites(
        told,
        _by("1", "Doe", "Elm", "Fir", "Yew"),
        _by("2", "Doe", "Elm", "Oak", "Yew"),
        _by("3", "Doe", "Ash", "Fir", "Yew"),
    )
    assert found == [
        "Doe, Elm, Fir, et al. 2000",
        "Doe, Elm, Oak, et al. 2000",
        "Doe, Ash, et al. 2000",
    ]


def test_names_that_do_not_help_are_not_added() -> None:
    told = _style("add-names", "add-year-suffix", options=_CUT)
    found = _cites(told, _by("1", "Doe", "Elm"), _by("2", "Doe", "Elm"))
    assert found == ["Doe et al. 2000a", "Doe et al. 2000b"]


def test_a_list_that_ends_where_another_goes_on_is_told_apart() -> None:
    told = _style("add-names", options='et-al-min="3" et-al-use-first="1"')
    found = _cites(told, _by("1", "Doe", "Elm", "Fir"), _by("2", "Doe", "Elm", "Fir", "Oak"))
    assert found == ["Doe, Elm, Fir 2000", "Doe, Elm, Fir, et al. 2000"]


# --- given names ----------------------------------------------------------------------------------


def test_given_names_are_added_where_families_are_alike() -> None:
    told = _style("add-givenname")
    found = _cites(told, _by("1", "Doe, Ann"), _by("2", "Doe, Bob"), _by("3", "Roe, Ann"))
    assert found == ["Ann Doe 2000", "Bob Doe 2000", "Roe 2000"]


def test_initials_are_tried_before_names_in_full() -> None:
    told = _style("add-givenname", layout=_INITIALS)
    assert _cites(told, _by("1", "Doe, Ann"), _by("2", "Doe, Bob")) == [
        "A. Doe 2000",
        "B. Doe 2000",
    ]
    found = _cites(told, _by("1", "Doe, Ann"), _by("2", "Doe, Abe"))
    assert found == ["Ann Doe 2000", "Abe Doe 2000"]


def test_a_second_author_may_tell_apart_too() -> None:
    told = _style("add-givenname")
    found = _cites(told, _by("1", "Doe, Ann", "Elm, Ed"), _by("2", "Doe, Ann", "Elm, Flo"))
    assert found == ["Doe, Ed Elm 2000", "Doe, Flo Elm 2000"]


def test_names_of_a_second_list_are_added_too() -> None:
    layout = (
        f'{DOE_2000}<names variable="editor" prefix=" in "><name form="short" et-al-min="2"'
        ' et-al-use-first="1"/></names>'
    )
    one, other = (
        item(editor, author=people("Doe"), issued=2000, editor=people("Elm", editor))
        for editor in ("Fir", "Oak")
    )
    told = _style("add-names", layout=layout)
    assert _cites(told, one, other) == ["Doe 2000 in Elm, Fir", "Doe 2000 in Elm, Oak"]


_RULE = 'givenname-disambiguation-rule="{}"'


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("by-cite", ["Doe, Elm 2000", "Doe 1999", "Elm 1998"]),
        ("all-names", ["A. Doe, E. Elm 2000", "B. Doe 1999", "F. Elm 1998"]),
        ("all-names-with-initials", ["A. Doe, E. Elm 2000", "B. Doe 1999", "F. Elm 1998"]),
        ("primary-name", ["Doe, Elm 2000", "Doe 1999", "Elm 1998"]),
    ],
)
def test_a_rule_says_which_people_are_told_apart(rule: str, wanted: list[str]) -> None:
    told = _style("add-givenname", layout=_INITIALS, options=_RULE.format(rule))
    references = [
        _by("1", "Doe, Ann", "Elm, Ed"), _by("2", "Doe, Bob", year=1999), _by("3", "Elm, Flo", year=1998)
    ]  # fmt: skip
    if rule == "primary-name":  # of the first authors Doe is two people, Elm one
        wanted = ["A. Doe, Elm 2000", "B. Doe 1999", "Elm 1998"]
    assert _cites(told, *references) == wanted


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("all-names", ["Ann Doe 2000", "Abe Doe 1999"]),
        ("all-names-with-initials", ["Doe 2000", "Doe 1999"]),
        ("primary-name", ["Ann Doe 2000", "Abe Doe 1999"]),
        ("primary-name-with-initials", ["Doe 2000", "Doe 1999"]),
        ("by-cite", ["Doe 2000", "Doe 1999"]),
    ],
)
def test_a_rule_says_how_much_is_shown(rule: str, wanted: list[str]) -> None:
    told = _style("add-givenname", layout=_INITIALS, options=_RULE.format(rule))
    assert _cites(told, _by("1", "Doe, Ann"), _by("2", "Doe, Abe", year=1999)) == wanted


def test_one_person_is_not_two_by_the_way_initials_are_printed() -> None:
    told = _style("add-givenname", options=_RULE.format("all-names"))
    assert _cites(told, _by("1", "Doe, J.J."), _by("2", "Doe, J. J.", year=1999)) == [
        "Doe 2000",
        "Doe 1999",
    ]


# --- what a style prints itself -------------------------------------------------------------------

_TITLED = f'{DOE_2000}<choose><if disambiguate="true"><text variable="title" prefix=" (" suffix=")"/></if></choose>'


def test_a_style_may_print_more_of_what_is_ambiguous() -> None:
    found = _cites(_style(layout=_TITLED), _by("one", "Doe"), _by("two", "Doe"), _by("3", "Roe"))
    assert found == ["Doe 2000 (one)", "Doe 2000 (two)", "Roe 2000"]


def test_names_come_before_that() -> None:
    told = _style("add-givenname", layout=_TITLED)
    assert _cites(told, _by("one", "Doe, Ann"), _by("two", "Doe, Bob")) == [
        "Ann Doe 2000",
        "Bob Doe 2000",
    ]


def test_a_suffix_comes_after_that() -> None:
    told = _style("add-year-suffix", layout=_TITLED)
    same = [item(one, title="T", author=people("Doe"), issued=2000) for one in "ab"]
    found = _cites(told, *same)
    assert [text.count("2000a") + text.count("2000b") for text in found] == [1, 1]
    assert len(set(found)) == 2


# --- year suffixes --------------------------------------------------------------------------------


def test_years_get_letters_in_the_order_of_the_bibliography() -> None:
    told = style(
        f'<bibliography><sort><key variable="title"/></sort><layout>{DOE_2000}</layout></bibliography>',
        f'<citation disambiguate-add-year-suffix="true"><layout>{DOE_2000}</layout></citation>',
    )
    references = [_by("c", "Doe"), _by("a", "Doe"), _by("b", "Doe"), _by("r", "Roe")]
    assert _cites(told, *references) == ["Doe 2000c", "Doe 2000a", "Doe 2000b", "Roe 2000"]
    bibliography = document(told, references, "c a b r").bibliography
    assert bibliography.texts() == ["Doe 2000a", "Doe 2000b", "Doe 2000c", "Roe 2000"]


def test_a_style_says_itself_where_the_letter_stands() -> None:
    layout = f'<group delimiter=" ">{DOE_2000}<text variable="year-suffix" prefix="[" suffix="]"/></group>'
    told = _style("add-year-suffix", layout=layout)
    assert _cites(told, _by("1", "Doe"), _by("2", "Doe"), _by("3", "Roe")) == [
        "Doe 2000 [a]", "Doe 2000 [b]", "Roe 2000",
    ]  # fmt: skip


def test_letters_go_on_after_z() -> None:
    told = _style("add-year-suffix")
    found = _cites(told, *(_by(str(number), "Doe") for number in range(28)))
    assert [found[0], found[25], found[26], found[27]] == [
        "Doe 2000a", "Doe 2000z", "Doe 2000aa", "Doe 2000ab",
    ]  # fmt: skip


def test_works_without_a_year_are_told_apart_by_what_the_style_prints() -> None:
    layout = (
        '<group delimiter=" "><names variable="author"><name form="short"/></names><choose>'
        f'<if variable="issued">{YEAR}</if><else><group delimiter="-"><text term="no date" form="short"/>'
        '<text variable="year-suffix"/></group></else></choose></group>'
    )
    told = _style("add-year-suffix", layout=layout)
    references = [item(one, author=people("Doe")) for one in "xy"]
    assert _cites(told, *references) == ["Doe n.d.-a", "Doe n.d.-b"]


def test_a_date_that_is_text_has_no_letter() -> None:
    # As citeproc-js has it: what is no year takes none.
    told = _style("add-year-suffix")
    references = [item(one, author=people("Doe"), issued=Date(literal="in press")) for one in "xy"]
    assert _cites(told, *references) == ["Doe in press", "Doe in press"]


def test_only_the_first_year_of_a_cite_has_the_letter() -> None:
    told = _style("add-year-suffix", layout=f'{DOE_2000}<text value=" / "/>{YEAR}')
    assert _cites(told, _by("1", "Doe"), _by("2", "Doe"))[0] == "Doe 2000a / 2000"


def test_a_bibliography_alone_has_the_letters() -> None:
    told = _style("add-year-suffix")
    assert entries(told, _by("1", "Doe"), _by("2", "Doe")) == ["Doe 2000a", "Doe 2000b"]


def test_names_then_letters() -> None:
    told = _style(*_ALL, options=_CUT)
    found = _cites(
        told,
        _by("1", "Doe, Ann", "Elm, Ed"),
        _by("2", "Doe, Ann", "Elm, Ed"),
        _by("3", "Doe, Ann", "Oak, Oz"),
        _by("4", "Doe, Bob", "Oak, Oz"),
    )
    assert len(set(found)) == 4
    assert found[0][:-1] == found[1][:-1]
    assert (found[0][-1], found[1][-1]) == ("a", "b")
    assert not found[2].endswith(("a", "b"))


def test_what_was_not_cited_makes_nothing_ambiguous() -> None:
    told = _style("add-year-suffix")
    done = document(told, [_by("1", "Doe"), _by("2", "Doe")], "1")
    assert done.citations[0].render() == "Doe 2000"
    done = document(told, [_by("1", "Doe"), _by("2", "Doe")], "1", uncited=True)
    assert done.citations[0].render() == "Doe 2000a"


# --- growth ---------------------------------------------------------------------------------------


def _library(count: int) -> list[Reference]:
    """Works of few people in few years: most cites are ambiguous."""
    families = [f"Doe{number}" for number in range(12)]
    given = ["Ann", "Abe", "Bob", "Cy", "Di"]
    found = []
    for number in range(count):
        names = [
            f"{families[(number * step) % 12]}, {given[(number // 12 * step) % 5]}"
            for step in (1, 5, 7)
        ]
        found.append(_by(str(number), *names, year=2000 + number % 10))
    return found


def _seconds(told: Style, references: list[Reference]) -> float:
    best = 1e9
    for _ in range(2):
        start = time.process_time()
        NativeEngine().document(told, references, [], uncited=True)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["by-cite", "primary-name", "all-names"])
def test_time_grows_with_the_number_of_works(rule: str) -> None:
    told = _style(*_ALL, layout=_INITIALS, options=f"{_CUT} {_RULE.format(rule)}")
    _seconds(told, _library(50))
    times = [_seconds(told, _library(count)) for count in (500, 1000, 2000)]
    # Four times the works: twice what near-linear growth takes is still far from sixteen times.
    assert times[2] < 8 * max(times[0], 0.02), times


def test_all_of_a_large_library_are_told_apart() -> None:
    told = _style(*_ALL, layout=_INITIALS, options=_CUT)
    references = _library(300)
    done = document(told, references, *(one.id for one in references))
    texts = [citation.render() for citation in done.citations]
    assert len(set(texts)) == len(texts)


@pytest.mark.slow
def test_time_grows_with_the_works_that_one_more_name_tells_apart() -> None:
    told = _style(*_ALL, options=_CUT)
    works = [_by(str(number), "Doe, Ann", f"Elm{number}", "Fir") for number in range(1200)]
    _seconds(told, works[:50])
    few, many = _seconds(told, works[:300]), _seconds(told, works)
    assert many < 8 * max(few, 0.02), (few, many)
