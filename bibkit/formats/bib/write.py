"""References to entries of a .bib file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from bibkit.citekeys import assign_keys, is_valid_key
from bibkit.formats.bib.latex import encode, is_balanced
from bibkit.formats.bib.mapping import DIALECTS, MONTHS, NUMBER, Dialect, How
from bibkit.formats.bib.names import write_names
from bibkit.formats.bib.titles import protect
from bibkit.model import Batch, Date, Reference
from bibkit.text import DASHES

__all__ = ["writer"]


def writer(dialect: str) -> Callable[[Batch], str]:
    """The function that writes a batch in one of `bibkit.formats.bib.mapping.DIALECTS`."""

    def write(batch: Batch) -> str:
        keys = _keys(batch)
        table = DIALECTS[dialect]
        written = (_entry(one, key, table) for one, key in zip(batch, keys, strict=True))
        return _SURROGATE.sub("\ufffd", "\n".join(written))

    return write


_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _keys(batch: Batch) -> list[str]:
    """A key for each: its `citation-key` or id where that is valid and free, else a new one."""
    keys: list[str] = []
    used: set[str] = set()
    missing: list[int] = []
    for index, reference in enumerate(batch):
        wanted = reference.text("citation-key") or reference.id
        if is_valid_key(wanted) and wanted.lower() not in used:
            used.add(wanted.lower())
            keys.append(wanted)
        else:
            missing.append(index)
            keys.append("")
    new = assign_keys([batch[index] for index in missing], used)
    for index, key in zip(missing, new, strict=True):
        keys[index] = key
    return keys


def _entry(reference: Reference, key: str, dialect: Dialect) -> str:
    entry_type = _entry_type(reference, dialect)
    lines = [f"@{entry_type}{{{key},"]
    written: set[str] = set()
    for name, value in _fields(reference, entry_type, dialect):
        if name not in written:
            written.add(name)
            macro = name == "month" and value in MONTHS
            lines.append(f"  {name} = {value}," if macro else f"  {name} = {{{value}}},")
    return "\n".join([*lines, "}", ""])


def _entry_type(reference: Reference, dialect: Dialect) -> str:
    if reference.type == "thesis" and dialect.name == "bibtex":
        return "mastersthesis" if "master" in reference.text("genre").lower() else "phdthesis"
    kept = _kept(reference).get("entrytype")
    if reference.type == "document" and isinstance(kept, str) and re.fullmatch(r"[a-z]+", kept):
        return kept if kept not in ("comment", "string", "preamble") else "misc"
    return dialect.types.get(reference.type, "misc")


def _fields(reference: Reference, entry_type: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """The fields of an entry in the order of a citation: people, title, container, date, …"""
    rows = _mapped(reference, dialect)
    rows += _container(reference, entry_type, dialect)
    rows += _date(reference.date("issued"), dialect)
    rows += [(f, _iso(d)) for f, v in _OTHER_DATES if (d := reference.date(v)) is not None]
    rows += _eprint(reference, dialect)
    rows += _unmapped(reference, dialect)
    rows += [
        (name, _apart(str(value)))
        for name, value in _kept(reference).items()
        if name != "entrytype" and _is_safe(name, value)
    ]
    order = {name: place for place, name in enumerate(_ORDER)}
    rows.sort(key=lambda row: order.get(row[0], len(order)))
    return ((name, value) for name, value in rows if value)


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
        rows.append((field, _value(reference, variable, how)))
    return rows


def _unmapped(reference: Reference, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """What the dialect has no field for, under CSL's own name: styles pass it over, nothing is lost."""
    mapped = {variable for _, variable, _ in dialect.fields}
    mapped |= {"container-title", "publisher", "issued", "citation-key"}
    mapped |= {variable for _, variable in _OTHER_DATES}
    mapped.add(_number_variable(reference))
    if reference.text("archive").lower() == "arxiv" and reference.text("archive_location"):
        mapped |= {"archive", "archive_location"}
    for variable in reference.fields:
        if variable in mapped:
            continue
        name = f"csl-{variable}" if variable in ("number", "issue") else variable
        date = reference.date(variable)
        if date is not None:
            yield name, _iso(date)
        else:
            how = How.NAMES if reference.names(variable) else How.TEXT
            yield name, _value(reference, variable, how)


_ORDER = """
    author editor translator title shorttitle booktitle journal journaltitle shortjournal series
    edition date year month day volume number pages eid publisher school institution
    organization howpublished address location venue eventtitle eventdate version pubstate doi
    pmid pmcid eprint eprinttype archiveprefix isbn issn url urldate langid language type note
    keywords annotation annote abstract
""".split()
_OTHER_DATES = (("urldate", "accessed"), ("origdate", "original-date"), ("eventdate", "event-date"))


def _kept(reference: Reference) -> Mapping[str, object]:
    """Fields of a .bib file that CSL has no variable for, as they were read."""
    kept = reference.custom.get("bibtex")
    return kept if isinstance(kept, Mapping) else {}


def _apart(value: str) -> str:
    """A value whose last backslash does not touch the closing brace, which some readers take for
    escaped; the blank is no part of what is read back.
    """
    return f"{value} " if value.endswith("\\") else value


def _is_safe(name: object, value: object) -> bool:
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


def _value(reference: Reference, variable: str, how: How) -> str:
    if how is How.NAMES:
        return write_names(reference.names(variable), reference.truncated(variable))
    text = " ".join(reference.text(variable).split())
    if how is How.VERBATIM:
        return _verbatim(text)
    if how is How.PAGES:
        return re.sub(rf"(?<=\w)\s?[{DASHES}]+\s?(?=\w)", "--", encode(text))
    if how is How.TITLE:
        return protect(text)
    return encode(text)


def _verbatim(text: str) -> str:
    """An identifier or address: braces and backslashes, which would end the value, percent-coded."""
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
        yield "number", encode(re.sub(rf"(?<=\d)[{DASHES[1:]}](?=\d)", "--", number))


def _number_variable(reference: Reference) -> str:
    """The variable that the field `number` holds: by type, an issue where nothing else is."""
    by_type = NUMBER.get(reference.type, "issue")
    return next((v for v in (by_type, "issue", "number") if v in reference.fields), by_type)


def _date(date: Date | None, dialect: Dialect) -> Iterator[tuple[str, str]]:
    if date is None:
        return
    if date.year is None:
        yield "year", encode(date.literal)
    elif dialect.has_date:
        yield "date", _iso(date)
    else:
        until = date.until
        if until is not None or date.circa:
            yield "date", _iso(date)  # what year, month and day cannot say
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


def _iso(date: Date) -> str:
    if date.year is None:
        return encode(date.literal)
    text = f"{date.year:05d}" if date.year < 0 else f"{date.year:04d}"
    if date.season:
        text += f"-{20 + date.season}"
    elif date.month:
        text += f"-{date.month:02d}" + (f"-{date.day:02d}" if date.day else "")
    text += "~" if date.circa else ""
    return f"{text}/{_iso(date.until)}" if date.until else text


def _eprint(reference: Reference, dialect: Dialect) -> Iterator[tuple[str, str]]:
    kind = "eprinttype" if dialect.has_date else "archiveprefix"
    if reference.text("archive").lower() == "arxiv" and reference.text("archive_location"):
        yield "eprint", _verbatim(reference.text("archive_location"))
        yield kind, "arXiv" if kind == "archiveprefix" else "arxiv"
    elif dialect.has_date and reference.text("PMID"):
        yield "eprint", _verbatim(reference.text("PMID"))
        yield kind, "pubmed"
