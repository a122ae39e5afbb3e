"""A Word document as text: its paragraphs, one a line, in order.

Numbers of lists are not text in Word and do not appear; deleted text does not either. Source:
ECMA-376, part 1, WordprocessingML (`w:p`, `w:t`, `w:tab`, `w:br`, `w:del`).
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from bibkit.errors import UnreadableInput
from bibkit.xml import parse_xml

__all__ = ["docx_text"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: The document's own XML, unpacked: thousands of pages. More is a bomb or a mistake.
MAX_UNPACKED = 200_000_000

# What zipfile lets through of a damaged archive, found by changing each byte of one.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ValueError,
    LookupError,
    RuntimeError,
    EOFError,
    OSError,
)


def docx_text(data: bytes) -> str | None:
    """The text of a .docx file; None for a zip file of another kind.

    Raises:
        UnreadableInput: the document is damaged, encrypted, or unpacks to more than a document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                return None
            if archive.getinfo("word/document.xml").file_size > MAX_UNPACKED:
                raise UnreadableInput("This Word document unpacks to more than can be a document.")
            body = archive.read("word/document.xml")
    except _DAMAGE as error:
        raise UnreadableInput(f"This Word document cannot be opened: {error}.") from error
    root = parse_xml(body.decode("utf-8", "replace"))
    return "\n".join(_paragraph(paragraph) for paragraph in root.iter(f"{_W}p")) + "\n"


def _paragraph(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in (f"{_W}del", f"{_W}moveFrom", f"{_W}p"):
            yield from _pieces(child)  # runs, links, insertions; not a text box's paragraphs
