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


def split(text: str, known: Mapping[str, str] | None = None) -> tuple[list[Entry], list[Problem]]:
    """Cut a .bib text into entries.

    Args:
        text: with any line ends.
        known: `@string` names that were defined before the text.

    Returns:
        The entries in order, and what is no entry: blocks that could not be read, and comments
        and preambles, which are not carried over.
    """
    # All changes are of the same length, so that places stay. The splitter knows no old Mac line ends.
    if "\r" in text:
        text = re.sub(r"\r(?!\n)", "\n", text)
    text = text.replace("\ufeff", " ", 1)
    strings = Strings(zip(MONTHS, MONTHS, strict=True))
    strings.update(known or {})
    cutter = _Cutter(text, strings)
    position = 0
    for match in _PLAIN_ENTRY.finditer(text):
        if _LINE_LIKE_ENTRY.search(text, match.start("type"), match.end()):
            continue  # something begins inside it: the splitter decides what
        cutter.take_rest(position, match.start())
        cutter.take_plain(match)
        position = match.end()
    cutter.take_rest(position, len(text))
    return cutter.entries, cutter.problems


# An entry that can be read in one way only: every value in balanced braces (to a depth of four), in
# quotes without braces, a number or a name; no backslash before a brace. Nearly all entries are; a pattern
# cuts them seven times as fast as the splitter, with the same result (a test compares them).
_FLAT = r"(?:[^{}\\]++|\\[^{}\\])*+"


def _nested(inner: str) -> str:
    return rf"{_FLAT}(?:\{{{inner}\}}{_FLAT})*+"


_VALUE = rf"\{{{_nested(_nested(_nested(_FLAT)))}\}}|\"[^\"{{}}\\]*\"|\w+"
_FIELD = re.compile(rf"\s*([A-Za-z][\w:.+-]*)\s*=\s*({_VALUE})\s*(?:,|\Z)")
_PLAIN_ENTRY = re.compile(
    r"^[^\S\n]*(?P<at>@)(?!(?i:comment|string|preamble)\b)(?P<type>\w+)[ \t]*\{\s*(?P<key>[^\s{}\"=,#%\\()@]+)\s*,"
    rf"(?P<body>(?:\s*+[A-Za-z][\w:.+-]*+\s*+=\s*+(?:{_VALUE})\s*+(?:,|(?=\}})))*+)\s*+\}}",
    re.M,
)
_LINE_LIKE_ENTRY = re.compile(r"\n[^\S\n]*@\w*[ \t]*[{(]")
_ENDS = re.compile(r"[\r\n]")
# "@ article {", "@article" and "{" on the next line: BibTeX allows both, the splitter neither.
_LOOSE_HEAD = re.compile(
    r"^([^\S\r\n]*@)([^\S\r\n]*)(?!(?i:comment|string|preamble)\b)(\w[\w.:+-]*)(\s*)(?=\{\s*[^\s{}(),=\"]+\s*,)",
    re.M,
)
# "@foo-bar{": the splitter knows types of letters, digits and "_" only.
_ODD_TYPE = re.compile(r"^([^\S\r\n]*@)(\w[\w.:+-]*)(?=[^\S\r\n]*[{(])", re.M)


