"""HTML is, to the character, what processors of CSL have agreed on."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from bibkit.csl.nodes import Block, Display, Entry, Link, Node, Span, Style
from bibkit.csl.render import render

_STYLES = {
    "i": Style.ITALIC,
    "em": Style.OBLIQUE,
    "b": Style.BOLD,
    "sup": Style.SUPERSCRIPT,
    "sub": Style.SUBSCRIPT,
    "font-variant:small-caps;": Style.SMALL_CAPS,
    "font-variant:normal;": Style.NO_CAPS,
    "text-decoration:underline;": Style.UNDERLINE,
    "text-decoration:none;": Style.NO_LINE,
    "font-style:normal;": Style.UPRIGHT,
    "font-weight:normal;": Style.REGULAR,
    "baseline": Style.BASELINE,
}
_RESULT = re.compile(r"RESULT =+>>\n(<div class=\"csl-bib-body\">\n.*?</div>)\n+<<=", re.S)
_ENTRY = re.compile(
    r'  <div class="csl-entry">(.*?)</div>\n(?=  <div class="csl-entry|</div>)', re.S
)
_BLOCK = re.compile(
    r'\n\n    <div class="csl-(block)">(.*?)</div>\n'
    r'|\n    <div class="csl-(left-margin)">(.*?)</div>'
    r'|<div class="csl-(right-inline)">(.*?)</div>\n  '
    r'|<div class="csl-(indent)">(.*?)</div>\n  ',
    re.S,
)


class _Tree(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, list[Node]]] = [("", [])]
        self.feed(text)
        self.close()
        self.nodes = tuple(self.open[0][1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((dict(attrs).get("style") or tag, []))

    def handle_endtag(self, tag: str) -> None:
        style, children = self.open.pop()
        self.open[-1][1].append(Span(_STYLES[style], tuple(children)))

    def handle_data(self, data: str) -> None:
        self.open[-1][1].append(data)


def _entry(text: str) -> Entry:
    content: list[Node] = []
    place = 0
    for match in _BLOCK.finditer(text):
        content += _Tree(text[place : match.start()]).nodes
        display, inner = (one for one in match.groups() if one is not None)
        content.append(Block(Display(display), _Tree(inner).nodes))
        place = match.end()
    return Entry("", (*content, *_Tree(text[place:]).nodes))


def test_every_bibliography_of_the_test_suite_is_printed_as_it_stands(shared: Path) -> None:
    wrong, number = [], 0
    for path in sorted((shared / "csl-test-suite").glob("*.txt")):
        result = _RESULT.search(path.read_text("utf-8"))
        if result:
            number += 1
            entries = [_entry(one) for one in _ENTRY.findall(result[1])]
            if render(entries, "html", links=False) != f"{result[1]}\n":
                wrong.append(path.name)
    assert number > 150
    assert wrong == []


def test_a_heading_a_margin_and_what_stands_beside_it() -> None:
    entry = Entry(
        "a",
        (
            Block(Display.BLOCK, ("Doe",)),
            Block(Display.LEFT_MARGIN, ("1999",)),
            Block(Display.RIGHT_INLINE, ("A <b> & c", Span(Style.UPRIGHT, ("d",)))),
        ),
    )
    assert render([entry], "html") == (
        '<div class="csl-bib-body">\n'
        '  <div class="csl-entry">\n\n'
        '    <div class="csl-block">Doe</div>\n\n'
        '    <div class="csl-left-margin">1999</div><div class="csl-right-inline">A &#60;b&#62; &#38; c'
        '<span style="font-style:normal;">d</span></div>\n'
        "  </div>\n"
        "</div>\n"
    )


def test_a_link_has_its_address_and_no_look_of_its_own() -> None:
    entry = Entry("a", (Link("https://e.org/?a=1&b=<x>", ("x",)),))
    assert '<a href="https://e.org/?a=1&#38;b=%3Cx%3E">x</a>' in render([entry], "html")
