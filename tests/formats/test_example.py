"""The example page: every field of every reference. No tool that was tried gets it right."""

from __future__ import annotations

from pathlib import Path

import pytest

import bibkit
from bibkit import Date, Name

DISEASE = "Degenerative Neurological and Neuromuscular Disease"

REFERENCES = [
    {
        "author": (
            Name("Mathis", "S."),
            Name("Couratier", "P."),
            Name("Julian", "A."),
            Name("Corcia", "P."),
            Name("Le Masson", "G."),
        ),
        "title": "Current view and perspectives in amyotrophic lateral sclerosis",
        "container-title": "Neural Regeneration Research",
        "issued": Date(2017),
        "volume": "12",
        "issue": "2",
        "page": "181-184",
        "DOI": "10.4103/1673-5374.200794",
    },
    {
        "author": (Name("Hardiman", "O."), Name("al-Chalabi", "A."), Name("Chio", "A.")),
        "title": "Amyotrophic lateral sclerosis",
        "container-title": "Nature Reviews Disease Primers",
        "issued": Date(2017),
        "volume": "3",
        "page": "17085",
        "DOI": "10.1038/nrdp.2017.85",
    },
    {
        "author": (Name("Pratt", "A. J."), Name("Getzoff", "E. D."), Name("Perry", "J. J.")),
        "title": "Amyotrophic lateral sclerosis: update and new developments",
        "container-title": DISEASE,
        "issued": Date(2012),
        "volume": "2012",
        "issue": "2",
        "page": "1-14",
        "DOI": "10.2147/DNND.S19803",
    },
    {
        "author": (Name("Niedermeyer", "S."), Name("Murn", "M."), Name("Choi", "P. J.")),
        "title": "Respiratory failure in amyotrophic lateral sclerosis",
        "container-title": "Chest",
        "issued": Date(2019),
        "volume": "155",
        "issue": "2",
        "page": "401-408",
        "DOI": "10.1016/j.chest.2018.06.035",
    },
    {
        "author": (
            Name("Fiorentino", "G."),
            Name("Annunziata", "A."),
            Name("Gaeta", "A. M."),
            Name("Lanza", "M."),
            Name("Esquinas", "A."),
        ),
        "title": "Continuous noninvasive ventilation for respiratory failure in patients with "
        "amyotrophic lateral sclerosis: current perspectives",
        "container-title": DISEASE,
        "issued": Date(2018),
        "volume": "8",
        "page": "55-61",
        "DOI": "10.2147/DNND.S170771",
    },
]
LINKS = [
    ("DOI", "PMC", "PubMed"),
    ("DOI", "PubMed"),
    ("DOI", "PMC", "PubMed"),
    ("DOI", "PubMed"),
    ("DOI", "PMC", "PubMed"),
]
KEYS = [
    "mathis2017current",
    "hardiman2017amyotrophic",
    "pratt2012amyotrophic",
    "niedermeyer2019respiratory",
    "fiorentino2018continuous",
]


@pytest.fixture(scope="module")
def batch() -> bibkit.Batch:
    page = Path(__file__).resolve().parent.parent.parent / "examples" / "als-review.txt"
    return bibkit.read(page)


def test_every_field_of_every_reference(batch: bibkit.Batch) -> None:
    assert [dict(reference.fields) for reference in batch] == REFERENCES
    assert {reference.type for reference in batch} == {"article-journal"}
    assert sum(len(reference.names("author")) for reference in batch) == 19


def test_keys_truncation_and_checksums(batch: bibkit.Batch) -> None:
    assert [reference.id for reference in batch] == KEYS
    assert [reference.truncated() for reference in batch] == [False, True, False, False, False]
    assert [reference.links for reference in batch] == LINKS
    assert batch[1].custom["article-number"] is True


def test_the_page_says_whose_list_it_is(batch: bibkit.Batch) -> None:
    article = batch.article
    assert article is not None
    assert article.text("DOI") == "10.1155/2019/3675627"
    assert article.date("issued") == Date(2019, 3, 10)
    assert (article.text("volume"), article.text("page")) == ("2019", "3675627")
    assert article.text("title").startswith("Mesenchymal Stem Cells: A Potential")
    assert article.text("container-title") == "Stem Cells Int"


