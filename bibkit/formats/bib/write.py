"""References to entries of a .bib file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote

from bibkit.formats.bib.carrier import FIELD, carry
from bibkit.formats.bib.languages import language_fields
from bibkit.formats.bib.latex import encode, is_balanced, to_ascii
from bibkit.formats.bib.mapping import DIALECTS, FIELDS, MONTHS, NUMBER, OTHER_DATES, Dialect, How
from bibkit.formats.bib.names import write_list, write_names
from bibkit.formats.bib.titles import protect
from bibkit.formats.bib.types import entry_type, has_article_form, kept_fields
from bibkit.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from bibkit.model import Date, Reference
from bibkit.text import DASHES

__all__ = [
    "date_fields",
    "eprint_fields",
    "fields_of",
    "is_article_number",
    "is_safe",
    "iso_date",
    "number_text",
    "safe_value",
    "value_of",
    "verbatim",
    "write_entry",
    "writer",
]

Row = tuple[str, str]


def writer(dialect: str) -> Callable[..., Iterator[str]]:
    """The function that writes references in one of `bibkit.formats.bib.mapping.DIALECTS`.

    Their ids are taken for their keys: valid, and all different. With `ascii` all letters but those
    that LaTeX has no macro for are ASCII; with `lossless` each entry carries its whole reference.
    """

    def pieces(
        references: Iterable[Reference], *, ascii: bool = False, lossless: bool = False
    ) -> Iterator[str]:
        between = ""
        for reference in references:
            yield between + write_entry(reference, dialect, ascii=ascii, lossless=lossless)
            between = "\n"

    return pieces


def write_entry(
    reference: Reference, dialect: str, *, ascii: bool = False, lossless: bool = False
) -> str:
    """One entry, with a line end behind it; options as of `writer`."""
    table = DIALECTS[dialect]
    written, subtype = entry_type(reference, table)
    lines = [f"@{written}{{{reference.id},"]
    names: set[str] = set()
    for name, value in fields_of(reference, written, table, subtype):
        if name in names:
            continue
        names.add(name)
        macro = name == "month" and value in MONTHS
        if ascii and not value.isascii():
            value = _in_ascii(name, value)
        lines.append(f"  {name} = {value}," if macro else f"  {name} = {{{value}}},")
    if lossless:
        lines.append(f"  {FIELD} = {{{carry(reference, dialect)}}},")
    return "\n".join([*lines, "}", ""])


def _in_ascii(name: str, value: str) -> str:
    """A value in letters that any LaTeX reads; an address percent-coded."""
    if FIELDS.get(name, ("", How.TEXT, 0))[1] is How.VERBATIM:
        return "".join(c if c.isascii() else quote(c, safe="") for c in value)
    return to_ascii(value)


def fields_of(
    reference: Reference, written: str, dialect: Dialect, subtype: str = ""
) -> Iterator[Row]:
    """The fields of an entry in the order of a citation: people, title, container, date, …

    Args:
        written: the entry's type; subtype: its `entrysubtype`, where it needs one.
    """
    said: set[str] = {"issued", "citation-key"}
    rows = [("entrysubtype", subtype)] if subtype else []
    rows += _volume_title(reference, written, dialect, said)
    rows += _mapped(reference, dialect, said)
    rows += _container(reference, written, dialect, said)
    rows += date_fields(reference.date("issued"), dialect)
    rows += eprint_fields(reference, dialect)
    rows += _own_names(reference, said)
    kept = kept_fields(reference)
    rows = [(_free_name(name, value, kept), value) for name, value in rows]
    rows += [
        (name, str(value))
        for name, value in kept.items()
        if name not in ("entrytype", "entrysubtype") and is_safe(name, value)
    ]
    rows.sort(key=lambda row: _ORDER.get(row[0], len(_ORDER)))
    return ((name, safe_value(value)) for name, value in rows if value)


# What else may say what a field does.
_OTHER_NAMES = {
    "location": "address",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "journal": "journaltitle",
}


def _free_name(name: str, value: str, kept: Mapping[str, object]) -> str:
    """The field for a value: another where a kept field of that name says something else."""
    other = _OTHER_NAMES.get(name)
    return other if other and other not in kept and kept.get(name, value) != value else name


_ORDER = {
    name: place
    for place, name in enumerate(
        """
        author editor editortype translator bookauthor title maintitle shorttitle booktitle journal
        journaltitle shortjournal issuetitle series edition date year month day volume part number
        pages eid pagetotal volumes chapter publisher school institution organization howpublished
        address location venue eventtitle eventdate version pubstate entrysubtype doi pmid pmcid
        eprint eprinttype archiveprefix isbn issn url urldate langid csl-language language type note
        keywords annotation annote abstract
        """.split()
    )
}


def _volume_title(
    reference: Reference, written: str, dialect: Dialect, said: set[str]
) -> Iterator[Row]:
    """A volume's own title, where BibLaTeX has a place for it and for that of the whole work."""
    title = reference.text("volume-title")
    if not title or not dialect.has_date:
        return
    whole = "title" if reference.type == "book" else "container-title"
    if written == "article":
        yield "issuetitle", protect(title)
    elif reference.text(whole) and (whole == "title" or dialect.container.get(written)):
        yield "maintitle", protect(reference.text(whole))
        own = "title" if whole == "title" else dialect.container[written]
        yield own, protect(title)
        said.add(whole)
    else:
        return
    said.add("volume-title")


