"""A manuscript as a Word document, made with python-docx.

Headings, paragraphs, lists, quotations, tables, code and links are Word's own; notes are real
footnotes; an entry of the bibliography is a paragraph that citations point to. An image is said in
brackets with its text and address; maths stays TeX.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bibkit.csl.render.base import Run, labels_width, lines, safe_url
from bibkit.csl.render.docx import HANGING, entry_style
from bibkit.manuscripts.document import Manuscript
from bibkit.manuscripts.footnotes import Footnotes
from bibkit.manuscripts.html import authors
from bibkit.manuscripts.reading import markdown_parser
from bibkit.manuscripts.slots import Slotted, slotted
from bibkit.manuscripts.wordruns import Runs

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from markdown_it.token import Token

__all__ = ["to_docx"]

#: Points: of a hanging indent, of a line, of a character of a label, of one step of an indent.
_STEP = 36
_MARKS = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "s": "strike",
    "del": "strike",
    "u": "underline",
    "sup": "superscript",
    "sub": "subscript",
}
_TAG = re.compile(r"<(/?)([a-z]+)\b[^<>]*>", re.I)


def to_docx(manuscript: Manuscript) -> bytes:
    """The manuscript as the bytes of a .docx file."""
    held = slotted(manuscript)
    return _Writer(manuscript, held).written(markdown_parser().parse(held.text))


@dataclass(frozen=True)
class _Place:
    """Where blocks go, the document, a cell or a note, and how they stand there."""

    holder: Any
    part: Any
    quoted: int = 0
    lists: int = 0
    item: tuple[str, Any] | None = None  # style and number of the item that begins here
    note: bool = False


@dataclass
class _Look:
    """The inline marks that are open."""

    fonts: list[str] = field(default_factory=list)
    url: str = ""


class _Writer:
    def __init__(self, manuscript: Manuscript, held: Slotted) -> None:
        import docx

        self.manuscript, self.held = manuscript, held
        self.document: Document = docx.Document()
        self.footnotes = Footnotes(self.document)
        self.runs = Runs(self.document)
        self.notes: dict[Any, list[Token]] = {}
        self.begun: list[Any] = []  # the note whose number is still to be written

    def written(self, tokens: Sequence[Token]) -> bytes:
        place = _Place(self.document, self.document.part)
        self._head(place)
        main: list[Token] = []
        into = main
        for token in tokens:
            if token.type == "footnote_open":
                into = self.notes.setdefault(token.meta["id"], [])
            elif token.type == "footnote_close":
                into = main
            elif token.type not in ("footnote_block_open", "footnote_block_close"):
                into.append(token)
        self._blocks(main, place)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _head(self, place: _Place) -> None:
        matter = self.manuscript.source.matter
        properties = self.document.core_properties
        people = ", ".join(authors(matter.values.get("author")))
        properties.title, properties.author = matter.text("title")[:255], people[:255]
        properties.comments = ""
        for text, style in (
            (matter.text("title"), "Title"),
            (matter.text("subtitle"), "Subtitle"),
            (people, "Subtitle"),
            (str(matter.values.get("date") or ""), "Subtitle"),
        ):
            if text:
                inline = markdown_parser().parseInline(text)[0]
                self._inline(self._paragraph(place, style), inline.children or [], place)
        if matter.text("abstract"):
            self._blocks(markdown_parser().parse(matter.text("abstract")), replace(place, quoted=1))

    # --- blocks -----------------------------------------------------------------------------------

    def _blocks(self, tokens: Sequence[Token], place: _Place) -> None:
        for token, inner in _elements(tokens):
            kind = token.type
            if kind == "heading_open":
                paragraph = self._paragraph(place, f"Heading {token.tag[1:]}")
                self.runs.bookmark(paragraph, str(token.attrGet("id") or ""))
                self._inline(paragraph, inner[0].children or [], place)
            elif kind == "inline":
                self._text(token, place)
            elif kind in ("bullet_list_open", "ordered_list_open"):
                self._list(token, inner, place)
            elif kind in ("blockquote_open", "dd_open"):
                self._blocks(inner, replace(place, quoted=place.quoted + 1))
            elif kind == "dt_open":
                self._inline(
                    self._paragraph(place), inner[0].children or [], place, _Look(["bold"])
                )
            elif kind in ("fence", "code_block", "math_block"):
                self._code(token.content, place)
            elif kind == "table_open":
                self._table(inner, place)
            elif kind == "hr":
                self._paragraph(place).add_run("* * *")
            elif kind == "html_block":
                text = re.sub(r"<!--.*?-->|<[^<>]*>", "", token.content, flags=re.S).strip()
                if text:
                    self._paragraph(place).add_run(text)
            else:  # a paragraph, a div
                self._blocks(inner, place)
            if kind not in ("html_block",):
                place = replace(place, item=None)

    def _paragraph(self, place: _Place, style: str = "") -> Paragraph:
        from docx.oxml.parser import OxmlElement
        from docx.shared import Pt
        from docx.text.paragraph import Paragraph

        number: Any = None
        element: Any
        if place.item and not style:
            style, number = place.item
        elif place.lists and not style:
            style = _leveled("List Continue", place.lists)
        if place.note:
            element = OxmlElement("w:p")
            place.holder.append(element)
            paragraph = Paragraph(element, self.document._body)
            paragraph.style = style or "Footnote Text"
        else:
            paragraph = place.holder.add_paragraph(style=style or None)
        if number is not None:
            element = paragraph._p.get_or_add_pPr()
            properties = element.get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number
        if place.quoted:
            paragraph.paragraph_format.left_indent = Pt(place.quoted * _STEP)
        if place.note and self.begun and self.begun[-1] is place.holder:
            self.begun.pop()
            self.footnotes.begin(paragraph)
        return paragraph

    def _text(self, token: Token, place: _Place) -> None:
        children = token.children or []
        if any(self.held.bibliography in one.content for one in children):
            self._bibliography()
            return
        paragraph = self._paragraph(place)
        if [one.type for one in children] == ["image"] and children[0].children:
            paragraph.style = "Caption"
        self._inline(paragraph, children, place)

    def _list(self, token: Token, inner: Sequence[Token], place: _Place) -> None:
        ordered = token.type.startswith("ordered")
        depth = place.lists + 1
        style = _leveled("List Number" if ordered else "List Bullet", depth)
        number = self._numbered(style, int(token.attrGet("start") or 1)) if ordered else None
        for _, item in _elements(inner):
            self._blocks(item, replace(place, lists=depth, item=(style, number)))

    def _numbered(self, style: str, start: int) -> int:
        """A numbering of its own: without it Word would go on counting from the list before."""
        numbering: Any = self.document.part.numbering_part.element
        styled: Any = self.document.styles[style]
        model = numbering.num_having_numId(styled.element.pPr.numPr.numId.val)
        number = numbering.add_num(model.abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(number.numId)

    def _code(self, text: str, place: _Place) -> None:
        from docx.shared import Pt

        paragraph = self._paragraph(place)
        paragraph.paragraph_format.left_indent = Pt((place.quoted + 1) * _STEP / 2)
        for number, line in enumerate(text.rstrip("\n").split("\n")):
            if number:
                paragraph.add_run().add_break()
            self.runs.add(paragraph, Run(line), place.part, ["code"])

    def _table(self, inner: Sequence[Token], place: _Place) -> None:
        rows = [
            list(_elements(row))
            for part, group in _elements(inner)
            for _, row in (_elements(group) if part.type in ("thead_open", "tbody_open") else ())
        ]
        if place.note or not rows:  # python-docx has no tables in notes
            for row in rows:
                paragraph = self._paragraph(place)
                for number, (_, cell) in enumerate(row):
                    paragraph.add_run(" | " if number else "")
                    self._inline(paragraph, cell[0].children or [], place)
            return
        table = self.document.add_table(len(rows), max(map(len, rows)), "Table Grid")
        for cells, row in zip(table.rows, rows, strict=True):
            for target, (token, content) in zip(cells.cells, row, strict=False):
                paragraph = target.paragraphs[0]
                paragraph.alignment = _alignment(str(token.attrGet("style") or ""))
                look = _Look(["bold"] if token.tag == "th" else [])
                self._inline(paragraph, (content[0].children or []) if content else [], place, look)
        self.document.add_paragraph()

    # --- inline -----------------------------------------------------------------------------------

    def _inline(
        self,
        paragraph: Paragraph,
        children: Sequence[Token],
        place: _Place,
        look: _Look | None = None,
    ) -> None:
        look = look or _Look()
        for token in children:
            kind = token.type
            if kind == "text":
                self._filled(paragraph, token.content, place, look)
            elif kind == "softbreak":
                paragraph.add_run(" ")
            elif kind == "hardbreak":
                paragraph.add_run().add_break()
            elif kind in ("code_inline", "math_inline", "math_inline_double"):
                fonts = ["code"] if kind == "code_inline" else ["italic"]
                self.runs.add(paragraph, Run(token.content), place.part, [*look.fonts, *fonts])
            elif kind == "image":
                paragraph.add_run("[")
                self._inline(paragraph, token.children or [], place, look)
                paragraph.add_run(f" ({token.attrGet('src')})]")
            elif kind == "footnote_ref":
                self._note(paragraph, token, place)
            elif kind in ("link_open", "link_close"):
                look.url = str(token.attrGet("href") or "")
            elif kind == "span_open":
                classes = str(token.attrGet("class") or "").split()
                known = {"smallcaps": "small_caps", "underline": "underline"}
                look.fonts.append(next((known[c] for c in classes if c in known), ""))
            elif kind == "span_close":
                look.fonts.pop()
            elif kind == "html_inline":
                self._tag(paragraph, token.content, look)
            elif token.tag in _MARKS and token.nesting:
                _marked(look.fonts, _MARKS[token.tag], opens=token.nesting == 1)

    def _filled(self, paragraph: Paragraph, text: str, place: _Place, look: _Look) -> None:
        for piece in self.held.pieces(text):
            if not isinstance(piece, str):
                self.runs.nodes(
                    paragraph, piece, place.part, look.fonts, links=self.manuscript.links
                )
            elif look.url.startswith("#"):
                self.runs.add(paragraph, Run(piece), place.part, look.fonts, look.url[1:])
            else:
                url = safe_url(look.url)
                self.runs.add(paragraph, Run(piece, url=url), place.part, look.fonts)

    def _tag(self, paragraph: Paragraph, raw: str, look: _Look) -> None:
        match = _TAG.fullmatch(raw.strip())
        name = match[2].lower() if match else ""
        if name == "br":
            paragraph.add_run().add_break()
        elif match and name in _MARKS:
            _marked(look.fonts, _MARKS[name], opens=not match[1])

    def _note(self, paragraph: Paragraph, token: Token, place: _Place) -> None:
        blocks = self.notes.pop(token.meta["id"], None)
        if blocks is None or place.note:  # a second mark of the same note; a note in a note
            self.runs.add(paragraph, Run(f"[{token.meta['id'] + 1}]"), place.part, ["superscript"])
            return

        def fill(holder: Any) -> None:
            self.begun.append(holder)
            inside = _Place(holder, self.footnotes.part, note=True)
            self._blocks(blocks, inside)
            if not len(holder):
                self._paragraph(inside)

        self.footnotes.add(paragraph, fill)

    # --- the bibliography -------------------------------------------------------------------------

    def _bibliography(self) -> None:
        from docx.shared import Pt

        manuscript = self.manuscript
        every = [lines(entry, manuscript.links) for entry in manuscript.bibliography.entries]
        style = entry_style(self.document, manuscript.bibliography.layout, labels_width(every))
        part = self.document.part
        for entry, found in zip(manuscript.bibliography.entries, every, strict=True):
            for number, line in enumerate(found):
                paragraph = self.document.add_paragraph(style=style)
                if not number:
                    self.runs.bookmark(paragraph, manuscript.anchors.names[entry.id])
                if line.indent:
                    paragraph.paragraph_format.left_indent = Pt(HANGING)
                    paragraph.paragraph_format.first_line_indent = Pt(0)
                for run in line.label:
                    self.runs.add(paragraph, run, part)
                if line.label and line.body:
                    paragraph.add_run("\t")
                for run in line.body:
                    self.runs.add(paragraph, run, part)


def _elements(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Each element with what it holds; one that holds nothing with nothing."""
    index = 0
    while index < len(tokens):
        token, depth, end = tokens[index], 0, index
        while end < len(tokens):
            depth += tokens[end].nesting
            if depth <= 0:
                break
            end += 1
        if token.nesting >= 0:
            yield token, tokens[index + 1 : end]
        index = max(end, index) + 1


def _leveled(style: str, depth: int) -> str:
    """Word's styles of lists have three levels."""
    return style if depth <= 1 else f"{style} {min(depth, 3)}"


def _marked(fonts: list[str], font: str, *, opens: bool) -> None:
    if opens:
        fonts.append(font)
    elif font in fonts:
        fonts.reverse()
        fonts.remove(font)
        fonts.reverse()


def _alignment(style: str) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if "right" in style:
        return WD_ALIGN_PARAGRAPH.RIGHT
    return WD_ALIGN_PARAGRAPH.CENTER if "center" in style else None
