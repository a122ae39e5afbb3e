"""LaTeX in .bib values to text with CSL's rich-text tags.

One pass, no recursion, no execution: a macro is a name in a table (`bibkit.formats.bib.macros`)
or stays as it is. Accents and letters become Unicode, `\\textit{…}` and its kin tags, simple
mathematics text (`bibkit.formats.bib.maths`); braces that only group are dropped. `%` is itself:
values have no comments. White space is read as `bibkit.formats.bib.blanks` says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from bibkit.formats.bib.blanks import BLANK, BREAK, SPACES, tidied
from bibkit.formats.bib.braces import GAP, OPTION, arguments, brace_pairs
from bibkit.formats.bib.macros import (
    ACCENTS,
    ALPHABETS,
    CONTROLS,
    DROPPED,
    FORMATS,
    LGR,
    LIGATURES,
    MATH_ACCENTS,
    SECOND,
    SPACING,
    SWITCHES,
    SYMBOLS,
    VERBATIM,
    alphabet,
    symbol,
)
from bibkit.formats.bib.maths import chemistry, end_of_maths, maths_text

__all__ = ["decode"]


def decode(value: str) -> tuple[str, list[str]]:
    """A LaTeX value as text, and the macros of it that are not said there.

    A macro that is not known stays as it is written, with its arguments, and so does mathematics
    that needs more than signs, sub- and superscripts. Of `\\href{address}{text}` the text is read;
    the macro is listed with the address, unless the text is the address. Line breaks and paragraphs
    are one and two line ends in the text.

    >>> decode(r"{\\'E}tude of \\textit{E. coli} {DNA} -- a study")
    ('Étude of <i>E. coli</i> DNA – a study', [])
    >>> decode(r"50\\% of \\foo{x} at $10^{-3}$ and $\\frac{a+b}{2}$")
    ('50% of \\\\foo{x} at 10<sup>−3</sup> and $\\\\frac{a+b}{2}$', ['\\\\foo'])
    """
    if value.isalnum():
        return value, []
    if not _has_latex(value):
        return tidied(value), []
    if "`" in value:
        value = _QUOTED.sub(r"‘\1’", value)
    reader = _Reader(value)
    return tidied(reader.read()), reader.unknown


def _has_latex(value: str) -> bool:
    # Many searches for one sign each take a fraction of the time of one for a class of signs.
    return (
        "\\" in value
        or "{" in value
        or "}" in value
        or "$" in value
        or "~" in value
        or "`" in value
        or "--" in value
        or "''" in value
        or "<<" in value
        or ">>" in value
        or ",," in value
    )


# `a quotation's' in single quotes; an apostrophe that ends none is one.
_QUOTED = re.compile(r"(?<![\\`?!])`(?![`'])((?:[^`'\\]|\\.|'(?=[\w\\{]))*+)'(?!['\w\\{])", re.S)

# Plain text: no sign of LaTeX's, and none that LaTeX would join with the next.
_PLAIN = r"(?:[^\\{}$~`\-'<>,?!]++|-(?!-)|'(?!')|<(?!<)|>(?!>)|,(?!,)|[?!](?!`))"
# What comes behind it. The commonest accents and groups are one token.
_NEXT = re.compile(
    rf"({_PLAIN}*+)"
    r"(?:\{\\([\"'`^~=.])([A-Za-z])\}"  # 3
    rf"|\{{({_PLAIN}++)\}}"  # 4
    r"|\\([A-Za-z]+)([ \t]*\n?[ \t]*)"  # 6
    r"|\\([^A-Za-z])"  # 7
    r"|([{}])"  # 8
    r"|(\$)"  # 9
    r"|(---?|``|''|<<|>>|[?!]`|[`~]|(?<![^\s({\[]),,(?=\w)|.))?",  # 10
    re.S,
)
_SHORT_ACCENT, _SHORT_GROUP, _MACRO, _CONTROL, _BRACE, _DOLLAR, _JOINED = 3, 4, 6, 7, 8, 9, 10

# The letter behind an accent, where it is one: "e", "{e}", "\i", "{\i}".
_LETTER = re.compile(
    r"\s*(?:([A-Za-z])|\{\s*(?:([A-Za-z])|\\([ij]))\s*\}|\\([ij])(?![A-Za-z])(?:\{\}|[ \t]*))"
)
_AFTER_BREAK = re.compile(r"\*?(?:\[-?[\d.]+\s*[a-z]{2}\])?")
_NUMBER = re.compile(r"\s*(?:\"([0-9A-Fa-f]{1,6})|'([0-7]{1,7})|(\d{1,7})|`\\?(.))(?!\d)\s?")
_UNESCAPED = re.compile(r"\\([_%#&~$^{}\\ -])")


class _Reader:
    """A value on its way to text. Methods return where reading goes on."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.unknown: list[str] = []
        self.out: list[str] = []
        self.ends = [""]  # what each open group puts at its end, the value itself being one
        self.switched = [""]  # what the switches in it put there
        self.accents: list[tuple[str, str]] = []  # marks that wait for a letter, and their macros
        self.quotes = 0
        self._pairs: Mapping[int, int] | None = None
        self._unclosed: set[str] = set()

    def read(self) -> str:
        value, out, position = self.value, self.out, 0
        while match := _NEXT.match(value, position):
            plain, kind, position = match[1], match.lastindex, match.end()
            if plain:
                self.put(plain)
            if kind == _SHORT_ACCENT:
                self.put(_composed(match[3], ACCENTS[match[2]]))
            elif kind == _SHORT_GROUP:
                self.put(BLANK if match[4].isspace() else match[4])
            elif kind == _MACRO:
                position = self._macro(match)
            elif kind == _CONTROL:
                position = self._control(match)
            elif kind == _BRACE:
                position = self._brace(match[8], position)
            elif kind == _DOLLAR:
                position = self._maths(position - 1)
            elif kind == _JOINED:
                self.put(LIGATURES.get(match[10], "„" if match[10] == ",," else match[10]))
            else:
                break
        self._lone_accents()
        for end, switched in zip(reversed(self.ends), reversed(self.switched), strict=True):
            out += switched, end
        return "".join(out)

    def put(self, text: str) -> None:
        """Text, on whose first letter waiting accents come to stand."""
        if self.accents and text.strip():
            text = text.lstrip(SPACES)
            if text[0].isalpha():
                end = 1
                while unicodedata.combining(text[end : end + 1] or " "):
                    end += 1
                marks = (mark for mark, _ in reversed(self.accents))
                text = _composed(text[:end], *marks) + text[end:]
                self.accents.clear()
            else:
                self._lone_accents()
        self.out.append(text)

    def _lone_accents(self) -> None:
        if self.accents:
            self.out += (SPACING.get(mark, macro) for mark, macro in self.accents)
            self.unknown += (macro for mark, macro in self.accents if mark not in SPACING)
            self.accents.clear()

    def _brace(self, brace: str, position: int) -> int:
        if brace == "}":
            self.close()
        elif _NO_CASE.match(self.value, position):
            self.open('<span class="nocase">', "</span>")
            return position + 2
        else:
            self.open("")
        return position

    def open(self, begin: str, end: str = "") -> None:
        self.out.append(begin)
        self.ends.append(end)
        self.switched.append("")

    def close(self) -> None:
        self._lone_accents()
        if len(self.ends) == 1:
            self.out.append("}")
            return
        end = self.ends.pop()
        self.quotes -= end in _CLOSING
        self.out += self.switched.pop(), end

    def _control(self, match: re.Match[str]) -> int:
        """A backslash and a character that is no letter."""
        sign, position = match[7], match.end()
        if sign in ACCENTS:
            return self._accent(ACCENTS[sign], f"\\{sign}", position)
        if sign == "\\":
            self.out.append(BREAK)
            after = _AFTER_BREAK.match(self.value, position)
            return after.end() if after else position
        if sign in _MATHS_ENDS:
            end = self._find(_MATHS_ENDS[sign], position)
            if end >= 0:
                self._formula(self.value[position:end], self.value[position - 2 : end + 2])
                return end + 2
        said = CONTROLS.get(sign)
        if said is None:
            said = f"\\{sign}"
            self.unknown.append(said)
        self.put(said)
        return position

    def _find(self, mark: str, position: int) -> int:
        if mark in self._unclosed:
            return -1
        end = self.value.find(mark, position)
        if end < 0:
            self._unclosed.add(mark)
        return end

    def _accent(self, mark: str, macro: str, position: int) -> int:
        letter = _LETTER.match(self.value, position)
        if letter is None:
            self.accents.append((mark, macro))
            return position
        self.accents.append((mark, macro))
        self.put(letter[letter.lastindex or 1])
        return letter.end()

    def _maths(self, start: int) -> int:
        end = end_of_maths(self.value, start)
        if end is None:
            self.put("$")
            return start + 1
        raw = self.value[start:end]
        width = 2 if raw.startswith("$$") else 1
        self._formula(raw[width:-width], raw)
        return end

    def _formula(self, body: str, raw: str) -> None:
        said = maths_text(body)
        self.put(said if said is not None else raw if raw[0] == "$" else f"${body}$")

    def _macro(self, match: re.Match[str]) -> int:
        """A named macro."""
        name, position = match[5], match.end()
        said = SYMBOLS.get(name)
        if said is None:
            if name in ACCENTS:
                return self._accent(ACCENTS[name], f"\\{name}", position)
            for attempt in (self._format, self._switch, self._dropped, self._special):
                end = attempt(name, position)
                if end is not None:
                    return end
            said = symbol(name)
        if said is None:
            return self._unknown(match)
        if said[:1] == "\u00a0" and self.out:  # a closing guillemet brings its own
            self.out[-1] = self.out[-1].rstrip(" ")
        self.put(said.replace("\n", BREAK))
        return self._after_name(position)

    def _after_name(self, position: int) -> int:
        return position + 2 if self.value.startswith("{}", position) else position

    def _unknown(self, match: re.Match[str]) -> int:
        self.unknown.append(f"\\{match[5]}")
        end = arguments(self.value, match.end(5), self.pairs)
        end = match.end() if end == match.end(5) else end
        self.put(self.value[match.start(5) - 1 : end])
        return end

    @property
    def pairs(self) -> Mapping[int, int]:
        if self._pairs is None:
            self._pairs = brace_pairs(self.value)
        return self._pairs

    def _argument(self, position: int) -> tuple[str, int]:
        """An argument in braces, and where it ends; -1 where there is none."""
        gap = GAP.match(self.value, position)
        begin = gap.end() if gap else position
        end = self.pairs.get(begin)
        return ("", -1) if end is None else (self.value[begin + 1 : end], end + 1)

    def _format(self, name: str, position: int) -> int | None:
        if f"{name}*" in FORMATS and self.value.startswith("*", position):
            name, position = f"{name}*", position + 1
        if name not in FORMATS:
            return None
        begin, end = FORMATS[name]
        option = OPTION.match(self.value, position)
        position = option.end() if option else position
        following = self.value[position : position + 1]
        if following == "{":
            letters, behind = self._argument(position) if name == "textgreek" else ("", -1)
            if behind >= 0 and letters.isascii() and "\\" not in letters:
                # Latin letters stand for Greek ones; accents and breathings are not read.
                if not letters.replace(" ", "").isalpha():
                    return None
                self.put(letters.translate(LGR))
                return behind
            if end in _CLOSING and self.quotes % 2:
                begin, end = ("“", "”") if end == "’" else ("‘", "’")
            self.quotes += end in _CLOSING
            self.open(begin, end)
        elif following.isalnum() and option is None:
            self.open(begin, end)
            self.put(following)
            self.close()
        else:
            return None
        return position + 1

    def _switch(self, name: str, position: int) -> int | None:
        if name not in SWITCHES:
            return None
        begin, end = SWITCHES[name]
        if not begin:
            self.out.append(self.switched[-1])
            self.switched[-1] = ""
        elif end not in self.switched[-1]:
            self.out.append(begin)
            self.switched[-1] = end + self.switched[-1]
        return self._after_name(position)

    def _dropped(self, name: str, position: int) -> int | None:
        count = 1 if name in SECOND else DROPPED.get(name)
        if count is None:
            return None
        if not count:
            return self._after_name(position)
        option = OPTION.match(self.value, position)
        position = option.end() if option else position
        for _ in range(count):
            _, position = self._argument(position)
            if position < 0:
                return None
        gap = GAP.match(self.value, position) if name in SECOND else None
        return gap.end() if gap else position

    def _special(self, name: str, position: int) -> int | None:
        """Macros that are each of their own kind."""
        if name in ("begingroup", "bgroup"):
            self.open("")
            return position
        if name in ("endgroup", "egroup"):
            self.close()
            return position
        if name == "char":
            number = _NUMBER.match(self.value, position)
            said = _character(number)
            if said and number:
                self.put(said)
                return number.end()
            return None
        text, end = self._argument(position + self.value.startswith("*", position))
        if end < 0:
            return None
        if name == "href":
            return self._link(_UNESCAPED.sub(r"\1", text.strip()), end)
        if name == "ensuremath":
            self._formula(text, f"${text}$")
            return end
        said = _said(name, text)
        if said is None:
            return None
        self.put(said)
        return end

    def _link(self, address: str, position: int) -> int | None:
        text, end = self._argument(position)
        if end < 0:
            return None
        bare = re.sub(r"\\[A-Za-z]+\s*|[{}]", "", text).strip()
        if re.match(r"https?:|www\.", bare):
            self.put(address)
            return end
        if not bare or bare not in address:
            self.unknown.append(f"\\href{{{address}}}")
        gap = GAP.match(self.value, position)
        return gap.end() if gap else position


