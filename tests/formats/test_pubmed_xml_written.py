"""PubMed XML, written: the shape of the DTD, nothing of a record lost, nothing stale; and read as a stream."""

from __future__ import annotations

import dataclasses
import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

import bibkit
from bibkit import Date, Name, Reference
from bibkit.errors import UnreadableInput
from bibkit.formats.losses import after
from bibkit.formats.ncbi.kept import beyond
from bibkit.formats.ncbi.trees import OPENED, tree_of
from bibkit.formats.pubmed import FORMAT

sys.path.insert(0, str(Path(__file__).parent.parent / "property"))

from strategies import references

# --- the shape ----------------------------------------------------------------------------------------

# The content of the elements that are written, in the words of pubmed_250101.
MODELS = {
    "PubmedArticleSet": "((PubmedArticle | PubmedBookArticle)+)",
    "PubmedArticle": "(MedlineCitation, PubmedData?)",
    "MedlineCitation": "(PMID, Article, MedlineJournalInfo, MeshHeadingList?, KeywordList*, GeneralNote*)",
    "Article": "(Journal, ArticleTitle, ((Pagination, ELocationID*) | ELocationID+), Abstract?, AuthorList?, Language+, PublicationTypeList, VernacularTitle?, ArticleDate*)",
    "Journal": "(ISSN?, JournalIssue, Title?, ISOAbbreviation?)",
    "JournalIssue": "(Volume?, Issue?, PubDate)",
    "PubDate": "((Year, ((Month, Day?) | Season)?) | MedlineDate)",
    "Pagination": "(MedlinePgn)",
    "Abstract": "(AbstractText+)",
    "AuthorList": "(Author+)",
    "Author": "((LastName, ForeName?, Initials?, Suffix?) | CollectiveName)",
    "PublicationTypeList": "(PublicationType+)",
    "ArticleDate": "(Year, Month, Day)",
    "MedlineJournalInfo": "(MedlineTA)",
    "MeshHeadingList": "(MeshHeading+)",
    "MeshHeading": "(DescriptorName, QualifierName*)",
    "KeywordList": "(Keyword+)",
    "PubmedData": "(PublicationStatus, ArticleIdList)",
    "ArticleIdList": "(ArticleId+)",
    "PubmedBookArticle": "(BookDocument)",
    "BookDocument": "(PMID, ArticleIdList, Book, LocationLabel*, ArticleTitle?, VernacularTitle?, Pagination?, Language*, AuthorList*, PublicationType*, Abstract?, KeywordList*)",
    "Book": "(Publisher, BookTitle, PubDate, AuthorList*, Volume?, VolumeTitle?, Edition?, CollectionTitle?, Isbn*, Medium?, ReportNumber?)",
    "Publisher": "(PublisherName, PublisherLocation?)",
}  # fmt: skip
NEEDED = {
    "MedlineCitation": {"Status"}, "Article": {"PubModel"}, "JournalIssue": {"CitedMedium"},
    "ISSN": {"IssnType"}, "ELocationID": {"EIdType"}, "PMID": {"Version"}, "PublicationType": {"UI"},
    "DescriptorName": {"UI"}, "QualifierName": {"UI"},
}  # fmt: skip
RICH = {
    "AbstractText",
    "ArticleTitle",
    "BookTitle",
    "CollectionTitle",
    "Keyword",
    "VernacularTitle",
    "VolumeTitle",
}
_SHAPES = {
    name: re.compile(re.sub(r"\w+", lambda match: f"(?:{match[0]} )", model).replace(", ", "").replace(" | ", "|"))
    for name, model in MODELS.items()
}  # fmt: skip


def _faults(text: str) -> list[str]:
    """Where a document has not the shape of the DTD."""
    root = etree.fromstring(text.encode())
    faults = []
    for element in root.iter():
        children = [str(child.tag) for child in element]
        if element.tag in _SHAPES:
            said = "".join(f"{child} " for child in children)
            if not _SHAPES[str(element.tag)].fullmatch(said):
                faults.append(f"{element.tag}: {said}")
        elif set(children) - (
            {"i", "b", "sub", "sup"} if element.tag in RICH | {"i", "b", "sub", "sup"} else set()
        ):
            faults.append(f"{element.tag} has {children}")
        if NEEDED.get(str(element.tag), set()) - set(element.attrib):
            faults.append(f"{element.tag} lacks an attribute")
    return faults  # fmt: skip


