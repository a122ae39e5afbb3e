"""PubMed's abstract export."""

from __future__ import annotations

import pytest

import bibkit
from bibkit import Date, Name

EXPORT = """\
1. Science. 2009 Dec 11;326(5959):1478-9. doi: 10.1126/science.326.5959.1478.

Human evolution. What's for dinner? Researchers seek our ancestors' answers.

Gibbons A.

DOI: 10.1126/science.326.5959.1478
PMID: 20007881  [Indexed for MEDLINE]


2. Ugeskr Things. 1999 Mar 1.

[On hygiene].

[Article in Danish]

BACKGROUND: None of this,
or that.

CONCLUSION: 1. Good.

Copyright © 1999 Nobody.

PMCID: PMC123
PMID: 19965391


3. J Foo. 2010 Jan 8;327(5962 Suppl 1):217-20. doi: 10.1234/science.1176827. Epub 2009 Nov
19.

Overexpression of receptors contributes to disease.

Rosengren AH(1), Jokubka R Jr, Tojjar D(#)(1), van der Berg J(2)(3); ARDS Network.

Collaborators: Smith J, Jones K.

Author information:
(1)Diabetes Centre, Malmö, Sweden.

Several variants have been associated with disease, but
the mechanisms are still unknown.

Erratum in
    J Foo. 2011 Feb 1;2(2):3.

DOI: 10.1234/science.1176827
PMID: 19965390  [Indexed for MEDLINE]
"""


def test_each_record_has_its_fields() -> None:
    batch = bibkit.read(EXPORT)
    assert [r.id for r in batch] == [
        "gibbons2009human",
        "1999hygiene",
        "rosengren2010overexpression",
    ]
    assert batch.problems == ()
    first, second, third = batch
    assert dict(first.fields) == {
        "container-title": "Science", "issued": Date(2009, 12, 11), "volume": "326", "issue": "5959",
        "page": "1478-9", "DOI": "10.1126/science.326.5959.1478", "PMID": "20007881",
        "title": "Human evolution. What's for dinner? Researchers seek our ancestors' answers",
        "author": (Name("Gibbons", "A"),),
    }  # fmt: skip
    assert dict(second.fields) == {
        "container-title": "Ugeskr Things", "issued": Date(1999, 3, 1), "title": "[On hygiene]",
        "note": "Article in Danish", "PMID": "19965391", "PMCID": "PMC123",
        "abstract": "BACKGROUND: None of this, or that.\nCONCLUSION: 1. Good.",
    }  # fmt: skip
    assert third.names("author") == (
        Name("Rosengren", "AH"), Name("Jokubka", "R", suffix="Jr"), Name("Tojjar", "D"),
        Name("van der Berg", "J"), Name(literal="ARDS Network"),
    )  # fmt: skip
    assert third.text("issue") == "5962 Suppl 1"
    assert third.text("note") == "Epub 2009 Nov 19"
    assert third.text("abstract").startswith("Several variants")
    assert "J Foo. 2011" not in third.text("abstract")


def test_windows_line_ends_and_a_mark_change_nothing() -> None:
    plain = bibkit.read(EXPORT)
    assert bibkit.read("\ufeff" + EXPORT.replace("\n", "\r\n")).references == plain.references


@pytest.mark.parametrize("cut", range(40, len(EXPORT), 97))
def test_a_cut_export_loses_no_record_in_silence(cut: int) -> None:
    batch = bibkit.read(EXPORT[:cut], "pubmed-text")
    begun = sum(f"{n}. " in EXPORT[:cut] for n in (1, 2, 3))
    lost = [p for p in batch.problems if p.ref is None]
    assert len(batch) + len(lost) >= 1
    assert all(p.raw for p in lost)
    assert begun >= 1


def test_a_list_with_identifiers_below_is_no_export() -> None:
    text = "1. Chio A. A view of it. Chest. 2017;12:1-4.\nPMID: 123\n\n2. Lee B. On it. Chest. 2012;2:1."
    assert [r.id for r in bibkit.read(text)] == ["chio2017view", "lee2012it"]


def test_ids_inside_an_abstract_are_text() -> None:
    text = (
        "1. Gastro. 2016 Mar;150(3):626-637.e12. doi: 10.1234/a.\n\nA title of it.\n\nDoe J, Roe K.\n\n"
        "The data are those of a record that has\nPMID: 123 and others, as it was said before in\n"
        "2020. Nobody has more to say.\n\nDOI: 10.1234/a\nPMID: 77\n\n"
        "Conflict of interest statement: Dr Doe has none since\n2020. Dr Roe has none.\n"
    )
    (record,) = bibkit.read(text)
    assert (record.text("PMID"), record.text("page")) == ("77", "626-637.e12")
    assert "PMID: 123 and others" in record.text("abstract")
    assert record.text("abstract").endswith("2020. Nobody has more to say.")


def test_preprints_and_chapters() -> None:
    text = (
        "1. bioRxiv [Preprint]. 2021 Jan 5:2021.01.04.425226. doi: 10.1101/2021.01.04.425226.\n\n"
        "A map of cells.\n\nDoe J, Roe K.\n\nDOI: 10.1101/2021.01.04.425226\nPMID: 77\n\n\n"
        "2. Essential Hypertension.\n\nIqbal AM(1), Jamal SF(2).\n\n"
        "In: StatPearls [Internet]. Treasure Island (FL): StatPearls Publishing; 2025 Jan–.\n2023 Jul 20.\n\n"
        "Author information:\n(1)Nowhere.\n\nPMID: 78\n"
    )
    preprint, chapter = bibkit.read(text)
    assert (preprint.type, preprint.text("genre"), preprint.text("page")) == (
        "article", "preprint", "2021.01.04.425226",
    )  # fmt: skip
    assert (chapter.type, chapter.text("title")) == ("chapter", "Essential Hypertension")
    assert chapter.text("container-title") == "StatPearls"
    assert chapter.names("author")[1] == Name("Jamal", "SF")
    (alone,) = bibkit.read(text.partition("\n\n\n")[2].replace("2. ", "1. ", 1))
    assert alone.fields == chapter.fields
