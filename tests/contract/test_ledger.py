"""Where each value comes from, kept beside the output; and files that are changed in place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import CHEST, EVERY_WAY, MATHIS, Done, article, batch, csl, enriched
from twin import Twin

import bibkit
from bibkit.enrichment import Ledger
from bibkit.errors import InputError

ENTRY = """@article{mathis,
  author = {Mathis, S.},
  title = "Current view and perspectives in amyotrophic lateral sclerosis",
  journal = {Neural Regen Res}, year = 2017,
  doi = {10.4103/1673-5374.200794},
}
"""
# Odd on purpose: an enricher that writes it anew would not write it so.
BIB = (
    """% My list
@string{nrr = "Neural Regen Res"}
@comment{kept {as} is}

"""
    + ENTRY
    + """
@misc{own, title={A letter from my aunt}, Year=1999, note = {no record of it anywhere} }

@Article { chest ,
   AUTHOR= {Niedermeyer, Sarah and Murn, Michael and Choi, Philip J.},
   title  = {{Respiratory Failure} in Amyotrophic Lateral Sclerosis},
   doi={10.1016/j.chest.2018.06.035},
   keywords = "mine"
}
  trailing text
"""
)


def changed(twin: Twin) -> None:
    """Let both services say otherwise from now on."""
    for doi in (MATHIS, CHEST):
        twin.records.works[doi] |= {"volume": "99", "publisher": "Another", "page": "1-2"}
        twin.records.works[doi]["author"] = [{"given": "Other", "family": "Person"}]
    for pmid, xml in twin.records.articles.items():
        twin.records.articles[pmid] = xml.replace("<Volume>1", "<Volume>9")


# --- the second run


def test_a_second_run_keeps_keys_and_values_whatever_the_services_say_now(
    twin: Twin, run: Callable[..., Done], example: Path
) -> None:
    assert run(example, "-o", "refs.bib").code == 0
    first = Path("refs.bib").read_text("utf-8")
    lock = Path("refs.lock.json").read_text("utf-8")
    changed(twin)
    twin.requests.clear()
    done = run(example, "-o", "refs.bib", "--cache-dir", "another")
    assert "4 as in the ledger" in done.err
    assert Path("refs.bib").read_text("utf-8") == first
    kept = [json.loads(text)["references"] for text in (lock, Path("refs.lock.json").read_text("utf-8"))]  # fmt: skip
    for key in kept[0].keys() - {"hardiman2017amyotrophic"}:  # which is asked for each time
        assert kept[0][key] == kept[1][key]
    # Only what was not found before is asked for, and --refresh asks for all.
    asked = {request.path + request.body for request in twin.requests}
    assert not any("200794" in request for request in asked)
    assert run(example, "-o", "refs.bib", "--refresh").code == 0
    assert "99" in Path("refs.bib").read_text("utf-8")


def test_a_new_reference_does_not_change_the_keys_of_the_others(
    twin: Twin, run: Callable[..., Done]
) -> None:
    lines = [
        f"Mathis S. Current view and perspectives in amyotrophic lateral sclerosis. 2017. doi: {MATHIS}",
        f"Niedermeyer S. Respiratory failure in amyotrophic lateral sclerosis. Chest. 2019. doi: {CHEST}",
    ]
    Path("list.txt").write_text("\n".join(f"{n}. {one}" for n, one in enumerate(lines, 1)))
    run("list.txt", "-o", "refs.json")
    before = {item["DOI"]: item for item in json.loads(Path("refs.json").read_text("utf-8"))}
    added = "Mathis S. Current view of something else altogether in neurology. Lancet. 2017;1:2-3."
    Path("list.txt").write_text("\n".join(f"{n}. {one}" for n, one in enumerate([added, *reversed(lines)], 1)))  # fmt: skip
    run("list.txt", "-o", "refs.json")
    items = json.loads(Path("refs.json").read_text("utf-8"))
    assert {item["DOI"]: item for item in items[1:]} == before
    assert len({item["id"] for item in items}) == 3


def test_what_was_not_found_is_asked_for_again(twin: Twin) -> None:
    missing = article("a", "A work that appears later on", "New N.", DOI="10.5555/later")
    first = enriched(twin.environ, [missing])
    assert first.statuses == {"absent": 1}
    twin.add_work({"DOI": "10.5555/later", "type": "journal-article", "title": [missing["title"]], "volume": "7"})  # fmt: skip
    second = enriched(twin.environ, [missing], ledger=first.ledger)
    assert second.statuses == {"found": 1}
    assert second.batch[0].text("volume") == "7"


def test_what_the_user_has_changed_is_looked_up_anew(twin: Twin) -> None:
    item = article("a", "Respiratory failure in amyotrophic lateral sclerosis", DOI=CHEST)
    first = enriched(twin.environ, [item])
    second = enriched(twin.environ, [item | {"volume": "154"}], ledger=first.ledger)
    assert second.statuses == {"found": 1}
    assert second.batch[0].text("volume") == "154"


def test_the_ledger_of_a_batch_is_the_same_after_it_was_read(twin: Twin, tmp_path: Path) -> None:
    result = enriched(twin.environ, EVERY_WAY, overwrite=["abstract"])
    path = tmp_path / "refs.lock.json"
    path.write_text(result.ledger.to_json(), "utf-8")
    again = Ledger.read(path)
    assert again.to_json() == result.ledger.to_json()
    twin.requests.clear()
    second = enriched(twin.environ, EVERY_WAY, ledger=again)
    assert csl(second) == csl(result)
    assert second.statuses == {"ledger": 10, "absent": 1}


# --- a damaged one


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"bibkit": 2, "references": {}}', '{"references": {}}',
        '{"bibkit": 1, "references": []}', '{"bibkit": 1, "references": {"a": {}}}',
        '{"bibkit": 1, "references": {"a": {"status": "found", "time": "", "input": "x", "fields": {"title": {}}, "reference": {}}}}',
        "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> theirs\n", "\xff",
    ],
)  # fmt: skip
def test_a_ledger_that_is_damaged_is_an_error_and_stays(
    twin: Twin, run: Callable[..., Done], example: Path, text: str
) -> None:
    lock, refs = Path("refs.lock.json"), Path("refs.bib")
    lock.write_text(text, "latin-1")
    refs.write_text(ENTRY)
    for command in ((example, "-o", "refs.bib"), ("enrich", "refs.bib", "-i"), ("why", "old")):
        done = run(*command)
        assert done.code == 3
        assert "refs.lock.json" in done.err
        assert "Move it away" in done.err
    assert (lock.read_text("latin-1"), refs.read_text()) == (text, ENTRY)
    assert twin.count() == 0


def test_an_entry_whose_reference_was_tampered_with_is_an_error_too(
    twin: Twin, run: Callable[..., Done], example: Path
) -> None:
    run(example, "-o", "refs.bib")
    lock = Path("refs.lock.json")
    data = json.loads(lock.read_text("utf-8"))
    data["references"]["mathis2017current"]["reference"] = {"id": "a", "type": "no-such-type"}
    lock.write_text(json.dumps(data))
    done = run(example, "-o", "refs.bib")
    assert done.code in (0, 3)
    assert "error of its own" not in done.err


def test_a_newer_ledger_raises_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "a.lock.json").write_text('{"bibkit": 9}')
    with pytest.raises(InputError):
        Ledger.read(tmp_path / "a.lock.json")
    assert list(Ledger.read(tmp_path / "b.lock.json")) == []


# --- why


def test_why_tells_the_source_the_record_and_what_was_not_taken(
    twin: Twin, run: Callable[..., Done], example: Path
) -> None:
    run(example, "-o", "refs.bib")
    pmid = run("why", "mathis2017current", "pmid")
    assert pmid.code == 0
    assert "PMID: 99000102" in pmid.out
    assert "filled from PubMed 99000102 on 20" in pmid.out
    title = run("why", "mathis2017current", "title").out
    assert "as in the input" in title
    author = run("why", "mathis2017current", "author").out
    assert f"completed from Crossref {MATHIS}" in author
    assert "not taken: the input: Mathis, S.;" in author
    every = run("why", "mathis2017current").out
    assert all(name in every for name in ("author", "title", "PMID", "container-title"))
    row = json.loads(run("why", "mathis2017current", "PMID", "--json").out)["fields"]["PMID"]
    assert {k: row[k] for k in ("value", "source", "id", "rule")} == {
        "value": "99000102", "source": "pubmed", "id": "99000102", "rule": "filled",
    }  # fmt: skip


def test_why_says_what_it_lacks(run: Callable[..., Done], example: Path) -> None:
    nothing = run("why", "a")
    assert (nothing.code, "no ledger" in nothing.err) == (3, True)
    run(example, "-o", "refs.bib")
    assert "No ledger here has 'nobody'" in run("why", "nobody").err
    assert "has no field 'colour'" in run("why", "mathis2017current", "colour").err
    assert run("why", "mathis2017current", "--lock", "refs.bib").code == 0
    Path("other.lock.json").write_bytes(Path("refs.lock.json").read_bytes())
    several = run("why", "mathis2017current")
    assert (several.code, "--lock" in several.err) == (3, True)


# --- in place


def test_in_place_nothing_changes_but_what_is_completed(
    twin: Twin, run: Callable[..., Done]
) -> None:
    Path("refs.bib").write_text(BIB)
    assert run("enrich", "refs.bib", "-i").code == 0
    text = Path("refs.bib").read_text("utf-8")
    before, after = BIB.partition(ENTRY)[::2]
    assert text.startswith(before + "@article{mathis,\n")
    aunt = after[: after.index("@Article")]
    assert aunt in text
    assert text.endswith("  trailing text\n")
    for kept in ("@Article { chest ,", "   AUTHOR= {Niedermeyer, Sarah and", '   keywords = "mine"',
                 'title = "Current view and', "   title  = {{Respiratory Failure} in"):  # fmt: skip
        assert kept in text
    mathis, own, chest = bibkit.read(text)
    assert (mathis.text("PMID"), mathis.text("PMCID")) == ("99000102", "PMC99000102")
    assert (chest.text("PMID"), chest.text("page")) == ("99000105", "401-408")
    assert own == bibkit.read(BIB)[1]


def test_in_place_a_second_time_changes_nothing(twin: Twin, run: Callable[..., Done]) -> None:
    Path("refs.bib").write_text(BIB)
    run("enrich", "refs.bib", "-i")
    once = Path("refs.bib").read_bytes()
    assert "as it was" in run("enrich", "refs.bib", "-i").err
    assert Path("refs.bib").read_bytes() == once


def test_in_place_further_runs_change_nothing_and_remember_the_sources(
    twin: Twin, run: Callable[..., Done]
) -> None:
    Path("refs.bib").write_text(BIB)
    for _ in range(2):
        run("enrich", "refs.bib", "-i")
    twice = Path("refs.bib").read_bytes()
    for _ in range(2):
        done = run("enrich", "refs.bib", "-i")
        assert (done.code, "as it was" in done.err) == (0, True)
    assert Path("refs.bib").read_bytes() == twice
    assert "filled from PubMed 99000102" in run("why", "mathis", "PMID").out
    assert "as in the input" in run("why", "mathis", "title").out


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_in_place_line_ends_and_encoding_stay(
    twin: Twin, run: Callable[..., Done], ends: str, encoding: str
) -> None:
    text = BIB.replace("my aunt", "Müller").replace("\n", ends)
    Path("refs.bib").write_bytes(text.encode(encoding))
    run("enrich", "refs.bib", "-i")
    data = Path("refs.bib").read_bytes()
    assert data != text.encode(encoding)
    assert "A letter from Müller".encode(encoding).removeprefix(b"\xef\xbb\xbf") in data
    assert data.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert data.count(b"\n") == data.count(ends.encode())


def test_a_diff_writes_nothing(twin: Twin, run: Callable[..., Done]) -> None:
    Path("refs.bib").write_text(BIB)
    done = run("enrich", "refs.bib", "--diff")
    assert done.code == 0
    assert "+ PMID: 99000102   (filled, pubmed 99000102)" in done.out
    assert "own" not in done.out
    assert run("enrich", "refs.bib", "-i", "--diff").out == done.out
    assert [path.name for path in Path().glob("refs*")] == ["refs.bib"]
    assert Path("refs.bib").read_text() == BIB


def test_only_what_is_named_is_overwritten(twin: Twin, run: Callable[..., Done]) -> None:
    wrong = ENTRY.replace("year = 2017", "year = 2017, volume = {21}, pages = {1--2}")
    Path("refs.bib").write_text(wrong)
    run("enrich", "refs.bib", "-i", "--overwrite", "volume")
    text = Path("refs.bib").read_text("utf-8")
    assert "volume = {12}" in text
    assert "pages = {1--2}" in text
    assert "abstract" not in text
    refused = run("enrich", "refs.bib", "-i", "--overwrite", "colour")
    assert (refused.code, "no field 'colour' to overwrite" in refused.err) == (2, True)


def test_what_is_named_is_overwritten_although_it_is_in_the_ledger(twin: Twin) -> None:
    item = article(
        "a", "Respiratory failure in amyotrophic lateral sclerosis", DOI=CHEST, volume="7"
    )
    first = enriched(twin.environ, [item])
    assert first.batch[0].text("volume") == "7"
    second = enriched(twin.environ, [item], ledger=first.ledger, overwrite=["volume", "abstract"])
    assert second.batch[0].text("volume") == "155"


def test_the_library_and_the_command_make_the_same(
    twin: Twin, run: Callable[..., Done], example: Path
) -> None:
    done = run("enrich", example, "-t", "csl-json")
    result = enriched(twin.environ, example.read_text("utf-8"))
    assert done.out == csl(result)
    assert bibkit.write(batch(csl(result)), "csl-json") == done.out
