"""What Crossref and PubMed would change in items of a Zotero library, as changes that can be chosen.

An item becomes a reference, the reference is enriched, and each CSL variable that *enrichment* changed
becomes a change of the item's own field. What only the way through a reference spells otherwise (a
date, a dash, an order) is never a change. Nothing is written here: `proposals.patch_of` makes what is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bibkit.enrichment.ledger import Entry
from bibkit.errors import InputError
from bibkit.formats.zotero.dialects import of_api
from bibkit.formats.zotero.fields import Item, item_named, item_of_type
from bibkit.formats.zotero.items import IDENTIFIERS, extra_line, reference_of, zotero_item
from bibkit.formats.zotero.schema import NO_WORKS
from bibkit.mending import plain
from bibkit.model import Batch, Problem, Reference
from bibkit.online import check, enrich
from bibkit.services import Services
from bibkit.text import fold
from bibkit.vocab import VARIABLES, Kind
from bibkit.zotero.naming import overwritten
from bibkit.zotero.people import creators_after, people_of, shown, without_others
from bibkit.zotero.proposals import Change, Proposal, Proposals, failed, labelled, lacking, listed

__all__ = ["RETRACTED", "STANDING", "check_items", "propose"]

#: The tag of a work that has been retracted.
RETRACTED = "Retracted"
#: The findings that concern a work and its identifiers, not how its item is filled in.
STANDING = (
    "retracted", "concern", "no-such-id", "other-work", "preprint-published", "corrected", "cannot-tell",
)  # fmt: skip
# Its field holds something else than what CSL means: a genre of software is its language.
_OTHER = frozenset({"programmingLanguage", "citationKey"})
# What an item of any type has.
_ALWAYS = frozenset({"extra", "citationKey", "dateAdded", "dateModified", "inPublications"})
_KINDS = {"filled": "fill", "completed": "complete", "overwritten": "replace"}
# What looking up came to, as a proposal says it before it is known what would change.
_STATUSES = {
    "found": "unchanged",
    "incomplete": "failed",
    "unknown": "failed",
    "conflict": "conflict",
}
_WEIGHT = ("fill", "complete", "replace")


# --- proposing ------------------------------------------------------------------------------------


def propose(
    items: Iterable[Mapping[str, Any]], services: Services, *, overwrite: Collection[str] = ()
) -> Proposals:
    """What Crossref and PubMed would change in items.

    Args:
        items: as in the API: `key`, `version`, `data`. Notes, attachments and what lies in the bin
            are passed over.
        services: whom to ask; one batch.
        overwrite: fields that the services' values replace, by Zotero's names or CSL's. Abstract,
            tags and item type are touched only where they are named here.

    Raises:
        InputError: an item without `key` or `data`.
        SettingsError: `overwrite` names what there is not.

    >>> data = {"itemType": "book", "title": "Soil", "DOI": "10.1000/182"}
    >>> item = {"key": "A", "version": 1, "data": data}
    >>> from bibkit.services import Settings
    >>> with Services(Settings(offline=True)) as services:
    ...     propose([item], services).results[0].status
    'failed'
    """
    asked = overwritten(overwrite)
    held = _held(items)
    references = tuple(reference for _, _, reference in held)
    result = enrich(Batch(references), services, overwrite=asked)
    said: dict[str, list[Problem]] = {}
    for problem in result.batch.problems:
        said.setdefault(problem.ref or "", []).append(problem)
    proposals: list[Proposal] = []
    for (item, data, before), after in zip(held, result.batch, strict=True):
        problems = said.get(before.id, [])
        step = _Step(data, before, after, result.ledger.entries[after.id], asked)
        proposals.append(_proposal(item, step, problems))
    return Proposals(tuple(proposals), result, services.settings.offline)


def _held(
    items: Iterable[Mapping[str, Any]],
) -> list[tuple[Mapping[str, Any], Mapping[str, Any], Reference]]:
    """Items that are references, with their data, and as references told apart by their place."""
    held = []
    for place, item in enumerate(items):
        data = item.get("data") if isinstance(item, Mapping) else None
        if not isinstance(data, Mapping) or not isinstance(item.get("key"), str):
            raise InputError(
                "An item has no key or no data. Items are sent as Zotero's API has them."
            )
        if str(data.get("itemType")) in NO_WORKS or data.get("deleted"):
            continue
        # An id that is no citation key is given no new one.
        reference = without_others(reference_of(of_api(data), f"item-{place}"))
        held.append((item, data, reference))
    return held


@dataclass(frozen=True, slots=True)
class _Step:
    """One item on its way: its data, the reference before and after, where its values come from."""

    data: Mapping[str, Any]
    before: Reference
    after: Reference
    entry: Entry
    asked: Collection[str]

    @property
    def kind(self) -> Item:
        return item_named(str(self.data.get("itemType", "")))

    @property
    def is_known(self) -> bool:
        """Whether the fields of its type are known here."""
        return self.kind.name == self.data.get("itemType")

    def rule(self, variable: str) -> str:
        """`fill`, `complete` or `replace`; empty where enrichment left a variable as it was."""
        if self.before.fields.get(variable) == self.after.fields.get(variable):
            return ""
        return _KINDS.get(str(self.entry.fields.get(variable, {}).get("rule")), "")

    def source(self, variable: str) -> str:
        return str(self.entry.fields.get(variable, {}).get("source", ""))

    def first_source(self) -> str:
        """The service whose word counts first of those that have the work."""
        rows = self.entry.fields.values()
        said = {row["source"] for row in rows}
        said |= {other["source"] for row in rows for other in row.get("rejected", ())}
        return "crossref" if "crossref" in said else "pubmed"


def _proposal(item: Mapping[str, Any], step: _Step, problems: Sequence[Problem]) -> Proposal:
    messages = [problem.message for problem in problems]
    status = _STATUSES.get(step.entry.status, "unknown")
    if any(one.code == "title-differs" for one in problems):
        # A library is no draft: under an identifier with another title nothing is taken.
        status = "conflict"
    changes: list[Change] = []
    tags: list[str] = []
    if status in ("unchanged", "failed"):
        changes, more = _changes(step)
        messages += more
        tags = _tags(step, problems)
        status = "found" if changes or tags else status
    return Proposal(
        str(item["key"]),
        _number(item.get("version", step.data.get("version"))),
        plain(step.before.text("title")) or "(no title)",
        status,
        tuple(changes),
        tuple(tags),
        tuple(dict.fromkeys(messages)),
        step.entry.status in ("incomplete", "unknown"),
        step.data,
    )


def _number(value: object) -> int:
    """A version as it was sent; 0 for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _tags(step: _Step, problems: Iterable[Problem]) -> list[str]:
    """Tags that the item lacks: of a retraction, and keywords where they were asked for."""
    wanted = [RETRACTED] if any(one.code == "retraction" for one in problems) else []
    if "keyword" in step.asked and step.rule("keyword"):
        wanted += zotero_item(step.after).tags
    return lacking(step.data, wanted)


