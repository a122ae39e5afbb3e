"""What a rendering function is given: the item, the cite, and what has happened so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from bibkit.csl.engine import Cite
from bibkit.csl.run.items import Item
from bibkit.csl.syntax.locales import Locale

__all__ = ["Context", "Expansion", "Place"]


@dataclass(frozen=True, slots=True)
class Expansion:
    """What an item's cites show beyond the style's short form, so that they are not ambiguous.

    Args:
        names: how many names each list shows, in the order of the lists; missing ones as the style
            has it.
        givens: for each list, how much of each given name is shown: 0 as the style has it, 1
            initials, 2 all.
        condition: how many tests of `disambiguate`, in their order, are true.
        year_suffix: 0 for "a"; None for none.
    """

    names: tuple[int, ...] = ()
    givens: tuple[tuple[int, ...], ...] = ()
    condition: int = 0
    year_suffix: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document a cite stands.

    Args:
        position: `first`, `subsequent`, `ibid`, `ibid-with-locator`.
        near_note: whether the item was cited a few notes ago.
        first_note: the number of the note that cites the item first; 0 for none.
    """

    position: str = "first"
    near_note: bool = False
    first_note: int = 0


NOWHERE = Place()
PLAIN = Expansion()


@dataclass(slots=True)
class Context:
    """The state of rendering one item once.

    Args:
        item, cite, place, expansion: see there; `cite` is None in a bibliography.
        locale: of the style.
        number: the citation number, 0 where there is none yet.
        citing: in a citation, not a bibliography.
        sorting: for a sort key.
        nameless: the names that begin the cite are left out.
        comparing: to see whether cites are ambiguous; when a work was accessed does not count.
        given_levels: of given names, where a rule looks at the whole document.
        implicit_year_suffix: a suffix stands behind the first year; not where the style says where.

    Counted on the way: `accessed` variables and those `filled`; `trail` of variables printed, kept
    inside a substitute, which then are `spent`; `lists` of names printed so far, with how many names
    each has and shows; `has_year`, once the year that a suffix belongs to is printed;
    `disambiguate_tests` met.
    """

    item: Item
    locale: Locale
    cite: Cite | None = None
    place: Place = NOWHERE
    expansion: Expansion = PLAIN
    number: int = 0
    citing: bool = False
    sorting: bool = False
    nameless: bool = False
    comparing: bool = False
    given_levels: GivenLevels | None = None
    accessed: int = 0
    filled: int = 0
    spent: set[str] = field(default_factory=set)
    trail: list[str] | None = None
    lists: list[NameList] = field(default_factory=list)
    implicit_year_suffix: bool = True
    has_year: bool = False
    disambiguate_tests: int = 0


@dataclass(slots=True)
class NameList:
    """A list of names as it was printed, which is what disambiguation works on.

    Args:
        count: names there are; shown: of them printed.
        keys: of each name, family and given, as `run.disambiguate` compares them.
        level: of given names that the style itself shows (0 none, 1 initials, 2 all).
    """

    count: int
    shown: int
    keys: tuple[tuple[str, str, str], ...] = ()
    level: int = 2


class GivenLevels:
    """How much of each name's given part a document needs, so that no two people look alike.

    Filled by `run.disambiguate`; empty levels leave the style's own form.
    """

    __slots__ = ("levels", "primary_only")

    def __init__(self, *, primary_only: bool = False) -> None:
        self.levels: dict[tuple[str, str, str], int] = {}
        self.primary_only = primary_only
