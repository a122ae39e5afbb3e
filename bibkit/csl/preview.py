"""What a style makes of references: each with its citation in the text and its entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bibkit.csl.engine import Citation, Cite, Cluster, Engine
from bibkit.csl.library import Style
from bibkit.csl.nodes import Entry
from bibkit.csl.render import render_entry
from bibkit.model import Date, Name, Problem, Reference

__all__ = ["EXAMPLES", "Preview", "Sample", "preview"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One reference in a style.

    Args:
        id: of the reference.
        citation: the work cited alone for the first time.
        entry: in the bibliography; None where the style has no bibliography.
    """

    id: str
    citation: Citation
    entry: Entry | None

    def texts(self, to: str = "text") -> tuple[str, str]:
        """The citation and the entry in an output, without links; empty for what is not there."""
        cited = self.citation.render(to, links=False).strip()
        return cited, render_entry(self.entry, to, links=False).strip() if self.entry else ""


@dataclass(frozen=True, slots=True)
class Preview:
    """References in a style, in the order in which they were given."""

    style: Style
    samples: tuple[Sample, ...]
    problems: tuple[Problem, ...]


def preview(
    engine: Engine, style: Style, references: Sequence[Reference], locale: str | None = None
) -> Preview:
    """Each reference with its citation and its entry, whatever the style's order.

    Args:
        engine: that formats.
        style, references, locale: as for `Engine.bibliography`.

    Raises:
        StyleError: the style cannot be used, or prints neither.
    """
    note = style.citation_format == "note"
    clusters = [
        Cluster((Cite(one.id),), note=number if note else 0)
        for number, one in enumerate(references, 1)
    ]
    document = engine.document(style, references, clusters, locale)
    # Of two references with one id the first entry is the first one's.
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in reversed(document.bibliography.entries):
        entries[entry.id].append(entry)
    samples = [
        Sample(one.id, citation, entries[one.id].pop() if entries[one.id] else None)
        for one, citation in zip(references, document.citations, strict=True)
    ]
    return Preview(style, tuple(samples), document.problems)


# --- the examples ---------------------------------------------------------------------------------

#: One of each kind that styles treat apart: an article, a book, a chapter, a preprint, a web page.
EXAMPLES = (
    Reference(
        "gugliandolo2019mesenchymal",
        "article-journal",
        {
            "author": (Name("Gugliandolo", "Agnese"), Name("Bramanti", "Placido"), Name("Mazzon", "Emanuela")),
            "title": "Mesenchymal stem cells: a potential therapeutic approach for amyotrophic lateral sclerosis?",
            "container-title": "Stem Cells International",
            "container-title-short": "Stem Cells Int",
            "issued": Date(2019),
            "volume": "2019",
            "page": "3675627",
            "DOI": "10.1155/2019/3675627",
        },
    ),
    Reference(
        "strunk2000elements",
        "book",
        {
            "author": (Name("Strunk", "William"), Name("White", "E. B.")),
            "title": "The elements of style",
            "edition": "4",
            "publisher": "Longman",
            "publisher-place": "New York",
            "issued": Date(2000),
        },
    ),
    Reference(
        "grice1975logic",
        "chapter",
        {
            "author": (Name("Grice", "H. Paul"),),
            "title": "Logic and conversation",
            "container-title": "Syntax and semantics",
            "volume": "3",
            "editor": (Name("Cole", "Peter"), Name("Morgan", "Jerry L.")),
            "page": "41-58",
            "publisher": "Academic Press",
            "publisher-place": "New York",
            "issued": Date(1975),
        },
    ),
    Reference(
        "bar2016biotinylation",
        "article",
        {
            "author": (
                Name("Bar", "Daniel Z."), Name("Atkatsh", "Kathleen"), Name("Tavarez", "Urraca"),
                Name("Erdos", "Michael R."), Name("Gruenbaum", "Yosef"), Name("Collins", "Francis S."),
            ),
            "title": "Biotinylation by antibody recognition – a novel method for proximity labeling",
            "genre": "Preprint",
            "publisher": "bioRxiv",
            "issued": Date(2016, 8, 18),
            "DOI": "10.1101/069187",
        },
    ),
    Reference(
        "who2020global",
        "webpage",
        {
            "author": (Name(literal="World Health Organization"),),
            "title": "Global health estimates",
            "issued": Date(2020),
            "accessed": Date(2026, 11, 1),
            "URL": "https://www.who.int/data/global-health-estimates",
        },
    ),
)  # fmt: skip
