"""A .bib file edited in place, for tests: what did not change is checked to be as it was."""

from __future__ import annotations

import dataclasses
from typing import Any

import bibkit
from bibkit import Reference
from bibkit.formats import by_name


def edited(text: str, wanted: list[Reference], dialect: str = "bibtex") -> str:
    edit = by_name(dialect).edit
    assert edit is not None
    return edit(text, bibkit.read(text, dialect), wanted)


def patched(
    text: str,
    changes: dict[str, Any],
    dialect: str = "bibtex",
    at: int = 0,
    custom: dict[str, Any] | None = None,
) -> str:
    """The text with one reference changed; what lies around it is checked, and what is read again."""
    batch = bibkit.read(text, dialect).references
    old = batch[at]
    new = old.replace(**changes)
    if custom is not None:
        new = dataclasses.replace(new, extra={"custom": {**old.custom, **custom}})
    result = edited(text, [*batch[:at], new, *batch[at + 1 :]], dialect)
    assert old.source is not None
    assert result.startswith(text[: old.source.start])
    assert result.endswith(text[old.source.end :])
    again = bibkit.read(result, dialect)
    assert len(again) == len(batch)
    for index, reference in enumerate(again):
        assert dict(reference.fields) == dict((new if index == at else batch[index]).fields)
    return result
