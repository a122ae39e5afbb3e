"""PubMed XML to references: the articles, and the books and chapters of NCBI's Bookshelf.

Source: NLM's PubMed DTD (pubmed_250101), elements PubmedArticle and PubmedBookArticle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bibkit.formats.ncbi.dates import MONTHS, date_of
from bibkit.formats.ncbi.journals import journal_of
from bibkit.formats.ncbi.types import type_of
from bibkit.formats.ncbi.values import (
    address_of,
    is_article_number,
    is_normal,
    joined,
    language_of,
    normal,
    pages_of,
    stopped,
    title_of,
)
from bibkit.mending import people_case
from bibkit.model import Date, Name, Reference, Value
from bibkit.xml import plain_text, rich_text

__all__ = ["cased", "dois", "identifiers_of", "reference_of"]


def reference_of(article: Any, with_headings: bool = True) -> Reference:
    """The reference of an article, a book or a chapter.

    Args:
        article: a PubmedArticle or PubmedBookArticle, or what is in it.
        with_headings: whether the Medical Subject Headings are keywords, too.
    """
    document = _within(article, "BookDocument")
    if document is not None:
        return _book(document)
    citation = _within(article, "MedlineCitation")
    record = citation.find("Article") if citation is not None else None
    if record is None:
        return Reference("", "document", {})
    return _article(article, citation, record, with_headings)


def _within(article: Any, name: str) -> Any:
    return article if article.tag == name else article.find(name)


def _article(article: Any, citation: Any, record: Any, with_headings: bool) -> Reference:
    custom: dict[str, Any] = {}
    authors = record.find("AuthorList")
    people = _names(authors)
    if people and authors.get("CompleteYN") == "N":
        custom["author-et-al"] = True
    journal = record.find("Journal")
    name, place = journal_of(_text(journal, "Title"))
    listed = article.find("PubmedData/ArticleIdList")
    known, said = identifiers_of(listed), identifiers_of(listed, is_strict=False)
    original = title_of(rich_text(record.find("VernacularTitle")))
    short = _text(journal, "ISOAbbreviation")
    medline = _text(citation, "MedlineJournalInfo/MedlineTA")
    if short and medline and medline != short:
        custom["medline-abbreviation"] = medline
    mesh = _headings(citation) if with_headings else []
    if mesh:
        custom["mesh"] = mesh
    values: dict[str, Value | None] = {
        "author": people,
        "title": title_of(rich_text(record.find("ArticleTitle")), original),
        "original-title": original,
        "container-title": name,
        "container-title-short": short or medline,
        "publisher-place": place,
        "ISSN": normal("ISSN", _text(journal, "ISSN") or _text(citation, "MedlineJournalInfo/ISSNLinking")),
        "issued": _date(None if journal is None else journal.find("JournalIssue/PubDate")),
        "available-date": _day(record.find("ArticleDate")),
        "volume": _text(journal, "JournalIssue/Volume"),
        "issue": _text(journal, "JournalIssue/Issue"),
        "page": _pages(record),
        "language": language_of(_text(record, "Language")),
        "abstract": _abstract(record),
        "PMID": known.get("PMID") or normal("PMID", _text(citation, "PMID")),
        "PMCID": known.get("PMCID") or said.get("PMCID"),
        "DOI": known.get("DOI") or next(_located(record, "doi"), "") or said.get("DOI"),
        "keyword": joined((*_descriptors(citation if mesh else None), *_keywords(citation))),
        "note": _text(citation, "GeneralNote"),
    }  # fmt: skip
    if not values["page"]:
        number = next(filter(is_article_number, _located(record, "pii")), "")
        values["page"] = number
        custom |= {"article-number": True} if number else {}
    type = type_of(map(plain_text, record.iter("PublicationType"))) or "article-journal"
    return _reference(type, values, custom)


def _book(document: Any) -> Reference:
    """A book of the Bookshelf, or a chapter of one (StatPearls, GeneReviews)."""
    book = document.find("Book")
    if book is None:
        return Reference("", "document", {})
    heading = document.find("ArticleTitle")
    title = rich_text(book.find("BookTitle"))
    original = title_of(rich_text(document.find("VernacularTitle")))
    kinds = {type_of([plain_text(kind)]) for kind in document.findall("PublicationType")}
    known = identifiers_of(document.find("ArticleIdList"), is_strict=False)
    around = document.getparent()
    outside = identifiers_of(
        None if around is None else around.find("PubmedBookData/ArticleIdList")
    )
    custom: dict[str, Any] = {}
    values: dict[str, Value | None] = dict(_roles(document, book, heading is not None, custom))
    values |= {
        "title": title_of(title, original),
        "original-title": original,
        "publisher": _text(book, "Publisher/PublisherName"),
        "publisher-place": _text(book, "Publisher/PublisherLocation"),
        "issued": _date(book.find("PubDate")),
        "volume": _text(book, "Volume"),
        "volume-title": rich_text(book.find("VolumeTitle")),
        "edition": _text(book, "Edition"),
        "collection-title": rich_text(book.find("CollectionTitle")),
        "medium": _text(book, "Medium"),
        "ISBN": normal("ISBN", _text(book, "Isbn")),
        "PMID": normal("PMID", _text(document, "PMID")),
        "PMCID": known.get("PMCID") or outside.get("PMCID"),
        "DOI": known.get("DOI") or outside.get("DOI"),
        "URL": next(filter(None, map(address_of, _accessions(document))), ""),
        "language": language_of(_text(document, "Language")),
        "abstract": _abstract(document),
        "keyword": joined(_keywords(document)),
    }
    type = next((one for one in ("report", "thesis") if one in kinds), "book")
    if heading is not None:
        type = "chapter"
        values |= {
            "title": title_of(rich_text(heading), original),
            "container-title": title,
            "page": _pages(document),
            "chapter-number": _chapter(document),
        }
    else:
        values["DOI"] = values["DOI"] or next(_located(book, "doi"), "")
    if type == "report":
        values["number"] = _text(book, "ReportNumber")
    return _reference(type, values, custom)


def _reference(type: str, values: dict[str, Value | None], custom: dict[str, Any]) -> Reference:
    fields = {variable: value for variable, value in values.items() if value}
    return Reference("", type, fields, {"custom": custom} if custom else {})


def _text(element: Any, path: str) -> str:
    return "" if element is None else plain_text(element.find(path))


# --- people -----------------------------------------------------------------------------------------


_PARTS = ("LastName", "ForeName", "Initials", "Suffix", "CollectiveName")


def _names(authors: Any) -> tuple[Name, ...]:
    """The people of an AuthorList, without those that are marked as wrong; none for None."""
    listed = [] if authors is None else authors.findall("Author")
    valid = (one for one in listed if one.get("ValidYN") != "N")
    return tuple(cased({part: _text(one, part) for part in _PARTS} for one in valid))


def cased(people: Iterable[Mapping[str, str]]) -> Iterator[Name]:
    """Names from what the elements of each Author say."""
    listed = list(people)
    parts = [
        (one.get("LastName", ""), one.get("ForeName") or one.get("Initials", "")) for one in listed
    ]
    for one, (family, given) in zip(listed, people_case(parts), strict=True):
        if one.get("CollectiveName"):
            yield Name(literal=one["CollectiveName"])
        elif family or given:
            yield Name(
                family, stopped(given, one.get("Initials", "")), suffix=one.get("Suffix", "")
            )


def _roles(
    document: Any, book: Any, is_chapter: bool, custom: dict[str, Any]
) -> Iterator[tuple[str, tuple[Name, ...]]]:
    """The people of a book: those of the whole, and those of a chapter."""
    lists = {
        (place.tag, listed.get("Type") or "authors"): listed
        for place in (document, book)
        for listed in place.findall("AuthorList")
    }
    own, whole = lists.get(("BookDocument", "authors")), lists.get(("Book", "authors"))
    editors = lists.get(("Book", "editors"), lists.get(("BookDocument", "editors")))
    roles = {"author": own, "container-author": whole, "editor": editors}
    if not is_chapter:
        roles = {"author": whole if own is None else own, "editor": editors}
    for variable, listed in roles.items():
        people = _names(listed)
        if listed is not None and people:
            yield variable, people
            if listed.get("CompleteYN") == "N":
                custom[f"{variable}-et-al"] = True


# --- dates, pages, text -----------------------------------------------------------------------------


def _date(date: Any) -> Date | None:
    if date is None:
        return None
    year, month, day = (_text(date, name) for name in ("Year", "Month", "Day"))
    if not year:
        return date_of(_text(date, "MedlineDate"))
    if re.fullmatch(r"0?[1-9]|1[0-2]", month, re.A):
        month = MONTHS[int(month) - 1]
    elif month.isdecimal():
        month = ""
    return date_of(" ".join((year, month or _text(date, "Season"), day if month else "")))


def _day(date: Any) -> Date | None:
    found = _date(date)
    return found if found is not None and found.day else None


def _pages(record: Any) -> str:
    pages = _text(record, "Pagination/MedlinePgn")
    ends = (_text(record, f"Pagination/{end}Page") for end in ("Start", "End"))
    return pages_of(pages or "-".join(filter(None, ends)))


def _located(record: Any, kind: str) -> Iterator[str]:
    """Where a work lies: its DOI, or the publisher's own number; not what is marked as wrong."""
    for one in record.findall(f"ELocationID[@EIdType='{kind}']"):
        if one.get("ValidYN") != "N":
            yield normal("DOI", plain_text(one)) if kind == "doi" else plain_text(one)


