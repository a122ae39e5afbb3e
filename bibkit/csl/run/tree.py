"""The output of a rendering element: text, or a tree whose nodes say what they came from.

Text is marked (`bibkit.csl.marks`): formatting is characters in it, and a `SEAM` stands wherever two
parts meet. Only what a later step must find again (names, a year, a number) is a node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import TypeAlias

from bibkit.csl.marks import SEAM

__all__ = [
    "Loose",
    "Node",
    "Output",
    "Tag",
    "find",
    "flat",
    "interleaved",
    "joined",
    "mapped",
    "spread",
    "wrapped",
]


class Tag(StrEnum):
    """What a node came from."""

    NAMES = "names"  # the names of a cs:names, without label and affixes
    NAME = "name"  # one of them
    SUBSTITUTED = "substituted"  # what stands for names that are not there
    ANONYMOUS = "anonymous"  # the same, where it is none of the item's
    YEAR = "year"  # of `issued`
    YEAR_SUFFIX = "year-suffix"
    CITATION_NUMBER = "citation-number"
    LOCATOR = "locator"


class Node:
    """Parts in order, and what they came from; a node without a tag only holds parts together."""

    __slots__ = ("children", "tag")

    def __init__(self, tag: Tag | None, children: Sequence[Output]) -> None:
        self.tag = tag
        self.children = children

    def __repr__(self) -> str:
        return f"Node({self.tag}, {list(self.children)!r})"


class Loose(Node):
    """What a `cs:choose` prints: parts that its parent joins as its own ("Delimiter")."""

    __slots__ = ()


Output: TypeAlias = str | Node


def spread(parts: Sequence[Output]) -> list[Output]:
    """Parts with those of loose nodes in their place."""
    row: list[Output] = []
    for part in parts:
        if type(part) is Loose:
            row += part.children
        else:
            row.append(part)
    return row


def flat(output: Output) -> str:
    """The text of a tree, marks and seams in it."""
    if isinstance(output, str):
        return output
    return "".join([part if isinstance(part, str) else flat(part) for part in output.children])


def joined(parts: Sequence[Output], delimiter: str) -> Output:
    """Parts in a row, the delimiter between them."""
    if len(parts) == 1:
        return parts[0]
    between = f"{SEAM}{delimiter}{SEAM}" if delimiter else SEAM
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) == len(parts):
        return between.join(texts)
    return Node(None, interleaved(parts, between))


def interleaved(parts: Sequence[Output], between: str) -> list[Output]:
    """Parts in a row with a text between each two, which an empty one may be."""
    row: list[Output] = []
    for part in parts:
        if row:
            row.append(between)
        row.append(part)
    return row


def wrapped(output: Output, before: str, after: str) -> Output:
    """Text put around an output."""
    if isinstance(output, str):
        return f"{before}{output}{after}"
    return Node(None, (before, output, after))


def find(output: Output, tag: Tag) -> Iterator[Node]:
    """The outermost nodes of a tag, in order."""
    if isinstance(output, Node):
        if output.tag is tag:
            yield output
        else:
            for part in output.children:
                if not isinstance(part, str):
                    yield from find(part, tag)


def mapped(output: Output, change: Callable[[Node], Output | None]) -> Output:
    """A copy in which `change` has replaced nodes; where it gives None, their children are gone through."""
    if isinstance(output, str):
        return output
    changed = change(output)
    if changed is not None:
        return changed
    return Node(output.tag, [mapped(part, change) for part in output.children])
