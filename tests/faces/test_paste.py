"""The clipboard is read with the system's own tools, HTML before text."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running import bibkit

from bibkit.clipboard import _unwrapped

HTML = '<ul class="ref-list"><li>Chio A. A view. Chest. 2017;1:2. <a href="https://doi.org/10.1000/1">DOI</a></li></ul>'
TEXT = "Chio A. A view. Chest. 2017;1:2. - DOI"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fakes Linux tools")


def _tool(folder: Path, name: str, script: str) -> str:
    folder.mkdir(exist_ok=True)
    tool = folder / name
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(0o755)
    return f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin"


@pytest.mark.parametrize(("tool", "display"), [("xclip", ""), ("wl-paste", "wayland-0")])
def test_html_comes_before_text(tmp_path: Path, tool: str, display: str) -> None:
    script = f"case \"$*\" in *text/html*) echo '{HTML}';; *) echo '{TEXT}';; esac"
    path = _tool(tmp_path / "bin", tool, script)
    done = bibkit("parse", "--paste", PATH=path, WAYLAND_DISPLAY=display)
    assert "doi = {10.1000/1}" in done.stdout.decode()
    assert "the clipboard: 1 reference read" in done.stderr.decode()


def test_the_main_job_takes_the_clipboard_too(tmp_path: Path) -> None:
    path = _tool(tmp_path / "bin", "xclip", f"echo '{TEXT}'")
    done = bibkit("--paste", "-o", "refs.bib", cwd=tmp_path, PATH=path, WAYLAND_DISPLAY="")
    assert done.returncode == 0
    assert (tmp_path / "refs.bib").read_text().startswith("@article{chio2017view,")
    both = bibkit("--paste", "page.txt", PATH=path, WAYLAND_DISPLAY="")
    assert (both.returncode, b"not both" in both.stderr) == (2, True)


def test_text_where_there_is_no_html(tmp_path: Path) -> None:
    path = _tool(
        tmp_path / "bin", "xclip", f"case \"$*\" in *text/html*) exit 1;; *) echo '{TEXT}';; esac"
    )
    done = bibkit("parse", "--paste", PATH=path, WAYLAND_DISPLAY="")
    assert done.stdout.decode().startswith("@article{chio2017view,")


def test_an_empty_clipboard_and_no_tool_at_all(tmp_path: Path) -> None:
    empty = _tool(tmp_path / "bin", "xclip", "exit 1")
    done = bibkit("parse", "--paste", PATH=str(tmp_path / "bin"), WAYLAND_DISPLAY="")
    assert done.returncode == 3
    assert "clipboard holds no text" in done.stderr.decode()
    assert empty
    none = bibkit("parse", "--paste", PATH=str(tmp_path / "nothing"), WAYLAND_DISPLAY="")
    assert none.returncode == 3
    assert "install xclip" in none.stderr.decode()
    wayland = bibkit(
        "parse", "--paste", PATH=str(tmp_path / "nothing"), WAYLAND_DISPLAY="wayland-0"
    )
    assert "install wl-clipboard" in wayland.stderr.decode()


def test_a_file_and_the_clipboard_are_one_too_many(tmp_path: Path) -> None:
    assert bibkit("parse", "x.txt", "--paste").returncode == 2


def test_html_as_other_systems_give_it() -> None:
    assert _unwrapped("«data HTML3C703E»\n".encode()) == b"<p>"
    assert _unwrapped(b"Version:0.9\r\nStartHTML:00\r\n<html><p>") == b"<html><p>"
    assert _unwrapped(b"<p>") == b"<p>"
    assert _unwrapped("«data HTML3C7»".encode()) == "«data HTML3C7»".encode()
    assert _unwrapped(b"Version: a view. 1<2") == b"Version: a view. 1<2"
