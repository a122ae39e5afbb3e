"""Text as services send it: what is mended, and what must stay as it is."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bibkit.mending import (
    is_shouted,
    markup,
    mend,
    mend_title,
    name_case,
    people_case,
    plain,
    sentence_case,
    with_stops,
    without_stops,
)
from bibkit.text import fold

_TAG = re.compile(r"<(/?)(i|b|sub|sup)>")


def _is_balanced(text: str) -> bool:
    opened: list[str] = []
    for tag in _TAG.finditer(text):
        if not tag[1]:
            opened.append(tag[2])
        elif not opened or opened.pop() != tag[2]:
            return False
    return not opened


# --- entities and mojibake ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Soil &amp; air", "Soil & air"),
        ("Soil &amp;amp; air", "Soil & air"),
        ("Soil &lt; air &#x2013; &eacute;", "Soil < air – é"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("  Soil\u00a0\n and\tair ", "Soil and air"),
        ("So\u00adil\u200b", "Soil"),
        ("MÃ¼ller", "Müller"),
        ("ChiÃ² and DÃ­az", "Chiò and Díaz"),
        ("25 Â°C", "25 °C"),
        ("soil â€“ air", "soil – air"),
        ("&#xD800;&#0;", "\ufffd\ufffd"),
        ("", ""),
        ("â€œSoilâ€\u009d", "“Soil”"),
        ("MÃƒÂ¼ller", "Müller"),
        ("MÃ¼ller\u00a0B", "Müller B"),
        ("&amp;amp;amp;", "&"),
        ("Ã–sterreich", "Österreich"),
        ("ZwiÄ…zek sÄ… 3 Ã— 4", "Związek są 3 × 4"),
        ("TNF-Î±", "TNF-α"),
    ],
)  # fmt: skip
def test_mended(text: str, mended: str) -> None:
    assert mend(text) == mended


@pytest.mark.parametrize(
    "text",
    [
        "SÃO PAULO", "CÃES E GATOS", "A LÍNGUA ALEMÃ", "ALEMÃ", "Ângela", "Ñandú", "Ärzte und Öle",
        "«PÅ»", "Die Note „Ä“", "“MAÇÃ”", "Åse–Marie", "Ðorđe", "MÃ¼ller in Łódź", "naïve ±5 µm",
        "Soil & air", "x < 5 & y > 3", "R&D", "王 & 李", "µ²", "Â", "Ã", "Straße",
        pytest.param("ALEMÃ—uma história", id="with a letter that no UTF-8 is"),
        "A ALEMÃ—uma",
        "ESPAÑ…",
        "Typ Å–B",
    ],
)  # fmt: skip
def test_what_is_no_mojibake_stays(text: str) -> None:
    assert mend(text) == text


_pieces = st.sampled_from(
    [
        "soil",
        " ",
        "  ",
        "é",
        "MÃ¼",
        "â€“",
        "Ã",
        "&",
        "&amp;",
        "&lt;",
        "– ",
        "“q”",
        "\t",
        "\u200b",
        "王",
        "Ł",
    ]
)


@given(st.text(max_size=40))
def test_any_text_is_mended_to_one_line(text: str) -> None:
    mended = mend(text)
    assert mended == " ".join(mended.split())
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", mended)


@given(
    st.lists(
        st.sampled_from(["soil", " ", "é", "–", "Ł", "&", "& ", "“q”", "\t", "<", "1 > 2"])
    ).map("".join)
)
def test_what_is_clean_stays(text: str) -> None:
    assert mend(text) == " ".join(text.split())
    assert mend(mend(text)) == mend(text)


@given(st.lists(_pieces, max_size=8).map("".join))
@example("MÃƒÂ¼ller")
def test_mending_twice_is_mending_once(text: str) -> None:
    assert mend(mend(text)) == mend(text)


# --- mark-up --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("On <italic>E. coli</italic>", "On <i>E. coli</i>"),
        ("On <jats:italic toggle='yes'>E. coli</jats:italic>", "On <i>E. coli</i>"),
        ("On &lt;i&gt;E. coli&lt;/i&gt;", "On <i>E. coli</i>"),
        ("H<SUB>2</SUB>O", "H<sub>2</sub>O"),
        ("CD4<sup>+</sup>", "CD4<sup>+</sup>"),
        ("<strong>S</strong><em>a</em>", "<b>S</b><i>a</i>"),
        ("<u>Soil</u> <sc>air</sc> <span class='x'>y</span>", "Soil air y"),
        ("<p>Soil</p><p>Air</p>", "Soil Air"),
        ("Soil<br/>air", "Soil air"),
        ("Soil<xref>1</xref>", "Soil1"),
        ("<i>a<i>b</i>c</i>", "<i>abc</i>"),
        ("<i>Soil", "Soil"),
        ("Soil</i>", "Soil"),
        ("<i><b>Soil</i></b>", "<b>Soil</b>"),
        ("<i> </i>Soil", "Soil"),
        ("p <0.05 and q> 3", "p <0.05 and q> 3"),
        ("x < 5", "x < 5"),
        ("<b", "<b"),
        ("in the<mml:math><mml:mi>N</mml:mi><mml:mo>=</mml:mo><mml:mn>8</mml:mn></mml:math>", "in the N=8"),
        ("<math><msub><mi>H</mi><mn>2</mn></msub></math>", "H<sub>2</sub>"),
        ("<math><msubsup><mi>a</mi><mi>b</mi><mi>c</mi></msubsup></math>", "a<sub>b</sub><sup>c</sup>"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
        ("<math><mi>N</math>", "N"),
        ("<math></math>", ""),
        ("When a < b and c > d", "When a < b and c > d"),
        ("1 < p > 2", "1 < p > 2"),
        ("<i><b></b></i>Soil", "Soil"),
        ("<math><semantics><mi>N</mi><annotation>$N$</annotation></semantics></math>", "N"),
        ('<inline-formula><tex-math notation="LaTeX">$N$</tex-math></inline-formula>', "$N$"),
        ("<math><!-- a --><mi>N</mi></math>", "N"),
        ("<math><mi>p</mi><mo>&lt;</mo><msup><mi>x</mi><mn>2</mn></msup></math>", "p<x<sup>2</sup>"),
        ("a <b and c> d", "a <b and c> d"),
        ("a<i> </i>b", "a b"),
        ("a<i/>b", "ab"),
    ],
)  # fmt: skip
def test_mark_up(text: str, marked: str) -> None:
    assert markup(text) == marked


_tags = st.sampled_from(
    ["<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<sup>", "</sup>", "<jats:italic>",
     "</jats:italic>", "<p>", "</p>", "<br/>", "<mml:math><mml:mi>N</mml:mi></mml:math>",
     "<math><msup><mi>x</mi><mn>2</mn></msup></math>", " ", "x", "E. coli", "1 < 2", "é", "&amp;"]
)  # fmt: skip
_odd = st.sampled_from(
    ["<math>", "</math>", "<math a='<'>", "<!-- x -->", "<?x y?>", "&lt;", "&gt;", "&amp;lt;", "&bogus;",
     "&#xD800;", "]]>", "<![CDATA[x]]>", "<", ">", "\x00", "\ud800", "\u00ad", "Ã¼", "<span", "&#1;"]
)  # fmt: skip


@given(st.lists(_tags, max_size=12).map("".join))
def test_mark_up_is_balanced_and_no_word_is_lost(text: str) -> None:
    marked = markup(text)
    assert _is_balanced(marked)
    for word in ("E. coli", "1 < 2", "é"):
        assert plain(marked).count(word) == text.count(word)
    assert "jats" not in marked
    assert "math" not in marked


@given(st.lists(st.one_of(_tags, _odd, st.text(max_size=5)), max_size=10).map("".join))
def test_no_text_is_too_odd(text: str) -> None:
    for mended in (markup(text), mend(text), plain(text), sentence_case(text), name_case(text)):
        assert isinstance(mended, str)
    is_shouted(text)


@given(st.lists(st.one_of(_tags, _odd), max_size=8).map("".join))
@example("&amp;amp;lt;i&amp;amp;gt;Soil")
@example("<\u00adi>Soil")
def test_mark_up_of_any_text_is_balanced(text: str) -> None:
    assert _is_balanced(markup(text))


@given(st.lists(st.one_of(_tags, _odd), max_size=8).map("".join))
@example("<i><b></b></i>")
def test_marking_up_twice_is_marking_up_once(text: str) -> None:
    assert markup(markup(text)) == markup(text)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("<jats:italic>E. coli</jats:italic> &amp;amp; soil", "<i>E. coli</i> & soil"),
        ("On <italic>E. coli</italic>,  MÃ¼ller", "On <i>E. coli</i>, Müller"),
        ("&lt;i&gt;E. coli&lt;/i&gt;", "<i>E. coli</i>"),
        ("a<jats:p>b</jats:p><jats:italic/>", "a b"),
        ("in the<mml:math><mml:mi>N</mml:mi></mml:math>", "in the N"),
        ("<mml:math>", "<mml:math>"),
    ],
)
def test_titles_of_users(text: str, mended: str) -> None:
    assert mend_title(text) == mended


@given(
    st.lists(
        st.sampled_from([
            "<i>", "</i>", "<b>", "<p>", "<a>", "<u>x</u>", "<sc>", '<span class="nocase">iPhone</span>',
            '<span style="font-variant: small-caps;">', "</span>", "a < b and c > d", "p<0.05", "<", ">", "soil",
        ]),
    ).map(" ".join)
)  # fmt: skip
def test_what_users_write_stays(text: str) -> None:
    assert mend_title(text) == text


@given(
    st.lists(
        st.sampled_from(
            ["<i>soil</i>", "H<sub>2</sub>O", " ", "CD4<sup>+</sup>", "x < 5", "é", "&"]
        ),
        max_size=6,
    ).map(" ".join)
)
def test_clean_mark_up_stays(text: str) -> None:
    assert markup(text) == " ".join(text.split())


@pytest.mark.parametrize(
    "text", ["<i>" * 20_000, "<i>x</i>" * 10_000, "<i><b>" * 10_000, "< " * 20_000, "<" + " " * 50_000,
             "&amp;" * 50_000, "<math>" * 20_000, "<i>" * 20_000 + "</b>" * 20_000, "<i " * 20_000, "<" * 5_000 + "i>" * 5_000, "Ã¼" * 50_000, "<i>" + " " * 50_000],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    for mended in (markup, mend_title, sentence_case, plain):
        mended(text)
    assert time.perf_counter() - start < 2


# --- capitals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SOIL AND AIR", False), ("SOIL AND AIR OF IT", True), ("Soil AND AIR OF IT", False),
        ("AMYOTROPHIC", False), ("SOIL <i>AND</i> AIR OF IT", True), ("", False), ("1 2 3", False),
    ],
)  # fmt: skip
def test_shouted(text: str, expected: bool) -> None:
    assert is_shouted(text) is expected


@pytest.mark.parametrize(
    ("title", "cased"),
    [
        ("EFFECTS OF DNA DAMAGE: A REVIEW", "Effects of DNA damage: a review"),
        ("“SOIL” AND AIR", "“Soil” and air"),
        ("3D SOIL", "3D soil"),
        ("ÉTUDE DU SOL", "Étude du sol"),
        ("COVID-19 AND THE UK", "COVID-19 and the UK"),
        ("", ""),
        ("<i>E. COLI</i> IN SOIL", "<i>E. coli</i> in soil"),
        ("THE P53 GENE IN <i>E. COLI</i>", "The P53 gene in <i>E. coli</i>"),
        ("SOIL OF THE 19TH CENTURY AND THE 1960S", "Soil of the 19th century and the 1960s"),
        ("19TH CENTURY SOIL", "19th century soil"),
        ("THE H<sub>2</sub>O IN SOIL", "The H<sub>2</sub>O in soil"),
        ('THE <span class="nocase">SOIL</span> AND AIR', 'The <span class="nocase">SOIL</span> and air'),
    ],
)  # fmt: skip
def test_sentence_case(title: str, cased: str) -> None:
    assert sentence_case(title) == cased


@pytest.mark.parametrize(
    ("name", "cased"),
    [
        ("SMITH", "Smith"), ("VAN DEN BERG", "van den Berg"), ("O'NEILL-SMITH", "O'Neill-Smith"),
        ("O’NEILL", "O’Neill"), ("MCDONALD", "McDonald"), ("ÖZTÜRK", "Öztürk"), ("DE LA CRUZ", "de la Cruz"),
        ("LI", "LI"), ("Li", "Li"), ("McDonald", "McDonald"), ("van Berg", "van Berg"), ("欧阳修", "欧阳修"),
        ("VAN", "Van"), ("", ""), ("AL-CHALABI", "Al-Chalabi"),
    ],
)  # fmt: skip
def test_name_case(name: str, cased: str) -> None:
    assert name_case(name) == cased


@pytest.mark.parametrize(
    ("people", "cased"),
    [
        ([("SMITH", "JOHN"), ("LI", "WEI MING")], [("Smith", "John"), ("Li", "Wei Ming")]),
        ([("SMITH", "MARIA DE LOURDES"), ("", "")], [("Smith", "Maria de Lourdes"), ("", "")]),
        ([("SMITH", "J.R.B."), ("LEE", "JWPM")], [("Smith", "J.R.B."), ("Lee", "JWPM")]),
        ([("LI", "XIAO")], [("Li", "Xiao")]),
        ([("LI", "X"), ("WU", "J")], [("LI", "X"), ("WU", "J")]),
        ([("SMITH", "J"), ("Lee", "B")], [("SMITH", "J"), ("Lee", "B")]),
        ([("", "JOHN")], [("", "JOHN")]),
        ([], []),
    ],
)
def test_people_case(people: list[tuple[str, str]], cased: list[tuple[str, str]]) -> None:
    assert people_case(people) == cased


@pytest.mark.parametrize(
    ("bare", "stopped"),
    [
        ("Jaekea T", "Jaekea T."), ("T Jaekea", "T. Jaekea"), ("M J", "M. J."), ("J-P", "J.-P."),
        ("Jean-P", "Jean-P."), ("Ø", "Ø."), ("Maria e Silva", "Maria e Silva"), ("Mary Ann", "Mary Ann"),
        ("St. John", "St. John"), ("修", "修"), ("", ""),
    ],
)  # fmt: skip
def test_initials_get_their_stops_and_lose_them(bare: str, stopped: str) -> None:
    assert with_stops(bare) == stopped
    assert with_stops(stopped) == stopped
    assert without_stops(stopped) == bare


def test_capitals_are_initials_where_they_are_few() -> None:
    assert [with_stops(one) for one in ("MJ", "MJK", "JOHN", "Li")] == [
        "M. J.", "M. J. K.", "JOHN", "Li",
    ]  # fmt: skip


_latin = st.text(st.sampled_from("ABCDEFGabcdefgÄÖÉäöé '-’"), max_size=20)


@given(_latin)
def test_case_changes_case_alone(text: str) -> None:
    assert fold(name_case(text)) == fold(text)
    assert fold(sentence_case(text)) == fold(text)
    assert name_case(name_case(text)) == name_case(text)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_plain_takes_tags_alone(text: str) -> None:
    assert plain(plain(text)) == plain(text) or "<" in text
    assert plain(f"<i>{fold(text)}</i>") == fold(text)
