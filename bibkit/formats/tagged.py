"""Formats whose every line is a tag and a value: lines to fields (RIS, EndNote's tags, MEDLINE).

What a tag line looks like is the format's business; here a line without a tag goes on with the
value above it, whatever the line ends are, and nothing is left out: lines that belong to no value
are fields without a tag.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TypeAlias

from bibkit.formats.base import Record
from bibkit.model import Problem, Severity, Span

__all__ = ["Field", "Tag", "fields", "records", "span_of", "unreadable"]

#: A line to its tag and what follows it; None where it has no tag.
Tag: TypeAlias = Callable[[str], tuple[str, str] | None]

# So that a file that is no such file at all is not held in memory as one value.
_MOST_LINES = 20_000


@dataclass(slots=True)
class Field:
    """One tag with its value.

    Args:
        tag: empty for lines that belong to no tag.
        lines: the value, a line of the file each, without the tag and white space at their ends;
            an empty one within is a blank line. Never empty itself.
        start, end: where in the text, with the tag.
        number: the first line, counted from 1.
        raw: the first line as it stands, without its end.
        apart: whether a blank line stands before it.
        further: the lines that go on with it, as they stand.
    """

    tag: str
    lines: list[str]
    start: int
    end: int
    number: int
    raw: str = ""
    apart: bool = False
    further: list[str] | None = None

    @property
    def text(self) -> str:
        """The value on one line, white space made single blanks."""
        text = self.lines[0] if len(self.lines) == 1 else " ".join(self.lines)
        return " ".join(text.split())

    @property
    def is_empty(self) -> bool:
        """Whether there is no value."""
        return not any(self.lines)

    @property
    def source(self) -> str:
        """The lines as they stand."""
        return "\n".join([self.raw, *(self.further or ())])

    @property
    def paragraphs(self) -> str:
        """The value with its paragraphs, which blank lines part, one line each.

        Line breaks within a paragraph are kept where lines are too long to be wrapped ones.

        >>> Field("AB", ["Soil is", "wet.", "", "It dries."], 0, 0, 1).paragraphs
        'Soil is wet.\\n\\nIt dries.'
        """
        if len(self.lines) == 1:
            return " ".join(self.lines[0].split())
        wrapped = max(map(len, self.lines)) <= _WRAPPED
        parts: list[list[str]] = [[]]
        for line in self.lines:
            if line:
                parts[-1].append(" ".join(line.split()))
            elif parts[-1]:
                parts.append([])
        return "\n\n".join((" " if wrapped else "\n").join(part) for part in parts if part)


# Programs that wrap do so at 70 to 80 characters, with the tag.
_WRAPPED = 100


def fields(
    file: IO[str],
    tag: Tag,
    last: Collection[str] = (),
    long: Collection[str] | None = None,
) -> Iterator[Field]:
    """The fields of an open file, in order.

    Args:
        file: opened so that line ends are kept (`newline=""`); a line may begin with a byte-order mark.
        tag: see `Tag`.
        last: tags of a record's last line: what follows without a tag goes on with nothing.
        long: tags whose values may hold blank lines; None where all may. Behind a blank line what
            has no tag goes on with these only.

    >>> import io
    >>> def tag(line): return (line[0], line[2:]) if line[1:2] == "=" else None
    >>> file = io.StringIO("A=one\\r\\n  two\\rB=three", newline="")
    >>> [(one.tag, one.text) for one in fields(file, tag)]
    [('A', 'one two'), ('B', 'three')]
    """
    current: Field | None = None
    blank = False
    end = 0
    for number, line in enumerate(file, start=1):
        start, end = end, end + len(line)
        bare = line.rstrip()
        if "\ufeff" in bare:  # a file glued to another has its byte-order mark in the middle
            bare = bare.lstrip(" \t\ufeff")
        if not bare:
            blank = True
            continue
        found = tag(bare)
        if (
            found is None
            and current is not None
            and current.tag not in last
            and not (blank and current.tag and long is not None and current.tag not in long)
            and len(current.lines) < _MOST_LINES
        ):
            if current.further is None:
                current.further = []
            if blank:
                current.lines.append("")
                current.further.append("")
            current.lines.append(bare.strip())
            current.further.append(bare)
            current.end = start + len(bare)
        else:
            if current is not None:
                yield current
            name, value = found or ("", bare)
            current = Field(name, [value.strip()], start, start + len(bare), number, bare, blank)
        blank = False
    if current is not None:
        yield current


def span_of(record: Sequence[Field]) -> Span:
    """Where the fields of a record stand, from the first to the last."""
    return Span(record[0].start, record[-1].end, record[0].number)


def records(
    found: Iterable[Field],
    begins: Callable[[Field, Sequence[Field]], bool],
    read: Callable[[list[Field]], Record],
    last: Collection[str] = (),
) -> Iterator[Record]:
    """The records that fields make, and a problem for all lines that are of none.

    Args:
        found: as `fields` gives them.
        begins: whether a field begins a record, given those of the one before it.
        read: the fields of one record to what they say.
        last: tags of a record's last line.
    """
    current: list[Field] = []
    before: Field | None = None
    seen = False
    for field in found:
        if not field.tag or (field.tag in last and not current):
            if seen:
                yield _of_none(field)
            else:
                if before is not None:
                    yield _of_none(before, is_heading=True)
                before = field
            continue
        if before is not None and not seen:
            yield _of_none(before, is_heading=True)
        seen = True
        if current and begins(field, current):
            yield read(current)
            current = []
        current.append(field)
        if field.tag in last:
            yield read(current)
            current = []
    if current:
        yield read(current)
    if before is not None and not seen:
        yield _of_none(before)


def _of_none(field: Field, is_heading: bool = False) -> Record:
    """Lines of no record. Databases print their name and the like before the first one."""
    code, severity = ("page-text", Severity.INFO) if is_heading else ("unreadable", Severity.ERROR)
    message = "Text before the first record." if is_heading else "These lines are of no record."
    span = Span(field.start, field.end, field.number)
    return Record(None, (Problem(code, message, severity, span, raw=field.source),))


def unreadable(record: Sequence[Field], message: str) -> Record:
    """A record that is none, with its raw text."""
    raw = "\n".join(field.source for field in record)
    return Record(None, (Problem("unreadable", message, Severity.ERROR, span_of(record), raw=raw),))
