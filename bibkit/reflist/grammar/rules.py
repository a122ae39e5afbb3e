"""One reference as PubMed, PMC and Vancouver lists print it, to fields.

::

    reference  = [people] (article | chapter | book | early | late | dated) *note
    article    = title "." container "." year-part
    year-part  = year [month [day]] ";" [volume] ["(" issue ")"] [":" pages] "."
    chapter    = title "." "In:" [people "," "editor" ["s"] "."] book
    book       = title "." [edition "."] (publisher ";" [place ":"] | place ":" publisher ";")
                 year "." ["pp." pages "."]
    dated      = title "." [container "."] year [month [day]] "."
    note       = "Epub" … | "[" … "]" | "In press" | "Accessed" date

`late`, with the year at the end, is in `bibkit.reflist.grammar.lateyear`; `early`, with the year behind the names, is in `bibkit.reflist.grammar.yearfirst`. Identifiers are taken out before (`bibkit.identifiers`). What no rule consumed is `left`: the
reference is then doubtful and says so.
"""

from __future__ import annotations

import re

from bibkit.dates import MONTH, YEAR
from bibkit.names import looks_like_body, parse_people, scan_people
from bibkit.reflist.grammar.authors import take_authors
from bibkit.reflist.grammar.lateyear import read_late_year
from bibkit.reflist.grammar.notes import finish, take_notes
from bibkit.reflist.grammar.parts import (
    DASH,
    DATE,
    EDITION,
    EDITORS_SENTENCE,
    ISSUE,
    MASK,
    PAGES,
    PAGES_SENTENCE,
    PREPRINT_SERVERS,
    SUPPLEMENT,
    VOLUME,
    VOLUME_SENTENCE,
    Reading,
    put_container,
    put_date,
    put_pages,
    put_volume,
)
from bibkit.reflist.grammar.titles import (
    is_container_alone,
    looks_like_container,
    sentences,
    split_at_comma,
    split_title,
)
from bibkit.reflist.grammar.yearfirst import read_early_year, read_work, take_early_year

__all__ = ["read_fields"]

# year [month [day]] ";" volume "(" issue ")" ":" pages
_YEAR_PART = re.compile(
    rf"(?:(?<=[\s.,:(?!)])|^){DATE}\s*;\s*(?:{VOLUME}(?P<supplement>{SUPPLEMENT})?)?{ISSUE}?"
    rf"(?P<supplement2>{SUPPLEMENT})?"
    rf"(?P<article>,\s*article\s\w+(?=:))?(?:\s*[:,]\s*{PAGES}|\s*[:,])?(?=[\s.,;{MASK}]|$)"
)
# "(" year ")" volume ["(" issue ")"] ":" pages, behind the journal
_BRACKETED_PART = re.compile(
    rf"(?<=[\s.])\({DATE}\)[\s.,:;]*(?P<volume>\d[\w/]*)(?P<supplement>{SUPPLEMENT})?{ISSUE}?\s*:\s*{PAGES}"
    rf"(?=[\s.,;{MASK}]|$)"
)
# year "," volume ["(" issue ")"] "," pages, behind the journal and at the end (ACS)
_COMMA_PART = re.compile(
    rf"(?<=[\w.)]\s){DATE}\s*,\s*(?P<volume>[A-Z]?\d[\w/]*)(?P<supplement>{SUPPLEMENT})?{ISSUE}?\s*,\s*{PAGES}"
    rf"(?=[\s.,;{MASK}]*$)"
)
# year ":" volume ["(" issue ")"] ":" pages
_COLON_PART = re.compile(
    rf"(?<=[\w.)]\s){DATE}\s*:\s*(?P<volume>\d[\w/]*)(?P<supplement>{SUPPLEMENT})?{ISSUE}?\s*:\s*{PAGES}"
    rf"(?=[\s.,;{MASK}]|$)"
)
# publisher ";" [place ":"] year
_PLACE = r"(?:[^;.:]|\b\w{1,3}\.|\.(?=\w))"
_IMPRINT = re.compile(
    rf";\s*(?:(?P<place>{_PLACE}{{2,80}}?(?:;{_PLACE}{{2,40}}){{0,2}}):\s*)?{DATE}\b"
    rf"(?:\s*:\s*{PAGES})?\s*(?P<tail>.*)$"
)
# container ";" [month] year ";" place "." ["pp." pages]
_MEETING = re.compile(
    rf";\s*(?P<when>(?:\d{{1,2}}(?:\s?{DASH}\s?\d{{1,2}})?\s+)?(?:{MONTH}(?:\s?{DASH}\s?{MONTH})?\s+)?"
    rf"{YEAR})\s*;\s*(?P<place>[^;]{{2,80}}?)\.\s*(?P<tail>(?:[^;]{{0,80}};\s*)?(?:pp?\.[^;]*)?)$"
)
# container ";" place "." year "." ["pp." pages]
_MEETING_PLACE = re.compile(
    rf";\s*(?P<place>[^;.\d]{{2,60}})\.\s*(?P<when>{YEAR}(?:\s+{MONTH}[^.;]{{0,12}})?)\.\s*(?P<tail>(?:pp?\.[^;]*)?)$"
)
_PLACE_FIRST = re.compile(r"^(?P<place>[^:;]{2,60}):\s*(?P<publisher>.+)$")
_CONFERENCE = re.compile(
    r"\b(?:Proceedings of|Proc(?:\.|eedings)? (?:of )?the|Conference|Symposium|Workshop|Congress)\b"
)
# "In:" before a book; without its colon where editors follow ("In Roe R. (Eds.),").
_IN = re.compile(
    r"(?:(?<=[.?!)\],])|(?<=[.?!,][”\"’])|(?<=[”\"’],)|(?=\sIn:))\s+(?:[Ii]n\s?:\s+|[Ii]n\s+(?=[^\W\d_].{2,300}?\([Ee]ds?\.?\)))"
)
_EDITORS = re.compile(r",?\s*\(?\b(?:editors?|[Ee]ds?|Hrsg|orgs?|coords?)\b\.?\)?[.,:;]?\s*")