# --- field by field -------------------------------------------------------------------------------


def _changes(step: _Step) -> tuple[list[Change], list[str]]:
    changes: list[Change] = []
    lines: list[tuple[str, str, str]] = []
    for variable in step.after.fields:
        rule = step.rule(variable)
        if not rule or VARIABLES[variable] is Kind.NAMES or variable == "keyword":
            continue
        name = _field(variable, step)
        if name is None:
            if variable in IDENTIFIERS and rule == "fill":
                lines.append((variable, step.after.text(variable), step.source(variable)))
        elif change := _change(name, variable, rule, step):
            changes.append(change)
    changes += filter(None, (_people(step), _extra(step.data, lines)))
    kind, messages = _type(step)
    if kind is not None:
        own = _names(item_named(kind.new)) | {"creators", "extra"}
        changes = [kind, *(one for one in changes if one.field in own)]
    return changes, messages


def _names(kind: Item) -> set[str]:
    """A type's own names of its fields."""
    return {kind.own.get(name, name) for name in kind.fields.values()}


def _field(variable: str, step: _Step) -> str | None:
    """The item's own field for a variable; None where it has none."""
    data, kind = step.data, step.kind
    if not step.is_known:
        return variable if variable in IDENTIFIERS and variable in data else None
    name = kind.fields.get(variable)
    if variable in IDENTIFIERS and variable in data:
        name = variable
    if name is None or name in _OTHER:
        return None
    own = kind.own.get(name, name)
    # The API gives empty fields too: one that is not there does not exist in this Zotero's schema.
    return own if own in data or "" not in data.values() else None


def _change(name: str, variable: str, rule: str, step: _Step) -> Change | None:
    old = step.data.get(name) or ""
    new = _value(step.after, variable)
    if not isinstance(old, str) or old == new or not new:
        return None
    if rule == "fill" and old.strip():
        return None  # what is there could not be read
    if rule == "complete" and not _is_said(old, _value(step.before, variable), variable):
        return None
    if rule == "complete" and not _keeps_markup(old, new):
        return None
    return Change(name, old, new, labelled(name), step.source(variable), rule)


def _value(reference: Reference, variable: str) -> str:
    """A value as Zotero's fields hold it."""
    if VARIABLES[variable] is Kind.DATE:
        date = reference.date(variable)
        bare = Reference("", "book", {"issued": date}) if date else Reference("", "book")
        return zotero_item(bare).fields.get("date", "")
    text = reference.text(variable)
    return text.strip() if variable == "abstract" else " ".join(text.split())


def _is_said(old: str, read: str, variable: str) -> bool:
    """Whether a field says no more than was read from it, so that the fuller form loses nothing."""
    if VARIABLES[variable] is Kind.DATE:
        return old.strip() == read
    return fold(plain(old)) == fold(plain(read))


_MARK = re.compile(r"</?[a-z]+(?: [^<>]*)?>")


