"""`bibkit parse`: a reference list in, records out, nothing sent."""

from __future__ import annotations

import json
import os
import sys

import click

import bibkit
from bibkit.cli.files import (
    Reporter,
    Writing,
    input_options,
    output_format,
    output_option,
    paste_option,
    read_input,
    reporting_options,
    to_option,
    write_output,
    write_references,
    writing_options,
)
from bibkit.errors import NothingFound

__all__ = ["parse"]


@click.command()
@input_options
@paste_option
@click.option("--lines", is_flag=True, help="Each line is one reference and gives one record.")
@click.option(
    "--explain", is_flag=True, help="Show how each reference was read, the least sure first."
)
@click.option("--json", "as_json", is_flag=True, help="With --explain: JSON, one object a line.")
@to_option
@output_option
@writing_options
@reporting_options
def parse(
    file: str | None,
    from_: str | None,
    paste: bool,
    lines: bool,
    explain: bool,
    as_json: bool,
    to: str | None,
    output: str | None,
    writing: Writing,
    report: Reporter,
) -> int:
    """Read the reference list in FILE: a PubMed or PMC page, an article's XML, any plain list.

    Writes BibTeX if neither -t nor the suffix of -o says otherwise.

    \b
      bibkit parse page.txt -t csl-json
      bibkit parse --paste -o refs.bib
      bibkit parse page.txt --explain
    """
    if lines and from_ not in (None, "lines"):
        raise click.UsageError(f"--lines reads plain text, not '{from_}': give one of the two.")
    if lines:
        from_ = "lines"
    if as_json and not explain:
        raise click.UsageError("--json goes with --explain; records as JSON are -t csl-json.")
    if explain and to:
        raise click.UsageError("--explain writes no records: leave -t out.")
    if explain:
        batch = read_input(file, from_, report, paste=paste)
        write_output(_explained(batch, as_json, report.color, output), output)
        return report.exit_code()
    target = output_format(to, output, default="bibtex")
    batch = read_input(file, from_, report, paste=paste)
    write_references(batch, target, output, report, writing)
    report.wrote(output, len(batch))
    return report.exit_code()


def _explained(batch: bibkit.Batch, as_json: bool, color: str, output: str | None) -> str:
    if as_json:
        rows = (json.dumps(one, ensure_ascii=False) for one in bibkit.explained(batch))
        return "".join(f"{row}\n" for row in rows)
    if not any(reference.evidence for reference in batch):
        raise NothingFound("There is nothing to explain: no reference was read from printed text.")
    shown = output in (None, "-") and sys.stdout is not None and sys.stdout.isatty()
    terminal = shown and not os.environ.get("NO_COLOR")
    return bibkit.explain(batch, color=color == "always" or (color == "auto" and terminal))
