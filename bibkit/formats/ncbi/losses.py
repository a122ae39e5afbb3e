"""What the formats of NCBI have no words for, as far as it is the same for all."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping

from bibkit.citekeys import base_key
from bibkit.formats.losses import Loss
from bibkit.formats.ncbi.dates import date_of, date_text, day_of, day_text
from bibkit.formats.ncbi.journals import journal_of, printed_journal
from bibkit.formats.ncbi.types import is_serial
from bibkit.formats.ncbi.values import (
    joined,
    language_code,
    language_of,
    normal,
    pages_of,
    printed_title,
    split_keywords,
    title_of,
)
from bibkit.mending import plain
from bibkit.model import Name, Reference, Value
from bibkit.text import collapse

__all__ = ["DATES", "JOURNALS", "KEYS", "TITLES", "VALUES", "dropped", "people", "texts", "types"]


def _step(what: str, change: Callable[[Reference, dict[str, Value]], None]) -> Loss:
    """A loss from what it does to the fields of a reference."""

    def after(reference: Reference) -> Reference:
        fields = dict(reference.fields)
        change(reference, fields)
        kept = {variable: value for variable, value in fields.items() if value not in ("", ())}
        return reference if kept == reference.fields else dataclasses.replace(reference, fields=kept)  # fmt: skip

    return Loss(what, after)


def dropped(what: str, drops: Callable[[Reference], Collection[str]]) -> Loss:
    """Variables that some references have no place for.

    Args:
        drops: a reference to the variables that it loses.
    """

    def change(reference: Reference, fields: dict[str, Value]) -> None:
        for variable in drops(reference):
            fields.pop(variable, None)

    return _step(what, change)


def texts(what: str, said: Callable[[Reference], Mapping[str, str]]) -> Loss:
    """Texts come back so.

    Args:
        said: a reference to its texts, by variable, as they come back.
    """
    return _step(what, lambda reference, fields: fields.update(said(reference)))


def _titles(reference: Reference, fields: dict[str, Value]) -> None:
    original = title_of(printed_title(reference.text("original-title")))
    if "original-title" in fields:
        fields["original-title"] = original
    title = title_of(printed_title(reference.text("title"), bool(original)), original)
    if "title" in fields or title:
        fields["title"] = title


#: Titles are printed with a stop, and translated ones in brackets.
TITLES = _step(
    "The full stop and the brackets around a whole title go; a title in capitals throughout comes "
    "back in small letters; a missing one is the original title.",
    _titles,
)


def _values(reference: Reference, fields: dict[str, Value]) -> None:
    for variable in ("DOI", "PMID", "PMCID", "ISSN", "ISBN"):
        if variable in fields:
            fields[variable] = normal(variable, reference.text(variable))
    if "page" in fields:
        fields["page"] = pages_of(reference.text("page"))
    if "keyword" in fields:
        fields["keyword"] = joined(split_keywords(reference.text("keyword")))
    if "language" in fields:
        fields["language"] = language_of(language_code(reference.text("language")))


#: Identifiers, pages, keywords and languages come back in one form.
VALUES = _step(
    "Identifiers come back in their normal form, page ranges in full (181-4 as 181-184), keywords "
    "joined by commas or semicolons and without doubles, languages without region.",
    _values,
)


def _dates(reference: Reference, fields: dict[str, Value]) -> None:
    issued, available = reference.date("issued"), reference.date("available-date")
    if issued is not None:
        found = date_of(date_text(issued))
        fields.pop("issued")
        fields |= {"issued": found} if found else {}
    if available is not None:
        found = day_of(day_text(available))
        fields.pop("available-date")
        fields |= {"available-date": found} if found else {}


#: Dates are said in MEDLINE's words.
DATES = _step(
    "`issued` is not uncertain (circa), and a text that says a date comes back as one; "
    "`available-date` is a day or nothing.",
    _dates,
)


def _journals(reference: Reference) -> dict[str, str]:
    if not is_serial(reference.type):
        return {}
    title, place = (
        collapse(plain(reference.text(one))) for one in ("container-title", "publisher-place")
    )
    title, place = journal_of(printed_journal(title, place))
    return {"container-title": title, "publisher-place": place}


#: The place of a journal stands behind its title.
JOURNALS = texts(
    "The publisher's place of what appears in a journal comes back where it reads as one ("
    '"London, England"); a place in brackets behind the journal\'s title becomes it.',
    _journals,
)


def people(change: Callable[[str, tuple[Name, ...]], tuple[Name, ...]]) -> Loss:
    """Names are changed as NLM has them.

    Args:
        change: a variable and its names to the names as they come back.
    """

    def step(reference: Reference, fields: dict[str, Value]) -> None:
        for variable, value in reference.fields.items():
            if isinstance(value, tuple):
                fields[variable] = change(variable, value)

    what = "Of a name, particles become part of the family name; initials come back with stops."
    return _step(what, step)


def types(back: Callable[[Reference], str]) -> Loss:
    """Types come back as what NLM has a word for.

    Args:
        back: the type that a reference has when it is read again.
    """

    def after(reference: Reference) -> Reference:
        type = back(reference)
        return reference if type == reference.type else dataclasses.replace(reference, type=type)

    what = "Types that NLM has no word for come back as the nearest, most as article-journal."
    return Loss(what, after)


#: Records have a PMID, not a key.
KEYS = Loss(
    "Keys: they are made anew.",
    lambda reference: dataclasses.replace(reference, id=base_key(reference)),
)
