"""`bibkit zotero enrich`: what is in Zotero, completed from Crossref and PubMed."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from bibkit.cli.files import Reporter, reporting_options, write_output
from bibkit.cli.network import FAILED, Network, network_options, summary
from bibkit.cli.zotero.common import INTERRUPTED, check_library, counted, web_key
from bibkit.errors import NothingFound, ZoteroError, ZoteroUsage
from bibkit.model import Problem, Severity
from bibkit.text import printable

if TYPE_CHECKING:
    from bibkit.zotero.api import Api
    from bibkit.zotero.enrich import Choice, Outcome
    from bibkit.zotero.proposals import Proposal, Proposals

__all__ = ["enrich"]

_WEB = "Or use --web, with a key of zotero.org in ZOTERO_API_KEY"
_PLUGIN = "in Zotero 8 and 9 the plugin writes"
_GROUPS = 10  # so many are named


@click.command()
@click.option(
    "--collection",
    metavar="NAME",
    default="",
    help="Only what lies in this collection; 'Above/Below' tells two of one name apart.",
)
@click.option(
    "--web",
    is_flag=True,
    help="Through zotero.org, with the key in ZOTERO_API_KEY, instead of the Zotero that runs here.",
)
@click.option(
    "--library",
    metavar="users/ID|groups/ID",
    help="Another library than your own: groups/ID of a group.",
)
@click.option(
    "--overwrite",
    metavar="FIELD,…",
    default="",
    help="Fields, by Zotero's names or CSL's, in which the services' values replace yours; also "
    "abstract, tags and itemType.",
)
@click.option("--only-empty", is_flag=True, help="Fill empty fields, and complete none.")
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option(
    "--dry-run",
    "--diff",
    "dry_run",
    is_flag=True,
    help="Show what would change, and write nothing.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what is found and done as JSON.")
@network_options
@reporting_options
def enrich(
    collection: str,
    web: bool,
    library: str | None,
    overwrite: str,
    only_empty: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    network: Network,
    report: Reporter,
) -> int:
    """Fill and complete what is in Zotero from Crossref and PubMed.

    What you have stays: empty fields are filled, initials become names where they agree, and works
    that have been retracted get the tag Retracted. All that would change is shown first. Zotero runs,
    version 10 or newer, and lets itself be asked: Settings, Advanced, "Allow other applications on
    this computer to communicate with Zotero". Or --web.

    \b
      bibkit zotero enrich --collection "ALS review" --dry-run
      bibkit zotero enrich --collection "ALS review"
    """  # fmt: skip
    if yes and dry_run:
        raise click.UsageError("--yes writes, and --dry-run does not: give one of them.")
    check_library(library)
    from bibkit.zotero.api import READ_ONLY
    from bibkit.zotero.enrich import enrich_library
    from bibkit.zotero.naming import NoCollection

    fields = [name.strip() for name in overwrite.split(",") if name.strip()]
    with network.services(report) as services:
        api = _opened(web, library, services.settings.offline, report)
        if yes and not api.is_writable:
            raise ZoteroUsage(f"{READ_ONLY} {_WEB}, or --dry-run to look; {_PLUGIN}.")
        asking = _Asking(api, only_empty, yes, dry_run, as_json, report)
        try:
            outcome = enrich_library(
                api, services, collection,
                overwrite=fields, decide=asking.decide, tell=asking.read, done=asking.done,
            )  # fmt: skip
        except NoCollection as error:
            raise NoCollection(f"{error}{_of_groups(api)}") from error
    code = _told(outcome, report)  # first: it holds even where nobody takes the JSON
    if as_json:
        write_output(json.dumps(_json(outcome), ensure_ascii=False, indent=2) + "\n", None)
    return code or asking.code


def _opened(web: bool, library: str | None, offline: bool, report: Reporter) -> Api:
    from bibkit.zotero.api import Api
    from bibkit.zotero.shapes import ApiOff
    from bibkit.zotero.wire import addresses

    def tell(message: str) -> None:
        report.say(message, "yellow", important=True)

    places = addresses()
    if web:
        return Api.web(web_key(offline), places.web, library, tell=tell)
    try:
        return Api.local(places.local, library or "users/0", tell=tell)
    except ApiOff as error:
        raise ApiOff(f"{error} {_WEB}.") from error


def _of_groups(api: Api) -> str:
    """How to name a group, for whoever looks for its collection in their own library."""
    try:
        groups = api.groups() if api.library.startswith("users/") else ()
    except (ZoteroError, ZoteroUsage):  # it is only a hint
        return ""
    some = [f"--library groups/{one.id} ({printable(one.name)})" for one in groups[:_GROUPS]]
    return f" For a group: {', '.join(some)}." if some else ""


@dataclasses.dataclass
class _Asking:
    """Shows what was found, and asks whether to write it."""

    api: Api
    only_empty: bool
    yes: bool
    dry_run: bool
    as_json: bool
    report: Reporter
    code: int = 0

    def read(self, number: int) -> None:
        """Say how many items there are."""
        if not number:
            raise NothingFound("There is nothing to complete: no item but notes and attachments.")
        self.report.say(f"{self.api.name} ({self.api.host}): {counted(number, 'item')} read")

    def done(self, number: int, of: int) -> None:
        """Say how far writing is, now and then."""
        if number % 100 == 0 and number < of:
            self.report.say(f"{number:,} of {of:,} items written")

    def decide(self, found: Proposals) -> Choice:
        """What is to be written; nothing where it is not wanted."""
        report = self.report
        report.before()
        chosen = {one.key: self._chosen(one) for one in found.results}
        wanted = [one for one in found.results if chosen[one.key]]
        report.problems([p for one in found.results for p in _problems(one, found.offline)])
        if not self.as_json:
            blocks = (_shown(one, chosen[one.key]) for one in wanted)
            write_output("\n".join(blocks), None)
        self.code = summary(dataclasses.replace(found.enriched, filled=0), report, found.offline)
        missed = _missed(found)
        if missed:
            report.say(missed, "yellow")
        number = sum(len(chosen[one.key]) for one in wanted)
        if not wanted:
            if not missed:
                report.say("Nothing to change.")
            return {}
        report.say(f"{counted(number, 'change')} to {counted(len(wanted), 'item')}")
        return chosen if self._is_wanted(len(wanted)) else {}

    def _chosen(self, one: Proposal) -> list[str]:
        fields = [c.field for c in one.changes if c.kind == "fill" or not self.only_empty]
        return [*fields, *(["tags"] if one.tags else [])]

    def _is_wanted(self, number: int) -> bool:
        if self.dry_run:
            return False
        if not self.api.is_writable:
            from bibkit.zotero.api import READ_ONLY

            said = f"Nothing was written. {READ_ONLY} {_WEB}; {_PLUGIN}."
            self.report.say(said, "yellow", important=True)
            return False
        if self.yes:
            return True
        if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
            self.report.say("Nothing was written; --yes writes it.", important=True)
            return False
        wanted = click.confirm(f"Change {counted(number, 'item')}?", default=False, err=True)
        if not wanted:
            self.report.say("Nothing was written.")
        return wanted


def _missed(found: Proposals) -> str:
    """That items could not be looked up because nobody is asked; empty where all could."""
    number = sum(one.is_incomplete for one in found.results) if found.offline else 0
    if not number:
        return ""
    wholly = " wholly" if found.enriched.statuses["incomplete"] else ""  # some are there in part
    items = f"{counted(number, 'item')} {'is' if number == 1 else 'are'}"
    return f"Offline: {items} not{wholly} in the cache. Run again with a network."


def _problems(one: Proposal, offline: bool) -> list[Problem]:
    from bibkit.zotero.proposals import INCOMPLETE

    title = _short(one.title, 50)
    severity = Severity.INFO if one.status == "unknown" else Severity.WARNING
    found = [Problem("zotero", message, severity, ref=title) for message in one.messages]
    if one.is_incomplete:  # offline it is said once for all
        severity = Severity.INFO if offline else Severity.WARNING
        found.append(Problem("zotero", INCOMPLETE, severity, ref=title))
    return found


def _short(text: str, most: int) -> str:
    line = " ".join(printable(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _shown(one: Proposal, chosen: list[str]) -> str:
    """What would change in an item, a field a line."""
    lines = [f"{one.key}  {_short(one.title, 80)}"]
    for change in one.changes:
        if change.field not in chosen:
            continue
        before, after = (_short(text, 400) for text in (change.before, change.after))
        source = {"input": "as it stood"}.get(change.source, change.source)
        if change.kind == "fill":
            lines.append(f"  + {change.label}: {after}   ({source})")
        else:
            lines.append(f"  ~ {change.label}: {before} → {after}   ({source})")
    if "tags" in chosen:
        lines += [f"  + Tag: {_short(tag, 200)}" for tag in one.tags]
    return "\n".join(lines) + "\n"


def _json(outcome: Outcome) -> dict[str, Any]:
    """What was found, and what became of it."""
    written: dict[str, Any] = {"changed": list(outcome.changed), "untried": list(outcome.untried)}
    for name in ("left", "failed", "uncertain"):
        written[name] = dict(getattr(outcome, name))
    return {**outcome.proposals.to_json(), "written": written}


def _told(outcome: Outcome, report: Reporter) -> int:
    """Say what was written; the exit code."""
    if outcome.changed:
        report.say(f"Changed {counted(len(outcome.changed), 'item')}")
    titles = {one.key: _short(one.title, 50) for one in outcome.proposals.results}
    for words, some, colour in (
        ("left as it was", outcome.left, "yellow"),
        ("not changed", outcome.failed, "red"),
        ("perhaps changed", outcome.uncertain, "red"),
    ):
        for why, keys in _by_reason(some).items():
            names = ", ".join(f"{titles[key]} ({key})" for key in keys[:3])
            more = f" and {len(keys) - 3} more" if len(keys) > 3 else ""
            report.say(f"  ! {names}{more}: {words}. {why}", colour, important=True)
    if outcome.untried:
        count = counted(len(outcome.untried), "item")
        report.say(
            f"{outcome.stopped} {count} not come to. Run again to go on.", "red", important=True
        )
    if outcome.interrupted:
        return INTERRUPTED
    return FAILED if outcome.failed or outcome.uncertain or outcome.untried else 0


def _by_reason(some: Any) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for key, why in some.items():
        reasons.setdefault(why, []).append(key)
    return reasons
