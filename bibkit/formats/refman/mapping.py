"""The one table between Reference Manager's fields and CSL, read in both directions.

Sources: the RIS specification of 2001 (Reference Manager) and of 2011 (fields by type, which are
EndNote's); the practice of Zotero, EndNote and publishers where these are silent or disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bibkit.model import Reference

__all__ = [
    "ARCHIVED",
    "BOOKS",
    "COUNTED",
    "DESCRIBED",
    "ISSUED_ONLINE",
    "MEETINGS",
    "NUMBERED",
    "PERIODICALS",
    "READ",
    "READ_NAMES",
    "READ_TYPES",
    "RIS",
    "WRITE",
    "WRITE_NAMES",
    "WRITE_TYPES",
    "Spelling",
    "serial_variable",
]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A format that says these fields.

    Args:
        name: of the format.
        codes: CSL type, and `video`, to the RIS type whose fields are written.
        has: whether it has a sign for a tag of RIS in a type.
        turned: whether a name without a comma may be given name first ("Geoffrey Chaucer").
        serials: its tag for ISSNs and ISBNs.
        cut: whether "et al." as the last name says that there are more, as EndNote has it; most
            other readers of RIS take it for a person.
    """

    name: str
    codes: Mapping[str, str]
    has: Callable[[str, str], bool]
    turned: bool = False
    serials: str = "SN"
    cut: bool = False

    def code(self, reference: Reference) -> str:
        """The RIS type that a reference is written as: without a director a film is a video."""
        code = self.codes[reference.type]
        is_video = code == "MPCT" and "director" not in reference.fields
        return self.codes["video"] if is_video else code


# A type a line: its RIS code, its CSL type, its names in EndNote (the first is written).
_TYPES = """
    ABST    article-journal         | Abstract
    ADVS    motion_picture          | Audiovisual Material
    AGGR    dataset                 | Aggregated Database
    ANCIENT classic                 | Ancient Text
    ART     graphic                 | Artwork
    BILL    bill                    | Bill
    BLOG    post-weblog             | Blog | Social Media | Discussion Forum
    BOOK    book                    | Book
    CASE    legal_case              | Case
    CHAP    chapter                 | Book Section | Book Chapter
    CHART   figure                  | Chart or Table
    CLSWK   classic                 | Classical Work
    COMP    software                | Computer Program | Multimedia Application
    CONF    paper-conference        | Conference Proceedings | Conference Proceeding
    CPAPER  paper-conference        | Conference Paper
    CTLG    book                    | Catalog
    DATA    dataset                 | Dataset | Data Set
    DBASE   dataset                 | Online Database
    DICT    entry-dictionary        | Dictionary
    EBOOK   book                    | Electronic Book
    ECHAP   chapter                 | Electronic Book Section | Electronic Chapter
    EDBOOK  book                    | Edited Book
    EJOUR   article-journal         | Electronic Article
    ELEC    webpage                 | Web Page | Electronic Source | Website
    ENCYC   entry-encyclopedia      | Encyclopedia
    EQUA    document                | Equation
    FIGURE  figure                  | Figure
    GEN     document                | Generic
    GOVDOC  report                  | Government Document
    GRANT   document                | Grant
    GRNT    document                | Grant
    HEAR    hearing                 | Hearing
    ICOMM   personal_communication  | Personal Communication
    INPR    article-journal         | Journal Article
    JFULL   periodical              | Serial
    JOUR    article-journal         | Journal Article | Article
    LEGAL   regulation              | Legal Rule or Regulation
    MANSCPT manuscript              | Manuscript
    MAP     map                     | Map
    MGZN    article-magazine        | Magazine Article
    MPCT    motion_picture          | Film or Broadcast | Television Episode
    MULTI   motion_picture          | Online Multimedia
    MUSIC   musical_score           | Music
    NEWS    article-newspaper       | Newspaper Article
    PAMP    pamphlet                | Pamphlet
    PAT     patent                  | Patent
    PCOMM   personal_communication  | Personal Communication | Interview
    RPRT    report                  | Report
    SER     book                    | Serial | Serial Publication
    SLIDE   speech                  | Conference Paper
    SOUND   song                    | Audiovisual Material | Podcast
    STAND   standard                | Standard
    STAT    legislation             | Statute
    THES    thesis                  | Thesis
    UNBILL  bill                    | Bill | Unenacted Bill
    UNPB    manuscript              | Unpublished Work | Preprint
    UNPD    manuscript              | Unpublished Work
    VIDEO   motion_picture          | Audiovisual Material
    WEB     webpage                 | Web Page
"""

