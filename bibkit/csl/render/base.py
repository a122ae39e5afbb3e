"""What an output is, and what several of them share: the runs and lines of an entry, safe links.

A tree says `italic` and, inside it, `upright` again. Only HTML can print that as it stands; all
others need to know how each character looks in the end. That is a `Run`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from bibkit.controls import ODD
from bibkit.csl.nodes import Block, Display, Entry, Layout, Link, Node, Span, Style

__all__ = [
    "Line",
    "Output",
    "Run",
    "Text",
    "labels_width",
    "lines",
    "regrouped",
    "runs",
    "safe_url",
    "walk",
]


@dataclass(frozen=True, slots=True)
class Text:
    """How an output is written that is text.

    Args:
        nodes: a citation; of nodes, and whether addresses are links.
        entry: one entry without the frame that a whole bibliography has.
        whole: a bibliography of at least one entry, ending in a line end.
    """

    nodes: Callable[[Sequence[Node], bool], str]
    entry: Callable[[Entry, bool], str]
    whole: Callable[[Sequence[Entry], Layout, bool], str]


@dataclass(frozen=True, slots=True)
class Output:
    """What formatted text can be printed as.

    Args:
        name: as `-t` takes it; label: for a person.
        suffixes: of its files, with the stop; the first is the usual one.
        text: how it is written, where it is text.
        file: a whole bibliography as bytes, where it is not.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    text: Text | None = None
    file: Callable[[Sequence[Entry], Layout, bool], bytes] | None = None


# --- links ----------------------------------------------------------------------------------------

_SCHEME = re.compile(r"(?:https?://|mailto:)(?=.)", re.I)
_DOI = re.compile(r"doi:\s*(?=10\.)", re.I)
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def safe_url(url: str) -> str:
    """An address as a link may have it: in ASCII, without blanks, quotes, braces and backslashes.

    Empty for anything but http, https, mailto and doi: `javascript:` is never a link.

    >>> safe_url("https://doi.org/10.1000/a<b>c d"), safe_url("doi:10.1000/1")
    ('https://doi.org/10.1000/a%3Cb%3Ec%20d', 'https://doi.org/10.1000/1')
    >>> safe_url(" javascript:alert(1)")
    ''
    """
    text = _DOI.sub("https://doi.org/", _cleaned(url).strip(), count=1)
    if not _SCHEME.match(text):
        return ""
    return quote(_BARE_PERCENT.sub("%25", text), safe="%/:?#[]@!$&()*+,;=~-._")


# --- runs -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike.

    Args:
        text: on one line, without control characters.
        styles: those that it is printed in; the ones that take another back are settled.
        url: a safe one that it points to, or empty.
    """

    text: str
    styles: frozenset[Style] = frozenset()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What an entry has on lines of its own: most entries are one.

    Args:
        label: what stands in the margin, a number.
        indent: whether the line as a whole is indented (`display="indent"`).
    """

    body: tuple[Run, ...]
    label: tuple[Run, ...] = ()
    indent: bool = False


_ODD = re.compile(f"{ODD}|[\ud800-\udfff]")
_BREAK = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+")

# Each style with what it takes back, and what it is then.
_SLANT = frozenset({Style.ITALIC})
_WEIGHT = frozenset({Style.BOLD, Style.LIGHT})
_CAPS = frozenset({Style.SMALL_CAPS})
_RULE = frozenset({Style.UNDERLINE})
_HEIGHT = frozenset({Style.SUPERSCRIPT, Style.SUBSCRIPT})
_NONE: frozenset[Style] = frozenset()
_EFFECT = {
    Style.ITALIC: (_SLANT, _SLANT),
    Style.OBLIQUE: (_SLANT, _SLANT),
    Style.UPRIGHT: (_SLANT, _NONE),
    Style.BOLD: (_WEIGHT, frozenset({Style.BOLD})),
    Style.LIGHT: (_WEIGHT, frozenset({Style.LIGHT})),
    Style.REGULAR: (_WEIGHT, _NONE),
    Style.SMALL_CAPS: (_CAPS, _CAPS),
    Style.NO_CAPS: (_CAPS, _NONE),
    Style.UNDERLINE: (_RULE, _RULE),
    Style.NO_LINE: (_RULE, _NONE),
    Style.SUPERSCRIPT: (_HEIGHT, frozenset({Style.SUPERSCRIPT})),
    Style.SUBSCRIPT: (_HEIGHT, frozenset({Style.SUBSCRIPT})),
    Style.BASELINE: (_HEIGHT, _NONE),
}


def _cleaned(text: str) -> str:
    return text if text.isprintable() else _ODD.sub("", _BREAK.sub(" ", text))


@dataclass(frozen=True, slots=True)
class _Edge:
    """The begin or the end of a block."""

    display: Display
    begins: bool


def _events(
    nodes: Iterable[Node], styles: frozenset[Style], url: str, links: bool
) -> Iterator[Run | _Edge]:
    for node in nodes:
        if isinstance(node, str):
            text = _cleaned(node)
            if text:
                yield Run(text, styles, url)
        elif isinstance(node, Span):
            back, then = _EFFECT[node.style]
            yield from _events(node.children, (styles - back) | then, url, links)
        elif isinstance(node, Link):
            yield from _events(node.children, styles, safe_url(node.url) if links else "", links)
        else:
            yield _Edge(node.display, True)
            yield from _events(node.children, styles, url, links)
            yield _Edge(node.display, False)


