"""Citation keys: short, ASCII, stable names such as `mathis2017current`.

The pattern is family name, year, first word of the title that says something: the one that
Google Scholar and citation-js use. Suffixes are given by what a reference *is* (DOI, PMID or
title), never by where it stands, so the same reference has the same key in a list in any order.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bibkit.model import Batch, Problem, Reference
from bibkit.text import fold

__all__ = ["Card", "assign_keys", "base_key", "card", "is_valid_key", "settle", "with_keys"]

# What can stand as a key in a .bib file and be cited; those that bibkit makes are plain ASCII.
_VALID = re.compile(r"[^\s{}\"#%~\\,=()@\x00-\x1f\x7f-\x9f\ud800-\udfff]+")

_STOP_WORDS = frozenset(
    """
        a an the of on in to for from by with at as and or is are do does can how what why when
        which le la les un une des du de el los las una o os as um uma der die das ein eine il
        lo gli
    """.split()
)
_WORD = re.compile(r"[^\W_]+")
_MARK_UP = re.compile(r"</?\w[^<>]{0,40}>")


def is_valid_key(key: str) -> bool:
    """Whether a text can stand as a key in a .bib file and be cited from LaTeX.

    >>> is_valid_key("mathis2017current"), is_valid_key("a,title={x}"), is_valid_key("Müller'01")
    (True, False, True)
    """
    return _VALID.fullmatch(key) is not None


def base_key(reference: Reference) -> str:
    """The key of a reference before any suffix.

    >>> from bibkit.model import Date, Name, Reference
    >>> base_key(Reference("", "article-journal", {
    ...     "author": (Name("Le Masson", "G."),), "issued": Date(2017),
    ...     "title": "The current view"}))
    'lemasson2017current'
    """
    names = reference.names("author") or reference.names("editor")
    name = _ascii_word(names[0].sort_family) if names else ""
    if names and names[0].literal and len(name) > 20:
        name = "".join(word[0] for word in _WORD.findall(names[0].literal) if word[0].isupper())
        name = _ascii_word(name) or "group"
    issued = reference.date("issued")
    year = str(issued.year) if issued and issued.year is not None else ""
    words = (_ascii_word(word) for word in _WORD.findall(_MARK_UP.sub("", reference.text("title"))))
    word = next((word for word in words if word and word not in _STOP_WORDS), "")
    if not name and not word:
        word = _ascii_word(reference.text("container-title"))[:20]
    return f"{name}{year}{word[:30]}" or "ref"


def with_keys(
    references: Sequence[Reference], notes: Iterable[tuple[int | None, Problem]] = ()
) -> Batch:
    """What a reader has read, each reference with its key.

    Args:
        references: in order, their ids not yet given.
        notes: problems, each with the place of the reference that it concerns, or None.

    >>> from bibkit.model import Reference
    >>> batch = with_keys([Reference("", "book", {"title": "Soil"})], [(0, Problem("odd", "It is."))])
    >>> batch[0].id, batch.problems[0].ref
    ('soil', 'soil')
    """
    keys = assign_keys(references)
    named = (dataclasses.replace(r, id=key) for r, key in zip(references, keys, strict=True))
    problems = (
        problem if place is None else dataclasses.replace(problem, ref=keys[place])
        for place, problem in notes
    )
    return Batch(tuple(named), tuple(problems))


def assign_keys(references: Sequence[Reference], taken: Iterable[str] = ()) -> list[str]:
    """A key for each reference, in order; all different, without regard to case.

    Args:
        references: their own ids are not looked at.
        taken: keys that may not be given (those of entries that keep theirs).

    >>> from bibkit.model import Reference
    >>> assign_keys([Reference("", "book", {"title": t}) for t in ("Soil", "Soil", "Air")])
    ['soil', 'soila', 'air']
    """
    return _assigned([card(reference) for reference in references], {key.lower() for key in taken})


@dataclass(frozen=True, slots=True)
class Card:
    """All that a new key depends on, for lists that are longer than memory.

    Args:
        base: see `base_key`.
        identity: what the reference is, for an order that does not depend on the list's.
    """

    base: str
    identity: tuple[str, str]


def card(reference: Reference) -> Card:
    """The card of a reference."""
    return Card(base_key(reference), _identity(reference))


def settle(
    wanted: Sequence[str],
    card_of: Callable[[int], Card],
    is_key: Callable[[str], bool] | None = None,
) -> list[str]:
    """A key for each of several references, in order; all different, without regard to case.

    Args:
        wanted: the keys that they have; of several that want the same the first has it.
        card_of: the card of the reference at a place; asked for those that need another key.
        is_key: whether a wanted key may stay; None where any may.

    >>> settle(["soil", "soil", ""], lambda place: Card("soil", ("", "")))
    ['soil', 'soila', 'soilb']
    """
    keys = [""] * len(wanted)
    used: set[str] = set()
    missing: list[int] = []
    for index, key in enumerate(wanted):
        low = key.lower()
        if key and low not in used and (is_key is None or is_key(key)):
            used.add(low)
            keys[index] = key
        else:
            missing.append(index)
    new = _assigned([card_of(index) for index in missing], used)
    for index, key in zip(missing, new, strict=True):
        keys[index] = key
    return keys


def _assigned(cards: Sequence[Card], used: set[str]) -> list[str]:
    # One place, or several of one base: lists of a million references have few of the latter.
    groups: dict[str, int | list[int]] = {}
    for index, one in enumerate(cards):
        before = groups.setdefault(one.base.lower(), index)
        if isinstance(before, list):
            before.append(index)
        elif before != index:
            groups[one.base.lower()] = [before, index]
    keys = [""] * len(cards)
    # Bases in alphabetical order: one base's suffixed key may be another's base.
    for base in sorted(groups):
        found = groups[base]
        members = [found] if isinstance(found, int) else found
        if len(members) > 1:
            members = sorted(members, key=lambda index: cards[index].identity)
        candidates = _candidates(base)
        for index in members:
            key = next(key for key in candidates if key not in used)
            used.add(key)
            keys[index] = key
    return keys


def _candidates(base: str) -> Iterator[str]:
    yield base
    length = 1
    while True:
        for number in range(26**length):
            yield base + _letters(number, length)
        length += 1


def _letters(number: int, length: int) -> str:
    letters = ""
    for _ in range(length):
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _identity(reference: Reference) -> tuple[str, str]:
    """What a reference is, for an order that does not depend on the list's."""
    for variable in ("DOI", "PMID"):
        value = reference.text(variable)
        if value:
            return variable, value.lower()
    fields = "|".join(f"{key}={reference.fields[key]!r}" for key in sorted(reference.fields))
    digest = hashlib.sha256(fields.encode("utf-8", "surrogatepass")).hexdigest()
    return "text", fold(reference.text("title")) + digest


def _ascii_word(text: str) -> str:
    """Lower-case ASCII letters and digits of a text in any script."""
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(text)
    return re.sub(r"[^a-z0-9]+", "", text.lower())
