"""The MEDLINE format is read: whatever a copy did to its lines, and what its tags mean."""

from __future__ import annotations

import dataclasses
import io
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from nbib_records import RECORD, read_one, tags_of

import bibkit
from bibkit import Batch, Date, Name
from bibkit.formats import sniff
from bibkit.formats.nbib import FORMAT
from bibkit.formats.ncbi.lines import records, wrapped


def test_a_record() -> None:
    reference = read_one(RECORD)
    assert (reference.id, reference.type) == ("mathis2017current", "article-journal")
    assert dict(reference.fields) == {
        "author": (
            Name("Mathis", "Stephane"),
            Name("Couratier", "Philippe", suffix="Jr"),
            Name(literal="ALS Group"),
            Name("Le Masson", "Gwendal"),
        ),
        "title": "The current view of amyotrophic lateral sclerosis",
        "container-title": "Neural regeneration research",
        "container-title-short": "Neural Regen Res",
        "volume": "12",
        "issue": "2",
        "page": "181-184",
        "issued": Date(2017, 2),
        "available-date": Date(2017, 1, 31),
        "language": "en",
        "abstract": "AIM: To see what is known. RESULTS: Much is known (p < 0.05).",
        "ISSN": "1673-5374",
        "DOI": "10.4103/1673-5374.200792",
        "PMID": "28400789",
        "PMCID": "PMC5361491",
        "keyword": "Amyotrophic Lateral Sclerosis/*drug therapy/genetics, Humans, motor neuron",
    }
    assert reference.custom["mesh"] == ["Amyotrophic Lateral Sclerosis/*drug therapy/genetics", "Humans"]  # fmt: skip
    kept = reference.custom["nbib"]
    assert kept["GR"] == ["R01/NH/NIH HHS/United States"]
    assert kept["FAU"][0]["AD"] == ["Bordeaux, France.", "Poitiers, France."]
    assert not {"TI", "AB", "VI", "MH", "OT", "SO"} & set(kept)


# --- what a copy did to the lines -----------------------------------------------------------------------

TWO = RECORD + "\n" + RECORD.replace("28400789", "2").replace("The current", "Another")


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        "\ufeff\n\n" + TWO,
        TWO.replace("\n", "\r\n"),
        TWO.replace("\n", "\r"),
        TWO.replace("\n\nPMID", "\nPMID"),
        TWO.replace("\n\nPMID", "\n\n \n\nPMID"),
        "  " + TWO.replace("\n", "\n  "),
        "\t" + TWO.replace("\n", "\n\t"),
        " " + TWO,
        "1: " + TWO.replace("\n\nPMID", "\n\n2: PMID"),
        f"<html><body><pre>\n{TWO.replace('<', '&lt;')}</pre></body></html>",
        f"<pre>{TWO.replace('<', '&lt;')}</pre>",
        TWO.replace("  - ", " - "),
        TWO.replace("  - ", "- ").replace(" - ", "- "),
        TWO.replace("\n", "\n\n"),
        TWO.rstrip("\n"),
        TWO.replace("      ", "\t"),
        TWO.replace("\n      ", "\n"),
        TWO.replace("\nCI  -", "\n\n\nCI  -"),
    ],
)
def test_copies_of_two_records(text: str) -> None:
    assert sniff(text).name == "nbib"
    batch = bibkit.read(text)
    (first, second), wanted = batch, bibkit.read(TWO)
    assert batch.problems == ()
    assert (first.fields, second.fields) == (wanted[0].fields, wanted[1].fields)
    assert first.custom == wanted[0].custom


def test_records_without_their_number_are_told_apart_by_what_comes_once() -> None:
    bare = TWO.replace("PMID- 28400789\n", "").replace("PMID- 2\n", "")
    batch = bibkit.read(bare, "nbib")
    assert [one.text("title")[:11] for one in batch] == ["The current", "Another vie"]
    lists = "AU  - Lee B\nTI  - Soil\n\nAU  - Ho G\nAU  - Roe R\nTI  - Air\nDP  - 2001\n"
    soil, air = bibkit.read(lists, "nbib")
    assert [len(one.names("author")) for one in (soil, air)] == [1, 2]


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (["AB  - See https://", "      example.org/a for it."], "See https://example.org/a for it."),
        (["AB  - See http://example.org/a", "http://example.org/b for it."], "See http://example.org/a http://example.org/b for it."),
        (["AB  - " + "x" * 80, "      y z."], "x" * 80 + "y z."),
        (["AB  - " + "x" * 60, "      y z."], "x" * 60 + " y z."),
        (["AB  - a ", "      b ", "      c ", "      d ", "      non-", "      stop."], "a b c d non-stop."),
        (["AB  - a", "      b", "      c", "      d", "      Mini-", "      Mental."], "a b c d Mini- Mental."),
        (["AB  - DNA", "      TI  - is no tag here"], "DNA TI - is no tag here"),
        (["AB  - a", "", "      b"], "a b"),
        (["AB  - <b>bold</b> &amp; so"], "<b>bold</b> &amp; so"),
    ],
)  # fmt: skip
def test_lines_are_put_together(lines: list[str], value: str) -> None:
    assert read_one("\n".join(["PMID- 1", *lines])).text("abstract") == value


