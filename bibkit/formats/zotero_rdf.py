"""`zotero-rdf`: RDF/XML as Zotero exports it and takes it in with the least loss; written only.

An item holds its creators in order, its container (journal, book, web site), publisher and tags as
resources of their own; other fields are in Zotero's namespace, where the importer reads them as they
are (an edition as `prism:edition` would be a version too, a conference a meeting). What Zotero has no
field for stands in the description, which is its field Extra, one `name: value` a line.
Source: Zotero's translators `Zotero RDF` (writing) and `RDF` (reading).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bibkit.formats.base import Format
from bibkit.formats.losses import Loss, only
from bibkit.formats.zotero.fields import Item, item_named
from bibkit.formats.zotero.items import NOT_WRITTEN, ZoteroItem, without_extra, zotero_item
from bibkit.model import Reference
from bibkit.vocab import VARIABLES

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


# What has an element of its own, whatever the item type calls it.
_SHARED = frozenset("title date publicationTitle publisher place volume pages".split())


def _item(reference: Reference, number: int) -> str:
    item = zotero_item(reference)
    kind = item_named(item.type)
    shared = {own: field for field, own in kind.own.items() if field in _SHARED}
    values = {shared.get(field, field): value for field, value in item.fields.items()}
    name = f"bib:{kind.resource}" if kind.resource != "Description" else "rdf:Description"
    lines = [
        _tag("z:itemType", item.type),
        _part_of(kind, values),
        *_people(item, kind),
        *(_tag("dc:subject", tag) for tag in item.tags),
        _call_number(values.pop("callNumber", "")),
        _publisher(values),
        _address(values.pop("url", "")),
        *(_field(field, value, values) for field, value in values.items() if field != "extra"),
        _tag("dc:description", values.get("extra", "")),
        *(_note(note) for note in item.notes),
    ]
    inner = "".join(f"\n    {line}" for line in lines if line)
    return f'<{name} rdf:about="#item_{number}">{inner}\n</{name}>\n'


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
    "rights": "dc:rights",
    "archiveLocation": "dc:coverage",
}


def _field(field: str, value: str, values: dict[str, str]) -> str:
    if field in ("DOI", "ISBN", "ISSN"):
        return _tag("dc:identifier", f"{field} {value}")
    if field == "accessDate":
        # Zotero takes the day of access for that of publication where there is no other.
        return _tag("dcterms:dateSubmitted" if "date" in values else "z:accessDate", value)
    return _tag(_PROPERTIES.get(field, f"z:{field}"), value)


def _note(note: str) -> str:
    return _node("dcterms:isReferencedBy", _node("bib:Memo", _tag("rdf:value", note)))


def _people(item: ZoteroItem, kind: Item) -> Iterator[str]:
    """The creators, kind by kind; who has no given name is of one field to Zotero."""
    for creator in kind.creators.values():
        prefix = "bib" if creator in ("author", "editor", "contributor") else "z"
        people = "".join(
            _node(
                "rdf:li",
                _node(
                    "foaf:Person", _tag("foaf:surname", one.last), _tag("foaf:givenName", one.first)
                ),
            )
            for one in item.creators
            if one.kind == creator
        )
        yield _node(f"{prefix}:{creator}s", _node("rdf:Seq", people))


FORMAT = Format(
    name="zotero-rdf",
    label="Zotero RDF, which Zotero imports with the least loss",
    suffixes=(".rdf",),
    sniff=lambda text: 0.0,
    pieces=_pieces,
    losses=(
        only(set(VARIABLES) - NOT_WRITTEN),
        Loss(
            "Whether a list of names goes on (et al.), and what else is kept beside CSL's variables.",
            without_extra,
        ),
    ),
)
