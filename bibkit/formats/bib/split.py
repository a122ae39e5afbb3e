"""A .bib text to entries with evaluated values: bibtexparser splits, this mends and evaluates.

bibtexparser 2.1 is used for cutting a file into blocks only: it isolates a bad block and goes
on. What it leaves undone is done here: `#` concatenation and `@string` names (with a cap on what
they may grow to), a comma forgotten between two fields, duplicate fields and keys.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bibkit.formats.bib.mapping import MONTHS
from bibkit.model import Problem, Severity, Span

if TYPE_CHECKING:
    from bibtexparser import model

__all__ = ["Entry", "split"]

# The splitter logs what it also returns; it should be read once.
_SILENT = logging.NullHandler()

#: What `@string` names may grow a value to; more is an attack or a mistake.
MAX_VALUE = 1_000_000


@dataclass(slots=True)
class Entry:
    """One entry, its values evaluated but still LaTeX; field names in lower case."""

    type: str
    key: str
    span: Span | None = None
    fields: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def warn(self, code: str, message: str) -> None:
        """Note something about this entry."""
        self.problems.append(Problem(code, message, Severity.WARNING, self.span, ref=self.key))


def split(text: str) -> tuple[list[Entry], list[Problem]]:
    """Cut a .bib text into entries.

    Args:
        text: with any line ends.

    Returns:
        The entries in order, and what is no entry: blocks that could not be read, and comments
        and preambles, which are not carried over.
    """
    from bibtexparser import model
    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").addHandler(_SILENT)  # the same one: added once
    # Of the same length, so that places stay: the splitter knows no old Mac line ends.
    text = re.sub(r"\r(?!\n)", "\n", text).replace("\ufeff", " ", 1)
    library = parse_string(text, parse_stack=[])
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(block: model.Block) -> Span:
        line = min(block.start_line or 0, len(starts) - 1)
        return Span(starts[line], min(starts[line] + len(block.raw or ""), len(text)), line + 1)

    strings: dict[str, str] = dict(zip(MONTHS, MONTHS, strict=True))
    entries: list[Entry] = []
    problems: list[Problem] = []
    for block in library.blocks:
        span = place(block)
        inner = getattr(block, "ignore_error_block", None) or block  # of doubled keys and fields
        if isinstance(inner, model.String):
            strings[inner.key.lower()] = _evaluate(inner.value, strings)[0]
        elif isinstance(inner, model.Entry):
            entries.append(_entry(inner, strings, span))
        elif isinstance(block, model.ParsingFailedBlock):
            mended = _without_hidden_braces(block)
            if mended is not None:
                entries.append(_entry(mended, strings, span))
                entries[-1].warn(
                    "hidden-brace", "A backslash stood before a closing brace (a path?)."
                )
                continue
            message = f"This entry could not be read: {_reason(block)}."
            problems.append(
                Problem("unreadable", message, Severity.ERROR, span, raw=block.raw or "")
            )
        elif isinstance(block, model.ImplicitComment) and _LIKE_ENTRY.search(block.comment):
            message = "This looks like an entry, but could not be read as one."
            problems.append(Problem("unreadable", message, Severity.ERROR, span, raw=block.comment))
        else:
            message = "A comment or preamble is not carried over."
            problems.append(Problem("comment", message, Severity.INFO, span, raw=block.raw or ""))
    return entries, problems


def _without_hidden_braces(block: model.ParsingFailedBlock) -> model.Entry | None:
    """An entry that failed at `{C:\\dir\\}`: to BibTeX a backslash hides no brace."""
    from bibtexparser import model
    from bibtexparser.entrypoint import parse_string

    raw = block.raw or ""
    if not re.search(r"\\[}\"]\s*,?\s*$", raw, re.M):
        return None
    # The blank is taken off again with the value's own.
    again = parse_string(re.sub(r"\\([}\"]\s*,?\s*)$", r"\\ \1", raw, flags=re.M), parse_stack=[])
    entries = [one for one in again.blocks if isinstance(one, model.Entry)]
    return entries[0] if len(entries) == 1 and not again.failed_blocks else None


_LIKE_ENTRY = re.compile(r"^\s*@(?!comment)[^\s{(@]+\s*[{(]", re.M | re.I)


def _reason(block: object) -> str:
    error = getattr(block, "error", None)
    reason = getattr(error, "abort_reason", None) or str(error or "no closing bracket")
    return str(reason).strip().rstrip(".")


def _entry(block: model.Entry, strings: dict[str, str], span: Span) -> Entry:
    entry = Entry(block.entry_type.lower(), block.key, span)
    for one in block.fields:
        for name, value in _fields(one.key, one.value, strings, entry):
            if name in entry.fields:
                entry.warn("duplicate-field", f"'{name}' stands twice; the first is used.")
            else:
                entry.fields[name] = value
    return entry


def _fields(
    name: str, raw: str, strings: dict[str, str], entry: Entry
) -> Iterator[tuple[str, str]]:
    """One field, or the several that a forgotten comma ran together."""
    # A comment line before a field's name is taken into the name by the splitter.
    name = re.sub(r"^(?:\s*%[^\n]*\n)+", "", name).strip()
    while True:
        value, rest = _evaluate(raw, strings, entry)
        yield name.lower(), value
        run_on = re.match(r"\s*([A-Za-z][\w:-]*)\s*=\s*(.*)$", rest, re.S)
        if run_on is None:
            if rest.strip():
                entry.warn(
                    "odd-value", f"'{name}' has text behind its value: '{rest.strip()[:60]}'."
                )
            return
        entry.warn("missing-comma", f"A comma is missing between '{name}' and '{run_on[1]}'.")
        name, raw = run_on[1], run_on[2]


def _evaluate(raw: str, strings: dict[str, str], entry: Entry | None = None) -> tuple[str, str]:
    """`{a} # "b" # name` as one value, and what stands behind it."""
    pieces: list[str] = []
    position = length = 0
    while True:
        while position < len(raw) and raw[position].isspace():
            position += 1
        piece, position = _piece(raw, position, strings, entry)
        pieces.append(piece)
        length += len(piece)
        if length > MAX_VALUE:
            if entry is not None:
                entry.warn("too-long", "A value grows beyond a million characters; it is cut.")
            return "".join(pieces)[:MAX_VALUE], ""
        behind = re.compile(r"\s*#").match(raw, position)
        if behind is None:
            return "".join(pieces), raw[position:]
        position = behind.end()


def _piece(raw: str, start: int, strings: dict[str, str], entry: Entry | None) -> tuple[str, int]:
    opening = raw[start : start + 1]
    if opening == "{":
        end = _closing(raw, start)
        return raw[start + 1 : end], end + 1
    if opening == '"':
        end = _quote(raw, start)
        return raw[start + 1 : end], end + 1
    match = _BARE.search(raw, start)
    end = match.start() if match else len(raw)
    word = raw[start:end].rstrip(",")
    if word and not word.isdigit():
        known = strings.get(word.lower())
        if known is not None:
            return known, end
        if entry is not None:
            entry.warn("unknown-string", f"'{word}' is no @string; it is taken as text.")
    return word, end


_BARE = re.compile(r"[\s#{}\"]")  # what ends a number or a name


def _closing(raw: str, start: int) -> int:
    depth = 0
    for match in re.compile(r"[{}]").finditer(raw, start):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(raw)


def _quote(raw: str, start: int) -> int:
    depth = 0
    for match in re.compile(r"[{}\"]").finditer(raw, start + 1):
        if match[0] == '"' and depth == 0:
            return match.start()
        depth += (match[0] == "{") - (match[0] == "}")
    return len(raw)
