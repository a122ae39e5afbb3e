"""One reference on its way through enrichment: what it claims, and what was found of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bibkit.enrichment.match import Cited, compare, contradiction
from bibkit.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from bibkit.model import Candidate, Reference
from bibkit.outcome import Absent, Ambiguous, Conflict, Found, Outcome, Unknown

__all__ = ["Case"]

# What services of scholarly works do not have; a search could only find something else.
_UNSEARCHED = {
    "webpage", "post", "post-weblog", "personal_communication", "legislation", "bill", "legal_case",
    "regulation", "article-newspaper", "broadcast", "interview", "software", "patent",
}  # fmt: skip


@dataclass(slots=True)
class Case:
    """A reference and what is known of its work.

    Args:
        reference: as read.
        records: service to the record that has been verified to be the work's.
        outcomes: identifier variable, or `search`, to what asking for it came to.
    """

    reference: Reference
    records: dict[str, Candidate] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    cited: Cited = field(init=False)

    def __post_init__(self) -> None:
        self.cited = Cited(self.reference)

    # --- what it claims -----------------------------------------------------------------------------

    @property
    def doi(self) -> str:
        """Its DOI in lower case; empty where it has none."""
        return (normalise_doi(self.reference.text("DOI")) or "").lower()

    @property
    def pmid(self) -> str:
        return normalise_pmid(self.reference.text("PMID")) or ""

    @property
    def pmcid(self) -> str:
        return normalise_pmcid(self.reference.text("PMCID")) or ""

    @property
    def has_claim(self) -> bool:
        return bool(self.doi or self.pmid or self.pmcid)

    @property
    def is_open(self) -> bool:
        """Whether its work is still to be searched for: it claims no identifier, nothing is found."""
        return not (self.has_claim or self.records) and self.is_searchable

    @property
    def is_searchable(self) -> bool:
        if self.reference.type in _UNSEARCHED or isinstance(self.outcomes.get("search"), Ambiguous):
            return False
        return len(self.cited.folded) >= 20 and any(c.isalpha() for c in self.cited.folded)

    def citation(self) -> str:
        """What ecitmatch is asked: `journal|year|volume|first page|author`; empty for too little."""
        reference = self.reference
        # NCBI knows abbreviations as MEDLINE writes them, without stops.
        journal = " ".join(reference.text("container-title").replace(".", " ").split())
        volume = reference.text("volume")
        page = re.split(r"[-‐-―,\s]", reference.text("page").strip())[0]
        if not (journal and volume and page):
            return ""
        issued = reference.date("issued")
        names = reference.names("author")
        author = ""
        if names:
            initials = "".join(re.findall(r"[^\W\d_]", names[0].given)[:1])
            author = f"{names[0].sort_family} {initials}".strip()
        year = str(issued.year) if issued and issued.year else ""
        parts = (journal, year, volume, page, author)
        return "|".join(re.sub(r"[|\r\n]+", " ", part).strip() for part in parts)

    # --- what is found ------------------------------------------------------------------------------

    def take(self, claim: str, outcome: Outcome | None) -> None:
        """What asking for an identifier came to; a record counts once it has been verified."""
        if outcome is None:
            return
        if isinstance(outcome, Found):
            reason = contradiction(self.cited, outcome.candidate)
            if reason:
                outcome = Conflict(outcome.candidate, reason)
            else:
                self.add(outcome.candidate)
        self.outcomes[claim] = outcome

    def take_along(self, service: str, outcome: Outcome | None) -> None:
        """What a service has under a DOI that was not claimed to be there.

        Many a work is not in PubMed, so that an absence is no news; a record that contradicts is
        news only where no other says what the identifier leads to.
        """
        if isinstance(outcome, Unknown):
            self.outcomes[service] = outcome
        elif isinstance(outcome, Found):
            if not contradiction(self.cited, outcome.candidate):
                self.add(outcome.candidate)
            elif not self.records and "DOI" not in self.outcomes:
                self.take("DOI", outcome)

    def add(self, candidate: Candidate) -> None:
        """Hold a verified record. Of two from one service the one that agrees more is held."""
        held = self.records.get(candidate.service)
        if held is None or _agreement(self, candidate) > _agreement(self, held):
            self.records[candidate.service] = candidate

    @property
    def status(self) -> str:
        """`found`; `incomplete`, where another service did not answer; `conflict`, `ambiguous`,
        `unknown`, `absent`, or `skipped` (not asked for).
        """
        if any(isinstance(one, Conflict) for one in self.outcomes.values()):
            return "conflict"
        if self.records:
            return "incomplete" if self.is_incomplete else "found"
        for kind, name in ((Ambiguous, "ambiguous"), (Unknown, "unknown"), (Absent, "absent")):
            if any(isinstance(one, kind) for one in self.outcomes.values()):
                return name
        return "skipped"

    @property
    def is_incomplete(self) -> bool:
        """Whether a service that could have said something did not answer."""
        return any(isinstance(one, Unknown) for one in self.outcomes.values())


def _agreement(case: Case, candidate: Candidate) -> float:
    held = compare(case.cited, candidate)
    return held.title + 0.1 * held.agreeing
