"""citeproc-py behind the engine protocol, its known faults mended from outside.

What is mended, and how (citeproc-py 0.11, measured on 21 much-used styles):

- an item that crashes it takes the whole list along → each item is rendered alone;
- a localised date's delimiter is ignored (`2017Mar23`) → set on the style's own date element;
- the number is glued in styles that align second fields (`1.Smith`) → the first field's end is
  marked, and becomes a label;
- `cs:names` without `cs:name` grow a new one at every rendering → one is put there at the start;
- variables of CSL 1.0.2 are refused → references are built here, not by its JSON reader;
- a truncated list of authors is printed as if whole → `et-al-min` is set for that one item;
- a page range of unequal lengths is cut (`1–14` to `1–4`) → its last page is kept whole;
- what a `cs:substitute` printed is printed again in its own place → `bibkit.csl.citeproc_mended`;
- initials without stops ("AJ") are cut to the first → set apart;
- date ranges within a year lose the year → the first date stands for the range;
- doubled full stops and blanks at the seams, stops behind a closing quotation mark where the
  locale wants them inside → mended in the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bibkit.csl.engine import Bibliography
from bibkit.csl.library import Style
from bibkit.csl.marks import (
    ANY_MARKS,
    LABEL_END,
    block_marks,
    close_mark,
    open_mark,
    parse_marked,
    unmarked,
)
from bibkit.csl.nodes import Display, Entry
from bibkit.csl.nodes import Style as CharacterStyle
from bibkit.errors import StyleError
from bibkit.model import Date, Name, Problem, Reference, Severity, Value

__all__ = ["CiteprocEngine"]

_NS = {"cs": "http://purl.org/net/xbiblio/csl"}
_CS = "{http://purl.org/net/xbiblio/csl}"


class _Formatter:
    """citeproc-py's formatter interface: styles become marks, text stays as it is."""

    @staticmethod
    def preformat(text: object) -> str:
        return str(text)

    @staticmethod
    def _wrap(style: CharacterStyle) -> Any:
        return staticmethod(lambda text: f"{open_mark(style)}{text}{close_mark(style)}")

    Italic = _wrap(CharacterStyle.ITALIC)
    Oblique = _wrap(CharacterStyle.ITALIC)
    Bold = _wrap(CharacterStyle.BOLD)
    Light = staticmethod(str)
    Underline = _wrap(CharacterStyle.UNDERLINE)
    Superscript = _wrap(CharacterStyle.SUPERSCRIPT)
    Subscript = _wrap(CharacterStyle.SUBSCRIPT)
    SmallCaps = _wrap(CharacterStyle.SMALL_CAPS)


class CiteprocEngine:
    """`bibkit.csl.engine.Engine` by citeproc-py."""

    def bibliography(
        self, style: Style, references: Sequence[Reference], locale: str | None = None
    ) -> Bibliography:
        """See `bibkit.csl.engine.Engine.bibliography`."""
        from citeproc import Citation, CitationItem, CitationStylesBibliography

        root = _load(style, locale)
        problems: list[Problem] = []
        source: dict[str, Any] = {}
        keys = [f"item{index}" for index in range(len(references))]
        for key, reference in zip(keys, references, strict=True):
            source[key] = _source_item(key, reference, root.page_format)
        bibliography = CitationStylesBibliography(root.style, source, _Formatter)
        citation = Citation([CitationItem(key) for key in keys])
        citation.bibliography = bibliography
        bibliography.items = list(citation.cites)
        bibliography.keys = list(keys)
        try:
            self._sort(bibliography, source)
        except Exception as error:  # one item's sort key may crash the whole sort
            message = f"The style's sorting failed ({_reason(error)}); the order is the input's."
            problems.append(Problem("unsorted", message))
            bibliography.items, bibliography.keys = list(citation.cites), list(keys)
        by_key = dict(zip(keys, references, strict=True))
        entries: list[Entry] = []
        for item in bibliography.items:
            reference = by_key[item.key]
            entry, problem = root.entry(item, reference)
            entries.append(entry)
            if problem:
                problems.append(problem)
        return Bibliography(tuple(entries), tuple(problems), style)

    @staticmethod
    def _sort(bibliography: Any, source: dict[str, Any]) -> None:
        """Sort; where a season stops citeproc-py, without the seasons."""
        try:
            bibliography.sort()
        except AssertionError:
            seasons = {}
            for key, item in source.items():
                issued = item.get("issued")
                if issued is not None and "season" in issued:
                    seasons[key] = issued.pop("season")
            bibliography.sort()
            for key, season in seasons.items():
                source[key]["issued"]["season"] = season


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")[:120]


