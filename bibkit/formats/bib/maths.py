"""Mathematics in .bib values: what of it plain text with sub- and superscripts can say.

::

    maths  = "$" line "$" | "$$" line "$$"
    line   = *(atom | ("_" | "^") atom)          a script within a script is not said
    atom   = sign | macro | "{" line "}"

All else stays LaTeX. A dollar that begins a price is no mathematics.
"""

from __future__ import annotations

import re
import unicodedata

from bibkit.formats.bib.macros import (
    ALPHABETS,
    DROPPED,
    FUNCTIONS,
    MATH_ACCENTS,
    alphabet,
    symbol,
)

__all__ = ["chemistry", "end_of_maths", "maths_text"]


def end_of_maths(value: str, start: int) -> int | None:
    """Behind the dollar that ends what the one at `start` begins.

    Returns:
        None where that is no mathematics but money, or where the dollar stands alone.

    >>> end_of_maths("$x_1$ a", 0), end_of_maths("$5 and $6", 0)
    (5, None)
    """
    mark = "$$" if value.startswith("$$", start) else "$"
    match = _BODY.match(value, start + len(mark))
    if match is None or not value.startswith(mark, match.end()):
        return None
    body, end = match[0], match.end() + len(mark)
    if not body.strip() or (mark == "$" and _is_prose(body, value[end : end + 1])):
        return None
    return end if _is_balanced(body) else None


_BODY = re.compile(r"[^$\\]*+(?:\\.[^$\\]*+)*+(?=\$)", re.S)
_FORMULA = re.compile(r"[\\^_]")
_WORD = re.compile(r"[^\W\d_]{2}")
_WORDS = re.compile(r"[^\W\d_]{3,}+\s+[^\W\d_]{3}")


def _is_prose(body: str, behind: str) -> bool:
    """Whether two dollars with this between them are two prices: `$5 to $6`, `US$ or A$`."""
    price = body.lstrip()[:1].isdigit()
    if price and (behind.isdigit() or body[-1].isspace()):
        return True
    if _FORMULA.search(body):
        return False
    loose = body[0].isspace() or body[-1].isspace() or (price and " " in body)
    return bool((loose and _WORD.search(body)) or _WORDS.search(body))


def _is_balanced(body: str) -> bool:
    depth = 0
    for match in _BRACES.finditer(body):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth < 0:
            return False
    return depth == 0


_BRACES = re.compile(r"\\.|[{}]", re.S)

_TOKEN = re.compile(r"\\(?P<macro>[A-Za-z]+)|\\(?P<control>.)|(?P<blank>\s+)|(?P<sign>'+|.)", re.S)
# What of a macro's arguments is said: a letter or sign, a macro for one, and texts without LaTeX.
_LETTER = re.compile(
    r"\s*(?:\{\s*(?:\\([A-Za-z]+)|([^\\{}$^_\s]))\s*\}|\\([A-Za-z]+)|([^\\{}$^_\s]))"
)
_TEXT = re.compile(r"\s*\{([^\\{}$^_]*)\}")
_PART = r"\s*(?:\{([A-Za-z]|\d+)\}|([A-Za-z\d]))"
_FRACTION = re.compile(rf"{_PART}{_PART}(?![A-Za-z\d])")
_ROOT = re.compile(rf"{_PART}(?![A-Za-z\d])")
_RAISED = re.compile(r"\{\s*\\(circ|degree|prime)\s*\}|\\(circ|degree|prime)(?![A-Za-z])\s*")

_SCRIPTS = {
    "_": "sub", "^": "sup", "sb": "sub", "sp": "sup", "textsubscript": "sub",
    "textsuperscript": "sup",
}  # fmt: skip
_WRAPS = dict.fromkeys(["mathbf", "boldsymbol", "bm", "textbf"], "b") | dict.fromkeys(
    ["textit", "emph"], "i"
)
_TEXTS = frozenset("text mbox hbox textrm textnormal textup operatorname".split())
_BARE = frozenset(
    """
    mathrm mathit mathsf mathtt mathnormal mathop mathbin mathrel mathord rm it left right big Big
    bigl bigr Bigl Bigr bigg Bigg
    """.split()
)
_CONTROLS = {**{c: c for c in "{}%&$_#"}, "|": "‖", ",": "\u2009", "!": ""}
_CONTROLS |= dict.fromkeys(";:> ", " ")
_PRIMES = ("", "′", "″", "‴")


