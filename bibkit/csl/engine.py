"""The protocol behind which every citation engine stands, and what it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bibkit.csl.library import Style
from bibkit.csl.nodes import Entry
from bibkit.csl.render import render, render_entry
from bibkit.model import Problem, Reference

__all__ = ["Bibliography", "Engine"]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A formatted bibliography.

    Args:
        entries: in the style's order, one for each reference.
        problems: references that the style could not format, and the like.
        style: what it was formatted in.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    style: Style

    def render(self, to: str = "text") -> str:
        """The whole as `text`, `html` or `markdown`.

        Raises:
            UnknownFormat: there is no such output.
        """
        return render(self.entries, to)

    def texts(self, to: str = "text") -> list[str]:
        """Each entry alone, without the frame of the whole; in the order of `entries`."""
        return [render_entry(entry, to) for entry in self.entries]


class Engine(Protocol):
    """A citation processor.

    An engine never loses a reference: one that it cannot format gets a plain entry and a
    problem, and the list survives.
    """

    def bibliography(
        self, style: Style, references: Sequence[Reference], locale: str | None = None
    ) -> Bibliography:
        """Format references as a bibliography.

        Args:
            style: found by `bibkit.csl.library.find_style`.
            references: in the order of citation; the style may sort them.
            locale: a language tag such as `de-DE`; None for the style's own.

        Raises:
            StyleError: the style cannot be used, or has no bibliography.
        """
        ...
