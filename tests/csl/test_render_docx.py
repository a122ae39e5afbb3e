"""Word documents, looked into as a word processor does."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from docx import Document

from bibkit.csl.nodes import Block, Display, Entry, Layout, Link, Node, Span, Style
from bibkit.csl.render import render_bytes


def _opened(*entries: Entry, layout: Layout | None = None, links: bool = True) -> Any:
    return Document(io.BytesIO(render_bytes(entries, "docx", layout, links=links)))


def _numbered(label: str, *body: Node) -> Entry:
    margin = Block(Display.LEFT_MARGIN, (label,))
    return Entry(label, (margin, Block(Display.RIGHT_INLINE, body)))


def test_an_entry_is_a_paragraph_in_the_style_of_bibliographies() -> None:
    document = _opened(Entry("a", ("A",)), Entry("b", ("B",)), layout=Layout(hanging_indent=True))
    assert [one.text for one in document.paragraphs] == ["A", "B"]
    assert {one.style.name for one in document.paragraphs} == {"Bibliography"}
    form = document.styles["Bibliography"].paragraph_format
    assert (form.left_indent.pt, form.first_line_indent.pt) == (36, -36)


def test_a_number_is_parted_by_a_tab_that_ends_at_the_indent() -> None:
    document = _opened(_numbered("1.", "A"), _numbered("10.", "B"))
    assert [one.text for one in document.paragraphs] == ["1.\tA", "10.\tB"]
    form = document.styles["Bibliography"].paragraph_format
    assert form.left_indent.pt == -form.first_line_indent.pt == form.tab_stops[0].position.pt == 24
    margin = _opened(_numbered("1.", "A"), layout=Layout(second_field_align="margin"))
    form = margin.styles["Bibliography"].paragraph_format
    assert (form.left_indent.pt, form.first_line_indent.pt) == (0, -18)


@pytest.mark.parametrize(
    ("style", "font"),
    [
        (Style.ITALIC, "italic"),
        (Style.OBLIQUE, "italic"),
        (Style.BOLD, "bold"),
        (Style.SMALL_CAPS, "small_caps"),
        (Style.UNDERLINE, "underline"),
        (Style.SUPERSCRIPT, "superscript"),
        (Style.SUBSCRIPT, "subscript"),
    ],
)
def test_styles_of_characters_are_those_of_word(style: Style, font: str) -> None:
    (paragraph,) = _opened(Entry("a", ("a", Span(style, ("b",)), "c"))).paragraphs
    assert [getattr(run.font, font) for run in paragraph.runs] == [None, True, None]


def test_a_link_is_a_hyperlink_and_one_to_a_script_is_none() -> None:
    good = Link("https://e.org/a?b=1&c=2", ("x", Span(Style.ITALIC, ("y",))))
    document = _opened(Entry("a", (good, Link("javascript:alert(1)", ("z",)), good)))
    (paragraph,) = document.paragraphs
    assert [(one.text, one.address) for one in paragraph.hyperlinks] == [
        ("xy", "https://e.org/a?b=1&c=2")
    ] * 2
    assert [run.style.name for run in paragraph.hyperlinks[0].runs] == ["Hyperlink", "Hyperlink"]
    assert paragraph.text == "xyzxy"
    assert not _opened(Entry("a", (good,)), links=False).paragraphs[0].hyperlinks


def test_parts_on_lines_of_their_own_stay_with_their_entry() -> None:
    note = Block(Display.INDENT, ("A note.",))
    first, second = _opened(Entry("a", ("A", note))).paragraphs
    assert first.paragraph_format.keep_with_next
    assert second.paragraph_format.left_indent.pt == 36


def test_the_space_between_entries_and_lines_is_the_styles() -> None:
    document = _opened(Entry("a", ("A",)), layout=Layout(entry_spacing=0, line_spacing=2))
    form = document.styles["Bibliography"].paragraph_format
    assert (form.space_after.pt, form.line_spacing) == (0, 2.0)


def test_no_entries_are_a_document_without_text() -> None:
    assert not _opened().paragraphs


def test_the_document_says_nothing_of_who_made_it() -> None:
    properties = _opened(Entry("a", ("A",))).core_properties
    assert (properties.author, properties.comments) == ("", "")


@pytest.mark.slow
def test_the_time_for_a_document_grows_with_its_links_and_not_faster() -> None:
    def seconds(number: int) -> float:
        link = [Link(f"https://doi.org/10.1000/{n}", (f"10.1000/{n}",)) for n in range(number)]
        entries = [Entry(one.url, ("A. ", one)) for one in link]
        begin = time.process_time()
        render_bytes(entries, "docx")
        return time.process_time() - begin

    seconds(10)
    assert seconds(2400) < 16 * seconds(300) + 0.5
