"""`bibkit format`: references in a citation style."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

import bibkit
from bibkit.cli.files import (
    Reporter,
    input_options,
    journals_option,
    output_option,
    read_input,
    refuse_to_replace,
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
@click.option(
    "--citations", metavar="FILE", type=click.Path(exists=True, dir_okay=False, allow_dash=False),
    help="Format the citations of a JSON file too: a list of clusters of cites, as in CSL-JSON.",
)  # fmt: skip
@click.option("--cited", is_flag=True, help="With --citations: only the cited references.")
@click.option(
    "--engine", type=click.Choice(bibkit.engines()), default="native", show_default=True,
    help="The citation processor.",
)  # fmt: skip
@journals_option
@click.option(
    "--json", "as_json", is_flag=True,
    help='Print {"entries": [{"id", "text"}], "citations": […], "problems": […]}.',
)  # fmt: skip
@output_option
@reporting_options
def format_(
    file: str | None,
    from_: str | None,
    style: str,
    to: str | None,
    locale: str | None,
    citations: str | None,
    cited: bool,
    engine: str,
    journals: Form | None,
    as_json: bool,
    output: str | None,
    report: Reporter,
) -> int:
    """Format the references in FILE in a citation style.

    \b
      bibkit format refs.json -s apa
      bibkit format page.txt -s vancouver -o refs.docx
      bibkit format refs.json -s apa --citations cites.json --json
    """
    target = _target(to, None if as_json and bibkit.output_of(output or "-") is None else output)
    refuse_to_replace(output, file, citations, style)
    if not bibkit.is_text(target):
        _check_file(target, output, as_json)
    found = bibkit.find_style(style)  # a wrong name is said before anything is read
    if cited and not citations:
        raise click.UsageError("--cited needs --citations.")
    clusters = bibkit.read_clusters(Path(citations).read_bytes()) if citations else ()
    if found.citation_format == "note":
        clusters = bibkit.in_notes(clusters)
    batch = read_input(file, from_, report)
    if journals:
        before = len(batch.problems)
        batch = bibkit.with_journals(batch, journals, for_styles=True)
        report.problems(batch.problems[before:])
    if citations:
        made = bibkit.document(batch, style, clusters, locale, engine=engine, uncited=not cited)
    else:
        formatted = bibkit.bibliography(batch, style, locale, engine=engine)
        made = bibkit.Document((), formatted, formatted.problems)
    report.problems(made.problems)
    if as_json:
        write_output(_as_json(made, batch.problems, target), output)
    else:
        text = _whole(made, target)
        if target == "html" and output not in (None, "-"):
            hanging = made.bibliography.layout.hanging_indent
            text = bibkit.html_page(
                str(text, "utf-8") if isinstance(text, bytes) else text,
                found.title,
                hanging=hanging,
            )
        write_output(text, output)
    report.wrote(output, len(made.bibliography.entries))
    return report.exit_code()


def _as_json(made: bibkit.Document, before: Iterable[bibkit.Problem], target: str) -> str:
    """Everything that was formatted, as JSON; texts without links, so that each is what it says."""
    bibliography = made.bibliography
    texts = zip(bibliography.entries, bibliography.texts(target, links=False), strict=True)
    printed = {
        "entries": [{"id": entry.id, "text": text} for entry, text in texts],
        "citations": [citation.render(target, links=False) for citation in made.citations],
        "problems": [problem.as_json() for problem in (*before, *made.problems)],
    }
    return json.dumps(printed, ensure_ascii=False, indent=2) + "\n"


def _whole(made: bibkit.Document, target: str) -> str | bytes:
    """The citations, one a line, and the bibliography below them.

    Raises:
        click.UsageError: citations would stand in a file that is no text.
    """
    if not made.citations:
        return made.bibliography.render_bytes(target)
    if target == "rtf" or not bibkit.is_text(target):
        raise click.UsageError(
            f"'{target}' holds the bibliography alone. Use --json, or bibkit cite."
        )
    lines = [citation.render(target) for citation in made.citations]
    return "\n".join([*lines, "", made.bibliography.render(target)])


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
