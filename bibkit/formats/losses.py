"""What a format has no place for, as data: from it come the message, the documentation, the tests."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from bibkit import identifiers
from bibkit.languages import language_tag
from bibkit.mending import with_stops, without_stops
from bibkit.model import Date, Name, Reference, Value
from bibkit.vocab import VARIABLES, Kind

__all__ = [
    "Loss",
    "after",
    "dates",
    "lost",
    "names",
    "only",
    "text",
    "types",
]


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a format cannot say.

    Args:
        what: in words, as a sentence of the documentation.
        after: a reference to how it comes back when written and read: the same one where the loss
            does not concern it.
    """

    what: str
    after: Callable[[Reference], Reference]


def after(losses: Iterable[Loss], reference: Reference) -> Reference:
    """A reference as it comes back from a format with these losses."""
    for loss in losses:
        reference = loss.after(reference)
    return reference


def lost(losses: Iterable[Loss], references: Iterable[Reference]) -> Counter[str]:
    """CSL variables (and `type`) to the number of references that lose something of them.

    No loss are line breaks and blanks, a language's name for its tag, a dash for a hyphen in pages,
    stops behind initials, another form of the same identifier, and whether a number is text.

    >>> book = Reference("a", "book", {"title": "Soil", "volume": 2})
    >>> lost([only({"title"})], [book])
    Counter({'volume': 1})
    """
    losses = tuple(losses)
    counts: Counter[str] = Counter()
    for reference in references:
        back = after(losses, reference)
        if back is reference:
            continue
        if back.type != reference.type:
            counts["type"] += 1
        for variable, value in reference.fields.items():
            other = back.fields.get(variable)
            if variable == "citation-key" and value == reference.id:
                continue  # it is there as the key
            cut = isinstance(value, tuple) and reference.truncated(variable)
            if cut and not back.truncated(variable):
                counts[f"{variable} (et al.)"] += 1
            elif other is not value and _plain(variable, other) != _plain(variable, value):
                counts[variable] += 1
    return counts


def _plain(variable: str, value: Value | None) -> Value | None:
    if isinstance(value, tuple):
        return tuple(
            dataclasses.replace(name, given=with_stops(without_stops(name.given))) for name in value
        )
    if not isinstance(value, str | int):
        return value
    text = " ".join(str(value).split())
    if variable == "language":
        return language_tag(text) or text
    if variable in _IDENTIFIERS:
        return _IDENTIFIERS[variable](text) or text
    return text.replace("–", "-") if variable in ("page", "issue", "volume") else text


_IDENTIFIERS: dict[str, Callable[[str], str | None]] = {
    "DOI": identifiers.normalise_doi,
    "ISBN": identifiers.normalise_isbn,
    "ISSN": identifiers.normalise_issn,
    "PMCID": identifiers.normalise_pmcid,
    "PMID": identifiers.normalise_pmid,
}


# --- the losses that several formats share ------------------------------------------------------------


def only(variables: Collection[str]) -> Loss:
    """There is a place for these variables, and for no other."""
    kept = frozenset(variables)
    gone = sorted(set(VARIABLES) - kept, key=str.lower)

    def step(reference: Reference) -> Reference:
        if kept.issuperset(reference.fields):
            return reference
        fields = {v: value for v, value in reference.fields.items() if v in kept}
        return dataclasses.replace(reference, fields=fields)

    return Loss(f"No place for: {', '.join(gone)}.", step)


def types(back: Mapping[str, str]) -> Loss:
    """The types in this mapping come back as others."""
    changed = {one: other for one, other in back.items() if one != other}
    pairs = ", ".join(f"{one} → {other}" for one, other in sorted(changed.items()))

    def step(reference: Reference) -> Reference:
        other = changed.get(reference.type)
        return dataclasses.replace(reference, type=other) if other else reference

    return Loss(f"Types that become others: {pairs}.", step)


def dates(what: str, change: Callable[[Date], Date | None]) -> Loss:
    """Every date is changed so; None takes it out."""
    return _values(what, Kind.DATE, lambda date: change(date) if isinstance(date, Date) else date)


def names(what: str, change: Callable[[Name], Name]) -> Loss:
    """Every name is changed so."""

    def each(value: Value) -> Value:
        return tuple(map(change, value)) if isinstance(value, tuple) else value

    return _values(what, Kind.NAMES, each)


def text(what: str, change: Callable[[str], str], but: Collection[str] = ()) -> Loss:
    """Every text and number, but that of some variables, is changed so; empty, it goes."""

    def each(value: Value) -> Value | None:
        return change(str(value)) if isinstance(value, str | int) else value

    return _values(what, None, each, but)


def _values(
    what: str,
    kind: Kind | None,
    change: Callable[[Value], Value | None],
    but: Collection[str] = (),
) -> Loss:
    def step(reference: Reference) -> Reference:
        fields: dict[str, Value] = {}
        changed = False
        for variable, value in reference.fields.items():
            new: Value | None = value
            if variable not in but and (kind is None or VARIABLES[variable] is kind):
                new = change(value)
            changed |= new is not value
            if new or new == 0:
                fields[variable] = new
        return dataclasses.replace(reference, fields=fields) if changed else reference

    return Loss(what, step)
