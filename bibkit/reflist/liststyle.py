"""A check without a network: what a list's own style says of each of its references.

The references of a list are printed in one style. What stands between two fields of a reference
is compared with what stands there in the rest of its list; to print the reference anew in the
list's style and to compare with the original comes to the same, the fields themselves being equal.
A title that swallowed the journal's name, or names that ran into the title, show as a step that no
other reference takes, or as a separator that no other has.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bibkit.model import Evidence, Reference
from bibkit.reflist.sequence.evidence import departure_weight

__all__ = ["checked_by_list", "departures"]

_FEWEST = 8  # references without which a list has no style yet
_RARE = 0.1  # a separator or step is unusual below this share

Step = tuple[str, str, str]  # a field, the next one, and what stands between


def departures(evidence: Sequence[Evidence | None]) -> list[float]:
    """How far each reference departs from the style of its list: the share of its unusual steps.

    Args:
        evidence: of the references of one list, in order.

    Returns:
        0 (as all others) to 1; 0 throughout for a list of fewer than eight.
    """
    walks = [_steps(one) if one else [] for one in evidence]
    if sum(bool(walk) for walk in walks) < _FEWEST:
        return [0.0] * len(walks)
    between: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    onward: dict[str, Counter[str]] = defaultdict(Counter)
    for walk in walks:
        # Names repeat within a reference; each step counts once.
        for left, right, gap in set(walk):
            between[left, right][gap] += 1
            onward[left][right] += 1
    return [_departure(walk, between, onward) for walk in walks]


def _departure(
    walk: list[Step],
    between: dict[tuple[str, str], Counter[str]],
    onward: dict[str, Counter[str]],
) -> float:
    steps = set(walk)
    if not steps:
        return 0.0
    unusual = 0
    for left, right, gap in steps:
        nexts = onward[left]
        gaps = between[left, right]
        rare_step = nexts.total() >= _FEWEST and nexts[right] < _RARE * nexts.total()
        rare_gap = gaps.total() >= _FEWEST and gaps[gap] < _RARE * gaps.total()
        unusual += rare_step or rare_gap
    return unusual / len(steps)


def _steps(evidence: Evidence) -> list[Step]:
    parts = [part for part in evidence.parts if part.variable]
    steps = []
    for left, right in pairwise(parts):
        gap = re.sub(r"\d+", "0", evidence.text[left.end : right.start])
        steps.append((left.label, right.label, gap))
    return steps


def checked_by_list(references: Iterable[Reference]) -> list[Reference]:
    """References of one list, the confidence of those lowered that depart from its style."""
    listed = list(references)
    found = departures([reference.evidence for reference in listed])
    return [
        _lowered(reference, departure) if departure else reference
        for reference, departure in zip(listed, found, strict=True)
    ]


def _lowered(reference: Reference, departure: float) -> Reference:
    evidence = reference.evidence
    if evidence is None:
        return reference
    bounded = min(max(evidence.confidence, 1e-6), 1 - 1e-6)
    odds = math.log(bounded / (1 - bounded)) + departure_weight() * departure
    lowered = dataclasses.replace(evidence, confidence=1 / (1 + math.exp(-odds)))
    return dataclasses.replace(reference, evidence=lowered)
