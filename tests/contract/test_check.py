"""`bibkit check`: one test for each thing that it finds, and none found where nothing is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import CHEST, MATHIS, Done, Item, article, batch, services
from twin import Twin

import bibkit
from bibkit import Finding, Severity
from bibkit.enrichment.checking import CODES

VIEW = "Current view and perspectives in amyotrophic lateral sclerosis"
MATHIS_ITEM = article("mathis", VIEW, "Mathis S.", journal="Neural Regen Res", year=2017, volume="12", page="181-4", DOI=MATHIS)  # fmt: skip
CHEST_ITEM = article("chest", "Respiratory failure in amyotrophic lateral sclerosis", "Niedermeyer S.", journal="Chest", year=2019, volume="155", page="401-8", DOI=CHEST)  # fmt: skip


def findings(twin: Twin, *items: Item, require: tuple[str, ...] = ()) -> list[Finding]:
    with services(twin.environ) as open:
        return bibkit.check(batch(items), open, require)


def only(twin: Twin, *items: Item, require: tuple[str, ...] = ()) -> Finding:
    (finding,) = findings(twin, *items, require=require)
    return finding


def cited(twin: Twin, doi: str, id: str = "a") -> Item:
    """A right reference to a work of the twin."""
    work = twin.records.works[doi]
    names = [{k: one[k] for k in ("family", "given") if k in one} for one in work.get("author", ())]
    item: Item = {"id": id, "type": "article-journal", "title": work["title"][0], "DOI": doi}
    item |= {"issued": work["issued"], "author": names}
    if work.get("container-title"):
        item["container-title"] = work["container-title"][0]
    return item | {k: work[k] for k in ("volume", "page") if work.get(k)}


# --- each code


def test_retracted(twin: Twin) -> None:
    for doi, notice in (
        ("10.5555/jcrm.2014.0417", "99000111"),
        ("10.5555/aab.2015.77", "2017.301"),
    ):
        finding = only(twin, cited(twin, doi))
        assert finding.code == "retracted"
        assert notice in finding.message
    # What one service says counts, also without its DOI.
    item = {k: v for k, v in cited(twin, "10.5555/jcrm.2014.0417").items() if k != "DOI"}
    del twin.records.works["10.5555/jcrm.2014.0417"]["updated-by"]
    assert only(twin, item).message == "It has been retracted (PubMed; see 99000111)."


def test_concern(twin: Twin) -> None:
    assert only(twin, cited(twin, "10.5555/nic.2018.145")).code == "concern"


def test_no_such_id(twin: Twin) -> None:
    nothing = article(
        "a",
        "A study that nobody has ever made of anything",
        "Nemo N.",
        year=2020,
        journal="Nowhere",
        DOI="10.5555/nothing",
    )
    finding = only(twin, nothing)
    assert (finding.code, finding.suggestion) == ("no-such-id", "")
    assert "Crossref and doi.org do not know it" in finding.message
    assert (
        only(twin, article("a", VIEW, "Mathis S.", year=2017, journal="X", PMID="4")).code
        == "no-such-id"
    )
    assert (
        only(twin, article("a", VIEW, "Mathis S.", year=2017, journal="X", PMCID="PMC4")).code
        == "no-such-id"
    )


def test_no_such_id_with_the_one_that_was_meant(twin: Twin) -> None:
    finding = only(twin, MATHIS_ITEM | {"DOI": "10.4103/1673-5374.200749"})
    assert finding.code == "no-such-id"
    assert finding.suggestion == f"DOI {MATHIS}"
    assert f"The work described has DOI {MATHIS}." in finding.message


@pytest.mark.parametrize(
    "wrong", [{"DOI": "10.4103/1673-5374.200749"}, {"PMCID": "PMC99000104"}, {"PMCID": "PMC4"}]
)
def test_a_wrong_identifier_beside_a_right_pmid(twin: Twin, wrong: dict[str, str]) -> None:
    finding = only(twin, MATHIS_ITEM | {"PMID": "99000102"} | wrong)
    assert finding.code in ("no-such-id", "other-work", "wrong-details")
    assert next(iter(wrong.values())) in finding.message


def test_other_work(twin: Twin) -> None:
    finding = only(twin, MATHIS_ITEM | {"DOI": CHEST})
    assert finding.code == "other-work"
    assert "Respiratory Failure" in finding.message
    assert finding.suggestion == f"DOI {MATHIS}"


def test_wrong_details(twin: Twin) -> None:
    wrong = MATHIS_ITEM | {"volume": "21", "issued": {"date-parts": [[2007]]}}
    finding = only(twin, wrong)
    assert (finding.code, finding.fields) == ("wrong-details", ("issued", "volume"))
    assert "21 here, 12 there" in finding.message


def test_duplicate(twin: Twin) -> None:
    again = MATHIS_ITEM | {"id": "again", "DOI": MATHIS.upper()}
    finding = only(twin, MATHIS_ITEM, again)
    assert (finding.code, finding.ref) == ("duplicate", "again")
    assert "mathis" in finding.message
    without = [{k: v for k, v in one.items() if k != "DOI"} for one in (MATHIS_ITEM, again)]
    assert only(twin, *without).code == "duplicate"


def test_missing(twin: Twin) -> None:
    item = {k: v for k, v in MATHIS_ITEM.items() if k not in ("author", "container-title")}
    finding = only(twin, item)
    assert (finding.code, finding.fields) == ("missing", ("author", "container-title"))


def test_missing_what_is_required(twin: Twin) -> None:
    assert only(twin, CHEST_ITEM, require=("pmcid",)).fields == ("PMCID",)
    assert findings(twin, CHEST_ITEM | {"PMID": "99000105"}, require=("pmid", "DOI")) == []
    book = {"id": "b", "type": "book", "title": "Breathing and the Motor Neuron", "publisher": "X",
            "editor": [{"family": "Harrowgate"}], "issued": {"date-parts": [[2011]]}}  # fmt: skip
    assert "missing" not in {one.code for one in findings(twin, book, require=("PMCID",))}


def test_preprint_published(twin: Twin) -> None:
    item = cited(twin, "10.1101/2020.04.15.990001")
    finding = only(twin, item | {"type": "article"})
    assert (finding.code, finding.suggestion) == ("preprint-published", "10.5555/emn.2021.60412")


def test_corrected(twin: Twin) -> None:
    finding = only(twin, cited(twin, "10.5555/rem.2020.031"))
    assert (finding.code, finding.severity) == ("corrected", Severity.INFO)


def test_not_found(twin: Twin) -> None:
    item = article(
        "a",
        "A study that nobody has ever made of anything",
        "Nemo N.",
        journal="Nowhere",
        year=2020,
    )
    finding = only(twin, item)
    assert (finding.code, finding.severity) == ("not-found", Severity.INFO)


def test_cannot_tell(twin: Twin) -> None:
    twin.fault("crossref", "503", times=10**6)
    finding = only(twin, MATHIS_ITEM)
    assert finding.code == "cannot-tell"
    assert finding.failures == ("Crossref answered 503",)
    assert "Crossref answered 503" in finding.message
    twin.reset()
    made = {"type": "journal-article", "title": ["Weight loss and survival in motor neuron disease"],
            "author": [{"given": "Ann", "family": "Iwu"}], "issued": {"date-parts": [[2009]]}}  # fmt: skip
    for number in (1, 2):
        twin.add_work({"DOI": f"10.5555/twice.{number}", "volume": str(number)} | made)
    item = article("a", made["title"][0], "Iwu A.", journal="X", year=2009)
    assert "Several works would do: 10.5555/twice.1" in only(twin, item).message


def test_every_code_is_tested() -> None:
    tested = {name.removeprefix("test_").replace("_", "-") for name in globals()}
    assert set(CODES) <= tested


# --- none


def test_right_references_have_no_error(twin: Twin) -> None:
    """Every work of the twin that stands, as Crossref has it, as PubMed has it, and as printed."""
    fallen = {"10.5555/jcrm.2014.0417", "10.5555/aab.2015.77", "10.5555/nic.2018.145"}
    with services(twin.environ) as open:
        ids = [*twin.records.works.keys() - fallen, *twin.records.articles]
        full = bibkit.fetch(ids, open).batch
        standing = [one for one in full if one.text("DOI").lower() not in fallen]
        assert len(standing) >= 33
        for style in ("bibtex", "csl-json"):
            read = bibkit.read(bibkit.write(bibkit.Batch(tuple(standing)), style))
            assert [f for f in bibkit.check(read, open) if f.severity is Severity.ERROR] == []
        # Without the DOI in which a style makes one colon of two.
        whole = bibkit.Batch(tuple(one for one in standing if "::" not in one.text("DOI")))
        printed = bibkit.read(bibkit.format(whole, "vancouver") + bibkit.format(whole, "apa"))
        assert len(printed) == 2 * len(whole)
        assert [f for f in bibkit.check(printed, open) if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": VIEW.upper()}, {"title": "Current view & perspectives in amyotrophic lateral sclerosis."},
        {"author": [{"family": "MATHIS", "given": "S"}]},
        {"author": [{"literal": "Mathis S et al"}]}, {"container-title": "Neural Regeneration Research"},
        {"container-title": "NRR"}, {"issued": {"date-parts": [[2016, 12]]}}, {"page": "181"},
        {"page": "181–184"}, {"volume": "12(2)"}, {"DOI": f"https://doi.org/{MATHIS.upper()}"},
        {"PMID": "99000102"}, {"PMCID": "PMC99000102"}, {"note": "x", "abstract": "y"},
    ],
    ids=str,
)  # fmt: skip
def test_another_form_of_a_right_detail_is_no_finding(twin: Twin, change: Item) -> None:
    assert findings(twin, MATHIS_ITEM | change) == []


def test_a_doi_that_another_agency_has_registered_is_no_error(twin: Twin) -> None:
    for doi in ("10.5281/zenodo.9900001", "10.6084/m9.figshare.9900002.v1"):
        item = {
            "id": "a",
            "type": "dataset",
            "title": "Overnight recordings of nothing in particular",
            "DOI": doi,
        }
        assert [one.code for one in findings(twin, item)] == []
    assert twin.count(r"doi\.org") == 2


def test_a_work_that_only_pubmed_has_under_its_doi_is_no_error(twin: Twin) -> None:
    del twin.records.works["10.5555/bch.2016.4"]
    item = article(
        "a",
        "Nocturnal hypoventilation in motor neurone disease",
        "Aldous K.",
        journal="Bull Cty Hosp",
        year=1987,
        PMID="99000126",
    )
    assert findings(twin, item) == []


def test_a_notice_that_is_cited_as_such_is_no_error(twin: Twin) -> None:
    for doi in ("10.1038/nrdp.2017.85", "10.5555/jcrm.2016.0932", "10.5555/chest.2019.reply"):
        assert [f for f in findings(twin, cited(twin, doi)) if f.severity is Severity.ERROR] == []


# --- the command


@pytest.fixture
def listed(twin: Twin, run: Callable[..., Done]) -> Callable[..., Done]:
    """`check` of a list with one retracted, one doubled, one corrected and one right reference."""
    items = [
        cited(twin, "10.5555/jcrm.2014.0417", "fallen"), MATHIS_ITEM, MATHIS_ITEM | {"id": "again"},
        cited(twin, "10.5555/rem.2020.031", "corrected"), CHEST_ITEM,
    ]  # fmt: skip
    Path("list.json").write_text(json.dumps(items))
    return lambda *arguments: run("check", "list.json", *arguments)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1), (("--fail-on", "none"), 0), (("--fail-on", "retracted"), 1),
        (("--fail-on", "other-work,no-such-id"), 0), (("--fail-on", "duplicate"), 1),
        (("--fail-on", "warning"), 1), (("--fail-on", "info"), 1), (("--fail-on", "missing"), 0),
        (("--fail-on", "missing", "--require", "pmcid"), 1), (("--fail-on", "nonsense"), 2),
        (("--require", "nonsense"), 2),
    ],
)  # fmt: skip
def test_what_makes_it_fail_is_chosen(
    listed: Callable[..., Done], arguments: tuple[str, ...], code: int
) -> None:
    assert listed(*arguments).code == code


def test_the_report_groups_and_counts(listed: Callable[..., Done]) -> None:
    lines = listed().out.splitlines()
    assert lines[0] == "5 references checked: 1 with errors, 1 to look at"
    heads = [line for line in lines if line[:1] in "✗!·" and line]
    assert heads == ["✗ Retracted (1)  [retracted]", "! Cited twice (1)  [duplicate]", "· Corrected since (1)  [corrected]"]  # fmt: skip
    assert "Chest" not in "".join(lines)


def test_the_report_as_json(listed: Callable[..., Done]) -> None:
    done = listed("--json")
    report = json.loads(done.out)
    assert done.code == 1
    assert report["references"] == 5
    assert report["counts"] == {"retracted": 1, "duplicate": 1, "corrected": 1}
    assert [(one["ref"], one["code"], one["severity"]) for one in report["findings"]] == [
        ("fallen", "retracted", "error"), ("again", "duplicate", "warning"), ("corrected", "corrected", "info"),
    ]  # fmt: skip
    assert listed("--json", "-o", "report.json").out == ""
    assert json.loads(Path("report.json").read_text("utf-8")) == report


def test_a_clean_list_is_clean(twin: Twin, run: Callable[..., Done]) -> None:
    Path("list.json").write_text(json.dumps([MATHIS_ITEM, CHEST_ITEM]))
    done = run("check", "list.json", "--fail-on", "info")
    assert (done.code, done.out) == (0, "2 references checked: 0 with errors, 0 to look at\n")


def test_what_is_known_of_retractions_is_asked_again_after_a_week(
    twin: Twin, tmp_path: Path
) -> None:
    import time

    item = cited(twin, "10.5555/nic.2018.145")
    stored = twin.records.works["10.5555/nic.2018.145"].pop("updated-by")
    xml = twin.records.articles["99000113"]
    twin.records.articles["99000113"] = xml.replace("ExpressionOfConcernIn", "CommentIn")
    with services(twin.environ, tmp_path) as open:
        assert bibkit.check(batch([item]), open) == []
    twin.records.works["10.5555/nic.2018.145"]["updated-by"] = stored
    for days, codes in ((6, []), (8, ["concern"])):
        with services(twin.environ, tmp_path, now=lambda d=days: time.time() + d * 86400) as open:
            assert [one.code for one in bibkit.check(batch([item]), open)] == codes
