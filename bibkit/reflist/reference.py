"""One item of a reference list to a `Reference`: tail, identifiers, grammar, sequence model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from bibkit import identifiers
from bibkit.model import Evidence, Problem, Reference, Severity, Span, Value
from bibkit.reflist.grammar.kinds import settle_kind
from bibkit.reflist.grammar.parts import MASK, Reading
from bibkit.reflist.grammar.plain import plain_parts
from bibkit.reflist.grammar.rules import read_fields
from bibkit.reflist.items import MAX_LENGTH, split_label
from bibkit.reflist.sequence.evidence import evidence_of, plain_evidence
from bibkit.reflist.sequence.tagger import label, reading_of
from bibkit.reflist.tail import cut_tail
from bibkit.text import collapse

__all__ = ["grammar_of", "parse_reference"]

# Something that a reference has and prose, a heading or a menu has not.
_MARKS = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\d\s*[(:]\s*\d|et al\b|\b[Ii]n press\b")


def parse_reference(
    text: str,
    span: Span | None = None,
    known: Mapping[str, str] | None = None,
    links: Sequence[str] = (),
) -> tuple[Reference | None, list[Problem]]:
    """Read one reference as a list prints it.

    Args:
        text: the item, its number already cut.
        span: where it stands in the input.
        known: CSL variable to identifier, where the input says them apart from the text (the
            links of a page, the id list of an XML file). They are the truth; a text that prints
            another one is doubtful.
        links: what the input's links promise, beside those of the text's own tail.

    Returns:
        The reference, its id still empty, or None where the text does not read as one; and
        what was noticed. A problem of a reference has an empty `ref` until an id is given.

    >>> reference, problems = parse_reference("Niedermeyer S. Respiratory failure. Chest. "
    ...     "2019;155(2):401–408. doi: 10.1016/j.chest.2018.06.035. - DOI - PubMed")
    >>> reference.text("DOI"), reference.links, problems
    ('10.1016/j.chest.2018.06.035', ('DOI', 'PubMed'), [])
    """
    if len(text) > MAX_LENGTH:
        message = f"This line of {len(text):,} characters is too long to be a reference."
        return None, [_unreadable(message, text, span)]
    bare, tail = cut_tail(split_label(collapse(text)).lstrip(" .,;:"))
    promised = tuple(dict.fromkeys((*tail, *links)))
    found = identifiers.find(bare)
    bare, pmid = _cut_glued_pmid(bare, promised, found)
    if not (found or known or promised or _MARKS.search(bare)):
        return None, [_unreadable("This does not read as a reference.", text, span)]
    grammar = grammar_of(bare, found)
    if not (grammar.fields or found or known):
        return None, [_unreadable("This does not read as a reference.", text, span)]
    reading, evidence = _read_string(bare, found, grammar)
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


def grammar_of(text: str, found: Sequence[identifiers.Identifier]) -> Reading:
    """What the grammar makes of a reference without number and tail, identifiers found in it."""
    return read_fields(_unglued(_masked(text, found)))


def _read_string(
    text: str, found: Sequence[identifiers.Identifier], grammar: Reading
) -> tuple[Reading, Evidence]:
    """The reading that counts, and its evidence: the grammar's where the form leaves no choice,
    otherwise what the sequence model makes of both.
    """
    plain = plain_parts(text, found, grammar)
    if plain is not None:
        return grammar, plain_evidence(text, plain)
    labelling = label(text, found, grammar)
    reading = reading_of(text, labelling, grammar)
    settle_kind(text, reading)
    evidence = evidence_of(text, found, labelling, reading)
    if not labelling.from_grammar:
        reading.left = "; ".join(evidence.left)
    return reading, evidence


def _cut_glued_pmid(
    text: str, links: tuple[str, ...], found: list[identifiers.Identifier]
) -> tuple[str, str]:
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


def _masked(text: str, found: Sequence[identifiers.Identifier]) -> str:
    """The text with each identifier replaced, so that its digits and stops mislead nobody."""
    for one in reversed(found):
        text = f"{text[: one.start]} {MASK} {text[one.end :]}"
    return " ".join(text.split())


def _add_identifiers(reading: Reading, found: list[identifiers.Identifier]) -> list[str]:
    """Set what was found; give back what differs from what is set (`DOI: 10…`)."""
    others = []
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


_NAME_LIKE = re.compile(
    r"[^\W\d_a-z]\w+(?:[- ]\w+)? [A-Z]{2,3}\b(?![.?!:])|(?!Vitamin|Hepatitis|Influenza)[^\W\d_a-z]\w+ [A-Z] [A-Z][a-z]"
    r"|\w+, [A-Z]\.|[^.]{0,60}\b\w+ [A-Z]{1,3}, \w+ [A-Z]{1,3}\b"
)


# "Ludwig van Beethoven. Music of the ants": behind a comma, the last of the authors.
_FULL_NAME = re.compile(
    r"[^\W\d_a-z]\w+(?: [^\W\d_a-z]\w*\.?)?(?: (?:van|von|de|der|den|da|di|del|la|le|bin|al)){0,2}"
    r" [^\W\d_a-z][\w-]+\. [^\W\d_a-z]"
)


def _runs_on(reference: Reference) -> bool:
    """Whether a comma stands between the last author and the title."""
    parts = reference.evidence.parts if reference.evidence else ()
    for before, part in pairwise(parts):
        if part.variable == "title" and before.variable == "author":
            gap = reference.evidence.text[before.end : part.start] if reference.evidence else ""
            return gap.strip(". ") == ","
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
    if _NAME_LIKE.match(title) if not names else _FULL_NAME.match(title) and _runs_on(reference):
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
