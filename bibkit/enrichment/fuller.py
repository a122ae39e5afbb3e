"""Whether one value is a fuller form of another: the same thing, said with more.

Enrichment completes what the user has; it never replaces it by something else.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from bibkit.enrichment.journals import abbreviates, same_journal
from bibkit.mending import is_shouted, plain
from bibkit.model import Date, Name, Value
from bibkit.text import DASHES, fold

__all__ = ["agrees", "full_pages", "fuller", "fuller_names", "same_names"]


def agrees(variable: str, mine: Value, theirs: Value) -> bool:
    """Whether two values of a variable say the same, in whatever form.

    >>> agrees("page", "181-4", "181–184"), agrees("title", "A View.", "A view"), agrees("volume", "1", "2")
    (True, True, False)
    """
    if mine == theirs:
        return True
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return same_names(mine, theirs)
    if isinstance(mine, Date) and isinstance(theirs, Date):
        return mine.year == theirs.year
    one, other = str(mine), str(theirs)
    if variable == "page":
        return _first_page(one) == _first_page(other)
    if variable in ("container-title", "container-title-short"):
        return same_journal(one, [other])
    if variable == "title":
        a, b = fold(plain(one)), fold(plain(other))
        short = min(len(a), len(b))
        return a == b or (short > 15 and a[:short] == b[:short])
    return fold(one) == fold(other)


def fuller(variable: str, mine: Value, theirs: Value) -> Value | None:
    """The fuller form of what the user has, where another value is that; else None.

    Args:
        mine: the user's; theirs: a service's.

    >>> fuller("page", "181-4", "181-184"), fuller("page", "181", "200-210")
    ('181-184', None)
    >>> fuller("container-title", "N Engl J Med", "New England Journal of Medicine")
    'New England Journal of Medicine'
    >>> fuller("title", "The role of E. coli in H2O", "The Role of <i>E. coli</i> in H<sub>2</sub>O")
    'The role of <i>E. coli</i> in H<sub>2</sub>O'
    >>> str(fuller("issued", Date(2017), Date(2017, 2)))
    '2017-02'
    """
    if mine == theirs:
        return None
    if isinstance(mine, Date) and isinstance(theirs, Date):
        more = mine.month is None and mine.season is None and not mine.literal and not mine.until
        is_more = theirs.month is not None or theirs.season is not None
        return theirs if mine.year == theirs.year and more and is_more else None
    if not isinstance(mine, str) or not isinstance(theirs, str):
        return None
    if variable == "page":
        return _fuller_pages(mine, theirs)
    if variable == "container-title":
        is_short = len(fold(mine)) < len(fold(theirs)) and fold(mine) not in fold(theirs)
        dotted = "." in mine and "." not in theirs
        return theirs if (is_short or dotted) and abbreviates(mine, theirs) else None
    if variable == "title":
        return _fuller_title(mine, theirs)
    return None


# --- pages -------------------------------------------------------------------------------------------

_DASH = re.compile(rf"\s*[{DASHES}]+\s*")


def full_pages(pages: str) -> str:
    """A range of pages with its last page in full; anything else as it is.

    >>> full_pages("181-4"), full_pages("S12–9"), full_pages("e123"), full_pages("1-4, 9")
    ('181-184', 'S12-S19', 'e123', '1-4, 9')
    """
    parts = _DASH.split(pages.strip())
    if len(parts) != 2 or "," in pages or ";" in pages:
        return pages
    first = re.fullmatch(r"([A-Za-z]*)(\d+)", parts[0])
    last = re.fullmatch(r"([A-Za-z]*)(\d+)", parts[1])
    if not first or not last or last[1].lower() not in ("", first[1].lower()):
        return pages
    digits = last[2]
    if len(digits) < len(first[2]):
        digits = first[2][: len(first[2]) - len(digits)] + digits
    if int(digits) < int(first[2]):
        return pages
    return f"{first[1]}{first[2]}-{first[1]}{digits}"


def _first_page(pages: str) -> str:
    first = _DASH.split(pages.strip())[0]
    return re.sub(r"(?<!\d)0+(?=\d)", "", fold(first))


def _fuller_pages(mine: str, theirs: str) -> str | None:
    full = full_pages(theirs)
    if _DASH.search(mine):
        # Mine is written out by itself where it is shortened; theirs only confirms it.
        is_short = full_pages(mine) != _DASH.sub("-", mine.strip())
        return full if is_short and full == full_pages(mine) else None
    return full if _DASH.search(full) and _first_page(mine) == _first_page(full) else None


# --- titles ------------------------------------------------------------------------------------------


def _fuller_title(mine: str, theirs: str) -> str | None:
    if fold(plain(mine)) != fold(plain(theirs)):
        return None
    if is_shouted(mine) and not is_shouted(theirs):
        return theirs
    if "<" in theirs and mine == plain(mine):
        marked = _with_markup(mine, theirs)
        return marked if marked != mine and plain(marked) == mine else None
    return None


_TAG = re.compile(r"</?(?:i|b|sub|sup)>")


def _with_markup(mine: str, theirs: str) -> str:
    """My words with their mark-up: each tag goes before the same letter or digit as in theirs."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    seen, end = 0, 0
    for tag in [*_TAG.finditer(theirs), None]:
        seen += sum(c.isalnum() for c in theirs[end : tag.start() if tag else None])
        if tag is None:
            break
        end = tag.end()
        (closing if tag[0].startswith("</") else opening).setdefault(seen, []).append(tag[0])
    # A closing tag stands behind its last letter, an opening one before its first.
    out: list[str] = []
    count = 0
    for character in mine:
        if character.isalnum():
            out += opening.pop(count, [])
            count += 1
            out.append(character)
            out += closing.pop(count, [])
        else:
            out.append(character)
    return mine if opening or closing else "".join(out)


