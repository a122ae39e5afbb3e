"""A .bib file is edited in place: what did not change stays as it is, to the byte."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bibkit
from bibkit import Date, Name, Reference
from bibkit.controls import clean
from bibkit.errors import OutputError
from bibkit.formats import by_name


def edited(text: str, wanted: list[Reference], dialect: str = "bibtex") -> str:
    edit = by_name(dialect).edit
    assert edit is not None
    return edit(text, bibkit.read(text, dialect), wanted)


def patched(
    text: str,
    changes: dict[str, Any],
    dialect: str = "bibtex",
    at: int = 0,
    custom: dict[str, Any] | None = None,
) -> str:
    """The text with one reference changed; what lies around it is checked, and what is read again."""
    batch = bibkit.read(text, dialect).references
    old = batch[at]
    new = old.replace(**changes)
    if custom is not None:
        new = dataclasses.replace(new, extra={"custom": {**old.custom, **custom}})
    result = edited(text, [*batch[:at], new, *batch[at + 1 :]], dialect)
    assert old.source is not None
    assert result.startswith(text[: old.source.start])
    assert result.endswith(text[old.source.end :])
    again = bibkit.read(result, dialect)
    assert len(again) == len(batch)
    for index, reference in enumerate(again):
        assert dict(reference.fields) == dict((new if index == at else batch[index]).fields)
    return result


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


# --- what lies around -----------------------------------------------------------------------------

_FILE = r"""% A comment with @book{ in no entry
@string{jf = "J. Foo"}
@preamble{"\newcommand{\x}{y}"}

@comment{@book{hidden, title = {H}}}
free text, with "an odd quote
@article{a, title = {The "odd}, journal = jf, crossref = {b}} @book{b, title = {B}}
@article{unreadable, title = {unclosed

@Article{a,
  title = {Twice},
  title = {Again},
  journal = jf
}
@string{jf = "J. Bar"}
@article{c, journal = jf, note = {n}} the end"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_everything_else_is_byte_for_byte(end: str, at: int) -> None:
    text = _FILE.replace("\n", end)
    assert len(bibkit.read(text)) == 4
    result = patched(text, {"note": "new", "DOI": "10.1000/182", "title": "U"}, at=at)
    assert result.count("10.1000/182") == 1
    assert end != "\r\n" or "\n" not in result.replace("\r\n", "")
    assert edited(text, list(bibkit.read(text))) == text
    if at == 2:  # its key is that of the first
        assert result.count(f"journal = jf,{end}  note = {{new}},{end}  doi = {{10.1") == 1
        assert "{Again}" in result


def test_a_crossref_brings_nothing_in() -> None:
    result = patched(_FILE, {"DOI": "10.1000/182"})
    assert "journal = jf, crossref = {b}, doi = {10.1000/182}} @book{b" in result


def test_a_path_before_a_brace_stays() -> None:
    text = "@book{a,\n file = {C:\\dir\\},\n title = {T}\n}\n% between\n@book{b, title = {U}}\n"
    assert patched(text, {"title": "V", "volume": "1"}) == text.replace(
        "title = {T}\n", "title = {V},\n volume = {1}\n"
    )


def test_what_cannot_be_edited_where_it_stands_is_set_anew_and_loses_nothing() -> None:
    text = (
        "@Book(a, pages={x}, pages={y}, year={2001}, title={T}, bad name={z}, file={C:\\dir\\}\n)"
    )
    assert patched(text, {"DOI": "10.1000/182", "title": None}) == (
        "@Book(a,\n  year = {2001},\n  pages = {x},\n  doi = {10.1000/182},\n"
        "  file = {C:\\dir\\ },\n  pages = {y},\n  bad name = {z},\n)"
    )


def test_what_would_be_misread_either_way_is_left_alone() -> None:
    text = "@book{a\\}"
    batch = bibkit.read(text, "bibtex")
    assert edited(text, [batch[0].replace(title="T")]) == text


def test_what_no_bib_file_can_say_is_still_written_where_it_stands() -> None:
    text = "@book{a,\n  note = {n},\n  title = {T}\n}"
    odd = {"note": "a -- b\n@book(c,", "title": "\ud800", "issue": "1\n@x(", "author": (_ODD,)}
    result = edited(text, [bibkit.read(text)[0].replace(**odd)])
    assert result == (
        "@book{a,\n  note = {a -{}- b @book(c,},\n  title = {\ufffd},\n"
        "  csl-issue = {1 @x(},\n  author = {{X\\\\ @y(}}\n}"
    )
    assert bibkit.read(result).problems == ()
    assert bibkit.read(bibkit.write([bibkit.read(text)[0].replace(**odd)], "bibtex")).problems == ()


_ODD = Name("X\n@y(")


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


def test_the_text_must_be_the_one_that_was_read() -> None:
    edit = by_name("biblatex").edit
    assert edit is not None
    batch = bibkit.read("@book{a, title = {T}}", "biblatex")
    with pytest.raises(OutputError, match="1 references were read, but 0"):
        edit("@book{a, title = {T}}", batch, [])
    with pytest.raises(OutputError, match="not the one"):
        edit("\n@book{a, title = {T}}", batch, [batch[0].replace(title="U")])


def test_only_bib_files_are_edited() -> None:
    assert {one.name for one in bibkit.list_formats() if one.edit} == {"bibtex", "biblatex"}


# --- for any file ---------------------------------------------------------------------------------

_words = (
    st.text("abcXYZ 019éß&%#_<", min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
_name = st.text("abcXYZé", min_size=1, max_size=6).map(str.capitalize)
_people = st.lists(
    st.one_of(st.builds(Name, _name, _name), st.builds(Name, literal=_words)),
    min_size=1,
    max_size=3,
).map(tuple)


@st.composite
def _dates(draw: st.DrawFn) -> Date:
    year = draw(st.integers(1500, 2099))
    if draw(st.booleans()):
        return Date(year, season=draw(st.integers(1, 4)))
    month = draw(st.one_of(st.none(), st.integers(1, 12)))
    day = draw(st.one_of(st.none(), st.integers(1, 28))) if month else None
    until = draw(st.one_of(st.none(), st.just(Date(year + 1, month))))
    return Date(year, month, day, until=until, circa=draw(st.booleans()))


_TEXTS = (
    "title container-title publisher publisher-place volume issue note annote abstract keyword"
    " edition collection-title title-short language number-of-pages event-title section"
).split()
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(_TEXTS, _words),
    **dict.fromkeys(("author", "editor", "director"), _people),
    **dict.fromkeys(("issued", "accessed", "original-date", "submitted"), _dates()),
    "page": st.sampled_from(["1-9", "17085", "e12", "S3-S4"]),
    "DOI": st.sampled_from(["10.1000/182", "10.1000/a_b(c)"]),
    "PMID": st.sampled_from(["1", "23"]),
    "PMCID": st.sampled_from(["PMC1", "PMC23"]),
    "URL": st.sampled_from(["http://x.org/a_b%20c~d", "https://y.org/#e"]),
}
_FIELDS = """
    author={Doe, J. and {WHO}}|author={M{\\"u}ller, A. and others}|editor={Roe, R.}
    title={The {DNA} of "it"}|title={{Braced}}|TITLE={T}|journal=jf|journaltitle={J}|booktitle={B}
    publisher={P}|institution={P}|school=jf # { x}|address={A}|location={L}|volume=3|volume={3}
    number={4}|issue=4|pages={1--2}|eid={17}|note={n, m}|annotation={x}|annote={x}|file={:a:PDF}
    crossref={other}|owner=me|doi={10.1000/1}|DOI={https://doi.org/10.1000/2}|url={http://x.org}
    howpublished={\\url{http://x.org}}|pmid=7|eprint={7}, eprinttype={pubmed}
    eprint={1801.00001}, archiveprefix={arXiv}|eprint={x}|langid={de}|language={de}|keywords={a, b}
    date={2017-03}|date=2017|date={2017/2018}|year=2017|year={2017}, month=mar|year=2017, month={May}
    year={2017}, month={3}, day={4}|date={2017}, year={2017}|urldate={2020-01-01}|abstract={long}
""".replace("\n", "|").split("|")


@st.composite
def _entries(draw: st.DrawFn) -> str:
    """An entry in some layout, its fields of different meanings."""
    end = draw(st.sampled_from(["\n  ", "\n\t", " ", "", "\r\n    "]))
    equals = draw(st.sampled_from(["=", " = ", "  =  ", "\t= "]))
    opening, closing = draw(st.sampled_from(["{}", "()"]))
    chosen = draw(st.lists(st.sampled_from([f.strip() for f in _FIELDS if f.strip()]), max_size=6))
    fields: list[str] = []
    seen: set[str] = set()
    for one in chosen:
        meaning = {
            _MEANING.get(part.split("=")[0].lower(), part.split("=")[0].lower())
            for part in one.split("}, ")
        }
        if not meaning & seen:
            seen |= meaning
            fields += one.replace("}, ", "}\0").replace("7, m", "7\0m").split("\0")
    body = f",{end}".join(field.replace("=", equals, 1) for field in fields)
    kind = draw(st.sampled_from(["article", "Book", "INCOLLECTION", "misc", "online", "report"]))
    comma = draw(st.sampled_from(["", ","])) if fields else ""
    key = draw(st.sampled_from("abcd"))  # often twice
    last = end.rstrip(" \t") if end.strip(" \t") else ""
    head = f"@{kind}{opening}{key}" + (f",{end}" if fields else "")
    return f"{head}{body}{comma}{last}{closing}"


_MEANING = {
    **dict.fromkeys(("journal", "journaltitle", "booktitle"), "container"),
    **dict.fromkeys(("publisher", "institution", "school", "howpublished", "url"), "publisher"),
    **dict.fromkeys(("address", "location"), "place"),
    **dict.fromkeys(("number", "issue"), "number"),
    **dict.fromkeys(("pages", "eid"), "pages"),
    **dict.fromkeys(("annotation", "annote"), "annote"),
    **dict.fromkeys(("eprint", "pmid", "eprinttype", "archiveprefix"), "eprint"),
    **dict.fromkeys(("langid", "language"), "language"),
    **dict.fromkeys(("date", "year", "month", "day"), "date"),
}
_BETWEEN = st.sampled_from(
    ["\n", "\n\n", " ", "", "\r\n", "\n% a comment, {\"\n", '\n@comment{x "}\n', "\nfree text\n",
     '\n@string{me = "myself"}\n', '\n@preamble{"y"}\n', "\n@book{broken, title = {x\n\n"]
)  # fmt: skip


@st.composite
def _files(draw: st.DrawFn) -> str:
    parts = ["@string{jf = {J. Foo}}"]
    for entry in draw(st.lists(_entries(), min_size=1, max_size=4)):
        parts += (draw(_BETWEEN), entry)
    return "".join([*parts, draw(_BETWEEN)])


@settings(max_examples=300, deadline=None)
@given(_files(), st.data(), st.sampled_from(["bibtex", "biblatex"]))
def test_any_change_is_read_again_and_all_else_is_as_it_was(
    text: str, data: st.DataObject, dialect: str
) -> None:
    batch = bibkit.read(text, dialect)
    wanted = list(batch)
    for at in data.draw(st.sets(st.sampled_from(range(len(batch))))) if len(batch) else ():
        names = data.draw(st.lists(st.sampled_from(sorted(_VALUES)), unique=True, max_size=4))
        present = sorted(set(batch[at].fields) & set(_VALUES))
        gone = data.draw(st.sets(st.sampled_from(present), max_size=2)) if present else set()
        changes: dict[str, Any] = {name: data.draw(_VALUES[name]) for name in names}
        wanted[at] = batch[at].replace(**{**changes, **dict.fromkeys(gone)})
    result = edited(text, wanted, dialect)
    again = bibkit.read(result, dialect)
    assert len(again) == len(batch)
    before = after = 0
    for old, new, found in zip(batch, wanted, again, strict=True):
        assert dict(found.fields) == dict(new.fields)
        assert found.custom.get("bibtex") == old.custom.get("bibtex")
        assert old.source is not None
        assert found.source is not None
        assert text[before : old.source.start] == result[after : found.source.start]
        if old.fields == new.fields:
            assert text[slice(*_ends(old))] == result[slice(*_ends(found))]
        before, after = old.source.end, found.source.end
    assert text[before:] == result[after:]


def _ends(reference: Reference) -> tuple[int, int]:
    assert reference.source is not None
    return reference.source.start, reference.source.end


_DEBRIS = st.sampled_from(
    ["@article{a,", "@book(b,", "@x{", "}", "{", ")", '"', ",", "=", "#", "\\", "\\}\n", "\n", "\r", "%",
     " title = {T}", " note = {n},", " year = 2001,", " file = {C:\\d\\},\n", " title ", "jan", "@",
     "\n}\n", "@comment{", "@string{j = {k}}", "\ufeff", "é"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_DEBRIS, max_size=25).map("".join), st.data())
def test_no_debris_is_made_worse(text: str, data: st.DataObject) -> None:
    text = clean(text).text
    batch = bibkit.read(text, "bibtex")
    if not len(batch):
        return
    at = data.draw(st.sampled_from(range(len(batch))))
    changed = batch[at].replace(DOI="10.1000/182", note=None, issued=Date(1999, 2))
    result = edited(text, [*batch.references[:at], changed, *batch.references[at + 1 :]])
    start, end = _ends(batch[at])
    assert result.startswith(text[:start])
    assert result.endswith(text[end:])
    again = bibkit.read(result, "bibtex")
    assert len(again) == len(batch)
    for index, (one, other) in enumerate(zip(again, batch, strict=True)):
        assert index == at or (one.fields, one.extra) == (other.fields, other.extra)


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
