"""`bibkit convert`: from any formats to one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import bibkit
from bibkit.cli.files import (
    Reporter,
    Writing,
    from_option,
    no_input,
    open_output,
    output_format,
    output_option,
    reporting_options,
    to_option,
    writing_options,
)
from bibkit.errors import InputError, NothingFound

__all__ = ["convert"]


@click.command()
@click.argument("files", metavar="FILE...", type=click.Path(allow_dash=True), nargs=-1)
@from_option
@to_option
@output_option
@writing_options
@reporting_options
def convert(
    files: tuple[str, ...],
    from_: str | None,
    to: str | None,
    output: str | None,
    writing: Writing,
    report: Reporter,
) -> int:
    """Convert the references in one or several FILEs to another format.

    Each file's format is told from its content. Several are read in order into one list. Of an
    article's XML the article itself is read. Files may be compressed (.gz, .zip) and larger than
    memory. What the target has no place for is said.

    \b
      bibkit convert refs.bib -t csl-json
      bibkit convert export.nbib library.ris -o refs.bib
      bibkit convert refs.json -o refs.bib --journals medline --ascii
      bibkit convert refs.bib -o refs.rdf            for Zotero's File > Import
    """
    target = output_format(to, output, default=None)
    names = files or (("-",) if sys.stdin is not None and not sys.stdin.isatty() else no_input())
    if names.count("-") > 1:
        raise click.UsageError("Standard input (-) can be read once.")
    if "-" in names and sys.stdin is None:
        raise InputError("Standard input is closed.")
    sources = [sys.stdin.buffer if name == "-" else Path(name) for name in names]
    done: list[bibkit.Converted] = []
    with open_output(output) as out:
        result = bibkit.convert(
            sources, target, out.write,
            format=from_, journals=writing.journals, ascii=writing.ascii, lossless=writing.lossless,
            reader=writing.reader,
        )  # fmt: skip
        for name, read in zip(names, result.read, strict=True):
            report.account("standard input" if name == "-" else name, read.count, read.problems)
        if not result.written:
            raise NothingFound(_nothing(names, from_))
        done.append(result)
    if not done:
        return 0  # whoever reads the output has left (`| head`)
    report.problems(result.problems)
    report.lost(target, result.lost)
    report.left(result.left)
    report.wrote(output, result.written)
    return report.exit_code()


def _nothing(names: tuple[str, ...], from_: str | None) -> str:
    where = "the files" if len(names) > 1 else "standard input" if names == ("-",) else names[0]
    advice = (
        f"Is it really '{from_}'? Without -f the format is told from the text."
        if from_
        else "In a list as text a reference has authors or a title, and a year or an identifier."
    )
    return f"No reference was found in {where}. {advice}"
