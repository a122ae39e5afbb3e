"""`bibtex`: BibTeX as classic styles read it; BibLaTeX's fields are understood when reading."""

from __future__ import annotations

import re

from bibkit.citekeys import is_valid_key
from bibkit.formats.base import Format, variant
from bibkit.formats.bib.losses import LOSSES
from bibkit.formats.bib.patch import editor
from bibkit.formats.bib.read import read
from bibkit.formats.bib.rearrange import rearranger
from bibkit.formats.bib.write import writer
from bibkit.formats.zotero import bib as zotero_bib

__all__ = ["FORMAT"]

_ENTRY = re.compile(r"(?:^|\r)\s*@\s*[A-Za-z][\w.:+-]*\s*[{(]\s*[^\s{}(),=]*\s*,", re.M)


def _sniff(text: str) -> float:
    return 0.95 if _ENTRY.search(text[:100_000]) else 0.0


FORMAT = Format(
    name="bibtex",
    label="BibTeX (.bib)",
    suffixes=(".bib", ".bibtex"),
    sniff=_sniff,
    read=read,
    pieces=writer("bibtex"),
    losses=LOSSES,
    is_key=is_valid_key,
    options=frozenset({"ascii", "lossless"}),
    edit=editor("bibtex"),
    rearrange=rearranger("bibtex"),
    variants={
        "zotero": variant(
            "bibtex",
            "BibTeX as Zotero imports it",
            zotero_bib.pieces,
            zotero_bib.LOSSES,
            is_valid_key,
        )
    },
)
