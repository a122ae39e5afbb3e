"""EndNote's tagged format and refer: as programs and libraries write them, and back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

import bibkit
from bibkit import Batch, Date, Name, Reference
from bibkit.formats import sniff
from bibkit.formats.enw import FORMAT
from bibkit.formats.losses import after
from bibkit.model import Severity

ARTICLE = """\
%0 Journal Article
%A Willighagen, Lars G.
%A European Union,
%T A format-independent tool
%J PeerJ Computer Science
%V 5
%N 2
%P e214
%D 2019
%8 Aug 12
%@ 2376-5992
%R 10.7717/peerj-cs.214
%K citations
bibliographies
%U https://peerj.com/articles/cs-214/
"""


def _read(text: str) -> Batch:
    assert FORMAT.read is not None
    return FORMAT.read(text)


def _of(kind: str, *lines: str) -> Reference:
    """The reference of a record with these lines."""
    batch = _read("\n".join([f"%0 {kind}", *lines, ""]))
    assert len(batch) == 1, batch.problems
    return batch[0]


def _write(*batch: Reference) -> str:
    assert FORMAT.pieces is not None
    return "".join(FORMAT.pieces(batch))


def test_an_article_is_read_in_every_field() -> None:
    batch = _read(ARTICLE)
    assert not batch.problems
    assert batch[0].type == "article-journal"
    assert batch[0].fields == {
        "author": (Name("Willighagen", "Lars G."), Name(literal="European Union")),
        "title": "A format-independent tool",
        "container-title": "PeerJ Computer Science",
        "volume": "5",
        "issue": "2",
        "page": "e214",
        "issued": Date(2019, 8, 12),
        "ISSN": "2376-5992",
        "DOI": "10.7717/peerj-cs.214",
        "keyword": "citations, bibliographies",
        "URL": "https://peerj.com/articles/cs-214/",
    }


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: f"\ufeff\n{text}", id="byte-order mark"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="bare CR"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CR LF"),
        pytest.param(lambda text: text.replace(" ", "\t", 1), id="tab"),
        pytest.param(lambda text: text.replace("\n%", "\n  %"), id="indented"),
        pytest.param(lambda text: text.replace("\n%", "\n\n%"), id="doubly spaced"),
    ],
)
def test_other_ways_to_write_the_lines_mean_the_same(change: object) -> None:
    assert callable(change)
    batch = _read(change(ARTICLE) * 2)
    assert [one.fields for one in batch] == [_read(ARTICLE)[0].fields] * 2
    assert not batch.problems


def test_records_need_no_blank_line_between_them() -> None:
    assert len(_read(ARTICLE * 3)) == 3


def test_a_second_title_behind_a_blank_line_is_of_the_next_record() -> None:
    batch = _read("%0 Book\n%T Soil\n\n%T Air\n%A Wu, B.\n")
    assert [one.text("title") for one in batch] == ["Soil", "Air"]


def test_text_that_is_of_no_record_is_said() -> None:
    batch = _read(f"Export of 2 May\n\n{ARTICLE}\nPage 2\n%Z A note\n")
    assert batch[0].text("note") == "A note"
    assert [(one.severity, one.raw) for one in batch.problems] == [
        (Severity.INFO, "Export of 2 May"),
        (Severity.ERROR, "Page 2"),
    ]


def test_an_empty_record_is_no_reference() -> None:
    batch = _read(f"%0 Book\n%T\n\n{ARTICLE}")
    assert len(batch) == 1
    assert batch.problems[0].raw == "%0 Book\n%T"


def test_an_abstract_keeps_its_paragraphs() -> None:
    reference = _of("Journal Article", "%X AIM: to see.", "", "10 % of", "% all were seen.", "%V 3")
    assert reference.text("abstract") == "AIM: to see.\n\n10 % of % all were seen."
    assert reference.text("volume") == "3"


def test_endnotes_own_slips_are_read() -> None:
    reference = _of("Journal Article", "$] e12", "%[2014/05/06")
    assert (reference.text("page"), reference.date("accessed")) == ("e12", Date(2014, 5, 6))
    assert reference.custom == {"article-number": True}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Geoffrey Chaucer", Name("Chaucer", "Geoffrey")),
        ("Jan van der Berg", Name("van der Berg", "Jan")),
        ("Chaucer, Geoffrey", Name("Chaucer", "Geoffrey")),
        ("World Health Organization", Name(literal="World Health Organization")),
        ("Soil Lab,", Name(literal="Soil Lab")),
        ("余敏", Name("余敏")),
        ("余 敏", Name(literal="余 敏")),
        ("Brian W. Kernighan", Name("Kernighan", "Brian W.")),
        ("Plan 9 from Bell Labs", Name(literal="Plan 9 from Bell Labs")),
    ],
)
def test_a_name_may_have_the_given_name_first(line: str, name: Name) -> None:
    assert _of("Book", f"%A {line}").names("author") == (name,)


@pytest.mark.parametrize(
    ("kind", "lines", "type", "fields"),
    [
        ("Book", ("%E Lee, C.", "%B Series", "%N 4", "%P 250", "%6 2", "%7 3rd", "%? Ray, D.", "%Y Wu, B."), "book", {"collection-editor": "Lee, C.", "collection-title": "Series", "collection-number": "4", "number-of-pages": "250", "number-of-volumes": "2", "edition": "3rd", "translator": "Ray, D.", "editor": "Wu, B."}),
        ("Edited Book", ("%A Lee, C.",), "book", {"editor": "Lee, C."}),
        ("Book Section", ("%E Lee, C.", "%B Soil", "%S Series", "%N 4", "%6 2", "%& 7"), "chapter", {"editor": "Lee, C.", "container-title": "Soil", "collection-title": "Series", "collection-number": "4", "number-of-volumes": "2", "chapter-number": "7"}),
        ("Conference Proceedings", ("%B Soil Days", "%3 Soil 2010", "%C Rome", "%1 Berlin", "%N 2"), "paper-conference", {"event-title": "Soil Days", "container-title": "Soil 2010", "event-place": "Rome", "publisher-place": "Berlin", "issue": "2"}),
        ("Conference Paper", ("%B Soil Days",), "paper-conference", {"container-title": "Soil Days"}),
        ("Thesis", ("%I ETH", "%9 PhD"), "thesis", {"publisher": "ETH", "genre": "PhD"}),
        ("Report", ("%@ R-1", "%6 8"), "report", {"number": "R-1", "collection-number": "8"}),
        ("Journal Article", ("%2 PMC5361491", "%M 28400789", "%~ PubMed", "%O J Air", "%G eng"), "article-journal", {"PMCID": "PMC5361491", "PMID": "28400789", "container-title-short": "J Air", "container-title": "J Air", "language": "en"}),
        ("Patent", ("%E USPTO,", "%@ US1", "%$ Granted"), "patent", {"authority": "USPTO", "number": "US1", "status": "Granted"}),
        ("Interview", ("%A Wu, B.",), "interview", {"author": "Wu, B."}),
        ("Serial", ("%T Air",), "periodical", {"title": "Air"}),
        ("Generic", ("%T Air", "%J J Air"), "article-journal", {"title": "Air", "container-title": "J Air"}),
        ("journal article", ("%T Air",), "article-journal", {"title": "Air"}),
    ],
)  # fmt: skip
def test_a_sign_means_what_its_type_says(
    kind: str, lines: tuple[str, ...], type: str, fields: dict[str, str]
) -> None:
    reference = _of(kind, *lines)
    plain = {
        variable: "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        for variable, value in reference.fields.items()
    }
    assert (reference.type, plain) == (type, fields)


def test_an_unknown_type_is_said() -> None:
    batch = _read("%0 Papyrus\n%T Soil\n")
    assert batch[0].type == "document"
    assert "Papyrus" in batch.problems[0].message


def test_a_second_journal_is_kept() -> None:
    reference = _of("Journal Article", "%J 现代情报", "%J Modern Information", "%+ Chengdu")
    assert reference.text("container-title") == "现代情报"
    assert reference.custom == {"enw": {"%J": ["Modern Information"], "%+": ["Chengdu"]}}


# --- refer --------------------------------------------------------------------------------------------


def test_refer_has_no_types_and_other_signs() -> None:
    batch = _read(
        "%L kern78\n%A Brian W. Kernighan\n%T The C Language\n%I Prentice-Hall\n%O second printing\n\n"
        "%Q Soil Lab\n%T Clay\n%J Soil\n%D June 1982\n\n"
        "%T Sand\n%R TR-7\n\n%T Loam\n%B Soils\n%R 10.1000/182\n\n%T Dust\n"
    )
    assert not batch.problems
    assert [one.type for one in batch] == [
        "book",
        "article-journal",
        "report",
        "chapter",
        "document",
    ]
    book, article, report, chapter, _ = batch
    assert (book.id, book.text("note")) == ("kern78", "second printing")
    assert article.names("author") == (Name(literal="Soil Lab"),)
    assert article.date("issued") == Date(1982, 6)
    assert (report.text("number"), chapter.text("DOI")) == ("TR-7", "10.1000/182")


# --- writing ------------------------------------------------------------------------------------------


def test_an_article_is_written_as_endnote_writes_it() -> None:
    text = _write(_read(f"{ARTICLE}%F willighagen2019\n")[0])
    assert text == (
        "%0 Journal Article\n%F willighagen2019\n%T A format-independent tool\n"
        "%A Willighagen, Lars G.\n%A European Union,\n%J PeerJ Computer Science\n%V 5\n%N 2\n%P e214\n"
        "%D 2019\n%8 Aug 12\n%@ 2376-5992\n%R 10.7717/peerj-cs.214\n"
        "%U https://peerj.com/articles/cs-214/\n%K citations\nbibliographies\n\n"
    )


def test_a_keyword_that_looks_like_a_sign_has_its_own_line() -> None:
    reference = Reference("a", "book", {"keyword": "soil, %A horizon"})
    assert "%K soil\n%K %A horizon\n" in _write(reference)
    assert _read(_write(reference))[0] == reference


def test_the_second_title_has_one_sign() -> None:
    article = _write(Reference("a", "article-journal", {"container-title": "Air"}))
    chapter = _write(Reference("a", "chapter", {"container-title": "Air"}))
    assert ("%J Air" in article, "%B" in article) == (True, False)
    assert ("%B Air" in chapter, "%J" in chapter) == (True, False)


def test_what_csl_has_no_variable_for_is_kept_and_written_back() -> None:
    text = "%0 Journal Article\n%F a\n%T Clay\n%+ Here\n%+ There\n%^ A picture\n\n"
    reference = _read(text)[0]
    assert reference.custom == {"enw": {"%+": ["Here", "There"], "%^": ["A picture"]}}
    assert _write(reference) == text


def test_custom_of_any_shape_is_written_safely() -> None:
    odd = {"%0": ["Map"], "%+": ["a\n%0 Map", 3], "+": ["x"], "%%": ["y"], 5: ["z"], "%Z": None}
    batch = _read(_write(Reference("a", "book", {"title": "Soil"}, {"custom": {"enw": odd}})))
    assert [(one.type, one.custom) for one in batch] == [("book", {"enw": {"%+": ["a %0 Map"]}})]


@settings(deadline=1000)
@given(references())
def test_a_reference_comes_back_as_the_losses_say(reference: Reference) -> None:
    batch = _read(_write(reference))
    assert batch.references == (after(FORMAT.losses, reference),)
    assert not batch.problems


def test_real_references_come_back_as_the_losses_say(shared: Path) -> None:
    items = (shared / "suites" / "roundtrip.csl.json").read_text(encoding="utf-8")
    batch = bibkit.read(items, "csl-json")
    again = _read(_write(*batch))
    assert not again.problems
    for one, other in zip(batch, again, strict=True):
        assert other == after(FORMAT.losses, one)


# --- telling ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [ARTICLE, f"\ufeff\r\n{ARTICLE}", ARTICLE.replace("\n", "\r"), "%A Wu, B.\n%T Soil\n%D 1982\n"],
)
def test_the_format_is_told_by_its_beginning(text: str) -> None:
    assert sniff(text).name == "enw"


@pytest.mark.parametrize(
    "text",
    [
        "% a comment\n%A comment\n@article{a, title={B}}",
        "%PDF is no format of mine",
        "1. Wu B. 50 %A rise. Chest. 2017;12:1-4.",
    ],
)
def test_other_texts_are_not_endnotes(text: str) -> None:
    assert sniff(text).name != "enw"
