"""Particles and suffixes that stand in the family or given name, set apart.

CSL-JSON from many sources has "van der Berg" as the family name and "Jean de" as the given one. The
specification has fields for each part; how they are told apart follows the results of citeproc-js:
not by a list, but by small letters. Words ahead of a family name that begin with one, and parts that
end in a hyphen or an apostrophe, are its non-dropping particle; words at the end of a given name
that begin with one, its dropping particle; what follows a comma there is the suffix.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bibkit.model import Name

__all__ = ["with_particles"]

_AHEAD = re.compile(r"([^ ]+(?:[-\u02bb’' ]) *)(.+)", re.S)
_BEHIND = re.compile(r"(.+?)( +[^ ]+)\Z", re.S)
_COMMA = re.compile(r"\s*,!*\s*")
_APOSTROPHES = "-'\u02bb’ \t\n"
_PLAIN = re.compile(r"[^a-z ,\"\x80-\uffff'-][^ ,\"'\u02bb’-]*")


@lru_cache(maxsize=16384)
def with_particles(name: Name) -> Name:
    """The name with its particles and suffix in fields of their own.

    A name that has its non-dropping particle already, a body's and one without a given or family name
    stay as they are; a family name in straight quotation marks loses these and nothing else.

    >>> name = with_particles(Name("van der Berg", "Jan"))
    >>> name.non_dropping_particle, name.family
    ('van der', 'Berg')
    >>> name = with_particles(Name("Fontaine", "Jean de la, III"))
    >>> name.given, name.dropping_particle, name.suffix
    ('Jean', 'de la', 'III')
    >>> with_particles(Name('"van der Berg"', "Jan")).family
    'van der Berg'
    """
    if name.literal or not name.family:
        return name
    family, given = name.family, name.given
    if len(family) > 2 and family[0] == family[-1] == '"':
        return replace(name, family=family[1:-1])
    if name.non_dropping_particle or not given:
        return name
    if _PLAIN.fullmatch(family) and given.isalpha():
        return name  # most names, without the rest
    particle, family = _ahead(family)
    suffix = name.suffix
    comma_suffix = name.comma_suffix
    comma = None if suffix else _COMMA.search(given)
    if comma is not None:
        # ",!" says that a comma is printed before the suffix.
        comma_suffix = "".join(comma[0].split()) == ",!"
        given, suffix = given[: comma.start()], given[comma.end() :]
    dropping = name.dropping_particle
    if not dropping:
        given, dropping = _behind(given)
    if not dropping and suffix.replace(".", "") == "et al":
        # citeproc-js takes an "et al." among the authors for a particle after a comma.
        dropping, suffix = suffix, ""
    return replace(
        name,
        family=family,
        given=given,
        dropping_particle=dropping,
        non_dropping_particle=particle,
        suffix=suffix,
        comma_suffix=comma_suffix,
    )


def _small(text: str) -> bool:
    """Whether the first letter is a small one."""
    bare = text.lstrip(_APOSTROPHES)
    return bool(bare) and bare[0] != bare[0].upper()


def _ahead(family: str) -> tuple[str, str]:
    """The particle and what is left; the blank after an apostrophe is part of it (`d' Arcy`)."""
    rest, end = family, 0
    while (match := _AHEAD.fullmatch(rest)) and _small(match[1]):
        end += len(match[1])
        rest = match[2]
    particle = family[:end]
    bare = particle.strip()
    if particle[-1:] == " " and bare[-1:] in ("'", "’"):
        bare += " "
    return bare, rest


def _behind(given: str) -> tuple[str, str]:
    rest = given
    while (match := _BEHIND.fullmatch(rest)) and _small(match[2]):
        rest = match[1]
    return rest, given[len(rest) :].strip()
