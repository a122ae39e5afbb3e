"""Whether a service's record is the work that a reference cites: comparison and decision, pure.

Nothing here asks a service, and nothing trusts one: Crossref's `score` is not comparable between
queries, and the first hit of a search is wrong for every second reference whose work is not there
(measured on 3,000 strings). What counts is what the reference itself says: title, first author,
year, volume, first page, journal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from bibkit.enrichment.cited import Cited, name_form, number_of
from bibkit.enrichment.journals import same_journal
from bibkit.enrichment.nature import Nature, asks_for, nature_of, of_title
from bibkit.enrichment.titles import bare_title, differ
from bibkit.model import Candidate, Name, Reference
from bibkit.outcome import Absent, Ambiguous, Found, Outcome
from bibkit.text import fold

__all__ = ["Cited", "Comparison", "compare", "contradiction", "decide"]

_LONGEST = 1000  # letters of a title that are compared; the time grows with their square


@dataclass(frozen=True, slots=True)
class Comparison:
    """What of a candidate agrees with a reference. None: one of the two does not say.

    Args:
        title: 0 to 1: how far the titles are one.
        inside: 0 to 1: how far the candidate's title stands in the reference, as part of a longer
            one or cut off.
        author: whether the first author is one of the reference's.
        years: the distance in years; 0 the same.
        volume, page, journal: whether they agree.
        bar: why it cannot be the work though it looks like it; empty where nothing bars it.
        words: in the candidate's title.
        differs: whether the titles differ in a word or number that tells works apart.
    """

    title: float
    inside: float = 0.0
    author: bool | None = None
    years: int | None = None
    volume: bool | None = None
    page: bool | None = None
    journal: bool | None = None
    bar: str = ""
    words: int = 0
    differs: bool = False

    @property
    def signs(self) -> tuple[bool, ...]:
        """Which of author, year, volume, page and journal agree and which do not, where known."""
        near = None if self.years is None else self.years <= 1
        every = (self.author, near, self.volume, self.page, self.journal)
        return tuple(sign for sign in every if sign is not None)

    @property
    def agreeing(self) -> int:
        """How many of them agree, less those that do not; a year counts where it is the same."""
        return sum(1 if sign else -1 for sign in self.signs) - (self.years == 1)

    @property
    def is_same(self) -> bool:
        """The decision rule.

        A. the titles are one and first author and year agree; volume, page or journal agree, or
           the title has six words or more; none of them contradicts;
        B. volume, first page, year and first author agree, and half of the title;
        C. volume, first page and title agree; the year, which is often misprinted or another
           number of the record, may then differ where author or journal agree;
        D. the reference gives no year: as A, with eight words or more;
        E. one of the two names no author: as A, with six words or more, in the same journal and year.

        Thresholds from 0.85 to 0.96 gave the same figures (3,000 strings with look-alikes).
        """
        if self.bar or self.page is False or (self.author is False and self.journal is False):
            return False
        titled, near = self.title >= 0.93, self.years is None or self.years <= 1
        if self.volume and self.page:
            named = bool(self.author or self.journal)
            same_year = self.years == 0 and self.author is True
            contained = self.inside >= 0.93 and self.words >= 4 and self.journal is True
            return (titled and (near or named)) or (same_year and self.inside >= 0.5) or contained
        contradicted = self.author is False or self.volume is False or self.journal is False
        if not titled or not near or contradicted or self.differs:
            return False
        if self.author is None:
            return self.journal is True and self.years == 0 and self.words >= 6
        if self.page:
            return True
        if self.years is None:
            return self.words >= 8
        return self.words >= 6 or bool(self.volume or self.journal)


def compare(reference: Reference | Cited, candidate: Candidate) -> Comparison:
    """Hold a candidate against a reference.

    >>> from bibkit.model import Date, Name
    >>> mine = Reference("", "article-journal", {"title": "A view of ants", "issued": Date(2017),
    ...     "author": (Name("Chio", "A."),), "volume": "12", "page": "181-4"})
    >>> theirs = mine.replace(page="181-184", author=(Name("Chiò", "Adriano"),))
    >>> found = compare(mine, Candidate(theirs, "crossref", years=(2017,)))
    >>> found.title, found.author, found.page, found.is_same
    (1.0, True, True, True)
    """
    cited = reference if isinstance(reference, Cited) else Cited(reference)
    work = candidate.reference
    titles = [bare_title(title) for title in (work.text("title"), *candidate.titles) if title]
    scored = [(*_title_scores(cited, title), title) for title in titles]
    score, inside, title = max(scored, default=(0.0, 0.0, ""))
    mine = bare_title(cited.reference.text("title"))
    return Comparison(
        title=score,
        inside=inside,
        author=_author(cited, work),
        years=_distance(cited, candidate),
        volume=_located(cited, work, "volume"),
        page=_page(cited, work),
        journal=_journal(cited, work),
        bar=_bar(cited, candidate, title),
        words=len(re.findall(r"[^\W\d_]{2,}|[^\W_]+", title)),
        differs=score >= 0.5 and cited.is_title_sure and differ(mine, title),
    )


def _title_scores(cited: Cited, title: str) -> tuple[float, float]:
    """How far a title is the reference's own, and how far it stands somewhere in it."""
    folded = fold(title)[:_LONGEST]
    if not folded:
        return 0.0, 0.0
    text = cited.folded[: 3 * _LONGEST]
    if len(folded) > len(text):
        score = fuzz.ratio(folded, text) / 100
        return score, score
    inside = fuzz.partial_ratio(folded, text) / 100
    if not cited.is_title_sure:
        return inside, inside
    # A title inside a longer one is another work's; one without its subtitle is not.
    mine = fold(bare_title(cited.reference.text("title")))[:_LONGEST]
    short = min(len(mine), len(folded))
    start = fuzz.ratio(mine[:short], folded[:short]) / 100 if short > 15 else 0.0
    return min(inside, max(fuzz.ratio(mine, folded) / 100, start)), inside


