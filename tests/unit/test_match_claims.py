"""An identifier is a claim: it may be wrong in one thing, and may be of another work."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from match_records import SHORT, WHOLE, a_record, an_article

from bibkit import Date, Reference
from bibkit.enrichment.match import contradiction


def test_a_claim_may_be_wrong_in_one_thing() -> None:
    record = a_record(an_article(volume="12", page="181-184"))
    for slip in (
        an_article(volume="12", page="181-4", year=2015),
        an_article(volume="12", page="811-4"),
        an_article(author="Kimm, C.", volume="12", page="181-4"),
        an_article("Iron and soil", volume="12", page="181-4"),
        an_article("Eisen und Boden", volume="12", page="181-4"),
        an_article(journal="Soil letters", volume="12", page="181-4"),
    ):
        assert contradiction(slip, record) == ""


def test_hardly_more_than_an_identifier_claims_nothing() -> None:
    record = a_record(WHOLE)
    for bare in (
        Reference("", "document", {"DOI": "10.1000/a"}),
        Reference("", "document", {"DOI": "10.1000/a", "URL": "https://example.org/a/b/c"}),
        Reference("", "document", {"issued": Date(2017), "volume": "12"}),
        Reference("", "document", {"title": "Soil"}),
    ):
        assert contradiction(bare, record) == ""


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        (
            an_article("On the habits of bees", "Chiò, A.", 2003, "Brain", "7", "97-99"),
            "title, first author, year, journal, volume and pages differ",
        ),
        (
            an_article("On the habits of bees", "Chiò, A.", 2017, "Journal of Soil", "12", "97-99"),
            "title, first author and pages differ",
        ),
        (an_article(author="Chiò, A.", year=2003, journal="Brain", volume="7", page="97"),
         "first author, year, journal, volume and pages differ"),
        (an_article("Why owls sleep", volume="12", page="3-9"), "title and pages differ"),
        (an_article(f"Retraction: {SHORT}", volume="12", page="99"), "it is a notice of retraction"),
    ],
)  # fmt: skip
def test_why_an_identifier_is_another_works(theirs: Reference, reason: str) -> None:
    mine = an_article(volume="12", page="181-4", issue="3")
    assert contradiction(mine, a_record(theirs)) == reason


CLAIMS_THAT_PASS = {
    "another paper of the same people in the same journal": (
        an_article(volume="12", page="181-4"),
        an_article("On the habits of bees", year=2018, volume="13", page="3-9"),
    ),
    "another paper of the same people on the same thing": (
        an_article("Survival in amyotrophic lateral sclerosis: a registry", volume="12", page="181-4"),
        an_article("Cognition in amyotrophic lateral sclerosis: a cohort", year=2018, volume="13", page="3-9"),
    ),
    "a title inside a longer one; author, year and journal differ": (
        an_article("Amyotrophic lateral sclerosis", "Chiò, A.", 2017, "Lancet"),
        an_article("Cognition in amyotrophic lateral sclerosis", "Lee, B.", 2003, "Brain", "126", "7-9"),
    ),
    "one title; author, year and journal differ": (
        an_article("Amyotrophic lateral sclerosis", "Chiò, A.", 2017, "Lancet"),
        an_article("Amyotrophic lateral sclerosis", "Lee, B.", 2003, "Brain", "126", "7-9"),
    ),
    "a neighbour in the volume, its record without pages": (
        an_article("A view of ants in winter", "Lee, B.", volume="12", page="181-184"),
        an_article("On the habits of old bees", "Kim, C.", volume="12"),
    ),
    "a neighbour in the volume, the reference without pages": (
        an_article("A view of ants in winter", "Lee, B.", volume="12"),
        an_article("On the habits of old bees", "Kim, C.", volume="12", page="97-99"),
    ),
    "the other part": (
        an_article(f"{SHORT}. Part I", volume="12", page="181-4"),
        an_article(f"{SHORT}. Part II", year=2018, volume="13", page="3-9"),
    ),
    "the next year's edition of a yearly title": (
        an_article("Tumour statistics, 2016", "Siegert, R.", 2016, "CA Cancer J Clin", "66", "7-30"),
        an_article("Tumour statistics, 2017", "Siegert, R.", 2017, "CA Cancer J Clin", "67", "7-30"),
    ),
    "one title and author; year, volume and pages differ": (
        an_article("Annual report of the registry", year=2010, volume="3", page="1-9"),
        an_article("Annual report of the registry", year=2017, volume="10", page="55-70"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("pair", CLAIMS_THAT_PASS.values(), ids=CLAIMS_THAT_PASS.keys())
def test_an_identifier_of_another_work_is_said_to_be_one(pair: tuple[Reference, Reference]) -> None:
    mine, theirs = pair
    assert contradiction(mine, a_record(theirs))
