"""Text in another case: what the attribute `text-case` does (CSL 1.0.2, "Text-case").

Where the specification is silent, or says what no processor does, the rules are those of citeproc-js
as seen in its results: a title in capitals stays so, `sentence` lowers every word but the first, and
a word with a capital in it is never capitalised. Text is marked text (`bibkit.csl.marks`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from bibkit.csl.marks import NO_CASE, PRIVATE, style_marks
from bibkit.csl.nodes import Style

__all__ = ["text_case"]

# Not capitalised in a title: articles, conjunctions, short prepositions, and citeproc-js's more.
_STOP_WORDS = frozenset(
    """
    a about above across afore after against al along alongside amid amidst among amongst an and
    anenst apropos apud around as aside astride at athwart atop barring before behind below beneath
    beside besides between beyond but by c ca circa d de despite down during et except for forenenst
    from given in inside into lest like modulo near next nor notwithstanding of off on onto or out
    over per plus pro qua sans since so than the through throughout thruout till to toward towards
    under underneath until unto up upon v van versus via von vs with within without yet
    """.split()
)

_KEPT = dict(
    [NO_CASE, *(style_marks[s] for s in (Style.SMALL_CAPS, Style.SUPERSCRIPT, Style.SUBSCRIPT))]
)
_KEPT_MARK = re.compile(f"[{''.join(_KEPT)}]")
# Marks and punctuation part a text; words are what blanks part between them.
_PART = re.compile(rf"([‘’“”]| [\"']|[\"']|[-–—/.,;?!:\[\]()]|[{PRIVATE}])")
_NEEDS_PARTS = re.compile(rf"[‘’“”\"'{PRIVATE}]")
_WORD = re.compile(r"[^\s\u200b]+")
_PLAIN_WORD = re.compile(r"[^\s\u200b\-–—/.,;?!:\[\]()]+")
_BREAK = re.compile(r"[-–—/.,;?!:\[\]()]")
_AFTER_COLON = re.compile(r"[?!:]")
_QUOTES = {"‘": "’", "“": "”", ' "': '"', " '": "'"}
# What may open inside an open quotation; any other sign says that the first was an apostrophe.
_INNER = {"‘": "‘", "“": "“", ' "': " '", " '": ' "'}
_CLOSERS = frozenset(_QUOTES.values())


@lru_cache(maxsize=8192)
def text_case(text: str, case: str, language: str) -> str:
    """Text in a case.

    Args:
        text: marked text; what stands between `NO_CASE` marks, in small capitals, superscript or
            subscript stays as it is.
        case: a value of `text-case`; any other leaves the text as it is.
        language: a tag ("en-US"). `title` changes English text only; nothing is taken as English.

    >>> text_case("Out-of-fashion initiatives: a second story", "title", "en-US")
    'Out-of-Fashion Initiatives: A Second Story'
    >>> text_case("Syntax und Stilistik", "title", "de")
    'Syntax und Stilistik'
    >>> text_case("This IS a Pen", "sentence", "en"), text_case("mRNA decay", "capitalize-first", "en")
    ('This is a pen', 'mRNA decay')
    """
    if not text:
        return text
    tongue = language[:2].lower() if language else "en"
    if case == "title":
        if tongue != "en" or (len(language) > 2 and language[2] not in "-_"):
            return text
        if _NEEDS_PARTS.search(text) is None:
            return _plain_title(text)
    elif case in ("lowercase", "uppercase"):
        change = _lower if case == "lowercase" else _upper
        if _KEPT_MARK.search(text) is None:
            return change(text, tongue)
    elif case not in ("sentence", "capitalize-first", "capitalize-all"):
        return text
    return _Changer(text, case, tongue).changed()


# --- words ------------------------------------------------------------------------------------------


def _upper(text: str, tongue: str) -> str:
    if tongue in ("tr", "az"):
        text = text.replace("i", "İ")
    return text.upper()


def _lower(text: str, tongue: str) -> str:
    if tongue in ("tr", "az"):
        text = text.replace("İ", "i").replace("I", "ı")
    return text.lower()


def _capitalised(word: str, tongue: str) -> str:
    """The first letter a capital, but not a Greek letter alone: it stands for a thing (β-carotene)."""
    if len(word) == 1 and "\u0370" <= word <= "\u03ff":
        return word
    return _upper(word[0], tongue) + word[1:]


def _is_stop(word: str) -> bool:
    # citeproc-js reads the stops of "v." and "vs." as any sign (v4, vsx).
    return word in _STOP_WORDS or (word[0] == "v" and (len(word) == 2 or word[1:-1] == "s"))


def _plain_title(text: str) -> str:
    """Title case of text without quotation marks, apostrophes and marks: the common case, faster."""
    pieces: list[str] = []
    end = 0
    first = first_stretch = True
    word = ""
    for match in _PLAIN_WORD.finditer(text):
        between = text[end : match.start()]
        end = match.end()
        word = match[0]
        lower = word.lower()
        broken = len(between) > 1 or between != " "
        if first_stretch and broken and _BREAK.search(between):
            first_stretch = False
        if word == lower and (
            (len(word) > 1 and not _is_stop(lower))
            or first
            or (broken and _AFTER_COLON.search(between))
            or (first_stretch and text.startswith("-", end))
        ):
            word = _capitalised(word, "en")
        first = False
        pieces.append(between)
        pieces.append(word)
    if len(word) > 1 and _is_stop(word.lower()):
        pieces[-1] = _capitalised(word, "en")
    pieces.append(text[end:])
    return "".join(pieces)


# --- text with marks and quotation marks ------------------------------------------------------------


class _Changer:
    """The parts of a text on their way through one case, from left to right."""

    def __init__(self, text: str, case: str, tongue: str) -> None:
        self.case = case
        self.tongue = tongue
        split = _PART.split(text)
        self.parts, self.signs = split[::2], ["", *split[1::2]]
        for index, sign in enumerate(self.signs):
            # An apostrophe belongs to what follows: don't, o'clock.
            if sign == "'" and self.parts[index]:
                self.parts[index] = "'" + self.parts[index]
                self.signs[index] = ""
        self.before = list(self.parts)
        self.first = True
        self.after_colon = False
        self.kept: list[str] = []
        self.quotations: list[tuple[str, int | None]] = []
        # Where the last word stands, for titles: its part and its place there.
        self.last: tuple[int, int, int] | None = None

    def changed(self) -> str:
        """The text in its new case."""
        quoting = self.case in ("title", "sentence", "capitalize-first", "capitalize-all")
        for index, sign in enumerate(self.signs):
            if sign in _KEPT:
                self.kept.append(_KEPT[sign])
            elif self.kept and sign == self.kept[-1]:
                self.kept.pop()
            if sign in ("?", "!", ":"):
                self.after_colon = True
            part = self.parts[index]
            filled = bool(part) and not part.isspace()
            if filled and not self.kept:
                self.parts[index] = self._words(part, index)
            elif filled:
                self.last = None
            if quoting and index and sign:
                self._quotation(sign, index)
            if filled:
                self.first = self.after_colon = False
        for _closer, place in self.quotations:
            if place is not None:
                self._restore(place)
        self._last_word()
        return "".join(map("".join, zip(self.signs, self.parts, strict=True)))

    def _words(self, part: str, index: int) -> str:
        if self.case == "lowercase":
            return _lower(part, self.tongue)
        if self.case == "uppercase":
            return _upper(part, self.tongue)
        pieces: list[str] = []
        end = 0
        for match in _WORD.finditer(part):
            word = match[0]
            pieces.append(part[end : match.start()])
            end = match.end()
            self._remember(index, pieces, word)
            pieces.append(self._word(word, index, end == len(part)))
            self.first = self.after_colon = False
        pieces.append(part[end:])
        return "".join(pieces)

    def _remember(self, index: int, pieces: list[str], word: str) -> None:
        if self.case == "title":
            start = sum(map(len, pieces))
            self.last = (index, start, start + len(word))

    def _word(self, word: str, index: int, at_end: bool) -> str:
        lower = _lower(word, self.tongue)
        if self.case == "sentence":
            return _capitalised(word, self.tongue) if self.first else lower
        if word != lower:
            return word
        if self.case == "title":
            wanted = (
                self.first
                or self.after_colon
                or (len(word) > 1 and not _is_stop(lower))
                or (index == 0 and at_end and self.signs[1:2] == ["-"])
            )
        else:
            wanted = self.first or self.case == "capitalize-all"
        return _capitalised(word, self.tongue) if wanted else word

    def _last_word(self) -> None:
        """The last word of a title is capitalised, be it a stop word."""
        if self.last is None:
            return
        index, start, end = self.last
        part = self.parts[index]
        word = part[start:end]
        if len(word) > 1 and _is_stop(_lower(word, self.tongue)):
            self.parts[index] = part[:start] + _capitalised(word, self.tongue) + part[end:]

    def _quotation(self, sign: str, index: int) -> None:
        """Tell quotation marks from apostrophes: after one of these the letter stays as it was."""
        wrong: int | None = None
        if sign in _QUOTES:
            if not self.quotations or sign == _INNER[self.quotations[-1][0]]:
                self.quotations.append((sign, index))
            else:
                wrong = self.quotations.pop()[1]
                self.quotations.append((sign, None))
        elif sign in _CLOSERS:
            if self.quotations and _QUOTES[self.quotations[-1][0]] == sign:
                self.quotations.pop()
            else:
                wrong = index
        if wrong is not None:
            self._restore(wrong)
            self.last = None

    def _restore(self, index: int) -> None:
        self.parts[index] = self.before[index][:1] + self.parts[index][1:]
