"""The whole reference in one field of its entry, for those who ask for it (`--lossless`).

The field `csl-item` holds CSL-JSON, and which dialect it was written in. Styles pass it over. When
it is read, what the entry's other fields say counts where somebody has changed them since; where
they say what they said when it was written, the field's exact values do.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bibkit.formats import csl_items
from bibkit.formats.bib.mapping import DIALECTS
from bibkit.formats.bib.split import Entry, split
from bibkit.model import Reference, Value

__all__ = ["FIELD", "carried", "carry"]

FIELD = "csl-item"

# Where another program has wrapped the value there was a blank.
_WRAPPED = re.compile(r"\s*\n\s*")
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
    write: Callable[..., str],
) -> Reference:
    """The reference that an entry carries, with what has been changed in the entry's other fields.

    Args:
        entry: with the field; said: what its other fields say.
        reference_of, write: the reader of one entry, and the writer in a dialect, with `ascii` or
            not, without the field.
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
    if then != said:  # `--ascii` writes some values in another way
        in_ascii, _ = split(write(whole, dialect, ascii=True))
        then = _nearer(then, reference_of(in_ascii[0]), said) if len(in_ascii) == 1 else then
    fields = dict(whole.fields)
    for variable in {**then.fields, **said.fields}:
        now = said.fields.get(variable)
        before = then.fields.get(variable)
        if now != before:
            fields.pop(variable, None)
            if now is not None:
                fields[variable] = _exact(now, before, whole.fields.get(variable))
    extra = dict(whole.extra)
    custom = _changed(whole.custom, then.custom, said.custom)
    if custom or "custom" in extra:
        extra["custom"] = custom
    type_ = whole.type if said.type == then.type else said.type
    return dataclasses.replace(said, type=type_, fields=fields, extra=extra)


def _nearer(then: Reference, other: Reference, said: Reference) -> Reference:
    """One reading of what was written with, of each variable, the value that is still said."""
    still = {v: value for v, value in other.fields.items() if said.fields.get(v) == value}
    return dataclasses.replace(then, fields={**then.fields, **still})


def _exact(now: Value, then: Value | None, whole: Value | None) -> Value:
    """A changed list of names in which those that did not change are as they were carried."""
    if not (isinstance(now, tuple) and isinstance(then, tuple) and isinstance(whole, tuple)):
        return now
    if len(then) != len(whole):
        return now
    exact = dict(zip(then, whole, strict=True))
    return tuple(exact.get(name, name) for name in now)


def _changed(
    whole: Mapping[str, Any], then: Mapping[str, Any], said: Mapping[str, Any]
) -> dict[str, Any]:
    """What is carried beside the fields, with what has been changed since."""
    changed = dict(whole)
    for name in {**then, **said}:
        if said.get(name) == then.get(name):
            continue
        changed.pop(name, None)
        if name in said:
            changed[name] = said[name]
    return changed


def _parsed(value: str) -> tuple[str, dict[str, Any]] | None:
    text = _WRAPPED.sub(" ", value)
    for character, code in reversed(_CODES.items()):
        text = text.replace(code, character)
    try:
        (found,) = json.loads(text).items()
        dialect, item = found
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None
    return (dialect, item) if dialect in DIALECTS and isinstance(item, dict) else None
