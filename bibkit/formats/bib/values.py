"""The values of a .bib file: braces, quotes, numbers and `@string` names, joined by `#`.

::

    value = piece *("#" piece)
    piece = "{" balanced "}" | DQUOTE balanced DQUOTE | number | name

A comma forgotten between two fields runs them together; they are told apart again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

__all__ = ["COMMENT_LINES", "Cut", "Strings", "Warn", "cuts", "evaluate", "plain_value"]

#: What one value may grow to by `@string` names, and all of a file's together: more is an attack.
MAX_VALUE = 1_000_000
MAX_EXPANDED = 50_000_000

#: Notes a code and a message about the entry whose value is read.
Warn = Callable[[str, str], None]


class Strings(dict[str, str]):
    """`@string` names, in lower case, with what they stand for; counts what they have grown to."""

    expanded = 0

    def copy(self) -> Strings:
        """Another of the same."""
        other = Strings(self)
        other.expanded = self.expanded
        return other


class Cut(NamedTuple):
    """A field with its evaluated value, and where it stands in the raw value that it was cut from.

    `at` is where the name begins, None for the first (its name stands before the raw value);
    `start` and `end` enclose the value's expression with what else stands behind it.
    """

    name: str
    value: str
    at: int | None
    start: int
    end: int


# Braces to a depth of four, nothing behind them: nearly every value there is.
_INNER = r"[^{}]*(?:\{[^{}]*\}[^{}]*)*"
_BRACED = re.compile(rf"\{{[^{{}}]*(?:\{{[^{{}}]*(?:\{{{_INNER}\}}[^{{}}]*)*\}}[^{{}}]*)*\}}")


def plain_value(raw: str) -> str | None:
    """A value that is one pair of braces or a number; None for any other.

    >>> plain_value("{a {b}}"), plain_value("2017"), plain_value("{a} # b")
    ('a {b}', '2017', None)
    """
    if raw[:1] == "{":
        if raw.find("}") == len(raw) - 1 and raw.find("{", 1) == -1:
            return raw[1:-1]
        return raw[1:-1] if _BRACED.fullmatch(raw) else None
    return raw if raw.isdecimal() else None


def cuts(
    name: str, raw: str, strings: Mapping[str, str], warn: Warn | None = None
) -> Iterator[Cut]:
    """One field, or the several that a forgotten comma ran together.

    Args:
        name, raw: as the splitter gives them.
        strings: the `@string` names that values may use.
        warn: where to note what is odd.

    >>> [cut.name for cut in cuts("title", "{T} Year = 2001", {})]
    ['title', 'Year']
    """
    name = COMMENT_LINES.sub("", name).strip()
    at, start = None, 0
    while True:
        value, end = evaluate(raw, strings, warn, start)
        run_on = _RUN_ON.match(raw, end)
        if run_on is None:
            rest = raw[end:].strip()
            # A comment is no part of the value; any other text is its misread rest.
            yield Cut(name, value, at, start, end if rest[:1] in ("", "%") else len(raw))
            if rest and warn is not None:
                warn("odd-value", f"'{name}' has text behind its value: '{rest[:60]}'.")
            return
        yield Cut(name, value, at, start, end)
        if warn is not None:
            warn("missing-comma", f"A comma is missing between '{name}' and '{run_on[1]}'.")
        name, at, start = run_on[1], run_on.start(1), run_on.end()


#: A comment line before a field's name is taken into the name by the splitter.
COMMENT_LINES = re.compile(r"^(?:\s*%[^\n]*\n)+")
_RUN_ON = re.compile(r"\s*([A-Za-z][\w:-]*)\s*=\s*")


def evaluate(
    raw: str, strings: Mapping[str, str], warn: Warn | None = None, position: int = 0
) -> tuple[str, int]:
    """`{a} # "b" # name` as one value, and where it ends.

    >>> evaluate('{a} # b', {"b": "c"})
    ('ac', 7)
    """
    pieces: list[str] = []
    length = 0
    while True:
        while position < len(raw) and raw[position].isspace():
            position += 1
        piece, position = _piece(raw, position, strings, warn)
        pieces.append(piece)
        length += len(piece)
        if length > MAX_VALUE and len(pieces) > 1:
            if warn is not None:
                warn("too-long", "A value grows beyond a million characters; it is cut.")
            return "".join(pieces)[:MAX_VALUE], len(raw)
        behind = _JOIN.match(raw, position)
        if behind is None:
            return "".join(pieces), min(position, len(raw))
        position = behind.end()


_JOIN = re.compile(r"\s*#")


def _piece(raw: str, start: int, strings: Mapping[str, str], warn: Warn | None) -> tuple[str, int]:
    opening = raw[start : start + 1]
    if opening == "{":
        end = _closing(raw, start)
        return raw[start + 1 : end], end + 1
    if opening == '"':
        end = _quote(raw, start)
        return raw[start + 1 : end], end + 1
    match = _BARE.search(raw, start)
    end = match.start() if match else len(raw)
    word = raw[start:end].rstrip(",")
    if word and not word.isdigit():
        known = strings.get(word.lower())
        if known is not None and _within_bounds(strings, known):
            return known, end
        if warn is not None and known is None:
            warn("unknown-string", f"'{word}' is no @string; it is taken as text.")
        elif warn is not None:
            message = f"'{word}' is not replaced: the file's @strings grow beyond all bounds."
            warn("too-long", message)
    return word, end


def _within_bounds(strings: Mapping[str, str], known: str) -> bool:
    if isinstance(strings, Strings):
        strings.expanded += len(known)
        return strings.expanded <= MAX_EXPANDED
    return True


_BARE = re.compile(r"[\s#{}\"]")  # what ends a number or a name


_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r"[{}\"]")


def _closing(raw: str, start: int) -> int:
    depth = 0
    for match in _BRACE.finditer(raw, start):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(raw)


def _quote(raw: str, start: int) -> int:
    depth = 0
    for match in _BRACE_OR_QUOTE.finditer(raw, start + 1):
        if match[0] == '"' and depth == 0:
            return match.start()
        depth += (match[0] == "{") - (match[0] == "}")
    return len(raw)
