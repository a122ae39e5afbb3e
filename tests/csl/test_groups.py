"""`cs:group` and macros: nothing is left of those whose variables are empty (CSL 1.0.2, "Group")."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import citations, item, printed, style

from bibkit.csl.engine import Cite

_END = '<text value="|"/>'


def _group(inside: str, attributes: str = "", **rest: Any) -> str:
    """What a group prints, up to a bar."""
    return printed(f"<group {attributes}>{inside}</group>{_END}", **rest).removesuffix("|")


@pytest.mark.parametrize(
    "inside",
    [
        '<text term="in"/><text variable="DOI"/>',
        '<text value="x"/><text variable="DOI"/><text variable="ISBN"/>',
        '<text value="x"/><names variable="editor"/>',
        '<text value="x"/><date variable="issued" form="text"/>',
        '<text value="x"/><number variable="volume"/>',
        '<text value="x"/><text macro="doi"/>',
        '<text value="x"/><group><text variable="DOI"/></group>',
        '<text value="x"/><choose><if type="article-journal"><text variable="DOI"/></if></choose>',
        '<label variable="volume"/><number variable="volume"/>',
    ],
)
def test_terms_are_nothing_where_all_variables_are_empty(inside: str) -> None:
    macro = '<macro name="doi"><text variable="DOI"/></macro>'
    assert _group(inside, before=macro) == ""


@pytest.mark.parametrize(
    ("inside", "wanted"),
    [
        ('<text value="x"/><text variable="DOI"/><text variable="title"/>', "x a"),
        ('<text value="x"/>', "x"),
        ('<text value="x"/><group><text value="y"/></group>', "x y"),
        ('<text value="x"/><text macro="word"/>', "x word"),
        ('<text macro="word"/><text variable="DOI"/>', "word"),
        ('<group><text value="y"/></group><text variable="DOI"/>', "y"),
        ('<text value="x"/><group><text value="y"/><text variable="DOI"/></group>', ""),
        ('<text value="x"/><choose><if variable="DOI"><text value="y"/></if></choose>', "x"),
    ],
)
def test_a_group_prints_where_a_variable_does_or_none_is_called(inside: str, wanted: str) -> None:
    macro = '<macro name="word"><text value="word"/></macro>'
    assert _group(inside, 'delimiter=" "', before=macro) == wanted


def test_an_empty_group_has_no_affixes() -> None:
    assert _group('<text variable="DOI"/>', 'prefix="(" suffix=")"') == ""
    assert _group('<text variable="title"/>', 'prefix="(" suffix=")"') == "(a)"


def test_a_macro_is_like_a_group() -> None:
    macro = '<macro name="m"><text value="doi: "/><text variable="DOI"/></macro>'
    element = f'<text macro="m" prefix="[" suffix="]"/>{_END}'
    assert printed(element, before=macro) == "|"
    assert printed(element, item(DOI="10.1/x"), before=macro) == "[doi: 10.1/x]|"


def test_a_variable_inside_is_not_enough_for_a_group_beside_it() -> None:
    inside = '<group><text value="x"/><text variable="DOI"/></group><text variable="title"/>'
    assert _group(inside, 'delimiter=" "') == "a"


def test_delimiters_stand_only_between_what_is_printed() -> None:
    inside = (
        '<text variable="DOI"/><text variable="title"/><text variable="ISBN"/><text value="x"/>'
    )
    assert _group(inside, 'delimiter=", "') == "a, x"


def test_groups_inside_have_delimiters_of_their_own() -> None:
    inner = '<group delimiter="-"><text variable="title"/><text value="x"/></group>'
    assert _group(f'{inner}<text value="y"/>', 'delimiter=", "') == "a-x, y"


def test_a_group_has_formatting() -> None:
    group = '<group font-style="italic" prefix="(" suffix=")"><text variable="title"/></group>'
    assert printed(group, to="html") == "(<i>a</i>)"


def test_a_locator_that_a_cite_has_fills_a_group() -> None:
    located = style(
        citation='<text variable="title"/><group prefix=", "><text value="at "/><text variable="locator"/></group>'
    )
    assert citations(located, [item()], Cite("a", "3"), Cite("a")) == ["a, at 3", "a"]


def test_a_year_suffix_that_is_not_there_does_not_empty_a_group() -> None:
    # As citeproc-js has it: the suffix is no variable that the group waits for.
    group = '<text variable="title"/><group prefix="-"><text value="s"/><text variable="year-suffix"/></group>'
    assert citations(style(citation=group), [item()], "a") == ["a-s"]


def test_layouts_without_variables_print_their_words() -> None:
    assert printed('<text value="x"/>') == "x"


def test_deep_groups_are_no_trouble() -> None:
    depth = 120
    element = "<group>" * depth + '<text variable="title"/>' + "</group>" * depth
    assert printed(element) == "a"
