"""Clusters of cites as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bibkit.csl.clusters import clusters_of, read_clusters
from bibkit.csl.engine import Cite, Cluster
from bibkit.errors import InputError


@pytest.mark.parametrize(
    "cluster",
    [
        [{"id": "a", "locator": "3"}],
        {"cites": [{"id": "a", "locator": 3}], "note": 2, "id": "x"},
        {
            "citationItems": [{"id": "a", "locator": "3", "prefix": None}],
            "properties": {"noteIndex": 2},
            "citationID": "x",
        },
    ],
)
def test_a_cluster_may_be_a_list_or_an_object(cluster: Any) -> None:
    (found,) = clusters_of([cluster])
    assert found.cites == (Cite("a", locator="3"),)
    assert (found.note, found.id) == ((0, "") if isinstance(cluster, list) else (2, "x"))


def test_a_cite_may_be_its_id() -> None:
    assert clusters_of([["a", 7]]) == (Cluster((Cite("a"), Cite("7"))),)


@pytest.mark.parametrize(
    ("position", "wanted"), [("ibid", "ibid"), (1, "subsequent"), (9, ""), (None, ""), ("", "")]
)
def test_a_position_is_a_name_or_the_number_of_one(position: Any, wanted: str) -> None:
    (found,) = clusters_of([[{"id": "a", "position": position}]])
    assert found.cites[0].position == wanted


@pytest.mark.parametrize(
    "value",
    [
        {},
        [[]],
        ["a"],
        [[True]],
        [[{"id": None}]],
        [[{"id": ["a"]}]],
        [[{"id": "a", "locator": True}]],
        [[{"id": "a", "label": ["page"]}]],
        [[{"id": "a", "position": "last"}]],
        [[{"id": "a", "position": [1]}]],
        [{"cites": ["a"], "note": -1}],
        [{"cites": ["a"], "note": True}],
        [{"citationItems": ["a"], "properties": [1]}],
        [{"citationItems": ["a"], "properties": "x"}],
    ],
)
def test_what_is_no_cluster_is_said(value: Any) -> None:
    with pytest.raises(InputError, match="itation"):
        read_clusters(json.dumps(value))
