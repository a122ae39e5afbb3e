"""`csl-yaml`: CSL items as YAML, as pandoc reads and writes them: a list, or one under `references:`.

::

    file = *other "references:" *item *other | *item
    item = *SP "- " mapping                      all items indented alike

An item is cut out by its lines and parsed alone, so that a fault in one does not cost the others and
a long file is not held as a whole; a list in any other YAML style is parsed as a whole. Tags are not
heeded: no object is ever built from one. Dates are those of EDTF, or as pandoc once wrote them
(`- year: 2017`); words are text: neither the language `no` nor the issue `012` is anything else.
pandoc takes texts for Markdown; they are kept as they stand.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from bibkit.errors import UnreadableInput
from bibkit.formats.base import Format, Record, collected
from bibkit.formats.csl_items import JSON, item_of, json_date, json_text, reference_of
from bibkit.formats.edtf import read_edtf, write_edtf
from bibkit.formats.yaml_values import Builder, Plain, YAMLFault, resolved
from bibkit.model import Problem, Reference, Severity, Span
from bibkit.vocab import VARIABLES, Kind, kind_of

__all__ = ["FORMAT"]


# --- reading ------------------------------------------------------------------------------------

_LIST = re.compile(r"references:[ \t]*(?:#.*)?$")
_ITEM = re.compile(r"([ \t]*)-(?:\s|$)")
_IDLE = re.compile(r"[ \t]*(?:#.*)?$")  # nothing but a comment
_MARK = re.compile(r"(?:---|\.\.\.)(?:\s|$)|%")


def _records(file: IO[str]) -> Iterator[Record]:
    builder = Builder()
    header: list[str] = []
    line, found = 0, False
    indent: str | None = None  # of the list that is being read
    chunk: list[str] = []
    chunk_line = 0
    expected = True  # whether an item may begin a list here
    for line, whole in enumerate(file, start=1):
        bare = whole.rstrip("\r\n").lstrip("\ufeff" if line == 1 else "")
        match = _ITEM.match(bare)
        if match and (indent == match[1] or (indent is None and expected)):
            if chunk:
                yield _item(builder, "\n".join(chunk), chunk_line)
            indent, found = match[1], True
            chunk, chunk_line = [bare], line
        elif indent is not None and (bare.startswith((indent + " ", "\t")) or _IDLE.match(bare)):
            chunk.append(bare)
        else:
            if chunk:
                yield _item(builder, "\n".join(chunk), chunk_line)
            chunk, indent = [], None
            header.append(bare)
            if not _IDLE.match(bare) and not _MARK.match(bare):
                expected = bool(_LIST.match(bare))
    if chunk:
        yield _item(builder, "\n".join(chunk), chunk_line)
    if found:
        yield from _around(header)
    else:
        yield from _whole("\n".join(header))


def _item(builder: Builder, text: str, line: int) -> Record:
    span = Span(0, 0, line)
    try:
        items = builder.build(text + "\n", line)
    except YAMLFault as fault:
        problem = Problem("unreadable", str(fault), Severity.ERROR, span, raw=text)
        return Record(None, (problem,))
    item = items[0] if isinstance(items, list) and items else None
    return _reference(item, span, text, builder.doubled)


def _reference(item: Any, span: Span, text: str, doubled: Iterable[str] = ()) -> Record:
    if not isinstance(item, dict):
        message = "This item is no mapping of fields; it was passed over."
        return Record(None, (Problem("not-an-item", message, Severity.ERROR, span, raw=text),))
    reference, problems = reference_of(_json_item(item))
    problems += [
        Problem("double-field", f"'{key}' stands twice in this item; the last one counts.")
        for key in doubled
    ]
    return Record(reference, tuple(problems))


def _whole(text: str) -> Iterator[Record]:
    """The items of a list in any style, such as `references: [{id: soil, type: book}]`."""
    try:
        data = Builder().build(text, 1)
    except YAMLFault as fault:
        raise UnreadableInput(str(fault)) from fault
    if isinstance(data, dict):
        data = data.get("references", [data] if "type" in data else "")
    elif data is None:
        data = []
    if not isinstance(data, list):
        raise UnreadableInput("This YAML holds no list of CSL items, alone or as `references`.")
    for item in data:
        raw = "" if isinstance(item, dict) else str(item)
        yield _reference(item, Span(0, 0), raw)


def _around(header: list[str]) -> Iterator[Record]:
    """What stands beside the list; pandoc writes `nocite` there."""
    others = [
        bare for bare in header
        if not (_IDLE.match(bare) or _MARK.match(bare) or _LIST.match(bare) or bare.startswith("nocite:"))
    ]  # fmt: skip
    if others:
        message = f"Not kept, because it belongs to no reference: {others[0].strip()[:80]}"
        message += f", and {len(others) - 1} more lines." if len(others) > 1 else "."
        raw = "\n".join(others)
        yield Record(None, (Problem("around-items", message, Severity.INFO, ref="", raw=raw),))


_UPPER = {name.lower(): name for name in VARIABLES if name.isupper()}


def _json_item(item: Mapping[str, Any]) -> dict[str, JSON]:
    """An item as CSL-JSON has it; `doi` is understood for `DOI`."""
    found: dict[str, JSON] = {}
    for key, value in item.items():
        variable = key if key in VARIABLES else _UPPER.get(key, key)
        if variable != key and variable in item:
            variable = key
        kind = kind_of(variable)
        if kind is Kind.DATE:
            found[variable] = _date(value)
        elif kind is Kind.NAMES:
            found[variable] = resolved([value] if isinstance(value, dict) else value)
        elif kind is None and variable not in ("id", "type"):
            found[variable] = resolved(value)
        elif variable == "keyword" and isinstance(value, list):
            found[variable] = ", ".join(str(word) for word in value)
        else:
            found[variable] = _text(value)
    return found


def _text(value: Any) -> JSON:
    """A text or a whole number; a word that YAML takes for more stays a word."""
    whole = resolved(value)
    if isinstance(value, Plain):
        return whole if whole is None or type(whole) is int else str(value)
    return whole


_PARTS = ("year", "month", "day")


def _date(value: Any) -> JSON:
    if isinstance(value, str):
        text = str(value).strip()
        date = read_edtf(text)
        if date is not None:
            return json_date(date)
        return {"raw": text} if text else None
    moments = value if isinstance(value, list) else [value]
    if not moments or not all(isinstance(one, dict) and "year" in one for one in moments):
        return resolved(value)
    found: dict[str, JSON] = {"date-parts": []}
    for one in resolved(moments):
        parts = itertools.takewhile(lambda part: part not in (None, ""), map(one.get, _PARTS))
        found["date-parts"].append(list(parts))
        found |= {key: one[key] for key in ("season", "circa", "literal") if key in one}
    return found


# --- writing ------------------------------------------------------------------------------------


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    yield "---\nreferences:"
    empty = True
    for reference in references:
        empty = False
        yield "\n" + "\n".join(_block([_yaml_item(reference)], ""))
    yield " []\n...\n" if empty else "\n...\n"


class _Raw(str):
    """A scalar that is written without quotes."""


def _yaml_item(reference: Reference) -> dict[str, JSON]:
    item = item_of(reference)
    for variable in reference.fields:
        date = reference.date(variable)
        text = write_edtf(date) if date is not None else ""
        if text and date is not None and item.get(variable) == json_date(date):
            item[variable] = _Raw(text) if text[0] in "123456789" else text
    return item


def _block(value: JSON, indent: str) -> Iterator[str]:
    """The lines of a mapping or a list, neither of them empty."""
    if isinstance(value, dict):
        for key, inner in value.items():
            name = key if _KEY.fullmatch(key) and key.lower() not in _WORDS else _quoted(key)
            if isinstance(inner, dict | list) and inner:
                yield f"{indent}{name}:"
                yield from _block(inner, indent + "  " * isinstance(inner, dict))
            else:
                yield f"{indent}{name}: {_scalar(inner)}"
    else:
        for inner in value:
            if isinstance(inner, dict | list) and inner:
                first, *others = _block(inner, indent + "  ")
                yield f"{indent}- {first.lstrip()}"
                yield from others
            else:
                yield f"{indent}- {_scalar(inner)}"


_KEY = re.compile(r"[A-Za-z_][\w-]*", re.A)
# Words that one version of YAML or another takes for more than a word.
_WORDS = frozenset("y n yes no on off true false null".split())
_SAFE = re.compile(r"[^\W\d_](?:[\w.,;()/+'’–-]| (?=\S))*")


def _scalar(value: JSON) -> str:
    if isinstance(value, _Raw):
        return str(value)
    if isinstance(value, str):
        plain = _SAFE.fullmatch(value) and value.lower() not in _WORDS
        return value if plain else _quoted(value)
    return json_text(value)


def _quoted(text: str) -> str:
    """A text in double quotes, as JSON has it; half a character cannot be said at all."""
    return json_text(_SURROGATE.sub("\ufffd", text))


_SURROGATE = re.compile("[\ud800-\udfff]")


# --- the format ---------------------------------------------------------------------------------

_REFERENCES = re.compile(r"^references:[ \t]*(?:\n\s*-\s+[\w-]+:|\[\s*\{)", re.M)
_BARE = re.compile(r"(?:---[ \t]*\n)?(?:#[^\n]*\n|[ \t]*\n)*-[ \t]+([\w-]+):(?:\s|$)")
_TYPE = re.compile(r"^[- ] type:[ \t]+['\"]?[a-z_-]+['\"]?[ \t]*$", re.M)


def _sniff(text: str) -> float:
    head = re.sub("\r\n?", "\n", text[:8192].lstrip("\ufeff"))
    if _REFERENCES.search(head):
        return 0.92
    bare = _BARE.match(head)
    is_field = bare and (bare[1] in ("id", "type") or bare[1] in VARIABLES)
    return 0.92 if is_field and _TYPE.search(head) else 0.0


FORMAT = Format(
    name="csl-yaml",
    label="CSL items as YAML, for pandoc and Quarto",
    suffixes=(".yaml", ".yml"),
    sniff=_sniff,
    read=collected(_records),
    pieces=_pieces,
    records=_records,
)
