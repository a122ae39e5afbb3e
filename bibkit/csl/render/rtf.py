"""RTF: a document of its own in ASCII, which every word processor opens.

Source: the Rich Text Format specification 1.9.1 (`\\u` takes a signed 16-bit number, so characters
beyond the first plane are two; `\\uc1` says that one character stands in for each).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from bibkit.csl.nodes import Entry, Layout, Node, Style
from bibkit.csl.render.base import Line, Output, Run, Text, labels_width, lines, runs

__all__ = ["OUTPUT"]

_WORDS = {
    Style.ITALIC: r"\i",
    Style.BOLD: r"\b",
    Style.SMALL_CAPS: r"\scaps",
    Style.UNDERLINE: r"\ul",
    Style.SUPERSCRIPT: r"\super",
    Style.SUBSCRIPT: r"\sub",
}
_SPECIAL = re.compile(r"[\\{}]|[^\x20-\x7e]")

_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}}" + "\n"
    r"{\stylesheet{\s0\f0\fs24 Normal;}{\s1\sbasedon0"
)
#: Twips, of which a point has twenty: of a hanging indent, of a line, of a character of a label.
_HANGING, _LINE, _CHARACTER = 720, 240, 120


def _escaped(text: str) -> str:
    return _SPECIAL.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    character = match[0]
    if character in "\\{}":
        return f"\\{character}"
    data = character.encode("utf-16-le")
    units = (int.from_bytes(data[i : i + 2], "little", signed=True) for i in range(0, len(data), 2))
    return "".join(f"\\u{unit}?" for unit in units)


def _written(found: Iterable[Run]) -> str:
    out = []
    for url, linked in groupby(found, key=lambda run: run.url):
        text = "".join(map(_run, linked))
        if url:
            text = (
                f'{{\\field{{\\*\\fldinst{{HYPERLINK "{_escaped(url)}"}}}}{{\\fldrslt{{{text}}}}}}}'
            )
        out.append(text)
    return "".join(out)


def _run(run: Run) -> str:
    styles = run.styles | {Style.UNDERLINE} if run.url else run.styles
    words = "".join(_WORDS.get(style, "") for style in sorted(styles))
    return f"{{{words} {_escaped(run.text)}}}" if words else _escaped(run.text)


def _nodes(nodes: Sequence[Node], links: bool) -> str:
    return _written(runs(nodes, links))


def _line(line: Line) -> str:
    label, body = _written(line.label), _written(line.body)
    return f"{label}\\tab {body}" if label and body else label or body


def _entry(entry: Entry, links: bool) -> str:
    return "\\line\n".join(map(_line, lines(entry, links)))


def _whole(entries: Sequence[Entry], layout: Layout, links: bool) -> str:
    every = [lines(entry, links) for entry in entries]
    width = labels_width(every)
    column = (width + 1) * _CHARACTER if width else 0
    hanging = column or (_HANGING if layout.hanging_indent else 0)
    left = 0 if layout.second_field_align == "margin" else hanging
    spacing = f"\\sl{layout.line_spacing * _LINE}\\slmult1"
    tab = f"\\tx{left}" if width else ""
    form = f"\\li{left}\\fi{-hanging}{tab}\\sa{layout.entry_spacing * _LINE}{spacing}"
    out = [f"{_HEAD}{form}\\f0\\fs24 Bibliography;}}}}\n"]
    for found in every:
        for line in found:
            own = form
            if line.indent:
                own += f"\\li{_HANGING}\\fi0"
            elif width and not line.label:
                own += "\\li0\\fi0"
            if line is not found[-1]:
                own += "\\sa0\\keepn"
            out.append(f"{{\\pard\\plain\\s1{own}\\f0\\fs24 {_line(line)}\\par}}\n")
    return "".join([*out, "}\n"])


OUTPUT = Output("rtf", "RTF, for any word processor", (".rtf",), Text(_nodes, _entry, _whole))
