"""One reference as PubMed, PMC and Vancouver lists print it, to fields.

::

    reference  = [people] (article | chapter | book | dated) *note
    article    = title "." container "." year-part
    year-part  = year [month [day]] ";" [volume] ["(" issue ")"] [":" pages] "."
    chapter    = title "." "In:" [people "," "editor" ["s"] "."] book
    book       = title "." [edition "."] (publisher ";" [place ":"] | place ":" publisher ";")
                 year "." ["pp." pages "."]
    dated      = title "." [container "."] year [month [day]] "."
               | ["("] year [")"] title "." container [","] volume ["(" issue ")"] (":" | ",") pages
    note       = "Epub" … | "[" … "]" | "In press" | "Accessed" date

Identifiers are taken out before (`bibkit.identifiers`). What no rule consumed is `left`: the
reference is then doubtful and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bibkit.dates import MONTH, YEAR, parse_date
from bibkit.model import Name, Value
from bibkit.names import ET_AL, looks_like_body, parse_people, scan_people
from bibkit.reflist.titles import (
    is_container_alone,
    looks_like_container,
    sentences,
    split_title,
)
from bibkit.text import DASHES

__all__ = ["Reading", "read_fields"]

#: Stands where an identifier was taken out.
MASK = "\ue000"


@dataclass(slots=True)
class Reading:
    """What the grammar made of one string: a CSL type, CSL fields, and what was left over."""

    type: str = "document"
    fields: dict[str, Value] = field(default_factory=dict)
    custom: dict[str, object] = field(default_factory=dict)
    left: str = ""

    def put(self, variable: str, text: str) -> None:
        """Set a text variable, unless there is nothing to set."""
        bare = _clean(text)
        if bare:
            self.fields[variable] = bare

    def text_of(self, variable: str) -> str:
        """A text variable as set so far; empty where it is not."""
        value = self.fields.get(variable, "")
        return value if isinstance(value, str) else ""

    def put_people(self, variable: str, names: tuple[Name, ...], truncated: bool) -> None:
        if names:
            self.fields[variable] = names
            if truncated:
                self.custom[f"{variable}-et-al"] = True


_JUNK = f" .,;:{MASK}"


def _clean(text: str) -> str:
    """A field's text: no masks, no punctuation that stood between fields."""
    return " ".join(text.replace(MASK, " ").split()).strip(" ,;:").removesuffix(".").rstrip(" ,;")


_DASH = f"[{DASHES}]"
_DATE = rf"(?P<date>(?P<year>{YEAR})[a-z]?(?:\s*[{DASHES}/]\s*(?:{YEAR}|\d\d)\b)?(?:[\s,]+{MONTH}(?:\s*[{DASHES}/]\s*{MONTH})?(?:\s+\d{{1,2}}(?:\s*{_DASH}\s*\d{{1,2}})?)?)?)"
_SUPPLEMENT = (
    r"(?:(?:\s|,\s)*(?:Suppl?(?:ement)?|Pt|Part|Spec(?:ial)?(?:\sNo|\sIssue)?)\b\.?(?:\s?[\w/-]+)?)"
)
_VOLUME = r"(?P<volume>(?:[Vv]ol(?:ume)?\.?\s*)?[A-Za-z]{0,8}\.?\s?-?\d[\w./]*(?:(?:[-–]|\s?&\s?)\d[\w]*)?|[IVXLC]+|[A-Z]{1,2})"
_ISSUE = r"(?:\s*\((?P<issue>[^()]*(?:\([^()]*\)[^()]*)?)\))"
_PAGE_LABEL = r"(?:(?:pp?\.|pages?|article(?:\sid|\sno\.?|\snumber)?|art\.(?:\sno\.?)?|ID)\s*)"
_PAGE = r"[A-Za-z]{0,10}[\s.-]?\d[\w.]*(?:/\d+)?"
_PAGES = rf"(?P<label>{_PAGE_LABEL})?(?P<pages>{_PAGE}(?:\s?{_DASH}+\s?[A-Za-z]{{0,6}}\.?\d[\w]*(?:\.\w+)?)?(?:,\s?(?:e?\d[\w]*(?:\s?{_DASH}\s?\d[\w]*)?|discussion\s[\w–-]+|quiz\s[\w–-]+|author\sreply\s[\w–-]+))*)"

