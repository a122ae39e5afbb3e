"""Fixtures that a librarian can write: a list, what must be read from it, what must be said.

A file is three sections, each begun by its name alone on a line, and `#` lines before the first:

    # What is odd about this list.
    INPUT
    1. Mathis S., Chio A., et al. A view. Chest. 2017;12(2):181–184. - PubMed

    REFERENCES
    id: mathis2017view
    type: article-journal
    author: Mathis, S.; Chio, A.; et al.
    …
    custom: {"links": ["PubMed"]}

    PROBLEMS
    page-text: 3 lines

A reference is a block of `variable: value` lines, all of its fields and no others. Names are
`Family, Given, Suffix` with `;` between them, a body is in {braces}, dates are ISO. A problem is
its code and some words of its message or raw text; `doubtful` is a figure of the trained model and
counts only where a file names it. Run this file with a list to see what bibkit
reads from it, in this form: python tests/sections.py LIST
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from bibkit import Batch, Name, Problem, Reference

_HEADS = ("INPUT", "REFERENCES", "PROBLEMS")


@dataclass(frozen=True)
class Sections:
    """A fixture file, its parts still text."""

    input: str
    references: list[dict[str, str]]
    problems: list[tuple[str, str]]


def load(path: Path) -> Sections:
    """Read a fixture file."""
    parts: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in path.read_text("utf-8").split("\n"):
        if line in _HEADS and line not in parts:
            current = parts.setdefault(line, [])
        elif current is not None:
            current.append(line)
        else:
            assert not line or line.startswith("#"), f"{path.name}: text before INPUT"
    assert tuple(parts) == _HEADS, f"{path.name}: sections are {tuple(parts)}"
    blocks = "\n".join(parts["REFERENCES"]).split("\n\n")
    rows = [block.strip().split("\n") for block in blocks if block.strip()]
    problems = [line.split(":", 1) for line in parts["PROBLEMS"] if line.strip()]
    return Sections(
        "\n".join(parts["INPUT"]).rstrip("\n") + "\n",
        [dict(_pair(line) for line in row) for row in rows],
        [(code.strip(), words.strip()) for code, words in problems],
    )


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def dump(reference: Reference) -> dict[str, str]:
    """A reference as a block of a fixture."""
    rows = {"id": reference.id, "type": reference.type}
    for variable, value in reference.fields.items():
        if isinstance(value, tuple):
            names = [_name(name) for name in value]
            rows[variable] = "; ".join([*names, *(["et al."] * reference.truncated(variable))])
        else:
            rows[variable] = str(value)
    custom = {k: v for k, v in reference.custom.items() if not k.endswith("-et-al")}
    if custom:
        rows["custom"] = json.dumps(custom, ensure_ascii=False)
    return rows


def _name(name: Name) -> str:
    return f"{{{name.literal}}}" if name.literal else str(name)


def matches(problem: Problem, code: str, words: str) -> bool:
    """Whether a problem is the one that a fixture expects."""
    return problem.code == code and words in f"{problem.ref or ''} {problem.message} {problem.raw}"


def counted(problems: tuple[Problem, ...], expected: Sections) -> list[Problem]:
    """The problems that a fixture has to name."""
    named = any(code == "doubtful" for code, _ in expected.problems)
    return [problem for problem in problems if named or problem.code != "doubtful"]


def show(batch: Batch) -> str:
    """A batch in the form of the last two sections."""
    blocks = ["\n".join(f"{k}: {v}" for k, v in dump(r).items()) for r in batch]
    problems = "\n".join(f"{p.code}: {p.ref or ''} {p.message}" for p in batch.problems)
    return "REFERENCES\n" + "\n\n".join(blocks) + "\n\nPROBLEMS\n" + problems


if __name__ == "__main__":
    import bibkit

    print(show(bibkit.read(Path(sys.argv[1]), "text")))
