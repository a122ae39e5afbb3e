"""A Word document: a paragraph an entry in the style "Bibliography", which the writer can change.

Made with python-docx; sources: ECMA-376, part 1 (`w:hyperlink`, `w:ind`, `w:tabs`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bibkit.csl.nodes import Entry, Layout, Style
from bibkit.csl.render.base import Line, Output, Run, labels_width, lines

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["HANGING", "OUTPUT", "entry_style"]

#: Points: of a hanging indent, of a line, of a character of a label.
HANGING, _LINE, _CHARACTER = 36, 12, 6
_LINK_COLOUR = (0x05, 0x63, 0xC1)
_FONTS = {
    Style.ITALIC: "italic",
    Style.BOLD: "bold",
    Style.SMALL_CAPS: "small_caps",
    Style.UNDERLINE: "underline",
    Style.SUPERSCRIPT: "superscript",
    Style.SUBSCRIPT: "subscript",
}


def _file(entries: Sequence[Entry], layout: Layout, links: bool) -> bytes:
    from docx import Document
    from docx.shared import Pt

    document = Document()
    properties = document.core_properties
    properties.author = properties.comments = ""
    every = [lines(entry, links) for entry in entries]
    width = labels_width(every)
    style = str(entry_style(document, layout, width).style_id)
    link = _link_style(document)
    addresses: dict[str, str] = {}
    for found in every:
        for line in found:
            paragraph = document.add_paragraph()
            # By its id: python-docx looks through all styles for one that is given whole.
            paragraph._p.style = style
            form = paragraph.paragraph_format
            if line.indent or (width and not line.label):
                form.left_indent = Pt(HANGING if line.indent else 0)
                form.first_line_indent = Pt(0)
            if line is not found[-1]:
                form.space_after, form.keep_with_next = Pt(0), True
            _fill(paragraph, line, link, addresses)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def entry_style(document: Document, layout: Layout, width: int) -> Any:
    """Add the style of the entries to a document, and give it.

    Args:
        width: characters of the widest label, 0 where there are none.
    """
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    style: Any = document.styles.add_style("Bibliography", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style.base_style = document.styles["Normal"]
    form = style.paragraph_format
    column = (width + 1) * _CHARACTER if width else 0
    hanging = column or (HANGING if layout.hanging_indent else 0)
    left = 0 if layout.second_field_align == "margin" else hanging
    form.left_indent, form.first_line_indent = Pt(left), Pt(-hanging)
    if width:
        form.tab_stops.add_tab_stop(Pt(left))
    form.space_after = Pt(layout.entry_spacing * _LINE)
    form.line_spacing = float(layout.line_spacing)
    return style


def _link_style(document: Document) -> str:
    """Add the style of links; give its id."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    style: Any = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    style.font.color.rgb = RGBColor(*_LINK_COLOUR)
    style.font.underline = True
    return str(style.style_id)


def _fill(paragraph: Paragraph, line: Line, link: str, addresses: dict[str, str]) -> None:
    tab = (Run("\t"),) if line.label and line.body else ()
    for url, found in groupby((*line.label, *tab, *line.body), key=lambda run: run.url):
        if not url:
            for run in found:
                _styled(paragraph.add_run(run.text), run)
            continue
        anchor = _anchor(paragraph, url, addresses)
        for run in found:
            added = paragraph.add_run(run.text)
            added._r.style = link
            _styled(added, run)
            anchor.append(added._r)  # moves it


def _styled(added: Any, run: Run) -> None:
    for style in run.styles:
        if style in _FONTS:
            setattr(added.font, _FONTS[style], True)


def _anchor(paragraph: Paragraph, url: str, addresses: dict[str, str]) -> Any:
    """A hyperlink at the end of a paragraph.

    python-docx looks through all relations to add one; in a list of thousands that takes minutes.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    name = addresses.get(url)
    if name is None:
        name = addresses[url] = f"rIdLink{len(addresses) + 1}"
        paragraph.part.rels.add_relationship(
            RELATIONSHIP_TYPE.HYPERLINK, url, name, is_external=True
        )
    anchor: Any = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), name)
    paragraph._p.append(anchor)
    return anchor


OUTPUT = Output("docx", "Word document", (".docx",), file=_file)
