"""EndNote XML is read: types, people, fields and dates, and files that are damaged."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from endnote_records import file_of, read_one, styled, texts_of, write_one

import bibkit
from bibkit import Date, Name, Severity
from bibkit.errors import UnreadableInput
from bibkit.formats.endnote import FORMAT

# --- types ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref_type", "csl"),
    [
        ('<ref-type name="Journal Article">0</ref-type>', "article-journal"),
        ('<ref-type name="Book Section">7</ref-type>', "chapter"),  # the number of a case
        ("<ref-type>17</ref-type>", "article-journal"),
        ('<ref-type name="">6</ref-type>', "book"),
        ('<ref-type name="newspaper article">99</ref-type>', "article-newspaper"),
        ('<ref-type name="Electronic Article">43</ref-type>', "article"),
        ('<ref-type name="Conference Paper">47</ref-type>', "speech"),
        ('<ref-type name="Conference Paper">47</ref-type><pages>1-4</pages>', "paper-conference"),
        ('<ref-type name="Podcast">1</ref-type>', "broadcast"),
    ],
)
def test_the_name_of_a_type_decides(ref_type: str, csl: str) -> None:
    batch = bibkit.read(file_of(ref_type), "endnote")
    assert [one.type for one in batch] == [csl]
    assert batch.problems == ()


def test_an_unknown_type_is_said() -> None:
    batch = bibkit.read(file_of('<ref-type name="Unused 1">29</ref-type>', "", '<ref-type name="Mine">6</ref-type>'), "endnote")  # fmt: skip
    assert [one.type for one in batch] == ["document", "document", "book"]
    assert [(p.code, p.ref) for p in batch.problems] == [("unknown-type", one.id) for one in batch]


# --- names ----------------------------------------------------------------------------------------


def test_names_in_their_forms() -> None:
    names = ["Ahlquist, John S", "World Health Organization,", "van der Berg, Jan, Jr.", "Plato", "Max Planck Society"]  # fmt: skip
    inner = "".join(f"<author>{styled(name)}</author>" for name in names)
    one = read_one(f"<contributors><authors>{inner}</authors></contributors>")
    assert one.names("author") == (
        Name("Ahlquist", "John S."), Name(literal="World Health Organization"), Name("van der Berg", "Jan", suffix="Jr."),
        Name("Plato"), Name(literal="Max Planck Society"),
    )  # fmt: skip


def test_a_list_that_goes_on() -> None:
    one = read_one("<contributors><authors><author>Bo, A.</author><author>et al.,</author></authors></contributors>")  # fmt: skip
    assert one.names("author") == (Name("Bo", "A."),)
    assert one.truncated("author")
    assert texts_of(write_one(one), "author") == ["Bo, A.", "et al.,"]


@pytest.mark.parametrize(
    ("type_", "roles"),
    [
        ("Book", ("author", "collection-editor", "editor", "translator")),
        ("Edited Book", ("editor", "collection-editor", "", "translator")),
        ("Book Section", ("author", "editor", "collection-editor", "translator")),
        ("Film or Broadcast", ("director", "", "producer", "performer")),
        ("Personal Communication", ("author", "recipient", "", "translator")),
        ("Thesis", ("author", "", "contributor", "translator")),
    ],
)
def test_what_people_did_depends_on_the_type(type_: str, roles: tuple[str, ...]) -> None:
    groups = ("authors", "secondary-authors", "tertiary-authors", "subsidiary-authors")
    inner = "".join(f"<{g}><author>N{n}, A.</author></{g}>" for n, g in enumerate(groups))
    one = read_one(f"<contributors>{inner}</contributors>", type_)
    found = {variable: one.names(variable)[0].family for variable in roles if variable}
    assert found == {variable: f"N{n}" for n, variable in enumerate(roles) if variable}
    kept = one.custom.get("endnote", {})
    assert set(kept) == {group for group, variable in zip(groups, roles, strict=True) if not variable}  # fmt: skip


# --- mark-up --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (styled("On ") + styled("E. coli", "italic"), "On <i>E. coli</i>"),
        (styled("a", "bold italic underline superscript"), "<b><i><sup>a</sup></i></b>"),
        (styled("a", "italic") + styled(" b", "italic bold") + styled(" c"), "<i>a<b> b</b></i> c"),
        (styled("H") + styled("2", "subscript") + styled("O &lt; 5"), "H<sub>2</sub>O < 5"),
        (f"<style face='italic'>a {styled('b', 'bold')}</style> c", "<i>a <b>b</b></i> c"),
        ("plain\r\n   over two lines", "plain over two lines"),
        ("one&#xD;two", "one two"),
        ('TNF-<style face="normal" font="Symbol" charset="2">a</style>', "TNF-α"),
        ('<style font="Symbol">\uf062</style>-amyloid', "β-amyloid"),
        ('<style font="Symbol">words</style>', "words"),
    ],
)  # fmt: skip
def test_style_runs(title: str, text: str) -> None:
    assert read_one(f"<titles><title>{title}</title></titles>").text("title") == text


def test_paragraphs_of_an_abstract_are_kept() -> None:
    one = read_one("<abstract>Aims.&#xD;To see.\r\n\r\nResults.</abstract>")
    assert one.text("abstract") == "Aims.\nTo see.\n\nResults."
    assert "Aims.&#xD;To see.&#xD;&#xD;Results." in bibkit.write([one], "endnote")


# --- fields by type -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "fields", "expected"),
    [
        ("Book", "<number>7</number><pages>321 p.</pages>", {"collection-number": "7", "number-of-pages": "321 p."}),
        ("Book", "<pages>12-34</pages>", {"page": "12-34"}),
        ("Book", "<titles><secondary-title>A series</secondary-title></titles>", {"collection-title": "A series"}),
        ("Book Section", "<section>3</section><number>7</number>", {"chapter-number": "3", "collection-number": "7"}),
        ("Report", "<isbn>TR-7</isbn><publisher>WHO</publisher>", {"number": "TR-7", "publisher": "WHO"}),
        ("Patent", "<isbn>US 7</isbn><custom6>granted</custom6>", {"number": "US 7", "status": "granted"}),
        ("Thesis", "<volume>PhD</volume><titles><secondary-title>Physics</secondary-title></titles>",
         {"genre": "PhD", "division": "Physics"}),
        ("Computer Program", "<edition>2.1</edition>", {"version": "2.1"}),
        ("Case", "<publisher>High Court</publisher><volume>5</volume>", {"authority": "High Court", "volume": "5"}),
        ("Conference Proceedings", "<titles><secondary-title>PLDI</secondary-title></titles><custom3>The book</custom3>"
         "<pub-location>Lyon</pub-location><custom1>New York</custom1>",
         {"event-title": "PLDI", "container-title": "The book", "event-place": "Lyon", "publisher-place": "New York"}),
        ("Conference Proceedings", "<titles><secondary-title>Proceedings of PLDI</secondary-title></titles>",
         {"container-title": "Proceedings of PLDI"}),
        ("Newspaper Article", "<custom2>12</custom2><section>B</section>", {"issue": "12", "section": "B"}),
        ("Journal Article", "<edition>2017/03/05</edition>", {"available-date": Date(2017, 3, 5)}),
        ("Journal Article", "<orig-pub>1923</orig-pub>", {"original-date": Date(1923)}),
        ("Web Page", "<access-date>March 5, 2017</access-date>", {"accessed": Date(2017, 3, 5)}),
        ("Electronic Article", "<dates><year>2016</year><pub-dates><date>5 May 2017</date></pub-dates></dates>",
         {"issued": Date(2016), "accessed": Date(2017, 5, 5)}),
    ],
)  # fmt: skip
def test_what_a_field_means_depends_on_the_type(
    type_: str, fields: str, expected: dict[str, Any]
) -> None:
    assert dict(read_one(fields, type_).fields) == expected


@pytest.mark.parametrize(
    ("names", "full", "short"),
    [
        ("<secondary-title>Nature</secondary-title>", "Nature", ""),
        ("<secondary-title>Neurology</secondary-title><alt-title>Neurology</alt-title>", "Neurology", "Neurology"),
        ("<secondary-title>J Neurosci</secondary-title><alt-title>The Journal of neuroscience</alt-title>",
         "The Journal of neuroscience", "J Neurosci"),
        ("<secondary-title>Journal of Physics</secondary-title><alt-title>J Phys</alt-title>", "Journal of Physics", "J Phys"),
    ],
)  # fmt: skip
def test_the_names_of_a_journal(names: str, full: str, short: str) -> None:
    one = read_one(f"<titles>{names}</titles>")
    assert (one.text("container-title"), one.text("container-title-short")) == (full, short)


def test_the_list_of_journals_fills_what_the_titles_do_not_say() -> None:
    periodical = "<full-title>Nucleic Acids Res</full-title><abbr-1>Nucleic acids research</abbr-1>"
    one = read_one(f"<periodical>{periodical}</periodical>")
    assert one.text("container-title") == "Nucleic acids research"
    assert one.text("container-title-short") == "Nucleic Acids Res"


def test_an_article_number_is_the_page() -> None:
    one = read_one("<custom7>e0213344</custom7>")
    assert (one.text("page"), one.custom["article-number"]) == ("e0213344", True)
    both = read_one("<pages>1-9</pages><custom7>e0213344</custom7><section>1</section>")
    assert both.text("page") == "1-9"
    assert both.custom == {"endnote": {"custom7": ["e0213344"]}}


# --- identifiers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "pmid"),
    [
        ("<accession-num>28400789</accession-num><remote-database-provider>NLM</remote-database-provider>", "28400789"),
        ("<accession-num>28400789</accession-num><remote-database-name>PubMed</remote-database-name>", "28400789"),
        ("<accession-num>PMID: 28400789</accession-num>", "28400789"),
        ("<accession-num>28400789</accession-num><urls><related-urls><url>https://www.ncbi.nlm.nih.gov/pubmed/28400789"
         "</url></related-urls></urls>", "28400789"),
        ("<accession-num>28400789</accession-num>", ""),
        ("<accession-num>WOS:000274</accession-num><remote-database-name>PubMed</remote-database-name>", ""),
    ],
)  # fmt: skip
def test_an_accession_number_is_a_pmid_where_it_is_pubmeds(fields: str, pmid: str) -> None:
    one = read_one(fields)
    assert one.text("PMID") == pmid
    assert ("accession-num" in one.custom.get("endnote", {})) == (not pmid)


@pytest.mark.parametrize(
    ("type_", "field"),
    [("Journal Article", "custom2"), ("Electronic Article", "custom3"), ("Electronic Book", "custom7")],
)  # fmt: skip
def test_a_pmcid_has_its_field(type_: str, field: str) -> None:
    assert read_one(f"<{field}>PMC5909703</{field}>", type_).text("PMCID") == "PMC5909703"
    other = read_one(f"<{field}>5909703</{field}>", type_)
    assert "PMCID" not in other.fields
    assert other.custom == {"endnote": {field: ["5909703"]}}


@pytest.mark.parametrize(
    ("type_", "isbn", "numbers", "rest"),
    [
        ("Journal Article", "0028-3878 (Print)&#xD;1526-632X (Electronic)", {"ISSN": "0028-3878"}, ["1526-632X (Electronic)"]),
        ("Journal Article", "0028-3878 1526-632X", {"ISSN": "0028-3878"}, ["1526-632X"]),
        ("Book Section", "978-0-12-409547-2&#xD;0028-3878", {"ISBN": "978-0-12-409547-2", "ISSN": "0028-3878"}, []),
        ("Book", "0881929115", {"ISBN": "0881929115"}, []),
        ("Journal Article", "1234-5678", {"ISSN": "1234-5678"}, []),
    ],
)  # fmt: skip
def test_issn_and_isbn(type_: str, isbn: str, numbers: dict[str, str], rest: list[str]) -> None:
    one = read_one(f"<isbn>{isbn}</isbn>", type_)
    assert dict(one.fields) == numbers
    assert one.custom.get("endnote", {}).get("isbn", []) == rest
    assert bibkit.read(bibkit.write([one], "endnote"), "endnote")[0].fields == one.fields


def test_addresses_keywords_and_language() -> None:
    one = read_one(
        "<keywords><keyword>ALS</keyword><keyword>Weight, loss</keyword></keywords><language>eng</language>"
        "<electronic-resource-num>https://doi.org/10.1000/X</electronic-resource-num>"
        "<urls><related-urls><url>https://a.org&#xD;https://b.org</url></related-urls>"
        "<pdf-urls><url>internal-pdf://1/a.pdf</url></pdf-urls></urls>"
    )
    assert dict(one.fields) == {
        "keyword": "ALS; Weight, loss", "language": "en", "DOI": "10.1000/X", "URL": "https://a.org",
    }  # fmt: skip
    assert one.custom["endnote"] == {
        "related-urls": ["https://b.org"], "pdf-urls": ["internal-pdf://1/a.pdf"],
    }  # fmt: skip
    root = write_one(one)
    assert texts_of(root, "keyword") == ["ALS", "Weight, loss"]
    assert texts_of(root, "pdf-urls/url") == ["internal-pdf://1/a.pdf"]
    assert texts_of(root, "web-urls/url") == ["https://a.org"]


@pytest.mark.parametrize(("label", "id"), [("smith2001", "smith2001"), ("my notes", "soil")])
def test_a_label_without_blanks_is_the_key(label: str, id: str) -> None:
    one = read_one(f"<titles><title>Soil</title></titles><label>{label}</label>")
    assert one.id == id
    assert ("endnote" in one.custom) == (label != id)


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "said", "date"),
    [
        ("2017", "", Date(2017)),
        ("2017", "Mar 4", Date(2017, 3, 4)),
        ("2017", "4 March", Date(2017, 3, 4)),
        ("2017", "Mar", Date(2017, 3)),
        ("2017", "Spring", Date(2017, season=1)),
        ("2017", "Sep-Oct", Date(2017, 9, until=Date(2017, 10))),
        ("2017", "2017-03-04", Date(2017, 3, 4)),
        ("2017", "2017/03/04", Date(2017, 3, 4)),
        ("2017", "March 4, 2017", Date(2017, 3, 4)),
        ("", "March 4, 2017", Date(2017, 3, 4)),
        ("2017/2018", "", Date(2017, until=Date(2018))),
        ("2017-2018", "", Date(2017, until=Date(2018))),
        ("[2005?]", "", Date(2005, circa=True)),
        ("c2005", "", Date(2005)),
        ("ca. 1850", "", Date(1850, circa=True)),
        ("2017a", "", Date(2017)),
        ("in press", "", Date(literal="in press")),
        ("", "soon", Date(literal="soon")),
        ("-0043", "", Date(-44)),
    ],
)
def test_year_and_date(year: str, said: str, date: Date) -> None:
    words = f"<pub-dates><date>{said}</date></pub-dates>" if said else ""
    one = read_one(f"<dates><year>{year}</year>{words}</dates>")
    assert one.date("issued") == date
    assert "endnote" not in one.custom


@pytest.mark.parametrize("said", ["03-04", "accepted", "Dec-Jan", "Mar 4 (online)"])
def test_a_date_that_is_not_understood_is_kept(said: str) -> None:
    one = read_one(f"<dates><year>2017</year><pub-dates><date>{said}</date></pub-dates></dates>")
    assert one.date("issued") == Date(2017)
    assert one.custom["endnote"] == {"pub-dates": [said]}


# --- files ----------------------------------------------------------------------------------------


def test_a_damaged_file_gives_what_stands_before_the_damage() -> None:
    text = file_of("<titles><title>A</title></titles>", "<titles><title>B</title></titles>")
    batch = bibkit.read(text[:-60], "endnote")
    assert [one.text("title") for one in batch] == ["A"]
    assert [(p.code, p.severity) for p in batch.problems if p.code == "unreadable"] == [
        ("unreadable", Severity.ERROR)
    ]


@pytest.mark.parametrize("text", ["<html><body/></html>", bibkit.write([], "endnote")])
def test_what_holds_no_record_says_so(text: str) -> None:
    batch = bibkit.read(text, "endnote")
    assert batch.references == ()
    assert [problem.code for problem in batch.problems] == ["no-records"]


@pytest.mark.parametrize("text", ["no XML", "<xml>", "<xml><records><record>"])
def test_what_is_no_xml_says_so(text: str) -> None:
    with pytest.raises(UnreadableInput, match="XML"):
        bibkit.read(text, "endnote")


def test_entities_are_not_expanded() -> None:
    text = (
        '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        + file_of("<titles><title>A &a; B</title></titles>").partition("?>")[2]
    )
    assert bibkit.read(text, "endnote")[0].text("title") == "A B"


def test_characters_that_xml_does_not_allow_cost_nothing() -> None:
    batch = bibkit.read(
        file_of("<titles><title>A &#x1f;bad&#2; \x0bcharacter</title></titles>"), "endnote"
    )
    assert [one.text("title") for one in batch] == ["A bad character"]


def test_a_long_file_is_read_record_by_record() -> None:
    record = f"<titles><title>{'x' * 70_000}</title></titles>"
    file = io.StringIO(file_of(*[record] * 3), newline="")
    assert FORMAT.records is not None
    first = next(iter(FORMAT.records(file)))
    assert first.reference is not None
    assert len(first.reference.text("title")) == 70_000
    assert file.tell() < 3 * 70_000


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (file_of('<database name="a">a</database>'), "endnote"),
        ("<records>\n<record><ref-type>6</ref-type></record></records>", "endnote"),
        ("<records><record><leader/></record></records>", "text"),
        ("<article><front/></article>", "jats"),
        ("<PubmedArticleSet/>", "pubmed"),
    ],
)
def test_it_is_known_by_its_look(text: str, name: str) -> None:
    assert bibkit.sniff(text) == name
