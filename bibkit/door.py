"""Where text comes in: what was odd about it as problems, and files that are larger than memory.

A text that fits into memory is read at once (`bibkit.unpack`, then `bibkit.text.decode`). One that
does not is opened with `open_text`, which keeps the same rules part by part.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import zipfile
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from bibkit.controls import clean
from bibkit.encodings import encoding_of, is_multibyte
from bibkit.errors import InputError, UnreadableInput
from bibkit.model import Problem, Severity, Span
from bibkit.text import (
    HEAD,
    Decoded,
    damaged,
    is_mostly_utf8,
    odd_lines_of,
    refuse_binary,
    unescaped,
    utf8_share,
    utf_of,
)
from bibkit.unpack import PART, ZIP_DAMAGE, Unpacker, members_of, packing_of, refuse_bomb

__all__ = ["TextFile", "junk_problem", "open_file", "open_text", "problems_of"]


# --- what is odd ----------------------------------------------------------------------------------


def problems_of(decoded: Decoded) -> list[Problem]:
    """What a person should know of how a text was read.

    >>> from bibkit.text import decode
    >>> [problem.message for problem in problems_of(decode(b"a\\x1bb\\x1b\\n"))]
    ['Control characters were taken out, the first of them here: U+001B (escape) twice.']
    """
    return _problems(
        decoded.encoding if decoded.guessed else "", decoded.odd_lines, decoded.fallback,
        decoded.ignored, decoded.removed, decoded.line,
    )  # fmt: skip


def junk_problem(junk: int) -> list[Problem]:
    """That bytes behind the packed data of a file were left out; nothing where there are none."""
    if not junk:
        return []
    message = f"{junk} bytes behind the packed data belong to none of it; they were left out."
    return [Problem("packed", message, Severity.WARNING, ref="")]


_LABELS = {"cp1252": "Windows-1252"}


def _problems(
    guessed: str,
    odd: Sequence[int],
    fallback: str,
    ignored: str,
    removed: Mapping[str, int],
    line: int,
) -> list[Problem]:
    problems = []
    if guessed:
        message = (
            f"The text is not UTF-8; it was read as {_label(guessed)}. Check accented letters."
        )
        problems.append(Problem("encoding", message, Severity.WARNING, ref=""))
    elif odd:
        lines = ", ".join(map(str, odd[:8])) + (", …" if len(odd) > 8 else "")
        are = f"{len(odd)} lines have" if len(odd) > 1 else "1 line has"
        message = (
            f"{are} bytes that are not UTF-8, as the rest is; they were read as "
            f"{_label(fallback)}. Check accented letters: line{'s' if len(odd) > 1 else ''} {lines}."
        )
        problems.append(Problem("encoding", message, Severity.WARNING, Span(0, 0, odd[0]), ref=""))
    if ignored:
        message = f"The text says that it is '{ignored}', but it is not, and was not read so."
        problems.append(Problem("encoding", message, Severity.INFO, ref=""))
    if removed:
        problems.append(_controls(removed, line))
    return problems


def _label(encoding: str) -> str:
    return _LABELS.get(encoding, encoding)


_CONTROLS = {
    0x00: "NUL", 0x07: "bell", 0x08: "backspace", 0x0B: "vertical tab", 0x0C: "form feed",
    0x1B: "escape", 0x7F: "delete", 0x202A: "left-to-right embedding",
    0x202B: "right-to-left embedding", 0x202C: "end of a turn of direction",
    0x202D: "left-to-right override", 0x202E: "right-to-left override",
    0x2066: "left-to-right isolate", 0x2067: "right-to-left isolate", 0x2068: "isolate",
    0x2069: "end of an isolate", 0xFEFF: "byte-order mark",
}  # fmt: skip


def _controls(removed: Mapping[str, int], line: int) -> Problem:
    ordered = sorted(removed.items(), key=lambda one: (-one[1], one[0]))
    said = [_said(ord(character), count) for character, count in ordered[:5]]
    if len(ordered) > 5:
        rest = sum(count for _, count in ordered[5:])
        said.append(f"{rest} of {len(ordered) - 5} other kinds")
    message = f"Control characters were taken out, the first of them here: {', '.join(said)}."
    return Problem("control-characters", message, Severity.WARNING, Span(0, 0, line), ref="")


def _said(code: int, count: int) -> str:
    name = f" ({_CONTROLS[code]})" if code in _CONTROLS else ""
    times = {1: "once", 2: "twice"}.get(count, f"{count} times")
    return f"U+{code:04X}{name} {times}"


# --- files ----------------------------------------------------------------------------------------


def open_file(path: str | os.PathLike[str]) -> IO[bytes]:
    """A file, open for reading its bytes.

    Raises:
        InputError: there is none, it is a folder, or it may not be read.
    """
    try:
        return Path(path).open("rb")
    except FileNotFoundError as error:
        raise InputError(_no_file(os.fspath(path))) from error
    except IsADirectoryError as error:
        raise InputError(f"'{path}' is a folder, not a file.") from error
    except PermissionError as error:
        raise InputError(f"'{path}' may not be read: permission denied.") from error
    except OSError as error:
        raise InputError(f"'{path}' cannot be read: {error.strerror or error}.") from error


def _no_file(path: str) -> str:
    """What is said of a name that no file has; an address or identifier is none."""
    # A path has one slash where an address has two.
    address = re.match(r"(https?):/+(.+)", path)
    if address or re.fullmatch(r"10\.\d{4,9}/\S+|\d{6,8}|PMC\d+", path):
        named = f"{address[1]}://{address[2]}" if address else path
        kind = "an address" if address else "an identifier"
        return (
            f"'{named}' is {kind}, not a file. For the list of that article: bibkit references "
            f"{named} -o refs.bib; for a page, save it and give the file."
        )
    return f"There is no file '{path}'."


class TextFile(io.TextIOWrapper):
    """An open text without control characters, its line ends as they are (see `open_text`)."""

    def __init__(self, parts: _Parts) -> None:
        self._parts = parts
        super().__init__(io.BufferedReader(_Raw(parts), PART), "utf-8", newline="")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was odd about as much as has been read: all of it once the end has been reached."""
        return tuple(self._parts.problems())


