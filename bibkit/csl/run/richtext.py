"""The text of a field with its markup: tags and quotation marks to marks.

CSL-JSON's rich text is `<i> <b> <sup> <sub> <sc>`, small-capitals and `nocase` spans; a tag that does
not pair is text. Straight and the locale's own quotation marks become `QUOTE` marks, so that those
inside others come out as inner ones; an apostrophe is set as one.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from bibkit.csl.marks import (
    INNER_QUOTE,
    NO_CASE,
    NO_DECORATION,
    PRIVATE,
    QUOTE,
    style_marks,
    unmarked,
)
from bibkit.csl.nodes import Style

__all__ = ["Quotes", "marked_text"]


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a locale."""

    outer: tuple[str, str] = ("“", "”")
    inner: tuple[str, str] = ("‘", "’")


_TAGS = {
    "i": style_marks[Style.ITALIC],
    "em": style_marks[Style.ITALIC],
    "b": style_marks[Style.BOLD],
    "strong": style_marks[Style.BOLD],
    "sup": style_marks[Style.SUPERSCRIPT],
    "sub": style_marks[Style.SUBSCRIPT],
    "sc": style_marks[Style.SMALL_CAPS],
    "u": style_marks[Style.UNDERLINE],
}
_SPANS = (
    (re.compile(r"class=[\"']nocase[\"']"), NO_CASE),
    (re.compile(r"class=[\"']nodecor[\"']"), (NO_DECORATION[0] + NO_CASE[0], NO_CASE[1] + NO_DECORATION[1])),
    (re.compile(r"style=[\"']\s*font-variant:\s*small-caps;?\s*[\"']"), style_marks[Style.SMALL_CAPS]),
    (re.compile(r"style=[\"']\s*text-decoration:\s*underline;?\s*[\"']"), style_marks[Style.UNDERLINE]),
)  # fmt: skip

_SPECIAL = re.compile(f"[<\"'’“”‘«»„‚‹›{PRIVATE}]")


# The blank inside French quotation marks is a narrow one that does not break.
_FRENCH = re.compile(r"(?<=«)[ \u00a0]|[ \u00a0](?=»)")


@functools.lru_cache(maxsize=8)
def _tokens(quotes: Quotes) -> re.Pattern[str]:
    # A blank that the locale has inside its marks belongs to them; any other stays.
    own = sorted({*quotes.outer, *quotes.inner} - {""}, key=len, reverse=True)
    marks = "|".join(re.escape(mark) for mark in own)
    return re.compile(
        rf"</?(?:i|b|sup|sub|sc|u|em|strong)>|<span\s[^<>]*>|</span>|[\"'’]|{marks}", re.I
    )


@dataclass(slots=True)
class _Open:
    """A tag or quotation mark that waits for its end: its place in the output, what it would become."""

    at: int
    ends: str
    marks: tuple[str, str]


def marked_text(text: str, quotes: Quotes) -> str:
    """A field's text with marks for its markup.

    >>> marked_text("The <i>x</i> isn't", Quotes()) == "The \\ue100x\\ue101 isn’t"
    True
    """
    if not _SPECIAL.search(text):
        return text
    text = unmarked(text)
    if "«" in text or "»" in text:
        text = _FRENCH.sub("\u202f", text)
    out: list[str] = []
    stack: list[_Open] = []
    position = 0
    for match in _tokens(quotes).finditer(text):
        out.append(text[position : match.start()])
        position = match.end()
        token = match[0]
        before = text[match.start() - 1] if match.start() else ""
        after = text[position] if position < len(text) else ""
        if token.startswith("<"):
            _tag(token, out, stack)
        else:
            _quote(token, before, after, out, stack, quotes)
    out.append(text[position:])
    return "".join(out)


def _tag(token: str, out: list[str], stack: list[_Open]) -> None:
    name = token.strip("</>").split()[0].lower()
    if token.startswith("</"):
        _close(f"</{name}>", token, out, stack)
        return
    marks = _TAGS.get(name)
    if name == "span":
        marks = next((marks for pattern, marks in _SPANS if pattern.search(token)), None)
        if marks is None:
            marks = ("", "")
    if marks is not None:
        _open(f"</{name}>", marks, out, stack)
    out.append(token)


# What is nested deeper than any text was opened by mistake again and again; and whatever is open
# is gone through for every mark that may close.
_DEEPEST = 40


def _open(ends: str, marks: tuple[str, str], out: list[str], stack: list[_Open]) -> None:
    if len(stack) < _DEEPEST:
        stack.append(_Open(len(out), ends, marks))


def _close(ends: str, token: str, out: list[str], stack: list[_Open]) -> None:
    """End the innermost that this can end; what was opened inside it stays as it stood."""
    for index in range(len(stack) - 1, -1, -1):
        if stack[index].ends == ends:
            opened = stack[index]
            # A tag never ends across a quotation mark's beginning the other way round.
            if not ends.startswith("<") and any(o.ends.startswith("<") for o in stack[index + 1 :]):
                break
            del stack[index:]
            out[opened.at] = opened.marks[0]
            out.append(opened.marks[1])
            return
    out.append(token)


_OPENS_AFTER = re.compile(r"[\s(\[{/\-–—>]")


def _quote(
    token: str, before: str, after: str, out: list[str], stack: list[_Open], quotes: Quotes
) -> None:
    opened = bool(stack) and stack[-1].at == len(out) - 2 and not out[-1]
    starts = not before or opened or bool(_OPENS_AFTER.match(before)) or before in "“‘«„‚"
    bare = token.strip()
    pairs = {
        quotes.outer[0].strip(): quotes.outer[1].strip(),
        quotes.inner[0].strip(): quotes.inner[1].strip(),
    }
    literal = "’" if bare == "'" else token
    if bare in "\"'":
        closes = not before.isspace() and (not after or not after.isalnum())
        if closes and before and any(one.ends == bare for one in stack):
            _close(bare, literal, out, stack)
        elif starts and after and not after.isspace():
            _open(bare, QUOTE, out, stack)
            out.append(literal)
        else:
            out.append(literal)
        return
    closing = bare in (quotes.outer[1].strip(), quotes.inner[1].strip())
    if closing and any(one.ends == bare for one in stack) and not (bare == "’" and after.isalnum()):
        _close(bare, token, out, stack)
    elif bare in pairs and (starts or bare != "’"):
        marks = INNER_QUOTE if bare == quotes.inner[0].strip() else QUOTE
        _open(pairs[bare], marks, out, stack)
        out.append(token)
    else:
        out.append(token)
