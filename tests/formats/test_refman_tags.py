"""What the tags of Reference Manager and EndNote mean, told by records of RIS."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from refman_records import kept_of, read_lines

from bibkit import Date
from bibkit.formats.refman.mapping import READ, READ_TYPES, WRITE, WRITE_TYPES
from bibkit.vocab import TYPES, VARIABLES

# --- titles, keywords, notes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "full", "short"),
    [
        (("JO  - J.Neurosurg.",), "J.Neurosurg.", "J.Neurosurg."),
        (("JO  - Acta Materialia",), "Acta Materialia", ""),
        (("JF  - Journal of Air", "JO  - J Air"), "Journal of Air", "J Air"),
        (("JF  - Air", "JO  - Air"), "Air", ""),
        (("T2  - Journal of Air", "JA  - J. Air"), "Journal of Air", "J. Air"),
        (("JA  - J. Air",), "J. Air", "J. Air"),
        (("T2  - A supplement", "JF  - Journal of Air"), "Journal of Air", ""),
    ],
)
def test_a_journal_is_found_under_its_many_tags(
    lines: tuple[str, ...], full: str, short: str
) -> None:
    reference = read_lines("JOUR", *lines)
    assert (reference.text("container-title"), reference.text("container-title-short")) == (
        full,
        short,
    )


def test_a_title_that_gives_way_is_kept() -> None:
    assert kept_of(read_lines("JOUR", "T2  - A supplement", "JF  - Air")) == {
        "T2": ["A supplement"]
    }
    assert kept_of(read_lines("JOUR", "TI  - One", "T1  - Two", "TI  - One")) == {"T1": ["Two"]}


def test_bt_is_the_book_or_what_holds_the_chapter() -> None:
    assert read_lines("BOOK", "BT  - Soil").fields == {"title": "Soil"}
    assert read_lines("CHAP", "TI  - Clay", "BT  - Soil").fields == {
        "title": "Clay",
        "container-title": "Soil",
    }


def test_a_meeting_with_proceedings_has_both_titles_and_places() -> None:
    reference = read_lines(
        "CONF", "T2  - Soil Days", "C3  - Soil 2010", "CY  - Rome", "C1  - Berlin", "T3  - LNCS"
    )
    assert reference.fields == {
        "event-title": "Soil Days",
        "container-title": "Soil 2010",
        "event-place": "Rome",
        "publisher-place": "Berlin",
        "collection-title": "LNCS",
    }


def test_one_title_and_place_of_a_meeting_are_the_proceedings() -> None:
    assert read_lines("CONF", "T2  - Soil 2010", "CY  - Berlin").fields == {
        "container-title": "Soil 2010",
        "publisher-place": "Berlin",
    }


def test_proceedings_may_appear_in_a_later_year() -> None:
    reference = read_lines("CONF", "PY  - 2010", "C2  - 2011")
    assert (reference.date("issued"), reference.date("event-date")) == (Date(2011), Date(2010))


@pytest.mark.parametrize(
    ("lines", "keyword"),
    [
        (("KW  - rat", "KW  - head trauma"), "rat, head trauma"),
        (("KW  - rat", "head trauma"), "rat, head trauma"),
        (("KW  - rat; head trauma;",), "rat, head trauma"),
        (("KW  - rat, head trauma",), "rat, head trauma"),
        (("KW  - Eye, Artificial", "KW  - rat"), "Eye, Artificial; rat"),
    ],
)
def test_keywords_stand_one_a_line_or_all_on_one(lines: tuple[str, ...], keyword: str) -> None:
    assert read_lines("JOUR", *lines).fields == {"keyword": keyword}


def test_notes_are_lines_of_one_note() -> None:
    assert read_lines("JOUR", "N1  - Cited By :10", "N1  - Export Date: 13 July").text("note") == (
        "Cited By :10\nExport Date: 13 July"
    )


def test_an_abstract_said_twice_is_one() -> None:
    assert read_lines("JOUR", "N2  - Seen.", "AB  - Seen.").fields == {"abstract": "Seen."}


@pytest.mark.parametrize(("text", "tag"), [("eng", "en"), ("Deutsch", "de"), ("pt-br", "pt-BR"), ("Klingon?", "Klingon?")])  # fmt: skip
def test_a_language_is_its_tag(text: str, tag: str) -> None:
    assert read_lines("JOUR", f"LA  - {text}").text("language") == tag


def test_a_kind_that_repeats_the_type_is_no_genre() -> None:
    assert kept_of(read_lines("JOUR", "M3  - Article")) == {"M3": ["Article"]}
    assert read_lines("JOUR", "M3  - Letter to the editor").text("genre") == "Letter to the editor"


def test_cp_is_the_issue_or_a_place() -> None:
    assert read_lines("JOUR", "CP  - 3").fields == {"issue": "3"}
    assert read_lines("BOOK", "CP  - Berlin").fields == {"publisher-place": "Berlin"}


def test_m1_is_an_issue_only_where_it_looks_like_one() -> None:
    assert read_lines("JOUR", "M1  - 3").fields == {"issue": "3"}
    right = "Copyright (C) 2016 The Society. All Rights Reserved."
    assert kept_of(read_lines("JOUR", f"M1  - {right}")) == {"M1": [right]}


# --- types --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "lines", "fields"),
    [
        ("BOOK", ("AU  - A, B", "A2  - C, D", "A3  - E, F", "T2  - Series"), {"author": "A, B", "collection-editor": "C, D", "editor": "E, F", "collection-title": "Series"}),
        ("BOOK", ("A2  - C, D", "TI  - Soil"), {"editor": "C, D", "title": "Soil"}),
        ("EDBOOK", ("AU  - A, B",), {"editor": "A, B"}),
        ("CHAP", ("A2  - C, D", "T2  - Book", "SV  - 5", "SE  - 2"), {"editor": "C, D", "container-title": "Book", "collection-number": "5", "chapter-number": "2"}),
        ("JOUR", ("A2  - C, D",), {"editor": "C, D"}),
        ("THES", ("PB  - ETH", "M3  - PhD", "A3  - C, D"), {"publisher": "ETH", "genre": "PhD", "contributor": "C, D"}),
        ("RPRT", ("SN  - R-1", "PB  - WHO", "M3  - Survey"), {"number": "R-1", "publisher": "WHO", "genre": "Survey"}),
        ("PAT", ("A2  - USPTO,", "C6  - Granted", "C1  - 1999/01/02"), {"authority": "USPTO", "status": "Granted", "submitted": "1999-01-02"}),
        ("MPCT", ("AU  - A, B", "A3  - C, D", "SP  - 90 min"), {"director": "A, B", "producer": "C, D", "dimensions": "90 min"}),
        ("CASE", ("PB  - High Court", "A2  - All ER", "SV  - 17"), {"authority": "High Court", "container-title": "All ER", "number": "17"}),
        ("HEAR", ("T2  - Committee", "T3  - Senate", "M1  - 110"), {"section": "Committee", "authority": "Senate", "number": "110"}),
        ("STAT", ("T2  - Code", "C6  - 4", "SE  - 7"), {"container-title": "Code", "volume": "4", "section": "7"}),
        ("COMP", ("ET  - 2.1", "PB  - X"), {"version": "2.1", "publisher": "X"}),
        ("ELEC", ("T2  - A site", "M1  - 2014/05/06"), {"container-title": "A site", "accessed": "2014-05-06"}),
        ("BILL", ("A2  - A, B", "M1  - 12"), {"author": "A, B", "number": "12"}),
        ("INPR", ("JF  - Air",), {"container-title": "Air", "status": "in press"}),
        ("NEWS", ("ET  - Late", "SE  - B"), {"edition": "Late", "section": "B"}),
        ("PCOMM", ("A2  - C, D",), {"recipient": "C, D"}),
        ("MAP", ("C1  - 1:500", "C3  - A0"), {"scale": "1:500", "dimensions": "A0"}),
    ],
)  # fmt: skip
def test_a_tag_means_what_its_type_says(
    code: str, lines: tuple[str, ...], fields: dict[str, str]
) -> None:
    said = read_lines(code, *lines).fields
    plain = {
        variable: "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        for variable, value in said.items()
    }
    assert plain == fields


def test_a_preprint_is_told_by_its_doi() -> None:
    assert read_lines("UNPB", "TI  - Soil").type == "manuscript"
    assert read_lines("UNPB", "TI  - Soil", "DO  - 10.1101/1").type == "article"


def test_every_type_of_csl_is_written_and_every_type_of_ris_is_one_of_csl() -> None:
    assert set(WRITE_TYPES) == TYPES
    assert set(READ_TYPES.values()) <= TYPES
    assert set(WRITE_TYPES.values()) <= set(READ_TYPES)


def test_what_is_written_under_a_tag_is_read_from_it() -> None:
    for code, tags in WRITE.items():
        for variable, tag in tags.items():
            assert variable in VARIABLES
            assert READ[code][tag] == variable
        assert len(set(tags.values())) == len(tags)
