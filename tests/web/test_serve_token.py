"""Where the token is, and who can read it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bibkit.errors import SettingsError
from bibkit.web.token import VARIABLE, make_token, read_token, token_path


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"BIBKIT_CONFIG_DIR": str(tmp_path / "config" / "bibkit")}


def test_a_token_is_made_once_and_kept(environ: dict[str, str]) -> None:
    token = read_token(environ)
    assert len(token) >= 43  # 256 bits
    assert read_token(environ) == token
    assert token_path(environ).read_text("utf-8") == f"{token}\n"
    assert [path.name for path in token_path(environ).parent.iterdir()] == ["serve-token"]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_only_its_owner_can_read_it(environ: dict[str, str]) -> None:
    before = os.umask(0)
    try:
        read_token(environ)
        assert token_path(environ).stat().st_mode & 0o777 == 0o600
        make_token(environ)
        assert token_path(environ).stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
    assert token_path(environ).parent.stat().st_mode & 0o777 == 0o700
    token_path(environ).chmod(0o644)
    read_token(environ)
    assert token_path(environ).stat().st_mode & 0o777 == 0o600


def test_another_token_takes_the_place_of_the_first(environ: dict[str, str]) -> None:
    first = read_token(environ)
    second = make_token(environ)
    assert second != first
    assert read_token(environ) == second


def test_the_environment_counts_before_the_file(environ: dict[str, str]) -> None:
    kept = read_token(environ)
    given = {**environ, VARIABLE: "given-in-the-environment"}
    assert read_token(given) == "given-in-the-environment"
    assert read_token({**environ, VARIABLE: ""}) == kept
    with pytest.raises(SettingsError, match="Unset it first"):
        make_token(given)
    assert read_token(environ) == kept


@pytest.mark.parametrize("bad", ["short", "with a blank in between", "x" * 300, "ünïcödeünïcöde-x"])
def test_what_is_no_token_is_refused_and_not_shown(environ: dict[str, str], bad: str) -> None:
    with pytest.raises(SettingsError, match=VARIABLE) as raised:
        read_token({**environ, VARIABLE: bad})
    assert bad not in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"no\n", b"\xff\xfe" * 20, b"line one of two\nline two"])
def test_a_file_that_holds_no_token_is_not_believed(
    environ: dict[str, str], content: bytes
) -> None:
    read_token(environ)
    token_path(environ).write_bytes(content)
    with pytest.raises(SettingsError, match="serve-token"):
        read_token(environ)
    assert read_token({**environ, VARIABLE: make_token(environ)}) == read_token(environ)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    environ = {"BIBKIT_CONFIG_DIR": str(tmp_path / "file" / "config")}
    for wanted in (read_token, make_token):
        with pytest.raises(SettingsError, match=VARIABLE):
            wanted(environ)
