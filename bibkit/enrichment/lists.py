"""Records by identifier, and the whole reference list of an article."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence

from bibkit import identifiers
from bibkit.citekeys import with_keys
from bibkit.enrichment.case import Case
from bibkit.enrichment.ledger import Ledger
from bibkit.enrichment.loop import SOURCES, Enriched, enrich, look_up
from bibkit.enrichment.match import Cited, decide
from bibkit.errors import NothingFound, ServiceError
from bibkit.model import Batch, Candidate, Problem, Reference, Severity, Value
from bibkit.outcome import Absent, Found, Unknown
from bibkit.services import Services
from bibkit.text import fold

__all__ = ["fetch", "identified", "reference_list", "whole_list"]


def identified(text: str) -> Reference | None:
    """An identifier of a work as a reference that says no more; None for anything else.

    >>> identified("PMC5909703").fields, identified("28400789").fields
    (mappingproxy({'PMCID': 'PMC5909703'}), mappingproxy({'PMID': '28400789'}))
    >>> identified("https://doi.org/10.1155/2019/3675627").text("DOI"), identified("hello")
    ('10.1155/2019/3675627', None)
    """
    bare = text.strip().strip("<>,;")
    fields: dict[str, Value] = {}
    pmcid = identifiers.normalise_pmcid(bare) if not bare.isdecimal() else None
    for variable, value in (
        ("PMID", identifiers.normalise_pmid(bare)),
        ("PMCID", pmcid),
        ("DOI", identifiers.normalise_doi(bare) if " " not in bare else None),
    ):
        if value and not fields:
            fields[variable] = value
    return Reference(bare, "document", fields) if fields else None


def fetch(ids: Iterable[str], services: Services, sources: Collection[str] = SOURCES) -> Enriched:
    """The records of identifiers, in their order, each work once.

    Args:
        ids: DOIs, PMIDs, PMCIDs, as such or as addresses.

    Returns:
        The references with their keys; what is no identifier, what no service has, and what
        could not be asked is among the problems.
    """
    wanted: list[Reference] = []
    problems: list[Problem] = []
    for text in ids:
        reference = identified(text)
        if reference is None:
            message = f"'{text[:80]}' is no DOI, PMID or PMCID."
            problems.append(Problem("not-an-id", message, Severity.ERROR, ref=""))
        else:
            wanted.append(reference)
    result = enrich(Batch(tuple(wanted)), services, sources=sources)
    absent = {p.ref: p for p in result.batch.problems if p.code == "no-such-id"}
    seen: set[str] = set()
    kept: list[tuple[str, Reference]] = []
    for asked, reference in zip(wanted, result.batch, strict=True):
        marks = {f"{v}:{reference.text(v).lower()}" for v in ("DOI", "PMID") if reference.text(v)}
        found = "title" in reference.fields or "container-title" in reference.fields
        if not found:
            problem = absent.get(asked.id)
            message = problem.message if problem else f"{asked.id}: it could not be asked for."
            problems.append(Problem("not-fetched", message, Severity.ERROR, ref=""))
        elif marks & seen:
            message = f"{asked.id} is a work that was fetched already."
            problems.append(Problem("same-work", message, Severity.INFO, ref=""))
        else:
            kept.append((asked.id, reference))
        seen |= marks
    batch = with_keys([reference for _, reference in kept])
    keys = dict(zip((asked for asked, _ in kept), (r.id for r in batch), strict=True))
    told = [
        dataclasses.replace(problem, ref=keys[problem.ref])
        for problem in result.batch.problems
        if problem.ref in keys
    ]
    entries = {
        keys[asked]: result.ledger.entries[asked].with_key(reference)
        for (asked, _), reference in zip(kept, batch, strict=True)
    }
    whole = batch.with_problems([*problems, *told])
    return dataclasses.replace(result, batch=whole, ledger=Ledger(entries))


# --- reference lists ------------------------------------------------------------------------------------


def reference_list(article: Reference, services: Services) -> Batch:
    """The whole reference list of an article, as its publisher gave it to PubMed and Crossref.

    The longer of the two lists is taken, PubMed's where they are equal: it has the printed
    strings, with all authors, and identifiers. What the other list knows more is added.

    Raises:
        NothingFound: no such article, or neither service has its list.
        ServiceError: none could be asked.
    """
    case = Case(article)
    look_up([case], services)
    pubmed, crossref = case.records.get("pubmed"), case.records.get("crossref")
    doi = case.doi or (pubmed.reference.text("DOI").lower() if pubmed else "")
    name = doi or case.pmid or case.pmcid
    lists: list[Batch] = []
    failures: list[ServiceError] = []
    for known, ask in (
        (pubmed.id if pubmed else "", services.ncbi.reference_list),
        (doi, services.crossref.deposited),
    ):
        try:
            listed = ask(known) if known else None
        except ServiceError as error:
            failures.append(error)
        else:
            if listed is not None and listed.references:
                lists.append(listed)
    if not lists:
        if failures:
            raise failures[0]
        unknown = next((o for o in case.outcomes.values() if isinstance(o, Unknown)), None)
        if unknown is not None:
            raise ServiceError("", f"{unknown.reason}".strip())
        if not case.records and any(isinstance(o, Absent) for o in case.outcomes.values()):
            raise NothingFound(f"Neither Crossref nor PubMed has {name}. Check the identifier.")
        raise NothingFound(f"Neither PubMed nor Crossref holds the reference list of {name}.")
    longest = max(lists, key=len)  # of equal ones the first: PubMed's
    others = [one for one in lists if one is not longest]
    about = (
        (crossref or pubmed or next(iter(case.records.values()), None)) if case.records else None
    )
    batch = _completed(longest, others[0]) if others else longest
    problems = list(batch.problems)
    unasked = [o.reason for o in case.outcomes.values() if isinstance(o, Unknown)]
    reasons = dict.fromkeys([f"{f.service} {f.reason}" for f in failures] + unasked)
    problems += [
        Problem("incomplete", f"{reason}: its list could not be seen.", ref="")
        for reason in reasons
    ]
    return Batch(batch.references, tuple(problems), about.reference if about else longest.article)


def _completed(base: Batch, other: Batch) -> Batch:
    """A list with the identifiers that another list of the same works has for them."""
    found = _aligned(base.references, other.references)
    references = []
    for place, reference in enumerate(base):
        match = other[found[place]] if place in found else None
        more = {
            variable: match.fields[variable]
            for variable in ("DOI", "PMID", "PMCID")
            if match is not None and variable in match.fields and variable not in reference.fields
        }
        references.append(reference.replace(**more))
    return dataclasses.replace(base, references=tuple(references))


def whole_list(page: Batch, listed: Batch) -> Batch:
    """A page's references in their place in the whole list.

    Args:
        page: what was read from a page, which shows some of the list.
        listed: the whole list, in order.

    Returns:
        The whole list; of what the page shows the page's reading, with the list's identifiers;
        what the page has beyond the list at the end.
    """
    found = _aligned(page.references, listed.references)
    shown = {theirs: mine for mine, theirs in found.items()}
    references: list[Reference] = []
    for place, reference in enumerate(listed):
        if place in shown:
            mine = page[shown[place]]
            more = {
                variable: reference.fields[variable]
                for variable in ("DOI", "PMID", "PMCID")
                if variable in reference.fields and variable not in mine.fields
            }
            reference = mine.replace(**more)
        references.append(reference)
    beyond = [one for place, one in enumerate(page) if place not in found]
    batch = with_keys([*references, *beyond])
    keys = {one.id: new.id for one, new in zip([*references, *beyond], batch, strict=True)}
    problems = [
        dataclasses.replace(p, ref=keys.get(p.ref, p.ref) if p.ref else p.ref)
        for p in (*page.problems, *listed.problems)
        if p.code != "more-on-page"
    ]
    for reference in batch.references[len(references) :]:
        message = "It stands on the page, but not in the list that was fetched; put at the end."
        problems.append(Problem("not-in-list", message, ref=reference.id))
    return Batch(batch.references, tuple(problems), page.article or listed.article)


def _aligned(mine: Sequence[Reference], theirs: Sequence[Reference]) -> dict[int, int]:
    """Place in one list to place in the other, for the references that cite one work."""
    marks: dict[str, list[int]] = {}
    for place, reference in enumerate(theirs):
        for mark in _marks(reference):
            marks.setdefault(mark, []).append(place)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for place, reference in enumerate(mine):
        near = {at for mark in _marks(reference) for at in marks.get(mark, ()) if at not in taken}
        at = next((a for a in sorted(near) if _share_id(reference, theirs[a])), None)
        if at is None and near:
            places = sorted(near)
            candidates = [
                Candidate(dataclasses.replace(theirs[a], id=str(a)), "list") for a in places
            ]
            outcome = decide(Cited(reference), candidates)
            at = int(outcome.candidate.id) if isinstance(outcome, Found) else None
        if at is not None:
            found[place] = at
            taken.add(at)
    return found


def _marks(reference: Reference) -> set[str]:
    """What two references to one work are likely to share."""
    marks = {f"{v}:{reference.text(v).lower()}" for v in ("DOI", "PMID") if reference.text(v)}
    title = fold(reference.text("title"))
    page = fold(reference.text("page").partition("-")[0].partition("–")[0])
    if title:
        marks.add(f"title:{title[:20]}")
    if page and reference.text("volume"):
        marks.add(f"place:{fold(reference.text('volume'))}:{page}")
    return marks


def _share_id(one: Reference, other: Reference) -> bool:
    return any(
        one.text(v) and one.text(v).lower() == other.text(v).lower() for v in ("DOI", "PMID")
    )