def _author(cited: Cited, work: Reference) -> bool | None:
    names = work.names("author") or work.names("editor")
    is_record = cited.reference.evidence is None
    if not names or (is_record and not cited.names):
        return None
    first = names[0]
    if first.literal:
        return fold(first.literal) in cited.folded or None
    family = first.family or first.given
    if not fold(family):
        return None
    known = cited.name_words
    form = name_form(family)
    # "van der Berg" may stand under Berg, "Garcia Lopez" as Garcia.
    parts = [name_form(part) for part in re.split(r"[\s'’-]+", family) if len(part) > 2]
    if any(name_form(name.sort_family) == form for name in cited.names):
        return True
    if form in known or any(part in known for part in parts):
        return True
    if any(_is_swapped(name, first) for name in cited.names):
        return True
    if cited.names and cited.is_sure("author", 0.9):
        return any(fuzz.ratio(form, word) >= 85 for word in known if len(word) > 4)
    head = cited.folded[:400]
    return (len(form) > 3 and fold(family) in head) or (
        len(form) > 4 and fuzz.partial_ratio(fold(family), head) >= 85
    )


def _is_swapped(mine: Name, theirs: Name) -> bool:
    """Whether a record has family and given name the wrong way round (Wang Xiaoming)."""
    given, family = fold(theirs.given), fold(theirs.family)
    return bool(given) and fold(mine.family) == given and fold(mine.given)[:1] == family[:1]


def _distance(cited: Cited, candidate: Candidate) -> int | None:
    issued = candidate.reference.date("issued")
    years = candidate.years or ((issued.year,) if issued and issued.year else ())
    if not years or not cited.years:
        return None
    return min(abs(mine - theirs) for mine in cited.years for theirs in years)


def _located(cited: Cited, work: Reference, variable: str) -> bool | None:
    theirs = work.text(variable)
    if not theirs:
        return None
    number = number_of(theirs.split("-")[0].strip()) if re.search(r"\d", theirs) else fold(theirs)
    mine = cited.reference.text(variable)
    if mine and (number_of(mine) if re.search(r"\d", mine) else fold(mine)) == number:
        return True
    return _among_numbers(cited, variable, number)


_FIRST = re.compile(r"[A-Za-z]{0,3}\d+")


def _page(cited: Cited, work: Reference) -> bool | None:
    theirs = _FIRST.search(work.text("page"))
    if theirs is None:
        return None
    number = number_of(theirs[0])
    bare = number.lstrip("abcdefghijklmnopqrstuvwxyz")
    mine = _FIRST.search(cited.reference.text("page"))
    if mine is not None:
        own = number_of(mine[0])
        if own == number or own.lstrip("abcdefghijklmnopqrstuvwxyz") == bare:
            return True
    # An issue's own pages start at 1; that a 1 stands somewhere says nothing.
    sought = number if number in cited.numbers or len(bare) < 2 else bare
    return _among_numbers(cited, "page", sought)


def _among_numbers(cited: Cited, variable: str, number: str) -> bool | None:
    """Whether a number that is not where it was read stands elsewhere in a text read with doubt."""
    mine = cited.reference.text(variable)
    is_print = cited.reference.evidence is not None
    if is_print and not cited.is_sure(variable) and number in cited.numbers:
        return True
    return False if mine else None


def _journal(cited: Cited, work: Reference) -> bool | None:
    theirs = [work.text("container-title"), work.text("container-title-short")]
    theirs.append(str(work.custom.get("medline-abbreviation", "")))
    mine = cited.reference.text("container-title")
    if not any(theirs):
        return None
    if any(len(fold(name)) > 6 and fold(name) in cited.folded for name in theirs if name):
        return True
    return same_journal(mine, [name for name in theirs if name]) if mine else None


