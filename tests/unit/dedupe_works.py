"""Works by Lee on ants, for the tests of what is one work."""

from __future__ import annotations

import dataclasses

from bibkit import Date, Name, Reference
from bibkit.model import Value

LEE = (Name("Lee", "Ben"), Name("Wu", "Carl"))


def a_work(id: str = "a", type: str = "article-journal", **fields: Value) -> Reference:
    return Reference(id, type).replace(**fields)


ANTS = a_work(
    title="On the habits of red wood ants in winter", author=LEE, issued=Date(2017),
    container_title="Journal of Soil", volume="12", issue="2", page="181-184",
)  # fmt: skip


def like_ants(id: str, **changes: Value | None) -> Reference:
    return dataclasses.replace(ANTS.replace(**changes), id=id)
