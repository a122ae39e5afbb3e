"""The types everything else speaks: a reference, its names and dates, a batch of them.

All are frozen. A step that changes something makes a new value (`Reference.replace`), so a
reference read once is the same one at the other door.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from bibkit.errors import ModelError
from bibkit.vocab import TYPES, VARIABLES, Kind, kind_of

__all__ = [
    "Batch",
    "Candidate",
    "Date",
    "Evidence",
    "Name",
    "Notice",
    "Part",
    "Problem",
    "Reference",
    "Severity",
    "Span",
    "Value",
]


@dataclass(frozen=True, slots=True)
class Name:
    """A person or a body, in the parts of CSL 1.0.2 (appendix on name variables).

    A body has `literal` alone; a person has `family` or `given` and never `literal`. With
    `comma_suffix` a comma stands before the suffix, with `static_ordering` the family name is first
    in every style.

    >>> str(Name("Le Masson", "G."))
    'Le Masson, G.'
    >>> str(Name(literal="World Health Organization"))
    'World Health Organization'
    """

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""
    comma_suffix: bool = False
    static_ordering: bool = False

    def __post_init__(self) -> None:
        personal = self.family or self.given
        if bool(personal) == bool(self.literal):
            raise ModelError("A name has a family or given part, or is a literal: one of them.")

    @property
    def sort_family(self) -> str:
        """The name's leading word(s) as printed in a list: particle and family, or the body."""
        if self.literal:
            return self.literal
        parts = (self.dropping_particle, self.non_dropping_particle, self.family)
        return " ".join(part for part in parts if part) or self.given

    def __str__(self) -> str:
        if self.literal:
            return self.literal
        parts = (self.sort_family, self.given if self.family else "", self.suffix)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as precise as it was given; `until` ends a range, `literal` is any other text.

    `month` is 1-12, `season` 1-4 (spring to winter, as in CSL-JSON), `day` 1-31. Years before
    our era are negative.

    Raises:
        ModelError: a part out of range, a day without a month, or no part at all.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    until: Date | None = None
    circa: bool = False
    literal: str = ""

    def __post_init__(self) -> None:
        for part, low, high in (("month", 1, 12), ("day", 1, 31), ("season", 1, 4)):
            value = getattr(self, part)
            if value is not None and not low <= value <= high:
                raise ModelError(f"A date's {part} lies between {low} and {high}, not {value}.")
        if self.day is not None and self.month is None:
            raise ModelError("A date with a day needs its month.")
        if self.year is None and not self.literal:
            raise ModelError("A date needs a year or a literal text.")

    def __str__(self) -> str:
        if self.year is None:
            return self.literal
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        text = "-".join(parts)
        return f"{text}/{self.until}" if self.until else text


