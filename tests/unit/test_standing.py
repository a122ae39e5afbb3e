"""Whether a work stands, by what its records say together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibkit import Reference
from bibkit.enrichment.standing import standing, worst
from bibkit.model import Candidate, Notice


def _record(
    *notices: Notice, title: str = "Soil", service: str = "crossref", kind: str = "", doi: str = ""
) -> Candidate:
    fields = {"title": title} | ({"DOI": doi} if doi else {})
    return Candidate(
        Reference("10.1000/a", "article-journal", fields), service, kind, notices=notices
    )


RETRACTED = Notice("retraction", "crossref", "10.1000/r")
IN_PUBMED = Notice("retraction", "pubmed", "9")
CORRECTED = Notice("correction", "crossref", "10.1000/c")
CONCERN = Notice("concern", "pubmed", "8")


def test_what_either_says_counts_the_weightiest_first() -> None:
    records = [_record(CORRECTED, RETRACTED), _record(CONCERN, IN_PUBMED, service="pubmed")]
    assert standing(records) == (RETRACTED, IN_PUBMED, CONCERN, CORRECTED)
    assert standing([_record(), _record(IN_PUBMED, service="pubmed")]) == (IN_PUBMED,)
    assert standing([]) == standing([_record()]) == ()


def test_what_is_said_twice_is_said_once() -> None:
    assert standing([_record(RETRACTED, RETRACTED), _record(RETRACTED)]) == (RETRACTED,)


def test_other_versions_say_nothing_against_a_work() -> None:
    said = [Notice(kind, "crossref", "10.1000/v") for kind in ("version", "preprint", "odd")]
    assert standing([_record(*said)]) == ()
    published = Notice("published", "crossref", "10.1000/p")
    assert standing([_record(published)]) == (published,)


def test_a_notice_is_not_retracted_by_itself() -> None:
    assert standing([_record(RETRACTED, title="Retraction: Soil")]) == ()
    assert standing([_record(RETRACTED, kind="Retraction of Publication")]) == ()
    assert standing([_record(CORRECTED, title="Erratum: Soil")]) == ()
    own = Notice("retraction", "crossref", "10.1000/own")
    assert standing([_record(own, doi="10.1000/OWN")]) == (Notice("retraction", "crossref"),)


@pytest.mark.parametrize(
    ("title", "is_retracted"),
    [
        ("RETRACTED: Soil", True),
        ("Retracted: Soil", True),
        ("RETRACTED ARTICLE: Soil", True),
        ("Retracted – Soil", True),
        ("<b>RETRACTED:</b> Soil", True),
        ("[Retracted: Soil]", True),
        ("Withdrawn: Soil", True),
        ("Soil", False),
        ("Retracted eyelids in owls", False),
        ("Withdrawn from the market: soil", False),
        ("Papers that were retracted: a review", False),
        ("[Retracted] Soil", True),
        ("(Retracted) Soil", True),
        ("RETRACTED CHAPTER: Soil", True),
        ("Retracted paper: Soil", True),
        ("Soil (Retracted)", True),
    ],
)
def test_titles_that_say_so(title: str, is_retracted: bool) -> None:
    said = standing([_record(title=title)])
    assert said == ((Notice("retraction", "title", "10.1000/a"),) if is_retracted else ())


@pytest.mark.parametrize(
    "title",
    ["Response to cisplatin in ovarian cancer", "Correction for attenuation in trials",
     "Correction in adolescent scoliosis"],
)  # fmt: skip
def test_a_retracted_work_is_retracted_whatever_its_title(title: str) -> None:
    assert standing([_record(RETRACTED, title=title)]) == (RETRACTED,)


def test_who_says_it_and_where() -> None:
    watch = Notice("retraction", "retraction-watch", "10.1000/r")
    title = Notice("retraction", "title")
    said = (RETRACTED, watch, IN_PUBMED, title, CONCERN)
    assert worst(said, "retraction") == (
        "Crossref, Retraction Watch, PubMed, its title; see 10.1000/r, 9"
    )
    assert worst(said, "concern") == "PubMed; see 8"
    assert worst(said, "correction") == worst((), "retraction") == ""


_notices = st.builds(
    Notice,
    st.sampled_from(["retraction", "concern", "correction", "published", "version", "odd", ""]),
    st.sampled_from(["crossref", "pubmed", "retraction-watch", "title", "odd"]),
    st.sampled_from(["", "10.1000/r", "9"]),
)


@given(st.lists(_notices, max_size=5), st.lists(_notices, max_size=5))
def test_the_union_does_not_depend_on_who_is_asked_first(
    one: list[Notice], other: list[Notice]
) -> None:
    records = [_record(*one), _record(*other, service="pubmed")]
    assert set(standing(records)) == set(standing(records[::-1]))
    assert set(standing(records)) >= set(standing(records[:1]))
    assert (
        "retraction" not in {n.kind for n in (*one, *other)}
        or standing(records)[0].kind == "retraction"
    )
