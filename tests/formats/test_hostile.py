"""Input that means harm, or comes from a machine gone wrong: read in time, nothing changed in silence."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest

import bibkit
from bibkit.errors import InputError

#: The longest that any of these may take, in seconds of the processor.
LIMIT = 5.0


def read_in_time(data: bytes, format: str | None = None) -> bibkit.Batch:
    batch = bibkit.Batch()
    start = time.process_time()
    with contextlib.suppress(InputError):
        batch = bibkit.read(data, format)
    reading = time.process_time() - start
    assert reading < LIMIT
    for one in bibkit.list_formats():
        if one.pieces is not None:  # a command reads, and writes one format
            start = time.process_time()
            bibkit.write(batch, one.name)
            assert reading + time.process_time() - start < LIMIT, one.name
    return batch


_BIB: dict[str, Callable[[], str]] = {
    "backslashes": lambda: "@book{a, title = {" + "\\" * 200_000 + "x}}",
    "nested braces": lambda: "@book{a, title = {" + "{" * 100_000 + "x" + "}" * 100_000 + "}}",
    "opened braces": lambda: "@book{a, title = {" + "{" * 200_000,
    "closed braces": lambda: "@book{a, title = {T}" + "}" * 200_000,
    "one line": lambda: "@book{a, title = {T}, abstract = {" + "word, and {it} \\& so " * 450_000 + "}}",
    "dollars": lambda: "@book{a, title = {" + "$x " * 100_000 + "}}",
    "accents": lambda: "@book{a, title = {" + "\\'" * 100_000 + "e}}",
    "macros": lambda: "@book{a, title = {" + "\\textit{" * 50_000 + "x" + "}" * 50_000 + "}}",
    "unknown macros": lambda: "@book{a, title = {" + "\\foo{x}" * 30_000 + "}}",
    "quotes": lambda: '@book{a, title = "' + '"' * 100_000,
    "hashes": lambda: "@book{a, title = " + "#" * 100_000 + "}",
    "names": lambda: "@book{a, author = {" + "A and " * 100_000 + "B}}",
    "ands": lambda: "@book{a, author = {" + "and " * 200_000 + "}}",
    "commas": lambda: "@book{a, author = {" + "," * 200_000 + "}}",
    "commas between fields": lambda: "@book{a" + ",\n" * 100_000 + "}",
    "fields": lambda: "@book{a, " + ", ".join(f"f{i} = {{x}}" for i in range(50_000)) + "}",
    "missing commas": lambda: "@book{a, " + " ".join(f"f{i} = {{x}}" for i in range(5_000)) + "}",
    "same key": lambda: "@book{a, title = {T}}\n" * 20_000,
    "at signs": lambda: "@" * 200_000,
    "entries without end": lambda: "@book{a, title = {T\n" * 10_000,
    "circle": lambda: "@book{a, crossref = {b}}\n@book{b, crossref = {a}}\n@book{c, crossref = {c}}",
    "strings of strings": lambda: '@string{a0 = "' + "x" * 100 + '"}\n' + "".join(
        f"@string{{a{i + 1} = {' # '.join([f'a{i}'] * 10)}}}\n" for i in range(9)
    ) + "@book{a, title = a9}",
    "years": lambda: "@book{a, year = {" + "1" * 100_000 + "}, date = {" + "2001-" * 50_000 + "}}",
    "pages": lambda: "@book{a, pages = {" + "1-" * 200_000 + "}}",
    "addresses": lambda: "@misc{a, howpublished = {\\url{" + "{" * 50_000 + "}}}",
    "doi": lambda: "@book{a, doi = {" + "10.1/" * 100_000 + "}}",
    "percent": lambda: "@book{a, " + "% comment = {\n" * 20_000 + "title = {T}}",
}  # fmt: skip


@pytest.mark.parametrize("kind", _BIB)
def test_a_bib_file_is_read_in_time(kind: str) -> None:
    read_in_time(_BIB[kind]().encode(), "bibtex")


@pytest.mark.parametrize(
    "kind", ["commas between fields", "names", "entries without end", "fields"]
)
def test_a_bib_file_is_told_in_time(kind: str) -> None:
    read_in_time(_BIB[kind]().encode())


_TAGGED = {
    "ris": ("TY  - JOUR\n", "TI  - "),
    "nbib": ("PMID- 1\n", "TI  - "),
    "enw": ("%0 Journal Article\n", "%T "),
}
_TAILS: dict[str, Callable[[str], str]] = {
    "long line": lambda tag: tag + "word " * 500_000,
    "lines without tag": lambda tag: tag + "x\n" + "      more\n" * 100_000,
    "tags without value": lambda tag: f"{tag}\n" * 50_000,
    "authors": lambda tag: "AU  - A, B\nFAU - A, B\n%A A, B\n" * 30_000,
    "tags in a row": lambda tag: tag * 50_000,
    "junk": lambda tag: "\x00\x1b\u202e" * 50_000,
}


@pytest.mark.parametrize("kind", _TAILS)
@pytest.mark.parametrize("format", _TAGGED)
def test_a_tagged_file_is_read_in_time(format: str, kind: str) -> None:
    head, tag = _TAGGED[format]
    read_in_time((head + _TAILS[kind](tag)).encode(), format)


_XML = {
    "laughs": '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>",
    "file": '<!DOCTYPE l [<!ENTITY i SYSTEM "file:///etc/passwd">]>',
}
_ROOTS = {
    "pubmed": "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T &i;</ArticleTitle>"
    "</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
    "endnote": "<xml><records><record><ref-type name='Book'>6</ref-type><titles><title>T &i;</title></titles></record></records></xml>",
}


@pytest.mark.parametrize("kind", _XML)
@pytest.mark.parametrize("format", _ROOTS)
def test_entities_of_a_document_are_not_followed(format: str, kind: str) -> None:
    batch = read_in_time((_XML[kind] + _ROOTS[format]).encode(), format)
    for reference in batch:
        assert "root:" not in reference.text("title")
        assert "haha" not in reference.text("title")


@pytest.mark.parametrize("format", _ROOTS)
def test_depth_and_breadth_of_xml_are_bounded(format: str) -> None:
    root = _ROOTS[format].replace(" &i;", "")
    read_in_time(
        root.replace("T<", "<i>" * 100_000 + "T" + "</i>" * 100_000 + "<").encode(), format
    )
    read_in_time(root.replace("T<", "<i>T</i>" * 100_000 + "<").encode(), format)


def test_what_latex_would_run_is_text() -> None:
    batch = bibkit.read(r"@book{a, title = {T \input{/etc/passwd} \write18{ls}}}")
    assert batch[0].text("title") == r"T \input{/etc/passwd} \write18{ls}"
    assert "unknown-macro" in {problem.code for problem in batch.problems}


def test_what_a_browser_would_run_is_text() -> None:
    batch = bibkit.read(
        "@book{a, title = {T <script>alert(1)</script>}, url = {javascript:alert(1)}}"
    )
    page = bibkit.format(batch, "apa", "html")
    assert "<script" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    "value", ["k,title={PWN}", "a}\n@book{evil,", 'x" # y', "a\\", "{", "}{", "%\n}"]
)
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_nothing_breaks_out_of_an_entry(value: str, dialect: str) -> None:
    person = bibkit.Name(value, value)
    body = bibkit.Name(literal=value)
    reference = bibkit.Reference(
        value,
        "article-journal",
        {"title": value, "author": (person, body), "DOI": value, "page": value, "note": value, "issued": bibkit.Date(literal=value)},
        {"custom": {"bibtex": {value: value, "file": value, "owner": "a}b{c"}}},
    )  # fmt: skip
    batch = bibkit.read(bibkit.write([reference], dialect), dialect)
    assert len(batch) == 1
    assert batch[0].id != "evil"
    assert not [problem for problem in batch.problems if problem.severity == "error"]
