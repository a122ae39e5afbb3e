"""Seconds for a whole bibliography, in Vancouver and APA, beside citeproc-js and citeproc-py.

    python tests/bench/csl.py [--sizes 100 1000] [--styles apa] [--items real]

Each run is a process from its start to its end: it reads CSL-JSON, formats, and writes the entries
as html. The engines take turns, so that whatever else runs slows all; the least of three runs
counts (large ones run once). "cold" is the first run with an empty cache of compiled styles.
citeproc-js runs where BIBKIT_CITEPROC_JS names the folder of its node_modules; citeproc-py goes to
1,000 items only. The made items come from laboratories that publish together for years, so that
author-date styles have much to disambiguate; `--items real` multiplies the records of BIBKIT_SHARED.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "suite"))

STYLES = ("nlm-citation-sequence", "apa")
SIZES = (100, 1_000, 3_000, 10_000)
OFTEN = 3_000  # larger runs are run once
CITEPROC_PY = 1_000
OURS = {
    "native": ("bibkit.csl.native", "NativeEngine"),
    "citeproc-py": ("bibkit.csl.citeproc_engine", "CiteprocEngine"),
}
ORACLE = HERE.parent / "oracle" / "citeproc.js"
ENGINES = ("native", "citeproc-js", "citeproc-py")

Item = dict[str, Any]

_ONSETS = "Al Ba Ber Bran Ca Da De Do Er Fa Fer Ga Gar Ha Hen Ka Kim La Le Li Ma Mi Mo Na No Pa Pe Ra Ri Ro Sa Se So Ta Te To Va Vi Wa Zha".split()
_ENDS = "ard as berg da do ez ger ini ka ler lin man mann mar nes ng ov ra ro sen son ström ter tin ton va vić wald wicz yama".split()
_GIVEN = "Ada Amir Ana Anna Anton Aya Ben Bo Carl Chen Clara Dan Eva Emil Fatima Georg Hana Hugo Ida Ines Ivan Jan Jean-Luc Jo José Karl Lara Lei Leo Maria Max Mia Nina Noor Olga Omar Otto Per Rosa Sara Tim Uma Vera Wei Yan Yuki Zoë".split()
_WORDS = "risk of cell protein soil river cohort the in and motor neuron disease trial outcome model with acute chronic human mouse gene expression treatment response early late failure patients randomised survival analysis between children adults a study from population based imaging deep learning methods for".split()
_JOURNALS = [
    ("Annals of Measures", "Ann Meas"), ("Journal of Soil Biology", "J Soil Biol"),
    ("The Northern Journal of Medicine", "North J Med"), ("Brain and River", "Brain River"),
    ("Proceedings of the Example Society", "Proc Ex Soc"), ("Letters on Cells", "Lett Cells"),
]  # fmt: skip


def made(count: int) -> list[Item]:
    """So many items of laboratories that publish together; the same at every call.

    Some families are much more common than others, a laboratory has its years, and half of its
    papers have its people in the same order: one item in eight needs a year suffix in APA,
    and many a citation a given name or more names.
    """
    dice = random.Random(6)
    families = [onset + end for onset in _ONSETS for end in _ENDS]
    dice.shuffle(families)
    weights = [1 / (rank + 5) for rank in range(len(families))]
    labs = []
    for _ in range(max(4, count // 15)):
        names = dice.choices(families, weights, k=dice.randint(3, 12))
        people = [{"family": name, "given": _given(dice)} for name in names]
        labs.append((people, dice.randint(1995, 2020)))
    return [_item(number, *dice.choice(labs), dice) for number in range(count)]


def _given(dice: random.Random) -> str:
    second = f" {dice.choice('ABCDEFGHJKLMRST')}." if dice.random() < 0.4 else ""
    return dice.choice(_GIVEN) + second


def _item(number: int, lab: list[dict[str, str]], begun: int, dice: random.Random) -> Item:
    size = dice.randint(1, len(lab))
    people = lab[:size] if dice.random() < 0.5 else dice.sample(lab, size)
    title = " ".join(dice.choices(_WORDS, k=dice.randint(6, 15))).capitalize()
    year, first = begun + dice.randint(0, 5), dice.randint(1, 2000)
    item: Item = {
        "id": f"item{number}", "type": "article-journal", "title": title, "author": people,
        "issued": {"date-parts": [[year, dice.randint(1, 12), dice.randint(1, 28)]]},
    }  # fmt: skip
    luck = dice.random()
    if luck < 0.8:
        journal, short = dice.choice(_JOURNALS)
        item.update({
            "container-title": journal, "container-title-short": short,
            "volume": str(year - 1980), "issue": str(dice.randint(1, 12)),
            "page": f"{first}-{first + dice.randint(1, 30)}",
            "DOI": f"10.5555/{year}.{number}", "PMID": str(10_000_000 + number),
        })  # fmt: skip
        return item
    item.update({"publisher": "Example Press", "publisher-place": "London"})
    if luck < 0.9:
        item.update({
            "type": "chapter", "container-title": f"Handbook of {dice.choice(_WORDS)}",
            "editor": dice.sample(lab, 2), "page": f"{first}-{first + 12}",
        })  # fmt: skip
    elif luck < 0.96:
        item.update({"type": "book", "edition": str(dice.randint(1, 5))})
    else:
        item.update({"type": "webpage", "URL": f"https://example.org/{number}"})
    return item


def real(count: int) -> list[Item]:
    """The real records of BIBKIT_SHARED as often as it takes, each time with ids of their own."""
    path = Path(os.environ["BIBKIT_SHARED"]) / "suites" / "roundtrip.csl.json"
    records: list[Item] = json.loads(path.read_text("utf-8"))
    rounds = range(count // len(records) + 1)
    return [{**item, "id": f"{item['id']}-{n}"} for n in rounds for item in records][:count]


# --- one run --------------------------------------------------------------------------------------


def format_here(engine: str, style: str, source: str, out: str) -> None:
    """What a process of ours does."""
    from bibkit import read
    from bibkit.csl.engine import Engine
    from bibkit.csl.library import find_style

    module, name = OURS[engine]
    made_by: Engine = getattr(importlib.import_module(module), name)()
    batch = read(Path(source), "csl-json")
    bibliography = made_by.bibliography(find_style(style), batch.references)
    Path(out).write_text(bibliography.render("html", links=False), "utf-8")


def oracle_request(style: str, items: list[Item]) -> str:
    """The same for citeproc-js."""
    from bibkit.csl.library import find_style

    locales = importlib.import_module("csl_oracle").locales
    xml = Path(find_style(style).path).read_text("utf-8")
    return json.dumps({"style": xml, "locales": locales(), "items": items, "uncited": True})


@dataclass(frozen=True, slots=True)
class Time:
    """Of a process: what the clock said, and the processor's seconds."""

    wall: float
    cpu: float


