"""`pubmed`: PubMed XML, as efetch gives it; read only.

A document holds articles; each may hold its reference list, whose citations are strings with
identifiers beside them. The identifiers are the truth, the string is read by the grammar.
Sources: NLM's PubMed DTD (pubmed_250101), elements PubmedArticle and ReferenceList.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bibkit import identifiers
from bibkit.citekeys import with_keys
from bibkit.dates import month_number, parse_date
from bibkit.errors import UnreadableInput
from bibkit.formats.base import Format
from bibkit.model import Batch, Date, Name, Problem, Reference, Severity, Span, Value
from bibkit.reflist.items import Item
from bibkit.reflist.reader import assemble
from bibkit.xml import parse_xml, plain_text, rich_text, root_name

__all__ = ["FORMAT"]

_ROOTS = {"PubmedArticleSet", "PubmedArticle"}


def _articles(text: str) -> list[Any]:
    root = parse_xml(text)
    if root.tag not in _ROOTS:
        raise UnreadableInput(f"This XML is no PubMed record: its root is <{root.tag}>.")
    return [root] if root.tag == "PubmedArticle" else root.findall("PubmedArticle")


# --- the reference list -----------------------------------------------------------------------------


def _read_list(text: str) -> Batch:
    """The reference lists of the articles, in order."""
    articles = _articles(text)
    items = [item for article in articles for item in _items(article)]
    batch = assemble(items, text)
    problems = batch.problems
    if not items:
        names = ", ".join(plain_text(a.find("MedlineCitation/PMID")) for a in articles) or "none"
        message = f"PubMed holds no reference list for these articles: {names}."
        problems = (Problem("no-list", message, Severity.INFO, ref=""),)
    about = _reference(articles[0]) if len(articles) == 1 else None
    return Batch(batch.references, problems, about)


def _items(article: Any) -> Iterator[Item]:
    for one in article.iter("Reference"):
        citation = plain_text(one.find("Citation"))
        known = _ids(one.find("ArticleIdList"))
        line = one.sourceline or 0
        if citation or known:
            # Places in XML are lines; the text itself goes along.
            yield Item(citation, Span(0, 0, line), citation or str(known), known)


_ID_TYPES = {"pubmed": "PMID", "doi": "DOI", "pmc": "PMCID"}


def _ids(element: Any) -> dict[str, str]:
    """An ArticleIdList by CSL variable; PMCIDs come with and without their letters."""
    known: dict[str, str] = {}
    for one in [] if element is None else element.findall("ArticleId"):
        variable = _ID_TYPES.get((one.get("IdType") or "").lower())
        value = plain_text(one)
        normal = {
            "PMID": identifiers.normalise_pmid,
            "DOI": identifiers.normalise_doi,
            "PMCID": identifiers.normalise_pmcid,
        }.get(variable or "")
        found = normal(value) if normal else None
        if variable and found:
            known.setdefault(variable, found)
    return known


# --- the articles -----------------------------------------------------------------------------------


def _read(text: str) -> Batch:
    """The articles themselves."""
    return with_keys([_reference(article) for article in _articles(text)])


def _reference(article: Any) -> Reference:
    fields: dict[str, Value] = {}
    extra: dict[str, Any] = {}

    def put(variable: str, value: Value | None) -> None:
        if value:
            fields[variable] = value

    citation = article.find("MedlineCitation")
    record = citation.find("Article") if citation is not None else None
    if record is None:
        return Reference("", "document", {})
    authors = record.find("AuthorList")
    put("author", tuple(_people(authors)))
    if authors is not None and authors.get("CompleteYN") == "N" and "author" in fields:
        extra["custom"] = {"author-et-al": True}
    put("title", _title(record))
    journal = record.find("Journal")
    put("container-title", plain_text(record.find("Journal/Title")))
    put("container-title-short", plain_text(record.find("Journal/ISOAbbreviation")))
    put("ISSN", plain_text(record.find("Journal/ISSN")))
    put("issued", _issued(record))
    if journal is not None:
        put("volume", plain_text(journal.find("JournalIssue/Volume")))
        put("issue", plain_text(journal.find("JournalIssue/Issue")))
    locator = plain_text(record.find("ELocationID[@EIdType='pii']"))
    put("page", plain_text(record.find("Pagination/MedlinePgn")) or locator)
    put("language", _LANGUAGES.get(plain_text(record.find("Language")), ""))
    put("abstract", _abstract(record))
    for variable, value in _ids(article.find("PubmedData/ArticleIdList")).items():
        put(variable, value)
    put("PMID", fields.get("PMID") or plain_text(citation.find("PMID")))
    put("DOI", fields.get("DOI") or plain_text(record.find("ELocationID[@EIdType='doi']")))
    keywords = [plain_text(word) for word in citation.iter("Keyword")]
    put("keyword", ", ".join(filter(None, keywords)))
    kinds = {plain_text(kind) for kind in record.iter("PublicationType")}
    return Reference("", "article" if "Preprint" in kinds else "article-journal", fields, extra)


_LANGUAGES = {
    "eng": "en", "fre": "fr", "ger": "de", "spa": "es", "por": "pt", "ita": "it", "rus": "ru",
    "chi": "zh", "jpn": "ja", "kor": "ko", "pol": "pl", "dut": "nl", "dan": "da", "swe": "sv",
    "nor": "no", "fin": "fi", "tur": "tr", "cze": "cs", "hun": "hu", "ukr": "uk",
}  # fmt: skip


def _people(authors: Any) -> Iterator[Name]:
    for one in [] if authors is None else authors.findall("Author"):
        if one.get("ValidYN") == "N":
            continue
        body = plain_text(one.find("CollectiveName"))
        family = plain_text(one.find("LastName"))
        given = plain_text(one.find("ForeName")) or plain_text(one.find("Initials"))
        if body:
            yield Name(literal=body)
        elif family or given:
            yield Name(family, given, suffix=plain_text(one.find("Suffix")))


def _title(record: Any) -> str:
    """The title; PubMed ends each with a stop, and puts translations into brackets."""
    title = rich_text(record.find("ArticleTitle")) or rich_text(record.find("VernacularTitle"))
    if title.startswith("[") and title.rstrip(".").endswith("]"):
        title = title.rstrip(".")[1:-1]
    return title.removesuffix(".") if not title.endswith("..") else title


def _issued(record: Any) -> Date | None:
    date = record.find("Journal/JournalIssue/PubDate")
    if date is None:
        return None
    year = plain_text(date.find("Year"))
    if not year.isdecimal():
        return parse_date(plain_text(date.find("MedlineDate")))
    season = plain_text(date.find("Season"))
    if season:
        return parse_date(f"{year} {season}") or Date(int(year))
    word = plain_text(date.find("Month"))
    month = int(word) if re.fullmatch(r"0?[1-9]|1[0-2]", word, re.A) else month_number(word)
    day = plain_text(date.find("Day"))
    is_day = month and re.fullmatch(r"0?[1-9]|[12]\d|3[01]", day, re.A)
    return Date(int(year), month, int(day) if is_day else None)


def _abstract(record: Any) -> str:
    parts = []
    for part in record.findall("Abstract/AbstractText"):
        label, text = part.get("Label"), rich_text(part)
        parts.append(f"{label}: {text}" if label and text else text)
    return " ".join(filter(None, parts))


def _sniff(text: str) -> float:
    return 0.95 if root_name(text) in _ROOTS else 0.0


FORMAT = Format(
    name="pubmed",
    label="PubMed XML (efetch): articles, and their reference lists",
    suffixes=(".xml",),
    sniff=_sniff,
    read=_read,
    read_list=_read_list,
)
