from __future__ import annotations

import pytest

from bibkit.names import looks_like_body, parse_people, scan_people


def _scan(text: str, *, given_names: bool = False) -> tuple[list[str], bool, str]:
    people = scan_people(text, given_names=given_names)
    assert people is not None
    return [str(name) for name in people.names], people.truncated, text[people.end :]


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("Mathis S., Le Masson G. Current view.", ["Mathis, S.", "Le Masson, G."], "Current view."),
        ("Pratt A. J., Perry J. J. Update.", ["Pratt, A. J.", "Perry, J. J."], "Update."),
        ("Owen AM, Doyon J. Planning.", ["Owen, AM", "Doyon, J"], "Planning."),
        ("Mendenhall W M, Zlotecki R A. Giant.", ["Mendenhall, W M", "Zlotecki, R A"], "Giant."),
        ("Smith, A. B., & van der Berg, J. (2010)", ["Smith, A. B.", "van der Berg, J."], "(2010)"),
        ("Smith AB and Jones C. Title.", ["Smith, AB", "Jones, C"], "Title."),
        ("Vikmoen O; Raastad T. Title.", ["Vikmoen, O", "Raastad, T"], "Title."),
        ("Jäkälä P, Riekkinen P., Jr. Title.", ["Jäkälä, P", "Riekkinen, P, Jr"], "Title."),
        ("Smith AB Jr, Jones C 3rd. Title.", ["Smith, AB, Jr", "Jones, C, 3rd"], "Title."),
        ("D’Avila Farias M, El-Serag HB. T.", ["D’Avila Farias, M", "El-Serag, HB"], "T."),
        (
            "de Souza Moreira F.M., Young J.P.W. Title.",
            ["de Souza Moreira, F.M.", "Young, J.P.W."],
            "Title.",
        ),
        ("Sado P-E, Loyher P-L. Title.", ["Sado, P-E", "Loyher, P-L"], "Title."),
        ("Taylor L.H, Latham S.M. Risk.", ["Taylor, L.H", "Latham, S.M."], "Risk."),
        ("Smith J. A. thaliana genomes", ["Smith, J."], "A. thaliana genomes"),
        (
            "Khan I. A. T., Riazuddin, Ahmed M. Title.",
            ["Khan, I. A. T.", "Riazuddin", "Ahmed, M."],
            "Title.",
        ),
        ("Wilson PW, Framingham Study Group. T.", ["Wilson, PW", "Framingham Study Group"], "T."),
        ("Furlan FF, Filho RT, Pinto F. Title.", ["Furlan, FF", "Filho, RT", "Pinto, F"], "Title."),
        ("Петров И. И., Иванов А. Б. Название", ["Петров, И. И.", "Иванов, А. Б."], "Название"),
    ],
)
def test_lists_as_they_are_printed(text: str, names: list[str], rest: str) -> None:
    assert _scan(text) == (names, False, rest)


@pytest.mark.parametrize(
    "tail",
    [", et al. Title", " et al. Title", ", et al.Title", " et al. . Title", ", et al: Title"],
)
def test_et_al_ends_a_list_and_is_no_person(tail: str) -> None:
    names, truncated, rest = _scan(f"Hardiman O., al-Chalabi A.{tail}")
    assert (names, truncated, rest) == (["Hardiman, O.", "al-Chalabi, A."], True, "Title")


def test_given_names_where_the_caller_allows_them() -> None:
    text = "Sandberg Jonna, Björck Inger, Nilsson Anne. Increased"
    assert scan_people(text) is None
    assert _scan(text, given_names=True)[0] == ["Sandberg, Jonna", "Björck, Inger", "Nilsson, Anne"]


@pytest.mark.parametrize(
    "text", ["Protein folding and more. J Foo. 2002", "in press", "", "2017;12(2):181", "(2010)"]
)
def test_prose_is_no_list_of_names(text: str) -> None:
    assert scan_people(text) is None


def test_a_whole_field_of_names() -> None:
    people = parse_people("Smith, John; Doe, Jane M.")
    assert [str(name) for name in people.names] == ["Smith, John", "Doe, Jane M."]
    assert parse_people("Reedijk J., et al.").truncated
    assert parse_people("").names == ()
    assert (
        parse_people("Ministry of Health, Brazil").names[0].literal == "Ministry of Health, Brazil"
    )


