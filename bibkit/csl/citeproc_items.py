"""References and cites as citeproc-py wants them, and plain forms for where it fails."""

from __future__ import annotations

import re
from typing import Any

from bibkit.csl.engine import Cite
from bibkit.csl.marks import close_mark, open_mark, unmarked
from bibkit.csl.nodes import Style as CharacterStyle
from bibkit.csl.run.context import Place
from bibkit.model import Date, Name, Reference, Value

__all__ = [
    "NEAR",
    "WHOLE",
    "cite_item",
    "expand_range",
    "history",
    "plain_cite",
    "plain_entry",
    "source_item",
    "source_text",
]

# --- references -----------------------------------------------------------------------------------


def source_item(key: str, reference: Reference, page_format: str | None) -> Any:
    """A reference under a key of its own.

    Args:
        page_format: the style's `page-range-format`.
    """
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
    return source_text(str(value))


# Before a last page: it shares no digits with the first, so none is cut off. Dropped at the end.
WHOLE = "\ue0f1"


def _source_pages(pages: str, page_format: str | None) -> Any:
    """A page range so that citeproc-py prints it right under the style's page-range-format."""
    if page_format is None:
        return source_text(pages)
    first, dash, last = expand_range(pages).partition("-")
    if not dash or len(first) == len(last):
        return source_text(first + dash + last)
    if page_format == "minimal-two" and len(first) < 2:
        return source_text(f"{first}\N{FIGURE DASH}{last}")
    return f"{first}-{WHOLE}{last}"


_NO_CASE = re.compile(r"<span class=\"nocase\">(.*?)</span>", re.I | re.S)


def source_text(text: str) -> Any:
    """Rich text with its styles as marks, apart where no text-case may change it."""
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
        return SourceName(literal=unmarked(name.literal))
    parts = {
        "family": name.family or name.given,
        "given": _spaced_initials(name.given) if name.family else "",
        "dropping-particle": name.dropping_particle,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
    }
    return SourceName(**{part: unmarked(value) for part, value in parts.items() if value})


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
        return LiteralDate(unmarked(date.literal), circa=date.circa)
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


# --- cites ----------------------------------------------------------------------------------------


def cite_item(key: str, cite: Cite) -> Any:
    """A cite of the reference under a key; prefix and suffix are the engine's own work."""
    from citeproc import CitationItem, Locator

    if not cite.locator:
        return CitationItem(key)
    return CitationItem(key, locator=Locator(cite.label or "page", unmarked(cite.locator)))


#: The `near-note-distance` for which `history` is made.
NEAR = 2


def history(item: Any, place: Place) -> list[Any]:
    """Earlier cites among which citeproc-py finds the position that a cite has.

    It looks for positions itself, but takes cites in the text for cites in notes, compares
    locators by identity, and breaks on `near-note`. So it is shown the fewest cites from which
    it concludes what is known already.
    """
    from citeproc import Citation, CitationItem

    if place.position == "first":
        return []
    same = CitationItem(item.key)
    if place.position == "ibid" and item.has_locator:
        same["locator"] = item.locator
    others = []
    if place.position == "subsequent":
        others = [CitationItem("") for _ in range(NEAR - 1 if place.near_note else NEAR)]
    cites = [same, *others]
    for cite in cites:
        Citation([cite])
    return cites


# --- plain forms ----------------------------------------------------------------------------------


def plain_entry(reference: Reference) -> str:
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
    return unmarked(". ".join(part.rstrip(".") for part in parts if part) + ".")


def plain_cite(reference: Reference, cite: Cite) -> str:
    """A cite in a plain form of bibkit's own.

    >>> soil = Reference("soil", "book", {"author": (Name("Doe", "Jane"),), "issued": Date(1999)})
    >>> plain_cite(soil, Cite("soil", locator="12")), plain_cite(soil, Cite("soil", author_only=True))
    ('Doe 1999, 12', 'Doe')
    """
    names = reference.names("author") or reference.names("editor")
    people = " and ".join(name.literal or name.family or name.given for name in names[:2])
    if len(names) > 2 or (names and reference.truncated("author")):
        people = f"{names[0].literal or names[0].family or names[0].given} et al."
    if cite.author_only and people:
        return unmarked(people)
    date = reference.date("issued")
    year = str(date.year or date.literal) if date else ""
    named = people if not cite.suppress_author else ""
    text = " ".join(part for part in (named, year) if part)
    text = text or reference.text("title") or reference.id
    return unmarked(f"{text}, {cite.locator}" if cite.locator else text)
