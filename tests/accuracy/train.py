"""Train the sequence model and fit its confidence: python tests/accuracy/train.py

Writes references.crfsuite and calibration.json in bibkit/reflist/sequence. Learns from the gold data under
BIBKIT_SHARED: from the journals that are not kept apart, and there from records of an open licence
whose fields all stand in their text. To the printed records come the same in made-up styles
(`styles.py`).

The confidence is fitted on readings of journals that the model reading them had not seen: the
journals are dealt into folds, a model is trained on all folds but one, and reads that one. About
half an hour on one core, a quarter of an hour on two.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import gold
import parsing
import pycrfsuite

import styles
from bibkit import identifiers
from bibkit.model import Evidence
from bibkit.reflist import liststyle
from bibkit.reflist.grammar.kinds import settle_kind
from bibkit.reflist.grammar.plain import plain_parts
from bibkit.reflist.reference import grammar_of, parse_reference
from bibkit.reflist.sequence import evidence as evidences
from bibkit.reflist.sequence import tagger
from bibkit.reflist.sequence.compose import labels_of
from bibkit.reflist.sequence.features import features
from bibkit.reflist.sequence.tokens import Token, tokenize

ROOM = Path(tagger.__file__).parent
FOLDS = 4
SEED = 7
# How many made-up prints a record gets on average, and how often a raw SciELO string counts:
# there are 20 times fewer of them than of any other kind.
MADE_UP, RAW_WEIGHT = 0.8, 3
PARAMETERS = {"c1": 0.2, "c2": 0.01, "max_iterations": 120, "feature.minfreq": 2}

Example = tuple[list[list[str]], list[str]]


def example(
    text: str,
    found: list[identifiers.Identifier],
    tokens: list[Token],
    type_: str,
    labels: list[str],
) -> Example:
    """Features and labels of one printed reference."""
    grammar = grammar_of(text, found)
    rows = features(tokens, labels_of(grammar, tokens), grammar.type, bool(grammar.left))
    return rows, [f"{tagger.TYPE_PREFIX}{type_}", *labels]


def examples(record: gold.Record, dice: random.Random) -> list[Example]:
    """A record as printed, and perhaps in made-up styles."""
    type_ = record["gold"].get("type") or "document"
    made: list[Example] = []
    bare, found, tokens = gold.prepared(record["text"])
    labels = gold.labels(record, tokens) if tokens else None
    if labels is not None:
        made += [example(bare, found, tokens, type_, labels)] * (
            RAW_WEIGHT if record["kind"] == "raw+element" else 1
        )
    if dice.random() < MADE_UP:
        printed = styles.printed(record["gold"], dice)
        if printed is not None:
            type_, text, fields = printed
            found = identifiers.find(text)
            tokens = tokenize(text, found)
            made_up = span_labels(tokens, fields)
            if made_up is not None:
                made.append(example(text, found, tokens, type_, made_up))
    return made


def span_labels(
    tokens: Sequence[Token], fields: Sequence[tuple[str, int, int]]
) -> list[str] | None:
    """Each token's label by the place of the fields; None where a token lies in two."""
    labels = []
    for token in tokens:
        label = "other"
        for name, start, end in fields:
            if start <= token.start and token.end <= end:
                label = name
                break
            if token.start < end and token.end > start:
                return None
        labels.append(label)
    return labels


