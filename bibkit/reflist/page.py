"""The page around a reference list: what comes before it, what after, whose list it is.

A copied PubMed or PMC page is a banner, the paper's own citation, an abstract, figures, the
heading `References`, the list, and more furniture. Text without such a heading is taken for a
list from its first line on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bibkit import identifiers
from bibkit.citekeys import base_key
from bibkit.dates import MONTH, YEAR, parse_date
from bibkit.model import Name, Reference, Value
from bibkit.reflist.items import is_complete
from bibkit.text import Line, collapse

__all__ = ["Outline", "is_heading", "outline"]

_HEADING = re.compile(
    r"^(?:\d+\.?\s+)?(?:References?|Reference list|References? cited|Cited references|Literature cited|"
    r"Literature|Bibliography|Works cited|Notes and references|References and notes|Referencias"
    r"(?: bibliográficas)?|Referências(?: bibliográficas)?|Références(?: bibliographiques)?|Literatur"
    r"(?:verzeichnis)?|Bibliografia|Bibliografía|Bibliographie)\s*(?:\(\d+\))?\s*:?$",
    re.I,
)


def is_heading(text: str) -> bool:
    """Whether a line is the heading of a reference list, in the languages that are met.

    >>> is_heading("References (92)"), is_heading("References to the map")
    (True, False)
    """
    return bool(_HEADING.match(text.strip()[:60]))


# What PubMed, PMC and publishers print behind a list, each a whole line.
_AFTER = re.compile(
    r"^(?:Publication types|MeSH terms|Substances|Supplementary concepts|Related information|"
    r"LinkOut - more resources|Grants and funding|Grant support|Full text sources|Associated data|"
    r"Similar articles|Cited by|Add to Collections|Permalink|Conflict of interest statement|"
    r"Footnotes|Supplementary Materials?|Data Availability Statement|Author contributions|"
    r"Articles from .{3,200} are provided here courtesy of .{2,300})$",
    re.I,
)
_SHOW_ALL = re.compile(r"^(?:Show all\s+(\d+)\s+references?|See all references|Show more)$", re.I)
_MARK = re.compile(rf"\b{YEAR}\b|\bdoi\b|et al\b", re.I)


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's lines, sorted: `before` and `after` are furniture, `listed` is the list.

    Args:
        article: the paper whose list it is, where the lines before say so.
        total: how many references the page says that there are, where it says so.
    """

    before: Sequence[Line]
    listed: Sequence[Line]
    after: Sequence[Line]
    article: Reference | None = None
    total: int | None = None


def outline(lines: Sequence[Line]) -> Outline:
    """Find the list among the lines of a text."""
    heading = _heading(lines)
    article = None if heading is None else _article(lines[: heading + 1])
    if heading is not None and article is None:
        # References above a heading, on no paper's page: it heads a part of the list only.
        above = sum(is_complete(line.text) for line in lines[:heading])
        heading = None if above > 1 else heading
    first = 0 if heading is None else heading + 1
    last = len(lines)
    total = None
    for index in range(first, len(lines)):
        bare = lines[index].text.strip()
        if len(bare) > 520:
            continue
        shown = _SHOW_ALL.match(bare)
        if shown or _AFTER.match(bare):
            if heading is None and any(is_complete(line.text) for line in lines[index + 1 :]):
                continue  # without a heading, only what no reference follows is the page's end
            last = index
            total = int(shown[1]) if shown and shown[1] else None
            break
    before = lines[:first]
    return Outline(before, lines[first:last], lines[last:], article, total)


def _heading(lines: Sequence[Line]) -> int | None:
    """The heading of the list: the first such line behind which a reference stands.

    PubMed's page menu has a line `References` too.
    """
    headings = [i for i, line in enumerate(lines) if is_heading(line.text)]
    for index in headings:
        following = (line.text for line in lines[index + 1 : index + 8] if line.text.strip())
        if any(_MARK.search(text) for text in following):
            return index
    return headings[-1] if headings and headings[-1] + 1 < len(lines) else None


# ". 2019 Mar 10:2019:3675627." — PubMed's line under the journal's name.
_CITATION = re.compile(
    rf"^(?P<journal>[^.;]{{2,80}}?)?\.?\s*(?P<date>{YEAR}(?:\s+{MONTH}(?:\s*-\s*{MONTH})?(?:\s+\d{{1,2}})?)?)\s*[;:]"
    r"\s*(?P<volume>[\w-]+)?(?:\((?P<issue>[^()]{1,30})\))?(?::(?P<page>[\w–-]+))?\."
)
_BYLINE = re.compile(
    r"^(?P<first>[^.]{3,80}?)\s+et al\.\s+(?P<journal>[^.]{2,80}?)\.?(?:\s+\d{4}\b.*)?\s*\.?$"
)


def _article(before: Sequence[Line]) -> Reference | None:
    """The paper's own citation among the lines above the list; None without an identifier."""
    fields: dict[str, Value] = {}
    title_next = False
    for line in before:
        text = collapse(line.text[:1000])
        if not text or len(line.text) > 1000:
            continue
        found = identifiers.find(text)
        for one in found:
            if one.variable in ("DOI", "PMID", "PMCID") and text[: one.start].strip() == "":
                fields.setdefault(one.variable, one.value)
        citation = _CITATION.match(text)
        if citation and "issued" not in fields:
            _cite(fields, citation)
        byline = _BYLINE.match(text)
        if byline and "author" not in fields:
            given, _, family = byline["first"].rpartition(" ")
            fields["author"] = (Name(family, given),)
            fields.setdefault("container-title", byline["journal"])
        if title_next and not found and "title" not in fields:
            fields["title"] = text
        title_next = text.lower().startswith("doi:")
    if not fields.keys() & {"DOI", "PMID", "PMCID"}:
        return None
    extra = {"custom": {"author-et-al": True}} if "author" in fields else {}
    article = Reference("", "article-journal", fields, extra)
    return Reference(base_key(article), "article-journal", fields, extra)


def _cite(fields: dict[str, Value], citation: re.Match[str]) -> None:
    date = parse_date(citation["date"])
    if date:
        fields["issued"] = date
    for variable in ("volume", "issue", "page"):
        if citation[variable]:
            fields[variable] = citation[variable].replace("–", "-")
    if citation["journal"]:
        fields["container-title"] = citation["journal"]
