"""Which references of a list are one work, in time that grows with the list. Pure.

References are laid together by identifier, and where titles begin or end alike, or first author
and year, or place and first author are the same; only those are compared. What is surest counts
first: the DOI before the PMID, any identifier before what references say. At each step those that
are linked become one only if nothing contradicts it within the whole of them: a reference that
could be either of two works is neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bibkit.enrichment.samework import (
    IDENTIFYING,
    KINDS,
    LETTERS,
    Card,
    against,
    is_its_preprint,
    is_one_title,
    listed,
    may_be_one,
    other_identifier,
    told,
)
from bibkit.model import Reference

__all__ = ["Doubt", "Group", "doubles"]

#: Of more references that begin alike only those next to each other are compared.
_FEW, _NEXT = 40, 10
_ENDS = 24  # letters of a title's beginning and end
_MOST = 20  # works that one identifier may be of; what has more is a mistake of the whole list


@dataclass(frozen=True, slots=True)
class Group:
    """References that are one work.

    Args:
        places: where they stand in the list, ascending.
        reasons: of each, what it has in common with others of the group: `DOI`, or
            `title, author, year and page`.
    """

    places: tuple[int, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two references that have much in common, and are left as they are.

    Args:
        code: `same-identifier`, of two works, it seems; `other-identifier`, of one work, it
            seems; `preprint`, of the other; `ambiguous`: the same, or another's that is like it.
        places: where they stand, ascending.
        what: the identifier, or what they have in common.
        reason: what tells them apart; may be empty.
    """

    code: str
    places: tuple[int, int]
    what: str
    reason: str = ""


def doubles(
    references: Sequence[Reference], keys: Sequence[str] | None = None
) -> tuple[list[Group], list[Doubt]]:
    """Find the references that are one work.

    Args:
        keys: the key that each had in its file; of the same key and the same fields are one
            however little they say.

    Returns:
        The groups, in the order of their first references, and what is left as it is though it is
        near. Which references are together does not depend on their order.

    >>> work = {"title": "Soil and air of the north", "DOI": "10.1000/a"}
    >>> groups, _ = doubles([Reference(key, "book", work) for key in "ab"])
    >>> groups
    [Group(places=(0, 1), reasons=('DOI', 'DOI'))]
    """
    search = _Search(references, keys)
    for kind in KINDS:
        search.take(search.by_identifier(kind), is_told=kind not in IDENTIFYING)
    sure, likely = search.by_words()
    search.take(sure, is_told=True)
    search.take(likely, is_told=True)
    return search.groups(), search.doubts()


@dataclass(frozen=True, slots=True)
class _Link:
    """Two references that are one, taken by themselves."""

    a: int
    b: int
    reason: str


