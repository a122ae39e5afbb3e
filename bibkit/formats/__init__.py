"""The formats, by name, by file suffix, and by what a text looks like.

Each format is one module of this package that ends in `FORMAT = Format(...)`; adding one is
writing that module and naming it in `_MODULES`. Modules are loaded when first asked for.
"""

from __future__ import annotations

import importlib
from pathlib import PurePath

from bibkit.errors import UnknownFormat
from bibkit.formats.base import Format

__all__ = ["Format", "by_name", "by_suffix", "list_formats", "sniff"]

# In the order in which `bibkit formats` shows them.
_MODULES = {
    "text": "reference_list",
    "lines": "lines",
    "html": "html",
    "pubmed": "pubmed",
    "pubmed-text": "pubmed_text",
    "jats": "jats",
    "crossref": "crossref",
    "csl-json": "csl_json",
    "bibtex": "bibtex",
    "biblatex": "biblatex",
}
_ALIASES = {"txt": "text", "json": "csl-json", "csljson": "csl-json", "bib": "bibtex"}


def list_formats() -> tuple[Format, ...]:
    """All formats, in the order of the documentation."""
    return tuple(by_name(name) for name in _MODULES)


def by_name(name: str) -> Format:
    """The format of a name, in any case; `json` and `bib` are understood.

    Raises:
        UnknownFormat: there is none; the message names those that are.

    >>> by_name("BibTeX").suffixes
    ('.bib', '.bibtex')
    """
    key = name.strip().lower()
    module = _MODULES.get(_ALIASES.get(key, key))
    if module is None:
        raise UnknownFormat(f"There is no format '{name}'. The formats are: {', '.join(_MODULES)}.")
    loaded: Format = importlib.import_module(f"bibkit.formats.{module}").FORMAT
    return loaded


def by_suffix(path: str | PurePath) -> Format | None:
    """The format that files of this suffix have, or None. `.bib` is BibTeX.

    >>> by_suffix("refs.json").name, by_suffix("refs")
    ('csl-json', None)
    """
    suffix = PurePath(path).suffix.lower()
    return next((format for format in list_formats() if suffix in format.suffixes), None)


def sniff(text: str) -> Format:
    """The format that a text is likeliest to be in; a plain reference list where none is sure.

    >>> sniff("@article{a, title={B}}").name, sniff("1. Mathis S. View. Chest. 2017;1:2.").name
    ('bibtex', 'text')
    """
    return max(list_formats(), key=lambda format: format.sniff(text))
