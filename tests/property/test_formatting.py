"""Formatting holds for references that no one would think of: nothing fails, nothing is lost."""

from __future__ import annotations

import functools
import html
import re
import sys
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "csl"))

from small_styles import style
from strategies import dates

from bibkit import Date, Name, Reference
from bibkit.csl.engine import Cite, Cluster, Document
from bibkit.csl.library import Style, find_style
from bibkit.csl.native import NativeEngine
from bibkit.csl.nodes import plain_text
from bibkit.model import Value
from bibkit.vocab import TYPES, VARIABLES, Kind

# Pieces in which an engine could get lost, among any other text.
_PIECES = st.sampled_from(
    [
        "<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<sc>", "</span>", '<span class="nocase">',
        '<span style="font-variant: small-caps;">', "<", ">", "&", '"', "'", "“", "”", "‘", "’", "«", "»",
        ".", ",", ":", ";", "?", "!", " ", "\u00a0", "\n", "-", "–", "\\-", "(", ")", "[", "]", "{", "}",
        "\ue000", "\ue001", "\ue003", "\ue004", "\ue009", "\ue0ff", "\ue100", "\ue101", "\ue120", "\ue1ff",
        "²", "ª", "№", "ß", "ı", "毛", "ع", "é", "e\u0301", "\u200b", "\u202e", "\x00", "$", "\\", "|", "#",
        "van der", "d’", "Jr.", "J.-P.", "the", "12", "2nd", "iv", "&amp;", "http://x.y/?a=b&c",
    ]
)  # fmt: skip
_ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
texts = st.lists(st.one_of(_PIECES, _PIECES, _ANY), max_size=8).map("".join)
_words = texts.filter(bool)
_people = st.builds(
    Name, family=_words, given=texts, dropping_particle=texts, non_dropping_particle=texts, suffix=texts,
    comma_suffix=st.booleans(), static_ordering=st.booleans(),
)  # fmt: skip
_names = st.lists(st.one_of(_people, st.builds(Name, literal=_words)), min_size=1, max_size=5).map(
    tuple
)
_VALUES = {
    Kind.NAMES: _names,
    Kind.DATE: dates(),
    Kind.NUMBER: st.one_of(texts, st.integers(-9, 9999)),
    Kind.TITLE: texts,
    Kind.STRING: texts,
}


@st.composite
def _references(draw: st.DrawFn) -> Reference:
    variables = draw(st.lists(st.sampled_from(sorted(VARIABLES)), unique=True, max_size=8))
    always = [name for name in ("author", "title", "issued", "page") if draw(st.booleans())]
    fields: dict[str, Any] = {
        name: draw(_VALUES[VARIABLES[name]]) for name in dict.fromkeys([*always, *variables])
    }
    return Reference(draw(_words), draw(st.sampled_from(sorted(TYPES))), fields)


_lists = st.lists(_references(), max_size=5, unique_by=lambda one: one.id)


@st.composite
def _documents(draw: st.DrawFn) -> tuple[list[Reference], list[Cluster]]:
    references = draw(_lists)
    ids = st.sampled_from([*(one.id for one in references), "nobody"])
    labels = st.sampled_from(["", "page", "chapter", "sub-verbo", "folio"])
    cites = st.builds(
        Cite, ids, texts, labels, texts, texts, suppress_author=st.booleans(), author_only=st.booleans()
    )  # fmt: skip
    rows = st.lists(cites, max_size=4).map(tuple)
    clusters = draw(st.lists(st.builds(Cluster, rows, st.integers(0, 3)), max_size=4))
    return references, clusters


# --- styles ---------------------------------------------------------------------------------------


def _everything() -> str:
    """Elements that print all that CSL knows, in all sorts of ways."""
    found = []
    for variable, kind in sorted(VARIABLES.items()):
        if kind is Kind.NAMES:
            found.append(
                f'<names variable="{variable}" prefix="(" suffix=")"><name and="text" initialize-with="."'
                ' name-as-sort-order="first" et-al-min="4" et-al-use-first="1" et-al-use-last="true">'
                '<name-part name="family" text-case="uppercase" prefix="["/></name><label form="short"/></names>'
            )
        elif kind is Kind.DATE:
            found.append(f'<date variable="{variable}" form="text" font-style="italic"/>')
            found.append(
                f'<date variable="{variable}"><date-part name="day" form="ordinal"/></date>'
            )
        elif kind is Kind.NUMBER:
            found.append(
                f'<label variable="{variable}"/><number variable="{variable}" form="long-ordinal"/>'
            )
            found.append(f'<number variable="{variable}" text-case="uppercase"/>')
            found.append(f'<text variable="{variable}" text-case="capitalize-first"/>')
        else:
            case = ("title", "sentence", "uppercase", "capitalize-all")[len(variable) % 4]
            found.append(
                f'<text variable="{variable}" quotes="true" text-case="{case}" font-style="italic" suffix="."/>'
            )
            found.append(
                f'<text variable="{variable}" strip-periods="true" vertical-align="sup" prefix="?"/>'
            )
    return f'<group delimiter=". ">{"".join(found)}</group>'


