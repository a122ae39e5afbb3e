"""A manuscript that grows: what each change makes of the other citations."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import item, style

from bibkit.csl.engine import Cite, Cluster
from bibkit.csl.native import NativeEngine
from bibkit.csl.processor import Change, Processor

_NUMBER = '<text variable="citation-number"/>'


def _processor(*ids: str) -> Processor:
    numbered = style(f'{_NUMBER}<text variable="title" prefix=" "/>', _NUMBER)
    made = Processor(NativeEngine(), numbered, [item(one) for one in "abc"])
    made.insert_all(_cite(one) for one in ids)
    return made


def _cite(identifier: str) -> Cluster:
    return Cluster((Cite(identifier),), id=identifier)


def _texts(made: Processor) -> list[str]:
    return [citation.render() for citation in made.citations]


def _told(changes: list[Change]) -> list[tuple[int, str]]:
    return [(change.index, change.citation.render()) for change in changes]


def test_a_citation_put_in_is_told_with_those_that_it_changes() -> None:
    made = _processor("a", "b", "a")
    assert _told(made.insert(_cite("c"), 1)) == [(1, "2"), (2, "3")]
    assert _texts(made) == ["1", "2", "3", "1"]


def test_a_citation_at_the_end_changes_no_other() -> None:
    assert _told(_processor("a", "b").insert(_cite("c"))) == [(2, "3")]


def test_citations_put_in_together_read_as_those_put_in_one_by_one() -> None:
    together, apart = _processor("a"), _processor("a")
    changes = together.insert_all([_cite("c"), _cite("b")], 0)
    apart.insert(_cite("c"), 0)
    apart.insert(_cite("b"), 1)
    assert _texts(together) == _texts(apart) == ["1", "2", "3"]
    assert _told(changes) == [(0, "1"), (1, "2"), (2, "3")]


def test_a_citation_replaced_is_told_even_where_it_reads_the_same() -> None:
    made = _processor("a", "b", "c")
    assert _told(made.replace(1, _cite("c"))) == [(1, "2"), (2, "2")]
    assert _told(made.replace(0, _cite("a"))) == [(0, "1")]


def test_a_citation_taken_out_renumbers_those_behind_it() -> None:
    made = _processor("a", "b", "c")
    assert _told(made.remove(0)) == [(0, "1"), (1, "2")]
    assert made.bibliography().texts() == ["1 b", "2 c"]


@pytest.mark.parametrize("index", [-1, 2])
def test_there_is_no_citation_before_the_first_or_behind_the_last(index: int) -> None:
    made = _processor("a", "b")
    with pytest.raises(IndexError, match="no citation"):
        made.remove(index)
    with pytest.raises(IndexError, match="no citation"):
        made.replace(index, _cite("c"))
    with pytest.raises(IndexError, match="no place"):
        made.insert(_cite("c"), index * 2)
    assert _texts(made) == ["1", "2"]


def test_uncited_works_stand_in_the_bibliography_until_others_are_named() -> None:
    made = _processor("b")
    made.uncited(["a", "c"])
    assert made.bibliography().texts() == ["1 b", "2 a", "3 c"]
    made.uncited([])
    assert made.bibliography().texts() == ["1 b"]


def test_a_work_registered_later_takes_the_place_of_its_id() -> None:
    made = _processor("d")
    assert [problem.code for problem in made.problems] == ["unknown-id"]
    assert _told(made.register([item("d")])) == [(0, "1")]
    assert made.problems == ()