def _load(style: Style, locale: str | None) -> _Prepared:
    from citeproc import LANGUAGE_NAMES, PRIMARY_DIALECTS, CitationStylesStyle
    from lxml import etree

    import bibkit.csl.citeproc_mended  # noqa: F401  (its elements take the place of citeproc-py's)

    # citeproc-py falls back to English without a word.
    if locale and locale not in LANGUAGE_NAMES and locale not in PRIMARY_DIALECTS:
        raise StyleError(f"There is no locale '{locale}'. Try a tag such as de-DE.")
    language = locale or style.locale or None
    try:
        loaded = CitationStylesStyle(style.path, locale=language, validate=False)
    except etree.XMLSyntaxError as error:
        raise StyleError(f"The style '{style.id}' is not well-formed XML: {error}.") from error
    except ValueError as error:
        raise StyleError(f"The style '{style.id}' cannot be used: {error}.") from error
    if not loaded.has_bibliography():
        raise StyleError(
            f"The style '{style.id}' has no bibliography: it prints references in notes only."
        )
    return _Prepared(loaded)


class _Prepared:
    """A loaded style, mended once, that renders one item at a time."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.root = style.root
        self.layout = self.root.bibliography.layout
        self.has_label = self.root.bibliography.get("second-field-align") is not None
        self.page_format = self.root.get("page-range-format")
        inside = self.root.get_locale_option("punctuation-in-quote")
        self.punctuation_in_quote = str(inside).lower() == "true"
        self._name_elements()
        self._date_delimiters()
        if self.has_label:
            self.has_label = self._mark_label()
        self.printers = self._printers()

    def _printers(self) -> dict[str, list[Any]]:
        """Name variable to the `cs:name` elements that print it; inside a substitute that is the
        parent's.
        """
        found: dict[str, list[Any]] = {}
        for names in self.root.iter(f"{_CS}names"):
            name = names.find("cs:name", _NS)
            if name is None:
                name = names.getparent().getparent().find("cs:name", _NS)
            for variable in (names.get("variable") or "").split():
                if name is not None and name not in found.setdefault(variable, []):
                    found[variable].append(name)
        return found

    def _name_elements(self) -> None:
        for names in self.root.iter(f"{_CS}names"):
            in_substitute = names.getparent().tag == f"{_CS}substitute"
            if names.find("cs:name", _NS) is None and not in_substitute:
                names.insert(0, names.makeelement(f"{_CS}name"))

    def _date_delimiters(self) -> None:
        for date in self.root.iter(f"{_CS}date"):
            form = date.get("form")
            if form and date.get("variable") and date.get("delimiter") is None:
                localised = date.get_date(form)
                if localised is not None and localised.get("delimiter"):
                    date.set("delimiter", localised.get("delimiter"))

    def _mark_label(self) -> bool:
        """Mark where the first field ends; false where that element takes no suffix."""
        first = next((child for child in self.layout if isinstance(child.tag, str)), None)
        if first is None or first.tag not in {f"{_CS}text", f"{_CS}number", f"{_CS}group"}:
            return False
        first.set("suffix", (first.get("suffix") or "") + LABEL_END)
        return True

    def entry(self, item: Any, reference: Reference) -> tuple[Entry, Problem | None]:
        """One entry; a plain one and a problem where citeproc-py fails."""
        try:
            with self._et_al(item, reference):
                self.layout.repressed = {}
                text = self.layout.format(self.layout.wrap(self.layout.render_children(item)))
            marked = _tidy(str(text or "").replace(_WHOLE, ""), self.punctuation_in_quote)
            if not unmarked(marked).strip():
                raise ValueError("the style printed nothing")
        except Exception as error:  # whatever one item does, the others go on
            message = f"The style could not format this reference ({_reason(error)}); it is printed plainly."
            problem = Problem("not-formatted", message, Severity.WARNING, ref=reference.id)
            return Entry(reference.id, (_plain(reference),)), problem
        label, mark, body = marked.partition(LABEL_END)
        if mark:
            margin, beside = block_marks[Display.LEFT_MARGIN], block_marks[Display.RIGHT_INLINE]
            marked = label.join(margin) + body.strip().join(beside)
        return Entry(reference.id, parse_marked(marked)), None

    @contextmanager
    def _et_al(self, item: Any, reference: Reference) -> Iterator[None]:
        """For truncated lists: print the named people and "et al.", by the style's own means."""
        truncated = [v for v in reference.fields if reference.truncated(v) and reference.names(v)]
        if not truncated:
            yield
            return
        whole = [v for v in reference.fields if reference.names(v) and v not in truncated]
        # An element that prints a whole list too cannot serve both.
        spared = [element for v in whole for element in self.printers.get(v, [])]
        changed: list[tuple[Any, dict[str, str]]] = []
        doubled: list[list[Any]] = []
        for variable in truncated:
            printers = [e for e in self.printers.get(variable, []) if e not in spared]
            names = item.reference[variable.replace("-", "_")]
            for element in printers:
                minimum = int(element.get_option("et-al-min", self.layout) or 0)
                if minimum and len(names) >= minimum and len(names) > 1:
                    continue  # the style cuts this list itself
                changed.append((element, dict(element.attrib)))
                element.set("et-al-min", "1")
                element.set("et-al-use-first", str(len(names)))
                element.set("et-al-use-last", "false")
            if printers and len(names) == 1:
                # citeproc-py never cuts a list of one; its second name is not printed.
                names.append(names[0])
                doubled.append(names)
        try:
            yield
        finally:
            for element, before in reversed(changed):
                element.attrib.clear()
                element.attrib.update(before)
            for names in doubled:
                names.pop()


