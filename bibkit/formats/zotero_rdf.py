"""`zotero-rdf`: RDF/XML as Zotero exports it and takes it in with the least loss; written only.

An item holds its creators in order, its container (journal, book, web site), publisher and tags as
resources of their own; other fields are in Zotero's namespace. PMID, PMCID, the citation key and what
Zotero has no field for stand in the description, which is its field Extra, one `name: value` a line.
Source: Zotero's translators `Zotero RDF` (writing) and `RDF` (reading).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from bibkit.formats.base import Format
from bibkit.formats.edtf import write_edtf
from bibkit.formats.losses import Loss, only
from bibkit.formats.zotero.fields import Item, item_of_type
from bibkit.model import Date, Name, Reference
from bibkit.vocab import VARIABLES, Kind

__all__ = ["FORMAT"]

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "z": "http://www.zotero.org/namespaces/export#",
    "dcterms": "http://purl.org/dc/terms/",
    "bib": "http://purl.org/net/biblio#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://nwalsh.com/rdf/vCard#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
}


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    names = "".join(f'\n xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'
    for number, reference in enumerate(references, start=1):
        yield _item(reference, number)
    yield "</rdf:RDF>\n"


# --- XML ----------------------------------------------------------------------------------------------

# What XML 1.0 does not allow.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _escaped(text: str) -> str:
    text = _NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _tag(name: str, text: str) -> str:
    """An element with a text; nothing where the text is empty."""
    return f"<{name}>{_escaped(text)}</{name}>" if text.strip() else ""


def _node(name: str, *inner: str) -> str:
    """An element with elements; nothing where it has none."""
    content = "".join(inner)
    return f"<{name}>{content}</{name}>" if content else ""


# --- items --------------------------------------------------------------------------------------------


def _item(reference: Reference, number: int) -> str:
    item, is_own = item_of_type(reference.type)
    values = _values(reference, item)
    part_of = _part_of(item, values)
    name = f"bib:{item.resource}" if item.resource != "Description" else "rdf:Description"
    lines = [
        _tag("z:itemType", item.name),
        part_of,
        *_people(reference, item),
        *(_tag("dc:subject", tag) for tag in _tags(reference)),
        _call_number(values.pop("callNumber", "")),
        _publisher(values),
        _address(values.pop("url", "")),
        *(_field(field, value, values) for field, value in values.items()),
        _tag("dc:description", _extra(reference, item, is_own)),
        _note(reference.text("annote")),
    ]
    inner = "".join(f"\n    {line}" for line in lines if line)
    return f'<{name} rdf:about="#item_{number}">{inner}\n</{name}>\n'


def _values(reference: Reference, item: Item) -> dict[str, str]:
    """Zotero's fields with their values, in the order of the item type's."""
    values: dict[str, str] = {}
    for variable, field in item.fields.items():
        value = _value(reference, variable)
        if variable == "publisher-place" and not value:
            value = _value(reference, "event-place")
        if value:
            values[field] = value
    return values


def _value(reference: Reference, variable: str) -> str:
    if VARIABLES[variable] is Kind.DATE:
        date = reference.date(variable)
        return _date(date) if date else ""
    text = reference.text(variable)
    return text if variable == "abstract" else " ".join(text.split())


_SEASONS = ("", "Spring", "Summer", "Autumn", "Winter")


def _date(date: Date) -> str:
    """A date as Zotero's date fields understand it.

    >>> _date(Date(2017, 3)), _date(Date(2017, season=1)), _date(Date(2017, circa=True))
    ('2017-03', 'Spring 2017', 'ca. 2017')
    """
    if date.year is None:
        return date.literal
    circa = "ca. " if date.circa else ""
    if date.season and not date.month and date.until is None:
        return f"{circa}{_SEASONS[date.season]} {date.year}"
    plain = Date(date.year, date.month, date.day, date.season, date.until)
    return circa + (write_edtf(plain) or str(date))


# Fields of the container, where there is one, else of the item itself.
_IN_CONTAINER = {
    "publicationTitle": "dc:title",
    "journalAbbreviation": "dcterms:alternative",
    "volume": "prism:volume",
    "issue": "prism:number",
}


def _part_of(item: Item, values: dict[str, str]) -> str:
    """The section, the container and its series, each part of the next."""
    series = _node(
        "bib:Series",
        _tag("dc:title", values.pop("series", "")),
        _tag("dcterms:alternative", values.pop("seriesTitle", "")),
        _tag("dc:identifier", values.pop("seriesNumber", "")),
    )
    whole = _node("dcterms:isPartOf", series)
    if item.container:
        fields = [_tag(tag, values.pop(field, "")) for field, tag in _IN_CONTAINER.items()]
        issn = values.pop("ISSN", "")
        fields.append(_tag("dc:identifier", f"ISSN {issn}" if issn else ""))
        # The type of an article is told by its container, be it empty.
        inner = "".join([whole, *fields])
        whole = f"<dcterms:isPartOf><{item.container}>{inner}</{item.container}></dcterms:isPartOf>"
    section = values.pop("section", "")
    if not section:
        return whole
    return _node("dcterms:isPartOf", _node("bib:Part", _tag("dc:title", section), whole))


def _publisher(values: dict[str, str]) -> str:
    place = _tag("vcard:locality", values.pop("place", ""))
    name = _tag("foaf:name", values.pop("publisher", ""))
    address = _node("vcard:adr", _node("vcard:Address", place))
    return _node("dc:publisher", _node("foaf:Organization", address, name))


def _call_number(value: str) -> str:
    return _node("dc:subject", _node("dcterms:LCC", _tag("rdf:value", value)))


def _address(value: str) -> str:
    return _node("dc:identifier", _node("dcterms:URI", _tag("rdf:value", value)))


_PROPERTIES = {
    "title": "dc:title",
    "abstractNote": "dcterms:abstract",
    "date": "dc:date",
    "pages": "bib:pages",
    "volume": "prism:volume",
    "edition": "prism:edition",
    "rights": "dc:rights",
    "archiveLocation": "dc:coverage",
}


def _field(field: str, value: str, values: dict[str, str]) -> str:
    if field in ("DOI", "ISBN", "ISSN"):
        return _tag("dc:identifier", f"{field} {value}")
    if field == "conferenceName":
        return _node("bib:presentedAt", _node("bib:Conference", _tag("dc:title", value)))
    if field == "accessDate":
        # Zotero takes the day of access for that of publication where there is no other.
        return _tag("dcterms:dateSubmitted" if "date" in values else "z:accessDate", value)
    return _tag(_PROPERTIES.get(field, f"z:{field}"), value)


def _tags(reference: Reference) -> list[str]:
    text = reference.text("keyword")
    separator = r"\s*;\s*" if ";" in text else r",\s+"
    return [tag for one in re.split(separator, text) if (tag := one.strip())]


def _note(text: str) -> str:
    """A child note, whose text is HTML."""
    paragraphs = "".join(f"<p>{_escaped(line)}</p>" for line in text.splitlines() if line.strip())
    return _node("dcterms:isReferencedBy", _node("bib:Memo", _tag("rdf:value", paragraphs)))


# --- creators -----------------------------------------------------------------------------------------


def _people(reference: Reference, item: Item) -> Iterator[str]:
    for variable, creator in item.creators.items():
        prefix = "bib" if creator in ("author", "editor", "contributor") else "z"
        people = "".join(_node("rdf:li", _person(name)) for name in reference.names(variable))
        yield _node(f"{prefix}:{creator}s", _node("rdf:Seq", people))


def _person(name: Name) -> str:
    """A person; who has no given name is a body to Zotero."""
    family, given = _two_fields(name)
    return _node("foaf:Person", _tag("foaf:surname", family), _tag("foaf:givenName", given))


def _two_fields(name: Name) -> tuple[str, str]:
    """Zotero's last and first name, which hold particles and suffix too."""
    if name.literal:
        return name.literal, ""
    family = " ".join(part for part in (name.non_dropping_particle, name.family) if part)
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    given = ", ".join(part for part in (given, name.suffix) if part)
    return (family, given) if family else (given, "")


