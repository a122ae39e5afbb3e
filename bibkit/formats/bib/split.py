"""A .bib text to entries with evaluated values: bibtexparser splits, this mends and evaluates.

bibtexparser 2.1 is used for cutting a file into blocks only: it isolates a bad block and goes
on. What it leaves undone is done here: `#` concatenation and `@string` names (with a cap on what
they may grow to), a comma forgotten between two fields, duplicate fields and keys.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bibkit.formats.bib.mapping import MONTHS
from bibkit.model import Problem, Severity, Span

if TYPE_CHECKING:
    from bibtexparser import model

__all__ = ["COMMENT_LINES", "Cut", "Entry", "cuts", "split"]

# The splitter logs what it also returns; it should be read once.
_SILENT = logging.NullHandler()

#: What `@string` names may grow a value to; more is an attack or a mistake.
MAX_VALUE = 1_000_000


class Cut(NamedTuple):
    """A field with its evaluated value, and where it stands in the raw value that it was cut from.

    `at` is where the name begins, None for the first (its name stands before the raw value);
    `start` and `end` enclose the value's expression with what else stands behind it.
    """

    name: str
    value: str
    at: int | None
    start: int
    end: int


@dataclass(slots=True)
class Entry:
    """One entry, its values evaluated but still LaTeX; field names in lower case.

    What an editor of the text needs: `raw`, the entry's text, with blanks at the offsets `blanks`
    that the file does not have; `parts`, the names and values in it as they stand; `strings`,
    the `@string` names at its place; and, from the reader, `holders`: CSL variable to the fields
    that say it, the one that counts first.
    """

    type: str
    key: str
    span: Span
    fields: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    raw: str = ""
    blanks: tuple[int, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    strings: Mapping[str, str] = field(default_factory=dict)
    holders: dict[str, list[str]] = field(default_factory=dict)

    def warn(self, code: str, message: str) -> None:
        """Note something about this entry."""
        self.problems.append(Problem(code, message, Severity.WARNING, self.span, ref=self.key))

    def hold(self, variable: str, *names: str, counts: bool = True) -> None:
        """Note that fields say a variable; whether they count before those noted so far."""
        known = self.holders.setdefault(variable, [])
        self.holders[variable] = [*names, *known] if counts else [*known, *names]


def split(text: str, known: Mapping[str, str] | None = None) -> tuple[list[Entry], list[Problem]]:
    """Cut a .bib text into entries.

    Args:
        text: with any line ends.
        known: `@string` names that were defined before the text.

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
    searched = 0

    def place(block: model.Block) -> Span:
        nonlocal searched
        line = min(block.start_line or 0, len(starts) - 1)
        raw = block.raw or ""
        start = max(text.find(raw, max(starts[line], searched)), starts[line])
        failed = isinstance(block, model.ParsingFailedBlock) and not block.ignore_error_block
        searched = start + (1 if failed else len(raw))  # what failed may reach into the next
        return Span(start, min(start + len(raw), len(text)), line + 1)

    strings: dict[str, str] = {**dict(zip(MONTHS, MONTHS, strict=True)), **(known or {})}
    entries: list[Entry] = []
    problems: list[Problem] = []
    for block in library.blocks:
        span = place(block)
        inner = getattr(block, "ignore_error_block", None) or block  # of doubled keys and fields
        if isinstance(inner, model.String):
            if entries and entries[-1].strings is strings:
                strings = dict(strings)  # the entries before keep theirs
            strings[inner.key.lower()] = _evaluate(inner.value, strings)[0]
        elif isinstance(inner, model.Entry):
            entries.append(_entry(inner, strings, span))
        elif isinstance(block, model.ParsingFailedBlock):
            mended = _without_hidden_braces(block, strings, span)
            if mended is not None:
                entries.append(mended)
                mended.warn("hidden-brace", "A backslash stood before a closing brace (a path?).")
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