# --- references as citeproc-py wants them -----------------------------------------------------------


def _source_item(key: str, reference: Reference, page_format: str | None) -> Any:
    from citeproc.source import Reference as SourceReference

    item = SourceReference(key, reference.type)
    for variable, value in reference.fields.items():
        if variable == "page":
            item["page"] = _source_pages(str(value), page_format)
        else:
            item[variable.replace("-", "_")] = _source_value(value)
    return item


def _source_value(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_source_name(name) for name in value]
    if isinstance(value, Date):
        return _source_date(value)
    return _source_text(str(value))


# Before a last page: it shares no digits with the first, so none is cut off. Dropped at the end.
_WHOLE = "\ue0f1"


def _source_pages(pages: str, page_format: str | None) -> Any:
    """A page range so that citeproc-py prints it right under the style's page-range-format."""
    if page_format is None:
        return _source_text(pages)
    first, dash, last = expand_range(pages).partition("-")
    if not dash or len(first) == len(last):
        return _source_text(first + dash + last)
    if page_format == "minimal-two" and len(first) < 2:
        return _source_text(f"{first}\N{FIGURE DASH}{last}")
    return f"{first}-{_WHOLE}{last}"


_NO_CASE = re.compile(r"<span class=\"nocase\">(.*?)</span>", re.I | re.S)


def _source_text(text: str) -> Any:
    from citeproc.string import MixedString, NoCase, String

    marked = _mark_rich_text(unmarked(text))
    parts = _NO_CASE.split(marked)
    kinds = (String, NoCase)
    return MixedString([kinds[index % 2](part) for index, part in enumerate(parts) if part])


_TAG = re.compile(r"<(/?)(i|b|sup|sub|sc|em|strong|u)>", re.I)
_STYLE_OF = {
    "i": CharacterStyle.ITALIC,
    "em": CharacterStyle.ITALIC,
    "b": CharacterStyle.BOLD,
    "strong": CharacterStyle.BOLD,
    "sup": CharacterStyle.SUPERSCRIPT,
    "sub": CharacterStyle.SUBSCRIPT,
    "sc": CharacterStyle.SMALL_CAPS,
    "u": CharacterStyle.UNDERLINE,
}
_SMALL_CAPS = re.compile(
    r"<span\s+style=\"font-variant:\s*small-caps;?\">(.*?)</span>", re.I | re.S
)


def _mark_rich_text(text: str) -> str:
    """CSL-JSON's rich text (`<i> <b> <sup> <sub> <sc>`, small-caps spans) as marked text.

    `<span class="nocase">` stays: text-case rules need it.
    """
    if "<" not in text:
        return text
    small = CharacterStyle.SMALL_CAPS
    text = _SMALL_CAPS.sub(lambda m: f"{open_mark(small)}{m[1]}{close_mark(small)}", text)

    def mark(match: re.Match[str]) -> str:
        style = _STYLE_OF[match[2].lower()]
        return close_mark(style) if match[1] else open_mark(style)

    return _TAG.sub(mark, text)


