"""Trees of formatted text to the outputs: one function an output, found by its name."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence

from bibkit.csl.nodes import Block, Display, Entry, Layout, Link, Node, Span, Style
from bibkit.errors import UnknownFormat

__all__ = ["OUTPUTS", "render", "render_entry", "render_nodes"]

_HTML_TAGS = {
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
# As pandoc reads them; small capitals and underline have a bracketed span.
_MARKDOWN_TAGS = {
    Style.ITALIC: ("*", "*"),
    Style.OBLIQUE: ("*", "*"),
    Style.BOLD: ("**", "**"),
    Style.SUPERSCRIPT: ("^", "^"),
    Style.SUBSCRIPT: ("~", "~"),
    Style.SMALL_CAPS: ("[", "]{.smallcaps}"),
    Style.UNDERLINE: ("[", "]{.underline}"),
}
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>^~#$|])")

#: How the suite of CSL writes blocks, to the blank.
_HTML_BLOCKS = {
    Display.BLOCK: ('\n\n    <div class="csl-block">', "</div>\n"),
    Display.LEFT_MARGIN: ('\n    <div class="csl-left-margin">', "</div>"),
    Display.RIGHT_INLINE: ('<div class="csl-right-inline">', "</div>\n  "),
    Display.INDENT: ('<div class="csl-indent">', "</div>\n  "),
}


def _text(text: str) -> str:
    return text


def _html(text: str) -> str:
    return text.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")


def _markdown(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)


def _walk(
    nodes: Iterable[Node],
    plain: Callable[[str], str],
    tags: dict[Style, tuple[str, str]],
    link: Callable[[str, str], str],
    blocks: dict[Display, tuple[str, str]],
) -> str:
    out: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            out.append(plain(node))
            continue
        inner = _walk(node.children, plain, tags, link, blocks)
        if isinstance(node, Span):
            before, after = tags.get(node.style, ("", ""))
        elif isinstance(node, Block):
            before, after = blocks.get(node.display, ("", ""))
        else:
            out.append(link(node.url, inner))
            continue
        out.append(f"{before}{inner}{after}")
    return "".join(out)


def _unlinked(url: str, text: str) -> str:
    return text


def render_nodes(nodes: Sequence[Node], to: str, *, links: bool = True) -> str:
    """A formatted text that is no entry: a citation.

    Raises:
        UnknownFormat: `to` is none of `OUTPUTS`.
    """
    return _writer(to)[0](nodes, links)


def render_entry(entry: Entry, to: str, *, links: bool = True) -> str:
    """One entry without the frame that a whole bibliography has.

    Raises:
        UnknownFormat: `to` is none of `OUTPUTS`.
    """
    return _writer(to)[1](entry, links)


def render(
    entries: Sequence[Entry], to: str, layout: Layout | None = None, *, links: bool = True
) -> str:
    """A whole bibliography, ending in a line end; empty for no entries.

    Args:
        links: whether DOIs, PMIDs, PMCIDs and addresses are links, where the output has links.

    Raises:
        UnknownFormat: `to` is none of `OUTPUTS`.
    """
    _, entry, frame = _writer(to)
    return frame([entry(one, links) for one in entries]) if entries else ""


Writer = tuple[
    Callable[[Sequence[Node], bool], str], Callable[[Entry, bool], str], Callable[[list[str]], str]
]


def _writer(to: str) -> Writer:
    writer = _WRITERS.get(to.lower())
    if writer is None:
        raise UnknownFormat(f"There is no output '{to}'. The outputs are: {', '.join(OUTPUTS)}.")
    return writer


def _text_nodes(nodes: Sequence[Node], links: bool) -> str:
    return _walk(nodes, _text, {}, _unlinked, {})


def _text_entry(entry: Entry, links: bool) -> str:
    label = _text_nodes(entry.label, links).rstrip()
    body = _text_nodes(entry.body, links).strip()
    return f"{label} {body}" if label else body


def _html_link(url: str, text: str) -> str:
    return f'<a href="{html.escape(url)}">{text}</a>'


def _html_nodes(nodes: Sequence[Node], links: bool) -> str:
    return _walk(nodes, _html, _HTML_TAGS, _html_link if links else _unlinked, _HTML_BLOCKS)


def _html_entry(entry: Entry, links: bool) -> str:
    return _html_nodes(entry.content, links)


def _markdown_link(url: str, text: str) -> str:
    return f"[{text}]({url})"


def _markdown_nodes(nodes: Sequence[Node], links: bool) -> str:
    return _walk(nodes, _markdown, _MARKDOWN_TAGS, _markdown_link if links else _unlinked, {})


def _markdown_entry(entry: Entry, links: bool) -> str:
    label = _markdown_nodes(entry.label, links).strip()
    body = _markdown_nodes(entry.body, links).strip()
    if not label:
        # A paragraph that begins "1. " would become a list.
        return re.sub(r"^(\d+)([.)])", r"\1\\\2", body)
    return f"{label} {body}"


def _html_frame(entries: list[str]) -> str:
    rows = "\n".join(f'  <div class="csl-entry">{entry}</div>' for entry in entries)
    return f'<div class="csl-bib-body">\n{rows}\n</div>\n'


_WRITERS: dict[str, Writer] = {
    "text": (_text_nodes, _text_entry, lambda entries: "\n".join(entries) + "\n"),
    "html": (_html_nodes, _html_entry, _html_frame),
    "markdown": (_markdown_nodes, _markdown_entry, lambda entries: "\n\n".join(entries) + "\n"),
}

#: The names that `render` takes.
OUTPUTS = tuple(_WRITERS)
