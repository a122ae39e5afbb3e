"""Bytes to text, and small helpers on text that know nothing of references."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bibkit.errors import UnreadableInput

__all__ = ["DASHES", "Decoded", "Line", "collapse", "decode", "fold", "lines_of", "printable"]

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
    (b"\x1f\x8b", "This is a gzip file. Unpack it first."),
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


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the encoding it was found to be in."""

    text: str
    encoding: str

    @property
    def guessed(self) -> bool:
        """Whether the bytes were not UTF and the encoding is the likeliest, not a certain one."""
        return self.encoding == "cp1252"

    def encode(self, text: str) -> bytes:
        """Another text in the same encoding; in UTF-8 where it cannot say it all.

        >>> Decoded("a", "cp1252").encode("Ł")
        b'\\xc5\\x81'
        """
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError:
            return text.encode("utf-8", "replace")


def decode(data: bytes) -> Decoded:
    """Bytes of a text file to text: UTF-8, UTF-16 or UTF-32 by their marks, else Windows-1252.

    Windows-1252 is what is met in practice where UTF-8 does not fit; it holds Latin-1's
    printable characters. Line ends are kept as they are; a byte-order mark is dropped.

    Raises:
        UnreadableInput: a PDF, an office file, a picture, or other binary data. The message
            says what to do.

    >>> decode("Chiò".encode("utf-16")).text
    'Chiò'
    """
    for magic, advice in _MAGIC:
        if data.lstrip()[: len(magic)] == magic:
            raise UnreadableInput(advice)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding).lstrip("\ufeff"), encoding)
            except UnicodeDecodeError as error:
                raise UnreadableInput(
                    f"The file says it is {encoding.upper()}, but is damaged ({error.reason})."
                ) from error
    unmarked = _utf16_without_mark(data)
    if unmarked:
        return Decoded(data.decode(unmarked), unmarked)
    sample = data[:65536]
    if sample and len(sample.translate(None, _CONTROL)) < 0.95 * len(sample):
        raise UnreadableInput(
            "This is a binary file, not text. Save the reference list as plain text (UTF-8)."
        )
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 leaves undefined become the replacement character.
        return Decoded(data.decode("cp1252", errors="replace"), "cp1252")


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
