"""Numbers: `cs:number`, `cs:label`, and what `cs:text` prints of a number variable.

numeric   = atom (separator anything)?           CSL 1.0.2, "is-numeric", and citeproc-js
atom      = letters? digits letters? | roman     "D2", "2b", "2nd", "xiv"
separator = "," | ";" | "-" | "–" | "&" | "and"  with blanks around
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from bibkit.csl.marks import unmarked
from bibkit.csl.page_ranges import page_range
from bibkit.csl.run.context import Context
from bibkit.csl.run.dress import cased, dressing
from bibkit.csl.run.richtext import marked_text
from bibkit.csl.run.scope import Render, Scope
from bibkit.csl.run.tree import Node, Output, Tag, flat
from bibkit.csl.syntax.elements import Label, Number
from bibkit.csl.syntax.locales import Locale
from bibkit.vocab import VARIABLES, Kind

__all__ = [
    "compile_label",
    "compile_number",
    "is_numeric",
    "is_several",
    "number_text",
    "ordinal",
    "roman",
    "value_of",
    "year_letters",
]

NUMBERS = frozenset(name for name, kind in VARIABLES.items() if kind is Kind.NUMBER)

_ATOM = r"(?:[A-Za-z]*[0-9]+(?:/[0-9]+)?[A-Za-z]*|[ivxlcdm]+)"
_WORDS = ("and", "et", "und", "y", "e", "en", "og", "och")


@functools.lru_cache(maxsize=64)
def _patterns(and_: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Of a locale's "and": numeric values, values of several numbers, and the separators in them."""
    words = "|".join(re.escape(word) for word in dict.fromkeys((*_WORDS, and_)) if word.isalpha())
    listed = rf"\s*(?:[,&]|;(?=\s)|\s(?:{words})(?=\s))"
    return (
        re.compile(rf"\s*{_ATOM}(?:{listed}|\s*(?:[-–]|\\-)|\s*\Z)"),
        re.compile(
            rf"\s*{_ATOM}(?:{listed}[\s,]*(?:(?:{words}|&)\s+)?{_ATOM}|\s*[-–](?:\s*{_ATOM}|\Z))"
            r"|\s*[0-9]+\s*[-–]\s*[A-Za-z]\Z"
        ),
        re.compile(rf"(\s*(?:[,&–]|\\?-)\s*|;\s+|\s+(?:{words})\s+)"),
    )


def value_of(context: Context, variable: str) -> str:
    """A number or text variable of the item or the cite as it stands; empty where it is not set."""
    if variable in context.spent:
        return ""
    if variable == "locator":
        return unmarked(context.cite.locator) if context.cite else ""
    if variable == "citation-number":
        return str(context.number) if context.number else ""
    if variable == "first-reference-note-number":
        note = context.place.first_note
        return str(note) if note and context.citing else context.item.raw(variable)
    if variable in _LABELS:
        value = context.item.raw(variable)
        match = _LABELLED.match(value)
        return value[match.end() :] if match and _WRITTEN.get(match[1]) == variable else value
    if variable == "citation-label":
        return citation_label(context)
    return context.item.raw(variable)


# How many letters of each family name, by the number of names; further names are left out.
_LETTERS = {1: (4,), 2: (2, 2), 3: (2, 1, 1)}


def citation_label(context: Context) -> str:
    """A label made of names and year ("Doe65", "RoNo78a"), for items that bring none."""
    item = context.item
    suffix = ""
    if context.expansion.year_suffix is not None and not context.has_year:
        context.has_year = True
        suffix = year_letters(context.expansion.year_suffix)
    given = item.raw("citation-label")
    if given:
        return given + suffix
    people = next(
        (names for v in ("author", "editor", "translator") if (names := item.names(v))), ()
    )
    counts = _LETTERS.get(len(people), (1, 1, 1, 1))
    parts = [name.family or name.literal or name.given for name in people]
    if not parts:
        parts, counts = [item.raw("title")], (4,)
    label = "".join(_trigraph(part, count) for part, count in zip(parts, counts, strict=False))
    date = item.date("issued")
    year = date.year if date is not None and date.year is not None else None
    return label + ("00" if year is None else str(abs(year))[-2:]) + suffix


def _trigraph(word: str, count: int) -> str:
    letters = "".join(character for character in word if character.isalpha())[:count]
    return letters[:1].upper() + letters[1:].lower()


