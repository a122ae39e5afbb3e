"""Cites that look alike and mean different works (CSL 1.0.2, "Disambiguation").

    1. given names, where a rule looks at all names of the document (`all-names`, `primary-name`)
    2. within each group of cites that read the same: more names, more of given names (`by-cite`)
    3. what the style prints under `disambiguate="true"`
    4. a suffix to the year, in the order of the bibliography

A name that does not tell works apart is taken back; what the style prints under its condition stays
("Disambiguation" is silent there; citeproc-js has it so). Each group is worked on alone, so that the time
grows with the number of ambiguous cites.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bibkit.csl.engine import Cite
from bibkit.csl.run.cites import PlacedCite, Printed, Printer
from bibkit.csl.run.context import PLAIN, Expansion, GivenLevels, Place
from bibkit.csl.run.items import Item
from bibkit.csl.run.tree import flat

__all__ = ["disambiguate"]

_PLACE = Place("subsequent")


def disambiguate(printer: Printer, items: Sequence[Item]) -> None:
    """Set the printer's expansions and levels so that no two of the items read the same.

    Args:
        printer: prints the cites.
        items: in the order of the bibliography.
    """
    options = printer.program.citation
    rule = options.options.get("givenname-disambiguation-rule", "by-cite")
    add_given = options.is_on("disambiguate-add-givenname")
    add_names = options.is_on("disambiguate-add-names")
    add_suffix = options.is_on("disambiguate-add-year-suffix")
    printer.expansions = {}
    printer.levels = None
    if not (add_given or add_names or add_suffix or options.tests_disambiguate):
        return
    work = _Work(printer, items, add_names, add_given and rule == "by-cite")
    if add_given and rule != "by-cite":
        printer.levels = _levels(work.base.values(), rule)
        if printer.levels.levels:
            work = _Work(printer, items, add_names, False)
    groups = list(work.ambiguous())
    if add_names or work.add_given:
        groups = [rest for group in groups for rest in work.tell_apart(group)]
    if options.tests_disambiguate:
        groups = [rest for group in groups if (rest := work.by_condition(group))]
    if add_suffix:
        work.number_years(groups)
    printer.expansions = {id_: one for id_, one in work.expansions.items() if one != PLAIN}


def _levels(printed: Iterable[Printed], rule: str) -> GivenLevels:
    """How much of given names is needed so that each name of the document is a person of its own."""
    families: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    keys = set()
    primary = rule.startswith("primary-name")
    for one in printed:
        for names in one.lists:
            for key in names.keys[:1] if primary else names.keys:
                family, initials, whole = key
                families[family][initials].add(whole)
                keys.add(key)
    levels = GivenLevels(primary_only=primary)
    for key in keys:
        family, initials, _ = key
        level = 1 if len(families[family]) > 1 else 0
        if len(families[family][initials]) > 1 and not rule.endswith("with-initials"):
            level = 2
        if level:
            levels.levels[key] = level
    return levels


class _Work:
    """The items' cites and what each shows so far."""

    def __init__(
        self, printer: Printer, items: Sequence[Item], add_names: bool, add_given: bool
    ) -> None:
        self.printer = printer
        self.items = items
        self.rank = {item.id: index for index, item in enumerate(items)}
        self.add_names, self.add_given = add_names, add_given
        self.expansions: dict[str, Expansion] = {}
        self.placed = {item.id: PlacedCite(Cite(item.id), item, _PLACE) for item in items}
        self.base = {item.id: printer.print(self.placed[item.id], PLAIN) for item in items}

    def text(self, item: Item, expansion: Expansion) -> str:
        return flat(self.printer.print(self.placed[item.id], expansion).output)

    def ambiguous(self) -> Iterator[list[Item]]:
        """Groups of items whose cites read the same."""
        groups: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            groups[flat(self.base[item.id].output)].append(item)
        return (group for group in groups.values() if len(group) > 1)

    # --- names ----------------------------------------------------------------------------------------

    def tell_apart(self, group: list[Item]) -> list[list[Item]]:
        """Show more names until items differ; what is left reads the same with all of them."""
        left: list[list[Item]] = []
        queue = [(PLAIN, group)]
        while queue:
            base, items = queue.pop()
            rest = self._split(base, items, queue)
            if len(rest) > 1:
                left.append(rest)
        return left

    def _split(
        self, base: Expansion, items: list[Item], queue: list[tuple[Expansion, list[Item]]]
    ) -> list[Item]:
        """Step through the names of the first item; items that fall off go to the queue.

        Those that still read the same go together, each such group on its own: queued as one they
        would be printed again for every item among them.
        """
        kept = base
        for step in self._steps(items[0], base):
            if not self._may_tell(items, step):
                continue
            tried = _with(kept, step)
            texts = self._by_text(items, tried)
            if len(texts) == 1:
                continue
            kept = tried
            for item in items:
                self.expansions[item.id] = kept
            items, *others = texts.values()  # the first item's are the first
            queue += [(kept, alike) for alike in others if len(alike) > 1]
            if len(items) == 1:
                break
        return items

    def _by_text(self, items: Iterable[Item], expansion: Expansion) -> dict[str, list[Item]]:
        """Items by what their cites read with an expansion."""
        texts: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            texts[self.text(item, expansion)].append(item)
        return texts

    def _may_tell(self, items: list[Item], step: _Step) -> bool:
        """Whether names differ at a step's place; to print thousands that do not takes minutes."""
        seen = set()
        for item in items:
            lists = self.base[item.id].lists
            names = lists[step.index] if step.index < len(lists) else None
            if names is None or step.place >= names.count:
                return True
            # The last two places change how a list ends: "et al.", or "…" and the last name.
            seen.add((names.keys[step.place], min(names.count - step.place, 2)))
        return len(seen) > 1

    def _steps(self, item: Item, base: Expansion) -> Iterator[_Step]:
        """What may be shown more, in the order in which it is tried."""
        for index, names in enumerate(self.base[item.id].lists):
            shown = base.names[index] if index < len(base.names) else 0
            shown = max(shown, names.shown)
            for place in range(names.count):
                if place >= shown:
                    if not self.add_names:
                        break
                    yield _Step(index, place + 1, place, 0)
                if self.add_given:
                    for level in range(names.level + 1, 3):
                        yield _Step(index, max(shown, place + 1), place, level)

    # --- the rest ---------------------------------------------------------------------------------------

    def by_condition(self, group: list[Item]) -> list[Item]:
        """Turn tests of `disambiguate="true"` on, one after the other; gives what stays alike."""
        tests = max(self.base[item.id].disambiguate_tests for item in group)
        for condition in range(1, tests + 1):
            texts: dict[str, list[Item]] = defaultdict(list)
            for item in group:
                now = self.expansions.get(item.id, PLAIN)
                self.expansions[item.id] = dataclasses.replace(now, condition=condition)
                texts[self.text(item, self.expansions[item.id])].append(item)
            group = [item for alike in texts.values() if len(alike) > 1 for item in alike]
            if not group:
                break
        return group

    def number_years(self, groups: list[list[Item]]) -> None:
        """Suffixes a, b, c … in the order of the bibliography."""
        for group in groups:
            texts: dict[str, list[Item]] = defaultdict(list)
            for item in group:
                texts[self.text(item, self.expansions.get(item.id, PLAIN))].append(item)
            for alike in texts.values():
                if len(alike) == 1:
                    continue
                for index, item in enumerate(sorted(alike, key=lambda one: self.rank[one.id])):
                    now = self.expansions.get(item.id, PLAIN)
                    self.expansions[item.id] = dataclasses.replace(now, year_suffix=index)


@dataclasses.dataclass(frozen=True, slots=True)
class _Step:
    """Show `names` names of the list at `index`, the one at `place` with this much given name."""

    index: int
    names: int
    place: int
    level: int


def _with(base: Expansion, step: _Step) -> Expansion:
    names = [*base.names, *[0] * (step.index + 1 - len(base.names))]
    names[step.index] = max(names[step.index], step.names)
    givens = [list(one) for one in base.givens]
    givens += [[] for _ in range(step.index + 1 - len(givens))]
    row = givens[step.index]
    row += [0] * (step.place + 1 - len(row))
    row[step.place] = max(row[step.place], step.level)
    return dataclasses.replace(base, names=tuple(names), givens=tuple(tuple(row) for row in givens))
