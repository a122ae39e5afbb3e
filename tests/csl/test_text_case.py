from __future__ import annotations

import pytest

from bibkit.csl.marks import NO_CASE, close_mark, open_mark
from bibkit.csl.nodes import Style
from bibkit.csl.text_case import text_case

SIGNS = {
    "{": NO_CASE[0],
    "}": NO_CASE[1],
    "<": open_mark(Style.SUBSCRIPT),
    ">": close_mark(Style.SUBSCRIPT),
    "«": open_mark(Style.ITALIC),
    "»": close_mark(Style.ITALIC),
}


def changed(text: str, case: str, language: str = "en-US") -> str:
    for sign, mark in SIGNS.items():
        text = text.replace(sign, mark)
    text = text_case(text, case, language)
    for sign, mark in SIGNS.items():
        text = text.replace(mark, sign)
    return text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("growth of the yeast in vitro", "Growth of the Yeast in Vitro"),
        ("UK law", "UK Law"),
        ("GENES AND CELLS", "GENES AND CELLS"),
        ("mRNA decay in iPSC lines", "mRNA Decay in iPSC Lines"),
        ("what cells are for", "What Cells Are For"),
        ("the wall: an essay", "The Wall: An Essay"),
        ("why sleep? the answers", "Why Sleep? The Answers"),
        ("state-of-the-art care", "State-of-the-Art Care"),
        ("on pro-choice laws", "On Pro-Choice Laws"),
        ("care: the on-call rota", "Care: The on-Call Rota"),
        ("early—late, and/or never", "Early—Late, and/or Never"),
        ("role of β-catenin", "Role of β-Catenin"),
        ("vitamin c in rats", "Vitamin c in Rats"),
        ("life of d'Arcy and o'connor", "Life of d'Arcy and o'connor"),
        ("the patient’s voice", "The Patient’s Voice"),
        ("on “dark matter” today", "On “Dark Matter” Today"),
        ('on "dark matter" today', 'On "Dark Matter" Today'),
        ("uptake of {pH} and co<the> gas", "Uptake of {pH} and Co<the> Gas"),
        ("study of «in vivo» cells", "Study of «in Vivo» Cells"),
        ("the end of {the}", "The End of {the}"),
        ("über die élan", "Über Die Élan"),
        ("", ""),
    ],
)
def test_a_title_is_capitalised_but_for_its_stop_words(text: str, title: str) -> None:
    assert changed(text, "title") == title


@pytest.mark.parametrize("language", ["de", "de-DE", "fr-FR", "enm", "x-none"])
def test_only_english_titles_are_capitalised(language: str) -> None:
    assert text_case("von der natur", "title", language) == "von der natur"


@pytest.mark.parametrize("language", ["en", "en-GB", "en_GB", ""])
def test_every_tag_of_english_counts(language: str) -> None:
    assert text_case("the cell", "title", language) == "The Cell"


@pytest.mark.parametrize(
    ("case", "text", "wanted"),
    [
        ("lowercase", "The {DNA} of H<2O> «Cells»", "the {DNA} of h<2O> «cells»"),
        ("uppercase", "The {dna} of «cells»", "THE {dna} OF «CELLS»"),
        ("capitalize-first", "the DNA of cells", "The DNA of cells"),
        ("capitalize-first", "«the» cell", "«The» cell"),
        ("capitalize-first", "{e}-mail lists", "{e}-mail lists"),
        ("capitalize-first", "mRNA decay", "mRNA decay"),
        ("capitalize-first", "(the cell)", "(The cell)"),
        ("capitalize-all", "the DNA of a cell", "The DNA Of A Cell"),
        ("sentence", "The Cell and its {DNA}: A Tale", "The cell and its {DNA}: a tale"),
        ("sentence", "THE CELL", "THE cell"),
        ("normal", "The Cell", "The Cell"),
    ],
)
def test_the_other_cases(case: str, text: str, wanted: str) -> None:
    assert changed(text, case) == wanted


def test_turkish_has_a_dotted_and_a_dotless_i() -> None:
    assert text_case("ılık işler", "uppercase", "tr-TR") == "ILIK İŞLER"
    assert text_case("ILIK İŞLER", "lowercase", "tr") == "ılık işler"
    assert text_case("işler", "capitalize-first", "tr") == "İşler"
    assert text_case("işler", "uppercase", "en") == "IŞLER"
