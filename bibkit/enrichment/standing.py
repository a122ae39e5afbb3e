"""Whether a work stands: what both services together say of retractions and other versions."""

from __future__ import annotations

from collections.abc import Sequence

from bibkit.enrichment.nature import NOTICE_KINDS, Nature, nature_of
from bibkit.enrichment.titles import is_marked_retracted
from bibkit.model import Candidate, Notice

__all__ = ["standing", "worst"]

# In order of weight; `version` and `preprint` say nothing against a work.
_WEIGHT = ("retraction", "concern", "published", "correction")


def standing(candidates: Sequence[Candidate]) -> tuple[Notice, ...]:
    """What is said of a work, the weightiest first; nothing of a record that is a notice itself.

    Args:
        candidates: the records of one work from the services that have it. What one of them says
            counts (the union); that none says anything is no proof where one was not asked.

    >>> from bibkit.model import Reference
    >>> work = Reference("1", "article-journal", {"title": "RETRACTED: A view"})
    >>> standing([Candidate(work, "crossref")])[0].kind
    'retraction'
    """
    said: list[Notice] = []
    for one in candidates:
        if _is_notice(one):
            continue
        if is_marked_retracted(one.reference.text("title")):
            said.append(Notice("retraction", "title", one.id))
        own = one.reference.text("DOI").lower()
        said += [
            Notice(notice.kind, notice.source, "" if notice.id == own else notice.id)
            for notice in one.notices
            if notice.kind in _WEIGHT
        ]
    return tuple(sorted(dict.fromkeys(said), key=lambda notice: _WEIGHT.index(notice.kind)))


def _is_notice(one: Candidate) -> bool:
    """Whether a record is a word on a work, so that its links are of another's standing.

    PubMed tells its notices by their type; of Crossref's only the title does.
    """
    if one.service == "pubmed":
        return one.kind in NOTICE_KINDS
    return nature_of(one) in (Nature.CORRECTION, Nature.RETRACTION, Nature.CONCERN)


def worst(notices: Sequence[Notice], kind: str) -> str:
    """Who says it and where, for a message: `PubMed, Crossref: 10.1/b`; empty where nobody does.

    >>> worst((Notice("retraction", "pubmed", "123"), Notice("retraction", "crossref")), "retraction")
    'PubMed, Crossref; see 123'
    """
    own = [notice for notice in notices if notice.kind == kind]
    names = dict.fromkeys(_NAMES.get(notice.source, notice.source) for notice in own)
    ids = dict.fromkeys(notice.id for notice in own if notice.id)
    where = f"; see {', '.join(ids)}" if ids else ""
    return f"{', '.join(names)}{where}" if own else ""


_NAMES = {
    "crossref": "Crossref",
    "pubmed": "PubMed",
    "retraction-watch": "Retraction Watch",
    "title": "its title",
}