def year_letters(number: int) -> str:
    """The letters of a year suffix.

    >>> year_letters(0), year_letters(25), year_letters(26)
    ('a', 'z', 'aa')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


@functools.lru_cache(maxsize=4096)
def is_numeric(value: str) -> bool:
    """Whether a value begins with a number that stands alone or before others.

    Wider than the specification, as citeproc-js has it: what follows the first number may be words.

    >>> [is_numeric(value) for value in ("2b", "2-4", "xiv, 309 p.", "2nd edition", "X", "")]
    [True, True, True, False, False, False]
    """
    return bool(_patterns("and")[0].match(value))


def is_several(variable: str, value: str, locale: Locale) -> bool:
    """Whether a label of this value stands in the plural ("Label", `plural="contextual"`)."""
    if _patterns(locale.term("and"))[1].match(value):
        return True
    if variable.startswith("number-of-") and is_numeric(value):
        digits = re.match(r"\s*0*([0-9]+)", value)
        return bool(digits and digits[1] != "1")
    return False


def number_text(value: str, variable: str, scope_pages: str | None, locale: Locale) -> str:
    """A number variable as text: ranges with their dash, lists with their commas."""
    if variable == "page":
        return page_range(value, scope_pages, _dash(locale))
    if not is_numeric(value):
        return value
    parts = _patterns(locale.term("and"))[2].split(value.strip())
    for index in range(1, len(parts), 2):
        parts[index] = _separator(parts[index], parts[index - 1], parts[index + 1], locale)
    return "".join(parts)


_RANGED = re.compile(r"[A-Za-z]*[0-9]+[A-Za-z]*|[ivxlcdm]+|[IVXLCDM]+")


def _separator(mark: str, left: str, right: str, locale: Locale) -> str:
    bare = mark.strip()
    if bare == "\\-":
        return "-"
    if bare in ("-", "–"):
        if not (_RANGED.fullmatch(left) and _RANGED.fullmatch(right)):
            return mark
        return _dash(locale) if bare == "-" else bare
    if bare == "&":
        return f" {locale.term('and', 'symbol') or '&'} "
    return ", " if bare == "," and right and mark != "," else mark


def _dash(locale: Locale) -> str:
    return locale.term("page-range-delimiter") or "–"


def locator_text(context: Context, pages: str | None) -> str:
    """The cite's locator as marked text."""
    label, value = locator_of(context)
    if not value:
        return ""
    if "-" in value and (label == "page" or re.search(r"\d\s*-\s*\d", value)):
        value = page_range(value, pages if label == "page" else None, _dash(context.locale))
    and_ = context.locale.term("and", "symbol")
    if and_ not in ("", "&"):
        value = re.sub(r"(?<=\w)\s*&\s*(?=\w)", f" {and_} ", value)
    return marked_text(value, context.item.quotes)


# How locators are written with their label in front; the label may be any term of locators.
_WRITTEN = {
    "p": "page", "pp": "page", "pg": "page", "ch": "chapter", "chap": "chapter", "vol": "volume",
    "sec": "section", "fig": "figure", "fol": "folio", "no": "issue", "par": "paragraph",
    "para": "paragraph", "v": "verse", "bk": "book", "col": "column", "l": "line", "n": "note",
    "op": "opus", "pt": "part", "art": "article",
}  # fmt: skip
_LABELS = frozenset(("volume", "issue", "chapter-number", "section"))
_LABELLED = re.compile(r"\s*([a-z]{1,4}?)s?\.\s+(?=\S*\d)")


def locator_of(context: Context) -> tuple[str, str]:
    """A cite's locator as its label, a CSL term, and the rest; empty without one.

    A label that stands in the locator itself ("vol. 2") counts, where the cite gives none.
    """
    cite = context.cite
    if cite is None or not cite.locator:
        return "", ""
    label = "sub-verbo" if cite.label == "sub verbo" else cite.label or "page"
    if label == "page":
        match = _LABELLED.match(cite.locator)
        if match and match[1] in _WRITTEN:
            return _WRITTEN[match[1]], cite.locator[match.end() :].strip()
    return label, cite.locator.strip()


# --- forms -----------------------------------------------------------------------------------------


