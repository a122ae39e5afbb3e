"""Publication types of NLM, and of ERIC, and CSL's item types."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["BOOKS", "is_serial", "nearest", "publication_type", "type_of"]

# CSL type, what NLM calls it, its number among the Medical Subject Headings where that is known,
# and what else tells it. Where several are said, the first in this order counts: a preprint is a
# journal article too, and a letter with a film is a letter.
_TABLE = (
    ("article", "Preprint", "D000076942", ()),
    ("chapter", "Book Chapter", "", ("Chapter",)),
    ("book", "Book", "", ("Books", "Monograph")),
    ("article-journal", "Journal Article", "D016428", (
        "Journal Articles", "Case Report", "Case Reports", "Comment", "Editorial", "Letter", "News",
        "Published Erratum", "Review",
    )),
    ("article-newspaper", "Newspaper Article", "D018431", ()),
    ("thesis", "Academic Dissertation", "", ("Academic Dissertations", "Dissertations/Theses")),
    ("report", "Technical Report", "", ("Reports",)),
    ("legal_case", "Legal Case", "", ("Legal Cases",)),
    ("legislation", "Legislation", "", ()),
    ("motion_picture", "Video-Audio Media", "D059040", ()),
    ("dataset", "Dataset", "", ()),
    ("map", "Map", "", ("Maps",)),
    ("patent", "Patent", "", ("Patents",)),
    ("post-weblog", "Blog", "", ("Blogs",)),
)  # fmt: skip
_BY_NAME = {
    name.casefold(): (place, type)
    for place, (type, first, _, others) in enumerate(_TABLE)
    for name in (first, *others)
}
_BY_TYPE = {type: (name, number) for type, name, number, _ in _TABLE}
# Types that NLM has no word for, by the nearest that it has one for.
_NEAREST = {
    "entry": "chapter", "entry-dictionary": "chapter", "entry-encyclopedia": "chapter",
    "paper-conference": "chapter", "classic": "book", "collection": "book", "pamphlet": "book",
    "bill": "legislation", "regulation": "legislation", "treaty": "legislation",
    "hearing": "legislation", "broadcast": "motion_picture", "post": "post-weblog",
}  # fmt: skip
#: Types that are books, or of a book.
BOOKS = frozenset({"book", "chapter", "report", "thesis"})


def type_of(kinds: Iterable[str]) -> str | None:
    """The CSL type that publication types tell, in any case; None where they do not.

    >>> type_of(["Video-Audio Media", "Letter"]), type_of(["Reports - Research"]), type_of(["Map "])
    ('article-journal', 'report', None)
    """
    told = [found for kind in kinds if (found := _kind(kind.casefold()))]
    return min(told)[1] if told else None


def _kind(name: str) -> tuple[int, str] | None:
    # ERIC's "Dissertations/Theses - Doctoral Dissertations", "Reports - Research".
    return _BY_NAME.get(name) or _BY_NAME.get(name.partition(" - ")[0])


def publication_type(type: str) -> tuple[str, str]:
    """What NLM calls items of a CSL type, and the number of that; both empty where it has no word.

    >>> publication_type("article-journal"), publication_type("paper-conference")
    (('Journal Article', 'D016428'), ('Book Chapter', ''))
    """
    return _BY_TYPE.get(nearest(type), ("", ""))


def nearest(type: str) -> str:
    """The type itself, or the nearest that NLM has a word for.

    >>> nearest("paper-conference"), nearest("figure")
    ('chapter', 'figure')
    """
    return _NEAREST.get(type, type)


def is_serial(type: str) -> bool:
    """Whether items of a type appear in a journal, whose country is no place of publication."""
    return nearest(type) not in BOOKS
