"""What asking for a work can come to. Each is a type, so that no outage reads as an absence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bibkit.model import Candidate

__all__ = ["Absent", "Ambiguous", "Conflict", "Found", "Outcome", "Unknown"]


@dataclass(frozen=True, slots=True)
class Found:
    """The work is there."""

    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Absent:
    """All that were asked have answered, and none has it.

    Args:
        reason: in words, as the end of a sentence.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It cannot be told, because a service did not answer or was not asked.

    Args:
        reason: in words: `crossref cannot be reached`, `offline`.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several different works would do; none is taken."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """The identifier leads to a work that is not the one described.

    Args:
        candidate: what the identifier leads to.
        reason: in words, what does not agree.
    """

    candidate: Candidate
    reason: str


Outcome: TypeAlias = Found | Absent | Unknown | Ambiguous | Conflict
