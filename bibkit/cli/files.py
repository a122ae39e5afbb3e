"""What all commands share: options, reading input, writing output, reporting problems."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

import bibkit
from bibkit.cli.output import open_output, write_output
from bibkit.errors import InputError, NothingFound
from bibkit.journals import Form
from bibkit.model import Batch, Problem, Severity
from bibkit.places import is_same_file
from bibkit.text import printable

__all__ = [
    "Reporter",
    "Writing",
    "from_option",
    "input_options",
    "journals_option",
    "no_input",
    "open_output",
    "output_format",
    "output_option",
    "paste_option",
    "read_input",
    "refuse_to_replace",
    "reporting_options",
    "to_option",
    "write_output",
    "write_references",
    "writing_options",
]

F = TypeVar("F", bound=Callable[..., Any])


# --- options --------------------------------------------------------------------------------------


def _complete_format(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [one.name for one in bibkit.list_formats() if one.name.startswith(incomplete)]


def from_option(command: F) -> F:
    """-f/--from."""
    return click.option(
        "-f", "--from", "from_", metavar="FORMAT", shell_complete=_complete_format,
        help="Format of the input (see `bibkit formats`); told from the text if not given.",
    )(command)  # fmt: skip


def input_options(command: F) -> F:
    """FILE and -f/--from."""
    file = click.argument("file", type=click.Path(allow_dash=True), required=False)
    return file(from_option(command))


def paste_option(command: F) -> F:
    """--paste, instead of a FILE."""
    return click.option(
        "--paste", is_flag=True, help="Read the clipboard, its HTML before its text."
    )(command)


def to_option(command: F) -> F:
    """-t/--to, a format."""
    return click.option(
        "-t", "--to", metavar="FORMAT", shell_complete=_complete_format,
        help="Format to write; by the suffix of -o if not given.",
    )(command)  # fmt: skip


def journals_option(command: F) -> F:
    """--journals."""
    return click.option(
        "--journals", type=click.Choice(["full", "iso", "medline"]),
        help="Journals by their full title, or abbreviated as ISO 4 or MEDLINE do.",
    )(command)  # fmt: skip


@dataclass(frozen=True)
class Writing:
    """How references are written: the form of journals' titles; the options of .bib files; for whom."""

    journals: Form | None = None
    ascii: bool = False
    lossless: bool = False
    reader: str | None = None


def writing_options(command: F) -> F:
    """--journals, --ascii, --lossless, --for; collected into one `writing` argument."""

    @functools.wraps(command)
    def collected(
        *args: Any,
        journals: Form | None,
        ascii: bool,
        lossless: bool,
        reader: str | None,
        **rest: Any,
    ) -> Any:
        return command(*args, writing=Writing(journals, ascii, lossless, reader), **rest)

    options = [
        click.option(
            "--for", "reader", type=click.Choice(["zotero"]),
            help="Write bibtex or csl-json as this program imports it; zotero-rdf keeps more.",
        ),
        click.option(
            "--lossless", is_flag=True,
            help="In .bib: the whole reference in one more field of its entry, so that nothing is lost.",
        ),
        click.option("--ascii", is_flag=True, help="In .bib: letters beyond ASCII as LaTeX macros."),
        journals_option,
    ]  # fmt: skip
    decorated: Any = collected
    for option in options:
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def output_option(command: F) -> F:
    """-o/--output."""
    return click.option(
        "-o", "--output", metavar="FILE", type=click.Path(allow_dash=True),
        help="Write to FILE instead of standard output. An existing FILE is replaced whole.",
    )(command)  # fmt: skip


def reporting_options(command: F) -> F:
    """-q, -v, --strict, --color; collected into one `report` argument."""

    @functools.wraps(command)
    def collected(
        *args: Any, quiet: bool, verbose: bool, strict: bool, color: str, **rest: Any
    ) -> Any:
        return command(*args, report=Reporter(quiet, verbose, strict, color), **rest)

    options = [
        click.option(
            "--color", type=click.Choice(["auto", "always", "never"]), default="auto",
            help="Colour messages; auto is only on a terminal and without NO_COLOR.",
        ),
        click.option("--strict", is_flag=True, help="Exit with 1 if anything could not be read."),
        click.option("-v", "--verbose", is_flag=True, help="Show every problem, and what was passed over."),
        click.option("-q", "--quiet", is_flag=True, help="Show errors only."),
    ]  # fmt: skip
    decorated: Any = collected
    for option in options:
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def refuse_to_replace(output: str | None, *inputs: str | None) -> None:
    """That what is written does not take the place of what is read.

    Raises:
        click.UsageError: `output` is one of the files.
    """
    for file in inputs:
        if output and file and is_same_file(output, file):
            raise click.UsageError(f"'{output}' is read here too. Name another file with -o.")


