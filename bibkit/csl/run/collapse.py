"""The cites of a cluster in a row: grouped by author, collapsed, with their delimiters.

CSL 1.0.2, "Cite Grouping" and "Cite Collapsing".
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

from bibkit.csl.marks import SEAM
from bibkit.csl.run.cites import PlacedCite, Printer, names_key
from bibkit.csl.run.context import PLAIN
from bibkit.csl.run.program import AreaProgram
from bibkit.csl.run.tree import Node, Output, Tag, find, flat, mapped

__all__ = ["row_of"]


def row_of(printer: Printer, cites: Sequence[PlacedCite]) -> list[Output]:
    """The outputs of cites with the delimiters between them; cites that print nothing are left out."""
    area = printer.program.citation
    printed = [_One(printer, placed) for placed in cites]
    printed = [one for one in printed if one.output]
    collapse = area.options.get("collapse", "")
    if collapse == "citation-number":
        return _numbers(printed, area)
    if collapse.startswith("year") or "cite-group-delimiter" in area.options:
        groups = _grouped(printed, anywhere=bool(area.sort), nameless=bool(collapse))
        return _groups(printer, groups, area, collapse)
    return _row(printed, area.delimiter)


class _One:
    """A cite printed, and what grouping and collapsing ask of it, found when they ask."""

    def __init__(self, printer: Printer, placed: PlacedCite) -> None:
        self.printer = printer
        self.placed = placed
        self.bare = printer.print(placed).output
        self.output = printer.affixed(placed, self.bare)
        self.number = placed.number

    @functools.cached_property
    def _whole(self) -> Output:
        """The cite with its names: one without them belongs with the others of its names too."""
        if not self.placed.cite.suppress_author:
            return self.bare
        cite = dataclasses.replace(self.placed.cite, suppress_author=False)
        return self.printer.print(dataclasses.replace(self.placed, cite=cite)).output

    @functools.cached_property
    def key(self) -> str:
        """What cites of one group begin with; empty where that makes no group."""
        return names_key(self._whole)

    @functools.cached_property
    def names(self) -> str:
        """The names alone; empty where there are none."""
        names = next(find(self._whole, Tag.NAMES), None)
        return flat(names) if names is not None else ""

    @functools.cached_property
    def shape(self) -> str:
        """What stands around the number; empty where more is printed than that."""
        cite = self.placed.cite
        number = next(find(self.bare, Tag.CITATION_NUMBER), None)
        if cite.prefix or cite.suffix or number is None:
            return ""
        if any(True for tag in (Tag.LOCATOR, Tag.NAMES, Tag.YEAR) for _ in find(self.bare, tag)):
            return ""
        return flat(mapped(self.bare, lambda node: "#" if node is number else None))


def _row(printed: Sequence[_One], delimiter: str) -> list[Output]:
    row: list[Output] = []
    for index, one in enumerate(printed):
        if index:
            row.append(_between(printed[index - 1], one, delimiter))
        row.append(one.output)
    return row


def _between(before: _One, one: _One, delimiter: str) -> str:
    """The delimiter between two cites; the punctuation that an author wrote there counts for it."""
    if one.placed.cite.prefix.lstrip().startswith((",", ".", ";")):
        return ""
    if before.placed.cite.suffix.rstrip().endswith((",", ";")):
        return " "
    return f"{SEAM}{delimiter}{SEAM}"


# --- citation numbers ----------------------------------------------------------------------------------


def _numbers(printed: list[_One], area: AreaProgram) -> list[Output]:
    """Three or more numbers in a row become a range."""
    row: list[Output] = []
    after = area.options.get("after-collapse-delimiter", area.delimiter)
    index, collapsed = 0, False
    while index < len(printed):
        end = index
        while (
            end + 1 < len(printed)
            and printed[end + 1].number == printed[end].number + 1
            and printed[end].shape
            and printed[end].shape == printed[end + 1].shape
        ):
            end += 1
        if row:
            ends = collapsed or bool(printed[index - 1].placed.cite.locator)
            row.append(
                _between(printed[index - 1], printed[index], after if ends else area.delimiter)
            )
        if end - index >= 2:
            row += [printed[index].output, f"{SEAM}–{SEAM}", printed[end].output]
            index, collapsed = end + 1, True
        else:
            row.append(printed[index].output)
            index, collapsed = index + 1, False
    return row


# --- names and years -----------------------------------------------------------------------------------


def _grouped(printed: list[_One], *, anywhere: bool, nameless: bool) -> list[list[_One]]:
    """Cites of the same names together, where the first of them stands; unsorted ones only neighbours.

    Args:
        nameless: what has no names goes with what stands before it.
    """
    if anywhere:
        printed = _by_authors(printed)
    groups: list[list[_One]] = []
    for one in printed:
        if groups and (one.key == groups[-1][0].key if one.key else nameless):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _by_authors(printed: list[_One]) -> list[_One]:
    """Cites of the same names side by side, where the first of them stands; so those without."""
    by_names: dict[str, list[_One]] = {}
    for one in printed:
        by_names.setdefault(one.names, []).append(one)
    return [one for group in by_names.values() for one in group]


def _groups(
    printer: Printer, groups: list[list[_One]], area: AreaProgram, collapse: str
) -> list[Output]:
    options = area.options
    # As citeproc-js has it: notes, and styles that say what stands behind a group, have the
    # delimiter of cites in the group too.
    in_notes = printer.program.style.note_style or "after-collapse-delimiter" in options
    default = area.delimiter if in_notes and collapse else ", "
    within = options.get("cite-group-delimiter", default)
    after = options.get("after-collapse-delimiter", area.delimiter)
    suffix_delimiter = options.get(
        "year-suffix-delimiter", options.get("cite-group-delimiter", area.delimiter)
    )
    row: list[Output] = []
    before: list[_One] = []
    for group in groups:
        if row:
            # As citeproc-js has it: behind any cite, unless suffixes collapse one by one.
            ends = (
                collapse != "year-suffix" or len(before) > 1 or bool(before[-1].placed.cite.locator)
            )
            row.append(
                _between(before[-1], group[0], after if collapse and ends else area.delimiter)
            )
        before = group
        if collapse:
            behind = options.get("after-collapse-delimiter", within)
            row += _years(printer, group, (within, behind), suffix_delimiter, collapse)
        else:
            row += _row(group, within)
    return row


def _years(
    printer: Printer,
    group: list[_One],
    delimiters: tuple[str, str],
    suffix_delimiter: str,
    collapse: str,
) -> list[Output]:
    """One group: names once, then years; with suffixes the year once, then suffixes."""
    by_suffix = collapse.startswith("year-suffix")
    row: list[Output] = []
    index = 0
    while index < len(group):
        one = group[index]
        output = one.output
        if index and one.key:
            bare = printer.print(one.placed, nameless=True).output
            if by_suffix and _same_year(group[index - 1], one):
                bare = _yearless(bare)
            output = printer.affixed(one.placed, bare) if bare else ""
        if not output:
            index += 1
            continue
        if row:
            # Behind a locator a comma would read as a further one.
            before = delimiters[bool(group[index - 1].placed.cite.locator)]
            row.append(f"{SEAM}{before}{SEAM}")
        row.append(output)
        end = index
        while by_suffix and end + 1 < len(group) and _runs_on(group, end):
            end += 1
        if end > index:
            row += _suffixes(group[index : end + 1], suffix_delimiter, collapse.endswith("ranged"))
        index = end + 1
    return row


def _same_year(one: _One, other: _One) -> bool:
    """Whether two cites of the same names differ in their year suffix."""
    years = [_year(each.bare) for each in (one, other)]
    return bool(years[0]) and years[0] == years[1] and all(_suffix(each) for each in (one, other))


def _runs_on(group: list[_One], index: int) -> bool:
    """Whether the cite behind this one is printed as its year suffix alone."""
    before, cite = group[index].placed.cite, group[index + 1].placed.cite
    if cite.locator or cite.prefix or cite.suffix or cite.author_only:
        return False
    if before.suffix or before.author_only or (before.locator and index):
        return False
    return _same_year(group[index], group[index + 1])


def _yearless(output: Output) -> Output:
    """A cite without its year, whose suffix stays."""

    def change(node: Node) -> Output | None:
        if node.tag is not Tag.YEAR:
            return None
        return next(find(node, Tag.YEAR_SUFFIX), "")

    return mapped(output, change)


def _year(output: Output) -> str:
    node = next(find(output, Tag.YEAR), None)
    if node is None:
        return ""
    return flat(mapped(node, lambda one: "" if one.tag is Tag.YEAR_SUFFIX else None))


def _suffix(one: _One) -> str:
    node = next(find(one.bare, Tag.YEAR_SUFFIX), None)
    return flat(node) if node is not None else ""


def _suffixes(group: list[_One], delimiter: str, ranged: bool) -> list[Output]:
    """The suffixes that follow a year with its own."""
    expansions = group[0].printer.expansions
    numbers = [expansions.get(one.placed.item.id, PLAIN).year_suffix or 0 for one in group]
    row: list[Output] = []
    index = 0
    while index < len(group):
        end = index
        starts = ranged and not group[index].placed.cite.locator
        while starts and end + 1 < len(group) and numbers[end + 1] == numbers[end] + 1:
            end += 1
        if index:
            row += [f"{SEAM}{delimiter}{SEAM}", _suffix(group[index])]
        if end - index >= 2:
            row += [f"{SEAM}–{SEAM}", _suffix(group[end])]
            index = end
        index += 1
    return row
