"""`html`: the reference list of a saved or copied web page; read only."""

from __future__ import annotations

import re

from bibkit.formats.base import Format
from bibkit.reflist.html import read_html

__all__ = ["FORMAT"]

_HTML = re.compile(
    r"<!doctype html|<(?:html|head|body|div|section|ol|ul|li|p|table|article|main|meta|!--)[\s>]",
    re.I,
)


def _sniff(text: str) -> float:
    head = text.lstrip("\ufeff \t\r\n")[:4096]
    return 0.8 if head.startswith("<") and _HTML.search(head) else 0.0


FORMAT = Format(
    name="html",
    label="Reference list in a web page: PubMed, PMC, journals (saved or copied HTML)",
    suffixes=(".html", ".htm", ".xhtml"),
    sniff=_sniff,
    read=read_html,
)
