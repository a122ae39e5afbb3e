"""What stands around a citation key: cites apart from each other, prefixes and suffixes as rich text."""

from __future__ import annotations

import re

__all__ = ["parts", "rich"]

_SKIPPED = re.compile(r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)|&#?\w+;|<!--.*?-->", re.S)


def parts(inner: str) -> list[str]:
    """A citation in brackets at its semicolons; not those in braces, brackets, code or `&amp;`."""
    found, begin, depth, position = [], 0, 0, 0
    while position < len(inner):
        skipped = _SKIPPED.match(inner, position)
        if skipped:
            position = skipped.end()
            continue
        character = inner[position]
        if character in "{[":
            depth += inner.find("]" if character == "[" else "}", position) >= 0
        elif character in "}]":
            depth = max(depth - 1, 0)
        elif character == ";" and not depth:
            found.append(inner[begin:position])
            begin = position + 1
        position += 1
    return [*found, inner[begin:]]


_RICH = (
    (re.compile(r"(?<![\\*\w])\*\*(?=\S)(.+?)(?<=[^\s\\])\*\*"), r"<b>\1</b>"),
    (re.compile(r"(?<![\\*\w])\*(?=\S)(.+?)(?<=[^\s\\])\*(?!\*)"), r"<i>\1</i>"),
    (re.compile(r"(?<![\\_\w])_(?=\S)(.+?)(?<=[^\s\\])_(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"(?<!\\)\^([^\s^\\]+)\^"), r"<sup>\1</sup>"),
    (re.compile(r"(?<![\\~])~([^\s~\\]+)~"), r"<sub>\1</sub>"),
    (re.compile(r"(?<![\\`])`([^`]+)`"), r"\1"),
    (re.compile(r"(?<!-)--(?!-)"), "–"),
    (re.compile(r"\\([^\w\s])"), r"\1"),
)


def rich(text: str) -> str:
    """Markdown of a prefix or suffix as the rich text of CSL-JSON.

    >>> rich("and *passim* \\\\*x")
    'and <i>passim</i> *x'
    """
    text = " ".join(f"|{text}|".split())[1:-1]
    for pattern, replacement in _RICH:
        text = pattern.sub(replacement, text)
    return text
