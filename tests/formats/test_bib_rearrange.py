"""A .bib file with its entries in another order, fewer, or under other keys: the rest stays as it is."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bibkit
from bibkit import Reference
from bibkit.errors import OutputError
from bibkit.formats.bib.rearrange import rearranged


def moved(text: str, *order: str) -> str:
    """The text with the entries of these keys, in this order."""
    batch = bibkit.read(text, "bibtex")
    by_id = {one.id: one for one in batch}
    return rearranged(text, batch, [by_id[id] for id in order], "bibtex")


def keyed(text: str, **keys: str) -> str:
    """The text with some keys changed."""
    batch = bibkit.read(text, "bibtex")
    wanted = [dataclasses.replace(one, id=keys.get(one.id, one.id)) for one in batch]
    return rearranged(text, batch, wanted, "bibtex")


FILE = """\
% Encoding: UTF-8

@string{soil = "Soil"}

% about b
% twice
@book{b, title={B}, publisher=soil}  % read

%% A heading

@Book ( a ,
  title = "A"
)
@preamble{"\\newcommand"}
@string{air = "Air"}
% about c
@article{c, title={C}, journal = air}
@comment{jabref-meta: grouping}

% the end
"""


def test_nothing_moves_where_nothing_changes() -> None:
    assert moved(FILE, "b", "a", "c") == FILE


def test_what_is_an_entrys_own_goes_with_it() -> None:
    assert moved(FILE, "c", "a", "b") == """\
% Encoding: UTF-8

@string{soil = "Soil"}

@preamble{"\\newcommand"}
@string{air = "Air"}

% about c
@article{c, title={C}, journal = air}

%% A heading

@Book ( a ,
  title = "A"
)
% about b
% twice
@book{b, title={B}, publisher=soil}  % read
@comment{jabref-meta: grouping}

