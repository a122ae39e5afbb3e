"""The official fixtures of CSL: what passes may neither stop passing nor pass unlisted."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import csl
import csl_styles

from bibkit.formats.csl_items import reference_of
from bibkit.vocab import TYPES

UPDATE = "run `python tests/suite/csl.py --update` and look at the difference"


@pytest.fixture(scope="module")
def outcomes(shared: Path) -> dict[str, csl.Outcome]:
    """Every fixture's outcome by its name."""
    assert (shared / "csl-test-suite").is_dir()
    found = csl.run_all(csl.fixtures(), csl.engine_named("native"))
    return {outcome.fixture.name: outcome for outcome in found}


@pytest.mark.slow
def test_every_listed_fixture_still_passes(outcomes: dict[str, csl.Outcome]) -> None:
    lost = [outcomes[name] for name in csl.passes() if not outcomes[name].met]
    assert not lost, "\n\n".join(csl.difference(outcome) for outcome in lost[:20])


@pytest.mark.slow
def test_every_fixture_that_passes_is_listed(outcomes: dict[str, csl.Outcome]) -> None:
    passing = {name for name, outcome in outcomes.items() if outcome.met}
    assert sorted(passing - set(csl.passes())) == [], f"these pass now: {UPDATE}"


@pytest.mark.slow
def test_no_fixture_breaks_the_engine(outcomes: dict[str, csl.Outcome]) -> None:
    broke = [outcome for outcome in outcomes.values() if outcome.error]
    assert not broke, "\n\n".join(csl.difference(outcome) for outcome in broke[:5])


@pytest.mark.slow
def test_every_disagreement_is_still_one(outcomes: dict[str, csl.Outcome]) -> None:
    met = [name for name in csl.disagreements() if outcomes[name].met]
    assert not met, f"these expectations are met now: {met}"


def test_every_disagreement_has_its_reason() -> None:
    assert all(len(reason.split()) > 3 for reason in csl.disagreements().values())
    assert not set(csl.disagreements()) & set(csl.passes())


def test_the_list_of_passes_is_as_update_writes_it() -> None:
    names = csl.passes()
    assert names == sorted(set(names))
    assert csl.PASSES.read_text("utf-8") == json.dumps(names, indent=1) + "\n"


def test_a_fixture_is_read_with_all_its_sections(tmp_path: Path) -> None:
    path = tmp_path / "own_Made.txt"
    path.write_text(_OWN, "utf-8-sig")
    fixture = csl.read_fixture(path)
    assert (fixture.name, fixture.category, fixture.mode) == ("own_Made", "own", "citation")
    assert fixture.result == ">>[0] A\n..[1] B"
    assert fixture.items == [{"id": 1, "title": "A"}]
    assert fixture.clusters is None
    assert fixture.rounds == [csl.Round("one", [{"id": 1}], before=[("zero", 2)], after=[], note=3)]


def test_a_section_that_is_not_known_is_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "own_Made.txt"
    path.write_text(_OWN.replace("VERSION", "ABBREVIATIONS"), "utf-8")
    with pytest.raises(ValueError, match="ABBREVIATIONS"):
        csl.read_fixture(path)


def test_only_a_citation_that_stayed_as_it_was_may_take_its_mark_over() -> None:
    open_mark = csl.OPEN
    expected = ">>[0] A\n>>[1] B"
    assert csl.taken_over(f"{open_mark}[0] A\n>>[1] B", expected) == expected
    assert csl.taken_over(f"{open_mark}[0] C\n>>[1] B", expected) == ">>[0] C\n>>[1] B"
    assert csl.taken_over("..[0] A\n>>[1] B", expected) == "..[0] A\n>>[1] B"


def test_no_item_is_both_mended_by_and_scored(shared: Path) -> None:
    assert (shared / "suites").is_dir()
    development, held_out = (
        {item["id"] for item in csl_styles.items(name)} for name in ("development", "held-out")
    )
    assert len(development) == csl_styles.AWKWARD
    assert not development & held_out


def test_the_made_items_are_of_every_type_and_clean() -> None:
    items = csl_styles.items("made")
    assert {item["type"] for item in items} == set(TYPES)
    assert [problem for item in items for problem in reference_of(item)[1]] == []


def test_a_manuscript_is_the_same_every_time_and_cites_only_what_it_has() -> None:
    pool = csl_styles.items("made")
    works, clusters = csl_styles.clusters(pool, seed=1)
    assert (works, clusters) == csl_styles.clusters(pool, seed=1)
    assert len(clusters) == csl_styles.CLUSTERS
    cited = {cite["id"] for cluster in clusters for cite in cluster["cites"]}
    assert cited <= {work["id"] for work in works}


_OWN = """\
>>===== MODE =====>>
citation
<<===== MODE =====<<

>>==== RESULT ====>>
>>[0] A
..[1] B
<<==== RESULT ====<<

>>===== CITATIONS =====>>
[[{"citationID": "one", "citationItems": [{"id": 1}], "properties": {"noteIndex": 3}},
  [["zero", 2]], []]]
<<===== CITATIONS =====<<

>>===== CSL =====>>
<style/>
<<===== CSL =====<<

>>===== INPUT =====>>
[{"id": 1, "title": "A"}]
<<===== INPUT =====<<

>>===== VERSION =====>>
1.0
<<===== VERSION =====<<
"""
