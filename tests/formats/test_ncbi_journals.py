"""Journals as NLM names them, with a place in brackets, in `nbib` and in PubMed XML."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bibkit
from bibkit import Reference
from bibkit.formats import by_name
from bibkit.formats.losses import after
from bibkit.formats.ncbi.journals import journal_of, printed_journal

PLACED = [
    ("Lancet (London, England)", "Lancet", "London, England"),
    ("Science (New York, N.Y.)", "Science", "New York, N.Y."),
    ("European journal of soil (Oxford, England : 1990)", "European journal of soil", "Oxford, England"),
    ("Journal of soil (San Diego, Calif.: 1997)", "Journal of soil", "San Diego, Calif."),
    ("Chemistry (Weinheim an der Bergstrasse, Germany)", "Chemistry", "Weinheim an der Bergstrasse, Germany"),
    ("Soil (Noisy-le-Grand, France)", "Soil", "Noisy-le-Grand, France"),
    ("Nursing (Harrow, London, England : 1994)", "Nursing", "Harrow, London, England"),
    ("Soil (Cleveland, Ohio, USA)", "Soil", "Cleveland, Ohio, USA"),
    ("Soil (Washington, D.C. : 1983)", "Soil", "Washington, D.C."),
    ("Soil (Orléans, France)", "Soil", "Orléans, France"),
    ("Biochemistry (Moscow)", "Biochemistry", "Moscow"),
    ("Soil (B) (Basel, Switzerland)", "Soil (B)", "Basel, Switzerland"),
]  # fmt: skip
OWN = [
    "BMJ (Clinical research ed.)", "Soil (English ed.)", "Biochimica et biophysica acta (BBA)",
    "Soil (Online)", "Proteins (structure, function)", "Soil (Series A, Peat)", "Soil (IEEE, ACM)",
    "Soil (Peat, ACM)", "Annals (1866)", "Soil (2003, London)", "Soil (the Hague, Peat)", "Soil (Hogwarts)",
    "(London, England)", "Soil (London, England", "Soil (London, England) abroad", "Soil (London,England)",
    "Soil (A, B, C, D, E, F)", "",
]  # fmt: skip


@pytest.mark.parametrize(("printed", "title", "place"), PLACED)
def test_the_place_is_told_from_the_title(printed: str, title: str, place: str) -> None:
    assert journal_of(printed) == (title, place)
    assert journal_of(printed_journal(title, place)) == (title, place)


@pytest.mark.parametrize("printed", OWN)
def test_other_brackets_are_the_titles_own(printed: str) -> None:
    assert journal_of(printed) == (printed, "")


def _nbib(journal: str, more: str = "") -> Reference:
    (one,) = bibkit.read(f"PMID- 1\nTI  - Peat.\nJT  - {journal}\n{more}", "nbib")
    return one


def _xml(journal: str) -> Reference:
    (one,) = bibkit.read(
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><Journal><JournalIssue/>"
        f"<Title>{journal}</Title></Journal></Article></MedlineCitation></PubmedArticle>",
        "pubmed",
    )
    return one


@pytest.mark.parametrize("read", [_nbib, _xml])
def test_both_formats_read_and_write_the_place(read: object) -> None:
    assert callable(read)
    one = read("Lancet (London, England)")
    assert one.text("container-title") == "Lancet"
    assert one.text("publisher-place") == "London, England"
    bare = dataclasses.replace(one, extra={})
    assert "JT  - Lancet (London, England)\n" in bibkit.write([bare], "nbib")
    assert "<Title>Lancet (London, England)</Title>" in bibkit.write([bare], "pubmed")


@pytest.mark.parametrize("read", [_nbib, _xml])
def test_the_year_in_the_brackets_is_written_again(read: object) -> None:
    assert callable(read)
    one = read("Micron (Oxford, England : 1993)")
    name = {_nbib: "nbib", _xml: "pubmed"}[read]
    assert "Micron (Oxford, England : 1993)" in bibkit.write([one], name)
    moved = one.replace(publisher_place="Cambridge, England")
    assert "Micron (Cambridge, England)" in bibkit.write([moved], name)


def test_the_country_of_a_journal_is_no_place_of_publication() -> None:
    assert _nbib("Chest", "PL  - United States\n").text("publisher-place") == ""
    assert _nbib("Lancet (London, England)", "PL  - England\n").text("publisher-place") == (
        "London, England"
    )


def test_the_abbreviation_in_place_of_a_title_stays_whole() -> None:
    (one,) = bibkit.read("PMID- 1\nTI  - Peat.\nTA  - Soil (Basel)\n", "nbib")
    assert one.text("container-title") == "Soil (Basel)"


def test_a_book_keeps_its_own_place_and_its_brackets() -> None:
    book = Reference("a", "book", {"title": "Peat (London, England)", "publisher-place": "Rome"})
    (again,) = bibkit.read(bibkit.write([book], "nbib"), "nbib")
    assert again.text("title") == book.text("title")
    assert again.text("publisher-place") == "Rome"


_titles = st.sampled_from([one for one, _, _ in PLACED] + OWN + ["Soil", "<i>Soil</i> (Basel)"])
_places = st.sampled_from([one for _, _, one in PLACED] + ["the world", "Rome (RM)", "", "B, B"])


@pytest.mark.parametrize("name", ["nbib", "pubmed"])
@settings(deadline=None)
@given(
    st.sampled_from(["article-journal", "article", "chapter", "report", "figure"]), _titles, _places
)
def test_a_journal_comes_back_as_the_losses_say(
    name: str, type: str, title: str, place: str
) -> None:
    fields = {"title": "Peat", "container-title": title, "publisher-place": place}
    reference = Reference("a", type, {one: said for one, said in fields.items() if said})
    (again,) = bibkit.read(bibkit.write([reference], name), name)
    assert (again.type, again.fields) == (
        (then := after(by_name(name).losses, reference)).type,
        then.fields,
    )
