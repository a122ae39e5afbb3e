"""The identifiers of a record of the MEDLINE format: IS, ISBN, LID, AID, SO.

::

    IS      = issn [" (" ("Print" | "Electronic" | "Linking") ")"] | isbn
    LID     = (doi | pii | accession) " [" ("doi" | "pii" | "bookaccession") "]" | address
    AID     = LID
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibkit import identifiers
from bibkit.formats.ncbi.kept import Tree
from bibkit.formats.ncbi.values import address_of, is_resolver, normal

__all__ = ["WEB", "address", "dois", "first", "identifiers_of", "isbn", "issn"]


def first(tree: Tree, tag: str) -> str:
    """The first value of a tag; empty where there is none."""
    values: list[str] = tree.get(tag) or [""]
    return values[0]


# "1545-1534 (Electronic)"; the linking one is that of all media, and stands beside one of these.
_NUMBER = re.compile(
    r"(?P<number>.*?)(?: \((?P<medium>Print|Electronic|Linking|Undetermined|ISBN)\))?"
)


def _numbers(tree: Tree) -> list[str]:
    """The values of IS, those of a medium before the linking ones."""
    found = [match for value in tree.get("IS", ()) if (match := _NUMBER.fullmatch(value))]
    found.sort(key=lambda match: match["medium"] == "Linking")
    return [match["number"] for match in found]


def issn(tree: Tree) -> str:
    """The ISSN, of print or of the electronic journal before the linking one."""
    eric = first(tree, "ISSN").removeprefix("E").removeprefix("ISSN-")
    numbers = (number for number in _numbers(tree) if not identifiers.is_isbn(number))
    return normal("ISSN", next(numbers, eric))


def isbn(tree: Tree) -> str:
    """The ISBN, which some say where others have the ISSN."""
    said = first(tree, "ISBN").removeprefix("ISBN-")
    return normal("ISBN", said or next(filter(identifiers.is_isbn, _numbers(tree)), ""))


def identifiers_of(tree: Tree, kind: str) -> Iterator[str]:
    """The identifiers of a kind ("10.1000/1 [doi]") where a work lies, then all others."""
    for value in (*tree.get("LID", ()), *tree.get("AID", ())):
        if value.endswith(f" [{kind}]"):
            yield value.removesuffix(f" [{kind}]")


WEB = re.compile(r"(?:https?://|ftp://|www\.)\S+", re.I)
_DOI_IN_SOURCE = re.compile(r"doi: ?(10\.\S+)")
_BARE_DOI = re.compile(r"10\.\d{4,9}/\S+")


def dois(tree: Tree) -> list[str]:
    """Every DOI that a record says of its work, once each."""
    places = (*tree.get("LID", ()), *tree.get("AID", ()))
    said = list(identifiers_of(tree, "doi"))
    said += (one for one in places if _BARE_DOI.fullmatch(one) or is_resolver(one))
    if not said:  # older records have it there alone
        said += _DOI_IN_SOURCE.findall(first(tree, "SO"))
    return list(dict.fromkeys(normal("DOI", one) for one in said))


def address(tree: Tree) -> str:
    """Where a work is read: what the publisher gives before the catalogue's page."""
    shelf = map(address_of, identifiers_of(tree, "bookaccession"))
    given = (*tree.get("AID", ()), *tree.get("LID", ()))
    web = (one for one in given if WEB.fullmatch(one) and not is_resolver(one))
    return next(web, "") or next(shelf, "")
