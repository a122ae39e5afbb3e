"""`pubmed-text`: PubMed's "Abstract (text)" export; read only.

::

    export   = 1*record
    record   = number ". " source BLANK title BLANK [people BLANK] *paragraph BLANK ids
             | number ". " title BLANK [people BLANK] "In: " book … BLANK *paragraph BLANK ids
    source   = journal ". " date [";" volume ["(" issue ")"] [":" pages]] "." ["doi: " DOI "."] …
    ids      = 1*(("DOI" | "PMID" | "PMCID") ": " value)

Paragraphs are separated by blank lines, each wrapped at some 80 characters. What stands between the
people and the ids is the abstract, but for affiliations, collaborators and notices. The "Summary
(text)" export is a plain list and read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibkit import identifiers
from bibkit.citekeys import with_keys
from bibkit.dates import parse_date
from bibkit.formats.base import Format
from bibkit.model import Batch, Date, Name, Problem, Reference, Severity, Span, Value
from bibkit.names import looks_like_body
from bibkit.reflist.grammar.parts import DATE
from bibkit.text import Line, lines_of

__all__ = ["FORMAT"]

_BEGIN = re.compile(r"^\ufeff?(?P<number>\d{1,6})[.:] (?=\S)")
_ID = re.compile(r"^(?P<name>DOI|PMID|PMCID): (?P<value>\S+)", re.M)
_SOURCE = re.compile(
    rf"^(?P<journal>.+?)(?: \[(?P<genre>Preprint)\])?\. {DATE}"
    r"(?:;(?P<volume>[^():.;]*)(?:\((?P<issue>[^()]*(?:\([^()]*\))?)\))?)?(?::(?P<page>[^;]*?))?(?:\.(?=\s|$)|;)"
)
# A chapter of NCBI's bookshelf: its title stands where others have their source.
_BOOK = re.compile(
    rf"^In: (?P<book>.+?)(?: \[Internet\])?\. (?P<place>[^:.;]+): (?P<publisher>[^;]+); {DATE}"
)
_EPUB = re.compile(r"\b(?:Epub|eCollection) \d{4}(?: [A-Z][a-z]{2})?(?: \d{1,2})?")
_NO_ABSTRACT = re.compile(
    r"^(?:Author information:|Collaborators:|(?:Erratum|Comment|Update|Republished|Retraction|"
    r"Expression of concern|Summary for patients|Plain language summary|Dataset described) (?:in|on|of)\b|"
    r"Conflict of interest statement:|\[Article in |Copyright |© |Published by |\(c\) )",
    re.I,
)
_LANGUAGE = re.compile(r"^\[Article in (?P<language>[^\]]+)\]$")


def _read(text: str) -> Batch:
    references: list[Reference] = []
    notes: list[tuple[int | None, Problem]] = []
    for lines in _records(lines_of(text)):
        span = Span(lines[0].start, lines[-1].end, lines[0].number)
        reference = _record(lines, span)
        if reference is None:
            message = "This is no record of PubMed's abstract export."
            raw = text[span.start : span.end]
            notes.append((None, Problem("unreadable", message, Severity.ERROR, span, raw=raw)))
        else:
            references.append(reference)
    return with_keys(references, notes)


def _records(lines: list[Line]) -> Iterator[list[Line]]:
    """A record begins with its number and its source, behind the ids of the one before."""
    current: list[Line] = []
    ended = True
    for number, line in enumerate(lines):
        if ended and current and _begins(lines, number):
            yield current
            current, ended = [], False
        ended = ended or bool(_ID.match(line.text))
        if current or line.text.strip():
            current.append(line)
    if current:
        yield current


def _begins(lines: list[Line], number: int) -> bool:
    match = _BEGIN.match(lines[number].text)
    if match is None:
        return False
    source = lines[number].text[match.end() :]
    following = [line.text for line in lines[number + 1 : number + 12]]
    return bool(_source(" ".join([source, *following[:2]]))) or any(map(_BOOK.match, following))


def _record(lines: list[Line], span: Span) -> Reference | None:
    paragraphs = _paragraphs(lines, {line.number for line in _id_block(lines)})
    match = _BEGIN.match(paragraphs[0])
    if match is None:
        return None
    head = paragraphs[0][match.end() :]
    fields = _source(head)
    book = next((one for one in map(_BOOK.match, paragraphs) if one), None)
    if book and not fields:
        fields = _chapter(book)
        paragraphs = [p for p in paragraphs if p != book.string]
        paragraphs.insert(1, head)
    if "issued" not in fields or len(paragraphs) < 2:
        return None
    fields["title"] = paragraphs[1].strip().removesuffix(".")
    block = _id_block(lines)
    for one in _ID.finditer("\n".join(line.text for line in block)):
        variable = one["name"]
        value = {
            "DOI": identifiers.normalise_doi,
            "PMID": identifiers.normalise_pmid,
            "PMCID": identifiers.normalise_pmcid,
        }[variable](one["value"])
        if value:
            fields[variable] = value
    rest = list(_language(paragraphs[2:], fields))
    people = _people(rest[0]) if rest and not _NO_ABSTRACT.match(rest[0]) else ()
    if people:
        fields["author"] = people
        rest = rest[1:]
    abstract = [p for p in rest if not _NO_ABSTRACT.match(p)]
    if abstract:
        fields["abstract"] = "\n".join(abstract)
    type_ = (
        "chapter"
        if "publisher" in fields
        else "article"
        if "genre" in fields
        else "article-journal"
    )
    return Reference("", type_, fields, {}, span)


def _chapter(match: re.Match[str]) -> dict[str, Value]:
    """The fields of "In: StatPearls [Internet]. Treasure Island (FL): StatPearls; 2024 Jan–."."""
    date = parse_date(match["date"])
    fields: dict[str, Value] = {
        "container-title": match["book"],
        "publisher-place": match["place"],
        "publisher": match["publisher"],
    }
    return fields | ({"issued": date} if date else {})


_AFFILIATION = re.compile(r"\((?:\d{1,3}|[#*†‡§¶])\)")
_PERSON = re.compile(
    r"(?P<family>\S.*?) (?P<given>[^\W\d_a-z]{1,4}(?:-[^\W\d_a-z]{1,2})?)"
    r"(?: (?P<suffix>Jr|Sr|[2-4](?:nd|rd|th)|II|III|IV))?"
)


def _people(paragraph: str) -> tuple[Name, ...]:
    """The names of a paragraph that is a list of them ("Li D(1), Ho G; STAR Group."), or none."""
    chunks = re.split(r"[,;] ", _AFFILIATION.sub("", paragraph).strip().removesuffix("."))
    matches = [_PERSON.fullmatch(chunk) for chunk in chunks]
    persons = sum(match is not None for match in matches)
    alone = len(chunks) == 1 and len(paragraph) < 100 and looks_like_body(chunks[0])
    if persons * 2 < len(chunks) and not alone:
        return ()
    return tuple(
        Name(match["family"], match["given"], suffix=match["suffix"] or "")
        if match
        else Name(literal=chunk.strip())
        for match, chunk in zip(matches, chunks, strict=True)
        if chunk.strip()
    )


def _language(paragraphs: list[str], fields: dict[str, Value]) -> Iterator[str]:
    for paragraph in paragraphs:
        match = _LANGUAGE.match(paragraph)
        if match:
            fields["note"] = f"Article in {match['language']}"
        else:
            yield paragraph


def _source(text: str) -> dict[str, Value]:
    """The fields of "Science. 2010 Jan 8;327(5962):217-20. doi: 10.1126/… Epub 2009 Nov 19."."""
    match = _SOURCE.match(text)
    if match is None:
        return {}
    fields: dict[str, Value] = {"container-title": match["journal"]}
    date = parse_date(match["date"])
    if isinstance(date, Date):
        fields["issued"] = date
    for variable in ("volume", "issue", "page"):
        value = (match[variable] or "").strip()
        if value:
            fields[variable] = value
    if match["genre"]:
        fields["genre"] = "preprint"
    rest = text[match.end() :]
    doi = identifiers.normalise_doi(rest)
    if doi:
        fields["DOI"] = doi
    epub = _EPUB.search(rest)
    if epub:
        fields["note"] = epub[0]
    return fields


def _id_block(lines: list[Line]) -> list[Line]:
    """The last lines in a row that are ids, blank line before: an abstract may quote others."""
    block: list[Line] = []
    before = Line("", 0, 0)
    for line in lines:
        if _ID.match(line.text):
            if block and before is block[-1]:
                block.append(line)
            elif not before.text.strip():
                block = [line]
        before = line
    return block


def _paragraphs(lines: list[Line], left_out: set[int]) -> list[str]:
    """The text between blank lines, each unwrapped; without the lines of these numbers."""
    paragraphs: list[str] = []
    blank = True
    for line in lines:
        bare = line.text.strip()
        if not bare or line.number in left_out:
            blank = True
        elif blank:
            paragraphs.append(bare)
            blank = False
        else:
            paragraphs[-1] += f" {bare}"
    return paragraphs


def _sniff(text: str) -> float:
    head = text.lstrip("\ufeff\r\n ")
    begins = _BEGIN.match(head)
    if begins is None or not _ID.search(text):
        return 0.0
    first, *others = re.split(r"\r?\n[ \t]*\r?\n", head, maxsplit=2)
    # The source stands alone in its paragraph; a reference has its title and more before it.
    if not others or _ID.search(first) or _BEGIN.match(others[0]):
        return 0.0
    source = _source(" ".join(first[begins.end() :].split()))
    book = not source and any(_BOOK.match(" ".join(one.split())) for one in _blocks(others))
    return 0.9 if book or (source and ". " not in str(source["container-title"])) else 0.0


def _blocks(texts: list[str]) -> list[str]:
    """The first paragraphs behind the first one."""
    return re.split(r"\r?\n[ \t]*\r?\n", "\n\n".join(texts)[:4000])[:3]


FORMAT = Format(
    name="pubmed-text",
    label='PubMed\'s "Abstract (text)" export',
    suffixes=(),
    sniff=_sniff,
    read=_read,
)
