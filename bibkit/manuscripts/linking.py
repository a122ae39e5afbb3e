"""Which characters of a formatted citation stand for which work, so that they can be linked.

An engine may link them itself (`Link("#ref-…")`); where it does not, they are found: a number is told
by the label of its entry, a citation of one work is that work's, and among several works a year is
told by the names before it. What is not certain stays without a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bibkit.csl.engine import Cluster
from bibkit.csl.nodes import Entry, Link, Node, plain_text
from bibkit.manuscripts.trees import holds_link, wrapped
from bibkit.model import Reference

__all__ = ["Anchors", "anchors", "linked"]

_EDGE = " \t\u00a0()[]{}<>.,;:"


@dataclass(frozen=True, slots=True)
class Anchors:
    """The entries of a bibliography as targets of links.

    Args:
        names: id of a reference to the anchor of its entry (`ref-doe99`).
        numbers: id to what the entry is counted by ("12"); empty for styles that do not count.
        years: id to the year as the entry prints it ("2004a").
    """

    names: Mapping[str, str]
    numbers: Mapping[str, str]
    years: Mapping[str, str]


def anchors(entries: Iterable[Entry], references: Iterable[Reference], *, numeric: bool) -> Anchors:
    """The anchors of a bibliography; a key's characters that no address takes become hyphens.

    >>> anchors([Entry("doe 99", ("1. Doe",))], [], numeric=True)
    Anchors(names={'doe 99': 'ref-doe-99'}, numbers={'doe 99': '1'}, years={})
    """
    names: dict[str, str] = {}
    numbers: dict[str, str] = {}
    years: dict[str, str] = {}
    taken: set[str] = set()
    issued = {one.id: one.date("issued") for one in references}
    for entry in entries:
        name = f"ref-{re.sub(r'[^A-Za-z0-9_.:-]+', '-', entry.id)}"
        while name in taken:
            name += "-"
        taken.add(name)
        names[entry.id] = name
        text = plain_text(entry.content)
        number = re.match(r"\W*(\d+)", plain_text(entry.label) or text)
        if numeric and number:
            numbers[entry.id] = number[1]
        date = issued.get(entry.id)
        if not numeric and date is not None and date.year:
            year = re.search(rf"(?<!\d){date.year}([a-z]{{0,2}})(?!\w)", text)
            years[entry.id] = year[0] if year else str(date.year)
    return Anchors(names, numbers, years)


def linked(
    nodes: Sequence[Node],
    cluster: Cluster,
    anchors: Anchors,
    families: Mapping[str, str],
) -> tuple[Node, ...]:
    """A citation with links to the entries of its works.

    Args:
        nodes: as the engine formatted it; one that holds links stays as it is.
        cluster: what it cites.
        families: id of a reference to the name that a citation begins with.

    >>> many = Anchors({"a": "ref-a", "b": "ref-b"}, {"a": "1", "b": "3"}, {})
    >>> from bibkit.csl.engine import Cite
    >>> linked(("[1–3]",), Cluster((Cite("a"), Cite("b"))), many, {})
    ('[', Link(url='#ref-a', children=('1',)), '–', Link(url='#ref-b', children=('3',)), ']')
    """
    ids = [cite.id for cite in cluster.cites if cite.id in anchors.names]
    if not ids or holds_link(nodes):
        return tuple(nodes)
    text = plain_text(nodes)
    places = _by_number(text, ids, anchors.numbers)
    if not places and len(cluster.cites) == 1:
        start = len(text) - len(text.lstrip(_EDGE))
        end = len(text.rstrip(_EDGE))
        places = [(start, end, ids[0])] if start < end else []
    elif not places:
        places = _by_year(text, ids, anchors.years, families)
    tree = tuple(nodes)
    for start, end, id in places:
        url = f"#{anchors.names[id]}"
        tree = wrapped(tree, start, end, lambda inner, url=url: Link(url, inner))  # type: ignore[misc]
    return tree


def _by_number(
    text: str, ids: Sequence[str], numbers: Mapping[str, str]
) -> list[tuple[int, int, str]]:
    """The first place of each work's number; of a locator that is the same, never."""
    owners = {numbers[id]: id for id in ids if id in numbers}
    places = []
    for match in re.finditer(r"(?<![\w.])\d+(?!\w)", text):
        id = owners.pop(match[0], None)
        if id is not None:
            places.append((match.start(), match.end(), id))
    return places


def _by_year(
    text: str, ids: Sequence[str], years: Mapping[str, str], families: Mapping[str, str]
) -> list[tuple[int, int, str]]:
    """Each year that fits one work only: alone with it, or with its name nearest before it."""
    places = []
    left = list(dict.fromkeys(ids))
    for match in re.finditer(r"(?<!\w)\d{1,4}[a-z]{0,2}(?!\w)", text):
        fitting = [id for id in left if years.get(id) == match[0]]
        if len(fitting) > 1:
            before = {id: text.rfind(families.get(id) or "\n", 0, match.start()) for id in fitting}
            best = max(before.values())
            fitting = [id for id in fitting if before[id] == best >= 0]
        if len(fitting) == 1:
            places.append((match.start(), match.end(), fitting[0]))
            left.remove(fitting[0])
    return places
