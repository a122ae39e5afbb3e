"""Numbers, their labels and forms (CSL 1.0.2, "Number", "Label", "page-range-format")."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import citations, item, people, printed, style

from bibkit.csl.engine import Cite
from bibkit.csl.run.numbers import is_numeric, is_several, ordinal, roman, year_letters
from bibkit.csl.syntax.locales import locale_for

_ENGLISH = locale_for(None, "en-US")


def _number(variable: str, value: str, attributes: str = "", **rest: Any) -> str:
    field = {variable: value}
    return printed(f'<number variable="{variable}" {attributes}/>', item(**field), **rest)


def _text(variable: str, value: str, **rest: Any) -> str:
    return printed(f'<text variable="{variable}"/>', item(**{variable: value}), **rest)


@pytest.mark.parametrize(
    "value", ["1", "12", "2b", "A2", "D2/3", "2-4", "2–4", "2, 3", "2 & 3", "2 and 3", "xiv", "1st"]
)
def test_these_are_numbers(value: str) -> None:
    assert is_numeric(value)


@pytest.mark.parametrize("value", ["", "second", "2nd edition", "-", "A", "X", "(2)", "no. 2"])
def test_these_are_none(value: str) -> None:
    assert not is_numeric(value)


@pytest.mark.parametrize(
    ("form", "wanted"),
    [("numeric", "3"), ("ordinal", "3rd"), ("long-ordinal", "third"), ("roman", "iii")],
)
def test_a_number_has_its_form(form: str, wanted: str) -> None:
    assert _number("edition", "3", f'form="{form}"') == wanted


def test_each_number_of_several_has_the_form() -> None:
    assert _number("edition", "2-4", 'form="ordinal"') == "2nd–4th"
    assert _number("edition", "2, 3", 'form="roman"') == "ii, iii"
    assert _number("edition", "2 & 3", 'form="long-ordinal"') == "second & third"


def test_what_is_no_number_is_printed_as_it_is() -> None:
    assert _number("edition", "second, revised", 'form="ordinal"') == "second, revised"


@pytest.mark.parametrize(
    ("number", "wanted"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (21, "21st"), (101, "101st"), (111, "111th"), (112, "112th"), (0, "0th")],
)  # fmt: skip
def test_ordinals_of_english(number: int, wanted: str) -> None:
    assert ordinal(number, _ENGLISH) == wanted


def test_long_ordinals_end_at_ten() -> None:
    assert _number("edition", "10", 'form="long-ordinal"') == "tenth"
    assert _number("edition", "11", 'form="long-ordinal"') == "11th"


def _ordinals(*terms: str) -> str:
    return f"<locale><terms>{''.join(terms)}</terms></locale>"


@pytest.mark.parametrize(
    ("match", "wanted"),
    [
        ("last-digit", ["2x", "12x", "22x", "102x", "112x"]),
        ("last-two-digits", ["2x", "12.", "22.", "102x", "112."]),
        ("whole-number", ["2x", "12.", "22.", "102.", "112."]),
    ],
)
def test_an_ordinal_s_term_says_which_numbers_it_fits(match: str, wanted: list[str]) -> None:
    own = _ordinals(
        '<term name="ordinal">.</term>', f'<term name="ordinal-02" match="{match}">x</term>'
    )
    numbers = ("2", "12", "22", "102", "112")
    assert [_number("edition", one, 'form="ordinal"', before=own) for one in numbers] == wanted


def test_two_digits_come_before_one() -> None:
    own = _ordinals(
        '<term name="ordinal">.</term>',
        '<term name="ordinal-01">st</term>',
        '<term name="ordinal-11">th</term>',
    )
    numbers = ("1", "11", "21", "111", "5")
    found = [_number("edition", one, 'form="ordinal"', before=own) for one in numbers]
    assert found == ["1st", "11th", "21st", "111th", "5."]


def test_ordinals_have_the_gender_of_what_they_count() -> None:
    own = _ordinals(
        '<term name="ordinal">x</term>',
        '<term name="ordinal-01" gender-form="feminine">ère</term>',
        '<term name="ordinal-01" gender-form="masculine">er</term>',
        '<term name="long-ordinal-01" gender-form="feminine">première</term>',
        '<term name="edition" gender="feminine">édition</term>',
        '<term name="volume" gender="masculine">volume</term>',
    )
    assert _number("edition", "1", 'form="ordinal"', before=own) == "1ère"
    assert _number("volume", "1", 'form="ordinal"', before=own) == "1er"
    assert _number("edition", "1", 'form="long-ordinal"', before=own) == "première"


def test_roman_numerals() -> None:
    assert [roman(number) for number in (4, 9, 40, 99, 1994)] == [
        "iv",
        "ix",
        "xl",
        "xcix",
        "mcmxciv",
    ]
    assert [roman(number) for number in (0, 6000)] == ["0", "6000"]


def test_years_have_as_many_letters_as_they_need() -> None:
    found = [year_letters(number) for number in (0, 1, 25, 26, 27, 51, 52, 701, 702)]
    assert found == ["a", "b", "z", "aa", "ab", "az", "ba", "zz", "aaa"]


def test_numbers_in_a_row_are_set_alike() -> None:
    assert _text("volume", "2-3") == "2–3"
    assert _text("volume", "2, 3") == "2, 3"
    assert _text("volume", "2&3") == "2 & 3"
    assert _text("volume", "2\\-3") == "2-3"
    assert _text("issue", "3-Suppl 1") == "3-Suppl 1"


def test_a_comma_inside_a_number_is_no_list() -> None:
    # As citeproc-js has it: thousands, and issues such as 1,2.
    assert _text("number", "12,345") == _number("number", "12,345") == "12,345"


def test_numbers_may_be_whole_numbers_of_python() -> None:
    assert printed('<number variable="volume" form="ordinal"/>', item(volume=12)) == "12th"


@pytest.mark.parametrize("value", ["2, ²", "2-²", "2 & ①"])
def test_a_superscript_is_no_number_to_count_with(value: str) -> None:
    assert _number("volume", value, 'form="ordinal"').startswith("2nd")


@pytest.mark.parametrize(
    "element",
    [
        '<number variable="volume" form="ordinal"/>',
        '<number variable="volume" form="roman"/>',
        '<label variable="number-of-volumes"/>',
        '<text variable="page"/>',
    ],
)
def test_digits_without_end_are_text(element: str) -> None:
    digits = "1" * 5000
    long = item(volume=digits, number_of_volumes=digits, page=f"{digits}-{digits}")
    assert printed(element + '<text value="|"/>', long).endswith("|")


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("", "321–8"),
        ("expanded", "321–328"),
        ("minimal", "321–8"),
        ("minimal-two", "321–28"),
        ("chicago", "321–28"),
        ("chicago-15", "321–28"),
        ("chicago-16", "321–28"),
    ],
)
def test_ranges_of_pages_are_as_long_as_the_style_wants(form: str, wanted: str) -> None:
    options = {"page_range_format": form} if form else {}
    assert _text("page", "321-8", **options) == wanted
    assert _number("page", "321-8", **options) == wanted


def test_the_dash_of_pages_is_the_locale_s() -> None:
    own = '<locale><terms><term name="page-range-delimiter"> to </term></terms></locale>'
    assert _text("page", "3-5", before=own) == "3 to 5"


def test_the_first_page_is_taken_from_the_pages() -> None:
    assert printed('<text variable="page-first"/>', item(page="321-8")) == "321"
    assert printed('<text variable="page-first"/>', item(page="321-8", page_first="9")) == "9"


# --- labels ---------------------------------------------------------------------------------------


def _labelled(variable: str, value: str, attributes: str = 'form="short"') -> str:
    element = f'<label variable="{variable}" {attributes} suffix=" "/><text variable="{variable}"/>'
    return printed(element, item(**{variable: value}))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("3", "p. 3"), ("3-5", "pp. 3–5"), ("3, 5", "pp. 3, 5"), ("3 & 5", "pp. 3 & 5"), ("iv-x", "pp. iv–x"),
     ("e12", "p. e12"), ("Appendix", "p. Appendix")],
)  # fmt: skip
def test_a_label_is_in_the_number_of_its_value(value: str, wanted: str) -> None:
    assert _labelled("page", value) == wanted


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ("", "page 3"),
        ('form="short"', "p. 3"),
        ('form="short" strip-periods="true"', "p 3"),
        ('plural="always"', "pages 3"),
        ('plural="never"', "page 3"),
        ('text-case="uppercase"', "PAGE 3"),
    ],
)
def test_a_label_has_its_form(attributes: str, wanted: str) -> None:
    assert _labelled("page", "3", attributes) == wanted


def test_a_label_may_be_always_singular() -> None:
    assert _labelled("page", "3-5", 'form="short" plural="never"') == "p. 3–5"


def test_volumes_are_counted_not_listed() -> None:
    assert _labelled("number_of_volumes".replace("_", "-"), "1", "") == "volume 1"
    assert _labelled("number-of-volumes", "4", "") == "volumes 4"
    assert is_several("number-of-volumes", "12", _ENGLISH)
    assert not is_several("volume", "12", _ENGLISH)


def test_without_a_value_there_is_no_label() -> None:
    assert printed('<label variable="page" suffix=" "/><text variable="title"/>') == "a"


@pytest.mark.parametrize(
    ("cite", "wanted"),
    [
        (Cite("a", "3"), "p. 3"),
        (Cite("a", "3-5"), "pp. 3–5"),
        (Cite("a", "3", "chapter"), "chap. 3"),
        (Cite("a", "3-5", "figure"), "figs. 3–5"),
        (Cite("a", "bird", "sub-verbo"), "s.v. bird"),
        (Cite("a", "bird", "sub verbo"), "s.v. bird"),
        (Cite("a", "sec. 3"), "sec. 3"),
        (Cite("a", "vol. 2"), "vol. 2"),
        (Cite("a", "p. 12"), "p. 12"),
        (Cite("a"), ""),
    ],
)
def test_a_locator_says_what_it_counts(cite: Cite, wanted: str) -> None:
    element = '<label variable="locator" form="short" suffix=" "/><text variable="locator"/>'
    found = citations(style(citation=element + '<text value="."/>'), [item()], cite)
    assert found == [f"{wanted}."]


def test_locators_of_pages_are_ranges_of_pages() -> None:
    located = style(citation='<text variable="locator"/>', page_range_format="minimal")
    assert citations(located, [item()], Cite("a", "321-328")) == ["321–8"]
    assert citations(located, [item()], Cite("a", "321-328", "line")) == ["321–328"]
    assert citations(located, [item()], Cite("a", "A-b", "chapter")) == ["A-b"]
    assert citations(located, [item()], Cite("a", "x-y")) == ["x-y"]


# --- labels made of names and year ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("Ashley",), "Ashl65"),
        (("Ashley", "Birch"), "AsBi65"),
        (("Ashley", "Birch", "Cedar"), "AsBC65"),
        (("Ashley", "Birch", "Cedar", "Dale"), "ABCD65"),
        (("Ashley", "Birch", "Cedar", "Dale", "Elm"), "ABCD65"),
        (("O'Neill",), "Onei65"),
    ],
)
def test_a_citation_label_is_made_of_names_and_year(names: tuple[str, ...], wanted: str) -> None:
    labelled = style(citation='<text variable="citation-label"/>')
    assert citations(labelled, [item(author=people(*names), issued=1965)], "a") == [wanted]


def test_a_citation_label_that_the_item_has_is_kept() -> None:
    labelled = style(citation='<text variable="citation-label"/>')
    told = item(citation_label="XY", author=people("Ash"), issued=1965)
    assert citations(labelled, [told], "a") == ["XY"]


def test_citation_labels_that_are_alike_get_letters() -> None:
    labelled = style(
        citation='<citation disambiguate-add-year-suffix="true"><layout delimiter=", ">'
        '<text variable="citation-label"/></layout></citation>'
    )
    references = [item(one, author=people("Ash"), issued=1965) for one in "xy"]
    assert citations(labelled, references, "x y") == ["Ash65a, Ash65b"]
