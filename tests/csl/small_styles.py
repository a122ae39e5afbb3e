"""Small styles and references for the tests of the native engine, and what it prints of them.

A test says the elements of a layout; the rest of a style is made around them. Styles lie in the
temporary folder of the run, by their content.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bibkit import Date, Name, Problem, Reference
from bibkit.csl.engine import Cite, Cluster, Document
from bibkit.csl.library import Style
from bibkit.csl.native import NativeEngine
from bibkit.model import Value

CSL = "http://purl.org/net/xbiblio/csl"
#: Author and year, as most tests of citations want them.
SHORT = '<names variable="author"><name form="short"/></names>'
YEAR = '<date variable="issued"><date-part name="year"/></date>'
#: A citation "Doe 2000".
DOE_2000 = f'<group delimiter=" ">{SHORT}{YEAR}</group>'


def style(
    bibliography: str = '<text variable="title"/>',
    citation: str = '<text variable="title"/>',
    *,
    before: str = "",
    note: bool = False,
    **attributes: Any,
) -> Style:
    """A style of these layouts.

    Args:
        bibliography, citation: the elements of the layout, or the whole `<bibliography>` or
            `<citation>`. A bibliography may be empty: the style has none.
        before: macros and locales.
        note: the style's class.
        attributes: of `cs:style`, with underscores (`page_range_format="minimal"`).
    """
    own = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return written(
        f'<style xmlns="{CSL}" version="1.0" class="{"note" if note else "in-text"}"{own}>\n'
        f"<info><title>A test</title></info>\n{before}\n"
        f"{_area('citation', citation)}\n{_area('bibliography', bibliography)}\n</style>\n"
    )


def _area(name: str, content: str) -> str:
    if not content or content.startswith(f"<{name}"):
        return content
    return f"<{name}><layout>{content}</layout></{name}>"


def written(xml: str) -> Style:
    """A file of this text as a style."""
    folder = Path(os.environ["BIBKIT_CACHE_DIR"]).parent / "written-styles"
    folder.mkdir(exist_ok=True)
    path = folder / f"{hashlib.sha256(xml.encode()).hexdigest()[:16]}.csl"
    path.write_text(xml, "utf-8")
    return Style(path.stem, "A test", str(path))


def item(identifier: str = "a", type: str = "article-journal", **fields: Any) -> Reference:
    """A reference; variables with underscores (`container_title`), years may be numbers.

    Without a title its id is its title.
    """
    values: dict[str, Value] = {"title": identifier}
    for name, value in fields.items():
        is_year = name in ("issued", "accessed") and isinstance(value, int)
        values[name.replace("_", "-")] = Date(value) if is_year else value
    return Reference(identifier, type, {name: one for name, one in values.items() if one != ""})


def people(*names: str) -> tuple[Name, ...]:
    """Names as `Family, Given, Suffix`; without a comma they are family names."""
    return tuple(map(_person, names))


def _person(name: str) -> Name:
    family, given, suffix = [*(part.strip() for part in name.split(",")), "", ""][:3]
    return Name(family, given, suffix=suffix)


def printed(
    elements: str, reference: Reference | None = None, to: str = "text", **rest: Any
) -> str:
    """What the elements of a bibliography's layout print of one reference; `rest` as in `style`."""
    return "".join(entries(style(elements, **rest), reference or item(), to=to))


def entries(
    style: Style, *references: Reference, to: str = "text", locale: str | None = None
) -> list[str]:
    """The entries of a bibliography, one text each."""
    bibliography = NativeEngine().bibliography(style, references, locale)
    return bibliography.texts(to, links=False)


def document(
    style: Style,
    references: Sequence[Reference],
    *clusters: str | Cite | Cluster,
    uncited: bool = False,
) -> Document:
    """A document; a cluster may be its ids with blanks between them, or one cite."""
    return NativeEngine().document(
        style, references, [_cluster(one) for one in clusters], uncited=uncited
    )


def _cluster(cluster: str | Cite | Cluster) -> Cluster:
    if isinstance(cluster, Cluster):
        return cluster
    cites = [Cite(one) for one in cluster.split()] if isinstance(cluster, str) else [cluster]
    return Cluster(tuple(cites))


def citations(
    style: Style, references: Sequence[Reference], *clusters: str | Cite | Cluster, to: str = "text"
) -> list[str]:
    """The clusters of a document as texts."""
    found = document(style, references, *clusters).citations
    return [citation.render(to, links=False) for citation in found]


def notes(*clusters: str | Cite | tuple[Cite, ...]) -> list[Cluster]:
    """Clusters in footnotes 1, 2, 3 …"""
    found = []
    for number, cluster in enumerate(clusters, 1):
        cites = cluster if isinstance(cluster, tuple) else _cluster(cluster).cites
        found.append(Cluster(cites, number))
    return found


def codes(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """Problems as their code and the reference that they are of."""
    return [(problem.code, problem.ref or "") for problem in problems]
