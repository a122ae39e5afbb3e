"""Finding Zotero's data folder, and putting the translator there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bibkit.errors import OutputError, ZoteroUsage
from bibkit.zotero.datafolder import data_folder, data_folders
from bibkit.zotero.installing import Done, install, remove
from bibkit.zotero.translator import FILE


def make(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "zotero.sqlite").touch()
    return folder


def profile(folder: Path, data: Path | str | None, used: bool = True) -> None:
    folder.mkdir(parents=True)
    lines = ["# Mozilla User Preferences", 'user_pref("extensions.zotero.firstRun2", false);']
    if data is not None:
        lines.append(f'user_pref("extensions.zotero.dataDir", {json.dumps(str(data))});')
        lines.append(f'user_pref("extensions.zotero.useDataDir", {json.dumps(used)});')
    (folder / "prefs.js").write_text("\n".join(lines), "utf-8")


def here(home: Path, **more: str) -> dict[str, str]:
    return {"HOME": str(home), **more}


def test_the_usual_folder_is_found(tmp_path: Path) -> None:
    usual = make(tmp_path / "Zotero")
    assert data_folder(environ=here(tmp_path)) == usual


def test_the_folder_that_a_profile_names_is_found(tmp_path: Path) -> None:
    named = make(tmp_path / "My data" / 'a "quoted" one')
    profile(tmp_path / ".zotero" / "zotero" / "ab12.default", named)
    assert data_folder(environ=here(tmp_path)) == named


def test_a_folder_that_a_profile_does_not_use_is_passed_over(tmp_path: Path) -> None:
    usual = make(tmp_path / "Zotero")
    profile(tmp_path / ".zotero" / "zotero" / "ab12.default", make(tmp_path / "old"), used=False)
    assert data_folder(environ=here(tmp_path)) == usual


@pytest.mark.parametrize(
    "place",
    [
        "Library/Application Support/Zotero/Profiles/x.default",
        ".var/app/org.zotero.Zotero/.zotero/zotero/x.default",
        "Roaming/Zotero/Zotero/Profiles/x.default",
    ],
)
def test_profiles_of_other_systems_are_found(tmp_path: Path, place: str) -> None:
    named = make(tmp_path / "elsewhere")
    profile(tmp_path / place, named)
    environ = here(tmp_path, APPDATA=str(tmp_path / "Roaming"))
    assert data_folder(environ=environ) == named


def test_flatpaks_own_home_is_found(tmp_path: Path) -> None:
    folder = make(tmp_path / ".var" / "app" / "org.zotero.Zotero" / "Zotero")
    assert data_folder(environ=here(tmp_path)) == folder


def test_one_folder_by_two_ways_is_one(tmp_path: Path) -> None:
    usual = make(tmp_path / "Zotero")
    profile(tmp_path / ".zotero" / "zotero" / "ab12.default", usual)
    (tmp_path / "link").symlink_to(usual)
    profile(tmp_path / ".zotero" / "zotero" / "cd34.second", tmp_path / "link")
    assert data_folders(here(tmp_path)) == [usual]


def test_a_broken_profile_is_passed_over(tmp_path: Path) -> None:
    usual = make(tmp_path / "Zotero")
    folder = tmp_path / ".zotero" / "zotero" / "ab12.default"
    folder.mkdir(parents=True)
    (folder / "prefs.js").write_bytes(b'user_pref("extensions.zotero.dataDir", "\xff\\u);\n')
    assert data_folder(environ=here(tmp_path)) == usual


def test_none_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "Zotero").mkdir()
    with pytest.raises(ZoteroUsage, match="Show Data Directory"):
        data_folder(environ=here(tmp_path))


def test_several_are_named(tmp_path: Path) -> None:
    make(tmp_path / "Zotero")
    profile(tmp_path / ".zotero" / "zotero" / "ab12.default", make(tmp_path / "other"))
    with pytest.raises(ZoteroUsage, match=r"(?s)several.*other.*Zotero.*--data-dir"):
        data_folder(environ=here(tmp_path))


def test_a_named_folder_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(ZoteroUsage, match="no data folder"):
        data_folder(str(tmp_path))
    with pytest.raises(ZoteroUsage, match="no folder"):
        data_folder(str(tmp_path / "nowhere"))
    with pytest.raises(ZoteroUsage, match="no folder"):
        data_folder("a" * 5000)
    with pytest.raises(ZoteroUsage, match="no folder"):
        data_folder("~nobody-of-this-name/Zotero")


def test_it_is_installed_updated_left_alone_and_removed(tmp_path: Path) -> None:
    folder = make(tmp_path / "Zotero")
    first = install(folder)
    assert first.done is Done.NEW
    assert first.path.read_bytes() == FILE.read_bytes()
    assert install(folder).done is Done.CURRENT
    first.path.write_text("an older one", "utf-8")
    assert install(folder).done is Done.UPDATED
    assert first.path.read_bytes() == FILE.read_bytes()
    assert os.listdir(first.path.parent) == [FILE.name]
    assert remove(folder).done is Done.REMOVED
    assert remove(folder).done is Done.ABSENT


def test_other_translators_are_left_alone(tmp_path: Path) -> None:
    folder = make(tmp_path / "Zotero")
    other = folder / "translators" / "RIS.js"
    other.parent.mkdir()
    other.write_text("{}", "utf-8")
    install(folder)
    remove(folder)
    assert other.read_text("utf-8") == "{}"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = make(tmp_path / "Zotero")
    (folder / "translators").write_text("a file", "utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        install(folder)


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bibkit", "zotero", "install-translator", *arguments]
    environ = {**os.environ, "HOME": str(home), "APPDATA": str(home / "none")}
    return subprocess.run(command, capture_output=True, text=True, env=environ, timeout=60)


def test_the_command_says_where_it_went_and_what_comes_next(tmp_path: Path) -> None:
    folder = make(tmp_path / "Zotero")
    done = run(tmp_path)
    assert done.returncode == 0
    assert done.stdout == ""
    assert str(folder / "translators" / FILE.name) in done.stderr
    assert "Restart Zotero" in done.stderr
    assert "Import from Clipboard" in done.stderr
    again = run(tmp_path, "--data-dir", str(folder))
    assert again.stderr.startswith("Already up to date")


def test_the_command_without_zotero_is_a_usage_error(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: No data folder of Zotero was found.")
