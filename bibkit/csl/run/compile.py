"""Elements to functions: every attribute is looked at once, when a style is loaded.

compile_elements(children, scope) -> [Context -> Output, …]
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from bibkit.csl.run.choose import compile_choose
from bibkit.csl.run.context import Context
from bibkit.csl.run.dates import compile_date
from bibkit.csl.run.dress import dressing
from bibkit.csl.run.names import compile_names
from bibkit.csl.run.numbers import compile_label, compile_number
from bibkit.csl.run.scope import Render, Scope
from bibkit.csl.run.texts import compile_text
from bibkit.csl.run.tree import Output, joined, spread
from bibkit.csl.syntax.elements import Choose, Date, Element, Group, Label, Names, Number, Text

__all__ = ["compile_elements"]


def compile_elements(elements: Sequence[Element], scope: Scope) -> list[Render]:
    """The functions of elements, in their order."""
    return [_compile(element, scope) for element in elements]


def _compile(element: Element, scope: Scope) -> Render:
    match element:
        case Text():
            return compile_text(element, scope)
        case Group():
            return _compile_group(element, scope)
        case Choose():
            return compile_choose(element, scope)
        case Names():
            return compile_names(element, scope)
        case Date():
            return compile_date(element, scope)
        case Number():
            return compile_number(element, scope)
        case Label():
            return compile_label(element, scope)


def _compile_group(element: Group, scope: Scope) -> Render:
    """`cs:group`: empty where it calls variables and all are empty (CSL 1.0.2, "Group")."""
    if scope.substituting:
        scope = dataclasses.replace(scope, substituting=False)
    renders = compile_elements(element.children, scope)
    delimiter = element.delimiter
    has_choose = any(isinstance(child, Choose) for child in element.children)
    dress = dressing(element.formatting)

    def group(context: Context) -> Output:
        accessed, filled = context.accessed, context.filled
        parts = [output for render in renders if (output := render(context))]
        if has_choose:
            parts = spread(parts)
        if context.accessed != accessed:
            if context.filled == filled:
                return ""
        elif parts:
            # A group that prints without variables counts as one that is not empty.
            context.accessed += 1
            context.filled += 1
        if not parts:
            return ""
        output = joined(parts, delimiter)
        return dress(output) if dress else output

    return group
