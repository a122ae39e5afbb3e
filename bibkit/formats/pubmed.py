"""`pubmed`: PubMed XML, as efetch gives it, read and written.

A document holds articles; each may hold its reference list, whose citations are strings with
identifiers beside them. The identifiers are the truth, the string is read by the grammar. What of
an article CSL has no variable for is kept as `custom["pubmed"]`, and written again by this format.
Source: NLM's PubMed DTD (pubmed_250101), elements PubmedArticle and ReferenceList.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

from bibkit.errors import UnreadableInput
from bibkit.formats.base import Format, Record, collected
from bibkit.formats.ncbi import losses
from bibkit.formats.ncbi.articles import cased, dois, identifiers_of, reference_of
from bibkit.formats.ncbi.kept import Tree, beyond, over, restored
from bibkit.formats.ncbi.trees import OPENED, tree_of, xml_of
from bibkit.formats.ncbi.types import nearest, publication_type, type_of
from bibkit.formats.ncbi.values import accession_of, doi_of, settled_address
from bibkit.formats.ncbi.written import is_book, parts_of, plain_line, rich_line, tree
from bibkit.model import Batch, Candidate, Name, Notice, Problem, Reference, Severity, Span
from bibkit.xml import elements, parse_xml, plain_text, rich_text, root_name

if TYPE_CHECKING:
    from bibkit.reflist.items import Item

__all__ = ["FORMAT", "candidates", "pmid_of", "split_set"]

_RECORDS = ("PubmedArticle", "PubmedBookArticle", "MedlineCitation", "BookDocument")
_ROOTS = {
    *_RECORDS, "PubmedArticleSet", "PubmedBookArticleSet", "MedlineCitationSet", "BookDocumentSet",
}  # fmt: skip


def _articles(text: str) -> list[Any]:
    """The articles of a document, and the books and chapters of NCBI's Bookshelf."""
    root = parse_xml(text)
    if root.tag not in _ROOTS:
        raise UnreadableInput(f"This XML is no PubMed record: its root is <{root.tag}>.")
    return [root] if root.tag in _RECORDS else [one for one in root if one.tag in _RECORDS]


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
    about = reference_of(articles[0]) if len(articles) == 1 else None
    return Batch(batch.references, problems, about)


def _items(article: Any) -> Iterator[Item]:
    from bibkit.reflist.items import Item

    for one in article.iter("Reference"):
        citation = plain_text(one.find("Citation"))
        known = identifiers_of(one.find("ArticleIdList"))
        line = one.sourceline or 0
        if citation or known:
            # Places in XML are lines; the text itself goes along.
            yield Item(citation, Span(0, 0, line), citation or str(known), known)


# --- the articles -----------------------------------------------------------------------------------


def _records(file: IO[str]) -> Iterator[Record]:
    lists = read = 0
    try:
        for article in elements(file, _RECORDS, _ROOTS):
            read += 1
            lists += article.find(".//ReferenceList") is not None
            yield _record(article)
    except UnreadableInput as error:
        if not read:
            raise
        message = f"The XML breaks off behind article {read}: {error}"
        yield Record(None, (Problem("unreadable", message, Severity.ERROR, ref=""),))
    if lists:
        message = f"Reference lists are not read with the articles; {lists} of {read} have one."
        yield Record(None, (Problem("reference-list", message, Severity.INFO, ref=""),))


def _record(article: Any) -> Record:
    span = Span(0, 0, article.sourceline or 0)
    reference = reference_of(article)
    if not reference.fields and reference.type == "document":
        message, raw = "This article holds nothing that can be read.", plain_text(article)
        problem = Problem("unreadable", message, Severity.ERROR, span, raw=raw)
        return Record(None, (problem,))
    given = tree_of(article, without=("ReferenceList",))
    if article.tag in ("MedlineCitation", "BookDocument"):
        given = {article.tag: given}
    kept = beyond(given, tree(reference), OPENED)
    for path, other in (_PLACES_OF_DOI, _PLACES_OF_DOI[::-1]):
        if _at(kept, path) and _at(given, other):
            kept = over(kept, _nested(other, _at(given, other)), OPENED)
    reference = reference.with_custom(pubmed=kept) if kept else reference
    return Record(dataclasses.replace(reference, source=span))


# The DOI stands in both: where one is kept as it was the other is, too, so that they do not differ.
_PLACES_OF_DOI = (("MedlineCitation", "Article", "ELocationID"), ("PubmedData", "ArticleIdList"))


def _at(tree: Tree, path: Sequence[str]) -> Any:
    found: Any = tree
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _nested(path: Sequence[str], value: Any) -> Tree:
    for name in reversed(path):
        value = {name: value}
    return dict(value)


_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" \
"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
"""


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    yield _HEAD
    for reference in references:
        yield _text(reference, _whole(reference))
    yield "</PubmedArticleSet>\n"


def _whole(reference: Reference) -> Tree:
    """All that is written of a reference: its fields, and what is kept of its record."""
    written = tree(reference)
    said = reference.custom.get("pubmed")
    kept = said if isinstance(said, dict) and _is_tree(said) else {}
    if not kept.keys() & {*written, "PubmedData", "PubmedBookData"}:
        return written
    number = bool(reference.custom.get("article-number"))
    wanted = reference.type, dict(reference.fields), number
    return restored(written, kept, lambda one: _said(_text(reference, one)), wanted, OPENED)


_NAME = re.compile(r"@?[A-Za-z][\w.-]*|#text", re.A)
_DEEPEST = 20


def _is_tree(value: object, depth: int = 0) -> bool:
    """Whether a value can be an element's: a reference may come from anywhere."""
    if isinstance(value, str):
        return True
    if depth > _DEEPEST or not isinstance(value, dict | list):
        return False
    if isinstance(value, dict) and not all(map(_NAME.fullmatch, map(str, value))):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return all(_is_tree(one, depth + 1) for one in inner)


