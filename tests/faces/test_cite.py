"""`bibkit cite`, as a person runs it."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running import bibkit

ROOT = Path(__file__).resolve().parent.parent.parent
MANUSCRIPT = ROOT / "examples" / "manuscript.md"

BIB = """\
@article{doe99, author={Doe, Jane}, title={Frogs}, journal={Ponds}, year={1999}, volume={1}, pages={1--9}}
@book{smith04, author={Smith, Al and Roe, Bo and Poe, Cy and Loe, Di}, title={Flies}, year={2004}, publisher={Air}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    (tmp_path / "paper.md").write_text("One [@doe99, p. 3]. @smith04 says so.\n", "utf-8")
    return tmp_path


def test_markdown_to_standard_output(folder: Path) -> None:
    done = bibkit("cite", "paper.md", "--bib", "refs.bib", "-s", "apa", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    out = done.stdout.decode()
    assert out.startswith("One ([Doe, 1999, p. 3](#ref-doe99)). Smith et al. (")
    assert "\n# References\n" in out
    assert "2 references read" in done.stderr.decode()


@pytest.mark.parametrize("name", ["paper.html", "paper.docx", "out.md"])
def test_the_suffix_says_what_is_written(folder: Path, name: str) -> None:
    done = bibkit("cite", "paper.md", "--bib", "refs.bib", "-s", "nature", "-o", name, cwd=folder)
    assert (done.returncode, done.stdout) == (0, b"")
    assert f"Wrote {name} (2)" in done.stderr.decode()
    written = (folder / name).read_bytes()
    if name.endswith(".docx"):
        assert zipfile.is_zipfile(folder / name)
    elif name.endswith(".html"):
        assert b'<sup><a href="#ref-doe99">1</a></sup>' in written
    else:
        assert b"One^[1](#ref-doe99)^." in written


def test_a_bbl_for_latex(folder: Path) -> None:
    (folder / "paper.tex").write_text("\\cite{smith04} % \\cite{no}\n\\citep{doe99}\n", "utf-8")
    done = bibkit(
        "cite", "paper.tex", "--bib", "refs.bib", "-s", "nature", "-o", "paper.bbl", cwd=folder
    )
    assert done.returncode == 0, done.stderr.decode()
    text = (folder / "paper.bbl").read_text("utf-8")
    assert text.index("\\bibitem{smith04}") < text.index("\\bibitem{doe99}")


def test_an_aux_file_with_chapters(folder: Path) -> None:
    (folder / "paper.aux").write_text("\\@input{one.aux}\n\\citation{doe99}\n", "utf-8")
    (folder / "one.aux").write_text("\\citation{smith04}\n", "utf-8")
    done = bibkit("cite", "paper.aux", "--bib", "refs.bib", "-s", "nature", cwd=folder)
    out = done.stdout.decode()
    assert out.index("{smith04}") < out.index("{doe99}")


def test_unknown_keys_write_nothing(folder: Path) -> None:
    (folder / "bad.md").write_text("One.\n\nTwo [@doe98] and @nobody.\n", "utf-8")
    command = ("cite", "bad.md", "--bib", "refs.bib", "-s", "apa", "-o", "out.md")
    done = bibkit(*command, cwd=folder)
    assert done.returncode == 3
    said = done.stderr.decode()
    assert "line 3: There is no reference 'doe98'; did you mean 'doe99'?" in said
    assert "line 3: There is no reference 'nobody'" in said
    assert not (folder / "out.md").exists()
    as_json = json.loads(bibkit(*command, "--json", cwd=folder).stdout)
    assert [one["line"] for one in as_json["problems"]] == [3, 3]
    allowed = bibkit(*command, "--allow-missing", cwd=folder)
    assert allowed.returncode == 0
    assert "doe98?" in (folder / "out.md").read_text("utf-8")


def test_the_head_of_the_manuscript_says_style_and_references(folder: Path) -> None:
    inside = folder / "inside"
    inside.mkdir()
    (inside / "own.bib").write_text(BIB, "utf-8")
    head = "---\nbibliography: own.bib\ncsl: apa\nlang: de-DE\nnocite: '@smith04'\n---\n"
    (inside / "paper.md").write_text(f"{head}[@doe99, S. 3]\n", "utf-8")
    done = bibkit("cite", "inside/paper.md", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    out = done.stdout.decode()
    assert "S. 3" in out
    assert "Flies" in out
    other = bibkit("cite", "inside/paper.md", "-s", "vancouver", "--no-links", cwd=folder)
    assert "](#" not in other.stdout.decode()
    assert "(1)" in other.stdout.decode()


def test_references_in_the_head(folder: Path) -> None:
    head = "---\nreferences:\n- id: own\n  type: book\n  title: Mine\n  issued: 2001\n---\n"
    done = bibkit("cite", "-", "-s", "apa", stdin=f"{head}[@own]\n".encode(), cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    assert "Mine" in done.stdout.decode()


def test_citations_as_json(folder: Path) -> None:
    done = bibkit("cite", "paper.md", "--bib", "refs.bib", "-s", "vancouver", "--json", cwd=folder)
    data = json.loads(done.stdout)
    assert [one["id"] for one in data["entries"]] == ["doe99", "smith04"]
    assert [one["line"] for one in data["citations"]] == [1, 1]
    assert data["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["cite", "no.md", "--bib", "refs.bib", "-s", "apa"], 3, "There is no file 'no.md'"),
        (["cite", "paper.md", "--bib", "no.bib", "-s", "apa"], 3, "There is no file 'no.bib'"),
        (["cite", "paper.md", "--bib", "refs.bib"], 2, "Say the citation style"),
        (["cite", "paper.md", "-s", "apa"], 2, "Say where the references are"),
        (
            ["cite", "paper.md", "--bib", "refs.bib", "-s", "natrue"],
            2,
            "There is no citation style",
        ),
        (
            ["cite", "paper.md", "--bib", "refs.bib", "-s", "apa", "-o", "x.odt"],
            2,
            "-t with one of",
        ),
        (
            ["cite", "paper.md", "--bib", "refs.bib", "-s", "apa", "-t", "bbl"],
            2,
            "not made into bbl",
        ),
        (["cite", "-", "--bib", "-", "-s", "apa"], 2, "Only one of"),
        (["cite", ".", "--bib", "refs.bib", "-s", "apa"], 3, "cannot be read"),
        (["cite", "refs.bib", "--bib", "refs.bib", "-s", "apa", "-f", "latex"], 3, "No citation"),
    ],
)
def test_bad_input_is_said(folder: Path, arguments: list[str], code: int, said: str) -> None:
    done = bibkit(*arguments, cwd=folder)
    assert done.returncode == code
    assert said in done.stderr.decode()
    assert done.stdout == b""


def test_the_example_is_cited(tmp_path: Path) -> None:
    page = ROOT / "examples" / "als-review.txt"
    done = bibkit("cite", MANUSCRIPT, "--bib", page, "-s", "nature", "-o", tmp_path / "x.docx")
    assert done.returncode == 0, done.stderr.decode()
    assert "(5)" in done.stderr.decode()
