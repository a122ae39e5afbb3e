"""Clusters of cites as JSON: what a program or a word processor hands over.

    clusters = [cluster …]
    cluster  = [cite …] | {"cites": [cite …], "note": 3, "id": "…"}
             | {"citationItems": [cite …], "properties": {"noteIndex": 3}, "citationID": "…"}
    cite     = "id" | {"id", "locator", "label", "prefix", "suffix", "suppress-author", "author-only"}

Cites are those of CSL-JSON's citation schema (csl-citation.json), clusters also as citeproc-js has
them. A cluster without a note number stands in the text.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import Any

from bibkit.csl.engine import Cite, Cluster
from bibkit.errors import InputError

__all__ = ["clusters_of", "in_notes", "read_clusters"]

_POSITIONS = ("first", "subsequent", "ibid", "ibid-with-locator")


def read_clusters(text: str | bytes) -> tuple[Cluster, ...]:
    """The clusters of a JSON text.

    Raises:
        InputError: it is not JSON, or not a list of clusters; the message says which one is wrong.

    >>> read_clusters('[["soil", {"id": "rock", "locator": 3}]]')[0].cites[1].locator
    '3'
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"The citations are not JSON: {error}.") from error
    return clusters_of(value)


def clusters_of(value: Any) -> tuple[Cluster, ...]:
    """Clusters of what JSON holds.

    Raises:
        InputError: see `read_clusters`.
    """
    if not isinstance(value, list):
        raise InputError("The citations are a JSON list of clusters, each a list of cites.")
    return tuple(_cluster(one, number) for number, one in enumerate(value, 1))


def in_notes(clusters: Iterable[Cluster]) -> tuple[Cluster, ...]:
    """Clusters without note numbers as those of a note style: each in a note of its own, from 1.

    >>> [cluster.note for cluster in in_notes(read_clusters('[["soil"], ["rock"]]'))]
    [1, 2]
    """
    clusters = tuple(clusters)
    if any(cluster.note for cluster in clusters):
        return clusters
    return tuple(dataclasses.replace(one, note=note) for note, one in enumerate(clusters, 1))


def _cluster(value: Any, number: int) -> Cluster:
    where = f"Citation {number}"
    note: Any = 0
    name = ""
    if isinstance(value, dict):
        properties = value.get("properties") or {}
        if not isinstance(properties, dict):
            raise InputError(f"{where}: 'properties' is an object.")
        note = value.get("note", properties.get("noteIndex", 0))
        name = str(value.get("id", value.get("citationID", "")))
        value = value.get("cites", value.get("citationItems"))
    if not isinstance(value, list) or not value:
        raise InputError(f"{where} is not a list of cites.")
    if not isinstance(note, int) or isinstance(note, bool) or note < 0:
        raise InputError(f"{where}: a note's number is a whole number, not {note!r}.")
    return Cluster(tuple(_cite(one, where) for one in value), note, name)


def _cite(value: Any, where: str) -> Cite:
    if not isinstance(value, dict):
        value = {"id": value}
    if not _is_text(value.get("id")):
        raise InputError(f"{where}: a cite is an object with an 'id'.")
    texts = {}
    for key in ("locator", "label", "prefix", "suffix"):
        held = value.get(key)
        if held is not None and not _is_text(held):
            raise InputError(f"{where}: '{key}' is text, not {json.dumps(held)[:60]}.")
        texts[key] = "" if held is None else str(held)
    return Cite(
        id=str(value["id"]),
        suppress_author=bool(value.get("suppress-author")),
        author_only=bool(value.get("author-only")),
        position=_position(value.get("position"), where),
        near_note=bool(value.get("near-note")),
        **texts,
    )


def _position(value: Any, where: str) -> str:
    """A position by name, or by number as citeproc-js has them; empty to have it found."""
    if isinstance(value, int) and not isinstance(value, bool):
        return _POSITIONS[value] if 0 <= value < len(_POSITIONS) else ""
    if not value:
        return ""
    if value not in _POSITIONS:
        raise InputError(f"{where}: there is no position '{value}'.")
    return str(value)


def _is_text(value: Any) -> bool:
    """Whether a value is text or a number, which JSON's writers do not always quote."""
    return isinstance(value, str | int | float) and not isinstance(value, bool)
