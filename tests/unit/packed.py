"""Packed files for tests."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable

from bibkit.door import open_text

BIB = "@book{soil,\n  title = {Soil – Müller},\n}\n"
WORM = "@book{worm,\n  title = {Worm},\n}\n"
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}


def zipped(*files: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def streamed(data: bytes) -> str:
    with open_text(io.BytesIO(data)) as file:
        return file.read()
