from __future__ import annotations

import pytest

from bibkit.identifiers import (
    find,
    is_isbn,
    is_issn,
    normalise_arxiv,
    normalise_doi,
    normalise_pmcid,
    normalise_pmid,
)


def _found(text: str) -> list[tuple[str, str]]:
    return [(one.variable, one.value) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("doi: 10.1038/nrdp.2017.85.", "10.1038/nrdp.2017.85"),
        ("DOI:10.1001/jama.2014.5616;", "10.1001/jama.2014.5616"),
        ("https://doi.org/10.1177/014920639902500302", "10.1177/014920639902500302"),
        ("http://dx.doi.org/10.1000/182)", "10.1000/182"),
        ("doi: https://doi.org/10.1000/182.", "10.1000/182"),
        ("80(2):119. 10.1016/S0893-133X(98)00055-4. x", "10.1016/S0893-133X(98)00055-4"),
        ("(doi 10.1000/182)", "10.1000/182"),
        (
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
        ),
        ("10.1097/00003086-199811000-00016[PubMed]", "10.1097/00003086-199811000-00016"),
        ("10.1000/182PMID: 123456", "10.1000/182"),
        ("45–52.10.1234/abc", "10.1234/abc"),
        ("10.1234.5/abc", "10.1234.5/abc"),
    ],
)
def test_dois_are_found_bare_and_whole(text: str, doi: str) -> None:
    assert _found(text)[0] == ("DOI", doi)


@pytest.mark.parametrize("text", ["10.1/x", "10.1000/", "10.1000/.", "version 10.1234 / 3", ""])
def test_what_is_no_doi(text: str) -> None:
    assert not any(variable == "DOI" for variable, _ in _found(text))


def test_all_kinds_in_one_text() -> None:
    text = (
        "doi: 10.1093/bib/bbx108. PMID: 028968734; PMCID: PMC6781576. arXiv:1802.01168v2 "
        "ISBN 978-0-12-409547-2 ISSN 0098-7484 https://example.org/a_(b)."
    )
    assert _found(text) == [
        ("DOI", "10.1093/bib/bbx108"),
        ("PMID", "28968734"),
        ("PMCID", "PMC6781576"),
        ("arXiv", "1802.01168"),
        ("ISBN", "978-0-12-409547-2"),
        ("ISSN", "0098-7484"),
        ("URL", "https://example.org/a_(b)"),
    ]


def test_addresses_of_ncbi_are_identifiers() -> None:
    text = (
        "https://pubmed.ncbi.nlm.nih.gov/28400789/ "
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5361491/ https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/"
    )
    assert _found(text) == [
        ("PMID", "28400789"),
        ("PMCID", "PMC5361491"),
        ("PMCID", "PMC1234567"),
    ]


def test_bare_digits_are_no_pmid_and_a_wrong_check_digit_no_isbn() -> None:
    assert _found("2017;12(2):28400789. ISBN 978-0-12-409547-3") == []


def test_spans_hold_the_label() -> None:
    text = "x doi: 10.1000/182. y"
    one = find(text)[0]
    assert text[one.start : one.end] == "doi: 10.1000/182"


def test_normal_forms() -> None:
    assert normalise_doi("no doi here") is None
    assert normalise_doi("doi:10.1000/ABC.") == "10.1000/ABC"
    assert normalise_pmid("PMID: 12") == "12"
    assert normalise_pmid(28400789) == "28400789"
    assert normalise_pmid("0") is None
    assert normalise_pmid("１２") is None
    assert normalise_pmcid("PMC5361491") == "PMC5361491"
    assert normalise_pmcid("x") is None
    assert normalise_arxiv("hep-th/9901001v3") == "hep-th/9901001"
    assert normalise_arxiv("10.1000/182") is None


def test_check_digits() -> None:
    assert is_isbn("0-19-853453-1")
    assert is_isbn("080442957X")
    assert not is_isbn("0-19-853453-2")
    assert not is_isbn("12345")
    assert is_issn("2434-561X")
    assert not is_issn("1234-5678")
    assert not is_issn("abc")
