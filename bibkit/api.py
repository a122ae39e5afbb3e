"""The library's door: what the commands call, and what a program imports from `bibkit`."""

from __future__ import annotations

import dataclasses
import functools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from bibkit import conversion as _conversion
from bibkit import explanation as _explanation
from bibkit import formats as _formats
from bibkit import keypatterns as _keypatterns
from bibkit import ordering as _ordering
from bibkit.conversion import Converted
from bibkit.csl import library as _library
from bibkit.csl import preview as _preview
from bibkit.csl import render as _render
from bibkit.csl.clusters import in_notes, read_clusters
from bibkit.csl.engine import Bibliography, Cluster, Document, Engine
from bibkit.csl.preview import Preview
from bibkit.csl.processor import Processor
from bibkit.errors import StyleError, UnknownFormat
from bibkit.formats.base import Format, with_ids
from bibkit.formats.losses import lost as _lost
from bibkit.journals import Form, Journals
from bibkit.model import Batch, Reference
from bibkit.sources import (
    MAX_BYTES,
    Source,
    is_large,
    read,
    read_file,
    read_references,
    records,
    sniff,
)
from bibkit.text import as_decoded

if TYPE_CHECKING:
    from bibkit.enrichment.dedupe import Deduped
    from bibkit.manuscripts.cite import Cited

__all__ = [
    "MAX_BYTES",
    "Source",
    "add_style",
    "bibliography",
    "cite",
    "convert",
    "dedupe",
    "document",
    "edit",
    "engines",
    "explain",
    "explained",
    "find_style",
    "format",
    "format_named",
    "format_of",
    "html_page",
    "in_notes",
    "is_written",
    "left_behind",
    "list_formats",
    "losses",
    "outputs",
    "preview",
    "processor",
    "read",
    "read_clusters",
    "read_file",
    "read_references",
    "rearrange",
    "records",
    "rekey",
    "search_styles",
    "sniff",
    "sort",
    "style_examples",
    "write",
]


def write(
    batch: Batch | Iterable[Reference], format: str, *, ascii: bool = False, lossless: bool = False
) -> str:
    """Write references in a format.

    Args:
        batch: what `read` gave, or any references.
        format: a name of `list_formats()`.
        ascii, lossless: for BibTeX and BibLaTeX: letters beyond ASCII as macros; the whole reference
            in one more field of its entry.

    Raises:
        UnknownFormat: there is no such format, it is only read, or has no such option.

    >>> batch = read("Chio A. A view. Chest. 2017;12(2):181-4.")
    >>> "volume = {12}" in write(batch, "bibtex")
    True
    """
    chosen, pieces = _writer(format, ascii=ascii, lossless=lossless)
    return "".join(pieces(with_ids(tuple(batch), chosen.is_key)))


def losses(batch: Batch | Iterable[Reference], format: str) -> Counter[str]:
    """What of references a format has no place for.

    Returns:
        CSL variables, and `type`, to the number of references that lose something of it.

    >>> losses(read("@book{soil, title={Soil}, version={2}}"), "ris")
    Counter({'version': 1})
    """
    return _lost(_formats.by_name(format).losses, batch)


def left_behind(batch: Batch | Iterable[Reference], format: str) -> Counter[str]:
    """Fields of the input that CSL has no variable for, and that a format does not write.

    Returns:
        Their names to the number of references that have them.

    >>> left_behind(read("@book{soil, title={Soil}, file={soil.pdf}}"), "ris")
    Counter({'file': 1})
    """
    target = _formats.by_name(format)
    return Counter(name for one in batch for name in _conversion.left_behind(one, target))


def _writer(name: str, **options: bool) -> tuple[Format, Callable[..., Iterator[str]]]:
    """A format that is written, and how: with the options that are on.

    Raises:
        UnknownFormat: there is none, it is only read, or has no such option.
    """
    chosen = _formats.by_name(name)
    if chosen.pieces is None:
        writers = ", ".join(one.name for one in _formats.list_formats() if one.pieces)
        raise UnknownFormat(
            f"'{chosen.name}' is only read, not written. Write one of: {writers}; "
            "or a list in a citation style: bibkit format FILE -s STYLE."
        )
    on = {option: True for option, wanted in options.items() if wanted}
    for option in on.keys() - chosen.options:
        raise UnknownFormat(f"'{chosen.name}' has no option '{option}': bibtex and biblatex have.")
    return chosen, functools.partial(chosen.pieces, **on)