def maths_text(body: str) -> str | None:
    """Mathematics as text with CSL's rich-text tags; None where that cannot say it.

    >>> maths_text(r"10^{-3}"), maths_text(r"\\mu m"), maths_text("H_2O")
    ('10<sup>−3</sup>', 'μm', 'H<sub>2</sub>O')
    >>> maths_text(r"\\frac{x+1}{2}") is None
    True
    """
    if "<" in body and ">" in body:
        return None  # it could become a tag
    line = _Line()
    position, named = 0, False
    while position < len(body):
        match = _TOKEN.match(body, position)
        if match is None:  # a backslash at the end
            return None
        position = match.end()
        if match["macro"]:
            end = _macro(match["macro"], body, position, line)
        elif match["control"]:
            said = _CONTROLS.get(match["control"])
            end = None if said is None else line.put(said, position)
        elif match["blank"]:
            end = line.wait(position, ends_macro=named)
        else:
            end = _sign(match["sign"], body, position, line)
        if end is None:
            return None
        position, named = end, bool(match["macro"])
    return line.text()


_NAME = "name"  # stands for the name of a function where the last sign is asked for


class _Line:
    """The text so far. Its methods return where reading goes on, or None where it cannot."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.groups: list[tuple[str, str]] = []  # their tags, and the signs in front of them
        self.wrap = ""  # the tag that the next atom stands in
        self.blank = False  # whether there is one in front
        self.room = True  # whether one was set before the last atom
        self.before = ""  # the last sign, or _NAME
        self.scripts = 0

    def put(self, text: str, position: int, *, function: bool = False) -> int:
        """An atom."""
        script = self.wrap in _SCRIPTS.values()
        self.room = not script and self._is_room(text[:1], function)
        if self.room:
            self.out.append(" ")
        self.blank = False
        self.out.append(f"<{self.wrap}>{text}</{self.wrap}>" if self.wrap else text)
        if not script:
            self.before = _NAME if function else text[-1:]
        elif self.before != _NAME:
            self.before = ""
        self.wrap = ""
        return position

    def _is_room(self, following: str, function: bool) -> bool:
        """Whether a blank stands in front: LaTeX sets its own, at functions and relations."""
        if not self.out:
            return False
        if function or self.before == _NAME:
            beside = self.before.isalnum() and (function or following.isalnum())
            return self.blank or beside
        if not self.blank:
            return False
        if _is_relation(self.before) or _is_relation(following):
            return True
        return self.before.isdigit() and following.isalpha()

    def wait(self, position: int, *, ends_macro: bool) -> int:
        """A blank; one that only ends a macro's name says nothing, as in `p\\leq 5`."""
        self.blank = not (ends_macro and _is_relation(self.before) and not self.room)
        return position

    def mark(self, tag: str, position: int) -> int | None:
        """What comes next is in a tag."""
        if self.wrap or (tag in ("sub", "sup") and self.scripts):
            return None
        self.wrap, self.blank = tag, False
        return position

    def open(self, position: int) -> int:
        self.groups.append((self.wrap, self.before))
        if self.wrap:
            self.out.append(f"<{self.wrap}>")
            self.scripts += self.wrap in _SCRIPTS.values()
            self.before = ""
        self.wrap = ""
        return position

    def close(self, position: int) -> int | None:
        if self.wrap or not self.groups:
            return None
        tag, before = self.groups.pop()
        if tag:
            self.out.append(f"</{tag}>")
        if tag in _SCRIPTS.values():
            self.scripts -= 1
            self.before = _NAME if before == _NAME else ""
        return position

    def text(self) -> str | None:
        """The whole; None where it is not complete or empty."""
        return None if self.wrap or self.groups else "".join(self.out).strip() or None


def _is_relation(sign: str) -> bool:
    return len(sign) == 1 and (sign in "=+<>,;:|" or unicodedata.category(sign) == "Sm")


