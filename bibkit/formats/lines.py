"""`lines`: each line is one reference and gives exactly one record, in order; read only.

For lists that another program has cut, and for comparing line by line: nothing is joined, nothing
is taken for page text. A line that cannot be read becomes a `document` whose note is the line.
"""

from __future__ import annotations

import dataclasses

from bibkit.formats.base import Format
from bibkit.model import Batch, Problem, Reference, Span
from bibkit.reflist import parse_reference
from bibkit.reflist.reader import as_list
from bibkit.text import lines_of, printable

__all__ = ["FORMAT"]


def _read(text: str) -> Batch:
    references: list[Reference] = []
    notes: list[tuple[int | None, Problem]] = []
    for line in lines_of(text):
        if not line.text.strip():
            continue
        span = Span(line.start, line.end, line.number)
        reference, problems = parse_reference(line.text, span)
        if reference is None:
            note = printable(line.text.strip()) or "?"
            reference = Reference("", "document", {"note": note}, {}, span)
            problems = [dataclasses.replace(problem, raw=line.text) for problem in problems]
        notes += [(len(references), problem) for problem in problems]
        references.append(reference)
    return as_list(references, notes)


def _sniff(text: str) -> float:
    """Never told from a list: it is asked for."""
    return 0.0


FORMAT = Format(
    name="lines",
    label="One reference a line, each line giving one record",
    suffixes=(),
    sniff=_sniff,
    read=_read,
)
