"""Works, styles and documents for the tests of the engines."""

from __future__ import annotations

from pathlib import Path

from bibkit import Date, Name, Reference
from bibkit.csl.engine import Cite, Cluster, Document
from bibkit.csl.library import Style, find_style


def made_style(
    folder: Path,
    citation: str = '<layout><text variable="title"/></layout>',
    bibliography: str = "",
    *,
    attributes: str = 'class="in-text"',
    options: str = "",
) -> Style:
    """A style of its citation's and its bibliography's XML."""
    path = folder / "made.csl"
    cited = f"<citation>{citation}</citation>" if citation else ""
    listed = f"<bibliography {options}>{bibliography}</bibliography>" if bibliography else ""
    path.write_text(
        f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" {attributes}>'
        f"<info><title>Made</title><id>made</id></info>{cited}{listed}</style>"
    )
    return find_style(path)


def an_article(identifier: str, family: str = "Smith", year: int = 2017) -> Reference:
    return Reference(
        identifier,
        "article-journal",
        {
            "author": (Name(family, "Anna B."), Name("Berg", "Jan")),
            "title": f"On {identifier}",
            "container-title": "Journal of Things",
            "issued": Date(year),
            "volume": "12",
            "page": "181-184",
        },
    )


SMITH, ZOLA, ABEL = (
    an_article("smith"),
    an_article("zola", "Zola", 2001),
    an_article("abel", "Abel", 1999),
)
ALL = (SMITH, ZOLA, ABEL)


def clusters_of(*ids: str) -> list[Cluster]:
    return [Cluster((Cite(id),)) for id in ids]


def texts_of(document: Document) -> list[str]:
    return [citation.render() for citation in document.citations]


def codes_of(document: Document) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.ref) for problem in document.problems]


def ids_of(document: Document) -> list[str]:
    return [entry.id for entry in document.bibliography.entries]
