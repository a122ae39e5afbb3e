"""The one table between .bib and CSL, read in both directions by both dialects.

Sources: BibTeX's standard styles (btxdoc, section 3), the BibLaTeX manual (sections 2.1, 2.2),
CSL 1.0.2 (appendices III and IV).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "CONTAINERS",
    "DIALECTS",
    "FIELDS",
    "MONTHS",
    "NUMBER",
    "OTHER_DATES",
    "PUBLISHERS",
    "READ_TYPES",
    "Dialect",
    "How",
]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class How(StrEnum):
    """How a value is written."""

    TEXT = "text"  # LaTeX
    TITLE = "title"  # LaTeX, capitals that must stay protected
    VERBATIM = "verbatim"  # as it is: identifiers and addresses
    PAGES = "pages"  # ranges with two hyphens
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Dialect:
    """BibTeX or BibLaTeX.

    Args:
        types: CSL type to entry type, for writing.
        fields: (field, CSL variable, how). Where a field or a variable stands twice, the first
            row is the one that is written, all are read.
        container: entry type to the field of `container-title`.
        publisher: entry type to the field of `publisher`.
        has_date: whether dates are one ISO field (`date`) or `year`, `month`, `day`.
    """

    name: str
    types: dict[str, str]
    fields: tuple[tuple[str, str, How], ...]
    container: dict[str, str]
    publisher: dict[str, str]
    has_date: bool


_SHARED = (
    ("author", "author", How.NAMES),
    ("editor", "editor", How.NAMES),
    ("translator", "translator", How.NAMES),
    ("title", "title", How.TITLE),
    ("shorttitle", "title-short", How.TITLE),
    ("shortjournal", "container-title-short", How.TEXT),
    ("series", "collection-title", How.TEXT),
    ("edition", "edition", How.TEXT),
    ("volume", "volume", How.TEXT),
    ("pages", "page", How.PAGES),
    ("version", "version", How.TEXT),
    ("doi", "DOI", How.VERBATIM),
    ("url", "URL", How.VERBATIM),
    ("isbn", "ISBN", How.VERBATIM),
    ("issn", "ISSN", How.VERBATIM),
    ("pmid", "PMID", How.VERBATIM),
    ("pmcid", "PMCID", How.VERBATIM),
    ("keywords", "keyword", How.TEXT),
    ("abstract", "abstract", How.TEXT),
    ("note", "note", How.TEXT),
    ("annotation", "annote", How.TEXT),
    ("annote", "annote", How.TEXT),
    ("langid", "language", How.VERBATIM),
    ("language", "language", How.VERBATIM),
    ("pubstate", "status", How.TEXT),
    ("venue", "event-place", How.TEXT),
    ("chapter", "chapter-number", How.TEXT),
    ("eventtitle", "event-title", How.TEXT),
)

_BIBTEX_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "entry-dictionary": "incollection",
    "paper-conference": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
}
_BIBLATEX_TYPES = {
    **_BIBTEX_TYPES,
    "article": "online",
    "collection": "collection",
    "dataset": "dataset",
    "entry-encyclopedia": "inreference",
    "patent": "patent",
    "report": "report",
    "software": "software",
    "thesis": "thesis",
    "webpage": "online",
}
#: Entry type, of either dialect, to CSL type.
READ_TYPES = {
    "article": "article-journal",
    "suppperiodical": "article-journal",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "reference": "book",
    "manual": "book",
    "booklet": "pamphlet",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "inreference": "entry-encyclopedia",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "report": "report",
    "techreport": "report",
    "thesis": "thesis",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "unpublished": "manuscript",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "periodical": "periodical",
    "artwork": "graphic",
    "image": "graphic",
    "audio": "song",
    "music": "song",
    "video": "motion_picture",
    "movie": "motion_picture",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "review": "review",
    "standard": "standard",
    "performance": "performance",
}

_BOOK_PARTS = ("incollection", "inproceedings", "inreference")
#: CSL type to the variable that the field `number` holds; elsewhere it is the issue.
NUMBER = {
    "report": "number",
    "patent": "number",
    "book": "collection-number",
    "chapter": "collection-number",
    "paper-conference": "collection-number",
    "manuscript": "number",
    "dataset": "number",
    "standard": "number",
    "legislation": "number",
}

#: The dialects by format name.
DIALECTS = {
    "bibtex": Dialect(
        name="bibtex",
        types=_BIBTEX_TYPES,
        fields=(
            *_SHARED,
            ("address", "publisher-place", How.TEXT),
            ("location", "publisher-place", How.TEXT),
            ("type", "genre", How.TEXT),
        ),
        container=dict.fromkeys(_BOOK_PARTS, "booktitle"),
        publisher={
            "phdthesis": "school",
            "mastersthesis": "school",
            "techreport": "institution",
            "misc": "howpublished",
        },
        has_date=False,
    ),
    "biblatex": Dialect(
        name="biblatex",
        types=_BIBLATEX_TYPES,
        fields=(
            *_SHARED,
            ("eid", "page", How.PAGES),
            ("location", "publisher-place", How.TEXT),
            ("address", "publisher-place", How.TEXT),
            ("type", "genre", How.TEXT),
            ("pagetotal", "number-of-pages", How.TEXT),
            ("volumes", "number-of-volumes", How.TEXT),
            ("origtitle", "original-title", How.TEXT),
            ("origpublisher", "original-publisher", How.TEXT),
            ("library", "call-number", How.TEXT),
        ),
        container={**dict.fromkeys(_BOOK_PARTS, "booktitle"), "article": "journaltitle"},
        publisher={
            "thesis": "institution",
            "report": "institution",
            "online": "organization",
            "misc": "organization",
            "unpublished": "howpublished",
        },
        has_date=True,
    ),
}

#: Field to CSL variable and how, for reading: of both dialects at once, because real files mix them.
FIELDS = {
    field: (variable, how)
    for dialect in DIALECTS.values()
    for field, variable, how in dialect.fields
}
#: The fields that are read as `container-title` and as `publisher`, the first that is there.
CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle")
PUBLISHERS = ("publisher", "institution", "school", "organization", "howpublished")
#: Field to CSL variable: the dates other than that of publication.
OTHER_DATES = {"urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
