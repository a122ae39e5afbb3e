"""Reference lists in web pages: identifiers stand in the links, and are the truth."""

from __future__ import annotations

import pytest

import bibkit
from bibkit.formats import sniff

PUBMED = """<!doctype html><html><head>
<meta name="citation_doi" content="10.1000/review"><meta name="citation_title" content="A review">
<meta name="citation_authors" content="Doe J;Roe R;"><meta name="citation_date" content="03/10/2019">
<script>var x = "<li>Not a reference 2001</li>";</script></head><body>
<div id="top-references-list"><ol class="references-list" id="top-references-list-1">
 <li><ol class="references-and-notes-list"><li class="skip-numbering">
  Mathis S., Le Masson G. Current view. Chest. 2017;12(2):181–184. doi: 10.1000/chest.1.
   -
  <a class="reference-link" href="https://doi.org/10.1000/chest.1">DOI</a>
   -
  <a class="reference-link" href="/pmc/articles/PMC123456/">PMC</a>
   -
  <a class="reference-link" href="/7654321/">PubMed</a>
 </li></ol></li>
 <li><ol class="references-and-notes-list"><li class="skip-numbering">
  Chio A., et al. Another. Lancet. 2001;357:1–9.
   - <a class="reference-link" href="https://pubmed.ncbi.nlm.nih.gov/11111111/">PubMed</a>
 </li></ol></li>
</ol><button class="show-all">Show all 92 references</button></div></body></html>"""

PMC_NEW = """<section class="ref-list"><h2>References</h2><ul class="ref-list"><li id="B1">
<span class="label">1.</span><cite>Smith AB, Doe J. A thing of <i>E. coli</i> (2nd part). JMIR Med Inform. (2019) 7:e12239.
10.1000/jmir</cite> [<a href="https://doi.org/10.1000/jmir">DOI</a>] [<a href="/articles/PMC6528438/">PMC free
article</a>] [<a href="https://pubmed.ncbi.nlm.nih.gov/31066697/">PubMed</a>]
[<a href="https://scholar.google.com/scholar_lookup?x">Google Scholar</a>]</li></ul></section>"""

PMC_OLD = """<div class="ref-cit-blk half_rhythm" id="B1">1. <span class="element-citation">Smith AB, Doe J. A
thing. J Foo. 2001;1:2–3. [<a class="int-reflink" href="/pmc/articles/PMC123456/">PMC free article</a>]
[<a href="/pubmed/123456">PubMed</a>] [<a href="//doi.org/10.1000%2F1">CrossRef</a>]</span></div>"""


def test_pubmed() -> None:
    batch = bibkit.read(PUBMED)
    first, second = batch
    assert [str(name) for name in first.names("author")] == ["Mathis, S.", "Le Masson, G."]
    assert (first.text("DOI"), first.text("PMCID"), first.text("PMID")) == (
        "10.1000/chest.1",
        "PMC123456",
        "7654321",
    )
    assert first.links == ("DOI", "PMC", "PubMed")
    assert second.truncated()
    assert second.text("PMID") == "11111111"
    assert batch.article is not None
    assert batch.article.text("DOI") == "10.1000/review"
    assert [str(name) for name in batch.article.names("author")] == ["Doe, J", "Roe, R"]
    codes = [problem.code for problem in batch.problems if problem.code != "doubtful"]
    assert codes == ["more-on-page"]


def test_the_full_list_stands_for_the_top_five() -> None:
    full = PUBMED.replace("top-references-list", "full-references-list")
    both = PUBMED.replace(
        "</body>", full.partition("<body>")[2].partition("</body>")[0] + "</body>"
    )
    assert len(bibkit.read(both)) == 2


@pytest.mark.parametrize(("page", "known"), [
    (PMC_NEW, {"DOI": "10.1000/jmir", "PMCID": "PMC6528438", "PMID": "31066697"}),
    (PMC_OLD, {"DOI": "10.1000/1", "PMCID": "PMC123456", "PMID": "123456"}),
])  # fmt: skip
def test_pmc(page: str, known: dict[str, str]) -> None:
    (reference,) = bibkit.read(page)
    assert {key: reference.text(key) for key in known} == known
    assert [name.family for name in reference.names("author")] == ["Smith", "Doe"]
    assert reference.text("title").startswith("A thing")
    assert reference.text("page") in ("e12239", "2-3")


def test_a_link_that_says_another_identifier_than_the_text_is_said() -> None:
    batch = bibkit.read(PMC_NEW.replace("\n10.1000/jmir", " 10.1000/other"))
    assert batch[0].text("DOI") == "10.1000/jmir"
    assert batch[0].custom["further-identifiers"] == ["DOI: 10.1000/other"]
    assert [problem.code for problem in batch.problems] == ["identifier-differs"]


@pytest.mark.parametrize(
    "page",
    [
        "<h2>References</h2><ol><li>{}</li><li>{}</li></ol>",
        "<h3>References</h3><div><ol><li>{}</li><li>{}</li></ol></div>",
        "<h2>References</h2><p>1. {}</p><p>2. {}</p><h2>Notes</h2><p>Smith A. No. 2001;1:2.</p>",
        "<div id='bibliography'><ul><li>{}</li><li>{}</li></ul></div>",
        "<section class='c-article-references'><ol><li class='c-article-references__item'>{}</li>"
        "<li class='c-article-references__item'>{}</li></ol></section>",
    ],
)
def test_journals(page: str) -> None:
    lines = ("Chio A. One. Lancet. 2001;357:1-9.", "Doe J. Two. Chest. 2002;1:2.")
    batch = bibkit.read(f"<html><body><ul><li>Home</li></ul>{page.format(*lines)}</body></html>")
    assert [reference.id for reference in batch] == ["chio2001one", "doe2002two"]


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<p>",
        "<!doctype html><p>Nothing here</p>",
        "<html><body>" + "<div>" * 5000,
        "<ul><li></ul>",
    ],
)
def test_pages_without_a_list_give_nothing(page: str) -> None:
    assert len(bibkit.read(page, "html")) == 0


def test_html_is_told_from_text_and_other_markup() -> None:
    assert sniff(PUBMED).name == "html"
    assert sniff(PMC_OLD).name == "html"
    assert sniff("<PubmedArticleSet>").name == "pubmed"
    assert sniff("p < 0.05 <div>").name == "text"