_CLOSING = ("”", "’")
_MATHS_ENDS = {"(": r"\)", "[": r"\]"}
_NO_CASE = re.compile(r"\{\}(?!\})")  # "{{}iPhone}" protects what "{iPhone}" does, but says so


@lru_cache(2048)
def _composed(letter: str, *marks: str) -> str:
    """A letter with accents, the inmost first."""
    letter = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    if letter in "ij":  # the dot is theirs
        marks = tuple(mark for mark in marks if mark != "\u0307")
    text = letter + "".join(marks)
    return unicodedata.normalize("NFC", text) if len(text) < 9 else text


def _said(name: str, text: str) -> str | None:
    """What a macro says of the text in its argument; None where that is not known."""
    if name in VERBATIM:
        return _UNESCAPED.sub(r"\1", text)
    if name in ("symbol", "unichar"):
        return _character(_NUMBER.fullmatch(text))
    if name == "ce":
        return chemistry(text)
    if name == "hspace":
        return "" if text.strip()[:1] in ("0", "-") else " "
    if name in ("uppercase", "MakeUppercase"):
        return None if set("\\{$") & set(text) else text.upper()
    if name in ALPHABETS:
        letters = [alphabet(name, letter) or "" for letter in text.strip()]
        return "".join(letters) if letters and all(letters) else None
    if name in MATH_ACCENTS:
        letter = symbol(text[1:]) if text.startswith("\\") else text
        return _composed(letter, MATH_ACCENTS[name]) if letter and len(letter) == 1 else None
    return None


def _character(number: re.Match[str] | None) -> str | None:
    if number is None:
        return None
    code = int(number[1] or "0", 16) + int(number[2] or "0", 8) + int(number[3] or "0")
    code += ord(number[4] or "\0")
    known = code < 0x110000 and unicodedata.category(chr(code)) not in ("Cc", "Cs", "Cn")
    return chr(code) if known else None