Value: TypeAlias = str | int | tuple[Name, ...] | Date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where in the input: offsets into the decoded text, `text[start:end]`, and the first line.

    `line` counts from 1; 0 where it is not known.
    """

    start: int
    end: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text that a reference was read from, and what it was read as.

    Args:
        variable: the CSL variable; empty for words that no field holds.
        label: what it is of the variable: of an author the `family`, `given`, `suffix`, a body's
            name (`literal`) or the `et-al`; otherwise the variable again.
        start, end: offsets into `Evidence.text`.
    """

    variable: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in its text each field of a reference was read, and how sure the reading is.

    Args:
        text: the reference as printed, without its number and link tail, on one line.
        parts: in the order of the text. Punctuation between fields lies in none.
        sure: CSL variable to the chance (0 to 1) that it was read right.
        confidence: the chance (0 to 1) that all of the reference was read right. Calibrated on
            lists with known fields: of the references with 0.8, about 80 in 100 are right.

    >>> evidence = Evidence("Chest. 2017", (Part("container-title", "container-title", 0, 5),))
    >>> evidence.of("container-title"), evidence.confidence
    (('Chest',), 1.0)
    """

    text: str
    parts: tuple[Part, ...] = ()
    sure: Mapping[str, float] = field(default_factory=dict)
    confidence: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "sure", MappingProxyType(dict(self.sure)))

    # As for `Reference`: a read-only view can be neither pickled nor hashed.
    def __reduce__(self) -> tuple[Any, ...]:
        return Evidence, (self.text, self.parts, dict(self.sure), self.confidence)

    def __hash__(self) -> int:
        return hash((self.text, self.parts, self.confidence))

    def of(self, variable: str) -> tuple[str, ...]:
        """The stretches of the text that a variable was read from."""
        return tuple(self.text[p.start : p.end] for p in self.parts if p.variable == variable)

    @property
    def left(self) -> tuple[str, ...]:
        """The words that no field holds."""
        return self.of("")


_TEXTS = frozenset(v for v, kind in VARIABLES.items() if kind not in (Kind.NAMES, Kind.DATE))


def _check(variable: str, value: object) -> None:
    if variable in _TEXTS and type(value) is str:
        return
    kind = kind_of(variable)
    if kind is None:
        raise ModelError(f"CSL has no variable '{variable}'; what CSL does not know is `extra`.")
    if kind is Kind.NAMES:
        fits = (
            isinstance(value, tuple)
            and bool(value)
            and all(isinstance(name, Name) for name in value)
        )
        wants = "a tuple of names"
    elif kind is Kind.DATE:
        fits, wants = isinstance(value, Date), "a Date"
    else:
        fits, wants = isinstance(value, str | int) and not isinstance(value, bool), "text"
    if not fits:
        raise ModelError(f"'{variable}' takes {wants}, not {type(value).__name__}.")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: an id, a CSL type, and its fields by CSL variable name.

    Args:
        id: unique within its batch; the citation key where there is one.
        type: one of `bibkit.vocab.TYPES`.
        fields: CSL variable name to value, each checked against its kind.
        extra: what CSL does not know, kept so that a round trip loses nothing.
            `extra["custom"]` is CSL-JSON's own `custom` object.
        source: where in the input it was read; not part of equality.
        evidence: where each field stands in the printed reference, of one read from such; None
            for any other. Not part of equality.

    Raises:
        ModelError: an unknown type or variable, or a value of the wrong kind.

    >>> reference = Reference("who2020", "report", {"title": "Malaria"})
    >>> reference.text("title"), reference.names("author")
    ('Malaria', ())
    >>> reference.replace(issued=Date(2020)).date("issued").year
    2020
    """

    id: str
    type: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    source: Span | None = field(default=None, compare=False)
    evidence: Evidence | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ModelError(f"CSL has no item type '{self.type}'.")
        for variable, value in self.fields.items():
            _check(variable, value)
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))
        object.__setattr__(self, "extra", MappingProxyType(dict(self.extra)))

    # Read-only views cannot be pickled; a reference must (work is spread over processes).
    def __reduce__(self) -> tuple[Any, ...]:
        parts = (self.id, self.type, dict(self.fields), dict(self.extra), self.source)
        return Reference, (*parts, self.evidence)

    def __hash__(self) -> int:
        return hash((self.id, self.type, len(self.fields)))

    def text(self, variable: str) -> str:
        """A string, title or number variable as text; empty where it is not set."""
        value = self.fields.get(variable, "")
        return str(value) if isinstance(value, str | int) else ""

    def names(self, variable: str) -> tuple[Name, ...]:
        """A name variable; empty where it is not set."""
        value = self.fields.get(variable, ())
        return value if isinstance(value, tuple) else ()

    def date(self, variable: str) -> Date | None:
        """A date variable; None where it is not set."""
        value = self.fields.get(variable)
        return value if isinstance(value, Date) else None

    @property
    def custom(self) -> Mapping[str, Any]:
        """CSL-JSON's `custom` object: what bibkit itself has to say of the reference."""
        value = self.extra.get("custom")
        return value if isinstance(value, Mapping) else {}

    def truncated(self, variable: str = "author") -> bool:
        """Whether the list of names goes on after the named people ("et al.")."""
        return bool(self.custom.get(f"{variable}-et-al"))

    @property
    def links(self) -> tuple[str, ...]:
        """The identifiers that the list's link tail promised: DOI, PMC, PubMed."""
        return tuple(self.custom.get("links", ()))

    def replace(self, **fields: Value | None) -> Reference:
        """A copy with some fields set, or taken out where the value is None.

        Keyword names are CSL variables with `_` for `-`, as in `container_title=...`.
        """
        changed = dict(self.fields)
        for keyword, value in fields.items():
            variable = keyword if kind_of(keyword) else keyword.replace("_", "-")
            if value is None:
                changed.pop(variable, None)
            else:
                changed[variable] = value
        return dataclasses.replace(self, fields=changed)

    def with_custom(self, **notes: object) -> Reference:
        """A copy with entries added to `custom` (`_` for `-`)."""
        custom = {**self.custom, **{key.replace("_", "-"): v for key, v in notes.items()}}
        return dataclasses.replace(self, extra={**self.extra, "custom": custom})


