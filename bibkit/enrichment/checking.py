"""A list before it is submitted: what is retracted, wrong, doubled or missing.

A false alarm costs more than a miss, for whoever has met three of them reads no fourth: a detail is
called wrong only where every service that has it disagrees, and "cannot tell" is its own answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bibkit.enrichment.case import Case
from bibkit.enrichment.details import wrong_details
from bibkit.enrichment.doubles import doubles
from bibkit.enrichment.loop import look_up
from bibkit.enrichment.standing import standing, worst
from bibkit.errors import SettingsError
from bibkit.model import Batch, Reference, Severity
from bibkit.outcome import Absent, Ambiguous, Conflict, Found, Unknown
from bibkit.services import Services
from bibkit.services.cache import DAY
from bibkit.vocab import VARIABLES

__all__ = ["CODES", "Finding", "check", "duplicates", "missing", "wrong_details"]

#: What can be found, the gravest first, with its severity and a heading.
CODES: dict[str, tuple[Severity, str]] = {
    "retracted": (Severity.ERROR, "Retracted"),
    "concern": (Severity.ERROR, "Under an expression of concern"),
    "no-such-id": (Severity.ERROR, "No such identifier"),
    "other-work": (Severity.ERROR, "Identifier of another work"),
    "wrong-details": (Severity.WARNING, "Details that differ from the record"),
    "duplicate": (Severity.WARNING, "Cited twice"),
    "missing": (Severity.WARNING, "Incomplete"),
    "preprint-published": (Severity.WARNING, "Preprint that has been published"),
    "corrected": (Severity.INFO, "Corrected since"),
    "not-found": (Severity.INFO, "Not found in Crossref or PubMed"),
    "cannot-tell": (Severity.INFO, "Cannot tell"),
}

#: What a reference of a type cannot do without; of several in one, any.
_REQUIRED: dict[str, tuple[str, ...]] = {
    "article-journal": ("author", "title", "container-title", "issued"),
    "book": ("author|editor", "title", "publisher", "issued"),
    "chapter": ("author", "title", "container-title", "issued"),
    "paper-conference": ("author", "title", "container-title|event-title", "issued"),
    "thesis": ("author", "title", "publisher", "issued"),
    "report": ("author", "title", "issued"),
    "webpage": ("title", "URL"),
}
_STANDING_FOR = 7 * DAY  # how old what is known of retractions may be


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a reference.

    Args:
        ref: its id.
        code: one of `CODES`.
        message: what, in words.
        fields: the CSL variables that it concerns.
        suggestion: the identifier of the work that was meant, where it is known.
        failures: of `cannot-tell`, which services did not answer, in words.
    """

    ref: str
    code: str
    message: str
    fields: tuple[str, ...] = ()
    suggestion: str = ""
    failures: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        return CODES[self.code][0]

    def as_json(self) -> dict[str, object]:
        """The finding as plain JSON values, empty ones left out."""
        values: dict[str, object] = {"ref": self.ref, "code": self.code}
        values |= {"severity": str(self.severity), "message": self.message}
        if self.fields:
            values["fields"] = list(self.fields)
        if self.suggestion:
            values["suggestion"] = self.suggestion
        if self.failures:
            values["failures"] = list(self.failures)
        return values


def check(batch: Batch, services: Services, require: Iterable[str] = ()) -> list[Finding]:
    """What should be looked at in a list before it is submitted.

    Args:
        require: CSL variables, in any case, that every journal article must have (`pmcid`).

    Returns:
        Findings, the gravest first, within each kind in the order of the list.

    Raises:
        SettingsError: `require` names what is no CSL variable.
    """
    wanted = tuple(_variable(name) for name in require)
    cases = [Case(one) for one in batch]
    look_up(cases, services, max_age=_STANDING_FOR)
    findings = [f for case in cases for f in _of_work(case)]
    findings += _of_claims(cases, services)
    findings += duplicates(batch.references)
    findings += [f for one in batch for f in missing(one, wanted)]
    order = list(CODES)
    place = {one.id: number for number, one in enumerate(batch)}
    return sorted(findings, key=lambda f: (order.index(f.code), place[f.ref]))


def _variable(name: str) -> str:
    known = {variable.lower(): variable for variable in VARIABLES}
    if name.lower() not in known:
        raise SettingsError(
            f"There is no field '{name}'. Fields are named as in CSL: DOI, PMCID, page."
        )
    return known[name.lower()]


# --- the work ----------------------------------------------------------------------------------------------


def _of_work(case: Case) -> Iterable[Finding]:
    ref = case.reference.id
    records = list(case.records.values())
    notices = standing(records)
    for kind, code, words in (
        ("retraction", "retracted", "It has been retracted"),
        ("concern", "concern", "There is an expression of concern"),
        ("published", "preprint-published", "The article has been published"),
        ("correction", "corrected", "A correction has been published"),
    ):
        said = worst(notices, kind)
        if said:
            ids = [notice.id for notice in notices if notice.kind == kind and notice.id]
            other = ids[0] if kind == "published" and ids else ""
            yield Finding(ref, code, f"{words} ({said}).", suggestion=other)
    wrong = wrong_details(case.reference, records)
    if wrong:
        listed = "; ".join(f"{name}: {mine} here, {theirs} there" for name, mine, theirs in wrong)
        yield Finding(ref, "wrong-details", f"{listed}.", tuple(name for name, _, _ in wrong))
    unknown = dict.fromkeys(o.reason for o in case.outcomes.values() if isinstance(o, Unknown))
    if unknown:
        seen = "what follows from it" if records else "whether it exists"
        message = f"{', '.join(unknown)}: {seen} cannot be told."
        yield Finding(ref, "cannot-tell", message, failures=tuple(unknown))
    searched = case.outcomes.get("search")
    if isinstance(searched, Ambiguous):
        some = ", ".join(one.id for one in searched.candidates[:4])
        yield Finding(ref, "cannot-tell", f"Several works would do: {some}.")
    elif isinstance(searched, Absent) and not records and not unknown:
        message = "No record agrees with it. Books, reports and theses are often in neither."
        yield Finding(ref, "not-found", message)