# year [month [day]] ";" volume "(" issue ")" ":" pages
_YEAR_PART = re.compile(
    rf"(?:(?<=[\s.,:(?!)])|^){_DATE}\s*;\s*(?:{_VOLUME}(?P<supplement>{_SUPPLEMENT})?)?{_ISSUE}?"
    rf"(?P<supplement2>{_SUPPLEMENT})?"
    rf"(?P<article>,\s*article\s\w+(?=:))?(?:\s*[:,]\s*{_PAGES}|\s*[:,])?(?=[\s.,;{MASK}]|$)"
)
# publisher ";" [place ":"] year
_PLACE = r"(?:[^;.:]|\b\w{1,3}\.|\.(?=\w))"
_IMPRINT = re.compile(
    rf";\s*(?:(?P<place>{_PLACE}{{2,80}}?(?:;{_PLACE}{{2,40}}){{0,2}}):\s*)?{_DATE}\b"
    rf"(?:\s*:\s*{_PAGES})?\s*(?P<tail>.*)$"
)
# container ";" [month] year ";" place "." ["pp." pages]
_MEETING = re.compile(
    rf";\s*(?P<when>(?:\d{{1,2}}(?:\s?{_DASH}\s?\d{{1,2}})?\s+)?(?:{MONTH}(?:\s?{_DASH}\s?{MONTH})?\s+)?"
    rf"{YEAR})\s*;\s*(?P<place>[^;]{{2,80}}?)\.\s*(?P<tail>(?:[^;]{{0,80}};\s*)?(?:pp?\.[^;]*)?)$"
)
_PLACE_FIRST = re.compile(r"^(?P<place>[^:;]{2,60}):\s*(?P<publisher>.+)$")
_EDITION = re.compile(
    r"^\(?(?:(?:\d+(?:st|nd|rd|th|[aªº])?|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|"
    r"[Ss]eventh|[Ee]ighth|[Nn]inth|[Tt]enth|[Rr]ev(?:ised|\.)?|[Ii]nternational|[Nn]ew|\w+)\s+){1,3}"
    r"(?:ed|edition|edn|edição|edición)\b\.?\)?(?:\s+edition)?\.?$"
)
_VOLUME_SENTENCE = re.compile(r"^[Vv]ol(?:ume|\.)?\s*(?P<volume>[\w–-]+)\.?$")
_PAGES_SENTENCE = re.compile(rf"^(?:pp?\.?|pages?)\s*{_PAGES}\.?$", re.I)
_NUMBER_OF_PAGES = re.compile(r"^(?P<number>\d+)\s*(?:p|pp|pages)\.?$", re.I)
_IN = re.compile(r"(?:(?<=[.?!)\]])|(?<=[.?!][”\"’]))\s+[Ii]n\s?:\s+")
_EDITORS = re.compile(r",?\s*\(?\b(?:editors?|[Ee]ds?|Hrsg|orgs?|coords?)\b\.?\)?[.,:;]?\s*")
_EDITORS_SENTENCE = re.compile(r"^(?P<people>.{3,300}?),?\s*\(?(?:editors?|[Ee]ds?)\b\.?\)?\.?$")
_CONFERENCE = re.compile(
    r"\b(?:Proceedings of|Proc(?:\.|eedings)? (?:of )?the|Conference|Symposium|Workshop|Congress)\b"
)
_EPUB = re.compile(
    r"[\[(]?\b(?:Epub(?:\s+ahead\s+of\s+print)?|eCollection|[Ee]arly online|[Oo]nline ahead of print|"
    rf"[Aa]head of print|[Ii]n press|[Ff]orthcoming|[Aa]ccepted)\b(?:[\s,:]*{YEAR}(?:\s+{MONTH}(?:\s+\d{{1,2}})?)?)?[\])]?\.?"
)
_ACCESS_DATE = (
    rf"(?P<when>\d{{1,2}}\s+{MONTH},?\s+{YEAR}|{MONTH}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?{YEAR}"
    rf"|{YEAR}(?:[\s-]+(?:{MONTH}|\d\d)(?:[\s-]+\d{{1,2}})?)?|\d{{1,2}}[./]\d{{1,2}}[./]{YEAR})"
)
_ACCESSED = re.compile(
    rf"[\[(]?\b(?:(?:last\s+)?accessed|cited|retrieved|viewed|access(?:\sdate)?|acessado(?:\sem)?|acesso"
    rf"(?:\sem)?|consultado)(?:\s+on)?\s*:?\s*{_ACCESS_DATE}[\])]?[.;,]?",
    re.I,
)
_AVAILABLE = re.compile(
    r"\b(?:available\s+(?:from|at|online(?:\s+at)?)|disponível\s+em|retrieved\s+from|URL)\s*:?\s*(?="
    + MASK
    + ")",
    re.I,
)
_GENRE = re.compile(r"\s*\[(?:Internet|Preprint|preprint|abstract|Dataset|dataset|Online|online)\]")
# After the names: "(2008) Title" or "2008. Title" or "2008 Title".
_EARLY_YEAR = re.compile(rf"[\s.,(]*{_DATE}\.?\)?[\s.,:;]*(?=\S)")
# Where the year came early: container, volume, issue and pages close the string.
_LATE_PLACE = re.compile(
    rf"(?:^|[\s.,])(?:[Vv]ol\.?\s*)?(?P<volume>\d[\w/]*(?:{_DASH}\d+)?){_ISSUE}?(?P<supplement>{_SUPPLEMENT})?"
    rf"\s*[,:.]\s*{_PAGES}[\s.,;{MASK}]*$"
)
_SERVERS = re.compile(
    r"^(?:bioRxiv|medRxiv|arXiv|ChemRxiv|PsyArXiv|Research Square|SSRN|OSF Preprints)\b", re.I
)


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
    body = _take_notes(text, reading)
    for rule in (_chapter, _meeting, _article, _book, _dated):
        if rule(body, reading):
            break
    else:
        _whole(body, reading)
    return reading


