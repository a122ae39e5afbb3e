"""A reference list read by the grammar alone, without the sequence model.

The steps from an item to a `Reference` that do not depend on who reads it are here
(`parse_with`), and the reader that asks nobody but the grammar (`read_list_by_rules`). It reads
fewer odd references right than `bibkit.reflist.read_list`, but it is text and patterns only:
Zotero's import translator is this module and what it calls, in JavaScript
(`bibkit.zotero.translator`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from bibkit import identifiers
from bibkit.citekeys import with_keys
from bibkit.identifiers import Identifier
from bibkit.model import Batch, Evidence, Name, Problem, Reference, Severity, Span, Value
from bibkit.reflist.grammar.kinds import settle_kind
from bibkit.reflist.grammar.parts import MASK, Reading, clean
from bibkit.reflist.grammar.plain import plain_parts
from bibkit.reflist.grammar.rules import read_fields
from bibkit.reflist.items import MAX_LENGTH, is_complete, split_items, split_label
from bibkit.reflist.page import outline
from bibkit.reflist.tail import cut_tail
from bibkit.text import Line, collapse, lines_of

__all__ = [
    "Reader",
    "furniture",
    "grammar_of",
    "more_on_page",
    "parse_by_rules",
    "parse_with",
    "read_list_by_rules",
]

#: What makes the reading that counts of a text, the identifiers in it and the grammar's reading;
#: and the evidence for it, where there is some.
Reader: TypeAlias = Callable[
    [str, Sequence[Identifier], Reading], tuple[Reading, Evidence | None]
]  # fmt: skip


def read_list_by_rules(text: str) -> Batch:
    """Read a reference list by the grammar alone; see `bibkit.reflist.read_list`.

    Args:
        text: a copied page of PubMed or PMC, or any plain list.

    Returns:
        The references and problems in order, and the article whose list it is. A reference has
        `evidence` only where its form can be read in one way; any other is as good as its rules.

    >>> batch = read_list_by_rules("1. Mathis S. A view of things. Chest. 2017;12:181-4.")
    >>> batch[0].text("page"), batch[0].evidence is not None
    ('181-4', True)
    """
    page = outline(lines_of(text))
    references: list[Reference] = []
    notes: list[tuple[int | None, Problem]] = []  # which reference a problem concerns
    for item in split_items(page.listed):
        reference, problems = parse_by_rules(item.text, item.span)
        if reference is None:
            raw = text[item.span.start : item.span.end]
            notes += [(None, dataclasses.replace(problem, raw=raw)) for problem in problems]
        else:
            notes += [(len(references), problem) for problem in problems]
            references.append(reference)
    batch = with_keys(references, notes)
    before = furniture(text, page.before, "before")
    after = furniture(text, page.after, "after")
    shown = more_on_page(len(references), page.total)
    return Batch(batch.references, (*before, *batch.problems, *after, *shown), page.article)


def parse_by_rules(text: str, span: Span | None = None) -> tuple[Reference | None, list[Problem]]:
    """Read one reference by the grammar alone; see `bibkit.reflist.parse_reference`.

    >>> parse_by_rules("Home | Search | Help")[1][0].code
    'unreadable'
    """
    return parse_with(_by_rules, text, span, None, ())


def parse_with(
    read: Reader,
    text: str,
    span: Span | None,
    known: Mapping[str, str] | None,
    links: Sequence[str],
) -> tuple[Reference | None, list[Problem]]:
    """Read one reference; `read` says what is made of the grammar's reading.

    The other arguments, and what comes back, are those of `bibkit.reflist.parse_reference`.
    """
    if len(text) > MAX_LENGTH:
        message = f"This line of {len(text):,} characters is too long to be a reference."
        return None, [_unreadable(message, text, span)]
    bare, tail = cut_tail(split_label(collapse(text)).lstrip(" .,;:"))
    promised = tuple(dict.fromkeys((*tail, *links)))
    found = identifiers.find(bare)
    bare, pmid = _cut_glued_pmid(bare, promised, found)
    if not (found or known or promised or _MARKS.search(_unglued(bare))):
        return None, [_unreadable("This does not read as a reference.", text, span)]
    grammar = grammar_of(bare, found)
    if not (grammar.fields or found or known):
        return None, [_unreadable("This does not read as a reference.", text, span)]
    reading, evidence = read(bare, found, grammar)
    if reading.fields.keys() <= {"issued"} and not (found or known or pmid):
        return None, [_unreadable("This does not read as a reference.", text, span)]
    reading.fields.update(known or {})
    if pmid:
        reading.fields.setdefault("PMID", pmid)
    others = _add_identifiers(reading, found)
    if others:
        reading.custom["further-identifiers"] = others
    if promised:
        reading.custom["links"] = list(promised)
    extra = {"custom": reading.custom} if reading.custom else {}
    reference = Reference("", reading.type, reading.fields, extra, span, evidence)
    return reference, _doubts(reference, reading, promised, others, known or {})


def _by_rules(
    text: str, found: Sequence[Identifier], grammar: Reading
) -> tuple[Reading, Evidence | None]:
    plain = plain_parts(text, found, grammar)
    if plain is not None:
        return grammar, Evidence(text, plain)
    settle_kind(text, grammar)
    return grammar, None


def grammar_of(text: str, found: Sequence[Identifier]) -> Reading:
    """What the grammar makes of a reference without number and tail, identifiers found in it."""
    reading = read_fields(_unglued(_masked(text, found)))
    for variable in ("author", "editor") if found else ():
        names = reading.fields.get(variable)
        if isinstance(names, tuple) and any(_is_masked(name) for name in names):
            reading.fields.pop(variable)
            reading.put_people(variable, _unmasked(names), truncated=False)
    return reading


# Something that a reference has and prose, a heading or a menu has not.
_MARKS = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\d\s*[(:]\s*\d|et al\b|\b[Ii]n press\b")


def _cut_glued_pmid(text: str, links: tuple[str, ...], found: list[Identifier]) -> tuple[str, str]:
    """PMC prints some PMIDs bare at the end: "14(6):p. 16.18713597 [PubMed]"."""
    match = _GLUED_PMID.search(text) if "PubMed" in links else None
    if match and found and found[-1].end == len(text):
        match = None  # the digits are a DOI's
    return (text[: match.start() + 1], match[1]) if match else (text, "")


_GLUED_PMID = re.compile(r"[.\s](\d{7,8})$")


# "J Exp Bot2010;61", "Taxon23: 325", "diversity.Canadian Journal", "et al2015"
_GLUED = re.compile(
    r"(?<=[a-z]{2})(?=(?:1[5-9]|20)\d\d[a-z]?\s?[;,:])|(?<=[a-z]{2})(?=\d{1,4}\s?(?:\([^()]{1,12}\))?\s?:\s?[A-Za-z]?\d)"
    r"|(?<=[A-Za-z]{2}[.?!])(?=[A-Z][a-z]{2})|(?<=\)\.)(?=[A-Z][a-z]{2})|(?<=et al)(?=\d{4})|(?<=et al\.)(?=\d{4})"
    r"|(?<=[A-Z]\.)(?=(?:19|20)\d\d\b)"
)


def _unglued(text: str) -> str:
    """A blank where publishers' tagging lost one between two fields."""
    return _GLUED.sub(" ", text)


