"""What `bibkit.csl.engine.Engine` promises, held against every engine that stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bibkit import Date, Name, Reference
from bibkit.csl.citeproc_engine import CiteprocEngine
from bibkit.csl.engine import Cite, Cluster, Document, Engine
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

    def write(
        citation: str = '<layout><text variable="title"/></layout>',
        bibliography: str = "",
        *,
        attributes: str = 'class="in-text"',
        options: str = "",
    ) -> Style:
        path = tmp_path / "made.csl"
        cited = f"<citation>{citation}</citation>" if citation else ""
        listed = f"<bibliography {options}>{bibliography}</bibliography>" if bibliography else ""
        path.write_text(
            f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" {attributes}>'
            f"<info><title>Made</title><id>made</id></info>{cited}{listed}</style>"
        )
        return find_style(path)

    return write


def _article(identifier: str, family: str = "Smith", year: int = 2017) -> Reference:
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


_SMITH, _ZOLA, _ABEL = (
    _article("smith"),
    _article("zola", "Zola", 2001),
    _article("abel", "Abel", 1999),
)
_ALL = (_SMITH, _ZOLA, _ABEL)


def _clusters(*ids: str) -> list[Cluster]:
    return [Cluster((Cite(id),)) for id in ids]


def _texts(document: Document) -> list[str]:
    return [citation.render() for citation in document.citations]


def _codes(document: Document) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.ref) for problem in document.problems]


def _ids(document: Document) -> list[str]:
    return [entry.id for entry in document.bibliography.entries]


# --- order and numbers ----------------------------------------------------------------------------


def test_an_unsorted_style_numbers_works_as_they_are_cited(engine: Engine) -> None:
    clusters = _clusters("zola", "smith", "zola")
    document = engine.document(find_style("vancouver"), _ALL, clusters)
    assert _texts(document) == ["(1)", "(2)", "(1)"]
    assert _ids(document) == ["zola", "smith"]
    assert document.bibliography.texts()[0].startswith("1. Zola AB")
    assert document.problems == ()


def test_a_sorted_style_sorts_the_bibliography_and_not_the_citations(engine: Engine) -> None:
    document = engine.document(find_style("apa"), _ALL, _clusters("zola", "smith", "abel"))
    assert _texts(document) == [
        "(Zola & Berg, 2001)",
        "(Smith & Berg, 2017)",
        "(Abel & Berg, 1999)",
    ]
    assert _ids(document) == ["abel", "smith", "zola"]


def test_numbers_follow_a_bibliography_that_is_sorted(
    engine: Engine, write_style: _WriteStyle
) -> None:
    style = write_style(
        '<layout prefix="[" suffix="]"><text variable="citation-number"/></layout>',
        '<sort><key variable="title"/></sort><layout><text variable="title"/></layout>',
    )
    document = engine.document(style, _ALL, _clusters("zola", "abel", "smith"))
    assert _texts(document) == ["[3]", "[1]", "[2]"]
    assert _ids(document) == ["abel", "smith", "zola"]


def test_the_uncited_come_behind_the_cited_where_they_are_asked_for(engine: Engine) -> None:
    style = find_style("nature")
    assert _ids(engine.document(style, _ALL, _clusters("abel"))) == ["abel"]
    assert _ids(engine.document(style, _ALL, _clusters("abel"), uncited=True)) == [
        "abel",
        "smith",
        "zola",
    ]


def test_a_cluster_is_sorted_where_the_style_says_so(engine: Engine) -> None:
    both = [Cluster((Cite("zola"), Cite("abel")), id="both")]
    document = engine.document(find_style("apa"), _ALL, both)
    assert _texts(document) == ["(Abel & Berg, 1999; Zola & Berg, 2001)"]
    assert document.citations[0].id == "both"


def test_a_cluster_is_left_in_its_order_where_the_style_does_not_sort(
    engine: Engine, write_style: _WriteStyle
) -> None:
    style = write_style(
        '<layout delimiter="; "><text variable="title"/></layout>',
        '<sort><key variable="title"/></sort><layout><text variable="title"/></layout>',
    )
    document = engine.document(style, _ALL, [Cluster((Cite("zola"), Cite("abel")))])
    assert _texts(document) == ["On zola; On abel"]


def test_a_document_has_the_entries_of_a_bibliography_alone(engine: Engine) -> None:
    for name in ("vancouver", "apa", "nature", "ieee"):
        style = find_style(name)
        document = engine.document(style, _ALL, _clusters("smith", "zola", "abel"))
        assert document.bibliography.entries == engine.bibliography(style, _ALL).entries


def test_ids_that_differ_only_in_case_are_two_works(engine: Engine) -> None:
    two = [_article("a", "Smith"), _article("A", "Jones")]
    document = engine.document(find_style("apa"), two, _clusters("A", "a"))
    assert _texts(document) == ["(Jones & Berg, 2017)", "(Smith & Berg, 2017)"]


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
    document = engine.document(find_style("apa"), _ALL, [Cluster((cite,))])
    assert _texts(document) == [printed]
    assert document.problems == ()


def test_numeric_styles_keep_their_number_without_an_author(engine: Engine) -> None:
    cites = (Cite("smith", suppress_author=True), Cite("smith", locator="12"))
    document = engine.document(find_style("ieee"), _ALL, [Cluster((cite,)) for cite in cites])
    assert _texts(document) == ["[1]", "[1, p. 12]"]


def test_rich_text_beside_a_cite_stays_rich_and_harmless(engine: Engine) -> None:
    cite = Cite("smith", prefix="<i>cf.</i> ", suffix="<script>x</script> \ue100y\ue0ff")
    document = engine.document(find_style("apa"), _ALL, [Cluster((cite,))])
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
    assert _texts(engine.document(style, _ALL, clusters)) == [
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
    assert _texts(engine.document(style, _ALL, [cluster])) == [position]


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
    assert _texts(engine.document(style, _ALL, clusters)) == ["On smith", "On zola", "n. 3"]


# --- what is not there ----------------------------------------------------------------------------


def test_an_unknown_id_is_printed_as_such_and_is_a_problem(engine: Engine) -> None:
    clusters = [Cluster((Cite("gone"),)), Cluster((Cite("smith"), Cite("gone2")))]
    document = engine.document(find_style("apa"), _ALL, clusters)
    assert "[gone?]" in _texts(document)[0]
    assert _texts(document)[1] == "(Smith & Berg, 2017; [gone2?])"
    assert _codes(document) == [("unknown-id", "gone"), ("unknown-id", "gone2")]
    assert _ids(document) == ["smith"]


def test_an_unknown_id_takes_no_number(engine: Engine) -> None:
    document = engine.document(find_style("vancouver"), _ALL, _clusters("gone", "smith"))
    assert _texts(document)[1] == "(1)"


def test_nothing_gives_nothing(engine: Engine) -> None:
    style = find_style("vancouver")
    assert engine.bibliography(style, []).entries == ()
    document = engine.document(style, [], [])
    assert (document.citations, document.problems) == ((), ())
    assert document.bibliography.render() == ""
    document = engine.document(style, _ALL, [])
    assert _ids(document) == []
    assert len(_ids(engine.document(style, _ALL, [], uncited=True))) == 3


def test_a_style_without_a_bibliography_still_cites(
    engine: Engine, write_style: _WriteStyle
) -> None:
    style = write_style()
    document = engine.document(style, _ALL, _clusters("smith"), uncited=True)
    assert _texts(document) == ["On smith"]
    assert document.bibliography.entries == ()
    assert document.bibliography.render() == ""
    with pytest.raises(StyleError, match="no bibliography"):
        engine.bibliography(style, _ALL)


def test_locales_are_checked_and_used(engine: Engine) -> None:
    style, clusters = find_style("apa"), [Cluster((Cite("smith", "12"),))]
    german = engine.document(style, _ALL, clusters, "de-DE")
    assert "S. 12" in _texts(german)[0]
    for call in (engine.bibliography, lambda *a: engine.document(a[0], a[1], clusters, a[2])):
        with pytest.raises(StyleError, match="no locale 'xx-XX'"):
            call(style, _ALL, "xx-XX")


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
        engine.document(style, _ALL, _clusters("smith"))


def test_a_style_file_that_went_away_is_a_style_error(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(StyleError):
        engine.document(Style("gone", "Gone", str(tmp_path / "gone.csl")), _ALL, [])


# --- awkward references ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["vancouver", "apa", "ieee"])
def test_every_type_gives_an_entry_and_a_citation(engine: Engine, name: str) -> None:
    everything = [
        Reference(t, t, {"title": f"On {t}", "issued": Date(2001)}) for t in sorted(TYPES)
    ]
    document = engine.document(find_style(name), everything, _clusters(*sorted(TYPES)))
    untold = TYPES - set(_ids(document)) - {problem.ref for problem in document.problems}
    assert untold == set()
    assert len(_ids(document)) == len(set(_ids(document))) > len(TYPES) - 5
    assert all(_texts(document))


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
    references = [_SMITH, *_HOSTILE]
    ids = [reference.id for reference in references]
    document = engine.document(find_style(name), references, _clusters(*ids))
    # A style may print nothing for an empty reference: then that is told.
    untold = {problem.ref for problem in document.problems}
    assert set(ids) == set(_ids(document)) | untold
    assert set(ids) - set(_ids(document)) <= {"nothing"}
    assert len(document.citations) == len(ids)
    for to in ("text", "html", "markdown"):
        whole = document.bibliography.render(to) + "".join(
            citation.render(to) for citation in document.citations
        )
        assert "a view of things" in " ".join(whole.casefold().split())
        assert not any("\ue000" <= letter <= "\ue1ff" for letter in whole)
        assert to != "html" or "<script" not in whole


def test_formatting_twice_gives_the_same(engine: Engine) -> None:
    references = [_SMITH, *_HOSTILE, _article("cut").with_custom(author_et_al=True)]
    clusters = _clusters(*(reference.id for reference in references))
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
    document = engine.document(find_style(name), [cut], _clusters("doe"))
    assert _texts(document) == [cited]
    assert document.bibliography.texts()[0].replace(",", "").startswith(listed.replace(",", ""))
    assert cut.names("author") == (Name("Doe", "J."),)


def test_a_list_that_is_whole_has_no_et_al_beside_one_that_was_cut(engine: Engine) -> None:
    cut = _SMITH.with_custom(author_et_al=True)
    document = engine.document(find_style("apa"), [cut, _ZOLA], _clusters("smith", "zola"))
    assert _texts(document) == ["(Smith, Berg, et al., 2017)", "(Zola & Berg, 2001)"]
    assert document.bibliography.render().count("et al") == 1


# --- layout ---------------------------------------------------------------------------------------


def test_the_layout_is_what_the_style_asks_for(engine: Engine) -> None:
    apa = engine.bibliography(find_style("apa"), _ALL).layout
    assert (apa.hanging_indent, apa.second_field_align) == (True, "")
    assert (apa.line_spacing, apa.entry_spacing) == (2, 0)
    numbered = engine.document(find_style("vancouver"), _ALL, _clusters("smith")).bibliography
    assert numbered.layout.second_field_align == "flush"
    assert not numbered.layout.hanging_indent
    assert numbered.layout.line_spacing == numbered.layout.entry_spacing == 1


def test_the_widest_number_gives_the_offset(engine: Engine) -> None:
    many = [_article(f"a{number}") for number in range(10)]
    style = find_style("vancouver")
    assert engine.bibliography(style, many[:9]).layout.max_offset == 1
    assert engine.bibliography(style, many).layout.max_offset == 2
    assert engine.bibliography(style, []).layout.max_offset == 0


def test_numbers_stand_in_the_margin_where_the_style_aligns_them(engine: Engine) -> None:
    entry = engine.bibliography(find_style("vancouver"), [_SMITH]).entries[0]
    assert entry.label == ("1.",)
    entry = engine.bibliography(find_style("apa"), [_SMITH]).entries[0]
    assert entry.label == ()


# --- citeproc-py alone ----------------------------------------------------------------------------


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
    broken = _ZOLA.with_custom(author_et_al=True)
    clusters = [
        *_clusters("smith"),
        Cluster((Cite("smith"), Cite("zola", locator="7", prefix="see"))),
        *_clusters("zola", "abel"),
        Cluster((Cite("zola", author_only=True),)),
    ]
    document = CiteprocEngine().document(find_style("apa"), [_SMITH, broken, _ABEL], clusters)
    assert _texts(document) == [
        "(Smith & Berg, 2017)",
        "(Smith & Berg, 2017; see Zola et al. 2001, 7)",
        "(Zola et al. 2001)",
        "(Abel & Berg, 1999)",
        "Zola, Berg, et al.",
    ]
    assert _codes(document) == [("not-formatted", "zola")] * 2  # the citation, the entry
    plain = {
        entry.id: text
        for entry, text in zip(
            document.bibliography.entries, document.bibliography.texts(), strict=True
        )
    }["zola"]
    for part in ("Zola, Anna B.", "et al", "On zola", "2001", "12:181-184"):
        assert part in plain


def test_a_citation_layout_that_citeproc_cannot_dress_is_printed_bare(
    write_style: _WriteStyle,
) -> None:
    style = write_style('<layout vertical-align="wavy"><text variable="title"/></layout>')
    document = CiteprocEngine().document(style, _ALL, _clusters("smith", "zola"))
    assert _texts(document) == ["On smith", "On zola"]
    assert _codes(document) == [("not-formatted", None)]
