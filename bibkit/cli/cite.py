"""`bibkit cite`: a manuscript with its citations and bibliography."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

import bibkit
from bibkit.cli.files import (
    Reporter,
    output_option,
    read_input,
    refuse_to_replace,
    reporting_options,
    write_output,
)
from bibkit.errors import InputError
from bibkit.manuscripts.cite import KINDS, TARGETS, Cited
from bibkit.manuscripts.keys import UnknownKeys
from bibkit.manuscripts.matter import Matter, read_matter
from bibkit.model import Batch, Problem, Reference
from bibkit.places import is_file
from bibkit.text import decode

__all__ = ["cite"]

_KIND_OF = {".tex": "latex", ".ltx": "latex", ".latex": "latex", ".aux": "aux"}


@click.command()
@click.argument("file", type=click.Path(allow_dash=True), required=False)
@click.option(
    "--bib", "--bibliography", "bibs", metavar="FILE", multiple=True,
    help="References, in any format that is read; may be given several times.",
)  # fmt: skip
@click.option(
    "-s", "--style", "--csl", metavar="STYLE", help="A style's name (nature, apa) or a .csl file."
)
@click.option("--locale", metavar="TAG", help="Language of the style's words, such as de-DE.")
@click.option(
    "-f", "--from", "kind", type=click.Choice(list(KINDS)),
    help="What FILE is; by its suffix if not given, else markdown.",
)  # fmt: skip
@click.option(
    "-t", "--to", type=click.Choice(list(TARGETS)),
    help="What to write; by the suffix of -o, else markdown, or bbl for LaTeX.",
)  # fmt: skip
@click.option(
    "--allow-missing", is_flag=True,
    help="Print keys that have no reference in bold instead of writing nothing.",
)  # fmt: skip
@click.option(
    "--no-links", is_flag=True, help="No links to entries, and none to DOIs and addresses."
)
@click.option(
    "--json", "as_json", is_flag=True,
    help='Print {"entries": [{"id", "text"}], "citations": [{"line", "text"}], "problems": […]}; '
    "the manuscript only to -o.",
)  # fmt: skip
@output_option
@reporting_options
def cite(
    file: str | None,
    bibs: tuple[str, ...],
    style: str | None,
    locale: str | None,
    kind: str | None,
    to: str | None,
    allow_missing: bool,
    no_links: bool,
    as_json: bool,
    output: str | None,
    report: Reporter,
) -> int:
    """Format the citations of a manuscript, and add the bibliography of the cited works.

    \b
      bibkit cite paper.md --bib refs.bib -s nature -o paper.docx
      bibkit cite paper.md --bib refs.bib -s apa -o paper.html
      bibkit cite paper.tex --bib refs.bib -s plos -o paper.bbl

    Markdown cites as for pandoc: [see @key, p. 3; @other], @key says, [-@key]; what the head of the
    file says (bibliography, csl, lang, nocite …) counts where no option says otherwise.
    """
    kind = kind or _KIND_OF.get(Path(file or "").suffix.lower(), "markdown")
    target = _target(kind, to, output)
    if as_json and output in (None, "-"):
        output = None
    elif target == "docx" and output in (None, "-") and sys.stdout.isatty():
        raise click.UsageError(
            "A Word document is no text for a terminal. Name a file: -o FILE.docx"
        )
    refuse_to_replace(output, file, style, *bibs)
    text, folder = _manuscript(file)
    matter = read_matter(text) if kind == "markdown" else Matter()
    chosen = _style(style, matter, folder)
    bibkit.find_style(chosen)  # a wrong name is said before anything is read
    references, problems = _references(file, bibs, text, matter, folder, output, report)
    try:
        cited = bibkit.cite(
            text,
            references,
            chosen,
            kind=kind,
            to=target,
            locale=locale,
            links=not no_links,
            allow_missing=allow_missing,
            load=_loader(folder),
        )
    except UnknownKeys as error:
        if as_json:
            _print_json(None, [*problems, *error.problems])
        raise
    report.problems(cited.problems)
    if as_json:
        _print_json(cited, [*problems, *cited.problems])
    if output or not as_json:
        write_output(cited.content, output)
        report.wrote(output, len(cited.bibliography.entries))
    return report.exit_code()


def _target(kind: str, to: str | None, output: str | None) -> str:
    """What to write: -t, else by the suffix of -o, else what is usual for the manuscript.

    Raises:
        click.UsageError: the suffix says none, or the manuscript is not made into that.
    """
    suffix = Path(output or "-").suffix.lower()
    by_suffix = next((name for name, known in TARGETS.items() if suffix in known), "")
    target = to or by_suffix
    if not target:
        if suffix:
            known = ", ".join(TARGETS)
            raise click.UsageError(
                f"'{output}' does not say what to write. Use -t with one of: {known}."
            )
        target = KINDS[kind][0]
    if target not in KINDS[kind]:
        known = ", ".join(KINDS[kind])
        raise click.UsageError(f"A {kind} manuscript is not made into {target}, but into: {known}.")
    return target


def _manuscript(file: str | None) -> tuple[str, Path]:
    """The manuscript's text, and the folder that it lies in."""
    if file == "" or (file is None and (sys.stdin is None or sys.stdin.isatty())):
        raise click.UsageError("Give a manuscript, or - to read standard input.")
    if file in (None, "-"):
        if sys.stdin is None:
            raise InputError("Standard input is closed.")
        return decode(sys.stdin.buffer.read()).text, Path()
    path = Path(str(file))
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"There is no file '{file}'.") from None
    except OSError as error:
        raise InputError(f"'{file}' cannot be read: {error.strerror or error}.") from error
    return decode(data).text, path.parent


