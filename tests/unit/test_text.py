from __future__ import annotations

import codecs
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bibkit
from bibkit.controls import clean
from bibkit.encodings import encoding_of
from bibkit.errors import UnreadableInput
from bibkit.text import as_decoded, collapse, decode, fold, lines_of, printable

TEXT = "Chiò A., Müller – “ALS”. 2017;12:1–4.\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_text_is_decoded_whatever_its_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).text == TEXT


def test_only_windows_1252_is_a_guess() -> None:
    assert decode(TEXT.encode("cp1252")).guessed
    assert not decode(TEXT.encode()).guessed


def test_latin_1_is_read_as_windows_1252() -> None:
    assert decode("Chiò, Muñoz".encode("latin-1")).text == "Chiò, Muñoz"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\n%PDF-1.4", "PDF"),
        (b"PK\x03\x04\x14", "office file"),
        (b"\xd0\xcf\x11\xe0\xa1", "old office file"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n", "picture"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x00\x01\x02\x03" * 99, "binary"),
        (b"\xff\xfe\x41", "damaged"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableInput, match=says):
        decode(data)


def test_a_few_stray_control_characters_are_no_binary_file() -> None:
    assert decode(b"Mathis S. A view of things.\x0c\x01 Chest. 2017;1:2." * 9).encoding == "utf-8"


def test_empty_input_is_empty_text() -> None:
    assert decode(b"").text == ""


def test_lines_know_their_place_whatever_their_ends() -> None:
    text = "a\r\n\nbc\rd\u2028e"
    lines = lines_of(text)
    assert [line.text for line in lines] == ["a", "", "bc", "d", "e"]
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]


def test_collapse_drops_what_is_not_seen() -> None:
    assert collapse("a\u200b\u00ad\u202eb\ud800\x00c\u00a0 d") == "ab c d"
    assert collapse("می‌شود") == "می‌شود"  # the joiner is spelling here


def test_fold_is_for_comparison() -> None:
    assert fold("Le MASSON, G.") == fold("le masson g") == "lemassong"


def test_printable_leaves_no_control_sequence() -> None:
    assert "\x1b" not in printable("\x1b]0;title\x07 \x9b31m \u202e")


# --- encodings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("% Encoding: ISO8859_2\n", "iso8859-2"),
        ("% This file was made by hand.\n% encoding: Cp1250\n", "cp1250"),
        ("% !TeX encoding = IsoLatin2\n", "iso8859-2"),
        ("% !TEX encoding = MacOSRoman\n", "mac-roman"),
        ("% -*- mode: bibtex; coding: koi8-r -*-\n", "koi8-r"),
        ('<?xml version="1.0" encoding="GB18030"?><a>', "gb18030"),
        ("<?xml version='1.0' encoding='Shift_JIS'?><a>", "cp932"),
        ('<html><head><meta charset="windows-1251"></head>', "cp1251"),
        ('<html><meta http-equiv=a content="text/html; charset=euc-kr">', "cp949"),
        ("% Encoding: SJIS\n", "cp932"),
    ],
)
def test_a_declared_encoding_is_honoured(head: str, encoding: str) -> None:
    says = {
        "iso8859-2": "Łódź",
        "cp1250": "Łódź",
        "mac-roman": "Chiò",
        "gb18030": "模糊",
        "cp932": "医学",
    }
    says |= {"koi8-r": "почва", "cp1251": "почва", "cp949": "의학"}
    text = f"{head}{says[encoding]} x"
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert (decoded.guessed, decoded.ignored, decoded.odd_lines) == (False, "", ())
    assert decoded.encode(text) == text.encode(encoding)


def test_two_chinese_letters_that_are_utf_8_by_accident_are_what_the_file_says() -> None:
    data = b'<?xml version="1.0" encoding="gbk"?><a>' + "模".encode("gbk") + b"</a>"
    data.decode("utf-8")  # it would be
    assert "模" in decode(data).text


@pytest.mark.parametrize("named", ["ISO8859_1", "us-ascii", "latin1", "Cp1252", "IsoLatin"])
def test_latin_1_and_ascii_are_declared_for_windows_1252(named: str) -> None:
    data = f"% !TeX encoding = {named}\n“Müller”".encode("cp1252")
    assert decode(data).text.endswith("“Müller”")
    assert not decode(data).guessed


def test_utf_8_that_says_it_is_latin_1_is_utf_8() -> None:
    decoded = decode("% Encoding: ISO8859_1\nMüller".encode())
    assert decoded.text.endswith("Müller")
    assert (decoded.encoding, decoded.ignored) == ("utf-8", "ISO8859_1")
    assert decode(b"% Encoding: ISO8859_1\nMuller").ignored == ""