def _written(*references: Reference) -> str:
    return bibkit.write(references, "pubmed")


@settings(deadline=None)
@given(references())
def test_whatever_is_written_has_the_shape_of_the_dtd(reference: Reference) -> None:
    assert _faults(_written(reference)) == []


@settings(deadline=None)
@given(references())
def test_a_reference_comes_back_as_the_losses_say(reference: Reference) -> None:
    (again,) = bibkit.read(_written(reference), "pubmed")
    assert _without_record(again) == after(FORMAT.losses, reference)


def _without_record(reference: Reference) -> Reference:
    """Without what of its record is kept, which is not what the losses are about."""
    custom = {key: value for key, value in reference.custom.items() if key != "pubmed"}
    return dataclasses.replace(reference, extra={"custom": custom} if custom else {})


def test_real_references_come_back_as_the_losses_say(shared: Path) -> None:
    batch = bibkit.read((shared / "suites" / "roundtrip.csl.json").read_text("utf-8"), "csl-json")
    plain = [dataclasses.replace(one, extra={}) for one in batch]
    again = bibkit.read(_written(*plain), "pubmed")
    assert len(again) == len(plain) > 1000
    then = [dataclasses.replace(after(FORMAT.losses, one), id="") for one in plain]
    assert [dataclasses.replace(_without_record(one), id="") for one in again] == then
    assert _faults(_written(*plain)) == []


ARTICLE = Reference(
    "soil",
    "article-journal",
    {
        "author": (Name("van Raaij", "Mark J.", suffix="Jr"), Name(literal="Soil Group")),
        "title": "On <i>E. coli</i> & H<sub>2</sub>O",
        "original-title": "De l'eau",
        "container-title": "Journal of soil",
        "container-title-short": "J Soil",
        "ISSN": "1234-5679",
        "issued": Date(2017, 2, 3),
        "available-date": Date(2016, 12, 31),
        "volume": "12",
        "issue": "2",
        "page": "e1234",
        "language": "fr",
        "abstract": "AIM: To see.\nRESULTS: Seen, p < 0.05.",
        "DOI": "10.1000/soil",
        "PMID": "28400789",
        "PMCID": "PMC5361491",
        "keyword": "Arginine; Soil, Wet; air",
        "note": "A note.",
    },
    {"custom": {"author-et-al": True, "article-number": True, "mesh": ["Arginine/*chemistry", "*Soil, Wet"],
                "medline-abbreviation": "J Soil (Lond)"}},
)  # fmt: skip


def test_an_article_as_pubmed_has_it() -> None:
    root = etree.fromstring(_written(ARTICLE).encode())
    tree: Any = tree_of(root[0])
    record = tree["MedlineCitation"]["Article"]
    assert record["ArticleTitle"] == "[On <i>E. coli</i> & H<sub>2</sub>O]."
    assert record["VernacularTitle"] == "De l'eau."
    assert record["Journal"]["JournalIssue"]["PubDate"] == {"Year": "2017", "Month": "Feb", "Day": "03"}  # fmt: skip
    assert [one["#text"] for one in record["ELocationID"]] == ["10.1000/soil", "e1234"]
    assert record["Abstract"]["AbstractText"][1] == {"@Label": "RESULTS", "#text": "Seen, p < 0.05."}  # fmt: skip
    assert record["AuthorList"]["@CompleteYN"] == "N"
    assert record["AuthorList"]["Author"][0] == {
        "@ValidYN": "Y", "LastName": "van Raaij", "ForeName": "Mark J", "Initials": "MJ", "Suffix": "Jr",
    }  # fmt: skip
    assert record["Language"] == "fre"
    assert record["ArticleDate"]["Day"] == "31"
    assert tree["MedlineCitation"]["MedlineJournalInfo"] == {"MedlineTA": "J Soil (Lond)"}
    headings = tree["MedlineCitation"]["MeshHeadingList"]["MeshHeading"]
    assert [one["DescriptorName"]["@MajorTopicYN"] for one in headings] == ["N", "Y"]
    assert tree["MedlineCitation"]["KeywordList"]["Keyword"]["#text"] == "air"
    assert {one["@IdType"] for one in tree["PubmedData"]["ArticleIdList"]["ArticleId"]} == {
        "pubmed", "doi", "pmc",
    }  # fmt: skip
    (again,) = bibkit.read(_written(ARTICLE))
    assert again.fields == ARTICLE.fields
    assert {**again.custom, "pubmed": None} == {**ARTICLE.custom, "pubmed": None}


