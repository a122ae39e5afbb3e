"""What Zotero's import translator makes of a text: whether it is a reference list, and its items.

This is the translator's own part of what becomes JavaScript; the rest is the grammar
(`bibkit.reflist`) and the mapping to Zotero's items (`bibkit.formats.zotero`). It reads one list as
Python and JavaScript alike, so it is written in what `bibkit.zotero.translator.generate` can say in
both.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bibkit.formats.zotero.dialects import connector_json, without_identifiers
from bibkit.formats.zotero.items import zotero_item
from bibkit.model import Batch, Problem, Reference
from bibkit.reflist.deterministic import parse_by_rules, read_list_by_rules
from bibkit.reflist.items import split_items
from bibkit.reflist.page import outline
from bibkit.text import collapse, lines_of
from bibkit.zotero.reading import TAG

__all__ = ["HEAD", "is_list", "items_of"]

#: So many characters of a text tell whether it is a list: enough for a page with its article.
HEAD = 200_000
# Control characters and turns of direction (see `bibkit.controls`), as a copy from a PDF may hold
# them. Those that end a line are left to do so.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

# How a file of another format begins: BibTeX, XML and HTML, JSON, RTF, YAML, tagged formats.
_OTHER_FORMAT = re.compile(
    r"@\w+\s*[{(]|<[?!/A-Za-z]|[\[{]\s*(?:[\"{\[]|$)|\{\\rtf|%PDF|---$|TY  - |PMID ?- |FN |RT |PT [A-Z]$|%[0A] |#!"
)
# A line of BibTeX or LaTeX, which may follow comments.
_SOURCE = re.compile(r"@\w+\s*[{(]|\\(?:begin|bibitem|documentclass)\b")
# The buttons below each result of a search in PubMed, where the title stands before the authors.
_BUTTONS = ("Cite", "Share")
# A line of PubMed's "Abstract (text)" export: its records are whole articles, not references.
_ABSTRACT = re.compile(r"PMID: \d+ {1,2}\[|Author information: ?$")
# A line of RIS, MEDLINE or Refer.
_TAGGED = re.compile(r"[A-Z][A-Z0-9]{1,3} {0,2}- |%[0-9A-Z@!] |ER  -$")
# A line of YAML, of a BibTeX entry, of a program; a reference may end with a number and a semicolon.
_KEYED = re.compile(
    r"[-*\s]*[\"']?[A-Za-z_][\w-]{0,30}[\"']?\s*(?::(?:\s|$)|=)|[{}\[\]();]+,?$|.*[^\d\s];$|.*\{$"
)
# The first line of a table: no blank behind the marks, as there is between names.
_HEADER = re.compile(r"[\"']?[A-Za-z][\w \"'/()-]*(?:[,;\t](?! )[\w \"'/()-]*){3,}$")


def is_list(text: str) -> bool:
    """Whether a text is a reference list, by its beginning (see `HEAD`).

    A text of another format is none, whatever it holds; nor is prose. At least half of the items
    must read as whole references.

    >>> is_list("1. Mathis S. A view of things. Chest. 2017;12(2):181-4.")
    True
    >>> is_list("@article{a, title = {A view of things}}"), is_list("Soil is alive.")
    (False, False)
    """
    lines = lines_of(_UNSEEN.sub("", text))
    filled = [line.text.strip() for line in lines if line.text.strip()]
    if not filled or _is_other_format(filled):
        return False
    # Lists are long, and this is asked of every text that is imported.
    items = split_items(outline(lines).listed)[:60]
    whole = 0
    others = 0
    for item in items:
        reference, _ = parse_by_rules(item.text)
        if reference is not None and _is_whole(reference):
            whole += 1
        else:
            others += 1
    return whole > 0 and whole >= others


def _is_other_format(lines: Sequence[str]) -> bool:
    if _OTHER_FORMAT.match(lines[0]) or _HEADER.match(lines[0]):
        return True
    if any(_SOURCE.match(line) or _ABSTRACT.match(line) for line in lines):
        return True
    if any(pair == _BUTTONS for pair in pairwise(lines)):
        return True
    tagged = sum(bool(_TAGGED.match(line)) for line in lines)
    keyed = sum(bool(_KEYED.match(line)) for line in lines)
    tables = sum(line.count("\t") > 2 for line in lines)
    return len(lines) > 2 and 2 * max(tagged, keyed, tables) > len(lines)


def _is_whole(reference: Reference) -> bool:
    """Whether a reading has what a sentence of prose has not: what, when and where, and who."""
    fields = reference.fields
    if reference.type == "document" or "issued" not in fields:
        return False
    # The names may have run into the title, but several sentences are an abstract.
    if _has_all(reference, _ARTICLE) and (
        "author" in fields or ". " not in reference.text("title")
    ):
        return True
    identified = bool(reference.links) or any(variable in fields for variable in _IDENTIFIERS)
    titled = "title" in fields or "container-title" in fields
    named = "author" in fields or "editor" in fields
    placed = "volume" in fields or "page" in fields or "publisher" in fields or "URL" in fields
    return titled and (named or identified) and (placed or identified)


_IDENTIFIERS = ("DOI", "PMID", "PMCID", "ISBN")
# What the reference of an article says, beside its authors.
_ARTICLE = ("title", "container-title", "issued", "volume", "page")


def _has_all(reference: Reference, variables: Sequence[str]) -> bool:
    return all(variable in reference.fields for variable in variables)


def items_of(text: str) -> list[dict[str, Any]]:
    """The items of a reference list, as a translator gives them to Zotero.

    Each has the printed reference as a child note. One that may have been read wrongly is tagged
    (`TAG`), and its note says why. Lines that are no reference are a note of their own.

    Args:
        text: of which `is_list` is true.

    >>> item = items_of("1. Mathis S. A view of things. Chest. 2017;12:181-4. PMID: 28400789")[0]
    >>> item["publicationTitle"], item["extra"], item["notes"][0]["note"][:20]
    ('Chest', 'PMID: 28400789', '<p>1. Mathis S. A vi')
    """
    text = _UNSEEN.sub("", text)
    batch = read_list_by_rules(text)
    items = [_item(reference, text, batch.problems) for reference in batch.references]
    left = _left(batch)
    if left:
        items.append({"itemType": "note", "note": left, "tags": []})
    return items


def _item(reference: Reference, text: str, problems: Sequence[Problem]) -> dict[str, Any]:
    source = reference.source
    printed = text[source.start : source.end] if source else ""
    doubts = [problem.message for problem in problems if problem.ref == reference.id]
    if not doubts:
        doubts = _doubts(reference, collapse(printed))
    # The key is Zotero's to make.
    item = without_identifiers(zotero_item(dataclasses.replace(reference, id="")))
    note = "".join([_paragraph(printed), *[_paragraph(f"Check: {doubt}") for doubt in doubts]])
    tags = (TAG,) if doubts else ()
    made = connector_json(dataclasses.replace(item, tags=tags, notes=(note,)), "")
    made.pop("id", None)  # only a request of several items needs one
    return made


def _doubts(reference: Reference, printed: str) -> list[str]:
    """Why a reading that nothing is wrong with may be wrong; empty for one that is likely right.

    Of the articles without such a doubt 98 in 100 are right in all fields, of the others two in
    three (gold data).
    """
    if reference.evidence is not None:
        return []  # it can be read in one way only
    title = reference.text("title")
    if reference.type != "article-journal" or not _has_all(reference, ("author", *_ARTICLE)):
        return ["Only the usual form of a journal article is read safely; this is another."]
    if any(mark in title for mark in (". ", "? ", "! ")):
        return ["The title may end at an earlier stop."]
    names = reference.names("author")
    if any(name.literal for name in names):
        return ["An author is not a person: it may be a part of the title."]
    if _begins_inside(title, printed) or any(_DIGIT.search(name.family) for name in names):
        return ["The last author may be the beginning of the title."]
    if " " not in title:
        return ["A title of one word may be a part of the journal's name."]
    return []


_DIGIT = re.compile(r"\d")


def _begins_inside(title: str, printed: str) -> bool:
    """Whether a title without a capital goes on from a name: "Lee B, Hepatitis C virus in mice."."""
    before = printed.partition(title)[0]
    return not title[:1].isupper() and before.rstrip()[-1:].isalpha()


def _left(batch: Batch) -> str:
    """A note with the lines that are no reference, and that there are more; empty where all is well."""
    parts: list[str] = []
    for problem in batch.problems:
        if problem.code in ("unreadable", "page-text") and problem.severity != "info":
            parts.extend(_paragraph(line.text) for line in lines_of(problem.raw))
        elif problem.code == "more-on-page":
            parts.append(_paragraph(problem.message))
    text = "".join(parts)
    return f"<h1>Not imported</h1>{text}" if text else ""


def _paragraph(text: str) -> str:
    bare = collapse(text)
    return f"<p>{html.escape(bare, quote=False)}</p>" if bare else ""
