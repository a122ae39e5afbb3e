"""A reference as the comparison sees it: its fields where they are sure, else its text."""

from __future__ import annotations

import re
from functools import cached_property

from bibkit.mending import plain
from bibkit.model import Name, Reference
from bibkit.text import fold

__all__ = ["Cited", "name_form", "number_of"]

_WORD = re.compile(r"[^\W\d_][^\W\d_'’`-]*(?:['’`-][^\W\d_]+)*")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_NUMBER = re.compile(r"[A-Za-z]{0,3}\d+")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ß": "ss"})  # fmt: skip


def name_form(name: str) -> str:
    """A family name for comparison, the same for its usual spellings.

    >>> name_form("Müller") == name_form("Mueller"), name_form("Sæther") == name_form("Saether")
    (True, True)
    """
    folded = fold(name.casefold().translate(_LETTERS))
    return re.sub(r"(?<=[aou])e", "", folded) if len(folded) > 3 else folded


def number_of(text: str) -> str:
    """A number with the letter it may carry, without leading zeros: `e0213344`, `s12`, `98`."""
    letters, digits = re.match(r"([A-Za-z]*)0*(\d*)", text).groups()  # type: ignore[union-attr]
    return letters.lower() + digits


class Cited:
    """A reference, read from print or from a file of records.

    Args:
        reference: of one read from print the text as a whole counts too, for the reading may be
            wrong in places.
    """

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        evidence = reference.evidence
        self.text = evidence.text if evidence and evidence.text else _as_text(reference)

    def is_sure(self, variable: str, least: float = 0.97) -> bool:
        """Whether a field was read surely enough that it alone counts."""
        evidence = self.reference.evidence
        if variable not in self.reference.fields:
            return False
        return evidence is None or evidence.sure.get(variable, evidence.confidence) >= least

    @cached_property
    def folded(self) -> str:
        return fold(plain(self.text))

    @cached_property
    def title(self) -> str:
        """The title, folded."""
        return fold(plain(self.reference.text("title")))

    @cached_property
    def is_title_sure(self) -> bool:
        """Whether the title was read surely enough to hold a candidate's against it."""
        return bool(self.title) and self.is_sure("title", 0.9)

    @cached_property
    def years(self) -> frozenset[int]:
        issued = self.reference.date("issued")
        if issued is not None and issued.year is not None:
            return frozenset({issued.year})
        return frozenset(int(year) for year in _YEAR.findall(self.text))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every number of the text."""
        return frozenset(number_of(number) for number in _NUMBER.findall(self.text))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        return self.reference.names("author") or self.reference.names("editor")

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Every word that may be a name: of the names where they are sure, else of the text
        before the title.
        """
        if self.names and self.is_sure("author", 0.9):
            words = [word for name in self.names for word in _WORD.findall(str(name))]
            parts = [part for word in words for part in re.split("[-'’]", word) if len(part) > 2]
            return frozenset(map(name_form, (*words, *parts)))
        title = self.reference.text("title")
        head = self.text.partition(title)[0] if title and self.is_title_sure else self.text
        return frozenset(name_form(word) for word in _WORD.findall(head or self.text))


def _as_text(reference: Reference) -> str:
    names = ", ".join(name.sort_family for name in reference.names("author"))
    issued = reference.date("issued")
    parts = [names, reference.text("title"), reference.text("container-title")]
    parts += [str(issued.year) if issued and issued.year else ""]
    parts += [reference.text(variable) for variable in ("volume", "issue", "page")]
    return ". ".join(part for part in parts if part)
