"""An entry of a .bib file as the pieces of its text: some are changed, the others stay as they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bibkit.formats.bib.split import Entry
from bibkit.formats.bib.values import COMMENT_LINES, cuts

__all__ = ["Layout", "Piece", "Pieces", "take_apart"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A field as it stands.

    Args:
        lead: what stands between the comma before it and its name.
        name: in its own case.
        equals: `=` with what stands around it.
        value: the whole expression, with its braces or quotes.
        behind: what stands between the value and the comma.
        comma: whether there is one.
    """

    lead: str
    name: str
    equals: str
    value: str
    behind: str = ""
    comma: bool = True

    def __str__(self) -> str:
        return "".join(
            (self.lead, self.name, self.equals, self.value, self.behind, "," * self.comma)
        )


@dataclass(frozen=True, slots=True)
class Pieces:
    """An entry: `head` goes to its key, `comma` is the one behind it, `tail` what ends it."""

    head: str
    comma: bool
    fields: tuple[Piece, ...]
    tail: str

    def __str__(self) -> str:
        return "".join((self.head, "," * self.comma, *map(str, self.fields), self.tail))

    def value(self, name: str) -> str:
        """The expression of the first field of a name in lower case; empty where there is none."""
        return next((one.value for one in self.fields if one.name.lower() == name), "")

    def edited(self, put: Mapping[str, str], gone: Collection[str], layout: Layout) -> str:
        """The entry's text with some fields changed.

        Args:
            put: field name in lower case to expression. Where the entry has the field (the first
                of that name), its value is replaced; what it has not is added at the end.
            gone: names of fields to take out.
            layout: how added fields look.
        """
        left = dict(put)
        fields: list[Piece] = []
        follows: list[bool] = []  # whether a field stands directly before the next one, as it did
        for index, piece in enumerate(self.fields):
            name = piece.name.lower()
            if name in gone:
                continue
            value = left.pop(name, piece.value)
            fields.append(piece if value == piece.value else replace(piece, value=value))
            after = self.fields[index + 1 : index + 2]
            follows.append(bool(after) and after[0].name.lower() not in gone)
        fields += (layout.piece(name, value) for name, value in left.items())
        follows += [False] * len(left)
        ends_with_comma = self.fields[-1].comma if self.fields else layout.comma
        for index, piece in enumerate(fields):
            if index == len(fields) - 1:
                fields[index] = _with_comma(piece, ends_with_comma, layout)
            elif not follows[index]:
                fields[index] = _with_comma(piece, True, layout)
        tail = self.tail
        if not self.fields and fields and (end := _LINE_END.search(fields[0].lead)):
            tail = tail if _LINE_END.search(tail) else end[0] + tail.lstrip()
        whole = Pieces(self.head, self.comma or bool(fields), tuple(fields), tail)
        return str(whole)


def _with_comma(piece: Piece, comma: bool, layout: Layout) -> Piece:
    if piece.comma == comma:
        return piece
    if comma:
        return replace(piece, behind=piece.behind or layout.behind, comma=True)
    return replace(piece, behind=piece.behind.rstrip(), comma=False)


_LINE_END = re.compile(r"\r\n|\r|\n")


def take_apart(entry: Entry, text: str) -> Pieces:
    """The pieces of an entry.

    Args:
        entry: one that `split` cut from the text.
        text: the text, with its own line ends.

    >>> from bibkit.formats.bib.split import split
    >>> text = "@book{k, Title = {T} }"
    >>> take_apart(split(text)[0][0], text).fields
    (Piece(lead=' ', name='Title', equals=' = ', value='{T}', behind='', comma=False),)
    """
    raw = entry.raw

    def part(start: int, end: int) -> str:
        # Blanks that mended the entry are not in the text.
        first, last = (place - bisect_left(entry.blanks, place) for place in (start, end))
        return text[entry.span.start + first : entry.span.start + last]

    key_end = _blanks(raw, _head_end(raw)) + len(entry.key)
    comma_at = _blanks(raw, key_end)
    comma = raw.startswith(",", comma_at)
    position = head_end = comma_at if comma else key_end
    position += comma
    fields: list[Piece] = []
    for key, value in entry.parts:
        name_end = _blanks(raw, position) + len(key)
        begin = _blanks(raw, _blanks(raw, name_end) + 1)  # behind the "="
        name_at = name_end - len(COMMENT_LINES.sub("", key).strip())
        for cut in cuts(key, value, {}):
            if cut.at is not None:
                name_at, name_end = begin + cut.at, begin + cut.at + len(cut.name)
            start, end = begin + cut.start, begin + cut.end
            lead, name = part(position, name_at), part(name_at, name_end)
            equals, expression = part(name_end, start), part(start, end)
            fields.append(Piece(lead, name, equals, expression, comma=False))
            position = end
        comma_at = _blanks(raw, begin + len(value))
        if raw.startswith(",", comma_at):
            fields[-1] = replace(fields[-1], behind=part(position, comma_at), comma=True)
            position = comma_at + 1
    return Pieces(part(0, head_end), comma, tuple(fields), part(position, len(raw)))


