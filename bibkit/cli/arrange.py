"""`bibkit dedupe`, `bibkit sort` and `bibkit keys`: the same references, arranged."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

import bibkit
from bibkit.cli.files import (
    Reporter,
    from_option,
    input_options,
    no_input,
    output_format,
    output_option,
    read_input,
    reporting_options,
    write_output,
)
from bibkit.errors import InputError, NothingFound
from bibkit.text import Decoded, decode

__all__ = ["dedupe", "keys", "sort"]

_to = click.option(
    "-t", "--to", metavar="FORMAT", help="Format to write; by the suffix of -o, else that of FILE."
)
_in_place = click.option(
    "-i", "--in-place", is_flag=True,
    help="Change FILE itself; what stays the same stays byte for byte.",
)  # fmt: skip
_aliases = click.option(
    "--aliases",
    is_flag=True,
    help="Keep keys that go as BibLaTeX's `ids`: citing them still works.",
)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path(allow_dash=True))
@from_option
@_to
@_in_place
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be merged, and write nothing.")
@_aliases
@click.option(
    "--json", "as_json", is_flag=True,
    help="Print what was merged as JSON; the references go to -o or -i only.",
)  # fmt: skip
@output_option
@reporting_options
def dedupe(
    files: tuple[str, ...],
    from_: str | None,
    to: str | None,
    in_place: bool,
    dry_run: bool,
    aliases: bool,
    as_json: bool,
    output: str | None,
    report: Reporter,
) -> int:
    """Make one of the references in one or several FILEs that are one work.

    They are one where DOI, PMID or another identifier says so, or where title, first author, year
    and page or journal agree. The richer record stays, under the key and in the place of the
    first; what it lacks comes from the others, and what they say otherwise is reported. The same
    work under two DOIs, another one under the same DOI, a preprint and its article are reported
    and left as they are.

    \b
      bibkit dedupe refs.bib -n
      bibkit dedupe refs.bib -i --aliases
      bibkit dedupe mine.bib yours.ris -o ours.bib
    """
    if in_place and len(files) > 1:
        raise click.UsageError("-i changes one FILE; several go to -o.")
    _check_targets(files[0] if files else None, to, in_place, output, as_json)
    names = files or (("-",) if sys.stdin is not None and not sys.stdin.isatty() else no_input())
    if names.count("-") > 1:
        raise click.UsageError("Standard input (-) can be read once.")
    inputs = [_read(file, from_, report) for file in names]
    result = bibkit.dedupe(*(one.batch for one in inputs), aliases=aliases)
    for merge in result.merged:
        report.say(_merged(merge))
        for one in merge.differing:
            report.say(f"      {one} ({one.ref})", "yellow")
    report.problems(result.doubts)
    gone = sum(len(merge.dropped) for merge in result.merged)
    if gone:
        report.say(
            f"{gone + len(result.batch)} references, {gone} merged: {len(result.batch)} left"
        )
    else:
        report.say("No work stands twice")
    if as_json:
        write_output(_json(result.as_json()), None)
    if not (dry_run or (as_json and not output and not in_place)):
        _write(inputs, result.batch, to, output, in_place, report)
    return report.exit_code()


@click.command()
@input_options
@click.option(
    "--by", metavar="ORDER", multiple=True, default=("key",),
    help="key (the default), author, year, date or title, -year for the latest first; several "
    "as --by author --by -year, or author,-year.",
)  # fmt: skip
@_to
@_in_place
@output_option
@reporting_options
def sort(
    file: str | None,
    from_: str | None,
    by: tuple[str, ...],
    to: str | None,
    in_place: bool,
    output: str | None,
    report: Reporter,
) -> int:
    """Sort the references in FILE; those that do not differ stay as they stood.

    Names sort without accents, case and small particles, in every locale alike; what a reference
    does not say stands last. A .bib file keeps the text of its entries: what stands before the
    first stays at the top, lines directly above an entry go with it, and `crossref` parents stay
    behind their children.

    \b
      bibkit sort refs.bib -i
      bibkit sort refs.bib --by author --by -year -o sorted.bib
    """
    _check_targets(file, to, in_place, output, False)
    orders = [order for text in by for order in text.split(",")]
    bibkit.sort(bibkit.Batch(), orders)  # a wrong name is said before anything is read
    source = _read(file, from_, report)
    _write([source], bibkit.sort(source.batch, orders), to, output, in_place, report)
    return report.exit_code()


@click.command()
@input_options
@click.option(
    "--pattern", metavar="PATTERN", default="{author}{year}{title}", show_default=True,
    help="Of {author}, {authors}, {year}, {title}, {journal} and {pmid}; {title:3} for three words, "
    "{year:2} for two digits, {Author} for capitals.",
)  # fmt: skip
@click.option("--all", "all_", is_flag=True, help="Make every key anew, also those that are good.")
@_to
@_in_place
@_aliases
@click.option("--json", "as_json", is_flag=True, help="Print the keys as JSON.")
@output_option
@reporting_options
def keys(
    file: str | None,
    from_: str | None,
    pattern: str,
    all_: bool,
    to: str | None,
    in_place: bool,
    aliases: bool,
    as_json: bool,
    output: str | None,
    report: Reporter,
) -> int:
    """Show the citation keys in FILE, and those that they would become.

    Keys that are missing, stand twice or cannot be cited from LaTeX are made; all others stay,
    unless --all. Without -i or -o nothing is written. Fields that name a key (crossref, related,
    …) follow; --json has the list for a search and replace in your manuscript.

    \b
      bibkit keys refs.bib
      bibkit keys refs.bib -i
      bibkit keys refs.bib --all --pattern "{Author}_{year}" -o new.bib
    """
    _check_targets(file, to, in_place, output, as_json)
    bibkit.rekey(bibkit.Batch(), pattern)  # a wrong pattern is said before anything is read
    source = _read(file, from_, report)
    result = bibkit.rekey(source.batch, pattern, all=all_, aliases=aliases)
    is_written = in_place or output is not None
    if as_json:
        rows = [{"old": old, "new": new} for old, new in result.keys]
        write_output(_json({"keys": rows, "renamed": dict(result.renamed)}), None)
    elif not is_written:
        write_output("".join(f"{_key(*pair)}\n" for pair in result.keys), None)
    changed = [pair for pair in result.keys if pair[0] != pair[1]]
    if is_written:
        for pair in changed:
            report.say(f"  {_key(*pair)}")
        _write([source], result.batch, to, output, in_place, report)
    total = f"{len(result.keys)} key{'s' if len(result.keys) != 1 else ''}"
    report.say(f"{total}, {len(changed)} {'changed' if is_written else 'to change'}")
    return report.exit_code()


# --- what they share ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Source:
    """What was read, the file that it was read from, and its text where that can be kept."""

    file: str | None
    batch: bibkit.Batch
    format: str
    decoded: Decoded | None


def _check_targets(
    file: str | None, to: str | None, in_place: bool, output: str | None, as_json: bool
) -> None:
    if in_place and (output is not None or to or file in (None, "-")):
        raise click.UsageError("-i changes FILE itself: give a FILE, and neither -o nor -t.")
    if as_json and output == "-":
        raise click.UsageError("--json goes to standard output, and so does -o -: give a file.")
    if to:
        output_format(to, output, None)  # one that is not written is said before anything is read


def _read(file: str | None, from_: str | None, report: Reporter) -> _Source:
    """Read a file or standard input, with its text."""
    if file in (None, "-") and sys.stdin is not None and (file or not sys.stdin.isatty()):
        data = sys.stdin.buffer.read()
        batch = bibkit.read(data, from_)
        if not batch:
            report.problems(batch.problems)
            raise NothingFound("No reference was found in standard input.")
        report.read("standard input", batch)
    else:
        data, batch = b"", read_input(file, from_, report, records=True)
    try:
        decoded = decode(data) if data else bibkit.read_file(str(file))
    except InputError:  # a document, or several files in one: its text is not kept
        return _Source(file, batch, from_ or "text", None)
    name = Path(file) if file not in (None, "-") and file else None
    if name is not None and decoded.packing:
        name = name.with_suffix("")  # refs.bib.gz
    return _Source(file, batch, from_ or bibkit.sniff(decoded.text, name), decoded)


def _write(
    inputs: Sequence[_Source],
    batch: bibkit.Batch,
    to: str | None,
    output: str | None,
    in_place: bool,
    report: Reporter,
) -> None:
    """Write what became of one or several inputs; of one .bib file the file, rearranged."""
    source = inputs[0]
    own = source.format if bibkit.is_written(source.format) else None
    if in_place and (own is None or source.decoded is None):
        raise click.UsageError(
            f"-i cannot write '{source.file}', which is {source.format}: use -o."
        )
    target = own if in_place and own else output_format(to, output, default=own or "bibtex")
    if (
        len(inputs) == 1
        and source.decoded is not None
        and (target == own or _is_bib(target, own, to))
    ):
        text = bibkit.rearrange(source.decoded.text, source.batch, batch.references, own or target)
    else:
        text = bibkit.write(batch, target)
        report.lost(target, bibkit.losses(batch, target))
        report.left(bibkit.left_behind(batch, target))
    if not in_place:
        write_output(text, output)
        report.wrote(output, len(batch))
    elif source.decoded is not None and text != source.decoded.text:
        write_output(source.decoded.encode(text), str(Path(str(source.file))))
        report.wrote(source.file, len(batch))
    else:
        report.say(f"{source.file} is as it was")


_BIB = ("bib", "bibtex", "biblatex")


def _is_bib(target: str, own: str | None, to: str | None) -> bool:
    """Whether a .bib file is kept as it is, though its suffix is one of the other dialect's too."""
    return not to and target in _BIB and own in _BIB


def _merged(merge: bibkit.Merge) -> str:
    gone = [key for key in merge.dropped if key != merge.kept]
    more = f" and {len(gone) - 5} more" if len(gone) > 5 else ""
    if gone:
        line = f"  {', '.join(gone[:5])}{more} -> {merge.kept}: same {merge.reason}"
    else:
        line = f"  {merge.kept}, {len(merge.dropped) + 1} times: same {merge.reason}"
    return f"{line}; filled in: {', '.join(merge.filled)}" if merge.filled else line


def _key(old: str, new: str) -> str:
    return new if old == new else f"{old or '(none)'} -> {new}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
