"""`bibkit zotero plugin`: the plugin, as a file that Zotero installs."""

from __future__ import annotations

from pathlib import Path

import click

from bibkit.cli.files import Reporter

__all__ = ["plugin"]


@click.command()
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="bibkit.xpi",
    show_default=True,
    type=click.Path(dir_okay=False),
    help="Where to write it.",
)
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
def plugin(output: str, quiet: bool) -> None:
    """Write the Zotero plugin to a file.

    In Zotero (8 to 11): Tools, Plugins, the gear, Install Plugin From File. It reads copied lists,
    shows what Crossref and PubMed would change, and finds what was retracted; for that it asks
    `bibkit serve`.

    \b
      bibkit zotero plugin -o bibkit.xpi
      bibkit serve --token
      bibkit serve
    """
    from bibkit.zotero.xpi import write

    path = Path(output)
    write(path)
    report = Reporter(quiet, verbose=False, strict=False, color="never")
    report.say(f"Wrote {path}")
    report.say("In Zotero: Tools → Plugins → the gear → Install Plugin From File.")
