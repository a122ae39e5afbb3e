"""References as trees of PubMed XML: the articles, and the books and chapters of the Bookshelf.

What the DTD (pubmed_250101) wants and a reference does not have is there and empty, or says least:
a status `Publisher` is a record as it came, not indexed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bibkit.formats.ncbi.dates import MONTHS, SEASONS, date_text, day_text
from bibkit.formats.ncbi.journals import printed_journal
from bibkit.formats.ncbi.kept import Tree
from bibkit.formats.ncbi.trees import one_or_more
from bibkit.formats.ncbi.types import BOOKS, nearest, publication_type
from bibkit.formats.ncbi.values import (
    accession_of,
    book_title,
    doi_of,
    heading_name,
    initials,
    is_article_number,
    language_code,
    printed_title,
    split_keywords,
)
from bibkit.mending import plain, without_stops
from bibkit.model import Date, Name, Reference
from bibkit.text import collapse

__all__ = ["is_book", "parts_of", "plain_line", "rich_line", "tree"]


def is_book(reference: Reference) -> bool:
    """Whether a reference is written as a book, or a chapter of one."""
    return nearest(reference.type) in BOOKS


def tree(reference: Reference) -> Tree:
    """A reference as what a PubmedArticle or PubmedBookArticle holds."""
    return _book(reference) if is_book(reference) else _article(reference)


def _filled(tree: Tree, *needed: str) -> Tree:
    """A tree without what is empty, but for what the DTD needs."""
    return {name: value for name, value in tree.items() if value or name in needed}


def _tagged(text: str, **attributes: str) -> Tree:
    """An element with attributes."""
    tree: Tree = {f"@{name}": value for name, value in attributes.items()}
    return tree | ({"#text": text} if text else {})


def _article(reference: Reference) -> Tree:
    text, custom = reference.text, reference.custom
    short = collapse(text("container-title-short"))
    page = collapse(text("page"))
    is_number = bool(custom.get("article-number")) and is_article_number(page)
    available = day_text(reference.date("available-date"))
    medium = "Electronic" if is_number else "Print"
    issue = {
        "@CitedMedium": "Internet" if is_number else "Print",
        "Volume": plain_line(text("volume")),
        "Issue": plain_line(text("issue")),
        "PubDate": _date(reference.date("issued")),
    }
    issn = plain_line(text("ISSN"))
    journal = {
        "ISSN": _tagged(issn, IssnType=medium) if issn else "",
        "JournalIssue": _filled(issue, "PubDate"),
        "Title": printed_journal(
            plain_line(text("container-title")), plain_line(text("publisher-place"))
        ),
        "ISOAbbreviation": plain_line(short),
    }
    doi = plain_line(doi_of(reference))
    places = [_tagged(doi, EIdType="doi", ValidYN="Y")] * bool(doi)
    places += [_tagged(page, EIdType="pii", ValidYN="Y")] * is_number
    original, title = _titles(reference)
    kind, number = publication_type(reference.type)
    if not kind:
        kind, number = publication_type("article-journal")
    has_pages = page and not is_number
    record: Tree = {
        "@PubModel": "Electronic" if is_number else "Print-Electronic" if available else "Print",
        "Journal": _filled(journal),
        "ArticleTitle": title,
        "Pagination": {"MedlinePgn": plain_line(page)} if has_pages or not places else "",
        "ELocationID": one_or_more(places) if places else "",
        "Abstract": _abstract(text("abstract")),
        "AuthorList": _people(reference, "author"),
        "Language": plain_line(language_code(text("language"))) or "und",
        "PublicationTypeList": {"PublicationType": _tagged(kind, UI=number)},
        "VernacularTitle": original,
        "ArticleDate": _day(available),
    }
    mesh, keywords = _keywords(reference)
    citation: Tree = {
        "@Status": "Publisher",
        "@Owner": "NLM",
        "PMID": _tagged(plain_line(text("PMID")), Version="1"),
        "Article": _filled(record, "ArticleTitle"),
        "MedlineJournalInfo": {
            "MedlineTA": plain_line(str(custom.get("medline-abbreviation") or short))
        },
        "MeshHeadingList": mesh,
        "KeywordList": keywords,
        "GeneralNote": plain_line(text("note")),
    }
    return _filled({"MedlineCitation": _filled(citation), "PubmedData": _data(reference)})


def _data(reference: Reference) -> Tree:
    listed = _identifiers(reference, pubmed="PMID", doi="DOI", pmc="PMCID")
    if not listed:
        return {}
    return {"PublicationStatus": "", "ArticleIdList": {"ArticleId": one_or_more(listed)}}


def _identifiers(reference: Reference, **kinds: str) -> list[Tree]:
    known = {kind: reference.text(variable) for kind, variable in kinds.items()}
    known["doi"] = doi_of(reference)
    return [_tagged(plain_line(value), IdType=kind) for kind, value in known.items() if value]


def _book(reference: Reference) -> Tree:
    text, type = reference.text, nearest(reference.type)
    is_chapter = type == "chapter"
    listed = _identifiers(reference, doi="DOI", pmc="PMCID")
    accession = accession_of(text("URL"))
    listed += [_tagged(accession, IdType="bookaccession")] * bool(accession)
    listed = listed or [_tagged(plain_line(text("PMID")), IdType="pubmed")]
    publisher = {
        "PublisherName": plain_line(text("publisher")),
        "PublisherLocation": plain_line(text("publisher-place")),
    }
    original, title = _titles(reference)
    own = book_title(rich_line(text("title")), is_translated=bool(original))
    whole = rich_line(text("container-title")) if is_chapter else own
    chapter = plain_line(text("chapter-number")) if is_chapter else ""
    pages = plain_line(text("page")) if is_chapter else ""
    kind, number = publication_type(reference.type)
    authors = _people(reference, "container-author" if is_chapter else "author", "authors")
    people = [one for one in (authors, _people(reference, "editor", "editors")) if one]
    book: Tree = {
        "Publisher": _filled(publisher, "PublisherName"),
        "BookTitle": whole,
        "PubDate": _date(reference.date("issued")),
        "AuthorList": one_or_more(people) if people else "",
        "Volume": plain_line(text("volume")),
        "VolumeTitle": rich_line(text("volume-title")),
        "Edition": plain_line(text("edition")),
        "CollectionTitle": rich_line(text("collection-title")),
        "Isbn": plain_line(text("ISBN")),
        "Medium": plain_line(text("medium")),
        "ReportNumber": plain_line(text("number")) if type == "report" else "",
    }
    document: Tree = {
        "PMID": _tagged(plain_line(text("PMID")), Version="1"),
        "ArticleIdList": {"ArticleId": one_or_more(listed)},
        "Book": _filled(book, "BookTitle", "PubDate"),
        "LocationLabel": _tagged(chapter, Type="chapter") if chapter else "",
        "ArticleTitle": title if is_chapter else "",
        "VernacularTitle": original,
        "Pagination": {"MedlinePgn": pages} if pages else "",
        "Language": plain_line(language_code(text("language"))),
        "AuthorList": _people(reference, "author", "authors") if is_chapter else "",
        "PublicationType": _tagged(kind, UI=number) if type in ("report", "thesis") else "",
        "Abstract": _abstract(text("abstract")),
        "KeywordList": _word_list(split_keywords(rich_line(text("keyword")))),
    }
    return {"BookDocument": _filled(document, *(["ArticleTitle"] if is_chapter else []))}


# --- parts ------------------------------------------------------------------------------------------


_STYLES = re.compile(r"</?sc>|<span(?: [^<>]*)?>|</span>")


def plain_line(text: str) -> str:
    """A text without any mark-up."""
    return collapse(plain(text))


def rich_line(text: str) -> str:
    """A text with the mark-up that the DTD has."""
    return collapse(_STYLES.sub("", text))


def _titles(reference: Reference) -> tuple[str, str]:
    original = printed_title(rich_line(reference.text("original-title")))
    return original, printed_title(rich_line(reference.text("title")), is_translated=bool(original))


def _date(date: Date | None) -> Tree:
    if date is None:
        return {"MedlineDate": ""}
    if date.until or date.year is None or not 1000 <= date.year <= 9999:
        return {"MedlineDate": collapse(date_text(date))}
    tree: Tree = {"Year": str(date.year)}
    if date.month:
        tree["Month"] = MONTHS[date.month - 1]
        tree |= {"Day": f"{date.day:02d}"} if date.day else {}
    elif date.season:
        tree["Season"] = SEASONS[date.season - 1]
    return tree


def _day(digits: str) -> Tree:
    if not digits:
        return {}
    year, month, day = digits[:4], digits[4:6], digits[6:]
    return {"@DateType": "Electronic", "Year": year, "Month": month, "Day": day}


# "METHODS: We looked." at the beginning of a line.
_SECTION = re.compile(r"([A-Z][A-Z0-9 ,/&()'’-]{1,80}): +(\S.*)")


def _abstract(text: str) -> Tree:
    """An abstract in its sections, where it has several lines and they are labelled."""
    lines = [line for part in text.split("\n") if (line := rich_line(part))]
    parts: list[Any] = []
    for line in lines:
        section = _SECTION.fullmatch(line) if len(lines) > 1 else None
        parts.append(_tagged(section[2], Label=section[1]) if section else line)
    return {"AbstractText": one_or_more(parts)} if parts else {}


def _people(reference: Reference, variable: str, kind: str = "") -> Tree:
    people = [_author(name) for name in reference.names(variable)]
    if not people:
        return {}
    tree: Tree = {"@CompleteYN": "N" if reference.truncated(variable) else "Y"}
    return tree | ({"@Type": kind} if kind else {}) | {"Author": one_or_more(people)}


def _author(name: Name) -> Tree:
    author: Tree = {"@ValidYN": "Y"}
    return author | {part: value for part, value in parts_of(name).items() if value}


def parts_of(name: Name) -> dict[str, str]:
    """A name in the elements of an Author."""
    if name.literal:
        return {"CollectiveName": collapse(name.literal)}
    given = without_stops(name.given) if name.sort_family != name.given else ""
    return {
        "LastName": collapse(name.sort_family),
        "ForeName": collapse(given),
        "Initials": collapse(initials(given)),
        "Suffix": collapse(name.suffix),
    }


def _keywords(reference: Reference) -> tuple[Tree, Tree]:
    """The keywords that are Medical Subject Headings, and the others."""
    words = split_keywords(rich_line(reference.text("keyword")))
    said = reference.custom.get("mesh")
    known: dict[str, str] = {}
    for heading in said if isinstance(said, list) else []:
        known |= dict.fromkeys((str(heading), heading_name(str(heading))), str(heading))
    found = [_heading(known[word]) for word in words if word in known]
    mesh = {"MeshHeading": one_or_more(found)} if found else {}
    return mesh, _word_list([word for word in words if word not in known])


def _heading(heading: str) -> Tree:
    names = [
        _tagged(part.removeprefix("*"), UI="", MajorTopicYN="Y" if part.startswith("*") else "N")
        for part in heading.split("/")
    ]  # fmt: skip
    descriptor, *qualifiers = names
    tree: Tree = {"DescriptorName": descriptor}
    return tree | ({"QualifierName": one_or_more(qualifiers)} if qualifiers else {})


def _word_list(words: Sequence[str]) -> Tree:
    if not words:
        return {}
    listed = [_tagged(word, MajorTopicYN="N") for word in words]
    return {"@Owner": "NOTNLM", "Keyword": one_or_more(listed)}
