"""Citation keys: shown, mended, made by a pattern."""

from __future__ import annotations

import dataclasses
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

import bibkit
from bibkit import Batch, Date, Name, Reference
from bibkit.citekeys import base_key, is_valid_key
from bibkit.errors import SettingsError
from bibkit.keyfields import keys_given
from bibkit.keypatterns import PATTERN, pattern_key, rekey

ANTS = Reference(
    "", "article-journal",
    {
        "author": (Name("Le Masson", "G."), Name("Müller", "H."), Name("van der Berg", "J."), Name("Wu", "C.")),
        "issued": Date(2017), "title": "The <i>red</i> ants of Łódź", "PMID": "7",
        "container-title": "The Journal of Soil and Air",
    },
)  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{author}{year}{title}", "lemasson2017red"),
        ("{author}_{year}", "lemasson_2017"),
        ("{Author}{Year}{Title}", "LeMasson2017Red"),
        ("{AUTHOR}:{year:2}", "LEMASSON:17"),
        ("{authors}", "lemassonmullervanderbergetal"),
        ("{Authors:2}-{year}", "LeMassonMullerEtal-2017"),
        ("{authors:9}", "lemassonmullervanderbergwu"),
        ("{title:3}", "redantslodz"),
        ("{Title:2}", "RedAnts"),
        ("{journal}", "jsa"),
        ("{JOURNAL}{pmid}", "JSA7"),
        ("pm{pmid}", "pm7"),
    ],
)
def test_patterns(pattern: str, key: str) -> None:
    assert pattern_key(ANTS, pattern) == key


