"""A record while its fields are read one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bibkit import identifiers
from bibkit.formats.refman.dates import read_date
from bibkit.formats.refman.mapping import MEETINGS, PERIODICALS, READ, serial_variable
from bibkit.formats.refman.values import (
    names_type,
    one_line,
    pmcid_in,
    pmid_in,
    serial_numbers,
    unescape,
)
from bibkit.formats.tagged import Field
from bibkit.languages import language_tag
from bibkit.model import Value
from bibkit.vocab import Kind, kind_of

__all__ = ["Item", "Record"]

_ALIASES = {"A1": "AU", "T1": "TI", "N2": "AB", "PP": "CY", "LK": "UR", "DI": "DO"}
_WHOLE_BOOKS = frozenset("BOOK CLSWK EBOOK EDBOOK MANSCPT PAMP SER UNPB UNPD".split())

_SCHEME = re.compile(r"(?:https?|ftp)://", re.I)
_DOI_ALONE = re.compile(r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)10\.\d{4,9}/\S+", re.I | re.A)
_ISSUE = re.compile(r"(?=.*\d).{1,20}", re.A)


@dataclass(slots=True)
class Item:
    """A field of a record under the tag that RIS has for it.

    Args:
        tag: of RIS.
        own: as it stands in the file.
        field: its value.
    """

    tag: str
    own: str
    field: Field

    @property
    def text(self) -> str:
        """The value on one line, without HTML's entities."""
        text = self.field.text
        return one_line(unescape(text)) if "&" in text else text

    @property
    def is_address(self) -> bool:
        """Whether it is a web address."""
        return bool(_SCHEME.match(self.field.lines[0]))


class Record:
    """What the fields of a record have said so far.

    Args:
        code: one of `READ_TYPES`.

    Attributes:
        fields: CSL variable to value.
        left: tag to values, of what CSL has no variable for.
        names: variable to names, not read yet.
        waiting: tag to fields that only say something together.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.table = READ[code]
        self.id = ""
        self.fields: dict[str, Value] = {}
        self.custom: dict[str, Any] = {}
        self.left: dict[str, list[str]] = {}
        self.names: dict[str, list[str]] = {}
        self.waiting: dict[str, list[Item]] = {}
        self.notes: dict[str, None] = {}
        self.keywords: list[str] = []
        self._said_by: dict[str, Item] = {}

    def take(self, item: Item) -> None:
        """Read the next field."""
        tag = _ALIASES.get(item.tag, item.tag)
        handler = _HANDLERS.get(tag)
        variable = self.table.get(tag)
        if handler is not None:
            handler(self, item)
        elif variable is None:
            self.keep(item)
        else:
            self.put(variable, item)

    def keep(self, item: Item | None, text: str = "") -> None:
        """Keep what CSL has no variable for, or what contradicts another field."""
        if item is not None:
            self.left.setdefault(item.own, []).append(text or item.text)

    def put(self, variable: str, item: Item, text: str = "") -> None:
        """Set a variable; what is there stays, and another value is kept beside it.

        Args:
            text: the value, where it is not all of the field's.
        """
        value: Value | None = text or item.text
        kind = kind_of(variable)
        if kind is Kind.NAMES:
            self.names.setdefault(variable, []).append(str(value))
            return
        if kind is Kind.DATE:
            date = read_date(str(value))
            # "ET - second edition" where an article has its day online
            value = date if date and (date.year is not None or item.tag == "Y2") else None
        elif variable in _NORMAL:
            value = _NORMAL[variable](str(value)) or value
        elif item.tag in ("A2", "A3"):
            value = str(value).rstrip(" ,")  # a body in a field of names
        if value and variable not in self.fields:
            self.fields[variable] = value
            self._said_by[variable] = item
        elif not value or self.fields[variable] != value:
            self.keep(item, text)

    def put_instead(self, variable: str, item: Item) -> None:
        """Set a variable; what was there is kept beside it."""
        old, by = self.fields.pop(variable, None), self._said_by.get(variable)
        self.put(variable, item)
        if old is not None and old != self.fields.get(variable):
            self.keep(by, str(old))

    def wait(self, item: Item) -> None:
        """Put a field aside until all are there."""
        self.waiting.setdefault(_ALIASES.get(item.tag, item.tag), []).append(item)

    def first(self, *tags: str) -> Item | None:
        """The first waiting field with one of these tags, which then waits no more."""
        return next((items.pop(0) for tag in tags if (items := self.waiting.get(tag))), None)


# --- values that have one form ------------------------------------------------------------------------

_NORMAL: dict[str, Callable[[str], str | None]] = {
    "DOI": identifiers.normalise_doi,
    "PMCID": identifiers.normalise_pmcid,
    "language": language_tag,
}


# --- fields with a meaning of their own ---------------------------------------------------------------


def _abstract(record: Record, item: Item) -> None:
    record.put("abstract", item, unescape(item.field.paragraphs))


def _note(record: Record, item: Item) -> None:
    text = unescape(item.field.paragraphs)
    pmid = pmid_in(text, "")
    if pmid:
        record.put("PMID", item, pmid)
    elif _DOI_ALONE.fullmatch(text):
        record.wait(item)  # mostly that in DO again
    else:
        record.notes.setdefault(text)


def _keywords(record: Record, item: Item) -> None:
    record.keywords += (unescape(line) for line in item.field.lines if line)


def _address(record: Record, item: Item) -> None:
    """UR: an address that was broken between lines, or one a line."""
    parts = [""]
    for line in item.field.lines:
        if _SCHEME.match(line) and parts[-1]:
            parts.append("")
        is_prose = " " in parts[-1] or " " in line
        parts[-1] += f" {line}" if is_prose else line
    for part in parts:
        text = one_line(unescape(part))
        pmid = pmid_in(text, "") if text.startswith("PM:") else ""
        record.put("PMID" if pmid else "URL", item, pmid or text)


def _serial_number(record: Record, item: Item) -> None:
    """SN: an ISSN or an ISBN by what it is, a number of the work's own in some types."""
    found = [] if record.code == "PAT" else serial_numbers(item.text)
    if not found:
        variable = serial_variable(record.code)
        record.put(variable, item) if variable else record.keep(item)
    for variable, value in found:
        record.put(variable, item, value)


