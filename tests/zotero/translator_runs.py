"""The translator run by node, as Zotero runs it, and what Python makes of the same texts."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bibkit.zotero.translator import FILE
from bibkit.zotero.translator.importing import HEAD, is_list, items_of

_RUNNER = Path(__file__).with_name("translator_node.js")

Made = list[dict[str, Any]]


def in_javascript(texts: Sequence[str], piece: int = 0) -> tuple[Made, float]:
    """What the translator makes of each text: `detected` and `items`; and the milliseconds of all.

    With `piece` it is given the text in pieces of so many units. The test is skipped where there is no node.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the translator cannot be run")
    lines = "\n".join(json.dumps(text) for text in texts)
    done = subprocess.run(
        [node, str(_RUNNER), str(FILE), str(piece)],
        input=lines,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    made = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert len(made) == len(texts)
    return made, float(done.stderr)


def in_python(texts: Sequence[str]) -> Made:
    """The same, of the Python that the translator is made from."""
    return [{"detected": is_list(text[:HEAD]), "items": items_of(text)} for text in texts]


def differences(texts: Sequence[str]) -> list[tuple[str, Any, Any]]:
    """The texts of which both do not make the same, with what each makes."""
    made, _ = in_javascript(texts)
    rows = zip(texts, in_python(texts), made, strict=True)
    return [(text, python, other) for text, python, other in rows if python != other]
