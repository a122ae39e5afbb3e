"""Compressed input: gzip, bzip2, xz and zip, told by what a file begins with, not by its name.

Nothing is written to disk. What is packed twice stays packed the second time, and is then refused
as what it is (see `bibkit.text.decode`).
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from bibkit.errors import UnreadableInput

__all__ = [
    "MAX_RATIO",
    "PART",
    "ZIP_DAMAGE",
    "File",
    "Unpacker",
    "inner_name",
    "members_of",
    "packing_of",
    "refuse_bomb",
    "unpack",
]

#: Data is taken and given in parts of so many bytes.
PART = 1 << 18

#: Text packs 3 to 30 times smaller; what unpacks to more than this many times its size is a bomb.
MAX_RATIO = 200
#: Below this no ratio is asked: a file of one line that stands a thousand times is small.
_SMALL = 10_000_000
#: Files that are read from one archive.
MAX_FILES = 1000

_BEGINS = {
    "gzip": b"\x1f\x8b",
    "lzma": b"\xfd7zXZ\0",
    "zip": b"PK\x03\x04",
    "zip of nothing": b"PK\x05\x06",
}
_LABELS = {"gzip": "gzip", "bz2": "bzip2", "lzma": "xz"}
_SUFFIXES = (".gz", ".bz2", ".xz", ".zip")
# A dictionary larger than `xz -9` makes is an attack on the memory.
_XZ_MEMORY = 128 << 20

_ENGINES: dict[str, Callable[[], Any]] = {
    "gzip": lambda: zlib.decompressobj(wbits=31),
    "bz2": bz2.BZ2Decompressor,
    "lzma": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY),
}
_DAMAGE = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
#: What zipfile lets through of a damaged archive (see `bibkit.docx`).
ZIP_DAMAGE = (
    *_DAMAGE, zipfile.BadZipFile, struct.error, LookupError, RuntimeError, NotImplementedError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came out of another.

    Args:
        name: as the archive has it, for messages and for its suffix; empty where there is none.
        junk: how many bytes stood behind the packed data that were none; they were left out.
    """

    name: str
    data: bytes
    junk: int = 0


