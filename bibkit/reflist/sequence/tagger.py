"""The sequence model: what each token of a reference is, learned from reference lists.

The grammar reads a reference first; its labels are among the features of the model (a conditional
random field), which so learns where the grammar can be trusted. Of the two readings the model's
counts, unless the grammar's consumed the whole text and is by the model's own measure nearly as
likely. How the model was made, from which data, and how right it is: MODEL.md beside it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from threading import Lock
from typing import TYPE_CHECKING

from bibkit.dates import YEAR, month_number
from bibkit.identifiers import Identifier
from bibkit.reflist.grammar.parts import Reading
from bibkit.reflist.sequence.align import OTHER, PEOPLE
from bibkit.reflist.sequence.compose import compose, labels_of
from bibkit.reflist.sequence.features import features
from bibkit.reflist.sequence.tokens import Token, tokenize
from bibkit.vocab import TYPES

if TYPE_CHECKING:
    from pycrfsuite import Tagger

__all__ = ["TYPE_PREFIX", "Labelling", "label", "reading_of"]

#: The label of a sequence's first item is this and a CSL type.
TYPE_PREFIX = "type:"
# How much more likely (natural logarithm of the ratio) the model's labels must be to count against
# a grammar that consumed the whole text. Set on journals that the model was not trained on.
_MARGIN = 2.0
_IMPOSSIBLE = -700.0  # the logarithm of a probability that is no number any more

_lock = Lock()  # a tagger holds the sequence that it was last given


@dataclass(frozen=True, slots=True)
class Labelling:
    """What the model makes of a reference.

    Args:
        tokens: of the text.
        labels: of the tokens, of the reading that counts.
        sure: for each token, how likely its label is (0 to 1), by the model.
        type: the CSL type.
        agreed: whether the grammar had the same labels.
        log_odds: of the model's best labels against the grammar's, as a natural logarithm.
        from_grammar: whether the grammar's labels count.
    """

    tokens: list[Token]
    labels: list[str]
    sure: list[float]
    type: str
    agreed: bool
    log_odds: float
    from_grammar: bool


@cache
def _tagger() -> Tagger:
    from pycrfsuite import Tagger

    tagger = Tagger()
    with as_file(files("bibkit.reflist.sequence") / "references.crfsuite") as path:
        tagger.open(str(path))
    return tagger


@cache
def _known_labels() -> frozenset[str]:
    return frozenset(_tagger().labels())


def label(text: str, identifiers: Sequence[Identifier], grammar: Reading) -> Labelling:
    """Label the tokens of a reference.

    Args:
        text: the reference, without number and link tail.
        identifiers: found in it.
        grammar: what the grammar read.
    """
    tokens = tokenize(text, identifiers)
    guess = labels_of(grammar, tokens)
    rows = features(tokens, guess, grammar.type, bool(grammar.left))
    with _lock:
        tagger = _tagger()
        first, *labels = tagger.tag(rows)
        _free_year(tokens, labels)
        type_ = first.removeprefix(TYPE_PREFIX)
        agreed = labels == guess
        odds = 0.0
        if not agreed:
            known = [one if one in _known_labels() else OTHER for one in guess]
            odds = _log(tagger.probability([first, *labels])) - _log(
                tagger.probability([first, *known])
            )
        # Names that the grammar read do not turn into a journal's name.
        unnamed = "author" in grammar.fields and not set(PEOPLE) & set(labels)
        trusted = agreed or (not grammar.left and (odds < _MARGIN or unnamed))
        if trusted:
            labels = guess
        sure = [
            tagger.marginal(one, place) if one in _known_labels() else 0.0
            for place, one in enumerate(labels, start=1)
        ]
    return Labelling(
        tokens, labels, sure, type_ if type_ in TYPES else grammar.type, agreed, odds, trusted
    )


_YEAR = re.compile(YEAR)


def _free_year(tokens: Sequence[Token], labels: list[str]) -> None:
    """Where there is no year, the one among the tokens of the issue is it: "no. 6 (2022)",
    "42 (October 1998)"; a month before it is no issue either.
    """
    if "issued" in labels:
        return
    for place in range(1, len(tokens)):
        before = tokens[place - 1]
        bracketed = "(" in tokens[place].before and labels[place - 1] == "issue"
        month = month_number(before.core)
        if (
            labels[place] == "issue"
            and _YEAR.fullmatch(tokens[place].core)
            and (bracketed or month)
        ):
            labels[place] = "issued"
            if month:
                labels[place - 1] = OTHER
            return


def _log(probability: float) -> float:
    return math.log(probability) if probability > 0 else _IMPOSSIBLE


def reading_of(text: str, labelling: Labelling, grammar: Reading) -> Reading:
    """The reading that counts: the grammar's own, or the one that the labels spell."""
    if labelling.from_grammar:
        return grammar
    return compose(text, labelling.tokens, labelling.labels, labelling.type, grammar)
