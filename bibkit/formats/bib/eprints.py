"""Identifiers of an entry: `eprint` by its kind, those in a note, and their normal forms."""

from __future__ import annotations

import re

from bibkit import identifiers
from bibkit.formats.bib.addresses import plain_address
from bibkit.formats.bib.split import Entry
from bibkit.model import Value

__all__ = ["eprint", "normal_identifiers"]

#: `eprinttype` to the address of what it names.
_ARCHIVES = {
    "jstor": "https://www.jstor.org/stable/",
    "googlebooks": "https://books.google.com?id=",
    "hdl": "https://hdl.handle.net/",
}


_VERSION = re.compile(r"v\d+$")


def eprint(entry: Entry, left: dict[str, str], fields: dict[str, Value]) -> None:
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
        version = _VERSION.search(value)
        number = identifiers.normalise_arxiv(value)
        said = {"archive": "arXiv"}
        said["archive_location"] = f"{number}{version[0] if version else ''}" if number else value
    else:
        if kind in _ARCHIVES:
            fields.setdefault("URL", _ARCHIVES[kind] + plain_address(value))
        return
    taken = [name for name in ("eprint", "eprinttype", "archiveprefix") if name in left]
    for variable, text in said.items():
        entry.hold(variable, *taken, counts=variable not in fields)
        fields.setdefault(variable, text)
    for name in taken:
        del left[name]


_NORMAL = {"DOI": identifiers.normalise_doi, "PMCID": identifiers.normalise_pmcid}
_NOTED = re.compile(r"(?:(PMID|PMCID):?\s*((?:PMC)?\d+)[\s;.,]*)+", re.I)
_ID = re.compile(r"(PMID|PMCID):?\s*((?:PMC)?\d+)", re.I)


def normal_identifiers(entry: Entry, left: dict[str, str], fields: dict[str, Value]) -> None:
    """Identifiers in their normal form; a note that is nothing but PMID and PMCID says those."""
    note = fields.get("note")
    if isinstance(note, str) and note[:4].upper() in ("PMID", "PMCI") and _NOTED.fullmatch(note):
        found = {match[1].upper(): match[2] for match in _ID.finditer(note)}
        if not found.keys() & fields.keys():
            fields.update(found)
            del fields["note"]
            for variable in found:
                entry.hold(variable, "note")
    for variable, normalise in _NORMAL.items():
        value = fields.get(variable)
        exact = f"csl-{variable.lower()}"
        if isinstance(value, str) and exact not in entry.fields:
            fields[variable] = normalise(value) or value
        elif isinstance(value, str) and normalise(value) == plain_address(
            left.get(variable.lower(), "")
        ):
            del left[variable.lower()]
            entry.hold(variable, variable.lower(), counts=False)
