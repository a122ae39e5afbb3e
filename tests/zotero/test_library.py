"""What is in a library already: found by identifier, by what it says, as the same record."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bibkit import Date, Name, Reference
from bibkit.formats.zotero.dialects import api_json, without_identifiers
from bibkit.formats.zotero.items import zotero_item
from bibkit.zotero.library import Known

MINE = Reference(
    "ito2017view",
    "article-journal",
    {
        "title": "A long view of the soils of the northern lakes",
        "author": (Name("Ito", "K."), Name("Berg", "A.", non_dropping_particle="van der")),
        "container-title": "Journal of Soil",
        "issued": Date(2017, 3),
        "volume": "12",
        "page": "181-184",
        "DOI": "10.1000/Soil.12",
        "PMID": "28400789",
        "PMCID": "PMC5909703",
    },
)


def known(*references: Reference, old: bool = False) -> Known:
    """A library that holds what was made of references, at keys 0, 1 …"""
    items = [zotero_item(one) for one in references]
    items = [without_identifiers(one) for one in items] if old else items
    return Known({"key": str(n), "data": api_json(one)} for n, one in enumerate(items))


def reason(library: Known, reference: Reference) -> str:
    match = library.find(reference, zotero_item(reference))
    return match.reason if match else ""


def only(*fields: str) -> Reference:
    return dataclasses.replace(MINE, fields={name: MINE.fields[name] for name in fields})


@pytest.mark.parametrize("kind", ["DOI", "PMID", "PMCID"])
def test_an_identifier_finds_it_whatever_else_is_said(kind: str) -> None:
    assert reason(known(MINE), only(kind)) == kind
    assert reason(known(MINE), only("title", kind)) == kind


def test_identifiers_are_found_in_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason(known(MINE, old=True), only("PMID")) == "PMID"
    chapter = dataclasses.replace(only("PMID"), type="chapter")
    assert zotero_item(chapter).fields["extra"] == "PMID: 28400789"
    assert reason(known(chapter), MINE) == "PMID"


def test_a_doi_is_found_in_any_spelling() -> None:
    data = {"itemType": "journalArticle", "DOI": "https://doi.org/10.1000/SOIL.12"}
    assert reason(Known([{"key": "A", "data": data}]), only("DOI")) == "DOI"


def test_without_identifiers_what_it_says_finds_it() -> None:
    said = MINE.replace(
        DOI=None, PMID=None, PMCID=None, title="A Long View of the Soils of the Northern Lakes."
    )
    assert reason(known(MINE), said) == "title, author, year, journal, volume and page"


@pytest.mark.parametrize(
    "other",
    [
        MINE.replace(DOI="10.1000/other", PMID=None, PMCID=None),
        MINE.replace(DOI=None, PMID=None, PMCID=None, page="190"),
        MINE.replace(
            DOI="10.1000/e", PMID=None, PMCID=None, page="300", volume="13",
            title="Erratum: A long view of the soils of the northern lakes",
        ),
        dataclasses.replace(
            MINE.replace(
                DOI="10.1101/2016.01.02.123456", PMID=None, PMCID=None, page=None, volume=None,
                container_title="bioRxiv",
            ),
            type="article",
        ),
        MINE.replace(DOI=None, PMID=None, PMCID=None, title="Another matter", volume=None),
    ],
    ids=["another DOI", "another page", "erratum", "preprint", "another title"],
)  # fmt: skip
def test_what_is_another_work_is_not_found(other: Reference) -> None:
    assert reason(known(MINE), other) == ""


def test_two_works_that_share_an_identifier_are_two() -> None:
    shared = MINE.replace(title="Proceedings of the twelfth meeting on rivers", page="1-900")
    assert reason(known(MINE), shared) == ""


@pytest.mark.parametrize(
    "poor",
    [
        Reference("a", "webpage", {"URL": "https://example.org/soil"}),
        Reference("a", "document", {"title": "Editorial"}),
        Reference("a", "book", {"title": "Soil", "author": (Name(literal="WHO"),)}),
        Reference("a", "personal_communication", {"author": (Name("Ito", "K."),)}),
        Reference("a", "legal_case", {"title": "Soil v. Air", "issued": Date(1999)}),
        Reference("a", "dataset", {"title": "Soils", "version": "2"}),
        Reference("a", "chapter", {"container-title": "Soil", "page": "1-2"}),
        Reference("a", "article-journal", {"title": "<i>E. coli</i> in H<sub>2</sub>O"}),
        Reference("a", "article-journal", {}),
    ],
    ids=lambda one: one.type,
)
def test_however_little_is_known_the_same_record_is_found(poor: Reference) -> None:
    assert reason(known(MINE, poor), poor)


def test_records_that_say_little_and_not_the_same_are_two() -> None:
    mine = Reference("a", "document", {"title": "Editorial", "issued": Date(2017)})
    assert reason(known(mine), mine.replace(issued=Date(2018))) == ""
    assert reason(known(mine), mine.replace(author=(Name("Ito", "K."),))) == ""


def test_notes_and_files_are_no_works() -> None:
    rows: list[dict[str, Any]] = [
        {"key": "A", "data": {"itemType": "note", "note": "10.1000/soil.12"}},
        {"key": "B", "data": {"itemType": "attachment", "title": MINE.text("title")}},
        {"key": "C"},
        {"key": "D", "data": None},
    ]
    assert len(Known(rows)) == 0
