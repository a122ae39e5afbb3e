"""Citations in Markdown: `[see @doe99, pp. 33-35; @smith04]`, `@smith04 [p. 33] says`.

    citation = "[" cite (";" cite)* "]"         at the end of a clause
             | "@" key ["[" rest [";" cites] "]"]   in the text: "Smith (2004, p. 33) says"
             | "-@" key …                       without the author
    cite     = prefix ["-"] "@" key rest        rest: see `bibkit.manuscripts.locators`
    key      = word (mark word)* | "{" anything "}"
    mark     = one of : . # $ % & - + ? < > ~ /

Source: pandoc's manual, "Citation syntax". The text is read by a Markdown parser, so that what
stands in code, in addresses, comments and attributes is no citation. The parser gives no places
within a line; hence each `@` is followed by a character of its own that tells its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bibkit.csl.engine import Cite
from bibkit.errors import UnreadableInput
from bibkit.manuscripts.affixes import parts, rich
from bibkit.manuscripts.locators import Terms, locate, terms_in
from bibkit.manuscripts.matter import Matter, read_matter
from bibkit.manuscripts.reading import markdown_parser

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["Mention", "Note", "Source", "private_characters", "read_markdown"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation as it stands in a manuscript.

    Args:
        cites: what it cites, in its order.
        start, end: where it stands; `line` counts from 1.
        in_text: its first work's author is part of the sentence (`@doe99 says`).
        note: which of the author's own notes it stands in, counted from 1; 0 in the text.
        alone: the note holds nothing else.
    """

    cites: tuple[Cite, ...]
    start: int
    end: int
    line: int
    in_text: bool = False
    note: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Where the text refers to one of the author's own notes for the first time."""

    number: int


@dataclass(frozen=True, slots=True)
class Source:
    """A manuscript that was read.

    Args:
        text: as it was given.
        matter: the YAML block at its head.
        order: citations and the author's notes in the order of reading, a note's citations where
            the text refers to it.
        refs: where the author wants the bibliography, as start and end in the text; None where
            there is no such place.
    """

    text: str
    matter: Matter
    order: tuple[Mention | Note, ...]
    refs: tuple[int, int] | None = None

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The citations alone."""
        return tuple(one for one in self.order if isinstance(one, Mention))


def read_markdown(text: str, language: str = "") -> Source:
    """Find the citations of a Markdown text.

    Args:
        language: whose words for "page" and "chapter" are known beside the English ones; the
            manuscript's `lang` if empty.

    Raises:
        UnreadableInput: its YAML block is broken.

    >>> source = read_markdown("As [see @doe99, p. 3] and `@code` say.")
    >>> source.mentions[0].cites
    (Cite(id='doe99', locator='3', label='page', prefix='see ', suffix='', suppress_author=False, author_only=False, position='', near_note=False),)
    >>> text = source.text[source.mentions[0].start : source.mentions[0].end]
    >>> text
    '[see @doe99, p. 3]'
    """
    matter = read_matter(text)
    places = [match.start() for match in re.finditer("@", text) if match.start() >= matter.end]
    marks = private_characters(text, len(places))
    finder = _Finder(text, places, marks, terms_in(language or matter.text("lang", "locale")))
    parser = markdown_parser()
    # Inside of what is raised or lowered the parser sees no marks: here it shall.
    parser.disable(["smartquotes", "dashes", "sup", "sub"])
    parser.block.ruler.at("reference", _reference, {"alt": []})
    parser.inline.ruler.before("link", "citation", finder.rule)
    # The lines of the head stay, empty: line numbers are those of the file.
    head = "\n" * text.count("\n", 0, matter.end)
    tokens = parser.parse(head + finder.tagged(matter.end))
    return Source(text, matter, tuple(_in_order(tokens)), _refs(text, tokens))


def private_characters(text: str, count: int) -> range:
    """As many characters (their numbers) that a text does not have.

    Raises:
        UnreadableInput: more are wanted than there are.
    """
    first = max(0xF0000, ord(max(text, default="a")) + 1)
    if first + count > 0x10FFFE:
        raise UnreadableInput("The manuscript has too many characters @ to be read at once.")
    return range(first, first + count)


def _reference(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """The parser's rule for `[name]: address`; `[@doe99]: so it says` is a citation."""
    from markdown_it.rules_block import reference

    begin = state.bMarks[line] + state.tShift[line]
    if state.src.startswith(("[@", "[-@"), begin):
        return False
    return reference(state, line, end, silent)


# --- finding --------------------------------------------------------------------------------------

_WORD = r"\w+(?:[:.#$%&+?<>~/-]\w+)*"
_ADDRESS = re.compile(r"(?:(?:https?|ftp)://|\bwww\.)[^\s<>()\[\]]*$")


