"""The styles of `styles/`: valid, licensed, and their entries checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import bibkit
from bibkit import Date, Name, Reference
from bibkit.csl import library
from bibkit.identifiers import is_issn

_PEOPLE = (
    Name("Hardiman", "Orla"),
    Name("al-Chalabi", "Ammar"),
    Name("Chio", "Adriano"),
    Name("Corr", "E. M."),
    Name("Logroscino", "G."),
    Name("Robberecht", "W."),
    Name("Shaw", "P. J."),
)

_REFERENCES = (
    Reference(
        "one",
        "article-journal",
        {
            "author": (Name("Armon", "Carmel"),),
            "title": "What is ALS?",
            "container-title": "Lancet Neurology",
            "container-title-short": "Lancet Neurol.",
            "issued": Date(2018, 6),
            "volume": "17",
            "issue": "6",
            "page": "553-554",
            "DOI": "10.1016/S1474-4422(18)30149-0",
            "PMID": "29778356",
        },
    ),
    Reference(
        "two",
        "article-journal",
        {
            "author": (Name("Brown", "Robert H."), Name("Al-Chalabi", "Ammar")),
            "title": "Amyotrophic lateral sclerosis",
            "container-title": "New England Journal of Medicine",
            "container-title-short": "N. Engl. J. Med.",
            "issued": Date(2017, 7, 13),
            "volume": "377",
            "issue": "2",
            "page": "162-172",
            "DOI": "10.1056/NEJMra1603471",
            "URL": "https://www.nejm.org/doi/10.1056/NEJMra1603471",
        },
    ),
    Reference(
        "six",
        "article-journal",
        {
            "author": _PEOPLE[:6],
            "title": "Six people",
            "container-title": "Brain",
            "issued": Date(2019),
            "volume": "142",
            "page": "1-10",
        },
    ),
    Reference(
        "seven",
        "article-journal",
        {
            "author": _PEOPLE,
            "title": "Amyotrophic lateral sclerosis",
            "container-title": "Nature Reviews Disease Primers",
            "container-title-short": "Nat. Rev. Dis. Primers",
            "issued": Date(2017, 10, 5),
            "volume": "3",
            "page": "17085",
            "PMID": "28980624",
            "PMCID": "PMC5555555",
        },
    ),
    Reference(
        "cut",
        "article-journal",
        {
            "author": _PEOPLE[:3],
            "title": "Cut short",
            "container-title": "Brain",
            "issued": Date(2019),
            "volume": "142",
            "page": "11-19",
        },
    ).with_custom(author_et_al=True),
    Reference(
        "book",
        "book",
        {
            "author": (Name("Strunk", "W."), Name("White", "E. B.")),
            "title": "The elements of style",
            "edition": "4",
            "publisher": "Longman",
            "publisher-place": "New York, NY, USA",
            "issued": Date(2000),
        },
    ),
    Reference(
        "edited",
        "book",
        {
            "editor": (Name("Poe", "E."), Name("Roe", "R.")),
            "title": "The whole",
            "publisher": "Elsevier",
            "issued": Date(2011),
        },
    ),
    Reference(
        "chapter",
        "chapter",
        {
            "author": (Name("Doe", "Jane"),),
            "title": "Motor neurons in culture",
            "container-title": "Methods in Neuroscience",
            "editor": (Name("Roe", "Richard"), Name("Poe", "Edgar A.")),
            "page": "121-124",
            "publisher": "Springer",
            "publisher-place": "Berlin, Germany",
            "issued": Date(2015),
        },
    ),
    Reference(
        "preprint",
        "article",
        {
            "author": (Name("Bar", "Daniel Z."), Name("Atkatsh", "Kathleen")),
            "title": "Biotinylation by antibody recognition",
            "publisher": "bioRxiv",
            "issued": Date(2016, 8, 18),
            "DOI": "10.1101/069187",
            "URL": "https://www.biorxiv.org/content/10.1101/069187",
        },
    ),
    Reference(
        "web",
        "webpage",
        {
            "author": (Name(literal="World Health Organization"),),
            "title": "Global health estimates",
            "issued": Date(2020),
            "accessed": Date(2026, 11, 1),
            "URL": "https://www.who.int/data/global-health-estimates",
        },
    ),
    Reference(
        "thesis",
        "thesis",
        {
            "author": (Name("Curie", "Marie"),),
            "title": "Recherches sur les substances radioactives",
            "genre": "Ph.D. thesis",
            "publisher": "Université de Paris",
            "publisher-place": "Paris, France",
            "issued": Date(1903),
        },
    ),
    Reference(
        "talk",
        "paper-conference",
        {
            "author": (Name("Schreier", "G."), Name("Hayn", "D.")),
            "title": "A mobile-phone based teledermatology system",
            "container-title": "Proceedings of the 30th Conference of Engineering in Medicine",
            "event-place": "Vancouver, BC, Canada",
            "page": "5338-5341",
            "publisher": "IEEE",
            "issued": Date(2008, 8),
        },
    ),
    Reference(
        "early",
        "article-journal",
        {
            "author": (Name("Early", "A."),),
            "title": "Ahead of print",
            "container-title": "Neurology",
            "issued": Date(2026),
            "DOI": "10.1000/xyz",
        },
    ),
    Reference(
        "report",
        "report",
        {
            "title": "State of cells",
            "number": "12",
            "publisher": "Ministry of Soil",
            "issued": Date(2001),
        },
    ),
)

_PRINTED = {
    "stem-cells-international": """