# --- notes ------------------------------------------------------------------------------------


def _take_notes(text: str, reading: Reading) -> str:
    """Take access dates and publication notes out: their years are not the year."""
    if (
        "cess" in text
        or "cited" in text
        or "etrieved" in text
        or "iewed" in text
        or "onsultado" in text
    ):
        accessed = _ACCESSED.search(text)
        date = parse_date(accessed["when"]) if accessed else None
        if accessed and date:
            reading.fields["accessed"] = date
            text = text[: accessed.start()] + " " + text[accessed.end() :]
    text = _AVAILABLE.sub(" ", text)
    notes = []
    for match in list(_EPUB.finditer(text))[::-1]:
        # A note stands behind the reference, never in its title.
        if re.search(YEAR, text[: match.start()]):
            notes.append(match[0].strip("[]() ."))
            text = text[: match.start()] + text[match.end() :]
    for note in notes[::-1]:
        status = re.match(
            r"Epub ahead of print|[Aa]head of print|[Ii]n press|[Ff]orthcoming|[Aa]ccepted", note
        )
        if status:
            reading.fields["status"] = (
                status[0].lower().replace("epub ahead of print", "ahead of print")
            )
        else:
            reading.fields["note"] = "; ".join(
                filter(None, (str(reading.fields.get("note", "")), note))
            )
    return text


