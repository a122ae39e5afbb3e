"""Makes the translator: python -m bibkit.zotero.translator.generate

Run it after each change of the grammar (`make translator`); a test says when it was forgotten.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from bibkit.zotero.translator import FILE, LABEL
from bibkit.zotero.translator.importing import HEAD
from bibkit.zotero.translator.inference import Known
from bibkit.zotero.translator.modules import Module, closure
from bibkit.zotero.translator.patterns import source_of
from bibkit.zotero.translator.statements import module_code

__all__ = ["translator"]

_HERE = Path(__file__).parent
#: What the prelude has in its own way.
_GIVEN = frozenset(
    {
        "bibkit.citekeys.base_key",
        "bibkit.citekeys.with_keys",
        "bibkit.formats.zotero.items._notes",
        "bibkit.formats.zotero.items._tags",
    }
)
# The types that the grammar gives.
_TYPES = """
    article article-journal book chapter dataset document paper-conference patent report software
    thesis webpage
"""
_TABLES = {"bibkit.formats.zotero.fields.ITEMS": _TYPES.split(), "bibkit.vocab.VARIABLES": []}
# What Zotero reads of a translator before it runs it. Other import translators come first.
_HEADER = {
    "translatorID": "7d2a3f0c-5b8e-4c61-9d1f-0e6b4a9c7352",
    "label": LABEL,
    "creator": "bibkit",
    "target": "txt",
    "minVersion": "7.0",
    "maxVersion": "",
    "priority": 320,
    "inRepository": False,
    "translatorType": 1,
    "browserSupport": "gcsibv",
    "lastUpdated": "2026-11-23 12:00:00",
}


def translator() -> str:
    """The text of the translator."""
    roots = ("is_list", "items_of")
    modules, attributes = closure(
        "bibkit.zotero.translator.importing", roots, _GIVEN, _TABLES
    )  # fmt: skip
    known = Known()
    for module in modules:
        known.add(module)
    by_name = {module.name: module for module in modules}
    known.parts.update(_parts(modules))
    lines: list[str] = []
    for module in modules:
        lines += module_code(module, known, by_name, attributes)
    door = _part("door").replace("HEAD", str(HEAD))
    header = json.dumps(_HEADER, indent="\t")
    named = _used(known.parts, "\n".join(lines))
    return "\n".join([header, "", door, _part("prelude"), *named, *lines, _part("end")])


def _parts(modules: list[Module]) -> dict[str, str]:
    """The texts that several patterns are put together from, as JavaScript's, by their names."""
    found: dict[str, str] = {}
    for module in modules:
        for own, node in sorted(module.statements.items(), key=lambda item: item[1].lineno):
            text, name = module.value(own), f"part.{own.strip('_')}"
            if not isinstance(text, str) or name in found or not isinstance(node, ast.Assign):
                continue
            try:
                pattern = re.compile(text)
            except re.error:
                continue
            source = source_of(pattern, found)
            # A short one reads as well where it is used.
            if len(source) > 30 and re.search(r"[\[(\\]", source):
                found[name] = source
    return found


def _used(parts: dict[str, str], text: str) -> list[str]:
    """The parts that are used, each before those that use it."""
    lines: list[str] = []
    for name, source in reversed(parts.items()):
        if f"${{{name}}}" in text:
            lines.insert(0, f"{name} = String.raw`{source}`;")
            text += source
    return ["// --- parts of patterns ---", "", "const part = {};", *lines, ""]


def _part(name: str) -> str:
    return (_HERE / f"{name}.js").read_text("utf-8")


if __name__ == "__main__":
    text = translator()
    FILE.write_text(text, "utf-8", newline="\n")
    print(f"{FILE.name}: {len(text.encode()) // 1000} kB")
