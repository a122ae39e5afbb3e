"""The link tail that PubMed and PMC print behind a reference.

::

    tail = *(SP "-" SP link)            "- DOI - PMC - PubMed"                      (PubMed)
         | *("[" link "]")              "[DOI] [PMC free article] [PubMed] [Google Scholar]"  (PMC)

The words are links on the page; copied as text they carry no identifier. What they promise is
kept as a checksum: a reference whose tail says `DOI` has one.
"""

from __future__ import annotations

import re

__all__ = ["cut_tail", "is_tail"]

_NAMES = {
    "doi": "DOI",
    "crossref": "DOI",
    "cross ref": "DOI",
    "pmc": "PMC",
    "pmc free article": "PMC",
    "free article": "PMC",
    "pubmed": "PubMed",
    "google scholar": "Google Scholar",
    "isi": "ISI",
    "publisher site": "Publisher",
    "full text": "Full text",
}
_LINK = r"(?:doi|cross\s?ref|pmc(?:\s+free\s+article)?|free\s+article|pubmed|google\s+scholar)"
_MORE = r"(?:isi|publisher\s+site|full\s+text)"
_FLAGS = re.I | re.A  # only ASCII letters match regardless of case: no "ſcholar"
_DASHED = re.compile(rf"(?:(?:^|\s)[-–]\s+(?:{_LINK}|{_MORE})\b)+\s*$", _FLAGS)
_BRACKETED = re.compile(rf"(?:\s*\[\s*(?:{_LINK}|{_MORE})\s*\][,;.]?)+\s*$", _FLAGS)
_WORD = re.compile(rf"{_LINK}|{_MORE}", _FLAGS)


def cut_tail(text: str) -> tuple[str, tuple[str, ...]]:
    """A reference without its link tail, and what the tail promises, in its order.

    >>> cut_tail("Chest. 2019;155(2):401–408. - DOI - PubMed")
    ('Chest. 2019;155(2):401–408.', ('DOI', 'PubMed'))
    >>> cut_tail("Neuron. 2007. [PMC free article] [Google Scholar]")[1]
    ('PMC', 'Google Scholar')
    """
    # A tail is short; looking only there keeps a long line linear.
    start = max(0, len(text) - 200)
    match = _BRACKETED.search(text, start) or _DASHED.search(text, start)
    if match is None:
        return text, ()
    links = (" ".join(word.lower().split()) for word in _WORD.findall(match[0]))
    promised = tuple(dict.fromkeys(_NAMES[link] for link in links))
    return text[: match.start()].rstrip(), promised


def is_tail(line: str) -> bool:
    """Whether a line is nothing but a link tail.

    >>> is_tail(" [DOI] [Google Scholar]"), is_tail("doi: 10.1/x [DOI]")
    (True, False)
    """
    rest, links = cut_tail(line.strip())
    return bool(links) and not rest
