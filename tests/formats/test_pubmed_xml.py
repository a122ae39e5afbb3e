"""PubMed XML, read: what is tagged is taken as tagged, only strings of reference lists are read."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bibkit
from bibkit import Date, Name
from bibkit.errors import UnreadableInput
from bibkit.formats.pubmed import candidates, split_set
from bibkit.model import Candidate, Notice

PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">123</PMID><Article>
<Journal><ISSN>1234-5679</ISSN><JournalIssue><Volume>5</Volume><Issue>4</Issue>
<PubDate><Year>2012</Year><Month>Nov</Month><Day>3</Day></PubDate></JournalIssue>
<Title>Journal of things</Title><ISOAbbreviation>J Things</ISOAbbreviation></Journal>
<ArticleTitle>On <i>E. coli</i> &amp; things.</ArticleTitle><Pagination><MedlinePgn>12-9</MedlinePgn></Pagination>
<Abstract><AbstractText Label="AIM">To see.</AbstractText><AbstractText>Seen.</AbstractText></Abstract>
<AuthorList CompleteYN="N"><Author><LastName>De Neve</LastName><ForeName>Jan E</ForeName><Suffix>Jr</Suffix>
</Author><Author><CollectiveName>The Group</CollectiveName></Author></AuthorList><Language>eng</Language>
</Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">123</ArticleId>
<ArticleId IdType="pmc">5909703</ArticleId><ArticleId IdType="doi">10.1000/own</ArticleId></ArticleIdList>
<ReferenceList><Reference><Citation>Baron R, Kenny D. A distinction. J Pers. 1986;51(6):1173&#x2013;82.</Citation>
<ArticleIdList><ArticleId IdType="pubmed">3806354</ArticleId><ArticleId IdType="pmc">PMC12</ArticleId>
</ArticleIdList></Reference><ReferenceList><Title>More</Title><Reference><Citation>Layard R. Happiness. Penguin; 2005.
</Citation></Reference></ReferenceList><Reference><Citation>Ask them.</Citation></Reference></ReferenceList>
</PubmedData></PubmedArticle></PubmedArticleSet>"""


def test_pubmed_reference_lists() -> None:
    batch = bibkit.read_references(PUBMED)
    assert [reference.id for reference in batch] == ["baron1986distinction", "layard2005happiness"]
    assert (batch[0].text("PMID"), batch[0].text("PMCID")) == ("3806354", "PMC12")
    assert batch[0].text("page") == "1173-82"
    unread = [p for p in batch.problems if p.ref is None]
    assert [(p.code, p.raw) for p in unread] == [("unreadable", "Ask them.")]
    assert batch.article is not None
    assert batch.article.text("DOI") == "10.1000/own"


def test_pubmed_articles() -> None:
    (article,) = bibkit.read(PUBMED)
    assert article.id == "deneve2012e"
    assert dict(article.fields) == {
        "author": (Name("De Neve", "Jan E.", suffix="Jr"), Name(literal="The Group")),
        "title": "On <i>E. coli</i> & things",
        "container-title": "Journal of things",
        "container-title-short": "J Things",
        "ISSN": "1234-5679",
        "issued": Date(2012, 11, 3),
        "volume": "5",
        "issue": "4",
        "page": "12-19",
        "language": "en",
        "abstract": "AIM: To see.\nSeen.",
        "PMID": "123",
        "PMCID": "PMC5909703",
        "DOI": "10.1000/own",
    }
    assert article.truncated()


def test_an_article_without_a_list_says_so() -> None:
    start, _, rest = PUBMED.partition("<ReferenceList>")
    without = start + rest.rpartition("</ReferenceList>")[2]
    batch = bibkit.read_references(without)
    assert len(batch) == 0
    assert [problem.code for problem in batch.problems] == ["no-list"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<PubmedArticle><b></PubmedArticle>", "not well-formed"),
        ("<article/>", "its root is <article>"),
        ("<other/>", "its root is <other>"),
        ("plain text", "not well-formed"),
        ("", "not well-formed"),
        ("<PubmedArticle>" * 100_000, "not well-formed"),
    ],
)
def test_what_is_no_such_xml(text: str, says: str) -> None:
    with pytest.raises(UnreadableInput, match=says):
        bibkit.read(text, "pubmed")


# --- PubMed's records as a service's answer ------------------------------------------------------------


def _article(pmid: str = "1", article: str = "", citation: str = "", data: str = "") -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID Version='1'>{pmid}</PMID><Article>{article}</Article>"
        f"{citation}</MedlineCitation><PubmedData>{data}</PubmedData></PubmedArticle>"
    )