def _masked(text: str, found: Sequence[Identifier]) -> str:
    """The text with each identifier replaced, so that its digits and stops mislead nobody."""
    for one in reversed(found):
        text = f"{text[: one.start]} {MASK} {text[one.end :]}"
    return " ".join(text.split())


def _add_identifiers(reading: Reading, found: list[Identifier]) -> list[str]:
    """Set what was found; give back what differs from what is set (`DOI: 10…`)."""
    others: list[str] = []
    fields: dict[str, Value] = reading.fields
    for one in found:
        if one.variable == "arXiv":
            fields.setdefault("archive", "arXiv")
            fields.setdefault("archive_location", one.value)
        elif one.variable not in fields:
            fields[one.variable] = one.value
        elif str(fields[one.variable]).lower() != one.value.lower():
            # A second DOI or address (an erratum's, a mirror's) is kept, but is not this work's.
            others.append(f"{one.variable}: {one.value}")
    online = reading.type == "document" or (reading.type == "book" and "accessed" in fields)
    if online and "URL" in fields and "publisher" not in fields:
        reading.type = "webpage"
    return others


def _is_masked(name: Name) -> bool:
    return MASK in f"{name.family}{name.given}{name.literal}"


def _unmasked(names: Sequence[Name]) -> tuple[Name, ...]:
    """Names without the identifiers among them: "World Health Organization, https://…, 2017."."""
    people: list[Name] = []
    for name in names:
        if not _is_masked(name):
            people.append(name)
            continue
        family, given, literal = clean(name.family), clean(name.given), clean(name.literal)
        if family or given or literal:
            person = dataclasses.replace(name, family=family, given=given, literal=literal)
            people.append(person)
    return tuple(people)


