"""A reference list as text to a batch: the steps, in order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from bibkit.citekeys import with_keys
from bibkit.model import Batch, Evidence, Problem, Reference, Severity
from bibkit.reflist.deterministic import furniture, more_on_page
from bibkit.reflist.items import Item, split_items
from bibkit.reflist.liststyle import checked_by_list
from bibkit.reflist.page import outline
from bibkit.reflist.reference import parse_reference
from bibkit.text import lines_of

__all__ = ["DOUBTFUL", "as_list", "assemble", "more_on_page", "read_list"]


def read_list(text: str) -> Batch:
    """Read a reference list: a copied page of PubMed or PMC, or any plain list.

    Every non-blank line lies in exactly one reference (`Reference.source`) or in one problem
    without `ref`; nothing is dropped in silence. Reading never raises.

    Args:
        text: the page or list.

    Returns:
        The references in order, each with a citation key as id; the problems; and the paper
        whose list it is, where the page names it.

    >>> batch = read_list("References\\n  1. Mathis S. A view of things. Chest. 2017;12:181-4.")
    >>> batch[0].id, batch[0].text("page")
    ('mathis2017view', '181-4')
    """
    page = outline(lines_of(text))
    batch = assemble(split_items(page.listed), text)
    before = furniture(text, page.before, "before")
    after = furniture(text, page.after, "after")
    shown = more_on_page(len(batch), page.total)
    return Batch(batch.references, (*before, *batch.problems, *after, *shown), page.article)


def assemble(items: Iterable[Item], text: str) -> Batch:
    """Items to references with keys, and their problems, in order.

    Args:
        items: of a list, or of a page whose front end has cut it up.
        text: the input that their spans point into.
    """
    references: list[Reference] = []
    notes: list[tuple[int | None, Problem]] = []  # which reference a problem concerns
    for item in items:
        reference, problems = parse_reference(item.text, item.span, item.known, item.links)
        if reference is None:
            raw = item.raw or text[item.span.start : item.span.end]
            notes += [(None, dataclasses.replace(problem, raw=raw)) for problem in problems]
        else:
            notes += [(len(references), problem) for problem in problems]
            references.append(reference)
    return as_list(references, notes)


#: A reference that is less sure than this is said to be doubtful. Of those below it about half are
#: wrong somewhere, and they are more than half of all that are wrong (`make accuracy`).
DOUBTFUL = 0.7


def as_list(references: Iterable[Reference], notes: Iterable[tuple[int | None, Problem]]) -> Batch:
    """The references of one list with their keys, each judged by what the list says of it.

    Args:
        references: in order, without ids.
        notes: the problems met so far, with the place of the reference that they concern. Of each
            doubtful reference that none of them concerns, one is added that says so.
    """
    judged = checked_by_list(references)
    said = list(notes)
    known = {place for place, _ in said}
    for place, reference in enumerate(judged):
        evidence = reference.evidence
        if place not in known and evidence is not None and evidence.confidence < DOUBTFUL:
            message = _doubt(evidence)
            said.append(
                (place, Problem("doubtful", message, Severity.WARNING, reference.source, ""))
            )
    return with_keys(judged, said)


def _doubt(evidence: Evidence) -> str:
    unsure = sorted((sure, name) for name, sure in evidence.sure.items() if sure < 0.9)
    look = f"; look at {', '.join(name for _, name in unsure[:3])}" if unsure else ""
    return f"Doubtful: {max(1, round(100 * evidence.confidence))} % sure{look}."
