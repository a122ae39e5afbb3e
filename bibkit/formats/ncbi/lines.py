"""The lines of the MEDLINE format: records of tags and values, whatever a copy did to them.

::

    record   = 1*(line *continued)
    line     = tag *SP "- " value            ; tag and blanks are four characters wide
    continued = 6SP value
    file     = record *(BLANK record)

Source: NLM, MEDLINE/PubMed Data Element Descriptions. Read beside this: tags that are less wide,
records without blank lines between, blank lines inside records, all of it indented, numbered
("1: PMID- 123") or in a page's `<pre>`, lines that wrapping has left without their indentation.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from bibkit.model import Span

__all__ = ["TAGS", "Lines", "Stray", "records", "wrapped"]

#: The tags that NLM has or had, and those of ERIC and KoreaMed.
TAGS = frozenset(
    """
        AB AD AID AU AUID BTI CDAT CI CIN CN COI COIS CON CP CRDT CRF CRI CTDT CTI DA DCOM DDAT DDIN
        DDO DEP DP DRDT DRIN ECF ECI ED EDAT EFR EIN EN FAU FED FIR FPS GN GR GS IP IR IRAD IS ISBN
        ISSN JC JID JT KW LA LID LR MH MHDA MID NI NM OAB OABL OCI OID ORI OT OTO OWN PB PG PHST PL
        PMC PMCR PMID PRIN PROF PS PST PT PUBM RF RIN RN ROF RPF RPI RRF RRI SB SFM SI SO SPIN STAT
        TA TI TT UIN UOF URLF URLS VI VTI YR
    """.split()
)
# What a record has once: where it comes again, another has begun.
_ONCE = frozenset("PMID OWN STAT TI BTI DP VI IP PG TA JT AB JID SO PST".split())


@dataclass(slots=True)
class Lines:
    """The tags of one record with their values, in order, and its place."""

    tags: list[tuple[str, str]]
    span: Span
    raw: str


@dataclass(slots=True)
class Stray:
    """Lines that belong to no record."""

    span: Span
    lines: list[str]

    @property
    def raw(self) -> str:
        return "".join(self.lines).rstrip()


@dataclass(slots=True)
class _Open:
    """A record that is being read."""

    start: int
    line: int
    pieces: list[tuple[str, list[str]]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    # What there was before the last blank line: tags, raw lines; the place and number behind it.
    blank: tuple[int, int, int, int] | None = None

    def add(self, tag: str, value: str, line: str) -> None:
        self.pieces.append((tag, [value]))
        self.raw.append(line)
        self.seen.add(tag)

    @property
    def is_at_blank(self) -> bool:
        return self.blank is not None and self.blank[1] == len(self.raw)

    def ends_before(self, tag: str) -> bool:
        """Whether a tag is of the next record."""
        if tag == "PMID":
            return tag in self.seen or self.is_at_blank
        return tag in _ONCE and tag in self.seen and self.blank is not None

    def cut(self) -> _Open | None:
        """What stands behind the last blank line, taken off as a record of its own."""
        if self.blank is None or self.is_at_blank:
            return None
        tags, raw, start, line = self.blank
        rest = _Open(start, line, self.pieces[tags:], self.raw[raw:])
        rest.seen = {tag for tag, _ in rest.pieces}
        del self.pieces[tags:], self.raw[raw:]
        return rest

    def closed(self, is_html: bool) -> Lines:
        raw = "".join(self.raw)
        tags = _unwrapped(self.pieces)
        if is_html:
            tags = [(tag, html.unescape(value)) for tag, value in tags]
        return Lines(tags, Span(self.start, self.start + len(raw), self.line), raw.rstrip())


def records(file: IO[str]) -> Iterator[Lines | Stray]:
    """The records of an open file, and the lines that are of none, one by one."""
    splitter = _Splitter()
    place = 0
    for number, line in enumerate(file, start=1):
        ended = splitter.take(line, place, number)
        if ended:
            yield from ended
        place += len(line)
    yield from splitter.end()


# A tag in its proper width may be any; one that is less wide must be known.
_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3})(?P<gap> {0,2})-(?P<blank> |\Z)?")
_NUMBERED = re.compile(r"\s*\d+[:.]\s*(?=PMID ?-)")
_MARKUP = re.compile(
    r"</?(?:pre|html|head|body|title|meta|p|div|span|br)\b[^<>]*>|<!DOCTYPE[^<>]*>", re.I
)


class _Splitter:
    """Takes the lines of a file one by one, and gives its records as they end."""

    def __init__(self) -> None:
        self._current: _Open | None = None
        self._stray: Stray | None = None
        self._indent = ""
        self._is_html = False

    def take(self, line: str, place: int, number: int) -> Sequence[Lines | Stray]:
        """One line of the file, with its end; what ends before it is given."""
        text = self._bare(line, number)
        current = self._current
        if not text or text.isspace():
            if current is not None:
                current.raw.append(line)
                if not line.strip():
                    size = len(current.pieces), len(current.raw)
                    current.blank = (*size, place + len(line), number + 1)
            return ()
        tag = _tag(text)
        if tag is not None:
            if current is not None and not current.ends_before(tag[0]):
                current.add(*tag, line)
                return ()
            return self._begun(tag, line, place, number)
        if current is not None and (text[0].isspace() or not current.is_at_blank):
            current.pieces[-1][1].append(text)
            current.raw.append(line)
            return ()
        ended = list(self._ended_record())
        self._add_stray(line, place, number)
        return ended

    def _begun(
        self, tag: tuple[str, str], line: str, place: int, number: int
    ) -> Sequence[Lines | Stray]:
        """The first line of a record; what it ends is given."""
        ended: list[Lines | Stray] = [*self._ended_stray()]
        following = None
        if self._current is not None:
            following = self._current.cut() if tag[0] != "PMID" else None
            ended += self._ended_record()
        self._current = following or _Open(place, number)
        self._current.add(*tag, line)
        return ended

    def end(self) -> Iterator[Lines | Stray]:
        """What is left at the end of the file."""
        yield from self._ended_stray()
        yield from self._ended_record()

    def _bare(self, line: str, number: int) -> str:
        """A line without its end, mark-up, number, and the indentation that all lines have."""
        text = line.rstrip("\r\n")
        if number == 1:
            text = text.lstrip("\ufeff")
            self._is_html = text.lstrip().startswith("<")
        if self._is_html:
            text = _MARKUP.sub("", text)
        if self._current is None or ("PMID" in text and _NUMBERED.match(text)):
            text = _NUMBERED.sub("", text)
            self._indent = text[: len(text) - len(text.lstrip())]
        return text.removeprefix(self._indent)

    def _add_stray(self, line: str, place: int, number: int) -> None:
        if self._stray is None:
            self._stray = Stray(Span(place, place, number), [])
        self._stray.lines.append(line)
        self._stray.span = Span(self._stray.span.start, place + len(line), self._stray.span.line)

    def _ended_stray(self) -> Iterator[Stray]:
        if self._stray is not None:
            yield self._stray
        self._stray = None

    def _ended_record(self) -> Iterator[Lines]:
        if self._current is not None:
            yield self._current.closed(self._is_html)
        self._current = None


def _tag(text: str) -> tuple[str, str] | None:
    if text[4:6] == "- " and (plain := text[:4].rstrip()) in TAGS:
        return plain, text[6:]
    match = _TAG.match(text) if text[0].isupper() else None
    if match is None:
        return None
    tag = match["tag"]
    is_wide = len(tag) + len(match["gap"]) == 4
    has_blank = match["blank"] is not None
    is_tag = (is_wide or has_blank) if tag in TAGS else (is_wide and has_blank)
    return (tag, text[match.end() :]) if is_tag else None


# --- lines to values ----------------------------------------------------------------------------------

_IDENTIFIERS = frozenset("LID AID AUID PMC PMID MID OID".split())
_SCHEME = re.compile(r"(?:https?|ftp):/{0,2}$")

# How wide a line's text is at most; a word that is wider is broken there.
WIDTH = 80


def wrapped(text: str) -> list[str]:
    """A text as the lines of a value, broken at blanks so that they are read as it was.

    >>> [len(line) for line in wrapped("soil " * 40)]
    [79, 79, 39]
    """
    lines = [""]
    for word in text.split():
        line = lines[-1]
        if line and (len(line) + 1 + len(word) <= WIDTH or _ends_in_word(line)):
            lines[-1] = f"{line} {word}"
        elif line:
            lines.append(word)
        else:
            lines[-1] = word
    return lines


def _ends_in_word(line: str) -> bool:
    """Whether a line looks as if it was broken inside a word."""
    is_full = WIDTH <= len(line) <= WIDTH + 2 and " " not in line
    return is_full or _SCHEME.search(line) is not None


def _unwrapped(pieces: list[tuple[str, list[str]]]) -> list[tuple[str, str]]:
    keeps_blanks = _keeps_blanks(pieces)
    return [(tag, _joined(tag, lines, keeps_blanks)) for tag, lines in pieces]


def _keeps_blanks(pieces: list[tuple[str, list[str]]]) -> bool:
    """Whether the blank where a line was broken stands at its end, as PubMed writes it since 2020.

    Where there is none, a word was broken: a long address, or one with hyphens.
    """
    broken = [line for _, lines in pieces for line in lines[:-1]]
    return len(broken) > 3 and sum(line.endswith(" ") for line in broken) * 4 >= len(broken) * 3


def _joined(tag: str, lines: list[str], keeps_blanks: bool) -> str:
    if len(lines) == 1:
        return " ".join(lines[0].split())
    parts: list[str] = []
    for line in lines[:-1]:
        bare = line.strip()
        is_cut = (keeps_blanks and not line[-1:].isspace()) or _ends_in_word(bare)
        parts += (bare, "" if is_cut else " ")
    value = " ".join("".join((*parts, lines[-1].lstrip())).split())
    # Identifiers have no blanks but the one before their kind.
    return re.sub(r" (?!\[)", "", value) if tag in _IDENTIFIERS else value
