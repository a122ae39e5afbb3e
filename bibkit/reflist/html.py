"""A reference list in an HTML page: PubMed's, PMC's (old and new), or a journal's.

On these pages the identifiers stand in the links, not in the text. They are the truth: what a link
says is taken, and a text that prints another identifier is doubtful.

Where the list is, tried in this order:

1. PubMed: `ol.references-list`, one nested list a reference (hence every number is 1);
2. PMC: `li` in `.ref-list`, before 2024 `div.ref-cit-blk`;
3. any list in an element whose id or class names references;
4. the list, or the paragraphs, behind a heading `References`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from bibkit import identifiers
from bibkit.citekeys import base_key
from bibkit.dates import parse_date
from bibkit.errors import UnreadableInput
from bibkit.model import Batch, Problem, Reference, Severity, Span, Value
from bibkit.names import parse_people
from bibkit.reflist.items import Item
from bibkit.reflist.page import is_heading
from bibkit.reflist.reader import assemble, more_on_page
from bibkit.text import Line, collapse, lines_of

__all__ = ["read_html"]


def read_html(text: str) -> Batch:
    """Read the reference list of a saved or copied HTML page.

    Args:
        text: the page, or the part of it that holds the list.

    Returns:
        The references with the identifiers of their links, each with the line of the source
        where it begins; the paper, where the page's metadata names it. A page without a list
        gives an empty batch whose problem holds the page's text.

    Raises:
        UnreadableInput: the text is no HTML.

    >>> page = '<ul class="ref-list"><li><span class="label">1.</span><cite>Chio A. A view. Chest. '
    >>> page += '2017;1:2.</cite> [<a href="https://doi.org/10.1000/1">DOI</a>]</li></ul>'
    >>> read_html(page)[0].text("DOI"), read_html(page)[0].links
    ('10.1000/1', ('DOI',))
    """
    root = _root(text)
    lines = lines_of(text)
    items = [item for element in _elements(root) if (item := _item(element, lines)) is not None]
    batch = assemble(items, text)
    notes = more_on_page(len(batch), _total(root))
    if not items:
        message = "No reference list was found in this page."
        raw = collapse(root.text_content())
        notes.append(Problem("page-text", message, Severity.INFO, Span(0, len(text), 1), raw=raw))
    return Batch(batch.references, (*batch.problems, *notes), _article(root))


def _root(text: str) -> Any:
    from lxml import etree, html

    try:
        # A document that declares an encoding is refused as str; these bytes are UTF-8 by us.
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, no_network=True)
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"This HTML page cannot be read: {error}.") from error
    for element in root.iter("script", "style", "noscript", "template"):
        element.clear()
    return root


# --- where the list is ----------------------------------------------------------------------------

_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
_KNOWN = (
    f"//ol[{_CLASS.format('references-and-notes-list')}]/li",
    f"//ol[{_CLASS.format('references-list')}]/li",
    f"//*[{_CLASS.format('ref-list')}]//li[not(.//li)]",
    f"//div[{_CLASS.format('ref-cit-blk')}]",
    f"//*[{_CLASS.format('citation-item')} or {_CLASS.format('c-article-references__item')}]",
)
_NAMED = re.compile(r"\b(?:references?|ref-?list|bibliography|citations?-list|literature)\b", re.I)


def _elements(root: Any) -> list[Any]:
    """The elements that hold one reference each."""
    for path in _KNOWN:
        found: list[Any] = root.xpath(path)
        if found:
            return _full_list(found)
    for element in root.iter("ol", "ul", "section", "div"):
        named = f"{element.get('id') or ''} {element.get('class') or ''}".replace("_", "-")
        if _NAMED.search(named):
            rows = [row for row in element.iter("li") if row.find(".//li") is None]
            if rows:
                return rows
    return _behind_heading(root)


def _full_list(found: list[Any]) -> list[Any]:
    """PubMed's page holds the first five, then all of them again: the whole list is enough."""
    full = [
        element
        for element in found
        if any(
            (parent.get("id") or "").startswith("full-references")
            for parent in element.iterancestors()
        )
    ]
    return full or found


def _behind_heading(root: Any) -> list[Any]:
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "p"):
        if not is_heading(collapse(heading.text_content())):
            continue
        rows: list[Any] = []
        for element in heading.itersiblings():
            if element.tag in ("ol", "ul"):
                return [row for row in element.iter("li") if row.find(".//li") is None]
            if element.tag == "p":
                rows.append(element)
            elif element.tag in ("h1", "h2", "h3", "h4") or rows:
                break
            else:
                inner = [row for row in element.iter("li", "p") if row.find(".//li") is None]
                if inner:
                    return inner
        if rows:
            return rows
    return []


