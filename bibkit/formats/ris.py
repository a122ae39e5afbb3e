"""`ris`: Reference Manager's format, which nearly every database and reference manager writes.

::

    record = "TY  - " type EOL *field "ER  - " EOL
    field  = tag "  - " value EOL *(more EOL)           tag: two capital letters or digits

Read as it is met: with one blank or none about the hyphen, in lower case, indented, with lines that
go on, without TY or ER, with a byte-order mark, with any line ends. Sources: the specifications of
2001 and 2011; see `refman.mapping` for what the tags mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from bibkit.formats.base import Format, Record, collected
from bibkit.formats.refman.losses import losses
from bibkit.formats.refman.mapping import RIS
from bibkit.formats.refman.read import reference_of
from bibkit.formats.refman.record import Item
from bibkit.formats.refman.values import escape
from bibkit.formats.refman.write import fields_of, kept
from bibkit.formats.tagged import Field, fields, records, span_of, unreadable
from bibkit.model import Problem, Reference, Severity

__all__ = ["FORMAT"]

# --- reading ----------------------------------------------------------------------------------------

_TAGS = frozenset(
    """
    A1 A2 A3 A4 A5 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA DB DI DO DP ED EF
    EP ER ET H1 H2 ID IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PP PY RI RN
    RP SE SN SP ST SV T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO Y1 Y2
    """.split()
)
_ENDS = frozenset(("ER", "EF"))
_FRAME = frozenset(("TY", "ER"))
#: Tags whose values may hold blank lines.
_LONG = frozenset(("AB", "KW", "N1", "N2", "RN"))

_A_TAG = re.compile(r"[A-Z][A-Z0-9]", re.A)
_STRICT = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?", re.A)
_LOOSE = re.compile(r"\s*([A-Za-z][A-Za-z0-9])([ \t\u00a0]+-)([ \t\u00a0]*|$)(.*)", re.A)
_TYPE = re.compile(r"\s*(TY)[ \t]*-[ \t]*([A-Za-z]{2,8}\s*)", re.A | re.I)
_END = re.compile(r"\s*(ER|EF)\s*-?\s*", re.A)


def _tag_reader() -> Callable[[str], tuple[str, str] | None]:
    """What tells tags: loosely written ones only where prose would not read so by chance."""
    small = False  # whether this record's tags are in lower case

    def tag(line: str) -> tuple[str, str] | None:
        nonlocal small
        match = _STRICT.fullmatch(line)
        if match is not None:
            small = small and match[1] != "TY"
            return match[1], match[2] or ""
        match = _TYPE.fullmatch(line)
        if match is not None:
            small = match[1] == "ty"
            return "TY", match[2]
        match = _END.fullmatch(line)
        if match is not None:
            return match[1], ""
        match = _LOOSE.fullmatch(line)
        if match is None or match[1].upper() not in _TAGS:
            return None
        name, hyphen, behind, value = match.groups()
        is_strict = len(hyphen) > 2  # two blanks and the hyphen
        if is_strict or ((behind or not value) and (name.isupper() or small)):
            return name.upper(), value
        return None

    return tag


def _records(file: IO[str]) -> Iterator[Record]:
    unended = 0

    def read(record: list[Field]) -> Record:
        nonlocal unended
        unended += record[-1].tag not in _ENDS
        return _record(record)

    found = (field for field in fields(file, _tag_reader(), _ENDS, _LONG) if field.tag != "EF")
    yield from records(found, lambda field, _: field.tag == "TY", read, _ENDS)
    if unended:
        message = f"{unended} of the records have no end (ER); the next one was taken for it."
        yield Record(None, (Problem("no-end", message, Severity.INFO, ref=""),))


def _record(record: list[Field]) -> Record:
    code = record[0].text if record[0].tag == "TY" else None
    items = [Item(field.tag, field.tag, field) for field in record if field.tag not in _FRAME]
    if all(item.field.is_empty for item in items):
        return unreadable(record, "The record is empty.")
    reference, problems = reference_of(RIS, code, items, span_of(record))
    end = record[-1]
    if end.tag == "ER" and end.text:
        message = f"Text behind the end of the record: '{end.text}'."
        problems.append(Problem("page-text", message, span=reference.source, raw=end.source))
    return Record(reference, tuple(problems))


# --- writing ----------------------------------------------------------------------------------------

# What comes first in all programs' exports; then the rest by the alphabet.
_ORDER = (
    "TY ID TI AU A2 A3 A4 ED T2 C3 T3 J2 PY DA VL IS M1 NV SP EP C7 SE ET PB CY C1 SN DO UR AB KW N1"
).split()
_RANK = {tag: f"{place:02d}" for place, tag in enumerate(_ORDER)}


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    """Each record with the line ends of the specification, which all programs read: CR LF."""
    for reference in references:
        yield "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(reference)) + "\r\n"


def _lines(reference: Reference) -> Iterator[tuple[str, str]]:
    written = fields_of(reference)
    tags = {"ID": [escape(reference.id)], **written.tags}
    for tag, values in kept(reference, "ris").items():
        if _A_TAG.fullmatch(tag) and tag not in ("TY", "ID", "ER", "EF"):
            known = tags.get(tag, [])
            tags[tag] = [*known, *(value for value in values if value not in known)]
    yield "TY", written.code
    for tag in sorted(tags, key=lambda tag: _RANK.get(tag, tag)):
        for value in tags[tag]:
            if value:
                yield tag, value
    yield "ER", ""


# --- which texts are RIS ------------------------------------------------------------------------------

_BEGIN = re.compile(r"^[ \t\ufeff]*TY[ \t]{0,2}-[ \t]*[A-Z]{2,8}[ \t]*$", re.M | re.I | re.A)
_FIELD = re.compile(r"^(?:A[1U]|T[1I]|J[AFO]|[PY][1Y]|VL|SP|UR|KW)  - \S", re.M | re.A)
_MEDLINE = re.compile(r"^(?:PMID|OWN |STAT)- ", re.M)


def _sniff(text: str) -> float:
    beginning = text[:8192].replace("\r", "\n")
    if _BEGIN.search(beginning):
        return 0.95
    several = len(_FIELD.findall(beginning)) > 2 and not _MEDLINE.search(beginning)
    return 0.9 if several else 0.0


FORMAT = Format(
    name="ris",
    label="RIS: what databases, EndNote, Zotero and Mendeley exchange",
    suffixes=(".ris",),
    sniff=_sniff,
    read=collected(_records),
    records=_records,
    pieces=_pieces,
    losses=losses(RIS),
)
