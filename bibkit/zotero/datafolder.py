"""Where Zotero keeps its data: the folder with `zotero.sqlite`.

Zotero's profiles say it in their `prefs.js`, where it is not `Zotero` in the home folder. Source: where
Zotero puts its profiles on Linux (also as flatpak and snap), macOS and Windows
(https://www.zotero.org/support/kb/profile_directory, https://www.zotero.org/support/zotero_data).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bibkit.errors import ZoteroUsage

__all__ = ["data_folder", "data_folders"]

_DATABASE = "zotero.sqlite"
# A folder that Zotero takes for home, and where it has its profiles in it.
_HOMES = (
    "",
    ".var/app/org.zotero.Zotero",  # flatpak
    "snap/zotero-snap/common",
    "snap/zotero-snap/current",
)
_PROFILES = (".zotero/zotero", "Library/Application Support/Zotero/Profiles")
_PREFERENCE = re.compile(r'user_pref\("extensions\.zotero\.(useDataDir|dataDir)",\s*(.*)\);\s*$')
_SAID_BY = (
    "Zotero says where it is under Settings, Advanced, Files and Folders: Show Data Directory. "
    "Give it with --data-dir."
)


def data_folder(named: str | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """The data folder of Zotero on this machine.

    Args:
        named: what a person says that it is; None to look for it.
        environ: the environment; the process's own where it is None.

    Raises:
        ZoteroUsage: the named folder is none, or none or several were found.
    """
    if named is not None:
        folder = Path(os.path.expanduser(named))  # noqa: PTH111 - never raises
        if _is_data_folder(folder):
            return folder
        if not os.path.isdir(folder):  # noqa: PTH112 - false for a name that is too long
            raise ZoteroUsage(f"There is no folder '{named}'. {_SAID_BY}")
        raise ZoteroUsage(
            f"'{named}' is no data folder of Zotero: it has no {_DATABASE}. {_SAID_BY}"
        )
    found = data_folders(os.environ if environ is None else environ)
    if not found:
        raise ZoteroUsage(
            f"No data folder of Zotero was found. Start Zotero once, if it is new. {_SAID_BY}"
        )
    if len(found) > 1:
        listed = "".join(f"\n  {folder}" for folder in found)
        raise ZoteroUsage(
            f"There are several data folders of Zotero:{listed}\nName one: --data-dir FOLDER"
        )
    return found[0]


def data_folders(environ: Mapping[str, str]) -> list[Path]:
    """Every data folder of Zotero that is there, the profiles' own before the usual ones.

    Args:
        environ: `HOME` or `USERPROFILE`, and on Windows `APPDATA`, say where to look.
    """
    said = environ.get("HOME") or environ.get("USERPROFILE")
    home = Path(said or os.path.expanduser("~"))  # noqa: PTH111 - never raises
    found: dict[Path, Path] = {}  # by where it really is
    for folder in _candidates(home, environ.get("APPDATA")):
        if _is_data_folder(folder):
            found.setdefault(folder.resolve(), folder)
    return list(found.values())


def _candidates(home: Path, roaming: str | None) -> Iterator[Path]:
    for profile, its_home in _profiles(home, roaming):
        named = _named_by(profile)
        yield named or its_home / "Zotero"
    for name in _HOMES:
        yield home / name / "Zotero"


def _profiles(home: Path, roaming: str | None) -> Iterator[tuple[Path, Path]]:
    """The profiles that there are, each with the folder that Zotero takes for home."""
    folders = [(home / name / place, home / name) for name in _HOMES for place in _PROFILES]
    if roaming:
        folders.append((Path(roaming, "Zotero", "Zotero", "Profiles"), home))
    for folder, its_home in folders:
        try:
            profiles = sorted(one for one in folder.iterdir() if (one / "prefs.js").is_file())
        except OSError:
            continue
        for profile in profiles:
            yield profile, its_home


def _named_by(profile: Path) -> Path | None:
    """The data folder that a profile's preferences name; None where it is the usual one."""
    try:
        lines = (profile / "prefs.js").read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    said: dict[str, object] = {}
    for line in lines:
        if match := _PREFERENCE.match(line.strip()):
            try:
                said[match[1]] = json.loads(match[2])
            except ValueError:
                continue
    folder = said.get("dataDir")
    return Path(folder) if said.get("useDataDir") is True and isinstance(folder, str) else None


def _is_data_folder(folder: Path) -> bool:
    try:
        return (folder / _DATABASE).is_file()
    except (OSError, ValueError):
        return False
