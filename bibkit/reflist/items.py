"""The lines of a reference list to items, one a reference.

How a list is cut is decided once for the list, by the first of these that fits it:

1. *numbered*: lines begin with `1.` `[1]` `(1)` `1)`, or hold a number alone. Numbers either all
   are the same (PubMed prints every item as `1.`) or rise. They only say where items begin.
2. *bulleted*: most lines begin with a bullet.
3. *blocks*: blank lines stand between the items.
4. *hanging*: first lines and continuation lines are indented differently.
5. *lines*: each line is a reference, or, where lines are too short for that, a line begins a new
   one when the text so far is complete and the line begins as a reference does.

A line that is only a link tail always belongs to the item before it. Every non-blank line lands
in exactly one item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bibkit.dates import YEAR
from bibkit.model import Span
from bibkit.names import scan_people
from bibkit.reflist.tail import cut_tail, is_tail
from bibkit.text import DASHES, Line

__all__ = ["MAX_LENGTH", "Item", "is_complete", "split_items", "split_label"]

#: Longer than any citation: lists of thousands of authors (physics) reach some 40,000.
MAX_LENGTH = 60_000


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list.

    Args:
        text: without its number, joined to one line.
        span: its place.
        raw: as the input has it; where it is empty, the span's text.
        known, links: identifiers that the input says apart from the text, and what its links
            promise; see `bibkit.reflist.reference.parse_reference`.
    """

    text: str
    span: Span
    raw: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()


# "1." "1)" "[1]" "[1]:" "(1)" "{1}" "#1" "1:" "1 -" "**1.**" "Ref. 1:" "1<tab>"
_LABEL = re.compile(
    r"^[\s\u200b]*(?:\*\*)?(?:[Rr]ef(?:erence)?\.?\s*)?#?"
    r"(?:\[(?P<square>\d{1,4})\][.:)]?|[({](?P<round>\d{1,4})[)}][.:]?"
    r"|(?P<plain>\d{1,4})(?:\s?\\?[.)\]](?!\d)|\s?:(?=\s)|\s?[-–](?=\s)|º|\t))"
    r"(?:\*\*)?\s*(?P<rest>.*)$",
    re.A,
)
# A number or letter with little or nothing behind it is one only where names follow.
_WEAK_LABEL = re.compile(
    r"^[\s\u200b]*(?:[\[({#]?\s?(?P<number>\d{1,4}|[a-z]|[A-Za-z]{1,3}\d{1,3}|\d{1,2}\.\d{1,2})[\])}.:]*)\s+"
    r"(?P<rest>[^\W\d_].*)$"
)
_BULLET = re.compile(r"^\s*(?:[•·‣▪●◦*▸►■□†○∙⁃\uf0b7]+|[-–—](?=\s)|o(?=\s))\s*(?P<rest>.*)$")
# Marks of interest that reviews print before a reference: "* of special interest".
_STARS = re.compile(r"^(?:[*•·†‡§#]+\s*)+")


def split_items(lines: Sequence[Line]) -> list[Item]:
    """Cut the lines of a list into items.

    >>> from bibkit.text import lines_of
    >>> [item.text for item in split_items(lines_of("1. Mathis S. A.\\n1. Chio A. B."))]
    ['Mathis S. A.', 'Chio A. B.']
    """
    filled = [line for line in lines if line.text.strip()]
    if not filled:
        return []
    for rule in (_numbered, _bulleted, _blocks, _hanging):
        groups = rule(lines, filled)
        if groups is not None:
            break
    else:
        groups = _line_by_line(filled)
    return [_item(group) for group in _with_tails(groups)]


def split_label(line: str) -> str:
    """A line without its number or bullet.

    >>> split_label(" 12. Mathis S. View."), split_label("2017;12:1")
    ('Mathis S. View.', '2017;12:1')
    """
    match = _LABEL.match(line)
    weak = None if match else _WEAK_LABEL.match(line)
    if match and _may_begin(match["rest"]):
        rest = match["rest"]
    elif weak and _begins_with_names(weak["rest"]):
        rest = weak["rest"]
    else:
        bullet = _BULLET.match(line)
        rest = bullet["rest"] if bullet else line
    return _STARS.sub("", rest.strip())


Group = list[tuple[Line, str]]  # a line and the part of it that is not its label


