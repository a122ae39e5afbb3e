"""`csl-json`: CSL-JSON, read and written so that a file comes back as it was.

What of an item the model has no place for is kept and written back: see `bibkit.formats.csl_items`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator

from bibkit.citekeys import assign_keys
from bibkit.errors import UnreadableInput
from bibkit.formats.base import Format, variant
from bibkit.formats.csl_items import JSON, array, item_of, reference_of
from bibkit.formats.zotero import csl as zotero_csl
from bibkit.model import Batch, Problem, Reference, Severity

__all__ = ["FORMAT", "item_of"]


# --- reading ------------------------------------------------------------------------------------


def _read(text: str) -> Batch:
    try:
        data = json.loads(text.lstrip("\ufeff"), parse_constant=_refuse, parse_float=_float)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnreadableInput(f"This is not valid JSON ({error.msg}, {place}).") from error
    except RecursionError as error:
        raise UnreadableInput("This JSON is nested too deeply to be CSL-JSON.") from error
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableInput(f"This JSON cannot be read: {error}.") from error
    items = _items(data)
    references: list[Reference] = []
    problems: list[Problem] = _around(data)
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            message = f"Item {number} is not an object; it was passed over."
            raw = json.dumps(item, ensure_ascii=False)
            problems.append(Problem("not-an-item", message, Severity.ERROR, raw=raw))
            continue
        reference, found = reference_of(item)
        references.append(reference)
        problems += found
    return Batch(tuple(_with_ids(references, problems)), tuple(problems))


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def _float(text: str) -> float:
    number = float(text)
    return number if abs(number) < float("inf") else _refuse(text)


def _items(data: JSON) -> list[JSON]:
    """The items of a document: an array, one item alone, or an object that holds the array."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        for key in ("items", "references"):
            if isinstance(data.get(key), list):
                return list(data[key])
        if "type" in data:
            return [data]
    raise UnreadableInput(
        "This JSON is not CSL-JSON: that is an array of items, each with an id and a type."
    )


def _around(data: JSON) -> list[Problem]:
    """What stood beside the items in an object that held them: it is not theirs, and not kept."""
    if not isinstance(data, dict) or "type" in data:
        return []
    others = {key: value for key, value in data.items() if key not in ("items", "references")}
    if not others:
        return []
    message = f"Not kept, because it belongs to no item: {', '.join(others)}."
    raw = json.dumps(others, ensure_ascii=False)
    return [Problem("around-items", message, Severity.WARNING, ref="", raw=raw)]


def _with_ids(references: list[Reference], problems: list[Problem]) -> list[Reference]:
    """Items without an id, which CSL requires, get a citation key."""
    missing = [index for index, reference in enumerate(references) if not reference.id]
    taken = [reference.id for reference in references if reference.id]
    keys = assign_keys([references[index] for index in missing], taken)
    for index, key in zip(missing, keys, strict=True):
        old = references[index]
        references[index] = dataclasses.replace(old, id=key)
    seen: set[str] = set()
    for reference in references:
        if reference.id in seen:
            message = f"The id '{reference.id}' stands more than once."
            problems.append(Problem("duplicate-id", message, ref=reference.id))
        seen.add(reference.id)
    return references


# --- writing ------------------------------------------------------------------------------------


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    return array(map(item_of, references))


def _sniff(text: str) -> float:
    return 0.9 if re.match(r"[\s\ufeff]*(?:\[\s*[{\]]|\{\s*[\"}])", text[:4096]) else 0.0


FORMAT = Format(
    name="csl-json",
    label="CSL-JSON: what Zotero, pandoc and citation processors share",
    suffixes=(".json", ".csljson"),
    sniff=_sniff,
    read=_read,
    pieces=_pieces,
    variants={
        "zotero": variant(
            "csl-json", "CSL-JSON as Zotero imports it", zotero_csl.pieces, zotero_csl.LOSSES
        )
    },
)
