"""Formatted text as a tree, between an engine that makes it and a renderer that prints it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

__all__ = [
    "Entry",
    "Node",
    "Span",
    "Style",
    "close_mark",
    "mark_rich_text",
    "open_mark",
    "parse_marked",
]


class Style(StrEnum):
    """A style of characters that CSL knows."""

    ITALIC = "italic"
    BOLD = "bold"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    SMALL_CAPS = "small-caps"
    UNDERLINE = "underline"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style."""

    style: Style
    children: tuple[Node, ...]


Node: TypeAlias = str | Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a bibliography.

    Args:
        id: of its reference.
        label: what stands in the margin (a number), empty where there is none.
        body: the rest.
    """

    id: str
    label: tuple[Node, ...]
    body: tuple[Node, ...]


# An engine that works on strings carries the tree in private-use characters, one pair a style;
# no input has them (they are dropped where fields are handed over).
_FIRST = 0xE100
_ORDER = tuple(Style)
MARKS = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 2 * len(_ORDER) - 1)}]")
#: Ends the first field of an entry, where the style aligns second fields.
LABEL_END = "\ue0ff"


def open_mark(style: Style) -> str:
    """The character that begins a style."""
    return chr(_FIRST + 2 * _ORDER.index(style))


def close_mark(style: Style) -> str:
    """The character that ends a style."""
    return chr(_FIRST + 2 * _ORDER.index(style) + 1)


def parse_marked(text: str) -> tuple[Node, ...]:
    """Marked text as a tree; marks that do not pair are closed at the end or dropped."""
    stack: list[tuple[Style | None, list[Node]]] = [(None, [])]
    position = 0
    for match in MARKS.finditer(text):
        if match.start() > position:
            stack[-1][1].append(text[position : match.start()])
        position = match.end()
        number = ord(match[0]) - _FIRST
        style = _ORDER[number // 2]
        if number % 2 == 0:
            stack.append((style, []))
        elif stack[-1][0] is style:
            children = stack.pop()[1]
            if children:
                stack[-1][1].append(Span(style, tuple(children)))
    if position < len(text):
        stack[-1][1].append(text[position:])
    while len(stack) > 1:
        opened, children = stack.pop()
        if opened and children:
            stack[-1][1].append(Span(opened, tuple(children)))
    return tuple(stack[0][1])


_TAG = re.compile(r"<(/?)(i|b|sup|sub|sc|em|strong|u)>", re.I)
_STYLE_OF = {
    "i": Style.ITALIC,
    "em": Style.ITALIC,
    "b": Style.BOLD,
    "strong": Style.BOLD,
    "sup": Style.SUPERSCRIPT,
    "sub": Style.SUBSCRIPT,
    "sc": Style.SMALL_CAPS,
    "u": Style.UNDERLINE,
}
_SMALL_CAPS = re.compile(
    r"<span\s+style=\"font-variant:\s*small-caps;?\">(.*?)</span>", re.I | re.S
)


def mark_rich_text(text: str) -> str:
    """CSL-JSON's rich text (`<i> <b> <sup> <sub> <sc>`, small-caps spans) as marked text.

    `<span class="nocase">` stays: text-case rules need it.
    """
    if "<" not in text:
        return text
    small = Style.SMALL_CAPS
    text = _SMALL_CAPS.sub(lambda m: f"{open_mark(small)}{m[1]}{close_mark(small)}", text)

    def mark(match: re.Match[str]) -> str:
        style = _STYLE_OF[match[2].lower()]
        return close_mark(style) if match[1] else open_mark(style)

    return _TAG.sub(mark, text)
