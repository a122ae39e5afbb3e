"""Formatted text as a tree, between an engine that makes it and a renderer that prints it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

__all__ = ["Block", "Display", "Entry", "Layout", "Link", "Node", "Span", "Style", "plain_text"]


class Style(StrEnum):
    """A style of characters that CSL knows; the second half takes one back inside itself."""

    ITALIC = "italic"
    OBLIQUE = "oblique"
    BOLD = "bold"
    LIGHT = "light"
    SMALL_CAPS = "small-caps"
    UNDERLINE = "underline"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    UPRIGHT = "upright"
    REGULAR = "regular"
    NO_CAPS = "no-caps"
    NO_LINE = "no-line"
    BASELINE = "baseline"


class Display(StrEnum):
    """What `display` makes of a part of an entry (CSL 1.0.2, "Display")."""

    BLOCK = "block"
    LEFT_MARGIN = "left-margin"
    RIGHT_INLINE = "right-inline"
    INDENT = "indent"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style."""

    style: Style
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of text that points somewhere: a DOI, a PMID, an address."""

    url: str
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an entry that stands apart: in the margin, beside it, on lines of its own."""

    display: Display
    children: tuple[Node, ...]


Node: TypeAlias = str | Span | Link | Block


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a bibliography.

    Args:
        id: of its reference.
        content: the whole, in the order in which it is read.

    >>> margin = Block(Display.LEFT_MARGIN, ("1.",))
    >>> entry = Entry("a", (margin, Block(Display.RIGHT_INLINE, ("Smith",))))
    >>> entry.label, entry.body
    (('1.',), ('Smith',))
    """

    id: str
    content: tuple[Node, ...]

    @property
    def label(self) -> tuple[Node, ...]:
        """What stands in the margin (a number), empty where there is none."""
        first = self.content[0] if self.content else ""
        if isinstance(first, Block) and first.display is Display.LEFT_MARGIN:
            return first.children
        return ()

    @property
    def body(self) -> tuple[Node, ...]:
        """The rest; what stands beside the margin without its block."""
        rest = self.content[1:] if self.label else self.content
        return tuple(_opened(rest)) if self.label else rest


def _opened(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Block) and node.display is Display.RIGHT_INLINE:
            yield from node.children
        else:
            yield node


@dataclass(frozen=True, slots=True)
class Layout:
    """How a style wants its entries set (CSL 1.0.2, "Whitespace").

    Args:
        hanging_indent: lines after the first are indented.
        second_field_align: `flush` or `margin` where the first field stands in a column of its own;
            else empty.
        line_spacing, entry_spacing: in lines.
        max_offset: characters of the widest label.
    """

    hanging_indent: bool = False
    second_field_align: str = ""
    line_spacing: int = 1
    entry_spacing: int = 1
    max_offset: int = 0


def plain_text(nodes: Iterable[Node]) -> str:
    """The characters of a tree without their styles."""
    return "".join(node if isinstance(node, str) else plain_text(node.children) for node in nodes)
