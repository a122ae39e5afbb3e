"""`bibkit zotero push`: references into Zotero."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

import bibkit
from bibkit.cli.files import (
    Reporter,
    from_option,
    paste_option,
    read_input,
    reporting_options,
    write_output,
)
from bibkit.cli.line import Line
from bibkit.cli.network import FAILED
from bibkit.cli.zotero.common import INTERRUPTED, check_library, counted, web_key
from bibkit.model import Reference
from bibkit.text import printable

if TYPE_CHECKING:
    from bibkit.zotero.doors import HereDoor, WebDoor
    from bibkit.zotero.push import Plan, Pushed

__all__ = ["push"]

_NOTHING = 3
_SHOWN = 10


@click.command()
@click.argument("files", metavar="[FILE]…", nargs=-1, type=click.Path(allow_dash=True))
@from_option
@paste_option
@click.option(
    "--collection",
    metavar="NAME",
    help="Where to put them instead of what is selected in Zotero; 'Above/Below' tells two of one "
    "name apart.",
)
@click.option(
    "--tag", "tags", metavar="TAG", multiple=True, help="A tag for each; may be repeated."
)
@click.option("--dry-run", is_flag=True, help="Show what would be added, and add nothing.")
@click.option(
    "--web",
    is_flag=True,
    help="To zotero.org, with the key in ZOTERO_API_KEY, instead of the Zotero that runs here.",
)
@click.option(
    "--library",
    metavar="users/ID|groups/ID",
    help="With --web: another library than that of the key's owner.",
)
@click.option(
    "--again",
    is_flag=True,
    help="Where Zotero does not let itself be read: add what was pushed before, too.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found and done as JSON.")
@reporting_options
def push(
    files: tuple[str, ...],
    from_: str | None,
    paste: bool,
    collection: str | None,
    tags: tuple[str, ...],
    dry_run: bool,
    web: bool,
    library: str | None,
    again: bool,
    as_json: bool,
    report: Reporter,
) -> int:
    """Put the references in FILE, whatever its format, into Zotero.

    Zotero runs on this machine; it takes no key and no setting. What is in its library already is
    found first and not added again: by DOI, PMID and the like, then by title, author and year. For
    that Zotero must let itself be read: Settings, Advanced, "Allow other applications on this
    computer to communicate with Zotero". Where it does not, only what was pushed from this machine
    before is known, and not added again. What was read from a printed list and is doubtful gets the
    tag "check reference", and the printed text as a note.

    \b
      bibkit zotero push refs.bib
      bibkit zotero push page.txt --collection "ALS review" --tag to-read --dry-run
      bibkit zotero push refs.bib --web
    """  # fmt: skip
    if library and not web:
        raise click.UsageError(
            "--library belongs to --web. In Zotero itself, name the library with --collection."
        )
    check_library(library)
    from bibkit.zotero.push import plan
    from bibkit.zotero.push import push as send

    references = _read(files, from_, paste, report)
    if not references:
        return _NOTHING
    door = _opened(web, library, collection, [tag for one in tags if (tag := one.strip())], report)
    what = plan(references, door, again=again)
    if what.blind:
        report.say(what.blind, "yellow", important=True)
    if dry_run:
        if as_json:
            _print(_json(door, what, None))
        else:
            write_output(_listed(what), None)
        report.say(f"{_where(door)}: {_counted(what, None)}")
        report.say("Sent: no reference")
        return report.exit_code()
    shown = not report.quiet and sys.stderr is not None and sys.stderr.isatty()
    line = Line()

    def progress(done: int, of: int) -> None:
        if shown:
            line.show(f"Zotero: {done:,} of {of:,}")

    report.before = line.clear
    done = send(what, door, progress)
    report.before()
    _told(door, done, report)  # first: it holds even where nobody takes the JSON
    if as_json:
        _print(_json(door, what, done))
    if done.interrupted:
        return INTERRUPTED
    return report.exit_code() if done.is_complete else FAILED


def _read(
    files: tuple[str, ...], from_: str | None, paste: bool, report: Reporter
) -> list[Reference]:
    """The references of all files, in their order, without those that are only an identifier."""
    from bibkit.zotero.reading import is_bare, marked

    found: list[Reference] = []
    for file in files or (None,):
        batch = read_input(file, from_, report, paste=paste)
        bare = [one for one in batch if is_bare(one)]
        found += (one for one in marked(batch) if not is_bare(one))
        if bare:
            some = "1 reference is" if len(bare) == 1 else f"{len(bare)} references are"
            report.say(
                f"{some} only an identifier, and not sent. Look them up first: bibkit "
                f"{file or '--paste'} -o refs.bib; then push refs.bib.",
                "yellow",
                important=True,
            )
    return found


def _opened(
    web: bool, library: str | None, collection: str | None, tags: list[str], report: Reporter
) -> HereDoor | WebDoor:
    from bibkit.zotero.doors import open_here, open_web
    from bibkit.zotero.wire import addresses

    places = addresses()
    if not web:
        return open_here(places, collection, tags)
    key = web_key(bibkit.load_settings().offline)
    return open_web(places, key, library, collection, tags, tell=lambda said: report.say(said))


# --- what to say --------------------------------------------------------------------------------------


def _where(door: HereDoor | WebDoor) -> str:
    of = f", collection {door.collection}" if door.collection else ""
    return f"{door.name}, library {door.library}{of}"


def _counted(what: Plan, done: Pushed | None) -> str:
    """How many were added, were there, are in the list twice, failed."""
    parts = [f"{len(what.new)} would be added" if done is None else f"{len(done.added)} added"]
    if what.present:
        reasons = Counter(one.reason for one in what.present.values())
        said = "; ".join(reason for reason, _ in reasons.most_common(4))
        parts.append(
            f"{len(what.present)} {'was' if len(what.present) == 1 else 'were'} there ({said})"
        )
    if what.twice:
        parts.append(f"{len(what.twice)} in the list twice")
    if done:
        parts += [
            f"{len(some)} {word}"
            for some, word in (
                (done.failed, "failed"),
                (done.uncertain, "uncertain"),
                (done.unsent, "not sent"),
            )
            if some
        ]
    return ", ".join(parts)


def _told(door: HereDoor | WebDoor, done: Pushed, report: Reporter) -> None:
    """Say what became of it: what is well in one line, what is not by name."""
    what = done.plan
    for place, (first, reason) in what.twice.items():
        report.say(f"  · {_name(what, place)}: as {_name(what, first)} ({reason})", "cyan")
    if done.stopped:
        report.say(done.stopped, "red", important=True)
    reasons: dict[str, list[int]] = {}
    for place, why in done.failed.items():
        reasons.setdefault(why, []).append(place)
    for why, places in reasons.items():
        report.say(f"  ✗ {_names(what, places, report)}: {why}", "red", important=True)
    for places, said in (
        (done.uncertain, "It is not known whether these arrived; look in Zotero"),
        (done.unsent, "Not sent"),
    ):
        if places:
            names = _names(what, places, report)
            report.say(f"{said}: {names}", "yellow", important=True)
    for said in done.warnings:
        report.say(said, "yellow", important=True)
    report.say(f"{_where(door)}: {_counted(what, done)}", important=not done.is_complete)
    if what.present and door.collection:
        report.say("What was there stays in the collections that it is in; drag it over in Zotero.")
        if report.verbose:
            for place, match in what.present.items():
                report.say(f"  = {_name(what, place)}: {printable(match.title)}")
    if what.blind and what.present:
        report.say("If it is no longer there: --again adds it once more.")
    if done.stopped and not what.blind and not done.uncertain:
        report.say("Run again to go on: what is there is not added twice.")
    report.say(f"Sent: {_sent(door, done)}")


def _sent(door: HereDoor | WebDoor, done: Pushed) -> str:
    number = len(done.plan.new) - len(done.unsent)
    if not number:
        return "no reference"
    where = "Zotero on this machine" if door.name != "zotero.org" else door.name
    return f"{counted(number, 'reference')} to {where} ({door.host})"


def _names(what: Plan, places: Sequence[int], report: Reporter) -> str:
    """The names of some, the first few of them unless verbose."""
    few = places if report.verbose else places[:_SHOWN]
    more = f" and {len(places) - len(few)} more (-v shows all)" if len(few) < len(places) else ""
    return ", ".join(_name(what, place) for place in few) + more


def _name(what: Plan, place: int) -> str:
    return what.references[place].id or f"reference {place + 1}"


def _listed(what: Plan) -> str:
    """What would be done with each, a line."""
    lines = []
    for place, one in enumerate(what.references):
        title = printable(" ".join(one.text("title").split()))
        if place in what.present:
            line = f"= {_name(what, place)}: there ({what.present[place].reason})"
        elif place in what.twice:
            first, reason = what.twice[place]
            line = f"= {_name(what, place)}: as {_name(what, first)} ({reason})"
        else:
            line = f"+ {_name(what, place)}: {title or '(no title)'}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def _json(door: HereDoor | WebDoor, what: Plan, done: Pushed | None) -> dict[str, Any]:
    """What was found and done, for programs. References go by their ids."""

    def ids(places: list[int] | tuple[int, ...]) -> list[str]:
        return [what.references[place].id for place in places]

    said: dict[str, Any] = {
        "zotero": door.name,
        "library": door.library,
        "collection": door.collection,
        "checked": not what.blind,
        "present": [
            {"id": what.references[place].id, "key": one.key, "reason": one.reason}
            for place, one in what.present.items()
        ],
        "twice": [
            {"id": what.references[place].id, "of": what.references[first].id, "reason": reason}
            for place, (first, reason) in what.twice.items()
        ],
    }
    if done is None:
        return {**said, "new": ids(what.new)}
    return {
        **said,
        "added": ids(sorted(done.added)),
        "failed": [
            {"id": what.references[place].id, "message": why} for place, why in done.failed.items()
        ],
        "uncertain": ids(done.uncertain),
        "not_sent": ids(done.unsent),
        "messages": [*filter(None, [done.stopped]), *done.warnings],
    }


def _print(said: dict[str, Any]) -> None:
    write_output(json.dumps(said, ensure_ascii=False, indent=2) + "\n", None)
