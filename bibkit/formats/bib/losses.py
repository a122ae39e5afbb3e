"""What a .bib file cannot say, of either dialect."""

from __future__ import annotations

import dataclasses
import re

from bibkit.formats import losses
from bibkit.formats.bib.bibdates import date_field
from bibkit.formats.bib.latex import encode
from bibkit.formats.bib.mapping import FIELDS, How
from bibkit.formats.bib.names import needs_braces
from bibkit.formats.bib.write import verbatim
from bibkit.formats.losses import Loss
from bibkit.model import Date, Name, Reference

__all__ = ["LOSSES"]

_VERBATIM = {variable for variable, how, _ in FIELDS.values() if how is How.VERBATIM} - {"language"}


def _name(name: Name) -> Name:
    if name.literal:
        return name
    von = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle)))
    if not name.family:
        name = dataclasses.replace(name, family=name.given, given="")
    if not (name.given or von or name.suffix) and needs_braces(name.family, alone=True):
        return Name(literal=name.family)
    if name.dropping_particle:
        return dataclasses.replace(name, dropping_particle="", non_dropping_particle=von)
    return name


def _date(date: Date) -> Date:
    if date.year is not None:
        open_end = date.literal.endswith(("/", "/.."))
        return date if not date.literal or open_end else dataclasses.replace(date, literal="")
    said = date_field(encode(date.literal))
    again = said if said is not None and said.year is not None else Date(literal=date.literal)
    return date if again == date else again


def _identifiers(reference: Reference) -> Reference:
    changed = {}
    for variable in _VERBATIM & reference.fields.keys():
        text = reference.text(variable)
        coded = verbatim(" ".join(text.split()))
        if coded != text:
            changed[variable] = coded
    if not changed:
        return reference
    return dataclasses.replace(reference, fields={**reference.fields, **changed})


def _pages(reference: Reference) -> Reference:
    page = reference.text("page")
    plain = re.sub(r"(?<=\w)\s?-+\s?(?=\w)", "-", page)
    return reference if plain == page else reference.replace(page=plain)


LOSSES: tuple[Loss, ...] = (
    Loss("`citation-key` is the entry's key.", lambda one: one.replace(citation_key=None)),
    losses.names(
        "A particle that drops in sorting is not told from one that stays; a given name alone is a"
        " family name; a family name of several words that stands alone is a body's.",
        _name,
    ),
    losses.dates(
        "A date in words is no more than its words, and a date if it reads as one.", _date
    ),
    Loss("Braces and backslashes in identifiers and addresses are percent-coded.", _identifiers),
    Loss("Dashes of a range of pages are one.", _pages),
)
