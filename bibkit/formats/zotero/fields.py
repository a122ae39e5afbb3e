"""Which item of Zotero a reference is, and which of its fields holds a CSL variable.

Source: Zotero's schema (versions 33 to 42), which maps its fields to CSL itself. Only fields are here
that Zotero 7 to 10 have; what an item type has no field for stands in `extra`, one `variable: value` a
line, from where Zotero moves it into a field that a later schema has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

__all__ = ["ITEMS", "Item", "item_named", "item_of_type"]


@dataclass(frozen=True, slots=True)
class Item:
    """An item type of Zotero.

    Args:
        name: `journalArticle` and the like.
        resource: its class in the bib vocabulary; `Description` where there is none.
        container: the class of what it is part of, with its prefix; empty for none.
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


_COMMON = """
    title:title abstract:abstractNote issued:date accessed:accessDate URL:url language:language
    title-short:shortTitle license:rights citation-key:citationKey
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
     "collection-title:series DOI:DOI ISSN:ISSN PMID:PMID PMCID:PMCID", True),
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
    # No CSL type is written as one of these; a library may hold them.
    ("email", "Letter", "", f"{_WRITERS} recipient:recipient", "", False),
    ("instantMessage", "Letter", "", f"{_WRITERS} recipient:recipient", "", False),
    ("podcast", "Recording", "", "author:podcaster contributor:contributor guest:guest",
     "collection-title:seriesTitle number:episodeNumber medium:audioFileType dimensions:runningTime", False),
    ("radioBroadcast", "Recording", "", f"{_FILMED} performer:castMember guest:guest",
     "container-title:programTitle number:episodeNumber medium:audioRecordingFormat dimensions:runningTime "
     "publisher:publisher publisher-place:place", True),
    ("videoRecording", "Recording", "", _FILMED,
     f"{_PRINTED} collection-title:seriesTitle medium:videoRecordingFormat dimensions:runningTime volume:volume "
     "number-of-volumes:numberOfVolumes ISBN:ISBN", True),
)  # fmt: skip

# The names that a type has for itself: shared name to own.
_OWN_NAMES = {
    "audioRecording": "publisher:label",
    "bill": "pages:codePages",
    "blogPost": "publicationTitle:blogTitle",
    "bookSection": "publicationTitle:bookTitle",
    "case": "title:caseName date:dateDecided publicationTitle:reporter volume:reporterVolume pages:firstPage",
    "computerProgram": "publisher:company",
    "conferencePaper": "publicationTitle:proceedingsTitle",
    "dataset": "publisher:repository",
    "dictionaryEntry": "publicationTitle:dictionaryTitle",
    "email": "title:subject",
    "encyclopediaArticle": "publicationTitle:encyclopediaTitle",
    "film": "publisher:distributor",
    "forumPost": "publicationTitle:forumTitle",
    "patent": "date:issueDate",
    "preprint": "publisher:repository",
    "radioBroadcast": "publisher:network",
    "report": "publisher:institution",
    "statute": "title:nameOfAct date:dateEnacted",
    "thesis": "publisher:university",
    "tvBroadcast": "publisher:network",
    "videoRecording": "publisher:studio",
    "webpage": "publicationTitle:websiteTitle",
}
# What CSL calls a type that several CSL types are written as, or none.
_CSL_TYPES = {
    "artwork": "graphic", "audioRecording": "song", "book": "book", "document": "document",
    "email": "personal_communication", "encyclopediaArticle": "entry-encyclopedia",
    "instantMessage": "personal_communication", "journalArticle": "article-journal",
    "podcast": "broadcast", "presentation": "speech", "radioBroadcast": "broadcast",
    "statute": "legislation", "videoRecording": "motion_picture",
}  # fmt: skip

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


def _pairs(text: str) -> MappingProxyType[str, str]:
    return MappingProxyType(dict(pair.split(":", 1) for pair in text.split()))


_NAMES = _pairs(_TYPES)
_BY_NAME = {
    name: Item(
        name,
        resource,
        container,
        _pairs(creators),
        _pairs(f"{_COMMON} {fields} {_ARCHIVED if archived else ''}"),
        _pairs(_OWN_NAMES.get(name, "")),
        _CSL_TYPES.get(name) or next(csl for csl, item in _NAMES.items() if item == name),
    )
    for name, resource, container, creators, fields, archived in _ITEMS
}
#: CSL type to the item type; of several CSL types the one that Zotero itself gives back.
ITEMS = MappingProxyType({csl: _BY_NAME[name] for csl, name in _NAMES.items()})


def item_of_type(csl: str) -> tuple[Item, bool]:
    """The item type for a CSL type, and whether Zotero gives that CSL type back by itself.

    >>> item_of_type("pamphlet")[0].name, item_of_type("pamphlet")[1]
    ('document', False)
    """
    item = ITEMS[csl]
    return item, item.csl == csl


@cache
def item_named(name: str) -> Item:
    """An item type by Zotero's name; `document` for one that is not known here.

    >>> item_named("bookSection").own["publicationTitle"], item_named("hologram").name
    ('bookTitle', 'document')
    """
    return _BY_NAME.get(name, _BY_NAME["document"])
