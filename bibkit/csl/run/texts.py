"""`cs:text`: a variable, a macro, a term or a value."""

from __future__ import annotations

import re

from bibkit.csl.marks import LINKED, TERM, link_marks
from bibkit.csl.run.context import Context
from bibkit.csl.run.dress import cased, dressing
from bibkit.csl.run.numbers import (
    NUMBERS,
    cased_number,
    locator_text,
    number_text,
    tagged,
    value_of,
    year_letters,
)
from bibkit.csl.run.richtext import marked_text
from bibkit.csl.run.scope import Render, Scope
from bibkit.csl.run.tree import Output, joined, spread
from bibkit.csl.syntax.elements import Text

__all__ = ["compile_text"]


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def compile_text(element: Text, scope: Scope) -> Render:
    """The function of a `cs:text`."""
    if element.source == "macro":
        return _macro(element, scope)
    if element.source == "variable":
        return _variable(element, scope)
    if element.source == "term":
        text = scope.locale.term(element.of, element.form or "long", plural=element.plural)
        text = _APOSTROPHE.sub("’", text)
        if text and not element.formatting.text_case:
            text = TERM + text
    else:
        text = marked_text(element.of, scope.quotes)
    return _constant(element, text)


def _constant(element: Text, text: str) -> Render:
    case = element.formatting.text_case
    dress = dressing(element.formatting)

    def constant(context: Context) -> Output:
        if not text:
            return ""
        output: Output = cased(text, case, context, own=True) if case else text
        return dress(output) if dress else output

    return constant


def _macro(element: Text, scope: Scope) -> Render:
    renders = scope.macro(element.of)
    case = element.formatting.text_case
    dress = dressing(element.formatting)

    def macro(context: Context) -> Output:
        accessed, filled = context.accessed, context.filled
        parts = [output for render in renders if (output := render(context))]
        # As in a group, terms are nothing where all variables are empty, and something alone.
        if not parts or (context.accessed != accessed and context.filled == filled):
            return ""
        if context.accessed == accessed:
            context.accessed += 1
            context.filled += 1
        output = joined(spread(parts), "")
        if case:
            output = cased(output, case, context)
        return dress(output) if dress else output

    return macro


# Names that variables had before CSL 1.0.2.
_NAMED = {"journalAbbreviation": "container-title-short", "shortTitle": "title-short"}


def _variable(element: Text, scope: Scope) -> Render:
    variable, formatting = _NAMED.get(element.of, element.of), element.formatting
    case = formatting.text_case
    dress = dressing(formatting)
    pages = scope.option("page-range-format") or None
    names = _short_names(variable) if element.form == "short" else (variable,)
    locale = scope.locale
    is_number = variable in NUMBERS
    host_only = variable == "URL" and element.form == "short"

    def text(context: Context) -> Output:
        if variable == "year-suffix":
            suffix = context.expansion.year_suffix
            printed = context.item.raw("year-suffix") if suffix is None else year_letters(suffix)
            if not printed:
                return ""
            context.accessed += 1
        elif variable == "locator":
            context.accessed += 1
            printed = locator_text(context, pages)
        elif variable == "citation-label":
            context.accessed += 1
            printed = value_of(context, variable)
        elif is_number:
            context.accessed += 1
            printed = value_of(context, variable)
            if printed:
                if context.sorting and variable == "citation-number":
                    printed = printed.zfill(8)
                else:
                    printed = marked_text(
                        number_text(printed, variable, pages, locale), context.item.quotes
                    )
        else:
            context.accessed += 1
            printed = ""
            for name in names:
                if name not in context.spent:
                    printed = context.item.text(name)
                    if printed:
                        break
            if host_only and printed:
                printed = _host(printed)
        if not printed:
            return ""
        context.filled += 1
        if context.trail is not None:
            context.trail += names
        output: Output = tagged(variable, printed)
        if variable in LINKED:
            begin, end = link_marks[variable]
            output = f"{begin}{printed}{end}"
        if case:
            output = (
                cased_number(output, case, context) if is_number else cased(output, case, context)
            )
        return dress(output) if dress else output

    return text


_HOST = re.compile(r"(?:https?://(?=www\.))?((?:[a-z]+:)?(?://)?[^/?#\s]+)", re.I)


def _host(url: str) -> str:
    """The short form of a URL: where it lies, as citeproc-js has it.

    >>> _host("https://www.example.org/a/b.html"), _host("http://example.org/a")
    ('www.example.org', 'http://example.org')
    """
    match = _HOST.match(url)
    return match[1] if match else url


def _short_names(variable: str) -> tuple[str, ...]:
    short = {"title": "title-short", "container-title": "container-title-short"}
    return (short.get(variable, f"{variable}-short"), variable)
