"""A reference to the tagged fields of one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bibkit import identifiers
from bibkit.formats.refman.dates import read_date, write_date, year_of
from bibkit.formats.refman.mapping import (
    ARCHIVED,
    COUNTED,
    DESCRIBED,
    MEETINGS,
    NUMBERED,
    PERIODICALS,
    RIS,
    WRITE,
    Spelling,
    serial_variable,
)
from bibkit.formats.refman.names import write_name
from bibkit.formats.refman.values import (
    escape,
    is_place,
    names_type,
    one_line,
    pmcid_in,
    pmid_in,
    read_pages,
    serial_numbers,
    split_keywords,
    write_pages,
)
from bibkit.model import Name, Reference

__all__ = ["Written", "fields_of", "kept"]


@dataclass(slots=True)
class Written:
    """What is written of a reference.

    Args:
        code: the RIS type.
        tags: RIS tag to values, each on one line.
        said: the CSL variables that they say.
    """

    code: str
    tags: dict[str, list[str]] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def put(self, variable: str, tag: str, *values: str) -> None:
        """Say a variable under a tag; empty values say nothing."""
        values = tuple(value for value in values if value)
        if values and tag:
            self.tags.setdefault(tag, []).extend(values)
            self.said.add(variable)


def fields_of(reference: Reference, spelling: Spelling = RIS) -> Written:
    """The fields of a reference under the tags of RIS, as far as a format has a sign for them."""
    code = spelling.code(reference)
    written = Written(code)
    for variable, tag in WRITE[code].items():
        if variable in reference.fields and variable not in _OWN and spelling.has(code, tag):
            written.put(variable, tag, *_values(reference, variable, tag, spelling))
    _texts(reference, written)
    _issued(reference, written)
    _pages(reference, written)
    _numbers(reference, written, spelling)
    _database(reference, written, spelling)
    _meeting(reference, written)
    return written


def _values(reference: Reference, variable: str, tag: str, spelling: Spelling) -> list[str]:
    people, date, text = reference.names(variable), reference.date(variable), ""
    if people:
        names = [written for name in people if (written := write_name(name))]
        is_cut = spelling.cut and names and reference.truncated(variable)
        return [*names, "et al.,"] if is_cut else names
    if date is not None:
        # Of days that are words only that of access is read.
        is_read = date.year is not None or (tag == "Y2" and read_date(date.literal))
        return [write_date(date)] if is_read else []
    text = one_line(reference.text(variable))
    if tag in ("A2", "A3"):  # fields of names
        return [write_name(Name(literal=text))] if text else []
    if tag == "M3" and (names_type(text) or identifiers.normalise_doi(text)):
        return []
    return [escape(text)]


# Written by rules of their own, below.
_OWN = frozenset(
    """
    abstract archive archive_location DOI ISBN ISSN issued keyword language note number
    number-of-pages page PMCID PMID URL
    """.split()
)
_PLAIN = {"DOI": "DO", "URL": "UR", "abstract": "AB", "language": "LA"}


def _texts(reference: Reference, written: Written) -> None:
    for variable, tag in _PLAIN.items():
        written.put(variable, tag, escape(reference.text(variable)))
    words = split_keywords(reference.text("keyword"))
    written.put("keyword", "KW", *map(escape, words))
    lines = reference.text("note").splitlines()
    written.put("note", "N1", *map(escape, lines))


def _issued(reference: Reference, written: Written) -> None:
    date = reference.date("issued")
    if date is None or read_date(write_date(date)) is None:
        return
    written.put("issued", "PY", year_of(date))
    if date.month or date.season:
        written.put("issued", "DA", write_date(date))


def _pages(reference: Reference, written: Written) -> None:
    count, text = one_line(reference.text("number-of-pages")), read_pages(reference.text("page"))
    code = written.code
    if code in COUNTED:
        if count and "-" not in read_pages(count):
            written.put("number-of-pages", "SP", escape(count))
        # A page of a book would be read as the number of its pages.
        if "SP" in written.tags or not write_pages(text)[1]:
            written.put("page", WRITE[code].get("page", ""), escape(text))
            return
    if not text or code == "JFULL" or (code in DESCRIBED and not is_place(text)):
        return
    if code in PERIODICALS and reference.custom.get("article-number") is True:
        written.put("page", "SP", escape(text))
        written.put("page", "C7", escape(text))
    elif "SP" not in WRITE[code].values():
        start, end = write_pages(text)
        written.put("page", "SP", escape(start))
        written.put("page", "EP", escape(end))


def _numbers(reference: Reference, written: Written, spelling: Spelling) -> None:
    """ISSN and ISBN, both in SN, are written where they will be told apart."""
    code = written.code
    number = one_line(reference.text("number"))
    tag = WRITE[code].get("number", "")
    tag = tag if spelling.has(code, tag) else ""
    if code == "PAT":
        written.put("number", "SN", escape(number))
        return
    if code in NUMBERED and not serial_numbers(number):
        written.put("number", "SN", escape(number))
    elif tag and tag not in written.tags:
        written.put("number", tag, escape(number))
    for variable in ("ISSN", "ISBN"):
        text = one_line(reference.text(variable))
        known = serial_numbers(text)
        is_told = known[0][0] == variable if known else serial_variable(code) == variable
        if is_told:
            written.put(variable, "SN", escape(text))


def _database(reference: Reference, written: Written, spelling: Spelling) -> None:
    """A PMID is PubMed's accession number, but where AN and DB say in which archive a thing is."""
    code, tags = written.code, WRITE[written.code]
    place = reference.text("archive_location")
    if code in ARCHIVED:
        written.put("archive", "DB", escape(reference.text("archive")))
        is_id = pmid_in(one_line(place), reference.text("archive")) or pmcid_in(one_line(place))
        written.put("archive_location", "AN", "" if is_id else escape(place))
    elif spelling.has(code, "AV"):
        written.put("archive_location", "AV", escape(place))
    pmid = identifiers.normalise_pmid(reference.text("PMID")) or ""
    if pmid and not {"AN", "DB"} & written.tags.keys():
        written.put("PMID", "AN", pmid)
        written.put("PMID", "DB", "PubMed")
    elif pmid and spelling.has(code, "U1"):
        written.put("PMID", "U1", f"{pmid}[pmid]")
    pmcid = one_line(reference.text("PMCID"))
    normal = identifiers.normalise_pmcid(pmcid) or ""
    if "PMCID" in tags and tags["PMCID"] not in written.tags:
        written.put("PMCID", tags["PMCID"], escape(normal or pmcid))
    elif normal and spelling.has(code, "U2"):
        written.put("PMCID", "U2", f"{normal}[pmcid]")


def _meeting(reference: Reference, written: Written) -> None:
    """Programs look for the proceedings in T2 or in C3, for the place in CY or in C1."""
    if written.code in MEETINGS:
        for one, other in (("T2", "C3"), ("CY", "C1")):
            if one not in written.tags and other in written.tags:
                written.tags[one] = list(written.tags[other])


def kept(reference: Reference, name: str) -> Mapping[str, list[str]]:
    """What the same format had that CSL has no variable for: tag to values on one line.

    Args:
        name: of the format.
    """
    custom = reference.custom.get(name)
    if not isinstance(custom, Mapping):
        return {}
    return {
        tag: [escape(value) for value in values if isinstance(value, str)]
        for tag, values in custom.items()
        if isinstance(tag, str) and isinstance(values, list | tuple)
    }
