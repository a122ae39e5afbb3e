"""Marked text with seams to formatted text: the last step.

1. punctuation and blanks that doubled where parts meet (a table by CSL's test suite, since the
   specification is silent);
2. commas and full stops into closing quotation marks, where the locale wants them there;
3. quotation marks by depth, and styles inside themselves taken back ("flip-flop");
4. the tree.
"""

from __future__ import annotations

import re
import unicodedata

from bibkit.csl.marks import (
    INNER_QUOTE,
    MARKS,
    NO_CASE,
    NO_DECORATION,
    QUOTE,
    SEAM,
    TERM,
    block_marks,
    close_mark,
    link_marks,
    open_mark,
    parse_marked,
    style_marks,
)
from bibkit.csl.nodes import Node, Style
from bibkit.csl.run.richtext import Quotes

__all__ = ["capitalised", "finished", "mended"]

# What stays of two marks of punctuation, by the left and the right one; both where none is given.
_MERGED = {
    "!": {".": "!", ":": "!"},
    "?": {".": "?", ":": "?"},
    ":": {".": ":", "!": "!", "?": "?"},
    ";": {".": ";", ":": ";", "!": "!", "?": "?"},
}
_ZERO = f"[{MARKS}]"
_RUN = re.compile(rf"[.,:;!?](?:{_ZERO}*{SEAM}(?:{_ZERO}|{SEAM})*[.,:;!?])+")
_BLANKS = re.compile(rf" ((?:{_ZERO})*{SEAM}(?:{_ZERO}|{SEAM})*) +")
# A closing quotation mark, and behind a seam what belongs inside it.
_BEHIND_QUOTE = re.compile(
    rf"([{QUOTE[1]}{INNER_QUOTE[1]}](?:{_ZERO})*{SEAM}(?:{_ZERO}|{SEAM})*)([.,!?]+)"
)


# Blocks at the ends of an entry: a suffix of the layout goes into the last, outer blanks go out.
_OPENED = "".join(begin for begin, _ in block_marks.values())
_CLOSED = "".join(end for _, end in block_marks.values())
_BLOCK = re.compile(f"[{_CLOSED}]")
_BEHIND_BLOCK = re.compile(rf"([{_CLOSED}])((?:{SEAM})+[.,;:!?]+)(?= *\Z)")
_BLOCK_START = re.compile(rf"\A((?:{_ZERO})*[{_OPENED}](?:{_ZERO})*)( +)")
_BLOCK_END = re.compile(rf"( +)((?:{_ZERO})*[{_CLOSED}](?:{_ZERO})*)\Z")


_ADDRESS = re.compile(
    rf"(https?://[^\s{_ZERO[1:]}*)([{''.join(begin for begin, _ in link_marks.values())}])"
)


def _merge(match: re.Match[str]) -> str:
    out: list[str] = []
    left = -1  # where in `out` the punctuation on the left stands
    for character in match[0]:
        if character not in ".,:;!?":
            out.append(character)
            continue
        if left >= 0:
            stays = "" if out[left] == character else _MERGED.get(out[left], {}).get(character)
            if stays is not None:
                out[left] = stays or character
                continue
        left = len(out)
        out.append(character)
    return "".join(out)


def mended(text: str, *, punctuation_in_quote: bool) -> str:
    """Text without its seams, mended where they were.

    >>> mended("A." + SEAM + "." + SEAM + " B", punctuation_in_quote=False)
    'A. B'
    """
    if TERM in text:
        text = text.replace(TERM, "")
    has_blocks = bool(_BLOCK.search(text))
    if has_blocks:
        text = _BEHIND_BLOCK.sub(r"\2\1", text)
    if _RUN.search(text):
        text = _RUN.sub(_merge, text)
    if punctuation_in_quote and (QUOTE[1] in text or INNER_QUOTE[1] in text):
        for _ in range(3):  # a quotation may end in one
            moved = _BEHIND_QUOTE.sub(r"\2\1", text)
            if moved == text:
                break
            text = _RUN.sub(_merge, moved)
    if " " in text:
        while (fewer := _BLANKS.sub(r" \1", text)) != text:
            text = fewer
    text = text.replace(SEAM, "")
    if "://" in text:
        text = _ADDRESS.sub(r"\2\1", text)  # "https://doi.org/" is a part of the link
    if has_blocks:
        text = _BLOCK_END.sub(r"\2\1", _BLOCK_START.sub(r"\2\1", text))
    return text


_FIRST_TERM = re.compile(rf"([^\w{TERM}]*){TERM}((?:{_ZERO})*)(\w)")


