"""`--help` and `--version` are quick, and `import bibkit` loads nothing heavy."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

import pytest

HEAVY = (
    "rich",
    "requests",
    "lxml",
    "bibtexparser",
    "citeproc",
    "docx",
    "pycrfsuite",
    "rapidfuzz",
    "platformdirs",
    "anyascii",
    "starlette",
    "uvicorn",
)


def _modules(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "code",
    [
        "import bibkit",
        "from bibkit.cli.main import _run; _run(['--help'])",
        "from bibkit.cli.main import _run; _run(['--version'])",
        "from bibkit.cli.main import _run; _run(['parse', '--help'])",
    ],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    loaded = _modules(code)
    assert not [name for name in HEAVY if name in loaded]


def _processor_time(*arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_first_answer_takes_no_more_than_six_bare_starts(option: str) -> None:
    # Medians of runs in turn: machines are noisy, the ratio of neighbours is not. A machine that
    # is busy with other tests makes it larger, never smaller, so the best of three rounds counts.
    for _ in range(2):
        _processor_time("-m", "bibkit", option)
    rounds = []
    for _ in range(3):
        pairs = [
            (_processor_time("-m", "bibkit", option), _processor_time("-c", "pass"))
            for _ in range(9)
        ]
        rounds.append(statistics.median(ours / bare for ours, bare in pairs))
        if rounds[-1] <= 6:
            return
    raise AssertionError(f"{option} takes {rounds} bare starts of Python")
