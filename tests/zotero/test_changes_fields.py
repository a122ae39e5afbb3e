"""Which fields enrichment fills and completes, what goes into Extra, and what it leaves alone."""

from __future__ import annotations

import pytest
from asking import MATHIS
from proposing import by_record, full, known, of, only, person, record
from stocking import VIEW
from twin import Twin

from bibkit.errors import SettingsError
from bibkit.model import Date
from bibkit.zotero.proposals import patch_of

# --- fields


def test_empty_fields_are_filled_and_others_completed(twin: Twin) -> None:
    one = full(
        title=VIEW,
        DOI=MATHIS,
        publicationTitle="Neural Regen Res",
        date="2017",
        pages="181–4",
        volume="12",
    )
    proposal = only(twin, one)
    assert (proposal.key, proposal.version, proposal.status) == ("ABCD2345", 7, "found")
    assert proposal.title == VIEW
    found = of(proposal)
    assert found["PMID"] == ("", "99000102", "fill")
    assert found["issue"] == ("", "2", "fill")
    assert found["pages"] == ("181–4", "181-184", "complete")
    assert found["date"] == ("2017", "2017-02", "complete")
    assert found["publicationTitle"] == (
        "Neural Regen Res",
        "Neural Regeneration Research",
        "complete",
    )
    assert found["journalAbbreviation"] == ("", "Neural Regen Res", "fill")
    assert not {"volume", "DOI", "title", "abstractNote", "citationKey", "extra"} & set(found)
    sources = {change.field: change.source for change in proposal.changes}
    assert (sources["PMID"], sources["issue"]) == ("pubmed", "crossref")


def test_what_a_type_calls_a_field_is_what_is_filled(twin: Twin) -> None:
    found = of(
        only(
            twin,
            full(
                kind="bookSection",
                title="Sleep studies in neuromuscular disease",
                extra="DOI: 10.5555/9780990000013.ch4",
            ),
        )
    )
    assert found["bookTitle"] == ("", "Breathing and the Motor Neuron", "fill")
    assert "publicationTitle" not in found
    assert "extra" not in found


def test_a_second_time_there_is_nothing_to_do(twin: Twin) -> None:
    one = full(title=VIEW, DOI=MATHIS, pages="181-4", creators=[person("Mathis", "S.")])
    first = only(twin, one)
    done = {**one, "data": {**one["data"], **patch_of(first)}}
    second = only(twin, done)
    assert (second.changes, second.status) == ((), "unchanged")


def test_a_field_that_could_not_be_read_is_not_called_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known(monkeypatch, record(issued=Date(2017, 3)))
    assert of(by_record(full(title=VIEW, date=" "))) == {"date": (" ", "2017-03", "fill")}
    assert of(by_record(full(title=VIEW, date="no date"))) == {}
    asked = by_record(full(title=VIEW, date="no date"), overwrite=["date"])
    assert of(asked) == {"date": ("no date", "2017-03", "replace")}


def test_a_fuller_form_never_loses_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(issued=Date(2017, 3)))
    for typed in ("2017 [1899]", "ca. 2017", "2017, reprinted", "2017/2018"):
        assert of(by_record(full(title=VIEW, date=typed))) == {}, typed
    assert of(by_record(full(title=VIEW, date="2017"))) == {"date": ("2017", "2017-03", "complete")}


def test_what_stands_in_extra_is_not_said_again_in_its_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known(monkeypatch, record(page="181-184"))
    assert of(by_record(full(title=VIEW, extra="Page: 181-4"))) == {}


def test_what_is_asked_for_is_replaced_by_either_name(twin: Twin) -> None:
    one = full(title=VIEW, DOI=MATHIS, publicationTitle="My journal", abstractNote="Mine")
    assert "publicationTitle" not in of(only(twin, one))
    for name in ("publicationTitle", "container-title", "Container-Title"):
        found = of(only(twin, one, overwrite=[name]))
        assert found["publicationTitle"] == (
            "My journal",
            "Neural Regeneration Research",
            "replace",
        )
    with pytest.raises(SettingsError, match="no field 'colour'"):
        only(twin, one, overwrite=["colour"])


def test_the_abstract_is_touched_only_where_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(abstract="We looked.\nWe saw."))
    assert of(by_record(full(title=VIEW))) == {}
    asked = by_record(full(title=VIEW), overwrite=["abstractNote"])
    assert of(asked) == {"abstractNote": ("", "We looked.\nWe saw.", "fill")}


def test_a_genre_is_no_programming_language(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(genre="software", edition="2"))
    assert of(by_record(full(kind="computerProgram", title=VIEW))) == {}


# --- Extra


@pytest.mark.parametrize(
    ("extra", "new"),
    [
        ("", "PMID: 1"),
        ("Signed copy", "Signed copy\nPMID: 1"),
        ("Signed copy\n", "Signed copy\nPMID: 1"),
        ("a: b\r\n\r\n c ", "a: b\r\n\r\n c \r\nPMID: 1"),
        ("a\nPMID:\nb", "a\nPMID: 1\nb"),
    ],
)
def test_a_chapter_s_pmid_is_a_line_of_its_own_in_extra(
    extra: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, record(PMID="1"), "pubmed")
    proposal = by_record(full(kind="bookSection", title=VIEW, extra=extra))
    (change,) = proposal.changes
    assert (change.field, change.old, change.new, change.kind) == ("extra", extra, new, "fill")
    assert change.as_json()["newText"] == "PMID: 1"


@pytest.mark.parametrize("line", ["PMID: 777", "pmid:777", "  PMID : see below"])
def test_a_line_of_extra_that_says_something_stays(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, record(PMID="1"), "pubmed")
    assert of(by_record(full(kind="bookSection", title=VIEW, extra=f"a\n{line}"))) == {}


def test_an_article_s_pmid_in_extra_is_not_given_twice(twin: Twin) -> None:
    proposal = only(twin, full(title=VIEW, DOI=MATHIS, extra="Mine\nPMID: 99000102"))
    assert not {"PMID", "extra"} & set(of(proposal))


def test_a_library_whose_schema_has_no_pmid_gets_it_in_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known(monkeypatch, record(PMID="1"), "pubmed")
    one = full(title=VIEW)
    assert of(by_record(one)) == {"PMID": ("", "1", "fill")}
    del one["data"]["PMID"]
    assert of(by_record(one)) == {"extra": ("", "PMID: 1", "fill")}


def test_a_doi_in_a_field_that_only_a_later_zotero_has_is_read_and_filled(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = full(kind="bookSection", title="Sleep studies in neuromuscular disease")
    one["data"]["DOI"] = "10.5555/9780990000013.ch4"
    assert of(only(twin, one))["bookTitle"][1] == "Breathing and the Motor Neuron"
    one["data"]["DOI"] = ""
    known(monkeypatch, record(DOI="10.5555/x"))
    assert of(by_record(one)) == {"DOI": ("", "10.5555/x", "fill")}


def test_nothing_else_is_put_into_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, record(ISSN="1673-5374", edition="2"))
    assert of(by_record(full(kind="document", title=VIEW))) == {}
