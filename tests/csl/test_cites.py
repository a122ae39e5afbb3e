"""What a cite may say: words around it, a locator, the author left out or alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import DOE_2000, citations, codes, document, item, people, style

from bibkit.csl.engine import Cite, Cluster
from bibkit.csl.library import Style
from bibkit.csl.native import NativeEngine
from bibkit.errors import StyleError

_DOE = item("d", author=people("Doe, Ann"), issued=2000)
_ROE = item("r", author=people("Roe"), issued=2001)
_LAYOUT = f'{DOE_2000}<text variable="locator" prefix=", "/>'


def _style(options: str = "", layout: str = _LAYOUT) -> Style:
    return style(
        citation=f'<citation {options}><layout prefix="(" suffix=")" delimiter="; ">{layout}</layout></citation>'
    )


def _cited(*cites: Cite, to: str = "text") -> str:
    return citations(_style(), [_DOE, _ROE], Cluster(cites), to=to)[0]


def test_cites_stand_in_their_order_with_the_style_s_delimiter() -> None:
    assert _cited(Cite("r"), Cite("d")) == "(Roe 2001; Doe 2000)"


@pytest.mark.parametrize(
    ("prefix", "wanted"),
    [
        ("see", "(see Doe 2000)"),
        ("see ", "(see Doe 2000)"),
        ("e.g.,", "(e.g., Doe 2000)"),
        ("cf. ", "(cf. Doe 2000)"),
        ("[", "([Doe 2000)"),
        ("", "(Doe 2000)"),
    ],
)
def test_a_prefix_is_parted_by_a_blank_where_words_would_meet(prefix: str, wanted: str) -> None:
    assert _cited(Cite("d", prefix=prefix)) == wanted


@pytest.mark.parametrize(
    ("suffix", "wanted"),
    [
        ("and others", "(Doe 2000 and others)"),
        (" and others", "(Doe 2000 and others)"),
        (", passim", "(Doe 2000, passim)"),
        ("[sic]", "(Doe 2000 [sic])"),
        ("", "(Doe 2000)"),
    ],
)
def test_a_suffix_is_parted_by_a_blank_where_words_would_meet(suffix: str, wanted: str) -> None:
    assert _cited(Cite("d", suffix=suffix)) == wanted


@pytest.mark.parametrize("prefix", ["<i>see</i>", "“see”", "see "])
def test_a_prefix_that_ends_in_marks_is_parted_too(prefix: str) -> None:
    assert _cited(Cite("d", prefix=prefix)).endswith((" Doe 2000)",))


def test_prefix_locator_and_suffix_stand_in_this_order() -> None:
    assert (
        _cited(Cite("d", "12-14", prefix="see", suffix=", passim"))
        == "(see Doe 2000, 12–14, passim)"
    )


def test_words_between_cites_stand_where_they_belong() -> None:
    found = _cited(Cite("d", suffix=" on this"), Cite("r", prefix="but "))
    assert found == "(Doe 2000 on this; but Roe 2001)"


def test_an_author_s_own_delimiter_counts_for_the_style_s() -> None:
    assert _cited(Cite("d", suffix=","), Cite("r")) == "(Doe 2000, Roe 2001)"
    assert _cited(Cite("d"), Cite("r", prefix=", and ")) == "(Doe 2000, and Roe 2001)"


def test_the_author_may_be_left_out() -> None:
    assert _cited(Cite("d", suppress_author=True)) == "(2000)"
    assert _cited(Cite("d", "3", suppress_author=True)) == "(2000, 3)"
    assert _cited(Cite("d", suppress_author=True), Cite("r")) == "(2000; Roe 2001)"


def test_where_the_author_is_left_out_no_substitute_stands_for_it() -> None:
    layout = (
        '<group delimiter=" "><names variable="author"><name form="short"/><substitute>'
        '<text variable="title"/></substitute></names><date variable="issued" form="text"/></group>'
    )
    found = citations(_style(layout=layout), [_DOE], Cite("d", suppress_author=True))
    assert found == ["(2000)"]


def test_a_second_list_of_names_stays_where_the_author_is_left_out() -> None:
    layout = '<group delimiter=" "><names variable="author"/><names variable="editor"/></group>'
    edited = item("d", author=people("Doe"), editor=people("Elm"))
    assert citations(_style(layout=layout), [edited], Cite("d", suppress_author=True)) == ["(Elm)"]


def test_the_author_may_stand_alone() -> None:
    assert _cited(Cite("d", author_only=True)) == "Doe"
    assert _cited(Cite("d", "3", author_only=True)) == "Doe"


def test_works_without_an_author_have_what_stands_for_it() -> None:
    layout = (
        '<group delimiter=" "><names variable="author"><name form="short"/><substitute>'
        '<text variable="title" quotes="true"/></substitute></names><date variable="issued" form="text"/></group>'
    )
    nobody = item("n", title="Things", issued=2000)
    assert citations(_style(layout=layout), [nobody], Cite("n", author_only=True)) == ["“Things”"]


# --- ids that nobody has --------------------------------------------------------------------------


def test_an_unknown_id_is_printed_as_such_and_is_a_problem() -> None:
    done = document(_style(), [_DOE], "d x", "x")
    assert done.citations[0].render() == "(Doe 2000; [x?])"
    assert "[x?]" in done.citations[1].render()
    assert codes(done.problems) == [("unknown-id", "x")]
    assert all(problem.message.endswith(".") for problem in done.problems)


def test_an_unknown_id_is_not_in_the_bibliography() -> None:
    done = document(_style(), [_DOE], "x d")
    assert [entry.id for entry in done.bibliography.entries] == ["d"]


def test_an_unknown_id_in_a_style_that_sorts_loses_nothing() -> None:
    keys = '<sort><key variable="issued"/></sort>'
    sorted_style = style(
        citation=f'<citation>{keys}<layout delimiter="; ">{DOE_2000}</layout></citation>'
    )
    (found,) = citations(sorted_style, [_ROE, _DOE], "r x d")
    assert sorted(found.split("; ")) == ["Doe 2000", "Roe 2001", "[x?]"]


def test_a_cluster_of_unknown_ids_has_the_layout_s_affixes() -> None:
    assert citations(_style(), [_DOE], "x") == ["([x?])"]


def test_markup_in_an_unknown_id_is_text() -> None:
    cluster = Cluster((Cite("<i>x</i>"),))
    (found,) = citations(_style(), [_DOE], cluster, to="html")
    assert "[&#60;i&#62;x&#60;/i&#62;?]" in found


def test_an_empty_cluster_is_printed_somehow() -> None:
    (found,) = citations(_style(), [_DOE], Cluster(()))
    assert "\ue000" not in found


# --- documents ------------------------------------------------------------------------------------


def test_only_cited_works_are_in_the_bibliography_unless_asked() -> None:
    assert [e.id for e in document(_style(), [_DOE, _ROE], "r").bibliography.entries] == ["r"]
    both = document(_style(), [_DOE, _ROE], "r", uncited=True).bibliography.entries
    assert [entry.id for entry in both] == ["r", "d"]


def test_citations_keep_the_names_and_the_order_of_their_clusters() -> None:
    clusters = [Cluster((Cite("r"),), id="one"), Cluster((Cite("d"),), id="two")]
    done = NativeEngine().document(_style(), [_DOE, _ROE], clusters)
    assert [citation.id for citation in done.citations] == ["one", "two"]


def test_a_document_without_citations_is_empty() -> None:
    done = NativeEngine().document(_style(), [_DOE], [])
    assert (done.citations, done.bibliography.entries, done.problems) == ((), (), ())


def test_a_cite_for_which_the_style_prints_nothing_says_so() -> None:
    found = citations(style(citation='<text variable="DOI"/>'), [_DOE], "d")
    assert "no printed form" in found[0]


def test_a_language_is_asked_for_by_its_tag() -> None:
    both = item("d", author=people("Doe", "Roe"))
    layout = '<names variable="author"><name form="short" and="text"/></names>'
    cluster = Cluster((Cite("d"),))
    done = NativeEngine().document(_style(layout=layout), [both], [cluster], "de-DE")
    assert done.citations[0].render() == "(Doe und Roe)"
    with pytest.raises(StyleError, match="no locale 'xx'"):
        NativeEngine().document(_style(), [both], [], "xx")


def test_formatting_a_document_again_gives_the_same() -> None:
    clusters = ("d r", "r")
    first, second = (document(_style(), [_DOE, _ROE], *clusters) for _ in range(2))
    assert first == second
