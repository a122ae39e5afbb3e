from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

import bibkit
from bibkit import Reference
from bibkit.formats.ids import FORMAT
from bibkit.formats.losses import after

_IDS = {
    "DOI": st.sampled_from(["10.1155/2019/3675627", "doi:10.1000/X", "none", "10.1000/a b"]),
    "PMID": st.sampled_from(["28400789", "PMID: 0123", "x"]),
    "PMCID": st.sampled_from(["PMC5909703", "5909703", ""]),
}


@given(references(), st.fixed_dictionaries({}, optional=_IDS))
def test_the_best_identifier_comes_back(reference: Reference, ids: dict[str, str]) -> None:
    reference = reference.replace(DOI=None, PMID=None, PMCID=None).replace(**ids)
    expected = after(FORMAT.losses, reference)
    again = bibkit.read(bibkit.write([reference], "ids"), "ids")
    assert again.problems[1:] == ()
    assert list(again) == ([expected] if expected.fields else [])


def _ids(text: str) -> list[tuple[str, str]]:
    return [next(iter(one.fields.items())) for one in bibkit.read(text, "ids")]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("28400789", [("PMID", "28400789")]),
        ("PMID: 28400789", [("PMID", "28400789")]),
        ("PMID 28400789", [("PMID", "28400789")]),
        ("PubMed ID: 28400789.", []),
        ("pmcid:PMC5909703", [("PMCID", "PMC5909703")]),
        ("https://pubmed.ncbi.nlm.nih.gov/28400789/?from_term=soil", [("PMID", "28400789")]),
        ("www.ncbi.nlm.nih.gov/pubmed/28400789", [("PMID", "28400789")]),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC5909703/#abstract", [("PMCID", "PMC5909703")]),
        (
            "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5909703/pdf/a.pdf",
            [("PMCID", "PMC5909703")],
        ),
        ("doi: https://doi.org/10.1155/2019/3675627", [("DOI", "10.1155/2019/3675627")]),
        ("dx.doi.org/10.1155/2019/3675627", [("DOI", "10.1155/2019/3675627")]),
        ("<10.1002/(SICI)1097-0258(1998)17:15<1661::AID>3.0.CO;2-2>,",
         [("DOI", "10.1002/(SICI)1097-0258(1998)17:15<1661::AID>3.0.CO;2-2")]),
        ("28400789,28400790; PMC1 10.1000/x # three", [("PMID", "28400789"), ("PMID", "28400790"), ("PMCID", "PMC1"), ("DOI", "10.1000/x")]),
        ("PMID\n28400789\n\n# more\n28400790", [("PMID", "28400789"), ("PMID", "28400790")]),
    ],
)  # fmt: skip
def test_identifiers_in_their_forms(text: str, ids: list[tuple[str, str]]) -> None:
    assert _ids(text) == ids


def test_what_is_none_is_said() -> None:
    batch = bibkit.read("28400789\nhello\nhttps://example.org/10.1000/x/full\n", "ids")
    assert [one.text("PMID") for one in batch] == ["28400789"]
    assert [(p.code, p.raw, p.span.line if p.span else 0) for p in batch.problems] == [
        ("not-an-id", "hello", 2),
        ("not-an-id", "https://example.org/10.1000/x/full", 3),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "28400789\n28400790\n",
        "PMID: 1\nPMID: 2\n",
        "\ufeffDOI\r\n10.1155/2019/3675627\r\n10.1000/x\r\n",
        "https://doi.org/10.1155/2019/3675627 # the first\nPMC5909703\n",
        "PMC5909703",
        "28400789\n" * 2000,
    ],
)
def test_a_file_of_identifiers_is_known_by_its_look(text: str) -> None:
    assert bibkit.sniff(text) == "ids"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing",
        "2017",
        "1\n2\n3\n",
        "1. Smith A. View. Chest. 2017;1:2. doi: 10.1000/x.",
        "10.1000/x\nSmith A. View. Chest. 2017;1:2.",
        "PMID: 28400789 View of things",
        "28400789 " * 1000 + "and more",
    ],
)
def test_a_reference_list_is_not_taken_for_one(text: str) -> None:
    assert bibkit.sniff(text) == "text"


def test_keys_are_left_to_enrichment() -> None:
    assert [one.id for one in bibkit.read("28400789\nPMC5909703", "ids")] == ["ref", "refa"]