class _Finder:
    """An inline rule of the Markdown parser that knows the places of every `@`."""

    def __init__(self, text: str, places: Sequence[int], marks: range, terms: Terms) -> None:
        self.terms = terms
        self.text, self.places, self.marks = text, places, marks
        self.first, self.last = marks.start, marks.start + max(len(marks), 1) - 1
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        any_mark = f"[{chr(self.first)}-{chr(self.last)}]"
        self.mark = re.compile(any_mark)
        # Marks of further @ lie in a key in braces.
        key = rf"((?<!-)-)?@({any_mark})(?:({_WORD})|(?=\{{))"
        self.bare_key = re.compile(key)
        self.key = re.compile(rf"(?<![^\W_]){key}")

    def tagged(self, start: int) -> str:
        """The text from a place on, each `@` with the character of its place."""
        pieces, before = [], start
        for place, mark in zip(self.places, self.marks, strict=True):
            pieces += [self.text[before : place + 1], chr(mark)]
            before = place + 1
        return "".join([*pieces, self.text[before:]])

    def rule(self, state: StateInline, silent: bool) -> bool:
        character = state.src[state.pos]
        if character == "[":
            found = self._bracketed(state)
        elif character in "@-":
            found = self._bare(state)
        else:
            return False
        if found is None:
            return False
        cites, end, in_text = found
        if not silent:
            start, stop = self._place(state.src, state.pos, end)
            line = bisect_right(self.lines, start)
            token = state.push("citation", "", 0)
            token.meta = {"mention": Mention(cites, start, stop, line, in_text)}
        state.pos = end
        return True

    def _bracketed(self, state: StateInline) -> tuple[tuple[Cite, ...], int, bool] | None:
        start = state.pos
        if state.src.find("@", start, state.posMax) < 0 or state.src.startswith("[^", start):
            return None
        end = state.md.helpers.parseLinkLabel(state, start)
        if end < 0 or self._is_link(state, end + 1):
            return None
        cites = [self._cite(part) for part in parts(state.src[start + 1 : end])]
        whole = tuple(cite for cite in cites if cite)
        return (whole, end + 1, False) if len(whole) == len(cites) else None

    @staticmethod
    def _is_link(state: StateInline, after: int) -> bool:
        """Whether brackets before this place are those of a link, or of a span with attributes."""
        from markdown_it.rules_inline import link

        if state.src[after : after + 1] == "{":
            return True
        before = state.pos
        is_link = state.src[after : after + 1] == "(" and link(state, True)
        state.pos = before
        return is_link

    def _bare(self, state: StateInline) -> tuple[tuple[Cite, ...], int, bool] | None:
        # A key right behind a citation is one too, though no blank is before it.
        behind = bool(state.tokens) and state.tokens[-1].type == "citation" and not state.pending
        key_here = self.bare_key if behind else self.key
        match = key_here.match(state.src, state.pos, state.posMax)
        if match is None or _ADDRESS.search(_last_word(state.src, state.pos)):
            return None
        key, end = self._key(state.src, match)
        if not key:
            return None
        without = bool(match[1])
        first = Cite(key, suppress_author=without)
        cites: tuple[Cite, ...] = ()
        more = self._locator(state, end)
        if more is not None:
            rest, cites, end = more
            first = self._located(key, "", rest, without)
        return (first, *cites), end, not without

    def _locator(self, state: StateInline, end: int) -> tuple[str, tuple[Cite, ...], int] | None:
        """`[p. 33; see also @other]` behind a key in the text."""
        gap = re.compile(r"[ \t]*\n?[ \t]*\[(?!\^)").match(state.src, end, state.posMax)
        if gap is None:
            return None
        close = state.md.helpers.parseLinkLabel(state, gap.end() - 1)
        if close < 0 or state.src[close + 1 : close + 2] in ("(", "[", ":"):
            return None
        inner = state.src[gap.end() : close]
        if self._plain(inner).strip().upper() in state.env.get("references", {}):
            return None  # a link by its name
        pieces = parts(inner)
        rest = pieces.pop(0) if self._cite(pieces[0]) is None else ""
        cites = [self._cite(part) for part in pieces]
        if "@" in rest or any(cite is None for cite in cites):
            return None
        return rest, tuple(cite for cite in cites if cite), close + 1

    def _cite(self, part: str) -> Cite | None:
        """One cite of a citation in brackets; None where it has no key, or two."""
        keys = []
        position = 0
        while match := self.key.search(part, position):
            key, position = self._key(part, match)
            position = max(position, match.end())
            if key and not re.search(r"(?<!\\)(?:\\\\)*\\$", part[: match.start()]):
                keys.append((match, key, position))
        if len(keys) != 1:
            return None
        match, key, end = keys[0]
        before = re.sub(r"\\.", "", part[: match.start()])
        if before.count("[") > before.count("]") or before.endswith(("*", "_")):
            return None  # the key is inside of something
        prefix = rich(self._plain(part[: match.start()])).strip()
        return self._located(key, f"{prefix} " if prefix else "", part[end:], bool(match[1]))

    def _located(self, key: str, prefix: str, rest: str, without: bool) -> Cite:
        found = locate(" ".join(self._plain(f"{rest}|").split())[:-1].rstrip(), self.terms)
        return Cite(
            key,
            locator=rich(found.locator),
            label=found.label,
            prefix=prefix,
            suffix=rich(found.suffix),
            suppress_author=without,
        )

    def _key(self, text: str, match: re.Match[str]) -> tuple[str, int]:
        """The key and where it ends; empty where its braces are not closed."""
        if match[3] is not None:
            return match[3], match.end()
        depth = 0
        for index in range(match.end(), len(text)):
            depth += {"{": 1, "}": -1}.get(text[index], 0)
            if not depth:
                return self._plain(text[match.end() + 1 : index]).strip(), index + 1
        return "", match.end()

    def _plain(self, text: str) -> str:
        return self.mark.sub("", text)

    def _place(self, content: str, begin: int, end: int) -> tuple[int, int]:
        """Where a stretch of a paragraph's content stands in the text.

        The content lacks what a line begins with (`> `, blanks) and what the parser has mended;
        from an `@` on, whose place is known, characters of the text that do not fit are passed.
        """
        match = self.mark.search(content, begin, end)
        if match is None:
            raise AssertionError("a citation has a key")
        known = self.places[ord(match[0]) - self.first]
        start = known
        for character in reversed(content[begin : match.start() - 1]):
            start -= 1
            while start > 0 and self.text[start] != character:
                start -= 1
        stop = known + 1
        for character in self._plain(content[match.end() : end]):
            while stop < len(self.text) - 1 and self.text[stop] != character:
                stop += 1
            stop += 1
        return start, stop


