"""BibTeX as Zotero's import takes it in; not for LaTeX.

Its importer knows fewer entry types than BibLaTeX has and drops an entry of any other, makes an author
of whoever's role an item type does not know, takes `others` for a person, leaves most macros as they
are, and moves a field that does not fit into Extra. So the entry is made from what Zotero is to hold:
mark-up is HTML, letters are Unicode, and what BibTeX has no way for stands in a child note.
Source: Zotero's translator `BibTeX` (2026), seen in Zotero 10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bibkit.formats.losses import Loss, only, types
from bibkit.formats.zotero.items import NOT_WRITTEN, ZoteroItem, without_extra, zotero_item
from bibkit.formats.zotero.schema import ITEM_TYPES
from bibkit.model import Date, Name, Reference
from bibkit.vocab import VARIABLES

__all__ = ["LOSSES", "pieces"]


class _Entry(NamedTuple):
    """What an item type is written as.

    Args:
        name: the entry type; arrives: the item type that Zotero makes of it.
        fields: fields that this type has for itself: by their shared name, to the entry's field.
    """

    name: str
    arrives: str
    fields: dict[str, str]


_ARTICLE = {"publicationTitle": "journal", "issue": "number"}
_IN_BOOK = {"publicationTitle": "booktitle", "seriesNumber": "number"}
_ENTRIES = {
    "journalArticle": _Entry("article", "journalArticle", _ARTICLE),
    "magazineArticle": _Entry("article", "journalArticle", _ARTICLE),
    "newspaperArticle": _Entry("article", "journalArticle", _ARTICLE),
    "book": _Entry("book", "book", {"seriesNumber": "number", "numPages": "pagetotal"}),
    "bookSection": _Entry("incollection", "bookSection", _IN_BOOK),
    "encyclopediaArticle": _Entry("inreference", "encyclopediaArticle", {"publicationTitle": "booktitle"}),
    "dictionaryEntry": _Entry("inreference", "encyclopediaArticle", {"publicationTitle": "booktitle"}),
    "conferencePaper": _Entry(
        "inproceedings", "conferencePaper", {"publicationTitle": "booktitle", "issue": "number", "conferenceName": "eventtitle"}
    ),
    "thesis": _Entry("thesis", "thesis", {"publisher": "school", "numPages": "pagetotal"}),
    "report": _Entry("techreport", "report", {"publisher": "institution", "number": "number"}),
    "manuscript": _Entry("unpublished", "manuscript", {"numPages": "pagetotal"}),
    "computerProgram": _Entry("software", "computerProgram", {"versionNumber": "version"}),
    "patent": _Entry("patent", "patent", {"number": "number"}),
    "webpage": _Entry("online", "webpage", {"publicationTitle": "booktitle"}),
    "blogPost": _Entry("online", "webpage", {"publicationTitle": "booktitle"}),
    "forumPost": _Entry("online", "webpage", {"publicationTitle": "booktitle"}),
    "film": _Entry("movie", "film", {}),
    "videoRecording": _Entry("video", "videoRecording", {}),
    "audioRecording": _Entry("audio", "audioRecording", {}),
    "artwork": _Entry("artwork", "artwork", {}),
    "letter": _Entry("letter", "letter", {}),
}  # fmt: skip
_DOCUMENT = _Entry("misc", "document", {})
# Fields of any entry whose item type has them.
_FIELDS = {
    "title": "title", "shortTitle": "shorttitle", "journalAbbreviation": "shortjournal", "volume": "volume", "pages": "pages",
    "series": "series", "edition": "edition", "publisher": "publisher", "place": "address", "type": "type", "ISBN": "isbn",
    "ISSN": "issn", "DOI": "doi", "PMID": "pmid", "PMCID": "pmcid", "url": "url", "accessDate": "urldate", "language": "language",
    "abstractNote": "abstract", "rights": "copyright",
}  # fmt: skip
_ORDER = """
    title shorttitle journal booktitle shortjournal series edition volume number pages pagetotal type
    version publisher school institution address eventtitle isbn issn doi pmid pmcid url urldate
    language copyright abstract