def _user_field(record: Record, item: Item) -> None:
    """U1 to U5: PubMed Central has "23690738[pmid]" there."""
    text = item.text
    pmid, pmcid = pmid_in(text, ""), pmcid_in(text)
    if pmid or pmcid:
        record.put("PMID" if pmid else "PMCID", item, pmid or pmcid)
    else:
        record.keep(item)


def _kind(record: Record, item: Item) -> None:
    """M3: the kind of work, or a DOI as older versions of EndNote export it."""
    text = item.text
    doi = identifiers.normalise_doi(text)
    if doi and text.lower().endswith(doi.lower()):
        record.put("DOI", item, doi)
    elif names_type(text) or "M3" not in record.table:
        record.keep(item)
    else:
        record.put(record.table["M3"], item)


def _miscellaneous(record: Record, item: Item) -> None:
    """M1: of an article the issue, where a program has put it there."""
    if "M1" in record.table:
        record.put(record.table["M1"], item)
    elif record.code in PERIODICALS and _ISSUE.fullmatch(item.text):
        record.wait(item)
    else:
        record.keep(item)


def _issue_or_place(record: Record, item: Item) -> None:
    """CP: the issue in the specification, the city of publication in some files."""
    is_issue = any(character.isdecimal() for character in item.text)
    record.put("issue" if is_issue else "publisher-place", item)


def _year_or_custom(record: Record, item: Item) -> None:
    """C2: of a conference paper the year in which the proceedings were published."""
    if record.code in MEETINGS:
        record.wait(item)
    elif "C2" in record.table:
        record.put(record.table["C2"], item)
    else:
        record.keep(item)


def _identifier(record: Record, item: Item) -> None:
    if record.id:
        record.keep(item)
    record.id = record.id or item.text


def _older_title(record: Record, item: Item) -> None:
    """BT: the title of a whole book, in other types that of what the work is part of."""
    if record.code in _WHOLE_BOOKS:
        record.put("title", item)
    else:
        record.wait(item)


_HANDLERS: dict[str, Callable[[Record, Item], None]] = {
    "AB": _abstract,
    "BT": _older_title,
    "C2": _year_or_custom,
    "CP": _issue_or_place,
    "CT": lambda record, item: record.put("title", item),
    "DO": lambda record, item: record.put("DOI", item),
    "ID": _identifier,
    "KW": _keywords,
    "LA": lambda record, item: record.put("language", item),
    "M1": _miscellaneous,
    "M3": _kind,
    "N1": _note,
    "SN": _serial_number,
    "UR": _address,
    **dict.fromkeys(("U1", "U2", "U3", "U4", "U5"), _user_field),
    **dict.fromkeys("AN C7 DA DB EP J1 JA JF JO L1 L2 PY SP Y1".split(), Record.wait),
}
