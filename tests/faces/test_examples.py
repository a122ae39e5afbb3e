"""The examples run, and print what they say."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"


def test_review_to_bibtex(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["review_to_bibtex.py"])
    runpy.run_path(str(EXAMPLES / "review_to_bibtex.py"), run_name="__main__")
    assert capsys.readouterr().out == (
        "5 references of 10.1155/2019/3675627 written to als-review.bib\n"
    )
    assert (tmp_path / "als-review.bib").read_text("utf-8").count("@article{") == 5


def test_bibliography(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(EXAMPLES / "bibliography.py"), run_name="__main__")
    out = capsys.readouterr().out
    assert "Vancouver\n\n1. Mathis S" in out
    assert "Fiorentino, G., Annunziata, A." in out
    assert out.endswith("mathis2017current\n")


def test_cite_manuscript(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["cite_manuscript.py", str(tmp_path)])
    runpy.run_path(str(EXAMPLES / "cite_manuscript.py"), run_name="__main__")
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "vancouver: 5 works; line 10: (1,2)"
    assert out[1].endswith("(Fiorentino et al., 2018; Niedermeyer et al., 2019)")
    assert (tmp_path / "manuscript-nature.docx").stat().st_size > 10_000


def test_every_example_has_a_test() -> None:
    scripts = {path.stem for path in EXAMPLES.glob("*.py")}
    assert scripts == {"review_to_bibtex", "bibliography", "cite_manuscript"}
