"""References and Zotero's items, in both directions: what its files, its connector and its API hold.

`zotero_item` and `reference_of` read one table (`fields`) from its two sides. What an item type has no
field for stands in the field `extra`, one `variable: value` a line: Zotero's own names and those of
CSL's variables are understood there, by its citations too; anything else would be rubbish in it.
Source: notes on Zotero 10 and its schema; `extractExtraFields` for what of `extra` is understood.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bibkit.dates import parse_date
from bibkit.formats.edtf import write_edtf
from bibkit.formats.zotero.fields import Item, item_named, item_of_type
from bibkit.model import Date, Name, Reference, Value
from bibkit.vocab import TYPES, VARIABLES, Kind

__all__ = [
    "IDENTIFIERS", "NOT_WRITTEN", "Creator", "ZoteroItem", "creator_of", "extra_line", "reference_of", "without_extra",
    "zotero_item",
]  # fmt: skip

#: Identifiers that are fields of some item types, and stand in `extra` of the others.
IDENTIFIERS = ("DOI", "PMID", "PMCID")
#: What a citation processor counts for itself.
NOT_WRITTEN = frozenset(
    {"citation-number", "first-reference-note-number", "locator", "page-first", "year-suffix"}
)


@dataclass(frozen=True, slots=True)
class Creator:
    """A creator of an item.

    Args:
        kind: Zotero's type of creator (`author`, `seriesEditor`).
        last: the family name with its particles; of a body its whole name.
        first: the given name, its suffix behind a comma; empty for a name of one field.
    """

    kind: str
    last: str
    first: str = ""


@dataclass(frozen=True, slots=True)
class ZoteroItem:
    """An item of Zotero with what belongs to it.

    Args:
        type: the item type.
        fields: the type's own field names (`bookTitle`, not `publicationTitle`) to values.
        creators: in order.
        tags: in order.
        notes: child notes, as HTML.
    """

    type: str
    fields: Mapping[str, str]
    creators: tuple[Creator, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


# --- from a reference -----------------------------------------------------------------------------


def zotero_item(reference: Reference) -> ZoteroItem:
    """A reference as Zotero holds it.

    Particles and suffixes go into the two parts of a name that Zotero keeps; a body's name is of one
    field; dates are in ISO's form; an "et al." is nobody; the citation key is the reference's.

    >>> names = (Name("Berg", "J. A.", non_dropping_particle="van der", suffix="Jr."),)
    >>> item = zotero_item(Reference("berg", "chapter", {"author": names, "PMID": "123"}))
    >>> item.creators[0], dict(item.fields)
    (Creator(kind='author', last='van der Berg', first='J. A., Jr.'), {'citationKey': 'berg', 'extra': 'PMID: 123'})
    """
    kind, is_own = item_of_type(reference.type)
    fields = dict(_fields(reference, kind))
    extra = "\n".join(_extra(reference, kind, is_own))
    if extra:
        fields["extra"] = extra
    return ZoteroItem(
        kind.name,
        MappingProxyType(fields),
        tuple(_creators(reference, kind)),
        tuple(_tags(reference)),
        tuple(_notes(reference)),
    )


def _fields(reference: Reference, kind: Item) -> Iterator[tuple[str, str]]:
    """Zotero's fields with their values, in the order of the item type's."""
    for variable, field in kind.fields.items():
        value = _value(reference, variable)
        if variable == "publisher-place" and not value and _held_there(kind):
            value = _value(reference, "event-place")
        if variable == "publisher" and not value and kind.name == "preprint":
            value = _value(reference, "container-title")  # a list prints the server as a journal
        if variable == "citation-key" and not value:
            value = reference.id
        if value and not (variable == "accessed" and not _is_day(reference)):
            yield kind.own.get(field, field), value


def _held_there(kind: Item) -> bool:
    """Whether the only place of an item type is where it was held."""
    return "event-place" not in kind.fields and "event-title" in kind.fields


def _is_day(reference: Reference) -> bool:
    """Whether the date of access is a day: Zotero throws away any other."""
    date = reference.date("accessed")
    return date is not None and date.day is not None and date.until is None and not date.circa


def _value(reference: Reference, variable: str) -> str:
    if VARIABLES[variable] is Kind.DATE:
        date = reference.date(variable)
        return _date(date) if date else ""
    text = reference.text(variable)
    return text.strip() if variable == "abstract" else " ".join(text.split())


_SEASONS = ("", "Spring", "Summer", "Autumn", "Winter")


def _date(date: Date) -> str:
    """A date as Zotero's date fields understand it.

    >>> _date(Date(2017, 3)), _date(Date(2017, season=1)), _date(Date(2017, circa=True))
    ('2017-03', 'Spring 2017', 'ca. 2017')
    """
    if date.year is None:
        return date.literal
    circa = "ca. " if date.circa else ""
    if date.season and not date.month and date.until is None:
        return f"{circa}{_SEASONS[date.season]} {date.year}"
    plain = Date(date.year, date.month, date.day, date.season, date.until)
    return circa + (write_edtf(plain) or str(date))


def _creators(reference: Reference, kind: Item) -> Iterator[Creator]:
    for variable, creator in kind.creators.items():
        for name in reference.names(variable):
            yield creator_of(name, creator)


def creator_of(name: Name, kind: str) -> Creator:
    """A name as a creator of Zotero's: in two fields, or in one.

    >>> creator_of(Name(literal="ARDS Network"), "author")
    Creator(kind='author', last='ARDS Network', first='')
    """
    if name.literal:
        return Creator(kind, name.literal)
    family = " ".join(part for part in (name.non_dropping_particle, name.family) if part)
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    given = ", ".join(part for part in (given, name.suffix) if part)
    return Creator(kind, family, given) if family else Creator(kind, given)


def _tags(reference: Reference) -> Iterator[str]:
    text = reference.text("keyword")
    separator = r"\s*;\s*" if ";" in text else r",\s+"
    seen = set()
    for one in re.split(separator, text):
        if (tag := one.strip()) and tag not in seen:
            seen.add(tag)
            yield tag


def _notes(reference: Reference) -> Iterator[str]:
    """A child note, whose text is HTML."""
    lines = (line for line in reference.text("annote").splitlines() if line.strip())
    if note := "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines):
        yield note


# What has a place of its own.
_ELSEWHERE = frozenset({"annote", "citation-key", "keyword", "note"})


def _extra(reference: Reference, kind: Item, is_own: bool) -> Iterator[str]:
    """The lines of `extra`: what the type has no field for, and the note."""
    if not is_own:
        yield f"Type: {reference.type}"
    used = {*kind.fields, *kind.creators, *_ELSEWHERE, *NOT_WRITTEN}
    if _held_there(kind) and "publisher-place" not in reference.fields:
        used.add("event-place")
    if kind.name == "preprint" and "publisher" not in reference.fields:
        used.add("container-title")
    if "accessed" in kind.fields and not _is_day(reference):
        used.discard("accessed")
    for variable in reference.fields:
        if variable in used:
            continue
        if VARIABLES[variable] is Kind.NAMES:
            yield from (extra_line(variable, _in_line(name)) for name in reference.names(variable))
        elif value := _value(reference, variable):
            yield extra_line(_LABELS.get(variable, variable), value)
    for line in reference.text("note").strip().splitlines():
        yield from _free_line(line, reference)


# "PMID: 777; Epub ahead of print": Zotero would take all of it for the PMID.
_TRAP = re.compile(
    r"(?i)^\s*(PMID|PMCID|DOI|ISBN|ISSN)\s*:\s*(?P<id>\S+?)[;,.]?(?:\s+(?P<rest>\S.*))?$"
)


def _free_line(line: str, reference: Reference) -> Iterator[str]:
    """A line of a note, its identifier on a line of its own.

    >>> list(_free_line("PMID: 777; Epub ahead of print", Reference("a", "book")))
    ['PMID: 777', 'Epub ahead of print']
    """
    match = _TRAP.match(line)
    if match is None or not match["rest"]:
        yield line
    elif re.search(r"\d{3}", match["id"]):
        if match[1].upper() not in reference.fields:
            yield extra_line(match[1].upper(), match["id"])
        yield match["rest"]
    else:
        yield f"({line})"


# Zotero would move `accessed` into its field, and there throw away what is not a day.
_LABELS = {"accessed": "Date accessed"}


def extra_line(label: str, value: str) -> str:
    """A line of `extra`.

    >>> extra_line("PMID", "123")
    'PMID: 123'
    """
    return f"{label}: {' '.join(value.split())}"


def _in_line(name: Name) -> str:
    creator = creator_of(name, "")
    return f"{creator.last} || {creator.first}" if creator.first else creator.last


def without_extra(reference: Reference) -> Reference:
    """A reference without what is kept beside CSL's variables, which no way into Zotero takes."""
    return dataclasses.replace(reference, extra={}) if reference.extra else reference


