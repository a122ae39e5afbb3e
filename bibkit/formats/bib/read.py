"""Entries of a .bib file to references."""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any

from bibkit.citekeys import card, settle
from bibkit.formats.base import renamed
from bibkit.formats.bib.addresses import address_in, plain_address
from bibkit.formats.bib.bibdates import agreed, date_field, year_month_day
from bibkit.formats.bib.carrier import FIELD, carried
from bibkit.formats.bib.eprints import eprint, normal_identifiers
from bibkit.formats.bib.inherit import inherit
from bibkit.formats.bib.languages import language_fields, tag_of
from bibkit.formats.bib.latex import decode
from bibkit.formats.bib.mapping import (
    CONTAINERS,
    FIELDS,
    GENRES,
    NUMBER,
    OTHER_DATES,
    PUBLISHERS,
    READ_TYPES,
    TITLES,
    How,
)
from bibkit.formats.bib.names import is_odd, read_list, read_names
from bibkit.formats.bib.split import Entry, split
from bibkit.formats.bib.types import THESES, has_article_form, type_of
from bibkit.formats.bib.write import write_entry
from bibkit.model import Batch, Date, Problem, Reference, Value
from bibkit.vocab import VARIABLES, Kind, kind_of

__all__ = ["entries_of", "read", "reference_of"]


def read(text: str) -> Batch:
    """Read a .bib text, whichever dialect its fields are of: real files mix them.

    Args:
        text: the file.

    Returns:
        Its entries with their keys; what could not be read, and every change that was made to
        understand the rest, as problems.
    """
    entries, problems = entries_of(text)
    references = []
    for entry in entries:
        reference = reference_of(entry)
        if FIELD in entry.fields:
            reference = carried(entry, reference, reference_of, write_entry)
        references.append(reference)
        problems += entry.problems
    return Batch(tuple(_unique(references, problems)), tuple(problems))


def entries_of(text: str) -> tuple[list[Entry], list[Problem]]:
    """The entries of a text that are references, with what they inherit; and what is none."""
    entries, problems = split(text)
    inherit(entries)
    if any(entry.type == "xdata" for entry in entries):
        for entry in entries:
            problems += entry.problems if entry.type == "xdata" else ()
        entries = [entry for entry in entries if entry.type != "xdata"]
    return entries, problems


def reference_of(entry: Entry) -> Reference:
    """What an entry says, with its own key; notes in it which fields hold what (`holders`)."""
    entry.holders = {}
    fields: dict[str, Value] = {}
    custom: dict[str, Any] = {}
    left: dict[str, str] = {}
    ranks: dict[str, tuple[int, str]] = {}
    own = entry.fields
    for name, value in own.items():
        row = FIELDS.get(name) or _own_name(name)
        if row is None:
            if name != FIELD:
                left[name] = value
            continue
        variable, how, rank = row
        if variable in ranks:  # two fields for one variable: the better one counts
            better, other = ranks[variable]
            if rank > better:
                left[name] = value
                continue
            left[other] = own[other]
        ranks[variable] = (rank, name)
        entry.holders[variable] = [name]
        if how is How.NAMES:
            _names(entry, name, variable, value, fields, custom)
        elif how is How.DATE:
            _put(fields, variable, date_field(value))
        else:
            text = _text(entry, name, value, how)
            if text:
                fields[variable] = text
    _titles(entry, left, fields)
    if "howpublished" in left:
        _address(entry, left, fields)
    _containers(entry, left, fields)
    _dates(entry, left, fields)
    eprint(entry, left, fields)
    normal_identifiers(entry, left, fields)
    if "langid" in own or "hyphenation" in own:
        _language(entry, left, fields)
    type_ = type_of(entry.type, own.get("entrysubtype", "").strip("{} ").lower(), fields)
    _by_type(entry, type_, left, fields, custom)
    if left:
        custom["bibtex"] = {name: " ".join(value.split()) for name, value in left.items()}
    if type_ == "document" and entry.type != "misc":
        custom.setdefault("bibtex", {})["entrytype"] = entry.type
    return Reference(entry.key, type_, fields, {"custom": custom} if custom else {}, entry.span)


