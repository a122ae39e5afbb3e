"""What Zotero's API gives and says: collections, groups, what became of a write. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bibkit.errors import ZoteroError
from bibkit.zotero.wire import Answer

__all__ = [
    "ApiOff",
    "Collection",
    "Course",
    "Created",
    "Group",
    "Missing",
    "Stale",
    "Uncertain",
    "created",
    "holds",
    "is_object",
    "not_running",
    "seconds",
    "short",
    "tree",
    "version_of",
]

_ATTEMPTS = 5  # how often a request is sent at most


class ApiOff(ZoteroError):
    """The local API is switched off, or this Zotero has none."""


class Missing(ZoteroError):
    """There is no such item or library."""


class Stale(ZoteroError):
    """The item was changed since it was read: read it again, and look again."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection: `path` is its name after those that it lies in, apart by `/`."""

    key: str
    name: str
    parent: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group library."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Created:
    """What became of items that were sent, by their places in what was sent.

    Args:
        keys: of those that Zotero saved.
        unchanged: of those that were so already.
        failed: what Zotero says of those that it did not save.
        arrived: an answer was lost, but Zotero says that it has had the request: all arrived, under
            keys that are not known.
    """

    keys: Mapping[int, str] = field(default_factory=dict)
    unchanged: Mapping[int, str] = field(default_factory=dict)
    failed: Mapping[int, str] = field(default_factory=dict)
    arrived: bool = False


class Uncertain(ZoteroError):
    """A request was sent and no answer came: it may have been done.

    Args:
        reason: what happened ("Zotero closed the connection").
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}. It is not known whether it arrived.")
        self.reason = reason


@dataclass(slots=True)
class Course:
    """What one request has been through: attempts, lost answers, cures that are tried once."""

    attempts: int = 0
    lost: bool = False
    cured: set[str] = field(default_factory=set)

    def again(self) -> bool:
        """Whether it may be sent once more."""
        self.attempts += 1
        return self.attempts < _ATTEMPTS

    def pause(self, first: float = 0.5) -> float:
        """The seconds to wait before that, doubled each time."""
        return float(first * 2 ** (self.attempts - 1))

    def once(self, cure: str) -> bool:
        """Whether a cure was not tried yet."""
        is_new = cure not in self.cured
        self.cured.add(cure)
        return is_new


def not_running(host: str) -> ZoteroError:
    """That nothing listens where Zotero should."""
    return ZoteroError(f"Zotero does not run, or does not listen on {host}. Start it.")


def version_of(answer: Answer, host: str) -> str:
    """Zotero's version, which it says with each answer, whatever its status.

    Raises:
        ZoteroError: it is not Zotero that has answered.

    >>> version_of(Answer(404, {"x-zotero-version": "10.0.1"}), "127.0.0.1:23119")
    '10.0.1'
    """
    version = answer.headers.get("x-zotero-version", "")
    if not re.match(r"\d", version):
        raise ZoteroError(
            f"What answers on {host} is not Zotero. If Zotero listens on another port, name it: "
            "BIBKIT_ZOTERO=http://127.0.0.1:PORT"
        )
    return version


def is_object(found: Any) -> bool:
    """Whether something is an object of the API: a collection, a group, an item.

    >>> is_object({"key": "AAAA2222", "data": {}}), is_object({"key": "AAAA2222"})
    (True, False)
    """
    return isinstance(found, dict) and isinstance(found.get("data"), dict)


def holds(item: Mapping[str, Any], patch: Mapping[str, Any]) -> bool:
    """Whether an item is already as a patch would have it."""
    return all(item["data"].get(name) == value for name, value in patch.items())


def seconds(value: str | None) -> float:
    """The seconds that a header (`Backoff`, `Retry-After`) says; 0 where it says none.

    >>> seconds("30"), seconds("Mon"), seconds(None)
    (30.0, 0.0, 0.0)
    """
    return float(value) if value and re.fullmatch(r"\d{1,6}(\.\d+)?", value.strip()) else 0.0


def short(said: str) -> str:
    """What Zotero says of a refusal, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", said).split())[:200].rstrip(".")


def tree(found: Mapping[str, tuple[str, str]]) -> Iterator[Collection]:
    """Collections by their paths; one whose parent is not there (or itself) stands at the top."""

    def path(key: str, below: tuple[str, ...]) -> str:
        name, parent = found[key]
        if parent in found and parent not in below:
            return f"{path(parent, (*below, key))}/{name}"
        return name

    made = [Collection(k, name, parent, path(k, (k,))) for k, (name, parent) in found.items()]
    yield from sorted(made, key=lambda one: one.path.casefold())


def created(found: Any, count: int, name: str) -> Created:
    """What a multi-object write came to.

    The answer is `{"successful": {"0": {…}}, "success": {"0": KEY}, "unchanged": {"1": KEY},
    "failed": {"2": {"code": 400, "message": "…"}}}`.
    """
    if not isinstance(found, dict):
        raise Uncertain(f"{name} sent something that is no answer")

    def part(kind: str) -> dict[int, Any]:
        some = found.get(kind)
        if not isinstance(some, dict):
            return {}
        return {place: some[str(place)] for place in range(count) if str(place) in some}

    keys = {place: str(key) for place, key in part("success").items()}
    saved = part("successful").items()
    keys |= {n: str(one["key"]) for n, one in saved if isinstance(one, dict) and "key" in one}
    unchanged = {place: str(key) for place, key in part("unchanged").items()}
    failed = {place: _why(one) for place, one in part("failed").items()}
    for place in range(count):
        if place not in keys and place not in unchanged and place not in failed:
            failed[place] = f"{name} says nothing of it"
    return Created(keys, unchanged, failed)


def _why(one: Any) -> str:
    """What is said of an item that was not saved: `{"code": 400, "message": "…"}`."""
    return short(str(one.get("message") or one.get("code")) if isinstance(one, dict) else str(one))
