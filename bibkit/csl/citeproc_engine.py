"""citeproc-py behind the engine protocol, its known faults mended from outside.

What is mended, and how (citeproc-py 0.11, measured on 21 much-used styles):

- an item that crashes it takes the whole list along → each item is rendered alone;
- a localised date's delimiter is ignored (`2017Mar23`) → set on the style's own date element;
- the number is glued in styles that align second fields (`1.Smith`) → the first field's end is
  marked, and becomes a label;
- `cs:names` without `cs:name` grow a new one at every rendering → one is put there at the start;
- variables of CSL 1.0.2 are refused → references are built here, not by its JSON reader;
- a truncated list of authors is printed as if whole → `et-al-min` is set for that one item;
- a page range of unequal lengths is cut (`1–14` to `1–4`) → its last page is kept whole;
- what a `cs:substitute` printed is printed again in its own place → `bibkit.csl.citeproc_mended`;
- initials without stops ("AJ") are cut to the first → set apart;
- date ranges within a year lose the year → the first date stands for the range;
- doubled full stops and blanks at the seams, stops behind a closing quotation mark where the
  locale wants them inside → mended in the result.

A citation's cites are sorted and printed here, one by one, by the style's `cs:citation`; where each
stands (`position`) is found as bibkit's own engine finds it. What citeproc-py does not have stays
missing: cites are not collapsed, grouped or told apart, and no term that begins a note has a
capital.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bibkit.csl.citeproc_items import (
    cite_item,
    expand_range,
    plain_cite,
    source_item,
    source_text,
)
from bibkit.csl.citeproc_style import Formatter, Prepared, load, reason, sort_of, tidy
from bibkit.csl.engine import Bibliography, Citation, Cite, Cluster, Document
from bibkit.csl.library import Style
from bibkit.csl.marks import parse_marked, unmarked
from bibkit.csl.run.context import Place
from bibkit.csl.run.positions import places_of
from bibkit.errors import StyleError
from bibkit.model import Problem, Reference, Severity

__all__ = ["CiteprocEngine", "expand_range"]


class CiteprocEngine:
    """`bibkit.csl.engine.Engine` by citeproc-py."""

    def bibliography(
        self, style: Style, references: Sequence[Reference], locale: str | None = None
    ) -> Bibliography:
        """See `bibkit.csl.engine.Engine.bibliography`."""
        prepared = load(style, locale)
        if prepared.entries is None:
            raise StyleError(
                f"The style '{style.id}' has no bibliography: it prints references in notes only."
            )
        return _Run(style, prepared, references).bibliography()

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
        return self.document(style, references, clusters, locale, uncited=uncited).citations

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
        prepared = load(style, locale)
        known = {reference.id: reference for reference in references}
        cited = [cite.id for cluster in clusters for cite in cluster.cites if cite.id in known]
        ids = dict.fromkeys([*cited, *known] if uncited else cited)
        run = _Run(style, prepared, [known[id] for id in ids])
        citations = run.citations(clusters)
        bibliography = run.bibliography()
        return Document(citations, bibliography, run.problems)


class _Run:
    """One document: its references numbered and sorted.

    Args:
        references: in the order of citation.
    """

    def __init__(self, style: Style, prepared: Prepared, references: Sequence[Reference]) -> None:
        from citeproc import Citation as SourceCitation
        from citeproc import CitationItem, CitationStylesBibliography

        self.style, self.prepared = style, prepared
        self._problems: dict[Problem, None] = {}
        # Keys of its own: citeproc-py lowers all letters of an id.
        keys = [f"item{index}" for index in range(len(references))]
        self.references = dict(zip(keys, references, strict=True))
        self.keys = {reference.id: key for key, reference in self.references.items()}
        self.source = {
            key: source_item(key, reference, prepared.page_format)
            for key, reference in self.references.items()
        }
        self.registered = CitationStylesBibliography(prepared.style, self.source, Formatter)
        citation = SourceCitation([CitationItem(key) for key in keys])
        citation.bibliography = self.registered
        self.registered.items, self.registered.keys = list(citation.cites), keys
        if prepared.entries is not None:
            items = self._sorted(prepared.entries, citation.cites)
            self.registered.items, self.registered.keys = items, [item.key for item in items]

    def _sorted(self, layout: Any, items: list[Any]) -> list[Any]:
        """Items as the style sorts them; where a season stops citeproc-py, without seasons."""
        sort = sort_of(layout)
        if sort is None:
            return list(items)
        seasons: list[tuple[Any, int]] = []
        try:
            try:
                return list(sort.sort(items, layout))
            except AssertionError:
                for item in self.source.values():
                    issued = item.get("issued")
                    if issued is not None and "season" in issued:
                        seasons.append((issued, issued.pop("season")))
                return list(sort.sort(items, layout))
        except Exception as error:  # one item's sort key may crash the whole sort
            message = f"The style's sorting failed ({reason(error)}); the order is the input's."
            self._tell(Problem("unsorted", message))
            return list(items)
        finally:
            for issued, season in seasons:
                issued["season"] = season

    def _tell(self, problem: Problem) -> None:
        """Note a problem once, however often its reference is cited."""
        self._problems[problem] = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All so far, in the order in which they were met."""
        return tuple(self._problems)

    def bibliography(self) -> Bibliography:
        """The entries in order; empty for a style without a bibliography."""
        if self.prepared.entries is None:
            return Bibliography((), self.problems, self.style)
        entries = []
        for item in self.registered.items:
            entry, problem = self.prepared.entry(item, self.references[item.key])
            entries.append(entry)
            if problem:
                self._tell(problem)
        layout = replace(
            self.prepared.spacing(), max_offset=len(str(len(entries))) if entries else 0
        )
        return Bibliography(tuple(entries), self.problems, self.style, layout)

    # --- citations --------------------------------------------------------------------------------

    def citations(self, clusters: Sequence[Cluster]) -> tuple[Citation, ...]:
        """Every cluster formatted; raises a StyleError where the style has no citations."""
        if self.prepared.cites is None:
            raise StyleError(f"The style '{self.style.id}' has no layout for citations.")
        clusters = [self._in_order(cluster) for cluster in clusters]
        places = places_of(clusters, self.prepared.near_note_distance)
        return tuple(
            Citation(parse_marked(self._cluster(cluster, row)), cluster.id)
            for cluster, row in zip(clusters, places, strict=True)
        )

    def _items(self, cluster: Cluster) -> list[Any]:
        """citeproc-py's item for each cite, None for an unknown one."""
        from citeproc import Citation as SourceCitation

        items = [
            cite_item(self.keys[cite.id], cite) if cite.id in self.keys else None
            for cite in cluster.cites
        ]
        citation = SourceCitation([item for item in items if item is not None])
        citation.bibliography = self.registered
        return items

    def _in_order(self, cluster: Cluster) -> Cluster:
        """A cluster's cites as the style sorts them; unsorted ones stay as they are."""
        layout, items = self.prepared.cites, self._items(cluster)
        if len(items) < 2 or None in items or sort_of(layout) is None:
            return cluster
        cites = {id(item): cite for item, cite in zip(items, cluster.cites, strict=True)}
        # What sorts alike stands as in the bibliography.
        items.sort(key=lambda item: item.number)
        self.prepared.start(layout)
        return replace(cluster, cites=tuple(cites[id(i)] for i in self._sorted(layout, items)))

    def _cluster(self, cluster: Cluster, places: Sequence[Place]) -> str:
        """A cluster as marked text: the known cites, then the ids that no reference has."""
        layout = self.prepared.cites
        text, before, dressed = "", "", False
        unknown = []
        for cite, place, item in zip(cluster.cites, places, self._items(cluster), strict=True):
            if item is None:
                message = f"'{cite.id}' is cited, but no reference has this id."
                self._tell(Problem("unknown-id", message, ref=cite.id))
                unknown.append(f"[{unmarked(cite.id)}?]")
                continue
            if text:
                text += _between(before, cite.prefix, layout.get("delimiter", ""))
            text += self._cite(cite, place, item)
            before, dressed = cite.suffix, dressed or not cite.author_only
        text = "; ".join([text, *unknown] if text else unknown)
        # Authors alone are a part of the sentence; all else stands between the layout's affixes.
        if text and (dressed or len(unknown) == len(cluster.cites)):
            try:
                text = str(layout.format(layout.wrap(text)))
            except Exception as error:  # a style may ask for what citeproc-py does not know
                message = f"The style could not format citations ({reason(error)})"
                self._tell(Problem("not-formatted", f"{message}; they are printed plainly."))
        return tidy(text, self.prepared.punctuation_in_quote)

    def _cite(self, cite: Cite, place: Place, item: Any) -> str:
        """One cite between its prefix and suffix; plain where citeproc-py fails."""
        reference = self.references[item.key]
        try:
            text = self.prepared.cite(item, reference, cite, place)
        except Exception as error:  # whatever one cite does, the others go on
            message = f"The style could not format a citation of this reference ({reason(error)})"
            message += "; it is printed plainly."
            self._tell(Problem("not-formatted", message, Severity.WARNING, ref=reference.id))
            text = plain_cite(reference, cite)
        prefix, suffix = str(source_text(cite.prefix)), str(source_text(cite.suffix))
        # A blank where words would run together.
        last, first = unmarked(prefix)[-1:], unmarked(suffix)[:1]
        if last and (last.isalnum() or last in ".,;:!?)"):
            prefix += " "
        if first and (first.isalnum() or first in "(["):
            suffix = f" {suffix}"
        return prefix + text + suffix


def _between(suffix: str, prefix: str, delimiter: str) -> str:
    """The delimiter between two cites; punctuation that an author wrote there counts for it."""
    if prefix.lstrip().startswith((",", ".", ";")):
        return ""
    return " " if suffix.rstrip().endswith((",", ";")) else delimiter
