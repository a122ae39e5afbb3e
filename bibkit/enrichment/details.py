"""Where a reference and the records of its work say different things. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bibkit.enrichment.fuller import agrees
from bibkit.enrichment.match import compare
from bibkit.model import Candidate, Reference
from bibkit.text import fold

__all__ = ["wrong_details"]


def wrong_details(reference: Reference, records: Sequence[Candidate]) -> list[tuple[str, str, str]]:
    """Fields in which every service that has them disagrees with the reference.

    Returns:
        (variable, the reference's value, a service's value). Forms of one value agree: an
        abbreviated journal, a shortened page range, print and online years.

    >>> mine = Reference("a", "article-journal", {"volume": "12", "page": "181-4"})
    >>> theirs = Reference("1", "article-journal", {"volume": "21", "page": "181-184"})
    >>> wrong_details(mine, [Candidate(theirs, "pubmed")])
    [('volume', '12', '21')]
    """
    found = []
    for variable in ("author", "title", "container-title", "issued", "volume", "page"):
        mine = reference.fields.get(variable)
        offers = [(one, one.reference.fields.get(variable)) for one in records]
        known = [(one, value) for one, value in offers if value is not None]
        if mine is None or not known or not _is_read_surely(reference, variable):
            continue
        if any(_is_said(reference, variable, one) for one, _ in known):
            continue
        found.append((variable, _short(mine), _short(known[0][1])))
    return found


def _is_read_surely(reference: Reference, variable: str) -> bool:
    """Whether a difference would be the author's and not of our reading."""
    evidence = reference.evidence
    if evidence is None:
        return True
    return evidence.confidence >= 0.7 and evidence.sure.get(variable, evidence.confidence) >= 0.9


def _is_said(reference: Reference, variable: str, candidate: Candidate) -> bool:
    """Whether a record says what the reference says, or does not clearly say otherwise."""
    mine, theirs = reference.fields[variable], candidate.reference.fields[variable]
    held = compare(reference, candidate)
    if variable == "author":
        return held.author is not False
    if variable == "issued":
        return held.years is None or held.years <= 1
    if variable == "title":
        return held.title >= 0.8 or held.inside >= 0.8 or agrees(variable, mine, theirs)
    if variable == "container-title":
        # Many a name of a journal cannot be told from its abbreviation; then place tells.
        return held.journal is not False or (held.volume is True and held.page is True)
    if variable == "volume":
        return held.volume is not False
    # An article number instead of pages, or pages of the journal before print.
    numbered = fold(str(mine))[:1].isalpha() != fold(str(theirs))[:1].isalpha()
    return held.page is not False or numbered


def _short(value: object) -> str:
    if isinstance(value, tuple):
        return str(value[0])
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