class Severity(StrEnum):
    """How much a problem matters to the person who reads it."""

    INFO = "info"  # passed over on purpose, said for completeness
    WARNING = "warning"  # a reference is there but doubtful
    ERROR = "error"  # something could not be read; its raw text is in the message


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the input that a person should know.

    Args:
        code: a stable short name, such as `unreadable`.
        message: what happened, in words.
        severity: see `Severity`.
        span: where in the input.
        ref: the id of the reference it concerns; None where the lines of `span` became no
            reference.
        raw: the raw text of those lines.
        was: of a reference whose key had to change, the key as it stood; may be empty.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    span: Span | None = None
    ref: str | None = None
    raw: str = ""
    was: str = ""

    def as_json(self) -> dict[str, Any]:
        """The problem as plain JSON values, empty ones left out."""
        values: dict[str, Any] = {"code": self.code, "severity": str(self.severity)}
        values["message"] = self.message
        if self.ref is not None:
            values["ref"] = self.ref
        if self.span is not None:
            values["span"] = [self.span.start, self.span.end]
            if self.span.line:
                values["line"] = self.span.line
        if self.raw:
            values["raw"] = self.raw
        return values


@dataclass(frozen=True, slots=True)
class Batch:
    """What every reader returns: references in order, and what was noticed on the way.

    Args:
        references: in the order of the input.
        problems: in the order they were met.
        article: the paper whose reference list this is, where the page names it.

    Iterating over a batch, its length and indexing go to the references.
    """

    references: tuple[Reference, ...] = ()
    problems: tuple[Problem, ...] = ()
    article: Reference | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "references", tuple(self.references))
        object.__setattr__(self, "problems", tuple(self.problems))

    def __iter__(self) -> Iterator[Reference]:
        return iter(self.references)

    def __len__(self) -> int:
        return len(self.references)

    def __getitem__(self, index: int) -> Reference:
        return self.references[index]

    def with_problems(self, problems: Iterable[Problem]) -> Batch:
        """A copy with further problems at the end."""
        return dataclasses.replace(self, problems=(*self.problems, *problems))


@dataclass(frozen=True, slots=True)
class Notice:
    """That a work is retracted, corrected, or has another version, as a service says.

    Args:
        kind: `retraction`, `concern`, `correction`, `version`; `published` on a preprint that has
            become an article, `preprint` on that article.
        source: `pubmed`, `crossref`, `retraction-watch` or `title`.
        id: the DOI or PMID of the notice or of the other version; may be empty.
    """

    kind: str
    source: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a service has under one identifier.

    Args:
        reference: the work, its `id` the identifier.
        service: `crossref` or `pubmed`.
        kind: the service's own word for what it is (`journal-article`, `component`,
            `posted-content`, `Published Erratum`).
        years: every year that the service gives for it (print, online, issued).
        notices: see `Notice`.
        fetched: when it was asked for, in seconds of the Unix epoch.
        titles: further forms of its title: without subtitle, in its own language.
    """

    reference: Reference
    service: str
    kind: str = ""
    years: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()
    fetched: float = 0.0
    titles: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The identifier under which the service has it: a DOI in lower case, a PMID."""
        return self.reference.id
