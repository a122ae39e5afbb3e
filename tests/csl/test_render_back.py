"""What is printed says what the tree says: each output is read back as its program would read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibkit.controls import clean
from bibkit.csl.nodes import Block, Display, Entry, Link, Node, Span, Style, plain_text
from bibkit.csl.render import render, render_bytes, render_nodes
from bibkit.docx import docx_text

HOSTILE = [
    "</div><script>alert(1)</script>",
    '" onclick="x',
    "\\input{/etc/passwd}",
    "\\end{list}\\write18{x}",
    "^^5cinput",
    "}}}{{{",
    '#eval("1")',
    ']#read("x")[',
    "{\\*\\fldinst DDE}",
    "}\\par{",
    "[a](javascript:x){.c}",
    "``` {=html}",
    "*a* **b** _c_ ~d~ ^e^",
    "$x$ %",
    "\u00a0nbsp \u202fthin",
    "😀 漢字 é",
    "-- --- ... '' ,, << >>",
    "\\",
    "\\u{41}",
    "&amp; &#60;",
]
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=12),
    st.text("ab1 .,;:-!?'\"()[]{}<>\\/|*_^~`#$%&@=+", max_size=12),
).map(lambda text: clean(text).text)
urls = st.one_of(st.sampled_from(HOSTILE), st.just("/x").map("https://e.org".__add__)).map(
    lambda text: text if text.startswith("https") else f"https://e.org/{text}"
)


def _inner(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Span, st.sampled_from(Style), several), st.builds(Link, urls, several)
    )


nodes: st.SearchStrategy[list[Node]] = st.lists(
    st.recursive(words, _inner, max_leaves=6), min_size=1, max_size=4
)


def _without_blanks(text: str) -> str:
    return "".join(text.split())  # where a line may break is not what is looked at here


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def _html(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    assert page.tags <= {"a", "b", "em", "i", "p", "span", "sub", "sup", "u"}
    assert page.attributes <= {"href", "style"}
    return page.text


def _read(text: str, *rules: tuple[str, Callable[[re.Match[str]], str]]) -> str:
    """A text, from its begin, by the first rule that fits at each place; else the character."""
    out, place = "", 0
    while place < len(text):
        for pattern, meaning in rules:
            match = re.compile(pattern, re.S).match(text, place)
            if match:
                out += meaning(match)
                place = match.end()
                break
        else:
            out += text[place]
            place += 1
    return out


def _nothing(match: re.Match[str]) -> str:
    return ""


def _markdown(text: str) -> str:
    return _read(
        text,
        (r"\\(.)", lambda match: match[1]),
        (r"\]\{\.\w+\}|\]\(<[^<>]*>\)|\]\([^()\s]*\)|[*^~\[]", _nothing),
    )


_NAMED = {
    "backslash": "\\",
    "asciicircum": "^",
    "asciitilde": "~",
    "asciigrave": "`",
    "less": "<",
    "greater": ">",
    "bar": "|",
}


def _latex(text: str) -> str:
    depth = 0
    for mark in re.findall(r"\\.|[{}]", text, re.S):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        assert depth >= 0
    assert depth == 0
    return _read(
        text,
        (rf"\\text({'|'.join(_NAMED)})\{{\}}", lambda match: _NAMED[match[1]]),
        (r"\\href\{[^{}]*\}\{|\\(text(it|bf|sc|superscript|subscript)|underline)\{", _nothing),
        (r"\\allowbreak\{\}|\{\}|\}", _nothing),
        (r"\\string\"", lambda match: '"'),
        (r"\\,|~", lambda match: " "),
        (r"\\([{}$&#_%])", lambda match: match[1]),
        (r"[\\{$&#_^%]", lambda match: pytest.fail(f"{match[0]} in {text}")),
    )


def _typst(text: str) -> str:
    return _read(
        text,
        (r"\\(.)", lambda match: match[1]),
        (r'#link\("[^"\\]*"\)\[|#text\(weight: "light"\)\[', _nothing),
        (r"#(emph|strong|smallcaps|underline|super|sub)\[|\];?", _nothing),
        (r"[#$*_`<>@\[~]|//|--", lambda match: pytest.fail(f"{match[0]} in {text}")),
    )


_WORDS = set(
    "rtf ansi ansicpg uc deff pard plain s li fi tx sa sl slmult f fs keepn i b scaps ul super sub"
    " field fldrslt".split()
)


def _word(match: re.Match[str]) -> str:
    known = {"par": "\n", "line": "\n", "tab": "\t"}
    assert match[1] in _WORDS or match[1] in known
    return known.get(match[1], "")


def _rtf(text: str) -> str:
    assert text.isascii()
    units = _read(
        text,
        (r'\{\\\*\\fldinst\{HYPERLINK "[^"\\{}]*"\}\}', _nothing),
        (r"\{\\(fonttbl|stylesheet)(\{[^{}]*\})+\}", _nothing),
        (r"\\u(-?\d+)\?", lambda match: chr(int(match[1]) % 65536)),
        (r"\\([a-z]+)(-?\d+)? ?", _word),
        (r"\\([\\{}])", lambda match: match[1]),
        (r"[{}]", _nothing),
        (r"\\", lambda match: pytest.fail(text[match.start() :])),
    )
    return units.encode("utf-16", "surrogatepass").decode("utf-16")


READERS: dict[str, Callable[[str], str]] = {
    "text": str,
    "html": _html,
    "clipboard": _html,
    "markdown": _markdown,
    "latex": _latex,
    "typst": _typst,
    "rtf": _rtf,
}


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150)
@given(tree=nodes)
def test_the_text_of_a_tree_comes_back(name: str, tree: list[Node]) -> None:
    written = READERS[name](render_nodes(tree, name))
    assert _without_blanks(written) == _without_blanks(plain_text(tree))


@pytest.mark.parametrize("name", ["text", "markdown", "rtf", "docx"])
@settings(max_examples=60, deadline=None)
@given(trees=st.lists(nodes, min_size=1, max_size=2))
def test_the_text_of_a_bibliography_comes_back(name: str, trees: list[list[Node]]) -> None:
    entries = [
        Entry(
            str(number),
            (
                Block(Display.LEFT_MARGIN, (f"[{number}]",)),
                Block(Display.RIGHT_INLINE, tuple(tree)),
            ),
        )
        for number, tree in enumerate(trees, 1)
    ]
    if name == "docx":
        written = docx_text(render_bytes(entries, name)) or ""
    else:
        written = READERS[name](render(entries, name))
    wanted = "".join(f"[{number}]{plain_text(tree)}" for number, tree in enumerate(trees, 1))
    assert _without_blanks(written) == _without_blanks(wanted)