def _merged(found: Iterable[Run]) -> list[Run]:
    out: list[Run] = []
    for run in found:
        if out and out[-1].styles == run.styles and out[-1].url == run.url:
            out[-1] = replace(run, text=out[-1].text + run.text)
        else:
            out.append(run)
    return out


def runs(nodes: Iterable[Node], links: bool = True) -> list[Run]:
    """A tree as runs; blocks of it are not set apart.

    >>> inner = Span(Style.UPRIGHT, ("b",))
    >>> [(run.text, sorted(run.styles)) for run in runs([Span(Style.ITALIC, ("a", inner))])]
    [('a', [<Style.ITALIC: 'italic'>]), ('b', [])]
    """
    return _merged(one for one in _events(nodes, _NONE, "", links) if isinstance(one, Run))


def lines(entry: Entry, links: bool = True) -> list[Line]:
    """The lines of an entry: at least one, its ends without blanks.

    A block and an indented part have lines of their own; what stands beside a margin is on the
    line of the margin (CSL 1.0.2, "Display").

    >>> entry = Entry("a", (Block(Display.LEFT_MARGIN, ("1.",)), " Smith"))
    >>> lines(entry)[0].label[0].text, lines(entry)[0].body[0].text
    ('1.', 'Smith')
    """
    done: list[Line] = []
    label: list[Run] = []
    body: list[Run] = []
    target, indent = body, False

    def end() -> None:
        if any(run.text.strip() for run in (*label, *body)):
            done.append(Line(_trimmed(body), _trimmed(label), indent))
        label.clear()
        body.clear()

    for event in _events(entry.content, _NONE, "", links):
        if isinstance(event, Run):
            target.append(event)
        elif event.display is Display.RIGHT_INLINE:
            target = body
        elif event.display is Display.LEFT_MARGIN:
            if event.begins:
                end()
                indent = False
            target = label if event.begins else body
        else:
            end()
            indent = event.begins and event.display is Display.INDENT
            target = body
    end()
    return done or [Line(())]


def _trimmed(found: Iterable[Run]) -> tuple[Run, ...]:
    out = _merged(found)
    while out and not out[0].text.strip():
        del out[0]
    while out and not out[-1].text.strip():
        del out[-1]
    if out:
        out[0] = replace(out[0], text=out[0].text.lstrip())
        out[-1] = replace(out[-1], text=out[-1].text.rstrip())
    return tuple(out)


def labels_width(entries: Iterable[Sequence[Line]]) -> int:
    """Characters of the widest label of entries, each as its lines; 0 where none has one.

    >>> labels_width([[Line((), (Run("[1]"),))], [Line((Run("Smith"),))]])
    3
    """
    every = (line.label for found in entries for line in found)
    return max((sum(len(run.text) for run in label) for label in every), default=0)


# --- trees again ----------------------------------------------------------------------------------


def regrouped(found: Sequence[Run]) -> tuple[Node, ...]:
    """Runs as a tree in which no style takes another back; what goes furthest is outermost.

    >>> italic, both = frozenset({Style.ITALIC}), frozenset({Style.ITALIC, Style.BOLD})
    >>> regrouped([Run("a", italic), Run("b", both)])[0].children
    ('a', Span(style=<Style.BOLD: 'bold'>, children=('b',)))
    """
    out: list[Node] = []
    place = 0
    while place < len(found):
        url, styles = found[place].url, found[place].styles
        end = place + 1
        if url:
            end = _reach(found, place, None, url)
            inner = regrouped([replace(run, url="") for run in found[place:end]])
            out.append(Link(url, inner))
        elif styles:
            reach = {style: _reach(found, place, style, "") for style in sorted(styles)}
            style = max(reach, key=lambda one: reach[one])
            end = reach[style]
            rest = [replace(run, styles=run.styles - {style}) for run in found[place:end]]
            out.append(Span(style, regrouped(rest)))
        else:
            out.append(found[place].text)
        place = end
    return tuple(out)


def _reach(found: Sequence[Run], place: int, style: Style | None, url: str) -> int:
    """Where the runs end, from a place on, that have a style and an address."""
    while place < len(found):
        run = found[place]
        if run.url != url or (style is not None and style not in run.styles):
            break
        place += 1
    return place


def walk(
    nodes: Iterable[Node],
    plain: Callable[[str], str],
    tags: Mapping[Style, tuple[str, str]],
    link: Callable[[str, str], str],
    blocks: Mapping[Display, tuple[str, str]] | None = None,
) -> str:
    """A tree as text.

    Args:
        plain: how characters are written; link: a safe address and what is written of its text.
        tags, blocks: what stands before and after; a style or display without is not marked.
    """
    out: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            out.append(plain(node))
            continue
        inner = walk(node.children, plain, tags, link, blocks)
        if isinstance(node, Link):
            url = safe_url(node.url)
            out.append(link(url, inner) if url else inner)
            continue
        if isinstance(node, Block):
            before, after = (blocks or {}).get(node.display, ("", ""))
        else:
            before, after = tags.get(node.style, ("", ""))
        out.append(f"{before}{inner}{after}")
    return "".join(out)
