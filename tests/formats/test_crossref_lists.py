"""Crossref's JSON: deposited lists, whole answers, and that no work is too odd."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from crossref_work import WORK

import bibkit
from bibkit import Date, Name
from bibkit.errors import UnreadableInput
from bibkit.formats.crossref import FORMAT, candidate, deposited

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
