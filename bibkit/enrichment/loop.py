"""Enrichment: look up, verify, merge.

::

    claims ──► both services, in batches ──► verified ─┐
      none ──► citations ──► titles ──► search ──► decided ─┴► the other service ──► merge
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from bibkit.citekeys import assign_keys, base_key
from bibkit.enrichment.case import Case
from bibkit.enrichment.details import wrong_details
from bibkit.enrichment.ledger import Entry, Ledger
from bibkit.enrichment.match import decide
from bibkit.enrichment.merge import FILLED, ON_REQUEST, merge
from bibkit.enrichment.standing import standing, worst
from bibkit.errors import ServiceError, SettingsError
from bibkit.model import Batch, Candidate, Problem, Reference
from bibkit.outcome import Absent, Ambiguous, Conflict, Found, Outcome, Unknown
from bibkit.services import Services, parallel
from bibkit.services.lookup import FOUND_FOR

__all__ = ["SOURCES", "Enriched", "enrich", "look_up"]

SOURCES = ("crossref", "pubmed")


@dataclass(frozen=True, slots=True)
class Enriched:
    """What enrichment made of a batch.

    Args:
        batch: the references in their order and number, with their ids; what was noticed is among
            its problems.
        ledger: where each value comes from.
        statuses: how many were of each `Case.status`, and how many were taken from the `ledger`.
        filled: how many fields were filled or completed.
        failures: what failed, in words (`Crossref cannot be reached`); empty where all answered.
        account: what was sent where, in words.
    """

    batch: Batch
    ledger: Ledger
    statuses: Counter[str] = field(default_factory=Counter)
    filled: int = 0
    failures: tuple[str, ...] = ()
    account: str = ""


def enrich(
    batch: Batch,
    services: Services,
    *,
    overwrite: Collection[str] = (),
    sources: Collection[str] = SOURCES,
    ledger: Ledger | None = None,
) -> Enriched:
    """Fill and complete references from Crossref and PubMed.

    Args:
        overwrite: CSL variables (and `type`) that the services' values replace.
        sources: which of them are asked.
        ledger: of an earlier run: what has not changed since is taken from it, with its key.

    Returns:
        As many references as there were, in order; one that could not be found, or whose
        identifier leads to another work, as it was.

    Raises:
        SettingsError: `overwrite` or `sources` names what there is not.
    """
    _check_names(overwrite, sources)
    known = {} if ledger is None or services.settings.refresh else ledger.unchanged(batch)
    if overwrite:  # what is asked for anew starts from what the ledger has
        before = [known[i].applied(one) if i in known else one for i, one in enumerate(batch)]
        batch, known = dataclasses.replace(batch, references=tuple(before)), {}
    cases = [Case(one) for place, one in enumerate(batch) if place not in known]
    look_up(cases, services, sources)
    merged = [merge(case.reference, list(_agreed(case)), overwrite) for case in cases]
    fresh = iter(zip(cases, merged, strict=True))
    references: list[Reference] = []
    entries: list[Entry] = []
    for place, reference in enumerate(batch):
        if place in known:
            entries.append(known[place])
            references.append(known[place].applied(reference))
            continue
        case, result = next(fresh)
        references.append(result.reference)
        entries.append(Entry.of(reference, result, case.status, services.cache.now()))
    references = _named(batch, references)
    problems = [p for case in cases for p in _problems(case)]
    statuses = Counter(case.status for case in cases)
    statuses["ledger"] = len(known)
    book = Ledger({r.id: e.with_key(r) for r, e in zip(references, entries, strict=True)})
    return Enriched(
        Batch(tuple(references), (*batch.problems, *problems), batch.article),
        book if ledger is None else book.after(ledger),
        +statuses,
        sum(len(one.changed) for one in merged),
        _failures(cases),
        services.account(),
    )


# --- looking up ---------------------------------------------------------------------------------------


def look_up(
    cases: Sequence[Case],
    services: Services,
    sources: Collection[str] = SOURCES,
    max_age: float = FOUND_FOR,
) -> None:
    """Find the works of references; each case takes what was found of it.

    First what they claim, both services at once; then, for those without identifier, what PubMed
    has under their citations and titles, and one search of Crossref for each that is left; at last
    the record of the other service.

    Args:
        max_age: of records from the cache, in seconds.
    """
    _by_claims(cases, services, sources, max_age)
    if "pubmed" in sources:
        _by_citation(cases, services)
        _by_title(cases, services)
    if "crossref" in sources:
        _by_search(cases, services)
    _by_each_other(cases, services, sources)


def _by_claims(
    cases: Sequence[Case], services: Services, sources: Collection[str], max_age: float
) -> None:
    ncbi = services.ncbi
    works: dict[str, Outcome] = {}
    articles: dict[str, Outcome] = {}
    of_dois: dict[str, Outcome] = {}

    def ask_crossref() -> None:
        works.update(services.crossref.works((case.doi for case in cases if case.doi), max_age))

    def ask_pubmed() -> None:
        articles.update(ncbi.articles((case.pmid for case in cases if case.pmid), max_age))
        pmcids = (case.pmcid for case in cases if case.pmcid and not case.pmid)
        articles.update(ncbi.articles_of_pmcids(pmcids))
        # PMIDs are looked up first: whoever has one needs no search by DOI.
        dois = (
            c.doi for c in cases if c.doi and not isinstance(articles.get(c.pmid or c.pmcid), Found)
        )
        of_dois.update(ncbi.articles_of_dois(dois, max_age))

    lanes = {"crossref": ask_crossref, "pubmed": ask_pubmed}
    parallel.run([lane for name, lane in lanes.items() if name in sources], 2)
    for case in cases:
        case.take("DOI", works.get(case.doi))
        case.take("PMID", articles.get(case.pmid))
        case.take("PMCID", articles.get(case.pmcid) if not case.pmid else None)
        if "pubmed" not in case.records:
            case.take_along("PubMed", of_dois.get(case.doi))


def _by_citation(cases: Sequence[Case], services: Services) -> None:
    lines = {id(case): case.citation() for case in cases if case.is_open}
    found = services.ncbi.citations([line for line in lines.values() if line])
    for case in cases:
        _settle(case, found.get(lines.get(id(case), "")))


def _by_title(cases: Sequence[Case], services: Services) -> None:
    still = [case for case in cases if case.is_open and case.reference.text("title")]
    found = services.ncbi.titles({_title(case): _first_family(case) for case in still})
    for case in still:
        _settle(case, found.get(_title(case)))


def _by_search(cases: Sequence[Case], services: Services) -> None:
    still = [case for case in cases if case.is_open]
    done = count(1)

    def job(case: Case) -> Callable[[], None]:
        def run() -> None:
            try:
                _settle(case, services.crossref.search(case.cited.text), last=True)
            except ServiceError as error:
                case.outcomes["search"] = Unknown(f"{error.service} {error.reason}")
            services.progress("Crossref searches", next(done), len(still))

        return run

    parallel.run([job(case) for case in still], services.crossref.at_once)


def _by_each_other(cases: Sequence[Case], services: Services, sources: Collection[str]) -> None:
    """The record that the other service has of a work found in one."""

    def wanting(service: str, other: str) -> list[tuple[Case, str]]:
        without = [
            case
            for case in cases
            if service in sources and service not in case.records and other in case.records
        ]
        dois = [(case, case.records[other].reference.text("DOI").lower()) for case in without]
        # A DOI that the reference claims has been asked for already.
        return [(case, doi) for case, doi in dois if doi and doi != case.doi]

    of_crossref, of_pubmed = wanting("crossref", "pubmed"), wanting("pubmed", "crossref")
    lanes = [
        lambda: services.crossref.works(doi for _, doi in of_crossref),
        lambda: services.ncbi.articles_of_dois(doi for _, doi in of_pubmed),
    ]
    works, articles = parallel.run(lanes, 2)
    for case, doi in of_crossref:
        case.take_along("Crossref", works.get(doi))
    for case, doi in of_pubmed:
        case.take_along("PubMed", articles.get(doi))


def _settle(
    case: Case, found: Outcome | tuple[Candidate, ...] | None, *, last: bool = False
) -> None:
    """Decide which of the candidates of a search is the work; `last`: no other will be asked."""
    if isinstance(found, Unknown):
        case.outcomes["PubMed"] = found
        return
    if not isinstance(found, tuple):
        return
    outcome = decide(case.cited, found)
    if isinstance(outcome, Found):
        case.add(outcome.candidate)
    if not isinstance(outcome, Absent) or last:
        case.outcomes["search"] = outcome


def _title(case: Case) -> str:
    return case.reference.text("title")


def _first_family(case: Case) -> str:
    names = case.reference.names("author")
    return names[0].family if names else ""


def _agreed(case: Case) -> Iterable[Candidate]:
    """The records to merge: of two with different DOIs only the one that the reference claims."""
    crossref, pubmed = case.records.get("crossref"), case.records.get("pubmed")
    if crossref and pubmed:
        theirs = pubmed.reference.text("DOI").lower()
        if theirs and theirs != crossref.id:
            return [crossref] if case.doi == crossref.id else [pubmed]
    return case.records.values()


# --- what is said of it ----------------------------------------------------------------------------------


def _problems(case: Case) -> Iterable[Problem]:
    ref = case.reference.id
    for claim, outcome in case.outcomes.items():
        value = case.reference.text(claim)
        if isinstance(outcome, Conflict):
            title = outcome.candidate.reference.text("title")
            message = f"{claim} {value} leads to “{title[:90]}”: {outcome.reason}. Left as it was."
            yield Problem("id-conflict", message, ref=ref)
        elif isinstance(outcome, Absent) and claim != "search":
            yield Problem("no-such-id", f"{claim} {value}: {outcome.reason}.", ref=ref)
        elif isinstance(outcome, Ambiguous):
            some = ", ".join(one.id for one in outcome.candidates[:4])
            message = f"Several works would do ({some}); none was taken."
            yield Problem("ambiguous", message, ref=ref)
    crossref, pubmed = case.records.get("crossref"), case.records.get("pubmed")
    if crossref and pubmed:
        theirs = pubmed.reference.text("DOI").lower()
        if theirs and theirs != crossref.id:
            message = f"Crossref and PubMed have it under two DOIs: {crossref.id} and {theirs}."
            yield Problem("two-dois", message, ref=ref)
    records = list(case.records.values())
    for name, mine, theirs in wrong_details(case.reference, records):
        message = f"{name}: {mine} here, {theirs} in the record. Left as it was."
        # Another title may be another work: whoever writes into a library wants to know.
        yield Problem("title-differs" if name == "title" else "differs", message, ref=ref)
    notices = standing(records)
    for kind, words in _STANDING.items():
        said = worst(notices, kind)
        if said:
            yield Problem(kind, f"{words} ({said}).", ref=ref)


_STANDING = {"retraction": "It has been retracted", "concern": "There is an expression of concern"}


def _failures(cases: Sequence[Case]) -> tuple[str, ...]:
    unknown = (o for case in cases for o in case.outcomes.values() if isinstance(o, Unknown))
    return tuple(sorted({outcome.reason for outcome in unknown}))


def _named(batch: Batch, references: Sequence[Reference]) -> list[Reference]:
    """Keys stay, but for those of references that had nothing to make a key of."""
    bare = [i for i, one in enumerate(batch) if base_key(one) == "ref" and one.id.startswith("ref")]
    found = [place for place in bare if base_key(references[place]) != "ref"]
    taken = [one.id for place, one in enumerate(references) if place not in found]
    keys = assign_keys([references[place] for place in found], taken)
    named = list(references)
    for place, key in zip(found, keys, strict=True):
        named[place] = dataclasses.replace(named[place], id=key)
    return named


def _check_names(overwrite: Collection[str], sources: Collection[str]) -> None:
    known = {*FILLED, *ON_REQUEST, "type"}
    for name in overwrite:
        if name not in known:
            raise SettingsError(
                f"There is no field '{name}' to overwrite. There are: {', '.join(sorted(known))}."
            )
    for name in sources:
        if name not in SOURCES:
            raise SettingsError(
                f"There is no source '{name}'. The sources are: {', '.join(SOURCES)}."
            )
