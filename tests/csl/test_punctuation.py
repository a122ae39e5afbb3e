"""What stays where two parts meet; quotation marks, and punctuation in them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import item, printed

from bibkit.csl.marks import SEAM
from bibkit.csl.run.finish import mended

#: What stays of two signs, the left one by row and the right one by column, in the order `.:;!?,`.
_TABLE = {
    ".": ". .: .; .! .? .,",
    ":": ": : :; ! ? :,",
    ";": "; ; ; ! ? ;,",
    "!": "! ! !; ! !? !,",
    "?": "? ? ?; ?! ? ?,",
    ",": ",. ,: ,; ,! ,? ,",
}
_CELLS = [
    (left, right, wanted)
    for left, row in _TABLE.items()
    for right, wanted in zip(".:;!?,", row.split(), strict=True)
]


@pytest.mark.parametrize(("left", "right", "wanted"), _CELLS)
def test_two_signs_that_meet_are_one_where_one_says_enough(
    left: str, right: str, wanted: str
) -> None:
    assert mended(f"a{left}{SEAM}{right}b", punctuation_in_quote=False) == f"a{wanted}b"
    element = f'<text variable="title"/><text value="{right}b"/>'
    assert printed(element, item(title=f"a{left}")) == f"a{wanted}b"


@pytest.mark.parametrize("signs", ["..", "...", "!!", ",,", ". ."])
def test_signs_that_an_author_wrote_together_stay(signs: str) -> None:
    assert printed('<text variable="title"/>', item(title=f"a{signs}b")) == f"a{signs}b"


def test_signs_meet_through_formatting() -> None:
    element = '<text variable="title" font-style="italic" suffix="."/>'
    assert printed(element, item(title="Why?"), "html") == "<i>Why?</i>"
    assert printed(element, item(title="a <b>b.</b>"), "html") == "<i>a <b>b.</b></i>"


def test_a_suffix_a_delimiter_and_a_prefix_are_one_sign() -> None:
    group = '<group delimiter=". "><text variable="title" suffix="."/><text value="b" prefix="."/></group>'
    assert printed(group, item(title="a.")) == "a. .b"
    bare = '<group delimiter="."><text variable="title" suffix="."/><text value="b"/></group>'
    assert printed(bare, item(title="a.")) == "a.b"


def test_blanks_that_meet_are_one() -> None:
    assert printed('<text variable="title" suffix=" "/><text value=" b"/>') == "a b"


def test_three_blanks_that_meet_are_one() -> None:
    group = '<group delimiter=" "><text variable="title" suffix=" "/><text value="b" prefix=" "/></group>'
    assert printed(group) == "a b"


def test_blanks_that_an_author_wrote_stay() -> None:
    assert printed('<text variable="title"/>', item(title="a  b"), "html") == "a  b"


@pytest.mark.parametrize(
    "empty", ["", '<text variable="note"/>', '<group><text variable="note"/></group>']
)
def test_what_prints_nothing_leaves_no_delimiter(empty: str) -> None:
    group = f'<group delimiter=", "><text value="x"/>{empty}<text variable="title"/></group>'
    assert printed(group) == "x, a"


# --- quotation marks ------------------------------------------------------------------------------

_QUOTED = '<text variable="title" quotes="true"/>'


def _listed(title: str, delimiter: str = ", ", **rest: Any) -> str:
    group = f'<group delimiter="{delimiter}">{_QUOTED}<text value="x"/></group>'
    return printed(group, item(title=title), **rest)


@pytest.mark.parametrize(
    ("delimiter", "american", "british"),
    [
        (", ", "“a,” x", "‘a’, x"),
        (". ", "“a.” x", "‘a’. x"),
        ("; ", "“a”; x", "‘a’; x"),
        (": ", "“a”: x", "‘a’: x"),
        (" ", "“a” x", "‘a’ x"),
    ],
)
def test_commas_and_stops_go_inside_where_the_locale_wants_it(
    delimiter: str, american: str, british: str
) -> None:
    assert _listed("a", delimiter) == american
    assert _listed("a", delimiter, default_locale="en-GB") == british


def test_a_sign_that_went_inside_meets_what_is_there() -> None:
    assert _listed("a.", ". ") == "“a.” x"
    assert _listed("Why?", ". ") == "“Why?” x"
    assert _listed("Why?", ", ") == "“Why?,” x"


def test_a_sign_goes_inside_of_formatting_too() -> None:
    element = '<text variable="title" quotes="true" font-style="italic" suffix="."/>'
    assert printed(element, item(), "html") == "“<i>a</i>.”"


def test_a_sign_goes_inside_of_all_quotations_that_end_there() -> None:
    assert _listed("the “b”") == "“the ‘b,’” x"


@pytest.mark.parametrize("title", ["the “b” c", 'the "b" c', "the ‘b’ c", "the 'b' c"])
def test_quotations_inside_others_have_the_other_marks(title: str) -> None:
    assert printed(_QUOTED, item(title=title)) == "“the ‘b’ c”"


def test_quotation_marks_of_a_field_are_the_locale_s() -> None:
    plain = '<text variable="title"/>'
    assert printed(plain, item(title='the "b" c')) == "the “b” c"
    assert printed(plain, item(title='the "b" c'), default_locale="de-DE") == "the „b“ c"
    assert printed(plain, item(title="a \"b 'c' d\" e")) == "a “b ‘c’ d” e"


def test_three_quotations_alternate() -> None:
    assert printed(_QUOTED, item(title="a \"b 'c' d\" e")) == "“a ‘b “c” d’ e”"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("it's", "it’s"),
        ("dogs' life", "dogs’ life"),
        ("the '90s", "the ’90s"),
        ("l’été", "l’été"),
        ('5" tall', '5" tall'),
    ],
)
def test_an_apostrophe_is_no_quotation(text: str, wanted: str) -> None:
    assert printed('<text variable="title"/>', item(title=text)) == wanted


def test_marks_that_do_not_pair_stay_as_they_are() -> None:
    plain = '<text variable="title"/>'
    assert printed(plain, item(title='a "b')) == 'a "b'
    assert printed(plain, item(title="a “b")) == "a “b"
    assert printed(plain, item(title="a ” b “ c")) == "a ” b “ c"


def test_marks_of_other_languages_are_text() -> None:
    assert printed('<text variable="title"/>', item(title="«b» c")) == "«b» c"


def test_french_quotations_have_their_blanks() -> None:
    found = printed(_QUOTED, item(title="b"), default_locale="fr-FR")
    assert found == "«\u00a0b\u00a0»".replace("\u00a0", found[1])
    assert found[1] in "\u00a0\u202f"


def test_a_term_at_the_begin_of_an_entry_has_a_capital() -> None:
    assert printed('<text term="in" suffix=" "/><text variable="title"/>') == "In a"
    assert printed('<text variable="title"/><text term="in" prefix=" "/>') == "a in"
    assert printed('<text value="in "/><text variable="title"/>') == "in a"
