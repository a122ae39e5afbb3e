"""Text with CSL's rich-text tags to LaTeX in .bib values, and back (`decode`, in `unlatex`).

What `encode` writes, `decode` reads as it was, character by character: what LaTeX would take for a
command is escaped, what it would join (`--`, `<<`) is kept apart, blanks and lines stay. Letters
stay Unicode (BibLaTeX and biber, and BibTeX with any current LaTeX, read UTF-8), or in ASCII become
macros.

Three things come back in another spelling: `<em>`, `<strong>` and `<sc>` as `<i>`, `<b>` and small
caps; a line end is always `\\n`; a tab is a blank. Neither a text before it is written nor one that
was read should have its blanks collapsed, unless it is of one line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bibkit.formats.bib.blanks import SPACES, inside, lasting, tidied
from bibkit.formats.bib.braces import arguments, brace_pairs, is_balanced
from bibkit.formats.bib.macros import is_macro, symbol
from bibkit.formats.bib.maths import end_of_maths, maths_text
from bibkit.formats.bib.sayings import accented, sayings
from bibkit.formats.bib.unlatex import decode

__all__ = [
    "Segment",
    "decode",
    "encode",
    "encode_plain",
    "is_balanced",
    "segments",
    "to_ascii",
    "unsayable",
    "written",
]


def encode(text: str, ascii: bool = False) -> str:
    """Text as a LaTeX value whose braces are balanced.

    Mathematics between dollars and macros with their arguments, as `decode` keeps them, stay.

    Args:
        text: with CSL's rich-text tags; a tag that has no partner is text.
        ascii: whether to write macros for all characters outside ASCII that LaTeX can say. The
            others stay; `unsayable` gives them.

    >>> print(encode("50% of <i>E. coli</i> & {x"))
    50\\% of \\textit{E. coli} \\& {\\textbraceleft}x
    >>> print(encode("Müller’s α–β", ascii=True))
    M{\\"u}ller{\\textquoteright}s $\\alpha$--$\\beta$
    """
    if text.isalnum() and (text.isascii() or not ascii):
        return text

    def write(found: Sequence[Segment]) -> list[str]:
        return [encode_plain(one, ascii) if kind == "text" else one for kind, one in found]

    return written(text, write)


def written(text: str, write: Callable[[Sequence[Segment]], list[str]]) -> str:
    """A text as LaTeX, its segments by a function.

    >>> print(written("a <i>b</i>", lambda found: [segment.text.upper() for segment in found]))
    A \\TEXTIT{B}
    """
    core = text.strip(SPACES)
    begin = len(text) - len(text.lstrip(SPACES))
    found = segments(core)
    out = [lasting(text[:begin]), *write(found), lasting(text[begin + len(core) :])]
    for place in range(len(found), 0, -1):
        if found[place - 1].kind == "macro":
            following = "".join(out[place + 1 : place + 4]).lstrip(" ").removeprefix("*")
            if following[:1] in ("{", "["):
                out[place] = f"{{{out[place]}}}"  # what follows is no argument of it
    return "".join(out)


def unsayable(text: str) -> str:
    """The characters of a text that stay outside ASCII where it is written in ASCII.

    >>> unsayable("Müller 李 Иван 李")
    '李Иван'
    """
    return "".join(dict.fromkeys(c for c in encode(text, ascii=True) if not c.isascii()))


# --- segments -----------------------------------------------------------------------------------


class Segment(NamedTuple):
    """A stretch of a text: of kind `text`, or LaTeX: `open` and `close` for tags, `maths`, `macro`."""

    kind: str
    text: str


_SMALL_CAPS, _NO_CASE = r"\textsc{", "{{}"
_OPENINGS = {
    "i": r"\textit{", "em": r"\emph{", "b": r"\textbf{", "strong": r"\textbf{",
    "sup": r"\textsuperscript{", "sub": r"\textsubscript{", "sc": _SMALL_CAPS,
}  # fmt: skip
_SPANS = re.compile(r"\s(?:style=\"font-variant:\s?(small-caps);?\"|class=\"nocase\")")
_TOKEN = re.compile(
    r"<(?P<close>/)?(?P<tag>i|em|b|strong|sup|sub|sc|span)(?P<attributes>\s[^<>]*)?>"
    r"|\\(?P<macro>[A-Za-z]+)|(?<!\\)(?P<dollar>\$)"
)


def segments(text: str) -> list[Segment]:
    """The tags, mathematics and unknown macros of a text, and what stands between them.

    >>> [segment.kind for segment in segments("a <i>b</i> </b>")]
    ['text', 'open', 'text', 'close', 'text']
    """
    if not ("<" in text or "\\" in text or "$" in text):
        return [Segment("text", text)]
    found: list[Segment] = []
    opened: list[tuple[str, int, str]] = []  # tag, its place in `found`, LaTeX
    count: Counter[str] = Counter()
    pairs = brace_pairs(text) if "\\" in text else {}
    position = 0
    while True:
        match = _TOKEN.search(text, position)
        if match is None:
            break
        found.append(Segment("text", text[position : match.start()]))
        position = match.end()
        tag = match["tag"]
        if tag is None:
            end = _end_of_latex(text, match, pairs)
            kind = "text" if end is None else "macro" if match["macro"] else "maths"
            position = position if end is None else end
            found.append(Segment(kind, text[match.start() : position]))
            continue
        if not match["close"]:
            opened.append((tag, len(found), _opening(tag, match["attributes"])))
            count[tag] += 1
        elif count[tag]:
            while True:
                name, place, latex = opened.pop()
                count[name] -= 1
                if name == tag:
                    break
            empty = len(found) == place + 2 and not found[-1].text
            if latex and not (empty and latex == _NO_CASE):  # "{{}}" would say nothing
                found[place] = Segment("open", latex)
                found.append(Segment("close", "}"))
                continue
        found.append(Segment("text", match[0]))
    found.append(Segment("text", text[position:]))
    return _joined(found)


def _opening(tag: str, attributes: str | None) -> str:
    """What a tag is in LaTeX; empty where CSL does not have it."""
    if tag != "span":
        return "" if attributes else _OPENINGS[tag]
    span = _SPANS.fullmatch(attributes or "")
    return "" if span is None else _SMALL_CAPS if span[1] else _NO_CASE


def _end_of_latex(text: str, match: re.Match[str], pairs: dict[int, int]) -> int | None:
    """Behind mathematics or a macro that `decode` would keep as it is; None where it would not."""
    start = match.start()
    if match["macro"]:
        if _is_known(match["macro"]):
            return None
        end: int | None = arguments(text, match.end(), pairs)
    else:
        end = end_of_maths(text, start)
        width = 2 if text.startswith("$$", start) else 1
        if end is not None and maths_text(text[start + width : end - width]) is not None:
            return None
    raw = text[start:end]
    kept = end is not None and is_balanced(raw) and "`" not in raw and tidied(raw) == raw
    return end if kept else None


def _is_known(name: str) -> bool:
    return is_macro(name) or symbol(name) is not None


def _joined(found: list[Segment]) -> list[Segment]:
    """Segments without empty ones, texts beside each other made one."""
    joined: list[Segment] = []
    texts: list[str] = []
    for segment in found:
        if segment.kind == "text":
            texts.append(segment.text)
            continue
        if any(texts):
            joined.append(Segment("text", "".join(texts)))
        texts = []
        joined.append(segment)
    if any(texts):
        joined.append(Segment("text", "".join(texts)))
    return joined


# --- plain text ---------------------------------------------------------------------------------

_ESCAPES = {
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}", "\\": r"{\textbackslash}", "`": r"{\textasciigrave}",
    "\u00a0": "~", "\u2009": r"\,", "\u00ad": r"\-",
}  # fmt: skip
# Not in LaTeX's old fonts.
_OLD_FONTS = str.maketrans({"<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}"})
_WHITE = r" \t\r\n\f\v"
# The first class makes the search quick; then: one sign, white space, several of the same sign.
_SPECIAL = re.compile(
    rf"([&%$#_{{}}~^\\`\u00a0\u2009\u00ad\-',<>{_WHITE}])"
    rf"(?:(?<=[&%$#_{{}}~^\\`\u00a0\u2009\u00ad])|(?<=[{_WHITE}])[{_WHITE}]+|(?<=[\t\r\n\f\v])|\1+)"
)
_WIDE = re.compile(r"[^\W\d_][\u0300-\u036f]+|[^\x00-\x7f]")
# Dashes and quotation marks that LaTeX has in ASCII, and the neighbours that would join them.
_ASCII_MARKS = {
    "–": ("--", "-–—"), "—": ("---", "-–—"), "“": ("``", "!?"), "”": ("''", "'"),
}  # fmt: skip


def encode_plain(text: str, ascii: bool = False) -> str:
    """Text without tags and LaTeX, whatever it looks like, as LaTeX.

    >>> print(encode_plain("<i> $x$ -- \\\\foo"))
    <i> \\$x\\$ -{}- {\\textbackslash}foo
    """
    latex = _SPECIAL.sub(_escaped, text)
    return _WIDE.sub(_in_ascii, latex.translate(_OLD_FONTS)) if ascii else latex


def to_ascii(value: str) -> str:
    """A LaTeX value with macros for all characters outside ASCII that LaTeX can say.

    >>> print(to_ascii("{Müller} $x_α$"))
    {M{\\"u}ller} $x_{\\alpha}$
    """
    if value.isascii():
        return value
    pairs = brace_pairs(value) if "\\" in value else {}
    out: list[str] = []
    position = 0
    for match in _LATEX.finditer(value):
        start = match.start()
        if start < position:
            continue
        if match["macro"] and not _is_known(match["macro"]):
            end = arguments(value, match.end(), pairs)
            latex = _WIDE.sub(_in_ascii, value[start:end])
            # What follows and may get braces is no argument of it.
            latex = f"{{{latex}}}" if _MAY_GET_BRACES.match(value, end) else latex
        elif match[0] == "$" and (closed := end_of_maths(value, start)) is not None:
            end = closed
            latex = _WIDE.sub(_in_maths, value[start:end])
        else:
            continue
        out += _WIDE.sub(_in_ascii, value[position:start]), latex
        position = end
    return "".join([*out, _WIDE.sub(_in_ascii, value[position:])])


_LATEX = re.compile(r"\\(?P<macro>[A-Za-z]+)|\\.|\$", re.S)
_MAY_GET_BRACES = re.compile(r"\*?\s*(?:\\|[^\x00-\x7f]|[A-Za-z][\u0300-\u036f])")


def _escaped(match: re.Match[str]) -> str:
    text = match[0]
    if text in _ESCAPES:
        return _ESCAPES[text]
    if text[0] not in SPACES:
        return "{}".join(text)
    return inside(text, match.string[match.end() : match.end() + 1])


def _in_ascii(match: re.Match[str]) -> str:
    text = match[0]
    if 1 < len(text) < 6 and text[0].isalpha() and unicodedata.normalize("NFC", text) == text:
        stacked = accented(text[0], text[1:], sayings())
        if stacked:
            return stacked
    latex, joins = _ASCII_MARKS.get(text, ("", ""))
    if latex:
        around = match.string[max(0, match.start() - 1) : match.end() + 1].replace(text, "", 1)
        if not set(joins) & set(around):
            return latex
    return "".join(sayings().get(character, character) for character in text)


def _in_maths(match: re.Match[str]) -> str:
    latex = sayings().get(match[0], "").removeprefix("{")
    return f"{{{latex.removesuffix('}').strip('$')}}}" if latex[:1] == "$" else match[0]
