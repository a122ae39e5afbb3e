from __future__ import annotations

import json
from typing import Any

import pytest

import bibkit
from bibkit import Date, Name, Severity
from bibkit.errors import UnreadableInput


def _round(item: Any) -> Any:
    return json.loads(bibkit.write(bibkit.read(json.dumps([item]), "csl-json"), "csl-json"))[0]


def _item(**fields: Any) -> dict[str, Any]:
    return {"id": "x", "type": "book", **fields}


@pytest.mark.parametrize(
    "item",
    [
        _item(title="A"),
        _item(title=""),
        _item(volume=3, issue="3"),
        _item(id=12),
        _item(author=[{"family": "A", "given": "B", "suffix": "Jr", "dropping-particle": "de"}]),
        _item(author=[{"literal": "WHO"}]),
        _item(author=[{"family": "A", "given": "B", "parse-names": True, "comma-suffix": 1}]),
        _item(author=[{"family": "A", "literal": "B"}]),
        _item(author=[]),
        _item(author=["Smith"]),
        _item(author="Smith"),
        _item(issued={"date-parts": [[2017, 3, 4]]}),
        _item(issued={"date-parts": [["2017", "3"]]}),
        _item(issued={"date-parts": [[2017], [2018, 2]]}),
        _item(issued={"date-parts": [[2017, 21]]}),
        _item(issued={"date-parts": [[2017]], "season": "Spring", "circa": 1}),
        _item(issued={"raw": "2017-03-04"}),
        _item(issued={"raw": "last summer"}),
        _item(issued={"literal": "in press"}),
        _item(issued={"date-parts": [[]]}),
        _item(issued={"date-parts": [[2000.0]]}),
        _item(issued={"date-parts": [[True]]}),
        {"id": "a", "type": ["book"]},
        {"id": "a", "type": {"x": 1}},
        _item(issued={"date-parts": [[2017, 0, 0]]}),
        _item(issued={"date-parts": [[2017, 13, 45]]}),
        _item(issued={"date-parts": [[-44, 3, 15]]}),
        _item(issued="2017"),
        _item(issued=None),
        _item(shortTitle="S", journalAbbreviation="J"),
        _item(shortTitle="S", **{"title-short": "T"}),
        _item(unknown={"a": [1, None, True]}, note=1.5, custom={"x": {"y": []}}),
        _item(abstract=True),
        _item(title='\ud800 \u2028 <i>x</i> " \\'),
        {"id": "x", "type": "journalArticle", "title": "T"},
        {"id": "x", "type": "", "title": "T"},
        {"id": "x", "type": None},
        {"id": "x", "title": "T"},
        _item(**{"csl-json": {"id": "evil"}}),
    ],
)
def test_every_item_comes_back_as_it_was(item: Any) -> None:
    assert _round(item) == item


def test_what_was_odd_gives_way_to_what_is_set() -> None:
    odd = bibkit.read(json.dumps([_item(author="Smith", shortTitle={})]), "csl-json")[0]
    changed = odd.replace(author=(Name("Smith", "A."),), title_short="S")
    written = json.loads(bibkit.write([changed], "csl-json"))[0]
    assert written["author"] == [{"family": "Smith", "given": "A."}]
    assert written["title-short"] == "S"


def test_what_stands_around_the_items_is_said_not_to_be_kept() -> None:
    batch = bibkit.read('{"items": [{"id": "a", "type": "book"}], "version": 3}', "csl-json")
    assert [(p.code, p.raw) for p in batch.problems] == [("around-items", '{"version": 3}')]


def test_a_changed_field_is_written_anew() -> None:
    batch = bibkit.read(json.dumps([_item(issued={"raw": "2017-03-04"}, volume=3)]), "csl-json")
    changed = batch[0].replace(issued=Date(2018), volume="4")
    written = json.loads(bibkit.write([changed], "csl-json"))[0]
    assert written == _item(issued={"date-parts": [[2018]]}, volume="4")


def test_values_are_understood_not_only_kept() -> None:
    raw = _item(
        author=[{"family": "Berg", "given": "J.", "non-dropping-particle": "van der"}],
        issued={"raw": "2017-03-04"},
        accessed={"date-parts": [["2018", "2"]]},
        journalAbbreviation="J Foo",
    )
    reference = bibkit.read(json.dumps(raw))[0]
    assert reference.names("author") == (Name("Berg", "J.", non_dropping_particle="van der"),)
    assert reference.date("issued") == Date(2017, 3, 4)
    assert reference.date("accessed") == Date(2018, 2)
    assert reference.text("container-title-short") == "J Foo"


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": "x", "type": "book"}]',
        '{"items": [{"id": "x", "type": "book"}]}',
        '{"references": [{"id": "x", "type": "book"}]}',
        '{"id": "x", "type": "book"}',
        '\ufeff [{"id": "x", "type": "book"}]',
    ],
)
def test_the_shapes_that_are_met(text: str) -> None:
    assert [reference.id for reference in bibkit.read(text)] == ["x"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[{"id": "x",}]', "not valid JSON"),
        ('{"a": 1}', "not CSL-JSON"),
        ('"text"', "not CSL-JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[" + "1" * 5000 + "]", "cannot be read"),
        ('[{"id": "a", "type": "book", "volume": NaN}]', "NaN is no number"),
        ('[{"id": "a", "issued": {"date-parts": [[1e999]]}}]', "1e999 is no number"),
    ],
)
def test_what_is_not_csl_json_says_so(text: str, says: str) -> None:
    with pytest.raises(UnreadableInput, match=says):
        bibkit.read(text, "csl-json")


def test_what_is_no_item_is_a_problem_and_the_rest_is_read() -> None:
    batch = bibkit.read(
        '[{"type": "book", "title": "Soil"}, 3, {"id": "a", "type": "x"}]', "csl-json"
    )
    assert [reference.id for reference in batch] == ["soil", "a"]
    assert [(p.code, p.severity) for p in batch.problems] == [
        ("not-an-item", Severity.ERROR),
        ("unknown-type", Severity.WARNING),
    ]


def test_doubled_ids_are_said() -> None:
    batch = bibkit.read('[{"id": "a", "type": "book"}, {"id": "a", "type": "book"}]')
    assert [problem.code for problem in batch.problems] == ["duplicate-id"]


@pytest.mark.parametrize("text", ["[1] Smith A. View. Chest. 2001;1:2.", "{braces} 2001", ""])
def test_text_that_begins_like_json_is_not_taken_for_it(text: str) -> None:
    from bibkit.formats import sniff

    assert sniff(text).name == "text"


def test_the_real_records_come_back_as_they_were(shared: Any) -> None:
    items = json.loads((shared / "suites" / "roundtrip.csl.json").read_text("utf-8"))
    again = json.loads(bibkit.write(bibkit.read(json.dumps(items), "csl-json"), "csl-json"))
    assert again == items
