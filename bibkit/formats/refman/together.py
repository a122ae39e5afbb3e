"""What several fields of a record say only together: date, pages, titles, database."""

from __future__ import annotations

import re

from bibkit import identifiers
from bibkit.formats.refman.dates import date_and_year, read_date
from bibkit.formats.refman.mapping import (
    ARCHIVED,
    COUNTED,
    DESCRIBED,
    ISSUED_ONLINE,
    MEETINGS,
    PERIODICALS,
)
from bibkit.formats.refman.record import Record
from bibkit.formats.refman.values import (
    article_number,
    identifiers_in,
    is_place,
    pmcid_in,
    pmid_in,
    read_pages,
)
from bibkit.model import Date

__all__ = ["STEPS"]


def _date(record: Record) -> None:
    """The year stands in PY, the day in DA or Y1; where they disagree, the year is right."""
    is_later = "C2" in record.waiting  # the year of a meeting's proceedings; PY is the meeting's
    tags = ("C2", "PY", "Y1", "DA")
    found = [(one, read_date(one.text)) for tag in tags for one in record.waiting.pop(tag, ())]
    issued: Date | None = None
    for _, date in found:
        if date is not None and (issued is None or _is_fuller(date, issued)):
            issued = date
    for item, date in found:
        beside = None
        if issued and issued.year is not None and issued.month is None:
            beside = date_and_year(item.text, issued.year) if _is_text(date) else None
        if beside is not None:
            issued = beside
        elif item.tag == "DA" and record.code in ISSUED_ONLINE and not _says(issued, date):
            record.put("accessed", item)
        elif item.tag == "PY" and is_later and not _says(issued, date):
            record.put("event-date", item)
        elif _says_something(item.text) and (not _says(issued, date) or _is_cut(item.text, date)):
            record.keep(item)
    if issued is not None:
        record.fields["issued"] = issued


def _is_text(date: Date | None) -> bool:
    return date is None or date.year is None


def _is_fuller(one: Date, other: Date) -> bool:
    """Whether a date is another one with more of its parts."""
    if other.year is None:
        return one.year is not None
    return one.year == other.year and _parts(one) > _parts(other)


def _parts(date: Date) -> tuple[int, bool]:
    known = sum(part is not None for part in (date.year, date.month or date.season, date.day))
    return known, date.until is not None


def _says(issued: Date | None, date: Date | None) -> bool:
    """Whether the date of publication says all that another date says."""
    if issued is None or date is None or date.year is None:
        return issued == date
    pairs = [(getattr(date, part), getattr(issued, part)) for part in _DATE_PARTS]
    return all(one is None or one == other for one, other in pairs)


_DATE_PARTS = ("year", "month", "day", "season")


def _says_something(text: str) -> bool:
    """Not "///" and not "0000"."""
    return any(character.isalnum() and character != "0" for character in text)


def _is_cut(text: str, date: Date | None) -> bool:
    """Whether a date in numbers was read for its year alone ("12/05/2010")."""
    numbers = len(re.findall(r"[1-9]\d*", text))
    return date is not None and date.year is not None and not date.month and numbers > 2


def _pages(record: Record) -> None:
    start, end, number = record.first("SP"), record.first("EP"), record.first("C7")
    item = start or end
    text = read_pages(start.text if start else "", end.text if end else "")
    if item is None:
        pass
    elif record.code in COUNTED and end is None and "-" not in text:
        record.put("number-of-pages", item)
    elif record.code in DESCRIBED and not is_place(text):
        record.keep(start)
        record.keep(end)
    elif record.table.get("SP") and end is None:
        record.put(record.table["SP"], item)
    else:
        record.put("page", item, text)
        if start is not None and end is not None and end.text not in text:
            record.keep(end)
    if number is None:
        return
    if record.code not in PERIODICALS:
        variable = record.table.get("C7")
        record.put(variable, number) if variable else record.keep(number)
        return
    said = article_number(number.text)
    if record.fields.setdefault("page", said) == said:
        record.custom["article-number"] = True
    else:
        record.keep(number)


def _titles(record: Record) -> None:
    """Journals have tags of their own; JO holds the full title in some files, else the short one."""
    variable = record.table.get("T2", "container-title")
    variable = "collection-title" if variable == "collection-title" else "container-title"
    full = record.first("JF", "BT")
    if full is not None:
        record.put_instead(variable, full)
    either = record.first("JO")
    short = record.first("JA", "J1")
    known = record.fields.get("container-title") or record.fields.get("event-title")
    if either is not None and known is None:
        record.put(variable, either)
        short = short or (either if "." in either.text else None)
    elif either is not None and short is None and known != either.text:
        short = either
    elif either is not None and known != either.text and short and short.text != either.text:
        record.keep(either)
    if short is not None and "J2" in record.table:
        record.put("container-title-short", short)
    elif short is not None and short is not either:
        record.keep(short)
    if record.code in PERIODICALS and "container-title-short" in record.fields:
        record.fields.setdefault("container-title", record.fields["container-title-short"])


def _meeting(record: Record) -> None:
    """Of a meeting and its proceedings most files have one only: the proceedings count."""
    if record.code not in MEETINGS:
        return
    fields = record.fields
    for one, other in (("event-title", "container-title"), ("event-place", "publisher-place")):
        if one in fields and fields.get(other, fields[one]) == fields[one]:
            fields[other] = fields.pop(one)


def _database(record: Record) -> None:
    """DB and AN: PubMed's own number there is a PMID; else where a thing is kept or was found."""
    name, number = record.first("DB"), record.first("AN")
    database = name.text if name else ""
    pmcid = pmcid_in(number.text) if number else ""
    pmid = pmid_in(number.text, database) if number and not pmcid else ""
    archived = record.code in ARCHIVED
    if number is None:
        pass
    elif pmid or pmcid:
        record.put("PMID" if pmid else "PMCID", number, pmid or pmcid)
    elif archived:
        record.put("archive_location", number)
    else:
        record.keep(number)
    if name is None or ((pmid or pmcid) and database.lower() in ("pubmed", "pmc")):
        return
    if archived and not (pmid or pmcid):
        record.put("archive", name)
    else:
        record.put("source", name)


def _remaining(record: Record) -> None:
    """Fields that count only where no better one is there."""
    for item in record.waiting.pop("N1", ()):
        doi = identifiers.normalise_doi(item.text) or item.text
        known = str(record.fields.setdefault("DOI", doi))
        if known.lower() != doi.lower():
            record.notes.setdefault(item.text)
    number = record.first("M1")
    if number is not None:
        record.put("issue", number)
    for tag in ("L2", "L1"):
        for item in record.waiting.pop(tag, ()):
            is_needed = item.is_address and "URL" not in record.fields
            record.put("URL", item) if is_needed else record.keep(item)
    for items in record.waiting.values():
        for item in items:
            record.keep(item)
    if record.code == "INPR":
        record.fields.setdefault("status", "in press")


def _address(record: Record) -> None:
    """The address of a resolver says the identifier."""
    for variable, value in identifiers_in(str(record.fields.get("URL", ""))):
        record.fields.setdefault(variable, value)


def _editors(record: Record) -> None:
    """A2 are a book's series' editors; of a book without a series they are its own."""
    if record.code not in ("BOOK", "CLSWK") or "collection-title" in record.fields:
        return
    if "editor" not in record.names and "collection-editor" in record.names:
        record.names["editor"] = record.names.pop("collection-editor")


#: In this order.
STEPS = (_date, _pages, _titles, _meeting, _database, _remaining, _address, _editors)