def _source_name(name: Name) -> Any:
    from citeproc.source import Name as SourceName

    if name.literal:
        return SourceName(literal=name.literal)
    parts = {
        "family": name.family or name.given,
        "given": _spaced_initials(name.given) if name.family else "",
        "dropping-particle": name.dropping_particle,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
    }
    return SourceName(**{part: value for part, value in parts.items() if value})


_INITIALS = re.compile(r"[^\W\d_]{2,4}(?:[-‐][^\W\d_]{1,3})*|[^\W\d_](?:[-‐][^\W\d_]{1,3})+")


def _spaced_initials(given: str) -> str:
    """Initials as PubMed prints them ("AJ") apart, or they are taken for one name's.

    >>> _spaced_initials("AJ"), _spaced_initials("J-KP"), _spaced_initials("Ann"), _spaced_initials("JOSE")
    ('A. J.', 'J.-K. P.', 'Ann', 'JOSE')
    """
    vowels = sum(letter in "AEIOU" for letter in given)
    if not _INITIALS.fullmatch(given) or not given.isupper() or (len(given) > 3 and vowels > 1):
        return given
    dotted = ["".join(f" {letter}." for letter in part)[1:] for part in re.split("[-‐]", given)]
    return "-".join(dotted)


def _source_date(date: Date) -> Any:
    from citeproc.source import Date as SourceDate
    from citeproc.source import LiteralDate

    if date.year is None:
        return LiteralDate(date.literal, circa=date.circa)
    if date.until is not None and date.until.year not in (None, date.year):
        return LiteralDate(f"{date.year}–{date.until.year}", circa=date.circa)
    # Within a year it prints ranges without their year; the first date stands for the range.
    parts = {"year": date.year, "month": date.month, "day": date.day, "season": date.season}
    return SourceDate(circa=date.circa, **{k: v for k, v in parts.items() if v is not None})


_RANGE = re.compile(r"^([A-Za-z]*)(\d+)\s*[-–]\s*([A-Za-z]*)(\d+)$")


def expand_range(pages: str) -> str:
    """The last page in full, so that a style's page-range-format can shorten or keep it.

    >>> expand_range("119-30"), expand_range("S12-8"), expand_range("e12"), expand_range("110-210")
    ('119-130', 'S12-S18', 'e12', '110-210')
    """
    match = _RANGE.match(pages.strip())
    if match is None:
        return pages
    prefix, first, last_prefix, last = match.groups()
    if len(last) >= len(first) or last_prefix not in ("", prefix):
        return pages
    return f"{prefix}{first}-{prefix}{first[: len(first) - len(last)]}{last}"


# --- results ----------------------------------------------------------------------------------------

_MARK = f"(?:{ANY_MARKS}|{LABEL_END})*"
_DOUBLED_STOP = re.compile(rf"(?<!\.)\.({_MARK})\.(?!\.)")
_AFTER_QUESTION = re.compile(rf"([?!])({_MARK})\.(?!\.)")
_DOUBLED_MARK = re.compile(rf"([,;:])({_MARK})\1")
_DOUBLED_BLANK = re.compile(rf" ({_MARK}) +")


_BEHIND_QUOTE = re.compile(rf"({_MARK}[”’]{_MARK})([.,])")


def _tidy(text: str, punctuation_in_quote: bool) -> str:
    """Punctuation and blanks that doubled where two parts met."""
    if punctuation_in_quote:
        text = _BEHIND_QUOTE.sub(r"\2\1", text)
    text = _DOUBLED_STOP.sub(r".\1", text)
    text = _AFTER_QUESTION.sub(r"\1\2", text)
    text = _DOUBLED_MARK.sub(r"\1\2", text)
    return _DOUBLED_BLANK.sub(r" \1", text).strip()


def _plain(reference: Reference) -> str:
    """A reference in a plain form of bibkit's own, for where a style fails."""
    names = [str(name) for name in reference.names("author") or reference.names("editor")]
    people = "; ".join(names) + ("; et al" if reference.truncated("author") else "")
    date = reference.date("issued")
    parts = [people, reference.text("title"), reference.text("container-title")]
    parts += [reference.text("publisher"), str(date) if date else ""]
    volume, issue, page = (reference.text(v) for v in ("volume", "issue", "page"))
    place = volume + (f"({issue})" if issue else "") + (f":{page}" if page else "")
    doi = reference.text("DOI")
    parts += [place, f"doi: {doi}" if doi else reference.text("URL")]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
