"""Lines with tags to fields and records, whatever else stands between them."""

from __future__ import annotations

import io
from typing import Any

import pytest

from bibkit.formats.base import Record
from bibkit.formats.tagged import Field, fields, records, span_of, unreadable
from bibkit.model import Reference, Severity


def _tag(line: str) -> tuple[str, str] | None:
    """A letter and an equals sign."""
    return (line[0], line[2:]) if line[1:2] == "=" else None


def _fields(text: str, **options: Any) -> list[Field]:
    return list(fields(io.StringIO(text, newline=""), _tag, **options))


def _records(text: str) -> list[Record]:
    """A record begins with A and ends with Z."""

    def read(found: list[Field]) -> Record:
        title = " ".join(field.text for field in found)
        return Record(Reference("", "book", {"title": title}, source=span_of(found)))

    found = _fields(text, last=("Z",), long=("B",))
    return list(records(found, lambda field, _: field.tag == "A", read, ("Z",)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_line(end: str) -> None:
    text = end.join(["A=one", "two", "", "B=three", ""])
    one, other = _fields(text)
    assert (one.tag, one.lines, one.number) == ("A", ["one", "two"], 1)
    assert (other.tag, other.text, other.number, other.apart) == ("B", "three", 4, True)
    assert text[one.start : one.end] == f"A=one{end}two"
    assert text[other.start : other.end] == "B=three"


def test_a_byte_order_mark_may_begin_any_line() -> None:
    assert [one.text for one in _fields("\ufeffA=one\n \ufeff\n\ufeffB=two")] == ["one", "two"]


def test_a_mark_inside_a_value_stays() -> None:
    assert _fields("A=o\ufeffne")[0].text == "o\ufeffne"


def test_lines_before_the_first_tag_have_none() -> None:
    stray, field = _fields("Title:\n page\nA=one")
    assert (stray.tag, stray.lines, stray.source) == ("", ["Title:", "page"], "Title:\n page")
    assert field.tag == "A"


def test_nothing_goes_on_with_the_last_line_of_a_record() -> None:
    assert [one.tag for one in _fields("Z=\nstray", last=("Z",))] == ["Z", ""]


def test_only_long_values_go_on_behind_a_blank_line() -> None:
    found = _fields("A=one\n\nstray\nB=two\n\nmore", long=("B",))
    assert [(one.tag, one.lines) for one in found] == [
        ("A", ["one"]),
        ("", ["stray"]),
        ("B", ["two", "", "more"]),
    ]


def test_a_value_does_not_take_in_a_whole_file() -> None:
    one, rest, *_ = _fields("A=one\n" + "more\n" * 30_000)
    assert (one.tag, rest.tag) == ("A", "")
    assert len(one.lines) + len(rest.lines) == 30_001


def test_wrapped_lines_are_joined_and_paragraphs_kept() -> None:
    field = _fields("A=First  line\n  goes on.\n\n\nSecond.")[0]
    assert field.paragraphs == "First line goes on.\n\nSecond."
    assert field.text == "First line goes on. Second."


def test_breaks_between_lines_that_no_one_wraps_are_kept() -> None:
    long = "word " * 30
    assert _fields(f"A={long}\nShort.")[0].paragraphs == f"{long.strip()}\nShort."


def test_a_field_without_value_is_empty() -> None:
    assert [one.is_empty for one in _fields("A=\nB=\nx")] == [True, False]


def test_records_end_where_they_say_and_where_the_next_begins() -> None:
    titles = [
        one.reference.text("title") for one in _records("A=1\nB=2\nA=3\nZ=4\nB=5") if one.reference
    ]
    assert titles == ["1 2", "3 4", "5"]


def test_what_stands_before_the_first_record_is_a_heading() -> None:
    problem = _records("Export\n\nA=1")[0].problems[0]
    assert (problem.code, problem.severity, problem.raw) == ("page-text", Severity.INFO, "Export")


def test_what_stands_between_records_could_not_be_read() -> None:
    found = _records("A=1\nZ=\nlost\nwords\nA=2\nZ=")
    problem = found[1].problems[0]
    assert found[1].reference is None
    assert (problem.code, problem.severity) == ("unreadable", Severity.ERROR)
    assert (problem.raw, problem.span and problem.span.line) == ("lost\nwords", 3)


def test_an_end_without_a_record_is_said() -> None:
    assert [one.problems[0].raw for one in _records("A=1\nZ=\nZ=") if one.problems] == ["Z="]


def test_a_text_without_any_record_could_not_be_read() -> None:
    (only,) = _records("Dear all,\nsee below.")
    assert only.problems[0].severity is Severity.ERROR


def test_an_unreadable_record_keeps_its_raw_text() -> None:
    problem = unreadable(_fields("A=1\n  x"), "It is empty.").problems[0]
    assert (problem.message, problem.raw) == ("It is empty.", "A=1\n  x")
