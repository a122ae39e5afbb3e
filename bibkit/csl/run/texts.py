"""`cs:text`: a variable, a macro, a term or a value."""

from __future__ import annotations

import re
from collections.abc import Callable

from bibkit.csl.marks import TERM, link_marks
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
    variable = _NAMED.get(element.of, element.of)
    names = _short_names(variable) if element.form == "short" else (variable,)
    read = _reader(variable, names, element.form, scope)
    case = element.formatting.text_case
    case_of = cased_number if variable in NUMBERS else cased
    dress = dressing(element.formatting)
    # A suffix that is not there leaves the term beside it ("n.d.").
    counts = variable != "year-suffix"
    around = link_marks.get(variable)

    def text(context: Context) -> Output:
        printed = read(context)
        if printed or counts:
            context.accessed += 1
        if not printed:
            return ""
        context.filled += 1
        if context.trail is not None:
            context.trail += names
        output: Output = printed.join(around) if around else tagged(variable, printed)
        if case:
            output = case_of(output, case, context)
        return dress(output) if dress else output

    return text


def _reader(
    variable: str, names: tuple[str, ...], form: str, scope: Scope
) -> Callable[[Context], str]:
    """What gives a variable's marked text; empty where it is not set."""
    pages = scope.option("page-range-format") or None
    locale = scope.locale
    if variable == "locator":
        return lambda context: locator_text(context, pages)
    if variable == "citation-label":
        return lambda context: value_of(context, variable)

    def suffix(context: Context) -> str:
        number = context.expansion.year_suffix
        return context.item.raw(variable) if number is None else year_letters(number)

    def number(context: Context) -> str:
        value = value_of(context, variable)
        if not value or (context.sorting and variable == "citation-number"):
            return value.zfill(8) if value else ""
        return marked_text(number_text(value, variable, pages, locale), context.item.quotes)

    def plain(context: Context) -> str:
        for name in names:
            if name not in context.spent and (text := context.item.text(name)):
                return text
        return ""

    if variable == "year-suffix":
        return suffix
    if variable in NUMBERS:
        return number
    if variable == "URL" and form == "short":
        return lambda context: _host(plain(context))
    return plain


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