class _Cutter:
    """The entries and problems of a text, as they are met."""

    def __init__(self, text: str, strings: Strings) -> None:
        self.text = text
        self.strings = strings
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._line, self._counted = 1, 0

    def _span(self, start: int, end: int) -> Span:
        self._line += self.text.count("\n", self._counted, start)
        self._counted = start
        return Span(start, end, self._line)

    def take_plain(self, match: re.Match[str]) -> None:
        """An entry that the pattern has cut."""
        start, end = match.start("at"), match.end()
        parts = tuple(_FIELD.findall(match["body"]))
        span = self._span(start, end)
        raw = self.text[start:end]
        entry = _entry(match["type"], match["key"], parts, raw, self.strings, span, whole=True)
        self.entries.append(entry)

    def take_rest(self, start: int, end: int) -> None:
        """What stands between such entries: the splitter's part."""
        rest = self.text[start:end]
        if not rest or rest.isspace():
            return
        from bibtexparser import model
        from bibtexparser.splitter import Splitter

        logging.getLogger("bibtexparser").addHandler(_SILENT)  # the same one: added once
        odd_types: dict[int, str] = {}

        def plain_type(match: re.Match[str]) -> str:
            if match[2].isidentifier():
                return match[0]
            odd_types[start + match.start(2) - 1] = match[2].lower()
            return match[1] + re.sub(r"\W", "_", match[2])

        def closed_up(match: re.Match[str]) -> str:
            if not match[2] and not _ENDS.search(match[4]):
                return match[0]
            odd_types[start + match.end(1) - 1] = match[3].lower()
            type_ = "_" * len(match[2]) + re.sub(r"\W", "_", match[3])
            return match[1] + type_ + " " * len(match[4])

        plain = _LOOSE_HEAD.sub(closed_up, rest) if "@" in rest else rest
        plain = _ODD_TYPE.sub(plain_type, plain) if "@" in rest else plain
        searched = mended_to = 0
        for block in Splitter(plain).split().blocks:
            raw = block.raw or ""
            found = max(plain.find(raw, searched), searched)
            failed = isinstance(block, model.ParsingFailedBlock) and not block.ignore_error_block
            searched = found + (1 if failed else len(raw))  # what failed may reach into the next
            if found + len(raw) <= mended_to:
                continue  # the rest of an entry that failed
            span = self._span(start + found, start + min(found + len(raw), len(plain)))
            if not failed:
                self._take(block, span)
                if span.start in odd_types:
                    self.entries[-1].type = odd_types[span.start]
                continue
            following = _NEXT_BLOCK.search(plain, found + 1)
            whole = plain[found : following.start() if following else len(plain)]
            mended = _mended(whole, self.strings, span)
            if mended is not None:
                self.entries.append(mended)
                mended_to = mended.span.end - start
                continue
            message = f"This entry could not be read: {_reason(block)}."
            self.problems.append(Problem("unreadable", message, Severity.ERROR, span, raw=raw))

    def _take(self, block: model.Block, span: Span) -> None:
        from bibtexparser import model

        inner = getattr(block, "ignore_error_block", None) or block  # of doubled keys and fields
        if isinstance(inner, model.Entry):
            self.entries.append(_entry_of(inner, self.strings, span))
        elif isinstance(inner, model.String):
            if self.entries and self.entries[-1].strings is self.strings:
                self.strings = self.strings.copy()  # the entries before keep theirs
            self.strings[inner.key.lower()] = evaluate(inner.value, self.strings)[0]
        elif isinstance(block, model.ImplicitComment) and _LIKE_ENTRY.search(block.comment):
            message = "This looks like an entry, but could not be read as one."
            problem = Problem("unreadable", message, Severity.ERROR, span, raw=block.comment)
            self.problems.append(problem)
        else:
            message = "A comment or preamble is not carried over."
            problem = Problem("comment", message, Severity.INFO, span, raw=block.raw or "")
            self.problems.append(problem)


_LIKE_ENTRY = re.compile(r"^\s*@(?!comment)[^\s{(@]+\s*[{(]", re.M | re.I)


def _reason(block: object) -> str:
    error = getattr(block, "error", None)
    reason = getattr(error, "abort_reason", None) or str(error or "no closing bracket")
    return str(reason).strip().rstrip(".")


def _entry_of(block: model.Entry, strings: Mapping[str, str], span: Span) -> Entry:
    parts = tuple((one.key, one.value) for one in block.fields)
    return _entry(block.entry_type, block.key, parts, block.raw or "", strings, span)


def _entry(
    type_: str,
    key: str,
    parts: tuple[tuple[str, str], ...],
    raw: str,
    strings: Mapping[str, str],
    span: Span,
    whole: bool = False,
) -> Entry:
    """An entry of its fields.

    Args:
        whole: whether each value is known to be one piece: braces, quotes, a number or a name.
    """
    entry = Entry(type_.lower(), key, span, raw=raw, strings=strings, parts=parts)
    fields = entry.fields
    for name, expression in parts:
        if whole and expression[0] in '{"':
            value: str | None = expression[1:-1]
        else:
            value = plain_value(expression)
            if value is None and expression in MONTHS and strings[expression] == expression:
                value = expression
        if value is not None and name.isidentifier() and (low := name.lower()) not in fields:
            fields[low] = value
            continue
        for cut in cuts(name, expression, strings, entry.warn):
            low = cut.name.lower()
            if low in fields:
                entry.warn("duplicate-field", f"'{low}' stands twice; the first is used.")
            else:
                fields[low] = cut.value
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
    entry = _entry_of(entries[0], strings, Span(span.start, end, span.line))
    entry.blanks = blanks
    if hidden:
        entry.warn("hidden-brace", "A backslash stood before a closing brace (a path?).")
    if text != raw:
        entry.warn("extra-comma", "A comma too many was passed over.")
    return entry


_NEXT_BLOCK = re.compile(r"^[^\S\n]*@\w+[^\S\n]*[{(]", re.M)
_HIDDEN_BRACE = re.compile(r"\\([}\"]\s*,?\s*)$", re.M)
_COMMA_AGAIN = re.compile(r"(,\s*),(\s*(?:[A-Za-z][\w-]*\s*=|\}\s*\Z))")