_NORMAL = {"DOI": normalise_doi, "PMCID": normalise_pmcid}

# A role that may stand beside `editor` (BibLaTeX manual, 2.3.6).
_ROLES = ("director", "compiler", "organizer", "producer")


def _mapped(reference: Reference, dialect: Dialect, said: set[str]) -> Iterator[Row]:
    fields = reference.fields
    for field, variable, how in dialect.fields:
        if variable not in fields or variable in said:
            continue
        said.add(variable)
        if variable == "language":
            yield from ((n, encode(v)) for n, v in language_fields(reference.text(variable)))
            continue
        if variable == "page" and dialect.has_date and is_article_number(reference):
            field = "eid"
        value = value_of(reference, variable, how)
        bare = _NORMAL[variable](value) if variable in _NORMAL else value
        if bare and bare != value:
            yield f"csl-{field}", value  # as it is; LaTeX needs the identifier alone
        yield field, bare or value
    roles = [role for role in _ROLES if role in fields]
    if dialect.has_date and len(roles) == 1 and "editor" not in fields:
        said.add(roles[0])
        yield "editor", value_of(reference, roles[0], How.NAMES)
        yield "editortype", roles[0]


def _container(
    reference: Reference, written: str, dialect: Dialect, said: set[str]
) -> Iterator[Row]:
    container = reference.text("container-title")
    if container and "container-title" not in said:
        field = dialect.container.get(
            written, "journal" if not dialect.has_date else "journaltitle"
        )
        said.add("container-title")
        yield field, encode(container)
    publisher = reference.text("publisher")
    if publisher:
        said.add("publisher")
        lists = dialect.has_date and _shows_dialect(reference, written)
        text = write_list(publisher) if lists else encode(publisher)
        yield dialect.publisher.get(written, "publisher"), text
    number = _number_variable(reference)
    if number in reference.fields:
        said.add(number)
        yield "number", number_text(reference.text(number))
    for field, variable in OTHER_DATES.items():
        date = reference.date(variable)
        if date is not None and variable not in said:
            said.add(variable)
            yield field, iso_date(date)


def _own_names(reference: Reference, said: set[str]) -> Iterator[Row]:
    """What the dialect has no field for, under CSL's own name: styles pass it over, nothing is lost."""
    if reference.text("archive").lower() == "arxiv" and reference.text("archive_location"):
        said |= {"archive", "archive_location"}
    for variable in reference.fields:
        if variable in said:
            continue
        name = f"csl-{variable}" if variable in ("number", "issue") else variable
        date = reference.date(variable)
        if date is not None:
            yield name, iso_date(date)
        else:
            how = How.NAMES if reference.names(variable) else How.TEXT
            yield name, value_of(reference, variable, how)


def safe_value(text: str) -> str:
    """A value that no reader takes for more or less than it is: in letters that UTF-8 has, no line
    that begins like an entry, and its last backslash apart from the closing brace, which some take
    for escaped. What is added is no part of what is read back.

    >>> safe_value("a\\n@book{b \\\\")
    'a @book{b \\\\ '
    """
    text = _SURROGATE.sub("\ufffd", _WHITE.sub(" ", text))
    return f"{text} " if text.endswith("\\") else text


_SURROGATE = re.compile(r"[\ud800-\udfff]")
_WHITE = re.compile(r"[ \t\r\n\f\v]+")


def is_safe(name: object, value: object) -> bool:
    """Whether a kept field can be written as it is: nothing may break out of an entry."""
    if not isinstance(name, str) or not isinstance(value, str):
        return False
    if not re.fullmatch(r"[A-Za-z_][\w:.+-]*", name, re.ASCII):
        return False
    return is_balanced(value)


