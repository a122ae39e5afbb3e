"""A reference's text to tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibkit import identifiers
from bibkit.reflist.sequence.tokens import tokenize


def cores(text: str) -> list[str]:
    return [token.core for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nature2005;438", ["Nature", "2005", "438"]),
        ("J. Neurosurg 200195(2, Suppl)264", ["J", "Neurosurg", "2001", "95", "2", "Suppl", "264"]),
        ("65:1,718–1,724", ["65", "1,718", "1,724"]),
        ("of 15,259 patients", ["of", "15", "259", "patients"]),
        ("García-Pérez L’Hôpital", ["García-Pérez", "L’Hôpital"]),
        ("S12-S18", ["S", "12", "S", "18"]),
        ("A & B – C", ["A", "&", "B", "–", "C"]),
        ("Müller", ["Müller"]),
        ("Mu\u0308ller", ["Mu\u0308ller"]),
        ("", []),
    ],
)
def test_words_and_numbers_are_apart(text: str, expected: list[str]) -> None:
    assert cores(text) == expected


def test_an_identifier_is_one_token() -> None:
    text = "Chest. 2019. doi: 10.1016/j.chest.2018.06.035. - x"
    tokens = tokenize(text, identifiers.find(text))
    assert [token.core for token in tokens[:3]] == ["Chest", "2019", "<DOI>"]
    assert text[tokens[2].start : tokens[2].end] == "doi: 10.1016/j.chest.2018.06.035"


@given(st.text(max_size=200))
def test_every_character_lies_in_one_token(text: str) -> None:
    held = [False] * len(text)
    for token in tokenize(text):
        for place in range(token.start - len(token.before), token.end + len(token.after)):
            assert not held[place]
            held[place] = True
    assert all(held[n] or c.isspace() for n, c in enumerate(text))
