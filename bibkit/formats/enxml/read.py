"""A record of EndNote's XML as a reference."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Any

from bibkit import identifiers
from bibkit.formats.base import Record
from bibkit.formats.enxml.dates import issued_of, read_date
from bibkit.formats.enxml.fields import DATES, GROUPS, PERIODICALS, READ
from bibkit.formats.enxml.runs import plain, runs_of_element
from bibkit.formats.enxml.texts import (
    BLOCKS,
    RICH,
    abbreviates,
    keywords,
    lines,
    normal,
    rich,
    serials,
    words,
)
from bibkit.formats.enxml.types import code_of_name, code_of_number, type_of
from bibkit.formats.refman.names import read_names
from bibkit.mending import with_stops
from bibkit.model import Date, Name, Problem, Reference, Span, Value
from bibkit.vocab import VARIABLES, Kind

__all__ = ["PROCEEDINGS", "RANGE", "people_of", "record"]

# EndNote's own administration, which says nothing of the work.
_ADMINISTRATION = frozenset("database source-app rec-number foreign-keys ref-type modified-date".split())  # fmt: skip


def record(element: Any) -> Record:
    """The reference that a `record` element is, with what is odd about it."""
    reading = _Reading(element)
    for step in (
        _plain_fields, _people, _journal, _conference, _serials, _pages, _issued, _identifiers, _links,
        _keywords,
    ):  # fmt: skip
        step(reading)
    return reading.done()


class _Reading:
    """A record while it is read: fields move from `left` to `fields`."""

    def __init__(self, element: Any) -> None:
        self.problems: list[Problem] = []
        self.code = self._code(element.find("ref-type"))
        self.left: dict[str, list[Any]] = {}
        for child in element:
            inner = list(child) if child.tag in GROUPS else [child]
            for one in inner:
                if isinstance(one.tag, str) and one.tag not in _ADMINISTRATION:
                    self.left.setdefault(one.tag, []).append(one)
        self.fields: dict[str, Value] = {}
        self.custom: dict[str, Any] = {}
        self.kept: dict[str, list[str]] = {}
        self.source = Span(0, 0, element.sourceline or 0)

    def _code(self, element: Any) -> str:
        name = "" if element is None else words(element.get("name") or "")
        number = "" if element is None else words(plain(element))
        code = code_of_name(name) or ("" if name else code_of_number(number))
        if not code:
            code = code_of_number(number)
            said = name or number
            message = f"EndNote has no reference type '{said}'." if said else "It has no type."
            message += "" if code else " It is treated as a document."
            self.problems.append(Problem("unknown-type", message))
        return code or "GEN"

    def take(self, field: str) -> list[Any]:
        """The elements of a field, which are read now."""
        return self.left.pop(field, [])

    def lines(self, field: str) -> list[str]:
        """The lines of a field, without mark-up."""
        return [line for one in self.take(field) for line in lines(plain(one))]

    def texts(self, field: str) -> list[str]:
        """The lines of a field and of what lies in it; they are still to be read."""
        return [text for one in self.left.get(field, []) for text in _texts(one)]

    def put(self, variable: str, value: Value | None, field: str) -> None:
        """Set a variable; what it holds already stays, and the new value is kept aside."""
        if not value:
            return
        if variable in self.fields:
            if self.fields[variable] != value:
                self.keep(field, str(value))
        else:
            self.fields[variable] = value

    def keep(self, field: str, *texts: str) -> None:
        """Keep what CSL has no variable for."""
        found = self.kept.setdefault(field, [])
        found += [text for text in texts if text]

    def done(self) -> Record:
        for field, elements in self.left.items():
            for one in elements:
                self.keep(field, *_texts(one))
        kept = {field: texts for field, texts in self.kept.items() if texts}
        label = kept.get("label", [""])[0]
        if label and not re.search(r"\s", label):
            del kept["label"]
        else:
            label = ""
        custom = {**self.custom, **({"endnote": kept} if kept else {})}
        type_ = type_of(self.code, set(self.fields))
        extra = {"custom": custom} if custom else {}
        return Record(
            Reference(label, type_, self.fields, extra, self.source), tuple(self.problems)
        )


def _texts(element: Any) -> list[str]:
    """The lines of an element, and of what lies in it, one after the other."""
    inner = [one for one in element if isinstance(one.tag, str) and one.tag != "style"]
    if not inner:
        return lines(plain(element))
    return [text for one in inner for text in _texts(one)]


def _plain_fields(reading: _Reading) -> None:
    """Texts, and dates in a field of their own."""
    for field, variable in READ[reading.code].items():
        if variable in _BY_STEP or VARIABLES[variable] is Kind.NAMES:
            continue
        elements = reading.take(field)
        if variable in DATES:
            for one in elements:
                reading.put(variable, _date(reading, field, words(plain(one))), field)
        elif variable in BLOCKS:
            texts = [rich(runs_of_element(one), variable) for one in elements]
            reading.put(variable, "\n".join(filter(None, texts)), field)
        else:
            for one in elements:
                is_rich = variable in RICH
                text = rich(runs_of_element(one), variable) if is_rich else words(plain(one))
                reading.put(variable, text if is_rich else normal(text, variable), field)


# The variables that a step of their own sees to.
_BY_STEP = frozenset({"container-title", "container-title-short", "ISBN", "ISSN", "number-of-pages", "PMCID"})  # fmt: skip


def _date(reading: _Reading, field: str, text: str) -> Date | None:
    """A date; what is none stays with the field, but for the day of access."""
    date = read_date(text) if text else None
    if date is not None and date.year is None and field != "access-date":
        reading.keep(field, text)
        return None
    return date


def _people(reading: _Reading) -> None:
    for field, variable in READ[reading.code].items():
        if VARIABLES[variable] is not Kind.NAMES or field not in reading.left:
            continue
        texts = [text for one in reading.take(field) for text in _texts(one)]
        names, truncated = people_of(texts)
        if names:
            reading.put(variable, names, field)
        if truncated and names:
            reading.custom[f"{variable}-et-al"] = True


def people_of(texts: Iterable[str]) -> tuple[tuple[Name, ...], bool]:
    """Names, one a text, and whether there are more; a lone initial gets its stop.

    >>> str(people_of(["Carberry, John S"])[0][0])
    'Carberry, John S.'
    """
    names, truncated = read_names(texts)
    return tuple(dataclasses.replace(one, given=with_stops(one.given)) for one in names), truncated


def _journal(reading: _Reading) -> None:
    """The periodical or book, under its several names."""
    fields = {variable: field for field, variable in READ[reading.code].items()}
    field = fields.get("container-title", "")
    short_field = fields.get("container-title-short", "")
    titles = [*_titles(reading, field), *_other_titles(reading, "full-title")]
    shorts = [*_titles(reading, "abbr-1"), *_titles(reading, short_field)]
    known = {*titles, *shorts}
    reading.keep("alt-periodical", *(t for t in reading.texts("alt-periodical") if t not in known))
    reading.take("alt-periodical")
    titles, shorts = list(dict.fromkeys(titles)), list(dict.fromkeys(shorts))
    # EndNote's import from PubMed has the abbreviation for the journal, its name beside it.
    for place, text in enumerate(shorts):
        if titles and abbreviates(titles[0], text):
            titles[0], shorts[place] = text, titles[0]
            break
    if field and titles:
        reading.put("container-title", titles.pop(0), field)
    if short_field and shorts:
        reading.put("container-title-short", shorts.pop(0), short_field)
    reading.keep("full-title", *titles)
    reading.keep("abbr-1", *shorts)


def _titles(reading: _Reading, field: str) -> list[str]:
    found = (rich(runs_of_element(one), "container-title") for one in reading.take(field))
    return [title for title in found if title]


def _other_titles(reading: _Reading, field: str) -> list[str]:
    """The names in EndNote's list of journals that are not those of the series or conference."""
    known = [reading.fields.get(variable) for variable in ("collection-title", "event-title")]
    return [title for title in _titles(reading, field) if title not in known]


