"""What every format is: a name, the files it lives in, and how to read and write it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bibkit.model import Batch, Reference

__all__ = ["Format"]


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
        write: batch to text. None where the format is only read.
        read_list: text to the reference list of the article that it holds, for formats of
            articles; for all others None, their records being the list.
        edit: the text as read, the batch that was read from it, and the references as they should
            be, of the same number and order, to the text with only the changes made. None where
            the format is only written anew.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    sniff: Callable[[str], float]
    read: Callable[[str], Batch] | None = None
    write: Callable[[Batch], str] | None = None
    read_list: Callable[[str], Batch] | None = None
    edit: Callable[[str, Batch, Sequence[Reference]], str] | None = None
