"""Nothing read is dropped in silence: every non-blank line is in one reference or one problem."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings

sys.path.insert(0, str(Path(__file__).parent))

from strategies import lists

from bibkit import Batch
from bibkit.reflist import read_list
from bibkit.text import lines_of


def check(text: str) -> Batch:
    """Read a text; assert that its lines are conserved and its parts are in order."""
    batch = read_list(text)
    spans = [reference.source for reference in batch]
    spans += [problem.span for problem in batch.problems if problem.ref is None]
    held: Counter[int] = Counter()
    lines = lines_of(text)
    for span in spans:
        assert span is not None
        for line in lines:
            if span.start <= line.start and line.end <= span.end and line.text.strip():
                held[line.number] += 1
    filled = [line.number for line in lines if line.text.strip()]
    assert [held[number] for number in filled] == [1] * len(filled)
    for problem in batch.problems:
        if problem.ref is None:
            assert problem.span is not None
            assert problem.raw == text[problem.span.start : problem.span.end]
    ids = [reference.id.lower() for reference in batch]
    assert len(set(ids)) == len(ids)
    return batch


@settings(max_examples=400, deadline=2000)
@given(lists)
@example("")
@example("\n\n")
@example("References")
@example("References\nReferences\n")
@example("1.\n2.\n3.\n")
@example("\ud800\udfff 2001")
@example("Doe J. T. J Foo. 2018 APRİL;1(2):3.")
@example("Doe J. T. J Foo. 2018 Aprıl;1(2):3. [Google ſcholar]")
@example("Doe J. T. J Foo. 2018;1:2. Cited ² Mar ２０１９.")
def test_any_text_is_conserved(text: str) -> None:
    check(text)


def test_a_thousand_copies_of_the_example_are_read_and_written_in_seconds(example: Path) -> None:
    import bibkit

    items = [line for line in example.read_text("utf-8").splitlines() if line.startswith("    1. ")]
    begun = time.process_time()
    batch = read_list("References\n" + "\n".join(items * 1000))
    assert len(bibkit.read(bibkit.write(batch, "bibtex"), "bibtex")) == 5000
    assert time.process_time() - begun < 20


def test_the_example_is_conserved_shuffled_cut_and_doubled(example: Path) -> None:
    text = example.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    chance = random.Random(7)
    for _ in range(30):
        chance.shuffle(lines)
        check("".join(lines))
        check(text[chance.randrange(len(text)) :])
        check(text[: chance.randrange(len(text))])
    assert len(check(text + text)) >= 5
    assert len(check(text.replace("–", "â€“"))) == 5


@pytest.mark.parametrize(
    "text",
    [
        "A" * 1_000_000,
        "Smith J, " * 100_000,
        "a. " * 300_000,
        "2017;" * 20_000,
        "(" * 50_000 + "2017",
        "10.1000/" * 10_000,
        "10.1000/a" + ")" * 80_000,
        "Smith J. 2001 a-\n" * 9_000,
        "Smith J. Title. J Foo. 2017;1:2. " * 1500,
        "1. " * 20_000,
        "\n".join(["x"] * 100_000),
        "- DOI " * 9_000,
        "http://" * 9_000,
        "In: " * 9_000 + "2001",
        "; " * 20_000 + "2001",
        "Vol " * 9_000 + "2001",
        "et al " * 9_000,
        "A. " * 19_000 + "2001",
        "Aa " * 19_000 + "2001",
        ", 1-2" * 9_000 + " 2001;1:1" + ", 1-2" * 9_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    begun = time.process_time()
    check(text) if len(text) < 300_000 and text.count("\n") < 1000 else read_list(text)
    assert time.process_time() - begun < 5