% the end
"""  # fmt: skip


def test_what_an_entry_leaves_behind_stays() -> None:
    assert moved(FILE, "b", "c") == FILE.replace('@Book ( a ,\n  title = "A"\n)\n', "")
    assert moved(FILE, "a", "c") == FILE.replace(
        "@book{b, title={B}, publisher=soil}  % read", "% read"
    )
    assert moved(FILE, "b", "a") == FILE.replace("@article{c, title={C}, journal = air}\n", "\n")
    assert moved("@a{a, title={A}}\n\n@b{b, title={B}}\n", "a") == "@a{a, title={A}}\n"
    assert moved("@a{a, title={A}}\n\n@b{b, title={B}}\n", "b") == "@b{b, title={B}}\n"
    assert moved("@a{a, title={A}} @b{b, title={B}}", "a") == "@a{a, title={A}}"
    assert moved("@a{a}\n@b{b} @c{c}", "a", "c") == "@a{a}\n@c{c}"
    assert moved("@a{a} @b{b}\n% c\n@c{c}", "a", "c") == "@a{a}\n% c\n@c{c}"
    assert moved(FILE).count("%") == FILE.count("%")


def test_a_remark_of_what_is_gone_is_not_taken_for_the_nexts() -> None:
    text = "@a{a, title={A}}\n% wrong!\n@b{b, title={B}}\n@c{c, title={C}}\n"
    assert moved(text, "a", "c") == "@a{a, title={A}}\n% wrong!\n\n@c{c, title={C}}\n"
    assert moved(text.replace("\n", "\r\n"), "a", "c") == (
        "@a{a, title={A}}\r\n% wrong!\r\n\r\n@c{c, title={C}}\r\n"
    )


def test_an_entry_in_the_place_of_the_one_whose_key_it_bears() -> None:
    text = (
        "% of a\n@a{a, title={A}} % x\n\n% B\n@b{b, title={B}}\n\n% of c\n@c{c,\n\ttitle={C}} % y\n"
    )
    batch = bibkit.read(text, "bibtex")
    new = dataclasses.replace(batch[2], id="a")
    assert rearranged(text, batch, [new, batch[1]], "bibtex") == (
        "% of a\n% x\n% of c\n@c{a,\n\ttitle={C}} % y\n\n% B\n@b{b, title={B}}\n"
    )


def test_keys_change_and_nothing_else() -> None:
    text = "@book{a,title={A}}\n@book ( b , title={B})\n@book{ c\n}\n@book{d , title = {d}}"
    assert keyed(text, a="x", b="y:1", c="z", d="a") == (
        "@book{x,title={A}}\n@book ( y:1 , title={B})\n@book{ z\n}\n@book{a , title = {d}}"
    )
    assert keyed(text, a="b", b="a") == text.replace("{a,", "{b,").replace("( b ,", "( a ,")


def test_keys_that_are_missing_or_stand_twice_are_those_that_the_reader_made() -> None:
    text = (
        "@book{k, title={Soil}}\n@book{K, title={Air}}\n@book{, title={Sea}}\n@book{ ,title={Ice}}"
    )
    assert moved(text, "k", "air", "sea", "ice") == (
        "@book{k, title={Soil}}\n@book{air, title={Air}}\n@book{sea, title={Sea}}\n@book{ ice,title={Ice}}"
    )


@pytest.mark.parametrize("key", ["a b", "a,title={x}", "", "é{"])
def test_what_can_be_no_key_is_none(key: str) -> None:
    with pytest.raises(OutputError, match="cannot be the key"):
        keyed("@book{a, title={A}}", a=key)


def test_changed_fields_are_edited_where_they_stand() -> None:
    text = "@book{b, title={B}}\n@book{a, TITLE = {A}, publisher=x}"
    batch = bibkit.read(text, "bibtex")
    wanted = [batch[1].replace(title="An air", volume="2"), batch[0]]
    assert rearranged(text, batch, wanted, "bibtex") == (
        "@book{a, TITLE = {An air}, publisher=x, volume={2}}\n@book{b, title={B}}"
    )


def test_containers_of_data_come_first_when_others_move() -> None:
    text = "@book{b, xdata={x}, title={B}}\n\n@xdata{x, publisher={P}}\n\n@book{a, title={A}}\n"
    assert moved(text, "a", "b") == (
        "@xdata{x, publisher={P}}\n\n@book{a, title={A}}\n\n@book{b, xdata={x}, title={B}}\n"
    )
    assert moved(text, "b", "a") == text


@pytest.mark.parametrize(
    ("text", "after"),
    [
        # line ends, blanks, several on a line, no end of the last line
        ("@b{b}\r\n\r\n@a{a}\r\n", "@a{a}\r\n\r\n@b{b}\r\n"),
        ("@b{b}\r@a{a}\r", "@a{a}\r@b{b}\r"),
        ("@b{b} @a{a}", "@a{a} @b{b}"),
        ("@b{b}@a{a}", "@a{a}@b{b}"),
        ("\n\n  @b{b}\n\n\n\n\t@a{a}", "\n\n\t@a{a}\n\n\n\n  @b{b}"),
        ("@b{b} % last\n@a{a}", "@a{a}\n@b{b} % last"),
        ("@b{b}, @a{a}", "@a{a}, @b{b}"),
        # a header without a blank line behind it, and a remark that is no header
        ("% -*- mode: bibtex -*-\n@b{b}\n@a{a}", "% -*- mode: bibtex -*-\n@a{a}\n@b{b}"),
        ("% bees\n@b{b}\n@a{a}", "@a{a}\n% bees\n@b{b}"),
        ("@string{s=1}\n@b{b}\n@a{a}", "@string{s=1}\n@a{a}\n@b{b}"),
        ("@string{s=1} @b{b}\n% a\n@a{a}", "@string{s=1} \n% a\n@a{a}\n@b{b}"),
        # names that are used below only
        ('@b{b}\n@string{s="{x}"}\n@a{a, title=s}', '@string{s="{x}"}\n\n@a{a, title=s}\n@b{b}'),
        ("@b{b}\n@string(s=1)  \n@a{a}", "@string(s=1)\n\n@a{a}\n@b{b}"),
        ("@b{b}\n@comment{@string{s=1}}\n@a{a}", "@comment{@string{s=1}}\n@a{a}\n@b{b}"),
    ],
)
def test_odd_files(text: str, after: str) -> None:
    assert moved(text, "a", "b") == after


def test_a_name_that_is_defined_twice_is_not_shuffled() -> None:
    text = "@string{s=1}\n@book{b, volume=s}\n@string{s=2}\n@book{a, volume=s}\n"
    with pytest.raises(OutputError, match="cannot be rearranged safely"):
        moved(text, "a", "b")
    assert moved(text, "b", "a") == text
    assert moved(text, "a") == text.replace("@book{b, volume=s}\n", "")


def test_what_cannot_be_read_is_kept() -> None:
    broken = "@book{x, title={X\n"
    text = f"@book{{b, title={{B}}}}\n\n{broken}\n@book{{a, title={{A}}}}\n"
    assert _visible(moved(text, "a", "b")) == _visible(text)
    assert moved(text, "b", "a") == text


def test_the_references_must_be_those_of_the_text() -> None:
    text = "@book{a, title={A}}\n@book{b, title={B}}"
    batch = bibkit.read(text, "bibtex")
    with pytest.raises(OutputError, match="not the one"):
        rearranged(f"\n{text}", batch, batch.references, "bibtex")
    with pytest.raises(OutputError, match="one of those"):
        rearranged(text, batch, [Reference("c", "book")], "bibtex")
    with pytest.raises(OutputError, match="and once"):
        rearranged(text, batch, [batch[0], batch[0]], "bibtex")


def test_other_formats_are_written_anew() -> None:
    text = '[{"id": "b", "type": "book"}, {"id": "a", "type": "book"}]'
    batch = bibkit.read(text, "csl-json")
    new = bibkit.rearrange(text, batch, bibkit.sort(batch), "csl-json")
    assert [one.id for one in bibkit.read(new, "csl-json")] == ["a", "b"]


def test_a_large_file_is_rearranged_in_time_that_grows_with_it() -> None:
    import time

    taken = []
    for size in (300, 1200):
        keys = [f"k{n:05}" for n in range(size)]
        random.Random(size).shuffle(keys)
        text = "".join(f"% about {key}\n@book{{{key}, title={{{key}}}}}\n\n" for key in keys)
        batch = bibkit.read(text, "bibtex")
        begun = time.process_time()
        new = rearranged(text, batch, bibkit.sort(batch).references, "bibtex")
        taken.append(time.process_time() - begun)
        assert (
            new.split()
            == " ".join(
                f"% about {key} @book{{{key}, title={{{key}}}}}" for key in sorted(keys)
            ).split()
        )
    assert taken[1] < 9 * taken[0] + 0.2


# --- any file ---------------------------------------------------------------------------------------------

_PARTS = st.sampled_from(
    ["\n", "\n\n", "\r\n", " ", "% remark\n", "%% heading\n\n", "@comment{x @ y}\n", "@preamble{\"p\"}\n",
     "@string{s1 = \"one\"}\n", "words\n", "\n% trailing", "\t"]
)  # fmt: skip
_ENTRIES = st.sampled_from(
    ["@book{KEY, title = {T KEY}}", '@Article(KEY, title="Q", year = 2001,\n)',
     "@misc{KEY,\n  note = s1 # { x},\n}", "@online{KEY}", "@book{KEY, crossref={k0}, title={{B}} }"]
)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> tuple[str, int]:
    """A file and the number of its entries, k0, k1 …"""
    text = '@string{s1 = "one"}\n'
    count = draw(st.integers(1, 6))
    for number in range(count):
        text += "".join(draw(st.lists(_PARTS, max_size=4)))
        if text.rstrip(" \t").endswith(("remark", "heading", "trailing", "words")):
            text += "\n"
        text += draw(_ENTRIES).replace("KEY", f"k{number}")
    return text + "".join(draw(st.lists(_PARTS, max_size=3))), count


def _visible(text: str) -> list[str]:
    """What stands in a text, without white space and order."""
    return sorted("".join(text.split()))


@given(files(), st.randoms(use_true_random=False))
def test_any_order_keeps_all_that_is_there(file: tuple[str, int], rng: random.Random) -> None:
    text, count = file
    batch = bibkit.read(text, "bibtex")
    assert len(batch) == count
    wanted = list(batch.references)
    assert rearranged(text, batch, wanted, "bibtex") == text
    rng.shuffle(wanted)
    new = rearranged(text, batch, wanted, "bibtex")
    assert _visible(new) == _visible(text)
    again = bibkit.read(new, "bibtex")
    assert [(one.id, one.type, one.fields, one.extra) for one in again] == [
        (one.id, one.type, one.fields, one.extra) for one in wanted
    ]
    assert rearranged(new, again, again.references, "bibtex") == new


@given(files(), st.randoms(use_true_random=False))
def test_what_stays_is_as_it_was_and_remarks_are_kept(
    file: tuple[str, int], rng: random.Random
) -> None:
    text, count = file
    batch = bibkit.read(text, "bibtex")
    kept = sorted(rng.sample(range(count), rng.randint(0, count)))
    new = rearranged(text, batch, [batch[n] for n in kept], "bibtex")
    again = bibkit.read(new, "bibtex")
    assert [one.id for one in again] == [f"k{n}" for n in kept]
    gone = text
    for one in reversed(batch.references):
        span = one.source
        assert span is not None
        if int(one.id[1:]) not in kept:
            gone = gone[: span.start] + " " + gone[span.end :]
        else:
            assert text[span.start : span.end] in new
    assert _visible(new) == _visible(gone)
