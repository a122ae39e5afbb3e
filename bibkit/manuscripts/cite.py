"""One door to all of it: a manuscript's text and its references to the finished file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bibkit.csl.engine import Bibliography, Engine
from bibkit.csl.library import Style
from bibkit.errors import NothingFound, UnknownFormat
from bibkit.model import Problem, Reference

__all__ = ["KINDS", "TARGETS", "Cited", "cite"]

#: What a manuscript can be, and what each is made into; the first is the usual one.
KINDS: dict[str, tuple[str, ...]] = {
    "markdown": ("markdown", "html", "docx"),
    "latex": ("bbl",),
    "aux": ("bbl",),
}
#: All that a manuscript is made into, with the suffixes of such files.
TARGETS: dict[str, tuple[str, ...]] = {
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "docx": (".docx",),
    "bbl": (".bbl",),
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A manuscript with its citations and its bibliography.

    Args:
        content: text, or the bytes of a Word document.
        bibliography: of the cited works, in the style's order.
        citations: line and plain text of each citation; none for LaTeX, which prints its own.
        problems: what a person should know.
    """

    content: str | bytes
    bibliography: Bibliography
    citations: tuple[tuple[int, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def cite(
    text: str,
    references: Iterable[Reference],
    style: Style,
    engine: Engine,
    *,
    kind: str = "markdown",
    to: str = "",
    locale: str | None = None,
    links: bool = True,
    allow_missing: bool = False,
    load: Callable[[str], str | None] | None = None,
) -> Cited:
    """Format a manuscript's citations, and add the bibliography of the cited works.

    Args:
        text: the manuscript.
        kind: one of `KINDS`: Markdown with pandoc's citations, LaTeX, or LaTeX's .aux file.
        to: one of `KINDS[kind]`; the usual one if empty.
        references, style, engine, locale, links, allow_missing: see
            `bibkit.manuscripts.document.compose`.
        load: see `bibkit.manuscripts.latex.read_aux`.

    Raises:
        NothingFound: the manuscript has no citation.
        UnknownKeys: a key has no reference.
        UnknownFormat: there is no such kind, or it is not made into that.
        StyleError: the style or the locale cannot be used.
    """
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise UnknownFormat(f"There is no manuscript of the kind '{kind}'. The kinds are: {known}.")
    to = to or KINDS[kind][0]
    if to not in KINDS[kind]:
        known = ", ".join(KINDS[kind])
        raise UnknownFormat(f"A {kind} manuscript is not made into '{to}', but into: {known}.")
    if kind != "markdown":
        from bibkit.manuscripts.latex import bbl, read_aux, read_tex

        source = read_tex(text) if kind == "latex" else read_aux(text, load)
        if not source.citations and not source.nocite:
            inputs = "".join(f" {one.message}" for one in source.problems if one.code == "inputs")
            raise NothingFound(f"No citation was found: no \\cite{{key}} or its kin.{inputs}")
        made = bbl(
            source,
            references,
            style,
            engine,
            locale=locale,
            links=links,
            allow_missing=allow_missing,
        )
        return Cited(made.text, made.bibliography, (), made.problems)
    from bibkit.manuscripts.document import compose
    from bibkit.manuscripts.markdown import read_markdown

    found = read_markdown(text, locale or "")
    if not found.mentions and not found.matter.nocite:
        raise NothingFound("No citation was found. A citation is [@key] or, in a sentence, @key.")
    manuscript = compose(
        found, references, style, engine, locale=locale, links=links, allow_missing=allow_missing
    )
    content: str | bytes
    if to == "html":
        from bibkit.manuscripts.html import to_html

        content = to_html(manuscript)
    elif to == "docx":
        from bibkit.manuscripts.word import to_docx

        content = to_docx(manuscript)
    else:
        content = manuscript.markdown()
    return Cited(content, manuscript.bibliography, manuscript.texts(), manuscript.problems)
