"""Reference lists as text: the section files under tests/data/lists, one oddity each."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

import bibkit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sections

FILES = sorted((Path(__file__).resolve().parent.parent / "data" / "lists").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_list(path: Path) -> None:
    expected = sections.load(path)
    batch = bibkit.read(expected.input, "text")
    assert [sections.dump(reference) for reference in batch] == expected.references
    problems = sections.counted(batch.problems, expected)
    assert len(problems) == len(expected.problems), sections.show(batch)
    for problem, (code, words) in zip(problems, expected.problems, strict=True):
        assert sections.matches(problem, code, words), problem


@pytest.mark.parametrize(
    "form",
    ["1\t{}", "1 {}", "1: {}", "1- {}", "1 . {}", "{{1}} {}", "#1 {}", "a. {}", "1.1. {}", "1\\. {}", "1) {}",
     "\u200b1. {}", "■ {}", "o {}", "— {}", "[1]: {}", "**1.** {}", "1. ** {}", "• {}", "S1. {}", "Ref 1: {}",
     "(1) {}", "[Har17] {}", "{}", "   {}"],
)  # fmt: skip
def test_numbers_and_marks_of_every_form(form: str) -> None:
    lines = [
        "Mathis S, Chio A. View of it. Chest. 2017;12:181-4.",
        "Pratt AJ. Update of it. Lancet. 2012;20:1-4.",
        "Lee K. Third of it. Cell. 2011;1:2-3.",
    ]
    numbered = [form.replace("1", str(n), 1).format(line) for n, line in enumerate(lines, start=1)]
    batch = bibkit.read("\n".join(numbered), "text")
    assert [r.id for r in batch] == ["mathis2017view", "pratt2012update", "lee2011third"]


def test_a_number_at_the_start_of_a_wrapped_line_is_no_label() -> None:
    text = (
        "[1] Mathis S, Chio A. View of it. Chest. 2017;12:181-4.\n"
        "[2] Hardiman O, Chio A. A study of the role of interleukin\n17. J Immunol. 2017;3:1.\n"
        "[3] Pratt AJ. Update. Lancet. 2012;20:1-4."
    )
    batch = bibkit.read(text, "text")
    assert [r.id for r in batch] == ["mathis2017view", "hardiman2017study", "pratt2012update"]
    assert batch[1].text("title") == "A study of the role of interleukin 17"


def test_a_heading_inside_a_list_hides_nothing() -> None:
    lines = [
        f"Doe {c}B. Thing {c} of it. Chest. 20{n};1:2." for n, c in enumerate("ABCD", start=10)
    ]
    text = "\n".join([*lines[:2], "Literature", *lines[2:]])
    batch = bibkit.read(text, "text")
    assert len(batch) == 4
    assert [problem.code for problem in batch.problems] == ["unreadable"]


ANTS = [f"Smith A, Lee B. A study of {n} ants. Nature. 20{n};40:1-9." for n in range(10, 20)]


def test_a_few_numbers_in_a_list_without_do_not_cut_it() -> None:
    for numbered in ({4: "[3] ", 7: "1. "}, {n: f"{n + 1}. " for n in range(5)}):
        lines = [numbered.get(n, "") + line for n, line in enumerate(ANTS)]
        batch = bibkit.read("\n".join(lines), "text")
        assert [r.text("title") for r in batch] == [f"A study of {n} ants" for n in range(10, 20)]


def test_a_shuffled_list_keeps_its_references() -> None:
    lines = [f"{n}. {line}" for n, line in enumerate(ANTS, start=1)]
    lines[7] = "8. [Guidelines for ants]. Nature. 2001;40:1-9."
    for seed in range(6):
        random.Random(seed).shuffle(lines)
        assert len(bibkit.read("\n".join(lines), "text")) == 10


def test_there_are_such_files() -> None:
    assert len(FILES) >= 12
