"""`csl-json`: CSL-JSON, read and written so that a file comes back as it was.

Fields are read by the schema of CSL 1.0.2 (csl-data.json) with the tolerance of citeproc-js:
date parts as text, `raw` dates, numbers for strings. What has no place in the model (a name
with `parse-names`, a date as `raw`) is kept as it stood under `extra["csl-json"]` and written
back for as long as its field still holds what was read from it. Unknown fields go to `extra`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bibkit.citekeys import assign_keys
from bibkit.dates import parse_date
from bibkit.errors import ModelError, OutputError, UnreadableInput
from bibkit.formats.base import Format
from bibkit.model import Batch, Date, Name, Problem, Reference, Severity, Value
from bibkit.vocab import TYPES, Kind, kind_of

__all__ = ["FORMAT", "item_of"]

JSON: TypeAlias = Any

#: Names that the schema has for variables beside the variable's own.
_ALIASES = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short"}

#: Where in `extra` the original forms are kept, as a `_Kept`.
_KEPT = "csl-json"


#: Equal to nothing that JSON can hold.
_ABSENT = ("absent",)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What of an item the model has no place for, so that it is written back as it was.

    Args:
        head: `id` and `type` as they stood, where that is not how the model has them; `_ABSENT`
            for a type that was not there.
        fields: variable to (key, raw value), where the model's value would be written otherwise.
        other: a field of the input that has our own name.
    """

    head: dict[str, JSON]
    fields: dict[str, tuple[str, JSON]]
    other: JSON = None


_NAME_PARTS = {
    "family": "family",
    "given": "given",
    "dropping-particle": "dropping_particle",
    "non-dropping-particle": "non_dropping_particle",
    "suffix": "suffix",
    "literal": "literal",
}


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
        reference, found = _reference(item)
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


def _reference(item: Mapping[str, JSON]) -> tuple[Reference, list[Problem]]:
    identifier = item.get("id")
    id_text = str(identifier) if isinstance(identifier, str | int | float) else ""
    fields: dict[str, Value] = {}
    extra: dict[str, Any] = {}
    head: dict[str, JSON] = {}
    kept: dict[str, tuple[str, JSON]] = {}
    problems: list[Problem] = []
    if "id" in item and identifier != id_text:
        head["id"] = identifier
    type_ = item.get("type")
    if "type" not in item:
        head["type"] = _ABSENT
        problems.append(
            Problem("no-type", "The item has no type; it is treated as a document.", ref=id_text)
        )
    elif not isinstance(type_, str) or type_ not in TYPES:
        head["type"] = type_
        message = f"CSL has no item type '{type_}'; it is treated as a document."
        problems.append(Problem("unknown-type", message, ref=id_text))
    for key, raw in item.items():
        if key in ("id", "type", _KEPT):
            continue
        variable = _ALIASES.get(key, key)
        kind = kind_of(variable)
        value = None if kind is None else _value(kind, raw)
        if value is None or variable in fields:
            if kind is not None and raw not in (None, "", []):
                message = f"'{key}' holds what CSL does not allow there; it is kept, but not used."
                problems.append(Problem("odd-value", message, ref=id_text))
            extra[key] = raw
            continue
        fields[variable] = value
        if key != variable or not _same(_json_value(value), raw):
            kept[variable] = (key, raw)
    if kept or head or _KEPT in item:
        extra[_KEPT] = _Kept(head, kept, item.get(_KEPT))
    kind_name = type_ if isinstance(type_, str) and type_ in TYPES else "document"
    return Reference(id_text, kind_name, fields, extra), problems


def _same(one: JSON, other: JSON) -> bool:
    """Whether two values are the same JSON; to Python 1, 1.0 and true are equal."""
    return one is other or json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _value(kind: Kind, raw: JSON) -> Value | None:
    """A JSON value as the model's; None where it does not fit the variable."""
    if kind is Kind.NAMES:
        return _names(raw)
    if kind is Kind.DATE:
        return _date(raw)
    if isinstance(raw, str) or (isinstance(raw, int) and not isinstance(raw, bool)):
        return raw
    return str(raw) if isinstance(raw, float) else None


def _names(raw: JSON) -> tuple[Name, ...] | None:
    if not isinstance(raw, list) or not raw:
        return None
    names = []
    for one in raw:
        if isinstance(one, str):
            one = {"literal": one}
        if not isinstance(one, dict):
            return None
        parts = {attribute: str(one[key]) for key, attribute in _NAME_PARTS.items() if one.get(key)}
        if parts.get("family") or parts.get("given"):
            parts.pop("literal", None)
        elif not parts.get("literal"):
            parts = {"literal": " ".join(parts.values())}
        try:
            names.append(Name(**parts))
        except ModelError:
            return None
    return tuple(names)


