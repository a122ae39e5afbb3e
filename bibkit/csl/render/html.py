"""HTML with the classes that CSL processors share, to be styled by the page that it is put in.

Without links it is, to the character, what the test suite of CSL expects.
"""

from __future__ import annotations

from collections.abc import Sequence

from bibkit.csl.nodes import Display, Entry, Layout, Node, Style
from bibkit.csl.render.base import Output, Text, walk

__all__ = ["CSS", "OUTPUT", "escaped", "page"]

#: What a page needs that holds a bibliography: numbers in the margin, hanging indents.
CSS = """\
.csl-entry { margin-bottom: 0.5em; overflow: hidden; }
.hanging-indent .csl-entry { padding-left: 2em; text-indent: -2em; }
.csl-left-margin { float: left; padding-right: 0.5em; min-width: 2em; }
.csl-right-inline { margin-left: 2.5em; } .csl-indent { margin-left: 2em; }
"""

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


def page(body: str, title: str, *, hanging: bool = False) -> str:
    """A whole page that needs no other file, of a bibliography as HTML."""
    around = ' class="hanging-indent"' if hanging else ""
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>\n"
        "body { max-width: 42em; margin: 2em auto; padding: 0 1em; line-height: 1.5; }\n"
        f"{CSS}</style>\n</head>\n<body{around}>\n{body}</body>\n</html>\n"
    )


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
