"""Lists of names (CSL 1.0.2, "Names" and "Name")."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import citations, entries, item, notes, people, printed, style

from bibkit import Name, Reference

_FOUR = ("Ash, Ann", "Birch, Bob", "Cedar, Cy", "Dale, Di")


def _names(count: int) -> Reference:
    return item(author=people(*_FOUR[:count]))


def _author(name: str = "", count: int = 2, *, inside: str = "", **style_attributes: Any) -> str:
    """The authors as a `cs:name` of these attributes prints them."""
    element = f'<names variable="author"><name {name}>{inside}</name></names>'
    return printed(element, _names(count), **style_attributes)


def _one(name: Name, attributes: str = "", inside: str = "", **style_attributes: Any) -> str:
    """One name in a `cs:name` of these attributes."""
    element = f'<names variable="author"><name {attributes}>{inside}</name></names>'
    return printed(element, item(author=(name,)), **style_attributes)


# --- lists ----------------------------------------------------------------------------------------


def test_names_are_in_full_with_commas_where_a_style_says_nothing() -> None:
    assert _author(count=3) == "Ann Ash, Bob Birch, Cy Cedar"


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ('and="text"', ["Ann Ash", "Ann Ash and Bob Birch", "Ann Ash, Bob Birch, and Cy Cedar"]),
        ('and="symbol"', ["Ann Ash", "Ann Ash & Bob Birch", "Ann Ash, Bob Birch, & Cy Cedar"]),
        (
            'and="text" delimiter="; "',
            ["Ann Ash", "Ann Ash and Bob Birch", "Ann Ash; Bob Birch; and Cy Cedar"],
        ),
        (
            'and="text" delimiter-precedes-last="always"',
            ["Ann Ash", "Ann Ash, and Bob Birch", "Ann Ash, Bob Birch, and Cy Cedar"],
        ),
        (
            'and="text" delimiter-precedes-last="never"',
            ["Ann Ash", "Ann Ash and Bob Birch", "Ann Ash, Bob Birch and Cy Cedar"],
        ),
        (
            'and="text" delimiter-precedes-last="after-inverted-name" name-as-sort-order="first"',
            ["Ash, Ann", "Ash, Ann, and Bob Birch", "Ash, Ann, Bob Birch and Cy Cedar"],
        ),
        (
            'and="text" delimiter-precedes-last="after-inverted-name" name-as-sort-order="all"',
            ["Ash, Ann", "Ash, Ann, and Birch, Bob", "Ash, Ann, Birch, Bob, and Cedar, Cy"],
        ),
    ],
)
def test_the_last_name_is_joined_as_the_style_says(attributes: str, wanted: list[str]) -> None:
    assert [_author(attributes, count) for count in (1, 2, 3)] == wanted


def test_a_style_needs_both_numbers_to_cut_a_list() -> None:
    for attributes in ('et-al-min="2"', 'et-al-use-first="1"'):
        assert _author(attributes, 3) == "Ann Ash, Bob Birch, Cy Cedar"


def test_and_has_blanks_only_where_its_script_has_them() -> None:
    chinese: dict[str, Any] = {
        "default_locale": "zh-CN",
        "before": '<locale><terms><term name="and">和</term></terms></locale>',
    }
    assert _author('and="text"', **chinese) == "Ann Ash和Bob Birch"


def test_and_is_the_locale_s() -> None:
    assert _author('and="text"', default_locale="de-DE") == "Ann Ash und Bob Birch"


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ('et-al-min="3" et-al-use-first="1"', ["Ann Ash, Bob Birch", "Ann Ash et al."]),
        ('et-al-min="3" et-al-use-first="2"', ["Ann Ash, Bob Birch", "Ann Ash, Bob Birch, et al."]),
        (
            'et-al-min="3" et-al-use-first="1" delimiter-precedes-et-al="always"',
            ["Ann Ash, Bob Birch", "Ann Ash, et al."],
        ),
        (
            'et-al-min="3" et-al-use-first="2" delimiter-precedes-et-al="never"',
            ["Ann Ash, Bob Birch", "Ann Ash, Bob Birch et al."],
        ),
        (
            'et-al-min="3" et-al-use-first="1" delimiter-precedes-et-al="after-inverted-name"'
            ' name-as-sort-order="first"',
            ["Ash, Ann, Bob Birch", "Ash, Ann, et al."],
        ),
        (
            'et-al-min="3" et-al-use-first="2" delimiter-precedes-et-al="after-inverted-name"'
            ' name-as-sort-order="first"',
            ["Ash, Ann, Bob Birch", "Ash, Ann, Bob Birch et al."],
        ),
        (
            'et-al-min="3" et-al-use-first="9"',
            ["Ann Ash, Bob Birch", "Ann Ash, Bob Birch, Cy Cedar"],
        ),
    ],
)
def test_long_lists_are_cut(attributes: str, wanted: list[str]) -> None:
    assert [_author(attributes, count) for count in (2, 3)] == wanted


@pytest.mark.parametrize(
    ("first", "count", "wanted"),
    [
        (2, 4, "Ann Ash, Bob Birch, … Di Dale"),
        (1, 4, "Ann Ash … Di Dale"),
        (1, 3, "Ann Ash … Cy Cedar"),
    ],
)
def test_the_last_name_may_follow_an_ellipsis(first: int, count: int, wanted: str) -> None:
    cut = f'et-al-min="3" et-al-use-first="{first}" et-al-use-last="true"'
    assert _author(cut, count) == wanted


def test_an_ellipsis_never_stands_for_nobody() -> None:
    cut = 'et-al-min="3" et-al-use-first="3" et-al-use-last="true"'
    assert _author(cut, 3) == "Ann Ash, Bob Birch, Cy Cedar"
    cut = 'et-al-min="3" et-al-use-first="2" et-al-use-last="true"'
    assert _author(cut, 3) == "Ann Ash, Bob Birch, et al."


def test_et_al_has_its_own_term_and_formatting() -> None:
    element = (
        '<names variable="author"><name et-al-min="2" et-al-use-first="1"/>'
        '<et-al term="and others" font-style="italic"/></names>'
    )
    assert printed(element, _names(2), to="html") == "Ann Ash <i>and others</i>"


def test_later_cites_have_lists_cut_at_their_own_length() -> None:
    short = '<names variable="author"><name form="short"/></names>'
    later = style(
        citation=f'<citation et-al-min="4" et-al-use-first="3" et-al-subsequent-min="2"'
        f' et-al-subsequent-use-first="1"><layout>{short}</layout></citation>',
        note=True,
    )
    found = citations(later, [_names(3)], *notes("a", "a"))
    assert found == ["Ash, Birch, Cedar", "Ash et al."]


def test_a_list_that_was_read_cut_ends_in_et_al() -> None:
    cut = item(author=people("Ash, Ann")).with_custom(author_et_al=True)
    assert printed('<names variable="author"/>', cut) == "Ann Ash et al."
    listed = '<names variable="author"><name et-al-min="9" et-al-use-first="1" and="text"/></names>'
    two = item(author=people("Ash, Ann", "Birch, Bob")).with_custom(author_et_al=True)
    assert printed(listed, two) == "Ann Ash, Bob Birch, et al."


def test_names_may_only_be_counted() -> None:
    assert _author('form="count"', 3) == "3"
    assert _author('form="count" et-al-min="3" et-al-use-first="1"', 3) == "1"
    both = '<names variable="author editor"><name form="count"/></names>'
    assert printed(both, item(author=people("Ash"), editor=people("Oak", "Elm"))) == "3"


def test_options_come_from_the_name_then_the_area_then_the_style() -> None:
    area = (
        '<bibliography and="symbol"><layout><names variable="author"><name {}/></names>'
        "</layout></bibliography>"
    )
    outer: dict[str, Any] = {"and": "text", "initialize_with": "."}
    assert printed(area.format(""), _names(2), **outer) == "A. Ash & B. Birch"
    assert printed(area.format('initialize-with=""'), _names(2), **outer) == "A Ash & B Birch"
    assert _author(**outer) == "A. Ash and B. Birch"


# --- one name -------------------------------------------------------------------------------------

_BERG = Name("Berg", "Jan", non_dropping_particle="van den", dropping_particle="de")
_KING = Name("King", "Martin Luther", suffix="Jr.")


@pytest.mark.parametrize(
    ("attributes", "demote", "wanted"),
    [
        ("", "never", "Jan de van den Berg"),
        ('name-as-sort-order="all"', "never", "van den Berg, Jan de"),
        ('name-as-sort-order="all"', "sort-only", "van den Berg, Jan de"),
        ('name-as-sort-order="all"', "display-and-sort", "Berg, Jan de van den"),
        ('form="short"', "display-and-sort", "van den Berg"),
        ('initialize-with=". "', "never", "J. de van den Berg"),
    ],
)
def test_particles_stand_where_the_style_has_them(
    attributes: str, demote: str, wanted: str
) -> None:
    assert _one(_BERG, attributes, demote_non_dropping_particle=demote) == wanted


def test_particles_are_demoted_where_a_style_says_nothing() -> None:
    assert _one(_BERG, 'name-as-sort-order="all"') == "Berg, Jan de van den"


def test_particles_in_the_family_name_are_known() -> None:
    assert _one(Name("van den Berg", "Jan"), 'name-as-sort-order="all"') == "Berg, Jan van den"


def test_a_particle_with_an_apostrophe_is_not_parted_from_its_name() -> None:
    name = Name("Alembert", "Jean", non_dropping_particle="d’")
    assert _one(name) == "Jean d’Alembert"
    assert _one(name, 'form="short"') == "d’Alembert"


def test_suffixes_follow_the_name() -> None:
    assert _one(_KING) == "Martin Luther King Jr."
    assert _one(_KING, 'name-as-sort-order="all"') == "King, Martin Luther, Jr."
    assert _one(_KING, 'form="short"') == "King"
    comma = Name("King", "Martin", suffix="Jr.", comma_suffix=True)
    assert _one(comma) == "Martin King, Jr."


def test_a_name_may_be_first_in_every_style() -> None:
    assert _one(Name("Mao", "Zedong", static_ordering=True)) == "Mao Zedong"


def test_the_separator_of_inverted_names_is_the_style_s() -> None:
    attributes = 'name-as-sort-order="all" sort-separator=" "'
    assert _one(Name("Ash", "Ann"), attributes) == "Ash Ann"


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ('initialize-with="."', "J.-P.M. Ash"),
        ('initialize-with=". "', "J.-P. M. Ash"),
        ('initialize-with=""', "J-PM Ash"),
        ('initialize-with=". " initialize="false"', "Jean-Paul Marie Ash"),
    ],
)
def test_given_names_become_initials(attributes: str, wanted: str) -> None:
    assert _one(Name("Ash", "Jean-Paul Marie"), attributes) == wanted


def test_a_style_may_want_initials_without_hyphens() -> None:
    name = Name("Ash", "Jean-Paul")
    assert _one(name, 'initialize-with="."', initialize_with_hyphen="false") == "J.P. Ash"


def test_parts_of_names_have_formatting_of_their_own() -> None:
    parts = (
        '<name-part name="family" text-case="uppercase" font-weight="bold"/>'
        '<name-part name="given" font-style="italic"/>'
    )
    element = f'<names variable="author"><name>{parts}</name></names>'
    assert printed(element, item(author=people("Ash, Ann")), to="html") == "<i>Ann</i> <b>ASH</b>"


def test_affixes_of_a_part_go_around_its_particles() -> None:
    part = '<name-part name="family" prefix="[" suffix="]"/>'
    sorted_ = 'name-as-sort-order="all"'
    assert (
        _one(_BERG, sorted_, part, demote_non_dropping_particle="never") == "[van den Berg], Jan de"
    )
    given = '<name-part name="given" prefix="(" suffix=")"/>'
    assert _one(Name("Ash", "Ann"), sorted_, given) == "Ash, (Ann)"


def test_bodies_are_printed_as_they_are() -> None:
    who = Name(literal="World Health Organization")
    for attributes in ("", 'name-as-sort-order="all"', 'initialize-with="."', 'form="short"'):
        assert _one(who, attributes) == "World Health Organization"


def test_a_name_of_one_part_is_printed_whole() -> None:
    assert _one(Name("Plato"), 'name-as-sort-order="all" initialize-with="."') == "Plato"
    assert _one(Name(given="Plato"), 'initialize-with="."') == "Plato"


def test_names_in_other_scripts_are_not_turned_round() -> None:
    assert _one(Name("毛", "泽东")) == "毛泽东"
    assert _one(Name("毛", "泽东"), 'name-as-sort-order="all" initialize-with="."') == "毛泽东"
    assert _one(Name("毛", "泽东"), 'form="short"') == "毛"


def test_the_name_has_formatting_of_its_own() -> None:
    element = (
        '<names variable="author" suffix="."><name font-style="italic" prefix="&lt;"/></names>'
    )
    assert printed(element, item(author=people("Ash, Ann")), to="html") == "&#60;<i>Ann Ash</i>."


# --- several lists, labels ------------------------------------------------------------------------

_BOTH: dict[str, Any] = {"editor": people("Elm, Ed"), "translator": people("Oak, Oz", "Fir, Flo")}


def test_several_variables_are_lists_of_their_own() -> None:
    element = '<names variable="translator editor" delimiter="; "/>'
    assert printed(element, item(**_BOTH)) == "Oz Oak, Flo Fir; Ed Elm"


def test_the_delimiter_of_lists_is_inherited() -> None:
    element = '<names variable="translator editor"/>'
    assert printed(element, item(**_BOTH), names_delimiter=" / ") == "Oz Oak, Flo Fir / Ed Elm"


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("", ["Ed Elm, editor", "Oz Oak, Flo Fir, translators"]),
        ('form="short"', ["Ed Elm, ed.", "Oz Oak, Flo Fir, trans."]),
        ('form="short" strip-periods="true"', ["Ed Elm, ed", "Oz Oak, Flo Fir, trans"]),
        ('plural="always"', ["Ed Elm, editors", "Oz Oak, Flo Fir, translators"]),
        ('plural="never"', ["Ed Elm, editor", "Oz Oak, Flo Fir, translator"]),
        ('text-case="capitalize-first"', ["Ed Elm, Editor", "Oz Oak, Flo Fir, Translators"]),
    ],
)
def test_a_label_says_the_part_of_each_list(label: str, wanted: list[str]) -> None:
    for variable, text in zip(("editor", "translator"), wanted, strict=True):
        element = f'<names variable="{variable}"><label {label} prefix=", "/></names>'
        assert printed(element, item(**_BOTH)) == text


def test_a_label_before_the_name_is_printed_before_it() -> None:
    element = '<names variable="editor"><label form="verb" suffix=" "/><name/></names>'
    assert printed(element, item(**_BOTH)) == "edited by Ed Elm"


def test_a_cut_list_is_many_people() -> None:
    element = (
        '<names variable="editor"><name et-al-min="2" et-al-use-first="1"/>'
        '<label form="short" prefix=" (" suffix=")"/></names>'
    )
    assert printed(element, item(editor=people("Elm", "Fir"))) == "Elm et al. (eds.)"


def test_a_variable_without_a_term_has_no_label() -> None:
    assert printed('<names variable="author"><label prefix=", "/></names>', _names(1)) == "Ann Ash"


def test_the_same_editors_and_translators_are_one_list() -> None:
    same = item(editor=people("Elm, Ed"), translator=people("Elm, Ed"))
    element = '<names variable="editor translator" delimiter="; "><label form="short" prefix=", "/></names>'
    assert printed(element, same) == "Ed Elm, ed. & trans."
    assert printed(element, item(**_BOTH)) == "Ed Elm, ed.; Oz Oak, Flo Fir, trans."


# --- substitutes ----------------------------------------------------------------------------------

_SUBSTITUTE = (
    '<names variable="author"><name form="short"/><label prefix=", "/><substitute>'
    '<names variable="editor"/><names variable="translator"><name/></names>'
    '<text variable="title"/></substitute></names>'
)


def test_the_first_substitute_that_prints_stands_for_missing_names() -> None:
    assert printed(_SUBSTITUTE, item(author=people("Ash"), **_BOTH)) == "Ash"
    assert printed(_SUBSTITUTE, item(**_BOTH)) == "Elm, editor"
    assert printed(_SUBSTITUTE, item(translator=people("Oak, Oz"))) == "Oz Oak"
    assert printed(_SUBSTITUTE, item(title="Things")) == "Things"


def test_what_was_a_substitute_is_not_printed_again() -> None:
    layout = f'<group delimiter=". ">{_SUBSTITUTE}<names variable="editor"/><text variable="title"/></group>'
    assert printed(layout, item(title="Things")) == "Things"
    assert printed(layout, item(title="Things", editor=people("Elm, Ed"))) == "Elm, editor. Things"
    assert printed(layout, item(title="Things", author=people("Ash"), editor=people("Elm"))) == (
        "Ash. Elm. Things"
    )


def test_what_stands_before_the_substitute_is_printed_all_the_same() -> None:
    layout = f'<group delimiter=". "><text variable="title"/>{_SUBSTITUTE}</group>'
    assert printed(layout, item(title="Things")) == "Things. Things"


def test_a_substitute_may_be_a_macro() -> None:
    macro = '<macro name="m"><group delimiter=" "><text value="in"/><text variable="title"/></group></macro>'
    element = '<names variable="author"><substitute><text macro="m"/></substitute></names>'
    layout = f'<group delimiter=". ">{element}<text variable="title"/></group>'
    assert printed(layout, item(title="Things"), before=macro) == "in Things"


def test_a_substitute_has_nothing_of_the_names_around_it() -> None:
    element = (
        '<names variable="author" prefix="[" suffix="]" font-style="italic">'
        '<substitute><text variable="title"/></substitute></names>'
    )
    assert printed(element, item(title="Things"), to="html") == "Things"


def test_without_names_and_substitutes_nothing_is_printed() -> None:
    assert entries(
        style('<names variable="author" prefix="By "/><text variable="title"/>'), item()
    ) == ["a"]


def test_an_empty_delimiter_of_lists_is_one() -> None:
    names = '<names variable="author editor" delimiter=""/>'
    both = item(author=people("Doe"), editor=people("Roe"))
    assert printed(names, both, names_delimiter=" | ") == "DoeRoe"