# --- Extra --------------------------------------------------------------------------------------------

# What has a place of its own, and what a citation processor counts for itself.
_ELSEWHERE = frozenset({"annote", "citation-key", "keyword", "note"})
_NOT_WRITTEN = frozenset(
    {"citation-number", "first-reference-note-number", "locator", "page-first", "year-suffix"}
)


def _extra(reference: Reference, item: Item, is_own: bool) -> str:
    lines = [] if is_own else [("Type", reference.type)]
    key = reference.text("citation-key") or reference.id
    lines += [("Citation Key", key)] if key else []
    used = {*item.fields, *item.creators, *_ELSEWHERE, *_NOT_WRITTEN}
    if "publisher-place" in item.fields and "publisher-place" not in reference.fields:
        used.add("event-place")
    for variable in reference.fields:
        if variable in used:
            continue
        if VARIABLES[variable] is Kind.NAMES:
            lines += [(variable, _in_line(name)) for name in reference.names(variable)]
        else:
            lines.append((variable, _value(reference, variable)))
    text = "\n".join(f"{name}: {' '.join(value.split())}" for name, value in lines if value.strip())
    note = reference.text("note").strip()
    return "\n".join(filter(None, (text, note)))


def _in_line(name: Name) -> str:
    family, given = _two_fields(name)
    return f"{family} || {given}" if given else family


FORMAT = Format(
    name="zotero-rdf",
    label="Zotero RDF, which Zotero imports with the least loss",
    suffixes=(".rdf",),
    sniff=lambda text: 0.0,
    pieces=_pieces,
    losses=(
        only(set(VARIABLES) - _NOT_WRITTEN),
        Loss(
            "Whether a list of names goes on (et al.), and what else is kept beside CSL's variables.",
            lambda reference: dataclasses.replace(reference, extra={}),
        ),
    ),
)
