"""Manuscripts with their citations formatted: as Markdown, HTML and Word."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fake_engine import REFERENCES, FakeEngine, reference, style

from bibkit.csl.engine import Cite, Cluster
from bibkit.csl.nodes import Link, Span
from bibkit.csl.nodes import Style as Look
from bibkit.errors import NothingFound, UnknownFormat
from bibkit.manuscripts.cite import cite
from bibkit.manuscripts.document import Manuscript, compose
from bibkit.manuscripts.html import safe_html, to_html
from bibkit.manuscripts.keys import UnknownKeys
from bibkit.manuscripts.linking import Anchors, anchors, linked
from bibkit.manuscripts.markdown import read_markdown
from bibkit.manuscripts.trees import unstopped, wrapped
from bibkit.manuscripts.word import to_docx


def made(folder: Path, text: str, form: str = "brackets", **options: bool) -> Manuscript:
    source = read_markdown(text)
    return compose(source, REFERENCES, style(folder, form), FakeEngine(), **options)  # type: ignore[arg-type]


def body(folder: Path, text: str, form: str = "brackets", **options: bool) -> str:
    """The text without bibliography and links."""
    whole = made(folder, text, form, **options).markdown()
    return re.sub(r"\[((?:[^][\\]|\\.)*)\]\(#[^)]*\)", r"\1", whole).partition("\n\n# References")[
        0
    ]


# --- Markdown -------------------------------------------------------------------------------------


def test_numbers_follow_the_text_and_the_cited_works_come_after_it(tmp_path: Path) -> None:
    text = made(tmp_path, "One [@other]. Two [@doe99, p. 3; @other].\n").markdown()
    assert text == (
        "One \\[[1](#ref-other)\\]. Two \\[[2](#ref-doe99), page 3; [1](#ref-other)\\].\n\n"
        "# References\n\n"
        '<span id="ref-other"></span>1\\. Other. *Bees*. 2005.\n\n'
        '<span id="ref-doe99"></span>2\\. Doe. *Frogs*. 1999.\n'
    )


def test_nothing_but_the_citation_changes(tmp_path: Path) -> None:
    before = "---\ncsl: x\n---\r\n\r\n#  Odd   spacing\t\r\n* a\n\n`@code`  \n"
    text = made(tmp_path, f"{before}[@doe99] end\n\n::: {{#refs}}\n:::\n").markdown()
    assert text.startswith(before)


@pytest.mark.parametrize(
    ("form", "text", "result"),
    [
        ("date", "@smith04 [p. 3] says", "Smith et al. (2004, page 3) says"),
        ("brackets", "@smith04 says", "Smith et al. \\[1\\] says"),
        ("raised", "@smith04 says", "Smith et al.^1^ says"),
        ("raised", "word [@doe99].", "word^1^."),
        ("raised", "word\n[@doe99] more", "word^1^ more"),
        ("raised", "[@doe99] begins", "^1^ begins"),
        ("raised", "- [@doe99] begins", "- ^1^ begins"),
        ("date", "word [@doe99].", "word (Doe, 1999)."),
        ("date", "[-@doe99]", "(1999)"),
        ("raised", "two [@doe99] [@other].", "two^1^ ^2^."),
    ],
)
def test_how_a_citation_stands_in_the_sentence(
    tmp_path: Path, form: str, text: str, result: str
) -> None:
    assert body(tmp_path, text, form) == result


def test_a_name_in_the_sentence_is_no_position_of_its_own(tmp_path: Path) -> None:
    engine = FakeEngine()
    source = read_markdown("@doe99 says. So [@doe99]. @doe99 again.")
    compose(source, REFERENCES, style(tmp_path, "date"), engine)
    named = [cluster.cites[0] for cluster in engine.asked if cluster.cites[0].author_only]
    assert [cite.position for cite in named] == ["first", "subsequent"]
    assert engine.asked[:3] == (
        Cluster((Cite("doe99", suppress_author=True),), 0, "c0"),
        Cluster((Cite("doe99"),), 0, "c1"),
        Cluster((Cite("doe99", suppress_author=True),), 0, "c2"),
    )


def test_a_note_style_makes_notes_behind_punctuation(tmp_path: Path) -> None:
    text = made(tmp_path, "One [see @doe99]. @smith04 says.\n", "note").markdown()
    assert text == (
        "One.[^cite-1] Smith et al.[^cite-2] says.\n\n# References\n\n"
        '<span id="ref-doe99"></span>Doe. *Frogs*. 1999.\n\n'
        '<span id="ref-smith04"></span>Smith. *Flies*. 2004.\n\n'
        "[^cite-1]: See Doe, Frogs.\n\n[^cite-2]: Flies.\n"
    )


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("(z [@doe99])", "(z)[^cite-1]"),
        ('"z [@doe99]", so', '"z",[^cite-1] so'),
        ('z [@doe99]"s', 'z[^cite-1]"s'),
        ("z [@doe99] [@other].", "z[^cite-1].[^cite-2]"),
        ("z [@doe99] [@other] y", "z[^cite-1] [^cite-2] y"),
        ("> [@doe99] begins", "> [^cite-1] begins"),
    ],
)
def test_where_the_mark_of_a_note_stands(tmp_path: Path, text: str, result: str) -> None:
    assert body(tmp_path, text, "note").startswith(result)


def test_a_citation_that_begins_a_block_makes_no_list(tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    engine = FakeEngine()
    one = style(tmp_path, "brackets")
    for before, after in (("", " shows"), ("- ", " shows"), ("[^n]: ", "")):
        source = read_markdown(f"{before}[@doe99]{after}\n\nx[^n]")
        manuscript = compose(source, REFERENCES, one, engine, links=False)
        pieces = [replace(piece, content=("(1)",)) for piece in manuscript.pieces]
        text = replace(manuscript, pieces=tuple(pieces)).markdown()
        assert f"{before}\\(1){after}" in text
        assert "<ol" not in MarkdownIt().render(text)


def test_notes_may_stay_before_punctuation(tmp_path: Path) -> None:
    head = "---\nnotes-after-punctuation: false\n---\n"
    assert "One[^cite-1]." in made(tmp_path, f"{head}One [@doe99].", "note").markdown()


def test_citations_in_the_authors_own_notes(tmp_path: Path) -> None:
    text = "A[^a] b [@other].^[So [@doe99] and @doe99.]\n\n[^a]: [@doe99].\n"
    result = body(tmp_path, text, "note")
    assert result.startswith(
        "A[^a] b.[^cite-1]^[So (Doe, Frogs) and Doe, Frogs.]\n\n[^a]: Doe, Frogs."
    )


def test_notes_are_numbered_in_the_order_of_reading(tmp_path: Path) -> None:
    engine = FakeEngine()
    source = read_markdown("A [@doe99] b[^a] c[^b] d [@other].\n\n[^a]: No.\n\n[^b]: @smith04\n")
    compose(source, REFERENCES, style(tmp_path, "note"), engine)
    notes = {cluster.cites[0].id: cluster.note for cluster in engine.asked}
    assert notes == {"doe99": 1, "smith04": 3, "other": 4}


def test_the_bibliography_goes_where_the_author_wants_it(tmp_path: Path) -> None:
    text = made(tmp_path, "# References\n\n::: {#refs}\n:::\n\n# Appendix\n\n[@doe99]\n").markdown()
    assert text.index("Frogs") < text.index("# Appendix")
    assert text.count("# References") == 1


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("[@doe99]\n\n# Works cited\n", ["# Works cited"]),
        ("[@doe99]\n\nSources\n-------\n", []),
        ("---\nreference-section-title: Literatur\n---\n[@doe99]\n", ["# Literatur"]),
        ("---\nreference-section-title: ''\n---\n[@doe99]\n", []),
        ("[@doe99]\n", ["# References"]),
    ],
)
def test_the_heading_of_the_bibliography(tmp_path: Path, text: str, headings: list[str]) -> None:
    result = made(tmp_path, text).markdown()
    assert re.findall(r"^# .*", result, re.M) == headings
    assert result.index("Frogs") > result.index(headings[0] if headings else "[")


def test_the_head_asks_for_uncited_works_or_no_bibliography(tmp_path: Path) -> None:
    every = made(tmp_path, "---\nnocite: '@*'\n---\n[@other]").bibliography.entries
    assert [entry.id for entry in every] == ["other", "doe99", "smith04"]
    some = made(tmp_path, "---\nnocite: '@smith04'\n---\n[@other]").bibliography.entries
    assert [entry.id for entry in some] == ["other", "smith04"]
    none = made(tmp_path, "---\nsuppress-bibliography: true\n---\n[@other]").markdown()
    assert "Bees" not in none


def test_the_language_is_the_options_else_the_heads(tmp_path: Path) -> None:
    engine = FakeEngine()
    source = read_markdown("---\nlang: de-DE\n---\n[@doe99]")
    compose(source, REFERENCES, style(tmp_path, "date"), engine)
    assert engine.locale == "de-DE"
    compose(source, REFERENCES, style(tmp_path, "date"), engine, locale="fr-FR")
    assert engine.locale == "fr-FR"


def test_without_links(tmp_path: Path) -> None:
    assert "](#" not in made(tmp_path, "[@doe99]", links=False).markdown()
    head = "---\nlink-citations: false\n---\n"
    assert "](#" not in made(tmp_path, f"{head}[@doe99]").markdown()


# --- keys -----------------------------------------------------------------------------------------


def test_unknown_keys_are_all_said_with_lines_and_near_keys(tmp_path: Path) -> None:
    with pytest.raises(UnknownKeys) as error:
        made(tmp_path, "One [@doe98; @doe99].\n\nTwo @zzz.\n")
    assert str(error.value) == (
        "2 citations have no reference. Nothing was written.\n"
        "  line 1: There is no reference 'doe98'; did you mean 'doe99'?\n"
        "  line 3: There is no reference 'zzz'. Write \\@ for a plain @."
    )
    assert [one.span.line for one in error.value.problems if one.span] == [1, 3]


def test_missing_keys_may_be_printed_in_bold(tmp_path: Path) -> None:
    manuscript = made(tmp_path, "One [@doe98; @doe99]. Two @zzz.", allow_missing=True)
    assert manuscript.markdown().startswith("One \\[**\\[doe98?\\]**; [1](#ref-doe99)\\]. Two")
    assert "**\\[zzz?\\]**" in manuscript.markdown()
    assert [one.code for one in manuscript.problems] == ["unknown-key", "unknown-key"]


def test_cross_references_to_figures_are_left_alone(tmp_path: Path) -> None:
    assert body(tmp_path, "See @fig:one and [@tbl:two] [@doe99].").startswith(
        "See @fig:one and [@tbl:two] \\["
    )


# --- links ----------------------------------------------------------------------------------------


def test_years_are_linked_by_the_name_before_them() -> None:
    many = (reference("a", "Doe", "A", 2001), reference("b", "Roe", "B", 2001))
    found = Anchors({"a": "ref-a", "b": "ref-b"}, {}, {"a": "2001", "b": "2001"})
    families = {one.id: one.names("author")[0].family for one in many}
    cluster = Cluster((Cite("a"), Cite("b")))
    tree = linked(("(Doe 2001; Roe 2001)",), cluster, found, families)
    assert [node.url for node in tree if isinstance(node, Link)] == ["#ref-a", "#ref-b"]
    # Without the names it is not certain which is which.
    assert linked(("(2001; 2001)",), cluster, found, families) == ("(2001; 2001)",)


def test_a_locator_that_looks_like_a_number_is_not_linked() -> None:
    found = Anchors({"a": "ref-a", "b": "ref-b"}, {"a": "1", "b": "2"}, {})
    tree = linked(("[1, p. 1; 2]",), Cluster((Cite("a", "1"), Cite("b"))), found, {})
    assert tree == ("[", Link("#ref-a", ("1",)), ", p. 1; ", Link("#ref-b", ("2",)), "]")


def test_a_citation_that_has_links_keeps_them() -> None:
    nodes = ("see ", Link("https://x.org", ("1",)))
    assert (
        linked(nodes, Cluster((Cite("a"),)), Anchors({"a": "ref-a"}, {"a": "1"}, {}), {}) == nodes
    )


def test_anchors_are_unlike_each_other(tmp_path: Path) -> None:
    entries = (
        FakeEngine()
        .document(
            style(tmp_path, "date"),
            [reference("a b", "Doe", "A", 2001), reference("a/b", "Doe", "B", 2001)],
            [],
            uncited=True,
        )
        .bibliography.entries
    )
    names = anchors(entries, [], numeric=False).names
    assert sorted(names) == ["a b", "a/b"]
    assert len(set(names.values())) == 2


def test_a_link_stands_inside_of_what_is_raised() -> None:
    raised = Span(Look.SUPERSCRIPT, ("1",))
    tree = wrapped((raised,), 0, 1, lambda inner: Link("#a", inner))
    assert tree == (Span(Look.SUPERSCRIPT, (Link("#a", ("1",)),)),)


def test_a_stop_before_a_closing_quotation_mark_is_a_stop() -> None:
    assert unstopped(("Doe, “Frogs.”",)) == ("Doe, “Frogs”",)


# --- HTML -----------------------------------------------------------------------------------------

_RICH = """---
title: A *study* & more
author: [Jane Doe, {name: Al Roe}]
lang: en-GB
---

