"""How a reference comes back from the formats of Reference Manager and EndNote."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from typing import Any

from bibkit import identifiers
from bibkit.formats.losses import Loss, dates, text
from bibkit.formats.refman.dates import read_date, write_date
from bibkit.formats.refman.mapping import (
    MEETINGS,
    PERIODICALS,
    READ_TYPES,
    WRITE,
    WRITE_TYPES,
    Spelling,
)
from bibkit.formats.refman.names import read_names, write_name
from bibkit.formats.refman.values import (
    identifiers_in,
    join_keywords,
    one_line,
    read_keywords,
    read_pages,
    serial_numbers,
    split_keywords,
    write_pages,
)
from bibkit.formats.refman.write import fields_of
from bibkit.languages import language_tag
from bibkit.model import Date, Name, Reference, Value
from bibkit.vocab import TYPES, VARIABLES

__all__ = ["losses"]


def losses(spelling: Spelling) -> tuple[Loss, ...]:
    """What a format with these fields has no place for."""
    return (
        _places(spelling),
        text("Line breaks and repeated blanks become single blanks; numbers are text.", one_line, {"note"}),
        Loss("The lines of a note are kept, its blank lines are not.", _note),
        _names(spelling.turned),
        dates("Dates keep year, month and day or season; of ranges only two months of one year stay "
              "together. What is approximate is said as if it were certain.", _date),
        Loss("Identifiers, languages and pages are written in their one form, keywords one by one; of several ISSNs or ISBNs the first is the reference's. The address of a resolver says the identifier too.", _forms(spelling)),
        Loss("The meeting's title or place without the proceedings' is read as theirs, the editors of "
             "a book's series without the series as the book's.", _context(spelling)),
        Loss("A journal whose short title alone is known is read as having it for its full title too.", _journal),
        Loss(f"Types that become others: {_type_pairs(spelling)}.", _type(spelling)),
    )  # fmt: skip


# --- what has a place -------------------------------------------------------------------------------

# What is written by rules of its own, not by the table.
_IN_ALL = frozenset("abstract DOI issued keyword language note URL".split())
_IN_SOME = frozenset(
    "archive archive_location ISBN ISSN number number-of-pages page PMCID PMID".split()
)


def _places(spelling: Spelling) -> Loss:
    tables = [
        {variable for variable, tag in WRITE[code].items() if spelling.has(code, tag)}
        for code in set(spelling.codes.values())
    ]
    everywhere, somewhere = set.intersection(*tables), set.union(*tables)
    nowhere = VARIABLES.keys() - somewhere - _IN_ALL - _IN_SOME
    what = (
        f"No place for: {_listed(nowhere)}. Only in types that have it: "
        f"{_listed((somewhere | _IN_SOME) - everywhere)}. What CSL has no variable for is written where "
        f"it was read from this format."
    )
    if not spelling.cut:
        what += " That a list of names goes on (et al.): most readers would take it for a person."

    def step(reference: Reference) -> Reference:
        written = fields_of(reference, spelling)
        fields = {v: value for v, value in reference.fields.items() if v in written.said}
        cut = (v for v in fields if spelling.cut and reference.names(v) and reference.truncated(v))
        known = {f"{v}-et-al": True for v in cut}
        if "page" in fields and "C7" in written.tags and written.code in PERIODICALS:
            known["article-number"] = True
        extra: dict[str, Any] = {"custom": known} if known else {}
        return dataclasses.replace(reference, id=one_line(reference.id), fields=fields, extra=extra)

    return Loss(what, step)


def _listed(variables: Collection[str]) -> str:
    return ", ".join(sorted(variables, key=str.lower))


# --- values -----------------------------------------------------------------------------------------


def _with(reference: Reference, change: Callable[[dict[str, Value]], None]) -> Reference:
    fields = dict(reference.fields)
    change(fields)
    return (
        reference if fields == reference.fields else dataclasses.replace(reference, fields=fields)
    )


def _note(reference: Reference) -> Reference:
    lines = map(one_line, reference.text("note").splitlines())
    note = "\n".join(dict.fromkeys(filter(None, lines)))
    return reference.replace(note=note) if note != reference.fields.get("note", "") else reference


def _names(turned: bool) -> Loss:
    def step(reference: Reference) -> Reference:
        def change(fields: dict[str, Value]) -> None:
            for variable, value in fields.items():
                if isinstance(value, tuple):
                    fields[variable] = _read_again(value, turned)

        return _with(reference, change)

    what = (
        "A particle becomes part of the family name; someone without a given name whose name is of "
        "several words, or who might be an institution, becomes one. Commas inside names go."
    )
    return Loss(what, step)


def _read_again(names: tuple[Name, ...], turned: bool) -> tuple[Name, ...]:
    return tuple(read_names(filter(None, map(write_name, names)), turned)[0])


def _date(date: Date) -> Date | None:
    return read_date(write_date(date))


def _forms(spelling: Spelling) -> Callable[[Reference], Reference]:
    def step(reference: Reference) -> Reference:
        return _further_numbers(_formed(reference), reference, spelling)

    return step


def _further_numbers(formed: Reference, reference: Reference, spelling: Spelling) -> Reference:
    """All ISSNs and ISBNs but the first, as the reader keeps them."""
    found = [serial_numbers(reference.text(variable)) for variable in ("ISSN", "ISBN")]
    further: list[str] = []
    for variable, value in (one for numbers in found for one in numbers):
        if variable not in formed.fields:
            formed = formed.replace(**{variable: value})
        elif value != formed.fields[variable]:
            further.append(value)
    return formed.with_custom(**{spelling.name: {spelling.serials: further}}) if further else formed


def _formed(reference: Reference) -> Reference:
    def change(fields: dict[str, Value]) -> None:
        for variable, identifier in identifiers_in(str(fields.get("URL", ""))):
            fields.setdefault(variable, identifier)
        for variable, form in _FORMS.items():
            if variable in fields:
                value = str(fields[variable])
                fields[variable] = form(value) or value
        words = str(fields.get("keyword", ""))
        if words:
            fields["keyword"] = join_keywords(read_keywords(split_keywords(words)))

    return _with(reference, change)


def _serial(value: str) -> str:
    found = serial_numbers(value)
    return found[0][1] if found else ""


_FORMS: dict[str, Callable[[str], str | None]] = {
    "DOI": identifiers.normalise_doi,
    "ISBN": _serial,
    "ISSN": _serial,
    "PMCID": identifiers.normalise_pmcid,
    "PMID": identifiers.normalise_pmid,
    "language": language_tag,
    "page": lambda value: read_pages(*write_pages(read_pages(value))),
}


def _context(spelling: Spelling) -> Callable[[Reference], Reference]:
    meeting = (("event-title", "container-title"), ("event-place", "publisher-place"))

    def step(reference: Reference) -> Reference:
        code = spelling.code(reference)

        def change(fields: dict[str, Value]) -> None:
            if code in MEETINGS:
                for one, other in meeting:
                    if one in fields and fields.get(other, fields[one]) == fields[one]:
                        fields[other] = fields.pop(one)
            if code in ("BOOK", "CLSWK") and not {"collection-title", "editor"} & fields.keys():
                editors = fields.pop("collection-editor", None)
                if editors:
                    fields["editor"] = editors

        return _with(reference, change)

    return step


def _journal(reference: Reference) -> Reference:
    short = reference.text("container-title-short")
    is_full_missing = short and "container-title" not in reference.fields
    if is_full_missing and WRITE_TYPES[reference.type] in PERIODICALS:
        return reference.replace(container_title=short)
    return reference


# --- types ------------------------------------------------------------------------------------------


def _type(spelling: Spelling) -> Callable[[Reference], Reference]:
    def step(reference: Reference) -> Reference:
        other = READ_TYPES[spelling.code(reference)]
        is_preprint = reference.type == "article" and {"DOI", "archive"} & reference.fields.keys()
        if is_preprint or other == reference.type:
            return reference
        return dataclasses.replace(reference, type=other)

    return step


def _type_pairs(spelling: Spelling) -> str:
    pairs = (
        (csl, READ_TYPES[code]) for csl, code in sorted(spelling.codes.items()) if csl in TYPES
    )
    said = [f"{one} → {other}" for one, other in pairs if one != other]
    return ", ".join(said).replace("article →", "article without a DOI →", 1)
