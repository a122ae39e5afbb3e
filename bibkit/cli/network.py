"""What commands share that ask services: options, progress, what went where, the ledger's file."""

from __future__ import annotations

import contextlib
import functools
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

import bibkit
from bibkit.cli.files import F, Reporter, write_output
from bibkit.cli.line import Line
from bibkit.text import printable

__all__ = ["FAILED", "Network", "ledger_of", "network_options", "save_ledger", "summary"]

#: Exit code of what is incomplete because a service failed.
FAILED = 4


def network_options(command: F) -> F:
    """--offline, --refresh, --mailto, --cache-dir; collected into one `network` argument."""

    @functools.wraps(command)
    def collected(
        *args: Any,
        offline: bool,
        refresh: bool,
        mailto: str | None,
        cache_dir: str | None,
        **rest: Any,
    ) -> Any:
        network = Network(offline or None, refresh, mailto, cache_dir)
        return command(*args, network=network, **rest)

    options = [
        click.option(
            "--cache-dir", metavar="FOLDER", type=click.Path(file_okay=False),
            help="Where records are kept instead of the user's cache folder.",
        ),
        click.option(
            "--mailto", metavar="ADDRESS", help="Your mail address, told to the services: their limits are wider then."
        ),
        click.option("--refresh", is_flag=True, help="Ask again for what is in the cache and the ledger."),
        click.option("--offline", is_flag=True, help="Send nothing; use what is in the cache."),
    ]  # fmt: skip
    decorated: Any = collected
    for option in options:
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


class Network:
    """What the options say of the services."""

    def __init__(
        self, offline: bool | None, refresh: bool, mailto: str | None, cache_dir: str | None
    ) -> None:
        self._given: dict[str, Any] = {"offline": offline, "mailto": mailto, "cache_dir": cache_dir}
        self._given["refresh"] = refresh or None

    @contextlib.contextmanager
    def services(self, report: Reporter) -> Iterator[bibkit.Services]:
        """The services, with their progress on a terminal.

        Raises:
            SettingsError: a setting that cannot be.
        """
        settings = bibkit.load_settings(**self._given)
        shown = not report.quiet and sys.stderr is not None and sys.stderr.isatty()
        line = _Services() if shown else None
        if line:
            report.before = line.clear
        services = bibkit.Services(
            settings,
            warn=lambda message: report.say(message, "yellow", important=True),
            progress=line.progress if line else lambda service, done, of: None,
            waiting=line.waiting if line else lambda service, seconds: None,
        )
        try:
            yield services
        finally:
            if line:
                line.clear()
            if sum(services.http.requests.values()) and not settings.mailto:
                report.say(
                    "Without a contact address the services allow little; give yours with "
                    "--mailto or BIBKIT_MAILTO.",
                    "yellow",
                )
            services.close()


class _Services(Line):
    """The line that says how far each service is."""

    def __init__(self) -> None:
        super().__init__()
        self._done: dict[str, tuple[int, int]] = {}
        self._waits: dict[str, float] = {}
        self._begun = time.monotonic()

    def progress(self, service: str, done: int, of: int) -> None:
        self._done[service] = (done, of)
        self._waits.pop(service, None)
        self._show()

    def waiting(self, service: str, seconds: float) -> None:
        self._waits[service] = seconds
        self._show()

    def _show(self) -> None:
        parts = [f"{service} {done:,}/{of:,}" for service, (done, of) in self._done.items()]
        parts += [f"waiting {seconds:.0f} s for {name}" for name, seconds in self._waits.items()]
        done = sum(one for one, _ in self._done.values())
        left = sum(of for _, of in self._done.values()) - done
        if done and left:
            seconds = (time.monotonic() - self._begun) * left / done
            parts.append(f"about {seconds:.0f} s left")
        self.show(" · ".join(parts))


# --- the ledger's file ------------------------------------------------------------------------------


def ledger_of(output: str | None) -> tuple[Path | None, bibkit.Ledger | None]:
    """The place of the ledger beside an output, and what is in it.

    Raises:
        InputError: there is a file in its place that is no ledger.
    """
    if output in (None, "-"):
        return None, None
    from bibkit.online import lock_path

    path = lock_path(Path(str(output)))
    return path, bibkit.Ledger.read(path)


def save_ledger(path: Path | None, result: bibkit.Enriched) -> None:
    """Write the ledger beside the output, where anything was found."""
    if path is not None and (
        path.exists() or {"found", "incomplete", "ledger"} & set(result.statuses)
    ):
        write_output(result.ledger.to_json(), str(path))


# --- what to say --------------------------------------------------------------------------------------

_WORDS = {
    "found": "found",
    "incomplete": "found in part",
    "ledger": "as in the ledger",
    "conflict": "in conflict",
    "ambiguous": "ambiguous",
    "absent": "not found",
    "unknown": "not known, for a service failed",
    "skipped": "not asked for",
}


def summary(result: bibkit.Enriched, report: Reporter, offline: bool) -> int:
    """Say what was found, filled, in conflict, unresolved, and what went where.

    Returns:
        The exit code: 4 where a service failed.
    """
    counts = [
        f"{result.statuses[name]:,} {words}"
        for name, words in _WORDS.items()
        if result.statuses[name]
    ]
    if offline:
        counts = [
            one.replace("not known, for a service failed", "not in the cache") for one in counts
        ]
    plural = "s" if result.filled != 1 else ""
    fields = f"; {result.filled:,} field{plural} filled or completed" if result.filled else ""
    report.say(f"Enriched: {', '.join(counts) or 'nothing to do'}{fields}")
    failed = [] if offline else result.failures
    for failure in failed:
        report.say(
            f"{failure}: what it knows is missing. Run again to go on.", "yellow", important=True
        )
    report.say(f"Sent: {result.account}" if result.account else "Sent: nothing")
    return FAILED if failed else 0


def changes(before: Sequence[bibkit.Reference], result: bibkit.Enriched) -> str:
    """What enrichment changes, field by field, for people to read."""
    blocks = []
    for old, new in zip(before, result.batch, strict=True):
        lines = []
        for name in (*old.fields, *(n for n in new.fields if n not in old.fields)):
            mine, theirs = old.fields.get(name), new.fields.get(name)
            if mine == theirs:
                continue
            row = result.ledger.entries[new.id].fields.get(name, {})
            source = (
                f"   ({row.get('rule')}, {row.get('source')} {row.get('id', '')}".rstrip() + ")"
            )
            lines += [f"- {name}: {shown(mine)}"] if mine is not None else []
            lines += [f"+ {name}: {shown(theirs)}{source}"] if theirs is not None else []
        if old.truncated("author") and not new.truncated("author"):
            lines.append("- et al.")
        if lines:
            blocks.append("\n".join([new.id, *(f"  {line}" for line in lines)]))
    return "\n\n".join(blocks) + ("\n" if blocks else "")


def shown(value: object) -> str:
    """A field's value on one line, safe on a terminal."""
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return printable(" ".join(text.split()))
