"""`pubmed`: PubMed XML, as efetch gives it; read only.

A document holds articles; each may hold its reference list, whose citations are strings with
identifiers beside them. The identifiers are the truth, the string is read by the grammar.
Sources: NLM's PubMed DTD (pubmed_250101), elements PubmedArticle and ReferenceList.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bibkit import identifiers
from bibkit.citekeys import with_keys
from bibkit.dates import MONTH, month_number, parse_date
from bibkit.errors import UnreadableInput
from bibkit.formats.base import Format
from bibkit.mending import is_shouted, people_case, sentence_case
from bibkit.model import (
    Batch,
    Candidate,
    Date,
    Name,
    Notice,
    Problem,
    Reference,
    Severity,
    Span,
    Value,
)
from bibkit.xml import parse_xml, plain_text, rich_text, root_name

if TYPE_CHECKING:
    from bibkit.reflist.items import Item

__all__ = ["FORMAT", "candidates", "pmid_of", "split_set"]

_ROOTS = {"PubmedArticleSet", "PubmedArticle", "PubmedBookArticle"}


def _articles(text: str) -> list[Any]:
    """The articles of a document, and the books and chapters of NCBI's Bookshelf."""
    root = parse_xml(text)
    if root.tag not in _ROOTS:
        raise UnreadableInput(f"This XML is no PubMed record: its root is <{root.tag}>.")
    if root.tag != "PubmedArticleSet":
        return [root]
    return [one for one in root if one.tag in _ROOTS]


# --- the reference list -----------------------------------------------------------------------------


def _read_list(text: str) -> Batch:
    """The reference lists of the articles, in order."""
    from bibkit.reflist.reader import assemble  # whoever asks for articles only needs no parser

    articles = _articles(text)
    items = [item for article in articles for item in _items(article)]
    batch = assemble(items, text)
    problems = batch.problems
    if not items:
        names = ", ".join(map(pmid_of, articles)) or "none"
        message = f"PubMed holds no reference list for these articles: {names}."
        problems = (Problem("no-list", message, Severity.INFO, ref=""),)
    about = _reference(articles[0]) if len(articles) == 1 else None
    return Batch(batch.references, problems, about)


def _items(article: Any) -> Iterator[Item]:
    from bibkit.reflist.items import Item

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

    if article.tag == "PubmedBookArticle":
        return _book(article)
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
    put("page", _page(record))
    put("language", _LANGUAGES.get(plain_text(record.find("Language")), ""))
    put("abstract", _abstract(record))
    for variable, value in _ids(article.find("PubmedData/ArticleIdList")).items():
        put(variable, value)
    put("PMID", fields.get("PMID") or plain_text(citation.find("PMID")))
    put("DOI", fields.get("DOI") or _elocation(record, "doi"))
    keywords = [plain_text(word) for word in citation.iter("Keyword")]
    put("keyword", ", ".join(filter(None, keywords)))
    kinds = {plain_text(kind) for kind in record.iter("PublicationType")}
    medline = plain_text(citation.find("MedlineJournalInfo/MedlineTA"))
    if medline and medline != fields.get("container-title-short"):
        extra.setdefault("custom", {})["medline-abbreviation"] = medline
    return Reference("", "article" if "Preprint" in kinds else "article-journal", fields, extra)


def _book(article: Any) -> Reference:
    """A book of the Bookshelf, or a chapter of one (StatPearls, GeneReviews)."""
    fields: dict[str, Value] = {}
    document = article.find("BookDocument")
    book = document.find("Book") if document is not None else None
    if book is None:
        return Reference("", "document", {})
    title = rich_text(document.find("ArticleTitle")).removesuffix(".")
    book_title = rich_text(book.find("BookTitle")).removesuffix(".")
    lists = {one.get("Type"): tuple(_people(one)) for one in (*document.findall("AuthorList"), *book.findall("AuthorList"))}  # fmt: skip
    values: dict[str, Value | None] = {
        "author": lists.get("authors"),
        "editor": lists.get("editors"),
        "title": title or book_title,
        "container-title": book_title if title else "",
        "publisher": plain_text(book.find("Publisher/PublisherName")),
        "publisher-place": plain_text(book.find("Publisher/PublisherLocation")),
        "issued": parse_date(plain_text(book.find("PubDate/Year"))),
        "ISBN": plain_text(book.find("Isbn")),
        "PMID": plain_text(document.find("PMID")),
    }
    fields = {variable: value for variable, value in values.items() if value}
    return Reference("", "chapter" if title else "book", fields)


