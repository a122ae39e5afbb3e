"""`bibkit styles`: finding a citation style and looking at one."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

import bibkit
from bibkit.errors import StyleError
from bibkit.model import Date, Name, Reference

__all__ = ["styles"]

_EXAMPLE = Reference(
    "gugliandolo2019mesenchymal",
    "article-journal",
    {
        "author": (Name("Gugliandolo", "Agnese"), Name("Bramanti", "Placido"), Name("Mazzon", "Emanuela")),
        "title": "Mesenchymal stem cells: a potential therapeutic approach for amyotrophic lateral sclerosis?",
        "container-title": "Stem Cells International",
        "container-title-short": "Stem Cells Int",
        "issued": Date(2019),
        "volume": "2019",
        "page": "3675627",
        "DOI": "10.1155/2019/3675627",
    },
)  # fmt: skip


@click.group()
def styles() -> None:
    """Find and show citation styles."""


@styles.command()
@click.argument("words", nargs=-1, required=True)
@click.option("-n", "--limit", type=click.IntRange(1, 500), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def search(words: tuple[str, ...], limit: int, as_json: bool) -> int:
    """List styles whose name has all the WORDS; names that come near where none has."""
    found = bibkit.search_styles(" ".join(words), limit)
    if as_json:
        click.echo(json.dumps([_public(style) for style in found], ensure_ascii=False, indent=2))
    elif found and sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table("Name", "Title", "Citations", box=None, header_style="bold")
        for style in found:
            table.add_row(style.id, style.title, style.citation_format)
        Console().print(table)
    else:
        for style in found:
            click.echo(f"{style.id}\t{style.title}")
    if not found:
        click.echo(f"No style comes near '{' '.join(words)}'.", err=True)
    return 0 if found else 3


@styles.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print what is known as JSON.")
def show(name: str, as_json: bool) -> None:
    """Show what a style is, and an example entry."""
    style = bibkit.find_style(name)
    try:
        example = bibkit.format([_EXAMPLE], name).strip()
    except StyleError as error:
        example = f"({error})"
    if as_json:
        click.echo(json.dumps({**_public(style), "example": example}, ensure_ascii=False, indent=2))
        return
    rows = [
        ("name", style.id),
        ("title", style.title + (f" ({style.short_title})" if style.short_title else "")),
        ("same as", style.parent),
        ("citations", style.citation_format),
        ("fields", ", ".join(style.fields)),
        ("locale", style.locale),
        ("licence", style.rights),
        ("example", example),
    ]
    for label, value in rows:
        if value:
            click.echo(f"{label:<10} {value}")


def _public(style: object) -> dict[str, object]:
    """What a style says of itself, without the place of its file on this machine."""
    return {key: value for key, value in asdict(style).items() if key != "path"}  # type: ignore[call-overload]
