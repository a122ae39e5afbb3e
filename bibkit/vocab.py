"""The vocabulary of CSL 1.0.2 as data: every variable with its kind, every item type.

Source: CSL 1.0.2 specification, appendices III (types) and IV (variables). A test compares
both tables with the schema that citeproc-py ships, so that they cannot drift.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

__all__ = ["TYPES", "VARIABLES", "Kind", "kind_of"]


class Kind(StrEnum):
    """What a CSL variable holds, hence which Python value fits it."""

    NAMES = "names"
    DATE = "date"
    NUMBER = "number"
    TITLE = "title"
    STRING = "string"


_NAMES = """
    author chair collection-editor compiler composer container-author contributor curator
    director editor editor-translator editorial-director executive-producer guest host
    illustrator interviewer narrator organizer original-author performer producer recipient
    reviewed-author script-writer series-creator translator
"""

_DATES = "accessed available-date event-date issued original-date submitted"

_NUMBERS = """
    chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number
    printing-number section supplement-number version volume
"""

_TITLES = """
    collection-title container-title container-title-short original-title part-title
    reviewed-title title title-short volume-title
"""

_STRINGS = """
    abstract annote archive archive-place archive_collection archive_location authority
    call-number citation-key citation-label dimensions division DOI event event-place
    event-title genre ISBN ISSN jurisdiction keyword language license medium note
    original-publisher original-publisher-place PMCID PMID publisher publisher-place
    references reviewed-genre scale source status URL year-suffix
"""

#: Every CSL variable, by its name in the specification, with its kind.
VARIABLES = MappingProxyType(
    {
        name: kind
        for kind, names in (
            (Kind.NAMES, _NAMES),
            (Kind.DATE, _DATES),
            (Kind.NUMBER, _NUMBERS),
            (Kind.TITLE, _TITLES),
            (Kind.STRING, _STRINGS),
        )
        for name in names.split()
    }
)

#: Every CSL item type.
TYPES = frozenset(
    """
        article article-journal article-magazine article-newspaper bill book broadcast chapter
        classic collection dataset document entry entry-dictionary entry-encyclopedia event
        figure graphic hearing interview legal_case legislation manuscript map motion_picture
        musical_score pamphlet paper-conference patent performance periodical
        personal_communication post post-weblog regulation report review review-book software
        song speech standard thesis treaty webpage
    """.split()
)


def kind_of(variable: str) -> Kind | None:
    """The kind of a CSL variable, or None where CSL has no such variable.

    >>> kind_of("author"), kind_of("PMID"), kind_of("journal")
    (<Kind.NAMES: 'names'>, <Kind.STRING: 'string'>, None)
    """
    return VARIABLES.get(variable)
