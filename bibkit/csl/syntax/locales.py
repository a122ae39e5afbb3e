"""The locale that a style runs in: its terms, dates and options, merged from all that apply.

Order, the later over the earlier (CSL 1.0.2, "Locale fallback"): en-US, the language's main dialect,
the dialect itself, then the style's own `cs:locale` for every language, for the language, for the
dialect.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from dataclasses import dataclass, field
from pathlib import Path

from bibkit.csl.syntax.elements import Date, LocaleTree, Stylesheet, Term
from bibkit.csl.syntax.parse import parse_locale
from bibkit.csl.syntax.store import stored
from bibkit.errors import StyleError

__all__ = ["Locale", "locale_for", "locale_tags"]

_MAIN = {"en": "en-US", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "pt": "pt-PT", "zh": "zh-CN"}

#: Where a term has no such form ("Terms").
_LESS = {"verb-short": "verb", "symbol": "short", "verb": "long", "short": "long"}

_ORDINAL = re.compile(r"ordinal(-\d\d)?$")


@dataclass(frozen=True, slots=True)
class Locale:
    """Terms by name and form, dates by form, options by name; what `cs:locale` may say.

    >>> locale = locale_for(None, "de")
    >>> locale.language, locale.term("page", "short"), locale.term("page", plural=True)
    ('de-DE', 'S.', 'Seiten')
    """

    language: str
    terms: dict[tuple[str, str, str], Term] = field(default_factory=dict)
    dates: dict[str, Date] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)

    def find(self, name: str, form: str = "long", gender: str = "") -> Term | None:
        """A term in this form, or in the next one that stands for it."""
        wanted: str | None = form
        while wanted:
            term = self.terms.get((name, wanted, gender))
            if term is not None:
                return term
            wanted = _LESS.get(wanted)
        return None

    def term(self, name: str, form: str = "long", *, plural: bool = False) -> str:
        """A term as text; empty where the locale has none."""
        term = self.find(name, form)
        if term is None:
            return ""
        return term.multiple if plural else term.single

    @property
    def punctuation_in_quote(self) -> bool:
        """Whether a comma or full stop goes inside a closing quotation mark."""
        return self.options.get("punctuation-in-quote") == "true"

    @property
    def ordinals_for_day_1_only(self) -> bool:
        """Whether days after the first are never ordinals."""
        return self.options.get("limit-day-ordinals-to-day-1") == "true"


@functools.cache
def _folder() -> Path:
    spec = importlib.util.find_spec("citeproc")
    if spec is None or spec.origin is None:
        raise StyleError("The locales of citeproc-py are not installed: pip install citeproc-py.")
    return Path(spec.origin).parent / "data" / "locales"


@functools.cache
def locale_tags() -> tuple[str, ...]:
    """The languages that have a locale, in the order of their tags."""
    return tuple(sorted(path.stem.removeprefix("locales-") for path in _folder().glob("*.xml")))


def main_dialect(tag: str) -> str:
    """The tag of the locale file for a language or dialect; empty where there is none.

    >>> main_dialect("de"), main_dialect("de-AT"), main_dialect("sv"), main_dialect("tlh")
    ('de-DE', 'de-AT', 'sv-SE', '')
    """
    known = {known.lower(): known for known in locale_tags()}
    tag = tag.replace("_", "-")
    if tag.lower() in known:
        return known[tag.lower()]
    language = tag.partition("-")[0].lower()
    if language in _MAIN:
        return _MAIN[language]
    return next((found for low, found in known.items() if low.partition("-")[0] == language), "")


@functools.lru_cache(maxsize=16)
def _file(tag: str) -> LocaleTree:
    path = _folder() / f"locales-{tag}.xml"
    return stored(LocaleTree, path.read_bytes(), lambda data: parse_locale(data, path.name))


def locale_for(style: Stylesheet | None, tag: str | None) -> Locale:
    """The locale of a style, in a language.

    Args:
        style: None for the official locales alone.
        tag: a language tag; None for the style's default. A style's own default that has no locale
            is taken as en-US.

    Raises:
        StyleError: there is no locale for `tag`.
    """
    if tag is not None and not main_dialect(tag):
        raise StyleError(f"There is no locale '{tag}'. Try a tag such as de-DE.")
    asked = tag or (style.default_locale if style else "") or "en-US"
    found = main_dialect(asked) or "en-US"
    language = found.partition("-")[0]
    trees = [_file("en-US")]
    for step in (_MAIN.get(language) or main_dialect(language), found):
        if step and trees[-1] is not _file(step):
            trees.append(_file(step))
    if style is not None:
        wanted = ("", language, found, asked.replace("_", "-"))
        own = {tree.language.lower(): tree for tree in style.locales.values()}
        trees += [own[step.lower()] for step in dict.fromkeys(wanted) if step.lower() in own]
    return _merged(found, trees)


def _merged(language: str, trees: list[LocaleTree]) -> Locale:
    locale = Locale(language)
    for tree in trees:
        if any(_ORDINAL.match(term.name) for term in tree.terms):
            # A set of ordinals is a whole ("Ordinal Suffixes").
            for key in [key for key in locale.terms if _ORDINAL.match(key[0])]:
                del locale.terms[key]
        for term in tree.terms:
            locale.terms[term.name, term.form, term.gender_form] = term
        locale.dates.update(tree.dates)
        locale.options.update(tree.options)
    return locale
