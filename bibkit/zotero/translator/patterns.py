r"""Python's regular expressions to JavaScript's, by the tree that Python itself makes of them.

What differs is written out: what `\w`, `\d`, `\s` and `\b` mean (Python's Unicode, which the
prelude has as `W`, `D`, `S` and `B`), differences of sets (`[^\W\d_a-z]`), a part that matches
regardless of case, and the few letters that only Python takes for the same (`i`, `ı`, `İ`). What
cannot be said in JavaScript, or would mean something else there, is an error when the translator
is made.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from bibkit.names import _LOWER, _UPPER
from bibkit.zotero.translator.modules import require

__all__ = ["javascript", "source_of"]

_parser = importlib.import_module("re._parser")

Node = tuple[Any, Any]

# Sets that the prelude has by name, as their letters are many.
_NAMED = {"UPPER": _UPPER, "LOWER": _LOWER}
_SPECIAL = frozenset("^$\\.*+?()[]{}|/")
_IN_SET = frozenset("\\]^-")
_CATEGORIES = {"WORD": "W", "DIGIT": "D", "SPACE": "S"}
_ASCII = {"WORD": "A-Za-z0-9_", "DIGIT": "0-9", "SPACE": r"\t-\r "}


def javascript(pattern: re.Pattern[str], named: Mapping[str, str] = MappingProxyType({})) -> str:
    r"""A compiled pattern as the expression of JavaScript that makes it, with the prelude's `re`.

    Args:
        named: parts of patterns that have a name, by it; see `source_of`.

    >>> javascript(re.compile(r"(?P<year>\d{4})[a-z]?\b"))
    're`(?<year>[${D}]{4})[a-z]?${B}`'
    >>> javascript(re.compile("doi", re.I)), javascript(re.compile(r"a\s", re.A | re.I))
    ('re`do[iİı]${"i"}`', 're`a[\\t-\\r ]${"ascii i"}`')
    """
    source = source_of(pattern, named)
    ignores_case, ascii_only = pattern.flags & re.I, pattern.flags & re.A
    flags = ("ascii i" if ascii_only else "i") if ignores_case else ""
    return f're`{source}${{"{flags}"}}`' if flags else f"re`{source}`"


def source_of(pattern: re.Pattern[str], named: Mapping[str, str]) -> str:
    r"""The same without flags: what stands between the quotation marks.

    >>> source_of(re.compile(r"\d{4};a"), {"YEAR": "[${D}]{4}"})
    '${YEAR};a'
    """
    source = _Writer(pattern).sequence(list(_parser.parse(pattern.pattern, pattern.flags)))
    for name, part in sorted(named.items(), key=lambda item: -len(item[1])):
        source = source.replace(part, f"${{{name}}}")
    return source


class _Writer:
    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.names = {number: name for name, number in pattern.groupindex.items()}
        self.ascii = bool(pattern.flags & re.A)
        self.ignores_case = bool(pattern.flags & re.I)
        require(not pattern.flags & (re.M | re.S), pattern.pattern)
        self.folded = False  # inside a part that alone matches regardless of case
        self.repeated = False

    def sequence(self, nodes: Iterable[Node], alone: bool = True) -> str:
        parts = list(nodes)
        return "".join(self.node(node, alone and len(parts) == 1) for node in parts)

    def node(self, node: Node, alone: bool = False) -> str:
        kind, value = str(node[0]).lower(), node[1]
        method: Callable[[Any], str] | None = getattr(self, f"_{kind}", None)
        if method is None:
            raise NotImplementedError(f"{kind} in a pattern")
        text = method(value)
        return f"(?:{text})" if kind == "branch" and not alone else text

    # --- one character ---

    def _literal(self, code: int) -> str:
        character = chr(code)
        if self.folded or self.ignores_case:
            same = _same(character, self.ascii)
            if self.folded and len(same) > 1:
                return f"[{''.join(map(_set_character, same))}]"
            if not self.ascii and set(same) != set(_folds(character)):
                return f"[{''.join(map(_set_character, (character, *_only_python(same))))}]"
        return "\\" + character if character in _SPECIAL else _character(character)

    def _not_literal(self, code: int) -> str:
        require(not (self.folded and chr(code).isalpha()), "no place in the translator")
        return f"[^{_set_character(chr(code))}]"

    def _any(self, _: None) -> str:
        return "."

    def _in(self, items: Sequence[Node]) -> str:
        rows = list(items)
        negated = str(rows[0][0]) == "NEGATE"
        rows = rows[negated:]
        if negated and (self.folded or self.ignores_case):
            require(not any(_is_letter(row) for row in rows), "letters in a negated set, any case")
        outside = [row for row in rows if "NOT_" in str(row[1])]
        inside = [row for row in rows if row not in outside]
        plain = self._set(inside)
        if not outside:
            return f"[{'^' * negated}{plain}]"
        require(len(outside) == 1, "a set with two negated classes")
        other = self._set([(outside[0][0], str(outside[0][1]).replace("NOT_", ""))])
        if negated:  # all of a class but some: [^\W\d_]
            return f"(?:(?![{plain}])[{other}])" if plain else f"[{other}]"
        return f"(?:[{plain}]|[^{other}])" if plain else f"[^{other}]"

    def _set(self, rows: list[Node]) -> str:
        parts: list[str] = []
        index = 0
        codes = [value if str(kind) == "LITERAL" else None for kind, value in rows]
        while index < len(rows):
            for name, letters in _NAMED.items():
                if codes[index : index + len(letters)] == [ord(c) for c in letters]:
                    parts.append(f"${{{name}}}")
                    index += len(letters)
                    break
            else:
                parts.append(self._member(*rows[index]))
                index += 1
        return "".join(dict.fromkeys(parts))  # [A-Za-z], any case, is one range

    def _member(self, kind: Any, value: Any) -> str:
        if str(kind) == "CATEGORY":
            name = str(value).removeprefix("CATEGORY_")
            return _ASCII[name] if self.ascii else f"${{{_CATEGORIES[name]}}}"
        if str(kind) == "LITERAL":
            more = _same(chr(value), self.ascii) if self.folded or self.ignores_case else ""
            return "".join(map(_set_character, more or chr(value)))
        low, high = map(chr, value)
        text = f"{_set_character(low)}-{_set_character(high)}"
        if (self.folded or self.ignores_case) and not self.ascii and low in "aA":
            require(high in "zZ", "part of the alphabet in a set, any case")
            text = "a-zA-Zıİſ\\u212a"
        return text

    # --- places ---

    def _at(self, place: Any) -> str:
        name = str(place)
        if name in ("AT_BEGINNING", "AT_BEGINNING_STRING"):
            return "^"
        # Python's $ also stands before a last line end; all that is read is one line.
        if name in ("AT_END", "AT_END_STRING"):
            return "$"
        require(name == "AT_BOUNDARY", name)
        return r"\b" if self.ascii and self.ignores_case else "${B}"

    def _assert(self, value: tuple[int, list[Node]]) -> str:
        return f"(?{'<' * (value[0] < 0)}={self.sequence(value[1])})"

    def _assert_not(self, value: tuple[int, list[Node]]) -> str:
        return f"(?{'<' * (value[0] < 0)}!{self.sequence(value[1])})"

    # --- groups and repeats ---

    def _branch(self, value: tuple[None, list[list[Node]]]) -> str:
        return "|".join(self.sequence(branch, alone=False) for branch in value[1])

    def _subpattern(self, value: tuple[int | None, int, int, list[Node]]) -> str:
        group, added, removed, nodes = value
        require(not removed, "no place in the translator")
        require(not added or added == re.I, "flags inside a pattern other than i")
        before, self.folded = self.folded, self.folded or bool(added)
        inner = self.sequence(nodes)
        self.folded = before
        if group is None:
            return f"(?:{inner})"
        # JavaScript forgets what a group held when its loop begins anew; Python does not.
        require(not self.repeated, "a group inside a repeat")
        name = self.names.get(group)
        return f"(?<{name}>{inner})" if name else f"({inner})"

    def _max_repeat(self, value: tuple[int, Any, list[Node]], lazy: str = "") -> str:
        low, high, nodes = value
        many = str(high) == "MAXREPEAT"
        before, self.repeated = self.repeated, self.repeated or many or high > 1
        inner = self.sequence(nodes)
        self.repeated = before
        if not (len(list(nodes)) == 1 and _is_atom(inner)):
            inner = f"(?:{inner})"
        sign = {(0, True): "*", (1, True): "+"}.get((low, many), "")
        if not sign and not many and (low, high) == (0, 1):
            sign = "?"
        if not sign:
            sign = f"{{{low}}}" if not many and low == high else f"{{{low},{'' if many else high}}}"
        return f"{inner}{sign}{lazy}"

    def _min_repeat(self, value: tuple[int, Any, list[Node]]) -> str:
        return self._max_repeat(value, "?")


def _is_atom(text: str) -> bool:
    if len(text) == 1 or re.fullmatch(r"\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|.)", text):
        return True
    if text[0] == "[":
        return not re.search(r"(?<!\\)\]", text[1:-1])
    if text[0] == "(":
        depth = 0
        for match in re.finditer(r"\\.|\[(?:\\.|[^\]\\])*\]|[()]", text):
            depth += {"(": 1, ")": -1}.get(match[0], 0)
            if not depth:
                return match.end() == len(text)
    return False


def _is_letter(row: Node) -> bool:
    kind, value = row
    if str(kind) == "LITERAL":
        return chr(value).isalpha()
    return str(kind) == "RANGE" and any(chr(code).isalpha() for code in range(value[0], value[1]))


def _set_character(character: str) -> str:
    return "\\" + character if character in _IN_SET else _character(character)


def _character(character: str) -> str:
    r"""A character as itself where it can be seen, otherwise by its number."""
    code = ord(character)
    if character in "`\x00" or code < 32 or 0x7F <= code < 0xA1:
        return f"\\x{code:02x}"
    if character.isprintable() and not 0xE000 <= code <= 0xF8FF:
        return character
    return f"\\u{code:04x}"


@cache
def _same(character: str, ascii_only: bool) -> str:
    """The characters that Python takes for one and the same regardless of case, itself first."""
    near = {character, character.lower(), character.upper()}
    if not ascii_only:
        near |= set(_by_fold().get(_fold(character), "")) | (
            {*"ıİ"} if character in "iI" else set()
        )
    flags = re.I | (re.A if ascii_only else re.NOFLAG)
    pattern = re.compile(re.escape(character), flags)
    return character + "".join(sorted(c for c in near - {character} if pattern.fullmatch(c)))


def _fold(character: str) -> str:
    folded = character.casefold()
    return folded if len(folded) == 1 else character


def _folds(character: str) -> str:
    """The characters that JavaScript takes for one and the same: by simple case folding."""
    return _by_fold().get(_fold(character), character)


@cache
def _by_fold() -> dict[str, str]:
    found: dict[str, str] = {}
    for character in map(chr, range(0x41, 0x2C00)):
        key = _fold(character)
        found[key] = found.get(key, "") + character
    return found


def _only_python(same: str) -> str:
    return "".join(c for c in same[1:] if c not in _folds(same[0]))
