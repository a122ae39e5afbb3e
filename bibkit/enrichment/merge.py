"""What a reference becomes with the records of its work: policy as data, and the reasons kept. Pure.

Empty fields are filled, incomplete ones completed, everything else stays as the user has it unless
it is asked for by name. Which service is asked first for a field follows from what each is good
at: Crossref has the title's case, the journal's name and pages in full; PubMed has its own
identifiers, the abbreviation and the groups among the authors.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bibkit.enrichment.fuller import agrees, fuller, fuller_names
from bibkit.enrichment.journals import same_journal
from bibkit.mending import is_shouted, mend, mend_title, people_case, sentence_case
from bibkit.model import Candidate, Name, Reference, Value
from bibkit.pages import full_pages
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


_NAMES = ("author", "editor")
_OF_PUBLISHERS = ("publisher", "publisher-place")
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
    origins = {name: Origin(value, "input") for name, value in reference.fields.items()}
    merged = reference
    for variable, order in (FILLED | ON_REQUEST).items():
        is_asked = variable in overwrite
        if variable in ON_REQUEST and not is_asked:
            continue
        held = [records[service] for service in order if service in records]
        offers = [(one, value) for one in held if (value := _offered(variable, one))]
        if variable in _NAMES:
            offers.sort(key=_fullness, reverse=True)
        allowed = [o for o in offers if is_asked or _may_fill(variable, o[0], origins)]
        origin, is_cut = _chosen(reference, variable, offers, allowed, is_asked)
        if origin is not None:
            origins[variable] = origin
            if variable in _NAMES and origin.rule != "kept":
                merged = _noted(merged, f"{variable}-et-al", is_cut)
    _name_journal(reference, origins)
    fields = {name: one.value for name, one in origins.items() if one.rule != "kept"}
    merged = merged.replace(**{name.replace("-", "_"): value for name, value in fields.items()})
    pubmed = records.get("pubmed")
    medline = pubmed.reference.custom.get(_MEDLINE) if pubmed else None
    if pubmed and medline and _is_of_journal(pubmed, origins):
        merged = merged.with_custom(**{_MEDLINE: medline})
    if records and (reference.type == "document" or "type" in overwrite):
        type = next((r.reference.type for s in ("crossref", "pubmed") if (r := records.get(s))), "")
        merged = dataclasses.replace(merged, type=type or reference.type)
    return Merged(merged, origins)


_Offer: TypeAlias = tuple[Candidate, Value]


def _offered(variable: str, candidate: Candidate) -> Value | None:
    value = candidate.reference.fields.get(variable)
    if variable == "page" and isinstance(value, str):
        return full_pages(value)
    if variable in _OF_PUBLISHERS and candidate.reference.type == "article-journal":
        return None  # that of a journal's is not cited
    if variable == "language" and str(value).lower().startswith("en"):
        return None  # what is assumed of every title
    return None if value is None else _mended(variable, value)


def _fullness(offer: _Offer) -> tuple[int, int]:
    """Of lists of names the longest is asked first; of equal ones that with the fuller names."""
    names = offer[1] if isinstance(offer[1], tuple) else ()
    # Stops and blanks behind initials do not make a name fuller.
    return len(names), sum(map(str.isalpha, "".join(name.given for name in names)))


# --- what belongs together -----------------------------------------------------------------------------


def _may_fill(variable: str, candidate: Candidate, origins: Mapping[str, Origin]) -> bool:
    """Whether a record's value fits what there is: a place, or a journal, is never of two halves."""
    if variable in ("container-title-short", "ISSN"):
        return _is_of_journal(candidate, origins)
    if variable not in ("issue", "page"):
        return True
    volume, issue = origins.get("volume"), origins.get("issue")
    theirs = candidate.reference.fields
    if volume is not None and not agrees("volume", volume.value, theirs.get("volume", "")):
        return False
    if variable == "issue" or issue is None or (volume is not None and "issue" not in theirs):
        return True
    # "Suppl 1" and "S1", "3-4" and "3" are one issue.
    mine, other = (re.findall(r"\d+", str(v)) for v in (issue.value, theirs.get("issue", "")))
    return bool({*mine} & {*other}) or agrees("issue", issue.value, theirs.get("issue", ""))


