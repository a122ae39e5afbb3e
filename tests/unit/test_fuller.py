"""A value is completed by a fuller form of itself, and never by another value."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibkit import Date, Name
from bibkit.enrichment.fuller import agrees, fuller, fuller_names, same_names
from bibkit.mending import plain
from bibkit.model import Value
from bibkit.pages import full_pages
from bibkit.text import fold


def _names(text: str) -> tuple[Name, ...]:
    """`Lee, Bo; =The Group` as names."""
    people = (one.strip() for one in text.split(";"))
    return tuple(
        Name(literal=one[1:])
        if one.startswith("=")
        else Name(*(part.strip() for part in one.split(",")))
        for one in people
    )


def _completed(mine: str, theirs: str, *, truncated: bool = False) -> list[str] | None:
    names = fuller_names(_names(mine), _names(theirs), truncated=truncated)
    return None if names is None else [str(name) for name in names]


# --- names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "full"),
    [
        ("Lee, B.", "Lee, Ben", ["Lee, Ben"]),
        ("Lee, B", "Lee, Ben Carl", ["Lee, Ben Carl"]),
        ("Lee, BC", "Lee, Ben Carl", ["Lee, Ben Carl"]),
        ("Lee, B. C.", "Lee, Ben C.", ["Lee, Ben C."]),
        ("Lee, B.", "Lee, B C", ["Lee, B. C."]),
        ("Lee, B", "Lee, B. C.", ["Lee, BC"]),
        ("Lee, S", "Lee, Stéphane J.", ["Lee, Stéphane J."]),
        ("Lee", "Lee, Ben", ["Lee, Ben"]),
        ("Le Roy, J.-P.", "Le Roy, Jean-Pierre", ["Le Roy, Jean-Pierre"]),
        ("Le Roy, J. P.", "Le Roy, Jean-Pierre", ["Le Roy, Jean-Pierre"]),
        ("Chio, A.; Lee, B.", "Chiò, Adriano; Lee, Ben", ["Chiò, Adriano", "Lee, Ben"]),
        ("Lee, B.; Wu, C.", "Lee, B.; Wu, C.; =The Group", ["Lee, B.", "Wu, C.", "The Group"]),
        ("Lee, B.; =The Group", "Lee, Ben; =The Group", ["Lee, Ben", "The Group"]),
    ],
)
def test_people_in_full(mine: str, theirs: str, full: list[str]) -> None:
    assert _completed(mine, theirs) == full


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Lee, J. B.", "Lee, James A."),
        ("Lee, B.", "Lee, Carl"),
        ("Lee, B.", "Li, Ben"),
        ("Lee, B.; Wu, C.", "Wu, Carl; Lee, Ben"),
        ("Lee, B.; Wu, C.", "Lee, Ben; Wu, Carl; Ray, D."),
        ("Lee, B.; Wu, C.; Ray, D.", "Lee, Ben; Wu, Carl"),
        ("Lee, B.; Wu, C.", "Lee, Ben"),
        ("Lee, Ben", "Lee, B."),
        ("Lee, Ben", "Lee, Ben"),
        ("=The Group", "=Another Group"),
        ("=The Group", "Lee, Ben"),
        ("Lee, B.", "=The Group"),
        ("Müller, J.", "Mueller, Jan"),
        ("Lee, Anna", "Lee, Alberto"),
        ("Lee, A.", "Lee, ANN"),
        ("Wang, Wei", "Wang, Wenjing"),
        ("Lee, J. R.", "Lee, John"),
        ("Lee, John R.", "Lee, Jonathan"),
        ("O'Neill, Ann", "O’Neill, A."),
        ("Lee, S", "Lee, S."),
        ("Lee, S.", "Lee, S"),
        ("Lee, Stéphane J", "Lee, Stéphane J."),
        ("Lee, J.-P.", "Lee, J-P"),
        ("Lee, MJ", "Lee, M. J."),
    ],
)  # fmt: skip
def test_other_people_or_no_more_of_them(mine: str, theirs: str) -> None:
    assert _completed(mine, theirs) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "full"),
    [
        ("Lee, J.", "Lee, J.-P.", "Lee, J.-P."),
        ("Lee, J", "Lee, J.-P.", "Lee, J-P"),
        ("Lee, B.C.", "Lee, B C D", "Lee, B.C.D."),
        ("Lee, J.", "Lee, JOHN", "Lee, John"),
        ("Lee, M. A.", "Lee, MARY ANN", "Lee, Mary Ann"),
        ("Muller, J.", "MÜLLER, Jan", "Müller, Jan"),
    ],
)
def test_given_names_are_not_taken_apart(mine: str, theirs: str, full: str) -> None:
    assert _completed(mine, theirs) == [full]


def test_particles_and_suffixes_are_mine() -> None:
    berg = (Name("Berg", "L.", non_dropping_particle="van den"),)
    assert fuller_names(berg, _names("van den Berg, Leonard")) == (
        Name("Berg", "Leonard", non_dropping_particle="van den"),
    )
    assert fuller_names(berg, _names("Berg, Leonard")) == (
        Name("Berg", "Leonard", non_dropping_particle="van den"),
    )
    junior = Name("Lee", "Ben", suffix="Jr")
    assert fuller_names((Name("Lee", "B."),), (junior,)) == (junior,)
    assert fuller_names((Name("Lee", "B.", suffix="Jr"),), (Name("Lee", "Ben"),)) == (junior,)


def test_father_and_son_are_two() -> None:
    assert (
        fuller_names((Name("Lee", "B.", suffix="Jr"),), (Name("Lee", "Ben", suffix="Sr"),)) is None
    )


FULL = "Chiò, Adriano; Lee, Ben; Wu, Carl"


@pytest.mark.parametrize(
    ("mine", "full"),
    [
        ("Chio, A.", ["Chiò, Adriano", "Lee, Ben", "Wu, Carl"]),
        ("Chio, A.; Lee, B.", ["Chiò, Adriano", "Lee, Ben", "Wu, Carl"]),
        ("Lee, B.", None),
        ("Chio, A.; Wu, C.", None),
        ("Chio, B.", None),
        ("Chio, A.; Lee, B.; Wu, C.; Ray, D.", None),
    ],
)
def test_et_al_is_completed_where_those_named_are_the_first(
    mine: str, full: list[str] | None
) -> None:
    assert _completed(mine, FULL, truncated=True) == full
    assert _completed(mine, FULL) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "truncated", "kept"),
    [
        ("Chio, A.; =The Group", FULL, True, "The Group"),
        ("=The Group", FULL, True, "The Group"),
        ("Chio, Adriano", "Chio, A.; Lee, B.; =The Group", True, "Chio, Adriano"),
        ("Chio, Adriano; Lee, Ben", "=The Group; Chio, A.; Lee, B.", False, "Chio, Adriano"),
    ],
)
def test_nobody_of_mine_is_lost(mine: str, theirs: str, truncated: bool, kept: str) -> None:
    completed = _completed(mine, theirs, truncated=truncated)
    assert completed is None or kept in completed


_people = st.builds(
    Name,
    st.sampled_from(["Lee", "Chio", "Chiò", "van den Berg", "Müller"]),
    st.sampled_from(["", "A.", "A", "A. B.", "AB", "J. P.", "Adriano", "Ada Bo"]),
)
_lists = st.lists(_people, min_size=1, max_size=4).map(tuple)


@given(_lists, _lists, st.booleans())
def test_completing_keeps_the_people(
    mine: tuple[Name, ...], theirs: tuple[Name, ...], truncated: bool
) -> None:
    full = fuller_names(mine, theirs, truncated=truncated)
    if full is not None:
        assert same_names(full[: len(mine)], mine)
        assert len(full) == len(theirs)
        assert truncated or len(full) == len(mine)
        assert all(
            a.family == b.family or not b.family.isascii() for a, b in zip(mine, full, strict=False)
        )


@given(_lists)
def test_nothing_completes_itself(names: tuple[Name, ...]) -> None:
    assert fuller_names(names, names) is None
    assert same_names(names, names)
    assert not same_names(names, names[:-1])


def test_no_names_complete_nothing() -> None:
    assert fuller_names((), _names(FULL)) is None
    assert fuller_names(_names(FULL), ()) is None


# --- pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "full"),
    [
        ("181-4", "181-184"), ("181-84", "181-184"), ("181–184", "181-184"), ("1-14", "1-14"),
        ("1181 – 90", "1181-1190"), ("98-102", "98-102"), ("98-02", "98-02"), ("S12-9", "S12-S19"),
        ("S12-S19", "S12-S19"), ("e1-10", "e1-e10"), ("e123", "e123"), ("iv-x", "iv-x"),
        ("12-13-14", "12-13-14"), ("1-4, 9", "1-4, 9"), ("1-4; 9", "1-4; 9"), ("184-181", "184-181"),
        ("S12-e19", "S12-e19"), ("199-201", "199-201"), ("", ""), ("-", "-"), ("0098-7", "0098-7"),
    ],
)  # fmt: skip
def test_pages_in_full(pages: str, full: str) -> None:
    assert full_pages(pages) == full


@pytest.mark.parametrize(
    ("mine", "theirs", "full"),
    [
        ("181", "181-184", "181-184"),
        ("181", "181-4", "181-184"),
        ("181-4", "181-184", "181-184"),
        ("181-4", "181-84", "181-184"),
        ("181-184", "181-184", None),
        ("181-4", "181-185", None),
        ("1-4", "1-14", None),
        ("1-4", "11-14", None),
        ("181", "200-210", None),
        ("181", "181", None),
        ("12", "S12-S19", None),
        ("S12", "S12-S19", "S12-S19"),
        ("e181", "181-190", None),
        ("e181", "e181", None),
        ("181", "e181-e190", None),
        ("iv", "iv-x", "iv-x"),
        ("iv", "4-10", None),
        ("98", "0098-0102", "0098-0102"),
        ("181A", "181-190", None),
        ("181-4, 190", "181-190", None),
        ("12.1", "121-130", None),
        ("1", "1-", None),
        ("5", "5-5", None),
    ],
)
def test_pages_are_completed_by_the_same_pages(mine: str, theirs: str, full: str | None) -> None:
    assert fuller("page", mine, theirs) == full


_pages = st.from_regex(r"[A-Za-z]{0,2}\d{1,5}(?:[-–][A-Za-z]{0,2}\d{1,5})?", fullmatch=True)


@given(_pages, _pages)
def test_completed_pages_begin_where_mine_do(mine: str, theirs: str) -> None:
    full = fuller("page", mine, theirs)
    if full is not None:
        assert agrees("page", mine, full)
        assert agrees("page", theirs, full)
        assert full_pages(full) == full
        assert fuller("page", full, theirs) is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_pages_can_be_compared(mine: str, theirs: str) -> None:
    assert full_pages(full_pages(mine)) == full_pages(mine)
    fuller("page", mine, theirs)


def test_pages_of_thousands_of_digits() -> None:
    full_pages(f"{'1' * 5000}-{'2' * 5000}")


# --- journals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "is_taken"),
    [
        ("J Neurol", "Journal of Neurology", True),
        ("J. Neurol.", "Journal of Neurology", True),
        ("Cancer Res.", "Cancer Research", True),
        ("Cancer Res", "Cancer Research", True),
        ("Lancet", "The Lancet", False),
        ("Journal of Neurology", "J Neurol", False),
        ("J Neurol", "Journal of the Neurological Sciences", False),
        ("Nature", "Nature Medicine", False),
        ("Brain", "Brain Research", False),
        ("Cancer", "Cancer Research", False),
        ("Am J Med", "American Journal of the Medical Sciences", False),
        ("Lancet (London, England)", "The Lancet", False),
        ("J Neurol", "Journal of Neurophysiology", False),
        ("J Neurol Sci", "Journal of Neurosurgical Sciences", False),
        ("Phys. Rev. A", "Physical Review E", False),
        ("Int J Environ Res", "International Journal of Environmental Research and Public Health", False),
        ("J. Bone Joint Surg. (Am.)", "Journal of Bone and Joint Surgery (British)", False),
        ("J. Neurol.", "J Neurol", False),
    ],
)  # fmt: skip
def test_journals_are_completed_by_their_own_name(mine: str, theirs: str, is_taken: bool) -> None:
    assert fuller("container-title", mine, theirs) == (theirs if is_taken else None)


# --- titles -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "full"),
    [
        ("On E. coli in H2O", "On <i>E. coli</i> in H<sub>2</sub>O", "On <i>E. coli</i> in H<sub>2</sub>O"),
        ("on e. coli.", "On <i>E. coli</i>", "on <i>e. coli</i>."),
        ("The p53 gene", "The <i>p<b>53</b></i> gene", "The <i>p<b>53</b></i> gene"),
        ("α-synuclein", "<i>α</i>-synuclein", "<i>α</i>-synuclein"),
        ("ON THE E. COLI OF SOIL", "On the <i>E. coli</i> of soil", "On the <i>E. coli</i> of soil"),
        ("On <i>E. coli</i>", "On E. <i>coli</i>", None),
        ("On E. coli", "On E. coli", None),
        ("On E. coli", "On <i>E. coli</i> and more", None),
        ("Soil", "SOIL", None),
        ("x < 5 and y", "x <i>&lt;</i> 5", None),
        ("CD4+ T cells", "CD4<sup>+</sup> T cells", "CD4<sup>+</sup> T cells"),
        ("Na+/K+ pump", "Na<sup>+</sup>/K<sup>+</sup> pump", "Na<sup>+</sup>/K<sup>+</sup> pump"),
        ("Ca2+ flow", "Ca<sup>2+</sup> flow", "Ca<sup>2+</sup> flow"),
        ("Ca-Mg alloys", "Ca<i>-</i>Mg alloys", "Ca<i>-</i>Mg alloys"),
        ("Ca/Mg alloys", "Ca<i>-</i>Mg alloys", None),
        ("CD4 + T", "CD4<sup>+</sup> T", None),
        ("E. coli", "<i>E. coli", None),
        ("ﬁne", "f<i>i</i>ne", None),
        ("ﬁne H2O", "fine H<sub>2</sub>O", "ﬁne H<sub>2</sub>O"),
        ("Straße und H2O", "Strasse und H<sub>2</sub>O", "Straße und H<sub>2</sub>O"),
    ],
)  # fmt: skip
def test_my_title_with_their_mark_up(mine: str, theirs: str, full: str | None) -> None:
    assert fuller("title", mine, theirs) == full


_TAGS = re.compile(r"<(/?)(i|b|sub|sup)>")


def _is_balanced(text: str) -> bool:
    opened: list[str] = []
    for tag in _TAGS.finditer(text):
        if not tag[1]:
            opened.append(tag[2])
        elif not opened or opened.pop() != tag[2]:
            return False
    return not opened


def _marked(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each letter with the elements that it stands in."""
    letters: list[tuple[str, tuple[str, ...]]] = []
    opened: list[str] = []
    end = 0
    for tag in [*_TAGS.finditer(text), None]:
        part = text[end : tag.start() if tag else None]
        letters += [(fold(c), tuple(opened)) for c in part if c.isalnum()]
        if tag is not None:
            opened = opened[:-1] if tag[1] else [*opened, tag[2]]
            end = tag.end()
    return letters


