"""`jsonl`: JSON lines, one CSL-JSON item on each; read and written line by line, however long."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import IO

from bibkit.formats.base import Format, Record, collected
from bibkit.formats.csl_items import JSON, item_of, json_text, reference_of
from bibkit.model import Problem, Reference, Severity, Span

__all__ = ["FORMAT"]


def _records(file: IO[str]) -> Iterator[Record]:
    for number, line in enumerate(file, start=1):
        bare = line.strip().lstrip("\ufeff")
        if bare:
            yield _record(bare, Span(0, 0, number))


def _record(text: str, span: Span) -> Record:
    try:
        item = json.loads(text, parse_constant=_refuse, parse_float=_float)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        message = f"This line is not valid JSON ({reason})."
        return Record(None, (Problem("unreadable", message, Severity.ERROR, span, raw=text),))
    if not isinstance(item, dict):
        message = "This line is no object; it was passed over."
        return Record(None, (Problem("not-an-item", message, Severity.ERROR, span, raw=text),))
    reference, problems = reference_of(item)
    return Record(reference, tuple(problems))


def _refuse(name: str) -> JSON:
    raise ValueError(f"{name} is no number in JSON")


def _float(text: str) -> float:
    number = float(text)
    return number if abs(number) < float("inf") else _refuse(text)


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    for reference in references:
        yield json_text(item_of(reference)) + "\n"


_LINES = re.compile(r'[\s\ufeff]*\{"[^\r\n]*\}[ \t]*[\r\n]+\s*\{"')


def _sniff(text: str) -> float:
    """Objects on two lines; a line may be as long as an abstract."""
    return 0.95 if _LINES.match(text[:65536]) else 0.0


FORMAT = Format(
    name="jsonl",
    label="JSON lines: one CSL-JSON item a line",
    suffixes=(".jsonl", ".ndjson"),
    sniff=_sniff,
    read=collected(_records),
    pieces=_pieces,
    records=_records,
)