def _style(style: str | None, matter: Matter, folder: Path) -> str:
    """The style: -s, else what the head of the manuscript says.

    Raises:
        click.UsageError: neither says one.
    """
    named = style or matter.text("csl", "citation-style")
    if not named:
        raise click.UsageError(
            "Say the citation style: -s STYLE, or csl: in the manuscript's head."
        )
    beside = folder / named
    return str(beside) if not style and is_file(beside) else named


def _references(
    file: str | None,
    bibs: tuple[str, ...],
    text: str,
    matter: Matter,
    folder: Path,
    output: str | None,
    report: Reporter,
) -> tuple[list[Reference], list[Problem]]:
    """The references of all files and of the manuscript's head; of one key the first counts.

    Raises:
        click.UsageError: there is none of these.
    """
    batches: list[Batch] = []
    if matter.values.get("references"):
        batch = bibkit.read(text[: matter.end], "csl-yaml")
        report.account("the head of the manuscript", len(batch), [])
        batches.append(batch)
    # Files that the head names lie beside the manuscript, or where pandoc would look: here.
    named = [
        str(folder / name) if is_file(folder / name) else name
        for name in matter.texts("bibliography")
    ]
    sources = list(bibs) or named
    refuse_to_replace(output, *sources)
    if not batches and not sources:
        raise click.UsageError("Say where the references are: --bib FILE.")
    if "-" in sources and file in (None, "-"):
        raise click.UsageError("Only one of manuscript and references can be standard input.")
    batches += [read_input(source, None, report) for source in sources]
    problems = [problem for batch in batches for problem in batch.problems]
    references: dict[str, Reference] = {}
    for batch in batches:
        for one in batch:
            if references.setdefault(one.id, one) != one:
                message = "Two references have this key; the first counts."
                problem = Problem("doubled-key", message, ref=one.id)
                report.problems([problem])
                problems.append(problem)
    return list(references.values()), problems


def _loader(folder: Path) -> Callable[[str], str | None]:
    def load(name: str) -> str | None:
        path = folder / name
        inside = path.resolve().is_relative_to(folder.resolve())
        if not inside or path.suffix != ".aux" or not path.is_file():
            return None
        return decode(path.read_bytes()).text

    return load


def _print_json(cited: Cited | None, problems: list[Problem]) -> None:
    entries = (
        zip(cited.bibliography.entries, cited.bibliography.texts(), strict=True) if cited else ()
    )
    data = {
        "entries": [{"id": entry.id, "text": text} for entry, text in entries],
        "citations": [
            {"line": line, "text": text} for line, text in (cited.citations if cited else ())
        ],
        "problems": [problem.as_json() for problem in problems],
    }
    write_output(json.dumps(data, ensure_ascii=False, indent=2) + "\n", None)
