"""`jats`: JATS XML, the format of PMC's and publishers' full texts; read only.

A reference in `<element-citation>` is tagged field by field and is taken as tagged. In
`<mixed-citation>` the tags are taken where they make a whole record; otherwise its text is read by
the grammar, with the identifiers that are tagged. Source: JATS 1.3, elements of `<ref-list>`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bibkit import identifiers
from bibkit.citekeys import base_key
from bibkit.dates import parse_date
from bibkit.errors import UnreadableInput
from bibkit.formats.base import Format
from bibkit.model import Batch, Date, Name, Problem, Reference, Severity, Span, Value
from bibkit.reflist import parse_reference
from bibkit.reflist.reader import as_list
from bibkit.text import DASHES
from bibkit.xml import parse_xml, plain_text, rich_text, root_name

__all__ = ["FORMAT"]

_ROOTS = {"article", "pmc-articleset", "ref-list", "OAI-PMH", "back"}


def _root(text: str) -> Any:
    root = parse_xml(text)
    for element in root.iter():  # one spelling of names, with or without a namespace
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
    if root.tag not in _ROOTS:
        raise UnreadableInput(f"This XML is no JATS article: its root is <{root.tag}>.")
    return root


# --- the reference list -----------------------------------------------------------------------------

_CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation")


def _read_list(text: str) -> Batch:
    """The reference lists of the article, in order; a `<ref>` may hold several citations."""
    root = _root(text)
    references: list[Reference] = []
    notes: list[tuple[int | None, Problem]] = []
    for ref in root.iter("ref"):
        citations = [one for one in ref.iter(*_CITATIONS) if not _is_translation(one)]
        for citation in citations:
            reference, problems = _citation(citation)
            notes += [(len(references) if reference else None, problem) for problem in problems]
            if reference:
                references.append(reference)
        if not citations and plain_text(ref):
            span, raw = Span(0, 0, ref.sourceline or 0), plain_text(ref)
            message = "This reference holds no citation."
            notes.append((None, Problem("unreadable", message, Severity.ERROR, span, raw=raw)))
    batch = as_list(references, notes)
    article = root if root.tag == "article" else next(root.iter("article"), None)
    return batch if article is None else dataclasses.replace(batch, article=_article(article))


def _is_translation(citation: Any) -> bool:
    """Of alternatives of one citation the tagged one counts."""
    parent = citation.getparent()
    return (
        parent.tag == "citation-alternatives"
        and citation.tag != "element-citation"
        and parent.find("element-citation") is not None
    )


def _citation(citation: Any) -> tuple[Reference | None, list[Problem]]:
    span = Span(0, 0, citation.sourceline or 0)
    known = _ids(citation)
    tagged = _tagged(citation)
    whole = tagged.keys() & {"title", "container-title"} and tagged.keys() & {"issued", "author"}
    if citation.tag == "element-citation" or whole:
        fields = {**tagged, **known}
        if not fields:
            return None, []
        custom = {f"{role}-et-al": True for role in _truncated(citation) if role in fields}
        extra = {"custom": custom} if custom else {}
        return Reference("", _type(citation, fields), fields, extra, span), []
    reference, problems = parse_reference(plain_text(citation), span, known)
    return reference, problems


_ID_TYPES: Mapping[str, tuple[str, Any]] = {
    "doi": ("DOI", identifiers.normalise_doi),
    "pmid": ("PMID", identifiers.normalise_pmid),
    "pmcid": ("PMCID", identifiers.normalise_pmcid),
    "pmc": ("PMCID", identifiers.normalise_pmcid),
}


def _ids(citation: Any) -> dict[str, str]:
    known: dict[str, str] = {}
    for one in citation.iter("pub-id", "ext-link", "uri", "article-id"):
        kind = one.get("pub-id-type") or one.get("ext-link-type") or ""
        variable, normal = _ID_TYPES.get(kind.lower(), ("", None))
        address = one.get("{http://www.w3.org/1999/xlink}href") or one.get("href") or ""
        if normal is None and "doi.org/" in address:
            variable, normal = _ID_TYPES["doi"]
        value = normal(plain_text(one)) or normal(address) if normal else None
        if value:
            known.setdefault(variable, value)
    return known


# --- tagged fields ----------------------------------------------------------------------------------

_TEXTS = {
    "volume": "volume",
    "issue": "issue",
    "edition": "edition",
    "publisher-name": "publisher",
    "publisher-loc": "publisher-place",
    "conf-name": "event-title",
    "conf-loc": "event-place",
    "series": "collection-title",
    "version": "version",
    "isbn": "ISBN",
    "issn": "ISSN",
    "patent": "number",
}
_ROLES = {"author": "author", "allauthors": "author", "editor": "editor", "translator": "translator",
          "inventor": "author", "compiler": "compiler", "director": "director"}  # fmt: skip


def _tagged(citation: Any) -> dict[str, Value]:
    fields: dict[str, Value] = dict(_people(citation))
    for tag, variable in _TEXTS.items():
        value = plain_text(citation.find(f".//{tag}"))
        if value:
            fields[variable] = value
    title = _first(citation, "article-title", "chapter-title", "part-title", "data-title")
    source = rich_text(citation.find(".//source"))
    conference = plain_text(citation.find(".//conf-name"))
    if title:
        fields["title"] = title
        if source or conference:
            fields["container-title"] = source or conference
    elif source:
        alone = "title" if citation.get("publication-type") not in ("journal", "other") else None
        fields[alone or "container-title"] = source
    _dates(citation, fields)
    _pages(citation, fields)
    for one in citation.iter("ext-link", "uri"):
        address = one.get("{http://www.w3.org/1999/xlink}href") or plain_text(one)
        if address.startswith(("http", "ftp", "www.")) and "doi.org/" not in address:
            fields.setdefault("URL", address)
    comments = [plain_text(c) for c in citation.iter("comment") if c.find(".//uri") is None]
    note = "; ".join(c for c in comments if c and c not in str(fields.get("note", "")))
    if note:
        fields["note"] = note
    return fields


def _first(citation: Any, *tags: str) -> str:
    found = (rich_text(citation.find(f".//{tag}")) for tag in tags)
    return next((title.removesuffix(".") for title in found if title), "")


def _people(citation: Any) -> Iterator[tuple[str, tuple[Name, ...]]]:
    people: dict[str, list[Name]] = {}
    for one in citation.iter("name", "string-name", "collab", "on-behalf-of"):
        group = next((a for a in one.iterancestors("person-group")), None)
        role = _ROLES.get(
            (group.get("person-group-type") if group is not None else "") or "author", ""
        )
        name = _name(one)
        if name and role:
            people.setdefault(role, []).append(name)
    for role, names in people.items():
        yield role, tuple(names)


def _name(element: Any) -> Name | None:
    if element.tag in ("collab", "on-behalf-of"):
        body = plain_text(element).strip(" ,;.")
        return Name(literal=body) if body else None
    family = plain_text(element.find("surname"))
    given = plain_text(element.find("given-names"))
    suffix = plain_text(element.find("suffix"))
    if family or given:
        return Name(family, given, suffix=suffix)
    text = plain_text(element)
    return Name(literal=text) if text else None


def _truncated(citation: Any) -> Iterator[str]:
    for one in citation.iter("etal"):
        group = next((a for a in one.iterancestors("person-group")), None)
        yield _ROLES.get(
            (group.get("person-group-type") if group is not None else "") or "author", "author"
        )


def _dates(citation: Any, fields: dict[str, Value]) -> None:
    year = plain_text(citation.find(".//year"))
    month = plain_text(citation.find(".//month"))
    day = plain_text(citation.find(".//day"))
    date = parse_date(year)
    if date and month:
        word = month if not month.isdecimal() else ""
        with_month = parse_date(f"{year[:4]} {word} {day}") if word else _numbered(date, month, day)
        date = with_month or date
    if date or year:
        fields["issued"] = date or Date(literal=year)
    accessed = citation.find(".//date-in-citation")
    when = parse_date(plain_text(accessed)) if accessed is not None else None
    if when:
        fields["accessed"] = when


def _numbered(date: Date, month: str, day: str) -> Date | None:
    if not re.fullmatch(r"0?[1-9]|1[0-2]", month, re.A):
        return None
    is_day = re.fullmatch(r"0?[1-9]|[12]\d|3[01]", day, re.A)
    return Date(date.year, int(month), int(day) if is_day else None)


def _pages(citation: Any, fields: dict[str, Value]) -> None:
    first = plain_text(citation.find(".//fpage"))
    last = plain_text(citation.find(".//lpage"))
    ranges = plain_text(citation.find(".//page-range"))
    locator = plain_text(citation.find(".//elocation-id"))
    page = ranges or (f"{first}-{last}" if first and last and first != last else first)
    if page or locator:
        fields["page"] = re.sub(rf"\s?[{DASHES}]+\s?", "-", page or locator)


_TYPES = {
    "journal": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "confproc": "paper-conference",
    "conference": "paper-conference",
    "conf-proceedings": "paper-conference",
    "thesis": "thesis",
    "report": "report",
    "gov": "report",
    "web": "webpage",
    "webpage": "webpage",
    "website": "webpage",
    "data": "dataset",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "preprint": "article",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "standard": "standard",
}


def _type(citation: Any, fields: Mapping[str, Value]) -> str:
    kind = citation.get("publication-type") or citation.get("citation-type") or ""
    found = _TYPES.get(kind.lower(), "")
    if found == "book" and "container-title" in fields:
        return "chapter"
    if found:
        return found
    return "article-journal" if fields.keys() & {"container-title", "volume"} else "document"


# --- the article itself -------------------------------------------------------------------------------


def _read(text: str) -> Batch:
    """The articles themselves."""
    root = _root(text)
    articles = [root] if root.tag == "article" else list(root.iter("article"))
    return Batch(tuple(_article(article) for article in articles))


def _article(article: Any) -> Reference:
    meta = article.find("front/article-meta")
    fields: dict[str, Value] = {}
    if meta is not None:
        fields.update(_ids(_only(meta, "article-id")))
        title = rich_text(meta.find("title-group/article-title"))
        authors = tuple(
            name
            for contributor in meta.findall("contrib-group/contrib[@contrib-type='author']")
            for one in contributor.iter("name", "collab")
            if (name := _name(one))
        )
        texts = {
            "title": title,
            "volume": plain_text(meta.find("volume")),
            "issue": plain_text(meta.find("issue")),
        }
        fields.update({variable: value for variable, value in texts.items() if value})
        if authors:
            fields["author"] = authors
        dates = {d.get("pub-type") or d.get("date-type"): d for d in meta.findall("pub-date")}
        date = next((dates[k] for k in ("ppub", "collection", "pub", "epub") if k in dates), None)
        if date is not None:
            _dates(date, fields)
        _pages(_only(meta, "fpage", "lpage", "elocation-id"), fields)
    journal = plain_text(article.find("front/journal-meta//journal-title"))
    if journal:
        fields["container-title"] = journal
    reference = Reference("", "article-journal", fields)
    return dataclasses.replace(reference, id=base_key(reference))


def _only(meta: Any, *tags: str) -> Any:
    """The article's own children of these names: related articles have theirs further down."""
    from copy import deepcopy

    from lxml import etree

    holder = etree.Element("only")
    holder.extend(deepcopy(child) for child in meta if child.tag in tags)
    return holder


def _sniff(text: str) -> float:
    return 0.95 if root_name(text) in _ROOTS else 0.0


FORMAT = Format(
    name="jats",
    label="JATS XML (PMC and publishers' full texts): the article, and its reference list",
    suffixes=(".nxml", ".jats"),
    sniff=_sniff,
    read=_read,
    read_list=_read_list,
)
