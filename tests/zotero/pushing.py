"""What the tests of `bibkit zotero push` share: what the command came to, and works to push."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from stub_zotero import StubZotero


class Told(NamedTuple):
    """What a run of the command came to."""

    code: int
    out: str
    err: str


Push = Callable[..., Told]
Listed = Callable[..., str]


def works(number: int, **more: Any) -> list[dict[str, Any]]:
    """CSL items of as many works, the first of which has a number of its own."""
    return [
        {
            "id": f"work{n}",
            "type": "article-journal",
            "title": f"Work number {n} of the long list",
            "author": [{"family": "Ito", "given": f"{'ABCDEFGH'[n % 8]}."}],
            "container-title": "Journal of Soil",
            "issued": {"date-parts": [[2017, 3]]},
            "volume": str(n),
            "DOI": f"10.1000/soil.{n}",
            **more,
        }
        for n in range(number)
    ]


def titles(zotero: StubZotero, library: str = "users/0") -> list[str]:
    return [one["data"]["title"] for one in zotero.tops(library)]