# --- names -------------------------------------------------------------------------------------------


def _initials(given: str) -> str:
    """The initials of given names, `J.-P.`, `JP`, `Jean-Pierre` and `Jean Pierre` alike: `jp`."""
    letters = []
    for word in re.findall(r"[^\W\d_]+", given):
        if word.isupper() and len(word) <= 4:
            letters += list(word)
        else:
            letters.append(word[0])
    return fold("".join(letters))


def _same_person(mine: Name, theirs: Name) -> bool:
    if mine.literal or theirs.literal:
        return fold(str(mine)) == fold(str(theirs))
    a, b = fold(mine.sort_family), fold(theirs.sort_family)
    if a != b and fold(mine.family) != fold(theirs.family):
        return False
    one, other = _initials(mine.given), _initials(theirs.given)
    return not one or not other or one.startswith(other) or other.startswith(one)


def same_names(mine: tuple[Name, ...], theirs: tuple[Name, ...]) -> bool:
    """Whether two lists name the same people, by family names and initials."""
    return len(mine) == len(theirs) and all(map(_same_person, mine, theirs))


def fuller_names(
    mine: tuple[Name, ...], theirs: tuple[Name, ...], *, truncated: bool = False
) -> tuple[Name, ...] | None:
    """The people in full, where a service names the same ones with more; else None.

    Args:
        truncated: mine ends in an "et al.", so that theirs may go on.

    >>> full = (Name("Chiò", "Adriano"), Name("Lee", "Ben"), Name("Wu", "C."))
    >>> [str(name) for name in fuller_names((Name("Chio", "A."),), full, truncated=True) or ()]
    ['Chiò, Adriano', 'Lee, Ben', 'Wu, C.']
    >>> fuller_names((Name("Chio", "A."), Name("Li", "B.")), full[:2])
    """
    if not mine or not theirs:
        return None
    people = tuple(name for name in theirs if not name.literal)
    bodies = len(theirs) - len(people)
    if truncated:
        named = tuple(name for name in mine if not name.literal)
        if len(named) > len(people) or not all(map(_same_person, named, people)):
            return None
    elif not same_names(mine, theirs) and not (bodies and same_names(mine, people)):
        return None  # groups that sign an article are often left out of a printed list
    paired = zip_longest(mine if bodies == 0 or not truncated else (), theirs)
    merged = tuple(_fuller_name(a, b) if a is not None else b for a, b in paired if b is not None)
    return merged if merged != mine or truncated else None


def _fuller_name(mine: Name, theirs: Name) -> Name:
    if mine.literal or theirs.literal or not _same_person(mine, theirs):
        return theirs
    is_more = len(fold(theirs.given)) > len(fold(mine.given))
    given = _in_style(theirs.given, mine.given) if is_more else mine.given
    # Accents that print left out; never the other way round.
    accented = mine.family.isascii() and fold(mine.family) == fold(theirs.family)
    family = theirs.family if accented and not theirs.family.isascii() else mine.family
    return Name(
        family,
        given,
        mine.dropping_particle,
        mine.non_dropping_particle,
        mine.suffix or theirs.suffix,
    )


def _in_style(given: str, mine: str) -> str:
    """Initials as the user writes them (`J. J. P.` for `J J P`); names as they are."""
    letters = given.replace(".", " ").split()
    if not mine or any(len(letter) > 1 and not letter.isupper() for letter in letters):
        return given
    every = [letter for word in letters for letter in word]
    if "." in mine:
        return (" " if " " in mine or len(every) > 1 else "").join(f"{one}." for one in every)
    return (" " if " " in mine else "").join(every)
