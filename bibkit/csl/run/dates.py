"""`cs:date`: localised and not, ranges, seasons, years before our era (CSL 1.0.2, "Date")."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bibkit.csl.run.context import Context
from bibkit.csl.run.dress import cased, dressing
from bibkit.csl.run.numbers import gender_of, ordinal, year_letters
from bibkit.csl.run.richtext import marked_text
from bibkit.csl.run.scope import Render, Scope
from bibkit.csl.run.tree import Node, Output, Tag, joined
from bibkit.csl.syntax import elements
from bibkit.csl.syntax.elements import DatePart, Formatting
from bibkit.csl.syntax.locales import Locale
from bibkit.model import Date

__all__ = ["compile_date", "sort_text"]

_SHOWN = {
    "year": ("year",),
    "year-month": ("year", "month"),
    "year-month-day": ("year", "month", "day"),
}


def sort_text(date: Date, parts: tuple[str, ...] = ("year", "month", "day")) -> str:
    """A date as text that sorts by time.

    >>> sort_text(Date(2017, 3)), sort_text(Date(-50)) < sort_text(Date(-49))
    ('1020170300', True)
    """
    if date.year is None:
        return date.literal
    # Years before our era count up to it.
    text = f"1{date.year:05d}" if date.year > 0 else f"0{99999 + date.year:05d}"
    month = date.month or (date.season or 0) * 3
    # Always as long, or a collation that reads numbers would put every year after all days.
    text += f"{month:02d}" if "month" in parts else "00"
    return text + (f"{date.day or 0:02d}" if "day" in parts else "00")


def compile_date(element: elements.Date, scope: Scope) -> Render:
    """The function of a `cs:date`."""
    variable = element.variable
    parts, delimiter, formatting = _resolved(element, scope.locale)
    dress = dressing(formatting)
    case = formatting.text_case
    compiled = [_compile_part(part, scope) for part in parts]
    shown = tuple(part.name for part in parts)
    issued = variable == "issued"

    def date(context: Context) -> Output:
        context.accessed += 1
        value = context.item.date(variable) if variable not in context.spent else None
        if context.comparing and variable == "accessed":
            value = None
        if value is None:
            return ""
        if context.sorting:
            context.filled += 1
            text = sort_text(value, shown)
            return f"{text}–{sort_text(value.until, shown)}" if value.until else text
        if value.year is None:
            # Text in place of a date stands where the year would, with what is set for that.
            literal = marked_text(value.literal, context.item.quotes)
            year = next((part for part in compiled if part.name == "year"), None)
            if year is None or not literal:
                return ""
            context.filled += 1
            output: Output = literal
            if issued:
                output = Node(Tag.YEAR, (output,))
                context.has_year = True
            output = year.dress(output) if year.dress else output
        else:
            output = _printed(value, compiled, delimiter, context, issued)
            if not output:
                return ""
            context.filled += 1
        if context.trail is not None:
            context.trail.append(variable)
        if case:
            output = cased(output, case, context)
        return dress(output) if dress else output

    return date


def _resolved(
    element: elements.Date, locale: Locale
) -> tuple[tuple[DatePart, ...], str, Formatting]:
    """The parts of a date: its own, or those of the locale with its own changes."""
    if not element.form:
        return element.parts, element.delimiter, element.formatting
    localised = locale.dates.get(element.form)
    if localised is None:
        return (), "", element.formatting
    wanted = _SHOWN.get(element.date_parts, _SHOWN["year-month-day"])
    own = {part.name: part for part in element.parts}
    parts = []
    for part in localised.parts:
        if part.name not in wanted:
            continue
        mine = own.get(part.name)
        parts.append(_overlaid(part, mine) if mine else part)
    formatting = element.formatting
    blank = Formatting()
    inherited = {
        name: value
        for name in Formatting.__slots__
        if (value := getattr(localised.formatting, name)) != getattr(blank, name)
        and getattr(formatting, name) == getattr(blank, name)
    }
    return tuple(parts), localised.delimiter, dataclasses.replace(formatting, **inherited)


def _overlaid(part: DatePart, mine: DatePart) -> DatePart:
    """A locale's part with the attributes that the style sets; affixes are the locale's alone."""
    blank = Formatting()
    changed = {
        name: value
        for name in Formatting.__slots__
        if name not in ("prefix", "suffix")
        and (value := getattr(mine.formatting, name)) != getattr(blank, name)
    }
    return DatePart(
        part.name,
        mine.form or part.form,
        mine.range_delimiter or part.range_delimiter,
        dataclasses.replace(part.formatting, **changed),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A date-part: what it prints of a date, and its dressing, also without suffix or prefix."""

    name: str
    value: Callable[[Date, Context], str]
    dash: str
    dress: Dress
    unsuffixed: Dress
    unprefixed: Dress


Dress: TypeAlias = Callable[[Output], Output] | None


def _compile_part(part: DatePart, scope: Scope) -> _Part:
    locale, form, formatting = scope.locale, part.form, part.formatting
    case, strip = formatting.text_case, formatting.strip_periods

    def value(date: Date, context: Context) -> str:
        text = _PARTS[part.name](date, form, locale)
        if text and strip:
            text = text.replace(".", "")
        return str(cased(text, case, context)) if text and case else text

    plain = dataclasses.replace(formatting, strip_periods=False)
    return _Part(
        part.name,
        value,
        part.range_delimiter or "–",
        dressing(plain),
        dressing(dataclasses.replace(plain, suffix="")),
        dressing(dataclasses.replace(plain, prefix="")),
    )


