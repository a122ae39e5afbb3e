"""The Zotero plugin as one file, for `bibkit zotero plugin`.

An .xpi is a zip archive with `manifest.json` at its root. The files of `plugin/` go in as they are;
the manifest gets bibkit's version, and the import translator goes along, so that the plugin can read
a list where no `bibkit serve` runs. The same files give the same bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from bibkit import __version__
from bibkit.errors import OutputError
from bibkit.places import write_whole
from bibkit.zotero.translator import FILE

__all__ = ["PLUGIN_ID", "build", "files", "write"]

#: What Zotero knows the plugin by.
PLUGIN_ID = "bibkit@bibkit.app"

_HERE = Path(__file__).resolve().parent
_SUFFIXES = frozenset({".css", ".ftl", ".js", ".json", ".svg", ".xhtml"})
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip archive can hold


def files() -> dict[str, bytes]:
    """What the plugin consists of, by path within it.

    >>> sorted(files())[:2]
    ['bootstrap.js', 'content/asking.js']
    >>> json.loads(files()["manifest.json"])["version"] == __version__
    True
    """
    folder = _HERE / "plugin"
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in _SUFFIXES and not path.name.startswith(".")
    }
    found["manifest.json"] = _manifest(found["manifest.json"])
    translator = _HERE / "translator" / FILE.name
    if translator.is_file():
        found[f"translator/{FILE.name}"] = translator.read_bytes()
    return found


def build(contents: Mapping[str, bytes] | None = None) -> bytes:
    """The plugin as an archive.

    Args:
        contents: what goes in, by path; `files()` where it is left out.

    >>> build({"a": b"1", "b": b"2"}) == build({"b": b"2", "a": b"1"})
    True
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in sorted((files() if contents is None else contents).items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=9)
    return target.getvalue()


def write(path: Path) -> None:
    """Write the plugin to a file, whole or not at all.

    Raises:
        OutputError: it cannot be written there.
    """
    data = build()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {error.strerror or error}.") from error


def _manifest(source: bytes) -> bytes:
    """The manifest with bibkit's version.

    `update_url` has to be there or Zotero refuses the plugin; the reserved name ".invalid" resolves
    nowhere (RFC 2606), so that Zotero asks nobody for updates.
    """
    manifest = json.loads(source)
    manifest["version"] = __version__
    return (json.dumps(manifest, indent="\t", ensure_ascii=False) + "\n").encode("utf-8")
