"""Which record a reference cites: what must be taken, and what must not although it looks alike."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bibkit
from bibkit import Date, Name, Reference
from bibkit.enrichment.match import Cited, Comparison, compare, contradiction, decide
from bibkit.model import Candidate, Value
from bibkit.outcome import Absent, Ambiguous, Found

SHORT = "Iron and soil in the diet of the north"
LONG = (
    "The immune behaviour of older people after vaccination against seasonal influenza "
    "in long-term care homes of the northern region: a randomised controlled trial"
)


def _names(text: str) -> tuple[Name, ...]:
    """`Lee, Bo; =The Group` as names."""
    people = (one.strip() for one in text.split(";"))
    return tuple(
        Name(literal=one[1:])
        if one.startswith("=")
        else Name(*(part.strip() for part in one.split(",")))
        for one in people
    )


def _article(
    title: str = SHORT,
    author: str = "Lee, Bo; Kim, C.",
    year: int | None = 2017,
    journal: str = "Journal of Soil",
    volume: str = "",
    page: str = "",
    type: str = "article-journal",
    **more: Value,
) -> Reference:
    fields: dict[str, Value] = {
        "title": title,
        "container-title": journal,
        "volume": volume,
        "page": page,
    }
    fields = {name: value for name, value in fields.items() if value} | more
    if author:
        fields["author"] = _names(author)
    if year is not None:
        fields["issued"] = Date(year)
    return Reference("", type, fields)


def _record(
    reference: Reference,
    id: str = "10.1000/a",
    kind: str = "journal-article",
    service: str = "crossref",
    titles: tuple[str, ...] = (),
    years: tuple[int, ...] = (),
) -> Candidate:
    reference = dataclasses.replace(reference, id=id)
    return Candidate(reference, service, kind, titles=titles, years=years)


def _is_taken(mine: Reference, theirs: Reference | Candidate) -> bool:
    one = theirs if isinstance(theirs, Candidate) else _record(theirs)
    return isinstance(decide(mine, [one]), Found)


# --- what agrees is taken -------------------------------------------------------------------------

WHOLE = _article(volume="12", page="181-184", issue="3")


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
        WHOLE.replace(author=_names("Kim, C.; Lee, B.")),
    ],
)
def test_what_agrees_is_the_work(mine: Reference) -> None:
    assert _is_taken(mine, WHOLE)
    assert contradiction(mine, _record(WHOLE)) == ""


@pytest.mark.parametrize("page", ["e0213344", "S12", "0098", "1-4", "R12-R19", "12e3", "117"])
def test_pages_of_every_kind_agree_with_themselves(page: str) -> None:
    mine = _article(volume="12", page=page)
    assert compare(mine, _record(mine)).page is True
    assert compare(mine, _record(mine.replace(page="7777-7779"))).page is False


def test_leading_zeros_and_last_pages_make_no_other_page() -> None:
    for mine, theirs in (("98", "0098"), ("0098", "98-102"), ("1-4", "1-14"), ("S12", "s12-s19")):
        held = compare(_article(page=mine), _record(_article(page=theirs)))
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
    assert _is_taken(_article(author=mine), _article(author=theirs, volume="12", page="1-3"))


def test_titles_in_other_forms_and_languages() -> None:
    english = _article("Iron and soil in the diet", volume="12", page="1-3")
    german = "Eisen und Boden in der Ernährung"
    assert _is_taken(_article(german), _record(english, titles=(german,)))
    assert not _is_taken(_article(german), english)
    # Under an identifier a translated title passes where the place agrees.
    assert contradiction(_article(german, volume="12", page="1-3"), _record(english)) == ""
    assert contradiction(_article(german, volume="5", page="7"), _record(english)) != ""
    marked = _article("Uptake of H<sub>2</sub>O by <i>E. coli</i> in soil", volume="3")
    assert _is_taken(_article("Uptake of H2O by E. coli in soil"), marked)


def test_titles_in_other_scripts() -> None:
    mine = _article("北方土壤与空气的研究", "王, 伟", journal="土壤学报", volume="14")
    assert _is_taken(mine, mine.replace(page="12-15"))
    assert not _is_taken(mine, mine.replace(title="南方土壤与空气的研究", page="12-15"))


def test_every_year_of_a_record_counts() -> None:
    mine = _article(year=2015)
    assert not _is_taken(mine, _article(year=2017))
    assert _is_taken(mine, _record(_article(year=2017), years=(2017, 2015)))


def test_a_record_without_anything_is_nothing() -> None:
    empty = _record(Reference("", "document", {}))
    assert isinstance(decide(WHOLE, [empty]), Absent)
    assert isinstance(decide(Reference("", "document", {}), [empty, _record(WHOLE)]), Absent)
    assert isinstance(decide(WHOLE, []), Absent)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (
            _article(f"{SHORT}. Part 2", volume="12", page="181-4"),
            _article(f"{SHORT}. Part II", volume="12", page="181-184"),
        ),
        (
            _article("Iron and soil in pregnancy"),
            _article("RETRACTED: Iron and soil in pregnancy", volume="12", page="7-9"),
        ),
        (_article(author=""), _article(volume="12", page="7-9")),
        (_article(volume="12"), _article(author="", volume="12", page="7-9")),
    ],
)
def test_what_agrees_in_all_that_both_say_is_the_work(mine: Reference, theirs: Reference) -> None:
    assert _is_taken(mine, theirs)


def test_what_is_not_said_does_not_contradict() -> None:
    assert compare(_article(author=""), _record(WHOLE)).author is None


# --- what looks alike is not taken -----------------------------------------------------------------

LOOK_ALIKES = {
    "part II": (
        _article(f"{SHORT}. Part I"),
        _article(f"{SHORT}. Part II", volume="12", page="9"),
    ),
    "II": (_article(f"{SHORT} I"), _article(f"{SHORT} II", volume="12", page="9")),
    "of two": (_article(), _article(f"{SHORT}. Part B", volume="12", page="9")),
    "other title of the author": (
        _article(),
        _article("Iron and air in the sleep of the south", volume="12", page="9"),
    ),
    "other page": (_article(page="181"), _article(page="97-99")),
    "other volume and journal": (
        _article(volume="12"),
        _article(volume="13", journal="Brain", page="9"),
    ),
    "other year": (_article(year=2014), _article(volume="12", page="9")),
    "other author": (_article(author="Owen, T."), _article(volume="12", page="9")),
    "same place elsewhere": (
        _article(volume="12", page="181"),
        _article("On the habits of bees", "Chiò, A.", journal="Brain", volume="12", page="181"),
    ),
    "title inside a longer one": (
        _article(f"Cognition and age with {SHORT.lower()}", volume="12"),
        _article(volume="12", page="9"),
    ),
    "preprint of another year": (
        _article(),
        _article(type="article", journal="", year=2015),
    ),
    "no year, another author": (_article(year=None, author="Owen, T."), _article(volume="12")),
    "letter in the same journal, other volume": (
        _article("Letter to the editor", volume="3", journal="Soil"),
        _article("Letter to the editor", volume="4", journal="Air", page="9"),
    ),
    "their volume is my issue, their page my volume": (
        _article("Amyotrophic lateral sclerosis in adults: a cohort of Turin", volume="12", page="181-4", issue="2"),
        _article("Amyotrophic lateral sclerosis in children: the registry of Madrid", journal="Brain", volume="2", page="12-19"),
    ),
    "their volume is the year, their page in my title": (
        _article("Insulin pumps in type 1 diabetes: outcomes in adults", volume="34", page="511-519"),
        _article("Insulin pens in type 1 diabetes: outcomes of children", journal="Brain", volume="2017", page="1-9"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("pair", LOOK_ALIKES.values(), ids=LOOK_ALIKES.keys())
def test_two_works_that_look_alike_are_two(pair: tuple[Reference, Reference]) -> None:
    assert not _is_taken(*pair)


WRONGLY_TAKEN = {
    "the next year's edition of a yearly title, on the same page": (
        _article("Tumour statistics, 2016", "Siegert, R.", 2016, "CA Cancer J Clin", "66", "7-30"),
        _article("Tumour statistics, 2017", "Siegert, R.", 2017, "CA Cancer J Clin", "67", "7-30"),
    ),
    "type 1 and type 2": (
        _article("Insulin sensitivity of adults with type 1 diabetes"),
        _article("Insulin sensitivity of adults with type 2 diabetes", volume="12", page="9"),
    ),
    "part 1 and part 2, in volume 2": (
        _article(f"{SHORT}: Part 1", volume="2"),
        _article(f"{SHORT}: Part 2", volume="2", page="9"),
    ),
    "part one and part two": (
        _article(f"{SHORT}: Part One"),
        _article(f"{SHORT}: Part Two", volume="12", page="9"),
    ),
    "part II and the work without parts": (
        _article(f"{SHORT}. Part II"),
        _article(volume="12", page="9"),
    ),
    "men and women": (
        _article("Mortality after hip fracture in men of Norway"),
        _article("Mortality after hip fracture in women of Norway", volume="12", page="9"),
    ),
    "increased and decreased": (
        _article("Increased expression of the sodium channel in aged motor neurons"),
        _article("Decreased expression of the sodium channel in aged motor neurons", volume="1"),
    ),
    "alpha and beta": (
        _article("Role of TNF-α in the soil and air of the north"),
        _article("Role of TNF-β in the soil and air of the north", volume="12", page="9"),
    ),
    "a report of each year": (
        _article("Annual report of the registry of motor neuron disease", year=2016, volume="3"),
        _article("Annual report of the registry of motor neuron disease", volume="4", page="9"),
    ),
    "the shorter of two titles of one author, year and journal": (
        _article("Amyotrophic lateral sclerosis in twins"),
        _article("Amyotrophic lateral sclerosis", volume="12", page="9"),
    ),
    "an editorial of another author in another new journal": (
        _article("Editorial", "Smith, J.", journal="Journal of Soil", volume="1", page="1-2"),
        _article("Editorial", "Lee, K.", journal="Journal of Air", volume="1", page="1-3"),
    ),
    "a congress abstract of the year before": (
        _article(volume="12", page="181-4"),
        _article(year=2016, journal="Proceedings of the soil congress", type="paper-conference"),
    ),
    "another journal": (
        _article(journal="Sleep"),
        _article(journal="Brain", volume="12", page="9"),
    ),
    "a preprint for an article with journal, volume and pages": (
        _article(volume="12", page="181-4"),
        _article(journal="", type="article"),
    ),
    "a thesis for an article with journal, volume and pages": (
        _article(volume="12", page="181-4"),
        _article(journal="", year=2016, type="thesis"),
    ),
    "their author is a word of my title": (
        _article("Sleep and memory in young adults with chronic pain", "Chiò, A."),
        _article("Sleep and memory in young adults with chronic pain", "Young, T.", journal="Brain", volume="12"),
    ),
    "their author is a part of mine": (
        _article(author="Goldberg, A."),
        _article(author="Berg, T.", journal="Brain", volume="12", page="9"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("pair", WRONGLY_TAKEN.values(), ids=WRONGLY_TAKEN.keys())
def test_two_works_that_look_alike_are_two_too(pair: tuple[Reference, Reference]) -> None:
    assert not _is_taken(*pair)


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
    notice = _article(prefix + title, volume="12", page="97")
    assert not _is_taken(_article(title), notice)
    assert not _is_taken(_article(title, volume="12"), notice)
    if title == SHORT:  # "trial" of the long one asks for nothing either
        assert contradiction(_article(title), _record(notice)).startswith("it is ")


@pytest.mark.parametrize(
    "prefix",
    ["Author's reply: ", "Author’s response: ", "[Erratum] ", "Erratum ", "Corrections: ", "Comment. ",
     "Comments: ", "Commentary: ", "Letter: ", "Figure 1 from: ", "Data from: ", "Re. "],
)  # fmt: skip
def test_what_is_said_of_a_work_is_not_the_work_too(prefix: str) -> None:
    assert not _is_taken(_article(LONG), _article(prefix + LONG, volume="12", page="97"))


@pytest.mark.parametrize("prefix", ["Erratum: ", "Reply to: ", "Retraction: "])
def test_who_cites_a_notice_gets_the_notice(prefix: str) -> None:
    mine = _article(prefix + LONG)
    assert _is_taken(mine, _article(prefix + LONG, volume="12", page="97"))
    assert not _is_taken(_article(prefix + SHORT), _article(volume="12", page="9"))


def test_who_cites_a_notice_does_not_get_the_work() -> None:
    assert not _is_taken(_article(f"Erratum: {LONG}"), _article(LONG, volume="12", page="9"))


@pytest.mark.parametrize(
    ("mine", "notice"),
    [
        ("Correction of hypokalaemia in adults", "Correction: Correction of hypokalaemia in adults"),
        ("The immune response of old adults", "Reply to: The immune response of old adults"),
        ("Alcohol withdrawal in old adults", "Retraction: Alcohol withdrawal in old adults"),
    ],
)  # fmt: skip
def test_a_word_in_a_title_does_not_ask_for_a_notice(mine: str, notice: str) -> None:
    assert contradiction(_article(mine), _record(_article(notice, volume="12", page="97")))


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
    record = _record(_article(mine, volume="12", page="97"), kind=kind)
    assert not _is_taken(_article(mine), record)
    assert contradiction(_article(mine), record)


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
        "author": st.sampled_from(["Lee, Bo", "Kim, C.", "=The Group"]).map(_names),
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
    candidates = [_record(one, id=f"10.1000/{number}") for number, one in enumerate(works)]
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
    held = compare(mine, _record(theirs))
    assert 0 <= held.title <= 1
    assert 0 <= held.inside <= 1
    assert isinstance(contradiction(mine, _record(theirs)), str)


# --- of several one ---------------------------------------------------------------------------------------

ARTICLE = _record(_article(volume="12", page="7-9", DOI="10.1000/art"), "10.1000/art")
IN_PUBMED = _record(
    _article(volume="12", page="7-9", DOI="10.1000/ART", PMID="1"), "1", service="pubmed"
)
PREPRINT = _record(_article(journal="", type="article", DOI="10.1000/pre"), "10.1000/pre")
NOTICE = _record(_article(f"Correction: {SHORT}", volume="12", page="99"), "10.1000/cor")
ABSTRACT = _record(_article(year=2016, journal="Air", volume="3", page="S12"), "10.1000/con")
ELSEWHERE = _record(_article(journal="Lancet", volume="50", page="1-3"), "10.1000/els")


def _found(mine: Reference, *candidates: Candidate) -> str:
    outcome = decide(mine, candidates)
    return outcome.candidate.id if isinstance(outcome, Found) else type(outcome).__name__


def test_of_several_records_the_one_that_is_meant() -> None:
    whole = _article(volume="12", page="7-9")
    assert _found(whole, PREPRINT, NOTICE, ABSTRACT, ELSEWHERE, ARTICLE, IN_PUBMED) == "10.1000/art"
    assert _found(_article(), ARTICLE, ABSTRACT) == "10.1000/art"
    assert _found(_article(journal="Lancet"), ARTICLE, ELSEWHERE) == "10.1000/els"
    assert _found(whole, ELSEWHERE) == "Absent"
    assert _found(_article(), NOTICE) == "Absent"


def test_two_records_of_one_work_are_no_doubt_two_works_are() -> None:
    bare = _article(journal="")
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
    assert _is_taken(mine, _article(volume="12", page="181-184"))
    assert not _is_taken(mine, _article(volume="12", page="97-99"))
    assert not _is_taken(mine, _article("On the habits of bees", volume="12", page="185"))


def test_a_title_inside_a_printed_title_is_another_works() -> None:
    mine = _printed(f"Lee B. Cognition and age with {SHORT.lower()}. J Soil. 2017;12:181-4.")
    assert not _is_taken(mine, _article(author="Lee, B."))
    assert not _is_taken(mine, _article(author="Lee, B.", volume="12", page="9"))


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        (f"Lee I, Kim C. {SHORT}. Part II. J Soil. 2017;12.", _article(f"{SHORT}. Part I", "Lee, I.", volume="12", page="9")),
        (f"Lee B, Kim C. {SHORT}. Part 2. J Soil. 2017;1.", _article(f"{SHORT}. Part 1", "Lee, B.", volume="1", page="9")),
        ("Siegert RL, Mill KD. Tumour statistics, 2016. CA Cancer J Clin. 2016;66(1):7-30.", _article("Tumour statistics, 2017", "Siegert, R. L.", 2017, "CA Cancer J Clin", "67", "7-30")),
    ],
)  # fmt: skip
def test_look_alikes_of_printed_references(text: str, theirs: Reference) -> None:
    assert not _is_taken(_printed(text), theirs)


# --- an identifier is a claim ---------------------------------------------------------------------------------


def test_a_claim_may_be_wrong_in_one_thing() -> None:
    record = _record(_article(volume="12", page="181-184"))
    for slip in (
        _article(volume="12", page="181-4", year=2015),
        _article(volume="12", page="811-4"),
        _article(author="Kimm, C.", volume="12", page="181-4"),
        _article("Iron and soil", volume="12", page="181-4"),
        _article("Eisen und Boden", volume="12", page="181-4"),
        _article(journal="Soil letters", volume="12", page="181-4"),
    ):
        assert contradiction(slip, record) == ""


def test_hardly_more_than_an_identifier_claims_nothing() -> None:
    record = _record(WHOLE)
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
            _article("On the habits of bees", "Chiò, A.", 2003, "Brain", "7", "97-99"),
            "title, first author, year, journal, volume and pages differ",
        ),
        (
            _article("On the habits of bees", "Chiò, A.", 2017, "Journal of Soil", "12", "97-99"),
            "title, first author and pages differ",
        ),
        (_article(author="Chiò, A.", year=2003, journal="Brain", volume="7", page="97"),
         "first author, year, journal, volume and pages differ"),
        (_article("Why owls sleep", volume="12", page="3-9"), "title and pages differ"),
        (_article(f"Retraction: {SHORT}", volume="12", page="99"), "it is a notice of retraction"),
    ],
)  # fmt: skip
def test_why_an_identifier_is_another_works(theirs: Reference, reason: str) -> None:
    mine = _article(volume="12", page="181-4", issue="3")
    assert contradiction(mine, _record(theirs)) == reason


CLAIMS_THAT_PASS = {
    "another paper of the same people in the same journal": (
        _article(volume="12", page="181-4"),
        _article("On the habits of bees", year=2018, volume="13", page="3-9"),
    ),
    "another paper of the same people on the same thing": (
        _article("Survival in amyotrophic lateral sclerosis: a registry", volume="12", page="181-4"),
        _article("Cognition in amyotrophic lateral sclerosis: a cohort", year=2018, volume="13", page="3-9"),
    ),
    "a title inside a longer one; author, year and journal differ": (
        _article("Amyotrophic lateral sclerosis", "Chiò, A.", 2017, "Lancet"),
        _article("Cognition in amyotrophic lateral sclerosis", "Lee, B.", 2003, "Brain", "126", "7-9"),
    ),
    "one title; author, year and journal differ": (
        _article("Amyotrophic lateral sclerosis", "Chiò, A.", 2017, "Lancet"),
        _article("Amyotrophic lateral sclerosis", "Lee, B.", 2003, "Brain", "126", "7-9"),
    ),
    "a neighbour in the volume, its record without pages": (
        _article("A view of ants in winter", "Lee, B.", volume="12", page="181-184"),
        _article("On the habits of old bees", "Kim, C.", volume="12"),
    ),
    "a neighbour in the volume, the reference without pages": (
        _article("A view of ants in winter", "Lee, B.", volume="12"),
        _article("On the habits of old bees", "Kim, C.", volume="12", page="97-99"),
    ),
    "the other part": (
        _article(f"{SHORT}. Part I", volume="12", page="181-4"),
        _article(f"{SHORT}. Part II", year=2018, volume="13", page="3-9"),
    ),
    "the next year's edition of a yearly title": (
        _article("Tumour statistics, 2016", "Siegert, R.", 2016, "CA Cancer J Clin", "66", "7-30"),
        _article("Tumour statistics, 2017", "Siegert, R.", 2017, "CA Cancer J Clin", "67", "7-30"),
    ),
    "one title and author; year, volume and pages differ": (
        _article("Annual report of the registry", year=2010, volume="3", page="1-9"),
        _article("Annual report of the registry", year=2017, volume="10", page="55-70"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("pair", CLAIMS_THAT_PASS.values(), ids=CLAIMS_THAT_PASS.keys())
def test_an_identifier_of_another_work_is_said_to_be_one(pair: tuple[Reference, Reference]) -> None:
    mine, theirs = pair
    assert contradiction(mine, _record(theirs))
