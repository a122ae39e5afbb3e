"""Whole bibliographies: fields in the margin, blocks, authors not repeated, the layout's numbers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import codes, document, entries, item, people, style

from bibkit import Reference
from bibkit.csl.library import Style
from bibkit.csl.native import NativeEngine
from bibkit.csl.nodes import Block, Display


def _whole(layout: str, attributes: str = "", *, affixes: str = 'suffix="."', **rest: Any) -> Style:
    bibliography = f"<bibliography {attributes}><layout {affixes}>{layout}</layout></bibliography>"
    return style(bibliography, **rest)


_NUMBER = '<text variable="citation-number" suffix=". "/><text variable="title"/>'


def test_every_reference_has_one_entry_with_its_id() -> None:
    references = [item(name) for name in "cab"]
    bibliography = NativeEngine().bibliography(_whole(_NUMBER), references)
    assert [entry.id for entry in bibliography.entries] == ["c", "a", "b"]
    assert bibliography.texts() == ["1. c.", "2. a.", "3. b."]


def test_no_references_are_no_entries() -> None:
    assert NativeEngine().bibliography(_whole(_NUMBER), []).entries == ()


def test_references_of_one_id_have_an_entry_each() -> None:
    assert entries(_whole(_NUMBER), item(), item()) == ["1. a.", "2. a."]


# --- second-field-align, display ------------------------------------------------------------------


@pytest.mark.parametrize("align", ["flush", "margin"])
def test_the_first_field_stands_in_the_margin(align: str) -> None:
    aligned = _whole(_NUMBER, f'second-field-align="{align}"')
    bibliography = NativeEngine().bibliography(aligned, [item()])
    (entry,) = bibliography.entries
    assert [one.display for one in entry.content if isinstance(one, Block)] == [
        Display.LEFT_MARGIN, Display.RIGHT_INLINE,
    ]  # fmt: skip
    assert "".join(map(str, entry.label)).strip() == "1."
    assert entry.body == ("a.",)
    assert bibliography.layout.second_field_align == align
    assert bibliography.texts() == ["1. a."]


def test_without_the_option_nothing_stands_in_the_margin() -> None:
    (entry,) = NativeEngine().bibliography(_whole(_NUMBER), [item()]).entries
    assert entry.label == ()


def test_a_field_alone_is_not_put_in_the_margin() -> None:
    aligned = _whole(
        '<text variable="citation-number"/><text variable="DOI"/>', 'second-field-align="flush"'
    )
    (entry,) = NativeEngine().bibliography(aligned, [item()]).entries
    assert entry.content == ("1.",)


@pytest.mark.parametrize("display", list(Display))
def test_a_part_has_its_display(display: Display) -> None:
    layout = f'<text variable="title" display="{display}" suffix="!"/><text value="x"/>'
    (entry,) = NativeEngine().bibliography(_whole(layout, affixes=""), [item()]).entries
    assert entry.content == (Block(display, ("a!",)), "x")


def test_blocks_are_lines_of_their_own() -> None:
    layout = '<text variable="title"/><text value="x" display="block"/><text value="y" display="indent"/>'
    assert entries(_whole(layout, affixes=""), item()) == ["a\nx\n    y"]


# --- the layout's numbers -------------------------------------------------------------------------


def test_the_layout_says_what_the_style_asks_for() -> None:
    options = 'hanging-indent="true" line-spacing="2" entry-spacing="0"'
    layout = NativeEngine().bibliography(_whole(_NUMBER, options), [item()]).layout
    assert (layout.hanging_indent, layout.line_spacing, layout.entry_spacing) == (True, 2, 0)


def test_a_style_that_says_nothing_has_usual_numbers() -> None:
    layout = NativeEngine().bibliography(_whole(_NUMBER), [item()]).layout
    assert (layout.hanging_indent, layout.line_spacing, layout.entry_spacing) == (False, 1, 1)
    assert layout.second_field_align == ""


def test_the_widest_label_grows_with_the_numbers() -> None:
    nine, ten = ([item(str(number)) for number in range(count)] for count in (9, 10))
    widths = [
        NativeEngine().bibliography(_whole(_NUMBER), some).layout.max_offset for some in (nine, ten)
    ]
    assert widths[1] == widths[0] + 1


# --- the same authors again -----------------------------------------------------------------------

_AUTHOR = '<names variable="author"><name and="text"/></names><text variable="title" prefix=", "/>'


def _works(*lists: str) -> list[Reference]:
    return [
        item(str(number), author=people(*names.split())) for number, names in enumerate(lists, 1)
    ]


def _again(rule: str, *lists: str, layout: str = _AUTHOR) -> list[str]:
    option = f'subsequent-author-substitute-rule="{rule}"' if rule else ""
    found = _whole(layout, f'subsequent-author-substitute="---" {option}', affixes="")
    return [text.rpartition(",")[0] for text in entries(found, *_works(*lists))]


def test_the_same_authors_are_not_repeated() -> None:
    assert _again("", "Doe Roe", "Doe Roe", "Doe", "Doe") == ["Doe and Roe", "---", "Doe", "---"]


def test_other_authors_begin_anew() -> None:
    assert _again("", "Doe", "Roe", "Doe") == ["Doe", "Roe", "Doe"]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("complete-all", ["Doe, Elm, and Fir", "---", "Doe, Elm, and Oak", "Doe and Elm"]),
        (
            "complete-each",
            ["Doe, Elm, and Fir", "---, ---, and ---", "Doe, Elm, and Oak", "Doe and Elm"],
        ),
        (
            "partial-each",
            ["Doe, Elm, and Fir", "---, ---, and ---", "---, ---, and Oak", "--- and ---"],
        ),
        (
            "partial-first",
            ["Doe, Elm, and Fir", "---, Elm, and Fir", "---, Elm, and Oak", "--- and Elm"],
        ),
    ],
)
def test_a_rule_says_which_names_are_replaced(rule: str, wanted: list[str]) -> None:
    assert _again(rule, "Doe Elm Fir", "Doe Elm Fir", "Doe Elm Oak", "Doe Elm") == wanted


def test_a_label_stays_behind_the_substitute() -> None:
    layout = (
        '<names variable="editor"><name/><label form="short" prefix=", "/></names>'
        '<text variable="title" prefix=", "/>'
    )
    found = _whole(layout, 'subsequent-author-substitute="---"', affixes="")
    references = [item(name, editor=people("Doe")) for name in "ab"]
    assert entries(found, *references) == ["Doe, ed., a", "---, ed., b"]


def test_a_substitute_may_be_empty() -> None:
    found = _whole(_AUTHOR, 'subsequent-author-substitute=""', affixes="")
    assert entries(found, *_works("Doe", "Doe")) == ["Doe, 1", ", 2"]


def test_an_entry_without_names_begins_anew() -> None:
    found = _whole(_AUTHOR, 'subsequent-author-substitute="---"', affixes="")
    one, two = _works("Doe", "Doe")
    assert entries(found, one, item("x"), two) == ["Doe, 1", ", x", "Doe, 2"]


def test_the_same_initials_of_other_people_are_other_people() -> None:
    layout = '<names variable="author"><name initialize-with="."/></names><text variable="title" prefix=", "/>'
    found = _whole(layout, 'subsequent-author-substitute="---"', affixes="")
    same = [item("1", author=people("Doe, Ann")), item("2", author=people("Doe, Ann"))]
    assert entries(found, *same) == ["A. Doe, 1", "---, 2"]


# --- nothing to print -----------------------------------------------------------------------------

_DOI = '<text variable="DOI"/>'


def test_a_reference_for_which_the_style_prints_nothing_is_a_problem() -> None:
    bibliography = NativeEngine().bibliography(_whole(_DOI), [item(), item("b", DOI="10.1/b")])
    assert codes(bibliography.problems) == [("not-printed", "a")]
    assert [entry.id for entry in bibliography.entries] == ["b"]


def test_in_a_numbered_list_it_keeps_its_number() -> None:
    numbered = _whole(_DOI, citation='<text variable="citation-number"/>')
    done = document(numbered, [item(), item("b", DOI="10.1/b")], "a b")
    assert codes(done.problems) == [("not-printed", "a")]
    assert [entry.id for entry in done.bibliography.entries] == ["a", "b"]
    assert done.bibliography.texts()[0].startswith("1.")


def test_problems_of_the_bibliography_are_the_document_s() -> None:
    done = document(_whole(_DOI), [item()], "a")
    assert codes(done.problems) == codes(done.bibliography.problems) == [("not-printed", "a")]


def test_references_of_one_id_all_have_entries() -> None:
    twice = [item("a", title="One"), item("a", title="Two"), item("b")]
    made = document(style(), twice, "a", uncited=True)
    assert made.bibliography.texts() == ["One", "Two", "b"]
    assert [entry.id for entry in made.bibliography.entries] == ["a", "a", "b"]
    assert [citation.render() for citation in made.citations] == ["One"]
    assert codes(made.problems) == [("doubled-id", "a")]


def test_a_number_that_cs_number_prints_counts_as_one() -> None:
    numbered = style('<text variable="note"/>', '<number variable="citation-number"/>')
    assert len(entries(numbered, item("a", note="N"), item("b"))) == 2
