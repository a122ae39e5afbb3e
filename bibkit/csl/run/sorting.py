"""Sort keys and the order they make (CSL 1.0.2, "Sorting")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from bibkit.csl.collation import collation_key
from bibkit.csl.marks import SEAM, unmarked
from bibkit.csl.run.compile import compile_elements
from bibkit.csl.run.context import Context
from bibkit.csl.run.dates import sort_text
from bibkit.csl.run.numbers import NUMBERS, value_of
from bibkit.csl.run.richtext import Quotes
from bibkit.csl.run.scope import Scope
from bibkit.csl.run.tree import flat, joined
from bibkit.csl.syntax.elements import Name, NameOptions, Names, SortKey, Stylesheet
from bibkit.csl.syntax.locales import Locale
from bibkit.vocab import Kind, kind_of

__all__ = ["SortRender", "compile_key", "sorted_by"]

#: The value of a key (None where it is empty), and whether the order is descending.
SortRender: TypeAlias = tuple[Callable[[Context], Any], bool]

T = TypeVar("T")


def _first(one: T | None, other: T | None) -> T | None:
    return other if one is None else one


def compile_key(
    key: SortKey, style: Stylesheet, locale: Locale, names: NameOptions, quotes: Quotes
) -> SortRender:
    """The function of a `cs:key`."""
    # As citeproc-js has it, the area's own limits come before those of a macro's names, too.
    forced = NameOptions(
        et_al_min=_first(key.names_min, names.et_al_min),
        et_al_use_first=_first(key.names_use_first, names.et_al_use_first),
        et_al_use_last=_first(key.names_use_last, names.et_al_use_last),
    )
    scope = Scope(style, locale, names, quotes, compile_elements, sorting=True, forced=forced)
    language = locale.language

    def collated(text: str) -> Any:
        words = unmarked(text.replace(SEAM, "")).split()
        # A blank comes before any letter: "Dale, Zoe" before "Dalebout".
        return collation_key("|".join(words) + "|", language) if words else None

    if key.macro:
        renders = scope.macro(key.macro)

        def of_macro(context: Context) -> Any:
            accessed, filled = context.accessed, context.filled
            parts = [output for render in renders if (output := render(context))]
            if context.accessed != accessed and context.filled == filled:
                return None  # terms alone, as in a group
            return collated(flat(joined(parts, ""))) if parts else None

        return of_macro, key.descending
    variable, kind = key.variable, kind_of(key.variable)
    if kind is Kind.NAMES:
        name = Name(NameOptions(form="long", name_as_sort_order="all"))
        (render,) = compile_elements([Names((variable,), name)], scope)
        return lambda context: collated(flat(render(context))), key.descending
    if kind is Kind.DATE:

        def of_date(context: Context) -> Any:
            date = context.item.date(variable)
            if date is None:
                return None
            text = sort_text(date)
            return collated(f"{text}–{sort_text(date.until)}" if date.until else text)

        return of_date, key.descending
    if variable == "citation-label":
        return lambda context: collated(value_of(context, variable)), key.descending
    if variable in NUMBERS:

        def of_number(context: Context) -> Any:
            value = value_of(context, variable)
            digits = "".join(c for c in value.partition("-")[0] if c in "0123456789")[:300]
            if not value:
                return None
            return (0, int(digits), ()) if digits else (1, 0, collation_key(value, language))

        return of_number, key.descending
    return lambda context: collated(context.item.text(variable)), key.descending


def sorted_by(
    things: Sequence[T], keys: Sequence[SortRender], context_of: Callable[[T], Context]
) -> list[T]:
    """Things in the order of sort keys; empty values come last whatever the direction."""
    order = list(things)
    if not keys:
        return order
    values = {id(thing): [render(context_of(thing)) for render, _ in keys] for thing in order}
    for index in range(len(keys) - 1, -1, -1):
        filled = [thing for thing in order if values[id(thing)][index] is not None]
        empty = [thing for thing in order if values[id(thing)][index] is None]
        filled.sort(key=lambda thing: values[id(thing)][index], reverse=keys[index][1])
        order = filled + empty
    return order
