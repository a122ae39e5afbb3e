"""The protocol behind which every citation engine stands, what it takes and what it gives.

clusters of cites ─┐
references ────────┼─► Engine.document(style, …) ─► Document(citations, bibliography, problems)
style, locale ─────┘
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bibkit.csl.library import Style
from bibkit.csl.nodes import Entry, Layout, Node
from bibkit.csl.render import render, render_bytes, render_entry, render_nodes
from bibkit.model import Problem, Reference

__all__ = ["Bibliography", "Citation", "Cite", "Cluster", "Document", "Engine"]


@dataclass(frozen=True, slots=True)
class Cite:
    """One work cited, as CSL-JSON's citation items have it.

    Args:
        id: of the reference.
        locator: where in the work ("12-14").
        label: what the locator counts, a CSL locator term; empty for pages.
        prefix, suffix: text before and after ("see", "and elsewhere"), rich text allowed.
        suppress_author: the text names the author already.
        author_only: the author alone, as part of a sentence.
        position: `first`, `subsequent`, `ibid`, `ibid-with-locator`; empty to have it found.
        near_note: whether the work was cited a few notes ago; only with `position`.
    """

    id: str
    locator: str = ""
    label: str = ""
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    author_only: bool = False
    position: str = ""
    near_note: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cites that stand together at one place of the text.

    Args:
        cites: in the order of the text; the style may sort them.
        note: the number of the footnote it stands in, 0 in the text.
        id: any name for it; empty if none is needed.
    """

    cites: tuple[Cite, ...]
    note: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A formatted cluster."""

    content: tuple[Node, ...]
    id: str = ""

    def render(self, to: str = "text", *, links: bool = True) -> str:
        """The citation as text of one output.

        Raises:
            UnknownFormat: there is no such output.
        """
        return render_nodes(self.content, to, links=links)


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A formatted bibliography.

    Args:
        entries: in the style's order, one for each reference for which the style prints anything.
        problems: references that the style could not format, and the like.
        style: what it was formatted in.
        layout: indents and spacing that the style asks for.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    style: Style
    layout: Layout = field(default_factory=Layout)

    def render(self, to: str = "text", *, links: bool = True) -> str:
        """The whole in one of `bibkit.outputs()` that is text.

        Raises:
            UnknownFormat: there is no such output, or it is a file: use `render_bytes`.
        """
        return render(self.entries, to, self.layout, links=links)

    def render_bytes(self, to: str, *, links: bool = True) -> bytes:
        """The whole as the bytes of a file, in any of `bibkit.outputs()`; text as UTF-8.

        Raises:
            UnknownFormat: there is no such output.
        """
        return render_bytes(self.entries, to, self.layout, links=links)

    def texts(self, to: str = "text", *, links: bool = True) -> list[str]:
        """Each entry alone, without the frame of the whole; in the order of `entries`."""
        return [render_entry(entry, to, links=links) for entry in self.entries]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a manuscript needs: its citations and its bibliography.

    Args:
        citations: one for each cluster, in their order.
        bibliography: of the cited works (and of those that were asked for uncited).
        problems: of both.
    """

    citations: tuple[Citation, ...]
    bibliography: Bibliography
    problems: tuple[Problem, ...]


class Engine(Protocol):
    """A citation processor.

    An engine never loses a reference in silence: one that it cannot format gets a plain entry and a
    problem, one for which the style prints nothing a problem, and the list survives.
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

    def citations(
        self,
        style: Style,
        references: Sequence[Reference],
        clusters: Sequence[Cluster],
        locale: str | None = None,
        *,
        uncited: bool = False,
    ) -> tuple[Citation, ...]:
        """The citations of `document` alone, for whoever does not need its bibliography yet.

        Raises:
            StyleError: the style cannot be used.
        """
        ...

    def document(
        self,
        style: Style,
        references: Sequence[Reference],
        clusters: Sequence[Cluster],
        locale: str | None = None,
        *,
        uncited: bool = False,
    ) -> Document:
        """Format citations and the bibliography that belongs to them.

        Args:
            style, locale: as in `bibliography`. A style without a bibliography gives an empty one.
            references: those that may be cited.
            clusters: in the order of the text. A cite of an id that no reference has is printed
                as `[id?]` behind those of its cluster that are known, and is a problem.
            uncited: references that no cluster cites are in the bibliography too.

        Raises:
            StyleError: the style cannot be used.
        """
        ...