def is_article_number(reference: Reference) -> bool:
    """Whether `page` holds an article number: the source said so, or it has the form of one.

    CSL 1.0.2 has no variable for article numbers; they stand in `page`.
    """
    page = reference.text("page")
    if reference.custom.get("article-number"):
        return bool(page)
    return has_article_form(reference.type, page)


def value_of(reference: Reference, variable: str, how: How) -> str:
    """A variable as a value of a .bib file.

    >>> value_of(Reference("", "book", {"page": "1-9"}), "page", How.PAGES)
    '1--9'
    """
    if how is How.NAMES:
        return write_names(reference.names(variable), reference.truncated(variable))
    text = reference.text(variable)
    if how is How.VERBATIM:
        return verbatim(" ".join(text.split()))
    if how is How.PAGES:
        return re.sub(r"(?<=\w)\s?-+\s?(?=\w)", "--", encode(text))
    if how is How.TITLE:
        return protect(text)
    return write_list(text) if how is How.LIST else encode(text)


def verbatim(text: str) -> str:
    """An identifier or address: braces and backslashes, which would end the value, percent-coded.

    >>> verbatim("http://x.org/{a}")
    'http://x.org/%7Ba%7D'
    """
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def number_text(number: str) -> str:
    """A number or issue as a value, ranges with two hyphens.

    >>> number_text("1–2")
    '1--2'
    """
    return re.sub(rf"(?<=\d)[{DASHES[1:]}](?=\d)", "--", encode(number))


def _number_variable(reference: Reference) -> str:
    """The variable that the field `number` holds: by type, an issue where nothing else is."""
    return NUMBER.get(reference.type, "issue")


# --- dates --------------------------------------------------------------------------------------------


def _shows_dialect(reference: Reference, written: str) -> bool:
    """Whether an entry can be told for BibLaTeX's, in which publishers are a list."""
    issued = reference.date("issued")
    place = "publisher-place" in reference.fields
    journal = written == "article" and "container-title" in reference.fields
    return place or journal or (issued is not None and issued.year is not None)


def date_fields(date: Date | None, dialect: Dialect) -> Iterator[Row]:
    """The date of publication in a dialect's fields.

    >>> dict(date_fields(Date(2017, 3), DIALECTS["bibtex"]))
    {'year': '2017', 'month': 'mar'}
    """
    if date is None:
        return
    if date.year is None:
        yield "year", encode(date.literal)
    elif dialect.has_date:
        yield "date", iso_date(date)
    else:
        until = date.until
        if until is not None or date.circa or _open_end(date):
            yield "date", iso_date(date)  # what year, month and day cannot say
        year = str(date.year)
        if until is not None and until.year not in (None, date.year):
            year = f"{year}--{until.year}"
        yield "year", year
        if date.month:
            yield "month", MONTHS[date.month - 1]
            if date.day:
                yield "day", str(date.day)
        elif date.season:
            yield "month", ("Spring", "Summer", "Autumn", "Winter")[date.season - 1]


def iso_date(date: Date) -> str:
    """A date as BibLaTeX writes it (ISO 8601-2).

    >>> iso_date(Date(2017, season=1, until=Date(2018)))
    '2017-21/2018'
    """
    if date.year is None:
        return encode(date.literal)
    text = f"{date.year:05d}" if date.year < 0 else f"{date.year:04d}"
    if date.season:
        text += f"-{20 + date.season}"
    elif date.month:
        text += f"-{date.month:02d}" + (f"-{date.day:02d}" if date.day else "")
    text += "~" if date.circa else ""
    if date.until:
        return f"{text}/{iso_date(date.until)}"
    return text + _open_end(date)


def _open_end(date: Date) -> str:
    """What stands for the end of a range that has none, or whose end nobody knows."""
    return next((end for end in ("/..", "/") if date.literal.endswith(end)), "")


def eprint_fields(reference: Reference, dialect: Dialect) -> Iterator[Row]:
    """The fields of a preprint, or in BibLaTeX of a record of PubMed."""
    kind = "eprinttype" if dialect.has_date else "archiveprefix"
    pmid = reference.text("PMID")
    if reference.text("archive").lower() == "arxiv" and reference.text("archive_location"):
        yield "eprint", verbatim(reference.text("archive_location"))
        yield kind, "arXiv" if kind == "archiveprefix" else "arxiv"
    elif dialect.has_date and pmid and normalise_pmid(pmid) == pmid:
        yield "eprint", verbatim(pmid)
        yield kind, "pubmed"