def _set(*articles: str) -> str:
    return f"<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>"


def _candidate(article: str = "", citation: str = "", data: str = "") -> Candidate:
    (found,) = candidates(_set(_article("1", article, citation, data)), fetched=5.0)
    assert (found.id, found.service, found.fetched) == ("1", "pubmed", 5.0)
    return found


def _link(kind: str, pmid: str = "9") -> str:
    inner = f"<PMID>{pmid}</PMID>" if pmid else ""
    return f"<CommentsCorrectionsList><CommentsCorrections RefType='{kind}'>{inner}</CommentsCorrections></CommentsCorrectionsList>"


def _types(*types: str) -> str:
    inner = "".join(f"<PublicationType>{one}</PublicationType>" for one in types)
    return f"<PublicationTypeList>{inner}</PublicationTypeList>"


BOOK = """<PubmedBookArticle><BookDocument><PMID Version="1">5</PMID><Book><Publisher><PublisherName>Soil Press
</PublisherName><PublisherLocation>Rome (RM)</PublisherLocation></Publisher><BookTitle book="s">All of soil
</BookTitle><PubDate><Year>2023</Year><Month>01</Month></PubDate><AuthorList Type="editors"><Author><LastName>Roe
</LastName><ForeName>R</ForeName></Author></AuthorList><Isbn>9780124095472</Isbn></Book>CHAPTER<AuthorList
Type="authors"><Author><LastName>Lee</LastName><ForeName>Ben</ForeName></Author></AuthorList><PublicationType>Review
</PublicationType></BookDocument><PubmedBookData><ArticleIdList><ArticleId IdType="pubmed">5</ArticleId>
</ArticleIdList></PubmedBookData></PubmedBookArticle>"""


def test_chapters_and_books_of_the_bookshelf() -> None:
    (chapter,) = candidates(
        _set(BOOK.replace("CHAPTER", "<ArticleTitle>Of <i>peat</i>.</ArticleTitle>"))
    )
    assert (chapter.id, chapter.kind, chapter.years) == ("5", "Review", (2023,))
    assert chapter.reference.type == "chapter"
    assert dict(chapter.reference.fields) == {
        "author": (Name("Lee", "Ben"),),
        "editor": (Name("Roe", "R."),),
        "title": "Of <i>peat</i>",
        "container-title": "All of soil",
        "publisher": "Soil Press",
        "publisher-place": "Rome (RM)",
        "issued": Date(2023, 1),
        "ISBN": "9780124095472",
        "PMID": "5",
    }
    (book,) = bibkit.read(_set(BOOK.replace("CHAPTER", "")))
    assert (book.type, book.text("title"), book.text("container-title")) == (
        "book",
        "All of soil",
        "",
    )


@pytest.mark.parametrize(
    ("kind", "word", "notices"),
    [
        ("ErratumFor", "Published Erratum", []),
        ("RetractionOf", "Retraction of Publication", []),
        ("ExpressionOfConcernFor", "Expression of Concern", []),
        ("ErratumIn", "Journal Article", ["correction"]),
        ("RetractionIn", "Journal Article", ["retraction"]),
        ("PartialRetractionIn", "Journal Article", ["retraction"]),
        ("ExpressionOfConcernIn", "Journal Article", ["concern"]),
        ("CorrectedandRepublishedIn", "Journal Article", ["correction"]),
        ("UpdateIn", "Journal Article", ["version"]),
        ("UpdateOf", "Journal Article", []),
        ("CommentIn", "Journal Article", []),
        ("CommentOn", "Journal Article", []),
        ("Cites", "Journal Article", []),
        ("", "Journal Article", []),
    ],
)
def test_links_between_articles(kind: str, word: str, notices: list[str]) -> None:
    found = _candidate(_types("Journal Article"), _link(kind))
    assert found.kind == word
    assert list(found.notices) == [Notice(one, "pubmed", "9") for one in notices]


def test_types_that_say_what_an_article_is() -> None:
    retracted = _candidate(
        _types("Journal Article", "Retracted Publication"), _link("RetractionIn", "")
    )
    assert retracted.kind == "Journal Article"
    assert retracted.notices == (Notice("retraction", "pubmed"), Notice("retraction", "pubmed"))
    assert _candidate(_types("Journal Article", "Published Erratum")).kind == "Published Erratum"
    preprint = _candidate(_types("Journal Article", "Preprint"), _link("UpdateIn"))
    assert (preprint.kind, preprint.reference.type) == ("Preprint", "article")
    assert preprint.notices == (Notice("published", "pubmed", "9"),)
    assert _candidate().kind == ""


