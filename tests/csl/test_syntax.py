"""Styles and locales as they are read: faults with their line, locales one over the other, the store."""

from __future__ import annotations

import json
import os
import pickle
import re
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_styles import CSL, entries, item, printed, style, written

from bibkit.csl.library import Style
from bibkit.csl.native import NativeEngine
from bibkit.csl.run import program
from bibkit.csl.syntax import store
from bibkit.csl.syntax.elements import LocaleTree, Stylesheet, Text
from bibkit.csl.syntax.locales import locale_for
from bibkit.csl.syntax.parse import parse_locale, parse_style
from bibkit.errors import StyleError

_TITLE = '<citation><layout><text variable="title"/></layout></citation>'


def _parsed(inside: str, attributes: str = "") -> Stylesheet:
    """A style whose content begins on line 2."""
    xml = f'<style xmlns="{CSL}" version="1.0" class="in-text"{attributes}>\n{inside}\n</style>'
    return parse_style(xml.encode(), "my.csl")


# --- faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<style>\n<info>\n</style>", r"my\.csl:3: not well-formed XML: .*info"),
        ("not xml", r"my\.csl:1: not well-formed XML"),
        ("", r"my\.csl:\d: not well-formed XML"),
        ("<style version='1.0'/>", r"my\.csl:1: this is not a CSL style"),
        (f"\n<locale xmlns='{CSL}'/>", r"my\.csl:2: this is not a CSL style"),
        (f"<style xmlns='{CSL}' version='0.8.1'/>", r"my\.csl:1: CSL 0\.8\.1 is not supported"),
    ],
)
def test_what_is_no_style_of_csl_1_is_refused_with_its_line(data: str, message: str) -> None:
    with pytest.raises(StyleError, match=message):
        parse_style(data.encode(), "my.csl")


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<citation/>", r"my\.csl:2: cs:citation needs a cs:layout"),
        (f"{_TITLE}\n<bibliography/>", r"my\.csl:3: cs:bibliography needs a cs:layout"),
        ("<info/>", r"my\.csl:1: a style needs cs:citation"),
        (
            '<info><link rel="independent-parent" href="x"/></info>',
            r"my\.csl:1: this is a dependent style",
        ),
        (
            '<citation><layout>\n<text macro="none"/></layout></citation>',
            r"my\.csl:3: there is no macro 'none'",
        ),
        (
            '<citation><sort>\n<key macro="none"/></sort><layout/></citation>',
            r"my\.csl:3: there is no macro 'none'",
        ),
        ("<citation><layout>\n<text/></layout></citation>", r"my\.csl:3: cs:text needs a variable"),
        ("<citation><layout><names/></layout></citation>", r":2: cs:names needs .*'variable'"),
        ("<citation><layout><number/></layout></citation>", r":2: cs:number needs .*'variable'"),
        ("<macro/>\n" + _TITLE, r"my\.csl:2: cs:macro needs the attribute 'name'"),
        ("<citation><sort><key/></sort><layout/></citation>", r":2: cs:key needs a variable or"),
        (
            '<citation et-al-min="few"><layout/></citation>',
            r"my\.csl:2: 'et-al-min' is a number, not 'few'",
        ),
        (
            '<citation><sort><key variable="author" names-min=""/></sort><layout/></citation>',
            r"my\.csl:2: 'names-min' is a number, not ''",
        ),
        (f"<locale><terms><term/></terms></locale>{_TITLE}", r":2: cs:term needs .*'name'"),
    ],
)
def test_what_makes_a_style_unusable_is_said_with_its_line(inside: str, message: str) -> None:
    with pytest.raises(StyleError, match=message):
        _parsed(inside)


@pytest.mark.parametrize(
    "macros",
    [
        '<macro name="a"><text macro="a"/></macro>',
        '<macro name="a"><text macro="b"/></macro>\n<macro name="b"><group><text macro="a"/></group></macro>',
        '<macro name="a"><choose><if type="book"><text macro="b"/></if></choose></macro>'
        '<macro name="b"><names variable="author"><substitute><text macro="c"/></substitute></names></macro>'
        '<macro name="c"><text macro="a"/></macro>',
    ],
)
def test_a_macro_that_calls_itself_is_refused(macros: str) -> None:
    with pytest.raises(StyleError, match=r"my\.csl:\d: the macro '[abc]' calls itself\."):
        _parsed(macros + _TITLE)


