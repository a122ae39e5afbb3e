"""Formatted text as one string, its structure in private-use characters.

An engine joins, trims and searches text all the time, which strings do well and trees do not; at
its end `parse_marked` makes the tree (`bibkit.csl.nodes`). No input has these characters: `unmarked`
takes them out where fields are handed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from bibkit.csl.nodes import Block, Display, Link, Node, Span, Style, plain_text

__all__ = [
    "INNER_QUOTE",
    "LABEL_END",
    "LINKED",
    "MARKS",
    "NO_CASE",
    "NO_DECORATION",
    "PLACEHOLDER",
    "PRIVATE",
    "QUOTE",
    "SEAM",
    "TERM",
    "TREE_MARKS",
    "block_marks",
    "close_mark",
    "link_marks",
    "open_mark",
    "parse_marked",
    "style_marks",
    "unmarked",
]

_FIRST = 0xE100
_ORDER: tuple[Style | Display | str, ...] = (*Style, *Display, "DOI", "PMID", "PMCID", "URL")

#: The variables that are printed as links.
LINKED = {
    "DOI": "https://doi.org/",
    "PMID": "https://pubmed.ncbi.nlm.nih.gov/",
    "PMCID": "https://pmc.ncbi.nlm.nih.gov/articles/",
    "URL": "",
}
# For character classes of patterns, as "a-z" is.
#: The marks of styles, displays and links.
TREE_MARKS = f"{chr(_FIRST)}-{chr(_FIRST + 2 * len(_ORDER) - 1)}"
#: Those and the ones below, but for seams: nothing that is printed.
MARKS = f"{TREE_MARKS}\ue001-\ue009"
#: Every character that is kept for marks.
PRIVATE = "\ue000-\ue1ff"
_MARK = re.compile(f"[{TREE_MARKS}]")
_PRIVATE = re.compile(f"[{PRIVATE}]")
#: Where two parts of an output meet: punctuation and blanks on both sides may be one too many.
SEAM = "\ue000"
#: Around text that no text-case changes (`<span class="nocase">`).
NO_CASE = ("\ue001", "\ue002")
#: Around a quotation; which marks these are depends on how deep it stands.
QUOTE = ("\ue003", "\ue004")
#: Around a quotation in single marks, which stay so unless they stand in single ones.
INNER_QUOTE = ("\ue007", "\ue008")
#: Before a term, which is capitalised where it begins a note or an entry.
TERM = "\ue009"
#: Around text that takes none of the styles around it.
NO_DECORATION = ("\ue005", "\ue006")
#: Stands for a node while the text around it is looked at.
PLACEHOLDER = "\ue00a"
#: Ends the first field of an entry, where an engine cannot make a block of it.
LABEL_END = "\ue0ff"


def unmarked(text: str) -> str:
    """Text of a field without the characters that are marks here.

    >>> unmarked("a\\ue100b")
    'ab'
    """
    return _PRIVATE.sub("", text)


def _pair(kind: Style | Display | str) -> tuple[str, str]:
    first = _FIRST + 2 * _ORDER.index(kind)
    return chr(first), chr(first + 1)


#: The pair of characters around a style, a display and a link of a variable.
style_marks: dict[Style, tuple[str, str]] = {style: _pair(style) for style in Style}
block_marks: dict[Display, tuple[str, str]] = {display: _pair(display) for display in Display}
link_marks: dict[str, tuple[str, str]] = {variable: _pair(variable) for variable in LINKED}


def open_mark(style: Style) -> str:
    """The character that begins a style."""
    return style_marks[style][0]


def close_mark(style: Style) -> str:
    """The character that ends a style."""
    return style_marks[style][1]


_OPEN = {_pair(kind)[0]: kind for kind in _ORDER}
_CLOSE = {_pair(kind)[1]: kind for kind in _ORDER}


def parse_marked(text: str) -> tuple[Node, ...]:
    """Marked text as a tree; marks that do not pair are closed at the end or dropped.

    >>> parse_marked("a " + open_mark(Style.BOLD) + "b" + close_mark(Style.BOLD))
    ('a ', Span(style=<Style.BOLD: 'bold'>, children=('b',)))
    """
    stack: list[tuple[Style | Display | str | None, list[Node]]] = [(None, [])]
    position = 0
    for match in _MARK.finditer(text):
        if match.start() > position:
            stack[-1][1].append(text[position : match.start()])
        position = match.end()
        opened = _OPEN.get(match[0])
        if opened is not None:
            stack.append((opened, []))
        elif stack[-1][0] is _CLOSE[match[0]]:
            _closed(stack)
    if position < len(text):
        stack[-1][1].append(text[position:])
    while len(stack) > 1:
        _closed(stack)
    return tuple(stack[0][1])


def _closed(stack: list[tuple[Style | Display | str | None, list[Node]]]) -> None:
    kind, children = stack.pop()
    if children:
        make = _made(kind)
        stack[-1][1].append(make(tuple(children)))


def _made(kind: Style | Display | str | None) -> Callable[[tuple[Node, ...]], Node]:
    if isinstance(kind, Style):
        return partial(Span, kind)
    if isinstance(kind, Display):
        return partial(Block, kind)
    return partial(_linked, str(kind))


def _linked(variable: str, children: tuple[Node, ...]) -> Node:
    text = plain_text(children).strip()
    whole = text.startswith(("http://", "https://"))
    return Link(text if whole else LINKED[variable] + text, children)