@functools.lru_cache(2048)
def _own_name(name: str) -> tuple[str, How, int] | None:
    """A CSL variable that a field is named for; None where it is not."""
    bare = name.removeprefix("csl-")
    variable = _IN_CAPITALS.get(bare, bare)
    kind = kind_of(variable)
    taken = name == bare and name in ("number", "issue")  # BibTeX has a meaning of its own
    if kind is None or taken:
        return None
    how = How.VERBATIM if variable in _IN_CAPITALS.values() else _HOW.get(kind, How.TEXT)
    return variable, how, -1


_IN_CAPITALS = {v.lower(): v for v in VARIABLES if v.isupper()}
_HOW = {Kind.NAMES: How.NAMES, Kind.DATE: How.DATE}


def _language(entry: Entry, left: dict[str, str], fields: dict[str, Value]) -> None:
    """The tag of the language that LaTeX's name stands for, or of which it is the nearest."""
    language = tag_of(str(fields.get("language", "")))
    if not language:
        return
    _put(fields, "language", language)
    for name in ("langid", "hyphenation"):
        if name in left and left[name] == dict(language_fields(language)).get("langid"):
            del left[name]
            entry.hold("language", name, counts=False)


def _put(fields: dict[str, Value], variable: str, value: str | Date | None) -> None:
    if value:
        fields[variable] = value
    else:
        fields.pop(variable, None)


# "Smith JA and Jones B.": one word and initials, as MEDLINE prints names.
_INITIALS_LAST = re.compile(
    r"(?:^|\sand\s)\s*[^\W\d_a-z][^\W\d_A-Z][^\s,.{}\\]*\s+[A-Z]{1,3}\s*(?=$|\sand\s)"
)


def _names(
    entry: Entry,
    name: str,
    variable: str,
    value: str,
    fields: dict[str, Value],
    custom: dict[str, Any],
) -> None:
    names, truncated, unknown = read_names(value)
    odd = [str(one) for one in names if is_odd(one)]
    if odd:
        message = f"'{name}' holds what does not read as one name: {'; '.join(odd)}."
        entry.warn("odd-name", message)
    if _INITIALS_LAST.search(value):
        message = f"'{name}' has initials behind a name without a comma: BibTeX takes them for the family name."
        entry.warn("odd-name", message)
    if names:
        fields[variable] = names
    if truncated:
        custom[f"{variable}-et-al"] = True
    if unknown:
        _warn_macros(entry, name, unknown)


def _text(entry: Entry, name: str, value: str, how: How) -> str:
    if how is How.VERBATIM:
        return plain_address(value)
    if how is How.LIST or (how is How.TEXT and name in PUBLISHERS and _is_biblatex(entry)):
        decoded, unknown = read_list(value)
    else:
        decoded, unknown = decode(value)
    if unknown:
        _warn_macros(entry, name, unknown)
    if how is How.TITLE and "\n" in decoded:
        decoded = " ".join(decoded.split("\n"))  # a line's end on a title page
    if how is How.PAGES:
        raw = value.replace("--", "-") if "--" in value else ""
        decoded = _DASHES.sub("-", decode(raw)[0] if raw else decoded)
    return decoded


# "1 - 9", "1--9"; a single dash without blanks stays what it is.
_DASHES = re.compile(r"\s*-{2,}\s*|\s+[-–—]\s+|(?<=\d)\s*-\s*(?=\d)")


def _is_biblatex(entry: Entry) -> bool:
    """Whether an entry is BibLaTeX's, where " and " stands between publishers."""
    fields = entry.fields
    return (
        "journaltitle" in fields
        or "location" in fields
        or ("date" in fields and "year" not in fields)
    )