#: What the name of a book of conference papers has in it.
PROCEEDINGS = re.compile(r"\b(?:Proceedings|Proc\.|Lecture Notes)(?!\w)", re.I)


def _conference(reading: _Reading) -> None:
    """A conference whose name is that of its proceedings is the book's title."""
    event = reading.fields.get("event-title")
    alone = "container-title" not in reading.fields
    if alone and isinstance(event, str) and PROCEEDINGS.search(event):
        reading.fields["container-title"] = reading.fields.pop("event-title")


def _serials(reading: _Reading) -> None:
    variable = READ[reading.code].get("isbn", "")
    if variable not in ("ISSN", "ISBN"):
        return
    numbers, rest = serials(reading.lines("isbn"), variable)
    for name, value in numbers.items():
        reading.put(name, value, "isbn")
    reading.keep("isbn", *rest)


#: Pages that are a range, not how many there are.
RANGE = re.compile(r"[A-Za-z]?\d+\s?[-–]{1,2}\s?[A-Za-z]?\d+", re.A)


def _pages(reading: _Reading) -> None:
    """How many pages a book has, or which; the first page and number of an article."""
    if READ[reading.code].get("pages") == "number-of-pages":
        for text in reading.lines("pages"):
            reading.put("page" if RANGE.fullmatch(text) else "number-of-pages", text, "pages")
    if reading.code not in PERIODICALS:
        return
    number = reading.lines("custom7") if reading.code in ("JOUR", "EJOUR") else []
    page = reading.fields.get("page", "")
    if number and page in ("", number[0]):
        reading.fields["page"] = number.pop(0)
        reading.custom["article-number"] = True
    reading.keep("custom7", *number)
    if reading.code != "NEWS":
        for first in reading.lines("section"):
            if not page and not number and "page" not in reading.fields:
                reading.fields["page"] = first
            elif not str(page).startswith(first):
                reading.keep("section", first)


