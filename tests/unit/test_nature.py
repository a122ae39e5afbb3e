"""What a record is by its title and type: the work, or a word on it."""

from __future__ import annotations

import pytest

from bibkit import Reference
from bibkit.enrichment.nature import Nature, asks_for, nature_of, of_title
from bibkit.model import Candidate


def _record(title: str, kind: str = "journal-article") -> Candidate:
    fields = {"title": title} if title else {}
    return Candidate(Reference("10.1000/a", "article-journal", fields), "crossref", kind)


@pytest.mark.parametrize(
    ("title", "nature"),
    [
        ("Correction: Soil", Nature.CORRECTION),
        ("Correction", Nature.CORRECTION),
        ("CORRECTION TO: SOIL", Nature.CORRECTION),
        ("Author Correction: Soil", Nature.CORRECTION),
        ("Publisher’s Correction: Soil", Nature.CORRECTION),
        ("Erratum to “Soil”", Nature.CORRECTION),
        ("Erratum", Nature.CORRECTION),
        ("Errata", Nature.CORRECTION),
        ("Corrigendum: Soil", Nature.CORRECTION),
        ("Addendum to Soil", Nature.CORRECTION),
        ("<i>Erratum</i>: Soil", Nature.CORRECTION),
        ("[Erratum: Soil]", Nature.CORRECTION),
        ("Retraction: Soil", Nature.RETRACTION),
        ("Retraction note to: Soil", Nature.RETRACTION),
        ("Notice of retraction: Soil", Nature.RETRACTION),
        ("Withdrawal notice: Soil", Nature.RETRACTION),
        ("Retraction and replacement of: Soil", Nature.RETRACTION),
        ("Expression of concern: Soil", Nature.CONCERN),
        ("Editorial expression of concern: Soil", Nature.CONCERN),
        ("Reply to: Soil", Nature.REPLY),
        ("Reply", Nature.REPLY),
        ("Authors’ reply", Nature.REPLY),
        ("Response by the authors: Soil", Nature.REPLY),
        ("Re: Soil", Nature.REPLY),
        ("Comment on “Soil”", Nature.REPLY),
        ("A comment on Soil", Nature.REPLY),
        ("In reply to Lee", Nature.REPLY),
        ("Author's reply", Nature.REPLY),
        ("The authors' reply", Nature.REPLY),
        ("Erratum Soil", Nature.CORRECTION),
        ("[Erratum] Soil", Nature.CORRECTION),
        ("[Retraction] Soil", Nature.RETRACTION),
        ("Corrections: Soil", Nature.CORRECTION),
        ("Comment", Nature.REPLY),
    ],
)  # fmt: skip
def test_what_titles_say(title: str, nature: Nature) -> None:
    assert of_title(title) is nature


@pytest.mark.parametrize(
    "title",
    [
        "Soil", "", "Correction of hypokalaemia in adults", "Correction factors in chemistry",
        "Retraction of the eyelid", "Retraction forces in spine surgery", "Responses of ants to heat",
        "Response of ants to heat", "Replying is easy", "Reexamination of soil", "RE-AIM in practice",
        "Concern about soil", "Letters and numbers", "Commentary", "Withdrawal of alcohol",
        "Addenda and their readers", "A view: correction", "Corrective lenses", "RETRACTED: Soil",
        "Response to cisplatin in ovarian cancer",
        "Correction for attenuation in trials",
        "Correction in adolescent scoliosis",
        "Expression of concern in mothers of infants",
    ],
)  # fmt: skip
def test_titles_of_works(title: str) -> None:
    assert of_title(title) is Nature.WORK


def test_the_service_is_believed_before_the_title() -> None:
    assert nature_of(_record("Soil", "component")) is Nature.COMPONENT
    assert nature_of(_record("Reply to: Soil", "peer-review")) is Nature.REVIEW
    assert nature_of(_record("Soil", "Published Erratum")) is Nature.CORRECTION
    assert nature_of(_record("Soil", "Retraction Notice")) is Nature.RETRACTION
    assert nature_of(_record("Erratum: Soil")) is Nature.CORRECTION
    assert nature_of(_record("", "")) is Nature.WORK


def test_who_asks_for_a_notice() -> None:
    def asks(title: str, text: str, nature: Nature) -> bool:
        return asks_for(Reference("", "article-journal", {"title": title}), text, nature)

    assert asks("Erratum: Soil", "", Nature.CORRECTION)
    assert asks("Soil", "Lee B. Soil [published erratum]. Brain. 2017.", Nature.CORRECTION)
    assert asks("Soil", "Lee B. Soil [retraction]. Brain. 2017.", Nature.RETRACTION)
    assert asks("Soil", "Lee B. Figure 2 of Soil.", Nature.COMPONENT)
    assert not asks("Soil", "Lee B. Soil. Brain. 2017;12:1-4.", Nature.CORRECTION)


def test_each_nature_has_its_words() -> None:
    assert all(one.value.startswith(("a ", "an ")) for one in Nature)