def _said(text: str) -> tuple[object, ...]:
    article = parse_xml(text)
    reference = reference_of(article)
    number = bool(reference.custom.get("article-number"))
    return reference.type, dict(reference.fields), number, dois(article)


def _text(reference: Reference, tree: Tree) -> str:
    name = "PubmedBookArticle" if is_book(reference) else "PubmedArticle"
    return xml_of(name, tree)


# --- as a service's answer --------------------------------------------------------------------------


def pmid_of(article: Any) -> str:
    """The PMID of an article's element; empty where it has none."""
    for path in ("MedlineCitation/PMID", "BookDocument/PMID", "PMID"):
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
    reference = dataclasses.replace(reference_of(article, with_headings=False), id=pmid_of(article))
    kinds = [plain_text(kind) for kind in article.iter("PublicationType")]
    links = [link.get("RefType") or "" for link in article.iter("CommentsCorrections")]
    said = (*kinds, *(_NOTICES_BY_LINK.get(link, "") for link in links))
    telling = next((kind for kind in _NOTICES if kind in said), "")
    dates = [article.find(".//PubDate/Year"), *article.findall(".//ArticleDate/Year")]
    years = [int(year) for year in map(plain_text, dates) if re.fullmatch(r"\d{4}", year, re.A)]
    issued = reference.date("issued")
    if issued is not None and issued.year is not None:
        years.insert(0, issued.year)
    elif issued is not None:
        reference = reference.replace(issued=None)  # no words in place of a reader's date
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


# --- what is lost -----------------------------------------------------------------------------------

_COMMON = {
    "author", "title", "original-title", "container-title", "volume", "page", "issued", "DOI",
    "PMID", "PMCID", "abstract", "keyword", "language",
}  # fmt: skip
_OF_ARTICLES = _COMMON | {
    "container-title-short", "publisher-place", "issue", "available-date", "ISSN", "note",
}  # fmt: skip
_OF_BOOKS = (_COMMON - {"container-title", "page"}) | {
    "editor", "publisher", "publisher-place", "volume-title", "edition", "collection-title",
    "medium", "ISBN", "URL",
}  # fmt: skip
_OF_CHAPTERS = _OF_BOOKS | {"container-title", "container-author", "page", "chapter-number"}
_OF_REPORTS = _OF_BOOKS | {"number"}
_PLACES = {"book": _OF_BOOKS, "thesis": _OF_BOOKS, "chapter": _OF_CHAPTERS, "report": _OF_REPORTS}


def _placeless(reference: Reference) -> set[str]:
    places = _PLACES.get(nearest(reference.type), _OF_ARTICLES)
    no_address = not accession_of(reference.text("URL"))
    return {one for one in reference.fields if one not in places or (one == "URL" and no_address)}


_RICH = {"title", "original-title", "abstract", "keyword", "volume-title", "collection-title"}


def _texts(reference: Reference) -> dict[str, str]:
    """The texts as the elements have them: on one line, the abstract in lines."""
    rich = _RICH | ({"container-title"} if nearest(reference.type) == "chapter" else set())
    found: dict[str, str] = {}
    for variable, value in reference.fields.items():
        if isinstance(value, str | int):
            lines = str(value).split("\n") if variable == "abstract" else [str(value)]
            said = map(rich_line if variable in rich else plain_line, lines)
            found[variable] = "\n".join(filter(None, said))
    return found


def _people(_: str, names: tuple[Name, ...]) -> tuple[Name, ...]:
    return tuple(cased(parts_of(name) for name in names))


def _back(reference: Reference) -> str:
    type = nearest(reference.type)
    if is_book(reference):
        return type
    return type_of([publication_type(type)[0]]) or "article-journal"


FORMAT = Format(
    name="pubmed",
    label="PubMed XML (efetch): articles, and their reference lists",
    suffixes=(".xml",),
    sniff=_sniff,
    read=collected(_records),
    read_list=_read_list,
    records=_records,
    pieces=_pieces,
    losses=(
        losses.texts(
            "Where there is no DOI, it is that of the URL.",
            lambda one: {"DOI": doi_of(one), "URL": settled_address(one.text("URL"))},
        ),
        losses.dropped(
            "Articles have a place for their journal only, not for editors, publishers, ISBN, "
            "edition or URL; books and chapters for these (a URL of NCBI's Bookshelf), not for "
            "journal, issue, ISSN or note; nothing has one for any other variable.",
            _placeless,
        ),
        losses.JOURNALS,
        losses.texts("No mark-up but italics, bold, sub- and superscript; on one line.", _texts),
        losses.TITLES,
        losses.VALUES,
        losses.DATES,
        losses.people(_people),
        losses.types(_back),
        losses.KEYS,
    ),
)
