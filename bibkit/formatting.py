"""The library's door to citation styles: lists, citations and manuscripts formatted."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from bibkit.csl import preview as _preview
from bibkit.csl import render as _render
from bibkit.csl.clusters import in_notes, read_clusters
from bibkit.csl.engine import Bibliography, Cluster, Document, Engine
from bibkit.csl.library import add_style, find_style, search_styles
from bibkit.csl.preview import Preview
from bibkit.csl.processor import Processor
from bibkit.errors import StyleError
from bibkit.model import Batch, Reference

if TYPE_CHECKING:
    from bibkit.manuscripts.cite import Cited

__all__ = [
    "add_style",
    "bibliography",
    "cite",
    "document",
    "engines",
    "find_style",
    "format",
    "html_page",
    "in_notes",
    "is_text",
    "output_of",
    "outputs",
    "preview",
    "processor",
    "read_clusters",
    "search_styles",
    "style_examples",
]


def bibliography(
    batch: Batch | Iterable[Reference],
    style: str | os.PathLike[str],
    locale: str | None = None,
    *,
    engine: str = "native",
) -> Bibliography:
    """Format references in a citation style, entry by entry.

    Args:
        batch: in the order of citation; a style that sorts, sorts.
        style: a name as people type it (`vancouver`, `JAMA`) or a .csl file.
        locale: a language tag such as `de-DE`; None for the style's own.
        engine: `native`, bibkit's own citation processor, or `citeproc-py`.

    Returns:
        Entries with the ids of their references, and what the style could not do. A reference for
        which a style prints nothing has a problem instead.

    Raises:
        StyleError: there is no such style or locale, or it cannot be used.

    >>> from bibkit import read
    >>> entries = bibliography(read("Chio A. A view. Chest. 2017;12:1-4."), "nature").entries
    >>> entries[0].id, entries[0].label
    ('chio2017view', ('1.',))
    """
    references = batch.references if isinstance(batch, Batch) else tuple(batch)
    return _engine(engine).bibliography(find_style(style), references, locale)


def document(
    batch: Batch | Iterable[Reference],
    style: str | os.PathLike[str],
    clusters: Iterable[Cluster],
    locale: str | None = None,
    *,
    engine: str = "native",
    uncited: bool = False,
) -> Document:
    """Format citations, and the bibliography that belongs to them.

    Args:
        batch, style, locale, engine: see `bibliography`.
        clusters: the cites of each citation, in the order of the text (`read_clusters` reads them
            from JSON).
        uncited: references that nothing cites are in the bibliography too.

    Raises:
        StyleError: see `bibliography`.

    >>> from bibkit import read
    >>> soil = read("@book{soil, author={Doe, Jane}, title={Soil}, year={1999}}")
    >>> from bibkit import Cite, Cluster
    >>> made = document(soil, "apa", [Cluster((Cite("soil", locator="3"),))])
    >>> made.citations[0].render(), made.bibliography.texts()
    ('(Doe, 1999, p. 3)', ['Doe, J. (1999). Soil.'])
    """
    references = batch.references if isinstance(batch, Batch) else tuple(batch)
    return _engine(engine).document(
        find_style(style), references, tuple(clusters), locale, uncited=uncited
    )


def processor(
    style: str | os.PathLike[str],
    references: Batch | Iterable[Reference] = (),
    locale: str | None = None,
    *,
    engine: str = "native",
) -> Processor:
    """A manuscript's citations, which may be put in, changed and taken out one by one.

    Args:
        style, locale, engine: see `bibliography`.
        references: those that may be cited.

    Raises:
        StyleError: see `bibliography`.

    >>> from bibkit import read
    >>> soil = read("@book{soil, author={Doe, Jane}, title={Soil}, year={1999}}")
    >>> from bibkit import Cite, Cluster
    >>> made = processor("vancouver", soil)
    >>> [change.citation.render() for change in made.insert(Cluster((Cite("soil"),)))]
    ['(1)']
    """
    return Processor(_engine(engine), find_style(style), tuple(references), locale)


def engines() -> tuple[str, ...]:
    """The citation processors there are.

    >>> engines()
    ('native', 'citeproc-py')
    """
    return ("native", "citeproc-py")


@functools.cache
def _engine(name: str) -> Engine:
    if name == "native":
        from bibkit.csl.native import NativeEngine

        return NativeEngine()
    if name == "citeproc-py":
        from bibkit.csl.citeproc_engine import CiteprocEngine

        return CiteprocEngine()
    raise StyleError(f"There is no engine '{name}'. The engines are: {', '.join(engines())}.")


def format(
    batch: Batch | Iterable[Reference],
    style: str | os.PathLike[str],
    to: str = "text",
    locale: str | None = None,
) -> str:
    """Format references in a citation style as one text.

    Args:
        batch, style, locale: see `bibliography`.
        to: one of `outputs()` that is text.

    Raises:
        StyleError: see `bibliography`.
        UnknownFormat: there is no such output, or it is a file (`docx`): for that, ask
            `bibliography(…).render_bytes("docx")`.

    >>> from bibkit import read
    >>> print(format(read("Chio A. A view. Chest. 2017;12:1-4."), "apa"), end="")
    Chio, A. (2017). A view. Chest, 12, 1–4.
    """
    return bibliography(batch, style, locale).render(to)


def preview(
    batch: Batch | Iterable[Reference],
    style: str | os.PathLike[str],
    locale: str | None = None,
) -> Preview:
    """Each reference as a style cites it in the text and prints it in the list.

    Args:
        batch, style, locale: see `bibliography`; whatever the style's order, this is the input's.

    Raises:
        StyleError: see `bibliography`.

    >>> [sample.texts()[1] for sample in preview(style_examples()[1:2], "vancouver").samples]
    ['1. Strunk W, White EB. The elements of style. 4th ed. New York: Longman; 2000.']
    """
    references = batch.references if isinstance(batch, Batch) else tuple(batch)
    return _preview.preview(_engine("native"), find_style(style), references, locale)


def style_examples() -> tuple[Reference, ...]:
    """What styles are shown with: an article, a book, a chapter, a preprint and a web page.

    >>> [reference.type for reference in style_examples()]
    ['article-journal', 'book', 'chapter', 'article', 'webpage']
    """
    return _preview.EXAMPLES


def outputs() -> tuple[str, ...]:
    """What a bibliography can be printed as.

    >>> outputs()
    ('text', 'html', 'markdown', 'latex', 'typst', 'rtf', 'docx', 'clipboard')
    """
    return _render.OUTPUTS


def output_of(path: str | os.PathLike[str]) -> str | None:
    """The name of the output that a file of this name has by its suffix; None for no known one.

    >>> output_of("refs.docx"), output_of("refs.pdf")
    ('docx', None)
    """
    return _render.by_suffix(os.fspath(path))


def is_text(output: str) -> bool:
    """Whether an output of this name is text, not the bytes of a file.

    Raises:
        UnknownFormat: there is no such output.

    >>> is_text("latex"), is_text("docx")
    (True, False)
    """
    return _render.by_name(output).text is not None


def html_page(body: str, title: str, *, hanging: bool = False) -> str:
    """A bibliography as HTML made a whole page, with the title and the styles that it needs.

    Args:
        hanging: lines after the first are indented (`Layout.hanging_indent`).

    >>> html_page("<p>a</p>", "Nature").startswith("<!DOCTYPE html>")
    True
    """
    from bibkit.csl.render.html import page

    return page(body, title, hanging=hanging)


def cite(
    text: str,
    references: Batch | Iterable[Reference],
    style: str | os.PathLike[str],
    *,
    kind: str = "markdown",
    to: str = "",
    locale: str | None = None,
    links: bool = True,
    allow_missing: bool = False,
    load: Callable[[str], str | None] | None = None,
) -> Cited:
    """Format a manuscript's citations, and add the bibliography of the works that it cites.

    Args:
        text: the manuscript.
        references: those that may be cited.
        style: see `bibliography`.
        kind: `markdown` (with pandoc's citations), `latex`, or `aux` (the file that LaTeX makes).
        to: `markdown`, `html` or `docx` for Markdown, `bbl` for the others; the first if empty.
        locale: a language tag; None for the manuscript's `lang`, else the style's own.
        links: whether citations are linked to their entries, and identifiers to their places.
        allow_missing: print keys without a reference in bold, with a problem for each.
        load: gives the text of a further .aux file that one names.

    Returns:
        The finished file (`content`: text, or the bytes of a Word document), its bibliography, its
        citations as text, and problems.

    Raises:
        NothingFound: the manuscript has no citation.
        UnknownKeys: a key has no reference; the message has all of them, with lines and near keys.
        UnknownFormat: a manuscript of that kind is not made into that.
        StyleError: see `bibliography`.

    >>> from bibkit import read
    >>> soil = read("@book{soil, author={Doe, Jane}, title={Soil}, year={1999}}")
    >>> print(cite("It is deep [@soil].", soil, "vancouver").content, end="")
    It is deep ([1](#ref-soil)).
    <BLANKLINE>
    # References
    <BLANKLINE>
    <span id="ref-soil"></span>1\\. Doe J. Soil. 1999.
    """
    from bibkit.manuscripts.cite import cite

    return cite(
        text,
        tuple(references),
        find_style(style),
        _engine("native"),
        kind=kind,
        to=to,
        locale=locale,
        links=links,
        allow_missing=allow_missing,
        load=load,
    )
