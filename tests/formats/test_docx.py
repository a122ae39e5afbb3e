"""Word documents are read by their paragraphs."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest

import bibkit
from bibkit import docx
from bibkit.errors import BibkitError, UnreadableInput

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _document(body: str, name: str = "word/document.xml") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            name, f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>'
        )
    return file.getvalue()


def _p(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def test_a_manuscript(tmp_path: Path) -> None:
    body = (
        _p("A manuscript of 2020.")
        + _p("References")
        + _p("Chio A, Doe J. ", "One thing", ". Lancet. 2001;357:1-9.")
        + "<w:p><w:hyperlink><w:r><w:t>Roe R. Two things.</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>Chest. "
        "2002;1:2</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del><w:r><w:noBreakHyphen/><w:t>9.</w:t></w:r></w:p>"
    )
    page = tmp_path / "paper.docx"
    page.write_bytes(_document(body))
    batch = bibkit.read(page)
    assert [reference.id for reference in batch] == ["chio2001one", "roe2002two"]
    assert batch[1].text("page") == "2-9"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04broken", "cannot be opened"),
        (_document("", "xl/workbook.xml"), "zip or office file"),
        (_document("<w:p>")[:-30], "cannot be opened"),
    ],
)
def test_what_is_no_document(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableInput, match=says):
        bibkit.read(data)


def test_a_byte_that_went_wrong_is_never_a_crash() -> None:
    good = _document(_p("Chio A, Doe J. One thing. Lancet. 2001;357:1-9."))
    for place in range(4, len(good)):
        damaged = good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :]
        with contextlib.suppress(BibkitError):
            bibkit.read(damaged)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "MAX_UNPACKED", 1000)
    with pytest.raises(UnreadableInput, match="more than can be"):
        bibkit.read(_document(_p("x" * 2000)))
