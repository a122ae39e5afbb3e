"""A manuscript with its citations formatted, in three forms.

Run it: python examples/cite_manuscript.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

import bibkit

HERE = Path(__file__).parent


def main(folder: Path) -> None:
    text = (HERE / "manuscript.md").read_text(encoding="utf-8")
    references = bibkit.read(HERE / "als-review.txt")
    for style, to in (("vancouver", "markdown"), ("apa", "html"), ("nature", "docx")):
        done = bibkit.cite(text, references, style, to=to)
        content = done.content
        target = folder / f"manuscript-{style}.{'md' if to == 'markdown' else to}"
        target.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        line, first = done.citations[0]
        print(f"{style}: {len(done.bibliography.entries)} works; line {line}: {first}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path())
