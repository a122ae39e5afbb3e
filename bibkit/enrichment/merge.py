"""What a reference becomes with the records of its work: policy as data, and the reasons kept. Pure.

Empty fields are filled, incomplete ones completed, everything else stays as the user has it unless
it is asked for by name. Which service is asked first for a field follows from what each is good
at: Crossref has the title's case, the journal's name and pages in full; PubMed has its own
identifiers, the abbreviation and the groups among the authors.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bibkit.enrichment.fuller import agrees, full_pages, fuller, fuller_names
from bibkit.mending import is_shouted, markup, mend, name_case, sentence_case
from bibkit.model import Candidate, Name, Reference, Value
from bibkit.text import fold

__all__ = ["FILLED", "Merged", "Origin", "merge"]

#: Fields that are filled, with the services in the order in which they are asked for it.
FILLED: dict[str, tuple[str, ...]] = {
    "author": ("crossref", "pubmed"),
    "editor": ("crossref", "pubmed"),
    "title": ("crossref", "pubmed"),
    "container-title": ("crossref", "pubmed"),
    "container-title-short": ("pubmed", "crossref"),
    "collection-title": ("crossref",),
    "issued": ("crossref", "pubmed"),
    "volume": ("crossref", "pubmed"),
    "issue": ("crossref", "pubmed"),
    "page": ("crossref", "pubmed"),
    "edition": ("crossref",),
    "publisher": ("crossref", "pubmed"),
    "publisher-place": ("crossref", "pubmed"),
    "event-title": ("crossref",),
    "ISBN": ("crossref", "pubmed"),
    "ISSN": ("crossref", "pubmed"),
    "genre": ("crossref",),
    "language": ("pubmed", "crossref"),
    "DOI": ("crossref", "pubmed"),
    "PMID": ("pubmed",),
    "PMCID": ("pubmed",),
}
#: Fields that are taken only where they are asked for: long, and not what a citation needs.
ON_REQUEST: dict[str, tuple[str, ...]] = {
    "abstract": ("pubmed", "crossref"),
    "keyword": ("pubmed",),
}


#: CSL has one abbreviation of a journal; where MEDLINE's is not the ISO one, it is noted.
_MEDLINE = "medline-abbreviation"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from.

    Args:
        value: the value.
        source: `input`, `crossref` or `pubmed`.
        id: the record's identifier; empty for the input.
        fetched: when the record was asked for, in seconds of the Unix epoch; 0 for the input.
        rule: `kept`, `filled`, `completed`, `overwritten` or `mended`.
        rejected: the values that were not taken, each with its source.
    """

    value: Value
    source: str
    id: str = ""
    fetched: float = 0.0
    rule: str = "kept"
    rejected: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """A reference with its records in it, and where each field comes from."""

    reference: Reference
    origins: dict[str, Origin]

    @property
    def changed(self) -> dict[str, Origin]:
        """The fields that are not as they were."""
        return {name: one for name, one in self.origins.items() if one.rule != "kept"}


def merge(
    reference: Reference, candidates: Sequence[Candidate], overwrite: Collection[str] = ()
) -> Merged:
    """Fill and complete a reference from the records of its work.

    Args:
        candidates: records that have been verified to be the work's, at most one a service.
        overwrite: CSL variables whose values are replaced by the services'; `type` is one.

    >>> mine = Reference("a", "article-journal", {"title": "A view", "page": "181-4"})
    >>> theirs = Reference("1", "article-journal", {"page": "181-184", "PMID": "1"})
    >>> merged = merge(mine, [Candidate(theirs, "pubmed")])
    >>> {name: (origin.value, origin.rule) for name, origin in merged.changed.items()}
    {'page': ('181-184', 'completed'), 'PMID': ('1', 'filled')}
    """
    records = {one.service: one for one in candidates}
    fields: dict[str, Value | None] = {}
    origins = {name: Origin(value, "input") for name, value in reference.fields.items()}
    truncated_still = {name for name in ("author", "editor") if reference.truncated(name)}
    for variable, order in (FILLED | ON_REQUEST).items():
        if variable in ON_REQUEST and variable not in overwrite:
            continue
        offers = [
            (records[service], _offered(variable, records[service]))
            for service in order
            if service in records
        ]
        origin = _chosen(reference, variable, [o for o in offers if o[1]], variable in overwrite)
        if origin is not None:
            origins[variable] = origin
            if origin.rule != "kept":
                fields[variable] = origin.value
                truncated_still.discard(variable)
    if "container-title-short" in fields and _is_one_name(fields, reference):
        del fields["container-title-short"], origins["container-title-short"]
    short = _journal_as_printed(reference, origins)
    if short is not None and "container-title-short" not in origins:
        origins["container-title-short"] = short
        fields["container-title-short"] = short.value
    merged = reference.replace(**{name.replace("-", "_"): value for name, value in fields.items()})
    for name in ("author", "editor"):
        if reference.truncated(name) and name not in truncated_still:
            merged = _without_note(merged, f"{name}-et-al")
    medline = records["pubmed"].reference.custom.get(_MEDLINE) if "pubmed" in records else None
    if medline:
        merged = merged.with_custom(**{_MEDLINE: medline})
    if records and (reference.type == "document" or "type" in overwrite):
        type = next((r.reference.type for s in ("crossref", "pubmed") if (r := records.get(s))), "")
        merged = dataclasses.replace(merged, type=type or reference.type)
    return Merged(merged, origins)


