"""`tsv`: the table of `csv` with tabs between the cells and no byte-order mark; written only."""

from __future__ import annotations

from bibkit.formats.base import Format
from bibkit.formats.table import LOSSES, pieces

__all__ = ["FORMAT"]

FORMAT = Format(
    name="tsv",
    label="A table with tabs (TSV): a row for each reference",
    suffixes=(".tsv",),
    sniff=lambda text: 0.0,
    pieces=pieces("\t", "", "\n"),
    losses=LOSSES,
)
