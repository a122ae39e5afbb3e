"""References that can be read in one way only: the plain form of PubMed and Vancouver lists.

::

    reference = people ". " title (". " | "? ") journal ". " date ";" volume ["(" issue ")"] ":" pages "."
    people    = family " " initials *(", " family " " initials) [", et al"]

The grammar has read it; here its fields are printed again in that form and compared with the text,
letter by letter. Where they agree, title and journal hold no stop, and only identifiers follow,
nothing could belong elsewhere: between the names and the date stand two sentences. The sequence
model need not be asked, which makes reading such lists several times faster.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibkit.identifiers import Identifier
from bibkit.model import Name, Part
from bibkit.reflist.grammar.parts import DATE, Reading, identifier_part
from bibkit.reflist.grammar.titles import looks_like_container
from bibkit.text import DASHES

__all__ = ["plain_parts"]

# Of two capitalised words in a family name one may be a given name ("Krause William R."): that is
# for the model to say.
_GIVEN = re.compile(r"[^\W\d_a-zß-ÿ]{1,4}|[^\W\d_a-zß-ÿ]\.(?:[ -]?[^\W\d_a-zß-ÿ]\.){0,3}")
_FAMILY = re.compile(
    r"(?:(?:[^\W\d_A-ZÀ-Þ]{1,3}|Le|La|De|Van|Von|Der|Den|Del|Di|Da|Dos|El|Al|Mc|St)[ '’-]){0,3}[^\W\d_a-zß-ÿ][^\W\d_]+(?:[-'’][^\W\d_a-zß-ÿ][^\W\d_]+)?"
)
_DATE = re.compile(rf"{DATE};")
_PROSE = re.compile(r" [a-z]{4,}")
_TRANSLATED = str.maketrans(dict.fromkeys(DASHES, "-"))
_FIELDS = frozenset(
    "author title container-title issued volume issue page DOI PMID PMCID URL".split()
)


def plain_parts(
    text: str, found: Sequence[Identifier], reading: Reading
) -> tuple[Part, ...] | None:
    """Where the fields of a reference of the plain form stand; None for any other.

    Args:
        text: the reference, without number and link tail; found: the identifiers in it.
        reading: the grammar's.
    """
    title, container = reading.text_of("title"), reading.text_of("container-title")
    if reading.left or reading.type != "article-journal" or not reading.fields.keys() <= _FIELDS:
        return None
    if not _is_plain_title(title) or "." in container or not looks_like_container(container):
        return None
    parts: list[Part] = []
    end = _people(text, reading, parts)
    if end is None:
        return None
    for variable, value, gap in (
        ("title", title, "" if title.endswith("?") else "."),
        ("container-title", container, "."),
    ):
        if not text.startswith(f"{value}{gap} ", end):
            return None
        parts.append(Part(variable, variable, end, end + len(value)))
        end += len(value) + len(gap) + 1
    return _numbers(text, found, reading, parts, end)


def _is_plain_title(title: str) -> bool:
    inner = title.removesuffix("?")
    return not set(inner) & set(".?!;") and len(title) > 15 and bool(_PROSE.search(title))


def _people(text: str, reading: Reading, parts: list[Part]) -> int | None:
    """The names, as printed; gives back where the title begins."""
    names = reading.fields.get("author", ())
    if not isinstance(names, tuple) or not names:
        return None
    end = 0
    for number, name in enumerate(names):
        if number:
            if not text.startswith(", ", end):
                return None
            end += 2
        if not _is_plain_name(name) or not text.startswith(f"{name.family} {name.given}", end):
            return None
        middle = end + len(name.family)
        parts.append(Part("author", "family", end, middle))
        end = middle + 1 + len(name.given)
        parts.append(Part("author", "given", middle + 1, end))
    if reading.custom.get("author-et-al"):
        if not text.startswith(", et al", end):
            return None
        parts.append(Part("author", "et-al", end + 2, end + 7))
        end += 7
    elif text.startswith(" ", end) and text[end - 1] == ".":
        return end + 1
    return end + 2 if text.startswith(". ", end) else None


def _is_plain_name(name: Name) -> bool:
    return bool(_GIVEN.fullmatch(name.given) and _FAMILY.fullmatch(name.family) and not name.suffix)


def _numbers(
    text: str, found: Sequence[Identifier], reading: Reading, parts: list[Part], end: int
) -> tuple[Part, ...] | None:
    date = _DATE.match(text, end)
    if date is None:
        return None
    parts.append(Part("issued", "issued", date.start("date"), date.end("date")))
    end = date.end()
    for variable, before, after in (("volume", "", ""), ("issue", "(", ")"), ("page", ":", "")):
        value = reading.text_of(variable)
        if not value:
            if variable == "volume":
                return None
            continue
        size = len(before) + len(value)
        printed = text[end : end + size + len(after)].translate(_TRANSLATED)
        if printed != f"{before}{value}{after}":
            return None
        parts.append(Part(variable, variable, end + len(before), end + size))
        end += size + len(after)
    for one in found:
        if text[end : one.start].strip(" .;,"):
            return None
        parts.append(identifier_part(one))
        end = one.end
    return None if text[end:].strip(" .;,") else tuple(parts)
