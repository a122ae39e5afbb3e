"""The Zotero plugin: its archive, and its JavaScript under node with a Zotero that is played."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "faces"))

from running import bibkit

from bibkit import __version__
from bibkit.zotero import xpi

PLUGIN = Path(xpi.__file__).parent / "plugin"
SCRIPTS = Path(__file__).parent / "plugin"

OWN = {
    "bootstrap.js",
    "manifest.json",
    "prefs.js",
    "content/asking.js",
    "content/client.js",
    "content/enriching.js",
    "content/icon.svg",
    "content/importing.js",
    "content/menu.svg",
    "content/menus.js",
    "content/preferences.css",
    "content/preferences.js",
    "content/preferences.xhtml",
    "content/retractions.js",
    "content/sources.js",
    "content/window.css",
    "content/window.js",
    "content/window.xhtml",
    "content/windows.js",
    "content/writing.js",
    "locale/en-US/bibkit.ftl",
}
TRANSLATOR = "translator/NCBI Reference List.js"


def _node() -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the plugin's JavaScript is not run")
    return node


def test_the_archive_holds_the_plugin_and_nothing_else() -> None:
    data = xpi.build()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        for name in OWN - {"manifest.json"}:
            assert archive.read(name) == (PLUGIN / name).read_bytes()
    assert set(names) - {TRANSLATOR} == OWN
    assert names == sorted(names)
    assert len(data) < 100_000


def test_the_same_files_make_the_same_bytes(tmp_path: Path) -> None:
    copy = tmp_path / "copy.xpi"
    xpi.write(copy)
    assert copy.read_bytes() == xpi.build()


def test_the_translator_goes_along_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PLUGIN, tmp_path / "plugin")
    monkeypatch.setattr(xpi, "_HERE", tmp_path)
    assert TRANSLATOR not in xpi.files()
    (tmp_path / "translator").mkdir()
    (tmp_path / TRANSLATOR).write_text("{}")
    assert xpi.files()[TRANSLATOR] == b"{}"


def test_files_that_an_editor_left_stay_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PLUGIN, tmp_path / "plugin")
    monkeypatch.setattr(xpi, "_HERE", tmp_path)
    for name in (".client.js", "client.js~", "notes.txt", "content/.window.js.swp"):
        (tmp_path / "plugin" / name).write_text("x")
    assert set(xpi.files()) == OWN


def test_the_command_writes_it_and_says_what_to_do_with_it(tmp_path: Path) -> None:
    done = bibkit("zotero", "plugin", "-o", "new/bibkit.xpi", cwd=tmp_path)
    assert (done.returncode, b"Install Plugin From File" in done.stderr) == (0, True)
    assert (tmp_path / "new" / "bibkit.xpi").read_bytes() == xpi.build()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = bibkit("zotero", "plugin", "-o", "file/bibkit.xpi", cwd=tmp_path)
    assert (done.returncode, b"Error: Cannot write file/bibkit.xpi" in done.stderr) == (2, True)


def test_the_manifest_has_what_zotero_requires() -> None:
    manifest = json.loads(xpi.files()["manifest.json"])
    assert manifest["manifest_version"] == 2
    assert manifest["version"] == __version__
    assert manifest["name"] == "bibkit"
    zotero = manifest["applications"]["zotero"]
    assert set(zotero) == {"id", "update_url", "strict_min_version", "strict_max_version"}
    assert zotero["id"] == xpi.PLUGIN_ID
    assert re.fullmatch(r"[\w.-]+@[\w.-]+", zotero["id"])
    assert (zotero["strict_min_version"], zotero["strict_max_version"]) == ("8.0", "11.*")
    # Zotero refuses a plugin without it; a reserved name asks nobody for updates.
    assert zotero["update_url"].startswith("https://bibkit.invalid/")
    assert set(manifest["icons"].values()) <= OWN


def test_bootstrap_loads_every_script_that_is_there() -> None:
    loaded = re.search(r"SCRIPTS = \[(.*?)\]", (PLUGIN / "bootstrap.js").read_text(), re.S)
    assert loaded is not None
    names = set(re.findall(r'"([\w.]+)"', loaded[1]))
    there = {path.name for path in (PLUGIN / "content").glob("*.js")}
    assert names == there - {"window.js"}  # that one is the window's own


@pytest.mark.parametrize("name", sorted(name for name in OWN if name.endswith(".js")))
def test_a_script_is_javascript(name: str) -> None:
    done = subprocess.run(
        [_node(), "--check", PLUGIN / name], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_scripts_use_nothing_that_firefox_115_lacks() -> None:
    for path in PLUGIN.rglob("*.js"):
        text = path.read_text()
        assert not re.search(r"/[dgimsuy]*v[dgimsuy]*[.;,)]|\.groupBy\(|Promise\.try\(", text)
        assert text.startswith('"use strict";') or path.name == "prefs.js"


@pytest.mark.parametrize("name", sorted(path.name for path in SCRIPTS.glob("*.test.mjs")))
def test_the_javascript_does_what_its_tests_say(name: str) -> None:
    done = subprocess.run(
        [_node(), "--test", "--test-reporter=spec", SCRIPTS / name],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    assert re.search(r"^ℹ fail 0$", done.stdout, re.M)


@pytest.mark.slow
def test_the_window_shows_the_changes_and_chooses_them(tmp_path: Path) -> None:
    if shutil.which("chromium") is None:
        pytest.skip("chromium is not installed: the plugin's window is not drawn")
    done = subprocess.run(
        [_node(), SCRIPTS / "pictures.mjs", tmp_path, "dom"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["at first"] == "4 of 8 chosen"
    assert shown["all"] == "8 of 8 chosen"
    assert shown["none"] == ["0 of 8 chosen", True]
    assert shown["only empty"] == "4 of 8 chosen"
    assert shown["one item"] == "6 of 8 chosen"
    assert shown["accepted"] == ["0.0", "0.1", "0.2", "0.3", "0.4", "1.t0"]
    assert shown["unnamed boxes"] == 0
    assert shown["elements of a text"] == 0
    assert shown["beyond the edge"] == []
    assert shown["elements of a message"] == 0
    assert shown["escape"] == "closed"
