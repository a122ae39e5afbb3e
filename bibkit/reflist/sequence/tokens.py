"""A reference's text to tokens: a word or number with the punctuation that clings to it.

::

    token = *opening core *closing
    core  = year | 1*DIGIT ["," 3DIGIT] | 1*LETTER *(("-" | "'") 1*LETTER) | identifier | 1*SYMBOL

Letters and digits never share a token: `Nature2005;438` is three (`Nature`, `2005;`, `438`), as
`2019;155(2):401–408` is five. A year that is glued to a volume ("200195(2)") is a token of its own;
a comma in the thousands belongs to a number only in a range of pages ("1,718–1,724"). Every
character that is not a blank lies in exactly one token.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bibkit.identifiers import Identifier
from bibkit.text import DASHES

__all__ = ["Token", "tokenize"]


class Token(NamedTuple):
    """A token, and where it stands.

    Args:
        before: opening punctuation that clings to it.
        core: the word, number or symbol; of an identifier its variable in angle brackets (`<DOI>`).
        after: closing punctuation.
        start, end: the core's place in the text.
        spaced: whether a blank stands before the token.
    """

    before: str
    core: str
    after: str
    start: int
    end: int
    spaced: bool


_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_DASHES = re.escape(DASHES)
_TOKEN = re.compile(
    rf"(?P<space>\s*)(?:(?P<before>[^\w\s]*)"
    rf"(?P<core>(?:19[5-9]|20[0-2])\d(?=\d{{1,3}}\()|\d{{1,2}},\d{{3}}(?=\s?[{_DASHES}]\s?\d{{1,2}},\d{{3}}\b)"
    rf"|(?<=[{_DASHES}])\d{{1,2}},\d{{3}}\b|\d+|(?:{_LETTER})+(?:[{re.escape(DASHES[:3])}'’ʼ`´](?:{_LETTER})+)*|_+)"
    r"(?P<after>[^\w\s(\[{“‘«]*)|(?P<symbol>[^\w\s]+))"
)


def tokenize(text: str, identifiers: Sequence[Identifier] = ()) -> list[Token]:
    """Cut a text into tokens, each identifier in it being one.

    Args:
        text: a reference.
        identifiers: found in it, in order (`bibkit.identifiers.find`).

    >>> [(t.before, t.core, t.after) for t in tokenize("Nature2005;438(2):10")]
    [('', 'Nature', ''), ('', '2005', ';'), ('', '438', ''), ('(', '2', '):'), ('', '10', '')]
    """
    tokens: list[Token] = []
    start = 0
    for one in identifiers:
        _cut(text, start, one.start, tokens)
        spaced = one.start > 0 and text[one.start - 1].isspace()
        tokens.append(Token("", f"<{one.variable}>", "", one.start, one.end, spaced))
        start = one.end
    _cut(text, start, len(text), tokens)
    return tokens


def _cut(text: str, start: int, end: int, tokens: list[Token]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        group = "core" if match["core"] is not None else "symbol"
        tokens.append(
            Token(
                match["before"] or "",
                match[group],
                match["after"] or "",
                match.start(group),
                match.end(group),
                bool(match["space"]),
            )
        )