def _finish(reading: Reading, rest: str) -> bool:
    """What stands behind the last rule: pages in words, a language note, or `left`."""
    left = []
    for sentence in sentences(rest.replace(MASK, " ")):
        bare = sentence.strip(_JUNK + "()[]")
        if not bare:
            continue
        pages = _PAGES_SENTENCE.match(sentence)
        if pages and "page" not in reading.fields:
            _put_pages(reading, pages["pages"], None)
        elif re.fullmatch(
            r"[\[(]?(?:[Aa]rticle )?[Ii]n [A-Z]\w+(?: with [\w ]+)?[\])]?\.?", sentence
        ):
            _add_note(reading, bare)
        else:
            left.append(bare)
    reading.left = "; ".join(left)
    return True


def _add_note(reading: Reading, note: str) -> None:
    before = str(reading.fields.get("note", ""))
    reading.fields["note"] = f"{before}; {note}" if before else note


# --- parts shared by the rules ----------------------------------------------------------------


def _put_date(reading: Reading, text: str) -> None:
    date = parse_date(text)
    if date:
        reading.fields["issued"] = date


def _put_pages(reading: Reading, pages: str, label: str | None) -> None:
    # One hyphen for a range, as CSL data has it; abbreviated ends stay as printed.
    text = re.sub(rf"\s?[{DASHES}]+\s?", "-", pages).strip(" .,")
    if text:
        reading.fields["page"] = text
    if label and label.lower().startswith(("art", "id")):
        reading.custom["article-number"] = True


def _put_volume(reading: Reading, match: re.Match[str]) -> None:
    parts = match.groupdict()
    reading.put("volume", re.sub(r"^[Vv]ol(?:ume)?\.?\s*", "", parts.get("volume") or ""))
    supplements = (parts.get("supplement"), parts.get("supplement2"))
    supplement = " ".join(s.strip(" ,") for s in supplements if s)
    number, _, article = (parts.get("issue") or "").partition(", article ")
    if article:
        _put_pages(reading, article, "article")
    issue = " ".join(filter(None, (number, supplement)))
    reading.put("issue", re.sub(r"^(?:[Nn]o|[Ii]ssue|[Nn])\b\.?\s*", "", issue))


def _take_authors(text: str, reading: Reading, *, rest_has: int) -> str:
    """Read the people that the text begins with; give back what follows.

    Args:
        rest_has: how many sentences must follow for a first sentence to be a body's name
            ("UNICEF. Maternal Health. UNICEF; 2015" has its title left).
    """
    people = scan_people(text)
    if people is None or _runs_on(text, people.end):
        full = scan_people(text, given_names=True)
        if full and (len(full.names) > 1 or full.truncated) and full.end < len(text):
            people = full
    if people is not None and text[people.end :].strip(_JUNK):
        reading.put_people("author", people.names, people.truncated)
        return text[people.end :].lstrip(_JUNK)
    led = _LED_BY_BODY.match(text)
    if led and (looks_like_body(led["body"]) or " " not in led["body"]):
        people = scan_people(text, led.end())
        if people and (len(people.names) > 1 or looks_like_body(led["body"])):
            body = Name(literal=led["body"]) if " " in led["body"] else Name(led["body"])
            reading.put_people("author", (body, *people.names), people.truncated)
            return text[people.end :].lstrip(_JUNK)
        et_al = ET_AL.match(text, led.end("body"))
        if et_al:
            reading.put_people("author", (Name(led["body"]),), True)
            return text[et_al.end() :].lstrip(_JUNK)
    parts = sentences(text)
    first = parts[0] if parts else ""
    named = looks_like_body(first) or (rest_has > 1 and _reads_as_proper_name(parts))
    if len(parts) > rest_has and named and not _conference_or_journal(first):
        reading.fields["author"] = (Name(literal=_clean(first)),)
        return text[text.index(first) + len(first) :].lstrip(_JUNK)
    return text


# "Diabetes Trial Research Group, Nathan DM, …" and "Seema, Kumar R., …" and "Tyagi, et al."
_LED_BY_BODY = re.compile(r"(?P<body>[^\W\d_a-z][^.;:,]{2,200}), ")


