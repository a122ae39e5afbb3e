"""`bibkit fetch`, `bibkit references` and `--all`: records and whole lists by identifier."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asking import CHEST, COMMA, MATHIS, REVIEW, SICI, Done, batch, services
from twin import Twin

import bibkit
from bibkit.errors import InputError, NothingFound


def items(done: Done) -> list[dict[str, Any]]:
    assert done.code == 0, done.err
    return json.loads(done.out)  # type: ignore[no-any-return]


# --- fetch


def test_identifiers_of_all_kinds_give_records_in_their_order(
    run: Callable[..., Done],
) -> None:
    done = run(
        "fetch", "PMC99000104", f"https://doi.org/{CHEST}", "99000101", COMMA, SICI, f"doi:{MATHIS}",
        "https://pubmed.ncbi.nlm.nih.gov/99000126/", "-t", "csl-json",
    )  # fmt: skip
    found = items(done)
    assert [one.get("DOI", one["PMID"]).lower() for one in found] == [
        "10.2147/dnnd.s19803", CHEST, REVIEW, COMMA, SICI.lower(), MATHIS, "99000126",
    ]  # fmt: skip
    assert all("title" in one and "author" in one for one in found)
    assert len({one["id"] for one in found}) == 7
    assert found[-2]["id"] == "mathis2017current"
    assert (found[0]["PMID"], found[0]["PMCID"]) == ("99000104", "PMC99000104")


@pytest.mark.parametrize(
    "ids", [(MATHIS, "99000102"), ("PMC99000102", MATHIS.upper()), ("99000102", "99000102")]
)
def test_a_work_that_is_named_twice_comes_once(
    run: Callable[..., Done], ids: tuple[str, ...]
) -> None:
    done = run("fetch", *ids, "-t", "csl-json", "-v")
    assert len(items(done)) == 1
    assert f"{ids[1]} is a work that was fetched already" in done.err


def test_what_is_no_identifier_and_what_nobody_has_is_named(run: Callable[..., Done]) -> None:
    ids = ("nonsense", "10.5555/nothing", "4", "PMC4", MATHIS, "10.1/x", "12345678901234")
    done = run("fetch", *ids, "-t", "csl-json")
    assert len(items(done)) == 1
    for said in (
        "'nonsense' is no",
        "10.5555/nothing",
        "PMID 4:",
        "PMCID PMC4:",
        "'12345678901234' is no",
    ):
        assert said in done.err
    assert run("fetch", *ids, "--strict").code == 1
    nothing = run("fetch", "nonsense", "10.5555/nothing")
    assert (nothing.code, nothing.out) == (3, "")
    assert "None of the identifiers could be fetched" in nothing.err


def test_identifiers_come_from_a_file_from_standard_input_and_as_arguments(
    run: Callable[..., Done],
) -> None:
    text = f"# my list\nDOI: {MATHIS}\nPMID: 99000105, PMC99000104 # three\n\n{CHEST}\n"
    Path("ids.txt").write_text(text)
    by_file = run("fetch", "ids.txt", "-t", "csl-json")
    assert len(items(by_file)) == 3
    assert run("fetch", "-", "-t", "csl-json", stdin=text.encode()).out == by_file.out
    assert run("fetch", "-t", "csl-json", stdin=text.encode()).out == by_file.out
    assert len(items(run("fetch", REVIEW, "ids.txt", "-t", "csl-json"))) == 4
    missing = run("fetch", "no-such-file.txt")
    assert (missing.code, "There is no file" in missing.err) == (3, True)
    assert run("fetch", "-", stdin=b"\n").code == 3


def test_what_is_fetched_is_written_with_its_ledger(run: Callable[..., Done]) -> None:
    assert run("fetch", MATHIS, CHEST, "-o", "refs.bib").code == 0
    assert Path("refs.bib").read_text("utf-8").count("@article") == 2
    assert "filled from Crossref" in run("why", "mathis2017current", "title").out


def test_a_retracted_work_is_fetched_with_a_warning(run: Callable[..., Done]) -> None:
    done = run("fetch", "10.5555/jcrm.2014.0417")
    assert (done.code, "has been retracted" in done.err) == (0, True)


def test_fetching_takes_few_requests(twin: Twin) -> None:
    with services(twin.environ) as open:
        bibkit.fetch([*twin.records.articles, "PMC99000101", "PMC99000104"], open)
    assert twin.count() <= 6


# --- references


@pytest.mark.parametrize("id", [REVIEW, "99000101", "PMC99000101", f"https://doi.org/{REVIEW}"])
def test_the_eight_references_of_the_review(run: Callable[..., Done], id: str) -> None:
    found = items(run("references", id, "-t", "csl-json"))
    assert [one["id"] for one in found] == [
        "mathis2017current", "hardiman2017amyotrophic", "pratt2012amyotrophic",
        "niedermeyer2019respiratory", "fiorentino2018continuous", "kiernan2011amyotrophic",
        "brown2017amyotrophic", "aldous1987nocturnal",
    ]  # fmt: skip
    assert found[0]["author"][0]["given"] == "Stéphane"
    assert found[1]["author"][0]["given"] == "O."  # its identifiers are an erratum's
    assert found[7]["PMID"] == "99000126"  # which the list does not say


def test_as_listed_nothing_is_looked_up(twin: Twin, run: Callable[..., Done]) -> None:
    done = run("references", REVIEW, "--as-listed", "-t", "csl-json")
    found = items(done)
    assert len(found) == 8
    assert found[0]["author"][0]["given"] == "S."
    assert "PMID" not in found[7]
    assert twin.count("ecitmatch|query") == 0
    assert twin.count() <= 5


def test_a_list_that_only_crossref_has(twin: Twin, run: Callable[..., Done]) -> None:
    xml = twin.records.articles["99000101"]
    start, end = xml.index("<ReferenceList>"), xml.index("</ReferenceList>")
    twin.records.articles["99000101"] = xml[:start] + xml[end + len("</ReferenceList>") :]
    bare = items(run("references", "99000101", "--as-listed", "-t", "csl-json"))
    assert [one.get("DOI") for one in bare[:2]] == [MATHIS, "10.1038/nrdp.2017.85"]
    found = items(run("references", "99000101", "-t", "csl-json"))
    assert len(found) == len(bare) == 8
    assert all("title" in one for one in found)


def test_the_two_lists_complete_each_other(twin: Twin) -> None:
    with services(twin.environ) as open:
        both = bibkit.references(REVIEW, open)
    listed = twin.records.works[REVIEW]["reference"]
    dois = [one.get("DOI", "").lower() for one in listed]
    assert [one.text("DOI").lower() for one in both] == [
        mine or one.text("DOI").lower() for one, mine in zip(both, dois, strict=True)
    ]
    assert [bool(one.text("PMID")) for one in both] == [True] * 7 + [False]


def test_an_article_without_a_list_and_no_article(run: Callable[..., Done]) -> None:
    for id, said in (
        (MATHIS, "holds the reference list"),
        ("10.5555/nothing", "Check the identifier"),
        ("4", "Check the identifier"),
        ("nonsense", "is no DOI, PMID or PMCID"),
    ):
        done = run("references", id)
        assert (done.code, done.out) == (3, "")
        assert said in done.err


def test_a_list_is_asked_for_once(twin: Twin, run: Callable[..., Done]) -> None:
    run("references", REVIEW)
    twin.requests.clear()
    run("references", REVIEW)
    assert twin.count() == 0


# --- the whole list of a page


def test_the_page_shows_five_of_eight_and_all_gives_eight_in_order(
    run: Callable[..., Done], example: Path
) -> None:
    shown = bibkit.read(example)
    done = run(example, "--all", "-t", "csl-json")
    found = items(done)
    assert "The whole list: 8 references" in done.err
    assert [one["id"] for one in found[:5]] == [one.id for one in shown]
    assert [one["id"].split("20")[0] for one in found[5:7]] == ["kiernan", "brown"]
    assert run("enrich", example, "--all", "-t", "csl-json").out == done.out


def test_what_stands_on_the_page_stays_in_its_place(twin: Twin, example: Path) -> None:
    text = example.read_text("utf-8").replace("Respiratory failure in", "Respiratory Failure IN")
    lines = text.splitlines()
    first = next(n for n, line in enumerate(lines) if "Mathis S." in line)
    del lines[first]  # the page shows the last four only
    extra = "    1. Nobody N. A reference that the publisher never gave. Brain. 1999;1:2-3."
    last = next(n for n, line in enumerate(lines) if "Fiorentino" in line)
    lines.insert(last + 1, extra)
    page = bibkit.read("\n".join(lines))
    with services(twin.environ) as open:
        whole = bibkit.whole_list(page, open)
    assert len(whole) == 9
    assert [one.names("author")[0].family for one in whole] == [
        "Mathis", "Hardiman", "Pratt", "Niedermeyer", "Fiorentino", "Kiernan", "Brown", "Aldous", "Nobody",
    ]  # fmt: skip
    assert whole[3].text("title").startswith("Respiratory Failure IN")
    assert whole[3].text("PMID") == "99000105"
    (said,) = (one for one in whole.problems if one.code == "not-in-list")
    assert said.ref == whole[8].id


def test_a_list_without_its_article_has_no_whole(twin: Twin, run: Callable[..., Done]) -> None:
    Path("in.txt").write_text(
        "1. Mathis S. Current view and perspectives. Neural Regen Res. 2017;12:181.\n"
    )
    done = run("in.txt", "--all")
    assert (done.code, "bibkit references ID" in done.err) == (3, True)
    assert twin.count() == 0
    with services(twin.environ) as open, pytest.raises(NothingFound):
        bibkit.whole_list(batch([]), open)
    with services(twin.environ) as open, pytest.raises(InputError):
        bibkit.references("nonsense", open)
