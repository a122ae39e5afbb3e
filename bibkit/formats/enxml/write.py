"""A reference as a record of EndNote's XML."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from bibkit.formats.enxml.dates import date_text, year_and_words
from bibkit.formats.enxml.fields import DATES, GROUPS, ORDER, PEOPLE, PERIODICALS, WRITE
from bibkit.formats.enxml.runs import runs_of_text
from bibkit.formats.enxml.texts import RICH, lines, normal, split_keywords, words
from bibkit.formats.enxml.types import NAMES, NUMBERS, code_of_reference
from bibkit.formats.refman.names import write_name
from bibkit.identifiers import is_isbn, is_issn
from bibkit.model import Name, Reference
from bibkit.vocab import VARIABLES, Kind

__all__ = ["kept_fields", "name_line", "record_text"]

# What is written inside a field that holds several values.
_INNER = dict.fromkeys((*PEOPLE, "translated-authors"), "author") | {
    "pub-dates": "date", "copyright-dates": "date", "alt-periodical": "full-title",
    **dict.fromkeys(GROUPS["urls"], "url"),
}  # fmt: skip
_KNOWN = frozenset(ORDER) | {field for fields in GROUPS.values() for field in fields}
# Of these there may be more than one.
_LISTS = frozenset({"isbn", "pub-dates", *GROUPS["urls"]})

#: A field and its values as XML, in the order in which they are met.
Fields = dict[str, list[str]]


def record_text(reference: Reference, number: int) -> str:
    """The `record` element of a reference, ending with a line break.

    Args:
        number: of the record in its file, by which readers tell records apart.
    """
    code = code_of_reference(reference)
    fields = _fields(reference, code)
    for field, texts in kept_fields(reference).items():
        if field in _KNOWN and (field in _LISTS or field not in fields):
            fields.setdefault(field, []).extend(_escaped(text) for text in texts)
    parts = [
        "<record>",
        '<database name="bibkit" path="bibkit">bibkit</database>',
        '<source-app name="bibkit">bibkit</source-app>',
        f"<rec-number>{number}</rec-number>",
        f'<ref-type name="{NAMES[code]}">{NUMBERS[code]}</ref-type>',
        *(text for element in ORDER if (text := _element(element, fields))),
        "</record>\n",
    ]
    return "".join(parts)


def _element(name: str, fields: Fields) -> str:
    if name in GROUPS:
        inner = "".join(_element(field, fields) for field in GROUPS[name])
        return f"<{name}>{inner}</{name}>" if inner else ""
    values = fields.get(name, [])
    tag = _INNER.get(name)
    if tag is not None and values:
        return f"<{name}>{''.join(f'<{tag}>{value}</{tag}>' for value in values)}</{name}>"
    if name == "isbn" and values:  # one field, a number a line
        values = [_LINE_END.join(values)]
    return "".join(f"<{name}>{value}</{name}>" for value in values)


_LINE_END = "&#xD;"


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", _LINE_END)


def _fields(reference: Reference, code: str) -> Fields:
    fields: Fields = {}
    for variable, field in WRITE[code].items():
        if variable in reference.fields:
            values = [_escaped(v) if variable not in RICH else v for v in _values(reference, variable)]  # fmt: skip
            if values:
                fields[field] = values
    _periodical(reference, code, fields)
    _numbers(reference, code, fields)
    issued = reference.date("issued")
    if issued is not None:
        year, said = year_and_words(issued)
        if code == "EJOUR" and year in said:
            year, said = said, ""  # the date of such a record with its own year is that of access
        fields["year"] = [_escaped(words(year))]
        fields |= {"pub-dates": [_escaped(said)]} if said else {}
    if reference.text("keyword"):
        fields["keyword"] = [_escaped(one) for one in split_keywords(reference.text("keyword"))]
    if words(reference.text("URL")):
        fields["web-urls"] = [_escaped(words(reference.text("URL")))]
    if reference.id:
        fields["label"] = [_escaped(words(reference.id))]
    return fields


def _values(reference: Reference, variable: str) -> Iterator[str]:
    kind = VARIABLES[variable]
    if kind is Kind.NAMES:
        yield from filter(None, map(name_line, reference.names(variable)))
        if reference.truncated(variable):
            yield "et al.,"
    elif kind is Kind.DATE:
        date = reference.date(variable)
        if date is not None and (date.year is not None or variable not in DATES - {"accessed"}):
            yield words(date_text(date))
    elif variable in RICH:
        text = normal(reference.text(variable), variable)
        if text:
            yield _styled(text)
    else:
        text = normal(reference.text(variable), variable)
        if text:
            yield text


def name_line(name: Name) -> str:
    """A name on one line. Initials have stops: EndNote takes `JO` for a name, Jo.

    >>> name_line(Name("Fisher", "JO")), name_line(Name(literal="World Health Organization"))
    ('Fisher, J. O.', 'World Health Organization,')
    """
    given = name.given
    if 2 <= len(given) <= 3 and given.isalpha() and given.isupper():
        name = dataclasses.replace(name, given=" ".join(f"{letter}." for letter in given))
    return words(write_name(name))


def _styled(text: str) -> str:
    """A text with mark-up as style runs; without any it needs none."""
    runs = runs_of_text(text)
    if all(not faces for faces, _ in runs):
        return _escaped("".join(part for _, part in runs))
    return "".join(
        f'<style face="{" ".join(faces) or "normal"}" font="default" size="100%">{_escaped(part)}</style>'
        for faces, part in runs
    )


def _periodical(reference: Reference, code: str, fields: Fields) -> None:
    """A periodical's names once more, for EndNote's list of journals."""
    if code not in PERIODICALS:
        return
    for variable, field in (("container-title", "full-title"), ("container-title-short", "abbr-1")):
        values = list(_values(reference, variable))
        if values:
            fields[field] = values


def _numbers(reference: Reference, code: str, fields: Fields) -> None:
    """Identifiers that share a field: ISSN and ISBN; the PMID and other databases' numbers."""
    own = WRITE[code].get("ISBN") or WRITE[code].get("ISSN")
    for variable, is_one in (("ISSN", is_issn), ("ISBN", is_isbn)):
        value = words(reference.text(variable))
        if own and variable not in WRITE[code] and is_one(value):
            fields.setdefault("isbn", []).append(_escaped(value))
    pmid = normal(reference.text("PMID"), "PMID")
    if pmid:
        fields["accession-num"] = [pmid]
        fields["remote-database-provider"] = ["NLM"]


def kept_fields(reference: Reference) -> Mapping[str, list[str]]:
    """The fields of EndNote that CSL has no variable for, as they were read."""
    kept = reference.custom.get("endnote")
    if not isinstance(kept, Mapping):
        return {}
    return {
        str(field): [line for text in texts for line in lines(str(text))]
        for field, texts in kept.items()
        if isinstance(texts, list | tuple)
    }
