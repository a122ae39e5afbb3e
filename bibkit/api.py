"""The library's door: what the commands call, and what a program imports from `bibkit`."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TypeAlias

from bibkit import explanation as _explanation
from bibkit import formats as _formats
from bibkit.csl import library as _library
from bibkit.csl import render as _render
from bibkit.csl.citeproc_engine import CiteprocEngine
from bibkit.csl.engine import Bibliography, Engine
from bibkit.docx import docx_text
from bibkit.errors import InputError, UnknownFormat, UnreadableInput
from bibkit.formats.base import Format, with_ids
from bibkit.model import Batch, Problem, Reference, Severity
from bibkit.text import Decoded, decode

__all__ = [
    "MAX_BYTES",
    "Source",
    "bibliography",
    "edit",
    "explain",
    "explained",
    "find_style",
    "format",
    "format_of",
    "is_written",
    "list_formats",
    "outputs",
    "read",
    "read_file",
    "read_references",
    "search_styles",
    "sniff",
    "write",
]

Source: TypeAlias = str | bytes | os.PathLike[str] | IO[bytes] | IO[str]

_ENGINE: Engine = CiteprocEngine()

_ZIP = b"PK\x03\x04"

#: No format is read from more than this; text lists have a lower bound of their own.
MAX_BYTES = 512_000_000


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
    """The text of a file, with its encoding.

    Raises:
        InputError: there is no such file, or it is not text.
    """
    return decode(_file_bytes(Path(path)))


def _read(source: Source, format: str | None, *, references: bool) -> Batch:
    path = _path_of(source)
    data = _bytes_of(path if path is not None else source)
    problems: list[Problem] = []
    document = docx_text(data) if isinstance(data, bytes) and data.startswith(_ZIP) else None
    if document is not None:
        text = document
    elif isinstance(data, bytes):
        decoded = decode(data)
        text = decoded.text
        if decoded.guessed:
            message = "The text is not UTF-8; it was read as Windows-1252. Check accented letters."
            problems.append(Problem("encoding", message, Severity.WARNING, ref=""))
    else:
        text = data
    if not text.strip():
        problems.append(Problem("empty", "The input is empty.", Severity.INFO, ref=""))
    chosen = _formats.by_name(format) if format else _guess(text, path)
    if chosen.name == "text" and format and (sniffed := _formats.sniff(text)).name != "text":
        raise UnknownFormat(f"This is '{sniffed.name}', not a list as text. Read it without -f.")
    reader = (chosen.read_list if references else None) or chosen.read
    if reader is None:
        raise UnknownFormat(f"'{chosen.name}' is only written, not read.")
    return reader(text).with_problems(problems)


def write(batch: Batch | Iterable[Reference], format: str) -> str:
    """Write references in a format.

    Args:
        batch: what `read` gave, or any references.
        format: a name of `list_formats()`.

    Raises:
        UnknownFormat: there is no such format, or it is only read.

    >>> batch = read("Chio A. A view. Chest. 2017;12(2):181-4.")
    >>> "volume = {12}" in write(batch, "bibtex")
    True
    """
    chosen = _formats.by_name(format)
    if chosen.pieces is None:
        writers = ", ".join(one.name for one in _formats.list_formats() if one.pieces)
        raise UnknownFormat(
            f"'{chosen.name}' is only read, not written. Write one of: {writers}; "
            "or a list in a citation style: bibkit format FILE -s STYLE."
        )
    return "".join(chosen.pieces(with_ids(tuple(batch), chosen.is_key)))


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
        return chosen.edit(text, batch, tuple(references))
    return write(dataclasses.replace(batch, references=tuple(references)), format)


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


def list_formats() -> tuple[Format, ...]:
    """Every format, with its name, label, suffixes, and whether it is read and written.

    >>> [one.name for one in list_formats() if one.pieces is None]
    ['text', 'lines', 'html', 'pubmed', 'pubmed-text', 'jats', 'crossref']
    """
    return _formats.list_formats()


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
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(f"There is no file '{path}'.") from error
    except IsADirectoryError as error:
        raise InputError(f"'{path}' is a folder, not a file.") from error
    except PermissionError as error:
        raise InputError(f"'{path}' may not be read: permission denied.") from error
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
