from __future__ import annotations

import random

from bibkit import Date, Name, Reference
from bibkit.citekeys import assign_keys, base_key, is_valid_key


def _reference(title: str, family: str = "Smith", year: int = 2001, **fields: str) -> Reference:
    return Reference(
        "",
        "article-journal",
        {"author": (Name(family, "A."),), "issued": Date(year), "title": title, **fields},
    )


def test_the_pattern() -> None:
    assert base_key(_reference("The current view", "Mathis", 2017)) == "mathis2017current"
    assert base_key(_reference("<i>E. coli</i> grows", "Müller-Lüdenscheidt")) == (
        "mullerludenscheidt2001e"
    )
    assert base_key(_reference("О жизни", "Петров")) == "petrov2001zhizni"
    assert base_key(_reference("細胞", "山田")).isascii()


def test_a_body_is_shortened_to_its_capitals() -> None:
    body = Reference("", "report", {"author": (Name(literal="World Health Organization"),)})
    assert base_key(body) == "who"


def test_references_without_anything_still_get_a_key() -> None:
    keys = assign_keys([Reference("", "document"), Reference("", "document")])
    assert len(set(keys)) == 2
    assert all(is_valid_key(key) for key in keys)


def test_suffixes_do_not_depend_on_the_order() -> None:
    same = [_reference("Soil", DOI=f"10.1000/{n}") for n in range(30)]
    by_doi = {r.text("DOI"): key for r, key in zip(same, assign_keys(same), strict=True)}
    shuffled = random.Random(1).sample(same, len(same))
    again = {r.text("DOI"): key for r, key in zip(shuffled, assign_keys(shuffled), strict=True)}
    assert by_doi == again
    assert len(set(by_doi.values())) == 30


def test_keys_differ_without_regard_to_case_and_from_those_taken() -> None:
    keys = assign_keys([_reference("Soil"), _reference("soil", DOI="10.1000/1")], ["SMITH2001SOIL"])
    assert len({key.lower() for key in [*keys, "smith2001soil"]}) == 3


def test_a_suffixed_key_does_not_meet_another_base() -> None:
    keys = assign_keys(
        [_reference("Soil"), _reference("Soil", DOI="10.1000/1"), _reference("Soila")]
    )
    assert len(set(keys)) == 3


def test_valid_keys() -> None:
    assert is_valid_key("Smith:2001-a/b")
    assert is_valid_key("Müller'01")
    for key in (
        "",
        "a b",
        "a,b",
        "a}b",
        "a\n",
        "@x",
        "a%b",
        "a#b",
        "a=b",
        "a\\b",
        "a\x00",
        "\ud800",
    ):
        assert not is_valid_key(key)


def test_references_that_differ_in_a_shade_keep_their_keys_in_any_order() -> None:
    both = [
        Reference("", "book", {"title": "Soil", "event-date": Date(2017, circa=circa)})
        for circa in (False, True)
    ]
    assert assign_keys(both) == assign_keys(both[::-1])[::-1]