def _is_of_journal(candidate: Candidate, origins: Mapping[str, Origin]) -> bool:
    journal = origins.get("container-title")
    work = candidate.reference
    names = [work.text("container-title"), work.text("container-title-short")]
    names.append(str(work.custom.get(_MEDLINE, "")))
    return journal is None or same_journal(str(journal.value), filter(None, names))


def _name_journal(reference: Reference, origins: dict[str, Origin]) -> None:
    """A journal's short name: none that is its full one; where that was printed, it is kept."""
    full, short = origins.get("container-title"), origins.get("container-title-short")
    own = reference.fields.get("container-title-short")
    if full and short and short.rule != "kept" and fold(str(full.value)) == fold(str(short.value)):
        del origins["container-title-short"]
        if own is not None:
            taken = ((short.source, short.value),)
            origins["container-title-short"] = Origin(own, "input", rejected=taken)
    if full and full.rule == "completed" and "container-title-short" not in origins:
        printed = Origin(reference.text("container-title"), "input", rule="filled")
        origins["container-title-short"] = printed


# --- one field ------------------------------------------------------------------------------------------


def _chosen(
    reference: Reference,
    variable: str,
    offers: Sequence[_Offer],
    allowed: Sequence[_Offer],
    overwrite: bool,
) -> tuple[Origin | None, bool]:
    """What a field becomes, and whether a list of names goes on ("et al.").

    Args:
        offers: what the services have; any of it may complete a value.
        allowed: those that may fill the field, or overwrite it.

    Returns:
        None where nobody has anything for it.
    """
    mine = reference.fields.get(variable)
    base = allowed[0] if allowed and (mine is None or overwrite) else None
    source, value = base or (None, mine)
    if value is None:
        return None, False
    is_cut = (source.reference if source else reference).truncated(variable)
    # Until nothing more can be said: another run is to find nothing to do.
    for _ in range(9):
        before = value
        for one, theirs in offers:
            more = _completed(variable, value, theirs, is_cut)
            if more is not None:
                if isinstance(more, tuple) and isinstance(value, tuple) and len(more) > len(value):
                    is_cut = is_cut and one.reference.truncated(variable)
                source, value = one, more
        value = _mended(variable, value) if offers else value
        if value == before:
            break
    own = () if mine is None else (("input", mine),)
    differing = tuple((o.service, v) for o, v in offers if not agrees(variable, value, v))
    if value == mine:
        return Origin(value, "input", rejected=differing), is_cut
    if source is None:
        return Origin(value, "input", rule="mended", rejected=(*own, *differing)), is_cut
    rule = "filled" if mine is None else "overwritten" if base else "completed"
    others = tuple((o.service, v) for o, v in offers if o is not source and v != value)
    origin = Origin(value, source.service, source.id, source.fetched, rule, (*own, *others))
    return origin, is_cut


def _completed(variable: str, value: Value, theirs: Value, is_cut: bool) -> Value | None:
    if isinstance(value, tuple) and isinstance(theirs, tuple):
        return fuller_names(value, theirs, truncated=is_cut)
    return fuller(variable, value, theirs)


def _mended(variable: str, value: Value) -> Value:
    if isinstance(value, tuple):
        people = [(mend(one.family), mend(one.given)) for one in value if not one.literal]
        cased = iter(people_case(people))
        return tuple(_mended_name(one, ("", "") if one.literal else next(cased)) for one in value)
    if not isinstance(value, str) or variable not in ("title", "container-title"):
        return value
    text = mend_title(value)
    return sentence_case(text) if variable == "title" and is_shouted(text) else text


def _mended_name(name: Name, parts: tuple[str, str]) -> Name:
    if name.literal:
        return Name(literal=mend(name.literal) or name.literal)
    return dataclasses.replace(name, family=parts[0], given=parts[1]) if any(parts) else name


def _noted(reference: Reference, note: str, holds: bool) -> Reference:
    """The reference with a note in `custom`, or without it."""
    if holds:
        return dataclasses.replace(
            reference, extra={**reference.extra, "custom": {**reference.custom, note: True}}
        )
    custom = {key: value for key, value in reference.custom.items() if key != note}
    extra = {key: value for key, value in reference.extra.items() if key != "custom"}
    return dataclasses.replace(reference, extra={**extra, "custom": custom} if custom else extra)
