"""Entry types and CSL types: which a reference is, and what has to be said beside the entry's type.

An entry's type says less than CSL's: `entrysubtype` (BibLaTeX manual, 2.2.2; BibTeX's styles pass it
over) holds what it leaves out, as a name of `mapping.SUBTYPES` or the CSL type itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bibkit.formats.bib.mapping import READ_TYPES, SUBTYPES, Dialect
from bibkit.model import Reference, Value
from bibkit.vocab import TYPES

__all__ = ["THESES", "entry_type", "has_article_form", "kept_fields", "type_of"]

#: Entry types that say what kind of thesis it is.
THESES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "bachelorsthesis": "Bachelor's thesis",
}
_SUBTYPE_OF = {
    "article-magazine": "magazine",
    "article-newspaper": "newspaper",
    "article": "preprint",
}


def type_of(entry_type: str, subtype: str, fields: Mapping[str, Value]) -> str:
    """The CSL type of an entry.

    Args:
        entry_type, subtype: in lower case; the latter may be empty.
        fields: the variables that were read.

    >>> type_of("article", "newspaper", {}), type_of("online", "", {"status": "preprint"})
    ('article-newspaper', 'article')
    """
    if subtype:
        named = SUBTYPES.get(subtype) or (subtype if subtype in TYPES else "")
        if named:
            return named
    type_ = READ_TYPES.get(entry_type, "document")
    if type_ in ("webpage", "document") and entry_type in ("misc", "online", "electronic"):
        if fields.get("archive") == "arXiv" and "archive_location" in fields:
            return "article"
        if type_ == "webpage" and fields.get("status") in ("prepublished", "preprint"):
            return "article"
    if type_ == "manuscript" and ("event-title" in fields or "event-date" in fields):
        return "speech"
    return type_


def entry_type(reference: Reference, dialect: Dialect) -> tuple[str, str]:
    """The entry type that a reference is written with, and its `entrysubtype`; the latter may be empty.

    >>> from bibkit.formats.bib.mapping import DIALECTS
    >>> entry_type(Reference("", "article-newspaper"), DIALECTS["biblatex"])
    ('article', 'newspaper')
    """
    written = dialect.types.get(reference.type, "misc")
    if reference.type == "thesis" and not dialect.has_date:
        genre = reference.text("genre").lower()
        written = "mastersthesis" if "master" in genre else "phdthesis"
        return written, "" if genre else "thesis"
    kept = kept_fields(reference)
    own = kept.get("entrytype")
    if reference.type == "document" and isinstance(own, str) and re.fullmatch(r"[a-z][\w-]*", own):
        written = own if own not in ("comment", "string", "preamble", "xdata", "set") else "misc"
    subtype = str(kept.get("entrysubtype") or "")
    if type_of(written, subtype.lower(), reference.fields) == reference.type:
        return written, subtype
    return written, _SUBTYPE_OF.get(reference.type, reference.type)


def kept_fields(reference: Reference) -> Mapping[str, object]:
    """Fields of a .bib file that CSL has no variable for, as they were read."""
    kept = reference.custom.get("bibtex")
    return kept if isinstance(kept, Mapping) else {}


_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{1,6}[\s-]?\d{3,}|\d{5,}", re.ASCII)


def has_article_form(type_: str, page: str) -> bool:
    """Whether what stands in `page` shows by itself that it is an article number.

    >>> has_article_form("article-journal", "e0213344"), has_article_form("article-journal", "181")
    (True, False)
    """
    return type_ == "article-journal" and bool(_ARTICLE_NUMBER.fullmatch(page))
