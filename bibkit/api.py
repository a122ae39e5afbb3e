"""The library's door to lists and formats: what the commands call, what a program imports from `bibkit`.

Styles have a door of their own, `bibkit.formatting`, and so have services, `bibkit.online`.
"""

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
from bibkit.errors import UnknownFormat
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

__all__ = [
    "MAX_BYTES",
    "Source",
    "convert",
    "dedupe",
    "edit",
    "explain",
    "explained",
    "format_named",
    "format_of",
    "is_written",
    "left_behind",
    "list_formats",
    "losses",
    "read",
    "read_file",
    "read_references",
    "rearrange",
    "records",
    "rekey",
    "sniff",
    "sort",
    "write",
]


def write(
    batch: Batch | Iterable[Reference],
    format: str,
    *,
    ascii: bool = False,
    lossless: bool = False,
    reader: str | None = None,
) -> str:
    """Write references in a format.

    Args:
        batch: what `read` gave, or any references.
        format: a name of `list_formats()`.
        ascii, lossless: for BibTeX and BibLaTeX: letters beyond ASCII as macros; the whole reference
            in one more field of its entry.
        reader: the program that will read it, where the format has a variant for it: `zotero`.

    Raises:
        UnknownFormat: there is no such format, it is only read, or has no such option or variant.

    >>> batch = read("Chio A. A view. Chest. 2017;12(2):181-4.")
    >>> "volume = {12}" in write(batch, "bibtex")
    True
    """
    chosen, pieces = _writer(format, reader, ascii=ascii, lossless=lossless)
    return "".join(pieces(with_ids(tuple(batch), chosen.is_key)))


def losses(
    batch: Batch | Iterable[Reference], format: str, reader: str | None = None
) -> Counter[str]:
    """What of references a format has no place for, or its variant for one program.

    Returns:
        CSL variables, and `type`, to the number of references that lose something of it.

    >>> losses(read("@book{soil, title={Soil}, version={2}}"), "ris")
    Counter({'version': 1})
    """
    return _lost(_for_reader(_formats.by_name(format), reader).losses, batch)


def left_behind(
    batch: Batch | Iterable[Reference], format: str, reader: str | None = None
) -> Counter[str]:
    """Fields of the input that CSL has no variable for, and that a format, or its variant for one
    program, does not write.

    Returns:
        Their names to the number of references that have them.

    >>> left_behind(read("@book{soil, title={Soil}, file={soil.pdf}}"), "ris")
    Counter({'file': 1})
    """
    target = _for_reader(_formats.by_name(format), reader)
    return Counter(name for one in batch for name in _conversion.left_behind(one, target))


def _for_reader(format: Format, reader: str | None) -> Format:
    """The variant of a format for a program.

    Raises:
        UnknownFormat: it has none.
    """
    if reader is None or format.name.startswith(f"{reader}-"):
        return format
    variant = format.variants.get(reader)
    if variant is None:
        having = [one.name for one in _formats.list_formats() if reader in one.variants]
        own = [one.name for one in _formats.list_formats() if one.name.startswith(f"{reader}-")]
        advice = f" For it there are: {', '.join([*own, *having])}." if own or having else ""
        raise UnknownFormat(f"'{format.name}' has no variant for '{reader}'.{advice}")
    return variant


def _writer(
    name: str, reader: str | None, **options: bool
) -> tuple[Format, Callable[..., Iterator[str]]]:
    """A format that is written, and how: with the options that are on.

    Raises:
        UnknownFormat: there is none, it is only read, or has no such option or variant.
    """
    chosen = _for_reader(_formats.by_name(name), reader)
    if chosen.pieces is None:
        writers = ", ".join(one.name for one in _formats.list_formats() if one.pieces)
        raise UnknownFormat(
            f"'{chosen.name}' is only read, not written. Write one of: {writers}; "
            "or a list in a citation style: bibkit format FILE -s STYLE."
        )
    on = {option: True for option, wanted in options.items() if wanted}
    for option in on.keys() - chosen.options:
        which = f"The variant of '{chosen.name}' for {reader}" if reader else f"'{chosen.name}'"
        raise UnknownFormat(f"{which} has no option '{option}': bibtex and biblatex have.")
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
    reader: str | None = None,
) -> Converted:
    """Convert the references of one or several sources to one format, whatever their size.

    Args:
        sources: as for `read`, in order.
        to: a name of `list_formats()`; write: takes the text piece by piece.
        format: of the sources; None to tell it from their content.
        journals: `full`, `iso` or `medline`: see `with_journals`.
        ascii, lossless: for BibTeX and BibLaTeX: letters beyond ASCII as macros; the whole reference
            in one more field of its entry.
        reader: the program that will read it, where the format has a variant for it: `zotero`.

    Returns:
        What was read from each, with its problems, and what the format has no place for.

    Raises:
        InputError: a source cannot be read at all.
        UnknownFormat: there is no such format, it is not written, or has no such option or variant.

    >>> parts: list[str] = []
    >>> convert(["@book{soil, title={Soil}, note={N}}"], "ids", parts.append).lost["title"]
    1
    """
    target, pieces = _writer(to, reader, ascii=ascii, lossless=lossless)
    target = dataclasses.replace(target, pieces=pieces, losses=() if lossless else target.losses)
    every = list(sources)
    read = (records(source, format) for source in every)
    forms = Journals(journals) if journals else None
    large = any(map(is_large, every))
    return _conversion.convert(read, target, write, forms, is_large=large)


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
