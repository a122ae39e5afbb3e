"""The list of formats: what is told without loading them is what they say themselves."""

from __future__ import annotations

from bibkit import formats


def test_a_suffix_means_the_first_format_that_has_it() -> None:
    own: dict[str, str] = {}
    for format in formats.list_formats():
        for suffix in format.suffixes:
            own.setdefault(suffix, format.name)
    assert own == formats._SUFFIXES


def test_the_short_way_finds_what_the_long_way_finds() -> None:
    for text in (
        "@book{a, title={B}}",
        ' [ {"id": "a", "type": "book"} ]',
        '{"status": "ok", "message-type": "work", "message": {"DOI": "10.1/a"}}',
        "[1] Smith A. A view. Chest. 2017;12:1-4.",
        "{Smith A. A view. Chest. 2017;12:1-4.}",
    ):
        longest = max(formats.list_formats(), key=lambda format, t=text: format.sniff(t))
        assert formats.sniff(text).name == longest.name
