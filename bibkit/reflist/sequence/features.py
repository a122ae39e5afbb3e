"""What the sequence model sees of a reference: a list of features for each token.

The first item of a sequence stands for the reference as a whole; its label is the CSL type. The
others are the tokens: their words, shapes and punctuation and their neighbours', where they stand,
the sentence that they are in, and what the grammar made of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bibkit.dates import month_number
from bibkit.reflist.sequence.align import PEOPLE, letters
from bibkit.reflist.sequence.tokens import Token

__all__ = ["features"]

_SMALL = frozenset(
    "a an the of and in on for to with from by de la le du des et der die und".split()
)
_HINTS = frozenset(
    """
    in eds ed editor editors edn edition thesis dissertation phd msc report proceedings conference
    symposium congress meeting workshop press publisher publishers university verlag springer
    elsevier wiley available accessed retrieved http www patent version software package biorxiv
    medrxiv arxiv preprint dataset zenodo dryad figshare vol pp chapter isbn tese dissertação
    org orgs editora anais congresso instituto ministério ministry organization inc ltd
    """.split()
)


@lru_cache(maxsize=65536)
def _shape(core: str) -> str:
    if core[0] == "<":
        return "id"
    if core.isdigit():
        if len(core) == 4 and core[:2] in ("15", "16", "17", "18", "19", "20"):
            return "year"
        return f"d{min(len(core), 6)}"
    if not core[0].isalpha():
        return "sym"
    if len(core) == 1:
        return "X" if core.isupper() else "x"
    if core.isupper():
        return "XX" if len(core) < 5 else "XXX"
    if core.islower():
        return "xx"
    if core[0].isupper():
        return "Xx" if core[1:].islower() else "XxX"
    return "xX"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is seen of a token alone: its own features, and what its neighbours see of it."""

    word: str
    shape: str
    mark: str
    own: tuple[str, ...]
    shown: str  # shape and punctuation
    before: tuple[str, str]  # its word and shape as those of the token before
    before2: tuple[str, str]
    after: tuple[str, str]
    after2: tuple[str, str]


def _seen(word: str, shape: str, mark: str, own: tuple[str, ...]) -> _Seen:
    shown = shape + mark
    around = [(f"{place}w={word}", f"{place}s={shown}") for place in ("-1", "-2", "+1", "+2")]
    return _Seen(word, shape, mark, own, shown, *around)


_BEGIN = _seen("<<", "<<", "<<", ())
_END = _seen(">>", ">>", ">>", ())


@lru_cache(maxsize=16384)
def _own(before: str, core: str, after: str, spaced: bool) -> _Seen:
    shape = _shape(core)
    word = _sound(core.lower()) if shape[0] in "Xxs" or shape == "id" else shape
    mark = _sound(after[:2])
    own = [f"w={word}", f"s={shape}", f"a={mark}", f"sa={shape}{mark}"]
    if before:
        own.append(f"b={_sound(before[-1])}")
    if not spaced:
        own.append("glued")
    if len(core) > 3 and core[0].isalpha():
        plain = letters(core)
        own += (f"p3={plain[:3]}", f"e3={plain[-3:]}", f"e2={plain[-2:]}")
        if "-" in core or "‐" in core:
            own.append("hyphen")
    if core[0].isalpha() and month_number(core):
        own.append("month")
    return _seen(word, shape, mark, tuple(own))


