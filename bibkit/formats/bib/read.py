"""Entries of a .bib file to references."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from bibkit import identifiers
from bibkit.citekeys import assign_keys
from bibkit.dates import month_number, parse_date
from bibkit.errors import ModelError
from bibkit.formats.bib.latex import decode
from bibkit.formats.bib.mapping import (
    CONTAINERS,
    FIELDS,
    NUMBER,
    OTHER_DATES,
    PUBLISHERS,
    READ_TYPES,
    How,
)
from bibkit.formats.bib.names import is_odd, read_names
from bibkit.formats.bib.split import Entry, split
from bibkit.model import Batch, Date, Problem, Reference, Severity, Value
from bibkit.vocab import Kind, kind_of

__all__ = ["read", "reference_of"]

_BIBTEX_ONLY_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}


def read(text: str) -> Batch:
    """Read a .bib text, whichever dialect its fields are of: real files mix them.

    Args:
        text: the file.

    Returns:
        Its entries with their keys; what could not be read, and every change that was made to
        understand the rest, as problems.
    """
    entries, problems = split(text)
    references = []
    for entry in entries:
        references.append(reference_of(entry))
        problems += entry.problems
    return Batch(tuple(_unique(references, problems)), tuple(problems))


def reference_of(entry: Entry) -> Reference:
    """What an entry says, with its own key; notes in it which fields hold what (`holders`)."""
    entry.holders = {}
    fields: dict[str, Value] = {}
    custom: dict[str, Any] = {}
    left = dict(entry.fields)
    type_ = READ_TYPES.get(entry.type, "document")
    for name in sorted(left, key=lambda name: name == "eid"):  # pages before an article number
        variable, how = FIELDS.get(name) or _own_name(name)
        if not variable or variable in fields:
            continue
        value = left.pop(name)
        entry.hold(variable, name)
        if name == "eid":
            custom["article-number"] = True
        if how is How.NAMES:
            names, truncated, unknown = read_names(value)
            odd = [str(one) for one in names if is_odd(one)]
            if odd:
                message = f"'{name}' holds what does not read as one name: {'; '.join(odd)}."
                entry.warn("odd-name", message)
            if names:
                fields[variable] = names
            if truncated:
                custom[f"{variable}-et-al"] = True
            _warn_macros(entry, name, unknown)
        elif kind_of(variable) is Kind.DATE:
            _put(fields, variable, _date_field(value))
        else:
            _put(fields, variable, _text(entry, name, value, how))
    if _ADDRESS.fullmatch(left.get("howpublished", "")):
        address = _text(entry, "howpublished", left.pop("howpublished"), How.TEXT)
        entry.hold("URL", "howpublished", counts="URL" not in fields)
        fields.setdefault("URL", address)
    for variable, names_of in (("container-title", CONTAINERS), ("publisher", PUBLISHERS)):
        for name in names_of:
            if name in left and variable not in fields:
                entry.hold(variable, name)
                _put(fields, variable, _text(entry, name, left.pop(name), How.TEXT))
    if "number" in left:
        variable = NUMBER.get(type_, "issue")
        entry.hold(variable, "number")
        _put(fields, variable, _text(entry, "number", left.pop("number"), How.TEXT))
    elif "issue" in left:
        entry.hold("issue", "issue")
        _put(fields, "issue", _text(entry, "issue", left.pop("issue"), How.TEXT))
    _dates(entry, left, fields)
    _eprint(entry, left, fields)
    _clean_identifiers(fields)
    if entry.type in _BIBTEX_ONLY_THESES:
        fields.setdefault("genre", _BIBTEX_ONLY_THESES[entry.type])
    if type_ == "webpage" and fields.get("archive") == "arXiv":
        type_ = "article"
    if left:
        custom["bibtex"] = {name: " ".join(value.split()) for name, value in left.items()}
    if type_ == "document" and entry.type != "misc":
        custom.setdefault("bibtex", {})["entrytype"] = entry.type
    return Reference(entry.key, type_, fields, {"custom": custom} if custom else {}, entry.span)


_ADDRESS = re.compile(r"\s*\{?\s*(?:\\url\s*\{)?\s*(?:https?|ftp)://\S+?\s*\}*\s*")


def _own_name(name: str) -> tuple[str, How]:
    """A CSL variable that a field is named for; empty where it is not."""
    variable = name.removeprefix("csl-")
    kind = kind_of(variable)
    taken = name == variable and name in ("number", "issue")  # BibTeX has a meaning of its own
    if kind is None or taken:
        return "", How.TEXT
    return variable, How.NAMES if kind is Kind.NAMES else How.TEXT


def _put(fields: dict[str, Value], variable: str, value: str | Date | None) -> None:
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


def _dates(entry: Entry, left: dict[str, str], fields: dict[str, Value]) -> None:
    given = [name for name in ("date", "year", "month", "day") if name in left]
    issued = _date_field(left.pop("date", ""))
    if issued is None:
        issued = _year_month_day(left)
    else:
        for name in ("year", "month", "day"):
            left.pop(name, None)  # the same said again for BibTeX's styles
    for name in reversed(given):
        if name not in left:
            entry.hold("issued", name)
    _put(fields, "issued", issued)
    for name, variable in OTHER_DATES.items():
        if name in left:
            entry.hold(variable, name)
            _put(fields, variable, _date_field(left.pop(name)))


# "2017--2018"; "10~mar" or mar # "~10": the day in the month's field.
_YEARS = re.compile(r"(\d{4})\s*[-–—/]+\s*(\d{4})")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)", re.ASCII)


def _year_month_day(left: dict[str, str]) -> Date | None:
    """`year`, `month` and `day` as one date; what is not understood stays in `left`."""
    year = decode(left.get("year", ""))[0].strip()
    if not year:
        return None
    del left["year"]
    years = _YEARS.fullmatch(year)
    if years and years[1] < years[2]:
        return Date(int(years[1]), until=Date(int(years[2])))
    date = _edtf(year) or Date(literal=year)
    if date.year is None or date.month or "month" not in left:
        return date
    month = decode(left["month"])[0].replace("\u00a0", " ").strip()
    words = [word for word in re.split(r"[\s.,/-]+", month) if word]
    numbers = [number for word in words if (number := month_number(word))]
    if len(words) == 1 and re.fullmatch(r"0?[1-9]|1[0-2]", month, re.ASCII):
        numbers = [int(month)]
    season = parse_date(f"2000 {month}") if not numbers else None
    if season and season.season:
        del left["month"]
        return Date(date.year, season=season.season)
    if not numbers:
        return date
    del left["month"]
    days = _DAY.search(left.get("day", "") or (month if len(words) > 1 else ""))
    day = int(days[0]) if days and 1 <= int(days[0]) <= 31 else None
    if day and "day" in left:
        del left["day"]
    until = Date(date.year, numbers[1]) if len(numbers) > 1 else None
    return Date(date.year, numbers[0], day, until=until, circa=date.circa)


_EDTF = re.compile(r"(-?\d{1,4})(?:-(\d\d)(?:-(\d\d))?)?(?:T[\d:Z.+-]*)?([~?%])?$", re.ASCII)


def _edtf(text: str) -> Date | None:
    match = _EDTF.match(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
    try:
        if month and 21 <= month <= 24:
            return Date(year, season=month - 20, circa=bool(match[4]))
        return Date(year, month, day, circa=bool(match[4]))
    except ModelError:  # "2001-13-45": kept as text
        return None


def _date_field(text: str) -> Date | None:
    """BibLaTeX's ISO 8601-2 dates: `2017-03`, `2017-21`, `2017/2018`, `1850~`."""
    # Not LaTeX here: "~" is a mark of uncertainty.
    first, slash, last = text.strip(" {}\n\t").partition("/")
    begin, until = _edtf(first), _edtf(last) if slash else None
    if begin is None:
        literal = decode(text)[0].strip()
        return Date(literal=literal) if literal else None
    return Date(begin.year, begin.month, begin.day, begin.season, until, begin.circa)


