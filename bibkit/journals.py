"""The three forms of a journal's title: in full, by ISO 4, and NLM's (Medline).

In a reference `container-title` is the title as printed or in full, `container-title-short` the
abbreviation by ISO 4 (with stops), `custom["medline-abbreviation"]` NLM's (without) where that is
another. Where another form has its place, the full title is `custom["container-title-full"]`.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from bibkit import iso4
from bibkit.identifiers import normalise_issn
from bibkit.mending import plain
from bibkit.model import Batch, Problem, Reference, Severity
from bibkit.text import fold

__all__ = ["FORMS", "Form", "Journals", "with_journals"]

Form: TypeAlias = Literal["full", "iso", "medline"]

#: The forms that can be asked for.
FORMS: tuple[Form, ...] = get_args(Form)

# Of other types the container is a book, a newspaper or a site, which are not abbreviated.
_TYPES = frozenset("article-journal article-magazine review review-book".split())

# Where in `custom` the forms are that have no place of their own, and what had theirs before.
_PLACES: dict[Form, str] = {
    "full": "container-title-full",
    "iso": "container-title-iso",
    "medline": "medline-abbreviation",
}
_OTHERS = "container-title-others"


def with_journals(batch: Batch, form: Form, *, for_styles: bool = False) -> Batch:
    """References with their journals' titles in one form.

    The form that is asked for is put into `container-title`, which formats and styles print; the
    others stay, or go to where they belong. It is what the reference itself says, else what another
    reference of the batch says of the same journal (the same ISSN, or the same title or
    abbreviation), else what the rule makes of it, which a problem says. Full titles are never made.

    Args:
        form: `full`, `iso` (ISO 4, with stops), or `medline` (NLM's, without).
        for_styles: also as `container-title-short`, which many citation styles print instead.

    Returns:
        The batch, with a problem for each title that was abbreviated by rule
        (`journal-by-rule`; of severity info where only stops were put or left out), and for each
        that is left as it is, because nothing says what it stands for (`journal-unknown`).

    Raises:
        ValueError: there is no such form.

    >>> chest = Reference("a", "article-journal", {"container-title": "Annals of Soil Research"})
    >>> changed = with_journals(Batch((chest,)), "iso")
    >>> changed[0].text("container-title"), changed.problems[0].code
    ('Ann. Soil Res.', 'journal-by-rule')
    >>> with_journals(changed, "full")[0].text("container-title")
    'Annals of Soil Research'
    """
    journals = Journals(form, for_styles=for_styles)
    for reference in batch:
        journals.learn(reference)
    changed: list[Reference] = []
    problems: list[Problem] = []
    for reference in batch:
        one, said = journals.changed(reference)
        changed.append(one)
        problems += said
    return dataclasses.replace(batch, references=tuple(changed)).with_problems(problems)


class Journals:
    """What is known of journals, for references that come one by one (see `with_journals`)."""

    def __init__(self, form: Form, *, for_styles: bool = False) -> None:
        if form not in FORMS:
            raise ValueError(
                f"There is no form '{form}' of journal titles, but {', '.join(FORMS)}."
            )
        self._form: Form = form
        self._for_styles = for_styles
        self._known: dict[str, dict[Form, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        self._said: set[str] = set()

    def learn(self, reference: Reference) -> None:
        """Note what a reference says of its journal."""
        if reference.type not in _TYPES:
            return
        names = _names(reference)
        keys = [*_keys(reference, names)]
        if names.full:
            # What is printed elsewhere may be what the rule makes of this title.
            keys += {
                f"{_MADE}{fold(iso4.abbreviate(names.full, medline))}" for medline in (False, True)
            }
        for key in keys:
            for form in FORMS:
                if value := getattr(names, form):
                    self._known[key][form].setdefault(_core(value), value)

    def changed(self, reference: Reference) -> tuple[Reference, list[Problem]]:
        """A reference with its journal's title in the form that is asked for, and what to say."""
        title = plain(reference.text("container-title") or reference.text("container-title-short"))
        if reference.type not in _TYPES or not title:
            return reference, []
        names = _names(reference)
        value, problem = self._value(names, title, [*_keys(reference, names)])
        said = []
        if problem is not None and title not in self._said:
            self._said.add(title)
            said.append(dataclasses.replace(problem, ref=reference.id))
        if not value:
            return reference, said
        return _put(reference, names, self._form, value, self._for_styles), said

    def _value(self, names: _Names, title: str, keys: list[str]) -> tuple[str, Problem | None]:
        """The form that is asked for, empty where it is not known, and what to say of it."""
        own: str = getattr(names, self._form)
        if own:
            return own, None
        shorts = {fold(short) for short in (names.iso, names.medline) if short}
        for key in (*keys, *(f"{_MADE}{short}" for short in sorted(shorts))):
            others = self._known[key][self._form] if key in self._known else {}
            if len(others) > 1:
                message = f"'{title}' stands for several journals here; it was left as it is."
                return "", Problem("journal-unknown", message)
            for other in others.values():
                return other, _of_another(title, other) if key.startswith(_MADE) else None
        if self._form == "full":
            message = f"Nothing says what '{title}' stands for in full; it was left as it is."
            return "", Problem("journal-unknown", message)
        return _by_rule(names, self._form, title)


def _of_another(title: str, other: str) -> Problem:
    message = f"'{title}' was taken for '{other}' of another reference, whose abbreviation it is."
    return Problem("journal-by-rule", message, Severity.INFO)


# --- what is known --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Names:
    """The forms of a journal's title that a reference has; empty where it has none."""

    full: str = ""
    iso: str = ""
    medline: str = ""


def _names(reference: Reference) -> _Names:
    title, short = (plain(reference.text(v)) for v in ("container-title", "container-title-short"))
    kept = {form: str(reference.custom.get(place, "")) for form, place in _PLACES.items()}
    only = title or (short if " " in short else "")  # "AFS" may stand for anything
    if not kept["full"] and only and not iso4.is_abbreviated(only):
        kept["full"] = only
    for one in (short, title):
        if not one or one == kept["full"]:
            continue
        for form in _forms_of(one, kept["full"]):
            kept[form] = kept[form] or one
    return _Names(kept["full"], kept["iso"], kept["medline"])


def _forms_of(short: str, full: str) -> tuple[Form, ...]:
    """Which forms a name is that stands for the abbreviated title."""
    cut = iso4.aligned(short, full) if full else None
    if full and cut is None:
        return ()  # an acronym, or another's
    if cut is not None and not any(cut):
        # "Amino Acids" cannot be shorter; "Journal of Soil" is no abbreviation of itself.
        made = iso4.abbreviate(full)
        return ("iso", "medline") if not made or fold(made) == fold(short) else ()
    if full or iso4.is_abbreviated(short):
        return ("iso",) if "." in short.partition("(")[0] else ("medline",)
    return ()


# Before an abbreviation that is only the rule's.
_MADE = "made "


def _keys(reference: Reference, names: _Names) -> Iterator[str]:
    """What tells a reference's journal, the surest first."""
    for written in reference.text("ISSN").replace(",", " ").split():
        issn = normalise_issn(written)
        if issn:
            yield f"ISSN {issn}"
    if names.full:
        yield f"title {_core(names.full)}"
    for short in (names.iso, names.medline):
        if short:
            yield f"short {fold(short)}"


def _core(title: str) -> str:
    return fold(_ARTICLE.sub("", " ".join(iso4.core_words(title))))


_ARTICLE = re.compile(r"(?i)^(?:the|les?|la|der|die|das|el|il)\s")


# --- what the rule makes --------------------------------------------------------------------------


def _by_rule(names: _Names, form: Form, title: str) -> tuple[str, Problem | None]:
    short, full = names.iso or names.medline, names.full
    made = iso4.with_stops(short, full) if form == "iso" else iso4.without_stops(short)
    anew = iso4.abbreviate(full, form == "medline") if full else ""
    # What the rule made of the full title before is made anew: NLM cuts some words otherwise.
    if short and (form == "iso" or made == anew or short != iso4.abbreviate(full)):
        if made == short and "." not in made and not iso4.is_available():
            return "", _unknown(title)
        if made == short:
            return made, None
        message = f"'{short}' was written '{made}' by rule: only its stops are others."
        return made, Problem("journal-by-rule", message, Severity.INFO)
    made = anew
    if not made or made == full:
        return made, None if made else _unknown(title)
    cut = iso4.aligned(made, full)
    is_whole = cut is not None and not any(cut)  # of one word, without its article or place
    rule = "ISO 4" if form == "iso" else "ISO 4 as NLM applies it; NLM's own may be another"
    message = f"'{full}' was abbreviated by rule to '{made}' ({rule})."
    severity = Severity.INFO if is_whole else Severity.WARNING
    return made, Problem("journal-by-rule", message, severity)


def _unknown(title: str) -> Problem:
    why = "" if iso4.is_available() else " (pyiso4, which has the rule's list, is not installed)"
    message = f"Nothing says how '{title}' is abbreviated{why}; it was left as it is."
    return Problem("journal-unknown", message)


# --- where it is put ------------------------------------------------------------------------------


def _put(
    reference: Reference, names: _Names, form: Form, value: str, for_styles: bool
) -> Reference:
    """The reference with a title in its place, and all that stood there in another."""
    title, short = (plain(reference.text(v)) for v in ("container-title", "container-title-short"))
    custom = dict(reference.custom)
    if names.full not in ("", value):
        custom[_PLACES["full"]] = names.full
    new_short = short
    if title and title not in (value, names.full):
        # Printed was an abbreviation.
        if title == names.iso and not short:
            new_short = title
        elif title == names.medline and short != title:
            custom.setdefault(_PLACES["medline"], title)
    if for_styles and new_short not in ("", value):
        old, new_short = new_short, value
        if old == names.iso:
            custom[_PLACES["iso"]] = old
        elif old == names.medline:
            custom.setdefault(_PLACES["medline"], old)
    if custom.get(_PLACES[form]) == value and form != "medline":
        del custom[_PLACES[form]]
    placed = {value, new_short, *(str(custom.get(place, "")) for place in _PLACES.values())}
    others = [*custom.get(_OTHERS, ())]
    others += (old for old in (title, short) if old and old not in {*placed, *others})
    if others:
        custom[_OTHERS] = others
    printed = reference.text("container-title")
    changed = reference.replace(
        container_title=printed if plain(printed) == value else value,
        container_title_short=new_short or None,
    )
    if custom == dict(reference.custom):
        return changed
    extra = {**reference.extra, "custom": custom}
    if not custom:
        del extra["custom"]
    return dataclasses.replace(changed, extra=extra)
