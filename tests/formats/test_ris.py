"""RIS: as databases, publishers and reference managers really write it, and back."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

import bibkit
from bibkit import Batch, Date, Name, Reference
from bibkit.formats import sniff
from bibkit.formats.losses import after, lost
from bibkit.formats.ris import FORMAT
from bibkit.model import Severity

ARTICLE = """\
TY  - JOUR
AU  - Light, Janice
AU  - McNaughton, David
TI  - From basic to applied research
T2  - Augmentative and Alternative Communication
J2  - Augment Altern Commun
PY  - 2014
DA  - 2014/06/01/
VL  - 30
IS  - 2
SP  - 99
EP  - 105
SN  - 0743-4618
DO  - 10.3109/07434618.2014.906498
ER  -
"""


def _read(text: str) -> Batch:
    assert FORMAT.read is not None
    return FORMAT.read(text)


def _only(text: str) -> Reference:
    batch = _read(text)
    assert len(batch) == 1, batch.problems
    return batch[0]


def _of(code: str, *lines: str) -> Reference:
    """The reference of a record with these lines."""
    return _only("\n".join([f"TY  - {code}", *lines, "ER  - ", ""]))


def _write(*batch: Reference) -> str:
    assert FORMAT.pieces is not None
    return "".join(FORMAT.pieces(batch))


def _tags(reference: Reference) -> dict[str, list[str]]:
    """The lines that are written of a reference, by tag."""
    tags: dict[str, list[str]] = {}
    for line in _write(reference).splitlines():
        if line:
            tags.setdefault(line[:2], []).append(line[6:])
    return tags


# --- the lines ----------------------------------------------------------------------------------------


def test_an_article_is_read_in_every_field() -> None:
    batch = _read(ARTICLE)
    assert not batch.problems
    assert batch[0].type == "article-journal"
    assert batch[0].fields == {
        "author": (Name("Light", "Janice"), Name("McNaughton", "David")),
        "title": "From basic to applied research",
        "container-title": "Augmentative and Alternative Communication",
        "container-title-short": "Augment Altern Commun",
        "issued": Date(2014, 6, 1),
        "volume": "30",
        "issue": "2",
        "page": "99-105",
        "ISSN": "0743-4618",
        "DOI": "10.3109/07434618.2014.906498",
    }


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: f"\ufeff{text}", id="byte-order mark"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="bare CR"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CR LF"),
        pytest.param(lambda text: text.replace("ER  -\n", "ER  - \n"), id="a blank behind ER"),
        pytest.param(lambda text: text.replace("ER  -\n", "ER\n"), id="no hyphen behind ER"),
        pytest.param(lambda text: text.replace("  - ", " - "), id="one blank"),
        pytest.param(lambda text: text.replace("  - ", "  -"), id="no blank behind the hyphen"),
        pytest.param(lambda text: text.replace("TY  - ", "TY- "), id="TY without a blank"),
        pytest.param(lambda text: text.replace("  - ", "\u00a0\u00a0- "), id="no-break spaces"),
        pytest.param(lambda text: _small(text), id="lower case"),
        pytest.param(lambda text: _small(text).replace("  - ", " - "), id="lower case, one blank"),
        pytest.param(lambda text: "".join(f"    {line}\n" for line in text.splitlines()), id="indented"),
        pytest.param(lambda text: text.replace("\n", "\n\n"), id="blank lines between"),
        pytest.param(lambda text: text.replace("  - 2014\n", "  -   2014  \n"), id="blanks around"),
        pytest.param(lambda text: f"{text}EF  - \n", id="end of file"),
    ],
)  # fmt: skip
def test_other_ways_to_write_the_lines_mean_the_same(change: object) -> None:
    assert callable(change)
    batch = _read(change(ARTICLE))
    assert [(one.type, one.fields) for one in batch] == [("article-journal", _only(ARTICLE).fields)]
    assert not batch.problems


def _small(text: str) -> str:
    return "".join(f"{line[:2].lower()}{line[2:]}\n" for line in text.splitlines())


def test_files_glued_together_are_read_as_one() -> None:
    other = ARTICLE.replace("Light", "Wu")
    batch = _read(f"\ufeff{ARTICLE}EF  - \n\ufeff{other}")
    assert [one.names("author")[0].family for one in batch] == ["Light", "Wu"]
    assert not batch.problems


def test_a_record_without_its_end_is_read_and_said_once() -> None:
    text = ARTICLE.replace("ER  -\n", "")
    batch = _read(text + text.replace("Light", "Wu"))
    assert len(batch) == 2
    assert [(one.code, one.severity) for one in batch.problems] == [("no-end", Severity.INFO)]


def test_a_record_without_its_type_is_an_article_where_it_names_a_journal() -> None:
    batch = _read("TI  - View\nJO  - Chest\nER  - \nTI  - Soil\nPB  - Wiley\nER  - \n")
    assert [one.type for one in batch] == ["article-journal", "document"]
    assert [one.code for one in batch.problems] == ["no-type", "no-type"]
    assert [one.ref for one in batch.problems] == [one.id for one in batch]


def test_an_unknown_type_is_said_and_read_as_a_document() -> None:
    batch = _read("TY  - OTHER\nTI  - Soil\nER  - \n")
    assert batch[0].type == "document"
    assert "OTHER" in batch.problems[0].message


def test_generic_is_an_article_only_where_it_names_a_journal() -> None:
    assert _of("GEN", "TI  - Soil", "T2  - Reports").type == "document"
    assert _of("GEN", "TI  - Soil", "JF  - Chest", "M1  - 3").fields == {
        "title": "Soil",
        "container-title": "Chest",
        "issue": "3",
    }


def test_text_around_the_records_is_said_with_its_place() -> None:
    batch = _read(f"Provider: X\nContent: text\n\n{ARTICLE}\nRecords: 1\n{ARTICLE}")
    assert len(batch) == 2
    heading, between = batch.problems
    assert (heading.code, heading.severity) == ("page-text", Severity.INFO)
    assert heading.raw == "Provider: X\nContent: text"
    assert (between.severity, between.raw) == (Severity.ERROR, "Records: 1")
    assert between.span is not None
    assert between.span.line == 20


def test_text_behind_a_blank_line_does_not_run_into_a_short_field() -> None:
    batch = _read("TY  - JOUR\nTI  - View\nVL  - 3\n\nPage 2 of 7\nIS  - 4\nER  - \n")
    assert batch[0].fields == {"title": "View", "volume": "3", "issue": "4"}
    assert batch.problems[0].raw == "Page 2 of 7"


def test_an_empty_record_is_no_reference() -> None:
    batch = _read("TY  - JOUR\nAU  - \nER  - \nTY  - BOOK\nTI  - Soil\nER  - \n")
    assert [one.text("title") for one in batch] == ["Soil"]
    assert batch.problems[0].raw == "TY  - JOUR\nAU  -\nER  -"


def test_text_behind_the_end_is_said() -> None:
    batch = _read("TY  - BOOK\nTI  - Soil\nER  - 17\n")
    assert (batch.problems[0].ref, batch.problems[0].raw) == (batch[0].id, "ER  - 17")


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_nothing_is_no_problem(text: str) -> None:
    assert _read(text) == Batch()


def test_a_text_of_another_kind_is_unreadable_as_a_whole() -> None:
    batch = _read("Dear all,\n\nsee the list.")
    assert not len(batch)
    assert [(one.code, one.raw) for one in batch.problems] == [
        ("unreadable", "Dear all,\n\nsee the list.")
    ]


def test_prose_that_looks_like_a_tag_goes_on_with_the_abstract() -> None:
    lines = (
        "AB  - We saw that",
        "T2-weighted images, as",
        "is - by now -",
        "ER-positive and",
        "T2 -w were",
    )
    assert _of("JOUR", *lines).text("abstract") == (
        "We saw that T2-weighted images, as is - by now - ER-positive and T2 -w were"
    )


def test_an_abstract_keeps_its_paragraphs() -> None:
    reference = _of("JOUR", "AB  - AIM: to see.", "It was seen.", "", "METHODS: eyes.", "VL  - 3")
    assert reference.text("abstract") == "AIM: to see. It was seen.\n\nMETHODS: eyes."
    assert reference.text("volume") == "3"


def test_a_wrapped_title_is_one_line() -> None:
    assert _of("JOUR", "T1  - Breach following", "  cortical  contusion").text("title") == (
        "Breach following cortical contusion"
    )


def test_separators_of_unicode_are_blanks() -> None:
    assert _of("JOUR", "TI  - Eye\u2028tracking\x0bnow").text("title") == "Eye tracking now"


def test_entities_of_html_are_characters_and_mark_up_stays() -> None:
    reference = _of(
        "JOUR", "TI  - R&amp;D of &lt;5 nm <i>E. coli</i> &nosuch; &amp;lt;", "KW  - A&amp;B"
    )
    assert reference.text("title") == "R&D of <5 nm <i>E. coli</i> &nosuch; &lt;"
    assert reference.text("keyword") == "A&B"


def test_a_reference_has_its_place_in_the_file() -> None:
    text = f"\n{ARTICLE}{ARTICLE}"
    spans = [one.source for one in _read(text)]
    assert [span.line for span in spans if span] == [2, 17]
    assert spans[1] is not None
    assert text[spans[1].start : spans[1].end] == ARTICLE.strip()


def test_the_same_key_twice_is_settled() -> None:
    batch = _read(
        "TY  - BOOK\nID  - a\nTI  - Soil\nER  - \nTY  - BOOK\nID  - a\nTI  - Air\nER  - \n"
    )
    assert [one.id for one in batch] == ["a", "air"]
    assert [one.code for one in batch.problems] == ["duplicate-key"]


def test_a_file_is_read_record_by_record() -> None:
    def endless() -> io.StringIO:
        return io.StringIO(ARTICLE * 3 + "x" * 5_000_000, newline="")

    assert FORMAT.records is not None
    first = next(iter(FORMAT.records(endless())))
    assert first.reference is not None
    assert first.reference.text("volume") == "30"


# --- writing ------------------------------------------------------------------------------------------


def test_an_article_is_written_as_the_specification_has_it() -> None:
    text = _write(_only(ARTICLE.replace("TY  - JOUR\n", "TY  - JOUR\nID  - light2014\n")))
    assert text == (
        "TY  - JOUR\r\nID  - light2014\r\nTI  - From basic to applied research\r\n"
        "AU  - Light, Janice\r\nAU  - McNaughton, David\r\n"
        "T2  - Augmentative and Alternative Communication\r\nJ2  - Augment Altern Commun\r\n"
        "PY  - 2014\r\nDA  - 2014/06/01/\r\nVL  - 30\r\nIS  - 2\r\nSP  - 99\r\nEP  - 105\r\n"
        "SN  - 0743-4618\r\nDO  - 10.3109/07434618.2014.906498\r\nER  - \r\n\r\n"
    )


def test_names_are_written_as_endnote_reads_them() -> None:
    names = (
        Name("Berg", "Jan", non_dropping_particle="van der", suffix="Jr."),
        Name(literal="Centers, Atlanta"),
        Name("Aristotle"),
        Name("Shah Rukh"),
        Name("Hicks", "Michael, III"),
        Name(given="Plato"),
        Name(literal=" ,"),
    )
    reference = Reference("a", "book", {"author": names}, {"custom": {"author-et-al": True}})
    assert _tags(reference)["AU"] == [
        "van der Berg, Jan, Jr.",
        "Centers, Atlanta,",
        "Aristotle",
        "Shah Rukh,",
        "Hicks, Michael, III",
        "Plato",
    ]
    assert lost(FORMAT.losses, [reference])["author (et al.)"] == 1


def test_identifiers_of_pubmed_are_written_where_endnote_has_them() -> None:
    fields = {"PMID": "28400789", "PMCID": "5361491", "source": "Scopus"}
    tags = _tags(Reference("a", "article-journal", fields))
    assert (tags["AN"], tags["DB"], tags["C2"], tags["DP"]) == (["28400789"], ["PubMed"], ["PMC5361491"], ["Scopus"])  # fmt: skip
    preprint = _tags(Reference("a", "article", {"PMID": "28400789", "archive": "bioRxiv"}))
    assert (preprint["DB"], preprint["U1"]) == (["bioRxiv"], ["28400789[pmid]"])


def test_the_title_of_proceedings_is_where_each_program_looks() -> None:
    tags = _tags(
        Reference("a", "paper-conference", {"container-title": "Soil", "publisher-place": "Rome"})
    )
    assert (tags["T2"], tags["C3"], tags["CY"], tags["C1"]) == (
        ["Soil"],
        ["Soil"],
        ["Rome"],
        ["Rome"],
    )


def test_an_article_number_is_written_as_page_and_as_what_it_is() -> None:
    tags = _tags(
        Reference("a", "article-journal", {"page": "e12"}, {"custom": {"article-number": True}})
    )
    assert (tags["SP"], tags["C7"]) == (["e12"], ["e12"])


def test_a_film_without_a_director_is_a_video() -> None:
    people = (Name("Docter", "Pete"),)
    assert _tags(Reference("a", "motion_picture", {"director": people}))["TY"] == ["MPCT"]
    video = Reference("a", "motion_picture", {"author": people})
    assert _tags(video)["TY"] == ["VIDEO"]
    assert _only(_write(video)).names("author") == people


def test_every_text_is_on_one_line() -> None:
    fields = {
        "abstract": "One.\n\nTwo\r\nER  - ",
        "note": "a\n\nb",
        "title": "TY  - BOOK\nx\u2028y",
    }
    text = _write(Reference("a\nb", "book", fields))
    assert [line[:2] for line in text.split("\r\n")] == [
        "TY",
        "ID",
        "TI",
        "AB",
        "N1",
        "N1",
        "ER",
        "",
        "",
    ]
    assert [one.text("note") for one in _read(text)] == ["a\nb"]
    assert _tags(Reference("a\nb", "book", fields))["ID"] == ["a b"]


def test_what_looks_like_an_entity_comes_back() -> None:
    reference = Reference("a", "book", {"title": "&lt; and &amp; of R&D", "keyword": "A&amp;B"})
    assert _only(_write(reference)).text("title") == "&lt; and &amp; of R&D"


def test_what_csl_has_no_variable_for_is_kept_and_written_back() -> None:
    text = "TY  - JOUR\r\nID  - a\r\nTI  - View\r\nAD  - Here\r\nXX  - One\r\nXX  - Two\r\nER  - \r\n\r\n"
    reference = _only(text)
    assert reference.custom == {"ris": {"AD": ["Here"], "XX": ["One", "Two"]}}
    assert _write(reference) == text


def test_custom_of_any_shape_is_written_safely() -> None:
    odd = {"TY": ["BOOK"], "AD": "here", "N1": ["a\nER  - ", 3, None], 5: ["x"], "abc": ["y"]}
    batch = _read(_write(Reference("a", "book", {"title": "Soil"}, {"custom": {"ris": odd}})))
    assert [(one.type, one.text("note")) for one in batch] == [("book", "a ER -")]
    assert not batch.problems


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
    assert len(batch) == len(json.loads(items))
    assert not again.problems
    for one, other in zip(batch, again, strict=True):
        assert other == after(FORMAT.losses, one)


# --- telling ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        f"\ufeff\r\n{ARTICLE}",
        f"Provider: X\r\n\r\n{ARTICLE}",
        ARTICLE.replace("\n", "\r"),
        "ty - jour\nti - x\n",
        "T1  - View\nA1  - Wu, B.\nPY  - 2014\n",
    ],
)
def test_ris_is_told_by_its_beginning(text: str) -> None:
    assert sniff(text).name == "ris"


@pytest.mark.parametrize(
    "text",
    [
        "PMID- 1\nOWN - NLM\nTI  - View\nAU  - Wu B\nVL  - 3\nSP  - 4\n",
        "@article{a, note = {TY  - JOUR}}",
        "1. Wu B. TY - view of things. Chest. 2017;12:1-4.\n2. Lee C. Air. Chest. 2018;13:5-6.",
        "TY is the first tag - of all.\n",
        "",
    ],
)
def test_other_texts_are_not_ris(text: str) -> None:
    assert sniff(text).name != "ris"
