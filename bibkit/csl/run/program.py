"""A style and a locale, compiled: the functions that print cites, entries and sort keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bibkit.csl.library import Style
from bibkit.csl.run.compile import compile_elements
from bibkit.csl.run.richtext import Quotes
from bibkit.csl.run.scope import Render, Scope
from bibkit.csl.run.sorting import SortRender, compile_key
from bibkit.csl.syntax.elements import (
    Area,
    Choose,
    Element,
    Formatting,
    Number,
    Stylesheet,
    Text,
    inside,
)
from bibkit.csl.syntax.locales import Locale, locale_for
from bibkit.csl.syntax.parse import parse_style
from bibkit.csl.syntax.store import stored
from bibkit.errors import StyleError

__all__ = ["AreaProgram", "Program", "load"]


@dataclass(frozen=True, slots=True)
class AreaProgram:
    """A compiled `cs:citation` or `cs:bibliography`.

    Args:
        renders: of the layout's children; formatting, delimiter: of the layout.
        sort: one function a key.
        options: attributes of the area.
        prints_year_suffix: the style says itself where the suffix stands.
        tests_disambiguate: it has a test of that; prints_number: of the citation.
    """

    renders: list[Render]
    formatting: Formatting
    delimiter: str
    sort: list[SortRender]
    options: dict[str, str]
    prints_year_suffix: bool
    tests_disambiguate: bool
    prints_number: bool

    def is_on(self, option: str) -> bool:
        """Whether an option of two values is `true`."""
        return self.options.get(option) == "true"


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled style."""

    style: Stylesheet
    locale: Locale
    quotes: Quotes
    citation: AreaProgram
    bibliography: AreaProgram | None


_LARGEST = 2_000_000  # the longest official style has 170,000 bytes


def load(style: Style, locale: str | None = None) -> Program:
    """A style read and compiled; the last few are kept.

    Raises:
        StyleError: it cannot be read or used; there is no such locale.
    """
    path = Path(style.path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StyleError(f"The style file '{path}' cannot be read: {error.strerror}.") from error
    if len(data) > _LARGEST:
        raise StyleError(f"'{path}' is too large to be a CSL style.")
    try:
        return _compiled(data, path.name, locale)
    except RecursionError:
        raise StyleError(f"{path.name}: its elements and macros are nested too deep.") from None


@lru_cache(maxsize=8)
def _compiled(data: bytes, file: str, tag: str | None) -> Program:
    style = stored(Stylesheet, data, lambda xml: parse_style(xml, file), file)
    locale = locale_for(style, tag)
    quotes = Quotes(
        (locale.term("open-quote") or "“", locale.term("close-quote") or "”"),
        (locale.term("open-inner-quote") or "‘", locale.term("close-inner-quote") or "’"),
    )
    return Program(
        style,
        locale,
        quotes,
        _area(style, style.citation, locale, quotes),
        _area(style, style.bibliography, locale, quotes) if style.bibliography else None,
    )


def _area(style: Stylesheet, area: Area, locale: Locale, quotes: Quotes) -> AreaProgram:
    names = area.names.over(style.names)
    children = area.layout.children
    below = tuple(_all(children, style))
    return AreaProgram(
        renders=compile_elements(children, Scope(style, locale, names, quotes, compile_elements)),
        formatting=area.layout.formatting,
        delimiter=area.layout.delimiter,
        sort=[compile_key(key, style, locale, names, quotes) for key in area.sort],
        options=area.options,
        prints_year_suffix=any(map(_is_year_suffix, below)),
        tests_disambiguate=any(map(_tests_disambiguate, below)),
        prints_number=any(map(_is_number, below)),
    )


def _is_year_suffix(element: Element) -> bool:
    return (
        isinstance(element, Text) and element.source == "variable" and element.of == "year-suffix"
    )


def _is_number(element: Element) -> bool:
    if isinstance(element, Number):
        return element.variable == "citation-number"
    return (
        isinstance(element, Text)
        and element.source == "variable"
        and element.of == "citation-number"
    )


def _tests_disambiguate(element: Element) -> bool:
    return isinstance(element, Choose) and any(
        test.kind == "disambiguate" for branch in element.branches for test in branch.tests
    )


def _all(elements: tuple[Element, ...], style: Stylesheet) -> Iterator[Element]:
    """The elements, those in them and in the macros that they call, each macro once."""
    left, seen = list(elements), set()
    while left:
        element = left.pop()
        yield element
        left += inside(element)
        if isinstance(element, Text) and element.source == "macro" and element.of not in seen:
            seen.add(element.of)
            left += style.macros[element.of]