@pytest.mark.parametrize(
    "named", ["base64", "rot13", "utf-7", "unicode_escape", "idna", "x", "cp037"]
)
def test_what_is_no_encoding_of_texts_is_not_honoured(named: str) -> None:
    decoded = decode(f"% Encoding: {named}\nM+APw-ller \\u0041 \xfc".encode("latin-1"))
    assert decoded.text.endswith("M+APw-ller \\u0041 ü")
    assert (decoded.guessed, decoded.ignored) == (True, named)


def test_what_does_not_fit_its_declared_encoding_is_read_as_if_it_declared_none() -> None:
    head = '<?xml version="1.0" encoding="Shift_JIS"?><a>'
    assert decode(f"{head}Müller – x".encode()).text == f"{head}Müller – x"
    assert decode(f"{head}Müller – x".encode()).ignored == "Shift_JIS"
    guessed = decode(f"{head}M".encode() + b"\xfc\xff")
    assert (guessed.text[-3:], guessed.guessed) == ("Müÿ", True)


def test_a_declaration_counts_only_at_the_beginning_and_in_a_comment() -> None:
    assert encoding_of(b"Encoding: koi8-r") == ("", "")
    assert encoding_of(b"x\n" * 4000 + b"% Encoding: koi8-r") == ("", "")
    assert encoding_of(b'see <?xml encoding="koi8-r"?>') == ("", "")


def test_of_a_mixed_file_the_good_lines_stay_good() -> None:
    lines = ["Chiò", "Müller and Muñoz", "Zoë – “x”", "Ångström"]
    data = b"\n".join(line.encode("cp1252" if n == 1 else "utf-8") for n, line in enumerate(lines))
    decoded = decode(data)
    assert decoded.text.split("\n") == lines
    assert (decoded.odd_lines, decoded.guessed) == ((2,), False)
    batch = bibkit.read(b"@book{a,title={Chi\xc3\xb2 and M\xfcller}}", "bibtex")
    assert batch[0].text("title") == "Chiò and Müller"
    assert [(p.code, p.span and p.span.line) for p in batch.problems] == [("encoding", 1)]
    assert "line 1" in batch.problems[0].message


def test_utf_8_by_accident_does_not_make_a_windows_1252_file_mixed() -> None:
    text = "«CAFÉ»\n" + "Müller, Chiò, Muñoz – “x”\n" * 20
    assert decode(text.encode("cp1252")).text == text


def test_the_bytes_that_windows_1252_leaves_undefined_are_replaced_but_kept() -> None:
    data = b"@book{a,title={M\xfcller \x81}}\n@book{b,title={x}}"
    decoded = decode(data)
    assert "Müller \ufffd" in decoded.text
    assert decoded.encode(decoded.text) == data
    assert decoded.encode(decoded.text.replace("{x}", "{ü}")) == data[:-4] + b"{\xfc}}"


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8"]
)
def test_what_is_not_changed_is_encoded_as_it_stood(encoding: str) -> None:
    data = "@book{a,title={Mü\x1bller}}\r\n".encode(encoding)
    decoded = decode(data)
    assert "\x1b" not in decoded.text
    assert decoded.encode(decoded.text) == data


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1b" * 100, b"\x0c\n"])
def test_nothing_is_empty_text(data: bytes) -> None:
    assert decode(data).text.strip() == ""
    assert [p.code for p in bibkit.read(data).problems if p.code == "empty"] == ["empty"]


def test_utf_16_with_a_byte_too_few_is_damaged() -> None:
    with pytest.raises(UnreadableInput, match="damaged"):
        decode("@book{a}".encode("utf-16")[:-1])


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_come_back(data: bytes) -> None:
    try:
        decoded = decode(data)
    except UnreadableInput:
        return
    assert clean(decoded.text).text == decoded.text
    bom = data.startswith(codecs.BOM_UTF8) or decoded.encoding in ("utf-16", "utf-32")
    if not bom and not data.startswith(b"\xef\xbb\xbf"):
        assert decoded.encode(decoded.text) == data


# --- control characters ---------------------------------------------------------------------------


def test_control_characters_are_taken_out_and_counted() -> None:
    cleaned = clean("ab\n\x00c\x1b[31m\x07\u202ed\u2066e\ufeff\ufffe")
    assert cleaned.text == "ab\nc[31mde"
    assert sum(cleaned.removed.values()) == 7
    assert cleaned.line == 2


def test_what_is_spelling_stays() -> None:
    text = "می\u200cشود क्\u200dष a\u200eb\u200f\u061c ខ\u200bម so\u00adil\tx\r\ny"
    assert clean(text).text is text


def test_c1_controls_are_the_characters_of_windows_1252_as_in_html() -> None:
    assert clean("don\x92t \x96 \x80\x81").text == "don’t – €"


def test_a_form_feed_ends_a_line_and_a_vertical_tab_parts_words() -> None:
    assert clean("a\x0cb\n\x0cc\x0c\nd\x0c").text == "a\nb\nc\nd"
    assert clean("a\x0bb\x1fc").text == "a b c"


