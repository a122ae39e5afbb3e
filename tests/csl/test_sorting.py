"""The order of bibliographies and of the cites in a cluster (CSL 1.0.2, "Sorting")."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import citations, document, item, people, style

from bibkit import Date, Name, Reference
from bibkit.csl.library import Style
from bibkit.csl.native import NativeEngine


def _sorted_by(keys: str, before: str = "", **rest: Any) -> Style:
    layout = (
        f'<bibliography><sort>{keys}</sort><layout><text variable="title"/></layout></bibliography>'
    )
    return style(layout, before=before, **rest)


def _order(sorted_style: Style, *references: Reference) -> str:
    """The ids in the order of the bibliography."""
    entries = NativeEngine().bibliography(sorted_style, references).entries
    return " ".join(entry.id for entry in entries)


def test_without_keys_the_order_is_that_of_the_references() -> None:
    assert _order(style(), item("c"), item("a"), item("b")) == "c a b"


def test_without_keys_the_order_is_that_of_the_citations() -> None:
    done = document(style(), [item("a"), item("b"), item("c")], "c", "b c", uncited=True)
    assert [entry.id for entry in done.bibliography.entries] == ["c", "b", "a"]


@pytest.mark.parametrize(("sort", "wanted"), [("", "b c a"), (' sort="descending"', "a c b")])
def test_a_variable_sorts_both_ways(sort: str, wanted: str) -> None:
    key = f'<key variable="title"{sort}/>'
    references = item("a", title="Zoo"), item("b", title="Ape"), item("c", title="Mouse")
    assert _order(_sorted_by(key), *references) == wanted


def test_letters_with_accents_and_capitals_sort_as_the_letters() -> None:
    titles = ["zebra", "Émile", "emu", "Zürich", "äpfel", "apple"]
    references = [item(title, title=title) for title in titles]
    assert _order(_sorted_by('<key variable="title"/>'), *references) == (
        "äpfel apple Émile emu zebra Zürich"
    )


def test_quotes_and_markup_do_not_count() -> None:
    references = (
        item("b", title="<i>Beta</i>"),
        item("a", title='"Alpha"'),
        item("c", title="Gamma"),
    )
    assert _order(_sorted_by('<key variable="title"/>'), *references) == "a b c"


@pytest.mark.parametrize("sort", ["ascending", "descending"])
@pytest.mark.parametrize("variable", ["DOI", "issued", "author", "volume"])
def test_what_has_no_value_comes_last(variable: str, sort: str) -> None:
    values: dict[str, Any] = {
        "DOI": "10.1/x",
        "issued": Date(2000),
        "author": people("Ash"),
        "volume": "3",
    }
    key = f'<key variable="{variable}" sort="{sort}"/>'
    empty, full = item("empty"), item("full", **{variable: values[variable]})
    assert _order(_sorted_by(key), empty, full) == "full empty"


def test_dates_sort_by_time() -> None:
    references = [
        item("4", issued=Date(2000, 3)), item("1", issued=Date(-50)), item("3", issued=Date(2000)),
        item("2", issued=Date(79)), item("5", issued=Date(2000, 3, 5)), item("6", issued=Date(2000, 12)),
    ]  # fmt: skip
    assert _order(_sorted_by('<key variable="issued"/>'), *references) == "1 2 3 4 5 6"


def test_numbers_sort_by_their_size() -> None:
    references = [item(volume, volume=volume) for volume in ("10", "9", "100", "2-3")]
    assert _order(_sorted_by('<key variable="volume"/>'), *references) == "2-3 9 10 100"


@pytest.mark.parametrize("volume", ["²", "1²", "1" * 5000])
def test_what_looks_like_a_number_sorts_somehow(volume: str) -> None:
    sorted_style = _sorted_by('<key variable="volume"/>')
    assert set(_order(sorted_style, item("a", volume=volume), item("b", volume="1")).split()) == {
        "a",
        "b",
    }


def test_names_sort_by_family_and_given_name() -> None:
    references = [
        item("1", author=people("Smith, Zoe")), item("2", author=people("Smith, Ann")),
        item("3", author=people("Smithson, Ann")), item("4", author=(Name(literal="Smith Group"),)),
        item("5", author=people("Smith, Ann", "Ash, Bo")),
    ]  # fmt: skip
    assert _order(_sorted_by('<key variable="author"/>'), *references).split()[:2] == ["2", "5"]
    assert _order(_sorted_by('<key variable="author"/>'), *references).endswith("3")


@pytest.mark.parametrize(
    ("demote", "wanted"), [("never", "d v"), ("sort-only", "v d"), ("display-and-sort", "v d")]
)
def test_particles_count_where_the_style_says_so(demote: str, wanted: str) -> None:
    references = item("v", author=people("van Berg, Jan")), item("d", author=people("Dale, Di"))
    found = _sorted_by('<key variable="author"/>', demote_non_dropping_particle=demote)
    assert _order(found, *references) == wanted


_NAMES = '<macro name="names"><names variable="author"><name/></names></macro>'


def test_a_macro_s_names_sort_with_the_family_name_first() -> None:
    references = item("z", author=people("Zola, Abe")), item("a", author=people("Ash, Zoe"))
    assert _order(_sorted_by('<key macro="names"/>', _NAMES), *references) == "a z"


def test_a_key_says_how_many_names_count() -> None:
    first, second = people("Ash", "Zola", "Elm"), people("Ash", "Birch", "Fir")
    references = item("z", author=first, issued=1), item("b", author=second, issued=2)
    year = '<key variable="issued"/>'
    assert _order(_sorted_by(f'<key macro="names"/>{year}', _NAMES), *references) == "b z"
    cut = '<key macro="names" names-min="2" names-use-first="1"/>'
    assert _order(_sorted_by(f"{cut}{year}", _NAMES), *references) == "z b"


def test_a_macro_may_fall_back() -> None:
    macro = (
        '<macro name="who"><names variable="author"><name/><substitute>'
        '<text variable="title"/></substitute></names></macro>'
    )
    references = (
        item("1", title="Mouse"),
        item("2", author=people("Zola")),
        item("3", author=people("Ash")),
    )
    assert _order(_sorted_by('<key macro="who"/>', macro), *references) == "3 1 2"


def test_a_macro_s_dates_sort_by_time() -> None:
    macro = '<macro name="when"><date variable="issued" form="text"/></macro>'
    references = (
        item("b", issued=Date(2000, 12)),
        item("a", issued=Date(2000, 4)),
        item("c", issued=2001),
    )
    assert _order(_sorted_by('<key macro="when"/>', macro), *references) == "a b c"


def test_a_macro_that_counts_names_sorts_by_the_number() -> None:
    macro = '<macro name="count"><names variable="author"><name form="count"/></names></macro>'
    many = tuple(Name(f"N{number}") for number in range(10))
    references = (
        item("10", author=many),
        item("2", author=people("A", "B")),
        item("1", author=people("Z")),
    )
    assert _order(_sorted_by('<key macro="count"/>', macro), *references) == "1 2 10"


def test_the_second_key_decides_where_the_first_is_even() -> None:
    keys = (
        '<key variable="author"/><key variable="issued" sort="descending"/><key variable="title"/>'
    )
    ash = people("Ash")
    references = [
        item("c", author=ash, issued=2000), item("a", author=ash, issued=1999),
        item("b", author=ash, issued=2000), item("d", author=people("Elm"), issued=1990),
    ]  # fmt: skip
    assert _order(_sorted_by(keys), *references) == "b c a d"


def test_even_ones_stay_in_their_order() -> None:
    references = [item(name, volume="1") for name in "cab"]
    assert _order(_sorted_by('<key variable="volume"/>'), *references) == "c a b"


def test_numbers_follow_the_order_of_the_bibliography() -> None:
    numbered = style(
        '<bibliography><sort><key variable="title"/></sort><layout><text variable="title"/></layout></bibliography>',
        '<text variable="citation-number"/>',
    )
    assert citations(numbered, [item("b"), item("a")], "b", "a") == ["2", "1"]


def test_the_citation_number_sorts_too() -> None:
    key = '<key variable="citation-number" sort="descending"/>'
    assert _order(_sorted_by(key), item("a"), item("b"), item("c")) == "c b a"


def _cited(keys: str, *references: Reference, **rest: Any) -> list[str]:
    cite = '<text variable="title"/>'
    sorted_style = style(
        citation=f'<citation><sort>{keys}</sort><layout delimiter=", ">{cite}</layout></citation>',
        **rest,
    )
    return citations(sorted_style, references, " ".join(one.id for one in references))


def test_cites_of_a_cluster_are_sorted_by_their_own_keys() -> None:
    assert _cited('<key variable="title"/>', item("b"), item("a")) == ["a, b"]
    assert _cited('<key variable="issued"/>', item("b", issued=2), item("a", issued=1)) == ["a, b"]


def test_cites_of_a_style_without_keys_stay_in_the_author_s_order() -> None:
    found = style(
        citation='<citation><layout delimiter=", "><text variable="title"/></layout></citation>'
    )
    assert citations(found, [item("a"), item("b")], "b a", "a b") == ["b, a", "a, b"]


def test_the_language_of_the_style_says_how_letters_sort() -> None:
    references = item("o", title="Öl"), item("z", title="Zebra"), item("p", title="Papper")
    key = '<key variable="title"/>'
    assert _order(_sorted_by(key), *references) == "o p z"
    assert _order(_sorted_by(key, default_locale="sv-SE"), *references) == "p z o"
