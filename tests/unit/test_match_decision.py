"""Which record a reference cites: what must be taken, and of several which."""

from __future__ import annotations

import dataclasses
import itertools
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from match_records import LONG, SHORT, WHOLE, a_record, an_article, is_taken, names_of

import bibkit
from bibkit import Date, Reference
from bibkit.enrichment.match import Cited, Comparison, compare, contradiction, decide
from bibkit.model import Candidate
from bibkit.outcome import Absent, Ambiguous, Found

# --- what agrees is taken -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mine",
    [
        WHOLE,
        WHOLE.replace(page="181-4"),
        WHOLE.replace(page="181"),
        WHOLE.replace(page=None),
        WHOLE.replace(volume=None),
        WHOLE.replace(volume=None, page=None, issue=None),
        WHOLE.replace(container_title=None),
        WHOLE.replace(container_title="J Soil"),
        WHOLE.replace(title=SHORT.upper()),
        WHOLE.replace(title="Iron & soil in the diet of the north."),
        WHOLE.replace(title=f"{SHORT}: a trial"),
        WHOLE.replace(issued=Date(2016)),
        WHOLE.replace(issued=Date(2018), page=None),
        WHOLE.replace(issued=Date(2012)),
        WHOLE.replace(issued=None),
        WHOLE.replace(author=names_of("Kim, C.; Lee, B.")),
    ],
)
def test_what_agrees_is_the_work(mine: Reference) -> None:
    assert is_taken(mine, WHOLE)
    assert contradiction(mine, a_record(WHOLE)) == ""


@pytest.mark.parametrize("page", ["e0213344", "S12", "0098", "1-4", "R12-R19", "12e3", "117"])
def test_pages_of_every_kind_agree_with_themselves(page: str) -> None:
    mine = an_article(volume="12", page=page)
    assert compare(mine, a_record(mine)).page is True
    assert compare(mine, a_record(mine.replace(page="7777-7779"))).page is False


def test_leading_zeros_and_last_pages_make_no_other_page() -> None:
    for mine, theirs in (("98", "0098"), ("0098", "98-102"), ("1-4", "1-14"), ("S12", "s12-s19")):
        held = compare(an_article(page=mine), a_record(an_article(page=theirs)))
        assert held.page is True


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Chio, A.", "Chiò, Adriano"),
        ("Muller, J.", "Müller, J."),
        ("Müller, J.", "Mueller, J."),
        ("Strauss, J.", "Strauß, J."),
        ("Sorensen, H.", "Sørensen, H."),
        ("O'Neill, A.", "O’Neill, A."),
        ("El-Serag, H.", "El Serag, H."),
        ("Garcia, J.", "García López, Juan"),
        ("López, J.", "García López, Juan"),
        ("Berg, L.", "van den Berg, L."),
        ("van den Berg, L.", "Berg, L."),
        ("Smith-Jones, A.", "Smith, A."),
        ("=The Soil Study Group", "=The Soil Study Group"),
        ("Mueller, J.", "Müller, J."),
        ("Ostby, Y.", "Østby, Y."),
        ("Saether, B.", "Sæther, B."),
        ("Dordevic, A.", "Đorđević, A."),
        ("Wang, X.", "Xiaoming, Wang"),
    ],
)  # fmt: skip
def test_one_author_in_two_spellings(mine: str, theirs: str) -> None:
    assert is_taken(an_article(author=mine), an_article(author=theirs, volume="12", page="1-3"))


def test_titles_in_other_forms_and_languages() -> None:
    english = an_article("Iron and soil in the diet", volume="12", page="1-3")
    german = "Eisen und Boden in der Ernährung"
    assert is_taken(an_article(german), a_record(english, titles=(german,)))
    assert not is_taken(an_article(german), english)
    # Under an identifier a translated title passes where the place agrees.
    assert contradiction(an_article(german, volume="12", page="1-3"), a_record(english)) == ""
    assert contradiction(an_article(german, volume="5", page="7"), a_record(english)) != ""
    marked = an_article("Uptake of H<sub>2</sub>O by <i>E. coli</i> in soil", volume="3")
    assert is_taken(an_article("Uptake of H2O by E. coli in soil"), marked)


