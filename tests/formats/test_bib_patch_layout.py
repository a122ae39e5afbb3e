"""A .bib file is edited in place: what did not change stays as it is, to the byte."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from bib_edits import edited, patched

import bibkit
from bibkit import Date, Name, Reference
from bibkit.controls import clean
from bibkit.errors import OutputError
from bibkit.formats import by_name

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
