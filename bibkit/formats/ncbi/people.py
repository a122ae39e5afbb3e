"""The people of a record of the MEDLINE format: several lines a person.

::

    person  = ["FAU - " family ", " given [SP suffix]] "AU  - " family SP initials [SP suffix]
              *("AUID- " id) *("AD  - " affiliation)
    body    = "CN  - " name *("AD  - " affiliation)

Editors are FED and ED, investigators FIR and IR, people written about FPS and PS. Not every author
has both lines, and some copies have all of the one before all of the other.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from bibkit.formats.ncbi.kept import Tree
from bibkit.formats.ncbi.values import initials, split_suffix, stopped
from bibkit.mending import people_case, without_stops
from bibkit.model import Name
from bibkit.text import fold

__all__ = ["PEOPLE", "lines_of", "names_of", "people_of"]

_SHORT = {"AU": "FAU", "ED": "FED", "IR": "FIR", "PS": "FPS"}
_FULL = {full: short for short, full in _SHORT.items()}
_OF_PERSON = frozenset({"AD", "AUID", "IRAD"})

#: The tags that are lines of a person: `AD` and such only behind the others.
PEOPLE = frozenset({*_SHORT, *_FULL, "CN"})


def people_of(lines: Iterable[tuple[str, str]]) -> Tree:
    """The persons that lines tell of, by their role's full tag.

    >>> people_of([("FAU", "Chiò, Adriano"), ("AU", "Chio A"), ("AD", "Turin"), ("CN", "WHO")])
    {'FAU': [{'FAU': 'Chiò, Adriano', 'AU': 'Chio A', 'AD': ['Turin']}, {'CN': 'WHO'}]}
    """
    people: dict[str, list[dict[str, Any]]] = {}
    unpaired: dict[tuple[str, str], deque[dict[str, Any]]] = {}
    last: dict[str, Any] = {}
    for tag, value in lines:
        if tag in _OF_PERSON:
            last.setdefault(tag, []).append(value)
            continue
        role = "FAU" if tag == "CN" else _SHORT.get(tag, tag)
        if tag in _SHORT:
            family = _family(value)
            known = last if role in last and tag not in last else None
            if known is None or fold(known[role].partition(",")[0]) != family:
                # All full names may stand before all short ones.
                known = _next(unpaired.get((role, family)), tag) or known
            if known is not None:
                known[tag] = value
                last = known
                continue
        last = {tag: value}
        people.setdefault(role, []).append(last)
        if tag in _FULL:
            family = fold(value.partition(",")[0])
            unpaired.setdefault((role, family), deque()).append(last)
    return dict(people)


def _next(waiting: deque[dict[str, Any]] | None, tag: str) -> dict[str, Any] | None:
    """The first who has no line of this tag yet."""
    while waiting:
        person = waiting.popleft()
        if tag not in person:
            return person
    return None


def _family(short: str) -> str:
    return fold(_parsed_short(short)[0])


# The family name, then initials: "van Raaij MJ", "Frenck RW Jr".
_INITIALS = re.compile(r"(?P<family>.+?) (?P<given>[^\W\d_a-z]{1,5}(?:-[^\W\d_a-z]{1,2})?)")


def _parsed_short(text: str) -> tuple[str, str, str]:
    if "," in text:
        return _parsed_full(text)
    rest, suffix = split_suffix(text)
    match = _INITIALS.fullmatch(rest)
    return (match["family"], match["given"], suffix) if match else (text, "", "")


def _parsed_full(text: str) -> tuple[str, str, str]:
    family, *others = (part.strip() for part in text.split(","))
    if len(others) == 2 and split_suffix(others[0])[1]:
        return family, others[1], others[0]
    given, suffix = split_suffix(", ".join(others))
    return (family, given, suffix) if family or given else (text, "", "")


def names_of(people: Sequence[dict[str, Any]]) -> tuple[tuple[Name, ...], bool]:
    """The names of persons, and whether an "et al" says that there are more.

    >>> names, is_cut = names_of([{"AU": "Frenck RW Jr"}, {"CN": "WHO"}, {"AU": "et al"}])
    >>> [str(name) for name in names], is_cut
    (['Frenck, R. W., Jr', 'WHO'], True)
    """
    parsed: list[tuple[str, str, str]] = []
    short_ones: list[str] = []
    bodies: list[str] = []
    is_cut = False
    for person in people:
        short = next((person[tag] for tag in _SHORT if tag in person), "")
        full = next((person[tag] for tag in _FULL if tag in person), "")
        if fold(full or short) == "etal":
            is_cut = True
            continue
        bodies.append(person.get("CN", ""))
        short_ones.append(_parsed_short(short)[1] if short else "")
        is_full = "," in full or not short or short == full
        parsed.append(_parsed_full(full) if is_full else _parsed_short(short))
    cased = people_case([(family, given) for family, given, _ in parsed])
    names = [
        Name(literal=body) if body else Name(family, stopped(given, short), suffix=suffix)
        for body, short, (family, given), (_, _, suffix) in zip(
            bodies, short_ones, cased, parsed, strict=True
        )
        if body or family or given
    ]
    return tuple(names), is_cut


def lines_of(names: Iterable[Name], role: str, is_cut: bool = False) -> list[dict[str, str]]:
    """Persons as the lines of a record.

    Args:
        role: the full tag: `FAU` or `FED`.
        is_cut: whether there are more.

    >>> lines_of([Name("van Raaij", "Mark J", suffix="Jr")], "FAU")
    [{'FAU': 'van Raaij, Mark J Jr', 'AU': 'van Raaij MJ Jr'}]
    """
    short = _FULL[role]
    people = [_lines(name, role, short) for name in names]
    if is_cut and people:
        people.append({short: "et al"})
    return people


def _lines(name: Name, role: str, short: str) -> dict[str, str]:
    if name.literal:
        return {"CN": name.literal} if role == "FAU" else {role: name.literal, short: name.literal}
    family = name.sort_family
    given = without_stops(name.given) if family != name.given or name.family else ""
    rest = " ".join(filter(None, (given, name.suffix)))
    first = " ".join(filter(None, (family, initials(given), name.suffix)))
    return {role: f"{family}, {rest}" if rest else family, short: first}
