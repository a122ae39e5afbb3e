"""The people of MEDLINE records: read from full names or short ones, and written as both."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from nbib_records import read_one, tags_of

import bibkit
from bibkit import Name, Reference
from bibkit.formats.losses import lost
from bibkit.formats.nbib import FORMAT


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("FAU - Lee, Ben\nAU  - Lee B\nAU  - Ho GH", ["Lee, Ben", "Ho, G. H."]),
        (
            "AU  - van Raaij MJ 3rd\nAU  - Frenck RW Jr",
            ["van Raaij, M. J., 3rd", "Frenck, R. W., Jr"],
        ),
        ("FAU - Lee, B\nFAU - Ho, G\nAU  - Lee B\nAU  - Ho G", ["Lee, B.", "Ho, G."]),
        ("FAU - Lee, Ben\nFAU - Lee, Bo\nAU  - Lee B\nAU  - Lee B", ["Lee, Ben", "Lee, Bo"]),
        ("FAU - Müller, X\nAU  - Mueller X", ["Müller, X."]),
        ("AU  - Hulse, Taylyn", ["Hulse, Taylyn"]),
        ("FAU - Smith, Jr, John", ["Smith, John, Jr"]),
        ("FAU - Smith, John A Jr\nAU  - Smith JA Jr", ["Smith, John A., Jr"]),
        ("FAU - Aristotle\nAU  - Aristotle", ["Aristotle"]),
        ("FAU - Smith\nAU  - Smith J", ["Smith, J."]),
        (
            "CN  - WHO\nFAU - Lee, B\nAU  - Lee B\nCN  - STAR Group",
            ["WHO", "Lee, B.", "STAR Group"],
        ),
        ("FAU - SMITH, MARY ANN\nFAU - LI, JB", ["Smith, Mary Ann", "Li, J. B."]),
        (
            "FAU - SMITH, MARY ANN\nAU  - SMITH MA\nFAU - WANG, LI\nAU  - WANG L",
            ["Smith, Mary Ann", "Wang, LI"],
        ),
        ("FAU - Zhang, Y-H", ["Zhang, Y.-H."]),
    ],
)
def test_authors(lines: str, names: list[str]) -> None:
    reference = read_one(f"PMID- 1\n{lines}\nAD  - Rome.\n")
    assert [str(name) for name in reference.names("author")] == names
    (again,) = bibkit.read(bibkit.write([reference], "nbib"))
    assert (again.fields, again.custom) == (reference.fields, reference.custom)


@pytest.mark.parametrize(
    ("given_", "full", "short"),
    [
        ("Mark J.", "Mark J", "MJ"),
        ("M. J.", "M J", "MJ"),
        ("MJ", "MJ", "MJ"),
        ("J.-P.", "J-P", "JP"),
    ],
)
def test_initials_are_written_without_stops(given_: str, full: str, short: str) -> None:
    reference = Reference("a", "article-journal", {"author": (Name("Lee", given_),)})
    text = bibkit.write([reference], "nbib")
    assert f"FAU - Lee, {full}\nAU  - Lee {short}\n" in text
    assert lost(FORMAT.losses, [reference]) == {}


@pytest.mark.parametrize("line", ["AU  - et al", "AU  - et al.", "FAU - et al"])
def test_authors_that_are_not_named(line: str) -> None:
    reference = read_one(f"PMID- 1\nFAU - Lee, B\nAU  - Lee B\n{line}\n")
    assert [str(name) for name in reference.names("author")] == ["Lee, B."]
    assert reference.truncated()
    assert "AU  - et al\n" in bibkit.write([dataclasses.replace(reference, extra={"custom": {"author-et-al": True}})], "nbib")  # fmt: skip
    assert not read_one("PMID- 1\nAU  - et al\n").truncated()


def test_investigators_and_people_written_about_are_kept() -> None:
    lines = "PMID- 1\nFPS - Lind, J\nPS  - Lind J\nFIR - Roe, R\nIR  - Roe R\nIRAD- Rome\n"
    reference = read_one(lines + "TI  - Of him.\n")
    assert "author" not in reference.fields
    assert reference.custom["nbib"]["FIR"] == [{"FIR": "Roe, R", "IR": "Roe R", "IRAD": ["Rome"]}]
    assert tags_of(bibkit.write([reference], "nbib"))[0] >= tags_of(lines)[0]