def _keeps_markup(old: str, new: str) -> bool:
    """Whether a fuller form has the mark-up that was put in by hand; capitals are the lesser evil.

    >>> _keeps_markup("<i>E. COLI</i> IN MICE", "E. coli in mice"), _keeps_markup("A<B", "A<b")
    (False, True)
    """
    return not Counter(_MARK.findall(old)) - Counter(_MARK.findall(new))


def _people(step: _Step) -> Change | None:
    """The creators with the lists of names that enrichment changed."""
    raw = step.data.get("creators")
    old = raw if isinstance(raw, list) else []
    if not all(isinstance(one, Mapping) for one in old) or not step.is_known:
        return None
    new, rules, texts, source = list(old), [], [], ""
    for variable, kind in step.kind.creators.items():
        rule = step.rule(variable)
        if not rule:
            continue
        made = creators_after(new, kind, step.before, step.after, variable)
        if made is None or made == new:
            continue
        texts.append((people_of(new, kind), people_of(made, kind)))
        new, source = made, source or step.source(variable)
        rules.append(rule)
    if not rules:
        return None
    mine, theirs = (shown([one for text in texts for one in text[side]]) for side in (0, 1))
    return Change("creators", old, new, "Creators", source, max(rules, key=_WEIGHT.index), mine, theirs)  # fmt: skip


def _extra(data: Mapping[str, Any], lines: Sequence[tuple[str, str, str]]) -> Change | None:
    """Extra with lines of its own for identifiers; all other lines stay byte for byte."""
    raw = data.get("extra")
    old = raw if isinstance(raw, str) else ""
    new, added, source = old, [], ""
    for label, value, whose in lines:
        line = extra_line(label, value)
        made = _with_line(new, label, line)
        if made is not None:
            new, source = made, source or whose
            added.append(line)
    if not added:
        return None
    return Change("extra", old, new, labelled("extra"), source, "fill", "", "; ".join(added))


def _with_line(extra: str, label: str, line: str) -> str | None:
    """Extra with a line; None where it has one of that label that says something.

    >>> _with_line("Signed copy\\r\\nPMID:", "PMID", "PMID: 1"), _with_line("PMID: x", "PMID", "PMID: 1")
    ('Signed copy\\r\\nPMID: 1', None)
    """
    held = re.search(rf"(?im)^[ \t]*{label}[ \t]*:[ \t]*([^\r\n]*)", extra)
    if held is not None:
        return None if held[1].strip() else extra[: held.start()] + line + extra[held.end() :]
    newline = "\r\n" if "\r\n" in extra else "\n"
    return line if not extra else f"{extra}{'' if extra.endswith(newline) else newline}{line}"


def _type(step: _Step) -> tuple[Change | None, list[str]]:
    """The item type of the record, where it was asked for and nothing would be lost by it."""
    old = str(step.data.get("itemType", ""))
    new, _ = item_of_type(step.after.type)
    if step.after.type == step.before.type or new.name == old or not step.is_known:
        return None, []
    words = labelled(new.name).lower()
    if "type" not in step.asked:
        return None, [
            f"By its record it is a {words}. Change its type in Zotero, and enrich again."
        ]
    item = of_api(step.data)
    fields = set(item.fields) - _ALWAYS - _names(new)
    people = {one.kind for one in item.creators} - {*new.creators.values()}
    lost = [labelled(name) for name in sorted(fields | people)]
    if lost:
        reason = f"has no place for what the item has: {', '.join(lost)}"
        return None, [f"By its record it is a {words}, which {reason}. Its type was left."]
    return Change("itemType", old, new.name, "Item Type", step.first_source(), "replace"), []


# --- checking -------------------------------------------------------------------------------------


def check_items(
    items: Iterable[Mapping[str, Any]],
    services: Services,
    codes: Collection[str] = STANDING,
) -> dict[str, Any]:
    """What is said of works: retractions, concerns, identifiers that lead nowhere or elsewhere.

    Args:
        items: as in the API.
        codes: which findings, of `bibkit.online.CODES`.

    Returns:
        JSON values: `findings`, each with the `key` of its item and the `tags` that it lacks;
        `sent`; `failures`. That a service failed is a finding (`cannot-tell`) too.

    Raises:
        InputError: an item without `key` or `data`.
    """
    held = {reference.id: (item, data, reference) for item, data, reference in _held(items)}
    found = check(Batch(tuple(one for _, _, one in held.values())), services)
    findings = []
    failures: dict[str, None] = {}
    for finding in found:
        failures |= dict.fromkeys(finding.failures)
        if finding.code not in codes:
            continue
        item, data, _ = held[finding.ref]
        findings.append(
            {
                "key": item["key"],
                "code": finding.code,
                "severity": str(finding.severity),
                "message": finding.message,
                "tags": lacking(data, [RETRACTED] if finding.code == "retracted" else []),
            }
        )
    return {
        "findings": findings,
        "sent": listed(services.account()),
        "failures": failed(failures, services.settings.offline),
    }
