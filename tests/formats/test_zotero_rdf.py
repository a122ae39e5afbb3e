from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

import bibkit
from bibkit import Date, Name, Reference
from bibkit.formats.losses import after
from bibkit.formats.zotero.fields import ITEMS, item_of_type
from bibkit.formats.zotero_rdf import _NAMESPACES, FORMAT
from bibkit.vocab import TYPES, VARIABLES

_PREFIXES = {uri: prefix for prefix, uri in _NAMESPACES.items()}
Item = dict[str, Any]


def _name(element: Any) -> str:
    uri, _, local = element.tag[1:].partition("}")
    return f"{_PREFIXES[uri]}:{local}"


def _value(element: Any) -> Any:
    """A property's text, or the resource that it is: its class and its properties."""
    if not len(element):
        return element.text or ""
    assert len(element) == 1, "a property holds one resource"
    return _name(element[0]), _properties(element[0])


def _properties(resource: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in resource:
        found.setdefault(_name(one), []).append(_value(one))
    return found


def _import(text: str) -> list[Item]:
    """The items of a file as Zotero's importer reads them: field names to values."""
    root = etree.fromstring(text.encode("utf-8"))
    assert _name(root) == "rdf:RDF"
    return [_item(_properties(resource)) for resource in root]


_FIELDS = {
    "dc:title": "title", "dcterms:abstract": "abstractNote", "dc:date": "date", "bib:pages": "pages",
    "prism:volume": "volume", "prism:edition": "edition", "dc:rights": "rights", "dc:coverage": "archiveLocation",
    "dcterms:dateSubmitted": "accessDate", "dc:description": "extra",
}  # fmt: skip


def _item(properties: dict[str, list[Any]]) -> Item:
    item: Item = {"creators": [], "tags": [], "notes": []}
    for name, values in properties.items():
        for value in values:
            if name == "dcterms:isPartOf":
                _part(item, value)
            elif name == "dc:identifier" and isinstance(value, tuple):
                item["url"] = value[1]["rdf:value"][0]
            elif name == "dc:identifier":
                label, _, number = value.partition(" ")
                item[label] = number
            elif name == "dc:publisher":
                organization = value[1]
                item["publisher"] = organization.get("foaf:name", [""])[0]
                if "vcard:adr" in organization:
                    item["place"] = organization["vcard:adr"][0][1]["vcard:locality"][0]
            elif name == "dc:subject":
                if isinstance(value, tuple):
                    item["callNumber"] = value[1]["rdf:value"][0]
                else:
                    item["tags"].append(value)
            elif name == "bib:presentedAt":
                item["conferenceName"] = value[1]["dc:title"][0]
            elif name == "dcterms:isReferencedBy":
                item["notes"].append(value[1]["rdf:value"][0])
            elif isinstance(value, tuple) and value[0] == "rdf:Seq":
                for _, person in value[1]["rdf:li"]:
                    creator = name.split(":")[1][:-1]
                    given = person.get("foaf:givenName", [""])[0]
                    item["creators"].append((creator, person["foaf:surname"][0], given))
            else:
                item[_FIELDS.get(name, name.removeprefix("z:"))] = value
    return {field: value for field, value in item.items() if value}


def _part(item: Item, value: Any) -> None:
    if value == "":
        return
    kind, properties = value
    names = {
        "bib:Series": {"dc:title": "series", "dcterms:alternative": "seriesTitle", "dc:identifier": "seriesNumber"},
        "bib:Part": {"dc:title": "section"},
    }.get(kind, {"dc:title": "publicationTitle", "dcterms:alternative": "journalAbbreviation",
                 "prism:volume": "volume", "prism:number": "issue", "dc:identifier": "ISSN"})  # fmt: skip
    if kind not in ("bib:Series", "bib:Part"):
        item["container"] = kind
    for name, values in properties.items():
        if name == "dcterms:isPartOf":
            _part(item, values[0])
        else:
            item[names[name]] = values[0].removeprefix("ISSN ")


def _one(type_: str, **fields: Any) -> Item:
    reference = Reference("", type_).replace(**fields)
    [item] = _import(bibkit.write([reference], "zotero-rdf"))
    return item


def test_a_chapter_has_its_pmid_in_extra() -> None:
    item = _one("chapter", PMID="123", container_title="Soil")
    assert (item["publicationTitle"], item["extra"]) == ("Soil", "PMID: 123")


def test_a_month_of_access_is_no_access_date() -> None:
    # Zotero throws away what is not a day.
    item = _one("webpage", accessed=Date(2018, 1))
    assert item["extra"] == "Date accessed: 2018-01"


# --- for any reference ----------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(references(), max_size=3))
def test_nothing_of_a_reference_is_missing(batch: list[Reference]) -> None:
    items = _import(bibkit.write(batch, "zotero-rdf"))
    assert len(items) == len(batch)
    for reference, item in zip(batch, items, strict=True):
        text = " ".join(_all_texts(item).split())
        kept = after(FORMAT.losses, reference).fields
        for variable, value in reference.fields.items():
            if variable not in kept or variable in ("keyword", "annote"):
                continue
            if isinstance(value, tuple):
                parts = [part for name in value for part in (name.family, name.given, name.suffix, name.literal)]  # fmt: skip
            elif isinstance(value, Date):
                parts = [value.literal or str(abs(value.year or 0))]
            else:
                parts = [str(value)]
            assert all(" ".join(part.split()) in text for part in parts), variable


def _all_texts(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_all_texts(one) for one in value.values())
    if isinstance(value, list | tuple):
        return " ".join(_all_texts(one) for one in value)
    return str(value)


def test_the_table_names_csl_variables_only() -> None:
    assert set(ITEMS) == TYPES
    for item in ITEMS.values():
        assert {*item.fields, *item.creators} <= set(VARIABLES)
        assert len(set(item.fields.values())) == len(item.fields)
    own = [item_of_type(csl)[0].name for csl in TYPES if item_of_type(csl)[1]]
    assert sorted(own) == sorted({item.name for item in ITEMS.values()})


@pytest.mark.parametrize(
    "title", ["a\x00b\x1b", "\ud800", "\ufffe\uffff", "]]>", "<i>a</i> & b", "a\r\nb"]
)
def test_it_is_always_well_formed(title: str) -> None:
    [item] = _import(
        bibkit.write([Reference("a&<b>", "book", {"title": title, "note": title})], "zotero-rdf")
    )
    assert item["itemType"] == "book"


def test_an_empty_list_is_a_file_without_items() -> None:
    assert _import(bibkit.write([], "zotero-rdf")) == []


# --- items ----------------------------------------------------------------------------------------


def test_an_article() -> None:
    item = _one(
        "article-journal", title="On <i>E. coli</i>", container_title="Chest", container_title_short="Chest", volume="12",
        issue="2", page="1-4", ISSN="0012-3692", DOI="10.1000/x", issued=Date(2017, 3, 4), accessed=Date(2018, 1, 2),
        author=(Name("Berg", "Jan", non_dropping_particle="van der", suffix="Jr."), Name(literal="WHO")), PMID="123",
        PMCID="PMC1", keyword="soil, air", language="en", URL="https://a.org/?b&c", abstract="Aims.\nTo see.", note="Read it.",
        annote="Mine\nand yours", call_number="Q1",
    )  # fmt: skip
    assert item == {
        "itemType": "journalArticle", "container": "bib:Journal", "title": "On <i>E. coli</i>", "publicationTitle": "Chest",
        "journalAbbreviation": "Chest", "volume": "12", "issue": "2", "pages": "1-4", "ISSN": "0012-3692", "DOI": "10.1000/x",
        "date": "2017-03-04", "accessDate": "2018-01-02", "url": "https://a.org/?b&c", "language": "en",
        "abstractNote": "Aims.\nTo see.", "tags": ["soil", "air"], "notes": ["<p>Mine</p><p>and yours</p>"], "callNumber": "Q1",
        "creators": [("author", "van der Berg", "Jan, Jr."), ("author", "WHO", "")],
        "PMID": "123", "PMCID": "PMC1", "extra": "Read it.",
    }  # fmt: skip


def test_a_chapter() -> None:
    item = _one(
        "chapter", title="Soil", container_title="Earth", collection_title="Series", collection_number="7", publisher="Worm",
        publisher_place="Lyon", editor=(Name("Bo", "A."),), container_author=(Name("Al", "B."),), ISBN="978", DOI="10.1000/x",
    )  # fmt: skip
    assert item["container"] == "bib:Book"
    assert (item["publicationTitle"], item["series"], item["seriesNumber"]) == (
        "Earth",
        "Series",
        "7",
    )
    assert (item["publisher"], item["place"], item["ISBN"]) == ("Worm", "Lyon", "978")
    assert item["creators"] == [("editor", "Bo", "A."), ("bookAuthor", "Al", "B.")]
    assert item["DOI"] == "10.1000/x"


@pytest.mark.parametrize(
    ("csl", "zotero", "extra"),
    [
        ("article", "preprint", ""),
        ("paper-conference", "conferencePaper", ""),
        ("article-newspaper", "newspaperArticle", ""),
        ("pamphlet", "document", "Type: pamphlet"),
        ("review-book", "journalArticle", "Type: review-book"),
        ("legal_case", "case", ""),
    ],
)
def test_types_that_zotero_does_not_have_are_in_extra(csl: str, zotero: str, extra: str) -> None:
    item = _one(csl)
    assert (item["itemType"], item.get("extra", "")) == (zotero, extra)


@pytest.mark.parametrize(
    ("csl", "fields", "expected"),
    [
        ("report", {"number": "7", "genre": "White paper"}, {"reportNumber": "7", "reportType": "White paper"}),
        ("thesis", {"publisher": "MIT", "genre": "PhD"}, {"publisher": "MIT", "thesisType": "PhD"}),
        ("patent", {"author": (Name("Bo", "A."),), "number": "US 7"}, {"patentNumber": "US 7", "creators": [("inventor", "Bo", "A.")]}),
        ("paper-conference", {"event-title": "PLDI", "event-place": "Lyon"}, {"conferenceName": "PLDI", "eventPlace": "Lyon"}),
        ("speech", {"event-title": "PLDI", "event-place": "Lyon"}, {"meetingName": "PLDI", "place": "Lyon"}),
        ("article-newspaper", {"section": "B", "container-title": "Times"},
         {"section": "B", "publicationTitle": "Times", "container": "bib:Newspaper"}),
        ("motion_picture", {"author": (Name("Bo", "A."),), "director": (Name("Al", "B."),)},
         {"extra": "author: Bo || A.", "creators": [("director", "Al", "B.")]}),
        ("book", {"original-date": Date(1923, 5), "status": "in press", "editor-translator": (Name(literal="WHO"),)},
         {"originalDate": "1923-05", "extra": "status: in press\neditor-translator: WHO"}),
    ],
)  # fmt: skip
def test_fields_by_type(csl: str, fields: dict[str, Any], expected: Item) -> None:
    [item] = _import(bibkit.write([Reference("", csl, fields)], "zotero-rdf"))
    assert {field: item.get(field) for field in expected} == expected


def test_the_key_is_the_citation_key() -> None:
    [item] = _import(bibkit.write([Reference("soil2001", "book", {"note": "Mine"})], "zotero-rdf"))
    assert (item["citationKey"], item["extra"]) == ("soil2001", "Mine")


def test_the_day_of_access_is_not_taken_for_that_of_publication() -> None:
    written = bibkit.write([Reference("", "webpage", {"accessed": Date(2018, 1, 2)})], "zotero-rdf")
    assert "<z:accessDate>2018-01-02</z:accessDate>" in written
    assert "dateSubmitted" not in written


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (Date(2017), "2017"),
        (Date(2017, 3, until=Date(2018)), "2017-03/2018"),
        (Date(2017, season=4), "Winter 2017"),
        (Date(2017, 3, circa=True), "ca. 2017-03"),
        (Date(-44), "-0043"),
        (Date(literal="in press"), "in press"),
    ],
)
def test_dates(date: Date, text: str) -> None:
    assert _one("book", issued=date)["date"] == text
