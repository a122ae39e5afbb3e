"""Files by the names that a person typed: any text may be one; and files that are written whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

__all__ = ["is_file", "is_same_file", "write_whole"]


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


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file beside its place and move it there: it is there whole, or as it was.

    Args:
        mode: of the file.

    Raises:
        OSError: it cannot be written there.
    """
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(beside, mode)
        os.replace(beside, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)