def convert(
    sources: Iterable[Source],
    to: str,
    write: Callable[[str], object],
    *,
    format: str | None = None,
    journals: Form | None = None,
    ascii: bool = False,
    lossless: bool = False,
) -> Converted:
    """Convert the references of one or several sources to one format, whatever their size.

    Args:
        sources: as for `read`, in order.
        to: a name of `list_formats()`; write: takes the text piece by piece.
        format: of the sources; None to tell it from their content.
        journals: `full`, `iso` or `medline`: see `with_journals`.
        ascii, lossless: for BibTeX and BibLaTeX: letters beyond ASCII as macros; the whole reference
            in one more field of its entry.

    Returns:
        What was read from each, with its problems, and what the format has no place for.

    Raises:
        InputError: a source cannot be read at all.
        UnknownFormat: there is no such format, it is not written, or has no such option.

    >>> parts: list[str] = []
    >>> convert(["@book{soil, title={Soil}, note={N}}"], "ids", parts.append).lost["title"]
    1
    """
    target, pieces = _writer(to, ascii=ascii, lossless=lossless)
    target = dataclasses.replace(target, pieces=pieces, losses=() if lossless else target.losses)
    every = list(sources)
    read = (records(source, format) for source in every)
    forms = Journals(journals) if journals else None
    large = any(map(is_large, every))
    return _conversion.convert(read, target, write, forms, is_large=large)


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

    >>> entries = bibliography(read("Chio A. A view. Chest. 2017;12:1-4."), "nature").entries
    >>> entries[0].id, entries[0].label
    ('chio2017view', ('1.',))
    """
    references = batch.references if isinstance(batch, Batch) else tuple(batch)
    return _engine(engine).bibliography(_library.find_style(style), references, locale)


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

    >>> soil = read("@book{soil, author={Doe, Jane}, title={Soil}, year={1999}}")
    >>> from bibkit import Cite, Cluster
    >>> made = document(soil, "apa", [Cluster((Cite("soil", locator="3"),))])
    >>> made.citations[0].render(), made.bibliography.texts()
    ('(Doe, 1999, p. 3)', ['Doe, J. (1999). Soil.'])
    """
    references = batch.references if isinstance(batch, Batch) else tuple(batch)
    return _engine(engine).document(
        _library.find_style(style), references, tuple(clusters), locale, uncited=uncited
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

    >>> soil = read("@book{soil, author={Doe, Jane}, title={Soil}, year={1999}}")
    >>> from bibkit import Cite, Cluster
    >>> made = processor("vancouver", soil)
    >>> [change.citation.render() for change in made.insert(Cluster((Cite("soil"),)))]
    ['(1)']
    """
    return Processor(_engine(engine), _library.find_style(style), tuple(references), locale)


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
    return _preview.preview(_engine("native"), _library.find_style(style), references, locale)


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
        _library.find_style(style),
        _engine("native"),
        kind=kind,
        to=to,
        locale=locale,
        links=links,
        allow_missing=allow_missing,
        load=load,
    )


def edit(text: str, batch: Batch, references: Iterable[Reference], format: str) -> str:
    """A text with changes to the references that were read from it, and nothing else changed.

    Args:
        text: as it was read; batch: what was read from it.
        references: as they should be, as many and in the same order.
        format: of the text. Entries of a .bib that did not change stay byte for byte as they are;
            a CSL-JSON text is written anew.

    Raises:
        UnknownFormat: this format is not written.
        OutputError: the references are not those of the text.

    >>> text = "@book{soil,title={Soil}}  % mine"
    >>> batch = read(text)
    >>> edit(text, batch, [batch[0].replace(publisher="Worm")], "bibtex")
    '@book{soil,title={Soil},publisher={Worm}}  % mine'
    """
    chosen = _formats.by_name(format)
    if chosen.edit is not None:
        source = as_decoded(text)
        return source.restored(chosen.edit(source.text, batch, tuple(references)))
    return write(dataclasses.replace(batch, references=tuple(references)), format)


def rearrange(text: str, batch: Batch, references: Iterable[Reference], format: str) -> str:
    """A text with the references that were read from it in another order, under other keys, or
    fewer; of a .bib file all else stays as it is.

    Args:
        text: as it was read; batch: what was read from it.
        references: of the batch, as they should be: what `sort`, `dedupe` or `rekey` gave.
        format: of the text. Entries of a .bib keep their text, and the lines directly above them
            go with them; any other text is written anew.

    Raises:
        UnknownFormat: this format is not written.
        OutputError: the references are not those of the text, or it would then say something else.

    >>> text = "@book{b, title={Soil}}\\n@book{a, title = {Air}}\\n"
    >>> batch = read(text)
    >>> print(rearrange(text, batch, sort(batch), "bibtex"), end="")
    @book{a, title = {Air}}
    @book{b, title={Soil}}
    """
    chosen = _formats.by_name(format)
    if chosen.rearrange is not None:
        source = as_decoded(text)
        return source.restored(chosen.rearrange(source.text, batch, tuple(references)))
    return write(dataclasses.replace(batch, references=tuple(references)), format)


def dedupe(*batches: Batch, aliases: bool = False) -> Deduped:
    """Make one of the references that are one work; see `bibkit.enrichment.dedupe.dedupe`.

    >>> result = dedupe(read("@book{a, doi={10.1000/A}} @book{b, doi={10.1000/a}, title={Soil}}"))
    >>> [one.id for one in result.batch], result.batch[0].text("title"), result.renamed
    (['a'], 'Soil', {'b': 'a'})
    """
    from bibkit.enrichment.dedupe import dedupe

    return dedupe(*batches, aliases=aliases)


def format_of(path: str | os.PathLike[str]) -> str | None:
    """The name of the format that a file of this name has by its suffix; None for no known one.

    >>> format_of("refs.bib"), format_of("refs")
    ('bibtex', None)
    """
    found = _formats.by_suffix(os.fspath(path))
    return found.name if found else None


def is_written(format: str) -> bool:
    """Whether references are written in a format of this name.

    >>> is_written("bibtex"), is_written("text")
    (True, False)
    """
    return _formats.by_name(format).pieces is not None


def format_named(name: str) -> Format:
    """A format by its name: what it is, whether it is read and written, what it cannot say.

    Raises:
        UnknownFormat: there is none; the message names those that are.

    >>> format_named("jsonl").losses
    ()
    """
    return _formats.by_name(name)


def list_formats() -> tuple[Format, ...]:
    """Every format, with its name, label, suffixes, and whether it is read and written.

    >>> [one.name for one in list_formats() if one.pieces is None]
    ['text', 'lines', 'html', 'pubmed-text', 'pubmed-csv', 'jats', 'crossref']
    """
    return _formats.list_formats()


sort = _ordering.sort
rekey = _keypatterns.rekey
explain = _explanation.explain
explained = _explanation.explained
add_style = _library.add_style
find_style = _library.find_style
search_styles = _library.search_styles
