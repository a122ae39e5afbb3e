"""Single values as NLM prints them, and as a reference has them.

Source: NLM, MEDLINE/PubMed Data Element Descriptions, and the PubMed DTD's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bibkit import identifiers
from bibkit.languages import language_tag, medline_code
from bibkit.mending import is_shouted, sentence_case, with_stops
from bibkit.model import Reference
from bibkit.pages import full_pages
from bibkit.text import DASHES

__all__ = [
    "accession_of", "address_of", "book_title", "doi_of", "heading_name", "initials", "is_article_number", "is_normal", "is_resolver", "joined", "language_code", "language_of", "normal",
    "pages_of", "printed_title", "settled_address", "split_keywords", "split_suffix", "stopped", "title_of",
]  # fmt: skip


# --- titles -----------------------------------------------------------------------------------------


def title_of(printed: str, vernacular: str = "") -> str:
    """A title; NLM ends each with a stop, and puts its translations into brackets.

    Args:
        vernacular: the title in the article's own language; taken where there is no other.

    >>> title_of("[Of soil and air].", "De la terre et de l'air."), title_of("Why?")
    ('Of soil and air', 'Why?')
    """
    title = _unbracketed(printed)
    if title.rstrip(".").lower() in ("", "not available", "no title available"):
        title = vernacular
    title = sentence_case(title) if is_shouted(title) else title
    return title.removesuffix(".") if not title.endswith("..") else title


def _unbracketed(title: str) -> str:
    """Without the brackets that enclose all of a title, not those of "[3H]Ouabain and [14C]"."""
    bare = title.rstrip(".")
    if not (bare.startswith("[") and bare.endswith("]")):
        return title
    depth = 0
    for place, character in enumerate(bare, start=1):
        depth += (character == "[") - (character == "]")
        if depth == 0:
            return bare[1:-1] if place == len(bare) else title
    return title


def printed_title(title: str, is_translated: bool = False) -> str:
    """A title as NLM prints it.

    >>> printed_title("Of soil"), printed_title("Why?"), printed_title("Of soil", is_translated=True)
    ('Of soil.', 'Why?', '[Of soil].')
    """
    if is_translated and title and title_of(f"[{title}].") == title:
        return f"[{title}]."
    return title if not title or title.endswith((".", "?", "!")) else f"{title}."


def book_title(title: str, is_translated: bool = False) -> str:
    """A title as NLM prints it of a book: without a stop of its own.

    >>> book_title("Soil"), book_title("Soil", is_translated=True)
    ('Soil', '[Soil]')
    """
    printed = printed_title(title, is_translated)
    return printed if printed == title else printed.removesuffix(".")


# --- pages ------------------------------------------------------------------------------------------

# "181-4", "S12-9", "606-20.e7", not "1-4-9".
_RANGE = re.compile(
    rf"(?<![{DASHES}\w.])([A-Za-z]*)(\d+)\s?[{DASHES}]\s?([A-Za-z]*)(\d+)(?![{DASHES}\w])"
)


def _completed(match: re.Match[str]) -> str:
    """A range with the digits that NLM leaves out of its last page; one that has all as it is."""
    letters, first, other, last = match.groups()
    is_short = len(last) < len(first) or (letters and not other)
    return full_pages(match[0]) if is_short else match[0]


def pages_of(printed: str) -> str:
    """The pages of a pagination in full; empty where it only says how long an article is ("[5 p.]").

    >>> pages_of("181-4"), pages_of("2237-8; author reply 2238"), pages_of("[5 p.]")
    ('181-184', '2237-2238; author reply 2238', '')
    """
    is_extent = printed.startswith("[") and printed.endswith("]")
    return "" if is_extent else _RANGE.sub(_completed, printed)


# Article numbers that are cited as pages (e0213344, 10046, evad130, e01530-19); not a publisher's
# own item identifier (S0000-1111(20)12345-6).
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{0,6}\.?\d{1,10}(?:-\d\d(?:\.\d{4})?)?", re.A)


def is_article_number(pii: str) -> bool:
    """Whether a publisher's identifier is an article's number, which is cited as its page.

    >>> is_article_number("e0213344"), is_article_number("S1080-6032(22)00139-9")
    (True, False)
    """
    return _ARTICLE_NUMBER.fullmatch(pii) is not None


# --- identifiers, languages -------------------------------------------------------------------------

_NORMAL = {
    "DOI": identifiers.normalise_doi, "PMID": identifiers.normalise_pmid,
    "PMCID": identifiers.normalise_pmcid, "ISSN": identifiers.normalise_issn,
    "ISBN": identifiers.normalise_isbn,
}  # fmt: skip


def normal(variable: str, value: str) -> str:
    """An identifier in its one form; as it stands where it has none.

    >>> normal("PMID", "0012"), normal("ISSN", "12345679"), normal("ISSN", "none")
    ('12', '1234-5679', 'none')
    """
    return _NORMAL[variable](value) or value


def is_normal(variable: str, value: str) -> bool:
    """Whether a text is an identifier of that kind."""
    return _NORMAL[variable](value) is not None


_RESOLVER = re.compile(r"https?://(?:dx\.)?doi\.org/.+", re.I)


def is_resolver(address: str) -> bool:
    """Whether an address is a DOI's."""
    return _RESOLVER.fullmatch(address) is not None


