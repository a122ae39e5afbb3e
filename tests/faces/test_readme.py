"""README's commands and examples are run; what it shows is what is printed."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "contract"))
sys.path.insert(0, str(Path(__file__).parent.parent / "zotero"))

from running import environment
from stub_zotero import StubZotero
from twin import Twin

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


def _steps() -> list[tuple[str, str]]:
    steps: list[tuple[str, str]] = []
    for block in _blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, expected = part.partition("\n")
            steps.append((command, expected))
    return steps


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", here / "examples")
    tools = here / "bin"
    tools.mkdir()
    command = tools / "bibkit"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bibkit "$@"\n')
    command.chmod(0o755)
    return here


@pytest.fixture(scope="module")
def online(folder: Path) -> Iterator[dict[str, str]]:
    """The stand-ins of the services and of Zotero, a home, and a cache of its own."""
    (folder / "home" / "Zotero").mkdir(parents=True)
    (folder / "home" / "Zotero" / "zotero.sqlite").touch()
    with Twin(limits=False) as twin, StubZotero() as zotero:
        yield {
            **twin.environ,
            **zotero.environment,
            "BIBKIT_OFFLINE": "0",
            "BIBKIT_CACHE_DIR": str(folder / "cache"),
            "BIBKIT_DATA_DIR": str(folder / "data"),
            "HOME": str(folder / "home"),
        }


def _as_shown(line: str) -> str:
    """A printed line with the services' own hosts, and the day on which README was written."""
    for service, host in (
        ("Crossref", "api.crossref.org"),
        ("PubMed", "eutils.ncbi.nlm.nih.gov"),
    ):
        line = line.replace(f"{service} (127.0.0.1", f"{service} ({host}")
    line = re.sub(r"(Zotero .*\(127\.0\.0\.1):\d+", r"\1:23119", line)
    line = re.sub(r"^[2-9A-Z]{8}(?=  )", "NGC5SKEP", line)
    line = re.sub(r"/\S*/home/Zotero", "~/Zotero", line)
    line = re.sub(r"\(found, \d{4}-\d\d-\d\d", "(found, 2026-11-22", line)
    return re.sub(r" on \d{4}-\d\d-\d\d;", " on 2026-11-22;", line)


def test_console(folder: Path, online: dict[str, str]) -> None:
    """In one test, since a command goes on with the files of those before it."""
    for command, expected in _steps():
        _run(folder, online, command, expected)


def _run(folder: Path, online: dict[str, str], command: str, expected: str) -> None:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(**online, PATH=f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"),
        check="bibkit check" not in command,
    )
    # Messages and data come in one stream here; only their own order is promised.
    printed = [_as_shown(line) for line in done.stdout.decode().splitlines()]
    cut = expected.endswith("...\n")
    for line in expected.removesuffix("...\n").splitlines():
        assert line in printed, command
    if not cut and expected:
        assert len(printed) == len(expected.splitlines()), command


def test_there_are_commands_to_run() -> None:
    assert len(_steps()) >= 7


def test_python_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}  # one block goes on where the one before ended
    for block in _blocks("python"):
        test = doctest.DocTestParser().get_doctest(block, names, "README", "README.md", 0)
        names = test.globs
        assert (
            doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, clear_globs=False).failed
            == 0
        )


def test_the_figures_are_the_committed_ones() -> None:
    figures = json.loads((ROOT / "tests" / "accuracy" / "figures.json").read_text("utf-8"))
    for kind, label in [
        ("element-rendered", "as PubMed displays it"),
        ("mixed", "as publishers print it"),
        ("raw+element", "raw strings of SciELO"),
        ("chapter", "chapters of books"),
        ("pubmed-citation", "100 citations of PubMed, labelled by hand (seen in development)"),
    ]:
        row = figures[kind]
        assert f"| {label} | {row['n']:,} | {row['full']:.1f} % |" in README


def test_the_figures_of_the_match_decision_are_the_committed_ones() -> None:
    path = ROOT / "tests" / "accuracy" / "figures-matching.json"
    figures = json.loads(path.read_text("utf-8"))
    assert f"| precision | {figures['precision']:.3f} |" in README
    assert f"| recall | {figures['recall']:.3f} |" in README
    assert f"whose work is not there | {figures['wrong on absent']} |" in README
    assert f"or wrong in a detail | {figures['false alarms']} of 1,000 |" in README


def test_the_figures_of_the_translator_are_the_committed_ones() -> None:
    path = ROOT / "tests" / "accuracy" / "figures-translator.json"
    figures = json.loads(path.read_text("utf-8"))
    said = " ".join(README.split())
    assert f"{figures['whole']:.1f} % of references come in whole" in said
    assert f"{figures['tagged']:.1f} % are tagged" in said
    assert f"of the others {figures['whole of the others']:.1f} % are whole" in said


def test_the_demo_shown_is_the_demo_printed(folder: Path) -> None:
    import bibkit

    shown = _blocks("text")[0].splitlines()[1:-1]
    formatted = bibkit.format(bibkit.read(folder / "examples" / "als-review.txt"), "vancouver")
    assert formatted.splitlines()[: len(shown)] == shown
