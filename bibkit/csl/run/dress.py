"""What `Formatting` does to an output: styles, quotes, affixes, display, text-case."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from bibkit.csl.marks import QUOTE, SEAM, block_marks, style_marks
from bibkit.csl.nodes import Display, Style
from bibkit.csl.run.context import Context
from bibkit.csl.run.tree import Node, Output, flat, wrapped
from bibkit.csl.syntax.elements import Formatting
from bibkit.csl.text_case import text_case

__all__ = ["cased", "dressing"]

_STYLES = {
    ("font_style", "italic"): Style.ITALIC,
    ("font_style", "oblique"): Style.OBLIQUE,
    ("font_style", "normal"): Style.UPRIGHT,
    ("font_variant", "small-caps"): Style.SMALL_CAPS,
    ("font_variant", "normal"): Style.NO_CAPS,
    ("font_weight", "bold"): Style.BOLD,
    ("font_weight", "light"): Style.LIGHT,
    ("font_weight", "normal"): Style.REGULAR,
    ("text_decoration", "underline"): Style.UNDERLINE,
    ("text_decoration", "none"): Style.NO_LINE,
    ("vertical_align", "sup"): Style.SUPERSCRIPT,
    ("vertical_align", "sub"): Style.SUBSCRIPT,
    ("vertical_align", "baseline"): Style.BASELINE,
}
#: From the outermost to the innermost, as the suite of CSL nests them.
_SLOTS = ("font_style", "font_variant", "font_weight", "text_decoration", "vertical_align")


def _font_marks(formatting: Formatting) -> tuple[str, str]:
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
    before, after = _font_marks(formatting)
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
            output = _without_periods(output)
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


def _without_periods(output: Output) -> Output:
    """An output without its full stops."""
    if isinstance(output, str):
        return output.replace(".", "")
    return Node(output.tag, [_without_periods(part) for part in output.children])


def cased(output: Output, case: str, context: Context, *, own: bool = False) -> Output:
    """An output in a text-case, by the item's language or else the style's; `own` words of the style by its own."""
    language = ("" if own else context.item.language) or context.locale.language
    if own and case == "title":
        language = "en"  # a style's words are cased as it says, in any language
    if isinstance(output, str):
        return text_case(output, case, language)
    # The nodes inside are lost only where a case looks at several parts at once.
    if len(output.children) == 1 or case in ("lowercase", "uppercase"):
        return Node(output.tag, [cased(part, case, context, own=own) for part in output.children])
    whole = text_case(flat(output), case, language)
    return Node(output.tag, [whole])
