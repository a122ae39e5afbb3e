"""What Zotero's importers make of a file, and what it then holds: an emulation from known facts.

Source: Zotero's translators BibTeX, CSL JSON and RDF, `itemFromCSLJSON`, `extractExtraFields` and
`Item.fromJSON` (2025-26). An item on its way is translator JSON: what `/connector/saveItems` takes too.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from lxml import etree
from zotero_corpus import CreatorRow, Held

from bibkit.formats.zotero.schema import ITEM_TYPES

__all__ = ["bibtex", "csl_json", "rdf", "saved"]

Raw = dict[str, Any]

# --- into the library -----------------------------------------------------------------------------

_CSL_NAMES = {"director", "editor", "translator", "author", "composer", "producer", "contributor"}


def saved(raw: Raw) -> Held:
    """An item as it is held: lines of Extra moved to fields, misfits moved to Extra."""
    kind = str(raw["itemType"])
    given = {k: v for k, v in raw.items() if isinstance(v, str) and k not in ("id", "itemType", "extra")}  # fmt: skip
    lines = [line for line in str(raw.get("extra", "")).split("\n") if line.strip()]
    for line in list(lines):
        label, value = _label(line)
        if label == "type" and value in ITEM_TYPES:
            kind = value
            lines.remove(line)
    table = ITEM_TYPES[kind]
    fields: dict[str, str] = {}
    misfits: list[str] = []
    for name, value in given.items():
        if not value:
            continue
        own = _own(name, kind)
        if own is None:
            misfits.append(f"{_title_case(name)}: {value}")
        else:
            fields[own] = value
    creators = [_row(one, kind) for one in raw.get("creators", [])]
    kept: list[str] = []
    for line in lines:
        label, value = _label(line)
        own = next((n for n in table.fields.values() if _dashed(n) == label), None)
        own = own or _csl_field(label, kind)
        if own and own not in fields and label not in ("event-place", "publisher-place"):
            fields[own] = value
        elif label in _CSL_NAMES & {*table.creators} and all(one[0] != label for one in creators):
            last, _, first = value.partition("||")
            creators.append((label, last.strip(), first.strip()))
        else:
            kept.append(line)
    notes = [one["note"] for one in raw.get("notes", [])]
    return Held(kind, fields, creators, list(raw.get("tags", [])), notes, [*misfits, *kept])


def _own(name: str, kind: str) -> str | None:
    """A field, or the type's own for a base field; None where it has none."""
    fields = ITEM_TYPES[kind].fields
    return name if name in fields.values() else fields.get(name)


def _row(creator: Raw, kind: str) -> CreatorRow:
    role = creator["creatorType"]
    if role not in ITEM_TYPES[kind].creators:
        role = ITEM_TYPES[kind].creators[0]  # Zotero: "changing to primary creator"
    return role, creator.get("lastName", ""), creator.get("firstName", "")


def _label(line: str) -> tuple[str, str]:
    match = re.match(r"^([a-zA-Z][a-zA-Z _-]+):(.+)", line)
    return (_dashed(match[1].strip()), match[2].strip()) if match else ("", "")


def _dashed(name: str) -> str:
    return re.sub(r"[\s_]", "-", re.sub(r"([a-z])([A-Z])", r"\1-\2", name)).lower()


def _title_case(name: str) -> str:
    return re.sub(r"([a-z])([A-Z])", r"\1 \2", name[0].upper() + name[1:])


# --- CSL-JSON -------------------------------------------------------------------------------------

_TEXT = {
    "title": ["title"], "abstract": ["abstractNote"], "container-title": ["publicationTitle", "reporter", "code"],
    "journalAbbreviation": ["journalAbbreviation"], "collection-title": ["seriesTitle", "series"], "collection-number": ["seriesNumber"],
    "volume": ["volume", "codeNumber"], "issue": ["issue", "priorityNumbers"], "page": ["pages"], "number": ["number"], "edition": ["edition"],
    "publisher": ["publisher"], "publisher-place": ["place"], "event-title": ["meetingName", "conferenceName"], "event-place": ["eventPlace"],
    "genre": ["type", "programmingLanguage"], "medium": ["medium", "system"], "version": ["versionNumber"], "authority": ["authority"],
    "DOI": ["DOI"], "PMID": ["PMID"], "PMCID": ["PMCID"], "ISBN": ["ISBN"], "ISSN": ["ISSN"], "URL": ["url"], "language": ["language"],
    "number-of-pages": ["numPages"], "number-of-volumes": ["numberOfVolumes"], "title-short": ["shortTitle"], "license": ["rights"],
    "note": ["extra"], "citation-key": ["citationKey"],
}  # fmt: skip
_ROLES = {"author": "author", "editor": "editor", "translator": "translator", "collection-editor": "seriesEditor",
          "container-author": "bookAuthor", "director": "director", "composer": "composer", "contributor": "contributor"}  # fmt: skip
