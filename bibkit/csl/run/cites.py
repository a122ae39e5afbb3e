"""One cite to its output: the style's layout for an item, with what stands before and behind it."""

from __future__ import annotations

from dataclasses import dataclass

from bibkit.csl.engine import Cite
from bibkit.csl.marks import PLACEHOLDER, SEAM, unmarked
from bibkit.csl.run.context import PLAIN, Context, Expansion, GivenLevels, NameList, Place
from bibkit.csl.run.finish import capitalised
from bibkit.csl.run.items import Item
from bibkit.csl.run.program import Program
from bibkit.csl.run.richtext import marked_text
from bibkit.csl.run.tree import Node, Output, Tag, find, flat, joined, mapped, spread

__all__ = ["PlacedCite", "Printed", "Printer"]


@dataclass(slots=True)
class PlacedCite:
    """A cite with its item, its place and its number; whether it is the first of its cluster."""

    cite: Cite
    item: Item
    place: Place
    number: int = 0
    first: bool = False


@dataclass(slots=True)
class Printed:
    """What a cite printed, the lists of names in it, how many tests of `disambiguate` it met."""

    output: Output
    lists: list[NameList]
    disambiguate_tests: int


class Printer:
    """Prints cites of one document; `expansions` and `levels` are set by disambiguation.

    Args:
        program: the style.
        expansions: by item id, what its cites show beyond the short form.
        levels: of given names.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.expansions: dict[str, Expansion] = {}
        self.levels: GivenLevels | None = None

    def _context(self, placed: PlacedCite, expansion: Expansion | None, nameless: bool) -> Context:
        """The state to render a cite in; with an expansion it is only compared."""
        comparing = expansion is not None
        if expansion is None:
            expansion = self.expansions.get(placed.item.id, PLAIN)
        return Context(
            item=placed.item,
            locale=self.program.locale,
            cite=placed.cite,
            place=placed.place,
            expansion=expansion,
            number=placed.number,
            citing=True,
            comparing=comparing,
            nameless=nameless or placed.cite.suppress_author,
            given_levels=self.levels,
            implicit_year_suffix=not self.program.citation.prints_year_suffix,
        )

    def print(
        self, placed: PlacedCite, expansion: Expansion | None = None, *, nameless: bool = False
    ) -> Printed:
        """A cite without its prefix and suffix; `nameless` leaves out the names that begin it."""
        context = self._context(placed, expansion, nameless)
        parts = [output for render in self.program.citation.renders if (output := render(context))]
        output = joined(spread(parts), "") if parts else ""
        if placed.cite.author_only:
            names = next(find(output, Tag.NAMES), None) or next(find(output, Tag.SUBSTITUTED), None)
            output = names if names is not None else output
        if self.begins(placed):
            output = capitalised_output(output)
        return Printed(output, context.lists, context.disambiguate_tests)

    def begins(self, placed: PlacedCite) -> bool:
        """Whether a cite begins a sentence of a note, so that a term at its beginning has a capital."""
        if not self.program.style.note_style:
            return False
        prefix = placed.cite.prefix.rstrip().rstrip("\"'”’")
        if not prefix:
            return placed.first
        return prefix.endswith((".", "?", "!")) and " " in prefix.strip()

    def affixed(self, placed: PlacedCite, output: Output) -> Output:
        """A cite between its prefix and suffix, a blank where words would run together."""
        quotes = self.program.quotes
        prefix, suffix = placed.cite.prefix, placed.cite.suffix
        if not prefix and not suffix:
            return output
        row: list[Output] = []
        if prefix:
            text = marked_text(prefix, quotes)
            last = unmarked(text)[-1:]
            blank = " " if last.isalnum() or (last and last in ".,;:!?)") else ""
            row += [text + blank, SEAM]
        row.append(output)
        if suffix:
            text = marked_text(suffix, quotes)
            first = unmarked(text)[:1]
            blank = " " if first.isalnum() or (first and first in "([") else ""
            # A full stop goes inside a quotation mark before it, a comma of the author's does not.
            row.append((SEAM if suffix.startswith(".") else "") + blank + text)
        return Node(None, row)


def capitalised_output(output: Output) -> Output:
    """An output whose first word, if it is a term's, has a capital."""
    text = flat(output)
    changed = capitalised(text)
    return output if changed == text else changed


def names_key(output: Output) -> str:
    """The names that a cite begins with, as text, or what stands in their place before the year.

    Empty where that is a mere word ("anonymous"), which makes no group.
    """
    if next(find(output, Tag.ANONYMOUS), None) is not None:
        return ""
    first = next(find(output, Tag.SUBSTITUTED), None) or next(find(output, Tag.NAMES), None)
    if first is not None:
        return flat(first)
    year = next(find(output, Tag.YEAR), None)
    if year is None:
        return unmarked(flat(output))
    text = flat(mapped(output, lambda node: PLACEHOLDER if node is year else None))
    return unmarked(text.partition(PLACEHOLDER)[0])
