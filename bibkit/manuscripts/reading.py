"""Markdown as tokens: CommonMark with what pandoc's readers are used to.

Tables, footnotes, definition lists, `^superscript^`, `~subscript~`, `$maths$`, `~~struck~~`,
attributes (`{#id .class}`) and fenced divs (`::: {#refs}`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

__all__ = ["markdown_parser"]

#: What `{…}` may say of an element: nothing that runs.
_ATTRIBUTES = ("id", "class", "width", "height", "lang")
_DIV = re.compile(r":{3,}[ \t]*(?:\{([^}\n]*)\}|([\w-]+))?[ \t]*:*[ \t]*$")


def markdown_parser() -> MarkdownIt:
    """A parser whose tokens hold raw HTML as it stands: whoever renders them sees to it."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.footnote.index import footnote_inline
    from mdit_py_plugins.subscript import sub_plugin
    from mdit_py_plugins.superscript import superscript_plugin

    parser = MarkdownIt("commonmark", {"typographer": True})
    parser.enable(["table", "strikethrough", "smartquotes"])
    parser.use(footnote_plugin).use(deflist_plugin).use(superscript_plugin).use(sub_plugin)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_labels=False)
    parser.use(attrs_plugin, spans=True, allowed=_ATTRIBUTES)
    parser.use(attrs_block_plugin, allowed=_ATTRIBUTES)
    # `^[a note]^[another]` are two notes, no superscript.
    parser.inline.ruler.before("emphasis", "note_first", footnote_inline)
    parser.block.ruler.before("fence", "div", _div, {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "blockquote"]})
    parser.core.ruler.push("bare_html", _bare_html)
    parser.core.ruler.before("smartquotes", "dashes", _dashes)
    parser.core.ruler.push("heading_attributes", _heading_attributes)
    return parser


def _div(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """The first or last line of a fenced div (pandoc's manual, "Divs and Spans")."""
    begin = state.bMarks[line] + state.tShift[line]
    text = state.src[begin : state.eMarks[line]]
    match = _DIV.match(text) if text.startswith(":::") else None
    if match is None:
        return False
    if silent:
        return True
    opens = match[1] is not None or match[2] is not None
    token = state.push("div_open" if opens else "div_close", "div", 1 if opens else -1)
    token.block = True
    token.map = [line, line + 1]
    token.meta = {"refs": "#refs" in (match[1] or "").split()}
    if opens:
        classes = match[2] or " ".join(re.findall(r"\.([\w-]+)", match[1] or ""))
        identifier = re.search(r"#([\w:.-]+)", match[1] or "")
        if identifier:
            token.attrSet("id", identifier[1])
        if classes:
            token.attrSet("class", classes)
    state.line = line + 1
    return True


_VERBATIM = re.compile(r"<(?:(?:script|pre|style|textarea)\b|\?|!\[CDATA\[|![A-Z])", re.I)
_TAGS = re.compile(r"(?:</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>\s*)+$")
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|blockquote|caption|center|col|colgroup|dd|details|div|dl|dt|figcaption"
    r"|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr"
    r"|ul)\b",
    re.I,
)


def _html_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Raw HTML as pandoc has it: lines of tags alone, and Markdown between them.

    CommonMark takes all up to a blank line, and citations in it would be lost.
    """
    from markdown_it.rules_block import html_block

    begin, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    text = state.src[begin:stop]
    if not text.startswith("<") or state.is_code_block(line):
        return False
    if text.startswith("<!--"):
        closed = state.src.find("-->", begin)
        behind = state.src[closed + 3 :].partition("\n")[0] if closed >= 0 else ""
        return not behind.strip() and html_block(state, line, end, silent)
    if _VERBATIM.match(text):
        return html_block(state, line, end, silent)
    if not _TAGS.match(text):
        return False
    if silent:
        return bool(_BLOCK_TAG.match(text))
    token = state.push("html_block", "", 0)
    token.map = [line, line + 1]
    token.content = f"{text}\n"
    state.line = line + 1
    return True


def _bare_html(state: StateCore) -> None:
    """What begins with `<td>` or its like is no paragraph of its own."""
    for before, inline, after in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        first = inline.children[0] if inline.children else None
        if before.type == "paragraph_open" and first is not None and first.type == "html_inline":
            before.hidden = after.hidden = bool(_BLOCK_TAG.match(first.content))


def _dashes(state: StateCore) -> None:
    """`---`, `--` and `...` as the characters they stand for (pandoc's extension "smart")."""
    for block in state.tokens:
        for token in block.children or []:
            _smart(token)


def _smart(token: Token) -> None:
    if token.type == "text":
        text = re.sub(r"(?<!-)---(?!-)", "—", token.content)
        text = re.sub(r"(?<!-)--(?!-)", "–", text)
        token.content = text.replace("...", "…")
    for child in token.children or []:
        _smart(child)


_HEADING = re.compile(r"[ \t]*\{([^{}\n]*)\}[ \t]*$")


def _heading_attributes(state: StateCore) -> None:
    """`# Methods {#methods .unnumbered}`: attributes at a heading's end are none of its text."""
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        last = token.children[-1] if token.children else None
        if before.type != "heading_open" or last is None or last.type != "text":
            continue
        match = _HEADING.search(last.content)
        if match is None or not re.match(r"\s*[#.\w-]", match[1]):
            continue
        last.content = last.content[: match.start()]
        identifier = re.search(r"#([\w:.-]+)", match[1])
        if identifier:
            before.attrSet("id", identifier[1])
