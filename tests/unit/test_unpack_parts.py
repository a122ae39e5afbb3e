"""Input part by part, packed or not: the same as at once."""

from __future__ import annotations

import gzip
import io
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from packed import BIB, PACK, streamed, zipped

import bibkit
from bibkit.door import open_text, problems_of
from bibkit.errors import InputError, UnreadableInput
from bibkit.text import decode
from bibkit.unpack import PART, Unpacker

LONG = "".join(f"TI  - A view of thing {n} – Müller, “x”, 模糊 🐛\r\n" for n in range(20_000))


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_a_long_text_is_the_same_part_by_part(encoding: str, ends: str) -> None:
    text = LONG.replace("\r\n", ends)
    data = text.encode(encoding)
    assert len(data) > 4 * PART
    assert streamed(data) == text == decode(data).text
    with open_text(io.BytesIO(data)) as file:
        assert sum(1 for _ in file) == 20_000


@pytest.mark.parametrize("encoding", ["gb18030", "cp932", "iso2022_jp", "iso8859-5"])
def test_a_declared_encoding_is_honoured_part_by_part(encoding: str) -> None:
    letters = "почва" if encoding == "iso8859-5" else "医学"
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + f"<a>{letters}</a>\n" * 60_000
    assert streamed(text.encode(encoding)) == text == decode(text.encode(encoding)).text


def test_what_turns_out_not_to_be_what_it_says_raises() -> None:
    text = '<?xml version="1.0" encoding="shift_jis"?>\n' + "<a/>\n" * 60_000
    with pytest.raises(UnreadableInput, match="CP932"):
        streamed(text.encode() + b"\x81 ")
    with pytest.raises(UnreadableInput, match="UTF-16"):
        streamed(LONG.encode("utf-16")[:-1])


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_odd_bytes_and_control_characters_are_the_same_part_by_part(step: int) -> None:
    lines = [f"Line {n} – “x” \ufeff Müller".encode() for n in range(30_000)]
    for n in range(20_000, 20_000 + 40 * step, step):
        lines[n % 30_000] = b"M\xfcller \x1b \x0c"
    data = b"\xef\xbb\xbf" * (step == 7) + b"\n".join(lines)
    whole = decode(data)
    with open_text(io.BytesIO(data)) as file:
        assert file.read() == whole.text
    assert list(file.problems) == problems_of(whole)
    assert [problem.code for problem in file.problems] == ["encoding", "control-characters"]


@pytest.mark.parametrize("declared", ["UTF-8", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("letters", ["a", "ü – ò", "ü – ò\udcfc", "\udcfc"])
def test_what_a_text_says_it_is_in_is_judged_the_same_part_by_part(
    declared: str, letters: str
) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<a>{letters}</a>\n'
    data = text.encode("utf-8", "surrogateescape")
    with open_text(io.BytesIO(data)) as file:
        assert file.read() == decode(data).text
    assert list(file.problems) == problems_of(decode(data))


def test_windows_1252_is_known_part_by_part() -> None:
    with open_text(io.BytesIO(b"plain\n" * 100_000 + b"M\xfcller\n" * 100_000)) as file:
        assert set(file) == {"plain\n", "Müller\n"}
    assert [problem.message[:21] for problem in file.problems] == ["The text is not UTF-8"]


@pytest.mark.parametrize("line", ["ü" * 3_000_000, "a" * 3_000_000, "🐛" * 1_500_000, "x" * PART])
def test_a_line_may_be_longer_than_a_part(line: str) -> None:
    assert streamed(line.encode()) == line
    assert streamed(f"{line}\n{line}".encode()) == f"{line}\n{line}"


@given(st.text(max_size=60), st.integers(1, 5))
def test_any_text_is_the_same_part_by_part(text: str, size: int) -> None:
    data = text.encode("utf-8", "replace")

    class Pipe(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            return super().read(size)

    try:
        expected = decode(data).text
    except UnreadableInput:
        return
    with open_text(Pipe(data)) as file:
        assert file.read() == expected


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7", "PDF"),
        (bytes(range(256)) * 9, "binary"),
        (zipped(("a.bib", BIB), ("b.bib", BIB)), "part by part"),
        (zipped(("word/document.xml", "<a/>")), "part by part"),
        (b"PK\x03\x04" + b"x" * 99, "damaged"),
    ],
)
def test_what_is_refused_is_refused_on_opening(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "refs"
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match=says), open_text(path):
        pytest.fail("it was opened")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "no.bib", "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(InputError, match=says), open_text(path):
            pytest.fail("it was opened")


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0), zipped(("a.bib", b""))]
)
def test_nothing_is_nothing(data: bytes) -> None:
    assert streamed(data) == ""
    assert [problem.code for problem in bibkit.read(data).problems] == ["empty"]


def test_a_file_of_the_caller_stays_open() -> None:
    file = io.BytesIO(b"soil")
    with open_text(file) as text:
        assert text.readline() == "soil"
    assert not file.closed
    assert text.closed


def test_a_zip_file_in_a_pipe_is_refused() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(UnreadableInput, match="pipe"), open_text(Pipe(zipped(("a.bib", BIB)))):
        pytest.fail("it was opened")


@pytest.mark.parametrize("suffix", ["", "gz", "zip"])
def test_memory_does_not_grow_with_the_file(suffix: str) -> None:
    data = (LONG * 30).encode()
    if suffix:
        # Not so alike that it is a bomb.
        data = PACK["gz"](data) if suffix == "gz" else zipped(("a.nbib", data))
    tracemalloc.start()
    with open_text(io.BytesIO(data)) as file:
        for _ in file:
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_stream_is_read_at_a_hundred_megabytes_a_second_or_nearly() -> None:
    data = LONG.encode() * 10
    begun = time.process_time()
    with open_text(io.BytesIO(data)) as file:
        for _ in file:
            pass
    # A fifth of that, for slow machines.
    assert time.process_time() - begun < len(data) / 20_000_000


def test_what_an_unpacker_gives_is_of_bounded_size() -> None:
    packed = io.BytesIO(gzip.compress(LONG.encode() * 2))
    assert max(map(len, Unpacker(packed.read, "gzip"))) <= PART
