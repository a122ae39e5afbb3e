"""`bibkit check`: a list before it is submitted."""

from __future__ import annotations

import json
from collections import Counter

import click

import bibkit
from bibkit.cli.files import (
    Reporter,
    input_options,
    output_option,
    read_input,
    reporting_options,
    write_output,
)
from bibkit.cli.network import FAILED, Network, network_options
from bibkit.model import Severity
from bibkit.text import printable

__all__ = ["check"]


@click.command()
@input_options
@click.option(
    "--require",
    metavar="FIELD,…",
    default="",
    help="Fields that every journal article must have, such as pmcid.",
)
@click.option(
    "--fail-on",
    metavar="CODE,…",
    default="error",
    help="Findings that make the exit code 1: codes, or error (the default), warning, info, none.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@output_option
@network_options
@reporting_options
def check(
    file: str | None,
    from_: str | None,
    require: str,
    fail_on: str,
    as_json: bool,
    output: str | None,
    network: Network,
    report: Reporter,
) -> int:
    """Check the references in FILE before you submit: retracted, wrong, doubled, incomplete.

    \b
    retracted, concern     said by PubMed, Crossref or Retraction Watch
    no-such-id             all that could know the identifier were asked, none does
    other-work             the identifier leads to a work that is not the one described
    wrong-details          a real work, fields of which differ from its record
    preprint-published     there is an article now
    duplicate, missing     the same work twice; fields that are lacking
    corrected, not-found   for information
    cannot-tell            a service did not answer, or several works would do

    \b
      bibkit check refs.bib
      bibkit check refs.bib --require pmcid --fail-on error,missing
    """  # fmt: skip
    from bibkit.online import CODES

    failing = _failing(fail_on, CODES)
    batch = read_input(file, from_, report, records=True)
    with network.services(report) as services:
        fields = [name.strip() for name in require.split(",") if name.strip()]
        findings = bibkit.check(batch, services, fields)
        account = services.account()
        offline = services.settings.offline
    if as_json:
        counts = dict(Counter(one.code for one in findings))
        whole = {
            "references": len(batch),
            "counts": counts,
            "findings": [f.as_json() for f in findings],
        }
        text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    else:
        text = _report(findings, len(batch), CODES)
    write_output(text, output)
    report.say(f"Sent: {account or 'nothing'}")
    report.wrote(output, len(batch))
    if any(one.code in failing for one in findings):
        return 1
    untold = any(
        one.code == "cannot-tell" and "offline" not in one.message and "Several" not in one.message
        for one in findings
    )
    return FAILED if untold and not offline else report.exit_code()


def _failing(text: str, codes: dict[str, tuple[Severity, str]]) -> set[str]:
    severities = [str(one) for one in Severity]
    failing: set[str] = set()
    for name in (one.strip().lower() for one in text.split(",")):
        if name in codes:
            failing.add(name)
        elif name in severities:
            # A severity means it and all graver ones.
            graver = severities[severities.index(name) :]
            failing |= {code for code, (severity, _) in codes.items() if str(severity) in graver}
        elif name not in ("none", ""):
            raise click.UsageError(
                f"--fail-on knows no '{name}'. It takes {', '.join(codes)}; error, warning, info; none."
            )
    return failing


def _report(
    findings: list[bibkit.Finding], total: int, codes: dict[str, tuple[Severity, str]]
) -> str:
    grave = len({one.ref for one in findings if one.severity is Severity.ERROR})
    look = len({one.ref for one in findings if one.severity is Severity.WARNING})
    counted = f"{total} reference{'s' if total != 1 else ''}"
    lines = [f"{counted} checked: {grave} with errors, {look} to look at"]
    for code, (severity, heading) in codes.items():
        some = [one for one in findings if one.code == code]
        if some:
            mark = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "·"}[severity]
            lines += ["", f"{mark} {heading} ({len(some)})  [{code}]"]
            lines += [printable(f"    {one.ref}: {one.message}") for one in some]
    return "\n".join(lines) + "\n"
