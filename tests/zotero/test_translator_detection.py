"""Which texts the translator takes: reference lists, and no text of another format or kind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sections import load as load_list
from translator_runs import in_javascript

import bibkit
from bibkit.zotero.translator.importing import is_list

_ROOT = Path(__file__).resolve().parent.parent.parent
_LISTS = sorted((_ROOT / "tests" / "data" / "lists").glob("*.txt"))
_WRITTEN = (
    "ids pubmed nbib bibtex biblatex ris endnote enw zotero-rdf csl-json csl-yaml jsonl csv tsv"
).split()

_PROSE = """
The disease was first described in 1869 (Charcot 1869). In the last ten years, three trials were
published (Smith et al., 2011; Jones 2014), and their results agree: nothing helps. We read 212 papers.

Of these, 14 were reviews; the rest held data of 2,341 patients (mean age 57.2 years, 1.4:1 men).
"""
_MODS = '<?xml version="1.0"?>\n<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods/></modsCollection>'
_REFUSED = {
    "nothing": "",
    "blanks": " \n\n",
    "one word": "References",
    "prose": _PROSE,
    "a letter": "Dear colleague,\n\nthank you for the paper of 2019. I shall read it.\n\nBest wishes,\nJane Doe\n",
    "a menu": "Home\nSearch\nAdvanced\nClipboard\nSave\nEmail\nSend to\nDisplay options\n",
    "MODS": _MODS,
    "HTML": "<!DOCTYPE html>\n<ul><li>Smith A. A title. Chest. 2017;12:1–4.</li></ul>",
    "a fragment of HTML": "<li>Smith A. A title of things. Chest. 2017;12:1–4.</li>",
    "RTF": "{\\rtf1 Smith A. A title of things. Chest. 2017;12:1-4.}",
    "BibTeX behind comments": "% made by hand\n% in 2019\n@article{a,\n  title = {A view},\n  year = 2017\n}\n",
    "LaTeX": "\\begin{thebibliography}{9}\n\\bibitem{a} Smith A. A title. Chest. 2017;12:1--4.\n\\end{thebibliography}",
    "a log": "2019-01-01 12:00:00 INFO server: started\n2019-01-02 12:00:01 WARN disk: 90% full\n",
    "a mail with one reference": "Hi John,\n\nread this: Smith J. A title. Chest. 2019;12(3):4-5.\n\nThanks, Tom\n",
    "an abstract with its source": "Background: It is rare. Methods: We searched PubMed. Results: 212 papers. Chest 2019;12:3-4.",
    "RIS of one record": "TY  - JOUR\nTI  - A view of things\nPY  - 2017\nER  - \n",
    "Web of Science": "FN Clarivate\nVR 1.0\nPT J\nAU Smith, A\nTI A view of things\nPY 2017\nER\nEF\n",
    "RefWorks": "RT Journal Article\nA1 Smith, A\nT1 A view of things\nYR 2017\nVO 12\n",
    "Python": "import re\n\n\ndef f(x):\n    return x + 2019\n\n\nclass A:\n    pass\n",
    "JavaScript": 'const a = 2017;\nfunction f(x) {\n\treturn x + "2019";\n}\n',
    "an abstract of PubMed": "1. Science. 2009 Dec 11;326(5959):1478-9. doi: 10.1000/s.1.\n\nWhat is for dinner?\n\n"
    "Gibbons A.\n\nDOI: 10.1000/s.1 \nPMID: 20007881  [Indexed for MEDLINE]\n",
    "results of a search in PubMed": "1\nCite\nShare\nA title of things.\nSmith A, Lee B.\nChest. 2017 Nov 4;12(1):20-9. "
    "doi: 10.1000/c.1.\nPMID: 20007881\n2\nCite\nShare\nAnother.\nRoe C.\nChest. 2018 Jan;12(3):1-4.\nPMID: 20007882\n",
    "PubMed's table": 'PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,DOI\n'
    '28400789,"A view of things","Smith A, Lee B.",Chest. 2017 Nov 4;12(2):1-4. doi: 10.1000/a.,Smith A,Chest,2017,10.1000/a\n'
    '28400790,"Another view","Lee B, Roe C.",Chest. 2018 Nov 4;13(2):5-9. doi: 10.1000/b.,Lee B,Chest,2018,10.1000/b\n',
    "a table": "name\tyear\tvolume\tpages\nSmith\t2017\t12\t1-4\nJones\t2018\t13\t5-9\n",
    "links": "https://doi.org/10.1000/a\nhttps://doi.org/10.1000/b\n",
    "PMIDs": "28400789\n28980624\n",
}  # fmt: skip

_TAKEN = {
    "one reference": "Smith A, Lee B. A title of some words. Chest. 2017;12(2):1–4.",
    "one reference with a link tail": "Smith A. A title. Chest. 2017;12:1–4. - DOI - PubMed",
    "a byte-order mark": "\ufeff1. Smith A. A title of words. Chest. 2017;12:1–4.\n",
    "Windows line ends": "1. Smith A. A title. Chest. 2017;12:1–4.\r\n2. Lee B. Another. Chest. 2018;13:5–9.\r\n",
    "numbers in brackets": "[1] Smith A. A title. Chest. 2017;12:1–4.\n[2] Lee B. Another. Chest. 2018;13:5–9.\n",
    "APA": "Smith, A. B., & Jones, C. (2008). The use of plants. Journal of Environments, 72(4), 401–412.",
    "books": "Evans R. The economics of maize. New York: Wiley; 1999.\nRoe P. Soil. Oxford: Clarendon Press; 2003.",
    "semicolons at the end": "Smith A. A title. Chest. 2017;12:1–4;\nLee B. Another. Chest. 2018;13:5–9;\nRoe C. Third. Chest. 2019;14:1;",
    "names alone in the first line": "Mathis S, Couratier P, Le Masson G, Chio A\nReferences\n1. Smith A. A title. Chest. 2017;12:1–4.",
    "with a line that is none": "1. Smith A. A title. Chest. 2017;12:1–4.\n2. Thanks.\n3. Lee B. Another. Chest. 2018;13:5–9.\n",
}  # fmt: skip


@pytest.mark.parametrize("text", _REFUSED.values(), ids=_REFUSED)
def test_what_is_no_list_is_refused(text: str) -> None:
    assert not is_list(text)


@pytest.mark.parametrize("text", _TAKEN.values(), ids=_TAKEN)
def test_a_list_is_taken(text: str) -> None:
    assert is_list(text)


@pytest.mark.parametrize("format", _WRITTEN)
def test_every_format_that_bibkit_writes_is_refused(format: str, example: Path) -> None:
    written = bibkit.write(bibkit.read(example), format)
    assert not is_list(written)
    assert not is_list("\ufeff\n" + written)


def test_the_example_page_is_taken(example: Path) -> None:
    assert is_list(example.read_text("utf-8"))


@pytest.mark.parametrize("path", _LISTS, ids=lambda path: path.stem)
def test_the_lists_of_the_parser_are_taken(path: Path) -> None:
    # Two web pages without a year are too little to know a list by.
    assert is_list(load_list(path).input) == (path.stem != "web-pages")


def test_a_page_whose_list_stands_behind_a_long_article_is_taken() -> None:
    page = f"{_PROSE * 400}\nReferences\n{_TAKEN['with a line that is none']}"
    assert len(page) > 100_000
    assert is_list(page)


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "LICENSE", "Makefile", "pyproject.toml"]
)
def test_no_file_of_the_project_is_taken(name: str) -> None:
    assert not is_list((_ROOT / name).read_text("utf-8"))


def test_the_translator_detects_what_python_does(example: Path) -> None:
    batch = bibkit.read(example)
    texts = [*_REFUSED.values(), *_TAKEN.values(), *(bibkit.write(batch, one) for one in _WRITTEN)]
    made, _ = in_javascript(texts)
    assert [one["detected"] for one in made] == [is_list(text) for text in texts]


def test_the_pasted_pages_of_the_gold_data_are_taken(shared: Path) -> None:
    samples = shared / "gold" / "samples"
    pasted = [*samples.glob("pmc_page_paste_*.txt"), samples / "pubmed_page_copied_seed.txt"]
    assert len(pasted) == 5
    for path in pasted:
        assert is_list(path.read_text("utf-8")), path.name
    for path in samples.iterdir():
        if path.suffix in (".xml", ".html") or "nbib" in path.name or "abstract" in path.name:
            assert not is_list(path.read_text("utf-8", "replace")), path.name
