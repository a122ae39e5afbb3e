"""`bibkit styles preview`: the same references in several styles, side by side."""

from __future__ import annotations

import html
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
from bibkit.errors import StyleError
from bibkit.model import Reference
from bibkit.text import printable

__all__ = ["preview"]

# Columns narrower than this are hard to read: the styles then stand one below the other.
_NARROWEST = 34


@dataclass(frozen=True)
class _Column:
    """One style: what it prints, or why it cannot."""

    style: bibkit.Style
    shown: bibkit.Preview | None
    problem: str = ""

    def texts(self, row: int, to: str = "text") -> tuple[str, str]:
        return self.shown.samples[row].texts(to) if self.shown else ("", "")


@click.command()
@input_options
@click.option(
    "-s", "--style", "--csl", "names", metavar="STYLE,STYLE,…", required=True, multiple=True,
    help="The styles, separated by commas: names or .csl files.",
)  # fmt: skip
@click.option(
    "-n", "--number", type=click.IntRange(1, 500),
    help="How many references of FILE to show, the first ones.  [default: 3]",
)  # fmt: skip
@click.option("--locale", metavar="TAG", help="Language of the styles' words, such as de-DE.")
@click.option(
    "--html", "as_html", is_flag=True, help="Write a web page with a column for each style."
)
@click.option("--json", "as_json", is_flag=True, help="Print what each style makes as JSON.")
@output_option
@reporting_options
def preview(
    file: str | None,
    from_: str | None,
    names: tuple[str, ...],
    number: int | None,
    locale: str | None,
    as_html: bool,
    as_json: bool,
    output: str | None,
    report: Reporter,
) -> int:
    """Show the references in FILE in several styles, side by side.

    Without FILE an article, a book, a chapter, a preprint and a web page are shown.

    \b
      bibkit styles preview -s vancouver,apa,nature
      bibkit styles preview refs.bib -s jama,the-lancet -n 5
      bibkit styles preview refs.bib -s jama,bmj -o preview.html
    """
    if as_html and as_json:
        raise click.UsageError("Give --html or --json, not both.")
    suffix = Path(output or "-").suffix.lower()
    as_html |= not as_json and suffix in (".html", ".htm")
    as_json |= not as_html and suffix == ".json"
    wanted = {name: bibkit.find_style(name) for name in _named(names)}
    if file is None:
        references = bibkit.style_examples()[:number]
    else:
        references = read_input(file, from_, report).references[: number or 3]
    columns = [_column(style, name, references, locale) for name, style in wanted.items()]
    if not any(column.shown for column in columns):
        raise StyleError(columns[0].problem)
    if as_html:
        write_output(_page(columns, references), output)
    elif as_json:
        rows = [_as_json(column, references) for column in columns]
        write_output(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", output)
    elif output in (None, "-") and sys.stdout is not None and sys.stdout.isatty():
        _print(columns, references)
    else:
        write_output(_stacked(columns, references), output)
    report.wrote(output, len(columns))
    return report.exit_code() if file is not None else 0


def _named(names: Sequence[str]) -> list[str]:
    """The styles that were named, each once; a file's name may have a comma."""
    parts = [[one] if Path(one).is_file() else one.split(",") for one in names]
    found = list(dict.fromkeys(part.strip() for some in parts for part in some if part.strip()))
    if not found:
        raise click.UsageError("Name at least one style, such as -s vancouver,apa.")
    return found


def _column(
    style: bibkit.Style, name: str, references: Sequence[Reference], locale: str | None
) -> _Column:
    try:
        return _Column(style, bibkit.preview(references, name, locale))
    except StyleError as error:
        return _Column(style, None, str(error))


# --- outputs --------------------------------------------------------------------------------------


def _as_json(column: _Column, references: Sequence[Reference]) -> dict[str, object]:
    about: dict[str, object] = {"style": column.style.id, "title": column.style.title}
    if column.shown is None:
        return {**about, "problem": column.problem}
    rows = [
        {"id": one.id, "citation": citation, "entry": entry}
        for row, one in enumerate(references)
        for citation, entry in [column.texts(row)]
    ]
    problems = [problem.as_json() for problem in column.shown.problems]
    return {**about, "references": rows, "problems": problems}


def _stacked(columns: Sequence[_Column], references: Sequence[Reference]) -> str:
    parts = []
    for column in columns:
        lines = [f"{column.style.id}: {column.style.title}"]
        if column.problem:
            lines.append(f"  {column.problem}")
        else:
            lines += [f"  {_joined(column.texts(row))}" for row in range(len(references))]
        parts.append("\n".join(lines) + "\n")
    return printable("\n".join(parts))


def _joined(texts: tuple[str, str]) -> str:
    return "  ".join(" ".join(text.split()) for text in texts if text)


def _print(columns: Sequence[_Column], references: Sequence[Reference]) -> None:
    """On a terminal: a column for each style where there is room for it."""
    from rich.console import Console, Group
    from rich.table import Table
    from rich.text import Text

    width = shutil.get_terminal_size().columns
    console = Console(width=width, highlight=False, no_color=bool(os.environ.get("NO_COLOR")))

    def cell(column: _Column, row: int) -> Group:
        if column.problem:
            return Group(Text(column.problem if row == 0 else "", style="yellow"))
        cited, entry = (printable(" ".join(text.split())) for text in column.texts(row))
        parts = [Text(cited, style="cyan")] if cited else []
        return Group(*parts, Text(entry))

    if width // len(columns) < _NARROWEST:
        for number, column in enumerate(columns):
            head = f"{column.style.id}: {column.style.title}"
            console.print(Text(("\n" if number else "") + printable(head), style="bold"))
            for row in range(1 if column.problem else len(references)):
                console.print(cell(column, row))
        return
    table = Table(box=None, padding=(0, 3, 1, 0), header_style="bold", expand=True)
    for column in columns:
        table.add_column(Text(printable(column.style.id), style="bold"), ratio=1, overflow="fold")
    for row in range(len(references)):
        table.add_row(*(cell(column, row) for column in columns))
    console.print(table)


_CSS = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.4rem; }
.frame { overflow-x: auto; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th, td { min-width: 18rem; width: 24rem; padding: .6rem 1rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid #ccc; overflow-wrap: anywhere; }
th span { display: block; font-weight: normal; color: #595959; }
.cited { color: #0b5394; margin: 0 0 .3rem; }
.entry { margin: 0; }
.problem { color: #8a4b00; }
.csl-left-margin { float: left; padding-right: .5em; }
.csl-right-inline { overflow: hidden; }
.csl-indent { margin-left: 2em; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #1c1c1c; } th, td { border-color: #555; }
  th span { color: #b5b5b5; } .cited { color: #8ab4f8; } .problem { color: #ffb347; }
}
""".strip()


def _page(columns: Sequence[_Column], references: Sequence[Reference]) -> str:
    """A web page that needs nothing else: one column a style, one row a reference."""
    heads = "".join(
        f'<th scope="col">{html.escape(column.style.id)}<span>{html.escape(column.style.title)}</span></th>'
        for column in columns
    )
    rows = []
    for row, reference in enumerate(references):
        cells = "".join(_cell(column, row) for column in columns)
        rows.append(f'<tr data-id="{html.escape(reference.id)}">{cells}</tr>')
    names = ", ".join(html.escape(column.style.id) for column in columns)
    body = "\n".join(rows)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Citation styles: {names}</title>
<style>
{_CSS}
</style>
</head>
<body>
<h1>Citation styles side by side</h1>
<div class="frame">
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{body}
</tbody>
</table>
</div>
</body>
</html>
"""


def _cell(column: _Column, row: int) -> str:
    if column.problem:
        said = html.escape(column.problem) if row == 0 else ""
        return f'<td class="problem">{said}</td>'
    cited, entry = column.texts(row, "html")
    above = f'<div class="cited">{cited}</div>' if cited else ""
    return f'<td>{above}<div class="entry">{entry}</div></td>'
