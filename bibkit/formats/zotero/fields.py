"""Which item of Zotero a reference is, and which of its fields holds a CSL variable.

Source: Zotero's schema (versions 33 to 41), which maps its fields to CSL itself. What an item type has
no field for stands in `extra`, one `variable: value` a line; Zotero and its citations read it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["ITEMS", "Item", "item_of_type"]


@dataclass(frozen=True, slots=True)
class Item:
    """An item type of Zotero.

    Args:
        name: `journalArticle` and the like.
        resource: its class in the bib vocabulary; `Description` where there is none.
        container: the class of what it is part of, with its prefix; empty for none.
        creators: CSL name variable to the type of creator.
        fields: CSL variable to the field.
    """

    name: str
    resource: str
    container: str
    creators: MappingProxyType[str, str]
    fields: MappingProxyType[str, str]


_COMMON = """
    title:title abstract:abstractNote issued:date accessed:accessDate URL:url language:language
    title-short:shortTitle license:rights
"""
_ARCHIVED = (
    "archive:archive archive_location:archiveLocation source:libraryCatalog call-number:callNumber"
)
_SERIES = "collection-title:series collection-number:seriesNumber"
_PRINTED = "publisher:publisher publisher-place:place"
_PART = f"{_SERIES} {_PRINTED} container-title:publicationTitle volume:volume number-of-volumes:numberOfVolumes edition:edition page:pages ISBN:ISBN"

_WRITERS = "author:author contributor:contributor"
_EDITED = f"{_WRITERS} editor:editor translator:translator"
_REVIEWED = f"{_EDITED} reviewed-author:reviewedAuthor"
_BOOKISH = f"{_EDITED} collection-editor:seriesEditor"
_FILMED = "director:director contributor:contributor producer:producer script-writer:scriptwriter"

# A type a line: name, class, container, creators, fields, and whether it has those of an archive.
_ITEMS: tuple[tuple[str, str, str, str, str, bool], ...] = (
    ("journalArticle", "Article", "bib:Journal", _REVIEWED,
     "container-title:publicationTitle container-title-short:journalAbbreviation volume:volume issue:issue page:pages "
     "collection-title:series DOI:DOI ISSN:ISSN", True),
    ("magazineArticle", "Article", "bib:Periodical", f"{_WRITERS} translator:translator reviewed-author:reviewedAuthor",
     "container-title:publicationTitle volume:volume issue:issue page:pages ISSN:ISSN", True),
    ("newspaperArticle", "Article", "bib:Newspaper", f"{_WRITERS} translator:translator reviewed-author:reviewedAuthor",
     "container-title:publicationTitle publisher-place:place edition:edition section:section page:pages ISSN:ISSN", True),
    ("book", "Book", "", _BOOKISH,
     f"{_SERIES} {_PRINTED} volume:volume number-of-volumes:numberOfVolumes edition:edition number-of-pages:numPages "
     "ISBN:ISBN", True),
    ("bookSection", "BookSection", "bib:Book", f"{_BOOKISH} container-author:bookAuthor", _PART, True),
    ("encyclopediaArticle", "Description", "bib:Book", _BOOKISH, _PART, True),
    ("dictionaryEntry", "Description", "bib:Book", _BOOKISH, _PART, True),
    ("conferencePaper", "Description", "bib:Journal", _BOOKISH,
     f"container-title:publicationTitle event-title:conferenceName collection-title:series {_PRINTED} volume:volume "
     "page:pages DOI:DOI ISBN:ISBN", True),
    ("thesis", "Thesis", "", _WRITERS, f"{_PRINTED} genre:thesisType number-of-pages:numPages", True),
    ("report", "Report", "", f"{_WRITERS} translator:translator collection-editor:seriesEditor",
     f"{_PRINTED} number:reportNumber genre:reportType collection-title:seriesTitle page:pages", True),
    ("preprint", "Description", "", _REVIEWED,
     f"{_SERIES} publisher:publisher number:archiveID genre:genre DOI:DOI", True),
    ("webpage", "Document", "z:Website", f"{_WRITERS} translator:translator",
     "container-title:publicationTitle genre:websiteType", False),
    ("blogPost", "Document", "z:Blog", _WRITERS, "container-title:publicationTitle genre:websiteType", False),
    ("forumPost", "Document", "z:Forum", _WRITERS, "container-title:publicationTitle genre:postType", False),
    ("dataset", "Description", "", _WRITERS,
     "number:identifier genre:type version:versionNumber medium:format publisher:publisher "
     "publisher-place:repositoryLocation DOI:DOI", True),
    ("computerProgram", "Data", "", "author:programmer contributor:contributor",
     f"{_PRINTED} collection-title:seriesTitle version:versionNumber medium:system genre:programmingLanguage ISBN:ISBN", True),
    ("patent", "Patent", "", "author:inventor contributor:contributor",
     "number:patentNumber publisher-place:place authority:issuingAuthority page:pages submitted:filingDate "
     "issue:priorityNumbers call-number:applicationNumber references:references status:legalStatus", False),
    ("standard", "Description", "", _WRITERS,
     f"{_PRINTED} authority:organization number:number genre:type version:versionNumber status:status "
     "number-of-pages:numPages DOI:DOI ISBN:ISBN", True),
    ("film", "MotionPicture", "", _FILMED,
     "publisher:publisher genre:genre dimensions:runningTime medium:videoRecordingFormat", True),
    ("tvBroadcast", "Recording", "", f"{_FILMED} performer:castMember guest:guest",
     "container-title:programTitle number:episodeNumber medium:videoRecordingFormat dimensions:runningTime "
     "publisher:publisher publisher-place:place", True),
    ("audioRecording", "Recording", "", "author:performer composer:composer contributor:contributor",
     f"{_PRINTED} collection-title:seriesTitle medium:audioRecordingFormat dimensions:runningTime volume:volume "
     "number-of-volumes:numberOfVolumes ISBN:ISBN", True),
    ("artwork", "Illustration", "", "author:artist contributor:contributor",
     "medium:artworkMedium dimensions:artworkSize", True),
    ("map", "Image", "", "author:cartographer contributor:contributor collection-editor:seriesEditor",
     f"{_PRINTED} genre:mapType scale:scale collection-title:seriesTitle edition:edition ISBN:ISBN", True),
    ("case", "Document", "bib:CourtReporter", _WRITERS,
     "container-title:publicationTitle volume:volume authority:court number:docketNumber page:pages references:history", False),
    ("bill", "Legislation", "", "author:sponsor contributor:contributor",
     "container-title:code volume:codeVolume number:billNumber page:pages section:section authority:legislativeBody "
     "chapter-number:session references:history", False),
    ("statute", "Legislation", "", _WRITERS,
     "container-title:code volume:codeNumber number:publicLawNumber page:pages section:section chapter-number:session "
     "references:history", False),
    ("hearing", "Report", "", "author:contributor",
     f"{_PRINTED} section:committee number:documentNumber number-of-volumes:numberOfVolumes page:pages "
     "authority:legislativeBody chapter-number:session references:history", False),
    ("letter", "Letter", "", f"{_WRITERS} recipient:recipient", "genre:letterType", True),
    ("interview", "Interview", "",
     "author:interviewee interviewer:interviewer contributor:contributor translator:translator", "medium:interviewMedium", True),
    ("manuscript", "Manuscript", "", f"{_WRITERS} translator:translator",
     "genre:manuscriptType publisher-place:place number-of-pages:numPages", True),
    ("presentation", "ConferenceProceedings", "", "author:presenter contributor:contributor",
     "genre:presentationType event-title:meetingName publisher-place:place", False),
    ("document", "Description", "", _REVIEWED, "publisher:publisher", True),
)  # fmt: skip


def _pairs(text: str) -> MappingProxyType[str, str]:
    return MappingProxyType(dict(pair.split(":", 1) for pair in text.split()))


_BY_NAME = {
    name: Item(
        name,
        resource,
        container,
        _pairs(creators),
        _pairs(f"{_COMMON} {fields} {_ARCHIVED if archived else ''}"),
    )
    for name, resource, container, creators, fields, archived in _ITEMS
}

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
#: CSL type to the item type; of several CSL types the one that Zotero itself gives back.
ITEMS = MappingProxyType({csl: _BY_NAME[name] for csl, name in _pairs(_TYPES).items()})
_OWN = {
    "artwork": "graphic", "audioRecording": "song", "book": "book", "document": "document",
    "encyclopediaArticle": "entry-encyclopedia", "journalArticle": "article-journal",
    "presentation": "speech", "statute": "legislation",
}  # fmt: skip


def item_of_type(csl: str) -> tuple[Item, bool]:
    """The item type for a CSL type, and whether Zotero gives that CSL type back by itself.

    >>> item_of_type("pamphlet")[0].name, item_of_type("pamphlet")[1]
    ('document', False)
    """
    item = ITEMS[csl]
    return item, _OWN.get(item.name, csl) == csl
