"""CSL-JSON as Zotero's import takes it in.

Its importer drops particles and suffixes, makes the primary author of whoever's role an item type does
not know, rewrites dates in words, knows the short title of a journal as `journalAbbreviation` only, and
refuses a file with an item of type `software`. So the item is made from what Zotero is to hold.
Source: `itemFromCSLJSON` of Zotero's utilities and its translator `CSL JSON`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bibkit.formats.csl_items import array
from bibkit.formats.losses import Loss, only
from bibkit.formats.zotero.fields import Item, item_named
from bibkit.formats.zotero.items import NOT_WRITTEN, extra_line, without_extra, zotero_item
from bibkit.model import Reference
from bibkit.vocab import VARIABLES, Kind

__all__ = ["LOSSES", "csl_item", "pieces"]


def pieces(references: Iterable[Reference]) -> Iterator[str]:
    """References to the parts of a file."""
    return array(map(csl_item, references))


# CSL's names for what Zotero's mapping has under another.
_KEYS = {"container-title-short": "journalAbbreviation"}


def csl_item(reference: Reference) -> dict[str, Any]:
    """A reference as an item of CSL-JSON that arrives in Zotero as `zotero_item` has it.

    Tags and child notes are what this way has no place for.

    >>> from bibkit.model import Date
    >>> csl_item(Reference("soil", "chapter", {"PMID": "123", "issued": Date(2020, 3, 5)}))
    {'id': 'soil', 'type': 'chapter', 'issued': {'raw': '2020-03-05'}, 'citation-key': 'soil', 'note': 'PMID: 123'}
    """
    item = zotero_item(reference)
    kind = item_named(item.type)
    values = {
        variable: value
        for variable, field in kind.fields.items()
        if (value := item.fields.get(kind.own.get(field, field)))
    }
    csl, arrives = _type(kind, values)
    lines = [] if arrives == item.type else [extra_line("Type", item.type)]
    found: dict[str, Any] = {"id": reference.id, "type": csl}
    for variable, creator in kind.creators.items():
        people = [
            {"family": one.last, "given": one.first} if one.first else {"literal": one.last}
            for one in item.creators
            if one.kind == creator
        ]
        if people:
            found[variable] = people
    for variable, value in values.items():
        if lines and variable not in item_named(arrives).fields:
            lines.append(extra_line(kind.fields[variable], value))
        else:
            is_date = VARIABLES[variable] is Kind.DATE
            found[_KEYS.get(variable, variable)] = {"raw": value} if is_date else value
    if note := "\n".join(filter(None, [*lines, item.fields.get("extra", "")])):
        found["note"] = note
    return found


# What tells a broadcast on television from a podcast, a video from a film.
_TELEVISED = frozenset(
    "archive archive_location container-title event-place publisher publisher-place source".split()
)
_ON_VIDEO = frozenset(
    "collection-title publisher-place event-place volume number-of-volumes ISBN".split()
)


def _type(kind: Item, values: Mapping[str, str]) -> tuple[str, str]:
    """The CSL type to write, and the item type that the importer makes of it.

    Where that is another, a line of Extra says the type, and Zotero changes it.
    """
    if kind.name == "computerProgram":
        # A book with a version is a program to the importer.
        return ("book", kind.name) if "version" in values else ("document", "document")
    if kind.csl == "broadcast":
        return kind.csl, "tvBroadcast" if _TELEVISED & values.keys() else "podcast"
    if kind.csl == "motion_picture":
        return kind.csl, "videoRecording" if _ON_VIDEO & values.keys() else "film"
    return kind.csl, kind.name


#: What Zotero does not get.
LOSSES = (
    only(set(VARIABLES) - NOT_WRITTEN - {"keyword", "annote"}),
    Loss(
        "Whether a list of names goes on (et al.), and what else is kept beside CSL's variables.",
        without_extra,
    ),
)
