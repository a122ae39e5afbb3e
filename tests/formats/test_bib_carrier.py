"""`--lossless`: the whole reference in a field of its entry, and what is changed in the entry since."""

from __future__ import annotations

import dataclasses
import re

import pytest

import bibkit
from bibkit import Date, Name, Reference

SMITH = Name("Smith", "A.", dropping_particle="van")
WHOLE = Reference(
    "k",
    "article-journal",
    {
        "title": "Soil of a long winter",
        "author": (SMITH, Name("Doe", "J.")),
        "issued": Date(2017, 3),
        "page": "1–9",
        "URL": "http://x.org/é",
        "volume": 3,
    },
    {"custom": {"mine": {"a": [1]}}},
)


def _text(*, ascii: bool = False) -> str:
    return bibkit.write([WHOLE], "bibtex", lossless=True, ascii=ascii)


def test_in_ascii_nothing_is_lost_either() -> None:
    assert _text(ascii=True).isascii()
    assert bibkit.read(_text(ascii=True), "bibtex").references == (WHOLE,)


@pytest.mark.parametrize("ascii", [False, True])
def test_a_field_that_was_changed_counts_and_no_other(ascii: bool) -> None:
    text = re.sub(r"title = \{.*\}", "title = {New}", _text(ascii=ascii), count=1)
    assert bibkit.read(text, "bibtex").references == (WHOLE.replace(title="New"),)


def test_an_author_who_was_added_leaves_the_others_exact() -> None:
    text = _text().replace("Doe, J.}", "Doe, J. and Foo, B. and others}", 1)
    reference = bibkit.read(text, "bibtex")[0]
    assert reference.names("author") == (SMITH, Name("Doe", "J."), Name("Foo", "B."))
    assert reference.custom == {"mine": {"a": [1]}, "author-et-al": True}


def test_a_field_without_variable_joins_what_is_carried() -> None:
    text = _text().replace("  title", "  groups = {g},\n  title")
    reference = bibkit.read(text, "bibtex")[0]
    expected = {"mine": {"a": [1]}, "bibtex": {"groups": "g"}}
    assert reference == dataclasses.replace(WHOLE, extra={"custom": expected})


def test_a_value_that_was_wrapped_is_as_it_was() -> None:
    head, _, carried = _text().partition("csl-item")
    wrapped = carried.replace("long winter", "long\n\t winter")
    assert wrapped != carried
    assert bibkit.read(f"{head}csl-item{wrapped}", "bibtex").references == (WHOLE,)
