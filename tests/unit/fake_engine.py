"""An engine of one page, so that tests of manuscripts do not depend on styles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bibkit.csl.engine import Bibliography, Citation, Cite, Cluster, Document
from bibkit.csl.library import Style
from bibkit.csl.nodes import Block, Display, Entry, Node, Span
from bibkit.csl.nodes import Style as Look
from bibkit.model import Date, Name, Reference


def reference(id: str, names: str, title: str, year: int) -> Reference:
    people = tuple(Name(family=name) for name in names.split())
    return Reference(id, "book", {"author": people, "title": title, "issued": Date(year)})


REFERENCES = (
    reference("doe99", "Doe", "Frogs", 1999),
    reference("smith04", "Smith Roe Poe", "Flies", 2004),
    reference("other", "Other", "Bees", 2005),
)


def style(folder: Path, form: str) -> Style:
    """A style that is no more than its class: raised, brackets, date or note."""
    path = folder / f"{form}.csl"
    kind = "note" if form == "note" else "in-text"
    path.write_text(f'<style xmlns="http://purl.org/net/xbiblio/csl" class="{kind}"></style>')
    counts = "numeric" if form in ("raised", "brackets") else ""
    return Style(form, form, str(path), citation_format=counts)


class FakeEngine:
    """Formats by the id of the style; keeps what it was asked for in `asked`."""

    def __init__(self) -> None:
        self.asked: tuple[Cluster, ...] = ()
        self.locale: str | None = None

    def bibliography(
        self, style: Style, references: Sequence[Reference], locale: str | None = None
    ) -> Bibliography:
        raise NotImplementedError

    def document(
        self,
        style: Style,
        references: Sequence[Reference],
        clusters: Sequence[Cluster],
        locale: str | None = None,
        *,
        uncited: bool = False,
    ) -> Document:
        self.asked, self.locale = tuple(clusters), locale
        self.known = {one.id: one for one in references}
        cited = [cite.id for cluster in clusters for cite in cluster.cites if cite.id in self.known]
        self.order = list(dict.fromkeys([*cited, *(self.known if uncited else ())]))
        citations = tuple(self._citation(cluster, style.id) for cluster in clusters)
        entries = tuple(self._entry(id, style.id) for id in self.order)
        return Document(citations, Bibliography(entries, (), style), ())

    def _citation(self, cluster: Cluster, form: str) -> Citation:
        parts = [self._cite(cite, form) for cite in cluster.cites]
        if cluster.cites[0].author_only:
            return Citation((parts[0],), cluster.id)
        text: Node = "; ".join(parts)
        wrapped: dict[str, tuple[Node, ...]] = {
            "raised": (Span(Look.SUPERSCRIPT, (",".join(parts),)),),
            "brackets": ("[", text, "]"),
            "date": ("(", text, ")"),
            "note": (text, "."),
        }
        return Citation(wrapped[form], cluster.id)

    def _cite(self, cite: Cite, form: str) -> str:
        if cite.id not in self.known:
            return f"[{cite.id}?]"
        one = self.known[cite.id]
        names = one.names("author")
        name = names[0].family + (" et al." if len(names) > 2 else "")
        if cite.author_only:
            return name
        year = one.date("issued")
        what = {"date": str(year.year if year else ""), "note": one.text("title")}.get(form)
        core = what if what and cite.suppress_author else f"{name}, {what}"
        core = core if what else str(self.order.index(cite.id) + 1)
        where = f", {cite.label} {cite.locator}" if cite.locator else ""
        return f"{cite.prefix}{core}{where}{cite.suffix}"

    def _entry(self, id: str, form: str) -> Entry:
        one = self.known[id]
        year = one.date("issued")
        body = (
            f"{one.names('author')[0].family}. ",
            Span(Look.ITALIC, (one.text("title"),)),
            f". {year}.",
        )
        if form not in ("raised", "brackets"):
            return Entry(id, body)
        margin = Block(Display.LEFT_MARGIN, (f"{self.order.index(id) + 1}. ",))
        return Entry(id, (margin, Block(Display.RIGHT_INLINE, body)))