def _runs_on(text: str, end: int) -> bool:
    """Whether a list of names stopped at a comma: more names of another shape may follow."""
    return text[:end].rstrip().endswith(",")


def _reads_as_proper_name(parts: list[str]) -> bool:
    """Whether the first sentence is a name in capitals before a title ("Statistics Korea")."""
    first, second = parts[0], parts[1] if len(parts) > 1 else ""
    if _EDITION.match(second) or _EDITORS_SENTENCE.match(second) or _VOLUME_SENTENCE.match(second):
        return False
    return len(first.split()) <= 7 and "," not in first and looks_like_container(first.rstrip("."))


def _conference_or_journal(text: str) -> bool:
    return bool(re.match(r"(?:Proceedings|Journal|Annals|Annual Review)\b", text))


def _container_type(container: str) -> str:
    return "article" if _SERVERS.match(container) else "article-journal"


# --- the rules ----------------------------------------------------------------------------------


def _article(text: str, reading: Reading) -> bool:
    """[people] title "." container "." year ";" volume "(" issue ")" ":" pages"""
    match = None
    for found in _YEAR_PART.finditer(text):
        match = found
        if found["volume"] or found["pages"] or found["issue"]:
            break
    if match is None or not (match["volume"] or match["pages"] or match["issue"]):
        return False
    head = text[: match.start()].rstrip(" (").rstrip()
    rest = _take_authors(head.rstrip(".") + ".", reading, rest_has=2).rstrip(". ")
    rest = _GENRE.sub("", rest)
    title, container = ("", rest) if is_container_alone(rest) else split_title(rest)
    reading.put("title", title)
    # An abbreviated journal keeps the stop of its last word: "Invest. Ophthalmol. Vis. Sci."
    reading.put("container-title", container)
    if container and head.endswith(".") and "." in container and len(container.split()) > 1:
        reading.fields["container-title"] = _clean(container) + "."
    reading.type = _container_type(container)
    _put_date(reading, match["date"])
    _put_volume(reading, match)
    if match["pages"]:
        _put_pages(reading, match["pages"], match["label"])
    return _finish(reading, text[match.end() :])


def _chapter(text: str, reading: Reading) -> bool:
    """[people] title "." "In:" [people "," "editors" "."] book"""
    where = _IN.search(text)
    if where is None:
        return False
    head, tail = text[: where.start()], text[where.end() :]
    title = _take_authors(head.rstrip(".") + ".", reading, rest_has=1)
    reading.put("title", title)
    reading.type = "chapter"
    role = _EDITORS.search(tail)
    if role and role.start() < 400:
        editors = parse_people(tail[: role.start()])
        reading.put_people("editor", editors.names, editors.truncated)
        tail = tail[role.end() :]
    if not _imprint(tail, reading, "container-title"):
        _undated_book(tail, reading, "container-title")
    return True


def _meeting(text: str, reading: Reading) -> bool:
    """[people] title "." proceedings ";" [month] year ";" place "." ["pp." pages]"""
    match = _MEETING.search(text)
    if match is None or not _CONFERENCE.search(text[: match.start()]):
        return False
    rest = _take_authors(text[: match.start()], reading, rest_has=1)
    title, conference = split_title(rest)
    reading.type = "paper-conference"
    reading.put("title", title)
    reading.put("container-title", conference)
    reading.put("event-place", match["place"])
    _put_date(reading, match["when"])
    publisher, _, pages = match["tail"].rpartition(";")
    reading.put("publisher", publisher)
    return _finish(reading, pages)


def _book(text: str, reading: Reading) -> bool:
    """[people] title "." [edition "."] publisher ";" [place ":"] year "." ["pp." pages]"""
    if _IMPRINT.search(text) is None:
        return False
    reading.type = "book"
    rest = _take_authors(text, reading, rest_has=2)
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
    _put_date(reading, match["date"])
    if match["pages"]:
        _put_pages(reading, match["pages"], match["label"])
    return _finish(reading, match["tail"].lstrip(" .,;"))


