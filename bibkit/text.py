"""Bytes to text, and small helpers on text that know nothing of references."""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bibkit.controls import ODD, clean
from bibkit.encodings import encoding_of, is_multibyte
from bibkit.errors import UnreadableInput

__all__ = [
    "DASHES",
    "HEAD",
    "Decoded",
    "Line",
    "as_decoded",
    "collapse",
    "damaged",
    "decode",
    "fold",
    "is_mostly_utf8",
    "lines_of",
    "odd_lines_of",
    "printable",
    "refuse_binary",
    "unescaped",
    "utf8_share",
    "utf_of",
]  # fmt: skip

#: Hyphens and dashes that stand for a plain hyphen or a range in citations.
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"

# What a file starts with, and what to tell its owner.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (
        b"%PDF",
        "This is a PDF. Copy its reference list as text and save that to a file, "
        "or take the list from the paper's PubMed or PMC page.",
    ),
    (
        b"PK\x03\x04",
        "This is a zip or office file (.odt, .xlsx). Save the document as .docx or plain text.",
    ),
    (b"\xd0\xcf\x11\xe0", "This is an old office file (.doc). Save the document as plain text."),
    (b"\x1f\x8b", "This is a packed file (gzip) inside another. Unpack it first."),
    (b"{\\rtf", "This is an RTF file. Save the document as plain text."),
    (b"\x89PNG", "This is a picture. Copy the reference list as text."),
    (b"\xff\xd8\xff", "This is a picture. Copy the reference list as text."),
)

_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

# Control characters that no text has; a few stray ones are bad luck, many are a binary file.
_CONTROL = bytes({*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)})

#: So much of a file tells what it is.
HEAD = 65536


