"""Collections and fields by the names that a person gives them. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from rapidfuzz import process

from bibkit.enrichment.merge import FILLED, ON_REQUEST
from bibkit.errors import SettingsError, ZoteroUsage
from bibkit.formats.zotero.fields import ITEMS
from bibkit.zotero.shapes import Collection

__all__ = ["NoCollection", "collection_named", "named", "overwritten"]

T = TypeVar("T")
_SHOWN = 20

# --- collections --------------------------------------------------------------------------------------


class NoCollection(ZoteroUsage):
    """There is no collection of that name."""


def named(wanted: str, places: Sequence[tuple[str, T]]) -> T:
    """The place that a name means: `Methods`, `ALS/Methods` or `My Library/ALS/Methods`.

    The end of a path is enough where no other ends so; the case of letters counts only where it
    decides.

    Args:
        wanted: the name, or the end of a path.
        places: of each its whole path, which begins with its library, and what is wanted of it.

    Raises:
        NoCollection: there is none; the message names what there is.
        ZoteroUsage: there is more than one.

    >>> places = [("My Library", "L1"), ("My Library/ALS", "C1"), ("My Library/ALS/Methods", "C2")]
    >>> named("als", places), named("ALS/Methods", places)
    ('C1', 'C2')
    >>> named("methods", [*places, ("Ward/Methods", "C3")])
    Traceback (most recent call last):
    bibkit.errors.ZoteroUsage: 'methods' may be one of these: My Library/ALS/Methods, Ward/Methods. \
Give the whole of it.
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
    raise NoCollection(
        f"Zotero has no collection '{name}'. {_there_is([p for p, _ in places], name)}"
    )


def collection_named(wanted: str, library: str, collections: Iterable[Collection]) -> Collection:
    """The collection of a library that a name means, as `named` takes it.

    Args:
        library: as the API calls it; `My Library` is that of any user.

    >>> collection_named("My Library/ALS", "users/0", [Collection("C1", "ALS", path="ALS")]).key
    'C1'
    >>> collection_named("Ward", "users/0", [Collection("C1", "ALS", path="ALS")])
    Traceback (most recent call last):
    bibkit.zotero.naming.NoCollection: Zotero has no collection 'Ward'. Make it in Zotero first. \
There are: ALS.
    """
    of = "My Library" if library.startswith("users/") else library
    return named(wanted, [(f"{of}/{one.path}", one) for one in collections])


def _there_is(paths: Sequence[str], wanted: str) -> str:
    """The names that exist, those that are near first where they are many."""
    libraries = {path.split("/")[0] for path in paths}
    if len(libraries) == 1:  # its name says nothing then
        paths = [path.partition("/")[2] for path in paths if "/" in path]
    if not paths:
        return "It has none at all: make one there first."
    make = "Make it in Zotero first."
    if len(paths) <= _SHOWN:
        return f"{make} There are: {', '.join(paths)}."
    near = process.extract(wanted, paths, limit=_SHOWN)
    return f"{make} The nearest of {len(paths)}: {', '.join(path for path, _, _ in near)}."


# --- fields -------------------------------------------------------------------------------------------


def overwritten(names: Iterable[str]) -> frozenset[str]:
    """The CSL variables of fields that are to be overwritten, named as in Zotero or in CSL.

    Raises:
        SettingsError: there is no such field, or none that a service fills; near names are given.

    >>> sorted(overwritten(["publicationTitle", "doi", "itemType"]))
    ['DOI', 'container-title', 'type']
    >>> overwritten(["titel"])
    Traceback (most recent call last):
    bibkit.errors.SettingsError: There is no field 'titel' to overwrite. Did you mean 'title'?
    """
    return frozenset(_variable(name.strip()) for name in names)


def _variable(name: str) -> str:
    fields = _fields()
    if name.lower() in fields:
        return fields[name.lower()][1]
    near = difflib.get_close_matches(name.lower(), fields, 3, 0.7)
    advice = (
        f"Did you mean {' or '.join(repr(fields[one][0]) for one in near)}?"
        if near
        else "Fields are named as in Zotero (publicationTitle, date, pages) or in CSL "
        "(container-title, issued, page)."
    )
    raise SettingsError(f"There is no field '{name}' to overwrite. {advice}")


@cache
def _fields() -> Mapping[str, tuple[str, str]]:
    """Each name in lower case, to its own spelling and the CSL variable that it means."""
    filled = {*FILLED, *ON_REQUEST}
    names = {name: name for name in filled}
    for kind in ITEMS.values():
        for variable, shared in kind.fields.items():
            if variable in filled:
                for name in (shared, kind.own.get(shared, shared)):
                    names.setdefault(name, variable)
    names |= {"creators": "author", "tags": "keyword", "itemType": "type", "type": "type"}
    return MappingProxyType({name.lower(): (name, names[name]) for name in names})
