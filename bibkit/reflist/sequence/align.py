"""Where a record's fields stand in the text they were read from: one label a token.

A value is found by its letters and digits alone, so that case, accents, punctuation and blanks do
not matter, and only where it begins and ends with a token. Long values are placed first; a number
that stands in several places (a volume that is also a page) is taken where the numbers stand
closest together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, product

from bibkit.model import Name
from bibkit.reflist.sequence.tokens import Token

__all__ = ["NUMBERS", "OTHER", "PEOPLE", "align", "letters"]

#: The label of a token that no field holds.
OTHER = "other"
#: Labels of the parts of an author's name, and of a body's.
PEOPLE = ("family", "given", "suffix", "literal")
#: Labels of single numbers, placed together.
NUMBERS = ("issued", "volume", "issue", "page")

_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ı": "i", "œ": "oe"})


@lru_cache(maxsize=65536)
def letters(text: str) -> str:
    """A text's letters and digits, without case and accents.

    >>> letters("Müller-Lüdenscheid, J.")
    'mullerludenscheidj'
    """
    if text.isascii():
        return "".join(filter(str.isalnum, text)).lower()
    plain = unicodedata.normalize("NFKD", text).lower().translate(_SPECIAL)
    return "".join(filter(str.isalnum, plain))


_MOST = (
    24  # places of a value that are looked at: a letter stands in a long text thousands of times
)


class _Index:
    """The letters of all tokens as one string, with the token each begins at."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        parts = [
            "" if t.core.startswith("<") and t.core.endswith(">") else letters(t.core)
            for t in tokens
        ]
        self.begins: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.offsets: list[int] = []
        place = 0
        for number, part in enumerate(parts):
            self.offsets.append(place)
            if part:
                self.begins[place] = number
                place += len(part)
                self.ends[place] = number + 1
        self.text = "".join(parts)
        self.labels = [OTHER] * len(tokens)

    def places(self, value: str, first: int = 0, last: int | None = None) -> list[tuple[int, int]]:
        """Every place of a value between two tokens, as a range of tokens of which none is taken."""
        wanted = letters(value)
        found: list[tuple[int, int]] = []
        if not wanted or first >= len(self.offsets):
            return found
        stop = len(self.text) if last is None or last >= len(self.offsets) else self.offsets[last]
        at = self.text.find(wanted, self.offsets[first], stop)
        while at >= 0 and len(found) < _MOST:
            start, end = self.begins.get(at), self.ends.get(at + len(wanted))
            if start is not None and end is not None and self.free(start, end):
                found.append((start, end))
            at = self.text.find(wanted, at + 1, stop)
        return found

    def free(self, start: int, end: int) -> bool:
        return all(label == OTHER for label in self.labels[start:end])

    def put(self, label: str, place: tuple[int, int]) -> None:
        start, end = place
        self.labels[start:end] = [label] * (end - start)


def align(
    tokens: Sequence[Token],
    authors: Sequence[Name],
    fields: Mapping[str, str],
    editors: Sequence[Name] = (),
) -> tuple[list[str], list[str]]:
    """Label each token with the field it belongs to.

    Args:
        tokens: of the text.
        authors: in the order of the text.
        fields: label to value; those of `NUMBERS` are numbers.
        editors: in the order of the text; all of them are one run.

    Returns:
        A label a token (`family`, `given`, `suffix` and `literal` for authors, `et-al`, `editor`,
        the keys of `fields`, or `OTHER`), and the labels whose values were not found.

    >>> from bibkit.reflist.sequence.tokens import tokenize
    >>> tokens = tokenize("Chio A. A view. Chest. 2017;12:1.")
    >>> align(tokens, [Name("Chio", "A.")], {"title": "A view", "issued": "2017", "volume": "12"})
    (['family', 'given', 'title', 'title', 'other', 'issued', 'volume', 'other'], [])
    """
    index = _Index(tokens)
    missing: list[str] = []
    long = sorted((f for f in fields if f not in NUMBERS), key=lambda f: -len(fields[f]))
    for label in long:
        places = index.places(fields[label])
        if places:
            # A title is printed before the book or journal that may share its words.
            index.put(label, places[0] if label == "title" else places[-1])
        else:
            missing.append(label)
    if not _put_authors(index, authors):
        missing.append("author")
    _put_numbers(index, {f: fields[f] for f in NUMBERS if f in fields}, missing)
    _put_et_al(index, tokens)
    if editors and not _put_editors(index, editors):
        missing.append("editor")
    return index.labels, missing


