"""A reference as a style sees it: variables by name, their markup read once."""

from __future__ import annotations

import re

from bibkit.csl.marks import unmarked
from bibkit.csl.note_fields import note_fields, note_value
from bibkit.csl.particles import with_particles
from bibkit.csl.run.richtext import Quotes, marked_text
from bibkit.model import Date, Name, Reference
from bibkit.vocab import TYPES

__all__ = ["Item"]

# The old name of a variable, which is printed where the new one is missing.
_INSTEAD = {"event-title": "event"}
_FIRST_PAGE = re.compile(r"\s*([^\s\-–—,;&]+)")


class Item:
    """One reference, prepared.

    Args:
        reference: what is formatted.
        quotes: of the locale; they are markup in a field.
        id: what it goes by in its document, where references may share theirs; else theirs.
    """

    __slots__ = (
        "_dates",
        "_names",
        "_texts",
        "fields",
        "id",
        "language",
        "quotes",
        "reference",
        "type",
    )

    def __init__(self, reference: Reference, quotes: Quotes, id: str = "") -> None:
        self.reference = reference
        self.id = id or reference.id
        self.type = reference.type
        self.quotes = quotes
        self.fields = dict(reference.fields)
        self._texts: dict[str, str] = {}
        self._names: dict[str, tuple[Name, ...]] = {}
        note = self.fields.get("note")
        if isinstance(note, str) and ":" in note:
            self._take_from(note)
        language = self.fields.get("language")
        self.language = _language(language) if isinstance(language, str) else ""

    def _take_from(self, note: str) -> None:
        """Variables that stand in the note, as Zotero's users write them."""
        found, rest = note_fields(note, self.fields.keys())
        for variable, text in found.items():
            if variable == "type":
                self.type = text if text in TYPES else self.type
                continue
            value = note_value(variable, text)
            if value is not None:
                self.fields[variable] = value
        if found:
            self.fields["note"] = rest

    def raw(self, variable: str) -> str:
        """A text or number variable as it stands; empty where it is not set."""
        value = self.fields.get(variable)
        if value is None:
            if variable == "page-first":
                match = _FIRST_PAGE.match(self.raw("page"))
                return match[1] if match else ""
            if variable in _INSTEAD:
                value = self.fields.get(_INSTEAD[variable])
        if isinstance(value, str):
            return value if value.isascii() else unmarked(value)
        return str(value) if isinstance(value, int) else ""

    def text(self, variable: str) -> str:
        """A text variable as marked text."""
        text = self._texts.get(variable)
        if text is None:
            text = self._texts[variable] = marked_text(self.raw(variable), self.quotes)
        return text

    def names(self, variable: str) -> tuple[Name, ...]:
        """A name variable with its particles apart; markup is left to those who set the parts."""
        names = self._names.get(variable)
        if names is None:
            value = self.fields.get(variable)
            found = value if isinstance(value, tuple) else ()
            names = self._names[variable] = tuple(with_particles(name) for name in found)
        return names

    def date(self, variable: str) -> Date | None:
        """A date variable; None where it is not set."""
        value = self.fields.get(variable)
        return value if isinstance(value, Date) else None

    def has(self, variable: str) -> bool:
        """Whether a variable of the reference is set and not empty."""
        value = self.fields.get(variable)
        if value is None or value == "":
            return bool(self.raw(variable))
        return True


def _language(text: str) -> str:
    """A language as a tag: libraries write "eng" and "English" as well.

    >>> _language("English"), _language("de-AT")
    ('en', 'de-AT')
    """
    text = text.strip()
    return "en" if text[:2].lower() == "en" and text[2:3] not in ("-", "_") else text
