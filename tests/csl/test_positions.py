"""First and later cites, ibid, notes near and far (CSL 1.0.2, "Locators", position)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import citations, item, notes, style

from bibkit.csl.engine import Cite, Cluster
from bibkit.csl.run.positions import places_of

A, B = Cite("a"), Cite("b")
A3, A4 = Cite("a", "3"), Cite("a", "4")

_SIGNS = {"first": "F", "subsequent": "S", "ibid": "I", "ibid-with-locator": "L"}


def _places(clusters: list[Cluster]) -> str:
    return " ".join("".join(_SIGNS[one.position] for one in row) for row in places_of(clusters))


@pytest.mark.parametrize(
    ("clusters", "wanted"),
    [
        ([A, A], "F I"),
        ([A, B, A], "F F S"),
        ([A, A3], "F L"),
        ([A3, A3], "F I"),
        ([A3, A4], "F L"),
        ([A3, A], "F S"),
        ([A, A3, A], "F L S"),
        ([A, (B, A)], "F FS"),
        ([(A, B), B], "FF S"),
        ([(A, B), A], "FF S"),
        ([(A, A)], "FI"),
        ([(A, A3)], "FL"),
        ([(A, B, B)], "FFI"),
        ([(A, A), A], "FI I"),
        ([(A3, A), A], "FS I"),
        ([A, (A, B)], "F IF"),
        ([Cite("a", "3", "chapter"), Cite("a", "3")], "F L"),
        ([Cite("a", "3", "page"), Cite("a", "3")], "F I"),
    ],
)
def test_a_cite_is_first_or_again_or_ibid(
    clusters: list[Cite | tuple[Cite, ...]], wanted: str
) -> None:
    assert _places(notes(*clusters)) == wanted


def test_in_the_text_it_is_the_same() -> None:
    assert _places([Cluster((A,)), Cluster((A3,)), Cluster((B,)), Cluster((A,))]) == "F L F S"


def test_clusters_of_one_note_are_its_cites() -> None:
    clusters = [Cluster((A,), 1), Cluster((B,), 1), Cluster((B,), 2)]
    assert _places(clusters) == "F F S"
    assert _places([Cluster((A,), 1), Cluster((A,), 1), Cluster((A,), 2)]) == "F I I"


@pytest.mark.parametrize(
    ("distance", "wanted"), [(5, [False, True, True]), (1, [False, True, False])]
)
def test_a_note_is_near_by_its_number(distance: int, wanted: list[bool]) -> None:
    clusters = [Cluster((A,), 1), Cluster((A,), 2), Cluster((A,), 7)]
    assert [row[0].near_note for row in places_of(clusters, distance)] == wanted


def test_a_note_beyond_the_distance_is_far() -> None:
    far = [Cluster((A,), 1), Cluster((A,), 7)]
    assert [row[0].near_note for row in places_of(far)] == [False, False]


def test_later_cites_know_the_note_of_the_first() -> None:
    clusters = [Cluster((B,), 3), Cluster((A,), 4), Cluster((B, A), 9)]
    assert [[one.first_note for one in row] for row in places_of(clusters)] == [[0], [0], [3, 4]]


def test_a_cite_may_say_its_position_itself() -> None:
    told = Cite("a", position="subsequent", near_note=True)
    ((place,),) = places_of([Cluster((told,), 1)])
    assert (place.position, place.near_note) == ("subsequent", True)


_NOTE_STYLE = (
    '<choose><if position="ibid-with-locator"><text term="ibid"/><text variable="locator" prefix=", "/></if>'
    '<else-if position="ibid"><text term="ibid"/></else-if>'
    '<else-if position="subsequent"><text variable="title"/>'
    '<text variable="first-reference-note-number" prefix=" (n. " suffix=")"/></else-if>'
    '<else><text variable="title"/><text value=" in full"/></else></choose>'
)


def test_a_style_of_notes_prints_them() -> None:
    references = [item("a"), item("b")]
    found = citations(style(citation=_NOTE_STYLE, note=True), references, *notes(A, A, A3, B, A))
    assert found == ["a in full", "Ibid.", "Ibid., 3", "b in full", "a (n. 1)"]


def test_a_term_at_the_begin_of_a_note_has_a_capital_and_only_there() -> None:
    references = [item("a"), item("b")]
    ibid = style(citation=_NOTE_STYLE, note=True)
    see = Cite("a", prefix="see ")
    assert citations(ibid, references, *notes(A, see)) == ["a in full", "see ibid."]
    sentence = Cite("a", prefix="This is known.")
    assert citations(ibid, references, *notes(A, sentence))[1] == "This is known. Ibid."
    in_text = style(citation=_NOTE_STYLE)
    assert citations(in_text, references, "a", "a") == ["a in full", "ibid."]


def test_near_notes_are_told_apart_by_the_style_s_distance() -> None:
    element = '<choose><if position="near-note"><text value="near"/></if><else><text value="far"/></else></choose>'
    layout = f'<citation near-note-distance="2"><layout>{element}</layout></citation>'
    clusters = [Cluster((A,), 1), Cluster((B,), 2), Cluster((A,), 3), Cluster((A,), 6)]
    found = citations(style(citation=layout, note=True), [item("a"), item("b")], *clusters)
    assert found == ["far", "far", "near", "far"]


def test_the_order_of_the_cites_printed_counts_not_the_author_s() -> None:
    layout = (
        '<citation><sort><key variable="title"/></sort><layout delimiter="; ">'
        f"{_NOTE_STYLE}</layout></citation>"
    )
    sorted_style = style(citation=layout, note=True)
    found = citations(sorted_style, [item("a"), item("b")], *notes((B, A), B))
    assert found == ["a in full; b in full", "b (n. 1)"]
