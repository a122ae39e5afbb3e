"""White space in .bib values: what of it LaTeX keeps, and how it is kept.

LaTeX and BibTeX take any run of it for one blank. What stays is `\\\\` for a line's end, `\\par` for a
paragraph's (two line ends), and a blank alone in braces; and an empty line, in files that no
program has read yet, ends a paragraph too.
"""

from __future__ import annotations

import re

__all__ = ["BLANK", "BREAK", "SPACES", "inside", "lasting", "tidied"]

# Characters that no text has stand for white space that stays, until all is one string.
BLANK, BREAK = "\ufdd0", "\ufdd1"

SPACES = " \t\n\r\f\v"
_PARAGRAPH = re.compile(r"\n[ \t\r\f\v]*\n")
_RUN = re.compile(rf"[{SPACES}]+")
_RUN_WITH_BREAKS = re.compile(rf"[{SPACES}{BREAK}]+")


def tidied(text: str) -> str:
    """A text with single blanks; empty lines end paragraphs.

    >>> tidied(" a\\n  b\\n \\n c ")
    'a b\\n\\nc'
    """
    if BREAK in text or ("\n" in text and _PARAGRAPH.search(text)):
        text = _RUN_WITH_BREAKS.sub(_white, text.strip(SPACES))
    elif (
        "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text or "\v" in text
    ):
        text = " ".join(text.split()) if text.isascii() else _RUN.sub(" ", text).strip(" ")
    elif text[:1] == " " or text[-1:] == " ":
        text = text.strip(" ")
    return text.replace(BLANK, " ")


def _white(match: re.Match[str]) -> str:
    breaks = match[0].count(BREAK)
    return "\n" * breaks if breaks else "\n\n" if _PARAGRAPH.search(match[0]) else " "


def inside(run: str, following: str) -> str:
    """White space inside a text, which LaTeX would take for one blank, as LaTeX that keeps it.

    Args:
        run: white space, all that there is in one place.
        following: the character behind it.

    >>> inside("  ", "a"), inside("\\n\\n", "a")
    ('{ } ', '\\\\par ')
    """
    latex = lasting(run)
    if "\\" not in latex:
        return f"{latex[:-3]} "
    if latex.endswith("{}") and following not in ("[", "*"):  # which would be a break's options
        return latex[:-2]
    return latex


def lasting(run: str) -> str:
    """White space of which every sign stays, wherever it stands.

    >>> lasting(" ")
    '{ }'
    """
    run = re.sub(r"[\t\f\v]", " ", re.sub(r"\r\n?", "\n", run))
    return "".join(map(_line_ends_and_blanks, re.findall(r"\n+| ", run)))


def _line_ends_and_blanks(run: str) -> str:
    if run == " ":
        return "{ }"
    # The odd one stands first: behind a paragraph LaTeX has no line to break. A blank parts the
    # backslashes from a brace, which some splitters would take for an escaped one.
    paragraphs = "\\par " * (len(run) // 2)
    return ("\\\\ " if paragraphs else "\\\\ {}") * (len(run) % 2) + paragraphs