def _sign(sign: str, body: str, position: int, line: _Line) -> int | None:
    if sign == "{":
        return line.open(position)
    if sign == "}":
        return line.close(position)
    if sign in _SCRIPTS:
        raised = _RAISED.match(body, position) if sign == "^" else None
        if raised:
            name = raised[1] or raised[2]
            return line.put("′" if name == "prime" else "°", raised.end())
        return line.mark(_SCRIPTS[sign], position)
    if sign in ("&", "#", "$"):
        return None
    if sign[0] == "'":
        return line.put(_PRIMES[len(sign)], position) if len(sign) < 4 else None
    return line.put({"-": "−", "~": "\u00a0"}.get(sign, sign), position)


def _macro(name: str, body: str, position: int, line: _Line) -> int | None:
    if name in _BARE:
        return position + body.startswith(".", position) * (name in ("left", "right"))
    if name in _SCRIPTS or name in _WRAPS:
        return line.mark(_SCRIPTS.get(name) or _WRAPS[name], position)
    if name in _TEXTS:
        text = _TEXT.match(body, position)
        return text and line.put(text[1], text.end(), function=name == "operatorname")
    if name in FUNCTIONS:
        return line.put(name.removeprefix("b"), position, function=True)
    if name in MATH_ACCENTS:
        return _accent(MATH_ACCENTS[name], body, position, line)
    if name in ALPHABETS:
        return _alphabet(name, body, position, line)
    if name in ("frac", "tfrac", "dfrac", "nicefrac"):
        parts = _FRACTION.match(body, position)
        if parts is None or line.before.isalnum():
            return None
        return line.put(f"{parts[1] or parts[2]}/{parts[3] or parts[4]}", parts.end())
    if name == "sqrt":
        root = _ROOT.match(body, position)
        return root and line.put(f"√{root[1] or root[2]}", root.end())
    said = symbol(name)
    if said is not None and "\n" not in said:
        return line.put(said, position)
    return position if DROPPED.get(name) == 0 else None


def _accent(mark: str, body: str, position: int, line: _Line) -> int | None:
    match = _LETTER.match(body, position)
    if match is None:
        return None
    macro = match[1] or match[3]
    letter = symbol(macro) if macro else match[2] or match[4]
    if letter is None or len(letter) != 1:
        return None
    letter = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    return line.put(unicodedata.normalize("NFC", letter + mark), match.end())


def _alphabet(name: str, body: str, position: int, line: _Line) -> int | None:
    match = _TEXT.match(body, position) or _LETTER.match(body, position)
    if match is None:
        return None
    letters = match[1] if match.re is _TEXT else match[4]
    said = [alphabet(name, letter) for letter in letters or ""]
    return line.put("".join(filter(None, said)), match.end()) if all(said) and said else None


# --- chemistry ----------------------------------------------------------------------------------

_ARROWS = {"<=>": "⇌", "<->": "↔", "->": "→", "<-": "←"}
_REAGENTS = re.compile(
    r"(?P<arrow><=>|<->|->|<-)|\^(?:\{(?P<group>[\d+-]+)\}|(?P<charge>\d*[+-]?))"
    r"|_?(?:(?<=[A-Za-z)\]])|(?<=_))(?P<number>\d+)|(?<=[A-Za-z\d)\]])(?P<sign>[+-])(?=$|[\s,)\]])"
)


def chemistry(formula: str) -> str | None:
    """A formula of mhchem's `\\ce` as text; None where it has more than sums and charges.

    >>> chemistry("SO4^2- + 2H+ -> H2SO4")
    'SO<sub>4</sub><sup>2−</sup> + 2H<sup>+</sup> → H<sub>2</sub>SO<sub>4</sub>'
    """
    said = _REAGENTS.sub(_reagent, formula)
    return None if re.search(r"[\\{}$^_&#~]|[→←↔⇌]\[", said) else said


def _reagent(match: re.Match[str]) -> str:
    if match["arrow"]:
        return _ARROWS[match["arrow"]]
    if match["number"]:
        return f"<sub>{match['number']}</sub>"
    charge = (match["group"] or match["charge"] or match["sign"] or "").replace("-", "−")
    return f"<sup>{charge}</sup>" if charge else match[0]
