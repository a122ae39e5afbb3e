"""A work as Crossref's JSON gives it, with all its members."""

from __future__ import annotations

from typing import Any

WORK: dict[str, Any] = {
    "DOI": "10.1000/OWN",
    "type": "journal-article",
    "title": ["On <i>E. coli</i> &amp; soil"],
    "subtitle": ["A review"],
    "original-title": ["Über E. coli"],
    "author": [
        {"family": "Lee", "given": "Ben", "suffix": "Jr", "sequence": "first"},
        {"name": "The Soil Study Group"},
    ],
    "editor": [{"family": "Wu", "given": "C."}],
    "container-title": ["Journal of Soil", "J Soil (London)"],
    "short-container-title": ["J Soil"],
    "published-print": {"date-parts": [[2017, 3]]},
    "published-online": {"date-parts": [[2016, 12, 24]]},
    "issued": {"date-parts": [[2016, 12, 24]]},
    "volume": "12",
    "issue": "3",
    "page": "181-4",
    "ISSN": ["1234-5679"],
    "ISBN": ["http://id.crossref.org/isbn/9780124095472"],
    "publisher": "Wiley",
    "publisher-location": "Berlin",
    "edition-number": "2",
    "event": {"name": "Soil Days", "location": "Rome"},
    "subtype": "preprint",
    "language": "en",
    "abstract": "<jats:title>Abstract</jats:title><jats:p>To see.</jats:p>",
    "updated-by": [{"type": "retraction", "DOI": "10.1000/R", "source": "retraction-watch"}],
    "update-to": [{"type": "correction", "DOI": "10.1000/c"}],
    "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/P"}]},
    "reference": [
        {"key": "1", "DOI": "10.1000/b", "author": "Lee", "year": "2001a", "article-title": "Air",
         "journal-title": "J Air", "volume": "1", "first-page": "7", "issue": "2", "edition": "3"},
        {"key": "2", "unstructured": "Wu C. A view of air. Chest. 2002;12:181-4.", "DOI": "10.1000/d"},
        {"key": "3", "volume-title": "A book", "article-title": "A part", "author": "Ray D"},
    ],
}  # fmt: skip