# --- to a reference -------------------------------------------------------------------------------


def reference_of(item: ZoteroItem, id: str = "") -> Reference:
    """An item as a reference.

    Lines of `extra` that name a CSL variable are read where the item has no field for it; the others
    are the `note`. What CSL has no variable for is left out.

    Args:
        item: of any type.
        id: of the reference; empty for the item's citation key.

    >>> item = ZoteroItem("bookSection", {"bookTitle": "Soil", "extra": "PMID: 123\\nSigned copy"})
    >>> reference = reference_of(item)
    >>> reference.type, reference.text("container-title"), reference.text("PMID"), reference.text("note")
    ('chapter', 'Soil', '123', 'Signed copy')
    """
    kind = item_named(item.type)
    found: dict[str, Value] = {}
    for variable, field in kind.fields.items():
        value = item.fields.get(kind.own.get(field, field)) or item.fields.get(field, "")
        _put(found, variable, value)
    # A later schema may have them as fields of more types.
    for variable in IDENTIFIERS:
        if variable not in found:
            _put(found, variable, item.fields.get(variable, ""))
    for variable, creator in kind.creators.items():
        names = [_name(one.last, one.first) for one in item.creators if one.kind == creator]
        if people := tuple(name for name in names if name is not None):
            found[variable] = people
    lines = _read_extra(item.fields.get("extra", ""), found)
    csl = lines.pop("type", "") or kind.csl
    for variable, text in lines.items():
        _put(found, variable, text)
    _put(found, "keyword", "; ".join(item.tags))
    _put(found, "annote", "\n".join(filter(None, map(_plain, item.notes))))
    return Reference(id or str(found.get("citation-key", "")), csl, found)