def test_the_line_of_a_circle_is_that_of_its_call() -> None:
    circle = (
        '<macro name="a">\n<text macro="b"/></macro>\n<macro name="b"><text macro="a"/></macro>'
    )
    with pytest.raises(StyleError, match=r"my\.csl:4: the macro 'a' calls itself\."):
        _parsed(circle + _TITLE)


def test_a_macro_called_from_two_sides_is_no_circle() -> None:
    macros = (
        '<macro name="a"><text macro="b"/><text macro="c"/></macro>'
        '<macro name="b"><text macro="c"/></macro><macro name="c"><text value="x"/></macro>'
    )
    assert set(_parsed(macros + _TITLE).macros) == {"a", "b", "c"}


def test_a_number_that_is_none_is_refused_wherever_the_style_has_it() -> None:
    for attribute in ("near-note-distance", "line-spacing", "entry-spacing"):
        where = "citation" if attribute.startswith("near") else "bibliography"
        layout = '<layout><text variable="title"/></layout>'
        whole: dict[str, Any] = {where: f"<{where} {attribute}='x'>{layout}</{where}>"}
        broken = style(**whole)
        with pytest.raises(StyleError, match="is a number, not 'x'"):
            NativeEngine().document(broken, [item()], [])


def test_values_that_csl_does_not_know_never_break_formatting() -> None:
    odd = '<text variable="title" display="sideways" font-style="wavy" text-case="shouting"/>'
    assert printed(odd) == "a"


def test_a_part_of_a_date_that_csl_does_not_know_never_breaks_formatting() -> None:
    odd = '<date variable="issued"><date-part name="year"/><date-part name="hour"/></date>'
    assert printed(odd, item(issued=2000)) == "2000"


def test_elements_that_csl_does_not_know_are_passed_over_with_a_warning() -> None:
    parsed = _parsed('<citation><layout>\n<sparkle/><text value="x"/></layout></citation>')
    assert parsed.warnings == (
        "my.csl:3: cs:sparkle is not known in cs:layout and is passed over.",
    )
    assert [type(one) for one in parsed.citation.layout.children] == [Text]


def test_elements_of_other_vocabularies_are_no_concern() -> None:
    assert _parsed('<x:y xmlns:x="urn:z"/>' + _TITLE).warnings == ()


@pytest.mark.parametrize("version", ["1.0", "1.0.1", "1.0.2"])
def test_styles_of_all_versions_since_1_0_are_read(version: str) -> None:
    xml = f'<style xmlns="{CSL}" version="{version}" class="note">{_TITLE}</style>'
    assert parse_style(xml.encode(), "my.csl").note_style


def test_a_style_without_a_bibliography_has_none() -> None:
    with pytest.raises(StyleError, match="has no bibliography"):
        NativeEngine().bibliography(style(""), [item()])
    assert NativeEngine().document(style(""), [item()], []).bibliography.entries == ()


def test_a_style_file_that_went_away_is_said_so(tmp_path: Path) -> None:
    gone = written(f'<style xmlns="{CSL}" version="1.0">{_TITLE}<!-- gone --></style>')
    Path(gone.path).unlink()
    with pytest.raises(StyleError, match="cannot be read"):
        NativeEngine().document(gone, [], [])


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    xml = (
        f'<!DOCTYPE style [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f'<style xmlns="{CSL}" version="1.0"><info><title>&x;</title></info>{_TITLE}</style>'
    )
    assert "secret" not in repr(parse_style(xml.encode(), "my.csl"))


# --- locales --------------------------------------------------------------------------------------


def test_a_dialect_stands_over_its_main_dialect_and_that_over_english() -> None:
    austrian, german = locale_for(None, "de-AT"), locale_for(None, "de-DE")
    assert austrian.language == "de-AT"
    assert austrian.term("month-01") == "Jänner"
    assert german.term("month-01") == "Januar"
    assert austrian.term("editor") == german.term("editor")


def test_a_language_alone_is_its_main_dialect() -> None:
    assert locale_for(None, "pt").language == "pt-PT"
    assert locale_for(None, "fr").term("and") == "et"


def test_a_dialect_without_a_locale_is_its_language_s() -> None:
    assert locale_for(None, "de-LI").language == "de-DE"


def test_a_locale_that_was_asked_for_and_is_not_there_is_refused() -> None:
    with pytest.raises(StyleError, match="no locale 'tlh'"):
        locale_for(None, "tlh")


def test_a_style_s_default_locale_that_is_not_there_is_english() -> None:
    assert locale_for(_parsed(_TITLE, ' default-locale="tlh"'), None).language == "en-US"


