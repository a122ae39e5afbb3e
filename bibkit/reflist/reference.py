"""One item of a reference list to a `Reference`: tail, identifiers, grammar, sequence model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bibkit.identifiers import Identifier
from bibkit.model import Evidence, Problem, Reference, Span
from bibkit.reflist.deterministic import grammar_of, parse_with
from bibkit.reflist.grammar.kinds import settle_kind
from bibkit.reflist.grammar.parts import Reading
from bibkit.reflist.grammar.plain import plain_parts
from bibkit.reflist.sequence.evidence import evidence_of, plain_evidence
from bibkit.reflist.sequence.tagger import label, reading_of

__all__ = ["grammar_of", "parse_reference"]


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
    return parse_with(_read_string, text, span, known, links)


def _read_string(
    text: str, found: Sequence[Identifier], grammar: Reading
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