def _with_tails(groups: list[Group]) -> Iterator[Group]:
    """Items, each with the tail lines that follow it."""
    current: Group | None = None
    for group in groups:
        if current is not None and all(is_tail(text) for _, text in group):
            current.extend(group)
            continue
        if current is not None:
            yield current
        current = group
    if current is not None:
        yield current


def _item(group: Group) -> Item:
    span = Span(group[0][0].start, group[-1][0].end, group[0][0].number)
    return Item(_STARS.sub("", _join([text for _, text in group]).strip()), span)


# --- the rules --------------------------------------------------------------------------------


def _numbered(lines: Sequence[Line], filled: Sequence[Line]) -> list[Group] | None:
    labels: dict[int, str] = {}
    numbers: list[int] = []
    form = ""
    before = ""
    for line in filled:
        match = _LABEL.match(line.text)
        weak = None if match else _WEAK_LABEL.match(line.text)
        if weak and _begins_with_names(weak["rest"]):
            labels[line.number] = weak["rest"]
        if match is not None and match.lastgroup:
            kind = next(name for name in ("square", "round", "plain") if match[name])
            number, rest = int(match[kind]), match["rest"]
            form = form or kind
            # A number that does not go on from the last is one where names follow it.
            goes_on = kind == form and _continues(numbers, number, before) and _may_begin(rest)
            # In a shuffled list a whole reference follows a whole one, whatever their numbers.
            shuffled = kind == form and is_complete(rest) and _is_ended(before)
            if goes_on or shuffled or _begins_with_names(rest):
                numbers.append(number)
                labels[line.number] = rest
        before = line.text
    if not labels or (filled[0].number not in labels and len(labels) < 2):
        return None
    # One number on the first of many lines: a list of one, or no list of numbers at all.
    if len(labels) == 1 and sum(is_complete(line.text) for line in filled) > 1:
        return None
    if _mostly_whole(filled, labels):
        return None
    return _grouped([(line, line.number in labels, labels.get(line.number)) for line in filled])


def _mostly_whole(filled: Sequence[Line], labels: Mapping[int, str]) -> bool:
    """Whether lines without a number are whole references, one behind the other: the few numbers
    among them do not cut the list.
    """
    whole = [is_complete(line.text) for line in filled]
    alone = sum(
        this and before and line.number not in labels
        for before, this, line in zip(whole, whole[1:], filled[1:], strict=False)
    )
    return alone >= 2 and 2 * alone >= len(labels)


def _continues(numbers: list[int], number: int, before: str) -> bool:
    """Whether a number can be the next label: the same throughout, or rising by no great step.

    A step over numbers (an excerpt) needs a line `before` that ends as a reference does.
    """
    if not numbers:
        return number < 1500
    last = numbers[-1]
    if number == last:
        # Numbers that rose once go on rising: comparing with the first is enough.
        return number == numbers[0]
    if not last < number <= last + 60 or (len(numbers) > 1 and numbers[-2] == last):
        return False
    return number == last + 1 or not before.strip() or _is_ended(before) or is_tail(before)


def _begins_with_names(rest: str) -> bool:
    people = scan_people(rest[:200]) if len(rest) > 25 else None
    return people is not None and people.end < len(rest)


def _may_begin(rest: str) -> bool:
    """Whether a reference can begin so: nothing (a number alone), or no number of another kind."""
    bare = rest.lstrip("\"“‘'«([ ")
    if not bare:
        return True
    return not bare[0].isdigit() or bool(re.match(r"\d+(?:st|nd|rd|th)?\s+[A-Z]", bare))


def _bulleted(lines: Sequence[Line], filled: Sequence[Line]) -> list[Group] | None:
    matches = [(line, _BULLET.match(line.text)) for line in filled]
    if sum(match is not None for _, match in matches) * 3 < len(filled) or matches[0][1] is None:
        return None
    return _grouped([(line, bool(match), match and match["rest"]) for line, match in matches])


def _blocks(lines: Sequence[Line], filled: Sequence[Line]) -> list[Group] | None:
    blocks: list[list[Line]] = [[]]
    for line in lines:
        if line.text.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    if len(blocks) < 2:
        return None
    # A block that holds several whole references is no item: the blank lines mean something else.
    for block in blocks:
        if len(block) > 1 and sum(is_complete(line.text) for line in block) > 1:
            return None
    return [[(line, line.text) for line in block] for block in blocks]