@pytest.mark.parametrize(
    ("type", "fields"),
    [
        ("book", {"title": "Soil", "author": (Name("Lee", "B."),), "editor": (Name("Ho", "G."),), "edition": "2"}),
        ("chapter", {"title": "Peat", "container-title": "Soil", "container-author": (Name("Lee", "B."),), "page": "1-9"}),
        ("chapter", {"container-title": "Soil", "chapter-number": "12", "URL": "https://www.ncbi.nlm.nih.gov/books/NBK22/"}),
        ("report", {"title": "Peat", "number": "7", "publisher": "WHO", "publisher-place": "Geneva"}),
        ("thesis", {"title": "Peat", "publisher": "Uni", "issued": Date(1999, season=1), "DOI": "10.1000/t"}),
        ("article", {"title": "Peat", "container-title": "bioRxiv", "issued": Date(2020, 6, 5)}),
        ("article-newspaper", {"title": "Peat", "issued": Date(2010, 9, until=Date(2010, 10))}),
        ("article-journal", {}),
    ],
)  # fmt: skip
def test_types_with_their_fields(type: str, fields: dict[str, Any]) -> None:
    (again,) = bibkit.read(_written(Reference("a", type, fields)), "pubmed")
    assert (again.type, dict(again.fields)) == (type, fields)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("<i>a</i> <5 & <b>", "<i>a</i> &lt;5 &amp; &lt;b&gt;."),
        ("<i>a <sub>b</sub></i>", "<i>a <sub>b</sub></i>."),
        ("<i>a <b>b</i> c</b>", "<i>a &lt;b&gt;b</i> c&lt;/b&gt;."),
        ("<i></i>a", "&lt;i&gt;&lt;/i&gt;a."),
        ('<span class="nocase">pH</span>', "pH."),
        ("a ]]> b", "a ]]&gt; b."),
    ],
)
def test_mark_up_is_whole_or_text(title: str, written: str) -> None:
    text = _written(Reference("a", "book", {"title": "x"}), Reference("b", "article-journal", {"title": title}))  # fmt: skip
    assert f"<ArticleTitle>{written}</ArticleTitle>" in text
    again = bibkit.read(text)[1].text("title")
    assert again == re.sub(r"</?span[^<>]*>", "", title)


# --- what is kept of a record -------------------------------------------------------------------------

