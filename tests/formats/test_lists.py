"""Reference lists as text: the section files under tests/data/lists, one oddity each."""

from __future__ import annotations

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
    assert len(batch.problems) == len(expected.problems), sections.show(batch)
    for problem, (code, words) in zip(batch.problems, expected.problems, strict=True):
        assert sections.matches(problem, code, words), problem


def test_there_are_such_files() -> None:
    assert len(FILES) >= 12
