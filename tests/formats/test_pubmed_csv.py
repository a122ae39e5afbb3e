"""PubMed's CSV export: the columns, the citation, and what spreadsheets make of it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bibkit
from bibkit import Date, Name, Reference
from bibkit.errors import UnreadableInput
from bibkit.formats import sniff
from bibkit.formats.pubmed_csv import FORMAT

COLUMNS = [
    "PMID", "Title", "Authors", "Citation", "First Author", "Journal/Book", "Publication Year",
    "Create Date", "PMCID", "NIHMS ID", "DOI",
]  # fmt: skip
ALS = [
    "28400789", 'The current view of "ALS", in short.', "Mathis S, Couratier P, Le Masson G.",
    "Neural Regen Res. 2017 Feb;12(2):181-4. doi: 10.4103/1673-5374.200792.", "Mathis S",
    "Neural Regen Res", "2017", "2017/04/13", "PMC5361491", "", "10.4103/1673-5374.200792",
]  # fmt: skip


def _csv(*rows: list[str], delimiter: str = ",", header: list[str] = COLUMNS) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return file.getvalue()


def _one(**cells: str) -> Reference:
    names = {name.replace("_", " "): value for name, value in cells.items()}
    row = [names.get(name, names.get(name.replace("/", " "), "")) for name in COLUMNS]
    (reference,) = bibkit.read(_csv(row), "pubmed-csv")
    return reference


def test_a_row() -> None:
    (reference,) = bibkit.read("\ufeff" + _csv(ALS))
    assert (reference.id, reference.type) == ("mathis2017current", "article-journal")
    assert dict(reference.fields) == {
        "author": (Name("Mathis", "S."), Name("Couratier", "P."), Name("Le Masson", "G.")),
        "title": 'The current view of "ALS", in short',
        "container-title": "Neural Regen Res",
        "container-title-short": "Neural Regen Res",
        "issued": Date(2017, 2),
        "volume": "12",
        "issue": "2",
        "page": "181-184",
        "PMID": "28400789",
        "PMCID": "PMC5361491",
        "DOI": "10.4103/1673-5374.200792",
    }
    assert reference.custom["pubmed-csv"] == {"Citation": [ALS[3]], "Create Date": ["2017/04/13"]}
    assert reference.source is not None
    assert reference.source.line == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_as_spreadsheets_save_it(delimiter: str, end: str, begin: str) -> None:
    text = begin + _csv(ALS, ALS, delimiter=delimiter).replace("\r\n", end)
    assert sniff(text).name == "pubmed-csv"
    batch = bibkit.read(text)
    assert batch.problems == ()
    assert [one.text("PMID") for one in batch] == ["28400789", "28400789"]
    assert batch[0].fields == bibkit.read(_csv(ALS))[0].fields


@pytest.mark.parametrize(
    ("citation", "journal", "fields"),
    [
        ("Chest. 2019 Jul;35 Suppl 2:S12-4.", "Chest", {"issued": Date(2019, 7), "volume": "35 Suppl 2", "page": "S12-S14"}),
        ("Chest. 2015;21(2 Suppl (A)):7.", "Chest", {"issued": Date(2015), "volume": "21", "issue": "2 Suppl (A)", "page": "7"}),
        ("Chest. 2010 Sep-Oct;35(5):205-7. Epub 2010 Jan 2.", "Chest", {"issued": Date(2010, 9, until=Date(2010, 10)), "volume": "35", "issue": "5", "page": "205-207"}),
        ("Chest. 2017 Jan 15;2017:3675627. doi: 10.1000/a.", "Chest", {"issued": Date(2017, 1, 15), "volume": "2017", "page": "3675627"}),
        ("Chest. 2011;1(1):606-20.e7. doi: 10.1000/a.", "Chest", {"issued": Date(2011), "volume": "1", "issue": "1", "page": "606-620.e7"}),
        ("Chest. 2022 Oct 7:S1080-6032(22)00139-9. doi: 10.1000/a.", "Chest", {"issued": Date(2022, 10, 7)}),
        ("Chest. 2018 Nov 29. doi: 10.1000/a.", "Chest", {"issued": Date(2018, 11, 29)}),
        ("Soil (Lond). 2018;4:e12.", "Soil (Lond)", {"issued": Date(2018), "volume": "4", "page": "e12"}),
        ("Other Soil. 2018;4:e12.", "Soil", {"issued": Date(2018), "volume": "4", "page": "e12"}),
        ("no citation", "Chest", {}),
    ],
)  # fmt: skip
def test_citations(citation: str, journal: str, fields: dict[str, Any]) -> None:
    reference = _one(PMID="1", Title="Soil.", Citation=citation, Journal_Book=journal)
    fixed = {"title": "Soil", "PMID": "1", "container-title": journal, "container-title-short": journal}  # fmt: skip
    assert dict(reference.fields) == fixed | fields
    assert reference.custom["pubmed-csv"]["Citation"] == [citation]


def test_a_preprint_and_a_chapter() -> None:
    preprint = _one(
        PMID="1",
        Title="Spike.",
        Journal_Book="bioRxiv",
        Citation="bioRxiv [Preprint]. 2020 Jun 5:2020.06.05.135921. doi: 10.1101/2020.06.05.135921.",
    )
    assert (preprint.type, preprint.date("issued")) == ("article", Date(2020, 6, 5))
    assert "page" not in preprint.fields
    chapter = _one(
        PMID="1",
        Title="Peat.",
        Citation="2023 Aug 8. In: StatPearls [Internet]. Treasure Island (FL): StatPearls Publishing; 2025 Jan–.",
        Publication_Year="2023",
    )
    assert chapter.type == "chapter"
    assert dict(chapter.fields) == {
        "title": "Peat",
        "container-title": "StatPearls",
        "publisher": "StatPearls Publishing",
        "publisher-place": "Treasure Island (FL)",
        "issued": Date(2025, 1),
        "PMID": "1",
    }
    assert chapter.custom["pubmed-csv"]["Publication Year"] == ["2023"]


@pytest.mark.parametrize(
    ("authors", "names", "is_cut"),
    [
        ("Frenck RW Jr, van Raaij MJ; STAR Group; ALS Team.", ["Frenck, R. W., Jr", "van Raaij, M. J.", "STAR Group", "ALS Team"], False),
        ("World Health Organization.", ["World Health Organization"], False),
        ("Lee B, et al.", ["Lee, B."], True),
        ("Aristotle.", ["Aristotle"], False),
        ("", [], False),
    ],
)  # fmt: skip
def test_authors(authors: str, names: list[str], is_cut: bool) -> None:
    reference = _one(PMID="1", Title="Soil.", Authors=authors)
    assert [str(name) for name in reference.names("author")] == names
    assert reference.truncated() is is_cut


def test_the_year_and_the_first_author_where_nothing_else_says_them() -> None:
    reference = _one(PMID="1", Title="[Soil].", First_Author="Lee B", Publication_Year="2001")
    assert (reference.text("title"), reference.date("issued")) == ("Soil", Date(2001))
    assert reference.custom["pubmed-csv"] == {"First Author": ["Lee B"]}


def test_rows_that_are_no_records_are_problems_with_their_text() -> None:
    text = _csv(ALS) + 'x,"y\nz"\n\n,,,\n' + ",".join(ALS[:1]) + ",Soil.,,,,,,,,,,more,more\n"
    batch = bibkit.read(text)
    assert len(batch) == 2
    found = [(p.code, p.raw, p.span.line if p.span else 0) for p in batch.problems]
    assert found == [("unreadable", 'x,"y\nz"', 3)]
    assert batch[1].custom["pubmed-csv"] == {"": ["more", "more"]}


def test_a_cell_that_is_too_long_is_a_problem_and_the_rest_is_read() -> None:
    long = [*ALS[:1], "x" * 200_000, *ALS[2:]]
    batch = bibkit.read(_csv(ALS, long, ALS))
    assert len(batch) == 2
    assert [problem.code for problem in batch.problems] == ["unreadable"]


@pytest.mark.parametrize(
    "text", ["", "PMID,Name\n1,x\n", "a\nb\n", "Title,Authors\nSoil,Lee\n", "PMID- 1\nTI  - Soil\n"]
)
def test_what_is_no_such_table(text: str) -> None:
    assert FORMAT.sniff(text) == 0
    with pytest.raises(UnreadableInput, match="PubMed's CSV"):
        bibkit.read(text, "pubmed-csv")


@given(st.text(alphabet='1,"\n\rSoil;: .', max_size=80))
def test_any_row_is_a_reference_or_a_problem(text: str) -> None:
    batch = bibkit.read(_csv() + text, "pubmed-csv")
    said = "".join(p.raw for p in batch.problems)
    assert len(batch) + len(batch.problems) > 0 or not text.replace('"', "").strip(" ,\r\n")
    assert "S" not in text or len(batch) or "S" in said
