"""What the commands share that read or change a Zotero library."""

from __future__ import annotations

import os
import re

import click

from bibkit.errors import ZoteroError

__all__ = ["INTERRUPTED", "check_library", "counted", "web_key"]

#: Exit code of what was ended by hand.
INTERRUPTED = 130


def check_library(library: str | None) -> None:
    """That what was given to --library is one.

    Raises:
        click.UsageError: it is none.
    """
    if library and not re.fullmatch(r"(users|groups)/[0-9]{1,12}", library):
        raise click.UsageError(f"'{library}' is no library: one is users/ID or groups/ID.")


def web_key(offline: bool) -> str:
    """The key of zotero.org, which is not asked offline; empty where there is none.

    Raises:
        ZoteroError: it is offline.
    """
    if offline:
        raise ZoteroError("zotero.org was not asked (offline).")
    return os.environ.get("ZOTERO_API_KEY", "")


def counted(number: int, what: str) -> str:
    """A number with its noun.

    >>> counted(1, "item"), counted(1200, "item")
    ('1 item', '1,200 items')
    """
    return f"{number:,} {what}{'s' if number != 1 else ''}"
