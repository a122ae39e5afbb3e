"""The token that requests to the server must have: made once, kept in the user's configuration folder.

Whoever can read the file could read the library as well; nobody else can read it (mode 0600).
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from bibkit.errors import SettingsError
from bibkit.places import write_whole

__all__ = ["VARIABLE", "make_token", "read_token", "token_path"]

#: The environment variable that counts before the file.
VARIABLE = "BIBKIT_SERVE_TOKEN"
_TOKEN = re.compile(r"[\x21-\x7e]{16,256}")


def token_path(environ: Mapping[str, str] | None = None) -> Path:
    """Where the token lies."""
    import platformdirs

    env = os.environ if environ is None else environ
    folder = env.get("BIBKIT_CONFIG_DIR") or platformdirs.user_config_dir("bibkit")
    return Path(folder).expanduser() / "serve-token"


def read_token(environ: Mapping[str, str] | None = None) -> str:
    """The token in force; it is made where there is none.

    Args:
        environ: instead of the process's environment.

    Raises:
        SettingsError: what is there is no token, or it can be neither read nor kept.

    >>> read_token({"BIBKIT_SERVE_TOKEN": "of-sixteen-or-more"})
    'of-sixteen-or-more'
    """
    env = os.environ if environ is None else environ
    if given := env.get(VARIABLE):
        if not _TOKEN.fullmatch(given):
            raise SettingsError(
                f"{VARIABLE} is no token: one has 16 to 256 letters, digits and signs, no blank."
            )
        return given
    path = token_path(env)
    try:
        if not path.exists():
            _keep(path, secrets.token_urlsafe(32))
        token = path.read_text("utf-8").strip()
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except (OSError, UnicodeDecodeError) as error:
        raise _unkept(path, error) from error
    if not _TOKEN.fullmatch(token):
        raise SettingsError(f"{path} holds no token. Make another: bibkit serve --new-token")
    return token


def make_token(environ: Mapping[str, str] | None = None) -> str:
    """Make another token; the old one no longer counts.

    Raises:
        SettingsError: it cannot be kept, or the environment names one, which would count before it.
    """
    env = os.environ if environ is None else environ
    if env.get(VARIABLE):
        raise SettingsError(f"{VARIABLE} is set and counts before any other token. Unset it first.")
    path = token_path(env)
    token = secrets.token_urlsafe(32)
    try:
        _keep(path, token)
    except OSError as error:
        raise _unkept(path, error) from error
    return token


def _keep(path: Path, token: str) -> None:
    """Put the token into its file, readable for its owner only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, f"{token}\n".encode(), 0o600)


def _unkept(path: Path, error: OSError | UnicodeDecodeError) -> SettingsError:
    reason = getattr(error, "strerror", None) or error
    return SettingsError(
        f"The token cannot be kept in {path}: {reason}. {VARIABLE} can hold one instead."
    )
