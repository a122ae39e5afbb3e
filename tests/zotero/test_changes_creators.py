"""Whose names enrichment completes and fills in, and whose it leaves alone."""

from __future__ import annotations

import pytest
from proposing import by_record, full, known, of, person, record
from stocking import VIEW

from bibkit.model import Name


def test_names_are_completed_in_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    full_names = (Name("Chiò", "Adriano"), Name("Lee", "Ben"), Name(literal="ALS Group"))
    known(monkeypatch, record(author=full_names))
    held = [
        person("Boss", "E.", "editor"),
        person("Chio", "A."),
        {"creatorType": "translator", "name": "T"},
        person("LEE ", "B."),
        {"creatorType": "author", "name": "ALS Group"},
        person("Late", "E.", "editor"),
    ]
    (change,) = by_record(full(kind="book", title=VIEW, creators=held)).changes
    assert change.old == held
    assert change.new == [
        held[0], person("Chiò", "Adriano"), held[2], person("LEE ", "Ben"), *held[4:]
    ]  # fmt: skip
    assert change.kind == "complete"
    assert change.as_json() | {"old": 0, "new": 0} == {
        "field": "creators", "old": 0, "new": 0, "label": "Creators", "source": "crossref", "kind": "complete",
        "oldText": "Chio, A.; LEE , B.; ALS Group", "newText": "Chiò, Adriano; LEE , Ben; ALS Group",
    }  # fmt: skip


def test_names_are_left_where_one_of_them_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(author=(Name("Chiò", "Adriano"), Name("Lee", "Ben"))))
    held = [person("Chio", "A."), person("", ""), person("Lee", "Ben")]
    assert of(by_record(full(title=VIEW, creators=held))) == {}


def test_authors_are_filled_before_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(author=(Name("Chiò", "A."),), editor=(Name("Boss", "E."),)))
    held = [{"creatorType": "translator", "name": "T"}]
    (change,) = by_record(full(kind="book", title=VIEW, creators=held)).changes
    assert change.new == [person("Chiò", "A."), *held, person("Boss", "E.", "editor")]
    assert change.kind == "fill"


def test_other_people_are_never_put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(author=(Name("Chiò", "A."), Name("Lee", "Ben"))))
    for held in ([person("Chio", "A.")], [person("Wu", "C."), person("Lee", "B.")]):
        assert of(by_record(full(title=VIEW, creators=held))) == {}
    asked = by_record(full(title=VIEW, creators=[person("Wu", "C.")]), overwrite=["creators"])
    assert asked.changes[0].new == [person("Chiò", "A."), person("Lee", "Ben")]
    assert asked.changes[0].kind == "replace"


@pytest.mark.parametrize("others", ["et al.", "Et al", "others"])
def test_an_et_al_makes_way_for_the_people(others: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(author=(Name("Chiò", "Adriano"), Name("Lee", "Ben"))))
    held = [
        person("Chio", "A."),
        {"creatorType": "author", "name": others},
        person("B", "E", "editor"),
    ]
    (change,) = by_record(full(kind="book", title=VIEW, creators=held)).changes
    assert change.new == [person("Chiò", "Adriano"), person("Lee", "Ben"), held[2]]


def test_an_et_al_of_which_nobody_knows_more_stays() -> None:
    held = [person("Chio", "A."), {"creatorType": "author", "name": "et al."}]
    assert of(by_record(full(title=VIEW, creators=held))) == {}
