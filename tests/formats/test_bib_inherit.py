"""What entries take from others."""

from __future__ import annotations

import time

import pytest

import bibkit


def one(text: str, key: str) -> bibkit.Reference:
    return next(reference for reference in bibkit.read(text) if reference.id == key)


BOOK = """
@incollection{part, author = {A, B}, title = {Part}, pages = {1--9}, crossref = {Whole}}
@collection{whole, editor = {C, D}, title = {Whole}, subtitle = {Sub}, date = {2001}, publisher = {P},
  doi = {10.1000/182}, url = {https://x.org}, abstract = {Of the whole}, pagetotal = {300}, isbn = {0198526636}}
"""


def test_a_chapter_takes_its_book_s_title_and_date() -> None:
    part = one(BOOK, "part")
    assert part.text("container-title") == "Whole: Sub"
    assert part.text("title") == "Part"
    assert part.text("publisher") == "P"
    assert part.text("ISBN") == "0198526636"
    assert str(part.date("issued")) == "2001"
    assert [str(name) for name in part.names("editor")] == ["C, D"]


@pytest.mark.parametrize("variable", ["DOI", "URL", "abstract", "number-of-pages"])
def test_what_is_the_book_s_own_stays_with_it(variable: str) -> None:
    assert not one(BOOK, "part").text(variable)


def test_own_fields_count_before_inherited_ones() -> None:
    text = "@inproceedings{a, title={T}, year={1999}, crossref={p}}\n@proceedings{p, title={P}, year={2000}, editor={E, F}}"
    assert str(one(text, "a").date("issued")) == "1999"
    assert one(text, "a").text("container-title") == "P"


def test_xdata_gives_fields_and_is_no_reference() -> None:
    text = "@book{a, title={T}, xdata={pub, place}}\n@xdata{pub, publisher={P}}\n@xdata{place, location={L}, xdata={far}}\n@xdata{far, note={N}}"
    batch = bibkit.read(text)
    assert [reference.id for reference in batch] == ["a"]
    assert [batch[0].text(v) for v in ("publisher", "publisher-place", "note")] == ["P", "L", "N"]


def test_a_grandparent_is_reached() -> None:
    text = "@inbook{c, title={C}, crossref={b}}\n@book{b, title={B}, volume={3}, crossref={m}}\n@mvbook{m, title={M}, author={A, A}, publisher={P}}"
    chapter = one(text, "c")
    assert chapter.text("container-title") == "M"
    assert chapter.text("volume-title") == "B"
    assert chapter.text("volume") == "3"
    assert chapter.text("publisher") == "P"


def test_a_circle_is_said_and_ends() -> None:
    batch = bibkit.read(
        "@book{a, title={T}, crossref={b}}\n@book{b, note={N}, crossref={a}}\n@book{c, crossref={c}}"
    )
    assert len(batch) == 3
    assert {problem.code for problem in batch.problems} == {"circle"}


def test_a_parent_that_is_not_there_is_said() -> None:
    (problem,) = bibkit.read("@book{a, title={T}, crossref={nobody}}").problems
    assert problem.code == "no-parent"
    assert "nobody" in problem.message


def test_a_long_chain_takes_no_time() -> None:
    text = "".join(f"@book{{b{i}, title={{T}}, crossref={{b{i + 1}}}}}\n" for i in range(20_000))
    start = time.process_time()
    batch = bibkit.read(text + "@book{b20000, publisher={P}}")
    assert batch[0].text("publisher") == "P"
    assert time.process_time() - start < 8


def test_an_inherited_field_is_not_written_into_a_child_that_is_edited() -> None:
    batch = bibkit.read(BOOK)
    changed = [batch[0].replace(volume="2"), batch[1]]
    after = bibkit.edit(BOOK, batch, changed, "biblatex")
    assert after == BOOK.replace("crossref = {Whole}}", "crossref = {Whole}, volume = {2}}")


def test_an_inherited_field_that_changes_is_set_in_the_child() -> None:
    batch = bibkit.read(BOOK)
    changed = [batch[0].replace(publisher="Q"), batch[1]]
    after = bibkit.edit(BOOK, batch, changed, "biblatex")
    assert bibkit.read(after)[0].text("publisher") == "Q"
    assert bibkit.read(after)[1].text("publisher") == "P"
