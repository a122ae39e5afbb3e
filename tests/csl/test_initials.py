from __future__ import annotations

import pytest

from bibkit.csl.initials import initialize
from bibkit.csl.marks import close_mark, open_mark
from bibkit.csl.nodes import Style


@pytest.mark.parametrize(
    ("given", "mark", "wanted"),
    [
        ("Ada Mary", ". ", "A. M."),
        ("Ada Mary", ".", "A.M."),
        ("Ada Mary", "", "AM"),
        ("Ada Mary", " ", "A M"),
        ("Ada Mary", ".\u00a0", "A.\u00a0M."),
        ("A. M.", "", "AM"),
        ("A.M.", ". ", "A. M."),
        ("Jean-Luc", ". ", "J.-L."),
        ("J.-L.", "", "J-L"),
        ("Ji-won", ". ", "J."),
        ("Ph. Otto", ".", "Ph.O."),
        ("YVes", ".", "Yv."),
        ("Maria de la", ". ", "M. de la"),
        ("O'Neill M'Hamed", ".", "O.M."),
        ("Éric Šimon", ".", "É.Š."),
        ("Юрий", ".", "Ю."),
        ("明 子", ".", "明 子"),
        ("(Bob) Ray", ".", "(Bob) Ray"),
        ("Lord", ".", "Lord"),
        ("", ".", ""),
    ],
)
def test_given_names_become_initials(given: str, mark: str, wanted: str) -> None:
    assert initialize(given, mark) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"), [("AJ", "A.J."), ("J-KP", "J.-K.P."), ("Aj", "A."), ("ROSA", "R.")]
)
def test_initials_printed_together_are_of_several_names(given: str, wanted: str) -> None:
    assert initialize(given, ".") == wanted


def test_where_names_stay_in_full_initials_printed_together_stay_too() -> None:
    assert initialize("ME", ". ", initialize=False) == "ME"
    assert initialize("ME", ".", joined=False) == "M."


def test_a_suffix_is_no_initials() -> None:
    assert initialize("III", ".", initialize=False) == "III"
    assert initialize("Jr.", "", initialize=False) == "Jr"


def test_without_the_attribute_names_stay() -> None:
    assert initialize("AJ  Ada-Mary", None) == "AJ  Ada-Mary"


@pytest.mark.parametrize(
    ("given", "mark", "wanted"),
    [
        ("James T", ". ", "James T."),
        ("James T. Q.", "", "James TQ"),
        ("M E", ".", "M.E."),
        ("M. Ellen", ".", "M. Ellen"),
        ("J.-P.", ".", "J.P."),
        ("Jean-Paul", ".", "Jean-Paul"),
        ("Ph. M.", ". ", "Ph. M."),
    ],
)
def test_names_in_full_keep_them_and_mark_their_initials(
    given: str, mark: str, wanted: str
) -> None:
    assert initialize(given, mark, initialize=False) == wanted


def test_a_style_may_drop_the_hyphen() -> None:
    assert initialize("Jean-Luc", ".", hyphen=False) == "J.L."


def test_marks_of_structure_stay() -> None:
    begin, end = open_mark(Style.ITALIC), close_mark(Style.ITALIC)
    assert initialize(f"{begin}Ada{end} Mary", ". ") == f"{begin}A.{end} M."
