"""Where references come in: a path, an open file, bytes or a text, of whatever format and size."""

from __future__ import annotations

import dataclasses
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypeAlias

from bibkit import formats as _formats
from bibkit.docx import docx_text
from bibkit.door import junk_problem, open_file, open_text, problems_of
from bibkit.errors import InputError, UnknownFormat, UnreadableInput
from bibkit.formats.base import Format, Record, keyed, recorded
from bibkit.model import Batch, Problem, Severity
from bibkit.text import Decoded, as_decoded, decode
from bibkit.unpack import File, inner_name, packing_of, unpack

__all__ = [
    "LARGE", "MAX_BYTES", "Source", "is_large", "read", "read_file", "read_references", "records", "sniff",
]  # fmt: skip

Source: TypeAlias = str | bytes | os.PathLike[str] | IO[bytes] | IO[str]


_ZIP = b"PK\x03\x04"


#: No format is read from more than this; text lists have a lower bound of their own.
MAX_BYTES = 512_000_000


#: A file of more bytes is read record by record, where its format can be.
LARGE = 64_000_000
#: A packed file is taken to hold so many times its own size.
_UNPACKED = 30


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
    if path is not None and is_large(source):
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


def is_large(source: Source) -> bool:
    """Whether a source is a file that is read record by record, where its format can be."""
    path = _path_of(source)
    if path is None or not path.is_file():
        return False
    size = path.stat().st_size
    if LARGE // _UNPACKED < size <= LARGE:
        with open_file(path) as file:
            packing = packing_of(file.read(16))
        size *= _UNPACKED if packing not in ("", "zip") else 1
    return size > LARGE


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


def sniff(text: str, path: str | os.PathLike[str] | None = None) -> str:
    """The name of the format that a text looks to be in; where it could be any, its file's suffix
    decides.

    >>> sniff("@book{a, title={B}}"), sniff("", "refs.bib")
    ('bibtex', 'bibtex')
    """
    return _guess(text, Path(path) if path is not None else None).name


# --- one source -----------------------------------------------------------------------------------


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
