"""Records of EndNote XML for tests: made, read and written."""

from __future__ import annotations

from typing import Any

from lxml import etree

import bibkit
from bibkit import Reference


def file_of(*records: str) -> str:
    inner = "".join(f"<record>{record}</record>" for record in records)
    return f'<?xml version="1.0" encoding="UTF-8" ?><xml><records>{inner}</records></xml>'


def read_one(fields: str, type_: str = "Journal Article") -> Reference:
    """The one reference of a record that is read without problems."""
    batch = bibkit.read(file_of(f'<ref-type name="{type_}">0</ref-type>{fields}'), "endnote")
    assert batch.problems == ()
    return batch[0]


def write_one(reference: Reference) -> Any:
    return etree.fromstring(bibkit.write([reference], "endnote").encode())


def texts_of(root: Any, path: str) -> list[str]:
    return ["".join(one.itertext()) for one in root.iterfind(f".//{path}")]


def styled(text: str, face: str = "normal") -> str:
    return f'<style face="{face}" font="default" size="100%">{text}</style>'
