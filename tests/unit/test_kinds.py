"""What kind of work a reference says that it is."""

from __future__ import annotations

import pytest

from bibkit.reflist import parse_reference


@pytest.mark.parametrize(
    ("text", "type_", "fields"),
    [
        ("Maes L. On rivers and their banks. PhD thesis. Ghent University; 2015.", "thesis", {"genre": "PhD thesis"}),
        ("Silva AB. O rio e suas margens [dissertation]. São Paulo: Universidade de São Paulo; 2015. Master's thesis.",
         "thesis", {"genre": "Master's thesis"}),
        ("Deeg R, Roder A. (1987). Process and reagent for a determination. U.S. Patent 4,645,739.", "patent",
         {"number": "4,645,739"}),
        ("Wickham H. Tidying tools for everyone. R package version 1.5.2. 2014. https://example.org/tidy", "software",
         {"version": "1.5.2"}),
        ("Jones K. Data from: ants of the desert. Dryad Digital Repository. 2018. doi: 10.5061/dryad.x1.", "dataset", {}),
        ("World Bank. Water for towns. Working paper 27. Washington (DC): World Bank; 1992.", "report",
         {"genre": "Working paper", "number": "27"}),
        ("Lee K. A map of cells. bioRxiv. 2021. doi: 10.1101/2021.01.02.425.", "article", {"container-title": "bioRxiv"}),
        ("Smith J. A study of ants [Doctoral dissertation, University of Texas]. 2011.", "thesis",
         {"title": "A study of ants", "publisher": "University of Texas"}),
        ("Smith, J. (2011). A study of ants [Unpublished doctoral dissertation]. University of Texas.", "thesis",
         {"title": "A study of ants"}),
        ("R Core Team. (2021). R: A language for computing (Version 4.1.0) [Computer software]. R Foundation.",
         "software", {"title": "R: A language for computing", "version": "4.1.0"}),
        ("Milborrow S. Earth: regression splines for all. R package 4.5.1. 2014. https://example.org/e", "software",
         {"version": "4.5.1"}),
        # What only speaks of such things stays what it is.
        ("Lee K. How a doctoral thesis is written. J Foo. 2001;3:4-5.", "article-journal", {}),
        ("Lee K. Patent ductus arteriosus in 2,500 infants. J Foo. 2001;3:4-5.", "article-journal", {}),
        ("Maes L. How the PhD thesis became a book about rivers. Ghent: Ghent University Press; 2015.", "book",
         {"title": "How the PhD thesis became a book about rivers"}),
        ("Roe A. A computer program for soil analysis: a guide. London: Wiley; 1990.", "book",
         {"title": "A computer program for soil analysis: a guide"}),
        ("Lee K. The computer program of the year. J Foo. 2001;3:4-5.", "article-journal", {}),
    ],
)  # fmt: skip
def test_kind(text: str, type_: str, fields: dict[str, str]) -> None:
    reference, _ = parse_reference(text)
    assert reference is not None
    assert reference.type == type_
    assert {key: reference.text(key) for key in fields} == fields


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Accessed 3 May 2014", "2014-05-03"), ("(Accessed on 12-Mar-2022)", "2022-03-12"),
        ("zuletzt aufgerufen am 12.03.2019", "2019-03-12"), ("Abruf am 12.03.2019", "2019-03-12"),
        ("consulté le 3 mai 2014", "2014"), ("(consultato il 3 maggio 2014)", "2014-05-03"), ("Acesso em 6 out. 2023", "2023-10-06"),
    ],
)  # fmt: skip
def test_a_day_of_access_is_not_the_year(words: str, date: str) -> None:
    reference, _ = parse_reference(
        f"Jones K. Bees of the world and their ways. https://example.org/bees. {words}."
    )
    assert reference is not None
    assert str(reference.date("accessed")).startswith(date[:4])
    assert reference.date("issued") is None
    if words != "consulté le 3 mai 2014":
        assert str(reference.date("accessed")) == date