@pytest.mark.parametrize(
    ("fields", "pattern", "key"),
    [
        ({"title": "Soil"}, "{author}_{year}", "soil"),  # nothing of it is known
        ({"author": (Name("Lee", "B."),)}, "{author}_{year}", "lee"),
        ({"editor": (Name("Lee", "B."),)}, "{author}{title}", "lee"),
        ({"author": (Name(literal="World Health Organization"),)}, "{author}", "who"),
        ({"author": (Name(literal="World Health Organization"),)}, "{Author}", "WHO"),
        ({"author": (Name(literal="UNESCO"),)}, "{Author}", "UNESCO"),
        ({"container-title": "Chest"}, "{journal}", "chest"),
        ({"author": (Name("李", "明"),)}, "{author}", "li"),
        ({"title": "Ref: a word"}, "{title}", "ref"),
        ({"issued": Date(-50)}, "{year}x", "50x"),
        ({}, "{year}", "ref"),
    ],
)
def test_what_is_not_there_is_left_out(fields: dict[str, object], pattern: str, key: str) -> None:
    assert pattern_key(Reference("", "book", fields), pattern) == key  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{size}", "no '{size}'.*author, authors, year, title, journal, pmid"),
        ("{aUTHOR}", "no '{aUTHOR}'"),
        ("key", "no part in braces"),
        ("", "no part in braces"),
        ("{author} {year}", "makes no key"),
        ("{author},{year}", "makes no key"),
        ("{author}ü", "makes no key"),
        ("{author", "makes no key"),
        ("[auth][year]", r"'\[auth\]' is no part of a pattern here: write \{author\}"),
        ("[auth:lower]{year}", "no part of a pattern here"),
    ],
)
def test_what_is_no_pattern(pattern: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        pattern_key(ANTS, pattern)


def _read(text: str) -> Batch:
    return bibkit.read(text, "bibtex")


def test_only_what_must_change_does() -> None:
    batch = _read(
        "@book{Good:1, title={Soil}} @book{good:1, title={Air}} @book{, title={Sea}}"
        "@book{Müller'01, title={Ice}}"
    )
    result = rekey(batch)
    assert result.keys == (
        ("Good:1", "Good:1"), ("good:1", "air"), ("", "sea"), ("Müller'01", "Müller'01"),
    )  # fmt: skip
    assert result.renamed == {}
    assert result.batch.problems == ()
    assert [one.id for one in result.batch] == ["Good:1", "air", "sea", "Müller'01"]


def test_the_reader_tells_which_keys_it_made() -> None:
    batch = _read("@book{k, title={A}} @book{K, title={B}} @book{, title={C}}")
    assert keys_given(batch) == {"b": "K", "c": ""}
    assert keys_given(bibkit.read("@book{k}", "bibtex")) == {}


def test_ids_that_a_reader_leaves_doubled() -> None:
    some = tuple(Reference("k", "book", {"title": title}) for title in ("Soil", "Air"))
    result = rekey(Batch(some))
    assert (result.keys, result.renamed) == ((("k", "k"), ("k", "air")), {})
    assert rekey(Batch(some), all=True).renamed == {"k": "soil"}


def test_every_key_anew() -> None:
    text = "@book{x, title={Soil}, crossref={y}} @book{y, title={Of soil}, related={x,  y , z}}"
    result = rekey(_read(text), all=True)
    assert {new for _, new in result.keys} == {"soil", "soila"}
    assert result.renamed == dict(result.keys)
    x, y = result.renamed["x"], result.renamed["y"]
    assert result.batch[0].custom["bibtex"]["crossref"] == y
    assert result.batch[1].custom["bibtex"]["related"] == f"{x}, {y} , z"
    assert [one.custom["bibtex"].get("ids") for one in rekey(_read(text), all=True, aliases=True).batch] == ["x", "y"]  # fmt: skip


def test_letters_follow_from_what_references_are() -> None:
    some = [Reference(f"k{n}", "book", {"title": "Soil", "DOI": f"10.1000/{n}"}) for n in range(30)]
    keys = {one.id: new for one, (_, new) in zip(some, rekey(Batch(tuple(some)), all=True).keys, strict=True)}  # fmt: skip
    random.Random(1).shuffle(some)
    again = {one.id: new for one, (_, new) in zip(some, rekey(Batch(tuple(some)), all=True).keys, strict=True)}  # fmt: skip
    assert keys == again
    assert {"soil", "soila", "soilz", "soilaa"} <= set(keys.values())


def test_capitals_of_a_pattern_stay_before_letters() -> None:
    some = tuple(Reference(id, "book", {"author": (Name("Lee"),)}) for id in "ab")
    assert sorted(new for _, new in rekey(Batch(some), "{Author}", all=True).keys) == [
        "Lee",
        "Leea",
    ]


def test_ids_of_csl_json_stay_where_the_key_does() -> None:
    one = Reference("http://zotero.org/1", "book", {"citation-key": "lee2017"})
    other = Reference("http://zotero.org/2", "book", {"citation-key": "a b", "title": "Soil"})
    result = rekey(Batch((one, other)))
    assert result.keys == (("lee2017", "lee2017"), ("a b", "soil"))
    assert result.batch[0] == one
    assert (result.batch[1].id, result.batch[1].text("citation-key")) == ("soil", "soil")


def test_problems_follow_their_references() -> None:
    batch = _read("@book{a b, title={Soil}, title={Air}}")
    assert [p.ref for p in batch.problems] == ["a b"]
    assert [p.ref for p in rekey(batch).batch.problems] == ["soil"]


@given(references())
def test_the_default_is_the_key_that_bibkit_makes(reference: Reference) -> None:
    assert pattern_key(reference) == pattern_key(reference, PATTERN) == base_key(reference)


@given(
    st.lists(references(), max_size=6),
    st.sampled_from([PATTERN, "{Author}_{year:2}", "{authors}{title:3}", "{JOURNAL}:{pmid}"]),
    st.booleans(),
)
def test_keys_are_all_different_and_can_be_cited(
    some: list[Reference], pattern: str, all: bool
) -> None:
    batch = Batch(tuple(dataclasses.replace(one, id=f"k {n}") for n, one in enumerate(some)))
    batch = Batch(tuple(one.replace(citation_key=None) for one in batch))
    once = rekey(batch, pattern, all=all)
    keys = [one.id for one in once.batch]
    assert len({key.lower() for key in keys}) == len(keys)
    assert all_valid(keys)
    assert rekey(once.batch, pattern, all=all).renamed == {}


def all_valid(keys: list[str]) -> bool:
    return all(map(is_valid_key, keys))
