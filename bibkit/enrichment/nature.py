"""What a record is: the work itself, or something that bears its title."""

from __future__ import annotations

import re
from enum import Enum

from bibkit.mending import plain
from bibkit.model import Candidate, Reference

__all__ = ["NOTICE_KINDS", "Nature", "asks_for", "nature_of"]


class Nature(Enum):
    """What a record is, with the words for it."""

    WORK = "a work"
    CORRECTION = "a correction"
    RETRACTION = "a notice of retraction"
    CONCERN = "an expression of concern"
    REPLY = "a reply or comment"
    COMPONENT = "a part (figure, table, supplement) of a work"
    REVIEW = "a peer review"


# At the beginning of a title. Direction of update links and types cannot be trusted (see
# `bibkit.formats.crossref`), titles and PubMed's publication types can. A word that may also begin
# an article's title (correction, response, comment) needs a stop, a quotation or a name behind it.
_OPEN = r"\s*(?:[:.\-–—]\s|[:\]]|$)"  # "Correction: …", "[Erratum] …", "Erratum" alone
_NAMED = r"(?:to|for|on|of|in)\s*(?::|[\"“‘'«]|the (?:article|paper|letter|comment)|[A-Z][\w'’-]+(?: [A-Z]{1,3})?(?:,| et al| and [A-Z]))"
_BEFORE = r"(?i:\W*(?:the )?(?:(?:authors?(?:['’]s?)?|publisher(?:['’]s)?|editor(?:ial|['’]s)?) )?)"
_TITLES: tuple[tuple[Nature, re.Pattern[str]], ...] = tuple(
    (nature, re.compile(_BEFORE + form, re.I if fold else 0))
    for nature, form, fold in (
        (Nature.RETRACTION, rf"(?:notice of )?(?:partial )?(?i:retraction|withdrawal)(?i: notes?| notices?)?(?:{_OPEN}|\s+(?i:{_NAMED})|\s+(?i:to|and replacement)\b)", False),
        (Nature.RETRACTION, r"(?:notice of (?:retraction|withdrawal)|(?:retraction|withdrawal) not(?:e|ice)\b)", True),
        (Nature.CONCERN, rf"expression of (?:editorial )?concern(?:{_OPEN}|\s+(?:regarding|about|on|for|to)\b|\s*[\"“‘'«])", True),
        (Nature.CORRECTION, r"(?:corrigend(?:um|a)|errat(?:um|a)|addendum)\b", True),
        (Nature.CORRECTION, rf"(?i:corrections?)(?i: notices?| notes?)?(?:{_OPEN}|\s+(?i:to)\b|\s+{_NAMED})", False),
        (Nature.REPLY, rf"(?i:repl(?:y|ies)|responses?|rejoinder|comments?|commentary(?!$)|letters?(?!$))(?i: (?:by|from) (?:the )?authors?)?(?:{_OPEN}|\s+{_NAMED})", False),
        (Nature.REPLY, r"(?:repl(?:y|ies) (?:to|by|from)\b|in (?:reply|response)\s*(?:[:.]|to [A-Z])|re\s*[:.]\s|(?:a )?(?:comments?|commentary) on\b|letter (?:to the editor )?(?:regarding|concerning|on)\b)", True),
        (Nature.COMPONENT, r"(?:figures?|tables?|data|supplementary (?:material|data|table|figure)s?) (?:\w+ )?(?:from|for)\s*:", True),
    )
)  # fmt: skip
#: PubMed's publication types of notices.
NOTICE_KINDS = {
    "Published Erratum", "Retraction of Publication", "Retraction Notice", "Expression of Concern",
}  # fmt: skip
_KINDS = {
    "component": Nature.COMPONENT,
    "peer-review": Nature.REVIEW,
    "Published Erratum": Nature.CORRECTION,
    "Retraction of Publication": Nature.RETRACTION,
    "Retraction Notice": Nature.RETRACTION,
    "Expression of Concern": Nature.CONCERN,
}


def of_title(title: str) -> Nature:
    """What a title says that its bearer is.

    >>> of_title("Erratum: Amyotrophic lateral sclerosis"), of_title("Reply to: A view")
    (<Nature.CORRECTION: 'a correction'>, <Nature.REPLY: 'a reply or comment'>)
    >>> of_title("Correction of hypokalaemia in adults"), of_title("Response of ants to heat")
    (<Nature.WORK: 'a work'>, <Nature.WORK: 'a work'>)
    """
    bare = plain(title).lstrip("[ \"“'")
    return next((nature for nature, form in _TITLES if form.match(bare)), Nature.WORK)


def nature_of(candidate: Candidate) -> Nature:
    """What a candidate is, by its service's type and by its title."""
    known = _KINDS.get(candidate.kind)
    return known or of_title(candidate.reference.text("title"))


def asks_for(reference: Reference, text: str, nature: Nature) -> bool:
    """Whether a reference says of itself that it cites something of that nature.

    A word of its title is no such wish: it must begin the title as that of a notice does, or stand
    in brackets of its own ("[letter]", "[erratum]").
    """
    if of_title(reference.text("title")) is nature:
        return True
    return _WORDS[nature].search(text) is not None


_WORDS = {
    Nature.WORK: re.compile(r"$^"),
    Nature.CORRECTION: re.compile(r"\[(?:published )?(?:correction|corrigendum|erratum|addendum)\]|[.:] (?:erratum|corrigendum)\b(?! in)", re.I),
    Nature.RETRACTION: re.compile(r"\[(?:notice of )?(?:retraction|withdrawal)(?: notice)?\]|\bretraction (?:of|note|notice|to)\b", re.I),
    Nature.CONCERN: re.compile(r"\[expression of concern\]", re.I),
    Nature.REPLY: re.compile(r"[\[(](?:author'?s? )?(?:reply|response|rejoinder|comment|commentary|letter)[\])]|[.:] (?:reply|response|comment|rejoinder)[.:] ", re.I),
    Nature.COMPONENT: re.compile(r"\b(?:fig(?:ure)?\.? ?\d|table ?\d|supplementary (?:material|data|table|figure))", re.I),
    Nature.REVIEW: re.compile(r"\b(?:peer review (?:of|for)|referee(?:'s)? report|review for)\b", re.I),
}  # fmt: skip