def _offered(variable: str, candidate: Candidate) -> Value | None:
    value = candidate.reference.fields.get(variable)
    if variable == "page" and isinstance(value, str):
        return full_pages(value)
    if variable == "publisher" and candidate.reference.type == "article-journal":
        return None
    if variable == "language" and str(value).lower().startswith("en"):
        return None  # what is assumed of every title
    return value


def _chosen(
    reference: Reference,
    variable: str,
    offers: list[tuple[Candidate, Value | None]],
    overwrite: bool,
) -> Origin | None:
    """What a field becomes; None where nobody has anything for it."""
    mine = reference.fields.get(variable)
    known = [(one, value) for one, value in offers if value is not None]
    if variable in ("author", "editor"):
        known = _by_fullness(known)
    if mine is None:
        return _taken(known[0], "filled", known[1:]) if known else None
    if all(value == mine for _, value in known):
        known = known[:1]  # mostly so: all that is left is to see whether it needs mending
    before: tuple[tuple[str, Value], ...] = (("input", mine),)
    if overwrite and known:
        return _taken(known[0], "overwritten", known[1:], before)
    for offer in known:
        value = _completed(reference, variable, mine, offer[1])
        if value is not None:
            others = [one for one in known if one is not offer]
            return _taken((offer[0], value), "completed", others, before)
    mended = _mended(variable, mine)
    rejected = tuple(
        (one.service, value) for one, value in known if not agrees(variable, mine, value)
    )
    if known and mended != mine:
        return Origin(mended, "input", rule="mended", rejected=(*before, *rejected))
    return Origin(mine, "input", rejected=rejected)


def _taken(
    offer: tuple[Candidate, Value],
    rule: str,
    others: Sequence[tuple[Candidate, Value]],
    before: tuple[tuple[str, Value], ...] = (),
) -> Origin:
    one, value = offer
    rejected = tuple((other.service, theirs) for other, theirs in others if theirs != value)
    return Origin(value, one.service, one.id, one.fetched, rule, (*before, *rejected))


def _by_fullness(
    offers: list[tuple[Candidate, Value]],
) -> list[tuple[Candidate, Value]]:
    """Lists of names, the longest first; of equal ones that with the fuller given names."""

    def size(offer: tuple[Candidate, Value]) -> tuple[int, int]:
        names = offer[1] if isinstance(offer[1], tuple) else ()
        return len(names), sum(len(name.given) for name in names)

    return sorted(offers, key=size, reverse=True)


def _completed(reference: Reference, variable: str, mine: Value, theirs: Value) -> Value | None:
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return fuller_names(mine, theirs, truncated=reference.truncated(variable))
    return fuller(variable, mine, theirs)


def _mended(variable: str, mine: Value) -> Value:
    if isinstance(mine, tuple):
        shouted = not any(c.islower() for name in mine for c in name.family)
        return tuple(_mended_name(name, shouted=shouted) for name in mine)
    if not isinstance(mine, str) or variable not in ("title", "container-title"):
        return mine
    text = markup(mine)
    return sentence_case(text) if variable == "title" and is_shouted(text) else text


def _mended_name(name: Name, *, shouted: bool) -> Name:
    if name.literal:
        return Name(literal=mend(name.literal) or name.literal)
    family = mend(name.family)
    return dataclasses.replace(
        name, family=name_case(family) if shouted else family, given=mend(name.given)
    )


def _journal_as_printed(reference: Reference, origins: dict[str, Origin]) -> Origin | None:
    """The abbreviation that stood where the journal's full name stands now."""
    full = origins.get("container-title")
    if full is None or full.rule != "completed":
        return None
    return Origin(reference.text("container-title"), "input", rule="filled")


def _is_one_name(fields: dict[str, Value | None], reference: Reference) -> bool:
    """Whether a journal has no shorter name than its own ("Chest")."""
    full = fields.get("container-title") or reference.text("container-title")
    return fold(str(full)) == fold(str(fields["container-title-short"]))


def _without_note(reference: Reference, note: str) -> Reference:
    custom = {key: value for key, value in reference.custom.items() if key != note}
    extra = {key: value for key, value in reference.extra.items() if key != "custom"}
    return dataclasses.replace(reference, extra={**extra, "custom": custom} if custom else extra)