[1] C. Armon, “What is ALS?,” Lancet Neurology, vol. 17, no. 6, pp. 553–554, 2018.
[2] R. H. Brown and A. Al-Chalabi, “Amyotrophic lateral sclerosis,” New England Journal of Medicine, vol. 377, no. 2, pp. 162–172, 2017.
[3] O. Hardiman, A. al-Chalabi, A. Chio, E. M. Corr, G. Logroscino, and W. Robberecht, “Six people,” Brain, vol. 142, pp. 1–10, 2019.
[4] O. Hardiman, A. al-Chalabi, A. Chio et al., “Amyotrophic lateral sclerosis,” Nature Reviews Disease Primers, vol. 3, article 17085, 2017.
[5] O. Hardiman, A. al-Chalabi, A. Chio et al., “Cut short,” Brain, vol. 142, pp. 11–19, 2019.
[6] W. Strunk and E. B. White, The elements of style, Longman, New York, NY, USA, 4th edition, 2000.
[7] E. Poe and R. Roe, Eds., The whole, Elsevier, 2011.
[8] J. Doe, “Motor neurons in culture,” in Methods in Neuroscience, R. Roe and E. A. Poe, Eds., pp. 121–124, Springer, Berlin, Germany, 2015.
[9] D. Z. Bar and K. Atkatsh, “Biotinylation by antibody recognition,” bioRxiv, 2016, https://doi.org/10.1101/069187.
[10] World Health Organization, “Global health estimates,” 2020, https://www.who.int/data/global-health-estimates.
[11] M. Curie, Recherches sur les substances radioactives [Ph.D. thesis], Université de Paris, Paris, France, 1903.
[12] G. Schreier and D. Hayn, “A mobile-phone based teledermatology system,” in Proceedings of the 30th Conference of Engineering in Medicine, pp. 5338–5341, IEEE, Vancouver, BC, Canada, August 2008.
[13] A. Early, “Ahead of print,” Neurology, 2026, https://doi.org/10.1000/xyz.
[14] State of cells, Tech. Rep. 12, Ministry of Soil, 2001.
""",
    "national-library-of-medicine-grant-proposals": """
