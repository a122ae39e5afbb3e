"""What the contract tests share: services that do not wait, and references to complete."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import bibkit
from bibkit import Batch, Enriched, Services, Settings

CONTACT = "tester@example.org"
MATHIS = "10.4103/1673-5374.200794"
REVIEW = "10.1155/2019/3675627"
CHEST = "10.1016/j.chest.2018.06.035"
SICI = "10.1002/(SICI)1097-0258(19981230)17:24<2815::AID-SIM110>3.0.CO;2-8"
COMMA = "10.5555/pmj.2008,14.221"

Item = dict[str, Any]


class Clock:
    """A clock on which waiting takes no time; `waits` is what was waited for, in seconds."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._ahead = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> float:
        return time.monotonic() + self._ahead

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._ahead += seconds
            self.waits.append(seconds)


def settings(environ: Mapping[str, str], cache: Path | None = None, **given: Any) -> Settings:
    """Settings for the services at the addresses of `twin.environ`, of somebody with an address."""
    places = {
        f"{name}_url": environ[f"BIBKIT_{name.upper()}_URL"]
        for name in ("crossref", "eutils", "idconv", "doi")
    }
    return Settings(**{"mailto": CONTACT, "cache_dir": cache, **places, **given})


def services(
    environ: Mapping[str, str], cache: Path | None = None, clock: Clock | None = None, **given: Any
) -> Services:
    """Services that never wait; `warn`, `now` and `session` go to `Services`, all else to `Settings`."""
    own = {name: given.pop(name) for name in ("warn", "now", "session") if name in given}
    clock = clock or Clock()
    return Services(settings(environ, cache, **given), clock=clock, sleep=clock.sleep, **own)


def enriched(
    environ: Mapping[str, str], items: Iterable[Item] | str, cache: Path | None = None, **given: Any
) -> Enriched:
    """References enriched; `ledger`, `overwrite` and `sources` go to `enrich`."""
    how = {name: given.pop(name) for name in ("ledger", "overwrite", "sources") if name in given}
    with services(environ, cache, **given) as open:
        return bibkit.enrich(batch(items), open, **how)


def batch(items: Iterable[Item] | str) -> Batch:
    """A batch of CSL-JSON items, or of a reference list as text."""
    return bibkit.read(items if isinstance(items, str) else json.dumps(list(items)))


def csl(result: Enriched | Batch) -> str:
    """What is compared: everything that enrichment made, as CSL-JSON."""
    return bibkit.write(result.batch if isinstance(result, Enriched) else result, "csl-json")


def people(*names: str) -> list[Item]:
    """CSL names of people written as `Kiernan M. C.`"""
    return [dict(zip(("family", "given"), name.split(" ", 1), strict=False)) for name in names]


def article(id: str, title: str, *authors: str, year: int = 0, **fields: str) -> Item:
    """A CSL item of a journal article; keywords as variables, `journal` for the container."""
    item: Item = {"id": id, "type": "article-journal", "title": title}
    item |= {"author": people(*authors)} if authors else {}
    item |= {"issued": {"date-parts": [[year]]}} if year else {}
    if "journal" in fields:
        item["container-title"] = fields.pop("journal")
    return item | fields


#: One reference for each way to a record that there is.
EVERY_WAY = (
    article("both", "Current view and perspectives in amyotrophic lateral sclerosis", "Mathis S.", PMID="99000102", DOI=MATHIS),
    article("doi", "Respiratory failure in amyotrophic lateral sclerosis", "Niedermeyer S.", DOI=CHEST),
    article("pmcid", "Amyotrophic lateral sclerosis: update and new developments", PMCID="PMC99000104"),
    article("cited", "Amyotrophic lateral sclerosis", "Kiernan M. C.", journal="Lancet", volume="377", page="942-55", year=2011),
    article("titled", "Effects of supervised walking on fatigue and gait in adults with post-polio syndrome", "Lindqvist A.", year=1994),
    article("searched", "A county register of non-invasive ventilation: the first year", "Aldous A.", journal="Bulletin of the County Hospitals", volume="70", page="4", year=2016),
    article("comma", "Advance care planning with people who cannot speak", DOI=COMMA),
    article("sici", "Extracting summary statistics to perform meta-analyses of the published literature for survival endpoints", DOI=SICI),
    article("missing", "Nothing of the kind was ever written by anybody", DOI="10.5555/nothing"),
    {"id": "chapter", "type": "chapter", "title": "Sleep studies in neuromuscular disease", "DOI": "10.5555/9780990000013.ch4"},
    {"id": "bare", "type": "document", "PMID": "99000106"},
)  # fmt: skip


def made_item(number: int, work: Mapping[str, Any], *ids: str) -> Item:
    """A reference to one of `works_for`, as it would be printed, with its `DOI`, its `PMID`, or both."""
    authors = [f"{one['family']} {one['given'][0]}." for one in work["author"]]
    (year,) = work["issued"]["date-parts"][0]
    found = {"DOI": work["DOI"], "PMID": str(98000001 + number)}
    return article(
        f"r{number}", work["title"][0], *authors, year=year, journal=work["short-container-title"][0],
        volume=work["volume"], page=work["page"], **{name: found[name] for name in ids},
    )  # fmt: skip


class Done(NamedTuple):
    """What a command left with, said and printed."""

    code: int
    out: str
    err: str
