"""The vocabulary is CSL's own: compared with the schema that citeproc-py ships."""

from __future__ import annotations

import re
from pathlib import Path

import citeproc
import pytest

from bibkit.vocab import TYPES, VARIABLES, Kind, kind_of

SCHEMA = Path(citeproc.SCHEMA_PATH).parent


def _names(file: str, section: str) -> set[str]:
    text = (SCHEMA / file).read_text("utf-8")
    text = re.sub(r"#[^\n]*", "", text)
    found = re.search(rf"{re.escape(section)}\s*=\s*(.*?)(?=\n\s*[\w.-]+\s*=|\n}}|\Z)", text, re.S)
    assert found, section
    return set(re.findall(r'"([^"]+)"', found[1]))


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("variables.dates", Kind.DATE),
        ("variables.names", Kind.NAMES),
        ("variables.numbers", Kind.NUMBER),
        ("variables.titles", Kind.TITLE),
        ("variables.strings", Kind.STRING),
    ],
)
def test_variables_are_those_of_the_schema(section: str, kind: Kind) -> None:
    ours = {name for name, of in VARIABLES.items() if of is kind}
    assert ours == _names("csl-variables.rnc", section)


def test_types_are_those_of_the_schema() -> None:
    text = (SCHEMA / "csl-types.rnc").read_text("utf-8")
    assert set(re.findall(r'"([^"]+)"', text.split("div {", 1)[1])) == TYPES


def test_a_word_that_csl_does_not_know_has_no_kind() -> None:
    assert kind_of("journal") is None
