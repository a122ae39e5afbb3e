"""A manuscript that grows: references registered, citations put in, changed and taken out.

    processor = Processor("nature", references)
    processor.insert(Cluster((Cite("soil", locator="3"),)))   -> what reads differently now
    processor.bibliography().texts()

Everything is formatted anew after a change, since one citation may change the numbers, the ibids and
the year suffixes of all; a style is compiled once, and 1,000 citations take about a second. Whoever
has many citations at once puts them in together (`insert_all`): one by one they cost the square.
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
        self._references |= {reference.id: reference for reference in references}
        self._citations = self._formatted()
        self._document: Document | None = None  # of now, once somebody has asked for it

    def register(self, references: Iterable[Reference]) -> list[Change]:
        """Make references known; one with the id of another takes its place."""
        self._references |= {reference.id: reference for reference in references}
        return self._update(range(len(self._clusters)))

    def uncited(self, ids: Iterable[str]) -> None:
        """Have works in the bibliography that no citation names; those given before are forgotten."""
        self._uncited = set(ids)
        self._update(range(len(self._clusters)))

    def insert(self, cluster: Cluster, at: int | None = None) -> list[Change]:
        """Put a citation in, at the end or before the one at `at`; gives it and what changed by it.

        Raises:
            IndexError: there is no such place.
        """
        return self.insert_all((cluster,), at)

    def insert_all(self, clusters: Iterable[Cluster], at: int | None = None) -> list[Change]:
        """Put citations in, as `insert` does one; all are formatted once, not once for each.

        Raises:
            IndexError: there is no such place.
        """
        count = len(self._clusters)
        place = count if at is None else at
        if not 0 <= place <= count:
            raise IndexError(f"There is no place {place} among {count} citations.")
        new = tuple(clusters)
        self._clusters[place:place] = new
        return self._update([*range(place), *[-1] * len(new), *range(place, count)])

    def replace(self, index: int, cluster: Cluster) -> list[Change]:
        """Change a citation; gives it and what changed by it.

        Raises:
            IndexError: there is no such citation.
        """
        self._check(index)
        self._clusters[index] = cluster
        before = list(range(len(self._clusters)))
        before[index] = -1
        return self._update(before)

    def remove(self, index: int) -> list[Change]:
        """Take a citation out; gives what changed by it.

        Raises:
            IndexError: there is no such citation.
        """
        self._check(index)
        del self._clusters[index]
        return self._update([i if i < index else i + 1 for i in range(len(self._clusters))])

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation as it reads now."""
        return self._citations

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the style could not do, and ids that no reference has."""
        return self._whole().problems

    def bibliography(self) -> Bibliography:
        """The entries of the works that are cited, and of those asked for by `uncited`."""
        return self._whole().bibliography

    def _check(self, index: int) -> None:
        # A negative index would be right for the list and wrong for what was where before.
        if not 0 <= index < len(self._clusters):
            raise IndexError(f"There is no citation {index} among {len(self._clusters)}.")

    def _wanted(self) -> list[Reference]:
        cited = {cite.id for cluster in self._clusters for cite in cluster.cites}
        wanted = cited | self._uncited
        return [one for id_, one in self._references.items() if id_ in wanted]

    def _formatted(self) -> tuple[Citation, ...]:
        return self._engine.citations(
            self._style, self._wanted(), self._clusters, self._locale, uncited=True
        )

    def _whole(self) -> Document:
        """Everything; the bibliography is most of the work, and only the last one is wanted."""
        if self._document is None:
            self._document = self._engine.document(
                self._style, self._wanted(), self._clusters, self._locale, uncited=True
            )
        return self._document

    def _update(self, before: Sequence[int]) -> list[Change]:
        """Format anew; `before` says for each citation which one it was, -1 for a new one."""
        old = self._citations
        self._citations, self._document = self._formatted(), None
        return [
            Change(index, citation)
            for index, (citation, was) in enumerate(zip(self._citations, before, strict=True))
            if was < 0 or old[was].content != citation.content
        ]