def packing_of(data: bytes) -> str:
    """How a file is packed: `gzip`, `bz2`, `lzma` (the modules of Python), `zip`; empty for not.

    Args:
        data: the file, or its beginning.

    >>> packing_of(b"\\x1f\\x8b\\x08"), packing_of(b"BZh is a name"), packing_of(b"PK\\x05\\x06")
    ('gzip', '', 'zip')
    """
    # The block that follows bzip2's mark begins with the digits of pi, the end with those of its root.
    if data[:3] == b"BZh" and data[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return "bz2"
    return next((kind.split()[0] for kind, mark in _BEGINS.items() if data.startswith(mark)), "")


def inner_name(name: str) -> str:
    """The name of a packed file without the suffix of its packing.

    >>> inner_name("refs.bib.gz"), inner_name("refs.bib")
    ('refs.bib', 'refs.bib')
    """
    path = PurePosixPath(name)
    return str(path.with_suffix("")) if path.suffix.lower() in _SUFFIXES else name


class Unpacker:
    """A gzip, bzip2 or xz file as its contents, in parts.

    Args:
        read: gives at most as many bytes of the packed file as it is asked for, and none at its end.
        packing: see `packing_of`.

    Iterating raises `UnreadableInput` where the file is damaged or cut off, or is a bomb. `junk` is
    the number of bytes behind the last packed stream that belong to none, once the end is reached.

    >>> import gzip
    >>> packed = io.BytesIO(gzip.compress(b"soil") + gzip.compress(b"worm") + b"?")
    >>> unpacker = Unpacker(packed.read, "gzip")
    >>> list(unpacker), unpacker.junk
    ([b'soil', b'worm'], 1)
    """

    def __init__(self, read: Callable[[int], bytes], packing: str) -> None:
        self._read, self._packing = read, packing
        self._label = _LABELS[packing]
        self.junk = 0

    def __iter__(self) -> Iterator[bytes]:
        taken = given = 0
        packed = self._read(PART)
        while True:
            engine = _ENGINES[self._packing]()
            while not engine.eof:
                before = len(packed)
                part, packed = self._step(engine, packed)
                taken += before - len(packed)
                given += len(part)
                refuse_bomb(taken, given)
                if part:
                    yield part
                elif not engine.eof and not packed:
                    packed = self._read(PART)
                    if not packed:
                        raise UnreadableInput(
                            f"This {self._label} file is cut off: it ends before its contents do. "
                            "Get it again."
                        )
            packed = engine.unused_data
            taken -= len(packed)
            packed = (packed or self._read(PART)).lstrip(b"\0")  # files on tape are filled up
            while len(packed) < 16 and (more := self._read(PART)):
                packed = (packed + more).lstrip(b"\0")
            if packing_of(packed) != self._packing:
                break
        self.junk = len(packed)
        while packed:
            packed = self._read(PART)
            self.junk += len(packed)

    def _step(self, engine: Any, packed: bytes) -> tuple[bytes, bytes]:
        """The next part, and what of the packed data has not been used."""
        try:
            if self._packing == "gzip":
                part = engine.decompress(packed, PART)
                return part, engine.unconsumed_tail
            if engine.needs_input:
                return engine.decompress(packed, PART), b""
            return engine.decompress(b"", PART), packed
        except _DAMAGE as error:
            raise UnreadableInput(f"This {self._label} file is damaged: {error}.") from error


def refuse_bomb(packed: int, unpacked: int) -> None:
    """Raise where so many bytes cannot be the contents of so few."""
    if unpacked > _SMALL and unpacked > MAX_RATIO * packed:
        raise UnreadableInput(
            f"This file unpacks to more than {MAX_RATIO} times its size, which no text does; "
            "it is not read further."
        )


def unpack(data: bytes, name: str = "", limit: int | None = None) -> list[File]:
    """The files in a packed file; of one that is not packed, itself.

    Args:
        data: the file; name: its own.
        limit: the most bytes that it may unpack to.

    Raises:
        UnreadableInput: it is damaged, cut off, encrypted, empty, too large, or a bomb.

    >>> import gzip
    >>> unpack(gzip.compress(b"@book{soil}"), "refs.bib.gz")
    [File(name='refs.bib', data=b'@book{soil}', junk=0)]
    """
    packing = packing_of(data)
    if not packing:
        return [File(name, data)]
    if packing == "zip":
        return _unzipped(data, limit)
    unpacker = Unpacker(io.BytesIO(data).read, packing)
    return [File(inner_name(name), _joined(unpacker, limit), unpacker.junk)]


def _joined(parts: Iterator[bytes] | Unpacker, limit: int | None, before: int = 0) -> bytes:
    kept: list[bytes] = []
    length = before
    for part in parts:
        length += len(part)
        if limit is not None and length > limit:
            raise UnreadableInput(f"The input unpacks to more than {limit // 10**6} MB.")
        kept.append(part)
    return b"".join(kept)


# --- zip ------------------------------------------------------------------------------------------


def _unzipped(data: bytes, limit: int | None) -> list[File]:
    files: list[File] = []
    length = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in members_of(archive):
                with archive.open(info) as member:
                    unpacked = _joined(_parts(member, len(data), length), limit, length)
                length += len(unpacked)
                files.append(File(info.filename, unpacked))
    except ZIP_DAMAGE as error:
        raise UnreadableInput(f"This zip file is damaged: {error}.") from error
    return files


def members_of(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of an archive, in its order, but for folders and what systems add by themselves.

    Raises:
        UnreadableInput: there is none or there are too many; or one is encrypted, or packed by a
            method that no current program writes.
    """
    if any(_OFFICE.match(name) for name in archive.namelist()):
        raise UnreadableInput(
            "This zip or office file (.xlsx, .odt, an e-book) is none that is read. "
            "Save the document as .docx or plain text."
        )
    found = [info for info in archive.infolist() if not info.is_dir() and not _added(info.filename)]
    if not found:
        raise UnreadableInput("There is no file in this zip file.")
    if len(found) > MAX_FILES:
        raise UnreadableInput(
            f"There are {len(found)} files in this zip file; at most {MAX_FILES} are read."
        )
    for info in found:
        if info.flag_bits & 0x1:
            raise UnreadableInput(
                "This zip file is encrypted. Unpack it with its password, then read what was in it."
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
            raise UnreadableInput(
                f"'{info.filename}' in this zip file is packed by a method that is not read. "
                "Unpack it first."
            )
    return found


# Office Open XML; OpenDocument and EPUB.
_OFFICE = re.compile(r"\[Content_Types\]\.xml$|(?:xl|ppt|word)/|mimetype$")


def _added(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    is_hidden = path.name.startswith(".") or path.name.lower() in ("thumbs.db", "desktop.ini")
    return is_hidden or "__MACOSX" in path.parts


def _parts(member: IO[bytes], packed: int, before: int) -> Iterator[bytes]:
    given = before
    while part := member.read(PART):
        given += len(part)
        refuse_bomb(packed, given)
        yield part
