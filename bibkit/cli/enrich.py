"""`bibkit enrich`, and enriching on the way of `bibkit FILE`."""

from __future__ import annotations

from pathlib import Path

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
    write_output,
    write_references,
    writing_options,
)
from bibkit.cli.network import (
    Network,
    changes,
    ledger_of,
    network_options,
    save_ledger,
    summary,
)

__all__ = ["enrich", "enrich_and_write", "run"]

_whole = click.option(
    "--all",
    "whole",
    is_flag=True,
    help="Of a page that names its article: the article's whole list.",
)


@click.command()
@input_options
@click.option(
    "-t", "--to", metavar="FORMAT", help="Format to write; by the suffix of -o, else that of FILE."
)
@click.option(
    "-i",
    "--in-place",
    is_flag=True,
    help="Change FILE itself; what stays the same stays byte for byte.",
)
@click.option(
    "--diff", is_flag=True, help="Show what would change, field by field, and write nothing."
)
@click.option(
    "--source",
    "sources",
    metavar="NAME,…",
    default="crossref,pubmed",
    help="Whom to ask: crossref, pubmed or both (the default).",
)
@click.option(
    "--overwrite",
    metavar="FIELD,…",
    default="",
    help="Fields, as CSL names them, in which the services' values replace yours; also abstract and keyword.",
)
@_whole
@output_option
@writing_options
@network_options
@reporting_options
def enrich(
    file: str | None,
    from_: str | None,
    to: str | None,
    in_place: bool,
    diff: bool,
    sources: str,
    overwrite: str,
    whole: bool,
    output: str | None,
    writing: Writing,
    network: Network,
    report: Reporter,
) -> int:
    """Fill and complete the references in FILE from Crossref and PubMed.

    What you have stays; empty fields are filled, initials become names where they agree, an "et al."
    the whole list. An identifier that leads to another work is reported, never followed. Where each
    value comes from is kept in a ledger beside the output (refs.lock.json; `bibkit why`).

    \b
      bibkit enrich refs.bib --diff
      bibkit enrich refs.bib -i
      bibkit enrich page.txt -o refs.bib --mailto you@example.org
    """  # fmt: skip
    if in_place and (output or to or whole or file in (None, "-")):
        raise click.UsageError(
            "-i changes FILE itself: give a FILE, and neither -o nor -t nor --all."
        )
    if in_place and writing != Writing():
        raise click.UsageError("-i changes what is incomplete, not how the file is written.")
    chosen = [name.strip() for name in sources.split(",") if name.strip()]
    fields = [name.strip() for name in overwrite.split(",") if name.strip()]
    if in_place:
        return _in_place(str(file), from_, diff, chosen, fields, network, report)
    batch = read_input(file, from_, report)
    target = "bibtex" if diff else output_format(to, output, default=_own_format(file, from_))
    with network.services(report) as services:
        return enrich_and_write(
            batch, target, output, services, report, sources=chosen, overwrite=fields, diff=diff,
            whole=whole, writing=writing,
        )  # fmt: skip


def enrich_and_write(
    batch: bibkit.Batch,
    target: str,
    output: str | None,
    services: bibkit.Services,
    report: Reporter,
    *,
    sources: list[str] | None = None,
    overwrite: list[str] | None = None,
    diff: bool = False,
    whole: bool = False,
    writing: Writing | None = None,
) -> int:
    """Enrich what was read and write it; the parsed references are written whatever fails."""
    path, ledger = ledger_of(output)
    if whole:
        batch = bibkit.whole_list(batch, services)
        report.say(f"The whole list: {len(batch)} references")
    result = bibkit.enrich(
        batch, services, overwrite=overwrite or (), sources=sources or ("crossref", "pubmed"), ledger=ledger
    )  # fmt: skip
    report.before()
    report.problems(result.batch.problems[len(batch.problems) :])
    if diff:
        write_output(changes(batch.references, result), output)
    else:
        write_references(result.batch, target, output, report, writing or Writing())
        save_ledger(path, result)
    code = summary(result, report, services.settings.offline)
    if not diff:
        report.wrote(output, len(result.batch))
    return code or report.exit_code()


def _own_format(file: str | None, from_: str | None) -> str:
    """The format of the input where it is one that is written, else BibTeX."""
    name = from_ or (bibkit.format_of(file) if file not in (None, "-") and file else None)
    return name if name and bibkit.is_written(name) else "bibtex"


def _in_place(
    file: str,
    from_: str | None,
    diff: bool,
    sources: list[str],
    overwrite: list[str],
    network: Network,
    report: Reporter,
) -> int:
    source = bibkit.read_file(file)
    name = from_ or bibkit.sniff(source.text, file)
    if not bibkit.is_written(name):
        writable = [one.name for one in bibkit.list_formats() if one.pieces]
        raise click.UsageError(
            f"-i changes files of these formats: {', '.join(writable)}. '{file}' is {name}: use -o."
        )
    batch = read_input(file, name, report, records=True)
    path, ledger = ledger_of(file)
    with network.services(report) as services:
        result = bibkit.enrich(batch, services, overwrite=overwrite, sources=sources, ledger=ledger)
        offline = services.settings.offline
    report.problems(result.batch.problems[len(batch.problems) :])
    if diff:
        write_output(changes(batch.references, result), None)
        return summary(result, report, offline) or report.exit_code()
    text = bibkit.edit(source.text, batch, result.batch.references, name)
    if text != source.text:
        write_output(source.encode(text), str(Path(file)))
        report.wrote(file, len(result.batch))
    else:
        report.say(f"{file} is as it was")
    save_ledger(path, result)
    return summary(result, report, offline) or report.exit_code()


# --- `bibkit FILE` ----------------------------------------------------------------------------------


class _Verbless(click.Context):
    """`bibkit FILE` shows itself as `bibkit`, having no verb of its own."""

    @property
    def command_path(self) -> str:
        return self.parent.command_path if self.parent else "bibkit"


class _Run(click.Command):
    context_class = _Verbless


@click.command(cls=_Run)
@input_options
@paste_option
@click.option(
    "-t", "--to", metavar="FORMAT", help="Format to write; by the suffix of -o if not given."
)
@_whole
@output_option
@writing_options
@network_options
@reporting_options
def run(
    file: str | None,
    from_: str | None,
    paste: bool,
    to: str | None,
    whole: bool,
    output: str | None,
    writing: Writing,
    network: Network,
    report: Reporter,
) -> int:
    """Turn the references in FILE, whatever its format, into complete records.

    They are read, completed from Crossref and PubMed, and written. --offline sends nothing.

    \b
      bibkit page.txt -o refs.bib
      bibkit --paste -o refs.bib
      bibkit page.txt -o refs.bib --offline
    """
    target = output_format(to, output, default="bibtex")
    batch = read_input(file, from_, report, paste=paste)
    with network.services(report) as services:
        return enrich_and_write(
            batch, target, output, services, report, whole=whole, writing=writing
        )
