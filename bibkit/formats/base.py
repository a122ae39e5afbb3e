"""What every format is: a name, the files it lives in, and how to read and write it."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from bibkit.citekeys import card, settle
from bibkit.formats.losses import Loss
from bibkit.model import Batch, Problem, Reference, Severity, Span

__all__ = [
    "Format", "Record", "collected", "keyed", "recorded", "renamed", "replaced", "variant", "with_ids",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """One format, both directions.

    Args:
        name: what `-f` and `-t` take.
        label: what it is, for a person.
        suffixes: of its files, with the dot.
        sniff: whether a text is likely of this format, 0 (not) to 1 (surely).
        read: text to the records that it holds; raises `bibkit.errors.InputError` only where the whole text is
            not of this format. None where the format is only written.
        pieces: references to the parts of a text, one after the other; only as much is held as a part
            needs. Takes the `options` as keywords. None where the format is only read.
        read_list: text to the reference list of the article that it holds, for formats of
            articles; for all others None, their records being the list.
        edit: the text as read, the batch that was read from it, and the references as they should
            be, of the same number and order, to the text with only the changes made. None where
            the format is only written anew.
        rearrange: as `edit`, for references in another order, under other keys, or fewer.
        records: an open file to its records one by one, for files that are larger than memory;
            ids may be empty or stand twice (`keyed` mends that). None where the whole is needed.
        losses: what the format has no place for; documentation, messages and tests are made from it.
        options: names of the switches that `pieces` takes (`ascii`, `lossless`).
        is_key: whether a text can be the id of a reference in this format; None where any can.
        variants: the format as one program wants it (`zotero`), by the program's name.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    sniff: Callable[[str], float]
    read: Callable[[str], Batch] | None = None
    pieces: Callable[..., Iterator[str]] | None = None
    read_list: Callable[[str], Batch] | None = None
    edit: Callable[[str, Batch, Sequence[Reference]], str] | None = None
    rearrange: Callable[[str, Batch, Sequence[Reference]], str] | None = None
    records: Callable[[IO[str]], Iterator[Record]] | None = None
    losses: tuple[Loss, ...] = ()
    options: frozenset[str] = frozenset()
    is_key: Callable[[str], bool] | None = None
    variants: Mapping[str, Format] = field(default_factory=dict)


def variant(
    name: str,
    label: str,
    pieces: Callable[..., Iterator[str]],
    losses: tuple[Loss, ...],
    is_key: Callable[[str], bool] | None = None,
) -> Format:
    """A format as one program wants it: written only, and known by no suffix."""
    return Format(name, label, (), lambda text: 0.0, pieces=pieces, losses=losses, is_key=is_key)


@dataclass(frozen=True, slots=True)
class Record:
    """One step of a reader.

    Args:
        reference: what was read; None where the problems are of what became no reference, or of
            the input as a whole.
        problems: where there is a reference, theirs is that one's key (`ref` is set by `keyed`).
    """

    reference: Reference | None
    problems: tuple[Problem, ...] = ()


def keyed(records: Iterable[Record], is_key: Callable[[str], bool] | None = None) -> Batch:
    """Records as a batch in which every reference has an id of its own.

    An id stays as it is; where there is none it is made from the reference, and so is the id of
    one that stands a second time, which a problem says. Ids are compared without regard to case.

    Args:
        is_key: whether an id may stay; None where any may.

    >>> book = Reference("", "book", {"title": "Soil"})
    >>> [one.id for one in keyed([Record(book), Record(book)])]
    ['soil', 'soila']
    """
    kept = list(records)
    references = [record.reference for record in kept if record.reference is not None]
    wanted = [one.id for one in references]
    ids = iter(settle(wanted, lambda place: card(references[place]), is_key))
    found: list[Reference] = []
    problems: list[Problem] = []
    for record in kept:
        reference = record.reference
        if reference is None:
            problems += record.problems
            continue
        id = next(ids)
        found.append(reference if reference.id == id else dataclasses.replace(reference, id=id))
        problems += (dataclasses.replace(problem, ref=id) for problem in record.problems)
        if reference.id and reference.id != id:
            problems.append(renamed(reference.id, id, reference.source))
    return Batch(tuple(found), tuple(problems))


def with_ids(
    references: Sequence[Reference], is_key: Callable[[str], bool] | None
) -> Sequence[Reference]:
    """References as a format writes them, where it takes keys of a certain form only.

    Args:
        is_key: as of a `Format`; None where any id can be written, and nothing is done.
    """
    if is_key is None:
        return references
    wanted = [one.text("citation-key") or one.id for one in references]
    ids = settle(wanted, lambda place: card(references[place]), is_key)
    pairs = zip(references, ids, strict=True)
    return [one if one.id == id else dataclasses.replace(one, id=id) for one, id in pairs]


def renamed(old: str, new: str, source: Span | None = None) -> Problem:
    """What is said of a reference whose key had to change, or that had none."""
    message = (
        f"The key '{old}' stands twice; the second entry is now '{new}'."
        if old
        else f"An entry without a key is now '{new}'."
    )
    return Problem("duplicate-key", message, Severity.WARNING, source, ref=new, was=old)


def replaced(old: str, new: str) -> Problem:
    """What is said of a reference whose key a format cannot write."""
    message = f"The key '{old}' cannot be written in this format; it is now '{new}'."
    return Problem("key", message, Severity.WARNING, ref=new, was=old)


def recorded(batch: Batch) -> Iterator[Record]:
    """A batch as records, each reference with its own problems."""
    own: dict[str, list[Problem]] = {}
    ids = {reference.id for reference in batch}
    for problem in batch.problems:
        if problem.ref in ids:
            own.setdefault(str(problem.ref), []).append(problem)
        else:
            yield Record(None, (problem,))
    for reference in batch:
        yield Record(reference, tuple(own.pop(reference.id, ())))


def collected(records: Callable[[IO[str]], Iterator[Record]]) -> Callable[[str], Batch]:
    """The `read` of a format that has `records`: all of a text at once."""

    def read(text: str) -> Batch:
        return keyed(records(io.StringIO(text, newline="")))

    return read