def test_identifiers_that_were_broken() -> None:
    record = read_one("PMID- 1\nLID - 10.1000/978-3-\n      0348-9076-2\n      [doi]\n")
    assert record.text("DOI") == "10.1000/978-3-0348-9076-2"


@given(st.lists(st.sampled_from(["soil", "https://", "a", "x" * 79, "y" * 81, "z" * 200, "Mini-", "[doi]"])))  # fmt: skip
def test_texts_are_wrapped_and_put_together_again(words: list[str]) -> None:
    text = " ".join(words)
    written = "PMID- 1\nAB  - " + "\n      ".join(wrapped(text)) + "\n"
    assert read_one(written).text("abstract") == text


def test_what_is_no_record_is_a_problem_with_its_text() -> None:
    text = f"A page of PubMed\nwith words.\n\n{RECORD}\nAnd words.\n\nXX  - y\n\n{RECORD}"
    batch = bibkit.read(text, "nbib")
    assert [one.id for one in batch] == ["mathis2017current", "mathis2017currenta"]
    found = [(p.code, p.raw, p.span.line if p.span else 0) for p in batch.problems]
    last = text.splitlines().index("And words.") + 1
    assert found == [
        ("unreadable", "A page of PubMed\nwith words.", 1),
        ("unreadable", "And words.", last),
        ("unreadable", "XX  - y", last + 2),
    ]
    for problem in batch.problems:
        assert problem.span is not None
        assert text[problem.span.start : problem.span.end].strip() == problem.raw


@given(st.text(alphabet="PMIDTOWN- \n\r\tAB<>1:.x", max_size=200))
def test_every_line_is_in_a_record_or_a_problem(text: str) -> None:
    found = list(records(io.StringIO(text, newline="")))
    said = "".join(part.raw for part in found)
    assert Counter("".join(said.split())) == Counter("".join(text.split()))


def test_tags_that_come_twice_are_kept() -> None:
    reference = read_one("PMID- 1\nTI  - Soil.\nTI  - Air.\nVI  - 1\nVI  - 2\nZZZ - x\n")
    assert (reference.text("title"), reference.text("volume")) == ("Soil", "1")
    assert reference.custom["nbib"] == {"TI": ["Soil.", "Air."], "VI": ["1", "2"], "ZZZ": ["x"]}


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\nTI  - Soil\nAU  - Lee, B\nJO  - J\nER  - \n",
        "1. Smith A. A view. Chest. 2017;12:1-4. PMID- 123\n",
        "@article{a, title={PMID- 1}}",
        "PMID: 28400789\n",
        "28400789\n",
        "DNA - is a molecule\nRNA - is another\n",
        "",
    ],
)
def test_what_is_no_nbib(text: str) -> None:
    assert FORMAT.sniff(text) == 0
    assert sniff(text).name != "nbib"


def test_records_are_read_as_they_are_asked_for() -> None:
    class Endless(io.StringIO):
        def __iter__(self) -> Any:
            while True:
                yield from RECORD.splitlines(keepends=True)
                yield "\n"

    assert FORMAT.records is not None
    found = FORMAT.records(Endless())
    batch = Batch(tuple(one.reference for _, one in zip(range(50), found, strict=False) if one.reference))  # fmt: skip
    assert len(batch) == 50