@pytest.mark.parametrize(
    "title",
    [
        "Vitamin D and cancer.",
        "Hepatitis B and HIV coinfection.",
        "Hepatitis C. Natural history.",
        "World War II and psychiatry.",
        "Vitamin K antagonists or DOAC?",
        "The DCCT Research Group. The effect.",
        "British HIV Association. Guidelines.",
        "Look AHEAD Research Group. Effects.",
        "UK ECMO Collaborative. A trial.",
    ],
)
def test_titles_and_bodies_are_no_people(title: str) -> None:
    assert scan_people(title) is None


@pytest.mark.parametrize(
    ("text", "names", "truncated"),
    [
        (
            "Hu X, Li Y, The COVID Team, Wang Z. Title",
            ["Hu, X", "Li, Y", "The COVID Team", "Wang, Z"],
            False,
        ),
        ("Smith AB1, Jones CD2. Title", ["Smith, AB", "Jones, CD"], False),
        ("Smith AB(1,2), Jones CD(2). Title", ["Smith, AB", "Jones, CD"], False),
        ("Smith AB¹, Jones CD*. Title", ["Smith, AB", "Jones, CD"], False),
        ("Smith AB, MD, Jones C, PhD. Title", ["Smith, AB", "Jones, C"], False),
        ("Smith AB, …, Jones C. Title", ["Smith, AB", "Jones, C"], True),
        ("Smith AB, Jones C, [12 more]. Title", ["Smith, AB", "Jones, C"], True),
        ("Smith AB, Jones C, and 12 others. Title", ["Smith, AB", "Jones, C"], True),
        ("Smith AB, Jones C, [et al.] Title", ["Smith, AB", "Jones, C"], True),
        ("Brower RG, on behalf of the ARDS Network. Title", ["Brower, RG", "ARDS Network"], False),
        ("Smith AB, et al; ARDS Network. Title", ["Smith, AB", "ARDS Network"], True),
        (
            "Durbin R; 1000 Genome Project Subgroup. Title",
            ["Durbin, R", "1000 Genome Project Subgroup"],
            False,
        ),
        ("Smith AB., Jones C.D., Lee K. Title", ["Smith, AB.", "Jones, C.D.", "Lee, K."], False),
        ("Lee K, NHLBI, NINDS. Title", ["Lee, K", "NHLBI", "NINDS"], False),
        ("An DD, Danhorn T. Title", ["An, DD", "Danhorn, T"], False),
        ("Madsen H, The DT. Title", ["Madsen, H", "The, DT"], False),
    ],
)
def test_what_stands_between_and_behind_names(text: str, names: list[str], truncated: bool) -> None:
    found, cut, rest = _scan(text)
    assert (found, cut, rest) == (names, truncated, "Title")


def test_bodies() -> None:
    assert looks_like_body("International Wheat Genome Sequencing Consortium (IWGSC)")
    assert not looks_like_body("lower case group")
    assert not looks_like_body("")


@pytest.mark.parametrize(
    "text",
    ["A" * 50_000, "A " * 25_000, "Ab " * 17_000, "A-" * 25_000, "Aa, " * 12_000, "A. " * 17_000,
     "de " * 17_000, "Smith J, " * 6_000, "O'" * 25_000],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    scan_people(text, given_names=True)


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("K. Chen, R. Dronskowski, J. Phys. Chem. A", ["Chen, K.", "Dronskowski, R."], "J. Phys. Chem. A"),
        ("D.R. Shonnard, D.T. Allen e R. Hesketh, Environ. Sci. Technol", ["Shonnard, D.R.", "Allen, D.T.", "Hesketh, R."], "Environ. Sci. Technol"),
        ("M. Margolis, Arduino Cookbook", ["Margolis, M."], "Arduino Cookbook"),
        ("J.-P. van der Berg and A. B. Smith. Title", ["van der Berg, J.-P.", "Smith, A. B."], "Title"),
        ("MORAIS, Francisco; DIAS, José Lopes. Estudantes", ["MORAIS, Francisco", "DIAS, José Lopes"], "Estudantes"),
    ],
)  # fmt: skip
def test_initials_first_and_capitals(text: str, names: list[str], rest: str) -> None:
    assert _scan(text) == (names, False, rest)
