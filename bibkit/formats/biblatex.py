"""`biblatex`: .bib files for BibLaTeX and biber; read as `bibtex` is, written with its fields."""

from __future__ import annotations

from bibkit.citekeys import is_valid_key
from bibkit.formats.base import Format
from bibkit.formats.bib.losses import LOSSES
from bibkit.formats.bib.patch import editor
from bibkit.formats.bib.read import read
from bibkit.formats.bib.rearrange import rearranger
from bibkit.formats.bib.write import writer

__all__ = ["FORMAT"]


def _sniff(text: str) -> float:
    """Never surer than BibTeX: reading is the same."""
    return 0.0


FORMAT = Format(
    name="biblatex",
    label="BibLaTeX (.bib), with date, eid, journaltitle and eprint",
    suffixes=(".biblatex",),
    sniff=_sniff,
    read=read,
    pieces=writer("biblatex"),
    losses=LOSSES,
    is_key=is_valid_key,
    options=frozenset({"ascii", "lossless"}),
    edit=editor("biblatex"),
    rearrange=rearranger("biblatex"),
)
