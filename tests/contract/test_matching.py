"""What is taken for the work that a reference cites, and above all what is not."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import (
    CHEST,
    EVERY_WAY,
    MATHIS,
    Done,
    Item,
    article,
    batch,
    csl,
    enriched,
    made_item,
    services,
)
from twin import Twin, works_for

import bibkit
from bibkit import Batch

VIEW = "Current view and perspectives in amyotrophic lateral sclerosis"
FAILURE = "Respiratory failure in amyotrophic lateral sclerosis"
VENTILATION = "Continuous noninvasive ventilation for respiratory failure in patients with amyotrophic lateral sclerosis: current perspectives"


def forget(twin: Twin, doi: str) -> None:
    """Let neither service know a work any more."""
    records = twin.records
    del records.works[doi]
    for holders in records._works_with.values():
        holders.discard(doi)
    pmid = records.ids[doi]["pmid"]
    del records.articles[pmid]
    for found in records._articles_with.values():
        found.discard(pmid)


def codes(result: bibkit.Enriched) -> list[str]:
    return [problem.code for problem in result.batch.problems]


# --- an identifier is a claim


def test_the_example_s_second_reference_is_warned_about_and_left(
    twin: Twin, run: Callable[..., Done], example: Path
) -> None:
    parsed = bibkit.read(example)
    result = enriched(twin.environ, example.read_text("utf-8"))
    assert result.batch[1] == parsed[1]
    assert result.statuses == {"found": 4, "conflict": 1}
    (problem,) = (one for one in result.batch.problems if one.ref == parsed[1].id)
    assert problem.code == "id-conflict"
    assert "10.1038/nrdp.2017.85" in problem.message
    assert "it is a correction" in problem.message
    done = run(example, "-o", "refs.bib")
    assert (done.code, "it is a correction" in done.err) == (0, True)
    assert "pmid" not in Path("refs.bib").read_text("utf-8").split("@article")[2]


CITED = article(
    "a", VIEW, "Mathis S.", journal="Neural Regen Res", year=2017, volume="12", page="181-4"
)


@pytest.mark.parametrize("without", [(), ("page",)])
@pytest.mark.parametrize("wrong", [{"DOI": CHEST}, {"PMID": "99000105"}])
def test_the_identifier_of_another_work_is_never_followed(
    twin: Twin, wrong: dict[str, str], without: tuple[str, ...]
) -> None:
    cited = {k: v for k, v in (CITED | wrong).items() if k not in without}
    result = enriched(twin.environ, [cited])
    assert csl(result) == csl(batch([cited]))
    assert result.statuses == {"conflict": 1}
    assert set(codes(result)) == {"id-conflict"}
    assert FAILURE.lower() in result.batch.problems[0].message.lower()


def test_another_work_of_the_same_volume_is_another_work(twin: Twin) -> None:
    (one, _), (other, _) = works_for(8)[0], works_for(8)[7]
    assert (one["container-title"], one["volume"]) == (other["container-title"], other["volume"])
    twin.add_work(other)
    cited = made_item(0, one) | {"DOI": other["DOI"]}
    del cited["page"]
    result = enriched(twin.environ, [cited])
    assert result.statuses == {"conflict": 1}
    assert csl(result) == csl(batch([cited]))


@pytest.mark.parametrize(
    ("ids", "right"),
    [({"DOI": MATHIS, "PMID": "99000105"}, "DOI"), ({"DOI": CHEST, "PMID": "99000102"}, "PMID")],
)
def test_of_two_identifiers_the_wrong_one_is_named_and_the_right_one_used(
    twin: Twin, ids: dict[str, str], right: str
) -> None:
    result = enriched(twin.environ, [CITED | ids])
    (reference,) = result.batch
    assert {name: reference.text(name) for name in ids} == ids
    assert (reference.text("volume"), reference.text("issue")) == ("12", "2")
    (problem,) = result.batch.problems
    assert problem.code == "id-conflict"
    assert not problem.message.startswith(right)


def test_a_bare_identifier_is_believed(twin: Twin) -> None:
    bare = [{"id": "a", "type": "document", "DOI": "10.1038/nrdp.2017.85"}]
    result = enriched(twin.environ, bare)
    assert result.batch[0].text("title") == "Erratum: Amyotrophic lateral sclerosis"


# --- a search is none


@pytest.mark.parametrize(
    "text",
    [
        "Amyotrophic lateral sclerosis. 2017.",
        "Amyotrophic lateral sclerosis. Nat Rev Dis Primers. 2017;3.",
        "Anonymous. Amyotrophic lateral sclerosis. Lancet. 1999;1:1-2.",
        "Someone Q. Respiratory failure in spinal muscular atrophy. Chest. 2019;155:409-411.",
        "Someone Q. A reply that nobody has read. Neural Regen Res. 2017;12(2):181-184.",
        "Mathis S. Former view and perspectives in myasthenia gravis. Brain. 2003;1:181.",
    ],
)
def test_a_look_alike_is_not_taken(twin: Twin, text: str) -> None:
    result = enriched(twin.environ, text)
    assert csl(result) == csl(batch(text))
    assert not result.batch[0].text("DOI")


def test_of_two_works_that_would_do_none_is_taken(twin: Twin) -> None:
    made = {"type": "journal-article", "title": ["Weight loss and survival in motor neuron disease"],
            "author": [{"given": "Ann", "family": "Iwu"}], "issued": {"date-parts": [[2009]]}}  # fmt: skip
    twin.add_work(
        {"DOI": "10.5555/twice.1", "container-title": ["One Journal"], "volume": "1"} | made
    )
    twin.add_work(
        {"DOI": "10.5555/twice.2", "container-title": ["Another Journal"], "volume": "2"} | made
    )
    cited = article("a", "Weight loss and survival in motor neuron disease", "Iwu A.", year=2009)
    result = enriched(twin.environ, [cited])
    assert csl(result) == csl(batch([cited]))
    assert result.statuses == {"ambiguous": 1}
    (problem,) = result.batch.problems
    assert "10.5555/twice.1" in problem.message
    assert "10.5555/twice.2" in problem.message
    sure = enriched(twin.environ, [cited | {"container-title": "Another Journal", "volume": "2"}])
    assert sure.batch[0].text("DOI") == "10.5555/twice.2"


@pytest.mark.parametrize(
    ("gone", "cited"),
    [
        (MATHIS, article("copy", VIEW, "Mathis S.", "Couratier P.", journal="Neural Regen Res", year=2017, volume="12", page="181")),
        (MATHIS, article("copy", VIEW, "Mathis S.", "Couratier P.", year=2017)),
        (CHEST, article("reply", FAILURE, "Niedermeyer S.", "Murn M.", "Choi P. J.", journal="Chest", year=2019, volume="155", page="401-8")),
        ("10.2147/dnnd.s170771", article("component", VENTILATION, "Fiorentino G.", year=2018)),
        ("10.2147/dnnd.s170771", article("review", VENTILATION, "Fiorentino G.", journal="Degener Neurol Neuromuscul Dis", year=2018, volume="8", page="55")),
        ("10.1038/nrdp.2017.71", article("erratum", "Amyotrophic lateral sclerosis", "Hardiman O.", journal="Nat Rev Dis Primers", year=2017, volume="3")),
        ("10.5555/jcrm.2014.0417", article("notice", "Inspiratory muscle training delays ventilation in motor neuron disease: a randomised trial", "Quayle E.", year=2014)),
        ("10.5555/rem.2020.031", article("correction", "Incidence of motor neuron disease in three island populations, 1999–2018", "Mackinnon-Reyes A.", year=2020, volume="15")),
    ],
    ids=lambda value: value["id"] if isinstance(value, dict) else None,
)  # fmt: skip
def test_what_bears_the_title_of_a_work_is_not_the_work(twin: Twin, gone: str, cited: Item) -> None:
    assert enriched(twin.environ, [cited]).batch[0].text("DOI").lower() == gone
    forget(twin, gone)
    result = enriched(twin.environ, [cited])
    assert csl(result) == csl(batch([cited]))
    assert result.statuses == {"absent": 1}


def test_a_notice_that_is_cited_as_such_is_found(twin: Twin) -> None:
    text = "Reply to: Respiratory failure in amyotrophic lateral sclerosis. Choi P. Chest. 2019;156:186."
    cited = article(
        "a", "Reply to: " + FAILURE, "Choi P.", journal="Chest", year=2019, volume="156", page="186"
    )
    assert enriched(twin.environ, [cited]).batch[0].text("DOI") == "10.5555/chest.2019.reply"
    assert "reply" in text.lower()


@pytest.mark.parametrize("sources", [("crossref",), ("pubmed",), ("crossref", "pubmed")])
def test_every_work_is_found_by_what_is_printed_of_it(twin: Twin, sources: tuple[str, ...]) -> None:
    """Nothing but itself, from its title, first author, year, journal, volume and first page."""
    with services(twin.environ) as open:
        dois = [
            {"id": f"r{n}", "type": "document", "DOI": doi}
            for n, doi in enumerate(twin.records.works)
        ]
        full = bibkit.enrich(batch(dois), open).batch
        printed = ("title", "author", "issued", "container-title", "volume", "page")
        bare = [
            dataclasses.replace(r, fields={k: v for k, v in r.fields.items() if k in printed})
            for r in full
        ]
        found = bibkit.enrich(Batch(tuple(bare)), open, sources=sources).batch
    pairs = [
        (one.text("DOI").lower(), two.text("DOI").lower())
        for one, two in zip(full, found, strict=True)
    ]
    assert {(true, taken) for true, taken in pairs if taken not in ("", true)} == set()
    least = {"crossref": 32, "pubmed": 25}[sources[0]]
    assert sum(true == taken for true, taken in pairs) >= least


# --- what is said of it


def test_a_retracted_work_is_warned_about(twin: Twin, run: Callable[..., Done]) -> None:
    dois = ("10.5555/jcrm.2014.0417", "10.5555/aab.2015.77", "10.5555/nic.2018.145")
    works = [twin.records.works[doi] for doi in dois]
    items = [{"id": doi, "type": "article-journal", "title": work["title"][0], "author": work["author"],
              "issued": work["issued"]} for doi, work in zip(dois, works, strict=True)]  # fmt: skip
    for item in items:
        item["author"] = [{k: one[k] for k in ("family", "given")} for one in item["author"]]
    Path("in.json").write_text(json.dumps(items))
    done = run("enrich", "in.json", "-t", "csl-json")
    assert [item["DOI"] for item in json.loads(done.out)] == [*dois]
    assert done.err.count("It has been retracted") == 2
    assert done.err.count("expression of concern") == 1
    result = enriched(
        twin.environ, [{"id": "n", "type": "document", "DOI": "10.5555/jcrm.2016.0932"}]
    )
    assert codes(result) == []  # the notice itself is not retracted


# --- what is made of it


def test_what_the_user_has_stays(twin: Twin) -> None:
    mine = {
        "id": "mine", "type": "article-journal", "title": "Current View and Perspectives in ALS",
        "author": [{"family": "Mathis", "given": "Steve"}], "container-title": "My Own Name for It",
        "volume": "XII", "page": "999", "issued": {"date-parts": [[2016]]}, "note": "read twice",
        "DOI": MATHIS.upper(), "publisher": "Me",
    }  # fmt: skip
    (item,) = json.loads(csl(enriched(twin.environ, [mine])))
    assert {name: item[name] for name in mine} == mine


def test_a_journal_s_name_is_not_completed_by_its_place(twin: Twin) -> None:
    cited = article(
        "a", "Amyotrophic lateral sclerosis", "Kiernan M. C.", journal="The Lancet", year=2011, volume="377", page="942"
    )  # fmt: skip
    result = enriched(twin.environ, [cited])
    assert result.batch[0].text("PMID") == "99000108"
    assert result.batch[0].text("container-title") == "The Lancet"


def test_enriching_twice_is_enriching_once(twin: Twin) -> None:
    with services(twin.environ) as open:
        ids = [("DOI", doi) for doi in twin.records.works] + [
            ("PMID", p) for p in twin.records.articles
        ]
        bare = [{"id": f"r{n}", "type": "document", k: v} for n, (k, v) in enumerate(ids)]
        once = bibkit.enrich(batch([*EVERY_WAY, *bare]), open)
        twice = bibkit.enrich(once.batch, open)
    assert csl(twice) == csl(once)


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "csl-json"])
def test_what_was_enriched_and_written_is_enriched_no_further(twin: Twin, format: str) -> None:
    with services(twin.environ) as open:
        bare = [
            {"id": f"r{n}", "type": "document", "DOI": doi}
            for n, doi in enumerate(twin.records.works)
        ]
        text = bibkit.write(
            bibkit.enrich(bibkit.enrich(batch(bare), open).batch, open).batch, format
        )
        read = bibkit.read(text)
        again = bibkit.enrich(read, open).batch
    assert bibkit.edit(text, read, again.references, format) == text


def test_what_contradicts_the_record_is_said_and_stays(twin: Twin) -> None:
    item = CITED | {"DOI": MATHIS, "volume": "21"}
    result = enriched(twin.environ, [item])
    assert result.batch[0].text("volume") == "21"
    (problem,) = result.batch.problems
    assert (problem.code, "volume: 21 here, 12 in the record" in problem.message) == (
        "differs",
        True,
    )