def _eprint(entry: Entry, left: dict[str, str], fields: dict[str, Value]) -> None:
    """`eprint` by its kind; PMIDs are `eprinttype = {pubmed}` in BibLaTeX."""
    if "eprint" not in left:
        return
    kind = (left.get("eprinttype") or left.get("archiveprefix") or "").lower()
    value = left["eprint"].strip("{} ")
    if kind == "pubmed" and identifiers.normalise_pmid(value):
        said = {"PMID": identifiers.normalise_pmid(value) or value}
    elif kind == "pmc" and identifiers.normalise_pmcid(value):
        said = {"PMCID": identifiers.normalise_pmcid(value) or value}
    elif kind == "arxiv" or (not kind and identifiers.normalise_arxiv(value)):
        said = {"archive": "arXiv"}
        said["archive_location"] = identifiers.normalise_arxiv(value) or value
    else:
        return
    taken = [name for name in ("eprint", "eprinttype", "archiveprefix") if name in left]
    for variable, text in said.items():
        entry.hold(variable, *taken, counts=variable not in fields)
        fields.setdefault(variable, text)
    for name in taken:
        del left[name]


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
        problems.append(Problem("duplicate-key", message, Severity.WARNING, old.source, ref=key))
        references[index] = dataclasses.replace(old, id=key)
    return references
