"""A collection by the name that a person gives it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from rapidfuzz import process

from bibkit.errors import ZoteroUsage

__all__ = ["named"]

T = TypeVar("T")
_SHOWN = 20


def named(wanted: str, places: Sequence[tuple[str, T]]) -> T:
    """The place that a name means: `Methods`, `ALS/Methods` or `My Library/ALS/Methods`.

    The end of a path is enough where no other ends so; the case of letters counts only where it
    decides.

    Args:
        wanted: the name, or the end of a path.
        places: of each its whole path, which begins with its library, and what is wanted of it.

    Raises:
        ZoteroUsage: there is none, or more than one; the message names what there is.

    >>> places = [("My Library", "L1"), ("My Library/ALS", "C1"), ("My Library/ALS/Methods", "C2")]
    >>> named("als", places), named("ALS/Methods", places)
    ('C1', 'C2')
    >>> named("AL", places)
    Traceback (most recent call last):
    bibkit.errors.ZoteroUsage: Zotero has no collection 'AL'. There are: ALS, ALS/Methods.
    """
    name = wanted.strip().strip("/")
    for same in (str, str.casefold):
        fits = [(path, one) for path, one in places if same(path) == same(name)]
        if not fits:
            end = f"/{same(name)}"
            fits = [(path, one) for path, one in places if f"/{same(path)}".endswith(end)]
        if len(fits) == 1:
            return fits[0][1]
        if fits:
            said = ", ".join(path for path, _ in fits)
            raise ZoteroUsage(f"'{name}' may be one of these: {said}. Give the whole of it.")
    raise ZoteroUsage(
        f"Zotero has no collection '{name}'. {_there_is([p for p, _ in places], name)}"
    )


def _there_is(paths: Sequence[str], wanted: str) -> str:
    """The names that exist, those that are near first where they are many."""
    libraries = {path.split("/")[0] for path in paths}
    if len(libraries) == 1:  # its name says nothing then
        paths = [path.partition("/")[2] for path in paths if "/" in path]
    if not paths:
        return "It has none at all: make one there first."
    if len(paths) <= _SHOWN:
        return f"There are: {', '.join(paths)}."
    near = process.extract(wanted, paths, limit=_SHOWN)
    return f"The nearest of {len(paths)}: {', '.join(path for path, _, _ in near)}."
