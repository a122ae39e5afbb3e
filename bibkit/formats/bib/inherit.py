"""What an entry takes from others: `crossref` from its parent, `xdata` from containers of data.

Source: the BibLaTeX manual, section 2.4.1 and appendix B (which field of the parent is which of the
child); BibTeX does the same with all fields under their own names. A parent's identifiers, address
on the web, abstract and notes are its own: a chapter with the DOI of its book would be another work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bibkit.formats.bib.split import Entry

__all__ = ["inherit", "parents_of"]

_BOOK_PARTS = ("inbook", "bookinbook", "suppbook")
_COLLECTION_PARTS = ("incollection", "inreference", "suppcollection")

#: (types of the parent, types of the child) to the prefix that the parent's title gets.
_TITLES: dict[tuple[str, str], str] = {
    **{("mvbook", child): "main" for child in ("book", *_BOOK_PARTS)},
    **{
        (p, c): "main"
        for p in ("mvcollection", "mvreference")
        for c in ("collection", "reference", *_COLLECTION_PARTS)
    },
    ("mvproceedings", "proceedings"): "main",
    ("mvproceedings", "inproceedings"): "main",
    **{("book", child): "book" for child in _BOOK_PARTS},
    **{(p, c): "book" for p in ("collection", "reference", "book") for c in _COLLECTION_PARTS},
    **{("proceedings", child): "book" for child in ("inproceedings", "conference")},
    **{("periodical", child): "journal" for child in ("article", "suppperiodical")},
}
_TITLE_PARTS = ("title", "subtitle", "titleaddon")
# What says something of the parent itself.
_OWN = frozenset(
    """
        ids crossref xref xdata entryset entrysubtype execute label options presort related
        relatedoptions relatedstring relatedtype shorthand shorthandintro sortkey sorttitle
        indextitle indexsorttitle shorttitle key doi pmid pmcid eprint eprinttype eprintclass
        archiveprefix primaryclass url urldate abstract annotation annote keywords keyword note
        addendum file pages pagetotal owner timestamp citation-key groups
    """.split()
)


def parents_of(entry: Entry) -> list[str]:
    """The keys that an entry takes fields from, in lower case: `xdata` before `crossref`."""
    fields = entry.fields
    keys = fields.get("xdata", "").split(",") if "xdata" in fields else []
    if "crossref" in fields:
        keys.append(fields["crossref"])
    return [bare for key in keys if (bare := key.strip(" {}\n\t").lower())]


def inherit(entries: Sequence[Entry]) -> None:
    """Give entries the fields that they inherit; each entry's own fields stay.

    What cannot be found, or goes in a circle, is warned of.
    """
    if not any("crossref" in one.fields or "xdata" in one.fields for one in entries):
        return
    done: set[str] = set()
    by_key: dict[str, Entry] = {}
    for one in entries:
        by_key.setdefault(one.key.lower(), one)
    for entry in entries:
        _settle(entry, by_key, done)


def _settle(entry: Entry, by_key: Mapping[str, Entry], done: set[str]) -> None:
    """An entry and all that it depends on, parents first; without recursion."""
    stack: list[tuple[Entry, Iterator[str]]] = [(entry, iter(parents_of(entry)))]
    open_keys = {entry.key.lower()}
    while stack:
        current, parents = stack[-1]
        for key in parents:
            parent = by_key.get(key)
            if parent is None:
                current.warn("no-parent", f"There is no entry '{key}' to take fields from.")
            elif key in open_keys:
                message = f"'{current.key}' and '{parent.key}' take fields from each other; it is passed over."
                current.warn("circle", message)
            elif key not in done:
                open_keys.add(key)
                stack.append((parent, iter(parents_of(parent))))
                break
        else:
            stack.pop()
            open_keys.discard(current.key.lower())
            if current is by_key.get(current.key.lower()):
                if current.key.lower() in done:
                    continue
                done.add(current.key.lower())
            for key in parents_of(current):
                parent = by_key.get(key)
                if parent is not None and parent is not current and key in done:
                    _take(current, parent)


def _take(child: Entry, parent: Entry) -> None:
    taken: dict[str, str] = {}
    data = parent.type == "xdata"
    prefix = "" if data else _TITLES.get((parent.type, child.type), "")
    for name, value in parent.fields.items():
        if name in _TITLE_PARTS and prefix:
            name = f"{prefix}{name}"
        elif name == "author" and prefix == "book" and parent.type == "book":
            taken.setdefault("bookauthor", value)
        if name not in _OWN or data:
            taken[name] = value
    new = {name: value for name, value in taken.items() if name not in child.fields}
    if not prefix and not data:
        # BibTeX: a title stays the parent's unless the child has none.
        for name in _TITLE_PARTS[1:]:
            new.pop(name, None)
    child.fields.update(new)
    child.inherited |= new.keys()