def roman(number: int) -> str:
    """A number from 1 to 5999 in small Roman numerals; others as they are.

    >>> roman(1994), roman(0)
    ('mcmxciv', '0')
    """
    if not 0 < number < 6000:
        return str(number)
    out = ""
    for value, numeral in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        out += numeral * (number // value)
        number %= value
    return out


def ordinal(number: int, locale: Locale, gender: str = "") -> str:
    """A number with its locale's ordinal suffix ("Ordinal Suffixes").

    >>> from bibkit.csl.syntax.locales import locale_for
    >>> [ordinal(number, locale_for(None, "en")) for number in (1, 12, 23)]
    ['1st', '12th', '23rd']
    """
    for name, match in (
        (f"ordinal-{number % 100:02d}", "last-two-digits"),
        (f"ordinal-{number % 10:02d}", "last-digit"),
        ("ordinal", ""),
    ):
        for form in (gender, ""):
            term = locale.terms.get((name, "long", form))
            if term is None:
                continue
            rule = term.match or ("last-digit" if name < "ordinal-10" else "last-two-digits")
            last = int(name[-2:]) if match else 0
            if name == "ordinal":
                return f"{number}{term.single}"
            if rule == "whole-number":
                fits = number == last
            elif rule == "last-two-digits":
                fits = number % 100 == last
            else:
                fits = number % 10 == last
            if fits:
                return f"{number}{term.single}"
    return str(number)


def long_ordinal(number: int, locale: Locale, gender: str = "") -> str:
    """A number up to ten as a word, others with their suffix ("Long Ordinals")."""
    for form in (gender, ""):
        term = locale.terms.get((f"long-ordinal-{number:02d}", "long", form))
        if term is not None and number <= 10:
            return term.single
    return ordinal(number, locale, gender)


def _counts(text: str) -> bool:
    """Whether text is digits that make a number of a size that is counted with."""
    return text.isascii() and text.isdigit() and len(text) < 10


def gender_of(noun: str, locale: Locale) -> str:
    """The gender of a term; empty where it has none."""
    term = locale.find(noun)
    return term.gender if term else ""


_FORMS: dict[str, Callable[[int, Locale, str], str]] = {
    "ordinal": ordinal,
    "long-ordinal": long_ordinal,
    "roman": lambda number, locale, gender: roman(number),
}


# --- elements ----------------------------------------------------------------------------------------


def compile_number(element: Number, scope: Scope) -> Render:
    """The function of a `cs:number`."""
    variable, case = element.variable, element.formatting.text_case
    dress = dressing(element.formatting)
    pages = scope.option("page-range-format") or None
    form = _FORMS.get(element.form)
    gender = gender_of(variable, scope.locale)
    locale = scope.locale

    def number(context: Context) -> Output:
        context.accessed += 1
        value = value_of(context, variable)
        if not value:
            return ""
        context.filled += 1
        if context.trail is not None:
            context.trail.append(variable)
        if context.sorting and is_numeric(value) and value.isdigit():
            return value.zfill(10)
        if form is None or not is_numeric(value):
            text = number_text(value, variable, pages, locale)
        else:
            parts = _patterns(locale.term("and"))[2].split(
                number_text(value, variable, None, locale)
            )
            parts[::2] = [form(int(p), locale, gender) if _counts(p) else p for p in parts[::2]]
            text = "".join(parts)
        output: Output = tagged(variable, text)
        if case:
            output = cased_number(output, case, context)
        return dress(output) if dress else output

    return number


def cased_number(output: Output, case: str, context: Context) -> Output:
    """A number in a text-case, each of its parts for itself ("Second printing, Revised")."""
    text = flat(output)
    if not re.search(r"[,&-]", text):
        return cased(output, case, context)
    parts = re.split(r"(\s*[,&-]\s*)", text)
    parts[::2] = [str(cased(part, case, context)) if part else "" for part in parts[::2]]
    return "".join(parts)


_TAGS = {
    "citation-number": Tag.CITATION_NUMBER,
    "locator": Tag.LOCATOR,
    "year-suffix": Tag.YEAR_SUFFIX,
}


def tagged(variable: str, text: str) -> Output:
    """Text as a node where its variable is looked for later."""
    tag = _TAGS.get(variable)
    return Node(tag, (text,)) if tag else text


def compile_label(element: Label, scope: Scope) -> Render:
    """The function of a `cs:label` outside `cs:names`."""
    variable, plural, form = element.variable, element.plural, element.form
    locale, case = scope.locale, element.formatting.text_case
    dress = dressing(element.formatting)

    def label(context: Context) -> Output:
        value = value_of(context, variable)
        # Others are printed without their number, as citeproc-js does; a group goes with its number.
        if not value and variable in ("locator", "page"):
            return ""
        name = variable
        if variable == "locator":
            name, value = locator_of(context)
        many = plural == "always" or (
            plural == "contextual" and is_several(variable, value, locale)
        )
        text = locale.term(name, form, plural=many)
        if not text and name == "sub-verbo":
            text = locale.term("sub verbo", form, plural=many)
        if not text:
            return ""
        if case:
            text = str(cased(text, case, context, own=True))
        return dress(text) if dress else text

    return label