def _bar(cited: Cited, candidate: Candidate, title: str) -> str:
    """Why a candidate that looks like the work is not the work."""
    mine, work = cited.reference, candidate.reference
    nature = nature_of(candidate)
    if nature is not Nature.WORK and not asks_for(mine, cited.text, nature):
        return f"it is {nature.value}"
    own = of_title(mine.text("title"))
    if own is not Nature.WORK and nature is Nature.WORK and of_title(title) is not own:
        return f"the reference cites {own.value}"
    if work.type in ("article", "thesis") and work.type != mine.type:
        in_journal = mine.text("container-title") and (mine.text("volume") or mine.text("page"))
        if in_journal and not _PREPRINT.search(cited.text):
            return f"it is a {'preprint' if work.type == 'article' else 'thesis'}"
    if work.type == "article":
        distance = _distance(cited, candidate)
        if distance is None or distance > 1:
            return "it is a preprint of another year"
    if not cited.is_title_sure:
        part = _PART.search(title)
        if part and not re.search(rf"\b{part[1]}\s+{part[2]}\b", cited.text, re.I):
            return "it is another part of the work"
    return ""


_PREPRINT = re.compile(r"rxiv|preprint|research square|ssrn|peerj pre", re.I)
_PART = re.compile(r"\b(part|teil|partie|parte)\s+([ivx]+|\d+|[a-d]|one|two|three)\b", re.I)


# --- an identifier is a claim ----------------------------------------------------------------------------


def contradiction(reference: Reference | Cited, candidate: Candidate) -> str:
    """Why the work under an identifier is not the one that the reference describes; empty where it
    is, or where the reference says too little to tell.

    An identifier is strong evidence, so that more is let pass than where a work is searched for:
    a translated or cut title, a wrong year, a missing author. A notice is not its article.

    >>> mine = Reference("", "article-journal", {"title": "A view of ants", "volume": "12"})
    >>> theirs = mine.replace(title="On the habits of bees", volume="3")
    >>> contradiction(mine, Candidate(theirs, "crossref"))
    'title and volume differ'
    """
    cited = reference if isinstance(reference, Cited) else Cited(reference)
    if len(cited.folded) < 12 or not _DESCRIBING & set(cited.reference.fields):
        return ""  # hardly more than the identifier
    nature = nature_of(candidate)
    if nature is not Nature.WORK and not asks_for(cited.reference, cited.text, nature):
        return f"it is {nature.value}"
    held = compare(cited, candidate)
    overlap = max(held.title, held.inside, _overlap(cited, candidate))
    against, for_ = held.signs.count(False), held.signs.count(True)
    located = bool(held.volume and held.page)
    known = bool(held.author or held.journal)
    if not cited.title or not candidate.reference.text("title"):
        agrees = against < 2 or located
    elif overlap < 0.75:
        placed = bool(held.volume or held.page)
        agrees = (located and known) or (
            overlap >= 0.6 and held.author is True and against == 0 and placed
        )
    elif held.differs and not located:
        agrees = against == 0
    else:
        # "Editorial", "Introduction": a title that says little may be another's.
        told = len(cited.title) > 24 or held.journal is True or against < 2
        agrees = told and not (against >= 2 and against > for_)
    return "" if agrees else _differing(held, overlap)


_DESCRIBING = {"title", "author", "editor", "container-title"}


def _overlap(cited: Cited, candidate: Candidate) -> float:
    """How far one title contains the other, whichever is longer."""
    mine = cited.title[:_LONGEST]
    titles = (candidate.reference.text("title"), *candidate.titles)
    theirs = [fold(bare_title(title))[:_LONGEST] for title in titles if title]
    if len(mine) < 16:
        return max((fuzz.ratio(mine, title) / 100 for title in theirs), default=0.0)
    return max((fuzz.partial_ratio(mine, t) / 100 for t in theirs if len(t) > 15), default=0.0)


def _differing(held: Comparison, overlap: float) -> str:
    signs = {
        "title": overlap < 0.75 or held.differs,
        "first author": held.author is False,
        "year": held.years is not None and held.years > 1,
        "journal": held.journal is False,
        "volume": held.volume is False,
        "pages": held.page is False,
    }
    names = [name for name, differs in signs.items() if differs] or ["title"]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{listed} differ{'' if len(names) > 1 else 's'}"


# --- deciding ----------------------------------------------------------------------------------------


def decide(reference: Reference | Cited, candidates: Iterable[Candidate]) -> Outcome:
    """Which of the candidates is the work that the reference cites.

    Returns:
        `Found` with the one that is; `Absent` where none is; `Ambiguous` where two different
        works would do equally well. Records of one work from both services count as one.
    """
    cited = reference if isinstance(reference, Cited) else Cited(reference)
    held = [(compare(cited, one), one) for one in candidates]
    same = [(comparison, one) for comparison, one in held if comparison.is_same]
    if not same:
        return Absent("no record agrees with the reference")
    same.sort(key=lambda pair: _rank(pair[0]), reverse=True)
    best = same[0]
    near = [one for comparison, one in same if _rank(best[0]) - _rank(comparison) < 0.15]
    if any(not _is_one_work(best[1], one) for one in near):
        return Ambiguous(tuple(near))
    return Found(best[1])


def _rank(comparison: Comparison) -> float:
    return comparison.title + 0.1 * comparison.agreeing


def _is_one_work(one: Candidate, other: Candidate) -> bool:
    if one is other:
        return True
    for variable in ("DOI", "PMID"):
        values = {c.reference.text(variable).lower() for c in (one, other)}
        if len(values) == 1 and "" not in values:
            return True
    return False
