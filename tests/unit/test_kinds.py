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