def _issued(reading: _Reading) -> None:
    year = " ".join(reading.lines("year"))
    said = [text for one in reading.take("pub-dates") for text in _texts(one)]
    # In these types EndNote's "Date" is that of access.
    if reading.code in ("EJOUR", "DBASE", "AGGR") and year and "accessed" not in reading.fields:
        for text in [text for text in said if re.search(r"\d{4}", text)]:
            reading.put("accessed", read_date(text), "pub-dates")
            said.remove(text)
    date, understood = issued_of(year, said[0] if said else "")
    reading.put("issued", date, "year")
    reading.keep("pub-dates", *(said[1:] if understood else said))


_PUBMED = re.compile(r"pubmed|medline|\bnlm\b|national library of medicine", re.I)
_PUBMED_LINK = re.compile(r"ncbi\.nlm\.nih\.gov/(?:pubmed/)?(\d+)", re.I)


def _identifiers(reading: _Reading) -> None:
    """The PMID is an accession number of PubMed; the PMCID has a field of its own in some types."""
    provider = " ".join(reading.texts("remote-database-provider"))
    from_pubmed = _PUBMED.search(f"{provider} {reading.fields.get('source', '')}")
    links = " ".join(text for group in _URLS for text in reading.texts(group))
    linked = _PUBMED_LINK.findall(links)
    for text in reading.lines("accession-num"):
        pmid = identifiers.normalise_pmid(text)
        if pmid and (from_pubmed or pmid in linked or not text.isdecimal()):
            reading.put("PMID", pmid, "accession-num")
        else:
            reading.keep("accession-num", text)
    if "PMID" in reading.fields and provider == "NLM":
        reading.take("remote-database-provider")
    for field, variable in READ[reading.code].items():
        if variable == "PMCID":
            for text in reading.lines(field):
                pmcid = identifiers.normalise_pmcid(text) if not text.isdecimal() else None
                reading.put("PMCID", pmcid, field)
                if pmcid is None:
                    reading.keep(field, text)


_URLS = ("web-urls", "related-urls", "text-urls")


def _links(reading: _Reading) -> None:
    for group in _URLS:
        for text in reading.texts(group):
            reading.put("URL", text, group)
        reading.take(group)


def _keywords(reading: _Reading) -> None:
    reading.put("keyword", keywords(reading.lines("keyword")), "keyword")