def _last_word(text: str, position: int) -> str:
    """What stands right before a place, back to a blank."""
    words = text[max(position - 2000, 0) : position].split(" ")
    return words[-1].rpartition("\n")[2]


# --- the order of reading -------------------------------------------------------------------------


def _in_order(tokens: Sequence[Token]) -> Iterator[Mention | Note]:
    main, notes = _apart(tokens)
    seen: dict[Any, int] = {}

    def walk(blocks: Sequence[Token], note: int) -> Iterator[Mention | Note]:
        alone = note > 0 and _alone(blocks)
        for block in blocks:
            yield from inside(block.children or [], note, alone)

    def inside(children: Sequence[Token], note: int, alone: bool) -> Iterator[Mention | Note]:
        for token in children:
            if token.type == "citation":
                mention: Mention = token.meta["mention"]
                fields = (mention.start, mention.end, mention.line, mention.in_text)
                yield Mention(mention.cites, *fields, note, alone)
            elif token.type == "footnote_ref" and token.meta["id"] not in seen:
                number = seen[token.meta["id"]] = len(seen) + 1
                yield Note(number)
                yield from walk(notes.get(token.meta["id"], []), number)
            else:
                yield from inside(token.children or [], note, alone)

    yield from walk(main, 0)


def _apart(tokens: Sequence[Token]) -> tuple[list[Token], dict[Any, list[Token]]]:
    """The text's own blocks, and those of each note."""
    main: list[Token] = []
    notes: dict[Any, list[Token]] = {}
    into = main
    for token in tokens:
        if token.type == "footnote_open":
            into = notes.setdefault(token.meta["id"], [])
        elif token.type == "footnote_close":
            into = main
        else:
            into.append(token)
    return main, notes


def _alone(blocks: Sequence[Token]) -> bool:
    """Whether a note is one citation and nothing else, a full stop apart."""
    inline = [block for block in blocks if block.type == "inline"]
    if len(inline) != 1:
        return False
    rest = [one for one in inline[0].children or [] if one.type != "footnote_anchor"]
    words = [one for one in rest if one.type != "citation"]
    return len(rest) - len(words) == 1 and all(
        one.type == "text" and one.content.strip() in ("", ".") for one in words
    )


_REFS = re.compile(r"<div\b[^>]*\bid\s*=\s*(?:\"refs\"|'refs'|refs\b)[^>]*>", re.I)


def _refs(text: str, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The place of the bibliography: what stands in `::: {#refs}` or `<div id="refs">`."""
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    depth, begin = 0, -1
    for token in tokens:
        if token.type == "html_block" and token.map and _REFS.search(token.content):
            start, stop = starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)]
            opened = _REFS.search(text, start, stop)
            close = re.compile(r"</div\s*>", re.I).search(text, opened.end() if opened else start)
            if opened and close:
                return opened.end(), close.start()
        elif token.type == "div_open" and token.map:
            if begin >= 0:
                depth += 1
            elif token.meta["refs"]:
                begin, depth = starts[token.map[1]], 0
        elif token.type == "div_close" and token.map and begin >= 0:
            if not depth:
                return begin, starts[token.map[0]]
            depth -= 1
    return None
