"""Author-year forms: the year stands behind the names, the rest follows without a semicolon.

::

    early    = people ["("] year [")"] [","] (article | work)
    article  = title ("." | ",") container [","] volume ["(" issue ")"] (":" | "," | SP) pages
    work     = title "." [edition "."] [container "."] [place ":"] [publisher "."] ["(" "pp." pages ")"]

So APA, Harvard and the house styles of Elsevier, Springer, Frontiers and the plant sciences.
"""

from __future__ import annotations

import re

from bibkit.dates import YEAR
from bibkit.model import Name
from bibkit.names import looks_like_body, parse_people, scan_people
from bibkit.reflist.grammar.notes import finish
from bibkit.reflist.grammar.parts import (
    DASH,
    DATE,
    EDITION,
    ISSUE,
    MASK,
    PAGES,
    SUPPLEMENT,
    Reading,
    put_container,
    put_date,
    put_pages,
    put_volume,
)
from bibkit.reflist.grammar.titles import (
    looks_like_container,
    sentences,
    split_at_comma,
    split_title,
)

__all__ = ["read_early_year", "read_work", "take_early_year"]

# After the names: "(2008) Title" or "2008. Title" or "2008 Title" or "2008, 'Title'".
_EARLY_YEAR = re.compile(rf"[\s.,(]*{DATE}\.?\)?[\s.,:;]*(?=\S)")
# Container, volume, issue and pages close the string; without a mark between volume and pages
# these must be a range.
_LATE_PLACE = re.compile(
    rf"(?:^|[\s.,])(?:[Vv]ol\.?\s*)?(?P<volume>\d[\w/]*(?:{DASH}\d+)?){ISSUE}?(?P<supplement>{SUPPLEMENT})?"
    rf"(?:\s*[,:.]\s*|\s+(?=[A-Za-z]{{0,3}}\d+\s?{DASH}\s?[A-Za-z]{{0,3}}\d|[eE]\d)){PAGES}[\s.,;)({MASK}]*$"
)
_QUOTED = re.compile(r"^[‘'“\"](?P<title>.{8,}?)[’'”\"],?\s+(?P<rest>.+)$")
# Marks that match, a comma behind the closing one, none in the rest: no doubt where the title ends,
# whatever the journal looks like ("‘Dose in practice.’, Medical physics").
_QUOTED_SURELY = re.compile(
    r"^(?:‘(?P<single>.{8,})’|“(?P<double>.{8,})”|\"(?P<plain>.{8,})\"|'(?P<typed>.{8,})'),\s+"
    r"(?P<rest>[^\W_a-z][^‘’“”\"]{1,100})$"
)
_BOOK_PAGES = re.compile(
    rf"\s*\((?:[Vv]ol\.?\s*(?P<volume>\w+),?\s*)?pp?\.?\s*(?P<pages>[\w.]+(?:\s?{DASH}+\s?[\w.]+)?)\)"
)
_PLACE_PUBLISHER = re.compile(
    r"^(?P<place>[^:.]{2,50}(?:\.[A-Z]\.?)*[^:.]{0,30}):\s*(?P<publisher>[^:]{2,120}?)\.?$"
)
_PUBLISHER = re.compile(
    r"\b(?:Press|Publish(?:er|ers|ing)|Publications?|Springer|Elsevier|Wiley|Blackwell|Routledge|Sage|SAGE|"
    r"Academic|Verlag|Editora|Editorial|Books|Erlbaum|McGraw|Pearson|Karger|Thieme|Humana|CABI|CRC)\b"
)


# "OECD. 2016 …", "World Bank, 2007 …", "MOA (Ethiopia Ministry of Agriculture). 2012 …"
_BODY = re.compile(
    rf"(?P<body>[^\W\d_a-z][^.;:()]{{1,110}}?(?:\s\([^()]{{2,60}}\))?)[\s.,]+\(?(?={YEAR}[a-z]?\b)"
)
# "Title," in Book, [Vol. n,] eds Names (Place: Publisher), pages
_IN_BOOK = re.compile(
    rf"[,.]?[”\"’]?\s+in\s+(?P<book>[^\W\d_a-z].+?),?\s+(?:[Vv]ol\.?\s*(?P<volume>\w+),\s+)?[Ee]ds?\.?\s+"
    rf"(?P<editors>.+?)\s+\((?P<place>[^():]{{2,60}}):\s*(?P<publisher>[^()]{{2,80}}?);?\s*\)[,.]?\s*"
    rf"(?:(?:pp?\.\s*)?(?P<pages>[A-Za-z]?\d+(?:\s?{DASH}\s?[A-Za-z]?\d+)?))?(?P<tail>.*)$"
)


# Title In Book, names (eds), [pp pages]. [Place: Publisher]
_IN_BOOK_NAMES = re.compile(
    rf"[,.?]?[”\"’]?\s+In\s+(?P<book>[^\W\d_a-z][^()]+?),\s+(?P<editors>[^\W\d_a-z][\w’'-]+(?:,)?\s[A-Z][^()]{{0,200}}?)"
    rf"\s*\([Ee]ds?\.?\)[.,]*\s*(?:pp?\.?\s*(?P<pages>[A-Za-z]?\d+(?:\s?{DASH}\s?[A-Za-z]?\d+)?)[.,]*\s*)?"
    rf"(?:(?P<place>[^:.]{{2,50}}):\s*(?P<publisher>[^.]{{2,80}}?))?(?P<volume>)(?P<tail>[.,].*)?$"
)


