"""Finding citations in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibkit.errors import UnreadableInput
from bibkit.manuscripts.markdown import Mention, Note, read_markdown


def found(text: str) -> list[str]:
    """The citations as they stand in the text."""
    return [text[one.start : one.end] for one in read_markdown(text).mentions]


def ids(text: str) -> list[str]:
    return [cite.id for one in read_markdown(text).mentions for cite in one.cites]


def test_a_group_has_prefixes_locators_and_suffixes() -> None:
    (mention,) = read_markdown(
        "As [see @doe99, pp. 33-35 and *passim*; -@smith04, chap. 1]."
    ).mentions
    first, second = mention.cites
    assert (first.prefix, first.id, first.locator, first.label) == (
        "see ",
        "doe99",
        "33-35",
        "page",
    )
    assert first.suffix == " and <i>passim</i>"
    assert (second.id, second.label, second.suppress_author) == ("smith04", "chapter", True)
    assert not mention.in_text


def test_an_author_in_the_sentence_takes_a_locator_and_further_works() -> None:
    (mention,) = read_markdown("Yet @smith04 [p. 33; see also @doe99] says.").mentions
    assert mention.in_text
    assert [(one.prefix, one.id, one.locator) for one in mention.cites] == [
        ("", "smith04", "33"),
        ("see also ", "doe99", ""),
    ]


def test_a_bare_key_without_author() -> None:
    (mention,) = read_markdown("Smith (-@smith04) says.").mentions
    assert mention.cites[0].suppress_author
    assert not mention.in_text


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("@Foo_bar.baz.", ["Foo_bar.baz"]),
        ("@Foo_bar--baz", ["Foo_bar"]),
        ("@{Foo_bar.baz.}", ["Foo_bar.baz."]),
        (
            "[@{https://example.com/bib?name=a&date=2000}, p. 33]",
            ["https://example.com/bib?name=a&date=2000"],
        ),
        ("[@doi:10.1/x-y_z]", ["doi:10.1/x-y_z"]),
        ("@étude2001, @1999x, @_own", ["étude2001", "1999x", "_own"]),
        ("@doe99's view", ["doe99"]),
        ("--@doe99", ["doe99"]),
        ("(@doe99)", ["doe99"]),
        ("@{doe99}@smith04 [p. 3]", ["doe99", "smith04"]),
        ("[@{a@b}]", ["a@b"]),
    ],
)
def test_where_a_key_ends(text: str, keys: list[str]) -> None:
    assert ids(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        "`@doe99` and ``a ` @doe99``",
        "    @doe99 in a block of code",
        "```\n[@doe99]\n```",
        "~~~ {.r}\n@doe99\n~~~",
        "a@doe99.org",
        "\\@doe99",
        "[link](http://x.org/@doe99)",
        "<https://x.org/@doe99>",
        "See https://x.org/@doe99 there.",
        "<!-- @doe99 -->",
        "<!-- a\n\n[@doe99]\n\n-->",
        '<b title="@doe99">x</b>',
        "[name]: http://x.org/@doe99",
        "$x@doe99$",
        "@ alone, @- and @.",
        "---\nauthor: '@doe99'\n---\n\ntext",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("> Quote [@doe99,\n> p. 3] here", "[@doe99,\n> p. 3]"),
        ("- item [see\n  @doe99]", "[see\n  @doe99]"),
        ("| a | [@doe99] |\n|---|---|\n", "[@doe99]"),
        ("# Heading [@doe99]", "[@doe99]"),
        ("*emphasis [@doe99]*", "[@doe99]"),
        ("[text @doe99](http://x.org)", "@doe99"),
        ("<div>\n[@doe99]\n</div>", "[@doe99]"),
        ("<td>[@doe99]</td>", "[@doe99]"),
        ("<!-- aside --> and [@doe99]", "[@doe99]"),
        ("x^@doe99^", "@doe99"),
        ("[@doe99]: so it says.", "[@doe99]"),
        ("\\[@doe99\\]", "@doe99"),
        ("line\r\nother [@doe99,\r\np. 3] end", "[@doe99,\r\np. 3]"),
        ("Term\n:   as [@doe99]", "[@doe99]"),
        ("[@doe99, p. 3; and more]", "@doe99"),
        ("\ufeffText [@doe99]", "[@doe99]"),
    ],
)
def test_where_a_citation_stands(text: str, citation: str) -> None:
    assert found(text) == [citation]


def test_semicolons_in_braces_and_entities_divide_nothing() -> None:
    assert ids("[see A &amp; B @a; @b {ii; iv}]") == ["a", "b"]


def test_lines_count_from_the_head_on() -> None:
    source = read_markdown("---\ntitle: x\n---\n\nOne @a\n\n> two [@b]\n")
    assert [one.line for one in source.mentions] == [5, 7]
    assert source.matter.text("title") == "x"


def test_notes_are_read_where_the_text_refers_to_them() -> None:
    source = read_markdown("A[^n] b @x.^[See @y and [@z].]\n\n[^n]: [@w].\n\n[^unused]: [@v]\n")
    order = [one if isinstance(one, Note) else one.cites[0].id for one in source.order]
    assert order == [Note(1), "w", "x", Note(2), "y", "z"]
    by_id = {one.cites[0].id: one for one in source.mentions}
    assert (by_id["w"].note, by_id["w"].alone) == (1, True)
    assert (by_id["x"].note, by_id["y"].note, by_id["y"].alone) == (0, 2, False)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("x @a\n\n::: {#refs}\nold\n:::\n\nend", "old\n"),
        ('x @a\n\n<div id="refs"></div>\n', ""),
        ("x @a\n\n<div class='c' id='refs'>\n\n</div>\n", "\n\n"),
    ],
)
def test_the_author_says_where_the_bibliography_goes(text: str, inside: str) -> None:
    refs = read_markdown(text).refs
    assert refs is not None
    assert text[refs[0] : refs[1]] == inside


def test_a_place_for_the_bibliography_in_code_is_none() -> None:
    assert read_markdown("```\n::: {#refs}\n:::\n```\n").refs is None


def test_a_broken_head_is_said_with_its_line() -> None:
    with pytest.raises(UnreadableInput, match="line 3"):
        read_markdown("---\ntitle: x\nlang: [\n---\n\n@a")


def test_a_rule_at_the_begin_is_no_head() -> None:
    assert ids("---\n\nText @a.\n\n---\n") == ["a"]


def test_nocite_is_read_from_the_head() -> None:
    assert read_markdown("---\nnocite: |\n  @a, @{b c}\n  @*\n---\n").matter.nocite == (
        "a",
        "b c",
        "*",
    )


_PIECES = st.sampled_from(
    [
        *("@a", "[@a]", "[see @a, p. 3; -@b]", "@b [p. 3]", "a@b", "^[", "[^1]", "\n\n[^1]: "),
        *"`*_[]()\\$~|{};é\t\n \U000f0000",
        *(
            "\n\n",
            "> ",
            "- ",
            "    ",
            "<b>",
            "<!--",
            "-->",
            ":::",
            "---\n",
            "```\n",
            "&amp;",
            "\r\n",
        ),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_a_citations_place_holds_its_keys(text: str) -> None:
    try:
        source = read_markdown(text)
    except UnreadableInput:
        return
    last: Mention | None = None
    for mention in sorted(source.mentions, key=lambda one: one.start):
        stretch = text[mention.start : mention.end]
        assert stretch[0] in "@[-"
        assert all(cite.id in stretch for cite in mention.cites)
        assert mention.line == text.count("\n", 0, mention.start) + 1
        assert last is None or last.end <= mention.start
        last = mention


def test_hostile_nesting_is_read_in_time() -> None:
    assert read_markdown("[" * 3000 + "@a" + "]" * 3000).mentions
    assert len(read_markdown("@a http://x " * 3000).mentions) == 3000
