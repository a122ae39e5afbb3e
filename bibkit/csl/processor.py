"""A manuscript that grows: references registered, citations put in, changed and taken out.

    processor = Processor("nature", references)
    processor.insert(Cluster((Cite("soil", locator="3"),)))   -> what reads differently now
    processor.bibliography().texts()

Everything is formatted anew after a change, since one citation may change the numbers, the ibids and
the year suffixes of all; a style is compiled once, and 1,000 citations take about a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bibkit.csl.engine import Bibliography, Citation, Cluster, Document, Engine
from bibkit.csl.library import Style
from bibkit.model import Problem, Reference

__all__ = ["Change", "Processor"]


@dataclass(frozen=True, slots=True)
class Change:
    """A citation that reads differently than before.

    Args:
        index: its place among the citations.
        citation: as it reads now.
    """

    index: int
    citation: Citation


class Processor:
    """Citations and their bibliography in one style.

    Args:
        engine, style, locale: see `bibkit.csl.engine.Engine`.
        references: those that may be cited; more can be registered later.

    Raises:
        StyleError: the style cannot be used.
    """

    def __init__(
        self,
        engine: Engine,
        style: Style,
        references: Iterable[Reference] = (),
        locale: str | None = None,
    ) -> None:
        self._engine, self._style, self._locale = engine, style, locale
        self._references: dict[str, Reference] = {}
        self._uncited: set[str] = set()
        self._clusters: list[Cluster] = []
        self._document = self._formatted()
        self.register(references)

    def register(self, references: Iterable[Reference]) -> list[Change]:
        """Make references known; one with the id of another takes its place."""
        self._references |= {reference.id: reference for reference in references}
        return self._update(range(len(self._clusters)))

    def uncited(self, ids: Iterable[str]) -> None:
        """Have works in the bibliography that no citation names; those given before are forgotten."""
        self._uncited = set(ids)
        self._document = self._formatted()

    def insert(self, cluster: Cluster, at: int | None = None) -> list[Change]:
        """Put a citation in, at the end or before the one at `at`; gives it and what changed by it."""
        place = len(self._clusters) if at is None else at
        if not 0 <= place <= len(self._clusters):
            raise IndexError(f"There is no place {place} among {len(self._clusters)} citations.")
        self._clusters.insert(place, cluster)
        before = [i if i < place else i - 1 for i in range(len(self._clusters))]
        before[place] = -1
        return self._update(before)

    def replace(self, index: int, cluster: Cluster) -> list[Change]:
        """Change a citation; gives it and what changed by it.

        Raises:
            IndexError: there is no such citation.
        """
        self._clusters[index] = cluster
        before = list(range(len(self._clusters)))
        before[index] = -1
        return self._update(before)

    def remove(self, index: int) -> list[Change]:
        """Take a citation out; gives what changed by it.

        Raises:
            IndexError: there is no such citation.
        """
        del self._clusters[index]
        return self._update([i if i < index else i + 1 for i in range(len(self._clusters))])

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation as it reads now."""
        return self._document.citations

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the style could not do, and ids that no reference has."""
        return self._document.problems

    def bibliography(self) -> Bibliography:
        """The entries of the works that are cited, and of those asked for by `uncited`."""
        return self._document.bibliography

    def _formatted(self) -> Document:
        cited = {cite.id for cluster in self._clusters for cite in cluster.cites}
        wanted = cited | self._uncited
        references = [one for id_, one in self._references.items() if id_ in wanted]
        return self._engine.document(
            self._style, references, self._clusters, self._locale, uncited=True
        )

    def _update(self, before: Sequence[int]) -> list[Change]:
        """Format anew; `before` says for each citation which one it was, -1 for a new one."""
        old = self._document.citations
        self._document = self._formatted()
        return [
            Change(index, citation)
            for index, (citation, was) in enumerate(
                zip(self._document.citations, before, strict=True)
            )
            if was < 0 or old[was].content != citation.content
        ]
