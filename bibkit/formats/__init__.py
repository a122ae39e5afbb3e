"""The formats, by name, by file suffix, and by what a text looks like.

Each format is one module of this package that ends in `FORMAT = Format(...)`; adding one is
writing that module and naming it in `_MODULES`. Modules are loaded when first asked for.
"""

from __future__ import annotations

import importlib
import re
from pathlib import PurePath

from bibkit.errors import UnknownFormat
from bibkit.formats.base import Format

__all__ = ["Format", "by_name", "by_suffix", "list_formats", "names", "sniff"]

# In the order in which `bibkit formats` shows them.
_MODULES = {
    "text": "reference_list",
    "lines": "lines",
    "html": "html",
    "ids": "ids",
    "pubmed": "pubmed",
    "nbib": "nbib",
    "pubmed-text": "pubmed_text",
    "pubmed-csv": "pubmed_csv",
    "jats": "jats",
    "crossref": "crossref",
    "bibtex": "bibtex",
    "biblatex": "biblatex",
    "ris": "ris",
    "endnote": "endnote",
    "enw": "enw",
    "zotero-rdf": "zotero_rdf",
    "csl-json": "csl_json",
    "csl-yaml": "csl_yaml",
    "jsonl": "jsonl",
    "csv": "csv_table",
    "tsv": "tsv_table",
}
# Each format's own word on its suffixes counts; this saves loading all to ask (a test compares them).
_SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".ids": "ids", ".xml": "pubmed", ".nbib": "nbib", ".nxml": "jats", ".jats": "jats", ".bib": "bibtex",
    ".bibtex": "bibtex", ".biblatex": "biblatex", ".ris": "ris", ".enw": "enw", ".rdf": "zotero-rdf",
    ".json": "csl-json", ".csljson": "csl-json", ".yaml": "csl-yaml", ".yml": "csl-yaml", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv",
}  # fmt: skip
_ALIASES = {
    "txt": "text",
    "json": "csl-json",
    "csljson": "csl-json",
    "bib": "bibtex",
    "yaml": "csl-yaml",
    "ndjson": "jsonl",
    "endnotexml": "endnote",
    "refman": "ris",
    "medline": "nbib",
    "refer": "enw",
}


def list_formats() -> tuple[Format, ...]:
    """All formats, in the order of the documentation."""
    return tuple(by_name(name) for name in _MODULES)


def names() -> tuple[str, ...]:
    """The names of all formats; none is loaded."""
    return tuple(_MODULES)


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
    name = _SUFFIXES.get(PurePath(path).suffix.lower())
    return by_name(name) if name else None


def sniff(text: str) -> Format:
    """The format that a text is likeliest to be in; a plain reference list where none is sure.

    >>> sniff("@article{a, title={B}}").name, sniff("1. Mathis S. View. Chest. 2017;1:2.").name
    ('bibtex', 'text')
    """
    for begins, names in _BEGINNINGS:
        if begins.match(text):
            likeliest = max(map(by_name, names), key=lambda format: format.sniff(text))
            if likeliest.sniff(text) >= 0.9:
                return likeliest
    return max(list_formats(), key=lambda format: format.sniff(text))


# How a text begins that only these formats can be; the others, and the parser, need not be loaded.
_BEGINNINGS = (
    (re.compile(r'[\s\ufeff]*(?:\[\s*)?\{\s*"'), ("crossref", "csl-json", "jsonl")),
    (re.compile(r"[\s\ufeff]*@\w+\s*[{(]"), ("bibtex", "biblatex")),
    (re.compile(r"[\s\ufeff]*(?:---\s+)?references:\s"), ("csl-yaml",)),
    (re.compile(r"[\s\ufeff]*(?:TY|ty) {0,2}- ?"), ("ris",)),
    (re.compile(r"[\s\ufeff]*%[0A-Z] "), ("enw",)),
    (re.compile(r"[\s\ufeff]*(?:<pre[^<>]*>\s*)?(?:\d+[:.]\s*)?(?:PMID|OWN) {0,2}- "), ("nbib",)),
    (re.compile(r'[\s\ufeff]*"?PMID"?[,;\t]'), ("pubmed-csv",)),
    (re.compile(r"[\s\ufeff]*(?:<\?xml[^<>]*>\s*)?<xml>\s*<records[\s/>]"), ("endnote",)),
)
