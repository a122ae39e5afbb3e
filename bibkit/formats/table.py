"""References as the rows of a table, for `csv` and `tsv`: to count, to sort, for a spreadsheet.

Each row is one line, whatever the texts hold. The columns are the same for every list, so that a
list of any length is written as it goes. Names are `Family, Given; Family, Given`. Source of the
guard against formulas: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator

from bibkit.formats.losses import only, text
from bibkit.model import Reference
from bibkit.vocab import VARIABLES

__all__ = ["COLUMNS", "LOSSES", "pieces", "row"]


# --- what a cell holds ----------------------------------------------------------------------------


def _text(reference: Reference, variable: str) -> str:
    return reference.text(variable)


_MARK_UP = re.compile(r"</?(?:i|b|sub|sup)>|</?span(?: [^<>]*)?>")


def _words(reference: Reference, variable: str) -> str:
    return _MARK_UP.sub("", reference.text(variable))


_HYPHEN = re.compile(r"(?<=\d)--?(?=\d)")


def _range(reference: Reference, variable: str) -> str:
    # A spreadsheet takes "3-5" for the fifth of March; with a dash it is what it was.
    return _HYPHEN.sub("–", reference.text(variable))


def _people(reference: Reference, variable: str) -> str:
    names = [str(name).replace(";", ",") for name in reference.names(variable)]
    more = ["et al."] if names and reference.truncated(variable) else []
    return "; ".join(names + more)


def _year(reference: Reference, variable: str) -> str:
    date = reference.date(variable)
    return str(date.year) if date and date.year is not None else ""


_SEASONS = ("", "spring", "summer", "autumn", "winter")


def _date(reference: Reference, variable: str) -> str:
    date = reference.date(variable)
    if date is None or date.year is None:
        return str(date or "")
    season = f" {_SEASONS[date.season]}" if date.season and not date.month else ""
    return f"{'ca. ' if date.circa else ''}{date}{season}"


#: The columns in their order: heading, CSL variable, and how its value fills the cell.
COLUMNS: tuple[tuple[str, str, Callable[[Reference, str], str]], ...] = (
    ("id", "", lambda reference, _: reference.id),
    ("type", "", lambda reference, _: reference.type),
    ("authors", "author", _people),
    ("year", "issued", _year),
    ("date", "issued", _date),
    ("title", "title", _words),
    ("container-title", "container-title", _words),
    ("container-title-short", "container-title-short", _words),
    ("volume", "volume", _range),
    ("issue", "issue", _range),
    ("pages", "page", _range),
    ("editors", "editor", _people),
    ("edition", "edition", _text),
    ("collection-title", "collection-title", _words),
    ("publisher", "publisher", _text),
    ("publisher-place", "publisher-place", _text),
    ("number", "number", _text),
    ("genre", "genre", _text),
    ("DOI", "DOI", _text),
    ("PMID", "PMID", _text),
    ("PMCID", "PMCID", _text),
    ("ISSN", "ISSN", _text),
    ("ISBN", "ISBN", _text),
    ("URL", "URL", _text),
    ("accessed", "accessed", _date),
    ("language", "language", _text),
    ("keywords", "keyword", _text),
    ("abstract", "abstract", _words),
    ("note", "note", _words),
)


# --- rows -----------------------------------------------------------------------------------------


def row(reference: Reference) -> list[str]:
    """The cells of a reference, each on one line and none of them a formula.

    >>> row(Reference("=soil", "book", {"title": "-5 <i>degrees</i>", "volume": "-5"}))[0:9:4]
    ["'=soil", '', '-5']
    """
    return [_safe(cell(reference, variable)) for _, variable, cell in COLUMNS]


# What a cell begins with that a spreadsheet would compute. A number is none.
_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.A)
_BLANKS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\s]+")


def _safe(value: str) -> str:
    value = _BLANKS.sub(" ", value).strip()
    return f"'{value}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value


def pieces(delimiter: str, beginning: str, end: str) -> Callable[..., Iterator[str]]:
    """A writer of tables: the headings, then a line for each reference.

    A cell that holds the delimiter or a quotation mark stands in quotes (RFC 4180).

    Args:
        delimiter: between two cells; beginning: of the file; end: of a line.
    """

    def write(references: Iterable[Reference]) -> Iterator[str]:
        yield beginning + line([heading for heading, _, _ in COLUMNS])
        for reference in references:
            yield line(row(reference))

    def line(cells: list[str]) -> str:
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerow(cells)
        return buffer.getvalue()

    return write


_PLAIN = set(VARIABLES) - {variable for _, variable, cell in COLUMNS if cell is _words}

#: What a table has no column for; nothing reads it back.
LOSSES = (
    only({variable for _, variable, _ in COLUMNS if variable}),
    text("Mark-up of titles.", lambda value: _MARK_UP.sub("", value), _PLAIN),
)
