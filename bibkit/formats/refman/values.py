"""Single values of Reference Manager's fields: pages, keywords, numbers, text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from bibkit import identifiers

__all__ = [
    "article_number",
    "escape",
    "identifiers_in",
    "is_place",
    "join_keywords",
    "names_type",
    "one_line",
    "pmcid_in",
    "pmid_in",
    "read_keywords",
    "read_pages",
    "serial_numbers",
    "split_keywords",
    "unescape",
    "write_pages",
]

# --- text -------------------------------------------------------------------------------------------

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def one_line(text: str) -> str:
    """Text on one line, white space made single blanks."""
    return " ".join(text.split())


def unescape(text: str) -> str:
    """HTML's entities as characters: exports from web pages have them. Mark-up stays.

    >>> unescape("Barnes &amp; Noble &lt;5 &amp;amp; <i>E. coli</i> R&D;")
    'Barnes & Noble <5 &amp; <i>E. coli</i> R&D;'
    """
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    # A name that HTML does not have stays as it is.
    return html.unescape(match[0])


def escape(text: str) -> str:
    """Text on one line so that `unescape` gives it back: an "&" is escaped where it must be."""
    text = one_line(text)
    return _ENTITY.sub(lambda match: f"&amp;{match[0][1:]}", text) if "&" in text else text


# --- pages ------------------------------------------------------------------------------------------

_DASH = re.compile(r"\s*(?:-{1,3}|[\u2010-\u2015\u2212])\s*")
_LABEL = re.compile(r"^(?:pp?\.|pages?:?)\s*(?=\d)", re.I)
_RANGE = re.compile(r"([^-]+)-([^-]+)")
_PLACE = re.compile(
    r"[A-Za-z]{0,4}\d[\dA-Za-z.:]*(?:-[A-Za-z]{0,4}\d[\dA-Za-z.:]*)?"
    r"(?:,\s?\d+(?:-\d+)?)*"
)


def read_pages(start: str, end: str = "") -> str:
    """Pages from their first and last, whichever of the two hold them.

    >>> read_pages("181", "184"), read_pages("181-4"), read_pages("pp. 5–9", "9"), read_pages("e1", "e1")
    ('181-184', '181-4', '5-9', 'e1')
    """
    start, end = (_LABEL.sub("", _DASH.sub("-", one_line(text))) for text in (start, end))
    text = f"{start}-{end}" if start and end and "-" not in start else start or end
    match = _RANGE.fullmatch(text)
    return match[1] if match and match[1] == match[2] else text


def write_pages(text: str) -> tuple[str, str]:
    """The first and the last page; all that is no plain range is first."""
    bare = _DASH.sub("-", one_line(text))
    match = _RANGE.fullmatch(bare)
    return (match[1], match[2]) if match else (bare, "")


def is_place(text: str) -> bool:
    """Whether a text is pages or an article number, not a description ("1 map").

    >>> is_place("e12"), is_place("12-34, 40"), is_place("24 x 36 cm")
    (True, True, False)
    """
    return _PLACE.fullmatch(text) is not None


# --- keywords ---------------------------------------------------------------------------------------


def read_keywords(lines: Sequence[str]) -> list[str]:
    """The keywords of lines that hold one each, or several with semicolons.

    One line alone may hold all of them with commas.
    """
    words = [one_line(word) for line in lines for word in line.split(";")]
    words = [word for word in words if word]
    if len(words) == 1:
        words = [word for part in words[0].split(",") if (word := part.strip())]
    return words


def join_keywords(words: Iterable[str]) -> str:
    """Keywords as CSL's one `keyword`, in the order in which they came.

    >>> join_keywords(["head trauma", "rat"]), join_keywords(["Eye, Artificial", "rat"])
    ('head trauma, rat', 'Eye, Artificial; rat')
    """
    words = list(words)
    return ("; " if any("," in word for word in words) else ", ").join(words)


def split_keywords(text: str) -> list[str]:
    """CSL's `keyword` as single words."""
    parts = text.split(";" if ";" in text else ", ")
    return [word for part in parts if (word := one_line(part).strip(","))]


# --- numbers ----------------------------------------------------------------------------------------