def _sound(text: str) -> str:
    """Text that the model can take: without halves of characters, and without end marks of C."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _bucket(number: int) -> str:
    return str(number) if number < 4 else "4-6" if number < 7 else "7-12" if number < 13 else "13+"


def features(
    tokens: Sequence[Token], guess: Sequence[str], type: str, left: bool
) -> list[list[str]]:
    """The features of a reference and its tokens.

    Args:
        tokens: of the reference.
        guess: the grammar's label of each.
        type: the grammar's CSL type.
        left: whether the grammar left something over.

    Returns:
        A list of features for the reference, and one for each token.
    """
    rows = [_own(t.before, t.core, t.after, t.spaced) for t in tokens]
    items: list[list[str]] = [_whole(rows, guess, type, left)]
    sentences = _sentences(tokens, rows)
    between = _between(rows, guess)
    grammar = f"g={type}{'-left' if left else ''}"
    # Three before the first and behind the last token stand in for what is not there.
    around = [_BEGIN, _BEGIN, _BEGIN, *rows, _END, _END, _END]
    guesses = ["<<", *guess, ">>"]
    size = len(tokens)
    depth = quoted = years = 0
    for n, token in enumerate(tokens):
        third, second, first, seen, next_, next2, next3 = around[n : n + 7]
        before, label, after = guesses[n : n + 3]
        if token.before:
            depth += token.before.count("(") + token.before.count("[")
            quoted += sum(c in '“«"' for c in token.before)
        items.append(
            [
                *seen.own, *first.before, *second.before2, *next_.after, *next2.after2,
                f"-1w|w={first.word}|{first.mark}|{seen.word}", f"w|+1w={seen.word}|{seen.mark}|{next_.word}",
                f"-1|0|1={first.shown}|{seen.shown}|{next_.shown}",
                f"-2|-1|0={second.shown}|{first.shown}|{seen.shown}",
                f"-3s={third.shown if n > 2 else '<<'}", f"+3s={next3.shown if n + 3 < size else '>>'}",
                f"g={label}", f"g-1={before}|{label}", f"g+1={label}|{after}", f"gm={before}{first.mark}|{label}",
                f"{grammar}|{label}", f"n={_bucket(n)}", f"n-={_bucket(size - n - 1)}",
                *sentences[n],
                f"in={min(depth, 1)}{min(quoted, 1)}", f"y={years}", f"bt={between}|{label}",
            ]
        )  # fmt: skip
        if token.after:
            depth = max(0, depth - token.after.count(")") - token.after.count("]"))
            quoted = max(0, quoted - sum(c in '”»"' for c in token.after))
        years = min(years + (seen.shape == "year"), 2)
    return items


_TELLING = frozenset({"volume", "page", "publisher", "book", "container"})


def _whole(rows: Sequence[_Seen], guess: Sequence[str], type: str, left: bool) -> list[str]:
    words = {row.word for row in rows}
    hints = sorted(words & _HINTS)
    labels = sorted(set(guess))
    return [
        "whole", f"type={type}", f"left={left}", f"size={_bucket(len(rows) // 5)}",
        f"digits={_bucket(sum(row.shape[0] == 'd' for row in rows))}",
        *(f"has={hint}" for hint in hints), *(f"lab={label}" for label in labels),
        *(f"id={word}" for word in sorted(words) if word[0] == "<"),
        f"t|l={type}|{'-'.join(one for one in labels if one in _TELLING)}",
    ]  # fmt: skip


def _between(rows: Sequence[_Seen], guess: Sequence[str]) -> str:
    """How much stands between the names and the first year after them, and whether it is prose:
    a list without titles has little there but the journal's name.
    """
    begin = max((n for n, one in enumerate(guess) if one in _NAMES), default=-1) + 1
    words = prose = 0
    for row in rows[begin:]:
        if row.shape == "year":
            break
        words += row.shape[0] in "Xx"
        prose += row.shape == "xx" and len(row.word) > 3
    return f"{_bucket(words)}{'p' if prose else ''}"


_NAMES = frozenset({*PEOPLE, "et-al"})


def _sentences(tokens: Sequence[Token], rows: Sequence[_Seen]) -> list[tuple[str, ...]]:
    """For each token the features of its sentence: number, place in it, length, capitals, stops,
    and what follows it.
    """
    told: list[tuple[str, ...]] = []
    start = number = 0
    for n, token in enumerate(tokens):
        last = n + 1 == len(tokens)
        stop = len(token.core) > 1 or token.core.isdigit()
        if not last and not (stop and any(c in ".?!" for c in token.after)):
            continue
        counted = [
            row.shape[0] == "X"
            for row in rows[start : n + 1]
            if row.shape[0] in "Xx" and row.word not in _SMALL
        ]
        share = sum(counted) / len(counted) if counted else -1.0
        capitals = next(name for name, least in _CAPITALS if share >= least)
        size = n + 1 - start
        dotted = "dots" if 2 * sum("." in t.after for t in tokens[start : n + 1]) > size else "-"
        long = _bucket(size)
        following = rows[n + 1].shape if not last else ">>"
        ordinal = str(min(number, 5))
        same = (
            f"sen={ordinal}", f"sc={capitals}|{dotted}", f"sl={long}|{capitals}|{following}",
            f"sn={ordinal}|{capitals}|{following}", f"sf={following}",
        )  # fmt: skip
        for m in range(start, n + 1):
            place = "0" if m == start else "-1" if m == n else "."
            told.append((*same, f"sp={place}|{long}"))
        start = n + 1
        number += 1
    return told


# How many of a sentence's words are capitalised, and the least share that is called so.
_CAPITALS = (("all", 1.0), ("most", 0.7), ("some", 0.301), ("few", 0.0), ("none", -1.0))
