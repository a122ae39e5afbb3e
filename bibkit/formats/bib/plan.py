"""Which fields of an entry of a .bib file say what it should: those it has, or new ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from bibkit.dates import month_number
from bibkit.formats.bib.languages import language_fields
from bibkit.formats.bib.latex import decode, encode
from bibkit.formats.bib.mapping import (
    CONTAINERS,
    DIALECTS,
    FIELDS,
    MONTHS,
    NUMBER,
    OTHER_DATES,
    PUBLISHERS,
    READ_TYPES,
    TITLES,
    Dialect,
    How,
)
from bibkit.formats.bib.names import is_braced
from bibkit.formats.bib.pieces import Layout, Piece, Pieces, take_apart
from bibkit.formats.bib.read import reference_of
from bibkit.formats.bib.split import Entry
from bibkit.formats.bib.write import (
    date_fields,
    eprint_fields,
    fields_of,
    is_article_number,
    iso_date,
    number_text,
    safe_value,
    value_of,
    verbatim,
)
from bibkit.model import Reference, Span
from bibkit.vocab import Kind, kind_of

__all__ = ["File", "Plan"]


class File:
    """What the entries of a file show of its habits."""

    def __init__(self, text: str, entries: Sequence[Entry], dialect: Dialect) -> None:
        self.text = text
        self.entries = entries
        self._dialect = dialect

    @cached_property
    def uses(self) -> Counter[str]:
        """How many entries have a field."""
        return Counter(name for entry in self.entries for name in entry.fields)

    @cached_property
    def line_end(self) -> str:
        match = re.search(r"\r\n|\r|\n", self.text)
        return match[0] if match else "\n"

    @cached_property
    def layout(self) -> Layout:
        """For an entry without fields: that of the first ones that have some."""
        full = [entry for entry in self.entries if entry.fields][:100]
        return Layout.of([take_apart(entry, self.text) for entry in full], self.line_end)

    @cached_property
    def month(self) -> str:
        """How the first month of the file is written."""
        parts = (part for entry in self.entries for part in entry.parts)
        return next((value for name, value in parts if name.lower() == "month"), "")

    def dialect(self, entry: Entry) -> Dialect:
        """The dialect of an entry by its fields, else of the file by its."""
        for uses in (Counter(list(entry.fields)), self.uses):
            biblatex, bibtex = (sum(uses[name] for name in names) for names in _MARKS)
            if biblatex != bibtex:
                return DIALECTS["biblatex" if biblatex > bibtex else "bibtex"]
        return self._dialect


#: Fields that BibLaTeX's files have and BibTeX's have not, and the other way round.
_MARKS = (
    ("date", "journaltitle", "location", "eprinttype", "eprintclass"),
    ("year", "month", "journal", "address", "archiveprefix", "primaryclass", "school"),
)


_NUMBERS = ("eid", "articleno")  # of articles, not pages
_EPRINT = ("eprint", "eprinttype", "archiveprefix")


class Plan:
    """Which fields of an entry get which values, and which go."""

    def __init__(self, file: File, entry: Entry, now: Reference, goal: Reference) -> None:
        self.file = file
        self.entry = entry
        self.now = now
        self.goal = goal
        self.dialect = file.dialect(entry)
        self.pieces = take_apart(entry, file.text)
        own = [self.pieces] if self.pieces.fields else []
        self.layout = Layout.of(own, file.line_end) if own else file.layout
        self.changed: dict[str, str] = {}  # field to expression
        self.gone: set[str] = set()
        self.archived = False  # the two variables of an archive are changed together

    def in_place(self) -> str:
        """The entry's text with the changes."""
        return self.pieces.edited(self.changed, self.gone, self.layout)

    def anew(self) -> str:
        """The entry as the writer sets it, with its type and key, and with what it would drop."""
        rows: dict[str, str] = {}
        for name, value in fields_of(self.goal, self._type(), self.dialect):
            macro = name == "month" and value in MONTHS
            rows.setdefault(name, value if macro else f"{{{value}}}")
        said = {*rows, *self.gone}
        for variable, names in self.entry.holders.items():
            group = variable == "issued" or names[0] == "eprint"
            said.update(names if group else names[:1], set(names) & {*_EPRINT})
        lead = f"{self.file.line_end}  "
        fields = [Piece(lead, name, " = ", value) for name, value in rows.items()]
        for piece in self.pieces.fields:
            name = piece.name.lower()
            if name not in said:
                fields.append(Piece(lead, piece.name, " = ", piece.value))
            elif name not in self.gone:
                said.discard(name)  # the same field again
        end = f"{self.file.line_end}{self.entry.raw[-1]}"
        return str(Pieces(self.pieces.head, True, tuple(fields), end))

    def put(self, name: str, text: str) -> None:
        """Give a field a value."""
        self.changed[name] = self.layout.expression(safe_value(text), self.pieces.value(name))
        self.gone.discard(name)

    def change(self, variable: str) -> None:
        """Give the field or fields of a variable the value that it should have."""
        held = self.entry.holders.get(variable, [])
        if variable == "issued":
            self._issued(held)
        elif variable in _ARCHIVE:
            if not self.archived:
                self._archive()
            self.archived = True
        elif variable not in self.goal.fields:
            self.gone.update(held)
        elif variable == "URL" and held[:1] == ["howpublished"]:
            self._howpublished()
        elif variable == "language" and held[:1] != ["language"]:
            self._language(held)
        elif held and any(more in self.entry.fields for more, _ in TITLES.get(held[0], ())):
            self._title(variable, held[0])
        else:
            name = held[0] if held else self._new_name(variable)
            text = self._text(variable, name)
            self.put(name, text)
            if "eprint" in held[1:]:
                self.put("eprint", text)  # it says the same
            elif variable == "PMID" and not held:
                self._pubmed()

    def _text(self, variable: str, name: str, goal: Reference | None = None) -> str:
        """A variable's value, that of the goal if no other, as LaTeX for a field."""
        goal = goal or self.goal
        date = goal.date(variable)
        if date is not None:
            return iso_date(date)
        if name in ("number", "issue"):
            return number_text(goal.text(variable))
        how = (
            How.NAMES if kind_of(variable) is Kind.NAMES else FIELDS.get(name, ("", How.TEXT, 0))[1]
        )
        plain = how in (How.TITLE, How.TEXT)
        if plain and is_braced(self.entry.fields.get(name, "").strip()):
            return f"{{{value_of(goal, variable, How.TEXT)}}}"  # "{{…}}" protects the whole
        return value_of(goal, variable, how)

    # --- which field ---

    def _type(self) -> str:
        """The entry's type under the name that the dialect's tables have."""
        known = self.entry.type in {**self.dialect.container, **self.dialect.publisher}
        read_as = READ_TYPES.get(self.entry.type, "")
        return self.entry.type if known else self.dialect.types.get(read_as, self.entry.type)

    def _new_name(self, variable: str) -> str:
        """The field for a variable that the entry does not have: one that is not there yet."""
        names = (*self._names(variable), f"csl-{variable}")
        return next(
            name for name in names if name not in self.entry.fields and name not in self.changed
        )

    def _names(self, variable: str) -> tuple[str, ...]:
        """The fields that may say a variable, the best first: of several those the file uses."""
        dialect, uses = self.dialect, self.file.uses
        if variable == "container-title":
            names = dialect.container.get(self._type(), "journaltitle" if dialect.has_date else "")
            if names in CONTAINERS[:1] or not names:
                both = sorted(CONTAINERS[:2], reverse=dialect.has_date)
                return tuple(sorted(both, key=lambda name: -uses[name]))
            return (names,)
        if variable == "publisher":
            return dialect.publisher.get(self._type(), "publisher"), *PUBLISHERS
        if variable == NUMBER.get(READ_TYPES.get(self.entry.type, ""), "issue"):
            return () if "issue" in self.entry.fields else ("number",)
        if variable in ("number", "issue"):
            return ()
        dates = tuple(name for name, one in OTHER_DATES.items() if one == variable)
        mapped = [
            name for name, one, _ in dialect.fields if one == variable and name not in _NUMBERS
        ]
        mapped += [
            name for name, (one, _, _) in FIELDS.items() if one == variable and name not in _NUMBERS
        ]
        eid = variable == "page" and dialect.has_date and is_article_number(self.goal)
        ordered = sorted(dict.fromkeys(mapped), key=lambda name: -uses[name])
        return *dates, *(["eid"] if eid else []), *ordered, variable

    # --- what several fields say together ---

    def _title(self, variable: str, name: str) -> None:
        """A title that stands in parts: its subtitle apart as it was, the rest together."""
        present = self.entry.fields
        further = [more for more, _ in TITLES[name] if more in present]
        text, before = self.goal.text(variable), decode(present[name])[0]
        cut = len(before) if text.startswith((f"{before}: ", f"{before} ")) else text.find(": ")
        parts = {name: text}
        if further[0].endswith("subtitle") and cut > 0:
            parts = {name: text[:cut], further[0]: text[cut:].removeprefix(":").lstrip()}
        for field, part in parts.items():
            goal = self.goal.replace(**{variable: part})
            self.put(field, self._text(variable, field, goal))
        for more in further:
            if more in self.entry.inherited and more not in parts:
                self.put(more, "")
            elif more not in parts:
                self.gone.add(more)

    def _language(self, held: Sequence[str]) -> None:
        """LaTeX's name of the language, and the tag beside it where that says more."""
        text, uses = self.goal.text("language"), self.file.uses
        rows = dict(language_fields(text))
        if not held and uses["language"] > uses["langid"]:
            rows = {"language": text}
        elif "hyphenation" in held and "langid" in rows:
            rows["hyphenation"] = rows.pop("langid")
        self.gone.update(name for name in held if name not in rows)
        for name, value in rows.items():
            self.put(name, encode(value))

    def _issued(self, held: Sequence[str]) -> None:
        date, bibtex = self.goal.date("issued"), DIALECTS["bibtex"]
        rows: dict[str, str] = {}
        if date is not None and self._in_one_field():
            again = {name: text for name, text in date_fields(date, bibtex) if name in held}
            rows = {**again, "date": iso_date(date)}
        elif date is not None:
            rows = dict(date_fields(date, bibtex))
            without = {name: text for name, text in rows.items() if name != "date"}
            if reference_of(Entry("misc", "", Span(0, 0), without)).date("issued") == date:
                rows = without
        self.gone.update(name for name in held if name not in rows)
        for name, text in rows.items():
            self.put(name, text)
            if name == "month" and text in MONTHS:
                like = self.pieces.value(name) or self.file.month
                self.changed[name] = _month(like, MONTHS.index(text))

    def _in_one_field(self) -> bool:
        """Whether the date of publication is, or is to be, one field."""
        fields, uses = self.entry.fields, self.file.uses
        if fields.get("date", "").strip() or "year" in fields:
            return bool(fields.get("date", "").strip())
        if "date" in fields or uses["date"] != uses["year"]:
            return "date" in fields or uses["date"] > uses["year"]
        return self.dialect.has_date

    def _archive(self) -> None:
        holders, present = self.entry.holders, self.entry.fields
        by_eprint = holders.get("archive_location", [])[:1] == ["eprint"]
        rows: dict[str, str] = {}
        if self.goal.text("archive").lower() == "arxiv" and self.goal.text("archive_location"):
            rows = dict(eprint_fields(self.goal, self.dialect))
        if rows and by_eprint:
            self.put("eprint", rows["eprint"])
            return
        own = {v: [n for n in holders.get(v, []) if n not in _EPRINT] for v in _ARCHIVE}
        if rows and "eprint" not in present and not any(own.values()):
            for name, text in rows.items():
                self.put(name, text)
            return
        if by_eprint:
            self.gone.update(name for name in _EPRINT if name in present)
        for variable, names in own.items():
            if variable not in self.goal.fields:
                self.gone.update(names)
            elif not names or self.goal.fields[variable] != self.now.fields.get(variable):
                name = names[0] if names else self._new_name(variable)
                self.put(name, self._text(variable, name))

    def _pubmed(self) -> None:
        """BibLaTeX knows a PMID as `eprint`; not where that is taken, or the file has `pmid` only."""
        uses = self.file.uses
        alone = uses["pmid"] and not uses["eprinttype"]
        if alone or any(name in self.entry.fields for name in _EPRINT):
            return
        for name, text in eprint_fields(self.goal, self.dialect):
            if self.goal.text("archive").lower() != "arxiv":
                self.put(name, text)

    def _howpublished(self) -> None:
        """An address in a field of text: in its `\\url`, or in `url` where LaTeX would misread it."""
        url = verbatim(self.goal.text("URL"))
        macro = "\\url" in self.entry.fields["howpublished"]
        text = f"\\url{{{url}}}" if macro else encode(url)
        if decode(text)[0] == self.goal.text("URL"):
            self.put("howpublished", text)
        else:
            self.gone.add("howpublished")
            self.put(self._new_name("URL"), url)


_ARCHIVE = ("archive", "archive_location")


_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip


def _month(like: str, month: int) -> str:
    """A month (from 0) as another is written: a macro, a number, or a name in braces or quotes.

    >>> _month("mar", 0), _month("{03}", 0), _month('"March"', 0), _month("{MAR}", 0)
    ('jan', '{01}', '"January"', '{JAN}')
    """
    bare = like.strip('{}"')
    mark, close = (like[0], like[-1]) if like.startswith(("{", '"')) else ("", "")
    if bare.isdecimal():
        return f"{mark}{month + 1:0{len(bare)}d}{close}"
    if not mark or month_number(bare) is None:
        return MONTHS[month]
    name = _MONTH_NAMES[month] if bare.lower() in _MONTH_NAMES else MONTHS[month]
    cased = name.upper() if bare.isupper() else name.capitalize() if bare[0].isupper() else name
    return f"{mark}{cased}{close}"
