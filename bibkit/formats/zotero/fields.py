"""Which item of Zotero a reference is, and which of its fields holds a CSL variable.

Source: the part of Zotero's schema (version 42) that maps its types, fields and creators to CSL; of
several fields the first that an item type has. What it has no field for stands in `extra`, one
`variable: value` a line, where Zotero and its citations read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bibkit.formats.zotero.schema import ITEM_TYPES, ItemType

__all__ = ["ITEMS", "Item", "item_named", "item_of_type"]


@dataclass(frozen=True, slots=True)
class Item:
    """An item type of Zotero, seen from CSL.

    Args:
        name: `journalArticle` and the like.
        resource, container: of its RDF; see `ItemType`.
        creators: CSL name variable to the type of creator.
        fields: CSL variable to the field, by the name that many types share (`publicationTitle`).
        own: such a name to the type's own (`bookTitle`), where it has one.
        csl: the CSL type that Zotero's citations give to it.
    """

    name: str
    resource: str
    container: str
    creators: Mapping[str, str]
    fields: Mapping[str, str]
    own: Mapping[str, str]
    csl: str


_VARIABLES = """
    title:title abstract:abstractNote container-title:publicationTitle,reporter,code
    container-title-short:journalAbbreviation collection-title:seriesTitle,series
    collection-number:seriesNumber issued:date volume:volume,codeNumber issue:issue,priorityNumbers
    section:section,committee number:number part-number:partNumber part-title:partTitle page:pages
    edition:edition number-of-volumes:numberOfVolumes number-of-pages:numPages publisher:publisher
    publisher-place:place event-title:meetingName,conferenceName event-place:eventPlace
    original-date:originalDate original-publisher:originalPublisher
    original-publisher-place:originalPlace authority:authority genre:type,programmingLanguage
    medium:medium,system version:versionNumber status:status scale:scale
    dimensions:artworkSize,runningTime chapter-number:session references:history,references
    submitted:filingDate DOI:DOI PMID:PMID PMCID:PMCID ISBN:ISBN ISSN:ISSN citation-key:citationKey
    URL:url accessed:accessDate archive:archive archive_location:archiveLocation
    source:libraryCatalog call-number:callNumber,applicationNumber title-short:shortTitle
    language:language license:rights
"""
# In the order in which an item lists its people.
_NAMES = """
    author:author director:director composer:composer editor:editor translator:translator
    container-author:bookAuthor collection-editor:seriesEditor reviewed-author:reviewedAuthor
    original-author:originalCreator recipient:recipient interviewer:interviewer producer:producer
    executive-producer:executiveProducer series-creator:seriesCreator script-writer:scriptwriter
    performer:castMember host:host guest:guest narrator:narrator chair:chair organizer:organizer
    contributor:contributor
"""
# What a reference of each CSL type is written as; of those that Zotero knows, what it makes of them.
_TYPES = """
    article:preprint article-journal:journalArticle article-magazine:magazineArticle
    article-newspaper:newspaperArticle bill:bill book:book broadcast:tvBroadcast chapter:bookSection
    classic:book collection:document dataset:dataset document:document entry:encyclopediaArticle
    entry-dictionary:dictionaryEntry entry-encyclopedia:encyclopediaArticle event:presentation
    figure:artwork graphic:artwork hearing:hearing interview:interview legal_case:case
    legislation:statute manuscript:manuscript map:map motion_picture:film musical_score:book
    pamphlet:document paper-conference:conferencePaper patent:patent performance:presentation
    periodical:book personal_communication:letter post:forumPost post-weblog:blogPost
    regulation:statute report:report review:journalArticle review-book:journalArticle
    software:computerProgram song:audioRecording speech:presentation standard:standard thesis:thesis
    treaty:statute webpage:webpage
"""
# What CSL calls an item type that several CSL types are written as, or none.
_CSL = """
    artwork:graphic audioRecording:song book:book document:document email:personal_communication
    encyclopediaArticle:entry-encyclopedia instantMessage:personal_communication
    journalArticle:article-journal podcast:broadcast presentation:speech radioBroadcast:broadcast
    statute:legislation videoRecording:motion_picture
"""


def _pairs(text: str) -> Mapping[str, str]:
    return MappingProxyType(dict(pair.split(":", 1) for pair in text.split()))


_FIELD_OF, _CREATOR_OF, _TYPE_OF = _pairs(_VARIABLES), _pairs(_NAMES), _pairs(_TYPES)
_CSL_OF = {**{name: csl for csl, name in _TYPE_OF.items()}, **_pairs(_CSL)}


def _item(kind: ItemType) -> Item:
    fields = {}
    for variable, names in _FIELD_OF.items():
        having = [name for name in names.split(",") if name in kind.fields]
        if having:
            fields[variable] = having[0]
    creators = {variable: one for variable, one in _CREATOR_OF.items() if one in kind.creators}
    primary = kind.creators[0]
    if primary == "contributor":
        creators = {"author": primary}
    elif primary not in creators.values():
        # Who CSL has no other word for wrote it: a programmer, an inventor.
        creators = {"author": primary, **creators}
    return Item(
        kind.name,
        kind.resource,
        kind.container,
        MappingProxyType(creators),
        MappingProxyType(fields),
        MappingProxyType({one: own for one, own in kind.fields.items() if own != one}),
        _CSL_OF[kind.name],
    )


_BY_NAME = {name: _item(kind) for name, kind in ITEM_TYPES.items()}
#: CSL type to the item type.
ITEMS = MappingProxyType({csl: _BY_NAME[name] for csl, name in _TYPE_OF.items()})


def item_of_type(csl: str) -> tuple[Item, bool]:
    """The item type for a CSL type, and whether Zotero gives that CSL type back by itself.

    >>> item_of_type("pamphlet")[0].name, item_of_type("pamphlet")[1]
    ('document', False)
    """
    item = ITEMS[csl]
    return item, item.csl == csl


def item_named(name: str) -> Item:
    """An item type by Zotero's name; `document` for one that is not known here.

    >>> item_named("bookSection").own["publicationTitle"], item_named("hologram").name
    ('bookTitle', 'document')
    """
    return _BY_NAME.get(name, _BY_NAME["document"])
