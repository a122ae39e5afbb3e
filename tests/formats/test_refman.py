"""What the fields of Reference Manager and EndNote mean, told by records of RIS."""

from __future__ import annotations

import pytest

from bibkit import Date, Name, Reference
from bibkit.formats.refman.mapping import READ, READ_TYPES, WRITE, WRITE_TYPES
from bibkit.formats.ris import FORMAT
from bibkit.vocab import TYPES, VARIABLES


def _of(code: str, *lines: str) -> Reference:
    """The reference of a record with these lines."""
    assert FORMAT.read is not None
    batch = FORMAT.read("\n".join([f"TY  - {code}", *lines, "ER  - ", ""]))
    assert len(batch) == 1, batch.problems
    return batch[0]


def _kept(reference: Reference) -> dict[str, list[str]]:
    """What CSL has no variable for."""
    found = reference.custom.get("ris", {})
    assert isinstance(found, dict)
    return found


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
    assert _of("JOUR", f"AU  - {line}").names("author") == (name,)


def test_authors_under_two_tags_stay_in_order() -> None:
    reference = _of("JOUR", "A1  - Georgiev, D.", "AU  - Bello, L.", "A1  - Cohen, E.")
    assert [one.family for one in reference.names("author")] == ["Georgiev", "Bello", "Cohen"]


@pytest.mark.parametrize(
    "last", ["et al.", "et al.,", "and others", "Wu, B., et al", "Wu, B. et al."]
)
def test_et_al_is_no_author(last: str) -> None:
    reference = _of("JOUR", "AU  - Light, J.", "AU  - Wu, B.", f"AU  - {last}")
    assert {str(one) for one in reference.names("author")} == {"Light, J.", "Wu, B."}
    assert reference.truncated()


def test_several_people_on_a_line_are_several() -> None:
    reference = _of("JOUR", "AU  - Doe, Jane; Roe, R.", "ED  - Wu, B. and Lee, C.")
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
    assert _of("JOUR", f"AU  - {line}").names("author") == (Name("Ho", "A."), Name("Lee", "B."))


def test_empty_names_are_none() -> None:
    assert "author" not in _of("JOUR", "AU  - ,", "A1  - ;", "TI  - View").fields


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
    assert _of("JOUR", f"PY  - {text}").date("issued") == date


@pytest.mark.parametrize("text", ["0000", "///", "0000/00/00/"])
def test_zeros_are_no_date(text: str) -> None:
    assert _of("JOUR", f"PY  - {text}", "TI  - View").fields == {"title": "View"}


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
    assert _of("CONF", f"DA  - {text}").date("issued") == date


def test_the_fullest_of_dates_that_agree_counts() -> None:
    reference = _of("JOUR", "PY  - 2014", "DA  - 2014/06//", "Y1  - 2014/06/01")
    assert reference.date("issued") == Date(2014, 6, 1)
    assert not _kept(reference)


def test_the_year_counts_where_the_day_is_of_another() -> None:
    reference = _of("JOUR", "PY  - 2015", "DA  - 2014/12/30")
    assert reference.date("issued") == Date(2015)
    assert _kept(reference) == {"DA": ["2014/12/30"]}


def test_a_day_without_a_year_stands_beside_it() -> None:
    assert _of("JOUR", "PY  - 2009", "DA  - Aug 12").date("issued") == Date(2009, 8, 12)


def test_the_day_of_receipt_is_no_day_of_publication() -> None:
    reference = _of("JOUR", "Y1  - 2013", "PY  - 2013/04/18", "PY  - 2013/02/15/received")
    assert reference.date("issued") == Date(2013, 4, 18)
    assert _kept(reference) == {"PY": ["2013/02/15/received"]}


def test_a_day_in_a_national_order_is_not_guessed_and_not_lost() -> None:
    reference = _of("JOUR", "PY  - 12/05/2010")
    assert reference.date("issued") == Date(2010)
    assert _kept(reference) == {"PY": ["12/05/2010"]}


def test_of_what_is_online_da_is_the_day_of_access() -> None:
    reference = _of("DBASE", "PY  - 2009", "DA  - 2011/02/03")
    assert (reference.date("issued"), reference.date("accessed")) == (Date(2009), Date(2011, 2, 3))


def test_the_day_online_is_no_edition() -> None:
    reference = _of("JOUR", "ET  - 2016/01/30")
    assert reference.fields == {"available-date": Date(2016, 1, 30)}
    assert _kept(_of("JOUR", "ET  - Second")) == {"ET": ["Second"]}


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
    assert _of("JOUR", *lines).fields == {"page": page}


def test_an_article_number_is_told_from_a_page() -> None:
    alone, beside = _of("JOUR", "C7  - Artn e12"), _of("JOUR", "SP  - 1", "EP  - 9", "C7  - e12")
    assert (alone.text("page"), alone.custom) == ("e12", {"article-number": True})
    assert (beside.text("page"), _kept(beside)) == ("1-9", {"C7": ["e12"]})


def test_of_a_book_sp_counts_the_pages() -> None:
    assert _of("BOOK", "SP  - 250").fields == {"number-of-pages": "250"}
    assert _of("BOOK", "SP  - 12", "EP  - 30").fields == {"page": "12-30"}


def test_a_description_is_no_page() -> None:
    assert _kept(_of("MAP", "SP  - 1 sheet")) == {"SP": ["1 sheet"]}
    assert _of("ELEC", "SP  - 4").text("page") == "4"


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
    assert _of(code, f"SN  - {text}").fields == fields