def _own(*locales: tuple[str, str]) -> Stylesheet:
    xml = "".join(
        f'<locale{f" xml:lang={chr(34)}{tag}{chr(34)}" if tag else ""}><terms><term name="and">{text}</term></terms></locale>'
        for tag, text in locales
    )
    return _parsed(xml + _TITLE)


def test_the_style_s_own_terms_stand_over_the_locale_s_the_nearest_last() -> None:
    own = _own(("", "any"), ("de", "language"), ("de-AT", "dialect"))
    assert locale_for(own, "de-AT").term("and") == "dialect"
    assert locale_for(own, "de-DE").term("and") == "language"
    assert locale_for(own, "fr-FR").term("and") == "any"
    assert locale_for(_own(("de", "x")), "fr-FR").term("and") == "et"


def test_the_order_in_which_a_style_has_its_locales_does_not_matter() -> None:
    own = _own(("de-AT", "dialect"), ("", "any"))
    assert locale_for(own, "de-AT").term("and") == "dialect"


def test_a_set_of_ordinals_replaces_the_other_as_a_whole() -> None:
    terms = '<locale><terms><term name="ordinal">.</term></terms></locale>'
    number = '<number variable="edition" form="ordinal"/>'
    first = item(edition="1")
    assert printed(number, first) == "1st"
    assert printed(number, first, before=terms) == "1."


def test_dates_and_options_of_the_style_stand_over_the_locale_s() -> None:
    own = (
        '<locale><style-options punctuation-in-quote="false"/>'
        '<date form="text"><date-part name="year" prefix="Y"/></date></locale>'
    )
    assert (
        printed('<date variable="issued" form="text"/>', item(issued=2000), before=own) == "Y2000"
    )
    quoted = '<group delimiter=", "><text variable="title" quotes="true"/><text value="x"/></group>'
    assert printed(quoted) == "“a,” x"
    assert printed(quoted, before=own) == "“a”, x"


@pytest.mark.parametrize(
    ("form", "wanted"),
    [("verb-short", "vs"), ("verb", "v"), ("symbol", "s"), ("short", "s"), ("long", "l")],
)
def test_a_term_has_its_form(form: str, wanted: str) -> None:
    xml = "".join(
        f'<term name="editor" form="{name}">{text}</term>'
        for name, text in [("long", "l"), ("short", "s"), ("verb", "v"), ("verb-short", "vs")]
    )
    own = _parsed(f"<locale><terms>{xml}</terms></locale>{_TITLE}")
    assert locale_for(own, None).term("editor", form) == wanted


@pytest.mark.parametrize("form", ["verb-short", "verb", "symbol", "short", "long"])
def test_a_term_without_a_form_has_the_next_one(form: str) -> None:
    own = _parsed(f'<locale><terms><term name="sparkle">x</term></terms></locale>{_TITLE}')
    assert locale_for(own, None).term("sparkle", form) == "x"


def test_a_term_has_both_numbers() -> None:
    xml = (
        f'<locale xmlns="{CSL}" xml:lang="xx"><terms><term name="page">\n<single>one</single>'
        "<multiple>many</multiple></term><term name='and'>and</term></terms></locale>"
    )
    page, and_ = parse_locale(xml.encode(), "xx.xml").terms
    assert (page.single, page.multiple) == ("one", "many")
    assert (and_.single, and_.multiple) == ("and", "and")


# --- the store ------------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("BIBKIT_CACHE_DIR", str(tmp_path))
    return tmp_path / "styles"


def _stored(data: bytes, seen: list[bytes]) -> Stylesheet:
    def parse(xml: bytes) -> Stylesheet:
        seen.append(xml)
        return parse_style(xml, "my.csl")

    return store.stored(Stylesheet, data, parse)


_DATA = (
    f'<style xmlns="{CSL}" version="1.0" et-al-min="3"><locale xml:lang="de"><date form="text">'
    '<date-part name="year" form="short"/></date><terms><term name="page"><single>S.</single>'
    '</term></terms></locale><macro name="m"><choose><if type="book"><number variable="edition"/>'
    '</if><else><group delimiter=", "><label variable="page"/></group></else></choose></macro>'
    '<citation><sort><key macro="m"/></sort><layout suffix="."><names variable="author"><name>'
    '<name-part name="family" text-case="uppercase"/></name><substitute><text macro="m"/>'
    "</substitute></names></layout></citation></style>"
).encode()


def test_a_second_reading_does_not_parse(cache: Path) -> None:
    seen: list[bytes] = []
    first, second = _stored(_DATA, seen), _stored(_DATA, seen)
    assert first == second == parse_style(_DATA, "my.csl")
    assert len(seen) == 1


