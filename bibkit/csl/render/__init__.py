"""Formatted text to the outputs: HTML, Markdown, LaTeX, Word …

Each output is one module of this package that ends in `OUTPUT = Output(...)`; adding one is writing
that module and naming it in `_MODULES`. Modules are loaded when first asked for.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Sequence
from pathlib import PurePath

from bibkit.csl.nodes import Entry, Layout, Node
from bibkit.csl.render.base import Output, Text
from bibkit.errors import UnknownFormat

__all__ = [
    "OUTPUTS",
    "Output",
    "by_name",
    "by_suffix",
    "render",
    "render_bytes",
    "render_entry",
    "render_nodes",
]

# In the order in which people are told of them.
_MODULES = {
    "text": "plain",
    "html": "html",
    "markdown": "markdown",
    "latex": "latex",
    "typst": "typst",
    "rtf": "rtf",
    "docx": "docx",
    "clipboard": "clipboard",
}
# Each output's own word on its suffixes counts; this saves loading all to ask (a test compares them).
_SUFFIXES = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".md": "markdown",
    ".markdown": "markdown", ".tex": "latex", ".typ": "typst", ".rtf": "rtf", ".docx": "docx",
}  # fmt: skip

#: The names that `render_bytes` takes, and but for `docx` `render`.
OUTPUTS = tuple(_MODULES)


def by_name(name: str) -> Output:
    """The output of a name, in any case.

    Raises:
        UnknownFormat: there is none; the message names those that are.

    >>> by_name("LaTeX").suffixes
    ('.tex',)
    """
    module = _MODULES.get(name.lower())
    if module is None:
        raise UnknownFormat(f"There is no output '{name}'. The outputs are: {', '.join(OUTPUTS)}.")
    return _loaded(module)


@functools.cache
def _loaded(module: str) -> Output:
    output = importlib.import_module(f"bibkit.csl.render.{module}").OUTPUT
    assert isinstance(output, Output)  # noqa: S101 -- for the type checker
    return output


def by_suffix(path: str) -> str | None:
    """The name of the output that a file of this name has; None for no known one.

    >>> by_suffix("refs.docx"), by_suffix("refs.bib")
    ('docx', None)
    """
    return _SUFFIXES.get(PurePath(path).suffix.lower())


def render_nodes(nodes: Sequence[Node], to: str, *, links: bool = True) -> str:
    """A formatted text that is no entry: a citation.

    Raises:
        UnknownFormat: `to` is none of `OUTPUTS`, or is a file, not text.
    """
    return _text(to).nodes(nodes, links)


def render_entry(entry: Entry, to: str, *, links: bool = True) -> str:
    """One entry without the frame that a whole bibliography has.

    Raises:
        UnknownFormat: `to` is none of `OUTPUTS`, or is a file, not text.
    """
    return _text(to).entry(entry, links)


def render(
    entries: Sequence[Entry], to: str, layout: Layout | None = None, *, links: bool = True
) -> str:
    """A whole bibliography, ending in a line end; empty for no entries.

    Args:
        layout: indents and spacing, where the output has them.
        links: whether DOIs, PMIDs, PMCIDs and addresses are links, where the output has links. Only
            http, https, mailto and doi are.

    Raises:
        UnknownFormat: `to` is none of `OUTPUTS`, or is a file, not text.
    """
    text = _text(to)
    return text.whole(entries, layout or Layout(), links) if entries else ""


def render_bytes(
    entries: Sequence[Entry], to: str, layout: Layout | None = None, *, links: bool = True
) -> bytes:
    """A whole bibliography as the bytes of a file: any output; text as UTF-8.

    Args:
        layout, links: see `render`.

    Raises:
        UnknownFormat: `to` is none of `OUTPUTS`.
    """
    output = by_name(to)
    if output.file is not None:
        return output.file(entries, layout or Layout(), links)
    return render(entries, to, layout, links=links).encode("utf-8", "replace")


def _text(to: str) -> Text:
    output = by_name(to)
    if output.text is None:
        raise UnknownFormat(f"'{output.name}' is a file, not text: use render_bytes.")
    return output.text