_HEAD = re.compile(r"@\w*[ \t]*[{(]")


def _head_end(raw: str) -> int:
    match = _HEAD.match(raw)
    return match.end() if match else 0


def _blanks(raw: str, position: int) -> int:
    """Behind the white space at a place."""
    while position < len(raw) and raw[position].isspace():
        position += 1
    return position


@dataclass(frozen=True, slots=True)
class Layout:
    """How fields are set: taken from those that are there.

    Args:
        lead, behind: as of a `Piece`; `before` and `after` stand around the "=".
        column: where "=" stands, names filled up to it; None where it follows the name.
        value_column: where values begin; None where they follow "=".
        case: makes a lower-case name one as the neighbours are.
        quoted: whether values stand in quotes, not in braces.
        bare: whether numbers stand alone.
        comma: whether one stands behind the last field.
    """

    lead: str
    behind: str
    before: str
    after: str
    column: int | None
    value_column: int | None
    case: Callable[[str], str]
    quoted: bool
    bare: bool
    comma: bool

    @classmethod
    def of(cls, entries: Sequence[Pieces], line_end: str = "\n") -> Layout:
        """The layout that most fields of some entries have; bibkit's own where there are none.

        >>> Layout.of([]).piece("doi", "{10.1000/182}")
        Piece(lead='\\n  ', name='doi', equals=' = ', value='{10.1000/182}', behind='', comma=True)
        """
        fields = [piece for pieces in entries for piece in reversed(pieces.fields)]
        gaps = [piece.equals.partition("=") for piece in fields]
        before = _commonest((gap for gap, _, _ in gaps), " ")
        after = _commonest((gap for _, _, gap in gaps), " ")
        column = _column([(p.name, gap) for p, (gap, _, _) in zip(fields, gaps, strict=True)])
        begins = None if column else _column([(piece.name, piece.equals) for piece in fields])
        marks = Counter(piece.value[:1] for piece in fields)
        numbers = [piece.value for piece in fields if _NUMBER.fullmatch(piece.value)]
        return cls(
            lead=_commonest((piece.lead for piece in fields), f"{line_end}  "),
            behind=_commonest((piece.behind for piece in fields if piece.comma), ""),
            before=before,
            after=after,
            column=column,
            value_column=begins,
            case=_commonest_case(piece.name for piece in fields),
            quoted=marks['"'] > marks["{"],
            bare=sum(map(str.isdigit, numbers)) * 2 > len(numbers),
            comma=sum(one.fields[-1].comma for one in entries if one.fields) * 2 >= len(entries),
        )

    def piece(self, name: str, value: str) -> Piece:
        """A new field; `name` in lower case, `value` an expression."""
        before, after = self.before, self.after
        if self.column is not None:
            before = " " * max(self.column - len(name), 1 if before else 0)
        elif self.value_column is not None:
            after = " " * max(self.value_column - len(name) - len(before) - 1, 1 if after else 0)
        return Piece(self.lead, self.case(name), f"{before}={after}", value, self.behind)

    def expression(self, text: str, old: str = "") -> str:
        """A value in braces, quotes or, a number, alone: as the one that it replaces.

        >>> Layout.of([]).expression("12", old="11"), Layout.of([]).expression("B", old='"A"')
        ('12', '"B"')
        """
        delimited = old.startswith(("{", '"'))
        if text.isascii() and text.isdigit() and not delimited and (self.bare or old.isdigit()):
            return text
        quoted = old.startswith('"') if delimited else self.quoted
        return f'"{text}"' if quoted and '"' not in text else f"{{{text}}}"


_NUMBER = re.compile(r"\d+|\{\d+\}|\"\d+\"", re.ASCII)


def _commonest(found: Iterable[str], default: str) -> str:
    """The commonest stretch of white space."""
    counts = Counter(one for one in found if not one.strip())
    return counts.most_common(1)[0][0] if counts else default


def _column(fields: Sequence[tuple[str, str]]) -> int | None:
    """Where most names end with what fills them up; None where that says nothing."""
    ends = Counter(len(name) + len(gap) for name, gap in fields if "\t" not in gap)
    column, count = ends.most_common(1)[0] if ends else (0, 0)
    lengths = {len(name) for name, gap in fields if len(name) + len(gap) == column}
    return column if count * 2 > len(fields) and len(lengths) > 1 else None


def _commonest_case(names: Iterable[str]) -> Callable[[str], str]:
    counts = Counter(
        str.upper if name.isupper() else str.capitalize if name[:1].isupper() else str.lower
        for name in names
        if len(name) > 1
    )
    return counts.most_common(1)[0][0] if counts else str.lower
