"""`enw`: EndNote's tagged format ("EndNote Import"), and the refer format of Unix that it grew from.

::

    record = ["%0 " type EOL] *field BLANK
    field  = "%" sign " " value EOL *(more EOL)         sign: a letter, a digit, or one of !@#$&()*+=?[]<>^~

A record begins with its type, or, where it has none, behind a blank line. Sources: EndNote's manual
("Creating a tagged EndNote import file") and the signs that its own export has for its fields;
refer(1) for records without a type, whose type is told by their fields.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from bibkit.formats.base import Format, Record, collected
from bibkit.formats.refman.dates import words_of
from bibkit.formats.refman.losses import losses
from bibkit.formats.refman.mapping import (
    PERIODICALS,
    READ,
    READ_NAMES,
    WRITE_NAMES,
    WRITE_TYPES,
    Spelling,
)
from bibkit.formats.refman.read import reference_of
from bibkit.formats.refman.record import Item
from bibkit.formats.refman.values import escape
from bibkit.formats.refman.write import fields_of, kept
from bibkit.formats.tagged import Field, fields, records, span_of, unreadable
from bibkit.identifiers import normalise_doi
from bibkit.model import Reference

__all__ = ["FORMAT"]

#: Sign to the tag that RIS has for the same field. N and 6 depend on the type, see `_tag_of`.
_SIGNS = {
    "A": "AU", "B": "T2", "C": "CY", "D": "PY", "E": "A2", "F": "ID", "G": "LA", "H": "TA", "I": "PB",
    "J": "JF", "K": "KW", "L": "CN", "M": "AN", "O": "J2", "P": "SP", "Q": "TT", "R": "DO", "S": "T3",
    "T": "TI", "U": "UR", "V": "VL", "W": "DP", "X": "AB", "Y": "A3", "Z": "N1", "1": "C1", "2": "C2",
    "3": "C3", "4": "C4", "7": "ET", "8": "DA", "9": "M3", "?": "A4", "@": "SN", "!": "ST", "#": "C5",
    "$": "C6", "]": "C7", "=": "C8", "&": "SE", "(": "OP", ")": "RP", "*": "RI", "+": "AD", "^": "CA",
    ">": "L1", "<": "RN", "[": "Y2", "~": "DB", "f": "L4",
}  # fmt: skip
#: What these signs say in refer, where EndNote has given them another meaning.
_REFER = {"O": "N1", "Q": "AU", "R": "M1", "L": "ID", "F": "LB", "G": "M1", "H": "N1"}

_LONG = frozenset(f"%{sign}" for sign in "XKZ<+")


def _tag_of(sign: str, code: str) -> str:
    """The tag of RIS for a sign in a type; empty where it has none."""
    if sign == "N":
        table = READ[code]
        return "IS" if code in PERIODICALS else next((t for t in ("M1", "SV") if t in table), "IS")
    if sign == "6":
        return "IS" if code == "CHAP" else "NV"
    if sign == "J" and code not in PERIODICALS and code != "GEN":
        return "T2"
    return _SIGNS.get(sign, "")


def _has(code: str, tag: str) -> bool:
    if tag in ("IS", "M1", "SV", "NV"):
        return tag in (_tag_of("N", code), _tag_of("6", code))
    return tag in _TAGS


_TAGS = frozenset(_SIGNS.values()) - {"ID"}
_CODES = {csl: READ_NAMES[WRITE_NAMES[code].lower()] for csl, code in WRITE_TYPES.items()}
_CODES |= {"song": "MUSIC", "video": "ADVS"}
_SPELLING = Spelling("enw", _CODES, _has, turned=True, serials="%@", cut=True)


# --- reading ----------------------------------------------------------------------------------------

# EndNote itself leaves out the blank behind some brackets, and writes "$]" for "%]".
_LINE = re.compile(
    r"\s*(?:%([0-9A-Zf!@#$&()*+=?\[\]<>^~])|\$(\]))(?:\s+(.*)|(?<=[(\[])(.*)|)", re.A
)


def _tag(line: str) -> tuple[str, str] | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    return f"%{match[1] or match[2]}", match[3] or match[4] or ""


def _records(file: IO[str]) -> Iterator[Record]:
    return records(fields(file, _tag, long=_LONG), _begins, _record)


def _begins(field: Field, current: Sequence[Field]) -> bool:
    """Whether a field is the first of the next record."""
    if field.tag == "%0" or not field.apart:
        return field.tag == "%0"
    if current[0].tag != "%0":
        return True
    # Blank lines within a record stand in files that were doubly spaced.
    return field.tag == "%T" and any(one.tag == "%T" for one in current)


def _record(found: list[Field]) -> Record:
    if all(field.is_empty for field in found if field.tag != "%0"):
        return unreadable(found, "The record is empty.")
    if found[0].tag == "%0":
        name = found[0].text
        code = READ_NAMES.get(name.lower(), name or None)
        known = code if code in READ else "GEN"
        items = [Item(_tag_of(f.tag[1], known), f.tag, f) for f in found[1:]]
    else:
        code = _refer_type({field.tag for field in found})
        items = [_refer_item(field, code) for field in found]
    reference, problems = reference_of(_SPELLING, code, items, span_of(found))
    own_type = _NAMED.get(found[0].text.lower()) if found[0].tag == "%0" else None
    if own_type:
        reference = dataclasses.replace(reference, type=own_type)
    return Record(reference, tuple(problems))


#: EndNote's newer types that are more precise than the RIS type with their fields.
_NAMED = {
    "discussion forum": "post",
    "interview": "interview",
    "podcast": "broadcast",
    "social media": "post",
    "television episode": "broadcast",
}


def _refer_type(tags: set[str]) -> str:
    """The type of a record that names none: refer(1) tells it by the fields that are there."""
    for tag, code in (
        ("%J", "JOUR"),
        ("%B", "CHAP"),
        ("%R", "RPRT"),
        ("%G", "RPRT"),
        ("%I", "BOOK"),
    ):
        if tag in tags:
            return code
    return "GEN"


def _refer_item(field: Field, code: str) -> Item:
    sign = field.tag[1]
    if sign == "R" and normalise_doi(field.text):
        return Item("DO", field.tag, field)
    if sign == "Q" and field.text:
        field.lines = [f"{field.text},"]  # a body
    tag = "" if sign in "GR" and "M1" not in READ[code] else _REFER.get(sign)
    return Item(_tag_of(sign, code) if tag is None else tag, field.tag, field)


# --- writing ----------------------------------------------------------------------------------------

_ORDER = "0FTAE?YJBSVN6P]&7DC8I@!O9RU[XKZ"


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    for reference in references:
        yield "".join(f"{line}\n" for line in _lines(reference)) + "\n"


def _lines(reference: Reference) -> Iterator[str]:
    written = fields_of(reference, _SPELLING)
    code, tags = written.code, written.tags
    if "EP" in tags:
        tags["SP"] = [f"{tags['SP'][0]}-{tags.pop('EP')[0]}"]
    issued = reference.date("issued")
    if issued is not None and "DA" in tags:
        tags["DA"] = [words_of(issued)]  # as EndNote has it beside the year
    tags["ID"] = [escape(reference.id)]
    signs = _signs_of(code)
    own = {signs[tag]: values for tag, values in tags.items()}
    for sign, values in kept(reference, "enw").items():
        if _LINE.fullmatch(sign) and sign not in ("%0", "%F"):
            known = own.get(sign[1], [])
            own[sign[1]] = [*known, *(value for value in values if value not in known)]
    yield f"%0 {WRITE_NAMES[code]}"
    for sign in sorted(own, key=lambda sign: (_ORDER.find(sign) % 99, sign)):
        if sign == "K" and not any(map(_tag, own["K"])):
            yield "%K " + "\n".join(own["K"])  # EndNote has them one a line
        else:
            yield from (f"%{sign} {value}" for value in own[sign] if value)


@functools.cache
def _signs_of(code: str) -> dict[str, str]:
    """Tag of RIS to sign in a type; the second title is %J in what appears in journals, else %B."""
    signs = {_tag_of(sign, code): sign for sign in ("6", "N", *_SIGNS)}
    return signs | {"T2": "J" if code in PERIODICALS else "B"}


# --- which texts are EndNote's -------------------------------------------------------------------------

_BEGIN = re.compile(r"^[ \t\ufeff]*%0[ \t]+[A-Z]\w+", re.M | re.A)
_FIELD = re.compile(r"^%[0-9A-Z@] \S", re.M | re.A)


def _sniff(text: str) -> float:
    beginning = text[:8192].replace("\r", "\n")
    several = len(_FIELD.findall(beginning)) > 1
    if several and _BEGIN.search(beginning):
        return 0.95
    return 0.9 if several and _LINE.match(beginning) else 0.0


FORMAT = Format(
    name="enw",
    label="EndNote's tagged format (.enw), and refer",
    suffixes=(".enw",),
    sniff=_sniff,
    read=collected(_records),
    records=_records,
    pieces=_pieces,
    losses=losses(_SPELLING),
)
