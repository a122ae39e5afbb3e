"""Whether one value is a fuller form of another: the same thing, said with more.

Enrichment completes what the user has; it never replaces it by something else.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from bibkit.enrichment.journals import expands, same_journal
from bibkit.mending import is_shouted, name_case, plain
from bibkit.model import Date, Name, Value
from bibkit.pages import full_pages, size
from bibkit.text import DASHES, fold

__all__ = ["agrees", "fuller", "fuller_names", "same_names"]


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
        return mine.year is not None and mine.year == theirs.year
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
        is_year = mine.year is not None and mine == Date(mine.year)
        is_more = theirs.month is not None or theirs.season is not None
        return theirs if is_year and mine.year == theirs.year and is_more else None
    if not isinstance(mine, str) or not isinstance(theirs, str):
        return None
    if variable == "page":
        return _fuller_pages(mine, theirs)
    if variable == "container-title":
        return theirs if expands(theirs, mine) else None
    if variable == "title":
        return _fuller_title(mine, theirs)
    return None


# --- pages -------------------------------------------------------------------------------------------

_DASH = re.compile(rf"\s*[{DASHES}]+\s*")


def _first_page(pages: str) -> str:
    first = _DASH.split(pages.strip())[0]
    # The stop of "12.1" tells; any other is print.
    first = ".".join(fold(part) for part in re.split(r"(?<=\d)\.(?=\d)", first))
    return re.sub(r"(?<!\d)0+(?=\d)", "", first)


def _fuller_pages(mine: str, theirs: str) -> str | None:
    full = full_pages(theirs)
    if _DASH.search(mine):
        # Mine is written out by itself where it is shortened; theirs only confirms it.
        is_short = full_pages(mine) != _DASH.sub("-", mine.strip())
        return full if is_short and full == full_pages(mine) else None
    ends = _DASH.split(full)
    is_range = len(ends) > 1 and all(ends) and ends[0] != ends[-1]
    if ends[0].isdigit() and ends[-1].isdigit() and size(ends[-1]) < size(ends[0]):
        return None
    return full if is_range and _first_page(mine) == _first_page(full) else None


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
_ELEMENT = re.compile(r"<(i|b|sub|sup)>((?:(?!</?(?:i|b|sub|sup)>).)+)</\1>", re.S)


def _with_markup(mine: str, theirs: str) -> str:
    """My words with their mark-up; as they are where it does not fall between the same characters."""
    inner = theirs
    while (outer := _ELEMENT.sub(r"\2", inner)) != inner:
        inner = outer
    ours, others = _letters(mine), _letters(inner)
    if _TAG.search(inner) or [one[0] for one in ours] != [one[0] for one in others]:
        return mine
    ends = [end for _, _, end in others]
    out, done, seen = "", 0, 0
    for tag in _TAG.finditer(theirs):
        place = tag.start() - seen
        seen += len(tag[0])
        count = bisect_right(ends, place)
        # Between two letters stand other characters, in mine perhaps others than in theirs.
        low, high = _between(others, count, len(inner))
        start, stop = _between(ours, count, len(mine))
        if not low <= place <= high or start > stop:
            return mine  # within a letter, or within my ligature
        if tag[0].startswith("</"):
            is_same, place = mine[start:stop].startswith(inner[low:place]), start + place - low
        else:
            is_same, place = mine[start:stop].endswith(inner[place:high]), stop + place - high
        if not is_same or place < done:
            return mine
        out, done = out + mine[done:place] + tag[0], place
    return out + mine[done:]


def _letters(text: str) -> list[tuple[str, int, int]]:
    """Letters and digits as they are compared, each with its place: two of a ligature or `ß`."""
    letters: list[tuple[str, int, int]] = []
    for place, character in enumerate(text):
        if unicodedata.combining(character) and letters and letters[-1][2] == place:
            letters[-1] = (*letters[-1][:2], place + 1)
        letters += [(one, place, place + 1) for one in fold(character)]
    return letters


def _between(letters: list[tuple[str, int, int]], count: int, length: int) -> tuple[int, int]:
    """From where to where the text goes on behind so many letters until the next."""
    start = letters[count - 1][2] if count else 0
    return start, letters[count][1] if count < len(letters) else length


# --- names -------------------------------------------------------------------------------------------

_GIVEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def _given(given: str) -> list[str]:
    """Given names for comparison; initials apart, `J.-P.`, `JP` and `J P` alike: `j`, `p`."""
    names: list[str] = []
    for word in _GIVEN.findall(unicodedata.normalize("NFC", given)):
        names += map(fold, word) if _is_initials(word) else [fold(word)]
    return names


def _is_initials(word: str) -> bool:
    """Whether capitals are initials: JP and MCFS are, JOHN is a name."""
    return word.isupper() and (len(word) < 4 or not set(fold(word)) & set("aeiouy"))


def _same_person(mine: Name, theirs: Name) -> bool:
    if mine.literal or theirs.literal:
        return fold(str(mine)) == fold(str(theirs))
    a, b = fold(mine.sort_family), fold(theirs.sort_family)
    if a != b and fold(mine.family) != fold(theirs.family):
        return False
    if mine.suffix and theirs.suffix and fold(mine.suffix) != fold(theirs.suffix):
        return False
    pairs = zip(_given(mine.given), _given(theirs.given), strict=False)
    return all(one.startswith(other) or other.startswith(one) for one, other in pairs)


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
    people = [name for name in theirs if not name.literal]
    named = [name for name in mine if not name.literal]
    bodies = {fold(name.literal): name for name in mine if name.literal}
    held = {fold(name.literal) for name in theirs if name.literal}
    if not all(map(_same_person, named, people)) or not bodies.keys() <= held:
        return None
    # Groups that sign an article are often left out of a printed list.
    if len(named) > len(people) or (len(named) < len(people) and not truncated):
        return None
    if not truncated and bodies and not same_names(mine, theirs):
        return None
    own = iter(named)
    merged = tuple(
        bodies.get(fold(name.literal), name)
        if name.literal
        else _fuller_name(next(own, name), name)
        for name in theirs
    )
    return merged if merged != mine else None


def _fuller_name(mine: Name, theirs: Name) -> Name:
    if not mine.family:
        return mine
    return Name(
        _with_accents(mine.family, theirs.family),
        _fuller_given(mine.given, theirs.given),
        mine.dropping_particle,
        mine.non_dropping_particle,
        mine.suffix or theirs.suffix,
    )


def _with_accents(mine: str, theirs: str) -> str:
    """A family name with the accents that print left out; never the other way round."""
    letters = unicodedata.normalize("NFKD", theirs)
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    if not mine.isascii() or theirs.isascii() or bare.lower() != mine.lower():
        return mine
    if any(c.islower() for c in theirs):
        return theirs
    theirs = unicodedata.normalize("NFC", theirs)
    if len(theirs) != len(mine):
        return mine
    pairs = zip(mine, theirs, strict=True)
    return "".join(b if a.isupper() else b.lower() for a, b in pairs)


def _fuller_given(mine: str, theirs: str) -> str:
    """Given names in full, where each of mine begins one of theirs."""
    if not mine:
        return theirs
    own, full = _given(mine), _given(theirs)
    if (
        len(own) > len(full)
        or own == full
        or not all(b.startswith(a) for a, b in zip(own, full, strict=False))
    ):
        return mine
    words = _GIVEN.findall(theirs)
    if all(map(_is_initials, words)):
        # JAM may be three initials, ANN is none: what cannot be told stays out.
        is_known = not any(len(word) == 3 and set(fold(word)) & set("aeiouy") for word in words)
        return _in_style(theirs, mine) if is_known else mine
    return name_case(theirs)


def _in_style(initials: str, mine: str) -> str:
    """Initials as the user writes them (`J. J. P.` for `J J P`); hyphens stay."""
    stop = "." if "." in mine else ""
    is_spaced = " " in mine or (stop and len(_GIVEN.findall(mine)) == 1)
    styled = ""
    for hyphen, letter in re.findall(rf"([{DASHES}]?)([^\W\d_])", initials):
        joint = hyphen or (" " if is_spaced else "")
        styled += f"{joint if styled else ''}{letter}{stop}"
    return styled
