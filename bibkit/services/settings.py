"""Where the services are, who asks, and what may be asked: from the environment and bibkit.toml.

In order, the first that says it: what the caller gives; the environment; `bibkit.toml`, or
`[tool.bibkit]` in `pyproject.toml`, in the working folder; `bibkit.toml` in the user's
configuration folder. Addresses come from the environment only, so that no downloaded folder can
turn requests elsewhere.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

from bibkit.errors import SettingsError

__all__ = ["Settings", "load"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the services need to know.

    Args:
        mailto: the address of whoever asks, for the services to write to; without one the limits
            for the public hold.
        ncbi_api_key: allows ten requests a second instead of three. Never shown or kept.
        offline: ask nobody; records of any age are served from the cache.
        refresh: pass over what the cache holds.
        cache_dir: the folder of the cache; None for none.
        crossref_url, eutils_url, idconv_url, doi_url: the addresses of the services.
    """

    mailto: str = ""
    ncbi_api_key: str = field(default="", repr=False)
    offline: bool = False
    refresh: bool = False
    cache_dir: Path | None = None
    crossref_url: str = "https://api.crossref.org"
    eutils_url: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    idconv_url: str = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles"
    doi_url: str = "https://doi.org"

    def __post_init__(self) -> None:
        if self.mailto and not _ADDRESS.fullmatch(self.mailto):
            raise SettingsError(f"'{self.mailto}' is no mail address. Give one, or leave it out.")
        if self.ncbi_api_key and not re.fullmatch(r"[0-9A-Za-z]{8,64}", self.ncbi_api_key):
            raise SettingsError(
                "NCBI_API_KEY is no key of NCBI's: one has 8 to 64 letters and digits."
            )
        for one in fields(self):
            if one.name.endswith("_url"):
                url = getattr(self, one.name).rstrip("/")
                if not re.fullmatch(r"https?://[^\s/\x00-\x20]+(?:/[^\s\x00-\x20]*)?", url):
                    name = f"BIBKIT_{one.name.upper()}"
                    raise SettingsError(f"{name} is no web address: '{url}'.")
                object.__setattr__(self, one.name, url)


# ASCII only: it stands in a header.
_ADDRESS = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+@[\w-]+(?:\.[\w-]+)+", re.A)
_KEYS = {"mailto", "ncbi-api-key", "offline", "cache-dir"}


def load(
    environ: Mapping[str, str] | None = None, folder: Path | None = None, **given: Any
) -> Settings:
    """The settings in force.

    Args:
        environ: instead of the process's environment; `folder`: instead of the working folder.
        given: settings of the caller, which count before all others; None is not given.

    Raises:
        SettingsError: a value that cannot be, or a configuration file that cannot be read.

    >>> load({"BIBKIT_MAILTO": "a@b.org"}, offline=True).mailto
    'a@b.org'
    """
    env = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for path, data in _files(Path.cwd() if folder is None else folder, env):
        for key, value in data.items():
            if key not in _KEYS:
                # "ofline = true" must not pass unnoticed and send.
                known = ", ".join(sorted(_KEYS))
                raise SettingsError(f"{path}: there is no setting '{key}'. There are: {known}.")
            values.setdefault(key.replace("-", "_"), _checked(path, key, value))
    values |= {name: env[variable] for name, variable in _VARIABLES.items() if env.get(variable)}
    said = env.get("BIBKIT_OFFLINE", "").strip().lower()
    if said:
        if said not in _ON | _OFF:
            raise SettingsError(f"BIBKIT_OFFLINE takes 1 or 0, not '{said}'.")
        values["offline"] = said in _ON
    values.setdefault("cache_dir", platformdirs.user_cache_dir("bibkit"))
    values |= {name: value for name, value in given.items() if value is not None}
    if values["cache_dir"] is not None:
        values["cache_dir"] = Path(values["cache_dir"]).expanduser()
    return Settings(**values)


_ON = {"1", "true", "t", "yes", "y", "on"}
_OFF = {"0", "false", "f", "no", "n", "off"}
_VARIABLES = {
    "mailto": "BIBKIT_MAILTO",
    "ncbi_api_key": "NCBI_API_KEY",
    "cache_dir": "BIBKIT_CACHE_DIR",
    "crossref_url": "BIBKIT_CROSSREF_URL",
    "eutils_url": "BIBKIT_EUTILS_URL",
    "idconv_url": "BIBKIT_IDCONV_URL",
    "doi_url": "BIBKIT_DOI_URL",
}


def _files(folder: Path, env: Mapping[str, str]) -> list[tuple[Path, dict[str, Any]]]:
    """The configuration that is there, nearest first."""
    own = env.get("BIBKIT_CONFIG_DIR") or platformdirs.user_config_dir("bibkit")
    found = []
    for path in (folder / "bibkit.toml", folder / "pyproject.toml", Path(own) / "bibkit.toml"):
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            if path.name == "pyproject.toml":
                continue  # another program's business
            raise SettingsError(f"{path} cannot be read: {error}.") from error
        if path.name == "pyproject.toml":
            tools = data.get("tool")
            data = tools.get("bibkit", {}) if isinstance(tools, dict) else {}
        if isinstance(data, dict):
            found.append((path, data))
    return found


def _checked(path: Path, key: str, value: Any) -> Any:
    wanted = bool if key == "offline" else str
    if not isinstance(value, wanted):
        kind = "true or false" if wanted is bool else "a text"
        raise SettingsError(f"{path}: '{key}' takes {kind}.")
    return value