def test_another_content_is_another_copy(cache: Path) -> None:
    seen: list[bytes] = []
    _stored(_DATA, seen)
    _stored(_DATA + b"\n", seen)
    assert len(seen) == 2
    assert len(list(cache.glob("*.json"))) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"text"',
        b'["os.system", "true"]',
        b'["Stylesheet", "too few"]',
        b'[["Text"], 1]',
        b"[{}, 1]",
        b'["LocaleTree", "de"]',
    ],
)
def test_a_copy_that_cannot_be_used_is_replaced(cache: Path, content: bytes) -> None:
    seen: list[bytes] = []
    wanted = _stored(_DATA, seen)
    (copy,) = cache.glob("*.json")
    copy.write_bytes(content)
    assert _stored(_DATA, seen) == wanted
    assert len(seen) == 2
    _stored(_DATA, seen)
    assert len(seen) == 2


def test_a_deep_copy_is_no_reason_to_fail(cache: Path) -> None:
    seen: list[bytes] = []
    wanted = _stored(_DATA, seen)
    (copy,) = cache.glob("*.json")
    copy.write_text("[null," * 100_000 + "1" + "]" * 100_000)
    assert _stored(_DATA, seen) == wanted


def test_nothing_that_could_run_is_loaded(cache: Path, tmp_path: Path) -> None:
    class _Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "exploded"),)

    seen: list[bytes] = []
    wanted = _stored(_DATA, seen)
    (copy,) = cache.glob("*")
    copy.write_bytes(pickle.dumps(_Bomb()))
    assert _stored(_DATA, seen) == wanted
    assert not (tmp_path / "exploded").exists()
    assert json.loads(copy.read_text("utf-8"))[0] == "Stylesheet"


def test_a_cache_that_cannot_be_written_only_costs_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("BIBKIT_CACHE_DIR", str(blocked))
    seen: list[bytes] = []
    assert _stored(_DATA, seen) == _stored(_DATA, seen)
    assert len(seen) == 2


def test_a_style_formats_the_same_from_its_copy(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_compiled", program._compiled.__wrapped__)
    once = style('<text variable="title" font-weight="bold" suffix="."/>')
    first = entries(once, item(), to="html")
    assert list(cache.glob("*.json"))
    assert entries(once, item(), to="html") == first == ["<b>a</b>."]


def test_copies_are_of_data_alone(cache: Path) -> None:
    seen: list[bytes] = []
    _stored(_DATA, seen)
    (copy,) = cache.glob("*.json")
    heads = set(re.findall(r'\["(\w+)"', copy.read_text("utf-8")))
    assert heads <= set(store._classes())
    assert LocaleTree.__name__ in heads


def test_a_copy_s_warnings_name_the_file_that_is_read(tmp_path: Path) -> None:
    xml = style('<text variable="title"/><wibble/>').path
    for name in ("one.csl", "two.csl"):
        (tmp_path / name).write_bytes(Path(xml).read_bytes())
        made = NativeEngine().bibliography(Style(name, name, str(tmp_path / name)), [item()])
        assert name in made.problems[0].message


def test_a_language_has_what_the_style_says_of_its_main_dialect() -> None:
    own = '<locale xml:lang="de-DE"><terms><term name="and">samt</term></terms></locale>'
    german = style('<text term="and"/>', before=own)
    texts = {tag: entries(german, item(), locale=tag)[0] for tag in ("de", "de-DE", "de-AT")}
    assert texts == {"de": "Samt", "de-DE": "Samt", "de-AT": "Und"}


def test_macros_are_compiled_once_however_often_substitutes_call_them() -> None:
    called = "".join(f'<text macro="{one}{{0}}"/>' for one in "ab")
    macros = "".join(
        f'<macro name="{one}{level}"><names variable="author"><substitute>'
        f"{called.format(level + 1)}</substitute></names></macro>"
        for level in range(20)
        for one in "ab"
    )
    last = "".join(f'<macro name="{one}20"><text variable="title"/></macro>' for one in "ab")
    assert printed('<text macro="a0"/>', before=macros + last) == "a"


def test_macros_too_deep_to_run_are_said() -> None:
    macros = "".join(
        f'<macro name="m{level}"><group><text macro="m{level + 1}"/></group></macro>'
        for level in range(2000)
    )
    deep = style('<text macro="m0"/>', before=f'{macros}<macro name="m2000"/>')
    with pytest.raises(StyleError, match="too deep"):
        entries(deep, item())
