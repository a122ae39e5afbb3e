"""Fields of a .bib file that name the keys of other entries: they follow where a key changes.

Source: BibTeX (`crossref`) and the BibLaTeX manual, sections 2.2.3 and 2.4.1. bibkit keeps them, as
all that CSL has no variable for, in `custom["bibtex"]`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping

from bibkit.model import Batch, Reference

__all__ = [
    "KEY_FIELDS",
    "key_of",
    "keys_given",
    "parent_of",
    "renamed_in",
    "renamed_keys",
    "with_aliases",
]

#: Field to whether it holds several keys.
KEY_FIELDS = {
    "crossref": False,
    "xref": False,
    "xdata": True,
    "related": True,
    "entryset": True,
    "cites": True,
}


def key_of(reference: Reference) -> str:
    """The key that a reference is cited by: CSL-JSON has it beside the id.

    >>> key_of(Reference("http://zotero.org/1", "book", {"citation-key": "soil"}))
    'soil'
    """
    return reference.text("citation-key") or reference.id


def keys_given(batch: Batch) -> dict[str, str]:
    """The ids that a reader had to make, with the key that stood there: one that stands before,
    or none.

    >>> import bibkit
    >>> keys_given(bibkit.read("@book{a, title={Soil}} @book{A, title={Air}} @book{, title={Sea}}"))
    {'air': 'A', 'sea': ''}
    """
    return {
        problem.ref: problem.was
        for problem in batch.problems
        if problem.code == "duplicate-key" and problem.ref is not None
    }


def parent_of(reference: Reference) -> str:
    """The key of the entry that a BibTeX entry takes fields from; empty where it names none."""
    kept = reference.custom.get("bibtex")
    return str(kept.get("crossref", "")).strip(" {}") if isinstance(kept, Mapping) else ""


def renamed_in(value: str, renamed: Mapping[str, str]) -> str:
    """The value of such a field with keys replaced, commas and blanks as they are.

    Args:
        renamed: old key, in lower case, to new.

    >>> renamed_in("Soil,  air", {"soil": "earth"})
    'earth,  air'
    """
    return _KEY.sub(lambda match: renamed.get(match[0].lower(), match[0]), value)


_KEY = re.compile(r"[^\s,{}\"#][^,{}\"#]*?(?=\s*(?:[,{}\"#]|$))")


def renamed_keys(reference: Reference, renamed: Mapping[str, str]) -> Reference:
    """A reference with the keys that it names replaced.

    Args:
        renamed: old key, in lower case, to new.

    >>> mine = Reference("a", "chapter", {}, {"custom": {"bibtex": {"crossref": "soil"}}})
    >>> renamed_keys(mine, {"soil": "earth"}).custom["bibtex"]
    {'crossref': 'earth'}
    """
    kept = reference.custom.get("bibtex")
    if not renamed or not isinstance(kept, Mapping) or not KEY_FIELDS.keys() & kept.keys():
        return reference
    fields = {
        name: renamed_in(value, renamed) if name in KEY_FIELDS and isinstance(value, str) else value
        for name, value in kept.items()
    }
    return reference if fields == kept else _with_kept(reference, fields)


def with_aliases(reference: Reference, keys: Iterable[str]) -> Reference:
    """A reference that is found under further keys too: BibLaTeX's `ids`.

    >>> with_aliases(Reference("a", "book"), ["b", "a", "c"]).custom["bibtex"]
    {'ids': 'b, c'}
    """
    kept = reference.custom.get("bibtex")
    fields = dict(kept) if isinstance(kept, Mapping) else {}
    known = [key.strip() for key in str(fields.get("ids", "")).split(",") if key.strip()]
    added = [key for key in dict.fromkeys(keys) if key and key not in (*known, reference.id)]
    return (
        _with_kept(reference, {**fields, "ids": ", ".join([*known, *added])})
        if added
        else reference
    )


def _with_kept(reference: Reference, fields: Mapping[str, object]) -> Reference:
    custom = {**reference.custom, "bibtex": dict(fields)}
    return dataclasses.replace(reference, extra={**reference.extra, "custom": custom})
