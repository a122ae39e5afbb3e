"""Entries of a bibliography: rendered, aligned, the same authors not repeated."""

from __future__ import annotations

from bibkit.csl.marks import block_marks
from bibkit.csl.nodes import Display
from bibkit.csl.run.context import PLAIN, Context, Expansion
from bibkit.csl.run.dress import dressing
from bibkit.csl.run.items import Item
from bibkit.csl.run.program import AreaProgram, Program
from bibkit.csl.run.tree import Node, Output, Tag, find, flat, joined, mapped, spread, wrapped

__all__ = ["EntryPrinter"]


class EntryPrinter:
    """Prints the entries of one bibliography, in order: a substitute looks at the entry before."""

    def __init__(self, program: Program, area: AreaProgram) -> None:
        self.program = program
        self.area = area
        self.dress = dressing(area.formatting)
        self.align = area.options.get("second-field-align", "")
        self.substitute = area.options.get("subsequent-author-substitute")
        self.rule = area.options.get("subsequent-author-substitute-rule", "complete-all")
        self.before: list[str] = []

    def output(self, item: Item, number: int, expansion: Expansion = PLAIN) -> Output:
        """An entry's output; empty where the style prints nothing."""
        context = Context(
            item=item,
            locale=self.program.locale,
            expansion=expansion,
            number=number,
            implicit_year_suffix=not self.area.prints_year_suffix,
        )
        parts = [output for render in self.area.renders if (output := render(context))]
        if not parts:
            self.before = []
            return ""
        if self.substitute is not None:
            parts = self._substituted(parts)
        parts = spread(parts)
        if self.align and len(parts) > 1:
            return self._aligned(parts)
        output = joined(parts, "")
        return self.dress(output) if self.dress else output

    def _aligned(self, parts: list[Output]) -> Output:
        """The first field in the margin, the rest beside it; the layout's affixes go with the rest."""
        margin = wrapped(parts[0], *block_marks[Display.LEFT_MARGIN])
        rest = joined(parts[1:], "")
        rest = self.dress(rest) if self.dress else rest
        return Node(None, (margin, wrapped(rest, *block_marks[Display.RIGHT_INLINE])))

    def _substituted(self, parts: list[Output]) -> list[Output]:
        """Names that the entry before has too, replaced ("Reference Grouping")."""
        whole_entry = Node(None, parts)
        names = next(find(whole_entry, Tag.NAMES), None) or next(
            find(whole_entry, Tag.SUBSTITUTED), None
        )
        if names is None:
            self.before = []
            return parts
        now = [flat(node) for node in find(Node(None, names.children), Tag.NAME)]
        now = now or [flat(names)]
        whole = [flat(names)]
        before, self.before = self.before, whole + now
        if not before:
            return parts
        replaced = self._replaced(names, now, before[1:], whole[0] == before[0])
        if replaced is None:
            return parts
        return [mapped(part, lambda node: replaced if node is names else None) for part in parts]

    def _replaced(
        self, names: Node, now: list[str], before: list[str], same: bool
    ) -> Output | None:
        substitute = self.substitute or ""
        if self.rule == "complete-all":
            return Node(Tag.NAMES, (substitute,)) if same else None
        if self.rule == "complete-each":
            count = len(now) if same else 0
        else:
            count = next(
                (i for i, (a, b) in enumerate(zip(now, before, strict=False)) if a != b),
                min(len(now), len(before)),
            )
            if self.rule == "partial-first":
                count = min(count, 1)
        if not count:
            return None
        left = count
        if names.tag is Tag.SUBSTITUTED:
            return Node(Tag.NAMES, (substitute,))

        def change(node: Node) -> Output | None:
            nonlocal left
            if node.tag is Tag.NAME and left:
                left -= 1
                return substitute
            return None

        return Node(Tag.NAMES, [mapped(child, change) for child in names.children])
