"""Zotero's item types as data: their fields and creators, and what they are in its RDF.

Source: Zotero's schema, version 42 (https://api.zotero.org/schema); the RDF classes are those that its
translator `Zotero RDF` writes. A field that an older Zotero lacks goes into Extra there by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["ITEM_TYPES", "NO_WORKS", "ItemType"]


@dataclass(frozen=True, slots=True)
class ItemType:
    """An item type.

    Args:
        name: `journalArticle` and the like.
        creators: what creators it takes; the first is the primary one.
        fields: its fields, by the name that many types share (`publicationTitle`), to its own
            (`bookTitle`).
        resource: its class in the bib vocabulary; `Description` where there is none.
        container: the class of what it is part of, with its prefix; empty for none.
    """

    name: str
    creators: tuple[str, ...]
    fields: MappingProxyType[str, str]
    resource: str
    container: str


# Every type has these, of which one may have another name: `title=caseName`.
_COMMON = "title abstractNote date DOI citationKey url accessDate shortTitle language rights extra"
_ARCHIVED = "archive archiveLocation libraryCatalog callNumber"

# A type a line: creators | fields, `archived` for those of an archive | RDF class, and container's
_TABLE = """
    artwork              | artist contributor | archived medium=artworkMedium artworkSize eventPlace | Illustration
    audioRecording       | performer originalCreator composer wordsBy translator contributor | archived medium=audioRecordingFormat seriesTitle volume numberOfVolumes publisher=label place runningTime ISBN | Recording
    bill                 | sponsor cosponsor contributor | number=billNumber code volume=codeVolume section pages=codePages authority=legislativeBody session history | Legislation
    blogPost             | author translator commenter contributor | publicationTitle=blogTitle type=websiteType ISSN | Document z:Blog
    book                 | author contributor editor translator seriesEditor | archived series seriesNumber volume numberOfVolumes edition publisher place originalDate originalPublisher originalPlace medium=format numPages ISBN ISSN | Book
    bookSection          | author contributor editor bookAuthor translator seriesEditor | archived publicationTitle=bookTitle series seriesNumber volume numberOfVolumes edition publisher place originalDate originalPublisher originalPlace medium=format pages ISBN ISSN | BookSection bib:Book
    case                 | author counsel contributor | title=caseName authority=court date=dateDecided number=docketNumber reporter volume=reporterVolume pages=firstPage history | Document bib:CourtReporter
    computerProgram      | programmer contributor | archived seriesTitle versionNumber system publisher=company place programmingLanguage ISBN | Data
    conferencePaper      | author contributor editor translator seriesEditor | archived publicationTitle=proceedingsTitle conferenceName publisher place eventPlace volume issue numberOfVolumes pages series seriesNumber ISBN ISSN | Description bib:Journal
    dataset              | author contributor | archived number=identifier type versionNumber publisher=repository place=repositoryLocation medium=format | Description
    dictionaryEntry      | author contributor editor translator seriesEditor | archived publicationTitle=dictionaryTitle series seriesNumber volume numberOfVolumes edition publisher place pages ISBN | Description bib:Book
    document             | author contributor editor translator reviewedAuthor | archived type publisher place | Description
    email                | author translator contributor recipient | title=subject | Letter
    encyclopediaArticle  | author contributor editor translator seriesEditor | archived publicationTitle=encyclopediaTitle series seriesNumber volume numberOfVolumes edition publisher place pages ISBN | Description bib:Book
    film                 | director producer scriptwriter castMember host guest narrator translator contributor | archived publisher=distributor place type=genre medium=videoRecordingFormat runningTime | MotionPicture
    forumPost            | author contributor | publicationTitle=forumTitle type=postType | Document z:Forum
    hearing              | contributor | committee publisher numberOfVolumes number=documentNumber pages authority=legislativeBody session history place | Report
    instantMessage       | author contributor recipient |  | Letter
    interview            | interviewee contributor interviewer translator | archived medium=interviewMedium publisher place | Interview
    journalArticle       | author contributor editor translator reviewedAuthor | archived publicationTitle publisher place volume issue section partNumber partTitle pages series seriesTitle seriesText journalAbbreviation PMID PMCID ISSN | Article bib:Journal
    letter               | author recipient contributor translator | archived type=letterType eventPlace | Letter
    magazineArticle      | author contributor translator reviewedAuthor | archived publicationTitle publisher place volume issue pages ISSN | Article bib:Periodical
    manuscript           | author contributor translator | archived type=manuscriptType publisher=institution place numPages number | Manuscript
    map                  | cartographer contributor seriesEditor | archived type=mapType scale seriesTitle edition publisher place ISBN | Image
    newspaperArticle     | author contributor translator reviewedAuthor | archived publicationTitle publisher place volume issue edition section pages ISSN | Article bib:Newspaper
    patent               | inventor attorneyAgent contributor | place country assignee authority=issuingAuthority number=patentNumber filingDate pages applicationNumber priorityNumbers date=issueDate originalDate=priorityDate references status=legalStatus | Patent
    podcast              | podcaster guest producer executiveProducer seriesCreator director scriptwriter castMember translator contributor | seriesTitle number=episodeNumber medium=audioFileType publisher place runningTime | Recording
    preprint             | author contributor editor translator reviewedAuthor | archived type=genre publisher=repository number=archiveID place series seriesNumber | Description
    presentation         | presenter chair organizer contributor translator | type=presentationType meetingName place series publicationTitle=sessionTitle | ConferenceProceedings
    radioBroadcast       | creator host guest producer executiveProducer seriesCreator director scriptwriter castMember translator contributor | archived publicationTitle=programTitle number=episodeNumber medium=audioRecordingFormat publisher=network place runningTime | Recording
    report               | author editor contributor translator seriesEditor | archived number=reportNumber type=reportType publisher=institution place seriesTitle seriesNumber pages ISBN ISSN | Report
    standard             | author editor contributor | archived authority=organization committee type number versionNumber edition status publisher place partNumber partTitle ISBN numPages | Description
    statute              | author contributor | title=nameOfAct code codeNumber number=publicLawNumber date=dateEnacted pages section session history | Legislation
    thesis               | author contributor | archived type=thesisType publisher=university place series seriesNumber numPages ISBN ISSN | Thesis
    tvBroadcast          | director producer executiveProducer seriesCreator scriptwriter castMember host guest narrator translator contributor | archived publicationTitle=programTitle number=episodeNumber medium=videoRecordingFormat publisher=network place runningTime | Recording
    videoRecording       | creator director producer scriptwriter executiveProducer castMember host guest narrator translator contributor | archived medium=videoRecordingFormat seriesTitle volume numberOfVolumes publisher=studio place runningTime ISBN | Recording
    webpage              | author contributor translator | publicationTitle=websiteTitle type=websiteType publisher place | Document z:Website
"""


def _item_type(line: str) -> ItemType:
    name, creators, written, classes = (cell.strip() for cell in line.split("|"))
    names = dict(_field(one) for one in _COMMON.split())
    for one in written.replace("archived", _ARCHIVED).split():
        names.update([_field(one)])
    resource, _, container = classes.partition(" ")
    return ItemType(
        name, tuple(creators.split()), MappingProxyType(names), resource, container.strip()
    )


def _field(text: str) -> tuple[str, str]:
    shared, _, own = text.partition("=")
    return shared, own or shared


#: Every item type that is a work, by name.
ITEM_TYPES = MappingProxyType(
    {one.name: one for one in map(_item_type, _TABLE.strip().splitlines())}
)
#: Item types that are no works: what belongs to one.
NO_WORKS = frozenset({"attachment", "note", "annotation"})