# --- input ----------------------------------------------------------------------------------------


def read_input(
    file: str | None,
    from_: str | None,
    report: Reporter,
    *,
    records: bool = False,
    paste: bool = False,
) -> Batch:
    """The reference list of FILE or standard input, its problems reported.

    Args:
        records: of an article's XML the article itself, not its reference list.
        paste: read the clipboard instead.

    Raises:
        InputError: it cannot be read, or holds no reference.
        click.UsageError: a file is given, and the clipboard.
    """
    if paste and file:
        raise click.UsageError("Give a FILE or --paste, not both.")
    read = bibkit.read if records else bibkit.read_references
    if paste:
        from bibkit.clipboard import read_clipboard

        return _checked("the clipboard", read(read_clipboard(), from_), from_, report)
    if file == "" or (file is None and (sys.stdin is None or sys.stdin.isatty())):
        no_input()
    if file == "-" and sys.stdin is None:
        raise InputError("Standard input is closed.")
    if file in (None, "-"):
        batch = read(sys.stdin.buffer.read(), from_)
        name = "standard input"
    else:
        batch = read(Path(str(file)), from_)
        name = str(file)
    return _checked(name, batch, from_, report)


def no_input() -> NoReturn:
    """There is no file to read, and nothing comes in."""
    raise click.UsageError("Give a FILE, or - to read standard input.")


def _checked(name: str, batch: Batch, from_: str | None, report: Reporter) -> Batch:
    if not batch:
        report.problems(batch.problems)
        raise NothingFound(_nothing(name, from_, batch))
    report.read(name, batch)
    return batch


def _nothing(name: str, from_: str | None, batch: Batch) -> str:
    if any(problem.code == "empty" for problem in batch.problems):
        return f"{name} holds no reference: it is empty."
    advice = (
        f"Is it really '{from_}'? Without -f the format is told from the text."
        if from_
        else "In a list as text a reference has authors or a title, and a year or an identifier."
    )
    return f"No reference was found in {name}. {advice}"


# --- output ---------------------------------------------------------------------------------------


def output_format(to: str | None, output: str | None, default: str | None) -> str:
    """The format to write: -t, else by the suffix of -o, else the default.

    Raises:
        click.UsageError: none of them says it.
    """
    if to:
        if not bibkit.is_written(to):
            raise click.UsageError(f"'{to}' is only read, not written. See: bibkit formats")
        return to
    if output not in (None, "-"):
        format = bibkit.format_of(str(output))
        if format is not None:
            return format
        suffixes = ", ".join(s for one in bibkit.list_formats() if one.pieces for s in one.suffixes)
        raise click.UsageError(f"'{output}' does not say its format. Use -t, or one of {suffixes}.")
    if default is None:
        raise click.UsageError("Say what to write: -t FORMAT, or -o FILE with a known suffix.")
    return default


def write_references(
    batch: Batch, target: str, output: str | None, report: Reporter, writing: Writing
) -> None:
    """Write references, and say what the format has no place for."""
    if writing.journals:
        before = len(batch.problems)
        batch = bibkit.with_journals(batch, writing.journals)
        report.problems(batch.problems[before:])
    text = bibkit.write(
        batch, target, ascii=writing.ascii, lossless=writing.lossless, reader=writing.reader
    )
    write_output(text, output)
    if not writing.lossless:
        report.lost(target, bibkit.losses(batch, target, writing.reader))
        report.left(bibkit.left_behind(batch, target, writing.reader))


# --- messages -------------------------------------------------------------------------------------

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_SHOWN = 10


