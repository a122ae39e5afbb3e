r"""Citations in LaTeX and their `.bbl`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fake_engine import REFERENCES, FakeEngine, reference, style

from bibkit.manuscripts.keys import UnknownKeys
from bibkit.manuscripts.latex import bbl, read_aux, read_tex


def keys(text: str) -> list[str]:
    return [key for one in read_tex(text).citations for key in one.keys]


@pytest.mark.parametrize(
    "text",
    [
        r"\cite{a}",
        r"\cite[p.~3]{a}",
        r"\citep[see][p.~3]{a}",
        r"\citet*{a}",
        r"\Citet{a}",
        r"\parencite [see] [3] {a}",
        r"\textcite{a}",
        r"\autocite*{a}",
        r"\footcite[{[x]}]{a}",
        r"\citeauthor{a}",
        r"\citeyear{ a }",
        "\\cite{%\n a}",
        r"100\% \cite{a}",
        r"\shortcite<see>{a}",
    ],
)
def test_commands_that_cite(text: str) -> None:
    assert keys(text) == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        r"% \cite{a}",
        r"\\% \cite{a}",
        r"\verb|\cite{a}|",
        r"\begin{verbatim}\cite{a}\end{verbatim}",
        r"\begin{lstlisting}[x] \cite{a} \end{lstlisting}",
        r"\newcommand{\mine}[1]{\cite{#1}}",
        r"\end{document} \cite{a}",
        r"\citestyle{a}",
        r"\recite{a}",
        r"\cite",
    ],
)
def test_what_cites_nothing(text: str) -> None:
    assert keys(text) == []


def test_several_keys_and_many_parts() -> None:
    assert keys(r"\cite{a, b,c} \parencites(see)()[1]{d}[2][3]{e,f} \cites{g}{h}") == list(
        "abcdefgh"
    )


def test_nocite_is_apart() -> None:
    source = read_tex("\\nocite{*}\n\\nocite{b,c}\n\\cite{a}")
    assert source.nocite == ("*", "b", "c")
    assert [(one.keys, one.line) for one in source.citations] == [(("a",), 3)]


def test_biblatex_and_other_files_are_said() -> None:
    text = "\\usepackage[style=apa]{biblatex}\n\\input{intro}\n\\cite{a}"
    assert [one.code for one in read_tex(text).problems] == ["biblatex", "inputs"]


def test_an_aux_file_says_the_keys_and_names_others() -> None:
    text = "\\citation{a,b}\n\\@input{two.aux}\n\\abx@aux@cite{0}{d}\n\\citation{*}\n"
    source = read_aux(text, {"two.aux": "\\citation{c}\n"}.get)
    assert [key for one in source.citations for key in one.keys] == ["a", "b", "c", "d"]
    assert source.nocite == ("*",)


def test_an_aux_file_that_names_itself_ends() -> None:
    assert read_aux(
        "\\@input{a.aux}\\citation{a}", lambda name: "\\@input{a.aux}\\citation{a}"
    ).citations


def test_a_style_that_counts_leaves_counting_to_latex(tmp_path: Path) -> None:
    source = read_tex(r"\cite{smith04} \cite{doe99,smith04}")
    text = bbl(source, REFERENCES, style(tmp_path, "brackets"), FakeEngine()).text
    assert text == (
        "\\begin{thebibliography}{9}\n\n"
        "\\bibitem{smith04}\nSmith. \\textit{Flies}. 2004.\n\n"
        "\\bibitem{doe99}\nDoe. \\textit{Frogs}. 1999.\n\n"
        "\\end{thebibliography}\n"
    )


def test_other_styles_have_labels_for_natbib(tmp_path: Path) -> None:
    source = read_tex(r"\cite{smith04,odd} \nocite{doe99}")
    odd = reference("odd", "O[x](y) 50%", "T", 2001)
    text = bbl(source, (*REFERENCES, odd), style(tmp_path, "date"), FakeEngine()).text
    assert "\\bibitem[Smith et~al.(2004)Smith, Roe, and Poe]{smith04}\n" in text
    assert "\\bibitem[Doe(1999)]{doe99}\n" in text
    assert "\\bibitem[{O[x]y and 50\\%(2001)}]{odd}\n" in text
    assert "Bees" not in text


def test_unknown_keys_have_lines(tmp_path: Path) -> None:
    source = read_tex("\\cite{doe99}\n\n\\citep{doe98}\n")
    with pytest.raises(
        UnknownKeys, match="line 3: There is no reference 'doe98'; did you mean 'doe99'"
    ):
        bbl(source, REFERENCES, style(tmp_path, "date"), FakeEngine())
    made = bbl(source, REFERENCES, style(tmp_path, "date"), FakeEngine(), allow_missing=True)
    assert [one.code for one in made.problems] == ["unknown-key"]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pdflatex"), reason="there is no LaTeX here")
@pytest.mark.parametrize("form", ["brackets", "date"])
def test_latex_reads_it(tmp_path: Path, form: str) -> None:
    package = "\\usepackage{natbib}" if form == "date" else ""
    text = (
        f"\\documentclass{{article}}{package}\\begin{{document}}A \\cite{{doe99,smith04,odd}}."
        "\\bibliographystyle{plain}\\bibliography{x}\\end{document}"
    )
    odd = reference("odd", "O[x](y) Al_so", "50% & $x$ #1 ~ ^ \\input{x} {", 2001)
    made = bbl(read_tex(text), (*REFERENCES, odd), style(tmp_path, form), FakeEngine())
    (tmp_path / "paper.tex").write_text(text, "utf-8")
    (tmp_path / "paper.bbl").write_text(made.text, "utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    for _ in range(2):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-2000:]
    assert b"undefined" not in done.stdout
