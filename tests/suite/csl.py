"""The official fixtures of CSL: how many the native engine meets to the letter.

    BIBKIT_SHARED=… python tests/suite/csl.py [--category date] [--diff]

`make suite` prints the table; BIBKIT_SHARED names the folder that holds `csl-test-suite`. The
suite has no licence of its own, so none of it lies here. `csl_passes.json` lists what passes and
`csl_disagreements.json` says why some expectations are not followed; `--update` rewrites the
first.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import json
import os
import re
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from bibkit.csl.engine import Cite, Cluster, Document, Engine
from bibkit.csl.library import Style
from bibkit.formats.csl_items import reference_of
from bibkit.model import Reference

HERE = Path(__file__).parent
PASSES = HERE / "csl_passes.json"
DISAGREEMENTS = HERE / "csl_disagreements.json"
ENGINES = {
    "native": ("bibkit.csl.native", "NativeEngine"),
    "citeproc-py": ("bibkit.csl.citeproc_engine", "CiteprocEngine"),
}
SECONDS = 20  # a fixture that takes longer hangs
EMPTY = '<div class="csl-bib-body">\n</div>'

#: What the numbers of `position` mean that some fixtures give.
POSITIONS = ("first", "subsequent", "ibid", "ibid-with-locator")

Item = dict[str, Any]


# --- reading --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Round:
    """One step of a manuscript's writing: a cluster is put in or changed.

    Args:
        id: of the cluster.
        cites: of it.
        before, after: the ids of the other clusters that stand at this time, with their notes.
        note: its own note.
    """

    id: str
    cites: list[Item]
    before: list[tuple[str, int]]
    after: list[tuple[str, int]]
    note: int


@dataclass(frozen=True, slots=True)
class Fixture:
    """One case.

    Args:
        name: of its file.
        mode: `citation` or `bibliography`.
        result: what it expects, without outer white space.
        csl: the style's XML.
        items: CSL-JSON.
        clusters: formatted one by one; None for one cluster of all items.
        rounds: how a manuscript grew, in place of `clusters`.
    """

    name: str
    mode: str
    result: str
    csl: str
    items: list[Item]
    clusters: list[list[Item]] | None
    rounds: list[Round] | None

    @property
    def category(self) -> str:
        return self.name.partition("_")[0]


_SECTION = re.compile(r"^>>=+ *([A-Z0-9-]+) *=+>>[ \t]*\n(.*?)^<<=+ *\1 *=+<<", re.S | re.M)


def folder() -> Path:
    """Where the fixtures are."""
    return Path(os.environ["BIBKIT_SHARED"]) / "csl-test-suite"


def read_fixture(path: Path) -> Fixture:
    """A fixture of a file."""
    text = path.read_text("utf-8-sig").replace("\r\n", "\n")
    sections = dict(_SECTION.findall(text))
    unknown = sections.keys() - _KNOWN
    if unknown:
        raise ValueError(f"{path.name} has sections that this script does not know: {unknown}")
    clusters = sections.get("CITATION-ITEMS")
    rounds = sections.get("CITATIONS")
    return Fixture(
        name=path.stem,
        mode=sections["MODE"].strip(),
        result=sections["RESULT"].strip(),
        csl=sections["CSL"].strip(),
        items=_items(sections["INPUT"]),
        clusters=json.loads(clusters) if clusters else None,
        rounds=[_round(step) for step in json.loads(rounds)] if rounds else None,
    )


_KNOWN = {
    "MODE", "RESULT", "CSL", "INPUT", "CITATION-ITEMS", "CITATIONS", "DESCRIPTION", "VERSION",
}  # fmt: skip


def _items(text: str) -> list[Item]:
    """The items; of two with one id the later counts, in the place of the first."""
    return list({str(item.get("id", "")): item for item in json.loads(text)}.values())


def _round(step: list[Any]) -> Round:
    cluster, before, after = step
    return Round(
        id=str(cluster.get("citationID", "")),
        cites=cluster["citationItems"],
        before=[(str(id), int(note)) for id, note in before],
        after=[(str(id), int(note)) for id, note in after],
        note=int(cluster.get("properties", {}).get("noteIndex", 0)),
    )


def fixtures(category: str = "", name: str = "") -> list[Fixture]:
    """All of them, or those of one category or one name."""
    paths = sorted(folder().glob(f"{category or '*'}_*.txt"))
    return [read_fixture(path) for path in paths if name in ("", path.stem)]


# --- running --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine made of a fixture.

    Args:
        got: its result.
        error: the traceback, where it broke.
        by_text: it expects a mark on a citation whose text did not change (see `_grown`).
    """

    fixture: Fixture
    got: str
    error: str = ""
    by_text: bool = False

    @property
    def met(self) -> bool:
        return not self.error and self.got == self.fixture.result


