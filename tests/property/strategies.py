"""What hypothesis makes references and lists from."""

from __future__ import annotations

from hypothesis import strategies as st

from bibkit import Date, Name, Reference
from bibkit.controls import clean
from bibkit.vocab import TYPES, VARIABLES, Kind

words = (
    st.text(
        st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn"), max_codepoint=0xFFFF),
        min_size=1,
        max_size=24,
    )
    .map(lambda text: " ".join(clean(text).text.split()))
    .filter(bool)
)

people = st.builds(
    Name,
    family=words,
    given=st.one_of(st.just(""), words),
    suffix=st.sampled_from(["", "Jr", "III"]),
)
bodies = st.builds(Name, literal=words)
names = st.lists(st.one_of(people, bodies), min_size=1, max_size=4).map(tuple)


@st.composite
def dates(draw: st.DrawFn) -> Date:
    """A date, a season or a literal, sometimes the begin of a range."""
    kind = draw(st.sampled_from(["date", "season", "literal"]))
    if kind == "literal":
        return Date(literal=draw(words), circa=draw(st.booleans()))
    year = draw(st.integers(1, 2999))
    if kind == "season":
        return Date(year, season=draw(st.integers(1, 4)))
    month = draw(st.one_of(st.none(), st.integers(1, 12)))
    day = draw(st.one_of(st.none(), st.integers(1, 28))) if month else None
    until = Date(year + 1) if draw(st.booleans()) else None
    return Date(year, month, day, until=until, circa=draw(st.booleans()))


_BY_KIND = {
    Kind.NAMES: names,
    Kind.DATE: dates(),
    Kind.NUMBER: st.one_of(words, st.integers(0, 9999)),
    Kind.TITLE: words,
    Kind.STRING: words,
}


@st.composite
def references(draw: st.DrawFn) -> Reference:
    """A reference with any of CSL's fields."""
    variables = draw(st.lists(st.sampled_from(sorted(VARIABLES)), unique=True, max_size=8))
    fields = {variable: draw(_BY_KIND[VARIABLES[variable]]) for variable in variables}
    custom = {"author-et-al": True} if "author" in fields and draw(st.booleans()) else {}
    return Reference(
        draw(words),
        draw(st.sampled_from(sorted(TYPES))),
        fields,
        {"custom": custom} if custom else {},
    )


# Pieces that reference lists are made of, in any order and number.
_PIECES = st.sampled_from(
    [
        "Mathis S., Couratier P., Le Masson G.", "Smith AB, Jones C, et al.", "World Health Organization.",
        "A view of things.", "Which way?", "(PET)", "J. Clin. Invest.", "Chest.", "2017;12(2):181–184.",
        "2017;3, article 17085", "(2008)", "In: Doe J, editor.", "2nd ed.", "Springer; Berlin: 2001.",
        "doi: 10.1000/182.", "PMID: 12345678", "https://example.org/a?b=c", "- DOI - PMC - PubMed",
        "[DOI] [PMC free article] [Google Scholar]", "References", "1.", "[2]", "•", "Show all 92 references",
        "\n", "\n\n", "\r\n", "    ", "\t", "\x00", "\u202e", "\ud800", "â€“", "10.1000/", "In press", "pp.",
        "Publication types", "Vol. 3.", "&", ";", ":", "((((", "]]]", "…", "\u2028", "\x0c", "«", "’",
    ]
)  # fmt: skip
lists = st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=40).map(" ".join)
