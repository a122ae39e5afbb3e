"""Journals as NLM names them: with their place in brackets, where several have one name.

::

    journal = title " (" place [" : " year] ")"        "Lancet (London, England)"
    place   = town 1*3("," SP region)                  "Drugs (Abingdon, England)"
            | town                                     "Biochemistry (Moscow)"

A region is a country or a state. The year is that of the first volume under the name. Brackets
that hold anything else belong to the title: "BMJ (Clinical research ed.)".
Source: NLM, Catalog: uniform titles of serials; what occurs was counted in records of PubMed.
"""

from __future__ import annotations

import re

__all__ = ["journal_of", "printed_journal"]

_PLACED = re.compile(r"(?P<title>\S.*) \((?P<place>[^()]+?)(?: ?: ?(?:1[89]|20)\d\d)?\)", re.A)
_SMALL = "am an and da de del der di do du el en i im la le les of près sur the und upon y".split()
# Words that begin other brackets with a comma: "(Series A, Soil)".
_OTHER = frozenset(
    "Abteilung Class Clinical Division Edition English Group Official Part Reihe Section Serie Series Volume".split()
)
_CAPITALS = frozenset({"UAE", "UK", "USA", "USSR"})
# Towns that stand alone.
_TOWNS = frozenset(
    """
        Amsterdam Ankara Athens Baltimore Barcelona Basel Beijing Belgrade Berlin Bern Bethesda Bologna
        Boston Bratislava Bucharest Budapest Cambridge Chicago Colchester Copenhagen Dublin Edinburgh
        Florence Geneva Glasgow Heidelberg Helsinki Houston Istanbul Jena Kiev Kyoto Lausanne Leiden
        Leipzig Lisbon London Lyon Madrid Melbourne Milan Milano Minneapolis Montreal Moscow Munich Naples
        Osaka Oslo Oxford Paris Philadelphia Prague Roma Rome Rotterdam Seoul Shanghai Sofia Stockholm
        Stuttgart Sydney Taipei Tokyo Torino Toronto Turin Uppsala Utrecht Vienna Warsaw Wien Zagreb Zürich
    """.split()
)


def journal_of(printed: str) -> tuple[str, str]:
    """The title of a journal, and its place; empty where there is none in brackets.

    >>> journal_of("Lancet (London, England)"), journal_of("Micron (Oxford, England : 1993)")
    (('Lancet', 'London, England'), ('Micron', 'Oxford, England'))
    >>> journal_of("BMJ (Clinical research ed.)"), journal_of("Biochemistry (Moscow)")
    (('BMJ (Clinical research ed.)', ''), ('Biochemistry', 'Moscow'))
    """
    match = _PLACED.fullmatch(printed)
    return (
        (match["title"], match["place"]) if match and _is_place(match["place"]) else (printed, "")
    )


def printed_journal(title: str, place: str) -> str:
    """A journal as NLM names it; without its place where that would not be told from the title.

    >>> printed_journal("Lancet", "London, England"), printed_journal("Lancet", "the world")
    ('Lancet (London, England)', 'Lancet')
    """
    printed = f"{title} ({place})"
    return printed if place and journal_of(printed) == (title, place) else title


def _is_place(text: str) -> bool:
    town, *regions = text.split(", ")
    if not regions:
        return town in _TOWNS
    words = town.split()
    is_town = words[:1] and words[0] not in _OTHER and any(c.islower() for c in words[0])
    return bool(is_town) and len(regions) < 4 and all(map(_is_named, (town, *regions)))


def _is_named(text: str) -> bool:
    """Whether words are the name of a town, a state or a country: in capitals, but no acronym."""
    words = text.split(" ")
    return words[0] not in _SMALL and all(
        word in _SMALL
        or word in _CAPITALS
        or (word[:1].isupper() and not word.isupper() and not re.search(r"[\d_]", word))
        or (word.isupper() and word.endswith("."))
        for word in words
    )