def _put(found: dict[str, Value], variable: str, text: str) -> None:
    if not text.strip():
        return
    if VARIABLES[variable] is Kind.DATE:
        found[variable] = parse_date(text) or Date(literal=text.strip())
    else:
        found[variable] = text.strip()


_SUFFIX = re.compile(r"^(?P<given>.*?),\s*(?P<suffix>(?:Jr|Sr)\.?|I{2,3}|IV|VI{0,3})$")


def _name(last: str, first: str) -> Name | None:
    """A creator as a name; None for one without any.

    >>> str(_name("van der Berg", "J. A., Jr."))
    'van der Berg, J. A., Jr.'
    """
    last, first = last.strip(), first.strip()
    if not first:
        return Name(literal=last) if last else None
    if not last:
        return Name(literal=first)
    match = _SUFFIX.match(first)
    if match is None:
        return Name(last, first)
    return Name(last, match["given"].strip(), suffix=match["suffix"])


_LINE = re.compile(r"^\s*([A-Za-z][A-Za-z _-]*?)\s*:\s*(\S.*)$")


def _read_extra(extra: str, found: dict[str, Value]) -> dict[str, str]:
    """What the lines of `extra` say, by variable, with `type`; the others under `note`.

    Names of people are put into `found`.
    """
    said: dict[str, str] = {}
    others: list[str] = []
    people: dict[str, list[Name]] = {}
    for line in extra.splitlines():
        match = _LINE.match(line)
        variable = _KNOWN.get(_label(match[1])) if match else None
        if match is None or variable is None or variable in found or variable in said:
            others.append(line)
        elif variable == "type":
            low = match[2].strip().lower()
            if low in TYPES:
                said["type"] = low
            else:
                others.append(line)
        elif VARIABLES[variable] is Kind.NAMES:
            last, _, first = match[2].partition("||")
            if name := _name(last, first):
                people.setdefault(variable, []).append(name)
        else:
            said[variable] = match[2]
    found.update((variable, tuple(names)) for variable, names in people.items())
    if note := "\n".join(others).strip():
        said["note"] = note
    return said


def _label(text: str) -> str:
    return re.sub(r"[\s_-]", "", text).lower()


def _known() -> dict[str, str]:
    """What a line of `extra` may begin with, to the CSL variable, and `type`."""
    variables: Iterable[str] = (name for name in VARIABLES if name not in ("note", "annote"))
    known = {_label(name): name for name in variables}
    return {"type": "type", **known, "dateaccessed": "accessed"}


_KNOWN = MappingProxyType(_known())


def _plain(note: str) -> str:
    """A child note as text: a paragraph a line."""
    lines = re.sub(r"(?i)</p>\s*|<br\s*/?>|</li>|</h\d>", "\n", note)
    return html.unescape(re.sub(r"<[^<>]*>", "", lines)).strip()
