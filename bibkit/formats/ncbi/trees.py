"""Elements of PubMed XML as plain values, and back: attributes as `@Name`, text beside them as `#text`.

An element that holds only text is that text; several of one name are a list. What has an order in
the DTD (pubmed_250101) is written in that order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bibkit.formats.ncbi.kept import Tree
from bibkit.text import collapse
from bibkit.xml import rich_text

__all__ = ["OPENED", "one_or_more", "tree_of", "xml_of"]

_ORDER = {
    "MedlineCitation": """
        PMID DateCreated DateCompleted DateRevised Article MedlineJournalInfo ChemicalList
        SupplMeshList CitationSubset CommentsCorrectionsList GeneSymbolList MeshHeadingList
        NumberOfReferences PersonalNameSubjectList OtherID OtherAbstract KeywordList CoiStatement
        SpaceFlightMission InvestigatorList GeneralNote
    """,
    "Article": """
        Journal ArticleTitle Pagination ELocationID Abstract AuthorList Language DataBankList
        GrantList PublicationTypeList VernacularTitle ArticleDate
    """,
    "Journal": "ISSN JournalIssue Title ISOAbbreviation",
    "JournalIssue": "Volume Issue PubDate",
    "MedlineJournalInfo": "Country MedlineTA NlmUniqueID ISSNLinking",
    "PubmedData": "History PublicationStatus ArticleIdList ObjectList ReferenceList",
    "PubmedArticle": "MedlineCitation PubmedData",
    "BookDocument": """
        PMID ArticleIdList Book LocationLabel ArticleTitle VernacularTitle Pagination Language
        AuthorList InvestigatorList PublicationType Abstract Sections KeywordList ContributionDate
        DateRevised GrantList ItemList ReferenceList
    """,
    "Book": """
        Publisher BookTitle PubDate BeginningDate EndingDate AuthorList InvestigatorList Volume
        VolumeTitle Edition CollectionTitle Isbn ELocationID Medium ReportNumber
    """,
    "PubmedBookArticle": "BookDocument PubmedBookData",
}
_PLACES = {
    name: {child: place for place, child in enumerate(order.split())}
    for name, order in _ORDER.items()
}

#: Elements whose children are known one by one; all others are of one piece.
OPENED = frozenset(_ORDER)

# What stands within text, and what such text may be in.
_INLINE = frozenset({"b", "bold", "i", "italic", "sub", "sup", "u", "DispFormula"})
_RICH = frozenset(
    """
        AbstractText Affiliation ArticleTitle BookTitle Citation CoiStatement CollectionTitle
        Keyword Param SectionTitle VernacularTitle VolumeTitle
    """.split()
)


def one_or_more(values: Sequence[Any]) -> Any:
    """A value that is alone, or all of them.

    >>> one_or_more(["a"]), one_or_more(["a", "b"])
    ('a', ['a', 'b'])
    """
    return values[0] if len(values) == 1 else list(values)


def tree_of(element: Any, without: Sequence[str] = ()) -> Any:
    """An element as a text or a tree.

    Args:
        without: names of elements that are left out.
    """
    tree: Tree = {f"@{name}": value for name, value in element.items()}
    if all(child.tag in _INLINE or child.tag[:1] == "{" for child in element):
        text = rich_text(element) if len(element) else collapse(element.text or "")
        if not tree:
            return text
        if text:
            tree["#text"] = text
        return tree
    found: dict[str, list[Any]] = {}
    for child in element:
        if child.tag not in without:
            found.setdefault(child.tag, []).append(tree_of(child, without))
    for name, values in found.items():
        tree[name] = values if len(values) > 1 else values[0]
    return tree


def xml_of(name: str, value: Any) -> str:
    """An element, or several of one name, as XML.

    >>> xml_of("ISSN", {"@IssnType": "Print", "#text": "1234-5679"})
    '<ISSN IssnType="Print">1234-5679</ISSN>\\n'
    """
    parts: list[str] = []
    _add(parts, name, value, "")
    return "".join(parts)


def _add(parts: list[str], name: str, value: Any, indent: str) -> None:
    if isinstance(value, list):
        for one in value:
            _add(parts, name, one, indent)
        return
    said = _rich if name in _RICH else _plain
    if not isinstance(value, dict):
        parts.append(f"{indent}<{name}>{said(str(value))}</{name}>\n")
        return
    children: list[str] = []
    opening = f"{indent}<{name}"
    for key, one in value.items():
        if key[0] == "@":
            opening += f' {key[1:]}="{_quoted(str(one))}"'
        elif key[0] != "#":
            children.append(key)
    if not children:
        parts.append(f"{opening}>{said(str(value.get('#text', '')))}</{name}>\n")
        return
    places = _PLACES.get(name)
    if places:
        children.sort(key=lambda child: places.get(child, len(places)))
    parts.append(f"{opening}>\n")
    for child in children:
        _add(parts, child, value[child], f"{indent}  ")
    parts.append(f"{indent}</{name}>\n")


# What XML 1.0 cannot say, not even escaped.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _quoted(text: str) -> str:
    return _plain(text).replace('"', "&quot;")


def _plain(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        text = _UNSAYABLE.sub(" ", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_TAG = re.compile(r"<(/?)(i|b|sub|sup)>")


def _rich(text: str) -> str:
    """Text in which CSL's mark-up of titles is the DTD's, where each element is closed and full.

    >>> _rich("<i>E. coli</i> < 5 <b>"), _rich("<i><b></b></i>")
    ('<i>E. coli</i> &lt; 5 &lt;b&gt;', '&lt;i&gt;&lt;b&gt;&lt;/b&gt;&lt;/i&gt;')
    """
    if "</" not in text:
        return _plain(text)
    tags = list(_TAG.finditer(text))
    opened: dict[str, int] = {}
    marks: set[int] = set()
    place = filled = 0
    for tag in tags:
        if text[place : tag.start()].strip():
            filled = tag.start()
        place = tag.end()
        if not tag[1]:
            opened.setdefault(tag[2], tag.start())
        elif tag[2] in opened:
            start = opened[tag[2]]
            # What was opened since and is still open is closed by nothing.
            opened = {name: at for name, at in opened.items() if at < start}
            if filled > start:
                marks |= {start, tag.start()}
    parts: list[str] = []
    place = 0
    for tag in tags:
        if tag.start() in marks:
            parts += (_plain(text[place : tag.start()]), tag[0])
            place = tag.end()
    return "".join((*parts, _plain(text[place:])))
