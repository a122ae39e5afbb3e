"""Whether two names are one journal's: full, abbreviated by ISO 4 or MEDLINE, or as an acronym."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibkit.text import fold

__all__ = ["abbreviates", "same_journal"]

# Words that abbreviations leave out (ISO 4, 7.2: articles, conjunctions, prepositions).
_LEFT_OUT = frozenset(
    "a an and the of for in on to at by de la le les el los las des du der die das und et y e i & della dei per fur für".split()
)


def _words(name: str) -> list[str]:
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", name)
    words = [fold(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", bare)]
    return [word for word in words if word and word not in _LEFT_OUT]


def abbreviates(short: str, full: str) -> bool:
    """Whether a name is an abbreviation of another, or the same name.

    Each word of the short name begins a word of the full one, in order, and none of the full
    name's is passed over but at the end (a subtitle).

    >>> abbreviates("N. Engl. J. Med.", "The New England Journal of Medicine")
    True
    >>> abbreviates("Neural Regen Res", "Neural Regeneration Research"), abbreviates("Chest", "Brain")
    (True, False)
    >>> abbreviates("PNAS", "Proceedings of the National Academy of Sciences"), abbreviates("J Neurol", "Journal of Neuroscience")
    (True, False)
    """
    mine, theirs = _words(short), _words(full)
    if not mine or not theirs:
        return False
    if mine == theirs or "".join(mine) == "".join(theirs):
        return True
    if (
        len(mine) == 1
        and len(mine[0]) > 2
        and mine[0] == "".join(word[0] for word in theirs)[: len(mine[0])]
    ):
        return len(mine[0]) >= len(theirs) - 1
    if len(mine) > len(theirs):
        return False
    if not all(_begins(a, b) for a, b in zip(mine, theirs, strict=False)):
        return False
    # A subtitle may follow ("J Bone Joint Surg" of "… Surgery. British volume"), but not a word
    # that makes it another journal ("Nature" of "Nature Genetics").
    rest = theirs[len(mine) :]
    return not rest or len(mine) >= 4


def _begins(short: str, word: str) -> bool:
    if word.startswith(short):
        return True
    # Contractions keep the first letter and the order ("Natl" of National, "Engl" of England).
    if not short or short[0] != word[0] or len(short) < 3:
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)


def same_journal(mine: str, theirs: Iterable[str]) -> bool:
    """Whether a name means a journal that has all of `theirs` as its names.

    >>> same_journal("Lancet (London, England)", ["The Lancet", "Lancet"])
    True
    """
    return any(abbreviates(mine, name) or abbreviates(name, mine) for name in theirs)