_chunks = st.tuples(
    st.sampled_from(["soil", "E. coli", "H", "2", "p53", "α", "Ähre", "x-y", "(a)", "王"]),
    st.sampled_from(["", "i", "b", "sub", "sup"]),
    st.sampled_from([" ", "-", ": ", ""]),
)


@given(st.lists(_chunks, min_size=1, max_size=6), st.booleans())
def test_mark_up_moves_to_the_same_letters(chunks: list[tuple[str, str, str]], inner: bool) -> None:
    theirs = "".join(
        (f"<{tag}>{text}</{tag}>" if tag else text) + between for text, tag, between in chunks
    )
    if inner:
        theirs = f"<i>{theirs}</i>"
    mine = plain(theirs).replace(": ", ". ").lower()
    full = fuller("title", mine, theirs)
    if full is not None:
        assert isinstance(full, str)
        assert plain(full) == mine
        assert _is_balanced(full)
        assert _marked(full) == _marked(theirs)


def test_titles_agree_in_other_case_and_without_subtitle() -> None:
    assert agrees("title", "Soil & air in the north", "SOIL AND AIR IN THE NORTH") is False
    assert agrees("title", "Soil, air, and more of it", "<i>Soil</i> air and more of it: a review")
    assert not agrees("title", "Soil", "Soil: a review")
    assert not agrees("title", "Soil and air", "Air and soil")