# --- fields ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ("TI  - [Of soil and air].\nTT  - De la terre.", {"title": "Of soil and air", "original-title": "De la terre"}),
        ("TI  - [Not Available].\nTT  - De la terre.", {"title": "De la terre", "original-title": "De la terre"}),
        ("TI  - [3H]Ouabain and [14C].", {"title": "[3H]Ouabain and [14C]"}),
        ("TI  - EFFECTS OF DNA DAMAGE.", {"title": "Effects of DNA damage"}),
        ("DP  - 1996 Jul 9", {"issued": Date(1996, 7, 9)}),
        ("DP  - 2010 Sep-Oct", {"issued": Date(2010, 9, until=Date(2010, 10))}),
        ("DP  - 1998 Dec-1999 Jan", {"issued": Date(1998, 12, until=Date(1999, 1))}),
        ("DP  - 2007 Spring", {"issued": Date(2007, season=1)}),
        ("DP  - 2000 Dec 23-30", {"issued": Date(2000, 12, 23, until=Date(2000, 12, 30))}),
        ("DP  - 2019 Sep/Oct", {"issued": Date(2019, 9, until=Date(2019, 10))}),
        ("DP  - 2018 May - Jun", {"issued": Date(2018, 5, until=Date(2018, 6))}),
        ("DP  - Apr 2019", {"issued": Date(2019, 4)}),
        ("DP  - 2000 4th Quarter", {"issued": Date(2000)}),
        ("DP  - in press", {"issued": Date(literal="in press")}),
        ("DEP - 2017", {}),
        ("PG  - 6913-7", {"page": "6913-6917"}),
        ("PG  - 2237-8; author reply 2238", {"page": "2237-2238; author reply 2238"}),
        ("PG  - 606-20.e7", {"page": "606-620.e7"}),
        ("PG  - [34457 words; 185 paragraphs]", {}),
        ("LID - e12 [pii]\nPG  - 7", {"page": "7"}),
        ("LID - S1080-6032(22)00139-9 [pii]", {}),
        ("IS  - 1080-6032 (Linking)\nIS  - 1545-1534 (Electronic)", {"ISSN": "1545-1534"}),
        ("IS  - 1080-6032 (Linking)", {"ISSN": "1080-6032"}),
        ("IS  - 9780124095472 (ISBN)\nIS  - 1080-6032", {"ISSN": "1080-6032", "ISBN": "9780124095472"}),
        ("IS  - 978-0-12-409547-2", {"ISBN": "978-0-12-409547-2"}),
        ("AID - 10.1000/a [doi]", {"DOI": "10.1000/a"}),
        ("AID - 10.1000/a", {"DOI": "10.1000/a"}),
        ("AID - http://dx.doi.org/10.1000/a", {"DOI": "10.1000/a"}),
        ("LID - 10.1000/a [doi]\nAID - 10.1000/b [doi]", {"DOI": "10.1000/a"}),
        ("SO  - Chest. 2012 Oct;39(10):5-8. doi: 10.1000/a.", {"DOI": "10.1000/a"}),
        ("LA  - ENG", {"language": "en"}),
        ("LA  - ger\nLA  - eng", {"language": "de"}),
        ("LA  - und", {}),
        ("KW  - soil\nKW  - air", {"keyword": "soil, air"}),
        ("MH  - *Protein Structure, Secondary\nMH  - Cattle", {"keyword": "*Protein Structure, Secondary; Cattle"}),
        ("TA  - Chest", {"container-title": "Chest", "container-title-short": "Chest"}),
        ("PL  - England", {}),
        ("GN  - Note.", {"note": "Note."}),
        ("PMC - 5361491", {"PMCID": "PMC5361491"}),
    ],
)  # fmt: skip
def test_values(lines: str, fields: dict[str, Any]) -> None:
    reference = read_one(f"PMID- 7\n{lines}\n")
    assert dict(reference.fields) == {"PMID": "7", **fields}
    text = bibkit.write([reference], "nbib")
    assert tags_of(text)[0] >= tags_of(f"PMID- 7\n{lines.replace('KW', 'OT')}\n")[0]
    assert read_one(text).fields == reference.fields


def test_article_numbers() -> None:
    reference = read_one("PMID- 1\nLID - e0213344 [pii]\nLID - 10.1000/a [doi]\n")
    assert (reference.text("page"), reference.custom["article-number"]) == ("e0213344", True)
    bare = dataclasses.replace(reference, extra={"custom": {"article-number": True}})
    text = bibkit.write([bare], "nbib")
    assert "PG  - " not in text
    assert "AID - e0213344 [pii]\n" in text


@pytest.mark.parametrize(
    ("types", "type"),
    [
        (["Journal Article", "Preprint"], "article"),
        (["JOURNAL ARTICLE"], "article-journal"),
        (["Letter", "Video-Audio Media"], "article-journal"),
        (["Video-Audio Media"], "motion_picture"),
        (["Review", "Book Chapter"], "chapter"),
        (["Interview", "Newspaper Article"], "article-newspaper"),
        (["Technical Report"], "report"),
        (["Clinical Trial"], "article-journal"),
        ([], "article-journal"),
    ],
)
def test_types(types: list[str], type: str) -> None:
    lines = "".join(f"PT  - {one}\n" for one in types)
    assert read_one(f"PMID- 1\nTI  - Soil.\nIS  - 1080-6032 (Print)\n{lines}").type == type