""".split()
_ROLES = ("author", "editor", "translator")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def pieces(references: Iterable[Reference]) -> Iterator[str]:
    """References to the entries of a file; their ids are taken for their keys."""
    between = ""
    for reference in references:
        yield between + _entry(reference)
        between = "\n"


def _entry(reference: Reference) -> str:
    item = zotero_item(reference)
    entry = _ENTRIES.get(item.type, _DOCUMENT)
    rest: list[str] = []
    lines = [f"@{entry.name}{{{reference.id},"]
    lines += [f"  {name} = {{{value}}}," for name, value in _people(reference, item, entry, rest)]
    lines += [f"  {name} = {value}," for name, value in _date_fields(reference, item)]
    lines += [f"  {name} = {{{value}}}," for name, value in _fields(item, entry, rest)]
    for name, value in _notes(reference, item, entry, rest):
        lines.append(f"  {name} = {{{value}}},")
    return "\n".join([*lines, "}", ""])


def _people(
    reference: Reference, item: ZoteroItem, entry: _Entry, rest: list[str]
) -> Iterator[tuple[str, str]]:
    """The roles that BibTeX and the item type know; others are lines of `rest`."""
    creators = ITEM_TYPES[entry.arrives].creators
    kinds = ITEM_TYPES[item.type].creators
    for role in _ROLES:
        names = reference.names(role)
        # Who wrote it is the primary creator, whatever the item type calls that.
        fits = role in creators or (
            role == "author" and kinds[0] not in ("director", "contributor")
        )
        if names and fits:
            yield role, " and ".join(map(_person, names))
        elif names and (role in kinds or role == "author"):
            rest += (f"{role}: {name}" for name in names)
    rest += (
        f"{one.kind}: {one.last}{', ' if one.first else ''}{one.first}"
        for one in item.creators
        if one.kind not in (*_ROLES, kinds[0])
    )


def _person(name: Name) -> str:
    """A name in BibTeX's form; a body's in braces, so that it is of one field.

    >>> _person(Name("Berg", "J.", non_dropping_particle="van der", suffix="Jr.")), _person(Name(literal="WHO"))
    ('van der Berg, Jr., J.', '{WHO}')
    """
    if name.literal or not (name.family and name.given):
        only = name.literal or " ".join(
            filter(None, [name.non_dropping_particle, name.family, name.given])
        )
        return f"{{{_text(only)}}}"
    family = " ".join(filter(None, [name.non_dropping_particle, name.family]))
    given = " ".join(filter(None, [name.given, name.dropping_particle]))
    return ", ".join(_part(one) for one in (family, name.suffix, given) if one)


def _part(value: str) -> str:
    """A part of a name; braces keep together what would divide names."""
    written = _text(value)
    return f"{{{written}}}" if re.search(r",|(?i:\band\b)", value) else written


def _date_fields(reference: Reference, item: ZoteroItem) -> Iterator[tuple[str, str]]:
    """Year, month and day where the date is of these; else the date as Zotero is to hold it."""
    date = reference.date("issued") or Date(literal=" ")
    plain = (
        date.year is not None and date.year > 0 and not (date.until or date.season or date.circa)
    )
    if plain:
        yield "year", f"{{{date.year}}}"
        if date.month:
            yield "month", _MONTHS[date.month - 1]
        if date.day:
            yield "day", f"{{{date.day}}}"
        return
    shared = {own: name for name, own in ITEM_TYPES[item.type].fields.items()}
    for name, value in item.fields.items():
        if shared.get(name) == "date":
            yield "date", f"{{{_text(value)}}}"


def _fields(item: ZoteroItem, entry: _Entry, rest: list[str]) -> Iterator[tuple[str, str]]:
    """The fields that BibTeX has and the item type that arrives takes; others are lines of `rest`."""
    arrives = ITEM_TYPES[entry.arrives].fields
    names = {**_FIELDS, **entry.fields}
    written: dict[str, str] = {}
    for shared, own in ITEM_TYPES[item.type].fields.items():
        value = item.fields.get(own, "")
        if not value or shared in ("date", "citationKey", "extra"):
            continue
        field = names.get(shared)
        if field is None or shared not in arrives:
            rest.append(f"{own}: {value}")
        else:
            written[field] = _address(value) if field in ("url", "doi") else _text(value)
    for field in _ORDER:
        if field in written:
            yield field, written[field]
    if item.tags:
        yield "keywords", _text(", ".join(item.tags))


def _notes(
    reference: Reference, item: ZoteroItem, entry: _Entry, rest: list[str]
) -> Iterator[tuple[str, str]]:
    """Identifiers that the type has no field for, and child notes."""
    lines = [*rest, *item.fields.get("extra", "").splitlines()]
    for label in ("PMID", "PMCID"):
        found = [line for line in lines if re.fullmatch(rf"{label}: \S+", line)]
        if found:
            lines.remove(found[0])
            yield label.lower(), _text(found[0].partition(": ")[2])
    if entry is _DOCUMENT and item.type != "document":
        lines.insert(0, f"Type: {item.type}")
    if note := "; ".join(line for line in lines if line.strip()):
        # Zotero takes a note that begins so for an identifier, whatever follows.
        trap = re.match(r"LCCN|MR|Zbl|PMID|PMCID", note)
        yield "note", _text(f"Note: {note}" if trap else note)
    if annote := reference.text("annote"):
        yield "annote", _text(annote)


# `\\` is how the importer reads a backslash; `\~{}` a tilde, which alone is a blank.
_ESCAPES = {"\\": "\\\\", "~": "\\~{}", **{c: f"\\{c}" for c in "&%#_${}"}}


def _text(value: str) -> str:
    """A text with what BibTeX reads otherwise escaped.

    >>> _text("5 % of <i>E. coli</i> & H<sub>2</sub>O")
    '5 \\\\% of <i>E. coli</i> \\\\& H<sub>2</sub>O'
    """
    return "".join(_ESCAPES.get(c, c) for c in " ".join(value.split()))


def _address(value: str) -> str:
    """An address or DOI, which are taken as they stand."""
    return "".join(f"%{ord(c):02X}" if c in "{}\\" or c.isspace() else c for c in value.strip())


def _undivided(reference: Reference) -> Reference:
    """Without commas in its tags, at which the importer parts them."""
    keyword = reference.text("keyword")
    if ";" not in keyword or "," not in keyword:
        return reference
    return reference.replace(keyword=keyword.replace(",", ";"))


_DOCUMENTS = """
    article bill broadcast dataset hearing interview legal_case legislation map speech standard event
    performance regulation treaty
"""
#: What Zotero does not get as what it is.
LOSSES = (
    types(
        {
            **dict.fromkeys(_DOCUMENTS.split(), "document"),
            "article-magazine": "article-journal",
            "article-newspaper": "article-journal",
            "entry-dictionary": "entry-encyclopedia",
            "post": "webpage",
            "post-weblog": "webpage",
        }
    ),
    Loss("A tag with a comma is parted in two.", _undivided),
    only(set(VARIABLES) - NOT_WRITTEN - {"citation-key"}),
    Loss(
        "Whether a list of names goes on (et al.), and what else is kept beside CSL's variables.",
        without_extra,
    ),
)
