"""One journal under several names, and several journals under names that look alike."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibkit.enrichment.journals import abbreviates, same_journal


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("J Neurol", "Journal of Neurology"),
        ("J. Neurol.", "Journal of neurology"),
        ("J Neurol Sci", "Journal of the Neurological Sciences"),
        ("N Engl J Med", "The New England Journal of Medicine"),
        ("Am J Med Sci", "The American Journal of the Medical Sciences"),
        ("Lancet", "The Lancet"),
        ("Lancet (London, England)", "The Lancet"),
        ("Ann N Y Acad Sci", "Annals of the New York Academy of Sciences"),
        ("Ann NY Acad Sci", "Annals of the New York Academy of Sciences"),
        ("Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences"),
        ("Cancers (Basel)", "Cancers"),
        ("J Bone Joint Surg (Am)", "The Journal of bone and joint surgery. American volume"),
        ("Physica A", "Physica A: Statistical Mechanics and its Applications"),
        ("Am J Med Genet B Neuropsychiatr Genet", "American journal of medical genetics. Part B, Neuropsychiatric genetics"),
        ("Eur J Cardiothorac Surg", "European journal of cardio-thoracic surgery : official journal of an association"),
        ("Adv Alzheimer Dis", "Advances in Alzheimer's disease"),
        ("Ned Tijdschr Geneeskd", "Nederlands tijdschrift voor geneeskunde"),
        ("Z Kinderheilkd", "Zeitschrift für Kinderheilkunde"),
        ("Rev Esp Cardiol", "Revista española de cardiología"),
        ("Acta Chir Scand", "Acta Chirurgica Scandinavica"),
        ("BMJ", "British Medical Journal"),
        ("JAMA", "Journal of the American Medical Association"),
        ("PNAS", "Proceedings of the National Academy of Sciences"),
        ("J Bone Joint Surg", "Journal of Bone and Joint Surgery. British volume"),
        ("CA Cancer J Clin", "CA: A Cancer Journal for Clinicians"),
        ("Brain & behaviour", "Brain and Behaviour"),
        ("PLoS One", "PLOS ONE"),
        ("Sci Rep", "Scientific Reports"),
    ],
)  # fmt: skip
def test_names_of_one_journal(short: str, full: str) -> None:
    assert abbreviates(short, full)
    assert same_journal(short, ["Something else", full])
    assert same_journal(full, [short])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("J Neurol", "Journal of Neuroscience"),
        ("J Neurol", "Journal of the Neurological Sciences"),
        ("J Neurol", "J Neurol Sci"),
        ("Nature", "Nature Medicine"),
        ("Brain", "Brain Research"),
        ("Cancer", "Cancer Research"),
        ("Cancer", "Cancer Cell"),
        ("Lancet", "Lancet Neurology"),
        ("Diabetes", "Diabetes Care"),
        ("Am J Med", "American Journal of the Medical Sciences"),
        ("Chest", "Brain"),
        ("", "Brain"),
        ("...", "Brain"),
        ("Med J", "Journal of Medicine"),
        ("J Neurol", "Journal of Neurophysiology"),
        ("J Neurol", "Journal of Neuropathology"),
        ("J Neurol Sci", "Journal of Neurosurgical Sciences"),
        ("J Psychol", "Journal of Psychopathology"),
        ("J Immunol", "Journal of Immunopathology"),
        ("Phys Rev A", "Physical Review E"),
        ("Physica A", "Physica E"),
        ("Int J Environ Res", "International Journal of Environmental Research and Public Health"),
        ("Am J Med Genet", "American Journal of Medical Genetics Part B: Neuropsychiatric Genetics"),
        ("J Bone Joint Surg (Am)", "Journal of Bone and Joint Surgery (British)"),
        ("Cell", "Cells"),
        ("JAM", "Journal of the American Medical Association"),
        ("J. Pediatr.", "JAMA Pediatrics"),
        ("Nature", "Nature: New biology"),
        ("Lancet", "The Lancet. Neurology"),
        ("J Biol Sci", "Journal of Biomedical Sciences"),
        ("Cell", "Cellulose"),
    ],
)  # fmt: skip
def test_two_journals_are_two(one: str, other: str) -> None:
    assert not same_journal(one, [other])
    assert not abbreviates(one, other)


def test_among_no_names_there_is_no_journal() -> None:
    assert not same_journal("Brain", [])
    assert not same_journal("Brain", [""])


@pytest.mark.parametrize(
    "name",
    [
        "Brain",
        "J. Soil",
        "土壤学报",
        "Die",
    ],
)
def test_a_journal_is_itself(name: str) -> None:
    assert same_journal(name, [name])


@pytest.mark.parametrize("word", ["the ", "a-", "(a,", "J. ", "A. ", "NY ", ": "])
def test_names_without_end_are_compared_in_time(word: str) -> None:
    start = time.perf_counter()
    same_journal(word * 20_000, [word * 20_000 + "b"])
    assert time.perf_counter() - start < 5


_words = st.lists(st.sampled_from(["Journal", "of", "Soil", "Air", "Science", "Annals", "The"]), min_size=1, max_size=5)  # fmt: skip


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert same_journal(one, [other]) == same_journal(other, [one])


@given(_words, st.integers(3, 6))
def test_a_name_is_abbreviated_by_the_beginnings_of_its_words(words: list[str], cut: int) -> None:
    said = [word for word in words if word not in ("of", "The")]
    short = " ".join(f"{word[:cut]}." for word in said)
    # A single word is not abbreviated to three letters: nothing tells what "Cel." stands for.
    assert len(said) < 2 or abbreviates(short, " ".join(words))
