"""A manuscript's citations and bibliography: formatted, linked, and put where they belong."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bibkit.csl.engine import Bibliography, Cite, Cluster, Engine
from bibkit.csl.library import Style
from bibkit.csl.nodes import Node, Span, plain_text
from bibkit.csl.nodes import Style as CharacterStyle
from bibkit.csl.render import render_entry
from bibkit.manuscripts.keys import UnknownKeys, near_keys, unknown_key
from bibkit.manuscripts.linking import Anchors, anchors, linked
from bibkit.manuscripts.markdown import Mention, Source
from bibkit.manuscripts.trees import (
    begins_raised,
    capitalized,
    render_linked,
    short_names,
    unstopped,
    wrapped,
)
from bibkit.model import Problem, Reference

__all__ = ["Manuscript", "Piece", "compose", "style_class"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What takes the place of a stretch of the text.

    Args:
        start, end: the stretch; line: where the citation stood.
        before: the author's name where it is part of the sentence.
        content: the citation.
        note: it becomes a note of its own.
        after: the punctuation that a note's mark follows.
    """

    start: int
    end: int
    line: int
    before: tuple[Node, ...]
    content: tuple[Node, ...]
    note: bool = False
    after: str = ""

    @property
    def joined(self) -> tuple[Node, ...]:
        """Name and citation as one text, for a citation that is no note."""
        if not self.before:
            return self.content
        return (*self.before, *(() if begins_raised(self.content) else (" ",)), *self.content)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A manuscript with its citations formatted.

    Args:
        source: the text as it was read.
        pieces: what takes the place of its citations, in the order of the text.
        bibliography: of the cited works, in the style's order.
        anchors: the names by which entries are linked.
        problems: of the engine, and keys without a reference where those were allowed.
        title: the heading of the bibliography; empty for none.
    """

    source: Source
    pieces: tuple[Piece, ...]
    bibliography: Bibliography
    anchors: Anchors
    problems: tuple[Problem, ...] = ()
    title: str = ""
    links: bool = True

    def markdown(self) -> str:
        """The manuscript as Markdown; all but citations, notes and bibliography as it was."""
        text = self.source.text
        notes: list[str] = []
        edits: list[tuple[int, int, str]] = []
        name = _free_name(text)
        for piece in self.pieces:
            if piece.note:
                notes.append(render_linked(piece.content, "markdown", links=self.links))
                before = render_linked(piece.before, "markdown", links=self.links)
                new = f"{before}{piece.after}[^{name}-{len(notes)}]"
            else:
                new = render_linked(piece.joined, "markdown", links=self.links)
                line = text.rfind("\n", 0, piece.start) + 1
                if _BLOCK_HEAD.fullmatch(text, line, piece.start) and _ITEM.match(
                    f"{new}{text[piece.end : piece.end + 1]}"
                ):
                    new = f"\\{new}" if new[0] == "(" else re.sub(r"([.)])", r"\\\1", new, count=1)
            edits.append((piece.start, piece.end, new))
        block = self._entries()
        tail = [f"[^{name}-{number}]: {note}\n" for number, note in enumerate(notes, 1)]
        if block and self.source.refs:
            edits.append((*self.source.refs, f"\n{block}\n"))
        elif block:
            tail = ([f"# {self.title}\n"] if self.title else []) + [block] + tail
        result = edited(text, edits)
        return f"{result.rstrip()}\n\n" + "\n".join(tail) if tail else result

    def texts(self) -> tuple[tuple[int, str], ...]:
        """Each citation as plain text, with its line, in the order of reading."""
        return tuple((piece.line, plain_text(piece.joined)) for piece in self.pieces)

    def _entries(self) -> str:
        rows = []
        for entry in self.bibliography.entries:
            text = render_entry(entry, "markdown", links=self.links)
            anchor = f'<span id="{self.anchors.names[entry.id]}"></span>'
            rows.append(f"{anchor}{text}\n")
        return "\n".join(rows)


def edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """A text with stretches replaced; of two that overlap the first."""
    out, position = [], 0
    for start, end, new in sorted(edits, key=lambda one: one[:2]):
        if start >= position:
            out += [text[position:start], new]
            position = end
    return "".join([*out, text[position:]])


def _free_name(text: str) -> str:
    name = "cite"
    while f"[^{name}-" in text:
        name += "d"
    return name


def style_class(style: Style) -> str:
    """How a style cites: `note`, `numeric`, or `author-date` (authors or labels without numbers).

    A style says whether it is of class `note` on its first element, and the rest in its category.
    """
    with Path(style.path).open("rb") as file:
        head = file.read(4096).decode("utf-8", "replace")
    found = re.search(r"<style\b[^>]*?\bclass\s*=\s*[\"'](note|in-text)[\"']", head)
    if (found[1] if found else "") == "note":
        return "note"
    return "numeric" if style.citation_format == "numeric" else "author-date"


def compose(
    source: Source,
    references: Iterable[Reference],
    style: Style,
    engine: Engine,
    *,
    locale: str | None = None,
    links: bool = True,
    allow_missing: bool = False,
) -> Manuscript:
    """Format the citations of a manuscript.

    Args:
        source: what `read_markdown` gave.
        references: those that may be cited; the cited ones are in the bibliography, and those that
            the manuscript's `nocite` names.
        locale: a language tag; None for the manuscript's `lang`, else the style's own.
        links: whether citations are linked to their entries, and identifiers to their places.
        allow_missing: keys without a reference are printed in bold, and are problems.

    Raises:
        UnknownKeys: a key has no reference.
        StyleError: the style or the locale cannot be used.
    """
    by_id: dict[str, Reference] = {}
    for reference in references:
        by_id.setdefault(reference.id, reference)
    mentions = [one for one in source.mentions if not _is_cross_reference(one, by_id)]
    missing = _missing(source, mentions, by_id)
    if missing and not allow_missing:
        raise UnknownKeys(missing)
    kind = style_class(style)
    clusters, heads = _clusters(source, mentions, kind)
    nocite = source.matter.nocite
    cited = {cite.id for mention in mentions for cite in mention.cites} | set(nocite)
    wanted = tuple(one for one in by_id.values() if "*" in nocite or one.id in cited)
    document = engine.document(
        style,
        wanted,
        (*clusters, *(head for head in heads if head is not None)),
        locale or source.matter.text("lang", "locale") or None,
        uncited=bool(nocite),
    )
    bibliography = document.bibliography
    if source.matter.flag("suppress-bibliography", False):
        bibliography = replace(bibliography, entries=())
    link_cites = links and kind != "note" and source.matter.flag("link-citations", True)
    names = anchors(bibliography.entries, wanted, numeric=kind == "numeric")
    families = {one.id: short_names(one).removesuffix(" et al.") for one in wanted}
    families = {id: name.partition(" and ")[0] for id, name in families.items()}
    authors = iter(document.citations[len(clusters) :])
    pieces = []
    ends = {mention.end for mention in mentions}
    for mention, cluster, head, citation in zip(
        mentions, clusters, heads, document.citations, strict=False
    ):
        content: tuple[Node, ...] = citation.content
        before: tuple[Node, ...] = ()
        if head is not None:
            before = _author(next(authors).content, mention.cites[0].id, by_id, kind)
        if link_cites:
            content = linked(content, cluster, names, families)
        lacking = [cite.id for cite in mention.cites if cite.id not in by_id]
        content = _bold(content, lacking)
        pieces.append(_piece(source, mention, before, content, kind, ends))
    title = source.matter.text("reference-section-title") or "References"
    if "reference-section-title" in source.matter.values:
        title = source.matter.text("reference-section-title")
    elif _ends_in_heading(source.text):
        title = ""
    problems = (
        *missing,
        *(one for one in document.problems if one.ref is None or one.ref in by_id),
    )
    links = links and source.matter.flag("link-bibliography", True)
    return Manuscript(source, tuple(pieces), bibliography, names, problems, title, links)


# --- keys -----------------------------------------------------------------------------------------

# As pandoc-crossref has them; left for it.
_CROSS_REFERENCE = re.compile(r"(?:fig|tbl|eq|sec|lst):", re.I)


def _is_cross_reference(mention: Mention, known: Mapping[str, Reference]) -> bool:
    return all(_CROSS_REFERENCE.match(one.id) and one.id not in known for one in mention.cites)


def _missing(
    source: Source, mentions: Sequence[Mention], known: Mapping[str, Reference]
) -> list[Problem]:
    problems = []
    near: dict[str, list[str]] = {}
    for mention in sorted(mentions, key=lambda one: one.start):
        for cite in mention.cites:
            if cite.id not in known:
                keys = near.setdefault(cite.id, near_keys(cite.id, known))
                plain = mention.in_text and not keys
                problem = unknown_key(cite.id, keys, mention.line, mention.start, mention.end)
                if plain:
                    problem = replace(
                        problem, message=f"{problem.message} Write \\@ for a plain @."
                    )
                problems.append(problem)
    unread = (key for key in source.matter.nocite if key != "*" and key not in known)
    return [*problems, *(unknown_key(key, near_keys(key, known), 1) for key in unread)]


def _bold(nodes: tuple[Node, ...], keys: Iterable[str]) -> tuple[Node, ...]:
    for key in dict.fromkeys(keys):
        mark = f"[{key}?]"
        for match in re.finditer(re.escape(mark), plain_text(nodes)):
            nodes = wrapped(nodes, match.start(), match.end(), _in_bold)
    return nodes


def _in_bold(inner: tuple[Node, ...]) -> Node:
    return Span(CharacterStyle.BOLD, inner)


# --- clusters -------------------------------------------------------------------------------------


def _clusters(
    source: Source, mentions: Sequence[Mention], kind: str
) -> tuple[list[Cluster], list[Cluster | None]]:
    """What the engine is asked for: the citations, and apart from them the names in sentences.

    The names come after all citations, with their position said, so that they count for none of
    the citations' positions.
    """
    wanted = {mention.start for mention in mentions}
    clusters: list[Cluster] = []
    heads: list[Cluster | None] = []
    seen: set[str] = set()
    number, own = 0, {0: 0}
    for one in source.order:
        if not isinstance(one, Mention):
            number += 1
            own[one.number] = number
            continue
        if one.start not in wanted:
            continue
        note = own[one.note]
        if kind == "note" and not note:
            number += 1
            note = number
        named = one.in_text and not (kind == "note" and one.note)
        cites = one.cites
        if named and kind != "numeric":
            cites = (replace(cites[0], suppress_author=True), *cites[1:])
        elif kind == "numeric":
            cites = tuple(replace(cite, suppress_author=False) for cite in cites)
        clusters.append(Cluster(cites, note, f"c{len(clusters)}"))
        position = "subsequent" if one.cites[0].id in seen else "first"
        author = Cite(one.cites[0].id, author_only=True, position=position)
        heads.append(Cluster((author,), 0, f"a{len(heads)}") if named else None)
        seen.update(cite.id for cite in one.cites)
    return clusters, heads


def _author(
    nodes: tuple[Node, ...], id: str, known: Mapping[str, Reference], kind: str
) -> tuple[Node, ...]:
    """The name in the sentence; of numeric styles, which have none, the short form of it."""
    text = plain_text(nodes)
    if id in known and (kind == "numeric" or not any(one.isalpha() for one in text)):
        return (short_names(known[id]),)
    return nodes if id in known else ()


# --- places ---------------------------------------------------------------------------------------

_BLOCK_HEAD = re.compile(r"[\s>*+-]*(?:\d+[.)])?\s*(?:\[\^?[^\]\s]*\]:)?\s*")
_MOVED = re.compile(r"[.,;:!?)”’»]*(?:[\"'](?=[\s.,;:!?)]|$))?[.,;:!?)”’»]*")
# What begins a block so is an item of a list.
_ITEM = re.compile(r"\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+)[.)](?=\s|$)")


def _piece(
    source: Source,
    mention: Mention,
    before: tuple[Node, ...],
    content: tuple[Node, ...],
    kind: str,
    ends: Container[int],
) -> Piece:
    """A citation's piece, with what it does to the text around it.

    A note's mark and a raised number stand close to the word before; a note's mark stands behind
    punctuation (pandoc's manual, "notes-after-punctuation").
    """
    text, start, end, line = source.text, mention.start, mention.end, mention.line
    if kind != "note":
        if not before and begins_raised(content):
            start = _close(text, start, ends)
        return Piece(start, end, line, before, content)
    if mention.note:
        if mention.alone:
            stopped = plain_text(content).endswith(".") and text.startswith(".", end)
            return Piece(start, end + stopped, line, (), content)
        inner = unstopped(content)
        return Piece(start, end, line, (), inner if mention.in_text else ("(", *inner, ")"))
    after = ""
    if source.matter.flag("notes-after-punctuation", True):
        match = _MOVED.match(text, end)
        if match:
            after, end = match[0], match.end()
    if not before:
        start = _close(text, start, () if after else ends)
        content = capitalized(content) if mention.cites[0].prefix else content
    if plain_text(before).endswith("."):
        after = after.removeprefix(".")  # "Doe et al." ends the sentence
    return Piece(start, end, line, before, content, note=True, after=after)


def _close(text: str, start: int, ends: Container[int]) -> int:
    """Where the word before a citation ends, if there is one in its paragraph.

    Between two citations the blank stays: two numbers are not one.
    """
    if len(text[:start].rstrip()) in ends:
        return start
    line = text.rfind("\n", 0, start) + 1
    head = text[line:start]
    if not head.strip():
        above = text[:line].rstrip("\n")
        if line == 0 or len(text[:line]) - len(above) != 1 or not above.strip():
            return start  # the paragraph begins here
        return len(above.rstrip())
    if _BLOCK_HEAD.fullmatch(head):
        return start
    return line + len(head.rstrip())


def _ends_in_heading(text: str) -> bool:
    lines = text.rstrip().splitlines()
    if not lines:
        return False
    if re.match(r" {0,3}#{1,6}\s+\S", lines[-1]):
        return True
    return (
        len(lines) > 1
        and bool(re.fullmatch(r" {0,3}(=+|-+)\s*", lines[-1]))
        and bool(lines[-2].strip())
    )
