"""Any number of made-up works that Crossref and PubMed both know, for tests of large batches."""

from __future__ import annotations

import math
from typing import Any
from xml.sax.saxutils import escape

_PARTS = (
    "Effects of|Early|Long-term|Reduced|Patterns of|Predictors of|A trial of|Variation in|"
    "Costs of|Delayed|Markers of",
    "riluzole|edaravone|cough assistance|gastrostomy|diaphragm pacing|speech therapy|telehealth|"
    "aerobic exercise|oxygen therapy|lung volume recruitment|nutritional support|"
    "eye-tracking communication|baclofen",
    "and survival|and quality of life|and disease progression|and carer burden|"
    "and sleep|and fatigue|and hospital admission|and weight loss|and cognitive change",
    "in motor neuron disease|in bulbar palsy|in spinal muscular atrophy|in Kennedy disease|"
    "in primary lateral sclerosis|in post-polio syndrome|in myasthenia gravis",
    "a cohort study|a systematic review|a randomised trial|a case series|a registry analysis",
)
_CHOICES = [part.split("|") for part in _PARTS]
_FAMILIES = (
    "Abernathy Björklund Castellano Dlamini Eriksen Fernández Grabowski Hashimoto Ivanova Jørgensen "
    "Kowalczyk Lefèvre Mbeki Novák Oyelowo Papadakis Quispe Ramírez Schäfer Takeda Ueda Villanueva "
    "Weatherby Yılmaz Zieliński"
).split()
_GIVEN = (
    "Amina Bruno Chiara Dmitri Elena Farid Greta Hugo Ingrid Jonas Keiko Louis Mira Niels Olga Paul"
).split()
_JOURNALS = (
    ("Journal of Synthetic Neurology", "J Synth Neurol"),
    ("Acta Exemplaria Medica", "Acta Exempl Med"),
    ("Clinical Records in Rehabilitation", "Clin Rec Rehabil"),
    ("Annals of Invented Trials", "Ann Invent Trials"),
    ("Respiratory Examples", "Respir Ex"),
    ("European Journal of Test Medicine", "Eur J Test Med"),
    ("Placeholder Neuroscience", "Placehold Neurosci"),
)
_ARTICLE = """<PubmedArticle>
<MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><Volume>{volume}</Volume>\
<Issue>{issue}</Issue><PubDate><Year>{year}</Year></PubDate></JournalIssue>
<Title>{journal}</Title><ISOAbbreviation>{short}</ISOAbbreviation></Journal>
<ArticleTitle>{title}.</ArticleTitle>
<Pagination><StartPage>{first}</StartPage><EndPage>{last}</EndPage>\
<MedlinePgn>{first}-{last}</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">{doi}</ELocationID>
<AuthorList CompleteYN="Y">{authors}</AuthorList><Language>eng</Language><PublicationTypeList>\
<PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article>
<MedlineJournalInfo><Country>England</Country><MedlineTA>{short}</MedlineTA>\
<NlmUniqueID>9908000</NlmUniqueID></MedlineJournalInfo></MedlineCitation>
<PubmedData><PublicationStatus>ppublish</PublicationStatus><ArticleIdList>\
<ArticleId IdType="pubmed">{pmid}</ArticleId><ArticleId IdType="doi">{doi}</ArticleId>\
</ArticleIdList></PubmedData>
</PubmedArticle>"""
_AUTHOR = (
    '<Author ValidYN="Y"><LastName>{family}</LastName><ForeName>{given}</ForeName>'
    "<Initials>{given[0]}</Initials></Author>"
)


def works_for(n: int) -> list[tuple[dict[str, Any], str]]:
    """`n` works (at most 45,045), each as a Crossref work and a PubMed article.

    Titles, DOIs (10.5555/batch.…) and PMIDs (98…) all differ, as do journal, volume and page together.
    """
    total = math.prod(map(len, _CHOICES))
    assert n <= total, f"only {total} titles can be made"
    return [_made(number, number * 7919 % total) for number in range(n)]


def _made(number: int, mixed: int) -> tuple[dict[str, Any], str]:
    parts, rest = [], mixed
    for choices in _CHOICES:
        rest, place = divmod(rest, len(choices))
        parts.append(choices[place])
    title = " ".join(parts[:4]) + ": " + parts[4]
    people = [
        {"given": _GIVEN[(mixed + 3 * k) % 16], "family": _FAMILIES[(mixed // 16 + 7 * k) % 25]}
        for k in range(1 + mixed % 4)
    ]
    journal, short = _JOURNALS[number % len(_JOURNALS)]
    first = 1 + 9 * (number // len(_JOURNALS) % 200)
    values = {
        "doi": f"10.5555/batch.{number:06}",
        "pmid": 98000001 + number,
        "year": 1995 + number // 1400 % 30,
        "volume": 10 + number // 1400,
        "issue": 1 + number % 12,
        "first": first,
        "last": first + 8,
    }
    work = {
        "DOI": values["doi"],
        "type": "journal-article",
        "title": [title],
        "author": people,
        "container-title": [journal],
        "short-container-title": [short],
        "volume": str(values["volume"]),
        "issue": str(values["issue"]),
        "page": f"{first}-{values['last']}",
        "issued": {"date-parts": [[values["year"]]]},
        "publisher": "Example University Press",
    }
    authors = "".join(_AUTHOR.format_map(person) for person in people)
    article = _ARTICLE.format(
        **values, title=escape(title), journal=journal, short=short, authors=authors
    )
    return work, article