def engine_named(name: str) -> Engine:
    """An engine, imported only here so that the reading can be used without it."""
    module, cls = ENGINES[name]
    engine: Engine = getattr(importlib.import_module(module), cls)()
    return engine


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in whatever takes longer (nothing where there are no alarms)."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"It took more than {seconds:g} s.")

    old = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def run(fixture: Fixture, engine: Engine, styles: Path) -> Outcome:
    """Run a fixture; whatever happens is its outcome.

    Args:
        styles: a folder for the styles' files.
    """
    path = styles / f"{fixture.name}.csl"
    path.write_text(fixture.csl, "utf-8")
    style = Style(fixture.name, fixture.name, str(path))
    try:
        with at_most(SECONDS):
            references = [reference_of(item)[0] for item in fixture.items]
            got = _result(fixture, engine, style, references).strip()
            if fixture.rounds is None or got.replace(OPEN, "..") == fixture.result:
                return Outcome(fixture, got.replace(OPEN, ".."))
            return Outcome(fixture, taken_over(got, fixture.result), by_text=True)
    except Exception:  # an engine may break in any way; that is what is found out here
        return Outcome(fixture, "", traceback.format_exc())


def _result(fixture: Fixture, engine: Engine, style: Style, references: Sequence[Reference]) -> str:
    if fixture.rounds is not None:
        document, lines = _grown(fixture.rounds, engine, style, references)
    elif fixture.mode == "bibliography" and fixture.clusters is None:
        return _framed(engine.bibliography(style, references).render("html", links=False))
    else:
        document = _registered(fixture, engine, style, references)
        # the first cluster is the one that only registers
        lines = [citation.render("html", links=False) for citation in document.citations[1:]]
    if fixture.mode == "bibliography":
        return _framed(document.bibliography.render("html", links=False))
    return "\n".join(lines)


def taken_over(got: str, expected: str) -> str:
    """A result with the marks that are open set as expected.

    `>>` says that the processor made a citation anew, which citeproc-js also does for some whose
    text then is what it was (a position or a disambiguation was asked for again). That is its
    bookkeeping and no part of the text; a citation whose text did change is held to its mark.
    """
    lines = got.split("\n")
    for index, wanted in enumerate(expected.split("\n")[: len(lines)]):
        if lines[index].startswith(OPEN):
            lines[index] = wanted[:2] + lines[index].removeprefix(OPEN)
    return "\n".join(lines).replace(OPEN, "..")


OPEN = "\N{NULL}"


def _framed(text: str) -> str:
    """Ours of no entries is empty; the suite's has its frame."""
    return text or EMPTY


def _registered(
    fixture: Fixture, engine: Engine, style: Style, references: Sequence[Reference]
) -> Document:
    """All items registered in the order of the input, then each cluster alone.

    That is how the suite's own runner goes about it, and what its expectations come from: numbers
    follow the input (or the bibliography's sorting), not the citing, and no cluster makes an ibid
    of the next.
    """
    ids = [reference.id for reference in references]
    everything = Cluster(tuple(Cite(id, position="first") for id in ids))
    if fixture.clusters is not None:
        clusters = [Cluster(tuple(_cite(cite, "first") for cite in c)) for c in fixture.clusters]
    elif "<bibliography" in fixture.csl and "<sort" in fixture.csl.partition("<bibliography")[2]:
        # without clusters all are cited in the order of the bibliography
        sorted_ids = [entry.id for entry in engine.bibliography(style, references).entries]
        sorted_ids += [id for id in ids if id not in sorted_ids]  # those that print no entry
        clusters = [Cluster(tuple(Cite(id, position="first") for id in sorted_ids))]
    else:
        clusters = [everything]
    return engine.document(style, references, [everything, *clusters], uncited=True)


def _cite(item: Item, position: str = "") -> Cite:
    where = item.get("position", position)
    return Cite(
        id=str(item["id"]),
        locator=str(item.get("locator", "")),
        label=item.get("label", ""),
        prefix=item.get("prefix", ""),
        suffix=item.get("suffix", ""),
        suppress_author=bool(item.get("suppress-author", False)),
        author_only=bool(item.get("author-only", False)),
        position=POSITIONS[where] if isinstance(where, int) else where,
        near_note=bool(item.get("near-note", False)),
    )


def _grown(
    rounds: Sequence[Round], engine: Engine, style: Style, references: Sequence[Reference]
) -> tuple[Document, list[str]]:
    """The manuscript after its last round.

    `>>` marks what that round changed; a citation whose text is what it was has an open mark.
    """
    known: dict[str, Cluster] = {}
    before: dict[str, str] = {}
    texts: dict[str, str] = {}
    document: Document | None = None
    for index, step in enumerate(rounds):
        known[step.id] = Cluster(tuple(_cite(cite) for cite in step.cites), step.note, step.id)
        order = [*step.before, (step.id, step.note), *step.after]
        clusters = [Cluster(known[id].cites, note, id) for id, note in order]
        known = {cluster.id: cluster for cluster in clusters}
        if index < len(rounds) - 2:
            continue  # only the last two rounds are compared
        document = engine.document(style, references, clusters)
        before = texts
        texts = {
            cluster.id: citation.render("html", links=False)
            for cluster, citation in zip(clusters, document.citations, strict=True)
        }
    assert document is not None
    last = rounds[-1].id
    marks = {
        id: ">>" if id == last or before.get(id) != text else OPEN for id, text in texts.items()
    }
    return document, [f"{marks[id]}[{n}] {text}" for n, (id, text) in enumerate(texts.items())]


