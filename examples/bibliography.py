"""A bibliography for a manuscript: three styles, entry by entry.

Run it: python examples/bibliography.py
"""

from __future__ import annotations

from pathlib import Path

import bibkit

HERE = Path(__file__).parent


def main() -> None:
    batch = bibkit.read(HERE / "als-review.txt")
    for style in ("vancouver", "nature", "apa"):
        print(f"{bibkit.find_style(style).title}\n")
        print(bibkit.format(batch, style))
    # Entries one by one, with the ids of their references, for a program that places them.
    first = bibkit.bibliography(batch, "vancouver").entries[0]
    print(first.id)


if __name__ == "__main__":
    main()
