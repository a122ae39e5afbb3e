"""What once brought an error of bibkit's own from the server."""

from __future__ import annotations

import pytest
from serving import Running, item


@pytest.mark.parametrize("path", ["/v1/enrich", "/v1/check"])
@pytest.mark.parametrize("kind", [[], {}, None, 7])
def test_an_item_type_that_is_no_text_brings_an_answer(
    path: str, kind: object, server: Running
) -> None:
    said = server.post(path, {"items": [item(itemType=kind, title="Soil")]})
    assert said.status == 200


def test_a_bare_identifier_is_no_item(server: Running) -> None:
    said = server.post("/v1/parse", {"text": "12345678\n12345679\n10.1000/soil.1"}).json
    assert (said["items"], said["doubtful"]) == ([], [])
    assert {one["code"] for one in said["problems"]} == {"only-identifier"}