def capitalised(text: str) -> str:
    """Text whose first word is that of a term, with a capital.

    >>> capitalised(f"({TERM}ibid. p. 3)").replace(TERM, "")
    '(Ibid. p. 3)'
    """
    match = _FIRST_TERM.match(text)
    if match is None:
        return text
    return f"{match[1]}{match[2]}{match[3].upper()}{text[match.end() :]}"


# Raised letters that Unicode does not call superscripts.
_LIKE = {0x2C0: "ʔ", 0x2C1: "ʕ", 0x6E5: "و", 0x6E6: "ي"}
_RAISED = re.compile(
    "[" + "".join(
        chr(code)
        for code in (*range(0xAA, 0xBB), *range(0x2B0, 0x2E5), 0x6E5, 0x6E6, *range(0x1D2C, 0x1DC0),
                     *range(0x2070, 0x2080), *range(0x2120, 0x2123), *range(0x3192, 0x31A0))
        if unicodedata.decomposition(chr(code)).startswith("<super>") or code in _LIKE
    ) + "]"
)  # fmt: skip


def raised(text: str) -> str:
    """Characters that are superscripts themselves as letters set so, as citeproc-js has them."""
    begin, end = style_marks[Style.SUPERSCRIPT]

    def change(match: re.Match[str]) -> str:
        letter = _LIKE.get(ord(match[0])) or unicodedata.normalize("NFKC", match[0])
        return f"{begin}{letter}{end}"

    return _RAISED.sub(change, text)


_OPPOSITE = {
    Style.ITALIC: Style.UPRIGHT,
    Style.OBLIQUE: Style.UPRIGHT,
    Style.BOLD: Style.REGULAR,
    Style.SMALL_CAPS: Style.NO_CAPS,
    Style.UNDERLINE: Style.NO_LINE,
    Style.SUPERSCRIPT: Style.BASELINE,
    Style.SUBSCRIPT: Style.BASELINE,
}
_RESET = {
    Style.UPRIGHT: Style.ITALIC,
    Style.REGULAR: Style.BOLD,
    Style.NO_CAPS: Style.SMALL_CAPS,
    Style.NO_LINE: Style.UNDERLINE,
}
_OPENS = {style_marks[style][0]: style for style in Style}
_CLOSES = {style_marks[style][1]: style for style in Style}
_STRUCTURE = re.compile(f"[{MARKS}]")
_FLIPPED = (Style.ITALIC, Style.BOLD, Style.SMALL_CAPS)


def finished(text: str, quotes: Quotes) -> tuple[Node, ...]:
    """Mended text as a tree, quotation marks and nested styles set by their depth."""
    if not text.isascii():
        text = raised(text)
    if not _STRUCTURE.search(text):
        return (text,) if text else ()
    return parse_marked(_flipped(text, quotes))


def _flipped(text: str, quotes: Quotes) -> str:
    active: list[Style | None] = []  # None for one that changes nothing where it stands
    closing: list[tuple[int, str]] = []  # of text without decoration: how many styles, their ends
    quoting: list[bool] = []  # of the quotations around, whether they have inner marks

    def change(match: re.Match[str]) -> str:
        mark = match[0]
        if mark == QUOTE[0] or mark == INNER_QUOTE[0]:
            quoting.append(not quoting[-1] if quoting else mark == INNER_QUOTE[0])
            return (quotes.inner if quoting[-1] else quotes.outer)[0]
        if mark == QUOTE[1] or mark == INNER_QUOTE[1]:
            return (quotes.inner if quoting and quoting.pop() else quotes.outer)[1]
        if mark in NO_CASE:
            return ""
        if mark == NO_DECORATION[0]:
            off = [_OPPOSITE[style] for style in _FLIPPED if _is_on(style, active)]
            active.extend(off)
            closing.append((len(off), "".join(map(close_mark, reversed(off)))))
            return "".join(map(open_mark, off))
        if mark == NO_DECORATION[1]:
            if not closing:
                return ""
            count, ends = closing.pop()
            del active[len(active) - count :]
            return ends
        style = _OPENS.get(mark)
        if style is not None:
            now = _effective(style, active)
            active.append(now)
            return open_mark(now) if now else ""
        if mark in _CLOSES:
            now = active.pop() if active else _CLOSES[mark]
            return close_mark(now) if now else ""
        return mark

    return _STRUCTURE.sub(change, text)


def _is_on(style: Style, active: list[Style | None]) -> bool:
    for one in reversed(active):
        if one is style:
            return True
        if one is _OPPOSITE[style]:
            return False
    return False


def _effective(style: Style, active: list[Style | None]) -> Style | None:
    """The style that a mark has here: inside itself its opposite, `normal` outside of it nothing."""
    if style in _FLIPPED and _is_on(style, active):
        return _OPPOSITE[style]
    if style in _RESET and not _is_on(_RESET[style], active):
        return None
    return style
