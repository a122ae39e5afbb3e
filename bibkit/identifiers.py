"""Identifiers of a work: find them in a text, bring them to one form, check them.

One form each, as CSL-JSON and the services write them: a DOI bare and as printed
(`10.1155/2019/3675627`), a PMID as digits, a PMCID with its letters (`PMC5361491`), an arXiv id
without version prefix (`2101.00001`), ISBN and ISSN with or without hyphens but with a right
check digit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = [
    "Identifier",
    "find",
    "is_isbn",
    "is_issn",
    "normalise_arxiv",
    "normalise_doi",
    "normalise_isbn",
    "normalise_issn",
    "normalise_pmcid",
    "normalise_pmid",
]


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in a text.

    Args:
        variable: the CSL variable it belongs to: DOI, PMID, PMCID, ISBN, ISSN, URL; or `arXiv`.
        value: in its one form.
        start, end: the place, with the label before it (`doi:`, `https://doi.org/`, `PMID:`).
    """

    variable: str
    value: str
    start: int
    end: int


# The label may be written twice ("doi: https://doi.org/…"). The suffix of a DOI is any
# printable text (DOI handbook, 2.2); where it ends is decided in `_trim_doi`.
_DOI = re.compile(
    r"(?:\bdoi\s*[:.=]?\s*)?(?:https?://\s?(?:[\w.-]+\.)?doi\.org/\s*(?:doi:\s*)?)?"
    r"(10\.\d{4,9}(?:\.\d+)*/[^\s\"“”]+)",
    re.I,
)
_PMCID = re.compile(
    r"(?:\bPMCID\s*:?\s*|https?://(?:www\.)?(?:pmc\.)?ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/)?"
    r"\bPMC\s?(\d{3,9})\b/?",
    re.I,
)
_PMID = re.compile(
    r"(?:\b(?:PMID|PubMed(?:\s(?:PMID|ID|Central PMID))?)\s*[:#]\s*"
    r"|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)"
    r"(\d{1,9})\b/?",
    re.I,
)
_ARXIV = re.compile(
    r"(?:\barXiv\s*:\s*|https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/)"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?",
    re.I,
)
_ISBN = re.compile(r"\bISBN(?:-1[03])?\s*:?\s*((?:\d[ -]?){9,12}[\dXx])\b", re.I)
_ISSN = re.compile(r"\be?ISSN\s*:?\s*(\d{4}-?\d{3}[\dXx])\b", re.I)
_URL = re.compile(r"\b(?:https?://|ftp://|www\.)[^\s<>\"“”]+", re.I)

# What PubMed, PMC and exports glue to the end of a DOI without a blank.
_GLUED = re.compile(
    r"(?:\[(?:DOI|PMC|PubMed|Cross|Google)|PubMed\b(?!/)|PMID|PMCID|https?://|[.;,]?\(?Epub\b).*$",
    re.I,
)
_TRAILING = ".,;:'’‘\"*"
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}
_COUNTED = frozenset("()[]{}<>")


def _trim_end(text: str) -> str:
    """Cut sentence punctuation and unmatched closing brackets off the end of an identifier."""
    counts = Counter(character for character in text if character in _COUNTED)
    end = len(text)
    while end:
        last = text[end - 1]
        opening = _BRACKETS.get(last)
        unmatched = opening is not None and counts[last] > counts[opening]
        if last not in _TRAILING and not unmatched:
            break
        counts[last] -= 1
        end -= 1
    return text[:end]


def _trim_doi(text: str) -> str:
    return _trim_end(_GLUED.sub("", text))


def find(text: str) -> list[Identifier]:
    """Every identifier in a text, in order, none inside another.

    DOIs are found with a label, in a URL or bare; PMIDs and ISBNs only with their label or URL,
    because bare digits are page numbers and volumes. A web address that is no identifier's is
    found as `URL`.

    >>> [(i.variable, i.value) for i in find("doi: 10.1038/nrdp.2017.85. PMID: 28980624; x")]
    [('DOI', '10.1038/nrdp.2017.85'), ('PMID', '28980624')]
    """
    if not _MAY_HOLD(text):
        return []
    found: list[Identifier] = []
    taken = bytearray(len(text))
    for one in _candidates(text):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            found.append(one)
    return sorted(found, key=lambda one: one.start)


# Most strings without any identifier can be told in one pass.
_MAY_HOLD = re.compile(r"10\.\d{4}|PM|arXiv|ISBN|ISSN|://|www\.|pubmed", re.I).search


