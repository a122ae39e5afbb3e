"""References and records for the tests of the match decision."""

from __future__ import annotations

import dataclasses

from bibkit import Date, Name, Reference
from bibkit.enrichment.match import decide
from bibkit.model import Candidate, Value
from bibkit.outcome import Found

SHORT = "Iron and soil in the diet of the north"
LONG = (
    "The immune behaviour of older people after vaccination against seasonal influenza "
    "in long-term care homes of the northern region: a randomised controlled trial"
)


def names_of(text: str) -> tuple[Name, ...]:
    """`Lee, Bo; =The Group` as names."""
    people = (one.strip() for one in text.split(";"))
    return tuple(
        Name(literal=one[1:])
        if one.startswith("=")
        else Name(*(part.strip() for part in one.split(",")))
        for one in people
    )


def an_article(
    title: str = SHORT,
    author: str = "Lee, Bo; Kim, C.",
    year: int | None = 2017,
    journal: str = "Journal of Soil",
    volume: str = "",
    page: str = "",
    type: str = "article-journal",
    **more: Value,
) -> Reference:
    fields: dict[str, Value] = {
        "title": title,
        "container-title": journal,
        "volume": volume,
        "page": page,
    }
    fields = {name: value for name, value in fields.items() if value} | more
    if author:
        fields["author"] = names_of(author)
    if year is not None:
        fields["issued"] = Date(year)
    return Reference("", type, fields)


def a_record(
    reference: Reference,
    id: str = "10.1000/a",
    kind: str = "journal-article",
    service: str = "crossref",
    titles: tuple[str, ...] = (),
    years: tuple[int, ...] = (),
) -> Candidate:
    reference = dataclasses.replace(reference, id=id)
    return Candidate(reference, service, kind, titles=titles, years=years)


def is_taken(mine: Reference, theirs: Reference | Candidate) -> bool:
    one = theirs if isinstance(theirs, Candidate) else a_record(theirs)
    return isinstance(decide(mine, [one]), Found)


WHOLE = an_article(volume="12", page="181-184", issue="3")
