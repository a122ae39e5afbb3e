"""The elements of a CSL style, one class each, every attribute known (CSL 1.0.2, "Rendering elements").

`bibkit.csl.syntax.parse` makes them from XML; `bibkit.csl.run` runs them. Numbers and references to
macros are checked when they are made; other values that CSL does not know read as if they were not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = [
    "Area",
    "Branch",
    "Choose",
    "Date",
    "DatePart",
    "Element",
    "EtAl",
    "Formatting",
    "Group",
    "Label",
    "Layout",
    "LocaleTree",
    "Name",
    "NameOptions",
    "NamePart",
    "Names",
    "Number",
    "SortKey",
    "Stylesheet",
    "Term",
    "Test",
    "Text",
    "inside",
]


@dataclass(frozen=True, slots=True)
class Formatting:
    """How text is set ("Formatting", "Affixes", "Display", "Quotes", "Strip-periods", "Text-case").

    Empty strings and false where the style is silent.
    """

    prefix: str = ""
    suffix: str = ""
    font_style: str = ""
    font_variant: str = ""
    font_weight: str = ""
    text_decoration: str = ""
    vertical_align: str = ""
    display: str = ""
    text_case: str = ""
    quotes: bool = False
    strip_periods: bool = False


PLAIN = Formatting()


@dataclass(frozen=True, slots=True)
class Text:
    """`cs:text`: one of a variable, a macro's name, a term or a value."""

    source: str  # variable, macro, term, value
    of: str
    form: str = ""
    plural: bool = False
    formatting: Formatting = PLAIN


@dataclass(frozen=True, slots=True)
class Number:
    """`cs:number`."""

    variable: str
    form: str = "numeric"
    formatting: Formatting = PLAIN


@dataclass(frozen=True, slots=True)
class DatePart:
    """`cs:date-part`: year, month or day."""

    name: str
    form: str = ""
    range_delimiter: str = ""
    formatting: Formatting = PLAIN


@dataclass(frozen=True, slots=True)
class Date:
    """`cs:date`; with `form` it is localised and its parts change those of the locale."""

    variable: str = ""
    form: str = ""
    parts: tuple[DatePart, ...] = ()
    date_parts: str = "year-month-day"
    delimiter: str = ""
    formatting: Formatting = PLAIN


@dataclass(frozen=True, slots=True)
class Label:
    """`cs:label`; inside `cs:names` its variable is theirs."""

    variable: str = ""
    form: str = "long"
    plural: str = "contextual"
    formatting: Formatting = PLAIN


@dataclass(frozen=True, slots=True)
class Group:
    """`cs:group`."""

    children: tuple[Element, ...]
    delimiter: str = ""
    formatting: Formatting = PLAIN


@dataclass(frozen=True, slots=True)
class Test:
    """One condition of a branch: `kind` is the attribute, `values` what it lists."""

    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """`cs:if`, `cs:else-if`, `cs:else` (without tests)."""

    match: str
    tests: tuple[Test, ...]
    children: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """`cs:choose`."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class NamePart:
    """`cs:name-part`."""

    name: str
    formatting: Formatting = PLAIN


@dataclass(frozen=True, slots=True)
class NameOptions:
    """What `cs:name` may say, and `cs:style`, `cs:citation`, `cs:bibliography` for it.

    None where the element is silent, so that `over` can take it from further up.
    """

    and_: str | None = None
    delimiter: str | None = None
    delimiter_precedes_et_al: str | None = None
    delimiter_precedes_last: str | None = None
    et_al_min: int | None = None
    et_al_use_first: int | None = None
    et_al_subsequent_min: int | None = None
    et_al_subsequent_use_first: int | None = None
    et_al_use_last: bool | None = None
    form: str | None = None
    initialize: bool | None = None
    initialize_with: str | None = None
    name_as_sort_order: str | None = None
    sort_separator: str | None = None
    names_delimiter: str | None = None

    def over(self, other: NameOptions) -> NameOptions:
        """These options, those of `other` where these are silent ("Inheritable name options")."""
        values = {
            slot: mine if (mine := getattr(self, slot)) is not None else getattr(other, slot)
            for slot in NameOptions.__slots__
        }
        return NameOptions(**values)


@dataclass(frozen=True, slots=True)
class Name:
    """`cs:name`."""

    options: NameOptions = field(default_factory=NameOptions)
    parts: tuple[NamePart, ...] = ()
    formatting: Formatting = PLAIN


@dataclass(frozen=True, slots=True)
class EtAl:
    """`cs:et-al`."""

    term: str = "et-al"
    formatting: Formatting = PLAIN


@dataclass(frozen=True, slots=True)
class Names:
    """`cs:names`."""

    variables: tuple[str, ...]
    name: Name | None = None
    et_al: EtAl | None = None
    label: Label | None = None
    label_first: bool = False
    substitute: tuple[Element, ...] = ()
    delimiter: str | None = None
    formatting: Formatting = PLAIN


Element: TypeAlias = Text | Number | Date | Label | Group | Choose | Names


def inside(element: Element) -> tuple[Element, ...]:
    """The elements in an element; those of a macro that it calls are not."""
    if isinstance(element, Group):
        return element.children
    if isinstance(element, Choose):
        return tuple(child for branch in element.branches for child in branch.children)
    return element.substitute if isinstance(element, Names) else ()


@dataclass(frozen=True, slots=True)
class SortKey:
    """`cs:key`: a variable or a macro, and how many of its names count."""

    variable: str = ""
    macro: str = ""
    descending: bool = False
    names_min: int | None = None
    names_use_first: int | None = None
    names_use_last: bool | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """`cs:layout`."""

    children: tuple[Element, ...]
    delimiter: str = ""
    formatting: Formatting = PLAIN


@dataclass(frozen=True, slots=True)
class Area:
    """`cs:citation` or `cs:bibliography`: its layout, sort keys and options by attribute name."""

    layout: Layout
    sort: tuple[SortKey, ...] = ()
    names: NameOptions = field(default_factory=NameOptions)
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A whole independent style.

    Args:
        title: from its `cs:info`.
        note_style: its class is `note`.
        default_locale: as it stands, may be empty.
        options: attributes of `cs:style` by name (`page-range-format` and the like).
        macros: by name.
        locales: the locale trees that stand in the style itself, by language ("" for all).
        warnings: what CSL 1.0.2 does not know and is passed over, with its line.
    """

    title: str
    note_style: bool
    default_locale: str
    options: dict[str, str]
    names: NameOptions
    macros: dict[str, tuple[Element, ...]]
    citation: Area
    bibliography: Area | None
    locales: dict[str, LocaleTree]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One form of a term in a locale."""

    name: str
    form: str
    single: str
    multiple: str
    gender: str = ""
    gender_form: str = ""
    match: str = ""


@dataclass(frozen=True, slots=True)
class LocaleTree:
    """One `cs:locale`: its terms, dates and options, without those of other languages."""

    language: str
    terms: tuple[Term, ...] = ()
    dates: dict[str, Date] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
