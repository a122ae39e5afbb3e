"""Capitals in titles: which words BibTeX's and BibLaTeX's styles must not lower."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibkit.formats.bib.latex import Segment, encode_plain, written

__all__ = ["protect"]

# A word ends at white space, dashes and slashes.
_WORD = re.compile(r"[^\s<>{}\\/–—-]+")
_AROUND = ".,;:!?()[]“”‘’„‚«»‹›\"'`*#$%&_~^+=|¿¡…·"
_SMALL_WORDS = "AÀÉEOÓY"  # of several languages, capitals in their title case
# Behind these the next word is a sentence's first.
_BEGINS = re.compile(r"[:?!.][\"”’)]*\s+[“‘\"'(\[]*$|[—–]\s*$")


def protect(title: str, ascii: bool = False) -> str:
    """A title as LaTeX, braces around the words whose capitals a style must not lower.

    Those are words with a capital behind their first letter (BRCA1, mRNA), single capitals but for
    the article, and in a title in sentence case the capitalised words inside it (names). A title in
    title case says nothing of names, one in capitals nothing at all; the first word of a title or
    subtitle is capitalised by every style. Words inside mark-up are protected by the braces that it
    becomes. What is not LaTeX's comes back from `bibkit.formats.bib.latex.decode` without a trace.

    Args:
        title: with CSL's rich-text tags.
        ascii: as in `bibkit.formats.bib.latex.encode`.

    >>> protect("BRCA1 and mRNA in Parkinson's disease: A review")
    "{BRCA1} and {mRNA} in {Parkinson's} disease: A review"
    >>> protect("Current View and Perspectives")
    'Current View and Perspectives'
    """
    if title.islower() and title.isascii() and title.isalpha():
        return title
    return written(title, lambda found: _Writer(found, ascii).pieces)


class _Writer:
    """Writes the segments of a title one after the other."""

    def __init__(self, found: Sequence[Segment], ascii: bool) -> None:
        texts = " ".join(segment.text for segment in found if segment.kind == "text")
        words = [bare for word in _WORD.findall(texts) if (bare := word.strip(_AROUND))]
        self.ascii = ascii
        self.shouted = len(words) > 2 and not any(map(str.islower, texts))
        self.in_sentence_case = _is_sentence_case(words)
        self.first = True
        self.depth = 0
        self.before = ""  # the last signs of the text so far
        self.pieces = [self._piece(*segment) for segment in found]

    def _piece(self, kind: str, text: str) -> str:
        if kind == "text":
            latex = encode_plain(text, self.ascii) if self.depth else self._words(text)
            self.first = self.first and not _WORD.search(text)
            self.before = (self.before + text)[-8:]
            return latex
        if kind in ("maths", "macro"):
            # "{\" would begin a letter for BibTeX, whose case it changes.
            braces = (1 if kind == "maths" else 2) * (not self.depth and text != text.lower())
            self.before, self.first = "x", False
            return "{" * braces + text + "}" * braces
        self.depth += 1 if kind == "open" else -1
        return text

    def _words(self, text: str) -> str:
        """Text outside mark-up."""
        out: list[str] = []
        position = 0
        for match in _WORD.finditer(text):
            word = match[0]
            bare = "" if word.islower() else word.strip(_AROUND)
            if bare and self._is_protected(bare, text, match.start()):
                start = match.start() + word.index(bare)
                out.append(encode_plain(text[position:start], self.ascii))
                out.append(f"{{{encode_plain(bare, self.ascii)}}}")
                position = start + len(bare)
            self.first = self.first and not any(map(str.isalnum, word))
        out.append(encode_plain(text[position:], self.ascii))
        return "".join(out)

    def _is_protected(self, word: str, text: str, start: int) -> bool:
        if self.shouted:
            return False
        if word[1:] != word[1:].lower():
            return True
        # A single capital is protected as a name is: "L. monocytogenes", "vitamin D".
        single = len(word) == 1 and word not in _SMALL_WORDS
        if not (word[0].isupper() and (self.in_sentence_case or single)):
            return False
        before = self.before + text[max(0, start - 8) : start]
        return not self.first and not _BEGINS.search(before[-8:])


def _is_sentence_case(words: list[str]) -> bool:
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in long) * 2 <= len(long)
