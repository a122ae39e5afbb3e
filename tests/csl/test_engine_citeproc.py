"""What citeproc-py cannot format is still cited and listed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from engine_documents import ABEL, ALL, SMITH, ZOLA, clusters_of, codes_of, made_style, texts_of

from bibkit.csl.citeproc_engine import CiteprocEngine
from bibkit.csl.engine import Cite, Cluster
from bibkit.csl.library import find_style


def _break_on(monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    from citeproc import model

    render = model.Layout.render_children

    def fragile(self: object, item: object, **options: object) -> object:
        if str(item.reference.get("title")) == title:  # type: ignore[attr-defined]
            raise KeyError("boom")
        return render(self, item, **options)

    monkeypatch.setattr(model.Layout, "render_children", fragile)


def test_a_work_that_breaks_citeproc_is_cited_and_listed_plainly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _break_on(monkeypatch, "On zola")
    broken = ZOLA.with_custom(author_et_al=True)
    clusters = [
        *clusters_of("smith"),
        Cluster((Cite("smith"), Cite("zola", locator="7", prefix="see"))),
        *clusters_of("zola", "abel"),
        Cluster((Cite("zola", author_only=True),)),
    ]
    document = CiteprocEngine().document(find_style("apa"), [SMITH, broken, ABEL], clusters)
    assert texts_of(document) == [
        "(Smith & Berg, 2017)",
        "(Smith & Berg, 2017; see Zola et al. 2001, 7)",
        "(Zola et al. 2001)",
        "(Abel & Berg, 1999)",
        "Zola, Berg, et al.",
    ]
    assert codes_of(document) == [("not-formatted", "zola")] * 2  # the citation, the entry
    plain = {
        entry.id: text
        for entry, text in zip(
            document.bibliography.entries, document.bibliography.texts(), strict=True
        )
    }["zola"]
    for part in ("Zola, Anna B.", "et al", "On zola", "2001", "12:181-184"):
        assert part in plain


def test_a_citation_layout_that_citeproc_cannot_dress_is_printed_bare(tmp_path: Path) -> None:
    style = made_style(tmp_path, '<layout vertical-align="wavy"><text variable="title"/></layout>')
    document = CiteprocEngine().document(style, ALL, clusters_of("smith", "zola"))
    assert texts_of(document) == ["On smith", "On zola"]
    assert codes_of(document) == [("not-formatted", None)]
