"""Puts the import translator where Zotero finds it, and takes it away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bibkit.errors import OutputError
from bibkit.places import write_whole
from bibkit.zotero.translator import FILE

__all__ = ["Done", "Installed", "install", "remove"]


class Done(StrEnum):
    """What became of the translator in Zotero's folder."""

    NEW = "new"
    UPDATED = "updated"
    CURRENT = "current"  # it was there as it is
    REMOVED = "removed"
    ABSENT = "absent"  # it was not there


@dataclass(frozen=True, slots=True)
class Installed:
    """Where the translator is, and what was done."""

    path: Path
    done: Done


def install(folder: Path) -> Installed:
    """Put the translator among those of Zotero; an older one is replaced.

    Args:
        folder: Zotero's data folder (`bibkit.zotero.datafolder`).

    Raises:
        OutputError: it may not be written there.
    """
    path = folder / "translators" / FILE.name
    data = FILE.read_bytes()
    try:
        before = path.read_bytes() if path.is_file() else None
        if before == data:
            return Installed(path, Done.CURRENT)
        path.parent.mkdir(exist_ok=True)
        write_whole(path, data)  # Zotero reads only what ends in .js
    except OSError as error:
        raise OutputError(f"'{path}' cannot be written: {error.strerror or error}.") from error
    return Installed(path, Done.NEW if before is None else Done.UPDATED)


def remove(folder: Path) -> Installed:
    """Take the translator away again.

    Raises:
        OutputError: it may not be taken away.
    """
    path = folder / "translators" / FILE.name
    try:
        path.unlink()
    except FileNotFoundError:
        return Installed(path, Done.ABSENT)
    except OSError as error:
        raise OutputError(f"'{path}' cannot be removed: {error.strerror or error}.") from error
    return Installed(path, Done.REMOVED)
