"""A style and a locale, compiled: the functions that print cites, entries and sort keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bibkit.csl.library import Style
from bibkit.csl.run.compile import Render, Scope, compile_elements
from bibkit.csl.run.richtext import Quotes
from bibkit.csl.run.sorting import SortRender, compile_key
from bibkit.csl.syntax.elements import (
    Area,
    Choose,
    Element,
    Formatting,
    Group,
    Names,
    Stylesheet,
    Text,
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
    return _compiled(data, path.name, locale)


@lru_cache(maxsize=8)
def _compiled(data: bytes, file: str, tag: str | None) -> Program:
    style = stored(Stylesheet, data, lambda xml: parse_style(xml, file))
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
    return AreaProgram(
        renders=compile_elements(children, Scope(style, locale, names, quotes)),
        formatting=area.layout.formatting,
        delimiter=area.layout.delimiter,
        sort=[compile_key(key, style, locale, names, quotes) for key in area.sort],
        options=area.options,
        prints_year_suffix=_any(children, style, _is_year_suffix),
        tests_disambiguate=_any(children, style, _tests_disambiguate),
        prints_number=_any(children, style, _is_number),
    )


def _is_year_suffix(element: Element) -> bool:
    return (
        isinstance(element, Text) and element.source == "variable" and element.of == "year-suffix"
    )


def _is_number(element: Element) -> bool:
    return (
        isinstance(element, Text)
        and element.source == "variable"
        and element.of == "citation-number"
    )


def _tests_disambiguate(element: Element) -> bool:
    return isinstance(element, Choose) and any(
        test.kind == "disambiguate" for branch in element.branches for test in branch.tests
    )


def _any(elements: tuple[Element, ...], style: Stylesheet, wanted, seen=None) -> bool:  # type: ignore[no-untyped-def]
    seen = set() if seen is None else seen
    for element in elements:
        if wanted(element):
            return True
        below: list[tuple[Element, ...]] = []
        if isinstance(element, Group):
            below = [element.children]
        elif isinstance(element, Choose):
            below = [branch.children for branch in element.branches]
        elif isinstance(element, Names):
            below = [element.substitute]
        elif isinstance(element, Text) and element.source == "macro" and element.of not in seen:
            seen.add(element.of)
            below = [style.macros[element.of]]
        if any(_any(children, style, wanted, seen) for children in below):
            return True
    return False
