"""From a copied PubMed page to a BibTeX file, with a look at every problem.

Run it: python examples/review_to_bibtex.py [PAGE] [BIB]
"""

from __future__ import annotations

import sys
from pathlib import Path

import bibkit

HERE = Path(__file__).parent


def main(page: Path, target: Path) -> None:
    batch = bibkit.read(page)
    for problem in batch.problems:
        if problem.severity is not bibkit.Severity.INFO:
            print(f"{problem.ref or 'page'}: {problem.message}")
    target.write_text(bibkit.write(batch, "bibtex"), encoding="utf-8")
    if batch.article is not None:
        print(f"{len(batch)} references of {batch.article.text('DOI')} written to {target.name}")


if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:]]
    main(*arguments) if arguments else main(HERE / "als-review.txt", Path("als-review.bib"))
