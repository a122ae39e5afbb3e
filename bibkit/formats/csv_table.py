"""`csv`: a table with a row for each reference; written only.

It begins with the byte-order mark by which Excel knows UTF-8.
"""

from __future__ import annotations

from bibkit.formats.base import Format
from bibkit.formats.table import LOSSES, pieces

__all__ = ["FORMAT"]

FORMAT = Format(
    name="csv",
    label="A table for spreadsheets (CSV): a row for each reference",
    suffixes=(".csv",),
    sniff=lambda text: 0.0,
    pieces=pieces(",", "\ufeff", "\r\n"),
    losses=LOSSES,
)
