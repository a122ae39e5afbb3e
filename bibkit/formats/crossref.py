"""`crossref`: the JSON of Crossref's REST API, one work or a list of them; read only.

Source: the API's format documentation (github.com/CrossRef/rest-api-doc, api_format.md) and the
shapes of recorded works. Mark-up, entities and capitals are mended (`bibkit.mending`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, TypeAlias

from bibkit import identifiers
from bibkit.citekeys import with_keys
from bibkit.errors import ModelError, UnreadableInput
from bibkit.formats.base import Format
from bibkit.mending import is_shouted, markup, mend, people_case, plain, sentence_case
from bibkit.model import (
    Batch,
    Candidate,
    Date,
    Name,
    Notice,
    Problem,
    Reference,
    Severity,
    Span,
    Value,
)
from bibkit.text import fold

__all__ = ["FORMAT", "candidate", "deposited"]

Work: TypeAlias = Mapping[str, Any]

#: Crossref's type to CSL's.
_TYPES = {
    "book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-series": "book",
    "book-set": "book",
    "book-track": "chapter",
    "database": "dataset",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal": "periodical",
    "journal-article": "article-journal",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
    "monograph": "book",
    "peer-review": "review",
    "posted-content": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "entry-encyclopedia",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "standard": "standard",
}


def candidate(work: Work, fetched: float = 0.0) -> Candidate:
    """A work of Crossref's, with what it says of retractions and other versions.

    Args:
        work: the `message` of one work, or an item of a list; fields may be missing (`select`) or
            of another type than documented, which is passed over.
        fetched: when it was asked for, in seconds of the Unix epoch.

    >>> work = {"DOI": "10.1000/A", "type": "journal-article", "title": ["Soil &amp; Air"],
    ...         "issued": {"date-parts": [[2019, 3]]}, "author": [{"family": "CHIO", "given": "A"}]}
    >>> found = candidate(work)
    >>> found.id, found.reference.text("title"), str(found.reference.names("author")[0])
    ('10.1000/a', 'Soil & Air', 'Chio, A')
    """
    reference = _reference(work)
    dates = (_date(work.get(key)) for key in _DATES)
    return Candidate(
        reference,
        "crossref",
        kind=_text(work.get("type")),
        years=tuple(dict.fromkeys(d.year for d in dates if d is not None and d.year is not None)),
        notices=tuple(_notices(work)),
        fetched=fetched,
        titles=tuple(_other_titles(work)),
    )


def _reference(work: Work) -> Reference:
    fields: dict[str, Value] = {}

    def put(variable: str, value: Value | None) -> None:
        if value:
            fields[variable] = value

    type = _TYPES.get(_text(work.get("type")), "document")
    for role in ("author", "editor", "translator", "chair"):
        put(role, tuple(_people(work.get(role))))
    put("title", _title(work))
    containers = [markup(_text(one)) for one in _list(work.get("container-title"))]
    containers = [one for one in containers if one]
    if type in ("chapter", "paper-conference") and len(containers) > 1:
        # The series, then the book (Springer's lecture notes).
        put("collection-title", containers[0])
        put("container-title", containers[1])
    elif containers:
        put("container-title", containers[0])
    short = mend(_first(work.get("short-container-title")))
    put("container-title-short", short if short != fields.get("container-title") else "")
    put("issued", next(filter(None, (_date(work.get(key)) for key in _DATES)), None))
    put("volume", _unlabelled(work.get("volume")))
    put("issue", _unlabelled(work.get("issue")))
    put("page", _page(work))
    put("DOI", identifiers.normalise_doi(_text(work.get("DOI"))))
    put("ISSN", _first(work.get("ISSN")))
    put("ISBN", identifiers.normalise_isbn(_first(work.get("ISBN")).rpartition("/")[2]))
    publisher = mend(_text(work.get("publisher")))
    if type != "article-journal":
        put("publisher", publisher)
        put("publisher-place", mend(_text(work.get("publisher-location"))))
    put("edition", mend(_text(work.get("edition-number"))))
    event = work.get("event")
    if isinstance(event, Mapping):
        put("event-title", mend(_text(event.get("name"))))
        put("event-place", mend(_text(event.get("location"))))
    if type == "article":
        put("genre", "Preprint" if _text(work.get("subtype")) == "preprint" else "")
    put("language", _text(work.get("language")))
    put("abstract", plain(markup(_text(work.get("abstract")))).removeprefix("Abstract "))
    doi = _text(fields.get("DOI")).lower()
    return Reference(doi, type, fields)


def _unlabelled(raw: Any) -> str:
    """A volume or issue without the word that some deposit with it ("Volume 8")."""
    return re.sub(r"(?i)^(?:volume|vol|issue|number|no)\b[\s.:-]*", "", mend(_text(raw)))


def _title(work: Work) -> str:
    # A mark of a footnote at the end; no exponent is 1.
    title = re.sub(r"\s*<sup>[1*†‡]</sup>$", "", markup(_first(work.get("title"))))
    subtitle = markup(_first(work.get("subtitle")))
    if fold(plain(subtitle)) in fold(plain(title)):
        subtitle = ""
    whole = _joined(title, subtitle)
    whole = sentence_case(whole) if is_shouted(whole) else _joined(_cased(title), _cased(subtitle))
    return whole.removesuffix(".") if not whole.endswith("..") else whole


def _joined(title: str, subtitle: str) -> str:
    joint = " " if title.endswith(("?", "!", ":")) else ": "
    return f"{title}{joint}{subtitle}" if title and subtitle else title or subtitle


def _cased(title: str) -> str:
    return sentence_case(title) if is_shouted(title) else title


def _other_titles(work: Work) -> Iterator[str]:
    """The title without its subtitle, and in its own language."""
    if _first(work.get("subtitle")):
        yield markup(_first(work.get("title")))
    for title in (*_list(work.get("title"))[1:], *_list(work.get("original-title"))):
        yield markup(_text(title))


def _people(raw: Any) -> Iterator[Name]:
    people = [one for one in _list(raw) if isinstance(one, Mapping)]
    names = [(mend(_text(one.get("family"))), mend(_text(one.get("given")))) for one in people]
    for one, (family, given) in zip(people, people_case(names), strict=True):
        body = mend(_text(one.get("name")))
        if family or given:
            yield Name(family, given, suffix=mend(_text(one.get("suffix"))))
        elif body:
            yield Name(literal=body)


# Print before online: volume and pages are those of the print, and so is the year that is cited.
_DATES = ("published-print", "issued", "published", "published-online", "posted")


def _date(raw: Any) -> Date | None:
    parts = raw.get("date-parts") if isinstance(raw, Mapping) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    # A part that is missing ends the date; true is an int to Python.
    known = takewhile(lambda one: type(one) is int, first if isinstance(first, list) else ())
    numbers = list(known)
    if not numbers or not 0 < numbers[0] < 3000:
        return None
    for length in (3, 2, 1):
        try:
            year, month, day = (*numbers[:length], None, None)[:3]
            return Date(year, month, day)
        except ModelError:  # a month 0, a day 32
            continue
    return None


def _page(work: Work) -> str:
    page = re.sub(r"\s*[-‐-―]+\s*", "-", mend(_text(work.get("page"))))
    number = mend(_text(work.get("article-number")))
    if re.fullmatch(r"(?i)n/?a(-n/?a)?|-", page):
        page = ""
    first, _, last = page.partition("-")
    if first == last:
        page = first
    # An article that counts its own pages is found by its number.
    return number if number and (not page or first in ("1", "01")) else page


def _notices(work: Work) -> Iterator[Notice]:
    """What the work's update links say, whatever their direction.

    The direction cannot be trusted: 10.1016/s0140-6736(20)31180-6, which is retracted, carries
    `update-to` to its own notices, and its notice carries `updated-by`. So both count alike, and
    whether the work is itself a notice is told from its title (`bibkit.enrichment.nature`).
    """
    for key in ("updated-by", "update-to"):
        for link in _list(work.get(key)):
            if isinstance(link, Mapping):
                kind = _UPDATES.get(_text(link.get("type")).lower().replace("-", "_"), "")
                watch = _text(link.get("source")) == "retraction-watch"
                source = "retraction-watch" if watch else "crossref"
                if kind:
                    yield Notice(kind, source, _text(link.get("DOI")).lower())
    relations = work.get("relation")
    for name, kind in _RELATIONS.items() if isinstance(relations, Mapping) else ():
        for one in _list(relations.get(name)):  # type: ignore[union-attr]
            if isinstance(one, Mapping) and _text(one.get("id-type")) in ("doi", ""):
                yield Notice(kind, "crossref", _text(one.get("id")).lower())


_UPDATES = {
    "retraction": "retraction", "partial_retraction": "retraction", "removal": "retraction",
    "withdrawal": "retraction", "expression_of_concern": "concern", "correction": "correction",
    "erratum": "correction", "err": "correction", "corrigendum": "correction",
    "addendum": "correction", "new_version": "version", "new_edition": "version",
}  # fmt: skip
_RELATIONS = {"is-preprint-of": "published", "has-preprint": "preprint"}


# --- the deposited reference list -------------------------------------------------------------------


def deposited(work: Work) -> Batch:
    """The references that a work's publisher deposited, in order.

    Crossref's schema asks for the first author only, so a list made of its fields is marked as
    going on. What was deposited as a string is read as any reference list is.

    >>> listed = deposited({"reference": [{"key": "1", "DOI": "10.1/b", "author": "Chio", "year": "2017",
    ...     "article-title": "A view", "journal-title": "Chest", "volume": "12", "first-page": "1"}]})
    >>> listed[0].text("title"), listed[0].truncated("author")
    ('A view', True)
    """
    # Loaded here: whoever asks for works only needs no parser.
    from bibkit.reflist.items import Item
    from bibkit.reflist.reader import assemble

    raw = [one for one in _list(work.get("reference")) if isinstance(one, Mapping)]
    found: list[Reference | None] = []
    items: list[Item] = []
    for number, one in enumerate(raw, start=1):
        reference = _structured(one)
        found.append(reference)
        if reference is None:
            text = mend(plain(markup(_text(one.get("unstructured")))))
            doi = identifiers.normalise_doi(_text(one.get("DOI")))
            known = {"DOI": doi} if doi else {}
            items.append(Item(text, Span(0, 0, number), text or doi or "(empty)", known))
    read = assemble(items, "")
    strings = {r.source.line: r for r in read if r.source is not None}
    references = [one or strings.get(n) for n, one in enumerate(found, start=1)]
    lost = [problem for problem in read.problems if problem.ref is None]
    batch = with_keys([one for one in references if one is not None])
    return batch.with_problems(lost)


def _structured(one: Work) -> Reference | None:
    """A deposited reference that has fields enough; None for one that is only a string."""
    title = markup(_text(one.get("article-title")) or _text(one.get("volume-title")))
    journal = markup(_text(one.get("journal-title")) or _text(one.get("series-title")))
    doi = identifiers.normalise_doi(_text(one.get("DOI")))
    if _text(one.get("unstructured")) or not (title or doi or (journal and one.get("volume"))):
        return None
    fields: dict[str, Value] = {}
    author = mend(_text(one.get("author")))
    people = _deposited_people(author)
    if people:
        fields["author"] = people
    in_book = bool(one.get("volume-title")) and bool(one.get("article-title"))
    container = markup(_text(one.get("volume-title"))) if in_book else journal
    year = re.match(r"(?:1[5-9]|20)\d\d", _text(one.get("year")))
    texts = {
        "title": title,
        "container-title": container,
        "volume": mend(_text(one.get("volume"))),
        "issue": mend(_text(one.get("issue"))),
        "page": mend(_text(one.get("first-page"))),
        "edition": mend(_text(one.get("edition"))),
        "DOI": doi or "",
    }
    fields |= {variable: text for variable, text in texts.items() if text}
    if year:
        fields["issued"] = Date(int(year[0]))
    type = (
        "article-journal" if journal else "chapter" if in_book else "book" if title else "document"
    )
    reference = Reference("", type, fields)
    return reference.with_custom(author_et_al=True) if people else reference


def _deposited_people(author: str) -> tuple[Name, ...]:
    """The author of a deposited reference: most deposit the surname alone."""
    from bibkit.names import looks_like_body, parse_people

    names = parse_people(author).names
    alone = names[0].literal if len(names) == 1 else ""
    is_surname = " " not in alone or alone[0].islower()  # "van der Berg"
    return (Name(alone),) if alone and is_surname and not looks_like_body(alone) else names


# --- the format -------------------------------------------------------------------------------------


def _text(raw: Any) -> str:
    return raw.strip() if isinstance(raw, str) else str(raw) if isinstance(raw, int) else ""


def _list(raw: Any) -> list[Any]:
    """A list; a value alone, as some members are deposited, is a list of one."""
    return raw if isinstance(raw, list) else [raw] if raw else []


def _first(raw: Any) -> str:
    return next((text for text in map(_text, _list(raw)) if text), "")


def _works(text: str) -> Iterable[Work]:
    try:
        data = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"This is not valid JSON: {error}.") from error
    message = data.get("message", data) if isinstance(data, dict) else data
    works = message.get("items", [message]) if isinstance(message, dict) else message
    if not isinstance(works, list):
        raise UnreadableInput("This JSON holds no Crossref work.")
    return [work for work in works if isinstance(work, dict)]


def _read(text: str) -> Batch:
    return with_keys([candidate(work).reference for work in _works(text)])


def _read_list(text: str) -> Batch:
    """The reference list of the work; of several works, those of each in turn."""
    works = list(_works(text))
    lists = [deposited(work) for work in works]
    references = [reference for one in lists for reference in one]
    problems = [problem for one in lists for problem in one.problems]
    about = candidate(works[0]).reference if len(works) == 1 else None
    if not references and about is not None:
        message = f"Crossref holds no reference list of {about.text('DOI')}."
        problems.append(Problem("no-list", message, Severity.INFO, ref=""))
    batch = with_keys(references)
    return Batch(batch.references, tuple(problems), about)


def _sniff(text: str) -> float:
    head = text[:4096]
    if not re.match(r"[\s\ufeff]*\{", head):
        return 0.0
    return 0.95 if re.search(r'"message-type"\s*:\s*"work(?:-list)?"', head) else 0.0


FORMAT = Format(
    name="crossref",
    label="Crossref's JSON: works as its API gives them, and their deposited references",
    suffixes=(),
    sniff=_sniff,
    read=_read,
    read_list=_read_list,
)
