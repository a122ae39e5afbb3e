"""`nbib`: PubMed's own tagged format (MEDLINE), read and written.

::

    PMID- 28400789
    TI  - The current view of amyotrophic lateral sclerosis.
    FAU - Mathis, Stephane
    AU  - Mathis S

A tag of up to four letters, a hyphen, a value that may go on in indented lines; a blank line ends
a record. ERIC exports the same tags with other words in them. What of a record CSL has no variable
for is kept as `custom["nbib"]`, and written again by this format.
Source: NLM, MEDLINE/PubMed Data Element (Field) Descriptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

from bibkit.formats.base import Format, Record, collected
from bibkit.formats.losses import only, text
from bibkit.formats.ncbi import losses
from bibkit.formats.ncbi.dates import date_of, date_text, day_of, day_text
from bibkit.formats.ncbi.identified import (
    WEB,
    address,
    dois,
    first,
    identifiers_of,
    isbn,
    issn,
)
from bibkit.formats.ncbi.journals import journal_of, printed_journal
from bibkit.formats.ncbi.kept import Tree, beyond, restored
from bibkit.formats.ncbi.lines import TAGS, Lines, records, wrapped
from bibkit.formats.ncbi.people import PEOPLE, lines_of, names_of, people_of
from bibkit.formats.ncbi.types import is_serial, publication_type, type_of
from bibkit.formats.ncbi.values import (
    accession_of,
    book_title,
    doi_of,
    heading_name,
    is_article_number,
    is_resolver,
    joined,
    language_code,
    language_of,
    normal,
    pages_of,
    printed_title,
    settled_address,
    split_keywords,
    title_of,
)
from bibkit.mending import plain
from bibkit.model import Name, Problem, Reference, Severity, Value
from bibkit.text import collapse

__all__ = ["FORMAT"]

# One table for both directions; what is more than a text is in the functions.
_TEXTS = {
    "VI": "volume", "VTI": "volume-title", "IP": "issue", "PB": "publisher",
    "CTI": "collection-title", "EN": "edition", "CP": "chapter-number", "AB": "abstract",
    "TA": "container-title-short", "GN": "note",
}  # fmt: skip
_IDS = {"PMID": "PMID", "PMC": "PMCID"}
_DATES = {"DP": ("issued", date_of, date_text), "DEP": ("available-date", day_of, day_text)}
_ROLES = {"FAU": "author", "FED": "editor"}
_VARIABLES = {
    *_TEXTS.values(), *_IDS.values(), *_ROLES.values(), "issued", "available-date", "title",
    "original-title", "container-title", "page", "publisher-place", "ISSN", "ISBN", "DOI", "URL",
    "keyword", "language",
}  # fmt: skip

# As PubMed has it; what is not named here goes before the source.
_ORDER = """
    PMID OWN STAT DA DCOM LR DRDT CTDT PUBM IS ISBN ISSN VI VTI IP PB DP TI BTI CTI EN CP PG LID AB
    OAB OABL CI OCI FED AD FAU LA SI GR PT DEP TT PL TA JT JID RN NM SB SFM MH GS RF PS FPS FIR CIN
    CON EIN EFR CRI CRF PRIN PROF RPI RPF RIN ROF UIN UOF SPIN ORI ECI ECF RRI RRF DDIN DRIN PMC OID
    MID PMCR GN OTO OT COI COIS EDAT MHDA CDAT CRDT PHST AID PST
