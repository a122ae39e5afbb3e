"""Several references of one work as one: what the richest lacks is filled in from the others. Pure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bibkit import identifiers
from bibkit.enrichment.fuller import fuller, fuller_names, same_names
from bibkit.enrichment.journals import same_journal
from bibkit.enrichment.merge import FILLED
from bibkit.mending import plain
from bibkit.model import Date, Name, Reference, Value
from bibkit.pages import full_pages
from bibkit.text import DASHES, fold

__all__ = ["Differing", "richness", "united"]


@dataclass(frozen=True, slots=True)
class Differing:
    """A value that was not taken.

    Args:
        variable: the CSL variable, `type`, or a field that CSL has no variable for.
        kept: what stands; None where nothing does, because it would not fit the rest.
        ref: the id of the reference whose value was not taken.
        value: that value.
    """

    variable: str
    kept: object
    ref: str
    value: object

    def __str__(self) -> str:
        mine, theirs = _shown(self.kept), _shown(self.value)
        if isinstance(self.kept, tuple) and isinstance(self.value, tuple) and mine == theirs:
            mine, theirs = f"{mine} ({len(self.kept)})", f"{theirs} ({len(self.value)})"
        kept = f"“{mine}” kept, not " if mine else "not "
        return f"{self.variable}: {kept}“{theirs}”"

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "field": self.variable,
            "kept": _plain_json(self.kept),
            "ref": self.ref,
            "value": _plain_json(self.value),
        }


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"{value[0]}{' …' if len(value) > 1 else ''}"
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def _plain_json(value: object) -> object:
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value if value is None or isinstance(value, int) else str(value)


def richness(reference: Reference) -> tuple[object, ...]:
    """What orders records of one work, the richest last: a known type, how much of a citation there
    is, names in full, a precise date, all else. Never where it stands.

    >>> short, long = (Reference("", "book", {"author": (Name("Lee", g),)}) for g in ("B.", "Ben"))
    >>> richness(short) < richness(long)
    True
    """
    names = [name for v in ("author", "editor") for name in reference.names(v)]
    issued = reference.date("issued")
    precise = sum(part is not None for part in (issued.month, issued.day)) if issued else 0
    said = sum(len(str(value)) for value in reference.fields.values())
    return (
        reference.type != "document",
        sum(variable in reference.fields for variable in FILLED),
        not reference.truncated(),
        len(names),
        sum(map(str.isalpha, "".join(name.given for name in names))),
        precise,
        len(reference.fields),
        said,
        repr(sorted(reference.fields.items(), key=lambda item: item[0])),
    )


def united(
    references: Sequence[Reference],
) -> tuple[Reference, dict[str, str], tuple[Differing, ...]]:
    """Records of one work as one.

    Args:
        references: the richest first: its values stay.

    Returns:
        It with what it lacks from the others; which fields are from whom, by id; and the values
        that were not taken. Notes of reference managers on when they did what are none.

    >>> mine = Reference("a", "book", {"title": "Soil", "publisher": "Worm"})
    >>> theirs = Reference("b", "book", {"title": "Soil", "publisher": "Mole", "edition": "2"})
    >>> one, filled, differing = united([mine, theirs])
    >>> one.text("edition"), filled, [str(each) for each in differing]
    ('2', {'edition': 'b'}, ['publisher: “Worm” kept, not “Mole”'])
    """
    whole = _Union(references[0])
    for other in references[1:]:
        whole.take(other)
    return whole.reference(), whole.filled, tuple(whole.differing.values())


_PLACE = ("issue", "page")
_OF_JOURNAL = ("container-title-short", "ISSN")
#: What reference managers note for themselves.
_BOOKKEEPING = re.compile(r"timestamp|owner|date-(?:added|modified)|(?:creation|modification)date|__\w+|entrytype|bdsk-.*")  # fmt: skip


class _Union:
    def __init__(self, base: Reference) -> None:
        self.base = base
        self.fields: dict[str, Value] = dict(base.fields)
        self.custom: dict[str, Any] = dict(base.custom)
        self.filled: dict[str, str] = {}
        self.differing: dict[tuple[str, str], Differing] = {}

    def reference(self) -> Reference:
        extra = {key: value for key, value in self.base.extra.items() if key != "custom"}
        custom = {key: value for key, value in self.custom.items() if value is not None}
        if custom:
            extra["custom"] = custom
        return dataclasses.replace(self.base, fields=self.fields, extra=extra)

    def take(self, other: Reference) -> None:
        if other.type not in (self.base.type, "document"):
            self._refuse("type", self.base.type, other, other.type)
        for variable in sorted(other.fields, key=lambda name: name in _PLACE):
            if variable != "citation-key":
                self._field(variable, other.fields[variable], other)
        for name, value in other.custom.items():
            self._note(name, value, other)

    def _refuse(self, variable: str, kept: object, other: Reference, value: object) -> None:
        self.differing.setdefault(
            (variable, repr(value)), Differing(variable, kept, other.id, value)
        )

    def _put(self, variable: str, value: Value, other: Reference) -> None:
        self.fields[variable] = value
        self.filled[variable] = other.id

    # --- fields ---

    def _field(self, variable: str, value: Value, other: Reference) -> None:
        mine = self.fields.get(variable)
        if mine is None:
            if not self._fits(variable, other):
                self._refuse(variable, None, other, value)
                return
            self._put(variable, value, other)
            for note in (f"{variable}-et-al", "article-number" if variable == "page" else ""):
                if other.custom.get(note):
                    self.custom[note] = other.custom[note]
        elif isinstance(mine, tuple) and isinstance(value, tuple):
            self._names(variable, mine, value, other)
        elif mine != value:
            more = _completed(variable, mine, value)
            if more is not None and more != mine:
                self._put(variable, more, other)
                if variable == "container-title":
                    self.fields.setdefault("container-title-short", mine)
            elif more is None and not self._says_the_same(variable, mine, value):
                self._refuse(variable, mine, other, value)

    def _fits(self, variable: str, other: Reference) -> bool:
        """Whether a value fits what there is: no place is made of two halves."""
        if variable in _PLACE:
            mine, theirs = self.fields.get("volume"), other.fields.get("volume")
            return mine is None or theirs is None or fold(str(mine)) == fold(str(theirs))
        if variable in _OF_JOURNAL:
            journal, theirs = self.fields.get("container-title"), other.text("container-title")
            return journal is None or not theirs or same_journal(str(journal), [theirs])
        return True

    def _names(
        self, variable: str, mine: tuple[Name, ...], value: tuple[Name, ...], other: Reference
    ) -> None:
        note = f"{variable}-et-al"
        cut, theirs_cut = bool(self.custom.get(note)), other.truncated(variable)
        more = fuller_names(mine, value, truncated=cut)
        if more is not None:
            self._put(variable, more, other)
            if len(more) > len(mine) and not theirs_cut:
                self.custom.pop(note, None)
        elif not (
            same_names(mine, value)
            or (theirs_cut and len(value) < len(mine) and same_names(mine[: len(value)], value))
            or fuller_names(value, mine, truncated=theirs_cut) is not None
        ):
            self._refuse(variable, mine, other, value)

    def _says_the_same(self, variable: str, mine: Value, value: Value) -> bool:
        if isinstance(mine, Date) or isinstance(value, Date):
            return fuller(variable, value, mine) is not None
        one, two = str(mine), str(value)
        if variable == "URL" and any(_resolves(two, self.fields.get(v)) for v in ("DOI", "PMID", "PMCID")):  # fmt: skip
            return True
        return _FORMS.get(variable, _folded)(one, two) or fold(one) == fold(two)

    # --- what CSL has no variable for ---

    def _note(self, name: str, value: object, other: Reference) -> None:
        mine = self.custom.get(name)
        if name.endswith("-et-al") or name == "article-number":
            return  # goes with its field
        if isinstance(value, Mapping) and isinstance(mine, Mapping | None):
            kept = dict(mine or {})
            for field, theirs in value.items():
                if field == "ids":
                    kept[field] = _joined(str(kept.get(field, "")), str(theirs))
                elif field not in kept:
                    kept[field] = theirs
                    if not _BOOKKEEPING.fullmatch(field):
                        self.filled[field] = other.id
                elif _differ(kept[field], theirs) and not _BOOKKEEPING.fullmatch(field):
                    self._refuse(field, kept[field], other, theirs)
            self.custom[name] = kept
        elif isinstance(value, list | tuple) and isinstance(mine, list | tuple):
            self.custom[name] = [*mine, *(one for one in value if one not in mine)]
        elif mine is None:
            self.custom[name] = value
        elif _differ(mine, value):
            self._refuse(name, mine, other, value)


def _differ(mine: object, theirs: object) -> bool:
    return fold(str(mine)) != fold(str(theirs))


# --- forms of one value -------------------------------------------------------------------------------


def _completed(variable: str, mine: Value, theirs: Value) -> Value | None:
    """The fuller form of a value where another is that; else None."""
    if variable == "keyword":
        joined = _joined(str(mine), str(theirs))
        return joined if joined != mine else mine
    if variable == "abstract" and isinstance(mine, str) and isinstance(theirs, str):
        a, b = fold(plain(mine)), fold(plain(theirs))
        return theirs if len(a) < len(b) and b.startswith(a) else None
    return fuller(variable, mine, theirs)


def _joined(mine: str, theirs: str) -> str:
    """Two lists of words as one, in its own order and with its own commas or semicolons."""
    mark = ";" if ";" in mine or (";" in theirs and "," not in mine) else ","
    words = [word.strip() for word in mine.split(mark)] if mine else []
    known = {word.casefold() for word in words}
    more = [word.strip() for word in theirs.split(";" if ";" in theirs else ",")]
    new = [word for word in dict.fromkeys(more) if word and word.casefold() not in known]
    return f"{mark} ".join([*words, *new]) if new else mine


def _folded(mine: str, theirs: str) -> bool:
    return fold(mine) == fold(theirs)


def _same_title(mine: str, theirs: str) -> bool:
    return fold(plain(mine)) == fold(plain(theirs))


def _same_pages(mine: str, theirs: str) -> bool:
    """Whether pages are the same, in full, shortened or the first alone."""
    one, two = (re.sub(rf"\s*[{DASHES}]+\s*", "-", full_pages(pages)).lower() for pages in (mine, theirs))  # fmt: skip
    return one == two or one.partition("-")[0] == two or two.partition("-")[0] == one


def _same_number(mine: str, theirs: str) -> bool:
    numbers = re.findall(r"\d+", mine), re.findall(r"\d+", theirs)
    return bool(numbers[0]) and numbers[0] == numbers[1]


def _same_identifier(normalise: Callable[[str], str | None]) -> Callable[[str, str], bool]:
    return lambda mine, theirs: (normalise(mine) or mine).lower() == (normalise(theirs) or theirs).lower()  # fmt: skip


def _holds(mine: str, theirs: str) -> bool:
    """Whether all numbers of one stand in the other, whatever their hyphens."""
    one, two = ({fold(word) for word in re.split(r"[,;/\s]+", text)} for text in (mine, theirs))
    return two <= one


def _same_address(mine: str, theirs: str) -> bool:
    return _ADDRESS.sub("", mine).rstrip("/") == _ADDRESS.sub("", theirs).rstrip("/")


_ADDRESS = re.compile(r"^\s*\w+://(?:www\.)?|\s+$")


def _resolves(url: str, identifier: Value | None) -> bool:
    """Whether an address is but that of a work's own identifier."""
    return bool(identifier) and url.rstrip("/").lower().endswith(str(identifier).lower())


def _same_language(mine: str, theirs: str) -> bool:
    return mine[:2].lower() == theirs[:2].lower()


_FORMS: Mapping[str, Callable[[str, str], bool]] = {
    "title": _same_title,
    "page": _same_pages,
    "container-title": lambda mine, theirs: same_journal(mine, [theirs]),
    "container-title-short": lambda mine, theirs: same_journal(mine, [theirs]),
    "edition": _same_number,
    "DOI": _same_identifier(identifiers.normalise_doi),
    "PMID": _same_identifier(identifiers.normalise_pmid),
    "PMCID": _same_identifier(identifiers.normalise_pmcid),
    "ISSN": _holds,
    "ISBN": _holds,
    "URL": _same_address,
    "language": _same_language,
}
