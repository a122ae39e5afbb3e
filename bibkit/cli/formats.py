"""`bibkit formats`: what is read and written."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import click

import bibkit

__all__ = ["formats"]


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def formats(name: str | None, as_json: bool) -> None:
    """List the formats by the names that -f and -t take; of one NAME also what it cannot say.

    \b
      bibkit formats
      bibkit formats ris
    """
    chosen = [bibkit.format_named(name)] if name else list(bibkit.list_formats())
    rows = [_row(one, losses=bool(name)) for one in chosen]
    if as_json:
        click.echo(json.dumps(rows[0] if name else rows, ensure_ascii=False, indent=2))
        return
    width = max(len(str(row["name"])) for row in rows)
    for row in rows:
        ways = f"{'read' if row['read'] else '    '} {'write' if row['write'] else '     '}"
        click.echo(f"{row['name']:<{width}}  {ways}  {row['label']}")
    if name and chosen[0].pieces is not None:
        for what in rows[0]["losses"]:
            text = textwrap.fill(f"- {what}", 100, subsequent_indent="  ", break_on_hyphens=False)
            click.echo(text)
        if not rows[0]["losses"]:
            click.echo("Loses nothing.")


def _row(one: Any, *, losses: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": one.name,
        "read": one.read is not None,
        "write": one.pieces is not None,
        "suffixes": list(one.suffixes),
        "label": one.label,
    }
    return {**row, "losses": [loss.what for loss in one.losses]} if losses else row
