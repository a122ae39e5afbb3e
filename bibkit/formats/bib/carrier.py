"""The whole reference in one field of its entry, for those who ask for it (`--lossless`).

The field `csl-item` holds CSL-JSON, and which dialect it was written in. Styles pass it over. When
it is read, what the entry's other fields say counts where somebody has changed them since; where
they say what they said when it was written, the field's exact values do.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from bibkit.formats import csl_items
from bibkit.formats.bib.mapping import DIALECTS
from bibkit.formats.bib.split import Entry, split
from bibkit.model import Reference

__all__ = ["FIELD", "carried", "carry"]

FIELD = "csl-item"

# What a value in braces cannot hold, and what it is written as.
_CODES = {"%": "%25", "{": "%7B", "}": "%7D", "\\": "%5C"}


def carry(reference: Reference, dialect: str) -> str:
    """The value of the field.

    >>> carry(Reference("soil", "book", {"title": "{S}"}), "bibtex")
    '%7B"bibtex":%7B"id":"soil","type":"book","title":"%7BS%7D"%7D%7D'
    """
    text = json.dumps(
        {dialect: csl_items.item_of(reference)}, separators=(",", ":"), ensure_ascii=True
    )
    return "".join(_CODES.get(character, character) for character in text)


def carried(
    entry: Entry,
    said: Reference,
    reference_of: Callable[[Entry], Reference],
    write: Callable[[Reference, str], str],
) -> Reference:
    """The reference that an entry carries, with what has been changed in the entry's other fields.

    Args:
        entry: with the field; said: what its other fields say.
        reference_of, write: the reader of one entry, and the writer in a dialect without the field.
    """
    found = _parsed(entry.fields[FIELD])
    if found is None:
        entry.warn("carrier", f"'{FIELD}' does not hold what bibkit wrote; it was passed over.")
        return said
    dialect, item = found
    whole, _ = csl_items.reference_of(item)
    entries, _ = split(write(whole, dialect))
    if len(entries) != 1:
        return said
    then = reference_of(entries[0])
    fields = dict(whole.fields)
    for variable in {**then.fields, **said.fields}:
        now = said.fields.get(variable)
        if now != then.fields.get(variable):
            fields.pop(variable, None)
            if now is not None:
                fields[variable] = now
    extra = whole.extra if said.extra == then.extra else said.extra
    type_ = whole.type if said.type == then.type else said.type
    return dataclasses.replace(said, type=type_, fields=fields, extra=extra)


def _parsed(value: str) -> tuple[str, dict[str, Any]] | None:
    text = "".join(value.split("\n"))
    for character, code in reversed(_CODES.items()):
        text = text.replace(code, character)
    try:
        (found,) = json.loads(text).items()
        dialect, item = found
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None
    return (dialect, item) if dialect in DIALECTS and isinstance(item, dict) else None
