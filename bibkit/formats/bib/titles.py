"""Capitals in titles: which words BibTeX's styles must not lower."""

from __future__ import annotations

import re

from bibkit.formats.bib.latex import encode

__all__ = ["protect"]

# Mark-up, mathematics and macros are no words; a word ends at white space, dashes and slashes.
_TOKEN = re.compile(
    r"(?P<tag><(?P<end>/)?[a-z][^<>]{0,60}>)|(?P<opaque>\$(?:[^$\d\s][^$]{0,200}|\d[^$]{0,40}[\\^_][^$]{0,200})\$"
    r"|\\[A-Za-z]+(?:\[[^\]{}]*\])?(?:\{(?:[^{}]|\{[^{}]*\})*\})*)"
    r"|(?P<word>[^\s<>{}\\/–—-]+)"
)
_AROUND = ".,;:!?()[]“”‘’\"'"
_CAPITAL = re.compile(r"[^\W\d_a-z]")
# Behind these the next word is a sentence's first.
_BEGINS = re.compile(r"[:?!.][\"”’)]*\s+[“‘\"'(\[]*$|[—–]\s*$")


def protect(title: str) -> str:
    """A title as LaTeX, braces around the words whose capitals a style must not lower.

    Those are words with a capital behind their first letter (BRCA1, mRNA), and in a title in
    sentence case the capitalised words inside it (names). A title in title case says nothing of
    names; the first word of a title or subtitle is capitalised by every style. Words inside
    mark-up are protected by the braces that it becomes.

    >>> protect("BRCA1 and mRNA in Parkinson's disease: A review")
    "{BRCA1} and {mRNA} in {Parkinson's} disease: A review"
    >>> protect("Current View and Perspectives")
    'Current View and Perspectives'
    """
    tokens = list(_TOKEN.finditer(title))
    sentence_case = _is_sentence_case(title, tokens)
    pieces: list[str] = []
    position = depth = 0
    first = True
    for token in tokens:
        pieces.append(title[position : token.start()])
        position = token.end()
        word = token["word"]
        if word is None:
            depth += _step(token)
            pieces.append(token[0])
            continue
        bare = word.strip(_AROUND)
        begins = first or bool(_BEGINS.search(title[max(0, token.start() - 8) : token.start()]))
        first = first and not bare
        # A single capital is protected as a name is: "L. monocytogenes", "vitamin D".
        name = sentence_case and not begins and bare[:1].isupper()
        if bare and not depth and (name or _CAPITAL.search(bare[1:])):
            before, _, after = word.partition(bare)
            word = f'{before}<span class="nocase">{bare}</span>{after}'
        pieces.append(word)
    pieces.append(title[position:])
    return encode("".join(pieces))


def _is_sentence_case(title: str, tokens: list[re.Match[str]]) -> bool:
    words = [bare for token in tokens if token["word"] and (bare := token[0].strip(_AROUND))]
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in long) * 2 <= len(long)


def _step(token: re.Match[str]) -> int:
    """How a token changes the depth of mark-up."""
    if not token["tag"]:
        return 0
    return -1 if token["end"] else 1
