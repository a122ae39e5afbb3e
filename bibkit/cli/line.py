"""One line on the terminal that says how far it is."""

from __future__ import annotations

import click

__all__ = ["Line"]


class Line:
    """A line of standard error that is written over, and gives way to what is said."""

    def __init__(self) -> None:
        self._width = 0

    def show(self, text: str) -> None:
        """Show a text instead of the last one."""
        click.echo("\r" + text.ljust(self._width), err=True, nl=False)
        self._width = len(text)

    def clear(self) -> None:
        """Take it away."""
        if self._width:
            click.echo("\r" + " " * self._width + "\r", err=True, nl=False)
            self._width = 0
