"""Crossref's JSON: what is taken of a work, and that no work is too odd."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bibkit
from bibkit import Date, Name
from bibkit.errors import UnreadableInput
from bibkit.formats.crossref import FORMAT, candidate, deposited
from bibkit.model import Notice, Reference

WORK: dict[str, Any] = {
    "DOI": "10.1000/OWN",
    "type": "journal-article",
    "title": ["On <i>E. coli</i> &amp; soil"],
    "subtitle": ["A review"],
    "original-title": ["Über E. coli"],
    "author": [
        {"family": "Lee", "given": "Ben", "suffix": "Jr", "sequence": "first"},
        {"name": "The Soil Study Group"},
    ],
    "editor": [{"family": "Wu", "given": "C."}],
    "container-title": ["Journal of Soil", "J Soil (London)"],
    "short-container-title": ["J Soil"],
    "published-print": {"date-parts": [[2017, 3]]},
    "published-online": {"date-parts": [[2016, 12, 24]]},
    "issued": {"date-parts": [[2016, 12, 24]]},
    "volume": "12",
    "issue": "3",
    "page": "181-4",
    "ISSN": ["1234-5679"],
    "ISBN": ["http://id.crossref.org/isbn/9780124095472"],
    "publisher": "Wiley",
    "publisher-location": "Berlin",
    "edition-number": "2",
    "event": {"name": "Soil Days", "location": "Rome"},
    "subtype": "preprint",
    "language": "en",
    "abstract": "<jats:title>Abstract</jats:title><jats:p>To see.</jats:p>",
    "updated-by": [{"type": "retraction", "DOI": "10.1000/R", "source": "retraction-watch"}],
    "update-to": [{"type": "correction", "DOI": "10.1000/c"}],
    "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/P"}]},
    "reference": [
        {"key": "1", "DOI": "10.1000/b", "author": "Lee", "year": "2001a", "article-title": "Air",
         "journal-title": "J Air", "volume": "1", "first-page": "7", "issue": "2", "edition": "3"},
        {"key": "2", "unstructured": "Wu C. A view of air. Chest. 2002;12:181-4.", "DOI": "10.1000/d"},
        {"key": "3", "volume-title": "A book", "article-title": "A part", "author": "Ray D"},
    ],
}  # fmt: skip


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


# --- the deposited list ------------------------------------------------------------------------------------


def test_a_deposited_list() -> None:
    article, string, part = deposited(WORK)
    fields = {name: value for name, value in article.fields.items() if name != "author"}
    assert fields == {
        "title": "Air", "container-title": "J Air", "volume": "1", "issue": "2", "page": "7",
        "edition": "3", "DOI": "10.1000/b", "issued": Date(2001),
    }  # fmt: skip
    assert [str(name) for name in article.names("author")] == ["Lee"]
    assert article.truncated()
    assert (string.text("title"), string.text("page"), string.text("DOI")) == (
        "A view of air", "181-4", "10.1000/d",
    )  # fmt: skip
    assert not string.truncated()
    assert (part.type, part.text("title"), part.text("container-title")) == (
        "chapter",
        "A part",
        "A book",
    )
    assert len({one.id for one in deposited(WORK)}) == 3


def test_what_is_deposited_empty_is_told() -> None:
    batch = deposited(
        {"reference": [{"key": "1"}, {"DOI": "10.1000/b"}, {"unstructured": "Ask."}, 5]}
    )
    assert [one.text("DOI") for one in batch] == ["10.1000/b"]
    assert [problem.raw for problem in batch.problems] == ["(empty)", "Ask."]
    assert len(deposited({})) == len(deposited({"reference": None})) == 0


def test_a_surname_alone_is_a_person() -> None:
    assert deposited(WORK)[0].names("author") == (Name("Lee"),)


def test_et_al_is_nobody() -> None:
    (one,) = deposited({"reference": [{"author": "et al.", "article-title": "Soil"}]})
    assert one.names("author") == ()
    assert not one.truncated()


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("van der Berg", Name("van der Berg")),
        ("Lee et al.", Name("Lee")),
        ("Lee B", Name("Lee", "B")),
        ("WHO", Name(literal="WHO")),
        ("World Health Organization", Name(literal="World Health Organization")),
    ],
)
def test_authors_of_deposited_references(author: str, name: Name) -> None:
    (one,) = deposited({"reference": [{"author": author, "article-title": "Soil"}]})
    assert one.names("author") == (name,)


# --- the format ------------------------------------------------------------------------------------------------


def _message(*works: Any, kind: str = "work-list") -> str:
    message = {"items": list(works)} if kind == "work-list" else works[0]
    return json.dumps({"status": "ok", "message-type": kind, "message": message})


def test_works_are_read_as_the_api_gives_them() -> None:
    assert bibkit.sniff(_message(WORK)) == bibkit.sniff(_message(WORK, kind="work")) == "crossref"
    assert bibkit.sniff("\ufeff" + _message(WORK)) == "crossref"
    (alone,) = bibkit.read(_message(WORK, kind="work"))
    assert alone.id == "lee2017e"
    assert [one.id for one in bibkit.read(_message(WORK, WORK))] == ["lee2017e", "lee2017ea"]
    assert len(bibkit.read(json.dumps(WORK), "crossref")) == 1
    assert len(bibkit.read(json.dumps([WORK, 5, None]), "crossref")) == 1


def test_lists_are_read_as_the_api_gives_them() -> None:
    batch = bibkit.read_references(_message(WORK, kind="work"))
    assert len(batch) == 3
    assert batch.article is not None
    assert batch.article.text("DOI") == "10.1000/OWN"
    none = bibkit.read_references(_message({"DOI": "10.1000/a"}, kind="work"))
    assert [problem.code for problem in none.problems] == ["no-list"]
    several = bibkit.read_references(_message(WORK, WORK))
    assert len({one.id for one in several}) == 6
    assert several.article is None


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": "a", "type": "book"}]',
        '{"items": []}',
        "<work/>",
        "",
        "@article{a}",
        '{"message-type": "member"}',
    ],
)
def test_what_is_no_answer_of_crossrefs(text: str) -> None:
    assert FORMAT.sniff(text) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "5",
        "null",
        '"x"',
        '{"message": 5}',
        '{"message": null}',
        '{"message": {"items": 5}}',
        "[" * 100_000,
    ],
)
def test_what_cannot_be_read(text: str) -> None:
    for read in (FORMAT.read, FORMAT.read_list):
        assert read is not None
        with pytest.raises(UnreadableInput):
            read(text)


# --- for any work ----------------------------------------------------------------------------------------------

_json = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-5, 3000), st.floats(), st.text(max_size=6),
        st.sampled_from(["<math>", "&amp;", "10.1000/x", "2017", "<i>", "\ud800", "et al.", "Lee B"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["family", "given", "name", "date-parts", "type", "DOI", "id", "id-type",
                             "is-preprint-of", "author", "volume", "unstructured", "article-title"]),
            inner, max_size=3,
        ),
    ),
    max_leaves=5,
)  # fmt: skip


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()  # fmt: skip
    for key, one in inner:
        yield from _places(one, (*place, key))


def _with(place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    work: Any = json.loads(json.dumps(WORK))
    inner = work
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return work  # type: ignore[no-any-return]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(list(_places(WORK))), _json)
def test_any_member_may_be_anything(place: tuple[Any, ...], value: Any) -> None:
    work = _with(place, value)
    found = candidate(work)
    assert found.id == found.reference.text("DOI").lower()
    assert all(isinstance(year, int) for year in found.years)
    if place[0] != "reference":
        untouched = {"author", "title", "DOI"} - {str(place[0]), *({"title"} if "title" in str(place[0]) else ())}  # fmt: skip
        whole = candidate(WORK).reference
        assert all(found.reference.fields.get(name) == whole.fields[name] for name in untouched)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([p for p in _places(WORK) if p[0] == "reference"]), _json)
def test_any_deposited_member_may_be_anything(place: tuple[Any, ...], value: Any) -> None:
    batch = deposited(_with(place, value))
    assert all(one.id for one in batch)


@settings(deadline=None, max_examples=60)
@given(_json)
def test_any_json_is_read_or_refused(value: Any) -> None:
    text = json.dumps(value)
    for read in (FORMAT.read, FORMAT.read_list):
        assert read is not None
        with contextlib.suppress(UnreadableInput):
            read(text)
