from __future__ import annotations

import os
from pathlib import Path

import pytest

import bibkit
from bibkit.csl import library
from bibkit.errors import StyleError, UnknownStyle


@pytest.mark.parametrize(
    ("name", "style", "parent"),
    [
        ("vancouver", "vancouver", "nlm-citation-sequence"),
        ("Vancouver", "vancouver", "nlm-citation-sequence"),
        ("nature", "nature", ""),
        ("Nature", "nature", ""),
        ("JAMA", "jama", "american-medical-association"),
        ("PLOS ONE", "plos-one", "plos"),
        ("apa", "apa", ""),
        ("apa.csl", "apa", ""),
        ("http://www.zotero.org/styles/cell", "cell", ""),
        ("pubmed", "pubmed", ""),
        ("vancouver-superscript", "nlm-citation-sequence-superscript", ""),
        ("The New England Journal of Medicine", "the-new-england-journal-of-medicine", ""),
    ],
)
def test_what_people_type_is_found(name: str, style: str, parent: str) -> None:
    found = bibkit.find_style(name)
    assert found.id == style
    if parent:
        assert found.parent == parent
        assert Path(found.path).stem == parent


def test_near_misses_are_suggested() -> None:
    with pytest.raises(UnknownStyle) as error:
        bibkit.find_style("natrue")
    assert error.value.suggestions[0] == "nature"
    assert "nature" in str(error.value)


def test_a_name_like_nothing_has_no_suggestions() -> None:
    with pytest.raises(UnknownStyle) as error:
        bibkit.find_style("qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq")
    assert error.value.suggestions == ()


def test_a_file_is_a_style(tmp_path: Path) -> None:
    copy = tmp_path / "mine.csl"
    copy.write_bytes((library.own_styles_folder() / "pubmed.csl").read_bytes())
    assert bibkit.find_style(copy).title == "PubMed display"


def test_files_that_are_no_styles(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csl"
    bad.write_text("hello")
    with pytest.raises(StyleError, match="not a CSL style"):
        bibkit.find_style(bad)
    with pytest.raises(StyleError, match="no style file"):
        bibkit.find_style(tmp_path / "none.csl")


def test_a_dependent_style_without_its_parent(tmp_path: Path) -> None:
    lost = tmp_path / "lost.csl"
    text = (library.own_styles_folder() / "vancouver.csl").read_text("utf-8")
    lost.write_text(text.replace("nlm-citation-sequence", "no-such-style"))
    with pytest.raises(StyleError, match="no-such-style"):
        bibkit.find_style(lost)


def test_search_has_all_the_words_and_the_best_first() -> None:
    found = bibkit.search_styles("stem cells")
    assert found[0].id == "stem-cells"
    assert all("stem" in s.title.lower() + s.id and "cell" in s.title.lower() + s.id for s in found)
    assert len(bibkit.search_styles("journal", limit=7)) == 7


def test_search_without_a_hit_comes_near() -> None:
    assert "nature" in [style.id for style in bibkit.search_styles("natrue")]


def test_an_index_that_cannot_be_kept_or_is_broken_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "cache"
    monkeypatch.setenv("BIBKIT_CACHE_DIR", str(broken))
    library._index.cache_clear()
    assert len(bibkit.search_styles("stem cells")) > 2
    kept = next(broken.iterdir())
    for content in (
        "{",
        "[]",
        '[{"id": 1}]',
        '[{"id": "a", "title": "b", "path": "/none", "fields": []}]',
    ):
        kept.write_text(content)
        library._index.cache_clear()
        assert len(bibkit.search_styles("stem cells")) > 2
    monkeypatch.setenv("BIBKIT_CACHE_DIR", os.devnull)
    library._index.cache_clear()
    assert len(bibkit.search_styles("stem cells")) > 2
    library._index.cache_clear()


def test_our_own_styles_are_valid_csl() -> None:
    import citeproc
    from lxml import etree

    schema = etree.RelaxNG(etree.parse(citeproc.SCHEMA_PATH))
    for path in library.own_styles_folder().glob("*.csl"):
        assert schema.validate(etree.parse(path)), schema.error_log
        assert bibkit.find_style(path.stem).rights, "a style without a licence"
