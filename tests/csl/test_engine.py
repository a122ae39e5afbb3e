from __future__ import annotations

from pathlib import Path

import pytest

import bibkit
from bibkit import Date, Name, Reference
from bibkit.csl.citeproc_engine import expand_range
from bibkit.errors import StyleError, UnknownFormat, UnknownStyle


def _article(identifier: str = "a", **fields: object) -> Reference:
    base: dict[str, object] = {
        "author": (Name("Smith", "Anna B."), Name("van der Berg", "Jan")),
        "title": "A view of things",
        "container-title": "Journal of Things",
        "issued": Date(2017, 3, 23),
        "volume": "12",
        "page": "181-184",
    }
    values = {k.replace("_", "-"): v for k, v in {**base, **fields}.items() if v is not None}
    return Reference(identifier, "article-journal", values)  # type: ignore[arg-type]


def _line(style: str, *references: Reference, to: str = "text") -> str:
    return bibkit.format(references, style, to).strip()


def test_a_localised_date_has_its_delimiters() -> None:
    assert "2017 Mar 23;12:181–4" in _line("vancouver", _article())


@pytest.mark.parametrize("style", ["vancouver", "nature", "ieee", "bmj", "JAMA", "plos-one"])
def test_a_number_stands_apart_from_the_name(style: str) -> None:
    assert "1.S" not in _line(style, _article())
    assert _line(style, _article()).lstrip("[1]. ").startswith(("Smith", "A. B. Smith"))


@pytest.mark.parametrize("style", ["nature", "the-lancet", "bmj"])
def test_et_al_has_one_stop(style: str) -> None:
    many = tuple(Name(f"Family{n}", "A.") for n in range(9))
    assert "et al.." not in _line(style, _article(author=many))


def test_punctuation_goes_inside_quotation_marks_where_the_locale_wants_it() -> None:
    assert "“A view of things,”" in _line("ieee", _article())
    assert "“A View of Things.”" in _line("chicago-author-date", _article())


@pytest.mark.parametrize(
    ("pages", "printed"),
    [
        ("1-14", "1–14"),
        ("9-10", "9–10"),
        ("181-184", "181–4"),
        ("119-30", "119–30"),
        ("S12-S18", "S12–8"),
    ],
)
def test_page_ranges_lose_no_digit(pages: str, printed: str) -> None:
    assert f"12:{printed}." in _line("vancouver", _article(page=pages, DOI=None)) + "."


def test_ranges_are_expanded_for_styles_that_cut_them_themselves() -> None:
    assert expand_range("110-5") == "110-115"
    assert expand_range("e1-e5") == "e1-e5"
    assert expand_range("12, 14-18") == "12, 14-18"
    assert "119–130" in _line("apa", _article(page="119-30"))


def test_one_item_that_crashes_the_engine_does_not_take_the_list_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from citeproc import model

    render = model.Layout.render_children

    def fragile(self: object, item: object, **options: object) -> object:
        if str(item.reference.get("title")) == "Crash":  # type: ignore[attr-defined]
            raise KeyError("boom")
        return render(self, item, **options)

    monkeypatch.setattr(model.Layout, "render_children", fragile)
    crash = _article("b", title="Crash", DOI="10.1000/1").with_custom(author_et_al=True)
    formatted = bibkit.bibliography(
        [_article("a"), crash, _article("c")], "vancouver", engine="citeproc-py"
    )
    assert [entry.id for entry in formatted.entries] == ["a", "b", "c"]
    assert [(p.code, p.ref) for p in formatted.problems] == [("not-formatted", "b")]
    plain = formatted.render().splitlines()[1]
    for part in (
        "Smith, Anna B.",
        "et al",
        "Crash",
        "Journal of Things",
        "2017",
        "12:181-184",
        "10.1000/1",
    ):
        assert part in plain
    assert formatted.render().splitlines()[2].startswith("3. Smith AB")


