"""Where each cite of a document stands: first, again, ibid (CSL 1.0.2, "Locators", `position`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bibkit.csl.engine import Cite, Cluster
from bibkit.csl.run.context import Place

__all__ = ["places_of"]


@dataclass(slots=True)
class _Run:
    """What was cited so far in notes, or in the text: each is a sequence of its own."""

    first_note: dict[str, int] = field(default_factory=dict)
    last_note: dict[str, int] = field(default_factory=dict)
    note: int = 0
    in_note: list[Cite] = field(default_factory=list)
    before: list[Cite] = field(default_factory=list)


def places_of(clusters: Sequence[Cluster], near_note_distance: int = 5) -> list[list[Place]]:
    """The place of every cite, cluster by cluster, in the order in which the cites are printed.

    >>> clusters = [Cluster((Cite("a"),), 1), Cluster((Cite("a", "3"),), 2)]
    >>> [place.position for (place,) in places_of(clusters)]
    ['first', 'ibid-with-locator']
    """
    runs = (_Run(), _Run())
    return [_places(cluster, runs[bool(cluster.note)], near_note_distance) for cluster in clusters]


def _places(cluster: Cluster, run: _Run, distance: int) -> list[Place]:
    if cluster.note != run.note or not cluster.note:
        run.note, run.in_note = cluster.note, []
    row = []
    for index, cite in enumerate(cluster.cites):
        first = run.first_note.get(cite.id, 0)
        if cite.position:
            row.append(Place(cite.position, cite.near_note, first))
        elif cite.id not in run.first_note:
            row.append(Place())
        else:
            previous = cluster.cites[index - 1] if index else _alone(run.before)
            near = cluster.note - run.last_note[cite.id] <= distance
            row.append(Place(_again(cite, previous), near, first))
        run.first_note.setdefault(cite.id, cluster.note)
        run.last_note[cite.id] = cluster.note
    run.in_note += cluster.cites
    run.before = run.in_note
    return row


def _alone(cites: Sequence[Cite]) -> Cite | None:
    """The cite that the next one's ibid would point at: the note before it cites nothing else."""
    return cites[-1] if len({cite.id for cite in cites}) == 1 else None


def _again(cite: Cite, previous: Cite | None) -> str:
    if previous is None or previous.id != cite.id:
        return "subsequent"
    if not cite.locator:
        return "subsequent" if previous.locator else "ibid"
    same = (cite.locator, cite.label or "page") == (previous.locator, previous.label or "page")
    return "ibid" if same else "ibid-with-locator"
