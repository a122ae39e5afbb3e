"""Locators as pandoc's manual describes them ("Citation syntax")."""

from __future__ import annotations

import pytest

from bibkit.manuscripts.locators import locate, terms_in


@pytest.mark.parametrize(
    ("rest", "label", "locator", "suffix"),
    [
        (", pp. 33-35 and *passim*", "page", "33-35", " and *passim*"),
        (", chap. 1", "chapter", "1", ""),
        (" p. 3", "page", "3", ""),
        (", p.3, and more", "page", "3", ", and more"),
        (", 89, and more", "page", "89", ", and more"),
        (", xi, and more", "", "", ", xi, and more"),
        (", p. xi, and more", "page", "xi", ", and more"),
        (", pp. VII, 89, and more", "page", "VII, 89", ", and more"),
        (", 3(a), 4.4.8, 7A(2)(a)(i)-(iv)", "page", "3(a), 4.4.8, 7A(2)(a)(i)-(iv)", ""),
        (r" \[89\]", "page", "[89]", ""),
        (", §§ 3-4", "section", "3-4", ""),
        (", ¶ 5", "paragraph", "5", ""),
        (", fig. 2 and more", "figure", "2", " and more"),
        (", vol. 3", "volume", "3", ""),
        (", plan 9", "", "", ", plan 9"),
        (", p.a then", "", "", ", p.a then"),
        (" and elsewhere", "", "", " and elsewhere"),
        ("", "", "", ""),
    ],
)
def test_a_locator_is_told_from_the_suffix(
    rest: str, label: str, locator: str, suffix: str
) -> None:
    found = locate(rest)
    assert (found.label, found.locator, found.suffix) == (label, locator, suffix)


@pytest.mark.parametrize(
    ("rest", "label", "locator", "suffix"),
    [
        ("{ii, A, D-Z}, with more", "page", "ii, A, D-Z", ", with more"),
        (
            ", {pp. iv, vi-xi, (xv)-(xvii)} with more",
            "page",
            "iv, vi-xi, (xv)-(xvii)",
            " with more",
        ),
        ("{}, 99 years later", "", "", ", 99 years later"),
        (" {sec. {a}}", "section", "{a}", ""),
        (" {p. never closed", "", "", " {p. never closed"),
    ],
)
def test_braces_say_where_a_locator_ends(rest: str, label: str, locator: str, suffix: str) -> None:
    found = locate(rest)
    assert (found.label, found.locator, found.suffix) == (label, locator, suffix)


def test_a_suffix_that_would_stick_is_set_off() -> None:
    assert locate("{green}and blue").suffix == ", and blue"


def test_the_terms_of_the_manuscripts_language_count_too() -> None:
    assert locate(", S. 3", terms_in("de-DE")).label == "page"
    assert locate(", Kap. 3", terms_in("de")).label == "chapter"
    assert locate(", chap. 3", terms_in("de")).label == "chapter"
    assert locate(", Kap. 3").label == ""
    assert locate(", p. 3", terms_in("no-such-language")).label == "page"