def doi_of(reference: Reference) -> str:
    """The DOI of a reference, which may stand in its address alone."""
    address = reference.text("URL")
    return reference.text("DOI") or (normal("DOI", address) if is_resolver(address) else "")


def language_of(code: str) -> str:
    """A language's tag; as it stands where it is not known, empty where it is undetermined."""
    return "" if code.lower() == "und" else language_tag(code) or code


def language_code(tag: str) -> str:
    """A language as MEDLINE says it; as it stands where MEDLINE has no word for it."""
    return medline_code(tag) or tag


# --- books ------------------------------------------------------------------------------------------

_BOOKSHELF = "https://www.ncbi.nlm.nih.gov/books/"
_ACCESSION = re.compile(r"https?://(?:www\.)?ncbi\.nlm\.nih\.gov/books/(NBK\d+)/?")


def address_of(accession: str) -> str:
    """Where a book, or a chapter, of NCBI's Bookshelf is read; empty for no such accession.

    >>> address_of("NBK22")
    'https://www.ncbi.nlm.nih.gov/books/NBK22/'
    """
    return f"{_BOOKSHELF}{accession}/" if re.fullmatch(r"NBK\d+", accession, re.A) else ""


def settled_address(address: str) -> str:
    """An address, one of the Bookshelf as it is read there now."""
    return address_of(accession_of(address)) or address


def accession_of(address: str) -> str:
    """The accession in an address of the Bookshelf; empty for any other address."""
    match = _ACCESSION.fullmatch(address)
    return match[1] if match else ""


# --- names ------------------------------------------------------------------------------------------

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|1st|2nd|3rd|[4-9]th)\.?")


def split_suffix(given: str) -> tuple[str, str]:
    """A given name and the suffix that NLM prints behind it.

    >>> split_suffix("John A 3rd"), split_suffix("John")
    (('John A', '3rd'), ('John', ''))
    """
    rest, _, last = given.rpartition(" ")
    return (rest, last) if _SUFFIX.fullmatch(last) else (given, "")


def initials(given: str) -> str:
    """The initials of a given name.

    >>> initials("Jan-Emmanuel"), initials("M J"), initials("Marie T.A."), initials("MJ")
    ('JE', 'MJ', 'MTA', 'MJ')
    """
    words = re.split(rf"[{DASHES}\s.]+", with_stops(given))
    return "".join(word[0].upper() for word in words if word)


def stopped(given: str, initials: str = "") -> str:
    """A given name with the stops that NLM leaves out behind initials.

    Args:
        initials: the same name's, where they are known: they tell a short name in capitals.

    >>> stopped("Mark J", "MJ"), stopped("MJ", "MJ"), stopped("LI", "L")
    ('Mark J.', 'M. J.', 'LI')
    """
    letters = sum(character.isalpha() for character in initials)
    is_name = given.isalpha() and 0 < letters < len(given)
    return given if is_name else with_stops(given)


# --- keywords ---------------------------------------------------------------------------------------


def joined(keywords: Iterable[str]) -> str:
    """Keywords as one text: with semicolons where one of them has a comma. Doubles count once.

    >>> joined(["soil", "air", "soil"]), joined(["Cartilage, Articular", "Female"])
    ('soil, air', 'Cartilage, Articular; Female')
    """
    words = list(dict.fromkeys(word for word in keywords if word))
    return ("; " if any("," in word or ";" in word for word in words) else ", ").join(words)


def split_keywords(text: str) -> Sequence[str]:
    """The keywords of a text.

    >>> split_keywords("soil, air"), split_keywords("Cartilage, Articular; Female")
    (['soil', 'air'], ['Cartilage, Articular', 'Female'])
    """
    words = (word.strip() for word in text.split(";" if ";" in text else ","))
    return [word for word in words if word]


def heading_name(heading: str) -> str:
    """A Medical Subject Heading without its qualifiers and the stars of what is its topic.

    >>> heading_name("Aurovertins/*chemistry/metabolism"), heading_name("*Protein Folding")
    ('Aurovertins', 'Protein Folding')
    """
    return heading.partition("/")[0].removeprefix("*")