_CSL_TYPES = {
    "article": "preprint", "article-journal": "journalArticle", "article-newspaper": "newspaperArticle", "book": "book",
    "chapter": "bookSection", "dataset": "dataset", "document": "document", "paper-conference": "conferencePaper", "patent": "patent",
    "report": "report", "standard": "standard", "thesis": "thesis", "webpage": "webpage",
}  # fmt: skip


def _csl_field(label: str, kind: str) -> str | None:
    """The field of a CSL variable, for a line of Extra."""
    for variable, names in _TEXT.items():
        if variable.lower() == label and variable != "note":
            return next((own for name in names if (own := _own(name, kind))), None)
    return {"issued": _own("date", kind), "accessed": _own("accessDate", kind)}.get(label)


def csl_json(text: str) -> list[Raw]:
    """The items of a CSL-JSON file; the whole file is refused for one of an unknown type."""
    items = json.loads(text)
    assert all(item["type"] in _CSL_TYPES for item in items), "not detected"
    return [_of_csl(item) for item in items]


def _of_csl(item: Raw) -> Raw:
    kind = _CSL_TYPES[item["type"]]
    if item["type"] == "book" and item.get("version"):
        kind = "computerProgram"
    raw: Raw = {"itemType": kind, "creators": [], "tags": [], "notes": []}
    for variable, names in _TEXT.items():
        for name in names:
            if variable in item and _own(name, kind):
                raw[name] = str(item[variable])
                break
    for variable, role in _ROLES.items():
        valid = role in ITEM_TYPES[kind].creators
        for name in item.get(variable, []):
            creator = {"creatorType": role if valid else ITEM_TYPES[kind].creators[0]}
            if name.get("family") or name.get("given"):
                creator |= {"lastName": name.get("family", ""), "firstName": name.get("given", "")}
            else:
                creator |= {"lastName": name["literal"], "fieldMode": 1}
            raw["creators"].append(creator)
    for variable, name in (("issued", "date"), ("accessed", "accessDate")):
        if variable in item:
            date = item[variable]
            raw[name] = date.get("raw") or f"in words: {date}"
    return raw


# --- BibTeX ---------------------------------------------------------------------------------------

_BIB_TYPES = {
    "article": "journalArticle", "book": "book", "incollection": "bookSection", "inproceedings": "conferencePaper", "thesis": "thesis",
    "techreport": "report", "misc": "document", "online": "webpage", "software": "computerProgram", "patent": "patent",
    "inreference": "encyclopediaArticle", "unpublished": "manuscript",
}  # fmt: skip
_BIB_FIELDS = {
    "title": "title", "shorttitle": "shortTitle", "address": "place", "edition": "edition", "type": "type", "series": "series",
    "volume": "volume", "copyright": "rights", "isbn": "ISBN", "issn": "ISSN", "url": "url", "doi": "DOI", "abstract": "abstractNote",
    "language": "language", "booktitle": "publicationTitle", "journal": "publicationTitle", "shortjournal": "journalAbbreviation",
    "school": "publisher", "publisher": "publisher", "institution": "publisher", "eventtitle": "conferenceName", "pagetotal": "numPages",
    "version": "versionNumber", "pages": "pages", "urldate": "accessDate", "date": "date",
}  # fmt: skip
_NUMBER = {"report": "reportNumber", "book": "seriesNumber", "bookSection": "seriesNumber", "patent": "patentNumber"}  # fmt: skip
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def bibtex(text: str) -> list[Raw]:
    """The items of a .bib file that has a field a line; an entry of an unknown type is dropped."""
    return [_of_entry(*one) for one in re.findall(r"@(\w+)\{[^,]*,\n(.*?)\n\}\n", text, re.S)]


def _of_entry(entry: str, body: str) -> Raw:
    kind = _BIB_TYPES[entry]
    raw: Raw = {"itemType": kind, "creators": [], "tags": [], "notes": []}
    fields = {}
    extra = []
    for line in body.splitlines():
        name, _, value = line.strip().removesuffix(",").partition(" = ")
        fields[name] = value.removeprefix("{").removesuffix("}")
    for name, value in fields.items():
        if name in ("author", "editor", "translator"):
            raw["creators"] += (_bib_person(one, name) for one in _apart(value, r" and "))
        elif name == "number":
            raw[_NUMBER.get(kind, "issue")] = _unescaped(value)
        elif name in ("pmid", "pmcid"):
            extra.append(f"{name.upper()}: {_unescaped(value)}")
        elif name == "keywords":
            raw["tags"] = [tag.strip() for tag in re.split(r"[,;]", _unescaped(value))]
        elif name in ("note", "annote"):
            text = _unescaped(value)
            if name == "note" and re.match(r"LCCN|MR|Zbl|PMID|PMCID", text):
                extra.append(text)
            else:
                raw["notes"].append({"note": f"<p>{html.escape(text, quote=False)}</p>"})
        elif name in _BIB_FIELDS:
            raw[_BIB_FIELDS[name]] = value if name == "url" else _unescaped(value)
    if "year" in fields and "date" not in fields:
        month = fields.get("month")
        parts = [fields["year"], f"{_MONTHS.index(month) + 1:02d}" if month else ""]
        parts.append(f"{int(fields['day']):02d}" if "day" in fields else "")
        raw["date"] = "-".join(filter(None, parts))
    raw["extra"] = "\n".join(extra)
    return raw


