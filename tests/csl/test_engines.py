"""What `bibkit.csl.engine.Engine` promises, held against every engine that stands behind it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from engine_documents import (
    ALL,
    SMITH,
    ZOLA,
    an_article,
    clusters_of,
    codes_of,
    ids_of,
    made_style,
    texts_of,
)

from bibkit import Date, Name, Reference
from bibkit.csl.citeproc_engine import CiteprocEngine
from bibkit.csl.engine import Cite, Cluster, Engine
from bibkit.csl.library import Style, find_style
from bibkit.csl.native import NativeEngine
from bibkit.errors import StyleError
from bibkit.vocab import TYPES

_WriteStyle = Callable[..., Style]


@pytest.fixture(params=[NativeEngine, CiteprocEngine], ids=["native", "citeproc-py"])
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.param()
    return chosen


@pytest.fixture
def write_style(tmp_path: Path) -> _WriteStyle:
    """Make a style of its citation's and its bibliography's XML."""
    return partial(made_style, tmp_path)


# --- order and numbers ----------------------------------------------------------------------------


def test_an_unsorted_style_numbers_works_as_they_are_cited(engine: Engine) -> None:
    clusters = clusters_of("zola", "smith", "zola")
    document = engine.document(find_style("vancouver"), ALL, clusters)
    assert texts_of(document) == ["(1)", "(2)", "(1)"]
    assert ids_of(document) == ["zola", "smith"]
    assert document.bibliography.texts()[0].startswith("1. Zola AB")
    assert document.problems == ()


def test_a_sorted_style_sorts_the_bibliography_and_not_the_citations(engine: Engine) -> None:
    document = engine.document(find_style("apa"), ALL, clusters_of("zola", "smith", "abel"))
    assert texts_of(document) == [
        "(Zola & Berg, 2001)",
        "(Smith & Berg, 2017)",
        "(Abel & Berg, 1999)",
    ]
    assert ids_of(document) == ["abel", "smith", "zola"]


def test_numbers_follow_a_bibliography_that_is_sorted(
    engine: Engine, write_style: _WriteStyle
) -> None:
    style = write_style(
        '<layout prefix="[" suffix="]"><text variable="citation-number"/></layout>',
        '<sort><key variable="title"/></sort><layout><text variable="title"/></layout>',
    )
    document = engine.document(style, ALL, clusters_of("zola", "abel", "smith"))
    assert texts_of(document) == ["[3]", "[1]", "[2]"]
    assert ids_of(document) == ["abel", "smith", "zola"]


def test_the_uncited_come_behind_the_cited_where_they_are_asked_for(engine: Engine) -> None:
    style = find_style("nature")
    assert ids_of(engine.document(style, ALL, clusters_of("abel"))) == ["abel"]
    assert ids_of(engine.document(style, ALL, clusters_of("abel"), uncited=True)) == [
        "abel",
        "smith",
        "zola",
    ]


def test_a_cluster_is_sorted_where_the_style_says_so(engine: Engine) -> None:
    both = [Cluster((Cite("zola"), Cite("abel")), id="both")]
    document = engine.document(find_style("apa"), ALL, both)
    assert texts_of(document) == ["(Abel & Berg, 1999; Zola & Berg, 2001)"]
    assert document.citations[0].id == "both"


def test_a_cluster_is_left_in_its_order_where_the_style_does_not_sort(
    engine: Engine, write_style: _WriteStyle
) -> None:
    style = write_style(
        '<layout delimiter="; "><text variable="title"/></layout>',
        '<sort><key variable="title"/></sort><layout><text variable="title"/></layout>',
    )
    document = engine.document(style, ALL, [Cluster((Cite("zola"), Cite("abel")))])
    assert texts_of(document) == ["On zola; On abel"]


def test_a_document_has_the_entries_of_a_bibliography_alone(engine: Engine) -> None:
    for name in ("vancouver", "apa", "nature", "ieee"):
        style = find_style(name)
        document = engine.document(style, ALL, clusters_of("smith", "zola", "abel"))
        assert document.bibliography.entries == engine.bibliography(style, ALL).entries


def test_ids_that_differ_only_in_case_are_two_works(engine: Engine) -> None:
    two = [an_article("a", "Smith"), an_article("A", "Jones")]
    document = engine.document(find_style("apa"), two, clusters_of("A", "a"))
    assert texts_of(document) == ["(Jones & Berg, 2017)", "(Smith & Berg, 2017)"]


# --- cites ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cite", "printed"),
    [
        (Cite("smith", locator="12-14"), "(Smith & Berg, 2017, pp. 12–14)"),
        (Cite("smith", locator="3", label="chapter"), "(Smith & Berg, 2017, Chapter 3)"),
        (Cite("smith", prefix="see"), "(see Smith & Berg, 2017)"),
        (Cite("smith", prefix="see ", suffix=", too"), "(see Smith & Berg, 2017, too)"),
        (Cite("smith", suffix="and others"), "(Smith & Berg, 2017 and others)"),
        (Cite("smith", suppress_author=True), "(2017)"),
        (Cite("smith", author_only=True), "Smith & Berg"),
    ],
)
def test_what_a_cite_asks_for_is_printed(engine: Engine, cite: Cite, printed: str) -> None:
    document = engine.document(find_style("apa"), ALL, [Cluster((cite,))])
    assert texts_of(document) == [printed]
    assert document.problems == ()


def test_numeric_styles_keep_their_number_without_an_author(engine: Engine) -> None:
    cites = (Cite("smith", suppress_author=True), Cite("smith", locator="12"))
    document = engine.document(find_style("ieee"), ALL, [Cluster((cite,)) for cite in cites])
    assert texts_of(document) == ["[1]", "[1, p. 12]"]


def test_rich_text_beside_a_cite_stays_rich_and_harmless(engine: Engine) -> None:
    cite = Cite("smith", prefix="<i>cf.</i> ", suffix="<script>x</script> \ue100y\ue0ff")
    document = engine.document(find_style("apa"), ALL, [Cluster((cite,))])
    html = document.citations[0].render("html")
    assert "<i>cf.</i> Smith" in html
    assert "<script" not in html
    assert "\ue100" not in html
    assert "\ue0ff" not in html


_POSITIONS = """<layout><choose>
  <if position="ibid-with-locator"><text value="ibid-with-locator"/></if>
  <else-if position="ibid"><text value="ibid"/></else-if>
  <else-if position="near-note"><text value="near"/></else-if>
  <else-if position="subsequent"><text value="subsequent"/></else-if>
  <else><text value="first"/></else>
