"""The three forms of a journal's title."""

from __future__ import annotations

import time
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bibkit
from bibkit import Batch, Reference, iso4, ltwa
from bibkit.journals import FORMS, Form, Journals, with_journals


def article(
    title: str = "", short: str = "", medline: str = "", id: str = "a", **more: str
) -> Reference:
    fields = {"container-title": title, "container-title-short": short, **more}
    reference = Reference(id, "article-journal", {k: v for k, v in fields.items() if v})
    return reference.with_custom(medline_abbreviation=medline) if medline else reference


def changed(reference: Reference, form: Form) -> tuple[str, list[str]]:
    batch = with_journals(Batch((reference,)), form)
    return batch[0].text("container-title"), [
        f"{problem.severity} {problem.code}" for problem in batch.problems
    ]


FULL, ISO, NLM = "Annals of Internal Medicine", "Ann. Intern. Med.", "Ann Intern Med"


@pytest.mark.parametrize("form", FORMS)
def test_what_the_record_knows_is_used_and_nothing_said(form: Form) -> None:
    reference = article(FULL, ISO, "Ann Int Med")
    expected = {"full": FULL, "iso": ISO, "medline": "Ann Int Med"}[form]
    assert changed(reference, form) == (expected, [])


def test_what_it_does_not_know_is_made_by_rule_and_said_once() -> None:
    batch = with_journals(
        Batch((article(FULL, id="a"), article(FULL, id="b"), article("Chest"))), "iso"
    )
    assert [one.text("container-title") for one in batch] == [ISO, ISO, "Chest"]
    (problem,) = batch.problems
    assert (problem.code, problem.severity, problem.ref) == ("journal-by-rule", "warning", "a")
    assert FULL in problem.message
    assert ISO in problem.message


def test_stops_put_and_left_out_are_said_for_completeness() -> None:
    assert changed(article(FULL, NLM), "iso") == (ISO, ["info journal-by-rule"])
    assert changed(article(FULL, ISO), "medline") == (NLM, ["info journal-by-rule"])
    assert changed(article(NLM), "iso")[1] == ["info journal-by-rule"]
    assert changed(article("The Lancet"), "iso") == ("Lancet", ["info journal-by-rule"])


def test_mark_up_is_no_letter_of_a_title() -> None:
    journal = article("<i>Journal of Cell Biology</i>")
    assert changed(journal, "iso")[0] == "J. Cell Biol."
    assert changed(journal, "full") == ("<i>Journal of Cell Biology</i>", [])
    assert changed(article("<i>Cell</i>"), "iso") == ("<i>Cell</i>", [])


def test_nothing_is_abbreviated_twice() -> None:
    assert changed(article(ISO), "iso") == (ISO, [])
    assert changed(article(NLM), "medline") == (NLM, [])
    assert changed(article("Amino Acids", "Amino Acids"), "medline") == ("Amino Acids", [])
    assert changed(article("Bioinformatics (Oxford, England)", "Bioinformatics"), "iso") == (
        "Bioinformatics", [],
    )  # fmt: skip


def test_a_full_title_is_never_made() -> None:
    assert changed(article(ISO), "full") == (ISO, ["warning journal-unknown"])
    assert changed(article("PNAS"), "full") == ("PNAS", [])


def test_a_short_name_that_is_none_by_iso_4_is_not_taken_for_one() -> None:
    for short in ("NJW", FULL, "Ann. Surg."):
        assert changed(article(FULL, short), "iso") == (ISO, ["warning journal-by-rule"])
    # It stays where it is.
    assert (
        with_journals(Batch((article(FULL, "AIM"),)), "iso")[0].text("container-title-short")
        == "AIM"
    )


@pytest.mark.parametrize(
    "other",
    [
        article(FULL, ISO, id="b"),
        article(FULL, NLM, id="b"),
        article(FULL, id="b", ISSN="0003-4819"),
        article(FULL, id="b", ISSN="1539-3704, 0003-4819"),
    ],
)
def test_another_reference_of_the_batch_may_know(other: Reference) -> None:
    mine = article(NLM, ISSN="00034819")
    batch = with_journals(Batch((mine, other)), "full")
    assert [one.text("container-title") for one in batch] == [FULL, FULL]
    assert batch.problems == ()
    # What was printed is not lost.
    assert NLM in (batch[0].custom["medline-abbreviation"], batch[0].text("container-title-short"))


def test_that_the_rule_makes_another_title_what_is_printed_here_is_said() -> None:
    batch = with_journals(Batch((article(NLM), article(FULL, id="b"))), "full")
    assert batch[0].text("container-title") == FULL
    assert [str(problem.severity) for problem in batch.problems] == ["info"]


def test_what_stands_for_two_journals_is_left() -> None:
    others = [
        article("Journal of Soil", "J. S.", id="b"),
        article("Journal of Snow", "J. S.", id="c"),
    ]
    batch = with_journals(Batch((article("J. S."), *others)), "full")
    assert batch[0].text("container-title") == "J. S."
    assert "several journals" in batch.problems[0].message


