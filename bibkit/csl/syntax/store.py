"""Parsed styles and locales on disk, by content, so that a second run need not parse.

Kept as JSON, not as pickles: a file in a cache folder must not be able to run code.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from bibkit.csl.syntax import elements

__all__ = ["stored"]

T = TypeVar("T")


@functools.cache
def _classes() -> dict[str, tuple[type, tuple[str, ...]]]:
    found = {}
    for name in elements.__all__:
        kind = getattr(elements, name)
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            found[name] = (kind, tuple(field.name for field in dataclasses.fields(kind)))
    return found


@functools.cache
def _version() -> str:
    """Changes whenever a tree's shape may: the sources of this package."""
    folder = Path(__file__).parent
    sources = b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
    return hashlib.sha256(sources).hexdigest()[:12]


def stored(kind: type[T], data: bytes, parse: Callable[[bytes], T], file: str = "") -> T:
    """The tree of `data`, from disk where it was parsed before.

    Args:
        kind: what `parse` gives.
        data: the XML.
        parse: called where there is no usable copy. A cache that cannot be read or written only
            costs time.
        file: what warnings in the tree call it, so that each name has a tree of its own.
    """
    digest = hashlib.sha256(file.encode("utf-8", "surrogatepass") + b"\0" + data).hexdigest()
    path = _folder() / f"{digest[:32]}-{_version()}.json"
    try:
        tree = _tree(json.loads(path.read_bytes()))
        if isinstance(tree, kind):
            return tree
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        pass
    tree = parse(data)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        beside.write_text(json.dumps(_plain(tree), separators=(",", ":")), "utf-8")
        beside.replace(path)
    except OSError:
        pass
    return tree


def _folder() -> Path:
    import platformdirs

    folder = os.environ.get("BIBKIT_CACHE_DIR") or platformdirs.user_cache_dir("bibkit")
    return Path(folder) / "styles"


# A tree as JSON: an element is ["Text", values…], a tuple is a list that begins with null, and a
# mapping is an object.


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        name = type(value).__name__
        return [name, *(_plain(getattr(value, slot)) for slot in _classes()[name][1])]
    if isinstance(value, tuple):
        return [None, *map(_plain, value)]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value


def _tree(value: Any) -> Any:
    if isinstance(value, list):
        head = value[0]
        rest = [_tree(one) for one in value[1:]]
        return tuple(rest) if head is None else _classes()[head][0](*rest)
    if isinstance(value, dict):
        return {key: _tree(one) for key, one in value.items()}
    return value
