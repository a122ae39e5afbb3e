"""From any formats to one: read record by record, settle the keys, write piece by piece.

::

    sources → records → spool (memory, or a file) → keys → references → pieces → out

Keys depend on the whole list, so all of it is read before anything is written; what is kept of a
reference on the way is a file's business, not memory's.
"""

from __future__ import annotations

import dataclasses
import os
import pickle
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from bibkit.citekeys import Card, card, settle
from bibkit.errors import UnknownFormat
from bibkit.formats import names
from bibkit.formats.base import Format, Record, renamed, replaced
from bibkit.formats.losses import lost as _lost
from bibkit.journals import Journals
from bibkit.model import Problem, Reference

__all__ = ["Converted", "Read", "convert", "left_behind"]

#: Of a source that is larger than memory so many records are kept; more go to a file of their own.
IN_MEMORY = 2_000


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from one source.

    Args:
        count: of references.
        problems: in order; the keys in them are those that were written.
    """

    count: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a conversion.

    Args:
        read: of each source.
        written: how many references were written.
        problems: of writing: a journal's title that is not known in the form that was asked for.
        lost: CSL variable (or `type`) to the number of references that lose something of it,
            because the target format has no place for it.
        left: fields of the input that no CSL variable holds, and the target does not write, to the
            number of references that have them.
    """

    read: tuple[Read, ...]
    written: int
    problems: tuple[Problem, ...]
    lost: Counter[str]
    left: Counter[str]


def convert(
    sources: Iterable[Iterable[Record]],
    target: Format,
    write: Callable[[str], Any],
    journals: Journals | None = None,
    *,
    is_large: bool = False,
) -> Converted:
    """Write the records of several sources in one format; nothing where they hold no reference.

    Args:
        sources: each the records of one input.
        target: is written.
        write: takes the text piece by piece.
        journals: the form in which titles of journals are written.
        is_large: whether the references may be more than memory holds.

    Raises:
        UnknownFormat: the target is not written.
        BibkitError: as the readers and the writer do.
    """
    if target.pieces is None:
        raise UnknownFormat(f"'{target.name}' is only read, not written.")
    with _Spool(target.is_key, IN_MEMORY if is_large else None) as spool:
        for source in sources:
            spool.begin()
            for record in source:
                spool.add(record)
                if journals is not None and record.reference is not None:
                    journals.learn(record.reference)
        ids = settle(spool.wanted, spool.cards.__getitem__, target.is_key)
        lost: Counter[str] = Counter()
        left: Counter[str] = Counter()
        said: list[Problem] = []

        def references() -> Iterator[Reference]:
            for reference, id in zip(spool, ids, strict=True):
                one = reference if reference.id == id else dataclasses.replace(reference, id=id)
                if journals is not None:
                    one, problems = journals.changed(one)
                    said.extend(problems)
                lost.update(_lost(target.losses, (one,)))
                left.update(left_behind(one, target))
                yield one

        if ids:
            for piece in target.pieces(references()):
                write(piece)
        return Converted(tuple(spool.read(ids)), len(ids), tuple(said), lost, left)


def left_behind(reference: Reference, target: Format) -> Iterator[str]:
    """The fields of a reference that no CSL variable holds, and that a format does not write.

    A format keeps under its name in `custom` what CSL has no variable for, and writes its own again;
    one that loses nothing writes all.
    """
    if not target.losses:
        return
    yield from (key for key in reference.extra if key not in ("custom", "csl-json"))
    own = "bibtex" if target.name == "biblatex" else target.name
    for name in reference.custom.keys() & set(names()) - {own}:
        fields = reference.custom[name]
        if isinstance(fields, Mapping):
            yield from map(str, fields)


class _Spool:
    """References in order, and of each what its key depends on."""

    def __init__(self, is_key: Callable[[str], bool] | None, most: int | None) -> None:
        self._is_key = is_key
        self._most = most
        self._held: list[Reference] = []
        self._file: IO[bytes] | None = None
        self._problems: list[list[tuple[int | None, Problem]]] = []
        self._begins: list[int] = []
        self._used: set[str] = set()
        self._doubles: set[int] = set()
        self.wanted: list[str] = []
        self.cards: dict[int, Card] = {}

    def __enter__(self) -> _Spool:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._file is not None:
            self._file.close()

    def begin(self) -> None:
        """What follows is of another source."""
        self._begins.append(len(self.wanted))
        self._problems.append([])

    def add(self, record: Record) -> None:
        """Take a record in."""
        reference = record.reference
        place = None if reference is None else len(self.wanted)
        self._problems[-1] += ((place, problem) for problem in record.problems)
        if reference is None:
            return
        wanted = reference.text("citation-key") or reference.id
        low = wanted.lower()
        if low in self._used:
            self._doubles.add(len(self.wanted))
        if not wanted or low in self._used or (self._is_key and not self._is_key(wanted)):
            self.cards[len(self.wanted)] = card(reference)
        self._used.add(low)
        self.wanted.append(wanted)
        self._held.append(reference)
        if self._most is not None and len(self._held) >= self._most:
            self._put_away()

    def _put_away(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="bibkit-")  # noqa: SIM115 - closed by __exit__
        pickle.dump(self._held, self._file, pickle.HIGHEST_PROTOCOL)
        self._held = []

    def __iter__(self) -> Iterator[Reference]:
        if self._file is not None:
            size = self._file.tell()
            self._file.seek(0)
            while self._file.tell() < size:
                yield from pickle.load(self._file)  # noqa: S301 - written above, by this process
            self._file.seek(0, os.SEEK_END)
        yield from self._held

    def read(self, ids: list[str]) -> Iterator[Read]:
        """What was read from each source, every problem with the key of its reference."""
        ends = [*self._begins[1:], len(ids)]
        for begin, end, noted in zip(self._begins, ends, self._problems, strict=True):
            problems = [
                problem if place is None else dataclasses.replace(problem, ref=ids[place])
                for place, problem in noted
            ]
            again = (place for place in self.cards if begin <= place < end and self.wanted[place])
            problems += (
                (renamed if one in self._doubles else replaced)(self.wanted[one], ids[one])
                for one in again
            )
            yield Read(end - begin, tuple(problems))
