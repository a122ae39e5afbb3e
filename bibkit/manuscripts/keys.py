"""Keys that no reference has: where they stand, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bibkit.errors import InputError
from bibkit.model import Problem, Severity, Span

__all__ = ["UnknownKeys", "near_keys", "unknown_key"]

_FEW = 3


class UnknownKeys(InputError):
    """A manuscript cites what is not among the references.

    Args:
        problems: one for each key and place, with its line and the keys that come near.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [
            f"  line {one.span.line}: {one.message}" if one.span else f"  {one.message}"
            for one in problems
        ]
        count = f"{len(lines)} citations have" if len(lines) != 1 else "One citation has"
        super().__init__("\n".join([f"{count} no reference. Nothing was written.", *lines]))


def unknown_key(key: str, near: Sequence[str], line: int, start: int = 0, end: int = 0) -> Problem:
    """The problem that a key has no reference.

    >>> unknown_key("doe98", ["doe99"], 12).message
    "There is no reference 'doe98'; did you mean 'doe99'?"
    """
    names = [f"'{one}'" for one in near]
    meant = f"; did you mean {' or '.join(names)}?" if names else "."
    message = f"There is no reference '{key}'{meant}"
    span = Span(start, end, line) if line else None
    return Problem("unknown-key", message, Severity.ERROR, span)


def near_keys(key: str, known: Iterable[str]) -> list[str]:
    """Keys that come near one, best first, at most three.

    >>> near_keys("Doe98", ["smith04", "doe99", "roe1998soil"])
    ['doe99']
    """
    from rapidfuzz import fuzz, process

    found = process.extract(
        key, list(known), scorer=fuzz.ratio, processor=str.casefold, limit=_FEW, score_cutoff=70
    )
    return [one for one, _, _ in found]
