"""`bibkit styles`: finding a citation style, looking at one, keeping one's own."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

import bibkit
from bibkit.cli.preview import preview
from bibkit.errors import StyleError
from bibkit.identifiers import is_issn
from bibkit.text import printable

__all__ = ["styles"]

# How a person is told where a style comes from; nothing for the official ones.
_MARKS = {"user": "yours", "bibkit": "bibkit's own"}


@click.group()
def styles() -> None:
    """Find and show citation styles."""


styles.add_command(preview)


@styles.command()
@click.argument("words", nargs=-1)
@click.option(
    "--field", metavar="FIELD", default="", help="Only of a field of science, such as medicine."
)
@click.option(
    "--format", "citation_format", metavar="FORMAT", default="",
    help="Only with citations that are numeric, author-date, author, label or note.",
)  # fmt: skip
@click.option("--issn", metavar="ISSN", default="", help="Only of the journal with this ISSN.")
@click.option("-n", "--limit", type=click.IntRange(1, 500), default=20, show_default=True)
@click.option("--no-sample", is_flag=True, help="Leave the example of each style out.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def search(
    words: tuple[str, ...],
    field: str,
    citation_format: str,
    issn: str,
    limit: int,
    no_sample: bool,
    as_json: bool,
) -> int:
    """List styles that have all the WORDS, each with an example; near names where none has.

    WORDS are those of a title, an abbreviated journal, an ISSN, a field of science.

    \b
      bibkit styles search stem cells
      bibkit styles search J Clin Invest
      bibkit styles search 1476-4687
      bibkit styles search --field psychology --format numeric
    """
    text = " ".join(words).strip()
    if not (text or field or citation_format or issn):
        raise click.UsageError("Say what to look for: WORDS, --field, --format or --issn.")
    found = bibkit.search_styles(
        text, limit, field=field, citation_format=citation_format, issn=issn
    )
    sample = (lambda style: "") if no_sample else _sampler()
    if as_json:
        click.echo(
            json.dumps([_row(style, sample) for style in found], ensure_ascii=False, indent=2)
        )
    elif found and sys.stdout.isatty():
        _print_list(found, sample)
    else:
        for style in found:
            click.echo("\t".join(filter(None, (style.id, style.title, sample(style)))))
    if not found:
        asked = " ".join(filter(None, (text, field, citation_format, issn)))
        click.echo(f"No style fits '{printable(asked)}'.{_hint(text, issn)}", err=True)
    return 0 if found else 3


def _hint(text: str, issn: str) -> str:
    """Why nothing was found, where an ISSN tells."""
    for number in re.findall(r"\b\d{4}-?\d{3}[\dXx]\b", f"{text} {issn}"):
        if not is_issn(number):
            return f" The check digit of {number} is wrong: look at the ISSN again."
    return ""


def _sampler() -> Callable[[bibkit.Style], str]:
    """What a style makes of the built-in example, in one line; the same one is formatted once."""
    # The title is cut, or nothing of what comes after it would fit into a line.
    example = bibkit.style_examples()[0].replace(title="Mesenchymal stem cells […]")
    made: dict[tuple[str, str], str] = {}

    def sample(style: bibkit.Style) -> str:
        try:
            resolved = bibkit.find_style(style.id)
            key = (resolved.path, resolved.locale)
            if key not in made:
                shown = bibkit.preview([example], style.id).samples[0]
                made[key] = " ".join(" · ".join(filter(None, shown.texts())).split())
            return made[key]
        except Exception:  # a list of styles is not stopped by one that does not work
            return ""

    return sample


def _print_list(found: Sequence[bibkit.Style], sample: Callable[[bibkit.Style], str]) -> None:
    """Two lines a style, cut to the width of the terminal; shown as they are made."""
    from rich.cells import set_cell_size
    from rich.text import Text

    width = shutil.get_terminal_size().columns
    plain = bool(os.environ.get("NO_COLOR"))

    def cut(text: str, room: int) -> str:
        text = printable(text)
        return text if Text(text).cell_len <= room else f"{set_cell_size(text, room - 1).rstrip()}…"

    def show(text: str, **colour: bool | str) -> str:
        return text if plain else click.style(text, **colour)  # type: ignore[arg-type]

    for style in found:
        name = cut(style.id, width)
        about = "; ".join(
            filter(None, (style.citation_format, _same_as(style), _MARKS.get(style.origin)))
        )
        rest = cut(f"  {style.title} ({about})", max(width - len(name), 2))
        click.echo(show(name, bold=True) + (rest if len(name) + 2 < width else ""))
        line = sample(style)
        if line:
            click.echo(show(cut(f"    {line}", width), fg="bright_black"))


def _same_as(style: bibkit.Style) -> str:
    if not style.parent:
        return ""
    try:
        return f"as {bibkit.find_style(style.parent).title}"
    except StyleError:
        return f"as {style.parent}"


@styles.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print what is known as JSON.")
def show(name: str, as_json: bool) -> None:
    """Show what a style is, and an example entry."""
    style = bibkit.find_style(name)
    try:
        example = bibkit.format(bibkit.style_examples()[:1], name).strip()
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
        ("ISSN", ", ".join(style.issns)),
        ("locale", style.locale),
        ("licence", style.rights),
        ("origin", _MARKS.get(style.origin, "")),
        ("example", example),
    ]
    for label, value in rows:
        if value:
            click.echo(f"{label:<10} {printable(value)}")


@styles.command()
@click.argument("file", type=click.Path())
@click.option("--force", is_flag=True, help="Replace a style of yours that has this name.")
def add(file: str, force: bool) -> None:
    """Keep the style of a .csl FILE in your own folder, to use it by its name.

    The folder is `styles` beside your settings, or the one that BIBKIT_STYLES names.
    """
    try:
        before = bibkit.find_style(Path(file).stem).origin
    except StyleError:
        before = ""
    style = bibkit.add_style(file, force=force)
    click.echo(f"Added '{style.id}': {style.title}. Use it with -s {style.id}.", err=True)
    if before in ("official", "bibkit"):
        click.echo(f"It now comes before the style '{style.id}' that bibkit brings.", err=True)


def _row(style: bibkit.Style, sample: Callable[[bibkit.Style], str]) -> dict[str, object]:
    line = sample(style)
    return {**_public(style), **({"sample": line} if line else {})}


def _public(style: bibkit.Style) -> dict[str, object]:
    """What a style says of itself, without the place of its file on this machine."""
    return {key: value for key, value in asdict(style).items() if key != "path"}
