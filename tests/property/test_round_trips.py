"""What is written is read back as it was, for references that no one would think of."""

from __future__ import annotations

import dataclasses
import itertools
import json
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from strategies import lists, names, references, words

import bibkit
from bibkit import Name, Reference
from bibkit.citekeys import assign_keys, is_valid_key
from bibkit.formats import by_name
from bibkit.formats.bib.latex import encode
from bibkit.formats.bib.unlatex import decode
from bibkit.formats.losses import after
from bibkit.identifiers import find, normalise_doi


@given(references())
def test_csl_json_is_exact(reference: Reference) -> None:
    again = bibkit.read(bibkit.write([reference], "csl-json"), "csl-json")
    assert again.references == (reference,)


_json = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=8),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
_keys = st.sampled_from(
    [
        "author",
        "issued",
        "title",
        "volume",
        "page",
        "DOI",
        "shortTitle",
        "custom",
        "x",
        "note",
        "accessed",
    ]
)


@given(st.dictionaries(_keys, _json, max_size=5))
def test_any_json_item_comes_back(fields: dict[str, object]) -> None:
    item = {"id": "a", "type": "book", **fields}
    written = bibkit.write(bibkit.read(json.dumps([item]), "csl-json"), "csl-json")
    assert json.loads(written)[0] == item


@settings(deadline=1000)
@given(st.lists(references(), max_size=3), st.sampled_from(["bibtex", "biblatex"]))
def test_bib_files_are_always_readable(batch: list[Reference], dialect: str) -> None:
    again = bibkit.read(bibkit.write(batch, dialect), dialect)
    assert len(again) == len(batch)
    assert not [
        problem for problem in again.problems if problem.code in ("unreadable", "missing-comma")
    ]
    keys = [reference.id for reference in again]
    assert all(map(is_valid_key, keys))
    assert len({key.lower() for key in keys}) == len(keys)


@settings(deadline=1000)
@given(references(), st.sampled_from(["bibtex", "biblatex"]), st.booleans())
def test_bib_loses_what_it_says(reference: Reference, dialect: str, ascii: bool) -> None:
    reference = dataclasses.replace(reference, id="k")
    if ascii:  # identifiers and addresses are percent-coded then
        reference = reference.replace(**dict.fromkeys(_CODED))
    format = by_name(dialect)
    (again,) = format.read("".join(format.pieces([reference], ascii=ascii)))
    then = after(format.losses, reference)
    assert again.type == then.type
    assert dict(again.fields) == {v: _as_text(value) for v, value in then.fields.items()}
    assert again.custom == then.custom


_CODED = ("DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL")


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) else value


@settings(deadline=1000)
@given(references(), st.sampled_from(["bibtex", "biblatex"]))
def test_lossless_bib_loses_nothing(reference: Reference, dialect: str) -> None:
    reference = dataclasses.replace(reference, id="k")
    format = by_name(dialect)
    (again,) = format.read("".join(format.pieces([reference], lossless=True)))
    assert again == reference


_plain = words.filter(lambda text: not set("\\${}<>^~_`'\"-") & set(text))


@given(_plain, names.filter(lambda found: all(_is_plain(n) for n in found)))
def test_titles_and_names_survive_bibtex(title: str, people: tuple[Name, ...]) -> None:
    reference = Reference("a", "book", {"title": title, "author": people})
    again = bibkit.read(bibkit.write([reference], "bibtex"), "bibtex")[0]
    assert again.text("title") == title
    assert [str(name) for name in again.names("author")] == [str(name) for name in people]


def _is_plain(name: Name) -> bool:
    text = name.family + name.given + name.literal
    return not set("\\${}<>^~_`'\"-,\u00a0\u2009") & set(text)


@given(st.text(max_size=60))
def test_latex_is_total_and_balanced(text: str) -> None:
    written = encode(text)
    assert written.count("{") == written.count("}")
    decode(text)


@given(st.lists(references(), max_size=6))
def test_keys_are_valid_unique_and_independent_of_order(batch: list[Reference]) -> None:
    keys = assign_keys(batch)
    assert all(map(is_valid_key, keys))
    assert len({key.lower() for key in keys}) == len(keys)
    backwards = assign_keys(batch[::-1])[::-1]
    for one, other, reference in zip(keys, backwards, batch, strict=True):
        if sum(reference == r or _same(reference, r) for r in batch) == 1:
            assert one == other


def _same(one: Reference, other: Reference) -> bool:
    return one.fields == other.fields or bool(
        (one.text("DOI") and one.text("DOI").lower() == other.text("DOI").lower())
        or (one.text("PMID") and one.text("PMID") == other.text("PMID"))
    )


@given(lists)
def test_identifiers_lie_where_they_are_said_to_and_are_normal(text: str) -> None:
    found = find(text)
    for one, following in itertools.pairwise(found):
        assert one.end <= following.start
    for one in found:
        assert one.value[-4:] in text[one.start : one.end]
        if one.variable == "DOI":
            assert normalise_doi(one.value) == one.value
