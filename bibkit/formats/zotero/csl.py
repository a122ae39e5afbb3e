"""CSL-JSON as Zotero's import takes it in.

Its importer drops particles and suffixes, makes the primary author of whoever's role an item type does
not know, rewrites dates in words, knows the short title of a journal as `journalAbbreviation` only, and
refuses a file with an item of type `software`. So the item is made from what Zotero is to hold.
Source: `itemFromCSLJSON` of Zotero's utilities and its translator `CSL JSON`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bibkit.formats.csl_items import json_text
from bibkit.formats.losses import Loss, only
from bibkit.formats.zotero.fields import item_named
from bibkit.formats.zotero.items import NOT_WRITTEN, extra_line, without_extra, zotero_item
from bibkit.model import Reference
from bibkit.vocab import VARIABLES, Kind

__all__ = ["LOSSES", "csl_item", "pieces"]


def pieces(references: Iterable[Reference]) -> Iterator[str]:
    """References to the parts of a file."""
    before = "["
    for reference in references:
        yield f"{before}\n  {json_text(csl_item(reference), indent='  ')}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


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
    note = item.fields.get("extra", "")
    csl = kind.csl
    if csl == "software":
        # A book with a version is a program to the importer; without one, Extra says it.
        csl = "book" if reference.text("version") else "document"
        if csl == "document":
            note = "\n".join(filter(None, [extra_line("Type", item.type), note]))
    found: dict[str, Any] = {"id": reference.id, "type": csl}
    for variable, creator in kind.creators.items():
        people = [
            {"family": one.last, "given": one.first} if one.first else {"literal": one.last}
            for one in item.creators
            if one.kind == creator
        ]
        if people:
            found[variable] = people
    for variable, field in kind.fields.items():
        if value := item.fields.get(kind.own.get(field, field)):
            is_date = VARIABLES[variable] is Kind.DATE
            found[_KEYS.get(variable, variable)] = {"raw": value} if is_date else value
    if note:
        found["note"] = note
    return found


#: What Zotero does not get.
LOSSES = (
    only(set(VARIABLES) - NOT_WRITTEN - {"keyword", "annote"}),
    Loss(
        "Whether a list of names goes on (et al.), and what else is kept beside CSL's variables.",
        without_extra,
    ),
)