RECORD = """<PubmedArticleSet><PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="2">7</PMID>
<DateCompleted><Year>2010</Year><Month>12</Month><Day>21</Day></DateCompleted><Article PubModel="Print"><Journal>
<ISSN IssnType="Electronic">1234-5679</ISSN><JournalIssue CitedMedium="Internet"><Volume>5</Volume><PubDate>
<MedlineDate>2010 4th Quarter</MedlineDate></PubDate></JournalIssue><Title>Soil</Title><ISOAbbreviation>Soil</ISOAbbreviation></Journal><ArticleTitle>Peat.</ArticleTitle>
<Pagination><StartPage>181</StartPage><EndPage>184</EndPage><MedlinePgn>181-4</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.1000/a</ELocationID><ELocationID EIdType="pii" ValidYN="Y">S1(2)3</ELocationID>
<Abstract><AbstractText Label="UNLABELLED" NlmCategory="UNASSIGNED">Wet &lt; <i>dry</i>.</AbstractText>
<CopyrightInformation>Free.</CopyrightInformation></Abstract><AuthorList CompleteYN="Y"><Author ValidYN="Y" EqualContrib="Y">
<LastName>Lee</LastName><ForeName>Ben</ForeName><Initials>B</Initials><Identifier Source="ORCID">0000</Identifier>
<AffiliationInfo><Affiliation>Rome &amp; Turin</Affiliation></AffiliationInfo></Author><Author ValidYN="N"><LastName>Le</LastName>
</Author></AuthorList><Language>eng</Language><Language>fre</Language><GrantList CompleteYN="Y"><Grant><GrantID>R01</GrantID>
<Agency>NIH</Agency></Grant></GrantList><PublicationTypeList><PublicationType UI="D016422">Letter</PublicationType>
</PublicationTypeList></Article><MedlineJournalInfo><Country>Italy</Country><MedlineTA>Soil</MedlineTA><NlmUniqueID>1</NlmUniqueID>
</MedlineJournalInfo><CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>Soil. 2011</RefSource>
<PMID Version="1">8</PMID></CommentsCorrections></CommentsCorrectionsList><MeshHeadingList><MeshHeading><DescriptorName UI="D1"
MajorTopicYN="N">Soil</DescriptorName><QualifierName UI="Q1" MajorTopicYN="Y">chemistry</QualifierName></MeshHeading>
</MeshHeadingList><KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">peat</Keyword></KeywordList></MedlineCitation><PubmedData>
<History><PubMedPubDate PubStatus="entrez"><Year>2010</Year><Month>1</Month><Day>2</Day></PubMedPubDate></History>
<PublicationStatus>ppublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">7</ArticleId>
<ArticleId IdType="doi">10.1000/a</ArticleId></ArticleIdList></PubmedData></PubmedArticle></PubmedArticleSet>"""


def _tree(text: str) -> Any:
    return tree_of(etree.fromstring(text.encode())[0])


def test_nothing_of_a_record_is_lost() -> None:
    (reference,) = bibkit.read(RECORD)
    assert _tree(_written(reference)) == _tree(RECORD)
    assert (reference.text("page"), reference.date("issued")) == ("181-184", Date(2010))
    assert (reference.text("abstract"), reference.text("keyword")) == ("Wet < <i>dry</i>.", "Soil, peat")  # fmt: skip
    kept = reference.custom["pubmed"]["MedlineCitation"]
    assert kept["Article"]["GrantList"]["Grant"] == {"GrantID": "R01", "Agency": "NIH"}
    assert "ArticleTitle" not in kept["Article"]


def test_it_survives_csl_json() -> None:
    again = bibkit.read(bibkit.write(bibkit.read(RECORD), "csl-json"), "csl-json")
    assert _tree(_written(*again)) == _tree(RECORD)


def test_no_record_of_the_twin_loses_anything(shared: Path) -> None:
    files = sorted((shared / "twin" / "data" / "pubmed").glob("1*.xml"))
    assert len(files) > 100
    for file in files:
        root = etree.fromstring(file.read_bytes())
        articles = [root] if root.tag == "PubmedArticle" else list(root)
        again = etree.fromstring(_written(*bibkit.read(file.read_text("utf-8"), "pubmed")).encode())
        for article, written in zip(articles, again, strict=True):
            given = tree_of(article, without=("ReferenceList",))
            assert beyond(given, tree_of(written), OPENED) == {}


@pytest.mark.parametrize(
    ("change", "gone", "stays"),
    [
        ({"DOI": "10.1000/b"}, "10.1000/a", ("NIH", "ORCID", "RetractionIn")),
        ({"page": "7-9"}, "181", ("NIH", "ORCID", "10.1000/a")),
        ({"author": (Name("Ho", "G."),)}, "ORCID", ("NIH", "Free.", "ppublish")),
        ({"issued": Date(2012)}, "Quarter", ("NIH", "ORCID", "ppublish")),
        ({"title": "Other"}, "Peat", ("NIH", "ORCID", "Quarter")),
        ({"keyword": "air"}, "chemistry", ("NIH", "ORCID", "Quarter")),
        ({"abstract": None}, "Free.", ("NIH", "ORCID", "Quarter")),
        ({"ISSN": "0028-0836"}, "1234-5679", ("NIH", "ORCID")),
    ],
)
def test_what_contradicts_a_changed_reference_is_not_written(
    change: dict[str, Any], gone: str, stays: tuple[str, ...]
) -> None:
    (reference,) = bibkit.read(RECORD)
    text = _written(reference.replace(**change))
    (again,) = bibkit.read(text)
    assert again.fields == reference.replace(**change).fields
    assert gone not in text
    assert [word for word in stays if word not in text] == []


