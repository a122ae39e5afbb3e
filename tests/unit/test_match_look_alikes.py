"""Which record a reference does not cite although it looks alike."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from match_records import LONG, SHORT, a_record, an_article, is_taken

from bibkit import Reference
from bibkit.enrichment.match import contradiction

LOOK_ALIKES = {
    "part II": (
        an_article(f"{SHORT}. Part I"),
        an_article(f"{SHORT}. Part II", volume="12", page="9"),
    ),
    "II": (an_article(f"{SHORT} I"), an_article(f"{SHORT} II", volume="12", page="9")),
    "of two": (an_article(), an_article(f"{SHORT}. Part B", volume="12", page="9")),
    "other title of the author": (
        an_article(),
        an_article("Iron and air in the sleep of the south", volume="12", page="9"),
    ),
    "other page": (an_article(page="181"), an_article(page="97-99")),
    "other volume and journal": (
        an_article(volume="12"),
        an_article(volume="13", journal="Brain", page="9"),
    ),
    "other year": (an_article(year=2014), an_article(volume="12", page="9")),
    "other author": (an_article(author="Owen, T."), an_article(volume="12", page="9")),
    "same place elsewhere": (
        an_article(volume="12", page="181"),
        an_article("On the habits of bees", "Chiò, A.", journal="Brain", volume="12", page="181"),
    ),
    "title inside a longer one": (
        an_article(f"Cognition and age with {SHORT.lower()}", volume="12"),
        an_article(volume="12", page="9"),
    ),
    "preprint of another year": (
        an_article(),
        an_article(type="article", journal="", year=2015),
    ),
    "no year, another author": (an_article(year=None, author="Owen, T."), an_article(volume="12")),
    "letter in the same journal, other volume": (
        an_article("Letter to the editor", volume="3", journal="Soil"),
        an_article("Letter to the editor", volume="4", journal="Air", page="9"),
    ),
    "their volume is my issue, their page my volume": (
        an_article("Amyotrophic lateral sclerosis in adults: a cohort of Turin", volume="12", page="181-4", issue="2"),
        an_article("Amyotrophic lateral sclerosis in children: the registry of Madrid", journal="Brain", volume="2", page="12-19"),
    ),
    "their volume is the year, their page in my title": (
        an_article("Insulin pumps in type 1 diabetes: outcomes in adults", volume="34", page="511-519"),
        an_article("Insulin pens in type 1 diabetes: outcomes of children", journal="Brain", volume="2017", page="1-9"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("pair", LOOK_ALIKES.values(), ids=LOOK_ALIKES.keys())
def test_two_works_that_look_alike_are_two(pair: tuple[Reference, Reference]) -> None:
    assert not is_taken(*pair)


WRONGLY_TAKEN = {
    "the next year's edition of a yearly title, on the same page": (
        an_article("Tumour statistics, 2016", "Siegert, R.", 2016, "CA Cancer J Clin", "66", "7-30"),
        an_article("Tumour statistics, 2017", "Siegert, R.", 2017, "CA Cancer J Clin", "67", "7-30"),
    ),
    "type 1 and type 2": (
        an_article("Insulin sensitivity of adults with type 1 diabetes"),
        an_article("Insulin sensitivity of adults with type 2 diabetes", volume="12", page="9"),
    ),
    "part 1 and part 2, in volume 2": (
        an_article(f"{SHORT}: Part 1", volume="2"),
        an_article(f"{SHORT}: Part 2", volume="2", page="9"),
    ),
    "part one and part two": (
        an_article(f"{SHORT}: Part One"),
        an_article(f"{SHORT}: Part Two", volume="12", page="9"),
    ),
    "part II and the work without parts": (
        an_article(f"{SHORT}. Part II"),
        an_article(volume="12", page="9"),
    ),
    "men and women": (
        an_article("Mortality after hip fracture in men of Norway"),
        an_article("Mortality after hip fracture in women of Norway", volume="12", page="9"),
    ),
    "increased and decreased": (
        an_article("Increased expression of the sodium channel in aged motor neurons"),
        an_article("Decreased expression of the sodium channel in aged motor neurons", volume="1"),
    ),
    "alpha and beta": (
        an_article("Role of TNF-α in the soil and air of the north"),
        an_article("Role of TNF-β in the soil and air of the north", volume="12", page="9"),
    ),
    "a report of each year": (
        an_article("Annual report of the registry of motor neuron disease", year=2016, volume="3"),
        an_article("Annual report of the registry of motor neuron disease", volume="4", page="9"),
    ),
    "the shorter of two titles of one author, year and journal": (
        an_article("Amyotrophic lateral sclerosis in twins"),
        an_article("Amyotrophic lateral sclerosis", volume="12", page="9"),
    ),
    "an editorial of another author in another new journal": (
        an_article("Editorial", "Smith, J.", journal="Journal of Soil", volume="1", page="1-2"),
        an_article("Editorial", "Lee, K.", journal="Journal of Air", volume="1", page="1-3"),
    ),
    "a congress abstract of the year before": (
        an_article(volume="12", page="181-4"),
        an_article(year=2016, journal="Proceedings of the soil congress", type="paper-conference"),
    ),
    "another journal": (
        an_article(journal="Sleep"),
        an_article(journal="Brain", volume="12", page="9"),
    ),
    "a preprint for an article with journal, volume and pages": (
        an_article(volume="12", page="181-4"),
        an_article(journal="", type="article"),
    ),
    "a thesis for an article with journal, volume and pages": (
        an_article(volume="12", page="181-4"),
        an_article(journal="", year=2016, type="thesis"),
    ),
    "their author is a word of my title": (
        an_article("Sleep and memory in young adults with chronic pain", "Chiò, A."),
        an_article("Sleep and memory in young adults with chronic pain", "Young, T.", journal="Brain", volume="12"),
    ),
    "their author is a part of mine": (
        an_article(author="Goldberg, A."),
        an_article(author="Berg, T.", journal="Brain", volume="12", page="9"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("pair", WRONGLY_TAKEN.values(), ids=WRONGLY_TAKEN.keys())
def test_two_works_that_look_alike_are_two_too(pair: tuple[Reference, Reference]) -> None:
    assert not is_taken(*pair)


NOTICES = [
    "Correction: ", "Correction to: ", "Erratum: ", "Erratum to ", "Corrigendum: ", "Retraction: ",
    "Author Correction: ", "Publisher Correction: ", "Retraction note: ", "Expression of concern: ",
    "Notice of retraction: ", "Addendum: ", "Reply to: ", "Reply to “", "Response to: ", "Response: ",
    "Comment on: ", "Comments on ", "Commentary on ", "Re: ", "In reply: ", "Authors' reply: ",
    "Letter regarding ", "Rejoinder: ", "Withdrawal notice: ", "Errata. ",
]  # fmt: skip


@pytest.mark.parametrize("title", [SHORT, LONG])
@pytest.mark.parametrize("prefix", NOTICES)
def test_what_is_said_of_a_work_is_not_the_work(prefix: str, title: str) -> None:
    notice = an_article(prefix + title, volume="12", page="97")
    assert not is_taken(an_article(title), notice)
    assert not is_taken(an_article(title, volume="12"), notice)
    if title == SHORT:  # "trial" of the long one asks for nothing either
        assert contradiction(an_article(title), a_record(notice)).startswith("it is ")


@pytest.mark.parametrize(
    "prefix",
    ["Author's reply: ", "Author’s response: ", "[Erratum] ", "Erratum ", "Corrections: ", "Comment. ",
     "Comments: ", "Commentary: ", "Letter: ", "Figure 1 from: ", "Data from: ", "Re. "],
)  # fmt: skip
def test_what_is_said_of_a_work_is_not_the_work_too(prefix: str) -> None:
    assert not is_taken(an_article(LONG), an_article(prefix + LONG, volume="12", page="97"))


@pytest.mark.parametrize("prefix", ["Erratum: ", "Reply to: ", "Retraction: "])
def test_who_cites_a_notice_gets_the_notice(prefix: str) -> None:
    mine = an_article(prefix + LONG)
    assert is_taken(mine, an_article(prefix + LONG, volume="12", page="97"))
    assert not is_taken(an_article(prefix + SHORT), an_article(volume="12", page="9"))


def test_who_cites_a_notice_does_not_get_the_work() -> None:
    assert not is_taken(an_article(f"Erratum: {LONG}"), an_article(LONG, volume="12", page="9"))


@pytest.mark.parametrize(
    ("mine", "notice"),
    [
        ("Correction of hypokalaemia in adults", "Correction: Correction of hypokalaemia in adults"),
        ("The immune response of old adults", "Reply to: The immune response of old adults"),
        ("Alcohol withdrawal in old adults", "Retraction: Alcohol withdrawal in old adults"),
    ],
)  # fmt: skip
def test_a_word_in_a_title_does_not_ask_for_a_notice(mine: str, notice: str) -> None:
    assert contradiction(an_article(mine), a_record(an_article(notice, volume="12", page="97")))


@pytest.mark.parametrize(
    ("kind", "mine"),
    [
        ("component", SHORT),
        ("peer-review", SHORT),
        ("Published Erratum", SHORT),
        ("Retraction of Publication", SHORT),
        ("Expression of Concern", SHORT),
        ("peer-review", "Sleep in old adults: a systematic review"),
        ("component", "Iron supplements in pregnancy"),
    ],
)
def test_a_service_says_what_a_record_is(kind: str, mine: str) -> None:
    record = a_record(an_article(mine, volume="12", page="97"), kind=kind)
    assert not is_taken(an_article(mine), record)
    assert contradiction(an_article(mine), record)
