"""Where settings come from, which of them counts, and what none of them may do."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from bibkit.errors import SettingsError
from bibkit.services.settings import Settings, load

KEY = "0123456789abcdef"


def _load(folder: Path, environ: dict[str, str] | None = None, **given: Any) -> Settings:
    config = {"BIBKIT_CONFIG_DIR": str(folder / "config")}
    return load(config | (environ or {}), folder, **given)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    settings = _load(tmp_path)
    assert (settings.mailto, settings.ncbi_api_key, settings.offline) == ("", "", False)
    assert settings.crossref_url == "https://api.crossref.org"
    assert settings.cache_dir is not None


def test_what_is_nearer_counts(tmp_path: Path) -> None:
    _write(tmp_path / "config" / "bibkit.toml", 'mailto = "config@a.org"\noffline = true\nncbi-api-key = "configconfig"')  # fmt: skip
    assert _load(tmp_path).mailto == "config@a.org"
    _write(
        tmp_path / "pyproject.toml", '[tool.bibkit]\nmailto = "project@a.org"\n[tool.other]\nx = 1'
    )
    assert _load(tmp_path).mailto == "project@a.org"
    _write(tmp_path / "bibkit.toml", 'mailto = "folder@a.org"')
    assert _load(tmp_path).mailto == "folder@a.org"
    environ = {"BIBKIT_MAILTO": "environ@a.org", "NCBI_API_KEY": ""}
    assert _load(tmp_path, environ).mailto == "environ@a.org"
    settings = _load(tmp_path, environ, mailto="given@a.org", offline=None)
    assert (settings.mailto, settings.offline) == ("given@a.org", True)
    assert settings.ncbi_api_key == "configconfig"
    assert _load(tmp_path, offline=False).offline is False


def test_the_folder_of_the_cache(tmp_path: Path) -> None:
    _write(tmp_path / "bibkit.toml", 'cache-dir = "~/kept"')
    assert _load(tmp_path).cache_dir == Path.home() / "kept"
    assert _load(tmp_path, {"BIBKIT_CACHE_DIR": "/kept"}).cache_dir == Path("/kept")
    assert _load(tmp_path, cache_dir="elsewhere").cache_dir == Path("elsewhere")


@pytest.mark.parametrize(
    ("value", "offline"),
    [
        ("1", True), ("true", True), ("yes", True), ("0", False), ("false", False), ("NO", False), ("", False),
        ("off", False),
        ("n", False),
    ],
)  # fmt: skip
def test_offline_by_the_environment(value: str, offline: bool, tmp_path: Path) -> None:
    assert _load(tmp_path, {"BIBKIT_OFFLINE": value}).offline is offline


# --- addresses -----------------------------------------------------------------------------------------


def test_addresses_come_from_the_environment_alone(tmp_path: Path) -> None:
    names = [one.name for one in dataclasses.fields(Settings) if one.name.endswith("_url")]
    assert len(names) == 4
    for folder, file, table in (
        ("a", "bibkit.toml", ""), ("b", "pyproject.toml", "[tool.bibkit]\n"), ("c", "config/bibkit.toml", "")
    ):  # fmt: skip
        for name in (*names, *(name.replace("_", "-") for name in names)):
            path = tmp_path / folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, f'{table}{name} = "https://evil.org"')
            with pytest.raises(SettingsError, match=f"there is no setting '{name}'"):
                _load(tmp_path / folder)
    for name in names:
        settings = _load(tmp_path, {f"BIBKIT_{name.upper()}": "http://localhost:8000/x//"})
        assert getattr(settings, name) == "http://localhost:8000/x"


@pytest.mark.parametrize("key", ["refresh", "NCBI_API_KEY", "ncbi_api_key", "ofline", "session"])
def test_what_is_no_setting_of_a_file_is_told(key: str, tmp_path: Path) -> None:
    _write(tmp_path / "bibkit.toml", f'{key} = "{KEY}"')
    with pytest.raises(SettingsError, match=f"there is no setting '{key}'") as raised:
        _load(tmp_path)
    assert KEY not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.org", "a.org", "//a.org", "https://", "https:///x", "file:///etc/passwd", "javascript:x",
        "https://a.org b",
        "https://a.org\r\nX-Evil: 1",
    ],
)  # fmt: skip
def test_what_is_no_address(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BIBKIT_CROSSREF_URL is no web address"):
        _load(tmp_path, {"BIBKIT_CROSSREF_URL": url})


@pytest.mark.parametrize("address", ["a@b.org", "a.b+c@d-e.co.uk", "o'neill@x.museum"])
def test_mail_addresses(address: str) -> None:
    assert Settings(mailto=address).mailto == address


@pytest.mark.parametrize(
    "address",
    [
        "a", "a@b", "@b.org", "a@", "a@b..org", "a b@c.org", "a@b.org\n", "a@b.org\r\nX: 1", "a@b.org,c@d.org",
        "<a@b.org>", "a@b.org; x", "a@b.org)", '"a"@b.org', "a\\@b.org", "a@ö.org",
        "a\x00@b.org",
        "王@b.org",
        "a\u2028b@c.org",
    ],
)  # fmt: skip
def test_what_is_no_mail_address(address: str) -> None:
    with pytest.raises(SettingsError, match="no mail address"):
        Settings(mailto=address)


# --- secrets ----------------------------------------------------------------------------------------------


def test_the_key_is_never_shown(tmp_path: Path) -> None:
    settings = _load(tmp_path, {"NCBI_API_KEY": KEY})
    assert settings.ncbi_api_key == KEY
    for shown in (repr(settings), str(settings), f"{settings}", f"{[settings]}"):
        assert KEY not in shown


@pytest.mark.parametrize(
    "key", ["secret key", "secret\n", "geheim-ß", "x" * 65, "short", "٣" * 10, "a&b=c1234"]
)
def test_a_key_that_cannot_be_is_not_shown_either(key: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        _load(tmp_path, {"NCBI_API_KEY": key})
    assert key.strip() not in str(raised.value)


# --- files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mailto = 5", "'mailto' takes a text"),
        ("offline = 'yes'", "'offline' takes true or false"),
        ("offline = 1", "'offline' takes true or false"),
        ("cache-dir = ['x']", "'cache-dir' takes a text"),
        ("ncbi-api-key = 12345678", "'ncbi-api-key' takes a text"),
        ("mailto = 'nobody'", "no mail address"),
        ("mailto = ", "cannot be read"),
        ("mailto", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be(text: str, says: str, tmp_path: Path) -> None:
    _write(tmp_path / "bibkit.toml", text)
    with pytest.raises(SettingsError, match=says):
        _load(tmp_path)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "bibkit.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        _load(tmp_path)
    (tmp_path / "bibkit.toml").unlink()
    (tmp_path / "bibkit.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        _load(tmp_path)


@pytest.mark.parametrize(
    "text", ["[tool", "tool = 1", "[tool]\nbibkit = 1", "[project]", "\x00", ""]
)
def test_another_programs_file_is_its_own_business(text: str, tmp_path: Path) -> None:
    _write(tmp_path / "pyproject.toml", text)
    assert _load(tmp_path).mailto == ""


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert load({}, tmp_path / "nowhere").mailto == ""
    _write(tmp_path / "file", "x")
    assert load({"BIBKIT_CONFIG_DIR": str(tmp_path / "file")}, tmp_path / "file").mailto == ""


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().offline = True  # type: ignore[misc]
