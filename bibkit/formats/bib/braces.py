"""Braces in LaTeX: whether they pair, and what arguments of a macro they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["GAP", "OPTION", "arguments", "brace_pairs", "is_balanced"]

#: What may stand in front of an argument in braces.
GAP = re.compile(r"[ \t]*\n?[ \t]*(?=\{)")
#: An argument in brackets; a longer one is text.
OPTION = re.compile(r"\[[^\[\]{}]{0,200}\]")


def is_balanced(text: str) -> bool:
    """Whether a text's braces pair, counted as BibTeX counts them: escaped or not.

    >>> is_balanced("{a}"), is_balanced("}{")
    (True, False)
    """
    depth = 0
    for match in _ANY_BRACE.finditer(text):
        depth += 1 if match[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0


_ANY_BRACE = re.compile(r"[{}]")


def brace_pairs(value: str) -> dict[int, int]:
    """Where each brace that is closed opens, and where it closes; escaped ones are none.

    >>> brace_pairs(r"{a{b}\\{")
    {2: 4}
    """
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACES.finditer(value):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            pairs[opened.pop()] = match.start()
    return pairs


_BRACES = re.compile(r"\\.|[{}]", re.S)


# TeX's own `\write` alone takes the number of a stream before its braces.
_STREAM = re.compile(r"(?<=\\write)\d{1,3}(?=\{)")


def arguments(value: str, position: int, pairs: Mapping[int, int]) -> int:
    """Behind the star, the stream (`\\write18`), the `[…]` and the `{…}` that follow a macro's name.

    >>> text = "\\\\foo[a]{b} c"
    >>> arguments(text, 4, brace_pairs(text))
    10
    """
    end = position + value.startswith(("*{", "*["), position)
    stream = _STREAM.match(value, end)
    if stream:
        end = stream.end()
    begun = end
    while True:
        option = OPTION.match(value, end)
        if option:
            end = option.end()
            continue
        gap = GAP.match(value, end)
        if gap is None or gap.end() not in pairs:
            return position if end == begun else end
        end = pairs[gap.end()] + 1