def run_all(cases: Sequence[Fixture], engine: Engine) -> list[Outcome]:
    """Run fixtures, one after the other."""
    with tempfile.TemporaryDirectory(prefix="bibkit-csl-suite-") as styles:
        # what the engine keeps of these styles is of no use to anybody else
        os.environ.setdefault("BIBKIT_CACHE_DIR", str(Path(styles) / "cache"))
        return [run(case, engine, Path(styles)) for case in cases]


# --- telling --------------------------------------------------------------------------------------


def passes() -> list[str]:
    """The names of the fixtures that are known to pass."""
    names: list[str] = json.loads(PASSES.read_text("utf-8")) if PASSES.is_file() else []
    return names


def disagreements() -> dict[str, str]:
    """The fixtures that are not followed, with the reason."""
    reasons: dict[str, str] = (
        json.loads(DISAGREEMENTS.read_text("utf-8")) if DISAGREEMENTS.is_file() else {}
    )
    return reasons


def update(outcomes: Sequence[Outcome]) -> None:
    """Write the list of what passes."""
    names = sorted(outcome.fixture.name for outcome in outcomes if outcome.met)
    PASSES.write_text(json.dumps(names, indent=1) + "\n", "utf-8")


def table(outcomes: Sequence[Outcome]) -> str:
    """Passed of all, by category; with those that broke, where any did."""
    met = Counter(outcome.fixture.category for outcome in outcomes if outcome.met)
    broke = Counter(outcome.fixture.category for outcome in outcomes if outcome.error)
    total = Counter(outcome.fixture.category for outcome in outcomes)
    rows = [(name, met[name], total[name], broke[name]) for name in sorted(total)]
    rows.append(("total", met.total(), total.total(), broke.total()))
    lines = [
        f"{name:20} {good:4} / {of:4} {good / of:7.1%}" + (f"   {bad} broke" if bad else "")
        for name, good, of, bad in rows
    ]
    by_text = sum(outcome.met and outcome.by_text for outcome in outcomes)
    if by_text:
        lines.append(f"({by_text} of them but for the marks of citations that stayed as they were)")
    return "\n".join(lines)


def difference(outcome: Outcome) -> str:
    """What was expected and what came, line by line where there are several."""
    fixture = outcome.fixture
    head = f"=== {fixture.name} ({fixture.mode})"
    if outcome.error:
        return f"{head}\nexpected: {fixture.result}\n{outcome.error}"
    if outcome.met:
        return f"{head}\nas expected: {outcome.got}"
    wanted, got = fixture.result.split("\n"), outcome.got.split("\n")
    if len(wanted) == len(got) == 1:
        return f"{head}\n- {wanted[0]}\n+ {got[0]}"
    return "\n".join([head, *difflib.ndiff(wanted, got)])


def main() -> int:
    """The script."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--category", default="", help="only these (the name before the '_')")
    parser.add_argument("--fixture", default="", help="only this one, in full")
    parser.add_argument("--failed", action="store_true", help="only the names of those that fail")
    parser.add_argument("--diff", action="store_true", help="expected and got of those that fail")
    parser.add_argument("--new", action="store_true", help="changes against csl_passes.json")
    parser.add_argument("--update", action="store_true", help="rewrite csl_passes.json")
    parser.add_argument("--engine", choices=sorted(ENGINES), default="native")
    options = parser.parse_args()
    if options.update and (options.category or options.fixture or options.engine != "native"):
        parser.error("--update needs a run of everything with the native engine.")
    if "BIBKIT_SHARED" not in os.environ:
        parser.error("BIBKIT_SHARED is not set; it names the folder that holds csl-test-suite.")
    cases = fixtures(options.category, options.fixture)
    if not cases:
        parser.error(f"There is no fixture like that in {folder()}.")
    outcomes = run_all(cases, engine_named(options.engine))
    failed = [outcome for outcome in outcomes if not outcome.met]
    if options.fixture:
        print("\n".join(map(difference, outcomes)))
    elif options.failed:
        print("\n".join(outcome.fixture.name for outcome in failed))
    elif options.diff:
        print("\n\n".join(map(difference, failed)))
    if options.new:
        known = set(passes())
        for outcome in outcomes:
            if outcome.met != (outcome.fixture.name in known):
                print("passes now:" if outcome.met else "fails now:", outcome.fixture.name)
    if not options.fixture and not options.failed:
        print(table(outcomes))
    if options.update:
        update(outcomes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
