"""How references were read: their printed text with its fields marked, least sure first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bibkit.model import Batch, Evidence, Part, Problem, Reference
from bibkit.text import printable

__all__ = ["explain", "explained"]

# ANSI colours of the marked fields: names, titles, the journal, numbers, identifiers, the rest.
_COLOURS = {
    "author": "36", "editor": "36", "title": "33", "container-title": "32", "issued": "35",
    "volume": "34", "issue": "34", "page": "34", "": "31;1",
}  # fmt: skip
_OTHER_COLOUR = "90"
_UNSURE = 0.9  # a field below this is named beside its reference


def explain(batch: Batch, *, color: bool = False) -> str:
    """What was read as what, for a person: each reference as printed, its fields in brackets.

    Args:
        batch: references read from text; those of another format have no printed text and are
            left out.
        color: colour the fields for a terminal.

    Returns:
        The references, least sure first, each with its confidence, the fields that are less than
        90 % sure, the identifiers that came from links and not from the text, and its problems.
        Words that no field holds stand in `[? …]`.

    >>> import bibkit
    >>> print(explain(bibkit.read("Chio A, Lee B. A view. Chest. 2017;12:1-4.")).split(chr(10))[1])
      [author Chio A, Lee B]. [title A view]. [container-title Chest]. [issued 2017];[volume 12]:[page 1-4].
    """
    said = _by_reference(batch)
    blocks = (_block(r, e, said.get(r.id, []), color) for r, e in _least_sure(batch))
    return "\n\n".join(blocks) + "\n"


def explained(batch: Batch) -> list[dict[str, Any]]:
    """The same as plain JSON values, one object a reference, least sure first.

    >>> import bibkit
    >>> one = explained(bibkit.read("Chio A. A view. Chest. 2017;12:1-4."))[0]
    >>> one["id"], one["fields"]["title"]["spans"], one["text"][8:14]
    ('chio2017view', [[8, 14]], 'A view')
    """
    said = _by_reference(batch)
    return [
        {
            "id": reference.id,
            "confidence": round(evidence.confidence, 3),
            "text": evidence.text,
            "fields": {
                variable: {
                    "spans": [[p.start, p.end] for p in evidence.parts if p.variable == variable],
                    "confidence": round(evidence.sure.get(variable, 1.0), 3),
                }
                for variable in dict.fromkeys(p.variable for p in evidence.parts if p.variable)
            },
            "left": [[p.start, p.end] for p in evidence.parts if not p.variable],
            "problems": [problem.as_json() for problem in said.get(reference.id, [])],
        }
        for reference, evidence in _least_sure(batch)
    ]


def _by_reference(batch: Batch) -> dict[str, list[Problem]]:
    said: dict[str, list[Problem]] = {}
    for problem in batch.problems:
        if problem.ref:
            said.setdefault(problem.ref, []).append(problem)
    return said


def _least_sure(batch: Batch) -> list[tuple[Reference, Evidence]]:
    read = [(one, one.evidence) for one in batch if one.evidence is not None]
    return sorted(read, key=lambda pair: pair[1].confidence)


def _block(reference: Reference, evidence: Evidence, problems: list[Problem], color: bool) -> str:
    head = f"{reference.id} ({reference.type}): {_percent(evidence.confidence)} sure"
    lines = []
    unsure = sorted((s, v) for v, s in evidence.sure.items() if s < _UNSURE)
    if unsure:
        lines.append("  look at: " + ", ".join(f"{v} ({_percent(s)})" for s, v in unsure))
    held = {part.variable for part in evidence.parts}
    linked = [v for v in ("DOI", "PMID", "PMCID") if reference.text(v) and v not in held]
    if linked:
        lines.append("  from links: " + ", ".join(f"{v} {reference.text(v)}" for v in linked))
    lines += [f"  ! {problem.message}" for problem in problems]
    return "\n".join(
        [printable(head), f"  {''.join(_marked(evidence, color))}", *map(printable, lines)]
    )


def _percent(chance: float) -> str:
    """A chance in whole percent; never 100, nor 0: nothing here is certain."""
    return f"{min(99, max(1, round(100 * chance)))} %"


def _marked(evidence: Evidence, color: bool) -> Iterator[str]:
    text = printable(evidence.text)  # character for character: places stay
    place = 0
    for variable, start, end in _stretches(evidence.parts):
        yield text[place:start]
        words = text[start:end]
        if color:
            shade = _COLOURS.get(variable, _OTHER_COLOUR)
            yield f"[\x1b[2m{variable or '?'}\x1b[0m \x1b[{shade}m{words}\x1b[0m]"
        else:
            yield f"[{variable or '?'} {words}]"
        place = end
    yield text[place:]


def _stretches(parts: tuple[Part, ...]) -> list[tuple[str, int, int]]:
    """Parts, those of one variable that follow each other joined: a list of names is one."""
    joined: list[tuple[str, int, int]] = []
    for part in parts:
        if joined and joined[-1][0] == part.variable and part.variable in ("author", "editor"):
            joined[-1] = (part.variable, joined[-1][1], part.end)
        else:
            joined.append((part.variable, part.start, part.end))
    return joined
