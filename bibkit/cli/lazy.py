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

    def load(self, module: str, function: str) -> click.Command:
        command: click.Command = getattr(importlib.import_module(f"bibkit.cli.{module}"), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, row[2]) for name, row in self.rows.items()])