def _put_book_parts(parts: list[str], reading: Reading, variable: str) -> None:
    """Editions and volumes among the sentences of a book's head; the rest is its title."""
    named: list[str] = []
    for part in parts:
        volume = _VOLUME_SENTENCE.match(part)
        pages = _PAGES_SENTENCE.match(part)
        editors = _EDITORS_SENTENCE.match(part)
        if named and _EDITION.match(part):
            reading.put(
                "edition", re.sub(r"\s*\b(?:ed|edn|edition)\b\.?.*$", "", part.strip("()")) or part
            )
        elif named and volume:
            reading.put("volume", volume["volume"])
        elif named and pages:
            _put_pages(reading, pages["pages"], None)
        elif named and editors and scan_people(editors["people"]):
            people = parse_people(editors["people"])
            reading.put_people("editor", people.names, people.truncated)
        else:
            named.append(part)
    reading.put(variable, " ".join(named))


_ANY_YEAR = re.compile(rf"(?:^|[\s.,(]){_DATE}\)?[.,;]?(?=\s|$|{MASK})")
_CLOSING_YEAR = re.compile(rf"(?<=[.,?!)\]:])\s*\(?{_DATE}\)?[.,;:]*(?=\s|$|{MASK})")


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
        _put_date(reading, year["date"])
    parts = sentences(head.replace(MASK, " "))
    _put_book_parts(parts, reading, variable)
    return _finish(reading, tail)


def _dated(text: str, reading: Reading) -> bool:
    """[people] ["("] year [")"] title … or [people] title "." [container "."] year"""
    people = scan_people(text)
    if people is not None:
        early = _EARLY_YEAR.match(text, people.end)
        if early:
            return _year_first(text[early.end() :], early, people.names, people.truncated, reading)
    year = _last(_CLOSING_YEAR, text)
    if year is None:
        return False
    rest = _take_authors(text[: year.start()].rstrip(". ") + ".", reading, rest_has=1)
    title, container = split_title(_GENRE.sub("", rest.rstrip(". ")))
    if container and looks_like_body(container):
        reading.type = "book"
        reading.put("publisher", container)
        container = ""
    elif container and _CONFERENCE.search(container):
        reading.type = "paper-conference"
    elif container:
        reading.type = _container_type(container)
    else:
        reading.type = "book"
    reading.put("title", title)
    reading.put("container-title", container)
    _put_date(reading, year["date"])
    return _finish(reading, text[year.end() :])


def _year_first(
    text: str, year: re.Match[str], names: tuple[Name, ...], truncated: bool, reading: Reading
) -> bool:
    """[people] "(" year ")" title "." container [","] volume ["(" issue ")"] ":" pages"""
    reading.put_people("author", names, truncated)
    _put_date(reading, year["date"])
    place = _LATE_PLACE.search(text)
    if place is None:
        parts = sentences(text.replace(MASK, " "))
        reading.put("title", parts[0] if parts else "")
        return _finish(reading, " ".join(parts[1:]))
    title, container = split_title(text[: place.start()].rstrip(" ,."))
    reading.put("title", title)
    reading.put("container-title", container)
    reading.type = _container_type(container)
    _put_volume(reading, place)
    _put_pages(reading, place["pages"], place["label"])
    return True


def _whole(text: str, reading: Reading) -> None:
    """No rule fits: names where there are some, the first sentence as title, the rest left."""
    rest = _take_authors(text, reading, rest_has=1)
    parts = sentences(rest.replace(MASK, " "))
    if parts:
        title, container = split_title(parts[0].rstrip("."))
        conference = next((p for p in parts[1:2] if _CONFERENCE.search(p)), "")
        reading.put("title", title)
        reading.put("container-title", container or conference)
        if conference:
            reading.type = "paper-conference"
            parts.remove(conference)
        _finish(reading, " ".join(parts[1:]))
