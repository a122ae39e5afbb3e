"""References sorted as bibliographies are."""

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
from bibkit.errors import SettingsError
from bibkit.model import Value
from bibkit.ordering import ORDERS, sort


def _ids(batch: Batch, *by: str) -> str:
    return " ".join(one.id for one in sort(batch, by))


def _batch(variable: str, **values: Value | None) -> Batch:
    return Batch(
        tuple(
            Reference(id, "book", {} if value is None else {variable: value})
            for id, value in values.items()
        )
    )


def _people(*families: str) -> list[str]:
    """Families in the order in which they sort, whatever they were in before."""
    some = [Reference(name, "book", {"author": (Name(name, "A."),)}) for name in families]
    random.Random(4).shuffle(some)
    return [one.id for one in sort(Batch(tuple(some)), ["author"])]


def test_accents_case_and_particles_do_not_count() -> None:
    names = [
        "Ågren", "al-Chalabi", "Ångström", "van der Berg", "Chiò", "Duval",
        "Le Masson", "Lemasson", "Łukasz", "Mc Donald", "McDonald", "Müller", "Ørsted", "O'Neill",
        "Öztürk", "de Souza", "Straße", "Strasser", "Zola",
    ]  # fmt: skip
    expected = [
        "Ågren", "Ångström", "van der Berg", "al-Chalabi", "Chiò", "Duval", "Le Masson",
        "Lemasson", "Łukasz", "Mc Donald", "McDonald", "Müller", "O'Neill", "Ørsted", "Öztürk",
        "de Souza", "Straße", "Strasser", "Zola",
    ]  # fmt: skip
    assert _people(*names) == expected


def test_a_name_of_a_particle_alone_is_a_name() -> None:
    assert _people("hooks", "von", "De", "di Z") == ["De", "hooks", "von", "di Z"]


def test_given_names_and_further_people_decide_between_equals() -> None:
    batch = Batch(
        tuple(
            Reference(id, "book", {"author": names}, {"custom": {"author-et-al": True}} if id == "d" else {})
            for id, names in {
                "a": (Name("Lee", "C."),),
                "b": (Name("Lee", "B."), Name("Wu", "A.")),
                "c": (Name("Lee", "B."),),
                "d": (Name("Lee", "B."),),
                "e": (Name(literal="The Lee Group"),),
                "f": (Name(given="Abe"),),
            }.items()
        )
    )  # fmt: skip
    assert _ids(batch, "author") == "f c d b a e"


def test_an_editor_stands_for_an_author_and_nobody_last() -> None:
    batch = Batch((
        Reference("a", "book"),
        Reference("b", "book", {"editor": (Name("Zed"),)}),
        Reference("c", "book", {"author": (Name("Abe"),), "editor": (Name("Zoe"),)}),
    ))  # fmt: skip
    assert _ids(batch, "author") == "c b a"
    assert _ids(batch, "-author") == "b c a"


def test_dates() -> None:
    batch = _batch(
        "issued", a=Date(2017, 3), b=Date(2017), c=Date(2016, 12, 31), d=None, e=Date(2017, 3, 1),
        f=Date(2017, season=3), g=Date(literal="in press"), h=Date(-50), i=Date(2017, 1),
    )  # fmt: skip
    assert _ids(batch, "date") == "h c b i a e f d g"
    assert _ids(batch, "year") == "h c a b e f i d g"
    assert _ids(batch, "-year") == "a b e f i c h d g"


def test_titles_without_article_mark_up_and_case() -> None:
    batch = _batch(
        "title", a="The soil", b="<i>E. coli</i> in soil", c="an ant", d="Ant’s eye", e=None,
        f="“Ants”", g="A", h="αβγ", i="Élan",
    )  # fmt: skip
    assert _ids(batch, "title") == "g c f d b i a h e"


def test_keys() -> None:
    batch = _batch("title", b="", B2="", a="", A1="", c="")
    assert _ids(batch, "key") == "a A1 b B2 c"
    zotero = Batch((Reference("1", "book", {"citation-key": "z"}), Reference("2", "book")))
    assert _ids(zotero) == "1 2"
    assert _ids(zotero, "key") == "2 1"


def test_several_orders_and_what_is_equal_stays() -> None:
    batch = _batch("issued", a=Date(2017), b=Date(2016), c=Date(2017), d=Date(2016))
    assert _ids(batch, "year") == "b d a c"
    assert _ids(batch, "-year", "-key") == "c a d b"
    assert _ids(batch) == "a b c d"


def test_an_order_that_there_is_not() -> None:
    with pytest.raises(SettingsError, match=r"by 'size'.*key, author, year, date, title"):
        sort(Batch(), ["size"])


def test_parents_stay_behind_their_children() -> None:
    text = """
    @incollection{z1, crossref={P}, title={One}}
    @incollection{b2, crossref={p}, title={Two}}
    @book{p, crossref={a0}, title={Papers}}
    @incollection{m3, crossref={p}, title={Three}}
    @collection{a0, title={Series}}
    @book{c, title={C}}
    """
    batch = bibkit.read(text, "bibtex")
    # p behind z1 and b2, with m3 where the alphabet has it; a0 behind p.
    assert _ids(batch, "key") == "b2 c m3 z1 p a0"
    assert _ids(batch, "-key") == "z1 m3 c b2 p a0"
    assert _ids(sort(batch), "key") == "b2 c m3 z1 p a0"


def test_parents_that_stood_first_may_stand_anywhere() -> None:
    batch = bibkit.read("@book{p, title={P}} @inbook{a, crossref={p}, title={A}}", "bibtex")
    assert _ids(batch, "key") == "a p"
    assert _ids(batch, "-key") == "p a"


def test_parents_that_cannot_be() -> None:
    text = "@book{b, crossref={a}, title={B}} @book{a, crossref={b}, title={A}} @book{c, crossref={c}, title={C}} @book{d, crossref={x}, title={D}}"  # fmt: skip
    batch = bibkit.read(text, "bibtex")
    assert sorted(_ids(batch, "-key").split()) == ["a", "b", "c", "d"]


@given(
    st.lists(references(), max_size=8),
    st.lists(st.sampled_from([*ORDERS, *(f"-{name}" for name in ORDERS)]), max_size=3),
)
def test_sorting_loses_nothing_and_is_done_once(some: list[Reference], by: list[str]) -> None:
    batch = Batch(tuple(dataclasses.replace(one, id=f"k{n}") for n, one in enumerate(some)))
    once = sort(batch, by)
    assert sorted(one.id for one in once) == [one.id for one in batch]
    assert sort(once, by) == once
