from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

import bibkit
from bibkit import Date, Name, Reference
from bibkit.csl.engine import Bibliography, Citation, Cluster, Document
from bibkit.csl.library import Style
from bibkit.csl.nodes import Entry, Span
from bibkit.csl.nodes import Style as CharacterStyle
from bibkit.csl.preview import EXAMPLES, preview
from bibkit.errors import StyleError

_STYLE = Style("house", "House", "house.csl", citation_format="numeric")


class _Numbers:
    """An engine that prints numbers, in the order of ids; its lists can be left out."""

    def __init__(self, listed: bool = True) -> None:
        self.listed = listed
        self.clusters: Sequence[Cluster] = ()

    def bibliography(
        self, style: Style, references: Sequence[Reference], locale: str | None = None
    ) -> Bibliography:
        entries = [Entry(one.id, (one.text("title"),)) for one in references]
        ordered = sorted(entries, key=lambda entry: entry.id) if self.listed else ()
        return Bibliography(tuple(ordered), (), style)

    def document(
        self,
        style: Style,
        references: Sequence[Reference],
        clusters: Sequence[Cluster],
        locale: str | None = None,
        *,
        uncited: bool = False,
    ) -> Document:
        self.clusters = clusters
        cited = tuple(
            Citation((Span(CharacterStyle.SUPERSCRIPT, (f"<{cluster.cites[0].id}>",)),))
            for cluster in clusters
        )
        return Document(cited, self.bibliography(style, references, locale), ())


def _two() -> tuple[Reference, Reference]:
    return Reference("z", "book", {"title": "Late"}), Reference("a", "book", {"title": "Early"})


def test_each_reference_has_its_citation_and_its_entry_in_the_order_given() -> None:
    shown = preview(_Numbers(), _STYLE, _two())
    assert [sample.texts() for sample in shown.samples] == [("<z>", "Late"), ("<a>", "Early")]
    assert shown.samples[0].texts("html")[0] == "<sup>&#60;z&#62;</sup>"


def test_a_style_without_a_list_has_citations_only() -> None:
    shown = preview(_Numbers(listed=False), _STYLE, _two())
    assert [sample.texts() for sample in shown.samples] == [("<z>", ""), ("<a>", "")]


def test_styles_of_notes_are_cited_in_notes() -> None:
    engine = _Numbers()
    preview(engine, replace(_STYLE, citation_format="note"), _two())
    assert [cluster.note for cluster in engine.clusters] == [1, 2]
    preview(engine, _STYLE, _two())
    assert [cluster.note for cluster in engine.clusters] == [0, 0]


def test_of_two_references_of_one_id_each_has_its_own_entry() -> None:
    twins = (Reference("a", "book", {"title": "One"}), Reference("a", "book", {"title": "Two"}))
    shown = preview(_Numbers(), _STYLE, twins)
    assert [sample.texts()[1] for sample in shown.samples] == ["One", "Two"]


def test_a_style_that_sorts_shows_the_references_as_they_were_given() -> None:
    late = Reference(
        "z", "book", {"author": (Name("Zola", "É."),), "title": "Late", "issued": Date(1880)}
    )
    early = Reference(
        "a", "book", {"author": (Name("Abel", "N."),), "title": "Early", "issued": Date(1820)}
    )
    samples = bibkit.preview([late, early], "apa").samples
    assert [sample.texts()[1][:4] for sample in samples] == ["Zola", "Abel"]


def test_the_examples_are_one_of_each_kind_and_every_style_prints_them() -> None:
    assert len({one.type for one in EXAMPLES}) == len(EXAMPLES) == 5
    for style in ("vancouver", "apa", "stem-cells-international", "chicago-author-date"):
        shown = bibkit.preview(bibkit.style_examples(), style)
        assert all(sample.texts()[1] for sample in shown.samples)
        assert shown.problems == ()


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(StyleError):
        bibkit.preview(EXAMPLES, "no such style at all, surely")