def _abstract(record: Any) -> str:
    """The sections of an abstract, a line each where they are labelled."""
    parts = []
    for part in record.findall("Abstract/AbstractText"):
        label, text = part.get("Label") or "", rich_text(part)
        is_named = label and label not in ("UNLABELLED", "UNASSIGNED")
        parts.append(f"{label}: {text}" if is_named and text else text)
    return "\n".join(filter(None, parts))


def _chapter(document: Any) -> str:
    label = _text(document, "LocationLabel[@Type='chapter']")
    return re.sub(r"^Chapter (?=\d)", "", label)


# --- identifiers, keywords --------------------------------------------------------------------------

_IDS = {"pubmed": "PMID", "doi": "DOI", "pmc": "PMCID"}


def identifiers_of(listed: Any, is_strict: bool = True) -> dict[str, str]:
    """An ArticleIdList by CSL variable; PMCIDs come with and without their letters.

    Args:
        is_strict: whether what is no such identifier is left out.
    """
    known: dict[str, str] = {}
    for one in [] if listed is None else listed.findall("ArticleId"):
        variable = _IDS.get((one.get("IdType") or "").lower())
        value = plain_text(one)
        if variable and value and (not is_strict or is_normal(variable, value)):
            known.setdefault(variable, normal(variable, value))
    return known


