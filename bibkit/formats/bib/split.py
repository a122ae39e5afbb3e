"""A .bib text to entries with evaluated values: bibtexparser splits, this mends and evaluates.

bibtexparser 2.1 is used for cutting a file into blocks only: it isolates a bad block and goes
on. What it leaves undone is done in rooms beside this one: `#` and `@string` names and a comma
forgotten between two fields (`values`), inheritance (`inherit`); here unknown entry types, braces
that a backslash hides, duplicate fields.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bibkit.formats.bib.mapping import MONTHS
from bibkit.formats.bib.values import Strings, cuts, evaluate, plain_value
from bibkit.model import Problem, Severity, Span

if TYPE_CHECKING:
    from bibtexparser import model

__all__ = ["Entry", "split"]

# The splitter logs what it also returns; it should be read once.
_SILENT = logging.NullHandler()


@dataclass(slots=True)
class Entry:
    """One entry, its values evaluated but still LaTeX; field names in lower case.

    What an editor of the text needs: `raw`, the entry's text, with blanks at the offsets `blanks`
    that the file does not have; `parts`, the names and values in it as they stand; `strings`,
    the `@string` names at its place; `inherited`, the fields that another entry says for it; and,
    from the reader, `holders`: CSL variable to the fields that say it, the one that counts first.
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
    inherited: frozenset[str] = frozenset()
    holders: dict[str, list[str]] = field(default_factory=dict)

    def warn(self, code: str, message: str) -> None:
        """Note something about this entry."""
        self.problems.append(Problem(code, message, Severity.WARNING, self.span, ref=self.key))

    def hold(self, variable: str, *names: str, counts: bool = True) -> None:
        """Note that fields say a variable; whether they count before those noted so far."""
        known = self.holders.setdefault(variable, [])
        self.holders[variable] = [*names, *known] if counts else [*known, *names]


# "@foo-bar{": the splitter knows types of letters, digits and "_" only.
_ODD_TYPE = re.compile(r"^([^\S\r\n]*@)(\w[\w.:+-]*)(?=[^\S\r\n]*[{(])", re.M)


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
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").addHandler(_SILENT)  # the same one: added once
    # All changes are of the same length, so that places stay. The splitter knows no old Mac line ends.
    if "\r" in text:
        text = re.sub(r"\r(?!\n)", "\n", text)
    text = text.replace("\ufeff", " ", 1)
    odd_types: dict[int, str] = {}

    def plain_type(match: re.Match[str]) -> str:
        if not re.search(r"\W", match[2]):
            return match[0]
        odd_types[match.start(2) - 1] = match[2].lower()
        return match[1] + re.sub(r"\W", "_", match[2])

    plain = _ODD_TYPE.sub(plain_type, text) if "@" in text else text
    library = Splitter(plain).split()
    starts = [0, *(match.end() for match in re.finditer("\n", plain))]
    searched = 0

    def place(block: model.Block) -> Span:
        nonlocal searched
        line = min(block.start_line or 0, len(starts) - 1)
        raw = block.raw or ""
        start = max(plain.find(raw, max(starts[line], searched)), starts[line])
        failed = isinstance(block, model.ParsingFailedBlock) and not block.ignore_error_block
        searched = start + (1 if failed else len(raw))  # what failed may reach into the next
        return Span(start, min(start + len(raw), len(text)), line + 1)

    strings = Strings(zip(MONTHS, MONTHS, strict=True))
    strings.update(known or {})
    entries: list[Entry] = []
    problems: list[Problem] = []
    mended_to = 0
    for block in library.blocks:
        span = place(block)
        if span.end <= mended_to:
            continue  # the rest of an entry that failed
        inner = getattr(block, "ignore_error_block", None) or block  # of doubled keys and fields
        if isinstance(inner, model.String):
            if entries and entries[-1].strings is strings:
                expanded, strings = strings.expanded, Strings(strings)  # entries before keep theirs
                strings.expanded = expanded
            strings[inner.key.lower()] = evaluate(inner.value, strings)[0]
        elif isinstance(inner, model.Entry):
            entries.append(_entry(inner, strings, span))
            if span.start in odd_types:
                entries[-1].type = odd_types[span.start]
        elif isinstance(block, model.ParsingFailedBlock):
            following = _NEXT_BLOCK.search(plain, span.start + 1)
            mended = _mended(
                plain[span.start : following.start() if following else len(plain)], strings, span
            )
            if mended is not None:
                entries.append(mended)
                searched = mended_to = mended.span.end
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


_LIKE_ENTRY = re.compile(r"^\s*@(?!comment)[^\s{(@]+\s*[{(]", re.M | re.I)


def _reason(block: object) -> str:
    error = getattr(block, "error", None)
    reason = getattr(error, "abort_reason", None) or str(error or "no closing bracket")
    return str(reason).strip().rstrip(".")


def _entry(block: model.Entry, strings: Mapping[str, str], span: Span) -> Entry:
    entry = Entry(block.entry_type.lower(), block.key, span, raw=block.raw or "", strings=strings)
    fields = entry.fields
    parts = []
    for one in block.fields:
        key, raw = one.key, one.value
        parts.append((key, raw))
        value = plain_value(raw)
        if value is not None and key.isidentifier() and (name := key.lower()) not in fields:
            fields[name] = value
            continue
        for cut in cuts(key, raw, strings, entry.warn):
            name = cut.name.lower()
            if name in fields:
                entry.warn("duplicate-field", f"'{name}' stands twice; the first is used.")
            else:
                fields[name] = cut.value
    entry.parts = tuple(parts)
    return entry


# --- blocks that failed -------------------------------------------------------------------------------


def _mended(raw: str, strings: Mapping[str, str], span: Span) -> Entry | None:
    """An entry that failed for a fault that can be seen and mended without a guess.

    `{C:\\dir\\}`: to BibTeX a backslash hides no brace. `,  , year = …`: a comma too many.

    Args:
        raw: the text from the entry's begin to that of the next.
    """
    from bibtexparser import model
    from bibtexparser.splitter import Splitter

    # A blank for a comma keeps all places; one behind a backslash is noted in `blanks`.
    text = _COMMA_AGAIN.sub(lambda match: match[1] + " " + match[2], raw)
    hidden = [match.start() + 1 for match in _HIDDEN_BRACE.finditer(text)]
    if not hidden and text == raw:
        return None
    # The blank is taken off again with the value's own.
    again = Splitter(_HIDDEN_BRACE.sub(r"\\ \1", text)).split()
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
    if hidden:
        entry.warn("hidden-brace", "A backslash stood before a closing brace (a path?).")
    if text != raw:
        entry.warn("extra-comma", "A comma too many was passed over.")
    return entry


_NEXT_BLOCK = re.compile(r"^[^\S\n]*@\w+[^\S\n]*[{(]", re.M)
_HIDDEN_BRACE = re.compile(r"\\([}\"]\s*,?\s*)$", re.M)
_COMMA_AGAIN = re.compile(r"(,\s*),(\s*[A-Za-z][\w-]*\s*=)")
