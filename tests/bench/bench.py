"""Speeds at three sizes, so that growth shows: python tests/bench/bench.py

Each row is one job in this process, with its rate, and the growth of its time from one size to the
next against the growth of the size (1.0 is linear). Machines differ; ratios are what matters.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

import bibkit

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "als-review.txt"
LISTS = Path(__file__).resolve().parent.parent / "data" / "lists"
COPIES = (100, 1_000, 10_000)


def items() -> list[str]:
    """The lines of the example's five items."""
    return [line for line in EXAMPLE.read_text("utf-8").splitlines() if line.startswith("    1. ")]


def publishers() -> list[str]:
    """The lines of the fixtures in forms that publishers print: the sequence model reads them."""
    lines = []
    for name in ("author-year-forms", "forms-that-close-with-the-year", "chapters-of-every-form"):
        text = (LISTS / f"{name}.txt").read_text("utf-8")
        lines += text.partition("INPUT\n")[2].partition("\nREFERENCES\n")[0].strip().splitlines()
    return [line for line in lines if line.strip()]


def measure(name: str, jobs: list[tuple[int, Callable[[], object]]]) -> None:
    """Run a job at each size and print its row."""
    cells = []
    before: tuple[int, float] | None = None
    for size, job in jobs:
        # What this program holds (55,000 references) is no part of the job, but one full collection
        # over it more than doubled the time of a job of 5,000 records.
        gc.collect()
        gc.freeze()
        begun = time.process_time()
        job()
        taken = time.process_time() - begun
        growth = ""
        if before is not None:
            growth = f" ×{(taken / before[1]) / (size / before[0]):.2f}"
        before = (size, max(taken, 1e-9))
        cells.append(f"{size:>7,}: {taken:6.2f} s {size / max(taken, 1e-9):>8,.0f}/s{growth:7}")
    print(f"{name:28s} " + "   ".join(cells))


def main() -> None:
    lists = [(5 * n, "References\n" + "\n".join(items() * n)) for n in COPIES]
    batches = [(size, bibkit.read(text, "text")) for size, text in lists]
    assert [len(batch) for _, batch in batches] == [size for size, _ in lists]
    measure("read a list", [(n, lambda t=t: bibkit.read(t, "text")) for n, t in lists])
    own = publishers()
    forms = [(size, "\n".join((own * (size // len(own) + 1))[:size])) for size, _ in lists[:2]]
    forms.append((10_000, "\n".join((own * (10_000 // len(own) + 1))[:10_000])))
    measure("read publishers' forms", [(n, lambda t=t: bibkit.read(t, "lines")) for n, t in forms])
    for format in ("bibtex", "csl-json"):
        texts = [(n, bibkit.write(b, format)) for n, b in batches]
        measure(
            f"write {format}", [(n, lambda b=b, f=format: bibkit.write(b, f)) for n, b in batches]
        )
        measure(f"read {format}", [(n, lambda t=t, f=format: bibkit.read(t, f)) for n, t in texts])
    small = [(n, bibkit.Batch(batches[1][1].references[:n])) for n in (100, 300, 1_000)]
    for style in ("vancouver", "apa"):
        measure(
            f"format in {style}", [(n, lambda b=b, s=style: bibkit.format(b, s)) for n, b in small]
        )


if __name__ == "__main__":
    main()
