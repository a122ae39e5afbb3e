"""The one table between EndNote's fields and CSL, read in both directions.

EndNote has one set of fields, whose meaning depends on the type of the reference: `number` is the
issue of an article and the number of a book in its series. Source: RefTypeTable.xml of EndNote X7.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bibkit.formats.enxml.types import NAMES

__all__ = ["DATES", "GROUPS", "ORDER", "PEOPLE", "PERIODICALS", "READ", "WRITE"]

#: What appears in periodicals: these have an ISSN, and a short form of the periodical's name.
PERIODICALS = frozenset("JOUR MGZN NEWS EJOUR".split())

# A row a line: the field, the CSL variable, and the types it is so in: all ("*"), these, or all but
# ("-") these. Of several rows for a field in a type the first counts; of several for a variable the
# first is written, all are read.
_ROWS = """
    authors             editor                EDBOOK
    authors             director              FILM TV
    authors             author                *
    secondary-authors   collection-editor     BOOK EDBOOK CLSWK COMP CTLG MAP RPRT UNPB WEB ADVS
    secondary-authors   recipient             PCOMM
    secondary-authors   interviewer           INTV
    secondary-authors   narrator              TV
    secondary-authors   editor                - EDBOOK ART FIGURE CHART EQUA CASE BILL STAT HEAR LEGAL STAND PAT GOVDOC GRANT MANS PAMP FILM DATA DBASE AGGR THES
    tertiary-authors    editor                BOOK CLSWK
    tertiary-authors    producer              FILM TV PRESS
    tertiary-authors    illustrator           BLOG
    tertiary-authors    contributor           THES
    tertiary-authors    collection-editor     CHAP ECHAP EBOOK CONF CPAPER DICT ENCYC SER MUSIC GEN
    subsidiary-authors  performer             FILM ADVS
    subsidiary-authors  producer              MUSIC
    subsidiary-authors  translator            - CASE BILL STAT HEAR STAND LEGAL PAT CONF CPAPER RPRT GOVDOC DATA DBASE AGGR FILM ADVS MUSIC GRANT

    title               title                 *
    short-title         title-short           *
    secondary-title     event-title           CONF CPAPER
    secondary-title     section               HEAR
    secondary-title     division              THES
    secondary-title     archive_collection    MANS
    secondary-title     collection-title      BOOK EDBOOK CLSWK COMP CTLG MAP RPRT UNPB SER ADVS
    secondary-title     container-title       - ART FIGURE CHART EQUA GRANT PCOMM LEGAL STAND GOVDOC
    tertiary-title      authority             BILL HEAR
    tertiary-title      volume-title          ANC
    tertiary-title      collection-title      CHAP ECHAP EBOOK CONF DICT ENCYC GEN MUSIC GOVDOC DATA TV
    alt-title           container-title-short JOUR MGZN NEWS EJOUR DICT ENCYC ANC

    isbn                number                RPRT GOVDOC PAT STAND LEGAL
    isbn                ISSN                  JOUR MGZN NEWS EJOUR
    isbn                ISBN                  *
    work-type           genre                 *
    pages               number-of-pages       BOOK EDBOOK EBOOK THES CLSWK
    pages               dimensions            FILM INTV
    pages               page                  - ART FIGURE CHART EQUA MAP COMP WEB BLOG POST MULTI DATA
    volume              edition               COMP
    volume              genre                 THES
    volume              number                LEGAL PAMP STAND
    volume              dimensions            FIGURE CHART EQUA
    volume              volume                - DATA WEB BLOG POST MULTI GRANT PAT ART FILM TV INTV
    number              collection-number     BOOK EDBOOK EBOOK CHAP ECHAP CLSWK CTLG SER PAMP
    number              issue                 JOUR MGZN EJOUR CONF CPAPER GOVDOC
    number              dimensions            ART
    number              number                RPRT CASE BILL HEAR STAT ADVS FILM TV AGGR GEN ANC DICT MANS UNPB FIGURE CHART EQUA INTV
    num-vols            collection-number     RPRT
    num-vols            container-title-short CASE
    num-vols            number                EJOUR DATA CTLG PCOMM
    num-vols            version               EBOOK TV
    num-vols            number-of-volumes     BOOK EDBOOK CHAP ECHAP CONF CLSWK DICT ENCYC ANC SER MUSIC GEN HEAR
    edition             available-date        JOUR
    edition             version               COMP DATA FIGURE CHART EQUA
    edition             chapter-number        BILL STAT HEAR
    edition             edition               - COMP CASE GRANT PAT MANS PCOMM EJOUR DBASE AGGR
    section             chapter-number        CHAP ECHAP SER
    section             version               DICT
    section             number                BLOG
    section             submitted             CASE
    section             original-date         DATA
    section             section               NEWS GOVDOC GEN BILL STAT LEGAL STAND MUSIC INTV TV

    pub-location        event-place           CONF CPAPER
    pub-location        publisher-place       *
    publisher           authority             CASE
    publisher           archive               MANS
    publisher           publisher             *
    orig-pub            references            CASE BILL HEAR STAT
    orig-pub            original-date         JOUR MGZN NEWS BOOK EDBOOK EBOOK CHAP ECHAP CLSWK ANC DICT ENCYC SER MUSIC GEN PAMP CTLG
    call-num            call-number           *
    electronic-resource-num DOI               *
    abstract            abstract              *
    notes               note                  *
    research-notes      annote                *
    reviewed-item       reviewed-title        JOUR MGZN NEWS BOOK EBOOK ECHAP EJOUR DICT ENCYC ANC SER GEN
    remote-database-name source               *
    language            language              *
    access-date         accessed              *

    custom1             publisher-place       CONF CPAPER
    custom1             scale                 MAP
    custom1             medium                MUSIC
    custom1             section               CHAP ECHAP SER
    custom2             PMCID                 JOUR
    custom2             issue                 NEWS
    custom3             PMCID                 EJOUR
    custom3             container-title       CONF CPAPER
    custom3             dimensions            ART MAP ADVS
    custom3             genre                 DATA
    custom5             medium                FILM ADVS
    custom5             references            PAT
    custom6             status                PAT
    custom6             issue                 RPRT
    custom7             PMCID                 EBOOK ECHAP