def _candidates(text: str) -> Iterator[Identifier]:
    for match in _DOI.finditer(text):
        value = _trim_doi(match[1])
        if len(value) > value.index("/") + 1:
            yield Identifier("DOI", value, match.start(), match.start(1) + len(value))
    for match in _PMCID.finditer(text):
        yield Identifier("PMCID", f"PMC{match[1]}", *match.span())
    for match in _PMID.finditer(text):
        if match[1].strip("0"):
            yield Identifier("PMID", match[1].lstrip("0"), *match.span())
    for match in _ARXIV.finditer(text):
        yield Identifier("arXiv", match[1], *match.span())
    for match in _ISBN.finditer(text):
        if is_isbn(match[1]):
            yield Identifier("ISBN", match[1], *match.span())
    for match in _ISSN.finditer(text):
        if is_issn(match[1]):
            yield Identifier("ISSN", match[1], *match.span())
    for match in _URL.finditer(text):
        value = _trim_end(match[0])
        yield Identifier("URL", value, match.start(), match.start() + len(value))


def normalise_doi(text: str) -> str | None:
    """A DOI without label, resolver and final punctuation; None where there is none.

    The case of the letters is kept as printed; DOIs are equal regardless of it.

    >>> normalise_doi("https://doi.org/10.1016/S0893-133X(98)00055-4.")
    '10.1016/S0893-133X(98)00055-4'
    """
    match = _DOI.search(text)
    if match is None:
        return None
    value = _trim_doi(match[1])
    return value if len(value) > value.index("/") + 1 else None


def normalise_pmid(text: str | int) -> str | None:
    """A PMID as digits without leading zeros, from digits, a label or a PubMed URL.

    >>> normalise_pmid("PMID: 28400789"), normalise_pmid("28400789x")
    ('28400789', None)
    """
    bare = str(text).strip()
    match = re.fullmatch(r"(\d+)", bare, re.ASCII) or _PMID.fullmatch(bare)
    digits = match[1].lstrip("0") if match else ""
    return digits if 0 < len(digits) < 10 else None


def normalise_pmcid(text: str | int) -> str | None:
    """A PMCID with its letters; efetch gives both `PMC5909703` and `5909703`.

    >>> normalise_pmcid("5909703"), normalise_pmcid("pmc5909703")
    ('PMC5909703', 'PMC5909703')
    """
    bare = str(text).strip()
    match = re.fullmatch(r"(?:PMC)?(\d+)", bare, re.ASCII | re.I) or _PMCID.fullmatch(bare)
    digits = match[1].lstrip("0") if match else ""
    return f"PMC{digits}" if 0 < len(digits) < 10 else None


def normalise_arxiv(text: str) -> str | None:
    """An arXiv id without `arXiv:`, URL and version.

    >>> normalise_arxiv("https://arxiv.org/abs/1802.01168v2")
    '1802.01168'
    """
    bare = text.strip()
    match = _ARXIV.fullmatch(bare) or _ARXIV.fullmatch(f"arXiv:{bare}")
    return match[1] if match else None


def normalise_isbn(text: str) -> str | None:
    """An ISBN as printed without its label; None where its check digit is wrong.

    >>> normalise_isbn("ISBN-13: 978-0-12-409547-2"), normalise_isbn("978-0-12-409547-3")
    ('978-0-12-409547-2', None)
    """
    bare = re.sub(r"^ISBN(?:-1[03])?\s*:?\s*", "", text.strip(), flags=re.I).upper()
    return bare if is_isbn(bare) else None


def normalise_issn(text: str) -> str | None:
    """An ISSN with its hyphen, without label; None where its check digit is wrong.

    >>> normalise_issn("ISSN 00987484"), normalise_issn("2434-561x")
    ('0098-7484', '2434-561X')
    """
    bare = re.sub(r"^e?ISSN\s*:?\s*", "", text.strip(), flags=re.I).replace("-", "").upper()
    return f"{bare[:4]}-{bare[4:]}" if is_issn(bare) else None


def is_isbn(text: str) -> bool:
    """Whether the check digit of an ISBN-10 or ISBN-13 is right (ISO 2108).

    >>> is_isbn("978-0-12-409547-2"), is_isbn("978-0-12-409547-3")
    (True, False)
    """
    digits = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII):
        weights = range(10, 0, -1)
        return sum(w * _digit(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", digits, re.ASCII):
        return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0
    return False


def is_issn(text: str) -> bool:
    """Whether the check digit of an ISSN is right (ISO 3297).

    >>> is_issn("0098-7484"), is_issn("0098-7485")
    (True, False)
    """
    digits = text.strip().replace("-", "").upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits, re.ASCII):
        return False
    return sum(w * _digit(d) for w, d in zip(range(8, 0, -1), digits, strict=True)) % 11 == 0


def _digit(character: str) -> int:
    return 10 if character == "X" else int(character)
