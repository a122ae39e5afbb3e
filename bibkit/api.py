"""The library's door: what the commands call, and what a program imports from `bibkit`."""

from __future__ import annotations

import dataclasses
import functools
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

from bibkit import conversion as _conversion
from bibkit import explanation as _explanation
from bibkit import formats as _formats
from bibkit import keypatterns as _keypatterns
from bibkit import ordering as _ordering
from bibkit.conversion import Converted
from bibkit.csl import library as _library
from bibkit.csl import render as _render
from bibkit.csl.citeproc_engine import CiteprocEngine
from bibkit.csl.engine import Bibliography, Engine
from bibkit.docx import docx_text
from bibkit.door import junk_problem, open_file, open_text, problems_of
from bibkit.errors import InputError, UnknownFormat, UnreadableInput
from bibkit.formats.base import Format, Record, keyed, recorded, with_ids
from bibkit.formats.losses import lost as _lost
from bibkit.journals import Form, Journals
from bibkit.model import Batch, Problem, Reference, Severity
from bibkit.text import Decoded, as_decoded, decode
from bibkit.unpack import File, inner_name, packing_of, unpack

if TYPE_CHECKING:
    from bibkit.enrichment.dedupe import Deduped

__all__ = [
    "MAX_BYTES",
    "Source",
    "bibliography",
    "convert",
    "dedupe",
    "edit",
    "explain",
    "explained",
    "find_style",
    "format",
    "format_named",
    "format_of",
    "is_written",
    "list_formats",
    "losses",
    "outputs",
    "read",
    "read_file",
    "read_references",
    "rearrange",
    "records",
    "rekey",
    "search_styles",
    "sniff",
    "sort",
    "write",
]

Source: TypeAlias = str | bytes | os.PathLike[str] | IO[bytes] | IO[str]

_ENGINE: Engine = CiteprocEngine()

_ZIP = b"PK\x03\x04"

#: No format is read from more than this; text lists have a lower bound of their own.
MAX_BYTES = 512_000_000

#: A file of more bytes is read record by record, where its format can be.
LARGE = 64_000_000


def read_references(source: Source, format: str | None = None) -> Batch:
    """Read a reference list: of the article where the source is an article's XML.

    Args, Raises: as for `read`, from which it differs for `pubmed` and `jats` only; there `read`
    gives the article itself.

    >>> xml = "<article><back><ref-list><ref><mixed-citation>Chio A. A view. Chest. 2017;12:1-4."
    >>> xml += "</mixed-citation></ref></ref-list></back></article>"
    >>> read_references(xml)[0].id
    'chio2017view'
    """
    return _read(source, format, references=True)


def read(source: Source, format: str | None = None) -> Batch:
    """Read references from a file, a stream or a text.

    Args:
        source: a path, an open file, bytes, or text; of a .docx file its text is
            read. A `str` is a path where it is one line and names a file that exists, or that
            ends as a known format's files do; any other `str` is the text itself.
        format: a name of `list_formats()`; None to tell it by what the text looks like and, where
            that does not settle it, by the file's suffix.

    Returns:
        The references in their order, and the problems. An input without any reference gives
        an empty batch whose problems hold its text.

    Raises:
        InputError: the source cannot be read at all: it is missing, binary, too large, or not
            of the format that was named.

    >>> batch = read("References\\n1. Chio A, et al. A view. Chest. 2017;12(2):181-4. - PubMed")
    >>> batch[0].id, batch[0].truncated("author"), batch[0].links
    ('chio2017view', True, ('PubMed',))
    """
    return _read(source, format, references=False)


def read_file(path: str | os.PathLike[str]) -> Decoded:
    """The text of a file, packed or not, with its encoding; a zip file is none.

    Raises:
        InputError: there is no such file, or it is not text.
    """
    data = _file_bytes(Path(path))
    packing = packing_of(data)
    if packing in ("", "zip"):
        return decode(data)
    return dataclasses.replace(decode(unpack(data, limit=MAX_BYTES)[0].data), packing=packing)


