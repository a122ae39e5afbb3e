"""Entries of a .bib file to references."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bibkit import identifiers
from bibkit.citekeys import assign_keys
from bibkit.dates import month_number, parse_date
from bibkit.errors import ModelError
from bibkit.formats.bib.latex import decode
from bibkit.formats.bib.mapping import DIALECTS, How
from bibkit.formats.bib.names import read_names
from bibkit.formats.bib.split import Entry, split
from bibkit.model import Batch, Date, Problem, Reference, Severity, Value

__all__ = ["reader"]

# A .bib file is read by both dialects' names at once: real files mix them.
_FIELDS = {
    field: (variable, how)
    for dialect in DIALECTS.values()
    for field, variable, how in dialect.fields
}
_CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle")
_PUBLISHERS = ("publisher", "institution", "school", "organization", "howpublished")
_DATES = {"date", "year", "month", "day", "urldate", "origdate", "eventdate"}
_EPRINT = {"eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass"}
_BIBTEX_ONLY_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}


def reader() -> Callable[[str], Batch]:
    """The function that reads a .bib text of either dialect."""
    return _read


def _read(text: str) -> Batch:
    entries, problems = split(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    references = []
    for entry in entries:
        references.append(_reference(entry))
        problems += entry.problems
    return Batch(tuple(_unique(references, problems)), tuple(problems))


def _reference(entry: Entry) -> Reference:
    fields: dict[str, Value] = {}
    custom: dict[str, Any] = {}
    left = dict(entry.fields)
    type_ = DIALECTS["biblatex"].read_types.get(entry.type, "document")
    for name in list(left):
        variable, how = _FIELDS.get(name, (None, How.TEXT))
        if variable is None or variable in fields:
            continue
        value = left.pop(name)
        if how is How.NAMES:
            names, truncated, unknown = read_names(value)
            if names:
                fields[variable] = names
            if truncated:
                custom[f"{variable}-et-al"] = True
            _warn_macros(entry, name, unknown)
        else:
            _put(fields, variable, _text(entry, name, value, how))
    for variable, names_of in (("container-title", _CONTAINERS), ("publisher", _PUBLISHERS)):
        for name in names_of:
            if name in left and variable not in fields:
                _put(fields, variable, _text(entry, name, left.pop(name), How.TEXT))
    if "number" in left:
        variable = DIALECTS["biblatex"].number.get(type_, "issue")
        _put(fields, variable, _text(entry, "number", left.pop("number"), How.TEXT))
    elif "issue" in left:
        _put(fields, "issue", _text(entry, "issue", left.pop("issue"), How.TEXT))
    _dates(left, fields)
    _eprint(left, fields)
    _clean_identifiers(fields)
    if entry.type in _BIBTEX_ONLY_THESES:
        fields.setdefault("genre", _BIBTEX_ONLY_THESES[entry.type])
    if type_ == "webpage" and fields.get("archive") == "arXiv":
        type_ = "article"
    if left:
        custom["bibtex"] = {name: " ".join(value.split()) for name, value in left.items()}
    if type_ == "document" and entry.type != "misc":
        custom.setdefault("bibtex", {})["entrytype"] = entry.type
    return Reference(entry.key, type_, fields, {"custom": custom} if custom else {})


def _put(fields: dict[str, Value], variable: str, value: str) -> None:
    if value:
        fields[variable] = value


def _text(entry: Entry, name: str, value: str, how: How) -> str:
    if how is How.VERBATIM:
        bare = " ".join(value.replace("\n", " ").split())
        while bare.startswith("{") and bare.endswith("}"):
            bare = bare[1:-1]
        return re.sub(r"\\(?=[_&%#$~{}])", "", bare)
    decoded, unknown = decode(value)
    _warn_macros(entry, name, unknown)
    if how is How.PAGES:
        decoded = re.sub(r"\s*(?:–|—|-+)\s*", "-", decoded)
    return decoded


def _warn_macros(entry: Entry, name: str, unknown: list[str]) -> None:
    if unknown:
        macros = ", ".join(dict.fromkeys(unknown))
        entry.warn("unknown-macro", f"'{name}' keeps LaTeX that bibkit does not know: {macros}.")


def _dates(left: dict[str, str], fields: dict[str, Value]) -> None:
    issued = _date_field(left.pop("date", "")) or _year_month_day(left)
    if issued:
        fields["issued"] = issued
    for name, variable in (
        ("urldate", "accessed"),
        ("origdate", "original-date"),
        ("eventdate", "event-date"),
    ):
        date = _date_field(left.pop(name, ""))
        if date:
            fields[variable] = date


def _year_month_day(left: dict[str, str]) -> Date | None:
    year = decode(left.pop("year", ""))[0].strip()
    month = decode(left.pop("month", ""))[0].strip()
    day = left.pop("day", "").strip()
    if not year:
        return None
    date = parse_date(year)
    if date is None or not re.fullmatch(r"\d{4}", year):
        return _edtf(year) or Date(literal=year)
    number = month_number(month) or (
        int(month) if month.isdigit() and 1 <= int(month) <= 12 else None
    )
    if number is None:
        return parse_date(f"{year} {month}") if month else date
    # "10~jan", "jan # "~10"" and the like carry the day in the month field.
    digits = re.search(r"\d{1,2}", month) if not month.isdigit() else None
    days = day or (digits[0] if digits else "")
    return Date(date.year, number, int(days) if days.isdigit() and 1 <= int(days) <= 31 else None)


_EDTF = re.compile(r"(-?\d{1,4})(?:-(\d\d)(?:-(\d\d))?)?(?:T[\d:Z.+-]*)?([~?%])?$")


def _edtf(text: str) -> Date | None:
    match = _EDTF.match(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
    try:
        if month and 21 <= month <= 24:
            return Date(year, season=month - 20, circa=bool(match[4]))
        return Date(year, month, day, circa=bool(match[4]))
    except ModelError:
        return Date(year)


def _date_field(text: str) -> Date | None:
    """BibLaTeX's ISO 8601-2 dates: `2017-03`, `2017-21`, `2017/2018`, `1850~`."""
    bare = decode(text)[0].strip()
    if not bare:
        return None
    first, slash, last = bare.partition("/")
    begin, until = _edtf(first), _edtf(last) if slash else None
    if begin is None:
        return parse_date(bare) or Date(literal=bare)
    return Date(begin.year, begin.month, begin.day, begin.season, until, begin.circa)


