"""The ratchet of Zotero's import translator."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import translator


def test_the_translators_figures_are_those_committed(shared: Path) -> None:
    measured = translator.figures(shared / "gold")
    assert measured == json.loads(translator.FIGURES.read_text("utf-8"))
    assert measured["whole of the others"] >= 98
