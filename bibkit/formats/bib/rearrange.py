"""A .bib file with its entries in another order, some gone, some under other keys.

Nothing is set anew but what changed: an entry is moved with its text, and what stands around it
stays or goes along by these rules.

- Lines directly above an entry, and what stands behind it on its last line, are its own: they go
  where it goes. Where an entry is taken out they stay.
- Where entries change places, what stands before the first of them stays at the top, and all
  behind the last at the end; what else stands between them (a heading) goes with the entry below.
- `@string`, `@preamble` and `@xdata` then come before all entries, in their order: an entry that
  uses an `@string` may not stand before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from bibkit.citekeys import is_valid_key
from bibkit.errors import OutputError
from bibkit.formats.bib.mapping import DIALECTS
from bibkit.formats.bib.patch import edited_entry, is_same
from bibkit.formats.bib.plan import File
from bibkit.formats.bib.read import entries_of
from bibkit.formats.bib.split import Entry, split
from bibkit.model import Batch, Reference

__all__ = ["rearranged", "rearranger"]


def rearranger(dialect: str) -> Callable[[str, Batch, Sequence[Reference]], str]:
    """The function that rearranges a .bib text in one of `bibkit.formats.bib.mapping.DIALECTS`."""

    def rearrange(text: str, batch: Batch, wanted: Sequence[Reference]) -> str:
        return rearranged(text, batch, wanted, dialect)

    return rearrange


def rearranged(text: str, batch: Batch, wanted: Sequence[Reference], dialect: str) -> str:
    """A .bib text with the references that it should have, in the order that they should have.

    Args:
        text: as it was read; batch: what was read from it.
        wanted: references of the batch, each tied to its entry by its `source`; entries whose
            reference is not there are taken out. Their ids become the entries' keys; changed
            fields are edited as `bibkit.formats.bib.patch` does. Nothing moves where the order is
            that of the text, or where each stands in the place of the entry whose key it bears.
        dialect: of `bibkit.formats.bib.mapping.DIALECTS`.

    Raises:
        OutputError: a reference is not of the text, its id can be no key, or the text would then
            say something else (an `@string` is defined twice, what cannot be read would swallow
            an entry).

    >>> from bibkit.formats.bib.read import read
    >>> text = "% mine\\n\\n@book{b, title={B}}\\n\\n@book{a, title={A}}  % his\\n"
    >>> batch = read(text)
    >>> print(rearranged(text, batch, [batch[1], batch[0]], "bibtex"), end="")
    % mine
    <BLANKLINE>
    @book{a, title={A}}  % his
    <BLANKLINE>
    @book{b, title={B}}
    """
    entries, _ = entries_of(text)
    if [entry.span for entry in entries] != [one.source for one in batch]:
        raise OutputError("The text is not the one that these references were read from.")
    place_of = {one.source: place for place, one in enumerate(batch)}
    sources = [place_of.get(one.source, -1) for one in wanted]
    if -1 in sources or len(set(sources)) < len(sources):
        raise OutputError("Each reference must be one of those read from the text, and once.")
    every = split(text)[0]  # with those that are no references
    blocks = _Blocks(text, every)
    index_of = {entry.span.start: index for index, entry in enumerate(every)}
    file = File(text, entries, DIALECTS[dialect])
    says: list[_Said] = [(entry.type, entry.key, entry.fields) for entry in every]
    for source, new in zip(sources, wanted, strict=True):
        index = index_of[entries[source].span.start]
        blocks.texts[index] = _entry_text(file, entries[source], batch[source], new)
        fields = every[index].fields if is_same(batch[source], new) else None
        says[index] = (every[index].type, new.id, fields)
    shown = [index_of[entries[source].span.start] for source in sources]
    fixed = [index for index, entry in enumerate(every) if entry.type == "xdata"]
    slots = _slots(batch, wanted, sources)
    if slots is not None:
        at = [index_of[entries[slot].span.start] for slot in slots]
        order = dict(sorted([*zip(at, shown, strict=True), *zip(fixed, fixed, strict=True)]))
        out = "".join(blocks.in_place(order, file.line_end))
        indices = list(order.values())
    else:
        indices = [*fixed, *shown]
        out = "".join(blocks.moved(indices, file.line_end))
    if out != text and not _is_said(out, [says[index] for index in indices]):
        raise OutputError(
            "The entries cannot be rearranged safely: an @string is defined twice, or what cannot "
            "be read stands between them. Mend that first, or write a new file with -t."
        )
    return out


def _slots(batch: Batch, wanted: Sequence[Reference], sources: Sequence[int]) -> list[int] | None:
    """The places that references stand in where none moves; None where they do."""
    by_id = {one.id: place for place, one in enumerate(batch)}
    for slots in (
        list(sources),
        [by_id.get(one.id, n) for one, n in zip(wanted, sources, strict=True)],
    ):
        if all(one < other for one, other in pairwise(slots)):
            return slots
    return None


# --- one entry ----------------------------------------------------------------------------------------

_HEAD = re.compile(r"@[^{(]*[{(]\s*")


def _entry_text(file: File, entry: Entry, old: Reference, new: Reference) -> str:
    """The text of an entry with its changes, and with its key."""
    text = file.text[entry.span.start : entry.span.end]
    if not is_same(old, new):
        text = edited_entry(file, entry, old, new)
    if new.id == entry.key:
        return text
    head = _HEAD.match(text)
    if not is_valid_key(new.id) or head is None or not text.startswith(entry.key, head.end()):
        raise OutputError(f"'{new.id}' cannot be the key of an entry.")
    return f"{text[: head.end()]}{new.id}{text[head.end() + len(entry.key) :]}"


#: Type, key and evaluated fields of an entry; None for fields that were edited.
_Said: TypeAlias = tuple[str, str, dict[str, str] | None]


def _is_said(text: str, expected: Sequence[_Said]) -> bool:
    """Whether a text has these entries and no others."""
    found = split(text)[0]
    return len(found) == len(expected) and all(
        (entry.type, entry.key) == (type_, key) and fields in (None, entry.fields)
        for entry, (type_, key, fields) in zip(found, expected, strict=True)
    )


# --- the file -----------------------------------------------------------------------------------------

_LINE_END = r"(?>\r\n|\r|\n)"
_BEHIND = re.compile(rf"[^\r\n@]*(?={_LINE_END}|\Z)")
_GAP = re.compile(rf"(?:[^\S\r\n]*{_LINE_END})*")
_BLANK_LINE = re.compile(rf"{_LINE_END}[^\S\r\n]*{_LINE_END}")
# At the top of a file these are of the file, though an entry may follow without a blank line.
_OF_THE_FILE = re.compile(
    r"@|%.*(?:encoding|coding[:=]|-\*-|!\s*(?:tex|bib)|\bvim?:|generated|exported|created|this file)",
    re.I,
)


class _Blocks:
    """The entries of a text with what stands around each.

    `gaps` is the white space before all that belongs to an entry, `headings` what stands before it
    a blank line apart, `own` the lines directly above it, `texts` its own, `behind` what follows on
    its last line; `head` is what stays at the top, `tail` what follows the last.
    """

    def __init__(self, text: str, entries: Sequence[Entry]) -> None:
        self.head = ""
        self.gaps: list[str] = []
        self.headings: list[str] = []
        self.own: list[str] = []
        self.texts: list[str] = []
        self.behind: list[str] = []
        position = 0
        for index, entry in enumerate(entries):
            before = text[position : entry.span.start]
            gap = _GAP.match(before)
            lead = before[gap.end() :] if gap else before
            if index and not _ends_line(before) and "@" not in before:
                lead = ""  # what stands between two on one line
            blank = list(_BLANK_LINE.finditer(lead))
            cut = blank[-1].end() if blank else 0
            if index == 0:
                cut = len(lead) if _OF_THE_FILE.search(lead, cut) else cut
                self.head = before[: len(before) - len(lead) + cut]
                self.headings.append("")
                self.gaps.append("")
            else:
                self.headings.append(lead[:cut])
                self.gaps.append(before[: len(before) - len(lead)])
            self.own.append(lead[cut:])
            self.texts.append(text[entry.span.start : entry.span.end])
            behind = _BEHIND.match(text, entry.span.end)
            self.behind.append(behind[0] if behind else "")
            position = entry.span.end + len(self.behind[-1])
        self.tail = text[position:]

    def in_place(self, shown: Mapping[int, int], line_end: str) -> Iterator[str]:
        """The parts of a text in which nothing moves.

        Args:
            shown: of the blocks that stay, the one whose entry stands there.
        """
        yield self.head
        elsewhere = {source for block, source in shown.items() if source != block}
        is_apart = False  # a remark stands before that is nobody's
        carried: str | None = None  # the white space before entries that are gone
        for block, own_gap in enumerate(self.gaps):
            source = shown.get(block)
            gap = own_gap if carried is None or _must_end(carried, own_gap) else carried
            gap = _apart(gap, line_end) if is_apart else gap
            remark = self.behind[block].strip()
            if source is not None:
                yield gap + self.headings[block] + self.own[block]
                if source != block:
                    yield (remark + line_end if remark else "") + self.own[source]
                yield self.texts[source] + self.behind[source]
                carried, is_apart = None, False
                continue
            left = self.headings[block]
            if block not in elsewhere:
                left += self.own[block] + remark
            if left.strip():
                yield gap + left.rstrip()
                carried, is_apart = None, True
            else:
                carried = gap
        yield _apart(self.tail, line_end) if is_apart and self.tail.strip() else self.tail

    def moved(self, order: Sequence[int], line_end: str) -> Iterator[str]:
        """The parts of a text in which blocks stand in another order.

        Args:
            order: the blocks; what stands around one that is not there stays at the end.
        """
        top, leads = [], []
        for block in range(len(self.texts)):
            lead, definitions = _without_definitions(self.headings[block] + self.own[block])
            leads.append(lead)
            top += definitions
        above = self.head
        if top:
            above += "" if _ends_line(above[-1:] or line_end) else line_end
            above += line_end.join(top) + 2 * line_end
        yield above
        gaps = iter(["", *self.gaps[1:]])
        remark = not _ends_line(above[-1:] or line_end)  # whether a line is open that is no entry's
        for block in order:
            gap = next(gaps, 2 * line_end)
            must_end = remark or (leads[block].strip() and block != order[0])
            yield line_end + gap if must_end and not _ends_line(gap) else gap
            yield leads[block] + self.texts[block] + self.behind[block]
            remark = bool(self.behind[block].strip())
        gone = sorted({*range(len(leads))} - {*order})
        left = [(leads[block] + self.behind[block].strip()).rstrip() for block in gone]
        yield "".join(2 * line_end + one for one in left if one)
        yield self.tail


def _ends_line(text: str) -> bool:
    return "\n" in text or "\r" in text


def _must_end(gap: str, own: str) -> bool:
    """Whether white space cannot stand for another: a line would not end."""
    return bool(gap) and _ends_line(own) and not _ends_line(gap)


def _apart(text: str, line_end: str) -> str:
    """What begins with a blank line, so that a remark before it is not taken for the next entry's."""
    begins = text[: len(text) - len(text.lstrip())]
    return text if _BLANK_LINE.search(begins) else 2 * line_end + text.lstrip("\r\n")


_DEFINITION = re.compile(r"@\s*(comment|string|preamble)\s*([{(])", re.I)
_MARK = re.compile(r"[{}()]")


def _without_definitions(lead: str) -> tuple[str, list[str]]:
    """What stands before an entry without `@string` and `@preamble`, and those."""
    if "@" not in lead:
        return lead, []
    left, found, position = "", [], 0
    while match := _DEFINITION.search(lead, position):
        end = _closing(lead, match.end(), match[2])
        if match[1].lower() == "comment":
            left += lead[position:end]
        else:
            left += lead[position : match.start()]
            found.append(lead[match.start() : end])
            line = re.compile(rf"[^\S\r\n]*{_LINE_END}").match(lead, end)
            end = line.end() if line else end
        position = end
    left += lead[position:]
    return (left if left.strip() else ""), found


def _closing(text: str, position: int, opening: str) -> int:
    """Behind the bracket that closes a block; the end of the text where none does."""
    depth = 0
    for mark in _MARK.finditer(text, position):
        if depth == 0 and mark[0] == {"{": "}", "(": ")"}[opening]:
            return mark.end()
        depth += (mark[0] == "{") - (mark[0] == "}")
    return len(text)
