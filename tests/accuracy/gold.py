"""The gold data: reading it, its split by journal, its scorer, and its fields as token labels."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from bibkit import identifiers
from bibkit.model import Name
from bibkit.reflist.items import split_label
from bibkit.reflist.sequence.align import align
from bibkit.reflist.sequence.tokens import Token, tokenize
from bibkit.reflist.tail import cut_tail
from bibkit.text import collapse

Record = dict[str, Any]

#: Licences under which a record may be learned from.
OPEN_LICENCES = frozenset({"CC-BY", "CC-BY-SA", "CC0"})
#: Labels without which a record teaches wrong things.
CORE = frozenset({"author", "title", "container", "book", "issued", "volume", "issue", "page"})
_IN_BOOK = frozenset({"chapter", "paper-conference"})


def folder() -> Path | None:
    """The folder of gold data that BIBKIT_SHARED names; None where it names none."""
    shared = os.environ.get("BIBKIT_SHARED")
    return Path(shared) / "gold" if shared else None


def _byte(journal: str, place: int) -> int:
    return hashlib.sha256(journal.encode()).digest()[place]


def kept_apart(journal: str) -> bool:
    """Whether a journal is in the quarter from which nothing is learned and no rule is made."""
    return _byte(journal, 0) % 4 == 1


def fold(journal: str, folds: int) -> int:
    """The fold of a journal of the other three quarters."""
    return _byte(journal, 1) % folds


def load(path: Path) -> list[Record]:
    """The records of a gold file that are scored."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return [record for record in records if record.get("scored", True)]


def scorer(gold: Path) -> ModuleType:
    """The gold data's scorer."""
    spec = importlib.util.spec_from_file_location("score", gold / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def prepared(text: str) -> tuple[str, list[identifiers.Identifier], list[Token]]:
    """A printed reference as the parser sees it: bare text, identifiers in it, tokens."""
    bare, _ = cut_tail(split_label(collapse(text)).lstrip(" .,;:"))
    found = identifiers.find(bare)
    return bare, found, tokenize(bare, found)


def labels(record: Record, tokens: list[Token]) -> list[str] | None:
    """The label of each token by the gold fields; None where a core field is not in the text."""
    gold = record["gold"]
    given, missing = align(
        tokens, _names(gold["author"]), _fields(gold), _names(gold.get("editor"))
    )
    return None if set(missing) & CORE else given


def _names(people: list[dict[str, str]] | None) -> list[Name]:
    names = []
    for one in people or []:
        if one.get("family") or one.get("given"):
            suffix = one.get("suffix") or ""
            names.append(Name(one.get("family") or "", one.get("given") or "", suffix=suffix))
        elif one.get("literal"):
            names.append(Name(literal=one["literal"]))
    return names


def _fields(gold: dict[str, Any]) -> dict[str, str]:
    fields = {
        "title": gold.get("title"),
        "book" if gold.get("type") in _IN_BOOK else "container": gold.get("container"),
        "issued": gold.get("year"),
        "volume": gold.get("volume"),
        "issue": gold.get("issue"),
        "page": gold.get("page"),
        "publisher": gold.get("publisher"),
        "place": gold.get("publisher_place"),
        "edition": gold.get("edition"),
    }
    if gold.get("conference") and not gold.get("container"):
        fields["book"] = gold["conference"]
    return {label: str(value) for label, value in fields.items() if value}
