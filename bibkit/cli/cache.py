"""`bibkit cache` and `bibkit why`: what is kept of the services, and where values come from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

import bibkit
from bibkit.errors import InputError, NothingFound
from bibkit.text import printable

__all__ = ["cache", "why"]


@click.group()
def cache() -> None:
    """Show or empty the cache of records from Crossref and PubMed."""


_folder = click.option("--cache-dir", metavar="FOLDER", type=click.Path(file_okay=False))


def _services(cache_dir: str | None) -> bibkit.Services:
    settings = bibkit.load_settings(offline=True, cache_dir=cache_dir)
    return bibkit.Services(settings, warn=lambda message: click.echo(printable(message), err=True))


@cache.command()
@_folder
def path(cache_dir: str | None) -> int:
    """Print where the cache lies."""
    with _services(cache_dir) as services:
        click.echo(services.cache.path)
    return 0


@cache.command()
@_folder
def info(cache_dir: str | None) -> int:
    """Say how many records of each kind are kept, and from when."""
    with _services(cache_dir) as services:
        counts, span, file = services.cache.count(), services.cache.span(), services.cache.path
    size = file.stat().st_size if file and file.exists() else 0
    click.echo(f"{file}  {size / 1e6:.1f} MB")
    for kind, number in sorted(counts.items()):
        click.echo(f"{kind}\t{number}")
    if span:
        click.echo(f"from {_day(span[0])} to {_day(span[1])}")
    return 0


@cache.command()
@_folder
def clear(cache_dir: str | None) -> int:
    """Forget all records."""
    with _services(cache_dir) as services:
        click.echo(f"{services.cache.clear()} records forgotten")
    return 0


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


# --- why ------------------------------------------------------------------------------------------------


@click.command()
@click.argument("key")
@click.argument("field", required=False)
@click.option(
    "--lock", metavar="FILE", type=click.Path(dir_okay=False),
    help="The ledger, or the file beside which it lies; else those in this folder.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the entry as JSON.")
def why(key: str, field: str | None, lock: str | None, as_json: bool) -> int:
    """Say where the values of the reference KEY come from.

    \b
      bibkit why mathis2017current
      bibkit why mathis2017current page
    """
    entry, path = _entry(key, lock)
    rows = entry.fields
    if field is not None:
        by_name = {name.lower(): name for name in rows}
        if field.lower() not in by_name:
            raise NothingFound(f"{key} has no field '{field}'. It has: {', '.join(rows)}.")
        rows = {by_name[field.lower()]: rows[by_name[field.lower()]]}
    if as_json:
        import json

        click.echo(
            json.dumps(
                {"key": key, "status": entry.status, "fields": rows}, ensure_ascii=False, indent=2
            )
        )
        return 0
    click.echo(f"{key} ({entry.status}, {entry.time[:10]}, {path.name})")
    for name, row in rows.items():
        click.echo(printable(f"  {name}: {_value(row['value'])}"))
        click.echo(printable(f"      {_told(row)}"))
    return 0


def _entry(key: str, lock: str | None) -> tuple[Any, Path]:
    from bibkit.online import lock_path

    if lock is not None:
        named = Path(lock)
        paths = [named if named.name.endswith(".lock.json") else lock_path(named)]
        if not paths[0].exists():
            raise InputError(
                f"There is no ledger '{paths[0]}'. `bibkit enrich` writes it beside its output."
            )
    else:
        paths = sorted(Path().glob("*.lock.json"))
        if not paths:
            raise InputError(
                "There is no ledger (*.lock.json) in this folder. Name one with --lock."
            )
    holding = []
    unread: list[InputError] = []
    for path in paths:
        try:
            entries = bibkit.Ledger.read(path).entries
        except InputError as error:
            unread.append(error)  # perhaps another program's
            continue
        if key in entries:
            holding.append((entries[key], path))
    if not holding and unread:
        raise unread[0]
    if not holding:
        raise NothingFound(f"No ledger here has '{key}': {', '.join(path.name for path in paths)}.")
    if len(holding) > 1:
        names = ", ".join(path.name for _, path in holding)
        raise InputError(f"Several ledgers have '{key}': {names}. Name one with --lock.")
    return holding[0]


_RULES = {
    "kept": "as in the input",
    "filled": "filled from",
    "completed": "completed from",
    "overwritten": "overwritten from",
    "mended": "mended",
}
_SERVICES = {"crossref": "Crossref", "pubmed": "PubMed", "input": "the input"}


def _told(row: dict[str, Any]) -> str:
    words = _RULES.get(row["rule"], row["rule"])
    if row["source"] != "input":
        where = _SERVICES.get(row["source"], row["source"])
        words = f"{words} {where} {row.get('id', '')} on {row.get('time', '')[:10]}"
    others = [
        f"{_SERVICES.get(one['source'], one['source'])}: {_value(one['value'])}"
        for one in row.get("rejected", [])
    ]
    return f"{words}; not taken: {' | '.join(others)}" if others else words


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_value(one) for one in value)
    if isinstance(value, dict):
        if "date-parts" in value:
            return "/".join("-".join(f"{p:02d}" for p in part) for part in value["date-parts"])
        family = " ".join(
            value[k]
            for k in ("dropping-particle", "non-dropping-particle", "family")
            if value.get(k)
        )
        return ", ".join(
            filter(None, (family, value.get("given"), value.get("suffix"), value.get("literal")))
        )
    return str(value)