@pytest.mark.parametrize(
    ("article", "citation"),
    [
        (_types("Comment", "Published Erratum"), ""),
        (_types("Comment", "Letter"), _link("ErratumFor")),
    ],
)
def test_a_comment_may_be_an_erratum_too(article: str, citation: str) -> None:
    assert _candidate(article, citation).kind == "Published Erratum"


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("<Year>2017</Year><Month>Feb</Month><Day>3</Day>", Date(2017, 2, 3)),
        ("<Year>2017</Year><Month>02</Month>", Date(2017, 2)),
        ("<Year>2017</Year>", Date(2017)),
        ("<Year>2017</Year><Season>Spring</Season>", Date(2017, season=1)),
        ("<Year>2017</Year><Season>Odd</Season>", Date(2017)),
        ("<Year>2017</Year><Month>13</Month>", Date(2017)),
        ("<Year>2017</Year><Month>00</Month><Day>0</Day>", Date(2017)),
        ("<Year>2017</Year><Month>Feb</Month><Day>40</Day>", Date(2017, 2)),
        ("<Year>2017</Year><Day>3</Day>", Date(2017)),
        ("<MedlineDate>2015 Nov-Dec</MedlineDate>", Date(2015, 11, until=Date(2015, 12))),
        ("<MedlineDate>1978-1979</MedlineDate>", Date(1978, until=Date(1979))),
        ("<MedlineDate>Spring 2015</MedlineDate>", Date(2015, season=1)),
        ("<MedlineDate>2000 4th Quarter</MedlineDate>", Date(2000)),
        ("<MedlineDate>2000 Dec 23-30</MedlineDate>", Date(2000, 12, 23, until=Date(2000, 12, 30))),
        ("<MedlineDate>soon</MedlineDate>", None),
        ("", None),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", Date(1998, 12, until=Date(1999, 1))),
        ("<MedlineDate>1999 Jul 31-Aug 6</MedlineDate>", Date(1999, 7, 31, until=Date(1999, 8, 6))),
        ("<MedlineDate>soon-Jan</MedlineDate>", None),
        ("<MedlineDate>1998-May</MedlineDate>", Date(1998, until=Date(1998, 5))),
    ],
)  # fmt: skip
def test_dates_of_medline(date: str, read: Date | None) -> None:
    found = _candidate(f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal>")
    assert found.reference.date("issued") == read
    assert found.years == ((read.year,) if read else ())


def test_every_year_of_an_article_counts() -> None:
    article = (
        "<Journal><JournalIssue><PubDate><Year>2017</Year></PubDate></JournalIssue></Journal>"
        "<ArticleDate><Year>2016</Year></ArticleDate><ArticleDate><Year>2017</Year></ArticleDate>"
    )
    assert _candidate(article).years == (2017, 2016)


@pytest.mark.parametrize(
    ("authors", "names", "is_cut"),
    [
        ("<Author><CollectiveName>The Group</CollectiveName></Author>", ["The Group"], False),
        ("<Author><LastName>Lee</LastName><Initials>B</Initials></Author>", ["Lee, B."], False),
        ("<Author><LastName>Lee</LastName><ForeName>Ben</ForeName><Initials>B</Initials><Suffix>3rd</Suffix></Author>", ["Lee, Ben, 3rd"], False),
        ("<Author ValidYN='N'><LastName>Lee</LastName></Author><Author><ForeName>Bo</ForeName></Author>", ["Bo"], False),
        ("<Author><LastName>WANG</LastName><ForeName>LI</ForeName><Initials>L</Initials></Author><Author><LastName>LEE</LastName><ForeName>MARY ANN</ForeName></Author>", ["Wang, LI", "Lee, Mary Ann"], False),
        ("<Author><LastName>VAN BERG</LastName><ForeName>MARY ANN</ForeName></Author><Author><LastName>LI</LastName><Initials>JB</Initials></Author>", ["van Berg, Mary Ann", "Li, J. B."], False),
        ("<Author/><Author><Identifier>0</Identifier></Author>", [], False),
        ("CUT<Author><LastName>Lee</LastName></Author>", ["Lee"], True),
        ("CUT", [], False),
    ],
)  # fmt: skip
def test_authors(authors: str, names: list[str], is_cut: bool) -> None:
    cut = " CompleteYN='N'" if authors.startswith("CUT") else ""
    found = _candidate(f"<AuthorList{cut}>{authors.removeprefix('CUT')}</AuthorList>").reference
    assert [str(name) for name in found.names("author")] == names
    assert found.truncated() is is_cut


@pytest.mark.parametrize(
    ("article", "title", "others"),
    [
        ("<ArticleTitle>Soil.</ArticleTitle>", "Soil", ()),
        ("<ArticleTitle>Soil?</ArticleTitle>", "Soil?", ()),
        ("<ArticleTitle>Soil...</ArticleTitle>", "Soil...", ()),
        ("<ArticleTitle>[Soil].</ArticleTitle><VernacularTitle>Boden.</VernacularTitle>", "Soil", ("Boden",)),
        ("<ArticleTitle/><VernacularTitle>Boden.</VernacularTitle>", "Boden", ()),
        ("<ArticleTitle>CD4<sup>+</sup> &lt; 3.</ArticleTitle>", "CD4<sup>+</sup> < 3", ()),
        ("<ArticleTitle/>", "", ()),
        ("<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Boden.</VernacularTitle>", "Boden", ()),
        ("<ArticleTitle>[3H]Ouabain and [14C].</ArticleTitle>", "[3H]Ouabain and [14C]", ()),
        ("<ArticleTitle>[Effects of [3H]ouabain].</ArticleTitle>", "Effects of [3H]ouabain", ()),
        ("<ArticleTitle>[Not Available].</ArticleTitle>", "", ()),
        ("<ArticleTitle>[SOIL AND <i>E. COLI</i> OF IT].</ArticleTitle>", "Soil and <i>E. coli</i> of it", ()),
        ("<ArticleTitle>On <sc>d</sc>-glucose.</ArticleTitle>", "On d-glucose", ()),
    ],
)  # fmt: skip
def test_titles_of_articles(article: str, title: str, others: tuple[str, ...]) -> None:
    found = _candidate(article)
    assert (found.reference.text("title"), found.titles) == (title, others)


@pytest.mark.parametrize(
    ("article", "page"),
    [
        ("<Pagination><StartPage>12</StartPage><MedlinePgn>12-9</MedlinePgn></Pagination>", "12-19"),
        ("<ELocationID EIdType='pii'>e0213344</ELocationID>", "e0213344"),
        ("<Pagination><MedlinePgn>12</MedlinePgn></Pagination><ELocationID EIdType='pii'>x</ELocationID>", "12"),
        ("<ELocationID EIdType='doi'>10.1000/a</ELocationID>", ""),
        ("<ELocationID EIdType='pii'>S0000-1111(20)12345-6</ELocationID>", ""),
        ("<ELocationID EIdType='pii'>S0140673620311806</ELocationID>", ""),
        ("<ELocationID EIdType='pii'>10046</ELocationID>", "10046"),
        ("<ELocationID EIdType='pii'>e01530-19</ELocationID>", "e01530-19"),
        ("<ELocationID EIdType='pii' ValidYN='N'>10046</ELocationID>", ""),
        ("<Pagination><StartPage>12</StartPage></Pagination>", "12"),
        ("<Pagination><StartPage>12</StartPage><EndPage>19</EndPage></Pagination>", "12-19"),
    ],
)  # fmt: skip
def test_pages_of_articles(article: str, page: str) -> None:
    assert _candidate(article).reference.text("page") == page


def test_an_invalid_doi_is_none() -> None:
    article = (
        "<ELocationID EIdType='doi' ValidYN='N'>10.1000/bad</ELocationID>"
        "<ELocationID EIdType='doi' ValidYN='Y'>10.1000/good</ELocationID>"
    )
    assert _candidate(article).reference.text("DOI") == "10.1000/good"


def test_the_ids_of_the_record_not_of_its_references() -> None:
    data = (
        "<ArticleIdList><ArticleId IdType='pubmed'>1</ArticleId><ArticleId IdType='doi'>10.1000/own</ArticleId>"
        "</ArticleIdList><ReferenceList><Reference><Citation>x</Citation><ArticleIdList>"
        "<ArticleId IdType='doi'>10.1000/cited</ArticleId><ArticleId IdType='pubmed'>8</ArticleId></ArticleIdList>"
        "</Reference></ReferenceList>"
    )
    found = _candidate(data=data)
    assert (found.reference.text("DOI"), found.reference.text("PMID")) == ("10.1000/own", "1")


def test_the_abbreviation_of_medline_where_it_is_another() -> None:
    journal = "<Journal><ISOAbbreviation>J Soil</ISOAbbreviation></Journal>"
    info = "<MedlineJournalInfo><MedlineTA>{}</MedlineTA></MedlineJournalInfo>"
    assert _candidate(journal, info.format("J Soil")).reference.custom == {}
    other = _candidate(journal, info.format("J Soil (Lond)")).reference
    assert other.custom == {"medline-abbreviation": "J Soil (Lond)"}
    assert other.text("container-title-short") == "J Soil"


@pytest.mark.parametrize(
    "text",
    [
        "<ERROR>UID=1: cannot get document summary</ERROR>",
        "<eFetchResult><ERROR>Empty id list</ERROR></eFetchResult>",
        "<html><body>Too many requests</body></html>",
        "<PubmedArticleSet><PubmedArticle></PubmedArticleSet>",
        '{"error": "API rate limit exceeded"}',
        "",
    ],
)
def test_what_is_no_answer_of_efetch(text: str) -> None:
    for read in (candidates, split_set):
        with pytest.raises(UnreadableInput):
            read(text)


def test_an_empty_set_has_no_articles() -> None:
    for text in (_set(), "<PubmedArticleSet/>", _set("<DeleteCitation><PMID>1</PMID></DeleteCitation>"),
                 _set("<ERROR>x</ERROR>")):  # fmt: skip
        assert candidates(text) == []
        assert split_set(text) == {}


def test_records_that_hold_nothing() -> None:
    for text in (
        "<PubmedArticle/>",
        "<PubmedBookArticle/>",
        _set("<PubmedArticle><MedlineCitation/></PubmedArticle>"),
    ):
        (found,) = candidates(text)
        assert (found.id, dict(found.reference.fields), found.kind) == ("", {}, "")
        assert list(split_set(text)) == [""]


HEAVY = (
    "<AffiliationInfo><Affiliation>Rome</Affiliation></AffiliationInfo>",
    "<MeshHeadingList><MeshHeading><DescriptorName>Soil</DescriptorName></MeshHeading></MeshHeadingList>",
    "<GrantList><Grant/></GrantList><ChemicalList/><DataBankList/>",
)


@pytest.mark.parametrize("keep_list", [False, True])
def test_a_set_is_split_without_what_nothing_is_made_of(keep_list: bool) -> None:
    author = f"<AuthorList><Author><LastName>Lee</LastName>{HEAVY[0]}</Author></AuthorList>"
    data = "<History/><ReferenceList><Reference><Citation>Lee B. Air. Chest. 2001;1:7.</Citation></Reference></ReferenceList>"
    whole = _set(
        _article(
            "1",
            f"<ArticleTitle>Soil &amp; <i>air</i> ü.</ArticleTitle>{author}",
            HEAVY[1] + HEAVY[2],
            data,
        ),
        BOOK.replace("CHAPTER", ""),
        _article("2", "<ArticleTitle>Air.</ArticleTitle>", _link("RetractionIn")),
    )
    bodies = split_set(whole, keep_list)
    assert list(bodies) == ["1", "5", "2"]
    alone = [candidates(body, 5.0)[0] for body in bodies.values()]
    assert alone == candidates(whole, 5.0)
    assert not any(
        word in bodies["1"] for word in ("Affiliation", "Mesh", "Grant", "Chemical", "History")
    )
    assert ("ReferenceList" in bodies["1"]) is keep_list
    assert len(bibkit.read_references(bodies["1"], "pubmed")) == int(keep_list)


def test_an_article_with_an_entity_can_be_read_again() -> None:
    doctype = '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "x.dtd">'
    title = "<ArticleTitle>&Eacute;tude &bogus;du <i>s&ouml;l</i>&nbsp;&lt; 3.</ArticleTitle>"
    whole = doctype + _set(_article("1", title))
    (body,) = split_set(whole).values()
    assert candidates(body) == candidates(whole)
    assert candidates(body)[0].reference.text("title") == "Étude du <i>söl</i> < 3"


@settings(deadline=None)
@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=8, unique=True), st.data())
def test_no_pmid_is_lost_in_splitting(pmids: list[int], data: Any) -> None:
    kinds = [data.draw(st.booleans()) for _ in pmids]
    records = [
        _article(str(pmid), f"<ArticleTitle>Soil {pmid}.</ArticleTitle>")
        if kind
        else BOOK.replace(">5<", f">{pmid}<").replace("CHAPTER", "")
        for pmid, kind in zip(pmids, kinds, strict=True)
    ]
    bodies = split_set(_set(*records))
    assert list(bodies) == list(map(str, pmids))
    assert [candidates(body)[0].id for body in bodies.values()] == list(bodies)


@given(st.text(max_size=60))
def test_any_text_is_a_set_or_refused(text: str) -> None:
    for read in (candidates, split_set):
        with contextlib.suppress(UnreadableInput):
            read(text)
