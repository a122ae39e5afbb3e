"""What the measurements share: shares, printed lines, and figures that are committed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path


def share(part: int, whole: int) -> float:
    """A part of a whole; all of it where there is nothing."""
    return part / whole if whole else 1.0


def say(name: str, value: float, of: str = "") -> None:
    """Print what is measured, its figure (a share with four decimals), and of what it is one."""
    figure = f"{value:8.4f}" if isinstance(value, float) else f"{value:8}"
    print(f"  {name:18} {figure}   {of}".rstrip())


def finish(
    arguments: Sequence[str], path: Path, figures: Mapping[str, float], errors: Sequence[str]
) -> int:
    """Record the figures in their file (`--record`) and print the errors (`--errors`)."""
    if "--record" in arguments:
        path.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    if "--errors" in arguments:
        print("\n".join(errors))
    return 0