# --- one reference ---------------------------------------------------------------------------------

_LINK_TEXT = re.compile(
    r"^(?:doi|cross\s?ref|pmc|pmc free article|free (?:pmc )?article|pubmed|google scholar|isi|article"
    r"|publisher site|full text|view article|cas)$",
    re.I,
)
_PROMISE = {"doi": "DOI", "crossref": "DOI", "pmc": "PMC", "pubmed": "PubMed"}
_PUBMED_PATH = re.compile(r"^(?:https?://pubmed\.ncbi\.nlm\.nih\.gov)?/(\d{1,9})/?$")
_LABEL = re.compile(r"^\s*(?:\[?\(?\d{1,4}[\].)]*)\s+(?=[^\W\d])")
_EMPTY_TAIL = re.compile(r"(?:[\s.;,]*(?:\[\s*\]|\(\s*\)|[-–|]\s*(?=$|[-–|])|[-–|]$))+\s*$")


def _item(element: Any, lines: Sequence[Line]) -> Item | None:
    known: dict[str, str] = {}
    links: list[str] = []
    pieces = list(_pieces(element, known, links))
    text = _EMPTY_TAIL.sub(lambda m: "." if "." in m[0] else "", collapse("".join(pieces)))
    text = _LABEL.sub("", text).strip()
    if not text:
        return None
    number = min(element.sourceline or 1, len(lines))
    line = lines[number - 1]
    span = Span(line.start, line.end, number)
    return Item(text, span, text, known, tuple(dict.fromkeys(links)))


def _pieces(element: Any, known: dict[str, str], links: list[str]) -> Iterator[str]:
    """The texts of an element without its label and the words of its links."""
    classes = (element.get("class") or "").split()
    if "label" in classes or element.tag in ("button", "svg", "img"):
        return
    if element.tag == "a" and element.get("href"):
        words = collapse(element.text_content())
        _take_link(element.get("href"), known)
        if _LINK_TEXT.match(words):
            promise = next(
                (p for word, p in _PROMISE.items() if word in words.lower().replace(" ", "")), None
            )
            if promise:
                links.append(promise)
            return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            block = child.tag in ("br", "p", "div", "li")
            yield " " if block else ""
            yield from _pieces(child, known, links)
            yield " " if block else ""
        yield child.tail or ""


def _take_link(address: str, known: dict[str, str]) -> None:
    """What the address of a link identifies; the first of each kind counts."""
    bare = unquote(address.strip())
    if bare.startswith("//"):
        bare = f"https:{bare}"
    pubmed = _PUBMED_PATH.match(bare) or re.search(r"/pubmed/(\d{1,9})\b", bare)
    if pubmed:
        known.setdefault("PMID", pubmed[1])
    elif "/articles/PMC" in bare or "/pmc/articles/" in bare:
        pmcid = identifiers.normalise_pmcid(bare.rstrip("/").rpartition("/")[2])
        if pmcid:
            known.setdefault("PMCID", pmcid)
    elif "doi.org/" in bare:
        doi = identifiers.normalise_doi(bare)
        if doi:
            known.setdefault("DOI", doi)


# --- the paper -------------------------------------------------------------------------------------


def _article(root: Any) -> Reference | None:
    """The paper by the `citation_*` metadata that PubMed, PMC and most journals have."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or "").lower()
        if name.startswith("citation_") and meta.get("content"):
            found.setdefault(name.removeprefix("citation_"), collapse(meta.get("content")))
    fields: dict[str, Value] = {}
    for name, variable in _METADATA.items():
        if found.get(name):
            fields.setdefault(variable, found[name])
    doi = identifiers.normalise_doi(found.get("doi", ""))
    if doi:
        fields["DOI"] = doi
    date = parse_date(found.get("publication_date") or found.get("date") or "")
    if date:
        fields["issued"] = date
    authors = parse_people(found.get("authors", "").replace(";", "; ").strip("; "))
    if authors.names:
        fields["author"] = authors.names
    if not fields.keys() & {"DOI", "PMID", "PMCID"}:
        return None
    article = Reference("", "article-journal", fields)
    return Reference(base_key(article), "article-journal", fields)


_METADATA = {
    "title": "title",
    "pmid": "PMID",
    "journal_title": "container-title",
    "volume": "volume",
    "issue": "issue",
    "firstpage": "page",
}


def _total(root: Any) -> int | None:
    for button in root.iter("button", "a"):
        match = re.match(r"Show all (\d+) references", collapse(button.text_content()))
        if match:
            return int(match[1])
    return None
