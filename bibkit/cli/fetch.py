"""`bibkit fetch` and `bibkit references`: records and whole lists by identifier."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import bibkit
from bibkit.cli.enrich import enrich_and_write
from bibkit.cli.files import (
    Reporter,
    Writing,
    output_format,
    output_option,
    reporting_options,
    write_references,
    writing_options,
)
from bibkit.cli.network import (
    FAILED,
    Network,
    ledger_of,
    network_options,
    save_ledger,
    summary,
)
from bibkit.errors import InputError, NothingFound
from bibkit.model import Severity

__all__ = ["fetch", "references"]

_to = click.option(
    "-t", "--to", metavar="FORMAT", help="Format to write; by the suffix of -o, else bibtex."
)


@click.command()
@click.argument("ids", metavar="ID…", nargs=-1)
@_to
@output_option
@writing_options
@network_options
@reporting_options
def fetch(
    ids: tuple[str, ...],
    to: str | None,
    output: str | None,
    writing: Writing,
    network: Network,
    report: Reporter,
) -> int:
    """Get the records of DOIs, PMIDs and PMCIDs from Crossref and PubMed.

    An ID may also be a file of identifiers, one a line, or - for standard input.

    \b
      bibkit fetch 10.1155/2019/3675627 28400789 PMC5909703
      bibkit fetch ids.txt -o refs.bib
    """
    target = output_format(to, output, default="bibtex")
    wanted = [one for text in ids or ("-",) for one in _identifiers(text)]
    if not wanted:
        raise NothingFound("There is no identifier. Give DOIs, PMIDs or PMCIDs.")
    path, _ = ledger_of(output)
    with network.services(report) as services:
        result = bibkit.fetch(wanted, services)
        offline = services.settings.offline
    report.problems(result.batch.problems)
    code = summary(result, report, offline)
    lost = sum(one.severity is Severity.ERROR for one in result.batch.problems)
    if not result.batch.references:
        if code:
            return code
        raise NothingFound("None of the identifiers could be fetched.")
    write_references(result.batch, target, output, report, writing)
    save_ledger(path, result)
    report.wrote(output, len(result.batch))
    return code or (1 if lost and report.strict else 0)


def _identifiers(text: str) -> list[str]:
    from bibkit.online import identifiers_in

    if text == "-":
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError("Give identifiers, a file of them, or pipe them in.")
        return identifiers_in(sys.stdin.buffer.read().decode("utf-8", "replace"))
    if Path(text).is_file():
        return identifiers_in(bibkit.read_file(text).text)
    if Path(text).suffix in (".txt", ".csv", ".tsv") and not text.startswith("10."):
        raise InputError(f"There is no file '{text}'.")
    return [text]


@click.command()
@click.argument("id", metavar="ID")
@click.option(
    "--as-listed", is_flag=True, help="The list as it was deposited; no reference is looked up."
)
@_to
@output_option
@writing_options
@network_options
@reporting_options
def references(
    id: str,
    as_listed: bool,
    to: str | None,
    output: str | None,
    writing: Writing,
    network: Network,
    report: Reporter,
) -> int:
    """Get the whole reference list of an article: ID is its DOI, PMID or PMCID.

    The list is the one that the publisher gave to PubMed or Crossref; each reference is then
    completed as with `bibkit enrich`.

    \b
      bibkit references 10.1155/2019/3675627 -o refs.bib
    """
    target = output_format(to, output, default="bibtex")
    with network.services(report) as services:
        listed = bibkit.references(id, services)
        batch = bibkit.Batch(listed.references, listed.problems)
        report.read(f"The list of {id}", batch)
        incomplete = any(problem.code == "incomplete" for problem in batch.problems)
        if not as_listed:
            code = enrich_and_write(batch, target, output, services, report, writing=writing)
            return code or (FAILED if incomplete and not services.settings.offline else 0)
        write_references(batch, target, output, report, writing)
        report.say(f"Sent: {services.account() or 'nothing'}")
    report.wrote(output, len(batch))
    return FAILED if incomplete else report.exit_code()
