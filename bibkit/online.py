"""The library's door to the services: what asks Crossref and NCBI.

Each function takes the `Services` to ask; without, it opens those of `load_settings()` for the
call. Nothing else in bibkit sends anything.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator

from bibkit.enrichment import checking as _checking
from bibkit.enrichment import lists as _lists
from bibkit.enrichment import loop as _loop
from bibkit.enrichment.checking import CODES, Finding
from bibkit.enrichment.ledger import Ledger, lock_path
from bibkit.enrichment.loop import SOURCES, Enriched
from bibkit.errors import InputError, NothingFound
from bibkit.model import Batch
from bibkit.services import Services, Settings
from bibkit.services import load as load_settings

__all__ = [
    "CODES",
    "SOURCES",
    "Enriched",
    "Finding",
    "Ledger",
    "Services",
    "Settings",
    "check",
    "enrich",
    "fetch",
    "identifiers_in",
    "load_settings",
    "lock_path",
    "references",
    "whole_list",
]


@contextlib.contextmanager
def _opened(services: Services | None) -> Iterator[Services]:
    if services is not None:
        yield services
    else:
        with Services() as own:
            yield own


def enrich(
    batch: Batch,
    services: Services | None = None,
    *,
    overwrite: Collection[str] = (),
    sources: Collection[str] = SOURCES,
    ledger: Ledger | None = None,
) -> Enriched:
    """Fill and complete references from Crossref and PubMed.

    Args:
        batch: what was read.
        services: whom to ask.
        overwrite: CSL variables (and `type`) in which the services' values replace the user's;
            `abstract` and `keyword` are taken only where they are named here.
        sources: which services are asked, of `crossref` and `pubmed`.
        ledger: of an earlier run, whose keys and values stay.

    Returns:
        The batch with as many references, in order; the ledger; what was found, and what failed.
        A service that does not answer is among `failures`, and its references are as they were.

    Raises:
        SettingsError: `overwrite` or `sources` names what there is not.

    >>> import bibkit
    >>> batch = bibkit.read("Chio A. A view. Chest. 2017;12:1-4.")
    >>> with Services(Settings(offline=True)) as services:
    ...     result = enrich(batch, services)
    >>> result.batch.references == batch.references, dict(result.statuses)
    (True, {'unknown': 1})
    """
    with _opened(services) as open:
        return _loop.enrich(batch, open, overwrite=overwrite, sources=sources, ledger=ledger)


def fetch(
    ids: Iterable[str], services: Services | None = None, sources: Collection[str] = SOURCES
) -> Enriched:
    """The records of DOIs, PMIDs and PMCIDs, in their order, each work once.

    What is no identifier, what nobody has and what could not be asked is a problem of severity
    `ERROR` in the batch.

    >>> with Services(Settings(offline=True)) as services:
    ...     fetch(["nonsense"], services).batch.problems[0].message
    "'nonsense' is no DOI, PMID or PMCID."
    """
    with _opened(services) as open:
        return _lists.fetch(ids, open, sources)


def references(id: str, services: Services | None = None) -> Batch:
    """The whole reference list of an article, as its publisher gave it to PubMed or Crossref.

    Args:
        id: the article's DOI, PMID or PMCID.

    Returns:
        The references in order, each read from its printed string with its identifiers, or from
        deposited fields; `article` is the article. `enrich` completes them.

    Raises:
        InputError: that is no identifier.
        NothingFound: no such article, or neither service has its list.
        ServiceError: no service could be asked.
    """
    article = _lists.identified(id)
    if article is None:
        raise InputError(f"'{id}' is no DOI, PMID or PMCID of an article.")
    with _opened(services) as open:
        return _lists.reference_list(article, open)


def whole_list(batch: Batch, services: Services | None = None) -> Batch:
    """The whole list of the article that a page is of, with what the page shows in its place.

    PubMed's pages show the first references of a list only.

    Raises:
        NothingFound: the page does not name its article, or nobody has its list.
        ServiceError: no service could be asked.
    """
    article = batch.article
    if article is None or not any(article.text(v) for v in ("DOI", "PMID", "PMCID")):
        raise NothingFound(
            "The input does not name its own article, so its whole list cannot be fetched. "
            "With the article's identifier: bibkit references ID"
        )
    with _opened(services) as open:
        return _lists.whole_list(batch, _lists.reference_list(article, open))


def check(
    batch: Batch, services: Services | None = None, require: Iterable[str] = ()
) -> list[Finding]:
    """What should be looked at in a list before it is submitted, the gravest first.

    Args:
        require: CSL variables that every journal article must have, such as `PMCID`.

    Raises:
        SettingsError: `require` names what is no CSL variable.
    """
    with _opened(services) as open:
        return _checking.check(batch, open, require)


_LABEL = re.compile(r"(?i)\b(?:doi|pmid|pmcid)\s*:?\s+|\b(?:pmid|pmcid|doi):")


def identifiers_in(text: str) -> list[str]:
    """The identifiers of a text that lists them: one a line, or apart by blanks or commas.

    Words that are no identifier are given back too: `fetch` names them.

    >>> identifiers_in("PMID: 28400789\\n10.1155/2019/3675627, PMC5909703 # three")
    ['28400789', '10.1155/2019/3675627', 'PMC5909703']
    """
    found: list[str] = []
    for line in text.splitlines():
        bare = re.split(r"(?:^|\s)#", line)[0] if not line.lstrip().startswith("http") else line
        bare = _LABEL.sub("", bare)
        found += [word.strip(",;") for word in bare.split() if word.strip(",;")]
    return found