@pytest.mark.parametrize(
    "kept",
    [
        {"MedlineCitation": {"Article": {"Journal": "text"}}},
        {"MedlineCitation": "text"},
        {"MedlineCitation": {"bad name": "x"}},
        {"MedlineCitation": {"Article": {"X": 7}}},
        {"MedlineCitation": {"": "x"}},
        {"MedlineCitation": {"PMID": {"@Version": '1"><x a="'}}},
        {"BookDocument": {"PMID": "8"}},
        ["MedlineCitation"],
        "text",
        None,
    ],
)
def test_what_is_kept_may_come_from_anywhere(kept: object) -> None:
    reference = ARTICLE.with_custom(pubmed=kept)
    (again,) = bibkit.read(_written(reference), "pubmed")
    assert again.fields == ARTICLE.fields


def test_what_is_kept_may_be_nested_deeply() -> None:
    kept: dict[str, Any] = {"x": "y"}
    for _ in range(400):
        kept = {"x": kept}
    (again,) = bibkit.read(_written(ARTICLE.with_custom(pubmed={"MedlineCitation": kept})), "pubmed")  # fmt: skip
    assert again.fields == ARTICLE.fields


# --- books --------------------------------------------------------------------------------------------

CHAPTER = """<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID Version="1">5</PMID><ArticleIdList><ArticleId
IdType="bookaccession">NBK1826</ArticleId></ArticleIdList><Book><Publisher><PublisherName>Soil Press</PublisherName>
<PublisherLocation>Rome (RM)</PublisherLocation></Publisher><BookTitle book="s">All of Soil<sup>®</sup></BookTitle><PubDate>
<Year>2023</Year><Month>01</Month></PubDate><BeginningDate><Year>1993</Year></BeginningDate><AuthorList Type="authors"
CompleteYN="Y"><Author ValidYN="Y"><LastName>Whole</LastName><Initials>W</Initials></Author></AuthorList><AuthorList Type="editors"
CompleteYN="N"><Author ValidYN="Y"><LastName>Roe</LastName><ForeName>R</ForeName></Author></AuthorList><Edition>2nd</Edition>
<CollectionTitle book="c">Soils</CollectionTitle><Isbn>9780124095472</Isbn><Isbn>1859962521</Isbn><Medium>Internet</Medium></Book>
<LocationLabel Type="chapter">Chapter 3</LocationLabel><ArticleTitle book="s" part="p">Of peat.</ArticleTitle><Language>eng</Language>
<AuthorList Type="authors" CompleteYN="Y"><Author ValidYN="Y"><LastName>Lee</LastName><ForeName>Ben</ForeName></Author></AuthorList>
<PublicationType UI="D016454">Review</PublicationType><Abstract><AbstractText Label="Aim">See.</AbstractText></Abstract>
<ContributionDate><Year>2004</Year></ContributionDate></BookDocument><PubmedBookData><PublicationStatus>ppublish
</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">5</ArticleId><ArticleId IdType="pmc">PMC9</ArticleId></ArticleIdList>
</PubmedBookData></PubmedBookArticle></PubmedArticleSet>"""


def test_a_chapter_and_its_book() -> None:
    (chapter,) = bibkit.read(CHAPTER)
    assert chapter.type == "chapter"
    assert dict(chapter.fields) == {
        "author": (Name("Lee", "Ben"),),
        "container-author": (Name("Whole", "W."),),
        "editor": (Name("Roe", "R."),),
        "title": "Of peat",
        "container-title": "All of Soil<sup>®</sup>",
        "publisher": "Soil Press",
        "publisher-place": "Rome (RM)",
        "issued": Date(2023, 1),
        "edition": "2nd",
        "collection-title": "Soils",
        "medium": "Internet",
        "ISBN": "9780124095472",
        "PMID": "5",
        "PMCID": "PMC9",
        "URL": "https://www.ncbi.nlm.nih.gov/books/NBK1826/",
        "language": "en",
        "abstract": "Aim: See.",
        "chapter-number": "3",
    }
    assert chapter.truncated("editor")
    assert _tree(_written(chapter)) == _tree(CHAPTER)


