"""What a record is: the work itself, or something that bears its title."""

from __future__ import annotations

import re
from enum import Enum

from bibkit.mending import plain
from bibkit.model import Candidate, Reference

__all__ = ["Nature", "asks_for", "nature_of"]


class Nature(Enum):
    """What a record is, with the words for it."""

    WORK = "a work"
    CORRECTION = "a correction"
    RETRACTION = "a notice of retraction"
    CONCERN = "an expression of concern"
    REPLY = "a reply or comment"
    COMPONENT = "a part (figure, table, supplement) of a work"
    REVIEW = "a peer review"

    @property
    def article(self) -> str:
        """With its article, for a sentence."""
        return self.value


# At the beginning of a title. Direction of update links and types cannot be trusted (see
# `bibkit.formats.crossref`), titles and PubMed's publication types can.
_TITLES: tuple[tuple[Nature, re.Pattern[str]], ...] = (
    (Nature.RETRACTION, re.compile(
        r"(?:notice of )?(?:partial )?retraction(?: note| notice)?\b(?:\s*(?:[:.\-–—(]|to\b|of:|for\b|note|$))"
        r"|notice of (?:withdrawal|retraction)|withdrawal notice|retraction and replacement of", re.I)),
    (Nature.CONCERN, re.compile(r"(?:editorial )?(?:expression of (?:editorial )?concern)\b", re.I)),
    (Nature.CORRECTION, re.compile(
        r"(?:author['’]?s? |publisher['’]?s? |editorial )?(?:correction|corrigend(?:um|a)|errat(?:um|a)|addendum)"
        r"(?: notice| note)?\s*(?:[:.\-–—(\[]|to\b|for\b|in\b|of:|$)|correction(?:s)? to\b|published erratum", re.I)),
    (Nature.REPLY, re.compile(
        r"(?:authors?['’]? )?(?:reply|response|rejoinder)(?: (?:by|from) (?:the )?authors?)?\s*(?:[:.\-–—]|to\b|$)"
        r"|re\s*:|(?:a )?(?:comments?|commentary|letter) (?:on|to|regarding)\b|comment\s*:|in reply\b", re.I)),
)  # fmt: skip
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
    """Whether a reference says of itself that it cites something of that nature."""
    if of_title(reference.text("title")) is nature:
        return True
    return _WORDS[nature].search(text) is not None if nature in _WORDS else False


_WORDS = {
    Nature.CORRECTION: re.compile(r"\b(?:corrections?|corrigend|errat|addendum|published erratum)", re.I),
    Nature.RETRACTION: re.compile(r"\b(?:retract|withdrawal)", re.I),
    Nature.CONCERN: re.compile(r"\bexpression of (?:editorial )?concern", re.I),
    Nature.REPLY: re.compile(r"\b(?:reply|repl(?:y|ies)|response|rejoinder|comment|commentary|letter|re:)", re.I),
    Nature.COMPONENT: re.compile(r"\b(?:figure|table|supplement)", re.I),
    Nature.REVIEW: re.compile(r"\b(?:peer|referee|review)", re.I),
}  # fmt: skip
