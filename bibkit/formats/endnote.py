"""`endnote`: EndNote's XML export, read and written record by record.

::

    file   = "<xml><records>" *record "</records></xml>"
    record = ref-type *field          what a field means depends on the type: see `enxml.fields`

Fields that CSL has no variable for are kept and written back; EndNote's own administration (database,
record number) is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO

from bibkit.errors import UnreadableInput
from bibkit.formats.base import Format, Record, collected
from bibkit.formats.enxml.losses import LOSSES
from bibkit.formats.enxml.read import record
from bibkit.formats.enxml.write import record_text
from bibkit.model import Problem, Reference, Severity
from bibkit.xml import elements, root_name

__all__ = ["FORMAT"]


def _records(file: IO[str]) -> Iterator[Record]:
    found = False
    try:
        for element in elements(file, {"record"}):
            found = True
            yield record(element)
    except UnreadableInput as error:
        if not found:
            raise
        message = f"{error} The records behind it could not be read."
        yield Record(None, (Problem("unreadable", message, Severity.ERROR, ref=""),))
    if not found:
        message = "This XML holds no record of EndNote."
        yield Record(None, (Problem("no-records", message, ref=""),))


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
    for number, reference in enumerate(references, start=1):
        yield record_text(reference, number)
    yield "</records></xml>\n"


_IS_ENDNOTE = re.compile(r"<(?:record|records)[\s>].{0,2000}?<(?:ref-type|database|source-app|rec-number)[\s>]", re.S)  # fmt: skip


def _sniff(text: str) -> float:
    head = text[:8192]
    is_root = root_name(head) in ("xml", "records", "record", "RECORDS")
    return 0.95 if is_root and (_IS_ENDNOTE.search(head) or "<records/>" in head) else 0.0


_NO_KEY = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

FORMAT = Format(
    name="endnote",
    label="EndNote XML, as EndNote exports and imports it",
    suffixes=(),
    sniff=_sniff,
    read=collected(_records),
    pieces=_pieces,
    records=_records,
    losses=LOSSES,
    is_key=lambda key: _NO_KEY.search(key) is None,
)
