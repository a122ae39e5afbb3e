"""CSL variables that people write in the note, where their program has no field for them.

Zotero's users know the form as "cheater syntax": lines `variable: value` at the head of the note, or
`{:variable: value}` anywhere in its first line. Which lines are taken follows the results of
citeproc-js: after a line that is none of these (the first line excepted) the rest is a plain note.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from bibkit.dates import parse_date
from bibkit.errors import ModelError
from bibkit.model import Name, Value
from bibkit.vocab import TYPES, VARIABLES, Kind

__all__ = ["note_fields", "note_value"]

_LINE = re.compile(r"([-_a-z]+|[A-Z]+):\s*([^}]+)")
_BRACES = re.compile(r"\{:((?:[-_a-z]+|[A-Z]+):[^}]+)\}")


def note_fields(note: str, present: Container[str] = ()) -> tuple[dict[str, str], str]:
    """The variables in a note, and the note without them.

    Args:
        note: lines; those of variables that CSL does not know stay in it.
        present: variables that the reference has. They are not taken, except dates and `type`: what
            the note says of these comes first.

    Returns:
        Values as written, several lines of one names variable joined by a line feed
        (`note_value` makes values of them), and what is left.

    >>> note_fields("genre: Peer commentary\\nreviewed-author: Hall || W. C.\\nRead twice.")
    ({'genre': 'Peer commentary', 'reviewed-author': 'Hall || W. C.'}, 'Read twice.')
    >>> note_fields("A thesis. {:issued: 2004-10} {:DOI: 10.1/x}")
    ({'issued': '2004-10', 'DOI': '10.1/x'}, 'A thesis.')
    """
    if ":" not in note:
        return {}, note
    lines = [part for index, line in enumerate(note.split("\n")) for part in _parted(line, index)]
    fields: dict[str, str] = {}
    left: list[str | None] = list(lines)
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            if index:
                break
            continue
        variable, value = match[1], match[2].strip()
        if _is_taken(variable, value, fields, present):
            before = fields.get(variable)
            fields[variable] = f"{before}\n{value}" if before else value
            left[index] = None
    if not fields:
        return {}, note
    return fields, "\n".join(line for line in left if line is not None).strip()


def note_value(variable: str, text: str) -> Value | None:
    """What a variable's text in a note stands for; `None` where it cannot be read.

    Names are `Family || Given`, one a line, or a body's name; a date range has a slash.

    >>> [str(name) for name in note_value("author", "Hall || W. C.\\nThe Lab")]
    ['Hall, W. C.', 'The Lab']
    >>> str(note_value("event-date", "2004-10-01/2004-10-14")), note_value("genre", "Essay")
    ('2004-10-01/2004-10-14', 'Essay')
    """
    kind = VARIABLES.get(variable)
    if kind is Kind.NAMES:
        names = [_name(line) for line in text.split("\n")]
        return tuple(name for name in names if name is not None) or None
    if kind is Kind.DATE:
        first, slash, last = text.partition("/")
        date = parse_date(first)
        until = parse_date(last) if slash else None
        if date is None or until is None:
            return date
        try:
            return replace(date, until=until)
        except ModelError:
            return date
    return text


def _is_taken(variable: str, value: str, fields: dict[str, str], present: Container[str]) -> bool:
    if variable == "type":
        return value in TYPES
    kind = VARIABLES.get(variable)
    if kind is None or variable == "note":
        return False
    if kind is Kind.DATE:
        return True
    return variable not in present and (kind is Kind.NAMES or variable not in fields)


def _parted(line: str, index: int) -> list[str]:
    """A line, with each of its braces on a line of its own; not those behind a plain text."""
    split = _BRACES.split(line)
    if len(split) == 1:
        return [line]
    lines = [split[0]]
    for place in range(1, len(split), 2):
        before = split[place - 1]
        if before.strip() and (index or place > 1) and _LINE.fullmatch(before) is None:
            lines[-1] += "".join(
                f"{{:{piece}}}" if number % 2 == 0 else piece
                for number, piece in enumerate(split[place:])
            )
            break
        lines += [split[place].strip(), split[place + 1]]
    return [piece for piece in map(str.strip, lines) if piece]


def _name(text: str) -> Name | None:
    parts = re.split(r"\s*\|\|\s*", text.strip())
    if len(parts) == 1:
        return Name(literal=parts[0]) if parts[0] else None
    if len(parts) == 2 and any(parts):
        return Name(family=parts[0], given=parts[1])
    return None
