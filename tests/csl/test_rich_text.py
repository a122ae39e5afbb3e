"""Markup in fields, and styles inside styles."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import citations, item, people, printed, style

from bibkit import Name
from bibkit.csl.engine import Cite


def _title(text: str, attributes: str = "", to: str = "html", **rest: Any) -> str:
    return printed(f'<text variable="title" {attributes}/>', item(title=text), to, **rest)


_CAPS = '<span style="font-variant:small-caps;">'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<i>a</i>", "<i>a</i>"),
        ("<b>a</b>", "<b>a</b>"),
        ("H<sub>2</sub>O", "H<sub>2</sub>O"),
        ("x<sup>2</sup>", "x<sup>2</sup>"),
        ("<sc>a</sc>", f"{_CAPS}a</span>"),
        ('<span style="font-variant: small-caps;">a</span>', f"{_CAPS}a</span>"),
        ("<em>a</em> <strong>b</strong>", "<i>a</i> <b>b</b>"),
        ("<I>a</I>", "<i>a</i>"),
        ("<i>a <b>b</b></i>", "<i>a <b>b</b></i>"),
        ('<span class="nocase">a</span>', "a"),
    ],
)
def test_fields_may_have_markup(text: str, wanted: str) -> None:
    assert _title(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a < b", "a &#60; b"),
        ("<i>a", "&#60;i&#62;a"),
        ("a</i>", "a&#60;/i&#62;"),
        ("<x>a</x>", "&#60;x&#62;a&#60;/x&#62;"),
        ("<script>a</script>", "&#60;script&#62;a&#60;/script&#62;"),
        ('<i onclick="x">a</i>', '&#60;i onclick="x"&#62;a&#60;/i&#62;'),
        ("a & b", "a &#38; b"),
        ("&lt;", "&#38;lt;"),
    ],
)
def test_what_is_no_markup_is_text(text: str, wanted: str) -> None:
    found = _title(text)
    assert found.replace("“", '"').replace("”", '"') == wanted


def test_tags_that_cross_are_closed_where_the_outer_one_is() -> None:
    assert _title("<i>a <b>b</i> c</b>") == "<i>a &#60;b&#62;b</i> c&#60;/b&#62;"


@pytest.mark.parametrize("tag", ["i", "sup"])
def test_markup_without_end_is_text(tag: str) -> None:
    nested = f"<{tag}>" * 1500 + "x" + f"</{tag}>" * 1500
    for to in ("text", "html", "markdown"):
        assert "x" in _title(nested, to=to)


def test_markup_is_read_in_every_field_and_in_names() -> None:
    assert printed('<text variable="note"/>', item(note="<i>x</i>"), "html") == "<i>x</i>"
    body = item(author=(Name(literal="The <i>x</i> Group"),))
    assert printed('<names variable="author"/>', body, "html") == "The <i>x</i> Group"
    person = item(author=people("<i>Ash</i>, Ann"))
    assert printed('<names variable="author"/>', person, "html") == "Ann <i>Ash</i>"


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ('font-style="italic"', '<i>a <span style="font-style:normal;">b</span></i>'),
        ('font-style="oblique"', "<em>a <i>b</i></em>"),
        ('font-weight="bold"', "<b>a <i>b</i></b>"),
        ('font-style="normal"', "a <i>b</i>"),
    ],
)
def test_italics_inside_italics_stand_upright(attributes: str, wanted: str) -> None:
    assert _title("a <i>b</i>", attributes) == wanted


def test_a_style_is_taken_back_and_set_again() -> None:
    upright = '<span style="font-style:normal;">'
    assert _title("<i>a <i>b <i>c</i></i></i>") == f"<i>a {upright}b <i>c</i></span></i>"


def test_bold_and_small_capitals_flip_too() -> None:
    assert _title("a <b>b</b>", 'font-weight="bold"') == (
        '<b>a <span style="font-weight:normal;">b</span></b>'
    )
    assert _title("a <sc>b</sc>", 'font-variant="small-caps"') == (
        f'{_CAPS}a <span style="font-variant:normal;">b</span></span>'
    )


def test_normal_inside_italics_takes_them_back() -> None:
    element = '<text variable="title" font-style="normal"/>'
    inside = f'<group font-style="italic"><text value="x "/>{element}</group>'
    assert printed(inside, item(), "html") == '<i>x <span style="font-style:normal;">a</span></i>'
    assert printed(element, item(), "html") == "a"


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ('font-variant="small-caps"', f"{_CAPS}a</span>"),
        ('text-decoration="underline"', '<span style="text-decoration:underline;">a</span>'),
        ('vertical-align="sup"', "<sup>a</sup>"),
        ('vertical-align="sub"', "<sub>a</sub>"),
        ('font-style="italic" font-weight="bold"', "<b><i>a</i></b>"),
        ('font-weight="bold" prefix="(" suffix=")"', "(<b>a</b>)"),
        ('quotes="true" font-weight="bold"', "“<b>a</b>”"),
        ('quotes="true" prefix="(" suffix=")"', "(“a”)"),
    ],
)
def test_formatting_is_inside_quotes_and_these_inside_affixes(attributes: str, wanted: str) -> None:
    found = _title("a", attributes)
    assert found in (wanted, wanted.replace("<b><i>a</i></b>", "<i><b>a</b></i>"))


def test_affixes_of_a_citation_are_formatted_with_it() -> None:
    raised = style(
        citation='<citation><layout prefix="[" suffix="]" vertical-align="sup">'
        '<text variable="citation-number"/></layout></citation>'
    )
    assert citations(raised, [item()], "a", to="html") == ["<sup>[1]</sup>"]


def test_scripts_without_italics_are_not_set_so() -> None:
    assert _title("毛泽东", 'font-style="italic"') == "毛泽东"
    assert _title("Mao 毛泽东", 'font-style="italic"') == "<i>Mao 毛泽东</i>"
    assert _title("毛泽东", 'font-style="italic" font-weight="bold"') == "<b>毛泽东</b>"


def test_characters_that_are_superscripts_are_set_so() -> None:
    assert _title("x² and 3ª") == "x<sup>2</sup> and 3<sup>a</sup>"


def test_no_case_leaves_words_as_they_are() -> None:
    text = 'the <span class="nocase">tbX1 gene</span> in mice'
    assert _title(text, 'text-case="title"') == "The tbX1 gene in Mice"
    assert _title(text, 'text-case="uppercase"') == "THE tbX1 gene IN MICE"


def test_a_case_does_not_lose_markup() -> None:
    assert _title("a <i>view</i> of", 'text-case="uppercase"') == "A <i>VIEW</i> OF"
    assert _title("<i>view</i> of", 'text-case="capitalize-first"') == "<i>View</i> of"


def test_a_case_is_that_of_the_item_s_language() -> None:
    element = '<text variable="title" text-case="title"/>'
    assert printed(element, item(title="ein langer satz")) == "Ein Langer Satz"
    for tag in ("de", "de-AT", "deu"):
        found = printed(element, item(title="ein langer satz", language=tag))
        assert found == "ein langer satz"
    for tag in ("en", "en-GB", "eng", "English"):
        assert printed(element, item(title="a long one", language=tag)) == "A Long One"
    assert (
        printed(element, item(title="a long one", language="en-GB"), default_locale="de-DE")
        == "A Long One"
    )


def test_strip_periods_takes_every_full_stop_but_not_those_of_affixes() -> None:
    assert _title("J. Clin. Invest.", 'strip-periods="true" suffix="."') == "J Clin Invest."


def test_prefixes_and_suffixes_of_a_cite_may_have_markup() -> None:
    cite = Cite("a", prefix="<i>see</i>", suffix="<b>x</b>")
    assert citations(style(), [item()], cite, to="html") == ["<i>see</i> a <b>x</b>"]


def test_values_of_a_style_may_have_markup() -> None:
    assert printed('<text value="&lt;i&gt;x&lt;/i&gt;"/>', item(), "html") == "<i>x</i>"


def test_quotations_never_closed_cost_no_more_than_their_length() -> None:
    text = "“a " * 20_000 + "x’ " * 20_000
    start = time.process_time()
    printed('<text variable="title"/>', item(title=text))
    assert time.process_time() - start < 5