""".split()
_PLACE = {tag: place for place, tag in enumerate(_ORDER)}


# --- reading ----------------------------------------------------------------------------------------


def _records(file: IO[str]) -> Iterator[Record]:
    for part in records(file):
        record = _record(part) if isinstance(part, Lines) else None
        if record is None:
            message = "These lines are no record of the MEDLINE format."
            problem = Problem("unreadable", message, Severity.ERROR, part.span, raw=part.raw)
            record = Record(None, (problem,))
        yield record


def _record(lines: Lines) -> Record | None:
    tree = _tree(lines.tags)
    type, fields, custom = _read(tree)
    if not fields and "PMID" not in tree:
        return None
    reference = Reference("", type, fields, {"custom": custom} if custom else {}, lines.span)
    kept = beyond(tree, _written(reference), ())
    if kept.get("SO") and _is_summary(kept["SO"], tree):
        del kept["SO"]
    # The DOI stands in both: where one is kept the other is, too, so that they do not differ.
    if kept.keys() & {"LID", "AID"}:
        kept |= {tag: tree[tag] for tag in ("LID", "AID") if tag in tree}
    return Record(reference.with_custom(nbib=kept) if kept else reference)


def _tree(tags: Iterable[tuple[str, str]]) -> Tree:
    """Tags to their values; the lines of a person are one value, `{"FAU": …, "AU": …, "AD": […]}`."""
    tree: Tree = {}
    people: list[tuple[str, str]] = []
    for tag, value in tags:
        if not value and tag != "PMID":
            continue
        if tag in PEOPLE or (people and tag in ("AD", "AUID", "IRAD")):
            people.append((tag, value))
        else:
            tree.setdefault("OT" if tag == "KW" else tag, []).append(value)
    return tree | people_of(people)


def _read(tree: Tree) -> tuple[str, dict[str, Value], dict[str, Any]]:
    """The type, the fields and the notes of a record."""
    type = _type(tree)
    values: dict[str, Value | None] = {}
    custom: dict[str, Any] = {}
    for tag, variable in _ROLES.items():
        values[variable], is_cut = names_of(tree.get(tag, ()))
        if is_cut and values[variable]:
            custom[f"{variable}-et-al"] = True
    values |= {variable: first(tree, tag) for tag, variable in _TEXTS.items()}
    values |= {variable: normal(variable, first(tree, tag)) for tag, variable in _IDS.items()}
    values |= {variable: read(first(tree, tag)) for tag, (variable, read, _) in _DATES.items()}
    values |= _titles(tree, type)
    if not is_serial(type):
        values["publisher-place"] = first(tree, "PL")
    values["language"] = language_of(first(tree, "LA"))
    values["keyword"] = joined((*tree.get("MH", ()), *tree.get("OT", ())))
    values["ISSN"], values["ISBN"] = issn(tree), isbn(tree)
    values["DOI"] = next(iter(dois(tree)), "")
    values["URL"] = address(tree)
    values["page"] = pages_of(first(tree, "PG"))
    if not values["page"]:
        number = next(filter(is_article_number, identifiers_of(tree, "pii")), "")
        values["page"] = number
        custom |= {"article-number": True} if number else {}
    if tree.get("MH"):
        custom["mesh"] = tree["MH"]
    if "ERIC" in tree.get("OWN", ()):
        values |= _of_eric(tree, type)
    return type, {variable: value for variable, value in values.items() if value}, custom


_ERIC_NUMBER = re.compile(r"E[DJ]\d")
_THESIS = re.compile(r"(?P<genre>[^,]*\bDissertation), (?P<school>.+)")


def _type(tree: Tree) -> str:
    told = type_of(tree.get("PT", ()))
    number = first(tree, "OID")
    if "ERIC" in tree.get("OWN", ()) and told in (None, "report") and _ERIC_NUMBER.match(number):
        return "report" if number.startswith("ED") else "article-journal"  # EJ: of a journal
    if told is None and "BTI" in tree:
        return "chapter" if "TI" in tree else "book"
    return told or "article-journal"


def _titles(tree: Tree, type: str) -> dict[str, Value | None]:
    original = title_of(first(tree, "TT"))
    title = title_of(first(tree, "TI"), original)
    book = first(tree, "BTI")
    # A record without the full title is cited with the abbreviation.
    journal = first(tree, "JT") or first(tree, "TA")
    container = "" if type == "book" else (book if type == "chapter" else "") or journal
    place = ""
    if is_serial(type) and first(tree, "JT"):
        container, place = journal_of(container)
    return {
        "title": title or (title_of(book) if type == "book" else ""),
        "original-title": original,
        "container-title": container,
        "publisher-place": place,
    }


def _of_eric(tree: Tree, type: str) -> dict[str, Value | None]:
    """ERIC names the publisher as the journal, and the university of a thesis in the source."""
    if type not in ("book", "report", "thesis"):
        return {}
    publisher = first(tree, "JT")
    thesis = _THESIS.fullmatch(first(tree, "SO"))
    if type == "thesis" and thesis:
        of_thesis: dict[str, Value | None] = {"genre": thesis["genre"], "archive": publisher}
        return of_thesis | {"publisher": thesis["school"], "container-title": ""}
    return {"publisher": publisher, "container-title": ""}


def _is_summary(source: list[str], tree: Tree) -> bool:
    """Whether the source says again what the other tags say, as PubMed's does."""
    journals = tuple(name for tag in ("TA", "JT") if (name := first(tree, tag)))
    return bool(journals) and source[0].startswith(journals)


