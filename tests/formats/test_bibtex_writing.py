"""BibTeX and BibLaTeX are written: nothing breaks out of an entry, and what is written is read back."""

from __future__ import annotations

import pytest

import bibkit
from bibkit import Date, Name, Reference
from bibkit.formats.bib.names import read_names, write_names
from bibkit.formats.bib.titles import protect


def test_nothing_breaks_out_of_an_entry() -> None:
    evil = Reference(
        "k,title={PWN}",
        "book",
        {
            "title": "x} , author = {y",
            "author": (Name("a} and b", "{"), Name(literal="}")),
            "DOI": "10.1000/}{",
            "URL": "http://x/}\n@book{b,",
            "note": "@comment{",
        },
        {"custom": {"bibtex": {"a}b": "x", "file": "}", "ok": "fine", "entrytype": "x}"}}},
    )
    again = bibkit.read(bibkit.write([evil], "bibtex"), "bibtex")
    assert len(again) == 1
    assert again.problems == ()
    assert again[0].text("title") == "x} , author = {y"
    assert again[0].names("author") == evil.names("author")
    assert again[0].custom["bibtex"] == {"ok": "fine"}


def test_what_bibtex_has_no_field_for_is_written_under_its_own_name() -> None:
    from bibkit.vocab import VARIABLES, Kind

    values: dict[Kind, object] = {Kind.NAMES: (Name("Doe", "J."),), Kind.DATE: Date(2001, 2, 3)}
    everything = Reference(
        "all",
        "article-journal",
        {
            variable: values.get(kind, f"On {variable}")  # type: ignore[misc]
            for variable, kind in VARIABLES.items()
            if variable not in ("DOI", "PMID", "PMCID", "citation-key", "archive")
        },
        {"custom": {"director-et-al": True}},
    )
    for dialect in ("bibtex", "biblatex"):
        again = bibkit.read(bibkit.write([everything], dialect), dialect)[0]
        assert dict(again.fields) == dict(everything.fields)
        assert again.truncated("director")


def test_dates_that_bibtex_cannot_say() -> None:
    for date in (Date(1850, circa=True), Date(2017, 3, until=Date(2017, 4)), Date(2017, season=2)):
        for dialect in ("bibtex", "biblatex"):
            entry = bibkit.write([Reference("a", "book", {"issued": date})], dialect)
            assert bibkit.read(entry, dialect)[0].date("issued") == date


def test_a_backslash_before_a_closing_brace_loses_no_entry() -> None:
    text = "@article{a, title={T}, file = {C:\\dir\\},\n year=2001}\n@book{b, file={D:\\x\\}\n}\n"
    batch = bibkit.read(text, "bibtex")
    assert [reference.id for reference in batch] == ["a", "b"]
    assert batch[0].custom["bibtex"] == {"file": "C:\\dir\\"}
    assert {problem.code for problem in batch.problems} == {"hidden-brace"}
    again = bibkit.read(bibkit.write(batch, "bibtex"), "bibtex")
    assert again.references == batch.references
    assert again.problems == ()


def test_an_entry_is_never_written_as_a_comment() -> None:
    sly = Reference(
        "a", "document", {"title": "T"}, {"custom": {"bibtex": {"entrytype": "comment"}}}
    )
    assert bibkit.write([sly], "bibtex").startswith("@misc{a,")


def test_pages_and_an_article_number_both_stay() -> None:
    batch = bibkit.read(
        "@article{a, eid={042003}, pages={1--9}, howpublished={\\url{http://x.org/a}}}"
    )
    assert batch[0].text("page") == "1-9"
    assert batch[0].text("URL") == "http://x.org/a"
    assert "eid = {042003}" in bibkit.write(batch, "bibtex")


def test_an_eid_stays_one() -> None:
    batch = bibkit.read("@article{a, eid = {12}}")
    assert "eid = {12}" in bibkit.write(batch, "biblatex")


def test_keys_are_kept_made_valid_or_told_apart() -> None:
    book = {"title": "Soil"}
    batch = [
        Reference(i, "book", book) for i in ("Keep:Me", "keep:me", "http://a/b c", "Müller'01", "")
    ]
    again = bibkit.read(bibkit.write(batch, "bibtex"))
    assert again.problems == ()
    keys = [reference.id for reference in again]
    assert (keys[0], keys[3]) == ("Keep:Me", "Müller'01")
    assert len({key.lower() for key in keys}) == 5


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("BRCA1 and mRNA in Parkinson's disease", "{BRCA1} and {mRNA} in {Parkinson's} disease"),
        ("Current View and Perspectives in Disease", "Current View and Perspectives in Disease"),
        ("A view: The other side", "A view: The other side"),
        ("Effects on <i>E. coli</i> of DNA", r"Effects on \textit{E. coli} of {DNA}"),
        ("“Think Nutrition First” & more", r"“Think Nutrition First” \& more"),
        ("", ""),
    ],
)
def test_capitals_are_protected_only_where_they_would_be_lost(title: str, written: str) -> None:
    assert protect(title) == written


def test_dates_in_both_dialects() -> None:
    def lines(date: Date, dialect: str) -> set[str]:
        entry = bibkit.write([Reference("a", "book", {"issued": date})], dialect)
        return {line.strip(" ,") for line in entry.splitlines()[1:-1]}

    assert lines(Date(2017, 3, 4), "bibtex") == {"year = {2017}", "month = mar", "day = {4}"}
    assert lines(Date(2017, 3, 4), "biblatex") == {"date = {2017-03-04}"}
    assert lines(Date(2017, season=1), "biblatex") == {"date = {2017-21}"}
    assert lines(Date(2017, until=Date(2018)), "biblatex") == {"date = {2017/2018}"}
    assert lines(Date(1850, circa=True), "biblatex") == {"date = {1850~}"}
    assert lines(Date(literal="in press"), "bibtex") == {"year = {in press}"}


def test_pmid_is_an_eprint_in_biblatex_only() -> None:
    reference = Reference("a", "article-journal", {"PMID": "12", "PMCID": "PMC3"})
    biblatex = bibkit.write([reference], "biblatex")
    assert "eprint = {12}" in biblatex
    assert "eprinttype = {pubmed}" in biblatex
    assert "eprint" not in bibkit.write([reference], "bibtex")
    assert bibkit.read(biblatex)[0] == reference


@pytest.mark.parametrize(
    "name",
    [
        Name("van Koerten", "K. N."),
        Name("Berg", "J.", non_dropping_particle="van der"),
        Name("King", "M. L.", suffix="Jr"),
        Name("Plato"),
        Name(literal="Ministry of Health, Brazil"),
        Name("others", "A."),
        Name("Sand", "A. and B."),
        Name("O'Neil", "S, T"),
        Name("Müller", "Ö."),
    ],
)
def test_names_come_back_as_they_were(name: Name) -> None:
    assert read_names(write_names([name, Name("Doe", "J.")], True))[:2] == (
        (name, Name("Doe", "J.")),
        True,
    )