# --- identifiers ---------------------------------------------------------------------------------------------


def _of_claims(cases: Sequence[Case], services: Services) -> Iterable[Finding]:
    """Identifiers that lead nowhere or elsewhere, with the work that was meant where it is found."""
    faults: list[tuple[Case, str, str]] = []
    for case in cases:
        for claim, outcome in case.outcomes.items():
            value = case.reference.text(claim)
            if isinstance(outcome, Conflict):
                title = outcome.candidate.reference.text("title")
                message = f"{claim} {value} leads to “{title[:90]}”: {outcome.reason}."
                faults.append((case, "other-work", message))
            elif isinstance(outcome, Absent) and claim == "DOI":
                registered = services.crossref.registered(case.doi)
                if registered is False and "pubmed" not in case.records:
                    message = f"DOI {value} is not registered: Crossref and doi.org do not know it."
                    faults.append((case, "no-such-id", message))
                elif isinstance(registered, Unknown):
                    message = f"{registered.reason}: whether DOI {value} exists cannot be told."
                    failures = (registered.reason,)
                    yield Finding(case.reference.id, "cannot-tell", message, failures=failures)
            elif isinstance(outcome, Absent) and claim in ("PMID", "PMCID"):
                faults.append((case, "no-such-id", f"{claim} {value}: {outcome.reason}."))
        told = {
            claim
            for known, _, message in faults
            if known is case
            for claim in _CLAIMS
            if message.startswith(claim)
        }
        for claim, value, theirs, service in _denied(case):
            if claim not in told:
                message = f"{claim} {value} is not that of the work: {service} has {theirs}."
                faults.append((case, "other-work", message))
    bare = {
        id(case): Case(case.reference.replace(DOI=None, PMID=None, PMCID=None))
        for case, _, _ in faults
    }
    look_up(list(bare.values()), services)
    for case, code, message in faults:
        meant = _identifier(bare[id(case)])
        hint = f" The work described has {meant}." if meant and meant not in message else ""
        yield Finding(case.reference.id, code, message + hint, suggestion=meant if hint else "")


_CLAIMS = ("DOI", "PMID", "PMCID")


def _denied(case: Case) -> Iterable[tuple[str, str, str, str]]:
    """Identifiers that the verified record of the work has otherwise: (claim, value, its, service).

    An identifier that was verified itself is another version's, and right.
    """
    claims = {"DOI": case.doi, "PMID": case.pmid, "PMCID": case.pmcid}
    for claim, mine in claims.items():
        if not mine or claim == "PMID" or isinstance(case.outcomes.get(claim), Found):
            continue
        for service, record in case.records.items():
            theirs = record.reference.text(claim)
            if theirs and theirs.lower() != mine.lower():
                yield claim, case.reference.text(claim), theirs, _SERVICES[service]
                break


_SERVICES = {"crossref": "Crossref", "pubmed": "PubMed"}


def _identifier(case: Case) -> str:
    for service, variable in (("crossref", "DOI"), ("pubmed", "DOI"), ("pubmed", "PMID")):
        record = case.records.get(service)
        if record is not None and record.reference.text(variable):
            return f"{variable} {record.reference.text(variable)}"
    return ""


# --- the list itself -----------------------------------------------------------------------------------------


def duplicates(references: Sequence[Reference]) -> list[Finding]:
    """References that cite one work (`bibkit.enrichment.samework`), and works that share an identifier.

    >>> both = [Reference(key, "book", {"title": "Soil and air", "DOI": "10.1000/a"}) for key in "ab"]
    >>> duplicates(both)[0].message
    'It cites the same work as a (DOI).'
    """
    groups, doubts = doubles(references)
    found: list[tuple[int, str]] = []
    for group in groups:
        first = references[group.places[0]].id
        for place, reason in zip(group.places[1:], group.reasons[1:], strict=True):
            found.append((place, f"It cites the same work as {first} ({reason})."))
    for doubt in doubts:
        if doubt.code == "same-identifier":
            first = references[doubt.places[0]].id
            found.append(
                (doubt.places[1], f"It has {doubt.what} as {first} has, but {doubt.reason}.")
            )
    return [Finding(references[place].id, "duplicate", said) for place, said in sorted(found)]


def missing(reference: Reference, require: Collection[str] = ()) -> list[Finding]:
    """What a reference of its type cannot do without and has not.

    Args:
        require: CSL variables that every journal article must have.

    >>> missing(Reference("a", "article-journal", {"title": "Soil"}), ["PMCID"])[0].fields
    ('author', 'container-title', 'issued', 'PMCID')
    """
    needed = [*_REQUIRED.get(reference.type, ("title",))]
    if reference.type == "article-journal":
        needed += require
    lacking = tuple(
        name
        for name in dict.fromkeys(needed)
        if not any(one in reference.fields for one in name.split("|"))
    )
    if not lacking:
        return []
    words = ", ".join(name.replace("|", " or ") for name in lacking)
    return [Finding(reference.id, "missing", f"It lacks {words}.", lacking)]