@contextmanager
def open_text(source: str | os.PathLike[str] | IO[bytes]) -> Iterator[TextFile]:
    """Open a text that may be larger than memory.

    It is unpacked (gzip, bzip2, xz, a zip file of one file), decoded and cleaned as `bibkit.read`
    does it, but part by part: a few megabytes are held, whatever its size. Line ends stay as they
    are. What follows from reading by parts:

    - Whether a part that is not UTF-8 is Windows-1252, or only the bytes in it that do not fit, is
      judged by what has been read so far, not by the whole text.
    - What the beginning says (a mark, a declared encoding, that it is text) is believed. Where that
      turns out wrong, or a packed file is cut off, reading raises.

    Args:
        source: a path, or an open binary file, which is not closed.

    Raises:
        InputError: on entering or while reading: see `bibkit.read`. Word documents and archives of
            several files cannot be read so.

    >>> with open_text(io.BytesIO(b"soil\\r\\nwo\\x1brm")) as file:
    ...     list(file), file.problems[0].code
    (['soil\\r\\n', 'worm'], 'control-characters')
    """
    with ExitStack() as closing:
        if isinstance(source, str | os.PathLike):
            file = closing.enter_context(open_file(source))
        else:
            file = source
        yield closing.enter_context(TextFile(_Parts(file, closing)))


