"""What stands in fields of Reference Manager and EndNote, told by records of RIS."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from refman_records import kept_of, read_lines

from bibkit import Date, Name

# --- names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Baldwin,S.A.", Name("Baldwin", "S.A.")),
        ("Light, Janice ", Name("Light", "Janice")),
        ("van der Berg, Jan, Jr.", Name("van der Berg", "Jan", suffix="Jr.")),
        ("Berg, Jr., Jan", Name("Berg", "Jan", suffix="Jr.")),
        ("Berg,, III", Name("Berg", suffix="III")),
        ("World Health Organization", Name(literal="World Health Organization")),
        ("European Union,", Name(literal="European Union")),
        ("Centers for Disease Control,,Office of Safety", Name(literal="Centers for Disease Control, Office of Safety")),
        ("NICE", Name(literal="NICE")),
        ("Aristotle", Name("Aristotle")),
        ("Mathis S", Name("Mathis", "S")),
        ("Le Masson G.J.", Name("Le Masson", "G.J.")),
        ("J.-P. Sartre", Name("Sartre", "J.-P.")),
        ("Jan Smith", Name(literal="Jan Smith")),
        ("M&uuml;ller, R.", Name("Müller", "R.")),
        (", Jan", Name(given="Jan")),
    ],
)  # fmt: skip
def test_a_name_is_read_as_what_it_looks_like(line: str, name: Name) -> None:
    assert read_lines("JOUR", f"AU  - {line}").names("author") == (name,)


def test_authors_under_two_tags_stay_in_order() -> None:
    reference = read_lines("JOUR", "A1  - Georgiev, D.", "AU  - Bello, L.", "A1  - Cohen, E.")
    assert [one.family for one in reference.names("author")] == ["Georgiev", "Bello", "Cohen"]


@pytest.mark.parametrize(
    "last", ["et al.", "et al.,", "and others", "Wu, B., et al", "Wu, B. et al."]
)
def test_et_al_is_no_author(last: str) -> None:
    reference = read_lines("JOUR", "AU  - Light, J.", "AU  - Wu, B.", f"AU  - {last}")
    assert {str(one) for one in reference.names("author")} == {"Light, J.", "Wu, B."}
    assert reference.truncated()


def test_several_people_on_a_line_are_several() -> None:
    reference = read_lines("JOUR", "AU  - Doe, Jane; Roe, R.", "ED  - Wu, B. and Lee, C.")
    assert [str(one) for one in reference.names("author")] == ["Doe, Jane", "Roe, R."]
    assert [str(one) for one in reference.names("editor")] == ["Wu, B.", "Lee, C."]


@pytest.mark.parametrize(
    "line",
    [
        "Ho, A.; Lee, B.",
        "Ho, A., Lee, B.",
        "Ho, A. and Lee, B.",
        "Ho, A., & Lee, B.",
        "Ho A.; Lee B.",
    ],
)
def test_people_on_one_line_are_told_apart_however_they_are_parted(line: str) -> None:
    assert read_lines("JOUR", f"AU  - {line}").names("author") == (
        Name("Ho", "A."),
        Name("Lee", "B."),
    )


def test_empty_names_are_none() -> None:
    assert "author" not in read_lines("JOUR", "AU  - ,", "A1  - ;", "TI  - View").fields


# --- dates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1996", Date(1996)),
        ("2014/06/01", Date(2014, 6, 1)),
        ("2014/6/1/", Date(2014, 6, 1)),
        ("2014/06//", Date(2014, 6)),
        ("2012///", Date(2012)),
        ("2001/00/00/", Date(2001)),
        ("2014///Spring", Date(2014, season=1)),
        ("2014///Sep-Oct", Date(2014, 9, until=Date(2014, 10))),
        ("2014-06-01", Date(2014, 6, 1)),
        ("2015/october", Date(2015, 10)),
        ("3 May 2015", Date(2015, 5, 3)),
        ("1998-1999", Date(1998, until=Date(1999))),
        ("ca. 1650", Date(1650, circa=True)),
        ("[c1999]", Date(1999)),
        ("2014/13/45", Date(2014)),
        ("in press", Date(literal="in press")),
        ("2010 [printed 2011]", Date(literal="2010 [printed 2011]")),
    ],
)
def test_a_date_is_as_precise_as_it_is_given(text: str, date: Date) -> None:
    assert read_lines("JOUR", f"PY  - {text}").date("issued") == date


@pytest.mark.parametrize("text", ["0000", "///", "0000/00/00/"])
def test_zeros_are_no_date(text: str) -> None:
    assert read_lines("JOUR", f"PY  - {text}", "TI  - View").fields == {"title": "View"}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("15-18 July 2019", Date(2019, 7, 15, until=Date(2019, 7, 18))),
        ("July 15–18, 2019", Date(2019, 7, 15, until=Date(2019, 7, 18))),
        ("30 June - 2 July 2019", Date(2019, 6, 30, until=Date(2019, 7, 2))),
        ("Jun. 30-Jul. 2, 2019", Date(2019, 6, 30, until=Date(2019, 7, 2))),
        ("5-7 Whenever 2019", Date(literal="5-7 Whenever 2019")),
    ],
)
def test_the_days_of_a_meeting_are_a_range(text: str, date: Date) -> None:
    assert read_lines("CONF", f"DA  - {text}").date("issued") == date


def test_the_fullest_of_dates_that_agree_counts() -> None:
    reference = read_lines("JOUR", "PY  - 2014", "DA  - 2014/06//", "Y1  - 2014/06/01")
    assert reference.date("issued") == Date(2014, 6, 1)
    assert not kept_of(reference)


def test_the_year_counts_where_the_day_is_of_another() -> None:
    reference = read_lines("JOUR", "PY  - 2015", "DA  - 2014/12/30")
    assert reference.date("issued") == Date(2015)
    assert kept_of(reference) == {"DA": ["2014/12/30"]}


def test_a_day_without_a_year_stands_beside_it() -> None:
    assert read_lines("JOUR", "PY  - 2009", "DA  - Aug 12").date("issued") == Date(2009, 8, 12)


def test_the_day_of_receipt_is_no_day_of_publication() -> None:
    reference = read_lines("JOUR", "Y1  - 2013", "PY  - 2013/04/18", "PY  - 2013/02/15/received")
    assert reference.date("issued") == Date(2013, 4, 18)
    assert kept_of(reference) == {"PY": ["2013/02/15/received"]}


def test_a_day_in_a_national_order_is_not_guessed_and_not_lost() -> None:
    reference = read_lines("JOUR", "PY  - 12/05/2010")
    assert reference.date("issued") == Date(2010)
    assert kept_of(reference) == {"PY": ["12/05/2010"]}


def test_of_what_is_online_da_is_the_day_of_access() -> None:
    reference = read_lines("DBASE", "PY  - 2009", "DA  - 2011/02/03")
    assert (reference.date("issued"), reference.date("accessed")) == (Date(2009), Date(2011, 2, 3))


def test_the_day_online_is_no_edition() -> None:
    reference = read_lines("JOUR", "ET  - 2016/01/30")
    assert reference.fields == {"available-date": Date(2016, 1, 30)}
    assert kept_of(read_lines("JOUR", "ET  - Second")) == {"ET": ["Second"]}


# --- pages, numbers, identifiers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "page"),
    [
        (("SP  - 476", "EP  - 481"), "476-481"),
        (("EP  - 481", "SP  - 476"), "476-481"),
        (("SP  - 181-4",), "181-4"),
        (("SP  - 181–184", "EP  - 184"), "181-184"),
        (("SP  - pp. 5--9",), "5-9"),
        (("SP  - 7", "EP  - 7"), "7"),
        (("SP  - e12",), "e12"),
        (("EP  - 9",), "9"),
    ],
)
def test_pages_are_put_together(lines: tuple[str, ...], page: str) -> None:
    assert read_lines("JOUR", *lines).fields == {"page": page}


def test_an_article_number_is_told_from_a_page() -> None:
    alone, beside = (
        read_lines("JOUR", "C7  - Artn e12"),
        read_lines("JOUR", "SP  - 1", "EP  - 9", "C7  - e12"),
    )
    assert (alone.text("page"), alone.custom) == ("e12", {"article-number": True})
    assert (beside.text("page"), kept_of(beside)) == ("1-9", {"C7": ["e12"]})


def test_of_a_book_sp_counts_the_pages() -> None:
    assert read_lines("BOOK", "SP  - 250").fields == {"number-of-pages": "250"}
    assert read_lines("BOOK", "SP  - 12", "EP  - 30").fields == {"page": "12-30"}


def test_a_description_is_no_page() -> None:
    assert kept_of(read_lines("MAP", "SP  - 1 sheet")) == {"SP": ["1 sheet"]}
    assert read_lines("ELEC", "SP  - 4").text("page") == "4"


@pytest.mark.parametrize(
    ("code", "text", "fields"),
    [
        ("JOUR", "07434618", {"ISSN": "0743-4618"}),
        ("JOUR", "ISSN 0743-4618", {"ISSN": "0743-4618"}),
        ("JOUR", "0743-4610", {"ISSN": "0743-4610"}),
        ("CHAP", "0302-9743", {"ISSN": "0302-9743"}),
        ("BOOK", "978-0-12-409547-2", {"ISBN": "978-0-12-409547-2"}),
        ("BOOK", "0-12-409547-0", {"ISBN": "0-12-409547-0"}),
        ("RPRT", "PB-99-1", {"number": "PB-99-1"}),
        ("RPRT", "0743-4618", {"ISSN": "0743-4618"}),
        ("PAT", "07434618", {"number": "07434618"}),
    ],
)
def test_a_number_is_told_by_what_it_is(code: str, text: str, fields: dict[str, str]) -> None:
    assert read_lines(code, f"SN  - {text}").fields == fields


def test_of_several_numbers_the_first_counts_and_the_rest_is_kept() -> None:
    one = read_lines("JOUR", "SN  - 0300-5771 (Print) 1464-3685 (Linking)")
    two = read_lines("CHAP", "SN  - 978-0-12-409547-2", "SN  - 0302-9743", "SN  - 1611-3349")
    assert (one.text("ISSN"), kept_of(one)) == ("0300-5771", {"SN": ["1464-3685"]})
    assert (two.text("ISBN"), two.text("ISSN")) == ("978-0-12-409547-2", "0302-9743")
    assert kept_of(two) == {"SN": ["1611-3349"]}


@pytest.mark.parametrize(
    "lines",
    [
        ("DO  - 10.1000/Ab(1)2",),
        ("DO  - doi:10.1000/Ab(1)2.",),
        ("DO  - https://doi.org/10.1000/Ab(1)2",),
        ("N1  - doi: 10.1000/Ab(1)2",),
        ("M3  - 10.1000/Ab(1)2",),
        ("M3  - doi: 10.1000/Ab(1)2", "DO  - 10.1000/ab(1)2", "N1  - doi: 10.1000/Ab(1)2"),
    ],
)
def test_a_doi_is_found_wherever_programs_put_it(lines: tuple[str, ...]) -> None:
    reference = read_lines("JOUR", *lines)
    assert reference.text("DOI") == "10.1000/Ab(1)2"
    assert "note" not in reference.fields


def test_the_address_of_a_resolver_says_the_identifier() -> None:
    reference = read_lines("JOUR", "UR  - http://dx.doi.org/10.1000/182")
    assert (reference.text("DOI"), reference.text("URL")) == (
        "10.1000/182",
        "http://dx.doi.org/10.1000/182",
    )
    assert (
        read_lines("JOUR", "UR  - https://pubmed.ncbi.nlm.nih.gov/28400789/").text("PMID")
        == "28400789"
    )


def test_a_contradicting_doi_in_a_note_stays_a_note() -> None:
    reference = read_lines("JOUR", "DO  - 10.1000/1", "N1  - doi: 10.1000/2")
    assert (reference.text("DOI"), reference.text("note")) == ("10.1000/1", "doi: 10.1000/2")


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        (("DB  - PubMed", "AN  - 28400789"), {"PMID": "28400789"}),
        (("AN  - 28400789", "DB  - MEDLINE"), {"PMID": "28400789", "source": "MEDLINE"}),
        (("DB  - PMC", "AN  - PMC5361491"), {"PMCID": "PMC5361491"}),
        (("U1  - 28400789[pmid]", "U2  - PMC5361491[pmcid]"), {"PMID": "28400789", "PMCID": "PMC5361491"}),
        (("C2  - PMC5361491",), {"PMCID": "PMC5361491"}),
        (("UR  - PM:28400789",), {"PMID": "28400789"}),
        (("N1  - PMID: 28400789",), {"PMID": "28400789"}),
        (("DB  - Scopus",), {"source": "Scopus"}),
    ],
)  # fmt: skip
def test_identifiers_of_pubmed_are_found(lines: tuple[str, ...], fields: dict[str, str]) -> None:
    assert read_lines("JOUR", *lines).fields == fields


def test_a_number_of_another_database_is_no_pmid() -> None:
    reference = read_lines("JOUR", "DB  - Embase", "AN  - 28400789")
    assert reference.fields == {"source": "Embase"}
    assert kept_of(reference) == {"AN": ["28400789"]}


def test_the_archive_of_a_manuscript_is_no_database() -> None:
    reference = read_lines("MANSCPT", "DB  - National Archives", "AN  - FO 371")
    assert reference.fields == {"archive": "National Archives", "archive_location": "FO 371"}


def test_a_broken_address_is_put_together_and_the_next_one_kept() -> None:
    reference = read_lines(
        "JOUR", "UR  - https://example.org/a", "/b?c=1", "https://example.com/", "VL  - 3"
    )
    assert reference.text("URL") == "https://example.org/a/b?c=1"
    assert kept_of(reference) == {"UR": ["https://example.com/"]}


def test_a_link_to_the_text_stands_in_for_an_address() -> None:
    link = "L2  - https://example.org/full"
    assert read_lines("JOUR", link).text("URL") == "https://example.org/full"
    assert kept_of(read_lines("JOUR", link, "UR  - https://example.org/")) == {
        "L2": ["https://example.org/full"]
    }
    assert kept_of(read_lines("JOUR", "L1  - internal-pdf://a.pdf")) == {
        "L1": ["internal-pdf://a.pdf"]
    }
