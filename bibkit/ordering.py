"""References in another order, as bibliographies are sorted; the same in every locale.

Letters sort without their accents and case, words before longer words that begin with them, and
what a reference does not say stands last. A particle in small letters does not count (`van der
Berg` is found under B, `Le Masson` under L), nor does the article that a title begins with. Sources:
CSL 1.0.2 ("demote-non-dropping-particle": display-and-sort), BibTeX's `plain` (articles).
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bibkit.errors import SettingsError
from bibkit.keyfields import key_of, parent_of
from bibkit.mending import plain
from bibkit.model import Batch, Date, Name, Reference

__all__ = ["ORDERS", "sort"]


def sort(batch: Batch, by: Iterable[str] = ("key",)) -> Batch:
    """The references of a batch in order; those that do not differ stay as they stood.

    A BibTeX parent (`crossref`) that stood behind its children stays behind them, because BibTeX
    does not find it otherwise.

    Args:
        by: what decides, the first first: of `ORDERS`, with `-` before it for the reverse.

    Raises:
        SettingsError: there is no such order.

    >>> names = ("van der Berg", "Ørsted", "al-Chalabi", "Zola", "de Souza", "Osler")
    >>> batch = Batch(Reference(n, "book", {"author": (Name(n, "A."),)}) for n in names)
    >>> [one.id for one in sort(batch, ["author"])]
    ['van der Berg', 'al-Chalabi', 'Ørsted', 'Osler', 'de Souza', 'Zola']
    >>> [one.id for one in sort(batch, ["-author"])][:2]
    ['Zola', 'de Souza']
    """
    wanted = [_order(name) for name in by]
    ordered = list(batch.references)
    for key, is_reverse in reversed(wanted):
        keyed = [(key(one), one) for one in ordered]
        there = [pair for pair in keyed if pair[0] is not None]
        there.sort(key=lambda pair: pair[0], reverse=is_reverse)
        ordered = [one for _, one in there] + [one for said, one in keyed if said is None]
    return dataclasses.replace(batch, references=tuple(_parents_last(batch.references, ordered)))


def _order(name: str) -> tuple[Callable[[Reference], Any], bool]:
    bare = name.strip().lower()
    key = ORDERS.get(bare.removeprefix("-"))
    if key is None:
        raise SettingsError(
            f"References are not sorted by '{name}'. They are by {', '.join(ORDERS)}; "
            "-year is the latest first."
        )
    return key, bare.startswith("-")


# --- what decides -------------------------------------------------------------------------------------

# Letters that no decomposition takes apart.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ħ": "h"})  # fmt: skip
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_BREAK = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"\W*(?:the|an?)\s+(?=\w)", re.I)


def _folded(text: str) -> str:
    """Words in small letters without accents, one blank apart."""
    letters = text.casefold().translate(_LETTERS)
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _BREAK.sub(" ", _APOSTROPHES.sub("", letters)).strip()


# "van der Berg", "d'Arc", "al-Chalabi": what stands before the first capital, if one follows.
_PARTICLES = re.compile(r"(?:[^\W\d_A-Z]{1,5}(?:\s+|['’-]))+(?=\w)")


def _without_particles(family: str) -> str:
    match = _PARTICLES.match(family)
    is_particle = match and match[0].islower() and family[match.end()].isupper()
    return family[match.end() :] if match and is_particle else family


def _name(name: Name) -> tuple[str, str, str]:
    if name.literal:
        return _folded(_ARTICLE.sub("", name.literal, count=1)), "", ""
    family = _without_particles(name.family) if name.family else name.given
    return _folded(family), _folded(name.given) if name.family else "", _folded(name.suffix)


def _author(reference: Reference) -> tuple[object, ...] | None:
    variable = next((v for v in ("author", "editor") if reference.names(v)), "")
    people = tuple(map(_name, reference.names(variable)))
    return (people, reference.truncated(variable)) if people else None


def _year(reference: Reference) -> int | None:
    issued = reference.date("issued")
    return issued.year if issued else None


def _date(reference: Reference) -> tuple[int, ...] | None:
    issued = reference.date("issued")
    return None if issued is None or issued.year is None else _precise(issued)


def _precise(date: Date) -> tuple[int, ...]:
    """A year before its months, a season at its first month (CSL: spring is 1)."""
    month = date.month or (date.season * 3 if date.season else 0)
    return date.year or 0, month, date.day or 0


def _title(reference: Reference) -> str | None:
    title = plain(reference.text("title"))
    return _folded(_ARTICLE.sub("", title, count=1)) or title or None


def _key(reference: Reference) -> tuple[str, str]:
    key = key_of(reference)
    return key.casefold(), key


#: What references are sorted by.
ORDERS: dict[str, Callable[[Reference], Any]] = {
    "key": _key,
    "author": _author,
    "year": _year,
    "date": _date,
    "title": _title,
}


# --- parents ------------------------------------------------------------------------------------------


def _parents_last(before: Sequence[Reference], after: Sequence[Reference]) -> list[Reference]:
    """An order in which parents stand behind their children, where they did before."""
    place = {one.id.lower(): number for number, one in enumerate(before)}
    waiting: dict[str, set[str]] = defaultdict(set)  # parent to its children that come first
    parents: dict[str, str] = {}
    for one in before:
        child, parent = one.id.lower(), parent_of(one).lower()
        if place.get(parent, -1) > place[child]:
            waiting[parent].add(child)
            parents[child] = parent
    if not waiting:
        return list(after)
    ordered: list[Reference] = []
    held: dict[str, Reference] = {}
    for one in after:
        released: Reference | None = one
        while released is not None:
            id = released.id.lower()
            if waiting.get(id):
                held[id] = released
                break
            ordered.append(released)
            parent = parents.get(id, "")
            waiting[parent].discard(id)
            released = None if waiting[parent] else held.pop(parent, None)
    return ordered if len(ordered) == len(after) else list(after)
