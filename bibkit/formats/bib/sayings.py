"""The tables of macros read backwards: how LaTeX says a character that is not of ASCII."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bibkit.formats.bib.macros import (
    ACCENTS,
    BELOW,
    GREEK,
    LETTERS,
    MARKS,
    MATHS,
    SPACES,
    TEXT_GREEK,
    alphabet,
)

__all__ = ["accented", "sayings"]


@lru_cache(1)
def sayings() -> Mapping[str, str]:
    """Every character outside ASCII that LaTeX can say, with how it says it.

    Letters and marks are in braces, as BibTeX wants them for sorting and for its changes of case;
    mathematics with capitals is too, because BibTeX lowers those of `$\\Delta$`.

    >>> print(*(sayings()[character] for character in "ßαΔéấ"))
    {\\ss} $\\alpha$ {$\\Delta$} {\\'e} {\\'{\\^a}}
    """
    said = {"\u2009": r"\,", "\u00ad": r"\-", "−": "$-$", "″": "$''$"}
    for character, latex in _forms():
        if len(character) == 1 and not character.isascii():
            said.setdefault(character, latex)
    for character in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]):
        parts = unicodedata.decomposition(character).split()
        if character not in said and len(parts) == 2 and "<" not in parts[0]:
            letter, mark = (chr(int(part, 16)) for part in parts)
            latex = accented(letter, mark, said)
            if latex:
                said[character] = latex
    return said


def _forms() -> Iterator[tuple[str, str]]:
    """Characters with what says them, the best first."""
    for name, character in (SPACES | MARKS | LETTERS).items():
        yield character, f"{{\\{name}}}"
    for name, character in (GREEK | MATHS).items():
        yield character, _maths(f"\\{name}")
    for name in ("mathbb", "mathcal", "mathfrak"):
        for letter in string.ascii_letters if name == "mathfrak" else string.ascii_uppercase:
            yield alphabet(name, letter) or "", _maths(f"\\{name}{{{letter}}}")
    for name, character in TEXT_GREEK.items():
        yield character, f"{{\\{name}}}"


def _maths(latex: str) -> str:
    return f"${latex}$" if latex.islower() else f"{{${latex}$}}"


def accented(letter: str, marks: str, said: Mapping[str, str]) -> str:
    """A letter with accents, the inmost first, as LaTeX in braces; empty where that cannot be.

    Args:
        letter: one character.
        marks: combining characters.
        said: what letters outside ASCII are said with.

    >>> print(accented("i", "\u0301", {}), accented("c", "\u030c", {}))
    {\\'\\i} {\\v{c}}
    """
    latex = said.get(letter, letter if letter.isascii() and letter.isalpha() else "")
    if letter in "ij" and marks[0] not in BELOW:
        latex = f"\\{letter}"
    # No accent stands above mathematics, or above a letter that would take on its dot again.
    if not latex or latex[0] == "$" or latex.startswith("{$") or letter in "ıȷ":
        return ""
    for mark in marks:
        macro = _MARKED.get(mark)
        if macro is None or (letter in "ij" and mark == "\u0307"):  # "\.i" is a bare i
            return ""
        braced = macro.isalpha() and not latex.startswith("{")
        latex = f"{{\\{macro}{{{latex}}}}}" if braced else f"{{\\{macro}{latex}}}"
    return latex


_MARKED = {mark: macro for macro, mark in reversed(ACCENTS.items())}
