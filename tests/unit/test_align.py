"""Where fields stand in a text, and what labels spell."""

from __future__ import annotations

import pytest

from bibkit import Name
from bibkit.reflist.grammar.parts import Reading
from bibkit.reflist.sequence.align import align
from bibkit.reflist.sequence.compose import compose, labels_of, runs_of
from bibkit.reflist.sequence.tokens import tokenize

TEXT = "Le Masson G., Pratt A. J. A view of 12 cases (1997). J. Foo. 1998;12(3):12–19."
FIELDS = {
    "title": "A view of 12 cases (1997)", "container": "J. Foo", "issued": "1998",
    "volume": "12", "issue": "3", "page": "12-19",
}  # fmt: skip
AUTHORS = [Name("Le Masson", "G."), Name("Pratt", "A. J.")]


def labels(text: str, authors: list[Name], fields: dict[str, str]) -> dict[str, str]:
    """Label to the words that have it."""
    tokens = tokenize(text)
    found, missing = align(tokens, authors, fields)
    assert not missing
    return {
        label: text[tokens[first].start : tokens[last - 1].end]
        for label, first, last in runs_of(found)
        if label != "other"
    }


def test_a_number_that_stands_twice_is_taken_where_the_numbers_are() -> None:
    found = labels(TEXT, AUTHORS, FIELDS)
    assert (found["issued"], found["volume"], found["page"]) == ("1998", "12", "12–19")
    assert found["title"] == "A view of 12 cases (1997"


@pytest.mark.parametrize(
    ("printed", "given"),
    [("1011–9", "1011-1019"), ("1011–1019", "1011-9"), ("S12–S18", "S12-18"), ("e5", "e5"), ("7", "7-7")],
)  # fmt: skip
def test_pages_are_found_in_full_and_cut_short(printed: str, given: str) -> None:
    text = f"Doe J. T. J Foo. 1998;3:{printed}."
    assert labels(text, [Name("Doe", "J")], {"volume": "3", "page": given})["page"] == printed


@pytest.mark.parametrize(
    "text",
    ["J. B. Leriche, S. Hamelet, J. Electrochem. Soc. 2010", "Leriche JB, Hamelet S. Soc. 2010",
     "Leriche, J.-B.; Hamelet, S. Soc. 2010"],
)  # fmt: skip
def test_given_names_before_and_behind(text: str) -> None:
    tokens = tokenize(text)
    found, missing = align(tokens, [Name("Leriche", "J. B."), Name("Hamelet", "S.")], {})
    assert not missing
    assert found.count("family") == 2
    assert found.count("given") in (2, 3)


def test_what_is_not_there_is_said() -> None:
    _, missing = align(tokenize("Doe J. 1998"), [Name("Roe", "J")], {"volume": "4"})
    assert missing == ["author", "volume"]


def test_a_reading_comes_back_from_its_own_labels() -> None:
    reading = Reading("article-journal", {
        "author": tuple(AUTHORS), "title": FIELDS["title"], "container-title": "J. Foo.",
        "volume": "12", "issue": "3", "page": "12-19",
    })  # fmt: skip
    tokens = tokenize(TEXT)
    again = compose(TEXT, tokens, labels_of(reading, tokens), reading.type, Reading())
    assert again.fields == reading.fields


@pytest.mark.parametrize(
    ("text", "labels_", "expected"),
    [
        # An orphaned initial must not shift the initials of all who follow.
        ("Yang W, S. V., Gludovatz B, Mackey M. T", "family given given given family given family given title",
         [("Yang", "W"), ("S. V.", ""), ("Gludovatz", "B"), ("Mackey", "M")]),
        ("Wen, B., H. Li, S. Gao. T", "family given given family given family title",
         [("Wen", "B."), ("Li", "H."), ("Gao", "S.")]),
        ("Storkel Holly L., Cristia Ana. T", "family given given family given title",
         [("Storkel", "Holly L."), ("Cristia", "Ana")]),
        ("A. B. Smith, Chris Doe. T", "given given family given family title",
         [("Smith", "A. B."), ("Doe", "Chris")]),
        ("Doe JR Jr, Roe K. T", "family given suffix family given title", [("Doe", "JR"), ("Roe", "K")]),
    ],
)  # fmt: skip
def test_names_from_labels(text: str, labels_: str, expected: list[tuple[str, str]]) -> None:
    reading = compose(text, tokenize(text), labels_.split(), "article-journal", Reading())
    names = reading.fields["author"]
    assert isinstance(names, tuple)
    assert [(name.family, name.given) for name in names] == expected


def test_of_two_places_of_one_field_the_longer_counts() -> None:
    text = "Chest today. Journal of Chest Medicine. 1998"
    tokens = tokenize(text)
    labels_ = ["container", "other", *["container"] * 4, "issued"]
    assert (
        compose(text, tokens, labels_, "article-journal", Reading()).fields["container-title"]
        == "Journal of Chest Medicine"
    )
