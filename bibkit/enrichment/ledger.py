"""Where each value of a reference comes from, kept beside the output and read back.

The file is `refs.lock.json` beside `refs.bib`. A reference that is read again as it was read then
gets the key and the values that it got then, without anybody being asked.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bibkit.enrichment.merge import Merged, Origin
from bibkit.errors import BibkitError, InputError
from bibkit.formats import by_name
from bibkit.formats.csl_json import item_of
from bibkit.model import Batch, Reference, Value

__all__ = ["Entry", "Ledger", "lock_path"]

_VERSION = 1


def lock_path(output: Path) -> Path:
    """The ledger's place beside an output.

    >>> lock_path(Path("out/refs.bib")).as_posix()
    'out/refs.lock.json'
    """
    return output.with_name(f"{output.stem}.lock.json")


def _item(reference: Reference) -> dict[str, Any]:
    return item_of(dataclasses.replace(reference, extra=_spoken(reference)))


def _spoken(reference: Reference) -> dict[str, Any]:
    return {"custom": dict(reference.custom)} if reference.custom else {}


def fingerprint(reference: Reference) -> str:
    """What a reference says, whatever its id, as a short text.

    >>> one = Reference("a", "book", {"title": "Soil"})
    >>> fingerprint(one) == fingerprint(dataclasses.replace(one, id="b"))
    True
    """
    item = {key: value for key, value in _item(reference).items() if key != "id"}
    text = json.dumps(item, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _plain(variable: str, value: Value) -> Any:
    return item_of(Reference("", "document", {variable: value})).get(variable)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was found of one reference.

    Args:
        input: the fingerprint of the reference as it was read.
        status: what looking it up came to, as in `Enriched.statuses`.
        item: the reference as CSL-JSON, as it was written.
        fields: variable to its origin as JSON: `value`, `source`, `id`, `time`, `rule`, `rejected`.
        time: when, as an ISO date and time.
    """

    input: str
    status: str
    item: dict[str, Any]
    fields: dict[str, dict[str, Any]]
    time: str

    @classmethod
    def of(cls, reference: Reference, merged: Merged, status: str, now: float) -> Entry:
        """The entry of a reference that has just been looked up."""
        item = _item(merged.reference)
        fields = {name: _origin(name, o, item[name]) for name, o in merged.origins.items()}
        return cls(fingerprint(reference), status, item, fields, _time(now))

    def with_key(self, reference: Reference) -> Entry:
        return dataclasses.replace(self, item={**self.item, "id": reference.id})

    def applied(self, reference: Reference) -> Reference:
        """The reference with the key and the values that it had got."""
        reader = by_name("csl-json").read
        if reader is None:
            return reference
        locked = reader(json.dumps([self.item]))[0]
        extra = {key: value for key, value in reference.extra.items() if key != "custom"}
        return dataclasses.replace(
            reference, id=locked.id, type=locked.type, fields=locked.fields,
            extra={**extra, **_spoken(locked)},
        )  # fmt: skip


def _origin(variable: str, origin: Origin, value: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"value": value, "source": origin.source}
    if origin.id:
        row |= {"id": origin.id, "time": _time(origin.fetched)}
    row["rule"] = origin.rule
    if origin.rejected:
        row["rejected"] = [
            {"source": source, "value": _plain(variable, value)}
            for source, value in origin.rejected
        ]
    return row


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of a list by citation key."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def unchanged(self, batch: Batch) -> dict[int, Entry]:
        """Place to entry, for the references that were found and are read as they were read then.

        Where a list has the same reference twice, so has the ledger.
        """
        stacks: dict[str, list[Entry]] = {}
        for entry in reversed(self.entries.values()):  # type: ignore[call-overload]
            if entry.status == "found":
                stacks.setdefault(entry.input, []).append(entry)
        if not stacks:
            return {}
        found: dict[int, Entry] = {}
        for place, reference in enumerate(batch):
            stack = stacks.get(fingerprint(reference))
            if stack:
                found[place] = stack.pop()
        return found

    def after(self, old: Ledger) -> Ledger:
        """The ledger with the origins of an older one for the values that it found there already.

        A file that was enriched in place is the next run's input; its values are still Crossref's.
        """
        entries = dict(self.entries)
        for key, entry in entries.items():
            before = old.entries.get(key)
            if before is not None and before is not entry and _is_one(before, entry):
                fields = {
                    name: before.fields[name] if _is_carried(row, before.fields.get(name)) else row
                    for name, row in entry.fields.items()
                }
                entries[key] = dataclasses.replace(entry, fields=fields)
        return Ledger(entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    # --- the file -----------------------------------------------------------------------------------

    def to_json(self) -> str:
        """The ledger as the text of its file."""
        blocks = (_block(key, entry) for key, entry in self.entries.items())
        return f'{{"bibkit": {_VERSION}, "references": {{\n{",".join(blocks)}\n}}}}\n'

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """The ledger of a file; an empty one where there is no file.

        Raises:
            InputError: the file is no ledger. It is left alone.
        """
        try:
            data = json.loads(path.read_text("utf-8"), parse_constant=_refuse)
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(
                f"'{path}' is no ledger of bibkit's ({error}). Move it away to go on."
            ) from error
        try:
            if data["bibkit"] != _VERSION:
                raise ValueError(f"version {data['bibkit']}")
            entries = {key: _entry(row) for key, row in data["references"].items()}
        except (KeyError, TypeError, ValueError, AttributeError, BibkitError) as error:
            message = f"'{path}' is no ledger of this version of bibkit. Move it away to go on."
            raise InputError(message) from error
        return cls(entries)


def _block(key: str, entry: Entry) -> str:
    """An entry with a line for each field, so that a change is a line in a diff."""
    head = {"status": entry.status, "time": entry.time, "input": entry.input}
    lines = [f"  {_json(name)}: {_json(row)}" for name, row in entry.fields.items()]
    fields = ",\n".join(lines)
    return (
        f'\n{_json(key)}: {_json(head)[:-1]}, "fields": {{\n{fields}}},\n'
        f'  "reference": {_json(entry.item)}}}'
    )


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


def _is_one(before: Entry, entry: Entry) -> bool:
    """Whether two entries of one key are of one work: keys may be given anew."""
    return before.item.get("title") == entry.item.get("title")


def _is_carried(row: dict[str, Any], before: dict[str, Any] | None) -> bool:
    unsaid = row["source"] == "input" and row["rule"] == "kept"
    return before is not None and unsaid and before["value"] == row["value"]


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def _entry(row: Mapping[str, Any]) -> Entry:
    fields = {str(name): dict(one) for name, one in row["fields"].items()}
    if not all({"value", "source", "rule"} <= set(one) for one in fields.values()):
        raise ValueError("a field without its source")
    item = dict(row["reference"])
    if not {"id", "type"} <= set(item):
        raise ValueError("a reference that is none")
    return Entry(str(row["input"]), str(row["status"]), item, fields, str(row["time"]))