def test_of_several_numbers_the_first_counts_and_the_rest_is_kept() -> None:
    one = _of("JOUR", "SN  - 0300-5771 (Print) 1464-3685 (Linking)")
    two = _of("CHAP", "SN  - 978-0-12-409547-2", "SN  - 0302-9743", "SN  - 1611-3349")
    assert (one.text("ISSN"), _kept(one)) == ("0300-5771", {"SN": ["1464-3685"]})
    assert (two.text("ISBN"), two.text("ISSN")) == ("978-0-12-409547-2", "0302-9743")
    assert _kept(two) == {"SN": ["1611-3349"]}


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
    reference = _of("JOUR", *lines)
    assert reference.text("DOI") == "10.1000/Ab(1)2"
    assert "note" not in reference.fields


def test_the_address_of_a_resolver_says_the_identifier() -> None:
    reference = _of("JOUR", "UR  - http://dx.doi.org/10.1000/182")
    assert (reference.text("DOI"), reference.text("URL")) == (
        "10.1000/182",
        "http://dx.doi.org/10.1000/182",
    )
    assert _of("JOUR", "UR  - https://pubmed.ncbi.nlm.nih.gov/28400789/").text("PMID") == "28400789"


def test_a_contradicting_doi_in_a_note_stays_a_note() -> None:
    reference = _of("JOUR", "DO  - 10.1000/1", "N1  - doi: 10.1000/2")
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
    assert _of("JOUR", *lines).fields == fields


def test_a_number_of_another_database_is_no_pmid() -> None:
    reference = _of("JOUR", "DB  - Embase", "AN  - 28400789")
    assert reference.fields == {"source": "Embase"}
    assert _kept(reference) == {"AN": ["28400789"]}


def test_the_archive_of_a_manuscript_is_no_database() -> None:
    reference = _of("MANSCPT", "DB  - National Archives", "AN  - FO 371")
    assert reference.fields == {"archive": "National Archives", "archive_location": "FO 371"}


def test_a_broken_address_is_put_together_and_the_next_one_kept() -> None:
    reference = _of(
        "JOUR", "UR  - https://example.org/a", "/b?c=1", "https://example.com/", "VL  - 3"
    )
    assert reference.text("URL") == "https://example.org/a/b?c=1"
    assert _kept(reference) == {"UR": ["https://example.com/"]}


def test_a_link_to_the_text_stands_in_for_an_address() -> None:
    link = "L2  - https://example.org/full"
    assert _of("JOUR", link).text("URL") == "https://example.org/full"
    assert _kept(_of("JOUR", link, "UR  - https://example.org/")) == {
        "L2": ["https://example.org/full"]
    }
    assert _kept(_of("JOUR", "L1  - internal-pdf://a.pdf")) == {"L1": ["internal-pdf://a.pdf"]}


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
    reference = _of("JOUR", *lines)
    assert (reference.text("container-title"), reference.text("container-title-short")) == (
        full,
        short,
    )


def test_a_title_that_gives_way_is_kept() -> None:
    assert _kept(_of("JOUR", "T2  - A supplement", "JF  - Air")) == {"T2": ["A supplement"]}
    assert _kept(_of("JOUR", "TI  - One", "T1  - Two", "TI  - One")) == {"T1": ["Two"]}


def test_bt_is_the_book_or_what_holds_the_chapter() -> None:
    assert _of("BOOK", "BT  - Soil").fields == {"title": "Soil"}
    assert _of("CHAP", "TI  - Clay", "BT  - Soil").fields == {
        "title": "Clay",
        "container-title": "Soil",
    }


def test_a_meeting_with_proceedings_has_both_titles_and_places() -> None:
    reference = _of(
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
    assert _of("CONF", "T2  - Soil 2010", "CY  - Berlin").fields == {
        "container-title": "Soil 2010",
        "publisher-place": "Berlin",
    }


def test_proceedings_may_appear_in_a_later_year() -> None:
    reference = _of("CONF", "PY  - 2010", "C2  - 2011")
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
    assert _of("JOUR", *lines).fields == {"keyword": keyword}


def test_notes_are_lines_of_one_note() -> None:
    assert _of("JOUR", "N1  - Cited By :10", "N1  - Export Date: 13 July").text("note") == (
        "Cited By :10\nExport Date: 13 July"
    )


def test_an_abstract_said_twice_is_one() -> None:
    assert _of("JOUR", "N2  - Seen.", "AB  - Seen.").fields == {"abstract": "Seen."}


@pytest.mark.parametrize(("text", "tag"), [("eng", "en"), ("Deutsch", "de"), ("pt-br", "pt-BR"), ("Klingon?", "Klingon?")])  # fmt: skip
def test_a_language_is_its_tag(text: str, tag: str) -> None:
    assert _of("JOUR", f"LA  - {text}").text("language") == tag


def test_a_kind_that_repeats_the_type_is_no_genre() -> None:
    assert _kept(_of("JOUR", "M3  - Article")) == {"M3": ["Article"]}
    assert _of("JOUR", "M3  - Letter to the editor").text("genre") == "Letter to the editor"


def test_cp_is_the_issue_or_a_place() -> None:
    assert _of("JOUR", "CP  - 3").fields == {"issue": "3"}
    assert _of("BOOK", "CP  - Berlin").fields == {"publisher-place": "Berlin"}


def test_m1_is_an_issue_only_where_it_looks_like_one() -> None:
    assert _of("JOUR", "M1  - 3").fields == {"issue": "3"}
    right = "Copyright (C) 2016 The Society. All Rights Reserved."
    assert _kept(_of("JOUR", f"M1  - {right}")) == {"M1": [right]}


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
    said = _of(code, *lines).fields
    plain = {
        variable: "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        for variable, value in said.items()
    }
    assert plain == fields


def test_a_preprint_is_told_by_its_doi() -> None:
    assert _of("UNPB", "TI  - Soil").type == "manuscript"
    assert _of("UNPB", "TI  - Soil", "DO  - 10.1101/1").type == "article"


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