# --- writing ----------------------------------------------------------------------------------------


def _pieces(references: Iterable[Reference]) -> Iterator[str]:
    separator = ""
    for reference in references:
        kept = reference.custom.get("nbib")
        tree = _written(reference)
        if isinstance(kept, dict):
            tree = restored(tree, _valid(kept), _said, _wanted(reference))
        yield separator + "".join(_lines(tree))
        separator = "\n"


def _said(tree: Tree) -> tuple[object, ...]:
    type, fields, custom = _read(tree)
    return type, fields, bool(custom.get("article-number")), dois(tree)


def _wanted(reference: Reference) -> tuple[object, ...]:
    is_number = bool(reference.custom.get("article-number"))
    return reference.type, dict(reference.fields), is_number


def _valid(kept: dict[Any, Any]) -> Tree:
    """What is kept, as far as it can be a record's: a reference may come from anywhere."""
    found: Tree = {}
    for tag, values in kept.items():
        is_tag = isinstance(tag, str) and re.fullmatch(r"[A-Z][A-Z0-9]{1,3}", tag)
        is_valid = _is_person if tag in PEOPLE else _is_text
        if is_tag and isinstance(values, list) and values and all(map(is_valid, values)):
            found[tag] = values
    return found


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_person(value: object) -> bool:
    """Whether a value is the lines of a person: a text a tag, or texts."""
    return isinstance(value, dict) and all(
        tag in TAGS and all(map(_is_text, said if isinstance(said, list) else [said]))
        for tag, said in value.items()
    )


def _written(reference: Reference) -> Tree:
    """A reference as tags and values."""
    custom, type = reference.custom, reference.type
    said: dict[str, list[Any]] = {"PMID": [reference.text("PMID")]}

    def put(tag: str, *values: str) -> None:
        lines = [line for value in values if (line := " ".join(plain(value).split()))]
        if lines:
            said[tag] = lines

    for tag, variable in (_TEXTS | _IDS).items():
        put(tag, reference.text(variable))
    for tag, (variable, _, date_words) in _DATES.items():
        date = reference.date(variable)
        put(tag, date_words(date) if date else "")
    for tag, variable in _ROLES.items():
        people = lines_of(reference.names(variable), tag, reference.truncated(variable))
        if people:
            said[tag] = people
    put("TA", str(custom.get("medline-abbreviation") or reference.text("container-title-short")))
    _put_titles(reference, put)
    put("LA", language_code(reference.text("language")))
    put("PL", "" if is_serial(type) else reference.text("publisher-place"))
    put("PT", publication_type(type)[0])
    put("IS", reference.text("ISSN"))
    put("ISBN", reference.text("ISBN"))
    page = reference.text("page")
    is_number = bool(custom.get("article-number")) and is_article_number(page)
    put("PG", "" if is_number else page)
    url, doi = _url(reference), doi_of(reference)
    accession = accession_of(url)
    links = [f"{page} [pii]" if is_number else "", f"{doi} [doi]" if doi else ""]
    put("LID", *links, "" if accession else url)
    put("AID", *links, f"{accession} [bookaccession]" if accession else "")
    mesh, others = _keywords(reference)
    put("MH", *mesh)
    put("OT", *others)
    return said


def _url(reference: Reference) -> str:
    """The address, where it is one and no DOI's: that is said as the DOI."""
    url = reference.text("URL")
    return url if WEB.fullmatch(url) and not is_resolver(url) else ""


def _put_titles(reference: Reference, put: Any) -> None:
    nlm = publication_type(reference.type)[0]
    original = printed_title(plain(reference.text("original-title")))
    title = plain(reference.text("title"))
    put("TT", original)
    put("TI", printed_title(title, is_translated=bool(original)))
    if nlm == "Book":
        put("BTI", book_title(title, is_translated=bool(original)))
    elif nlm == "Book Chapter" or not is_serial(reference.type):
        put("BTI" if nlm == "Book Chapter" else "JT", reference.text("container-title"))
    else:
        title, place = reference.text("container-title"), reference.text("publisher-place")
        put("JT", printed_journal(collapse(plain(title)), collapse(plain(place))))


def _keywords(reference: Reference) -> tuple[list[str], list[str]]:
    """The keywords that are Medical Subject Headings, and the others."""
    headings = reference.custom.get("mesh")
    words = split_keywords(reference.text("keyword"))
    if not isinstance(headings, list):
        return [], list(words)
    by_name = {name: str(one) for one in headings for name in (str(one), heading_name(str(one)))}
    mesh = [by_name[word] for word in words if word in by_name]
    return mesh, [word for word in words if word not in by_name]


