"""bibkit's own citation processor (CSL 1.0.2) behind the engine protocol."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from bibkit.csl.engine import Bibliography, Citation, Cite, Cluster, Document
from bibkit.csl.library import Style
from bibkit.csl.marks import unmarked
from bibkit.csl.nodes import Entry, Layout, Node
from bibkit.csl.run.cites import PlacedCite, Printer
from bibkit.csl.run.collapse import row_of
from bibkit.csl.run.compile import dressing
from bibkit.csl.run.context import PLAIN, Context
from bibkit.csl.run.disambiguate import disambiguate
from bibkit.csl.run.entries import EntryPrinter
from bibkit.csl.run.finish import capitalised, finished, mended
from bibkit.csl.run.items import Item
from bibkit.csl.run.positions import places_of
from bibkit.csl.run.program import Program, load
from bibkit.csl.run.sorting import sorted_by
from bibkit.csl.run.tree import Node as OutputNode
from bibkit.csl.run.tree import Output, Tag, find, flat, mapped
from bibkit.errors import StyleError
from bibkit.model import Problem, Reference, Severity

__all__ = ["NativeEngine"]


class NativeEngine:
    """`bibkit.csl.engine.Engine` in Python alone."""

    def bibliography(
        self, style: Style, references: Sequence[Reference], locale: str | None = None
    ) -> Bibliography:
        """See `bibkit.csl.engine.Engine.bibliography`."""
        program = load(style, locale)
        if program.bibliography is None:
            raise StyleError(
                f"The style '{style.id}' has no bibliography: it prints references in notes only."
            )
        if len({reference.id for reference in references}) < len(references):
            return _with_doubled_ids(self, style, references, locale)
        return _Run(style, program, references, (), uncited=True).bibliography()

    def document(
        self,
        style: Style,
        references: Sequence[Reference],
        clusters: Sequence[Cluster],
        locale: str | None = None,
        *,
        uncited: bool = False,
    ) -> Document:
        """See `bibkit.csl.engine.Engine.document`."""
        run = _Run(style, load(style, locale), references, clusters, uncited=uncited)
        citations = run.citations()
        bibliography = run.bibliography()
        return Document(citations, bibliography, tuple(run.problems))


def _with_doubled_ids(
    engine: NativeEngine, style: Style, references: Sequence[Reference], locale: str | None
) -> Bibliography:
    """A bibliography of references of which some have the same id: one entry for each all the same."""
    apart = [
        dataclasses.replace(reference, id=f"{index} {reference.id}")
        for index, reference in enumerate(references)
    ]
    ids = {new.id: old.id for new, old in zip(apart, references, strict=True)}
    made = engine.bibliography(style, apart, locale)
    return dataclasses.replace(
        made,
        entries=tuple(Entry(ids[entry.id], entry.content) for entry in made.entries),
        problems=tuple(
            dataclasses.replace(one, ref=ids.get(one.ref or "", one.ref)) for one in made.problems
        ),
    )


class _Run:
    """One document: everything in it numbered, sorted and told apart before anything is printed."""

    def __init__(
        self,
        style: Style,
        program: Program,
        references: Sequence[Reference],
        clusters: Sequence[Cluster],
        *,
        uncited: bool,
    ) -> None:
        self.style, self.program = style, program
        self.problems = [
            Problem("style-warning", warning, Severity.INFO) for warning in program.style.warnings
        ]
        known = {reference.id: reference for reference in references}
        cited = [cite.id for cluster in clusters for cite in cluster.cites]
        ids: Iterable[str] = dict.fromkeys(id_ for id_ in cited if id_ in known)
        if uncited:
            ids = dict.fromkeys((*ids, *known))
        self.items = {id_: Item(known[id_], program.quotes) for id_ in ids}
        self.clusters = [self._known(cluster) for cluster in clusters]
        self.numbers = {id_: index for index, id_ in enumerate(self.items, 1)}
        self.order = self._sorted()
        self.numbers = {item.id: index for index, item in enumerate(self.order, 1)}
        self.printer = Printer(program)
        self.numeric = program.citation.prints_number
        disambiguate(self.printer, self.order)

    def _known(self, cluster: Cluster) -> Cluster:
        for cite in cluster.cites:
            if cite.id not in self.items:
                message = f"'{cite.id}' is cited, but no reference has this id."
                problem = Problem("unknown-id", message, ref=cite.id)
                if problem not in self.problems:
                    self.problems.append(problem)
        return cluster

    def _sorted(self) -> list[Item]:
        """The items in the order of the bibliography, which is that of the citations if it has no keys."""
        items = list(self.items.values())
        area = self.program.bibliography
        if area is None or not area.sort:
            return items
        return sorted_by(items, area.sort, self._sort_context)

    def _sort_context(self, item: Item) -> Context:
        return Context(
            item=item, locale=self.program.locale, number=self.numbers[item.id], sorting=True
        )

    # --- citations ------------------------------------------------------------------------------------

    def citations(self) -> tuple[Citation, ...]:
        """Every cluster formatted."""
        area = self.program.citation
        clusters = [self._in_order(cluster) for cluster in self.clusters]
        distance = int(area.options.get("near-note-distance", "5"))
        places = places_of(clusters, distance)
        dress = dressing(area.formatting, inside=True)
        found = []
        for cluster, row in zip(clusters, places, strict=True):
            cites = [
                PlacedCite(cite, self.items[cite.id], place, self.numbers[cite.id], index == 0)
                for index, (cite, place) in enumerate(zip(cluster.cites, row, strict=True))
                if cite.id in self.items
            ]
            outputs = row_of(self.printer, cites)
            for cite in cluster.cites:
                if cite.id not in self.items:
                    outputs += ["; "] if outputs else []
                    outputs.append(f"[{unmarked(cite.id)}?]")
            output: Output = OutputNode(None, outputs)
            if dress and not (cites and all(placed.cite.author_only for placed in cites)):
                output = dress(output)
            content = self._finished(output) if outputs else ()
            if not content:
                content = (_NOTHING,)
            found.append(Citation(content, cluster.id))
        return tuple(found)

    def _in_order(self, cluster: Cluster) -> Cluster:
        """A cluster's cites as the style sorts them."""
        keys = self.program.citation.sort
        if not keys or len(cluster.cites) < 2 or any(c.id not in self.items for c in cluster.cites):
            return cluster

        def context_of(cite: Cite) -> Context:
            context = self._sort_context(self.items[cite.id])
            context.cite = cite
            return context

        return Cluster(tuple(sorted_by(cluster.cites, keys, context_of)), cluster.note, cluster.id)

    # --- bibliography -----------------------------------------------------------------------------------

    def bibliography(self) -> Bibliography:
        """The entries in order; empty for a style without a bibliography."""
        area = self.program.bibliography
        if area is None:
            return Bibliography((), tuple(self.problems), self.style)
        printer = EntryPrinter(self.program, area)
        entries, widest = [], 0
        for item in self.order:
            expansion = self.printer.expansions.get(item.id, PLAIN)
            output = printer.output(item, self.numbers[item.id], expansion)
            if not output:
                message = "The style prints nothing for this reference."
                self.problems.append(Problem("not-printed", message, ref=item.id))
                if not self.numeric:
                    continue
                output = f"{self.numbers[item.id]}. {_NOTHING}"
            entry = Entry(item.id, self._finished(output, begins=True))
            widest = max(widest, len(str(self.numbers[item.id])))
            entries.append(entry)
        layout = Layout(
            hanging_indent=area.is_on("hanging-indent"),
            second_field_align=area.options.get("second-field-align", ""),
            line_spacing=int(area.options.get("line-spacing", "1")),
            entry_spacing=int(area.options.get("entry-spacing", "1")),
            max_offset=widest,
        )
        return Bibliography(tuple(entries), tuple(self.problems), self.style, layout)

    def _finished(self, output: Output, *, begins: bool = False) -> tuple[Node, ...]:
        locale = self.program.locale
        text = _begun(output) if begins else flat(output)
        text = mended(text, punctuation_in_quote=locale.punctuation_in_quote)
        return finished(text, self.program.quotes)


def _begun(output: Output) -> str:
    """An entry's text; a term that begins it, or stands behind its number, has a capital."""
    number = next(find(output, Tag.CITATION_NUMBER), None)
    if number is None:
        return capitalised(flat(output))
    text = flat(mapped(output, lambda node: "\0" if node is number else None))
    return capitalised(text).replace("\0", flat(number), 1)


#: What the suite of CSL expects of an item for which a style prints nothing.
_NOTHING = "[CSL STYLE ERROR: reference with no printed form.]"