def test_a_book_by_its_editors_and_authors() -> None:
    text = re.sub(r"<ArticleTitle.*?</ArticleTitle>", "", CHAPTER)
    (book,) = bibkit.read(text)
    assert (book.type, book.text("title")) == ("book", "All of Soil<sup>®</sup>")
    assert [str(name) for name in book.names("author")] == ["Lee, Ben"]
    assert "container-author" not in book.fields


# --- as a stream --------------------------------------------------------------------------------------


def _set(*pmids: int) -> str:
    inner = "".join(RECORD[18:-19].replace(">7<", f">{pmid}<") for pmid in pmids)
    return f"<PubmedArticleSet>{inner}</PubmedArticleSet>"


def test_several_answers_in_one_file() -> None:
    head = '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "x.dtd">\n'
    batch = bibkit.read(head + _set(1, 2) + "\n" + head + _set(3), "pubmed")
    assert [one.text("PMID") for one in batch] == ["1", "2", "3"]
    assert [one.id for one in batch] == ["lee2010peat", "lee2010peata", "lee2010peatb"]


@pytest.mark.parametrize("root", ["PubmedBookArticleSet", "BookDocumentSet", "MedlineCitationSet"])
def test_other_sets(root: str) -> None:
    inner = {
        "PubmedBookArticleSet": CHAPTER[18:-19],
        "BookDocumentSet": CHAPTER[37:].partition("<PubmedBookData>")[0] * 2,
        "MedlineCitationSet": RECORD[33:].partition("<PubmedData>")[0],
    }[root]
    batch = bibkit.read(f"<{root}>{inner}</{root}>")
    assert {one.text("PMID") for one in batch} == ({"7"} if "Medline" in root else {"5"})
    assert bibkit.read(_written(*batch))[0].fields == batch[0].fields


def test_a_file_that_breaks_off() -> None:
    text = _set(1, 2, 3)
    batch = bibkit.read(text[: text.rindex("<Journal>")], "pubmed")
    assert [one.text("PMID") for one in batch] == ["1", "2"]
    (problem,) = batch.problems
    assert (problem.code, problem.severity) == ("unreadable", "error")
    assert "behind article 2" in problem.message


def test_an_article_that_holds_nothing_is_a_problem_with_its_text() -> None:
    text = _set(1).replace("</PubmedArticleSet>", "\n<PubmedArticle><X>lost</X></PubmedArticle></PubmedArticleSet>")  # fmt: skip
    batch = bibkit.read(text, "pubmed")
    assert len(batch) == 1
    assert [(p.code, p.raw) for p in batch.problems] == [("unreadable", "lost")]


def test_reference_lists_are_said_to_be_elsewhere() -> None:
    lists = (
        "<ReferenceList><Reference><Citation>A. B. 2001;1:2.</Citation></Reference></ReferenceList>"
    )
    text = _set(1, 2).replace("</PubmedData>", f"{lists}</PubmedData>", 1)
    batch = bibkit.read(text, "pubmed")
    assert [(p.code, p.severity) for p in batch.problems] == [("reference-list", "info")]
    assert "1 of 2" in batch.problems[0].message
    assert "ReferenceList" not in _written(*batch)


def test_articles_are_read_as_they_are_asked_for() -> None:
    assert FORMAT.records is not None
    file = io.StringIO(_set(*range(500)))
    first = next(iter(FORMAT.records(file)))
    assert first.reference is not None
    assert file.tell() < 200_000
    with pytest.raises(UnreadableInput, match="its root is <html>"):
        next(iter(FORMAT.records(io.StringIO("<html><body>Too many requests</body></html>"))))
