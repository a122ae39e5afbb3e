"""The one table between .bib and CSL, read in both directions by both dialects.

Sources: BibTeX's standard styles (btxdoc, section 3), the BibLaTeX manual (sections 2.1, 2.2, 4.9.2),
CSL 1.0.2 (appendices III and IV).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "CONTAINERS",
    "DIALECTS",
    "FIELDS",
    "GENRES",
    "MONTHS",
    "NUMBER",
    "OTHER_DATES",
    "PUBLISHERS",
    "READ_TYPES",
    "SUBTYPES",
    "TITLES",
    "Dialect",
    "How",
]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class How(StrEnum):
    """How a value is written."""

    TEXT = "text"  # LaTeX
    LIST = "list"  # LaTeX; in BibLaTeX " and " stands between its items, "; " in CSL
    TITLE = "title"  # LaTeX, capitals that must stay protected
    VERBATIM = "verbatim"  # as it is: identifiers and addresses
    PAGES = "pages"  # ranges with two hyphens
    NAMES = "names"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Dialect:
    """BibTeX or BibLaTeX.

    Args:
        types: CSL type to entry type, for writing; `misc` for any other.
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
    ("bookauthor", "container-author", How.NAMES),
    ("title", "title", How.TITLE),
    ("shorttitle", "title-short", How.TITLE),
    ("shortjournal", "container-title-short", How.TEXT),
    ("series", "collection-title", How.TEXT),
    ("edition", "edition", How.TEXT),
    ("volume", "volume", How.TEXT),
    ("part", "part-number", How.TEXT),
    ("pages", "page", How.PAGES),
    ("pagetotal", "number-of-pages", How.TEXT),
    ("numpages", "number-of-pages", How.TEXT),
    ("volumes", "number-of-volumes", How.TEXT),
    ("version", "version", How.TEXT),
    ("doi", "DOI", How.VERBATIM),
    ("url", "URL", How.VERBATIM),
    ("isbn", "ISBN", How.VERBATIM),
    ("issn", "ISSN", How.VERBATIM),
    ("pmid", "PMID", How.VERBATIM),
    ("pmcid", "PMCID", How.VERBATIM),
    ("keywords", "keyword", How.TEXT),
    ("keyword", "keyword", How.TEXT),
    ("tags", "keyword", How.TEXT),
    ("abstract", "abstract", How.TEXT),
    ("note", "note", How.TEXT),
    ("annotation", "annote", How.TEXT),
    ("annote", "annote", How.TEXT),
    ("csl-language", "language", How.VERBATIM),
    ("langid", "language", How.VERBATIM),
    ("hyphenation", "language", How.VERBATIM),
    ("language", "language", How.TEXT),
    ("pubstate", "status", How.TEXT),
    ("venue", "event-place", How.TEXT),
    ("chapter", "chapter-number", How.TEXT),
    ("eventtitle", "event-title", How.TEXT),
    ("library", "call-number", How.TEXT),
)