def _lines(tree: Tree) -> Iterator[str]:
    last = len(_ORDER)
    for tag in sorted(tree, key=lambda tag: (tag == "SO", _PLACE.get(tag, last))):
        for value in tree[tag]:
            person = value if isinstance(value, dict) else {tag: value}
            for one, parts in person.items():
                for part in parts if isinstance(parts, list) else [parts]:
                    yield f"{one:<4}- " + "\n      ".join(wrapped(part)) + "\n"
    if "SO" not in tree and (source := _source(tree)):
        yield "SO  - " + "\n      ".join(wrapped(source)) + "\n"


def _source(tree: Tree) -> str:
    """The source as PubMed prints it: "Chest. 2017 Feb;12(2):181-4. doi: 10.1000/1."."""
    journal = first(tree, "TA") or first(tree, "JT")
    date, volume, issue, page = (first(tree, tag) for tag in ("DP", "VI", "IP", "PG"))
    if not journal or not date:
        return ""
    page = page or next(identifiers_of(tree, "pii"), "")
    volume += f"({issue})" if issue else ""
    place = (f";{volume}" if volume else "") + (f":{page}" if page else "")
    doi = next(identifiers_of(tree, "doi"), "")
    early = day_of(first(tree, "DEP")) if "ppublish" in tree.get("PST", ()) else None
    parts = (
        journal,
        f"{date}{place}",
        f"doi: {doi}" if doi else "",
        f"Epub {date_text(early)}" if early else "",
    )
    return " ".join(f"{part.removesuffix('.')}." for part in parts if part)


# --- the format --------------------------------------------------------------------------------------

_LINE = re.compile(r"^[ \t]*([A-Z][A-Z0-9]{1,3}) {0,2}- ", re.M)
_OWN_TAGS = TAGS - {"AU", "TI", "AB", "ED", "JT", "CN", "AD", "VI", "PB", "EN", "CP", "CI", "LA"}


_BEGIN = re.compile(r"^(?:[ \t]|<[^<>]*>)*(?:\d+[.:] *)?(?:PMID {0,2}- ?\d*|OWN - ERIC)\s*$", re.M)


def _sniff(text: str) -> float:
    head = text[:4096].lstrip("\ufeff \t\r\n").replace("\r\n", "\n").replace("\r", "\n")
    found = set(_LINE.findall(head))
    tags = found & _OWN_TAGS
    if not tags or found & {"TY", "ER"}:
        return 0.0
    if _BEGIN.search(head):
        return 0.95
    return 0.9 if len(tags) > 2 and _LINE.match(head) else 0.0


def _people(variable: str, names: tuple[Name, ...]) -> tuple[Name, ...]:
    role = next(tag for tag, one in _ROLES.items() if one == variable)
    lines = [dict(person) for person in lines_of(names, role)]
    tags = [
        (tag, " ".join(str(value).split())) for person in lines for tag, value in person.items()
    ]
    return names_of(people_of(tags).get(role, ()))[0]


def _placeless(reference: Reference) -> set[str]:
    gone = {"container-title"} if publication_type(reference.type)[0] == "Book" else set()
    return gone if _url(reference) else gone | {"URL"}


def _instead(reference: Reference) -> dict[str, str]:
    text, found = reference.text, {}
    if not text("container-title") and publication_type(reference.type)[0] != "Book":
        found["container-title"] = text("container-title-short")
    return found | {"DOI": doi_of(reference), "URL": settled_address(text("URL"))}


def _back(reference: Reference) -> str:
    return _type(_written(reference))


FORMAT = Format(
    name="nbib",
    label="PubMed's .nbib (MEDLINE format); also ERIC's and KoreaMed's",
    suffixes=(".nbib",),
    sniff=_sniff,
    read=collected(_records),
    records=_records,
    pieces=_pieces,
    losses=(
        only(_VARIABLES),
        losses.JOURNALS,
        losses.texts(
            "Where there is no title of the journal, it is the abbreviation; where there is no DOI, "
            "it is that of the URL.",
            _instead,
        ),
        losses.dropped(
            "No container of a book, no URL that is not one.",
            _placeless,
        ),
        text("No mark-up, no line breaks.", lambda value: " ".join(plain(value).split())),
        losses.TITLES,
        losses.VALUES,
        losses.DATES,
        losses.people(_people),
        losses.types(_back),
        losses.KEYS,
    ),
)