_NAME_LIKE = re.compile(
    r"[^\W\d_a-z]\w+(?:[- ]\w+)? [A-Z]{2,3}\b(?![.?!:])|(?!Vitamin|Hepatitis|Influenza)[^\W\d_a-z]\w+ [A-Z] [A-Z][a-z]"
    r"|\w+, [A-Z]\.|[^.]{0,60}\b\w+ [A-Z]{1,3}, \w+ [A-Z]{1,3}\b"
)


# "Ludwig van Beethoven. Music of the ants": behind a comma, the last of the authors.
_FULL_NAME = re.compile(
    r"[^\W\d_a-z]\w+(?: [^\W\d_a-z]\w*\.?)?(?: (?:van|von|de|der|den|da|di|del|la|le|bin|al)){0,2}"
    r" [^\W\d_a-z][\w-]+\. [^\W\d_a-z]"
)


def _runs_on(evidence: Evidence | None) -> bool:
    """Whether a comma stands between the last author and the title."""
    if evidence is None:
        return False
    for before, part in pairwise(evidence.parts):
        if part.variable == "title" and before.variable == "author":
            return evidence.text[before.end : part.start].strip(". ") == ","
    return False


def _doubts(
    reference: Reference,
    reading: Reading,
    links: tuple[str, ...],
    others: list[str],
    known: Mapping[str, str],
) -> list[Problem]:
    doubts: list[Problem] = []

    def doubt(code: str, message: str) -> None:
        doubts.append(Problem(code, message, Severity.WARNING, reference.source, ref=""))

    if reading.left:
        doubt("left-over", f"Not understood: '{reading.left}'.")
    if reference.type == "document":
        doubt("no-structure", "No known form of reference; the fields are a guess.")
    if not reference.text("title") and not reference.text("container-title"):
        doubt("no-title", "No title was found.")
    title = reference.text("title")
    names = reference.names("author")
    named = _FULL_NAME.match(title) and _runs_on(reference.evidence)
    if named if names else _NAME_LIKE.match(title):
        doubt("authors-in-title", "The title begins as a list of authors does.")
    if "DOI" in links and not reference.text("DOI"):
        doubt("link-without-doi", "The page links a DOI, but its text prints none.")
    for other in others:
        variable = other.partition(":")[0]
        if variable in known:
            doubt("identifier-differs", f"The link says {known[variable]}, the text {other}.")
    return doubts


def _unreadable(message: str, text: str, span: Span | None) -> Problem:
    return Problem("unreadable", message, Severity.ERROR, span, raw=text)


def more_on_page(shown: int, total: int | None) -> list[Problem]:
    """That a page says of more references than it shows."""
    if not total or total <= shown:
        return []
    message = f"The page shows {shown} of the paper's {total} references."
    return [Problem("more-on-page", message, Severity.WARNING, ref="")]


def furniture(text: str, lines: Sequence[Line], place: str) -> list[Problem]:
    """The lines of a page that are no part of its list, as one problem.

    Args:
        text: the page; lines: some of its lines; place: `before` or `after` the list.
    """
    filled = [line for line in lines if line.text.strip()]
    if not filled:
        return []
    span = Span(filled[0].start, filled[-1].end, filled[0].number)
    count = "1 line" if len(filled) == 1 else f"{len(filled)} lines"
    message = f"{count} of page text {place} the list passed over."
    severity = Severity.INFO
    if place == "after" and any(is_complete(line.text) for line in filled):
        message, severity = f"{message} It may hold references.", Severity.WARNING
    return [Problem("page-text", message, severity, span, raw=text[span.start : span.end])]
