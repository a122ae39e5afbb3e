"""References to entries of a .bib file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from bibkit.formats.bib.latex import encode, is_balanced
from bibkit.formats.bib.mapping import DIALECTS, MONTHS, NUMBER, OTHER_DATES, Dialect, How
from bibkit.formats.bib.names import write_names
from bibkit.formats.bib.titles import protect
from bibkit.model import Date, Reference
from bibkit.text import DASHES

__all__ = [
    "date_fields",
    "eprint_fields",
    "fields_of",
    "is_article_number",
    "is_safe",
    "iso_date",
    "kept_fields",
    "number_text",
    "safe_value",
    "value_of",
    "verbatim",
    "writer",
]


def writer(dialect: str) -> Callable[[Iterable[Reference]], Iterator[str]]:
    """The function that writes references in one of `bibkit.formats.bib.mapping.DIALECTS`.

    Their ids are taken for their keys: valid, and all different.
    """
    table = DIALECTS[dialect]

    def pieces(references: Iterable[Reference]) -> Iterator[str]:
        between = ""
        for reference in references:
            yield between + _entry(reference, reference.id, table)
            between = "\n"

    return pieces


def _entry(reference: Reference, key: str, dialect: Dialect) -> str:
    entry_type = _entry_type(reference, dialect)
    lines = [f"@{entry_type}{{{key},"]
    written: set[str] = set()
    for name, value in fields_of(reference, entry_type, dialect):
        if name not in written:
            written.add(name)
            macro = name == "month" and value in MONTHS
            lines.append(f"  {name} = {value}," if macro else f"  {name} = {{{value}}},")
    return "\n".join([*lines, "}", ""])


def _entry_type(reference: Reference, dialect: Dialect) -> str:
    if reference.type == "thesis" and dialect.name == "bibtex":
        return "mastersthesis" if "master" in reference.text("genre").lower() else "phdthesis"
    kept = kept_fields(reference).get("entrytype")
    if reference.type == "document" and isinstance(kept, str) and re.fullmatch(r"[a-z]+", kept):
        return kept if kept not in ("comment", "string", "preamble") else "misc"
    return dialect.types.get(reference.type, "misc")


def fields_of(reference: Reference, entry_type: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """The fields of an entry in the order of a citation: people, title, container, date, …"""
    rows = _mapped(reference, dialect)
    rows += _container(reference, entry_type, dialect)
    rows += date_fields(reference.date("issued"), dialect)
    rows += [
        (f, iso_date(d)) for f, v in OTHER_DATES.items() if (d := reference.date(v)) is not None
    ]
    rows += eprint_fields(reference, dialect)
    rows += _unmapped(reference, dialect)
    rows += [
        (name, str(value))
        for name, value in kept_fields(reference).items()
        if name != "entrytype" and is_safe(name, value)
    ]
    order = {name: place for place, name in enumerate(_ORDER)}
    rows.sort(key=lambda row: order.get(row[0], len(order)))
    return ((name, safe_value(value)) for name, value in rows if value)


def _mapped(reference: Reference, dialect: Dialect) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    written: set[str] = set()
    has_eid = any(field == "eid" for field, _, _ in dialect.fields)
    for field, variable, how in dialect.fields:
        if variable not in reference.fields or variable in written:
            continue
        written.add(variable)
        if variable == "page" and has_eid and is_article_number(reference):
            field = "eid"
        rows.append((field, value_of(reference, variable, how)))
    return rows


def _unmapped(reference: Reference, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """What the dialect has no field for, under CSL's own name: styles pass it over, nothing is lost."""
    mapped = {variable for _, variable, _ in dialect.fields}
    mapped |= {"container-title", "publisher", "issued", "citation-key"}
    mapped |= set(OTHER_DATES.values())
    mapped.add(_number_variable(reference))
    if reference.text("archive").lower() == "arxiv" and reference.text("archive_location"):
        mapped |= {"archive", "archive_location"}
    for variable in reference.fields:
        if variable in mapped:
            continue
        name = f"csl-{variable}" if variable in ("number", "issue") else variable
        date = reference.date(variable)
        if date is not None:
            yield name, iso_date(date)
        else:
            how = How.NAMES if reference.names(variable) else How.TEXT
            yield name, value_of(reference, variable, how)


_ORDER = """
    author editor translator title shorttitle booktitle journal journaltitle shortjournal series
    edition date year month day volume number pages eid publisher school institution
    organization howpublished address location venue eventtitle eventdate version pubstate doi
    pmid pmcid eprint eprinttype archiveprefix isbn issn url urldate langid language type note
    keywords annotation annote abstract
""".split()


