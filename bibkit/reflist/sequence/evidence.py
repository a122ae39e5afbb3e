"""Where each field of a reading stands in its text, and how sure the reading is."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from bibkit.dates import month_number
from bibkit.identifiers import Identifier
from bibkit.model import Evidence, Part
from bibkit.reflist.grammar.notes import note_spans
from bibkit.reflist.grammar.parts import Reading, identifier_part
from bibkit.reflist.sequence.align import NUMBERS, OTHER, letters
from bibkit.reflist.sequence.compose import (
    Run,
    author_runs,
    chosen_runs,
    runs_of,
    span_of,
    variable_of,
)
from bibkit.reflist.sequence.tagger import Labelling
from bibkit.reflist.sequence.tokens import Token

__all__ = [
    "FIELDS",
    "SIGNALS",
    "chance",
    "departure_weight",
    "evidence_of",
    "field_signals",
    "plain_evidence",
    "signals",
]

#: The variables whose confidence is calibrated each for itself; others share that of `title`.
FIELDS = ("author", "title", "container-title", "issued", "volume", "issue", "page")

# Words between fields that say nothing of their own.
_JOINING = frozenset(
    """
    a and al an at by de di do e ed edited editor editors edn eds edition em en et for from ii in
    iss issue le no nr n number of on online or org orgs p page pages pg pp s st nd rd th the und v
    vol volume volumes y article art id available doi url http https www accessed cited retrieved
    viewed epub print published pii pmid pmcid isbn issn disponível acesso acessado access link
    suppl supplement pt part eds. hrsg dans der die with
    """.split()
)


def evidence_of(
    text: str, found: Sequence[Identifier], labelling: Labelling, reading: Reading
) -> Evidence:
    """The evidence of a reading.

    Args:
        text: what was read; found: the identifiers in it.
        labelling: of its tokens; reading: what was made of them.
    """
    parts = _apart(_parts(text, found, labelling, reading))
    sure = {
        variable: chance(_weights(variable), values)
        for variable, values in field_signals(labelling).items()
        if variable in reading.fields
    }
    left = any(not part.variable for part in parts) or bool(reading.left)
    confidence = chance(_calibration()["record"], signals(labelling, reading, left))
    return Evidence(text, tuple(parts), sure, confidence)


def plain_evidence(text: str, parts: tuple[Part, ...]) -> Evidence:
    """The evidence of a reference of the plain form, whose fields could not stand elsewhere."""
    calibration = _calibration()
    held = {part.variable for part in parts}
    sure = {v: chance_ for v, chance_ in calibration["plain fields"].items() if v in held}
    return Evidence(text, parts, sure, float(calibration["plain"]))


def _apart(parts: Iterable[Part]) -> list[Part]:
    """Parts in order, none within another: what begins inside one begins behind it, or is it."""
    placed: list[Part] = []
    for part in sorted(parts, key=lambda one: (one.start, -one.end)):
        start = max(part.start, placed[-1].end) if placed else part.start
        if start < part.end:
            placed.append(dataclasses.replace(part, start=start))
    return placed


# --- places -------------------------------------------------------------------------------------


def _parts(
    text: str, found: Sequence[Identifier], labelling: Labelling, reading: Reading
) -> Iterator[Part]:
    tokens = labelling.tokens
    runs = runs_of(labelling.labels)
    chosen = {*chosen_runs(runs), *author_runs(runs)}
    taken: list[tuple[int, int]] = []
    authors = reading.fields.get("author", ())
    dotted = isinstance(authors, tuple) and any("." in name.given for name in authors)
    for one in found:
        taken.append((one.start, one.end))
        yield identifier_part(one)
    noted: set[str] = set()
    for variable, start, end in (*note_spans(text), *_said(text, reading)):
        if variable in reading.fields and variable not in noted:
            noted.add(variable)
            taken.append((start, end))
            yield Part(variable, variable, start, end)
    for run in runs:
        label = run[0]
        variable = variable_of(label)
        if run in chosen and variable not in reading.fields:
            variable = _moved(text, tokens, run, reading)
        if variable in reading.fields and run in chosen:
            start, end = span_of(text, tokens, run)
            if label == "given" and dotted and tokens[run[2] - 1].after.startswith("."):
                end += 1  # the stop of an initial is its own, but where initials have none
            elif label in NUMBERS and text[start] in "([" and text[end - 1] in ")]":
                start, end = start + 1, end - 1
            # A genre at the end of a title was taken out of it.
            cut = min([a for a, _ in taken if start < a < end], default=end)
            if cut < end:
                end = start + len(text[start:cut].rstrip(" .,;:(["))
            yield Part(variable, label if variable == "author" else variable, start, end)
        else:
            for first, last in _left(tokens, run, labelling.labels, taken):
                yield Part("", "", tokens[first].start, tokens[last].end)


def _moved(text: str, tokens: Sequence[Token], run: Run, reading: Reading) -> str:
    """The field that a stretch became, where it is not the one of its label: a web page's only
    name is its title.
    """
    start, end = span_of(text, tokens, run)
    printed = letters(text[start:end])
    return next(
        (v for v in ("title", "container-title") if letters(reading.text_of(v)) == printed), ""
    )


def _said(text: str, reading: Reading) -> Iterator[tuple[str, int, int]]:
    """Where the words stand that say what kind of work it is: behind its title."""
    for variable in ("genre", "number", "version", "event-place"):
        value = reading.text_of(variable)
        if value:
            places = list(re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text))
            if places:
                yield variable, *places[-1].span()


def _left(
    tokens: Sequence[Token], run: Run, labels: Sequence[str], taken: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Stretches of words, first and last token, that are in no field and do not only join two."""
    label, start, end = run
    telling: list[int] = []
    for n in range(start, end):
        token = tokens[n]
        inside = any(a <= token.start < b for a, b in taken)
        if not inside and (label != OTHER or _tells(tokens, labels, n)):
            telling.append(n)
        if telling and (inside or n + 1 == end):
            yield telling[0], telling[-1]
            telling = []


