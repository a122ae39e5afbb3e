"""A .bib file with some of its references changed: only the text of what changed is another.

An entry is read, its changed variables are traced to the fields that say them, their values are
replaced where they stand, and the entry is read again. What does not come back as it should is
set anew by the writer, between the entry's own type and key and its end, if that comes nearer.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence

from bibkit.errors import OutputError
from bibkit.formats.bib.mapping import DIALECTS
from bibkit.formats.bib.plan import File, Plan
from bibkit.formats.bib.read import entries_of, reference_of
from bibkit.formats.bib.split import Entry, split
from bibkit.formats.bib.types import kept_fields
from bibkit.formats.bib.write import is_safe
from bibkit.model import Batch, Reference, Value
from bibkit.vocab import Kind, kind_of

__all__ = ["edited_entry", "editor", "is_same"]


def editor(dialect: str) -> Callable[[str, Batch, Sequence[Reference]], str]:
    """The function that edits a .bib text in place.

    It takes the text, the batch that `bibkit.formats.bib.read.read` gave for it, and the
    references as they should be, one for each of the batch in its order. It gives the text in
    which every entry that did not change, and all between entries, is as it was; of an entry that
    changed, its type, its key and every field but the changed ones. A field is replaced where it
    stands, under whichever name it has; new ones follow the entry's last, set as its others are.

    Where that cannot be done safely, the entry is written anew, with what the writer would drop;
    and it is left as it was where even that would be misread. Where a second field says the same
    as one that is taken out (`langid` and `language`), it stays, and is read in its place.

    What is not written: another `id` or `type`, because key and entry type stay; what of `extra`
    a .bib file has no place for; and no field is taken out because `extra` lacks it.

    Args:
        dialect: of `bibkit.formats.bib.mapping.DIALECTS`; it decides only where neither the entry
            nor the file shows which of them it is in.

    Raises:
        OutputError: the text is not the one that the batch was read from, or the references are
            not as many.

    >>> from bibkit.formats.bib.read import read
    >>> from bibkit.model import Date
    >>> text = "@Article{a, title={Soil}, journal = jf, YEAR=2017}  % mine"
    >>> batch = read(text)
    >>> edit = editor("biblatex")
    >>> edit(text, batch, [batch[0].replace(issued=Date(2018), DOI="10.1000/182")])
    '@Article{a, title={Soil}, journal = jf, YEAR=2018, doi={10.1000/182}}  % mine'
    """

    def edit(text: str, batch: Batch, wanted: Sequence[Reference]) -> str:
        if len(wanted) != len(batch):
            raise OutputError(f"{len(batch)} references were read, but {len(wanted)} are to write.")
        if all(map(is_same, batch, wanted)):
            return text
        entries, _ = entries_of(text)
        if [entry.span for entry in entries] != [one.source for one in batch]:
            raise OutputError("The text is not the one that these references were read from.")
        file = File(text, entries, DIALECTS[dialect])
        out: list[str] = []
        position = 0
        for entry, old, new in zip(entries, batch, wanted, strict=True):
            if not is_same(old, new):
                out += (text[position : entry.span.start], edited_entry(file, entry, old, new))
                position = entry.span.end
        return "".join([*out, text[position:]])

    return edit


def is_same(old: Reference, new: Reference) -> bool:
    """Whether nothing of a reference changed that an entry says."""
    return old.fields == new.fields and old.extra == new.extra


# --- one entry ----------------------------------------------------------------------------------


def edited_entry(file: File, entry: Entry, old: Reference, new: Reference) -> str:
    """The text of an entry with what changed between two references."""
    text = file.text[entry.span.start : entry.span.end]
    now = reference_of(entry)
    changed = _changes(old, new)
    if not entry.holders.get("citation-key"):
        changed.pop("citation-key", None)  # it is the entry's key, which stays
    kept = _kept_changes(entry, old, new)
    if not changed and not kept:
        return text
    plan = Plan(file, entry, now, _goal(now, changed, kept, new))
    for variable in changed:
        plan.change(variable)
    for name, value in kept.items():
        plan.put(name, value)
    in_place = plan.in_place()
    found = _reading(in_place, entry)
    misses = _misses(found, plan.goal)
    if not misses:
        return in_place
    # Not safe where it stands, or nothing that a .bib file can say: what becomes of it set anew?
    anew = plan.anew()
    best = _reading(anew, entry)
    still = _misses(best, plan.goal)
    if still < misses and still <= {*changed, *kept}:
        return anew
    if found and best and all(_said(found, name) == _said(best, name) for name in misses):
        return in_place
    return text


def _changes(old: Reference, new: Reference) -> dict[str, Value | None]:
    """Variables that changed, with what they should be; None where they are taken out."""
    changed: dict[str, Value | None] = {}
    for variable in {**old.fields, **new.fields}:
        value = _plain(new.fields.get(variable))
        cut = kind_of(variable) is Kind.NAMES and old.truncated(variable) != new.truncated(variable)
        if value != _plain(old.fields.get(variable)) or (cut and value):
            changed[variable] = value or None
    return changed


def _plain(value: Value | None) -> Value | None:
    """A value as reading gives it: numbers are text there, white space is single blanks."""
    return _WHITE.sub(" ", str(value)).strip() if isinstance(value, str | int) else value


_WHITE = re.compile(r"[ \t\r\n]+")


def _kept_changes(entry: Entry, old: Reference, new: Reference) -> dict[str, str]:
    """Fields without a CSL variable that were added or changed, by name in lower case."""
    before = kept_fields(old)
    return {
        name.lower(): " ".join(str(value).split())
        for name, value in kept_fields(new).items()
        if before.get(name) != value
        and name != "entrytype"
        and is_safe(name, value)
        and not any(name.lower() in names for names in entry.holders.values())
    }


def _goal(
    now: Reference, changed: Mapping[str, Value | None], kept: Mapping[str, str], new: Reference
) -> Reference:
    """What an entry should say: what it says, but for the changes."""
    custom = dict(now.custom)
    for variable in changed:
        custom[f"{variable}-et-al"] = new.truncated(variable)
    if "page" in changed:
        custom["article-number"] = new.custom.get("article-number")
    custom["bibtex"] = {**kept_fields(now), **kept}
    fields = {v: value for v, value in {**now.fields, **changed}.items() if value is not None}
    return dataclasses.replace(now, fields=fields, extra={**now.extra, "custom": custom})


def _reading(text: str, entry: Entry) -> Reference | None:
    """What an entry's new text says; None where it is no longer one entry of its type and key."""
    found = split(f"{text}\n@misc{{end}}", entry.strings)[0]
    if len(found) != 2 or (found[0].span.start, found[0].span.end) != (0, len(text)):
        return None
    same = (found[0].type, found[0].key, found[1].key) == (entry.type, entry.key, "end")
    if not same:
        return None
    for name in entry.inherited:  # its parents have not changed
        found[0].fields.setdefault(name, entry.fields[name])
    return reference_of(found[0])


def _misses(found: Reference | None, goal: Reference) -> set[str]:
    """Variables and kept fields that are not as they should be."""
    names = {*goal.fields, *kept_fields(goal)}
    if found is None:
        return names
    return {name for name in names | {*found.fields} if _said(found, name) != _said(goal, name)}


def _said(reference: Reference, name: str) -> tuple[object, ...]:
    """What a reference has under the name of a variable, and of a kept field."""
    value = _plain(reference.fields.get(name))
    return value, reference.truncated(name), kept_fields(reference).get(name)