def train(made: Sequence[Example], path: Path) -> None:
    """Train a model on examples and write it."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for rows, labels in made:
        trainer.append(rows, labels)
    trainer.set_params(PARAMETERS)
    trainer.train(str(path))


# --- confidence ----------------------------------------------------------------------------------

Row = tuple[tuple[float, ...], bool]


@dataclass
class Rows:
    """Signals and whether the reading was right, of records and of fields; the plain apart."""

    whole: list[Row] = field(default_factory=list)
    fields: dict[str, list[Row]] = field(default_factory=lambda: {f: [] for f in evidences.FIELDS})
    plain: list[dict[str, bool]] = field(default_factory=list)


def use(path: Path) -> None:
    """Let the parser read with another model."""
    own = pycrfsuite.Tagger()
    own.open(str(path))
    known = frozenset(own.labels())
    tagger._tagger = lambda: own  # type: ignore[assignment]
    tagger._known_labels = lambda: known  # type: ignore[assignment]


@dataclass
class Judged:
    """A reading of a record, and which of its fields are right."""

    signals: tuple[float, ...]
    fields: dict[str, tuple[float, ...]]
    evidence: Evidence
    right: dict[str, bool]


def judged(record: gold.Record, score: Any) -> Judged | None:
    """Read a record and compare."""
    reference, _ = parse_reference(record["text"] + (record.get("links") or ""))
    if reference is None or reference.evidence is None:
        return None
    wanted, got = score.gold_fields(record), score.csl_fields(parsing.as_csl(reference))
    right = {name: score.eq(name, wanted[name], got[name]) for name in score.CORE}
    bare, found, _ = gold.prepared(record["text"] + (record.get("links") or ""))
    grammar = grammar_of(bare, found)
    if plain_parts(bare, found, grammar) is not None:
        return Judged((), {}, reference.evidence, right)
    labelling = tagger.label(bare, found, grammar)
    reading = tagger.reading_of(bare, labelling, grammar)
    settle_kind(bare, reading)
    left = bool(reference.evidence.left) or bool(reading.left)
    numbers = {k: v for k, v in evidences.field_signals(labelling).items() if k in reading.fields}
    return Judged(evidences.signals(labelling, reading, left), numbers, reference.evidence, right)


def rows_of(records: Sequence[gold.Record], score: Any) -> Rows:
    """The signals of each reading, and whether it was right: of records, and of their fields."""
    rows = Rows()
    lists: dict[str, list[Judged]] = {}
    for record in records:
        one = judged(record, score)
        if one is not None:
            lists.setdefault(record["list"], []).append(one)
    for members in lists.values():
        departures = liststyle.departures([one.evidence for one in members])
        for one, departure in zip(members, departures, strict=True):
            if not one.signals:
                rows.plain.append(one.right)
                continue
            rows.whole.append(((*one.signals, departure), all(one.right.values())))
            for name, numbers in one.fields.items():
                if name in SCORED_AS:
                    rows.fields[name].append((numbers, one.right[SCORED_AS[name]]))
    return rows


def share(right: Sequence[bool]) -> float:
    """The share of what is right, one wrong one assumed beyond those seen."""
    return round(sum(right) / (len(right) + 1), 4)


SCORED_AS = {
    "author": "authors", "title": "title", "container-title": "container", "issued": "year",
    "volume": "volume", "issue": "issue", "page": "page",
}  # fmt: skip


def fit(rows: Sequence[Row], rounds: int = 25, ridge: float = 1.0) -> list[float]:
    """Weights of a logistic model by Newton's method, slightly pulled to zero."""
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(rounds):
        gradient = [-ridge * w for w in weights]
        curve = [[ridge if i == j else 0.0 for j in range(size)] for i in range(size)]
        for values, right in rows:
            chance = evidences.chance(weights, values)
            spread = chance * (1 - chance)
            for i, a in enumerate(values):
                gradient[i] += (right - chance) * a
                for j in range(i + 1):
                    curve[i][j] += spread * a * values[j]
        for i in range(size):
            for j in range(i):
                curve[j][i] = curve[i][j]
        step = _solve(curve, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return [round(w, 4) for w in weights]


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """A linear system, by elimination with pivots."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for j in range(i + 1, size):
            factor = rows[j][i] / rows[i][i]
            rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i], strict=True)]
    solved = [0.0] * size
    for i in reversed(range(size)):
        rest = sum(rows[i][j] * solved[j] for j in range(i + 1, size))
        solved[i] = (rows[i][size] - rest) / rows[i][i]
    return solved


# --- the whole ------------------------------------------------------------------------------------

_made: dict[str, list[Example]] = {}  # by journal; set before the processes fork
_records: list[gold.Record] = []


def _one(number: int | None) -> Rows:
    """Train without a fold and judge it; without a number, train the model that ships."""
    chosen = [
        example_
        for journal, group in _made.items()
        if number is None or gold.fold(journal, FOLDS) != number
        for example_ in group
    ]
    if number is None:
        train(chosen, ROOM / "references.crfsuite")
        return Rows()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "fold.crfsuite"
        train(chosen, path)
        use(path)
        held = [r for r in _records if gold.fold(r["journal"], FOLDS) == number]
        return rows_of(held, gold.scorer(gold.folder() or Path()))


def calibration(rows: Sequence[Rows]) -> dict[str, Any]:
    """The weights of the confidence, and what is printed of how they fit."""
    whole = [row for one in rows for row in one.whole]
    plain = [right for one in rows for right in one.plain]
    *record, departure = fit(whole)
    judged_right = sum(right for _, right in whole) + sum(all(one.values()) for one in plain)
    count = len(whole) + len(plain)
    print(f"folds: {100 * judged_right / count:.1f} % of {count:,} right, {len(plain):,} plain")
    return {
        "record": record,
        "departure": departure,
        "fields": {
            name: fit([r for one in rows for r in one.fields[name]]) for name in evidences.FIELDS
        },
        "plain": share([all(one.values()) for one in plain]),
        "plain fields": {
            name: share([one[key] for one in plain]) for name, key in SCORED_AS.items()
        },
    }


def main() -> int:
    place = gold.folder()
    if place is None:
        print("BIBKIT_SHARED does not name a folder with gold data: nothing to learn from.")
        return 2
    dice = random.Random(SEED)
    _records.extend(
        r
        for r in gold.load(place / "reference-lists.jsonl.gz")
        if not gold.kept_apart(r["journal"])
    )
    for record in _records:
        if record["licence"] in gold.OPEN_LICENCES:
            _made.setdefault(record["journal"], []).extend(examples(record, dice))
    count = sum(map(len, _made.values()))
    print(f"{count:,} examples of {len(_made)} journals", flush=True)
    with get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        results = pool.map(_one, [None, *range(FOLDS)], chunksize=1)
    fitted = calibration(results[1:])
    (ROOM / "calibration.json").write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")
    print(json.dumps(fitted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
