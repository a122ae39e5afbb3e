"""References that are one work made one: the richer record, completed from the others. Pure.

Nothing is lost in silence: each merge says which keys went, what was filled in from whom, and which
values were not taken. What is near but not surely the same is left as it is, and said.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bibkit.citekeys import card, settle
from bibkit.enrichment.doubles import Doubt, Group, doubles
from bibkit.enrichment.samework import is_preprint
from bibkit.enrichment.union import Differing, richness, united
from bibkit.keyfields import keys_given, renamed_keys, with_aliases
from bibkit.model import Batch, Problem, Reference, Severity

__all__ = ["Deduped", "Differing", "Merge", "dedupe"]


@dataclass(frozen=True, slots=True)
class Merge:
    """Several references that became one.

    Args:
        kept: its id, that of the first of them.
        dropped: the ids that went, in order.
        reason: what they have in common: `DOI`, or `title, author, year and page`.
        source: the id under which the richest of them stood, whose values count.
        filled: CSL variables, and fields of a format that CSL has no variable for, that were
            filled or completed, with the id of the reference that they are from.
        differing: values that were not taken.
    """

    kept: str
    dropped: tuple[str, ...]
    reason: str
    source: str
    filled: Mapping[str, str] = field(default_factory=dict)
    differing: tuple[Differing, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The merge as plain JSON values, empty ones left out."""
        values: dict[str, Any] = {"kept": self.kept, "dropped": list(self.dropped)}
        values |= {"reason": self.reason, "source": self.source}
        if self.filled:
            values["filled"] = dict(self.filled)
        if self.differing:
            values["differing"] = [one.as_json() for one in self.differing]
        return values


