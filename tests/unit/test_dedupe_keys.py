"""Of references that are one work: the key that stays, and what names the others."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from dedupe_works import a_work

import bibkit
from bibkit import Batch, Problem
from bibkit.enrichment.dedupe import dedupe


def _bib(text: str) -> Batch:
    return bibkit.read(text, "bibtex")


def test_one_key_twice_with_one_text_is_one_and_with_two_works_two() -> None:
    twice = "@book{k, title={Soil}}\n"
    result = dedupe(_bib(twice + twice))
    assert [one.id for one in result.batch] == ["k"]
    assert (result.batch.problems, result.renamed) == ((), {})
    other = dedupe(_bib(twice + "@book{k, title={Air}}"))
    assert [one.id for one in other.batch] == ["k", "air"]
    assert (other.merged, [p.code for p in other.batch.problems]) == ((), ["duplicate-key"])


def test_a_key_of_two_files_stays_with_the_first() -> None:
    mine, yours = (
        _bib(f"@book{{k, title={{{t}}}}} @book{{x, crossref={{k}}, title={{On {t}}}}}")
        for t in ("Soil", "Air")
    )
    result = dedupe(mine, yours)
    assert [one.id for one in result.batch] == ["k", "x", "air", "aira"]
    assert [p.code for p in result.doubts] == ["duplicate-key", "duplicate-key"]
    assert result.doubts[0].message == (
        "The key 'k' stands twice, for two works; the second is now 'air'."
    )
    assert result.batch[1].custom["bibtex"] == {"crossref": "k"}
    assert result.batch[3].custom["bibtex"] == {"crossref": "air"}


def test_fields_that_name_a_key_that_went_follow() -> None:
    text = (
        "@book{p, doi={10.1000/x}} @book{q, doi={10.1000/X}, title={Soil}}"
        "@incollection{c, crossref={Q}, related={x, q}, title={One}}"
    )
    result = dedupe(_bib(text))
    assert result.renamed == {"q": "p"}
    kept = result.batch[1].custom["bibtex"]
    assert (kept["crossref"], kept["related"]) == ("p", "x, p")


def test_keys_that_went_are_kept_as_aliases_where_that_is_asked_for() -> None:
    text = "@book{a, doi={10.1000/x}, ids={o}} @book{b, doi={10.1000/x}} @book{a, doi={10.1000/x}}"
    assert "ids" in dedupe(_bib(text)).batch[0].custom["bibtex"]
    (one,) = dedupe(_bib(text), aliases=True).batch
    assert one.custom["bibtex"]["ids"] == "o, b"


def test_problems_of_what_went_are_said_of_what_stays() -> None:
    odd = Problem("odd", "It is.", ref="b")
    batch = Batch((a_work("a", DOI="10.1000/x"), a_work("b", DOI="10.1000/x")), (odd,))
    assert [problem.ref for problem in dedupe(batch).batch.problems] == ["a"]


def test_the_citation_key_is_that_of_the_first() -> None:
    one = a_work("1", DOI="10.1000/x", citation_key="lee")
    two = a_work("2", DOI="10.1000/x", citation_key="lee2", title="Ants")
    assert dedupe(Batch((one, two))).batch[0].text("citation-key") == "lee"
    assert (
        "citation-key" not in dedupe(Batch((one.replace(citation_key=None), two))).batch[0].fields
    )