# --- bytes to text --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without control characters, and the encoding it was found to be in.

    Args:
        guessed: whether the bytes were not UTF and the encoding is the likeliest, not a certain one.
        odd_lines: of a text that is mostly UTF-8, the lines with bytes that are not; they were read
            as Windows-1252.
        ignored: the encoding that the text says it has, where it does not have it.
        removed, line: see `bibkit.controls.Cleaned`.
        raw: as it stood, bytes that the encoding does not know as surrogates (PEP 383); None where
            that is `text`.
        fallback: the encoding that such bytes were read in.
        packing: how the file was packed (`gzip`, `bz2`, `lzma`); empty for not.
    """

    text: str
    encoding: str
    guessed: bool = False
    odd_lines: tuple[int, ...] = ()
    ignored: str = ""
    removed: Mapping[str, int] = field(default_factory=dict)
    line: int = 0
    raw: str | None = field(default=None, repr=False)
    fallback: str = "cp1252"
    packing: str = ""

    def encode(self, text: str) -> bytes:
        """Another text in the same encoding and packing; in UTF-8 where it cannot say it all.

        Entries (from one line that begins with `@` to the next) that are also in this text are
        written byte for byte as they stood, with their control characters and odd bytes.

        >>> Decoded("a", "cp1252").encode("Ł")
        b'\\xc5\\x81'
        >>> old = decode(b"@a{b}\\n@c{d\\x1b}\\n@e{f\\x1b}")
        >>> old.encode(old.text.replace("f", "g"))
        b'@a{b}\\n@c{d\\x1b}\\n@e{g}'
        """
        data = self._encoded(text)
        if not self.packing:
            return data
        packed: bytes = importlib.import_module(self.packing).compress(data)
        return packed

    def _encoded(self, text: str) -> bytes:
        try:
            if self.raw is None:
                return text.encode(self.encoding)
            return self.restored(text).encode(self.encoding, "surrogateescape")
        except UnicodeEncodeError:
            return text.encode("utf-8", "replace")

    def restored(self, text: str) -> str:
        """Another text in which the entries that are also in this one are as they stood (see `encode`)."""
        if self.raw is None:
            return text
        return self.raw if text == self.text else _restored(text, self.raw, self._plain)

    def _plain(self, raw: str) -> str:
        return clean(unescaped(raw, self.fallback)).text


def as_decoded(text: str) -> Decoded:
    """A text that needs no decoding, cleaned as one that does.

    >>> source = as_decoded("@a{b}\\n@c{d\\x1b}")
    >>> source.text, source.restored("@a{e}\\n@c{d}")
    ('@a{b}\\n@c{d}', '@a{e}\\n@c{d\\x1b}')
    """
    return _decoded(text, "utf-8")


def decode(data: bytes) -> Decoded:
    """Bytes of a text file to text.

    The encoding is, in this order: UTF-8, UTF-16 or UTF-32 by their marks; UTF-16 by its zeros; one
    of several bytes a character that the text says it has (`<?xml … encoding="GB18030"?>`,
    `% Encoding: …`, `% !TeX encoding = …`); UTF-8; another that it says it has; Windows-1252, which
    is what is met in practice where UTF-8 does not fit, and holds Latin-1's printable characters.
    In a text that is mostly UTF-8 only the bytes that are not are Windows-1252. Line ends are kept
    as they are; a byte-order mark is dropped, and so are control characters (see `bibkit.controls.clean`).

    Raises:
        UnreadableInput: a PDF, an office file, a picture, or other binary data. The message
            says what to do.

    >>> decode("Chiò".encode("utf-16")).text
    'Chiò'
    >>> mixed = decode("Chiò\\nMuñoz".encode() + "\\nMüller".encode("latin-1"))
    >>> mixed.text.split(), mixed.odd_lines
    (['Chiò', 'Muñoz', 'Müller'], (3,))
    """
    refuse_binary(data)
    utf = utf_of(data)
    if utf:
        try:
            return _decoded(data.decode(utf), utf)
        except UnicodeDecodeError as error:
            if utf == "utf-8-sig":
                return _bytewise(data[3:], utf, "cp1252", ignored="")
            raise damaged(utf, error) from error
    declared, named = encoding_of(data)
    if is_multibyte(declared):
        try:
            return _decoded(data.decode(declared), declared)
        except UnicodeDecodeError:
            declared = ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if declared in ("", "utf-8"):
            return _bytewise(data, "utf-8", "cp1252", guessed=True, ignored=named)
        return _bytewise(data, "utf-8", declared, ignored="")
    # What says that it is Latin-1 but is well-formed UTF-8 was converted since.
    ignored = "" if declared == "utf-8" or text.isascii() else named
    return _decoded(text, "utf-8", ignored=ignored)


def refuse_binary(data: bytes) -> None:
    """Raise for what is not text.

    Args:
        data: a file, or its beginning.

    Raises:
        UnreadableInput: see `decode`.
    """
    begins = data[:4096].lstrip()
    for magic, advice in _MAGIC:
        if begins.startswith(magic):
            raise UnreadableInput(advice)
    sample = data[:HEAD]
    if not utf_of(data) and len(sample.translate(None, _CONTROL)) < 0.95 * len(sample):
        raise UnreadableInput(
            "This is a binary file, not text. Save the reference list as plain text (UTF-8)."
        )


def damaged(encoding: str, error: UnicodeError) -> UnreadableInput:
    """The error for a text that is not of the encoding that it is surely meant to be in."""
    reason = getattr(error, "reason", str(error))
    return UnreadableInput(f"The file says it is {encoding.upper()}, but is damaged ({reason}).")


def _decoded(
    raw: str,
    encoding: str,
    *,
    fallback: str = "cp1252",
    guessed: bool = False,
    odd_lines: tuple[int, ...] = (),
    ignored: str = "",
) -> Decoded:
    """Decoded text, cleaned; with what it was, where it is another now."""
    raw = raw.lstrip("\ufeff")
    cleaned = clean(unescaped(raw, fallback) if odd_lines or encoding == fallback else raw)
    kept = raw if cleaned.text != raw else None
    return Decoded(
        cleaned.text, encoding, guessed, odd_lines, ignored, cleaned.removed, cleaned.line, kept,
        fallback,
    )  # fmt: skip


def _bytewise(data: bytes, encoding: str, fallback: str, **kept: Any) -> Decoded:
    """What is not well-formed UTF-8: all of it in another encoding, or only some of its bytes."""
    if encoding == "utf-8" and not is_mostly_utf8(*utf8_share(data)):
        raw = data.decode(fallback, "surrogateescape")
        return _decoded(raw, fallback, fallback=fallback, **kept)
    raw = data.decode("utf-8", "surrogateescape")
    lines = odd_lines_of(raw)
    return _decoded(raw, encoding, fallback=fallback, odd_lines=lines, ignored=kept["ignored"])


# Accented letters before a closing mark are UTF-8 by accident in Windows-1252 ("CAFÉ»"): few.
_ACCIDENTS = 50


def utf8_share(data: bytes) -> tuple[int, int]:
    """How many of the bytes beyond ASCII are of well-formed UTF-8, and how many are not."""
    odd = len(data) - len(data.decode("utf-8", "ignore").encode("utf-8"))
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    return high - odd, odd


def is_mostly_utf8(good: int, odd: int) -> bool:
    """Whether a text with so many bytes of either kind is UTF-8 with some odd bytes."""
    return good * _ACCIDENTS >= odd


# A byte that did not fit, as PEP 383 keeps it.
_ESCAPED = re.compile("[\udc80-\udcff]+")


def unescaped(raw: str, encoding: str) -> str:
    """A text in which the bytes that did not fit are read in another encoding."""
    if raw.isascii():
        return raw

    def read(match: re.Match[str]) -> str:
        return match[0].encode("ascii", "surrogateescape").decode(encoding, "replace")

    return _ESCAPED.sub(read, raw)


def odd_lines_of(raw: str) -> tuple[int, ...]:
    """The lines with bytes that did not fit, of a text that keeps them as PEP 383 does."""
    found: dict[int, None] = {}
    ends = "\n" if "\n" in raw else "\r"
    line, counted = 1, 0
    for match in _ESCAPED.finditer(raw):
        line += raw.count(ends, counted, match.start())
        counted = match.start()
        found[line] = None
    return tuple(found)


# An entry of a .bib file begins a line; what stands before its mark may be invisible.
_ENTRY = re.compile(f"(?<=[\n\r])(?=(?:[ \t]|{ODD})*@)")


def _restored(text: str, raw: str, plain: Callable[[str], str]) -> str:
    """A changed text in which each entry that did not change is as it stood.

    Args:
        raw: the text as it stood; plain: what gives a part of it as it was read.
    """
    as_it_stood: dict[str, deque[str]] = defaultdict(deque)
    for entry in _ENTRY.split(raw):
        as_it_stood[plain(entry)].append(entry)
    entries = _ENTRY.split(text)
    for place, entry in enumerate(entries):
        same = as_it_stood.get(entry)
        entries[place] = same.popleft() if same else _SURROGATE.sub("?", entry)
    return "".join(entries)


_SURROGATE = re.compile("[\ud800-\udfff]")


def utf_of(data: bytes) -> str:
    """The form of Unicode that a text's first bytes say it is in; empty where they say none.

    >>> utf_of(b"\\xef\\xbb\\xbfa"), utf_of("soil".encode("utf-16-le")), utf_of(b"soil")
    ('utf-8-sig', 'utf-16-le', '')
    """
    marked = (encoding for mark, encoding in _BOMS if data.startswith(mark))
    return next(marked, None) or _utf16_without_mark(data) or ""


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark shows as a zero in every other byte of mostly Latin text."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if high.count(0) > 0.7 * len(high):
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text without its end, and its place: `text[start:end]`."""

    text: str
    start: int
    number: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def lines_of(text: str) -> list[Line]:
    """The lines of a text, numbered from 1, whatever their ends (`str.splitlines`)."""
    found: list[Line] = []
    offset = 0
    for number, whole in enumerate(text.splitlines(keepends=True), start=1):
        bare = whole.splitlines()[0]
        found.append(Line(bare, offset, number))
        offset += len(whole)
    return found


# Zero-width spaces, bidirectional marks, soft hyphens: invisible, and never part of a citation.
# (The zero-width joiners are spelling in Persian and Indic scripts: they stay.)
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)], " ")


def collapse(text: str) -> str:
    """White space, control and surrogate characters made single blanks, invisible ones dropped.

    >>> collapse("  Mathis\\u00a0S.,\\n Couratier\\tP. ")
    'Mathis S., Couratier P.'
    """
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    return " ".join(text.translate(_CONTROLS).split())


_UNFOLDED = {code: None for code in range(128) if not chr(code).isalnum()}


def fold(text: str) -> str:
    """Text for comparison: lower case, no accents, letters and digits only.

    >>> fold("Chiò A., et al.")
    'chioaetal'
    """
    if text.isascii():
        return text.lower().translate(_UNFOLDED)
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isalnum())


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Text that is safe on a terminal: control and direction characters shown as `?`.

    >>> printable("a\\x1b[31mb")
    'a?[31mb'
    """
    return _UNPRINTABLE.sub("?", text)
