"""`ids`: a list of DOIs, PMIDs and PMCIDs; each becomes a reference that `enrich` can fill.

::

    line  = *(id [","|";"]) ["#" comment]
    id    = [label] (DOI | PMID | PMCID) | address

One or several on a line, apart by blanks, commas or semicolons. Labels are `doi:`, `PMID:` and the
like, addresses those of doi.org, PubMed and PMC. Bare digits are a PMID. What is none of these is a
problem. Such a reference has nothing to make a key of; `enrich` gives it one. Written is one
identifier for each reference: its DOI, else its PMID, else its PMCID.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import IO

from bibkit import identifiers
from bibkit.formats.base import Format, Record, collected
from bibkit.formats.losses import Loss, only
from bibkit.model import Problem, Reference, Severity, Span

__all__ = ["FORMAT"]

_NORMAL = {
    "DOI": identifiers.normalise_doi,
    "PMID": identifiers.normalise_pmid,
    "PMCID": identifiers.normalise_pmcid,
}
_COMMENT = re.compile(r"(?:^|\s)#.*")
# "PMID: 123", "doi 10.1/x", and a column's heading; not the "doi" of an address.
_LABEL = re.compile(r"(?<![\w./])(?:(?:doi|pmc?id|pubmed(?:\s+id)?)\s*[:=]|(?:doi|pmc?id)(?=\s|$))", re.I)  # fmt: skip


def _records(file: IO[str]) -> Iterator[Record]:
    for number, line in enumerate(file, start=1):
        for word in _words(line):
            span = Span(0, 0, number)
            variable, value = _identified(word)
            if variable:
                yield Record(Reference("", "document", {variable: value}, {}, span))
            else:
                message = f"'{word[:80]}' is no DOI, PMID or PMCID."
                yield Record(None, (Problem("not-an-id", message, Severity.ERROR, span, raw=word),))


def _words(line: str) -> Iterator[str]:
    """The words of a line, without labels and comment."""
    bare = _COMMENT.sub("", line.replace("\ufeff", ""))
    for word in _LABEL.sub(" ", bare).split():
        word = word.strip(",;<>\"'“”")
        parts = [part for part in re.split("[,;]", word) if part]
        # A DOI may hold commas and semicolons.
        if len(parts) > 1 and all(_identified(part)[0] for part in parts):
            yield from parts
        elif word:
            yield word


def _identified(word: str) -> tuple[str, str]:
    """The variable and normal form of an identifier; empty for any other word.

    >>> _identified("https://doi.org/10.1155/2019/3675627"), _identified("PMC5909703")
    (('DOI', '10.1155/2019/3675627'), ('PMCID', 'PMC5909703'))
    >>> _identified("pubmed.ncbi.nlm.nih.gov/28400789/?dopt=Abstract"), _identified("hello")
    (('PMID', '28400789'), ('', ''))
    """
    if _NCBI.match(word):
        word = "https://" + re.sub(r"^https?://|[?#].*$|/pdf/.*$", "", word)
    for variable in ("PMID", "PMCID", "DOI"):
        value = _NORMAL[variable](word)
        # A publisher's address may go on behind the DOI that it holds (".../full").
        if value and (variable != "DOI" or _DOI_BEGINS.match(word)):
            return variable, value
    return "", ""


_NCBI = re.compile(r"(?:https?://)?(?:www\.|pubmed\.|pmc\.)?ncbi\.nlm\.nih\.gov/", re.I)
_DOI_BEGINS = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/(?:doi:)?)?10\.\d{4}", re.I)


# --- writing ------------------------------------------------------------------------------------


def _best(reference: Reference) -> tuple[str, str]:
    """The variable and value of the identifier that is written for a reference."""
    for variable, normal in _NORMAL.items():
        value = normal(reference.text(variable)) if reference.text(variable) else None
        if value and " " not in value:
            return variable, value
    return "", ""


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    for reference in references:
        _, value = _best(reference)
        if value:
            yield f"{value}\n"


def _after(reference: Reference) -> Reference:
    variable, value = _best(reference)
    fields = {variable: value} if variable else {}
    return dataclasses.replace(reference, id="ref", type="document", fields=fields, extra={})


# --- the format ---------------------------------------------------------------------------------


def _sniff(text: str) -> float:
    """Nothing but identifiers, of which bare digits are as long as PMIDs are today."""
    head = text[:4096]
    lines = head.splitlines()
    if len(text) > len(head):
        lines = lines[:-1]
    found = False
    for line in lines:
        for word in _words(line):
            variable, value = _identified(word)
            if not variable or (word.isdecimal() and len(value) < 6 and not _LABEL.search(line)):
                return 0.0
            found = True
    return 0.95 if found else 0.0


FORMAT = Format(
    name="ids",
    label="A list of DOIs, PMIDs and PMCIDs",
    suffixes=(".ids",),
    sniff=_sniff,
    read=collected(_records),
    pieces=_pieces,
    records=_records,
    losses=(
        only(_NORMAL),
        Loss(
            "Only one identifier is written: the DOI, else the PMID, else the PMCID; "
            "a reference without any is left out.",
            _after,
        ),
    ),
)
