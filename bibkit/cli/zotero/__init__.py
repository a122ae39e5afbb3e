"""`bibkit zotero`: into Zotero, and what is in it completed."""

from __future__ import annotations

import click

from bibkit.cli.lazy import LazyGroup

__all__ = ["zotero"]

_COMMANDS = {
    "push": ("zotero.push", "push", "Put references into Zotero."),
    "enrich": (
        "zotero.enrich",
        "enrich",
        "Fill and complete what is in Zotero from Crossref and PubMed.",
    ),
    "install-translator": (
        "zotero.translator",
        "install_translator",
        "Let Zotero itself read a copied reference list.",
    ),
    "plugin": ("zotero.plugin", "plugin", "Write the plugin to a file, for Zotero to install."),
}


@click.group(cls=LazyGroup, rows=_COMMANDS)
def zotero() -> None:
    """Put references into Zotero, and complete what is in it.

    \b
      bibkit zotero push refs.bib --collection "ALS review"
      bibkit zotero enrich --collection "ALS review"
      bibkit zotero install-translator
      bibkit zotero plugin -o bibkit.xpi

    Files for Zotero's own import: bibkit convert refs.bib -t zotero-rdf -o refs.rdf
    """
