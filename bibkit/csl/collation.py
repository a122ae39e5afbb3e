"""Keys that sort texts as a reader of the locale expects, and as citeproc-js does.

That is the Unicode collation algorithm with CLDR's root order (UTS #10, UTS #35 part 5) at its first
level: capitals and accents count for nothing, blanks and punctuation are passed over, numbers sort
by value. Languages that count some letters or pairs of letters apart say so in `_TAILORINGS`
(CLDR); their own script comes first. Chinese sorts by code point, not by pinyin.

Libraries were looked at: PyICU needs ICU's C++ on the user's machine; pyuca (last release 2017) has no
languages, no numbers, and reads a table of 1.6 MB at its start.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["collation_key"]

# First-level order within scripts; a letter that is not here stands with its base or by code point.
_LATIN = (
    "aɐɑɒbʙƀɓƃcȼƈɕdȸɖɗƌȡeɇǝəɛɘɜɞɤfƒgɡɢǥɠʛɣƣhʜƕɦɧiıɪɨɩjȷɉʝɟʄkƙʞlʟƚɫɬɭȴɮƛʎmɱnɴɲƞɳȵŋoɶɔɵɷȣpƥɸqȹʠɋĸ"
    "rʀɍɹɺɻɼɽɾɿʁsʂȿʃƪtŧƫƭʈȶʇuʉɥɯɰʊvʋʌwʍxyʏɏƴȝzƍƶȥʐʑɀʒƹʓþƿƻƨƽƅʔɂʕʡʢʖǀǁǂǃ"
)
_GREEK = "αβγδεϝϛζηθικλμνξοπϟϙρστυφχψωϡ"
_CYRILLIC = (
    "аәӕбвгғӻҕӷдђҙеєжҗзѕӡиіјйкқӄҡҟҝлљмнӊңӈҥњоөпҧҁрҏсҫтҭћуүұѹфхҳһѡцҵчҷҹҽҿџшщъыьѣэюяѥѧѫѩѭѯѱѳѵҩӏ"
)
_ARABIC = "ءآأٱؤإئابپةتثٹجچحخدذڈرزڑژسشصضطظعغفڤقكکڭگلمنںهھہوۆىيیےۀە"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_SYMBOLS = "`´^¯¨¸ʹʻʼʽː°©®←→↑↓∂∆∑+±÷×<=>¬|¦~−∞≈≠≤≥¤¢$£¥₩€"
# Letters that are another one on the first level, or two.
_SAME = {
    **dict(zip("æœßʤ", ("ae", "oe", "ss", "dʒ"), strict=True)),
    **dict(zip("ðđħłøςϲїґךםןףץ", "ddhloσσігכמנפצ", strict=True)),
}
# First weight of each script, in their order; what a letter adds to it is its place there, times 16,
# so that a language's own letters fit between.
_SYMBOL, _NUMBER, _LATIN_FIRST, _GREEK_FIRST, _CYRILLIC_FIRST = (
    0x0200,
    0x0E00,
    0x1000,
    0x3000,
    0x4000,
)
_HEBREW_FIRST, _ARABIC_FIRST, _OWN = 0x5400, 0x5600, 0x0F00
_RANGES = (
    (0x0370, 0x03FF, 0x3C00),
    (0x0400, 0x052F, 0x4C00),
    (0x10D0, 0x10FF, 0x5000),
    (0x0561, 0x0587, 0x5200),
    (0x05D0, 0x05FF, 0x5580),
    (0x0600, 0x08FF, 0x6000),
    (0x1200, 0x139F, 0x6400),
    (0x0900, 0x109F, 0x7000),
    (0x1780, 0x18AF, 0x8000),
    (0x13A0, 0x16FF, 0x8400),
    (0x2C00, 0x2DFF, 0x8A00),
    (0xAC00, 0xD7A3, 0x9000),
    (0x3041, 0x30FF, 0xC000),
    (0x3105, 0x312F, 0xC200),
    (0x3400, 0x9FFF, 0x20000),
)
# Small kana are sorted as large ones.
_SMALL_KANA = "ぁぃぅぇぉっゃゅょゎ"

_SOUTH_SLAVIC = "c<č<ć d<dž<đ l<lj n<nj s<š z<ž"
_NORWEGIAN = "y=ü=ű th=þ ǃ<æ=ä=ę<ø=ö=ő=œ<å=aa"
# Letters (or pairs of them) behind `<` come after what stands before, those behind `=` with it; `ǃ`
# is the last of all Latin letters.
_TAILORINGS = {
    "az": "c<ç e<ə g<ğ h<x<ı k<q o<ö s<ş u<ü z<w",
    "bs": _SOUTH_SLAVIC,
    "cs": "c<č h<ch r<ř s<š z<ž",
    "cy": "c<ch d<dd f<ff g<ng l<ll p<ph r<rh t<th",
    "da": "y=ü=ű th=þ ǃ<æ=ä<ø=ö=ő<å=aa",
    "es": "n<ñ",
    "et": "s<š<z<ž w<õ<ä<ö<ü",
    "fi": "n=ŋ t=ŧ y=ü ǃ<å<ä=æ<ö=ø",
    "gl": "n<ñ",
    "hr": _SOUTH_SLAVIC,
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö=ő s<sz t<ty u<ü=ű z<zs",
    "is": "a<á d<ð e<é i<í o<ó u<ú y<ý ǃ<æ=ä<ö=ø<å",
    "lt": "c<č i=y s<š z<ž",
    "lv": "a<ā c<č e<ē g<ģ i<y<ī k<ķ l<ļ n<ņ o<ō r<ŗ s<š u<ū z<ž",
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
    "no": _NORWEGIAN,
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "ro": "a<ă<â i<î s<ş=ș t<ţ=ț",
    "sk": "a<ä c<č h<ch o<ô r<ř s<š z<ž",
    "sl": "c<č<ć d<đ s<š z<ž",
    "sq": "c<ç d<dh e<ë g<gj l<ll n<nj r<rr s<sh t<th x<xh z<zh",
    "sv": "y=ü=ű th=þ ǃ<å<ä=æ=ę<ö=ø=ő=œ=ô",
    "tr": "c<ç g<ğ h<ı o<ö s<ş u<ü",
    "uk": "г<ґ і<ї",
    "vi": "a<ă<â d<đ e<ê o<ô<ơ u<ư",
}
# Hungarian writes a doubled pair short: hosszú is hosz-szú.
_DOUBLED = {
    "hu": re.compile(
        r"(c)(?=cs)|(d)(?=dzs?)|(g)(?=gy)|(l)(?=ly)|(n)(?=ny)|(s)(?=sz)|(t)(?=ty)|(z)(?=zs)"
    )
}
_LATIN_END = 0x2F00
_KANA, _HAN, _HANGUL = (0xC000, 0xC200), (0x20000, 0x30000), (0x9000, 0xC000)
# Scripts that a language moves: ahead of Latin, or (Japanese) behind it.
_MOVED = {
    **dict.fromkeys(
        ("be", "bg", "kk", "mk", "mn", "ru", "sr", "uk"), ((_OWN, _CYRILLIC_FIRST, 0x5000),)
    ),
    "el": ((_OWN, _GREEK_FIRST, _CYRILLIC_FIRST),),
    "ka": ((_OWN, 0x5000, 0x5200),),
    "hy": ((_OWN, 0x5200, _HEBREW_FIRST),),
    "he": ((_OWN, _HEBREW_FIRST, _ARABIC_FIRST),),
    **dict.fromkeys(("ar", "fa", "ur"), ((_OWN, _ARABIC_FIRST, 0x6400),)),
    "ko": ((_OWN, *_HANGUL), (_OWN + 1, *_HAN)),
    "zh": ((_OWN, *_HAN),),
    "ja": ((_LATIN_END, *_KANA), (_LATIN_END + 1, *_HAN)),
}
_DIGITS = re.compile(r"(\d+)")


@lru_cache(maxsize=65536)
def collation_key(text: str, locale: str = "en-US") -> str:
    """A string that compares with others of its locale as the texts should be sorted.

    Texts that differ in capitals, accents, blanks or punctuation alone have one key: what comes next
    in a style's sort keys decides. Marks of `bibkit.csl.marks` count for nothing.

    >>> words = ["Zorn", "Øster", "de la Cruz", "Delacroix", "Ärzte", "100 years", "20 years", "Ott"]
    >>> sorted(words, key=lambda word: collation_key(word, "en-GB"))
    ['20 years', '100 years', 'Ärzte', 'Delacroix', 'de la Cruz', 'Øster', 'Ott', 'Zorn']
    >>> sorted(["Ärzte", "Zorn", "Åkesson", "Ott"], key=lambda word: collation_key(word, "sv"))
    ['Ott', 'Zorn', 'Åkesson', 'Ärzte']
    """
    table = _table(_language(locale))
    lower = table.lower(text)
    if not lower.isascii():
        lower = unicodedata.normalize("NFC", lower)
    if table.doubled is not None:
        lower = table.doubled.sub(table.double, lower)
    if table.pairs is not None:
        lower = table.pairs.sub(lambda match: table.names[match[0]], lower)
    pieces = _DIGITS.split(lower)
    for index in range(1, len(pieces), 2):
        pieces[index] = _number(pieces[index])
    pieces[::2] = [piece.translate(table) for piece in pieces[::2]]
    return "".join(pieces)


def _language(locale: str) -> str:
    tag = locale.replace("_", "-").lower()
    return "hr" if tag.startswith("sr-latn") else tag.partition("-")[0]


def _number(digits: str) -> str:
    plain = "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0")
    # How many digits comes first, so that 9 stands before 10.
    return chr(_NUMBER + min(len(plain), 0xFF)) + plain


class _Table(dict[int, str]):
    """Code point to weights, filled as letters are met (`str.translate` asks it)."""

    def __init__(self, language: str) -> None:
        super().__init__(_root())
        self.turkic = language in ("tr", "az")
        self.moved = _MOVED.get(language, ())
        self.names: dict[str, str] = {}
        self.pairs: re.Pattern[str] | None = None
        self.doubled = _DOUBLED.get(language)
        for rule in _TAILORINGS.get(language, "").split():
            self._tailor(rule)
        if self.names:
            longest = sorted(self.names, key=len, reverse=True)
            self.pairs = re.compile("|".join(longest))
        if self.moved:
            for point, weights in self.items():
                self[point] = self._moved(weights)

    def lower(self, text: str) -> str:
        """In small letters, as the language has them."""
        if self.turkic:
            text = text.replace("İ", "i").replace("I", "ı")
        return text.lower()

    def double(self, match: re.Match[str]) -> str:
        """The pair in full in place of its first letter."""
        following = match.string[match.end() : match.end() + 3]
        return following if following == "dzs" else following[:2]

    def _tailor(self, rule: str) -> None:
        anchor, *steps = re.split("(?=[<=])", rule)
        weights = anchor.translate(self)
        for step in steps:
            letters = step[1:]
            if step[0] == "<":
                weights = weights[:-1] + chr(ord(weights[-1]) + 1)
            if len(letters) == 1:
                self[ord(letters)] = weights
            else:
                # A pair of letters is one letter, with a name that no text has.
                name = chr(0xF000 + len(self.names))
                self.names[letters] = name
                self[ord(name)] = weights

    def _moved(self, weights: str) -> str:
        """Weights with a mark ahead of those whose script the language moves."""
        for place, low, high in self.moved:
            weights = "".join(
                chr(place) + weight if low <= ord(weight) < high else weight for weight in weights
            )
        return weights

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        if letter in _SAME:
            weights = _SAME[letter].translate(self)
        else:
            # One level at a time: what the language has of ä holds for ǟ too. Hangul stays whole.
            split = "" if 0xAC00 <= point <= 0xD7A3 else unicodedata.decomposition(letter)
            parts = [chr(int(part, 16)) for part in split.split() if part[0] != "<"]
            if parts:
                weights = "".join(parts).lower().translate(self)
            else:
                weights = self._moved(_weight(point))
        self[point] = weights
        return weights


@lru_cache(maxsize=32)
def _table(language: str) -> _Table:
    return _Table(language)


@lru_cache(maxsize=1)
def _root() -> dict[int, str]:
    table = {ord(sign): chr(_SYMBOL + 4 * place) for place, sign in enumerate(_SYMBOLS)}
    for first, letters in (
        (_LATIN_FIRST, _LATIN),
        (_GREEK_FIRST, _GREEK),
        (_CYRILLIC_FIRST, _CYRILLIC),
        (_HEBREW_FIRST, _HEBREW),
        (_ARABIC_FIRST, _ARABIC),
    ):
        table.update({ord(letter): chr(first + 16 * place) for place, letter in enumerate(letters)})
    table.update(dict.fromkeys(range(0xE000, 0xE200), ""))
    return table


def _weight(point: int) -> str:
    letter = chr(point)
    kind = unicodedata.category(letter)
    if kind[0] in "MPZC" and kind != "Co":
        return ""
    if kind[0] == "S":
        return chr(0x0400 + point % 0x800)
    if 0x30A1 <= point <= 0x30F6:
        letter = chr(point - 0x60)
    if letter in _SMALL_KANA:
        letter = chr(ord(letter) + 1)
    if unicodedata.name(letter, "").startswith("LATIN"):
        # Rare letters: after all others.
        return chr(0x2800 + point % 0x700)
    for low, high, first in _RANGES:
        if low <= ord(letter) <= high:
            return chr(first + ord(letter) - low)
    return chr(0x80000 + point % 0x80000)
