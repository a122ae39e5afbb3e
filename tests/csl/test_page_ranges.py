from __future__ import annotations

import pytest

from bibkit.csl.page_ranges import page_range

FORMS = (None, "expanded", "minimal", "minimal-two", "chicago-15", "chicago-16")


@pytest.mark.parametrize(
    ("pages", "wanted"),
    [
        ("321-328", "321–328 321–328 321–8 321–28 321–28 321–28"),
        ("321-8", "321–8 321–328 321–8 321–28 321–28 321–28"),
        ("100-104", "100–104 100–104 100–4 100–04 100–104 100–104"),
        ("1103-1107", "1103–1107 1103–1107 1103–7 1103–07 1103–7 1103–7"),
        ("1496-1504", "1496–1504 1496–1504 1496–504 1496–504 1496–1504 1496–504"),
        ("11564-11571", "11564–11571 11564–11571 11564–71 11564–71 11564–71 11564–71"),
        ("12991-13001", "12991–13001 12991–13001 12991–3001 12991–3001 12991–13001 12991–3001"),
        ("96-117", "96–117 96–117 96–117 96–117 96–117 96–117"),
        ("3-9", "3–9 3–9 3–9 3–9 3–9 3–9"),
        ("S12-S18", "S12–S18 S12–S18 S12–8 S12–18 S12–18 S12–18"),
        ("112a-118b", "112a–118b 112a–118b 112a–8b 112a–18b 112a–18b 112a–18b"),
    ],
)
def test_each_form_shortens_in_its_way(pages: str, wanted: str) -> None:
    assert " ".join(page_range(pages, form) for form in FORMS) == wanted


@pytest.mark.parametrize("pages", ["N110-5", "7.1-7.9", "e1234", "12-", "12-14 passim", "12a-c"])
def test_what_is_no_range_of_pages_keeps_its_hyphen(pages: str) -> None:
    assert {page_range(pages, form) for form in FORMS} == {pages}


@pytest.mark.parametrize(
    ("pages", "wanted"),
    [
        ("xii-xix", "xii–xix"),
        ("i-iv, 1-20", "i–iv, 1–20"),
        ("12–4", "12–14"),
        ("12 - 4", "12–14"),
        ("12--14", "12–14"),
        ("pp. 112-4", "112–114"),
        ("112-4, 118; 201-9", "112–114, 118; 201–209"),
        ("3&5-7", "3 & 5–7"),
        ("3-5 and 11-2", "3–5 and 11–12"),
        ("20-15", "20–15"),
        (r"3\-12", "3-12"),
        ("", ""),
    ],
)
def test_lists_dashes_and_labels(pages: str, wanted: str) -> None:
    assert page_range(pages, "expanded") == wanted


def test_the_locale_gives_the_delimiter() -> None:
    assert page_range("12-14", None, "-") == "12-14"
    assert page_range("xi-xv, 253-257", "chicago", "\u2011") == "xi\u2011xv, 253\u201157"
    assert page_range("12-14", None, "") == "12–14"