# --- dates and all else --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "is_taken"),
    [
        (Date(2017), Date(2017, 2), True),
        (Date(2017), Date(2017, 2, 3), True),
        (Date(2017), Date(2017, season=1), True),
        (Date(2017), Date(2017), False),
        (Date(2017), Date(2018, 2), False),
        (Date(2017, 2), Date(2017, 2, 3), False),
        (Date(2017, 3), Date(2017, 2, 3), False),
        (Date(2017, season=1), Date(2017, 4), False),
        (Date(2017, until=Date(2018)), Date(2017, 2), False),
        (Date(literal="in press"), Date(2017, 2), False),
        (Date(2017, circa=True), Date(2017, 2), False),
    ],
)
def test_dates(mine: Date, theirs: Date, is_taken: bool) -> None:
    assert fuller("issued", mine, theirs) == (theirs if is_taken else None)


@pytest.mark.parametrize(
    ("variable", "mine", "theirs"),
    [
        ("volume", "1", "12"),
        ("volume", 12, "12"),
        ("issue", "1", "1-2"),
        ("DOI", "10.1000/a", "10.1000/ab"),
        ("publisher", "Wiley", "Wiley-Blackwell"),
        ("title", "Soil", Date(2017)),
        ("issued", Date(2017), "2017-02"),
    ],
)
def test_nothing_else_is_completed(variable: str, mine: Value, theirs: Value) -> None:
    assert fuller(variable, mine, theirs) is None


def test_what_agrees() -> None:
    assert agrees("volume", 12, "12")
    assert agrees("DOI", "10.1000/A", "10.1000/a")
    assert agrees("author", _names("Lee, B."), _names("Lee, Ben"))
    assert agrees("issued", Date(2017), Date(2017, 2))
    assert not agrees("issued", Date(2017), Date(2018))
    assert not agrees("author", _names("Lee, B."), _names("Lee, B.; Wu, C."))
    assert not agrees("page", "12", "S12")
