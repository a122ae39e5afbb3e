"""`pubmed-csv`: the table that PubMed's "Save" gives as CSV; read only.

A header, then a row a record: PMID, Title, Authors, Citation, First Author, Journal/Book,
Publication Year, Create Date, PMCID, NIHMS ID, DOI. The volume, issue and pages stand in the
citation alone::

    citation = [journal ". "] date [";" volume ["(" issue ")"]] [":" pages] "." *note
             | [date ". "] "In: " book ". " place ": " publisher "; " date "–."

Columns that CSL has no variable for, and the citation, are kept as `custom["pubmed-csv"]`.
Spreadsheet programs save it again with semicolons or tabs between the columns; that is read, too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import IO, Any

from bibkit.errors import UnreadableInput
from bibkit.formats.base import Format, Record, collected
from bibkit.formats.ncbi.dates import date_of
from bibkit.formats.ncbi.people import names_of
from bibkit.formats.ncbi.values import is_article_number, normal, pages_of, title_of
from bibkit.model import Problem, Reference, Severity, Span, Value
from bibkit.names import looks_like_body
from bibkit.text import collapse

__all__ = ["FORMAT"]

_HEADER = frozenset({"pmid", "title", "authors", "citation"})
_KNOWN = _HEADER | {"first author", "journal/book", "publication year", "pmcid", "doi"}


def _records(file: IO[str]) -> Iterator[Record]:
    lines = _Lines(file)
    head = lines.first()
    rows = csv.reader(lines, delimiter=_delimiter(head))
    header: list[str] | None = None
    while True:
        start = lines.number + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            message = f"This row cannot be read: {error}."
            yield Record(None, (_unreadable(message, start, lines.taken()),))
            continue
        if row is None:
            break
        raw = lines.taken()
        if header is None:
            header = [collapse(name) for name in row]
            if not {name.lower() for name in header} >= _HEADER:
                raise UnreadableInput("This is not PubMed's CSV: its first row is no such header.")
        elif any(cell.strip() for cell in row):
            yield _record(header, row, start, raw)
    if header is None:
        raise UnreadableInput("This is not PubMed's CSV: it has no header.")


class _Lines:
    """The lines of a file, counted, and what of them has not been asked for yet."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._first = ""
        self._taken: list[str] = []
        self.number = 0

    def first(self) -> str:
        """The first line, which is given again."""
        self._first = self._file.readline().lstrip("\ufeff")
        return self._first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._first = self._first or self._file.readline(), ""
        if not line:
            raise StopIteration
        self.number += 1
        self._taken.append(line)
        return line.replace("\0", " ")

    def taken(self) -> str:
        """The lines since this was last asked."""
        text = "".join(self._taken).rstrip("\r\n")
        self._taken.clear()
        return text


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _unreadable(message: str, line: int, raw: str) -> Problem:
    return Problem("unreadable", message, Severity.ERROR, Span(0, 0, line), raw=raw)


def _record(header: Sequence[str], row: Sequence[str], line: int, raw: str) -> Record:
    named = zip(header, row, strict=False)
    cells = {name.lower(): collapse(cell) for name, cell in named if name}
    title, citation = title_of(cells.get("title", "")), cells.get("citation", "")
    pmid = cells.get("pmid", "")
    if not (title or citation) or (pmid and not pmid.isdecimal()):
        return Record(None, (_unreadable("This row is no record of PubMed's.", line, raw),))
    journal = cells.get("journal/book", "")
    people = _people(cells.get("authors", ""))
    names, is_cut = names_of(people)
    type, placed = _placed(citation, journal)
    values: dict[str, Value | None] = {
        "author": names,
        "title": title,
        "container-title": journal,
        "container-title-short": "" if type == "chapter" else journal,
        **placed,
        "PMID": normal("PMID", pmid),
        "PMCID": normal("PMCID", cells.get("pmcid", "")),
        "DOI": normal("DOI", cells.get("doi", "")),
    }
    year = cells.get("publication year", "")
    values["issued"] = values.get("issued") or date_of(year)
    kept = {
        name: [cell]
        for name, value in zip(header, row, strict=False)
        if (cell := collapse(value)) and name.lower() not in _KNOWN
    }
    kept |= {"Citation": [citation]} if citation else {}
    first = cells.get("first author", "")
    if first and first not in (next(iter(person.values())) for person in people[:1]):
        kept["First Author"] = [first]
    if year and not str(values["issued"]).startswith(year):
        kept["Publication Year"] = [year]
    more = [collapse(cell) for cell in row[len(header) :] if collapse(cell)]
    if more:
        kept[""] = more
    custom: dict[str, Any] = {"author-et-al": True} if is_cut and names else {}
    custom |= {"pubmed-csv": kept} if kept else {}
    fields = {variable: value for variable, value in values.items() if value}
    return Record(
        Reference("", type, fields, {"custom": custom} if custom else {}, Span(0, 0, line))
    )


def _people(text: str) -> list[dict[str, Any]]:
    """Persons are separated by commas, bodies stand behind semicolons."""
    persons, *bodies = text.removesuffix(".").split("; ")
    listed = [one.strip() for one in persons.split(",") if one.strip()]
    people = [{"CN" if looks_like_body(one) else "AU": one} for one in listed]
    return people + [{"CN": body.strip()} for body in bodies if body.strip()]


_ARTICLE = re.compile(
    r"(?P<date>\d{4}[^;:.]*)(?:;(?P<volume>[^():;.]*?)(?:\((?P<issue>[^()]*(?:\([^()]*\))?[^()]*)\))?)?"
    r"(?::(?P<page>.*?))?\.(?:\s|$)"
)
_BOOK = re.compile(
    r"(?:\d{4}[^.]*\. )?In: (?P<book>.+?)(?: \[Internet\])?\. (?P<place>[^:.;]+): (?P<publisher>[^;]+); "
    r"(?P<date>\d{4}[^–.]*)"
)
_PAGES = re.compile(r"[A-Za-z]{0,6}\d+(?:-[A-Za-z]{0,6}\d+)?(?:\.e\d+)?(?:[,;] .*)?")


def _placed(citation: str, journal: str) -> tuple[str, dict[str, Value | None]]:
    """Where a work appeared, by its citation, and its type."""
    book = _BOOK.match(citation)
    if book:
        found: dict[str, Value | None] = {
            "container-title": book["book"],
            "publisher": book["publisher"],
        }
        return "chapter", found | {
            "publisher-place": book["place"],
            "issued": date_of(book["date"]),
        }
    rest = citation.removeprefix(journal)
    type = "article" if rest.startswith(" [Preprint]") else "article-journal"
    rest = rest.removeprefix(" [Preprint]").removeprefix(". ")
    article = _ARTICLE.match(rest) if rest != citation or not journal else _ARTICLE.search(rest)
    if article is None:
        return type, {}
    page = article["page"] or ""
    is_page = _PAGES.fullmatch(page) or is_article_number(page)
    return type, {
        "issued": date_of(article["date"]),
        "volume": (article["volume"] or "").strip(),
        "issue": article["issue"],
        "page": pages_of(page) if is_page else "",
    }


def _sniff(text: str) -> float:
    first = text[:2048].lstrip("\ufeff \t\r\n").partition("\n")[0].lower()
    names = {name.strip(' "\r') for name in first.split(_delimiter(first))}
    return 0.95 if names >= _HEADER else 0.0


FORMAT = Format(
    name="pubmed-csv",
    label="PubMed's CSV export",
    suffixes=(),
    sniff=_sniff,
    read=collected(_records),
    records=_records,
)
