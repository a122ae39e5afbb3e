"""Elements to functions: every attribute is looked at once, when a style is loaded.

    compile_elements(children, scope) -> [Context -> Output, …]

A function gives an empty text where its element prints nothing. `Scope` is what an element inherits:
the locale, the macros, name options, the style's options.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bibkit.csl.marks import QUOTE, SEAM, block_marks, style_marks
from bibkit.csl.nodes import Display, Style
from bibkit.csl.run.context import Context
from bibkit.csl.run.richtext import Quotes
from bibkit.csl.run.tree import Node, Output, flat, joined, spread, wrapped
from bibkit.csl.syntax.elements import (
    Choose,
    Date,
    Element,
    Formatting,
    Group,
    Label,
    NameOptions,
    Names,
    Number,
    Stylesheet,
    Text,
)
from bibkit.csl.syntax.locales import Locale
from bibkit.csl.text_case import text_case

__all__ = ["Render", "Scope", "compile_elements", "dressing", "run_all"]

Render: TypeAlias = Callable[[Context], Output]


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
    """

    style: Stylesheet
    locale: Locale
    names: NameOptions
    quotes: Quotes
    sorting: bool = False
    forced: NameOptions = field(default_factory=NameOptions)
    parent_names: Names | None = None
    macros: dict[str, list[Render]] = field(default_factory=dict)
    substituting: bool = False

    def macro(self, name: str) -> list[Render]:
        """The functions of a macro; compiled once for each scope."""
        if name not in self.macros:
            # A macro called in a substitute takes nothing from the names around that.
            scope = self
            if self.parent_names:
                scope = dataclasses.replace(self, parent_names=None, substituting=False)
            self.macros[name] = compile_elements(self.style.macros[name], scope)
        return self.macros[name]

    def option(self, name: str, default: str = "") -> str:
        """An attribute of `cs:style`."""
        return self.style.options.get(name, default)

    def within(self, names: Names) -> Scope:
        """The scope inside the substitute of `names`; macros behave otherwise there."""
        return dataclasses.replace(self, parent_names=names, macros={}, substituting=True)


def compile_elements(elements: Sequence[Element], scope: Scope) -> list[Render]:
    """The functions of elements, in their order."""
    from bibkit.csl.run.choose import compile_choose
    from bibkit.csl.run.dates import compile_date
    from bibkit.csl.run.names import compile_names
    from bibkit.csl.run.numbers import compile_label, compile_number
    from bibkit.csl.run.texts import compile_text

    found: list[Render] = []
    for element in elements:
        if isinstance(element, Text):
            found.append(compile_text(element, scope))
        elif isinstance(element, Group):
            found.append(_compile_group(element, scope))
        elif isinstance(element, Choose):
            found.append(compile_choose(element, scope))
        elif isinstance(element, Names):
            found.append(compile_names(element, scope))
        elif isinstance(element, Date):
            found.append(compile_date(element, scope))
        elif isinstance(element, Number):
            found.append(compile_number(element, scope))
        elif isinstance(element, Label):
            found.append(compile_label(element, scope))
    return found


def run_all(renders: Sequence[Render], context: Context) -> list[Output]:
    """What functions print, without the empty."""
    return [output for render in renders if (output := render(context))]


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


_STYLES = {
    ("font_style", "italic"): Style.ITALIC,
    ("font_style", "oblique"): Style.OBLIQUE,
    ("font_style", "normal"): Style.UPRIGHT,
    ("font_variant", "small-caps"): Style.SMALL_CAPS,
    ("font_variant", "normal"): Style.NO_CAPS,
    ("font_weight", "bold"): Style.BOLD,
    ("font_weight", "normal"): Style.REGULAR,
    ("text_decoration", "underline"): Style.UNDERLINE,
    ("text_decoration", "none"): Style.NO_LINE,
    ("vertical_align", "sup"): Style.SUPERSCRIPT,
    ("vertical_align", "sub"): Style.SUBSCRIPT,
    ("vertical_align", "baseline"): Style.BASELINE,
}
#: From the outermost to the innermost, as the suite of CSL nests them.
_SLOTS = ("font_style", "font_variant", "font_weight", "text_decoration", "vertical_align")


def font_marks(formatting: Formatting) -> tuple[str, str]:
    """The marks around text in these styles."""
    before = after = ""
    for slot in _SLOTS:
        style = _STYLES.get((slot, getattr(formatting, slot)))
        if style is not None:
            begin, end = style_marks[style]
            before, after = begin + before, after + end
    return before, after


def dressing(formatting: Formatting, *, inside: bool = False) -> Callable[[Output], Output] | None:
    """A function that gives an output its formatting; None where there is none.

    In order: strip-periods, then from the inside out styles, quotes, affixes, display; with `inside`,
    as for a citation, the affixes are styled too. Text-case is for those who know the item's
    language (`cased`).
    """
    before, after = font_marks(formatting)
    if formatting.quotes:
        before, after = QUOTE[0] + before, after + QUOTE[1]
    prefix = f"{formatting.prefix}{SEAM}" if formatting.prefix else ""
    suffix = f"{SEAM}{formatting.suffix}" if formatting.suffix else ""
    if inside:
        before, after = before + prefix, suffix + after
    else:
        before, after = prefix + before, after + suffix
    if formatting.display:
        begin, end = block_marks[Display(formatting.display)]
        before, after = begin + before, after + end
    strip = formatting.strip_periods
    slanted = formatting.font_style in ("italic", "oblique")
    if not (before or after or strip):
        return None

    bare = dressing(dataclasses.replace(formatting, font_style="")) if slanted else None

    def dress(output: Output) -> Output:
        if strip:
            output = without_periods(output)
        if slanted and not _SLANTS.search(flat(output)):
            return bare(output) if bare else output
        if isinstance(output, str):
            return f"{before}{output}{after}"
        return wrapped(output, before, after)

    return dress


# Scripts that have italics; Han, Kana, Khmer and others do not.
_SLANTS = re.compile(
    r"[-0-9A-Za-z\u00c0-\u017f\u0370-\u052f\u0590-\u06ff\u0e01-\u0e5b\u1e00-\u1fff]"
)


def without_periods(output: Output) -> Output:
    """An output without its full stops."""
    if isinstance(output, str):
        return output.replace(".", "")
    return Node(output.tag, [without_periods(part) for part in output.children])


def cased(output: Output, case: str, context: Context, *, own: bool = False) -> Output:
    """An output in a text-case, by the item's language or else the style's; `own` words of the style by its own."""
    language = ("" if own else context.item.language) or context.locale.language
    if own and case == "title":
        language = "en"  # a style's words are cased as it says, in any language
    if isinstance(output, str):
        return text_case(output, case, language)
    # The nodes inside are lost only where a case goes over several parts.
    if len(output.children) == 1:
        return Node(output.tag, [cased(output.children[0], case, context)])
    whole = text_case(flat(output), case, language)
    return Node(output.tag, [whole])
