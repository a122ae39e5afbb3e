"""The tagged fields of one record to a reference."""

from __future__ import annotations

from collections.abc import Sequence

from bibkit.formats.refman.mapping import READ_TYPES, Spelling
from bibkit.formats.refman.names import read_names
from bibkit.formats.refman.record import Item, Record
from bibkit.formats.refman.together import STEPS
from bibkit.formats.refman.values import join_keywords, read_keywords
from bibkit.model import Problem, Reference, Span

__all__ = ["reference_of"]

# Only periodicals have titles under these tags.
_JOURNAL_TAGS = frozenset(("J1", "JA", "JF", "JO"))


def reference_of(
    spelling: Spelling, code: str | None, items: Sequence[Item], span: Span
) -> tuple[Reference, list[Problem]]:
    """A record as a reference, its id as the file has it, and what is odd about it.

    Args:
        spelling: of the format, under whose name what CSL has no variable for is kept in `custom`.
        code: the RIS type; None where the record has none.
        items: all fields but that of the type.
    """
    known = (code or "").upper()
    problems = []
    if known not in READ_TYPES or known == "GEN":
        if code is None:
            problems.append(Problem("no-type", "The record does not say what it is.", span=span))
        elif known != "GEN":
            problems.append(Problem("unknown-type", f"There is no type '{code}'.", span=span))
        in_journal = any(item.tag in _JOURNAL_TAGS and not item.field.is_empty for item in items)
        known = "JOUR" if in_journal else "GEN"
    record = Record(known)
    for item in items:
        if not item.field.is_empty:
            record.take(item)
    for step in STEPS:
        step(record)
    _names(record, spelling.turned)
    if record.notes:
        record.fields["note"] = "\n".join(record.notes)
    words = join_keywords(read_keywords(record.keywords))
    if words:
        record.fields["keyword"] = words
    if record.left:
        record.custom[spelling.name] = record.left
    extra = {"custom": record.custom} if record.custom else {}
    return Reference(record.id, _type(record), record.fields, extra, span), problems


def _names(record: Record, turned: bool) -> None:
    for variable, texts in record.names.items():
        names, truncated = read_names(texts, turned)
        if names:
            record.fields[variable] = tuple(names)
        if names and truncated:
            record.custom[f"{variable}-et-al"] = True


def _type(record: Record) -> str:
    """The CSL type by the code, and by what the fields show."""
    if record.code == "JFULL" and "page" in record.fields:
        return "article-journal"
    if record.code in ("UNPB", "UNPD") and ("DOI" in record.fields or "archive" in record.fields):
        return "article"  # a preprint
    return READ_TYPES[record.code]
