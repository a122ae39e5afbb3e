"""The group of commands, loaded one by one, and the last line of defence.

Exit codes: 0 good; 1 findings (`check`, `--strict`); 2 usage; 3 nothing found or unreadable; 4
incomplete because a service failed; 70 an error of bibkit's own; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Any

import click

import bibkit
from bibkit.cli.lazy import LazyGroup
from bibkit.errors import BibkitError, InputError, ServiceError, UnknownFormat, ZoteroError

__all__ = ["cli", "main"]

_COMMANDS = {
    "parse": ("records", "parse", "Read a reference list: a copied page or any plain list."),
    "enrich": ("enrich", "enrich", "Fill and complete references from Crossref and PubMed."),
    "check": (
        "check",
        "check",
        "Check a list before you submit: retracted, wrong, doubled, incomplete.",
    ),
    "fetch": ("fetch", "fetch", "Get the records of DOIs, PMIDs and PMCIDs."),
    "references": ("fetch", "references", "Get the whole reference list of an article."),
    "convert": ("convert", "convert", "Convert between formats."),
    "dedupe": ("arrange", "dedupe", "Make one of references that are one work."),
    "sort": ("arrange", "sort", "Sort references, a .bib file with its comments."),
    "keys": ("arrange", "keys", "Show citation keys, mend them, or make them anew."),
    "format": ("format", "format_", "Format references in a citation style."),
    "cite": ("cite", "cite", "Format a manuscript's citations, and add its bibliography."),
    "styles": ("styles", "styles", "Find and show citation styles."),
    "why": ("cache", "why", "Say where the values of a reference come from."),
    "cache": ("cache", "cache", "Show or empty the cache of records."),
    "formats": ("formats", "formats", "List the formats that are read and written."),
    "zotero": ("zotero", "zotero", "Put references into Zotero, complete what is there."),
    "serve": ("serve", "serve", "Answer Zotero's plugin on this computer."),
}
# `bibkit FILE …`: the main job, without a verb.
_DEFAULT = ("enrich", "run")


class _Commands(LazyGroup):
    """The commands; a file needs no verb."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return self.load(*_DEFAULT) if name == _RUN else super().get_command(ctx, name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in _COMMANDS and args[0] not in _GROUP_OPTIONS:
            self._refuse_typo(ctx, args[0])
            args = [_RUN, *args]
        return super().parse_args(ctx, args)

    def _refuse_typo(self, ctx: click.Context, word: str) -> None:
        """A word that is no file and nearly a command was meant as one."""
        if word.startswith("-") or len(word) > 40 or Path(word).exists():
            return
        near = self.near(word)
        if near:
            message = f"'{word}' is neither a command nor a file. Did you mean '{near}'?"
            raise click.UsageError(message, ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(n, help=row[2])
            for n, row in _COMMANDS.items()
            if n.startswith(incomplete)
        ]
        return [*names, CompletionItem(incomplete, type="file")]


_RUN = "(run)"
_GROUP_OPTIONS = {"--help", "-h", "--version"}


@click.group(
    cls=_Commands,
    rows=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "BIBKIT"},
    invoke_without_command=True,
)
@click.version_option(bibkit.__version__, message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Turn the reference list of a paper into records one can trust.

    \b
      bibkit page.txt -o refs.bib          a copied PubMed page to complete BibTeX
      bibkit parse page.txt -o refs.bib    … as the page has it, nothing sent
      bibkit check refs.bib                retracted, wrong, doubled, incomplete?
      bibkit format refs.bib -s vancouver  … to a formatted bibliography

    FILE may be `-` for standard input. Data goes to standard output or to -o FILE, everything
    else to standard error.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        ctx.exit(0)


def main(args: list[str] | None = None) -> None:
    """Run the command and leave with its exit code; no traceback reaches a user."""
    # References hold no circles: looking for some among 100,000 of them took a fifth of the time.
    gc.set_threshold(200_000, 50, 1000)
    if sys.stderr is None:  # closed (`2>&-`): what is said goes nowhere, no file takes its number
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.exit(_run(args))


def _run(args: list[str] | None) -> int:
    try:
        code = cli.main(args=args, prog_name="bibkit", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nInterrupted; nothing was left half-written.", err=True)
        return 130
    except BibkitError as error:
        _complain(str(error))
        if isinstance(error, ServiceError | ZoteroError):
            return 4
        return 3 if isinstance(error, InputError) and not isinstance(error, UnknownFormat) else 2
    except MemoryError:
        _complain("There is not enough memory for this input. Split it into smaller files.")
        return 3
    except Exception as error:
        if os.environ.get("BIBKIT_DEBUG"):
            raise
        _complain(
            f"bibkit met an error of its own ({type(error).__name__}: {str(error)[:200]}). Please "
            "report it with the input; BIBKIT_DEBUG=1 shows where it happened."
        )
        return 70


def _complain(message: str) -> None:
    from bibkit.text import printable

    click.echo(f"Error: {printable(message)}", err=True)
