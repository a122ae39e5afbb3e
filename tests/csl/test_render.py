"""The registry of outputs, and the outputs that are text."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from bibkit.csl import render as package
from bibkit.csl.nodes import Block, Display, Entry, Layout, Link, Node, Span, Style
from bibkit.csl.render import (
    OUTPUTS,
    Output,
    by_name,
    by_suffix,
    render,
    render_bytes,
    render_entry,
    render_nodes,
)
from bibkit.csl.render.base import safe_url
from bibkit.errors import UnknownFormat

TEXTS = tuple(name for name in OUTPUTS if by_name(name).text)


def _styled(style: Style, *children: Node) -> Span:
    return Span(style, children)


def _italic(*children: Node) -> Span:
    return _styled(Style.ITALIC, *children)


def _numbered(label: str, *body: Node) -> Entry:
    margin = Block(Display.LEFT_MARGIN, (label,))
    return Entry(label, (margin, Block(Display.RIGHT_INLINE, body)))


# --- the registry ---------------------------------------------------------------------------------


def test_every_module_with_an_output_is_in_the_registry() -> None:
    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        output = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "OUTPUT", 0)
        if isinstance(output, Output):
            found[output.name] = output
    assert set(found) == set(OUTPUTS)
    assert all(by_name(name) is output for name, output in found.items())


def test_the_table_of_suffixes_is_what_the_outputs_say() -> None:
    said = {suffix: name for name in OUTPUTS for suffix in by_name(name).suffixes}
    assert said == {suffix: by_suffix(f"refs{suffix}") for suffix in said}
    assert by_suffix("REFS.DOCX") == "docx"
    assert by_suffix("refs") is by_suffix("refs.pdf") is None


def test_an_output_is_text_or_a_file() -> None:
    for name in OUTPUTS:
        assert (by_name(name).text is None) is (by_name(name).file is not None)


def test_an_output_that_is_not_there_is_refused_with_those_that_are() -> None:
    for ask in (render, render_bytes):
        with pytest.raises(UnknownFormat, match="text, html, markdown, latex, typst, rtf, docx"):
            ask([], "pdf")


def test_a_word_document_is_not_given_as_text() -> None:
    with pytest.raises(UnknownFormat, match="'docx' is a file, not text"):
        render([Entry("a", ("A",))], "docx")
    with pytest.raises(UnknownFormat, match="is a file"):
        render_nodes(["A"], "docx")
    with pytest.raises(UnknownFormat, match="is a file"):
        render_entry(Entry("a", ("A",)), "docx")


def test_bytes_of_a_text_are_its_utf8() -> None:
    entries = [Entry("a", ("Müller ", _italic("é")))]
    for name in TEXTS:
        assert render_bytes(entries, name) == render(entries, name).encode()


@pytest.mark.parametrize("name", TEXTS)
def test_no_entries_give_no_text_and_an_empty_entry_does_no_harm(name: str) -> None:
    assert render([], name) == ""
    assert render([Entry("a", ())], name).endswith("\n")
    assert render_entry(Entry("a", ()), name) == ""


# --- links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JaVaScript:alert(1)", "data:text/html,x", "file:///etc", "x", ""],
)
def test_only_addresses_of_the_web_and_of_mail_are_links(url: str) -> None:
    assert safe_url(url) == ""
    for name in TEXTS:
        written = render_nodes([Link(url, ("here",))], name)
        assert written == render_nodes(["here"], name)


def test_addresses_are_written_in_ascii_and_nothing_ends_them_early() -> None:
    assert safe_url('https://e.org/"><script>') == "https://e.org/%22%3E%3Cscript%3E"
    assert safe_url("http://e.org/ü x\n{}\\%") == "http://e.org/%C3%BC%20x%20%7B%7D%5C%25"
    assert safe_url("https://e.org/a%20b?c=1&d=~#e_f") == "https://e.org/a%20b?c=1&d=~#e_f"
    assert safe_url("mailto:a@e.org") == "mailto:a@e.org"
    assert safe_url("DOI: 10.1000/1") == "https://doi.org/10.1000/1"


def test_links_can_be_left_out() -> None:
    link = Link("https://e.org/x", (_italic("here"),))
    for name in TEXTS:
        assert "e.org" not in render_nodes([link], name, links=False)
    assert render_nodes([link], "html") == '<a href="https://e.org/x"><i>here</i></a>'
    assert render_nodes([link], "markdown") == "[*here*](https://e.org/x)"
    assert render_nodes([link], "latex") == r"\href{https://e.org/x}{\textit{here}}"
    assert render_nodes([link], "typst") == '#link("https://e.org/x")[#emph[here]]'
    assert 'HYPERLINK "https://e.org/x"' in render_nodes([link], "rtf")


# --- styles ---------------------------------------------------------------------------------------


def test_a_style_that_is_taken_back_is_settled_where_the_output_cannot_say_so() -> None:
    nodes = [_italic("a ", _styled(Style.UPRIGHT, "b"), " c")]
    assert render_nodes(nodes, "markdown") == "*a* b *c*"
    assert render_nodes(nodes, "latex") == r"\textit{a }b\textit{ c}"
    assert render_nodes(nodes, "typst") == "#emph[a ]b#emph[ c]"
    assert render_nodes(nodes, "rtf") == r"{\i a }b{\i  c}"
    assert render_nodes(nodes, "clipboard") == "<i>a </i>b<i> c</i>"
    assert render_nodes(nodes, "text") == "a b c"


@pytest.mark.parametrize(
    ("style", "back"),
    [
        (Style.ITALIC, Style.UPRIGHT),
        (Style.OBLIQUE, Style.UPRIGHT),
        (Style.BOLD, Style.REGULAR),
        (Style.LIGHT, Style.REGULAR),
        (Style.SMALL_CAPS, Style.NO_CAPS),
        (Style.UNDERLINE, Style.NO_LINE),
        (Style.SUPERSCRIPT, Style.BASELINE),
        (Style.SUBSCRIPT, Style.BASELINE),
    ],
)
def test_every_style_is_taken_back_by_its_own(style: Style, back: Style) -> None:
    for name in set(TEXTS) - {"html"}:
        assert render_nodes([_styled(style, _styled(back, "a"))], name) == "a"
        inside = render_nodes(
            [_styled(style, "a", _styled(Style.ITALIC, _styled(back, "b")))], name
        )
        assert inside != "ab" or style is Style.LIGHT or name == "text"


def test_marks_of_neighbours_do_not_run_into_one() -> None:
    bold = _styled(Style.BOLD, "a", _italic("b"), "c")
    assert render_nodes([bold, _italic("d")], "markdown") == "**a*b*c***d*"
    assert render_nodes([_italic("a"), _italic("b")], "markdown") == "*ab*"
    assert render_nodes([_italic(" a "), "b"], "markdown") == " *a* b"


def test_pandoc_has_small_capitals_and_lines_below_as_spans_and_no_blank_in_a_superscript() -> None:
    nodes = [_styled(Style.SMALL_CAPS, "a"), _styled(Style.UNDERLINE, "b")]
    assert render_nodes(nodes, "markdown") == "[a]{.smallcaps}[b]{.underline}"
    assert render_nodes([_styled(Style.SUPERSCRIPT, "a b")], "markdown") == r"^a\ b^"


# --- text that could be a mark --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. a", r"1\. a"),
        ("(1) a", r"(1\) a"),
        ("a) b", r"a\) b"),
        ("iv. a", r"iv\. a"),
        ("M. Smith", "M. Smith"),
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        (": a", r"\: a"),
        ("% a", r"\% a"),
        ("# a", r"\# a"),
        ("> a", r"\> a"),
        ("[1] a", r"\[1\] a"),
        ("1984 was", "1984 was"),
    ],
)
def test_the_begin_of_a_paragraph_makes_no_list_or_heading_in_markdown(
    text: str, written: str
) -> None:
    assert render([Entry("a", (text,))], "markdown") == f"{written}\n"
    label, _, body = text.partition(" ")  # a number in the margin is no list either
    assert render([_numbered(label, body)], "markdown").split() == written.split()


def test_markdown_of_pandoc_takes_no_dash_quotation_key_or_entity_for_its_own() -> None:
    assert render_nodes(["a -- b --- \"c\" 'd' ..."], "markdown") == (
        r"a -\- b -\-\- \"c\" \'d\' \..."
    )
    assert render_nodes(["@key &amp; &"], "markdown") == r"\@key \&amp; &"
    link = Link("https://e.org/(a)?b&amp;c", ("x",))
    assert render_nodes(["Help!", link], "markdown") == (
        r"Help\![x](<https://e.org/(a)?b&amp;amp;c>)"
    )


def test_latex_has_no_command_of_a_text() -> None:
    assert render_nodes([r"\input{/etc/passwd} 5% $x_1^2$ #1 & ~"], "latex") == (
        r"\textbackslash{}input\{/etc/passwd\} 5\% \$x\_1\textasciicircum{}2\$ \#1 \&"
        r" \textasciitilde{}"
    )
    assert render_nodes(["a -- b ''c'' ,,d \u00a0"], "latex") == "a -{}- b '{}'c'{}' ,{},d ~"
    link = Link("https://e.org/a_b%20~#&", ("x/y",))
    assert render_nodes([link], "latex") == (
        r"\href{https://e.org/a\_b\%20\string~\#\&}{x/\allowbreak{}y}"
    )


def test_an_entry_that_begins_with_a_bracket_is_no_label_in_latex() -> None:
    assert r"\item[] {}[Anonymous]" in render([Entry("a", ("[Anonymous]",))], "latex")
    assert r"\item[{[1]}\hfill] {}[A]" in render([_numbered("[1]", "[A]")], "latex")


def test_typst_has_no_code_of_a_text_and_an_expression_ends_where_it_ends() -> None:
    assert render_nodes(["#eval(1) $x$ @a <b> // c"], "typst") == (
        r"\#eval(1) \$x\$ \@a \<b\> \/\/ c"
    )
    nodes: list[Node] = [
        _italic("a"),
        "(b)",
        _italic("c"),
        ".d",
        _italic("e"),
        "f",
        _italic("g"),
        "; h",
    ]
    assert render_nodes(nodes, "typst") == "#emph[a];(b)#emph[c];.d#emph[e]f#emph[g];; h"
    assert render([Entry("a", ("1. b",))], "typst").splitlines()[3] == r"1\. b"


def test_rtf_is_ascii_with_characters_beyond_the_first_plane_as_two() -> None:
    assert render_nodes(["é−😀{\\*}"], "rtf") == r"\u233?\u8722?\u-10179?\u-8704?\{\\*\}"
    assert render([Entry("a", ("é",))], "rtf").isascii()


def test_control_characters_and_halves_of_characters_are_left_out() -> None:
    nodes = ["a\x00b\nc\td\ud800e\u202ef"]
    for name in set(TEXTS) - {"html"}:
        assert render_nodes(nodes, name) == "ab c def"


# --- a whole bibliography -------------------------------------------------------------------------

HEADED = Entry(
    "a",
    (
        Block(Display.BLOCK, ("Doe",)),
        Block(Display.LEFT_MARGIN, (" 1999",)),
        Block(Display.RIGHT_INLINE, ("A book",)),
    ),
)
NOTED = Entry("b", ("Roe 2000", Block(Display.INDENT, ("A note.",))))


def test_parts_of_an_entry_stand_on_lines_of_their_own() -> None:
    assert render([HEADED, NOTED], "text") == "Doe\n1999 A book\nRoe 2000\n    A note.\n"
    assert render([HEADED, NOTED], "markdown") == "Doe\\\n1999 A book\n\nRoe 2000\\\nA note.\n"
    assert "Doe\\newline\n1999 A book" in render([HEADED], "latex")
    assert "Roe 2000#linebreak()#h(1.5em)\nA note." in render([NOTED], "typst")
    assert render([HEADED], "rtf").count(r"\par}") == 2
    assert render([HEADED, NOTED], "clipboard").count("<p ") == 4


def test_a_number_stands_in_a_column_where_the_output_has_columns() -> None:
    entries = [_numbered("9.", " A"), _numbered("10.", " B")]
    assert render(entries, "text") == "9. A\n10. B\n"
    assert r"\settowidth{\labelwidth}{10.}" in render(entries, "latex")
    assert r"[10\.], [B]," in render(entries, "typst")
    assert r"\li480\fi-480\tx480" in render(entries, "rtf")
    assert "9.\\tab A\\par" in render(entries, "rtf")
    assert "24pt;text-indent:-24pt" in render(entries, "clipboard")


def test_a_number_stands_in_the_margin_where_the_style_wants_it_there() -> None:
    layout = Layout(second_field_align="margin")
    entries = [_numbered("1.", "A")]
    assert r"\setlength{\leftmargin}{0pt}" in render(entries, "latex", layout)
    assert r"\li0\fi-360" in render(entries, "rtf", layout)
    assert "0pt;text-indent:-18pt" in render(entries, "clipboard", layout)


def test_a_hanging_indent_and_the_space_between_entries_are_the_styles() -> None:
    layout = Layout(hanging_indent=True, entry_spacing=0, line_spacing=2)
    entries = [Entry("a", ("A",))]
    assert r"\setlength{\leftmargin}{1.5em}" in render(entries, "latex", layout)
    assert r"\linespread{2}" in render(entries, "latex", layout)
    assert "hanging-indent: 1.5em" in render(entries, "typst", layout)
    assert r"\li720\fi-720\sa0\sl480" in render(entries, "rtf", layout)
    style = "margin:0 0 0pt 36pt;text-indent:-36pt;line-height:200%"
    assert style in render(entries, "clipboard", layout)


def test_what_is_pasted_depends_on_no_class() -> None:
    pasted = render([HEADED, _numbered("1.", _italic("A"))], "clipboard")
    assert "class" not in pasted
    assert "<div" not in pasted