@dataclass(frozen=True, slots=True)
class Deduped:
    """A list in which every work stands once.

    Args:
        batch: the references in the order in which each work stood first; its problems are those
            of the input and what was left as it is though it is near.
        merged: what was merged, in that order.
        renamed: keys that stood in the input to those that stand for them now: what to replace in
            a manuscript.
        doubts: what was left as it is though it is near, and keys that had to change because they
            stand for two works in two files. They are the last of the batch's problems, too.
    """

    batch: Batch
    merged: tuple[Merge, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What was done as plain JSON values; the references are not among them."""
        return {
            "references": len(self.batch),
            "merged": [merge.as_json() for merge in self.merged],
            "renamed": dict(self.renamed),
            "doubts": [problem.as_json() for problem in self.doubts],
        }


def dedupe(*batches: Batch, aliases: bool = False) -> Deduped:
    """Make one of the references that are one work: by DOI, PMID, PMCID, arXiv id, ISBN or web
    address, then by title, first author, year and place (`bibkit.enrichment.samework`).

    The richer record wins, under the key and in the place of the first; what it lacks is filled
    in from the others, incomplete values are completed, and what is said otherwise is reported.
    Whose values count does not depend on the order. Left as they are and reported: another work
    under the same identifier, the same work under two, a preprint and its article, what could be
    either of two works.

    Args:
        batches: what was read, one or several files. A key that stands in two of them for two
            works is made anew in the second.
        aliases: keep the keys that went as BibLaTeX's `ids`, so that manuscripts go on working.

    >>> from bibkit.model import Name
    >>> one = Reference("a", "book", {"title": "Soil and air of the north", "DOI": "10.1000/a"})
    >>> other = dataclasses.replace(one.replace(ISBN="9780124095472"), id="b")
    >>> result = dedupe(Batch((one, other)))
    >>> [(m.kept, m.dropped, m.reason) for m in result.merged], result.batch[0].text("ISBN")
    ([('a', ('b',), 'DOI')], '9780124095472')
    """
    references = [one for batch in batches for one in batch]
    origin = [number for number, batch in enumerate(batches) for _ in batch]
    stood = [keys_given(batch) for batch in batches]
    keys = [stood[n].get(one.id, one.id) for one, n in zip(references, origin, strict=True)]
    groups, doubts = doubles(references, keys)
    first = {place: group.places[0] for group in groups for place in group.places}
    kept = [place for place in range(len(references)) if first.get(place, place) == place]
    wanted = [references[place].id for place in kept]
    ids = settle(wanted, lambda index: card(references[kept[index]]))
    final = dict(zip(kept, ids, strict=True))
    now = [final[first.get(place, place)] for place in range(len(references))]

    made: dict[int, Reference] = {}
    merged = []
    for group in groups:
        reference, merge = _merge(group, references, now[group.places[0]])
        if aliases:
            reference = with_aliases(reference, [keys[place] for place in group.places[1:]])
        made[group.places[0]] = reference
        merged.append(merge)

    moved: list[dict[str, str]] = [{} for _ in batches]  # the old key in lower case to the new
    gone: list[set[str]] = [set() for _ in batches]
    alone = Counter((n, one.id.lower()) for n, one in zip(origin, references, strict=True))
    renamed: dict[str, str] = {}
    for place, reference in enumerate(references):
        number = origin[place]
        if first.get(place, place) != place:
            gone[number].add(reference.id)
        if reference.id != now[place] and alone[number, reference.id.lower()] == 1:
            moved[number][reference.id.lower()] = now[place]
            if reference.id not in stood[number]:  # else the reader made it: no manuscript has it
                renamed[reference.id] = now[place]
    found = []
    for place in kept:
        reference = made.get(place, references[place])
        if reference.id != final[place]:
            reference = dataclasses.replace(reference, id=final[place])
        found.append(renamed_keys(reference, moved[origin[place]]))
    problems = [p for n, batch in enumerate(batches) for p in _carried(batch, moved[n], gone[n])]
    said = (*_clashes(wanted, ids), *(_doubt(doubt, references, now) for doubt in doubts))
    article = batches[0].article if len(batches) == 1 else None
    return Deduped(Batch(tuple(found), (*problems, *said), article), tuple(merged), renamed, said)


def _merge(group: Group, references: Sequence[Reference], id: str) -> tuple[Reference, Merge]:
    """The references of a group as one, under an id."""
    members = [references[place] for place in group.places]
    first = members[0]
    ordered = sorted(members, key=richness, reverse=True)
    reference, filled, differing = united(ordered)
    key = first.fields.get("citation-key")
    reference = dataclasses.replace(reference.replace(citation_key=key), id=id)
    reasons = tuple(dict.fromkeys(group.reasons[1:]))
    dropped = tuple(one.id for one in members[1:])
    return reference, Merge(id, dropped, "; ".join(reasons), ordered[0].id, filled, differing)


# --- keys ---------------------------------------------------------------------------------------------


def _clashes(wanted: Sequence[str], ids: Sequence[str]) -> Iterable[Problem]:
    for old, new in zip(wanted, ids, strict=True):
        if old and old != new:
            message = f"The key '{old}' stands twice, for two works; the second is now '{new}'."
            yield Problem("duplicate-key", message, Severity.WARNING, ref=new)


def _carried(batch: Batch, moved: Mapping[str, str], gone: Collection[str]) -> Iterable[Problem]:
    """The problems of what was read, but for new keys of references that are no more."""
    for problem in batch.problems:
        if problem.code == "duplicate-key" and problem.ref in gone:
            continue
        now = moved.get((problem.ref or "").lower())
        yield dataclasses.replace(problem, ref=now) if now else problem


# --- what is left as it is ----------------------------------------------------------------------------


def _doubt(doubt: Doubt, references: Sequence[Reference], now: Sequence[str]) -> Problem:
    """A doubt as a problem of the second of the two."""
    a, b = (references[place] for place in doubt.places)
    one, other = (now[place] for place in doubt.places)
    if doubt.code == "same-identifier":
        message = f"It has {doubt.what} as {one} has, but {doubt.reason}"
    elif doubt.code == "other-identifier":
        values = [x.text(doubt.reason) or x.text("archive_location") for x in (a, b)]
        message = f"It looks like {one} ({doubt.what} agree), but its {doubt.reason} is {values[1]}, not {values[0]}"  # fmt: skip
    elif doubt.code == "preprint":
        if is_preprint(a):
            one, other = other, one
        message = f"It seems to be the preprint of {one}"
    else:
        message = f"It may be the same work as {one} ({doubt.what}), but another is like it"
    return Problem(doubt.code, f"{message}; left as they are.", Severity.WARNING, ref=other)
