"""`bibkit FILE`, `bibkit parse` and `bibkit convert`: references in, records out."""

from __future__ import annotations

import click

import bibkit
from bibkit.cli.files import (
    Reporter,
    input_options,
    output_format,
    output_option,
    read_input,
    reporting_options,
    write_output,
)

__all__ = ["convert", "parse", "run"]

_to = click.option(
    "-t", "--to", metavar="FORMAT", help="Format to write; by the suffix of -o if not given."
)


class _Verbless(click.Context):
    """`bibkit FILE` shows itself as `bibkit`, having no verb of its own."""

    @property
    def command_path(self) -> str:
        return self.parent.command_path if self.parent else "bibkit"


class _Run(click.Command):
    context_class = _Verbless


@click.command(cls=_Run)
@input_options
@_to
@output_option
@reporting_options
def run(
    file: str | None, from_: str | None, to: str | None, output: str | None, report: Reporter
) -> int:
    """Turn the references in FILE, whatever its format, into records.

    \b
      bibkit page.txt -o refs.bib
    """
    return _records(file, from_, output_format(to, output, default="bibtex"), output, report)


@click.command()
@input_options
@click.option("--paste", is_flag=True, help="Read the clipboard, its HTML before its text.")
@click.option("--lines", is_flag=True, help="Each line is one reference and gives one record.")
@_to
@output_option
@reporting_options
def parse(
    file: str | None,
    from_: str | None,
    paste: bool,
    lines: bool,
    to: str | None,
    output: str | None,
    report: Reporter,
) -> int:
    """Read the reference list in FILE: a PubMed or PMC page, an article's XML, any plain list.

    Writes BibTeX if neither -t nor the suffix of -o says otherwise.

    \b
      bibkit parse page.txt -t csl-json
      bibkit parse --paste -o refs.bib
    """
    if lines:
        from_ = "lines"
    if paste and file:
        raise click.UsageError("Give a FILE or --paste, not both.")
    target = output_format(to, output, default="bibtex")
    return _records(file, from_, target, output, report, paste=paste)


@click.command()
@input_options
@_to
@output_option
@reporting_options
def convert(
    file: str | None, from_: str | None, to: str | None, output: str | None, report: Reporter
) -> int:
    """Convert the references in FILE to another format; of an article's XML, the article itself.

    \b
      bibkit convert refs.bib -t csl-json
      bibkit convert refs.json -o refs.bib
    """
    target = output_format(to, output, default=None)
    return _records(file, from_, target, output, report, records=True)


def _records(
    file: str | None,
    from_: str | None,
    to: str,
    output: str | None,
    report: Reporter,
    *,
    records: bool = False,
    paste: bool = False,
) -> int:
    batch = read_input(file, from_, report, records=records, paste=paste)
    write_output(bibkit.write(batch, to), output)
    report.wrote(output, len(batch))
    return report.exit_code()
