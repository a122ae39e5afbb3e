"""JATS: what is tagged is taken as tagged, only strings are read."""

from __future__ import annotations

import pytest

import bibkit
from bibkit import Date, Name
from bibkit.errors import UnreadableInput

JATS = """<!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "x.dtd"><article xmlns:xlink="http://www.w3.org/1999/xlink">
<front><journal-meta><journal-title-group><journal-title>J Own</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1000/own</article-id><title-group><article-title>The paper</article-title>
</title-group><contrib-group><contrib contrib-type="author"><name><surname>Own</surname><given-names>O</given-names>
</name></contrib></contrib-group><pub-date pub-type="ppub"><year>2020</year></pub-date><volume>7</volume>
<elocation-id>e7</elocation-id></article-meta></front><back><ref-list>
<ref id="B1"><label>1</label><element-citation publication-type="journal"><person-group person-group-type="author">
<name><surname>van Dam</surname><given-names>RM</given-names></name><collab>The Group</collab><etal/></person-group>
<article-title>On <italic>E. coli</italic>.</article-title><source>J Things</source><year>2001a</year><month>3</month>
<volume>12</volume><issue>Suppl 1</issue><fpage>S1</fpage><lpage>S9</lpage><pub-id pub-id-type="doi">10.1000/1</pub-id>
<pub-id pub-id-type="pmid">777</pub-id></element-citation></ref>
<ref id="B2"><element-citation publication-type="book"><person-group person-group-type="author"><name><surname>Doe
</surname><given-names>J</given-names></name></person-group><chapter-title>A part</chapter-title><person-group
person-group-type="editor"><name><surname>Roe</surname><given-names>R</given-names></name></person-group><source>The
whole</source><edition>2nd</edition><publisher-loc>Berlin</publisher-loc><publisher-name>Springer</publisher-name>
<year>1999</year></element-citation></ref>
<ref id="B3"><mixed-citation publication-type="journal">Smith AB. A view. <source>Chest</source>. 2017;12:1&#8211;4.
<pub-id pub-id-type="doi">10.1000/3</pub-id></mixed-citation></ref>
<ref id="B4"><element-citation publication-type="web"><collab>WHO</collab><source>A page</source><year>2010</year>
<comment>Available at: <ext-link ext-link-type="uri" xlink:href="http://who.int/a">http://who.int/a</ext-link></comment>
<date-in-citation content-type="access-date">12 March 2011</date-in-citation></element-citation></ref>
<ref id="B5"><note><p>See the text.</p></note></ref></ref-list></back></article>"""


def test_jats_reference_lists() -> None:
    batch = bibkit.read_references(JATS)
    journal, chapter, mixed, web = batch
    assert dict(journal.fields) == {
        "author": (Name("van Dam", "RM"), Name(literal="The Group")),
        "title": "On <i>E. coli</i>",
        "container-title": "J Things",
        "issued": Date(2001, 3),
        "volume": "12",
        "issue": "Suppl 1",
        "page": "S1-S9",
        "DOI": "10.1000/1",
        "PMID": "777",
    }
    assert journal.truncated()
    assert (chapter.type, chapter.text("container-title")) == ("chapter", "The whole")
    assert chapter.names("editor") == (Name("Roe", "R"),)
    assert (chapter.text("edition"), chapter.text("publisher-place")) == ("2nd", "Berlin")
    assert (mixed.text("title"), mixed.text("page"), mixed.text("DOI")) == (
        "A view",
        "1-4",
        "10.1000/3",
    )
    assert (web.type, web.text("URL"), web.date("accessed")) == (
        "webpage",
        "http://who.int/a",
        Date(2011, 3, 12),
    )
    assert [(p.code, p.raw) for p in batch.problems] == [("unreadable", "See the text.")]
    assert batch.article is not None
    assert batch.article.text("title") == "The paper"


def test_jats_articles() -> None:
    (article,) = bibkit.read(JATS)
    assert article.id == "own2020paper"
    assert dict(article.fields) == {
        "DOI": "10.1000/own",
        "title": "The paper",
        "volume": "7",
        "author": (Name("Own", "O"),),
        "issued": Date(2020),
        "page": "e7",
        "container-title": "J Own",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<article><b></article>", "not well-formed"),
        ("<other/>", "its root is <other>"),
        ("plain text", "not well-formed"),
        ("", "not well-formed"),
        ("<a>" * 100_000, "not well-formed"),
    ],
)
def test_what_is_no_such_xml(text: str, says: str) -> None:
    with pytest.raises(UnreadableInput, match=says):
        bibkit.read(text, "jats")


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    for entity in ("&c;", "&f;"):
        text = JATS.replace("The paper", f"The {entity}paper")
        text = bomb.replace("DOCTYPE a", "DOCTYPE article") + text.partition(">")[2]
        (article,) = bibkit.read(text, "jats")
        assert "xxx" not in article.text("title")
        assert "root:" not in article.text("title")