def _hanging(lines: Sequence[Line], filled: Sequence[Line]) -> list[Group] | None:
    indents = [len(line.text) - len(line.text.lstrip()) for line in filled]
    if len(set(indents)) < 2:
        return None
    begins = indents[0]
    if all(is_complete(line.text) for line in filled):
        return None
    return _grouped([(line, i == begins, None) for line, i in zip(filled, indents, strict=True)])


def _line_by_line(filled: Sequence[Line]) -> list[Group]:
    complete = sum(is_complete(line.text) for line in filled if not is_tail(line.text))
    if complete * 2 >= len(filled):
        return [[(line, line.text)] for line in filled]
    rows: list[tuple[Line, bool, str | None]] = []
    so_far = ""
    for line in filled:
        new = not so_far or (_is_ended(so_far) and _begins_reference(line.text))
        so_far = line.text if new else f"{so_far[-400:]} {line.text}"
        rows.append((line, new, None))
    return _grouped(rows)


def _grouped(rows: Sequence[tuple[Line, bool, str | None]]) -> list[Group]:
    """Rows of (line, begins an item, text without label) to groups."""
    groups: list[Group] = []
    for line, begins, rest in rows:
        part = (line, line.text if rest is None else rest)
        if begins or not groups:
            groups.append([part])
        else:
            groups[-1].append(part)
    return groups


# --- how a reference looks from afar -----------------------------------------------------------

_HAS_YEAR = re.compile(rf"\b{YEAR}[a-z]?\b|\b[Ii]n press\b")
_PROPER_END = re.compile(r"(?:[.\])\d]|10\.\d{4,}/\S+|https?://\S+)\s*$")
_BEGIN = re.compile(
    r"^\s*[\"“‘«\[(]?[^\W\d_a-z]|^\s*(?:[a-z]{1,5}['’-]|(?:van|von|de|der|da|di|du|la|le|el|al|dos|ten|ter)\s)"
)


def is_complete(text: str) -> bool:
    """Whether one line can be a whole reference: it begins and ends as one and has a year."""
    if len(text) > 5000:
        return True
    bare, links = cut_tail(split_label(text))
    return bool(
        len(bare) > 25
        and _BEGIN.match(bare)
        and _HAS_YEAR.search(bare)
        and (links or _PROPER_END.search(bare))
    )


def _is_ended(text: str) -> bool:
    bare, links = cut_tail(text.strip())
    return bool(_HAS_YEAR.search(bare) and (links or _PROPER_END.search(bare)))


def _begins_reference(text: str) -> bool:
    return bool(_BEGIN.match(text)) and (
        scan_people(text.strip()[:300]) is not None or len(text) > 60
    )


# --- joining lines ------------------------------------------------------------------------------


def _join(parts: Sequence[str]) -> str:
    """The lines of an item as one: words broken at a line end mended, tokens set together."""
    pieces = [part.strip() for part in parts if part.strip()]
    if sum(map(len, pieces)) > MAX_LENGTH:
        return " ".join(pieces)  # too long to be a reference: not worth mending
    if len(pieces) > 8 and sum(map(len, pieces)) < 16 * len(pieces):
        return _set_tokens(" ".join(pieces))
    joined: list[str] = []
    for piece in pieces:
        if joined and joined[-1][-1] in DASHES and len(joined[-1]) > 1:
            before = joined[-1][-2]
            if before.isalpha() and joined[-1][-1] in "-\u2010" and piece[0].islower():
                joined[-1] = joined[-1][:-1]  # a word hyphenated at the line's end
            joined[-1] += piece
        elif joined and _IN_ADDRESS.search(joined[-1][-80:]):
            joined[-1] += piece
        else:
            joined.append(piece)
    return " ".join(joined)


# A DOI or URL that stops at a mark that cannot be its last goes on in the next line.
_IN_ADDRESS = re.compile(r"(?:10\.\d{4,9}|https?:/)/?[^\s]*[/_=&?]$|\b10\.$")


def _set_tokens(text: str) -> str:
    """One token a line ("Abrol / , / A. / ,"): blanks before punctuation and in brackets go."""
    text = re.sub(r"\s+([,.;:)\]])", r"\1", text)
    text = re.sub(r"([(\[])\s+", r"\1", text)
    return re.sub(rf"(?<=\d)\s+([{DASHES[1:]}])\s+(?=\d)", r"\1", text)