def _tells(tokens: Sequence[Token], labels: Sequence[str], n: int) -> bool:
    core = tokens[n].core
    if core.isdigit():
        # The days and years of dates stand beside months; what is left of them is no loss.
        near = [tokens[m].core for m in (n - 1, n + 1) if 0 <= m < len(tokens)]
        dated = any(month_number(one) or one.isdigit() for one in near)
        return not dated and not (n and labels[n - 1] == "issued")
    if not core[0].isalpha() or len(core) < 2:
        return False
    return core.lower() not in _JOINING and not month_number(core)


# --- confidence ---------------------------------------------------------------------------------

#: What `signals` gives, in order.
SIGNALS = (
    "one", "least sure", "mean sure", "agreed", "log odds", "words left", "no author", "no title",
    "no container",
)  # fmt: skip


def _logit(chance_: float) -> float:
    bounded = min(max(chance_, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def signals(labelling: Labelling, reading: Reading, left: bool) -> tuple[float, ...]:
    """What the confidence of a reference is reckoned from; see `SIGNALS`."""
    sure = labelling.sure or [0.5]
    return (
        1.0,
        _logit(min(sure)),
        sum(map(_logit, sure)) / len(sure),
        float(labelling.agreed),
        min(labelling.log_odds, 20.0) / 10,
        float(left),
        float("author" not in reading.fields),
        float("title" not in reading.fields),
        float("container-title" not in reading.fields),
    )


def field_signals(labelling: Labelling) -> dict[str, tuple[float, ...]]:
    """What the confidence of each field is reckoned from: its least sure token, its borders too."""
    least: dict[str, float] = {}
    size = len(labelling.labels)
    for label, start, end in runs_of(labelling.labels):
        variable = variable_of(label)
        if variable:
            border = labelling.sure[max(0, start - 1) : min(size, end + 1)]
            least[variable] = min(least.get(variable, 1.0), *border)
    return {v: (1.0, _logit(low), float(labelling.agreed)) for v, low in least.items()}


def chance(weights: Sequence[float], values: Sequence[float]) -> float:
    """A chance from weighted signals (logistic).

    >>> chance([0.0, 1.0], [1.0, 0.0])
    0.5
    """
    total = sum(w * v for w, v in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-min(max(total, -30.0), 30.0)))


def _weights(variable: str) -> Sequence[float]:
    fields: Mapping[str, Sequence[float]] = _calibration()["fields"]
    return fields[variable if variable in fields else "title"]


def departure_weight() -> float:
    """What a departure of 1 from the style of the list adds to the log odds of a reading."""
    return float(_calibration()["departure"])


@cache
def _calibration() -> dict[str, Any]:
    """The weights, fitted on readings of journals that the model was not trained on."""
    loaded: dict[str, Any] = json.loads(
        (files("bibkit.reflist.sequence") / "calibration.json").read_text("utf-8")
    )
    return loaded
