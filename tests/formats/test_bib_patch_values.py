"""A .bib file is edited in place: a changed value stands where the old one stood."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from bib_edits import edited, patched

import bibkit
from bibkit import Date, Name

# --- where a changed value stands -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        # the one entry of many forms
        (
            "@article{a, title={X}, year=2017}",
            {"DOI": "10.1000/182"},
            "@article{a, title={X}, year=2017, doi={10.1000/182}}",
        ),
        (
            "@article{a, title={X}, year=2017,}",
            {"volume": "3"},
            "@article{a, title={X}, year=2017, volume=3,}",
        ),
        (
            "@Article{Key:1 ,\n\tTITLE\t= \"X\",\n\tYEAR\t= 2017\n}",
            {"volume": "3", "title": "Y"},
            "@Article{Key:1 ,\n\tTITLE\t= \"Y\",\n\tYEAR\t= 2017,\n\tVOLUME\t= 3\n}",
        ),
        (
            "@book(a,\n  title  = {X},\n  author = {Doe, J.},\n)",
            {"publisher-place": "Bonn"},
            "@book(a,\n  title  = {X},\n  author = {Doe, J.},\n  address = {Bonn},\n)",
        ),
        (
            "@book{a,\n  title     = {X},\n  publisher = {Y}}",
            {"DOI": "10.1000/182"},
            "@book{a,\n  title     = {X},\n  publisher = {Y},\n  doi       = {10.1000/182}}",
        ),
        (
            "@book{a,\n  title =     {X},\n  publisher = {Y},\n}",
            {"ISBN": "978-0-12-409547-2"},
            "@book{a,\n  title =     {X},\n  publisher = {Y},\n  isbn =      {978-0-12-409547-2},\n}",
        ),
        (
            "@book{a\n , Title = {X}\n , Year = {2001}\n }",
            {"URL": "http://x.org"},
            "@book{a\n , Title = {X}\n , Year = {2001}\n , Url = {http://x.org}\n }",
        ),
        ("@misc{a}", {"title": "T"}, "@misc{a,\n  title = {T},\n}"),
        ("@misc{a,}", {"title": "T"}, "@misc{a,\n  title = {T},\n}"),
        # replaced, whatever the expression was
        (
            '@string{j = {J. A}}\n@book{a, journal = j # " and " # {B}, note = {n}}',
            {"container-title": "Soil"},
            '@string{j = {J. A}}\n@book{a, journal = {Soil}, note = {n}}',
        ),
        ("@book{a, note = n}", {"note": "m"}, "@book{a, note = {m}}"),
        ("@book{a, volume = 3}", {"volume": "4"}, "@book{a, volume = 4}"),
        ("@book{a, volume = 3}", {"volume": "4b"}, "@book{a, volume = {4b}}"),
        ('@book{a, note = "x"}', {"note": 'say "x"'}, '@book{a, note = {say "x"}}'),
        ("@book{a, title = {{X}}}", {"title": "Y"}, "@book{a, title = {{Y}}}"),
        ("@book{a, title = {X}}", {"title": "of DNA & <i>x</i>"}, r"@book{a, title = {of {DNA} \& \textit{x}}}"),
        ('@book{a, title = "a "b" c", note = {n}}', {"title": "T"}, '@book{a, title = "T", note = {n}}'),
        ("@book{a, pages = {1-2}}", {"page": "12-34"}, "@book{a, pages = {12--34}}"),
        ("@book{a, title = , note = {n}}", {"title": "T"}, "@book{a, title = {T}, note = {n}}"),
        # in the field that holds it
        ("@book{a, location = {X}}", {"publisher-place": "Y"}, "@book{a, location = {Y}}"),
        ("@article{a, journaltitle = {X}}", {"container-title": "Y"}, "@article{a, journaltitle = {Y}}"),
        ("@book{a, annote = {X}}", {"annote": "Y"}, "@book{a, annote = {Y}}"),
        ("@book{a, language = {X}}", {"language": "de"}, "@book{a, language = {de}}"),
        ("@book{a, organization = {X}}", {"publisher": "Y"}, "@book{a, organization = {Y}}"),
        ("@article{a, issue = 3}", {"issue": "4"}, "@article{a, issue = 4}"),
        ("@article{a, eid = {12}}", {"page": "13"}, "@article{a, eid = {13}}"),
        ("@book{a, number = {3}}", {"collection-number": "4"}, "@book{a, number = {4}}"),
        (
            "@misc{a, howpublished = {\\url{http://x.org}}}",
            {"URL": "http://y.org/a_b"},
            "@misc{a, howpublished = {\\url{http://y.org/a_b}}}",
        ),
        (
            "@misc{a, howpublished = {\\url{http://x.org}}}",
            {"URL": "http://y.org/~b"},
            "@misc{a, howpublished = {\\url{http://y.org/~b}}}",
        ),
        # identifiers
        ("@misc{a, pmid = 1}", {"PMID": "2"}, "@misc{a, pmid = 2}"),
        (
            "@misc{a, eprint = {1}, eprinttype = {pubmed}}",
            {"PMID": "2"},
            "@misc{a, eprint = {2}, eprinttype = {pubmed}}",
        ),
        (
            "@misc{a, pmid = {1}, eprint = {1}, eprinttype = {pubmed}}",
            {"PMID": "2"},
            "@misc{a, pmid = {2}, eprint = {2}, eprinttype = {pubmed}}",
        ),
        (
            "@misc{a, eprint = {1}, eprinttype = {pubmed}, note = {n}}",
            {"PMID": None},
            "@misc{a, note = {n}}",
        ),
        (
            "@misc{a, eprint = {1801.00001}, primaryclass = {cs}}",
            {"archive_location": "1801.00002"},
            "@misc{a, eprint = {1801.00002}, primaryclass = {cs}}",
        ),
        (
            "@misc{a, eprint = {1801.00001}, archiveprefix = {arXiv}, note = {n}}",
            {"archive": "Zenodo", "archive_location": "7"},
            "@misc{a, note = {n}, archive = {Zenodo}, archive_location = {7}}",
        ),
        (
            "@misc{a, archive = {Zenodo}, archive_location = {7}}",
            {"archive": None, "archive_location": "8"},
            "@misc{a, archive_location = {8}}",
        ),
        # added where the neighbours have another
        (
            "@misc{a, eprint = {1}, eprinttype = {pubmed}}",
            {"archive": "arXiv", "archive_location": "1801.00002"},
            "@misc{a, eprint = {1}, eprinttype = {pubmed}, archive = {arXiv}, archive_location = {1801.00002}}",
        ),
        (
            "@misc{a, howpublished = {\\url{http://x.org}}}",
            {"publisher": "P"},
            "@misc{a, howpublished = {\\url{http://x.org}}, publisher = {P}}",
        ),
        (
            "@techreport{a, issue = {3}}",
            {"number": "4"},
            "@techreport{a, issue = {3}, csl-number = {4}}",
        ),
        ("@techreport{a, number={4}}", {"issue": "3"}, "@techreport{a, number={4}, csl-issue={3}}"),
        (
            "@misc{a, archive = {Zenodo}, archive_location = {7}}",
            {"archive_location": "8"},
            "@misc{a, archive = {Zenodo}, archive_location = {8}}",
        ),
        # taken out
        ("@book{a, title={X}, note={n}, year=1}", {"note": None}, "@book{a, title={X}, year=1}"),
        ("@book{a,\n  title={X},\n  note={n}\n}", {"note": None}, "@book{a,\n  title={X}\n}"),
        ("@book{a,\n  note={n},\n  title={X},\n}", {"note": None}, "@book{a,\n  title={X},\n}"),
        ("@book{a,\n  note={n}\n}", {"note": None}, "@book{a,\n}"),
        ("@book{a\n , note = {n}\n , year = 1\n}", {"issued": None}, "@book{a\n , note = {n}\n}"),
        ("@book{a, note={n}, year=1}", {"issued": None, "title": "T"}, "@book{a, note={n}, title={T}}"),
        ("@book{a, note={n}, note={m}, year=1}", {"note": None}, "@book{a, year=1}"),
        ("@book{a, note={n}, note={m}}", {"note": "k"}, "@book{a, note={k}, note={m}}"),
        # commas that are not there, comments that are
        (
            "@book{a,\n title = {T}\n note = {n}\n year = 1\n}",
            {"note": "m", "volume": "2"},
            "@book{a,\n title = {T}\n note = {m}\n year = 1,\n volume = 2\n}",
        ),
        (
            "@book{a,\n title = {T}\n note = {n}\n year = 1\n}",
            {"note": None},
            "@book{a,\n title = {T},\n year = 1\n}",
        ),
        (
            "@book{a,\n  % mine\n  title = {T}, % yours\n  note = {n} % end\n}",
            {"title": "U", "volume": "2"},
            "@book{a,\n  % mine\n  title = {U}, % yours\n  note = {n},\n  volume = {2} % end\n}",
        ),
    ],
)  # fmt: skip
def test_only_what_changed_is_another_text(
    before: str, changes: dict[str, Any], after: str
) -> None:
    assert patched(before, changes) == after


def test_a_second_field_of_the_same_meaning_is_not_lost_with_the_first() -> None:
    text = "@article{a, journal = {J}, booktitle = {B}}"
    gone = bibkit.read(text)[0].replace(container_title=None)
    assert edited(text, [gone]) == "@article{a, booktitle = {B}}"


def test_values_that_are_read_alike_are_not_written() -> None:
    text = "@book{a, volume = 03, title = {A  b}}"
    batch = bibkit.read(text)
    same = batch[0].replace(title="A\n b")
    assert edited(text, [dataclasses.replace(same, extra={"custom": {"note": 1}})]) == text
    assert edited(text, [batch[0].replace(volume=3)]) == text.replace("03", "3")
    three = "@book{a, volume = {3}}"
    assert edited(three, [bibkit.read(three)[0].replace(volume=3)]) == three


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({"title": "T: New"}, "@book{a, title={T}, subtitle={New}}"),
        ({"title": "U: V"}, "@book{a, title={U}, subtitle={V}}"),
        ({"title": "Alone"}, "@book{a, title={Alone}}"),
    ],
)
def test_a_title_in_parts_is_changed_in_its_parts(changes: dict[str, Any], after: str) -> None:
    assert patched("@book{a, title={T}, subtitle={S}}", changes) == after


def test_an_addition_goes_with_the_title_that_it_was_part_of() -> None:
    before = "@book{a, title={T}, subtitle={S}, titleaddon={A}}"
    assert patched(before, {"title": "T: U"}) == "@book{a, title={T}, subtitle={U}}"


def test_an_inherited_subtitle_is_not_added_again() -> None:
    child = "@incollection{a, title={A}, crossref={b}}"
    parent = "\n@collection{b, title={B}, subtitle={S}}"
    after = patched(child + parent, {"container-title": "C"}).removesuffix(parent)
    assert bibkit.read(after + parent, "bibtex")[0].text("container-title") == "C"


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize(
    ("before", "date", "after"),
    [
        ("year = 2017", Date(2018), "year = 2018"),
        ("year = {2017}", Date(2018, 3, 4), "year = {2018}, month = mar, day = {4}"),
        ("year = 2017, month = jan, day = 3", Date(2018, 2), "year = 2018, month = feb"),
        ('month = jan # "~10", year = 2017', Date(2018, 2, 3), "month = feb, year = 2018, day = 3"),
        ("year = 2017, month = {January}", Date(2017, 5), "year = 2017, month = {May}"),
        ("year = 2017, month = {JAN}", Date(2017, 5), "year = 2017, month = {MAY}"),
        ("year = 2017, month = 1", Date(2017, 5), "year = 2017, month = 5"),
        ('year = "2017", month = "01"', Date(2017, 5), 'year = "2017", month = "05"'),
        ("year = 2017, month = jan", Date(2017, season=2), "year = 2017, month = {Summer}"),
        ("year = {2017}", Date(2017, until=Date(2018)), "year = {2017--2018}"),
        ("year = {2017}", Date(1850, circa=True), "year = {1850}, date = {1850~}"),
        ("year = {2017}", Date(literal="in press"), "year = {in press}"),
        ("date = {2017-03}", Date(2018, 4, 5), "date = {2018-04-05}"),
        ("date = 2017", Date(2018, 4), "date = {2018-04}"),
        ("date = {2017}", Date(literal="in press"), "date = {in press}"),
        ("date = {2017-03}, year = {2017}", Date(2018, 4), "date = {2018-04}, year = {2018}"),
        ("date = {2017-03}, year = 2017, month = mar", None, "note = {n}"),
        ("date = {}, note = {n}", Date(2018, 4), "date = {2018-04}, note = {n}"),
        ("year = {}, note = {n}", Date(2018), "year = {2018}, note = {n}"),
    ],
)
def test_a_date_stays_in_its_own_fields(
    dialect: str, before: str, date: Date | None, after: str
) -> None:
    if date is None:
        before, after = f"{before}, note = {{n}}", after
    assert patched(f"@book{{a, {before}}}", {"issued": date}, dialect) == f"@book{{a, {after}}}"


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_an_entry_without_a_date_gets_it_as_the_others_have_it(dialect: str) -> None:
    changes = {"issued": Date(2018, 3)}
    text = "@book{a, title = {T}}\n@book{b, year = {1999}, month = {January}}"
    assert "{T}, year = {2018}, month = {March}}" in patched(text, changes, dialect)
    text = "@book{a, title = {T}}\n@book{b, date = {1999}}"
    assert "{T}, date = {2018-03}}" in patched(text, changes, dialect)


def test_other_dates_have_one_field() -> None:
    text = "@online{a, urldate = {2020-01-02}, accessed = {x}}"
    assert "urldate = {2021-01-02}" in patched(text, {"accessed": Date(2021, 1, 2)})
    assert "submitted={2001-02}" in patched("@misc{a, note={n}}", {"submitted": Date(2001, 2)})
    assert "origdate={1850}" in patched("@misc{a, note={n}}", {"original-date": Date(1850)})


# --- names and fields by the file -----------------------------------------------------------------


def test_people_and_others() -> None:
    text = "@book{a,\n  author = {Doe, J. and others},\n  title = {T}\n}"
    people = (Name("Doe", "Jane"), Name("Berg", "A.", non_dropping_particle="van den"))
    assert "{Doe, Jane and van den Berg, A. and others}" in patched(text, {"author": people})
    everyone = patched(text, {"author": people}, custom={"author-et-al": False})
    assert "{Doe, Jane and van den Berg, A.}" in everyone
    cut = patched("@book{a, author = {Doe, J.}}", {}, custom={"author-et-al": True})
    assert cut == "@book{a, author = {Doe, J. and others}}"


def test_new_fields_have_the_names_that_the_entry_and_the_file_use() -> None:
    new = {"container-title": "J. Foo", "publisher-place": "Bonn", "PMID": "12", "annote": "x"}
    bibtex = "@article{a, year = {2017}}\n@book{b, annote = {y}}"
    written = patched(bibtex, new, "biblatex")
    assert "journal = {J. Foo}, address = {Bonn}, pmid = {12}, annote = {x}}" in written
    biblatex = "@article{a, date = {2017}}"
    written = patched(biblatex, new, "bibtex")
    assert "journaltitle = {J. Foo}, location = {Bonn}, pmid = {12}, eprint = {12}" in written
    alone = patched(f"{biblatex}\n@book{{b, pmid = {{3}}}}", new, "bibtex")
    assert "eprint" not in alone
    assert "booktitle = {J. Foo}" in patched("@conference{a, year = 1}", new)
    assert "school = {U}" in patched("@phdthesis{a, year = 1}", {"publisher": "U"})
    assert "eid = {17085}" in patched("@article{a, date = {2017}}", {"page": "17085"})
    arxiv = {"archive": "arXiv", "archive_location": "1801.00002"}
    assert "eprint = {1801.00002}, archiveprefix = {arXiv}" in patched("@misc{a, year = 1}", arxiv)
    assert "eprinttype = {arxiv}" in patched("@misc{a, date = 1}", arxiv | {"PMID": "1"})


def test_an_entry_without_fields_is_set_as_the_others_are() -> None:
    text = '@misc{a}\n@misc{b,\n\tTITLE = "T",\n\tYEAR = "2001"\n}\n'
    assert patched(text, {"note": "n"}).startswith('@misc{a,\n\tNOTE = "n"\n}\n')


def test_fields_without_a_variable_are_kept_changed_and_added_never_taken_out() -> None:
    text = "@book{a, file = {x.pdf}, title = {T}, groups = {g}}"
    kept = {"bibtex": {"file": "y.pdf", "added": "z", "bad}name": "x", "worse": "}{"}}
    assert patched(text, {}, custom=kept) == (
        "@book{a, file = {y.pdf}, title = {T}, groups = {g}, added = {z}}"
    )
    reference = bibkit.read(text)[0]
    bare = dataclasses.replace(reference.replace(title="U"), extra={})
    assert edited(text, [bare]) == text.replace("{T}", "{U}")


def test_key_and_type_stay() -> None:
    text = "@TechReport{Old, title = {T}}"
    old = bibkit.read(text)[0]
    new = dataclasses.replace(old.replace(title="U", citation_key="new"), id="new", type="book")
    assert edited(text, [new]) == "@TechReport{Old, title = {U}}"
    named = bibkit.read("@book{a, citation-key = {x}}")[0].replace(citation_key="y")
    assert edited("@book{a, citation-key = {x}}", [named]) == "@book{a, citation-key = {y}}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@book{a, langid={ngerman}}", "@book{a, langid={american}}"),
        ("@book{a, hyphenation={german}}", "@book{a, hyphenation={american}}"),
        ("@book{a, language={german}}", "@book{a, language={en-US}}"),
        ("@book{a, title={T}}", "@book{a, title={T}, langid={american}}"),
    ],
)
def test_a_language_is_written_as_latex_names_it(before: str, after: str) -> None:
    assert patched(before, {"language": "en-US"}) == after