def _read(source: Source, format: str | None, *, references: bool) -> Batch:
    path = _path_of(source)
    data = _bytes_of(path if path is not None else source)
    name = path.name if path is not None else ""
    if isinstance(data, str):
        return _batch(as_decoded(data), name, format, references=references)
    document = docx_text(data) if data.startswith(_ZIP) else None
    if document is not None:
        return _batch(as_decoded(document), name, format, references=references)
    files = unpack(data, name, MAX_BYTES)
    if len(files) > 1:
        return _joined(files, format, references=references)
    batch = _batch(decode(files[0].data), files[0].name, format, references=references)
    return batch.with_problems(junk_problem(files[0].junk))


def _batch(decoded: Decoded, name: str, format: str | None, *, references: bool) -> Batch:
    text, problems = decoded.text, problems_of(decoded)
    if not text.strip():
        problems.append(Problem("empty", "The input is empty.", Severity.INFO, ref=""))
    chosen = _formats.by_name(format) if format else _guess(text, Path(name) if name else None)
    if chosen.name == "text" and format and (sniffed := _formats.sniff(text)).name != "text":
        raise UnknownFormat(f"This is '{sniffed.name}', not a list as text. Read it without -f.")
    reader = (chosen.read_list if references else None) or chosen.read
    if reader is None:
        raise UnknownFormat(f"'{chosen.name}' is only written, not read.")
    return reader(text).with_problems(problems)


def _joined(files: list[File], format: str | None, *, references: bool) -> Batch:
    """What is in several files, in their order; a file that holds no references is passed over."""
    records: list[Record] = []
    read = 0
    for file in files:
        try:
            batch = _of_archive(file, format, references=references)
        except InputError as error:
            message = f"'{file.name}' was passed over: {error}"
            records.append(Record(None, (Problem("passed-over", message, ref=""),)))
            continue
        read += 1
        of: dict[str, list[Problem]] = defaultdict(list)
        for problem in batch.problems:
            of[problem.ref or ""].append(problem)
        records += (Record(one, tuple(of[one.id])) for one in batch)
        whole = (dataclasses.replace(p, message=f"{file.name}: {p.message}") for p in of[""])
        records.append(Record(None, tuple(whole)))
    if not read:
        raise UnreadableInput("No file in this zip file holds references.")
    return keyed(records)


def _of_archive(file: File, format: str | None, *, references: bool) -> Batch:
    decoded = decode(file.data)
    path = Path(file.name)
    if not format and _formats.by_suffix(path) is None and sniff(decoded.text, path) == "text":
        raise UnknownFormat("it is of no format that is known.")
    return _batch(decoded, file.name, format, references=references)


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


def records(source: Source, format: str | None = None) -> Iterator[Record]:
    """Read references one by one, from files of any size.

    Args:
        source, format: as for `read`. A file of a format that is read record by record (`ris`,
            `nbib`, `pubmed`, `jsonl`, …) is never held in memory as a whole.

    Yields:
        Each reference with its problems, and what became none. Ids may be empty or stand twice.

    Raises:
        InputError: as `read` does, when the first record is asked for or later.
    """
    path = _path_of(source)
    if path is not None and path.is_file() and path.stat().st_size > LARGE:
        with open_text(path) as file:
            chosen = (
                _formats.by_name(format)
                if format
                else _guess(file.read(65_536), Path(inner_name(path.name)))
            )
        if chosen.records is not None:
            with open_text(path) as file:
                yield from chosen.records(file)
                yield Record(None, file.problems)
            return
    yield from recorded(_read(source, format, references=False))


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
    target, _ = _writer(to)
    options = {name: True for name, on in (("ascii", ascii), ("lossless", lossless)) if on}
    for name in options.keys() - target.options:
        raise UnknownFormat(
            f"'{target.name}' has no option '{name}': it is for bibtex and biblatex."
        )
    read = (records(source, format) for source in sources)
    forms = Journals(journals) if journals else None
    return _conversion.convert(read, target, write, forms, **options)