"""


def _rows() -> Iterator[tuple[str, str, frozenset[str]]]:
    every = frozenset(NAMES)
    for line in filter(str.strip, _ROWS.splitlines()):
        field, variable, *codes = line.split()
        if codes == ["*"]:
            codes = list(every)
        elif codes[0] == "-":
            codes = list(every - {*codes[1:]})
        yield field, variable, frozenset(codes)


#: Type to (field to CSL variable), and to (CSL variable to the field that is written).
READ: dict[str, dict[str, str]] = defaultdict(dict)
WRITE: dict[str, dict[str, str]] = defaultdict(dict)
for _field, _variable, _codes in _rows():
    for _code in _codes:
        if READ[_code].setdefault(_field, _variable) == _variable:
            WRITE[_code].setdefault(_variable, _field)

#: The fields that hold people, one a line, and those that hold a date.
PEOPLE = ("authors", "secondary-authors", "tertiary-authors", "subsidiary-authors")
DATES = frozenset({"available-date", "accessed", "original-date", "submitted"})

#: The elements of a record in the order of EndNote's DTD; a group with its fields.
GROUPS = {
    "contributors": (*PEOPLE, "translated-authors"),
    "titles": ("title", "secondary-title", "tertiary-title", "alt-title", "short-title", "translated-title"),
    "periodical": ("full-title", "abbr-1", "abbr-2", "abbr-3"),
    "keywords": ("keyword",),
    "dates": ("year", "pub-dates", "copyright-dates"),
    "urls": ("web-urls", "pdf-urls", "text-urls", "related-urls", "image-urls"),
}  # fmt: skip
ORDER = """
    contributors auth-address auth-affiliation titles periodical alt-periodical pages volume number issue
    secondary-volume secondary-issue num-vols edition section reprint-edition reprint-status keywords
    dates pub-location publisher orig-pub isbn accession-num call-num report-id coden
    electronic-resource-num abstract label image caption notes research-notes work-type reviewed-item
    availability remote-source meeting-place work-location work-extent pack-method size repro-ratio
    remote-database-name remote-database-provider language urls access-date modified-date custom1
    custom2 custom3 custom4 custom5 custom6 custom7 custom8 misc1 misc2 misc3
""".split()
