"""Keys by a pattern that the user writes, such as `{author}{year}{title}`.

::

    pattern = (text | "{" part [":" number] "}")*
    part    = "author"           family name of the first author (or editor)
            | "authors"          of the first three, or of as many as the number says; then "etal"
            | "year"             with a number its last digits
            | "title"            the first word that says something, or as many as the number says
            | "journal"          the first letters of its words; a name of one word whole
            | "pmid"

A part is in small letters as it is written here, begins each word with a capital where it is
written so (`{Author}`: LeMasson), and is in capitals as `{AUTHOR}`. Letters are made plain (ASCII);
what a reference does not say is left out; one that says nothing of it has bibkit's own key.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bibkit.citekeys import Card, base_key, card, is_valid_key, settle
from bibkit.errors import SettingsError
from bibkit.keyfields import key_of, keys_given, renamed_keys, with_aliases
from bibkit.mending import plain
from bibkit.model import Batch, Name, Reference

__all__ = ["PATTERN", "Rekeyed", "pattern_key", "rekey"]

#: The pattern of the keys that bibkit makes.
PATTERN = "{author}{year}{title}"


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """A batch with its keys.

    Args:
        batch: the references under their keys.
        keys: of each reference the key that it had (empty for none) and the one that it has.
        renamed: those that changed, old to new: what to replace in a manuscript. Of a key that
            stood twice it is that of the first.
    """

    batch: Batch
    keys: tuple[tuple[str, str], ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


def rekey(
    batch: Batch, pattern: str = PATTERN, *, all: bool = False, aliases: bool = False
) -> Rekeyed:
    """Make keys where there are none, where one stands twice or cannot be cited from LaTeX.

    Keys of references that differ are made different by letters (`a`, `b` …), which follow from
    what each reference is and not from where it stands. Where a key changes, fields that name it
    (`crossref`, `related`, …) follow.

    Args:
        pattern: see `bibkit.keypatterns`.
        all: make every key anew. Without, a key that can stay stays.
        aliases: keep the keys that went as BibLaTeX's `ids`.

    Raises:
        SettingsError: the pattern is none.

    >>> batch = Batch((Reference("a b", "book", {"title": "Of soil"}), Reference("c", "book")))
    >>> rekey(batch).renamed
    {'a b': 'soil'}
    """
    base = _compiled(pattern)
    given = keys_given(batch)
    old = [given.get(one.id, key_of(one)) for one in batch]
    stay = ["" if all or one.id in given else key for one, key in zip(batch, old, strict=True)]
    cards = [Card(base(one), card(one).identity) for one in batch]
    new = settle(stay, cards.__getitem__, is_valid_key)
    # Letters are given without regard to case; the pattern's own is put back.
    ids = [
        key if kept == key else one.base + key[len(one.base) :]
        for key, kept, one in zip(new, stay, cards, strict=True)
    ]
    # What a key that stands twice is cited for is the first of the two.
    known: set[str] = set()
    renamed: dict[str, str] = {}
    for was, now in zip(old, ids, strict=True):
        if was and was != now and was.lower() not in known:
            renamed[was] = now
        known.add(was.lower())
    moved = {was.lower(): now for was, now in renamed.items()}
    references = []
    ref_of: dict[str | None, str] = {}
    for one, was, now in zip(batch, old, ids, strict=True):
        made = renamed_keys(one, moved)
        if was != now:
            made = made.replace(citation_key=now) if "citation-key" in one.fields else made
            made = dataclasses.replace(made, id=now)
            made = with_aliases(made, [was]) if aliases and renamed.get(was) == now else made
        ref_of.setdefault(one.id, made.id)
        references.append(made)
    problems = [
        dataclasses.replace(problem, ref=ref_of.get(problem.ref, problem.ref))
        for problem in batch.problems
        if problem.code != "duplicate-key"
    ]
    keyed = dataclasses.replace(batch, references=tuple(references), problems=tuple(problems))
    return Rekeyed(keyed, tuple(zip(old, ids, strict=True)), renamed)


def pattern_key(reference: Reference, pattern: str = PATTERN) -> str:
    """The key of a reference by a pattern, before any letter that tells it from others.

    Raises:
        SettingsError: the pattern is none.

    >>> from bibkit.model import Date
    >>> mine = Reference("", "article-journal", {"author": (Name("Le Masson", "G."),),
    ...     "issued": Date(2017), "title": "The view of <i>E. coli</i>", "container-title": "J Soil"})
    >>> [pattern_key(mine, p) for p in ("{Author}_{year:2}", "{authors}:{journal}", "{title:2}")]
    ['LeMasson_17', 'lemasson:js', 'viewe']
    """
    return _compiled(pattern)(reference)


# --- the pattern --------------------------------------------------------------------------------------

_PART = re.compile(r"\{(\w+)(?::(\d{1,2}))?\}")
_JABREF = re.compile(r"\[(\w+)[^\]]*\]")


def _compiled(pattern: str) -> Callable[[Reference], str]:
    if pattern == PATTERN:
        return base_key
    parts: list[tuple[str, str, int]] = []
    position = 0
    for match in _PART.finditer(pattern):
        parts.append((pattern[position : match.start()], match[1], int(match[2] or 0)))
        position = match.end()
    last = pattern[position:]
    texts = "".join([*(text for text, _, _ in parts), last])
    if jabref := _JABREF.search(pattern):
        raise SettingsError(
            f"'{jabref[0]}' is no part of a pattern here: write {{author}}, {{year}}, {{title:3}}."
        )
    if texts and not (is_valid_key(texts) and texts.isascii()):
        raise SettingsError(f"'{pattern}' makes no key: between its parts stands '{texts}'.")
    for _, name, _ in parts:
        if name.lower() not in _WORDS or name not in (
            name.lower(),
            name.capitalize(),
            name.upper(),
        ):
            raise SettingsError(f"There is no '{{{name}}}'. A pattern has {', '.join(_WORDS)}.")
    if not parts:
        raise SettingsError(f"'{pattern}' has no part in braces, such as {{author}} or {{year}}.")

    def key(reference: Reference) -> str:
        made, is_told = "", False
        for text, name, number in parts:
            words = [word for word in _WORDS[name.lower()](reference, number) if word]
            made += text + "".join(_cased(word, name) for word in words)
            is_told = is_told or bool(words)
        return f"{made}{last}".strip("_:.-+/") if is_told else base_key(reference)

    return key


def _cased(word: str, name: str) -> str:
    if name.islower():
        return word.lower()
    return word.upper() if name.isupper() else word[:1].upper() + word[1:]


def _letters(text: str) -> str:
    """Plain letters and digits of a text in any script."""
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(text)
    return re.sub(r"[^A-Za-z0-9]+", "", text)


def _base(reference: Reference) -> str:
    """What `base_key` makes of a reference; empty where that is nothing."""
    key = base_key(reference)
    return "" if key == "ref" else key


def _family(name: Name) -> Sequence[str]:
    """The words of a name that is sorted by, a body with a long one by its initials."""
    words = [_letters(word) for word in re.split(r"[\s'’-]+", name.sort_family)]
    short = _base(Reference("", "document", {"author": (name,)}))
    return [short.upper()] if name.literal and short != "".join(words).lower() else words


def _author(reference: Reference, _: int) -> Sequence[str]:
    names = reference.names("author") or reference.names("editor")
    return _family(names[0]) if names else ()


def _authors(reference: Reference, number: int) -> Sequence[str]:
    variable = "author" if reference.names("author") else "editor"
    names = reference.names(variable)
    shown = names[: number or 3]
    is_cut = len(names) > len(shown) or reference.truncated(variable)
    return [*(word for name in shown for word in _family(name)), *(["etal"] if is_cut else [])]


def _year(reference: Reference, number: int) -> Sequence[str]:
    issued = reference.date("issued")
    year = str(issued.year) if issued and issued.year is not None else ""
    return [_letters(year[-number:])]


def _title(reference: Reference, number: int) -> Sequence[str]:
    found = []
    for word in re.findall(r"[^\W_]+", plain(reference.text("title"))):
        bare = _letters(word)[:30]
        if bare.lower() == "ref" or (bare and _base(Reference("", "document", {"title": word}))):
            found.append(bare)
        if len(found) == (number or 1):
            break
    return found


def _journal(reference: Reference, _: int) -> Sequence[str]:
    title = plain(reference.text("container-title"))
    words = _title(Reference("", "document", {"title": title}), 99)
    return words if len(words) < 2 else ["".join(word[:1] for word in words)]


def _pmid(reference: Reference, _: int) -> Sequence[str]:
    return [_letters(reference.text("PMID"))]


_WORDS: dict[str, Callable[[Reference, int], Sequence[str]]] = {
    "author": _author,
    "authors": _authors,
    "year": _year,
    "title": _title,
    "journal": _journal,
    "pmid": _pmid,
}