def _warn_macros(entry: Entry, name: str, unknown: list[str]) -> None:
    macros = ", ".join(dict.fromkeys(unknown))
    entry.warn("unknown-macro", f"'{name}' has LaTeX that text cannot say: {macros}.")


# --- what several fields say together --------------------------------------------------------------


def _title(entry: Entry, left: dict[str, str], name: str, text: str) -> str:
    """A title with its subtitle and addition."""
    for more, between in TITLES[name]:
        if more in left:
            added = _text(entry, more, left.pop(more), How.TITLE)
            if text and added:
                added = f"{text}{' ' if text[-1] in '?!.:' else between}{added}"
            text = added or text
    return text


# What stands in a book: the title is never that of the whole.
_PARTS = ("chapter", "paper-conference", "entry-encyclopedia")


def _titles(entry: Entry, left: dict[str, str], fields: dict[str, Value]) -> None:
    title = fields.get("title")
    if isinstance(title, str):
        fields["title"] = _title(entry, left, "title", title)
    if "issuetitle" in left and "volume-title" not in fields:
        text = _text(entry, "issuetitle", left.pop("issuetitle"), How.TITLE)
        entry.hold("volume-title", "issuetitle")
        _put(fields, "volume-title", _title(entry, left, "issuetitle", text))
    if "maintitle" not in left or "volume-title" in fields:
        return
    # A volume of a larger work: the work is the title, or what contains the chapter (CSL 1.0.2, `volume-title`).
    text = _text(entry, "maintitle", left.pop("maintitle"), How.TITLE)
    text = _title(entry, left, "maintitle", text)
    if "booktitle" in left:
        book = _text(entry, "booktitle", left.pop("booktitle"), How.TITLE)
        entry.hold("volume-title", "booktitle")
        entry.hold("container-title", "maintitle")
        fields["volume-title"] = _title(entry, left, "booktitle", book)
        fields["container-title"] = text
    elif "title" in fields and text and READ_TYPES.get(entry.type) not in _PARTS:
        fields["volume-title"] = fields["title"]
        fields["title"] = text
        entry.hold("volume-title", "title")
        entry.holders["title"] = ["maintitle"]
    else:
        entry.hold("container-title", "maintitle")
        _put(fields, "container-title", text)


def _address(entry: Entry, left: dict[str, str], fields: dict[str, Value]) -> None:
    """An address that stands where its kind of publication is said."""
    address = address_in(left["howpublished"])
    if address and fields.get("URL", address) == address:
        del left["howpublished"]
        entry.hold("URL", "howpublished", counts="URL" not in fields)
        fields["URL"] = address


def _containers(entry: Entry, left: dict[str, str], fields: dict[str, Value]) -> None:
    for variable, names_of in (("container-title", CONTAINERS), ("publisher", PUBLISHERS)):
        if variable in fields:
            continue
        for name in names_of:
            if name not in left or (name == "howpublished" and address_in(left[name])):
                continue
            text = _text(entry, name, left.pop(name), How.TEXT)
            entry.hold(variable, name)
            if name in TITLES:
                text = _title(entry, left, name, text)
            _put(fields, variable, text)
            if text:
                break
    if "fjournal" in entry.holders.get("container-title", ()) and "journal" in left:
        # Zentralblatt and MathSciNet: the full title, and in `journal` its abbreviation.
        text = _text(entry, "journal", left.pop("journal"), How.TEXT)
        entry.hold("container-title-short", "journal", counts="container-title-short" not in fields)
        fields.setdefault("container-title-short", text)