def test_titles_in_other_scripts() -> None:
    mine = an_article("北方土壤与空气的研究", "王, 伟", journal="土壤学报", volume="14")
    assert is_taken(mine, mine.replace(page="12-15"))
    assert not is_taken(mine, mine.replace(title="南方土壤与空气的研究", page="12-15"))


def test_every_year_of_a_record_counts() -> None:
    mine = an_article(year=2015)
    assert not is_taken(mine, an_article(year=2017))
    assert is_taken(mine, a_record(an_article(year=2017), years=(2017, 2015)))


def test_a_record_without_anything_is_nothing() -> None:
    empty = a_record(Reference("", "document", {}))
    assert isinstance(decide(WHOLE, [empty]), Absent)
    assert isinstance(decide(Reference("", "document", {}), [empty, a_record(WHOLE)]), Absent)
    assert isinstance(decide(WHOLE, []), Absent)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (
            an_article(f"{SHORT}. Part 2", volume="12", page="181-4"),
            an_article(f"{SHORT}. Part II", volume="12", page="181-184"),
        ),
        (
            an_article("Iron and soil in pregnancy"),
            an_article("RETRACTED: Iron and soil in pregnancy", volume="12", page="7-9"),
        ),
        (an_article(author=""), an_article(volume="12", page="7-9")),
        (an_article(volume="12"), an_article(author="", volume="12", page="7-9")),
    ],
)
def test_what_agrees_in_all_that_both_say_is_the_work(mine: Reference, theirs: Reference) -> None:
    assert is_taken(mine, theirs)


def test_what_is_not_said_does_not_contradict() -> None:
    assert compare(an_article(author=""), a_record(WHOLE)).author is None


# --- the rule itself ----------------------------------------------------------------------------------

SIGNS = (False, None, True)
_COMPARISONS = [
    Comparison(title, inside, author, years, volume, page, journal, "", words)
    for title, inside, author, years, volume, page, journal, words in itertools.product(
        (0.5, 0.95, 1.0), (0.3, 0.6, 1.0), SIGNS, (0, 1, 2, None), SIGNS, SIGNS, SIGNS, (1, 4, 6, 8)
    )
]


def test_what_agrees_more_is_never_taken_less() -> None:
    for one in _COMPARISONS:
        if one.is_same:
            for sign in ("author", "volume", "page", "journal"):
                assert dataclasses.replace(one, **{sign: True}).is_same


def test_what_is_barred_or_on_other_pages_is_never_taken() -> None:
    for one in _COMPARISONS:
        assert not dataclasses.replace(one, bar="it is a correction").is_same
        assert not (one.is_same and one.page is False)
        assert not (one.is_same and one.author is False and not (one.volume and one.page))


def test_author_and_journal_together_weigh_against_a_title() -> None:
    assert not Comparison(1.0, 1.0, False, 0, True, True, False, "", 1).is_same


_fields = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from([SHORT, LONG, f"{SHORT}. Part II", f"Erratum: {SHORT}", "Editorial"]),
        "author": st.sampled_from(["Lee, Bo", "Kim, C.", "=The Group"]).map(names_of),
        "container-title": st.sampled_from(["Brain", "Journal of Soil", "J Soil"]),
        "issued": st.sampled_from([Date(2016), Date(2017), Date(2020)]),
        "volume": st.sampled_from(["1", "12"]),
        "page": st.sampled_from(["1-4", "181-184", "e12"]),
        "DOI": st.sampled_from(["10.1000/a", "10.1000/b", "10.1000/c"]),
    },
)  # fmt: skip
_works = st.builds(Reference, st.just(""), st.sampled_from(["article-journal", "article"]), _fields)


