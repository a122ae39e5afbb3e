"""Requests and seconds for a thousand references: python tests/bench/enrich.py

Against the twin of the tests, its limits on, each answer 0.4 s late, as from a contact address
(`make bench`). Warm is the whole command in a process of its own, once without and once with the
ledger of the run before.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "contract"))

from twin import Twin, works_for

import bibkit
from bibkit.model import Batch, Name, Reference, Value

SIZE = 1000
KEPT = ("author", "title", "container-title", "issued", "volume", "issue", "page")


def references(identifiers: tuple[str, ...]) -> list[Reference]:
    """A thousand references as a list prints them, with these identifiers."""
    made = []
    for number, (_, article) in enumerate(works_for(SIZE)):
        whole = bibkit.read(article, "pubmed")[0]
        fields: dict[str, Value] = {
            name: value for name, value in whole.fields.items() if name in (*KEPT, *identifiers)
        }
        names = whole.names("author")[:3]
        fields["author"] = tuple(Name(name.family, name.given[:1]) for name in names)
        made.append(Reference(f"r{number}", whole.type, fields))
    return made


def run(file: Path, output: Path, environment: dict[str, str]) -> float:
    begun = time.monotonic()
    command = [sys.executable, "-m", "bibkit", "enrich", str(file), "-o", str(output), "-q"]
    subprocess.run(command, env={**os.environ, **environment}, check=True)
    return time.monotonic() - begun


def main() -> None:
    print(f"{'1,000 references with':24s} requests   cold      warm      with its ledger")
    with Twin(limits=True, latency=0.4) as twin, tempfile.TemporaryDirectory() as name:
        for work, article in works_for(SIZE):
            twin.add_work(work)
            twin.add_article(article)
        for label, identifiers in (
            ("PMID and DOI", ("PMID", "DOI")),
            ("DOI", ("DOI",)),
            ("no identifier", ()),
        ):
            folder = Path(name) / label.replace(" ", "-")
            folder.mkdir()
            file, output = folder / "list.json", folder / "refs.json"
            batch = Batch(tuple(references(identifiers)))
            file.write_text(bibkit.write(batch, "csl-json"), "utf-8")
            environment = {
                **twin.environ,
                "BIBKIT_MAILTO": "someone@example.org",
                "BIBKIT_CACHE_DIR": str(folder / "cache"),
                "BIBKIT_OFFLINE": "0",
            }
            before = twin.count()
            cold = run(file, output, environment)
            asked = twin.count() - before
            (folder / "refs.lock.json").unlink()
            warm = run(file, output, environment)
            locked = run(file, output, environment)
            again = twin.count() - before - asked
            note = f"   ({again} more requests)" if again else ""
            print(f"{label:24s} {asked:8}   {cold:5.2f} s   {warm:5.2f} s   {locked:5.2f} s{note}")


if __name__ == "__main__":
    main()
