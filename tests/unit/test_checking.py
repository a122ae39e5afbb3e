"""A list before it is submitted: what is wrong in it, doubled or missing, and no false alarm."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

from bibkit import Batch, Date, Name, Reference, Severity
from bibkit.enrichment.checking import CODES, Finding, check, duplicates, missing, wrong_details
from bibkit.enrichment.journals import same_journal
from bibkit.errors import SettingsError
from bibkit.model import Candidate, Evidence, Value
from bibkit.services import Services, Settings


def _work(id: str = "a", type: str = "article-journal", **fields: Value) -> Reference:
    return Reference(id, type, {name.replace("_", "-"): value for name, value in fields.items()})


def _crossref(reference: Reference, *years: int) -> Candidate:
    return Candidate(dataclasses.replace(reference, id="10.1000/a"), "crossref", years=years)


def _pubmed(reference: Reference) -> Candidate:
    return Candidate(dataclasses.replace(reference, id="1"), "pubmed")


LEE = (Name("Lee", "B."),)
MINE = _work(
    author=LEE, title="Iron and soil in the diet of the north", container_title="J Soil",
    issued=Date(2017), volume="12", page="181-4",
)  # fmt: skip
THEIRS = MINE.replace(
    author=(Name("Lee", "Ben"), Name("Wu", "C.")), container_title="Journal of Soil"
)


# --- details ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "record",
    [
        THEIRS,
        THEIRS.replace(page="181-184"),
        THEIRS.replace(page="e12345"),
        THEIRS.replace(page=None, volume=None, issued=None, author=None),
        THEIRS.replace(issued=Date(2018)),
        THEIRS.replace(title="IRON AND SOIL IN THE DIET OF THE NORTH: A REVIEW"),
        THEIRS.replace(container_title="J. Soil (London)"),
        THEIRS.replace(container_title="Zeitschrift für Boden"),
        THEIRS.replace(author=(Name(literal="The Group"),)),
    ],
)
def test_forms_of_one_value_raise_no_alarm(record: Reference) -> None:
    assert wrong_details(MINE, [_crossref(record)]) == []


def test_what_every_service_contradicts_is_wrong() -> None:
    record = THEIRS.replace(
        author=(Name("Kim", "C."),), title="On the habits of bees", container_title="Lancet",
        issued=Date(2003), volume="21", page="97-99",
    )  # fmt: skip
    assert wrong_details(MINE, [_crossref(record), _pubmed(record)]) == [
        ("author", "Lee, B.", "Kim, C."),
        ("title", "Iron and soil in the diet of the north", "On the habits of bees"),
        ("container-title", "J Soil", "Lancet"),
        ("issued", "2017", "2003"),
        ("volume", "12", "21"),
        ("page", "181-4", "97-99"),
    ]
    assert wrong_details(MINE, [_crossref(record), _pubmed(THEIRS)]) == []
    assert wrong_details(MINE, []) == []


def test_every_year_of_a_record_will_do() -> None:
    record = THEIRS.replace(issued=Date(2020))
    assert wrong_details(MINE, [_crossref(record)]) == [("issued", "2017", "2020")]
    assert wrong_details(MINE, [_crossref(record, 2020, 2016)]) == []


def test_long_values_are_cut_in_messages() -> None:
    mine, theirs = MINE.replace(title="Soil " * 40), THEIRS.replace(title="Bees " * 40)
    ((_, one, other),) = wrong_details(mine, [_crossref(theirs)])
    assert len(one) <= 60
    assert other.endswith("…")


@pytest.mark.parametrize(
    ("sure", "confidence", "wrong"),
    [
        ({}, 0.95, ["volume"]),
        ({}, 0.6, []),
        ({"volume": 0.5}, 0.95, []),
        ({"volume": 0.99}, 0.8, ["volume"]),
    ],
)
def test_what_was_read_with_doubt_is_not_called_wrong(
    sure: dict[str, float], confidence: float, wrong: list[str]
) -> None:
    text = "Lee B. Iron and soil in the diet of the north. J Soil. 2017;12:181-4."
    mine = dataclasses.replace(MINE, evidence=Evidence(text, (), sure, confidence))
    found = wrong_details(mine, [_crossref(THEIRS.replace(volume="99"))])
    assert [name for name, _, _ in found] == wrong


@settings(deadline=None)
@given(references())
def test_a_reference_agrees_with_itself(mine: Reference) -> None:
    journal = mine.text("container-title")
    assume(not journal or same_journal(journal, [journal]))  # a name without any word
    assert wrong_details(mine, [_crossref(mine)]) == []


# --- doubles ---------------------------------------------------------------------------------------------


def _doubles(*references: Reference) -> list[tuple[str, str]]:
    return [(one.ref, one.message) for one in duplicates(references)]


def test_one_work_cited_twice() -> None:
    one, other = dataclasses.replace(MINE, id="a"), dataclasses.replace(MINE, id="b")
    assert _doubles(one, other) == [("b", "It cites the same work as a (title, author and year).")]
    assert _doubles(one.replace(DOI="10.1000/A"), _work("b", DOI="10.1000/a")) == [
        ("b", "It cites the same work as a (DOI).")
    ]
    assert _doubles(_work(PMID="7"), _work("b", PMID=7), _work("c", PMID="7")) == [
        ("b", "It cites the same work as a (PMID)."),
        ("c", "It cites the same work as a (PMID)."),
    ]


def test_parts_and_works_with_little_to_tell_are_not_doubled() -> None:
    assert _doubles(MINE, MINE.replace(volume="13")) == []
    assert _doubles(MINE, MINE.replace(page="185-9")) == []
    assert _doubles(MINE, MINE.replace(issued=Date(2019))) == []
    assert _doubles(MINE, MINE.replace(issued=Date(2018), volume=None, page=None)) == []
    assert _doubles(MINE, MINE.replace(author=(Name("Wu", "C."),))) == []
    assert (
        _doubles(_work(title="Editorial", author=LEE), _work("b", title="Editorial", author=LEE))
        == []
    )
    assert _doubles(_work(), _work("b")) == []
    assert _doubles() == []


def test_a_doi_in_two_forms_is_one() -> None:
    assert _doubles(_work(DOI="https://doi.org/10.1000/a"), _work("b", DOI="10.1000/a"))


@given(st.lists(references(), max_size=5))
def test_doubles_are_of_the_list_and_never_the_first(batch: list[Reference]) -> None:
    found = duplicates(batch)
    assert {one.ref for one in found} <= {one.id for one in batch}
    assert len(duplicates([*batch, *batch])) >= len(found)


# --- what is missing ----------------------------------------------------------------------------------------


def test_what_a_reference_cannot_do_without() -> None:
    assert missing(MINE) == []
    assert missing(MINE, ["PMCID"])[0].message == "It lacks PMCID."
    assert missing(_work(type="book", title="Soil", publisher="Wiley", issued=Date(2017)))[
        0
    ].message == ("It lacks author or editor.")
    assert missing(_work(type="book", title="Soil"), ["PMCID"])[0].fields == (
        "author|editor", "publisher", "issued",
    )  # fmt: skip
    assert missing(_work(type="map", title="Soil")) == []
    assert missing(_work(type="map"))[0].fields == ("title",)


def test_what_is_missing_is_named_once() -> None:
    (finding,) = missing(_work(), ["title"])
    assert len(finding.fields) == len(set(finding.fields))


@given(references(), st.lists(st.sampled_from(["DOI", "PMID", "PMCID"]), max_size=2))
def test_what_is_said_to_be_missing_is(reference: Reference, require: list[str]) -> None:
    for finding in missing(reference, require):
        for field in finding.fields:
            assert not any(name in reference.fields for name in field.split("|"))


# --- the whole ----------------------------------------------------------------------------------------------


def test_findings_as_json() -> None:
    assert Finding("a", "missing", "It lacks DOI.", ("DOI",)).as_json() == {
        "ref": "a", "code": "missing", "severity": "warning", "message": "It lacks DOI.",
        "fields": ["DOI"],
    }  # fmt: skip
    assert set(Finding("a", "corrected", "x").as_json()) == {"ref", "code", "severity", "message"}
    assert [Finding("a", code, "x").severity for code in CODES][:2] == [Severity.ERROR] * 2


def test_nobody_is_asked_offline_and_nothing_is_called_absent() -> None:
    batch = Batch((
        dataclasses.replace(MINE.replace(DOI="10.1000/a"), id="a"),
        dataclasses.replace(MINE, id="b"),
        _work("c", title="Soil"),
    ))  # fmt: skip
    with Services(Settings(offline=True)) as services:
        found = check(batch, services, ["pmcid"])
        assert services.account() == ""
    assert {one.code for one in found} == {"duplicate", "missing", "cannot-tell"}
    assert [list(CODES).index(one.code) for one in found] == sorted(
        list(CODES).index(one.code) for one in found
    )
    assert check(Batch(), services) == []


def test_what_is_required_must_be_a_field() -> None:
    with (
        Services(Settings(offline=True)) as services,
        pytest.raises(SettingsError, match="no field 'pmc'"),
    ):
        check(Batch(), services, ["pmc"])