def kept_fields(reference: Reference) -> Mapping[str, object]:
    """Fields of a .bib file that CSL has no variable for, as they were read."""
    kept = reference.custom.get("bibtex")
    return kept if isinstance(kept, Mapping) else {}


def safe_value(text: str) -> str:
    """A value that no reader takes for more or less than it is: on one line, in letters that
    UTF-8 has, and its last backslash apart from the closing brace, which some take for escaped.
    What is added is no part of what is read back.

    >>> safe_value("a\\n@book{b \\\\")
    'a @book{b \\\\ '
    """
    text = _SURROGATE.sub("\ufffd", _WHITE.sub(" ", text))
    return f"{text} " if text.endswith("\\") else text


_SURROGATE = re.compile(r"[\ud800-\udfff]")
_WHITE = re.compile(r"[^\S\u00a0]+")  # but the one blank that LaTeX keeps


def is_safe(name: object, value: object) -> bool:
    """Whether a kept field can be written as it is: nothing may break out of an entry."""
    if not isinstance(name, str) or not isinstance(value, str):
        return False
    if not re.fullmatch(r"[A-Za-z][\w:.+-]*", name, re.ASCII):
        return False
    return is_balanced(value)


_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{1,6}[\s-]?\d{3,}|\d{5,}")


def is_article_number(reference: Reference) -> bool:
    """Whether `page` holds an article number: the source said so, or it has the form of one.

    CSL 1.0.2 has no variable for article numbers; they stand in `page`.
    """
    page = reference.text("page")
    if reference.custom.get("article-number"):
        return bool(page)
    return reference.type == "article-journal" and bool(_ARTICLE_NUMBER.fullmatch(page))


def value_of(reference: Reference, variable: str, how: How) -> str:
    """A variable as a value of a .bib file.

    >>> value_of(Reference("", "book", {"page": "1-9"}), "page", How.PAGES)
    '1--9'
    """
    if how is How.NAMES:
        return write_names(reference.names(variable), reference.truncated(variable))
    text = " ".join(reference.text(variable).split())
    if how is How.VERBATIM:
        return verbatim(text)
    if how is How.PAGES:
        return re.sub(rf"(?<=\w)\s?[{DASHES}]+\s?(?=\w)", "--", encode(text))
    if how is How.TITLE:
        return protect(text)
    return encode(text)


def verbatim(text: str) -> str:
    """An identifier or address: braces and backslashes, which would end the value, percent-coded.

    >>> verbatim("http://x.org/{a}")
    'http://x.org/%7Ba%7D'
    """
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _container(
    reference: Reference, entry_type: str, dialect: Dialect
) -> Iterator[tuple[str, str]]:
    container = reference.text("container-title")
    if container:
        field = dialect.container.get(
            entry_type, "journal" if not dialect.has_date else "journaltitle"
        )
        yield field, encode(" ".join(container.split()))
    publisher = reference.text("publisher")
    if publisher:
        yield dialect.publisher.get(entry_type, "publisher"), encode(" ".join(publisher.split()))
    number = reference.text(_number_variable(reference))
    if number:
        yield "number", number_text(number)


def number_text(number: str) -> str:
    """A number or issue as a value, ranges with two hyphens.

    >>> number_text("1–2")
    '1--2'
    """
    return encode(re.sub(rf"(?<=\d)[{DASHES[1:]}](?=\d)", "--", number))


def _number_variable(reference: Reference) -> str:
    """The variable that the field `number` holds: by type, an issue where nothing else is."""
    by_type = NUMBER.get(reference.type, "issue")
    return next((v for v in (by_type, "issue", "number") if v in reference.fields), by_type)


def date_fields(date: Date | None, dialect: Dialect) -> Iterator[tuple[str, str]]:
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
        if until is not None or date.circa:
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
    return f"{text}/{iso_date(date.until)}" if date.until else text


def eprint_fields(reference: Reference, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """The fields of a preprint, or in BibLaTeX of a record of PubMed."""
    kind = "eprinttype" if dialect.has_date else "archiveprefix"
    if reference.text("archive").lower() == "arxiv" and reference.text("archive_location"):
        yield "eprint", verbatim(reference.text("archive_location"))
        yield kind, "arXiv" if kind == "archiveprefix" else "arxiv"
    elif dialect.has_date and reference.text("PMID"):
        yield "eprint", verbatim(reference.text("PMID"))
        yield kind, "pubmed"
