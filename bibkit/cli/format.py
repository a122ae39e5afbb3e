"""`bibkit format`: references in a citation style."""

from __future__ import annotations

import json
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

_SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}


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
    "-t", "--to", metavar="OUTPUT", help="text, html or markdown; by the suffix of -o, else text."
)
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
      bibkit format page.txt -s vancouver -o refs.html
    """
    target = _target(to, output)
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
        text = (
            json.dumps({"entries": entries, "problems": problems}, ensure_ascii=False, indent=2)
            + "\n"
        )
    else:
        text = formatted.render(target)
    write_output(text, output)
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
    suffix = Path(output or "-").suffix.lower()
    if not suffix:
        return "text"
    if suffix not in _SUFFIXES:
        raise click.UsageError(f"'{output}' does not say its output. Use -t with one of: {known}.")
    return _SUFFIXES[suffix]