</choose></layout>"""


def test_the_position_of_a_cite_is_found_by_its_note(
    engine: Engine, write_style: _WriteStyle
) -> None:
    style = write_style(_POSITIONS, attributes='class="note"')
    notes = [
        Cite("smith", "1"),
        Cite("smith", "1"),
        Cite("smith", "2"),
        Cite("zola"),
        Cite("smith"),
        *[Cite("abel")] * 6,
        Cite("zola"),
    ]
    clusters = [Cluster((cite,), note) for note, cite in enumerate(notes, 1)]
    assert texts_of(engine.document(style, ALL, clusters)) == [
        "first",
        "ibid",
        "ibid-with-locator",
        "first",
        "near",
        "first",
        *["ibid"] * 5,
        "subsequent",
    ]


@pytest.mark.parametrize("position", ["first", "subsequent", "ibid"])
def test_a_position_that_is_given_counts(
    engine: Engine, write_style: _WriteStyle, position: str
) -> None:
    style = write_style(_POSITIONS, attributes='class="note"')
    cluster = Cluster((Cite("smith", position=position),), 1)
    assert texts_of(engine.document(style, ALL, [cluster])) == [position]


def test_a_later_note_knows_the_note_of_the_first(engine: Engine, write_style: _WriteStyle) -> None:
    number = '<text variable="first-reference-note-number" prefix="n. "/>'
    style = write_style(
        f'<layout><choose><if position="subsequent">{number}</if>'
        '<else><text variable="title"/></else></choose></layout>',
        attributes='class="note"',
    )
    clusters = [
        Cluster((Cite(id),), note) for note, id in ((3, "smith"), (4, "zola"), (5, "smith"))
    ]
    assert texts_of(engine.document(style, ALL, clusters)) == ["On smith", "On zola", "n. 3"]


# --- what is not there ----------------------------------------------------------------------------


def test_an_unknown_id_is_printed_as_such_and_is_a_problem(engine: Engine) -> None:
    clusters = [Cluster((Cite("gone"),)), Cluster((Cite("smith"), Cite("gone2")))]
    document = engine.document(find_style("apa"), ALL, clusters)
    assert texts_of(document) == ["([gone?])", "(Smith & Berg, 2017; [gone2?])"]
    assert codes_of(document) == [("unknown-id", "gone"), ("unknown-id", "gone2")]
    assert ids_of(document) == ["smith"]


def test_an_unknown_id_takes_no_number(engine: Engine) -> None:
    document = engine.document(find_style("vancouver"), ALL, clusters_of("gone", "smith"))
    assert texts_of(document) == ["([gone?])", "(1)"]


def test_nothing_gives_nothing(engine: Engine) -> None:
    style = find_style("vancouver")
    assert engine.bibliography(style, []).entries == ()
    document = engine.document(style, [], [])
    assert (document.citations, document.problems) == ((), ())
    assert document.bibliography.render() == ""
    document = engine.document(style, ALL, [])
    assert ids_of(document) == []
    assert len(ids_of(engine.document(style, ALL, [], uncited=True))) == 3


def test_a_style_without_a_bibliography_still_cites(
    engine: Engine, write_style: _WriteStyle
) -> None:
    style = write_style()
    document = engine.document(style, ALL, clusters_of("smith"), uncited=True)
    assert texts_of(document) == ["On smith"]
    assert document.bibliography.entries == ()
    assert document.bibliography.render() == ""
    with pytest.raises(StyleError, match="no bibliography"):
        engine.bibliography(style, ALL)


def test_locales_are_checked_and_used(engine: Engine) -> None:
    style, clusters = find_style("apa"), [Cluster((Cite("smith", "12"),))]
    german = engine.document(style, ALL, clusters, "de-DE")
    assert "S. 12" in texts_of(german)[0]
    for call in (engine.bibliography, lambda *a: engine.document(a[0], a[1], clusters, a[2])):
        with pytest.raises(StyleError, match="no locale 'xx-XX'"):
            call(style, ALL, "xx-XX")


@pytest.mark.parametrize(
    "text",
    [
        '<style xmlns="http://purl.org/net/xbiblio/csl"><info>',
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info/></style>',
        "",
    ],
    ids=["cut off", "no citation", "empty"],
)
def test_a_file_that_is_no_style_is_a_style_error(
    engine: Engine, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "broken.csl"
    path.write_text(text)
    style = Style("broken", "Broken", str(path))
    with pytest.raises(StyleError):
        engine.document(style, ALL, clusters_of("smith"))


def test_a_style_file_that_went_away_is_a_style_error(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(StyleError):
        engine.document(Style("gone", "Gone", str(tmp_path / "gone.csl")), ALL, [])


# --- awkward references ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["vancouver", "apa", "ieee"])
def test_every_type_gives_an_entry_and_a_citation(engine: Engine, name: str) -> None:
    everything = [
        Reference(t, t, {"title": f"On {t}", "issued": Date(2001)}) for t in sorted(TYPES)
    ]
    document = engine.document(find_style(name), everything, clusters_of(*sorted(TYPES)))
    untold = TYPES - set(ids_of(document)) - {problem.ref for problem in document.problems}
    assert untold == set()
    assert len(ids_of(document)) == len(set(ids_of(document))) > len(TYPES) - 5
    assert all(texts_of(document))


_HOSTILE = [
    Reference("nothing", "document"),
    Reference("mark-up", "book", {"title": '<script>alert("x")</script> & <b>bold <i>x</b>'}),
    Reference(
        "marks",
        "book",
        {
            "title": "A \ue100 view \ue0ff of \ue000 things \ue0f1",
            "author": (Name("Ber\ue100g", "J\ue0f1"), Name(literal="W\ue102HO")),
            "issued": Date(literal="in \ue104press"),
        },
    ),
    Reference("long", "book", {"title": "x" * 20_000, "author": (Name("N" * 5_000),)}),
    Reference("dates", "book", {"title": "T", "issued": Date(-44, until=Date(20))}),
    Reference("season", "book", {"title": "T", "issued": Date(2017, season=3)}),
    Reference("pages", "article-journal", {"title": "T", "page": "–,-&--1"}),
    Reference("blank", "book", {"title": "T", "author": (Name(literal="?"), Name(given="Ann"))}),
    Reference("right-to-left", "book", {"title": "كتاب", "author": (Name("שלום", "א"),)}),
]


@pytest.mark.parametrize("name", ["vancouver", "apa", "nature", "chicago-author-date"])
def test_hostile_references_break_nothing(engine: Engine, name: str) -> None:
    references = [SMITH, *_HOSTILE]
    ids = [reference.id for reference in references]
    document = engine.document(find_style(name), references, clusters_of(*ids))
    # A style may print nothing for an empty reference: then that is told.
    untold = {problem.ref for problem in document.problems}
    assert set(ids) == set(ids_of(document)) | untold
    assert set(ids) - set(ids_of(document)) <= {"nothing"}
    assert len(document.citations) == len(ids)
    for to in ("text", "html", "markdown"):
        whole = document.bibliography.render(to) + "".join(
            citation.render(to) for citation in document.citations
        )
        assert "a view of things" in " ".join(whole.casefold().split())
        assert not any("\ue000" <= letter <= "\ue1ff" for letter in whole)
        assert to != "html" or "<script" not in whole


def test_formatting_twice_gives_the_same(engine: Engine) -> None:
    references = [SMITH, *_HOSTILE, an_article("cut").with_custom(author_et_al=True)]
    clusters = clusters_of(*(reference.id for reference in references))
    style = find_style("apa")
    first = engine.document(style, references, clusters)
    assert engine.document(style, references, clusters) == first


# --- truncated lists ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cited", "listed"),
    [
        ("apa", "(Doe et al., 2001)", "Doe, J., et al. (2001)"),
        ("chicago-author-date", "(Doe et al. 2001)", "Doe, J., et al. 2001."),
        ("vancouver", "(1)", "1. Doe J, et al. Soil."),
        ("nature", "1", "1. Doe, J. et al. Soil"),
    ],
)
def test_a_list_that_was_cut_ends_in_et_al(
    engine: Engine, name: str, cited: str, listed: str
) -> None:
    cut = Reference(
        "doe", "book", {"author": (Name("Doe", "J."),), "title": "Soil", "issued": Date(2001)}
    ).with_custom(author_et_al=True)
    document = engine.document(find_style(name), [cut], clusters_of("doe"))
    assert texts_of(document) == [cited]
    assert document.bibliography.texts()[0].replace(",", "").startswith(listed.replace(",", ""))
    assert cut.names("author") == (Name("Doe", "J."),)


def test_a_list_that_is_whole_has_no_et_al_beside_one_that_was_cut(engine: Engine) -> None:
    cut = SMITH.with_custom(author_et_al=True)
    document = engine.document(find_style("apa"), [cut, ZOLA], clusters_of("smith", "zola"))
    assert texts_of(document) == ["(Smith, Berg, et al., 2017)", "(Zola & Berg, 2001)"]
    assert document.bibliography.render().count("et al") == 1


# --- layout ---------------------------------------------------------------------------------------


def test_the_layout_is_what_the_style_asks_for(engine: Engine) -> None:
    apa = engine.bibliography(find_style("apa"), ALL).layout
    assert (apa.hanging_indent, apa.second_field_align) == (True, "")
    assert (apa.line_spacing, apa.entry_spacing) == (2, 0)
    numbered = engine.document(find_style("vancouver"), ALL, clusters_of("smith")).bibliography
    assert numbered.layout.second_field_align == "flush"
    assert not numbered.layout.hanging_indent
    assert numbered.layout.line_spacing == numbered.layout.entry_spacing == 1


def test_the_widest_number_gives_the_offset(engine: Engine) -> None:
    many = [an_article(f"a{number}") for number in range(10)]
    style = find_style("vancouver")
    assert engine.bibliography(style, many[:9]).layout.max_offset == 1
    assert engine.bibliography(style, many).layout.max_offset == 2
    assert engine.bibliography(style, []).layout.max_offset == 0


def test_numbers_stand_in_the_margin_where_the_style_aligns_them(engine: Engine) -> None:
    entry = engine.bibliography(find_style("vancouver"), [SMITH]).entries[0]
    assert entry.label == ("1.",)
    entry = engine.bibliography(find_style("apa"), [SMITH]).entries[0]
    assert entry.label == ()


def test_citations_alone_are_those_of_the_document(engine: Engine) -> None:
    style, clusters = find_style("apa"), [Cluster((Cite("smith"),)), Cluster((Cite("gone"),))]
    whole = engine.document(style, ALL, clusters, uncited=True)
    assert engine.citations(style, ALL, clusters, uncited=True) == whole.citations