@settings(deadline=None)
@given(_works, st.lists(_works, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_decides_nothing(
    mine: Reference, works: list[Reference], random: st.DataObject
) -> None:
    candidates = [a_record(one, id=f"10.1000/{number}") for number, one in enumerate(works)]
    turned = list(candidates)
    random.shuffle(turned)  # type: ignore[attr-defined]
    one, other = decide(mine, candidates), decide(mine, turned)
    assert type(one) is type(other)
    if isinstance(one, Ambiguous) and isinstance(other, Ambiguous):
        assert {c.id for c in one.candidates} == {c.id for c in other.candidates}
    if isinstance(one, Found) and isinstance(other, Found):
        same = one.candidate.id == other.candidate.id
        assert same or _doi(one.candidate) == _doi(other.candidate) != ""


def _doi(candidate: Candidate) -> str:
    return candidate.reference.text("DOI")


@settings(deadline=None)
@given(_works, _works)
def test_any_two_references_can_be_compared(mine: Reference, theirs: Reference) -> None:
    held = compare(mine, a_record(theirs))
    assert 0 <= held.title <= 1
    assert 0 <= held.inside <= 1
    assert isinstance(contradiction(mine, a_record(theirs)), str)


# --- of several one ---------------------------------------------------------------------------------------

ARTICLE = a_record(an_article(volume="12", page="7-9", DOI="10.1000/art"), "10.1000/art")
IN_PUBMED = a_record(
    an_article(volume="12", page="7-9", DOI="10.1000/ART", PMID="1"), "1", service="pubmed"
)
PREPRINT = a_record(an_article(journal="", type="article", DOI="10.1000/pre"), "10.1000/pre")
NOTICE = a_record(an_article(f"Correction: {SHORT}", volume="12", page="99"), "10.1000/cor")
ABSTRACT = a_record(an_article(year=2016, journal="Air", volume="3", page="S12"), "10.1000/con")
ELSEWHERE = a_record(an_article(journal="Lancet", volume="50", page="1-3"), "10.1000/els")


def _found(mine: Reference, *candidates: Candidate) -> str:
    outcome = decide(mine, candidates)
    return outcome.candidate.id if isinstance(outcome, Found) else type(outcome).__name__


def test_of_several_records_the_one_that_is_meant() -> None:
    whole = an_article(volume="12", page="7-9")
    assert _found(whole, PREPRINT, NOTICE, ABSTRACT, ELSEWHERE, ARTICLE, IN_PUBMED) == "10.1000/art"
    assert _found(an_article(), ARTICLE, ABSTRACT) == "10.1000/art"
    assert _found(an_article(journal="Lancet"), ARTICLE, ELSEWHERE) == "10.1000/els"
    assert _found(whole, ELSEWHERE) == "Absent"
    assert _found(an_article(), NOTICE) == "Absent"


def test_two_records_of_one_work_are_no_doubt_two_works_are() -> None:
    bare = an_article(journal="")
    assert _found(bare, ARTICLE, IN_PUBMED) in ("10.1000/art", "1")
    assert _found(bare, ARTICLE, ELSEWHERE) == "Ambiguous"
    assert _found(bare, ARTICLE, IN_PUBMED, PREPRINT) == "Ambiguous"


# --- what is read from print ----------------------------------------------------------------------------------


def _printed(text: str) -> Reference:
    (reference,) = bibkit.read_references(text)
    assert reference.evidence is not None
    return reference


def test_a_printed_reference_is_compared_by_its_text() -> None:
    mine = _printed(f"Lee B, Kim C. {SHORT}. J Soil. 2017;12(3):181-4.")
    assert Cited(mine).text.startswith("Lee B")
    assert is_taken(mine, an_article(volume="12", page="181-184"))
    assert not is_taken(mine, an_article(volume="12", page="97-99"))
    assert not is_taken(mine, an_article("On the habits of bees", volume="12", page="185"))


def test_a_title_inside_a_printed_title_is_another_works() -> None:
    mine = _printed(f"Lee B. Cognition and age with {SHORT.lower()}. J Soil. 2017;12:181-4.")
    assert not is_taken(mine, an_article(author="Lee, B."))
    assert not is_taken(mine, an_article(author="Lee, B.", volume="12", page="9"))


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        (f"Lee I, Kim C. {SHORT}. Part II. J Soil. 2017;12.", an_article(f"{SHORT}. Part I", "Lee, I.", volume="12", page="9")),
        (f"Lee B, Kim C. {SHORT}. Part 2. J Soil. 2017;1.", an_article(f"{SHORT}. Part 1", "Lee, B.", volume="1", page="9")),
        ("Siegert RL, Mill KD. Tumour statistics, 2016. CA Cancer J Clin. 2016;66(1):7-30.", an_article("Tumour statistics, 2017", "Siegert, R. L.", 2017, "CA Cancer J Clin", "67", "7-30")),
    ],
)  # fmt: skip
def test_look_alikes_of_printed_references(text: str, theirs: Reference) -> None:
    assert not is_taken(_printed(text), theirs)
