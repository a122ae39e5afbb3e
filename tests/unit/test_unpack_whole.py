"""Packed input: what it is, what is damaged, what is refused."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import struct
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from packed import BIB, PACK, WORM, streamed, zipped

import bibkit
from bibkit.door import open_text
from bibkit.errors import InputError, UnreadableInput
from bibkit.unpack import inner_name, packing_of, unpack

# --- told by content ------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", PACK)
def test_a_packed_file_is_read_as_what_is_in_it(suffix: str, tmp_path: Path) -> None:
    data = PACK[suffix](BIB.encode())
    for name in (f"refs.bib.{suffix}", "refs", "refs.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        batch = bibkit.read(path)
        assert [one.text("title") for one in batch] == ["Soil – Müller"]
        assert batch.problems == ()
        with open_text(path) as file:
            assert file.read() == BIB
    assert bibkit.read(data)[0].id == "soil"
    assert bibkit.read(io.BytesIO(data), "bibtex")[0].id == "soil"


def test_the_suffix_within_tells_the_format_where_the_text_does_not(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib.gz"
    path.write_bytes(gzip.compress(b"% nothing @ here yet\n"))
    assert [problem.code for problem in bibkit.read(path).problems] == ["comment"]
    assert inner_name("a.tar.GZ") == "a.tar"
    assert inner_name("../refs.bib.xz") == "../refs.bib"


def test_a_text_that_begins_like_a_packed_file_is_none() -> None:
    for text in ("BZh9 is no name.", "PK. Smith", "\x1f", ""):
        assert packing_of(text.encode()) == ""
    assert packing_of(bz2.compress(b"")) == "bz2"


@pytest.mark.parametrize("suffix", PACK)
def test_several_packed_streams_are_one_file(suffix: str) -> None:
    data = PACK[suffix](BIB.encode()) + PACK[suffix](b"") + PACK[suffix](WORM.encode())
    assert [one.id for one in bibkit.read(data)] == ["soil", "worm"]
    assert streamed(data) == BIB + WORM


# --- damage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", PACK)
def test_what_is_cut_off_is_never_read_in_part(suffix: str) -> None:
    whole = PACK[suffix](BIB.encode() * 50)
    for length in range(12, len(whole)):
        for read in (bibkit.read, streamed):
            with pytest.raises(UnreadableInput, match=r"cut off|damaged"):
                read(whole[:length])


@pytest.mark.parametrize("suffix", PACK)
def test_bytes_behind_the_packed_data_are_left_out_and_said(suffix: str) -> None:
    data = PACK[suffix](BIB.encode()) + b"garbage behind"
    batch = bibkit.read(data)
    assert [one.id for one in batch] == ["soil"]
    assert [problem.message[:8] for problem in batch.problems] == ["14 bytes"]
    with open_text(io.BytesIO(data)) as file:
        assert file.read() == BIB
    assert [problem.code for problem in file.problems] == ["packed"]
    assert bibkit.read(PACK[suffix](BIB.encode()) + bytes(100_000)).problems == ()


@pytest.mark.parametrize("suffix", PACK)
def test_a_changed_byte_is_damage(suffix: str) -> None:
    whole = PACK[suffix](BIB.encode() * 50)
    data = bytearray(whole)
    data[len(data) // 2] ^= 0xFF
    for read in (bibkit.read, streamed):
        with pytest.raises(UnreadableInput, match=r"damaged|cut off"):
            read(bytes(data))


@settings(max_examples=200)
@given(st.sampled_from(sorted(PACK)), st.data())
def test_damage_anywhere_is_an_error_of_ours_or_nothing(suffix: str, data: st.DataObject) -> None:
    packed = bytearray(PACK[suffix](BIB.encode()))
    packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    for read in (bibkit.read, streamed):
        with contextlib.suppress(InputError):
            read(bytes(packed))


@settings(max_examples=200)
@given(st.data())
def test_damage_anywhere_in_a_zip_file_is_an_error_of_ours_or_nothing(data: st.DataObject) -> None:
    packed = bytearray(zipped(("refs.bib", BIB), ("more/worm.bib", WORM)))
    for _ in range(data.draw(st.integers(1, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    for read in (bibkit.read, streamed):
        with contextlib.suppress(InputError):
            read(bytes(packed))


# --- bombs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [*PACK, "zip"])
def test_a_bomb_is_refused_before_it_is_unpacked(suffix: str) -> None:
    contents = b"@book{a}" + b" " * 60_000_000
    data = zipped(("refs.bib", contents)) if suffix == "zip" else PACK[suffix](contents)
    assert len(data) < 100_000
    for read in (bibkit.read, streamed):
        tracemalloc.start()
        with pytest.raises(UnreadableInput, match="200 times its size"):
            read(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 40_000_000


def test_a_zip_file_that_lies_about_its_sizes_is_no_way_round() -> None:
    data = zipped(("refs.bib", b" " * 30_000_000))
    lying = data.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 7))
    assert lying != data
    for read in (bibkit.read, streamed):
        with pytest.raises(UnreadableInput, match=r"damaged|200 times"):
            read(lying)


def test_many_files_of_one_zip_file_count_together() -> None:
    data = zipped(*((f"{n}.bib", b" " * 2_000_000) for n in range(20)))
    with pytest.raises(UnreadableInput, match="200 times its size"):
        bibkit.read(data)


def test_a_small_file_of_one_line_that_stands_often_is_no_bomb() -> None:
    lines = b"1. Mathis S. A view. Chest. 2017;1:2-4.\n" * 200
    assert len(gzip.compress(lines)) * 50 < len(lines)
    assert len(bibkit.read(gzip.compress(lines))) == 200


def test_no_more_is_unpacked_than_is_read_at_all() -> None:
    with pytest.raises(UnreadableInput, match="more than 1 MB"):
        unpack(gzip.compress(b"ab" * 1_000_000), limit=1_000_000)
    with pytest.raises(UnreadableInput, match="more than 1 MB"):
        unpack(zipped(("a", b"a" * 600_000), ("b", b"b" * 600_000)), limit=1_000_000)


def test_a_dictionary_that_fills_the_memory_is_refused() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 29}]
    data = lzma.compress(b"x", filters=filters)
    with pytest.raises(UnreadableInput, match=r"damaged: .*emory"):
        bibkit.read(data)


def test_what_is_packed_twice_is_refused() -> None:
    for twice in (gzip.compress(gzip.compress(b"a")), bz2.compress(zipped(("a.bib", BIB)))):
        for read in (bibkit.read, streamed):
            with pytest.raises(UnreadableInput, match=r"packed file|zip"):
                read(twice)


# --- zip ------------------------------------------------------------------------------------------


def test_every_file_of_a_zip_file_is_read_in_order(tmp_path: Path) -> None:
    air = '[{"id": "air", "type": "book", "title": "Air"}]'
    data = zipped(
        ("refs/", b""),
        ("refs/soil.bib", BIB),
        ("__MACOSX/refs/._soil.bib", b"\0\5\26\7"),
        ("refs/.DS_Store", b"\0\0\0\1Bud1"),
        ("refs/air.json", air),
        ("refs/paper.pdf", b"%PDF-1.7"),
        ("refs/main.py", b"print('x')"),
        ("refs/worm.bib", WORM + BIB),
    )
    batch = bibkit.read(data)
    assert [one.id for one in batch] == ["soil", "air", "worm", "soila"]
    passed = [problem for problem in batch.problems if problem.code == "passed-over"]
    assert [problem.message.split("'")[1] for problem in passed] == [
        "refs/paper.pdf",
        "refs/main.py",
    ]
    assert [problem.code for problem in batch.problems if problem.ref == "soila"] == [
        "duplicate-key"
    ]
    assert len(batch.problems) == 3


def test_problems_of_a_file_in_a_zip_file_say_which(tmp_path: Path) -> None:
    bad = "@book{a, title = {x}}\n@book{b, title = {So\x1bil}\n"
    batch = bibkit.read(zipped(("one.bib", BIB), ("two.bib", bad)))
    said = [problem.message for problem in batch.problems if not problem.ref]
    assert len(said) == 2
    assert all(message.startswith("two.bib: ") for message in said)


def test_a_zip_file_of_one_file_is_that_file() -> None:
    data = zipped(("../../etc/refs.txt", "1. Mathis S. A view. Chest. 2017;1:2-4."))
    assert bibkit.read(data)[0].text("title") == "A view"
    assert streamed(data).startswith("1. Mathis")


@pytest.mark.parametrize(
    "name", ["../../evil.bib", "/etc/evil.bib", "C:\\evil.bib", "a\x1b[31m.bib"]
)
def test_names_in_a_zip_file_are_names_only(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert len(bibkit.read(zipped((name, BIB), ("ok.bib", WORM)))) == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_encrypted_zip_file_is_refused_with_advice() -> None:
    data = bytearray(zipped(("refs.bib", BIB)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    for read in (bibkit.read, streamed):
        with pytest.raises(UnreadableInput, match=r"encrypted. Unpack it with its password"):
            read(bytes(data))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped(), "no file"),
        (zipped(("a/", b""), ("__MACOSX/x", b"")), "no file"),
        (zipped(("a.bib", BIB), method=zipfile.ZIP_LZMA), "method"),
        (zipped(*((f"{n}.bib", b"") for n in range(1001))), "1001 files"),
        (zipped(("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>")), "office file"),
        (zipped(("mimetype", b"application/epub+zip"), ("x.xhtml", b"<a/>")), "e-book"),
        (zipped(("a.pdf", b"%PDF-1"), ("b.gz", gzip.compress(b"a"))), "No file in this zip file"),
        (zipped(("a.bib", BIB))[:-30], "cannot be opened|damaged"),
    ],
)
def test_what_of_zip_files_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableInput, match=says):
        bibkit.read(data)


def test_a_broken_file_does_not_keep_the_others_of_a_zip_file_from_being_read() -> None:
    batch = bibkit.read(zipped(("a.json", "{ no json"), ("b.bib", BIB)))
    assert [one.id for one in batch] == ["soil"]
    assert "a.json" in batch.problems[0].message


# --- in place -------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", PACK)
def test_a_packed_file_is_packed_again_when_it_is_changed(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"refs.bib.{suffix}"
    path.write_bytes(PACK[suffix]((BIB + "% \x1b\n").encode()))
    source, batch = bibkit.read_file(path), bibkit.read(path)
    text = bibkit.edit(source.text, batch, [batch[0].replace(publisher="Worm")], "bibtex")
    path.write_bytes(source.encode(text))
    assert bibkit.read(path)[0].text("publisher") == "Worm"
    assert "publisher" in unpack(path.read_bytes())[0].data.decode()


def test_a_zip_file_is_not_changed_in_place(tmp_path: Path) -> None:
    path = tmp_path / "refs.zip"
    path.write_bytes(zipped(("refs.bib", BIB)))
    with pytest.raises(UnreadableInput, match="zip"):
        bibkit.read_file(path)