# What a dialect has no type for is `misc` with `entrysubtype`, which classic styles pass over.
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
    "speech": "unpublished",
    "pamphlet": "booklet",
}
_BIBLATEX_TYPES = {
    **_BIBTEX_TYPES,
    "article": "online",
    "bill": "legislation",
    "broadcast": "video",
    "dataset": "dataset",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "graphic": "image",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "map": "image",
    "motion_picture": "video",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "report": "report",
    "review": "review",
    "software": "software",
    "song": "audio",
    "standard": "standard",
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
    "mvreference": "book",
    "manual": "book",
    "booklet": "pamphlet",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "inreference": "entry-encyclopedia",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "webpage": "webpage",
    "preprint": "article",
    "report": "report",
    "techreport": "report",
    "thesis": "thesis",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "bachelorsthesis": "thesis",
    "unpublished": "manuscript",
    "talk": "speech",
    "presentation": "speech",
    "dataset": "dataset",
    "data": "dataset",
    "software": "software",
    "softwareversion": "software",
    "softwaremodule": "software",
    "codefragment": "software",
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
#: What `entrysubtype` says of the type, beside the names of CSL types themselves.
SUBTYPES = {
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
    "film": "motion_picture",
    "tvbroadcast": "broadcast",
    "tvepisode": "broadcast",
    "radiobroadcast": "broadcast",
    "podcast": "broadcast",
    "preprint": "article",
    "blog": "post-weblog",
}

_BOOK_PARTS = ("inbook", "incollection", "inproceedings", "conference", "inreference")
#: CSL type to the variable that the field `number` holds; elsewhere it is the issue.
NUMBER = {
    "report": "number",
    "patent": "number",
    "book": "collection-number",
    "chapter": "collection-number",
    "paper-conference": "collection-number",
    "entry-encyclopedia": "collection-number",
    "manuscript": "number",
    "dataset": "number",
    "standard": "number",
    "legislation": "number",
    "bill": "number",
    "thesis": "number",
}

#: The dialects by format name.
DIALECTS = {
    "bibtex": Dialect(
        name="bibtex",
        types=_BIBTEX_TYPES,
        fields=(
            *_SHARED,
            ("address", "publisher-place", How.TEXT),
            ("location", "publisher-place", How.LIST),
            ("type", "genre", How.TEXT),
        ),
        container=dict.fromkeys(_BOOK_PARTS, "booktitle"),
        publisher={
            "phdthesis": "school",
            "mastersthesis": "school",
            "techreport": "institution",
        },
        has_date=False,
    ),
    "biblatex": Dialect(
        name="biblatex",
        types=_BIBLATEX_TYPES,
        fields=(
            *_SHARED,
            ("eid", "page", How.PAGES),
            ("articleno", "page", How.PAGES),
            ("location", "publisher-place", How.LIST),
            ("address", "publisher-place", How.TEXT),
            ("type", "genre", How.TEXT),
            ("origtitle", "original-title", How.TEXT),
            ("origpublisher", "original-publisher", How.LIST),
            ("origlocation", "original-publisher-place", How.LIST),
        ),
        container={**dict.fromkeys(_BOOK_PARTS, "booktitle"), "article": "journaltitle"},
        publisher={
            "thesis": "institution",
            "report": "institution",
            "online": "organization",
            "misc": "organization",
        },
        has_date=True,
    ),
}

#: Field to CSL variable, how, and rank, for reading: of both dialects at once, because real files
#: mix them. Of two fields that say one variable that of lower rank counts.
FIELDS: dict[str, tuple[str, How, int]] = {}
for _dialect in DIALECTS.values():
    for _rank, (_field, _variable, _how) in enumerate(_dialect.fields):
        FIELDS.setdefault(_field, (_variable, _how, _rank))

#: The fields that are read as `container-title` and as `publisher`, the first that is there.
CONTAINERS = ("journaltitle", "fjournal", "journal", "booktitle")
PUBLISHERS = ("publisher", "institution", "school", "organization", "howpublished")
#: Field to those that continue it, with what goes between.
TITLES = {
    name: ((f"{stem}subtitle", ": "), (f"{stem}titleaddon", ". "))
    for name, stem in (
        ("title", ""),
        ("booktitle", "book"),
        ("maintitle", "main"),
        ("journaltitle", "journal"),
        ("journal", "journal"),
        ("issuetitle", "issue"),
    )
}
#: Field to CSL variable: the dates other than that of publication.
OTHER_DATES = {
    "urldate": "accessed",
    "origdate": "original-date",
    "eventdate": "event-date",
    "lastchecked": "accessed",
    "lastaccessed": "accessed",
    "origyear": "original-date",
}

#: BibLaTeX's words for `type` (manual, 4.9.2.13), of which its styles make these.
GENRES = {
    "bathesis": "Bachelor’s thesis",
    "mathesis": "Master’s thesis",
    "phdthesis": "PhD thesis",
    "candthesis": "Candidate thesis",
    "techreport": "technical report",
    "resreport": "research report",
    "patent": "patent",
    "patentde": "German patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patentus": "U.S. patent",
    "patreq": "patent request",
    "patreqde": "German patent request",
    "patreqeu": "European patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
    "patrequs": "U.S. patent request",
    "software": "computer software",
    "datacd": "data CD",
    "audiocd": "audio CD",
}
