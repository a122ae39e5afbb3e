"""Cutting a .bib text: what the pattern cuts is what the splitter would, and faults are mended."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bibkit
from bibkit.formats.bib import split as splitting
from bibkit.formats.bib.split import split
from bibkit.formats.bib.values import MAX_EXPANDED, Strings, evaluate


def cut(text: str) -> list[object]:
    entries, problems = split(text)
    said = [(p.code, p.span, p.raw) for one in entries for p in one.problems]
    told = [(p.code, p.span.start if p.span else None) for p in problems]
    return [
        [(e.type, e.key, e.fields, e.parts, e.raw, e.span, e.blanks) for e in entries],
        said,
        told,
    ]


def by_the_splitter_alone(text: str, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    with monkeypatch.context() as patched:
        patched.setattr(splitting, "_PLAIN_ENTRY", re.compile(r"(?!)"))
        return cut(text)


_PIECES = st.sampled_from(
    [
        "@article{a,", "@book{b1, ", "@misc{c\n", "@string{s = {S}}\n", "@comment{x}", "\n", "}\n", "}", "{", " title = {T}",
        " title = {A {B} c}", "year = 2001", ', note = "q"', ',\n  author = {X, Y and Z},', ",", " = ", "\\{", "\\}", "\\\\", '"',
        "journal = s", " # ", "% a line\n", "@", "=", " abstract = {a, b = c\n@book{z,\n", "  doi = {10.1/a},\n", '{\\"u}', "#", "(", ")",
    ]
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_known_shapes(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = [
        '@article{a, title = {A {B {C {D {E}}}}}, year = 2001 }\n@book{b,}\n@book{c, note = "x"}',
        "@book{a, title = {T\n@book{b, title = {U}}\n}}\n@misc{k, a = {x\\}y}}\n@misc{l, b = {\\\\}}",
        "  @ARTICLE {x:y/1,\n\tTitle= {T} ,Year =2001\n}@misc{y, t = {a} # s, year = s, }\n",
    ][seed]
    assert cut(text) == by_the_splitter_alone(text, monkeypatch)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_the_pattern_cuts_as_the_splitter_does(text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        plain = by_the_splitter_alone(text, patched)
    found = cut(text)
    # What fails is told at the same place; how far its text reaches differs with what follows.
    assert found[0] == plain[0]
    assert found[2] == plain[2]


def test_the_pattern_cuts_real_files_as_the_splitter_does(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("zotero-bibtex", "pandoc-biblatex", "bbt-import"):
        suite = json.loads((shared / "suites" / f"{name}.json").read_text(encoding="utf-8"))
        for case in suite["cases"]:
            plain = by_the_splitter_alone(case["input"], monkeypatch)
            assert cut(case["input"])[0] == plain[0], case["id"]


def test_an_unknown_type_may_have_any_name() -> None:
    text = "@foo-bar{x, title = {T}}\n@Patent.us (y, title = {U})"
    assert [(one.type, one.key) for one in split(text)[0]] == [("foo-bar", "x"), ("patent.us", "y")]
    batch = bibkit.read(text)
    assert [one.type for one in batch] == ["document", "document"]
    assert bibkit.write(batch, "bibtex").startswith("@foo-bar{x,")


def test_a_comma_too_many_is_passed_over_and_said() -> None:
    batch = bibkit.read("@book{a, title = {T},  , year = 2001, note={x}}\n@book{b, title = {U}}")
    assert [one.id for one in batch] == ["a", "b"]
    assert batch[0].text("note") == "x"
    assert [problem.code for problem in batch.problems] == ["extra-comma"]


def test_strings_of_strings_do_not_grow_without_bounds() -> None:
    bomb = '@string{a0 = "' + "x" * 1000 + '"}\n'
    bomb += "".join(f"@string{{a{i + 1} = {' # '.join([f'a{i}'] * 10)}}}\n" for i in range(12))
    bomb += "".join(f"@book{{b{i}, title = a12}}\n" for i in range(200))
    batch = bibkit.read(bomb)
    assert len(batch) == 200
    assert sum(len(one.text("title")) for one in batch) <= 2 * MAX_EXPANDED
    assert any(problem.code == "too-long" for problem in batch.problems)


def test_a_value_keeps_its_own_length() -> None:
    long = "{" + "a" * 2_000_000 + "}"
    assert len(evaluate(long, Strings())[0]) == 2_000_000


@pytest.mark.parametrize("head", ["@ article{", "@article\n{", "@\tArticle \n {", "@foo-bar\n{"])
def test_blanks_around_the_type_are_allowed(head: str) -> None:
    batch = bibkit.read(
        f"@book{{a, title={{T}}}}\n{head}k, title = {{U}}, year = 2001}}\n", "bibtex"
    )
    assert [(one.id, one.text("title")) for one in batch] == [("a", "T"), ("k", "U")]
    assert batch.problems == ()


def test_an_at_sign_in_a_remark_is_no_entry() -> None:
    batch = bibkit.read("@ home (see below)\n@book{a, title={T}}", "bibtex")
    assert [one.id for one in batch] == ["a"]


def test_commas_too_many_before_the_end_are_passed_over() -> None:
    batch = bibkit.read("@book{a, title = {T}, year = 2001,,}\n@book{b, title = {U}}", "bibtex")
    assert [one.id for one in batch] == ["a", "b"]
    assert [problem.code for problem in batch.problems] == ["extra-comma"]