_OWN_DOIS = (
    ".//Article/ELocationID[@EIdType='doi']", ".//Book/ELocationID[@EIdType='doi']",
    "PubmedData/ArticleIdList/ArticleId[@IdType='doi']",
    "BookDocument/ArticleIdList/ArticleId[@IdType='doi']",
)  # fmt: skip


def dois(article: Any) -> list[str]:
    """Every DOI that a record says of itself, once each."""
    own = (one for path in _OWN_DOIS for one in article.iterfind(path))
    valid = (plain_text(one) for one in own if one.get("ValidYN") != "N")
    return list(dict.fromkeys(normal("DOI", doi) for doi in valid if doi))


def _accessions(document: Any) -> Iterator[str]:
    for one in document.iterfind("ArticleIdList/ArticleId[@IdType='bookaccession']"):
        yield plain_text(one)


def _keywords(element: Any) -> Iterator[str]:
    return (rich_text(word) for word in element.iterfind("KeywordList/Keyword"))


def _descriptors(citation: Any) -> Iterator[str]:
    found = [] if citation is None else citation.iterfind("MeshHeadingList/MeshHeading")
    return (_text(one, "DescriptorName") for one in found)


def _headings(citation: Any) -> list[str]:
    """The Medical Subject Headings as MEDLINE displays them: "Arginine/*chemistry/metabolism"."""
    found = []
    for heading in citation.iterfind("MeshHeadingList/MeshHeading"):
        parts = [("*" if one.get("MajorTopicYN") == "Y" else "") + plain_text(one) for one in heading]  # fmt: skip
        found.append("/".join(parts))
    return found
