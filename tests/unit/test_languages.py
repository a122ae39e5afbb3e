"""Languages by tag, code and name."""

from __future__ import annotations

import pytest

from bibkit.languages import language_tag, medline_code

# All that NLM's catalogue of indexed journals uses.
NLM = """
    afr alb ara arm aze bel ben bos bul cat chi cze dan dut eng epo est fin fre geo ger gla gre
    heb hin hrv hun ice ind ita jpn kin kor lat lav lit mac mal mao may mul nor per pol por pus rum
    rus san slo slv spa srp swe tha tur ukr urd vie wel
""".split()


@pytest.mark.parametrize("code", NLM)
def test_every_code_of_medline_goes_to_a_tag_and_back(code: str) -> None:
    tag = language_tag(code)
    assert tag is not None
    assert medline_code(tag) == code
    assert language_tag(code.upper()) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("English", "en"),
        ("ENGLISH", "en"),
        ("Deutsch", "de"),
        ("français", "fr"),
        ("Spanish; Castilian", "es"),
        ("deu", "de"),
        ("zho", "zh"),
        ("en", "en"),
        ("EN", "en"),
        ("en-us", "en-US"),
        ("en_GB", "en-GB"),
        ("pt-BR", "pt-BR"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("es-419", "es-419"),
        ("eng-US", "en-US"),
        (" de ", "de"),
        ("Norsk", "no"),
    ],
)
def test_tags(text: str, tag: str) -> None:
    assert language_tag(text) == tag
    assert language_tag(tag) == tag


@pytest.mark.parametrize(
    "text", ["", "und", "tlh", "xx", "english and german", "en-", "Latin1", "e"]
)
def test_what_is_no_language(text: str) -> None:
    assert language_tag(text) is None
    assert medline_code(text) is None