def _year(date: Date, form: str, locale: Locale) -> str:
    year = date.year
    if year is None or year == 0:
        return ""
    if year < 0:
        return f"{-year}{locale.term('bc')}"
    if form == "short":
        return f"{year % 100:02d}"
    return f"{year}{locale.term('ad')}" if year < 1000 else str(year)


def _month(date: Date, form: str, locale: Locale) -> str:
    if date.season is not None and date.month is None:
        return locale.term(f"season-{date.season:02d}")
    if date.month is None:
        return ""
    if form == "numeric":
        return str(date.month)
    if form == "numeric-leading-zeros":
        return f"{date.month:02d}"
    return locale.term(f"month-{date.month:02d}", form or "long")


def _day(date: Date, form: str, locale: Locale) -> str:
    if date.day is None:
        return ""
    if form == "numeric-leading-zeros":
        return f"{date.day:02d}"
    if form == "ordinal" and (date.day == 1 or not locale.ordinals_for_day_1_only):
        gender = gender_of(f"month-{date.month:02d}", locale) if date.month else ""
        return ordinal(date.day, locale, gender)
    return str(date.day)


_PARTS: dict[str, Callable[[Date, str, Locale], str]] = {
    "year": _year,
    "month": _month,
    "day": _day,
}

# --- printing ----------------------------------------------------------------------------------------

Text: TypeAlias = tuple[_Part, str]


def _printed(
    date: Date, parts: Sequence[_Part], delimiter: str, context: Context, suffixed: bool
) -> Output:
    """A date or range of dates; empty where it has none of the parts."""
    texts = [(part, text) for part in parts if (text := part.value(date, context))]
    until = date.until
    if until is None:
        return joined(_dressed(texts, context, suffixed), delimiter) if texts else ""
    if not until.year:  # open: "1990–"
        if not texts:
            return ""
        row = _dressed(texts, context, suffixed, begins=True)
        return joined([joined(row, delimiter), texts[-1][0].dash], "")
    others = [(part, text) for part in parts if (text := part.value(until, context))]
    return _range(date, texts, others, parts, delimiter, context, suffixed)


def _range(
    date: Date,
    texts: list[Text],
    others: list[Text],
    parts: Sequence[_Part],
    delimiter: str,
    context: Context,
    suffixed: bool,
) -> Output:
    """Two dates: parts in which they differ twice, the others once ("Date Ranges")."""
    here = {part.name: text for part, text in texts}
    there = {part.name: text for part, text in others}
    apart = [part.name for part in parts if here.get(part.name) != there.get(part.name)]
    if not apart:
        return joined(_dressed(texts, context, suffixed), delimiter) if texts else ""
    # The largest part that differs says which dash; smaller ones belong to both dates.
    largest = min(apart, key=_ORDER.index)
    smaller = _ORDER[_ORDER.index(largest) :]
    places = [index for index, part in enumerate(parts) if part.name in smaller]
    first, last = places[0], places[-1]
    inside = {part.name for part in parts[first : last + 1]}
    before = {part.name for part in parts[:first]}
    begin = [one for one in texts if one[0].name in inside]
    if date.until is not None and _in_one_era(date.year or 0, date.until.year or 0):
        begin = [(p, str(abs(date.year or 0)) if p.name == "year" else t) for p, t in begin]
    end = [one for one in others if one[0].name in inside]
    row = _dressed([one for one in texts if one[0].name in before], context, suffixed)
    if begin and end:
        dash = next(part.dash for part in parts if part.name == largest)
        opened = joined(_dressed(begin, context, suffixed, begins=True), delimiter)
        closed = joined(_dressed(end, context, suffixed, ends=True), delimiter)
        row.append(joined([opened, dash, closed], ""))
    else:
        row += _dressed(begin or end, context, suffixed)
    after = [one for one in others if one[0].name not in inside | before]
    row += _dressed(after, context, suffixed)
    return joined(row, delimiter)


def _in_one_era(year: int, until: int) -> bool:
    """Whether one "BC" or "AD" stands behind both years."""
    return until < 0 if year < 0 else 0 < until < 1000


_ORDER = ("year", "month", "day")


def _dressed(
    texts: list[Text], context: Context, suffixed: bool, *, begins: bool = False, ends: bool = False
) -> list[Output]:
    """Parts with their formatting; the inner edges of a range have no affixes."""
    row: list[Output] = []
    for index, (part, text) in enumerate(texts):
        dress = part.dress
        if begins and index == len(texts) - 1:
            dress = part.unsuffixed
        elif ends and index == 0:
            dress = part.unprefixed
        output: Output = text
        if suffixed and part.name == "year":
            output = _suffixed(text, context)
        row.append(dress(output) if dress else output)
    return row


def _suffixed(year: str, context: Context) -> Output:
    """The year of `issued`, its suffix behind the first one where the style does not print it itself."""
    row: list[Output] = [year]
    suffix = context.expansion.year_suffix
    if suffix is not None and not context.has_year and context.implicit_year_suffix:
        row.append(Node(Tag.YEAR_SUFFIX, (year_letters(suffix),)))
    context.has_year = True
    return Node(Tag.YEAR, row)
