"""Trees of formatted text (`bibkit.csl.nodes`) as a manuscript needs them: links, ends, names."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable, Iterable, Sequence

from bibkit.csl.nodes import Link, Node, Span, Style, plain_text
from bibkit.csl.render import render_nodes
from bibkit.csl.render.base import Run, runs
from bibkit.model import Reference

__all__ = [
    "begins_raised",
    "capitalized",
    "holds_link",
    "linked_runs",
    "render_linked",
    "short_names",
    "unstopped",
    "wrapped",
]

Nodes = tuple[Node, ...]


def wrapped(nodes: Sequence[Node], start: int, end: int, make: Callable[[Nodes], Node]) -> Nodes:
    """A tree with the characters from `start` to `end` of its plain text put into a node.

    Where they begin in one part and end in another, each part gets a node of its own.

    >>> wrapped(("see 1, ", Span(Style.BOLD, ("2",))), 4, 5, lambda inner: Link("#a", inner))
    ('see ', Link(url='#a', children=('1',)), ', ', Span(style=<Style.BOLD: 'bold'>, children=('2',)))
    """
    out: list[Node] = []
    inside: list[Node] = []
    position = 0

    def close() -> None:
        if inside:
            out.append(_made(tuple(inside), make))
            inside.clear()

    for node in nodes:
        length = len(plain_text((node,)))
        begin, stop = max(start - position, 0), min(end - position, length)
        position += length
        if begin >= stop:
            close()
            out.append(node)
        elif begin == 0 and stop == length:
            inside.append(node)
        elif isinstance(node, str):
            if begin:
                close()
                out.append(node[:begin])
            inside.append(node[begin:stop])
            if stop < length:
                close()
                out.append(node[stop:])
        else:
            close()
            out.append(_with(node, wrapped(node.children, begin, stop, make)))
    close()
    return tuple(out)


def _made(inside: Nodes, make: Callable[[Nodes], Node]) -> Node:
    """The node around some; inside what is raised, for `[^1^](#a)` looks like a note's mark."""
    only = inside[0]
    raised = (Style.SUPERSCRIPT, Style.SUBSCRIPT)
    if len(inside) == 1 and isinstance(only, Span) and only.style in raised:
        return Span(only.style, (make(only.children),))
    return make(inside)


def _with(node: Node, children: Nodes) -> Node:
    return node if isinstance(node, str) else dataclasses.replace(node, children=children)


def holds_link(nodes: Iterable[Node]) -> bool:
    """Whether a part of the tree is a link."""
    return any(
        isinstance(node, Link) or (not isinstance(node, str) and holds_link(node.children))
        for node in nodes
    )


def begins_raised(nodes: Sequence[Node]) -> bool:
    """Whether the first character is a superscript: nothing stands between it and a word.

    >>> begins_raised((Span(Style.SUPERSCRIPT, ("1",)),)), begins_raised(("[1]",))
    (True, False)
    """
    for node in nodes:
        if not plain_text((node,)):
            continue
        if isinstance(node, str):
            return False
        raised = isinstance(node, Span) and node.style is Style.SUPERSCRIPT
        return raised or begins_raised(node.children)
    return False


def unstopped(nodes: Sequence[Node]) -> Nodes:
    """Without the full stop at the end, if there is one, be it inside of quotation marks.

    >>> unstopped(("Doe, ", Span(Style.ITALIC, ("Frogs.",))))
    ('Doe, ', Span(style=<Style.ITALIC: 'italic'>, children=('Frogs',)))
    """
    if not nodes:
        return ()
    *before, last = nodes
    if not plain_text((last,)):
        return (*unstopped(before), last)
    if isinstance(last, str):
        return (*before, re.sub(r"\.(?=[\"'”’»]?\s*$)", "", last))
    return (*before, _with(last, unstopped(last.children)))


def capitalized(nodes: Sequence[Node]) -> Nodes:
    """With a capital at the begin: a note is a sentence.

    >>> capitalized(("see Doe",))
    ('See Doe',)
    """
    if not nodes:
        return ()
    first, *rest = nodes
    if isinstance(first, str):
        return (first[:1].upper() + first[1:], *rest)
    return (_with(first, capitalized(first.children)), *rest)


_OPEN, _CLOSE = 0x100000, "\U0010fffd"


def render_linked(nodes: Sequence[Node], to: str, *, links: bool = True) -> str:
    """Render a tree with links to places of the same document (`#ref-doe99`) in it.

    What renderers make of addresses is their matter; these are no addresses, and are put around
    the text afterwards.

    >>> render_linked(("see ", Link("#ref-a", ("*1*",))), "markdown")
    'see [\\\\*1\\\\*](#ref-a)'
    """
    urls: list[str] = []
    text = render_nodes(_unlinked(nodes, urls, links), to, links=links)
    if not urls:
        return text
    wrap = _html_link if to == "html" else _markdown_link
    last = chr(_OPEN + len(urls) - 1)
    return re.sub(
        f"([{chr(_OPEN)}-{last}])([^{_CLOSE}]*){_CLOSE}",
        lambda match: wrap(urls[ord(match[1]) - _OPEN], match[2]),
        text,
    )


def linked_runs(nodes: Sequence[Node], *, links: bool = True) -> list[tuple[Run, str]]:
    """A tree as runs, each with the place of the document that it points to (`ref-doe99`).

    >>> [(run.text, place) for run, place in linked_runs(("see ", Link("#ref-a", ("1",))))]
    [('see ', ''), ('1', 'ref-a')]
    """
    urls: list[str] = []
    out: list[tuple[Run, str]] = []
    place = ""
    for run in runs(_unlinked(nodes, urls, links), links):
        for part in re.split(f"([{chr(_OPEN)}-{_CLOSE}])", run.text):
            if part == _CLOSE:
                place = ""
            elif len(part) == 1 and _OPEN <= ord(part) < _OPEN + len(urls):
                place = urls[ord(part) - _OPEN].removeprefix("#")
            elif part:
                out.append((dataclasses.replace(run, text=part), place))
    return out


def _unlinked(nodes: Iterable[Node], urls: list[str], links: bool) -> Nodes:
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
            continue
        if isinstance(node, Link) and node.url.startswith("#"):
            if not links:
                out.extend(_unlinked(node.children, urls, links))
                continue
            urls.append(node.url)
            mark = chr(_OPEN + len(urls) - 1)
            out += [mark, *_unlinked(node.children, urls, links), _CLOSE]
        else:
            out.append(_with(node, _unlinked(node.children, urls, links)))
    return tuple(out)


def _html_link(url: str, text: str) -> str:
    return f'<a href="{html.escape(url)}">{text}</a>'


def _markdown_link(url: str, text: str) -> str:
    return f"[{text}]({url})"


def short_names(reference: Reference) -> str:
    """The people of a work as a sentence names them; its title where it has none.

    >>> from bibkit.model import Name
    >>> people = tuple(Name(family=one) for one in ("Doe", "Roe", "Poe"))
    >>> short_names(Reference("a", "book", {"author": people}))
    'Doe et al.'
    >>> short_names(Reference("a", "book", {"author": people[:2]}))
    'Doe and Roe'
    """
    for variable in ("author", "editor", "translator", "director", "composer"):
        names = reference.names(variable)
        if names:
            said = [
                one.literal
                or " ".join(filter(None, (one.non_dropping_particle, one.family or one.given)))
                for one in names
            ]
            if len(names) > 2 or reference.truncated(variable):
                return f"{said[0]} et al."
            return " and ".join(said)
    return reference.text("title-short") or reference.text("title") or reference.id