def bibliography(
    batch: Batch | Iterable[Reference],
    style: str | os.PathLike[str],
    locale: str | None = None,
) -> Bibliography:
    """Format references in a citation style, entry by entry.

    Args:
        batch: in the order of citation; a style that sorts, sorts.
        style: a name as people type it (`vancouver`, `JAMA`) or a .csl file.
        locale: a language tag such as `de-DE`; None for the style's own.

    Returns:
        Entries with the ids of their references, and what the style could not do. A reference
        that a style cannot format is there in a plain form.

    Raises:
        StyleError: there is no such style or locale, or it cannot be used.

    >>> entries = bibliography(read("Chio A. A view. Chest. 2017;12:1-4."), "nature").entries
    >>> entries[0].id, entries[0].label
    ('chio2017view', ('1.',))
    """
    references = batch.references if isinstance(batch, Batch) else tuple(batch)
    return _ENGINE.bibliography(_library.find_style(style), references, locale)


def format(
    batch: Batch | Iterable[Reference],
    style: str | os.PathLike[str],
    to: str = "text",
    locale: str | None = None,
) -> str:
    """Format references in a citation style as one text.

    Args:
        batch, style, locale: see `bibliography`.
        to: `text`, `html` or `markdown`.

    Raises:
        StyleError: see `bibliography`.
        UnknownFormat: there is no such output.

    >>> print(format(read("Chio A. A view. Chest. 2017;12:1-4."), "apa"), end="")
    Chio, A. (2017). A view. Chest, 12, 1–4.
    """
    return bibliography(batch, style, locale).render(to)


def outputs() -> tuple[str, ...]:
    """The names that `format` takes for `to`.

    >>> outputs()
    ('text', 'html', 'markdown')
    """
    return _render.OUTPUTS


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


def sniff(text: str, path: str | os.PathLike[str] | None = None) -> str:
    """The name of the format that a text looks to be in; where it could be any, its file's suffix
    decides.

    >>> sniff("@book{a, title={B}}"), sniff("", "refs.bib")
    ('bibtex', 'bibtex')
    """
    return _guess(text, Path(path) if path is not None else None).name


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
find_style = _library.find_style
search_styles = _library.search_styles


# --- sources --------------------------------------------------------------------------------------


def _path_of(source: Source) -> Path | None:
    if isinstance(source, os.PathLike):
        return Path(source)
    if not isinstance(source, str) or not 0 < len(source) < 4096 or set("\n\r\0") & set(source):
        return None
    path = Path(source)
    try:
        exists = path.is_file()
    except OSError:  # a name longer than file systems allow
        return None
    # A citation that ends in a web address (".htm") is no path either.
    prose = " " in path.name or re.search(r"[.,;:]\s|\w+:/", source)
    named = not prose and _formats.by_suffix(path) is not None
    return path if exists or named else None


def _bytes_of(source: Source) -> bytes | str:
    if isinstance(source, bytes | str):
        data: bytes | str = source
    elif isinstance(source, os.PathLike):
        data = _file_bytes(Path(source))
    else:
        data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableInput(f"The input is larger than {MAX_BYTES // 10**6} MB.")
    return data


def _file_bytes(path: Path) -> bytes:
    with open_file(path) as file:
        try:
            return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise InputError(f"'{path}' cannot be read: {error.strerror or error}.") from error


def _guess(text: str, path: Path | None) -> Format:
    """By content; a suffix decides only where the content could be anything."""
    sniffed = _formats.sniff(text)
    if sniffed.name != "text" or path is None:
        return sniffed
    by_suffix = _formats.by_suffix(path)
    is_bib = by_suffix is not None and by_suffix.suffixes[0] == ".bib"
    if by_suffix is None or (is_bib and text.strip() and "@" not in text):
        return sniffed  # a plain list that was saved as .bib
    return by_suffix