class _Search:
    def __init__(self, references: Sequence[Reference], keys: Sequence[str] | None) -> None:
        self.cards = [Card(place, one) for place, one in enumerate(references)]
        self.roots = list(range(len(references)))
        self.members = {place: [place] for place in self.roots}
        self.reasons: dict[int, str] = {}
        self.noted: dict[tuple[str, int, int], Doubt] = {}
        self.kept = self._without_copies(keys)

    # --- copies ---

    def _without_copies(self, keys: Sequence[str] | None) -> list[Card]:
        """One of each set of references that say exactly the same, which become one here."""
        first: dict[object, Card] = {}
        kept: list[Card] = []
        for card in self.cards:
            fields = card.reference.fields
            key = keys[card.place].lower() if keys else ""
            said = (card.reference.type, frozenset(fields.items()))
            # A title alone ("Editorial") may be that of many.
            told = card.marks or (len(card.title) > 20 and (card.family or card.year))
            mark = said if told else (said, key) if key else card.place
            if mark in first:
                self._join(_Link(first[mark].place, card.place, _says(card)))
            else:
                first[mark] = card
                kept.append(card)
        return kept

    # --- links ---

    def by_identifier(self, kind: str) -> Iterator[_Link]:
        """Links between references that have an identifier of a kind in common."""
        having: dict[str, list[Card]] = defaultdict(list)
        for card in self.kept:
            for value in card.marks.get(kind, ()):
                having[value].append(card)
        for value, cards in having.items():
            if len(cards) > 1:
                yield from self._of_one_identifier(kind, value, cards)

    def _of_one_identifier(self, kind: str, value: str, cards: list[Card]) -> Iterator[_Link]:
        works: list[Card] = []
        for card in sorted(cards, key=_richest_first):
            held = [(work, against(work, card, kind)) for work in works]
            same = [work for work, reason in held if not reason]
            if len(same) == 1:
                yield _Link(same[0].place, card.place, kind)
            elif same:
                self._doubt("ambiguous", same[0], card, kind)
            else:
                if held and kind in IDENTIFYING:
                    work, reason = held[0]
                    self._doubt("same-identifier", work, card, f"{kind} {value}", reason)
                if len(works) < _MOST:
                    works.append(card)

    def by_words(self) -> tuple[list[_Link], list[_Link]]:
        """Links between references that say the same: with the page, and without."""
        links: tuple[list[_Link], list[_Link]] = ([], [])
        seen: set[tuple[int, int]] = set()
        for a, b in self._near():
            if self.roots[a.place] == self.roots[b.place]:
                continue
            if a.is_preprint != b.is_preprint:
                if is_its_preprint(a, b):
                    of = (a, b) if a.is_preprint else (b, a)
                    self._doubt("preprint", *of, "title and author")
                continue
            pair = (min(a.place, b.place), max(a.place, b.place))
            if pair in seen or not may_be_one(a, b):
                continue
            seen.add(pair)
            has_page, agree = told(a, b)
            if agree and (kind := other_identifier(a, b)):
                self._doubt("other-identifier", a, b, agree, kind)
            elif agree:
                links[0 if has_page else 1].append(_Link(*pair, agree))
        return links

    def _near(self) -> Iterator[tuple[Card, Card]]:
        blocks: dict[tuple[object, ...], list[Card]] = defaultdict(list)
        for card in self.kept:
            if not card.title:
                continue
            blocks["begins", card.title[:_ENDS]].append(card)
            blocks["ends", card.title[-_ENDS:]].append(card)
            if card.family and card.year:
                blocks["by", card.family, card.year].append(card)
            if card.family and card.page:
                blocks["at", card.volume, card.page, card.family].append(card)
        for cards in blocks.values():
            if len(cards) > 1:
                cards.sort(key=lambda card: card.order)
                reach = len(cards) if len(cards) <= _FEW else _NEXT
                for index, card in enumerate(cards):
                    for other in cards[index + 1 : index + 1 + reach]:
                        yield card, other

    # --- groups ---

    def take(self, links: Iterable[_Link], *, is_told: bool) -> None:
        """Make one what links join, where nothing within all that they join contradicts it.

        Args:
            is_told: whether the links are by what references say, so that this must agree too.
        """
        beside: dict[int, list[_Link]] = defaultdict(list)
        for link in links:
            for place in (link.a, link.b):
                beside[self.roots[place]].append(link)
        done: set[int] = set()
        for start in list(beside):
            if start in done:
                continue
            joined, within = {start}, []
            stack = [start]
            while stack:
                root = stack.pop()
                within += beside[root]
                for link in beside[root]:
                    for other in (self.roots[link.a], self.roots[link.b]):
                        if other not in joined:
                            joined.add(other)
                            stack.append(other)
            done |= joined
            within = list(dict.fromkeys(within))
            if self._is_consistent(joined, is_told):
                for link in within:
                    self._join(link)
            else:
                for link in within:
                    self._doubt("ambiguous", self.cards[link.a], self.cards[link.b], link.reason)

    def _is_consistent(self, roots: set[int], is_told: bool) -> bool:
        groups = [[self.cards[place] for place in self.members[root]] for root in roots]
        for kind in IDENTIFYING:
            if not _have_one([{v for card in g for v in card.marks.get(kind, ())} for g in groups]):
                return False
        if not is_told:
            return True
        # "D262" and "262" are one page.
        pages = [{card.page.lstrip(LETTERS) for card in group} for group in groups]
        if not _have_one(pages):
            return False
        if not _have_one([{card.volume for card in group} for group in groups]):
            return False
        first = min((card for group in groups for card in group), key=_richest_first)
        return len(groups) == 2 or all(
            any(card is first or is_one_title(first, card) for card in group) for group in groups
        )

    def _join(self, link: _Link) -> None:
        one, other = self.roots[link.a], self.roots[link.b]
        for place in (link.a, link.b):
            self.reasons.setdefault(place, link.reason)
        if one == other:
            return
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        for place in self.members[other]:
            self.roots[place] = one
        self.members[one] += self.members.pop(other)

    def groups(self) -> list[Group]:
        found = [sorted(places) for places in self.members.values() if len(places) > 1]
        return [
            Group(tuple(places), tuple(self.reasons[place] for place in places))
            for places in sorted(found)
        ]

    # --- doubts ---

    def _doubt(self, code: str, a: Card, b: Card, what: str, reason: str = "") -> None:
        places = (min(a.place, b.place), max(a.place, b.place))
        self.noted.setdefault((code, *places), Doubt(code, places, what, reason))

    def doubts(self) -> list[Doubt]:
        """One for every two works: that which is said first."""
        found: dict[tuple[int, ...], Doubt] = {}
        said: set[int] = set()
        for doubt in self.noted.values():
            works = sorted(self.roots[place] for place in doubt.places)
            if doubt.code == "ambiguous" and said.issuperset(works):
                continue
            if works[0] != works[1]:
                found.setdefault(tuple(works), doubt)
                said.update(works)
        return sorted(found.values(), key=lambda doubt: doubt.places)


def _says(card: Card) -> str:
    """By what a copy is known: an identifier, or what a citation begins with."""
    for kind in KINDS:
        if kind in card.marks:
            return kind
    parts = (("title", card.title), ("author", card.family), ("year", card.year))
    return listed([name for name, value in parts if value]) or "every field"


def _have_one(sets: Iterable[set[str]]) -> bool:
    """Whether all sets that hold something have it in common."""
    told = [bare for some in sets if (bare := some - {""})]
    return not told or bool(set.intersection(*told))


def _richest_first(card: Card) -> tuple[int, str]:
    fields = card.reference.fields
    return -len(fields), repr(sorted(fields.items(), key=lambda item: item[0]))
