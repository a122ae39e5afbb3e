from __future__ import annotations

import pytest

from bibkit.errors import UnreadableInput
from bibkit.text import collapse, decode, fold, lines_of, printable

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
