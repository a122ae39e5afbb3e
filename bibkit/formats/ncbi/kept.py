"""What a record says beyond what is made from its fields: kept with the reference, and said again.

A record is a tree: names of tags or elements to values, lists of values, or trees. A reference
keeps the part of its record that the format would not write from the reference by itself; of that
part all is written again that does not contradict the reference as it is by then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeAlias

__all__ = ["Tree", "beyond", "over", "restored"]

Tree: TypeAlias = dict[str, Any]


def beyond(given: Mapping[str, Any], written: Mapping[str, Any], opened: Collection[str]) -> Tree:
    """The parts of a record that are not written from its fields, or not so.

    Args:
        given: the record as read.
        written: the record as its reference alone is written.
        opened: names whose inner parts are compared one by one; all others are kept whole.

    >>> beyond({"VI": "5", "PST": "ppublish"}, {"VI": "5"}, ())
    {'PST': 'ppublish'}
    """
    kept: Tree = {}
    for name, value in given.items():
        other = written.get(name)
        if value == other:
            continue
        if name in opened and isinstance(value, dict) and isinstance(other, dict):
            value = beyond(value, other, opened)
            if not value:
                continue
        kept[name] = value
    return kept


def over(written: Mapping[str, Any], kept: Mapping[str, Any], opened: Collection[str]) -> Tree:
    """A record with the kept parts in their places.

    >>> over({"VI": "5", "PG": "1-12"}, {"PG": "1-2", "PST": "ppublish"}, ())
    {'VI': '5', 'PG': '1-2', 'PST': 'ppublish'}
    """
    whole = dict(written)
    for name, value in kept.items():
        other = whole.get(name)
        if name in opened and isinstance(value, dict) and isinstance(other, dict):
            value = over(other, value, opened)
        whole[name] = value
    return whole


def restored(
    written: Mapping[str, Any],
    kept: Mapping[str, Any],
    read: Callable[[Tree], tuple[object, ...]],
    wanted: tuple[object, ...],
    opened: Collection[str] = (),
) -> Tree:
    """A record with all kept parts that leave it the record of its reference.

    Args:
        read: all that a record says of its reference, for comparison.
        wanted: the same of the reference itself; `read` may give more behind it, which then
            must not change either where only some of the parts are written again.

    >>> kept = {"PG": "1-2", "PST": "ppublish"}
    >>> restored({"PG": "7"}, kept, lambda record: (record["PG"],), wanted=("7",))
    {'PG': '7', 'PST': 'ppublish'}
    """
    whole = over(written, kept, opened)
    found = read(whole)
    if found[: len(wanted)] == wanted:
        return whole
    record = dict(written)
    said = read(record)
    if found == said:
        return whole
    for part in _parts(kept, opened):
        whole = over(record, part, opened)
        if read(whole) == said:
            record = whole
    return record


def _parts(kept: Mapping[str, Any], opened: Collection[str]) -> Iterator[Tree]:
    for name, value in kept.items():
        if name in opened and isinstance(value, dict):
            for part in _parts(value, opened):
                yield {name: part}
        else:
            yield {name: value}
