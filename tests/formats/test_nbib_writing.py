"""The MEDLINE format is written: what was read comes back, and nothing that is no longer true."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from nbib_records import RECORD, read_one, tags_of
from strategies import references

import bibkit
from bibkit import Date, Name, Reference
from bibkit.formats.losses import after
from bibkit.formats.nbib import FORMAT

# --- writing --------------------------------------------------------------------------------------------


def test_a_record_is_written_as_it_was() -> None:
    text = bibkit.write(bibkit.read(RECORD), "nbib")
    assert tags_of(text) == tags_of(RECORD)
    assert text.startswith("PMID- 28400789\nOWN - NLM\n")
    assert text.splitlines()[-1] == "      Jan 31."
    assert max(map(len, text.splitlines())) <= 86
    again = bibkit.read(text)
    assert again.references == bibkit.read(RECORD).references


def test_what_zotero_and_endnote_look_for() -> None:
    book = Reference("a", "webpage", {"title": "Soil", "URL": "https://example.org/a"})
    assert bibkit.write([book], "nbib") == (
        "PMID- \nTI  - Soil.\nLID - https://example.org/a\n"
    )  # fmt: skip
    both = bibkit.write([book, book], "nbib")
    assert both.count("\n\nPMID- \n") == 1


@pytest.mark.parametrize(
    ("change", "gone", "stays"),
    [
        ({"DOI": "10.1000/b"}, "10.4103", ("GR  - ", "AD  - ", "DCOM- ")),
        ({"page": "7-9"}, "181-4", ("GR  - ", "AD  - ", "NRR-12")),
        ({"author": (Name("Ho", "G."),)}, "AD  - ", ("GR  - ", "PHST- ")),
        ({"issued": Date(2018)}, "2017 Feb", ("GR  - ", "AD  - ")),
        ({"ISSN": "0028-0836"}, "1876-7958", ("GR  - ", "AD  - ")),
        ({"volume": "13"}, ";12(2)", ("GR  - ", "AD  - ")),
        ({"keyword": "Humans"}, "MH  - Amyo", ("MH  - Humans", "GR  - ")),
    ],
)
def test_what_contradicts_a_changed_reference_is_not_written(
    change: dict[str, Any], gone: str, stays: tuple[str, ...]
) -> None:
    reference = read_one(RECORD).replace(**change)
    text = bibkit.write([reference], "nbib")
    assert read_one(text).fields == reference.fields
    assert gone not in text
    assert [word for word in stays if word not in text] == []


@pytest.mark.parametrize(
    "kept",
    [
        {"VI": "7"},
        {"VI": [7], "X": ["y"], "FAU": ["text"]},
        {"FAU": [{"FAU": 7}], "lower": ["x"]},
        {"FAU": [{"NOTATAG": "x"}]},
        {"OWN": ["a\nPMID- 8\n\nPMID- 9"]},
        ["VI"],
        "VI",
        None,
    ],
)
def test_what_is_kept_may_come_from_anywhere(kept: object) -> None:
    reference = Reference("a", "book", {"title": "Soil", "volume": "2"}).with_custom(nbib=kept)
    again = bibkit.read(bibkit.write([reference], "nbib"), "nbib")
    assert [dict(one.fields) for one in again] == [dict(reference.fields)]


@settings(deadline=None)
@given(references())
def test_a_reference_comes_back_as_the_losses_say(reference: Reference) -> None:
    (again,) = bibkit.read(bibkit.write([reference], "nbib"), "nbib")
    assert _without_record(again) == after(FORMAT.losses, reference)


def _without_record(reference: Reference) -> Reference:
    """Without what of its record is kept, which is not what the losses are about."""
    custom = {key: value for key, value in reference.custom.items() if key != "nbib"}
    return dataclasses.replace(reference, extra={"custom": custom} if custom else {})


def test_real_references_come_back_as_the_losses_say(shared: Path) -> None:
    batch = bibkit.read((shared / "suites" / "roundtrip.csl.json").read_text("utf-8"), "csl-json")
    plain = [dataclasses.replace(one, extra={}) for one in batch]
    again = bibkit.read(bibkit.write(plain, "nbib"), "nbib")
    assert len(again) == len(plain) > 1000
    then = [dataclasses.replace(after(FORMAT.losses, one), id="") for one in plain]
    assert [dataclasses.replace(_without_record(one), id="") for one in again] == then


# --- real files -----------------------------------------------------------------------------------------


def test_nothing_of_real_records_is_lost_but_their_source_is_made_anew(shared: Path) -> None:
    files = sorted((shared / "gold" / "samples").glob("medline_nbib_*.txt"))
    assert len(files) == 4
    for file in files:
        text = file.read_text("utf-8")
        batch = bibkit.read(text)
        written = bibkit.write(batch, "nbib")
        assert [one.fields for one in bibkit.read(written)] == [one.fields for one in batch]
        for before, said in zip(tags_of(text), tags_of(written), strict=True):
            assert {tag for tag, _ in before - said} <= {"SO"}
            assert {tag for tag, _ in said - before} <= {"SO", "LID"}


def test_medical_subject_headings_go_from_one_format_of_pubmed_to_the_other() -> None:
    xml = bibkit.write(bibkit.read(RECORD), "pubmed")
    (article,) = bibkit.read(xml)
    assert article.text("keyword") == "Amyotrophic Lateral Sclerosis, Humans, motor neuron"
    text = bibkit.write([dataclasses.replace(article, extra={"custom": {"mesh": article.custom["mesh"]}})], "nbib")  # fmt: skip
    assert "MH  - Amyotrophic Lateral Sclerosis/*drug therapy/genetics\nMH  - Humans\n" in text
    assert "OT  - motor neuron\n" in text