1. Armon C. What is ALS? Lancet Neurol. 2018 Jun;17(6):553–4. doi: 10.1016/S1474-4422(18)30149-0. PMID: 29778356.
2. Brown RH, Al-Chalabi A. Amyotrophic lateral sclerosis. N Engl J Med. 2017 Jul 13;377(2):162–72. doi: 10.1056/NEJMra1603471.
3. Hardiman O, al-Chalabi A, Chio A, Corr EM, Logroscino G, Robberecht W. Six people. Brain. 2019;142:1–10.
4. Hardiman O, al-Chalabi A, Chio A, Corr EM, Logroscino G, Robberecht W, Shaw PJ. Amyotrophic lateral sclerosis. Nat Rev Dis Primers. 2017 Oct 5;3:17085. PMCID: PMC5555555.
5. Hardiman O, al-Chalabi A, Chio A, et al. Cut short. Brain. 2019;142:11–9.
6. Strunk W, White EB. The elements of style. 4th ed. New York, NY, USA: Longman; 2000.
7. Poe E, Roe R, editors. The whole. Elsevier; 2011.
8. Doe J. Motor neurons in culture. In: Roe R, Poe EA, editors. Methods in Neuroscience. Berlin, Germany: Springer; 2015. p. 121–4.
9. Bar DZ, Atkatsh K. Biotinylation by antibody recognition. bioRxiv [Preprint]. 2016 Aug 18. doi: 10.1101/069187.
10. World Health Organization. Global health estimates [Internet]. 2020 [cited 2026 Nov 1]. Available from: https://www.who.int/data/global-health-estimates
11. Curie M. Recherches sur les substances radioactives [Ph.D. thesis]. Paris, France: Université de Paris; 1903.
12. Schreier G, Hayn D. A mobile-phone based teledermatology system. In: Proceedings of the 30th Conference of Engineering in Medicine. IEEE; 2008. p. 5338–41.
13. Early A. Ahead of print. Neurology. 2026. doi: 10.1000/xyz.
14. State of cells. Ministry of Soil; 2001. Report No.: 12.
""",
}

_OWN = sorted(library.own_styles_folder().glob("*.csl"))


@pytest.mark.parametrize("style", _PRINTED)
def test_entries_are_as_they_were_checked_by_hand(style: str) -> None:
    printed = bibkit.bibliography(_REFERENCES, style)
    assert printed.texts() == _PRINTED[style].strip().splitlines()
    assert [entry.id for entry in printed.entries] == [one.id for one in _REFERENCES]
    assert printed.problems == ()


@pytest.mark.parametrize(
    ("style", "cited"),
    [
        ("stem-cells-international", "[1]"),
        ("national-library-of-medicine-grant-proposals", "(1)"),
    ],
)
def test_citations_are_numbers(style: str, cited: str) -> None:
    citation, entry = bibkit.preview(_REFERENCES[:1], style).samples[0].texts()
    assert citation in ("", cited)  # empty with an engine that makes no citations
    assert "Armon" in entry


def test_journals_and_books_are_italic_in_stem_cells_international() -> None:
    html = bibkit.format(_REFERENCES, "stem-cells-international", "html")
    assert "<i>Lancet Neurology</i>" in html
    assert "<i>The elements of style</i>" in html


def test_an_article_number_and_the_count_of_its_pages_are_printed() -> None:
    own = Reference(
        "own",
        "article-journal",
        {
            "author": (Name("Gugliandolo", "A."),),
            "title": "Stem cells",
            "container-title": "Stem Cells International",
            "volume": "2019",
            "number": "3675627",
            "number-of-pages": "16",
            "issued": Date(2019),
        },
    )
    line = bibkit.format([own], "stem-cells-international")
    assert "vol. 2019, Article ID 3675627, 16 pages, 2019." in line
    assert "2019;2019:3675627." in bibkit.format(
        [own], "national-library-of-medicine-grant-proposals"
    )


@pytest.mark.parametrize("name", ["Stem Cells International", "1687-966X", "Stem Cells Int."])
def test_the_journal_of_the_example_has_its_style(name: str) -> None:
    assert bibkit.find_style(name).id == "stem-cells-international"


def test_the_name_that_the_official_repository_gave_up_is_ours() -> None:
    style = bibkit.find_style("national-library-of-medicine-grant-proposals")
    assert (style.origin, style.parent) == ("bibkit", "")


@pytest.mark.parametrize("path", _OWN, ids=lambda path: path.stem)
def test_our_own_styles_are_valid_csl_and_say_their_licence(path: Path) -> None:
    import citeproc
    from lxml import etree

    schema = etree.RelaxNG(etree.parse(citeproc.SCHEMA_PATH))
    document = etree.parse(path)
    assert schema.validate(document), schema.error_log
    style = bibkit.find_style(path.stem)
    assert style.rights, "a style without a licence"
    assert all(is_issn(issn) for issn in style.issns)
    assert document.findtext("{*}info/{*}id") == path.stem
