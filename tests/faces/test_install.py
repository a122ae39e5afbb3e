"""Styles reach an installed wheel and an editable install alike."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running import environment

ROOT = Path(__file__).resolve().parent.parent.parent
SAY = """
import bibkit
from bibkit.csl.library import own_styles_folder
print(own_styles_folder())
print(bibkit.find_style("pubmed").title)
print(bibkit.format(bibkit.read("Chio A. A view. Chest. 2017;12:1-4."), "vancouver"), end="")
"""


@pytest.mark.slow
@pytest.mark.parametrize("editable", [False, True], ids=["wheel", "editable"])
@pytest.mark.xdist_group("install")
def test_installed(tmp_path: Path, editable: bool) -> None:
    folder = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    source = ["-e", str(ROOT)] if editable else [str(ROOT)]
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps"]
    subprocess.run(
        [*command, *source], check=True, capture_output=True, env=environment(PYTHONWARNINGS="")
    )
    # The dependencies are those of the environment that runs the tests.
    site = next((folder / "lib").glob("python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    said = subprocess.run(
        [python, "-c", SAY],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(),
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert editable or (site / "bibkit" / "py.typed").is_file()
    styles, title, entry = said.stdout.splitlines()
    assert Path(styles) == (ROOT / "styles" if editable else site / "bibkit" / "styles")
    assert title == "PubMed display"
    assert entry == "1. Chio A. A view. Chest. 2017;12:1–4."
    command = folder / "bin" / "bibkit"
    version = subprocess.run(
        [command, "--version"], capture_output=True, text=True, env=environment(), check=False
    )
    assert version.stdout.startswith("bibkit ")