_LANGUAGES = {
    "eng": "en", "fre": "fr", "ger": "de", "spa": "es", "por": "pt", "ita": "it", "rus": "ru",
    "chi": "zh", "jpn": "ja", "kor": "ko", "pol": "pl", "dut": "nl", "dan": "da", "swe": "sv",
    "nor": "no", "fin": "fi", "tur": "tr", "cze": "cs", "hun": "hu", "ukr": "uk",
}  # fmt: skip


def _people(authors: Any) -> Iterator[Name]:
    listed = [] if authors is None else authors.findall("Author")
    people = [one for one in listed if one.get("ValidYN") != "N"]
    names = [
        (
            plain_text(one.find("LastName")),
            plain_text(one.find("ForeName")) or plain_text(one.find("Initials")),
        )
        for one in people
    ]
    for one, (family, given) in zip(people, people_case(names), strict=True):
        body = plain_text(one.find("CollectiveName"))
        if body:
            yield Name(literal=body)
        elif family or given:
            yield Name(family, given, suffix=plain_text(one.find("Suffix")))


def _title(record: Any) -> str:
    """The title; PubMed ends each with a stop, and puts translations into brackets."""
    title = _unbracketed(rich_text(record.find("ArticleTitle")))
    if title.rstrip(".").lower() in ("", "not available", "no title available"):
        title = rich_text(record.find("VernacularTitle"))
    title = sentence_case(title) if is_shouted(title) else title
    return title.removesuffix(".") if not title.endswith("..") else title


def _unbracketed(title: str) -> str:
    """Without the brackets that enclose all of a title, not those of "[3H]Ouabain and [14C]"."""
    bare = title.rstrip(".")
    if not (bare.startswith("[") and bare.endswith("]")):
        return title
    depth = 0
    for place, character in enumerate(bare, start=1):
        depth += (character == "[") - (character == "]")
        if depth == 0:
            return bare[1:-1] if place == len(bare) else title
    return title


def _elocation(record: Any, kind: str) -> str:
    found = record.findall(f"ELocationID[@EIdType='{kind}']")
    return next((plain_text(one) for one in found if one.get("ValidYN") != "N"), "")


# Article numbers that are cited as pages (e0213344, 10046, evad130, e01530-19); not a publisher's
# own item identifier (S0000-1111(20)12345-6).
_LOCATOR = re.compile(r"[A-Za-z]{0,6}\.?\d{1,10}(?:-\d\d(?:\.\d{4})?)?", re.A)


def _page(record: Any) -> str:
    pages = plain_text(record.find("Pagination/MedlinePgn"))
    ends = (plain_text(record.find(f"Pagination/{end}Page")) for end in ("Start", "End"))
    locator = _elocation(record, "pii")
    return pages or "-".join(filter(None, ends)) or (locator if _LOCATOR.fullmatch(locator) else "")


def _issued(record: Any) -> Date | None:
    date = record.find("Journal/JournalIssue/PubDate")
    if date is None:
        return None
    year = plain_text(date.find("Year"))
    if not year.isdecimal():
        return _medline_date(plain_text(date.find("MedlineDate")))
    season = plain_text(date.find("Season"))
    if season:
        return parse_date(f"{year} {season}") or Date(int(year))
    word = plain_text(date.find("Month"))
    month = int(word) if re.fullmatch(r"0?[1-9]|1[0-2]", word, re.A) else month_number(word)
    day = plain_text(date.find("Day"))
    is_day = month and re.fullmatch(r"0?[1-9]|[12]\d|3[01]", day, re.A)
    return Date(int(year), month, int(day) if is_day else None)


def _medline_date(text: str) -> Date | None:
    """A date in MEDLINE's words, which may end in another month or year.

    >>> str(_medline_date("1998 Dec-1999 Jan")), str(_medline_date("1999 Jul 31-Aug 6"))
    ('1998-12/1999-01', '1999-07-31/1999-08-06')
    """
    first, _, last = text.partition("-")
    start = parse_date(first)
    if start is None or not re.search(MONTH, last):
        return parse_date(text)
    until = parse_date(last) or parse_date(f"{start.year} {last}")
    return dataclasses.replace(start, until=until)