def _apart(value: str, separator: str) -> list[str]:
    """Split where no brace is open."""
    parts, depth, start = [], 0, 0
    for match in re.finditer(rf"[{{}}]|{separator}", value):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            parts.append(value[start : match.start()])
            start = match.end()
    return [*parts, value[start:]]


def _bib_person(name: str, role: str) -> Raw:
    pieces = _apart(name, r"\s*,\s*")
    if len(pieces) == 1:
        assert name.startswith("{"), "a name without braces or comma is cut at its last blank"
        return {"creatorType": role, "lastName": _unescaped(name), "fieldMode": 1}
    last, *junior, first = map(_unescaped, pieces)
    return {"creatorType": role, "lastName": last, "firstName": ", ".join([first, *junior])}


def _unescaped(value: str) -> str:
    value = re.sub(r"(?<!\\)[{}]", "", value.replace("\\~{}", "\u223c"))
    return re.sub(r"\\([&%#_${}\\])", r"\1", value)


# --- RDF ------------------------------------------------------------------------------------------

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_Z = "{http://www.zotero.org/namespaces/export#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
_BIB = "{http://purl.org/net/biblio#}"
_FOAF = "{http://xmlns.com/foaf/0.1/}"
_VCARD = "{http://nwalsh.com/rdf/vCard#}"
_PRISM = "{http://prismstandard.org/namespaces/1.2/basic/}"


def rdf(text: str) -> list[Raw]:
    """The items of a Zotero RDF file."""
    return [_of_node(node) for node in etree.fromstring(text.encode())]


def _of_node(node: Any) -> Raw:
    kind = node.findtext(f"{_Z}itemType")
    raw: Raw = {"itemType": kind, "creators": [], "tags": [], "notes": []}
    part = node.find(f"{_DCTERMS}isPartOf/*")
    while part is not None:
        if part.tag == f"{_BIB}Series":
            raw["series"] = part.findtext(f"{_DC}title", "")
            raw["seriesTitle"] = part.findtext(f"{_DCTERMS}alternative", "")
            raw["seriesNumber"] = part.findtext(f"{_DC}identifier", "")
        elif part.tag == f"{_BIB}Part":
            raw["section"] = part.findtext(f"{_DC}title", "")
        else:
            raw["publicationTitle"] = part.findtext(f"{_DC}title", "")
            raw["journalAbbreviation"] = part.findtext(f"{_DCTERMS}alternative", "")
            raw["volume"] = part.findtext(f"{_PRISM}volume", "")
            raw["issue"] = part.findtext(f"{_PRISM}number", "")
            for one in part.findall(f"{_DC}identifier"):
                _identify(raw, one.text)
        part = part.find(f"{_DCTERMS}isPartOf/*")
    for role in ITEM_TYPES[kind].creators:
        space = _BIB if role in ("author", "editor", "contributor") else _Z
        for person in node.iterfind(f"{space}{role}s/{_RDF}Seq/{_RDF}li/{_FOAF}Person"):
            first = person.findtext(f"{_FOAF}givenName", "")
            creator = {"creatorType": role, "lastName": person.findtext(f"{_FOAF}surname", "")}
            raw["creators"].append({**creator, "firstName": first} if first else {**creator, "fieldMode": 1})  # fmt: skip
    for name, tag in (("title", f"{_DC}title"), ("date", f"{_DC}date"), ("pages", f"{_BIB}pages"), ("abstractNote", f"{_DCTERMS}abstract"),
                      ("rights", f"{_DC}rights"), ("extra", f"{_DC}description"), ("accessDate", f"{_DCTERMS}dateSubmitted"),
                      ("archiveLocation", f"{_DC}coverage")):  # fmt: skip
        if node.findtext(tag):
            raw[name] = node.findtext(tag)
    raw["volume"] = raw.get("volume") or node.findtext(f"{_PRISM}volume", "")
    raw["publisher"] = node.findtext(f"{_DC}publisher/{_FOAF}Organization/{_FOAF}name", "")
    raw["place"] = node.findtext(f"{_DC}publisher//{_VCARD}locality", "")
    for one in node.findall(f"{_DC}identifier"):
        if len(one):
            raw["url"] = one.findtext(f"{_DCTERMS}URI/{_RDF}value")
        else:
            _identify(raw, one.text)
    raw["tags"] = [one.text for one in node.findall(f"{_DC}subject") if not len(one)]
    raw["notes"] = [{"note": one.text} for one in node.iterfind(f"{_DCTERMS}isReferencedBy/{_BIB}Memo/{_RDF}value")]  # fmt: skip
    for one in node:
        if one.tag.startswith(_Z) and not len(one) and one.tag != f"{_Z}itemType":
            raw[one.tag.removeprefix(_Z)] = one.text
    return raw


def _identify(raw: Raw, text: str) -> None:
    label, _, value = text.partition(" ")
    raw[label] = value