#: CSL types that no code is read as, and those that several are, to the code that is written.
_WRITE_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "MPCT",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "collection": "GEN",
    "dataset": "DATA",
    "document": "GEN",
    "entry": "ENCYC",
    "event": "GEN",
    "figure": "FIGURE",
    "interview": "PCOMM",
    "manuscript": "MANSCPT",
    "motion_picture": "MPCT",
    "paper-conference": "CONF",
    "performance": "GEN",
    "personal_communication": "PCOMM",
    "post": "BLOG",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "treaty": "STAT",
    "webpage": "ELEC",
}

_CODES = [
    (*parts[0].split(), *parts[1:])
    for line in _TYPES.strip().splitlines()
    if (parts := [part.strip() for part in line.split("|")])
]

#: RIS code to CSL type.
READ_TYPES = MappingProxyType({code: csl for code, csl, *_ in _CODES})
#: EndNote's name of a type, in lower case, to the RIS code.
READ_NAMES: dict[str, str] = {}
for _code, _csl, *_names in sorted(_CODES, key=lambda row: row[0] not in _WRITE_TYPES.values()):
    for _name in _names:
        READ_NAMES.setdefault(_name.lower(), _code)
#: RIS code to EndNote's name of the type.
WRITE_NAMES = MappingProxyType({code: names[0] for code, _, *names in _CODES})
#: CSL type to RIS code, for every type.
WRITE_TYPES = MappingProxyType({csl: code for code, csl, *_ in reversed(_CODES)} | _WRITE_TYPES)

#: What appears in journals and newspapers, whose titles have tags of their own (JF, JO, JA, J1, J2).
PERIODICALS = frozenset("ABST EJOUR INPR JFULL JOUR MGZN NEWS".split())
MEETINGS = frozenset("CONF CPAPER".split())
#: Of these SN is an ISBN even where its check digit is wrong, as it is an ISSN of periodicals.
BOOKS = frozenset(
    """
    ADVS ANCIENT BOOK CHAP CLSWK COMP CONF CPAPER CTLG DICT EBOOK ECHAP EDBOOK ENCYC GEN HEAR MAP PAMP
    SER SLIDE SOUND VIDEO
    """.split()
)
#: Of these SN is their own number.
NUMBERED = frozenset("GOVDOC LEGAL PAT RPRT STAND".split())
#: Of these SP is how many pages there are.
COUNTED = frozenset("BOOK CLSWK EBOOK EDBOOK MANSCPT THES".split())
#: Of these SP describes the thing in words.
DESCRIBED = frozenset("ART BLOG CHART COMP ELEC EQUA FIGURE MAP MULTI WEB".split())
#: Of these the database (DB) and its number (AN) are the archive that keeps the only copy.
ARCHIVED = frozenset("ART GEN ICOMM MANSCPT MAP PCOMM UNPB UNPD".split())
#: Of these DA is the day of access.
ISSUED_ONLINE = frozenset("AGGR DBASE EBOOK ECHAP EJOUR MULTI".split())

