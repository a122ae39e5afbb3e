"""What the stub of Zotero holds: libraries, collections, items, and what Zotero makes of a field."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import Any

from bibkit.formats.zotero.schema import ITEM_TYPES

__all__ = ["NO_FIELDS", "USER", "Collection", "Library", "Store", "is_field", "stray"]

#: The user id of the owner of the Web API's key.
USER = 4711
_ALPHABET = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"

#: What is in an item's `data` besides its fields.
NO_FIELDS = frozenset(
    "key version itemType creators tags collections relations notes attachments id parentItem note "
    "dateAdded dateModified deleted".split()
)


def is_field(kind: str, name: str, version: tuple[int, ...]) -> bool:
    """Whether an item type has a field, by its own name."""
    if name in ("PMID", "PMCID", "citationKey") and version < (7, 0, 32):
        return False
    return name in ITEM_TYPES[kind].fields.values()


def stray(item: dict[str, Any]) -> list[str]:
    """The lines of an item's `extra` that Zotero made of fields that it does not know."""
    return list(item["meta"].get("stray", ()))


@dataclass
class Collection:
    """A collection: `id` of the connector's `C12`, `key` of the API."""

    id: int
    name: str
    parent: int = 0

    @property
    def key(self) -> str:
        return f"COLL{self.id:04d}".replace("0", "A").replace("1", "B")


@dataclass
class Library:
    """A library: `id` of the connector's `L1`; a group's also has the id that the API knows."""

    id: int = 1
    name: str = "My Library"
    group: int = 0
    editable: bool = True
    collections: list[Collection] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"groups/{self.group}" if self.group else "users/0"


class Store:
    """The libraries and what is in them."""

    version: str

    def __init__(self) -> None:
        self.libraries = [
            Library(collections=[Collection(12, "ALS"), Collection(13, "Methods", 12)])
        ]
        self.items: list[dict[str, Any]] = []
        self._count = 0
        self.lock = threading.RLock()

    @property
    def number(self) -> tuple[int, ...]:
        """The version, as it is compared."""
        return tuple(int(part) for part in re.findall(r"\d+", self.version))

    def _library(self, place: str) -> Library:
        mine = place in ("users/0", f"users/{USER}")
        return next(one for one in self.libraries if one.place == ("users/0" if mine else place))

    def _target(self, id: str) -> tuple[Library, Collection | None]:
        for library in self.libraries:
            if id == f"L{library.id}":
                return library, None
            for collection in library.collections:
                if id == f"C{collection.id}":
                    return library, collection
        raise KeyError(id)

    def _key(self) -> str:
        self._count += 1
        count, letters = self._count, ""
        for _ in range(8):
            count, rest = divmod(count, len(_ALPHABET))
            letters = _ALPHABET[rest] + letters
        return letters

    def _library_version(self) -> int:
        return max((one["version"] for one in self.items), default=0)

    def _store(self, data: dict[str, Any], library: Library) -> dict[str, Any]:
        with self.lock:
            item = {
                "key": self._key(),
                "version": 0,
                "library": library.place,
                "meta": {},
                "data": {},
            }
            self._fill(item, data)
            self.items.append(item)
            return item

    def _fill(self, item: dict[str, Any], data: dict[str, Any]) -> None:
        """Set fields as `fromJSON` does: what the type does not have goes to `extra`."""
        held = item["data"]
        kind = data.get("itemType") or held.get("itemType") or "document"
        rubbish = []
        for name, value in data.items():
            if name in NO_FIELDS or kind in ("note", "attachment"):
                held[name] = value
            elif not is_field(kind, name, self.number):
                rubbish.append(f"{name[:1].upper()}{name[1:]}: {value}")
            elif value == "":
                held.pop(name, None)
            else:
                held[name] = value
        if rubbish:
            known = [line for line in rubbish if re.match(r"(DOI|PMID|PMCID): ", line)]
            item["meta"]["stray"] = [line for line in rubbish if line not in known]
            held["extra"] = "\n".join([*rubbish, *filter(None, [held.get("extra", "")])])
        if kind == "journalArticle" and self.number >= (8,):
            self._lift(held)
        held["tags"] = [{"tag": t} if isinstance(t, str) else t for t in held.get("tags", [])]
        held["collections"] = list(held.get("collections", []))
        item["version"] = self._library_version() + 1
        held["key"], held["version"] = item["key"], item["version"]

    @staticmethod
    def _lift(held: dict[str, Any]) -> None:
        """`PMID: 1` in `extra` becomes the field, where that is empty."""
        kept = []
        for line in held.get("extra", "").splitlines():
            match = re.fullmatch(r"(PMID|PMCID): (\S+)", line)
            if match and not held.get(match[1]):
                held[match[1]] = match[2]
            else:
                kept.append(line)
        if kept:
            held["extra"] = "\n".join(kept)
        else:
            held.pop("extra", None)
