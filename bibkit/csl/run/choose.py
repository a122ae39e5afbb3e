"""`cs:choose`: the first branch whose tests hold (CSL 1.0.2, "Choose")."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bibkit.csl.run.context import Context
from bibkit.csl.run.numbers import is_numeric, locator_of, value_of
from bibkit.csl.run.scope import Render, Scope
from bibkit.csl.run.tree import Loose, Output, spread
from bibkit.csl.syntax.elements import Branch, Choose

__all__ = ["compile_choose"]

Condition: TypeAlias = Callable[[Context], bool]


def compile_choose(element: Choose, scope: Scope) -> Render:
    """The function of a `cs:choose`."""
    # In a substitute each element of a branch is a substitute of its own, as in citeproc-js.
    first_only = scope.substituting
    branches = [
        (_condition(branch), scope.compile(branch.children, scope)) for branch in element.branches
    ]

    def choose(context: Context) -> Output:
        for holds, renders in branches:
            if holds is None or holds(context):
                if first_only:
                    return next((output for render in renders if (output := render(context))), "")
                parts = [output for render in renders if (output := render(context))]
                if len(parts) < 2:
                    return parts[0] if parts else ""
                return Loose(None, spread(parts))
        return ""

    return choose


def _condition(branch: Branch) -> Condition | None:
    conditions: list[Condition] = []
    for test in branch.tests:
        if test.kind == "type":
            # An item has one type, so that of several one will do, whatever `match` says.
            conditions.append(_types(frozenset(test.values)))
        else:
            conditions += [_TESTS[test.kind](value) for value in test.values]
    if not branch.tests:
        return None
    if branch.match == "none":
        return lambda context: not any(test(context) for test in conditions)
    if len(conditions) == 1:
        return conditions[0]
    if branch.match == "any":
        return lambda context: any(test(context) for test in conditions)
    return lambda context: all(test(context) for test in conditions)


def _types(values: frozenset[str]) -> Condition:
    return lambda context: context.item.type in values


def _variable(value: str) -> Condition:
    if value in _OF_THE_CITE:
        return lambda context: bool(value_of(context, value))
    return lambda context: context.item.has(value)


_OF_THE_CITE = {
    "locator", "citation-number", "first-reference-note-number", "year-suffix", "citation-label",
    "page-first",
}  # fmt: skip


def _is_numeric(value: str) -> Condition:
    return lambda context: is_numeric(value_of(context, value))


def _is_uncertain(value: str) -> Condition:
    def test(context: Context) -> bool:
        date = context.item.date(value)
        return date is not None and date.circa

    return test


def _locator(value: str) -> Condition:
    return lambda context: locator_of(context)[0] == value


def _position(value: str) -> Condition:
    wanted = {
        "first": ("first",),
        "subsequent": ("subsequent", "ibid", "ibid-with-locator"),
        "ibid": ("ibid", "ibid-with-locator"),
        "ibid-with-locator": ("ibid-with-locator",),
    }.get(value, ())
    if value == "near-note":
        return lambda context: context.citing and context.place.near_note
    return lambda context: context.citing and context.place.position in wanted


def _disambiguate(value: str) -> Condition:
    def test(context: Context) -> bool:
        context.disambiguate_tests += 1
        holds = context.disambiguate_tests <= context.expansion.condition
        return holds is (value == "true")

    return test


_TESTS: dict[str, Callable[[str], Condition]] = {
    "variable": _variable,
    "is-numeric": _is_numeric,
    "is-uncertain-date": _is_uncertain,
    "locator": _locator,
    "position": _position,
    "disambiguate": _disambiguate,
}