def test_two_ways_to_write_a_title_are_one_journal() -> None:
    others = [
        article("The Lancet Neurology", "Lancet Neurol.", id="b"),
        article("Lancet neurology (London, England)", "Lancet Neurol", id="c"),
    ]
    batch = with_journals(Batch((article("Lancet Neurol"), *others)), "full")
    assert batch[0].text("container-title") in {one.text("container-title") for one in others}


@pytest.mark.parametrize(
    "type", ["chapter", "book", "webpage", "article-newspaper", "paper-conference"]
)
def test_only_journals_are_abbreviated(type: str) -> None:
    reference = Reference("a", type, {"container-title": "Annals of Internal Medicine"})
    for form in FORMS:
        assert with_journals(Batch((reference,)), form) == Batch((reference,))


def test_nothing_is_put_where_nothing_was() -> None:
    for reference in (article(), article(short="AFS")):
        for form in FORMS:
            assert with_journals(Batch((reference,)), form)[0] == reference


def test_the_abbreviation_alone_is_put_in_the_place_of_the_title() -> None:
    assert changed(article(short=ISO), "iso") == (ISO, [])


def test_for_styles_the_short_title_is_the_form_too() -> None:
    batch = with_journals(Batch((article(FULL, ISO),)), "full", for_styles=True)
    assert batch[0].text("container-title-short") == FULL
    again = with_journals(batch, "iso", for_styles=True)
    assert (again[0].text("container-title"), again[0].text("container-title-short")) == (ISO, ISO)
    assert with_journals(again, "full")[0].text("container-title") == FULL
    assert "Annals of Internal Medicine" in bibkit.format(batch, "vancouver")


def test_there_are_three_forms() -> None:
    with pytest.raises(ValueError, match="full, iso, medline"):
        Journals("long")  # type: ignore[arg-type]


_titles = st.sampled_from(
    [
        FULL,
        ISO,
        NLM,
        "Ann Int Med",
        "Nature",
        "The Lancet",
        "PNAS",
        "균학회소식",
        "J. S.",
        "Phys. Rev. Applied",
        "",
    ]
)


@given(
    _titles,
    _titles,
    st.sampled_from(["", NLM, "Ann Int Med", "Nature"]),
    st.lists(st.sampled_from(FORMS), min_size=1, max_size=4),
    st.booleans(),
)
def test_no_title_is_ever_lost(
    title: str, short: str, medline: str, forms: list[Form], for_styles: bool
) -> None:
    reference = article(title, short, medline)
    batch = Batch((reference,))
    for form in forms:
        batch = with_journals(batch, form, for_styles=for_styles)
    kept = {batch[0].text("container-title"), batch[0].text("container-title-short")}
    for value in batch[0].custom.values():
        kept |= {value} if isinstance(value, str) else {*value}
    assert {title, short, medline} - {""} <= kept


_of_one = st.sampled_from([FULL, ISO, NLM, ""])


@given(
    _of_one,
    _of_one,
    st.sampled_from(["", NLM, "Ann Int Med"]),
    st.sampled_from(FORMS),
    st.booleans(),
)
def test_a_title_that_is_in_its_form_stays(
    title: str, short: str, medline: str, form: Form, for_styles: bool
) -> None:
    once = with_journals(Batch((article(title, short, medline),)), form, for_styles=for_styles)
    twice = with_journals(Batch(once.references), form, for_styles=for_styles)
    assert twice.references == once.references
    if form != "full":
        assert twice.problems == ()


def test_the_full_title_comes_back_exactly() -> None:
    reference = article(FULL, ISO, "Ann Int Med", DOI="10.1000/182")
    for form in FORMS:
        batch = with_journals(Batch((reference,)), form)
        assert with_journals(batch, "full").references == (reference,)


def test_without_the_list_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(package: str) -> None:
        raise ModuleNotFoundError(package)

    monkeypatch.setattr(resources, "files", missing)
    caches = (ltwa.ltwa, ltwa.short_of, iso4.abbreviate)
    for cached in caches:
        cached.cache_clear()
    try:
        batch = with_journals(
            Batch((article(FULL), article(NLM, id="b"), article(ISO, id="c"))), "iso"
        )
        assert [one.text("container-title") for one in batch] == [FULL, NLM, ISO]
        assert [problem.ref for problem in batch.problems] == ["a", "b"]
        assert all("is not installed" in problem.message for problem in batch.problems)
    finally:
        monkeypatch.undo()
        for cached in caches:
            cached.cache_clear()


def test_ten_thousand_references_take_a_second_or_so() -> None:
    titles = [f"{first} of {second} Research" for first in ("Annals", "Journal", "Archives")
              for second in ("Soil", "Worm", "Plant", "Heart", "Clinical Chemistry")]  # fmt: skip
    batch = Batch(tuple(article(titles[n % 15], id=str(n)) for n in range(10_000)))
    begun = time.process_time()
    assert len(with_journals(batch, "iso").problems) == 15
    assert time.process_time() - begun < 5
