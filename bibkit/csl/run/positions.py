"""Where each cite of a document stands: first, again, ibid (CSL 1.0.2, "Locators", `position`)."""

from __future__ import annotations

from collections.abc import Sequence

from bibkit.csl.engine import Cite, Cluster
from bibkit.csl.run.context import Place

__all__ = ["places_of"]


def places_of(clusters: Sequence[Cluster], near_note_distance: int = 5) -> list[list[Place]]:
    """The place of every cite, cluster by cluster, in the order in which the cites are printed.

    >>> clusters = [Cluster((Cite("a"),), 1), Cluster((Cite("a", "3"),), 2)]
    >>> [place.position for (place,) in places_of(clusters)]
    ['first', 'ibid-with-locator']
    """
    first_note: dict[str, int] = {}
    last_note: dict[str, int] = {}
    seen: set[str] = set()
    places: list[list[Place]] = []
    before: Cluster | None = None
    for cluster in clusters:
        row = []
        for index, cite in enumerate(cluster.cites):
            if cite.position:
                row.append(Place(cite.position, cite.near_note, first_note.get(cite.id, 0)))
            elif cite.id not in seen:
                row.append(Place())
            else:
                previous = _previous(cluster, index, before)
                position = _repeated(cite, previous)
                near = cluster.note - last_note.get(cite.id, -near_note_distance) <= near_note_distance
                row.append(Place(position, near, first_note.get(cite.id, 0)))
            seen.add(cite.id)
            first_note.setdefault(cite.id, cluster.note)
            last_note[cite.id] = cluster.note
        places.append(row)
        before = cluster
    return places


def _previous(cluster: Cluster, index: int, before: Cluster | None) -> Cite | None:
    """The cite that an ibid would point at: the one directly before, if nothing is between."""
    if index:
        return cluster.cites[index - 1]
    if before is not None and len({cite.id for cite in before.cites}) == 1:
        return before.cites[-1]
    return None


def _repeated(cite: Cite, previous: Cite | None) -> str:
    if previous is None or previous.id != cite.id:
        return "subsequent"
    if not cite.locator:
        return "subsequent" if previous.locator else "ibid"
    same = (cite.locator, cite.label or "page") == (previous.locator, previous.label or "page")
    return "ibid" if same else "ibid-with-locator"