# Intro [@doe99] {#intro}

"Quoted" -- [@doe99]. ![Frog [@doe99]](f.png) H~2~O <sub onclick="x()">s</sub> <script>x()</script>

| a | b |
|---|--:|
| [@other] | **y** |

1. one
2. two[^n]

   - nested [@doe99]

3. three

> quote

```python
x = "@key"
```

[bad](javascript:x()) [in](#intro) [out](https://x.org)

::: {#refs}
:::

[^n]: First [@doe99].

    Second.
"""


def test_html_is_a_whole_page_with_links_to_entries(tmp_path: Path) -> None:
    page = to_html(made(tmp_path, _RICH))
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<h1>A <em>study</em> &amp; more</h1>" in page
    assert '<p class="author">Jane Doe, Al Roe</p>' in page
    assert '<h1 id="intro">Intro [<a href="#ref-doe99">1</a>]</h1>' in page
    assert "“Quoted” – [" in page
    assert "<td>[<a" in page
    assert '<code class="language-python">x = &quot;@key&quot;' in page
    assert page.count('id="ref-doe99"') == 1
    assert '<div id="refs">' in page
    assert not re.search("[\U000f0000-\U0010ffff]", page)


def test_html_runs_nothing_that_the_text_brings(tmp_path: Path) -> None:
    page = to_html(made(tmp_path, _RICH))
    assert "<script" not in page
    assert "onclick" not in page
    assert 'href="javascript' not in page
    assert "<sub>s</sub>" in page
    assert safe_html('<a href="x" id=y onmouseover="z">') == '<a id="y">'
    assert safe_html("<img src=x onerror=y>") == "&lt;img src=x onerror=y&gt;"


def test_a_hostile_title_is_text(tmp_path: Path) -> None:
    hostile = reference("h", "<b>Doe</b>", "</div><script>x()</script>", 1999)
    source = read_markdown('---\ntitle: "</title><script>"\n---\n[@h]')
    for form in ("date", "note", "brackets"):
        page = to_html(compose(source, [hostile], style(tmp_path, form), FakeEngine()))
        assert "<script" not in page
        assert "<b>Doe" not in page


def test_an_image_alone_is_a_figure_with_its_caption(tmp_path: Path) -> None:
    page = to_html(made(tmp_path, "![Frog [@doe99]](f.png)\n"))
    assert '<img src="f.png" alt="Frog [1]" />' in page
    assert '<figcaption>Frog [<a href="#ref-doe99">1</a>]</figcaption>' in page


def test_notes_of_a_note_style_are_notes_of_the_page(tmp_path: Path) -> None:
    page = to_html(made(tmp_path, "A [@doe99].[^a]\n\n[^a]: B [@other].\n", "note"))
    assert page.count('class="footnote-item"') == 2
    assert page.index("Doe, Frogs.") < page.index("B (Other, Bees).")


# --- Word -----------------------------------------------------------------------------------------


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = ("word/document.xml", "word/footnotes.xml", "word/_rels/document.xml.rels")
        return {name: archive.read(name).decode() for name in names if name in archive.namelist()}


def test_word_has_headings_lists_tables_and_links(tmp_path: Path) -> None:
    from docx import Document

    data = to_docx(made(tmp_path, _RICH))
    document = Document(io.BytesIO(data))
    styles = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style
    ]
    assert ("Title", "A study & more") in styles
    assert ("Heading 1", "Intro [1]") in styles
    assert ("List Number", "two") in styles
    assert ("List Bullet 2", "nested [1]") in styles
    assert ("Bibliography", "1.\tDoe. Frogs. 1999.") in styles
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["[2]", "y"]
    xml = parts(data)["word/document.xml"]
    assert xml.count('w:name="b_ref_doe99"') == 1
    assert 'w:anchor="b_ref_doe99"' in xml
    assert 'w:anchor="b_intro"' in xml
    assert "https://x.org" in parts(data)["word/_rels/document.xml.rels"]


def test_words_notes_are_footnotes(tmp_path: Path) -> None:
    data = to_docx(
        made(tmp_path, "A [@doe99] b[^n] c [@other].\n\n[^n]: Mine.\n\n    More.\n", "note")
    )
    found = parts(data)
    assert re.findall(r'<w:footnoteReference w:id="(\d)"', found["word/document.xml"]) == [
        "1",
        "2",
        "3",
    ]
    notes = re.findall(
        r"<w:footnote w:id=\"\d\">.*?</w:footnote>", found["word/footnotes.xml"], re.S
    )
    texts = ["".join(re.findall(r"<w:t[^>]*>([^<]*)", note)) for note in notes]
    assert texts == [" Doe, Frogs.", " Mine.More.", " Other, Bees."]


def test_lists_in_word_begin_anew(tmp_path: Path) -> None:
    data = to_docx(made(tmp_path, "1. a [@doe99]\n\ntext\n\n1. b\n\ntext\n\n5. c\n"))
    numbers = re.findall(r'<w:numId w:val="(\d+)"', parts(data)["word/document.xml"])
    assert len(set(numbers)) == 3


def test_word_takes_what_xml_cannot_hold(tmp_path: Path) -> None:
    odd = reference("odd", "Do\x00e\x1f", "A \ud800 B & <w:p>", 1999)
    source = read_markdown("Text \x0b with [@odd] and `\x01`.")
    manuscript = compose(source, [odd], style(tmp_path, "date"), FakeEngine())
    assert "&lt;w:p&gt;" in parts(to_docx(manuscript))["word/document.xml"]


# --- all of it ------------------------------------------------------------------------------------


def test_a_manuscript_without_citations_is_nothing_found(tmp_path: Path) -> None:
    with pytest.raises(NothingFound, match="No citation"):
        cite("Text.", REFERENCES, style(tmp_path, "date"), FakeEngine())


def test_a_manuscript_is_made_into_what_it_can_be(tmp_path: Path) -> None:
    one = style(tmp_path, "date")
    with pytest.raises(UnknownFormat, match="markdown, html, docx"):
        cite("[@doe99]", REFERENCES, one, FakeEngine(), to="bbl")
    with pytest.raises(UnknownFormat, match="no manuscript of the kind"):
        cite("[@doe99]", REFERENCES, one, FakeEngine(), kind="odt")
    done = cite("x\n\n[@doe99]", REFERENCES, one, FakeEngine(), to="docx")
    assert isinstance(done.content, bytes)
    assert done.citations == ((3, "(Doe, 1999)"),)