def test_byte_order_marks_count_only_where_files_were_joined() -> None:
    assert clean("\ufeff\ufeffa").removed == {}
    cleaned = clean("\ufeffa\n\ufeffb")
    assert (cleaned.text, cleaned.removed, cleaned.line) == ("a\nb", {"\ufeff": 1}, 2)


def test_in_markup_so_are_references_to_control_characters() -> None:
    text = "<a>x&#27;&#x1B;&#x202e;&#8238;&#0146;&#10;&#x9;&#x2013;&amp;#27;</a>"
    cleaned = clean(text)
    assert cleaned.text == "<a>x’&#10;&#x9;&#x2013;&amp;#27;</a>"
    assert cleaned.removed == {"\x1b": 2, "\u202e": 2, "\x92": 1}
    assert clean("not <a>: &#27;").text == "not <a>: &#27;"


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0x202E, 0x2069, 0xFEFF])
def test_every_reference_is_known_by_its_number_in_either_form(code: int) -> None:
    forms = [f"&#{code};", f"&#x{code:x};", f"&#x00{code:X};", f"&#0{code};"]
    stays = code in (9, 10, 13)
    for form in forms:
        assert (clean(f"<a>{form}</a>").removed == {}) == stays
    for other in (code + 100_000, code * 10_000 + 70_000):
        assert clean(f"<a>&#{other};</a>").removed == {}


JATS = """<article><front><article-meta><title-group><article-title>So\x1bi&#x202e;l</article-title>\
</title-group></article-meta></front></article>"""


def test_the_reader_of_every_format_is_given_clean_text() -> None:
    for text, name in (
        ("@book{a,title={So\x1bi\u202el}}", "bibtex"),
        ('[{"id":"a","type":"book","title":"So\x1bi\u202el"}]', "csl-json"),
        ("Chio A. So\x1bi\u202el. Chest. 2017;12:1-4.", "text"),
        (JATS, "jats"),
    ):
        for source in (text, text.encode()):
            batch = bibkit.read(source, name)
            assert batch[0].text("title") == "Soil"
            (problem,) = [p for p in batch.problems if p.code == "control-characters"]
            assert (problem.ref, problem.span and problem.span.line) == ("", 1)
            assert "U+202E (right-to-left override) once" in problem.message


def test_nothing_is_said_of_a_clean_text() -> None:
    assert bibkit.read("@book{a,title={Soil – “x”}}").problems == ()


@pytest.mark.parametrize("junk", ["\x1b", "\u202e", "\x0c", "\x92", "\x00a"])
def test_a_million_control_characters_take_no_time(junk: str) -> None:
    begun = time.process_time()
    assert sum(clean(junk * 1_000_000).removed.values()) == 1_000_000
    assert time.process_time() - begun < 3


def test_a_large_text_is_looked_through_at_once() -> None:
    for text in ("A view of things.\n" * 1_000_000, "A view – things.\n" * 1_000_000):
        begun = time.process_time()
        assert clean(text).text is text
        assert time.process_time() - begun < 0.5


# --- a changed file -------------------------------------------------------------------------------

BIB = b"""% mine \x07
@book{a, title = {So\x1bil}, year = 2001}
@string{x = "\x7f"}
@book{b, title = {Worm\xe2\x80\xae}, year = 2002} % \xfc
@book{c, title = {Chi\xc3\xb2}, year = 2003}
"""


def test_in_a_changed_file_what_did_not_change_stays_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes(BIB)
    source, batch = bibkit.read_file(path), bibkit.read(path)
    changed = [batch[0], batch[1].replace(publisher="Müller"), batch[2]]
    text = bibkit.edit(source.text, batch, changed, "bibtex")
    new = "@book{b, title = {Worm}, year = 2002, publisher = {Müller}} % ü\n".encode()
    lines = BIB.splitlines(keepends=True)
    assert source.encode(text) == b"".join([*lines[:3], new, *lines[4:]])
    assert bibkit.read(text)[0].source == batch[0].source


def test_an_entry_that_moved_is_still_the_same() -> None:
    source = decode(BIB)
    lines = source.text.splitlines(keepends=True)
    raw = BIB.splitlines(keepends=True)
    assert source.encode("".join(lines[:1] + lines[:0:-1])) == b"".join(raw[:1] + raw[:0:-1])


def test_a_text_that_is_no_file_is_put_back_too() -> None:
    text = BIB.decode("latin-1")
    source = as_decoded(text)
    assert source.restored(source.text) == text
    changed = source.restored(source.text.replace("2001", "2000"))
    assert changed == text.replace("So\x1bil", "Soil").replace("2001", "2000")


def test_ten_thousand_odd_entries_are_put_back_in_linear_time() -> None:
    data = b"".join(b"@book{k%d, title = {So\x1bil}}\n" % n for n in range(20_000))
    source = decode(data)
    begun = time.process_time()
    assert source.encode(source.text.replace("k7,", "k,")).count(b"\x1b") == 19_999
    assert time.process_time() - begun < 2
