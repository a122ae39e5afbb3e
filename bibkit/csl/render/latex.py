"""LaTeX: a list to `\\input`; no command but those written here can come of a text.

Characters outside ASCII stay: LuaLaTeX and XeLaTeX print all that the font has, pdfLaTeX the usual
ones. Links need `hyperref`; without it they are plain text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibkit.csl.nodes import Entry, Layout, Node, Style
from bibkit.csl.render.base import Line, Output, Run, Text, lines, regrouped, runs, walk

__all__ = ["OUTPUT"]

_TAGS = {
    Style.ITALIC: (r"\textit{", "}"),
    Style.BOLD: (r"\textbf{", "}"),
    Style.SMALL_CAPS: (r"\textsc{", "}"),
    Style.UNDERLINE: (r"\underline{", "}"),
    Style.SUPERSCRIPT: (r"\textsuperscript{", "}"),
    Style.SUBSCRIPT: (r"\textsubscript{", "}"),
}
_CHARACTERS = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\string" + '"',  # babel makes a command of it in German
    "\u00a0": "~",
    "\u2009": r"\,",
    "\u202f": r"\,",
    **{character: f"\\{character}" for character in "{}$&#_%"},
}
# The last: what TeX would join to a dash or a quotation mark.
_SPECIAL = re.compile(r"[\\{}$&#_%^~`<>|\"\u00a0\u2009\u202f]|(?:-(?=-)|'(?=')|,(?=,))")
_ADDRESS = re.compile(r"https?://\S+")
_SLASH = re.compile(r"/(?![/\\])")
_URL_SPECIAL = re.compile(r"[%#&_~]")


def _escaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        character = match[0]
        return _CHARACTERS.get(character, f"{character}{{}}")

    return _ADDRESS.sub(_broken, _SPECIAL.sub(one, text))


def _broken(match: re.Match[str]) -> str:
    """An address, which is too long for many a line, with places to break it."""
    return _SLASH.sub(r"/\\allowbreak{}", match[0])


def _link(url: str, text: str) -> str:
    text = _SLASH.sub(r"/\\allowbreak{}", text)
    return f"\\href{{{_URL_SPECIAL.sub(_in_url, url)}}}{{{text}}}"


def _in_url(match: re.Match[str]) -> str:
    # hyperref takes \% and its like in an address, but no \textasciitilde.
    return "\\string~" if match[0] == "~" else f"\\{match[0]}"


def _written(found: Sequence[Run]) -> str:
    return walk(regrouped(found), _escaped, _TAGS, _link)


def _nodes(nodes: Sequence[Node], links: bool) -> str:
    return _written(runs(nodes, links))


def _line(line: Line) -> str:
    label, body = _written(line.label), _written(line.body)
    return f"{label} {body}" if label and body else label or body


def _rest(found: Sequence[Line]) -> str:
    return "".join(
        "\\newline\n" + (r"\hspace*{1.5em}" if line.indent else "") + _line(line) for line in found
    )


def _entry(entry: Entry, links: bool) -> str:
    first, *rest = lines(entry, links)
    return _line(first) + _rest(rest)


def _item(found: Sequence[Line]) -> str:
    first, *rest = found
    # The empty label and group keep what begins with a bracket from being a label.
    label = f"{{{_written(first.label)}}}\\hfill" if first.label else ""
    body = _written(first.body)
    return f"\\item[{label}] {'{}' if body.startswith('[') else ''}{body}{_rest(rest)}"


def _setting(every: Sequence[Sequence[Line]], layout: Layout) -> list[str]:
    """The lengths of the list: a column of labels, a hanging indent, or neither."""
    labels = [_written(line.label) for found in every for line in found[:1] if line.label]
    if labels:
        out = [rf"\settowidth{{\labelwidth}}{{{max(labels, key=len)}}}"]
        if layout.second_field_align == "margin":
            out.append(r"\setlength{\leftmargin}{0pt}")
        else:
            out.append(r"\setlength{\leftmargin}{\labelwidth}\addtolength{\leftmargin}{\labelsep}")
    else:
        margin = "1.5em" if layout.hanging_indent else "0pt"
        out = [
            rf"\setlength{{\leftmargin}}{{{margin}}}\setlength{{\itemindent}}{{-{margin}}}",
            r"\setlength{\labelwidth}{0pt}\setlength{\labelsep}{0pt}",
        ]
    out.append(r"\sloppy\frenchspacing")
    if layout.line_spacing > 1:
        out.append(rf"\linespread{{{layout.line_spacing}}}\selectfont")
    space = f"{layout.entry_spacing}\\baselineskip" if layout.entry_spacing else "0pt"
    out.append(rf"\setlength{{\itemsep}}{{{space}}}\setlength{{\parsep}}{{0pt}}")
    return out


def _whole(entries: Sequence[Entry], layout: Layout, links: bool) -> str:
    every = [lines(entry, links) for entry in entries]
    linked = any(run.url for found in every for line in found for run in (*line.label, *line.body))
    return "\n".join(
        [
            *(
                [r"\providecommand{\href}[2]{#2}% links need \usepackage{hyperref}"]
                if linked
                else []
            ),
            r"\begin{list}{}{%",
            *(f"  {setting}%" for setting in _setting(every, layout)),
            "}",
            *map(_item, every),
            r"\end{list}",
            "",
        ]
    )


OUTPUT = Output("latex", "LaTeX, to be \\input", (".tex",), Text(_nodes, _entry, _whole))