def run(command: list[str], environment: dict[str, str], source: str | None = None) -> Time:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    with open(source or os.devnull, "rb") as standard_input:
        subprocess.run(
            command,
            check=True,
            stdin=standard_input,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **environment},
        )
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Time(wall, cpu)


def measure(style: str, items: list[Item], folder: Path, engines: list[str]) -> dict[str, Time]:
    """The least times of a style; `cold` is the first of ours."""
    source, request = folder / "items.json", folder / "request.json"
    source.write_text(json.dumps(items), "utf-8")
    request.write_text(oracle_request(style, items), "utf-8")
    out = str(folder / "out.html")
    environment = {"BIBKIT_CACHE_DIR": tempfile.mkdtemp(dir=folder)}
    times: dict[str, list[Time]] = {}
    for turn in range(3 if len(items) <= OFTEN else 1):
        for engine in engines:
            if engine == "citeproc-py" and len(items) > CITEPROC_PY:
                continue
            if engine == "citeproc-js":
                command = ["node", "--stack-size=4000", str(ORACLE)]
                took = run(command, environment, str(request))
            else:
                command = [sys.executable, __file__, "--run", engine, style, str(source), out]
                took = run(command, environment)
                if engine == "native" and turn == 0:
                    times["cold"] = [took]
                    took = run(command, environment)
            times.setdefault(engine, []).append(took)
    return {name: min(some, key=lambda time: time.wall) for name, some in times.items()}


def row(style: str, size: int, times: dict[str, Time], before: dict[str, tuple[int, float]]) -> str:
    """A line of the table; `before` holds the size and time of the last line of each engine."""
    cells = [f"{style:22} {size:7,}"]
    theirs = times.get("citeproc-js")
    for name in ("cold", *ENGINES):
        if name not in times:
            continue
        took = times[name]
        cell = f"{name} {took.wall:6.2f} s (cpu {took.cpu:6.2f})"
        if theirs is not None and name != "citeproc-js":
            cell += f" {took.wall / theirs.wall:5.2f}×"
        if name in before and name != "cold":
            old_size, old = before[name]
            cell += f" n^{math.log(took.wall / old) / math.log(size / old_size):.2f}"
        before[name] = (size, took.wall)
        cells.append(cell)
    return "   ".join(cells)


def main() -> int:
    """The script."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--styles", nargs="+", default=STYLES)
    parser.add_argument("--items", choices=("made", "real"), default="made")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--run", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        format_here(*options.run)
        return 0
    engines = list(options.engines)
    if not os.environ.get("BIBKIT_CITEPROC_JS") and "citeproc-js" in engines:
        engines.remove("citeproc-js")
        print("BIBKIT_CITEPROC_JS is not set: without citeproc-js.")
    print("× is to citeproc-js, n^ how the time grows from the size before (1 is linear)")
    with tempfile.TemporaryDirectory(prefix="bibkit-csl-bench-") as folder:
        for style in options.styles:
            before: dict[str, tuple[int, float]] = {}
            for size in options.sizes:
                items = made(size) if options.items == "made" else real(size)
                times = measure(style, items, Path(folder), engines)
                print(row(style, size, times, before), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
