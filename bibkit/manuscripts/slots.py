"""A manuscript as Markdown with a slot for each citation and one for the bibliography.

HTML and Word are made from the tokens of the manuscript. What was formatted need not be read as
Markdown again: a slot is one private character, which the writer fills in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bibkit.csl.nodes import Node, plain_text
from bibkit.manuscripts.document import Manuscript, edited
from bibkit.manuscripts.markdown import private_characters

__all__ = ["Slotted", "slotted"]


@dataclass(frozen=True, slots=True)
class Slotted:
    """The manuscript without its head, and what its slots hold.

    Args:
        text: Markdown.
        slots: character to citation.
        bibliography: the character of the paragraph that the bibliography replaces.
    """

    text: str
    slots: Mapping[str, tuple[Node, ...]]
    bibliography: str
    marks: re.Pattern[str] = field(compare=False)

    def pieces(self, text: str) -> Iterator[str | tuple[Node, ...]]:
        """A text apart at its slots, each as what it holds."""
        for part in self.marks.split(text):
            held = self.slots.get(part)
            if held is not None:
                yield held
            elif part:
                yield part

    def plain(self, text: str) -> str:
        """A text with its slots filled without any style."""
        parts = self.pieces(text)
        return "".join(part if isinstance(part, str) else plain_text(part) for part in parts)


def slotted(manuscript: Manuscript) -> Slotted:
    """Put a manuscript's slots in place."""
    source = manuscript.source
    count = 2 * len(manuscript.pieces) + 1
    marks = private_characters(source.text, count)
    free = map(chr, marks)
    bibliography = next(free)
    slots: dict[str, tuple[Node, ...]] = {}

    def slot(nodes: tuple[Node, ...]) -> str:
        character = next(free)
        slots[character] = nodes
        return character

    edits = [(0, source.matter.end, "")]
    for piece in manuscript.pieces:
        if piece.note:
            before = slot(piece.before) if piece.before else ""
            new = f"{before}{piece.after}^[{slot(piece.content)}]"
        else:
            new = slot(piece.joined)
        edits.append((piece.start, piece.end, new))
    tail = ""
    if manuscript.bibliography.entries:
        if source.refs:
            edits.append((*source.refs, f"\n\n{bibliography}\n\n"))
        else:
            title = f"# {manuscript.title}\n\n" if manuscript.title else ""
            tail = f"\n\n{title}{bibliography}\n"
    pattern = re.compile(f"([{chr(marks.start)}-{chr(marks.stop - 1)}])")
    return Slotted(edited(source.text, edits) + tail, slots, bibliography, pattern)
