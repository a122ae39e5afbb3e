"""`bibkit zotero install-translator`: Zotero's own import learns to read reference lists."""

from __future__ import annotations

import click

from bibkit.cli.files import Reporter

__all__ = ["install_translator"]

_NEXT = """\
Restart Zotero. Then copy a reference list and choose File, Import from Clipboard
(Ctrl+Shift+Alt+I; on a Mac Cmd+Shift+Option+I).
Zotero's "Reset Translators" takes it away with all others: install it again then."""


@click.command("install-translator")
@click.option(
    "--data-dir",
    metavar="FOLDER",
    help="Zotero's data folder, the one with zotero.sqlite; it is looked for where none is given.",
)
@click.option("--remove", is_flag=True, help="Take the translator away again.")
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
def install_translator(data_dir: str | None, remove: bool, quiet: bool) -> int:
    """Let Zotero read a copied reference list by itself.

    Puts one file into Zotero's data folder: an import translator. File, Import from Clipboard then
    reads a reference list that was copied from PubMed, PMC or a paper, offline and without bibkit.
    Each item has the printed reference as a note; what may be read wrongly is tagged
    "check reference".

    \b
      bibkit zotero install-translator
      bibkit zotero install-translator --data-dir ~/Zotero
      bibkit zotero install-translator --remove
    """
    from bibkit.zotero import installing
    from bibkit.zotero.datafolder import data_folder
    from bibkit.zotero.installing import Done

    report = Reporter(quiet, verbose=False, strict=False, color="never")
    folder = data_folder(data_dir)
    result = installing.remove(folder) if remove else installing.install(folder)
    said = {
        Done.NEW: f"Installed: {result.path}",
        Done.UPDATED: f"Updated: {result.path}",
        Done.CURRENT: f"Already up to date: {result.path}",
        Done.REMOVED: f"Removed: {result.path}. Restart Zotero.",
        Done.ABSENT: f"Not installed: there is no {result.path}",
    }
    report.say(said[result.done])
    if result.done in (Done.NEW, Done.UPDATED):
        report.say(_NEXT)
    return report.exit_code()