def test_creators_that_citeproc_does_not_know_do_no_harm() -> None:
    film = Reference(
        "film",
        "motion_picture",
        {"director": (Name("Varda", "Agnès"),), "title": "Vagabond", "issued": Date(1985)},
    )
    for style in ("apa", "ieee", "chicago-author-date", "vancouver"):
        formatted = bibkit.bibliography([film, _article()], style)
        assert len(formatted.entries) == 2
        assert "Vagabond" in formatted.render()


def test_ids_that_differ_only_in_case_are_two_references() -> None:
    formatted = bibkit.bibliography([_article("a"), _article("A", title="Another")], "vancouver")
    assert [entry.id for entry in formatted.entries] == ["a", "A"]
    assert "Another" in formatted.render().splitlines()[1]


def test_every_type_and_an_empty_reference_give_an_entry() -> None:
    from bibkit.vocab import TYPES

    everything = [
        Reference(t, t, {"title": f"On {t}", "issued": Date(2001)}) for t in sorted(TYPES)
    ]
    formatted = bibkit.bibliography([*everything, Reference("none", "document")], "vancouver")
    assert len(formatted.entries) == len(TYPES) + 1
    assert len({entry.id for entry in formatted.entries}) == len(TYPES) + 1


def test_dates_of_all_kinds_are_printed() -> None:
    dates = [
        Date(2017, season=1),
        Date(2017, until=Date(2018)),
        Date(literal="in press"),
        Date(1850, circa=True),
        Date(-44),
        Date(2017, 3, until=Date(2017, 4)),
    ]
    for date in dates:
        for style in ("apa", "vancouver", "nature", "pubmed"):
            assert len(bibkit.bibliography([_article(issued=date)], style).entries) == 1


def test_a_style_that_sorts_sorts_and_one_that_does_not_keeps_the_order() -> None:
    late = _article("late", author=(Name("Zola", "É."),))
    early = _article("early", author=(Name("Abel", "N."),))
    assert [e.id for e in bibkit.bibliography([late, early], "apa").entries] == ["early", "late"]
    assert [e.id for e in bibkit.bibliography([late, early], "nature").entries] == ["late", "early"]


def test_rich_text_survives_in_every_output() -> None:
    marked = _article(title="<i>E. coli</i> & H<sub>2</sub>O <b>x</b> a<sup>2</sup>")
    assert "E. coli & H2O x a2" in _line("vancouver", marked)
    assert "<i>E. coli</i> &#38; H<sub>2</sub>O" in _line("vancouver", marked, to="html")
    assert r"*E. coli* & H~2~O **x** a^2^" in _line("vancouver", marked, to="markdown")


def test_text_cannot_become_mark_up() -> None:
    evil = _article(title='<script>alert("x")</script> *a* [b](c)', container_title="<img src=x>")
    html = _line("nature", evil, to="html")
    assert "<script" not in html
    assert "<img" not in html
    assert r"\*a\* \[b\](c)" in _line("nature", evil, to="markdown")


def test_private_marks_in_the_input_do_no_harm() -> None:
    odd = _article(title="A \ue100 view \ue0ff of \ue000 things \ue0f1")
    assert "A view of things" in " ".join(_line("vancouver", odd).split())


def test_html_has_margins_where_the_style_aligns_them() -> None:
    html = _line("vancouver", _article(), to="html")
    assert '<div class="csl-left-margin">1.</div><div class="csl-right-inline">Smith' in html
    assert "csl-left-margin" not in _line("apa", _article(), to="html")


def test_a_locale_changes_the_words() -> None:
    german = bibkit.format([_article()], "apa", locale="de-DE")
    assert "&" in german or "und" in german
    with pytest.raises(StyleError, match="no locale 'xx-XX'"):
        bibkit.format([_article()], "apa", locale="xx-XX")