class _Raw(io.RawIOBase):
    """Parts of bytes as a file."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._left = memoryview(part)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


class _Parts:
    """A file's text in parts of clean UTF-8, and what was odd about it."""

    def __init__(self, file: IO[bytes], closing: ExitStack) -> None:
        self._unpacker: Unpacker | None = None
        self._removed: Counter[str] = Counter()
        self._first = self._lines = 0
        self._good = self._odd = 0
        self._odd_lines = array("Q")
        self._whole = False
        packed = _Ahead(_parts_of(file))
        raw = _Ahead(self._unpacked(packed, file, closing))
        refuse_binary(raw.head)
        self._utf = utf_of(raw.head) or _utf16(raw.head)
        declared, self._ignored = ("", "") if self._utf else encoding_of(raw.head)
        self._says_utf8 = declared == "utf-8"
        self._declared = "" if self._says_utf8 else declared
        self._is_markup = raw.head[:256].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        if self._utf not in ("", "utf-8-sig") or is_multibyte(declared):
            self._ignored = ""
            self._texts = self._transcoded(raw, self._utf or declared)
        else:
            self._texts = map(self._utf8, _whole_lines(raw))

    def __iter__(self) -> Iterator[bytes]:
        return self._texts

    def __next__(self) -> bytes:
        return next(self._texts)

    def problems(self) -> list[Problem]:
        fallback = self._declared or "cp1252"
        guessed = fallback if self._whole and not self._declared else ""
        # What says that it is Latin-1 is so where bytes are not UTF-8; what says UTF-8 is where none is.
        fits = self._odd > 0 if self._declared else self._says_utf8 and not self._odd
        ignored = self._ignored if (self._good or self._odd) and not fits else ""
        odd: Sequence[int] = () if self._whole else self._odd_lines
        found = _problems(guessed, odd, fallback, ignored, self._removed, self._first)
        return [*found, *junk_problem(self._unpacker.junk if self._unpacker else 0)]

    def _unpacked(self, packed: _Ahead, file: IO[bytes], closing: ExitStack) -> Iterator[bytes]:
        packing = packing_of(packed.head)
        if packing == "zip":
            return _member(file, closing)
        if packing:
            self._unpacker = Unpacker(lambda size: next(packed, b""), packing)
            return iter(self._unpacker)
        return packed

    def _transcoded(self, parts: Iterator[bytes], encoding: str) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for part in parts:
                yield self._cleaned(decoder.decode(part)).encode("utf-8")
            yield self._cleaned(decoder.decode(b"", final=True)).encode("utf-8")
        except UnicodeDecodeError as error:
            raise damaged(encoding, error) from error

    def _utf8(self, part: bytes) -> bytes:
        try:
            text = part.decode("utf-8")
        except UnicodeDecodeError:
            return self._cleaned(self._unfit(part)).encode("utf-8")
        self._good += len(part) - len(text)
        cleaned = self._cleaned(text)
        return part if cleaned is text else cleaned.encode("utf-8")

    def _unfit(self, part: bytes) -> str:
        """A part that is not UTF-8."""
        good, odd = utf8_share(part)
        self._good += good
        self._odd += odd
        fallback = self._declared or "cp1252"
        if self._utf or is_mostly_utf8(self._good, self._odd):
            raw = part.decode("utf-8", "surrogateescape")
            self._odd_lines.extend(self._lines + line for line in odd_lines_of(raw))
            return unescaped(raw, fallback)
        self._whole = True
        return part.decode(fallback, "replace")

    def _cleaned(self, text: str) -> str:
        """The text itself where there is nothing to take out."""
        cleaned = clean(text, is_markup=self._is_markup)
        if self._lines and text.startswith("\ufeff"):  # where files were joined
            self._removed["\ufeff"] += 1
            self._first = self._first or self._lines + 1
        self._removed.update(cleaned.removed)
        if cleaned.line and not self._first:
            self._first = self._lines + cleaned.line
        self._lines += text.count("\n") or text.count("\r")
        return cleaned.text


class _Ahead:
    """Parts of which the first can be looked at before they are taken."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        kept: list[bytes] = []
        while sum(map(len, kept)) < HEAD and (part := next(parts, b"")):
            kept.append(part)
        self.head = b"".join(kept)
        self._waiting = self.head

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        waiting, self._waiting = self._waiting, b""
        return waiting or next(self._parts)


def _parts_of(file: IO[bytes]) -> Iterator[bytes]:
    try:
        while part := file.read(PART):
            yield part
    except OSError as error:
        raise InputError(f"The input cannot be read: {error.strerror or error}.") from error


def _member(file: IO[bytes], closing: ExitStack) -> Iterator[bytes]:
    """The parts of the only file in a zip file."""
    if not file.seekable():
        raise UnreadableInput("A zip file cannot be read from a pipe part by part: name the file.")
    try:
        file.seek(0)
        archive = closing.enter_context(zipfile.ZipFile(file))
        found = [] if "word/document.xml" in archive.namelist() else members_of(archive)
        if len(found) != 1:
            raise UnreadableInput(
                "A Word document or a zip file of several files cannot be read part by part."
            )
        member = closing.enter_context(archive.open(found[0]))
        given = 0
        while part := member.read(PART):
            given += len(part)
            refuse_bomb(found[0].compress_size, given)
            yield part
    except ZIP_DAMAGE as error:
        raise UnreadableInput(f"This zip file is damaged: {error}.") from error


# A line that is longer is cut: only what is told about its bytes suffers.
_LONG = 1 << 20


def _whole_lines(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in parts that end with a line, so that no character is cut."""
    rest = b""
    for part in parts:
        part = rest + part
        end = part.rfind(b"\n") + 1 or part.rfind(b"\r") + 1
        if not end and len(part) > _LONG:
            end = len(part) - _begun(part)
        yield part[:end]
        rest = part[end:]
    yield rest


def _begun(part: bytes) -> int:
    """How many bytes at the end may be the beginning of a character of UTF-8."""
    for back in (1, 2, 3):
        if part[-back] >= 0xC0:
            return back
        if part[-back] < 0x80:
            return 0
    return 0


def _utf16(head: bytes) -> str:
    """UTF-16 without a mark, of which only the beginning is there."""
    return utf_of(head[:4096]) or utf_of(head[:4094])
