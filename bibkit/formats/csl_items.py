"""CSL items (what CSL-JSON, CSL-YAML and JSON lines hold) and references, in both directions.

Fields are read by the schema of CSL 1.0.2 (csl-data.json) with the tolerance of citeproc-js:
date parts as text, `raw` dates, numbers for strings. What has no place in the model (a name
with `parse-names`, a date as `raw`) is kept as it stood under `extra["csl-json"]` and written
back for as long as its field still holds what was read from it. Unknown fields go to `extra`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bibkit.controls import ODD
from bibkit.dates import parse_date
from bibkit.errors import ModelError, OutputError
from bibkit.model import Date, Name, Problem, Reference, Value
from bibkit.vocab import TYPES, Kind, kind_of

__all__ = ["HIDDEN", "JSON", "array", "item_of", "json_date", "json_text", "reference_of"]

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
_NAME_FLAGS = {"comma-suffix": "comma_suffix", "static-ordering": "static_ordering"}


# --- reading ------------------------------------------------------------------------------------


def reference_of(item: Mapping[str, JSON]) -> tuple[Reference, list[Problem]]:
    """An item as a reference, and what is odd about it; its id may be empty.

    >>> reference, problems = reference_of({"id": "soil", "type": "book", "volume": 2})
    >>> reference.fields, problems
    (mappingproxy({'volume': 2}), [])
    """
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
        parts: dict[str, Any] = {
            attribute: str(one[key]) for key, attribute in _NAME_PARTS.items() if one.get(key)
        }
        if parts.get("family") or parts.get("given"):
            parts.pop("literal", None)
        elif not parts.get("literal"):
            parts = {"literal": " ".join(parts.values())}
            if not parts["literal"].strip():
                continue  # an empty name is nobody; the others are there all the same
        try:
            names.append(
                Name(
                    **parts,
                    comma_suffix=_is_true(one.get("comma-suffix")),
                    static_ordering=_is_true(one.get("static-ordering")),
                )
            )
        except ModelError:
            return None
    return tuple(names) or None


def _is_true(raw: JSON) -> bool:
    return raw is True or raw in (1, "1", "true")


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
    if month is not None and 12 < month <= 24:
        # Months 13-16 and 21-24 are seasons (CSL 1.0.2, Extended Date/Time Format).
        return Date(year, season=(month - 1) % 4 + 1)
    return Date(year, month or None, (day or None) if month else None)


# --- writing ------------------------------------------------------------------------------------


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
        parts = (*_NAME_PARTS.items(), *_NAME_FLAGS.items())
        return [
            {key: held for key, part in parts if (held := getattr(name, part))} for name in value
        ]
    return json_date(value) if isinstance(value, Date) else value


def json_date(date: Date) -> dict[str, JSON]:
    """A date as CSL-JSON has it.

    >>> json_date(Date(2017, 3, circa=True))
    {'date-parts': [[2017, 3]], 'circa': True}
    """
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


#: Characters that are written as escapes: those that input is rid of, that some take for the end of a
#: line, or that cannot be encoded.
HIDDEN = re.compile(f"{ODD[:-1]}\u2028\u2029\ud800-\udfff]")


def json_text(value: JSON, *, indent: str | None = None) -> str:
    """A value as JSON that any reader takes in as it is.

    Args:
        indent: of the line that the value begins in: it is then set on lines of its own, two blanks
            further in for each level, as `json.dumps` does in three times the time. None for one line.

    Raises:
        OutputError: it is nested too deeply.

    >>> json_text(["Chiò", "a\\u202eb"])
    '["Chiò", "a\\\\u202eb"]'
    >>> print(json_text({"id": "soil"}, indent="  "))
    {
        "id": "soil"
      }
    """
    try:
        if indent is not None:
            return _indented(value, f"\n{indent}")
        return _shown(json.dumps(value, ensure_ascii=False))
    except RecursionError as error:
        raise OutputError("A field is nested too deeply to be written as JSON.") from error


def array(items: Iterable[JSON]) -> Iterator[str]:
    """Items to the parts of a file that holds them as an array.

    >>> "".join(array([{"id": "soil"}]))
    '[\\n  {\\n    "id": "soil"\\n  }\\n]\\n'
    """
    before = "["
    for item in items:
        yield f"{before}\n  {json_text(item, indent='  ')}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _shown(text: str) -> str:
    if text.isascii() and "\x7f" not in text:
        return text  # what is hidden below 128 is escaped already
    return HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _indented(value: JSON, line: str) -> str:
    if type(value) is str:
        return _shown(_quoted(value))
    inner = f"{line}  "
    if type(value) is dict and value:
        rows = [f"{_shown(_quoted(key))}: {_indented(one, inner)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(rows)}{line}}}"
    if type(value) is list and value:
        return f"[{inner}{f',{inner}'.join([_indented(one, inner) for one in value])}{line}]"
    return _shown(json.dumps(value, ensure_ascii=False))


_quoted = json.encoder.encode_basestring
