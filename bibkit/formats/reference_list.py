"""`text`: a reference list as a person copies it; read only."""

from __future__ import annotations

import re

from bibkit.errors import UnreadableInput
from bibkit.formats.base import Format
from bibkit.model import Batch
from bibkit.reflist import read_list

__all__ = ["FORMAT", "MAX_CHARACTERS"]

#: Some 100,000 references. More than that is no paper's list, but the wrong file.
MAX_CHARACTERS = 24_000_000


def _read(text: str) -> Batch:
    if len(text) > MAX_CHARACTERS:
        raise UnreadableInput(
            f"This text of {len(text) / 1e6:.0f} million characters is no reference list: the "
            f"largest that is read has {MAX_CHARACTERS / 1e6:.0f} million. Is it the right file? "
            "A collection of lists can be split into several files."
        )
    head = text.lstrip("\ufeff \t\r\n")[:4096].lower()
    if head.startswith("<"):
        raise UnreadableInput(
            "This is XML or HTML, not plain text. Of a web page the HTML is read (-f html); of "
            "anything else, copy the reference list as text and save that to a .txt file."
        )
    known = next((name for name, begins in _OTHERS.items() if re.match(begins, head)), None)
    if known:
        raise UnreadableInput(
            f"This is {known}, which is not read. Export the records as RIS or BibTeX."
        )
    return read_list(text)


# Formats of records whose first line cannot be mistaken.
_OTHERS = {"a Web of Science export": r"fn (?:clarivate|thomson|isi)"}


def _sniff(text: str) -> float:
    """Any text may be a reference list; every other format is surer of its own."""
    return 0.1


FORMAT = Format(
    name="text",
    label="Reference list as text: a copied PubMed or PMC page, any plain list",
    suffixes=(".txt", ".text", ".md"),
    sniff=_sniff,
    read=_read,
)