def test_styles_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(UnknownStyle):
        bibkit.format([_article()], "no such style at all")
    notes_only = tmp_path / "notes.csl"
    notes_only.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info>'
        "<title>N</title><id>n</id></info><citation><layout/></citation></style>"
    )
    with pytest.raises(StyleError, match="no bibliography"):
        bibkit.format([_article()], notes_only)
    broken = tmp_path / "broken.csl"
    broken.write_text('<style xmlns="http://purl.org/net/xbiblio/csl"><info>')
    with pytest.raises(StyleError, match="not well-formed"):
        bibkit.format([_article()], broken)


def test_unknown_outputs_are_refused() -> None:
    with pytest.raises(UnknownFormat, match="text, html, markdown"):
        bibkit.format([_article()], "apa", to="docx2")


def test_no_references_give_no_text() -> None:
    assert bibkit.format([], "vancouver") == ""


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("vancouver", "Smith A, et al. A view"),
        ("apa", "Smith, A., et al. (2017)"),
        ("nature", "Smith, A. et al. A view"),
    ],
)
def test_one_named_author_and_others(style: str, printed: str) -> None:
    one = _article(author=(Name("Smith", "A."),)).with_custom(author_et_al=True)
    line = _line(style, one)
    assert printed.replace(",", "") in line.replace(",", "")
    assert line.count("Smith") == 1
    assert one.names("author") == (Name("Smith", "A."),)


def test_initials_without_stops_are_all_printed() -> None:
    people = (Name("Pratt", "AJ"), Name("Lee", "J-KP"), Name("Doe", "JOSE"))
    assert "Pratt AJ, Lee JKP, Doe J." in _line("vancouver", _article(author=people))
    assert "Pratt, A. J., Lee, J.-K. P., & Doe, J." in _line("apa", _article(author=people))


def test_a_range_of_months_keeps_its_year() -> None:
    spring = Date(2017, 3, until=Date(2017, 4))
    for style in ("apa", "nature", "vancouver", "cell", "american-medical-association"):
        assert "2017" in _line(style, _article(issued=spring))


def test_what_stands_for_missing_authors_is_printed_once() -> None:
    nobody = _article(author=None, title="Vaccines for all")
    edited = Reference(
        "e",
        "book",
        {
            "editor": (Name("Doe", "J."),),
            "title": "The volume",
            "publisher": "P",
            "issued": Date(2001),
        },
    )
    for style in ("american-medical-association", "apa", "chicago-author-date", "elsevier-harvard"):
        line = _line(style, nobody)
        assert line.lower().count("vaccines for all") == 1
        assert "12" in line
    for style in ("vancouver", "american-medical-association", "elsevier-harvard"):
        assert _line(style, edited).count("Doe") == 1


def test_a_season_does_not_unsort_a_list() -> None:
    spring = Reference(
        "s",
        "article-magazine",
        {"title": "B", "issued": Date(2001, season=1), "author": (Name("Zola"),)},
    )
    formatted = bibkit.bibliography([spring, _article("a", author=(Name("Abel"),))], "apa")
    assert [entry.id for entry in formatted.entries] == ["a", "s"]
    assert "unsorted" not in {problem.code for problem in formatted.problems}


def test_truncated_editors_are_printed_as_such() -> None:
    chapter = Reference(
        "c",
        "chapter",
        {
            "author": (Name("Doe", "J."), Name("Roe", "R.")),
            "editor": (Name("Poe", "E."), Name("Moe", "M.")),
            "title": "A part",
            "container-title": "The whole",
            "issued": Date(2001),
        },
    ).with_custom(editor_et_al=True)
    for style in ("vancouver", "apa", "nature", "chicago-author-date"):
        line = _line(style, chapter)
        assert line.count("et al") == 1, line
        assert "Roe" in line


def test_formatting_twice_gives_the_same() -> None:
    truncated = _article().with_custom(author_et_al=True)
    assert _line("apa", truncated, _article("b")) == _line("apa", truncated, _article("b"))
    first = _line("apa", _article("b"), truncated)
    assert first.count("et al.") == 1