def _abstract(record: Any) -> str:
    parts = []
    for part in record.findall("Abstract/AbstractText"):
        label, text = part.get("Label"), rich_text(part)
        parts.append(f"{label}: {text}" if label and text else text)
    return " ".join(filter(None, parts))


# --- as a service's answer --------------------------------------------------------------------------


def pmid_of(article: Any) -> str:
    """The PMID of an article's element; empty where it has none."""
    for path in ("MedlineCitation/PMID", "BookDocument/PMID"):
        pmid = plain_text(article.find(path))
        if pmid:
            return pmid
    return ""


# What bibkit makes nothing of, and what makes a record large: the words of the subject, who paid,
# where the authors work.
_PASSED_OVER = (
    "MeshHeadingList",
    "ChemicalList",
    "GrantList",
    "History",
    "ReferenceList",
    "DataBankList",
)


def split_set(text: str, keep_list: bool = False) -> dict[str, str]:
    """The articles of an efetch answer as documents of their own, by PMID, without what bibkit
    makes nothing of.

    Args:
        keep_list: keep the article's reference list.

    Raises:
        UnreadableInput: the text is no such answer.
    """
    from lxml import etree

    found: dict[str, str] = {}
    for article in _articles(text):
        passed = {"AffiliationInfo", *_PASSED_OVER} - ({"ReferenceList"} if keep_list else set())
        for element in [one for one in article.iter() if one.tag in passed]:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        article.tail = None
        found[pmid_of(article)] = etree.tostring(article, encoding="unicode")
    return found


def candidates(text: str, fetched: float = 0.0) -> list[Candidate]:
    """The articles of a document as a service's records, with what PubMed says of retractions.

    Args:
        fetched: when they were asked for, in seconds of the Unix epoch.

    Raises:
        UnreadableInput: the text is no PubMed XML.
    """
    return [_candidate(article, fetched) for article in _articles(text)]


def _candidate(article: Any, fetched: float) -> Candidate:
    reference = dataclasses.replace(_reference(article), id=pmid_of(article))
    kinds = [plain_text(kind) for kind in article.iter("PublicationType")]
    links = [link.get("RefType") or "" for link in article.iter("CommentsCorrections")]
    said = (*kinds, *(_NOTICES_BY_LINK.get(link, "") for link in links))
    telling = next((kind for kind in _NOTICES if kind in said), "")
    dates = [article.find(".//PubDate/Year"), *article.findall(".//ArticleDate/Year")]
    years = [int(year) for year in map(plain_text, dates) if re.fullmatch(r"\d{4}", year, re.A)]
    issued = reference.date("issued")
    if issued is not None and issued.year is not None:
        years.insert(0, issued.year)
    vernacular = rich_text(article.find(".//VernacularTitle")).removesuffix(".")
    return Candidate(
        reference,
        "pubmed",
        kind=telling or (kinds[0] if kinds else ""),
        years=tuple(dict.fromkeys(years)),
        notices=tuple(_notices(article, kinds)),
        fetched=fetched,
        titles=(vernacular,) if vernacular and vernacular != reference.text("title") else (),
    )


#: Publication types of what is no article but a word on one, the most telling first: a comment may
#: be an erratum too.
_NOTICES = (
    "Retraction of Publication", "Retraction Notice", "Expression of Concern", "Published Erratum",
    "Corrected and Republished Article", "Preprint", "Comment",
)  # fmt: skip
_NOTICES_BY_LINK = {
    "ErratumFor": "Published Erratum",
    "RetractionOf": "Retraction of Publication",
    "ExpressionOfConcernFor": "Expression of Concern",
}
_LINKS = {
    "RetractionIn": "retraction",
    "PartialRetractionIn": "retraction",
    "ExpressionOfConcernIn": "concern",
    "ErratumIn": "correction",
    "CorrectedandRepublishedIn": "correction",
    "UpdateIn": "published",
}


def _notices(article: Any, kinds: list[str]) -> Iterator[Notice]:
    if "Retracted Publication" in kinds:
        yield Notice("retraction", "pubmed")
    for link in article.iter("CommentsCorrections"):
        kind = _LINKS.get(link.get("RefType") or "")
        # "UpdateIn" leads from a preprint to its article, and from a review to its next edition.
        if kind == "published" and "Preprint" not in kinds:
            kind = "version"
        if kind:
            yield Notice(kind, "pubmed", plain_text(link.find("PMID")))


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
