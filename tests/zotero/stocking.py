"""A Zotero library of works that the twin of the services knows."""

from __future__ import annotations

from typing import Any

from asking import CHEST, MATHIS
from stub_zotero import StubZotero

VIEW = "Current view and perspectives in amyotrophic lateral sclerosis"
FALLEN = (
    "Inspiratory muscle training delays ventilation in motor neuron disease: a randomised trial"
)
FAILURE = "Respiratory failure in amyotrophic lateral sclerosis"


def stock(zotero: StubZotero) -> None:
    """Add three articles, one of them retracted, and a note; the first is in ALS."""
    als = zotero.libraries[0].collections[0].key
    zotero.add(
        title=VIEW, DOI=MATHIS, pages="181-4", extra="Signed copy", collections=[als],
        creators=[{"creatorType": "author", "firstName": "S.", "lastName": "Mathis"}, {"creatorType": "author", "name": "et al."}],
    )  # fmt: skip
    zotero.add(title=FALLEN, DOI="10.5555/jcrm.2014.0417", tags=[{"tag": "x", "type": 1}])
    zotero.add(title=FAILURE, DOI=CHEST)
    zotero.add(itemType="note", note="<p>mine</p>")


def data(zotero: StubZotero, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = zotero.items[place]["data"]
    return found
