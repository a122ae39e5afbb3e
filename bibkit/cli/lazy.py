"""A group whose commands are imported when they are called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, TypeAlias

import click

__all__ = ["LazyGroup", "Rows"]

#: Command to its module in `bibkit.cli`, the function in it, and its line in `--help`, which loads none.
Rows: TypeAlias = Mapping[str, tuple[str, str, str]]


class LazyGroup(click.Group):
    """A group of the commands of a table.

    Args:
        rows: the table.
    """

    def __init__(self, *args: Any, rows: Rows, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.rows)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return self.load(*self.rows[name][:2]) if name in self.rows else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        near = self.near(args[0]) if self.get_command(ctx, args[0]) is None else ""
        if near:
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{near}'?")
        return super().resolve_command(ctx, args)

    def near(self, word: str) -> str:
        """The command that a mistyped word was meant for; empty where none comes near."""
        import difflib

        return next(iter(difflib.get_close_matches(word, self.rows, 1, 0.7)), "")

    def load(self, module: str, function: str) -> click.Command:
        command: click.Command = getattr(importlib.import_module(f"bibkit.cli.{module}"), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, row[2]) for name, row in self.rows.items()])
