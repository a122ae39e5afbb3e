"""`bibkit format`: references in a citation style."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

import bibkit
from bibkit.cli.files import (
    Reporter,
    input_options,
    journals_option,
    output_option,
    read_input,
    reporting_options,
    write_output,
)
from bibkit.journals import Form

__all__ = ["format_"]


def _complete_output(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in bibkit.outputs() if name.startswith(incomplete)]


def _complete_style(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    found = bibkit.search_styles(incomplete) if len(incomplete) > 1 else []
    return [style.id for style in found if style.id.startswith(incomplete)]


@click.command(name="format")
@input_options
@click.option(
    "-s", "--style", "--csl", metavar="STYLE", required=True, shell_complete=_complete_style,
    help="A style's name (vancouver, JAMA, nature) or a .csl file.",
)  # fmt: skip
@click.option(
    "-t", "--to", metavar="OUTPUT", shell_complete=_complete_output,
    help="text, html, markdown, latex, typst, rtf, docx, or clipboard (HTML to paste into Word); "
    "by the suffix of -o, else text.",
)  # fmt: skip
@click.option("--locale", metavar="TAG", help="Language of the style's words, such as de-DE.")
@journals_option
@click.option(
    "--json", "as_json", is_flag=True, help='Print {"entries": [{"id", "text"}], "problems": […]}.'
)
@output_option
@reporting_options
def format_(
    file: str | None,
    from_: str | None,
    style: str,
    to: str | None,
    locale: str | None,
    journals: Form | None,
    as_json: bool,
    output: str | None,
    report: Reporter,
) -> int:
    """Format the references in FILE in a citation style.

    \b
      bibkit format refs.json -s apa
      bibkit format page.txt -s vancouver -o refs.docx
    """
    target = _target(to, output)
    if not bibkit.is_text(target):
        _check_file(target, output, as_json)
    bibkit.find_style(style)  # a wrong name is said before anything is read
    batch = read_input(file, from_, report)
    if journals:
        before = len(batch.problems)
        batch = bibkit.with_journals(batch, journals, for_styles=True)
        report.problems(batch.problems[before:])
    formatted = bibkit.bibliography(batch, style, locale)
    report.problems(formatted.problems)
    if as_json:
        texts = zip(formatted.entries, formatted.texts(target), strict=True)
        entries = [{"id": entry.id, "text": text} for entry, text in texts]
        problems = [problem.as_json() for problem in (*batch.problems, *formatted.problems)]
        printed = {"entries": entries, "problems": problems}
        write_output(json.dumps(printed, ensure_ascii=False, indent=2) + "\n", output)
    else:
        write_output(formatted.render_bytes(target), output)
    report.wrote(output, len(formatted.entries))
    return report.exit_code()


def _target(to: str | None, output: str | None) -> str:
    """The output: -t, else by the suffix of -o, else text.

    Raises:
        click.UsageError: there is no such output, or the suffix says none.
    """
    known = ", ".join(bibkit.outputs())
    if to:
        if to.lower() not in bibkit.outputs():
            raise click.UsageError(f"There is no output '{to}'. The outputs are: {known}.")
        return to.lower()
    if not Path(output or "-").suffix:
        return "text"
    target = bibkit.output_of(str(output))
    if target is None:
        raise click.UsageError(f"'{output}' does not say its output. Use -t with one of: {known}.")
    return target


def _check_file(target: str, output: str | None, as_json: bool) -> None:
    """That an output which is no text has a place to go.

    Raises:
        click.UsageError: it would go to a terminal, or into JSON.
    """
    if as_json:
        raise click.UsageError(f"--json prints text, and '{target}' is none. Choose another -t.")
    if output in (None, "-") and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError(f"'{target}' is no text for a terminal. Name a file with -o.")