def _eprint(left: dict[str, str], fields: dict[str, Value]) -> None:
    """`eprint` by its kind; PMIDs are `eprinttype = {pubmed}` in BibLaTeX."""
    if "eprint" not in left:
        return
    kind = (left.get("eprinttype") or left.get("archiveprefix") or "").lower()
    value = left["eprint"].strip("{} ")
    if kind == "pubmed" and identifiers.normalise_pmid(value):
        fields.setdefault("PMID", identifiers.normalise_pmid(value) or value)
    elif kind == "pmc" and identifiers.normalise_pmcid(value):
        fields.setdefault("PMCID", identifiers.normalise_pmcid(value) or value)
    elif kind == "arxiv" or (not kind and identifiers.normalise_arxiv(value)):
        fields.setdefault("archive", "arXiv")
        fields.setdefault("archive_location", identifiers.normalise_arxiv(value) or value)
    else:
        return
    for name in _EPRINT - {"eprintclass", "primaryclass"}:
        left.pop(name, None)


def _clean_identifiers(fields: dict[str, Value]) -> None:
    doi = fields.get("DOI")
    if isinstance(doi, str):
        fields["DOI"] = identifiers.normalise_doi(doi) or doi
    pmcid = fields.get("PMCID")
    if isinstance(pmcid, str):
        fields["PMCID"] = identifiers.normalise_pmcid(pmcid) or pmcid


def _unique(references: list[Reference], problems: list[Problem]) -> list[Reference]:
    """Keys stay as they are; an entry without one, or with one that stood before, gets a new one."""
    seen: set[str] = set()
    again: list[int] = []
    for index, reference in enumerate(references):
        if not reference.id or reference.id.lower() in seen:
            again.append(index)
        seen.add(reference.id.lower())
    keys = assign_keys([references[index] for index in again], seen)
    for index, key in zip(again, keys, strict=True):
        old = references[index]
        message = (
            f"The key '{old.id}' stands twice; the second entry is now '{key}'."
            if old.id
            else f"An entry without a key is now '{key}'."
        )
        problems.append(Problem("duplicate-key", message, Severity.WARNING, ref=key))
        references[index] = Reference(key, old.type, old.fields, old.extra)
    return references