_NOTE = re.compile(r"\([^()]*\)|\be?(?:ISSN|ISBN)(?:-1[03])?\s*:?")
_BETWEEN = re.compile(r"[\s;,/]+")


def serial_numbers(text: str) -> list[tuple[str, str]]:
    """The ISSNs and ISBNs of a text with their variables; empty where it is not made of them.

    A number alone keeps the words that stand with it.

    >>> serial_numbers("07434618"), serial_numbers("978-0-12-409547-2 (hbk)")
    ([('ISSN', '0743-4618')], [('ISBN', '978-0-12-409547-2 (hbk)')])
    >>> serial_numbers("0300-5771 (Print) 1464-3685"), serial_numbers("PB-99-1")
    ([('ISSN', '0300-5771'), ('ISSN', '1464-3685')], [])
    """
    whole = _serial_number(text)
    if whole:
        return [whole]
    found: list[tuple[str, str]] = []
    for part in _BETWEEN.split(_NOTE.sub(" ", text)):
        one = _serial_number(part) if part else None
        if one:
            found.append(one)
        elif part:
            return []
    return found if len(found) != 1 else [(found[0][0], text)]


def _serial_number(text: str) -> tuple[str, str] | None:
    issn = identifiers.normalise_issn(text)
    if issn:
        return "ISSN", issn
    isbn = identifiers.normalise_isbn(text)
    return ("ISBN", isbn) if isbn else None


_PUBMED = re.compile(r"pubmed|medline|\bpmc\b|\bncbi\b", re.I)
_MARKED_PMID = re.compile(r"(?:MEDLINE:|PM:)?(\d{1,9})(?:\s*\[pmid\])?", re.I | re.A)
_MARKED_PMCID = re.compile(r"(PMC\d{1,9})(?:\s*\[pmcid\])?", re.I | re.A)


def pmid_in(text: str, database: str = "PubMed") -> str:
    """A PMID as PubMed's, PMC's and Ovid's exports have it; empty where it is none.

    >>> pmid_in("26957754[pmid]"), pmid_in("26957754", "Embase"), pmid_in("PMID: 26957754", "")
    ('26957754', '', '26957754')
    """
    match = _MARKED_PMID.fullmatch(text)
    marked = match is not None and not text.isdecimal()
    if match and (marked or _PUBMED.search(database)):
        return identifiers.normalise_pmid(match[1]) or ""
    return "" if text.isdecimal() else identifiers.normalise_pmid(text) or ""


def pmcid_in(text: str) -> str:
    """A PMCID with its letters; empty where it is none.

    >>> pmcid_in("PMC4756000[pmcid]"), pmcid_in("4756000")
    ('PMC4756000', '')
    """
    match = _MARKED_PMCID.fullmatch(text)
    if match is None and "pmc" not in text.lower():
        return ""
    return identifiers.normalise_pmcid(match[1] if match else text) or ""


def identifiers_in(address: str) -> Iterator[tuple[str, str]]:
    """The identifiers that a web address says, with their variables.

    >>> list(identifiers_in("https://doi.org/10.1000/182"))
    [('DOI', '10.1000/182')]
    """
    said = (
        ("DOI", identifiers.normalise_doi(address) if "doi.org/10." in address else None),
        ("PMID", identifiers.normalise_pmid(address) if "pubmed" in address else None),
        ("PMCID", identifiers.normalise_pmcid(address) if "/PMC" in address else None),
    )
    yield from ((variable, value) for variable, value in said if value)


def article_number(text: str) -> str:
    """What C7 holds, without a label.

    >>> article_number("Artn 219840"), article_number("e12")
    ('219840', 'e12')
    """
    return re.sub(r"^(?:Artn|Article(?: (?:number|ID))?)[:.]?\s+", "", text, flags=re.I)


# --- kinds of work ----------------------------------------------------------------------------------

_KINDS = frozenset(
    """
    article|articles|journal article|journal articles|research article|original article|journal|
    paper|conference paper|proceedings paper|book|book chapter|chapter|article-journal|thesis|
    report|webpage|web page|newspaper article|magazine article|patent
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)


def names_type(text: str) -> bool:
    """Whether a kind of work only repeats the type, as databases have it for every record."""
    return one_line(text).lower() in _KINDS
