"""HTML to paste into Word, LibreOffice or Google Docs: paragraphs with their styles inline.

Nothing depends on a style sheet or a class; indents are margins of paragraphs, which all three
understand, and the number is parted from the text by Word's own tab (blanks for the others).
"""

from __future__ import annotations

from collections.abc import Sequence

from bibkit.csl.nodes import Entry, Layout, Node, Style
from bibkit.csl.render.base import (
    Line,
    Output,
    Run,
    Text,
    labels_width,
    lines,
    regrouped,
    runs,
    walk,
)
from bibkit.csl.render.html import escaped

__all__ = ["OUTPUT"]

_TAGS = {
    Style.ITALIC: ("<i>", "</i>"),
    Style.BOLD: ("<b>", "</b>"),
    Style.LIGHT: ('<span style="font-weight:300">', "</span>"),
    Style.SUPERSCRIPT: ("<sup>", "</sup>"),
    Style.SUBSCRIPT: ("<sub>", "</sub>"),
    Style.SMALL_CAPS: ('<span style="font-variant:small-caps">', "</span>"),
    Style.UNDERLINE: ("<u>", "</u>"),
}
_TAB = '<span style="mso-tab-count:1">&#160;&#160;</span>'

#: Points: of a hanging indent, of a line, and of a character of a label.
_HANGING, _LINE, _CHARACTER = 36, 12, 6


def _link(url: str, text: str) -> str:
    return f'<a href="{escaped(url)}">{text}</a>'


def _written(found: Sequence[Run]) -> str:
    return walk(regrouped(found), escaped, _TAGS, _link)


def _nodes(nodes: Sequence[Node], links: bool) -> str:
    return _written(runs(nodes, links))


def _line(line: Line, gap: str) -> str:
    label, body = _written(line.label), _written(line.body)
    return f"{label}{gap}{body}" if label and body else label or body


def _entry(entry: Entry, links: bool) -> str:
    return "<br>".join(_line(line, " ") for line in lines(entry, links))


def _whole(entries: Sequence[Entry], layout: Layout, links: bool) -> str:
    every = [lines(entry, links) for entry in entries]
    width = labels_width(every)
    column = (width + 1) * _CHARACTER if width else 0
    hanging = column or (_HANGING if layout.hanging_indent else 0)
    left = 0 if layout.second_field_align == "margin" else hanging
    spacing = f"line-height:{layout.line_spacing * 100}%"
    out = []
    for found in every:
        for line in found:
            after = layout.entry_spacing * _LINE if line is found[-1] else 0
            own, first = left, -hanging
            if line.indent or (width and not line.label):
                own, first = _HANGING if line.indent else 0, 0
            style = f"margin:0 0 {after}pt {own}pt;text-indent:{first}pt;{spacing}"
            out.append(f'<p style="{style}">{_line(line, _TAB)}</p>\n')
    return "".join(out)


OUTPUT = Output(
    "clipboard", "HTML to paste into Word or Google Docs", (), Text(_nodes, _entry, _whole)
)