BOOKSHELF = """PMID- 21249755
STAT- Publisher
CTDT- 20080718
PB  - National Center (US)
DP  - 2009
TI  - Peat
BTI - All of Soil
CTI - Soils
EN  - 2nd
VTI - Wet ones
CP  - 3
FED - Roe, Rita L
ED  - Roe RL
FAU - Lee, Ben
AU  - Lee B
LA  - eng
PT  - Book Chapter
PL  - Bethesda (MD)
ISBN- 9780124095472
AID - NBK1826 [bookaccession]
"""


def test_a_chapter_of_the_bookshelf() -> None:
    chapter = read_one(BOOKSHELF)
    assert chapter.type == "chapter"
    assert dict(chapter.fields) == {
        "author": (Name("Lee", "Ben"),),
        "editor": (Name("Roe", "Rita L."),),
        "title": "Peat",
        "container-title": "All of Soil",
        "collection-title": "Soils",
        "volume-title": "Wet ones",
        "chapter-number": "3",
        "edition": "2nd",
        "publisher": "National Center (US)",
        "publisher-place": "Bethesda (MD)",
        "issued": Date(2009),
        "ISBN": "9780124095472",
        "language": "en",
        "PMID": "21249755",
        "URL": "https://www.ncbi.nlm.nih.gov/books/NBK1826/",
    }
    text = bibkit.write([chapter], "nbib")
    assert tags_of(text) == tags_of(BOOKSHELF)
    assert read_one(text).fields == chapter.fields


@pytest.mark.parametrize("lines", ["BTI - All of Soil\n", "BTI - All of Soil\nPT  - Book\n"])
def test_a_book_of_the_bookshelf(lines: str) -> None:
    book = read_one(f"PMID- 1\n{lines}PL  - Rome\n")
    assert (book.type, book.text("title"), book.text("publisher-place")) == ("book", "All of Soil", "Rome")  # fmt: skip
    assert "container-title" not in book.fields


ERIC = """
OWN - ERIC
TI  - Soil in School
AU  - Di Giacomo, F. Tony
OT  - Soil (Wet)
JT  - College Board
OID - ED562752
DP  - 2013
LID - http://eric.ed.gov/?id=ED562752
PT  - Reports - Research

OWN - ERIC
TI  - Soil on the Moon
AU  - Hulse, Taylyn
JT  - Educational Soil
SO  - v67 n2 p423-441 Apr 2019
AID - http://dx.doi.org/10.1000/s11423
OID - EJ1208101
VI  - 67
DP  - Apr 2019
LID - http://eric.ed.gov/?id=EJ1208101
ISSN - ISSN-1080-6032
LA  - English
PT  - Reports - Research



OWN - ERIC
TI  - Tests of Soil
JT  - ProQuest LLC
SO  - Ph.D. Dissertation, Drexel University
AID - http://gateway.proquest.com/x:28967820
DP  - 2021
LID - http://eric.ed.gov/?id=ED620611
OID - ED620611
ISBN - 979-8-2098-8762-1
ISSN - EISSN-
PT  - Dissertations/Theses - Doctoral Dissertations

OWN - ERIC
TI  - Soil for All
JT  - Brookes
OID - ED529121
ISBN - ISBN-978-1-5985-7192-9
PT  - Books
PT  - Collected Works - General
"""


def test_the_words_of_eric() -> None:
    assert sniff(ERIC).name == "nbib"
    batch = bibkit.read(ERIC)
    report, article, thesis, book = batch
    assert [one.type for one in batch] == ["report", "article-journal", "thesis", "book"]
    assert (report.text("publisher"), report.text("container-title")) == ("College Board", "")
    assert report.text("URL") == "http://eric.ed.gov/?id=ED562752"
    assert (article.text("container-title"), article.text("DOI")) == ("Educational Soil", "10.1000/s11423")  # fmt: skip
    assert (article.text("ISSN"), article.text("language")) == ("1080-6032", "en")
    assert (thesis.text("publisher"), thesis.text("genre")) == ("Drexel University", "Ph.D. Dissertation")  # fmt: skip
    assert (thesis.text("archive"), thesis.text("ISBN")) == ("ProQuest LLC", "979-8-2098-8762-1")
    assert (thesis.text("ISSN"), thesis.text("URL")) == ("", "http://gateway.proquest.com/x:28967820")  # fmt: skip
    assert (book.text("publisher"), book.text("ISBN")) == ("Brookes", "978-1-5985-7192-9")
    again = bibkit.read(bibkit.write(batch, "nbib"), "nbib")
    assert [one.fields for one in again] == [one.fields for one in batch]