_SHORT = (
    '<names variable="author"><name form="short" et-al-min="3" et-al-use-first="1" initialize-with="."/>'
    '<substitute><names variable="editor"/><text variable="title" quotes="true"/></substitute></names>'
    '<date variable="issued"><date-part name="year" prefix=", "/></date><text variable="locator" prefix=": "/>'
)
_STEPS = " ".join(
    f'disambiguate-add-{step}="true"' for step in ("names", "givenname", "year-suffix")
)


@functools.cache
def _style(name: str) -> Style:
    """A style by its name; those of our own are written when a test first wants them."""
    if name == "everything":
        return style(_everything(), _everything())
    if name == "plain":  # neither sorted nor told apart: each entry stands for itself
        return style(f'{_SHORT}<text variable="container-title" font-style="italic"/>')
    if name != "telling":
        return find_style(name)
    keys = '<sort><key variable="author"/><key variable="issued"/><key variable="title"/></sort>'
    return style(
        f'<bibliography subsequent-author-substitute="---">{keys}<layout suffix=".">{_SHORT}</layout></bibliography>',
        f'<citation collapse="year-suffix" {_STEPS}>{keys}<layout delimiter="; " prefix="(" suffix=")">{_SHORT}'
        "</layout></citation>",
    )


_STYLES = (
    "everything",
    "telling",
    "apa",
    "vancouver",
    "ieee",
    "chicago-notes-bibliography",
    "nature",
)

_MARKS = re.compile("[\ue000-\ue1ff]")
_TAG = re.compile(r"</?(?:i|b|em|sup|sub|div|span|a)\b[^<>]*>")


def _formatted(name: str, references: list[Reference], clusters: list[Cluster]) -> Document:
    return NativeEngine().document(_style(name), references, clusters, uncited=True)


def _characters(text: str) -> str:
    """Text without blanks and controls, which outputs treat each in its way."""
    return "".join(char for char in text if char.isprintable() and not char.isspace())


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(_STYLES), _documents())
@example("everything", ([Reference("a", "book", {"volume": "1\ue0ff"})], []))
def test_whatever_the_fields_hold_is_formatted(
    name: str, made: tuple[list[Reference], list[Cluster]]
) -> None:
    references, clusters = made
    done = _formatted(name, references, clusters)
    ids = {one.id for one in references}
    entries = done.bibliography.entries
    assert len(done.citations) == len(clusters)
    assert {entry.id for entry in entries} <= ids
    assert len({entry.id for entry in entries}) == len(entries)
    left = ids - {entry.id for entry in entries}
    assert left <= {problem.ref for problem in done.problems if problem.code == "not-printed"}
    for to in ("text", "html", "markdown", "latex", "rtf"):
        whole = [done.bibliography.render(to), *(one.render(to) for one in done.citations)]
        assert not _MARKS.search("".join(whole))
    for contents in (
        *(entry.content for entry in entries),
        *(one.content for one in done.citations),
    ):
        assert not _MARKS.search(plain_text(contents))


def test_no_character_of_a_field_is_taken_for_a_mark() -> None:
    every = "".join(map(chr, range(0xE000, 0xE200)))

    def made(name: str, more: str) -> tuple[list[Reference], list[Cluster]]:
        values: dict[Kind, Value] = {
            Kind.NAMES: (Name(f"X{more}x", f"Y{more}y"), Name(literal=f"Z{more}z")),
            Kind.DATE: Date(literal=f"d{more}"),
        }
        reference = Reference("a", "book", {name: values.get(VARIABLES[name], f"1{more}2")})
        cite = Cite("a", f"1{more}2", prefix=f"p{more}", suffix=f"s{more}")
        return [reference], [Cluster((cite,))]

    for name in VARIABLES:
        marked, plain = (_formatted("everything", *made(name, more)) for more in (every, ""))
        assert marked.citations == plain.citations, name


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(_STYLES), _documents())
def test_text_is_html_without_its_tags(
    name: str, made: tuple[list[Reference], list[Cluster]]
) -> None:
    done = _formatted(name, *made)
    pairs = [
        *zip(done.bibliography.texts(), done.bibliography.texts("html"), strict=True),
        *((one.render(), one.render("html")) for one in done.citations),
    ]
    for text, marked in pairs:
        assert _characters(html.unescape(_TAG.sub("", marked))) == _characters(text)


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(_STYLES), _documents())
def test_formatting_twice_gives_the_same(
    name: str, made: tuple[list[Reference], list[Cluster]]
) -> None:
    assert _formatted(name, *made) == _formatted(name, *made)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_entries_that_stand_for_themselves_do_not_depend_on_the_others(data: st.DataObject) -> None:
    references = data.draw(_lists)
    shuffled = data.draw(st.permutations(references))

    def texts_of(some: list[Reference]) -> dict[str, str]:
        bibliography = NativeEngine().bibliography(_style("plain"), some)
        ids = [entry.id for entry in bibliography.entries]
        return dict(zip(ids, bibliography.texts("html"), strict=True))

    together = texts_of(references)
    assert texts_of(shuffled) == together
    alone = {id_: text for one in references for id_, text in texts_of([one]).items()}
    assert alone == together
