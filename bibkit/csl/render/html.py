"""HTML with the classes that CSL processors share, to be styled by the page that it is put in.

Without links it is, to the character, what the test suite of CSL expects.
"""

from __future__ import annotations

from collections.abc import Sequence

from bibkit.csl.nodes import Display, Entry, Layout, Node, Style
from bibkit.csl.render.base import Output, Text, walk

__all__ = ["OUTPUT", "escaped"]

_TAGS = {
    Style.ITALIC: ("<i>", "</i>"),
    Style.OBLIQUE: ("<em>", "</em>"),
    Style.BOLD: ("<b>", "</b>"),
    Style.SUPERSCRIPT: ("<sup>", "</sup>"),
    Style.SUBSCRIPT: ("<sub>", "</sub>"),
    Style.SMALL_CAPS: ('<span style="font-variant:small-caps;">', "</span>"),
    Style.UNDERLINE: ('<span style="text-decoration:underline;">', "</span>"),
    Style.UPRIGHT: ('<span style="font-style:normal;">', "</span>"),
    Style.REGULAR: ('<span style="font-weight:normal;">', "</span>"),
    Style.NO_CAPS: ('<span style="font-variant:normal;">', "</span>"),
    Style.NO_LINE: ('<span style="text-decoration:none;">', "</span>"),
    Style.BASELINE: ('<span style="baseline">', "</span>"),
}

#: How the suite of CSL writes blocks, to the blank.
_BLOCKS = {
    Display.BLOCK: ('\n\n    <div class="csl-block">', "</div>\n"),
    Display.LEFT_MARGIN: ('\n    <div class="csl-left-margin">', "</div>"),
    Display.RIGHT_INLINE: ('<div class="csl-right-inline">', "</div>\n  "),
    Display.INDENT: ('<div class="csl-indent">', "</div>\n  "),
}


def escaped(text: str) -> str:
    """Text as HTML.

    >>> escaped("<a & b>")
    '&#60;a &#38; b&#62;'
    """
    return text.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")


def _link(url: str, text: str) -> str:
    return f'<a href="{escaped(url)}">{text}</a>'


def _unlinked(url: str, text: str) -> str:
    return text


def _nodes(nodes: Sequence[Node], links: bool) -> str:
    return walk(nodes, escaped, _TAGS, _link if links else _unlinked, _BLOCKS)


def _entry(entry: Entry, links: bool) -> str:
    return _nodes(entry.content, links)


def _whole(entries: Sequence[Entry], layout: Layout, links: bool) -> str:
    rows = "\n".join(f'  <div class="csl-entry">{_entry(one, links)}</div>' for one in entries)
    return f'<div class="csl-bib-body">\n{rows}\n</div>\n'


OUTPUT = Output("html", "HTML, to be styled", (".html", ".htm"), Text(_nodes, _entry, _whole))