def _put_authors(index: _Index, authors: Sequence[Name]) -> bool:
    cursor = 0
    given_first: bool | None = None  # how the list has it: `Y. Liu, Y. Cui`
    for name in authors:
        if name.literal:
            places = index.places(name.literal, cursor)
            if not places:
                return False
            index.put("literal", places[0])
            cursor = places[0][1]
            continue
        family = " ".join(
            part
            for part in (name.dropping_particle, name.non_dropping_particle, name.family)
            if part
        )
        places = index.places(family or name.given, cursor)
        if not places:
            return False
        place = places[0]
        if family and name.given:
            after = [g for g in index.places(name.given, *_near(place[1])) if g[0] <= place[1] + 1]
            before = [g for g in index.places(name.given, cursor, place[0]) if g[1] == place[0]]
            if not (after or before):
                return False
            if given_first is None:
                given_first = not after or (bool(before) and before[-1][0] == 0)
            found = before[-1] if before and (given_first or not after) else after[0]
            index.put("given", found)
            cursor = max(place[1], found[1])
        else:
            cursor = place[1]
        index.put("family", place)
        if name.suffix:
            nearby = index.places(name.suffix, max(0, place[1] - 2), cursor + 4)
            suffixes = [s for s in nearby if s[0] <= cursor + 1]
            if suffixes:
                index.put("suffix", suffixes[0])
                cursor = max(cursor, suffixes[0][1])
    return True


def _near(token: int) -> tuple[int, int]:
    """Where a given name that follows a family name ends at the latest."""
    return token, token + 12


def _put_editors(index: _Index, editors: Sequence[Name]) -> bool:
    """From the first editor's name to the last's."""
    first, last = editors[0], editors[-1]
    starts = index.places(first.sort_family)
    ends = index.places(last.sort_family)
    if not starts or not ends:
        return False
    start, end = starts[0][0], ends[-1][1]
    start = min([g[0] for g in index.places(first.given, 0, start) if g[1] == start], default=start)
    given = index.places(last.given, *_near(end))
    end = max([g[1] for g in given if g[0] <= end + 1], default=end)
    if not start < end < start + 80 or not index.free(start, end):
        return False
    index.put("editor", (start, end))
    return True


_RANGE = re.compile(r"([A-Za-z]*)(\d+)([A-Za-z]*)\s*[^\w\s]+\s*([A-Za-z]*)(\d+)([A-Za-z]*)$")


def _forms(label: str, value: str) -> list[str]:
    """A number as it may be printed: a page range in full or cut short, a volume without word."""
    forms = [value]
    if label == "page" and (match := _RANGE.match(value)):
        head, first, tail, other, last, end = match.groups()
        forms += [
            f"{head}{first}{tail}{letter}{last[-keep:]}{end}"
            for keep in range(len(last), 0, -1)
            for letter in dict.fromkeys((other, "", head))
        ]
        if len(last) < len(first):
            forms.append(f"{head}{first}{tail}{head}{first[: -len(last)]}{last}{end}")
        if first.lstrip("0") == last.lstrip("0"):
            forms.append(f"{head}{first}{tail}")
    elif label in ("volume", "issue"):
        forms.append(re.sub(r"^\s*(?:vol(?:ume)?|no|issue)\b\.?\s*", "", value, flags=re.I))
    return list(dict.fromkeys(forms))


def _put_numbers(index: _Index, numbers: Mapping[str, str], missing: list[str]) -> None:
    found: dict[str, list[tuple[int, int]]] = {}
    for label, value in numbers.items():
        for form in _forms(label, value):
            places = index.places(form)
            if places:
                found[label] = places[:6]
                break
        else:
            missing.append(label)
    if not found:
        return
    best: tuple[int, tuple[tuple[int, int], ...]] | None = None
    for choice in product(*found.values()):
        taken = [token for start, end in choice for token in range(start, end)]
        if len(set(taken)) < len(taken):
            continue
        # Close together; where that does not decide, in the usual order; where neither, late.
        order = sum(a[0] > b[0] for a, b in pairwise(choice))
        cost = 3 * (max(taken) - min(taken)) + order
        if best is None or cost <= best[0]:
            best = (cost, choice)
    if best is None:
        missing.extend(found)
        return
    for label, place in zip(found, best[1], strict=True):
        index.put(label, place)


def _put_et_al(index: _Index, tokens: Sequence[Token]) -> None:
    """The words of an "et al." behind the authors."""
    names = [n for n, label in enumerate(index.labels) if label in ("family", "given", "literal")]
    if not names:
        return
    for number in range(names[0], min(names[-1] + 4, len(tokens))):
        word = tokens[number].core.lower()
        if index.labels[number] == OTHER and word in {
            "et",
            "al",
            "alii",
            "cols",
            "others",
            "colleagues",
        }:
            index.labels[number] = "et-al"
