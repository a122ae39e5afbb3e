"""Plain text: an entry a line, but for what a style sets on lines of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bibkit.csl.nodes import Entry, Layout, Node
from bibkit.csl.render.base import Output, Run, Text, lines, runs

__all__ = ["OUTPUT"]


def _joined(found: Iterable[Run]) -> str:
    return "".join(run.text for run in found)


def _nodes(nodes: Sequence[Node], links: bool) -> str:
    return _joined(runs(nodes, links=False))


def _entry(entry: Entry, links: bool) -> str:
    out = []
    for line in lines(entry, links=False):
        label, body = _joined(line.label), _joined(line.body)
        indent = "    " if line.indent else ""
        out.append(indent + (f"{label} {body}" if label and body else label or body))
    return "\n".join(out)


def _whole(entries: Sequence[Entry], layout: Layout, links: bool) -> str:
    return "\n".join(_entry(entry, links) for entry in entries) + "\n"


OUTPUT = Output("text", "plain text", (".txt", ".text"), Text(_nodes, _entry, _whole))
