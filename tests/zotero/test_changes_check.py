"""What a check says of items of a Zotero library."""

from __future__ import annotations

import json

from asking import MATHIS, services
from proposing import full, item
from stocking import FALLEN, VIEW
from twin import Twin

from bibkit.zotero.changes import check_items


def test_a_check_names_the_retracted_and_the_tag(twin: Twin) -> None:
    some = [
        full("A", title=VIEW, DOI=MATHIS),
        full("B", title=FALLEN, DOI="10.5555/jcrm.2014.0417"),
        full("C", title=FALLEN, DOI="10.5555/jcrm.2014.0417", tags=[{"tag": "retracted"}]),
        item("D", "note", note=""),
    ]
    with services(twin.environ) as open:
        said = json.loads(json.dumps(check_items(some, open)))
    assert set(said) == {"findings", "sent", "failures"}
    assert [(one["key"], one["code"], one["tags"]) for one in said["findings"]] == [
        ("B", "retracted", ["Retracted"]),
        ("C", "retracted", []),
    ]
    first = said["findings"][0]
    assert set(first) == {"key", "code", "severity", "message", "tags"}
    assert first["severity"] == "error"
    assert "retracted" in first["message"]
    assert (said["failures"], bool(said["sent"])) == ([], True)


def test_a_check_that_nobody_answered_says_so(twin: Twin) -> None:
    twin.fault("crossref", "503", times=99)
    twin.fault("ncbi", "503", times=99)
    with services(twin.environ) as open:
        said = check_items([full("A", title=VIEW, DOI=MATHIS)], open)
    assert [one["code"] for one in said["findings"]] == ["cannot-tell"]
    assert said["failures"]


def test_a_check_can_be_asked_for_more(twin: Twin) -> None:
    one = full("A", title=VIEW, DOI=MATHIS, volume="99")
    with services(twin.environ) as open:
        assert check_items([one], open)["findings"] == []
        more = check_items([one], open, ["wrong-details", "missing"])["findings"]
    assert [found["code"] for found in more] == ["wrong-details", "missing"]
