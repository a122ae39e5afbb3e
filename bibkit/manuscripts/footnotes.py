"""Footnotes of a Word document, which python-docx has no words for.

Source: ECMA-376, part 1, 17.11 (`w:footnotes`, `w:footnoteReference`; the notes -1 and 0 are the
lines between text and notes).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["Footnotes"]

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINES = """\
<w:footnotes xmlns:w="{space}"
  xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>
</w:footnote></w:footnotes>"""


class Footnotes:
    """The notes of one document; the part is made with the first of them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._part: Any = None
        self._count = 0

    @property
    def part(self) -> Any:
        """Where the notes lie: addresses of links in them are told to this part."""
        if self._part is None:
            self._part = self._made()
        return self._part

    def add(self, paragraph: Paragraph, fill: Callable[[Any], None]) -> None:
        """A mark at the end of a paragraph, and its note.

        Args:
            fill: gets the empty note, to put paragraphs in.
        """
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        part = self.part
        self._count += 1
        number = str(self._count)
        note: Any = OxmlElement("w:footnote")
        note.set(qn("w:id"), number)
        part.element.append(note)
        mark: Any = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), number)
        run = paragraph.add_run()
        run.style = "Footnote Reference"
        run._r.append(mark)
        fill(note)

    def begin(self, paragraph: Paragraph) -> None:
        """The number with which a note's first paragraph begins."""
        from docx.oxml.parser import OxmlElement

        run = paragraph.add_run()
        run.style = "Footnote Reference"
        run._r.append(OxmlElement("w:footnoteRef"))
        paragraph.add_run(" ")

    def _made(self) -> Any:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import XmlPart
        from docx.oxml.parser import parse_xml
        from docx.shared import Pt

        styles: Any = self._document.styles
        text = styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.space_after = Pt(2)
        mark = styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.font.superscript = True
        package = self._document.part.package
        element: Any = parse_xml(_LINES.format(space=_SPACE))
        part = XmlPart(PackURI("/word/footnotes.xml"), _TYPE, element, package)
        self._document.part.relate_to(part, _RELATION)
        return part