def read_fields(text: str) -> Reading:
    """Read one reference, its identifiers masked, by the grammar of this module.

    Args:
        text: one line, white space collapsed, label and link tail cut, each identifier
            replaced by `MASK`.

    >>> reading = read_fields("Niedermeyer S., Murn M. Respiratory failure. Chest. 2019;155(2):401–408.")
    >>> reading.type, reading.fields["container-title"], reading.fields["page"], reading.left
    ('article-journal', 'Chest', '401-408', '')
    """
    reading = Reading()
    body = take_notes(text, reading)
    for rule in (_chapter, _meeting, _article, _book, read_early_year, read_late_year, _dated):
        attempt = reading.copy()  # a rule that does not fit leaves nothing behind
        if rule(body, attempt):
            return attempt
    _whole(body, reading)
    return reading


def _container_type(container: str) -> str:
    return "article" if PREPRINT_SERVERS.match(container) else "article-journal"


# --- the rules ----------------------------------------------------------------------------------


def _article(text: str, reading: Reading) -> bool:
    """[people] title "." container "." year ";" volume "(" issue ")" ":" pages"""
    match = None
    for found in _YEAR_PART.finditer(text):
        match = found
        if found["volume"] or found["pages"] or found["issue"]:
            break
    if match is None or not (match["volume"] or match["pages"] or match["issue"]):
        if take_early_year(text, Reading()) is not None:
            return False
        match = _BRACKETED_PART.search(text) or _COMMA_PART.search(text) or _COLON_PART.search(text)
        if match is None:
            return False
    head = text[: match.start()].rstrip(" (").rstrip()
    rest = take_authors(head.rstrip(".") + ".", reading, rest_has=2).rstrip(". ")
    # ACS prints no titles: a name that ends in a stop before the year is the journal's.
    untitled = match.re is _COMMA_PART and head.endswith(".") and looks_like_container(rest)
    alone = untitled or is_container_alone(rest)
    title, container = ("", rest) if alone else split_title(rest)
    if not alone and not container:
        title, container = split_at_comma(rest) or (title, container)
    reading.put("title", title)
    put_container(reading, container, head.endswith("."))
    reading.type = _container_type(container)
    put_date(reading, match["date"])
    put_volume(reading, match)
    if match["pages"]:
        put_pages(reading, match["pages"], match["label"])
    finish(reading, text[match.end() :])
    return True


def _chapter(text: str, reading: Reading) -> bool:
    """[people] title "." "In:" [people "," "editors" "."] book"""
    where = _IN.search(text)
    if where is None:
        return False
    head, tail = text[: where.start()], text[where.end() :]
    early = take_early_year(head, reading)
    title = take_authors(head.rstrip(".") + ".", reading, rest_has=1) if early is None else early
    reading.put("title", title.strip("“”‘’\"', "))
    reading.type = "chapter"
    role = _EDITORS.search(tail)
    if role and role.start() < 400:
        editors = parse_people(tail[: role.start()])
        reading.put_people("editor", editors.names, editors.truncated)
        tail = tail[role.end() :]
    if early is not None:
        read_work(tail.lstrip(" .,"), reading, "container-title")
    elif not _imprint(tail, reading, "container-title"):
        _undated_book(tail, reading, "container-title")
    return True


def _meeting(text: str, reading: Reading) -> bool:
    """[people] title ("." | ";") proceedings ";" ([month] year ";" place | place "." year) "." ["pp." pages]"""
    match = _MEETING.search(text) or _MEETING_PLACE.search(text)
    if match is None or not _CONFERENCE.search(text[: match.start()]):
        return False
    rest = take_authors(text[: match.start()], reading, rest_has=1)
    title, semicolon, conference = rest.rpartition("; ")
    if not semicolon or not _CONFERENCE.search(conference):
        title, conference = split_title(rest)
    reading.type = "paper-conference"
    reading.put("title", title)
    reading.put("container-title", conference)
    reading.put("event-place", match["place"])
    put_date(reading, match["when"])
    publisher, _, pages = match["tail"].rpartition(";")
    reading.put("publisher", publisher)
    finish(reading, pages)
    return True