def _without_hidden_braces(
    block: model.ParsingFailedBlock, strings: Mapping[str, str], span: Span
) -> Entry | None:
    """An entry that failed at `{C:\\dir\\}`: to BibTeX a backslash hides no brace."""
    from bibtexparser import model
    from bibtexparser.entrypoint import parse_string

    raw = block.raw or ""
    hidden = [match.start() + 1 for match in _HIDDEN_BRACE.finditer(raw)]
    if not hidden:
        return None
    # The blank is taken off again with the value's own.
    again = parse_string(_HIDDEN_BRACE.sub(r"\\ \1", raw), parse_stack=[])
    inner = [getattr(one, "ignore_error_block", None) or one for one in again.blocks]
    entries = [one for one in inner if isinstance(one, model.Entry)]
    if len(entries) != 1 or any(isinstance(one, model.ParsingFailedBlock) for one in inner):
        return None
    mended = entries[0].raw or ""
    within = (place + count for count, place in enumerate(hidden))
    blanks = tuple(place for place in within if place < len(mended))
    end = span.start + len(mended) - len(blanks)
    entry = _entry(entries[0], strings, Span(span.start, end, span.line))
    entry.blanks = blanks
    return entry


_HIDDEN_BRACE = re.compile(r"\\([}\"]\s*,?\s*)$", re.M)
_LIKE_ENTRY = re.compile(r"^\s*@(?!comment)[^\s{(@]+\s*[{(]", re.M | re.I)


def _reason(block: object) -> str:
    error = getattr(block, "error", None)
    reason = getattr(error, "abort_reason", None) or str(error or "no closing bracket")
    return str(reason).strip().rstrip(".")


def _entry(block: model.Entry, strings: Mapping[str, str], span: Span) -> Entry:
    entry = Entry(block.entry_type.lower(), block.key, span, raw=block.raw or "", strings=strings)
    entry.parts = tuple((one.key, one.value) for one in block.fields)
    for name, raw in entry.parts:
        for cut in cuts(name, raw, strings, entry):
            field_name = cut.name.lower()
            if field_name in entry.fields:
                entry.warn("duplicate-field", f"'{field_name}' stands twice; the first is used.")
            else:
                entry.fields[field_name] = cut.value
    return entry


def cuts(
    name: str, raw: str, strings: Mapping[str, str], entry: Entry | None = None
) -> Iterator[Cut]:
    """One field, or the several that a forgotten comma ran together.

    Args:
        name, raw: as in `Entry.parts`.
        strings: the `@string` names that values may use.
        entry: where to note what is odd.

    >>> [cut.name for cut in cuts("title", "{T} Year = 2001", {})]
    ['title', 'Year']
    """
    name = COMMENT_LINES.sub("", name).strip()
    at, start = None, 0
    while True:
        value, end = _evaluate(raw, strings, entry, start)
        run_on = _RUN_ON.match(raw, end)
        if run_on is None:
            rest = raw[end:].strip()
            # A comment is no part of the value; any other text is its misread rest.
            yield Cut(name, value, at, start, end if rest[:1] in ("", "%") else len(raw))
            if rest and entry is not None:
                entry.warn("odd-value", f"'{name}' has text behind its value: '{rest[:60]}'.")
            return
        yield Cut(name, value, at, start, end)
        if entry is not None:
            entry.warn("missing-comma", f"A comma is missing between '{name}' and '{run_on[1]}'.")
        name, at, start = run_on[1], run_on.start(1), run_on.end()


#: A comment line before a field's name is taken into the name by the splitter.
COMMENT_LINES = re.compile(r"^(?:\s*%[^\n]*\n)+")
_RUN_ON = re.compile(r"\s*([A-Za-z][\w:-]*)\s*=\s*")


def _evaluate(
    raw: str, strings: Mapping[str, str], entry: Entry | None = None, position: int = 0
) -> tuple[str, int]:
    """`{a} # "b" # name` as one value, and where it ends."""
    pieces: list[str] = []
    length = 0
    while True:
        while position < len(raw) and raw[position].isspace():
            position += 1
        piece, position = _piece(raw, position, strings, entry)
        pieces.append(piece)
        length += len(piece)
        if length > MAX_VALUE:
            if entry is not None:
                entry.warn("too-long", "A value grows beyond a million characters; it is cut.")
            return "".join(pieces)[:MAX_VALUE], len(raw)
        behind = _JOIN.match(raw, position)
        if behind is None:
            return "".join(pieces), min(position, len(raw))
        position = behind.end()


_JOIN = re.compile(r"\s*#")


def _piece(
    raw: str, start: int, strings: Mapping[str, str], entry: Entry | None
) -> tuple[str, int]:
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