class Reporter:
    """Messages on standard error.

    Args:
        quiet: errors only; verbose: everything; strict: unreadable input means exit code 1.
        color: `auto`, `always` or `never`.
    """

    def __init__(self, quiet: bool, verbose: bool, strict: bool, color: str) -> None:
        self.quiet, self.verbose, self.strict, self.color = quiet, verbose, strict, color
        on = color == "always" or (
            color == "auto" and sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        )
        self._color = on
        self._unreadable = False
        self._readable: int | None = None
        #: Called before anything is printed: a line of progress gives way.
        self.before: Callable[[], None] = lambda: None

    def say(self, text: str, colour: str | None = None, *, important: bool = False) -> None:
        if not self.quiet or important:
            safe = printable(text)
            self.before()
            click.echo(
                click.style(safe, fg=colour) if self._color else safe, err=True, color=self._color
            )

    def read(self, name: str, batch: Batch) -> None:
        """What was read, in one line, and the problems."""
        of = f" (the page of {_identifier(batch)})" if batch.article else ""
        # The least sure first: they are worth looking at.
        sure = {one.id: one.evidence.confidence for one in batch if one.evidence}
        problems = sorted(batch.problems, key=lambda p: sure.get(p.ref or "", 0.0))
        self.account(f"{name}{of}", len(batch), problems)

    def account(self, name: str, number: int, problems: Sequence[Problem]) -> None:
        """How many references were read from an input, in one line, and the problems."""
        lost = [p for p in problems if p.severity is Severity.ERROR]
        self._unreadable |= bool(lost)
        # Line by line, what cannot be read is a record too: its note is the line.
        readable = number - sum(p.ref is not None for p in lost)
        self._readable = (self._readable or 0) + readable
        count = f"{readable} reference{'s' if readable != 1 else ''}"
        if lost:
            lines = [str(p.span.line) for p in lost if p.span and p.span.line]
            where = f": line{'s' if len(lines) > 1 else ''} {_some(lines)}" if lines else ""
            self.say(f"{name}: {count} read, {len(lost)} unreadable{where}", important=True)
        else:
            self.say(f"{name}: {count} read", important=number == 0)
        self.problems(problems)

    def lost(self, format: str, counts: Mapping[str, int]) -> None:
        """What a format has no place for, by CSL variable and number of references."""
        if counts:
            said = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
            self.say(f"Lost in {format}, which has no place for it: {said}", "yellow")

    def left(self, counts: Mapping[str, int]) -> None:
        """Fields of the input that are not written, the most frequent of them unless verbose."""
        ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        few = ordered if self.verbose else ordered[:_SHOWN]
        if few:
            said = ", ".join(f"{name} ({count})" for name, count in few)
            more = f" and {len(ordered) - len(few)} more (-v shows all)" if few != ordered else ""
            self.say(f"Not written, being of the input's format only: {said}{more}", "yellow")

    def problems(self, problems: Sequence[Problem]) -> None:
        """Problems, the first few of them unless verbose."""
        shown = [p for p in problems if self.verbose or p.severity is not Severity.INFO]
        few = shown if self.verbose else shown[:_SHOWN]
        for problem in few:
            self.say(_line(problem, self.verbose), _COLOURS[problem.severity])
        if len(shown) > len(few):
            self.say(f"… and {len(shown) - len(few)} more (-v shows all)")

    def wrote(self, output: str | None, count: int) -> None:
        if output not in (None, "-"):
            self.say(f"Wrote {output} ({count})")

    def exit_code(self) -> int:
        """3 where nothing could be read, 1 where --strict was given and something could not."""
        if self._readable == 0:
            return 3
        return 1 if self.strict and self._unreadable else 0


def _some(lines: list[str]) -> str:
    return ", ".join(lines[:8]) + (", …" if len(lines) > 8 else "")


def _identifier(batch: Batch) -> str:
    article = batch.article
    values = (article.text(v) for v in ("DOI", "PMID", "PMCID")) if article else ()
    return next((value for value in values if value), "an article")


def _line(problem: Problem, verbose: bool) -> str:
    mark = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "·"}[problem.severity]
    where = [problem.ref] if problem.ref else []
    if problem.span and problem.span.line and not problem.ref:
        where.append(f"line {problem.span.line}")
    raw = " ".join(problem.raw.split())
    quoted = (
        f" {raw if verbose and len(raw) < 2000 else raw[:70] + ('…' if len(raw) > 70 else '')}"
        if raw
        else ""
    )
    return f"  {mark} {': '.join([*where, problem.message])}{quoted}"
