"""`bibkit formats`: what is read and written."""

from __future__ import annotations

import json

import click

import bibkit

__all__ = ["formats"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def formats(as_json: bool) -> None:
    """List the formats by the names that -f and -t take."""
    rows = [
        {
            "name": one.name,
            "read": one.read is not None,
            "write": one.pieces is not None,
            "suffixes": list(one.suffixes),
            "label": one.label,
        }
        for one in bibkit.list_formats()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max(len(str(row["name"])) for row in rows)
    for row in rows:
        ways = f"{'read' if row['read'] else '    '} {'write' if row['write'] else '     '}"
        click.echo(f"{row['name']:<{width}}  {ways}  {row['label']}")
