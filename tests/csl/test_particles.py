from __future__ import annotations

import pytest

from bibkit.csl.particles import with_particles
from bibkit.model import Name


def parts(family: str, given: str) -> tuple[str, str, str, str, str]:
    name = with_particles(Name(family, given))
    return (
        name.family,
        name.given,
        name.non_dropping_particle,
        name.dropping_particle,
        name.suffix,
    )


@pytest.mark.parametrize(
    ("family", "given", "wanted"),
    [
        ("van der Berg", "Jan", ("Berg", "Jan", "van der", "", "")),
        ("d'Arcy", "Ann", ("Arcy", "Ann", "d'", "", "")),
        ("d’ Arcy", "Ann", ("Arcy", "Ann", "d’ ", "", "")),
        ("al-Farsi", "Ali", ("Farsi", "Ali", "al-", "", "")),
        ("de la Cruz-Ruiz", "M.", ("Cruz-Ruiz", "M.", "de la", "", "")),
        ("'t Hart", "Piet", ("Hart", "Piet", "'t", "", "")),
        ("Van Dyke", "Dick", ("Van Dyke", "Dick", "", "", "")),
        ("O'Brien", "Flann", ("O'Brien", "Flann", "", "", "")),
        ("Smith-jones", "Jo", ("Smith-jones", "Jo", "", "", "")),
        ("明", "子", ("明", "子", "", "", "")),
        ("Fontaine", "Jean de la", ("Fontaine", "Jean", "", "de la", "")),
        ("Aubignac", "François d’", ("Aubignac", "François", "", "d’", "")),
        ("King", "Martin, Jr.", ("King", "Martin", "", "", "Jr.")),
        ("Humboldt", "Karl von, III", ("Humboldt", "Karl", "", "von", "III")),
        ("Smith", "John, et al.", ("Smith", "John", "", "et al.", "")),
        ("van Gogh", "", ("van Gogh", "", "", "", "")),
    ],
)
def test_small_letters_tell_particles(
    family: str, given: str, wanted: tuple[str, str, str, str, str]
) -> None:
    assert parts(family, given) == wanted


def test_quotation_marks_keep_a_family_name_whole() -> None:
    assert parts('"van der Berg"', "Jan de") == ("van der Berg", "Jan de", "", "", "")


@pytest.mark.parametrize(
    "name",
    [
        Name("van Berg", "Jan de", non_dropping_particle="op"),
        Name(literal="van der Berg Trust"),
        Name("Berg"),
        Name(given="Jan de"),
    ],
)
def test_names_in_parts_and_bodies_stay(name: Name) -> None:
    assert with_particles(name) is name


def test_parts_that_are_given_are_not_read_again() -> None:
    name = with_particles(Name("Berg", "Jan de, Jr.", suffix="III", dropping_particle="zu"))
    assert (name.given, name.suffix, name.dropping_particle) == ("Jan de, Jr.", "III", "zu")


def test_a_comma_and_a_bang_ask_for_a_comma() -> None:
    assert with_particles(Name("King", "Martin,! Jr.")).comma_suffix
    assert not with_particles(Name("King", "Martin, Jr.")).comma_suffix
