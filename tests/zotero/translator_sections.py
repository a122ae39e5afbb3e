"""Fixtures of the translator: a list, and the items that Zotero must get from it.

A file is `#` lines, then INPUT and ITEMS, each alone on a line. An item is a block of `field: value`
lines, all of its fields and no others. Creators are `kind Family, Given` with `;` between them, a name
of one field in {braces}; ` | ` stands between the lines of `extra` and the paragraphs of a note. Of
the child note only what it says beside the printed reference is here, as `check`.

Run this file with a list to see what the translator makes of it:
python tests/zotero/translator_sections.py LIST
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path
from typing import Any

Row = dict[str, str]


def load(path: Path) -> tuple[str, list[Row]]:
    """The list of a fixture, and the items expected."""
    text = path.read_text("utf-8")
    _, _, rest = text.partition("INPUT\n")
    listed, mark, items = rest.partition("\nITEMS\n")
    assert mark, f"{path.name}: no section ITEMS"
    blocks = [block.strip() for block in items.split("\n\n") if block.strip()]
    return listed, [dict(_pair(line) for line in block.split("\n")) for block in blocks]


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def dump(item: dict[str, Any]) -> Row:
    """An item as a block of a fixture."""
    rows = {"type": item["itemType"]}
    names = [_creator(one) for one in item.get("creators", ())]
    if names:
        rows["creators"] = "; ".join(names)
    for field, value in item.items():
        if field == "note":
            rows["note"] = " | ".join(paragraphs(value))
        elif isinstance(value, str) and field not in ("id", "itemType"):
            rows[field] = " | ".join(value.split("\n"))
    if item.get("tags"):
        rows["tags"] = ", ".join(item["tags"])
    for one in item.get("notes", ()):
        said = [text for text in paragraphs(one["note"]) if text.startswith("Check: ")]
        if said:
            rows["check"] = " | ".join(text.removeprefix("Check: ") for text in said)
    return rows


def _creator(one: dict[str, Any]) -> str:
    alone = one.get("fieldMode") == 1
    name = f"{{{one['lastName']}}}" if alone else f"{one['lastName']}, {one['firstName']}"
    return f"{one['creatorType']} {name}"


def paragraphs(note: str) -> list[str]:
    """The paragraphs of a note as plain text."""
    assert re.fullmatch(r"(?:<(p|h1)>[^<>]*</\1>)*", note), note
    return [html.unescape(text) for text in re.findall(r">([^<>]+)<", note)]


if __name__ == "__main__":
    from bibkit.zotero.translator.importing import items_of

    made = items_of(Path(sys.argv[1]).read_text("utf-8"))
    print("\n\n".join("\n".join(f"{k}: {v}" for k, v in dump(item).items()) for item in made))