def test_the_rest_of_the_page_is_said_to_be_passed_over(batch: bibkit.Batch) -> None:
    assert [problem.code for problem in batch.problems] == ["page-text", "page-text"]
    assert {problem.severity for problem in batch.problems} == {bibkit.Severity.INFO}


def test_bibtex(batch: bibkit.Batch) -> None:
    written = bibkit.write(batch, "bibtex")
    assert "author = {Hardiman, O. and al-Chalabi, A. and Chio, A. and others}," in written
    assert "pages = {181--184}," in written
    assert "doi = {10.1038/nrdp.2017.85}," in written
    assert "title = {Current view and perspectives in amyotrophic lateral sclerosis}" in written
    again = bibkit.read(written)
    assert [dict(reference.fields) for reference in again] == REFERENCES
    assert [reference.id for reference in again] == KEYS
    assert again[1].truncated()
    assert again.problems == ()


def test_biblatex_has_an_article_number(batch: bibkit.Batch) -> None:
    entry = bibkit.write([batch[1]], "biblatex")
    assert "eid = {17085}," in entry
    assert "pages" not in entry
    assert "journaltitle = {Nature Reviews Disease Primers}," in entry
    assert bibkit.read(entry, "biblatex")[0].fields == batch[1].fields


def test_csl_json_holds_the_named_people_only(batch: bibkit.Batch) -> None:
    import json

    item = json.loads(bibkit.write(batch, "csl-json"))[1]
    assert item["author"] == [
        {"family": "Hardiman", "given": "O."},
        {"family": "al-Chalabi", "given": "A."},
        {"family": "Chio", "given": "A."},
    ]
    assert item["custom"]["author-et-al"] is True
    assert item["custom"]["links"] == ["DOI", "PubMed"]
    assert item["page"] == "17085"
    assert bibkit.read(bibkit.write(batch, "csl-json")).references == batch.references


@pytest.mark.parametrize(
    ("style", "begins"),
    [
        ("vancouver", "2. Hardiman O, al-Chalabi A, Chio A, et al. Amyotrophic"),
        ("pubmed", "2. Hardiman O, al-Chalabi A, Chio A, et al. Amyotrophic"),
        ("nature", "2. Hardiman, O., al-Chalabi, A., Chio, A., et al. Amyotrophic"),
        ("apa", "Hardiman, O., al-Chalabi, A., Chio, A., et al. (2017). Amyotrophic"),
        ("ieee", "[2] O. Hardiman, A. al-Chalabi, A. Chio, et al., “Amyotrophic"),
        ("chicago-author-date", "Hardiman, O., A. al-Chalabi, A. Chio, et al. 2017."),
        ("american-medical-association", "2. Hardiman O, al-Chalabi A, Chio A, et al. Amyo"),
    ],
)
def test_a_truncated_list_is_printed_as_one(batch: bibkit.Batch, style: str, begins: str) -> None:
    lines = bibkit.format(batch, style).splitlines()
    assert any(line.startswith(begins) for line in lines), lines
    assert not bibkit.bibliography(batch, style).problems


def test_the_pubmed_style_prints_what_the_page_printed(batch: bibkit.Batch) -> None:
    lines = bibkit.format(batch, "pubmed").splitlines()
    assert lines[0] == (
        "1. Mathis S, Couratier P, Julian A, Corcia P, Le Masson G. Current view and perspectives "
        "in amyotrophic lateral sclerosis. Neural Regeneration Research. 2017;12(2):181–184. "
        "doi: 10.4103/1673-5374.200794."
    )
    # What is printed is read again as what it was.
    again = bibkit.read("\n".join(lines), "text")
    for old, new in zip(batch, again, strict=True):
        assert {k: v for k, v in new.fields.items() if k != "author"} == {
            k: v for k, v in old.fields.items() if k != "author"
        }
        assert new.truncated() == old.truncated()