def _chapter(text: str, reading: Reading) -> bool:
    """“title,” "in" book "," "eds" people "(" place ":" publisher ")" "," pages"""
    match = _IN_BOOK.search(text) or _IN_BOOK_NAMES.search(text)
    if match is None:
        return False
    reading.type = "chapter"
    reading.put("title", text[: match.start()].strip("“‘\"' "))
    editors = parse_people(match["editors"])
    reading.put_people("editor", editors.names, editors.truncated)
    for variable, group in (
        ("container-title", "book"),
        ("volume", "volume"),
        ("publisher-place", "place"),
        ("publisher", "publisher"),
    ):
        reading.put(variable, match[group] or "")
    if match["pages"]:
        put_pages(reading, match["pages"], None)
    finish(reading, match["tail"] or "")
    return True


def take_early_year(text: str, reading: Reading) -> str | None:
    """Read names and the year behind them; give back the rest, or None for another form."""
    people = scan_people(text)
    names: tuple[Name, ...] = people.names if people else ()
    end = people.end if people else 0
    if people is None:
        body = _BODY.match(text)
        if body is None or not looks_like_body(re.sub(r"\s*\(.*", "", body["body"])):
            return None
        names, end = (Name(literal=body["body"].strip(" .,")),), body.end("body")
    year = _EARLY_YEAR.match(text, end)
    if year is None:
        return None
    reading.put_people("author", names, bool(people and people.truncated))
    put_date(reading, year["date"])
    return text[year.end() :]


def read_early_year(text: str, reading: Reading) -> bool:
    """People ["("] year [")"] (article | work)"""
    rest = take_early_year(text, reading)
    if rest is None:
        return False
    if _chapter(rest, reading):
        return True
    place = _LATE_PLACE.search(rest)
    if place is None:
        read_work(rest, reading, "title")
        return True
    comma_form = rest[: place.start() + 1].rstrip().endswith(",")
    title, container = _title_and_container(rest[: place.start()].rstrip(" ,."), comma_form)
    reading.put("title", title)
    put_container(reading, container, rest[: place.start()].rstrip(" ,").endswith("."))
    reading.type = "article-journal"
    put_volume(reading, place)
    put_pages(reading, place["pages"], place["label"])
    return True


def _title_and_container(text: str, comma_form: bool) -> tuple[str, str]:
    """Two parts, a stop between them, or a comma, or quotation marks around the first.

    Args:
        comma_form: whether a comma follows the container too ("Evol., 29, 1969").
    """
    quoted = _QUOTED.match(text)
    if quoted and looks_like_container(quoted["rest"]):
        return quoted["title"].rstrip(",."), quoted["rest"]
    surely = _QUOTED_SURELY.match(text)
    if surely:
        title = next(filter(None, surely.groups()))
        return title.rstrip(",. "), surely["rest"]
    title, container = split_title(text)
    at_comma = split_at_comma(text)
    if at_comma and (comma_form or not looks_like_container(container)):
        return at_comma
    return title, container


_LISTED_PAGES = re.compile(rf",\s*pp?\.\s*(?P<pages>[\w.]+(?:\s?{DASH}+\s?[\w.]+)?)(?=[,.;]|$)")


def read_work(text: str, reading: Reading, variable: str) -> None:
    """Title "." [edition "."] [container "."] [place ":"] [publisher "."] ["(pp." pages ")"]

    Args:
        variable: what the first sentence is: `title`, or the book of a chapter.
    """
    pages = _BOOK_PAGES.search(text)
    if pages:
        put_pages(reading, pages["pages"], None)
        reading.put("volume", pages["volume"] or "")
        text = f"{text[: pages.start()]}{text[pages.end() :]}"
    else:
        listed = _LISTED_PAGES.search(text)
        if listed:  # "Book, pp. 1–9, Publisher, Place."
            put_pages(reading, listed["pages"], None)
            after = text[listed.end() :].strip(" ,.")
            text = text[: listed.start()] + "."
            reading.put("publisher", after)
    first, *rest = sentences(text.replace(MASK, " ")) or [""]
    reading.put(variable, first)
    left = []
    for sentence in rest:
        imprint = _PLACE_PUBLISHER.match(sentence)
        if imprint:
            reading.put("publisher-place", imprint["place"])
            reading.put("publisher", imprint["publisher"])
        elif EDITION.match(sentence):
            reading.put(
                "edition", re.sub(r"\s*\b(?:ed|edn|edition)\b\.?.*$", "", sentence.strip("()"))
            )
        elif _PUBLISHER.search(sentence) or looks_like_body(sentence):
            reading.put("publisher", sentence)
        elif looks_like_container(sentence.rstrip(".")) and "container-title" not in reading.fields:
            reading.put("container-title", sentence)
        else:
            left.append(sentence)
    if variable == "title":
        journal = "container-title" in reading.fields and "publisher" not in reading.fields
        reading.type = "article-journal" if journal else "book"
    finish(reading, " ".join(left))