_SEASON_NAMES = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


def _date(raw: JSON) -> Date | None:
    if not isinstance(raw, dict):
        return parse_date(str(raw)) if isinstance(raw, str | int) else None
    circa = str(raw.get("circa", "")).lower() not in ("", "0", "false", "none")
    literal = str(raw.get("literal") or "")
    try:
        parts = [_single(part) for part in raw.get("date-parts") or [] if part]
        if not parts:
            written = str(raw.get("raw") or "")
            return parse_date(written) or _literal(literal or written, circa)
        first, until = parts[0], parts[1] if len(parts) > 1 else None
        season = first.season or _season(raw.get("season"))
        return Date(
            first.year,
            first.month,
            first.day,
            None if first.month else season,
            until,
            circa,
            literal,
        )
    except (ModelError, ValueError, TypeError, AttributeError, OverflowError):
        return _literal(literal, circa)


def _literal(text: str, circa: bool) -> Date | None:
    return Date(literal=text, circa=circa) if text else None


def _season(raw: JSON) -> int | None:
    text = str(raw).lower() if raw is not None else ""
    return int(text) if text in ("1", "2", "3", "4") else _SEASON_NAMES.get(text)


def _single(parts: JSON) -> Date:
    numbers = [int(part) for part in parts if part not in (None, "")]
    year, month, day = (*numbers, None, None)[:3] if numbers else (None, None, None)
    if month is not None and month > 12:
        # Months 13-16 and 21-24 are seasons (CSL 1.0.2, Extended Date/Time Format).
        return Date(year, season=(month - 12 if month < 20 else month - 20))
    return Date(year, month or None, (day or None) if month else None)


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

_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    before = "["
    for reference in references:
        try:
            text = json.dumps([item_of(reference)], ensure_ascii=False, indent=2)
        except RecursionError as error:
            raise OutputError("A field is nested too deeply to be written as JSON.") from error
        text = _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
        yield before + text[1:-2]
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def item_of(reference: Reference) -> dict[str, JSON]:
    """A reference as an item of CSL-JSON, made of dicts and lists.

    >>> item_of(Reference("soil", "book", {"title": "Soil"}))
    {'id': 'soil', 'type': 'book', 'title': 'Soil'}
    """
    kept = reference.extra.get(_KEPT)
    if not isinstance(kept, _Kept):
        kept = _Kept({}, {})
    item: dict[str, JSON] = {"id": kept.head.get("id", reference.id)}
    unknown = reference.type == "document" and "type" in kept.head
    item["type"] = kept.head["type"] if unknown else reference.type
    if item["type"] == _ABSENT:
        del item["type"]
    for variable, value in reference.fields.items():
        key, raw = kept.fields.get(variable, (variable, None))
        unchanged = raw is not None and _value(kind_of(variable) or Kind.STRING, raw) == value
        item[key if unchanged else variable] = raw if unchanged else _json_value(value)
    for key, raw in reference.extra.items():
        # What was odd in the input gives way to what has been set since.
        if key != _KEPT:
            item.setdefault(key, _plain(raw))
    if kept.other is not None:
        item[_KEPT] = kept.other
    return item


def _json_value(value: Value) -> JSON:
    if isinstance(value, tuple):
        return [
            {key: getattr(name, part) for key, part in _NAME_PARTS.items() if getattr(name, part)}
            for name in value
        ]
    return _json_date(value) if isinstance(value, Date) else value


def _json_date(date: Date) -> dict[str, JSON]:
    written: dict[str, JSON] = {}
    if date.year is not None:
        ends = [date] if date.until is None else [date, date.until]
        written["date-parts"] = [
            [part for part in (end.year, _month(end, date), end.day) if part is not None]
            for end in ends
        ]
        if date.season and date.until is None:
            written["season"] = date.season
    if date.circa:
        written["circa"] = True
    if date.literal:
        written["literal"] = date.literal
    return written


def _month(end: Date, date: Date) -> int | None:
    """The month, or in a range the season as month 21-24."""
    if end.season and date.until is not None:
        return 20 + end.season
    return end.month


def _plain(value: Any) -> JSON:
    """Mappings and tuples of the model as JSON knows them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _sniff(text: str) -> float:
    return 0.9 if re.match(r"[\s\ufeff]*(?:\[\s*[{\]]|\{\s*[\"}])", text[:4096]) else 0.0


FORMAT = Format(
    name="csl-json",
    label="CSL-JSON: what Zotero, pandoc and citation processors share",
    suffixes=(".json", ".csljson"),
    sniff=_sniff,
    read=_read,
    pieces=_pieces,
)
