"""EndNote's reference types: their numbers and names, and the CSL types that they are.

Sources: the reference types of EndNote (RefTypeTable.xml of version X7, which numbers them in
another order; the numbers here are those of its exports), Zotero's and pandoc's practice.
"""

from __future__ import annotations

from types import MappingProxyType

from bibkit.model import Reference
from bibkit.text import fold

__all__ = ["NAMES", "NUMBERS", "code_of_name", "code_of_number", "code_of_reference", "type_of"]

# A type a line: our code, its number, its CSL type, its names (the first is written). Without a
# number it is read by its name alone.
_TYPES = """
    JOUR   17 article-journal        | Journal Article
    BOOK    6 book                   | Book
    EDBOOK 28 book                   | Edited Book
    EBOOK  44 book                   | Electronic Book
    CHAP    5 chapter                | Book Section
    ECHAP  60 chapter                | Electronic Book Section
    CONF   10 paper-conference       | Conference Proceedings
    CPAPER 47 speech                 | Conference Paper
    THES   32 thesis                 | Thesis
    RPRT   27 report                 | Report
    GOVDOC 46 report                 | Government Document
    EJOUR  43 article                | Electronic Article | Preprint
    MGZN   19 article-magazine       | Magazine Article | Magazine
    NEWS   23 article-newspaper      | Newspaper Article | Newspaper
    WEB    12 webpage                | Web Page | Web Site | Electronic Source
    MULTI  48 webpage                | Online Multimedia
    BLOG   56 post-weblog            | Blog
    POST    - post                   | Discussion Forum | Social Media
    DATA   59 dataset                | Dataset
    DBASE  45 dataset                | Online Database
    AGGR   55 dataset                | Aggregated Database
    COMP    9 software               | Computer Program | Multimedia Application
    PAT    25 patent                 | Patent
    STAND  58 standard               | Standard
    DICT   52 entry-dictionary       | Dictionary
    ENCYC  53 entry-encyclopedia     | Encyclopedia
    FILM   21 motion_picture         | Film or Broadcast | Film
    ADVS    3 motion_picture         | Audiovisual Material
    TV      - broadcast              | Television Episode | Podcast
    MUSIC  61 song                   | Music
    ART     2 graphic                | Artwork
    MAP    20 map                    | Map
    FIGURE 37 figure                 | Figure
    CHART  38 figure                 | Chart or Table
    CASE    7 legal_case             | Case
    BILL    4 bill                   | Bill
    STAT   31 legislation            | Statute
    HEAR   14 hearing                | Hearing
    LEGAL  50 regulation             | Legal Rule or Regulation
    MANS   36 manuscript             | Manuscript
    UNPB   34 manuscript             | Unpublished Work
    PAMP   24 pamphlet               | Pamphlet
    PCOMM  26 personal_communication | Personal Communication
    INTV    - interview              | Interview
    CLSWK  49 classic                | Classical Work
    ANC    51 classic                | Ancient Text
    SER    57 periodical             | Serial
    CTLG    8 book                   | Catalog
    PRESS   - report                 | Press Release
    EQUA   39 document               | Equation
    GRANT  54 document               | Grant
    GEN    13 document               | Generic
"""
_ROWS = [
    (*parts[0].split(), *parts[1:])
    for line in _TYPES.strip().splitlines()
    if (parts := [part.strip() for part in line.split("|")])
]

#: Our code to the number, and to the name that is written.
NUMBERS = MappingProxyType({code: number for code, number, *_ in _ROWS if number != "-"})
NAMES = MappingProxyType({code: names[0] for code, _, _, *names in _ROWS})
_READ = {code: csl for code, _, csl, *_ in _ROWS}
_BY_NAME = {fold(name): code for code, _, _, *names in _ROWS for name in names}
_BY_NUMBER = {number: code for code, number in NUMBERS.items()}

# CSL types that EndNote has no name of its own for.
_WRITE = {
    "broadcast": "FILM",
    "collection": "GEN",
    "entry": "ENCYC",
    "event": "GEN",
    "interview": "PCOMM",
    "musical_score": "MUSIC",
    "performance": "GEN",
    "post": "BLOG",
    "review": "JOUR",
    "review-book": "JOUR",
    "treaty": "STAT",
    "document": "GEN",
    "manuscript": "MANS",
} | {csl: code for code, _, csl, *_ in reversed(_ROWS) if code in NUMBERS and code not in ("EQUA", "GRANT", "UNPB")}  # fmt: skip


def code_of_name(name: str) -> str:
    """Our code for a type by EndNote's name, any case; empty for an unknown one.

    >>> code_of_name("journal article"), code_of_name("Unused 1")
    ('JOUR', '')
    """
    return _BY_NAME.get(fold(name), "")


def code_of_number(number: str) -> str:
    """Our code for a type by its number in exports; empty for an unknown one."""
    return _BY_NUMBER.get(number.strip(), "")


def code_of_reference(reference: Reference) -> str:
    """Our code for the type that a reference is written as.

    >>> code_of_reference(Reference("a", "book", {"title": "Soil"}))
    'BOOK'
    """
    code = _WRITE[reference.type]
    if code == "BOOK" and reference.names("editor") and not reference.names("author"):
        return "EDBOOK"  # whose first names are the editors
    if code == "FILM" and reference.names("author") and not reference.names("director"):
        return "ADVS"  # whose first names are authors, not directors
    return code


# What of an electronic article appears in a periodical, and what of a conference paper in print.
_IN_PERIODICAL = frozenset({"container-title", "volume", "issue", "ISSN"})
_IN_PRINT = frozenset({"container-title", "publisher", "page", "volume", "ISBN"})


def type_of(code: str, variables: frozenset[str] | set[str]) -> str:
    """The CSL type of a reference that was read.

    Args:
        variables: those that it has.

    >>> type_of("EJOUR", {"title", "URL"}), type_of("EJOUR", {"title", "container-title"})
    ('article', 'article-journal')
    """
    if code == "EJOUR" and variables & _IN_PERIODICAL:
        return "article-journal"
    if code == "CPAPER" and variables & _IN_PRINT:
        return "paper-conference"
    return _READ[code]
