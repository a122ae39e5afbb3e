"""What is in a library already: the item that a reference is, if there is one.

Found by identifier, then by what both say (the rules of `bibkit.enrichment.samework`: an erratum, a
preprint or another edition is another work), then as the very record that bibkit would add, so that
adding a list twice adds nothing the second time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bibkit.enrichment.samework import (
    IDENTIFYING,
    KINDS,
    Card,
    against,
    may_be_one,
    other_identifier,
    told,
)
from bibkit.formats.zotero.dialects import of_api
from bibkit.formats.zotero.items import ZoteroItem, reference_of
from bibkit.formats.zotero.schema import ITEM_TYPES, NO_WORKS
from bibkit.model import Reference
from bibkit.text import fold

__all__ = ["Known", "Match"]

_ENDS = 24  # letters of a title's beginning and end by which it is looked up
_FEW = 60  # of more that begin alike only so many are compared


@dataclass(frozen=True, slots=True)
class Match:
    """An item that a reference is.

    Args:
        key: of the item.
        reason: what both have in common (`DOI`, `title, author and year`).
        title: of the item.
    """

    key: str
    reason: str
    title: str = ""


class Known:
    """The works of a library, to be asked for a reference.

    >>> known = Known([{"key": "AAAA2222", "data": {"itemType": "book", "DOI": "10.1000/ABC"}}])
    >>> known.find(Reference("x", "book", {"DOI": "https://doi.org/10.1000/abc"}))
    Match(key='AAAA2222', reason='DOI', title='')
    """

    def __init__(self, items: Iterable[Mapping[str, Any]] = ()) -> None:
        self._keys: list[str] = []
        self._cards: list[Card] = []
        self._marks: dict[tuple[str, str], list[Card]] = defaultdict(list)
        self._words: dict[tuple[object, ...], list[Card]] = defaultdict(list)
        self._records: dict[object, Card] = {}
        for one in items:
            self.add(one)

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, one: Mapping[str, Any]) -> None:
        """Add an item as the API has it; what is no work (a note, a file) is passed over."""
        data = one.get("data")
        if isinstance(data, Mapping) and str(data.get("itemType")) not in NO_WORKS:
            item = of_api(data)
            self._enter(str(one.get("key", "")), reference_of(item), item)

    def enter(self, key: str, reference: Reference, item: ZoteroItem) -> None:
        """Add a reference that was saved, or will be, with the item that it is in Zotero."""
        # As Zotero will show it: what its types have no field for is read back from `extra`.
        self._enter(key, reference_of(item, reference.id), item)

    def _enter(self, key: str, reference: Reference, item: ZoteroItem) -> None:
        card = Card(len(self._keys), reference)
        self._keys.append(key)
        self._cards.append(card)
        for kind in KINDS:
            for value in card.marks.get(kind, ()):
                self._marks[kind, value].append(card)
        for block in _blocks(card):
            self._words[block].append(card)
        self._records.setdefault(_record(item), card)

    def find(self, reference: Reference, item: ZoteroItem | None = None) -> Match | None:
        """The item that a reference is; None where there is none.

        Args:
            item: what bibkit would add for it; the same record counts as there.
        """
        card = Card(-1, reference)
        for kind in KINDS:
            for value in card.marks.get(kind, ()):
                for one in self._marks.get((kind, value), ()):
                    if not against(one, card, kind):
                        return self._match(one, kind)
        seen: set[int] = set()
        for block in _blocks(card):
            for one in self._words.get(block, ())[:_FEW]:
                if one.place in seen:
                    continue
                seen.add(one.place)
                if may_be_one(one, card) and not other_identifier(one, card):
                    agree = told(one, card)[1]
                    if agree:
                        return self._match(one, agree)
        same = self._records.get(_record(item)) if item else None
        # Where identifiers are all that is said, only the same identifier makes them one work.
        if same is not None and not card.title and _identified(same) | _identified(card):
            return None
        if same is not None and not other_identifier(same, card):
            return self._match(same, "the same record")
        return None

    def _match(self, card: Card, reason: str) -> Match:
        return Match(self._keys[card.place], reason, card.bare)


def _identified(card: Card) -> bool:
    return any(card.marks.get(kind) for kind in IDENTIFYING)


def _blocks(card: Card) -> list[tuple[object, ...]]:
    """What references that may be one have one of in common."""
    if not card.title:
        return []
    found: list[tuple[object, ...]] = [
        ("begins", card.title[:_ENDS]),
        ("ends", card.title[-_ENDS:]),
    ]
    if card.family and card.year:
        found.append(("by", card.family, card.year))
    if card.family and card.page:
        found.append(("at", card.volume, card.page, card.family))
    return found


# What tells one record from another, by the names that item types share.
_TELLING = """
    title publicationTitle reporter code date volume issue number partNumber pages edition
    versionNumber url
""".split()


def _record(item: ZoteroItem) -> object:
    """What an item says of its work, in one form; equal for what is added twice."""
    own = ITEM_TYPES[item.type].fields if item.type in ITEM_TYPES else {}
    said = ((name, item.fields.get(own.get(name, name), "")) for name in _TELLING)
    told = tuple((name, fold(value) or value.strip()) for name, value in said if value)
    people = tuple((one.kind, fold(one.last), fold(one.first)) for one in item.creators)
    return item.type, told, people
