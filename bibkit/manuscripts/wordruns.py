"""Characters of a Word document: their looks, links and bookmarks (ECMA-376, part 1, 17.3, 17.16)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from bibkit.csl.nodes import Node, Style
from bibkit.csl.render.base import Run
from bibkit.manuscripts.trees import linked_runs

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["Runs"]

_CODE = "Courier New"
_FONTS = {
    Style.ITALIC: "italic",
    Style.BOLD: "bold",
    Style.SMALL_CAPS: "small_caps",
    Style.UNDERLINE: "underline",
    Style.SUPERSCRIPT: "superscript",
    Style.SUBSCRIPT: "subscript",
}
# What XML cannot hold.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Runs:
    """Writes runs into paragraphs of one document, and knows its bookmarks and addresses."""

    def __init__(self, document: Document) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import RGBColor

        self.bookmarks: dict[str, str] = {}
        self.marked: set[str] = set()
        self.addresses: dict[tuple[int, str], str] = {}
        link: Any = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
        link.font.color.rgb = RGBColor(0x05, 0x63, 0xC1)
        self.link = link

    def nodes(
        self,
        paragraph: Paragraph,
        nodes: Sequence[Node],
        part: Any,
        fonts: Iterable[str] = (),
        *,
        links: bool = True,
    ) -> None:
        """A formatted text at the end of a paragraph."""
        fonts = list(fonts)
        for run, place in linked_runs(nodes, links=links):
            self.add(paragraph, run, part, fonts, place)

    def add(
        self,
        paragraph: Paragraph,
        run: Run,
        part: Any,
        fonts: Iterable[str] = (),
        place: str = "",
    ) -> None:
        """A run at the end of a paragraph.

        Args:
            part: of the document that the paragraph lies in; it keeps the addresses of links.
            fonts: how it looks beside its own styles: names of python-docx's `Font`, or `code`.
            place: of this document, to point to.
        """
        added: Any = paragraph.add_run(_ODD.sub("", run.text))
        for font in [*fonts, *(_FONTS.get(style, "") for style in run.styles)]:
            if font == "code":
                added.font.name = _CODE
            elif font:
                setattr(added.font, font, True)
        if run.url or place:
            self._link(paragraph, added, run.url, place, part)

    def bookmark(self, paragraph: Paragraph, place: str) -> None:
        """The place that links point to, before what comes next in a paragraph."""
        if not place or place in self.marked:
            return
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        self.marked.add(place)
        number = str(len(self.marked))
        start: Any = OxmlElement("w:bookmarkStart")
        start.set(qn("w:id"), number)
        start.set(qn("w:name"), self._name(place))
        end: Any = OxmlElement("w:bookmarkEnd")
        end.set(qn("w:id"), number)
        paragraph._p.append(start)
        paragraph._p.append(end)

    def _name(self, place: str) -> str:
        """A bookmark's name: letters, digits and underscores, at most forty."""
        name = self.bookmarks.get(place)
        if name is None:
            base = "b_" + re.sub(r"\W", "_", place, flags=re.A)[:30]
            taken = set(self.bookmarks.values())
            name = base if base not in taken else f"{base}_{len(taken)}"
            self.bookmarks[place] = name
        return name

    def _link(self, paragraph: Paragraph, added: Any, url: str, place: str, part: Any) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        anchor: Any = OxmlElement("w:hyperlink")
        if place:
            anchor.set(qn("w:anchor"), self._name(place))
        else:
            # python-docx looks through all relations to add one.
            key = (id(part), url)
            if key not in self.addresses:
                self.addresses[key] = f"rIdLink{len(self.addresses) + 1}"
                name = self.addresses[key]
                part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, url, name, is_external=True)
            anchor.set(qn("r:id"), self.addresses[key])
            added.style = self.link
        paragraph._p.append(anchor)
        anchor.append(added._r)  # moves it
