"""Which references can be read in one way only."""

from __future__ import annotations

import pytest

from bibkit import identifiers
from bibkit.reflist.grammar.plain import plain_parts
from bibkit.reflist.reference import grammar_of

PLAIN = "Chio A, van der Berg JR, et al. A view of the ways of ants. J Foo Bar. 2017 Mar 3;12(2):181–4. doi: 10.1234/x.1."


def is_plain(text: str) -> bool:
    found = identifiers.find(text)
    return plain_parts(text, found, grammar_of(text, found)) is not None


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace(", et al", ""),
        PLAIN.replace("Chio A, van der Berg JR, et al.", "Chio A., van der Berg J. R."),
        PLAIN.replace("ants.", "ants?"),
        PLAIN.replace("(2):181–4", ":e12"),
        PLAIN.replace(" doi: 10.1234/x.1.", ""),
    ],
)
def test_the_plain_form(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("ants.", "ants. A study."),  # where does the title end?
        PLAIN.replace("J Foo Bar", "J. Foo. Bar"),
        PLAIN.replace("J Foo Bar", "journal of foo"),
        PLAIN.replace("Chio A", "Krause William R."),  # a given name, or half of a family name?
        PLAIN.replace("Chio A", "ANT Group"),
        PLAIN.replace("A view of the ways of ants. ", ""),
        PLAIN.replace("doi:", "Lent by the curator. doi:"),
        PLAIN.replace("et al.", "et al"),
        "Chio A. (2017). A view of the ways of ants. J Foo Bar, 12(2), 181-4.",
    ],
)
def test_anything_else_is_for_the_model(text: str) -> None:
    assert not is_plain(text)


def test_its_parts_are_where_they_stand() -> None:
    found = identifiers.find(PLAIN)
    parts = plain_parts(PLAIN, found, grammar_of(PLAIN, found))
    assert parts is not None
    assert [(p.label, PLAIN[p.start : p.end]) for p in parts] == [
        ("family", "Chio"), ("given", "A"), ("family", "van der Berg"), ("given", "JR"), ("et-al", "et al"),
        ("title", "A view of the ways of ants"), ("container-title", "J Foo Bar"), ("issued", "2017 Mar 3"),
        ("volume", "12"), ("issue", "2"), ("page", "181–4"), ("DOI", "doi: 10.1234/x.1"),
    ]  # fmt: skip
