"""What EndNote's XML has no place for, and what comes back in another form."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from bibkit.formats.enxml.dates import date_text, issued_of, read_date, year_and_words
from bibkit.formats.enxml.fields import WRITE
from bibkit.formats.enxml.read import PROCEEDINGS, RANGE, people_of
from bibkit.formats.enxml.texts import abbreviates, normal, serials, words
from bibkit.formats.enxml.types import code_of_reference, type_of
from bibkit.formats.enxml.write import name_line
from bibkit.formats.losses import Loss
from bibkit.identifiers import is_isbn, is_issn
from bibkit.model import Date, Reference, Value
from bibkit.vocab import TYPES, VARIABLES, Kind

__all__ = ["LOSSES"]

_EVERYWHERE = frozenset({"issued", "keyword", "PMID", "URL"})
_SERIALS = {"ISSN": is_issn, "ISBN": is_isbn}


def _has_place(reference: Reference, code: str, variable: str) -> bool:
    if variable in _SERIALS and variable not in WRITE[code]:
        other = "ISBN" in WRITE[code] or "ISSN" in WRITE[code]
        return other and _SERIALS[variable](words(reference.text(variable)))
    return variable in WRITE[code] or variable in _EVERYWHERE


def _placed(reference: Reference) -> Reference:
    code = code_of_reference(reference)
    fields = {v: value for v, value in reference.fields.items() if _has_place(reference, code, v)}
    return dataclasses.replace(reference, fields=fields)


def _typed(reference: Reference) -> Reference:
    code = code_of_reference(reference)
    return dataclasses.replace(reference, type=type_of(code, set(reference.fields)))


def _bare(reference: Reference) -> Reference:
    custom = {
        f"{variable}-et-al": True
        for variable in reference.fields
        if VARIABLES[variable] is Kind.NAMES and reference.truncated(variable)
    }
    return dataclasses.replace(reference, extra={"custom": custom} if custom else {})


def _texts(reference: Reference) -> Reference:
    fields: dict[str, Value] = {}
    for variable, value in reference.fields.items():
        new: Value = value
        if isinstance(value, str | int):
            new = normal(str(value), variable)
        elif isinstance(value, tuple):
            new = people_of([line for one in value if (line := name_line(one))])[0]
        if new:
            fields[variable] = new
    return dataclasses.replace(reference, fields=fields)


def _serials(reference: Reference) -> Reference:
    code = code_of_reference(reference)
    own = "ISSN" if "ISSN" in WRITE[code] else "ISBN"
    found = [reference.text(v) for v in (own, "ISSN", "ISBN") if reference.text(v)]
    if own not in WRITE[code] or not found:
        return reference
    numbers, rest = serials(dict.fromkeys(found), own)
    changed = reference.replace(ISSN=numbers.get("ISSN"), ISBN=numbers.get("ISBN"))
    return changed.with_custom(endnote={"isbn": rest}) if rest else changed


def _dates(reference: Reference) -> Reference:
    code = code_of_reference(reference)
    fields: dict[str, Value] = {}
    for variable, value in reference.fields.items():
        new: Value | None = value
        if isinstance(value, Date) and variable == "issued":
            year, said = year_and_words(value)
            new, _ = issued_of(said, "") if code == "EJOUR" and year in said else issued_of(year, said)  # fmt: skip
        elif isinstance(value, Date):
            new = read_date(date_text(value)) if value.year is not None or variable == "accessed" else None  # fmt: skip
        if new:
            fields[variable] = new
    return dataclasses.replace(reference, fields=fields)


def _journals(reference: Reference) -> Reference:
    full, short = reference.text("container-title"), reference.text("container-title-short")
    if full and abbreviates(full, short):
        return reference.replace(container_title=short, container_title_short=full)
    event = reference.text("event-title")
    if not full and PROCEEDINGS.search(event) and code_of_reference(reference) in ("CONF", "CPAPER"):  # fmt: skip
        return reference.replace(container_title=event, event_title=None)
    pages = reference.text("number-of-pages")
    if RANGE.fullmatch(pages):
        return reference.replace(page=pages, number_of_pages=None)
    return reference


_CODES = [code_of_reference(Reference("", one)) for one in sorted(TYPES)]
_SOMEWHERE = {v for code in _CODES for v in WRITE[code]} | _EVERYWHERE | set(_SERIALS)
_PARTLY = {v for v in _SOMEWHERE - _EVERYWHERE if not all(v in WRITE[code] for code in _CODES)}
_OTHERS = {
    one: other
    for one, code in zip(sorted(TYPES), _CODES, strict=True)
    if (other := type_of(code, set())) != one
}


def _list(variables: Collection[str]) -> str:
    return ", ".join(sorted(variables, key=str.lower))


#: In this order: what one drops the next ones do not see.
LOSSES = (
    Loss(
        f"No place for: {_list(set(VARIABLES) - _SOMEWHERE)}. A place in some types only, those that "
        f"EndNote has a field for it in: {_list(_PARTLY)}.",
        _placed,
    ),
    Loss(
        "Texts lose control characters, and runs of blanks and line breaks but in abstract and notes. "
        "Mark-up is italic, bold, super- and subscript. Identifiers and languages come back in "
        "their normal form. Names come back as one line says them: a comma within a part is lost, a "
        "particle belongs to the family name, initials have stops, who has no given name and several "
        "words is a body.",
        _texts,
    ),
    Loss("What is kept beside CSL's variables, but for an et al.", _bare),
    Loss("Of several ISSNs or ISBNs the first is one; the others are kept aside.", _serials),
    Loss(
        "A date in words that holds a year comes back as that date; words beside a date are lost, and "
        "dates in words other than those of publication and access.",
        _dates,
    ),
    Loss(
        "Of two names of a journal the longer is its title where the other abbreviates it; a "
        "conference whose name says Proceedings is the book; a range of pages is no number of pages.",
        _journals,
    ),
    Loss(
        "Types that become others: "
        + ", ".join(f"{one} → {other}" for one, other in _OTHERS.items())
        + "; article → article-journal where it appears in a periodical; "
        "speech → paper-conference where it is printed.",
        _typed,
    ),
)
