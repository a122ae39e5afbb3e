"""The corpus through every door, field by field with what Zotero must hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zotero_importers as importers
from stub_zotero import KEY, StubZotero, stray
from zotero_corpus import CASES, Case, Held

import bibkit
from bibkit.formats.zotero.dialects import api_json, connector_json, of_api
from bibkit.formats.zotero.items import reference_of, zotero_item

_all = pytest.mark.parametrize("case", CASES, ids=lambda case: case.reference.id)


def _through(case: Case, format: str, read: Callable[[str], list[Any]]) -> Held:
    # Between two others, so that none takes from its neighbour.
    batch = [CASES[0].reference, case.reference, CASES[-1].reference]
    items = read(bibkit.write(batch, format, reader="zotero"))
    assert len(items) == 3
    return importers.saved(items[1])


@_all
def test_zotero_rdf_keeps_everything(case: Case) -> None:
    assert _through(case, "zotero-rdf", importers.rdf) == case.held


@_all
def test_csl_json_keeps_all_but_tags_and_notes(case: Case) -> None:
    assert _through(case, "csl-json", importers.csl_json) == case.held.without("tags", "notes")


# What BibTeX has no entry type for comes as another, its own fields in a child note.
_AS_OTHERS = {
    "chio2021": ("document", ["<p>Type: preprint; archiveID: 2021.01.02.425</p>"]),
    "wu2020": ("document", ["<p>Type: preprint</p>"]),
    "data2020": ("document", ["<p>Type: dataset; versionNumber: 1.2</p>"]),
    "iso2020": ("document", ["<p>Type: standard; number: ISO 1</p>"]),
    "news2019": ("journalArticle", []),
    "ed2004": ("thesis", ["<p>editor: Doe || Jane</p>"]),
    "berg2020": ("journalArticle", ["<p>Signed copy</p>", "<p>Read twice.</p>"]),
}
_OWN_NAMES = {"repository": "publisher", "genre": "type"}
_GONE = {"archiveID", "versionNumber", "number", "citationKey"}


@_all
def test_bibtex_keeps_all_that_it_has_a_way_for(case: Case) -> None:
    held = _through(case, "bibtex", importers.bibtex)
    fields = {name: " ".join(value.split()) for name, value in case.held.fields.items()}
    del fields["citationKey"]  # Zotero makes its own
    extra = case.held.extra
    type_, notes = _AS_OTHERS.get(case.reference.id, (case.held.type, case.held.notes))
    if type_ == "document":
        fields = {_OWN_NAMES.get(n, n): v for n, v in fields.items() if n not in _GONE}
    if notes:
        extra = [line for line in extra if line.startswith("PM")]
    assert held == Held(type_, fields, case.held.creators, case.held.tags, notes, extra)


@_all
def test_the_connector_gets_what_zotero_must_hold(case: Case) -> None:
    assert importers.saved(connector_json(zotero_item(case.reference), "1")) == case.held


@_all
def test_the_api_gets_only_fields_that_the_type_has(case: Case) -> None:
    data = api_json(zotero_item(case.reference))
    creators = [(one["creatorType"], one.get("name") or one["lastName"], one.get("firstName", "")) for one in data["creators"]]  # fmt: skip
    fields = {name: value for name, value in data.items() if name not in ("itemType", "creators", "tags", "extra")}  # fmt: skip
    tags = [one["tag"] for one in data["tags"]]
    extra = data.get("extra", "").splitlines()
    assert Held(data["itemType"], fields, creators, tags, case.held.notes, extra) == case.held


@_all
def test_an_item_read_back_is_written_the_same(case: Case) -> None:
    item = zotero_item(case.reference)
    assert zotero_item(reference_of(item)) == item
    assert of_api(api_json(item)).fields == item.fields


def test_what_gets_lost_on_a_way_is_said() -> None:
    batch = [case.reference for case in CASES]
    assert bibkit.losses(batch, "zotero-rdf") == {"author (et al.)": 1}
    assert bibkit.losses(batch, "csl-json", "zotero") == {"author (et al.)": 1, "keyword": 1, "annote": 1}  # fmt: skip
    assert bibkit.losses(batch, "bibtex", "zotero") == {"author (et al.)": 1, "type": 5}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("MR imaging study", "Note: MR imaging study"),
        ("Epub ahead of print", "Epub ahead of print"),
    ],
)
def test_a_note_is_not_taken_for_an_identifier(note: str, expected: str) -> None:
    reference = bibkit.Reference("a", "article-journal", {"title": "Soil", "note": note})
    [item] = importers.bibtex(bibkit.write([reference], "bibtex", reader="zotero"))
    held = importers.saved(item)
    assert (held.notes, held.extra, held.fields.get("PMID")) == ([f"<p>{expected}</p>"], [], None)


@pytest.mark.parametrize(
    ("note", "pmid", "extra"),
    [
        ("PMID: 777; Epub ahead of print", "777", ["Epub ahead of print"]),
        ("PMID: see the list", None, ["(PMID: see the list)"]),
        ("Mine\nPMID: 778", "778", ["Mine"]),
    ],
)
def test_only_an_identifier_becomes_one(note: str, pmid: str | None, extra: list[str]) -> None:
    reference = bibkit.Reference("a", "article-journal", {"title": "Soil", "note": note})
    held = importers.saved(connector_json(zotero_item(reference), "1"))
    assert (held.fields.get("PMID"), held.extra) == (pmid, extra)


def test_a_program_without_version_is_one_in_csl_json_too() -> None:
    reference = bibkit.Reference(
        "r", "software", {"title": "R", "author": (bibkit.Name("Doe", "J."),)}
    )
    [item] = importers.csl_json(bibkit.write([reference], "csl-json", reader="zotero"))
    held = importers.saved(item)
    assert (held.type, held.creators, held.extra) == ("computerProgram", [("programmer", "Doe", "J.")], [])  # fmt: skip


@pytest.mark.parametrize(
    ("csl", "fields", "line"),
    [
        ("broadcast", {"title": "On air"}, "Type: tvBroadcast"),
        ("broadcast", {"title": "On air", "publisher": "BBC"}, None),
        ("motion_picture", {"title": "Up", "volume": "1"}, "volume: 1"),  # no field of a film
        ("software", {"title": "R", "collection-title": "Tools"}, "Type: computerProgram\nseriesTitle: Tools"),
    ],
)  # fmt: skip
def test_extra_says_the_type_where_the_importer_would_take_another(
    csl: str, fields: dict[str, str], line: str | None
) -> None:
    text = bibkit.write([bibkit.Reference("x", csl, fields)], "csl-json", reader="zotero")
    assert json.loads(text)[0].get("note") == line


def test_formats_without_a_variant_say_which_have_one() -> None:
    with pytest.raises(bibkit.BibkitError, match="For it there are: zotero-rdf, bibtex, csl-json"):
        bibkit.write([], "ris", reader="zotero")


def _held_by(zotero: StubZotero) -> dict[str, Held]:
    """What the stub holds, by citation key."""
    found = {}
    for item in zotero.tops():
        data = item["data"]
        no_field = ("itemType", "creators", "tags", "extra", "key", "version", "collections", "relations")  # fmt: skip
        fields = {name: value for name, value in data.items() if isinstance(value, str) and name not in no_field}  # fmt: skip
        creators = [
            (one["creatorType"], one.get("name") or one["lastName"], one.get("firstName", ""))
            for one in data["creators"]
        ]
        notes = zotero.notes(item["key"])
        tags = [one["tag"] for one in data["tags"]]
        extra = data.get("extra", "").splitlines()
        found[data["citationKey"]] = Held(data["itemType"], fields, creators, tags, notes, extra)
    return found


@pytest.mark.parametrize("way", ["connector", "web"])
def test_what_is_pushed_is_what_zotero_must_hold(
    way: str, zotero: StubZotero, push: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    if way == "web":
        monkeypatch.setenv("ZOTERO_API_KEY", KEY)
        monkeypatch.delenv("BIBKIT_OFFLINE")
    file = tmp_path / "corpus.json"
    file.write_text(bibkit.write([case.reference for case in CASES], "csl-json"), "utf-8")
    done = push(str(file), *(["--web"] if way == "web" else []))
    assert (done.code, f"{len(CASES)} added" in done.err) == (0, True)
    held = _held_by(zotero)
    assert held == {case.reference.id: case.held for case in CASES}
    assert not [line for item in zotero.tops() for line in stray(item)]