def _book(text: str, reading: Reading) -> bool:
    """[people] title "." [edition "."] publisher ";" [place ":"] year "." ["pp." pages]"""
    if _IMPRINT.search(text) is None:
        return False
    reading.type = "book"
    rest = take_authors(text, reading, rest_has=2)
    if not _imprint(rest, reading, "title"):
        return False
    title = reading.text_of("title")
    if _CONFERENCE.search(title):
        name, conference = split_title(title)
        if conference and _CONFERENCE.search(conference):
            reading.type = "paper-conference"
            reading.put("title", name)
            reading.put("container-title", conference)
    return True


def _imprint(text: str, reading: Reading, variable: str) -> bool:
    """`variable` "." [edition "."] ["Vol." volume "."] publisher ";" [place ":"] year …"""
    match = _IMPRINT.search(text)
    if match is None:
        return False
    parts = sentences(text[: match.start()] + ".")
    if not parts:
        return False
    publisher = parts.pop().removesuffix(".") if len(parts) > 1 else ""
    place = match["place"] or ""
    if not publisher:
        # "Title; 2015." or "In: Book; Place: 2005."
        parts = [text[: match.start()]]
    elif not place:
        other = _PLACE_FIRST.match(publisher)
        if other:
            place, publisher = other["place"], other["publisher"]
    _put_book_parts(parts, reading, variable)
    reading.put("publisher", publisher)
    reading.put("publisher-place", place)
    put_date(reading, match["date"])
    if match["pages"]:
        put_pages(reading, match["pages"], match["label"])
    finish(reading, match["tail"].lstrip(" .,;"))
    return True


def _put_book_parts(parts: list[str], reading: Reading, variable: str) -> None:
    """Editions and volumes among the sentences of a book's head; the rest is its title."""
    named: list[str] = []
    for part in parts:
        volume = VOLUME_SENTENCE.match(part)
        pages = PAGES_SENTENCE.match(part)
        editors = EDITORS_SENTENCE.match(part)
        if named and EDITION.match(part):
            reading.put(
                "edition", re.sub(r"\s*\b(?:ed|edn|edition)\b\.?.*$", "", part.strip("()")) or part
            )
        elif named and volume:
            reading.put("volume", volume["volume"])
        elif named and pages:
            put_pages(reading, pages["pages"], None)
        elif named and editors and scan_people(editors["people"]):
            people = parse_people(editors["people"])
            reading.put_people("editor", people.names, people.truncated)
        else:
            named.append(part)
    reading.put(variable, " ".join(named))


_ANY_YEAR = re.compile(rf"(?:^|[\s.,(]){DATE}\)?[.,;]?(?=\s|$|{MASK})")
_CLOSING_YEAR = re.compile(rf"(?<=[.,?!)\]:])\s*\(?{DATE}\)?[.,;:]*(?=\s|$|{MASK})")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match: the year of a reference closes it."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _undated_book(text: str, reading: Reading, variable: str) -> bool:
    """A book without publisher: title "." [edition "."] [year "."] ["pp." pages]"""
    year = _last(_ANY_YEAR, text)
    head, tail = (text[: year.start()], text[year.end() :]) if year else (text, "")
    if year:
        put_date(reading, year["date"])
    parts = sentences(head.replace(MASK, " "))
    _put_book_parts(parts, reading, variable)
    finish(reading, tail)
    return True


def _dated(text: str, reading: Reading) -> bool:
    """[people] title "." [container "."] year"""
    year = _last(_CLOSING_YEAR, text)
    if year is None:
        return False
    rest = take_authors(text[: year.start()].rstrip(". ") + ".", reading, rest_has=1)
    title, container = split_title(rest.rstrip(". "), stop_falls=False)
    imprint = _PLACE_FIRST.match(container)
    if imprint or (container and looks_like_body(container)):
        reading.type = "book"
        reading.put("publisher", imprint["publisher"] if imprint else container)
        reading.put("publisher-place", imprint["place"] if imprint else "")
        container = ""
    elif container and _CONFERENCE.search(container):
        reading.type = "paper-conference"
    elif container:
        reading.type = _container_type(container)
    else:
        reading.type = "book"
    reading.put("title", title)
    reading.put("container-title", container)
    put_date(reading, year["date"])
    finish(reading, text[year.end() :])
    return True


def _whole(text: str, reading: Reading) -> None:
    """No rule fits: names where there are some, the first sentence as title, the rest left."""
    rest = take_authors(text, reading, rest_has=1)
    parts = sentences(rest.replace(MASK, " "))
    if parts:
        title, container = split_title(parts[0].rstrip("."))
        conference = next((p for p in parts[1:2] if _CONFERENCE.search(p)), "")
        reading.put("title", title)
        reading.put("container-title", container or conference)
        if conference:
            reading.type = "paper-conference"
            parts.remove(conference)
        finish(reading, " ".join(parts[1:]))
