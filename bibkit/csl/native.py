"""bibkit's own citation processor (CSL 1.0.2) behind the engine protocol."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bibkit.csl.engine import Bibliography, Citation, Cite, Cluster, Document
from bibkit.csl.library import Style
from bibkit.csl.marks import PLACEHOLDER, TERM, unmarked
from bibkit.csl.nodes import Entry, Layout, Node
from bibkit.csl.run.cites import PlacedCite, Printer
from bibkit.csl.run.collapse import row_of
from bibkit.csl.run.context import PLAIN, Context
from bibkit.csl.run.disambiguate import disambiguate
from bibkit.csl.run.dress import dressing
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
        return _Run(style, program, references, (), uncited=True).bibliography()

    def citations(
        self,
        style: Style,
        references: Sequence[Reference],
        clusters: Sequence[Cluster],
        locale: str | None = None,
        *,
        uncited: bool = False,
    ) -> tuple[Citation, ...]:
        """See `bibkit.csl.engine.Engine.citations`."""
        return _Run(style, load(style, locale), references, clusters, uncited=uncited).citations()

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


def _by_id(references: Iterable[Reference]) -> dict[str, Reference]:
    """References by id; one whose id stood before has a key of its own, so that none is lost."""
    found: dict[str, Reference] = {}
    for index, reference in enumerate(references):
        key = reference.id
        while key in found:
            key = f"{key} ({index})"
        found[key] = reference
    return found


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
        known = _by_id(references)
        cited = dict.fromkeys(cite.id for cluster in clusters for cite in cluster.cites)
        self.problems += _id_problems(cited, known, references)
        ids = [id_ for id_ in cited if id_ in known]
        if uncited:
            ids = list(dict.fromkeys((*ids, *known)))
        self.items = {id_: Item(known[id_], program.quotes, id_) for id_ in ids}
        self.clusters = clusters
        # A sort key may be the number, which is that of the citation until all are sorted.
        self.numbers = {id_: index for index, id_ in enumerate(self.items, 1)}
        self.order = self._sorted()
        self.numbers = {item.id: index for index, item in enumerate(self.order, 1)}
        self.printer = Printer(program)
        self.numeric = program.citation.prints_number
        disambiguate(self.printer, self.order)

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
            found_cites = [
                (cite, place)
                for cite, place in zip(cluster.cites, row, strict=True)
                if cite.id in self.items
            ]
            cites = [
                PlacedCite(cite, self.items[cite.id], place, self.numbers[cite.id], index == 0)
                for index, (cite, place) in enumerate(found_cites)
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
                self.problems.append(Problem("not-printed", message, ref=item.reference.id))
                if not self.numeric:
                    continue
                output = f"{self.numbers[item.id]}. {_NOTHING}"
            entries.append(Entry(item.reference.id, self._finished(output, begins=True)))
            widest = max(widest, len(str(self.numbers[item.id])))
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


def _id_problems(
    cited: Iterable[str], known: Mapping[str, Reference], references: Sequence[Reference]
) -> list[Problem]:
    """Cited ids that no reference has, or more than one."""
    counts = Counter(reference.id for reference in references)
    problems = []
    for id_ in cited:
        if id_ not in known:
            near = difflib.get_close_matches(id_, known, n=1)
            also = f" Did you mean '{near[0]}'?" if near else ""
            message = f"'{id_}' is cited, but no reference has this id.{also}"
            problems.append(Problem("unknown-id", message, ref=id_))
        elif counts[id_] > 1:
            message = f"{counts[id_]} references have the id '{id_}'; its citations mean the first."
            problems.append(Problem("doubled-id", message, ref=id_))
    return problems


def _begun(output: Output) -> str:
    """An entry's text; a term that begins it, or stands behind its number, has a capital."""
    text = flat(output)
    if TERM not in text:
        return text
    number = next(find(output, Tag.CITATION_NUMBER), None)
    if number is None:
        return capitalised(text)
    text = flat(mapped(output, lambda node: PLACEHOLDER if node is number else None))
    return capitalised(text).replace(PLACEHOLDER, flat(number), 1)


#: What the suite of CSL expects of an item for which a style prints nothing.
_NOTHING = "[CSL STYLE ERROR: reference with no printed form.]"
