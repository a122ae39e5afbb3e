"""Typst: paragraphs or a grid to `#include`; no code but what is written here can come of a text.

Source: the Typst reference, "Syntax" (markup, escapes, where an expression in markup ends).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bibkit.csl.nodes import Entry, Layout, Link, Node, Span, Style
from bibkit.csl.render.base import Line, Output, Run, Text, lines, regrouped, runs

__all__ = ["OUTPUT"]

_CALLS = {
    Style.ITALIC: "#emph",
    Style.BOLD: "#strong",
    Style.LIGHT: '#text(weight: "light")',
    Style.SMALL_CAPS: "#smallcaps",
    Style.UNDERLINE: "#underline",
    Style.SUPERSCRIPT: "#super",
    Style.SUBSCRIPT: "#sub",
}
# A hyphen between letters is one; elsewhere it may begin a dash, a minus or a list. Slashes begin
# comments and are part of addresses, which Typst would link.
_SPECIAL = re.compile(r"[\\#$*_`<>@\[\]~/=+\"']|(?<![^\W\d])-|-(?![^\W\d])|\.(?=\.\.)")
_NUMBERED = re.compile(r"^(\d+)(\.)(?=\s|$)")
# After an expression these would go on with it: call it, or ask for a part of it.
_GOES_ON = ("(", ".", ";")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _walk(nodes: Iterable[Node]) -> str:
    out = ""
    for node in nodes:
        if isinstance(node, str):
            text = _escaped(node)
            out += f";{text}" if out.endswith("]") and text.startswith(_GOES_ON) else text
            continue
        inner = _walk(node.children)
        if isinstance(node, Link):
            out += f'#link("{node.url}")[{inner}]'
        elif isinstance(node, Span):
            out += f"{_CALLS[node.style]}[{inner}]"
    return out


def _written(found: Sequence[Run]) -> str:
    return _NUMBERED.sub(r"\1\\\2", _walk(regrouped(found)))


def _nodes(nodes: Sequence[Node], links: bool) -> str:
    return _walk(regrouped(runs(nodes, links)))


def _line(line: Line) -> str:
    label, body = _written(line.label), _written(line.body)
    return f"{label} {body}" if label and body else label or body


def _rest(found: Sequence[Line]) -> str:
    return "".join(
        "#linebreak()" + ("#h(1.5em)" if line.indent else "") + f"\n{_line(line)}" for line in found
    )


def _entry(entry: Entry, links: bool) -> str:
    first, *rest = lines(entry, links)
    return _line(first) + _rest(rest)


def _whole(entries: Sequence[Entry], layout: Layout, links: bool) -> str:
    every = [lines(entry, links) for entry in entries]
    gap = 0.65 + 0.65 * layout.entry_spacing
    if any(line.label for found in every for line in found[:1]):
        rows = [
            f"  [{_written(first.label)}], [{_written(first.body)}{_rest(rest)}],"
            for first, *rest in every
        ]
        sizes = f"columns: (auto, 1fr), column-gutter: 0.6em, row-gutter: {gap:g}em,"
        return "\n".join([f"#grid({sizes}", *rows, ")", ""])
    hanging = "1.5em" if layout.hanging_indent else "0em"
    setting = f"#set par(hanging-indent: {hanging}, first-line-indent: 0em, spacing: {gap:g}em)"
    paragraphs = "\n\n".join(_line(first) + _rest(rest) for first, *rest in every)
    return f"#[\n{setting}\n\n{paragraphs}\n]\n"


OUTPUT = Output("typst", "Typst, to be #included", (".typ",), Text(_nodes, _entry, _whole))