# A row a line: a tag, the CSL variable, and the codes it is so in: all ("*"), these, or all but
# ("-") these. Of several rows for a tag in a code the first counts; of several for a variable the
# first is written. What needs more than a row (dates, pages, numbers of SN) is not here.
_ROWS = """
    A2  author                  BILL UNBILL
    A3  author                  BILL UNBILL
    AU  editor                  EDBOOK
    AU  director                MPCT
    AU  author                  *
    A2  collection-editor       BOOK CLSWK COMP EDBOOK ELEC MAP MULTI RPRT UNPB UNPD WEB
    A2  performer               ADVS SLIDE SOUND VIDEO
    A2  recipient               ICOMM PCOMM
    A2  authority               LEGAL PAT
    A2  container-title         CASE
    A2  editor                  ABST ANCIENT BLOG CHAP CONF CPAPER DICT EBOOK ECHAP EJOUR ENCYC GEN INPR JFULL JOUR MGZN MUSIC NEWS SER
    A3  editor                  BOOK CLSWK EDBOOK
    A3  producer                MPCT
    A3  contributor             THES
    A3  illustrator             BLOG
    A3  collection-editor       ABST ADVS CHAP CONF CPAPER DICT EBOOK ECHAP EJOUR ENCYC GEN INPR JFULL JOUR MGZN MUSIC NEWS SER SLIDE SOUND VIDEO
    A4  performer               MPCT
    A4  producer                MUSIC
    A4  editor                  SER
    A4  translator              - CASE CONF DATA MPCT MUSIC RPRT SER STAND
    ED  editor                  *
    TI  title                   *
    ST  title-short             *
    T2  section                 HEAR
    T2  archive_collection      MANSCPT
    T2  event-title             CONF CPAPER SLIDE
    T2  collection-title        BOOK CLSWK COMP CTLG EBOOK EDBOOK MAP RPRT SER UNPB UNPD
    T2  container-title         - CASE DATA EQUA FIGURE GRANT GRNT ICOMM LEGAL PCOMM STAND THES
    C3  container-title         CONF CPAPER
    T3  authority               BILL HEAR UNBILL
    T3  collection-title        - CASE LEGAL PAT STAND STAT UNPB UNPD
    J2  container-title-short   ABST ANCIENT CHAP CONF CPAPER DICT ECHAP EJOUR ENCYC INPR JFULL JOUR MGZN NEWS
    VL  edition                 COMP
    VL  number                  LEGAL PAMP STAND
    VL  dimensions              CHART EQUA FIGURE
    VL  volume                  - DATA ELEC GRANT GRNT PAT THES WEB
    M1  issue                   CONF GOVDOC
    IS  number-of-volumes       CHAP
    IS  version                 DATA
    IS  issue                   *
    M1  collection-number       BOOK CLSWK CTLG EDBOOK PAMP SER
    M1  chapter-number          ECHAP
    M1  dimensions              ART
    M1  accessed                ELEC WEB
    M1  number                  ADVS AGGR ANCIENT BILL CHART DICT EQUA FIGURE GEN HEAR RPRT SLIDE SOUND STAT THES UNBILL UNPB UNPD VIDEO
    NV  container-title-short   CASE
    NV  collection-number       RPRT
    NV  dimensions              ADVS SLIDE SOUND VIDEO
    NV  version                 EBOOK
    NV  number                  CTLG DATA EJOUR ICOMM MANSCPT PCOMM STAT
    NV  number-of-volumes       - GRANT GRNT LEGAL MGZN NEWS PAT STAND
    SV  number                  CASE
    SV  collection-number       CHAP
    SE  page                    BOOK
    SE  chapter-number          CHAP SER
    SE  version                 DICT
    SE  number                  BLOG
    SE  submitted               CASE
    SE  original-date           DATA
    SE  section                 BILL GEN GOVDOC LEGAL MUSIC NEWS STAND STAT UNBILL
    ET  available-date          ABST EJOUR INPR JFULL JOUR
    ET  version                 CHART COMP DATA EQUA FIGURE
    ET  chapter-number          BILL HEAR STAT UNBILL
    ET  edition                 - AGGR CASE DBASE GRANT GRNT ICOMM MANSCPT PAT PCOMM
    M3  medium                  ART MPCT
    M3  genre                   - CASE DATA
    VL  genre                   THES
    C3  genre                   DATA
    C4  genre                   MPCT
    C5  medium                  ADVS SLIDE SOUND VIDEO
    C1  medium                  MUSIC
    C1  scale                   MAP
    C1  submitted               PAT
    C1  section                 CHAP ECHAP SER
    C1  publisher-place         CONF CPAPER
    C2  container-author        CHAP
    C2  issue                   NEWS
    C2  number                  SER
    C2  PMCID                   ABST INPR JOUR
    C3  PMCID                   EJOUR
    C7  PMCID                   EBOOK ECHAP
    C3  dimensions              ADVS ART MAP SLIDE SOUND VIDEO
    SP  dimensions              MPCT
    C5  references              PAT
    OP  references              BILL CASE HEAR STAT UNBILL
    OP  original-date           - BLOG COMP DATA ELEC GRANT GRNT MPCT PAT RPRT SLIDE VIDEO WEB
    C5  publisher               STAT
    C6  status                  PAT
    C6  issue                   RPRT
    C6  volume                  STAT
    PB  authority               CASE
    PB  archive                 MANSCPT
    PB  publisher               *
    CY  event-place             CONF CPAPER
    CY  publisher-place         *
    AV  archive_location        *
    RI  reviewed-title          *
    RN  annote                  *
    CN  call-number             *
    H2  call-number             *
    DP  source                  *
    LB  citation-key            *
    Y2  accessed                *
"""


def _rows() -> Iterator[tuple[str, str, frozenset[str]]]:
    every = frozenset(READ_TYPES)
    for line in _ROWS.strip().splitlines():
        tag, variable, *codes = line.split()
        if codes == ["*"]:
            yield tag, variable, every
        else:
            yield tag, variable, every - {*codes[1:]} if codes[0] == "-" else frozenset(codes)


#: RIS code to (tag to CSL variable), and to (CSL variable to the tag that is written).
READ: dict[str, dict[str, str]] = defaultdict(dict)
WRITE: dict[str, dict[str, str]] = defaultdict(dict)
for _tag, _variable, _where in _rows():
    for _code in _where:
        if READ[_code].setdefault(_tag, _variable) == _variable:
            WRITE[_code].setdefault(_variable, _tag)


def serial_variable(code: str) -> str:
    """What a number in SN is that is neither an ISSN nor an ISBN; empty where nothing says it."""
    if code in NUMBERED:
        return "number"
    return "ISSN" if code in PERIODICALS else "ISBN" if code in BOOKS else ""


#: The spelling with a sign for everything.
RIS = Spelling("ris", {**WRITE_TYPES, "video": "VIDEO"}, lambda code, tag: True)
