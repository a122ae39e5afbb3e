"""Crossref's JSON: what is taken of a work."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from crossref_work import WORK

from bibkit import Date, Name
from bibkit.formats.crossref import candidate
from bibkit.model import Notice, Reference


def _read(**members: Any) -> Reference:
    return candidate(members).reference


def test_a_work_whole() -> None:
    found = candidate(WORK, fetched=5.0)
    assert dict(found.reference.fields) == {
        "author": (Name("Lee", "Ben", suffix="Jr"), Name(literal="The Soil Study Group")),
        "editor": (Name("Wu", "C."),),
        "title": "On <i>E. coli</i> & soil: A review",
        "container-title": "Journal of Soil",
        "container-title-short": "J Soil",
        "issued": Date(2017, 3),
        "volume": "12",
        "issue": "3",
        "page": "181-4",
        "DOI": "10.1000/OWN",
        "ISSN": "1234-5679",
        "ISBN": "9780124095472",
        "edition": "2",
        "event-title": "Soil Days",
        "event-place": "Rome",
        "language": "en",
        "abstract": "To see.",
    }
    assert (found.id, found.service, found.kind) == ("10.1000/own", "crossref", "journal-article")
    assert (found.years, found.fetched) == ((2017, 2016), 5.0)
    assert found.titles == ("On <i>E. coli</i> & soil", "Über E. coli")
    assert set(found.notices) == {
        Notice("retraction", "retraction-watch", "10.1000/r"),
        Notice("correction", "crossref", "10.1000/c"),
        Notice("published", "crossref", "10.1000/p"),
    }


def test_a_work_without_anything() -> None:
    found = candidate({})
    assert (found.reference.type, dict(found.reference.fields)) == ("document", {})
    assert (found.years, found.notices, found.id) == ((), (), "")


def test_kinds_of_works() -> None:
    book = _read(type="book", publisher="Wiley", **{"publisher-location": "Berlin"})
    assert (book.type, book.text("publisher"), book.text("publisher-place")) == (
        "book", "Wiley", "Berlin",
    )  # fmt: skip
    assert "publisher" not in _read(type="journal-article", publisher="Wiley").fields
    preprint = _read(type="posted-content", subtype="preprint", posted={"date-parts": [[2020, 1]]})
    assert (preprint.type, preprint.text("genre"), preprint.date("issued")) == (
        "article", "Preprint", Date(2020, 1),
    )  # fmt: skip
    assert _read(type="component").type == _read(type="odd").type == "document"


@pytest.mark.parametrize(
    ("title", "subtitle", "read"),
    [
        (["Soil."], [], "Soil"),
        (["Soil..."], [], "Soil..."),
        ("Soil", None, "Soil"),
        (["", "Soil"], [], "Soil"),
        (["Soil?"], ["Air"], "Soil? Air"),
        (["Soil: air"], ["Air"], "Soil: air"),
        ([], ["Air"], "Air"),
        (["SOIL AND AIR OF THE NORTH"], [], "Soil and air of the north"),
        (["Soil and air"], ["A REVIEW OF ALL WORKS"], "Soil and air: A review of all works"),
        (["SOIL AND AIR OF THE NORTH"], ["A view"], "Soil and air of the north: A view"),
        (["in the<mml:math><mml:mi>N</mml:mi><mml:mo>=</mml:mo><mml:mn>8</mml:mn></mml:math> shell"], [], "in the N=8 shell"),
        (["H<sub>2</sub>O &lt; CO&lt;sub&gt;2&lt;/sub&gt;"], [], "H<sub>2</sub>O < CO<sub>2</sub>"),
        (["<i>E. COLI</i> IN THE GUT"], [], "<i>E. coli</i> in the gut"),
        (["SOIL AND AIR OF THE NORTH"], ["A REVIEW OF ALL WORKS"], "Soil and air of the north: a review of all works"),
        (["If a < b then c > d"], [], "If a < b then c > d"),
        (['<inline-formula><tex-math notation="LaTeX">$N$</tex-math></inline-formula> soils'], [], "$N$ soils"),
    ],
)  # fmt: skip
def test_titles(title: Any, subtitle: Any, read: str) -> None:
    assert _read(title=title, subtitle=subtitle).text("title") == read


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ([[2017]], Date(2017)),
        ([[2017, 3, 2]], Date(2017, 3, 2)),
        ([[2017, 0]], Date(2017)),
        ([[2017, 13]], Date(2017)),
        ([[2017, 2, 32]], Date(2017, 2)),
        ([[2017, 0, 5]], Date(2017)),
        ([[2017, 3, 2, 1]], Date(2017, 3, 2)),
        ([[2017], [2018]], Date(2017)),
        ([[None]], None),
        ([[]], None),
        ([], None),
        (None, None),
        ([[0]], None),
        ([[-5]], None),
        ([[99999]], None),
        ([["2017"]], None),
        ([2017], None),
        ("2017", None),
        ([[2017, None, 5]], Date(2017)),
        ([[None, 5]], None),
        ([[True]], None),
    ],
)  # fmt: skip
def test_dates(parts: Any, date: Date | None) -> None:
    assert _read(issued={"date-parts": parts}).date("issued") == date
    assert candidate({"issued": {"date-parts": parts}}).years == ((date.year,) if date else ())


@pytest.mark.parametrize(
    ("members", "read"),
    [
        ({"page": "181-184"}, "181-184"),
        ({"page": "181 – 184"}, "181-184"),
        ({"page": "181-181"}, "181"),
        ({"page": "n/a"}, ""),
        ({"page": "n/a-n/a"}, ""),
        ({"page": "-"}, ""),
        ({"page": 181}, "181"),
        ({"page": "101, 105-110"}, "101, 105-110"),
        ({"article-number": "e12"}, "e12"),
        ({"page": "n/a", "article-number": "e12"}, "e12"),
        ({"page": "1-12", "article-number": "112"}, "112"),
        ({"page": "01-12", "article-number": "112"}, "112"),
        ({"page": "181-184", "article-number": "112"}, "181-184"),
        ({"page": "11-12", "article-number": "112"}, "11-12"),
    ],
)
def test_pages_and_article_numbers(members: dict[str, Any], read: str) -> None:
    assert _read(**members).text("page") == read


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("8", "8"), (8, "8"), ("Volume 8", "8"), ("Vol. 8", "8"), ("volume 8-9", "8-9"), ("Suppl 1", "Suppl 1"),
        ("Novel 3", "Novel 3"), ("Vol", ""), ("", ""), (None, ""), (["8"], ""), ("XII", "XII"),
        ("Issue-3", "3"),
    ],
)  # fmt: skip
def test_volumes_and_issues(raw: Any, read: str) -> None:
    assert _read(volume=raw).text("volume") == read
    assert _read(issue=raw).text("issue") == read


def test_containers() -> None:
    chapter = _read(type="book-chapter", **{"container-title": ["Lecture notes", "The book"]})
    assert chapter.text("collection-title") == "Lecture notes"
    assert chapter.text("container-title") == "The book"
    alone = _read(type="book-chapter", **{"container-title": ["The book"]})
    assert (alone.text("container-title"), alone.text("collection-title")) == ("The book", "")
    same = _read(**{"container-title": ["Chest"], "short-container-title": ["Chest"]})
    assert "container-title-short" not in same.fields
    assert _read(**{"container-title": "Soil &amp; Air"}).text("container-title") == "Soil & Air"


def test_an_empty_container_is_passed_over() -> None:
    assert (
        _read(**{"container-title": ["", "The journal"]}).text("container-title") == "The journal"
    )


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ([{"family": "Lee", "given": "B."}], ["Lee, B."]),
        ({"family": "Lee"}, ["Lee"]),
        ([{"given": "Madonna"}], ["Madonna"]),
        ([{"family": "LEE", "given": "B"}, {"family": "VAN DER BERG", "given": "K"}], ["Lee, B", "van der Berg, K"]),
        ([{"family": "LEE", "given": "B"}, {"family": "Wu", "given": "C"}], ["LEE, B", "Wu, C"]),
        ([{"family": "SMITH", "given": "JONATHAN"}], ["Smith, Jonathan"]),
        ([{"name": "THE GROUP"}, {"family": "Lee"}], ["THE GROUP", "Lee"]),
        ([{"family": "", "given": "", "name": ""}, {}, None, 5, "Lee", []], []),
        ([{"family": "MÃ¼ller &amp; Co"}], ["Müller & Co"]),
        ("Lee", []),
        ([{"family": "SMITH", "given": "JOHN"}], ["Smith, John"]),
        ([{"family": "SMITH", "given": "MARY ANN"}], ["Smith, Mary Ann"]),
    ],
)  # fmt: skip
def test_people(raw: Any, names: list[str]) -> None:
    assert [str(name) for name in _read(author=raw).names("author")] == names


def test_identifiers_are_normal_or_not_there() -> None:
    assert _read(DOI="https://doi.org/10.1000/ABC.").text("DOI") == "10.1000/ABC"
    assert _read(DOI="none").fields == {}
    assert _read(ISBN=["9780124095473"]).fields == {}
    assert _read(ISSN=[]).fields == {}


def test_notices_of_every_kind() -> None:
    def kinds(**members: Any) -> list[tuple[str, str]]:
        return [(one.kind, one.id) for one in candidate(members).notices]

    updates = [{"type": kind, "DOI": "10.1000/X"} for kind in (
        "Retraction", "partial-retraction", "withdrawal", "expression_of_concern", "Corrigendum",
        "new_version", "odd", None)]  # fmt: skip
    assert kinds(**{"updated-by": updates}) == [
        (kind, "10.1000/x") for kind in ("retraction", "retraction", "retraction", "concern", "correction", "version")
    ]  # fmt: skip
    assert kinds(**{"update-to": {"type": "retraction"}}) == [("retraction", "")]
    assert kinds(relation={"has-preprint": {"id-type": "uri", "id": "http://x"}}) == []
    assert kinds(relation={"has-preprint": {"id": "10.1000/X"}}) == [("preprint", "10.1000/x")]
    assert kinds(relation=[], **{"updated-by": ["x", None]}) == []
