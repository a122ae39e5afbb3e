"""Questions about names of files that a person typed: any text may be one."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["is_file", "is_same_file"]


def is_file(path: str | os.PathLike[str]) -> bool:
    """Whether there is a file of this name; false, not an error, for a name that is too long.

    >>> is_file("a" * 5000)
    False
    """
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def is_same_file(one: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Whether two names are of one file that is there."""
    return is_file(one) and is_file(other) and Path(one).samefile(other)
