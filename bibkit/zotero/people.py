"""Creators of an item, with the names that enrichment completed in their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bibkit.formats.zotero.dialects import creator_json
from bibkit.formats.zotero.items import Creator, creator_of
from bibkit.model import Reference
from bibkit.text import fold

__all__ = ["creators_after", "people_of", "shown", "without_others"]

_OTHERS = re.compile(r"(?i)\W*(?:(?:and\s+)?others|et\.?\s*al\.?|u\.\s*a\.)\W*")


def without_others(reference: Reference) -> Reference:
    """A reference whose "et al.", which Zotero has no place for but a name, is none.

    >>> from bibkit.model import Name
    >>> people = (Name("Chio", "A."), Name(literal="et al."))
    >>> one = without_others(Reference("a", "book", {"author": people}))
    >>> len(one.names("author")), one.truncated()
    (1, True)
    """
    for variable in ("author", "editor"):
        names = reference.names(variable)
        if len(names) > 1 and _is_others(names[-1].literal):
            reference = reference.replace(**{variable: names[:-1]})
            reference = reference.with_custom(**{f"{variable}_et_al": True})
    return reference


def _is_others(name: str) -> bool:
    return bool(name and _OTHERS.fullmatch(name))


def creators_after(
    creators: Sequence[Mapping[str, Any]],
    kind: str,
    before: Reference,
    after: Reference,
    variable: str,
) -> list[Mapping[str, Any]] | None:
    """The array of creators with the changed names of one kind; all others stay as they are.

    Args:
        creators: as in the API.
        kind: Zotero's type of creator for `variable`.

    Returns:
        None where the array does not say what was read from it, so that a name would be lost.
    """
    old = [creator_of(name, kind) for name in before.names(variable)]
    new = [creator_of(name, kind) for name in after.names(variable)]
    places = [place for place, one in enumerate(creators) if one.get("creatorType") == kind]
    if before.truncated(variable) and places:
        last = places.pop()
        if not after.truncated(variable):
            creators = [*creators[:last], *creators[last + 1 :]]
    if len(places) != len(old):
        return None
    if not old:
        made = [creator_json(one) for one in new]
        return [*made, *creators] if variable == "author" else [*creators, *made]
    if len(new) < len(old) or not _follows(old, new):
        return _in_place(creators, places, [creator_json(one) for one in new])
    merged = [_merged(creators[at], a, b) for at, a, b in zip(places, old, new, strict=False)]
    return _in_place(creators, places, [*merged, *map(creator_json, new[len(old) :])])


def _follows(old: Sequence[Creator], new: Sequence[Creator]) -> bool:
    """Whether the new list begins with the old one's people."""
    pairs = zip(old, new, strict=False)
    return all(fold(a.last) == fold(b.last) and bool(a.first) == bool(b.first) for a, b in pairs)


def _in_place(
    creators: Sequence[Mapping[str, Any]], places: Sequence[int], made: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The array with the creators at some places replaced by as many or more or fewer."""
    rest = list(made)
    result: list[Mapping[str, Any]] = []
    for place, one in enumerate(creators):
        if place not in places:
            result.append(one)
        elif rest:
            result.append(rest.pop(0))
        if place == places[-1]:
            result += rest
    return result


def _merged(raw: Mapping[str, Any], old: Creator, new: Creator) -> Mapping[str, Any]:
    """A creator with the parts that have changed; the others as they were spelled."""
    if old == new:
        return raw
    if "name" in raw or not new.first:
        return creator_json(new)
    parts = {"lastName": (old.last, new.last), "firstName": (old.first, new.first)}
    return {**raw, **{name: b for name, (a, b) in parts.items() if a != b}}


def people_of(creators: Iterable[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    """Those of a kind."""
    return [one for one in creators if one.get("creatorType") == kind]


def shown(creators: Iterable[Mapping[str, Any]]) -> str:
    """Creators on one line.

    >>> shown([{"lastName": "Chiò", "firstName": "Adriano"}, {"name": "WHO"}])
    'Chiò, Adriano; WHO'
    """
    return "; ".join(
        ", ".join(filter(None, (str(one.get("lastName", "")), str(one.get("firstName", "")))))
        or str(one.get("name", ""))
        for one in creators
    )
