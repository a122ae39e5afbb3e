"""The clipboard, as HTML where it holds that, else as text.

A copied part of a PubMed page is on the clipboard twice: as text, which has lost the links, and as
HTML, which has them. It is read with the system's own tools; nothing is sent anywhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

from bibkit.errors import InputError

__all__ = ["read_clipboard"]

_POWERSHELL_HTML = "Get-Clipboard -TextFormatType Html"
_POWERSHELL_TEXT = "Get-Clipboard -Raw"

_APPLE = re.compile("«data HTML".encode() + rb"((?:[0-9A-Fa-f]{2})*)" + "»".encode())
_WINDOWS = re.compile(rb"Version:[^<]*StartHTML:[^<]*")


def read_clipboard() -> bytes:
    """What is on the clipboard, HTML before text.

    Raises:
        InputError: there is no tool to read it with (the message says which to install), or it
            holds no text.
    """
    tools = [command for command in _commands() if shutil.which(command[0])]
    if not tools:
        raise InputError(f"The clipboard cannot be read: install {_advice()}.")
    for command in tools:
        data = _run(command)
        if data and data.strip():
            return _unwrapped(data)
    raise InputError("The clipboard holds no text. Copy the reference list first.")


def _commands() -> list[list[str]]:
    """The commands to try, in order: HTML by every tool of this system, then text."""
    if sys.platform == "darwin":
        return [["osascript", "-e", "the clipboard as «class HTML»"], ["pbpaste"]]
    if sys.platform == "win32":
        shell = ["powershell", "-NoProfile", "-Command"]
        return [[*shell, _POWERSHELL_HTML], [*shell, _POWERSHELL_TEXT]]
    wayland = [["wl-paste", "--no-newline", "--type", "text/html"], ["wl-paste", "--no-newline"]]
    x11 = [
        ["xclip", "-selection", "clipboard", "-o", "-t", "text/html"],
        ["xclip", "-selection", "clipboard", "-o"],
        ["xsel", "--clipboard", "--output"],
    ]
    first, second = (wayland, x11) if os.environ.get("WAYLAND_DISPLAY") else (x11, wayland)
    return [*first, *second]


def _advice() -> str:
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wl-clipboard (wl-paste)"
    return "xclip" if sys.platform.startswith("linux") else "a clipboard tool (xclip or wl-paste)"


def _run(command: list[str]) -> bytes:
    try:
        done = subprocess.run(command, capture_output=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""


def _unwrapped(data: bytes) -> bytes:
    """HTML out of AppleScript's hexadecimal, or from behind Windows' header; all else as it is."""
    apple = _APPLE.fullmatch(data.strip())
    if apple:
        return bytes.fromhex(apple[1].decode("ascii"))
    windows = _WINDOWS.match(data)
    return data[windows.end() :] if windows else data
