"""Trees of formatted text to plain text, HTML and Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from bibkit.csl.nodes import Entry, Node, Span, Style
from bibkit.errors import UnknownFormat

__all__ = ["OUTPUTS", "render", "render_entry"]

_HTML_TAGS = {
    Style.ITALIC: ("<i>", "</i>"),
    Style.BOLD: ("<b>", "</b>"),
    Style.SUPERSCRIPT: ("<sup>", "</sup>"),
    Style.SUBSCRIPT: ("<sub>", "</sub>"),
    Style.SMALL_CAPS: ('<span style="font-variant:small-caps;">', "</span>"),
    Style.UNDERLINE: ('<span style="text-decoration:underline;">', "</span>"),
}
# As pandoc reads them; small capitals and underline have a bracketed span.
_MARKDOWN_TAGS = {
    Style.ITALIC: ("*", "*"),
    Style.BOLD: ("**", "**"),
    Style.SUPERSCRIPT: ("^", "^"),
    Style.SUBSCRIPT: ("~", "~"),
    Style.SMALL_CAPS: ("[", "]{.smallcaps}"),
    Style.UNDERLINE: ("[", "]{.underline}"),
}
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>^~#$|])")


def _text(text: str) -> str:
    return text


def _html(text: str) -> str:
    return html.escape(text, quote=False)


def _markdown(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)


def _walk(
    nodes: Sequence[Node],
    plain: Callable[[str], str],
    tags: dict[Style, tuple[str, str]],
    active: frozenset[Style] = frozenset(),
) -> str:
    out: list[str] = []
    for node in nodes:
        if isinstance(node, Span):
            inner = _walk(node.children, plain, tags, active | {node.style})
            before, after = tags.get(node.style, ("", ""))
            # A style inside itself has nothing to add.
            out.append(inner if node.style in active else f"{before}{inner}{after}")
        else:
            out.append(plain(node))
    return "".join(out)


def render_entry(entry: Entry, to: str) -> str:
    """One entry without the frame that a whole bibliography has.

    Raises:
        UnknownFormat: `to` is none of `OUTPUTS`.
    """
    return _writer(to)[0](entry)


def render(entries: Sequence[Entry], to: str) -> str:
    """A whole bibliography, ending in a line end; empty for no entries.

    Raises:
        UnknownFormat: `to` is none of `OUTPUTS`.
    """
    entry, frame = _writer(to)
    return frame([entry(one) for one in entries]) if entries else ""


Writer = tuple[Callable[[Entry], str], Callable[[list[str]], str]]


def _writer(to: str) -> Writer:
    writer = _WRITERS.get(to.lower())
    if writer is None:
        raise UnknownFormat(f"There is no output '{to}'. The outputs are: {', '.join(OUTPUTS)}.")
    return writer


def _text_entry(entry: Entry) -> str:
    label = _walk(entry.label, _text, {}).rstrip()
    body = _walk(entry.body, _text, {}).strip()
    return f"{label} {body}" if label else body


def _html_entry(entry: Entry) -> str:
    body = _walk(entry.body, _html, _HTML_TAGS).strip()
    if not entry.label:
        return body
    label = _walk(entry.label, _html, _HTML_TAGS).strip()
    return f'<div class="csl-left-margin">{label}</div><div class="csl-right-inline">{body}</div>'


def _markdown_entry(entry: Entry) -> str:
    label = _walk(entry.label, _markdown, _MARKDOWN_TAGS).strip()
    body = _walk(entry.body, _markdown, _MARKDOWN_TAGS).strip()
    if not label:
        # A paragraph that begins "1. " would become a list.
        return re.sub(r"^(\d+)([.)])", r"\1\\\2", body)
    return f"{label} {body}"


def _html_frame(entries: list[str]) -> str:
    rows = "\n".join(f'  <div class="csl-entry">{entry}</div>' for entry in entries)
    return f'<div class="csl-bib-body">\n{rows}\n</div>\n'


_WRITERS: dict[str, Writer] = {
    "text": (_text_entry, lambda entries: "\n".join(entries) + "\n"),
    "html": (_html_entry, _html_frame),
    "markdown": (_markdown_entry, lambda entries: "\n\n".join(entries) + "\n"),
}

#: The names that `render` takes.
OUTPUTS = tuple(_WRITERS)
