"""Markdown as pandoc reads it.

Every character that pandoc could take for a mark is escaped, wherever it stands; what makes a list,
a heading or a title at the begin of a line only there. Source: the Pandoc User's Guide, "Pandoc's
Markdown", with the extensions that are on by default (`smart`, `citations`, `fancy_lists` …).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bibkit.csl.nodes import Entry, Layout, Link, Node, Span, Style
from bibkit.csl.render.base import Output, Run, Text, lines, regrouped, runs

__all__ = ["OUTPUT"]

_TAGS = {
    Style.ITALIC: ("*", "*"),
    Style.BOLD: ("**", "**"),
    Style.SUPERSCRIPT: ("^", "^"),
    Style.SUBSCRIPT: ("~", "~"),
    Style.SMALL_CAPS: ("[", "]{.smallcaps}"),
    Style.UNDERLINE: ("[", "]{.underline}"),
}
# The last ones: an entity, a dash or an ellipsis of `smart`, attributes of what stands before, and
# a mark of exclamation that would make an image of a link.
_SPECIAL = re.compile(
    r"[\\`*_\[\]<>^~#$|@\"']|&(?=#?\w+;)|(?<=-)-|\.(?=\.\.)|\{|!$",
)
# A list (of numbers, letters, Roman numerals), a definition, a title block. An initial is none:
# a capital with a stop needs two blanks.
_BEGINS = re.compile(
    r"(?P<before>\(?(?:\d+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+))(?P<mark>[.)])(?=\s|$)|(?P<sign>[-+:%])"
)
_INITIAL = re.compile(r"[A-Z]+\.\s?(?=\S)")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _link(url: str, text: str) -> str:
    url = re.sub(r"&(?=#?\w+;)", "&amp;", url)
    return f"[{text}](<{url}>)" if "(" in url or ")" in url else f"[{text}]({url})"


def _walk(nodes: Iterable[Node]) -> str:
    out: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            out.append(_escaped(node))
            continue
        inner = _walk(node.children)
        core = inner.strip()  # `* a*` is no emphasis: blanks stand outside
        if not core:
            out.append(inner)
            continue
        begin = inner.index(core)
        out += (inner[:begin], _marked(node, core), inner[begin + len(core) :])
    return "".join(out)


def _marked(node: Node, text: str) -> str:
    if isinstance(node, Link):
        return _link(node.url, text)
    assert isinstance(node, Span)  # noqa: S101 -- what `regrouped` makes
    before, after = _TAGS.get(node.style, ("", ""))
    if node.style in (Style.SUPERSCRIPT, Style.SUBSCRIPT):
        text = text.replace(" ", "\\ ")  # a plain blank would end them
    return f"{before}{text}{after}"


def _written(found: Sequence[Run]) -> str:
    return _walk(regrouped(found))


def _nodes(nodes: Sequence[Node], links: bool) -> str:
    return _written(runs(nodes, links))


def _begun(text: str) -> str:
    """A line that is no list, definition or title by how it begins."""
    match = _BEGINS.match(text)
    if match is None or _INITIAL.match(text):
        return text
    return f"{match['before'] or ''}\\{match['mark'] or match['sign']}{text[match.end() :]}"


def _entry(entry: Entry, links: bool) -> str:
    out = []
    for line in lines(entry, links):
        label, body = _written(line.label), _written(line.body)
        out.append(_begun(f"{label} {body}" if label and body else label or body))
    return "\\\n".join(out)  # a hard line break


def _whole(entries: Sequence[Entry], layout: Layout, links: bool) -> str:
    return "\n\n".join(_entry(entry, links) for entry in entries) + "\n"


OUTPUT = Output(
    "markdown", "Markdown (pandoc's)", (".md", ".markdown"), Text(_nodes, _entry, _whole)
)