def _dates(entry: Entry, left: dict[str, str], fields: dict[str, Value]) -> None:
    given: list[str] = [name for name in ("date", "year", "month", "day") if name in left]
    issued = date_field(left.pop("date")) if "date" in left else None
    if issued is None or (issued.year is None and date_field(left.get("year", "")) is not None):
        again = year_month_day(left)
        if issued is not None and again != issued:
            left["date"] = entry.fields["date"]
        issued = again
    else:
        issued = agreed(issued, left)
    if "date" in given and any(entry.fields[one].strip() for one in given if one in left):
        said = ", ".join(f"{one} {entry.fields[one]}" for one in given)
        entry.warn("two-dates", f"Dates that do not agree: {said}; {issued} is taken.")
    for name in reversed(given):
        if name not in left:
            entry.hold("issued", name)
    _put(fields, "issued", issued)
    for name, variable in OTHER_DATES.items():
        if name in left and (variable not in fields or entry.holders[variable] == [variable]):
            if variable in fields:
                left[variable] = entry.fields[variable]  # BibLaTeX's field counts
            entry.holders[variable] = [name]
            _put(fields, variable, date_field(left.pop(name)))


# `editortype` to the variable of its people (BibLaTeX manual, 2.3.6).
_ROLES = {
    "director": "director",
    "compiler": "compiler",
    "organizer": "organizer",
    "producer": "producer",
    "collaborator": "contributor",
}


def _by_type(
    entry: Entry,
    type_: str,
    left: dict[str, str],
    fields: dict[str, Value],
    custom: dict[str, Any],
) -> None:
    """What a field means depends on the type."""
    if entry.fields.get("entrysubtype"):
        left.pop("entrysubtype", None)
        kept = entry.fields["entrysubtype"].strip("{} ")
        if type_of(entry.type, "", fields) == type_ and not (
            entry.type in THESES and kept == type_
        ):
            left["entrysubtype"] = kept  # it says something else, or the same again
    by_type = NUMBER.get(type_, "issue")
    if "number" in left and by_type not in fields:
        text = _text(entry, "number", left.pop("number"), How.TEXT)
        entry.hold(by_type, "number")
        if by_type == "issue" and "issue" in left:
            entry.hold("issue", "issue", counts=False)
            text = f"{text}, {_text(entry, 'issue', left.pop('issue'), How.TEXT)}"
        _put(fields, by_type, text)
    elif "issue" in left and "issue" not in fields:
        entry.hold("issue", "issue")
        _put(fields, "issue", _text(entry, "issue", left.pop("issue"), How.TEXT))
    if type_.startswith("article") and fields.get("collection-title") in ("newseries", "oldseries"):
        fields["collection-title"] = f"{str(fields['collection-title'])[:3].capitalize()} series"
    genre = fields.get("genre")
    if isinstance(genre, str):
        fields["genre"] = GENRES.get(genre, genre)
    elif entry.type in THESES and not entry.fields.get("entrysubtype"):
        fields["genre"] = THESES[entry.type]
    if type_ == "paper-conference" and "location" in left and "event-place" not in fields:
        # Beside the publisher's `address` it is where the conference was (ACM).
        entry.hold("event-place", "location")
        _put(fields, "event-place", _text(entry, "location", left.pop("location"), How.TEXT))
    role = _ROLES.get(left.get("editortype", "").strip("{} ").lower(), "")
    if role and "editor" in fields and role not in fields:
        del left["editortype"]
        fields[role] = fields.pop("editor")
        entry.holders[role] = entry.holders.pop("editor")
    if entry.holders.get("page") in (["eid"], ["articleno"]) and not has_article_form(
        type_, str(fields.get("page", ""))
    ):
        custom["article-number"] = True


def _unique(references: list[Reference], problems: list[Problem]) -> list[Reference]:
    """Keys stay as they are; an entry without one, or with one that stood before, gets a new one."""
    wanted = [reference.id for reference in references]
    keys = settle(wanted, lambda place: card(references[place]))
    for index, (old, key) in enumerate(zip(references, keys, strict=True)):
        if old.id == key:
            continue
        problems.append(renamed(old.id, key, old.source))
        references[index] = dataclasses.replace(old, id=key)
    return references
