"""What an element is compiled in: the style around it, and what it inherits."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bibkit.csl.run.context import Context
from bibkit.csl.run.richtext import Quotes
from bibkit.csl.run.tree import Output
from bibkit.csl.syntax.elements import Element, NameOptions, Names, Stylesheet
from bibkit.csl.syntax.locales import Locale

__all__ = ["Compile", "Render", "Scope"]

#: What an element becomes; it gives an empty text where the element prints nothing.
Render: TypeAlias = Callable[[Context], Output]
Compile: TypeAlias = "Callable[[Sequence[Element], Scope], list[Render]]"


@dataclass(slots=True)
class Scope:
    """What elements inherit from those around them.

    Args:
        style, locale: what they stand in.
        names: name options, those of the area over those of the style.
        quotes: the locale's quotation marks.
        sorting: for a sort key; forced: name options of that key, over every `cs:name`.
        parent_names: inside a `cs:substitute`, the `cs:names` around it.
        substituting: what stands directly in a `cs:substitute`, or in a `cs:choose` there.
        macros: compiled ones, by name.
        compile: `run.compile.compile_elements`: elements are compiled by what knows all of them.
    """

    style: Stylesheet
    locale: Locale
    names: NameOptions
    quotes: Quotes
    compile: Compile
    sorting: bool = False
    forced: NameOptions = field(default_factory=NameOptions)
    parent_names: Names | None = None
    macros: dict[str, list[Render]] = field(default_factory=dict)
    substituting: bool = False

    def macro(self, name: str) -> list[Render]:
        """The functions of a macro; compiled once, wherever it is called."""
        if name not in self.macros:
            # A macro called in a substitute takes nothing from the names around that.
            scope = dataclasses.replace(self, parent_names=None, substituting=False)
            self.macros[name] = scope.compile(self.style.macros[name], scope)
        return self.macros[name]

    def option(self, name: str, default: str = "") -> str:
        """An attribute of `cs:style`."""
        return self.style.options.get(name, default)

    def within(self, names: Names) -> Scope:
        """The scope inside the substitute of `names`."""
        return dataclasses.replace(self, parent_names=names, substituting=True)
